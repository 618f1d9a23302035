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
	date int    // the bytes of a date that is fused to the title's beginning
	tail int    // the bytes of one that is fused to its end

	label int // the bytes of a label before the title, behind the date
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
	said := findRepeats(linesText(lines))
	pieces := dropDate(choose(lines, said, &c))
	if whole(pieces, lines) {
		pieces = cutRepeats(pieces, said)
	} else {
		pieces = dropRepeats(pieces, said.refrains)
	}
	assemble(&c, pieces)
	return c
}

// dropDate cuts a date that was fused to the first sentence. Where other
// pieces begin with a date too, the text is a chronicle and keeps them.
func dropDate(pieces []piece) []piece {
	first := -1
	for i := range pieces {
		p := &pieces[i]
		if p.why != "" || p.head {
			continue
		}
		if first < 0 {
			if first = i; leadingDate(p.text) == (corpus.Span{}) {
				return pieces
			}
			continue
		}
		if leadingDate(p.text) != (corpus.Span{}) {
			return pieces
		}
	}
	if first < 0 {
		return pieces
	}
	p := pieces[first]
	end := leadingDate(p.text).End
	date := p
	date.text, date.why = strings.TrimFunc(p.text[:end], space), "date"
	p.text = strings.TrimFunc(p.text[end:], space)
	return slices.Insert(slices.Delete(slices.Clone(pieces), first, first+1), first, date, p)
}

// whole reports whether the pieces are the lines, all of them kept.
func whole(pieces []piece, lines []line) bool {
	if len(pieces) != len(lines) {
		return false
	}
	for i, p := range pieces {
		if p.why != "" || p.head || len(p.text) != len(lines[i].text) {
			return false
		}
	}
	return true
}

// dropRepeats drops what the kept pieces say a second time, but for refrains
// where there may be any.
func dropRepeats(pieces []piece, refrains bool) []piece {
	var texts []string
	for _, p := range pieces {
		if p.why == "" && !p.head {
			texts = append(texts, p.text)
		}
	}
	said := findRepeats(texts)
	said.refrains = refrains
	return cutRepeats(pieces, said)
}

// cutRepeats drops what r found repeated in the texts of the kept pieces. A
// piece of which only a part is repeated is cut.
func cutRepeats(pieces []piece, r *repeats) []piece {
	if !r.any() {
		return pieces
	}
	var kept []int
	for i, p := range pieces {
		if p.why == "" && !p.head {
			kept = append(kept, i)
		}
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
			add(s.End, repeating(pieces[kept[s.source]].line.number))
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
		case p.head, p.date > 0, p.tail > 0:
			drop := func(text, why string) {
				if text = strings.TrimFunc(text, space); text != "" {
					c.Dropped = append(c.Dropped, corpus.Dropped{Line: p.line.number, Text: text, Why: why})
				}
			}
			drop(p.text[:p.date], "date")
			headline := p.text[p.date : len(p.text)-p.tail]
			drop(headline[:p.label], "label")
			headline = headline[p.label:]
			drop(headline[:len(headline)-len(strings.TrimLeft(headline, "# "))], "markup")
			drop(p.text[len(p.text)-p.tail:], "date")
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

func repeating(line int) string { return fmt.Sprintf("repeats line %d", line) }

func linesText(lines []line) []string {
	texts := make([]string, len(lines))
	for i := range lines {
		texts[i] = lines[i].text
	}
	return texts
}
