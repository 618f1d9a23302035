// Package index is the engine that runs within the program: BM25 over stemmed
// terms, with an article's title, source and date as context of each of its
// passages, and vectors beside it. It is held in memory, in immutable segments
// of compressed postings, and kept on disk as a snapshot (Write tells its
// format), which only ingest writes. Readers load the snapshot and add what
// the archive has gained since.
package index

import (
	"context"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"dateline/corpus"
	"dateline/retrieval"
)

// Weighting are the constants of the lexical score. They are few and round:
// chosen on two unlike collections (pages of an encyclopaedia, sentences of
// news) as what serves both, and not fitted to either.
type Weighting struct {
	K1    float64 // how slowly a term's repetitions saturate
	B     float64 // how far a long text is held against its terms
	Title float64 // what a term in the title counts, where one in the text counts 1
	By    float64 // what one in the source or the date counts
}

// DefaultWeighting is used where Options has none.
var DefaultWeighting = Weighting{K1: .6, B: .5, Title: 1.5, By: .5}

// Options of an index. The zero value is ready to use.
type Options struct {
	Weighting Weighting          // zero: DefaultWeighting
	Embedder  retrieval.Embedder // of the passages taken in from an archive; nil: no vectors
	// Resume, if not nil, takes the place of Embedder: it gives the one that goes
	// on with vectors of an embedder's ID, "" for those of an index without any.
	// Where it gives nil, what is new has no vectors.
	Resume func(id string) retrieval.Embedder
}

// Index is an engine in memory. It is safe for concurrent use: readers see the
// state before or after a change, and never wait for one.
type Index struct {
	opts Options

	view atomic.Pointer[view]

	mu       sync.Mutex // held by whoever changes the view
	embedder retrieval.Embedder
	keys     map[*segment]map[corpus.Key]int
}

// view is one state of the index. It is never changed.
type view struct {
	archive    string // ID of what it was made from; "" for none
	generation int64
	embedder   string // ID of what the vectors are from
	segs       []*segment
	dead       []bitset // of each segment's articles
}

var _ interface {
	retrieval.Engine
	retrieval.Lexicon
} = (*Index)(nil)

// New returns an empty index.
func New(opts Options) *Index {
	if opts.Weighting == (Weighting{}) {
		opts.Weighting = DefaultWeighting
	}
	x := &Index{opts: opts, embedder: opts.Embedder}
	if opts.Resume != nil {
		x.embedder = opts.Resume("")
	}
	x.view.Store(x.empty())
	return x
}

// empty returns the view of nothing.
func (x *Index) empty() *view {
	if x.embedder == nil {
		return &view{}
	}
	return &view{embedder: x.embedder.ID()}
}

// Generation returns the archive's generation that the index covers.
func (x *Index) Generation() int64 { return x.view.Load().generation }

// Len returns the number of articles and passages in the index.
func (x *Index) Len() (articles, passages int) {
	v := x.view.Load()
	for i, s := range v.segs {
		for j, d := range s.docs {
			if !v.dead[i].has(j) {
				articles++
				passages += int(d.n)
			}
		}
	}
	return articles, passages
}

// Bytes returns about how much memory the index takes.
func (x *Index) Bytes() int {
	n := 0
	for _, s := range x.view.Load().segs {
		n += s.bytes()
	}
	return n
}

// Upsert puts articles in, replacing other versions of the same ones; of two
// with one key the later counts. Vectors are one for each passage, in order.
func (x *Index) Upsert(ctx context.Context, docs []corpus.Document, vectors [][]float32) error {
	x.mu.Lock()
	defer x.mu.Unlock()
	v, err := x.upsert(ctx, x.view.Load(), docs, vectors)
	if err != nil {
		return err
	}
	x.view.Store(v)
	return nil
}

// Delete takes articles out. Unknown keys are no error.
func (x *Index) Delete(_ context.Context, keys []corpus.Key) error {
	x.mu.Lock()
	defer x.mu.Unlock()
	v, err := x.remove(x.view.Load(), keys)
	if err != nil {
		return err
	}
	x.view.Store(v)
	return nil
}

