package claim

import (
	"fmt"
)

// under returns the lemmas of a text that a cue of the classes bears on, and
// those that stand in it free of one.
func (t *text) under(classes ...class) (bound, free map[string]bool) {
	bound, free = map[string]bool{}, map[string]bool{}
	at := map[int]bool{}
	for _, c := range t.cues {
		for _, want := range classes {
			if c.class == want {
				for _, j := range c.scope {
					at[j] = true
				}
			}
		}
	}
	for i := range t.words {
		if at[i] {
			bound[t.words[i].lemma] = true
		} else if !t.inCue(i) {
			free[t.words[i].lemma] = true
		}
	}
	return bound, free
}

func (t *text) inCue(i int) bool {
	for _, c := range t.cues {
		if c.from <= i && i < c.to && c.class != say {
			return true
		}
	}
	return false
}

// around merges what under says of all sources.
func (k *checker) under(classes ...class) (bound, free map[string]bool) {
	bound, free = map[string]bool{}, map[string]bool{}
	for _, s := range k.sources {
		b, f := s.around.under(classes...)
		for l := range b {
			bound[l] = true
		}
		for l := range f {
			free[l] = true
		}
	}
	return bound, free
}

// sourceCues returns the cues of the sentences of the quotes.
func (k *checker) sourceCues(classes ...class) []cue {
	var out []cue
	for _, s := range k.sources {
		for _, c := range s.around.cues {
			for _, want := range classes {
				if c.class == want {
					out = append(out, c)
				}
			}
		}
	}
	return out
}

// cues: what is denied, turned, planned or only possible in the quotes is so in
// the claim, and nothing else is.
func (k *checker) cues() {
	k.compare(Polarity, not, turn)
	k.compare(Attribution, will, may)
	// "did not deny" turns what only "denied" may.
	t := k.claim
	for i, c := range t.cues {
		if c.class != not {
			continue
		}
		for _, d := range t.cues[i+1:] {
			if d.class == turn && d.from-c.to <= 1 && t.words[d.from].sentence == t.words[c.from].sentence && !k.doubled(d.lemma) {
				k.fault(Polarity, fmt.Sprintf("%q is not denied in the quotes", t.words[d.from].Text))
			}
		}
	}
	// A mere possibility is no plan.
	if bound, free := k.under(may); len(bound) > 0 {
		have, _ := t.under(may)
		for _, c := range t.cues {
			if c.class != will {
				continue
			}
			for _, j := range c.scope[:min(1, len(c.scope))] {
				if l := t.words[j].lemma; bound[l] && !free[l] && !have[l] {
					k.fault(Attribution, fmt.Sprintf("%q is only possible in the quotes", t.words[j].Text))
				}
			}
		}
	}
}

func (k *checker) doubled(lemma string) bool {
	for _, s := range k.sources {
		cs := s.around.cues
		for i, c := range cs {
			for _, d := range cs[i+1:] {
				if c.class == not && d.class == turn && d.lemma == lemma && d.from-c.to <= 1 {
					return true
				}
			}
		}
	}
	return false
}

// compare holds the cues of some classes in the claim against those of the
// quotes, in both directions.
func (k *checker) compare(kind Kind, classes ...class) {
	t := k.claim
	bound, free := k.under(classes...)
	mine, _ := t.under(classes...)
	denied, deniedHere := map[string]bool{}, map[string]bool{}
	if kind == Attribution { // what could not be done was not done
		denied, _ = k.under(not, turn)
		deniedHere, _ = t.under(not, turn)
	}
	sources := k.sourceCues(classes...)
	cueLemmas := map[string]bool{}
	for _, c := range sources {
		cueLemmas[c.lemma] = true
	}
	own := map[string]bool{}
	for _, c := range t.cues {
		for _, want := range classes {
			if c.class != want {
				continue
			}
			own[c.lemma] = true
			shared, borne := 0, 0
			for _, j := range c.scope {
				l := t.words[j].lemma
				if bound[l] || free[l] {
					shared++
				}
				if bound[l] {
					borne++
				}
			}
			if shared > 0 && borne == 0 && !(cueLemmas[c.lemma] && c.class != not && c.class != may && c.lemma != "would" && c.lemma != "will") || shared == 0 && len(sources) == 0 {
				k.fault(kind, fmt.Sprintf("%q is not so in the quotes", t.span(c.from, c.to)))
			}
		}
	}
	for _, s := range k.sources {
		for _, c := range s.around.cues {
			for _, want := range classes {
				if c.class != want || own[c.lemma] && c.class != not && c.class != may && c.lemma != "will" && c.lemma != "would" {
					continue
				}
				lost, kept := 0, 0
				for n, j := range c.scope {
					l := s.around.words[j].lemma
					if n >= 3 && lost+kept == 0 {
						break
					}
					switch {
					case !t.lemmas[l] || free[l] || denied[l] && deniedHere[l]:
					case mine[l] || t.cueWord(l, classes):
						kept++
					default:
						lost++
					}
				}
				if lost > 0 && kept == 0 {
					k.fault(kind, fmt.Sprintf("%q of the quotes is lost", s.around.span(c.from, c.to)))
				}
			}
		}
	}
}

// cueWord reports whether a lemma is itself a cue of the classes in the text.
func (t *text) cueWord(lemma string, classes []class) bool {
	for _, c := range t.cues {
		for _, want := range classes {
			if c.class == want && c.lemma == lemma {
				return true
			}
		}
	}
	return false
}

func (t *text) span(from, to int) string { return t.string[t.words[from].Start:t.words[to-1].End] }

// antonyms: no word of the claim is the contrary of what the quotes have.
func (k *checker) antonyms() {
	lines := map[side]bool{}
	lemmas := map[string]bool{}
	for _, s := range k.sources {
		for i := range s.around.words {
			w := &s.around.words[i]
			if w.time >= 0 || w.name() && !w.opens {
				continue
			}
			lemmas[w.lemma] = true
			for _, x := range tables.sides[w.lemma] {
				lines[x] = true
			}
		}
	}
	t := k.claim
	for i := range t.words {
		w := &t.words[i]
		if lemmas[w.lemma] || w.time >= 0 || w.name() && !w.opens {
			continue
		}
		for _, x := range tables.sides[w.lemma] {
			if lines[side{x.line, !x.right}] && !lines[x] && !t.hasSide(side{x.line, !x.right}) {
				k.fault(Polarity, fmt.Sprintf("%q is the contrary of what the quotes say", w.Text))
			}
		}
	}
}

func (t *text) hasSide(s side) bool {
	for i := range t.words {
		for _, x := range tables.sides[t.words[i].lemma] {
			if x == s {
				return true
			}
		}
	}
	return false
}
