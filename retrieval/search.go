package retrieval

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"

	"dateline/corpus"
)

// Searcher finds the passages that answer a question. It is safe for
// concurrent use if its parts are.
type Searcher struct {
	Engine   Engine
	Library  Library
	Embedder Embedder // nil: search by words alone
	// VectorShare is the weight of the vector score in a convex mix with the
	// lexical one, each relative to the best of the question: 0 to 1.
	VectorShare float64
}

const (
	defaultK = 10
	// depth is how many candidates are scored at least: their times may bring
	// one forward from far behind.
	depth = 300
)

// ErrNoQuestion says that a question has no words to search for.
var ErrNoQuestion = errors.New("the question has no words to search for")

// Search returns the passages that answer the query best, at most K of them.
// A Bound that the query leaves out is read from its text, "last year" in it
// reckoned from the filter's AsOf. Near-copies are one hit, in the place of the
// best: that which stands for them in the archive, where it says as much. The same
// query finds the same in the same archive, in the same order.
//
// The error is ErrNoQuestion where the text has no words.
func (s *Searcher) Search(ctx context.Context, q Query) ([]Hit, error) {
	k := q.K
	if k <= 0 {
		k = defaultK
	}
	if len(q.Filter.Collections) == 0 {
		return nil, ctx.Err()
	}
	bounds := parseBounds(q.Text, q.Filter.AsOf)
	if q.Bound == (Bound{}) && len(bounds) > 0 {
		q.Bound = bounds[0]
	}
	var others []Bound // count too, unless the query overrules the text
	if i := slices.Index(bounds, q.Bound); i >= 0 {
		others = slices.Delete(bounds, i, i+1)
	}
	a := analyzers.Get().(*Analyzer)
	defer analyzers.Put(a)

	lexicon, _ := s.Engine.(Lexicon)
	var sources []string
	if lexicon != nil {
		var err error
		if sources, err = lexicon.Sources(ctx, q.Filter); err != nil {
			return nil, fmt.Errorf("search: %w", err)
		}
	}
	read := readQuestion(q.Text, q.Bound.Span, sources, a)
	if len(read.terms) == 0 {
		return nil, ErrNoQuestion
	}
	ranking := &ranking{query: q, question: read, analyzer: a, others: others}
	if err := ranking.weigh(ctx, lexicon); err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	if err := s.propose(ctx, ranking, max(depth, 4*k)); err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	if err := s.outline(ctx, ranking); err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	if err := ranking.score(ctx, lexicon, s.VectorShare); err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	if err := s.relate(ctx, ranking); err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	ranking.all = slices.DeleteFunc(ranking.all, func(c scored) bool { return c.Article == nil })
	if err := s.texts(ctx, ranking.stories()); err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	ranking.all = slices.DeleteFunc(ranking.all, func(c scored) bool { return c.Article == nil })
	hits := ranking.hits(k)
	found := make([]*corpus.Extract, len(hits))
	for i := range hits {
		found[i] = &hits[i].Extract
	}
	if err := s.texts(ctx, found); err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	hits = slices.DeleteFunc(hits, func(h Hit) bool { return h.Article == nil })
	for i := range hits {
		hits[i].Rank = i + 1
	}
	return hits, nil
}

var analyzers = sync.Pool{New: func() any { return new(Analyzer) }}

// propose asks the engine for candidates, for the whole question and for each
// of its parts.
func (s *Searcher) propose(ctx context.Context, r *ranking, n int) error {
	var vector []float32
	if s.Embedder != nil && s.VectorShare > 0 {
		vectors, err := s.Embedder.Embed(ctx, EmbedQuery, []string{r.query.Text})
		if err != nil {
			return err
		}
		if len(vectors) == 1 {
			vector = vectors[0]
		}
	}
	found, err := s.Engine.Candidates(ctx, r.question.terms, vector, r.query.Filter, n)
	if err != nil {
		return err
	}
	at := make(map[corpus.PassageID]int, len(found))
	for i, c := range found {
		at[c.Passage] = i
		r.all = append(r.all, scored{Candidate: c, parts: make([]float64, len(r.question.parts))})
	}
	for i, part := range r.question.parts {
		found, err := s.Engine.Candidates(ctx, part, nil, r.query.Filter, n)
		if err != nil {
			return err
		}
		for _, c := range found {
			if j, ok := at[c.Passage]; ok {
				r.all[j].parts[i] = c.Lexical
			}
		}
	}
	return nil
}

// outline fetches what the candidates are ranked by. One that the library no
// longer has is left out: the archive may have moved on since the engine was
// filled.
func (s *Searcher) outline(ctx context.Context, r *ranking) error {
	ids := make([]corpus.PassageID, len(r.all))
	for i, c := range r.all {
		ids[i] = c.Candidate.Passage
	}
	fetch := s.Library.Extracts
	if o, ok := s.Library.(Outliner); ok {
		fetch = o.Outlines
	}
	byID, err := extractsByID(ctx, fetch, ids)
	if err != nil {
		return err
	}
	kept := r.all[:0]
	for _, c := range r.all {
		if e := byID[c.Candidate.Passage]; e != nil && e.Article != nil {
			c.Extract = *e
			kept = append(kept, c)
		}
	}
	r.all = kept
	return nil
}

// texts fills in the texts that these passages lack. A passage that the
// library has lost meanwhile is taken out.
func (s *Searcher) texts(ctx context.Context, passages []*corpus.Extract) error {
	if _, ok := s.Library.(Outliner); !ok {
		return nil
	}
	var ids []corpus.PassageID
	for _, x := range passages {
		if x.Text == "" {
			ids = append(ids, x.ID)
		}
	}
	byID, err := extractsByID(ctx, s.Library.Extracts, ids)
	if err != nil {
		return err
	}
	for _, x := range passages {
		if x.Text != "" {
			continue
		}
		if full := byID[x.ID]; full != nil {
			*x = *full
		} else {
			x.Article = nil
		}
	}
	return nil
}

func extractsByID(ctx context.Context, fetch func(context.Context, []corpus.PassageID) ([]corpus.Extract, error), ids []corpus.PassageID) (map[corpus.PassageID]*corpus.Extract, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	extracts, err := fetch(ctx, ids)
	if err != nil {
		return nil, err
	}
	byID := make(map[corpus.PassageID]*corpus.Extract, len(extracts))
	for i := range extracts {
		byID[extracts[i].ID] = &extracts[i]
	}
	return byID, nil
}
