package change

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

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
	version, told := 0, false
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
			g.reports = append(g.reports, Report{Document: d, Told: told})
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
				version = 1
				rest, told = strings.CutPrefix(line[1:], "^")
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

// about reports whether a value is the one of the words that are wanted.
func about(words, value string) bool {
	return strings.Contains(words, value) || strings.Contains(value, words)
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
		changes := Find(g.reports, nil)
		holds(t, g.reports, changes)
		for _, c := range changes {
			before, after := c.Before.text(g.reports), c.After.text(g.reports)
			i := slices.IndexFunc(want, func(e expected) bool {
				return e.kind == c.Kind && strings.Contains(before, e.before) && strings.Contains(after, e.after) &&
					about(e.before, c.Before.Value) && about(e.after, c.After.Value)
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
// and recall by kind, and fails below a bar. Each file but the first was written
// and looked at once before the rules were mended by what it showed.
func TestFind(t *testing.T) {
	all := tally{}
	for _, file := range []string{"seen.txt", "held.txt", "fresh.txt", "last.txt", "again.txt", "once.txt", "blind.txt", "matter.txt", "kept.txt", "press.txt", "wire.txt", "desk.txt"} {
		total := score(t, file)
		for _, k := range []Kind{Revised, Contradicted, Corrected, CalledOff} {
			x := total[k]
			t.Logf("%s: %-12s precision %.2f recall %.2f (%d right, %d wrong, %d missed)", file, k, x.precision(), x.recall(), x.right, x.wrong, x.missed)
			all = tally{all.right + x.right, all.wrong + x.wrong, all.missed + x.missed}
			if x.recall() < .5 {
				t.Errorf("%s: recall of %q is %.2f, want 0.50", file, k, x.recall())
			}
		}
	}
	t.Logf("all: %d right, %d wrong, %d missed", all.right, all.wrong, all.missed)
	if all.precision() < .99 || all.recall() < .93 {
		t.Errorf("precision %.2f, recall %.2f, want 0.99 and 0.93", all.precision(), all.recall())
	}
}

// TestFindOrder holds that what is found hangs neither on the order in which the
// reports are given nor on reports of other things beside them, and that the
// latest change comes first.
func TestFindOrder(t *testing.T) {
	var all []Report
	for n, g := range readGroups(t, "seen.txt") {
		if strings.HasPrefix(g.why, "trap") {
			continue
		}
		for _, r := range g.reports {
			r.ID = fmt.Sprint(n, "-", r.ID)
			for i := range r.Earlier {
				r.Earlier[i].ID = r.ID
			}
			all = append(all, r)
		}
	}
	want := Find(all, nil)
	if len(want) < 40 {
		t.Errorf("Find of all groups = %d changes, want at least 40", len(want))
	}
	published := map[corpus.Key]corpus.Day{}
	for _, r := range all {
		published[r.Key] = r.Published.Start
	}
	for i, c := range want {
		if i > 0 && published[c.After.Article] > published[want[i-1].After.Article] {
			t.Errorf("change %d of %v stands after one of %v", i, published[c.After.Article], published[want[i-1].After.Article])
		}
	}
	slices.Reverse(all)
	if got := Find(all, nil); !slices.Equal(got, want) {
		t.Errorf("Find of the reports in reverse = %d changes that differ from the %d before", len(got), len(want))
	}
}

// holds checks what is promised of each change: both quotes lie within the text
// of the version that they name, on the boundaries of characters, within one
// sentence, and are no longer than 40 words.
func holds(t *testing.T, reports []Report, cs []Change) {
	t.Helper()
	for _, c := range cs {
		for _, q := range []Quote{c.Before, c.After} {
			found := false
			for _, r := range reports {
				for _, d := range append([]corpus.Document{r.Document}, r.Earlier...) {
					if d.Key != q.Article || d.Version != q.Version {
						continue
					}
					found = true
					if q.Start < 0 || q.End > len(d.Text) || q.Start >= q.End || utf8.ValidString(d.Text) && !utf8.ValidString(q.Of(d.Text)) {
						t.Fatalf("%s: span %v of a text of %d bytes", c.Kind, q.Span, len(d.Text))
					}
					if n := len(strings.Fields(q.Of(d.Text))); n > maxQuoteWords {
						t.Errorf("%s: a quote of %d words: %q", c.Kind, n, q.Of(d.Text))
					}
					if !strings.Contains(q.Of(d.Text), q.Value) {
						t.Errorf("%s: %q does not stand in %q", c.Kind, q.Value, q.Of(d.Text))
					}
					if !slices.ContainsFunc(d.Sentences, func(s corpus.Sentence) bool { return s.Contains(q.Span) }) {
						t.Errorf("%s: %q is not within a sentence", c.Kind, q.Of(d.Text))
					}
				}
			}
			if !found {
				t.Errorf("%s: no report is version %d of %v", c.Kind, q.Version, q.Article)
			}
		}
		if c.Before == c.After {
			t.Errorf("%s: both sides are %v", c.Kind, c.Before)
		}
	}
}

// FuzzFind gives arbitrary texts as two articles and as two versions of one.
func FuzzFind(f *testing.F) {
	for _, name := range []string{"seen.txt", "held.txt", "fresh.txt"} {
		for _, g := range readGroups(f, name) {
			var texts []string
			for _, r := range g.reports {
				texts = append(texts, r.Text)
				for _, d := range r.Earlier {
					texts = append(texts, d.Text)
				}
			}
			if len(texts) > 1 {
				f.Add(texts[0], texts[1])
			}
		}
	}
	f.Add("12", "15")
	f.Add("Correction:", "Correction: an earlier version of this article said, not. not 5; not")
	f.Add("\u0130 12 killed in B\u0130", "denied that \u0130 \xff not not")
	f.Fuzz(func(t *testing.T, a, b string) {
		derive := func(id, day, text string, version int) (corpus.Document, bool) {
			d, err := ingest.Derive(corpus.Raw{Key: corpus.Key{Collection: "c", ID: id}, Source: "s", Published: day, Text: text})
			d.Version = version
			return d, err == nil
		}
		var rs []Report
		if d, ok := derive("1", "2020-01-01", a, 1); ok {
			rs = append(rs, Report{Document: d})
		}
		if d, ok := derive("2", "2020-01-02", b, 2); ok {
			r := Report{Document: d}
			if e, ok := derive("2", "2020-01-02", a, 1); ok {
				r.Earlier = append(r.Earlier, e)
			}
			rs = append(rs, r)
		}
		cs := Find(rs, nil)
		holds(t, rs, cs)
		slices.Reverse(rs)
		if again := Find(rs, nil); !slices.Equal(again, cs) {
			t.Errorf("Find in another order = %v, want %v", again, cs)
		}
	})
}

// TestAgrees holds which values of one thing do not exclude each other.
func TestAgrees(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		// Counts are exact, bounds and ranges are not.
		{"12 people were killed", "15 people were killed", false},
		{"Twelve people were killed", "12 people were killed", true},
		{"At least 12 people were killed", "More than 10 people were killed", true},
		{"At least 12 people were killed", "About 15 people were killed", true},
		{"At least 12 people were killed", "At least 15 people were killed", false},
		{"Between 40 and 50 people were killed", "46 people were killed", true},
		{"Between 40 and 50 people were killed", "56 people were killed", false},
		{"Up to 100 people were trapped", "87 people were trapped", true},
		{"Nearly 5,000 people were evacuated", "4,873 people were evacuated", true},
		// Rounded values.
		{"Exports grew by 46.3 percent", "Exports grew by 46 percent", true},
		{"Exports grew by 46 percent", "Exports grew by 40 percent", false},
		{"It cost 1.5 million dollars", "It cost $1,498,233", true},
		{"It cost 2,000 million dollars", "It cost $2 billion", true},
		{"It cost 2 billion dollars", "It cost $3 billion", false},
	} {
		figure := func(text string) *figure {
			d, err := ingest.Derive(corpus.Raw{Key: corpus.Key{ID: text}, Text: "The report of the day is short and plain. " + text + " in Weston."})
			if err != nil {
				t.Fatal(err)
			}
			x := newFinder([]Report{{Document: d}}).docs[0]
			for _, s := range x.sents {
				if fs := s.allFigures(); len(fs) > 0 {
					return &fs[0]
				}
			}
			t.Fatalf("no figure in %q", text)
			return nil
		}
		a, b := figure(c.a), figure(c.b)
		if got := a.agrees(b); got != c.want {
			t.Errorf("%q agrees with %q = %v, want %v", c.a, c.b, got, c.want)
		}
		if got := b.agrees(a); got != c.want {
			t.Errorf("%q agrees with %q = %v, want %v", c.b, c.a, got, c.want)
		}
	}
}
