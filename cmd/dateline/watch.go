package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"dateline/config"
	"dateline/corpus/archive"
	"dateline/corpus/source"
	"dateline/corpus/watch"
	"dateline/retrieval/embed"
	"dateline/retrieval/ingest"
)

// watched returns the folders of a command line, or those of the settings where
// it names none.
func (sh *shell) watched(c config.Config, named []string) ([]config.Folder, error) {
	folders := c.Ingest.Folders
	if len(named) > 0 {
		folders = nil
	}
	var wrong []error
	for _, path := range named {
		if path == "-" {
			wrong = append(wrong, errors.New("--watch goes with folders, and - is standard input: ingest - reads it to its end"))
			continue
		}
		if !slices.ContainsFunc(folders, func(f config.Folder) bool { return f.Path == filepath.Clean(path) }) {
			folders = append(folders, config.Folder{Path: filepath.Clean(path)})
		}
	}
	for _, f := range folders {
		info, err := os.Stat(f.Path)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			wrong = append(wrong, fmt.Errorf("%s: no such file or folder", f.Path))
		case err != nil:
			wrong = append(wrong, fmt.Errorf("watch: %w", err))
		case !info.IsDir():
			wrong = append(wrong, fmt.Errorf("%s is no folder: give --watch the folder that it is in, or ingest it without", f.Path))
		}
	}
	if len(wrong) == 0 && len(folders) == 0 {
		wrong = append(wrong, errors.New("--watch needs a folder, here or as ingest.watch in the settings"))
	}
	return collected(c, folders), errors.Join(wrong...)
}

// collected returns folders each with its collection.
func collected(c config.Config, folders []config.Folder) []config.Folder {
	folders = slices.Clone(folders)
	for i := range folders {
		if folders[i].Collection == "" {
			folders[i].Collection = c.Collection
		}
	}
	return folders
}

func pathsOf(folders []config.Folder) []string {
	paths := make([]string, len(folders))
	for i, f := range folders {
		paths[i] = f.Path
	}
	return paths
}

// watch takes in what is in folders, and then what arrives there, until ctx ends,
// which is no error.
func (sh *shell) watch(ctx context.Context, named []string) error {
	c, err := sh.settings()
	if err != nil {
		return err
	}
	folders, err := sh.watched(c, named)
	if err != nil {
		return err
	}
	var saying sync.Mutex // the keeper says something too
	say := func(args ...any) {
		saying.Lock()
		defer saying.Unlock()
		fmt.Fprintln(sh.stderr, append([]any{"dateline:"}, args...)...)
	}
	watcher, err := watch.New(pathsOf(folders), watch.Options{Say: func(n watch.Notice) { say(n) }})
	if err != nil {
		return err
	}
	out := printable{sh.stdout}
	bar := newProgress(sh.terminal)
	first := true
	var copies []ingest.Copy // of what was there
	in := &intake{store: c.Store, folders: folders, now: sh.now,
		stored: func(change archive.Change) {
			if !first {
				printArrival(out, change)
			} else if change.Like != "" {
				copies = append(copies, ingest.Copy{Key: change.Key, Of: change.Like, How: change.Likeness, Stands: cmp.Or(change.CopyOf, change.ID)})
			}
		},
		rejected: func(e source.RecordError) {
			bar.clear()
			say(e.Error())
		},
		progress: func(done, total int64) {
			if first {
				bar.show(ingest.Progress{Bytes: done, Total: total})
			}
		},
		waits: func(err error) {
			bar.clear()
			switch {
			case err == nil:
				say("what has arrived meanwhile is taken in")
			case errors.Is(err, archive.ErrLocked):
				say("another dateline writes to", c.Store+": what arrives waits until it is done")
			default:
				say(fmt.Sprintf("%v: what arrives waits until it can be written", err))
			}
		},
	}
	began := time.Now()
	var kept keeping
	var since tally // what came after what was there
	partial := error(nil)
	err = watcher.Run(ctx, func(ctx context.Context, arrivals []watch.Arrival) error {
		sum, unread, err := in.take(ctx, arrivals)
		for _, a := range unread {
			watcher.Again(a)
		}
		if sum.rejected > 0 {
			partial = errPartial
		}
		if !first {
			since.add(sum)
			if n := sum.added + sum.updated; n > 0 {
				kept.keeper.changed(n)
			}
			return errors.Join(err, sh.stdout.Flush())
		}
		bar.clear()
		if err != nil {
			if n := sum.added + sum.updated + sum.unchanged; n > 0 {
				say(n, "records are stored, and the same command goes on from there")
			}
			return err
		}
		printSummary(out, ingest.Summary{Added: sum.added, Updated: sum.updated, Unchanged: sum.unchanged, Withheld: sum.withheld,
			NearCopies: copies, Rejected: make([]source.RecordError, sum.rejected)}, time.Since(began))
		copies = nil
		flushed := sh.stdout.Flush()
		if n := watcher.Skipped(); n > 0 {
			say(leftAlone(n))
		}
		say("watching", strings.Join(pathsOf(folders), ", "), "until it is stopped")
		first, in.patient, began = false, true, time.Now()
		return errors.Join(flushed, kept.begin(ctx, sh, c, say))
	})
	missing := kept.end(sh)
	if ctx.Err() == nil || first {
		return err
	}
	fmt.Fprint(out, "Since then ")
	printTally(out, since, time.Since(began))
	return errors.Join(partial, missing)
}

