// Package enginetest is the conformance suite that every retrieval.Engine
// passes.
package enginetest

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"dateline/corpus"
	"dateline/retrieval"
)

// Run runs the suite. Open returns a new and empty engine each time.
func Run(t *testing.T, open func(t *testing.T) retrieval.Engine) {
	for _, test := range []struct {
		name string
		run  func(*testing.T, retrieval.Engine)
	}{
		{"NoCollections", noCollections},
		{"Collections", collections},
		{"StatisticsWithinCollections", statistics},
		{"FiltersBeforeTop", filtersBeforeTop},
		{"AsOf", asOf},
		{"Published", published},
		{"UpsertReplaces", upsertReplaces},
		{"LastOfABatchCounts", lastOfBatch},
		{"Delete", deletes},
		{"Ties", ties},
		{"Groups", groups},
		{"Fields", fields},
		{"Vectors", vectors},
		{"OrderOfArrival", orderOfArrival},
		{"Empty", empty},
		{"Concurrent", concurrent},
	} {
		t.Run(test.name, func(t *testing.T) { test.run(t, open(t)) })
	}
}

// Document returns an article of one passage, in collection "c" unless the key
// names another as "collection/id". Its passage has the ID given.
func Document(key string, passage corpus.PassageID, title, text string) corpus.Document {
	k := corpus.Key{Collection: "c", ID: key}
	if c, id, ok := strings.Cut(key, "/"); ok {
		k = corpus.Key{Collection: c, ID: id}
	}
	span := corpus.Span{Start: 0, End: len(text)}
	return corpus.Document{
		Article:   corpus.Article{Key: k, Version: 1, Title: title, Lang: "en", Text: text, Blocks: []corpus.Block{{Span: span}}},
		Sentences: []corpus.Sentence{{Span: span}},
		Passages:  []corpus.Passage{{ID: passage, Span: span}},
	}
}

// Terms returns a term for each word, which must be a stem already.
func Terms(words ...string) []retrieval.Term {
	var out []retrieval.Term
	for _, w := range words {
		out = append(out, retrieval.Term{Words: []string{w}, Weight: 1, Scale: []float64{1}})
	}
	return out
}

var inC = retrieval.Filter{Collections: []string{"c"}}

func upsert(t *testing.T, e retrieval.Engine, docs ...corpus.Document) {
	t.Helper()
	if err := e.Upsert(t.Context(), docs, nil); err != nil {
		t.Fatalf("Upsert: %v", err)
	}
}

func candidates(t *testing.T, e retrieval.Engine, f retrieval.Filter, n int, words ...string) []retrieval.Candidate {
	t.Helper()
	found, err := e.Candidates(t.Context(), Terms(words...), nil, f, n)
	if err != nil {
		t.Fatalf("Candidates(%v): %v", words, err)
	}
	return found
}

func want(t *testing.T, found []retrieval.Candidate, ids ...corpus.PassageID) {
	t.Helper()
	var have []corpus.PassageID
	for _, c := range found {
		have = append(have, c.Passage)
	}
	if !slices.Equal(have, ids) {
		t.Errorf("found passages %v, want %v", have, ids)
	}
}

func noCollections(t *testing.T, e retrieval.Engine) {
	upsert(t, e, Document("a", 1, "", "a harbour"))
	want(t, candidates(t, e, retrieval.Filter{}, 10, "harbour"))
}

func collections(t *testing.T, e retrieval.Engine) {
	upsert(t, e, Document("open/a", 1, "", "a harbour"), Document("closed/a", 2, "", "a harbour"))
	want(t, candidates(t, e, retrieval.Filter{Collections: []string{"open"}}, 10, "harbour"), 1)
	want(t, candidates(t, e, retrieval.Filter{Collections: []string{"closed", "open"}}, 10, "harbour"), 1, 2)
	want(t, candidates(t, e, retrieval.Filter{Collections: []string{"other"}}, 10, "harbour"))
}

// statistics: what may not be seen shapes no score.
func statistics(t *testing.T, e retrieval.Engine) {
	upsert(t, e, Document("open/a", 1, "", "a harbour in the north"), Document("open/b", 2, "", "a storm in the north"))
	before := candidates(t, e, retrieval.Filter{Collections: []string{"open"}}, 10, "harbour", "north")
	upsert(t, e, Document("closed/a", 3, "", "harbour harbour harbour and nothing else"), Document("closed/b", 4, "", "north"))
	after := candidates(t, e, retrieval.Filter{Collections: []string{"open"}}, 10, "harbour", "north")
	if !slices.Equal(before, after) {
		t.Errorf("articles of another collection changed the scores: %v, before %v", after, before)
	}
}

