package corpus

import (
	"testing"
	"time"
)

func TestDay(t *testing.T) {
	for _, row := range []struct {
		day  Day
		want string
	}{
		{0, "1970-01-01"},
		{-1, "1969-12-31"},
		{DayOf(2021, time.April, 7), "2021-04-07"},
		{DayOf(2020, time.February, 29), "2020-02-29"},
		{DayOf(2021, 14, 1), "2022-02-01"},
		// Months later stay within the month.
		{DayOf(2021, time.January, 31).AddMonths(1), "2021-02-28"},
		{DayOf(2020, time.January, 31).AddMonths(1), "2020-02-29"},
		{DayOf(2021, time.March, 31).AddMonths(-13), "2020-02-29"},
		{DayIn(time.Date(2021, 4, 7, 23, 0, 0, 0, time.FixedZone("", -5*3600))), "2021-04-07"},
	} {
		if got := row.day.String(); got != row.want {
			t.Errorf("day %d = %s, want %s", row.day, got, row.want)
		}
	}
}

func TestParseInterval(t *testing.T) {
	for _, row := range []struct {
		in, want string
		p        Precision
	}{
		{"2021-04-07", "2021-04-07", PrecisionDay},
		{"2021-04-07T10:11:12+05:00", "2021-04-07", PrecisionDay},
		{"2021-04", "2021-04", PrecisionMonth},
		{"2021", "2021", PrecisionYear},
		{"2021-13", "", PrecisionNone},
		{"2021-02-30", "", PrecisionNone},
		{"yesterday", "", PrecisionNone},
		{"", "", PrecisionNone},
	} {
		iv, err := ParseInterval(row.in)
		if iv.String() != row.want || iv.Precision != row.p || (err == nil) != (row.want != "") {
			t.Errorf("ParseInterval(%q) = %q %v %v, want %q %v", row.in, iv, iv.Precision, err, row.want, row.p)
		}
	}
}

func TestIntervals(t *testing.T) {
	y2012, y2021 := InYear(2012), InYear(2021)
	april := InMonth(2021, time.April)
	since := Interval{DayOf(2020, 5, 1), MaxDay, PrecisionInterval}
	for _, row := range []struct {
		what      string
		got, want any
	}{
		{"years apart overlap", y2012.Overlaps(y2021), false},
		{"a month in its year", y2021.Contains(april), true},
		{"nothing overlaps an unknown time", y2012.Overlaps(Interval{}), false},
		{"the finer one is the intersection", y2021.Intersect(april), april},
		{"an open end overlaps all that follows", since.Overlaps(april), true},
		{"an open end prints as two points", since.String(), "2020-05-01/.."},
		{"days between", InYear(2020).Gap(InYear(2022)), 365},
		{"no gap where they touch", InYear(2020).Gap(y2021), 0},
		{"since has no end", Period{From: y2012}.Hull(), Interval{DayOf(2012, 1, 1), MaxDay, PrecisionInterval}},
		{"a point is its interval", Point(april).Hull(), april},
		{"from one to the other", Period{y2012, april}.Hull(), Between(DayOf(2012, 1, 1), DayOf(2021, 4, 30))},
		{"no time at all", Period{}.Hull(), Interval{}},
	} {
		if row.got != row.want {
			t.Errorf("%s: got %v, want %v", row.what, row.got, row.want)
		}
	}
}
