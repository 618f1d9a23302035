package event

import (
	"strings"

	"dateline/corpus"
	"dateline/corpus/gazetteer"
)

// implications returns the drafts that the gaps of a sentence imply: the
// event at its far end and, of polarity None, its absence in between.
func (r *reader) implications(s *sentence, drafts []*draft) []*draft {
	var out []*draft
	done := map[int]bool{}
	for _, g := range r.gaps(s) {
		if done[g.to] {
			continue
		}
		d := r.gapEvent(s, drafts, g)
		if d == nil {
			continue
		}
		done[g.to] = true
		implied := r.implied(s, d, g)
		out = append(out, implied...)
		if len(implied) > 0 && !g.negated && !g.own {
			r.told(s, drafts, d, implied[0])
		}
		for _, e := range drafts {
			// "the first time in nine years that a minister had visited" tells
			// of the visit now, and of no other
			if a := e.role(corpus.Agent); e != d && e.kind == d.kind && e.word >= g.to && e.word < g.to+14 && s.word(g.to) == "that" && a != nil && a.Name == "" {
				e.void = true
			}
		}
		if d.word >= g.to && d.word < g.to+14 && s.word(g.to) == "that" {
			if a := d.role(corpus.Agent); a != nil && a.Name == "" {
				d.void = true
			}
		}
	}
	out = append(out, r.lastTimes(s, drafts)...)
	return out
}

// implied makes the drafts that a gap before the event of d implies.
func (r *reader) implied(s *sentence, d *draft, g gap) []*draft {
	base := s.opening()
	switch {
	case d.timed && d.when.Known():
		base = d.when
	case base.Known():
	case d.when.Known():
		base = d.when
	default:
		base = r.article.Published.Interval
	}
	e := &draft{s: s, kind: d.kind, class: d.class, word: d.word, lo: g.from, hi: g.to, basis: corpus.BasisDerived,
		reckoning: g.reckoning, earlier: true, nominal: true}
	e.parts = r.gapParts(s, d, g)
	if e.role(corpus.Agent) == nil && (d.class != change && e.role(corpus.Patient) == nil || d.class == travel) {
		return nil
	}
	switch {
	case g.again:
		if !base.Known() || base.Start <= g.since.Start {
			return nil
		}
		e.basis, e.span = "", corpus.Between(g.since.Start, base.Start-1)
		return []*draft{e}
	case g.ever:
		e.polarity, e.span = corpus.None, corpus.Interval{}
		if base.Known() {
			e.span = corpus.Interval{Start: corpus.MinDay, End: base.Start - 1, Precision: corpus.PrecisionInterval}
		} else {
			e.basis = ""
		}
		return []*draft{e}
	case g.since.Known():
		e.when, e.span = g.since, g.since
	default:
		e.when, e.span = g.length.ago(base)
	}
	if !e.when.Known() {
		e.basis = ""
	}
	none := *e
	none.polarity = corpus.None
	none.when, none.basis = corpus.Interval{}, corpus.BasisDerived
	none.span = corpus.Interval{}
	if e.span.Known() && base.Known() && e.span.End+1 < base.Start {
		none.span = corpus.Between(e.span.End+1, base.Start-1)
	} else if !e.span.Known() {
		none.basis = ""
	}
	if g.ruled {
		return []*draft{&none}
	}
	return []*draft{e, &none}
}

// told finds the event with a name that "the first visit by a foreign
// minister" speaks of, in its own sentence or the one before: it is one event
// with it, and the visitor holds the office.
func (r *reader) told(s *sentence, drafts []*draft, d, implied *draft) {
	role := implied.role(corpus.Agent)
	if role == nil || role.Name != "" || role.Office == "" {
		return
	}
	var found *draft
	if a := d.role(corpus.Agent); a != nil && a.Name != "" {
		found = d
	}
	for _, e := range drafts {
		if a := e.role(corpus.Agent); found == nil && e != d && e.kind == d.kind && !e.void && !e.earlier && e.polarity == corpus.Happened && a != nil && a.Name != "" {
			found = e
			break
		}
	}
	if found == nil {
		found = r.priorVisit(s)
	}
	if found == nil {
		return
	}
	a := found.role(corpus.Agent)
	if a == nil || a.Name == "" || a.person < 0 || a.Entity.Of != "" && role.Entity.Of != "" && a.Entity.Of != role.Entity.Of ||
		a.Office != "" && !SameOffice(a.Office, role.Office) {
		return
	}
	if p, q := d.role(corpus.Place), found.role(corpus.Place); p != nil && q != nil && p.In != q.In && p.In != "" && q.In != "" {
		return
	} else if p != nil && q == nil {
		found.parts = append(found.parts, *p)
	}
	d.void = d.void || found != d
	if class, ok := gazetteer.Office(role.Office); a.Office != "" && a.Entity.Of != "" || role.Entity.Of == "" || !ok || class.Class == "generic" {
		return
	}
	office, of, person := role.Office, role.Entity.Of, a.person
	r.people[person].office, r.people[person].of = office, of
	for _, e := range r.drafts {
		for i := range e.parts {
			if p := &e.parts[i]; p.person == person && (p.Office == "" || p.Office == office && p.Entity.Of == "") {
				p.Office, p.Entity.Of = office, of
			}
		}
	}
}

