package change

import (
	"slices"
	"strconv"
	"strings"

	"dateline/corpus/token"
)

func formatFloat(v float64) string { return strconv.FormatFloat(v, 'f', 6, 64) }

// versions finds the figures, names and dates that publishers changed between
// two versions of an article without saying so.
func (f *finder) versions() {
	f.copies()
	for i, d := range f.docs {
		newer := d
		changed := map[*sent]bool{} // what a later version has changed again
		for _, old := range f.older[i] {
			f.between(old, newer, changed, false)
			newer = old
		}
	}
}

// maxCopies bounds how many articles with one sentence a copy of them is held
// against.
const maxCopies = 20

// copies finds the figures and dates that differ between an article and the
// latest one before it that has three of five of its sentences as they stand.
func (f *finder) copies() {
	seen := map[string][]*doc{}
	for _, d := range f.docs {
		if !d.Published.Known() {
			break
		}
		counts := map[*doc]int{}
		var best *doc
		n := 0
		for _, s := range d.sents {
			if len(s.plain) < 5 {
				continue
			}
			n++
			k := strings.Join(s.plain, " ")
			ds := seen[k]
			for _, e := range ds[max(0, len(ds)-maxCopies):] {
				if e.gap(d) <= 0 || !e.precedes(d) || e.gap(d) > followDays { // of one day they differ in more than what is revised
					continue
				}
				counts[e]++
				if best == nil || counts[e] > counts[best] || counts[e] == counts[best] && e.order > best.order {
					best = e
				}
			}
			if len(ds) == 0 || ds[len(ds)-1] != d {
				seen[k] = append(ds, d)
			}
		}
		if best != nil && counts[best] >= 2 && counts[best]*5 >= n*3 && best.sameEvent(d) {
			f.between(best, d, map[*sent]bool{}, true)
		}
	}
}

// between holds a version of an article against the next. Sentences that both
// have alike are left out; of the others each is held against the one that is
// most like it. Sentences of the newer one that a later version has changed again
// are left out, and those of the older one that are changed here are added to
// them. Where more values differ than anybody corrects, the page was only filled
// anew. Copied says that they are not versions of one article.
func (f *finder) between(old, newer *doc, changed map[*sent]bool, copied bool) {
	begin := len(f.changes)
	same := map[string]int{}
	for _, s := range old.sents {
		same[strings.Join(s.plain, " ")]++
	}
	var fresh []*sent
	for _, s := range newer.sents {
		k := strings.Join(s.plain, " ")
		if same[k] > 0 {
			same[k]--
			continue
		}
		fresh = append(fresh, s)
	}
	var stale []*sent
	for _, s := range old.sents {
		k := strings.Join(s.plain, " ")
		if same[k] > 0 {
			same[k]--
			stale = append(stale, s)
		}
	}
	// By their words: those of the old version that share most with a new one.
	by := map[string][]int{}
	for i, s := range stale {
		seen := map[string]bool{}
		for _, w := range s.plain {
			if !seen[w] && !token.Stop(w) {
				seen[w] = true
				by[w] = append(by[w], i)
			}
		}
	}
	taken := map[int]bool{}
	for _, s := range fresh {
		if s.isNotice() || changed[s] {
			continue
		}
		counts := map[int]int{}
		best := -1
		for _, w := range s.plain {
			for _, i := range by[w][:min(len(by[w]), maxCompared)] {
				if !taken[i] {
					counts[i]++
					if best < 0 || counts[i] > counts[best] || counts[i] == counts[best] && i < best {
						best = i
					}
				}
			}
		}
		if best < 0 || !f.silent(stale[best], s, copied) {
			continue
		}
		taken[best] = true
	}
	if len(f.changes)-begin > maxSilent {
		f.changes = f.changes[:begin]
	}
	for _, c := range f.changes[begin:] {
		changed[c.before] = true
	}
}

// maxSilent is how many values may differ between two versions.
const maxSilent = 4

// The likeness that two sentences must have to be one in two versions: of ten
// words seven are the same, and no more than three stretches differ.
const maxStretches = 3

// silent takes up the values that differ between two versions of a sentence, and
// reports whether they are versions of one.
func (f *finder) silent(old, s *sent, copied bool) bool {
	a, b := old.read(), s.read()
	n, m := len(a.words), len(b.words)
	if n == 0 || m == 0 || n*m > 40000 {
		return false
	}
	// The longest run of words that both have in one order.
	table := make([]int16, (n+1)*(m+1))
	at := func(i, j int) int { return i*(m+1) + j }
	for i := n - 1; i >= 0; i-- {
		for j := m - 1; j >= 0; j-- {
			if a.words[i].Fold == b.words[j].Fold {
				table[at(i, j)] = table[at(i+1, j+1)] + 1
			} else {
				table[at(i, j)] = max(table[at(i+1, j)], table[at(i, j+1)])
			}
		}
	}
	common := int(table[0])
	if common*10 < max(n, m)*6 || common < 4 {
		return false
	}
	var stretches [][4]int
	i, j := 0, 0
	for i < n || j < m {
		if i < n && j < m && a.words[i].Fold == b.words[j].Fold {
			i, j = i+1, j+1
			continue
		}
		i0, j0 := i, j
		for (i < n || j < m) && !(i < n && j < m && a.words[i].Fold == b.words[j].Fold) {
			if j == m || i < n && table[at(i+1, j)] >= table[at(i, j+1)] {
				i++
			} else {
				j++
			}
		}
		stretches = append(stretches, [4]int{i0, i, j0, j})
	}
	if len(stretches) > maxStretches {
		return true
	}
	olds, news := old.data(0, n), s.data(0, m)
	if !slices.Equal(keysOf(olds, '#'), keysOf(news, '#')) && (!slices.Equal(keysOf(olds, 'd'), keysOf(news, 'd')) || strange(olds, news) && strange(news, olds)) {
		return true // the same is said of another day, or of somebody else
	}
	values := 0
	for _, st := range stretches {
		if x, y := within(olds, st[0], st[1]), within(news, st[2], st[3]); len(x) == 1 && len(y) == 1 {
			values++
		}
	}
	if copied && values < len(stretches) {
		return true // of two articles the words beside a figure must be the same
	}
	for _, st := range stretches {
		x, y := within(olds, st[0], st[1]), within(news, st[2], st[3])
		if len(x) != 1 || len(y) != 1 || x[0].kind != y[0].kind || x[0].key == y[0].key {
			continue
		}
		f.replaced(x[0], y[0], olds, news, copied)
	}
	return true
}

