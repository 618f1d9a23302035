package fakeslack

import (
	"slices"
	"strings"
	"time"
)

// Team is a workspace in which the app is installed, with its own bot token.
type Team struct {
	ID, Name, Domain string
	BotToken         string // xoxb-…
	BotUser          string // the bot's user, U…
	BotID            string // B…
}

// User is a person or a bot.
type User struct {
	ID, Team, Name, RealName, TZ string
	IsAdmin, IsOwner, IsBot      bool
	IsGuest                      bool // a single-channel or multi-channel guest
	Deleted                      bool
	BotID                        string // of a bot
}

// Kind says what a conversation is.
type Kind string

// The kinds of conversation, by the word that events use as channel_type.
const (
	Public  Kind = "channel"
	Private Kind = "group"
	IM      Kind = "im"
	MPIM    Kind = "mpim"
)

// Channel is a conversation.
type Channel struct {
	ID, Team, Name, Topic string
	Kind                  Kind
	Members               []string // user IDs; the bot is a member only where named
	Archived              bool
	ExtShared             bool   // shared with another organisation (Slack Connect)
	User                  string // of an IM: the person the bot speaks with
}

// Metadata is what an app attaches to a message for itself and other apps.
type Metadata struct {
	EventType    string         `json:"event_type"`
	EventPayload map[string]any `json:"event_payload"`
}

// Reaction is one emoji under a message.
type Reaction struct {
	Name  string
	Users []string // in the order they reacted
}

// Message is one message as it stands. A value handed out is a copy; its blocks
// are shared and must not be changed.
type Message struct {
	TS, ThreadTS  string
	Channel, Team string
	User          string
	BotID         string // of the bot that posted it
	ClientID      string // client_msg_id, of a person's message
	Subtype       string
	Text          string
	Mrkdwn        bool // text is mrkdwn rather than plain
	Blocks        []map[string]any
	Attachments   []map[string]any
	Metadata      *Metadata
	EditedBy      string
	EditedTS      string
	Edits         int
	Broadcast     bool // a reply that is shown in the channel as well
	EphemeralTo   string
	UnfurlLinks   string // as posted: "true", "false" or ""
	UnfurlMedia   string
	Deleted       bool
	Reactions     []Reaction
	Posted        time.Time
	Changed       time.Time
}

// Status is one call of assistant.threads.setStatus.
type Status struct {
	Channel, ThreadTS, Status string
	LoadingMessages           []string
	At                        time.Time
	Cleared                   bool // by a reply of the bot, or by an empty status
}

// Prompts is one call of assistant.threads.setSuggestedPrompts.
type Prompts struct {
	Channel, ThreadTS, Title string
	Prompts                  []map[string]any
}

// chanLog is what was said in a channel, by ts.
type chanLog struct {
	order   []*Message
	byTS    map[string]*Message
	replies map[string][]*Message // by the ts of the root
}

func (l *chanLog) add(m *Message) {
	l.order = append(l.order, m)
	l.byTS[m.TS] = m
	if m.ThreadTS != "" && m.ThreadTS != m.TS {
		l.replies[m.ThreadTS] = append(l.replies[m.ThreadTS], m)
	}
}

// thread is the messages of a thread, its root first, without those deleted.
func (l *chanLog) thread(ts string) []*Message {
	var out []*Message
	if root := l.byTS[ts]; root != nil && !root.Deleted {
		out = append(out, root)
	}
	for _, m := range l.replies[ts] {
		if !m.Deleted {
			out = append(out, m)
		}
	}
	return out
}

