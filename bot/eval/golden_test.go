package eval

import (
	"bytes"
	"context"
	"testing"
	"time"

	"dateline/bot"
	"dateline/corpus"
	"dateline/corpus/archive"
	"dateline/corpus/example"
	"dateline/corpus/source"
	"dateline/retrieval"
	"dateline/retrieval/index"
	"dateline/retrieval/ingest"
)

// today is the day on which the example is asked.
var today = time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC)

// open reads the example archive into memory, as the program does.
func open(t *testing.T) (*archive.Archive, *retrieval.Searcher, *bot.Reader, []string) {
	t.Helper()
	ctx := context.Background()
	now := func() time.Time { return today }
	a, err := archive.Memory(ctx, archive.Options{Now: now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := a.Close(); err != nil {
			t.Error(err)
		}
	})
	var r source.Reader
	sum, err := (&ingest.Pipeline{Archive: a}).Run(ctx, r.FS(ctx, example.FS))
	if err != nil {
		t.Fatal(err)
	}
	for _, reject := range sum.Rejected {
		t.Errorf("rejected: %v", &reject)
	}
	if sum.Added != exampleArticles {
		t.Errorf("%d articles were added, want %d", sum.Added, exampleArticles)
	}
	x := index.New(index.Options{})
	if err := x.Sync(ctx, a); err != nil {
		t.Fatal(err)
	}
	collections, err := a.Collections(ctx)
	if err != nil {
		t.Fatal(err)
	}
	searcher := &retrieval.Searcher{Engine: x, Library: a}
	return a, searcher, &bot.Reader{Search: searcher, Archive: a, Lexicon: x, Clock: now}, collections
}

// exampleArticles is how many articles the example archive has.
const exampleArticles = 42

// The quality over the example archive is a golden file: a change of it is
// reviewed as a diff.
func TestGolden(t *testing.T) {
	set, err := Load(bytes.NewReader(example.Questions))
	if err != nil {
		t.Fatal(err)
	}
	a, searcher, reader, collections := open(t)
	opts := Options{Collections: collections, AsOf: corpus.DayIn(today), Texts: a}
	report, err := Run(context.Background(), set, reader, searcher, opts)
	if err != nil {
		t.Fatal(err)
	}
	// Not a matter of quality: no set of figures may hide these.
	for _, res := range report.Results {
		if res.Err != nil {
			t.Errorf("%s: %v", res.Question.ID, res.Err)
		}
		if res.Verified != res.Quotes {
			t.Errorf("%s: %d of %d quotes stand where they say", res.Question.ID, res.Verified, res.Quotes)
		}
	}
	var b bytes.Buffer
	if err := report.WriteText(&b); err != nil {
		t.Fatal(err)
	}
	golden(t, "example.golden", b.Bytes())
}
