package schedule

import (
	"strings"
	"testing"
	"time"
)

// Phrases that were written down before the parser was tried on them. What it
// does not know it refuses; none is taken for something else.
func TestParsePhrases(t *testing.T) {
	for _, tt := range []struct{ text, spec string }{
		{"Every weekday at 7.45 am", "45 7 * * 1-5"},
		{"each Wednesday 18:00", "0 18 * * 3"},
		{"Tuesdays and Thursdays at noon Lisbon", "0 12 * * 2,4 Europe/Lisbon"},
		{"every sat & sun 11:00", "0 11 * * 0,6"},
		{"daily at 06:00 America/Los_Angeles", "0 6 * * * America/Los_Angeles"},
		{"daily at 6 pm Los Angeles", "0 18 * * * America/Los_Angeles"},
		{"every day at 5:15pm", "15 17 * * *"},
		{"on weekdays at 9", "0 9 * * 1-5"},
		{"on Fridays at 16:30", "30 16 * * 5"},
		{"weekly on Monday at 8:30", "30 8 * * 1"},
		{"every 3 hours", "0 */3 * * *"},
		{"every four hours in Tokyo", "0 */4 * * * Asia/Tokyo"},
		{"monthly on the first Tuesday at 10", "0 10 * * 2#1"},
		{"the 15th of every month at 08:00", "0 8 15 * *"},
		{"third Thursday of each month 14:00", "0 14 * * 4#3"},
		{"every morning at 7", "0 7 * * *"},
		{"8:30 on weekdays", "30 8 * * 1-5"},
		{"at 8:30 every day Europe/Berlin", "30 8 * * * Europe/Berlin"},
		{"Mon, Wed, Fri 07:30", "30 7 * * 1,3,5"},
		{"Mon-Fri at 07:30 in Sydney", "30 7 * * 1-5 Australia/Sydney"},
		{"Sundays, 20:00", "0 20 * * 0"},
		{"every half hour", "*/30 * * * *"},
		{"weekdays at 08:30 Kyiv time", "30 8 * * 1-5 Europe/Kyiv"},
		{"5 4 * * sun", "5 4 * * 0"},
		{"0 */4 * * * asia/tokyo", "0 */4 * * * Asia/Tokyo"},
		{"0 22 * * 1-5 UTC", "0 22 * * 1-5 UTC"},
		{"@monthly", "0 0 1 * *"},
		{"every Monday morning", "0 9 * * 1"},
		{"every workday at 9 a.m.", "0 9 * * 1-5"},
		{"every Thu at 13h", "0 13 * * 4"},
		{"last Monday of every month at 9:30", "30 9 * * 1#L"},
		{"every day at 8am and 8pm", "0 8,20 * * *"},
		{"daily 9am GMT+1", "0 9 * * * +01:00"},
		{"Saturday and Sunday at 10am", "0 10 * * 0,6"},

		// Not known.
		{"every Friday afternoon at 4pm", ""},
		{"once a day at 9:00", ""},
		{"twice a day at 9:00 and 18:00", ""},
		{"every hour on the hour", ""},
		{"daily 0830", ""},
		{"every day except Sunday", ""},
	} {
		s, err := Parse(tt.text, time.UTC)
		if got := strings.TrimSuffix(s.Spec(), " UTC"); got != strings.TrimSuffix(tt.spec, " UTC") || (err == nil) != (tt.spec != "") {
			t.Errorf("Parse(%q) = %q, %v, want %q", tt.text, s.Spec(), err, tt.spec)
		}
	}
}