// Default is the world of the zero Options: team T0DATELINE, the people U0ASKER00,
// U0OTHER00 and U0ADMIN00 (an admin and owner), the bot U0BOT0000 (B0BOT0000),
// the public channels C0GENERAL and C0RANDOM0 (both with the bot), C0NOBOT00
// (without), C0ARCHIVE (archived) and the private channel G0PRIVATE (with the bot).
func Default() ([]Team, []User, []Channel) {
	teams := []Team{{ID: "T0DATELINE", Name: "Example Desk", Domain: "example-desk",
		BotToken: DefaultBotToken, BotUser: "U0BOT0000", BotID: "B0BOT0000"}}
	users := []User{
		{ID: "U0ASKER00", Team: "T0DATELINE", Name: "asker", RealName: "A. Asker"},
		{ID: "U0OTHER00", Team: "T0DATELINE", Name: "other", RealName: "O. Other"},
		{ID: "U0ADMIN00", Team: "T0DATELINE", Name: "admin", RealName: "A. Admin", IsAdmin: true, IsOwner: true},
	}
	all := []string{"U0ASKER00", "U0OTHER00", "U0ADMIN00"}
	with := append(slices.Clone(all), "U0BOT0000")
	channels := []Channel{
		{ID: "C0GENERAL", Team: "T0DATELINE", Name: "general", Kind: Public, Members: with},
		{ID: "C0RANDOM0", Team: "T0DATELINE", Name: "random", Kind: Public, Members: with},
		{ID: "C0NOBOT00", Team: "T0DATELINE", Name: "no-bot", Kind: Public, Members: all},
		{ID: "C0ARCHIVE", Team: "T0DATELINE", Name: "old", Kind: Public, Members: with, Archived: true},
		{ID: "G0PRIVATE", Team: "T0DATELINE", Name: "private", Kind: Private, Members: with},
	}
	return teams, users, channels
}

// Secrets of the zero Options. They have the form of Slack's and open nothing.
// They are put together so that no scanner takes them for real ones.
var (
	DefaultBotToken      = "xox" + "b-1000000001-1000000002-" + strings.Repeat("b", 24)
	DefaultAppToken      = "xap" + "p-1-A0DATELINE0-1000000003-" + strings.Repeat("a", 64)
	DefaultSigningSecret = strings.Repeat("8f742231b10e8888", 2)
)

// DefaultScopes are the bot scopes granted by the zero Options.
var DefaultScopes = []string{
	"app_mentions:read", "assistant:write", "channels:history", "channels:read", "chat:write", "chat:write.public",
	"commands", "groups:history", "groups:read", "im:history", "im:read", "im:write", "mpim:history", "mpim:read",
	"reactions:read", "reactions:write", "team:read", "users:read",
}

// DefaultEvents are the bot events that the zero Options subscribe to.
var DefaultEvents = []string{
	"app_mention", "message.channels", "message.groups", "message.im", "message.mpim",
	"assistant_thread_started", "assistant_thread_context_changed",
	"app_home_opened", "reaction_added", "reaction_removed", "member_joined_channel",
}

func (o Options) filled() Options {
	if o.Now == nil {
		o.Now = time.Now
	}
	teams, users, channels := Default()
	if o.Teams == nil {
		o.Teams = teams
	}
	if o.Users == nil {
		o.Users = users
	}
	if o.Channels == nil {
		o.Channels = channels
	}
	set := func(s *string, def string) {
		if *s == "" {
			*s = def
		}
	}
	set(&o.AppID, "A0DATELINE0")
	set(&o.AppToken, DefaultAppToken)
	set(&o.SigningSecret, DefaultSigningSecret)
	set(&o.Command, "/dateline")
	if o.Scopes == nil {
		o.Scopes = DefaultScopes
	}
	if o.AppScopes == nil {
		o.AppScopes = []string{"connections:write"}
	}
	if o.Events == nil {
		o.Events = DefaultEvents
	}
	if o.Keep == 0 {
		o.Keep = 50_000
	}
	return o
}

