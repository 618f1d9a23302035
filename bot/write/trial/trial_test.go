package trial

import (
	"context"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"dateline/bot"
	"dateline/bot/claim/lies"
	"dateline/bot/write"
	"dateline/corpus"
	"dateline/corpus/archive"
	"dateline/corpus/example"
	"dateline/corpus/source"
	"dateline/retrieval"
	"dateline/retrieval/index"
	"dateline/retrieval/ingest"
)

// options returns those of a trial over the example archive.
func options(t testing.TB) Options {
	t.Helper()
	now := func() time.Time { return time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC) }
	a, err := archive.Memory(t.Context(), archive.Options{Now: now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	var r source.Reader
	if _, err := (&ingest.Pipeline{Archive: a}).Run(t.Context(), r.FS(t.Context(), example.FS)); err != nil {
		t.Fatal(err)
	}
	x := index.New(index.Options{})
	if err := x.Sync(t.Context(), a); err != nil {
		t.Fatal(err)
	}
	o := Options{Reader: &bot.Reader{Search: &retrieval.Searcher{Engine: x, Library: a}, Archive: a, Lexicon: x, Clock: now}, Collections: []string{"default", "desk"}, Lies: 420, Seed: 5}
	if err := a.DocumentsSince(t.Context(), 0, func(d corpus.Document) error { o.Documents = append(o.Documents, d); return nil }); err != nil {
		t.Fatal(err)
	}
	return o
}

// TestExample holds the rates of the whole writer over each half of the example
// archive.
func TestExample(t *testing.T) {
	o := options(t)
	o.Timed = 16
	if s, err := strconv.ParseUint(os.Getenv("LIES_SEED"), 10, 64); err == nil {
		o.Seed = s
	}
	r, err := Run(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	if err := r.WriteText(&b); err != nil {
		t.Fatal(err)
	}
	t.Logf("\n%s", b.String())
	if n := lies.Sum(r.All.Lies).Cases; n < 300 {
		t.Errorf("%d lies, want at least 300", n)
	}
	for name, table := range map[string]lies.Table{"first half": r.First, "half kept for last": r.Held} {
		for _, row := range table.Lies {
			if lies.None(row.Name) && row.Shown > 0 || 10*row.Shown > row.Cases {
				t.Errorf("%s: %d of %d lies shown: %s", name, row.Shown, row.Cases, row.Name)
			}
		}
		if all := lies.Sum(table.True); 20*(all.Cases-all.Shown) > all.Cases {
			t.Errorf("%s: %d of %d true claims dropped", name, all.Cases-all.Shown, all.Cases)
		}
	}
	// A claim of 40 words with its quote is some 150 tokens, 3 seconds of them.
	if w := r.Waits; len(w) < 10 || w[len(w)/2] > 4*time.Second {
		t.Errorf("from the first token to the first claim: %v", w)
	}
}

func TestStreamer(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	n := 0
	began := time.Now()
	_, err := streamer{strings.Repeat("abcd", 100), 100}.Chat(ctx, write.Prompt{}, func(string) error {
		if n++; n == 11 {
			cancel()
		}
		return nil
	})
	if took := time.Since(began); err == nil || took < 90*time.Millisecond || took > 20*time.Second {
		t.Errorf("%d tokens in %v, %v", n, took, err)
	}
}