// strange reports whether some values have a name that others have in no form.
func strange(ds, others []datum) bool {
	for _, d := range ds {
		if d.kind == 'n' && !slices.ContainsFunc(others, func(o datum) bool { return o.kind == 'n' && sameName(d, o) }) {
			return true
		}
	}
	return false
}

// keysOf returns the values of a kind in order.
func keysOf(ds []datum, kind byte) []string {
	var out []string
	for _, d := range ds {
		if d.kind == kind {
			out = append(out, d.key)
		}
	}
	return out
}

// within returns the values that have words among from to to.
func within(ds []datum, from, to int) []datum {
	var out []datum
	for _, d := range ds {
		if d.from < to && from < d.to {
			out = append(out, d)
		}
	}
	return out
}

// replaced takes up a value that stands in the place of another, unless it only
// says the same in other words.
func (f *finder) replaced(x, y datum, olds, news []datum, copied bool) {
	kind, silent, what := Corrected, true, ""
	if copied {
		kind, silent = Revised, false
	}
	before, after := x.side(), y.side()
	switch x.kind {
	case '#':
		a, b, ok := figureAt(x), figureAt(y), true
		if a == nil || b == nil || copied && !oneVoice(a, b) || a.unit != b.unit || a.agrees(b) || a.old != nil && b.old == nil {
			ok = false
		}
		if !ok {
			return
		}
		if b.harm == "" && a.harm == "" && a.unit == "" && b.head != "" && a.head != "" && !akin(a.head, b.head) || a.harm != b.harm {
			return
		}
		if x.s.doc.Published.Interval != y.s.doc.Published.Interval && (serial(a) || serial(b) || b.level() || b.played()) {
			return
		}
		before, after, what = a.side(), b.side(), b.label()
		if b.moved || b.marked || b.tells(a) {
			kind, silent = Revised, false
		}
	case 'd':
		p, q := x.s.read().times[x.s.read().words[x.from].Time], y.s.read().times[y.s.read().words[y.from].Time]
		if !p.Interval.Known() || !q.Interval.Known() || p.Interval.Overlaps(q.Interval) || p.Type != q.Type {
			return
		}
	case 'n':
		if copied { // another paper may name another of several
			return
		}
		if sameName(x, y) {
			return
		}
		for _, d := range news {
			if d.kind == 'n' && d.key == x.key {
				return // both stand in the new one, only moved
			}
		}
		for _, d := range olds {
			if d.kind == 'n' && d.key == y.key {
				return
			}
		}
	}
	f.add(kind, what, before, after, silent)
}

// figureAt returns the figure of a datum, nil where it is none that is held
// against others.
func figureAt(x datum) *figure {
	r := x.s.read()
	for _, q := range r.quantities {
		if q.From == x.from && q.To == x.to {
			f, ok := x.s.figure(q)
			if !ok || r.former(q) {
				return nil
			}
			f.count(q)
			return &f
		}
	}
	return nil
}

// sameName reports whether two names may be one's: one has all words of the
// other, or they differ only in how they are brought into Latin letters.
func sameName(x, y datum) bool {
	if x.stem == y.stem && strings.HasPrefix(x.stem, "c:") {
		return true
	}
	a, b := strings.Fields(x.key), strings.Fields(y.key)
	if len(a) > len(b) {
		a, b = b, a
	}
	for i, w := range a {
		found := false
		for _, v := range b {
			found = found || w == v || len(a) == len(b) && v == b[i] && consonants(w) == consonants(v)
		}
		if !found {
			return acronym(x.key, y.key) || acronym(y.key, x.key)
		}
	}
	return true
}

// consonants returns a folded word without its vowels, doubled letters once.
func consonants(w string) string {
	var out []byte
	for i := 0; i < len(w); i++ {
		if strings.IndexByte("aeiouy'", w[i]) < 0 && (len(out) == 0 || out[len(out)-1] != w[i]) {
			out = append(out, w[i])
		}
	}
	return string(out)
}

// acronym reports whether a name is made of the first letters of another.
func acronym(short, long string) bool {
	var initials []byte
	for _, w := range strings.Fields(long) {
		initials = append(initials, w[0])
	}
	return len(initials) > 1 && strings.ReplaceAll(short, " ", "") == string(initials)
}
