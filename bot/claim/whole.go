package claim

import (
	"fmt"
	"strings"

	"dateline/corpus/event"
	"dateline/corpus/gazetteer"
	"dateline/corpus/token"
)

var (
	ofPersons = set("he she him her his hers himself herself")
	ofThings  = set("it its itself")
	ofMany    = set("they them their theirs themselves")
	ofHere    = set("i we us our ours my mine me you your yours")
	pointing  = set("this these those such")
)

// pronouns: each has somebody or something in the claim that it can stand for.
func (k *checker) pronouns() {
	t := k.claim
	for i := range t.words {
		w := &t.words[i]
		if w.quoted {
			continue
		}
		ok := true
		switch {
		case w.Text == "I", ofHere[w.fold] && !(w.fold == "us" && w.name()):
			ok = false
		case ofPersons[w.fold]:
			ok = t.antecedent(i, true)
		case ofMany[w.fold]:
			ok = t.antecedent(i, false)
		case ofThings[w.fold]:
			ok = t.antecedent(i, false) || t.cleft(i)
		case pointing[w.fold] && w.opens:
			ok = false
		case w.fold == "that" && w.opens:
			ok = false
		}
		if !ok {
			k.fault(Pronoun, fmt.Sprintf("%q points outside the claim", w.Text))
		}
	}
}

// antecedent reports whether somebody, or something, is named before word i;
// or, where the claim begins with it in an aside ("In his letter X …"), in the
// same sentence after it.
func (t *text) antecedent(i int, person bool) bool {
	named := func(j int) bool {
		w := &t.words[j]
		if w.mention >= 0 && (t.mentions[w.mention].person || !person) {
			return true
		}
		if tables.has("person", w.fold) || t.office(j) > 0 {
			return true
		}
		return !person && w.content() && !w.verb
	}
	for j := range i {
		if named(j) {
			return true
		}
	}
	if t.words[i].opens {
		return false
	}
	for j := i + 1; j < len(t.words) && t.words[j].sentence == t.words[i].sentence; j++ {
		if m := t.words[j].mention; m >= 0 && (t.mentions[m].person || !person) && j > 0 && strings.Contains(t.string[t.words[i].End:t.words[j].Start], ",") || m >= 0 && tables.has("prep", t.words[0].fold) {
			return true
		}
	}
	return false
}

// cleft reports whether "it" at i only stands for a clause that follows: "it
// was X who", "it is not known whether".
func (t *text) cleft(i int) bool {
	if i+1 >= len(t.words) || !auxiliaries[t.words[i+1].fold] {
		return false
	}
	for j := i + 2; j < len(t.words) && t.words[j].sentence == t.words[i].sentence; j++ {
		if f := t.words[j].fold; f == "who" || f == "that" || f == "whether" {
			return !tables.has("wide", t.words[min(j, i+3)].fold)
		}
	}
	return false
}

// scope: a word that widens the claim stands in the quotes, and keeps what
// narrows it there.
func (k *checker) scope() {
	t := k.claim
	for i := range t.words {
		w := &t.words[i]
		if w.quoted || w.time >= 0 || !tables.has("wide", w.fold) {
			continue
		}
		if _, ok := ordinals[w.fold]; ok && w.fold != "first" && w.fold != "last" {
			continue // a number, held against the quotes as one
		}
		if !k.foldInQuotes(w.fold) && !(w.fold == "every" && k.foldInQuotes("each")) && !(w.fold == "entire" && k.foldInQuotes("whole")) && !(w.fold == "none" && k.foldInQuotes("no")) && !(w.fold == "sole" && k.foldInQuotes("only")) && !(w.fold == "main" && k.foldInQuotes("chief")) {
			k.fault(Overstated, fmt.Sprintf("%q is not in the quotes", w.Text))
			continue
		}
		if k.limits(w.fold) && !t.limited(w.fold) {
			k.fault(Overstated, fmt.Sprintf("%q has exceptions in the quotes", w.Text))
		}
		for _, s := range k.sources {
			if bound := s.around.narrowed(w.fold); len(bound) > 0 && !t.any(bound) {
				k.fault(Overstated, fmt.Sprintf("%q is narrowed in the quotes by %q", w.Text, strings.Join(bound, " ")))
			}
		}
	}
}

// limits reports whether each occurrence of a widening word in the quotes'
// sentences has an exception: "all but three", "almost all".
func (k *checker) limits(fold string) bool {
	some := false
	for _, s := range k.sources {
		if s.around.folds[fold] {
			if !s.around.limited(fold) {
				return false
			}
			some = true
		}
	}
	return some
}

var exceptions = set("but except save excluding")