// gapEvent returns the draft whose like a gap is about: one within the words
// that assert it, else the nearest before them, else the nearest after.
func (r *reader) gapEvent(s *sentence, drafts []*draft, g gap) *draft {
	var inside, before, after *draft
	for _, d := range drafts {
		if d.class == speech || d.kind == "leave" || d.word == g.start && s.fold[g.start] != "visit" && gapEnds[s.fold[g.start]] {
			continue
		}
		switch {
		case d.word >= g.from && d.word < g.to:
			if inside == nil || inside.class != travel && d.class == travel {
				inside = d
			}
		case d.word < g.from:
			if before == nil || d.class == travel || before.class != travel {
				before = d
			}
		case after == nil:
			after = d
		}
	}
	lx := lexicon()
	// A trigger within the words that gave no draft of its own.
	for w := g.from; w < g.to; w++ {
		if t, ok := lx[s.fold[w]]; ok && inside == nil && s.at[w] < 0 && t.class != speech && !gapEnds[s.fold[w]] {
			d := &draft{s: s, kind: t.kind, class: t.class, word: w, lo: g.from, hi: g.to, nominal: true}
			if t.kind == "host" {
				d.kind = "visit"
			}
			like := before
			if like == nil || like.kind != d.kind {
				like = after
			}
			if like != nil && like.kind == d.kind {
				d.when, d.parts = like.when, like.parts
			}
			if d.kind == "visit" && d.role(corpus.Place) == nil {
				r.gapPlace(d, g)
			}
			inside = d
		}
	}
	if inside == nil && (before == nil || before.class != travel && before.class != meeting) {
		// "The visit, which ended on Sunday, was the first by …"
		for w := g.from - 1; w >= 0; w-- {
			if t, ok := lx[s.fold[w]]; ok && s.at[w] < 0 && t.kind == "visit" && !s.verbal(w, t) {
				if v := r.priorVisit(s); v != nil {
					inside = v
				} else {
					inside = &draft{s: s, kind: t.kind, class: t.class, word: w, support: -1, nominal: true}
				}
				break
			}
		}
	}
	d := inside
	if d == nil {
		d = before
	}
	if d == nil {
		d = after
	}
	if d == nil && s.index > 0 {
		d = r.priorVisit(s)
	}
	return d
}

// priorVisit returns the visit that the sentence before reports: "It was the
// first by a foreign minister in nine years."
func (r *reader) priorVisit(s *sentence) *draft {
	var found *draft
	for _, d := range r.drafts {
		if d.kind == "visit" && (d.s.index == s.index-1 || d.s.index == s.index-2) && d.polarity != corpus.Denied && !d.earlier {
			found = d
		}
	}
	return found
}

// gapPlace gives a gap's event the place that its words name, else the host
// country that the article implies for whoever takes part.
func (r *reader) gapPlace(d *draft, g gap) {
	s := d.s
	for mi, m := range s.mentions {
		if m.from >= g.from && m.to <= g.to && m.place() && m.kind != demonymMention {
			r.add(d, corpus.Place, mi)
			return
		}
	}
}

// gapParts returns who and where of the event that a gap implies.
func (r *reader) gapParts(s *sentence, d *draft, g gap) []part {
	e := &draft{s: s, kind: d.kind, class: d.class}
	now := d.role(corpus.Agent)
	for mi, m := range s.mentions {
		if m.from < g.from || m.to > g.to || m.kind != personMention && m.kind != bodyMention || g.own {
			continue
		}
		prev := s.word(m.from - 1)
		if prev == "a" || prev == "an" || prev == "any" || prev == "the" {
			prev = s.word(m.from - 2)
		}
		if prev != "by" && prev != "of" && prev != "first" && prev != "only" && prev != "no" && prev != "from" && prev != "when" {
			continue
		}
		if m.named() && m.office == "" && !(prev == "by") {
			continue
		}
		ent := r.entity(s, m)
		if m.office != "" {
			ent = corpus.Entity{Type: corpus.Person, Office: m.office, Of: m.of}
			if ent.Of == "" && now != nil && (now.Office == m.office || m.class == "generic" || m.class == "head" || m.class == "minister") {
				ent.Of = now.Entity.Of
			}
		}
		e.parts = append(e.parts, part{corpus.Participant{Role: corpus.Agent, Entity: ent, Span: s.span(m.from, m.to)}, -1, mi, ent.Of})
		break
	}
	if e.role(corpus.Agent) == nil && now != nil {
		p := *now
		if !g.own && !g.negated && p.Office != "" {
			p.Name, p.person = "", -1
			p.Office = strings.TrimPrefix(p.Office, "former ")
		}
		if p.Name != "" || p.Office != "" {
			e.parts = append(e.parts, p)
		}
	}
	for mi, m := range s.mentions {
		if m.from >= g.from && m.to <= g.to && m.place() && e.role(corpus.Place) == nil {
			switch s.word(m.from - 1) {
			case "to", "in", "visit", "visited", "at", "reach", "tour", "the":
				r.add(e, corpus.Place, mi)
			}
		}
	}
	for _, p := range d.parts {
		if p.Role == corpus.Place && e.role(corpus.Place) == nil {
			e.parts = append(e.parts, p)
		}
		if p.Role == corpus.Patient && d.class != travel && d.class != meeting {
			e.parts = append(e.parts, p)
		}
	}
	if d.kind == "visit" && e.role(corpus.Place) == nil {
		r.placeVisit(e)
	}
	return e.parts
}

