package change

import (
	"slices"

	"dateline/bot/claim"
	"dateline/corpus"
)

// ends returns how well a sentence of an earlier report tells the plan that is
// ended, and the words that do; 0 where it tells another.
func (x *ending) ends(e *sent) (int, [2]int) {
	none := [2]int{}
	r, d := e.read(), x.s.doc
	if e.doc == d || !e.doc.mayPrecede(d) || e.doc.gap(d) > statedDays {
		return 0, none
	}
	plan := r.planned(e)
	if plan < 0 {
		return 0, none
	}
	if e.ending() && len(e.endings()) > 0 {
		return 0, none
	}
	names, others := 0, r.everybody()
	for n, given := range x.names {
		if !named(others, n, given) {
			return 0, none
		}
		names++
	}
	all := map[string]bool{}
	for i := range r.words {
		if r.isContent(i) {
			all[r.words[i].Lemma] = true
		}
	}
	heads := shared(x.head, all)
	content := shared(x.content, all)
	if content*2 < len(x.content) || heads == 0 && (names < 2 || content == 0) {
		return 0, none
	}
	// The time of the plan, as both know it.
	published := d.Published.Start
	var planned, ended []corpus.Interval
	for i := range r.words {
		if t := r.words[i].Time; t >= 0 && (i == 0 || r.words[i-1].Time != t) && r.times[t].Interval.Known() && !r.ofSaying(i) {
			planned = append(planned, r.ahead(i, e.doc))
		}
	}
	own := x.s.read()
	for i := x.from; i < x.to; i++ {
		t := own.words[i].Time
		if t < 0 || i > 0 && own.words[i-1].Time == t || !own.times[t].Interval.Known() || own.ofSaying(i) {
			continue
		}
		iv := own.ahead(i, e.doc)
		switch before := word(own, i-1); {
		case before == "to" || before == "until" || before == "till" || before == "for" && i > x.cue[1]:
			continue // the new time
		case iv.End < e.doc.Published.Start:
			return 0, none // put off before it was planned
		case iv.Start > published: // on the day itself it was ended, or would have been
			ended = append(ended, iv)
		}
	}
	if apart(planned, ended) {
		return 0, none
	}
	if heads == 0 && !own.toDate(x.cue[0]) && (len(planned) == 0 || len(ended) == 0) {
		return 0, none // another part of what takes place there
	}
	for _, m := range x.s.read().mentions {
		if _, ok := others[m.Key]; ok && m.weak && m.From >= x.from && m.From < x.cue[0] && content >= 3 {
			names++ // a name that only ever begins a sentence
		}
	}
	if names == 0 && (content < 3 || content+weekdaysIn(x.content) < len(x.content) || (len(planned) == 0 || len(ended) == 0) && !sameWeekday(x.s, e)) {
		return 0, none
	}
	for _, iv := range planned {
		if iv.End < published-3 && iv.Precision == corpus.PrecisionDay {
			return 0, none // it was over by then
		}
	}
	first, last := plan, plan+1
	for i := range r.words {
		if r.isContent(i) && has(x.head, r.words[i].Lemma) {
			first, last = min(first, i), max(last, i+1)
		}
	}
	return 2*names + 2*heads + content, [2]int{first, last}
}

// planned returns the word by which a sentence tells of a plan, -1 where it
// tells of none.
func (r *reading) planned(e *sent) int {
	for _, c := range r.cues {
		if c.Class == "will" && !r.under(c.From, c.To, "not") && !isNegation(word(r, c.To)) && word(r, c.From) != "would" && c.Lemma != asking && !r.open(e, c.From) {
			return c.From
		}
	}
	for i := range r.words {
		if appoints[r.words[i].Lemma] && r.words[i].Mention < 0 && !r.unsure(i) && r.laterDay(e, i) {
			return i
		}
	}
	for _, ev := range e.doc.Events {
		if ev.Sentence == e.i && ev.Polarity == corpus.Planned && !e.asks(0) {
			for i := range r.words {
				if e.Start+r.words[i].Start >= ev.Proof.Start {
					if r.open(e, i) {
						break
					}
					return i
				}
			}
		}
	}
	return -1
}

// appoints are lemmas of verbs that give what is planned its day: "called a strike
// for 1 July".
var appoints = lemmas("appoint")

// laterDay reports whether "for" and a day after that of its document follow word i.
func (r *reading) laterDay(e *sent, i int) bool {
	for j := i + 2; j < len(r.words); j++ {
		if t := r.words[j].Time; t >= 0 && r.words[j-1].Fold == "for" && r.times[t].Interval.Known() && r.times[t].Type == "DATE" && r.ahead(j, e.doc).Start > e.doc.Published.End {
			return true
		}
	}
	return false
}

var asking = claim.Lemma("ask")

// open reports whether word i stands in a question, or in a clause that leaves it
// open whether something will be.
func (r *reading) open(e *sent, i int) bool {
	for j := i; j >= e.clauseStart(i); j-- {
		switch r.words[j].Fold {
		case "whether", "if", "unless":
			return true
		}
	}
	return e.asks(i)
}

// ahead returns the time that begins at word i, a bare weekday that was read as
// the one before a document as the one after it.
func (r *reading) ahead(i int, d *doc) corpus.Interval {
	iv := r.times[r.words[i].Time].Interval
	if weekdays[r.words[i].Fold] && iv.End < d.Published.Start && word(r, i-1) != "last" {
		iv.Start, iv.End = iv.Start+7, iv.End+7
	}
	return iv
}

// weekdaysIn counts the days of the week among some lemmas.
func weekdaysIn(content map[string]bool) int {
	n := 0
	for d := range weekdays {
		if content[d] {
			n++
		}
	}
	return n
}

// sameWeekday reports whether two sentences name one day of the week.
func sameWeekday(s, e *sent) bool {
	for _, w := range s.plain {
		if weekdays[w] && slices.Contains(e.plain, w) {
			return true
		}
	}
	return false
}
