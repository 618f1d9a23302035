package fakeslack

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"
)

// Surface is where a person acts on an element: a Message or a View, as the
// server handed it out. What is acted on is its present state.
type Surface interface{ place() place }

// place is what a Surface names.
type place struct{ channel, ts, view string }

func (m Message) place() place { return place{channel: m.Channel, ts: m.TS} }
func (v View) place() place    { return place{view: v.ID} }

// scene is an element with all that an interaction tells of it.
type scene struct {
	user    *User
	team    *Team
	message *Message
	channel *Channel
	view    *View
	element map[string]any
	block   string
}

// scene finds an element by its action_id and, unless it is "", its value, where
// a user sees it. The lock is held.
func (s *Server) scene(on Surface, user, action, value string) (*scene, error) {
	p := on.place()
	sc := &scene{user: s.users[user]}
	if sc.user == nil {
		return nil, fmt.Errorf("fakeslack: no user %q", user)
	}
	sc.team = s.teams[sc.user.Team]
	var blocks []map[string]any
	if p.view != "" {
		v := s.views[p.view]
		if v == nil || v.Closed || v.User != user {
			return nil, fmt.Errorf("fakeslack: %s doesn't see the view %s", user, p.view)
		}
		sc.view, blocks = v, v.Blocks
	} else {
		m, ch := s.find(p.channel, p.ts), s.channels[p.channel]
		if m == nil || m.Deleted || !ch.has(user) || m.EphemeralTo != "" && m.EphemeralTo != user {
			return nil, fmt.Errorf("fakeslack: %s doesn't see the message %s in %s", user, p.ts, p.channel)
		}
		sc.message, sc.channel, blocks = m, ch, m.Blocks
	}
	var seen []string
	for _, b := range blocks {
		for _, e := range elements(b) {
			id, _ := e["action_id"].(string)
			seen = append(seen, id)
			if v, _ := e["value"].(string); id == action && (value == "" || v == value || e["type"] == "feedback_buttons") && sc.element == nil {
				sc.element = e
				sc.block, _ = b["block_id"].(string)
			}
		}
	}
	if sc.element == nil {
		return nil, fmt.Errorf("fakeslack: no element with action_id %q and value %q; there are %q", action, value, seen)
	}
	return sc, nil
}

// elements are those of a block that a person can act on.
func elements(b map[string]any) []map[string]any {
	var out []map[string]any
	add := func(v any) {
		if e, ok := v.(map[string]any); ok && e["type"] != "image" && e["type"] != "plain_text" && e["type"] != "mrkdwn" {
			out = append(out, e)
		}
	}
	add(b["accessory"])
	add(b["element"])
	list, _ := b["elements"].([]any)
	for _, e := range list {
		add(e)
	}
	return out
}

// payload is what all interactions tell. The lock is held.
func (s *Server) payload(kind string, sc *scene) map[string]any {
	view := ""
	if sc.view != nil {
		view = sc.view.ID
	}
	out := map[string]any{
		"type": kind, "api_app_id": s.opts.AppID, "token": verificationToken, "trigger_id": s.trigger(sc.user, view),
		"user":       map[string]any{"id": sc.user.ID, "username": sc.user.Name, "name": sc.user.Name, "team_id": sc.user.Team},
		"team":       map[string]any{"id": sc.team.ID, "domain": sc.team.Domain},
		"enterprise": nil, "is_enterprise_install": false,
	}
	if sc.view != nil {
		out["view"] = sc.view.wire(s, initial(sc.view.Blocks))
		out["container"] = map[string]any{"type": "view", "view_id": sc.view.ID}
	}
	if m := sc.message; m != nil {
		container := map[string]any{"type": "message", "message_ts": m.TS, "channel_id": m.Channel, "is_ephemeral": m.EphemeralTo != ""}
		if m.ThreadTS != "" {
			container["thread_ts"] = m.ThreadTS
		}
		out["container"] = container
		out["channel"] = map[string]any{"id": sc.channel.ID, "name": sc.channel.shown()}
		if m.EphemeralTo == "" { // an ephemeral message is not told
			out["message"] = s.wire(m, true)
		}
		out["state"] = map[string]any{"values": initial(m.Blocks)}
	}
	return out
}

// interact sends an interaction. The lock is held.
func (s *Server) interact(payload map[string]any, accepts bool, onReply func(json.RawMessage) error) *Delivery {
	b, _ := json.Marshal(payload)
	id, _ := payload["trigger_id"].(string)
	kind, _ := payload["type"].(string)
	return s.enqueue(&Delivery{ID: id, Kind: Interactive, Type: kind, payload: b, accepts: accepts, onReply: onReply})
}

