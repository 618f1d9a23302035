package event

import (
	"strconv"
	"strings"
	"time"

	"dateline/corpus"
)

// gap is a stretch without an event of a kind that a sentence asserts: "the
// first by a foreign minister in nine years", "no president had come for a
// decade", "after a gap of nine years", "for the first time since 2012".
type gap struct {
	from, to  int             // the words that assert it
	start     int             // the word from which its noun phrase is read: "first", "no", "after"
	length    duration        // n is 0 where it names a date instead
	since     corpus.Interval // the date it names
	reckoning string
	negated   bool // by "no" or "not", so that there is no event now
	own       bool // "his first", "she last visited": the person's own
	ruled     bool // what it is reckoned from is no event of the kind: "since independence"
	again     bool // "for the third time since 2009": there was one since
	ever      bool // "the first ever": there was none before
}

var gapEnds = wordSet(`ending ended ends end broke breaking following`)
var gapNouns = wordSet(`gap absence hiatus break lull interval pause wait freeze interruption drought silence`)
var ordinals = wordSet(`second third fourth fifth sixth seventh eighth ninth tenth maiden`)

// gaps finds what the sentence asserts of gaps.
func (r *reader) gaps(s *sentence) []gap {
	var out []gap
	for i := range s.words {
		switch s.fold[i] {
		case "in", "for", "after":
			if d, ok := s.duration(i + 1); ok {
				if g, ok := s.gapOver(i, d); ok {
					out = append(out, g)
				}
				continue
			}
			if g, ok := s.gapNoun(i); ok {
				out = append(out, g)
			}
		case "since":
			if g, ok := s.gapSince(i); ok {
				out = append(out, g)
			}
		case "ever":
			if i > 0 && s.fold[i-1] == "first" {
				from := i - 1
				if w := s.word(from - 1); w == "the" || w == "his" || w == "her" {
					from--
				}
				out = append(out, gap{from: from, start: i - 1, to: i + 1, own: s.word(i-2) == "his" || s.word(i-2) == "her", ever: true, reckoning: "first ever"})
			}
		case "ending", "ended", "ends", "broke", "breaking", "end", "following", "despite":
			if g, ok := s.gapNoun(i); ok {
				out = append(out, g)
			}
		}
	}
	return out
}

// gapOver reads "first … in nine years" at its "in".
func (s *sentence) gapOver(i int, d duration) (gap, bool) {
	after := s.fold[i] == "after"
	if d.to < len(s.words) {
		next := s.fold[d.to]
		switch {
		case s.space(d.to) && (next == "of" || next == "in" && determiners[s.word(d.to+1)] && s.word(d.to+2) == "office" || next == "as" || next == "at" || next == "old" || next == "ago" || next == "later"):
			return gap{}, false
		case s.gap(d.to) == "-" || s.possessive(d.to-1):
			return gap{}, false
		}
	}
	g := gap{from: i, to: d.to, length: d, reckoning: d.text(s)}
	commas := 0
	for j := i - 1; j >= 0 && j > i-26; j-- {
		if s.stop(j + 1) {
			break
		}
		if s.comma(j + 1) {
			commas++
		}
		w := s.fold[j]
		if s.at[j] >= 0 && w != "no" {
			if m := s.mentions[s.at[j]]; w == "his" || w == "her" || m.kind != pronounMention {
				continue
			}
			continue
		}
		switch {
		case ordinals[w]:
			return gap{}, false
		case (w == "first" || w == "only") && !(w == "first" && s.word(j-1) == "at") && s.word(j+1) != "lady":
			if after && s.word(j+1) != "time" && commas > 0 {
				return gap{}, false
			}
			g.from, g.start = j, j
			if s.word(j-1) == "his" || s.word(j-1) == "her" {
				g.own, g.from = true, j-1
			} else if j > 0 && s.at[j-1] >= 0 && s.mentions[s.at[j-1]].possessive && s.mentions[s.at[j-1]].kind == personMention {
				g.own, g.from = true, s.mentions[s.at[j-1]].from
			}
			g.to = s.throughBy(d.to)
			return g, true
		case w == "no" || w == "neither" || w == "none":
			g.from, g.start, g.negated = j, j, true
			return g, true
		case w == "not" || strings.HasSuffix(w, "n't") || w == "never" || w == "without":
			g.from, g.start, g.negated = j, j, true
			return g, true
		}
	}
	if d.unit != yearUnit && d.unit != monthUnit {
		return gap{}, false
	}
	// "the visit of a foreign minister in almost a decade", "returned to
	// Lisbon after nine years": something that is not done all the time.
	lx := lexicon()
	for j := i - 1; j >= 0 && j > i-14; j-- {
		if s.stop(j+1) || s.comma(j+1) && !after {
			break
		}
		w := s.fold[j]
		if s.at[j] >= 0 {
			continue
		}
		if t, ok := lx[w]; ok {
			if t.class != travel || t.kind != "visit" {
				break
			}
			if t.forms&noun != 0 && !s.verbal(j, t) {
				if strings.HasSuffix(w, "s") && w != "visits" || w == "visits" || w == "trips" || w == "tours" {
					break
				}
				if after || s.indefiniteBetween(j, i) {
					g.from, g.start = j, j
					return g, true
				}
				break
			}
			if after {
				g.from, g.start, g.own = i, j, true
				return g, true
			}
			break
		}
		if after && (w == "returned" || w == "return" || w == "back") {
			g.from, g.start, g.own = i, j, true
			return g, true
		}
	}
	return gap{}, false
}

