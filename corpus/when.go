package corpus

import (
	"fmt"
	"math"
	"time"
)

// Day is a calendar day of the proleptic Gregorian calendar, counted from
// 1 January 1970, which is day 0. A Day has no time zone: it is the date that
// an article prints.
type Day int32

// The ends of time, which bound an open interval. They never print.
const (
	MinDay Day = math.MinInt32 / 2
	MaxDay Day = math.MaxInt32 / 2
)

// DayOf returns the day of a date. Months and days out of range are
// normalised, as time.Date does.
func DayOf(year int, month time.Month, day int) Day {
	return Day(time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Unix() / 86400)
}

// DayIn returns the day on which t falls in its own location.
func DayIn(t time.Time) Day {
	y, m, d := t.Date()
	return DayOf(y, m, d)
}

// Time returns the midnight, UTC, with which the day begins.
func (d Day) Time() time.Time { return time.Unix(int64(d)*86400, 0).UTC() }

// Date returns the year, month and day of the month.
func (d Day) Date() (year int, month time.Month, day int) { return d.Time().Date() }

// Year returns the year of the day.
func (d Day) Year() int { return d.Time().Year() }

// Weekday returns the day of the week.
func (d Day) Weekday() time.Weekday { return d.Time().Weekday() }

// AddMonths returns the day n months later, kept within the month that it
// falls in: 31 January plus one month is 28 or 29 February.
func (d Day) AddMonths(n int) Day {
	y, m, day := d.Date()
	first := DayOf(y, m+time.Month(n), 1)
	fy, fm, _ := first.Date()
	return first + Day(min(day, daysIn(fy, fm))-1)
}

// String returns the day in ISO 8601, "2021-04-07".
func (d Day) String() string {
	y, m, day := d.Date()
	return fmt.Sprintf("%04d-%02d-%02d", y, m, day)
}

func daysIn(year int, month time.Month) int {
	return int(DayOf(year, month+1, 1) - DayOf(year, month, 1))
}

// Precision says how exactly an interval is known.
type Precision uint8

// The precisions, finest first. The zero value is that of the zero Interval,
// which is no time at all.
const (
	PrecisionNone Precision = iota
	PrecisionDay
	PrecisionWeek
	PrecisionMonth
	PrecisionSeason
	PrecisionQuarter
	PrecisionYear
	PrecisionDecade
	PrecisionInterval
)

var precisionNames = [...]string{"", "day", "week", "month", "season", "quarter", "year", "decade", "interval"}

// String returns the name that the command line prints, "" for none.
func (p Precision) String() string {
	if int(p) < len(precisionNames) {
		return precisionNames[p]
	}
	return fmt.Sprintf("Precision(%d)", uint8(p))
}

// Interval is a run of days, both ends included, with the precision at which
// it is known. An open end is MinDay or MaxDay. The zero Interval is no time
// at all: Known reports false.
type Interval struct {
	Start, End Day
	Precision  Precision
}

// OnDay returns the interval of one day.
func OnDay(d Day) Interval { return Interval{d, d, PrecisionDay} }

// InMonth returns the interval of one month.
func InMonth(year int, month time.Month) Interval {
	return Interval{DayOf(year, month, 1), DayOf(year, month+1, 1) - 1, PrecisionMonth}
}

// InYear returns the interval of one year.
func InYear(year int) Interval {
	return Interval{DayOf(year, 1, 1), DayOf(year, 12, 31), PrecisionYear}
}

// Between returns the interval from the first day to the last.
func Between(first, last Day) Interval {
	if last < first {
		first, last = last, first
	}
	return Interval{first, last, PrecisionInterval}
}

// Known reports whether the interval is a time.
func (iv Interval) Known() bool { return iv.Precision != PrecisionNone }

// OpenStart reports whether the interval has no known beginning.
func (iv Interval) OpenStart() bool { return iv.Start <= MinDay }

// OpenEnd reports whether the interval has no known end.
func (iv Interval) OpenEnd() bool { return iv.End >= MaxDay }

