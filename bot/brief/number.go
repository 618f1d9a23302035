package brief

import (
	"math"
	"strings"

	"dateline/bot"
	"dateline/bot/question"
	"dateline/corpus/token"
)

// scales are words that multiply the number before them.
var scales = map[string]float64{"hundred": 100, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "mn": 1e6, "bn": 1e9, "tn": 1e12, "dozen": 12}

// suffixes do so at the end of digits: "210m".
var suffixes = map[string]float64{"k": 1e3, "m": 1e6, "mn": 1e6, "b": 1e9, "bn": 1e9, "tn": 1e12}

// quantity returns the number that begins at word i, with the word behind it:
// "210 million", "twenty-one", "$30m". A scale alone, "millions", is none.
func (l *line) quantity(i int) (v float64, to int, ok bool) {
	if scales[l.folded[i]] > 0 && l.fold(i-1) != "a" {
		return 0, i, false
	}
	if v, ok = bot.Number(l.words[i]); !ok {
		return 0, i, false
	}
	if l.words[i].Number() {
		v *= max(1, suffixes[strings.TrimLeft(l.folded[i], "0123456789.,")])
	}
	for to = i + 1; to < len(l.words); to++ {
		if g := l.gap(to); g != " " && g != "-" {
			break
		}
		x := scales[l.folded[to]]
		switch {
		case x > 0:
			v *= x
		case l.gap(to) == "-" && v >= 20 && v < 100 && !l.words[to].Number():
			ones, ok := bot.Number(l.words[to])
			if !ok || ones > 9 {
				return v, to, true
			}
			v += ones
		default:
			return v, to, true
		}
	}
	return v, to, true
}

// counts returns the stem of what the number at words i to to counts, "" where it
// is none: a time, a part of a name.
func (l *line) counts(i, to int) string {
	switch g := l.gap(i); {
	case strings.HasSuffix(g, "$"):
		return "dollar"
	case strings.HasSuffix(g, "€"):
		return "euro"
	case strings.HasSuffix(g, "£"):
		return "pound"
	}
	j := l.counted(to)
	switch {
	case j < 0:
		return ""
	case j == to && strings.Contains(l.gap(j), "%"):
		return "percent"
	}
	return stem(l.folded[j])
}

// counted returns the word for what is counted by the number that ends before word
// to, or the sign of it; -1 where there is none.
func (l *line) counted(to int) int {
	for j := to; j < min(len(l.words), to+3); j++ {
		g := l.gap(j)
		if strings.Contains(g, "%") {
			return j
		}
		if strings.ContainsAny(g, ",;:.") || question.Time(l.folded[j]) {
			return -1
		}
		if _, ok := bot.Number(l.words[j]); !ok && !token.Stop(l.folded[j]) {
			return j
		}
	}
	return -1
}

// numbers collects the numbers of a line from two on that are no times.
func (l *line) numbers(out map[float64]bool) {
	for i := l.after; i < len(l.words); i++ {
		v, to, ok := l.quantity(i)
		if !ok {
			continue
		}
		if v >= 2 && !l.timed(i) && l.fold(to) != "years" && l.fold(to) != "year" {
			out[v] = true
		}
		i = to - 1
	}
}

// timed reports whether the number at word i belongs to a time: a year, a day
// of the month, an hour.
func (l *line) timed(i int) bool {
	if n := len(l.words[i].Text); n == 4 && l.words[i].Number() && question.Time(l.words[i].Text) && !strings.ContainsAny(l.words[i].Text, ",.") {
		return true
	}
	next, prev := l.fold(i+1), l.fold(i-1)
	return question.Time(next) || question.Time(prev) && prev != "" && l.words[i-1].Capital() || strings.HasPrefix(l.gap(i+1), ":") || strings.HasSuffix(l.gap(i), ":")
}

// figures collects the numbers of a line that are written out to three digits.
func (l *line) figures(out map[float64]bool) {
	for i := l.after; i < len(l.words); i++ {
		v, to, ok := l.quantity(i)
		if !ok || v < 1 || l.timed(i) {
			continue
		}
		x := v
		for x >= 10 && math.Mod(x, 10) == 0 {
			x /= 10
		}
		if x >= 100 || x != math.Trunc(x) && v >= 10 {
			out[v] = true
		}
		i = to - 1
	}
}

// countsInto collects what a line counts, by stems, with its numbers.
func (l *line) countsInto(out map[string]map[float64]bool) {
	add := func(what string, v float64) {
		if out[what] == nil {
			out[what] = map[float64]bool{}
		}
		out[what][v] = true
	}
	for i := l.after; i < len(l.words); i++ {
		if v, ok := l.fraction(i); ok {
			add("percent", v)
			continue
		}
		v, to, ok := l.quantity(i)
		if !ok {
			continue
		}
		if what := l.counts(i, to); what != "" && !l.timed(i) {
			switch {
			case what == "percent" || what == "per":
				add("percent", v)
			default:
				add(what, v)
			}
		}
		i = to - 1
	}
}

// parts are the words for the parts of a whole.
var parts = map[string]float64{"half": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10}

// fraction returns the per cent that word i stands for: "a sixth", "two thirds of",
// "half of".
func (l *line) fraction(i int) (percent float64, ok bool) {
	of := parts[strings.TrimSuffix(l.folded[i], "s")]
	if of == 0 || i <= l.after || l.words[i].Capital() {
		return 0, false
	}
	// "A third man", "the second quarter".
	if i+1 < len(l.words) && l.gap(i+1) == " " && !token.Stop(l.folded[i+1]) && of != 2 {
		return 0, false
	}
	switch before := l.folded[i-1]; {
	case before == "a" || before == "one" || of == 2 && before != "first" && before != "second":
		return math.Round(1000/of) / 10, true
	default:
		n, known := bot.Number(l.words[i-1])
		if !known || n < 2 || n >= of {
			return 0, false
		}
		return math.Round(1000*n/of) / 10, true
	}
}

// nearly reports whether two sets have numbers that are the same but for one being
// rounded: "nearly 300" and 297, "1.2 million" and 1,214,500.
func nearly(a, b map[float64]bool) bool {
	for v := range a {
		for w := range b {
			if rounded(v, w) || rounded(w, v) {
				return true
			}
		}
	}
	return false
}

// rounded reports whether v is what w is called in round numbers: it has nothing
// behind its first digits, and is not far from w.
func rounded(v, w float64) bool {
	if v < 20 || v == w || math.Abs(v-w) > .04*v {
		return false
	}
	size := math.Pow(10, math.Floor(math.Log10(v))-1)
	return v >= 100 && math.Mod(v, size) == 0 || math.Mod(v, size*10) == 0 || v < 100 && math.Abs(v-w) < .6
}

// phrases collects what stands within quotation marks, by three words.
func (l *line) phrases(out map[[3]string]bool) {
	in, _ := l.quoted()
	for i := l.after; i+2 < len(l.words); i++ {
		if in[i] && in[i+1] && in[i+2] {
			out[[3]string{l.folded[i], l.folded[i+1], l.folded[i+2]}] = true
		}
	}
}
