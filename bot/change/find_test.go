package change

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"dateline/corpus"
	"dateline/retrieval/ingest"
)

// group is some reports with what is to be found between them.
type group struct {
	why     string
	reports []Report
	want    []expected
}

// expected is a change: its kind and words of its two quotes.
type expected struct {
	kind          Kind
	before, after string
}

// readGroups reads a file of testdata; its first lines describe the format.
func readGroups(t testing.TB, name string) []group {
	t.Helper()
	data, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	var out []group
	var raw *corpus.Raw
	version := 0
	derive := func() {
		if raw == nil {
			return
		}
		d, err := ingest.Derive(*raw)
		if err != nil {
			t.Fatalf("%s: %s: %v", name, out[len(out)-1].why, err)
		}
		d.Version = version
		g := &out[len(out)-1]
		if version == 1 {
			g.reports = append(g.reports, Report{Document: d})
		} else {
			last := &g.reports[len(g.reports)-1]
			last.Earlier = append([]corpus.Document{last.Document}, last.Earlier...)
			last.Document = d
		}
		raw = nil
	}
	for n, line := range strings.Split(string(data), "\n") {
		switch {
		case strings.HasPrefix(line, "# "):
			derive()
			out = append(out, group{why: line[2:]})
		case strings.HasPrefix(line, "@"):
			derive()
			version++
			rest, next := strings.CutPrefix(line, "@+")
			if !next {
				version, rest = 1, line[1:]
			}
			day, source, _ := strings.Cut(strings.TrimSpace(rest), " ")
			if day == "-" {
				day = ""
			}
			id := len(out[len(out)-1].reports)
			if next {
				id--
			}
			raw = &corpus.Raw{Key: corpus.Key{Collection: "c", ID: fmt.Sprint(id)}, Source: source, Published: day}
		case strings.HasPrefix(line, "= "):
			derive()
			if line == "= nothing" {
				continue
			}
			before, after, ok := strings.Cut(line[2:], " => ")
			if !ok {
				t.Fatalf("%s:%d: no =>", name, n+1)
			}
			e := expected{after: after}
			for _, k := range []Kind{Revised, Contradicted, Corrected, CalledOff} {
				if b, ok := strings.CutPrefix(before, string(k)+" "); ok {
					e.kind, e.before = k, b
				}
			}
			out[len(out)-1].want = append(out[len(out)-1].want, e)
		case raw != nil:
			raw.Text += line + "\n"
		}
	}
	derive()
	return slices.DeleteFunc(out, func(g group) bool { return len(g.reports) == 0 })
}

// text returns the words of a quote.
func (q Quote) text(reports []Report) string {
	for _, r := range reports {
		for _, d := range append([]corpus.Document{r.Document}, r.Earlier...) {
			if d.Key == q.Article && d.Version == q.Version {
				return q.Of(d.Text)
			}
		}
	}
	return ""
}

// tally counts what was found rightly, wrongly and not at all.
type tally struct{ right, wrong, missed int }

func (x tally) precision() float64 { return float64(x.right) / float64(max(1, x.right+x.wrong)) }
func (x tally) recall() float64    { return float64(x.right) / float64(max(1, x.right+x.missed)) }

func score(t *testing.T, name string) map[Kind]tally {
	total := map[Kind]tally{}
	count := func(k Kind, right, wrong, missed int) {
		x := total[k]
		total[k] = tally{x.right + right, x.wrong + wrong, x.missed + missed}
	}
	for _, g := range readGroups(t, name) {
		want := slices.Clone(g.want)
		for _, c := range Find(g.reports) {
			before, after := c.Before.text(g.reports), c.After.text(g.reports)
			i := slices.IndexFunc(want, func(e expected) bool {
				return e.kind == c.Kind && strings.Contains(before, e.before) && strings.Contains(after, e.after)
			})
			if i < 0 {
				count(c.Kind, 0, 1, 0)
				t.Logf("%s: %s: wrong: %s %q: %q => %q [%s => %s]", name, g.why, c.Kind, c.What, before, after, c.Before.Value, c.After.Value)
				continue
			}
			if testing.Verbose() && os.Getenv("SHOW") != "" {
				t.Logf("%s: %s: right: %s %q: %q => %q [%s => %s]", name, g.why, c.Kind, c.What, before, after, c.Before.Value, c.After.Value)
			}
			count(c.Kind, 1, 0, 0)
			want = slices.Delete(want, i, i+1)
		}
		for _, e := range want {
			count(e.kind, 0, 0, 1)
			t.Logf("%s: %s: missed: %s %q => %q", name, g.why, e.kind, e.before, e.after)
		}
	}
	return total
}

// TestFind holds Find against groups of reports of many topics, prints precision
// and recall by kind, and fails below a bar.
func TestFind(t *testing.T) {
	for _, file := range []string{"seen.txt", "held.txt"} {
		total := score(t, file)
		for _, k := range []Kind{Revised, Contradicted, Corrected, CalledOff} {
			x := total[k]
			t.Logf("%s: %-12s precision %.2f recall %.2f (%d right, %d wrong, %d missed)", file, k, x.precision(), x.recall(), x.right, x.wrong, x.missed)
		}
	}
}
