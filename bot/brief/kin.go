package brief

import (
	_ "embed"
	"strings"
	"sync"

	"dateline/corpus/token"
)

//go:embed kin.txt
var kinText string

// kin maps stems to the groups of kin.txt that they are of.
var kin = sync.OnceValue(func() map[string][]int {
	m := map[string][]int{}
	group := 0
	for line := range strings.Lines(kinText) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		group++
		for _, w := range strings.Fields(line) {
			st := token.Stem(token.Base(token.Fold(w)))
			if l := m[st]; len(l) == 0 || l[len(l)-1] != group {
				m[st] = append(l, group)
			}
		}
	}
	return m
})

// kinOf returns the groups of words that stems are of.
func kinOf(stems map[string]bool) map[int]bool {
	out := map[int]bool{}
	for st := range stems {
		for _, g := range kin()[st] {
			out[g] = true
		}
	}
	return out
}

// meant returns the share, by weight, of the words of two openings that the other
// has as well, themselves or a word of their kin.
func (s *session) meant(x, y *features) float64 {
	sum := func(a, b *features) (all, there float64) {
		for st := range a.wide {
			w := s.weight[st]
			all += w
			has := b.wide[st]
			for _, g := range kin()[st] {
				has = has || b.kin[g]
			}
			if has {
				there += w
			}
		}
		return all, there
	}
	all, there := sum(x, y)
	other, back := sum(y, x)
	if all == 0 || other == 0 {
		return 0
	}
	return (there + back) / (all + other)
}