// act sends block_actions for an element and what was chosen of it. The lock is
// held.
func (s *Server) act(sc *scene, chosen map[string]any) *Delivery {
	action := map[string]any{"action_id": sc.element["action_id"], "block_id": sc.block, "type": sc.element["type"], "action_ts": s.stamp()}
	for _, k := range []string{"text", "value", "url", "style", "placeholder"} {
		if v, ok := sc.element[k]; ok {
			action[k] = v
		}
	}
	maps.Copy(action, chosen)
	payload := s.payload("block_actions", sc)
	payload["actions"] = []any{action}
	if sc.message != nil {
		h := s.hook("actions", sc.team, sc.channel, sc.user)
		h.source = sc.message
		payload["response_url"] = s.origin() + h.path
	}
	return s.interact(payload, false, nil)
}

// Press presses a button, by its action_id and, where several share it, its value.
func (s *Server) Press(on Surface, user, action, value string) (*Delivery, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	sc, err := s.scene(on, user, action, value)
	if err != nil {
		return nil, err
	}
	var chosen map[string]any
	switch sc.element["type"] {
	case "button", "workflow_button", "icon_button":
	case "feedback_buttons":
		for _, k := range []string{"positive_button", "negative_button"} {
			if b, _ := sc.element[k].(map[string]any); b["value"] == value {
				chosen = map[string]any{"value": value, "text": b["text"]}
			}
		}
		if chosen == nil {
			return nil, fmt.Errorf("fakeslack: no feedback button with the value %q", value)
		}
	default:
		return nil, fmt.Errorf("fakeslack: %v can't be pressed", sc.element["type"])
	}
	return s.act(sc, chosen), nil
}

// Choose chooses of a menu: a select, an overflow, radio buttons, checkboxes, a
// date picker. The values are those of options, IDs, or a date; all that are
// chosen now.
func (s *Server) Choose(on Surface, user, action string, values ...string) (*Delivery, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	sc, err := s.scene(on, user, action, "")
	if err != nil {
		return nil, err
	}
	chosen, err := s.state(sc.element, values)
	if err != nil {
		return nil, err
	}
	delete(chosen, "type")
	return s.act(sc, chosen), nil
}

// Suggest types into an external select: the app is asked for options, which
// OptionValues reads from what Wait returns.
func (s *Server) Suggest(on Surface, user, action, typed string) (*Delivery, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	sc, err := s.scene(on, user, action, "")
	if err != nil {
		return nil, err
	}
	if kind, _ := sc.element["type"].(string); !strings.HasSuffix(kind, "external_select") {
		return nil, fmt.Errorf("fakeslack: %s is a %s, which asks for no options", action, kind)
	}
	least := 3.0
	if n, ok := sc.element["min_query_length"].(float64); ok {
		least = n
	}
	if float64(utf8.RuneCountInString(typed)) < least {
		return nil, fmt.Errorf("fakeslack: %q is shorter than min_query_length %v: nothing is asked", typed, least)
	}
	payload := s.payload("block_suggestion", sc)
	delete(payload, "trigger_id")
	maps.Copy(payload, map[string]any{"action_id": action, "block_id": sc.block, "value": typed})
	d := s.interact(payload, true, func(reply json.RawMessage) error { return s.suggested(action, reply) })
	d.ID = "suggestion of " + action
	return d, nil
}

// suggested checks the options that an app suggests.
func (s *Server) suggested(action string, reply json.RawMessage) error {
	var options map[string]any
	if err := json.Unmarshal(reply, &options); err != nil {
		return fmt.Errorf("fakeslack: the options for %s are not an object: %w", action, err)
	}
	_, flat := options["options"].([]any)
	_, grouped := options["option_groups"].([]any)
	s.mu.Lock()
	defer s.mu.Unlock()
	w := &walker{limits: s.limits}
	if flat == grouped {
		w.fatal("", "one of options and option_groups is required")
	}
	options["type"] = "static_select"
	w.object(options, "", "")
	for _, p := range w.problems {
		s.violateLocked(p.rule, "block_suggestion", p.String())
	}
	if refused := w.refused(); len(refused) > 0 {
		return fmt.Errorf("fakeslack: the options for %s are not valid: %q", action, refused)
	}
	return nil
}

// OptionValues are the values of the options that an app suggested.
func OptionValues(reply json.RawMessage) []string {
	type option struct{ Value string }
	var r struct {
		Options []option
		Groups  []struct{ Options []option } `json:"option_groups"`
	}
	if json.Unmarshal(reply, &r) != nil {
		return nil
	}
	for _, g := range r.Groups {
		r.Options = append(r.Options, g.Options...)
	}
	var out []string
	for _, o := range r.Options {
		out = append(out, o.Value)
	}
	return out
}

