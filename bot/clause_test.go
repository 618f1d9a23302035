package bot

import (
	"strings"
	"testing"

	"dateline/corpus"
)

func textLine(text string) *line {
	l := &line{text: text}
	l.read()
	return l
}

// A lead can be read without the article.
func TestLeadQuote(t *testing.T) {
	for _, tt := range []struct {
		text, core string
		keep       int
		want       string
	}{
		// Short enough: whole, without its dateline.
		{"TIRANA: The ministers of both ports signed a treaty on Monday.", "treaty", 0, "The ministers of both ports signed a treaty on Monday"},
		// The clause with a subject of its own.
		{"The mayor opened the new bridge over the river on Monday after eleven years of work on its pillars, and engineers from Varna praised its builders for their patience.", "Varna", 1,
			"engineers from Varna praised its builders for their patience"},
		// The subject with the clause that has the answer.
		{"Ada Marsh flew to Varna on Thursday for talks of two days about the ferry line with the owners of the port there, and brought home a contract for five new ships.", "contract", 0,
			"Ada Marsh … and brought home a contract for five new ships"},
		// Cut where a clause ends.
		{"The council of the town voted on Tuesday evening for a new harbour wall that will cost eleven million crowns, which the fishermen of the three villages behind it have demanded for years.", "voted", 0,
			"The council of the town voted on Tuesday evening for a new harbour wall that will cost eleven million crowns"},
	} {
		i := strings.Index(tt.text, tt.core)
		got, _ := leadQuote(textLine(tt.text), []corpus.Span{{Start: i, End: i + len(tt.core)}}, tt.keep, 24)
		if got != tt.want {
			t.Errorf("leadQuote(%q) = %q, want %q", tt.text, got, tt.want)
		}
	}
}

// A lead has what answers, and keeps to its length, whatever the sentence is.
func FuzzLeadQuote(f *testing.F) {
	f.Add("TIRANA: The ministers, who met, said that they would sign; nobody did.", 10, 14, 1)
	f.Add(strings.Repeat("word ", 80), 200, 204, 1)
	f.Add("“A", 0, 1, 0)
	f.Add("They met"+strings.Repeat(" — Peru — elected", 100), 100, 120, 1) // a clause at each dash
	f.Fuzz(func(t *testing.T, text string, from, to, keep int) {
		l := textLine(text)
		if len(l.words) == 0 {
			return
		}
		a, b := l.words[abs(from)%len(l.words)], l.words[abs(to)%len(l.words)]
		got, span := leadQuote(l, []corpus.Span{a.Span, b.Span}, abs(keep)%3, 24)
		if span.Start < 0 || span.End > len(text) || span.Start > span.End {
			t.Fatalf("leadQuote(%q): span %v", text, span)
		}
		for _, part := range strings.Split(strings.Trim(strings.TrimPrefix(strings.TrimSuffix(got, " …"), "… "), " "), elision) {
			if !strings.Contains(text, part) {
				t.Fatalf("leadQuote(%q) = %q, which does not stand there", text, got)
			}
		}
	})
}

func abs(n int) int {
	if n < 0 {
		n = -(n + 1)
	}
	return n
}

// A line that holds none of the question's terms is quoted from its beginning.
func TestClauseOfNothing(t *testing.T) {
	l := textLine("The ministers met in Tirana; they signed nothing.")
	for _, words := range []int{40, 3} {
		if s := clause(l, nil, words); s.Start != 0 || s.End <= 0 || s.End > len(l.text) || wordsIn(l, s.Start, s.End) > words {
			t.Errorf("clause without spans, of %d words at most, = %v", words, s)
		}
	}
}
