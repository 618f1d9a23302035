package event

import (
	"slices"
	"strings"

	"dateline/corpus/token"
)

// embedded is a clause within a sentence that only says who or what is meant:
// "who was convicted of fraud", "that was founded by Anna Moss", "a girl was
// rescued" in "the moment a girl was rescued was filmed". What it tells is no
// news of the sentence, and a time outside it is not its own.
type embedded struct {
	from, to int  // words, half open
	head     int  // the word before it, which it is about
	closed   bool // the sentence goes on behind it
}

// Clauses tells which words of a sentence stand in embedded clauses.
type Clauses struct{ s *sentence }

// ReadClauses finds the embedded clauses of a sentence from its words, and those
// folded; of what is no sentence, in its first 400 words. What it returns must not
// be used by several goroutines at once.
func ReadClauses(text string, words []token.Token, folded []string) Clauses {
	n := min(len(words), maxSentenceWords)
	s := &sentence{text: text, words: words[:n], fold: folded[:n], at: make([]int, n)}
	for i := range s.at {
		s.at[i] = -1
	}
	return Clauses{s}
}

// Divided reports whether the time at word t is not that of the verb at word
// verb, as one of them stands in an embedded clause that the other is outside of.
func (c Clauses) Divided(verb, t int) bool {
	return max(verb, t) < len(c.s.words) && c.s.divided(verb, t)
}

// Background reports whether the verb at a word only says who or what is meant, or
// stands behind "although" or "if", and so tells no news.
func (c Clauses) Background(verb int) bool {
	return verb < len(c.s.words) && c.s.background(verb)
}

// embedded finds relative clauses by their pronoun, each from there to the comma
// that closes it or to the next verb that can have a subject; participles between
// commas; and what stands between two such verbs that nothing else divides.
func (s *sentence) embedded() []embedded {
	if s.clauses != nil {
		return s.clauses
	}
	out := []embedded{}
	verbs := false // since the last stop, outside of such clauses
	for i := 1; i < len(s.words); i++ {
		if s.stop(i) {
			verbs = false
		}
		c, ok := s.relative(i)
		if !ok && !verbs {
			c, ok = s.participial(i)
		}
		if ok {
			out = append(out, c)
		}
		verbs = verbs || s.verbAt(i) != noVerb && !(len(out) > 0 && i < out[len(out)-1].to)
	}
	s.clauses = append(out, s.contact(out)...)
	return s.clauses
}

// divided reports whether the verb at word i stands in an embedded clause that
// the time at word t is outside of, or the other way round. "The last time he
// came was in 2019" gives the time of the clause.
func (s *sentence) divided(i, t int) bool {
	for _, c := range s.embedded() {
		if !c.closed || (c.from <= i && i < c.to) == (c.from <= t && t < c.to) {
			continue
		}
		if copulas[s.word(c.to)] && t > c.to && t <= c.to+3 && !slices.ContainsFunc(s.fold[c.to+1:t], func(x string) bool { return !prepositions[x] && !adverbs[x] }) {
			continue
		}
		return true
	}
	return false
}

// background reports whether the verb at word i tells in an embedded clause who
// or what is meant, or stands behind "although", "if" or the like. A clause about
// an event, "a quake that killed six", tells of that event.
func (s *sentence) background(i int) bool {
	for _, c := range s.embedded() {
		if t, ok := lexicon()[s.fold[c.head]]; c.from <= i && i < c.to && !(ok && t.forms&noun != 0) {
			return true
		}
	}
	for j := i - 1; j >= 0 && j > i-12 && !s.stop(j+1) && !s.comma(j+1); j-- {
		switch {
		case conceding[s.fold[j]]:
			return true
		case j < i-1 && s.verbAt(j) != noVerb && s.verbAt(j+1) == noVerb && !s.helping(j):
			return false
		}
	}
	return false
}

// conceding begin clauses of what is known already, or was not so.
var conceding = wordSet(`though although if unless whenever`)

