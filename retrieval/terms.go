package retrieval

import (
	"strings"

	"dateline/corpus/token"
)

// MaxWordBytes is the length up to which a word is indexed and searched for
// whole; what is longer is no word of a language but an address or a key, and
// its beginning stands for it.
const MaxWordBytes = 64

// Analyzer brings the words of texts to the stems under which they are indexed
// and searched: folded, function words left out, English ones stemmed. It
// remembers the words that it has met; one Analyzer serves one goroutine.
type Analyzer struct {
	stems map[string]string // "" for function words
}

// AnalysisVersion names the way from text to stems. An index made in another
// way cannot be searched with this one.
const AnalysisVersion = "fold,stop,snowball-english/1"

// maxRemembered bounds the memory of an Analyzer, in words.
const maxRemembered = 1 << 18

// Stem returns the stem of a word as it stands in a text, "" for a function
// word.
func (a *Analyzer) Stem(word, lang string) string {
	if lang != "" && lang != "en" {
		return bounded(token.Fold(word))
	}
	if s, ok := a.stems[word]; ok {
		return s
	}
	if a.stems == nil || len(a.stems) >= maxRemembered {
		a.stems = make(map[string]string, 1024)
	}
	folded := bounded(token.Fold(word))
	s := ""
	if !token.Stop(folded) {
		s = token.Stem(folded)
	}
	a.stems[strings.Clone(word)] = s
	return s
}

// Stems calls fn with each stem of the text in order and returns their number.
// Lang is the text's language in ISO 639-1; "" is taken for English.
func (a *Analyzer) Stems(text, lang string, fn func(stem string)) int {
	n := 0
	for _, w := range token.Words(text) {
		if s := a.Stem(w.Text, lang); s != "" {
			n++
			fn(s)
		}
	}
	return n
}

func bounded(word string) string {
	if len(word) <= MaxWordBytes {
		return word
	}
	end := MaxWordBytes
	for end > 0 && word[end]&0xC0 == 0x80 {
		end--
	}
	return word[:end]
}
