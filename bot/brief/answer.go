package brief

import (
	"dateline/bot"
	"dateline/corpus"
)

// Answer returns what stands behind a briefing as an answer: its heading, each
// point as a claim, all citations and notes.
func (b *Briefing) Answer() bot.Answer {
	a := bot.Answer{Lead: b.Heading(), Citations: b.Citations, Notes: b.Notes, Coverage: b.Coverage}
	if b.Empty() {
		a.Abstained, a.Reason = true, bot.Nothing
	}
	for _, part := range [][]Point{b.Points, b.Ahead, b.Undated} {
		for _, p := range part {
			a.Claims = append(a.Claims, bot.Claim{Text: p.Text, Citations: p.Citations})
		}
	}
	seen := map[corpus.Key]bool{}
	for _, c := range b.Citations {
		if !seen[c.Article] {
			seen[c.Article] = true
			a.Used++
		}
	}
	return a
}
