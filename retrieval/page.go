package retrieval

import (
	"context"
	"math"
	"math/bits"
	"slices"
	"strings"

	"dateline/corpus"
)

// Which passages stand beside the best one. Questions about a time are often
// answered by another passage on the same subject than the one whose words fit
// best. Passages of one article stand together, and so do articles that are
// parts of one page or of one story, which their titles show in two ways:
//
//   - they begin alike ("Main Street Bridge - History"). Of the best
//     passage's title, as far as its first bar, dash or colon, the words
//     count that another candidate's title begins with too, each by its idf.
//     A title that begins with so and so much of this weight stands beside
//     by the square of the share, times min(1, weight / ln N): to begin with
//     a common word says little.
//   - they have the same words of the question; the weight that is shared,
//     squared.

// page is the beginning of a title that other titles share.
type page struct {
	stems   []string
	weights []float64
	sum     float64
	rarity  float64 // 0 to 1
}

// findPage reads the page of which the best passage's article is a part.
func (r *ranking) findPage(ctx context.Context, lexicon Lexicon, best *scored) (page, error) {
	if lexicon == nil {
		return page{}, nil
	}
	stems := r.opening(best.Article)
	longest := 0
	for i := range r.all {
		if a := r.all[i].Article; a.Title != best.Article.Title {
			longest = max(longest, common(stems, r.opening(a)))
		}
	}
	if longest == 0 {
		return page{}, nil
	}
	p := page{stems: stems[:longest]}
	df, n, err := lexicon.Frequencies(ctx, p.stems, r.query.Filter)
	if err != nil {
		return page{}, err
	}
	for _, d := range df {
		p.weights = append(p.weights, idf(d, n))
		p.sum += idf(d, n)
	}
	p.rarity = min(1, p.sum/math.Log(float64(n+1)))
	return p, nil
}

// share returns how far a title begins like the page, 0 to 1.
func (p page) share(opening []string) float64 {
	if p.sum == 0 {
		return 0
	}
	w := 0.0
	for _, x := range p.weights[:common(p.stems, opening)] {
		w += x
	}
	w /= p.sum
	return w * w * p.rarity
}

// beside returns how far a passage stands beside the best one, 0 to 1.
func (r *ranking) beside(c, best *scored, p page) float64 {
	if c.Article.Key == best.Article.Key {
		return 1
	}
	share := 0.0
	if w := r.weight(best.subject); w > 0 {
		share = r.weight(best.subject&c.subject) / w
	}
	return max(p.share(r.opening(c.Article)), share*share)
}

// opening returns the stems of a title as far as its first bar, dash or colon.
func (r *ranking) opening(a *corpus.Article) []string {
	out, ok := r.openings[a.Title]
	if !ok {
		title := a.Title
		for _, name := range shorter(title) {
			if len(name) < len(title) {
				title = name
			}
		}
		r.analyzer.Stems(title, a.Lang, func(s string) { out = append(out, s) })
		if r.openings == nil {
			r.openings = map[string][]string{}
		}
		r.openings[a.Title] = out
	}
	return out
}

func common(a, b []string) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}

// subject returns the question's terms, of the first 64, that are in a title,
// as bits.
func (r *ranking) subject(a *corpus.Article) uint64 {
	set := stemSet(r.analyzer, a.Title, a.Lang)
	var mask uint64
	for i, t := range r.question.terms[:min(len(r.question.terms), 64)] {
		if t.in(set) {
			mask |= 1 << i
		}
	}
	return mask
}

// in reports whether a sorted set of stems has one of the term's words.
func (t Term) in(set []string) bool {
	return slices.ContainsFunc(t.Words, func(w string) bool { _, ok := slices.BinarySearch(set, w); return ok })
}

// weight adds up the weights of the terms in the mask.
func (r *ranking) weight(mask uint64) float64 {
	sum := 0.0
	for ; mask != 0; mask &= mask - 1 {
		sum += r.weights[bits.TrailingZeros64(mask)]
	}
	return sum
}

// shorter returns the name of a source, or a title, and what stands before its
// bars, dashes and colons.
func shorter(name string) []string {
	names := []string{name}
	for _, cut := range []string{" | ", " - ", " – ", " — ", ": "} {
		if before, _, ok := strings.Cut(name, cut); ok && before != "" {
			names = append(names, before)
		}
	}
	return names
}
