package fakediscord

import (
	"strconv"
	"strings"
	"time"
)

func getMessages(s *Server, q *request) (int, any, error) {
	c, err := s.channelOf(q, 0)
	if err != nil {
		return 0, nil, err
	}
	limit := 50
	if l := q.query.Get("limit"); l != "" {
		if limit, err = strconv.Atoi(l); err != nil || limit < 1 || limit > 100 {
			return 0, nil, invalidForm(fieldError{"limit", "NUMBER_TYPE_MAX", "int value should be less than or equal to 100."})
		}
	}
	out := []any{}
	if !s.world.permissions(s.world.bot.ID, c).Has(ReadMessageHistory) {
		return 200, out, nil
	}
	var seen []*Message // newest first
	all := s.world.messages[c.ID]
	for i := len(all) - 1; i >= 0; i-- {
		if m := all[i]; !m.Deleted && m.OnlyFor == "" {
			seen = append(seen, m)
		}
	}
	at := func(id string) int { // how many are newer than id
		n := 0
		for n < len(seen) && before(id, seen[n].ID) {
			n++
		}
		return n
	}
	var from, to int
	switch {
	case q.query.Get("around") != "":
		id := q.query.Get("around")
		n := at(id)
		from = max(0, n-limit/2)
		to = from + limit
	case q.query.Get("before") != "":
		id := q.query.Get("before")
		from = at(id)
		if from < len(seen) && seen[from].ID == id {
			from++
		}
		to = from + limit
	case q.query.Get("after") != "":
		to = at(q.query.Get("after"))
		from = max(0, to-limit)
	default:
		to = limit
	}
	for _, m := range seen[min(from, len(seen)):min(to, len(seen))] {
		out = append(out, s.seenByBot(m))
	}
	return 200, out, nil
}

// seenByBot is a message as the REST API shows it to the bot: without content where the intent is not switched on.
func (s *Server) seenByBot(m *Message) object {
	return s.world.messageWire(m, s.opts.Privileged&IntentMessageContent != 0)
}

func getMessage(s *Server, q *request) (int, any, error) {
	c, err := s.channelOf(q, ReadMessageHistory)
	if err != nil {
		return 0, nil, err
	}
	m := s.world.message(c.ID, q.params["message_id"])
	if m == nil || m.OnlyFor != "" {
		return 0, nil, errUnknownMessage
	}
	return 200, s.seenByBot(m), nil
}

func postMessage(s *Server, q *request) (int, any, error) {
	c, err := s.channelOf(q, SendMessages)
	if err != nil {
		return 0, nil, err
	}
	if u := s.world.users[c.Recipient]; u != nil && u.ClosedDMs {
		return 0, nil, errCannotDM
	}
	if c.Locked {
		return 0, nil, errThreadArchived
	}
	o := q.object()
	if o == nil {
		return 0, nil, errEmptyMessage
	}
	q.legacy(o)
	if err := s.checkMessage(q, o, nil); err != nil {
		return 0, nil, err
	}
	nonceKey := ""
	if n := id(o["nonce"]); n != "" && truth(o["enforce_nonce"], false) {
		nonceKey = c.ID + "/" + n
		if len(s.nonces)%256 == 255 { // now and then
			for k, use := range s.nonces {
				if q.now.Sub(use.at) > s.opts.NonceLife {
					delete(s.nonces, k)
				}
			}
		}
		if use, ok := s.nonces[nonceKey]; ok && q.now.Sub(use.at) <= s.opts.NonceLife {
			return 200, s.world.messageWire(use.message, true), nil
		}
	}
	m := s.draft(c, s.world.bot, q.now)
	if ref := fields(o["message_reference"]); ref != nil {
		to := s.world.message(c.ID, id(ref["message_id"]))
		switch {
		case to == nil && truth(ref["fail_if_not_exists"], true):
			return 0, nil, invalidForm(fieldError{"message_reference", "REPLIES_UNKNOWN_MESSAGE", "Unknown message"})
		case to != nil && !s.world.permissions(s.world.bot.ID, c).Has(ReadMessageHistory):
			return 0, nil, errNoHistory
		case to != nil:
			m.ReplyTo, m.Type = to.ID, typeReply
		}
	}
	s.fill(m, q, o)
	s.add(m)
	if nonceKey != "" {
		s.nonces[nonceKey] = nonceUse{m, q.now}
	}
	return 200, s.world.messageWire(m, true), nil
}

// legacy rewrites what version 9 still takes: a single embed.
func (q *request) legacy(o object) {
	if e, ok := o["embed"]; ok && q.version == 9 && o["embeds"] == nil && e != nil {
		o["embeds"] = []any{e}
	}
}

// draft begins a message in a channel.
func (s *Server) draft(c *Channel, author *User, now time.Time) *Message {
	return &Message{ID: s.world.ids.next(now), ChannelID: c.ID, GuildID: c.GuildID, Author: *author, Created: now}
}

// add puts a message into its channel and tells the sessions.
func (s *Server) add(m *Message) {
	c := s.world.channels[m.ChannelID]
	if isThread(c.Type) && c.Archived && !c.Locked {
		c.Archived = false
		s.emitChannel("THREAD_UPDATE", c)
	}
	s.world.messages[c.ID] = append(s.world.messages[c.ID], m)
	s.emitMessage("MESSAGE_CREATE", m)
}

