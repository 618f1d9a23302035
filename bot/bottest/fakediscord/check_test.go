package fakediscord

import (
	"fmt"
	"strings"
	"testing"
)

// Every branch that is named must be in the file, or a check would check nothing.
func TestBranches(t *testing.T) {
	sch, err := loadSchemas(spec(t))
	if err != nil {
		t.Fatal(err)
	}
	names := []string{commandsBody}
	for _, rt := range routes {
		if rt.schema != "" && rt.schema != "?" {
			names = append(names, rt.schema)
		}
	}
	for _, b := range branches {
		names = append(names, b)
	}
	for _, name := range names {
		// A number is none of the bodies: a schema that takes it is none of theirs.
		if err := sch.validate(name, 1.5); err == nil || strings.Contains(err.Error(), "compile") {
			t.Errorf("%s takes a number or is not there: %v", name, err)
		}
	}
}

func rep(n int) string { return strings.Repeat("x", n) }

func TestMessageRules(t *testing.T) {
	field := `{"name":"n","value":"v"}`
	button := func(id string) string { return `{"type":2,"style":1,"label":"l","custom_id":"` + id + `"}` }
	row := func(parts ...string) string { return `{"type":1,"components":[` + strings.Join(parts, ",") + `]}` }
	rows := func(parts ...string) string { return `"components":[` + strings.Join(parts, ",") + `]` }
	buttons := func(from, n int) []string {
		var out []string
		for i := range n {
			out = append(out, button(fmt.Sprint("b", from+i)))
		}
		return out
	}
	options := func(n int) string {
		var out []string
		for i := range n {
			out = append(out, fmt.Sprintf(`{"label":"l","value":"v%d"}`, i))
		}
		return `{"type":3,"custom_id":"s","options":[` + strings.Join(out, ",") + `]}`
	}
	textDisplay := func(n int) string { return `{"type":10,"content":"` + rep(n) + `"}` }
	for _, c := range []struct {
		what, body, fault string // the fault's code; empty for none
	}{
		{"2000 characters", `"content":"` + rep(2000) + `"`, ""},
		{"2001 characters", `"content":"` + rep(2001) + `"`, "BASE_TYPE_MAX_LENGTH"},
		{"1000 characters of two units", `"content":"` + strings.Repeat("😀", 1000) + `"`, ""},
		{"1001 characters of two units", `"content":"` + strings.Repeat("😀", 1001) + `"`, "BASE_TYPE_MAX_LENGTH"},
		{"10 embeds", `"embeds":[` + strings.TrimSuffix(strings.Repeat(`{"title":"t"},`, 10), ",") + `]`, ""},
		{"11 embeds", `"embeds":[` + strings.TrimSuffix(strings.Repeat(`{"title":"t"},`, 11), ",") + `]`, "BASE_TYPE_"},
		{"25 fields", `"embeds":[{"fields":[` + strings.TrimSuffix(strings.Repeat(field+",", 25), ",") + `]}]`, ""},
		{"26 fields", `"embeds":[{"fields":[` + strings.TrimSuffix(strings.Repeat(field+",", 26), ",") + `]}]`, "BASE_TYPE_"},
		{"an empty field", `"embeds":[{"fields":[{"name":"n","value":" "}]}]`, "BASE_TYPE_REQUIRED"},
		{"long title", `"embeds":[{"title":"` + rep(257) + `"}]`, "BASE_TYPE_"},
		{"long description", `"embeds":[{"description":"` + rep(4097) + `"}]`, "BASE_TYPE_"},
		{"6000 in embeds", `"embeds":[{"description":"` + rep(3000) + `"},{"description":"` + rep(3000) + `"}]`, ""},
		{"6001 in embeds", `"embeds":[{"description":"` + rep(3000) + `"},{"description":"` + rep(3000) + `","title":"x"}]`, "MAX_EMBED_SIZE_EXCEEDED"},
		{"a colour out of range", `"embeds":[{"title":"t","color":16777216}]`, "schema"},
		{"5 rows of 5", rows(row(buttons(0, 5)...), row(buttons(5, 5)...), row(buttons(10, 5)...), row(buttons(15, 5)...), row(buttons(20, 5)...)), ""},
		{"6 rows", rows(row(buttons(0, 1)...), row(buttons(1, 1)...), row(buttons(2, 1)...), row(buttons(3, 1)...), row(buttons(4, 1)...), row(buttons(5, 1)...)), "BASE_TYPE_MAX_LENGTH"},
		{"6 buttons", rows(row(buttons(0, 6)...)), "BASE_TYPE_"},
		{"an empty row", rows(row()), "BASE_TYPE_"},
		{"a button and a menu", rows(row(button("a"), options(1))), "COMPONENT_LAYOUT_WIDTH_EXCEEDED"},
		{"no row", rows(button("a")), "UNION_TYPE_CHOICES"},
		{"one ID twice", rows(row(button("a")), row(button("a"))), "COMPONENT_CUSTOM_ID_DUPLICATED"},
		{"an ID of 100", rows(row(button(rep(100)))), ""},
		{"an ID of 101", rows(row(button(rep(101)))), "BASE_TYPE_"},
		{"a label of 81", rows(row(`{"type":2,"style":1,"custom_id":"a","label":"` + rep(81) + `"}`)), "BASE_TYPE_"},
		{"no label", rows(row(`{"type":2,"style":1,"custom_id":"a"}`)), "BUTTON_COMPONENT_INVALID_LABEL"},
		{"a link", rows(row(`{"type":2,"style":5,"label":"l","url":"https://example.com/"}`)), ""},
		{"a link with an ID", rows(row(`{"type":2,"style":5,"label":"l","url":"https://example.com/","custom_id":"a"}`)), "BUTTON_COMPONENT_CUSTOM_ID_AND_URL"},
		{"25 options", rows(row(options(25))), ""},
		{"26 options", rows(row(options(26))), "BASE_TYPE_"},
		{"a dialog's input", rows(row(`{"type":4,"style":1,"custom_id":"a","label":"l"}`)), "schema"},
		{"components of the second kind", `"flags":32768,` + rows(textDisplay(10), row(button("a"))), ""},
		{"4000 characters in them", `"flags":32768,` + rows(textDisplay(2000), textDisplay(2000)), ""},
		{"4001 characters in them", `"flags":32768,` + rows(textDisplay(2000), textDisplay(2001)), "COMPONENT_MAX_TOTAL_TEXT_LENGTH"},
		{"content beside them", `"flags":32768,"content":"x",` + rows(textDisplay(1)), "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2"},
		{"embeds beside them", `"flags":32768,"embeds":[{"title":"t"}],` + rows(textDisplay(1)), "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2"},
		{"them without the flag", rows(textDisplay(1)), "UNION_TYPE_CHOICES"},
		{"41 components", `"flags":32768,` + rows(strings.Split(strings.TrimSuffix(strings.Repeat(textDisplay(1)+"#", 41), "#"), "#")...), "_"},
		{"a long nonce", `"content":"x","nonce":"` + rep(26) + `"`, "_"},
		{"mentions of two minds", `"content":"x","allowed_mentions":{"parse":["users"],"users":["1"]}`, "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE"},
		{"content that is a number", `"content":5`, "_"},
	} {
		body := "{" + c.body + "}"
		if !strings.Contains(body, "allowed_mentions") {
			body = "{" + c.body + "," + silent + "}"
		}
		// By hand, whatever the file says; and with it.
		for _, file := range []string{"", openAPI} {
			if file != "" {
				file = spec(t)
			} else if c.fault == "schema" || c.what == "content that is a number" {
				continue
			}
			o := unlimited()
			o.OpenAPI = file
			s := New(o)
			a := do(t, s, "POST", "/channels/"+s.ChannelID("general")+"/messages", body)
			switch v := s.Violations(); {
			case c.fault == "" && (a.status != 200 || len(v) > 0):
				t.Errorf("%s, file %v: %d %.300s, violations %v", c.what, file != "", a.status, a.raw, v)
			case c.fault != "" && (a.status != 400 || a.at("code") != 50035.0 || len(v) == 0):
				t.Errorf("%s, file %v: %d %.300s, want 50035; violations %v", c.what, file != "", a.status, a.raw, v)
			case c.fault != "" && file == "" && !strings.Contains(a.raw, c.fault):
				t.Errorf("%s: %.300s, want %s", c.what, a.raw, c.fault)
			}
			s.Close()
		}
	}
}

