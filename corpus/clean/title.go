package clean

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// farthest is how many lines above the body a title is looked for.
const farthest = 24

// title finds the line that heads the body, which begins at lines[from]; -1
// where there is none. A title is a line of some words that shares its own
// words with the body's beginning, or that stands right above it.
func title(lines []line, from, to int) int {
	opening := map[string]bool{}
	for i, n := from, 0; i < to && n < 300; i++ {
		n += lines[i].words
		for w := range contentWords(lines[i].text) {
			opening[w] = true
		}
	}
	bestAt, bestScore := -1, 0.0
	first := max(0, from-farthest)
	for i := first; i < from; i++ {
		l := &lines[i]
		if l.words < 2 || l.words > 30 || len(l.text) > 250 || l.bullet || l.furniture() || l.dated() || boundary(l) || byline(l) != "" || credited(l) || l.opener {
			continue
		}
		shared, all := 0, 0
		for w := range contentWords(l.text) {
			all++
			if opening[w] {
				shared++
			}
		}
		if all == 0 {
			continue
		}
		near := float64(farthest-(from-i)) / farthest
		score := float64(shared)/float64(all)*min(1, float64(all)/4) + .3*near
		if l.ends && strings.HasSuffix(l.text, ".") {
			score -= .3
		}
		if shared*3 < all && (from-i > 3 || i > 1) {
			continue
		}
		if score > bestScore {
			bestAt, bestScore = i, score
		}
	}
	return bestAt
}

// contentWords yields the words of s that can tell what it is about, in lower
// case: of four letters and more, or in another script than Latin.
func contentWords(s string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for _, w := range strings.FieldsFunc(s, func(r rune) bool { return !wordRune(r) }) {
			if utf8.RuneCountInString(w) < 4 && w[0] < utf8.RuneSelf {
				continue
			}
			if !yield(strings.ToLower(w)) {
				return
			}
		}
	}
}

// byline returns the author whom a short line names after "by", or "".
func byline(l *line) string {
	if l.words > 12 {
		return ""
	}
	s := l.text
	if len(s) > 3 && strings.EqualFold(s[:3], "by ") {
		s = s[3:]
	} else if len(s) > 11 && strings.EqualFold(s[:11], "written by ") {
		s = s[11:]
	} else {
		return ""
	}
	s = strings.TrimFunc(s, space)
	if r, _ := utf8.DecodeRuneInString(s); !unicode.IsUpper(r) {
		return ""
	}
	return s
}

// agencies are words that name where a picture came from.
var agencies = []string{"photo by", "photo:", "photos by", "photograph:", "photo/", "photo credit", "image credit", "image:", "image source",
	"picture:", "credit:", "getty", "ap photo", "/ap", "/afp", "afp/", "reuters/", "/reuters", "shutterstock", "file photo", "courtesy of",
	"via getty", "via ap", "/epa", "photographer:", "photo courtesy", "©"}

// credited reports whether the line says who took the picture that it
// describes.
func credited(l *line) bool {
	if l.words > 80 || l.rightsre && l.jargon > 0 {
		return false
	}
	tail := l.text
	if len(tail) > 120 {
		tail = tail[len(tail)-120:]
	}
	tail = strings.ToLower(tail)
	for _, a := range agencies {
		if strings.Contains(tail, a) {
			return true
		}
	}
	return false
}
