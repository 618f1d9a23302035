package fakediscord

import (
	"fmt"
	"strconv"
	"strings"
)

// Command makes a person use a slash command in a channel. A subcommand's name follows after a space. Options go by
// name; their values are strings, integers, floats or booleans, and names or IDs of users, channels and roles. What
// Discord's client would not let pass is an error: a command that is not there or not for this person, an option that
// is unknown, missing or out of its bounds.
func (s *Server) Command(channel, user, name string, options map[string]any) (*Interaction, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.command(kindCommand, channel, user, name, options, "")
}

// Autocomplete makes a person type into an option that is autocompleted; the other options are those filled in so far.
func (s *Server) Autocomplete(channel, user, name, focused, typed string, others map[string]any) (*Interaction, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	options := map[string]any{}
	for k, v := range others {
		options[k] = v
	}
	options[focused] = typed
	return s.command(kindAutocomplete, channel, user, name, options, focused)
}

// CommandOn makes a person use a command of the context menu of a message or a user, by ID.
func (s *Server) CommandOn(channel, user, name, target string) (*Interaction, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	u, c, err := s.person(channel, user, 0)
	if err != nil {
		return nil, fmt.Errorf("command %s: %w", name, err)
	}
	cmd := s.findCommand(c, u, name, func(kind int) bool { return kind == 2 || kind == 3 })
	if cmd == nil {
		return nil, fmt.Errorf("command %s: there is none for %s here", name, user)
	}
	in := s.newInteraction(kindCommand, u, c, name)
	data := object{"id": cmd["id"], "name": name, "type": cmd["type"], "target_id": target}
	if m := s.world.message(c.ID, target); m != nil {
		data["resolved"] = object{"messages": object{target: s.world.messageWire(m, true)}}
	} else if t := s.world.users[target]; t != nil {
		r := &resolver{s: s, c: c, out: object{}}
		r.user(target)
		data["resolved"] = r.out
	} else {
		return nil, fmt.Errorf("command %s: no target %s", name, target)
	}
	in.payload["data"] = data
	return s.submit(in), nil
}

// findCommand finds a command that a person can use in a channel: the guild's own first, then a global one.
func (s *Server) findCommand(c *Channel, u *User, name string, kind func(int) bool) object {
	p := s.world.permissions(u.ID, c)
	if c.GuildID != "" && !p.Has(UseCommands) {
		return nil
	}
	scopes := []string{""}
	if c.GuildID != "" {
		scopes = []string{c.GuildID, ""}
	}
	for _, scope := range scopes {
		for _, cmd := range s.world.commands[scope] {
			if text(cmd["name"]) != name || !kind(max(1, number(cmd["type"]))) {
				continue
			}
			if need, ok := cmd["default_member_permissions"].(string); ok && c.GuildID != "" {
				bits, _ := strconv.ParseUint(need, 10, 64)
				if bits == 0 && !p.Has(Administrator) || !p.Has(Permissions(bits)) {
					continue
				}
			}
			if c.GuildID == "" && !truth(cmd["dm_permission"], true) {
				continue
			}
			where := 0
			if c.GuildID == "" {
				where = 1
			}
			if contexts := list(cmd["contexts"]); contexts != nil && !hasText(contexts, strconv.Itoa(where)) && !hasNumber(contexts, where) {
				continue
			}
			return cmd
		}
	}
	return nil
}

func hasNumber(list []any, n int) bool {
	for _, v := range list {
		if _, isText := v.(string); !isText && number(v) == n {
			return true
		}
	}
	return false
}

// command sends a command or its autocompletion. The caller holds mu.
func (s *Server) command(kind int, channel, user, name string, options map[string]any, focused string) (*Interaction, error) {
	u, c, err := s.person(channel, user, 0)
	if err != nil {
		return nil, fmt.Errorf("command %s: %w", name, err)
	}
	path := strings.Fields(name)
	if len(path) == 0 {
		return nil, fmt.Errorf("command: no name")
	}
	cmd := s.findCommand(c, u, path[0], func(k int) bool { return k == 1 })
	if cmd == nil {
		return nil, fmt.Errorf("command %s: there is none for %s in %s", name, user, channel)
	}
	r := &resolver{s: s, c: c, out: object{}}
	values, err := r.options(list(cmd["options"]), path[1:], options, focused)
	if err != nil {
		return nil, fmt.Errorf("command %s: %w", name, err)
	}
	in := s.newInteraction(kind, u, c, path[0])
	data := object{"id": cmd["id"], "name": path[0], "type": 1}
	if gid := text(cmd["guild_id"]); gid != "" {
		data["guild_id"] = gid
	}
	if len(values) > 0 {
		data["options"] = values
	}
	if len(r.out) > 0 {
		data["resolved"] = r.out
	}
	in.payload["data"] = data
	return s.submit(in), nil
}

// resolver turns what a person chose into options on the wire, and collects whom and what they name.
type resolver struct {
	s   *Server
	c   *Channel
	out object
}

