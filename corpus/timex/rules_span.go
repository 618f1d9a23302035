package timex

import (
	"math"
	"strconv"
)

// longestLife is the highest number that is read as an age.
const longestLife = 122

// spanRules read durations.
func (g *grammar) spanRules() []rule {
	c := &g.c
	unit := func(m *match) string { return m.str(c.UNIT) + m.str(c.UNITS) }
	span := func(m *match) *expr {
		n := m.sub("num")
		if n == nil {
			n = &expr{number: 1}
		}
		u := unit(m)
		if !m.countable(n, u) {
			return nil
		}
		e := &expr{typ: duration, op: opSpan, unit: u, number: n.number, vague: n.vague, single: n.single}
		if mod := m.sub("mod"); mod != nil {
			e.mod = mod.mod
		}
		return e
	}
	anchored := func(m *match) *expr {
		e := span(m)
		if n := m.sub("num"); e == nil || n != nil && n.single { // "the last a year ago"
			return nil
		}
		switch {
		case m.has(c.PAST):
			e.dir = dirLast
		case m.has(c.FUTURE):
			e.dir = dirNext
			if m.word("following") || m.word("ensuing") || m.word("succeeding") {
				e.dir = dirNone
			}
		}
		if m.word("first") && e.unit == "M" && (e.number == 3 || e.number == 6 || e.number == 9) && m.inBusiness() {
			e.dir = dirThis
		}
		if m.word("previous") || m.word("preceding") || m.word("recent") || m.word("prior") {
			e.dir = dirNone
		}
		return e
	}
	running := func(m *match) *expr {
		n, u := m.num(c.ORD), unit(m)
		if n < 2 || n > 1000 || u == "S" || m.glued(m.end) || m.inSport() && u == "Q" {
			return nil
		}
		return &expr{typ: duration, op: opSpan, unit: u, number: float64(n)}
	}
	return []rule{
		// more than; nearly; at least; up to
		{"mod", "MODWORD", func(m *match) *expr {
			if m.word("over") && !m.overNumber() || m.word("under") && !m.overNumber() {
				return nil
			}
			return &expr{mod: m.str(c.MODWORD)}
		}},
		{"mod", "(well|just|a little|slightly|little) (over|under)", func(m *match) *expr {
			if m.word("over") {
				return &expr{mod: "MORE_THAN"}
			}
			return &expr{mod: "LESS_THAN"}
		}},
		{"mod", "(much|far|a little|slightly|just|little|well)? more than", func(*match) *expr { return &expr{mod: "MORE_THAN"} }},
		{"mod", "some", func(m *match) *expr {
			if next := m.at(m.end); !next.number() && !next.bits.has(c.NUM) {
				return nil
			}
			return &expr{mod: "APPROX"}
		}},
		{"mod", "(longer than)", func(*match) *expr { return &expr{mod: "MORE_THAN"} }},
		{"mod", "(much|far|a little|slightly|just)? (less|fewer) than", func(*match) *expr { return &expr{mod: "LESS_THAN"} }},
		{"mod", "(at least | no less than | not less than | no fewer than)", func(*match) *expr { return &expr{mod: "EQUAL_OR_MORE"} }},
		{"mod", "(at most | up to | no more than | not more than | no longer than | as much as | as many as | as long as)",
			func(*match) *expr { return &expr{mod: "EQUAL_OR_LESS"} }},

		// nine years; nearly a decade; two and a half hours; the 12 months; six more weeks
		{"span", "(<mod>)? (the)? <num> FILL? FILL? (UNIT|UNITS)", span},
		{"span", "(<mod>)? (the|these|those)? (ORD|opening|initial|closing) <num> FILL? UNITS", span},
		{"span", "(<mod>)? <num> - (UNIT|UNITS)", func(m *match) *expr {
			if n := m.sub("num"); n.single {
				return nil
			}
			return span(m)
		}},
		{"span", "(<mod>)? <num> - plus (-)? UNITS", func(m *match) *expr { return span(m).with("MORE_THAN") }},
		// two or three years; 10-15 minutes
		{"span", "(<mod>)? <num> (or|to|--|and) <num> FILL? UNITS", func(m *match) *expr {
			if m.word("and") && !m.after("between") {
				return nil
			}
			var n []*expr
			for _, s := range m.steps {
				if s.elem.sub == "num" {
					n = append(n, s.sub)
				}
			}
			if n[0].vague || n[1].vague || n[0].number >= n[1].number || n[0].number > 1000 || n[0].single || unit(m) == "S" {
				return nil
			}
			return &expr{typ: duration, op: opSpan, unit: unit(m), vague: true}
		}},
		{"span", "<num> UNITS and <num> UNITS", compound(c)},
		{"span", "<num> (UNIT|UNITS) ,? (and)? <num> (UNIT|UNITS)", compound(c)},
		{"span", "(<mod>)? (a|an|one) UNIT and a half", func(m *match) *expr {
			e := &expr{typ: duration, op: opSpan, unit: unit(m), number: 1.5}
			if mod := m.sub("mod"); mod != nil {
				e.mod = mod.mod
			}
			return e
		}},
		{"span", "(<mod>)? (half a | half an | half - a - | a half | half -? | a half - ) UNIT", func(m *match) *expr {
			e := &expr{typ: duration, op: opSpan, unit: unit(m), number: .5}
			if mod := m.sub("mod"); mod != nil {
				e.mod = mod.mod
			}
			if e.unit == "Q" || e.unit == "S" || e.unit == "WE" {
				return nil
			}
			return e
		}},
		{"span", "(<mod>)? (a | the PAST) quarter (- | of a)? century", func(m *match) *expr {
			return &expr{typ: duration, op: opSpan, unit: "Y", number: 25}
		}},
		{"span", "three quarters of (a|an) (hour|year|century)", func(m *match) *expr {
			return &expr{typ: duration, op: opSpan, unit: unitOf(m, c.UNIT), number: .75}
		}},
		{"dur", "(<mod>)? (the|these|this|those)? (PAST|FUTURE|final|closing|opening|first) <num> (FILL | or so)? (UNIT|UNITS)", anchored},
		{"dur", "<span>", func(m *match) *expr { return m.sub("span") }},
		{"dur", "<span> (or so|or more|or less|or longer|at least|at most)", func(m *match) *expr {
			mod := "APPROX"
			switch {
			case m.word("more") || m.word("longer") || m.word("least"):
				mod = "EQUAL_OR_MORE"
			case m.word("less") || m.word("most"):
				mod = "EQUAL_OR_LESS"
			}
			return m.sub("span").with(mod)
		}},
		// the past three months; the next two years; the last decade; the first nine months of 1989
		{"dur", "(<mod>)? (the|these)? (very)? (last|past|next) (few|couple) (of)? UNITS", func(m *match) *expr {
			e := &expr{typ: duration, op: opSpan, unit: unit(m), vague: true, dir: dirLast}
			if m.word("next") {
				e.dir = dirNext
			}
			return e
		}},
		{"dur", "(<mod>)? the (PAST|FUTURE) (FILL)? (half -? | half a)? UNIT", func(m *match) *expr {
			u := unit(m)
			if u == "D" && !m.word("past") || (u == "TM" || u == "S") && !m.word("past") && !m.word("next") || u == "WE" || u == "Q" || m.word("latest") || m.word("recent") && u != "Y" ||
				m.word("following") || m.word("preceding") || m.word("previous") || m.word("prior") || m.word("upcoming") {
				return nil
			}
			e := anchored(m)
			if e != nil && m.word("half") {
				e.number = .5
			}
			return e
		}},
		{"dur", "(the)? first <num> (UNITS) (of|in) <date>", func(m *match) *expr {
			e := span(m)
			if e == nil || m.sub("date").op == opFixed {
				return nil
			}
			e.sub = m.sub("date")
			for i, s := range m.steps { // the whole is named beside it
				if s.word != nil && (s.word.text == "of" || s.word.text == "in") {
					o := *e.sub
					e.other, e.split, e.second = &o, s.at, m.steps[i+1].at
					if m.toks[s.at+1].word != nil && o.op == opSame {
						e.other = nil
						e.trimEnd = m.end - s.at
					}
				}
			}
			return e
		}},
		// years of; for decades; over the years
		{"dur", "UNITS", func(m *match) *expr {
			u := unit(m)
			if u != "S" && u != "WE" && u != "Q" && m.ahead("before", "after") && !m.toks[m.start].cap || m.sentenceStart() && m.ahead("before", "after", "of") {
				return &expr{typ: duration, op: opSpan, unit: u, vague: true}
			}
			if u == "S" || u == "WE" || u == "Q" || !m.after("for", "in", "within", "after", "took", "taken", "take", "takes", "lasted", "lasting", "last", "spent", "spend", "of", "many", "over", "wait", "waited", "waiting", "face", "need", "needs") ||
				m.after("of", "in", "over", "many") && (u != "Y" && u != "DE" && u != "M" && u != "W" || !m.phraseEnds() && !m.ahead("of")) {
				return nil
			}
			return &expr{typ: duration, op: opSpan, unit: u, vague: true}
		}},
		{"dur", "the (UNITS)", func(m *match) *expr {
			if !m.after("over", "through", "throughout", "down") || !m.phraseEnds() {
				return nil
			}
			return &expr{typ: duration, op: opSpan, unit: unit(m), vague: true}
		}},
		{"dur", "(<mod>)? (a|an|one|the next|the last|the past|the first) UNIT or two", func(m *match) *expr {
			return &expr{typ: duration, op: opSpan, unit: unit(m), vague: true}
		}},
		{"dur", "UNITS - (long|old)", func(m *match) *expr { return &expr{typ: duration, op: opSpan, unit: unit(m), vague: true} }},
		{"dur", "(UNIT|<num> - UNIT) - long", func(m *match) *expr {
			e := &expr{typ: duration, op: opSpan, unit: unit(m), number: 1}
			if n := m.sub("num"); n != nil {
				e.number, e.vague = n.number, n.vague
			}
			return e
		}},
		{"dur", "(daylong|weeklong|monthlong|yearlong|hourlong|decadelong)", func(m *match) *expr {
			u := map[byte]string{'d': "D", 'w': "W", 'm': "M", 'y': "Y", 'h': "H"}[m.toks[m.start].word.text[0]]
			if m.word("decadelong") {
				u = "DE"
			}
			return &expr{typ: duration, op: opSpan, unit: u, number: 1}
		}},
		{"dur", "(all|the whole|the entire|a whole|an entire|a full|the full) (day|week|weekend|month|year|decade)", func(m *match) *expr {
			return &expr{typ: duration, op: opSpan, unit: unitOf(m, c.UNIT), number: 1}
		}},
		// the third straight day; the 19th month in a row: as long as that
		{"dur", "(the|a|an)? ORD (straight|consecutive|successive) UNIT", running},
		{"dur", "(the|a|an)? ORD UNIT (in a row|running)", running},
		// the age of 21; at age 21
		{"dur", "(the)? age (of)? <num>", func(m *match) *expr {
			n, next := m.sub("num"), m.at(m.end)
			if n.vague || n.single || n.number < 1 || n.number > longestLife || n.number != math.Trunc(n.number) ||
				m.word("the") != m.word("of") || !m.word("of") && !m.after("at", "by", "from", "since", "until", "before", "after", "under", "over") ||
				m.glued(m.end) || next.sign == '%' || next.sign == '.' && !next.space && m.at(m.end+1).number() || next.number() || next.bits.has(c.SCALE) || next.bits.has(c.COUNTED) && !next.is("of", "or") || m.plural(next) {
				return nil
			}
			return &expr{typ: duration, op: opSpan, unit: "Y", number: n.number}
		}},
		// 21-year-old; 21 years old
		{"dur", "<num> - UNIT - (old|olds)", span},
		{"dur", "(<mod>)? <num> -? (UNIT|UNITS) -? (old|olds)", span},
	}
}

