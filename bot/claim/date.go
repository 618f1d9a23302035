package claim

import (
	"fmt"
	"strings"

	"dateline/corpus"
	"dateline/corpus/timex"
)

// dates: each date of the claim is one of a quote, resolved by its passage's
// publication date, or one that the archive has worked out; and it is the date
// of what the claim tells, not of something else in the quotes.
func (k *checker) dates() {
	t := k.claim
	for i, x := range t.times {
		if x.Type == "DURATION" || x.Len() == 0 {
			continue
		}
		said := x.Of(t.string)
		if t.inQuotation(x.Start) {
			continue // held against the quotes by inner
		}
		if t.deictic(i) {
			k.fault(Date, fmt.Sprintf("%q only has a meaning on the day it was written", said))
			continue
		}
		matched := k.matches(x, said)
		if len(matched) == 0 {
			if !k.reported(x) && !k.shown(x.Interval) {
				k.fault(Date, fmt.Sprintf("%q is not in the quotes and does not follow from them", said))
			}
			continue
		}
		if x.Type != "SET" {
			k.aligned(said, t.clauseAt(x.Span), matched, false)
		}
	}
	for i := range t.words {
		if w := &t.words[i]; tables.has("deictic", w.fold) && !w.quoted && w.time < 0 {
			k.fault(Date, fmt.Sprintf("%q only has a meaning where it was written", w.Text))
		}
	}
}

func (t *text) inQuotation(at int) bool {
	for i := range t.words {
		if w := &t.words[i]; w.Start >= at {
			return w.quoted
		}
	}
	return false
}

// deictic reports whether a time expression hangs on the day it is read.
func (t *text) deictic(i int) bool {
	x := t.times[i]
	if x.Interval.Known() {
		return false
	}
	folded := strings.Fields(strings.ToLower(x.Of(t.string)))
	for _, f := range folded {
		switch f {
		case "last", "next", "this", "ago", "past", "coming", "previous":
			return x.Type != "SET"
		}
		if tables.has("deictic", f) {
			return true
		}
	}
	return false
}

// place is a clause of a source's sentences.
type place struct{ source, clause int }

// matches returns the clauses of the sources with a date that the expression
// may stand for.
func (k *checker) matches(x timex.Timex, said string) []place {
	var out []place
	for i, s := range k.sources {
		iv := x.Interval
		if !iv.Known() && s.passage.Article != nil && s.passage.Article.Published.Known() {
			// "on Wednesday", "in June": as it would be read in that article.
			if again := timex.Parse(said, s.passage.Article.Published.Interval); len(again) == 1 {
				iv = again[0].Interval
			}
		}
		for _, y := range s.quote.times {
			same := iv.Known() && y.Interval.Known() && (iv.Contains(y.Interval) || sameYearless(x, y)) && y.Type != "DURATION" ||
				!x.Interval.Known() && strings.EqualFold(trimThe(said), trimThe(y.Of(s.quote.string))) || sameYearless(x, y)
			if !same || x.Mod != y.Mod && x.Mod != "" {
				continue
			}
			offset := strings.Index(s.around.string, s.quote.string)
			out = append(out, place{i, s.around.clauseAt(corpus.Span{Start: offset + y.Start, End: offset + y.End})})
		}
		// A date that was worked out for an event of the quoted sentence.
		if len(out) == 0 && x.Interval.Known() {
			for _, e := range s.passage.Events {
				if k.tellsOf(i, e) && e.Polarity != corpus.None && e.When.Known() && x.Interval.Contains(e.When) {
					out = append(out, place{i, -1})
				}
			}
		}
	}
	return out
}

// tellsOf reports whether an event of a passage was read from the quote and is
// of a kind that the claim tells of.
func (k *checker) tellsOf(i int, e corpus.Event) bool {
	if !k.placed[i].Overlaps(e.Span) {
		return false
	}
	return k.claimKinds()[e.Kind]
}

func trimThe(s string) string { return strings.TrimPrefix(strings.ToLower(s), "the ") }

// sameYearless reports whether a date without a year is the other but for its
// year: "in June" and "June 2019".
func sameYearless(x, y timex.Timex) bool {
	return strings.HasPrefix(x.Value, "XXXX-") && len(x.Value) > 6 && x.Value[5] != 'W' && len(y.Value) >= len(x.Value) && y.Value[4:len(x.Value)] == x.Value[4:]
}

