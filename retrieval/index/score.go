package index

import (
	"cmp"
	"context"
	"math"
	"slices"
	"sync"

	"dateline/retrieval"
)

// Candidates returns at most n passages that pass the filter, best first by
// lexical score, then vector score, then ID.
//
// The lexical score is BM25F (Robertson, Zaragoza and Taylor, CIKM 2004): the
// sum over the terms of
//
//	weight · idf · f (k1 + 1) / (f + k1)
//	idf = ln(1 + (N - df + ½) / (df + ½))
//	f   = text / (1 - b + b · length / mean length) + Title · title + By · (source + date)
//
// where N, df and the mean length are those of the passages that the filter's
// collections and as-of leave to be seen. Of a group of words the one with the
// highest scale · f (k1 + 1) / (f + k1) counts, and df is that of the group.
//
// With a vector, a quarter of n is kept for the passages nearest to it.
func (x *Index) Candidates(ctx context.Context, terms []retrieval.Term, vector []float32, filter retrieval.Filter, n int) ([]retrieval.Candidate, error) {
	return x.candidates(ctx, x.view.Load(), terms, vector, filter, n)
}

func (x *Index) candidates(ctx context.Context, v *view, terms []retrieval.Term, vector []float32, filter retrieval.Filter, n int) ([]retrieval.Candidate, error) {
	if n <= 0 || len(filter.Collections) == 0 {
		return nil, ctx.Err()
	}
	w := look(v, filter)
	defer w.release()
	for _, t := range terms {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		w.score(t, x.opts.Weighting)
	}
	found := w.lexical(n)
	if len(vector) > 0 {
		found = w.nearest(found, vector, n)
	}
	out := make([]retrieval.Candidate, len(found))
	for i, c := range found {
		out[i] = c.Candidate
	}
	return out, nil
}

// Frequencies returns for each stem the number of passages that have it, and
// the number of all passages, as far as the filter's collections and as-of
// leave them to be seen.
func (x *Index) Frequencies(ctx context.Context, stems []string, filter retrieval.Filter) (df []int, passages int, err error) {
	v := x.view.Load()
	w := look(v, filter)
	defer w.release()
	df = make([]int, len(stems))
	for i, stem := range stems {
		if err := ctx.Err(); err != nil {
			return nil, 0, err
		}
		for j, s := range v.segs {
			if e, ok := s.lookup(stem); ok {
				df[i] += w.parts[j].count(s, e)
			}
		}
	}
	return df, w.passages, nil
}

// search is the working memory of one search.
type search struct {
	v        *view
	parts    []part
	passages int     // that can be seen
	mean     float64 // terms of their texts
	postings []posting
}

// part is what a search knows of one segment.
type part struct {
	see   []sight // by passage
	score []float64
	best  []float64 // of the term at hand, used for groups
}

type sight uint8

const (
	visible sight = 1 << iota
	passing
	taken // among the candidates already
)

// candidate is a passage with its place in the index.
type candidate struct {
	retrieval.Candidate
	part, at int
}

type posting struct {
	passage uint32
	f       frequency
}

var searches = sync.Pool{New: func() any { return new(search) }}

// look prepares a search: what can be seen and what may be found.
func look(v *view, filter retrieval.Filter) *search {
	w := searches.Get().(*search)
	w.v, w.passages = v, 0
	w.parts = slices.Grow(w.parts[:0], len(v.segs))[:len(v.segs)]
	var length int64
	for i, s := range v.segs {
		p := &w.parts[i]
		p.see = resized(p.see, len(s.passages))
		p.score = resized(p.score, len(s.passages))
		p.best = p.best[:0]
		g := newGate(s, filter)
		for j := range s.docs {
			d := &s.docs[j]
			if v.dead[i].has(j) || !g.visible(d) {
				continue
			}
			see := visible
			if g.passes(d) {
				see |= passing
			}
			for k := d.first; k < d.first+d.n; k++ {
				p.see[k] = see
				length += int64(s.passages[k].len)
			}
			w.passages += int(d.n)
		}
	}
	w.mean = max(float64(length)/float64(max(w.passages, 1)), 1)
	return w
}

func (w *search) release() {
	w.v = nil
	searches.Put(w)
}

// resized returns s with n zero values.
func resized[T any](s []T, n int) []T {
	s = slices.Grow(s[:0], n)[:n]
	clear(s)
	return s
}

// count returns the visible passages of an entry.
func (p *part) count(s *segment, e entry) int {
	n := 0
	s.each(e, func(i int, _ frequency) {
		if p.see[i] != 0 {
			n++
		}
	})
	return n
}

