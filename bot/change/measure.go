package change

import (
	"dateline/bot/claim"
)

// sameMeasure is sameThing of all other figures: amounts, shares, votes. The
// sentences must be of one matter in nearly all their words.
func (f *figure) sameMeasure(g *figure) bool {
	x, y := f.s.read(), g.s.read()
	if f.played() || g.played() {
		return false
	}
	if f.sameOutlook(g) {
		return true
	}
	if f.unit == "" {
		a, b := f.head, g.head
		if a == "" || b == "" || !akin(a, b) {
			return false
		}
	}
	marked := g.marked || g.tells(f)
	if f.unit == magnitude && !marked || f.unit == degree && !g.tells(f) {
		return false // an aftershock has its own, and another hour
	}
	if !marked && (serial(f) || serial(g)) {
		return false
	}
	if !marked && (g.level() || g.drifts() || f.drifts()) {
		return false
	}
	// Names: none of the one that the other has in its place.
	a, b := x.names, y.names
	if len(a) == 0 || len(b) == 0 { // whoever says it is named
		a, b = x.everybody(), y.everybody()
	}
	copied := f.s.doc.copies(g.s.doc)
	if (len(a) == 0 || len(b) == 0) && !copied && !(marked && len(a)+len(b) > 0) {
		return false
	}
	if !copied && (x.points() || y.points()) {
		return false
	}
	onlyA, onlyB, both := 0, 0, 0
	for n, given := range a {
		if named(b, n, given) {
			both++
		} else {
			onlyA++
		}
	}
	for n, given := range b {
		if !named(a, n, given) {
			onlyB++
		}
	}
	if onlyA > 0 && onlyB > 0 || both == 0 && len(a) > 0 && len(b) > 0 {
		return false
	}
	if v, w := f.verb(), g.verb(); !marked && (v == "") != (w == "") || v != "" && w != "" && !marked && !akin(v, w) {
		return false
	}
	if !marked && !sameSubject(f, g) {
		return false
	}
	if !f.sameMatter(g, marked) && !(f.unit == magnitude && shared(x.kinds, y.kinds) > 0) {
		return false
	}
	days, others := f.s.days(f), g.s.days(g)
	gap := f.s.doc.gap(g.s.doc)
	switch {
	case apart(days, others), !marked && len(days) > 0 && len(others) > 0 && !(covered(days, others) && covered(others, days)):
		return false
	case g.marked:
		return gap <= recallDays
	case len(days) > 0 && len(others) > 0, marked:
		return gap <= statedDays
	case len(days) > 0 && !recent(days, g.s.doc), len(others) > 0 && !recent(others, f.s.doc):
		return false // one tells of another time
	}
	return gap <= freshDays
}

// sameOutlook reports whether both figures are what one body expects of the same,
// and the later sentence says that it expects another now: "cut its sales forecast
// for the year to 8 billion".
func (f *figure) sameOutlook(g *figure) bool {
	x, y := f.s.read(), g.s.read()
	verb, noun := y.tuned(g.from)
	if noun < 0 || !f.ahead || f.s.doc.gap(g.s.doc) > recallDays || apart(f.s.days(f), g.s.days(g)) || !overlap(x.everybody(), y.everybody()) {
		return false
	}
	var when []interval // of the forecast that is changed
	for i := verb + 1; i < g.from; i++ {
		if t := y.words[i].Time; t >= 0 && y.times[t].Interval.Known() {
			when = append(when, y.times[t].Interval)
		}
	}
	if apart(f.s.days(f), when) {
		return false
	}
	n, near := 0, map[string]bool{}
	for i := f.s.clauseStart(f.from); i < len(x.words) && x.words[i].Clause == x.words[f.from].Clause; i++ {
		near[x.words[i].Lemma] = true
	}
	for i := verb + 1; i < g.from; i++ {
		if w := &y.words[i]; !w.Content || outlooks[w.Lemma] || w.Time >= 0 || w.Mention >= 0 || times[w.Fold] || bounds[w.Fold] || w.Fold == "full" {
			continue
		} else if !has(near, w.Lemma) {
			return false
		}
		n++
	}
	return n > 0
}

// tuned returns the verb by which a sentence says before word i that something
// else is expected now, and the noun for what is: "cut its forecast". The noun is
// -1 where there is none.
func (r *reading) tuned(i int) (verb, noun int) {
	for v := 0; v < i; v++ {
		for j := v + 1; (tunes[r.words[v].Lemma] || revises[r.words[v].Lemma]) && r.words[v].Verb && j < v+6 && j < i; j++ {
			if outlooks[r.words[j].Lemma] && !r.words[j].Verb {
				return v, j
			}
		}
	}
	return -1, -1
}

