package change

import (
	"slices"
	"strings"

	"dateline/bot/claim"
)

// ending is what a sentence says is put off, moved or given up.
type ending struct {
	statement
	head  map[string]bool // the lemmas of what is ended: of "its plan to build a stadium": build, stadium
	owner bool            // the sentence says whose it is
	cue   [2]int          // words, half open: what ends it
}

// cancellations finds the plans that later reports call off.
func (f *finder) cancellations() {
	told := map[*sent]bool{}
	for _, d := range f.docs {
		if !d.Published.Known() {
			break
		}
		for _, s := range d.sents {
			if !s.ending() {
				continue
			}
			for _, x := range s.endings() {
				best, score := (*sent)(nil), 0
				var proof [2]int
				for _, e := range f.search(d, x.terms) {
					if x.verb != "" && otherObject(s.read(), e.read(), x.verb) {
						continue
					}
					n, words := x.ends(e)
					if n == 0 {
						n, words = x.cancels(e)
					}
					if n > score {
						best, score, proof = e, n, words
					}
				}
				if best != nil && !told[best] {
					told[best] = true
					f.add(CalledOff, "", side{s: best, from: proof[0], to: proof[1]}, x.side(), false)
					break
				}
			}
		}
	}
}

// ending reports whether a sentence has a word that ends a plan.
func (s *sent) ending() bool {
	for i, l := range s.stems {
		if cancels[l] || loose[l] || shifts[l] || i+1 < len(s.plain) && ended(l, s.plain[i+1:]) {
			return true
		}
		if p := s.plain[i]; p == "nothing" || p == "no" || i > 0 && (p == "off" || isNegation(p)) {
			return true
		}
	}
	return false
}

// maxApart is how many words may stand between a verb and what belongs to it:
// "put its plan for a line to Lisbon on ice".
const maxApart = 14

// phrasal returns how many words after a verb belong to it, and how many stand
// between: "called off", "put the plan on hold". Only those of several words
// stand apart.
func phrasal(lemma string, after []string) (n, apart int) {
	for _, row := range phrasals {
		if claim.Lemma(row[0]) != lemma {
			continue
		}
		rest := row[1:]
		for at := 0; at+len(rest) <= len(after) && (at == 0 || len(rest) > 1 && at < maxApart); at++ {
			if slices.Equal(after[at:at+len(rest)], rest) {
				return len(rest), at
			}
		}
	}
	return 0, 0
}

func ended(lemma string, after []string) bool { n, _ := phrasal(lemma, after); return n > 0 }

// endings returns what a sentence says is called off.
func (s *sent) endings() []ending {
	r := s.read()
	if s.asks(0) {
		return nil
	}
	var out []ending
	for i := range r.words {
		w := &r.words[i]
		to := i + 1
		n, between := 0, 0
		if i+1 < len(r.words) {
			n, between = phrasal(w.Lemma, s.plain[min(i+1, len(s.plain)):])
		}
		if x, ok := s.undone(i); ok {
			out = append(out, x)
			continue
		}
		switch {
		case n > 0 && between == 0:
			to += n
		case n > 0:
		case cancels[w.Lemma] && w.Mention < 0:
		case shifts[w.Lemma] && r.toDate(i):
		case loose[w.Lemma] && r.ofPlan(i):
		default:
			continue
		}
		if !w.Verb && !passive(r, i) && n == 0 {
			continue
		}
		if r.unsure(i) || r.relative(i) {
			continue
		}
		if x, ok := s.endingAt(i, to); ok {
			out = append(out, x)
		}
	}
	return out
}

// toDate reports whether a verb is followed by "to" or "until" and a date that
// is to come: "moved to 20 October".
func (r *reading) toDate(i int) bool {
	for j := i + 1; j+1 < len(r.words) && j < i+12; j++ {
		if f := r.words[j].Fold; (f == "to" || f == "until" || f == "till") && r.words[j+1].Time >= 0 && r.times[r.words[j+1].Time].Type == "DATE" {
			return true
		}
	}
	return false
}

// ofPlan reports whether what a verb ends is called a plan.
func (r *reading) ofPlan(i int) bool {
	for j := i + 1; j < len(r.words) && j <= i+4; j++ {
		if hollow[r.words[j].Lemma] || len(kinships[r.words[j].Lemma]) > 0 {
			return true
		}
	}
	return false
}

var falls = claim.Lemma("fall")

// unsure reports whether the verb at i is denied, only possible, asked for or
// refused.
func (r *reading) unsure(i int) bool {
	clause := r.words[i].Clause
	for j := i - 1; j >= 0 && r.words[j].Clause >= clause-1 && j >= i-12; j-- {
		w := &r.words[j]
		if w.Clause < clause && w.Fold != "if" && w.Fold != "whether" && w.Fold != "unless" {
			if openly[w.Lemma] && !articles[word(r, j-1)] {
				return true // "denied that it was put off"
			}
			continue
		}
		if isNegation(w.Fold) || openly[w.Lemma] && word(r, j+1) == "that" || w.Verb && denies[w.Lemma] {
			return true
		}
		switch w.Fold {
		case "not", "never", "may", "might", "could", "would", "should", "if", "unless", "whether", "no", "nor", "neither", "nobody", "without", "must", "can", "cannot":
			return true
		}
	}
	if word(r, i-1) == "to" || word(r, i-2) == "to" && strings.HasSuffix(word(r, i-1), "ly") {
		switch word(r, i-2) {
		case "decided", "agreed", "forced", "had", "chose", "voted", "obliged":
			return false
		}
		return true
	}
	return strings.HasSuffix(r.words[i].Fold, "ing") && !passive(r, i)
}

