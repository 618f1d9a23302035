package event

import (
	"strconv"
	"testing"

	"dateline/corpus"
	"dateline/corpus/event/variant"
)

// TestVariants takes renamed and re-dated archives like the touchstone from
// their text to the visit that is asked for.
func TestVariants(t *testing.T) {
	failed := 0
	n := variant.Count
	for i := range n {
		v := variant.Generate(7, i)
		articles := map[string]corpus.Article{}
		var events []corpus.Event
		for _, raw := range v.Articles {
			a, es := readRaw(raw)
			articles[raw.ID] = a
			events = append(events, es...)
		}
		groups := Merge(events)
		sel := Select(groups, Pattern{Kinds: []string{"visit"}, Order: Last, Bound: Bound{Before, corpus.InYear(v.Before)},
			Participants: []Constraint{{Name: v.Visitor, Roles: []corpus.Role{corpus.Agent}}, {Place: v.Host}}}, Holdings(events))
		want, _ := strconv.Atoi(v.Want)
		problem := ""
		switch {
		case sel.Chosen == nil:
			problem = "nothing chosen: " + sel.Why
		case sel.Chosen.When != corpus.InYear(want):
			problem = "chose " + sel.Chosen.When.String()
		case sel.Next == nil || sel.Next.When.Start.Year() != v.Before:
			problem = "the next visit is not that of the report"
		}
		for _, m := range sel.Matches {
			for _, y := range v.Forbidden {
				if n, _ := strconv.Atoi(y); m.When.Overlaps(corpus.InYear(n)) {
					problem = "decoy " + y + " matches"
				}
			}
		}
		if problem == "" && len(sel.Undated) == 0 {
			problem = "no undated report survives"
		}
		if problem != "" && len(sel.Undated) > 0 {
			problem += ", undated kept"
		}
		for _, m := range sel.Undated {
			for _, e := range m.Members {
				if e.Article.ID != "earlier-notice" && e.Article.ID != "earlier-meeting" {
					problem += "; undated from " + e.Article.ID
				}
			}
		}
		if problem == "" {
			continue
		}
		failed++
		t.Errorf("%s: %s, want %s\n  %s", v.Name, problem, v.Want, v.Phrase)
		if testing.Verbose() && failed <= 6 {
			for _, e := range events {
				if e.Kind == "visit" || e.Kind == "meet" {
					t.Log(e.Article.ID, describe(e, articles[e.Article.ID].Text))
				}
			}
		}
	}
	t.Logf("%d of %d variants right", n-failed, n)
}
