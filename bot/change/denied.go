package change

import (
	"strings"

	"dateline/bot/claim"
)

// refuted reads what the verb at word i denies: "denied that …", "denied having
// …", "dismissed reports that …", "denied it had …".
func (s *sent) refuted(i int) (denial, bool) {
	r := s.read()
	w := &r.words[i]
	if passive(r, i) && word(r, i+1) != "by" || r.under(i, i+1, "not", "may", "will") || r.refrains(i) || word(r, i-1) == "to" {
		return denial{}, false
	}
	from, heard := i+1, false
	for j := i + 1; j < len(r.words) && j <= i+4; j++ {
		if l := r.words[j].Lemma; hearsay[l] || retracts[w.Lemma] && papers[l] {
			from, heard = j+1, true
			break
		}
	}
	if heard && retracts[w.Lemma] && word(r, from) == "that" {
		for j := from + 1; j < len(r.words) && j < from+5; j++ {
			if r.words[j].Fold == "that" && r.words[j-1].Verb {
				from = j // "a study that had found that"
				break
			}
		}
	}
	clauseLike := false
	switch next := word(r, from); {
	case next == "that":
		from, clauseLike = from+1, true
	case heard && (next == "of" || next == "about"):
		from, clauseLike = from+1, true
	case heard:
		return denial{}, false
	case w.Lemma != claim.Lemma("deny") && w.Lemma != claim.Lemma("dispute"):
		return denial{}, false // "rejected the offer"
	case strings.HasSuffix(next, "ing") && len(next) > 4:
		clauseLike = true
	}
	for j := from; j < len(r.words) && j < from+7; j++ {
		if f := r.words[j].Fold; f == "had" || f == "has" || f == "have" || f == "was" || f == "were" {
			clauseLike = true
		}
	}
	if !clauseLike {
		return denial{}, false
	}
	if word(r, from) == "there" {
		return denial{}, false
	}
	x := denial{statement: s.stated(from, s.end(from), nil), explicit: true, cue: i}
	x.verb = r.mainVerb(from, x.to)
	// "denied that it had": whoever denies.
	if own := r.ownSubject(from); own {
		by := s.stated(s.clauseStart(i), i, nil)
		for j := s.clauseStart(i); j < i; j++ {
			if m := r.words[j].Mention; m >= 0 && r.strong(r.mentions[m]) {
				name(by.names, r.mentions[m])
				x.terms[r.words[j].Lemma] = true
			}
		}
		x.doers = join(by.content, nil)
		for n, given := range by.names {
			x.names[n] = given
			x.doers[n] = true
		}
	}
	return x, x.full()
}

// ownSubject reports whether the subject of the clause at i is whoever denies:
// a pronoun, or none before a gerund.
func (r *reading) ownSubject(i int) bool {
	switch f := word(r, i); f {
	case "it", "he", "she", "they":
		return true
	default:
		return strings.HasSuffix(f, "ing")
	}
}

// refrains reports whether the verb at i is only what somebody cannot or would
// not do: "nobody can deny", "declined to deny".
func (r *reading) refrains(i int) bool {
	for j := i - 1; j >= 0 && j >= i-4; j-- {
		switch r.words[j].Fold {
		case "can", "cannot", "could", "nobody", "none", "not", "neither", "would", "will", "may", "might", "should", "if", "never", "without":
			return true
		}
		if isNegation(r.words[j].Fold) {
			return true
		}
	}
	return false
}

// end returns where the statement that begins at word i ends: at its speaker,
// a semicolon, or the end of the sentence.
func (s *sent) end(i int) int {
	r := s.read()
	for j := i + 1; j < len(r.words); j++ {
		if strings.ContainsAny(r.words[j].Gap, ";") || r.words[j].Fold == "but" || r.said[j] && strings.Contains(r.words[j].Gap, ",") {
			return j
		}
	}
	return len(r.words)
}

func (s *sent) clauseStart(i int) int {
	r := s.read()
	for i > 0 && r.words[i-1].Clause == r.words[i].Clause {
		i--
	}
	return i
}

// full reports whether a statement says enough to be known again.
func (x *statement) full() bool { return len(x.names)+len(x.content) >= 3 && len(x.content) > 0 }

// untrueOf reads "there is no truth in reports that …", "reports that … are
// false", "it is untrue that …".
func (s *sent) untrueOf(i int) (denial, bool) {
	r := s.read()
	if r.under(i, i+1, "may") || r.refrains(i) && r.words[i].Fold != "truth" {
		return denial{}, false
	}
	that := -1
	for j := range r.words {
		if r.words[j].Fold == "that" && (j > 0 && hearsay[r.words[j-1].Lemma] || j == i+1) {
			that = j
			break
		}
	}
	if that < 0 {
		return denial{}, false
	}
	end := s.end(that)
	if that < i {
		end = i
	}
	x := denial{statement: s.stated(that+1, end, nil), explicit: true, cue: i}
	x.verb = r.mainVerb(that+1, end)
	return x, x.full()
}

