package event

import (
	"strconv"
	"strings"
	"time"

	"dateline/corpus"
	"dateline/corpus/gazetteer"
)

// gap is a stretch without an event of a kind that a sentence asserts: "the
// first by a foreign minister in nine years", "no president had come for a
// decade", "after a gap of nine years", "for the first time since 2012".
type gap struct {
	from, to  int             // the words that assert it
	start     int             // the word from which its noun phrase is read: "first", "no", "after"
	length    duration        // n is 0 where it names a date instead
	since     corpus.Interval // the date it names
	reckoning string
	negated   bool // by "no" or "not", so that there is no event now
	own       bool // "his first", "she last visited": the person's own
}

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
		out = append(out, r.implied(s, d, g)...)
		r.told(s, drafts, d, g)
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
	base := d.when
	if !base.Known() {
		base = r.article.Published.Interval
	}
	e := &draft{s: s, kind: d.kind, class: d.class, word: d.word, lo: g.from, hi: g.to, basis: corpus.BasisDerived,
		reckoning: g.reckoning, earlier: true, nominal: true}
	e.parts = r.gapParts(s, d, g)
	if g.since.Known() {
		e.when, e.span = g.since, g.since
	} else {
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
	return []*draft{e, &none}
}

// told finds the event with a name that "the first visit by a foreign
// minister" speaks of, in its own sentence or the one before: it is one event
// with it, and the visitor holds the office.
func (r *reader) told(s *sentence, drafts []*draft, d *draft, g gap) {
	role := d.role(corpus.Agent)
	if g.negated || role == nil || role.Name != "" || role.Office == "" {
		return
	}
	var found *draft
	for _, e := range drafts {
		if a := e.role(corpus.Agent); e != d && e.kind == d.kind && !e.void && !e.earlier && e.polarity == corpus.Happened && a != nil && a.Name != "" {
			found = e
			break
		}
	}
	if found == nil {
		found = r.priorVisit(s)
	}
	if found == nil || found == d {
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
	d.void = true
	if class, ok := gazetteer.Office(role.Office); a.Office != "" || !ok || class.Class == "generic" {
		return
	}
	office, of, person := role.Office, role.Entity.Of, a.person
	r.people[person].office, r.people[person].of = office, of
	for _, e := range r.drafts {
		for i := range e.parts {
			if p := &e.parts[i]; p.person == person && p.Office == "" {
				p.Office, p.Entity.Of = office, of
			}
		}
	}
}

var gapEnds = wordSet(`ending ended ends end broke breaking following`)
var gapNouns = wordSet(`gap absence hiatus break lull interval pause wait freeze interruption drought silence`)
var ordinals = wordSet(`second third fourth fifth sixth seventh eighth ninth tenth maiden`)

// gaps finds what the sentence asserts of gaps.
func (r *reader) gaps(s *sentence) []gap {
	var out []gap
	for i := range s.words {
		switch s.fold[i] {
		case "in", "for", "after":
			if d, ok := s.duration(i + 1); ok {
				if g, ok := s.gapOver(i, d); ok {
					out = append(out, g)
				}
				continue
			}
			if g, ok := s.gapNoun(i); ok {
				out = append(out, g)
			}
		case "since":
			if g, ok := s.gapSince(i); ok {
				out = append(out, g)
			}
		case "ending", "ended", "ends", "broke", "breaking", "end", "following", "despite":
			if g, ok := s.gapNoun(i); ok {
				out = append(out, g)
			}
		}
	}
	return out
}

// gapOver reads "first … in nine years" at its "in".
func (s *sentence) gapOver(i int, d duration) (gap, bool) {
	after := s.fold[i] == "after"
	if d.to < len(s.words) {
		next := s.fold[d.to]
		switch {
		case s.space(d.to) && (next == "of" || next == "in" && determiners[s.word(d.to+1)] && s.word(d.to+2) == "office" || next == "as" || next == "at" || next == "old" || next == "ago" || next == "later"):
			return gap{}, false
		case s.gap(d.to) == "-" || s.possessive(d.to-1):
			return gap{}, false
		}
	}
	g := gap{from: i, to: d.to, length: d, reckoning: d.text(s)}
	commas := 0
	for j := i - 1; j >= 0 && j > i-26; j-- {
		if s.stop(j + 1) {
			break
		}
		if s.comma(j + 1) {
			commas++
		}
		w := s.fold[j]
		if s.at[j] >= 0 && w != "no" {
			if m := s.mentions[s.at[j]]; w == "his" || w == "her" || m.kind != pronounMention {
				continue
			}
			continue
		}
		switch {
		case ordinals[w]:
			return gap{}, false
		case (w == "first" || w == "only") && !(w == "first" && s.word(j-1) == "at") && s.word(j+1) != "lady":
			if after && s.word(j+1) != "time" && commas > 0 {
				return gap{}, false
			}
			g.from, g.start = j, j
			if s.word(j-1) == "his" || s.word(j-1) == "her" {
				g.own, g.from = true, j-1
			} else if j > 0 && s.at[j-1] >= 0 && s.mentions[s.at[j-1]].possessive && s.mentions[s.at[j-1]].kind == personMention {
				g.own, g.from = true, s.mentions[s.at[j-1]].from
			}
			g.to = s.throughBy(d.to)
			return g, true
		case w == "no" || w == "neither" || w == "none":
			g.from, g.start, g.negated = j, j, true
			return g, true
		case w == "not" || strings.HasSuffix(w, "n't") || w == "never" || w == "without":
			g.from, g.start, g.negated = j, j, true
			return g, true
		}
	}
	if d.unit != yearUnit && d.unit != monthUnit {
		return gap{}, false
	}
	// "the visit of a foreign minister in almost a decade", "returned to
	// Lisbon after nine years": something that is not done all the time.
	lx := lexicon()
	for j := i - 1; j >= 0 && j > i-14; j-- {
		if s.stop(j+1) || s.comma(j+1) && !after {
			break
		}
		w := s.fold[j]
		if s.at[j] >= 0 {
			continue
		}
		if t, ok := lx[w]; ok {
			if t.class != travel || t.kind != "visit" {
				break
			}
			if t.forms&noun != 0 && !s.verbal(j, t) {
				if strings.HasSuffix(w, "s") && w != "visits" || w == "visits" || w == "trips" || w == "tours" {
					break
				}
				if after || s.indefiniteBetween(j, i) {
					g.from, g.start = j, j
					return g, true
				}
				break
			}
			if after {
				g.from, g.start, g.own = i, j, true
				return g, true
			}
			break
		}
		if after && (w == "returned" || w == "return" || w == "back") {
			g.from, g.start, g.own = i, j, true
			return g, true
		}
	}
	return gap{}, false
}

// indefiniteBetween reports whether an office with "a" stands between two
// words: "the visit of a Russian foreign minister in".
func (s *sentence) indefiniteBetween(from, to int) bool {
	for _, m := range s.mentions {
		if m.from > from && m.to <= to && m.indefinite && m.kind == personMention {
			return true
		}
	}
	return false
}

// throughBy returns the word after a "by a foreign minister" or a "to visit
// Kenya" that follows a gap at word i, or i.
func (s *sentence) throughBy(i int) int {
	if t := lexicon()[s.word(i+1)]; s.word(i) == "to" && s.space(i) && t.class == travel && t.forms&base != 0 {
		for j := i + 2; j < len(s.words) && j < i+6 && !s.comma(j); j++ {
			if s.at[j] >= 0 {
				return s.mentions[s.at[j]].to
			}
		}
		return i + 2
	}
	if s.word(i) != "by" || !s.space(i) {
		return i
	}
	for j := i + 1; j < len(s.words) && j < i+4; j++ {
		if s.at[j] >= 0 {
			return s.mentions[s.at[j]].to
		}
	}
	return i
}

// gapNoun reads "after a gap of nine years" and "after a nine-year gap".
func (s *sentence) gapNoun(i int) (gap, bool) {
	for j := i + 1; j < len(s.words) && j < i+8; j++ {
		if s.stop(j) || s.comma(j) {
			break
		}
		if !gapNouns[s.fold[j]] {
			continue
		}
		if s.word(j+1) == "of" || s.word(j+1) == "lasting" {
			if d, ok := s.duration(j + 2); ok {
				return gap{from: i, start: i, to: d.to, length: d, reckoning: d.text(s)}, true
			}
		}
		for k := i + 1; k < j; k++ {
			if k > i+1 && s.fold[k-1] == "a" && (s.number2(k) == 0) {
				continue
			}
			if d, ok := s.duration(k); ok && d.to <= j {
				return gap{from: i, start: i, to: j + 1, length: d, reckoning: d.text(s)}, true
			}
		}
		return gap{}, false
	}
	return gap{}, false
}

func (s *sentence) number2(i int) int { n, _ := s.number(i); return n }

// gapSince reads "for the first time since 2012", "not … since May 2012".
func (s *sentence) gapSince(i int) (gap, bool) {
	iv, to := s.monthYear(i + 1)
	if !iv.Known() {
		// "since Lavrov's visit in 2012", "since the last one in 2012"
		for j := i + 1; j < len(s.words) && j < i+14 && !s.stop(j); j++ {
			if s.fold[j] == "in" {
				if iv, to = s.monthYear(j + 1); iv.Known() {
					break
				}
			}
		}
		if !iv.Known() {
			return gap{}, false
		}
	}
	g := gap{to: to, since: iv, reckoning: strings.Join(strings.Fields(s.text[s.words[i].Start:s.words[to-1].End]), " ")}
	for j := i - 1; j >= 0 && j > i-26; j-- {
		if s.stop(j + 1) {
			break
		}
		w := s.fold[j]
		if s.at[j] >= 0 {
			continue
		}
		switch {
		case ordinals[w]:
			return gap{}, false
		case (w == "first" || w == "only") && s.word(j-1) != "at":
			g.from, g.start = j, j
			if s.word(j-1) == "his" || s.word(j-1) == "her" {
				g.own, g.from = true, j-1
			}
			return g, true
		case w == "no" || w == "none" || w == "not" || strings.HasSuffix(w, "n't") || w == "never":
			g.from, g.start, g.negated = j, j, true
			return g, true
		}
	}
	return gap{}, false
}

var monthNumbers = map[string]int{"january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6, "july": 7, "august": 8,
	"september": 9, "october": 10, "november": 11, "december": 12, "jan": 1, "feb": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8,
	"sep": 9, "sept": 9, "oct": 10, "nov": 11, "dec": 12}

// monthYear reads "2012", "May 2012" or "May 4, 2012" at word i.
func (s *sentence) monthYear(i int) (corpus.Interval, int) {
	month, day, j := 0, 0, i
	if n := s.number2(j); n >= 1 && n <= 31 && s.words[j].Number() && monthNumbers[s.word(j+1)] > 0 {
		day, j = n, j+1
	}
	if m := monthNumbers[s.word(j)]; m > 0 {
		month, j = m, j+1
		if n := s.number2(j); j < len(s.words) && s.words[j].Number() && n >= 1 && n <= 31 {
			day, j = n, j+1
		}
	}
	if s.word(j) == "of" && month > 0 {
		j++
	}
	w := s.word(j)
	y, err := strconv.Atoi(w)
	if err != nil || len(w) != 4 || y < 1000 || y > 2200 {
		return corpus.Interval{}, i
	}
	switch {
	case day > 0 && month > 0:
		return corpus.OnDay(corpus.DayOf(y, monthOf(month), day)), j + 1
	case month > 0:
		return corpus.InMonth(y, monthOf(month)), j + 1
	}
	return corpus.InYear(y), j + 1
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
			for _, d := range drafts {
				if d.class != speech && d.polarity == corpus.Happened && d.word < x.from && d.word > x.from-20 && s.clear(d.word, x.from) && (d.earlier || !d.timed) {
					r.reckon(d, drafts, x, x.to+1)
					break
				}
			}
		case "after", "since":
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
	return r.article.Published.Interval
}

func monthOf(n int) time.Month { return time.Month(n) }
