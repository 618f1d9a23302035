package timex

// This file asks whether a clause speaks of what is to come, or of the past.

// toCome reports whether the clause in which the item stands speaks of what
// is to come, by a word shortly before it.
func (p *parser) toCome(it item) bool {
	if t := p.at(it.to); t.is("will") && !t.para {
		return true
	}
	for i := it.from - 1; i >= 0 && i > it.from-12; i-- {
		t := p.at(i)
		if t.para || t.sign == '.' && p.at(i+1).space || t.sign == ';' || t.is("ended", "since") || t.bits.has(p.c.PASTVERB) && !p.at(i-1).is("be", "been") {
			return false
		}
		if t.bits.has(p.c.TOCOME) || t.is("takes", "take") && p.at(i+1).is("effect") {
			return true
		}
	}
	return false
}

// willFollow reports whether what the item belongs to will do something:
// "first-quarter results will be hurt".
func (p *parser) willFollow(it item) bool {
	for i := it.to; i < it.to+3; i++ {
		if t := p.at(i); t.is("will") && !t.para {
			return true
		} else if t.sign != 0 || t.para {
			return false
		}
	}
	return false
}

// awaited reports whether the verb before the item says for certain that it
// is yet to come: "will reopen on Tuesday", "was set for Sunday", "has until
// Monday", "the final is Thursday". It asks for more than toCome does, since
// a bare weekday in news is nearly always the last one: no comma, no verb of
// the past and no other clause may stand between.
func (p *parser) awaited(it item) bool {
	if t := p.at(it.to); t.is("will") && !t.para {
		return true
	}
	i := it.from - 1
	if p.at(it.from).para {
		return false
	}
	if p.at(i).is("as", "than") && p.at(i-1).is("early", "soon", "late", "later") && p.at(i-2).is("as", "no") {
		return true
	}
	until := false
	for ; i >= 0 && i > it.from-5 && (p.at(i).bits.has(p.c.PREP) || p.at(i).is("early", "as", "about")); i-- {
		until = until || p.at(i).is("until")
		if p.at(i).para {
			return false
		}
	}
	switch t := p.at(i); {
	case t.bits.has(p.c.STARTING):
		return true
	case t.is("expected", "due") && i == it.from-1 && (p.at(i-1).is("is", "are") || p.at(i-1).sign == ','):
		return true
	case t.is("is", "are"):
		return !p.at(i-1).is("today", "it", "this", "that")
	case t.bits.has(p.c.DUE) && i < it.from-1 && !p.at(i+1).is("since"):
		return true
	case i == it.from-2 && p.at(i+1).is("to", "until", "till") && p.movedAt(i):
		return true
	}
	for limit := i - 9; i >= 0 && i > limit; i-- {
		t := p.at(i)
		if t.sign != 0 || t.para {
			return until && i > 0 && t.sign != '-'
		}
		switch {
		case t.is("will", "shall"), t.is("may", "might") && !t.cap:
			return true
		case t.is("would"):
			return !p.at(i + 1).is("have")
		case t.is("to"):
			if before := p.at(i - 1); before.bits.has(p.c.DUE) || before.is("is", "are", "was", "were") || p.at(i+1).is("be") && !p.pastForm(i-1) {
				return true
			}
		case p.at(i - 1).is("be"):
			continue
		case p.pastForm(i) || t.is("that", "who", "which", "when", "after", "before", "since", "because", "if"):
			return until && t.bits.has(p.c.DUE)
		}
	}
	return until
}

// movedAt reports whether the words up to i say that what was to be at one time is
// moved to another: "has been moved", "was pushed back", "was put off from 3 March".
// "Sales moved to May" has no helping verb.
func (p *parser) movedAt(i int) bool {
	for j := i; j > i-5; j-- {
		if p.at(j).is("from") {
			i = j - 1
			break
		}
	}
	if p.at(i).bits.has(p.c.ASIDE) {
		i--
	}
	return p.at(i).bits.has(p.c.MOVED) && p.at(i-1).is("been", "was", "were", "now")
}

// pastForm reports whether token i looks like a verb in the past.
func (p *parser) pastForm(i int) bool {
	t := p.at(i)
	if t.bits.has(p.c.PASTVERB) {
		return true
	}
	if t.sign != 0 || t.number() || t.cap || t.end-t.start < 5 {
		return false
	}
	return p.text[t.end-2:t.end] == "ed"
}

// isPast reports whether a verb near the item speaks of the past.
func (p *parser) isPast(it item) bool {
	for _, step := range []int{-1, 1} {
		i := it.from - 1
		if step == 1 {
			i = it.to
		}
		for n := 0; n < 10 && i >= 0 && i < len(p.toks); n, i = n+1, i+step {
			t := p.at(i)
			if t.sign == '.' && p.at(i+1).space || t.sign == ';' || t.bits.has(p.c.TOCOME) {
				break
			}
			if t.bits.has(p.c.PASTVERB) && !t.bits.has(p.c.REPORT) {
				return true
			}
			if t.para && step < 0 {
				break
			}
		}
	}
	return false
}

// leads reports whether the item begins its sentence, behind a preposition or
// without: "In 2003, ...", "On May 5 ...".
func (p *parser) leads(it item) bool {
	i := it.from
	if p.at(i-1).bits.has(p.c.PREP) && !p.at(i).para {
		i--
	}
	prev := p.at(i - 1)
	return p.at(i).cap && (i == 0 || p.at(i).para || prev.sign == '.' || prev.sign == '"')
}
