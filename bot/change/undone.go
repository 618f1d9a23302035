package change

import (
	"strings"

	"dateline/bot/claim"
	"dateline/corpus"
)

// undone reads at word i that a plan will not come about, though no verb ends it:
// "will not open as announced", "nothing will come of the visit", "the meeting is
// off", "would not take place".
func (s *sent) undone(i int) (ending, bool) {
	r := s.read()
	from, to := s.clauseStart(i), s.end(i)
	if len(r.mentions) > 0 && from == 0 && r.mentions[0].To < i && r.heads(r.mentions[0]) {
		from = r.mentions[0].To // the town of the dateline has no part in it
	}
	x := ending{head: map[string]bool{}, owner: true, cue: [2]int{i, i + 1}}
	aux, _ := r.negates(i)
	switch f := word(r, i); {
	case aux == "did" && r.takesPlace(i):
		x.cue[1] = i + 3
	case aux == "will" || aux == "would" || f == "not" && aux == "to":
		if aux == "to" && word(r, i-2) != "decided" || !r.wasPlanned(i, to) || r.limited(from) {
			return ending{}, false
		}
		if f == "not" {
			x.cue[0] = max(0, i-1)
		}
		for x.cue[1] < min(to, i+3) && !r.words[x.cue[1]-1].Verb {
			x.cue[1]++
		}
	case f == "nothing" && word(r, i+2) == "come" && word(r, i+3) == "of":
		from, x.cue[1] = i, i+4
	case f == "off" && auxiliary[word(r, i-1)] && (i+1 == len(r.words) || r.words[i].Clause != r.words[i+1].Clause || r.words[i+1].Time >= 0):
		x.cue[0] = i - 1
	default:
		return ending{}, false
	}
	x.statement = s.stated(from, to, func(j int) bool { return j >= x.cue[0] && j < x.cue[1] && !r.isContent(j) })
	if r.takesPlace(i) {
		delete(x.content, claim.Lemma("take"))
		delete(x.content, claim.Lemma("place"))
	} else if f := word(r, i); f != "nothing" && f != "off" {
		for j := i + 1; j < to && j <= i+4 && x.verb == ""; j++ {
			if w := &r.words[j]; w.Content && w.Mention < 0 && !auxiliary[w.Fold] && !strings.HasSuffix(w.Fold, "ly") {
				x.verb = w.Lemma
			}
		}
	}
	for l := range x.content {
		if !occurs[l] && !hollow[l] && !plans[l] {
			x.head[l] = true
		}
	}
	return x, len(x.names)+len(x.head) >= 2
}

// takesPlace reports whether the verb after word i says no more than that
// something comes about: "go ahead", "take place".
func (r *reading) takesPlace(i int) bool {
	next := word(r, i+2)
	switch word(r, i+1) {
	case "go":
		return next == "ahead" || next == "forward"
	case "take":
		return next == "place"
	}
	return false
}

// wasPlanned reports whether what the negation at word i denies is said to have
// been a plan: "as announced", "after all", "take place".
func (r *reading) wasPlanned(i, to int) bool {
	for j := i + 1; j < to; j++ {
		w := &r.words[j]
		if afterAll[w.Fold] && (word(r, j-1) == "as" || word(r, j-1) == "had") || w.Fold == "after" && word(r, j+1) == "all" || w.Fold == "place" && j <= i+2 || w.Time >= 0 && r.times[w.Time].Type == "DATE" && j > i+1 {
			return true
		}
	}
	return false
}

// otherObject reports whether a verb takes another object in one sentence than in
// the other: to open a wing is not to open a show.
func otherObject(a, b *reading, verb string) bool {
	x, y := a.object(verb), b.object(verb)
	return len(x) > 0 && len(y) > 0 && shared(x, y) == 0
}

// object returns the words and names that follow a verb, up to a preposition, a
// time or the end of its clause.
func (r *reading) object(verb string) map[string]bool {
	m := map[string]bool{}
	for i := range r.words {
		if w := &r.words[i]; !w.Content || w.Mention >= 0 || !akin(w.Lemma, verb) {
			continue
		}
		for j := i + 1; j < len(r.words) && !preposition[r.words[j].Fold] && r.words[j].Time < 0 && !strings.ContainsAny(r.words[j].Gap, ",;:"); j++ {
			switch w := &r.words[j]; {
			case w.Mention >= 0 && r.strong(r.mentions[w.Mention]):
				m[r.mentions[w.Mention].Key] = true
			case r.isContent(j):
				m[w.Lemma] = true
			}
		}
		return m
	}
	return m
}

var preposition = map[string]bool{"in": true, "on": true, "at": true, "for": true, "from": true, "to": true, "with": true, "by": true, "after": true, "before": true, "until": true, "as": true, "because": true, "and": true}

// cancels is ends for plans that are told in other words: those that are named
// are the same, and so is the day, or most of what it is about.
func (x *ending) cancels(e *sent) (int, [2]int) {
	r, d := e.read(), x.s.doc
	if e.doc == d || !e.doc.mayPrecede(d) || e.doc.gap(d) > statedDays || e.isDenial() {
		return 0, [2]int{}
	}
	plan := r.planned(e)
	if plan < 0 {
		return 0, [2]int{}
	}
	own := x.s.read()
	names, strong := 0, 0
	theirs := r.parties()
	for n, given := range own.parties() {
		if len(own.mentions) > 0 && own.heads(own.mentions[0]) && n == own.mentions[0].Key {
			continue
		}
		switch {
		case named(theirs, n, given):
			if names++; !country(n) {
				strong++
			}
		case !country(n) && !named(e.doc.lead2(), n, given):
			return 0, [2]int{}
		}
	}
	all := map[string]bool{}
	for i := range r.words {
		if r.isContent(i) {
			all[r.words[i].Lemma] = true
		}
	}
	if x.verb != "" && !occurs[x.verb] && !comes[x.verb] && !has(all, x.verb) {
		return 0, [2]int{} // what else will not be done is no part of the plan
	}
	days, ended := r.coming(e.doc, 0, len(r.words)), own.coming(e.doc, 0, len(own.words))
	if apart(days, ended) || names == 0 {
		return 0, [2]int{}
	}
	content, common := shared(x.head, all), false
	for l := range x.head {
		common = common || len(kinships[l]) > 0 // a visit may have been told of as a meeting, a dinner not
	}
	dated := len(days) > 0 && len(ended) > 0
	switch {
	case dated && names >= 2 && strong > 0 && (common || content > 0), dated && names > 0 && content > 0, content > 0 && names >= 2 && content*2 >= len(x.head):
		return names + content + yes(dated), [2]int{plan, plan + 1}
	}
	return 0, [2]int{}
}

// coming returns the days after a document appeared that stand among words from
// to to, other than that of a statement.
func (r *reading) coming(d *doc, from, to int) []corpus.Interval {
	var out []corpus.Interval
	for i := from; i < to; i++ {
		t := r.words[i].Time
		if t < 0 || i > 0 && r.words[i-1].Time == t || r.ofSaying(i) || !r.times[t].Interval.Known() {
			continue
		}
		if iv := r.ahead(i, d); iv.End > d.Published.Start {
			out = append(out, iv)
		}
	}
	return out
}
