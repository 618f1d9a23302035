package main

import (
	"context"
	"errors"
	"fmt"

	"dateline/bot/eval"
	"dateline/corpus"
	"dateline/retrieval"
	"dateline/retrieval/embed"
)

// errNoVectors says that there is nothing to tune.
var errNoVectors = errors.New("eval --tune: the archive has no vectors: configure [embedding] and run ingest, or ingest more: from 5,000 passages on they are learnt from the archive")

// tune finds the best share of the vectors for a set.
func (sh *shell) tune(ctx context.Context, lib *library, set []eval.Question, asOf corpus.Day) error {
	s := lib.searcher
	id := lib.index.Embedder()
	if s.embedder == nil || !lib.index.Vectored() {
		return errNoVectors
	}
	e := s.embedder(id)
	if e == nil || e.ID() != id {
		return errNoVectors
	}
	if lib.remote != nil {
		if id != lib.remote.kept.ID() {
			return errors.New("eval --tune: the archive still has vectors of other settings: run ingest or serve until the new ones are made")
		}
		if n := len(lib.index.Lacking(id)); n > 0 {
			fmt.Fprintf(sh.stderr, "dateline: %d passages have no vector yet: run ingest first for a share that will last\n", n)
		}
	}
	known := &knownQuestions{Embedder: e, vectors: map[string][]float32{}}
	if err := known.learn(ctx, lib.remote, set); err != nil {
		return fmt.Errorf("eval --tune: %w", err)
	}
	at := func(share float64) eval.Searcher {
		tuned := *s
		tuned.embedder = func(string) retrieval.Embedder { return known }
		tuned.share = func(retrieval.Embedder) float64 { return share }
		return &tuned
	}
	t, err := eval.Tune(ctx, set, at, eval.Options{Collections: lib.collections, AsOf: asOf})
	if err != nil {
		return fmt.Errorf("eval --tune: %w", err)
	}
	return t.WriteText(printable{sh.stdout}, embed.Share)
}

// knownQuestions is an embedder that has the vectors of questions ready, so that
// the endpoint is asked once for each, and a failure is an error rather than a
// search by words.
type knownQuestions struct {
	retrieval.Embedder
	vectors map[string][]float32
}

// learn embeds the questions of a set that are tuned by.
func (k *knownQuestions) learn(ctx context.Context, r *remote, set []eval.Question) error {
	var texts []string
	for _, q := range set {
		if eval.Tunable(q) {
			texts = append(texts, q.Text)
		}
	}
	e := k.Embedder
	if r != nil {
		e = r.embedder
	}
	vectors, err := e.Embed(ctx, retrieval.EmbedQuery, texts)
	if err != nil {
		return err
	}
	for i, text := range texts {
		k.vectors[text] = vectors[i]
	}
	return nil
}

// Embed returns the vectors that are ready.
func (k *knownQuestions) Embed(ctx context.Context, kind retrieval.EmbedKind, texts []string) ([][]float32, error) {
	if kind != retrieval.EmbedQuery {
		return k.Embedder.Embed(ctx, kind, texts)
	}
	out := make([][]float32, len(texts))
	for i, text := range texts {
		v, ok := k.vectors[text]
		if !ok {
			return nil, fmt.Errorf("question %.60q has no vector", text)
		}
		out[i] = v
	}
	return out, nil
}