func filtersBeforeTop(t *testing.T, e retrieval.Engine) {
	var docs []corpus.Document
	for i := range 50 {
		d := Document(fmt.Sprint(i), corpus.PassageID(i+1), "harbour harbour", "harbour harbour harbour")
		d.Source = "Courier"
		docs = append(docs, d)
	}
	last := Document("last", 99, "", "a long text that speaks of a harbour among many other things")
	last.Source = "Gazette"
	upsert(t, e, append(docs, last)...)
	f := inC
	f.Sources = []string{"Gazette"}
	want(t, candidates(t, e, f, 1, "harbour"), 99)
}

func dated(d corpus.Document, iv corpus.Interval) corpus.Document {
	d.Published = corpus.Publication{Interval: iv}
	return d
}

func asOf(t *testing.T, e retrieval.Engine) {
	upsert(t, e,
		dated(Document("a", 1, "", "a harbour"), corpus.OnDay(corpus.DayOf(2020, 5, 1))),
		dated(Document("b", 2, "", "a harbour"), corpus.OnDay(corpus.DayOf(2020, 5, 2))),
		dated(Document("month", 3, "", "a harbour"), corpus.InMonth(2020, 5)),
		Document("undated", 4, "", "a harbour"))
	f := inC
	f.AsOf = corpus.DayOf(2020, 5, 1)
	want(t, candidates(t, e, f, 10, "harbour"), 1, 3, 4)
	before := candidates(t, e, f, 10, "harbour")
	upsert(t, e, dated(Document("later", 5, "", "harbour harbour"), corpus.OnDay(corpus.DayOf(2021, 1, 1))))
	if after := candidates(t, e, f, 10, "harbour"); !slices.Equal(before, after) {
		t.Errorf("an article from after the as-of changed the scores: %v, before %v", after, before)
	}
}

func published(t *testing.T, e retrieval.Engine) {
	upsert(t, e,
		dated(Document("a", 1, "", "a harbour"), corpus.OnDay(corpus.DayOf(2019, 12, 31))),
		dated(Document("b", 2, "", "a harbour"), corpus.OnDay(corpus.DayOf(2020, 1, 1))),
		dated(Document("c", 3, "", "a harbour"), corpus.InMonth(2020, 3)),
		Document("undated", 4, "", "a harbour"))
	f := inC
	f.Published = corpus.InYear(2020)
	want(t, candidates(t, e, f, 10, "harbour"), 2, 3)
}

func upsertReplaces(t *testing.T, e retrieval.Engine) {
	upsert(t, e, Document("a", 1, "", "a harbour"), Document("b", 2, "", "a harbour and a storm"))
	changed := Document("a", 3, "", "a lighthouse")
	changed.Version = 2
	upsert(t, e, changed)
	want(t, candidates(t, e, inC, 10, "harbour"), 2)
	want(t, candidates(t, e, inC, 10, "lighthous"), 3)
	upsert(t, e, changed)
	want(t, candidates(t, e, inC, 10, "lighthous"), 3)
}

func lastOfBatch(t *testing.T, e retrieval.Engine) {
	upsert(t, e, Document("a", 1, "", "a harbour"), Document("a", 2, "", "a harbour"))
	want(t, candidates(t, e, inC, 10, "harbour"), 2)
}

func deletes(t *testing.T, e retrieval.Engine) {
	upsert(t, e, Document("a", 1, "", "a harbour"), Document("b", 2, "", "a harbour"))
	if err := e.Delete(t.Context(), []corpus.Key{{Collection: "c", ID: "a"}, {Collection: "c", ID: "unknown"}}); err != nil {
		t.Fatalf("Delete: %v", err)
	}
	want(t, candidates(t, e, inC, 10, "harbour"), 2)
	upsert(t, e, Document("a", 3, "", "a harbour"))
	want(t, candidates(t, e, inC, 10, "harbour"), 2, 3)
	if err := e.Delete(t.Context(), []corpus.Key{{Collection: "c", ID: "a"}, {Collection: "c", ID: "b"}}); err != nil {
		t.Fatalf("Delete: %v", err)
	}
	want(t, candidates(t, e, inC, 10, "harbour"))
}

func ties(t *testing.T, e retrieval.Engine) {
	for _, id := range []corpus.PassageID{7, 3, 9, 1, 5} {
		upsert(t, e, Document(fmt.Sprint(id), id, "", "a harbour"))
	}
	want(t, candidates(t, e, inC, 3, "harbour"), 1, 3, 5)
}

