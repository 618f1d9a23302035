package timex

// setRules read what recurs.
func (g *grammar) setRules() []rule {
	c := &g.c
	unit := func(m *match) string { return m.str(c.UNIT) + m.str(c.UNITS) }
	every := func(m *match) *expr {
		n := &expr{number: 1}
		if k := m.sub("num"); k != nil {
			n = k
		}
		if k := m.num(c.ORD); k > 1 {
			n = &expr{number: float64(k)}
		}
		if m.word("other") {
			n = &expr{number: 2}
		}
		u := unit(m)
		if n.single || u == "S" && m.has(c.UNIT) {
			return nil
		}
		return fixed(set, spanValue(&expr{number: n.number, vague: n.vague, unit: u}))
	}
	weekly := func(m *match) *expr {
		d := m.num(c.WDAY) + m.num(c.WDAYS)
		v := "XXXX-WXX-" + string(rune('0'+d))
		if m.has(c.DAYPART) {
			v += "T" + m.str(c.DAYPART)
		}
		return fixed(set, v)
	}
	return []rule{
		// every day; each of the next is none; every two weeks; every other day; every fourth year
		{"set", "EACH UNIT", every},
		{"set", "EACH (single|passing) UNIT", every},
		{"set", "every <num> (UNIT|UNITS)", every},
		{"set", "every <num> (or|to|--) <num> UNITS", func(m *match) *expr {
			return fixed(set, spanValue(&expr{vague: true, unit: unit(m)}))
		}},
		{"set", "every (ORD|other) UNIT", every},
		{"set", "EACH (other)? WDAY DAYPART?", weekly},
		{"set", "EACH MONTH", func(m *match) *expr { return fixed(set, "XXXX-"+two(m.num(c.MONTH))) }},
		{"set", "EACH SEASON", func(m *match) *expr { return fixed(set, "XXXX-"+m.str(c.SEASON)) }},
		{"set", "EACH DAYPART", func(m *match) *expr { return fixed(set, "XXXX-XX-XXT"+m.str(c.DAYPART)) }},
		{"set", "(every|each) (MONTH INT | INT MONTH)", func(m *match) *expr {
			d := m.tok(cInt, 0)
			if d.digits > 2 || d.n < 1 || d.n > 31 {
				return nil
			}
			return fixed(set, "XXXX-"+two(m.num(c.MONTH))+"-"+two(d.n))
		}},
		// Sundays; Saturday mornings; summers
		{"set", "WDAYS DAYPART?", weekly},
		{"set", "WDAY DAYPART", func(m *match) *expr {
			if !m.toks[m.end-1].bits.has(c.PLURALPART) {
				return nil
			}
			return weekly(m)
		}},
		{"set", "(weekdays|weekends)", func(m *match) *expr {
			if m.word("weekdays") {
				return fixed(set, "XXXX-WXX-XX")
			}
			return fixed(set, "XXXX-WXX-WE")
		}},
		{"set", "(mornings|afternoons|evenings|nights)", func(m *match) *expr {
			if m.after("of", "two", "three", "many", "several", "some") || m.toks[m.start].cap || !m.after("in", "on", "most") && m.word("nights") {
				return nil
			}
			return fixed(set, "XXXX-XX-XXT"+m.toks[m.start].str(c.DAYPART))
		}},
		// daily; annual; twice daily; bi-weekly
		{"set", "(TIMES)? FREQ", func(m *match) *expr {
			if m.properName() || m.at(m.end-1).cap && m.at(m.end).cap && !m.at(m.end).para {
				return nil
			}
			return fixed(set, m.str(c.FREQ))
		}},
		{"set", "(bi|semi) - (weekly|monthly|annual|annually)", func(m *match) *expr {
			switch {
			case m.word("bi") && m.word("weekly"):
				return fixed(set, "P2W")
			case m.word("bi") && m.word("monthly"):
				return fixed(set, "P2M")
			case m.word("annual") || m.word("annually"):
				return fixed(set, "P6M")
			}
			return nil
		}},
		// twice a week; three times a year; five days a week; once every two years
		{"set", "(TIMES | <num> times | several times) (a|an|each|every|per) UNIT", every1(c)},
		{"set", "<num> UNITS (a|an|each|every|per) UNIT", every1(c)},
		{"set", "(TIMES | <num> times) every <num> UNITS", every},
		// barrels a day; $10 a month
		{"set", "(a|an) UNIT", func(m *match) *expr {
			if u := unit(m); u == "S" || u == "Q" || u == "WE" || !m.quantityBefore() {
				return nil
			}
			return fixed(set, spanValue(&expr{number: 1, unit: unit(m)}))
		}},
	}
}

// every1 reads a set whose unit stands last.
func every1(c *classes) func(m *match) *expr {
	return func(m *match) *expr {
		u := m.toks[m.end-1].str(c.UNIT)
		if u == "S" || u == "" {
			return nil
		}
		return fixed(set, spanValue(&expr{number: 1, unit: u}))
	}
}

func two(n int) string { return string([]byte{byte('0' + n/10%10), byte('0' + n%10)}) }
