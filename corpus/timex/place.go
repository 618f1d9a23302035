package timex

import (
	"fmt"
	"time"

	"dateline/corpus"
)

// This file places what names its part of the calendar: days, months,
// weekdays and seasons without their year.

// date places a year, month or day by name.
func (r *resolver) date(e *expr, p *parser, it item) place {
	year := e.year
	if e.sub != nil {
		at := r.place(e.sub, p, it)
		if !at.known {
			return place{value: partial(e.month, e.day)}
		}
		year = at.day.Year()
	}
	if e.era == "BC" {
		return place{unit: "Y", day: corpus.DayOf(1-year, 1, 1), known: true, value: fmt.Sprintf("BC%04d", year)}
	}
	if year == 0 {
		if e.month == 0 {
			return r.dayOfMonth(e)
		}
		var ok bool
		if year, ok = r.yearOf(e, p, it); !ok {
			return place{value: partial(e.month, e.day)}
		}
	}
	switch {
	case e.month == 0:
		return place{unit: "Y", day: corpus.DayOf(year, 1, 1), known: true}
	case e.day == 0:
		return place{unit: "M", day: corpus.DayOf(year, time.Month(e.month), 1), known: true}
	}
	month, day := e.month, e.day
	if p.toks[it.from].bits.has(cDate) && !e.dayFirst && day <= 12 && r.dct.Known() && // 7/4/2021: American, unless that is yet to come
		corpus.DayOf(year, time.Month(month), day) > r.dct.End && corpus.DayOf(year, time.Month(day), month) <= r.dct.End {
		month, day = day, month
	}
	if day > daysInMonth(month) || month == 2 && day == 29 && corpus.DayOf(year, 2, 29) == corpus.DayOf(year, 3, 1) {
		return place{value: fmt.Sprintf("%s-%02d-%02d", yearValue(year), month, day)}
	}
	return place{unit: "D", day: corpus.DayOf(year, time.Month(month), day), known: true}
}

func partial(month, day int) string {
	switch {
	case month == 0 && day == 0:
		return "XXXX"
	case month == 0:
		return fmt.Sprintf("XXXX-XX-%02d", day)
	case day == 0:
		return fmt.Sprintf("XXXX-%02d", month)
	}
	return fmt.Sprintf("XXXX-%02d-%02d", month, day)
}

// yearOf returns the year of a month, or of a day and month, without one.
func (r *resolver) yearOf(e *expr, p *parser, it item) (int, bool) {
	if e.dir == dirBefore || e.dir == dirAfter || e.dir == dirSame {
		if f, ok := r.last("M", farBytes); ok {
			y, m := f.day.Year(), int(f.day.Time().Month())
			switch {
			case e.dir == dirBefore && e.month >= m:
				y--
			case e.dir == dirAfter && e.month <= m:
				y++
			}
			return y, true
		}
		if f, ok := r.last("Y", farBytes); ok {
			return f.day.Year() + map[dir]int{dirBefore: -1, dirAfter: 1}[e.dir], true
		}
	}
	if _, ok := r.now("Y"); !ok {
		return r.narrated(e, farBytes)
	}
	if e.dir == dirNone && p.leads(it) && p.isPast(it) && !p.toCome(it) {
		if f, ok := r.last("Y", nearBytes/2); ok && f.told && f.day.Year() != r.dct.Start.Year() {
			return r.narrated(e, nearBytes/2)
		}
	}
	now := r.dct.Mid()
	year, m := now.Year(), int(now.Time().Month())
	switch e.dir {
	case dirThis:
		return year, true
	case dirLast:
		if e.month >= m {
			year--
		}
		return year, true
	case dirNext:
		if e.month <= m {
			year++
		}
		return year, true
	}
	toCome := p.toCome(it)
	if e.day == 0 {
		back := (m - e.month + 12) % 12 // months since the last one
		if e.month > m {
			year--
		}
		if back > 0 && (toCome || back >= 4 && p.awaited(it) || back >= 10 && !p.isPast(it)) {
			year++
		}
		return year, true
	}
	day := corpus.DayOf(year, time.Month(e.month), e.day)
	if day > r.dct.End {
		year, day = year-1, corpus.DayOf(year-1, time.Month(e.month), e.day)
	}
	if gap := r.dct.Start - day; gap > 240 && (gap > 320 || !p.isPast(it) || p.awaited(it)) || toCome && gap > 14 {
		year++
	}
	return year, true
}

// narrated returns the year of a month without one by what was last spoken
// of; a month much earlier in the year than that is one of the next year.
func (r *resolver) narrated(e *expr, within int) (int, bool) {
	f, ok := r.last("Y", within)
	if !ok {
		return 0, false
	}
	year := f.day.Year()
	if rank(f.unit) < rank("Y") && int(f.day.Time().Month())-e.month >= 6 {
		year++
	}
	return year, true
}

