package main

import (
	"fmt"
	"slices"
	"time"

	"dateline/corpus"
	"dateline/corpus/source"
)

// subscription is one of the places that are briefed.
type subscription struct {
	when string // as it is typed
	// What when says, said once more for the truth.
	zone    string
	days    func(time.Weekday) bool
	hours   []int // local
	minutes int
}

func always(time.Weekday) bool     { return true }
func workdays(d time.Weekday) bool { return d != time.Saturday && d != time.Sunday }
func only(day time.Weekday) func(time.Weekday) bool {
	return func(d time.Weekday) bool { return d == day }
}

// subscriptions are in three zones that change their clocks on different days:
// New York and Vienna by an hour, Lord Howe by half an hour and the other way
// round. Local times from 1:30 to 3:00 are skipped or repeated.
var subscriptions = []subscription{
	{"every weekday 08:30 Europe/Vienna", "Europe/Vienna", workdays, []int{8}, 30},
	{"daily 02:30 Europe/Vienna", "Europe/Vienna", always, []int{2}, 30},
	{"every Sunday 02:00 Europe/Vienna", "Europe/Vienna", only(time.Sunday), []int{2}, 0},
	{"0 */6 * * * Europe/Vienna", "Europe/Vienna", always, []int{0, 6, 12, 18}, 0},
	{"every Monday 9am America/New_York", "America/New_York", only(time.Monday), []int{9}, 0},
	{"daily 01:30 America/New_York", "America/New_York", always, []int{1}, 30},
	{"daily 02:15 America/New_York", "America/New_York", always, []int{2}, 15},
	{"every weekday 17:45 America/New_York", "America/New_York", workdays, []int{17}, 45},
	{"daily 02:10 Australia/Lord_Howe", "Australia/Lord_Howe", always, []int{2}, 10},
	{"daily 01:45 Australia/Lord_Howe", "Australia/Lord_Howe", always, []int{1}, 45},
	{"every weekday noon Australia/Lord_Howe", "Australia/Lord_Howe", workdays, []int{12}, 0},
	{"every 3 hours Australia/Lord_Howe", "Australia/Lord_Howe", always, []int{0, 3, 6, 9, 12, 15, 18, 21}, 0},
}

// channel is the place of the nth subscription: each has its own, and so its
// own memory.
func channel(n int) string { return fmt.Sprintf("C%d", n) }

const topic = "Nora Vell"

// arrival is the hour, UTC, at which the articles of a day arrive.
const arrival = 5

// cities are where the minister of the articles goes, another each day.
var cities = []string{"Lisbon", "Oslo", "Athens", "Cairo", "Nairobi", "Lima", "Quito", "Hanoi", "Manila", "Jakarta", "Tunis", "Algiers", "Accra", "Dakar", "Lusaka",
	"Harare", "Windhoek", "Havana", "Bogota", "Santiago", "Montevideo", "Helsinki", "Riga", "Vilnius", "Warsaw", "Prague", "Sofia", "Bucharest", "Belgrade", "Zagreb",
	"Dublin", "Madrid", "Rome", "Bern", "Tashkent", "Bishkek", "Baku", "Yerevan", "Amman", "Muscat"}

// article is the one that arrives on a day.
func article(day corpus.Day) corpus.Raw {
	city := cities[int(day)%len(cities)]
	when := day.Time()
	return corpus.Raw{Key: corpus.Key{Collection: source.DefaultCollection, ID: day.String()}, Source: "Aldora Gazette", Path: day.String() + ".json", Line: 1,
		Title: fmt.Sprintf("Vell in %s", city), Published: day.String(),
		Text: fmt.Sprintf("Foreign Minister Nora Vell visited %s on %s and met the mayor of %s. The two spoke about ferries for an hour, her office said.\n\n"+
			"Before lunch Vell laid a wreath at the harbour of %s. She returned to Aldora in the evening.\n", city, when.Format("2 January 2006"), city, city)}
}

// dues returns when a subscription is due after one time and not after another,
// in order: the first minutes in which the zone's clock shows the local time, or
// a later one of that day.
func (s subscription) dues(after, until time.Time) ([]time.Time, error) {
	zone, err := time.LoadLocation(s.zone)
	if err != nil {
		return nil, err
	}
	var out []time.Time
	for _, hour := range s.hours {
		want := hour*60 + s.minutes
		done := "" // the local day on which it was due
		for t := after.Truncate(time.Minute).Add(-26 * time.Hour); !t.After(until); t = t.Add(time.Minute) {
			local := t.In(zone)
			day := local.Format(time.DateOnly)
			if day == done || local.Hour()*60+local.Minute() < want || !s.days(local.Weekday()) {
				continue
			}
			done = day
			if t.After(after) {
				out = append(out, t)
			}
		}
	}
	slices.SortFunc(out, time.Time.Compare)
	return slices.CompactFunc(out, time.Time.Equal), nil // two that are skipped together come together
}
