package claim

import (
	"strings"
)

// cue is a word or phrase that changes what a statement commits to.
type cue struct {
	class    class
	from, to int // words, half open
	lemma    string
	scope    []int // the words of content that it bears on, nearest first
}

const maxScope = 6

// markCues finds the cues and the words that they bear on: those after it to
// the clause's end, and for a passive verb of turning those before it.
func (t *text) markCues() {
	for i := 0; i < len(t.words); i++ {
		c, ok := t.cueAt(i)
		if !ok {
			continue
		}
		for _, c := range c {
			t.bear(&c)
			t.cues = append(t.cues, c)
		}
	}
}

// cueAt returns the longest cues that begin at a word, one of each class.
func (t *text) cueAt(i int) ([]cue, bool) {
	w := &t.words[i]
	if strings.HasSuffix(w.fold, "n't") || w.fold == "cannot" {
		return []cue{{class: not, from: i, to: i + 1, lemma: "not"}}, true
	}
	best := map[class]int{}
	try := func(ps []phrase) {
		for _, p := range ps {
			n := len(p.words)
			if i+n > len(t.words) || n <= best[p.class] {
				continue
			}
			same := true
			for j, x := range p.words {
				v := &t.words[i+j]
				if p.exact && v.fold != x || !p.exact && v.lemma != x && v.fold != x || j > 0 && v.sentence != w.sentence {
					same = false
					break
				}
			}
			if same && t.fits(i, p) {
				best[p.class] = n
			}
		}
	}
	try(tables.cues[w.lemma])
	if w.fold != w.lemma {
		try(tables.cues[w.fold])
	}
	var out []cue
	for _, c := range []class{not, turn, may, will, say} {
		if n := best[c]; n > 0 {
			out = append(out, cue{class: c, from: i, to: i + n, lemma: w.lemma})
		}
	}
	return out, len(out) > 0
}

// fits reports whether a phrase is meant at a word: "may" is no month, "will"
// no name, and "set to" needs a verb.
func (t *text) fits(i int, p phrase) bool {
	w := &t.words[i]
	if w.time >= 0 || w.name() && !w.opens && p.class != not {
		return false
	}
	next := i + len(p.words)
	if last := p.words[len(p.words)-1]; p.exact && last == "to" {
		return next < len(t.words) && !determiners[t.words[next].fold] && !t.words[next].name() && !t.words[next].Number()
	}
	if p.class == turn && i > 0 && !w.verb && w.gap == " " && len(p.words) == 1 {
		// "a disputed area", "a matter of dispute"
		if before := t.words[i-1].fold; determiners[before] && strings.HasSuffix(w.fold, "ed") || before == "of" || before == "in" {
			return false
		}
	}
	if p.class == may && !p.exact && !w.verb && !strings.HasSuffix(w.fold, "ed") && !strings.HasSuffix(w.fold, "s") {
		return i > 0 && t.words[i-1].name() && !determiners[t.words[i-1].fold] // "the accusation" is a thing, "experts suspect" is none
	}
	if p.class == say && len(p.words) == 1 {
		return w.verb || !(i > 0 && determiners[t.words[i-1].fold])
	}
	return true
}

// bear fills in a cue's scope.
func (t *text) bear(c *cue) {
	w := &t.words[c.from]
	take := func(j int) bool {
		if x := &t.words[j]; x.content() && !x.name() && !x.Number() && !t.counts(j) {
			c.scope = append(c.scope, j)
		}
		return len(c.scope) < maxScope
	}
	clause := w.clause
	for j := c.to; j < len(t.words) && t.words[j].sentence == w.sentence; j++ {
		x := &t.words[j]
		if strings.ContainsAny(x.gap, ";:—–") || x.fold == "but" || x.clause > clause+1 {
			break
		}
		if x.clause > clause && !(j == c.to || x.fold == "nor" || x.fold == "or" || c.class != not && (t.words[c.to-1].clause == clause && connective(t, c.to, j))) {
			break
		}
		if !take(j) {
			break
		}
	}
	for j := c.to; len(c.scope) == 0 && (c.class == will || c.class == may) && j < len(t.words) && t.words[j].clause == clause; j++ {
		if x := &t.words[j]; x.content() && x.sentence == w.sentence {
			c.scope = append(c.scope, j) // "will be in Moscow"
		}
	}
	if (c.class == turn || c.class == will) && c.from > 0 && (t.passive(c.from) || c.class == turn && t.words[c.from-1].fold != "to" && len(c.scope) == 0 && t.alone(c.to)) {
		n := len(c.scope)
		for j := c.from - 1; j >= 0 && t.words[j].clause == clause && len(c.scope) < n+3; j-- {
			if x := &t.words[j]; x.content() && !x.name() && !x.Number() {
				c.scope = append(c.scope, j)
			}
		}
	}
}

// alone reports whether nothing that a verb before it could take begins at
// word i: "the talks failed", "the talks failed on Monday".
func (t *text) alone(i int) bool {
	if i >= len(t.words) || t.words[i].sentence != t.words[i-1].sentence {
		return true
	}
	w := &t.words[i]
	return strings.ContainsAny(w.gap, ",;:") || tables.has("prep", w.fold) || connectives[w.fold] || w.time >= 0
}

// counts reports whether word i is a numeral or a unit, which no cue turns.
func (t *text) counts(i int) bool {
	f := t.words[i].fold
	_, number := cardinals[f]
	return number || scales[f] > 0 || t.unitAt(i) != ""
}

// connective reports whether "that" or "to" leads from a cue to word j, so
// that the cue bears on the clause it stands in.
func connective(t *text, from, j int) bool {
	for i := from; i <= j && i < from+3; i++ {
		if f := t.words[i].fold; f == "that" || f == "whether" || f == "if" {
			return true
		}
	}
	return false
}

// passive reports whether the verb at i is a participle after a form of be.
func (t *text) passive(i int) bool {
	w := &t.words[i]
	if !strings.HasSuffix(w.fold, "ed") && !tables.past[w.fold] {
		return false
	}
	for j := i - 1; j >= 0 && j >= i-4 && t.words[j].sentence == w.sentence; j-- {
		switch f := t.words[j].fold; {
		case being[f]:
			return true
		case f == "has" || f == "had" || f == "have":
			return false
		case t.words[j].verb && f != "not":
			return false
		}
	}
	return false
}
