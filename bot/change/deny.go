package change

import (
	"dateline/corpus"
)

// statement is what some words of a sentence tell, without who says so.
type statement struct {
	s        *sent
	from, to int               // words, half open
	names    map[string]string // of whom and where
	terms    map[string]bool   // what to search it by
	content  map[string]bool   // what
	verb     string            // the lemma of its main verb, "" where none is known
	days     []corpus.Interval
}

// stated returns what the words from to to tell, those for which skip is true
// left out. Skip may be nil.
func (s *sent) stated(from, to int, skip func(i int) bool) statement {
	r := s.read()
	x := statement{s: s, from: from, to: to, names: map[string]string{}, terms: map[string]bool{}, content: map[string]bool{}}
	for i := from; i < to; i++ {
		if r.said[i] || skip != nil && skip(i) {
			continue
		}
		if m := r.words[i].Mention; m >= 0 && r.strong(r.mentions[m]) {
			name(x.names, r.mentions[m])
			x.terms[r.words[i].Lemma] = true
		} else if r.isContent(i) && !r.negation(i) && !gone[r.words[i].Lemma] {
			x.content[r.words[i].Lemma], x.terms[r.words[i].Lemma] = true, true
		}
	}
	for i := from; i < to; i++ {
		if t := r.words[i].Time; t >= 0 && (i == 0 || r.words[i-1].Time != t) && r.times[t].Interval.Known() && !r.ofSaying(i) {
			x.days = append(x.days, r.times[t].Interval)
		}
	}
	return x
}

// gone are words beside a denial that are no part of what is denied.
var gone = map[string]bool{"ever": true, "never": true, "such": true, "ani": true}

func (r *reading) negation(i int) bool {
	return isNegation(r.words[i].Fold)
}

// under reports whether a cue of one of the classes bears on the words from to
// to, or stands right before them.
func (r *reading) under(from, to int, classes ...string) bool {
	for _, c := range r.cues {
		for _, class := range classes {
			if c.Class != class || c.From >= from && c.To <= to && class != "not" {
				continue
			}
			if c.To <= from && from-c.To <= 2 && r.words[c.From].Clause == r.words[from].Clause {
				return true
			}
			for _, j := range c.Scope {
				if from <= j && j < to {
					return true
				}
			}
		}
	}
	return false
}

// denials finds what later reports say was not so.
func (f *finder) denials() {
	told := map[*sent]bool{}
	for _, d := range f.docs {
		if !d.Published.Known() {
			break
		}
		for _, s := range d.sents {
			if !s.denying() {
				continue
			}
			for _, x := range s.denied() {
				best, score := (*sent)(nil), 0
				var proof [2]int
				for _, e := range f.search(d, x.terms) {
					if told[e] || e.isDenial() {
						continue
					}
					if n, words := x.contradicts(e); n > score {
						best, score, proof = e, n, words
					}
				}
				if best != nil {
					told[best] = true
					kind := Contradicted
					if x.future {
						kind = CalledOff
					}
					f.add(kind, "", side{s: best, from: proof[0], to: proof[1]}, x.side(), false)
					break
				}
			}
		}
	}
}

func join(a, b map[string]bool) map[string]bool {
	m := map[string]bool{}
	for _, x := range []map[string]bool{a, b} {
		for k := range x {
			m[k] = true
		}
	}
	return m
}

// denying reports whether a sentence has a word of denial.
func (s *sent) denying() bool {
	for i, w := range s.plain {
		if isNegation(w) {
			return true
		}
		if l := s.stems[i]; denies[l] || untrue[l] || retracts[l] || revokes[l] {
			return true
		}
	}
	return false
}

// isDenial reports whether a sentence denies anything, so that it is no claim
// that a later one could deny.
func (s *sent) isDenial() bool {
	if !s.denying() {
		return false
	}
	r := s.read()
	for _, c := range r.cues {
		if c.Class == "not" || c.Class == "turn" && denies[c.Lemma] {
			return true
		}
	}
	return false
}

// denial is a statement that a sentence denies, with the words that do.
type denial struct {
	statement
	future   bool            // it is said of what will not be
	explicit bool            // it answers a claim: "denied that", "dismissed reports"
	doers    map[string]bool // who would have done it; nil: they stand before its verb
	honour   map[string]bool // what was taken back, where nobody says that it was not so
	cue      int             // the word that denies
}

func (x *denial) side() side {
	return side{s: x.s, from: min(x.cue, x.from), to: max(x.cue+1, min(x.to, x.from+maxQuoteWords/2))}
}

// denied returns the statements that a sentence denies.
func (s *sent) denied() []denial {
	r := s.read()
	if s.asks(0) {
		return nil
	}
	var out []denial
	for i := range r.words {
		w := &r.words[i]
		switch {
		case (denies[w.Lemma] || retracts[w.Lemma]) && w.Verb:
			if x, ok := s.refuted(i); ok {
				out = append(out, x)
			}
		case revokes[w.Lemma] && w.Mention < 0:
			if x, ok := s.revoked(i); ok {
				out = append(out, x)
			}
		case untrue[w.Lemma], w.Fold == "truth" && (word(r, i-1) == "no" || word(r, i-2) == "no"):
			if x, ok := s.untrueOf(i); ok {
				out = append(out, x)
			}
		case w.Fold != "no" && isNegation(w.Fold):
			if x, ok := s.negated(i); ok {
				out = append(out, x)
			}
		}
	}
	return out
}
