package retrieval

import (
	"math"
	"slices"
	"strings"

	"dateline/corpus"
	"dateline/corpus/token"
)

// question is what a search takes from a question's words.
type question struct {
	terms   []Term   // of the whole
	parts   [][]Term // of its parts, where it has several
	sources []string // that it names
}

// maxTerms bounds the terms of a question; what follows is not searched for.
const maxTerms = 128

// minPartTerms is how many terms make a part of a question one by itself.
const minPartTerms = 3

// readQuestion takes a question apart. The span of its time is left whole.
// Names of sources that it names are no terms: they say where to look and not
// for what.
func readQuestion(text string, time corpus.Span, sources []string, a *Analyzer) question {
	words := token.Words(text)
	var q question
	named := make([]bool, len(words))
	for _, s := range sources {
		from := 0
		for at, n := mentions(words, from, s); n > 0; at, n = mentions(words, from, s) {
			if from == 0 {
				q.sources = append(q.sources, s)
			}
			for from = at + n; at < from; at++ {
				named[at] = true
			}
		}
	}
	seen := map[string]bool{}
	part := map[string]bool{}
	var terms []Term
	flush := func() {
		if len(terms) >= minPartTerms {
			q.parts = append(q.parts, terms)
		}
		terms = nil
		clear(part)
	}
	for i, w := range words {
		if len(q.sources) > 0 && comma(text, words, i) {
			flush()
		}
		if !time.Contains(w.Span) && divides(words, i) {
			flush()
			continue
		}
		folded := token.Fold(w.Text)
		stem := a.Stem(w.Text, "en")
		if named[i] || stem == "" || reporting[stem] {
			continue
		}
		if time.Contains(w.Span) && !w.Capital() && !w.Number() { // the bound says what "last week" means; years and months also stand in texts
			continue
		}
		t := Term{Words: []string{stem}, Weight: 1, Scale: []float64{1}}
		if folded != stem && len(folded) <= MaxWordBytes { // as texts in other languages have it
			t.Words, t.Scale = append(t.Words, folded), append(t.Scale, 1)
		}
		if !seen[stem] && len(q.terms) < maxTerms {
			seen[stem] = true
			q.terms = append(q.terms, t)
		}
		if !part[stem] && len(terms) < maxTerms {
			part[stem] = true
			terms = append(terms, t)
		}
	}
	flush()
	if len(q.parts) < 2 {
		q.parts = nil
	}
	q.parts = q.parts[:min(len(q.parts), maxParts)]
	return q
}

const maxParts = 6

// divides reports whether the word joins two parts of a question.
func divides(words []token.Token, i int) bool {
	switch strings.ToLower(words[i].Text) {
	case "while", "whereas", "and", "but", "versus":
		return true
	case "to", "with":
		return i > 0 && strings.EqualFold(words[i-1].Text, "compared")
	}
	return false
}

// comma reports whether a comma that is not part of a date or a number stands
// before a word. It takes apart what several sources are asked for; elsewhere it
// mostly sets off a name's apposition.
func comma(text string, words []token.Token, i int) bool {
	return i > 0 && !words[i].Number() && !words[i-1].Number() && strings.Contains(text[words[i-1].End:words[i].Start], ",")
}

// reporting are the stems of words by which a question speaks of articles and
// not of what they report.
var reporting = func() map[string]bool {
	m := map[string]bool{}
	var a Analyzer
	a.Stems(`article articles report reports reported reporting publish published publishing publication according mention
		mentioned mentions discuss discussed discusses claim claims claimed suggest suggests suggested describe
		described describes question answer tell`, "en", func(s string) { m[s] = true })
	return m
}()

// mentions finds where, from a word on, the words name a source: its name as it is, or as far
// as a bar, dash, colon or full stop cuts it short, without a leading "The". A
// name of one word must stand there as it is written, for many are words of
// everyday.
func mentions(words []token.Token, from int, source string) (at, n int) {
	for _, name := range shorter(source) {
		name := token.Words(name)
		if len(name) > 1 && strings.EqualFold(name[0].Text, "the") {
			name = name[1:]
		}
		for at := from; len(name) > 0 && at+len(name) <= len(words); at++ {
			same := true
			for i := range name {
				if name[i].Text != words[at+i].Text && (len(name) == 1 || token.Fold(name[i].Text) != token.Fold(words[at+i].Text)) {
					same = false
					break
				}
			}
			if same && (len(name) > 1 || at > 0 && name[0].Capital()) {
				return at, len(name)
			}
		}
	}
	return 0, 0
}

// idf is the weight of a word that df of n passages have, as in BM25.
func idf(df, n int) float64 {
	return math.Log1p((float64(n-df) + .5) / (float64(df) + .5))
}

// stemSet returns the distinct stems of a text, sorted.
func stemSet(a *Analyzer, text, lang string) []string {
	var out []string
	a.Stems(text, lang, func(s string) { out = append(out, s) })
	slices.Sort(out)
	return slices.Compact(out)
}
