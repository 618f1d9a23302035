package chat

import (
	"regexp"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/rivo/uniseg"

	"dateline/corpus"
)

// A cut is marked: within a sentence, and behind one.
const (
	ellipsis = "…"
	omission = " …"
)

// cutLook is how many bytes behind a cut say whether a number, a link or a sentence
// ends there: more than any of those needs.
const cutLook = 500

// whole are the parts of a text that are never cut through: the number of a
// citation, and a link, which any white space ends.
var whole = regexp.MustCompile(`\[\d{1,9}\]|https?://[^\s\v\x{85}\p{Z}]+`)

// Cut returns text where it has at most limit units of size, else its longest
// beginning that has, with "…" behind it: up to the end of a sentence where
// that keeps half of what would fit, else to the end of a word where that
// keeps half, else between two characters as a reader sees them. It never ends
// within the number of a citation or a link; where nothing fits the result is
// empty.
func Cut(text string, limit int, size func(string) int) string {
	if size(text) <= limit {
		return text
	}
	limit -= size(omission)
	if limit <= 0 {
		return ""
	}
	fits := fitting(text, limit, size)
	if end := fits + cutLook; end < len(text) {
		for end > fits && !utf8.RuneStart(text[end]) {
			end--
		}
		text = text[:end]
	}
	parts := whole.FindAllStringIndex(text, -1)
	within := func(at int) (int, bool) {
		for _, m := range parts {
			if m[0] < at && at < m[1] {
				return m[0], true
			}
		}
		return at, false
	}
	fits, _ = within(fits)
	head := text[:fits]
	end, mark := 0, omission
	for _, s := range corpus.SplitSentences(text) {
		// A sentence of a script without blanks may end in what reads as a link.
		if _, cuts := within(s.End); s.End <= fits && !cuts {
			end = s.End
		}
	}
	if size(head[:end])*2 < limit {
		mark = ellipsis
		if end = strings.LastIndexAny(head, " \n\t"); end < 0 || size(head[:end])*2 < limit {
			end = fits
		}
	}
	head = strings.TrimRight(head[:end], " \n\t")
	if head == "" {
		return ""
	}
	return head + mark
}

// fitting returns the length in bytes of the longest beginning of text, a
// whole number of characters as a reader sees them, that has at most limit
// units of size.
func fitting(text string, limit int, size func(string) int) int {
	end, state := 0, -1
	for rest := text; rest != ""; {
		var cluster string
		cluster, rest, _, state = uniseg.FirstGraphemeClusterInString(rest, state)
		if limit -= size(cluster); limit < 0 {
			break
		}
		end += len(cluster)
	}
	return end
}

// Runes counts Unicode code points, the unit of Slack's limits.
func Runes(s string) int { return utf8.RuneCountInString(s) }

// Units counts UTF-16 code units: never fewer than code points, so that what
// keeps to a limit in them keeps to it in either.
func Units(s string) int {
	n := 0
	for _, r := range s {
		n += utf16.RuneLen(r)
	}
	return n
}

// CutFront is Cut for the end of a text: it returns the longest end of whole
// words that has at most limit units, "…" before it.
func CutFront(text string, limit int, size func(string) int) string {
	if size(text) <= limit {
		return text
	}
	limit -= size(omission)
	kept := len(text)
	for i := len(text); i > 0; {
		i = strings.LastIndexAny(text[:i], " \n\t")
		if i < 0 || size(text[i+1:]) > limit {
			break
		}
		kept = i + 1
	}
	if kept == len(text) {
		return ""
	}
	return "… " + text[kept:]
}
