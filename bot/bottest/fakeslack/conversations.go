package fakeslack

import (
	"maps"
	"slices"
	"strings"
)

// channel is the conversation an argument names, where the bot may know of it.
func (c *call) channel(key string) (*Channel, error) {
	id := c.text(key)
	ch := c.s.channels[id]
	if ch == nil || ch.Team != c.team.ID || ch.Kind != Public && !c.s.botIn(ch) {
		return nil, fail("channel_not_found")
	}
	return ch, nil
}

// scope is a conversation's own: channels:…, groups:…, im:… or mpim:….
func (ch *Channel) scope(verb string) string {
	switch ch.Kind {
	case Private:
		return "groups:" + verb
	case IM:
		return "im:" + verb
	case MPIM:
		return "mpim:" + verb
	}
	return "channels:" + verb
}

func (s *Server) channelWire(ch *Channel, bot string) map[string]any {
	out := map[string]any{
		"id": ch.ID, "created": 1700000000, "updated": int64(1700000000000), "is_org_shared": false,
		"is_im": ch.Kind == IM, "context_team_id": ch.Team, "is_archived": ch.Archived,
	}
	if ch.Kind == IM {
		out["user"], out["is_open"], out["is_user_deleted"] = ch.User, true, false
		return out
	}
	maps.Copy(out, map[string]any{
		"name": ch.Name, "name_normalized": ch.Name, "creator": "", "is_general": ch.Name == "general", "unlinked": 0,
		"is_channel": ch.Kind == Public, "is_group": ch.Kind == Private, "is_mpim": ch.Kind == MPIM,
		"is_private": ch.Kind != Public, "is_member": ch.has(bot), "is_shared": ch.ExtShared, "is_ext_shared": ch.ExtShared,
		"is_pending_ext_shared": false, "pending_shared": []any{}, "previous_names": []any{}, "shared_team_ids": []any{ch.Team},
		"topic":   map[string]any{"value": ch.Topic, "creator": "", "last_set": 0},
		"purpose": map[string]any{"value": "", "creator": "", "last_set": 0},
	})
	return out
}

func (c *call) channelInfo() (map[string]any, error) {
	ch, err := c.channel("channel")
	if err != nil {
		return nil, err
	}
	if err := needs([]string{ch.scope("read")}, c.s.scopes); err != nil {
		return nil, err
	}
	out := c.s.channelWire(ch, c.team.BotUser)
	if c.bool("include_num_members") {
		out["num_members"] = len(ch.Members)
	}
	return map[string]any{"channel": out}, nil
}

func (c *call) members() (map[string]any, error) {
	ch, err := c.channel("channel")
	if err != nil {
		return nil, err
	}
	if err := needs([]string{ch.scope("read")}, c.s.scopes); err != nil {
		return nil, err
	}
	page, next, err := paged(c, slices.Sorted(slices.Values(ch.Members)), 100, 1000)
	if err != nil {
		return nil, err
	}
	return map[string]any{"members": page, "response_metadata": map[string]any{"next_cursor": next}}, nil
}

// types are the kinds of conversation asked for.
func (c *call) types() (map[Kind]bool, error) {
	want := map[Kind]bool{}
	names := c.list("types")
	if len(names) == 0 {
		names = []string{"public_channel"}
	}
	for _, n := range names {
		kind, ok := map[string]Kind{"public_channel": Public, "private_channel": Private, "im": IM, "mpim": MPIM}[n]
		if !ok {
			return nil, fail("invalid_types")
		}
		want[kind] = true
		if err := needs([]string{(&Channel{Kind: kind}).scope("read")}, c.s.scopes); err != nil {
			return nil, err
		}
	}
	return want, nil
}

func (c *call) listed(keep func(*Channel) bool) (map[string]any, error) {
	want, err := c.types()
	if err != nil {
		return nil, err
	}
	var all []map[string]any
	for _, id := range slices.Sorted(maps.Keys(c.s.channels)) {
		ch := c.s.channels[id]
		if ch.Team == c.team.ID && want[ch.Kind] && (!ch.Archived || !c.bool("exclude_archived")) && keep(ch) {
			all = append(all, c.s.channelWire(ch, c.team.BotUser))
		}
	}
	page, next, err := paged(c, all, 100, 1000)
	if err != nil {
		return nil, err
	}
	return map[string]any{"channels": page, "response_metadata": map[string]any{"next_cursor": next}}, nil
}

func (c *call) channels() (map[string]any, error) {
	return c.listed(func(ch *Channel) bool { return ch.Kind == Public || ch.has(c.team.BotUser) })
}

func (c *call) userChannels() (map[string]any, error) {
	user := c.text("user")
	if user == "" {
		user = c.team.BotUser
	}
	if u := c.s.users[user]; u == nil || u.Team != c.team.ID {
		return nil, fail("user_not_found")
	}
	return c.listed(func(ch *Channel) bool {
		return ch.has(user) && (ch.Kind == Public || ch.has(c.team.BotUser))
	})
}

