package claim

import (
	"fmt"
	"strings"
)

// done is a verb with who does it and to whom, as far as the order of words
// tells.
type done struct {
	lemma            string
	at               int
	subject, object  map[string]bool
	passive, bearing bool
	doer, sufferer   map[string]bool // the words of content before and after it, as lemmas
}

// verbs returns the verbs of content with their names.
func (t *text) verbs() []done {
	if t.done != nil {
		return t.done
	}
	out := []done{}
	for i := range t.words {
		w := &t.words[i]
		if !w.verb || auxiliaries[w.fold] || w.time >= 0 {
			continue
		}
		d := done{lemma: w.lemma, at: i, subject: map[string]bool{}, object: map[string]bool{}, passive: t.passive(i)}
		for j := i - 1; j >= 0 && t.words[j].sentence == w.sentence; j-- {
			x := &t.words[j]
			if x.clause < w.clause && !(t.words[j+1].fold == "who" && x.mention >= 0) {
				break
			}
			if x.verb && !auxiliaries[x.fold] && (x.clause == w.clause) {
				break
			}
			if x.mention >= 0 && !t.mentions[x.mention].adjunct {
				d.subject[t.mentions[x.mention].key] = true
			}
		}
		for j := i + 1; j < len(t.words) && t.words[j].clause == w.clause && j < i+9; j++ {
			x := &t.words[j]
			by := x.fold == "by" && d.passive
			if x.verb && !auxiliaries[x.fold] || connectives[x.fold] && x.fold != "and" || tables.has("prep", x.fold) && !by {
				break
			}
			if x.mention >= 0 && (!t.mentions[x.mention].adjunct || t.mentions[x.mention].prep == "by") {
				d.object[t.mentions[x.mention].key] = true
			}
		}
		d.doer, d.sufferer = t.nounBefore(i), t.nounAfter(i, d.passive)
		if d.passive {
			d.subject, d.object = d.object, d.subject
			d.doer, d.sufferer = d.sufferer, d.doer
		}
		d.bearing = !t.mutualWord(i)
		out = append(out, d)
	}
	t.done = out
	return out
}

// nounBefore returns the words of content that stand before a verb in its
// clause, without those that hang on a preposition.
func (t *text) nounBefore(i int) map[string]bool {
	from := i
	for from > 0 && t.words[from-1].clause == t.words[i].clause && (!t.words[from-1].verb || auxiliaries[t.words[from-1].fold]) {
		from--
	}
	for j := i; j > from; j-- { // what stands before is a place or date line
		if gap := t.words[j].gap; strings.ContainsAny(gap, ":;–—)") || strings.Contains(gap, " - ") {
			from = j
		}
	}
	head, aside := map[string]bool{}, false // aside: within "after the strike", "of Singapore"
	for ; from < i; from++ {
		w := &t.words[from]
		if strings.ContainsAny(w.gap, ",(") {
			aside = false // an apposition names the same again
		}
		switch {
		case w.verb:
			return head
		case w.time >= 0:
			aside = false
		case tables.has("prep", w.fold):
			aside = true
		case w.content() && !aside && !t.counts(from) && !w.Number():
			head[w.lemma] = true
		}
	}
	return head
}

// nounAfter returns the words of content that stand after a verb, up to the
// first preposition: of a passive one, after "by".
func (t *text) nounAfter(i int, passive bool) map[string]bool {
	head, begun := map[string]bool{}, !passive
	for j := i + 1; j < len(t.words) && t.words[j].clause == t.words[i].clause; j++ {
		w := &t.words[j]
		if !begun {
			begun = w.fold == "by"
			continue
		}
		if w.verb || tables.has("prep", w.fold) || connectives[w.fold] || strings.ContainsAny(w.gap, ",;:(") || w.time >= 0 {
			break
		}
		if w.content() && !t.counts(j) && !w.Number() {
			head[w.lemma] = true
		}
	}
	return head
}

func (t *text) mutualWord(i int) bool {
	w := &t.words[i]
	return tables.has("mutual", tables.base[w.fold]) || tables.has("mutual", w.lemma)
}

// subjects: whoever does a thing in the claim does not suffer it, and is not
// somebody else, in the quotes.
func (k *checker) subjects() {
	for _, d := range k.claim.verbs() {
		if !d.bearing {
			continue
		}
		k.turned(d)
		k.does(d, func(e done) (map[string]bool, map[string]bool) { return e.subject, e.object }, d.subject)
		k.does(d, func(e done) (map[string]bool, map[string]bool) { return e.object, e.subject }, d.object)
	}
}

// turned faults a verb whose doer in the claim is its sufferer in the quotes,
// or the other way about, by the nouns before and after it; and one whose doer
// or sufferer is another noun with a part in the quotes.
func (k *checker) turned(d done) {
	fold := k.claim.words[d.at].fold
	either := tables.has("either", tables.base[fold]) || tables.has("either", d.lemma) || tables.has("either", strings.TrimSuffix(fold, "d"))
	if either && (len(d.doer) == 0 || len(d.sufferer) == 0) {
		return
	}
	known, fits := false, false
	for _, s := range k.sources {
		for _, e := range s.around.verbs() {
			if e.lemma != d.lemma {
				continue
			}
			same := func(a, b map[string]bool) bool { return len(a) == 0 || len(b) == 0 || share(a, b) }
			if same(d.doer, e.doer) && same(d.sufferer, e.sufferer) {
				fits = true
			}
			known = known || !same(d.doer, e.doer) && k.acts(d.doer) || !same(d.sufferer, e.sufferer) && k.acts(d.sufferer)
		}
	}
	if known && !fits {
		k.fault(Roles, fmt.Sprintf("who %s whom is not as in the quotes", k.claim.words[d.at].Text))
	}
}

// share reports whether two sets of lemmas have one in common, or two of one
// meaning.
func share(a, b map[string]bool) bool {
	for x := range a {
		for y := range b {
			if x == y || alike(x, y) {
				return true
			}
		}
	}
	return false
}

// alike reports whether two lemmas are of one meaning.
func alike(a, b string) bool {
	for _, g := range tables.groups[a] {
		for _, h := range tables.groups[b] {
			if g == h {
				return true
			}
		}
	}
	return false
}

// acts reports whether the sentences of the quotes have one of the nouns.
func (k *checker) acts(lemmas map[string]bool) bool {
	for l := range lemmas {
		for _, s := range k.sources {
			if s.around.lemmas[l] {
				return true
			}
		}
	}
	return false
}

func (k *checker) does(d done, sides func(done) (same, other map[string]bool), mine map[string]bool) {
	if len(mine) == 0 {
		return
	}
	known, fits := false, false
	for _, s := range k.sources {
		for _, e := range s.around.verbs() {
			if e.lemma != d.lemma {
				continue
			}
			same, other := sides(e)
			for key := range mine {
				switch {
				case same[key]:
					fits = true
				case other[key] || len(same) > 0:
					known = true
				default:
					fits = true // the quotes leave it open
				}
			}
		}
	}
	if known && !fits {
		k.fault(Roles, fmt.Sprintf("%q is somebody else's in the quotes", k.claim.words[d.at].Text))
	}
}