// relative reports whether the verb at i only tells more of a noun before it:
// "the cup, which was postponed last year", "the trial postponed from May".
func (r *reading) relative(i int) bool {
	for j := i - 1; j >= 0 && j >= i-5; j-- {
		switch r.words[j].Fold {
		case "which", "that", "who", "when":
			return j > 0 && !r.said[j-1]
		}
		if r.said[j] || r.words[j].Verb && !auxiliary[r.words[j].Fold] {
			break
		}
	}
	return false
}

// endingAt reads what the verb of words i to to ends: its subject where it is
// passive, else what follows it.
func (s *sent) endingAt(i, to int) (ending, bool) {
	r := s.read()
	from, end := s.clauseStart(i), s.end(i)
	for j := to; j < end; j++ {
		if w := &r.words[j]; reasons[w.Fold] && w.Time < 0 || strings.Contains(w.Gap, ",") && strings.HasSuffix(w.Fold, "ing") {
			end = j
			break
		}
	}
	passiveVerb := passive(r, i) || r.lemma(i) == falls
	if passiveVerb && s.bare(from, i) && from > 0 {
		// "The trial of X, which was to open on Monday, was adjourned"
		from = 0
		for end0 := 0; end0 < i; end0++ {
			if f := r.words[end0].Fold; end0 > 0 && (strings.Contains(r.words[end0].Gap, ",") || f == "which" || f == "that") {
				return s.endingOf(part{s, 0, end0}, i, to, end, true)
			}
		}
	}
	return s.endingOf(part{s, from, i}, i, to, end, passiveVerb)
}

// bare reports whether no word of content stands among those from to to.
func (s *sent) bare(from, to int) bool {
	r := s.read()
	for i := from; i < to; i++ {
		if r.isContent(i) || r.words[i].Mention >= 0 {
			return false
		}
	}
	return true
}

// endingOf reads what a verb of words i to to ends, whose subject is given and
// whose clause goes on to end.
func (s *sent) endingOf(subject part, i, to, end int, passiveVerb bool) (ending, bool) {
	r := s.read()
	from := subject.from
	skip := func(j int) bool { return j >= subject.to && j < to || plans[r.words[j].Lemma] && r.words[j].Verb }
	x := ending{statement: s.stated(from, end, skip), head: map[string]bool{}, cue: [2]int{i, to}}
	object := func(a, b int) {
		vague := false
		for j := a; j < b; j++ {
			w := &r.words[j]
			vague = vague || hollow[w.Lemma]
			if r.isContent(j) && !hollow[w.Lemma] && !skip(j) {
				if !vague {
					clear(x.head) // "a six-plane contract" is a contract
				}
				x.head[w.Lemma] = true
			}
			if len(x.head) > 0 && (w.Fold == "of" || w.Fold == "by" || w.Fold == "between" || w.Fold == "before" || w.Fold == "in" || w.Fold == "on" || w.Fold == "with" || w.Fold == "for") {
				break
			}
		}
	}
	if passiveVerb {
		object(from, subject.to)
		x.owner = true
	} else {
		object(to, end)
		known, own := false, false
		for j := to; j < min(end, to+4); j++ {
			switch f := r.words[j].Fold; f {
			case "the", "this", "these":
				x.owner, known = true, true
			case "his", "her", "its", "their":
				x.owner, own = true, true
			default:
				possessive := strings.HasSuffix(r.words[j].Text, "'s") || strings.HasSuffix(r.words[j].Text, "’s")
				known = known || possessive
				x.owner = x.owner || r.words[j].Mention >= 0 && j <= to+1 || possessive
			}
		}
		for j := from; j < i; j++ {
			if m := r.words[j].Mention; m >= 0 && r.strong(r.mentions[m]) || pronouns[r.words[j].Fold] {
				x.owner = true
			}
		}
		if known && !own {
			// Whoever ends it may be another than the one who planned it.
			rest := s.stated(to, end, skip)
			x.names, x.content = rest.names, rest.content
		}
	}
	for l := range x.head {
		if shifts[l] || cancels[l] || loose[l] {
			delete(x.head, l)
		}
	}
	return x, len(x.head) > 0 && x.owner && len(x.names)+len(x.content) >= 2
}

var articles = map[string]bool{"the": true, "a": true, "an": true, "his": true, "her": true, "its": true, "their": true}

var pronouns = map[string]bool{"he": true, "she": true, "it": true, "they": true, "we": true}

var weekdays = map[string]bool{"monday": true, "tuesday": true, "wednesday": true, "thursday": true, "friday": true, "saturday": true, "sunday": true}

func (x *ending) side() side {
	from := x.cue[0]
	if x.cue[1]-x.from <= maxQuoteWords {
		from = x.from
	}
	return side{s: x.s, from: from, to: x.cue[1]}
}
