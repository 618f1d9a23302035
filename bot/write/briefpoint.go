package write

import (
	"context"
	"fmt"
	"strings"
	"unicode/utf8"

	"dateline/bot"
	"dateline/bot/brief"
	"dateline/bot/claim"
	"dateline/corpus"
)

// point is a point of a briefing that a model may word.
type point struct {
	*brief.Point        // in the briefing that the briefer made; never changed
	n            int    // by which a prompt names it, from 1
	part         string // of the briefing
	reports      []report
	passages     []claim.Passage // that its reports stand in

	text   string         // that the model wrote and that passed; "" where none did
	placed []claim.Placed // its quotes
	failed bool           // one that did not pass was written
}

// The parts of a briefing, as a prompt names them.
const (
	happened = "happened"
	planned  = "planned"
	undated  = "undated"
)

// report is one of the quotes that a point stands on.
type report struct {
	doc       *corpus.Document
	passage   int           // number of the passage that it begins in
	span      corpus.Span   // of the quote, in the article's text
	sentences []corpus.Span // that it stands in
}

// passageOf is a passage with the version of the article that it is of.
type passageOf struct {
	n       int // from 1
	passage corpus.Passage
	doc     *corpus.Document
}

func (p passageOf) text() string { return p.passage.Span.Of(p.doc.Text) }

// gather reads the passages that the points' quotes stand in. A point of which a
// quote can't be placed is left as it is.
func (s *wording) gather(ctx context.Context) error {
	docs := map[brief.Version]*corpus.Document{}
	for _, part := range []struct {
		name   string
		points []brief.Point
	}{{happened, s.b.Points}, {planned, s.b.Ahead}, {undated, s.b.Undated}} {
		for i := range part.points {
			p := &point{Point: &part.points[i], n: len(s.points) + 1, part: part.name}
			for _, n := range p.Citations {
				if n < 1 || n > len(s.b.Citations) {
					continue
				}
				ci := s.b.Citations[n-1]
				v := brief.Version{Key: ci.Article, Version: ci.Version}
				if docs[v] == nil {
					doc, err := s.w.opts.Archive.Document(ctx, ci.Article, ci.Version)
					if err != nil {
						return fmt.Errorf("passages of a briefing: %w", err)
					}
					docs[v] = &doc
				}
				if r, ok := s.place(docs[v], ci); ok {
					p.reports = append(p.reports, r)
				}
			}
			if len(p.reports) > 0 {
				p.passages = s.claimPassages(p.reports)
				s.points = append(s.points, p)
			}
		}
	}
	return nil
}

// place finds the passage and the sentences that a citation stands in.
func (s *wording) place(doc *corpus.Document, ci bot.Citation) (report, bool) {
	r := report{doc: doc}
	var ok bool
	if r.span, ok = bytesOf(doc.Text, ci.Span); !ok {
		return r, false
	}
	for _, x := range doc.Sentences {
		if x.Overlaps(r.span) {
			r.sentences = append(r.sentences, x.Span)
		}
	}
	for _, p := range doc.Passages {
		if p.ID != ci.Passage || !p.Contains(r.span) || len(r.sentences) == 0 {
			continue
		}
		for _, have := range s.passages {
			if have.passage.ID == p.ID {
				r.passage = have.n
			}
		}
		if r.passage == 0 {
			r.passage = len(s.passages) + 1
			s.passages = append(s.passages, passageOf{r.passage, p, doc})
		}
		return r, true
	}
	return r, false
}

// bytesOf turns a span in code points into one in bytes.
func bytesOf(text string, runes corpus.Span) (corpus.Span, bool) {
	out, n := corpus.Span{Start: -1, End: -1}, 0
	for i := range text {
		if n == runes.Start {
			out.Start = i
		}
		if n == runes.End {
			out.End = i
			break
		}
		n++
	}
	if out.End < 0 && n == runes.End {
		out.End = len(text)
	}
	return out, out.Start >= 0 && out.End > out.Start
}

// claimPassages turns the passages of reports, each once, into what a claim is
// held against.
func (s *wording) claimPassages(reports []report) []claim.Passage {
	var out []claim.Passage
	have := map[int]bool{}
	for _, r := range reports {
		if have[r.passage] {
			continue
		}
		have[r.passage] = true
		p := s.passages[r.passage-1]
		out = append(out, asPassage(bot.Source{N: p.n, Passage: p.passage, Document: *p.doc}))
	}
	return out
}

// withoutStop returns a sentence without the full stop that ends it; the numbers
// of its citations follow. That of an abbreviation stays.
func withoutStop(s string) string {
	cut := strings.TrimSuffix(s, ".")
	word := cut[strings.LastIndexByte(cut, ' ')+1:]
	if strings.Contains(word, ".") || utf8.RuneCountInString(word) < 2 {
		return s
	}
	return cut
}