// reported reports whether the claim dates a report or its own knowledge and
// not an event: "reported on 8 April 2021", "as of".
func (k *checker) reported(x timex.Timex) bool {
	before := strings.ToLower(k.claim.string[max(0, x.Start-40):x.Start])
	if strings.HasSuffix(before, "as of ") && k.ctx.AsOf != 0 && x.Interval.Contains(corpus.OnDay(k.ctx.AsOf)) {
		return true
	}
	for _, s := range k.sources {
		if a := s.passage.Article; a != nil && x.Interval.Known() && x.Interval.Contains(a.Published.Interval) {
			for _, w := range []string{"reported", "published", "report of", "report on", "article of", "dated", "as of"} {
				if strings.Contains(before, w) {
					return true
				}
			}
		}
	}
	return false
}

// shown reports whether an interval is one that the archive worked out.
func (k *checker) shown(iv corpus.Interval) bool {
	for _, s := range k.ctx.Shown {
		if iv.Contains(s) {
			return true
		}
	}
	return false
}

// clauseAt returns the clause in which a span begins.
func (t *text) clauseAt(span corpus.Span) int {
	for i := range t.words {
		if t.words[i].End > span.Start {
			return t.words[i].clause
		}
	}
	return max(0, t.clauses()-1)
}

// aligned faults a date or number whose clause in the claim tells of something
// else than the clause of the quotes in which it stands; where sentence is set,
// than the sentence.
func (k *checker) aligned(said string, clause int, matched []place, sentence bool) {
	told := k.claim.clauseLemmas(clause)
	best, bestPlace, mine := 0, place{-1, -1}, -1
	for i, s := range k.sources {
		for c := range s.around.clauses() {
			if n := overlap(told, s.around, c, false); n > best {
				best, bestPlace = n, place{i, c}
			}
		}
	}
	for _, m := range matched {
		if m.clause < 0 {
			return
		}
		s := k.sources[m.source].around
		n := overlap(told, s, m.clause, false)
		// A sentence with one date only speaks of that time in all its clauses,
		// unless the date's clause tells of something of its own.
		if k.sameSentence(m, bestPlace) && (sentence && !k.numbered(bestPlace) || !sentence && !k.dated(bestPlace) && (overlap(told, s, m.clause, true) > 0 || s.saying(m.clause) || !s.predicate(m.clause))) {
			n = best
		}
		mine = max(mine, n)
	}
	if mine < best {
		k.fault(WrongEvent, fmt.Sprintf("%q is given for something else in the quotes", said))
	}
}

// sameSentence reports whether two places are in one sentence of one passage.
func (k *checker) sameSentence(a, b place) bool {
	if b.source < 0 {
		return true
	}
	x, y := k.sources[a.source].around, k.sources[b.source].around
	if a.source != b.source && x.string != y.string {
		return false
	}
	return x.sentenceOf(a.clause) == y.sentenceOf(b.clause)
}

func (t *text) sentenceOf(clause int) int {
	for i := range t.words {
		if t.words[i].clause == clause {
			return t.words[i].sentence
		}
	}
	return -1
}

// dated reports whether a clause has a date of its own.
func (k *checker) dated(p place) bool {
	if p.source < 0 {
		return false
	}
	t := k.sources[p.source].around
	for i := range t.words {
		if w := &t.words[i]; w.clause == p.clause && w.time >= 0 && t.times[w.time].Type != "SET" {
			return true
		}
	}
	return false
}

// numbered reports whether a clause has a number.
func (k *checker) numbered(p place) bool {
	if p.source < 0 {
		return false
	}
	t := k.sources[p.source].around
	for i := range t.words {
		if w := &t.words[i]; w.clause == p.clause && w.time < 0 && t.numeral(i) {
			return true
		}
	}
	return false
}

func (t *text) saying(clause int) bool {
	for _, c := range t.cues {
		if c.class == say && t.words[c.from].clause == clause {
			return true
		}
	}
	return false
}

// predicate reports whether a clause has a verb of content.
func (t *text) predicate(clause int) bool {
	for i := range t.words {
		if w := &t.words[i]; w.clause == clause && w.verb && !auxiliaries[w.fold] {
			return true
		}
	}
	return false
}

// overlap counts the words of content that a clause shares with a set; without
// names where common is set.
func overlap(told map[string]bool, t *text, clause int, common bool) int {
	seen := map[string]bool{}
	n := 0
	for i := range t.words {
		w := &t.words[i]
		if w.clause == clause && told[w.lemma] && w.content() && !seen[w.lemma] && !(common && (w.mention >= 0 || w.Number())) {
			seen[w.lemma] = true
			n++
		}
	}
	return n
}
