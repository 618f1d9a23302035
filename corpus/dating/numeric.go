package dating

import (
	"strings"
	"time"

	"dateline/corpus"
)

// pointed matches 7. 4. 2021, as some languages space it.
func (m matcher) pointed(i int) (stamp, int) {
	point := func(j int) bool { return m.at(j).kind == mark && m.at(j).mark == '.' && !m.at(j).spaced }
	b, y := m.at(i+2), m.at(i+4)
	if !point(i+1) || !point(i+3) || b.kind != number || !b.spaced || b.digits > 2 || y.kind != number || !y.spaced || y.digits != 4 || !validYear(y.value) {
		return stamp{}, 0
	}
	s := stamp{day: m[i].value, month: time.Month(b.value), year: y.value, sep: '.', spelled: dayFirst}
	if !valid(s.year, s.month, s.day) {
		return stamp{}, 0
	}
	return s, 5
}

// both returns the two readings of an unresolved date.
func (s stamp) both() string {
	a, _ := s.read(dayFirst)
	b, _ := s.read(monthFirst)
	return a.interval().String() + " or " + b.interval().String()
}

// Time zones that tell where a page was made, and with that which of day and
// month it writes first.
var (
	monthFirstZones = words(`est edt cst cdt mst mdt pst pdt et ct pt`)
	dayFirstZones   = words(`gmt bst cet cest aest aedt nzst nzdt eet eest wat eat sast msk pkt ist sgt hkt myt`)
)

// habits is what a record tells of how its all-numeric dates are written.
type habits struct {
	days             map[corpus.Interval]bool // named without doubt
	numeric, spelled int                      // above 0 the day comes first, below 0 the month
	yearless         []stamp
	custom           order // of the page's language or country
}

// maxYearless bounds how many dates without a year a numeric one is held
// against, and nearDays how far from it they may be.
const (
	maxYearless = 64
	nearDays    = 7
)

// near reports whether the day is named, or one within a few days of it is,
// if only by month and day.
func (h habits) near(iv corpus.Interval) bool {
	for day := iv.Start - nearDays; day <= iv.Start+nearDays; day++ {
		if h.days[corpus.OnDay(day)] {
			return true
		}
	}
	for _, s := range h.yearless {
		if valid(iv.Start.Year(), s.month, s.day) && corpus.OnDay(corpus.DayOf(iv.Start.Year(), s.month, s.day)).Gap(iv) < nearDays {
			return true
		}
	}
	return false
}

func (d *dating) habits() habits {
	h := habits{days: map[corpus.Interval]bool{}}
	if d.sheet == nil {
		return h
	}
	h.custom = d.custom
	for _, m := range d.mentions {
		if m.order != unresolved && m.year == 0 && len(h.yearless) < maxYearless {
			h.yearless = append(h.yearless, m.stamp)
		}
		if m.order == unresolved || m.year == 0 || m.day == 0 {
			continue
		}
		h.days[m.interval()] = true
		step := 0
		switch m.spelled {
		case dayFirst:
			step = 1
		case monthFirst:
			step = -1
		}
		switch {
		case m.sep == 0:
			h.spelled += step
		case m.sep != '.':
			h.numeric += step
		}
	}
	for _, w := range d.witnesses {
		if w.Interval.Precision == corpus.PrecisionDay && !w.guess {
			h.days[w.Interval] = true
		}
	}
	return h
}

// read settles whether day or month comes first in a date of the line, where
// something tells: its weekday, another date that only one reading agrees
// with, all-numeric dates that have one reading, a time zone on the line,
// days near one reading, the order in which dates in words are written, and
// last what the page's language or country writes.
func (h habits) read(s stamp, line string) stamp {
	if s.order != unresolved {
		return s
	}
	a, _ := s.read(dayFirst)
	b, _ := s.read(monthFirst)
	onA := s.weekday != 0 && int(a.interval().Start.Weekday()) == s.weekday-1
	onB := s.weekday != 0 && int(b.interval().Start.Weekday()) == s.weekday-1
	inA, inB := h.days[a.interval()], h.days[b.interval()]
	nearA, nearB := h.near(a.interval()), h.near(b.interval())
	zone := zoneOrder(line)
	switch {
	case onA != onB:
		return pick(onA, a, b)
	case inA != inB:
		return pick(inA, a, b)
	case h.numeric != 0:
		return pick(h.numeric > 0, a, b)
	case zone != plain:
		return pick(zone == dayFirst, a, b)
	case nearA != nearB:
		return pick(nearA, a, b)
	case h.spelled != 0:
		return pick(h.spelled > 0, a, b)
	case h.custom != plain:
		return pick(h.custom == dayFirst, a, b)
	}
	return s
}

func pick(first bool, a, b stamp) stamp {
	if first {
		return a
	}
	return b
}

// zoneOrder returns the order that a time zone named in the line goes with.
func zoneOrder(line string) order {
	for _, w := range strings.FieldsFunc(line[:min(len(line), 300)], func(r rune) bool {
		return (r < 'A' || r > 'Z') && (r < 'a' || r > 'z')
	}) {
		if w != strings.ToUpper(w) {
			continue
		}
		switch w = strings.ToLower(w); {
		case monthFirstZones[w]:
			return monthFirst
		case dayFirstZones[w]:
			return dayFirst
		}
	}
	return plain
}
