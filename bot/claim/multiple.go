package claim

import (
	"fmt"
	"regexp"
	"strings"
)

// multiples are the words that are numbers by which something was multiplied:
// those of one row say the same.
var multiples = []map[string]bool{
	set("double doubled doubles doubling twice twofold"),
	set("triple tripled triples tripling treble trebled trebles trebling thrice threefold"),
	set("quadruple quadrupled quadruples quadrupling fourfold"),
	set("quintuple quintupled fivefold"),
	set("tenfold"), set("hundredfold"),
	set("half halve halved halves halving"),
}

// multiplied faults a claim's "doubled" where the quotes have no word of the
// same value.
func (k *checker) multiplied() {
	for i := range k.claim.words {
		w := &k.claim.words[i]
		for _, m := range multiples {
			if !m[w.fold] || w.quoted || w.time >= 0 {
				continue
			}
			found := false
			for fold := range m {
				found = found || k.foldInQuotes(fold)
			}
			if !found {
				k.fault(Number, fmt.Sprintf("%q is not in the quotes", w.Text))
			}
		}
	}
}

// workedOut is how a claim names the words that a date was worked out from.
var workedOut = regexp.MustCompile(`(?i)[\s,.;:(–—-]*\b(?:as )?(?:worked out|reckoned|derived|computed) from(?: the words?)?:?\s*(["“‘'])`)

// unworked takes "worked out from" out of a claim's text: it says of the words
// behind it, which must stand in the quotes, only that a date follows from them.
// Without quotation marks it is left to the rules.
func unworked(s string) string {
	return strings.TrimSpace(workedOut.ReplaceAllString(s, `: $1`))
}
