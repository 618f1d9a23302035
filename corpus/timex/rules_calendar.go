package timex

// calendarRules read dates that name their place in the calendar. <day> is
// precise to the day, <year> what can stand where a year can, <date> anything.
func (g *grammar) calendarRules() []rule {
	c := &g.c
	// monthDay reads a month and day, with year and weekday where they stand.
	monthDay := func(m *match) *expr {
		e := &expr{typ: date, op: opDate, month: m.num(c.MONTH), year: m.num(cYear)}
		e.day = m.num(c.ORD)
		if t := m.tok(cInt, 0); t != nil && !t.bits.has(cYear) {
			if t.digits > 2 {
				return nil
			}
			e.day = t.n
		}
		if t := m.tok(c.ORD, 0); t != nil && !t.number() && !t.cap && !m.word("the") && !m.word("of") { // "in March first"
			return nil
		}
		if e.day < 1 || e.day > daysInMonth(e.month) || !m.clearAhead() {
			return nil
		}
		if e.month == 9 && e.day == 11 && e.year == 0 && m.ahead("attacks", "attack", "terrorist", "terror", "hijackers", "commission") {
			e.year = 2001
		}
		return e
	}
	// days reads two days of one month: April 7-9, 2021.
	days := func(m *match) *expr {
		e := monthDay(m)
		if e == nil {
			return nil
		}
		var at []int
		for _, s := range m.steps {
			if s.class == cInt && m.toks[s.at].digits <= 2 || s.class == c.ORD {
				at = append(at, s.at)
			}
		}
		if len(at) != 2 {
			return nil
		}
		o := *e
		first, last := m.toks[at[0]], m.toks[at[1]]
		e.day, o.day = dayNumber(&first, c.ORD), dayNumber(&last, c.ORD)
		if e.day >= o.day || o.day > daysInMonth(e.month) {
			return nil
		}
		e.other, e.split, e.second = &o, at[0]+1, at[1]
		return e
	}
	year := func(m *match) *expr {
		e := &expr{typ: date, op: opDate, year: m.num(cYear), era: m.str(c.ERA)}
		if e.year == 0 {
			e.year = m.num(cInt)
		}
		if e.era == "" && !m.bareYear(m.steps[len(m.steps)-1].at) || e.year == 0 || e.year > maxYear {
			return nil
		}
		return e
	}
	month := func(m *match) *expr {
		e := &expr{typ: date, op: opDate, month: m.num(c.MONTH), year: m.num(cYear), sub: m.sub("year")}
		if e.year == 0 && e.sub == nil && !m.bareMonth() || !m.clearAhead() {
			return nil
		}
		return e
	}
	part := func(mod string, e *expr) *expr {
		if e == nil || e.typ != date || e.op == opFixed {
			return nil
		}
		return e.with(mod)
	}
	decade := func(m *match) *expr {
		e := &expr{typ: date, op: opDecade, year: m.num(cDecade)}
		if w := m.num(c.DECADEWORD); w != 0 {
			e.year = 1900 + w
		}
		return e
	}
	nth := func(unit string) func(m *match) *expr {
		return func(m *match) *expr {
			e := &expr{typ: date, op: opNth, unit: unit, sub: m.sub("year"), n: m.num(c.ORD)}
			if t := m.tok(cQtr, 0); t != nil {
				e.n = t.n
			}
			if t := m.tok(cHalf, 0); t != nil {
				e.n = t.n
			}
			switch {
			case m.word("final") || m.word("last") && m.tok(c.ORD, 0) == nil:
				e.n = -1
			case m.word("latter"):
				e.n = 2
			}
			if e.n == 0 || e.n > map[string]int{"Q": 4, "HALF": 2}[unit] || e.sub == nil && !m.has(c.FISCAL) && m.inSport() {
				return nil
			}
			return e
		}
	}
	season := func(m *match) *expr {
		e := &expr{typ: date, op: opSeason, part: m.str(c.SEASON), year: m.num(cYear), sub: m.sub("year")}
		if e.year == 0 && e.sub == nil && !m.bareSeason() {
			return nil
		}
		return e
	}
	fiscal := func(m *match) *expr {
		e := &expr{typ: date, op: opFiscal, year: m.num(cYear)}
		if t := m.tok(cFY, 0); t != nil {
			e.year = t.n
		}
		if e.year == 0 {
			e.n = m.num(c.PAST) + m.num(c.FUTURE) + m.num(c.THISONE) + m.num(c.DIR)
			e.dir = dirThis
		}
		return e
	}
	// fiscalEnding is a fiscal year with the day or the month at which it ends
	// beside it.
	fiscalEnding := func(m *match) *expr {
		var end *expr
		e := &expr{typ: date, op: opFiscal}
		for _, s := range m.steps {
			switch {
			case s.sub != nil:
				d := *s.sub
				end, e.second = &d, s.at
			case s.word != nil && (s.word.text == "ended" || s.word.text == "ending" || s.word.text == "that" || s.word.text == "which") && e.split == 0:
				e.split = s.at
				if m.toks[s.at-1].sign == ',' {
					e.split--
				}
			}
		}
		if end == nil || end.op != opDate || end.other != nil || end.month == 0 {
			return nil
		}
		if y := m.tok(cYear, 0); y != nil && y.start < m.toks[e.split].start {
			e.year = y.n
			if end.year == 0 && end.sub == nil { // of the fiscal year 2009, which ended June 30
				end.year = e.year
			}
		}
		e.sub, e.other = end, end
		return e
	}
	return []rule{
		// 2021-04-07, 7/4/2021, 2021-04-07T09:30Z
		{"day", "DATE", func(m *match) *expr {
			t := m.tok(cDate, 0)
			e := &expr{typ: date, op: opDate, year: t.n / 10000, month: t.n / 100 % 100, day: t.n % 100, dayFirst: t.digits == 1}
			if t.clock >= 0 {
				return &expr{typ: clock, op: opClock, minutes: t.clock, sub: e}
			}
			return e
		}},
		// April 7, 2021; Jan. 15; May 4th; Wednesday, April 7, 2021; 7 April 2021; the 15th of January
		{"day", "(WDAY ,?)? MONTH (the? ORD | INT) (,? YEAR)?", monthDay},
		{"day", "(WDAY ,?)? MONTH (the? ORD | INT) of? <relyear>", func(m *match) *expr {
			e := monthDay(m)
			if e != nil {
				e.sub = m.sub("relyear")
			}
			return e
		}},
		{"day", "(WDAY ,?)? (INT | the? ORD) of? MONTH (,? YEAR)?", monthDay},
		{"day", "(WDAY ,?)? (INT | the? ORD) of? MONTH <relyear>", func(m *match) *expr {
			e := monthDay(m)
			if e != nil {
				e.sub = m.sub("relyear")
			}
			return e
		}},
		// April 7-9, 2021; 6-7 April 2021; April 7 and 9
		{"day", "MONTH INT (--|to|through|until|and|or) INT (,? YEAR)?", days},
		{"day", "MONTH ORD (--|to|through|until|and|or) ORD (,? YEAR)?", days},
		{"day", "(INT | the? ORD) (--|to|through|until|and|or) (INT | the? ORD) of? MONTH (,? YEAR)?", days},
		// the 15th, after a preposition
		{"day", "(WDAY ,?)? the ORD", func(m *match) *expr {
			t := m.tok(c.ORD, 0)
			if !t.number() || t.n > 31 || t.n < 1 || !m.after("on", "until", "by", "till", "from", "through") && !m.has(c.WDAY) || !m.has(c.WDAY) && !m.phraseEnds() {
				return nil
			}
			return &expr{typ: date, op: opDate, day: t.n, n: m.num(c.WDAY)}
		}},
		{"date", "<day>", func(m *match) *expr { return m.sub("day") }},
		// 9/11
		{"date", "INT / INT", func(m *match) *expr {
			a, b := m.tok(cInt, 0), m.tok(cInt, 1)
			if a.n != 9 || b.n != 11 || a.end+1 != b.start || a.digits != 1 || m.glued(m.end) || m.gluedBefore(m.start) {
				return nil
			}
			return &expr{typ: date, op: opDate, year: 2001, month: 9, day: 11}
		}},

		// May 1997; May of 1997; January of last year; March
		{"date", "MONTH (,|of|in)? YEAR", month},
		{"monthof", "MONTH (,|of)? YEAR?", month},
		{"date", "MONTH ,? of? <relyear>", func(m *match) *expr {
			return &expr{typ: date, op: opDate, month: m.num(c.MONTH), sub: m.sub("relyear")}
		}},
		{"date", "MONTH", month},
		{"date", "the month of MONTH (,? YEAR)?", month},

		// 1998; '98; the year 2000; AD 79; 44 BC
		{"year", "YEAR", year},
		{"date", "YEAR", year},
		{"date", "the year YEAR", year},
		{"date", "(YEAR|INT) ERA", year},
		{"date", "ERA (YEAR|INT)", year},
		// 1916-20
		{"date", "YEAR -- INT", func(m *match) *expr {
			a, b := m.tok(cYear, 0), m.tok(cInt, 0)
			last := a.n/100*100 + b.n
			if b.digits != 2 || last <= a.n || a.digits != 4 || m.toks[m.start+1].space != b.space || !m.bareYear(m.start) ||
				b.n <= 12 && m.toks[m.start+1].sign == '-' && !a.spaceBefore(m.toks, m.start+1) && last != a.n+1 {
				return nil
			}
			return &expr{typ: date, op: opDate, year: a.n, split: m.start + 1, second: m.start + 2,
				other: &expr{typ: date, op: opDate, year: last}}
		}},
		// 1999-00, 2001/02: two years, the second right after the first
		{"date", "YEAR (- | /) INT", func(m *match) *expr {
			a, b := m.tok(cYear, 0), m.tok(cInt, 0)
			if a.digits != 4 || b.digits != 2 || (a.n+1)%100 != b.n || m.glued(m.end) || m.gluedBefore(m.start) ||
				m.toks[m.start+1].space || b.space || !m.bareYear(m.start) {
				return nil
			}
			return &expr{typ: date, op: opDate, year: a.n, split: m.start + 1, second: m.start + 2,
				other: &expr{typ: date, op: opDate, year: a.n + 1}}
		}},
		// 2021-04, of which the second number is no year
		{"date", "YEAR - INT", func(m *match) *expr {
			a, b := m.tok(cYear, 0), m.tok(cInt, 0)
			if a.digits != 4 || b.digits != 2 || b.n < 1 || b.n > 12 || m.glued(m.end) || m.gluedBefore(m.start) {
				return nil
			}
			return &expr{typ: date, op: opDate, year: a.n, month: b.n}
		}},

		// the 1990s; the '60s; the nineties; the mid-1990s; the early to mid-1990s
		{"decade", "DECADE", func(m *match) *expr {
			if t := m.tok(cDecade, 0); t.digits == 2 && t.end-t.start == 3 && (m.ofPerson() || m.ofWeather()) {
				return nil
			} else if t.digits == 2 && t.end-t.start == 3 && !m.after("the") && !m.toks[m.start].apostrophe(m.text) && !m.afterPart() {
				return nil
			}
			return decade(m)
		}},
		{"date", "the? <decade>", func(m *match) *expr { return m.sub("decade") }},
		{"date", "the DECADEWORD", decade},
		{"date", "the (EARLY|PART) -? DECADEWORD", func(m *match) *expr { return decade(m).with(m.str(c.EARLY) + m.str(c.PART)) }},
		{"date", "the? EARLY -? (to|and|or|-) EARLY -? <decade>", func(m *match) *expr { return m.sub("decade") }},

		// the 19th century; the late 19th century; the fifth century BC
		{"date", "the? (EARLY -?)? ORD -? century ERA?", func(m *match) *expr {
			return &expr{typ: date, op: opCentury, n: m.num(c.ORD), era: m.str(c.ERA), mod: m.str(c.EARLY)}
		}},
		{"date", "(the)? ORD (and|or|to|through) (the)? ORD (quarters|centuries) ((of|in) <year>)?", func(m *match) *expr {
			a, b := m.tok(c.ORD, 0), m.tok(c.ORD, 1)
			e := &expr{typ: date, op: opCentury, n: a.val(c.ORD)}
			if m.word("quarters") {
				e = &expr{typ: date, op: opNth, unit: "Q", n: a.val(c.ORD), sub: m.sub("year")}
				if e.n > 4 || e.n < 1 || b.val(c.ORD) > 4 {
					return nil
				}
			}
			o := *e
			o.n = b.val(c.ORD)
			e.other = &o
			for i, s := range m.steps {
				if s.class != c.ORD {
					continue
				}
				if e.split == 0 {
					e.split = s.end
					continue
				}
				e.second = s.at
				if m.toks[m.steps[i-1].at].is("the") {
					e.second--
				}
			}
			return e
		}},
		{"date", "the? EARLY (to|and|or) EARLY ORD -? century", func(m *match) *expr {
			return &expr{typ: date, op: opCentury, n: m.num(c.ORD)}
		}},

		// the third quarter; third-quarter; the fourth quarter of 1988; Q3 2012; 3Q
		{"date", "(the|this)? FISCAL? (ORD|final) FISCAL? quarter (of|,|in)? <year>", nth("Q")},
		{"date", "(the|this)? FISCAL? (ORD|final) FISCAL? quarter", nth("Q")},
		{"date", "FISCAL? ORD - quarter (of|,|in)? <year>?", nth("Q")},
		{"date", "the ORD - quarter (of|in) <year>", nth("Q")},
		{"date", "<year> ' s FISCAL? (ORD|final) FISCAL? -? quarter", nth("Q")},
		{"date", "the? <year> ORD -? quarter", nth("Q")},
		{"date", "QTR (of|,)? <year>?", nth("Q")},
		{"date", "<year> QTR", nth("Q")},
		// the first half; the second half of last year; H1 2012
		{"date", "the (ORD|latter|final) half of <year>", nth("HALF")},
		{"date", "the (ORD|latter) half <year>?", func(m *match) *expr {
			if m.sub("year") == nil && (!m.phraseEnds() || !m.inBusiness()) {
				return nil
			}
			return nth("HALF")(m)
		}},
		{"date", "(ORD|latter) -? half of <year>", nth("HALF")},
		{"date", "ORD -? half <year>?", func(m *match) *expr {
			if m.sub("year") == nil && !m.inBusiness() {
				return nil
			}
			return nth("HALF")(m)
		}},
		{"date", "HALF (of|,)? <year>", nth("HALF")},
		{"date", "<year> HALF", nth("HALF")},
		{"date", "<year> ' s (ORD|latter) half", nth("HALF")},
		{"date", "the (ORD|latter) half of the <decade>", func(m *match) *expr {
			e := m.sub("decade").with("END")
			if m.num(c.ORD) == 1 {
				e.mod = "START"
			}
			return e
		}},
		{"date", "the (ORD|latter) half of the? ORD century", func(m *match) *expr {
			o := m.steps[len(m.steps)-2]
			e := &expr{typ: date, op: opCentury, n: m.toks[o.at].val(c.ORD), mod: "END"}
			if !m.word("latter") && m.num(c.ORD) == 1 {
				e.mod = "START"
			}
			return e
		}},
		{"date", "the (ORD|latter) half of MONTH YEAR?", func(m *match) *expr {
			e := &expr{typ: date, op: opDate, month: m.num(c.MONTH), year: m.num(cYear), mod: "END"}
			if m.num(c.ORD) == 1 {
				e.mod = "START"
			}
			return e
		}},

		// the spring of 2012; summer 2012; last year's autumn; the summer
		{"date", "the? SEASON (of|,|in)? (the year)? YEAR", season},
		{"date", "the? SEASON of? YEAR (- | /) INT", func(m *match) *expr {
			a, b := m.tok(cYear, 0), m.tok(cInt, 0)
			if b.digits != 2 || b.n != (a.n+1)%100 {
				return nil
			}
			return &expr{typ: date, op: opSeason, part: m.str(c.SEASON), year: a.n}
		}},
		{"date", "the? SEASON (of|,|in)? <relyear>", func(m *match) *expr {
			return &expr{typ: date, op: opSeason, part: m.str(c.SEASON), sub: m.sub("relyear")}
		}},
		{"date", "the? SEASON", season},

		// fiscal 1989; fiscal year 1989; the 1989 fiscal year; FY2012; the current fiscal year
		{"year", "FISCAL (year)? YEAR", fiscal},
		{"date", "FISCAL (year)? YEAR", fiscal},
		{"date", "the FISCAL year YEAR", fiscal},
		{"date", "the? YEAR FISCAL year", fiscal},
		// the fiscal year ended June 30, 2009; its fiscal year ending in June; the 2009 fiscal year, which ended June 30
		{"date", "the? FISCAL year (that | , which)? (ended|ending) (in|on)? (<day>|<monthof>)", fiscalEnding},
		{"date", "the? YEAR FISCAL year (that | , which)? (ended|ending) (in|on)? (<day>|<monthof>)", fiscalEnding},
		{"date", "the? FISCAL (year)? YEAR (that | , which)? (ended|ending) (in|on)? (<day>|<monthof>)", fiscalEnding},
		{"date", "FY", fiscal},
		{"year", "FY", fiscal},
		{"date", "the? (PAST|FUTURE|THISONE|DIR) (FISCAL | fiscal) year", fiscal},
		{"date", "the? (PAST|FUTURE|THISONE|DIR) FISCAL quarter", func(m *match) *expr {
			return &expr{typ: date, op: opShift, unit: "Q", n: m.num(c.PAST) + m.num(c.FUTURE) + m.num(c.DIR)}
		}},

		// Christmas; Christmas Eve; New Year's Day 2012; Thanksgiving; Ramadan 2021
		{"day", "<holiday> (of|,)? YEAR", func(m *match) *expr { e := *m.sub("holiday"); e.year = m.num(cYear); return &e }},
		{"day", "DIR? <holiday>", func(m *match) *expr {
			e := *m.sub("holiday")
			if m.has(c.DIR) {
				e.dir = [...]dir{dirLast, dirThis, dirNext}[m.num(c.DIR)+1]
			}
			return &e
		}},
		{"holiday", "HOLIDAY", func(m *match) *expr {
			if t := m.tok(c.HOLIDAY, 0); !t.cap || t.word.text == "bastille" || t.word.text == "valentine" {
				return nil
			}
			return &expr{typ: date, op: opHoliday, val: m.str(c.HOLIDAY)}
		}},
		{"holiday", "HOLIDAY (' s)? day", func(m *match) *expr { return &expr{typ: date, op: opHoliday, val: m.str(c.HOLIDAY)} }},
		{"holiday", "christmas eve", holiday("12-24")},
		{"holiday", "boxing day", holiday("12-26")},
		{"holiday", "new (year ' s | years) eve", holiday("12-31")},
		{"holiday", "new (year ' s | years) day", holiday("01-01")},
		{"holiday", "easter (sunday|day)", holiday("easter")},
		{"holiday", "easter monday", holiday("easter+1")},
		{"holiday", "(good|holy) friday", holiday("easter-2")},
		{"holiday", "palm sunday", holiday("easter-7")},
		{"holiday", "ash wednesday", holiday("easter-46")},
		{"holiday", "labor day", holiday("labor")},
		{"holiday", "memorial day", holiday("memorial")},
		{"holiday", "martin luther king (jr)? day", holiday("king")},
		{"holiday", "presidents ' day", holiday("presidents")},
		{"holiday", "columbus day", holiday("columbus")},
		{"holiday", "(veterans day|armistice day|remembrance day)", holiday("11-11")},
		{"date", "MOVINGMONTH YEAR", func(m *match) *expr {
			return &expr{typ: date, op: opHoliday, val: "ramadan", year: m.num(cYear)}
		}},

		// early October; mid-May; late last month; the end of 2012; the middle of next week
		{"date", "(the|this)? (EARLY|mid) -? of? (the)? <date>", func(m *match) *expr {
			d := m.sub("date")
			if m.word("of") || d.op == opSame && m.toks[m.start].bits.has(c.EARLY) && !m.word("the") {
				return nil
			}
			if d.op == opShift && d.unit == "D" && m.word("earlier") {
				return part("", d)
			}
			return part(m.str(c.EARLY), d)
		}},
		{"date", "the? (very)? PART of <date>", func(m *match) *expr { return part(m.str(c.PART), m.sub("date")) }},
		{"date", "the? (EARLY|middle|latter|final|closing|opening|first|last) (part|days|weeks|months|years|stages) of <date>", func(m *match) *expr {
			mod := m.str(c.EARLY)
			switch {
			case m.word("middle"):
				mod = "MID"
			case m.word("opening") || m.word("first"):
				mod = "START"
			case mod == "":
				mod = "END"
			}
			return part(mod, m.sub("date"))
		}},
		{"date", "<relyear> -? end", func(m *match) *expr { return part("END", m.sub("relyear")) }},
		{"date", "(mid - year | midyear | the middle of the year)", func(*match) *expr {
			return &expr{typ: date, op: opSame, unit: "Y", mod: "MID"}
		}},
		{"date", "(month|quarter|week) - end", func(m *match) *expr {
			return &expr{typ: date, op: opSame, unit: m.toks[m.start].str(c.UNIT), mod: "END"}
		}},
		{"date", "(the)? year (-)? end YEAR?", func(m *match) *expr {
			if y := m.num(cYear); y != 0 {
				return &expr{typ: date, op: opDate, year: y, mod: "END"}
			}
			return &expr{typ: date, op: opShift, unit: "Y", mod: "END"}
		}},
	}
}

func holiday(name string) func(*match) *expr {
	return func(*match) *expr { return &expr{typ: date, op: opHoliday, val: name} }
}

func dayNumber(t *tok, ord class) int {
	if t.bits.has(ord) {
		return t.val(ord)
	}
	return t.n
}

func daysInMonth(month int) int {
	switch month {
	case 2:
		return 29
	case 4, 6, 9, 11:
		return 30
	case 0:
		return 0
	}
	return 31
}
