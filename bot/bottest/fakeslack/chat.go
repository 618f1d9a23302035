package fakeslack

import (
	"encoding/json"
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// The lengths of a message's text: a longer one is cut with a warning
// (api.slack.com/changelog/2018-04-truncating-really-long-messages), and
// chat.update refuses more than its own (docs.slack.dev/reference/methods/chat.update).
const (
	maxTextRunes   = 40_000
	maxUpdateRunes = 4_000
)

// content is what a call or a response says a message should hold.
type content struct {
	text        string
	has         map[string]bool // of text, blocks, attachments, metadata: those given
	blocks      []map[string]any
	attachments []map[string]any
	metadata    *Metadata
}

// content reads and checks a message's content from arguments. The lock is held.
func (s *Server) content(name string, args map[string]any, warn *[]string) (content, error) {
	c := content{has: map[string]bool{}}
	c.text, _ = args["text"].(string)
	_, c.has["text"] = args["text"]
	var err error
	if c.blocks, c.has["blocks"], err = objects(args["blocks"]); err != nil {
		return c, fail("invalid_blocks_format")
	}
	if c.attachments, c.has["attachments"], err = objects(args["attachments"]); err != nil {
		return c, fail("invalid_attachments")
	}
	if len(c.attachments) > 100 {
		return c, fail("too_many_attachments")
	}
	if raw := args["metadata"]; blank(raw) {
		c.has["metadata"] = name == "chat.update" // which takes the metadata away
	} else if raw != nil && raw != "" {
		c.has["metadata"] = true
		b, _ := json.Marshal(raw)
		c.metadata = &Metadata{}
		switch {
		case json.Unmarshal(b, c.metadata) != nil || c.metadata.EventType == "" || c.metadata.EventPayload == nil:
			return c, fail("invalid_metadata_format")
		case len(b) > 16_000:
			return c, fail("metadata_too_large")
		}
	}
	if strings.TrimSpace(c.text) == "" && len(c.blocks) == 0 && len(c.attachments) == 0 {
		return c, fail("no_text")
	}
	if name == "chat.update" && utf8.RuneCountInString(c.text) > maxUpdateRunes {
		s.violateLocked("text", name, "text longer than 4,000 characters in chat.update (docs.slack.dev/reference/methods/chat.update)")
		return c, fail("msg_too_long")
	}
	if err := s.checkMessage(name, &c); err != nil {
		return c, err
	}
	if n := utf8.RuneCountInString(c.text); n > maxTextRunes {
		c.text = string([]rune(c.text)[:maxTextRunes])
		*warn = append(*warn, "message_truncated")
	}
	c.text = normalise(c.text)
	for i, b := range c.blocks {
		if id, _ := b["block_id"].(string); id == "" {
			b = maps.Clone(b)
			b["block_id"] = s.token(5)
			c.blocks[i] = b
		}
	}
	return c, nil
}

// blank reports whether metadata is an object that holds nothing, as clients send
// it to a response_url that always write the field.
func blank(raw any) bool {
	obj, ok := raw.(map[string]any)
	return ok && (obj["event_type"] == "" || obj["event_type"] == nil) && obj["event_payload"] == nil
}

// objects is a JSON list of objects, however deep; nil and "" are absent.
func objects(v any) ([]map[string]any, bool, error) {
	if v == nil || v == "" {
		return nil, false, nil
	}
	list, ok := v.([]any)
	if !ok {
		return nil, true, fail("invalid_arguments")
	}
	out := make([]map[string]any, 0, len(list))
	for _, e := range list {
		obj, ok := e.(map[string]any)
		if !ok {
			return nil, true, fail("invalid_arguments")
		}
		out = append(out, obj)
	}
	return out, true, nil
}

// postable is the channel a message may be posted to; a user's ID opens a direct
// message.
func (c *call) postable() (*Channel, error) {
	id := c.text("channel")
	if u := c.s.users[id]; u != nil && u.Team == c.team.ID && u.ID != c.team.BotUser {
		return c.s.dm(u), nil
	}
	for _, ch := range c.s.channels {
		if c.s.channels[id] != nil {
			break
		}
		if name := strings.TrimPrefix(id, "#"); ch.Name == name && name != "" && ch.Kind == Public && ch.Team == c.team.ID {
			c.args["channel"] = ch.ID
		}
	}
	ch, err := c.channel("channel")
	switch {
	case err != nil:
		return nil, err
	case ch.Archived:
		return nil, fail("is_archived")
	case !ch.has(c.team.BotUser) && !slices.Contains(c.s.scopes, "chat:write.public"):
		return nil, fail("not_in_channel")
	}
	return ch, nil
}

var tsForm = regexp.MustCompile(`^\d{10}\.\d{6}$`)

// thread is the root that a thread_ts names, "" where there is none. As Slack does,
// it takes one that names no message: the reply is then seen nowhere
// (github.com/slackapi/python-slack-sdk issue 840). The lock is held.
func (s *Server) thread(name string, ch *Channel, ts string) (string, error) {
	if ts == "" {
		return "", nil
	}
	if !tsForm.MatchString(ts) {
		return "", failed("invalid_thread_ts", []string{"[ERROR] " + ts + " is not a valid thread_ts"})
	}
	m := s.logs[ch.ID].byTS[ts]
	if m == nil {
		s.violateLocked("thread", name, "thread_ts "+ts+" names no message: the reply is seen nowhere")
		return ts, nil
	}
	if m.ThreadTS != "" && m.ThreadTS != m.TS {
		s.violateLocked("thread", name, "thread_ts "+ts+" is a reply's, not its thread's root")
		return m.ThreadTS, nil
	}
	return ts, nil
}

func (c *call) postMessage() (map[string]any, error) {
	ch, err := c.postable()
	if err != nil {
		return nil, err
	}
	root, err := c.s.thread(c.name, ch, c.text("thread_ts"))
	if err != nil {
		return nil, err
	}
	con, err := c.s.content(c.name, c.args, &c.warn)
	if err != nil {
		return nil, err
	}
	m := c.s.botMessage(c.team, ch, con)
	m.ThreadTS = root
	m.Broadcast = root != "" && c.bool("reply_broadcast")
	m.Mrkdwn = c.text("mrkdwn") != "false" && c.text("mrkdwn") != "0"
	m.UnfurlLinks, m.UnfurlMedia = c.text("unfurl_links"), c.text("unfurl_media")
	c.s.checkUnfurl(c.name, c.args)
	c.s.place(ch, m)
	out := map[string]any{"channel": ch.ID, "ts": m.TS, "message": c.s.wire(m, true)}
	if slices.Contains(c.warn, "message_truncated") {
		out["response_metadata"] = map[string]any{"messages": []string{
			"[WARN] Your message was truncated but still posted. The `text` field accepts up to 40,000 characters."}}
	}
	return out, nil
}

// botMessage is a new message of the bot, not yet in its channel. The lock is held.
func (s *Server) botMessage(t *Team, ch *Channel, con content) *Message {
	return &Message{
		TS: s.stamp(), Channel: ch.ID, Team: t.ID, User: t.BotUser, BotID: t.BotID, Text: con.text, Mrkdwn: true,
		Blocks: con.blocks, Attachments: con.attachments, Metadata: con.metadata, Posted: s.now(), Changed: s.now(),
	}
}

// place puts a message into its channel and tells the app. A reply of the bot
// clears the status of its thread. The lock is held.
func (s *Server) place(ch *Channel, m *Message) {
	s.logs[ch.ID].add(m)
	if m.BotID != "" && m.ThreadTS != "" {
		s.clearStatus(ch.ID, m.ThreadTS)
	}
	s.tell(ch, s.messageEvent(ch, m))
	s.touch()
}

func (c *call) postEphemeral() (map[string]any, error) {
	if err := c.require("channel", "user"); err != nil {
		return nil, err
	}
	ch, err := c.postable()
	if err != nil {
		return nil, err
	}
	if !ch.has(c.text("user")) {
		return nil, fail("user_not_in_channel")
	}
	root, err := c.s.thread(c.name, ch, c.text("thread_ts"))
	if err != nil {
		return nil, err
	}
	con, err := c.s.content(c.name, c.args, &c.warn)
	if err != nil {
		return nil, err
	}
	m := c.s.botMessage(c.team, ch, con)
	m.ThreadTS, m.EphemeralTo = root, c.text("user")
	c.s.hidden = append(c.s.hidden, m)
	return map[string]any{"message_ts": m.TS}, nil
}

// own is the bot's message that the arguments channel and ts name.
func (c *call) own(denied string) (*Channel, *Message, error) {
	if err := c.require("channel", "ts"); err != nil {
		return nil, nil, err
	}
	ch, err := c.channel("channel")
	if err != nil {
		return nil, nil, err
	}
	m := c.s.logs[ch.ID].byTS[c.text("ts")]
	switch {
	case m == nil || m.Deleted: // an ephemeral message is not found either
		return nil, nil, fail("message_not_found")
	case ch.Archived:
		return nil, nil, fail("is_archived")
	case m.BotID != c.team.BotID:
		return nil, nil, fail(denied)
	}
	return ch, m, nil
}

func (c *call) updateMessage() (map[string]any, error) {
	ch, m, err := c.own("cant_update_message")
	if err != nil {
		return nil, err
	}
	con, err := c.s.content(c.name, c.args, &c.warn)
	if err != nil {
		return nil, err
	}
	c.s.revise(ch, m, con)
	return map[string]any{"channel": ch.ID, "ts": m.TS, "text": m.Text, "message": c.s.wire(m, true)}, nil
}

// revise gives a message new content. What is not given stays, but blocks go where
// a text is given without any; a message that is updated with blocks isn't marked
// as edited (docs.slack.dev/reference/methods/chat.update). The lock is held.
func (s *Server) revise(ch *Channel, m *Message, con content) {
	before := s.wire(m, false)
	if con.text != "" || con.has["blocks"] {
		m.Text, m.Blocks = con.text, con.blocks
	}
	if con.has["attachments"] {
		m.Attachments = con.attachments
	}
	if con.has["metadata"] {
		m.Metadata = con.metadata
	}
	m.Edits++
	if len(con.blocks) == 0 {
		m.EditedBy, m.EditedTS = m.User, s.stamp()
	}
	m.Changed = s.now()
	if m.EphemeralTo == "" {
		s.tell(ch, s.changedEvent(ch, m, before))
	}
	s.touch()
}

func (c *call) deleteMessage() (map[string]any, error) {
	ch, m, err := c.own("cant_delete_message")
	if err != nil {
		return nil, err
	}
	c.s.remove(ch, m)
	return map[string]any{"channel": ch.ID, "ts": m.TS}, nil
}

// remove deletes a message; the root of a thread that has replies leaves a
// tombstone. The lock is held.
func (s *Server) remove(ch *Channel, m *Message) {
	before := s.wire(m, false)
	m.Changed = s.now()
	if m.EphemeralTo != "" {
		m.Deleted = true
		s.touch()
		return
	}
	if len(s.logs[ch.ID].thread(m.TS)) > 1 {
		m.Subtype, m.User, m.BotID = "tombstone", "USLACKBOT", ""
		m.Text, m.Blocks, m.Attachments, m.Metadata, m.Reactions = "This message was deleted.", nil, nil, nil, nil
	} else {
		m.Deleted = true
	}
	s.tell(ch, s.deletedEvent(ch, m, before))
	s.touch()
}

func (c *call) permalink() (map[string]any, error) {
	if err := c.require("channel", "message_ts"); err != nil {
		return nil, err
	}
	ch, err := c.channel("channel")
	if err != nil {
		return nil, err
	}
	m := c.s.logs[ch.ID].byTS[c.text("message_ts")]
	if m == nil || m.Deleted {
		return nil, fail("message_not_found")
	}
	link := "https://" + c.team.Domain + ".slack.com/archives/" + ch.ID + "/p" + strings.Replace(m.TS, ".", "", 1)
	if m.ThreadTS != "" && m.ThreadTS != m.TS {
		link += "?thread_ts=" + m.ThreadTS + "&cid=" + ch.ID
	}
	return map[string]any{"channel": ch.ID, "permalink": link}, nil
}

// wire is a message as the Web API and events show it. The lock is held.
func (s *Server) wire(m *Message, metadata bool) map[string]any {
	out := map[string]any{"type": "message", "user": m.User, "text": m.Text, "ts": m.TS, "team": m.Team}
	put := func(key string, v any, when bool) {
		if when {
			out[key] = v
		}
	}
	put("subtype", m.Subtype, m.Subtype != "")
	put("client_msg_id", m.ClientID, m.ClientID != "")
	put("blocks", m.Blocks, len(m.Blocks) > 0)
	put("attachments", m.Attachments, len(m.Attachments) > 0)
	put("metadata", m.Metadata, metadata && m.Metadata != nil)
	put("thread_ts", m.ThreadTS, m.ThreadTS != "")
	put("edited", map[string]any{"user": m.EditedBy, "ts": m.EditedTS}, m.EditedTS != "")
	put("hidden", true, m.Subtype == "tombstone")
	if m.Broadcast {
		out["subtype"] = "thread_broadcast"
	}
	if m.BotID != "" {
		bot, app := s.users[m.User], s.opts.AppID
		if s.teams[m.Team].BotID != m.BotID {
			app = "A0OTHERAPP"
		}
		out["bot_id"], out["app_id"] = m.BotID, app
		out["bot_profile"] = map[string]any{"id": m.BotID, "deleted": false, "name": bot.Name, "updated": 1700000000,
			"app_id": app, "icons": icons, "team_id": m.Team}
	}
	if len(m.Reactions) > 0 {
		var rs []any
		for _, r := range m.Reactions {
			rs = append(rs, map[string]any{"name": r.Name, "users": slices.Clone(r.Users), "count": len(r.Users)})
		}
		out["reactions"] = rs
	}
	if l := s.logs[m.Channel]; l != nil && m.EphemeralTo == "" {
		if m.ThreadTS != "" && m.ThreadTS != m.TS {
			if root := l.byTS[m.ThreadTS]; root != nil {
				out["parent_user_id"] = root.User
			}
		} else if replies := l.thread(m.TS); len(replies) > 1 {
			var users []string
			for _, r := range replies[1:] {
				if !slices.Contains(users, r.User) {
					users = append(users, r.User)
				}
			}
			maps.Copy(out, map[string]any{"thread_ts": m.TS, "reply_count": len(replies) - 1, "reply_users": users,
				"reply_users_count": len(users), "latest_reply": replies[len(replies)-1].TS, "is_locked": false, "subscribed": false})
		}
	}
	return out
}