// opening returns the time that opens the sentence, from which it reckons:
// "In 2004, for the first time in 26 years, …"; zero where none does.
func (s *sentence) opening() corpus.Interval {
	for _, t := range s.times {
		if t.from <= 3 {
			return t.interval
		}
	}
	return corpus.Interval{}
}

// lastTimes dates the earlier event that a sentence reckons from another:
// "last visited nine years ago", "nine years after his last visit", "it had
// been nine years since a minister visited". It returns the absences between.
func (r *reader) lastTimes(s *sentence, drafts []*draft) []*draft {
	var out []*draft
	for k := 0; k < len(s.words); k++ {
		x, ok := s.duration(k)
		if !ok {
			continue
		}
		k = x.to - 1
		switch w := s.word(x.to); w {
		case "ago", "earlier", "before":
			if n := x.to + 1; w == "before" && n < len(s.words) && s.space(n) {
				continue // "nine years before the war"
			}
			for _, d := range drafts {
				if d.class != speech && d.polarity == corpus.Happened && d.word < x.from && d.word > x.from-20 && s.clear(d.word, x.from) && (d.earlier || !d.timed) {
					r.reckon(d, drafts, x, x.to+1)
					break
				}
			}
		case "after", "since":
			if w == "after" && s.later(drafts, x) {
				continue
			}
			for _, d := range drafts {
				if d.class != speech && d.polarity == corpus.Happened && d.word > x.to && d.word < x.to+14 && s.clear(x.to, d.word) && !d.timed && (d.earlier || w == "since") {
					r.reckon(d, drafts, x, d.hi)
					none := *d
					none.polarity, none.when, none.span = corpus.None, corpus.Interval{}, corpus.Interval{}
					if base := r.base(d, drafts); d.span.Known() && base.Known() && d.span.End+1 < base.Start {
						none.span = corpus.Between(d.span.End+1, base.Start-1)
					}
					out = append(out, &none)
					break
				}
			}
		}
	}
	return out
}

// later dates what happened a duration after something that the sentence
// dates: "two years after his first trip, in 2008, he came again".
func (s *sentence) later(drafts []*draft, x duration) bool {
	var anchor, event *draft
	for _, d := range drafts {
		if d.word > x.to && d.word < x.to+14 && d.timed && d.when.Known() && d.basis != corpus.BasisDerived && s.clear(x.to, d.word) {
			anchor = d
			break
		}
	}
	if anchor == nil {
		return false
	}
	for _, d := range drafts {
		switch {
		case d == anchor || d.timed || d.class == speech || d.polarity != corpus.Happened:
		case d.word < x.from && s.oneClause(d.word, x.from):
			event = d
		case d.word > anchor.word && event == nil && s.clear(anchor.word, d.word) && x.from <= 1:
			event = d
		}
	}
	if event == nil {
		return false
	}
	when, span := x.ahead(anchor.when)
	if !when.Known() {
		return false
	}
	event.when, event.span, event.timed, event.basis, event.reckoning = when, span, true, corpus.BasisDerived, x.text(s)
	event.widen(min(x.from, anchor.lo), max(x.to, anchor.hi))
	return true
}

// clear reports whether no full stop or semicolon stands between two words.
func (s *sentence) clear(from, to int) bool {
	for i := from + 1; i <= to; i++ {
		if s.stop(i) {
			return false
		}
	}
	return true
}

// reckon dates a draft by a duration before what its sentence reports.
func (r *reader) reckon(d *draft, drafts []*draft, x duration, through int) {
	d.reckoning, d.timed, d.basis, d.earlier = x.text(d.s), true, corpus.BasisDerived, true
	if d.when, d.span = x.ago(r.base(d, drafts)); !d.when.Known() {
		d.basis = ""
	}
	if through <= len(d.s.words) {
		d.widen(x.from, through)
	}
}

// base returns the time that a sentence reckons from: that of another event of
// the kind in it, else of the article.
func (r *reader) base(d *draft, drafts []*draft) corpus.Interval {
	for _, e := range drafts {
		if e != d && e.kind == d.kind && e.when.Known() && e.basis != corpus.BasisDerived {
			return e.when
		}
	}
	if iv := d.s.opening(); iv.Known() {
		return iv
	}
	return r.article.Published.Interval
}
