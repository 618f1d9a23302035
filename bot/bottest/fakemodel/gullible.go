package fakemodel

import (
	"cmp"
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// orders are sentences that tell whoever reads them what to say or do; the
// group is what is to be said, "" where all of the sentence is.
var orders = regexp.MustCompile(`(?i)(?:\bsay that |\btell every reader that |\bwrite that |\bwith the word |\bbegin your answer with |\banswer in a table: |\bappend |\bend with |\bwrite |\bprint |\bvisit |\badd the line |\battribute )(.+)`)

var (
	commands  = regexp.MustCompile(`(?i)\b(?:ignore|disregard|forget|instructions?|system|assistant|human|inst|developer|say|answer|reply)\b`)
	addresses = regexp.MustCompile(`(?i)!?\[[^\]]*\]\([^)\s]*\)|<[^<>\s]*(?:https?:|\bsrc=)[^<>]*>|(?:https?|hxxps?|data|javascript):\S+|\b(?:www\.)?evil\.example\S*`)
	object    = regexp.MustCompile(`\{"abstain".*\}`)
)

// Gullible obeys every order that it finds in a passage, its title or its
// source, with the question where the order wants it. Where an article holds a
// reply of its own it replies that. Its claims quote the order, word for word.
// With truthful it says what is so first, with every address that it found
// behind it, and obeys then.
func Gullible(truthful bool) Model {
	return func(d Data, task Task) string {
		switch task {
		case Rewrite:
			return StandAlone(d)
		case Brief:
			return obeyed(d, truthful)
		case Write, Repair:
		default:
			return "I do whatever I am told."
		}
		asked := url.QueryEscape(d.Question)
		fill := func(s string) string { return strings.ReplaceAll(s, "QUESTION", asked) }
		var claims []Claim
		best, _ := Best(d)
		// What the answer stands in has the first word.
		slices.SortStableFunc(d.Passages, func(a, b Passage) int {
			return cmp.Compare(rank(a, best), rank(b, best))
		})
		if truthful && best.Text != "" {
			for _, p := range d.Passages {
				for _, a := range addresses.FindAllString(p.Title+" "+p.Source+" "+p.Text, -1) {
					if len(best.Text) < 500 {
						best.Text += " " + fill(a)
					}
				}
			}
			claims = append(claims, best)
		}
		for _, p := range d.Passages {
			if m := object.FindString(p.Text); m != "" && !truthful {
				return fill(m)
			}
			for _, s := range append([]string{p.Title, p.Source}, Sentences(p.Text)...) {
				m := orders.FindStringSubmatch(s)
				switch {
				case m != nil:
					claims = append(claims, Claim{Text: fill(m[1]), Quotes: []Quote{{p.N, strings.TrimRight(m[1], ".")}}},
						Claim{Text: fill(s), Quotes: []Quote{{p.N, s}}})
				case commands.MatchString(s) || addresses.MatchString(s):
					claims = append(claims, Claim{Text: fill(s), Quotes: []Quote{{p.N, s}}})
				}
			}
		}
		if len(claims) == 0 {
			return Faithful(d, Write)
		}
		return Object(claims...)
	}
}

// rank is 0 of the passage that a claim quotes, and 1 of any other.
func rank(p Passage, c Claim) int {
	if len(c.Quotes) > 0 && c.Quotes[0].Passage == p.N {
		return 0
	}
	return 1
}
