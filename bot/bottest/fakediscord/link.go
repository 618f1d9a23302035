package fakediscord

import (
	"regexp"
	"strings"
)

// Link is a link that a person could follow from a message.
type Link struct {
	// URL is where it leads; Text is what shows in its place, if anything.
	URL, Text string
	// Where is content, text, embed or button.
	Where string
	// Previews reports whether Discord would show a preview of it below the message.
	Previews bool
}

var (
	urls    = regexp.MustCompile(`(?i)https?://[^\s<>]+`)
	invites = regexp.MustCompile(`(?i)(?:discord\.gg|discord(?:app)?\.com/invite)/[a-z0-9-]+`)
	label   = regexp.MustCompile(`\[((?:[^\[\]\\]|\\.)*)\]\(<?$`)
)

// Links are the links of a message in its content, text displays, embeds and buttons. In code there are none; one within
// <> has no preview, nor has any of a message with embeds suppressed or with Components V2. An invite previews even
// without a scheme.
func (m *Message) Links() []Link {
	previews := m.Flags&(FlagSuppressEmbeds|FlagComponentsV2) == 0
	out := linksIn(m.Content, "content", previews)
	walkComponents(m.Components, func(c object) {
		if number(c["type"]) == componentText {
			out = append(out, linksIn(text(c["content"]), "text", false)...)
		}
		if u := text(c["url"]); u != "" {
			out = append(out, Link{URL: u, Text: text(c["label"]), Where: "button"})
		}
	})
	for _, e := range m.Embeds {
		o := fields(e)
		if u := text(o["url"]); u != "" {
			out = append(out, Link{URL: u, Text: text(o["title"]), Where: "embed"})
		}
		if a := fields(o["author"]); text(a["url"]) != "" {
			out = append(out, Link{URL: text(a["url"]), Text: text(a["name"]), Where: "embed"})
		}
		out = append(out, linksIn(text(o["description"]), "embed", false)...)
		for _, f := range list(o["fields"]) {
			out = append(out, linksIn(text(fields(f)["value"]), "embed", false)...)
		}
	}
	return out
}

// PreviewedLinks are the links of which Discord would show a preview.
func (m *Message) PreviewedLinks() []Link {
	var out []Link
	for _, l := range m.Links() {
		if l.Previews {
			out = append(out, l)
		}
	}
	return out
}

func linksIn(s, where string, previews bool) []Link {
	code := codeMask(s)
	var out []Link
	spans := urls.FindAllStringIndex(s, -1)
	for _, at := range invites.FindAllStringIndex(s, -1) {
		inside := false
		for _, u := range spans {
			inside = inside || at[0] >= u[0] && at[0] < u[1]
		}
		if !inside && !code[at[0]] && previews {
			out = append(out, Link{URL: s[at[0]:at[1]], Where: where, Previews: true})
		}
	}
	for _, at := range spans {
		if code[at[0]] {
			continue
		}
		u := s[at[0]:at[1]]
		wrapped := at[0] > 0 && s[at[0]-1] == '<' && at[1] < len(s) && s[at[1]] == '>'
		if !wrapped {
			u = strings.TrimRight(u, ".,:;!?'\"*_~|")
			for strings.HasSuffix(u, ")") && strings.Count(u, ")") > strings.Count(u, "(") {
				u = u[:len(u)-1]
			}
		}
		l := Link{URL: u, Where: where, Previews: previews && !wrapped}
		if t := label.FindStringSubmatch(s[:at[0]]); t != nil {
			l.Text = t[1]
		}
		out = append(out, l)
	}
	return out
}
