package event

import (
	"strconv"
	"strings"

	"dateline/corpus"
)

// duration is a length of time as a sentence words it.
type duration struct {
	from, to int // words, without "in" or "after"
	n        int
	unit     unit
	low      int // the least and the most n that the words allow
	high     int
	vague    bool // "years", "several decades": only how long at least, and at most
}

type unit uint8

const (
	noUnit unit = iota
	dayUnit
	weekUnit
	monthUnit
	yearUnit
)

var units = map[string]unit{"day": dayUnit, "days": dayUnit, "week": weekUnit, "weeks": weekUnit, "month": monthUnit, "months": monthUnit,
	"year": yearUnit, "years": yearUnit, "yr": yearUnit, "yrs": yearUnit}

// longUnits are units that are so many years.
var longUnits = map[string]int{"decade": 10, "decades": 10, "century": 100, "centuries": 100, "generation": 25}

var numberWords = map[string]int{"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
	"nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17,
	"eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
	"ninety": 90, "hundred": 100}

// number reads a number at word i, in words or digits, and returns the word
// after it; the same i where none stands there.
func (s *sentence) number(i int) (int, int) {
	if i >= len(s.words) {
		return 0, i
	}
	w := s.fold[i]
	if s.words[i].Number() {
		n, err := strconv.Atoi(w)
		if err != nil || n > 1000 {
			return 0, i
		}
		return n, i + 1
	}
	n, ok := numberWords[w]
	if !ok {
		return 0, i
	}
	if n >= 20 && n < 100 && i+1 < len(s.words) && s.joins(i+1) {
		if m := numberWords[s.fold[i+1]]; m >= 1 && m <= 9 && len(s.fold[i+1]) > 2 {
			return n + m, i + 2
		}
	}
	return n, i + 1
}

// duration reads a length of time that begins at word i: "nine years",
// "almost a decade", "the past 12 years", "more than two decades",
// "nine-year" before a noun.
func (s *sentence) duration(i int) (duration, bool) {
	d := duration{from: i}
	j := i
	if s.word(j) == "the" || s.word(j) == "these" {
		j++
	}
	ago := false
	for s.word(j) == "past" || s.word(j) == "last" {
		j, ago = j+1, true
	}
	less, more, about := false, false, false
	for steps := 0; steps < 3; steps++ {
		switch w := s.word(j); {
		case w == "almost" || w == "nearly" || w == "under":
			less = true
			j++
		case w == "close" && s.word(j+1) == "to":
			less = true
			j += 2
		case (w == "more" || w == "less") && s.word(j+1) == "than":
			more, less = more || w == "more", less || w == "less"
			j += 2
		case w == "over" || w == "beyond":
			more = true
			j++
		case w == "at" && s.word(j+1) == "least":
			more = true
			j += 2
		case w == "about" || w == "around" || w == "some" || w == "roughly" || w == "approximately":
			about = true
			j++
		case w == "just" || w == "well" || w == "full" || w == "long":
			j++
		}
	}
	half := 0
	switch {
	case s.word(j) == "half" && (s.word(j+1) == "a" || s.word(j+1) == "century"):
		half = 2
		j++
		if s.word(j) == "a" {
			j++
		}
	case s.word(j) == "a" && s.word(j+1) == "quarter" && (s.word(j+2) == "century" || s.word(j+2) == "of" && s.word(j+3) == "a"):
		half = 4
		j += 2
		if s.word(j) == "of" {
			j += 2
		}
	}
	n, k := 1, j
	if half == 0 {
		n, k = s.number(j)
		if k == j {
			m := j
			if w := s.word(m); w == "several" || w == "many" || w == "a" && s.word(m+1) == "few" {
				m++
			}
			if w := s.word(m); !ago && (w == "years" || w == "decades") {
				d.vague, d.unit, d.to = true, yearUnit, m+1
				d.n, d.low, d.high = 5, 2, 15
				if w == "decades" {
					d.n, d.low, d.high = 30, 18, 60
				}
				return d, true
			}
			switch s.word(j) {
			case "several", "many", "few":
				return d, false
			default:
				if (s.word(j) == "decade" || s.word(j) == "century" || s.word(j) == "year") && ago {
					n = 1
					break
				}
				return d, false
			}
		}
	}
	if k >= len(s.words) || k > j && !s.joins(k) {
		return d, false
	}
	w := s.fold[k]
	if w == "full" || w == "long" || w == "straight" || w == "whole" {
		k++
		w = s.word(k)
	}
	scale := 1
	if long, ok := longUnits[w]; ok {
		d.unit = yearUnit
		scale = long
		if half > 0 {
			scale = long / half
		}
	} else if d.unit, ok = units[w]; !ok || half > 0 {
		return d, false
	}
	if n == 0 {
		return d, false
	}
	d.n = n * scale
	d.to = k + 1
	// "a decade and a half"
	if scale == 10 && s.word(k+1) == "and" && s.word(k+2) == "a" && s.word(k+3) == "half" {
		d.n += 5
		d.to = k + 4
	}
	give := 1
	if scale > 1 || about && d.n >= 10 {
		give = max(2, d.n/10)
	}
	d.low, d.high = d.n-give, d.n+give
	switch {
	case less:
		d.low, d.high = d.n-max(2, d.n/5), d.n
		d.n -= max(1, d.n/10)
	case more:
		d.low, d.high = d.n, d.n+max(2, d.n/5)
	}
	d.low = max(d.low, 0)
	return d, d.unit != noUnit
}

