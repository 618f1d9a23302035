package schedule

import (
	"strings"
	"testing"
	"time"
)

func vienna(t testing.TB) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Vienna")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

func TestParse(t *testing.T) {
	for _, tt := range []struct{ text, spec, told string }{
		// What people write, in letters of either case and with spaces at will.
		{"every weekday 08:30 Europe/Vienna", "30 8 * * 1-5 Europe/Vienna", "every weekday at 08:30, Europe/Vienna"},
		{"  EVERY   Weekday AT 8:30 europe/vienna ", "30 8 * * 1-5 Europe/Vienna", "every weekday at 08:30, Europe/Vienna"},
		{"daily at 7:05", "5 7 * * * Europe/Vienna", "every day at 07:05, Europe/Vienna"},
		{"each day, 8.30", "30 8 * * * Europe/Vienna", "every day at 08:30, Europe/Vienna"},
		{"weekdays 08:30", "30 8 * * 1-5 Europe/Vienna", "every weekday at 08:30, Europe/Vienna"},
		{"every weekend at 10:00", "0 10 * * 0,6 Europe/Vienna", "every Saturday and Sunday at 10:00, Europe/Vienna"},

		// Days of the week: one, several, from one to another, across the Sunday.
		{"Mondays 8:00", "0 8 * * 1 Europe/Vienna", "every Monday at 08:00, Europe/Vienna"},
		{"every Tues and Thurs 8:00", "0 8 * * 2,4 Europe/Vienna", "every Tuesday and Thursday at 08:00, Europe/Vienna"},
		{"every Monday, Wednesday, and Friday, 8:00", "0 8 * * 1,3,5 Europe/Vienna", "every Monday, Wednesday and Friday at 08:00, Europe/Vienna"},
		{"every Monday and every Friday 8:00", "0 8 * * 1,5 Europe/Vienna", "every Monday and Friday at 08:00, Europe/Vienna"},
		{"Monday to Friday at 8:00", "0 8 * * 1-5 Europe/Vienna", "every weekday at 08:00, Europe/Vienna"},
		{"Mon–Thu 8:00", "0 8 * * 1-4 Europe/Vienna", "every Monday, Tuesday, Wednesday and Thursday at 08:00, Europe/Vienna"},
		{"every friday through monday 8:00", "0 8 * * 0,1,5,6 Europe/Vienna", "every Monday, Friday, Saturday and Sunday at 08:00, Europe/Vienna"},
		{"weekly on Thursdays", "0 9 * * 4 Europe/Vienna", "every Thursday at 09:00, Europe/Vienna"},

		// No time of the day: 09:00, and it is said.
		{"daily", "0 9 * * * Europe/Vienna", "every day at 09:00, Europe/Vienna"},
		{"every Monday", "0 9 * * 1 Europe/Vienna", "every Monday at 09:00, Europe/Vienna"},
		{"monthly", "0 9 1 * * Europe/Vienna", "on the 1st of the month at 09:00, Europe/Vienna"},
		{"weekly", "0 9 * * 1 Europe/Vienna", "every Monday at 09:00, Europe/Vienna"},

		// Times of the day, by both clocks.
		{"daily 8am", "0 8 * * * Europe/Vienna", "every day at 08:00, Europe/Vienna"},
		{"daily 8:30 PM", "30 20 * * * Europe/Vienna", "every day at 20:30, Europe/Vienna"},
		{"daily at 8 p.m.", "0 20 * * * Europe/Vienna", "every day at 20:00, Europe/Vienna"},
		{"daily 12am", "0 0 * * * Europe/Vienna", "every day at 00:00, Europe/Vienna"},
		{"daily 12 pm", "0 12 * * * Europe/Vienna", "every day at 12:00, Europe/Vienna"},
		{"daily at noon", "0 12 * * * Europe/Vienna", "every day at 12:00, Europe/Vienna"},
		{"daily at midnight", "0 0 * * * Europe/Vienna", "every day at 00:00, Europe/Vienna"},
		{"daily at 8", "0 8 * * * Europe/Vienna", "every day at 08:00, Europe/Vienna"},
		{"daily at 9 o'clock", "0 9 * * * Europe/Vienna", "every day at 09:00, Europe/Vienna"},

		// Several times: one expression where they share their minutes, else more.
		{"daily 08:30 and 17:30", "30 8,17 * * * Europe/Vienna", "every day at 08:30 and 17:30, Europe/Vienna"},
		{"daily 08:30 and 17:00", "0 17 * * *; 30 8 * * * Europe/Vienna", "every day at 08:30 and 17:00, Europe/Vienna"},
		{"every Monday at 8, 12 and 17 UTC", "0 8,12,17 * * 1 UTC", "every Monday at 08:00, 12:00 and 17:00, UTC"},
		{"daily 17:00, 08:30, 17:00", "0 17 * * *; 30 8 * * * Europe/Vienna", "every day at 08:30 and 17:00, Europe/Vienna"},

		// Times before days, with the zone behind either.
		{"08:30 every weekday", "30 8 * * 1-5 Europe/Vienna", "every weekday at 08:30, Europe/Vienna"},
		{"at 8 on Mondays", "0 8 * * 1 Europe/Vienna", "every Monday at 08:00, Europe/Vienna"},
		{"08:30 UTC every weekday", "30 8 * * 1-5 UTC", "every weekday at 08:30, UTC"},
		{"8 am New York every weekday", "0 8 * * 1-5 America/New_York", "every weekday at 08:00, America/New_York"},

		// Many times a day.
		{"hourly", "0 * * * * Europe/Vienna", "every hour, Europe/Vienna"},
		{"every 2 hours", "0 */2 * * * Europe/Vienna", "every 2 hours, Europe/Vienna"},
		{"every six hours UTC", "0 */6 * * * UTC", "every 6 hours, UTC"},
		{"every 30 minutes", "*/30 * * * * Europe/Vienna", "every 30 minutes, Europe/Vienna"},
		{"hourly on weekdays", "0 * * * 1-5 Europe/Vienna", "every weekday, every hour, Europe/Vienna"},

		// Days of the month.
		{"monthly on the 1st 08:00", "0 8 1 * * Europe/Vienna", "on the 1st of the month at 08:00, Europe/Vienna"},
		{"on the 1st and 15th of the month", "0 9 1,15 * * Europe/Vienna", "on the 1st and the 15th of the month at 09:00, Europe/Vienna"},
		{"every month on the 31st", "0 9 31 * * Europe/Vienna", "on the 31st of the month (where there is one) at 09:00, Europe/Vienna"},
		{"last day of the month at noon", "0 12 L * * Europe/Vienna", "on the last day of the month at 12:00, Europe/Vienna"},
		{"first Monday of the month", "0 9 * * 1#1 Europe/Vienna", "on the first Monday of the month at 09:00, Europe/Vienna"},
		{"the second and fourth Tuesday of every month 8:00", "0 8 * * 2#2,2#4 Europe/Vienna", "on the second Tuesday and the fourth Tuesday of the month at 08:00, Europe/Vienna"},
		{"last Friday of the month 17:00", "0 17 * * 5#L Europe/Vienna", "on the last Friday of the month at 17:00, Europe/Vienna"},
		{"every first Monday", "0 9 * * 1#1 Europe/Vienna", "on the first Monday of the month at 09:00, Europe/Vienna"},

		// Cron: all spellings of one schedule become one.
		{"30 8 * * 1-5", "30 8 * * 1-5 Europe/Vienna", "every weekday at 08:30, Europe/Vienna"},
		{"30 08 ? * MON-FRI vienna", "30 8 * * 1-5 Europe/Vienna", "every weekday at 08:30, Europe/Vienna"},
		{"`30 8 * * 5,4,3,2,1`", "30 8 * * 1-5 Europe/Vienna", "every weekday at 08:30, Europe/Vienna"},
		{"0 9 * * 7", "0 9 * * 0 Europe/Vienna", "every Sunday at 09:00, Europe/Vienna"},
		{"0,15,30,45 0-23 * * *", "*/15 * * * * Europe/Vienna", "every 15 minutes, Europe/Vienna"},
		{"*/20 8-18 * * 1-5", "*/20 8-18 * * 1-5 Europe/Vienna", "every weekday, every 20 minutes from 08:00 to 18:40, Europe/Vienna"},
		{"15 9-17 * * *", "15 9-17 * * * Europe/Vienna", "every hour from 09:15 to 17:15, Europe/Vienna"},
		{"0 9 29 2 *", "0 9 29 2 * Europe/Vienna", "on the 29th of February (where there is one) at 09:00, Europe/Vienna"},
		{"0 9 LW * *", "0 9 LW * * Europe/Vienna", "on the last weekday of the month at 09:00, Europe/Vienna"},
		{"0 9 15w,l-2 * *", "0 9 15W,L-2 * * Europe/Vienna", "on the weekday nearest to the 15th and 2 days before the last day of the month at 09:00, Europe/Vienna"},
		{"0 9 * jan,jul mon", "0 9 * */6 1 Europe/Vienna", "every Monday in January and July at 09:00, Europe/Vienna"},
		{"15 3,14,22 * * *", "15 3,14,22 * * * Europe/Vienna", "every day at 03:15, 14:15 and 22:15, Europe/Vienna"},
		{"@daily", "0 0 * * * Europe/Vienna", "every day at 00:00, Europe/Vienna"},
		{"@Weekly Asia/Tokyo", "0 0 * * 0 Asia/Tokyo", "every Sunday at 00:00, Asia/Tokyo"},
		{"@hourly", "0 * * * * Europe/Vienna", "every hour, Europe/Vienna"},
		{"@yearly", "0 0 1 1 * Europe/Vienna", "on the 1st of January at 00:00, Europe/Vienna"},

		// crontab(5): days of month and of week are either, unless one begins with *.
		{"0 9 13 * 5", "0 9 13 * 5 Europe/Vienna", "on the 13th of the month and every Friday at 09:00, Europe/Vienna"},
		{"0 9 */10 * 5", "0 9 */10 * 5 Europe/Vienna", "every Friday that falls on the 1st, the 11th, the 21st and the 31st of the month (where there is one) at 09:00, Europe/Vienna"},
		{"0 9 1-31 * 5", "0 9 * * * Europe/Vienna", "every day at 09:00, Europe/Vienna"},

		// Zones: a name, a city that one zone has, a distance that no summer changes.
		{"daily 9:00 ASIA/KOLKATA", "0 9 * * * Asia/Kolkata", "every day at 09:00, Asia/Kolkata"},
		{"daily 9:00 utc", "0 9 * * * UTC", "every day at 09:00, UTC"},
		{"daily 9:00 GMT", "0 9 * * * UTC", "every day at 09:00, UTC"},
		{"daily 9:00 buenos aires", "0 9 * * * America/Argentina/Buenos_Aires", "every day at 09:00, America/Argentina/Buenos_Aires"},
		{"daily 9:00 (Vienna time)", "0 9 * * * Europe/Vienna", "every day at 09:00, Europe/Vienna"},
		{"daily 9:00 in Karachi", "0 9 * * * Asia/Karachi", "every day at 09:00, Asia/Karachi"},
		{"daily 9:00 Calcutta", "0 9 * * * Asia/Calcutta", "every day at 09:00, Asia/Calcutta"},
		{"daily 9:00 Istanbul", "0 9 * * * Europe/Istanbul", "every day at 09:00, Europe/Istanbul"},
		{"daily 9:00 +02:00", "0 9 * * * +02:00", "every day at 09:00, UTC+02:00 all year"},
		{"daily 9:00 UTC-3", "0 9 * * * -03:00", "every day at 09:00, UTC-03:00 all year"},
		{"0 9 * * * +0545", "0 9 * * * +05:45", "every day at 09:00, UTC+05:45 all year"},
		{"daily 9:00 +00:00", "0 9 * * * UTC", "every day at 09:00, UTC"},
	} {
		s, err := Parse(tt.text, vienna(t))
		if err != nil {
			t.Errorf("Parse(%q): %v", tt.text, err)
			continue
		}
		if s.Spec() != tt.spec || s.String() != tt.told {
			t.Errorf("Parse(%q) = %q, %q, want %q, %q", tt.text, s.Spec(), s, tt.spec, tt.told)
		}
		again, err := Parse(s.Spec(), time.UTC)
		if err != nil || again.Spec() != s.Spec() || again.String() != s.String() {
			t.Errorf("Parse(%q) = %q, %v, want the same", s.Spec(), again.Spec(), err)
		}
	}
}

