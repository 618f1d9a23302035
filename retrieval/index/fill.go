package index

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"

	"dateline/corpus"
	"dateline/retrieval"
)

// resume chooses the embedder that goes on with a view's vectors. A view
// without vectors becomes one of the embedder's, in which all are lacking.
func (x *Index) resume(v *view) {
	x.embedder = x.opts.Resume(v.embedder)
	switch {
	case x.embedder == nil || v.embedder == x.embedder.ID():
	case v.embedder == "":
		v.embedder = x.embedder.ID()
	default:
		x.embedder = nil // of other vectors than it was asked for
	}
}

// Embedder returns the ID of the embedder that the vectors are from, "" where
// the index has none.
func (x *Index) Embedder() string { return x.view.Load().embedder }

// Vectored reports whether any passage has a vector.
func (x *Index) Vectored() bool {
	return slices.ContainsFunc(x.view.Load().segs, func(s *segment) bool { return s.dims > 0 })
}

// Lacking returns the passages that have no vector of the embedder of this ID:
// all, where the index's are of another one.
func (x *Index) Lacking(embedder string) []corpus.PassageID {
	v := x.view.Load()
	var ids []corpus.PassageID
	for i, s := range v.segs {
		for _, p := range s.lacking(v.dead[i], v.embedder != embedder) {
			ids = append(ids, s.passages[p].id)
		}
	}
	return ids
}

// lacking returns the passages of living articles that have no vector, or all.
func (s *segment) lacking(dead bitset, all bool) []int {
	var out []int
	for j, d := range s.docs {
		if dead.has(j) {
			continue
		}
		for p := int(d.first); p < int(d.first+d.n); p++ {
			if all || s.dims == 0 || s.scales[p] == 0 {
				out = append(out, p)
			}
		}
	}
	return out
}

// Passages returns all passages that can be found.
func (x *Index) Passages() []corpus.PassageID {
	v := x.view.Load()
	var ids []corpus.PassageID
	for i, s := range v.segs {
		for _, p := range s.lacking(v.dead[i], true) {
			ids = append(ids, s.passages[p].id)
		}
	}
	return ids
}

// Vectors yields the vectors of all passages that have one, as exact as they
// are kept.
func (x *Index) Vectors() iter.Seq2[corpus.PassageID, []float32] {
	return func(yield func(corpus.PassageID, []float32) bool) {
		v := x.view.Load()
		for i, s := range v.segs {
			for _, p := range s.lacking(v.dead[i], true) {
				if s.dims == 0 || s.scales[p] == 0 {
					continue
				}
				vector := make([]float32, s.dims)
				for d, c := range s.vectors[p*s.dims : (p+1)*s.dims] {
					vector[d] = float32(int8(c)) * s.scales[p]
				}
				if !yield(s.passages[p].id, vector) {
					return
				}
			}
		}
	}
}

// fillPassages is how many passages are read and embedded at once.
const fillPassages = 1024