// ago returns the interval that lies the duration before base, at the
// precision of its unit, and the widest reading of it.
func (d duration) ago(base corpus.Interval) (when, widest corpus.Interval) {
	if !base.Known() || base.OpenStart() || base.OpenEnd() {
		return corpus.Interval{}, corpus.Interval{}
	}
	day := base.End
	switch d.unit {
	case yearUnit:
		y := day.Year()
		if d.vague {
			return corpus.Interval{}, corpus.Between(corpus.DayOf(y-d.high, 1, 1), corpus.DayOf(y-d.low, 12, 31))
		}
		return corpus.InYear(y - d.n), corpus.Between(corpus.DayOf(y-d.high, 1, 1), corpus.DayOf(y-d.low, 12, 31))
	case monthUnit:
		month := func(n int) corpus.Interval {
			y, m, _ := day.AddMonths(-n).Date()
			return corpus.InMonth(y, m)
		}
		return month(d.n), corpus.Between(month(d.high).Start, month(d.low).End)
	case weekUnit:
		return corpus.Interval{Start: day - corpus.Day(7*d.n+6), End: day - corpus.Day(7*d.n), Precision: corpus.PrecisionWeek},
			corpus.Between(day-corpus.Day(7*d.high+6), day-corpus.Day(7*d.low))
	case dayUnit:
		return corpus.OnDay(day - corpus.Day(d.n)), corpus.Between(day-corpus.Day(d.high), day-corpus.Day(d.low))
	}
	return corpus.Interval{}, corpus.Interval{}
}

// ahead returns the interval that lies the duration after base, as ago does.
func (d duration) ahead(base corpus.Interval) (when, widest corpus.Interval) {
	if !base.Known() || base.OpenStart() || base.OpenEnd() || d.vague {
		return corpus.Interval{}, corpus.Interval{}
	}
	switch d.unit {
	case yearUnit:
		y := base.Start.Year()
		return corpus.InYear(y + d.n), corpus.Between(corpus.DayOf(y+d.low, 1, 1), corpus.DayOf(y+d.high, 12, 31))
	case monthUnit:
		month := func(n int) corpus.Interval {
			y, m, _ := base.Start.AddMonths(n).Date()
			return corpus.InMonth(y, m)
		}
		return month(d.n), corpus.Between(month(d.low).Start, month(d.high).End)
	case weekUnit, dayUnit:
		length := corpus.Day(1)
		if d.unit == weekUnit {
			length = 7
		}
		return corpus.Between(base.Start+length*corpus.Day(d.n), base.End+length*corpus.Day(d.n)), corpus.Between(base.Start+length*corpus.Day(d.low), base.End+length*corpus.Day(d.high))
	}
	return corpus.Interval{}, corpus.Interval{}
}

// text returns the duration's words as they stand.
func (d duration) text(s *sentence) string {
	return strings.Join(strings.Fields(s.text[s.words[d.from].Start:s.words[d.to-1].End]), " ")
}
