package change

import (
	"maps"
	"strings"

	"dateline/bot/claim"
)

// The days within which two reports may tell of one thing.
const (
	freshDays  = 3   // where neither says when it was
	followDays = 21  // where the later one speaks of it as known
	statedDays = 120 // where both name its time, or the later one says that it corrects
	recallDays = 270 // where the later one names the figure that was given before
)

// sameThing reports whether two figures, f in the earlier report, count the same
// of the same event.
func sameThing(f, g *figure) bool {
	d, e := f.s.doc, g.s.doc
	if f.unit != g.unit || !d.mayPrecede(e) {
		return false
	}
	if g.tells(f) && !f.tells(g) && !(g.unit != "" && g.harm == "" && g.level() && !g.recalling()) &&
		!(f.expects() && !g.expects() && g.unit != "" && !g.marked) && f.s.mayRecall(g.s, g.recalling(), g.recalled) {
		return true
	}
	if f.harm != g.harm || f.ahead != g.ahead && (f.harm != "" || !f.s.sameEvent(g.s)) {
		return false
	}
	if f.stands(g.s) || g.stands(f.s) && !g.tells(f) || ordinalsDiffer(f.s.read(), g.s.read()) {
		return false
	}
	if f.s.sameEvent(g.s) && f.sameCount(g) {
		return true
	}
	if g.harm != "" {
		return f.sameHarm(g)
	}
	if d.Published.End >= e.Published.Start && !g.marked && !g.tells(f) {
		return false // of one day, and nobody says that it was another
	}
	return f.sameMeasure(g) && (g.marked || g.tells(f) || d.sameEvent(e))
}

// mayRecall reports whether a figure that a later sentence gives as that of
// before may be the one of this sentence: they tell of one event, or share a name
// and what they are about. Recalling says that the later one tells that the other
// was said, and not only that there was another.
func (s *sent) mayRecall(later *sent, recalling, recalled bool) bool {
	if s.sameEvent(later) {
		return true
	}
	x, y := s.read(), later.read()
	days := followDays
	if recalling {
		days = recallDays
	}
	names, content := later.context()
	if s.doc.gap(later.doc) > followDays && !recalled && shared(x.content, content) < 2 {
		return false
	}
	own := x.names
	if len(own) == 0 || len(names) == 0 { // whoever says it is named
		own, names = x.everybody(), union(names, y.everybody())
	}
	if s.doc.gap(later.doc) > days || ordinalsDiffer(x, y) {
		return false
	}
	return meet(own, names) && (shared(x.content, content) > 0 || shared(x.kinds, y.kinds) > 0) || recalled && s.withLead(later)
}

// withLead reports whether two sentences, each with the beginning of its report, name
// one and have two words of what they are about in common: "the cost of the runway",
// further down, is that of the runway of which the report tells.
func (s *sent) withLead(later *sent) bool {
	topic := func(s *sent) (map[string]string, map[string]bool) {
		lead := s.doc.sents[0].read()
		return union(s.read().names, s.doc.lead2()), join(s.read().content, lead.content)
	}
	names, content := topic(s)
	others, matter := topic(later)
	return (meet(names, others) || begins(names, others) || begins(others, names)) && shared(content, matter) >= 2
}

// begins reports whether a name begins with another that is no country: "Marwick" is
// of "Marwick Airport".
func begins(names, others map[string]string) bool {
	for n := range names {
		if first, _, more := strings.Cut(n, " "); more && in(others, first) && !country(first) {
			return true
		}
	}
	return false
}

// context returns the names of a sentence and what it is about, where it names
// nobody with those of the sentence before it: "The figure for July was revised".
func (s *sent) context() (names map[string]string, content map[string]bool) {
	r := s.read()
	if len(r.names) > 0 || s.at == 0 {
		return r.names, r.content
	}
	before := s.doc.sents[s.at-1].read()
	return before.names, join(r.content, before.content)
}

// sameScene reports whether the sentences of two figures, with those before them,
// tell of one thing in many words, where no word of theirs names its kind.
func (f *figure) sameScene(g *figure) bool {
	a, b := f.scene(), g.scene()
	n := shared(a, b)
	return n >= 3 && n*2 >= min(len(a), len(b))
}

// scene returns what a figure's sentence is about, where it is short with the
// one before it, without words of harm.
func (f *figure) scene() map[string]bool {
	m := map[string]bool{}
	take := func(s *sent) {
		for l := range s.read().content {
			if harms[l] == "" && !persons[l] {
				m[l] = true
			}
		}
	}
	take(f.s)
	if len(m) < 3 && f.s.at > 0 {
		take(f.s.doc.sents[f.s.at-1])
	}
	return m
}

