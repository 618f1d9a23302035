package bot

import (
	"strings"
	"testing"

	"dateline/corpus"
)

func TestClause(t *testing.T) {
	const long = "The parliament of Iceland passed a fisheries law on Tuesday by 41 votes to 22, which the opposition had fought for eleven months, while fishermen stood before the building with flags and horns, the news agency said."
	for _, c := range []struct{ text, must, want string }{
		// A short sentence is quoted whole, without the dateline.
		{"REYKJAVIK: Iceland passed a fisheries law on Tuesday.", "law", "Iceland passed a fisheries law on Tuesday"},
		{"MOLKINO, Russia, Sept. 29, 2021 (Indus Wire) Special forces began an exercise on Tuesday.", "exercise", "Special forces began an exercise on Tuesday"},
		{"2026-01-29 Floodwaters tore through the town of Vík on Thursday.", "Vík", "Floodwaters tore through the town of Vík on Thursday"},
		// Of a long one the beginning up to where it can end.
		{long, "41 votes", "The parliament of Iceland passed a fisheries law on Tuesday by 41 votes to 22"},
		// All of what must stand in it does: who said so, too.
		{long, "the news agency said", strings.TrimSuffix(long, ".")},
		// Nothing is told without a verb.
		{"A fisheries law for Iceland.", "law", ""},
	} {
		at := strings.Index(c.text, c.must)
		span, ok := Clause(c.text, []corpus.Span{{Start: at, End: at + len(c.must)}}, 20, 40)
		got := ""
		if ok {
			got = span.Of(c.text)
		}
		if got != c.want {
			t.Errorf("Clause(%q, %q) = %q, want %q", c.text, c.must, got, c.want)
		}
	}
}
