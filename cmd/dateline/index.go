package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"dateline/config"
	"dateline/corpus"
	"dateline/corpus/archive"
	"dateline/retrieval"
	"dateline/retrieval/embed"
	"dateline/retrieval/index"
)

// What stands beside the archive. Ingest and reindex write it, and serve where it
// watches; it can be made again from the archive at any time.
const (
	snapshotFile = "index.snapshot"
	vectorsFile  = "vectors.model"
)

// minLatentPassages is the size from which on an archive has vectors. A gain
// was measured at 15,000 passages and none at 400.
const minLatentPassages = 5000

// searcher searches with the vectors that the index has, where that shows
// nothing of what a question may not see. A vector by an endpoint is a function
// of its own text and serves every question. Those learnt from the archive are
// learnt from all of it and serve only questions to the whole archive as it is
// today. All others are searched by words alone.
type searcher struct {
	words       *retrieval.Searcher
	index       *index.Index
	embedder    func(id string) retrieval.Embedder // of the index's vectors; nil: there are none
	share       func(retrieval.Embedder) float64
	collections func(context.Context) ([]string, error) // all of the archive's
	today       func() corpus.Day
}

// Search finds passages, best first.
func (s *searcher) Search(ctx context.Context, q retrieval.Query) ([]retrieval.Hit, error) {
	if s.embedder == nil || !s.index.Vectored() {
		return s.words.Search(ctx, q)
	}
	id := s.index.Embedder()
	e := s.embedder(id)
	if id == "" || e == nil || e.ID() != id {
		return s.words.Search(ctx, q)
	}
	vectors := &retrieval.Searcher{Engine: s.index.For(id), Library: s.words.Library, Embedder: e, VectorShare: s.share(e)}
	if !learnt(e) {
		return vectors.Search(ctx, q)
	}
	if q.Filter.AsOf != 0 && q.Filter.AsOf < s.today() {
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
	return vectors.Search(ctx, q)
}

// learnt reports whether an embedder was learnt from the archive.
func learnt(e retrieval.Embedder) bool {
	if known, ok := e.(*knownQuestions); ok {
		e = known.Embedder
	}
	_, ok := e.(*embed.Local)
	return ok
}

// latent are the models that the vectors of an index were learnt by while this
// process had it open: a question that began with one may end with it.
type latent struct {
	mu     sync.Mutex
	models map[string]*embed.Local
	newest *embed.Local // nil: there is none
}

func (l *latent) add(m *embed.Local) {
	l.mu.Lock()
	defer l.mu.Unlock()
	old := l.newest
	l.models, l.newest = map[string]*embed.Local{m.ID(): m}, m
	if old != nil {
		l.models[old.ID()] = old
	}
}

// of returns the model of an ID, nil for none.
func (l *latent) of(id string) retrieval.Embedder {
	l.mu.Lock()
	defer l.mu.Unlock()
	if m := l.models[id]; m != nil {
		return m
	}
	return nil
}

func (l *latent) last() *embed.Local {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.newest
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

	remote *remote      // vectors by an endpoint; nil: they are learnt
	making *making      // nil: none are made
	filled embed.Filled // what became of the vectors
	down   error        // why some were not made, where the endpoint is at fault
}

// indexer returns that of an archive. Making, where it isn't nil, has it make the
// vectors that are lacking, where an endpoint is configured.
func (sh *shell) indexer(ctx context.Context, c config.Config, a *archive.Archive, m *making) (*indexer, error) {
	ix := &indexer{archive: a, store: c.Store, making: m}
	if !c.Embedding.On() {
		return ix, nil
	}
	var err error
	ix.remote, err = sh.openRemote(ctx, c, m != nil)
	return ix, err
}

// close closes the vectors; what they are asked for is kept already.
func (ix *indexer) close() {
	if ix.remote != nil {
		_ = ix.remote.Close()
	}
}

// Sync brings the index up to the archive and writes its snapshot where it
// has moved on. The vectors are learnt at the end of a run, when the archive
// is large enough, and again whenever it has doubled.
func (ix *indexer) Sync(ctx context.Context, underway bool) error {
	if ix.remote != nil {
		return ix.syncRemote(ctx, underway)
	}
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

func (ix *indexer) vectors(ctx context.Context, underway bool) (opts index.Options, learnt bool, err error) {
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

// makersWait is how long ingest waits for another process that makes vectors.
const makersWait = 5 * time.Second

// syncRemote brings the index up to the archive with the vectors that there
// are, so that what is new is found by words, and at the end of a run has those
// made that are lacking. What fails of that is kept for the summary.
func (ix *indexer) syncRemote(ctx context.Context, underway bool) error {
	r, path := ix.remote, filepath.Join(ix.store, snapshotFile)
	x, err := index.Load(path, index.Options{Resume: r.resume})
	covers := false
	if err == nil {
		if covers, err = x.Covers(ctx, ix.archive); err != nil {
			return err
		}
	} else {
		x = index.New(index.Options{Resume: r.resume})
	}
	if !covers {
		if err := x.Sync(ctx, ix.archive); err != nil {
			return err
		}
		if err := x.Write(path); err != nil {
			return err
		}
	}
	if underway || ix.making == nil {
		return nil
	}
	unlock, err := r.store.Lock(ctx, makersWait)
	if err != nil {
		if errors.Is(err, embed.ErrBusy) {
			ix.down = err
			return nil
		}
		return err
	}
	defer unlock()
	lacking := len(x.Lacking(r.kept.ID()))
	given := true
	if lacking > 0 {
		if ix.filled, given, ix.down, err = r.fill(ctx, x, ix.archive, *ix.making); err != nil {
			return fmt.Errorf("make vectors: %w", err)
		}
		if given && ix.filled.Made+ix.filled.Had > 0 {
			if err := x.Write(path); err != nil {
				return err
			}
		}
	}
	if !given || ix.down != nil || !ix.filled.Enough() {
		return nil
	}
	return r.finish(ctx, x, ix.archive)
}

// vectorsReport says what became of the vectors, and returns errPartial where
// some are missing.
func (ix *indexer) vectorsReport(stdout, stderr io.Writer) error {
	if ix.remote == nil {
		return nil
	}
	if errors.Is(ix.down, embed.ErrBusy) {
		fmt.Fprintln(stderr, "dateline: another process (serve, most likely) makes the vectors of what is new")
		return nil
	}
	if f := ix.filled; f.Pieces > 0 {
		fmt.Fprintf(stdout, "vectors of %d passages by %s: %d made, %d known, %d missing\n", f.Pieces, ix.remote.embedder.Settings().Model, f.Made, f.Had, f.Missing())
	}
	if ix.down != nil {
		fmt.Fprintln(stderr, "dateline: vectors:", ix.down)
	}
	if ix.down == nil && ix.filled.Missing() == 0 {
		return nil
	}
	fmt.Fprintln(stderr, "dateline: passages without a vector are found by words; the same command makes what is missing")
	return errPartial
}
