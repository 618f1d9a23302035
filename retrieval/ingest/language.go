package ingest

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/RadhiFadlillah/whatlanggo"

	"dateline/corpus/token"
)

const (
	languageSample  = 4096 // bytes of a text that are looked at
	shortLetters    = 100  // below, letters are too few for their statistics
	englishFunction = .25  // share of function words above which a text is English
	englishTrace    = .05  // and one above which it is, where nothing says otherwise
)

// language returns the ISO 639-1 code of a text's language, "" where it is not
// certain. English is known by its function words, which make up some 40 % of
// English prose and less than 10 % of any other; other languages by the
// statistics of their letters. Where those don't tell, it is taken to be in the
// language that its page declares, else, in Latin script, in English if it is
// short or has English function words at all.
func language(text, declared string) string {
	if len(text) > languageSample {
		end := languageSample
		for !utf8.RuneStart(text[end]) {
			end--
		}
		text = text[:end]
	}
	words, function := 0, 0
	for _, t := range token.Words(text) {
		if !t.Number() {
			words++
			if token.Stop(strings.ToLower(t.Text)) {
				function++
			}
		}
	}
	if words > 0 && float64(function) >= englishFunction*float64(words) {
		return "en"
	}
	letters, latin := 0, 0
	for _, r := range text {
		if unicode.IsLetter(r) {
			letters++
			if unicode.Is(unicode.Latin, r) {
				latin++
			}
		}
	}
	info := whatlanggo.Detect(text)
	if info.IsReliable() && info.Lang >= 0 && (letters >= shortLetters || 2*latin < letters) {
		return info.Lang.Iso6391()
	}
	if code, _, _ := strings.Cut(strings.ReplaceAll(strings.ToLower(strings.TrimSpace(declared)), "_", "-"), "-"); len(code) == 2 {
		return code
	}
	if 2*latin >= letters && (letters < shortLetters || float64(function) >= englishTrace*float64(words)) {
		return "en"
	}
	return ""
}
