package brief_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"dateline/bot/brief"
	"dateline/corpus"
	"dateline/corpus/archive"
	"dateline/retrieval/index"
	"dateline/retrieval/ingest"
)

// pair is two reports with what they are: see the head of testdata/pairs/held.txt.
type pair struct {
	line  int
	same  bool
	topic string
	raws  [2]corpus.Raw
}

func readPairs(t *testing.T, path string) (out []pair) {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for i, line := range strings.Split(strings.TrimSpace(string(text)), "\n") {
		if strings.HasPrefix(line, "#") {
			continue
		}
		f := strings.Split(line, " | ")
		if len(f) != 10 || f[0] != "same" && f[0] != "other" {
			t.Fatalf("%s:%d: %d fields, label %q: want 10, same or other", path, i+1, len(f), f[0])
		}
		p := pair{line: i + 1, same: f[0] == "same", topic: f[1]}
		for k := range p.raws {
			r := f[2+4*k:]
			p.raws[k] = corpus.Raw{Key: corpus.Key{Collection: "pairs", ID: fmt.Sprint(k)}, Source: r[0], Published: r[1], Title: r[2], Text: r[3]}
		}
		out = append(out, p)
	}
	return out
}

// compose makes a briefing on a pair's topic from its two reports alone, over a
// window in which both are.
func (p *pair) compose(t *testing.T) brief.Briefing {
	t.Helper()
	first, last := p.day(t, 0), p.day(t, 1)
	first, last = min(first, last), max(first, last)
	clock := func() time.Time { return last.Time().Add(20 * time.Hour) }
	a, err := archive.Memory(t.Context(), archive.Options{Now: clock})
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	records := func(yield func(corpus.Raw, error) bool) {
		for _, r := range p.raws {
			if !yield(r, nil) {
				return
			}
		}
	}
	if _, err := (&ingest.Pipeline{Archive: a}).Run(t.Context(), records); err != nil {
		t.Fatal(err)
	}
	x := index.New(index.Options{})
	if err := x.Sync(t.Context(), a); err != nil {
		t.Fatal(err)
	}
	window := corpus.Interval{Start: first - 7, End: last, Precision: corpus.PrecisionDay}
	b, err := (&brief.Composer{Archive: a, Engine: x, Clock: clock}).Compose(t.Context(), brief.Request{
		Topic: p.topic, Window: window, AsOf: last, Collections: []string{"pairs"}})
	if err != nil {
		t.Fatalf("line %d: Compose(%q): %v", p.line, p.topic, err)
	}
	return b
}

func (p *pair) day(t *testing.T, k int) corpus.Day {
	t.Helper()
	iv, err := corpus.ParseInterval(p.raws[k].Published)
	if err != nil {
		t.Fatalf("line %d: %v", p.line, err)
	}
	return iv.Start
}

// one reports whether a briefing tells the two reports as one event: a point has
// both sources, and the first sentence of neither stands in a point of its own, as
// it does where the one only recalls the other's event.
func (p *pair) one(b *brief.Briefing) bool {
	both := false
	for _, q := range slices.Concat(b.Points, b.Ahead, b.Undated) {
		if q.Sources > 1 {
			both = true
		} else if slices.ContainsFunc(q.Citations, func(n int) bool { return p.leads(b.Citations[n-1].Quote) }) {
			return false
		}
	}
	return both
}

func (p *pair) leads(quote string) bool {
	return slices.ContainsFunc(p.raws[:], func(r corpus.Raw) bool { return strings.HasPrefix(r.Text, quote) })
}

// told reports whether both reports are cited.
func told(b *brief.Briefing) bool {
	articles := map[corpus.Key]bool{}
	for _, c := range b.Citations {
		articles[c.Article] = true
	}
	return len(articles) == 2
}

// count is how a set of pairs came out.
type count struct{ same, other, found, wrong, untold int }

func (c count) recall() float64   { return float64(c.found) / float64(c.same) }
func (c count) accuracy() float64 { return float64(c.found+c.other-c.wrong) / float64(c.same+c.other) }

// precision is 1 where nothing was told as one.
func (c count) precision() float64 {
	if c.found+c.wrong == 0 {
		return 1
	}
	return float64(c.found) / float64(c.found+c.wrong)
}

func (c count) String() string {
	return fmt.Sprintf("%d pairs, %d of them one event: recall %.3f, precision %.3f, accuracy %.3f; of %d pairs a report is not told", c.same+c.other, c.same,
		c.recall(), c.precision(), c.accuracy(), c.untold)
}

// TestPairs asks of pairs of reports whether a briefing tells them as one event.
// It names no pair that comes out wrong: see the file's head.
func TestPairs(t *testing.T) {
	// A little below what was measured when the score was learnt. By rules, which
	// had the same share of both halves together right, it was .17 and .27.
	floors := []struct {
		half                        string
		recall, precision, accuracy float64
	}{
		{"odd", .16, .60, .51},
		{"even", .22, .83, .59},
	}
	var counts [2]count
	for i, p := range readPairs(t, "testdata/pairs/held.txt") {
		c := &counts[i%2]
		b := p.compose(t)
		one := p.one(&b)
		switch {
		case p.same && one:
			c.found++
		case one:
			c.wrong++
		}
		if p.same {
			c.same++
		} else {
			c.other++
		}
		if !told(&b) {
			c.untold++
		}
	}
	for i, f := range floors {
		c := counts[i]
		t.Logf("%s half: %v", f.half, c)
		if c.same+c.other < 80 || c.recall() < f.recall || c.precision() < f.precision || c.accuracy() < f.accuracy {
			t.Errorf("%s half: %v; want at least 80 pairs, recall %.2f, precision %.2f, accuracy %.2f", f.half, c, f.recall, f.precision, f.accuracy)
		}
	}
}
