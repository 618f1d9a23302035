package fakediscord

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestMentions(t *testing.T) {
	object := func(parse ...any) map[string]any { return map[string]any{"parse": append([]any{}, parse...)} }
	for _, c := range []struct {
		content        string
		allowed        any
		pings, renders string
	}{
		// Without allowed_mentions, or without a list in it, all is mentioned.
		{"@everyone", nil, "@everyone", "@everyone"},
		{"@here", map[string]any{"parse": nil}, "@here", "@here"},
		{"<@123456789012345678> <@&123456789012345679>", nil, "<@123456789012345678> <@&123456789012345679>", "<@123456789012345678> <@&123456789012345679>"},
		// With it, what it lists; users still show by their names.
		{"@everyone <@123456789012345678>", object(), "", "<@123456789012345678>"},
		{"@everyone <@!123456789012345678>", object("users"), "<@!123456789012345678>", "<@!123456789012345678>"},
		{"@here <@&123456789012345678>", object("everyone"), "@here", "@here <@&123456789012345678>"},
		{"<@123456789012345678> <@123456789012345679>", map[string]any{"parse": []any{}, "users": []any{"123456789012345679"}}, "<@123456789012345679>", "<@123456789012345678> <@123456789012345679>"},
		// Code holds none; a backslash is not relied on.
		{"`@everyone` ```\n<@123456789012345678>\n``` ``a`@here``", nil, "", ""},
		{"\\@everyone \\<@123456789012345678>", nil, "@everyone <@123456789012345678>", ""},
		{"` @everyone", nil, "@everyone", "@everyone"},
		{"\\`@everyone\\`", nil, "@everyone", "@everyone"},
		// What is broken up is none.
		{"@\u200beveryone <\u200b@123456789012345678> <@12> <@abc>", nil, "", ""},
		// Links to channels and commands notify nobody.
		{"<#123456789012345678> </ask:123456789012345678>", nil, "", "<#123456789012345678> </ask:123456789012345678>"},
	} {
		m := Message{Content: c.content, Allowed: c.allowed}
		join := func(list []Mention) string {
			var raw []string
			for _, x := range list {
				raw = append(raw, x.Raw)
			}
			return strings.Join(raw, " ")
		}
		if got := join(m.ActiveMentions()); got != c.pings {
			t.Errorf("%q with %v: active %q, want %q", c.content, c.allowed, got, c.pings)
		}
		if got := join(m.RenderedMentions()); got != c.renders {
			t.Errorf("%q with %v: rendered %q, want %q", c.content, c.allowed, got, c.renders)
		}
	}
}

func TestLinks(t *testing.T) {
	for _, c := range []struct {
		content         string
		flags           int
		links, previews string
	}{
		{"see https://example.com/a.", 0, "https://example.com/a", "https://example.com/a"},
		{"see <https://example.com/a>", 0, "https://example.com/a", ""},
		{"[text](https://example.com/a_(b))", 0, "text=https://example.com/a_(b)", "https://example.com/a_(b)"},
		{"[text](<https://example.com/a>)", 0, "text=https://example.com/a", ""},
		{"\\[text](https://example.com/a)", 0, "text=https://example.com/a", "https://example.com/a"},
		{"`https://example.com/a`", 0, "", ""},
		{"https://example.com/a", FlagSuppressEmbeds, "https://example.com/a", ""},
		{"discord.gg/abc", 0, "discord.gg/abc", "discord.gg/abc"},
		{"https://discord.gg/abc", 0, "https://discord.gg/abc", "https://discord.gg/abc"},
		{"HTTPS://EXAMPLE.COM ftp://example.com example.com", 0, "HTTPS://EXAMPLE.COM", "HTTPS://EXAMPLE.COM"},
	} {
		m := Message{Content: c.content, Flags: c.flags}
		var links, previews []string
		for _, l := range m.Links() {
			s := l.URL
			if l.Text != "" {
				s = l.Text + "=" + s
			}
			links = append(links, s)
		}
		for _, l := range m.PreviewedLinks() {
			previews = append(previews, l.URL)
		}
		if got := strings.Join(links, " "); got != c.links {
			t.Errorf("%q: links %q, want %q", c.content, got, c.links)
		}
		if got := strings.Join(previews, " "); got != c.previews {
			t.Errorf("%q: previews %q, want %q", c.content, got, c.previews)
		}
	}
	m := Message{
		Embeds: []any{object{"url": "https://example.com/e", "title": "t", "description": "[d](https://example.com/d)",
			"fields": []any{object{"value": "https://example.com/f"}}}},
		Components: []any{object{"type": 1, "components": []any{object{"type": 2, "url": "https://example.com/b", "label": "b"}}}},
	}
	if got := m.Links(); len(got) != 4 || len(m.PreviewedLinks()) != 0 {
		t.Errorf("links of embeds and buttons = %+v", got)
	}
}

// Whatever the text, what is found stands in it, and code hides only what stands between backticks.
func FuzzText(f *testing.F) {
	for _, s := range []string{"", "`@everyone", "```x```<@123456789012345678>", "[a](<https://b>)", "\\`@here`", "``a`b``", "https://a)>"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		m := Message{Content: s}
		for _, x := range m.AllMentions() {
			if !strings.Contains(s, x.Raw) {
				t.Errorf("mention %q is not in %q", x.Raw, s)
			}
		}
		for _, l := range m.Links() {
			if !strings.Contains(s, l.URL) || !strings.Contains(s, l.Text) {
				t.Errorf("link %+v is not in %q", l, s)
			}
		}
		mask := codeMask(s)
		if len(mask) != len(s) {
			t.Fatalf("mask of %d for %d bytes", len(mask), len(s))
		}
		for i := range s {
			if mask[i] && !strings.Contains(s[:i+1], "`") {
				t.Errorf("byte %d of %q is code without a backtick", i, s)
			}
		}
		if !strings.Contains(s, "`") && !strings.Contains(s, "@everyone") && len(m.ActiveMentions()) > 0 && !strings.ContainsAny(s, "@<") {
			t.Errorf("mentions in %q", s)
		}
		if n := length(s); n < utf8.RuneCountInString(s) {
			t.Errorf("length(%q) = %d, fewer than its code points", s, n)
		}
	})
}
