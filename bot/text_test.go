package bot

import (
	"strings"
	"testing"
	"unicode/utf8"

	"dateline/corpus"
)

func TestText(t *testing.T) {
	dated := corpus.Publication{Interval: corpus.OnDay(corpus.DayOf(2019, 3, 14)), Basis: corpus.BasisLeading}
	a := Answer{
		Lead: `2011, to Peru. Worked out from "eight years" [1]; no article states the year.`,
		Citations: []Citation{
			{N: 1, Published: dated, Path: "now.txt", Quote: "the first by a Norwegian foreign minister in eight years"},
			{N: 2, Source: "The Pier", Path: "then.txt", Quote: "The visit of the Norwegian Foreign Minister, Ingrid Solberg, beginning\nfrom today"},
		},
		Notes:    []string{"[1] names no minister; [2] names Solberg but carries no year."},
		Coverage: corpus.Coverage{From: corpus.DayOf(2019, 3, 13), To: corpus.DayOf(2019, 3, 14), Dated: 2, Undated: 1},
		Used:     2,
	}
	want := `2011, to Peru. Worked out from "eight years" [1]; no article states the year.

  [1] 14 Mar 2019  "the first by a Norwegian foreign minister in eight years"
                   now.txt; date: its first line
  [2] undated      "The visit of the Norwegian Foreign Minister, Ingrid Solberg,
                   beginning from today"   The Pier

  [1] names no minister; [2] names Solberg but carries no year.
  2 of 3 articles used; newest dated 14 Mar 2019.
`
	if got := Text(a, Width); got != want {
		t.Errorf("Text =\n%s\nwant\n%s", got, want)
	}
	a = Answer{Lead: "Not in this archive.", Abstained: true, Reason: NotSaid, Nearest: true, Citations: a.Citations[:1],
		Notes: []string{"Two articles cover that visit; neither says what is asked."}, Coverage: a.Coverage, ReadAs: "did Solberg go on?"}
	want = `Read as: did Solberg go on?
Not in this archive.

  Nearest, not an answer:
  [1] 14 Mar 2019  "the first by a Norwegian foreign minister in eight years"
                   now.txt; date: its first line

  Two articles cover that visit; neither says what is asked.
  Searched 3 articles: dated 13-14 Mar 2019 (2), undated (1).
`
	if got := Text(a, Width); got != want {
		t.Errorf("Text =\n%s\nwant\n%s", got, want)
	}
}

func TestHowDated(t *testing.T) {
	by := func(why, text string) []corpus.Evidence {
		return []corpus.Evidence{{Basis: corpus.BasisLeading, Text: "8 April"}, {Basis: corpus.BasisPerson, Text: text, Used: true, Why: why}}
	}
	for _, row := range []struct {
		p    corpus.Publication
		want string
	}{
		{corpus.Publication{}, ""},
		{corpus.Publication{Basis: corpus.BasisDateline}, "its dateline"},
		{corpus.Publication{Basis: corpus.BasisPerson}, "a correction"}, // without its evidence
		{corpus.Publication{Basis: corpus.BasisPerson, Evidence: by("corrected by mo", "page 3")}, "corrected by mo: page 3"},
		{corpus.Publication{Basis: corpus.BasisPerson, Evidence: by("corrected by mo", "page\x1b[2J\n3")}, "corrected by mo: page[2J 3"},
		{corpus.Publication{Basis: corpus.BasisPerson, Evidence: by("corrected by mo", strings.Repeat("ä", 200))}, "corrected by mo: " + strings.Repeat("ä", maxReason-18) + "…"},
		{corpus.Publication{Basis: corpus.BasisLeading, Evidence: by("corrected by mo", "page 3")}, "its first line"},
	} {
		if got := HowDated(row.p); got != row.want {
			t.Errorf("HowDated(%+v) = %q, want %q", row.p, got, row.want)
		}
	}
}