// relative reads the relative clause that the word at i begins.
func (s *sentence) relative(i int) (embedded, bool) {
	from := i
	switch x := s.fold[i]; x {
	case "who", "which", "whose", "whom":
		if p := s.fold[i-1]; x != "who" && prepositions[p] && i > 1 && s.space(i) {
			from = i - 1 // "with whom"
		}
	case "that":
		// A subject of its own would make it what is said or thought.
		if !s.space(i) || !s.nominalWord(i-1) || s.verbAt(i+1) == noVerb && !adverbs[s.word(i+1)] {
			return embedded{}, false
		}
	default:
		return embedded{}, false
	}
	if from == 0 || s.stop(from) || asksFor[s.fold[from-1]] {
		return embedded{}, false
	}
	c := embedded{from: from, to: s.stopAfter(i), head: from - 1}
	if s.comma(from) {
		for j := i + 2; j < c.to; j++ {
			if s.comma(j) && s.resumes(j, c.to) {
				c.to, c.closed = j, true
				break
			}
		}
		return c, true
	}
	if v := s.mainVerb(i+1, c.to); v >= 0 {
		c.to, c.closed = v, true
	}
	return c, true
}

// participial reads what a participle begins between commas, while its noun
// still waits for a verb: "the bridge, built in 1931, collapsed".
func (s *sentence) participial(i int) (embedded, bool) {
	if !s.comma(i) || !s.nominalWord(i-1) || s.verbAt(i) != likeVerb {
		return embedded{}, false
	}
	for j := i + 1; j < len(s.words) && !s.stop(j); j++ {
		if s.comma(j) && s.verbAt(j) != noVerb {
			return embedded{from: i, to: j, head: i - 1, closed: true}, true
		}
	}
	return embedded{}, false
}

// asksFor are words after which "who" and "which" ask.
var asksFor = wordSet(`say says said ask asks asked know knows knew see decide decided unclear clear about on of and or`)

// stopAfter returns the first word behind i before which something stronger than
// a comma stands.
func (s *sentence) stopAfter(i int) int {
	for j := i + 1; j < len(s.words); j++ {
		if s.stop(j) {
			return j
		}
	}
	return len(s.words)
}

// resumes reports whether the main clause goes on at word j, behind a comma: a
// list has another name or noun there, and a date a number.
func (s *sentence) resumes(j, end int) bool {
	x := s.fold[j]
	switch {
	case s.words[j].Number():
		return false
	case s.verbAt(j) != noVerb, auxiliaries[x], adverbs[x], prepositions[x], weekdays[x], months[x], x == "and" || x == "but" || strings.HasSuffix(x, "ly"):
		return true
	case boundaries[x]:
		return false
	}
	// A subject with its verb: "When the man, who fled, Anna Moss said".
	for k := j; k < min(end, j+6); k++ {
		if k > j && (s.comma(k) || s.fold[k] == "and" || s.fold[k] == "or") {
			return false
		}
		if k > j && s.verbAt(k) == sureVerb {
			return true
		}
	}
	return false
}

// verbness is how far a word looks like a verb that has a subject.
type verbness uint8

const (
	noVerb   verbness = iota
	likeVerb          // a past form that may be a participle: "closed"
	sureVerb          // "was", "went", "closed its doors"
)

// verbAt returns how far the word at i looks like a finite verb, or a helping
// verb that begins a group.
func (s *sentence) verbAt(i int) verbness {
	if i < 0 || i >= len(s.words) || s.words[i].Capital() || s.at[i] >= 0 {
		return noVerb
	}
	x, prev := s.fold[i], s.word(i-1)
	switch {
	case x == "be" || x == "been" || x == "being" || x == "having":
		return noVerb
	case auxiliaries[x]:
		if prev == "to" || s.helping(i-1) && s.space(i) {
			return noVerb
		}
		return sureVerb
	case i > 0 && !s.space(i) && s.gap(i) == "-":
		return noVerb
	case s.helping(i-1) || (adverbs[prev] || prev == "not" || strings.HasSuffix(prev, "ly")) && s.helping(i-2):
		return noVerb // its group began there
	case determiners[prev] && prev != "that" && s.space(i), prepositions[prev] && s.space(i), prev == "to", neverPast[x]:
		return noVerb
	case token.PastOnly(x):
		return sureVerb
	}
	t, known := lexicon()[x]
	past := known && t.forms&past != 0 || token.Base(x) != x && !known || len(x) > 4 && strings.HasSuffix(x, "ed")
	switch {
	case !past:
		return noVerb
	case s.takesObject(i):
		return sureVerb
	}
	return likeVerb
}

// neverPast end like the past of a verb.
var neverPast = wordSet(`need indeed deed seed speed feed weed breed bleed heed greed creed proceed succeed exceed hundred sacred naked wicked
	united limited armed`)

// helping reports whether the word at i is a helping verb, and not the month.
func (s *sentence) helping(i int) bool {
	return i >= 0 && auxiliaries[s.fold[i]] && !s.words[i].Capital()
}

