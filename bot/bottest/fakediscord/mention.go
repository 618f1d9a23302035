package fakediscord

import (
	"regexp"
	"strings"
)

// The kinds of Mention.
const (
	MentionUser    = "user"
	MentionRole    = "role"
	MentionAll     = "everyone"
	MentionHere    = "here"
	MentionChannel = "channel" // shown as a link, notifies nobody
	MentionCommand = "command" // likewise
)

// Mention is a mention in the text of a message.
type Mention struct {
	// Kind is one of the kinds above; ID is whose, where it has one; Raw is as written.
	Kind, ID, Raw string
	// Pings reports whether Discord would notify somebody, were the author allowed to mention all.
	Pings bool
	// Renders reports whether Discord would show it as a mention rather than as text.
	Renders bool
}

// mentions finds what may be a mention. The escaped forms are told apart by what stands before.
var mentions = regexp.MustCompile(`@everyone|@here|<@!?([0-9]{15,21})>|<@&([0-9]{15,21})>|<#([0-9]{15,21})>|</[^<>:\n]{1,100}:([0-9]{15,21})>`)

// AllMentions are the mentions in a message's content and text displays, by Discord's reading of them:
//   - in code, in a block or a line, nothing is a mention;
//   - a backslash before one makes it show as text, but is not relied on to keep it from notifying: how Discord reads it
//     is not documented, and libraries don't trust it;
//   - allowed_mentions decides who is notified. Without it, or without an array "parse" in it, all are.
func (m *Message) AllMentions() []Mention {
	allowed := fields(m.Allowed)
	parse, isList := allowed["parse"].([]any)
	everything := !isList
	may := func(kind, plural, id string) bool {
		if everything || hasText(parse, kind) {
			return true
		}
		return id != "" && hasText(list(allowed[plural]), id)
	}
	var out []Mention
	for _, src := range m.texts() {
		code := codeMask(src)
		for _, at := range mentions.FindAllStringSubmatchIndex(src, -1) {
			if code[at[0]] {
				continue
			}
			x := Mention{Raw: src[at[0]:at[1]], Renders: at[0] == 0 || src[at[0]-1] != '\\'}
			group := func(i int) string {
				if at[2*i] < 0 {
					return ""
				}
				return src[at[2*i]:at[2*i+1]]
			}
			switch {
			case group(1) != "":
				x.Kind, x.ID = MentionUser, group(1)
				x.Pings = may("users", "users", x.ID)
			case group(2) != "":
				x.Kind, x.ID = MentionRole, group(2)
				x.Pings = may("roles", "roles", x.ID)
			case group(3) != "":
				x.Kind, x.ID = MentionChannel, group(3)
			case group(4) != "":
				x.Kind, x.ID = MentionCommand, group(4)
			default:
				x.Kind = MentionAll
				if x.Raw == "@here" {
					x.Kind = MentionHere
				}
				x.Pings = may("everyone", "", "")
				x.Renders = x.Renders && x.Pings
			}
			out = append(out, x)
		}
	}
	return out
}

// ActiveMentions are the mentions that would notify somebody. That the author lacks the permission to mention everyone
// is no excuse here.
func (m *Message) ActiveMentions() []Mention {
	var out []Mention
	for _, x := range m.AllMentions() {
		if x.Pings {
			out = append(out, x)
		}
	}
	return out
}

// RenderedMentions are the mentions that would show as such, whether or not they notify.
func (m *Message) RenderedMentions() []Mention {
	var out []Mention
	for _, x := range m.AllMentions() {
		if x.Renders {
			out = append(out, x)
		}
	}
	return out
}

// repliedUser reports whether a reply notifies whom it answers.
func repliedUser(allowed any) bool {
	if fields(allowed) == nil {
		return true
	}
	return truth(fields(allowed)["replied_user"], false)
}

// texts are the texts in which mentions count: the content and what text displays say.
func (m *Message) texts() []string {
	out := []string{m.Content}
	walkComponents(m.Components, func(c object) {
		if number(c["type"]) == componentText {
			out = append(out, text(c["content"]))
		}
	})
	return out
}

// hasText reports whether a list has a string or number.
func hasText(list []any, s string) bool {
	for _, v := range list {
		if id(v) == s {
			return true
		}
	}
	return false
}

// codeMask marks the bytes of a text that stand in code.
func codeMask(s string) []bool {
	mask := make([]bool, len(s))
	for i := 0; i < len(s); {
		switch s[i] {
		case '\\':
			i += 2
		case '`':
			n := run(s, i)
			end := -1
			if n >= 3 {
				if j := strings.Index(s[i+n:], "```"); j >= 0 {
					end = i + n + j + 3
				}
			} else {
				for j := i + n; j < len(s); j++ {
					if s[j] == '`' {
						k := run(s, j)
						if k == n {
							end = j + k
							break
						}
						j += k - 1
					}
				}
			}
			if end < 0 {
				i += n
				continue
			}
			for ; i < end; i++ {
				mask[i] = true
			}
		default:
			i++
		}
	}
	return mask
}

// run is how many backticks stand at i.
func run(s string, i int) int {
	n := 0
	for i+n < len(s) && s[i+n] == '`' {
		n++
	}
	return n
}