func TestAllowedMentionsRule(t *testing.T) {
	for _, c := range []struct {
		body string
		want int
	}{
		{`{"content":"x","allowed_mentions":{"parse":[]}}`, 0},
		{`{"content":"x","allowed_mentions":{"parse":[],"replied_user":true}}`, 0},
		{`{"content":"x"}`, 1},
		{`{"content":"x","allowed_mentions":null}`, 1},
		{`{"content":"x","allowed_mentions":{}}`, 1},
		{`{"content":"x","allowed_mentions":{"parse":null}}`, 1},
		{`{"content":"x","allowed_mentions":{"parse":["everyone"]}}`, 1},
		{`{"embeds":[{"title":"no text that could mention"}]}`, 0},
		{`{"flags":32768,"components":[{"type":10,"content":"x"}]}`, 1},
	} {
		s := New(unlimited())
		if a := do(t, s, "POST", "/channels/"+s.ChannelID("general")+"/messages", c.body); a.status != 200 {
			t.Errorf("%s = %d %s", c.body, a.status, a.raw)
		}
		if v := s.Violations(); len(v) != c.want {
			t.Errorf("%s: violations %v, want %d", c.body, v, c.want)
		}
		s.Close()
	}
}

// Whom a message mentions is settled anew only when its text changes.
func TestMentionsOfEdits(t *testing.T) {
	s := start(t, unlimited())
	path := "/channels/" + s.ChannelID("general") + "/messages"
	id := ok(t, s, "POST", path, `{"content":"@everyone <@`+s.UserID("reader")+`>",`+silent+`}`).at("id").(string)
	row := `"components":[{"type":1,"components":[{"type":2,"style":1,"label":"l","custom_id":"a"}]}]`
	for _, c := range []struct {
		body string
		want int
	}{
		{`{` + row + `}`, 0},
		{`{"flags":4}`, 0},
		{`{"flags":64}`, 0},
		{`{"content":"<@` + s.UserID("reader") + `>",` + silent + `}`, 0},
		{`{"content":"<@` + s.UserID("reader") + `>"}`, 1},
	} {
		ok(t, s, "PATCH", path+"/"+id, c.body)
		m, _ := s.Message(id)
		if got := m.ActiveMentions(); len(got) != c.want || len(m.Mentions) != c.want || m.Flags&FlagEphemeral != 0 {
			t.Errorf("after %s: active %v, notified %v, want %d; flags %d", c.body, got, m.Mentions, c.want, m.Flags)
		}
	}
	a := do(t, s, "PATCH", path+"/"+id, `{"flags":32768,"components":[{"type":10,"content":"x"}],`+silent+`}`)
	if a.at("code") != 50035.0 {
		t.Errorf("Components V2 over content that stays = %s", a.raw)
	}
	ok(t, s, "PATCH", path+"/"+id, `{"flags":32768,"content":null,"components":[{"type":10,"content":"@here"}],`+silent+`}`)
	if m, _ := s.Message(id); m.Content != "" || len(m.ActiveMentions()) != 0 || len(m.AllMentions()) != 1 {
		t.Errorf("Components V2 = %+v", m)
	}
}

