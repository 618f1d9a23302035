package archive_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"time"

	"dateline/corpus"
	"dateline/corpus/archive"
)

var clock = func() time.Time { return time.Date(2024, 5, 6, 7, 8, 9, 0, time.UTC) }

// open opens the archive in dir until the test ends.
func open(t testing.TB, dir string) *archive.Archive {
	t.Helper()
	a, err := archive.Open(t.Context(), dir, archive.Options{Now: clock, Wait: 50 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	return a
}

func memory(t testing.TB) *archive.Archive {
	t.Helper()
	a, err := archive.Memory(t.Context(), archive.Options{Now: clock})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	return a
}

// record makes a record whose text is one block, with an event in each
// sentence.
func record(collection, id, text string, published corpus.Interval) archive.Record {
	raw := corpus.Raw{Key: corpus.Key{Collection: collection, ID: id}, Title: "On " + id, Path: id + ".txt", Line: 1, Text: text}
	d := corpus.Document{Article: corpus.Article{
		Key: raw.Key, Title: raw.Title, Path: raw.Path, Lang: "en", Text: text,
		Blocks:  []corpus.Block{{Kind: corpus.Paragraph, Span: corpus.Span{End: len(text)}, Line: 1}},
		Dropped: []corpus.Dropped{{Line: 3, Text: "Share", Why: "navigation"}},
		Published: corpus.Publication{Interval: published, Basis: corpus.BasisRecord, Confidence: corpus.High,
			Evidence: []corpus.Evidence{{Basis: corpus.BasisRecord, Text: published.String(), Interval: published, Used: true, Why: "the record says so"}}},
	}}
	d.Sentences = corpus.Sentences(text, d.Blocks)
	for i := range d.Sentences {
		d.Sentences[i].Periods = []corpus.Period{corpus.Point(corpus.InYear(2012)), {From: corpus.OnDay(15000)}}
		d.Events = append(d.Events, corpus.Event{
			Kind: "visit", When: corpus.InYear(2012), Range: corpus.Between(14000, 16000), Basis: corpus.BasisDerived, Polarity: corpus.Planned,
			Span: d.Sentences[i].Span, Sentence: i, Proof: d.Sentences[i].Span, Reckoning: "nine years",
			Participants: []corpus.Participant{{Role: corpus.Agent, Entity: corpus.Entity{Type: corpus.Person, Name: "Ada Quill", Office: "envoy", Of: "narnia", In: "x"}, Span: corpus.Span{End: 3}}},
			Keys:         []string{"n:quill", "p:" + id},
		})
	}
	d.Passages = corpus.Passages(text, d.Sentences)
	return archive.Record{Raw: raw, Document: &d, Pipeline: 1}
}

func put(t testing.TB, a *archive.Archive, records ...archive.Record) []archive.Change {
	t.Helper()
	changes, err := a.Put(t.Context(), records)
	if err != nil {
		t.Fatal(err)
	}
	return changes
}

func generation(t testing.TB, a *archive.Archive) int64 {
	t.Helper()
	g, err := a.Generation(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// story writes n sentences of words drawn by a seed.
func story(seed uint64, n int) string {
	r := rand.New(rand.NewPCG(seed, 1))
	var b strings.Builder
	for range n {
		b.WriteString("The")
		for range 12 {
			fmt.Fprintf(&b, " %c%c%c%d", 'a'+r.IntN(26), 'a'+r.IntN(26), 'a'+r.IntN(26), r.IntN(10))
		}
		b.WriteString(". ")
	}
	return strings.TrimSpace(b.String())
}

func both(t *testing.T, test func(t *testing.T, a *archive.Archive)) {
	t.Run("file", func(t *testing.T) { test(t, open(t, t.TempDir())) })
	t.Run("memory", func(t *testing.T) { test(t, memory(t)) })
}

func TestDocumentComesBack(t *testing.T) {
	both(t, func(t *testing.T, a *archive.Archive) {
		r := record("news", "a", story(1, 60), corpus.OnDay(18724))
		put(t, a, r)
		got, err := a.Document(t.Context(), r.Raw.Key, 0)
		if err != nil {
			t.Fatal(err)
		}
		want := *r.Document
		want.Version, want.Cluster = 1, "a"
		for i := range want.Passages {
			want.Passages[i].ID = got.Passages[i].ID
		}
		for i := range want.Events {
			want.Events[i].ID, want.Events[i].Article, want.Events[i].Version = got.Events[i].ID, want.Key, 1
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("got  %+v\nwant %+v", got, want)
		}
		raw, err := a.Raw(t.Context(), r.Raw.Key, 1)
		if err != nil || raw != r.Raw {
			t.Errorf("Raw = %+v, %v", raw, err)
		}
		ids := []corpus.PassageID{got.Passages[1].ID, 999, got.Passages[0].ID, got.Passages[1].ID}
		extracts, err := a.Extracts(t.Context(), ids)
		if err != nil || len(extracts) != 3 {
			t.Fatalf("%d extracts, %v", len(extracts), err)
		}
		outlines, err := a.Outlines(t.Context(), ids)
		if err != nil || len(outlines) != 3 {
			t.Fatalf("%d outlines, %v", len(outlines), err)
		}
		for i := range outlines {
			want, a := extracts[i], *extracts[i].Article
			want.Text, want.Article = "", &a
			a.URL, a.Path, a.Author, a.Published.Basis, a.Published.Confidence = "", "", "", "", ""
			if !reflect.DeepEqual(outlines[i], want) {
				t.Errorf("outline %d = %+v, want %+v", i, outlines[i], want)
			}
		}
		for i, p := range []int{1, 0, 1} {
			x, ps := extracts[i], got.Passages[p]
			if x.Passage != ps || x.Text != ps.Of(got.Text) || !reflect.DeepEqual(x.Sentences, got.Sentences[ps.First:ps.Last+1]) {
				t.Errorf("extract %d = %+v", i, x)
			}
			if x.Article.Key != r.Raw.Key || x.Article.Title != "On a" || x.Article.Published.Interval != corpus.OnDay(18724) || x.Article.Text != "" {
				t.Errorf("header %+v", x.Article)
			}
		}
	})
}

func TestVersions(t *testing.T) {
	both(t, func(t *testing.T, a *archive.Archive) {
		old := record("news", "a", story(1, 5), corpus.OnDay(100))
		if c := put(t, a, old); c[0].Kind != archive.Added || c[0].Version != 1 {
			t.Fatalf("first %+v", c)
		}
		first, _ := a.Document(t.Context(), old.Raw.Key, 0)

		// The same again changes nothing, whether it is derived again or not.
		g := generation(t, a)
		again := old
		again.Document = nil
		for _, r := range []archive.Record{old, again} {
			if c := put(t, a, r); c[0].Kind != archive.Unchanged || c[0].Version != 1 {
				t.Errorf("again %+v", c)
			}
		}
		if same, err := a.Same(t.Context(), []corpus.Raw{old.Raw, {Key: old.Raw.Key, Text: "x"}, {Key: corpus.Key{Collection: "other", ID: "a"}}}); err != nil || !reflect.DeepEqual(same, []bool{true, false, false}) {
			t.Errorf("Same = %v, %v", same, err)
		}
		if generation(t, a) != g {
			t.Error("the generation advanced for nothing")
		}

		// Another text is a new version, and the old one stays readable.
		changed := record("news", "a", story(2, 5), corpus.OnDay(101))
		if c := put(t, a, changed); c[0].Kind != archive.Updated || c[0].Version != 2 {
			t.Fatalf("changed %+v", c)
		}
		if generation(t, a) != g+1 {
			t.Error("the generation did not advance by one")
		}
		for v, want := range map[int]string{0: changed.Raw.Text, 1: old.Raw.Text, 2: changed.Raw.Text} {
			if d, err := a.Document(t.Context(), old.Raw.Key, v); err != nil || d.Text != want {
				t.Errorf("version %d: %q, %v", v, d.Text, err)
			}
		}
		if xs, err := a.Extracts(t.Context(), []corpus.PassageID{first.Passages[0].ID}); err != nil || len(xs) != 1 || xs[0].Article.Version != 1 || xs[0].Text != old.Raw.Text {
			t.Errorf("old passage %+v, %v", xs, err)
		}
		if es, err := a.Events(t.Context(), corpus.EventFilter{Collections: []string{"news"}}); err != nil || len(es) != 5 || es[0].Version != 2 {
			t.Errorf("%d events, %v", len(es), err)
		}
		var docs []int
		if err := a.DocumentsSince(t.Context(), g, func(d corpus.Document) error { docs = append(docs, d.Version); return nil }); err != nil || !reflect.DeepEqual(docs, []int{2}) {
			t.Errorf("since: %v, %v", docs, err)
		}
		if keys, err := a.DeletedSince(t.Context(), g); err != nil || len(keys) != 0 {
			t.Errorf("DeletedSince = %v %v, want nothing of a changed article", keys, err)
		}
		for _, k := range []corpus.Key{{Collection: "news", ID: "b"}, {Collection: "other", ID: "a"}} {
			if _, err := a.Document(t.Context(), k, 0); !errors.Is(err, archive.ErrNotFound) {
				t.Errorf("Document(%v): %v", k, err)
			}
		}
		if _, err := a.Document(t.Context(), old.Raw.Key, 3); !errors.Is(err, archive.ErrNotFound) {
			t.Errorf("version 3: %v", err)
		}
	})
}

func TestRejectedCostsOnlyItself(t *testing.T) {
	a := memory(t)
	bad := record("news", "bad", story(1, 3), corpus.Interval{})
	bad.Document.Sentences[0].End = 1 << 20
	none := record("news", "none", story(2, 3), corpus.Interval{})
	none.Document = nil
	c := put(t, a, bad, record("news", "good", story(3, 3), corpus.Interval{}), none)
	for i, want := range []archive.ChangeKind{archive.Rejected, archive.Added, archive.Rejected} {
		if c[i].Kind != want || (c[i].Err != nil) != (want == archive.Rejected) {
			t.Errorf("record %d: %v %v, want %v", i, c[i].Kind, c[i].Err, want)
		}
	}
	if s, err := a.Stats(t.Context(), []string{"news"}); err != nil || s.Articles != 1 {
		t.Errorf("%+v, %v", s, err)
	}
}

func TestDelete(t *testing.T) {
	both(t, func(t *testing.T, a *archive.Archive) {
		r := record("news", "a", story(1, 5), corpus.OnDay(100))
		put(t, a, r, record("news", "b", story(2, 5), corpus.OnDay(100)))
		put(t, a, record("news", "a", story(3, 5), corpus.OnDay(100)))
		doc, _ := a.Document(t.Context(), r.Raw.Key, 1)
		g := generation(t, a)
		if err := a.Delete(t.Context(), r.Raw.Key); err != nil {
			t.Fatal(err)
		}
		if xs, err := a.Extracts(t.Context(), []corpus.PassageID{doc.Passages[0].ID}); err != nil || len(xs) != 0 {
			t.Errorf("the passage is still there: %v, %v", xs, err)
		}
		if keys, err := a.DeletedSince(t.Context(), g); err != nil || !reflect.DeepEqual(keys, []corpus.Key{r.Raw.Key}) {
			t.Errorf("DeletedSince = %v, %v", keys, err)
		}
		if same, err := a.Same(t.Context(), []corpus.Raw{r.Raw}); err != nil || !same[0] {
			t.Errorf("Same = %v, %v", same, err)
		}
		g = generation(t, a)
		if c := put(t, a, r); c[0].Kind != archive.Withheld || generation(t, a) != g {
			t.Errorf("put after deletion: %+v", c)
		}
		if err := a.Delete(t.Context(), r.Raw.Key); !errors.Is(err, archive.ErrNotFound) {
			t.Errorf("deleted twice: %v", err)
		}
		if err := a.Restore(t.Context(), r.Raw.Key); err != nil {
			t.Fatal(err)
		}
		if err := a.Restore(t.Context(), r.Raw.Key); !errors.Is(err, archive.ErrNotFound) {
			t.Errorf("restored twice: %v", err)
		}
		if c := put(t, a, r); c[0].Kind != archive.Added {
			t.Errorf("put after restoring: %+v", c)
		}
		again, err := a.Document(t.Context(), r.Raw.Key, 0)
		if err != nil || again.Passages[0].ID <= doc.Passages[0].ID {
			t.Errorf("a passage ID was given again: %v, %v", again.Passages, err)
		}
	})
}

func TestEvents(t *testing.T) {
	a := memory(t)
	put(t, a,
		record("news", "a", story(1, 2), corpus.OnDay(100)),
		record("news", "b", story(2, 2), corpus.OnDay(200)),
		record("secret", "c", story(3, 2), corpus.Interval{}))
	for _, row := range []struct {
		name   string
		filter corpus.EventFilter
		want   string // article of each event
	}{
		{"no collection shows nothing", corpus.EventFilter{}, ""},
		{"all", corpus.EventFilter{Collections: []string{"news", "secret"}}, "aabbcc"},
		{"a collection", corpus.EventFilter{Collections: []string{"news"}}, "aabb"},
		{"as of", corpus.EventFilter{Collections: []string{"news", "secret"}, AsOf: 150}, "aacc"},
		{"a key", corpus.EventFilter{Collections: []string{"news"}, Keys: []string{"p:b"}}, "bb"},
		{"either key, each event once", corpus.EventFilter{Collections: []string{"news"}, Keys: []string{"p:b", "n:quill"}}, "aabb"},
		{"a hidden collection's key", corpus.EventFilter{Collections: []string{"news"}, Keys: []string{"p:c"}}, ""},
		{"a kind", corpus.EventFilter{Collections: []string{"news"}, Kinds: []string{"visit"}}, "aabb"},
		{"another kind", corpus.EventFilter{Collections: []string{"news"}, Kinds: []string{"meet"}}, ""},
		{"kind and key", corpus.EventFilter{Collections: []string{"news"}, Kinds: []string{"meet", "visit"}, Keys: []string{"p:a"}}, "aa"},
		{"the latest, by ID all the same", corpus.EventFilter{Collections: []string{"news", "secret"}, Latest: 3}, "bcc"},
		{"the latest of a kind with a key", corpus.EventFilter{Collections: []string{"news"}, Kinds: []string{"visit"}, Keys: []string{"p:a", "p:b"}, Latest: 1}, "b"},
		{"another kind and key", corpus.EventFilter{Collections: []string{"news"}, Kinds: []string{"meet"}, Keys: []string{"p:a"}}, ""},
	} {
		es, err := a.Events(t.Context(), row.filter)
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		for i, e := range es {
			got += e.Article.ID
			if i > 0 && e.ID <= es[i-1].ID {
				t.Errorf("%s: not by ID", row.name)
			}
		}
		if got != row.want {
			t.Errorf("%s: %q, want %q", row.name, got, row.want)
		}
	}
}

func TestCoverage(t *testing.T) {
	a := memory(t)
	put(t, a,
		record("news", "a", story(1, 2), corpus.OnDay(100)),
		record("news", "b", story(2, 2), corpus.InYear(1971)),
		record("news", "u", story(4, 2), corpus.Interval{}),
		record("secret", "c", story(3, 2), corpus.OnDay(900)))
	news := corpus.Coverage{From: 100, To: 729, Dated: 2, Undated: 1, Newest: corpus.Key{Collection: "news", ID: "b"}}
	for _, row := range []struct {
		collections []string
		asOf        corpus.Day
		want        corpus.Coverage
	}{
		{nil, 0, corpus.Coverage{}},
		{[]string{"none"}, 0, corpus.Coverage{}},
		{[]string{"news"}, 0, news},
		{[]string{"news"}, 400, corpus.Coverage{From: 100, To: 400, Dated: 2, Undated: 1, Newest: news.Newest}},
		{[]string{"news"}, 300, corpus.Coverage{From: 100, To: 100, Dated: 1, Undated: 1, Newest: corpus.Key{Collection: "news", ID: "a"}}},
		{[]string{"news"}, 50, corpus.Coverage{Undated: 1}},
		{[]string{"news", "secret"}, 0, corpus.Coverage{From: 100, To: 900, Dated: 3, Undated: 1, Newest: corpus.Key{Collection: "secret", ID: "c"}}},
	} {
		if got, err := a.Coverage(t.Context(), row.collections, row.asOf); err != nil || got != row.want {
			t.Errorf("Coverage(%v, %d) = %+v, %v, want %+v", row.collections, row.asOf, got, err, row.want)
		}
	}
	if got, err := a.Collections(t.Context()); err != nil || !reflect.DeepEqual(got, []string{"news", "secret"}) {
		t.Errorf("Collections = %v, %v", got, err)
	}
}

func TestPutCancelled(t *testing.T) {
	a := memory(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := a.Put(ctx, []archive.Record{record("news", "a", "Hello there.", corpus.Interval{})}); !errors.Is(err, context.Canceled) {
		t.Errorf("%v, want cancelled", err)
	}
	if g := generation(t, a); g != 0 {
		t.Errorf("generation %d", g)
	}
}
