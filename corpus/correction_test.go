package corpus

import (
	"strings"
	"testing"
)

func TestParseCorrected(t *testing.T) {
	for _, row := range []struct{ in, want string }{
		// Days, months and years, as they are printed.
		{"2021-04-07", "2021-04-07"},
		{"2021-04", "2021-04"},
		{"2021", "2021"},
		// Intervals, to the end of their second date.
		{"2021-04-07/2021-04-09", "2021-04-07/2021-04-09"},
		{"2021-04/2021-06", "2021-04-01/2021-06-30"},
		{"2020/2021-02", "2020-01-01/2021-02-28"},
		{"2021-04-07/2021-04-07", "2021-04-07"},
		{"2021/2021-03-05", "2021-01-01/2021-03-05"},
		// No date.
		{"none", ""},
		// Nothing may be guessed, or be left over.
		{"", "error"},
		{"None", "error"},
		{"2021-4-7", "error"},
		{"2021-02-30", "error"},
		{"2021-13", "error"},
		{"21", "error"},
		{"7 April 2021", "error"},
		{"2021-04-07T10:00:00Z", "error"},
		{"2021-04-07 or so", "error"},
		{"2021-04-07/", "error"},
		{"/2021-04-07", "error"},
		{"../2021", "error"},
		{"2021-04-09/2021-04-07", "error"},
		{"2021-04-09/2021", "error"},
		{"2019/2020/2021", "error"},
	} {
		iv, err := ParseCorrected(row.in)
		if got := iv.String(); (err != nil) != (row.want == "error") || err == nil && got != row.want {
			t.Errorf("ParseCorrected(%q) = %q, %v, want %q", row.in, got, err, row.want)
		}
	}
}

// FuzzParseCorrected holds that what is read is a run of days, and is read
// again from what is printed of it as the same days.
func FuzzParseCorrected(f *testing.F) {
	for _, s := range []string{"2021-04-07", "2021-04/2021-06", "none", "0000", "9999/9999-12-31", "2021-02-29/2021"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		iv, err := ParseCorrected(s)
		if err != nil || !iv.Known() {
			if iv.Known() || err == nil && s != Undated {
				t.Errorf("ParseCorrected(%q) = %v, %v", s, iv, err)
			}
			return
		}
		again, err := ParseCorrected(iv.String())
		if err != nil || again.Start != iv.Start || again.End != iv.End || iv.End < iv.Start {
			t.Errorf("ParseCorrected(%q) = %v, which is read again as %v, %v", s, iv, again, err)
		}
	})
}

func TestCheckCorrection(t *testing.T) {
	today := DayOf(2024, 5, 6)
	for _, row := range []struct {
		c    Correction
		want string // in the error; "" for none
	}{
		{Correction{Published: OnDay(today), By: "mo", Because: "b"}, ""},
		{Correction{Published: OnDay(today + 1), By: "mo", Because: "b"}, ""},
		{Correction{Published: InYear(2024), By: "mo", Because: "b"}, ""},
		{Correction{By: "mo", Because: "b"}, ""},
		{Correction{Withdrawn: true, By: "mo"}, ""},
		{Correction{Published: OnDay(today), By: "Zoë Ünal-Štěp", Because: "„so steht es da“"}, ""},
		// Nobody says it, or not why.
		{Correction{Published: OnDay(today), Because: "b"}, "needs the name"},
		{Correction{Published: OnDay(today), By: " \t", Because: "b"}, "no text"},
		{Correction{Withdrawn: true}, "needs the name"},
		{Correction{Published: OnDay(today), By: "mo"}, "needs its reason"},
		{Correction{Published: OnDay(today), By: "mo", Because: "  "}, "needs its reason"},
		// No day of news.
		{Correction{Published: OnDay(today + 2), By: "mo", Because: "b"}, "is still to come: today is 2024-05-06"},
		{Correction{Published: InYear(2025), By: "mo", Because: "b"}, "is still to come"},
		{Correction{Published: OnDay(DayOf(201, 4, 7)), By: "mo", Because: "b"}, "before 1600"},
		{Correction{Published: Interval{MinDay, today, PrecisionInterval}, By: "mo", Because: "b"}, "no beginning or no end"},
		{Correction{Published: Interval{today, today - 1, PrecisionInterval}, By: "mo", Because: "b"}, "no beginning or no end"},
		// No text.
		{Correction{Published: OnDay(today), By: "m\x1b[2Jo", Because: "b"}, "the author of a correction has characters"},
		{Correction{Published: OnDay(today), By: "mo", Because: "b\xff"}, "the reason of a correction has characters"},
		{Correction{Published: OnDay(today), By: "mo", Because: strings.Repeat("ä", 501)}, "has 501 characters"},
		{Correction{Published: OnDay(today), By: strings.Repeat("ä", 101), Because: "b"}, "has 101 characters"},
	} {
		err := row.c.Check(today)
		if (err == nil) != (row.want == "") || err != nil && !strings.Contains(err.Error(), row.want) {
			t.Errorf("Check(%+v) = %v, want %q", row.c, err, row.want)
		}
	}
	got := Correction{By: " mo  li\n", Because: "\tpage 3,\n top "}.Tidied()
	if got.By != "mo li" || got.Because != "page 3, top" {
		t.Errorf("Tidied = %+v", got)
	}
}
