package question

import (
	"testing"

	"dateline/corpus"
)

func TestPlain(t *testing.T) {
	for _, row := range []struct{ in, want string }{
		{"When was his visit before the one in April 2021?", "When was his visit before April 2021?"},
		{"When was his visit, after the one of 3 May?", "When was his visit after 3 May?"},
		{"When did he come before the one in Rome?", "When did he come before the one in Rome?"},
		{"Who came no earlier than 2015?", "Who came since 2015?"},
		{"When did the second fair take place?", "When was the second fair held?"},
		{"When will the fair take place?", "When will the fair be held?"},
		{"Has she ever been to Peru?", "Did she ever visit Peru?"},
		// A request before the question, or before what is to be named.
		{"Can you tell me who chaired the board in 1990?", "who chaired the board in 1990?"},
		{"Please tell us in which year the mill closed.", "in which year the mill closed."},
		{"Do you know when the mill closed?", "when the mill closed?"},
		{"I'd like to know why the mill closed.", "why the mill closed."},
		{"Tell me the sport that Ruiz played in 1990.", "Name the sport that Ruiz played in 1990."},
		{"Could you please name the owner of the mill?", "Name the owner of the mill?"},
		{"Will you identify the owner of the mill?", "Name the owner of the mill?"},
		// No request: all there is, and another's knowing.
		{"Tell me about the mill.", "Tell me about the mill."},
		{"Will you visit Peru?", "Will you visit Peru?"},
		{"Who asked to identify the body?", "Who asked to identify the body?"},
	} {
		if got := Plain(row.in); got != row.want {
			t.Errorf("Plain(%q) = %q, want %q", row.in, got, row.want)
		}
	}
}

func TestWeekOf(t *testing.T) {
	monday := corpus.DayOf(2014, 11, 17)
	for _, text := range []string{"Who came in the week of 17 November 2014?", "Who came in the week of November 20, 2014?", "Who came in the week beginning 17 November 2014?"} {
		if got := Parse(text, 0).Bound.Interval; got.Start != monday || got.End != monday+6 {
			t.Errorf("Parse(%q) is bound by %v, want the week of 17 November 2014", text, got)
		}
	}
	if got := Parse("Who came on 17 November 2014?", 0).Bound.Interval; got.Start != got.End {
		t.Errorf("a day is bound by %v", got)
	}
}

// "Before Kerry" says of Kerry what the question says of whom it asks for.
func TestSameVerb(t *testing.T) {
	for _, row := range []struct{ in, anchor string }{
		{"Who visited Lima before Kerry?", "Kerry visited"},
		{"Who visited Lima before Kerry in 2014?", "Kerry visited in 2014"},
		{"Who visited Lima before 2014?", ""},
		{"Who visited Lima before May 2014?", ""},
	} {
		got := ""
		if a := Parse(row.in, 0).Anchor; a != nil {
			got = a.Text
		}
		if got != row.anchor {
			t.Errorf("Parse(%q) is bound by %q, want %q", row.in, got, row.anchor)
		}
	}
}