func (x *Index) upsert(ctx context.Context, v *view, docs []corpus.Document, vectors [][]float32) (*view, error) {
	last := make(map[corpus.Key]int, len(docs))
	keys := make([]corpus.Key, len(docs))
	for i, d := range docs {
		last[d.Key], keys[i] = i, d.Key
	}
	v, err := x.remove(v, keys)
	if err != nil {
		return nil, err
	}
	dims := 0
	for _, vector := range vectors {
		dims = max(dims, len(vector))
	}
	b := newBuilder(dims)
	for i, d := range docs {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		n := min(len(d.Passages), len(vectors))
		if last[d.Key] == i && len(d.Passages) > 0 {
			b.add(d, vectors[:n])
		}
		vectors = vectors[n:]
	}
	if len(b.seg.docs) == 0 {
		return v, nil
	}
	seg, err := b.segment()
	if err != nil {
		return nil, err
	}
	next := &view{v.archive, v.generation, v.embedder, append(slices.Clip(v.segs), seg), append(slices.Clip(v.dead), nil)}
	// Segments are merged as the digits of a binary counter are carried, so
	// that each passage is copied as often as the archive doubles.
	for n := len(next.segs); n > 1 && len(next.segs[n-2].passages) <= 2*len(next.segs[n-1].passages); n-- {
		if next, err = x.join(next, n-2, n); err != nil {
			return nil, err
		}
	}
	return next, nil
}

// join merges the segments from i to before j.
func (x *Index) join(v *view, i, j int) (*view, error) {
	seg, err := merge(v.segs[i:j], v.dead[i:j])
	if err != nil {
		return nil, err
	}
	for _, old := range v.segs[i:j] {
		delete(x.keys, old)
	}
	next := &view{v.archive, v.generation, v.embedder, slices.Clone(v.segs), slices.Clone(v.dead)}
	if len(seg.docs) == 0 {
		next.segs, next.dead = slices.Delete(next.segs, i, j), slices.Delete(next.dead, i, j)
		return next, nil
	}
	next.segs, next.dead = slices.Replace(next.segs, i, j, seg), slices.Replace(next.dead, i, j, nil)
	return next, nil
}

func (x *Index) remove(v *view, keys []corpus.Key) (*view, error) {
	next := v
	for i, s := range v.segs {
		byKey := x.keysOf(s)
		var dead bitset
		for _, k := range keys {
			j, ok := byKey[k]
			if !ok || v.dead[i].has(j) {
				continue
			}
			if dead == nil {
				dead = v.dead[i].with(j, len(s.docs))
			}
			dead[j>>6] |= 1 << (j & 63)
		}
		if dead != nil {
			if next == v {
				next = &view{v.archive, v.generation, v.embedder, v.segs, slices.Clone(v.dead)}
			}
			next.dead[i] = dead
		}
	}
	if next == v {
		return v, nil
	}
	for i := len(next.segs) - 1; i >= 0; i-- { // what is mostly dead is written anew
		n := 0
		for j := range next.segs[i].docs {
			if next.dead[i].has(j) {
				n++
			}
		}
		if 2*n > len(next.segs[i].docs) {
			var err error
			if next, err = x.join(next, i, i+1); err != nil {
				return nil, err
			}
		}
	}
	return next, nil
}

func (x *Index) keysOf(s *segment) map[corpus.Key]int {
	m := x.keys[s]
	if m == nil {
		m = make(map[corpus.Key]int, len(s.docs))
		for j, d := range s.docs {
			m[corpus.Key{Collection: s.names[d.collection], ID: d.id}] = j
		}
		if x.keys == nil {
			x.keys = map[*segment]map[corpus.Key]int{}
		}
		x.keys[s] = m
	}
	return m
}

// Sources returns the names of the sources that can be seen, sorted.
func (x *Index) Sources(_ context.Context, filter retrieval.Filter) ([]string, error) {
	v := x.view.Load()
	var names []string
	for i, s := range v.segs {
		g := newGate(s, filter)
		seen := make([]bool, len(s.names))
		for j := range s.docs {
			if d := &s.docs[j]; !seen[d.source] && !v.dead[i].has(j) && g.visible(d) {
				seen[d.source] = true
				if name := s.names[d.source]; name != "" {
					names = append(names, name)
				}
			}
		}
	}
	slices.Sort(names)
	return slices.Compact(names), nil
}

// gate is a filter made ready for one segment.
type gate struct {
	filter     retrieval.Filter
	collection []bool // by index into names: whether it is allowed
	source     []bool
}

func newGate(s *segment, f retrieval.Filter) gate {
	g := gate{filter: f, collection: make([]bool, len(s.names)), source: make([]bool, len(s.names))}
	for i, name := range s.names {
		g.collection[i] = slices.Contains(f.Collections, name)
		g.source[i] = len(f.Sources) == 0 || slices.ContainsFunc(f.Sources, func(s string) bool { return strings.EqualFold(s, name) })
	}
	return g
}

// visible reports whether an article may shape what is found.
func (g gate) visible(d *doc) bool {
	return g.collection[d.collection] && (g.filter.AsOf == 0 || !d.published.Known() || d.published.Start <= g.filter.AsOf)
}

// passes reports whether a visible article may be found.
func (g gate) passes(d *doc) bool {
	return g.source[d.source] && (!g.filter.Published.Known() || d.published.Overlaps(g.filter.Published))
}