// takesObject reports whether an object stands behind the verb at word i, which
// a participle has not: "closed its doors", "met her".
func (s *sentence) takesObject(i int) bool {
	if i+1 >= len(s.words) || !s.space(i+1) {
		return false
	}
	x := s.fold[i+1]
	return determiners[x] && x != "that" && x != "no" || x == "him" || x == "them" || x == "it" || x == "himself" || x == "herself" || x == "itself" || x == "themselves"
}

// mainVerb returns the word at which the verb stands that has the noun before a
// relative clause for its subject: the clause, read from word i, has the first
// verb for itself. It is -1 where the clause ends the sentence.
func (s *sentence) mainVerb(i, end int) int {
	first, maybe, nested := -1, -1, 0
	for j := i; j < end; j++ {
		x := s.fold[j]
		if j > i && s.comma(j) && first >= 0 && maybe < 0 && s.verbAt(j) == noVerb && !s.words[j].Number() {
			return -1
		}
		if j > i && boundaries[x] && x != "as" && x != "than" && x != "and" && x != "or" && x != "nor" {
			nested++ // it has a verb of its own
			continue
		}
		v := s.verbAt(j)
		switch {
		case v == noVerb:
		case first < 0:
			first = j
		case nested > 0:
			nested--
		case s.word(j-1) == "and" || s.word(j-1) == "or" || s.word(j-1) == "but":
		case contains(s.fold[first]) && !s.passiveAt(first) || nominative[s.word(j-1)]:
			first = j // "who said the bridge was closed": what is said
		case v == sureVerb:
			return j
		default:
			maybe = j
		}
	}
	return maybe
}

var nominative = wordSet(`he she it they we i you there`)

// passiveAt reports whether a form of "be" begins the verb group at word i.
func (s *sentence) passiveAt(i int) bool { return copulas[s.fold[i]] }

// contains reports whether a verb may have a clause for its object: "said",
// "believed".
func contains(folded string) bool {
	t, ok := lexicon()[folded]
	return ok && t.class == speech || thinking[token.Base(folded)] || thinking[strings.TrimSuffix(folded, "ed")] || thinking[strings.TrimSuffix(folded, "d")]
}

// thinking are verbs besides those of saying that have a clause for their
// object.
var thinking = wordSet(`believe think know hope fear feel learn find show mean insist admit deny promise claim suggest indicate report reveal
	estimate understand expect decide hear see write argue agree acknowledge allege conclude realize realise recall discover prove ensure
	predict guarantee complain concede remember doubt assume imply imagine notice observe wish regret boast testify`)

// contact finds what stands between two verbs that no word and no comma divides,
// as the first of them must then belong to the subject of the second: "the
// moment a girl was rescued was filmed", "a man arrested in Leeds was charged".
func (s *sentence) contact(relatives []embedded) []embedded {
	within := func(i int) bool {
		for _, c := range relatives {
			if c.from <= i && i < c.to {
				return true
			}
		}
		return false
	}
	var out []embedded
	first := -1
	for i := 0; i < len(s.words); i++ {
		x := s.fold[i]
		if i > 0 && !s.space(i) && s.gap(i) != "-" || within(i) || boundaries[x] {
			first = -1
		}
		v := s.verbAt(i)
		switch {
		case v == noVerb || within(i):
			continue
		case first >= 0 && v == sureVerb && auxiliaries[x] && !nominative[s.word(i-1)] && !(contains(s.verbOf(first)) && !s.passiveAt(first)) && s.nominalSubject(first):
			out = append(out, embedded{from: first, to: i, head: max(first-1, 0), closed: true})
		}
		first = i
	}
	return out
}

// verbOf returns the verb of the group that begins at word i.
func (s *sentence) verbOf(i int) string {
	for auxiliaries[s.word(i)] || adverbs[s.word(i)] || s.word(i) == "not" {
		i++
	}
	return s.word(i)
}

// nominalSubject reports whether something that can be a subject stands before
// the verb at word i.
func (s *sentence) nominalSubject(i int) bool { return i > 0 && s.space(i) && s.nominalWord(i-1) }

// nominalWord reports whether the word at i may end a noun phrase.
func (s *sentence) nominalWord(i int) bool {
	if i < 0 {
		return false
	}
	x := s.fold[i]
	return !prepositions[x] && !boundaries[x] && !auxiliaries[x] && !determiners[x] && !contains(x) && s.verbAt(i) != sureVerb && x != "so" && x != "now" && x != "such"
}
