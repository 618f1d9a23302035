package schedule

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"
	_ "time/tzdata"
)

// The oracle walks through two years of a zone minute by minute, looks at the
// clock on the wall, and applies the rule as the package's comment words it. It
// shares nothing with the package: which local times match is said by functions.

// changing are zones and two years of theirs in which the clock does odd things.
var changing = []struct {
	zone string
	year int // the first of two
}{
	{"Europe/Vienna", 2024},
	{"America/New_York", 2023},
	{"Australia/Lord_Howe", 2024},       // half an hour, in the southern summer
	{"Asia/Kolkata", 2024},              // no change, half an hour off
	{"Africa/Casablanca", 2024},         // put back for Ramadan
	{"America/Havana", 2023},            // changes at midnight, and back to midnight
	{"Pacific/Apia", 2011},              // 30 December 2011 is left out
	{"Europe/Moscow", 2010},             // summer time for good
	{"Asia/Pyongyang", 2015},            // half an hour back for some years
	{"Antarctica/Troll", 2024},          // two hours at once
	{"America/Sao_Paulo", 2018},         // midnight does not exist; given up in 2019
	{"Europe/Dublin", 2025},             // summer is the standard time
	{"America/Caracas", 2007},           // half an hour back, at 03:00
	{"Pacific/Kwajalein", 1993},         // 21 August 1993 is left out
	{"Europe/Vienna", 2039},             // behind the last change of the tables, with a leap year
	{"Australia/Sydney", 2039},          // the same, with summer at the turn of the year
	{"Asia/Gaza", 2024},                 // rules of its own each year
	{"Antarctica/Casey", 2010},          // three hours, more than once
	{"America/Argentina/Ushuaia", 2008}, // summer time tried and given up
}

func weekdayTime(w time.Time) bool { return w.Weekday() != time.Saturday && w.Weekday() != time.Sunday }

// matched are schedules and what their local times are.
var matched = []struct {
	text  string
	match func(w time.Time) bool
}{
	{"every weekday 08:30", func(w time.Time) bool { return weekdayTime(w) && w.Hour() == 8 && w.Minute() == 30 }},
	{"daily 02:30", func(w time.Time) bool { return w.Hour() == 2 && w.Minute() == 30 }},
	{"daily 00:00, 02:00 and 03:00", func(w time.Time) bool {
		return w.Minute() == 0 && (w.Hour() == 0 || w.Hour() == 2 || w.Hour() == 3)
	}},
	{"daily 00:30, 01:45 and 23:30", func(w time.Time) bool {
		return slices.Contains([]int{30, 105, 23*60 + 30}, 60*w.Hour()+w.Minute())
	}},
	{"hourly", func(w time.Time) bool { return w.Minute() == 0 }},
	{"every 15 minutes", func(w time.Time) bool { return w.Minute()%15 == 0 }},
	{"every 2 hours", func(w time.Time) bool { return w.Minute() == 0 && w.Hour()%2 == 0 }},
	{"every Sunday 01:30", func(w time.Time) bool { return w.Weekday() == time.Sunday && w.Hour() == 1 && w.Minute() == 30 }},
	{"first Monday of the month 9:00", func(w time.Time) bool {
		return w.Weekday() == time.Monday && w.Day() <= 7 && w.Hour() == 9 && w.Minute() == 0
	}},
	{"last day of the month at 00:00", func(w time.Time) bool {
		return w.Hour() == 0 && w.Minute() == 0 && w.AddDate(0, 0, 1).Day() == 1
	}},
	{"20 2 13 * 5", func(w time.Time) bool {
		return (w.Day() == 13 || w.Weekday() == time.Friday) && w.Hour() == 2 && w.Minute() == 20
	}},
	{"20 2 */2 * 5", func(w time.Time) bool {
		return w.Day()%2 == 1 && w.Weekday() == time.Friday && w.Hour() == 2 && w.Minute() == 20
	}},
	{"59 23 30 12 *", func(w time.Time) bool { return w.Hour() == 23 && w.Minute() == 59 && w.Month() == 12 && w.Day() == 30 }},
}

