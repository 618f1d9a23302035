package retrieval

import (
	"slices"
	"strings"

	"dateline/corpus"
	"dateline/corpus/timex"
	"dateline/corpus/token"
)

// ParseBound reads the time that a question asks about: "in 2012", "before
// May 2021", "between 1990 and 1994", "from June to August 2019", "since",
// "until", "by", "around", "in the 1990s". "Last year" and the like are
// reckoned from asOf; where that is 0 they bound nothing. Of several times the
// one with the plainest word of relation counts, then the first. The zero
// Bound is returned where the question names no time.
func ParseBound(question string, asOf corpus.Day) Bound {
	if all := parseBounds(question, asOf); len(all) > 0 {
		return all[0]
	}
	return Bound{}
}

// parseBounds returns all times of a question, that of ParseBound first.
func parseBounds(question string, asOf corpus.Day) []Bound {
	var dct corpus.Interval
	if asOf != 0 {
		dct = corpus.OnDay(asOf)
	}
	var times []timex.Timex
	for _, x := range timex.Parse(question, dct) {
		if x.Interval.Known() && x.Type != "SET" && x.Start < x.End {
			times = append(times, x)
		}
	}
	if len(times) == 0 {
		return nil
	}
	words := token.Words(question)
	type ranked struct {
		Bound
		rank int // 0 the plainest
	}
	var all []ranked
	for i := 0; i < len(times); i++ {
		x := times[i]
		before := wordsBefore(words, x.Start)
		relation, start, rank := relationOf(words[:before])
		b := Bound{Relation: relation, Interval: x.Interval, Span: corpus.Span{Start: x.Start, End: x.End}}
		if start >= 0 {
			b.Span.Start = words[start].Start
		}
		pair := false
		if i+1 < len(times) {
			y := times[i+1]
			join := strings.TrimSuffix(strings.ToLower(strings.Trim(question[x.End:y.Start], " ,")), " the")
			opens := ""
			if start >= 0 {
				opens = strings.ToLower(words[start].Text)
			}
			switch {
			case opens == "between" && join == "and", (opens == "from" || rank == noRelation) && slices.Contains(joiners, join):
				pair = x.Interval.Start <= y.Interval.End
			}
			if pair {
				iv := corpus.Between(x.Interval.Start, y.Interval.End)
				if x.Interval == y.Interval {
					iv = x.Interval
				}
				b.Within = opens == "between"
				b.Relation, b.Interval, b.Period = In, iv, corpus.Period{From: x.Interval, To: y.Interval}
				b.Span.End = y.End
				rank = 0
				i++
			}
		}
		if !pair {
			if onward(words, x.End) && b.Relation == In {
				b.Relation, rank = Since, 0
			}
			b.Period = periodOf(b.Relation, x.Interval)
		}
		all = append(all, ranked{b, rank})
	}
	slices.SortStableFunc(all, func(a, b ranked) int { return a.rank - b.rank })
	out := make([]Bound, len(all))
	for i, r := range all {
		out[i] = r.Bound
	}
	return out
}

// joiners stand between the two ends of a range.
var joiners = []string{"to", "until", "till", "through", "thru", "up to", "-", "–", "—"}

// periodOf returns the period that a relation to an interval leaves.
func periodOf(relation Relation, iv corpus.Interval) corpus.Period {
	switch relation {
	case Before, Until:
		return corpus.Period{To: iv}
	case After, Since:
		return corpus.Period{From: iv}
	}
	return corpus.Point(iv)
}

// wordsBefore returns the number of words that end at or before an offset.
func wordsBefore(words []token.Token, offset int) int {
	n, _ := slices.BinarySearchFunc(words, offset, func(w token.Token, offset int) int { return w.End - offset - 1 })
	return n
}

const noRelation = 3

// relationOf reads the relation from the words before a time. Start is the
// index of its first word, -1 where there is none.
func relationOf(words []token.Token) (relation Relation, start, rank int) {
	at := func(i int) string {
		if i < 0 || i >= len(words) {
			return ""
		}
		return strings.ToLower(words[i].Text)
	}
	i := len(words) - 1
	for skipped := 0; skipped < 3 && fillers[at(i)]; skipped++ {
		i--
	}
	two := at(i-1) + " " + at(i)
	switch at(i) {
	case "before":
		return Before, i, 0
	case "after", "following", "past":
		return After, i, 0
	case "since":
		return Since, i, 0
	case "until", "till", "til":
		return Until, i, 0
	case "by":
		return Until, i, 1
	case "around", "about", "circa", "approximately", "roughly", "ca", "c":
		if j := i - 1; at(j) == "in" || at(j) == "from" {
			i = j
		}
		return Around, i, 1
	case "between", "from":
		if at(i) == "from" {
			return Since, i, 1
		}
		return In, i, 1
	case "in", "on", "during", "within", "throughout", "at", "for", "over":
		if s := at(i - 1); s == "starting" || s == "beginning" {
			return Since, i - 1, 0
		}
		return In, i, 2
	case "to", "than", "of":
		switch two {
		case "prior to", "earlier than", "ahead of", "sooner than":
			return Before, i - 1, 0
		case "later than":
			if at(i-2) == "no" || at(i-2) == "not" {
				return Until, i - 2, 0
			}
			return After, i - 1, 0
		case "up to":
			return Until, i - 1, 0
		case "as of":
			return In, i - 1, 2
		}
	}
	return In, -1, noRelation
}

// fillers may stand between the word of relation and the time.
var fillers = map[string]bool{"the": true, "year": true, "years": true, "month": true, "months": true, "day": true, "decade": true}

// onward reports whether "onward" or "onwards" follows at the offset.
func onward(words []token.Token, offset int) bool {
	n := wordsBefore(words, offset)
	if n >= len(words) {
		return false
	}
	next := strings.ToLower(words[n].Text)
	return next == "onward" || next == "onwards"
}
