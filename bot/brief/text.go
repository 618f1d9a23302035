package brief

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"dateline/bot"
	"dateline/bot/change"
	"dateline/corpus"
)

// dateColumn is the column at which Text begins what stands behind dates.
const dateColumn = 24

// Label says of a change what it is: "killed: 15, was 12", "denied".
func (c Change) Label() string {
	switch c.Kind {
	case change.Revised:
		label := ""
		if c.What != "" {
			label = bot.Printable(c.What) + ": "
		}
		return label + bot.Figure(bot.Printable(c.After.Value)) + ", was " + bot.Figure(bot.Printable(c.Before.Value))
	case change.Contradicted:
		return "contradicted"
	case change.Corrected:
		if c.After.Value != "" && c.Before.Value != "" {
			return "corrected: " + bot.Printable(c.After.Value) + ", was " + bot.Printable(c.Before.Value)
		}
		return "corrected"
	case change.CalledOff:
		return "called off or moved"
	}
	return string(c.Kind)
}

// Date writes when a point happened or is to happen, as a line begins with it.
func (p Point) Date() string {
	switch {
	case !p.When.Known():
		return "no date given"
	case p.Basis == "":
		return "reported " + bot.ShortDate(p.When)
	}
	if third := thirdOfYear(p.When); third != "" {
		return fmt.Sprintf("%s %d", third, p.When.Start.Year())
	}
	return bot.ShortDate(p.When)
}

// thirdOfYear names the third of a year that an interval is, as timex places
// "late 2021"; "" where it is none.
func thirdOfYear(iv corpus.Interval) string {
	year := corpus.InYear(iv.Start.Year())
	third := (year.End - year.Start + 1) / 3
	switch {
	case iv.Start == year.Start && iv.End == year.Start+third-1:
		return "early"
	case iv.Start == year.Start+third && iv.End == year.End-third:
		return "mid"
	case iv.Start == year.End-third+1 && iv.End == year.End:
		return "late"
	}
	return ""
}

// Origins says how many independent sources report a point, and how many
// near-copies of its reports are merged: "1 source", "3 sources, 1 near-copy".
func (p Point) Origins() string {
	parts := []string{"1 source"}
	if p.Sources > 1 {
		parts[0] = fmt.Sprintf("%d sources", p.Sources)
	}
	switch {
	case p.Copies == 1:
		parts = append(parts, "1 near-copy")
	case p.Copies > 1:
		parts = append(parts, fmt.Sprintf("%d near-copies", p.Copies))
	}
	return strings.Join(parts, ", ")
}

// Text renders a briefing for a terminal so many characters wide: what it covers,
// the points behind their dates, what changed, what is ahead, what is undated,
// then where the quotes are from and what was read. It ends with a line feed.
func Text(b Briefing, width int) string {
	t := text{width: width}
	t.fold("", "", b.Heading())
	t.points("", b.Points)
	if len(b.Changes) > 0 {
		t.title("Changed")
		for _, c := range b.Changes {
			t.fold("  ", "    ", mark(c.New)+c.Label())
			for _, s := range []struct {
				when string
				Said
			}{{"now", c.After}, {"before", c.Before}} {
				ci := b.citation(s.Citation)
				t.line("    "+s.when+" "+dateOf(ci), dateColumn+4, quoted(ci.Quote)+numbers([]int{s.Citation}), "")
			}
		}
	}
	t.points("Ahead", b.Ahead)
	t.points("Undated reports", b.Undated)
	if len(b.Citations) > 0 {
		t.WriteByte('\n')
		for i, c := range b.Citations {
			var of []int // all of the article, which needs naming once
			for j, other := range b.Citations {
				if other.Article != c.Article || other.Version != c.Version {
					continue
				}
				if j < i {
					break
				}
				of = append(of, other.N)
			}
			if len(of) > 0 {
				t.line(" "+numbers(of)+" "+dateOf(c), dateColumn, bot.From(c), "")
			}
		}
	}
	t.WriteByte('\n')
	for _, n := range b.Notes {
		t.fold("  ", "  ", bot.Printable(n))
	}
	t.fold("  ", "  ", bot.Searched(b.Answer()))
	return t.String()
}

// text is what Text writes to.
type text struct {
	strings.Builder
	width int
}

func (t *text) fold(head, indent, s string) {
	t.write(bot.Fold(head, indent, s, t.width))
}

func (t *text) write(lines []string) {
	for _, l := range lines {
		t.WriteString(strings.TrimRight(l, " "))
		t.WriteByte('\n')
	}
}

// line writes a text behind a head, both in their columns, and at its end a tail
// that stays together where there is room for it.
func (t *text) line(head string, column int, s, tail string) {
	if pad := column - utf8.RuneCountInString(head); pad > 0 {
		head += strings.Repeat(" ", pad)
	} else {
		head += "  "
	}
	indent := strings.Repeat(" ", column)
	lines := bot.Fold(head, indent, s, t.width)
	switch last := &lines[len(lines)-1]; {
	case tail == "":
	case utf8.RuneCountInString(*last)+1+utf8.RuneCountInString(tail) <= t.width:
		*last += " " + tail
	default:
		lines = append(lines, bot.Fold(indent, indent, tail, t.width)...)
	}
	t.write(lines)
}

func (t *text) title(s string) {
	t.WriteByte('\n')
	if s != "" {
		t.WriteString(s + "\n")
	}
}

// points writes a part of a briefing; a part without points is left out.
func (t *text) points(title string, list []Point) {
	if len(list) == 0 {
		return
	}
	t.title(title)
	for _, p := range list {
		date := p.Date()
		if title == "Undated reports" {
			date = "undated"
		}
		said := bot.Printable(p.Text)
		if !p.Written {
			said = quoted(p.Text)
		}
		t.line("  "+date, dateColumn, mark(p.New)+said+numbers(p.Citations), p.Origins())
	}
}

func quoted(s string) string { return `"` + bot.Printable(s) + `"` }

func mark(fresh bool) string {
	if fresh {
		return "new: "
	}
	return ""
}

func numbers(list []int) string {
	var b strings.Builder
	b.WriteByte(' ')
	for _, n := range list {
		fmt.Fprintf(&b, "[%d]", n)
	}
	return b.String()
}

// citation returns the citation of a number.
func (b *Briefing) citation(n int) bot.Citation {
	if i := slices.IndexFunc(b.Citations, func(c bot.Citation) bool { return c.N == n }); i >= 0 {
		return b.Citations[i]
	}
	return bot.Citation{N: n}
}

// dateOf writes when a citation's article appeared.
func dateOf(c bot.Citation) string {
	if !c.Published.Known() {
		return "undated"
	}
	return bot.ShortDate(c.Published.Interval)
}