// state is an element with values chosen or typed, as state.values shows it. The
// lock is held.
func (s *Server) state(e map[string]any, values []string) (map[string]any, error) {
	kind, _ := e["type"].(string)
	out := map[string]any{"type": kind}
	if len(values) == 0 {
		values = []string{}
	}
	one := func(key string) (map[string]any, error) {
		if len(values) == 0 || values[0] == "" {
			out[key] = nil
		} else {
			out[key] = values[0]
		}
		return out, nil
	}
	pick := func(value string) (any, error) {
		if strings.HasSuffix(kind, "external_select") {
			return map[string]any{"text": map[string]any{"type": "plain_text", "text": value, "emoji": true}, "value": value}, nil
		}
		for _, o := range optionsOf(e) {
			if o["value"] == value {
				return o, nil
			}
		}
		return nil, fmt.Errorf("fakeslack: %v has no option with the value %q", e["action_id"], value)
	}
	switch kind {
	case "plain_text_input", "email_text_input", "url_text_input", "number_input":
		if len(values) > 0 {
			if most, ok := e["max_length"].(float64); ok && float64(utf8.RuneCountInString(values[0])) > most {
				return nil, fmt.Errorf("fakeslack: %v takes no more than %v characters", e["action_id"], most)
			}
			if least, ok := e["min_length"].(float64); ok && float64(utf8.RuneCountInString(values[0])) < least {
				return nil, fmt.Errorf("fakeslack: %v takes no less than %v characters", e["action_id"], least)
			}
		}
		return one("value")
	case "datepicker":
		return one("selected_date")
	case "timepicker":
		return one("selected_time")
	case "users_select":
		return one("selected_user")
	case "conversations_select":
		return one("selected_conversation")
	case "channels_select":
		return one("selected_channel")
	case "multi_users_select":
		out["selected_users"] = values
	case "multi_conversations_select":
		out["selected_conversations"] = values
	case "multi_channels_select":
		out["selected_channels"] = values
	case "static_select", "external_select", "overflow", "radio_buttons":
		out["selected_option"] = nil
		if len(values) > 0 && values[0] != "" {
			o, err := pick(values[0])
			out["selected_option"] = o
			return out, err
		}
	case "multi_static_select", "multi_external_select", "checkboxes":
		picked := []any{}
		for _, v := range values {
			o, err := pick(v)
			if err != nil {
				return nil, err
			}
			picked = append(picked, o)
		}
		out["selected_options"] = picked
	default:
		return nil, fmt.Errorf("fakeslack: nothing can be chosen of a %s", kind)
	}
	return out, nil
}

func optionsOf(e map[string]any) []map[string]any {
	out, _, _ := objects(e["options"])
	groups, _, _ := objects(e["option_groups"])
	for _, g := range groups {
		more, _, _ := objects(g["options"])
		out = append(out, more...)
	}
	return out
}

// initial is the state of blocks before anything is chosen: initial values, else
// null. Buttons and overflows hold none.
func initial(blocks []map[string]any) map[string]any {
	out := map[string]any{}
	for _, b := range blocks {
		id, _ := b["block_id"].(string)
		for _, e := range elements(b) {
			action, _ := e["action_id"].(string)
			if st := initialOf(e); st != nil && action != "" {
				if out[id] == nil {
					out[id] = map[string]any{}
				}
				out[id].(map[string]any)[action] = st
			}
		}
	}
	return out
}

func initialOf(e map[string]any) map[string]any {
	kind, _ := e["type"].(string)
	out := map[string]any{"type": kind}
	field := map[string][2]string{
		"plain_text_input": {"value", "initial_value"}, "email_text_input": {"value", "initial_value"},
		"url_text_input": {"value", "initial_value"}, "number_input": {"value", "initial_value"},
		"datepicker": {"selected_date", "initial_date"}, "timepicker": {"selected_time", "initial_time"},
		"users_select": {"selected_user", "initial_user"}, "conversations_select": {"selected_conversation", "initial_conversation"},
		"channels_select": {"selected_channel", "initial_channel"}, "static_select": {"selected_option", "initial_option"},
		"external_select": {"selected_option", "initial_option"}, "radio_buttons": {"selected_option", "initial_option"},
		"multi_static_select": {"selected_options", "initial_options"}, "multi_external_select": {"selected_options", "initial_options"},
		"checkboxes": {"selected_options", "initial_options"}, "multi_users_select": {"selected_users", "initial_users"},
		"multi_conversations_select": {"selected_conversations", "initial_conversations"},
		"multi_channels_select":      {"selected_channels", "initial_channels"},
	}[kind]
	if field[0] == "" {
		return nil
	}
	out[field[0]] = e[field[1]]
	if strings.HasSuffix(field[0], "s") && e[field[1]] == nil {
		out[field[0]] = []any{}
	}
	return out
}

// ActionIDs are those of the elements of a message, in order.
func (m Message) ActionIDs() []string { return actionIDs(m.Blocks) }

// ActionIDs are those of the elements of a view, in order.
func (v View) ActionIDs() []string { return actionIDs(v.Blocks) }

func actionIDs(blocks []map[string]any) []string {
	var out []string
	for _, b := range blocks {
		for _, e := range elements(b) {
			if id, _ := e["action_id"].(string); id != "" {
				out = append(out, id)
			}
		}
	}
	return slices.Clip(out)
}