// indefiniteBetween reports whether an office with "a" stands between two
// words: "the visit of a Russian foreign minister in".
func (s *sentence) indefiniteBetween(from, to int) bool {
	for _, m := range s.mentions {
		if m.from > from && m.to <= to && m.indefinite && m.kind == personMention {
			return true
		}
	}
	return false
}

// throughBy returns the word after a "by a foreign minister" or a "to visit
// Kenya" that follows a gap at word i, or i.
func (s *sentence) throughBy(i int) int {
	if t := lexicon()[s.word(i+1)]; s.word(i) == "to" && s.space(i) && t.class == travel && t.forms&base != 0 {
		for j := i + 2; j < len(s.words) && j < i+6 && !s.comma(j); j++ {
			if s.at[j] >= 0 {
				return s.mentions[s.at[j]].to
			}
		}
		return i + 2
	}
	if s.word(i) != "by" || !s.space(i) {
		return i
	}
	for j := i + 1; j < len(s.words) && j < i+4; j++ {
		if s.at[j] >= 0 {
			return s.mentions[s.at[j]].to
		}
	}
	return i
}

// gapNoun reads "after a gap of nine years" and "after a nine-year gap".
func (s *sentence) gapNoun(i int) (gap, bool) {
	for j := i + 1; j < len(s.words) && j < i+8; j++ {
		if s.stop(j) || s.comma(j) {
			break
		}
		if !gapNouns[s.fold[j]] {
			continue
		}
		if s.word(j+1) == "of" || s.word(j+1) == "lasting" {
			if d, ok := s.duration(j + 2); ok {
				return gap{from: i, start: i, to: d.to, length: d, reckoning: d.text(s)}, true
			}
		}
		for k := i + 1; k < j; k++ {
			if k > i+1 && s.fold[k-1] == "a" && (s.number2(k) == 0) {
				continue
			}
			if d, ok := s.duration(k); ok && d.to <= j {
				return gap{from: i, start: i, to: j + 1, length: d, reckoning: d.text(s)}, true
			}
		}
		return gap{}, false
	}
	return gap{}, false
}

func (s *sentence) number2(i int) int { n, _ := s.number(i); return n }

// gapSince reads "for the first time since 2012", "not … since May 2012".
func (s *sentence) gapSince(i int) (gap, bool) {
	iv, to := s.monthYear(i + 1)
	ruled := false
	if !iv.Known() {
		ruled = true
		// "since Lavrov's visit in 2012", "since the last one in 2012"
		for j := i + 1; j < len(s.words) && j < i+14 && !s.stop(j); j++ {
			if t, ok := lexicon()[s.fold[j]]; ok && (t.class == travel || t.class == meeting || t.class == happening) || s.fold[j] == "one" || s.fold[j] == "last" || s.fold[j] == "then" {
				ruled = false
			}
			if s.fold[j] == "in" {
				if iv, to = s.monthYear(j + 1); iv.Known() {
					break
				}
			}
		}
		if !iv.Known() {
			return gap{}, false
		}
	}
	g := gap{to: to, since: iv, ruled: ruled, reckoning: strings.Join(strings.Fields(s.text[s.words[i].Start:s.words[to-1].End]), " ")}
	for j := i - 1; j >= 0 && j > i-26; j-- {
		if s.stop(j + 1) {
			break
		}
		w := s.fold[j]
		if s.at[j] >= 0 {
			continue
		}
		switch {
		case ordinals[w] && w != "maiden":
			g.from, g.start, g.again, g.own = j, j, true, true
			g.reckoning = w + " … " + g.reckoning
			if k := j + 1; i-k <= 2 {
				g.reckoning = strings.Join(strings.Fields(s.text[s.words[j].Start:s.words[to-1].End]), " ")
			}
			return g, true
		case ordinals[w]:
			return gap{}, false
		case (w == "first" || w == "only") && s.word(j-1) != "at":
			g.from, g.start = j, j
			if s.word(j-1) == "his" || s.word(j-1) == "her" {
				g.own, g.from = true, j-1
			}
			return g, true
		case w == "no" || w == "none" || w == "not" || strings.HasSuffix(w, "n't") || w == "never":
			g.from, g.start, g.negated = j, j, true
			return g, true
		}
	}
	return gap{}, false
}

var monthNumbers = map[string]int{"january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6, "july": 7, "august": 8,
	"september": 9, "october": 10, "november": 11, "december": 12, "jan": 1, "feb": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8,
	"sep": 9, "sept": 9, "oct": 10, "nov": 11, "dec": 12}

// monthYear reads "2012", "May 2012" or "May 4, 2012" at word i.
func (s *sentence) monthYear(i int) (corpus.Interval, int) {
	month, day, j := 0, 0, i
	if n := s.number2(j); n >= 1 && n <= 31 && s.words[j].Number() && monthNumbers[s.word(j+1)] > 0 {
		day, j = n, j+1
	}
	if m := monthNumbers[s.word(j)]; m > 0 {
		month, j = m, j+1
		if n := s.number2(j); j < len(s.words) && s.words[j].Number() && n >= 1 && n <= 31 {
			day, j = n, j+1
		}
	}
	if s.word(j) == "of" && month > 0 {
		j++
	}
	w := s.word(j)
	y, err := strconv.Atoi(w)
	if err != nil || len(w) != 4 || y < 1000 || y > 2200 {
		return corpus.Interval{}, i
	}
	switch {
	case day > 0 && month > 0:
		return corpus.OnDay(corpus.DayOf(y, monthOf(month), day)), j + 1
	case month > 0:
		return corpus.InMonth(y, monthOf(month)), j + 1
	}
	return corpus.InYear(y), j + 1
}

func monthOf(n int) time.Month { return time.Month(n) }
