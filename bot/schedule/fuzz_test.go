package schedule

import (
	"strings"
	"testing"
	"time"
)

var seeds = []string{
	"every weekday 08:30 Europe/Vienna", "Mondays and Fridays at 8 am and 5 pm, New York", "first and last Monday of the month",
	"hourly on weekdays", "every 2 hours", "*/20 8-18 1,15 */3 mon-fri Asia/Kolkata", "0 9 29 2 *", "0 9 LW,15W,l-3 * *", "0 9 * * 1#1,5#L,3",
	"0 9 */2 * */2", "@daily Pacific/Apia", "30 8 * * 1-5; 0 17 * * 1-5 +05:45", "daily 24:00", "0 9 31 2 *", "* * * * *", "every every monday",
	`"the market every Monday" every Friday`, "Lavrov 30 8 * * 1-5", "“a” daily", "0 0 1-31/2 * ?", "daily 9:00 UTC+14", "9:00 Lord Howe daily",
	"Lavrov every weekday 08:30 Europe/Viena", ", , ,", "`", "1 1 1 1 1", "every 3rd friday \x00 \xff", "0 9 * * 5-1",
}

// checkSchedule holds what is true of any Schedule.
func checkSchedule(t *testing.T, text string, s Schedule, when time.Time) {
	again, err := Parse(s.Spec(), nil)
	if err != nil || again.Spec() != s.Spec() || again.String() != s.String() {
		t.Fatalf("%q: Parse(%q) = %q, %q, %v, want %q", text, s.Spec(), again.Spec(), again, err, s)
	}
	first := s.Next(when)
	if first.IsZero() {
		t.Fatalf("%q: %q never runs after %v", text, s.Spec(), when)
	}
	for before, i := when, 0; i < 5; i++ {
		next := s.Next(before)
		if !next.After(before) {
			t.Fatalf("%q: %q: Next(%v) = %v", text, s.Spec(), before, next)
		}
		if !again.Next(before).Equal(next) {
			t.Fatalf("%q: %q read back runs at %v, want %v", text, s.Spec(), again.Next(before), next)
		}
		if due, missed := s.Last(next, when); !due.Equal(next) || missed != i {
			t.Fatalf("%q: %q: Last(%v, %v) = %v, %d, want %d", text, s.Spec(), next, when, due, missed, i)
		}
		before = next
	}
}

func FuzzParse(f *testing.F) {
	for i, text := range seeds {
		f.Add(text, int64(i)*1e8)
	}
	f.Fuzz(func(t *testing.T, text string, unix int64) {
		s, err := Parse(text, time.UTC)
		if err != nil {
			if why := err.Error(); strings.TrimSpace(why) == "" || len(why) > 20*maxText {
				t.Fatalf("Parse(%q): %q is no sentence", text, why)
			}
			return
		}
		checkSchedule(t, text, s, time.Unix(unix%8e9, 0)) // within some 250 years of 1970
	})
}

func FuzzSplit(f *testing.F) {
	for _, text := range seeds {
		f.Add(text)
		f.Add("Lavrov in Ankara " + text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		topic, s, err := Split(text, time.UTC)
		if err != nil {
			if topic != "" || s.Spec() != "" {
				t.Fatalf("Split(%q) = %q, %q beside an error", text, topic, s.Spec())
			}
			return
		}
		if strings.TrimSpace(topic) == "" || !strings.Contains(strings.Join(strings.Fields(text), " "), topic) {
			t.Fatalf("Split(%q): topic %q is none of it", text, topic)
		}
		checkSchedule(t, text, s, time.Date(2025, 3, 29, 23, 0, 0, 0, time.UTC))
	})
}