// walk returns for each schedule the instants at which it is due in [from, to),
// by looking at the clock each minute.
func walk(zone *time.Location, from, to time.Time) [][]time.Time {
	due := make([][]time.Time, len(matched))
	begin := from.Add(-96 * time.Hour)
	seen := make([]bool, to.Add(96*time.Hour).Sub(begin)/time.Minute)
	shown := func(w time.Time) *bool { return &seen[w.Sub(begin)/time.Minute] }
	wall := func(t time.Time) time.Time {
		_, offset := t.In(zone).Zone() // whole minutes, in these years
		return t.Add(time.Duration(offset) * time.Second)
	}
	// What was shown before the walk begins counts as shown.
	for t := from.Add(-48 * time.Hour); t.Before(from); t = t.Add(time.Minute) {
		*shown(wall(t)) = true
	}
	last := wall(from.Add(-time.Minute))
	for t := from; t.Before(to); t = t.Add(time.Minute) {
		now := wall(t)
		run := func(w time.Time) {
			if *shown(w) {
				return // it comes twice
			}
			if m := w.Minute(); m%5 != 0 && m != 59 {
				return // no row of matched has such a minute
			}
			for i, m := range matched {
				if n := len(due[i]); m.match(w) && (n == 0 || !due[i][n-1].Equal(t)) {
					due[i] = append(due[i], t)
				}
			}
		}
		for skipped := last.Add(time.Minute); skipped.Before(now); skipped = skipped.Add(time.Minute) {
			run(skipped)
			*shown(skipped) = true
		}
		run(now)
		*shown(now) = true
		last = now
	}
	return due
}

func TestNextAndLastAgainstEveryMinuteOfTwoYears(t *testing.T) {
	for i, c := range changing {
		t.Run(fmt.Sprint(c.zone, c.year), func(t *testing.T) {
			t.Parallel()
			zone, err := time.LoadLocation(c.zone)
			if err != nil {
				t.Fatal(err)
			}
			from := time.Date(c.year, 1, 1, 0, 0, 0, 0, time.UTC)
			to := from.AddDate(2, 0, 0)
			rnd := rand.New(rand.NewPCG(6, uint64(i)))
			for k, due := range walk(zone, from, to) {
				s, err := Parse(matched[k].text, zone)
				if err != nil {
					t.Fatalf("Parse(%q): %v", matched[k].text, err)
				}
				if len(due) < 2 {
					t.Fatalf("%q is due %d times in two years: the oracle is wrong", matched[k].text, len(due))
				}
				checkChain(t, s, due, from, to)
				checkAnywhere(t, s, due, from, rnd)
			}
		})
	}
}

// checkChain asks for one run after the other. Of very many it asks for those
// within a day of a change of the clock, and for each seventh of the others.
func checkChain(t *testing.T, s Schedule, due []time.Time, from, to time.Time) {
	t.Helper()
	offset := func(t time.Time) int {
		_, o := t.In(s.zone).Zone()
		return o
	}
	at := from.Add(-1)
	for i, want := range due {
		if len(due) < 2000 || i%7 == 0 || offset(want.AddDate(0, 0, -1)) != offset(want.AddDate(0, 0, 1)) {
			if got := s.Next(at); !got.Equal(want) {
				t.Fatalf("%s: Next(%v) = %v, want %v", s, at.In(s.zone), got, want.In(s.zone))
			}
		}
		at = want
	}
	if got := s.Next(at); got.Before(to) {
		t.Fatalf("%s: Next(%v) = %v, want none before %v", s, at.In(s.zone), got, to)
	}
}

// checkAnywhere asks for the next and for the last run at any instant, many of
// them around the changes of the clock.
func checkAnywhere(t *testing.T, s Schedule, due []time.Time, from time.Time, rnd *rand.Rand) {
	t.Helper()
	var instants []time.Time
	for range 60 {
		instants = append(instants, due[0].Add(time.Duration(rnd.Int64N(int64(due[len(due)-1].Sub(due[0]))))))
	}
	_, before := from.In(s.zone).Zone()
	for at := from; at.Before(due[len(due)-1]); at = at.Add(30 * time.Minute) {
		_, offset := at.In(s.zone).Zone()
		for m := -200; m <= 200 && offset != before; m += 15 {
			instants = append(instants, at.Add(time.Duration(m)*time.Minute), at.Add(time.Duration(m)*time.Minute-1), at.Add(time.Duration(m+5)*time.Minute))
		}
		before = offset
	}
	for _, at := range instants {
		if at.Before(due[0]) || !at.Before(due[len(due)-1]) {
			continue
		}
		n, found := slices.BinarySearchFunc(due, at, time.Time.Compare)
		if found {
			n++
		}
		if got := s.Next(at); !got.Equal(due[n]) { // due[n] is the first after at
			t.Fatalf("%s: Next(%v) = %v, want %v", s, at.In(s.zone), got, due[n].In(s.zone))
		}
		back := min(n, 1+rnd.IntN(3))
		start := due[n-back].Add(-1)
		got, missed := s.Last(at, start)
		if !got.Equal(due[n-1]) || missed != back-1 {
			t.Fatalf("%s: Last(%v, %v) = %v, %d, want %v, %d", s, at.In(s.zone), start.In(s.zone), got, missed, due[n-1].In(s.zone), back-1)
		}
		if got, missed := s.Last(at, due[n-1]); !got.IsZero() || missed != 0 {
			t.Fatalf("%s: Last(%v, %v) = %v, %d, want none: nothing is due behind the last", s, at.In(s.zone), due[n-1].In(s.zone), got, missed)
		}
	}
}
