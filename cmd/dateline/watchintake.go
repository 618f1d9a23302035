package main

import (
	"cmp"
	"context"
	"errors"
	"io/fs"
	"iter"
	"syscall"
	"time"

	"dateline/config"
	"dateline/corpus"
	"dateline/corpus/archive"
	"dateline/corpus/source"
	"dateline/corpus/watch"
	"dateline/retrieval/ingest"
)

// How long an intake holds the writers' lock at a time, so that another ingest,
// which waits for two seconds, has its turn, and how long it then leaves it: longer
// than SQLite sleeps between two tries.
const (
	holdLock  = time.Second
	leaveLock = 150 * time.Millisecond
)

// How long an intake that can't write waits until it tries again, at first and
// at most. For another writer it waits as long as archive.Open does.
const (
	intakeRest    = time.Second
	intakeMaxRest = time.Minute
)

// intake takes what arrives in watched folders into an archive. It is open for
// writing only while something is taken in.
type intake struct {
	store   string
	folders []config.Folder // each with its collection
	now     func() time.Time
	// patient has it try again whatever keeps it from writing, and not only
	// another writer.
	patient bool
	hold    time.Duration // of the lock at a time; 0: holdLock

	// All of these are called one at a time, and may be nil.
	stored    func(archive.Change)
	rejected  func(source.RecordError)
	committed func(changed int)   // after each commit that changed something
	progress  func(done, n int64) // of the bytes of the files
	waits     func(error)         // why it can't write now; nil: it can again

	// Since when the lock was held but for moments, and when it was last left.
	held, left time.Time

	faults map[string]string // path -> why the machine could not read it, as said
}

// tally is what became of the records of a watch.
type tally struct {
	added, updated, unchanged, withheld, copies, rejected int
}

func (t *tally) count(c archive.Change) {
	switch c.Kind {
	case archive.Added:
		t.added++
	case archive.Updated:
		t.updated++
	case archive.Unchanged:
		t.unchanged++
	case archive.Withheld:
		t.withheld++
	}
	if c.Like != "" {
		t.copies++
	}
}

func (t *tally) add(u tally) {
	t.added += u.added
	t.updated += u.updated
	t.unchanged += u.unchanged
	t.withheld += u.withheld
	t.copies += u.copies
	t.rejected += u.rejected
}

// haul is what is taken in together.
type haul struct {
	*intake
	arrivals []watch.Arrival
	sum      tally
	said     map[source.RecordError]bool // by path, line and text of the error
	faulty   map[string]bool             // paths that the machine could not read
}

// take takes files in and returns what became of them, and those that the machine
// could not read this time. While another process writes it waits and tries
// again, so that nothing is lost. The error is ctx's, or one of the archive.
func (in *intake) take(ctx context.Context, arrivals []watch.Arrival) (sum tally, unread []watch.Arrival, err error) {
	b := &haul{intake: in, arrivals: arrivals, said: map[source.RecordError]bool{}, faulty: map[string]bool{}}
	if in.faults == nil {
		in.faults = map[string]string{}
	}
	waited := ""
	for rest := intakeRest; ; rest = min(2*rest, intakeMaxRest) {
		// What was taken in before something failed is unchanged the next time.
		err = b.once(ctx)
		locked := errors.Is(err, archive.ErrLocked)
		if err == nil || ctx.Err() != nil || !locked && !in.patient {
			break
		}
		if in.waits != nil && waited != err.Error() {
			in.waits(err)
		}
		if waited = err.Error(); locked {
			rest = intakeRest
		}
		select {
		case <-ctx.Done():
			return b.sum, nil, ctx.Err()
		case <-time.After(rest):
		}
	}
	if waited != "" && err == nil && in.waits != nil {
		in.waits(nil)
	}
	for _, a := range arrivals {
		if b.faulty[a.Path] {
			unread = append(unread, a)
		} else {
			delete(in.faults, a.Path)
		}
	}
	return b.sum, unread, err
}