// printArrival prints what became of an article, where anything did.
func printArrival(w io.Writer, c archive.Change) {
	what := map[archive.ChangeKind]string{archive.Added: "added", archive.Updated: "updated", archive.Withheld: "left out"}[c.Kind]
	if what == "" {
		return
	}
	switch {
	case c.Kind == archive.Withheld:
		fmt.Fprintf(w, "%s %s, which was deleted before\n", what, c.ID)
	case c.Like != "":
		fmt.Fprintf(w, "%s %s, a near-copy of %s: %s\n", what, c.ID, c.Like, c.Likeness)
	default:
		fmt.Fprintf(w, "%s %s\n", what, c.ID)
	}
}

// printTally prints what became of the records of a watch, as ingest does.
func printTally(w io.Writer, t tally, took time.Duration) {
	fmt.Fprintf(w, "%d added, %d updated", t.added, t.updated)
	if t.copies > 0 {
		fmt.Fprintf(w, " (near-copies: %d)", t.copies)
	}
	fmt.Fprintf(w, ", %d unchanged", t.unchanged)
	if t.withheld > 0 {
		fmt.Fprintf(w, ", %d deleted before and left out", t.withheld)
	}
	fmt.Fprintf(w, ", %d rejected; %s\n", t.rejected, seconds(took))
}

// keeping keeps snapshot and vectors while folders are watched.
type keeping struct {
	keeper  *keeper
	archive *archive.Archive
	indexer *indexer
	stop    context.CancelFunc
	running sync.WaitGroup
}

// begin begins to.
func (k *keeping) begin(ctx context.Context, sh *shell, c config.Config, say func(...any)) (err error) {
	if k.archive, err = archive.OpenReadOnly(ctx, c.Store, archive.Options{}); err != nil {
		return err
	}
	if k.indexer, err = sh.indexer(ctx, c, k.archive, &making{fault: func(f embed.Fault) { say(f.Error()) }}); err != nil {
		return err
	}
	k.keeper = newKeeper(k.indexer.Sync, k.archive.Articles, func(err error) { say(fmt.Sprintf("the index on disk is brought up to date later: %v", err)) })
	ctx, k.stop = context.WithCancel(context.WithoutCancel(ctx)) // it ends after the last that was taken in
	k.keeper.soon()
	k.running.Go(func() { k.keeper.run(ctx) })
	return nil
}

// end waits for what is under way and says what became of the vectors.
func (k *keeping) end(sh *shell) (missing error) {
	if k.stop != nil {
		k.stop()
		k.running.Wait()
		missing = k.indexer.vectorsReport(printable{sh.stdout}, sh.stderr)
	}
	if k.indexer != nil {
		k.indexer.close()
	}
	if k.archive != nil {
		_ = k.archive.Close() // was only read
	}
	return missing
}
