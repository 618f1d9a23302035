package schedule

import (
	"strings"
	"testing"
	"time"
)

// at reads an instant as it is written in a zone: "2025-03-30 01:30 CET".
func at(t testing.TB, text string) time.Time {
	t.Helper()
	v, err := time.Parse("2006-01-02 15:04 -0700", text)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func mustParse(t testing.TB, text string) Schedule {
	t.Helper()
	s, err := Parse(text, time.UTC)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// Changes of the clock, by hand: what follows one instant, until the last. The
// instants are written with what the clock shows and its distance from UTC.
func TestNext(t *testing.T) {
	for _, tt := range []struct{ schedule, runs string }{
		// Spring: 02:00 to 03:00 are skipped, and 02:30 runs at 03:00.
		{"daily 02:30 Europe/Vienna", "2025-03-29 02:30 +0100, 2025-03-30 03:00 +0200, 2025-03-31 02:30 +0200"},
		// Autumn: 02:00 to 03:00 come twice, and 02:30 runs the first time.
		{"daily 02:30 Europe/Vienna", "2025-10-25 02:30 +0200, 2025-10-26 02:30 +0200, 2025-10-27 02:30 +0100"},
		// What isn't touched stays where the clock shows it.
		{"daily 08:30 Europe/Vienna", "2025-03-29 08:30 +0100, 2025-03-30 08:30 +0200"},
		{"every weekday 08:30 America/New_York", "2025-03-07 08:30 -0500, 2025-03-10 08:30 -0400"},

		// Several that are skipped together run once, and so does one that falls on another.
		{"every 15 minutes Europe/Vienna", "2025-03-30 01:45 +0100, 2025-03-30 03:00 +0200, 2025-03-30 03:15 +0200"},
		{"daily 02:15, 02:45 and 03:00 Europe/Vienna", "2025-03-29 03:00 +0100, 2025-03-30 03:00 +0200, 2025-03-31 02:15 +0200"},

		// Hourly: once for each hour that the clock shows.
		{"hourly Europe/Vienna", "2025-03-30 01:00 +0100, 2025-03-30 03:00 +0200, 2025-03-30 04:00 +0200"},
		{"hourly Europe/Vienna", "2025-10-26 01:00 +0200, 2025-10-26 02:00 +0200, 2025-10-26 03:00 +0100"},

		// Half an hour, forth and back.
		{"daily 02:15 Australia/Lord_Howe", "2025-10-04 02:15 +1030, 2025-10-05 02:30 +1100, 2025-10-06 02:15 +1100"},
		{"hourly Australia/Lord_Howe", "2025-04-06 01:00 +1100, 2025-04-06 02:00 +1030, 2025-04-06 03:00 +1030"},
		{"daily 01:45 Australia/Lord_Howe", "2025-04-05 01:45 +1100, 2025-04-06 01:45 +1100, 2025-04-07 01:45 +1030"},

		// Midnight is skipped, and the day begins at 01:00; it comes twice in autumn.
		{"@daily America/Havana", "2025-03-08 00:00 -0500, 2025-03-09 01:00 -0400, 2025-03-10 00:00 -0400"},
		{"daily 00:30 America/Havana", "2025-11-01 00:30 -0400, 2025-11-02 00:30 -0400, 2025-11-03 00:30 -0500"},
		{"@daily America/Havana", "2025-11-01 00:00 -0400, 2025-11-02 00:00 -0400, 2025-11-03 00:00 -0500"},

		// The clock is put back for Ramadan, and forth behind it.
		{"daily 02:30 Africa/Casablanca", "2025-02-22 02:30 +0100, 2025-02-23 02:30 +0100, 2025-02-24 02:30 +0000"},
		{"daily 02:30 Africa/Casablanca", "2025-04-05 02:30 +0000, 2025-04-06 03:00 +0100, 2025-04-07 02:30 +0100"},

		// A day is skipped: its run comes when the next begins.
		{"daily 09:00 Pacific/Apia", "2011-12-29 09:00 -1000, 2011-12-31 00:00 +1400, 2011-12-31 09:00 +1400, 2012-01-01 09:00 +1400"},
		{"every Friday 09:00 Pacific/Apia", "2011-12-23 09:00 -1000, 2011-12-31 00:00 +1400, 2012-01-06 09:00 +1400"},
		{"hourly Pacific/Apia", "2011-12-29 23:00 -1000, 2011-12-31 00:00 +1400, 2011-12-31 01:00 +1400"},

		// No changes: half an hour off; a distance that knows no summer.
		{"daily 08:30 Asia/Kolkata", "2025-03-29 08:30 +0530, 2025-03-30 08:30 +0530"},
		{"daily 08:30 +01:00", "2025-03-29 08:30 +0100, 2025-03-30 08:30 +0100"},
		{"daily 08:30 UTC", "2025-03-29 08:30 +0000, 2025-03-30 08:30 +0000"},

		// Rules that change: no winter time any more.
		{"daily 08:30 Europe/Moscow", "2014-10-25 08:30 +0400, 2014-10-26 08:30 +0300, 2014-10-27 08:30 +0300"},

		// Days that months or years lack are left out.
		{"monthly on the 31st UTC", "2025-01-31 09:00 +0000, 2025-03-31 09:00 +0000, 2025-05-31 09:00 +0000"},
		{"0 9 29 2 * UTC", "2092-02-29 09:00 +0000, 2096-02-29 09:00 +0000, 2104-02-29 09:00 +0000"},
		{"0 9 29 2 */7 UTC", "2088-02-29 09:00 +0000, 2128-02-29 09:00 +0000"}, // a Sunday as well
		{"last day of the month UTC", "2024-01-31 09:00 +0000, 2024-02-29 09:00 +0000, 2024-03-31 09:00 +0000"},
		{"first Monday of the month UTC", "2025-11-03 09:00 +0000, 2025-12-01 09:00 +0000, 2026-01-05 09:00 +0000"},
		{"0 9 15W * * UTC", "2025-11-14 09:00 +0000, 2025-12-15 09:00 +0000"},
	} {
		s := mustParse(t, tt.schedule)
		runs := strings.Split(tt.runs, ", ")
		for i := 1; i < len(runs); i++ {
			before, want := at(t, runs[i-1]), at(t, runs[i])
			for _, after := range []time.Time{before, before.Add(1), before.Add(59 * time.Second), want.Add(-time.Minute), want.Add(-1)} {
				if got := s.Next(after); !got.Equal(want) || got.Location() != s.zone {
					t.Errorf("%q: Next(%v) = %v, want %s", tt.schedule, after, got, runs[i])
				}
			}
			if due, missed := s.Last(want.Add(-1), before.Add(-1)); !due.Equal(before) || missed != 0 {
				t.Errorf("%q: Last before %s = %v, %d, want %s", tt.schedule, runs[i], due, missed, runs[i-1])
			}
		}
	}
}

func TestLast(t *testing.T) {
	for _, tt := range []struct {
		schedule, notAfter, from, want string
		missed                         int
	}{
		// The latest that is due, in (from, notAfter].
		{"daily 08:30 UTC", "2025-06-03 08:30 +0000", "2025-06-03 08:29 +0000", "2025-06-03 08:30 +0000", 0},
		{"daily 08:30 UTC", "2025-06-03 08:31 +0000", "2025-06-03 08:30 +0000", "", 0},
		{"daily 08:30 UTC", "2025-06-03 08:29 +0000", "2025-06-02 08:30 +0000", "", 0},
		{"daily 08:30 UTC", "2025-06-03 08:29 +0000", "2025-06-03 08:30 +0000", "", 0},

		// How many came before it.
		{"daily 08:30 UTC", "2025-06-03 12:00 +0000", "2025-06-01 08:30 +0000", "2025-06-03 08:30 +0000", 1},
		{"daily 08:30 UTC", "2025-06-03 12:00 +0000", "2025-06-01 08:29 +0000", "2025-06-03 08:30 +0000", 2},
		{"daily 08:30 and 17:00 UTC", "2025-06-03 12:00 +0000", "2025-06-01 12:00 +0000", "2025-06-03 08:30 +0000", 3},
		{"daily 02:30 Europe/Vienna", "2025-10-27 12:00 +0100", "2025-10-24 12:00 +0200", "2025-10-27 02:30 +0100", 2},
		{"0 9 29 2 * UTC", "2025-06-03 12:00 +0000", "2001-01-01 00:00 +0000", "2024-02-29 09:00 +0000", 5},

		// No more than are counted.
		{"every 15 minutes UTC", "2025-06-03 12:00 +0000", "1990-01-01 00:00 +0000", "2025-06-03 12:00 +0000", MaxMissed},
	} {
		s := mustParse(t, tt.schedule)
		var want time.Time
		if tt.want != "" {
			want = at(t, tt.want)
		}
		if due, missed := s.Last(at(t, tt.notAfter), at(t, tt.from)); !due.Equal(want) || missed != tt.missed {
			t.Errorf("%q: Last(%s, %s) = %v, %d, want %s, %d", tt.schedule, tt.notAfter, tt.from, due, missed, tt.want, tt.missed)
		}
	}
}

func TestZeroScheduleNeverRuns(t *testing.T) {
	var s Schedule
	due, missed := s.Last(time.Now(), time.Time{})
	if !s.Next(time.Now()).IsZero() || !due.IsZero() || missed != 0 || s.Spec() != "" || s.String() != "never" {
		t.Errorf("the zero Schedule is %v, %q, %v, %d", s, s.Spec(), due, missed)
	}
}
