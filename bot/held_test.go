package bot

import (
	"strings"
	"testing"

	"dateline/corpus"
)

// What held at a time is told by periods that begin before it and end after it,
// in a sentence with the words of what is asked.
func TestHeldAtTheTime(t *testing.T) {
	r := open(t,
		corpus.Raw{Key: corpus.Key{ID: "brandt"}, Title: "Ella Brandt, goalkeeper", Text: "Ella Brandt was born in Norrby in 1980 and saw Lake Vara for the first time in 2006. She played for Falcons Norrby from 1999 to 2004 and for Bears Oslo from 2004 to 2009. She opened a bakery in Lund in May 2001."},
		corpus.Raw{Key: corpus.Key{ID: "editors"}, Title: "The Weekly Lantern", Text: "The Weekly Lantern was a magazine of Norrby. Its editors were Viktor Falk (1870-1878), Dora Moe (1878-1887) and Nils Rask (1887-1894)."},
		corpus.Raw{Key: corpus.Key{ID: "school"}, Title: "Norrby State University", Text: "Norrby State University was opened in 1911. It was named Rask College from 1911 until 1935 and Norrby Technical School from 1935 until 1970."},
	)
	for _, test := range []struct{ question, want, not string }{
		{"Which team did Ella Brandt play for in 2001?", "Falcons", "Lund"},
		{"Which team did Ella Brandt play for in 2006?", "Bears", "Vara"},
		// A request is no speech, nor is a state in a name.
		{"Can you tell me who was the editor of the Weekly Lantern in 1890?", "Nils Rask", ""},
		{"What was the name of Norrby State University in 1920?", "Rask College", ""},
	} {
		a, err := r.Ask(t.Context(), Request{Question: test.question, Collections: []string{"c"}})
		if err != nil {
			t.Fatal(err)
		}
		if a.Abstained || !strings.Contains(a.Lead, test.want) || test.not != "" && strings.Contains(a.Lead, test.not) {
			t.Errorf("Ask(%q) = %q, want %q and not %q", test.question, a.Lead, test.want, test.not)
		}
	}
}

func TestDuring(t *testing.T) {
	y := corpus.InYear
	for _, test := range []struct {
		period   corpus.Period
		end, at  corpus.Interval
		min, max float64
	}{
		{corpus.Period{From: y(1999), To: y(2004)}, y(1999), y(2002), .75, .75},
		{corpus.Period{From: y(1999), To: y(2004)}, y(2004), y(2002), .75, .75},
		{corpus.Period{From: y(1999), To: y(2004)}, y(2001), y(2002), 0, 0}, // no end of it
		{corpus.Period{From: y(1999), To: y(2004)}, y(2004), y(2006), 0, 0},
		{corpus.Point(y(2002)), y(2002), y(2002), 0, 0},
		{corpus.Period{To: y(2004)}, y(2004), y(2002), 0, 0}, // nobody knows since when
		// Still so: the surer the nearer it began.
		{corpus.Period{From: y(2000)}, y(2000), y(2002), .6, .7},
		{corpus.Period{From: y(1950)}, y(1950), y(2002), .3, .35},
	} {
		if got := during([]corpus.Period{test.period}, test.end, test.at); got < test.min || got > test.max {
			t.Errorf("during(%v, %v, %v) = %v, want %v to %v", test.period, test.end, test.at, got, test.min, test.max)
		}
	}
}
