// Package verify checks what is about to be shown: that a quote stands in the
// stored text, and that a claim says nothing that its quotes don't.
package verify

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"dateline/corpus"
	"dateline/corpus/token"
)

// Quote finds a quote in a stored text, treating all white space, all
// quotation marks and all dashes alike, and returns where it stands: the
// stored text there is what may be shown. White space around the quote does
// not count; an empty quote is found nowhere. Where it stands more than once
// the place nearest to the byte near is returned.
func Quote(text, quote string, near int) (corpus.Span, bool) {
	want, _ := normalise(quote)
	want = strings.TrimSpace(want)
	if want == "" {
		return corpus.Span{}, false
	}
	have, at := normalise(text)
	best, found := corpus.Span{}, false
	for from := 0; from <= len(have)-len(want); {
		i := strings.Index(have[from:], want)
		if i < 0 {
			break
		}
		i += from
		span := corpus.Span{Start: int(at[i]), End: int(at[i+len(want)-1])}
		_, size := utf8.DecodeRuneInString(text[span.End:])
		span.End += size
		if !found || distance(span, near) < distance(best, near) {
			best, found = span, true
		}
		from = i + len(want)
	}
	return best, found
}

func distance(s corpus.Span, near int) int { return max(s.Start-near, near-s.Start) }

// normalise returns the text with white space, quotation marks and dashes
// made uniform, and for each byte of it the byte of the text where the
// character begins that it stands for.
func normalise(text string) (string, []int32) {
	var b strings.Builder
	b.Grow(len(text))
	at := make([]int32, 0, len(text))
	space := false
	for i, r := range text {
		if unicode.IsSpace(r) || r == '\u200b' || r == '\ufeff' {
			if !space {
				b.WriteByte(' ')
				at = append(at, int32(i))
			}
			space = true
			continue
		}
		space = false
		switch r {
		case '“', '”', '„', '‟', '«', '»', '″':
			r = '"'
		case '‘', '’', '‚', '‛', '′', '`':
			r = '\''
		case '‐', '‑', '‒', '–', '—', '―', '−':
			r = '-'
		}
		n := b.Len()
		b.WriteRune(r)
		for range b.Len() - n {
			at = append(at, int32(i))
		}
	}
	return b.String(), at
}

// Unsupported returns the numbers and names of a claim that occur neither in
// its quotes nor among the declared words, in order. A word that begins a
// sentence is not taken for a name for its capital alone.
func Unsupported(claim string, quotes []string, declared []string) []string {
	known := map[string]bool{}
	for _, texts := range [][]string{quotes, declared} {
		for _, s := range texts {
			for _, w := range token.Words(s) {
				known[token.Fold(w.Text)] = true
			}
		}
	}
	var out []string
	for i, w := range token.Words(claim) {
		if !w.Number() && (!w.Capital() || i == 0 || opens(claim[:w.Start])) {
			continue
		}
		f := token.Fold(w.Text)
		if !known[f] && !token.Stop(f) {
			out = append(out, w.Text)
		}
	}
	return out
}

// opens reports whether a sentence begins after the text.
func opens(before string) bool {
	return strings.HasSuffix(before, ". ") || strings.HasSuffix(before, ": ")
}
