package timex

// readNumber reads <num>: 9, 2.5, 2 1/2, nine, twenty-one, two hundred and
// ten, a, half a, one and a half, several, a few, a couple of, dozens of.
func readNumber(p *parser, i int) (int, *expr) {
	c := &p.c
	at := func(k int) *tok {
		if k < len(p.toks) && !(p.toks[k].para && k > i) {
			return &p.toks[k]
		}
		return &tok{}
	}
	is := func(k int, word string) bool { t := at(k); return t.word != nil && t.word.text == word }
	num := func(end int, n float64) (int, *expr) {
		if is(end, "and") && is(end+1, "a") && at(end+2).bits.has(c.HALFWORD) { // two and a half
			return end + 3, &expr{number: n + .5}
		}
		if at(end).sign == '-' && is(end+1, "and") && at(end+2).sign == '-' && is(end+3, "a") && at(end+4).sign == '-' && at(end+5).bits.has(c.HALFWORD) {
			return end + 6, &expr{number: n + .5}
		}
		return end, &expr{number: n}
	}
	t := at(i)
	switch {
	case t.bits.has(cDec):
		return i + 1, &expr{number: float64(t.n) + t.frac}
	case t.bits.has(cInt):
		if at(i+1).bits.has(cInt) && at(i+2).sign == '/' && at(i+3).bits.has(cInt) && at(i+3).n > 0 && at(i+1).n < at(i+3).n { // 2 1/2
			return i + 4, &expr{number: float64(t.n) + float64(at(i+1).n)/float64(at(i+3).n)}
		}
		if at(i+1).bits.has(cDec) && at(i+1).n == 0 && at(i+1).frac > 0 { // 2 ½
			return i + 2, &expr{number: float64(t.n) + at(i+1).frac}
		}
		if at(i + 1).bits.has(c.SCALE) {
			return num(i+2, float64(t.n)*float64(at(i+1).val(c.SCALE)))
		}
		return num(i+1, float64(t.n))
	case t.bits.has(c.VAGUE):
		return i + 1, &expr{vague: true}
	case t.bits.has(c.MANY):
		if !is(i+1, "of") {
			return i, nil
		}
		if at(i+2).bits.has(c.MANY) && is(i+3, "of") { // tens of thousands of
			return i + 4, &expr{vague: true}
		}
		return i + 2, &expr{vague: true}
	case t.bits.has(c.HALFWORD):
		if is(i+1, "a") || is(i+1, "an") {
			return i + 2, &expr{number: .5}
		}
		if at(i+1).sign == '-' && (is(i+2, "a") || is(i+2, "an")) && at(i+3).sign == '-' {
			return i + 3, &expr{number: .5}
		}
		return i, nil
	case is(i, "a") || is(i, "an"):
		switch {
		case is(i+1, "few") || is(i+1, "several"):
			return i + 2, &expr{vague: true}
		case is(i+1, "good") && at(i+2).bits.has(c.VAGUE):
			return i + 3, &expr{vague: true}
		case is(i+1, "couple"):
			if is(i+2, "of") {
				return i + 3, &expr{vague: true}
			}
			return i + 2, &expr{vague: true}
		case is(i+1, "half") && !at(i+2).bits.has(c.UNIT):
			return i, nil
		case at(i + 1).bits.has(c.SCALE):
			return i + 2, &expr{number: float64(at(i + 1).val(c.SCALE))}
		case at(i + 1).bits.has(c.NUM):
			return i, nil
		}
		return i + 1, &expr{number: 1, single: true}
	case is(i, "another"):
		if end, e := readNumber(p, i+1); e != nil && !e.single {
			return end, e
		}
		return i + 1, &expr{number: 1}
	case t.bits.has(c.NUM):
		n, end := spelled(p, i)
		if n == 1 && at(end).sign == '-' && at(end+1).bits.has(c.HALFWORD) {
			return end + 2, &expr{number: .5}
		}
		return num(end, float64(n))
	}
	return i, nil
}

// spelled reads a number in words that begins at token i, a NUM.
func spelled(p *parser, i int) (n, end int) {
	c := &p.c
	group, total := 0, 0
	end = i
	for steps := 0; end < len(p.toks) && steps < 12; steps++ {
		t := &p.toks[end]
		if t.para && end > i {
			break
		}
		switch {
		case t.bits.has(c.NUM):
			v := t.val(c.NUM)
			if end > i && !(group%100 == 0 && group > 0 || group%100 >= 20 && group%10 == 0 && v < 10 && v > 0 || group == 0 && total > 0) {
				return total + group, end
			}
			group += v
			end++
		case t.bits.has(c.SCALE) && group > 0:
			v := t.val(c.SCALE)
			if v <= 100 {
				group *= v
			} else {
				total = min(total+group*v, 1e9)
				group = 0
			}
			end++
		case t.sign == '-' && !t.space && end > i && end+1 < len(p.toks) && p.toks[end+1].bits.has(c.NUM) && !p.toks[end+1].space && group%100 >= 20 && group%10 == 0:
			end++
		case t.word != nil && t.word.text == "and" && group >= 100 && group%100 == 0 && end+1 < len(p.toks) && p.toks[end+1].bits.has(c.NUM):
			end++
		default:
			return total + group, end
		}
	}
	return total + group, end
}

// overNumber reports whether over or under, which begin the reading, belong
// to the number: "for over 10 years" and not "spread over 10 years".
func (m *match) overNumber() bool {
	prev := m.at(m.start - 1)
	if next := m.at(m.start + 1); !next.number() && !next.bits.has(m.c.NUM) && !next.bits.has(m.c.HALFWORD) && !next.is("a", "an") {
		return false
	}
	for i := m.start + 1; i < m.start+5 && prev.is("took"); i++ { // took over 17 months ago
		if m.at(i).is("ago", "later", "earlier") {
			return false
		}
	}
	return m.start == 0 || prev.sign != 0 || prev.para || prev.bits.has(m.c.PREP) || prev.is("and", "or", "is", "was", "are", "were", "took", "be", "last", "lasted", "the")
}
