package schedule

import (
	"fmt"
	"math/bits"
	"slices"
	"strconv"
	"strings"
	"time"

	cron "github.com/netresearch/go-cron"
)

// searchYears is how far ahead the next run is looked for. A 29 February that
// has to be a Sunday comes every 28 years, and once after 40 where a century
// has no leap day.
const searchYears = 50

// shortest is the least time between two runs.
const shortest = 15

// maxRules bounds how many cron expressions one schedule may have.
const maxRules = 12

// rule is one cron expression of five fields.
type rule struct {
	text string // canonical
	set  *cron.SpecSchedule
}

// As in Vixie's cron, day of month and day of week must both match where one
// of them begins with an asterisk, else one of them is enough (crontab(5)).
const syntax = cron.Minute | cron.Hour | cron.Dom | cron.Month | cron.Dow | cron.Extended

var (
	both   = cron.MustNewParser(syntax).WithMaxSearchYears(searchYears)
	either = cron.MustNewParser(syntax | cron.DowOrDom).WithMaxSearchYears(searchYears)
)

// field describes one field of a cron expression.
type field struct {
	name     string
	min, max int
}

var fields = [5]field{{"minute", 0, 59}, {"hour", 0, 23}, {"day of the month", 1, 31}, {"month", 1, 12}, {"day of the week", 0, 6}}

const (
	minuteField = iota
	hourField
	domField
	monthField
	dowField
)

// descriptors are the names that cron has for some expressions.
var descriptors = map[string]string{
	"@yearly": "0 0 1 1 *", "@annually": "0 0 1 1 *", "@monthly": "0 0 1 * *", "@weekly": "0 0 * * 0",
	"@daily": "0 0 * * *", "@midnight": "0 0 * * *", "@hourly": "0 * * * *",
}

// starred reports whether a field begins as one that asks for nothing.
func starred(f string) bool { return strings.HasPrefix(f, "*") }

// readRule parses five fields.
func readRule(f []string) (rule, error) {
	all := strings.Join(f, " ")
	f = strings.Fields(strings.ReplaceAll(all, "?", "*"))
	for i, text := range f {
		if why := badField(i, text); why != "" {
			return rule{}, say("The cron expression %q can't be read: its %s is %q, and %s. It has five fields, minute, hour, day of the month, month and day of the week: %q is every weekday at 08:30.",
				all, fields[i].name, text, why, "30 8 * * 1-5")
		}
	}
	set, err := parseFields(f)
	if err != nil {
		return rule{}, say("The cron expression %q can't be read (%v). It has five fields, as %q for every weekday at 08:30.", all, err, "30 8 * * 1-5")
	}
	text := canonical(f, set)
	if set, err = parseFields(strings.Fields(text)); err != nil {
		return rule{}, say("The cron expression %q can't be read (%v).", all, err)
	}
	if set.Next(time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)).IsZero() {
		return rule{}, say("%q never comes: no month that it allows has such a day.", all)
	}
	return rule{text: text, set: set}, nil
}

// parseFields has the library parse five fields, over local times.
func parseFields(f []string) (*cron.SpecSchedule, error) {
	parser := either
	if starred(f[domField]) || starred(f[dowField]) {
		parser = both
	}
	s, err := parser.Parse(strings.Join(f, " "))
	if err != nil {
		return nil, err
	}
	set, ok := s.(*cron.SpecSchedule)
	if !ok {
		return nil, fmt.Errorf("no five fields")
	}
	set.Location = time.UTC
	return set, nil
}

// badField says what is wrong with one field; it is empty where nothing is.
func badField(i int, text string) string {
	for item := range strings.SplitSeq(text, ",") {
		if item == "" {
			return "something is missing beside the comma"
		}
		// The library takes these for an asterisk.
		if strings.HasPrefix(item, "*-") {
			return "an asterisk begins no range"
		}
		// It bounds a range by its end alone where that is the smaller.
		span, _, _ := strings.Cut(item, "/")
		for end := range strings.SplitSeq(span, "-") {
			if n, err := strconv.Atoi(end); err == nil && n > fields[i].max && !(i == dowField && n == 7) {
				return fmt.Sprintf("it may hold %d to %d", fields[i].min, fields[i].max)
			}
		}
	}
	f := []string{"*", "*", "*", "*", "*"}
	f[i] = text
	if strings.HasPrefix(text, "@") || strings.Contains(text, "=") {
		return "that is no field"
	}
	if set, err := parseFields(f); err != nil || set.Minute == 0 || set.Hour == 0 || set.Month == 0 {
		return fmt.Sprintf("it may hold %d to %d, lists, ranges and steps%s", fields[i].min, fields[i].max, why(err))
	}
	return ""
}

func why(err error) string {
	if err == nil {
		return ""
	}
	return " (" + err.Error() + ")"
}

// values returns the numbers that a field allows.
func values(set uint64, f field) []int {
	var v []int
	for n := f.min; n <= f.max; n++ {
		if set&(1<<n) != 0 {
			v = append(v, n)
		}
	}
	return v
}

// full reports whether a field allows all that it may hold.
func full(set uint64, f field) bool { return len(values(set, f)) == f.max-f.min+1 }