// groups: of the words of a term the best counts, once.
func groups(t *testing.T, e retrieval.Engine) {
	upsert(t, e, Document("a", 1, "", "a harbour"), Document("b", 2, "", "a harbor"), Document("c", 3, "", "harbor harbour"), Document("d", 4, "", "a storm"))
	terms := []retrieval.Term{{Words: []string{"harbour", "harbor"}, Weight: 1, Scale: []float64{1, .5}}}
	found, err := e.Candidates(t.Context(), terms, nil, inC, 10)
	if err != nil {
		t.Fatalf("Candidates: %v", err)
	}
	score := map[corpus.PassageID]float64{}
	for _, c := range found {
		score[c.Passage] = c.Lexical
	}
	if len(score) != 3 || score[2] <= 0 || score[2] >= score[1] || score[3] > score[1] {
		t.Errorf("scores %v: want passage 1 above 2, and 3 no higher than 1 for having both", score)
	}
}

// fields: title, source and date are context of a passage.
func fields(t *testing.T, e retrieval.Engine) {
	d := dated(Document("a", 1, "The harbour", "A text about boats."), corpus.OnDay(corpus.DayOf(2020, 7, 4)))
	d.Source = "Gazette"
	upsert(t, e, d, Document("b", 2, "Storm", "A text about wind."))
	for _, word := range []string{"harbour", "boat", "gazett", "juli", "2020"} {
		want(t, candidates(t, e, inC, 10, word), 1)
	}
}

func vectors(t *testing.T, e retrieval.Engine) {
	docs := []corpus.Document{Document("a", 1, "", "a harbour"), Document("b", 2, "", "a storm"), Document("c", 3, "", "a field")}
	if err := e.Upsert(t.Context(), docs, [][]float32{{1, 0, 0}, {.6, .8, 0}, nil}); err != nil {
		t.Fatalf("Upsert: %v", err)
	}
	found, err := e.Candidates(t.Context(), Terms("harbour"), []float32{.6, .8, 0}, inC, 8)
	if err != nil {
		t.Fatalf("Candidates: %v", err)
	}
	want(t, found, 1, 2)
	for i, cosine := range []float64{.6, 1} {
		if i < len(found) && (found[i].Vector < cosine-.02 || found[i].Vector > cosine+.02) {
			t.Errorf("passage %d has vector score %.3f, want about %.1f", found[i].Passage, found[i].Vector, cosine)
		}
	}
	hidden, err := e.Candidates(t.Context(), nil, []float32{.6, .8, 0}, retrieval.Filter{Collections: []string{"other"}}, 8)
	if err != nil || len(hidden) > 0 {
		t.Errorf("by vector in another collection: %v, %v, want nothing", hidden, err)
	}
}

// orderOfArrival: how the articles came in leaves no trace in the scores.
func orderOfArrival(t *testing.T, e retrieval.Engine) {
	var docs []corpus.Document
	for i := range 40 {
		docs = append(docs, Document(fmt.Sprint(i), corpus.PassageID(i+1), strings.Repeat("pier ", i%3), strings.Repeat("harbour storm ", 1+i%7)+"boat"))
	}
	upsert(t, e, docs...)
	at := candidates(t, e, inC, 40, "harbour", "boat", "pier")
	var keys []corpus.Key
	for _, d := range docs {
		keys = append(keys, d.Key)
	}
	if err := e.Delete(t.Context(), keys); err != nil {
		t.Fatalf("Delete: %v", err)
	}
	for _, d := range slices.Backward(docs) {
		upsert(t, e, d)
	}
	if one := candidates(t, e, inC, 40, "harbour", "boat", "pier"); !slices.Equal(at, one) {
		t.Errorf("one by one: %v, at once: %v", one, at)
	}
}

func empty(t *testing.T, e retrieval.Engine) {
	want(t, candidates(t, e, inC, 10, "harbour"))
	upsert(t, e)
	upsert(t, e, corpus.Document{Article: corpus.Article{Key: corpus.Key{Collection: "c", ID: "none"}}})
	upsert(t, e, Document("a", 1, "", "a harbour"))
	want(t, candidates(t, e, inC, 0, "harbour"))
	want(t, candidates(t, e, inC, 10))
	want(t, candidates(t, e, inC, 10, "unknown"))
	if e.Generation() < 0 {
		t.Errorf("Generation() = %d", e.Generation())
	}
}

func concurrent(t *testing.T, e retrieval.Engine) {
	var wg sync.WaitGroup
	for w := range 4 {
		wg.Go(func() {
			for i := range 50 {
				if w == 0 {
					d := Document(fmt.Sprint(i%10), corpus.PassageID(i+1), "", "a harbour")
					if err := e.Upsert(context.Background(), []corpus.Document{d}, nil); err != nil {
						t.Errorf("Upsert: %v", err)
					}
					continue
				}
				found, err := e.Candidates(context.Background(), Terms("harbour"), nil, inC, 20)
				if err != nil || len(found) > 10 {
					t.Errorf("Candidates while articles come in: %d, %v, want at most 10", len(found), err)
				}
			}
		})
	}
	wg.Wait()
}
