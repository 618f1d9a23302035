package retrieval

import (
	"context"
	"math"
	"math/bits"
	"slices"
	"strings"

	"dateline/corpus"
)

// ranking is one search at work.
type ranking struct {
	query    Query
	question question
	analyzer *Analyzer
	weights  []float64 // idf of the question's terms; 1 each where nothing is known
	all      []scored
}

// weigh widens rare terms and sets the weights of all.
func (r *ranking) weigh(ctx context.Context, lexicon Lexicon) error {
	terms := r.question.terms
	r.weights = make([]float64, len(terms))
	for i := range r.weights {
		r.weights[i] = 1
	}
	if lexicon == nil {
		return nil
	}
	stems := make([]string, len(terms))
	for i, t := range terms {
		stems[i] = t.Words[0]
	}
	df, n, err := lexicon.Frequencies(ctx, stems, r.query.Filter)
	if err != nil {
		return err
	}
	if err := r.widen(ctx, lexicon, stems, df); err != nil {
		return err
	}
	for i, d := range df {
		r.weights[i] = idf(min(d, n), n)
		if d == 0 { // no title can have it
			r.weights[i] = 0
		}
	}
	return nil
}

const (
	gateBonus   = .6 // of the question's best score, for standing beside the best passage's article
	titleBonus  = .6 // times the share of the title's words
	sourceBonus = .5 // for a source that the question names
	partBonus   = .3 // for each part, times the square of its share of the part's best
)

// score sets the scores.
func (r *ranking) score(vectorShare float64) {
	top, nearest := 0.0, 0.0
	partTop := make([]float64, len(r.question.parts))
	masks := map[*corpus.Article]uint64{}
	titles := map[string]uint64{}
	for i := range r.all {
		c := &r.all[i]
		top = max(top, c.Lexical)
		nearest = max(nearest, c.Vector)
		for j, p := range c.parts {
			partTop[j] = max(partTop[j], p)
		}
		m, ok := masks[c.Article]
		if !ok {
			if m, ok = titles[c.Article.Title]; !ok {
				m = r.subject(c.Article)
				titles[c.Article.Title] = m
			}
			masks[c.Article] = m
		}
		c.subject = m
	}
	if top == 0 && nearest == 0 {
		return
	}
	base := func(c *scored) float64 {
		b := 0.0
		if top > 0 {
			b = c.Lexical / top
		}
		if vectorShare > 0 && nearest > 0 {
			b = (1-vectorShare)*b + vectorShare*max(c.Vector, 0)/nearest
		}
		return b
	}
	if r.query.Bound.Known() {
		r.time()
	}
	var best *scored
	for i := range r.all {
		c := &r.all[i]
		c.score = base(c) * (1 + c.timing.sum())
		if best == nil || c.score > best.score || c.score == best.score && c.ID < best.ID {
			best = c
		}
	}
	if best == nil {
		return
	}
	subject, total := best.subject, r.weight(^uint64(0))
	for i := range r.all {
		c := &r.all[i]
		if r.query.Bound.Known() {
			c.score += gateBonus * r.beside(c, best, subject)
		}
		if total > 0 {
			c.score += titleBonus * r.weight(c.subject) / total
		}
		for j, p := range c.parts {
			if partTop[j] > 0 {
				share := p / partTop[j]
				c.score += partBonus * share * share
			}
		}
		if slices.Contains(r.question.sources, c.Article.Source) {
			c.score += sourceBonus
		}
	}
}

// beside tells how far a passage stands beside the best one: 1 within the same
// article, else the weight of what both titles share with the question.
func (r *ranking) beside(c, best *scored, subject uint64) float64 {
	if c.Article.Key == best.Article.Key {
		return 1
	}
	w := r.weight(subject)
	if w == 0 {
		return 0
	}
	share := r.weight(subject&c.subject) / w
	return share * share
}

// weight adds up the weights of the terms in the mask.
func (r *ranking) weight(mask uint64) float64 {
	sum := 0.0
	for mask &= 1<<min(len(r.weights), 64) - 1; mask != 0; mask &= mask - 1 {
		sum += r.weights[bits.TrailingZeros64(mask)]
	}
	return sum
}

