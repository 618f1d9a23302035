package fakeslack

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// Said is a message of a person, and the events that told the app of it.
type Said struct {
	Message
	Events []*Delivery
}

// person is a user who may act in a channel. The lock is held.
func (s *Server) person(channel, user string) (*Channel, *User, error) {
	ch, u := s.channels[channel], s.users[user]
	switch {
	case ch == nil:
		return nil, nil, fmt.Errorf("fakeslack: no channel %q", channel)
	case u == nil:
		return nil, nil, fmt.Errorf("fakeslack: no user %q", user)
	case !ch.has(user):
		return nil, nil, fmt.Errorf("fakeslack: %s is not in %s: only members write there", user, channel)
	case ch.Archived:
		return nil, nil, fmt.Errorf("fakeslack: %s is archived: nobody can write there", channel)
	}
	return ch, u, nil
}

// Say posts what a person writes, in a channel ("" as thread) or in a thread. The
// text is as Slack sends it: <@U…> mentions, & < > are escaped (see Escape). A
// mention of the bot is announced by an app_mention event as well, where Slack
// does so: not in direct messages. A user that is a bot writes as one: with bot_id.
func (s *Server) Say(channel, thread, user, text string) (Said, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	ch, u, err := s.person(channel, user)
	if err != nil {
		return Said{}, err
	}
	if thread != "" {
		root := s.logs[channel].byTS[thread]
		if root == nil {
			return Said{}, fmt.Errorf("fakeslack: no thread %s in %s", thread, channel)
		}
		if root.ThreadTS != "" {
			thread = root.ThreadTS
		}
	}
	m := &Message{TS: s.stamp(), ThreadTS: thread, Channel: channel, Team: ch.Team, User: user, ClientID: s.uuid(), Text: text,
		Mrkdwn: true, Blocks: s.richText(text), Posted: s.now(), Changed: s.now()}
	if u.IsBot {
		m.BotID, m.ClientID = u.BotID, ""
	}
	s.logs[channel].add(m)
	return Said{m.copy(), s.announce(ch, m)}, nil
}

// announce tells the app of a person's message: by a message event and, where the
// bot is mentioned, by an app_mention event, in either order. The lock is held.
func (s *Server) announce(ch *Channel, m *Message) []*Delivery {
	events := []map[string]any{s.messageEvent(ch, m)}
	bot := s.teams[ch.Team].BotUser
	mentions, _ := ParseMrkdwn(m.Text, true)
	if ch.Kind != IM && slices.Contains(mentions, Mention{Kind: "user", ID: bot}) {
		events = append(events, s.mentionEvent(ch, m))
		if s.rand.IntN(2) == 0 {
			slices.Reverse(events)
		}
	}
	var out []*Delivery
	for _, e := range events {
		if d := s.tell(ch, e); d != nil {
			d.TS = m.TS
			out = append(out, d)
		}
	}
	s.touch()
	return out
}

// Mention is Say with a mention of the bot before the text, unless it holds one.
func (s *Server) Mention(channel, thread, user, text string) (Said, error) {
	s.mu.Lock()
	bot := s.opts.Teams[0].BotUser
	if ch := s.channels[channel]; ch != nil && s.teams[ch.Team] != nil {
		bot = s.teams[ch.Team].BotUser
	}
	s.mu.Unlock()
	if !strings.Contains(text, "<@"+bot+">") {
		text = "<@" + bot + "> " + text
	}
	return s.Say(channel, thread, user, text)
}

// Edit changes what a person wrote. A mention of the bot that is new by the edit
// is announced by an app_mention event.
func (s *Server) Edit(channel, ts, user, text string) (Said, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	ch, _, err := s.person(channel, user)
	if err != nil {
		return Said{}, err
	}
	m := s.logs[channel].byTS[ts]
	if m == nil || m.Deleted || m.User != user {
		return Said{}, fmt.Errorf("fakeslack: %s can't edit %s in %s", user, ts, channel)
	}
	mention := "<@" + s.teams[ch.Team].BotUser + ">"
	isNew := !strings.Contains(m.Text, mention) && strings.Contains(text, mention)
	before := s.wire(m, false)
	m.Text, m.Blocks = text, s.richText(text)
	m.Edits++
	m.EditedBy, m.EditedTS, m.Changed = user, s.stamp(), s.now()
	var out []*Delivery
	if d := s.tell(ch, s.changedEvent(ch, m, before)); d != nil {
		out = append(out, d)
	}
	if isNew && ch.Kind != IM {
		if d := s.tell(ch, s.mentionEvent(ch, m)); d != nil {
			out = append(out, d)
		}
	}
	s.touch()
	return Said{m.copy(), out}, nil
}

// Delete removes a message: a person's own, or anybody's where the person is an
// admin.
func (s *Server) Delete(channel, ts, user string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	ch, u, err := s.person(channel, user)
	if err != nil {
		return err
	}
	m := s.find(channel, ts)
	if m == nil || m.Deleted || m.User != user && !u.IsAdmin && m.EphemeralTo != user {
		return fmt.Errorf("fakeslack: %s can't delete %s in %s", user, ts, channel)
	}
	s.remove(ch, m)
	return nil
}

// React adds a person's reaction, and Unreact takes it away.
func (s *Server) React(channel, ts, user, name string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	ch, _, err := s.person(channel, user)
	if err != nil {
		return err
	}
	m := s.logs[channel].byTS[ts]
	if m == nil || m.Deleted {
		return fmt.Errorf("fakeslack: no message %s in %s", ts, channel)
	}
	s.react(ch, m, name, user)
	return nil
}

