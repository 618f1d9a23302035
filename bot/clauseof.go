package bot

import (
	"regexp"
	"strings"

	"dateline/corpus"
	"dateline/corpus/token"
)

// Clause returns the part of a sentence that may be quoted by itself: from its
// beginning, a dateline left out, to an end at which it reads as a sentence,
// and with all of must in it. The shortest such part counts, and the whole
// where it has no more than enough words. It reports false where none of at
// most maxWords words has a verb.
func Clause(sentence string, must []corpus.Span, enough, maxWords int) (corpus.Span, bool) {
	l := &line{text: sentence}
	l.read()
	if len(l.words) == 0 {
		return corpus.Span{}, false
	}
	from := dateline(l)
	hold := from
	for _, m := range must {
		hold = max(hold, m.End)
	}
	if whole := trimClause(sentence, from, len(sentence)); wordsIn(l, whole.Start, whole.End) <= enough {
		return whole, hasVerb(l, whole.Start, whole.End)
	}
	for _, end := range clauseEnds(l) {
		if end < hold || end <= from {
			continue
		}
		span := trimClause(sentence, from, end)
		if wordsIn(l, span.Start, span.End) > maxWords {
			break
		}
		if wordsIn(l, span.Start, span.End) >= 5 && span.End >= hold && hasVerb(l, span.Start, span.End) && paired(span.Of(sentence)) {
			return span, true
		}
	}
	return corpus.Span{}, false
}

// paired reports whether what opens in a text, quotation marks and brackets,
// is closed in it.
func paired(s string) bool {
	return strings.Count(s, "“") == strings.Count(s, "”") && strings.Count(s, `"`)%2 == 0 && strings.Count(s, "(") == strings.Count(s, ")")
}

// Dateline returns the length in bytes of the dateline before a sentence: a
// place in capital letters, with a date or an agency, and a colon or dash.
func Dateline(sentence string) int {
	l := &line{text: sentence}
	l.read()
	return dateline(l)
}

// dateline is afterDateline, also where nothing but a bracket ends it: "MOLKINO,
// Sept. 29 (Wire) The …".
func dateline(l *line) int {
	if m := leadingDate.FindString(l.text); m != "" {
		return len(m)
	}
	if at := afterDateline(l); at > 0 || len(l.words) < 4 || !allUpper(l.words[0].Text) || len(l.words[0].Text) < 3 {
		return at
	}
	open := false
	for i := 1; i < min(len(l.words)-2, 12); i++ {
		gap := l.text[l.words[i-1].End:l.words[i].Start]
		if open && strings.Contains(gap, ") ") {
			if !l.words[i].Capital() && !l.words[i].Number() && gap == ") " {
				return 0 // "NORTHERN Press Holdings (NPH) reported": a name
			}
			return l.words[i].Start
		}
		open = open || strings.Contains(gap, "(")
		if !l.words[i].Capital() && !l.words[i].Number() {
			return 0
		}
	}
	return 0
}

// leadingDate is a date in figures that is fused to the sentence after it.
var leadingDate = regexp.MustCompile(`^(?:[Dd]ate:? )?\d{4}-\d{2}-\d{2}[ :–-]+`)

// Number returns the value of a word that is a number, in digits or letters.
func Number(w token.Token) (float64, bool) {
	if w.Number() {
		return digits(w.Text), true
	}
	return wordValue(token.Fold(w.Text))
}
