package change

import (
	"testing"

	"dateline/corpus"
	"dateline/retrieval/ingest"
)

// TestTwoEvents finds nothing between the reports of two events that have a
// detail in the same words, with another figure, and still finds the figure that
// one event has twice.
func TestTwoEvents(t *testing.T) {
	for _, test := range []struct {
		before, after string
		n             int
	}{
		// Two floods, two visits; an hour is no number of donors.
		{"Floods struck Cluj in Romania on Tuesday and four people died. With soup and 45 blankets the people of North Gate did what they could.",
			"Floods struck Braga in Portugal on Thursday and nine people died. With soup and 82 blankets the people of North Gate did what they could.", 0},
		{"Anna Holt met Emil Kovac in Bergen on Tuesday to speak of herring. Rooms for 33 guests had been booked at the Saint Luke hotel. Flags hung from every lamp post.",
			"Anna Holt met Rosa Diaz in Oslo on Thursday to speak of salmon. Rooms for 68 guests had been booked at the Saint Luke hotel. Flags hung from every lamp post.", 0},
		{"Floods struck Cluj in Romania on Tuesday and four people died. By 21.50 donors in Cluj had given their money.",
			"Floods struck Cluj in Romania on Tuesday and four people died. By 11.50 donors in Cluj had given their money.", 0},
		// One cut.
		{"Holt Steel cut 450 jobs at its works in Cluj on Tuesday. The works make rails.",
			"Holt Steel cut 820 jobs at its works in Cluj on Tuesday. The works make rails.", 1},
	} {
		var reports []Report
		for i, text := range []string{test.before, test.after} {
			d, err := ingest.Derive(corpus.Raw{Key: corpus.Key{Collection: "news", ID: string(rune('a' + i))}, Published: []string{"2015-01-28", "2015-01-30"}[i], Text: text})
			if err != nil {
				t.Fatal(err)
			}
			d.Version = 1
			reports = append(reports, Report{Document: d})
		}
		if got := Find(reports, nil); len(got) != test.n {
			t.Errorf("%q and %q have %d changes, want %d: %+v", test.before, test.after, len(got), test.n, got)
		}
	}
}