// negated reads the clause that the negation at word i denies: "did not visit
// Minsk", "has not resigned", "never signed the contract".
func (s *sent) negated(i int) (denial, bool) {
	r := s.read()
	after, future := word(r, i+1), false
	aux, _ := r.negates(i)
	switch {
	case aux == "will":
		future = true
	case (aux == "is" || aux == "are") && strings.HasSuffix(after, "ing"): // "is not stepping down"
	case r.words[i].Fold != "never" && !pastAux[aux]:
		return denial{}, false
	case after == "yet" || after == "only" || after == "be" || after == "been" && word(r, i+2) == "able":
		return denial{}, false
	}
	from, to := s.clauseStart(i), i+1
	switch first := word(r, from); {
	case first == "which" || first == "who" || first == "where" || first == "whom" || first == "whose" || first == "when":
		return denial{}, false
	case first == "that" && !r.saidBefore(from):
		if x, ok := s.afterRelative(from, i); ok {
			return x, true
		}
		return denial{}, false
	}
	for to < len(r.words) && r.words[to].Clause == r.words[i].Clause {
		to++
	}
	verb := -1
	for j := i + 1; j < to && j <= i+4; j++ {
		w := &r.words[j]
		if w.Fold == "yet" || w.Fold == "only" {
			return denial{}, false
		}
		if w.Content && w.Mention < 0 && !strings.HasSuffix(w.Fold, "ly") && !auxiliary[w.Fold] {
			verb = j
			break
		}
	}
	if verb < 0 || strings.Contains(s.text, " yet") || weak[r.words[verb].Lemma] || s.asks(0) {
		return denial{}, false
	}
	for j := from; j < to; j++ {
		if r.words[j].Fold == "since" || r.words[j].Fold == "for" && j+1 < len(r.words) && (r.words[j+1].Number() || claim.Numeral(r.words[j+1].Fold)) {
			return denial{}, false // "has not won for ten years"
		}
	}
	for j := from; j < i; j++ {
		if w := r.words[j].Fold; w == "if" || w == "whether" || w == "nobody" || w == "why" {
			return denial{}, false
		}
	}
	if future && r.limited(from) {
		return denial{}, false
	}
	that := i // where a clause of the subject's own begins: "the plane that crashed near Weston"
	for j := i - 1; j > from; j-- {
		if f := r.words[j].Fold; (f == "that" || f == "which" || f == "who") && r.words[j-1].Content && !r.said[j-1] {
			that = j
		}
	}
	x := denial{statement: s.stated(from, to, func(j int) bool { return j > that && j < i && r.words[j].Mention < 0 }), future: future, cue: i}
	x.verb = r.words[verb].Lemma
	return x, x.full() || len(x.names) > 0 && len(x.content) > 0
}

// afterRelative is negated of a verb whose subject has a clause of its own, which
// begins at word from: "the plane that crashed near Weston was not shot down".
func (s *sent) afterRelative(from, i int) (denial, bool) {
	r := s.read()
	own, verb, to := -1, -1, i+1
	for j := from + 1; j < i && own < 0; j++ {
		if w := &r.words[j]; w.Verb && !auxiliary[w.Fold] && !isNegation(w.Fold) {
			own = j
		}
	}
	for to < len(r.words) && r.words[to].Clause == r.words[i].Clause {
		if w := &r.words[to]; verb < 0 && w.Content && w.Mention < 0 && !auxiliary[w.Fold] && !strings.HasSuffix(w.Fold, "ly") {
			verb = to
		}
		to++
	}
	if from == 0 || own < 0 || verb < 0 || verb > i+4 || weak[r.words[verb].Lemma] {
		return denial{}, false
	}
	x := denial{statement: s.stated(s.clauseStart(from-1), to, func(j int) bool { return j >= own && j < i && r.words[j].Mention < 0 }), cue: i}
	x.verb = r.words[verb].Lemma
	return x, x.full()
}

// limited reports whether what is said of the future from word i on is so only for
// a time or under a condition: "will not open before June".
func (r *reading) limited(i int) bool {
	for ; i < len(r.words); i++ {
		switch r.words[i].Fold {
		case "before", "until", "unless", "if", "till", "again", "alone", "just", "any", "longer":
			return true
		}
	}
	return false
}

var pastAux = map[string]bool{"did": true, "had": true, "has": true, "have": true, "was": true, "were": true}

// weak are verbs whose denial denies nothing that another report claims.
var weak = map[string]bool{"say": true, "comment": true, "answer": true, "respond": true, "repli": true, "know": true, "give": true, "elabor": true, "want": true, "includ": true, "clear": true, "immedi": true, "rule": true}
