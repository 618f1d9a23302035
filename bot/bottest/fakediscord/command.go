package fakediscord

import (
	"fmt"
	"regexp"
	"strings"
)

// commandName is Discord's pattern of names of slash commands and their options.
var commandName = regexp.MustCompile(`^[-_'\p{L}\p{N}\p{Devanagari}\p{Thai}]{1,32}$`)

// The kinds of option that hold others.
const (
	optionSubcommand = 1
	optionGroup      = 2
)

// checkCommand finds what is wrong with a command; patch lets the name be absent.
func checkCommand(o object, patch bool) faultList {
	var f faultList
	kind := number(o["type"])
	if kind == 0 {
		kind = 1
	}
	name, named := o["name"]
	if named || !patch {
		f.between("name", length(text(name)), 1, 32)
		if kind == 1 {
			f.slashName("name", text(name))
		}
	}
	if d, ok := o["description"]; kind == 1 && (ok || !patch) {
		f.between("description", length(text(d)), 1, 100)
	} else if kind != 1 && text(d) != "" {
		f.add("description", "APPLICATION_COMMAND_DESCRIPTION_INVALID", "Context menu commands cannot have description")
	}
	f.options("options", list(o["options"]), 0)
	if n := commandSize(o); n > 8000 {
		f.add("", "APPLICATION_COMMAND_TOO_LARGE", "Command exceeds maximum size (%d > 8000)", n)
	}
	return f
}

func (f *faultList) slashName(path, name string) {
	if !commandName.MatchString(name) || strings.ToLower(name) != name {
		f.add(path, "APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid")
	}
}