// Invite makes a user (a person or the bot) a member of a channel.
func (s *Server) Invite(channel, user string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	ch := s.channels[channel]
	if ch == nil || s.users[user] == nil {
		return fmt.Errorf("fakeslack: no channel %q or no user %q", channel, user)
	}
	if !ch.has(user) {
		ch.Members = append(ch.Members, user)
		s.tell(ch, map[string]any{"type": "member_joined_channel", "user": user, "channel": ch.ID,
			"channel_type": ch.ID[:1], "team": ch.Team, "event_ts": s.stamp()})
	}
	s.touch()
	return nil
}

// Remove takes a user out of a channel.
func (s *Server) Remove(channel, user string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if ch := s.channels[channel]; ch != nil {
		ch.Members = slices.DeleteFunc(slices.Clone(ch.Members), func(u string) bool { return u == user })
	}
	s.touch()
}

// Archive archives a channel.
func (s *Server) Archive(channel string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if ch := s.channels[channel]; ch != nil {
		ch.Archived = true
	}
	s.touch()
}

// OpenDM is the ID of the direct message channel between a person and the bot.
func (s *Server) OpenDM(user string) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	u := s.users[user]
	if u == nil || u.IsBot {
		return "", fmt.Errorf("fakeslack: no person %q", user)
	}
	return s.dm(u).ID, nil
}

// StartAssistant opens the assistant's container for a person who looks at a
// channel ("" is none): a new thread in the direct message channel, announced by
// assistant_thread_started. What the person asks there is Say in the thread.
func (s *Server) StartAssistant(user, looksAt string) (Said, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	u := s.users[user]
	if u == nil || u.IsBot {
		return Said{}, fmt.Errorf("fakeslack: no person %q", user)
	}
	ch, t := s.dm(u), s.teams[u.Team]
	m := &Message{TS: s.stamp(), Channel: ch.ID, Team: t.ID, User: t.BotUser, BotID: t.BotID, Subtype: "assistant_app_thread",
		Text: "New Assistant Thread", Posted: s.now(), Changed: s.now()}
	s.logs[ch.ID].add(m)
	said := Said{Message: m.copy()}
	if d := s.tell(ch, s.assistantEvent("assistant_thread_started", u, ch, m.TS, looksAt)); d != nil {
		d.TS = m.TS
		said.Events = append(said.Events, d)
	}
	return said, nil
}

// LookAt tells the assistant of a thread that the person looks at another channel.
func (s *Server) LookAt(thread Message, user, channel string) (*Delivery, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	ch, u, err := s.person(thread.Channel, user)
	if err != nil {
		return nil, err
	}
	return s.tell(ch, s.assistantEvent("assistant_thread_context_changed", u, ch, thread.TS, channel)), nil
}

func (s *Server) assistantEvent(kind string, u *User, ch *Channel, ts, looksAt string) map[string]any {
	around := map[string]any{}
	if looksAt != "" {
		around = map[string]any{"channel_id": looksAt, "team_id": u.Team, "enterprise_id": nil}
	}
	return map[string]any{"type": kind, "event_ts": s.stamp(),
		"assistant_thread": map[string]any{"user_id": u.ID, "context": around, "channel_id": ch.ID, "thread_ts": ts}}
}

// OpenHome opens the app's home for a person, at the tab home or messages.
func (s *Server) OpenHome(user, tab string) (*Delivery, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	u := s.users[user]
	if u == nil || u.IsBot {
		return nil, fmt.Errorf("fakeslack: no person %q", user)
	}
	ch := s.dm(u)
	return s.tell(ch, map[string]any{"type": "app_home_opened", "user": user, "channel": ch.ID, "tab": tab, "event_ts": s.stamp()}), nil
}

// SlashCommand types the app's command. Slack has none in threads. What the app
// acknowledges it with is shown as an answer; Wait returns it.
func (s *Server) SlashCommand(channel, user, text string) (*Delivery, error) {
	return s.Slash(channel, user, s.opts.Command, text)
}

// Slash types one of the app's commands, as SlashCommand does.
func (s *Server) Slash(channel, user, command, text string) (*Delivery, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if command != s.opts.Command && !slices.Contains(s.opts.Commands, command) {
		return nil, fmt.Errorf("fakeslack: the app has no command %s", command)
	}
	ch, u, err := s.person(channel, user)
	if err != nil {
		return nil, err
	}
	t := s.teams[ch.Team]
	h := s.hook("commands", t, ch, u)
	trigger := s.trigger(u, "")
	payload, _ := json.Marshal(map[string]string{
		"token": verificationToken, "team_id": t.ID, "team_domain": t.Domain, "channel_id": ch.ID, "channel_name": ch.shown(),
		"user_id": u.ID, "user_name": u.Name, "command": command, "text": text, "api_app_id": s.opts.AppID,
		"is_enterprise_install": "false", "response_url": s.origin() + h.path, "trigger_id": trigger,
	})
	d := &Delivery{ID: trigger, Kind: SlashCommands, Type: command, payload: payload, accepts: true}
	d.onReply = func(reply json.RawMessage) error { return s.answered(h, reply) }
	return s.enqueue(d), nil
}

// shown is a channel's name as commands and interactions give it.
func (ch *Channel) shown() string {
	switch ch.Kind {
	case IM:
		return "directmessage"
	case Private:
		return "privategroup"
	}
	return ch.Name
}

// answered shows what a command was acknowledged with.
func (s *Server) answered(h *hook, reply json.RawMessage) error {
	if len(reply) == 0 {
		return nil
	}
	var args map[string]any
	if err := json.Unmarshal(reply, &args); err != nil {
		return fmt.Errorf("fakeslack: the answer of %s is not an object: %w", s.opts.Command, err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.checkNoSecret(s.opts.Command, args)
	return s.respond(s.opts.Command, h, args)
}
