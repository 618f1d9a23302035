package fakeslack

import (
	"cmp"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"time"
)

// maxStack is how many views a modal may have over each other, per
// docs.slack.dev/surfaces/modals.
const maxStack = 3

// View is a modal, or a home tab, as it stands. A value handed out is a copy; its
// payload is shared and must not be changed.
type View struct {
	ID, Team, User, Hash string
	Type                 string // modal or home
	CallbackID           string
	ExternalID           string
	PrivateMetadata      string
	Title, Submit, Close string
	RootID, PreviousID   string
	NotifyOnClose        bool
	ClearOnClose         bool
	Blocks               []map[string]any
	Errors               map[string]string // under inputs, by block_id, since the last submission
	Updates              int
	Closed               bool
	Opened               time.Time

	raw    map[string]any
	serial int64
}

// trigger is what an interaction lets the app open a view with.
type trigger struct {
	user *User
	view string // in which the interaction was
	made time.Time
	used bool
}

// trigger makes a trigger_id. The lock is held.
func (s *Server) trigger(u *User, view string) string {
	s.serial++
	id := s.hexes(10)
	id = strings.Map(func(r rune) rune {
		if r > '9' {
			return '0' + r%10
		}
		return r
	}, "1"+id) + ".1000000001." + s.hexes(32)
	for old, t := range s.triggers {
		if s.now().Sub(t.made) > time.Hour {
			delete(s.triggers, old)
		}
	}
	s.triggers[id] = &trigger{user: u, view: view, made: s.now()}
	return id
}

// exchange takes a trigger that the arguments name.
func (c *call) exchange() (*trigger, error) {
	id := c.text("trigger_id")
	if id == "" {
		id = c.text("interactivity_pointer")
	}
	if id == "" {
		return nil, failed("invalid_arguments", []string{"[ERROR] missing required field: trigger_id"})
	}
	t := c.s.triggers[id]
	switch {
	case t == nil || t.user.Team != c.team.ID:
		return nil, fail("invalid_trigger_id")
	case t.used:
		return nil, fail("exchanged_trigger_id")
	case c.s.now().Sub(t.made) > c.s.times.Trigger:
		return nil, fail("expired_trigger_id")
	}
	return t, nil
}

// viewArg is the view of the arguments, checked.
func (c *call) viewArg(kind string) (map[string]any, error) {
	raw, ok := c.args["view"].(map[string]any)
	if !ok {
		return nil, failed("invalid_arguments", []string{"[ERROR] missing required field: view"})
	}
	if raw["type"] != kind && kind != "" {
		return nil, failed("invalid_arguments", []string{"[ERROR] unsupported type [json-pointer:/view/type]"})
	}
	if err := c.s.checkView(c.name, raw); err != nil {
		return nil, err
	}
	if ext, _ := raw["external_id"].(string); ext != "" {
		for _, v := range c.s.views {
			if v.ExternalID == ext && v.Team == c.team.ID && !v.Closed && v.ID != c.text("view_id") && c.name != "views.update" {
				return nil, fail("duplicate_external_id")
			}
		}
	}
	return raw, nil
}

// set gives a view a new payload. The lock is held.
func (s *Server) set(v *View, raw map[string]any) {
	raw = maps.Clone(raw)
	str := func(key string) string { t, _ := raw[key].(string); return t }
	label := func(key string) string {
		obj, _ := raw[key].(map[string]any)
		t, _ := obj["text"].(string)
		return t
	}
	v.Type, v.CallbackID, v.ExternalID, v.PrivateMetadata = str("type"), str("callback_id"), str("external_id"), str("private_metadata")
	v.Title, v.Submit, v.Close = label("title"), label("submit"), label("close")
	v.NotifyOnClose, _ = raw["notify_on_close"].(bool)
	v.ClearOnClose, _ = raw["clear_on_close"].(bool)
	v.Blocks, _, _ = objects(raw["blocks"])
	for i, b := range v.Blocks {
		b = maps.Clone(b)
		if id, _ := b["block_id"].(string); id == "" {
			b["block_id"] = s.token(5)
		}
		v.Blocks[i] = b
	}
	v.Errors, v.raw = nil, raw
	v.Hash = strings.Split(s.stamp(), ".")[0] + "." + s.hexes(8)
	s.touch()
}

// newView makes a view for a user. The lock is held.
func (s *Server) newView(u *User, raw map[string]any) *View {
	v := &View{ID: "V" + s.token(9), Team: u.Team, User: u.ID, Opened: s.now()}
	v.RootID = v.ID
	s.serial++
	v.serial = s.serial
	s.views[v.ID] = v
	s.set(v, raw)
	return v
}