func (c *call) openChannel() (map[string]any, error) {
	var ch *Channel
	users := c.list("users")
	switch id := c.text("channel"); {
	case id != "":
		var err error
		if ch, err = c.channel("channel"); err != nil {
			return nil, err
		}
	case len(users) == 0:
		return nil, fail("users_list_not_supplied")
	case len(users) > 8:
		return nil, fail("too_many_users")
	}
	for _, id := range users {
		u := c.s.users[id]
		switch {
		case u == nil || u.Team != c.team.ID:
			return nil, fail("user_not_found")
		case u.Deleted:
			return nil, fail("user_disabled")
		case u.ID == c.team.BotUser:
			return nil, fail("cannot_dm_bot")
		}
	}
	if ch == nil && len(users) == 1 {
		if err := needs([]string{"im:write"}, c.s.scopes); err != nil {
			return nil, err
		}
		ch = c.s.dm(c.s.users[users[0]])
	}
	if ch == nil {
		if err := needs([]string{"mpim:write"}, c.s.scopes); err != nil {
			return nil, err
		}
		ch = c.s.group(c.team, users)
	}
	out := map[string]any{"id": ch.ID}
	if c.bool("return_im") {
		out = c.s.channelWire(ch, c.team.BotUser)
	}
	return map[string]any{"channel": out}, nil
}

// group is the group direct message of the bot with some people. The lock is held.
func (s *Server) group(t *Team, users []string) *Channel {
	members := slices.Compact(slices.Sorted(slices.Values(append(slices.Clone(users), t.BotUser))))
	for _, id := range slices.Sorted(maps.Keys(s.channels)) {
		ch := s.channels[id]
		if ch.Kind == MPIM && ch.Team == t.ID && slices.Equal(slices.Sorted(slices.Values(ch.Members)), members) {
			return ch
		}
	}
	ch := &Channel{ID: "C" + s.token(8), Team: t.ID, Name: "mpdm-" + strings.ToLower(strings.Join(members, "--")), Kind: MPIM, Members: members}
	s.addChannel(ch)
	return ch
}

func (c *call) join() (map[string]any, error) {
	ch, err := c.channel("channel")
	switch {
	case err != nil:
		return nil, err
	case ch.Archived:
		return nil, fail("is_archived")
	case ch.Kind != Public:
		return nil, fail("method_not_supported_for_channel_type")
	}
	if !ch.has(c.team.BotUser) {
		ch.Members = append(ch.Members, c.team.BotUser)
	}
	return map[string]any{"channel": c.s.channelWire(ch, c.team.BotUser)}, nil
}

// readable is the channel to read messages from.
func (c *call) readable() (*Channel, error) {
	ch, err := c.channel("channel")
	if err != nil {
		return nil, err
	}
	if err := needs([]string{ch.scope("history")}, c.s.scopes); err != nil {
		return nil, err
	}
	if !ch.has(c.team.BotUser) {
		return nil, fail("not_in_channel")
	}
	return ch, nil
}

// within is the messages between oldest and latest, which count themselves only
// where inclusive is set.
func (c *call) within(all []*Message) []*Message {
	oldest, latest, inclusive := c.text("oldest"), c.text("latest"), c.bool("inclusive")
	return slices.DeleteFunc(all, func(m *Message) bool {
		if oldest != "" && (m.TS < pad(oldest) || m.TS == pad(oldest) && !inclusive) {
			return true
		}
		return latest != "" && (m.TS > pad(latest) || m.TS == pad(latest) && !inclusive)
	})
}

// pad gives a ts the six decimals that make it comparable as text.
func pad(ts string) string {
	whole, frac, _ := strings.Cut(ts, ".")
	return whole + "." + (frac + "000000")[:6]
}

func (c *call) replies() (map[string]any, error) {
	ch, err := c.readable()
	if err != nil {
		return nil, err
	}
	l := c.s.logs[ch.ID]
	root := l.byTS[c.text("ts")]
	if root == nil || root.Deleted {
		return nil, fail("thread_not_found")
	}
	if root.ThreadTS != "" && root.ThreadTS != root.TS { // a reply's ts gives that reply alone
		return map[string]any{"messages": []any{c.s.wire(root, c.bool("include_all_metadata"))}, "has_more": false}, nil
	}
	all := c.within(l.thread(root.TS)[1:])
	page, next, err := paged(c, append([]*Message{root}, all...), 1000, 1000)
	if err != nil {
		return nil, err
	}
	if c.text("cursor") != "" { // the root begins every page
		page = append([]*Message{root}, page...)
	}
	return c.listing(page, next), nil
}

func (c *call) history() (map[string]any, error) {
	ch, err := c.readable()
	if err != nil {
		return nil, err
	}
	var all []*Message
	for _, m := range c.s.logs[ch.ID].order {
		if !m.Deleted && (m.ThreadTS == "" || m.ThreadTS == m.TS || m.Broadcast) {
			all = append(all, m)
		}
	}
	slices.Reverse(all) // newest first
	page, next, err := paged(c, c.within(all), 100, 999)
	if err != nil {
		return nil, err
	}
	out := c.listing(page, next)
	out["pin_count"], out["channel_actions_ts"], out["channel_actions_count"] = 0, nil, 0
	return out, nil
}

func (c *call) listing(page []*Message, next string) map[string]any {
	messages := []any{}
	for _, m := range page {
		messages = append(messages, c.s.wire(m, c.bool("include_all_metadata")))
	}
	out := map[string]any{"messages": messages, "has_more": next != ""}
	if next != "" {
		out["response_metadata"] = map[string]any{"next_cursor": next}
	}
	return out
}