func TestDates(t *testing.T) {
	day := corpus.DayOf
	for _, tt := range []struct {
		iv          corpus.Interval
		long, event string
	}{
		{corpus.OnDay(day(2021, 4, 7)), "7 April 2021", "7 April 2021"},
		{corpus.InMonth(2021, 4), "April 2021", "April 2021"},
		{corpus.InYear(2012), "2012", "2012"},
		{corpus.Between(day(2021, 4, 6), day(2021, 4, 7)), "6-7 April 2021", "April 2021"},
		{corpus.Between(day(2011, 1, 1), day(2013, 12, 31)), "2011-2013", "2011-2013"},
		{corpus.Between(day(2021, 4, 30), day(2021, 5, 2)), "30 April-2 May 2021", "30 April-2 May 2021"},
		{corpus.Interval{Start: day(2021, 4, 7), End: corpus.MaxDay, Precision: corpus.PrecisionInterval}, "from 7 April 2021", "from 7 April 2021"},
		{corpus.Interval{}, "", ""},
	} {
		if got := LongDate(tt.iv); got != tt.long {
			t.Errorf("LongDate(%v) = %q, want %q", tt.iv, got, tt.long)
		}
		if got := eventDate(tt.iv); got != tt.event {
			t.Errorf("eventDate(%v) = %q, want %q", tt.iv, got, tt.event)
		}
	}
}

func TestNumeral(t *testing.T) {
	for text, want := range map[string]string{
		"forty-six per cent":           "46%",
		"46 percent":                   "46%",
		"46%":                          "46%",
		"one hundred and fifty doses":  "150 dose",
		"1,500 ships":                  "1500 ship",
		"two million euros":            "2000000 euro",
		"three hundred thousand boats": "300000 boat",
	} {
		if got := numeral(text); got != want {
			t.Errorf("numeral(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestFigure(t *testing.T) {
	for text, want := range map[string]string{
		"Fourteen":           "fourteen",
		"Forty-six per cent": "forty-six per cent",
		"nine":               "nine",
		"Rs 500 million":     "Rs 500 million", // a currency
		"EUR 3bn":            "EUR 3bn",
		"46%":                "46%",
		"":                   "",
	} {
		if got := Figure(text); got != want {
			t.Errorf("Figure(%q) = %q, want %q", text, got, want)
		}
	}
}

// FuzzLead holds that a lead keeps its budgets and its citations.
func FuzzLead(f *testing.F) {
	f.Add("46 percent, according to Solberg [1][2]. Neither report says over which period.")
	f.Add(strings.Repeat("long ", 60) + "[1]")
	f.Add(strings.Repeat("x", 500) + " [12].")
	f.Fuzz(func(t *testing.T, lead string) {
		if !utf8.ValidString(lead) {
			return
		}
		got := boundLead(lead)
		if n := utf8.RuneCountInString(got); n > maxLeadRunes {
			t.Fatalf("boundLead(%q) has %d characters", lead, n)
		}
	})
}

// FuzzText holds that nothing that is quoted breaks a line's width, but for a
// word that is longer, or reaches a terminal as a control character.
func FuzzText(f *testing.F) {
	f.Add("a quote", "note", "source", 80)
	f.Add("\x1b[31mred\u202e", "\u2028", "\t", 40)
	f.Fuzz(func(t *testing.T, quote, lead, source string, width int) {
		if !utf8.ValidString(quote+lead+source) || width < 40 {
			return
		}
		out := Text(Answer{Lead: Printable(lead), Citations: []Citation{{N: 1, Quote: quote, Source: source}}}, width)
		for line := range strings.Lines(out) {
			if strings.ContainsAny(line, "\x1b\u202e") {
				t.Fatalf("Text prints %q", line)
			}
			if utf8.RuneCountInString(line) > width+1 && len(strings.Fields(line)) > 6 {
				t.Fatalf("the line %q is too long", line)
			}
		}
	})
}
