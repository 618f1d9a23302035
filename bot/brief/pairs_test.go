package brief_test

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"dateline/bot"
	"dateline/bot/brief"
	"dateline/corpus"
	"dateline/corpus/archive"
	"dateline/corpus/source"
	"dateline/retrieval/index"
	"dateline/retrieval/ingest"
)

var traitsFile = flag.String("traits", "", "write the traits of the pairs of the odd half to this file, for newsday -learn")

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
			p.raws[k] = corpus.Raw{Key: corpus.Key{Collection: "pairs", ID: fmt.Sprintf("%d.%d", i+1, k)}, Source: r[0], Published: r[1], Title: r[2], Text: r[3]}
		}
		out = append(out, p)
	}
	return out
}

// pairComposer makes briefings over an archive of all reports of some pairs.
func pairComposer(t *testing.T, pairs []pair) *brief.Composer {
	t.Helper()
	clock := func() time.Time { return time.Date(2026, 1, 1, 20, 0, 0, 0, time.UTC) }
	a, err := archive.Memory(t.Context(), archive.Options{Now: clock})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	var raws []corpus.Raw
	for _, p := range pairs {
		raws = append(raws, p.raws[:]...)
	}
	if _, err := (&ingest.Pipeline{Archive: a}).Run(t.Context(), source.Of(raws...)); err != nil {
		t.Fatal(err)
	}
	x := index.New(index.Options{})
	if err := x.Sync(t.Context(), a); err != nil {
		t.Fatal(err)
	}
	return &brief.Composer{Archive: a, Engine: x, Clock: clock}
}

// compose makes a briefing on a pair's topic, over a window in which both of its
// reports are.
func (p *pair) compose(t *testing.T, c *brief.Composer) brief.Briefing {
	t.Helper()
	first, last := p.day(t, 0), p.day(t, 1)
	first, last = min(first, last), max(first, last)
	window := corpus.Interval{Start: first - 7, End: last, Precision: corpus.PrecisionDay}
	b, err := c.Compose(t.Context(), brief.Request{Topic: p.topic, Window: window, AsOf: last, Collections: []string{"pairs"}})
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

// one reports whether a briefing tells the two reports as one event: a point
// cites both, and the first sentence of neither stands in a point of its own, as
// it does where the one only recalls the other's event.
func (p *pair) one(b *brief.Briefing) bool {
	both := false
	for _, q := range slices.Concat(b.Points, b.Ahead, b.Undated) {
		cited := [2]bool{}
		for _, n := range q.Citations {
			for k := range p.raws {
				cited[k] = cited[k] || b.Citations[n-1].Article == p.raws[k].Key
			}
		}
		switch {
		case cited[0] && cited[1]:
			both = true
		case slices.ContainsFunc(q.Citations, func(n int) bool { return p.leads(b.Citations[n-1].Quote) }):
			return false
		}
	}
	return both
}

func (p *pair) leads(quote string) bool {
	return slices.ContainsFunc(p.raws[:], func(r corpus.Raw) bool { return strings.HasPrefix(r.Text, quote) })
}

// write adds a line as newsday -pairs writes it, where two reports are those of the
// pair and are told by their first sentences.
func (p *pair) write(w *strings.Builder, x brief.Pair) {
	if !(x.A.Key == p.raws[0].Key && x.B.Key == p.raws[1].Key || x.A.Key == p.raws[1].Key && x.B.Key == p.raws[0].Key) || !p.leads(x.Quotes[0]) || !p.leads(x.Quotes[1]) {
		return
	}
	truth := "0"
	if p.same {
		truth = "1"
	}
	fmt.Fprintf(w, "held\t%s\t%s+%s", truth, x.Part[0], x.Part[1])
	for _, v := range x.Traits {
		fmt.Fprintf(w, "\t%.3g", v)
	}
	fmt.Fprintf(w, "\t%s | %s\n", x.Quotes[0], x.Quotes[1])
}

// told reports whether both reports are cited.
func (p *pair) told(b *brief.Briefing) bool {
	return !slices.ContainsFunc(p.raws[:], func(r corpus.Raw) bool {
		return !slices.ContainsFunc(b.Citations, func(c bot.Citation) bool { return c.Article == r.Key })
	})
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
		{"odd", .29, .85, .62},
		{"even", .25, .85, .60},
	}
	var counts [2]count
	var traits strings.Builder
	pairs := readPairs(t, "testdata/pairs/held.txt")
	// Pairs on one topic, which may share a report, stand in different archives.
	rounds, nth := map[int][]pair{}, map[string]int{}
	round := make([]int, len(pairs))
	for i, p := range pairs {
		round[i] = nth[p.topic]
		nth[p.topic]++
		rounds[round[i]] = append(rounds[round[i]], p)
	}
	composers := map[int]*brief.Composer{}
	for k, ps := range rounds {
		composers[k] = pairComposer(t, ps)
	}
	for i, p := range pairs {
		c := &counts[i%2]
		composer := composers[round[i]]
		if *traitsFile != "" && i%2 == 0 {
			composer.Compared = func(x brief.Pair) { p.write(&traits, x) }
		}
		b := p.compose(t, composer)
		composer.Compared = nil
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
		if !p.told(&b) {
			c.untold++
		}
	}
	if *traitsFile != "" {
		if err := os.WriteFile(*traitsFile, []byte(traits.String()), 0o644); err != nil {
			t.Fatal(err)
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