func TestCommandRules(t *testing.T) {
	opt := func(name string, more string) string {
		return `{"type":3,"name":"` + name + `","description":"d"` + more + `}`
	}
	with := func(options ...string) string {
		return `{"name":"ask","description":"d","options":[` + strings.Join(options, ",") + `]}`
	}
	many := func(n int) (out []string) {
		for i := range n {
			out = append(out, opt(fmt.Sprint("o", i), ""))
		}
		return out
	}
	choices := func(n, size int) string {
		var out []string
		for i := range n {
			out = append(out, fmt.Sprintf(`{"name":"%s%02d","value":"%02d"}`, rep(size-2), i, i))
		}
		return `,"choices":[` + strings.Join(out, ",") + `]`
	}
	large := func(n int) string {
		var out []string
		for i := range n {
			out = append(out, opt(fmt.Sprint("o", i), choices(25, 100)))
		}
		return with(out...)
	}
	for _, c := range []struct {
		what, body string
		bad        bool
	}{
		{"plain", `{"name":"ask","description":"d"}`, false},
		{"a user's command", `{"name":"Look at it","type":2}`, false},
		{"capitals", `{"name":"Ask","description":"d"}`, true},
		{"a space", `{"name":"ask it","description":"d"}`, true},
		{"a name of 33", `{"name":"` + rep(33) + `","description":"d"}`, true},
		{"no description", `{"name":"ask"}`, true},
		{"a description of 101", `{"name":"ask","description":"` + rep(101) + `"}`, true},
		{"25 options", with(many(25)...), false},
		{"26 options", with(many(26)...), true},
		{"one option twice", with(opt("a", ""), opt("a", "")), true},
		{"required last", with(opt("a", ""), opt("b", `,"required":true`)), true},
		{"25 choices", with(opt("a", choices(25, 10))), false},
		{"26 choices", with(opt("a", choices(26, 10))), true},
		{"a choice of 101", with(opt("a", choices(1, 101))), true},
		{"choices and autocompletion", with(opt("a", choices(1, 10)+`,"autocomplete":true`)), true},
		{"7,700 characters", large(3), false},
		{"10,000 characters", large(4), true},
		{"a subcommand", with(`{"type":1,"name":"a","description":"d","options":[` + opt("b", "") + `]}`), false},
		{"a group in a group", with(`{"type":2,"name":"a","description":"d","options":[{"type":2,"name":"b","description":"d"}]}`), true},
	} {
		for _, file := range []string{"", openAPI} {
			if file != "" {
				file = spec(t)
			}
			o := unlimited()
			o.OpenAPI = file
			s := New(o)
			base := "/applications/" + s.ApplicationID()
			for _, r := range []struct{ method, path, body string }{
				{"POST", base + "/commands", c.body}, {"PUT", base + "/guilds/" + s.GuildID("guild") + "/commands", "[" + c.body + "]"},
			} {
				a := do(t, s, r.method, r.path, r.body)
				if bad := a.status == 400 && a.at("code") == 50035.0; bad != c.bad || !bad && a.status > 201 {
					t.Errorf("%s by %s, file %v: %d %.300s", c.what, r.method, file != "", a.status, a.raw)
				}
			}
			s.Close()
		}
	}
}

