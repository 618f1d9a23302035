package event

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"dateline/corpus"
	"dateline/corpus/gazetteer"
	"dateline/corpus/token"
)

// sentence is a sentence cut into words, with the mentions found in it. Spans
// within it are of its own text; start is where that begins in the article.
type sentence struct {
	index    int
	start    int
	text     string
	words    []token.Token
	fold     []string
	mentions []mention
	at       []int // of each word the index of its mention, or -1
	headline bool  // most words have capitals, so that they tell nothing
	times    []timeMention
	verbs    []clauseVerb // the triggers read as verbs, in order
	clauses  []embedded   // nil until asked for
}

// maxSentenceWords bounds what is read of one sentence; what runs on beyond is
// no sentence.
const maxSentenceWords = 400

func cut(index int, s corpus.Sentence, article string) *sentence {
	text := s.Of(article)
	out := &sentence{index: index, start: s.Start, text: text}
	if len(text) > maxSentenceWords*12 {
		end := maxSentenceWords * 12
		for end > 0 && !utf8.RuneStart(text[end]) {
			end--
		}
		out.text = text[:end]
	}
	out.words = token.Words(out.text)
	if len(out.words) > maxSentenceWords {
		out.words = out.words[:maxSentenceWords]
	}
	out.fold = make([]string, 0, len(out.words))
	out.at = make([]int, 0, len(out.words))
	capitals, letters := 0, 0
	kept := out.words[:0]
	for _, w := range out.words {
		folded := token.Fold(w.Text)
		if folded == "" {
			continue // a mark without a letter
		}
		kept = append(kept, w)
		out.fold = append(out.fold, folded)
		out.at = append(out.at, -1)
		if !w.Number() && len(w.Text) > 3 {
			letters++
			if w.Capital() {
				capitals++
			}
		}
	}
	out.words = kept
	out.headline = letters >= 4 && capitals*10 >= letters*8
	return out
}

// gap returns what stands between word i-1 and word i.
func (s *sentence) gap(i int) string {
	if i <= 0 || i >= len(s.words) {
		return "."
	}
	return s.text[s.words[i-1].End:s.words[i].Start]
}

// space reports whether nothing but white space stands before word i.
func (s *sentence) space(i int) bool {
	for _, r := range s.gap(i) {
		if !unicode.IsSpace(r) {
			return false
		}
	}
	return i > 0
}

// comma reports whether a comma, and nothing stronger, stands before word i.
func (s *sentence) comma(i int) bool {
	g := s.gap(i)
	found := false
	for _, r := range g {
		switch {
		case r == ',' || r == '–' || r == '—':
			found = true
		case unicode.IsSpace(r), r == '-':
		default:
			return false
		}
	}
	return found
}

// stop reports whether something stronger than a comma stands before word i. A
// single point within a sentence is that of an abbreviation.
func (s *sentence) stop(i int) bool {
	gap := s.gap(i)
	if i <= 0 || i >= len(s.words) {
		return true
	}
	return strings.ContainsAny(gap, ";:!?()“”\"\n…") || strings.Count(gap, ".") > 1
}

func (s *sentence) word(i int) string {
	if i < 0 || i >= len(s.fold) {
		return ""
	}
	return s.fold[i]
}

// possessive reports whether word i ends in 's or s'.
func (s *sentence) possessive(i int) bool {
	if i < 0 || i >= len(s.words) {
		return false
	}
	t := s.words[i].Text
	n := len(t)
	if n >= 3 && t[n-1] == 's' && (t[n-2] == '\'' || n >= 5 && t[n-4:n-1] == "’") {
		return true
	}
	if n >= 2 && t[n-1] == 's' { // "the ministers' talks"
		rest := s.text[s.words[i].End:]
		if len(rest) > 1 && (rest[0] == '\'' && rest[1] == ' ' || len(rest) > 3 && rest[:3] == "’" && rest[3] == ' ') {
			return true
		}
	}
	return false
}

// span returns the part of the article that words [from, to) cover.
func (s *sentence) span(from, to int) corpus.Span {
	end := s.words[to-1].End
	if to < len(s.words) && s.text[end] == '.' {
		end++ // of an abbreviation
	}
	return corpus.Span{Start: s.start + s.words[from].Start, End: s.start + end}
}

func (s *sentence) longest(i int) ([]gazetteer.Entry, int) {
	return gazetteer.Longest(s.text, s.words, s.fold, i, false)
}
