package change

import (
	"slices"
	"strings"

	"dateline/bot/claim"
	"dateline/corpus"
	"dateline/corpus/gazetteer"
)

// join marks the sentences in which the accounts of each event tell it. What
// others of the same event count alike is one thing, in whatever words.
func (f *finder) join(events [][]Account) {
	byKey := map[corpus.Key]*doc{}
	for _, d := range f.docs {
		byKey[d.Key] = d
	}
	for n, accounts := range events {
		for _, a := range accounts {
			d := byKey[a.Article]
			if d == nil {
				continue
			}
			for _, s := range d.sents {
				if slices.Contains(a.Sentences, s.i) {
					s.event = n + 1
				}
			}
		}
	}
}

// sameEvent reports whether two sentences are known to tell of one event.
func (s *sent) sameEvent(e *sent) bool { return s.event > 0 && s.event == e.event }

// sameCount is sameThing of two figures of one event: they count the same sort,
// and neither says that it was another day, or others than the other's.
func (f *figure) sameCount(g *figure) bool {
	if serial(f) || serial(g) || apart(f.s.days(f), g.s.days(g)) || elsewhere(f.s, g.s) {
		return false
	}
	if x, y := f.happened(), g.happened(); len(x)+len(y) > 0 && shared(x, y) == 0 && (len(x)*len(y) > 0 || shared(f.scene(), g.scene()) == 0) {
		return false // a quake is no flood, and no journey of which that is all that is known
	}
	if f.harm != "" {
		a, b := f.counted(), g.counted()
		return len(a) == len(b) && shared(a, b) == len(a) || (len(a)*len(b) == 0 || shared(a, b) > 0) && !f.s.doc.counts(g)
	}
	if f.unit != "" || f.played() || g.played() || !g.moved && !g.marked && !f.s.doc.copies(g.s.doc) && !akin(f.verb(), g.verb()) || f.verb() == passes {
		return false
	}
	a, b := f.head, g.head
	return a != "" && b != "" && akin(a, b) && !persons[a] && !measured[a]
}

// elsewhere reports whether two sentences name towns, and none of the same: reports
// in the same words may have been taken for ones of one event.
func elsewhere(s, e *sent) bool {
	a, b := s.towns(), e.towns()
	for t := range a {
		if b[t] {
			return false
		}
	}
	return len(a) > 0 && len(b) > 0
}

// heads reports whether a name is the town of a dateline: "LISBON, March 4 –".
func (r *reading) heads(m mention) bool {
	w := r.words[m.From].Text
	return m.From == 0 && len(w) > 1 && w == strings.ToUpper(w)
}

// towns returns the cities that the sentence names, that of a dateline left out:
// "LISBON, March 4 –".
func (s *sent) towns() map[string]bool {
	r, m := s.read(), map[string]bool{}
	for _, x := range r.mentions {
		if r.heads(x) || r.said[x.From] || !r.strong(x) {
			continue
		}
		if e, ok := gazetteer.City(strings.TrimPrefix(x.Key, "p:")); ok {
			m[e.Name] = true
		}
	}
	return m
}

// passes is the verb of votes, of which each bill has its own.
var passes = claim.Lemma("pass")

// happened returns the kinds of what a figure's sentence tells of, or where it
// names none the beginning of its report.
func (f *figure) happened() map[string]bool {
	if kinds := f.s.read().kinds; len(kinds) > 0 {
		return kinds
	}
	_, kinds := f.s.doc.lead()
	return kinds
}