// limited reports whether a widening word has an exception in a text.
func (t *text) limited(fold string) bool {
	for i := range t.words {
		if t.words[i].fold != fold {
			continue
		}
		if i+1 < len(t.words) && exceptions[t.words[i+1].fold] && t.words[i+1].gap == " " {
			return true
		}
		if i > 0 && (tables.has("about", t.words[i-1].fold) || t.words[i-1].fold == "not") {
			return true
		}
	}
	return false
}

// narrowed returns the words of the time within which a widening word holds:
// "the first … in nine years", "the largest … since the 1970s".
func (t *text) narrowed(fold string) []string {
	var out []string
	for i := range t.words {
		if t.words[i].fold != fold {
			continue
		}
		for j := i + 1; j < len(t.words) && t.words[j].sentence == t.words[i].sentence && !strings.ContainsAny(t.words[j].gap, ",;:“”"); j++ {
			f := t.words[j].fold
			if f != "in" && f != "for" && f != "since" {
				continue
			}
			long := false
			for _, x := range t.times {
				if x.Start >= t.words[j].Start && x.Start <= t.words[j].End+8 && (x.Type == "DURATION" || f == "since") {
					long = true
					for m := j + 1; m < len(t.words) && t.words[m].Start < x.End; m++ {
						if t.words[m].Start >= x.Start && !token.Stop(t.words[m].fold) {
							out = append(out, t.words[m].fold)
						}
					}
				}
			}
			if long {
				return out
			}
		}
	}
	return nil
}

func (t *text) any(folds []string) bool {
	for _, f := range folds {
		if t.folds[f] {
			return true
		}
	}
	for _, n := range t.numbers() {
		for _, f := range folds {
			if v, ok := cardinals[f]; ok && v == n.value {
				return true
			} else if v, _, ok := digits(f); ok && v == n.value {
				return true
			}
		}
	}
	return false
}

// claimKinds returns the kinds of event of which the claim has a word.
func (k *checker) claimKinds() map[string]bool { return k.claim.kinds() }

func (t *text) kinds() map[string]bool {
	m := map[string]bool{}
	for i := range t.words {
		if kind, ok := event.KindOf(t.words[i].fold); ok {
			m[kind] = true
		}
	}
	return m
}

// general verbs say little and may stand for many.
var general = func() map[string]bool {
	m := map[string]bool{}
	for w := range set("have make take hold do be get give include involve happen occur place remain stay come go become see put use begin continue") {
		m[tables.lemma(w)] = true
	}
	return m
}()

// support: the claim tells of nothing that the quotes do not tell of. A verb
// is of the quotes in one of its forms, as an event of the same kind or as a
// word of the same meaning (synonyms.txt); of the other words of content at
// most two in five may be the claim's own.
func (k *checker) support() {
	kinds := map[string]bool{}
	for _, s := range k.sources {
		for kind := range s.around.kinds() {
			kinds[kind] = true
		}
	}
	t := k.claim
	content, own := 0, []string{}
	for i := range t.words {
		w := &t.words[i]
		if !w.content() || w.Number() || cardinals[w.fold] > 0 || scales[w.fold] > 0 || t.speaking(i) && w.verb {
			continue
		}
		content++
		if k.has(w, kinds) || t.inAnyCue(i) || t.unitAt(i) != "" || country(w.fold) {
			continue
		}
		if _, ok := gazetteer.Office(w.fold); ok && k.inQuotes(w.lemma) {
			continue
		}
		if w.verb && !general[w.lemma] {
			k.fault(Unsupported, fmt.Sprintf("%q is not what the quotes tell of", w.Text))
			continue
		}
		own = append(own, w.Text)
	}
	if len(own)*5 > content*2 {
		k.fault(Unsupported, fmt.Sprintf("the quotes have nothing of %q", strings.Join(own, " ")))
	}
}

// inAnyCue reports whether word i belongs to a cue, which is held against the
// quotes by itself; a verb of turning or planning must be theirs as well.
func (t *text) inAnyCue(i int) bool {
	lexical := t.words[i].verb && !auxiliaries[t.words[i].fold]
	for _, c := range t.cues {
		if c.from <= i && i < c.to && !(lexical && (c.class == will || c.class == turn)) {
			return true
		}
	}
	return false
}

// has reports whether the quotes' sentences have a word, another of its kind
// or another of its meaning.
func (k *checker) has(w *word, kinds map[string]bool) bool {
	for _, s := range k.sources {
		if s.around.lemmas[w.lemma] {
			return true
		}
	}
	if kind, ok := event.KindOf(w.fold); ok && kinds[kind] {
		return true
	}
	return synonymous(k, w.lemma)
}

// synonymous reports whether the quotes' sentences have a word of the same
// meaning.
func synonymous(k *checker, lemma string) bool {
	for _, g := range tables.groups[lemma] {
		for _, s := range k.sources {
			for l := range s.around.lemmas {
				for _, h := range tables.groups[l] {
					if g == h {
						return true
					}
				}
			}
		}
	}
	return false
}
