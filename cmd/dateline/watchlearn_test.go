package main

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"dateline/retrieval"
	"dateline/retrieval/embed"
)

// What serve takes in gets vectors once there is enough of it, and others once
// there is twice as much; who opens the archive next has them too, and what comes
// meanwhile is found.
func TestWatchLearns(t *testing.T) {
	const least = 100
	store, from := t.TempDir(), 0
	grow := func(n int) {
		t.Helper()
		var more strings.Builder
		for i := from; i < from+n; i++ {
			fmt.Fprintf(&more, "{\"id\":\"a%d\",\"text\":%q}\n", i, story(rare(i))+strings.Repeat(rare(i%40)+" and "+rare((i*7+3)%40)+" were at the quay of Osk. ", 8))
		}
		list := filepath.Join(t.TempDir(), "list.jsonl")
		put(t, list, more.String())
		if got, want := plain(t, store, list), fmt.Sprintf("%d added, 0 updated, 0 unchanged, 0 rejected", n); got != want {
			t.Fatalf("ingest: %q, want %q", got, want)
		}
		from += n
	}
	log := &lockedBuffer{}
	sh := &shell{stderr: log, getenv: func(key string) string { return map[string]string{"DATELINE_STORE": store}[key] }, now: time.Now}
	grow(50)
	lib, err := sh.open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer lib.Close()
	found := func(word, id string) {
		t.Helper()
		hits, err := lib.searcher.Search(t.Context(), retrieval.Query{Text: word, Filter: retrieval.Filter{Collections: []string{"default"}}})
		if err != nil || !slices.ContainsFunc(hits, func(h retrieval.Hit) bool { return h.Article.ID == id }) {
			t.Errorf("%s is not found: %v", word, err)
		}
	}
	for _, row := range []struct {
		grow     int
		underway bool
		learns   bool // another model
		vectors  bool
	}{
		{0, false, false, false},
		{100, true, false, false}, // there is no time
		{0, false, true, true},
		{20, false, false, true},
		{0, false, false, true},
		{300, false, true, true},
	} {
		if row.grow > 0 {
			grow(row.grow)
		}
		if err := lib.index.Sync(t.Context(), lib.archive); err != nil {
			t.Fatal(err)
		}
		before := lib.index.Embedder()
		if err := lib.learn(t.Context(), store, least, row.underway, sh.log()); err != nil {
			t.Fatal(err)
		}
		if learnt := lib.index.Embedder() != before; learnt != row.learns || lib.index.Vectored() != row.vectors {
			t.Errorf("%d articles: learnt %v, vectors %v, want %v, %v", from, learnt, lib.index.Vectored(), row.learns, row.vectors)
		}
		found(rare(from-1), fmt.Sprint("a", from-1))
		if err := lib.writeSnapshot(t.Context(), store); err != nil {
			t.Fatal(err)
		}
	}
	next, err := sh.open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer next.Close()
	if !next.index.Vectored() || next.index.Embedder() != lib.index.Embedder() || strings.Contains(log.String(), "rebuilt") {
		t.Errorf("opened again: vectors %v by %q, want %q; said\n%s", next.index.Vectored(), next.index.Embedder(), lib.index.Embedder(), log)
	}
	// A model that another process learnt is taken up, also where there is no time
	// to learn one.
	m, err := embed.Learn(t.Context(), func(yield func(string, error) bool) {
		for i := range 50 {
			if !yield(story(rare(i%20)), nil) {
				return
			}
		}
	}, embed.Options{})
	if err != nil {
		t.Fatal(err)
	}
	lib.latent.add(m)
	if err := lib.learn(t.Context(), store, least, true, sh.log()); err != nil || lib.index.Embedder() != m.ID() {
		t.Errorf("the model that was there to be used: %v, %q, want %q", err, lib.index.Embedder(), m.ID())
	}
}
