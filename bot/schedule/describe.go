package schedule

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	cron "github.com/netresearch/go-cron"
)

// mostTimes is how many times of a day are listed; more are told by the hours
// and the minutes apart.
const mostTimes = 12

// String returns the schedule for people, as "every weekday at 08:30,
// Europe/Vienna". It is "never" for the zero Schedule.
func (s Schedule) String() string {
	if len(s.rules) == 0 {
		return "never"
	}
	type part struct {
		days  string
		every bool
		set   *cron.SpecSchedule // of the first rule of these days
		times []int
	}
	var parts []part
	for _, r := range s.rules {
		days, every := daysOf(r.set)
		i := slices.IndexFunc(parts, func(p part) bool { return p.days == days })
		if i < 0 {
			i = len(parts)
			parts = append(parts, part{days: days, every: every, set: r.set})
		} else {
			parts[i].set = nil
		}
		parts[i].times = append(parts[i].times, r.minutes()...)
	}
	var texts []string
	for _, p := range parts {
		steady := "" // "every 2 hours"
		if p.set != nil {
			steady = steadily(p.set)
		}
		switch {
		case steady != "" && p.every:
			texts = append(texts, steady)
		case steady != "":
			texts = append(texts, p.days+", "+steady)
		default:
			texts = append(texts, p.days+" at "+clockList(p.times))
		}
	}
	return strings.Join(texts, "; ") + ", " + zoneName(s.zone)
}

// zoneName returns the name of a zone for people.
func zoneName(zone *time.Location) string {
	name := zone.String()
	if strings.HasPrefix(name, "+") || strings.HasPrefix(name, "-") {
		return "UTC" + name + " all year"
	}
	return name
}

func clock(minute int) string { return fmt.Sprintf("%02d:%02d", minute/60, minute%60) }

func clockList(minutes []int) string {
	slices.Sort(minutes)
	minutes = slices.Compact(minutes)
	text := make([]string, len(minutes))
	for i, m := range minutes {
		text[i] = clock(m)
	}
	return list(text, "and")
}

// steadily describes what runs at like times of many hours, as "every 2 hours"
// or "every 30 minutes from 08:00 to 18:30". It is empty where the times are
// better listed.
func steadily(s *cron.SpecSchedule) string {
	h, m := values(s.Hour, fields[hourField]), values(s.Minute, fields[minuteField])
	step := 0 // minutes from one run to the next, the same all day
	if n := stepOf(m, fields[minuteField]); n > 0 && 60%n == 0 {
		step = n
	} else if len(m) > 1 && len(h)*len(m) <= mostTimes {
		return ""
	}
	past := make([]string, len(m))
	for i, n := range m {
		past[i] = fmt.Sprintf(":%02d", n)
	}
	at := " at " + list(past, "and")
	run := h[len(h)-1]-h[0] == len(h)-1
	hours := stepOf(h, fields[hourField])
	span := fmt.Sprintf(" from %s to %s", clock(60*h[0]+m[0]), clock(60*h[len(h)-1]+m[len(m)-1]))
	switch {
	case step > 0 && len(h) == 24:
		return fmt.Sprintf("every %d minutes", step)
	case step > 0 && run && len(h) > 1:
		return fmt.Sprintf("every %d minutes%s", step, span)
	case len(h) == 24 && len(m) == 1 && m[0] == 0:
		return "every hour"
	case len(h) == 24:
		return "every hour" + at
	case hours > 0 && 24%hours == 0 && len(m) == 1 && m[0] == 0:
		return fmt.Sprintf("every %d hours", hours)
	case hours > 0 && 24%hours == 0 && len(m) == 1:
		return fmt.Sprintf("every %d hours from %s on", hours, clock(m[0]))
	case len(h)*len(m) <= mostTimes && !(run && len(h) > 3 && len(m) == 1):
		return ""
	case run && len(m) == 1:
		return "every hour" + span
	case run:
		return "every hour" + at + span
	}
	hh := make([]string, len(h))
	for i, n := range h {
		hh[i] = strconv.Itoa(n)
	}
	return "in the hours " + list(hh, "and") + at
}

