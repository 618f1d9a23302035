package schedule

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Words are read as three parts: on which days, at which times, in which zone.
// The zone comes last, or right behind the times; days and times come in either
// order, and one of them may be missing.

// days is on which days something runs, as fields of a cron expression; where
// every is set it brings its times with it.
type days struct {
	dom, month, dow string
	every           string // the fields of minute and hour
}

var stepForm = regexp.MustCompile(`^(\d{1,3})(?:-?(h|hrs?|hours?|m|mins?|minutes?))?$`)

// every reads "hour", "2 hours", "30 minutes" behind "every".
func (r *reader) every() (fields string, ok bool, err error) {
	if r.take("hour") {
		return "0 *", true, nil
	}
	if r.takeAny("half hour", "half-hour", "half an hour") {
		return "*/30 *", true, nil
	}
	w := r.next()
	for i, name := range []string{"two", "three", "four", "six", "eight", "twelve"} {
		if w == name {
			w = strconv.Itoa([]int{2, 3, 4, 6, 8, 12}[i])
		}
	}
	m := stepForm.FindStringSubmatch(w)
	if m == nil {
		return "", false, nil
	}
	n, _ := strconv.Atoi(m[1])
	start := r.at
	r.at++
	unit := m[2]
	if unit == "" {
		unit = r.next()
		if !slices.Contains([]string{"h", "hr", "hrs", "hour", "hours", "m", "min", "mins", "minute", "minutes"}, unit) {
			r.at = start
			return "", false, nil
		}
		r.at++
	}
	if unit[0] == 'h' {
		if n == 0 || n == 24 || 24%n != 0 {
			return "", false, say("A day can't be divided into steps of %d hours. Say for example %q or %q.", n, "every 2 hours", "every 6 hours")
		}
		return fmt.Sprintf("0 */%d", n), true, nil
	}
	switch {
	case n == 60:
		return "0 *", true, nil
	case n < shortest:
		return "", false, say("That would run more often than every %d minutes. Say for example %q or %q.", shortest, "hourly", "every 15 minutes")
	case n > 60 || 60%n != 0:
		return "", false, say("An hour can't be divided into steps of %d minutes. Say for example %q or %q.", n, "every 15 minutes", "every 2 hours")
	}
	return fmt.Sprintf("*/%d *", n), true, nil
}

// days reads on which days. It reports false, and has read nothing, where
// nothing of the kind stands next.
func (r *reader) days() (d days, ok bool, err error) {
	start := r.at
	defer func() {
		if !ok {
			r.at = start
		}
	}()
	r.take("on")
	d = days{dom: "*", month: "*", dow: "*"}
	if r.takeAny("biweekly", "fortnightly", "every other", "each other", "every second week", "every two weeks", "every 2 weeks", "every 14 days") {
		return d, false, say("Every other week or day is not known here. Say for example %q or %q.", "every Monday 09:00", "first and third Monday of the month")
	}
	switch {
	case r.takeAny("daily", "everyday", "every day", "each day", "every morning", "each morning", "every 24 hours", "every 24h"):
		return d, true, nil
	case r.takeAny("weekdays", "every weekday", "each weekday", "every working day", "each working day", "every workday", "workdays", "every business day", "working days", "business days"):
		d.dow = "1-5"
		return d, true, nil
	case r.takeAny("weekends", "every weekend", "each weekend", "the weekend"):
		d.dow = "0,6"
		return d, true, nil
	case r.take("hourly"):
		d.every = "0 *"
		return r.within(d)
	case r.takeAny("weekly", "every week", "each week"):
		r.take("on")
		if d.dow, _ = r.weekdayList(false); d.dow == "" {
			d.dow = "1"
		}
		return d, true, nil
	case r.takeAny("monthly", "every month", "each month"):
		here := r.at
		r.take("on")
		if m, ok := r.monthDays(); ok {
			return m, true, nil
		}
		r.at = here
		d.dom = "1"
		return d, true, nil
	case r.takeAny("every", "each"):
		if d.every, ok, err = r.every(); ok {
			return r.within(d)
		}
		if err != nil {
			return d, false, err
		}
		if d.dow, _ = r.weekdayList(true); d.dow != "" {
			r.take("morning")
			return d, true, nil
		}
		m, ok := r.monthDays()
		r.ofMonth()
		return m, ok, nil
	}
	if m, ok := r.monthDays(); ok && r.ofMonth() {
		return m, true, nil
	}
	r.at = start
	r.take("on")
	dow, several := r.weekdayList(false)
	if dow == "" {
		return d, false, nil
	}
	if !several {
		return d, false, say("Is that one day or every week? Say %q.", "every "+r.words[r.at-1])
	}
	d.dow = dow
	return d, true, nil
}

// ofMonth goes on behind "of the month".
func (r *reader) ofMonth() bool {
	return r.takeAny("of the month", "of every month", "of each month", "of a month", "every month", "each month", "monthly")
}

// within reads the days of what runs several times a day.
func (r *reader) within(d days) (days, bool, error) {
	start := r.at
	if r.takeAny("on weekdays", "every weekday", "weekdays") {
		d.dow = "1-5"
	} else if r.takeAny("on weekends", "every weekend", "weekends") {
		d.dow = "0,6"
	} else if r.take("on") {
		if d.dow, _ = r.weekdayList(false); d.dow == "" {
			r.at, d.dow = start, "*"
		}
	}
	return d, true, nil
}

var timeForm = regexp.MustCompile(`^(\d{1,2})(?:[:.h](\d{2}))?(am|pm|h)?$`)

