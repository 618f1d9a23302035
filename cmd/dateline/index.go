package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"path/filepath"
	"slices"

	"dateline/corpus"
	"dateline/corpus/archive"
	"dateline/retrieval"
	"dateline/retrieval/embed"
	"dateline/retrieval/index"
)

// What stands beside the archive. Only ingest and reindex write it, and it can
// be made again from the archive at any time.
const (
	snapshotFile = "index.snapshot"
	vectorsFile  = "vectors.model"
)

// minLatentPassages is the size from which on an archive has vectors. A gain
// was measured at 15,000 passages and none at 400.
const minLatentPassages = 5000

// searcher searches with the vectors where that shows nothing of what a
// question may not see: they are learnt from the whole archive, so that they
// serve only questions to the whole archive as it is today. All others are
// searched by words alone.
type searcher struct {
	words, vectors *retrieval.Searcher                     // vectors is nil where there are none
	collections    func(context.Context) ([]string, error) // all of the archive's
	today          func() corpus.Day
}

// Search finds passages, best first.
func (s *searcher) Search(ctx context.Context, q retrieval.Query) ([]retrieval.Hit, error) {
	if s.vectors == nil || q.Filter.AsOf != 0 && q.Filter.AsOf < s.today() {
		return s.words.Search(ctx, q)
	}
	all, err := s.collections(ctx)
	if err != nil {
		return nil, err
	}
	for _, name := range all {
		if !slices.Contains(q.Filter.Collections, name) {
			return s.words.Search(ctx, q)
		}
	}
	return s.vectors.Search(ctx, q)
}

// openVectors returns the model beside an archive, nil where there is none. A
// damaged one is left out with a warning: ingest makes it again.
func openVectors(store string, log *slog.Logger) *embed.Local {
	m, err := embed.Load(filepath.Join(store, vectorsFile))
	if err != nil {
		if !errors.Is(err, fs.ErrNotExist) {
			log.Warn("searching without vectors: ingest makes them again", "reason", err)
		}
		return nil
	}
	return m
}

// indexer keeps snapshot and vectors of an archive up to date, for ingest.
type indexer struct {
	archive *archive.Archive
	store   string
}

// Sync brings the index up to the archive and writes its snapshot where it
// has moved on. The vectors are learnt at the end of a run, when the archive
// is large enough, and again whenever it has doubled.
func (ix indexer) Sync(ctx context.Context, underway bool) error {
	opts, learnt, err := ix.vectors(ctx, underway)
	if err != nil {
		return fmt.Errorf("learn vectors: %w", err)
	}
	path := filepath.Join(ix.store, snapshotFile)
	x, err := index.Load(path, opts)
	if err == nil && !learnt {
		if covers, err := x.Covers(ctx, ix.archive); covers || err != nil {
			return err
		}
	}
	if err != nil || learnt {
		x = index.New(opts)
	}
	if err := x.Sync(ctx, ix.archive); err != nil {
		return err
	}
	return x.Write(path)
}

func (ix indexer) vectors(ctx context.Context, underway bool) (opts index.Options, learnt bool, err error) {
	path := filepath.Join(ix.store, vectorsFile)
	if underway {
		if m, err := embed.Load(path); err == nil {
			opts.Embedder = m
		}
		return opts, false, nil
	}
	names, err := ix.archive.Collections(ctx)
	if err != nil {
		return opts, false, err
	}
	stats, err := ix.archive.Stats(ctx, names)
	if err != nil || stats.Passages < minLatentPassages {
		return opts, false, err
	}
	m, learnt, err := embed.Refresh(ctx, path, stats.Passages, index.Texts(ctx, ix.archive), embed.Options{})
	if err == nil {
		opts.Embedder = m
	}
	return opts, learnt, err
}
