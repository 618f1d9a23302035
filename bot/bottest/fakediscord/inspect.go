package fakediscord

import (
	"context"
	"sort"
	"time"
)

// Typing is one signal that the bot is typing.
type Typing struct {
	ChannelID string
	At        time.Time
}

// Modal is a dialog that a person has before them.
type Modal struct {
	// Interaction is what the dialog answers.
	Interaction     string
	CustomID, Title string
	Components      []any
	user            *User
	in              *interaction
}

// Messages are what all see in a channel, by name or ID, oldest first; without the pointer with which a thread begins.
func (s *Server) Messages(channel string) []Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.world.channel(channel)
	if c == nil {
		return nil
	}
	var out []Message
	for _, m := range s.world.messages[c.ID] {
		if !m.Deleted && m.OnlyFor == "" && m.Type != typeThreadStarter {
			out = append(out, m.copied())
		}
	}
	return out
}

// BotMessages are all messages of the bot that stand, in every channel and for any eyes, oldest first.
func (s *Server) BotMessages() []Message {
	return s.pick(func(m *Message) bool { return m.Author.ID == s.world.bot.ID && m.Type != typeThreadStarter })
}

// Replies are the messages of the bot in a channel that refer to a message, by ID, oldest first.
func (s *Server) Replies(messageID string) []Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	to := s.world.find(messageID)
	if to == nil {
		return nil
	}
	var out []Message
	list := s.world.messages[to.ChannelID]
	i := sort.Search(len(list), func(i int) bool { return !before(list[i].ID, messageID) })
	for _, m := range list[i:] {
		if !m.Deleted && m.ReplyTo == messageID && m.Author.ID == s.world.bot.ID {
			out = append(out, m.copied())
		}
	}
	return out
}

// Ephemeral are the messages that only one person sees, by name or ID.
func (s *Server) Ephemeral(user string) []Message {
	return s.pick(func(m *Message) bool {
		u := s.world.user(user)
		return u != nil && m.OnlyFor == u.ID
	})
}

// pick copies the messages that keep wants, by ID.
func (s *Server) pick(keep func(m *Message) bool) []Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	found := map[string]*Message{}
	for _, list := range s.world.messages {
		for _, m := range list {
			if !m.Deleted && keep(m) {
				found[m.ID] = m
			}
		}
	}
	out := make([]Message, 0, len(found))
	for _, id := range sortedKeys(found) {
		out = append(out, found[id].copied())
	}
	return out
}

// Message finds a message by ID, and reports whether it stands.
func (s *Server) Message(id string) (Message, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if m := s.world.find(id); m != nil {
		return m.copied(), true
	}
	return Message{}, false
}

// Modals are the dialogs that a person has before them, by name or ID: opened and not yet sent.
func (s *Server) Modals(user string) []Modal {
	s.mu.Lock()
	defer s.mu.Unlock()
	u := s.world.user(user)
	var out []Modal
	for _, id := range sortedKeys(s.interactions) {
		in := s.interactions[id]
		if in.user == u && in.response == RespondModal && !in.closed {
			out = append(out, Modal{in.id, text(in.data["custom_id"]), text(in.data["title"]), list(in.data["components"]), u, in})
		}
	}
	return out
}

// Commands are the commands of a guild by name or ID, or the global ones where it is empty, as on the wire.
func (s *Server) Commands(guild string) []map[string]any {
	s.mu.Lock()
	defer s.mu.Unlock()
	for id, g := range s.world.guilds {
		if guild != "" && g.Name == guild {
			guild = id
		}
	}
	return append([]map[string]any(nil), s.world.commands[guild]...)
}

// Typings are the signals of typing so far.
func (s *Server) Typings() []Typing {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Typing(nil), s.typing...)
}

// Calls are the latest REST calls, oldest first; Options.KeepCalls bounds them.
func (s *Server) Calls() []Call {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Call(nil), s.calls...)
}

// Interactions are all that people did by command or component, oldest first.
func (s *Server) Interactions() []*Interaction {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []*Interaction
	for _, id := range sortedKeys(s.interactions) {
		in := s.interactions[id]
		out = append(out, &Interaction{ID: in.id, Token: in.token, s: s, in: in})
	}
	return out
}

// UserID, ChannelID, GuildID and RoleID turn a name into an ID, empty where there is none.
func (s *Server) UserID(name string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if u := s.world.user(name); u != nil {
		return u.ID
	}
	return ""
}

// ChannelID is the ID of the channel or thread of a name.
func (s *Server) ChannelID(name string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if c := s.world.channel(name); c != nil {
		return c.ID
	}
	return ""
}

// GuildID is the ID of the guild of a name.
func (s *Server) GuildID(name string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, id := range sortedKeys(s.world.guilds) {
		if s.world.guilds[id].Name == name {
			return id
		}
	}
	return ""
}

// RoleID is the ID of a role of any guild.
func (s *Server) RoleID(name string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, id := range sortedKeys(s.world.guilds) {
		for _, r := range s.world.guilds[id].roles {
			if r.Name == name {
				return r.ID
			}
		}
	}
	return ""
}

// WaitFor waits until cond holds, looking at each change and every 20 ms, and returns the context's error otherwise.
func (s *Server) WaitFor(ctx context.Context, cond func() bool) error {
	t := time.NewTicker(20 * time.Millisecond)
	defer t.Stop()
	for {
		s.mu.Lock()
		changed := s.changed
		s.mu.Unlock()
		if cond() {
			return nil
		}
		select {
		case <-changed:
		case <-t.C:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// WaitMessage waits for a message in a channel that pleases.
func (s *Server) WaitMessage(ctx context.Context, channel string, ok func(m Message) bool) (Message, error) {
	var found Message
	err := s.WaitFor(ctx, func() bool {
		for _, m := range s.Messages(channel) {
			if ok(m) {
				found = m
				return true
			}
		}
		return false
	})
	return found, err
}

// WaitConnected waits until a bot is there to receive events.
func (s *Server) WaitConnected(ctx context.Context) error { return s.WaitFor(ctx, s.Connected) }
