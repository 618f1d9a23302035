package dating

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// placed reports whether text begins as a dateline does, with a place in
// capitals, and does not lead up to the date as a sentence would.
func placed(text string) bool {
	if w := strings.Fields(text); len(w) > 0 && w[len(w)-1][0] >= 'a' && w[len(w)-1][0] <= 'z' {
		return false
	}
	letters := 0
	for _, r := range text {
		switch {
		case r >= 'A' && r <= 'Z':
			letters++
		case r >= 'a' && r <= 'z':
			return letters >= 4
		case (r == ',' || r == '(' || r == '/') && letters >= 3:
			return true
		}
	}
	return letters >= 3
}

// maxPlaceWords is the most words of a place before the date of a dateline.
const maxPlaceWords = 4

// situated reports whether a date between the two texts stands in a dateline
// whose place is not in capitals: "Harrow, 7 April 2021 – The cranes".
func situated(before, after string) bool {
	before = strings.TrimRight(before, " \u00a0")
	place, ok := strings.CutSuffix(before, ",")
	if !ok {
		return false
	}
	words := strings.Fields(place)
	if len(words) == 0 || len(words) > maxPlaceWords {
		return false
	}
	for _, w := range words {
		if r, _ := utf8.DecodeRuneInString(w); !unicode.IsUpper(r) || weekdays[strings.ToLower(strings.TrimRight(w, ",."))] != 0 || leads[strings.ToLower(w)] {
			return false
		}
	}
	after = strings.TrimLeft(after, " \u00a0")
	for _, dash := range []string{"–", "—", "--", "- "} {
		if rest, ok := strings.CutPrefix(after, dash); ok {
			return opens(rest, " \u00a0")
		}
	}
	return false
}
