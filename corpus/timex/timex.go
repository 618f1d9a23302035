// Package timex finds the time expressions of English text and normalises
// them to TIMEX3: a type, a value as ISO-TimeML writes it, and the days meant.
//
// The text is cut into tokens (token.go), whose words a lexicon puts into
// classes (lexicon.txt). Rules over classes (rules_*.go, in the notation of
// pattern.go) say what an expression means before its context is known; the
// longest one that begins leftmost counts. Resolving (resolve.go) then places
// it by the document's date and by what the text has spoken of before.
//
// Extents follow the TIMEX3 guidelines: prepositions stay out ("[2012]" in
// "since 2012"), modifiers and determiners belong to it ("[early October]",
// "[nearly nine years]"), and so does no possessive ending. The two years of a
// season or a range are two expressions, "[2001]-[02]".
package timex

import (
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"dateline/corpus"
)

// Timex is a time expression of a text.
type Timex struct {
	corpus.Span
	Type  string // DATE, TIME, DURATION or SET
	Value string // as in ISO-TimeML: 2021-04-07, 2012-Q3, 199, XXXX-WXX-4, P9Y, PAST_REF
	Mod   string // START, MID, END, APPROX, MORE_THAN, LESS_THAN, EQUAL_OR_MORE, EQUAL_OR_LESS or ""

	// Interval holds the days meant; it is zero where the expression names
	// none, or none that is known. Of a part of a period ("early 2012") it is
	// about that part.
	Interval corpus.Interval
}

// segmentBytes is how much text is read at once. A segment ends at a blank
// line where there is one, else at the end of a line, a sentence or a word.
const segmentBytes = 16 << 10

// Parse returns the time expressions of text in order, none overlapping.
// Relative ones ("last week", "Friday") are placed by dct, the time at which
// the document was written, as precisely as that is known: with a month,
// "this year" has a place and "yesterday" none. With a zero dct they are found
// but have no Interval, and their Value says only what they say themselves.
// The time taken is linear in the length of text, whatever it holds.
func Parse(text string, dct corpus.Interval) []Timex {
	var out []Timex
	r := resolver{dct: dct}
	p := newParser(english)
	defer p.free()
	for start := 0; start < len(text); {
		end := segmentEnd(text, start)
		p.begin(text[start:end])
		out = r.resolveAll(p, p.read(), start, out)
		start = end
	}
	return out
}

// segmentEnd returns where the segment that begins at start ends.
func segmentEnd(text string, start int) int {
	if len(text)-start <= segmentBytes {
		return len(text)
	}
	window := text[start : start+segmentBytes]
	for _, sep := range []string{"\n\n", ".\n", "\n", ". ", " "} {
		if i := strings.LastIndex(window, sep); i > segmentBytes/4 {
			return start + i + len(sep)
		}
	}
	end := start + segmentBytes
	for !utf8.RuneStart(text[end]) && end > start+segmentBytes-utf8.UTFMax {
		end--
	}
	return end
}

// parsers keeps the buffers of parsers that have done their work.
var parsers sync.Pool

func newParser(g *grammar) *parser {
	p, ok := parsers.Get().(*parser)
	if !ok {
		p = &parser{}
	}
	p.grammar = g
	return p
}

// free gives the parser's buffers back; nothing that it returned lies in them.
func (p *parser) free() {
	p.text, p.items = "", p.items[:0]
	clear(p.items[:cap(p.items)])
	clear(p.memo)
	p.steps = [maxDepth + 2][maxSteps]step{}
	p.matches = [maxDepth + 2]match{}
	parsers.Put(p)
}

// begin sets the parser to a segment of text.
func (p *parser) begin(text string) {
	p.text = text
	p.toks = p.tokenize(p.toks[:0], text)
	p.memo = slices.Grow(p.memo[:0], len(p.sets))[:len(p.sets)]
	for i := range p.memo {
		p.memo[i] = memo{at: -1}
	}
}

// item is an expression where it was read.
type item struct {
	*expr
	from, to int // tokens
}

// read returns the expressions of the segment, leftmost and longest first.
func (p *parser) read() []item {
	items := p.items[:0]
	for i := 0; i < len(p.toks); {
		t := &p.toks[i]
		if t.bits == (bits{}) && t.word == nil {
			i++
			continue
		}
		end, e := p.top(i)
		if e == nil {
			i++
			continue
		}
		from, to := i+e.trimStart, end-e.trimEnd
		if e.other != nil {
			items = append(items, item{e, from, e.split}, item{e.other, e.second, to})
		} else {
			items = append(items, item{e, from, to})
		}
		i = max(to, i+1)
	}
	p.items = items
	return items
}

// top returns the longest expression that begins at token i.
func (p *parser) top(i int) (end int, e *expr) {
	end = i
	for _, kind := range p.kinds {
		if k, x := p.longest(kind, i); x != nil && k > end {
			end, e = k, x
		}
	}
	return end, e
}

// shareYears gives a month or day without a year that of its neighbour, in
// "from March to May 2012" and "March 5, 2012, to May 7".
func shareYears(p *parser, items []item) {
	connected := func(a, b item) bool {
		if b.from-a.to < 1 || b.from-a.to > 2 {
			return false
		}
		for i := a.to; i < b.from; i++ {
			t := p.at(i)
			if t.para || !t.is("to", "and", "through", "until", "till", "or") && t.sign != '-' && t.sign != '~' && t.sign != ',' && t.sign != '/' {
				return false
			}
		}
		return true
	}
	open := func(e *expr) bool {
		return e.op == opDate && e.year == 0 && e.sub == nil && e.dir == dirNone && e.month != 0
	}
	// A quarter has the year that follows its noun: a fourth-quarter loss in 1988.
	for i := len(items) - 2; i >= 0; i-- {
		a, b := items[i], items[i+1]
		if a.op != opNth || a.sub != nil || a.unit != "Q" && a.unit != "HALF" || b.op != opDate || b.month != 0 || b.year == 0 ||
			b.from-a.to > 9 || !p.at(b.from-1).is("in", "of") {
			continue
		}
		plain := true
		for k := a.to; k < b.from && plain; k++ {
			t := p.at(k)
			plain = !t.para && t.sign != ',' && t.sign != ';' && (t.sign != '.' || !p.at(k+1).space) && !t.is("and", "from", "than", "to")
		}
		if plain {
			c := *a.expr
			c.sub = b.expr
			items[i].expr = &c
		}
	}
	full := func(e *expr) bool { return e.op == opDate && e.year != 0 && e.month != 0 }
	for i := len(items) - 2; i >= 0; i-- {
		a, b := items[i].expr, items[i+1].expr
		if open(a) && connected(items[i], items[i+1]) && (full(b) && (a.day == 0 || b.day != 0) || b.op == opDate && b.month != 0 && b.sub != nil) {
			c := *a
			c.year, c.sub = b.year, b.sub
			if b.year != 0 && c.month > b.month {
				c.year--
			}
			items[i].expr = &c
		}
	}
	for i := 1; i < len(items); i++ {
		a, b := items[i-1].expr, items[i].expr
		if full(a) && open(b) && connected(items[i-1], items[i]) && (a.day == 0) == (b.day == 0) {
			c := *b
			c.year = a.year
			if c.month < a.month {
				c.year++
			}
			items[i].expr = &c
		}
	}
}
