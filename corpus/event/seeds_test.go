package event

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dateline/corpus"
	"dateline/corpus/clean"
	"dateline/corpus/dating"
	"dateline/corpus/timex"
)

// describe prints an event on one line for a failing test.
func describe(e corpus.Event, text string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s when=%s range=%s basis=%s", e.Kind, e.Polarity, e.When, e.Range, e.Basis)
	b.WriteString(parties(e.Participants))
	fmt.Fprintf(&b, " reckoning=%q proof=%q", e.Reckoning, e.Proof.Of(text))
	return b.String()
}

func parties(ps []corpus.Participant) string {
	var b strings.Builder
	for _, p := range ps {
		mark := ""
		if inferred(p) {
			mark = "~"
		}
		fmt.Fprintf(&b, " %s=%s[%s|%s@%s|%s]", p.Role, mark, p.Name, p.Office, p.Entity.Of, p.In)
	}
	return b.String()
}

// readRaw takes a record through cleaning and dating to its events.
func readRaw(raw corpus.Raw) (corpus.Article, []corpus.Event) {
	c := clean.Text(raw.Text)
	a := corpus.Article{Key: raw.Key, Version: 1, Title: raw.Title, Text: c.Text, Blocks: c.Blocks, Published: dating.Date(raw, c)}
	return a, Read(a, sentences(a))
}

// sentences cuts the article into sentences with their periods.
func sentences(a corpus.Article) []corpus.Sentence {
	ss := corpus.Sentences(a.Text, a.Blocks)
	xs := timex.Parse(a.Text, a.Published.Interval)
	for i := range ss {
		var in []timex.Timex
		for _, x := range xs {
			if ss[i].Contains(x.Span) {
				x.Start, x.End = x.Start-ss[i].Start, x.End-ss[i].Start
				in = append(in, x)
			}
		}
		ss[i].Periods = timex.Periods(ss[i].Of(a.Text), in)
	}
	return ss
}

func seeds(t *testing.T) (map[string]corpus.Article, []corpus.Event) {
	files, _ := filepath.Glob("../../../shared/seeds/*.txt")
	if len(files) == 0 {
		t.Skip("shared/seeds is not here")
	}
	articles := map[string]corpus.Article{}
	var events []corpus.Event
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		id := strings.TrimSuffix(filepath.Base(f), ".txt")
		a, es := readRaw(corpus.Raw{Key: corpus.Key{Collection: "seeds", ID: id}, Path: filepath.Base(f), Text: string(b)})
		articles[id] = a
		events = append(events, es...)
	}
	return articles, events
}

func TestSeeds(t *testing.T) {
	articles, events := seeds(t)
	if testing.Verbose() {
		for _, e := range events {
			if e.Kind != "say" {
				t.Log(e.Article.ID[:3], describe(e, articles[e.Article.ID].Text))
			}
		}
	}
	groups := Merge(events)
	if testing.Verbose() {
		for i, g := range groups {
			if g.Kind == "visit" {
				var from []string
				for _, m := range g.Members {
					from = append(from, m.Article.ID[:3])
				}
				t.Log(i, g.Polarity, g.When, g.Range, g.Basis, from, g.Links, parties(g.Participants))
			}
		}
	}
	holders := Holdings(events)
	ask := func(order Order, b Bound, cs ...Constraint) Selection {
		return Select(groups, Pattern{Kinds: []string{"visit"}, Participants: cs, Order: order, Bound: b}, holders)
	}
	lavrov := Constraint{Name: "Lavrov", Roles: []corpus.Role{corpus.Agent}}
	sel := ask(Last, Bound{Before, corpus.InYear(2021)}, lavrov)
	if sel.Chosen == nil || sel.Chosen.When != corpus.InYear(2012) || sel.Chosen.Range != corpus.Between(corpus.DayOf(2011, 1, 1), corpus.DayOf(2013, 12, 31)) || !sel.Chosen.ByOffice {
		t.Fatalf("last visit before 2021 = %+v (%s)", sel.Chosen, sel.Why)
	}
	if sel.Next == nil || sel.Next.When.Start < corpus.DayOf(2021, 4, 1) || sel.Next.When.End > corpus.DayOf(2021, 4, 8) {
		t.Errorf("the next visit is %+v, want April 2021", sel.Next)
	}
	var undated []string
	for _, m := range sel.Undated {
		for _, e := range m.Members {
			undated = append(undated, e.Article.ID[:3])
		}
	}
	if s := strings.Join(undated, " "); !strings.Contains(s, "003") || !strings.Contains(s, "004") || strings.Contains(s, "000") || strings.Contains(s, "002") {
		t.Errorf("undated reports are of %s, want 003 and 004", s)
	}
	if len(sel.Linked) == 0 {
		t.Error("no undated report is linked to the visit chosen")
	}
	absent := false
	for _, m := range sel.Absent {
		absent = absent || m.Range.Contains(corpus.InYear(2017))
	}
	if !absent {
		t.Error("nothing says that there was no visit in 2017")
	}
	sel = ask(Last, Bound{}, lavrov, Constraint{Place: "islamabad"})
	if sel.Chosen == nil || sel.Chosen.When.Start.String()[:7] != "2021-04" {
		t.Errorf("latest visit to Islamabad = %+v", sel.Chosen)
	}
	host := ask(Last, Bound{Before, corpus.InYear(2021)}, lavrov, Constraint{Office: "prime minister", Of: "pakistan"})
	if len(host.Undated) == 0 || !strings.Contains(parties(host.Undated[0].Participants), "Raja Pervez Ashraf|prime minister@pakistan") {
		t.Errorf("nobody received him as prime minister: %+v", host.Undated)
	}
}
