// Package clean finds the article in what was scraped: in a plain text dump
// of a page or in the page itself.
//
// No line of a dump says by itself that it is furniture: "Opinion" may head a
// section of the article or the list below it. So each line is given a worth
// from soft features (its length, how it ends, how many of its words begin in
// lower case, whether it speaks the vocabulary of pages), and the run of lines
// whose worths add up to the most is the article. What stands above it is
// searched for a title, a standfirst and captions; within it, repeats and
// what interrupts it are dropped, each with its line and the reason.
package clean

import (
	"fmt"
	"slices"
	"strings"

	"dateline/corpus"
)

// piece is a line, or a part of one, on its way to being kept or dropped.
type piece struct {
	line *line
	text string
	kind corpus.BlockKind
	why  string // "" where it is kept
	head bool   // it is the title, which is neither kept nor dropped
}

// Text cleans plain text that was scraped from a page. The blocks are
// verbatim up to white space. Every line is kept, is the title, or is
// dropped. It takes time linear in the text.
func Text(text string) corpus.Cleaned {
	lines := split(text)
	if len(lines) == 0 {
		return corpus.Cleaned{}
	}
	var c corpus.Cleaned
	pieces := choose(lines, &c)
	pieces = dropRepeats(pieces)
	assemble(&c, pieces)
	return c
}

// choose decides over the lines.
func choose(lines []line, c *corpus.Cleaned) []piece {
	pieces := make([]piece, len(lines))
	for i := range lines {
		pieces[i] = piece{line: &lines[i], text: lines[i].text}
	}
	w := worths(lines)
	from, to := best(w)
	if from == to { // nothing reads as an article: nothing says what to drop
		return pieces
	}
	for i := range pieces {
		if i < from || i >= to {
			pieces[i].why = reason(&lines[i])
		}
	}
	if t := title(lines, from, to); t >= 0 {
		c.Title = lines[t].text
		for i := range from {
			if lines[i].text == c.Title {
				pieces[i].why, pieces[i].head = "", true
			}
		}
		for i := t + 1; i < from; i++ {
			l := &lines[i]
			if l.text == c.Title {
				continue
			}
			if standfirst(l) {
				pieces[i].why, pieces[i].kind = "", corpus.Standfirst
			}
			break
		}
	}
	for i := from - 1; i >= 0 && i >= from-6 && !pieces[i].head; i-- {
		if l := &lines[i]; credited(l) && l.words >= 6 && !l.furniture() {
			pieces[i].why, pieces[i].kind = "", corpus.Caption
		}
	}
	for i := from; i < to; i++ {
		inside(pieces, i, from, to)
	}
	return pieces
}

// standfirst reports whether the line below a title can be its summary.
func standfirst(l *line) bool {
	return l.words >= 6 && l.words <= 60 && !l.furniture() && !l.dated() && !boundary(l) && byline(l) == "" && !credited(l)
}

// inside decides over a line within the run.
func inside(pieces []piece, i, from, to int) {
	p := &pieces[i]
	l := p.line
	switch {
	case posted(l):
		p.kind = corpus.Embed
	case l.prose() && credited(l):
		p.kind = corpus.Caption
	case l.prose():
		if l.bullet {
			p.kind = corpus.ListItem
		}
	case l.furniture(), boundary(l):
		p.why = reason(l)
	case l.bullet:
		p.kind = corpus.ListItem
	case l.words <= 14 && i+1 < to && pieces[i+1].line.prose():
		p.kind = corpus.Heading
	}
}

// posted reports whether the line is a post with its author's handle.
func posted(l *line) bool {
	return l.handle && l.month && l.year && strings.Contains(l.text, "(@")
}

// reason names what a dropped line looks like.
func reason(l *line) string {
	switch {
	case l.dated():
		return "date"
	case byline(l) != "":
		return "byline"
	case boundary(l), l.furniture():
		return "furniture"
	case l.trails && l.words >= 5, l.prose():
		return "other story"
	}
	return "navigation"
}

// dropRepeats drops what the kept pieces say a second time. A piece of which
// only a part is repeated is cut.
func dropRepeats(pieces []piece) []piece {
	var kept []int
	var texts []string
	for i, p := range pieces {
		if p.why == "" && !p.head {
			kept = append(kept, i)
			texts = append(texts, p.text)
		}
	}
	r := findRepeats(texts)
	if len(r.matches) == 0 {
		return pieces
	}
	out := make([]piece, 0, len(pieces)+len(r.matches))
	next := 0
	for i, p := range pieces {
		if next >= len(kept) || kept[next] != i {
			out = append(out, p)
			continue
		}
		at := 0
		add := func(end int, why string) {
			if s := strings.TrimFunc(p.text[at:end], space); s != "" {
				q := p
				q.text, q.why = s, why
				out = append(out, q)
			}
			at = end
		}
		for _, s := range r.of(next, p.text) {
			add(s.Start, "")
			add(s.End, fmt.Sprintf("repeats line %d", pieces[kept[s.source]].line.number))
		}
		add(len(p.text), "")
		next++
	}
	return out
}

// assemble fills in the text, its blocks and what was dropped.
func assemble(c *corpus.Cleaned, pieces []piece) {
	var b strings.Builder
	for _, p := range pieces {
		switch {
		case p.head:
		case p.why != "":
			c.Dropped = append(c.Dropped, corpus.Dropped{Line: p.line.number, Text: p.text, Why: p.why})
		default:
			if b.Len() > 0 {
				b.WriteString("\n\n")
			}
			start := b.Len()
			b.WriteString(p.text)
			c.Blocks = append(c.Blocks, corpus.Block{Kind: p.kind, Span: corpus.Span{Start: start, End: b.Len()}, Line: p.line.number})
		}
	}
	c.Text = b.String()
	c.Blocks = slices.Clip(c.Blocks)
}