// fill sets a message's content from a body that was checked; only what the body names, so that it serves edits too.
func (s *Server) fill(m *Message, q *request, o object) {
	if v, ok := o["content"]; ok {
		m.Content = strings.TrimSpace(text(v))
	}
	if v, ok := o["embeds"]; ok {
		m.Embeds = nil
		for _, e := range list(v) {
			m.Embeds = append(m.Embeds, storedEmbed(fields(e)))
		}
	}
	if v, ok := o["components"]; ok {
		next := 0
		m.Components = list(numbered(list(v), &next))
	}
	if v, ok := o["flags"]; ok {
		const settable = FlagSuppressEmbeds | FlagSilent | FlagComponentsV2
		m.Flags = m.Flags&^FlagSuppressEmbeds | number(v)&settable
	}
	if v, ok := o["nonce"]; ok && v != nil {
		m.Nonce = v
	}
	if _, ok := o["attachments"]; ok {
		m.Attachments = nil
	}
	for _, f := range q.files {
		aid := s.world.ids.next(q.now)
		m.Attachments = append(m.Attachments, object{
			"id": aid, "filename": f.name, "size": f.size, "content_type": f.contentType,
			"url": s.URL() + "/attachments/" + aid + "/" + f.name, "proxy_url": s.URL() + "/attachments/" + aid + "/" + f.name,
		})
	}
	// Whom a message mentions is settled anew when its text changes, and then by what this body allows.
	if _, ok := o["allowed_mentions"]; ok || hasWords(o) {
		m.Allowed = o["allowed_mentions"]
		s.notify(m)
	}
}

// notify sets whom a message of the bot notifies.
func (s *Server) notify(m *Message) {
	m.Mentions, m.MentionRoles, m.MentionEveryone = nil, nil, false
	w := s.world
	mayAll := m.GuildID != "" && w.permissions(m.Author.ID, w.channels[m.ChannelID]).Has(MentionEveryone)
	for _, x := range m.ActiveMentions() {
		switch {
		case x.Kind == MentionUser && w.users[x.ID] != nil && !contains(m.Mentions, x.ID):
			m.Mentions = append(m.Mentions, x.ID)
		case x.Kind == MentionRole && !contains(m.MentionRoles, x.ID):
			m.MentionRoles = append(m.MentionRoles, x.ID)
		case x.Kind == MentionAll || x.Kind == MentionHere:
			m.MentionEveryone = m.MentionEveryone || mayAll
		}
	}
	if to := w.message(m.ChannelID, m.ReplyTo); to != nil && m.Type == typeReply && repliedUser(m.Allowed) && !contains(m.Mentions, to.Author.ID) {
		m.Mentions = append(m.Mentions, to.Author.ID)
	}
}

func patchMessage(s *Server, q *request) (int, any, error) {
	c, err := s.channelOf(q, 0)
	if err != nil {
		return 0, nil, err
	}
	m := s.world.message(c.ID, q.params["message_id"])
	if m == nil || m.OnlyFor != "" {
		return 0, nil, errUnknownMessage
	}
	o := q.object()
	if m.Author.ID != s.world.bot.ID {
		for k := range o { // of others' messages only the previews may be switched off
			if k != "flags" {
				return 0, nil, errOthersMessage
			}
		}
		if !s.world.permissions(s.world.bot.ID, c).Has(ManageMessages) {
			return 0, nil, errMissingPermission
		}
	}
	q.legacy(o)
	if err := s.checkMessage(q, o, m); err != nil {
		return 0, nil, err
	}
	s.edit(m, q, o)
	return 200, s.world.messageWire(m, true), nil
}

// edit changes a message and tells the sessions.
func (s *Server) edit(m *Message, q *request, o object) {
	s.fill(m, q, o)
	m.Flags &^= FlagLoading
	m.Edited = q.now
	m.Edits++
	s.emitMessage("MESSAGE_UPDATE", m)
}

func deleteMessage(s *Server, q *request) (int, any, error) {
	c, err := s.channelOf(q, 0)
	if err != nil {
		return 0, nil, err
	}
	m := s.world.message(c.ID, q.params["message_id"])
	if m == nil || m.OnlyFor != "" {
		return 0, nil, errUnknownMessage
	}
	if m.Author.ID != s.world.bot.ID && !s.world.permissions(s.world.bot.ID, c).Has(ManageMessages) {
		return 0, nil, errMissingPermission
	}
	s.remove(m)
	return 204, nil, nil
}

// remove deletes a message and tells the sessions.
func (s *Server) remove(m *Message) {
	m.Deleted = true
	if m.OnlyFor != "" {
		s.touch()
		return
	}
	c := s.world.channels[m.ChannelID]
	s.emit(event{name: "MESSAGE_DELETE", channel: c, guildID: c.GuildID, need: messageIntent(c), build: func(*session) any {
		o := object{"id": m.ID, "channel_id": c.ID}
		if c.GuildID != "" {
			o["guild_id"] = c.GuildID
		}
		return o
	}})
}
