// Package token cuts text into words and brings them to the form in which
// they are compared: folded (lower case, no diacritics) and stemmed.
package token

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/english"
	"golang.org/x/text/unicode/norm"

	"dateline/corpus"
)

// Token is a word of a text: a run of letters, marks and digits, with
// apostrophes, and between digits points and commas, kept inside it. Letters
// of scripts that are written without spaces are a token each.
type Token struct {
	corpus.Span
	Text string // as it stands
}

// Capital reports whether the word begins with an upper-case letter.
func (t Token) Capital() bool {
	r, _ := utf8.DecodeRuneInString(t.Text)
	return unicode.IsUpper(r) || unicode.IsTitle(r)
}

// Number reports whether the word begins with a digit.
func (t Token) Number() bool { return t.Text[0] >= '0' && t.Text[0] <= '9' }

// Words returns the words of text in order.
func Words(text string) []Token {
	tokens := make([]Token, 0, len(text)/6+1)
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		if !wordRune(r) {
			i += size
			continue
		}
		end := i + size
		if !unspaced(r) {
			end = wordEnd(text, i)
		}
		tokens = append(tokens, Token{corpus.Span{Start: i, End: end}, text[i:end]})
		i = end
	}
	return tokens
}

func wordRune(r rune) bool {
	if r < utf8.RuneSelf {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9'
	}
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r)
}

func unspaced(r rune) bool {
	return r >= 0x0E00 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar)
}

func wordEnd(text string, i int) int {
	prev := rune(0)
	for i < len(text) {
		r, size := utf8.DecodeRuneInString(text[i:])
		if !wordRune(r) || unspaced(r) {
			if i+size >= len(text) {
				return i
			}
			next, _ := utf8.DecodeRuneInString(text[i+size:])
			inside := false
			switch r {
			case '\u00AD': // a soft hyphen, which shows nothing
				inside = wordRune(next)
			case '\'', '’':
				inside = unicode.IsLetter(prev) && unicode.IsLetter(next)
			case '.', ',':
				inside = unicode.IsDigit(prev) && unicode.IsDigit(next)
			}
			if !inside {
				return i
			}
		}
		prev, i = r, i+size
	}
	return i
}

// Fold returns a word in lower case without diacritics, typographic
// apostrophes made plain and a possessive ending cut: the form in which names
// are compared.
func Fold(word string) string {
	ascii := true
	for i := 0; i < len(word); i++ {
		if word[i] >= utf8.RuneSelf {
			ascii = false
			break
		}
	}
	if ascii {
		word = strings.ToLower(word)
	} else {
		var b strings.Builder
		for _, r := range norm.NFKD.String(word) {
			switch {
			case unicode.Is(unicode.Mn, r), r == '\u00AD':
			case r == '’':
				b.WriteByte('\'')
			case letters[r] != "":
				b.WriteString(letters[r])
			default:
				b.WriteRune(unicode.ToLower(r))
			}
		}
		word = b.String()
	}
	word = strings.TrimSuffix(word, "'s")
	return strings.TrimSuffix(word, "'")
}

// letters that no decomposition makes plain.
var letters = map[rune]string{'ß': "ss", 'ø': "o", 'Ø': "o", 'ł': "l", 'Ł': "l", 'đ': "d", 'Đ': "d",
	'æ': "ae", 'Æ': "ae", 'œ': "oe", 'Œ': "oe", 'ı': "i", 'þ': "th", 'ð': "d"}

// Stem returns the stem of a folded word by the English Snowball stemmer
// (Porter 2). Words with digits, words in other scripts and runs of letters that
// are too long for a word come back as they are.
func Stem(folded string) string {
	if len(folded) < 3 || len(folded) > maxStemBytes {
		return folded
	}
	for i := 0; i < len(folded); i++ {
		if c := folded[i]; (c < 'a' || c > 'z') && c != '\'' {
			return folded
		}
	}
	env := snowballstem.NewEnv(folded)
	english.Stem(env)
	return env.Current()
}

// maxStemBytes is more than any word of English has. The stemmer copies the word
// with each letter that it changes, so that its time grows with the square.
const maxStemBytes = 100

// Stop reports whether a folded word is a function word of English, which
// says nothing about what a text is about.
func Stop(folded string) bool { return stop[folded] }

var stop = func() map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(`a about above after again against all also am an and any are aren't as at
		be because been before being below between both but by can can't cannot could couldn't did didn't do does
		doesn't doing don't down during each few for from further had hadn't has hasn't have haven't having he
		he'd he'll her here hers herself him himself his how i i'd i'll i'm i've if in into is isn't it it'll its
		itself just let me more most much mustn't my myself no nor not of off on once only or other ought our ours
		ourselves out over own same shall she she'd she'll should shouldn't so some such than that the their theirs
		them themselves then there these they they'd they'll they're they've this those through to too under until
		up upon us very was wasn't we we'd we'll we're we've were weren't what when where which while who whom whose
		why will with won't would wouldn't you you'd you'll you're you've your yours yourself yourselves`) {
		m[w] = true
	}
	return m
}()
