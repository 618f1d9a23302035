package brief

import (
	"testing"

	"dateline/bot"
	"dateline/bot/change"
	"dateline/corpus"
)

// TestText: each part of a briefing, as a terminal shows it.
func TestText(t *testing.T) {
	on := func(d int) corpus.Interval { return corpus.OnDay(corpus.DayOf(2024, 5, d)) }
	cite := func(n int, id, title string, d int, quote string) bot.Citation {
		c := bot.Citation{N: n, Article: corpus.Key{Collection: "default", ID: id}, Version: 1, Path: "feed.jsonl", Source: "The Pier", Title: title, Quote: quote}
		if d > 0 {
			c.Published = corpus.Publication{Interval: on(d), Basis: corpus.BasisRecord}
		}
		return c
	}
	b := Briefing{Topic: "Molde", Window: corpus.Between(on(6).Start, on(12).Start),
		Points: []Point{
			{When: on(7), Basis: corpus.BasisStated, Text: "A ferry hit the pier of Molde on 7 May and nine people were hurt", Citations: []int{1, 2}, Sources: 2, Copies: 1},
			{When: on(9), Text: "The pier is closed", Citations: []int{3}, Sources: 1, New: true},
		},
		Changes: []Change{{Kind: change.Revised, What: "hurt", Before: Said{"nine", 1}, After: Said{"Fourteen", 4}}},
		Ahead:   []Point{{When: on(20), Basis: corpus.BasisStated, Text: "The ferry will run again on 20 May", Citations: []int{3}, Sources: 1}},
		Undated: []Point{{Text: "Police spoke to the captain", Citations: []int{5}, Sources: 1}},
		Citations: []bot.Citation{
			cite(1, "a", "Ferry hits pier", 7, "A ferry hit the pier of Molde on 7 May and nine people were hurt"),
			cite(2, "b", "Pier hit", 7, "The pier of Molde was hit"),
			cite(3, "c", "Ferry to run again", 9, "The pier is closed"),
			cite(4, "b", "Pier hit", 8, "Fourteen people were hurt"),
			cite(5, "d", "", 0, "Police spoke to the captain"),
		},
		Notes:    []string{"1 article of opinion is left out."},
		Coverage: corpus.Coverage{From: on(1).Start, To: on(9).Start, Dated: 8, Undated: 1},
	}
	// Another version of an article is another text.
	b.Citations[3].Version = 2
	b.Citations = append(b.Citations, cite(6, "a", "Ferry hits pier", 7, "nine people were hurt"))
	want := `Molde, 6-12 May 2024: 2 points, 1 change, 1 ahead, 1 undated
report.

  7 May 2024            "A ferry hit the pier of Molde on 7
                        May and nine people were hurt"
                        [1][2] 2 sources, 1 near-copy
  reported 9 May 2024   new: "The pier is closed" [3]
                        1 source

Changed
  hurt: fourteen, was nine
    now 8 May 2024          "Fourteen people were hurt" [4]
    before 7 May 2024       "A ferry hit the pier of Molde
                            on 7 May and nine people were
                            hurt" [1]

Ahead
  20 May 2024           "The ferry will run again on 20 May"
                        [3] 1 source

Undated reports
  undated               "Police spoke to the captain" [5]
                        1 source

  [1][6] 7 May 2024     The Pier, Ferry hits pier; date: its
                        record
  [2] 7 May 2024        The Pier, Pier hit; date: its record
  [3] 9 May 2024        The Pier, Ferry to run again; date:
                        its record
  [4] 8 May 2024        The Pier, Pier hit; date: its record
  [5] undated           The Pier, d

  1 article of opinion is left out.
  4 of 9 articles used; newest dated 9 May 2024.
`
	if got := Text(b, 60); got != want {
		t.Errorf("Text =\n%s\nwant\n%s", got, want)
	}
}
