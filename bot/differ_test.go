package bot

import (
	"strings"
	"testing"

	"dateline/corpus"
)

// TestDifferingDates asks when something happened once that two articles date
// differently: both dates stand, and no choice is made.
func TestDifferingDates(t *testing.T) {
	r := open(t,
		corpus.Raw{Key: corpus.Key{ID: "a"}, Text: "Published: 3 March 2015\n\nMayor Anna Lindqvist died on 1 March 2015 in Turku, her office said.\n"},
		corpus.Raw{Key: corpus.Key{ID: "b"}, Text: "Published: 9 June 2018\n\nThe square is named after Anna Lindqvist. Anna Lindqvist died on 2 March 2015 in Turku.\n"},
	)
	a := ask(t, r, "When did Anna Lindqvist die?")
	if !strings.Contains(a.Lead, "1 March 2015") || !strings.Contains(a.Lead, "2 March 2015") || a.When != nil || len(a.Citations) != 2 {
		t.Errorf("Ask = %s", Text(a, Width))
	}
}
