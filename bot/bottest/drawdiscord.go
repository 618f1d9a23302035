package bottest

import (
	"strings"
	"unicode/utf8"
)

// DrawDiscord draws a message of Discord's as text, as a person sees it: its
// content with the markup carried out, its embeds, its controls in brackets.
// With marks, formatting and where links lead show too.
func DrawDiscord(content string, embeds, components []any, marks bool) string {
	var lines []string
	if content != "" {
		for line := range strings.SplitSeq(content, "\n") {
			text, _ := drawMarkdown(line, marks)
			lines = append(lines, text)
		}
	}
	for _, e := range embeds {
		title, _ := drawMarkdown(str(e, "title"), false)
		if u := str(e, "url"); u != "" && marks {
			title += "→" + u
		}
		text, _ := drawMarkdown(str(e, "description"), marks)
		lines = append(lines, "┌ "+title, "│ "+text)
		if foot := str(field(e, "footer"), "text"); foot != "" {
			lines = append(lines, "└ "+foot)
		}
	}
	for _, c := range components {
		lines = append(lines, drawRow(c))
	}
	return strings.Join(lines, "\n")
}

func drawRow(row any) string {
	var out []string
	for _, c := range list(field(row, "components")) {
		switch {
		case str(c, "style") == "" && str(c, "label") != "" && field(c, "options") == nil && str(c, "placeholder") == "" && field(c, "max_length") == nil:
			out = append(out, "[ "+str(c, "label")+" ]")
		case field(c, "options") != nil:
			var options []string
			for _, o := range list(field(c, "options")) {
				options = append(options, str(o, "label"))
			}
			out = append(out, "[ "+str(c, "placeholder")+" ⋯ "+strings.Join(options, " | ")+" ]")
		default:
			out = append(out, str(c, "label")+": ["+strings.Repeat("_", 10)+"]"+str(c, "placeholder"))
		}
	}
	return strings.Join(out, " ")
}

// drawMarkdown carries out one line of Discord's markup and returns what is
// seen, and what of it is more than text: all but the bold and italic, quotes,
// small lines, list items and masked links that answers are made of.
func drawMarkdown(line string, marks bool) (shown string, active []string) {
	var b strings.Builder
	switch {
	case strings.HasPrefix(line, "-# "):
		line = line[3:]
		b.WriteString(mark("· ", marks))
	case strings.HasPrefix(line, "> "):
		line = line[2:]
		b.WriteString("│ ")
	case strings.HasPrefix(line, "- "):
		line = line[2:]
		b.WriteString("• ")
	}
	if trimmed := strings.TrimLeft(line, " "); strings.HasPrefix(trimmed, "#") || strings.HasPrefix(trimmed, ">") || strings.HasPrefix(trimmed, "-") || strings.HasPrefix(trimmed, "* ") {
		active = append(active, "beginning of "+trimmed)
	}
	for line != "" {
		switch {
		case line[0] == '\\' && len(line) > 1 && line[1] < utf8.RuneSelf && isPunct(line[1]):
			b.WriteByte(line[1])
			line = line[2:]
		case line[0] == '[':
			label, target, rest, ok := maskedLink(line)
			if !ok {
				b.WriteByte('[')
				line = line[1:]
				break
			}
			text, more := drawMarkdown(label, marks)
			active = append(active, more...)
			b.WriteString(text)
			if marks {
				b.WriteString("→" + target)
			}
			line = rest
		case line[0] == '*':
			b.WriteString(mark("*", marks))
			line = line[1:]
		case strings.IndexByte("_~`|<", line[0]) >= 0:
			active = append(active, "markup "+line[:min(len(line), 12)])
			b.WriteByte(line[0])
			line = line[1:]
		case strings.HasPrefix(line, "http://"), strings.HasPrefix(line, "https://"):
			active = append(active, "link "+line[:min(len(line), 30)])
			b.WriteString("http")
			line = line[4:]
		default:
			b.WriteByte(line[0])
			line = line[1:]
		}
	}
	return b.String(), active
}

func isPunct(c byte) bool {
	return c > ' ' && c < '0' || c > '9' && c < 'A' || c > 'Z' && c < 'a' || c > 'z' && c < 0x7f
}

// maskedLink reads "[label](<target>)".
func maskedLink(s string) (label, target, rest string, ok bool) {
	deep := 0
	for i := 1; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case '[':
			deep++
		case ']':
			if deep--; deep >= 0 {
				continue
			}
			if !strings.HasPrefix(s[i+1:], "(<") {
				return "", "", "", false
			}
			end := strings.Index(s[i:], ">)")
			if end < 0 {
				return "", "", "", false
			}
			return s[1:i], s[i+3 : i+end], s[i+end+2:], true
		}
	}
	return "", "", "", false
}

// ActiveDiscord returns what of a text is more than text by Discord's markup,
// but for the bold and italic, the quotes, small lines, list items and masked
// links that answers are made of.
func ActiveDiscord(text string) (active []string) {
	for line := range strings.SplitSeq(text, "\n") {
		_, more := drawMarkdown(line, false)
		active = append(active, more...)
	}
	return active
}