// subject returns the question's terms, the first 64, that are in a title.
func (r *ranking) subject(a *corpus.Article) uint64 {
	set := stemSet(r.analyzer, a.Title, a.Lang)
	var mask uint64
	for i, t := range r.question.terms[:min(len(r.question.terms), 64)] {
		for _, w := range t.Words {
			if _, ok := slices.BinarySearch(set, w); ok {
				mask |= 1 << i
				break
			}
		}
	}
	return mask
}

// time scores the times of all candidates against the question's.
func (r *ranking) time() {
	asked := r.query.Bound.Period
	if !asked.Known() {
		asked = corpus.Point(r.query.Bound.Interval)
	}
	bySubject := map[uint64][][]corpus.Sentence{}
	byArticle := map[corpus.Key][][]corpus.Sentence{}
	for i := range r.all {
		c := &r.all[i]
		if c.subject != 0 {
			bySubject[c.subject] = append(bySubject[c.subject], c.Sentences)
		}
		byArticle[c.Article.Key] = append(byArticle[c.Article.Key], c.Sentences)
	}
	begun := map[uint64][]corpus.Day{}
	for mask := range bySubject {
		var all [][]corpus.Sentence
		for other, sentences := range bySubject {
			if r.weight(mask&other) >= .7*r.weight(mask|other) {
				all = append(all, sentences...)
			}
		}
		begun[mask] = starts(all...)
	}
	for i := range r.all {
		c := &r.all[i]
		days := begun[c.subject]
		if c.subject == 0 {
			days = starts(byArticle[c.Article.Key]...)
		}
		for _, s := range c.Sentences {
			for _, p := range s.Periods {
				c.timing = c.timing.max(match(p, asked, days))
			}
		}
		if c.Article.Published.Known() {
			c.timing = c.timing.max(match(corpus.Point(c.Article.Published.Interval), asked, nil))
		}
	}
}

type merged struct {
	scored
	copies []corpus.Key
}

// sameText is the share of the shorter text's words that two passages of a
// cluster have in common when one is taken for a copy of the other.
const sameText = .6

// merged returns the ranking with copies folded into the best of them: passages
// of different articles of one cluster that say the same.
func (r *ranking) merged() []merged {
	var out []merged
	byCluster := map[string][]int{}
	words := map[int][]string{}
next:
	for _, c := range r.all {
		if id := c.Article.Cluster; id != "" {
			set := stemSet(r.analyzer, c.Extract.Text, c.Article.Lang)
			for _, i := range byCluster[id] {
				if out[i].Article.Key == c.Article.Key || !alike(words[i], set) {
					continue
				}
				if !slices.Contains(out[i].copies, c.Article.Key) {
					out[i].copies = append(out[i].copies, c.Article.Key)
				}
				continue next
			}
			words[len(out)] = set
			byCluster[id] = append(byCluster[id], len(out))
		}
		out = append(out, merged{scored: c})
	}
	for i := range out {
		slices.SortFunc(out[i].copies, func(a, b corpus.Key) int { return strings.Compare(a.String(), b.String()) })
	}
	return out
}

func alike(a, b []string) bool {
	both, shorter := 0, min(len(a), len(b))
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch strings.Compare(a[i], b[j]) {
		case -1:
			i++
		case 1:
			j++
		default:
			both, i, j = both+1, i+1, j+1
		}
	}
	return shorter > 0 && float64(both) >= sameText*float64(shorter)
}

// perSource is how many passages of each source that the question names have a
// place among the first ten.
const perSource = 3

// quota cuts hits to k and keeps places for the sources that are named.
func (r *ranking) quota(hits []Hit, k int) []Hit {
	if len(hits) <= k {
		return hits
	}
	kept := make([]bool, len(hits))
	left := k
	if n := len(r.question.sources); n > 0 {
		each := min(perSource, int(math.Ceil(float64(k)/float64(n+1))))
		for _, source := range r.question.sources {
			have := 0
			for i := 0; i < len(hits) && have < each && left > 0; i++ {
				if hits[i].Article.Source == source && !kept[i] {
					kept[i] = true
					have++
					left--
				}
			}
		}
	}
	var out []Hit
	for i, h := range hits {
		if kept[i] {
			out = append(out, h)
		} else if left > 0 {
			out = append(out, h)
			left--
		}
	}
	return out
}