// wire is a view as the Web API and interactions show it. The lock is held.
func (v *View) wire(s *Server, values map[string]any) map[string]any {
	if values == nil {
		values = map[string]any{}
	}
	out := map[string]any{
		"id": v.ID, "team_id": v.Team, "type": v.Type, "blocks": v.Blocks, "private_metadata": v.PrivateMetadata,
		"callback_id": v.CallbackID, "external_id": v.ExternalID, "state": map[string]any{"values": values}, "hash": v.Hash,
		"clear_on_close": v.ClearOnClose, "notify_on_close": v.NotifyOnClose, "root_view_id": v.RootID, "previous_view_id": nil,
		"app_id": s.opts.AppID, "app_installed_team_id": v.Team, "bot_id": s.teams[v.Team].BotID,
		"title": v.raw["title"], "close": v.raw["close"], "submit": v.raw["submit"],
	}
	if v.PreviousID != "" {
		out["previous_view_id"] = v.PreviousID
	}
	return out
}

func (c *call) openView() (map[string]any, error) {
	t, err := c.exchange()
	if err != nil {
		return nil, err
	}
	raw, err := c.viewArg("modal")
	if err != nil {
		return nil, err
	}
	t.used = true
	for _, id := range c.s.stacks[t.user.ID] {
		c.s.views[id].Closed = true
	}
	v := c.s.newView(t.user, raw)
	c.s.stacks[t.user.ID] = []string{v.ID}
	return map[string]any{"view": v.wire(c.s, nil)}, nil
}

func (c *call) pushView() (map[string]any, error) {
	t, err := c.exchange()
	if err != nil {
		return nil, err
	}
	if v := c.s.views[t.view]; v == nil || v.Closed || v.Type != "modal" {
		return nil, fail("not_found")
	}
	if len(c.s.stacks[t.user.ID]) >= maxStack {
		return nil, fail("push_limit_reached")
	}
	raw, err := c.viewArg("modal")
	if err != nil {
		return nil, err
	}
	t.used = true
	return map[string]any{"view": c.s.push(t.user, raw).wire(c.s, nil)}, nil
}

// push puts a new view over those a user has open. The lock is held.
func (s *Server) push(u *User, raw map[string]any) *View {
	v := s.newView(u, raw)
	if stack := s.stacks[u.ID]; len(stack) > 0 {
		v.RootID, v.PreviousID = stack[0], stack[len(stack)-1]
	}
	s.stacks[u.ID] = append(s.stacks[u.ID], v.ID)
	return v
}

func (c *call) updateView() (map[string]any, error) {
	v := c.s.views[c.text("view_id")]
	if ext := c.text("external_id"); v == nil && ext != "" {
		for _, id := range slices.Sorted(maps.Keys(c.s.views)) {
			if w := c.s.views[id]; w.ExternalID == ext && w.Team == c.team.ID && !w.Closed {
				v = w
			}
		}
	}
	if v == nil || v.Closed || v.Team != c.team.ID {
		return nil, fail("not_found")
	}
	if h := c.text("hash"); h != "" && h != v.Hash {
		return nil, fail("hash_conflict")
	}
	raw, err := c.viewArg(v.Type)
	if err != nil {
		return nil, err
	}
	c.s.set(v, raw)
	v.Updates++
	return map[string]any{"view": v.wire(c.s, nil)}, nil
}

func (c *call) publishView() (map[string]any, error) {
	u := c.s.users[c.text("user_id")]
	if u == nil || u.Team != c.team.ID || u.IsBot {
		return nil, failed("invalid_arguments", []string{"[ERROR] invalid user_id"})
	}
	var v *View
	for _, id := range slices.Sorted(maps.Keys(c.s.views)) {
		if w := c.s.views[id]; w.Type == "home" && w.User == u.ID {
			v = w
		}
	}
	if h := c.text("hash"); v != nil && h != "" && h != v.Hash {
		return nil, fail("hash_conflict")
	}
	raw, err := c.viewArg("home")
	if err != nil {
		return nil, err
	}
	if v == nil {
		v = c.s.newView(u, raw)
	} else {
		c.s.set(v, raw)
		v.Updates++
	}
	return map[string]any{"view": v.wire(c.s, nil)}, nil
}

// Views are all that a user was shown, oldest first, closed ones included.
func (s *Server) Views(user string) []View {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []View
	for _, id := range slices.Sorted(maps.Keys(s.views)) {
		if v := s.views[id]; v.User == user {
			out = append(out, v.copy())
		}
	}
	slices.SortFunc(out, func(a, b View) int { return cmp.Compare(a.serial, b.serial) })
	return out
}

// Modal is the view on top of those a user has open.
func (s *Server) Modal(user string) (View, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	stack := s.stacks[user]
	if len(stack) == 0 {
		return View{}, false
	}
	return s.views[stack[len(stack)-1]].copy(), true
}

func (v *View) copy() View {
	c := *v
	c.Errors = maps.Clone(v.Errors)
	return c
}

// JSON is the payload the app sent.
func (v View) JSON() json.RawMessage {
	b, _ := json.Marshal(v.raw)
	return b
}
