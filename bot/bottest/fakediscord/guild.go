package fakediscord

func (s *Server) guildOf(q *request) (*guild, error) {
	if g := s.world.guilds[q.params["guild_id"]]; g != nil {
		return g, nil
	}
	return nil, errUnknownGuild
}

func getGuild(s *Server, q *request) (int, any, error) {
	g, err := s.guildOf(q)
	if err != nil {
		return 0, nil, err
	}
	o := s.world.guildWire(g)
	if q.query.Get("with_counts") == "true" {
		o["approximate_member_count"], o["approximate_presence_count"] = len(g.members), 1
	}
	return 200, o, nil
}

func getGuildChannels(s *Server, q *request) (int, any, error) {
	g, err := s.guildOf(q)
	if err != nil {
		return 0, nil, err
	}
	out := []any{}
	for _, c := range s.world.guildChannels(g.ID, false) {
		out = append(out, s.world.channelWire(c))
	}
	return 200, out, nil
}

func getGuildRoles(s *Server, q *request) (int, any, error) {
	g, err := s.guildOf(q)
	if err != nil {
		return 0, nil, err
	}
	return 200, s.world.roleWires(g), nil
}

func getGuildRole(s *Server, q *request) (int, any, error) {
	g, err := s.guildOf(q)
	if err != nil {
		return 0, nil, err
	}
	for i, r := range g.roles {
		if r.ID == q.params["role_id"] {
			return 200, s.world.roleWire(g, i), nil
		}
	}
	return 0, nil, errUnknownRole
}

func getGuildMember(s *Server, q *request) (int, any, error) {
	g, err := s.guildOf(q)
	if err != nil {
		return 0, nil, err
	}
	uid := q.params["user_id"]
	if m := g.members[uid]; m != nil {
		return 200, m.wire(true), nil
	}
	if s.world.users[uid] == nil {
		return 0, nil, errUnknownUser
	}
	return 0, nil, errUnknownMember
}

func getActiveThreads(s *Server, q *request) (int, any, error) {
	g, err := s.guildOf(q)
	if err != nil {
		return 0, nil, err
	}
	threads, members := []any{}, []any{}
	for _, c := range s.world.guildChannels(g.ID, true) {
		if !c.Archived && s.world.permissions(s.world.bot.ID, c).Has(ViewChannel) {
			threads = append(threads, s.world.channelWire(c))
		}
	}
	return 200, object{"threads": threads, "members": members, "has_more": false}, nil
}

// channelOf returns the channel of a request, in which the bot must have some permissions.
func (s *Server) channelOf(q *request, need Permissions) (*Channel, error) {
	c := s.world.channels[q.params["channel_id"]]
	if c == nil {
		return nil, errUnknownChannel
	}
	p := s.world.permissions(s.world.bot.ID, c)
	if !p.Has(ViewChannel) {
		return nil, errMissingAccess
	}
	if isThread(c.Type) && need.Has(SendMessages) {
		need = need&^SendMessages | SendInThreads
	}
	if !p.Has(need) {
		return nil, errMissingPermission
	}
	return c, nil
}

func getChannel(s *Server, q *request) (int, any, error) {
	c, err := s.channelOf(q, 0)
	if err != nil {
		return 0, nil, err
	}
	return 200, s.world.channelWire(c), nil
}

func postTyping(s *Server, q *request) (int, any, error) {
	c, err := s.channelOf(q, SendMessages)
	if err != nil {
		return 0, nil, err
	}
	if len(s.typing) >= s.opts.KeepCalls {
		s.typing = append(s.typing[:0:0], s.typing[len(s.typing)/2:]...)
	}
	s.typing = append(s.typing, Typing{c.ID, q.now})
	return 204, nil, nil
}

func joinThread(s *Server, q *request) (int, any, error) {
	c, err := s.channelOf(q, 0)
	if err != nil {
		return 0, nil, err
	}
	if !isThread(c.Type) {
		return 0, nil, errUnknownChannel
	}
	return 204, nil, nil
}

// postThread starts a thread from a message. Its ID is the message's.
func postThread(s *Server, q *request) (int, any, error) {
	c, err := s.channelOf(q, CreatePublicThreads)
	if err != nil {
		return 0, nil, err
	}
	m := s.world.message(c.ID, q.params["message_id"])
	if m == nil {
		return 0, nil, errUnknownMessage
	}
	t, err := s.startThread(c, m, s.world.bot.ID, text(q.object()["name"]))
	if err != nil {
		return 0, nil, err
	}
	return 201, s.world.channelWire(t), nil
}

// startThread makes a thread from a message and tells the sessions.
func (s *Server) startThread(c *Channel, m *Message, userID, name string) (*Channel, error) {
	if c.GuildID == "" || isThread(c.Type) {
		return nil, &apiError{400, 50024, "Cannot execute action on this channel type", nil}
	}
	if m.ThreadID != "" {
		return nil, errThreadExists
	}
	if n := length(name); n < 1 || n > 100 {
		return nil, invalidForm(fieldError{"name", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 100 in length."})
	}
	t := &Channel{ID: m.ID, Name: name, Type: PublicThread, GuildID: c.GuildID, ParentID: c.ID, OwnerID: userID}
	s.world.channels[t.ID] = t
	m.ThreadID = t.ID
	m.Flags |= FlagHasThread
	// A thread begins with a message that has nothing but a pointer to the one it was started from.
	s.world.messages[t.ID] = []*Message{{
		ID: s.world.ids.next(s.now()), ChannelID: t.ID, GuildID: t.GuildID, Type: typeThreadStarter, Author: m.Author,
		Created: s.now(), ReplyTo: m.ID, ReplyIn: c.ID,
	}}
	s.emitChannel("THREAD_CREATE", t)
	s.emitMessage("MESSAGE_UPDATE", m)
	return t, nil
}
