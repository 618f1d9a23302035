package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"
)

// TestMain is the child where the parent calls it as one.
func TestMain(m *testing.M) {
	if len(os.Args) == 2 && os.Args[1] == childArg {
		if err := run(context.Background(), os.Args[1:], os.Stdout, os.Stderr); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(2)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// TestDays passes three days about Vienna's change to summer time.
func TestDays(t *testing.T) {
	if testing.Short() {
		t.Skip("takes half a minute")
	}
	var out, progress bytes.Buffer
	if err := run(t.Context(), []string{"-from", "2026-03-28", "-days", "3"}, &out, &progress); err != nil {
		t.Fatalf("%v\n%s%s", err, out.String(), progress.String())
	}
	t.Log("\n" + out.String())
	if strings.Contains(out.String(), "kills                                                   0\n") {
		t.Error("nothing was killed")
	}
}

// The times at which runs are due, of days that change the clock.
func TestDues(t *testing.T) {
	for _, row := range []struct {
		sub  int
		day  string
		want string // in UTC
	}{
		// Vienna: 02:30 is skipped on 29 March, and comes twice on 25 October.
		{1, "2026-03-28", "28 01:30"}, {1, "2026-03-29", "29 01:00"}, {1, "2026-03-30", "30 00:30"}, {1, "2026-10-25", "25 00:30"},
		// New York: 02:15 is skipped on 8 March; 01:30 comes twice on 1 November.
		{6, "2026-03-08", "8 07:00"}, {5, "2026-03-08", "8 06:30"}, {5, "2026-11-01", "1 05:30"}, {6, "2026-11-01", "1 07:15"},
		// Lord Howe: 01:45 comes twice on 5 April, 02:10 is skipped on 4 October.
		{9, "2026-04-04", "4 14:45"}, {8, "2026-10-03", "3 15:30"},
	} {
		day, err := time.Parse(time.DateOnly, row.day)
		if err != nil {
			t.Fatal(err)
		}
		s := subscriptions[row.sub]
		dues, err := s.dues(day.Add(-time.Minute), day.Add(24*time.Hour-time.Minute))
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, d := range dues {
			got = append(got, d.Format("2 15:04"))
		}
		if strings.Join(got, ", ") != row.want {
			t.Errorf("%s on %s is due at %q, want %q", s.when, row.day, got, row.want)
		}
	}
}

// What is wrong is found: each line is what a faulty program would have left.
func TestAudit(t *testing.T) {
	start := time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)
	s := subscription{when: "daily 10:00", zone: "UTC", days: always, hours: []int{10}}
	dues, err := s.dues(start, start.AddDate(0, 0, 4))
	if err != nil {
		t.Fatal(err)
	}
	at := func(day, hour int) int64 {
		return start.AddDate(0, 0, day-2).Add(time.Duration(hour) * time.Hour).Unix()
	}
	good := func() []post {
		return []post{{Task: 1, Due: at(2, 10), At: at(2, 10), Articles: []string{"a"}}, {Task: 2, Due: at(3, 10), At: at(3, 10), Nothing: true},
			{Task: 3, Due: at(5, 10), At: at(5, 13), Missed: 1, Late: true, Nothing: true}}
	}
	m := &month{start: start, away: []absence{{time.Unix(at(4, 9), 0).UTC(), time.Unix(at(5, 13), 0).UTC()}}}
	for _, row := range []struct {
		name   string
		change func([]post) []post
		want   string
	}{
		{"all is well", func(p []post) []post { return p }, ""},
		{"twice", func(p []post) []post { return append(p[:2:2], p[1], p[2]) }, "came twice"},
		{"never", func(p []post) []post { return p[:2] }, "never came"},
		{"one is left out", func(p []post) []post { return append(p[:1:1], p[2]) }, "stands for 1 runs before it, should for 2"},
		{"another minute", func(p []post) []post { p[0].At += 60; return p }, "posted at"},
		{"late without a word", func(p []post) []post { p[2].Late = false; return p }, "says that it is late: false"},
		{"late without an absence", func(p []post) []post { p[1].At, p[1].Late = at(3, 12), true; return p }, "posted at"},
		{"not due", func(p []post) []post { p[1].Due += 60; return p }, "was not due then"},
		{"failed", func(p []post) []post { p[1].Problem = "fire"; return p }, "failed: fire"},
		{"nothing, and something", func(p []post) []post { p[0].Nothing = true; return p }, "says that nothing is new: true"},
	} {
		var r result
		r.runs(m, s, dues, row.change(good()))
		if got := strings.Join(r.wrong, "\n"); !strings.Contains(got, row.want) || (row.want == "") != (got == "") {
			t.Errorf("%s: %q, want %q", row.name, got, row.want)
		}
	}
}
