package schedule

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

var weekdays = [7][]string{
	{"sunday", "sun"}, {"monday", "mon"}, {"tuesday", "tue", "tues"}, {"wednesday", "wed", "weds"},
	{"thursday", "thu", "thur", "thurs"}, {"friday", "fri"}, {"saturday", "sat"},
}

// weekday reads the name of a day of the week; plural reports "Mondays".
func weekday(w string) (day int, plural, ok bool) {
	for d, names := range weekdays {
		for _, n := range names {
			if w == n {
				return d, false, true
			}
		}
		if w == names[0]+"s" {
			return d, true, true
		}
	}
	return 0, false, false
}

// weekdaySpan reads "Monday", "Mondays", "Monday to Friday" or "mon-fri".
func (r *reader) weekdaySpan() (span []int, plural, ok bool) {
	w := r.next()
	from, to, dash := strings.Cut(w, "-")
	a, plural, ok := weekday(from)
	if !ok {
		return nil, false, false
	}
	b := a
	if dash {
		if b, _, ok = weekday(to); !ok {
			return nil, false, false
		}
		r.at++
	} else {
		r.at++
		start := r.at
		if r.takeAny("to", "through", "until", "till", "-") {
			if b, _, ok = weekday(r.next()); ok {
				r.at++
			} else {
				r.at, b = start, a
			}
		}
	}
	for d := a; ; d = (d + 1) % 7 {
		span = append(span, d)
		if d == b {
			return span, plural || a != b, true
		}
	}
}

// weekdayList reads days of the week; several reports that it can't mean one
// day alone. Behind "every" another may stand before each.
func (r *reader) weekdayList(every bool) (dow string, several bool) {
	spans := listOf(r, func() ([]int, bool) {
		if every {
			r.takeAny("every", "each")
		}
		span, plural, ok := r.weekdaySpan()
		several = several || ok && plural
		return span, ok
	})
	if len(spans) == 0 {
		return "", false
	}
	return numbers(slices.Concat(spans...)), several || len(spans) > 1
}

func numbers(v []int) string {
	slices.Sort(v)
	v = slices.Compact(v)
	text := make([]string, len(v))
	for i, n := range v {
		text[i] = strconv.Itoa(n)
	}
	return strings.Join(text, ",")
}

var ordinals = []string{"first", "second", "third", "fourth", "fifth"}

// nth reads which of several: 1 to 5, and -1 for the last.
func nth(w string) (int, bool) {
	if i := slices.Index(ordinals, w); i >= 0 {
		return i + 1, true
	}
	if w == "last" {
		return -1, true
	}
	if n, ok := ordinal(w); ok && n <= 5 {
		return n, true
	}
	return 0, false
}

var ordinalForm = regexp.MustCompile(`^(\d{1,2})(?:st|nd|rd|th)$`)

// ordinal reads "1st" to "31st".
func ordinal(w string) (int, bool) {
	if m := ordinalForm.FindStringSubmatch(w); m != nil {
		n, _ := strconv.Atoi(m[1])
		return n, 1 <= n && n <= 31
	}
	return 0, false
}

// monthDays reads which days of a month: "the 1st and 15th", "the last day",
// "the first and third Monday".
func (r *reader) monthDays() (d days, ok bool) {
	start := r.at
	r.take("the")
	d = days{dom: "*", month: "*", dow: "*"}
	if which := listOf(r, func() (int, bool) {
		r.take("the")
		n, ok := nth(r.next())
		if ok {
			r.at++
		}
		return n, ok
	}); len(which) > 0 {
		if day, _, ok := weekday(r.next()); ok {
			r.at++
			d.dow = ""
			for _, n := range which {
				item := fmt.Sprintf("%d#%d", day, n)
				if n < 0 {
					item = fmt.Sprintf("%d#L", day)
				}
				d.dow = join(d.dow, item)
			}
			return d, true
		}
	}
	r.at = start
	items := listOf(r, func() (string, bool) {
		r.take("the")
		if r.take("last", "day") {
			return "L", true
		}
		if r.takeAny("last weekday", "last working day", "last workday", "last business day") {
			return "LW", true
		}
		if r.take("first", "day") {
			return "1", true
		}
		n, ok := ordinal(r.next())
		if ok {
			r.at++
		}
		return strconv.Itoa(n), ok
	})
	if len(items) == 0 {
		r.at = start
		return days{}, false
	}
	d.dom = strings.Join(items, ",")
	return d, true
}
