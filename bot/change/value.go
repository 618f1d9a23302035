package change

import (
	"slices"
	"strings"
)

// differing returns the value that the wrong parts have and the right ones
// replace: of one kind, and of numbers the same thing where both say what.
func differing(wrong, right []part) (bad, good datum, ok bool) {
	var bads, goods []datum
	for _, p := range wrong {
		bads = append(bads, p.s.data(p.from, p.to)...)
	}
	for _, p := range right {
		goods = append(goods, p.s.data(p.from, p.to)...)
	}
	known := func(x datum, in []datum) bool {
		return slices.ContainsFunc(in, func(y datum) bool { return y.kind == x.kind && y.key == x.key })
	}
	count := func(in []datum, but []datum) int {
		n := 0
		for _, x := range in {
			if x.kind == 'n' && !known(x, but) {
				n++
			}
		}
		return n
	}
	lone := count(bads, goods) == 1 && count(goods, bads) == 1
	for _, exact := range []bool{true, false} {
		for _, b := range bads {
			if known(b, goods) {
				continue
			}
			for _, g := range goods {
				if g.kind != b.kind || known(g, bads) || exact && g.stem != b.stem && !(g.kind == 'n' && alike(g.key, b.key)) || g.kind == 'n' && !exact && !lone || g.kind == '#' && g.stem != b.stem && g.stem != "" && b.stem != "" && (unitWord(g.stem) || unitWord(b.stem)) {
					continue
				}
				if g.kind == 'n' && (g.key == "" || b.key == "" || strings.HasPrefix(g.stem, "c:") != strings.HasPrefix(b.stem, "c:")) {
					continue
				}
				return b, g, true
			}
		}
	}
	return datum{}, datum{}, false
}

// alike reports whether two names share a word or begin one alike.
func alike(a, b string) bool {
	for _, v := range strings.Fields(a) {
		for _, w := range strings.Fields(b) {
			if v == w || len(v) > 3 && len(w) > 3 && v[:3] == w[:3] {
				return true
			}
		}
	}
	return false
}

func unitWord(stem string) bool { return units[stem] || times[stem] || stem == "percent" }

// like returns the sentence of a document that tells what a notice's words do,
// the notice itself left out.
func (d *doc) like(p part, notice []*sent) (part, bool) {
	x := p.s.stated(p.from, p.to, nil)
	best, score := (*sent)(nil), 1
	for _, s := range d.sents {
		if slices.Contains(notice, s) {
			continue
		}
		r := s.read()
		n := shared(x.content, r.content)
		for name, given := range x.names {
			if named(r.names, name, given) {
				n++
			}
		}
		if n > score && len(x.content)+len(x.names) <= 2*n {
			best, score = s, n
		}
	}
	if best == nil {
		return part{}, false
	}
	return part{best, 0, len(best.read().words)}, true
}

// bare reports whether the clause of a number says nothing of what it counts: "It
// is nine".
func (x datum) bare() bool {
	if x.kind != '#' {
		return false
	}
	r := x.s.read()
	for i := range r.words {
		if w := &r.words[i]; w.Clause == r.words[x.from].Clause && (i < x.from || i >= x.to) && (r.isContent(i) && !auxiliary[w.Fold] && w.Fold != "fact" || w.Mention >= 0 || r.harmAt(i) != "") {
			return false
		}
	}
	return true
}

// states returns the value that a notice calls right where the document tells
// itself what it is of, if the notice does not: "In fact it is nine".
func (d *doc) states(good datum, wrong part, notice []*sent) (datum, bool) {
	if good.kind != '#' {
		return datum{}, false
	}
	x := wrong.s.stated(wrong.from, wrong.to, nil)
	r := good.s.read()
	own := map[string]bool{}
	for i := range r.words {
		if r.words[i].Clause == r.words[good.from].Clause && (r.isContent(i) || r.harmAt(i) != "") {
			own[r.words[i].Lemma] = true
		}
	}
	if shared(x.content, own) > 1 || len(x.content) == 0 {
		return datum{}, false
	}
	harms := map[string]bool{}
	for _, y := range x.s.data(wrong.from, wrong.to) {
		if g := figureAt(y); y.kind == '#' && g != nil {
			harms[g.harm] = true
		}
	}
	for _, s := range d.sents {
		if slices.Contains(notice, s) {
			continue
		}
		same := shared(x.content, s.read().content) > 0 && (len(x.names) == 0 || overlap(x.names, s.read().names))
		for _, y := range s.data(0, len(s.read().words)) {
			if y.kind != good.kind || strings.Fields(y.key)[0] != strings.Fields(good.key)[0] {
				continue
			}
			if g := figureAt(y); same || g != nil && g.harm != "" && harms[g.harm] {
				return y, true
			}
		}
	}
	return datum{}, false
}
