package clean

import (
	"math"
	"strings"
)

// The worth of a line in the search for the best run, in words. They are round
// figures, found on one half of a set of pages and checked on the other; the
// result hardly moves when one of them is changed by a third.
const (
	mostWords  = 50   // a paragraph counts no more than so many words
	plainCost  = 4.0  // a short line that is no sentence
	jargonCost = 10.0 // a short line of the web's vocabulary, a date alone, a menu
	breakCost  = 20.0 // the heading of what is not the article
	againCost  = 30.0 // one of several dates
	lonely     = .5   // of a paragraph that shares no word with those around it
	unended    = .5   // of a paragraph without the end of a sentence, and again for each one in a row
	alone      = .5   // of a paragraph among short lines
	replied    = .1   // of a paragraph below the heading of a discussion
	mostInRow  = 4    // short lines in a row cost more, up to so many times
)

// prose reports whether the line reads as running text.
func (f *features) prose() bool {
	switch {
	case f.wide > f.letters*2:
		return f.wide >= 20 && (f.ends || f.stops > 0) || f.wide >= 60
	case f.words < 5 || f.numbers*2 > f.words:
		return false
	case f.ends:
		return f.words >= 7 || f.lower*2 >= f.letters
	case f.stops > 0 && f.words >= 12:
		return true
	}
	return f.words >= 20 && f.lower*2 >= f.letters && f.bars*10 < f.words
}

// furniture reports whether the line is short and speaks the vocabulary of
// pages rather than of articles.
func (f *features) furniture() bool {
	switch {
	case f.words == 0:
		return true
	case f.rights && f.words <= 40:
		return true
	case f.jargon > 0 && f.jargon*3 >= f.words && !(f.colon && f.words > 2) && !(f.ends && f.words > 8):
		return true
	case f.bars >= 2 && f.bars*5 >= f.words:
		return true
	}
	return false
}

// dated reports whether the line is little more than a date.
func (f *features) dated() bool {
	if f.row || f.entry || f.ends && !(f.clock && f.month) || f.goes || f.link || f.small > 3 ||
		!(f.month && f.numbers > 0 || f.year && f.numbers >= 2 && f.numbers > f.years || f.clock && !f.timing) {
		return false
	}
	return f.words <= 12 || f.words <= 24 && f.year && f.clock
}

// stamped reports whether the line gives a moment, as lists of posts do.
func (f *features) stamped() bool { return f.dated() && (f.clock || f.ago) }

// heads reports whether s, of few words, is a heading that pages put over what
// is not their article.
func heads(s string) bool {
	words := strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !wordRune(r) && r != '\'' && r != '’' })
	if len(words) == 0 {
		return false
	}
	for _, rest := range boundaries[words[0]] {
		n := 0
		for w := range strings.FieldsSeq(rest) {
			if n++; n >= len(words) || strings.ReplaceAll(words[n], "’", "'") != w {
				n = -1
				break
			}
		}
		if n >= 0 && len(words) <= n+5 {
			return true
		}
	}
	return false
}

// worths scores each line in words: what it adds to a run. A line that
// repeats another one adds nothing and costs nothing.
func worths(lines []line, again []int) []float64 {
	w := make([]float64, len(lines))
	shared := cohesion(lines)
	row, open, lastDate := 0, 0, -100
	posts := discussion(lines)
	for i := range lines {
		l := &lines[i]
		if again[i] >= 0 && again[i] != i { // said already: neither here nor there
			continue
		}
		if l.prose() && !l.furniture() {
			v := float64(min(l.words, mostWords))
			if l.trails && l.words < 60 {
				v *= .25
			}
			if l.ends {
				open = 0
			} else {
				open = min(open+1, 6)
				if n := open; l.stops > 0 {
					v *= math.Pow(unended, float64(n-1))
				} else {
					v *= math.Pow(unended, float64(n))
				}
			}
			if l.jargon >= 2 {
				v *= max(0, 1-6*float64(l.jargon)/float64(l.words))
			}
			if shared[i] == 0 {
				v *= lonely
			}
			if i > posts {
				v *= replied
			}
			w[i] = v
			row = 0
			continue
		}
		row++
		v := float64(plainCost)
		if posted(l) {
			w[i], row = 2, 0
			continue
		}
		switch {
		case l.boundary:
			v = breakCost
		case l.dated():
			v = jargonCost
			if i-lastDate <= 10 {
				v = againCost
			}
			lastDate = i
		case l.furniture():
			v = jargonCost
		case l.colon && l.words >= 3, l.bullet && l.words >= 3, l.row, l.entry:
			v = 1
		}
		w[i] = -v * float64(min(row, mostInRow)+1) / 2
	}
	// A sentence alone among short lines is a teaser more often than not.
	short := func(i int) bool { return i < 0 || i >= len(w) || w[i] < 0 }
	for i := range w {
		if w[i] > 0 && lines[i].words < 45 && len(w) > 5 && short(i-2) && short(i-1) && short(i+1) && short(i+2) {
			w[i] *= alone
		}
	}
	return w
}

// discussion returns the index of the heading under which readers discuss the
// article, recognised by the moments of their posts; the number of lines where
// there is none.
func discussion(lines []line) int {
	prose := 0
	for i := range lines {
		l := &lines[i]
		if l.prose() {
			prose += l.words
		}
		if prose < 40 || !l.discuss || l.words > 8 || l.prose() {
			continue
		}
		moments := 0
		for j := i + 1; j < min(len(lines), i+16); j++ {
			if lines[j].stamped() {
				moments++
			}
		}
		if moments >= 2 {
			return i
		}
	}
	return len(lines)
}

// reach is how many paragraphs back a word is remembered.
const reach = 6

// cohesion counts, for each line of prose, the content words that it shares
// with the prose around it. The paragraphs of one article share them, a list
// of teasers hardly.
func cohesion(lines []line) []int {
	shared := make([]int, len(lines))
	type seen struct{ paragraph, line int }
	last := map[uint32]seen{}
	n := 0
	for i := range lines {
		l := &lines[i]
		if !l.prose() {
			continue
		}
		n++
		for _, h := range l.content {
			if s, ok := last[h]; ok && s.line != i && n-s.paragraph <= reach {
				shared[i]++
				shared[s.line]++
			}
			last[h] = seen{n, i}
		}
	}
	return shared
}

// best returns the run of lines whose worths add up to the most, half-open,
// the first of equals. It is empty where no line is worth anything.
func best(w []float64) (from, to int) {
	sum, top, start := 0.0, 0.0, 0
	for i, v := range w {
		if sum <= 0 {
			sum, start = 0, i
		}
		sum += v
		if sum > top {
			top, from, to = sum, start, i+1
		}
	}
	return from, to
}
