package eval

import (
	"path"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"dateline/bot"
	"dateline/corpus"
)

// Verdict is what becomes of a question.
type Verdict string

// The verdicts.
const (
	Right    Verdict = "right"    // answered, rightly
	Wrong    Verdict = "wrong"    // answered, but not rightly
	Silent   Verdict = "silent"   // abstained, rightly
	Withheld Verdict = "withheld" // abstained where there is an answer
	Invented Verdict = "invented" // answered where there is none
	Failed   Verdict = "failed"   // an error came back
)

// verdicts in the order in which they are counted.
var verdicts = []Verdict{Right, Silent, Wrong, Withheld, Invented, Failed}

// Good reports whether the verdict is one of the two that are wanted.
func (v Verdict) Good() bool { return v == Right || v == Silent }

// judge compares an answer with what is known of it, and returns the forbidden
// strings that its lead has. Those spoil an answer; an abstention, which may
// name what it rules out, they don't.
func judge(q Question, a bot.Answer) (Verdict, []string) {
	lead := asOf.ReplaceAllString(fold(citationMark.ReplaceAllString(a.Lead, "")), "")
	var forbidden []string
	for _, s := range q.AnswerNone {
		if has(lead, s) {
			forbidden = append(forbidden, s)
		}
	}
	// Without strings, the articles decide; never where silence is wanted.
	matches := len(q.AnswerAny) == 0 && !q.Abstain && (len(q.AnswerAll) > 0 || cites(q, a))
	for _, s := range q.AnswerAny {
		matches = matches || has(lead, s)
	}
	for _, s := range q.AnswerAll {
		matches = matches && has(lead, s)
	}
	switch {
	case q.Abstain && a.Abstained:
		return Silent, forbidden
	case a.Abstained:
		return Withheld, forbidden
	case matches && len(forbidden) == 0:
		return Right, nil
	case q.Abstain:
		return Invented, forbidden
	}
	return Wrong, forbidden
}

// cites reports whether the answer cites one of the articles of which one is
// expected, and all of those that are all expected.
func cites(q Question, a bot.Answer) bool {
	cited := func(want string) bool {
		for _, c := range a.Citations {
			if matchesArticle(want, c.Article.ID, c.Path) {
				return true
			}
		}
		return false
	}
	for _, want := range q.CiteAllOf {
		if !cited(want) {
			return false
		}
	}
	for _, want := range q.CiteAnyOf {
		if cited(want) {
			return true
		}
	}
	return len(q.CiteAnyOf) == 0
}

// matchesArticle reports whether want begins an article's ID, the last part of
// it, or the name of its file.
func matchesArticle(want, id, file string) bool {
	return strings.HasPrefix(id, want) || strings.HasPrefix(path.Base(id), want) ||
		file != "" && strings.HasPrefix(path.Base(file), want)
}

var (
	citationMark = regexp.MustCompile(`\s*\[\d+\]`)
	// asOf is how a lead in the present tense begins, folded. Its date is the
	// archive's and no part of the answer.
	asOf = regexp.MustCompile(`^as of [^:]{1,40}: *`)
)

// fold brings an answer and the strings that it is compared with to one form:
// lower case, one kind of dash, quotation mark and space.
func fold(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Pd, r), r == '−':
			return '-'
		case r == '‘', r == '’', r == '`':
			return '\''
		case r == '“', r == '”', r == '„', r == '«', r == '»':
			return '"'
		}
		return unicode.ToLower(r)
	}, s)
	return strings.Join(strings.Fields(s), " ")
}

// has reports whether a folded text has the string, which is folded here. A
// number in it is a whole number of the text: "7 April" is not in "17 April",
// nor "2" in "2.5". "Yes" and "no" must be the text's first word.
func has(text, s string) bool {
	s = fold(s)
	if s == "" {
		return false
	}
	if s == "yes" || s == "no" {
		rest, ok := strings.CutPrefix(text, s)
		r, _ := utf8.DecodeRuneInString(rest)
		return ok && !unicode.IsLetter(r) && !unicode.IsDigit(r)
	}
	for from := 0; ; {
		i := strings.Index(text[from:], s)
		if i < 0 {
			return false
		}
		i += from
		if !(digitAt(s, 0) && numberBefore(text[:i])) && !(digitAt(s, len(s)-1) && numberAfter(text[i+len(s):])) {
			return true
		}
		_, size := utf8.DecodeRuneInString(text[i:])
		from = i + size
	}
}

func digitAt(s string, i int) bool { return i >= 0 && i < len(s) && '0' <= s[i] && s[i] <= '9' }

// numberBefore reports whether a number goes on at the end of the text.
func numberBefore(s string) bool {
	n := len(s)
	return digitAt(s, n-1) || n > 0 && (s[n-1] == '.' || s[n-1] == ',') && digitAt(s, n-2)
}

// numberAfter reports whether a number goes on at the beginning of the text.
func numberAfter(s string) bool {
	return digitAt(s, 0) || s != "" && (s[0] == '.' || s[0] == ',') && digitAt(s, 1)
}

// stands reports whether the quote is what the text has at the span, which is
// counted in code points. White space may differ.
func stands(text, quote string, span corpus.Span) bool {
	if span.Start < 0 || span.End <= span.Start || strings.TrimSpace(quote) == "" {
		return false
	}
	start, end, n := -1, -1, 0
	for i := range text {
		if n == span.Start {
			start = i
		}
		if n == span.End {
			end = i
			break
		}
		n++
	}
	if end < 0 && n == span.End {
		end = len(text)
	}
	if start < 0 || end < 0 {
		return false
	}
	return strings.Join(strings.Fields(text[start:end]), " ") == strings.Join(strings.Fields(quote), " ")
}
