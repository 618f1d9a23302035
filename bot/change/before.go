package change

import (
	"strings"

	"dateline/bot/claim"
)

// maxLead is how many words may stand between a number and a word that says of
// what time it is.
const maxLead = 6

// former reports whether a quantity is given as the one of before, by what leads
// to it, "from 12", "rather than the 12", "12 earlier", by what follows, "the 12
// first counted", or by a clause that tells what had been said.
func (r *reading) former(q claim.Quantity) bool {
	j := q.From - 1
	for ; j >= 0 && j >= q.From-3 && (bounds[r.words[j].Fold] || articles[r.words[j].Fold] || r.words[j].Fold == "of"); j-- {
	}
	switch f := word(r, j); {
	case former[f] && (f != "not" || word(r, j+1) != "only"), f == "rather" && j+1 < q.From && r.words[j+1].Fold == "than":
		return true
	case (compares[f] || r.compared(j+1, q.From)) && r.given(q.To):
		return true
	}
	return r.recalled(q)
}

// compared reports whether "than" stands among words from to to.
func (r *reading) compared(from, to int) bool {
	for i := from; i < to; i++ {
		if r.words[i].Fold == "than" {
			return true
		}
	}
	return false
}

// given reports whether a clause that begins at word i, or soon after it, tells
// that a figure was given: "it had estimated", "announced in May", "that the jury
// awarded".
func (r *reading) given(i int) bool {
	for j := i; j < len(r.words) && j < i+maxLead && !strings.ContainsAny(r.words[j].Gap, ",;:—–") && !r.number(j); j++ {
		if r.held(j) || sets[r.words[j].Lemma] {
			return true
		}
	}
	return false
}

// recalled reports whether a quantity is said to be of before: an adverb of that
// stands nearest to it, with a verb of saying or thinking or alone behind it.
func (r *reading) recalled(q claim.Quantity) bool {
	for j := q.To; j < len(r.words) && j < q.To+maxLead && !strings.ContainsAny(r.words[j].Gap, ",;:—–"); j++ {
		if r.number(j) {
			break
		}
		if w := &r.words[j]; w.Fold == "previously" || w.Fold == "initially" || w.Fold == "originally" || earlier[w.Fold] && (r.held(j+1) || r.held(j-1)) || w.Fold == "had" && (r.held(j+1) || word(r, j+1) == "been" && r.held(j+2)) && !r.inSpeech(q.From) {
			return true
		}
	}
	clause := r.words[q.From].Clause
	for j := q.From - 1; j >= 0 && j >= q.From-2*maxLead && !strings.Contains(r.words[j+1].Gap, ";"); j-- {
		w := &r.words[j]
		if r.number(j) {
			return false
		}
		switch {
		case earlier[w.Fold] && j >= q.From-maxLead && r.others(q) && (r.held(j+1) || r.held(j-1) || w.Fold == "first" && word(r, j-1) == "at"):
			return true
		case w.Fold == "had" && w.Clause == clause && (!r.inSpeech(q.From) || r.held(j+1) && !r.inSpeech(j)): // "officials had spoken of 21 people"
			return true
		}
	}
	return false
}

// wasGiven reports whether the number at word i is one that somebody had given, and
// not what had been: "had spoken of 12", "had given 46 degrees".
func (r *reading) wasGiven(i int) bool {
	for j := 0; j+1 < i; j++ {
		if r.words[j].Fold == "had" && (r.held(j+1) || sets[r.words[j+1].Lemma] || gives[r.words[j+1].Fold]) {
			return true
		}
	}
	return false
}

var gives = map[string]bool{"given": true, "put": true, "named": true, "stated": true, "listed": true, "quoted": true}

// others reports whether a sentence has another number that counts something.
func (r *reading) others(q claim.Quantity) bool {
	n := 0
	for _, o := range r.quantities {
		if !o.Ordinal && o.Unit == q.Unit {
			n++
		}
	}
	return n > 1
}

func (r *reading) number(i int) bool {
	return (r.words[i].Number() || claim.Numeral(r.words[i].Fold)) && r.words[i].Time < 0
}

// held reports whether word i is a verb of saying or thinking, by which a figure
// is held to be true.
func (r *reading) held(i int) bool {
	if i < 0 || i >= len(r.words) {
		return false
	}
	l := r.words[i].Lemma
	return r.said[i] || hearsay[l] || outlooks[l] || modalSaying[l] || believes[l]
}

// supersedes reports whether word i tells of a figure of before: "an earlier
// estimate", "than previously thought".
func (r *reading) supersedes(i int) bool {
	next := r.lemma(i + 1)
	switch f := r.words[i].Fold; f {
	case "the":
		return compares[word(r, i-1)] && tolls[word(r, i+1)] && r.given(i+2) // "double the number it gave"
	case "earlier", "initial", "preliminary", "original", "previous":
		return outlooks[next] || hearsay[next] || tolls[word(r, i+1)]
	case "previously", "initially", "originally", "first":
		return i+1 < len(r.words) && (r.said[i+1] || f != "first" && r.words[i+1].Verb && r.held(i+1))
	}
	return false
}

// estimated says of a forecast that it is of what has happened.
var estimated = claim.Lemma("estimate")

// moving reports whether a figure is one that something rose to: "rose to 15",
// "climbed from 12 to 15", "up from 12", "bringing the toll to 15", "the count now
// stands at 15".
func (r *reading) moving(f *figure) bool {
	at := f.from - 1
	for at > 0 && (bounds[r.words[at].Fold] && r.words[at].Fold != "to") {
		at--
	}
	now := false
	for j := at; j >= 0 && j >= at-20 && r.words[j].Clause == r.words[f.from].Clause; j-- {
		w := &r.words[j]
		now = now || w.Fold == "now"
		if moves[w.Lemma] && w.Verb && (r.words[at].Fold == "to" || j == at) || w.Fold == "raised" && r.words[at].Fold == "to" {
			return true
		}
		if r.number(j) && word(r, j-1) != "from" {
			break
		}
		if tolls[w.Fold] && j < at && (r.words[at].Fold == "to" || now && (r.words[at].Fold == "at" || r.words[at].Verb)) {
			return true
		}
	}
	for j := f.to; j+2 < len(r.words) && !r.number(j) && !strings.Contains(r.words[j].Gap, ";"); j++ {
		if r.words[j].Fold == "up" && r.words[j+1].Fold == "from" {
			return r.leads(j + 2)
		}
	}
	return false
}

// leads reports whether a number begins at word i, or after words that may lead
// to one: "about 40", "the 40".
func (r *reading) leads(i int) bool {
	for ; i < len(r.words) && (bounds[r.words[i].Fold] || articles[r.words[i].Fold]); i++ {
	}
	return i < len(r.words) && r.number(i)
}
