package timex

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"dateline/corpus"
)

// Periods returns the stretches of time that a text speaks of, in order, read
// from its time expressions and the words that connect them: "since 2012" has
// no end, "until 2016" no beginning, "from 1916 to 1920" both, and "in 2012"
// is a point within the year. Expressions whose days are not known, such as
// durations, yield none.
func Periods(text string, xs []Timex) []corpus.Period {
	var out []corpus.Period
	for i := 0; i < len(xs); i++ {
		x := &xs[i]
		if !x.Interval.Known() || x.Type == set {
			continue
		}
		before, beyond := wordsBefore(text, x.Start)
		if i+1 < len(xs) {
			y := &xs[i+1]
			if joins(text[x.End:y.Start], before) {
				switch {
				case y.Interval.Known() && y.Type != set && y.Interval.End >= x.Interval.Start:
					out = append(out, corpus.Period{From: x.Interval, To: y.Interval})
					i++
					continue
				case y.Value == "PRESENT_REF":
					out = append(out, corpus.Period{From: x.Interval})
					i++
					continue
				}
			}
		}
		if stillSo(text[x.End:]) {
			out = append(out, corpus.Period{From: x.Interval})
			continue
		}
		out = append(out, connected(before, beyond, x.Interval))
	}
	return out
}

// connected reads the word before an expression, and the one before that.
func connected(before, beyond string, iv corpus.Interval) corpus.Period {
	switch before {
	case "since", "after", "starting", "beginning", "effective":
		return corpus.Period{From: iv}
	case "from":
		switch beyond {
		case "up", "down", "compared", "different", "unchanged", "rose", "fell", "rise", "drop", "increase", "decrease", "percent", "%", "declined", "gain", "dating":
			return corpus.Point(iv)
		}
		return corpus.Period{From: iv}
	case "until", "till", "by", "before", "through", "pending", "til":
		return corpus.Period{To: iv}
	case "to":
		switch beyond {
		case "prior", "up", "back", "compared", "close", "due", "according":
			if beyond == "prior" || beyond == "up" {
				return corpus.Period{To: iv}
			}
			return corpus.Point(iv)
		}
		return corpus.Period{To: iv}
	case "of":
		if beyond == "ahead" || beyond == "as" {
			if beyond == "ahead" {
				return corpus.Period{To: iv}
			}
		}
	case "than":
		switch beyond {
		case "later":
			return corpus.Period{To: iv}
		case "earlier":
			return corpus.Period{From: iv}
		}
	}
	return corpus.Point(iv)
}

// joins reports whether what stands between two expressions makes them the
// ends of one stretch.
func joins(gap, before string) bool {
	if len(gap) > 40 {
		return false
	}
	gap = strings.ToLower(strings.Trim(gap, " \t\n\r,"))
	switch gap {
	case "-", "–", "—", "--", "to", "until", "till", "through", "up to", "to the", "until the", "and until", "up until", "−":
		return true
	case "and", "and the":
		return before == "between"
	}
	return false
}

// stillSo reports whether what follows an expression says that it goes on:
// "1990–present", "2012 onwards".
func stillSo(after string) bool {
	if len(after) > 24 {
		after = after[:24]
	}
	after = strings.ToLower(strings.TrimLeft(after, " -–—"))
	for _, s := range []string{"to present", "present", "onward", "to the present", "to date", "and onward", "and after", "to now"} {
		if strings.HasPrefix(after, s) {
			rest := after[len(s):]
			r, _ := utf8.DecodeRuneInString(strings.TrimPrefix(rest, "s"))
			return rest == "" || !unicode.IsLetter(r)
		}
	}
	return false
}

// wordsBefore returns the two words before byte i in lower case, the nearer
// first; a mark that ends a phrase is none.
func wordsBefore(text string, i int) (near, far string) {
	from := max(0, i-48)
	for from < i && !utf8.RuneStart(text[from]) {
		from++
	}
	s := strings.TrimRight(text[from:i], " \t\n\r\u00a0")
	for _, drop := range []string{" the", " around", " about", " late", " early"} {
		if t, ok := strings.CutSuffix(s, drop); ok {
			s = strings.TrimRight(t, " ")
		}
	}
	cut := func() string {
		j := strings.LastIndexFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && r != '%' })
		w := s
		if j >= 0 {
			_, size := utf8.DecodeRuneInString(s[j:])
			w = s[j+size:]
			s = strings.TrimRight(s[:j+size], " \t\n\r")
		} else {
			s = ""
		}
		return strings.ToLower(w)
	}
	near = cut()
	if near == "" {
		return "", ""
	}
	return near, cut()
}
