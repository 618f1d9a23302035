package lies

import (
	"context"
	"os"
	"strconv"
	"strings"
	"testing"

	"dateline/corpus"
	"dateline/corpus/example"
	"dateline/corpus/source"
	"dateline/retrieval/ingest"
)

func documents(t testing.TB) []corpus.Document {
	t.Helper()
	var out []corpus.Document
	var r source.Reader
	for raw, err := range r.FS(context.Background(), example.FS) {
		if err != nil {
			t.Fatal(err)
		}
		d, err := ingest.Derive(raw)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, d)
	}
	return out
}

const seed = 5

func half(cases []Case, held bool) []Case {
	var out []Case
	for _, c := range cases {
		if c.Held == held {
			out = append(out, c)
		}
	}
	return out
}

// TestExample holds the rates over the example archive, each half of the
// articles by itself. The half kept for last, when it was first tried, after the
// rules had been brought in order over the other, gave 8 of 241 lies shown (5
// of 28 swapped roles, 2 of 28 lost attributions, 1 of 24 dates of another
// event, none of the rest) and 6 of 127 true claims dropped. What it showed was
// looked at since then: it is no longer a blind figure.
//
// LIES_SEED and LIES_N choose other lies, LIES_HALF=first leaves the second
// half out, LIES_HALF=all tells what went wrong in both.
func TestExample(t *testing.T) {
	trues, lies := Make(documents(t), seedOf(t), lieCount())
	if len(trues) < 150 || len(lies) < 300 {
		t.Errorf("%d true claims and %d lies, want 150 and 300", len(trues), len(lies))
	}
	for _, h := range []struct {
		name string
		held bool
	}{{"first half", false}, {"half kept for last", true}} {
		if h.held && os.Getenv("LIES_HALF") == "first" {
			continue
		}
		table := Measure(append(half(trues, h.held), half(lies, h.held)...))
		var b strings.Builder
		table.WriteText(&b)
		if !h.held || os.Getenv("LIES_HALF") == "all" {
			table.Tell(&b)
		}
		t.Logf("%s\n%s", h.name, b.String())
		for _, r := range table.Lies {
			if None(r.Name) && r.Shown > 0 || 10*r.Shown > r.Cases {
				t.Errorf("%s: %d of %d lies shown: %s", h.name, r.Shown, r.Cases, r.Name)
			}
		}
		if all := Sum(table.True); 20*(all.Cases-all.Shown) > all.Cases {
			t.Errorf("%s: %d of %d true claims dropped", h.name, all.Cases-all.Shown, all.Cases)
		}
	}
}

// seedOf returns the seed of the committed figures, or the one asked for.
func seedOf(t *testing.T) uint64 {
	t.Helper()
	if s := os.Getenv("LIES_SEED"); s != "" {
		n, err := strconv.ParseUint(s, 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	return seed
}

func lieCount() int {
	if n, err := strconv.Atoi(os.Getenv("LIES_N")); err == nil {
		return n
	}
	return 420
}