// once takes the files in, with the archive open for writing for a bounded time
// each.
func (b *haul) once(ctx context.Context) error {
	readers := map[string]*source.Reader{}
	next, stop := iter.Pull2(b.records(ctx, readers))
	defer stop()
	for more := true; more; {
		if err := b.turn(ctx); err != nil {
			return err
		}
		err := b.write(ctx, readers, func(yield func(corpus.Raw, error) bool) {
			hold := cmp.Or(b.hold, holdLock)
			until := b.held.Add(hold)
			if least := time.Now().Add(hold / 4); until.Before(least) {
				until = least // it had to wait for the lock
			}
			for time.Now().Before(until) {
				raw, err, ok := next()
				if more = ok; !ok || !yield(raw, err) {
					return
				}
			}
		})
		b.left = time.Now()
		if err != nil {
			return err
		}
	}
	return ctx.Err()
}

// turn leaves the lock to others where it was held for most of its time.
func (in *intake) turn(ctx context.Context) error {
	free := time.Since(in.left)
	if free < leaveLock {
		if time.Since(in.held) < cmp.Or(in.hold, holdLock)*3/4 {
			return nil
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(leaveLock - free):
		}
	}
	in.held = time.Now()
	return nil
}

// records reads the files; of each collection there is one reader, since it
// knows which IDs are another record's.
func (b *haul) records(ctx context.Context, readers map[string]*source.Reader) iter.Seq2[corpus.Raw, error] {
	return func(yield func(corpus.Raw, error) bool) {
		for list := b.arrivals; len(list) > 0; {
			n := 1
			for n < len(list) && list[n].Folder == list[0].Folder {
				n++
			}
			collection := b.folders[list[0].Folder].Collection
			files := make([]source.File, n)
			for i := range files {
				files[i] = list[i].File
			}
			list = list[n:]
			r := readers[collection]
			if r == nil {
				r = &source.Reader{Collection: collection}
				readers[collection] = r
			}
			for raw, err := range r.Files(ctx, files...) {
				if !yield(raw, err) {
					return
				}
			}
		}
	}
}

// write opens the archive for writing, puts records in, and closes it.
func (b *haul) write(ctx context.Context, readers map[string]*source.Reader, records iter.Seq2[corpus.Raw, error]) (err error) {
	a, err := archive.Open(ctx, b.store, archive.Options{Now: b.now})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	changed := 0
	p := &ingest.Pipeline{
		Archive: a,
		Stored: func(c archive.Change) {
			b.sum.count(c)
			if c.Kind == archive.Added || c.Kind == archive.Updated {
				changed++
			}
			if b.stored != nil {
				b.stored(c)
			}
		},
		Rejected: b.reject,
		Progress: func(ingest.Progress) {
			if changed > 0 && b.committed != nil {
				b.committed(changed)
			}
			changed = 0
			if b.progress != nil {
				var done, total int64
				for _, r := range readers {
					d, t := r.Bytes()
					done, total = done+d, total+t
				}
				b.progress(done, total)
			}
		},
	}
	_, err = p.Run(ctx, records)
	return err
}

// reject says that a record was rejected, once for a batch. A file that has gone
// is no news; one that the machine could not read is said once and tried again.
func (b *haul) reject(e source.RecordError) {
	var errno syscall.Errno
	if errors.As(e.Err, &errno) {
		b.faulty[e.Path] = true
		if errors.Is(e.Err, fs.ErrNotExist) || b.faults[e.Path] == e.Err.Error() {
			return
		}
		b.faults[e.Path] = e.Err.Error()
	}
	key := source.RecordError{Path: e.Path, Line: e.Line, Err: words(e.Err.Error())}
	if b.said[key] {
		return
	}
	b.said[key] = true
	b.sum.rejected++
	if b.intake.rejected != nil {
		b.intake.rejected(e)
	}
}

// words are the text of an error, to compare.
type words string

func (s words) Error() string { return string(s) }
