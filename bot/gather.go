package bot

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"dateline/bot/question"
	"dateline/bot/verify"
	"dateline/corpus"
	"dateline/retrieval"
)

// maxSources bounds the passages that are gathered for a writer.
const maxSources = 12

// Material is what an answer may be written from.
type Material struct {
	Request  Request
	Question string          // as it was read: a follow-up with what it takes over
	Bound    retrieval.Bound // the time that it asks about
	AsOf     corpus.Day
	Sources  []Source // those that the reader cites first, then best first
	Answer   Answer   // the reader's own, made without a model

	c *conversation // nil where there is nothing to write from
}

// Source is a passage with the version of the article that it is of.
type Source struct {
	N        int // from 1
	Passage  corpus.Passage
	Document corpus.Document
}

// Text returns the passage's text.
func (s Source) Text() string { return s.Passage.Span.Of(s.Document.Text) }

// Sentences returns the passage's sentences.
func (s Source) Sentences() []corpus.Sentence {
	return s.Document.Sentences[s.Passage.First : s.Passage.Last+1]
}

// Events returns the events that were read from the passage.
func (s Source) Events() []corpus.Event {
	var out []corpus.Event
	for _, e := range s.Document.Events {
		if s.Passage.First <= e.Sentence && e.Sentence <= s.Passage.Last {
			out = append(out, e)
		}
	}
	return out
}

// Leans reports whether a question reads as one that follows up another.
func Leans(text string) bool {
	return question.Parse(strings.Join(strings.Fields(text), " "), 0).Leans()
}

// Gather answers a question as Ask does, and returns the answer with what a
// writer may make a better one of.
func (r *Reader) Gather(ctx context.Context, req Request) (*Material, error) {
	c, a, err := r.ask(ctx, req)
	if err != nil {
		return nil, err
	}
	m := &Material{Request: req, Answer: a, c: c}
	if c == nil {
		return m, nil
	}
	m.Question, m.Bound, m.AsOf = c.q.Text, c.q.Bound, c.asOf
	if err := m.gather(ctx); err != nil {
		return nil, fmt.Errorf("gather: %w", err)
	}
	return m, nil
}

// gather finds the sources: the passages that the reader cites, then those
// that the search finds, each once.
func (m *Material) gather(ctx context.Context) error {
	have := map[corpus.PassageID]bool{}
	add := func(key corpus.Key, version int, id corpus.PassageID) error {
		if have[id] || len(m.Sources) == maxSources {
			return nil
		}
		doc, err := m.c.document(ctx, key, version)
		if err != nil {
			return err
		}
		for _, p := range doc.Passages {
			if p.ID == id {
				have[id] = true
				m.Sources = append(m.Sources, Source{N: len(m.Sources) + 1, Passage: p, Document: doc})
			}
		}
		return nil
	}
	for _, ci := range m.Answer.Citations {
		if err := add(ci.Article, ci.Version, ci.Passage); err != nil {
			return err
		}
	}
	hits, err := m.c.searchFor(ctx, m.Question, m.Bound, maxSources)
	if err != nil {
		return err
	}
	for _, h := range hits {
		if err := add(h.Article.Key, h.Article.Version, h.ID); err != nil {
			return err
		}
	}
	return nil
}

// Events returns the events of the sources in the order of their times,
// undated ones last.
func (m *Material) Events() []corpus.Event {
	var out []corpus.Event
	for _, s := range m.Sources {
		for _, e := range s.Events() {
			if !slices.ContainsFunc(out, func(have corpus.Event) bool { return have.ID == e.ID }) {
				out = append(out, e)
			}
		}
	}
	slices.SortStableFunc(out, func(a, b corpus.Event) int {
		if a.When.Known() != b.When.Known() {
			return map[bool]int{true: -1, false: 1}[a.When.Known()]
		}
		return cmp.Or(cmp.Compare(a.When.Start, b.When.Start), cmp.Compare(a.ID, b.ID))
	})
	return out
}

