package retrieval_test

import (
	"testing"

	"dateline/retrieval"
)

// TestRelations: of passages on the same subject and of the same time, that is
// first which tells of what is asked, in whatever words.
func TestRelations(t *testing.T) {
	const page = "Ella Brandt - "
	s := searcher(t,
		story(t, "office", page+"Public duty", "", "", "Ella Brandt was sworn in at the treasury in 2003 after a long count."),
		story(t, "school", page+"Early years", "", "", "Ella Brandt graduated from Norrby with a degree in 2003."),
		story(t, "family", page+"Private matters", "", "", "Ella Brandt had her wedding with Nils Rask in 2003."),
		story(t, "sport", page+"On the ice", "", "", "Ella Brandt signed with the Falcons in 2003."),
		story(t, "home", page+"Places", "", "", "Ella Brandt settled at Lake Vara in 2003."),
		story(t, "honour", page+"Honours", "", "", "Ella Brandt got the Silver Medal for her rescue of a child in 2003."),
		story(t, "book", page+"Print", "", "", "The memoir by Ella Brandt came out in a first edition in 2003."))
	for _, test := range []struct{ question, first string }{
		{"Which position did Ella Brandt hold in 2003?", "office"},
		{"Where was Ella Brandt educated in 2003?", "school"},
		{"Who was the spouse of Ella Brandt in 2003?", "family"},
		{"Which team did Ella Brandt play for in 2003?", "sport"},
		{"Where did Ella Brandt live in 2003?", "home"},
		{"Which award did Ella Brandt receive in 2003?", "honour"},
		{"Who published Ella Brandt in 2003?", "book"},
	} {
		if hits := search(t, s, retrieval.Query{Text: test.question}); hits[0].Article.ID != test.first {
			t.Errorf("Search(%q) has %q first (%s), want %q", test.question, hits[0].Article.ID, ids(hits), test.first)
		}
	}
}

// TestRelationAndTimeTogether: the word must stand in the sentence of the time.
func TestRelationAndTimeTogether(t *testing.T) {
	s := searcher(t,
		story(t, "apart", "Ella Brandt - First", "", "", "Ella Brandt came to the lake in 2003. She signed much later with the Falcons."),
		story(t, "together", "Ella Brandt - Second", "", "", "Ella Brandt signed with the Bears in 2003. She came to the lake much later."))
	for _, question := range []string{"Which team did Ella Brandt play for in 2003?", "What was the club of Ella Brandt in 2003?"} {
		if hits := search(t, s, retrieval.Query{Text: question}); hits[0].Article.ID != "together" {
			t.Errorf("Search(%q): %s, want together first", question, ids(hits))
		}
	}
}

// TestTold: words of the title and of the time ask for nothing.
func TestTold(t *testing.T) {
	const question = "Which club did Ella Brandt sign for in May 2003?"
	time := retrieval.ParseBound(question, 0).Span
	for _, test := range []struct {
		title, stem string
		want        bool
	}{
		{"Ella Brandt", "join", true},
		{"Ella Brandt", "transfer", true},
		{"Ella Brandt", "wed", false},
		{"Ella Brandt", "may", false},
		{"Club of Norrby", "transfer", false},
	} {
		if got := retrieval.Told(question, time, test.title)[test.stem]; got != test.want {
			t.Errorf("Told(%q, title %q)[%q] = %v, want %v", question, test.title, test.stem, got, test.want)
		}
	}
}