func TestParseErrors(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		// Nothing, or nothing of the kind.
		{"", `Say when it shall run, for example "every weekday 08:30 Europe/Vienna".`},
		{"soon", `"soon" can't be read as a time to run.`},
		{strings.Repeat("every Monday ", 100), "That is too long"},
		{"08:30", `Say on which days, for example "every weekday 08:30".`},
		{"every Monday if it rains", `"if it rains" can't be read behind "every Monday".`},
		{"daily weekly", `"weekly" can't be read behind "daily".`},
		{"daily 9:00 Xyzzy", `There is no time zone "Xyzzy".`},

		// What may be meant once, or can't be said by days of the week alone.
		{"Monday 9:00", `Is that one day or every week? Say "every Monday".`},
		{"every other Monday", "Every other week or day is not known here."},
		{"hourly at 08:30", "not both"},
		{"every 5 hours", "A day can't be divided into steps of 5 hours."},
		{"every 40 minutes", "An hour can't be divided into steps of 40 minutes."},

		// Times that no clock shows.
		{"daily 25:00", `There is no time "25:00".`},
		{"daily 8:60", `There is no time "8:60".`},
		{"daily 13 pm", `There is no time "13 pm".`},
		{"daily 24:00", `Say "00:00", which begins the day.`},

		// Too often, within a day and across midnight; and never.
		{"* * * * *", "more often than every 15 minutes"},
		{"*/14 * * * *", "more often than every 15 minutes"},
		{"every 5 minutes", "more often than every 15 minutes"},
		{"daily 08:30 and 08:40", "more often than every 15 minutes"},
		{"daily 23:50 and 00:00", "more often than every 15 minutes"},
		{"50 23 * * 1; 0 0 * * 2", "more often than every 15 minutes"},
		{"0 9 31 2 *", `"0 9 31 2 *" never comes`},
		{"0 9 30,31 feb *", `never comes`},

		// More than a Spec can hold that is read again.
		{"daily at 0:01, 1:02, 2:03, 3:04, 4:05, 5:06, 6:07, 7:08, 8:09, 9:10, 10:11, 11:12 and 12:13", "Make it two."},
		{strings.Repeat("0 9 * * 1; ", 13) + "0 9 * * 1", "Make it two schedules."},

		// Cron that is no cron: the field at fault is named.
		{"61 8 * * *", `its minute is "61", and it may hold 0 to 59`},
		{"0 24 * * *", `its hour is "24"`},
		{"0 9 0 * *", `its day of the month is "0"`},
		{"0 9 * 13 *", `its month is "13"`},
		{"0 9 * * 8", `its day of the week is "8"`},
		{"0 9 * * mun", `its day of the week is "mun"`},
		{"0,, 9 * * *", "something is missing beside the comma"},
		{"0 *-5 * * *", "an asterisk begins no range"},
		{"0 70-0 * * *", `its hour is "70-0"`},
		{"0 22,70-0 * * *", `its hour is "22,70-0"`},
		{"0 9 * *", "has 4 of five fields"},
		{"0 30 8 * * 1-5", "has more than five fields"},
		{"@every 2h", `"@every" is not known here.`},
		{"@reboot", `"@reboot" is not known here.`},

		// Zones: near names, several, short names that can't be relied on.
		{"daily 08:30 Europe/Viena", `There is no time zone "Europe/Viena": did you mean Europe/Vienna?`},
		{"30 8 * * * Viena", `There is no time zone "Viena": did you mean Europe/Vienna?`},
		{"daily 08:30 Asia/Karchi", "did you mean Asia/Karachi?"},
		{"daily 08:30 America/NewYork", "did you mean America/New_York?"},
		{"daily 08:30 Europe/Xyzzy", `There is no time zone "Europe/Xyzzy". A zone is named after a place`},
		{"daily 08:30 EST", "Name a place instead, as America/New_York or America/Panama."},
		{"daily 08:30 ist", "Name a place instead, as Asia/Kolkata, Europe/Dublin or Asia/Jerusalem."},
		{"0 9 * * 1 CST", "Name a place instead, as America/Chicago, Asia/Shanghai or America/Havana."},
		{"daily 08:30 Eastern", "say which, Canada/Eastern or US/Eastern."},
		{"daily 08:30 +15:00", "No place is +15:00 from UTC"},
		{"daily 08:30 +02:07", "No place is +02:07 from UTC"},
		{"daily 08:30 Local", `There is no time zone "Local".`},
		{"daily 08:30 ../../etc/passwd", "There is no time zone"},
	} {
		s, err := Parse(tt.text, vienna(t))
		if err == nil {
			t.Errorf("Parse(%q) = %q, want the error %q", tt.text, s.Spec(), tt.want)
		} else if !strings.Contains(err.Error(), tt.want) {
			t.Errorf("Parse(%q): %v, want %q", tt.text, err, tt.want)
		}
		if s.Spec() != "" || !s.Next(time.Now()).IsZero() {
			t.Errorf("Parse(%q) = %q beside an error", tt.text, s.Spec())
		}
	}
}

// A zone without a name that others know is no zone to keep a schedule in.
func TestParseStandingZone(t *testing.T) {
	for _, tt := range []struct {
		zone *time.Location
		want string
	}{
		{nil, "0 9 * * * UTC"},
		{time.UTC, "0 9 * * * UTC"},
		{time.FixedZone("+02:00", 7200), "0 9 * * * +02:00"},
		{time.FixedZone("nowhere", 60), ""},
	} {
		s, err := Parse("daily", tt.zone)
		if s.Spec() != tt.want || (err == nil) != (tt.want != "") {
			t.Errorf("Parse in %v = %q, %v, want %q", tt.zone, s.Spec(), err, tt.want)
		}
		// One that is named goes before.
		if s, err := Parse("daily Asia/Tokyo", tt.zone); s.Spec() != "0 9 * * * Asia/Tokyo" {
			t.Errorf("Parse in %v = %q, %v, want Asia/Tokyo", tt.zone, s.Spec(), err)
		}
	}
}
