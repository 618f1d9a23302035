package change

import (
	"cmp"
	"slices"
	"sort"
	"strings"

	"dateline/bot/claim"
)

// maxCompared bounds how many earlier figures one is held against for each of
// the words it is filed under.
const maxCompared = 40

// thing is what figures of several reports count, with the figures in order of
// time.
type thing struct {
	figures []*figure
}

// figures finds the figures that later reports revise.
func (f *finder) figures() {
	shelves := map[string][]*figure{}
	things := map[*figure]*thing{}
	var order []*thing
	for _, d := range f.docs {
		if !d.Published.Known() {
			break
		}
		for _, x := range d.figures() {
			keys := x.keys()
			best, tried := (*figure)(nil), map[*figure]bool{}
			for _, k := range keys {
				shelf := shelves[k]
				for i := len(shelf) - 1; i >= 0 && i >= len(shelf)-maxCompared; i-- {
					y := shelf[i]
					if tried[y] || y.s.doc == d {
						continue
					}
					tried[y] = true
					if best != nil && !best.s.doc.precedes(y.s.doc) {
						continue
					}
					if sameThing(y, x) {
						best = y
					}
				}
			}
			t := things[best]
			if best == nil || t == nil {
				t = &thing{}
				order = append(order, t)
			}
			t.figures = append(t.figures, x)
			things[x] = t
			for _, k := range keys {
				shelves[k] = append(shelves[k], x)
			}
		}
	}
	for _, t := range order {
		if before, after := t.last(); before != nil {
			f.add(Revised, after.label(), before.side(), after.side(), false)
		}
	}
}

// figures returns the figures of a document, those left out that it gives
// several values for.
func (d *doc) figures() []*figure {
	var all []*figure
	for _, s := range d.sents {
		numeric := false
		for _, w := range s.plain {
			if w != "" && (w[0] >= '0' && w[0] <= '9' || claim.Numeral(w)) {
				numeric = true
				break
			}
		}
		if !numeric {
			continue
		}
		fs := s.allFigures()
		for i := range fs {
			all = append(all, &fs[i])
		}
	}
	var out []*figure
	for i, x := range all {
		clear := true
		for j, y := range all {
			if i == j || x.harm != y.harm || x.unit != y.unit || x.harm == "" || x.agrees(y) {
				continue
			}
			if a, b := x.counted(), y.counted(); len(a) != len(b) || shared(a, b) < len(a) {
				continue
			}
			if apart(x.s.days(x), y.s.days(y)) || x.moved && !y.moved {
				continue
			}
			clear = false
		}
		if clear {
			out = append(out, x)
		}
	}
	return out
}

// days returns the times of the sentence of a figure, without the day on which
// a toll moved.
func (s *sent) days(f *figure) []interval {
	r := s.read()
	var out []interval
	for i := range r.words {
		t := r.words[i].Time
		if t < 0 || i > 0 && r.words[i-1].Time == t || r.times[t].Interval.Precision == 0 || r.ofSaying(i) || !r.times[t].Interval.Known() {
			continue
		}
		iv := r.times[t].Interval
		if f.moved && f.harm != "" && iv.End >= s.doc.Published.Start-1 && iv.End-iv.Start < 7 {
			continue
		}
		out = append(out, iv)
	}
	return out
}

// when returns the times of a figure's sentence, or where it has none those of
// the sentence before it that does, of the two before.
func (f *figure) when() []interval {
	own := f.s.days(f)
	if f.moved || len(own) > 0 && (f.harm == "" || len(f.s.read().kinds) > 0) {
		return own
	}
	before := f.s.doc.sents[:f.s.at]
	for j := len(before) - 1; j >= 0 && j >= len(before)-2; j-- {
		moved := false
		for _, w := range before[j].read().words {
			moved = moved || moves[w.Lemma]
		}
		if out := before[j].days(f); len(out) > 0 && !moved {
			return append(own, out...)
		}
	}
	return own
}

// keys returns what a figure is filed under: what it counts, with each
// happening and name it may be known by.
func (f *figure) keys() []string {
	r := f.s.read()
	names, kinds := f.s.doc.lead()
	what := f.unit
	var out []string
	if f.harm != "" {
		for _, m := range []map[string]bool{r.kinds, kinds} {
			for k := range m {
				out = append(out, "h\x00"+f.harm+"\x00"+k)
			}
		}
		sort.Strings(out)
		return out
	}
	if what == "" {
		for n := range f.nouns {
			out = append(out, "n\x00"+n)
		}
		sort.Strings(out)
		return out
	}
	for _, m := range []map[string]string{r.names, names} {
		for n := range m {
			out = append(out, "u\x00"+what+"\x00"+n)
		}
	}
	for l := range r.content {
		out = append(out, "l\x00"+what+"\x00"+l)
	}
	sort.Strings(out)
	return out
}

