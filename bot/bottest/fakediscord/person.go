package fakediscord

import (
	"fmt"
	"strings"
)

// SayOption is how a person says something.
type SayOption func(*saying)

type saying struct {
	replyTo string
	noPing  bool
	embeds  []any
}

// ReplyTo makes a message a reply, which mentions whom it answers.
func ReplyTo(messageID string) SayOption { return func(x *saying) { x.replyTo = messageID } }

// WithoutPing makes a reply one that does not mention whom it answers.
func WithoutPing() SayOption { return func(x *saying) { x.noPing = true } }

// WithEmbeds adds embeds as on the wire, as Discord does for links.
func WithEmbeds(embeds ...any) SayOption { return func(x *saying) { x.embeds = embeds } }

// person finds somebody and a channel that they may act in. The caller holds mu.
func (s *Server) person(channel, user string, need Permissions) (*User, *Channel, error) {
	u := s.world.user(user)
	if u == nil {
		return nil, nil, fmt.Errorf("no user %q", user)
	}
	c := s.world.channel(channel)
	if c == nil {
		return nil, nil, fmt.Errorf("no channel %q", channel)
	}
	if isThread(c.Type) && need.Has(SendMessages) {
		need = need&^SendMessages | SendInThreads
	}
	if p := s.world.permissions(u.ID, c); !p.Has(ViewChannel | need) {
		return nil, nil, fmt.Errorf("user %s lacks permissions in channel %s: has %s, needs %s", user, channel, p, ViewChannel|need)
	}
	return u, c, nil
}

// Say makes a person write in a channel; both go by name or ID. Mentions in the text are written as Discord's clients
// send them: <@ID>, <@&ID>, @everyone.
func (s *Server) Say(channel, user, text string, opts ...SayOption) (Message, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	u, c, err := s.person(channel, user, SendMessages)
	if err != nil {
		return Message{}, fmt.Errorf("say: %w", err)
	}
	return s.say(c, u, text, opts)
}

func (s *Server) say(c *Channel, u *User, text string, opts []SayOption) (Message, error) {
	var x saying
	for _, o := range opts {
		o(&x)
	}
	m := s.draft(c, u, s.now())
	m.Content, m.Embeds = strings.TrimSpace(text), x.embeds
	if m.Content == "" && len(m.Embeds)+len(m.Attachments) == 0 {
		return Message{}, fmt.Errorf("say: nothing said")
	}
	if x.replyTo != "" {
		to := s.world.message(c.ID, x.replyTo)
		if to == nil {
			return Message{}, fmt.Errorf("say: no message %s in channel %s to reply to", x.replyTo, c.ID)
		}
		m.ReplyTo, m.Type = to.ID, typeReply
	}
	m.Allowed = object{"parse": []any{"users", "roles", "everyone"}, "replied_user": !x.noPing}
	s.notifyFrom(m)
	s.add(m)
	return m.copied(), nil
}

// notifyFrom is notify for a message of a person, who may mention roles only where these let it.
func (s *Server) notifyFrom(m *Message) {
	s.notify(m)
	var kept []string
	if g := s.world.guilds[m.GuildID]; g != nil {
		all := s.world.permissions(m.Author.ID, s.world.channels[m.ChannelID]).Has(MentionEveryone)
		for _, r := range g.roles {
			if contains(m.MentionRoles, r.ID) && (all || r.Mentionable) {
				kept = append(kept, r.ID)
			}
		}
	}
	m.MentionRoles = kept
}

// Mention makes a person mention the bot and write on.
func (s *Server) Mention(channel, user, text string, opts ...SayOption) (Message, error) {
	return s.Say(channel, user, "<@"+s.ApplicationID()+"> "+text, opts...)
}

// DirectMessage makes a person write to the bot alone.
func (s *Server) DirectMessage(user, text string, opts ...SayOption) (Message, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	u := s.world.user(user)
	if u == nil {
		return Message{}, fmt.Errorf("direct message: no user %q", user)
	}
	return s.say(s.world.dm(u.ID, s.now()), u, text, opts)
}