// time reads one time of the day, in minutes; a bare number is one where the
// word "at" stood before.
func (r *reader) time(bare bool) (minute int, ok bool, err error) {
	switch {
	case r.takeAny("noon", "midday", "12 noon", "12 midday"):
		return 12 * 60, true, nil
	case r.takeAny("midnight", "12 midnight"):
		return 0, true, nil
	}
	w := r.next()
	m := timeForm.FindStringSubmatch(w)
	if m == nil {
		return 0, false, nil
	}
	h, _ := strconv.Atoi(m[1])
	min, _ := strconv.Atoi("0" + m[2])
	half := m[3]
	start := r.at
	r.at++
	if half == "" && !r.comma[start] && (r.next() == "am" || r.next() == "pm") {
		half = r.next()
		r.at++
	}
	written := strings.Join(r.words[start:r.at], " ")
	if half == "" && m[2] == "" && !r.take("o'clock") && !bare {
		r.at = start
		return 0, false, nil
	}
	switch half {
	case "am", "pm":
		if h < 1 || h > 12 || min > 59 {
			return 0, false, say("There is no time %q. Say for example %q or %q.", written, "8:30 am", "20:30")
		}
		h %= 12
		if half == "pm" {
			h += 12
		}
	}
	if h == 24 && min == 0 {
		return 0, false, say("There is no time %q here. Say %q, which begins the day.", written, "00:00")
	}
	if h > 23 || min > 59 {
		return 0, false, say("There is no time %q. Say for example %q or %q.", written, "08:30", "8:30 pm")
	}
	return 60*h + min, true, nil
}

// times reads the times of the day, none where none stand next.
func (r *reader) times() (all []int, err error) {
	start := r.at
	bare := r.takeAny("at", "@")
	all = listOf(r, func() (int, bool) {
		if err != nil {
			return 0, false
		}
		if len(all) > 0 {
			r.take("at")
		}
		var m int
		var ok bool
		m, ok, err = r.time(bare)
		return m, ok
	})
	if len(all) == 0 {
		r.at = start
	}
	return all, err
}

// usual is the time of the day where none is named.
const usual = 9 * 60

// parseWords reads a schedule in words.
func parseWords(text string, zone *time.Location) (Schedule, error) {
	r := newReader(text)
	var d days
	var times []int
	var haveDays, named bool
	var err error
	for r.more() {
		if !haveDays {
			if d, haveDays, err = r.days(); err != nil {
				return Schedule{}, err
			} else if haveDays {
				continue
			}
		}
		if times == nil {
			if times, err = r.times(); err != nil {
				return Schedule{}, err
			} else if times != nil {
				if n := r.zoneEnd(haveDays); n > 0 && !named {
					if zone, err = findZone(zoneText(r.words[r.at : r.at+n])); err != nil {
						return Schedule{}, err
					}
					named = true
					r.at += n
				}
				continue
			}
		}
		if !haveDays || named {
			return Schedule{}, unread(r, text)
		}
		if zone, err = findZone(zoneText(r.words[r.at:])); err != nil {
			if stray, ok := err.(unknownZone); ok {
				stray.other = unread(r, text)
				err = stray
			}
			return Schedule{}, err
		}
		named, r.at = true, len(r.words)
	}
	if !haveDays {
		return Schedule{}, say("Say on which days, for example %q.", "every weekday "+text)
	}
	if zone, err = standing(zone); err != nil {
		return Schedule{}, err
	}
	rules, err := d.rules(times)
	if err != nil {
		return Schedule{}, err
	}
	return newSchedule(rules, zone)
}

// zoneEnd returns how many of the next words name a zone that stands between
// the times and the days: as many as there are before the days begin. It is 0
// where the days stand before, since the zone then is the last of all.
func (r *reader) zoneEnd(haveDays bool) int {
	if haveDays {
		return 0
	}
	for n := 1; n <= 4 && r.at+n < len(r.words); n++ {
		if zone, err := lookZone(zoneText(r.words[r.at : r.at+n])); zone != nil && err == nil {
			return n
		}
	}
	return 0
}

// unread is the error where words are left that can't be read.
func unread(r *reader, text string) error {
	if r.at == 0 {
		return say("%q can't be read as a time to run. Say for example %q, %q, %q or the cron expression %q.", text, example, "daily 8 am", "first Monday of the month 17:00", "30 8 * * 1-5")
	}
	return say("%q can't be read behind %q. A time and a time zone may stand there, as in %q.", strings.Join(r.words[r.at:], " "), strings.Join(r.words[:r.at], " "), example)
}

// rules returns the cron expressions of days and times: one for the times that
// share their minutes and hours.
func (d days) rules(times []int) ([]rule, error) {
	tail := " " + d.dom + " " + d.month + " " + d.dow
	if d.every != "" {
		if times != nil {
			return nil, say("Say either how many hours lie between two runs or at which times it shall run, not both. For example %q or %q.", "every 2 hours", "daily 08:30 and 17:00")
		}
		r, err := readRule(strings.Fields(d.every + tail))
		return []rule{r}, err
	}
	if times == nil {
		times = []int{usual}
	}
	hours := map[int][]int{} // by minute
	for _, t := range times {
		hours[t%60] = append(hours[t%60], t/60)
	}
	minutes := map[string][]int{} // by hours
	for m, h := range hours {
		minutes[numbers(h)] = append(minutes[numbers(h)], m)
	}
	var rules []rule
	for h, m := range minutes {
		r, err := readRule(strings.Fields(numbers(m) + " " + h + tail))
		if err != nil {
			return nil, err
		}
		rules = append(rules, r)
	}
	return rules, nil
}
