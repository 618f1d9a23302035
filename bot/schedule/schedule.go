// Package schedule says when a briefing runs: in words or as a cron
// expression, at a local time of a zone, right across changes of the clock.
//
// # What a local time means
//
// A local time runs at the first instant at which the clock on the wall of
// the zone shows it or a later one. From this follows all that a change of the
// clock asks for:
//
//   - a time that exists once runs when it comes;
//   - a time that is skipped, as 02:30 in spring, runs when the clock has
//     jumped, and so does a day that is skipped, at its end;
//   - several times that are skipped together run once, and so does one that
//     is skipped and falls on one that isn't;
//   - a time that comes twice, as 02:30 in autumn, runs the first time only.
//
// The last holds for hourly ones as well: they run once for each hour that the
// clock shows, so that the hour that comes twice is told once, and in that
// night two hours lie between two runs. One rule for all is easier to foresee
// than one that turns on how a schedule is written.
//
// Cron expressions are parsed, and run over local times, by
// github.com/netresearch/go-cron, which here never sees a zone.
package schedule

import (
	"strings"
	"time"
)

// MaxMissed is the most due times that Last counts.
const MaxMissed = 1000

// A Schedule is a value that says when something runs. Two that have the same
// Spec run at the same times. The zero Schedule never runs. A Schedule may be
// used by several goroutines at once.
type Schedule struct {
	rules []rule // in the order of their texts, all different
	zone  *time.Location
}

// Next returns the first instant strictly after another at which the schedule
// runs, in the zone of the schedule. It is the zero Time where there is none
// within fifty years.
func (s Schedule) Next(after time.Time) time.Time {
	if len(s.rules) == 0 {
		return time.Time{}
	}
	shown := shownUntil(after, s.zone)
	var first time.Time
	for _, r := range s.rules {
		if w := r.set.Next(shown); !w.IsZero() && (first.IsZero() || w.Before(first)) {
			first = w
		}
	}
	if first.IsZero() {
		return first
	}
	return instant(first, s.zone)
}

// Last returns the latest instant in (from, notAfter] at which the schedule was
// due, in its zone, and how many due times lie before it in (from, due), at most
// MaxMissed. It is the zero Time where there is none.
func (s Schedule) Last(notAfter, from time.Time) (due time.Time, missed int) {
	if len(s.rules) == 0 || !notAfter.After(from) {
		return time.Time{}, 0
	}
	// The library looks for whole seconds before the one given.
	shown := shownUntil(notAfter, s.zone).Truncate(time.Minute).Add(time.Minute)
	var last time.Time
	for _, r := range s.rules {
		if w := r.set.Prev(shown); w.After(last) {
			last = w
		}
	}
	if last.IsZero() {
		return last, 0
	}
	if due = instant(last, s.zone); !due.After(from) {
		return time.Time{}, 0
	}
	for t := s.Next(from); !t.IsZero() && t.Before(due) && missed < MaxMissed; t = s.Next(t) {
		missed++
	}
	return due, missed
}

// Spec returns the schedule in the one form that Parse reads back to the same,
// whatever zone it is given: cron expressions, separated by semicolons, and the
// zone, as in "30 8 * * 1-5 Europe/Vienna". It is empty for the zero Schedule.
func (s Schedule) Spec() string {
	if len(s.rules) == 0 {
		return ""
	}
	texts := make([]string, len(s.rules))
	for i, r := range s.rules {
		texts[i] = r.text
	}
	return strings.Join(texts, "; ") + " " + s.zone.String()
}

// Zone returns the zone that the schedule's local times are of; nil for the
// zero Schedule.
func (s Schedule) Zone() *time.Location { return s.zone }