// Fill gives the passages that lack a vector by the embedder one, as far as the
// embedder has it: nil is none. Where the index has vectors of another embedder
// all are put in their place at once, if enough, which is told how many are
// missing of how many, agrees; else the index stays as it was. Questions that
// are being answered see the state before or after, and wait for neither. It
// returns whether the index is the embedder's now, and how many passages lack a
// vector of it. Where all are to be new the index can change meanwhile.
func (x *Index) Fill(ctx context.Context, lib retrieval.Library, e retrieval.Embedder, enough func(missing, total int) bool) (done bool, missing int, err error) {
	ready, err := x.prepare(ctx, lib, e)
	if err != nil {
		return false, 0, fmt.Errorf("fill in vectors: %w", err)
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	v := x.view.Load()
	whole := v.embedder != e.ID()
	next := &view{v.archive, v.generation, e.ID(), slices.Clone(v.segs), v.dead}
	total := 0
	for i, s := range v.segs {
		wanted := s.lacking(v.dead[i], whole)
		total += len(wanted)
		filled := ready[s]
		if filled != nil && whole {
			next.segs[i] = filled
			missing += len(filled.lacking(v.dead[i], false))
			continue
		}
		filled, lacks, err := s.fill(ctx, lib, e, wanted, whole)
		if err != nil {
			return false, 0, fmt.Errorf("fill in vectors: %w", err)
		}
		next.segs[i] = filled
		missing += lacks
	}
	if whole && v.embedder != "" && !enough(missing, total) {
		return false, missing, nil
	}
	for i, s := range v.segs {
		if s != next.segs[i] && x.keys[s] != nil {
			x.keys[next.segs[i]] = x.keys[s]
			delete(x.keys, s)
		}
	}
	x.embedder = e
	x.view.Store(next)
	return true, missing, nil
}

// prepareRounds is how often it is looked for what has come while vectors were
// made: the rest is made while the index is held.
const prepareRounds = 3

// prepare makes the vectors of all segments, where the index's are of another
// embedder, without holding the index.
func (x *Index) prepare(ctx context.Context, lib retrieval.Library, e retrieval.Embedder) (map[*segment]*segment, error) {
	ready := map[*segment]*segment{}
	for range prepareRounds {
		v := x.view.Load()
		if v.embedder == e.ID() {
			break
		}
		for i, s := range v.segs {
			if ready[s] != nil {
				continue
			}
			var err error
			if ready[s], _, err = s.fill(ctx, lib, e, s.lacking(v.dead[i], true), true); err != nil {
				return nil, err
			}
		}
	}
	return ready, nil
}

// fill returns the segment with vectors of the passages wanted, and how many of
// these have none. What the segment had is kept unless all is to be new.
func (s *segment) fill(ctx context.Context, lib retrieval.Library, e retrieval.Embedder, wanted []int, whole bool) (*segment, int, error) {
	if len(wanted) == 0 && !whole {
		return s, 0, nil
	}
	out := &segment{names: s.names, docs: s.docs, passages: s.passages, blocks: s.blocks, terms: s.terms, postings: s.postings}
	if !whole && s.dims > 0 {
		out.dims, out.vectors, out.scales = s.dims, slices.Clone(s.vectors), slices.Clone(s.scales)
	}
	missing := 0
	for chunk := range slices.Chunk(wanted, fillPassages) {
		ids := make([]corpus.PassageID, len(chunk))
		for i, p := range chunk {
			ids[i] = s.passages[p].id
		}
		found, err := lib.Extracts(ctx, ids)
		if err != nil {
			return nil, 0, err
		}
		at := make(map[corpus.PassageID]int, len(chunk))
		for i, id := range ids {
			at[id] = chunk[i]
		}
		texts := make([]string, len(found))
		for i, f := range found {
			texts[i] = Text(f.Article.Title, f.Text)
		}
		vectors, err := e.Embed(ctx, retrieval.EmbedDocument, texts)
		if err != nil {
			return nil, 0, err
		}
		if len(vectors) != len(texts) {
			return nil, 0, errors.New("embedder " + e.ID() + " gave another number of vectors than of texts")
		}
		missing += len(chunk)
		for i, f := range found {
			if out.dims == 0 && len(vectors[i]) > 0 {
				out.dims = len(vectors[i])
				out.vectors, out.scales = make([]byte, out.dims*len(s.passages)), make([]float32, len(s.passages))
			}
			p := at[f.ID]
			if out.dims == 0 {
				continue
			}
			if out.scales[p] = quantise(vectors[i], out.vectors[p*out.dims:(p+1)*out.dims]); out.scales[p] != 0 {
				missing--
			}
		}
	}
	if missing == len(wanted) && !whole {
		return s, missing, nil // nothing came
	}
	return out, missing, nil
}

// For returns the index as an engine for questions whose vectors are by the
// embedder of this ID: as soon as the index's are of another one, a question's
// vector counts nothing.
func (x *Index) For(embedder string) retrieval.Engine { return bound{x, embedder} }

type bound struct {
	*Index
	embedder string
}

var _ retrieval.Lexicon = bound{}

// Candidates is that of the index.
func (b bound) Candidates(ctx context.Context, terms []retrieval.Term, vector []float32, filter retrieval.Filter, n int) ([]retrieval.Candidate, error) {
	v := b.view.Load()
	if v.embedder != b.embedder {
		vector = nil
	}
	return b.candidates(ctx, v, terms, vector, filter, n)
}
