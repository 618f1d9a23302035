package fakediscord

import (
	"regexp"
	"strings"
)

// customEmoji is the form name:id, in which a path has an emoji of a guild.
var customEmoji = regexp.MustCompile(`^[A-Za-z0-9_]{2,32}:[0-9]{15,20}$`)

// validEmoji reports whether an emoji could be one: not ASCII, or a keycap, or one of a guild.
func validEmoji(e string) bool {
	if customEmoji.MatchString(e) {
		return true
	}
	if e == "" || len(e) > 64 {
		return false
	}
	return strings.IndexFunc(e, func(r rune) bool { return r > 0xa8 }) >= 0 &&
		strings.IndexFunc(e, func(r rune) bool { return r < 0x80 && !strings.ContainsRune("0123456789#*", r) }) < 0
}

// emojiWire is an emoji on the wire.
func emojiWire(e string) object {
	if name, id, ok := strings.Cut(e, ":"); ok {
		return object{"id": id, "name": name, "animated": false}
	}
	return object{"id": nil, "name": e}
}

// reactionOf finds the message and the emoji of a request.
func (s *Server) reactionOf(q *request, need Permissions) (*Message, string, error) {
	c, err := s.channelOf(q, need)
	if err != nil {
		return nil, "", err
	}
	m := s.world.message(c.ID, q.params["message_id"])
	if m == nil {
		return nil, "", errUnknownMessage
	}
	e := q.params["emoji"]
	if !validEmoji(e) {
		return nil, "", errUnknownEmoji
	}
	return m, e, nil
}

func putReaction(s *Server, q *request) (int, any, error) {
	m, e, err := s.reactionOf(q, ReadMessageHistory)
	if err != nil {
		return 0, nil, err
	}
	if p := s.world.permissions(s.world.bot.ID, s.world.channels[m.ChannelID]); !p.Has(AddReactions) && m.reaction(e) == nil {
		return 0, nil, errMissingPermission
	}
	if m.reaction(e) == nil && len(m.Reactions) >= 20 {
		return 0, nil, &apiError{403, 30010, "Maximum number of reactions reached (20)", nil}
	}
	s.react(m, e, s.world.bot.ID)
	return 204, nil, nil
}

func deleteReaction(s *Server, q *request) (int, any, error) {
	m, e, err := s.reactionOf(q, 0)
	if err != nil {
		return 0, nil, err
	}
	who := q.params["user_id"]
	if who == "@me" {
		who = s.world.bot.ID
	} else if !s.world.permissions(s.world.bot.ID, s.world.channels[m.ChannelID]).Has(ManageMessages) && who != s.world.bot.ID {
		return 0, nil, errMissingPermission
	}
	for i := range m.Reactions {
		r := &m.Reactions[i]
		if r.Emoji != e || !contains(r.Users, who) {
			continue
		}
		rest := r.Users[:0:0]
		for _, u := range r.Users {
			if u != who {
				rest = append(rest, u)
			}
		}
		r.Users = rest
		if len(rest) == 0 {
			m.Reactions = append(m.Reactions[:i:i], m.Reactions[i+1:]...)
		}
		s.emitReaction("MESSAGE_REACTION_REMOVE", m, e, who)
		break
	}
	return 204, nil, nil
}

func getReactions(s *Server, q *request) (int, any, error) {
	m, e, err := s.reactionOf(q, 0)
	if err != nil {
		return 0, nil, err
	}
	out := []any{}
	if r := m.reaction(e); r != nil {
		for _, u := range r.Users {
			out = append(out, s.world.users[u].wire(false))
		}
	}
	return 200, out, nil
}

// reaction returns the reaction of an emoji, nil where nobody put one.
func (m *Message) reaction(emoji string) *Reaction {
	for i := range m.Reactions {
		if m.Reactions[i].Emoji == emoji {
			return &m.Reactions[i]
		}
	}
	return nil
}

// react puts an emoji under a message and tells the sessions.
func (s *Server) react(m *Message, emoji, userID string) {
	r := m.reaction(emoji)
	if r == nil {
		m.Reactions = append(m.Reactions, Reaction{Emoji: emoji})
		r = &m.Reactions[len(m.Reactions)-1]
	}
	if contains(r.Users, userID) {
		return
	}
	r.Users = append(r.Users, userID)
	s.emitReaction("MESSAGE_REACTION_ADD", m, emoji, userID)
}

func (s *Server) emitReaction(name string, m *Message, emoji, userID string) {
	c := s.world.channels[m.ChannelID]
	need := IntentGuildReactions
	if c.GuildID == "" {
		need = IntentDirectReactions
	}
	s.emit(event{name: name, channel: c, guildID: c.GuildID, need: need, build: func(*session) any {
		o := object{
			"user_id": userID, "channel_id": c.ID, "message_id": m.ID, "emoji": emojiWire(emoji), "burst": false, "type": 0,
		}
		if name == "MESSAGE_REACTION_ADD" {
			o["message_author_id"], o["burst_colors"] = m.Author.ID, []any{}
		}
		if g := s.world.guilds[c.GuildID]; g != nil {
			o["guild_id"] = g.ID
			if mem := g.members[userID]; mem != nil && name == "MESSAGE_REACTION_ADD" {
				o["member"] = mem.wire(true)
			}
		}
		return o
	}})
}
