package bot

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"dateline/corpus"
)

// Width is a terminal's in characters where nobody knows better.
const Width = 80

// quoteColumn is the column at which Text begins quotes.
const quoteColumn = 19

// Text renders an answer for a terminal so many characters wide: the lead, each
// quote behind the date of its article and before where it is from, the notes,
// and what was searched. It ends with a line feed.
func Text(a Answer, width int) string {
	var b strings.Builder
	wrap := func(indent, text string) {
		for _, l := range Fold(indent, indent, text, width) {
			b.WriteString(l)
			b.WriteByte('\n')
		}
	}
	lead := a.Lead
	if a.ReadAs != "" {
		lead = "Read as: " + a.ReadAs + "\n" + lead
	}
	for line := range strings.SplitSeq(lead, "\n") {
		wrap("", line)
	}
	for _, line := range a.Body {
		wrap("", line)
	}
	if len(a.Citations) > 0 {
		b.WriteByte('\n')
		if a.Nearest {
			wrap("  ", "Nearest, not an answer:")
		}
		for _, c := range a.Citations {
			writeCitation(&b, c, width)
		}
	}
	b.WriteByte('\n')
	for _, n := range a.Notes {
		wrap("  ", n)
	}
	if line := coverageLine(a); line != "" {
		wrap("  ", line)
	}
	return strings.TrimLeft(b.String(), "\n")
}

func writeCitation(b *strings.Builder, c Citation, width int) {
	head := fmt.Sprintf("  [%d] ", c.N)
	date := "undated"
	if c.Published.Known() {
		date = shortDate(c.Published.Interval)
	}
	head += date
	if pad := quoteColumn - utf8.RuneCountInString(head); pad > 0 {
		head += strings.Repeat(" ", pad)
	} else {
		head += "   "
	}
	indent := strings.Repeat(" ", quoteColumn)
	lines := Fold(head, indent, `"`+Printable(c.Quote)+`"`, width)
	from := From(c)
	last := lines[len(lines)-1]
	switch {
	case c.Published.Known(), c.Published.Basis == corpus.BasisPerson:
		lines = append(lines, Fold(indent, indent, from, width)...)
	case from == "":
	case utf8.RuneCountInString(last)+3+utf8.RuneCountInString(from) <= width:
		lines[len(lines)-1] = last + "   " + from
	default:
		lines = append(lines, Fold(indent, indent, from, width)...)
	}
	for _, l := range lines {
		b.WriteString(l)
		b.WriteByte('\n')
	}
}

// maxReason is how much of a correction HowDated shows, in characters.
const maxReason = 100

// HowDated says in words how an article's date is known, "" where it is not;
// where a person corrected it, who that was and why.
func HowDated(p corpus.Publication) string {
	if said := []rune(Printable(p.Correction())); p.Basis == corpus.BasisPerson && len(said) > maxReason {
		return string(said[:maxReason-1]) + "…"
	} else if p.Basis == corpus.BasisPerson && len(said) > 0 {
		return string(said)
	}
	switch p.Basis {
	case corpus.BasisRecord:
		return "its record"
	case corpus.BasisMetadata:
		return "the page's metadata"
	case corpus.BasisJSONLD:
		return "the page's structured data"
	case corpus.BasisLeading:
		return "its first line"
	case corpus.BasisTrailing:
		return "its last line"
	case corpus.BasisByline:
		return "its byline"
	case corpus.BasisDateline:
		return "its dateline"
	case corpus.BasisEmbed:
		return "a post that it quotes"
	case corpus.BasisURL:
		return "its address"
	case corpus.BasisPerson:
		return "a correction"
	}
	return ""
}

// coverageLine says what was searched.
func coverageLine(a Answer) string {
	c := a.Coverage
	n := c.Dated + c.Undated
	if a.Reason == Invalid {
		return ""
	}
	if a.Abstained {
		if n == 0 {
			return "Searched 0 articles."
		}
		parts := []string{}
		if c.Dated > 0 {
			parts = append(parts, fmt.Sprintf("dated %s (%d)", daysBetween(c.From, c.To), c.Dated))
		}
		if c.Undated > 0 {
			parts = append(parts, fmt.Sprintf("undated (%d)", c.Undated))
		}
		return fmt.Sprintf("Searched %s: %s.", counted(n, "article"), strings.Join(parts, ", "))
	}
	line := fmt.Sprintf("%d of %s used", a.Used, counted(n, "article"))
	if c.Dated > 0 {
		return line + "; newest dated " + shortDate(corpus.OnDay(c.To)) + "."
	}
	return line + "; none is dated."
}

func counted(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// Fold breaks text at white space into lines of at most so many characters, the
// first after head and the others after indent; a longer word has a line of its
// own.
func Fold(head, indent, text string, most int) []string {
	var lines []string
	line, empty := head, true
	width := utf8.RuneCountInString(head)
	for word := range strings.FieldsSeq(text) {
		n := utf8.RuneCountInString(word)
		if !empty && width+1+n > most {
			lines = append(lines, line)
			line, width, empty = indent, utf8.RuneCountInString(indent), true
		}
		if !empty {
			line += " "
			width++
		}
		line += word
		width += n
		empty = false
	}
	return append(lines, line)
}

// Printable makes stored text safe for a terminal: white space becomes a blank
// and other control characters go.
func Printable(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t' || r == '\r' || r == '\u2028' || r == '\u2029':
			return ' '
		case r < ' ' || r >= 0x7f && r < 0xa0, r >= 0x200b && r <= 0x200f, r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069, r == 0xfeff:
			return -1
		}
		return r
	}, s)
}
