package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"path/filepath"
	"sync"
	"time"

	"dateline/config"
	"dateline/corpus/archive"
	"dateline/corpus/source"
	"dateline/corpus/watch"
	"dateline/retrieval/embed"
	"dateline/retrieval/index"
)

// makersLock is how long serve waits for who makes the archive that it lacks.
const makersLock = 10 * time.Second

// makeArchive makes the archive that is to be filled by watching, where there is
// none.
func (sh *shell) makeArchive(ctx context.Context, store string) error {
	a, err := archive.OpenReadOnly(ctx, store, archive.Options{})
	if errors.Is(err, archive.ErrNoArchive) {
		a, err = archive.Open(ctx, store, archive.Options{Now: sh.now, Wait: makersLock})
	}
	if err != nil {
		return err
	}
	return a.Close()
}

// watching takes in what arrives in the folders of the settings, while serve
// answers from the same archive.
type watching struct {
	watcher *watch.Watcher
	intake  *intake
	keeper  *keeper
	log     *slog.Logger
}

// watching returns what watches the folders of the settings for a library, nil
// where there are none.
func (sh *shell) watching(c config.Config, lib *library, log *slog.Logger) (*watching, error) {
	if len(c.Ingest.Folders) == 0 {
		return nil, nil
	}
	if sh.example {
		log.Warn("the example is served: no folder is watched")
		return nil, nil
	}
	folders := collected(c, c.Ingest.Folders)
	w := &watching{log: log}
	var err error
	w.watcher, err = watch.New(pathsOf(folders), watch.Options{Say: func(n watch.Notice) {
		if n.What == watch.Back {
			log.Info(n.String())
		} else {
			log.Warn(n.String())
		}
	}})
	if err != nil {
		return nil, err
	}
	w.intake = &intake{store: c.Store, folders: folders, now: sh.now, patient: true,
		rejected: func(e source.RecordError) {
			log.Warn("a record is rejected", "at", e.Path, "line", e.Line, "reason", e.Err)
		},
		committed: func(int) { lib.hasMoved() },
		waits: func(err error) {
			switch {
			case err == nil:
				log.Info("what has arrived meanwhile is taken in")
			case errors.Is(err, archive.ErrLocked):
				log.Info("what arrives waits while another process writes to the archive")
			default:
				log.Warn("what arrives waits until it can be written", "reason", err)
			}
		},
	}
	w.keeper = newKeeper(func(ctx context.Context, underway bool) error {
		if err := lib.learn(ctx, c.Store, minLatentPassages, underway, log); err != nil {
			return err
		}
		return lib.writeSnapshot(ctx, c.Store)
	}, lib.archive.Articles,
		func(err error) { log.Warn("the index on disk is brought up to date later", "reason", err) })
	return w, nil
}

// run works until ctx ends.
func (w *watching) run(ctx context.Context) {
	// The keeper ends after the last that was taken in.
	keeping, stop := context.WithCancel(context.WithoutCancel(ctx))
	var running sync.WaitGroup
	running.Go(func() { w.keeper.run(keeping) })
	defer running.Wait()
	defer stop()
	err := w.watcher.Run(ctx, func(ctx context.Context, arrivals []watch.Arrival) error {
		sum, unread, err := w.intake.take(ctx, arrivals)
		for _, a := range unread {
			w.watcher.Again(a)
		}
		if n := sum.added + sum.updated; n > 0 {
			w.keeper.changed(n)
		}
		if sum.added+sum.updated+sum.rejected+sum.withheld > 0 {
			w.log.Info("taken in", "added", sum.added, "updated", sum.updated, "copies", sum.copies, "withheld", sum.withheld, "rejected", sum.rejected)
		}
		return err
	})
	if ctx.Err() == nil {
		w.log.Error("no folder is watched any more", "reason", err)
	}
}

// hasMoved says that the archive has moved on.
func (lib *library) hasMoved() {
	select {
	case lib.moved <- struct{}{}:
	default:
	}
}

// learn has the index's vectors be those of the model beside the archive, which is
// learnt first where there is none for an archive of at least so many passages,
// or where it has grown to twice of what it was learnt from. Questions are
// answered, and what arrives is taken in, meanwhile. Underway says that there is
// no time for learning, and only what was begun is brought to its end.
func (lib *library) learn(ctx context.Context, store string, least int, underway bool, log *slog.Logger) error {
	if lib.latent == nil {
		return nil
	}
	m, began := lib.latent.last(), time.Now()
	_, passages := lib.index.Len()
	if !underway && passages >= least {
		var learnt bool
		var err error
		if m, learnt, err = embed.Refresh(ctx, filepath.Join(store, vectorsFile), passages, index.Texts(ctx, lib.archive), embed.Options{}); err != nil {
			return err
		}
		lib.latent.add(m)
		if learnt {
			log.Info("vectors are learnt", "passages", passages, "took", time.Since(began).Round(time.Millisecond))
		}
	}
	if m == nil || m.ID() == lib.index.Embedder() {
		return nil
	}
	_, _, err := lib.index.Fill(ctx, lib.archive, m, func(int, int) bool { return true })
	return err
}

// writeSnapshot writes the index to disk, for who opens the archive next. One
// whose vectors were learnt is written only while the model beside it is theirs:
// of another it could not be used.
func (lib *library) writeSnapshot(ctx context.Context, store string) error {
	if err := lib.index.Sync(ctx, lib.archive); err != nil {
		return err
	}
	if lib.remote == nil {
		id := ""
		m, err := embed.Load(filepath.Join(store, vectorsFile))
		switch {
		case err == nil:
			id = m.ID()
		case !errors.Is(err, fs.ErrNotExist):
			return fmt.Errorf("the vectors beside it: %w", err)
		}
		if id != lib.index.Embedder() {
			return nil
		}
	}
	return lib.index.Write(filepath.Join(store, snapshotFile))
}
