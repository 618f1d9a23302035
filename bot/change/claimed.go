package change

import (
	"strings"
)

// contradicts returns how much of what is denied a sentence of an earlier report
// claims, and the words that do; 0 where it claims something else.
func (x *denial) contradicts(e *sent) (int, [2]int) {
	if x.honour != nil {
		return x.holds(e)
	}
	r := e.read()
	d := x.s.doc
	if !x.explicit && !e.doc.precedes(d) || e.doc.gap(d) > statedDays {
		return 0, [2]int{}
	}
	names, other, parties := 0, r.everybody(), r.parties()
	for n, given := range x.names {
		if !named(other, n, given) && !(country(n) && in(parties, n)) {
			if before := e.doc.sents[max(0, e.at-2):e.at]; !x.explicit || !r.recalls() || !namedIn(before, n, given) {
				return 0, [2]int{}
			}
		}
		if names++; given != "" && other[n] != "" {
			names++
		}
	}
	content, rest, first, last := x.told(r)
	counted := 0
	for l := range x.content {
		if !standins[l] && !persons[l] {
			counted++
		}
	}
	// "did not sign a treaty on gas" says nothing of one on fishing.
	if content == 0 || content*4 < counted*3 || content < counted && (!x.explicit || rest > 0) || names+content < 3 || names == 0 && content < 4 {
		return 0, [2]int{}
	}
	// What was denied must have been claimed to be so.
	if r.under(first, last, "not", "turn") || e.asks(first) {
		return 0, [2]int{}
	}
	if x.future && r.planned(e) < 0 {
		return 0, [2]int{}
	}
	if planned := r.under(first, last, "will", "may"); planned && !x.future && !x.s.read().under(x.from, x.to, "will", "may") && !x.agreeing() {
		return 0, [2]int{}
	}
	claimed := e.stated(0, len(r.words), nil)
	if apart(x.days, claimed.days) || len(x.days) == 0 && len(claimed.days) == 0 && e.doc.gap(d) > followDays || len(x.days)+len(claimed.days) > 0 && !x.explicit && e.doc.gap(d) > followDays && len(x.days) == 0 {
		return 0, [2]int{}
	}
	return 2*names + 3*content, [2]int{first, last}
}

// namedIn reports whether one of some sentences has a name.
func namedIn(ss []*sent, n, given string) bool {
	for _, s := range ss {
		if named(s.read().everybody(), n, given) {
			return true
		}
	}
	return false
}

// everybody returns the names of a sentence, those of speakers too: "X said that
// he had".
func (r *reading) everybody() map[string]string {
	names := map[string]string{}
	for _, m := range r.mentions {
		name(names, m)
	}
	return names
}

// saidBefore reports whether "that" at word i begins a statement: "said on
// Wednesday that".
func (r *reading) saidBefore(i int) bool {
	for j := i - 1; j >= 0 && j >= i-5; j-- {
		if r.said[j] {
			return true
		}
	}
	return false
}

// recalls reports whether a sentence has a word that stands for somebody or
// something named before it: "him", "the carrier".
func (r *reading) recalls() bool {
	for i := range r.words {
		switch r.words[i].Fold {
		case "he", "she", "him", "her", "it", "they", "them", "his", "its", "their":
			return true
		case "the":
			if i == 0 && len(r.words) > 1 && r.words[1].Mention < 0 {
				return true
			}
		}
	}
	return false
}

// mainVerb returns the lemma of the first verb of words from to to that is no
// auxiliary, "" where there is none.
func (r *reading) mainVerb(from, to int) string {
	for i := from; i < to; i++ {
		w := &r.words[i]
		if i > from && (w.Fold == "which" || w.Fold == "who" || w.Fold == "that" && r.words[i-1].Content && !r.said[i-1]) {
			// "the owner of the ferry which sank had been arrested": up to the verb
			// after that of the clause.
			if next := r.afterClause(i, to); next > i {
				i = next - 1
				continue
			}
		}
		if w.Mention >= 0 || !w.Content || r.said[i] || auxiliary[w.Fold] {
			continue
		}
		if w.Verb || i == from && strings.HasSuffix(w.Fold, "ing") {
			return w.Lemma
		}
	}
	return ""
}

// afterClause returns where the verb with an auxiliary begins that follows the verb
// of the relative clause that begins at word i; i where there is none before to.
func (r *reading) afterClause(i, to int) int {
	verb := false
	for j := i + 1; j < to; j++ {
		switch w := &r.words[j]; {
		case auxiliary[w.Fold] && verb && !r.words[j-1].Verb:
			return j
		case auxiliary[w.Fold], w.Verb && w.Mention < 0:
			verb = true
		}
	}
	return i
}

