package event

import (
	"strings"

	"dateline/corpus"
)

// maxProofWords is how long a proving clause may be.
const maxProofWords = 40

// prove widens the draft's proof over its participants, as far as it stays a
// clause of at most 40 words.
func (d *draft) prove() {
	for _, role := range []corpus.Role{corpus.Agent, corpus.Place, corpus.Partner, corpus.Patient} {
		for _, p := range d.parts {
			if p.Role != role || p.mention < 0 {
				continue
			}
			m := d.s.mentions[p.mention]
			if role == corpus.Agent && d.lo-m.to > farAgent && d.s.commaBetween(m.to, d.lo) {
				continue // "Lavrov left, the first …, after holding talks": the clause is the last
			}
			d.widen(m.from, m.to)
		}
	}
}

// farAgent is how many words may stand, with a comma among them, between a
// clause and the agent that its proof takes in.
const farAgent = 8

func (s *sentence) commaBetween(from, to int) bool {
	for i := from; i <= to && i < len(s.words); i++ {
		if s.comma(i) {
			return true
		}
	}
	return false
}

func (d *draft) widen(from, to int) {
	lo, hi := min(d.lo, from), max(d.hi, to)
	if hi-lo <= maxProofWords {
		d.lo, d.hi = lo, hi
	}
}

// proof returns the words that prove the draft, with the article and the
// adjectives before an event noun.
func (d *draft) proof() corpus.Span {
	lo, hi := d.lo, d.hi
	s := d.s
	for lo > 0 && s.space(lo) && s.at[lo-1] < 0 && (articles[s.fold[lo-1]] || negations[s.fold[lo-1]] || d.nominal && adjectival(s, lo-1)) && hi-lo < maxProofWords {
		lo--
	}
	return s.span(lo, hi)
}

var articles = wordSet(`the a an his her its their`)

// negations must not be cut from what they deny.
var negations = wordSet(`no not neither nor without none never`)

func adjectival(s *sentence, i int) bool {
	x := s.fold[i]
	return s.words[i].Number() || x == "two" || x == "three" || x == "day" || x == "week" || x == "last" || x == "first" || x == "official" || x == "recent" || strings.HasSuffix(x, "ous")
}
