package corpus

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Sentences cuts the blocks of a cleaned text into sentences, in order. No
// sentence crosses a block; white space at either end belongs to none. The
// periods are left empty.
func Sentences(text string, blocks []Block) []Sentence {
	var out []Sentence
	for i, b := range blocks {
		for _, s := range SplitSentences(b.Of(text)) {
			out = append(out, Sentence{Span: Span{b.Start + s.Start, b.Start + s.End}, Block: i})
		}
	}
	return out
}

// SplitSentences returns the sentences of a paragraph. A sentence ends at a
// full stop, question mark, exclamation mark or ellipsis, with the quotation
// marks and brackets that close after it, where white space and the beginning
// of another sentence follow; not after an abbreviation, an initial or a
// number that goes on. A semicolon never ends one.
func SplitSentences(text string) []Span {
	var out []Span
	start := 0
	emit := func(end int) {
		s, e := trimSpan(text, start, end)
		if s < e {
			out = append(out, Span{s, e})
		}
		start = end
	}
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		if !terminal(r) {
			i += size
			continue
		}
		end := i + size
		for end < len(text) {
			r, size := utf8.DecodeRuneInString(text[end:])
			if !terminal(r) && !closing(r) {
				break
			}
			end += size
		}
		if r == '。' || r == '！' || r == '？' || r == '।' {
			emit(end)
		} else if next, ok := sentenceStart(text, end); ok && !(r == '.' && end-i <= 4 && abbreviated(text[start:i], text[next:])) {
			emit(end)
		}
		i = end
	}
	emit(len(text))
	return out
}

func trimSpan(text string, start, end int) (int, int) {
	s := strings.TrimLeftFunc(text[start:end], unicode.IsSpace)
	start = end - len(s)
	return start, start + len(strings.TrimRightFunc(s, unicode.IsSpace))
}

func terminal(r rune) bool {
	switch r {
	case '.', '?', '!', '…', '。', '！', '？', '।', '؟':
		return true
	}
	return false
}

func closing(r rune) bool {
	switch r {
	case '"', '\'', '”', '’', '»', ')', ']':
		return true
	}
	return false
}

// sentenceStart reports whether white space and then something that can begin
// a sentence stand at i, and where the latter stands.
func sentenceStart(text string, i int) (int, bool) {
	rest := strings.TrimLeftFunc(text[i:], unicode.IsSpace)
	next := len(text) - len(rest)
	if rest == "" || next == i {
		return next, false
	}
	for j, r := range rest {
		switch {
		case unicode.IsUpper(r), unicode.IsTitle(r), unicode.IsDigit(r):
			return next, true
		case unicode.IsLetter(r):
			return next, !unicode.In(r, unicode.Latin, unicode.Cyrillic, unicode.Greek)
		case j > 8 || unicode.IsSpace(r) && j > 0 && r == '\n':
			return next, true
		case unicode.IsSpace(r):
			return next, false
		}
	}
	return next, false
}

// abbreviated reports whether the full stop after before is that of an
// abbreviation, so that what follows belongs to the same sentence.
func abbreviated(before, after string) bool {
	trimmed := strings.TrimRightFunc(before, unicode.IsSpace)
	spaced := len(trimmed) < len(before) // "D . Baker", as tokenized text has it
	cut := strings.LastIndexFunc(trimmed, func(r rune) bool {
		return unicode.IsSpace(r) || r == '(' || r == '“' || r == '"' || r == '—' || r == '-'
	})
	word := trimmed
	if cut >= 0 {
		_, size := utf8.DecodeRuneInString(trimmed[cut:])
		word = trimmed[cut+size:]
	}
	if word == "" {
		return false
	}
	lower := strings.ToLower(word)
	digit := after[0] >= '0' && after[0] <= '9'
	switch {
	case titles[lower]:
		return true
	case numbered[lower] && (word == lower || len(word) > 1):
		return digit
	case spaced && strings.Contains(word, "."): // "Washington , D.C. . Built"
		return false
	case utf8.RuneCountInString(word) == 1: // an initial, but not "Plan B." nor "and I."
		r, _ := utf8.DecodeRuneInString(word)
		return unicode.IsUpper(r) && lower != "i"
	case strings.Contains(word, "."): // "U.S." goes on unless a common opening follows
		return !opening[firstWord(after)]
	case months[lower]:
		return digit
	case unlessOpening[lower]:
		return !opening[firstWord(after)]
	}
	return false
}

func firstWord(s string) string {
	end := strings.IndexFunc(s, func(r rune) bool { return !unicode.IsLetter(r) })
	if end < 0 {
		end = len(s)
	}
	return strings.ToLower(s[:end])
}

func set(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}

var (
	// titles are always followed by what they belong to.
	titles = set(`mr mrs ms messrs dr prof gen lt col maj capt cmdr sgt cpl adm brig rev fr hon pres gov sen rep
		st sts mt ft vs v cf e.g i.e viz amb supt insp cdr flt sqn ret'd sr`)
	// numbered are abbreviations before a number only.
	numbered = set(`no nos p pp vol vols art ch sec fig`)
	months   = set(`jan feb mar apr jun jul aug sept sep oct nov dec`)
	// unlessOpening may also end a sentence.
	unlessOpening = set(`inc ltd co corp plc llc jr bros dept univ approx est etc a.m p.m am pm ave blvd rd`)
	// opening are words that begin sentences far more often than names.
	opening = set(`the a an in on at he she it they we i but and however this that these those his her its their
		there when while after before since as for from with by if although though meanwhile earlier later
		according some many most all both no not so then what who why how where which our my your to of`)
)