// Written is a claim that a writer made.
type Written struct {
	Text   string // one sentence, without citation numbers
	Quotes []Quoted
}

// Quoted is a quote that a writer gives for a claim.
type Quoted struct {
	Source int // number of a source
	Text   string
}

// Compose makes an answer of claims that have been checked. Each quote is
// looked up once more in its passage's stored text; a claim of which one is
// not found is left out, and reports of what was left out are the caller's. It
// reports false where nothing is left. The first claims are the lead, as many
// as its budget takes; the others are the body, and the first too where the lead
// has not all of it.
func (m *Material) Compose(ctx context.Context, claims []Written) (Answer, bool, error) {
	if m.c == nil {
		return Answer{}, false, nil
	}
	a := Answer{ID: m.Request.ID, Coverage: m.c.coverage, ReadAs: m.Answer.ReadAs}
	lead, full := "", false
	for _, w := range claims {
		as, ok := m.proofs(w)
		if !ok {
			continue
		}
		before := len(a.Citations)
		numbers, _, err := m.c.cite(ctx, &a, as)
		if err != nil {
			return Answer{}, false, fmt.Errorf("compose: %w", err)
		}
		if len(numbers) < distinct(as.proofs) {
			a.Citations = a.Citations[:before]
			continue
		}
		claim := Claim{Text: Printable(as.text), Citations: numbers}
		text := inert(strings.TrimRight(claim.Text, ". ")) + " " + marks(numbers) + "."
		switch joined := strings.TrimSpace(lead + " " + text); {
		case !full && fitsLead(joined):
			lead = joined
		case lead == "":
			// The lead is cut below; what is cut off may be what matters.
			lead, full = text, true
			a.Body = append(a.Body, text)
		default:
			full = true
			a.Body = append(a.Body, text)
		}
		a.Claims = append(a.Claims, claim)
	}
	if !says(lead) {
		return Answer{}, false, nil
	}
	a.Lead = boundLead(lead)
	if w := m.Answer.When; w != nil && strings.Contains(a.Lead, eventDate(w.Interval)) {
		a.When = w
	}
	a.Used = countArticles(a.Citations)
	foreign, err := m.c.foreign(ctx, a.Citations)
	if err != nil {
		return Answer{}, false, fmt.Errorf("compose: %w", err)
	}
	a.Notes = foreign
	return a, true, nil
}

// proofs turns a written claim's quotes into what is to be cited; it reports
// false where one does not stand in its passage.
func (m *Material) proofs(w Written) (assertion, bool) {
	as := assertion{text: w.Text}
	for _, q := range w.Quotes {
		if q.Source < 1 || q.Source > len(m.Sources) {
			return as, false
		}
		s := m.Sources[q.Source-1]
		at, ok := verify.Quote(s.Text(), q.Text, 0)
		if !ok {
			return as, false
		}
		span := corpus.Span{Start: s.Passage.Start + at.Start, End: s.Passage.Start + at.End}
		as.proofs = append(as.proofs, proof{key: s.Document.Key, version: s.Document.Version, span: span, quote: span.Of(s.Document.Text)})
	}
	return as, len(as.proofs) > 0
}

// distinct counts the proofs that stand at different places.
func distinct(proofs []proof) int {
	type place struct {
		key     corpus.Key
		version int
		span    corpus.Span
	}
	seen := map[place]bool{}
	for _, p := range proofs {
		seen[place{p.key, p.version, p.span}] = true
	}
	return len(seen)
}

// marks returns the numbers of citations as they stand behind a claim.
func marks(numbers []int) string {
	var b strings.Builder
	for _, n := range numbers {
		fmt.Fprintf(&b, "[%d]", n)
	}
	return b.String()
}

// fitsLead reports whether a text keeps to a lead's budgets.
func fitsLead(text string) bool { return boundLead(text) == text }

// countArticles counts the articles that citations are of.
func countArticles(citations []Citation) int {
	used := map[corpus.Key]bool{}
	for _, c := range citations {
		used[c.Article] = true
	}
	return len(used)
}
