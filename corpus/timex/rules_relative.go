package timex

// relativeRules read dates that count from the document's own, or from the
// date that the text has last spoken of.
func (g *grammar) relativeRules() []rule {
	c := &g.c
	shift := func(unit string, n int) *expr { return &expr{typ: date, op: opShift, unit: unit, n: n} }
	same := func(unit string, n int) *expr { return &expr{typ: date, op: opSame, unit: unit, n: n} }
	unit := func(m *match) string {
		if u := m.str(c.UNIT) + m.str(c.UNITS); u != "" {
			return u
		}
		return unitOf(m, c.UNIT) // a word of its own in the pattern
	}
	// step is last week, the previous year, that month.
	step := func(m *match) *expr {
		u := unit(m)
		if m.word("the") && m.word("next") && (u == "W" || u == "M" || u == "Y" || u == "DE" || u == "CE") && m.after("over", "in", "within", "for", "during") {
			return nil // a duration
		}
		switch {
		case u == "H" || u == "TM" || u == "S" || u == "F":
			return nil
		case m.has(c.DIR):
			if u == "D" && m.num(c.DIR) != 0 && !m.word("next") {
				return nil
			}
			if u == "D" && m.word("current") {
				return nil
			}
			return shift(u, m.num(c.DIR))
		case m.has(c.SAME) || m.word("that"):
			return same(u, 0)
		case m.has(c.PRIOR):
			return same(u, -1)
		case m.has(c.FOLLOWING):
			return same(u, 1)
		}
		return nil
	}
	// finer counts what is not whole in the next smaller unit: half a year ago, two
	// and a half years ago.
	finer := func(e *expr, sign int) {
		if e.number == float64(int(e.number)) {
			return
		}
		switch e.unit {
		case "Y":
			e.unit, e.n = "M", int(e.number*12)*sign
		case "H":
			e.unit, e.n = "TM", int(e.number*60)*sign
		case "D":
			e.unit, e.n = "H", int(e.number*24)*sign
		}
	}
	// countable reports whether a length can be counted off.
	countable := func(d *expr) bool {
		return !d.vague && (d.number == float64(int(d.number)) || d.unit == "Y" || d.unit == "D" || d.unit == "H")
	}
	// ago is nine years ago, two weeks later.
	ago := func(m *match) *expr {
		d := m.sub("length")
		back, fwd := m.num(c.BACKWARD), m.num(c.FORWARD)
		if d.unit == "" || (m.word("before") || m.word("after") || m.word("previously")) && !m.clauseGoesOn() {
			return nil
		}
		if !countable(d) {
			if back != 0 {
				return fixed(date, "PAST_REF")
			}
			return fixed(date, "FUTURE_REF")
		}
		n := int(d.number)
		e := &expr{typ: date, op: opShift, unit: d.unit, n: n, mod: d.mod, number: d.number}
		switch {
		case back == -1:
			e.n = -n
		case back == -2:
			e.n, e.op = -n, opEarlier
		case fwd == 2:
			e.op = opEarlier
		}
		finer(e, sign(e.n, back))
		if e.unit == "H" || e.unit == "TM" || e.unit == "S" {
			e.typ = clock
		}
		return e
	}
	// named is last Monday, next March, the following Friday.
	named := func(m *match) *expr {
		d := dirNone
		switch {
		case m.word("last") || m.word("past"):
			d = dirLast
		case m.word("next") && !m.word("the") || m.word("coming") || m.word("upcoming"):
			d = dirNext
		case m.has(c.PRIOR):
			d = dirBefore
		case m.has(c.FOLLOWING):
			d = dirAfter
		case m.has(c.SAME) || m.word("that"):
			d = dirSame
		case m.word("this"):
			d = dirThis
		}
		switch {
		case m.has(c.WDAY):
			return &expr{typ: date, op: opWeekday, n: m.num(c.WDAY), dir: d}
		case m.has(c.MONTH):
			return &expr{typ: date, op: opDate, month: m.num(c.MONTH), dir: d}
		}
		return &expr{typ: date, op: opSeason, part: m.str(c.SEASON), dir: d}
	}
	return []rule{
		{"day", "DAYWORD", func(m *match) *expr {
			if m.properName() {
				return nil
			}
			return shift("D", m.num(c.DAYWORD))
		}},
		{"day", "the day before yesterday", func(*match) *expr { return shift("D", -2) }},
		{"day", "the day after tomorrow", func(*match) *expr { return shift("D", 2) }},
		{"day", "a (week|year) ago (today|yesterday)", func(m *match) *expr {
			n := -7
			if m.word("year") {
				return &expr{typ: date, op: opShift, unit: "M", n: -12, val: "D"}
			}
			if m.word("yesterday") {
				n--
			}
			return shift("D", n)
		}},

		// Friday; next Monday; Friday of last week; last Friday
		{"day", "WDAY", func(m *match) *expr {
			if m.has(c.SHORTDAY) || m.toks[m.start].bits.has(c.SHORTDAY) || m.dayName() {
				return nil
			}
			return &expr{typ: date, op: opWeekday, n: m.num(c.WDAY)}
		}},
		{"day", "(DIR|past|this coming|this past) WDAY", named},
		{"day", "(the|this|that)? (PRIOR|FOLLOWING|SAME|coming|upcoming|past) WDAY", named},
		{"day", "that WDAY", named},
		{"day", "WDAY (of|,)? <week>", func(m *match) *expr {
			return &expr{typ: date, op: opWeekday, n: m.num(c.WDAY), sub: m.sub("week")}
		}},
		{"week", "DIR week", step},
		{"week", "the (PRIOR|FOLLOWING|SAME) week", step},
		{"week", "that week", step},
		{"date", "(DIR|this past|this coming) (MONTH|SEASON)", named},
		{"date", "(the|that)? (PRIOR|FOLLOWING|SAME) (MONTH|SEASON)", named},
		{"date", "that (MONTH|SEASON)", func(m *match) *expr {
			if !m.after("in", "during", "by", "until", "since", "of", "for", "later", "earlier") {
				return nil
			}
			return named(m)
		}},

		// last week; this year; the previous month; that day; the same period
		{"date", "DIR -? UNIT", step},
		{"date", "(the|that|that very|this) (PRIOR|FOLLOWING|SAME) UNIT", step},
		{"date", "that (very)? UNIT", func(m *match) *expr {
			if m.toks[m.end-1].word.text == "quarter" && !m.inBusiness() {
				return nil
			}
			return step(m)
		}},
		{"date", "(this) (coming|upcoming) UNIT", func(m *match) *expr { return shift(unit(m), 1) }},
		{"date", "(this|the) (current|present|ongoing|upcoming) UNIT", func(m *match) *expr {
			n := 0
			if m.word("upcoming") {
				n = 1
			}
			if u := unit(m); u != "H" && u != "TM" && u != "S" {
				return shift(u, n)
			}
			return nil
		}},
		{"date", "this past (week|weekend|month|year|quarter)", func(m *match) *expr {
			u, _ := m.toks[m.end-1].word.value(c.UNIT)
			return shift(u, -1)
		}},
		{"date", "(the|its|their)? (latest|most recent) (FISCAL)? quarter", func(*match) *expr {
			return &expr{typ: date, op: opSame, unit: "Q", dir: dirLast}
		}},
		{"date", "(the|its|their) (last|past) quarter", func(*match) *expr { return shift("Q", -1) }},
		{"date", "the (latest|last|past) (weekend|month)", func(m *match) *expr {
			if m.word("month") && !m.word("latest") {
				return nil
			}
			return shift(unitOf(m, c.UNIT), -1)
		}},
		{"date", "the weekend", func(m *match) *expr {
			if !m.after("over", "on", "at", "during", "for", "through", "throughout", "spent", "by", "until") {
				return nil
			}
			return shift("LASTWE", 0)
		}},
		{"date", "(the)? (year|month|week|decade|century) ' s end", func(m *match) *expr {
			return &expr{typ: date, op: opSame, unit: unitOf(m, c.UNIT), mod: "END"}
		}},
		{"date", "the next (quarter|weekend|morning)", func(m *match) *expr {
			if m.word("morning") {
				return nil
			}
			return same(unitOf(m, c.UNIT), 1)
		}},
		{"relyear", "DIR year", step},
		{"relyear", "(the|that) (PRIOR|FOLLOWING|SAME) year", step},
		{"relyear", "that year", step},
		{"relyear", "the year", func(m *match) *expr { return same("Y", 0) }},
		{"year", "<relyear>", func(m *match) *expr { return m.sub("relyear") }},
		{"year", "the? (PAST|FUTURE|THISONE|DIR) FISCAL year", func(m *match) *expr {
			return &expr{typ: date, op: opFiscal, dir: dirThis, n: m.num(c.PAST) + m.num(c.FUTURE) + m.num(c.THISONE) + m.num(c.DIR)}
		}},

		// the quarter; the year: only where a preposition or "ended" says that it is a time
		{"date", "the BACKUNIT", func(m *match) *expr {
			if !m.backUnit() {
				return nil
			}
			e := same(unitOf(m, c.UNIT), 0)
			e.dir = dirThis
			return e
		}},
		// the year's last meeting
		{"date", "the (day|week|month|quarter|year|decade) ' s", func(m *match) *expr {
			e := same(unitOf(m, c.UNIT), 0)
			e.trimEnd = 2
			return e
		}},
		// at that time
		{"date", "that time", func(m *match) *expr {
			if !m.after("at", "by", "since", "until", "around", "from") || !m.phraseEnds() {
				return nil
			}
			return same("THEN", 0)
		}},
		// the week ended Oct. 28; the quarter ending June 30, 1990
		{"date", "the (week|month|quarter|year) (ended|ending) <day>", func(m *match) *expr {
			d := m.sub("day")
			e := &expr{typ: date, op: opSame, unit: m.toks[m.start+1].str(c.UNIT), sub: d, other: d, split: m.start + 2, second: m.start + 3}
			if d.other != nil || d.typ != date {
				return nil
			}
			return e
		}},
		// the week before last; the Friday before last
		{"date", "the (UNIT|WDAY) before last", func(m *match) *expr {
			if m.has(c.WDAY) {
				return &expr{typ: date, op: opWeekday, n: m.num(c.WDAY), dir: dirLast, day: -7}
			}
			if u := unit(m); u != "H" && u != "TM" && u != "S" {
				return shift(u, -2)
			}
			return nil
		}},
		// the quarter just ended
		{"date", "the (quarter|year|month|week) just (ended|past)", func(m *match) *expr {
			e := same(unitOf(m, c.UNIT), 0)
			if !m.word("quarter") {
				e = shift(e.unit, -1)
			}
			e.trimEnd = 2
			return e
		}},
		// the 1988 quarter
		{"date", "the YEAR (quarter|period)", func(m *match) *expr {
			e := same("Q", 0)
			e.year = m.num(cYear)
			return e
		}},
		{"date", "the FISCAL year", func(m *match) *expr { return &expr{typ: date, op: opFiscal, dir: dirSame} }},
		{"date", "the (same)? period", func(m *match) *expr {
			if !m.word("same") && !m.inBusiness() {
				return nil
			}
			return &expr{typ: date, op: opSame, unit: "PERIOD"}
		}},

		// a year earlier; nine years ago; two weeks later; three days from now
		{"length", "(<mod>)? (just|only|some|even)? <num> FILL? (UNIT|UNITS)", func(m *match) *expr {
			n := *m.sub("num")
			n.unit = unit(m)
			if mod := m.sub("mod"); mod != nil {
				n.mod = mod.mod
			}
			if n.unit == "S" && n.single {
				return nil
			}
			if m.word("even") || m.word("only") {
				return nil
			}
			return &n
		}},
		{"length", "(half a | a half) (UNIT)", func(m *match) *expr { return &expr{number: .5, unit: unit(m)} }},
		{"length", "a year and a half", func(m *match) *expr { return &expr{number: 1.5, unit: "Y"} }},
		{"date", "<length> (or so|or more)? (BACKWARD|FORWARD)", ago},
		{"date", "<length> before (that|then)", func(m *match) *expr {
			d := m.sub("length")
			if d.vague || d.number != float64(int(d.number)) || !m.phraseEnds() {
				return nil
			}
			return &expr{typ: date, op: opEarlier, unit: d.unit, n: -int(d.number), mod: d.mod, number: d.number}
		}},
		// two summers ago
		{"date", "<num> (SEASON|SEASONS) ago", func(m *match) *expr {
			n := m.sub("num")
			if n.vague {
				return fixed(date, "PAST_REF")
			}
			if n.number < 1 || n.number > 1000 {
				return nil
			}
			return &expr{typ: date, op: opSeason, part: m.str(c.SEASON) + m.str(c.SEASONS), dir: dirLast, n: int(n.number) - 1}
		}},
		{"date", "<length> (from|since) (now|today)", func(m *match) *expr {
			d := m.sub("length")
			if m.word("since") || d.vague {
				return nil
			}
			return shift(d.unit, int(d.number))
		}},
		{"day", "(a week | two weeks) from (today|tomorrow|WDAY)", func(m *match) *expr {
			n := 7
			if m.word("two") {
				n = 14
			}
			if m.has(c.WDAY) {
				return &expr{typ: date, op: opWeekday, n: m.num(c.WDAY), dir: dirNext, day: n}
			}
			if m.word("tomorrow") {
				n++
			}
			return shift("D", n)
		}},
		{"date", "(UNITS | long | not long | some time | centuries) ago", func(m *match) *expr { return fixed(date, "PAST_REF") }},
		{"date", "UNITS (later|afterwards|hence)", func(m *match) *expr { return fixed(date, "FUTURE_REF") }},
		// the day before; the year after; the week earlier
		{"date", "the UNIT (BACKWARD|FORWARD)", func(m *match) *expr {
			if m.num(c.BACKWARD) == -1 || m.num(c.FORWARD) == 1 || !m.clauseGoesOn() || unit(m) == "S" { // the second that came before
				return nil
			}
			n := -1
			if m.has(c.FORWARD) {
				n = 1
			}
			e := same(unit(m), n)
			if e.unit == "H" || e.unit == "TM" {
				e.typ = clock
			}
			return e
		}},
		// year-earlier; the year-ago quarter; the year-earlier period
		{"date", "(the|its)? (prior|previous) - year (quarter|period|month|half)?", func(m *match) *expr {
			e := &expr{typ: date, op: opEarlier, unit: "Y", n: -1}
			if m.toks[m.end-1].is("year") {
				if m.word("the") || m.word("its") {
					return nil
				}
				return e
			}
			e.val = "KEEP"
			return e
		}},
		{"date", "the same (quarter|period|month|half) (of|in)? (last year | a year (earlier|ago|before) | the (previous|prior|preceding) year | the year (before|earlier))", func(m *match) *expr {
			e := &expr{typ: date, op: opEarlier, unit: "Y", n: -1, val: "KEEP"}
			if m.word("month") {
				e.val = ""
			}
			return e
		}},
		{"date", "<length> back", func(m *match) *expr {
			d := m.sub("length")
			if !m.phraseEnds() {
				return nil
			}
			if !countable(d) {
				return fixed(date, "PAST_REF")
			}
			e := &expr{typ: date, op: opShift, unit: d.unit, n: -int(d.number), number: d.number}
			if finer(e, -1); e.unit == "H" || e.unit == "TM" {
				e.typ = clock
			}
			return e
		}},
		{"date", "(year|month|week) - (earlier|ago)", func(m *match) *expr {
			u, _ := m.toks[m.start].word.value(c.UNIT)
			return &expr{typ: date, op: opEarlier, unit: u, n: -1}
		}},
		{"date", "(the|its|a)? year - (earlier|ago) (quarter|period|month|half|day|week)", func(m *match) *expr {
			return &expr{typ: date, op: opEarlier, unit: "Y", n: -1, val: "KEEP"}
		}},

		// now and then
		{"date", "(right|just|even)? NOW", func(m *match) *expr {
			t := m.toks[m.end-1]
			if m.word("even") || m.after("every") || m.properName() || m.glued(m.end) || m.gluedBefore(m.start) || (m.word("just") || m.word("right")) && t.word.text != "now" {
				return nil
			}
			return fixed(date, "PRESENT_REF")
		}},
		{"date", "(these days | at present)", func(m *match) *expr {
			e := fixed(date, "PRESENT_REF")
			if m.word("at") {
				e.trimStart = 1
			}
			return e
		}},
		{"date", "the (present|moment)", func(m *match) *expr {
			if !m.after("at", "for", "to", "until", "in") || !m.phraseEnds() && !(m.after("at") && !m.ahead("of", "when", "that", "the")) {
				return nil
			}
			return fixed(date, "PRESENT_REF")
		}},
		{"date", "(more|most|very)? RECENT", func(m *match) *expr {
			if m.after("as") && m.ahead("as") {
				return nil
			}
			if m.word("very") || m.word("most") || m.after("most") || m.word("lately") && (m.word("more") || m.word("most")) {
				return nil
			}
			return fixed(date, "PAST_REF")
		}},
		{"date", "(the)? (more|most)? recent (UNITS|past)", func(m *match) *expr { return fixed(date, "PAST_REF") }},
		{"date", "(the (past|future) | the (near|foreseeable|distant|immediate|not - too - distant) future | the (distant|recent|not - too - distant) past)", func(m *match) *expr {
			if m.end-m.start == 2 && (m.word("past") && !m.phraseEnds() || m.word("future") && m.ahead("of", "president", "king", "prime")) ||
				m.end-m.start == 2 && m.word("future") && !m.phraseEnds() {
				return nil
			}
			if m.word("past") {
				return fixed(date, "PAST_REF")
			}
			return fixed(date, "FUTURE_REF")
		}},
		{"date", "(coming|future) (days|weeks|months|years|decades|quarters)", func(m *match) *expr { return fixed(date, "FUTURE_REF") }},
		{"date", "the coming (days|weeks|months|years|decades|quarters)", func(m *match) *expr { return fixed(date, "FUTURE_REF") }},
		{"date", "(the)? UNITS (ahead|to come)", func(m *match) *expr {
			if m.word("ahead") && !m.word("the") {
				return nil
			}
			return fixed(date, "FUTURE_REF")
		}},
		{"date", "the other (day|week|month|night)", func(*match) *expr { return fixed(date, "PAST_REF") }},
		{"date", "(past|previous) (years|decades|centuries)", func(m *match) *expr { return fixed(date, "PAST_REF") }},
		{"date", "SOON", func(m *match) *expr {
			if m.after("as", "too", "how") || m.after("so") && !m.at(m.start-2).is("do", "did", "does") || m.ahead("after", "afterwards", "afterward", "as", "thereafter", "became", "enough") {
				return nil
			}
			return fixed(date, "FUTURE_REF")
		}},

		// the first week of May; the last day of the month; the first quarter of the century
		{"date", "the? (ORD|last|final) (week|weekend|day|month|quarter|decade|WDAY) (of|in) <date>", func(m *match) *expr {
			e := &expr{typ: date, op: opNth, n: m.num(c.ORD), sub: m.sub("date")}
			if e.n == 0 {
				e.n = -1
			}
			for _, s := range m.steps {
				if s.class == c.WDAY {
					e.unit, e.day = "WDAY", m.toks[s.at].val(c.WDAY)
				} else if t := &m.toks[s.at]; s.word != nil && t.bits.has(c.UNIT) && !t.bits.has(c.ORD) {
					e.unit = t.str(c.UNIT)
				}
			}
			if e.sub.op == opFixed || e.sub.typ != date {
				return nil
			}
			return e
		}},
	}
}

func unitOf(m *match, unit class) string {
	for i := m.end - 1; i >= m.start; i-- {
		if t := &m.toks[i]; t.bits.has(unit) {
			return t.str(unit)
		}
	}
	return ""
}

func sign(n, back int) int {
	if n < 0 || back != 0 {
		return -1
	}
	return 1
}
