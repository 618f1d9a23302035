package fakeslack

import (
	"encoding/json"
	"maps"
	"net/url"
	"slices"
	"strings"
)

// verificationToken is the app's old means of verification, still in every payload.
const verificationToken = "Z0dateline0verification0"

// tell sends an event of a channel to the app if the bot is in the channel, is
// subscribed to the event and has the scope for it. The lock is held.
func (s *Server) tell(ch *Channel, event map[string]any) *Delivery {
	kind, _ := event["type"].(string)
	if !s.botIn(ch) || !s.hears(ch, kind) {
		return nil
	}
	d := s.event(ch.Team, kind, event)
	if d.TS, _ = event["ts"].(string); d.TS == "" {
		d.TS, _ = event["event_ts"].(string)
	}
	return s.enqueue(d)
}

// hears reports whether the app gets events of a type from a channel. The lock is
// held.
func (s *Server) hears(ch *Channel, kind string) bool {
	name, scope := kind, ""
	switch kind {
	case "message":
		name, scope = "message."+map[Kind]string{Public: "channels", Private: "groups", IM: "im", MPIM: "mpim"}[ch.Kind], ch.scope("history")
	case "app_mention":
		scope = "app_mentions:read"
	case "reaction_added", "reaction_removed":
		scope = "reactions:read"
	case "assistant_thread_started", "assistant_thread_context_changed":
		scope = "assistant:write"
	}
	return s.events[name] && (scope == "" || slices.Contains(s.scopes, scope))
}

// Subscribe replaces the bot events that the app gets (app_mention,
// message.channels, …).
func (s *Server) Subscribe(events ...string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.events = map[string]bool{}
	for _, e := range events {
		s.events[e] = true
	}
}

// event wraps an inner event as the Events API does. The lock is held.
func (s *Server) event(team, kind string, inner any) *Delivery {
	bot := ""
	if t := s.teams[team]; t != nil {
		bot = t.BotUser
	}
	id := "Ev" + s.token(9)
	payload, _ := json.Marshal(map[string]any{
		"token": verificationToken, "team_id": team, "context_team_id": team, "context_enterprise_id": nil,
		"api_app_id": s.opts.AppID, "event": inner, "type": "event_callback", "event_id": id, "event_time": s.now().Unix(),
		"authorizations":        []any{map[string]any{"enterprise_id": nil, "team_id": team, "user_id": bot, "is_bot": true, "is_enterprise_install": false}},
		"is_ext_shared_channel": false, "event_context": "4-" + s.token(40),
	})
	return &Delivery{ID: id, Kind: EventsAPI, Type: kind, payload: payload}
}

// SendEvent sends any inner event as it is, whether or not the app is subscribed:
// one of a type or shape that its library can't read, for example. A
// json.RawMessage must be valid JSON; "type" of a map is the delivery's Type.
func (s *Server) SendEvent(inner any) *Delivery { return s.SendEventOf(s.opts.Teams[0].ID, inner) }

// SendEventOf is SendEvent of an event that happened in another workspace, as
// one does in a channel that both share.
func (s *Server) SendEventOf(team string, inner any) *Delivery {
	kind := ""
	if m, ok := inner.(map[string]any); ok {
		kind, _ = m["type"].(string)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.enqueue(s.event(team, kind, inner))
}

// SendFrame writes one text frame to every websocket, whatever it holds.
func (s *Server) SendFrame(text string) {
	for _, c := range s.open() {
		_ = c.send(json.RawMessage(text))
	}
}

// messageEvent tells of a new message. The lock is held.
func (s *Server) messageEvent(ch *Channel, m *Message) map[string]any {
	out := s.wire(m, true)
	out["channel"], out["event_ts"], out["channel_type"] = ch.ID, m.TS, string(ch.Kind)
	for _, k := range []string{"reply_count", "reply_users", "reply_users_count", "latest_reply", "is_locked", "subscribed"} {
		delete(out, k)
	}
	return out
}

// mentionEvent tells of a message that mentions the bot. The lock is held.
func (s *Server) mentionEvent(ch *Channel, m *Message) map[string]any {
	out := s.messageEvent(ch, m)
	out["type"] = "app_mention"
	delete(out, "channel_type")
	return out
}

func (s *Server) changedEvent(ch *Channel, m *Message, before map[string]any) map[string]any {
	at := s.stamp()
	return map[string]any{"type": "message", "subtype": "message_changed", "message": s.wire(m, true), "previous_message": before,
		"channel": ch.ID, "hidden": true, "ts": at, "event_ts": at, "channel_type": string(ch.Kind)}
}

func (s *Server) deletedEvent(ch *Channel, m *Message, before map[string]any) map[string]any {
	at := s.stamp()
	return map[string]any{"type": "message", "subtype": "message_deleted", "previous_message": before, "deleted_ts": m.TS,
		"channel": ch.ID, "hidden": true, "ts": at, "event_ts": at, "channel_type": string(ch.Kind)}
}

// richText is what a person typed, as the block that Slack makes of it.
func (s *Server) richText(text string) []map[string]any {
	var parts []any
	plain := func(t string) {
		if t != "" {
			parts = append(parts, map[string]any{"type": "text", "text": unescape(t)})
		}
	}
	at := 0
	for _, loc := range control.FindAllStringIndex(text, -1) {
		body, label, labelled := strings.Cut(text[loc[0]+1:loc[1]-1], "|")
		plain(text[at:loc[0]])
		at = loc[1]
		switch body[0] {
		case '@':
			parts = append(parts, map[string]any{"type": "user", "user_id": body[1:]})
		case '#':
			parts = append(parts, map[string]any{"type": "channel", "channel_id": body[1:]})
		case '!':
			parts = append(parts, map[string]any{"type": "broadcast", "range": body[1:]})
		default:
			link := map[string]any{"type": "link", "url": unescape(body)}
			if labelled {
				link["text"] = unescape(label)
			}
			parts = append(parts, link)
		}
	}
	plain(text[at:])
	return []map[string]any{{"type": "rich_text", "block_id": s.token(5),
		"elements": []any{map[string]any{"type": "rich_text_section", "elements": parts}}}}
}

// form is a slash command's payload as the form that is posted.
func form(payload json.RawMessage) string {
	var fields map[string]string
	if json.Unmarshal(payload, &fields) != nil {
		return ""
	}
	v := url.Values{}
	for k := range maps.Keys(fields) {
		v.Set(k, fields[k])
	}
	return v.Encode()
}

// interactiveForm is an interaction's payload as the form that is posted.
func interactiveForm(payload json.RawMessage) string {
	return url.Values{"payload": {string(payload)}}.Encode()
}
