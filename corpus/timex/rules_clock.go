package timex

// clockRules read times of the day.
func (g *grammar) clockRules() []rule {
	c := &g.c
	hour := func(m *match) *expr {
		e := &expr{typ: clock, op: opClock, minutes: -1}
		for _, k := range []class{cClock, cDec} {
			if t := m.tok(k, 0); t != nil {
				e.minutes = t.clock
			}
		}
		if t := m.tok(cInt, 0); t != nil {
			switch {
			case t.digits == 4 && t.n%100 < 60 && t.n <= 2400:
				e.minutes = t.n/100*60 + t.n%100
			case t.digits <= 2 && t.n <= 24:
				e.minutes = t.n * 60
			}
		}
		if n := m.sub("num"); n != nil && n.number >= 1 && n.number <= 12 {
			e.minutes = int(n.number) * 60
		}
		if prev := m.at(m.start - 1); e.minutes < 0 || e.minutes > 24*60 || prev.sign == ':' && !m.toks[m.start].space {
			return nil
		}
		if m.has(c.AMPM) {
			h := e.minutes / 60
			if h > 12 || h == 0 {
				return nil
			}
			e.minutes = (h%12+m.num(c.AMPM))*60 + e.minutes%60
		}
		return e
	}
	at := func(m *match) *expr {
		d := m.sub("day")
		for _, name := range []string{"evening", "sameday"} {
			if s := m.sub(name); s != nil {
				d = s
			}
		}
		k := m.sub("clock")
		if d == nil || k == nil || d.op == opClock { // noon 2021-04-07T09:30 is two times
			return nil
		}
		if d.typ == clock && d.op == opDaypart { // Friday night at 8
			if d.part == "NI" || d.part == "EV" || d.part == "AF" {
				if k.minutes > 0 && k.minutes < 12*60 && !k.single {
					e := *k
					e.minutes += 12 * 60
					k = &e
				}
			}
			d = d.sub
		}
		e := *k
		e.sub = d
		return &e
	}
	// hours reads two times of which the last names the half of the day.
	hours := func(m *match) *expr {
		first, last := m.steps[0].at, m.steps[2].at
		read := func(t *tok) int {
			switch {
			case t.bits.has(cInt) && t.digits <= 2 && t.n >= 1 && t.n <= 12:
				return t.n * 60
			case !t.bits.has(cInt) && t.clock >= 60 && t.clock < 13*60:
				return t.clock
			}
			return -1
		}
		a, b := read(&m.toks[first]), read(&m.toks[last])
		if a < 0 || b < 0 || a == b || m.word("and") && !m.after("between") || m.gluedBefore(first) || m.at(first-1).sign == '$' {
			return nil
		}
		half := m.num(c.AMPM) * 60
		a, b = a%(12*60)+half, b%(12*60)+half
		if a > b { // 11 to 2 p.m.
			a -= 12 * 60
		}
		if a < 0 {
			return nil
		}
		sub := m.sub("day")
		if sub != nil && sub.op == opClock {
			return nil
		}
		e := &expr{typ: clock, op: opClock, minutes: a, sub: sub, split: first + 1, second: last}
		e.other = &expr{typ: clock, op: opClock, minutes: b, sub: sub}
		return e
	}
	part := func(m *match) *expr {
		e := &expr{typ: clock, op: opDaypart, part: m.str(c.DAYPART), sub: m.sub("day"), mod: m.str(c.EARLY)}
		if m.word("overnight") {
			e.part = "NI"
		}
		return e
	}
	relative := func(n int, back op) func(*match) *expr {
		return func(m *match) *expr {
			e := part(m)
			if e.part == "" {
				e.part = m.partOfDay()
			}
			e.sub = &expr{typ: date, op: back, unit: "D", n: n}
			return e
		}
	}
	return []rule{
		// 9 a.m.; 9:30 p.m. EST; 0900 GMT; nine o'clock; noon
		{"clock", "(CLOCK|DEC|INT) AMPM (<zone>)?", func(m *match) *expr {
			e := hour(m)
			if e != nil {
				e.single = true // the half of the day is said
			}
			return e
		}},
		{"clock", "CLOCK (<zone>)", hour},
		{"clock", "CLOCK (hours|hrs)?", func(m *match) *expr {
			if !m.clockContext() {
				return nil
			}
			return hour(m)
		}},
		{"clock", "(INT|DEC) (<zone>)", func(m *match) *expr {
			if t := m.tok(cInt, 0); t != nil && t.digits < 4 {
				return nil
			}
			return hour(m)
		}},
		{"clock", "INT hours", func(m *match) *expr {
			if t := m.tok(cInt, 0); t.digits != 4 || m.text[t.start] != '0' && t.n%100 != 0 || !m.after("at", "by", "from", "until", "to") {
				return nil
			}
			return hour(m)
		}},
		{"clock", "(<num>) o'clock (<zone>)?", hour},
		{"clock", "NOON (<zone>)?", func(m *match) *expr {
			if m.word("midday") && !m.after("at", "by", "around", "before", "until") {
				return nil
			}
			return &expr{typ: clock, op: opClock, minutes: m.num(c.NOON) * 60, single: true}
		}},
		// 6-8 p.m.; from 9 to 10:15 p.m.; between 6 and 10 p.m. Friday
		{"time", "(INT|CLOCK) (--|to|and|until) (INT|CLOCK|DEC) AMPM (<zone>)? ((,|on)? <day>)?", hours},
		// dawn
		{"time", "SUNTIME", func(m *match) *expr {
			if !m.after("before", "after", "at", "until", "till", "by", "since", "around", "from", "to") || !m.phraseEnds() || m.toks[m.start].cap {
				return nil
			}
			return &expr{typ: clock, op: opDaypart, part: m.str(c.SUNTIME)}
		}},
		{"zone", "(ZONE | ZONENAME time | ZONENAME (standard|daylight|mean) time | ( ZONE ))", func(*match) *expr { return &expr{} }},

		{"time", "<clock>", func(m *match) *expr {
			e := *m.sub("clock")
			return &e
		}},
		// 9 a.m. Friday; 9 a.m. on May 5, 2012; Friday at 9 a.m.
		{"time", "<clock> (,|on)? <day>", at},
		{"time", "<clock> (,|on)? <sameday>", at},
		{"sameday", "(that|the same|that same|the next|the following|the previous) day", func(m *match) *expr {
			n := 0
			switch {
			case m.word("next") || m.word("following"):
				n = 1
			case m.word("previous"):
				n = -1
			}
			return &expr{typ: date, op: opSame, unit: "D", n: n}
		}},
		{"time", "<clock> (,|on)? <evening>", at},
		{"time", "<clock> (in the | on the) DAYPART", func(m *match) *expr {
			e := *m.sub("clock")
			if p := m.str(c.DAYPART); (p == "AF" || p == "EV") && e.minutes < 12*60 && !e.single {
				e.minutes += 12 * 60
			}
			return &e
		}},
		{"time", "<day> (,|at)? <clock>", at},
		{"time", "<evening> (,|at)? <clock>", at},

		// Friday morning; late Thursday night; the night of May 5; May 5 evening
		{"evening", "(EARLY)? <day> (EARLY)? DAYPART", func(m *match) *expr {
			e := part(m)
			if e.sub == nil || e.sub.op == opDate && e.sub.day == 0 || e.sub.typ != date {
				return nil
			}
			if m.toks[m.end-1].bits.has(c.PLURALPART) {
				return nil
			}
			return e
		}},
		{"time", "(EARLY)? <evening>", func(m *match) *expr { return m.sub("evening").with(m.str(c.EARLY)) }},
		{"time", "(the|that)? (EARLY)? DAYPART of <day>", func(m *match) *expr {
			if m.sub("day").op == opClock {
				return nil
			}
			return part(m)
		}},
		{"evening", "(EARLY)? tonight", func(m *match) *expr {
			return &expr{typ: clock, op: opDaypart, part: "NI", sub: &expr{typ: date, op: opShift, unit: "D"}, mod: m.str(c.EARLY)}
		}},
		{"evening", "(EARLY)? last (night|evening)", relative(-1, opShift)},
		{"evening", "(EARLY)? this (EARLY)? (morning|afternoon|evening)", func(m *match) *expr {
			return relative(0, opShift)(m)
		}},
		{"time", "(EARLY)? (on)? (that|the same|that same) (morning|afternoon|evening|night)", func(m *match) *expr {
			if m.word("on") {
				return nil
			}
			return relative(0, opSame)(m)
		}},
		{"time", "the (PRIOR|FOLLOWING) (morning|afternoon|evening|night)", func(m *match) *expr {
			return relative(m.num(c.FOLLOWING)+m.num(c.PRIOR), opSame)(m)
		}},
		{"time", "the (night|evening|morning|afternoon) before", func(m *match) *expr {
			if !m.clauseGoesOn() {
				return nil
			}
			return relative(-1, opSame)(m)
		}},
		{"time", "the (EARLY)? (morning|afternoon|evening|night)", func(m *match) *expr {
			if !m.after("in", "during", "until", "by", "throughout", "through") || !m.phraseEnds() {
				return nil
			}
			return relative(0, opSame)(m)
		}},
		{"time", "(EARLY)? overnight", func(m *match) *expr {
			e := relative(0, opShift)(m)
			e.part = "NI"
			return e
		}},
	}
}

// partOfDay returns the part of the day that the reading names last.
func (m *match) partOfDay() string {
	for i := m.end - 1; i >= m.start; i-- {
		if t := &m.toks[i]; t.bits.has(m.c.DAYPART) {
			return t.str(m.c.DAYPART)
		}
	}
	return ""
}
