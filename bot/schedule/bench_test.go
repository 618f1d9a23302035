package schedule

import (
	"strings"
	"testing"
	"time"
)

func BenchmarkNext(b *testing.B) {
	for _, text := range []string{
		"every weekday 08:30 Europe/Vienna", "hourly UTC", "every 15 minutes Australia/Lord_Howe", "daily 08:30 and 17:00 Africa/Casablanca",
		"first Monday of the month Asia/Kolkata", "0 9 29 2 * America/New_York", "0 9 29 2 */7 UTC",
	} {
		s := mustParse(b, text)
		b.Run(strings.ReplaceAll(text, " ", "_"), func(b *testing.B) {
			b.ReportAllocs()
			t := time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)
			for b.Loop() {
				if t = s.Next(t); t.Year() > 2200 {
					t = time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)
				}
			}
		})
	}
}

// BenchmarkLast is a restart after a month.
func BenchmarkLast(b *testing.B) {
	s := mustParse(b, "every weekday 08:30 Europe/Vienna")
	now := time.Date(2025, 4, 15, 12, 0, 0, 0, time.UTC)
	b.ReportAllocs()
	for b.Loop() {
		s.Last(now, now.AddDate(0, -1, 0))
	}
}

func BenchmarkParse(b *testing.B) {
	for _, text := range []string{"every weekday 08:30 Europe/Vienna", "30 8 * * 1-5 Europe/Vienna", "daily Europe/Viena"} {
		b.Run(strings.ReplaceAll(text, " ", "_"), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Parse(text, time.UTC)
			}
		})
	}
}
