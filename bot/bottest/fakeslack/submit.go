package fakeslack

import (
	"encoding/json"
	"fmt"
	"slices"
)

// Values are what a person puts into a form: for each action_id the text, the
// date, or the values of the options.
type Values map[string][]string

// SubmitView presses a modal's submit button. Inputs that Values doesn't name keep
// their initial value; where a required one stays empty nothing is sent and an
// error says so, as Slack's own form does. What the app answers is carried out:
// errors are shown under the inputs (View.Errors), update, push and clear change
// the views, and without a response_action the view is closed.
func (s *Server) SubmitView(view View, user string, values Values) (*Delivery, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	v, u := s.views[view.ID], s.users[user]
	stack := s.stacks[user]
	switch {
	case v == nil || u == nil || v.Closed || v.User != user || v.Type != "modal":
		return nil, fmt.Errorf("fakeslack: %s has no open modal %s", user, view.ID)
	case len(stack) == 0 || stack[len(stack)-1] != v.ID:
		return nil, fmt.Errorf("fakeslack: the modal %s lies under another", v.ID)
	case v.Submit == "" && v.raw["submit"] == nil:
		return nil, fmt.Errorf("fakeslack: the modal %s has no submit button", v.ID)
	}
	state, urls, err := s.filled(v, u, values)
	if err != nil {
		return nil, err
	}
	sc := &scene{user: u, team: s.teams[u.Team], view: v}
	payload := s.payload("view_submission", sc)
	delete(payload, "container")
	payload["view"], payload["response_urls"] = v.wire(s, state), urls
	v.Errors = nil
	return s.interact(payload, true, func(reply json.RawMessage) error { return s.submitted(v.ID, u, reply) }), nil
}

// filled is the state of a form and the response_urls of its conversation selects.
// The lock is held.
func (s *Server) filled(v *View, u *User, values Values) (map[string]any, []any, error) {
	state, urls := initial(v.Blocks), []any{}
	used := map[string]bool{}
	for _, b := range v.Blocks {
		id, _ := b["block_id"].(string)
		for _, e := range elements(b) {
			action, _ := e["action_id"].(string)
			var st map[string]any
			if given, ok := values[action]; ok {
				var err error
				if st, err = s.state(e, given); err != nil {
					return nil, nil, err
				}
				used[action] = true
				if state[id] == nil {
					state[id] = map[string]any{}
				}
				state[id].(map[string]any)[action] = st
			} else if st = initialOf(e); st == nil {
				continue
			}
			if optional, _ := b["optional"].(bool); b["type"] == "input" && !optional && empty(st) {
				return nil, nil, fmt.Errorf("fakeslack: %s is required and empty: the form is not sent", action)
			}
			if on, _ := e["response_url_enabled"].(bool); on {
				if ch := s.channels[fmt.Sprint(st["selected_conversation"])]; ch != nil {
					h := s.hook("actions", s.teams[u.Team], ch, u)
					urls = append(urls, map[string]any{"block_id": id, "action_id": action, "channel_id": ch.ID, "response_url": s.origin() + h.path})
				}
			}
		}
	}
	for action := range values {
		if !used[action] {
			return nil, nil, fmt.Errorf("fakeslack: the modal %s has no element %q; there are %q", v.ID, action, actionIDs(v.Blocks))
		}
	}
	return state, urls, nil
}

// empty reports whether an element's state holds nothing.
func empty(st map[string]any) bool {
	for k, v := range st {
		switch v := v.(type) {
		case nil:
		case string:
			if k != "type" && v != "" {
				return false
			}
		case []any:
			if len(v) > 0 {
				return false
			}
		case []string:
			if len(v) > 0 {
				return false
			}
		default:
			return false
		}
	}
	return true
}

// submitted carries out what the app answered to a submission.
func (s *Server) submitted(id string, u *User, reply json.RawMessage) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	v := s.views[id]
	var r struct {
		Action string            `json:"response_action"`
		Errors map[string]string `json:"errors"`
		View   map[string]any    `json:"view"`
	}
	refuse := func(reason string) error {
		s.violateLocked("view", "view_submission", reason)
		return fmt.Errorf("fakeslack: the answer to the submission of %s: %s", id, reason)
	}
	if len(reply) > 0 {
		if err := json.Unmarshal(reply, &r); err != nil {
			return refuse(err.Error())
		}
	}
	s.checkNoSecret("view_submission", r.View)
	stack := s.stacks[u.ID]
	switch r.Action {
	case "":
		s.shut(v)
	case "clear":
		for _, open := range stack {
			s.views[open].Closed = true
		}
		delete(s.stacks, u.ID)
	case "errors":
		if len(r.Errors) == 0 {
			return refuse("errors without any")
		}
		for block := range r.Errors {
			if !slices.ContainsFunc(v.Blocks, func(b map[string]any) bool { return b["block_id"] == block && b["type"] == "input" }) {
				return refuse("errors names " + block + ", which is no input block")
			}
		}
		v.Errors = r.Errors
	case "update", "push":
		if r.View == nil {
			return refuse(r.Action + " without a view")
		}
		if err := s.checkView("view_submission", r.View); err != nil {
			return fmt.Errorf("fakeslack: the view of the answer to the submission of %s: %w", id, err)
		}
		if r.Action == "update" {
			s.set(v, r.View)
			v.Updates++
			break
		}
		if len(stack) >= maxStack {
			return refuse("push over the limit of three views")
		}
		s.push(u, r.View)
	default:
		return refuse("response_action " + r.Action)
	}
	s.touch()
	return nil
}

// shut closes a view; one beneath it comes up, unless clear_on_close was set. The
// lock is held.
func (s *Server) shut(v *View) {
	v.Closed = true
	s.stacks[v.User] = slices.DeleteFunc(slices.Clone(s.stacks[v.User]), func(id string) bool { return id == v.ID })
	s.touch()
}

// CloseView closes a modal, all those beneath it too where all is set or the view
// is clear_on_close. The app is told, by view_closed, where the view asks for it
// (notify_on_close); otherwise the delivery is nil.
func (s *Server) CloseView(view View, user string, all bool) (*Delivery, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	v, u := s.views[view.ID], s.users[user]
	if v == nil || u == nil || v.Closed || v.User != user || v.Type != "modal" {
		return nil, fmt.Errorf("fakeslack: %s has no open modal %s", user, view.ID)
	}
	payload := s.payload("view_closed", &scene{user: u, team: s.teams[u.Team], view: v})
	delete(payload, "trigger_id")
	delete(payload, "container")
	payload["is_cleared"] = all || v.ClearOnClose
	s.shut(v)
	if all || v.ClearOnClose {
		for _, id := range s.stacks[user] {
			s.views[id].Closed = true
		}
		delete(s.stacks, user)
	}
	if !v.NotifyOnClose {
		return nil, nil
	}
	d := s.interact(payload, false, nil)
	d.ID = "closing of " + v.ID
	return d, nil
}
