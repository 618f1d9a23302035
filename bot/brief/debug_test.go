package brief

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"dateline/corpus"
)

func TestDebug(t *testing.T) {
	ids := strings.Fields(os.Getenv("PAIRS"))
	if len(ids) == 0 {
		t.Skip()
	}
	all := readReports(t, "testdata/reports.txt", "testdata/topics.txt")
	var raws []corpus.Raw
	for _, r := range all {
		raws = append(raws, r.Raw)
	}
	sh := newShelf(t, raws...)
	s, reports := sessionOver(t, sh, all)
	by := map[string]*report{}
	for _, r := range reports {
		by[r.article.ID] = r
	}
	keys := func(m map[string]bool) string { return strings.Join(slices.Sorted(maps.Keys(m)), " ") }
	for _, p := range ids {
		a, b, _ := strings.Cut(p, ",")
		for _, id := range []string{a, b} {
			r := by[id]
			if r == nil {
				fmt.Println(id, "has no news")
				continue
			}
			k := ""
			if r.event != nil {
				k = r.event.Kind
			}
			fmt.Printf("%s %v own=%v plan=%v %s %s %q\n   names %s\n   core %s\n   places %s lands %s numbers %v scores %v\n", id, r.when, r.own, r.plan, r.basis, k, r.span.Of(r.article.Text), keys(r.like.names), keys(r.like.core), keys(r.like.places), keys(r.like.lands), r.like.numbers, r.like.scores)
		}
		if x, y := by[a], by[b]; x != nil && y != nil {
			fmt.Println("  alike", s.alike(x, y), "timely", s.timely(x, y), "apart", s.apart(x, y), s.why(x, y))
		}
	}
}

func (s *session) why(a, b *report) string {
	return fmt.Sprintf("%+v foreign %d %d", s.measure(a, b), s.foreignNames(a, b), s.foreignNames(b, a))
}

func TestLines(t *testing.T) {
	ids := strings.Fields(os.Getenv("LINES"))
	if len(ids) == 0 {
		t.Skip()
	}
	all := readReports(t, "testdata/reports.txt", "testdata/topics.txt")
	var raws []corpus.Raw
	for _, r := range all {
		raws = append(raws, r.Raw)
	}
	sh := newShelf(t, raws...)
	s, _ := sessionOver(t, sh, all)
	for _, id := range ids {
		a := s.byKey[corpus.Key{Collection: collection, ID: id}]
		times := a.times()
		fmt.Println(id, a.Published.Interval, "opinion", a.opinion(), a.Lang)
		for i := range a.lines {
			l := &a.lines[i]
			fmt.Printf("  %q readable %v after %d sub %v\n", l.text, l.readable(i), l.after, l.depth())
			for _, e := range l.events {
				fmt.Println("     event", e.Kind, e.When, e.Basis, e.Polarity, e.Proof.Of(a.Text))
			}
			for _, m := range times[i] {
				fmt.Println("     time", m.Span.Of(l.text), m.when)
			}
			if r := s.reading(a, l, times[i]); r != nil {
				fmt.Println("     reading", r.when, r.basis, r.own, r.plan, r.span.Of(a.Text))
			}
		}
	}
}

func TestExampleAbout(t *testing.T) {
	if os.Getenv("TOPIC") == "" {
		t.Skip()
	}
	sh := exampleShelf(t)
	topic, _ := readTopic(os.Getenv("TOPIC"))
	fmt.Printf("%+v\n", topic)
	arr, _ := sh.archive.Arrivals(t.Context(), []string{"default"}, 0, 0, 0)
	for _, x := range arr {
		doc, _ := sh.archive.Document(t.Context(), x.Key, 0)
		a := &article{Document: doc}
		a.lines = linesOf(doc)
		if ab := topic.about(a); ab.on {
			fmt.Println(x.ID, x.Published, doc.Title, ab)
		} else if strings.Contains(doc.Text, os.Getenv("TOPIC")) {
			fmt.Println("   not", x.ID, x.Published, doc.Title, a.lines[0].text)
		}
	}
}