// last returns the last change of a thing's figures: the latest report of the
// value before, and the first of the value that holds. Both are nil where there
// is none.
func (t *thing) last() (before, after *figure) {
	if len(t.figures) < 2 {
		return nil, nil
	}
	// Of one day those stand last that tell of more than before.
	slices.SortStableFunc(t.figures, func(a, b *figure) int {
		if a.s.doc.precedes(b.s.doc) || b.s.doc.precedes(a.s.doc) || a.moved != b.moved {
			switch {
			case a.s.doc.precedes(b.s.doc):
				return -1
			case b.s.doc.precedes(a.s.doc):
				return 1
			case b.moved:
				return -1
			}
			return 1
		}
		if !a.moved {
			return 0
		}
		return cmp.Compare(a.lo, b.lo)
	})
	var gone []*figure // values that were replaced
	current, latest := t.figures[0], t.figures[0]
	for _, x := range t.figures[1:] {
		grown := x.moved && x.harm != "" && x.lo > current.hi && current.bound != "about" && x.bound != "about"
		if x.agrees(current) && !grown {
			if x.lo == current.lo {
				latest = x
			}
			continue
		}
		stale := false
		for _, g := range gone {
			stale = stale || g.lo == x.lo
		}
		if stale || !x.replaces(latest) {
			continue
		}
		before, after = latest, x
		gone = append(gone, current)
		current, latest = x, x
	}
	return before, after
}

// replaces reports whether a later figure of the same thing takes the place of
// an earlier one, rather than standing beside it.
func (f *figure) replaces(g *figure) bool {
	if !g.s.doc.precedes(f.s.doc) {
		// Of one day: only where the later one tells it.
		return f.tells(g) || f.harm != "" && f.moved && f.lo > g.lo
	}
	if f.tells(g) {
		return true
	}
	voices := oneVoice(f, g)
	if f.harm != "" {
		switch {
		case f.moved && f.lo > g.lo:
			return true
		case !voices:
			return false
		case f.lo > g.lo || f.marked || f.harm == "missing":
			return true
		}
		// Fewer than were counted before: whoever counted them must say so.
		return len(f.speaker) > 0 && len(g.speaker) > 0 || f.s.doc.Source != "" && f.s.doc.Source == g.s.doc.Source
	}
	return voices
}

// tells reports whether a figure's sentence gives the other as the one before.
func (f *figure) tells(g *figure) bool {
	for _, v := range f.old {
		if v == g.lo {
			return true
		}
	}
	return false
}

// The days within which two reports may tell of one thing.
const (
	freshDays  = 3   // where neither says when it was
	followDays = 21  // where the later one speaks of it as known
	statedDays = 120 // where both name its time, or the later one says that it corrects
)

// sameThing reports whether two figures, f in the earlier report, count the same
// of the same event.
func sameThing(f, g *figure) bool {
	if f.harm != g.harm || f.unit != g.unit || f.ahead != g.ahead {
		return false
	}
	d, e := f.s.doc, g.s.doc
	if !d.mayPrecede(e) || f.stands(g.s) || g.stands(f.s) && !g.tells(f) || ordinalsDiffer(f.s.read(), g.s.read()) {
		return false
	}
	if g.harm != "" {
		return f.sameHarm(g)
	}
	return f.sameMeasure(g)
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
	a, b := f.counted(), g.counted()
	if len(a) != len(b) || shared(a, b) < len(a) {
		return false
	}
	x, y := f.s.read(), g.s.read()
	if serial(f) || serial(g) {
		return false
	}
	copied := f.s.doc.copies(g.s.doc)
	anchored := len(x.kinds) > 0 && len(y.kinds) > 0 && len(x.names) > 0 && len(y.names) > 0
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
	if shared(kinds, others) == 0 {
		return false
	}
	// Where, and to whom.
	if !sameNames(f, g) {
		return false
	}
	return sameDays(f, g)
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

// sameMeasure is sameThing of all other figures: amounts, shares, votes. The
// sentences must be of one matter in nearly all their words.
func (f *figure) sameMeasure(g *figure) bool {
	x, y := f.s.read(), g.s.read()
	if f.played() || g.played() {
		return false
	}
	if f.unit == "" {
		a, b := f.nounHead(), g.nounHead()
		if a == "" || b == "" || !akin(a, b) {
			return false
		}
	}
	marked := g.marked || g.tells(f)
	if !marked && (serial(f) || serial(g)) {
		return false
	}
	if !marked && g.level() {
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
	if !f.sameMatter(g, marked) {
		return false
	}
	days, others := f.s.days(f), g.s.days(g)
	gap := f.s.doc.gap(g.s.doc)
	switch {
	case len(days) > 0 && len(others) > 0 && !(covered(days, others) && covered(others, days)):
		return false
	case len(days) > 0 && len(others) > 0, marked:
		return gap <= statedDays
	case len(days) > 0 && !recent(days, g.s.doc), len(others) > 0 && !recent(others, f.s.doc):
		return false // one tells of another time
	}
	return gap <= freshDays
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

// played reports whether a figure's sentence tells of a game.
func (f *figure) played() bool {
	for l := range f.s.read().content {
		if plays[l] {
			return true
		}
	}
	return false
}

// nounHead returns what a figure counts, the last of the nouns that follow it.
func (f *figure) nounHead() string {
	r := f.s.read()
	head := ""
	for j := f.to; j < len(r.words) && j < f.to+4; j++ {
		w := &r.words[j]
		if !f.nouns[w.Lemma] || w.Verb || j > f.to && strings.ContainsAny(w.Gap, ",;:") {
			break
		}
		head = w.Lemma
	}
	return head
}

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