// options makes the options of a command, or of its subcommand where path names one.
func (r *resolver) options(defs []any, path []string, given map[string]any, focused string) ([]any, error) {
	if len(path) > 0 {
		for _, v := range defs {
			def := fields(v)
			if kind := number(def["type"]); text(def["name"]) == path[0] && kind <= optionGroup {
				inner, err := r.options(list(def["options"]), path[1:], given, focused)
				if err != nil {
					return nil, err
				}
				sub := object{"name": path[0], "type": kind}
				if len(inner) > 0 {
					sub["options"] = inner
				}
				return []any{sub}, nil
			}
		}
		return nil, fmt.Errorf("no subcommand %q", path[0])
	}
	used := 0
	var out []any
	for _, v := range defs {
		def := fields(v)
		name := text(def["name"])
		if number(def["type"]) <= optionGroup {
			return nil, fmt.Errorf("a subcommand is wanted, as %q", name)
		}
		val, ok := given[name]
		if !ok {
			if truth(def["required"], false) && focused == "" {
				return nil, fmt.Errorf("option %q is required", name)
			}
			continue
		}
		used++
		o := object{"name": name, "type": def["type"]}
		if name == focused {
			if !truth(def["autocomplete"], false) {
				return nil, fmt.Errorf("option %q is not autocompleted", name)
			}
			o["focused"], o["value"] = true, val
		} else {
			x, err := r.value(def, val)
			if err != nil {
				return nil, fmt.Errorf("option %q: %w", name, err)
			}
			o["value"] = x
		}
		out = append(out, o)
	}
	if used != len(given) {
		return nil, fmt.Errorf("options %v are not all among the command's", sortedNames(given))
	}
	return out, nil
}

// value checks one value as Discord's client does.
func (r *resolver) value(def object, val any) (any, error) {
	str := fmt.Sprint(val)
	bound := func(n float64, least, most string) error {
		lo, hasLo := def[least]
		hi, hasHi := def[most]
		if hasLo && n < float64(number(lo)) || hasHi && n > float64(number(hi)) {
			return fmt.Errorf("%v is out of bounds", val)
		}
		return nil
	}
	if choices := list(def["choices"]); len(choices) > 0 {
		for _, c := range choices {
			if o := fields(c); fmt.Sprint(o["value"]) == str {
				return o["value"], nil
			}
		}
		return nil, fmt.Errorf("%v is none of the choices", val)
	}
	switch number(def["type"]) {
	case 3:
		return str, bound(float64(length(str)), "min_length", "max_length")
	case 4:
		n, err := strconv.ParseInt(str, 10, 64)
		if err != nil {
			return nil, err
		}
		return n, bound(float64(n), "min_value", "max_value")
	case 5:
		return strconv.ParseBool(str)
	case 6:
		return r.user(str)
	case 7:
		return r.channel(str)
	case 8:
		return r.role(str)
	case 9:
		if id, err := r.user(str); err == nil {
			return id, nil
		}
		return r.role(str)
	case 10:
		f, err := strconv.ParseFloat(str, 64)
		if err != nil {
			return nil, err
		}
		return f, bound(f, "min_value", "max_value")
	}
	return nil, fmt.Errorf("options of type %v are not modelled", def["type"])
}

// put notes what an ID stands for.
func (r *resolver) put(kind, id string, v object) {
	m, _ := r.out[kind].(object)
	if m == nil {
		m = object{}
		r.out[kind] = m
	}
	m[id] = v
}

func (r *resolver) user(name string) (string, error) {
	u := r.s.world.user(name)
	if u == nil {
		return "", fmt.Errorf("no user %q", name)
	}
	r.put("users", u.ID, u.wire(false))
	if g := r.s.world.guilds[r.c.GuildID]; g != nil && g.members[u.ID] != nil {
		m := g.members[u.ID].wire(false)
		m["permissions"] = r.s.world.permissions(u.ID, r.c).String()
		r.put("members", u.ID, m)
	}
	return u.ID, nil
}

func (r *resolver) channel(name string) (string, error) {
	c := r.s.world.channel(name)
	if c == nil || c.GuildID != r.c.GuildID {
		return "", fmt.Errorf("no channel %q", name)
	}
	r.put("channels", c.ID, object{"id": c.ID, "name": c.Name, "type": c.Type, "parent_id": nilIfEmpty(c.ParentID), "permissions": AllPermissions.String()})
	return c.ID, nil
}

func (r *resolver) role(name string) (string, error) {
	if g := r.s.world.guilds[r.c.GuildID]; g != nil {
		for i, x := range g.roles {
			if x.ID == name || x.Name == name {
				r.put("roles", x.ID, r.s.world.roleWire(g, i))
				return x.ID, nil
			}
		}
	}
	return "", fmt.Errorf("no role %q", name)
}

func nilIfEmpty(s string) any {
	if s == "" {
		return nil
	}
	return s
}