// DM is the ID of the channel of a person's direct messages with the bot, made where there was none.
func (s *Server) DM(user string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	u := s.world.user(user)
	if u == nil {
		return ""
	}
	return s.world.dm(u.ID, s.now()).ID
}

// Rewrite makes a person edit what they wrote.
func (s *Server) Rewrite(messageID, text string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	m := s.world.find(messageID)
	if m == nil {
		return fmt.Errorf("rewrite: no message %s", messageID)
	}
	m.Content, m.Edited = strings.TrimSpace(text), s.now()
	m.Edits++
	s.notifyFrom(m)
	s.emitMessage("MESSAGE_UPDATE", m)
	return nil
}

// Erase makes a person delete a message, their own or as one who may.
func (s *Server) Erase(messageID string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	m := s.world.find(messageID)
	if m == nil {
		return fmt.Errorf("erase: no message %s", messageID)
	}
	s.remove(m)
	return nil
}

// React makes a person put an emoji under a message.
func (s *Server) React(messageID, user, emoji string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	m, u := s.world.find(messageID), s.world.user(user)
	if m == nil || u == nil {
		return fmt.Errorf("react: no message %s or user %q", messageID, user)
	}
	s.react(m, emoji, u.ID)
	return nil
}

// StartThread makes a person start a thread from a message and returns its ID.
func (s *Server) StartThread(messageID, user, name string) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	m, u := s.world.find(messageID), s.world.user(user)
	if m == nil || u == nil {
		return "", fmt.Errorf("start thread: no message %s or user %q", messageID, user)
	}
	t, err := s.startThread(s.world.channels[m.ChannelID], m, u.ID, name)
	if err != nil {
		return "", fmt.Errorf("start thread: %w", err)
	}
	return t.ID, nil
}

// ArchiveThread makes somebody archive a thread, and lock it so that it stays so.
func (s *Server) ArchiveThread(thread string, locked bool) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.world.channel(thread)
	if c == nil || !isThread(c.Type) {
		return fmt.Errorf("archive: no thread %q", thread)
	}
	c.Archived, c.Locked = true, locked
	s.emitChannel("THREAD_UPDATE", c)
	return nil
}

// SetRoles replaces the roles of a person in a guild; all go by name or ID.
func (s *Server) SetRoles(guild, user string, roles ...string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	u := s.world.user(user)
	for _, id := range sortedKeys(s.world.guilds) {
		g := s.world.guilds[id]
		if u == nil || id != guild && g.Name != guild || g.members[u.ID] == nil {
			continue
		}
		var have []string
		for _, r := range g.roles {
			if contains(roles, r.ID) || contains(roles, r.Name) {
				have = append(have, r.ID)
			}
		}
		if len(have) != len(roles) {
			return fmt.Errorf("set roles: not all of %v are roles of guild %s", roles, guild)
		}
		g.members[u.ID].Roles = have
		s.touch()
		return nil
	}
	return fmt.Errorf("set roles: no member %q of a guild %q", user, guild)
}

// AddChannel makes a channel in a guild, by name or ID, and returns its ID. Overwrites name roles and members by ID.
func (s *Server) AddChannel(guild string, c Channel) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, id := range sortedKeys(s.world.guilds) {
		if id == guild || s.world.guilds[id].Name == guild {
			c.ID, c.GuildID = s.world.ids.next(s.now()), id
			s.world.channels[c.ID] = &c
			s.emitChannel("CHANNEL_CREATE", &c)
			return c.ID, nil
		}
	}
	return "", fmt.Errorf("add channel: no guild %q", guild)
}

// SetOverwrites replaces the overwrites of a channel, which name roles and members by ID.
func (s *Server) SetOverwrites(channel string, overwrites ...Overwrite) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.world.channel(channel)
	if c == nil {
		return fmt.Errorf("set overwrites: no channel %q", channel)
	}
	c.Overwrites = overwrites
	s.emitChannel("CHANNEL_UPDATE", c)
	return nil
}