// options checks the options of a command, of a group (depth 1) or of a subcommand.
func (f *faultList) options(path string, options []any, depth int) {
	f.atMost(path, len(options), 25)
	seen := map[string]bool{}
	optional := false
	for i, v := range options {
		p, o := fmt.Sprintf("%s.%d", path, i), fields(v)
		name, kind := text(o["name"]), number(o["type"])
		f.slashName(p+".name", name)
		f.between(p+".description", length(text(o["description"])), 1, 100)
		if seen[name] {
			f.add(p+".name", "APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS", "Option name already exists")
		}
		seen[name] = true
		if kind < 1 || kind > 11 || kind == optionGroup && depth > 0 || kind == optionSubcommand && depth > 1 {
			f.add(p+".type", "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "Sub-command and sub-command group option types are mutually exclusive to all other types")
		}
		switch required := truth(o["required"], false); {
		case required && optional:
			f.add(p+".required", "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", "Required options must be placed before non-required options")
		case !required:
			optional = true
		}
		choices := list(o["choices"])
		f.atMost(p+".choices", len(choices), 25)
		if len(choices) > 0 && truth(o["autocomplete"], false) {
			f.add(p+".autocomplete", "APPLICATION_COMMAND_OPTION_AUTOCOMPLETE_AND_CHOICES", "Autocomplete and choices cannot both be set")
		}
		for j, c := range choices {
			f.choice(fmt.Sprintf("%s.choices.%d", p, j), fields(c))
		}
		if kind == optionSubcommand || kind == optionGroup {
			f.options(p+".options", list(o["options"]), depth+3-kind)
		}
	}
}

// choice checks a choice of an option or of an autocompletion.
func (f *faultList) choice(path string, c object) {
	f.between(path+".name", length(text(c["name"])), 1, 100)
	if v, ok := c["value"].(string); ok {
		f.between(path+".value", length(v), 1, 100)
	} else if c["value"] == nil {
		f.add(path+".value", "BASE_TYPE_REQUIRED", "This field is required")
	}
}

// commandSize is how many characters a command has in names, descriptions and values, each with its longest
// translation.
func commandSize(o object) int {
	longest := func(key string) int {
		n := length(text(o[key]))
		for _, v := range fields(o[key+"_localizations"]) {
			n = max(n, length(text(v)))
		}
		return n
	}
	n := longest("name") + longest("description") + length(text(o["value"]))
	for _, k := range []string{"options", "choices"} {
		for _, v := range list(o[k]) {
			n += commandSize(fields(v))
		}
	}
	return n
}

// scopeOf is where a request's commands live: a guild's ID, or nothing for global ones.
func (s *Server) scopeOf(q *request) (string, error) {
	if q.params["application_id"] != s.world.bot.ID {
		return "", errUnknownApplication
	}
	gid, ok := q.params["guild_id"]
	if ok && s.world.guilds[gid] == nil {
		return "", errMissingAccess
	}
	return gid, nil
}

// commandWire is a command as it is kept and shown: with defaults, without what is null or off.
func (s *Server) commandWire(o object, scope string) object {
	c := object{
		"id": s.world.ids.next(s.now()), "application_id": s.world.bot.ID, "version": s.world.ids.next(s.now()),
		"type": 1, "description": "", "default_member_permissions": nil, "nsfw": false, "dm_permission": true,
		"contexts": nil, "integration_types": []any{0}, "name_localizations": nil, "description_localizations": nil,
	}
	if scope != "" {
		c["guild_id"] = scope
		delete(c, "dm_permission")
	}
	s.mergeCommand(c, o)
	return c
}

// mergeCommand sets in c what a body names.
func (s *Server) mergeCommand(c, o object) {
	for _, k := range []string{"name", "type", "description", "default_member_permissions", "nsfw", "dm_permission", "contexts",
		"integration_types", "name_localizations", "description_localizations", "options"} {
		v, ok := o[k]
		if !ok || v == nil && k != "contexts" && k != "default_member_permissions" {
			continue
		}
		if k == "default_member_permissions" && v != nil {
			v = id(v)
		}
		if k == "options" {
			v = stripped(v)
		}
		if k == "dm_permission" && c["guild_id"] != nil {
			continue
		}
		c[k] = v
	}
}

// stripped copies options without what is null, false or empty, as Discord shows them.
func stripped(v any) any {
	switch v := v.(type) {
	case []any:
		out := make([]any, len(v))
		for i, x := range v {
			out[i] = stripped(x)
		}
		return out
	case object:
		out := object{}
		for k, x := range v {
			if l, isList := x.([]any); x == nil || x == false || isList && len(l) == 0 {
				continue
			}
			out[k] = stripped(x)
		}
		return out
	}
	return v
}

// sameCommand reports whether two commands go by one name: of one type, in one scope.
func sameCommand(a, b object) bool {
	kind := func(o object) int { return max(1, number(o["type"])) }
	return text(a["name"]) == text(b["name"]) && kind(a) == kind(b)
}

func getCommands(s *Server, q *request) (int, any, error) {
	scope, err := s.scopeOf(q)
	if err != nil {
		return 0, nil, err
	}
	out := []any{}
	for _, c := range s.world.commands[scope] {
		out = append(out, c)
	}
	return 200, out, nil
}

func postCommand(s *Server, q *request) (int, any, error) {
	scope, err := s.scopeOf(q)
	if err != nil {
		return 0, nil, err
	}
	if err := s.refuseFaults(q, checkCommand(q.object(), false)); err != nil {
		return 0, nil, err
	}
	made := s.commandWire(q.object(), scope)
	for i, c := range s.world.commands[scope] {
		if sameCommand(c, made) {
			made["id"] = c["id"]
			s.world.commands[scope][i] = made
			return 200, made, nil
		}
	}
	if len(s.world.commands[scope]) >= 100 {
		return 0, nil, &apiError{400, 30032, "Maximum number of application commands reached (100).", nil}
	}
	s.world.commands[scope] = append(s.world.commands[scope], made)
	return 201, made, nil
}

// commandsBody is the schema of a list of commands, which has no name of its own.
const commandsBody = "/paths/~1applications~1%7Bapplication_id%7D~1commands/put/requestBody/content/application~1json/schema"

// putCommands replaces all commands of a scope. One that keeps its name and type keeps its ID.
func putCommands(s *Server, q *request) (int, any, error) {
	scope, err := s.scopeOf(q)
	if err != nil {
		return 0, nil, err
	}
	if len(q.raw) == 0 {
		return 0, nil, errBadJSON
	}
	if e := s.check(q, commandsBody, q.body); e != nil {
		return 0, nil, e
	}
	var made []object
	for i, v := range list(q.body) {
		f := checkCommand(fields(v), false)
		for j := range f {
			f[j].path = fmt.Sprintf("%d.%s", i, f[j].path)
		}
		if e := s.refuseFaults(q, f); e != nil {
			return 0, nil, e
		}
		c := s.commandWire(fields(v), scope)
		for _, other := range made {
			if sameCommand(other, c) {
				return 0, nil, invalidForm(fieldError{fmt.Sprint(i), "APPLICATION_COMMANDS_DUPLICATE_NAME", "Application command names must be unique"})
			}
		}
		for _, old := range s.world.commands[scope] {
			if sameCommand(old, c) {
				c["id"] = old["id"]
				keep := c["version"]
				c["version"] = old["version"]
				if string(mustMarshal(c)) != string(mustMarshal(old)) {
					c["version"] = keep
				}
			}
		}
		made = append(made, c)
	}
	s.world.commands[scope] = made
	return getCommands(s, q)
}

// commandOf finds the command of a request and its place.
func (s *Server) commandOf(q *request) (string, int, error) {
	scope, err := s.scopeOf(q)
	if err != nil {
		return "", 0, err
	}
	for i, c := range s.world.commands[scope] {
		if c["id"] == q.params["command_id"] {
			return scope, i, nil
		}
	}
	return "", 0, errUnknownCommand
}

func getCommand(s *Server, q *request) (int, any, error) {
	scope, i, err := s.commandOf(q)
	if err != nil {
		return 0, nil, err
	}
	return 200, s.world.commands[scope][i], nil
}

func patchCommand(s *Server, q *request) (int, any, error) {
	scope, i, err := s.commandOf(q)
	if err != nil {
		return 0, nil, err
	}
	if e := s.refuseFaults(q, checkCommand(q.object(), true)); e != nil {
		return 0, nil, e
	}
	c := object{}
	for k, v := range s.world.commands[scope][i] {
		c[k] = v
	}
	s.mergeCommand(c, q.object())
	c["version"] = s.world.ids.next(q.now)
	s.world.commands[scope][i] = c
	return 200, c, nil
}

func deleteCommand(s *Server, q *request) (int, any, error) {
	scope, i, err := s.commandOf(q)
	if err != nil {
		return 0, nil, err
	}
	list := s.world.commands[scope]
	s.world.commands[scope] = append(list[:i:i], list[i+1:]...)
	return 204, nil, nil
}