// populate puts the options' world into the tables.
func (s *Server) populate() {
	for _, t := range s.opts.Teams {
		s.teams[t.ID] = &t
		s.users[t.BotUser] = &User{ID: t.BotUser, Team: t.ID, Name: "dateline", RealName: "Dateline", IsBot: true, BotID: t.BotID}
	}
	for _, u := range s.opts.Users {
		s.users[u.ID] = &u
	}
	for _, c := range s.opts.Channels {
		c.Members = slices.Clone(c.Members)
		s.addChannel(&c)
	}
}

func (s *Server) addChannel(c *Channel) {
	s.channels[c.ID] = c
	s.logs[c.ID] = &chanLog{byTS: map[string]*Message{}, replies: map[string][]*Message{}}
}

func (c *Channel) has(user string) bool { return slices.Contains(c.Members, user) }

// botIn reports whether the app's bot is a member of a channel. The lock is held.
func (s *Server) botIn(c *Channel) bool {
	t := s.teams[c.Team]
	return t != nil && c.has(t.BotUser)
}

// dm is the direct message channel of the bot with a user, made if there is none.
// The lock is held.
func (s *Server) dm(u *User) *Channel {
	for _, c := range s.channels { // there is one at most
		if c.Kind == IM && c.User == u.ID && c.Team == u.Team {
			return c
		}
	}
	c := &Channel{ID: "D" + s.token(8), Team: u.Team, Kind: IM, User: u.ID, Members: []string{u.ID, s.teams[u.Team].BotUser}}
	s.addChannel(c)
	return c
}

// Bot is the bot's user ID in the first workspace.
func (s *Server) Bot() string { return s.opts.Teams[0].BotUser }

// Messages are the messages of a channel that are not deleted, oldest first,
// those of threads included.
func (s *Server) Messages(channel string) []Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	l := s.logs[channel]
	if l == nil {
		return nil
	}
	var out []Message
	for _, m := range l.order {
		if !m.Deleted {
			out = append(out, m.copy())
		}
	}
	return out
}

// Thread is the thread that ts begins, root first, without deleted messages.
func (s *Server) Thread(channel, ts string) []Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	l := s.logs[channel]
	if l == nil {
		return nil
	}
	var out []Message
	for _, m := range l.thread(ts) {
		out = append(out, m.copy())
	}
	return out
}

// Message is one message by its ts, deleted or not; ephemeral ones count.
func (s *Server) Message(channel, ts string) (Message, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if m := s.find(channel, ts); m != nil {
		return m.copy(), true
	}
	return Message{}, false
}

// find is a message that is stored, ephemeral or not. The lock is held.
func (s *Server) find(channel, ts string) *Message {
	if l := s.logs[channel]; l != nil && l.byTS[ts] != nil {
		return l.byTS[ts]
	}
	for _, m := range s.hidden {
		if m.Channel == channel && m.TS == ts {
			return m
		}
	}
	return nil
}

// Ephemerals are the messages in a channel that only one user sees, oldest first,
// without those deleted.
func (s *Server) Ephemerals(channel, user string) []Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []Message
	for _, m := range s.hidden {
		if m.Channel == channel && m.EphemeralTo == user && !m.Deleted {
			out = append(out, m.copy())
		}
	}
	return out
}

func (m *Message) copy() Message {
	c := *m
	c.Reactions = make([]Reaction, len(m.Reactions))
	for i, r := range m.Reactions {
		c.Reactions[i] = Reaction{r.Name, slices.Clone(r.Users)}
	}
	return c
}

// Reactions are those under a message.
func (s *Server) Reactions(channel, ts string) []Reaction {
	m, _ := s.Message(channel, ts)
	return m.Reactions
}

// Statuses are all that were set in assistant threads, oldest first.
func (s *Server) Statuses() []Status {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.statuses)
}

// SuggestedPrompts are all that were set in assistant threads, oldest first.
func (s *Server) SuggestedPrompts() []Prompts {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.prompts)
}

// Title is that of an assistant thread.
func (s *Server) Title(channel, ts string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.titles[channel+"/"+ts]
}