// stands reports whether a figure's value stands in another sentence for the
// same, so that both values are told there.
func (f *figure) stands(s *sent) bool {
	if s.doc == f.s.doc {
		return false
	}
	for _, g := range s.allFigures() {
		if g.unit == f.unit && g.harm == f.harm && g.lo == f.lo && g.hi == f.hi && !f.agreesAll(s) {
			return true
		}
	}
	return false
}

// agreesAll reports whether a sentence has only one figure of a figure's unit.
func (f *figure) agreesAll(s *sent) bool {
	n := 0
	for _, g := range s.allFigures() {
		if g.unit == f.unit && g.harm == f.harm {
			n++
		}
	}
	return n == 1
}

// ordinalsDiffer reports whether two sentences have ordinals, "the first
// quarter", and none is the same.
func ordinalsDiffer(a, b *reading) bool {
	list := func(r *reading) map[float64]bool {
		m := map[float64]bool{}
		for _, q := range r.quantities {
			if q.Ordinal && !modalSaying[r.lemma(q.To)] {
				m[q.Value] = true
			}
		}
		return m
	}
	x, y := list(a), list(b)
	for v := range x {
		if y[v] {
			return false
		}
	}
	return len(x) > 0 && len(y) > 0
}

func (r *reading) lemma(i int) string {
	if i < 0 || i >= len(r.words) {
		return ""
	}
	return r.words[i].Lemma
}

// sameHarm is sameThing of people and houses that came to harm.
func (f *figure) sameHarm(g *figure) bool {
	if !f.sameSort(g) || serial(f) || serial(g) {
		return false
	}
	x, y := f.s.read(), g.s.read()
	copied := f.s.doc.copies(g.s.doc)
	if f.s.doc.Published.End >= g.s.doc.Published.Start && !g.moved && !g.marked && !copied && !f.sameScene(g) {
		for k := range x.kinds {
			if !wide[k] {
				return false // of one day there may be two fires in one town
			}
		}
	}
	anchored := (len(x.kinds) > 0 && len(y.kinds) > 0 || f.sameScene(g)) && len(x.names) > 0 && len(y.names) > 0
	if !anchored && !copied && !sharedLead(f.s.doc, g.s.doc) {
		return false
	}
	// What happened.
	kinds, others := x.kinds, y.kinds
	if len(kinds) == 0 {
		_, kinds = f.s.doc.lead()
	}
	if len(others) == 0 {
		_, others = g.s.doc.lead()
	}
	if shared(kinds, others) == 0 && (len(kinds) > 0 && len(others) > 0 && !copied || !f.sameScene(g)) {
		return false
	}
	if kinds[epidemic] && others[epidemic] && !copied {
		scene, n := g.scene(), 0
		for l := range f.scene() {
			if happenings[l] == "" && has(scene, l) {
				n++
			}
		}
		if n < 2 {
			return false // the count of a country or city, another each day
		}
	}
	// Where, and to whom.
	if !sameNames(f, g) {
		return false
	}
	return sameDays(f, g)
}

// sameSort reports whether two figures count the same sort of people, or the later
// one more of any, whom the earlier report has not counted.
func (f *figure) sameSort(g *figure) bool {
	a, b := f.counted(), g.counted()
	if len(a) == len(b) && shared(a, b) == len(a) {
		return true
	}
	return len(b) == 0 && g.lo > f.lo && f.sameScene(g) && !f.s.doc.counts(g)
}

// counts reports whether a document has a figure of the same harm that another
// does not exclude.
func (d *doc) counts(f *figure) bool {
	for _, s := range d.sents {
		for i := range s.allFigures() {
			if y := &s.numbers[i]; y.harm == f.harm && y.agrees(f) {
				return true
			}
		}
	}
	return false
}

// sameNames reports whether the names around two figures may be those of one
// event: one is shared, and neither sentence has places that the other lacks
// where it has others.
func sameNames(f, g *figure) bool {
	x, y := f.s.read(), g.s.read()
	names, others := x.names, y.names
	lead, lead2 := f.s.doc.lead2(), g.s.doc.lead2()
	if len(names) == 0 {
		names = lead
	}
	if len(others) == 0 {
		others = lead2
	}
	if len(x.names) > 0 && len(y.names) > 0 && !meet(names, others) && !overlap(names, others) {
		// "a factory outside Dhaka", "the Rana Plaza": each is named by the
		// beginning of the other report.
		return meet(names, lead2) && meet(others, lead)
	}
	both := 0
	for n, given := range names {
		if !named(others, n, given) {
			continue
		}
		if both++; !country(n) {
			both++
		}
	}
	if both == 0 {
		return false
	}
	if both == 1 { // a country alone
		for n := range names {
			if in(others, n) || in(lead2, n) {
				continue
			}
			for o := range others {
				if !in(names, o) && !in(lead, o) {
					return false
				}
			}
		}
	}
	return true
}

