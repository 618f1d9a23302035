package schedule

import (
	"regexp"
	"strings"
	"time"
)

// maxText bounds what is read, in bytes.
const maxText = 400

const example = "every weekday 08:30 Europe/Vienna"

// Parse reads when something runs, in words as "every weekday 08:30
// Europe/Vienna" or "first Monday of the month at 8 am", or as a cron expression
// of five fields or one of cron's names such as @daily, with a zone behind it or
// not. Where no zone is named it is the one given, or UTC where that is nil.
// Where no time of the day is named it is 09:00.
//
// It refuses what runs more often than every 15 minutes and what never runs. The
// error is a sentence or two for the person who wrote the text.
func Parse(text string, zone *time.Location) (Schedule, error) {
	text = strings.Trim(strings.Join(strings.Fields(text), " "), "`")
	switch {
	case text == "":
		return Schedule{}, say("Say when it shall run, for example %q.", example)
	case len(text) > maxText:
		return Schedule{}, say("That is too long for a time to run. Say for example %q.", example)
	case strings.HasPrefix(text, "@") && len(text) > 1 && isLetter(text[1]):
		return parseDescriptor(text, zone)
	case looksCron(text):
		return parseCron(text, zone)
	}
	return parseWords(text, zone)
}

func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

// cronField is what a field of cron may look like: numbers, or names of months
// and days of the week, and what combines them.
var (
	cronField = regexp.MustCompile(`^(?i:[0-9*?][0-9a-z*?,/#-]*|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|sun|mon|tue|wed|thu|fri|sat)(?:[,/#-][0-9a-z*?,/#-]*)?|L[0-9a-z,-]*)$`)
	cronFirst = regexp.MustCompile(`^[0-9*?][0-9*?,/-]*$`)
)

// looksCron reports whether a text was meant as a cron expression.
func looksCron(text string) bool {
	f := strings.Fields(text)
	return len(f) >= 2 && cronFirst.MatchString(f[0]) && cronFirst.MatchString(f[1])
}

// parseCron reads cron expressions separated by semicolons, and a zone.
func parseCron(text string, zone *time.Location) (Schedule, error) {
	parts := strings.Split(text, ";")
	if len(parts) > maxRules {
		return Schedule{}, say("That is more than %d cron expressions. Make it two schedules.", maxRules)
	}
	var rules []rule
	for i, part := range parts {
		f := strings.Fields(part)
		if len(f) < 5 {
			return Schedule{}, say("The cron expression %q has %d of five fields: minute, hour, day of the month, month and day of the week. %q is every weekday at 08:30.",
				strings.Join(f, " "), len(f), "30 8 * * 1-5")
		}
		if len(f) > 5 && (i < len(parts)-1 || cronField.MatchString(f[5])) {
			return Schedule{}, say("The cron expression %q has more than five fields: seconds and years are not known here. %q is every weekday at 08:30.",
				strings.Join(f, " "), "30 8 * * 1-5")
		}
		if len(f) > 5 {
			var err error
			if zone, err = findZone(zoneText(f[5:])); err != nil {
				return Schedule{}, err
			}
		}
		r, err := readRule(f[:5])
		if err != nil {
			return Schedule{}, err
		}
		rules = append(rules, r)
	}
	zone, err := standing(zone)
	if err != nil {
		return Schedule{}, err
	}
	return newSchedule(rules, zone)
}

// parseDescriptor reads one of cron's names, and a zone.
func parseDescriptor(text string, zone *time.Location) (Schedule, error) {
	name, rest, _ := strings.Cut(text, " ")
	expr, ok := descriptors[strings.ToLower(name)]
	if !ok {
		return Schedule{}, say("%q is not known here. Say for example %q, %q or %q.", name, "@daily", "every 2 hours", example)
	}
	return parseCron(strings.TrimSpace(expr+" "+rest), zone)
}

// standing returns a zone that can be named in a Spec, for the one that stands
// where none is named.
func standing(zone *time.Location) (*time.Location, error) {
	if zone == nil {
		return time.UTC, nil
	}
	found, err := findZone(zone.String())
	if err != nil { // this machine's own, which has no name
		return nil, say("Say in which time zone, for example %q.", example)
	}
	return found, nil
}

// zoneText returns the name of a zone out of the words that hold it: "(Vienna
// time)" is Vienna.
func zoneText(words []string) string {
	text := strings.Trim(strings.Join(words, " "), "().,;`")
	for _, lead := range []string{"in ", "time zone ", "timezone "} {
		text = trimPrefixFold(text, lead)
	}
	for _, tail := range []string{" local time", " time"} {
		if n := len(text) - len(tail); n > 0 && strings.EqualFold(text[n:], tail) {
			text = text[:n]
		}
	}
	return strings.TrimSpace(text)
}

func trimPrefixFold(text, lead string) string {
	if len(text) > len(lead) && strings.EqualFold(text[:len(lead)], lead) {
		return text[len(lead):]
	}
	return text
}
