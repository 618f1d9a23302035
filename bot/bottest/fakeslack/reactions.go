package fakeslack

import (
	"regexp"
	"slices"
)

var emojiName = regexp.MustCompile(`^[a-z0-9_+'-]+(::skin-tone-[2-6])?$`)

// reacted is the message that the arguments channel and timestamp name.
func (c *call) reacted() (*Channel, *Message, error) {
	if c.text("timestamp") == "" || c.text("channel") == "" {
		return nil, nil, fail("no_item_specified")
	}
	ch, err := c.channel("channel")
	if err != nil {
		return nil, nil, err
	}
	m := c.s.logs[ch.ID].byTS[c.text("timestamp")]
	if m == nil || m.Deleted {
		return nil, nil, fail("message_not_found")
	}
	return ch, m, nil
}

func (c *call) changeReaction() (*Channel, *Message, string, error) {
	name := c.text("name")
	if !emojiName.MatchString(name) {
		return nil, nil, "", fail("invalid_name")
	}
	ch, m, err := c.reacted()
	switch {
	case err != nil:
		return nil, nil, "", err
	case ch.Archived:
		return nil, nil, "", fail("is_archived")
	case !ch.has(c.team.BotUser) && ch.Kind == Public && !slices.Contains(c.s.scopes, "chat:write.public"):
		return nil, nil, "", fail("not_in_channel")
	}
	return ch, m, name, nil
}

func (c *call) addReaction() (map[string]any, error) {
	ch, m, name, err := c.changeReaction()
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(m.Reactions, func(r Reaction) bool { return r.Name == name })
	switch {
	case i < 0 && len(m.Reactions) >= 23:
		return nil, fail("too_many_emoji")
	case i >= 0 && slices.Contains(m.Reactions[i].Users, c.team.BotUser):
		return nil, fail("already_reacted")
	}
	c.s.react(ch, m, name, c.team.BotUser)
	return nil, nil
}

// react adds a user's reaction and tells the app. The lock is held.
func (s *Server) react(ch *Channel, m *Message, name, user string) {
	i := slices.IndexFunc(m.Reactions, func(r Reaction) bool { return r.Name == name })
	if i < 0 {
		m.Reactions = append(m.Reactions, Reaction{Name: name})
		i = len(m.Reactions) - 1
	}
	m.Reactions[i].Users = append(m.Reactions[i].Users, user)
	s.tellReaction("reaction_added", ch, m, name, user)
	s.touch()
}

func (s *Server) tellReaction(kind string, ch *Channel, m *Message, name, user string) {
	s.tell(ch, map[string]any{
		"type": kind, "user": user, "reaction": name, "item_user": m.User, "event_ts": s.stamp(),
		"item": map[string]any{"type": "message", "channel": ch.ID, "ts": m.TS},
	})
}

func (c *call) removeReaction() (map[string]any, error) {
	ch, m, name, err := c.changeReaction()
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(m.Reactions, func(r Reaction) bool { return r.Name == name && slices.Contains(r.Users, c.team.BotUser) })
	if i < 0 {
		return nil, fail("no_reaction")
	}
	m.Reactions[i].Users = slices.DeleteFunc(slices.Clone(m.Reactions[i].Users), func(u string) bool { return u == c.team.BotUser })
	if len(m.Reactions[i].Users) == 0 {
		m.Reactions = slices.Delete(slices.Clone(m.Reactions), i, i+1)
	}
	c.s.tellReaction("reaction_removed", ch, m, name, c.team.BotUser)
	return nil, nil
}

func (c *call) getReactions() (map[string]any, error) {
	ch, m, err := c.reacted()
	if err != nil {
		return nil, err
	}
	return map[string]any{"type": "message", "channel": ch.ID, "message": c.s.wire(m, false)}, nil
}