// Overlaps reports whether the two intervals share a day. An unknown one
// shares none.
func (iv Interval) Overlaps(other Interval) bool {
	return iv.Known() && other.Known() && iv.Start <= other.End && other.Start <= iv.End
}

// Contains reports whether all of other lies within iv.
func (iv Interval) Contains(other Interval) bool {
	return iv.Known() && other.Known() && iv.Start <= other.Start && other.End <= iv.End
}

// Intersect returns the days that both share, at the finer precision, or the
// zero Interval.
func (iv Interval) Intersect(other Interval) Interval {
	if !iv.Overlaps(other) {
		return Interval{}
	}
	switch {
	case iv.Contains(other):
		return other
	case other.Contains(iv):
		return iv
	}
	return Between(max(iv.Start, other.Start), min(iv.End, other.End))
}

// Gap returns the days that lie between the two intervals, 0 where they touch
// or overlap.
func (iv Interval) Gap(other Interval) int {
	switch {
	case iv.End < other.Start:
		return int(other.Start-iv.End) - 1
	case other.End < iv.Start:
		return int(iv.Start-other.End) - 1
	}
	return 0
}

// Mid returns the middle day.
func (iv Interval) Mid() Day { return iv.Start + (iv.End-iv.Start)/2 }

// String returns the interval in ISO 8601 as precisely as it is known:
// "2021-04-07", "2021-04", "2021", else "2021-04-05/2021-04-11" with ".." for
// an open end. An unknown interval is "".
func (iv Interval) String() string {
	switch iv.Precision {
	case PrecisionNone:
		return ""
	case PrecisionDay:
		return iv.Start.String()
	case PrecisionMonth:
		return iv.Start.String()[:7]
	case PrecisionYear:
		return fmt.Sprintf("%04d", iv.Start.Year())
	}
	start, end := "..", ".."
	if !iv.OpenStart() {
		start = iv.Start.String()
	}
	if !iv.OpenEnd() {
		end = iv.End.String()
	}
	return start + "/" + end
}

// ParseInterval reads an ISO 8601 day, month or year ("2021-04-07", "2021-04",
// "2021"), or a date with a time after it, of which the date counts.
func ParseInterval(s string) (Interval, error) {
	if len(s) > 10 && (s[10] == 'T' || s[10] == ' ') {
		s = s[:10]
	}
	for _, f := range []struct {
		layout string
		p      Precision
	}{{time.DateOnly, PrecisionDay}, {"2006-01", PrecisionMonth}, {"2006", PrecisionYear}} {
		t, err := time.Parse(f.layout, s)
		if err != nil {
			continue
		}
		switch y, m, _ := t.Date(); f.p {
		case PrecisionDay:
			return OnDay(DayIn(t)), nil
		case PrecisionMonth:
			return InMonth(y, m), nil
		default:
			return InYear(y), nil
		}
	}
	return Interval{}, fmt.Errorf("date %q is not a day, month or year as in 2021-04-07, 2021-04 or 2021", s)
}

// Period is a stretch of time whose two ends are themselves uncertain: each
// is the interval within which the end lies. A point in time ("in 2012") has
// the same interval at both ends; "since 2012" has no To, "until 2012" no From.
// The zero Period is no time at all.
type Period struct {
	From, To Interval
}

// Point returns the period of something that happened within iv.
func Point(iv Interval) Period { return Period{iv, iv} }

// Known reports whether at least one end is known.
func (p Period) Known() bool { return p.From.Known() || p.To.Known() }

// Hull returns the widest interval that the period may cover; an end that is
// not known is open.
func (p Period) Hull() Interval {
	switch {
	case !p.Known():
		return Interval{}
	case p.From == p.To:
		return p.From
	}
	iv := Interval{MinDay, MaxDay, PrecisionInterval}
	if p.From.Known() {
		iv.Start = p.From.Start
	}
	if p.To.Known() {
		iv.End = p.To.End
	}
	return iv
}
