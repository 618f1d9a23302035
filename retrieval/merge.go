package retrieval

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"dateline/corpus"
)

// hits cuts the ranking to k hits and merges the copies among them.
func (r *ranking) hits(k int) []Hit {
	slices.SortFunc(r.all, func(a, b scored) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.ID, b.ID))
	})
	return r.quota(r.merged(), k)
}

// sameText is the share of the shorter text's words that two passages of a
// cluster have in common when one is taken for a copy of the other. wholeText is
// the share of a passage's words that another has when it can stand for it.
const (
	sameText  = .6
	wholeText = .9
)

// merged returns the ranking with copies folded into the best of them: passages
// of different articles of one cluster that say the same. What only one of the
// copies says stays a hit, and so does one that has a word of the question that
// the other lacks: two guides by one pattern, of which each is asked about, are
// no copies for who asks. The article that stands for the cluster in the archive
// stands for them here too, in the place of the best, where its passage says all
// that the best one says.
func (r *ranking) merged() []Hit {
	out := make([]Hit, 0, len(r.all))
	several := r.several()
	byCluster := map[string][]int{}
	words := map[int][]string{}
next:
	for _, c := range r.all {
		if id := c.Article.Cluster; several[id] {
			set := stemSet(r.analyzer, c.Text, c.Article.Lang)
			for _, i := range byCluster[id] {
				if out[i].Article.Key == c.Article.Key || !alike(words[i], set) || r.saysMore(set, words[i]) {
					continue
				}
				copied := c.Article.Key
				if copied.ID == id && share(set, words[i]) >= wholeText {
					copied, out[i].Extract, words[i] = out[i].Article.Key, c.Extract, set
					out[i].Copies = slices.DeleteFunc(out[i].Copies, func(k corpus.Key) bool { return k == c.Article.Key })
				}
				if !slices.Contains(out[i].Copies, copied) {
					out[i].Copies = append(out[i].Copies, copied)
				}
				continue next
			}
			words[len(out)] = set
			byCluster[id] = append(byCluster[id], len(out))
		}
		out = append(out, Hit{Score: c.score, Extract: c.Extract})
	}
	for i := range out {
		slices.SortFunc(out[i].Copies, func(a, b corpus.Key) int {
			return cmp.Or(strings.Compare(a.Collection, b.Collection), strings.Compare(a.ID, b.ID))
		})
	}
	return out
}

// several tells the clusters of which there are several articles among the
// candidates: most texts are nobody's copy.
func (r *ranking) several() map[string]bool {
	first := map[string]corpus.Key{}
	several := map[string]bool{}
	for i := range r.all {
		a := r.all[i].Article
		if a.Cluster == "" {
			continue
		}
		if key, ok := first[a.Cluster]; !ok {
			first[a.Cluster] = a.Key
		} else if key != a.Key {
			several[a.Cluster] = true
		}
	}
	return several
}

// stories returns the candidates whose texts are compared.
func (r *ranking) stories() []*corpus.Extract {
	several := r.several()
	var out []*corpus.Extract
	for i := range r.all {
		if c := &r.all[i]; several[c.Article.Cluster] {
			out = append(out, &c.Extract)
		}
	}
	return out
}

// saysMore reports whether a sorted set of stems has a word of the question that
// another lacks.
func (r *ranking) saysMore(set, other []string) bool {
	return slices.ContainsFunc(r.question.terms, func(t Term) bool { return t.in(set) && !t.in(other) })
}

// alike reports whether two sets of stems are mostly the same.
func alike(a, b []string) bool {
	if len(a) < len(b) {
		a, b = b, a
	}
	return len(b) > 0 && share(a, b) >= sameText
}

// share returns the share of a set of stems that another has too.
func share(other, of []string) float64 {
	both := 0
	for i, j := 0, 0; i < len(other) && j < len(of); {
		switch strings.Compare(other[i], of[j]) {
		case -1:
			i++
		case 1:
			j++
		default:
			both, i, j = both+1, i+1, j+1
		}
	}
	return float64(both) / float64(max(1, len(of)))
}

// perSource is how many passages of each source that the question names have a
// place among the hits, where there is room: who asks what two papers wrote
// needs both.
const perSource = 3

// quota cuts hits to k and keeps places for the sources that are named.
func (r *ranking) quota(hits []Hit, k int) []Hit {
	if len(hits) <= k {
		return hits
	}
	left := k
	kept := make([]bool, len(hits))
	if n := len(r.question.sources); n > 0 {
		each := min(perSource, int(math.Ceil(float64(k)/float64(n+1))))
		for _, source := range r.question.sources {
			have := 0
			for i := 0; i < len(hits) && have < each && left > 0; i++ {
				if hits[i].Article.Source == source {
					kept[i] = true
					have, left = have+1, left-1
				}
			}
		}
	}
	out := make([]Hit, 0, k)
	for i, h := range hits {
		if !kept[i] {
			if left == 0 {
				continue
			}
			left--
		}
		out = append(out, h)
	}
	return out
}