// canonical returns the expression in the form that all its spellings share.
func canonical(f []string, s *cron.SpecSchedule) string {
	dom, dow := render(s.Dom, domField), render(s.Dow, dowField)
	for _, c := range domItems(s.DomConstraints) {
		dom = join(dom, c)
	}
	for _, c := range dowItems(s.DowConstraints) {
		dow = join(dow, c)
	}
	fullDom, fullDow := full(s.Dom, fields[domField]), full(s.Dow, fields[dowField])
	switch {
	case s.DowOrDom && (fullDom || fullDow):
		dom, dow = "*", "*" // one of the two is enough, and one always holds
	case fullDom:
		dom = "*"
	case !fullDow && starred(f[domField]): // the asterisk asks for both
		dom = strings.ToUpper(f[domField])
	}
	switch {
	case fullDow:
		dow = "*"
	case !fullDom && starred(f[dowField]):
		dow = strings.ToUpper(f[dowField])
	}
	return strings.Join([]string{render(s.Minute, minuteField), render(s.Hour, hourField), dom, render(s.Month, monthField), dow}, " ")
}

func join(list, item string) string {
	if list == "" {
		return item
	}
	return list + "," + item
}

// render writes a set as a field: an asterisk, a step from the least on, or a
// list of numbers and of ranges of three and more.
func render(set uint64, i int) string {
	f := fields[i]
	v := values(set, f)
	if len(v) == f.max-f.min+1 {
		return "*"
	}
	// An asterisk would change what the days mean.
	if n := stepOf(v, f); n > 0 && i != domField && i != dowField {
		return "*/" + strconv.Itoa(n)
	}
	var list string
	for k := 0; k < len(v); {
		end := k
		for end+1 < len(v) && v[end+1] == v[end]+1 {
			end++
		}
		if end-k >= 2 {
			list = join(list, fmt.Sprintf("%d-%d", v[k], v[end]))
		} else {
			end = k
			list = join(list, strconv.Itoa(v[k]))
		}
		k = end + 1
	}
	return list
}

// stepOf returns the n of "*/n", and 0 where the numbers are no such steps, or
// such whose last is shorter.
func stepOf(v []int, f field) int {
	if len(v) < 2 || v[0] != f.min {
		return 0
	}
	n := v[1] - v[0]
	for k := 1; k < len(v); k++ {
		if v[k]-v[k-1] != n {
			return 0
		}
	}
	if n < 2 || v[len(v)-1]+n <= f.max || (f.max-f.min+1)%n != 0 {
		return 0
	}
	return n
}

func domItems(all []cron.DomConstraint) []string {
	var items []string
	for _, c := range all {
		switch c.Type {
		case cron.DomLast:
			items = append(items, "L")
		case cron.DomLastOffset:
			items = append(items, fmt.Sprintf("L-%d", c.N))
		case cron.DomLastWeekday:
			items = append(items, "LW")
		case cron.DomNearestWeekday:
			items = append(items, fmt.Sprintf("%dW", c.N))
		}
	}
	slices.Sort(items)
	return slices.Compact(items)
}

func dowItems(all []cron.DowConstraint) []string {
	var items []string
	for _, c := range all {
		if c.N < 0 {
			items = append(items, fmt.Sprintf("%d#L", c.Weekday))
		} else {
			items = append(items, fmt.Sprintf("%d#%d", c.Weekday, c.N))
		}
	}
	slices.Sort(items)
	return slices.Compact(items)
}

// minutes returns the minutes of the day at which a rule runs, in order.
func (r rule) minutes() []int {
	all := make([]int, 0, bits.OnesCount64(r.set.Hour)*bits.OnesCount64(r.set.Minute))
	for _, h := range values(r.set.Hour, fields[hourField]) {
		for _, m := range values(r.set.Minute, fields[minuteField]) {
			all = append(all, 60*h+m)
		}
	}
	return all
}

// days returns a schedule of the days of a rule, at their midnights.
func (r rule) days() *cron.SpecSchedule {
	d := *r.set
	d.Hour, d.Minute = 1, 1
	return &d
}

// follow reports whether a day of one rule is followed by one of another.
func follow(a, b rule) bool {
	from := time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)
	to := from.AddDate(28, 0, 0) // the days of the week are back where they were
	days, next := a.days(), b.days()
	for d := days.Next(from); !d.IsZero() && d.Before(to); d = days.Next(d) {
		if next.Next(d).Equal(d.AddDate(0, 0, 1)) {
			return true
		}
	}
	return false
}

// tooOften reports whether two runs lie less than shortest minutes apart. Rules
// are taken to share their days.
func tooOften(rules []rule) bool {
	var all []int
	times := make([][]int, len(rules))
	for i, r := range rules {
		times[i] = r.minutes()
		all = append(all, times[i]...)
	}
	slices.Sort(all)
	all = slices.Compact(all)
	for i := 1; i < len(all); i++ {
		if all[i]-all[i-1] < shortest {
			return true
		}
	}
	for i, a := range rules {
		for j, b := range rules {
			if times[j][0]+24*60-times[i][len(times[i])-1] < shortest && follow(a, b) {
				return true
			}
		}
	}
	return false
}

// newSchedule returns the schedule of rules in a zone.
func newSchedule(rules []rule, zone *time.Location) (Schedule, error) {
	slices.SortFunc(rules, func(a, b rule) int { return strings.Compare(a.text, b.text) })
	rules = slices.CompactFunc(rules, func(a, b rule) bool { return a.text == b.text })
	s := Schedule{rules: rules, zone: zone}
	if len(rules) > maxRules || len(s.Spec()) > maxText {
		return Schedule{}, say("That is more than one schedule can hold. Make it two.")
	}
	if tooOften(rules) {
		return Schedule{}, say("That would run more often than every %d minutes. Say for example %q or %q.", shortest, "hourly", "every 15 minutes")
	}
	return s, nil
}