// compound reads two years and three months, 1 day 2 hours.
func compound(c *classes) func(*match) *expr {
	return func(m *match) *expr {
		var parts []*expr
		for _, s := range m.steps {
			switch {
			case s.elem.sub == "num":
				parts = append(parts, &expr{number: s.sub.number, vague: s.sub.vague})
			case s.class == c.UNIT || s.class == c.UNITS:
				if len(parts) == 0 {
					return nil
				}
				parts[len(parts)-1].unit = m.toks[s.at].str(s.class)
			}
		}
		const order = "Y M W D H TMS "
		if len(parts) != 2 || parts[0].vague || parts[1].vague {
			return nil
		}
		a, b := indexUnit(order, parts[0].unit), indexUnit(order, parts[1].unit)
		if a < 0 || b <= a || b-a > 6 {
			return nil
		}
		return &expr{typ: duration, op: opFixed, val: joinSpans(spanValue(parts[0]), spanValue(parts[1]))}
	}
}

func indexUnit(order, unit string) int {
	for i := 0; i+2 <= len(order); i += 2 {
		if order[i:i+len(unit)] == unit {
			return i
		}
	}
	return -1
}

// joinSpans makes P1D and PT2H one value, P1DT2H.
func joinSpans(a, b string) string {
	if len(a) > 1 && a[1] == 'T' && len(b) > 1 && b[1] == 'T' {
		return a + b[2:]
	}
	return a + b[1:]
}

// spanValue returns a duration as ISO 8601 writes it, with X for a number
// that is not said.
func spanValue(e *expr) string {
	n := "X"
	if !e.vague {
		n = strconv.FormatFloat(math.Round(e.number*100)/100, 'f', -1, 64)
	}
	switch e.unit {
	case "H":
		if !e.vague && e.number == .5 {
			return "PT30M"
		}
		return "PT" + n + "H"
	case "TM":
		return "PT" + n + "M"
	case "S":
		return "PT" + n + "S"
	case "F":
		return "P" + times(e, 2) + "W"
	case "CE", "DE":
		if !e.vague && e.number != math.Trunc(e.number) {
			return "P" + times(e, map[string]float64{"CE": 100, "DE": 10}[e.unit]) + "Y"
		}
	case "Y":
		if !e.vague && e.number == .5 {
			return "P6M"
		}
	}
	return "P" + n + e.unit
}

func times(e *expr, k float64) string {
	if e.vague {
		return "X"
	}
	return strconv.FormatFloat(math.Round(e.number*k*100)/100, 'f', -1, 64)
}