// epidemic is the kind of happening whose sick are counted each day, but for those
// of one ship or house.
const epidemic = "virus"

// sharedLead reports whether the beginnings of two documents name two of the
// same, one besides countries.
func sharedLead(d, e *doc) bool {
	a, b := d.lead2(), e.lead2()
	n, countries := 0, 0
	for k, given := range a {
		switch {
		case !named(b, k, given):
		case country(k):
			countries++
		default:
			n++
		}
	}
	return n >= 2 || n == 1 && (countries > 0 || len(d.sents) <= 3 && len(e.sents) <= 3)
}

// copies reports whether half of the sentences of one document stand in the
// other, their numbers apart.
func (d *doc) copies(e *doc) bool {
	a, b := d.shapes(), e.shapes()
	if len(a) > len(b) {
		a, b = b, a
	}
	n := 0
	for s := range a {
		if b[s] {
			n++
		}
	}
	return n >= 2 && n*2 >= len(a)
}

func (d *doc) shapes() map[string]bool {
	if d.shape == nil {
		d.shape = map[string]bool{}
		for _, s := range d.sents {
			var b strings.Builder
			for _, w := range s.plain {
				if w == "" || w[0] >= '0' && w[0] <= '9' || claim.Numeral(w) {
					b.WriteString("# ")
					continue
				}
				b.WriteString(w)
				b.WriteByte(' ')
			}
			if len(s.plain) >= 5 {
				d.shape[b.String()] = true
			}
		}
	}
	return d.shape
}

func (d *doc) lead2() map[string]string { names, _ := d.lead(); return names }

// meet reports whether two sets of names have one in common that is no country.
func meet(a, b map[string]string) bool {
	for n, given := range a {
		if named(b, n, given) && !country(n) {
			return true
		}
	}
	return false
}

// overlap reports whether two sets of names share any.
func overlap(a, b map[string]string) bool {
	for n, given := range a {
		if named(b, n, given) {
			return true
		}
	}
	return false
}

func in(names map[string]string, n string) bool { _, ok := names[n]; return ok }

// sameDays reports whether two figures may be of one day.
func sameDays(f, g *figure) bool {
	a, b := f.when(), g.when()
	gap := f.s.doc.gap(g.s.doc)
	known := g.moved || g.marked || g.definite()
	switch {
	case len(a) > 0 && len(b) > 0:
		return !apart(a, b) && gap <= statedDays
	case known:
		return gap <= followDays
	case len(a) > 0:
		return recent(a, g.s.doc) // the later report is of the days before it appeared
	}
	return gap <= freshDays
}

// recent reports whether one of some times is of the days before a document
// appeared.
func recent(times []interval, d *doc) bool {
	for _, iv := range times {
		if p := d.Published.Interval; iv.Start <= p.End && p.Start-iv.End <= freshDays+1 {
			return true
		}
	}
	return false
}

// definite reports whether a figure's sentence speaks of what happened as known:
// "the crash", "Sunday's crash".
func (f *figure) definite() bool {
	r := f.s.read()
	for i := range r.words {
		if happenings[r.words[i].Lemma] == "" {
			continue
		}
		for j := i - 1; j >= 0 && j >= i-3; j-- {
			if w := &r.words[j]; w.Fold == "the" || strings.HasSuffix(w.Text, "'s") || strings.HasSuffix(w.Text, "’s") {
				return true
			}
		}
	}
	return false
}

// apart reports whether times of two sentences exclude each other: both have
// some and none overlap.
func apart(a, b []interval) bool {
	if len(a) == 0 || len(b) == 0 {
		return false
	}
	for _, x := range a {
		for _, y := range b {
			if x.Overlaps(y) {
				return false
			}
		}
	}
	return true
}

// serial reports whether a figure is one of a row, which has another each day or
// year without being revised.
func serial(f *figure) bool {
	r := f.s.read()
	for i := range r.words {
		w := &r.words[i]
		switch {
		case rates[w.Fold] && !(w.Fold == "per" && word(r, i+1) == "cent"):
			return true
		case w.Fold == "far" && word(r, i-1) == "so" && word(r, i+1) == "this", w.Fold == "new" && word(r, i+1) != "york" && i > 0 && i == f.to:
			return true
		case (w.Fold == "a" || w.Fold == "each" || w.Fold == "every") && times[word(r, i+1)] && i >= f.to:
			return true
		case (w.Fold == "past" || w.Fold == "last") && i+2 < len(r.words) && (r.words[i+1].Number() || claim.Numeral(r.words[i+1].Fold)):
			return true
		case w.Fold == "this" && times[word(r, i+1)]:
			return true
		}
	}
	return false
}

// union returns the names of both sets.
func union(a, b map[string]string) map[string]string {
	m := map[string]string{}
	maps.Copy(m, a)
	maps.Copy(m, b)
	return m
}