// estimates reports whether what stands before word i is called an estimate of
// something: "the estimated cost".
func (r *reading) estimates(i int) bool {
	for j := 0; j+1 < i; j++ {
		switch r.words[j].Fold {
		case "estimated", "expected", "projected", "forecast":
			if w := &r.words[j+1]; w.Content && w.Mention < 0 && !r.number(j+1) {
				return true
			}
		}
	}
	return false
}

// verb returns the lemma of the verb that a figure belongs to: the nearest before
// it in its clause, else the first after it; "" where there is but a form of be.
func (f *figure) verb() string {
	r := f.s.read()
	lexical := func(i int) bool {
		w := &r.words[i]
		return w.Verb && w.Content && w.Mention < 0 && !r.said[i] && !auxiliary[w.Fold] && w.Clause == r.words[f.from].Clause
	}
	for i := f.from - 1; i >= 0; i-- {
		if lexical(i) {
			return r.words[i].Lemma
		}
	}
	for i := f.to; i < len(r.words); i++ {
		if lexical(i) {
			return r.words[i].Lemma
		}
	}
	return ""
}

// sameSubject reports whether what stands before the verbs of two figures may be
// one: "police counted" and "organisers counted" are not.
func sameSubject(f, g *figure) bool {
	a, b := f.subject(), g.subject()
	return len(a) == 0 || len(b) == 0 || shared(a, b) > 0
}

// subject returns the words and names before the first verb of a figure's
// clause.
func (f *figure) subject() map[string]bool {
	r := f.s.read()
	m := map[string]bool{}
	for i := f.s.clauseStart(f.from); i < f.from; i++ {
		w := &r.words[i]
		switch {
		case r.said[i]:
		case w.Mention >= 0 && r.strong(r.mentions[w.Mention]):
			m[r.mentions[w.Mention].Key] = true
		case w.Verb && !auxiliary[w.Fold] && w.Content:
			return m
		case r.isContent(i):
			m[w.Lemma] = true
		}
	}
	return m
}

// drifts reports whether a figure is a level that something has risen or fallen
// to.
func (f *figure) drifts() bool {
	r := f.s.read()
	at := f.from - 1
	for at > 0 && bounds[r.words[at].Fold] && r.words[at].Fold != "to" {
		at--
	}
	if at < 1 || r.words[at].Fold != "to" {
		return false
	}
	for i := f.s.clauseStart(f.from); i < at; i++ {
		if w := &r.words[i]; w.Verb && drifts[w.Lemma] {
			return true
		}
	}
	return false
}

// level reports whether a figure's sentence tells of what has another value each
// day: a price, a rate.
func (f *figure) level() bool {
	for l := range f.s.read().content {
		if levels[l] {
			return true
		}
	}
	return false
}

// played reports whether a figure's sentence tells of a game: a race is one, but
// not where votes are cast.
func (f *figure) played() bool {
	played := false
	for l := range f.s.read().content {
		if akin(l, vote) {
			return false
		}
		played = played || plays[l]
	}
	return played && !f.nouns[vote]
}

var vote = claim.Lemma("vote")

// sameMatter reports whether the words around two figures tell of one matter.
func (f *figure) sameMatter(g *figure, marked bool) bool {
	x, y := f.s.read().content, g.s.read().content
	for a := range x {
		for b := range y {
			if claim.Contraries(a, b) && !y[a] && !x[b] {
				return false
			}
		}
	}
	n := shared(x, y)
	if m := shared(y, x); m < n {
		n = m
	}
	if n < 2 {
		return false
	}
	small, all := min(len(x), len(y)), len(x)+len(y)-n
	if marked {
		return n*5 >= small*4 || n*2 >= all
	}
	return n >= 3 && (n*8 >= small*7 || n*10 >= all*6) || n == all
}

// covered reports whether each of some times overlaps one of others.
func covered(a, b []interval) bool {
	for _, x := range a {
		if apart([]interval{x}, b) {
			return false
		}
	}
	return true
}

// points reports whether a sentence points at what another names: "this patrol",
// "the next race".
func (r *reading) points() bool {
	for i := range r.words {
		if w := &r.words[i]; deictic[w.Fold] && w.Time < 0 && !r.said[i] && (w.Fold != "that" || i+1 < len(r.words) && !r.words[i+1].Verb && i == 0) {
			return true
		}
	}
	return false
}
