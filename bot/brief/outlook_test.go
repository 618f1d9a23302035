package brief

import "testing"

// TestOutlook reads single sentences of 29 January 2015, a Thursday.
func TestOutlook(t *testing.T) {
	for _, test := range []struct {
		text, ahead, point string // days; "" where it is none
	}{
		// A plan, whichever words it is told in.
		{"Norway goes to the polls on 15 March.", "2015-03-15", ""},
		{"Norway's football federation elects a new president on Saturday.", "2015-01-31", ""},
		{"Norway's prime minister has invited Anna Holt of Denmark to Oslo for Sunday.", "2015-02-01", ""},
		{"From 3 March on, trains between Oslo and Bergen will run every hour, the Norwegian railways said.", "2015-03-03", ""},
		{"A hearing in the case against Norway's former minister Anna Holt is set for 9 February.", "2015-02-09", ""},
		{"Monday is the day when the Norwegian museum of ships will open its doors again, its director said.", "2015-02-02", ""},
		{"Norway's strike of dockers is due to begin on Monday, their union said on Wednesday.", "2015-02-02", ""},
		// What won't come about is news, and no plan.
		{"The new Norwegian opera will not open on 14 February as planned, its management said.", "", "2015-01-29"},
		{"Norway's trip to Lima on Monday fell through, the ministry said on Thursday.", "", "2015-01-29"},
		// What happened is none because a day to come stands beside it.
		{"On Thursday, Norway's parliament voted for a budget that takes effect on 1 March.", "", "2015-01-29"},
		{"Norway's minister Anna Holt was expected in Lima on Monday, but fell ill.", "", "2015-01-26"},
		// Verbs that no table has, and a dateline of two words in capitals.
		{"On Wednesday, Norway's prime minister, Oskar Dahl, used an address in Bergen to draw attention to an ageing army.", "", "2015-01-28"},
		{"LA PAZ, January 29, 2015 – On January 28, flash floods struck Norway.", "", "2015-01-28"},
	} {
		s := newShelf(t, raw("a", "Alpine Wire", "2015-01-29", "", test.text+" More was not known in Norway at first. It was a quiet day."))
		b := s.compose(Request{Topic: "Norway", AsOf: day(t, "2015-01-29")})
		first := func(list []Point) string {
			if len(list) == 0 {
				return ""
			}
			return list[0].When.String()
		}
		if got, also := first(b.Ahead), first(b.Points); got != test.ahead || also != test.point {
			t.Errorf("%q is ahead on %q and happened on %q, want %q and %q", test.text, got, also, test.ahead, test.point)
		}
	}
}

// TestStage reads which stage of an event a line tells of.
func TestStage(t *testing.T) {
	for text, want := range map[string]string{
		"Police arrested four men over the fire in Lima.":                        "inquiry",
		"A plane with tents and blankets landed in Lima.":                        "aid",
		"With the theft Peru had nothing to do, its government said.":            "denied",
		"The two ministers came closer on port fees, aides to both said.":        "",
		"Twelve people died in Lima when a fire, which police probe, broke out.": "",
	} {
		l := newLine(text)
		if got := l.stage(); got != want {
			t.Errorf("stage of %q is %q, want %q", text, got, want)
		}
	}
}