// dayOfMonth places "the 15th": in the month last spoken of, or the last one
// before the document.
func (r *resolver) dayOfMonth(e *expr) place {
	if d, ok := r.now("D"); ok && e.n != 0 { // Friday the 13th: the last that was one, or the next
		y, m, _ := d.Date()
		for k := range time.Month(14) {
			for _, day := range []corpus.Day{corpus.DayOf(y, m-k, e.day), corpus.DayOf(y, m+k, e.day)} {
				if _, _, n := day.Date(); n == e.day && isoDay(day) == e.n && day < d+60 {
					return place{unit: "D", day: day, known: true}
				}
			}
		}
	}
	if f, ok := r.last("M", farBytes); ok {
		y, m, _ := f.day.Date()
		return place{unit: "D", day: corpus.DayOf(y, m, e.day), known: true}
	}
	d, ok := r.now("D")
	if !ok {
		return place{value: partial(0, e.day)}
	}
	y, m, _ := d.Date()
	day := corpus.DayOf(y, m, e.day)
	if day > d {
		day = corpus.DayOf(y, m-1, e.day)
	}
	return place{unit: "D", day: day, known: true}
}

func (r *resolver) weekday(e *expr, p *parser, it item) place {
	x := place{value: fmt.Sprintf("XXXX-WXX-%d", e.n)}
	if e.sub != nil {
		at := r.place(e.sub, p, it)
		if !at.known {
			return x
		}
		return place{unit: "D", day: at.day + corpus.Day(e.n-1), known: true}
	}
	d, ok := r.now("D")
	if e.dir >= dirBefore {
		if f, found := r.last("D", farBytes); found && (!ok || r.pos-f.pos < nearBytes/2 || f.day > r.dct.Start-60) {
			d, ok = f.day, true
		}
	}
	if !ok {
		return x
	}
	back := corpus.Day((isoDay(d) - e.n + 7) % 7)
	day := d - back
	switch e.dir {
	case dirLast, dirBefore:
		if back == 0 || back == 1 && e.dir == dirLast { // yesterday would be named without "last"
			day -= 7
		}
	case dirNext, dirAfter:
		day += 7
		if day == d+1 && e.dir == dirNext && e.day == 0 {
			day += 7
		}
	case dirThis:
		day = begin("W", d) + corpus.Day(e.n-1)
	case dirNone:
		before := p.at(it.from - 1)
		if f, found := r.last("D", 40); found && before.is("a") && isoDay(f.day) == e.n { // Jan. 17, a Saturday
			day = f.day
		} else if found && f.near && f.day > r.dct.End && before.is("through", "to", "and", "or", "until") { // Wednesday through Friday
			day = f.day + corpus.Day((e.n-isoDay(f.day)+7)%7)
		} else if back > 0 && p.awaited(it) {
			day += 7
		}
	}
	return place{unit: "D", day: day + corpus.Day(e.day), known: true}
}

func (r *resolver) season(e *expr, p *parser, it item) place {
	first := map[string]time.Month{"SP": 3, "SU": 6, "FA": 9, "WI": 12}[e.part]
	year := e.year
	if e.sub != nil {
		at := r.place(e.sub, p, it)
		if !at.known {
			return place{value: "XXXX-" + e.part}
		}
		year = at.day.Year()
	}
	if year == 0 {
		now, ok := r.dct.Mid(), r.dct.Known()
		if e.dir >= dirBefore {
			if f, found := r.last("Y", farBytes); found {
				now, ok = f.day, true
			}
		} else if _, known := r.now("Y"); !known {
			ok = false
		}
		if !ok {
			return place{value: "XXXX-" + e.part}
		}
		year = now.Year()
		start := corpus.DayOf(year, first, 1)
		if start > now {
			year--
			start = corpus.DayOf(year, first, 1)
		}
		over := start.AddMonths(3) <= now
		switch {
		case (e.dir == dirLast || e.dir == dirBefore) && !over:
			year -= 1 + e.n
		case e.dir == dirLast:
			year -= e.n
		case e.dir == dirNext || e.dir == dirAfter:
			year++
		case e.dir == dirThis && over && corpus.DayOf(year+1, first, 1).Year() == now.Year():
			year++
		case e.dir == dirNone && over && (p.toCome(it) || p.awaited(it) || start.AddMonths(12)-now <= 45):
			year++
		}
	}
	return place{unit: e.part, day: corpus.DayOf(year, first, 1), known: true}
}

func unknown(unit string) place {
	return place{value: unknownValue(unit)}
}

func unknownValue(unit string) string {
	switch unit {
	case "D":
		return "XXXX-XX-XX"
	case "W":
		return "XXXX-WXX"
	case "WE":
		return "XXXX-WXX-WE"
	case "M":
		return "XXXX-XX"
	case "Q":
		return "XXXX-QX"
	case "HALF":
		return "XXXX-HX"
	case "DE":
		return "XXX"
	case "CE":
		return "XX"
	case "WDAY":
		return "XXXX-XX-XX"
	case "SP", "SU", "FA", "WI":
		return "XXXX-" + unit
	}
	return "XXXX"
}