// told returns how much of the content of a denied statement one clause of a
// sentence has, how much else it has, and from where to where. A denied verb must stand there as a verb.
func (x *denial) told(r *reading) (content, other, first, last int) {
	for from := 0; from < len(r.words); {
		to := from + 1
		for to < len(r.words) && r.words[to].Clause == r.words[from].Clause {
			to++
		}
		verb := x.verb == ""
		f, l := -1, -1
		all := map[string]bool{}
		for i := from; i < to; i++ {
			w := &r.words[i]
			if !r.isContent(i) || w.Verb && r.said[i] {
				continue
			}
			all[w.Lemma] = true
			if w.Verb && akin(x.verb, w.Lemma) {
				verb = true
			}
			if has(x.content, w.Lemma) {
				if f < 0 {
					f = i
				}
				l = i + 1
			}
		}
		n := 0
		for c := range x.content {
			if has(all, c) {
				n++
			}
		}
		if verb && n > content && x.sameDoer(r, from, to) {
			content, first, last, other = n, f, l, 0
			for c := range all {
				if !has(x.content, c) && !standins[c] && !persons[c] {
					other++
				}
			}
		}
		from = to
	}
	return content, other, first, last
}

// agreeing reports whether what is denied is itself a promise: "agreed to buy".
func (x *denial) agreeing() bool {
	for _, c := range x.s.read().cues {
		if c.Class == "will" && x.from <= c.From && c.To <= x.to {
			return true
		}
	}
	return false
}

// sameDoer reports whether those who do what is denied stand before the verb of a
// clause, words from to to, or somebody who is named before does.
func (x *denial) sameDoer(r *reading, from, to int) bool {
	own := x.s.read()
	mine := x.doers
	if mine == nil {
		mine = own.doers(x.from, x.to, x.verb)
	}
	theirs := r.doers(from, to, x.verb)
	if len(mine) == 0 || len(theirs) == 0 || x.verb == "" || ofState(mine) && ofState(theirs) {
		return true
	}
	if a, b := own.suffers(x.from, x.to, x.verb), r.suffers(from, to, x.verb); a != b && x.doers == nil {
		// "rebels shot down a plane", "the plane was not shot down by rebels"
		if a {
			return shared(mine, r.behind(from, to, x.verb)) > 0
		}
		return shared(theirs, own.behind(x.from, x.to, x.verb)) > 0
	}
	for i := from; i < to && i < from+3; i++ {
		if pronouns[r.words[i].Fold] || r.words[i].Fold == "the" && i == from {
			return true
		}
	}
	return shared(mine, theirs) > 0
}

// ofState reports whether those who do something act for a state.
func ofState(doers map[string]bool) bool {
	for d := range doers {
		if statesmen[d] || country(d) {
			return true
		}
	}
	return false
}

// suffers reports whether a verb among words from to to is passive.
func (r *reading) suffers(from, to int, verb string) bool {
	for i := from; i < to; i++ {
		if w := &r.words[i]; w.Content && w.Mention < 0 && akin(w.Lemma, verb) {
			return passive(r, i)
		}
	}
	return false
}

// behind returns the words and names that stand after a verb among words from to
// to, those of its doer left out: "by rebels".
func (r *reading) behind(from, to int, verb string) map[string]bool {
	m, found := map[string]bool{}, false
	for i := from; i < to; i++ {
		w := &r.words[i]
		switch {
		case w.Fold == "by" && found:
			return m
		case !found:
			found = w.Content && w.Mention < 0 && akin(w.Lemma, verb)
		case w.Mention >= 0 && r.strong(r.mentions[w.Mention]):
			m[r.mentions[w.Mention].Key] = true
		case r.isContent(i):
			m[w.Lemma] = true
		}
	}
	return m
}

// doers returns the words and names of words from to to that stand before a verb.
func (r *reading) doers(from, to int, verb string) map[string]bool {
	m := map[string]bool{}
	for i := from; i < to; i++ {
		w := &r.words[i]
		switch {
		case w.Verb && akin(w.Lemma, verb):
			return m
		case w.Mention >= 0 && r.strong(r.mentions[w.Mention]):
			m[r.mentions[w.Mention].Key] = true
		case r.isContent(i) && !r.negation(i) && !w.Verb:
			m[w.Lemma] = true
		}
	}
	return map[string]bool{}
}
