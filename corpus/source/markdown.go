package source

import (
	"regexp"
	"strings"

	"dateline/corpus"
)

// fillMarkdown reads a Markdown file: the front matter between lines of "---",
// and the text with its markup taken off. Lines keep their numbers: those of
// the front matter stay, empty.
func fillMarkdown(raw *corpus.Raw, text string) {
	ls := strings.Split(text, "\n")
	body := frontMatter(raw, ls)
	fenced := false
	for i := body; i < len(ls); i++ {
		line := strings.TrimSpace(ls[i])
		if strings.HasPrefix(line, "```") || strings.HasPrefix(line, "~~~") {
			fenced = !fenced
			ls[i] = ""
			continue
		}
		if !fenced {
			level := headingLevel(line)
			ls[i] = plainLine(ls[i])
			if level == 1 && raw.Title == "" && onlyBlank(ls[body:i]) {
				raw.Title = strings.TrimSpace(ls[i])
			}
		}
	}
	raw.Text = strings.Join(ls, "\n")
}

func onlyBlank(ls []string) bool {
	for _, l := range ls {
		if strings.TrimSpace(l) != "" {
			return false
		}
	}
	return true
}

// frontMatter reads "key: value" lines between two lines of three hyphens at
// the beginning, blanks them, and returns the index of the line after. Lists
// and nested values are passed over. A block that has no end is no front
// matter.
func frontMatter(raw *corpus.Raw, ls []string) int {
	if strings.TrimRight(ls[0], " \t") != "---" {
		return 0
	}
	end := 1
	for end < len(ls) && strings.TrimRight(ls[end], " \t") != "---" && strings.TrimRight(ls[end], " \t") != "..." {
		end++
	}
	if end == len(ls) {
		return 0
	}
	for _, line := range ls[1:end] {
		key, value, ok := strings.Cut(line, ":")
		if !ok || key != strings.TrimLeft(key, " \t-#") {
			continue
		}
		value = scalar(value)
		field := map[string]*string{
			"id": &raw.ID, "title": &raw.Title, "date": &raw.Published, "published": &raw.Published, "published_at": &raw.Published,
			"author": &raw.Author, "byline": &raw.Author, "url": &raw.URL, "link": &raw.URL, "canonical": &raw.URL, "source": &raw.Source,
			"publisher": &raw.Source, "collection": &raw.Collection,
		}[strings.ToLower(strings.TrimSpace(key))]
		if field != nil && *field == "" && len(value) <= maxIDBytes {
			*field = value
		}
	}
	for i := range ls[:end+1] {
		ls[i] = ""
	}
	return end + 1
}

// scalar reads a plain or quoted value of YAML; lists, maps and block values
// are "".
func scalar(v string) string {
	v = strings.TrimSpace(v)
	if v == "" {
		return ""
	}
	switch q := v[0]; q {
	case '"', '\'':
		rest := v[1:]
		var b strings.Builder
		for i := 0; i < len(rest); i++ {
			switch {
			case q == '"' && rest[i] == '\\' && i+1 < len(rest):
				i++
				b.WriteByte(rest[i])
			case q == '\'' && rest[i] == q && i+1 < len(rest) && rest[i+1] == q:
				i++
				b.WriteByte(q)
			case rest[i] == q:
				return strings.TrimSpace(b.String())
			default:
				b.WriteByte(rest[i])
			}
		}
		return strings.TrimSpace(v)
	case '[', '{', '|', '>', '&', '*', '!':
		return ""
	}
	if i := strings.Index(v, " #"); i >= 0 {
		v = strings.TrimSpace(v[:i])
	}
	return v
}

// headingLevel returns the number of # before a heading, 0 for other lines.
func headingLevel(line string) int {
	n := 0
	for n < len(line) && line[n] == '#' {
		n++
	}
	if n > 6 || n == len(line) || line[n] != ' ' && line[n] != '\t' {
		return 0
	}
	return n
}

var (
	mdImage  = regexp.MustCompile(`!\[([^\[\]]*)\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*(?:\s+"[^"]*")?\)`)
	mdLink   = regexp.MustCompile(`\[([^\[\]]+)\](?:\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*(?:\s+"[^"]*")?\)|\[[^\[\]]*\])`)
	mdAuto   = regexp.MustCompile(`<(https?://[^<>\s]+)>`)
	mdStrong = regexp.MustCompile(`(\*\*\*|\*\*|\*)([^\s*](?:[^*]*[^\s*])?)(\*\*\*|\*\*|\*)`)
	mdUnder  = regexp.MustCompile(`(^|[\s("'“‘])(__|_)([^\s_](?:[^_]*[^\s_])?)(__|_)($|[\s)"'”’.,;:!?])`)
	mdRule   = regexp.MustCompile(`^\s{0,3}(?:(?:-\s*){3,}|(?:\*\s*){3,}|(?:_\s*){3,}|=+\s*)$`)
	mdDefine = regexp.MustCompile(`^\s{0,3}\[[^\[\]]+\]:\s+\S+`)
	mdItem   = regexp.MustCompile(`^(\s*)[*+]\s+`)
	mdEscape = regexp.MustCompile("\\\\([!-/:-@\\[-`{-~])")
)

// plainLine takes the markup off a line outside code.
func plainLine(line string) string {
	switch trimmed := strings.TrimSpace(line); {
	case trimmed == "":
		return line
	case mdRule.MatchString(line) || mdDefine.MatchString(line):
		return ""
	default:
		if n := headingLevel(trimmed); n > 0 {
			line = strings.TrimRight(strings.TrimSpace(trimmed[n:]), "#")
			line = strings.TrimRight(line, " \t")
		}
	}
	for strings.HasPrefix(strings.TrimLeft(line, " "), ">") {
		line = strings.TrimLeft(strings.TrimLeft(line, " ")[1:], " ")
	}
	if !strings.ContainsAny(line, "*_[]<`\\") {
		return mdItem.ReplaceAllString(line, "$1- ")
	}
	line = mdItem.ReplaceAllString(line, "$1- ")
	line = mdImage.ReplaceAllString(line, "$1")
	line = mdLink.ReplaceAllString(line, "$1")
	line = mdAuto.ReplaceAllString(line, "$1")
	line = mdStrong.ReplaceAllStringFunc(line, func(m string) string {
		g := mdStrong.FindStringSubmatch(m)
		if g[1] != g[3] {
			return m
		}
		return g[2]
	})
	line = mdUnder.ReplaceAllString(line, "$1$3$5")
	line = strings.ReplaceAll(line, "`", "")
	return mdEscape.ReplaceAllString(line, "$1")
}
