package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"dateline/bot"
	"dateline/bot/brief"
	"dateline/bot/chat"
	"dateline/config"
	"dateline/corpus"
	"dateline/corpus/archive"
	"dateline/corpus/example"
	"dateline/corpus/source"
	"dateline/retrieval"
	"dateline/retrieval/embed"
	"dateline/retrieval/index"
	"dateline/retrieval/ingest"
)

// maxQuestionBytes bounds a question.
const maxQuestionBytes = 10_000

// library is an archive that is open for questions, with all that answers
// them.
type library struct {
	archive     *archive.Archive
	index       *index.Index
	searcher    *searcher
	reader      *bot.Reader
	asker       asker // the reader, or a writer before it
	briefer     chat.Briefer
	collections []string
	remote      *remote // vectors by an endpoint; nil: none is configured
	latent      *latent // vectors learnt from the archive; nil: an endpoint's, or the example
	zone        *time.Location
	now         func() time.Time
	watching    *watching     // nil: no folder is watched
	moved       chan struct{} // has an element when this process has changed the archive
}

// open opens the archive that the flags name, for reading, or the example.
func (sh *shell) open(ctx context.Context) (*library, error) {
	c, err := sh.settings()
	if err != nil {
		return nil, err
	}
	var a *archive.Archive
	var x *index.Index
	var r *remote
	var l *latent
	var embedder func(string) retrieval.Embedder
	share := func(retrieval.Embedder) float64 { return embed.Share }
	switch {
	case sh.example:
		a, x, err = openExample(ctx, sh.now)
	case c.Embedding.On():
		a, x, r, err = sh.openWithRemote(ctx, c)
		if err == nil {
			embedder, share = r.resume, r.shareOf
		}
	default:
		var m *embed.Local
		if a, x, m, err = sh.openStore(ctx, c); err == nil {
			l = &latent{}
			if embedder = l.of; m != nil {
				l.add(m)
			}
		}
		if c.Embedding.Share >= 0 {
			share = func(retrieval.Embedder) float64 { return min(c.Embedding.Share, 1) }
		}
	}
	if err != nil {
		return nil, err
	}
	lib := &library{archive: a, index: x, remote: r, latent: l, zone: c.Zone, now: sh.now, moved: make(chan struct{}, 1)}
	if lib.collections, err = a.Collections(ctx); err != nil {
		lib.Close()
		return nil, err
	}
	lib.searcher = &searcher{words: &retrieval.Searcher{Engine: x, Library: a}, index: x, embedder: embedder, share: share, collections: a.Collections,
		today: func() corpus.Day { return corpus.DayIn(lib.clock()) }}
	if name := sh.collection; name != "" {
		if have := lib.collections; len(have) > 0 && !slices.Contains(have, name) {
			fmt.Fprintf(sh.stderr, "dateline: there is no collection %s: the archive has %s\n", name, excerpt(strings.Join(have, ", "), 200))
		}
		lib.collections = []string{name}
	}
	lib.reader = &bot.Reader{Search: lib.searcher, Archive: a, Lexicon: x, Clock: lib.clock}
	lib.asker = lib.reader
	lib.briefer = &brief.Composer{Archive: a, Engine: x, Clock: lib.clock}
	return lib, nil
}

// openStore opens a folder's archive, its index, and its vectors where there
// are any.
func (sh *shell) openStore(ctx context.Context, c config.Config) (*archive.Archive, *index.Index, *embed.Local, error) {
	a, err := openArchive(ctx, c.Store)
	if err != nil {
		return nil, nil, nil, err
	}
	var opts index.Options
	m := openVectors(c.Store, sh.log())
	if m != nil {
		opts.Embedder = m
	}
	x, err := index.Open(ctx, filepath.Join(c.Store, snapshotFile), a, opts, sh.log())
	if err != nil {
		return nil, nil, nil, errors.Join(err, a.Close())
	}
	return a, x, m, nil
}

func openArchive(ctx context.Context, store string) (*archive.Archive, error) {
	a, err := archive.OpenReadOnly(ctx, store, archive.Options{})
	if errors.Is(err, archive.ErrNoArchive) {
		err = fmt.Errorf("%w (or try --example)", err)
	}
	return a, err
}

// openWithRemote opens a folder's archive, its index, and the vectors that an
// endpoint made.
func (sh *shell) openWithRemote(ctx context.Context, c config.Config) (*archive.Archive, *index.Index, *remote, error) {
	a, err := openArchive(ctx, c.Store)
	if err != nil {
		return nil, nil, nil, err
	}
	r, err := sh.openRemote(ctx, c, sh.makesVectors)
	if err != nil {
		return nil, nil, nil, errors.Join(err, a.Close())
	}
	x, err := index.Open(ctx, filepath.Join(c.Store, snapshotFile), a, index.Options{Resume: r.resume}, sh.log())
	if err != nil {
		return nil, nil, nil, errors.Join(err, r.Close(), a.Close())
	}
	return a, x, r, nil
}

// openExample reads the example archive into memory.
func openExample(ctx context.Context, now func() time.Time) (*archive.Archive, *index.Index, error) {
	a, err := archive.Memory(ctx, archive.Options{Now: now})
	if err != nil {
		return nil, nil, err
	}
	var r source.Reader
	sum, err := (&ingest.Pipeline{Archive: a}).Run(ctx, r.FS(ctx, example.FS))
	if err == nil && len(sum.Rejected) > 0 {
		err = fmt.Errorf("example archive: %w", &sum.Rejected[0])
	}
	x := index.New(index.Options{})
	if err == nil {
		err = x.Sync(ctx, a)
	}
	if err != nil {
		return nil, nil, errors.Join(err, a.Close())
	}
	return a, x, nil
}

// Close closes the archive. What was only read has nothing to lose, so that
// its error says nothing.
func (lib *library) Close() {
	if lib.remote != nil {
		_ = lib.remote.Close()
	}
	_ = lib.archive.Close()
}

// clock returns the time in the configured zone.
func (lib *library) clock() time.Time { return lib.now().In(lib.zone) }

// allowed returns the collections that a question may see: those that it
// names, within those that the command was given.
func (lib *library) allowed(named []string) []string {
	if named == nil {
		return lib.collections
	}
	both := []string{}
	for _, name := range lib.collections {
		for _, n := range named {
			if n == name {
				both = append(both, name)
				break
			}
		}
	}
	return both
}

// asOf reads a day, today where s is empty.
func (lib *library) asOf(s string) (corpus.Day, error) {
	if s == "" {
		return corpus.DayIn(lib.clock()), nil
	}
	iv, err := corpus.ParseInterval(s)
	if err != nil {
		return 0, fmt.Errorf("as-of: %w", err)
	}
	return iv.End, nil
}

// log returns the operators' log, on standard error.
func (sh *shell) log() *slog.Logger {
	return slog.New(slog.NewTextHandler(sh.stderr, &slog.HandlerOptions{
		ReplaceAttr: func(groups []string, a slog.Attr) slog.Attr {
			if a.Key == slog.TimeKey && len(groups) == 0 {
				return slog.Attr{}
			}
			return a
		},
	}))
}

func isBlank(s string) bool { return strings.TrimSpace(s) == "" }