// score adds a term to the scores of the passages that have it.
func (w *search) score(t retrieval.Term, wt Weighting) {
	if t.Weight == 0 {
		return
	}
	type found struct {
		part  int
		scale float64
		posts []posting
	}
	var lists []found
	w.postings = w.postings[:0]
	df, groups := 0, 0
	for j, word := range t.Words {
		scale := 1.0
		if j < len(t.Scale) {
			scale = t.Scale[j]
		}
		any := false
		for i, s := range w.v.segs {
			e, ok := s.lookup(word)
			if !ok {
				continue
			}
			p := &w.parts[i]
			from := len(w.postings)
			s.each(e, func(at int, f frequency) {
				if p.see[at] != 0 {
					w.postings = append(w.postings, posting{uint32(at), f})
				}
			})
			if posts := w.postings[from:len(w.postings):len(w.postings)]; len(posts) > 0 {
				lists, any = append(lists, found{i, scale, posts}), true
				df += len(posts)
			}
		}
		if any {
			groups++
		}
	}
	if groups > 1 { // passages with several words of the group count once
		df = 0
		for _, l := range lists {
			p := &w.parts[l.part]
			if len(p.best) == 0 {
				p.best = resized(p.best, len(p.score))
			}
			for _, post := range l.posts {
				if p.best[post.passage] == 0 {
					df++
				}
				p.best[post.passage] = max(p.best[post.passage], l.scale*w.saturation(l.part, post, wt), math.SmallestNonzeroFloat64)
			}
		}
	}
	idf := math.Log1p((float64(w.passages-df) + .5) / (float64(df) + .5))
	for _, l := range lists {
		p := &w.parts[l.part]
		for _, post := range l.posts {
			if groups > 1 {
				p.score[post.passage] += t.Weight * idf * p.best[post.passage]
				p.best[post.passage] = 0
			} else {
				p.score[post.passage] += t.Weight * idf * l.scale * w.saturation(l.part, post, wt)
			}
		}
	}
}

func (w *search) saturation(part int, p posting, wt Weighting) float64 {
	length := float64(w.v.segs[part].passages[p.passage].len)
	f := float64(p.f.text())/(1-wt.B+wt.B*length/w.mean) + wt.Title*float64(p.f.title())
	if p.f.source() {
		f += wt.By
	}
	if p.f.date() {
		f += wt.By
	}
	return f * (wt.K1 + 1) / (f + wt.K1)
}

// lexical returns the n best passages that pass and have a score.
func (w *search) lexical(n int) []candidate {
	top := best{n: n, compare: byLexical}
	for i, s := range w.v.segs {
		p := &w.parts[i]
		for at, score := range p.score {
			if score > 0 && p.see[at]&passing != 0 {
				top.offer(candidate{retrieval.Candidate{Passage: s.passages[at].id, Lexical: score}, i, at})
			}
		}
	}
	return top.sorted()
}

// nearest fills the vector scores in and lets the passages nearest to the
// vector have a quarter of the places, or what the lexical score leaves.
func (w *search) nearest(found []candidate, vector []float32, n int) []candidate {
	aim, ok := aimAt(vector)
	if !ok {
		return found
	}
	kept := min(len(found), n-n/4)
	for i := range found {
		c := &found[i]
		c.Vector = w.similarity(c.part, c.at, &aim)
		if i < kept {
			w.parts[c.part].see[c.at] |= taken
		}
	}
	near := best{n: n - kept, compare: byVector}
	for i, s := range w.v.segs {
		if s.dims != len(vector) || near.n == 0 {
			continue
		}
		p := &w.parts[i]
		for at := range s.passages {
			if p.see[at]&(passing|taken) != passing || s.scales[at] == 0 {
				continue
			}
			near.offer(candidate{retrieval.Candidate{Passage: s.passages[at].id, Lexical: p.score[at], Vector: s.similarity(at, &aim)}, i, at})
		}
	}
	union := append(make([]candidate, 0, n), found[:kept]...)
	for _, c := range near.sorted() {
		w.parts[c.part].see[c.at] |= taken
		union = append(union, c)
	}
	for _, c := range found[kept:] {
		if len(union) < n && w.parts[c.part].see[c.at]&taken == 0 {
			union = append(union, c)
		}
	}
	slices.SortFunc(union, byLexical)
	return union
}

func (w *search) similarity(part, at int, a *aim) float64 {
	s := w.v.segs[part]
	if s.dims != len(a.query) || s.scales[at] == 0 {
		return 0
	}
	return s.similarity(at, a)
}

func byLexical(a, b candidate) int {
	return cmp.Or(cmp.Compare(b.Lexical, a.Lexical), cmp.Compare(b.Vector, a.Vector), cmp.Compare(a.Passage, b.Passage))
}

func byVector(a, b candidate) int {
	return cmp.Or(cmp.Compare(b.Vector, a.Vector), cmp.Compare(b.Lexical, a.Lexical), cmp.Compare(a.Passage, b.Passage))
}

// best keeps the n best of the candidates that it is offered, in a heap with
// the worst of them on top.
type best struct {
	n       int
	compare func(a, b candidate) int
	heap    []candidate
}

func (t *best) offer(c candidate) {
	if len(t.heap) < t.n {
		t.heap = append(t.heap, c)
		for i := len(t.heap) - 1; i > 0; {
			up := (i - 1) / 2
			if t.compare(t.heap[i], t.heap[up]) <= 0 {
				break
			}
			t.heap[i], t.heap[up] = t.heap[up], t.heap[i]
			i = up
		}
		return
	}
	if t.compare(c, t.heap[0]) >= 0 {
		return
	}
	t.heap[0] = c
	for i := 0; ; {
		down := 2*i + 1
		if down >= len(t.heap) {
			break
		}
		if down+1 < len(t.heap) && t.compare(t.heap[down+1], t.heap[down]) > 0 {
			down++
		}
		if t.compare(t.heap[down], t.heap[i]) <= 0 {
			break
		}
		t.heap[i], t.heap[down] = t.heap[down], t.heap[i]
		i = down
	}
}

func (t *best) sorted() []candidate {
	slices.SortFunc(t.heap, t.compare)
	return t.heap
}