func TestCommandsCRUD(t *testing.T) {
	s := start(t, unlimited())
	base := "/applications/" + s.ApplicationID() + "/commands"
	a := do(t, s, "POST", base, `{"name":"ask","description":"one","default_member_permissions":"32","options":[{"type":3,"name":"q","description":"d","required":false,"choices":[]}]}`)
	if a.status != 201 || a.at("default_member_permissions") != "32" || a.at("options.0.required") != nil {
		t.Errorf("POST = %d %s", a.status, a.raw)
	}
	cmd := base + "/" + a.at("id").(string)
	if b := do(t, s, "POST", base, `{"name":"ask","description":"two"}`); b.status != 200 || b.at("id") != a.at("id") {
		t.Errorf("POST of a name that is there = %d %s, want 200 and the same ID", b.status, b.raw)
	}
	if b := ok(t, s, "PATCH", cmd, `{"description":"three"}`); b.at("description") != "three" || b.at("name") != "ask" || b.at("version") == a.at("version") {
		t.Errorf("PATCH = %s", b.raw)
	}
	if b := ok(t, s, "GET", cmd, ""); b.at("description") != "three" {
		t.Errorf("GET = %s", b.raw)
	}
	if b := do(t, s, "DELETE", cmd, ""); b.status != 204 {
		t.Errorf("DELETE = %d %s", b.status, b.raw)
	}
	if b := ok(t, s, "GET", base, ""); len(b.body.([]any)) != 0 {
		t.Errorf("GET = %s, want none", b.raw)
	}
	if b := do(t, s, "PUT", base, `[{"name":"a","description":"d"},{"name":"a","description":"d"}]`); b.at("code") != 50035.0 {
		t.Errorf("PUT of one name twice = %s", b.raw)
	}
}
