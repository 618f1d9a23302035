package schedule

import "time"

// Local times without a zone are held as times in UTC.

// widest is more than two clocks of the earth differ, and more than the
// greatest jump of one: Manila was 15:56 behind, Kiribati is 14:00 ahead, and
// Samoa left out a whole day.
const widest = 48 * time.Hour

// local returns what the clock of a zone shows at an instant.
func local(t time.Time, zone *time.Location) time.Time {
	t = t.In(zone)
	_, offset := t.Zone()
	return t.UTC().Add(time.Duration(offset) * time.Second)
}

// shownUntil returns the latest local time that the clock of a zone has shown
// up to an instant, the instant included. It is what the clock shows, but where
// the clock was put back shortly before: then it is the last that it showed
// before that, less the smallest step of a Time.
func shownUntil(t time.Time, zone *time.Location) time.Time {
	shown := local(t, zone)
	for at := t; ; {
		start, _ := at.In(zone).ZoneBounds()
		if start.IsZero() || t.Sub(start) > widest {
			return shown
		}
		at = start.Add(-1)
		if before := local(at, zone); before.After(shown) {
			shown = before
		}
	}
}

// instant returns the first instant at which the clock of a zone shows a local
// time or a later one.
func instant(shown time.Time, zone *time.Location) time.Time {
	at := shown.Add(-widest).In(zone) // not yet, whatever the zone
	for {
		start, end := at.ZoneBounds()
		if !end.IsZero() && !end.After(at) {
			// Behind the last change of its table Go ends a year after 365
			// days, so that on the last day of a leap year the end is past.
			end = at.Add(time.Hour)
		}
		_, offset := at.Zone()
		t := shown.Add(-time.Duration(offset) * time.Second)
		if !start.IsZero() && t.Before(start) {
			t = start
		}
		if end.IsZero() || t.Before(end) {
			return t.In(zone)
		}
		at = end.In(zone)
	}
}
