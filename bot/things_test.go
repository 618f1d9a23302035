package bot

import (
	"strings"
	"testing"

	"dateline/corpus"
)

// A name answers only where what the question is about is told of: a sentence
// with the place alone, or the verb alone, names somebody else.
func TestThings(t *testing.T) {
	r := open(t,
		corpus.Raw{Key: corpus.Key{ID: "flood"}, Published: "2020-08-17", Title: "Hearing on flood works", Text: "DOVER. The Harbour Corps will hold a meeting on permits for the flood works at Brookville. Anna Moss, the chief engineer, will speak."},
		corpus.Raw{Key: corpus.Key{ID: "office"}, Published: "2020-08-18", Title: "Office tower sold", Text: "DOVER. The insurer Halden bought an office tower in Dover from Tom Kern on Monday."},
		corpus.Raw{Key: corpus.Key{ID: "painting"}, Published: "2020-08-19", Title: "Painting changes hands", Text: "PORTO. The Prado Trust bought the painting The Blue Boat on Tuesday. It was met with applause at the ceremony by Luis Prado."},
	)
	for _, test := range []struct{ question, want, not string }{
		{"Who is the mayor of Brookville?", "Not in this archive", ""},
		{"Who is the chief engineer?", "Anna Moss", ""},
		{"Which company bought the office tower?", "Halden", ""},
		{"Which company bought the shipyard?", "Not in this archive", ""},
		{"Who bought the painting?", "Prado Trust", "Halden"},
	} {
		got := ask(t, r, test.question).Lead
		if !strings.Contains(got, test.want) || test.not != "" && strings.Contains(got, test.not) {
			t.Errorf("%s\n got %q\nwant %q, not %q", test.question, got, test.want, test.not)
		}
	}
}
