package fakediscord

import (
	"fmt"
	"strings"
)

// Press makes a person press the button of a custom_id under a message.
func (s *Server) Press(messageID, customID, user string) (*Interaction, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	in, c, err := s.use(messageID, customID, user)
	if err != nil {
		return nil, fmt.Errorf("press %s: %w", customID, err)
	}
	if number(c["type"]) != componentButton {
		return nil, fmt.Errorf("press %s: it is no button", customID)
	}
	return s.submit(in), nil
}

// Select makes a person choose in the menu of a custom_id under a message: values of its options, or names or IDs of
// users, roles or channels.
func (s *Server) Select(messageID, customID, user string, values ...string) (*Interaction, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	in, c, err := s.use(messageID, customID, user)
	if err != nil {
		return nil, fmt.Errorf("select %s: %w", customID, err)
	}
	chosen, resolved, err := s.choose(in.channel, c, values)
	if err != nil {
		return nil, fmt.Errorf("select %s: %w", customID, err)
	}
	data := in.payload["data"].(object)
	data["values"] = chosen
	if len(resolved) > 0 {
		data["resolved"] = resolved
	}
	return s.submit(in), nil
}

// use begins an interaction with a component that a person sees.
func (s *Server) use(messageID, customID, user string) (*interaction, object, error) {
	m := s.world.find(messageID)
	if m == nil {
		return nil, nil, fmt.Errorf("no message %s", messageID)
	}
	u, c, err := s.person(m.ChannelID, user, 0)
	if err != nil {
		return nil, nil, err
	}
	if m.OnlyFor != "" && m.OnlyFor != u.ID {
		return nil, nil, fmt.Errorf("message %s is not for %s", messageID, user)
	}
	var found object
	walkComponents(m.Components, func(x object) {
		if text(x["custom_id"]) == customID && found == nil {
			found = x
		}
	})
	switch {
	case found == nil:
		return nil, nil, fmt.Errorf("message %s has no such component", messageID)
	case truth(found["disabled"], false):
		return nil, nil, fmt.Errorf("it is disabled")
	}
	in := s.newInteraction(kindComponent, u, c, customID)
	in.source = m
	in.payload["message"] = s.world.messageWire(m, true)
	in.payload["data"] = object{"component_type": found["type"], "custom_id": customID, "id": found["id"]}
	return in, found, nil
}

// choose checks the values of a menu and resolves what they name.
func (s *Server) choose(c *Channel, menu object, values []string) ([]string, object, error) {
	least, most := 1, 1
	if v, ok := menu["min_values"]; ok {
		least = number(v)
	}
	if v, ok := menu["max_values"]; ok {
		most = number(v)
	}
	if len(values) < least || len(values) > most {
		return nil, nil, fmt.Errorf("%d values, want %d to %d", len(values), least, most)
	}
	r := &resolver{s: s, c: c, out: object{}}
	out := []string{}
	for _, v := range values {
		id, err := v, error(nil)
		switch kind := number(menu["type"]); kind {
		case componentSelect:
			known := false
			for _, o := range list(menu["options"]) {
				known = known || text(fields(o)["value"]) == v
			}
			if !known {
				err = fmt.Errorf("%q is none of the options", v)
			}
		case 5:
			id, err = r.user(v)
		case 6:
			id, err = r.role(v)
		case 7:
			if id, err = r.user(v); err != nil {
				id, err = r.role(v)
			}
		case componentMentions:
			id, err = r.channel(v)
		default:
			err = fmt.Errorf("a component of type %d is no menu", kind)
		}
		if err != nil {
			return nil, nil, err
		}
		out = append(out, id)
	}
	return out, r.out, nil
}

// Dismiss makes a person close a dialog without sending it, which tells the bot nothing.
func (s *Server) Dismiss(m Modal) {
	s.mu.Lock()
	defer s.mu.Unlock()
	m.in.closed = true
}

// SubmitModal makes a person send a dialog. Values go by custom_id: a string for an input, a list of strings for a menu.
// What is left out keeps its preset value; a required input without one is an error, as are lengths out of bounds.
func (s *Server) SubmitModal(m Modal, values map[string]any) (*Interaction, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if m.in == nil || m.in.closed {
		return nil, fmt.Errorf("submit %s: the dialog is not open", m.CustomID)
	}
	used := map[string]bool{}
	resolved := object{}
	components, err := s.filled(m.in.channel, m.Components, values, used, resolved)
	if err != nil {
		return nil, fmt.Errorf("submit %s: %w", m.CustomID, err)
	}
	for _, k := range sortedNames(values) {
		if !used[k] {
			return nil, fmt.Errorf("submit %s: it has no input %q", m.CustomID, k)
		}
	}
	m.in.closed = true
	in := s.newInteraction(kindModal, m.user, m.in.channel, m.CustomID)
	in.source = m.in.source
	data := object{"custom_id": m.CustomID, "components": components}
	if len(resolved) > 0 {
		data["resolved"] = resolved
	}
	in.payload["data"] = data
	if in.source != nil {
		in.payload["message"] = s.world.messageWire(in.source, true)
	}
	return s.submit(in), nil
}

// filled makes the components of a dialog that was sent.
func (s *Server) filled(c *Channel, components []any, values map[string]any, used map[string]bool, resolved object) ([]any, error) {
	out := []any{}
	for i, v := range components {
		x := fields(v)
		kind := number(x["type"])
		nid := number(x["id"])
		if nid == 0 {
			nid = i + 1
		}
		o := object{"type": kind, "id": nid}
		switch kind {
		case componentText:
		case componentRow:
			inner, err := s.filled(c, list(x["components"]), values, used, resolved)
			if err != nil {
				return nil, err
			}
			o["components"] = inner
		case componentLabel:
			inner, err := s.filled(c, []any{x["component"]}, values, used, resolved)
			if err != nil {
				return nil, err
			}
			o["component"] = inner[0]
		case componentInput:
			cid := text(x["custom_id"])
			val, given := values[cid].(string)
			if !given {
				val = text(x["value"])
			}
			used[cid] = true
			n := length(val)
			if strings.TrimSpace(val) == "" && truth(x["required"], true) {
				return nil, fmt.Errorf("input %q is required", cid)
			}
			if most := number(x["max_length"]); n > 4000 || most > 0 && n > most || n > 0 && n < number(x["min_length"]) {
				return nil, fmt.Errorf("input %q has %d characters", cid, n)
			}
			o["custom_id"], o["value"] = cid, val
		default:
			cid := text(x["custom_id"])
			used[cid] = true
			var chosen []string
			switch v := values[cid].(type) {
			case []string:
				chosen = v
			case string:
				chosen = []string{v}
			}
			if len(chosen) == 0 && !truth(x["required"], true) {
				o["custom_id"], o["values"] = cid, []string{}
				break
			}
			got, res, err := s.choose(c, x, chosen)
			if err != nil {
				return nil, fmt.Errorf("input %q: %w", cid, err)
			}
			for k, v := range res {
				resolved[k] = v
			}
			o["custom_id"], o["values"] = cid, got
		}
		out = append(out, o)
	}
	return out, nil
}
