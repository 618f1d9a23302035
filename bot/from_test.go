package bot

import (
	"strings"
	"testing"

	"dateline/corpus"
)

func TestFrom(t *testing.T) {
	dated := corpus.Publication{Interval: corpus.OnDay(corpus.DayOf(2019, 3, 14)), Basis: corpus.BasisRecord}
	long := "The harbour of Molde is closed for a week while divers look for the anchor"
	for _, row := range []struct {
		c    Citation
		want string
	}{
		// An article's own file tells it from all others.
		{Citation{Path: "news/now.txt", Title: "Harbour closed"}, "news/now.txt"},
		{Citation{Path: "now.html", URL: "https://pier.example/a"}, "now.html"},
		{Citation{Path: "then.txt", Source: "The Pier"}, "The Pier"},
		// Whether it is dated changes nothing but what is said of the date.
		{Citation{Path: "then.txt", Source: "The Pier", Title: "Harbour closed"}, "The Pier, Harbour closed"},
		{Citation{Path: "then.txt", Source: "The Pier", Title: "Harbour closed", Published: dated}, "The Pier, Harbour closed; date: its record"},
		// A file that lists many does not: publisher and title do.
		{Citation{Path: "feed.jsonl", Source: "The Pier", Title: "Harbour closed", Published: dated}, "The Pier, Harbour closed; date: its record"},
		{Citation{Path: "feed.jsonl.gz", URL: "https://www.Pier.example/a", Title: "Harbour closed"}, "pier.example, Harbour closed"},
		{Citation{Path: "feed.json", Source: "The Pier", Title: long}, "The Pier, The harbour of Molde is closed for a week while divers…"},
		{Citation{Path: "feed.ndjson", Source: "The Pier", Article: corpus.Key{ID: "r17"}}, "The Pier, r17"},
		// Where nobody published it the file says more than nothing; "-" doesn't.
		{Citation{Path: "feed.jsonl", Title: "Harbour closed"}, "Harbour closed, feed.jsonl"},
		{Citation{Path: "feed.jsonl", Article: corpus.Key{ID: "feed#00ab"}}, "feed#00ab, feed.jsonl"},
		{Citation{Path: "-", Title: "Harbour closed"}, "Harbour closed"},
		{Citation{Path: "-", Article: corpus.Key{ID: "stdin#00ab"}}, "stdin#00ab"},
		// Records that were put in without a file.
		{Citation{Title: "Harbour closed"}, "Harbour closed"},
		{Citation{Article: corpus.Key{ID: "r17"}}, "r17"},
		// Words without blanks are cut anywhere, and nothing reaches the terminal.
		{Citation{Path: "feed.jsonl", Source: "P\x1b[2J", Title: strings.Repeat("ä", 80)}, "P[2J, " + strings.Repeat("ä", maxTitle-1) + "…"},
	} {
		if got := From(row.c); got != row.want {
			t.Errorf("From(%+v) = %q, want %q", row.c, got, row.want)
		}
	}
}
