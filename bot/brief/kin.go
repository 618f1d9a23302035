package brief

import (
	_ "embed"
	"math"
	"slices"
	"strings"
	"sync"

	"dateline/corpus/token"
)

var (
	//go:embed kin.txt
	kinText string
	//go:embed scene.txt
	sceneText string
	//go:embed common.txt
	commonText string
)

// kin maps stems to the groups of kin.txt that they are of, scenes to those of
// scene.txt.
var (
	kin    = sync.OnceValue(func() map[string][]int { return readGroups(kinText) })
	scenes = sync.OnceValue(func() map[string][]int { return readGroups(sceneText) })
)

// commonWords are the stems of words that stand in news of any kind.
var commonWords = sync.OnceValue(func() map[string]bool {
	m := map[string]bool{}
	for st := range readGroups(commonText) {
		m[st] = true
	}
	return m
})

// readGroups reads a table of words, a group a line, and returns the groups that
// stems are of. Of an irregular verb all forms are of its groups.
func readGroups(text string) map[string][]int {
	forms := map[string][]string{}
	for _, v := range token.IrregularVerbs() {
		forms[v[0]] = v
	}
	m := map[string][]int{}
	group := 0
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, "#") || strings.TrimSpace(line) == "" {
			continue
		}
		group++
		for _, w := range token.Words(line) {
			f := token.Fold(w.Text)
			for _, f := range append([]string{f}, forms[f]...) {
				if st := stem(f); !token.Stop(f) && len(st) > 2 && !slices.Contains(m[st], group) {
					m[st] = append(m[st], group)
				}
			}
		}
	}
	return m
}

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

// said is what some lines say: the stems of their content words, and the groups of
// kin.txt that they are of.
type said struct {
	words map[string]bool
	kin   map[int]bool
}

func newSaid(stems map[string]bool) said { return said{stems, kinOf(stems)} }

// says reports whether lines have a word, or one of its kin.
func (d *said) says(st string) bool {
	return d.words[st] || slices.ContainsFunc(kin()[st], func(g int) bool { return d.kin[g] })
}

// meant returns the share of words, by weight, that lines have, themselves or one
// of their kin, with the weight of all.
func (s *session) meant(stems map[string]bool, by *said) (share, all float64) {
	there := 0.
	for st := range stems {
		w := s.weight[st]
		all += w
		if by.says(st) {
			there += w
		}
	}
	if all == 0 {
		return 0, 0
	}
	return there / all, all
}

// sceneOf returns how much the words of an opening are of which scene, as a vector
// of length 1. A word of several scenes counts less for each.
func (s *session) sceneOf(stems map[string]bool) map[int]float64 {
	out := map[int]float64{}
	for st := range stems {
		of := scenes()[st]
		for _, g := range of {
			out[g] += 1 / float64(len(of))
		}
	}
	// A lone word that some scene has tells of none.
	sum := 0.
	for g, v := range out {
		if v < leastScene {
			delete(out, g)
			continue
		}
		sum += math.Round(v * v * 1024)
	}
	for g := range out {
		out[g] /= math.Sqrt(sum / 1024)
	}
	return out
}

// leastScene is what the words of a scene weigh at least for it to be told of.
const leastScene = .5

// alikeScenes returns the cosine of two vectors of scenes.
func alikeScenes(a, b map[int]float64) float64 {
	sum := 0.
	for g, v := range a {
		sum += math.Round(v * b[g] * 1024)
	}
	return min(1, sum/1024)
}
