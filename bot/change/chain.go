package change

import (
	"cmp"
	"fmt"
	"slices"
	"sort"

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
		if before, after := t.last(); before != nil && !known(shelves, before, after) {
			n := len(f.changes)
			if f.add(Revised, after.label(), before.side(), after.side(), false); len(f.changes) > n {
				f.changes[n].Open = after.marked || after.moved || after.tells(before)
			}
		}
	}
}

// known reports whether a figure stands already in a report of the event that was
// told, so that it is no change to its readers. One that says that it is a change of
// what was told is known by such a report alone: the others may have stood behind
// a point that gave the figure of before.
func known(shelves map[string][]*figure, before, x *figure) bool {
	if x.s.event == 0 || x.s.doc.told {
		return false
	}
	says := before.s.doc.told && x.says()
	return slices.ContainsFunc(shelves[x.eventKey()], func(y *figure) bool {
		return y.s.doc.told && y.lo == x.lo && y.unit == x.unit && y.harm == x.harm && !elsewhere(x.s, y.s) && (y.says() || !says)
	})
}

// says reports whether a figure's sentence tells that it is a change.
func (f *figure) says() bool { return f.marked || f.moved || len(f.old) > 0 }

func (f *figure) eventKey() string { return fmt.Sprint("e\x00", f.s.event) }

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
	if f.s.event > 0 {
		out = append(out, f.eventKey())
	}
	for _, v := range slices.Concat(f.old, []float64{f.lo}) {
		out = append(out, fmt.Sprint("v\x00", f.unit, "\x00", v))
	}
	if f.harm != "" {
		for _, m := range []map[string]bool{r.kinds, kinds} {
			for k := range m {
				out = append(out, "h\x00"+f.harm+"\x00"+k)
			}
		}
		for _, m := range []map[string]string{r.names, names} {
			for n := range m {
				out = append(out, "p\x00"+f.harm+"\x00"+n)
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
		grown := x.harm != "" && x.lo > current.hi && (x.moved || current.least && x.s.sameEvent(current.s)) && current.bound != "about" && x.bound != "about"
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
		if before == nil || !before.s.doc.told || latest.s.doc.told || x.s.doc.told {
			before = latest
		}
		after = x
		if len(x.old) > 0 && !x.tells(latest) {
			// Whoever says what it was before is held against the report of that.
			if was := t.told(x); was != nil {
				before = was
			} else if x.harm == "" || !x.s.sameEvent(latest.s) {
				before, after = nil, nil
			}
		}
		gone = append(gone, current)
		current, latest = x, x
	}
	return before, after
}

// told returns the latest figure of a thing that another gives as the one of
// before, nil where there is none.
func (t *thing) told(x *figure) *figure {
	for _, y := range slices.Backward(t.figures) {
		if y.s.doc.precedes(x.s.doc) && x.tells(y) {
			return y
		}
	}
	return nil
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
	if f.lo < g.lo && !f.marked && g.s.doc.Published.End >= f.s.doc.Published.Start {
		return false // of one day: a report that came late
	}
	voices := oneVoice(f, g)
	if f.harm != "" {
		switch {
		case f.lo > g.lo && (f.moved || voices || f.s.sameEvent(g.s)):
			return true
		case !voices || f.lo > g.lo:
			return false
		case f.marked || f.harm == "missing":
			return true
		}
		// Fewer than were counted before: whoever counted them must say so.
		return len(f.speaker) > 0 && len(g.speaker) > 0 || f.s.doc.copies(g.s.doc)
	}
	return voices
}

// recalling reports whether a figure's sentence says that the one of before was
// said, or that a court has set another in its place.
func (f *figure) recalling() bool {
	r := f.s.read()
	if f.recalled || f.marked && !slices.ContainsFunc(r.words, func(w claim.Word) bool { return adjusts[w.Fold] }) {
		return true
	}
	for i := 0; i < f.from; i++ {
		for j := i + 1; tunes[r.words[i].Lemma] && r.words[i].Verb && j < i+5 && j < f.from; j++ {
			if penalties[r.words[j].Lemma] {
				return true
			}
		}
	}
	return false
}

// adjusts are words that tell of a figure that was said to be wrong, and of a sum
// that was only set anew.
var adjusts = map[string]bool{"lowered": true, "adjusted": true, "amended": true}

// expects reports whether a figure is what somebody expects, and not what came
// about "above the 640 million it had forecast".
func (f *figure) expects() bool {
	r := f.s.read()
	for i := range r.words {
		if l := r.words[i].Lemma; i < f.to+2 && (modalSaying[l] || outlooks[l]) {
			return true
		}
	}
	return false
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
