package bot

import (
	"strconv"
	"strings"
	"unicode"
)

var wordValues = func() map[string]float64 {
	m := map[string]float64{"hundred": 100, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "bn": 1e9, "mn": 1e6, "dozen": 12, "half": .5}
	for i, w := range strings.Fields(`zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
		sixteen seventeen eighteen nineteen`) {
		m[w] = float64(i)
	}
	for i, w := range strings.Fields(`twenty thirty forty fifty sixty seventy eighty ninety`) {
		m[w] = float64(i*10 + 20)
	}
	return m
}()

// wordValue returns the value of a folded numeral word.
func wordValue(w string) (float64, bool) {
	v, ok := wordValues[w]
	return v, ok
}

// digits reads a number in digits, with commas between thousands; 0 where it
// is none.
func digits(w string) float64 {
	w = strings.ReplaceAll(w, ",", "")
	end := 0
	for end < len(w) && (w[end] >= '0' && w[end] <= '9' || w[end] == '.') {
		end++
	}
	v, err := strconv.ParseFloat(strings.TrimRight(w[:end], "."), 64)
	if err != nil {
		return 0
	}
	return v
}

func trimFloat(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

// Figure returns a figure as it stands within a sentence: "Forty-six per cent",
// which began one, is "forty-six per cent".
func Figure(text string) string {
	end := strings.IndexFunc(text, func(r rune) bool { return !unicode.IsLetter(r) })
	if end < 0 {
		end = len(text)
	}
	if _, ok := wordValue(strings.ToLower(text[:end])); !ok {
		return text
	}
	return strings.ToLower(text[:end]) + text[end:]
}
