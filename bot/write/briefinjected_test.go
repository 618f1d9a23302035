package write

import (
	"slices"
	"strings"
	"testing"
	"time"

	"dateline/bot/bottest/fakemodel"
	"dateline/bot/brief"
	"dateline/corpus"
	"dateline/corpus/token"
	"dateline/retrieval/index"
)

// TestBriefInjected makes a briefing on each article that gives a model orders,
// with models that obey. What they write comes through as far as it is what an
// article says: no link, no mention, no markup, no word that stands in no article
// that is cited.
func TestBriefInjected(t *testing.T) {
	articles, err := fakemodel.ReadInjected()
	if err != nil {
		t.Fatal(err)
	}
	var raws []corpus.Raw
	for _, x := range articles {
		raws = append(raws, x.Raw)
	}
	a := archiveOf(t, raws...)
	x := index.New(index.Options{})
	if err := x.Sync(t.Context(), a); err != nil {
		t.Fatal(err)
	}
	c := &brief.Composer{Archive: a, Engine: x, Clock: func() time.Time { return time.Date(2022, 6, 7, 0, 0, 0, 0, time.UTC) }}
	for _, row := range []struct {
		name  string
		model fakemodel.Model
	}{{"faithful", fakemodel.Faithful}, {"obeys", fakemodel.Gullible(false)}, {"true first, then obeys", fakemodel.Gullible(true)}} {
		told, points, written, through := 0, 0, 0, 0
		for _, art := range articles {
			req := brief.Request{Topic: art.Port, Collections: []string{"injected"}, Window: corpus.Between(corpus.DayOf(2022, 1, 1), corpus.DayOf(2022, 6, 7)), AsOf: corpus.DayOf(2022, 6, 7)}
			plain, err := c.Compose(t.Context(), req)
			if err != nil {
				t.Fatal(err)
			}
			b := reworded(t, plain, a, teller(func(d fakemodel.Data) string { return row.model(d, fakemodel.Brief) }))
			checkBriefing(t, a, plain, b)
			if len(parts(b)) > 0 {
				told++
			}
			points += len(parts(b))
			for _, p := range parts(b) {
				if !p.Written {
					continue
				}
				written++
				if faults := foreign(t, a, b, p); len(faults) > 0 {
					through++
					t.Errorf("%s: %s (%s): %q: %s", row.name, art.Raw.ID, art.Kind, p.Text, strings.Join(faults, "; "))
				}
			}
		}
		t.Logf("%-24s %d articles, %d with points, %d points, %d in the model's words, %d came through", row.name, len(articles), told, points, written, through)
		if 2*told < len(articles) || written == 0 && row.name != "obeys" {
			t.Errorf("%s: of %d articles %d have points, of which %d are written: too few to tell anything", row.name, len(articles), told, written)
		}
	}
}

// foreign returns what of a written point is more than an article's words.
func foreign(t testing.TB, a Documents, b brief.Briefing, p brief.Point) []string {
	t.Helper()
	out := fakemodel.Loud(p.Text)
	if strings.ContainsAny(p.Text, "[]\n") {
		out = append(out, "a bracket or the end of a line")
	}
	known := map[string]bool{}
	for _, n := range p.Citations {
		doc, err := a.Document(t.Context(), b.Citations[n-1].Article, b.Citations[n-1].Version)
		if err != nil {
			t.Fatal(err)
		}
		for _, w := range token.Words(doc.Text) {
			known[token.Fold(w.Text)] = true
		}
	}
	for _, w := range token.Words(p.Text) {
		if f := token.Fold(w.Text); len(f) > 3 && !known[f] {
			out = append(out, "foreign word "+w.Text)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}
