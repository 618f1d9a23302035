package bot

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"dateline/corpus"
	"dateline/retrieval"
	"dateline/retrieval/index"
	"dateline/retrieval/ingest"
)

// library is an archive in memory: what ingest derives, kept in maps.
type library struct {
	docs     []*corpus.Document
	byKey    map[corpus.Key]*corpus.Document
	byID     map[corpus.PassageID]*corpus.Document
	coverage corpus.Coverage
}

func (a *library) Document(_ context.Context, k corpus.Key, _ int) (corpus.Document, error) {
	if d := a.byKey[k]; d != nil {
		return *d, nil
	}
	return corpus.Document{}, fmt.Errorf("no article %s", k)
}

func (a *library) Events(_ context.Context, f corpus.EventFilter) ([]corpus.Event, error) {
	var out []corpus.Event
	for _, d := range a.docs {
		if !slices.Contains(f.Collections, d.Collection) {
			continue
		}
		for _, e := range d.Events {
			if len(f.Kinds) > 0 && !slices.Contains(f.Kinds, e.Kind) {
				continue
			}
			if len(f.Keys) == 0 || slices.ContainsFunc(e.Keys, func(k string) bool { return slices.Contains(f.Keys, k) }) {
				out = append(out, e)
			}
		}
	}
	return out, nil
}

func (a *library) CoverageOf(context.Context, corpus.EventFilter) (corpus.Coverage, error) {
	return a.coverage, nil
}

func (a *library) Extracts(_ context.Context, ids []corpus.PassageID) ([]corpus.Extract, error) {
	var out []corpus.Extract
	for _, id := range ids {
		d := a.byID[id]
		if d == nil {
			continue
		}
		head := d.Article
		head.Text, head.Blocks, head.Dropped = "", nil, nil
		for _, p := range d.Passages {
			if p.ID == id {
				out = append(out, corpus.Extract{Passage: p, Article: &head, Text: p.Of(d.Text), Sentences: corpus.Clip(d.Sentences[p.First:p.Last+1], p.Span)})
			}
		}
	}
	return out, nil
}

// open derives the records and returns a reader over them, as of 1 May 2024.
func open(t testing.TB, raws ...corpus.Raw) *Reader {
	t.Helper()
	a := &library{byKey: map[corpus.Key]*corpus.Document{}, byID: map[corpus.PassageID]*corpus.Document{}}
	x := index.New(index.Options{})
	var docs []corpus.Document
	passages, events := corpus.PassageID(0), int64(0)
	for _, raw := range raws {
		raw.Collection = "c"
		d, err := ingest.Derive(raw)
		if err != nil {
			t.Fatalf("%s: %v", raw.ID, err)
		}
		d.Version = 1
		for i := range d.Events {
			events++
			e := &d.Events[i]
			e.ID, e.Article, e.Version = events, d.Key, 1
		}
		for i := range d.Passages {
			passages++
			d.Passages[i].ID = passages
			a.byID[passages] = &d
		}
		switch p := d.Published; {
		case !p.Known():
			a.coverage.Undated++
		default:
			if a.coverage.Dated == 0 || p.Start < a.coverage.From {
				a.coverage.From = p.Start
			}
			if a.coverage.Dated == 0 || p.End > a.coverage.To {
				a.coverage.To, a.coverage.Newest = p.End, d.Key
			}
			a.coverage.Dated++
		}
		a.byKey[d.Key] = &d
		a.docs = append(a.docs, &d)
		docs = append(docs, d)
	}
	if err := x.Upsert(t.Context(), docs, make([][]float32, passages)); err != nil {
		t.Fatal(err)
	}
	return &Reader{Search: &retrieval.Searcher{Engine: x, Library: a}, Archive: a, Lexicon: x,
		Clock: func() time.Time { return time.Date(2024, 5, 1, 12, 0, 0, 0, time.UTC) }}
}

func ask(t testing.TB, r *Reader, question string) Answer {
	t.Helper()
	return askAfter(t, r, question, nil)
}

func askAfter(t testing.TB, r *Reader, question string, after *Exchange) Answer {
	t.Helper()
	a, err := r.Ask(t.Context(), Request{Question: question, Collections: []string{"c"}, After: after})
	if err != nil {
		t.Fatalf("Ask(%q): %v", question, err)
	}
	check(t, r, question, a)
	return a
}

// check verifies what every answer promises.
func check(t testing.TB, r *Reader, question string, a Answer) {
	t.Helper()
	if n := len([]rune(a.Lead)); n > maxLeadRunes || n == 0 {
		t.Errorf("Ask(%q): the lead has %d characters: %q", question, n, a.Lead)
	}
	for i, c := range a.Citations {
		if c.N != i+1 {
			t.Errorf("Ask(%q): citation %d is numbered %d", question, i+1, c.N)
		}
		d, err := r.Archive.Document(t.Context(), c.Article, c.Version)
		if err != nil {
			t.Fatal(err)
		}
		if got := string([]rune(d.Text)[c.Span.Start:c.Span.End]); got != c.Quote {
			t.Errorf("Ask(%q): at %v of %s stands %q, quoted is %q", question, c.Span, c.Article, got, c.Quote)
		}
	}
	if !a.Abstained && len(a.Claims) == 0 {
		t.Errorf("Ask(%q) = %q without a claim", question, a.Lead)
	}
	for _, cl := range a.Claims {
		if len(cl.Citations) == 0 {
			t.Errorf("Ask(%q): %q is not cited", question, cl.Text)
		}
	}
	if a.Abstained != (a.Reason != "") {
		t.Errorf("Ask(%q): abstained is %v, the reason %q", question, a.Abstained, a.Reason)
	}
}
