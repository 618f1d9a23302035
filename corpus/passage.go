package corpus

import (
	"unicode"
	"unicode/utf8"
)

// The sizes of a passage, in words. 200 words are what a reader takes in at a
// glance and what ranking by terms works well on.
const (
	passageWords      = 200
	wholeArticleWords = 300     // an article up to this length is one passage
	longSentenceWords = 400     // a sentence longer than this stands alone
	maxPassageWords   = 1000    // and one longer than this is cut between words
	maxPassageBytes   = 1 << 14 // as is one that has no words to cut between
)

// Passages cuts the sentences of a text into runs of about 200 words, in
// order: every sentence is in a passage and none in two. The runs are of even
// length rather than full with a short rest. A sentence of more than 400 words
// (a list, a text without full stops) is a passage of its own, and is cut
// between words where it has more than 1,000: then several passages in a row
// have the same First and Last. The IDs are left zero.
func Passages(text string, sentences []Sentence) []Passage {
	var out []Passage
	words := make([]int, len(sentences))
	for i, s := range sentences {
		words[i] = max(1, countWords(s.Of(text)))
	}
	for first := 0; first < len(sentences); {
		if words[first] > longSentenceWords || sentences[first].Len() > maxPassageBytes {
			for _, s := range cutLong(text, sentences[first].Span) {
				out = append(out, Passage{Span: s, First: first, Last: first})
			}
			first++
			continue
		}
		end, total := first, 0
		for end < len(sentences) && words[end] <= longSentenceWords && sentences[end].Len() <= maxPassageBytes {
			total += words[end]
			end++
		}
		out = append(out, evenly(sentences, words, first, end, total)...)
		first = end
	}
	return out
}

// evenly cuts sentences[first:end], total words long, into passages of nearly
// the same number of words.
func evenly(sentences []Sentence, words []int, first, end, total int) []Passage {
	n := 1
	if total > wholeArticleWords {
		n = (total + passageWords/2) / passageWords
	}
	out := make([]Passage, 0, n)
	sum := 0
	for i := first; i < end; i++ {
		sum += words[i]
		// The passage ends where its share of the words is nearest.
		due := total * (len(out) + 1) / n
		if i+1 < end && (len(out) == n-1 || sum+words[i+1]/2 < due) {
			continue
		}
		out = append(out, Passage{Span: Span{sentences[first].Start, sentences[i].End}, First: first, Last: i})
		first = i + 1
	}
	return out
}

// cutLong cuts one sentence into spans of at most 1,000 words and 16 KiB, at
// white space where there is any.
func cutLong(text string, s Span) []Span {
	var out []Span
	start, space, words, in := s.Start, -1, 0, false
	emit := func(end int) {
		if a, b := trimSpan(text, start, end); a < b {
			out = append(out, Span{a, b})
		}
		start, space, words = end, -1, 0
	}
	for i := s.Start; i < s.End; {
		r, size := utf8.DecodeRuneInString(text[i:s.End])
		if i+size-start > maxPassageBytes {
			if space > start {
				i = space // read again from where the next part begins
			}
			emit(i)
			in = false
			continue
		}
		switch {
		case unicode.IsSpace(r):
			if words >= maxPassageWords {
				emit(i)
			}
			space, in = i, false
		case unspacedScript(r):
			if words >= maxPassageWords {
				emit(i)
			}
			words++
			in = false
		case !in:
			words++
			in = true
		}
		i += size
	}
	emit(s.End)
	return out
}

// countWords counts runs without white space; the letters of scripts that are
// written without spaces count as a word each.
func countWords(text string) int {
	n, in := 0, false
	for _, r := range text {
		switch {
		case r == ' ' || r == '\n' || r >= utf8.RuneSelf && unicode.IsSpace(r) || r == '\t' || r == '\r':
			in = false
		case unspacedScript(r):
			n++
			in = false
		case !in:
			n++
			in = true
		}
	}
	return n
}

func unspacedScript(r rune) bool {
	return r >= 0x0E00 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar)
}
