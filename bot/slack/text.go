package slack

import (
	"regexp"
	"strings"
)

// reference is a part of a message in angle brackets: a mention, a link, a
// date.
var reference = regexp.MustCompile(`<([^<>|]*)(?:\|([^<>]*))?>`)

var unescaper = strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&")

// plainText returns what a person wrote, without Slack's markup: mentions of
// self are taken out, links and channels show their label. It reports whether
// self is mentioned, and whether anybody else is.
func plainText(text, self string) (plain string, mentioned, others bool) {
	var b strings.Builder
	rest := text
	for rest != "" {
		m := reference.FindStringSubmatchIndex(rest)
		if m == nil {
			break
		}
		b.WriteString(unescaper.Replace(rest[:m[0]]))
		target, name := rest[m[2]:m[3]], ""
		if m[4] >= 0 {
			name = unescaper.Replace(rest[m[4]:m[5]])
		}
		switch {
		case target == "@"+self:
			mentioned = true
			b.WriteByte(' ')
		case strings.HasPrefix(target, "@"), strings.HasPrefix(target, "!subteam"), target == "!channel", target == "!here", target == "!everyone":
			others = true
			b.WriteString(name)
		case strings.HasPrefix(target, "#"):
			b.WriteString("#" + name)
		case name != "":
			b.WriteString(name)
		case strings.HasPrefix(target, "!"):
		default:
			b.WriteString(unescaper.Replace(target))
		}
		rest = rest[m[1]:]
	}
	b.WriteString(unescaper.Replace(rest))
	return strings.Join(strings.Fields(b.String()), " "), mentioned, others
}