var (
	dayNames   = []string{"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"}
	monthNames = []string{"", "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"}
)

// daysOf describes the days of a rule; every reports that they are all.
func daysOf(s *cron.SpecSchedule) (text string, every bool) {
	months := "the month"
	allMonths := full(s.Month, fields[monthField])
	if !allMonths {
		var names []string
		for _, m := range values(s.Month, fields[monthField]) {
			names = append(names, monthNames[m])
		}
		months = list(names, "and")
	}
	in := func(text string) string {
		if allMonths {
			return text
		}
		return text + " in " + months
	}
	dom, dow := "", ""
	if !full(s.Dom, fields[domField]) {
		dom = onMonthDays(s) + " of " + months
		if v := values(s.Dom, fields[domField]); len(v) > 0 && len(v) <= 6 && v[len(v)-1] > shortestMonth(s) {
			dom += " (where there is one)"
		}
	}
	if !full(s.Dow, fields[dowField]) {
		dow = onWeekdays(s, months)
	}
	switch {
	case dom == "" && dow == "":
		return in("every day"), allMonths
	case dow == "":
		return dom, false
	case dom != "" && !s.DowOrDom:
		return dow + " that falls " + dom, false
	}
	if len(s.DowConstraints) == 0 {
		dow = in(dow)
	}
	if dom == "" {
		return dow, false
	}
	return dom + " and " + dow, false
}

// shortestMonth returns how many days the shortest month of a rule has.
func shortestMonth(s *cron.SpecSchedule) int {
	n := 31
	for _, m := range values(s.Month, fields[monthField]) {
		n = min(n, time.Date(2001, time.Month(m)+1, 0, 0, 0, 0, 0, time.UTC).Day())
	}
	return n
}

// onMonthDays describes the days of a month, as "on the 1st and 15th".
func onMonthDays(s *cron.SpecSchedule) string {
	var days []string
	if v := values(s.Dom, fields[domField]); len(v) > 6 {
		days = append(days, "days "+strings.ReplaceAll(render(s.Dom, domField), ",", ", "))
	} else {
		for _, n := range v {
			days = append(days, "the "+ordinalName(n))
		}
	}
	for _, item := range domItems(s.DomConstraints) {
		switch {
		case item == "L":
			days = append(days, "the last day")
		case item == "LW":
			days = append(days, "the last weekday")
		case strings.HasPrefix(item, "L-"):
			n := item[2:]
			unit := " days"
			if n == "1" {
				unit = " day"
			}
			days = append(days, n+unit+" before the last day")
		default:
			n, _ := strconv.Atoi(strings.TrimSuffix(item, "W"))
			days = append(days, "the weekday nearest to the "+ordinalName(n))
		}
	}
	return "on " + list(days, "and")
}

// onWeekdays describes the days of a week, as "every Monday and Friday" or "on
// the first Monday of the month".
func onWeekdays(s *cron.SpecSchedule, months string) string {
	var texts []string
	switch v := values(s.Dow, fields[dowField]); numbers(v) {
	case "":
	case "1,2,3,4,5":
		texts = append(texts, "every weekday")
	default:
		if len(v) > 0 && v[0] == 0 { // a week begins with Monday
			v = append(v[1:], 0)
		}
		names := make([]string, len(v))
		for i, d := range v {
			names[i] = dayNames[d]
		}
		texts = append(texts, "every "+list(names, "and"))
	}
	var nths []string
	for _, c := range s.DowConstraints {
		which := "last"
		if c.N > 0 {
			which = ordinals[c.N-1]
		}
		nths = append(nths, "the "+which+" "+dayNames[c.Weekday])
	}
	if len(nths) > 0 {
		texts = append(texts, "on "+list(nths, "and")+" of "+months)
	}
	return strings.Join(texts, " and ")
}

func ordinalName(n int) string {
	suffix := "th"
	if n/10 != 1 {
		switch n % 10 {
		case 1:
			suffix = "st"
		case 2:
			suffix = "nd"
		case 3:
			suffix = "rd"
		}
	}
	return strconv.Itoa(n) + suffix
}
