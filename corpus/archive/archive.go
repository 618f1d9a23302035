// Package archive keeps the articles of a news archive: the system of record,
// one SQLite file.
//
// An article is known by collection and ID. Each changed text is a new version
// of it; older versions stay readable with their passages, whose IDs resolve
// for as long as the article is not deleted. What was read is kept beside what
// was derived from it, with the version of the pipeline that derived it.
//
// One process writes at a time; any number read meanwhile. Every commit that
// changes something advances the archive's generation by one, and each row
// says which generation wrote it, so that an index can ask for what is newer.
package archive

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync/atomic"
	"time"

	sqlite3 "modernc.org/sqlite/lib"

	"dateline/sqlfile"
)

// File is the name of the archive within its folder.
const File = "archive.db"

// lockFile stands beside the archive. Who writes to the archive holds it locked.
const lockFile = "archive.lock"

// Errors that a caller may want to tell apart.
var (
	ErrNoArchive = errors.New("no archive")                    // nothing was ingested yet
	ErrLocked    = errors.New("archive is in use")             // another process writes
	ErrNotFound  = errors.New("not in the archive")            // no such article or version
	ErrFull      = errors.New("the disk is full")              // nothing of the batch was kept
	ErrReadOnly  = errors.New("archive is read-only")          // opened so, or the disk is
	ErrOldSchema = errors.New("archive is of an older schema") // which only Open brings up to date

	// ErrNotDerived is that of a Rejected record without a document.
	ErrNotDerived = errors.New("nothing was derived from the record")

	ErrDeleted      = errors.New("was deleted from the archive")                // and is withheld until it is restored
	ErrNoCorrection = errors.New("no correction to take back")                  // none counts
	ErrStale        = errors.New("another record or correction came meanwhile") // derive anew, with what is there now
)

// Options say how an archive is opened. The zero value will do.
type Options struct {
	Now     func() time.Time // the clock of what is ingested; nil: time.Now
	Wait    time.Duration    // for another writer to finish; 0: 2 seconds
	Readers int              // connections that read at once; 0: 4
	// NewID makes the identity of a new archive, a string that no other archive
	// has; nil: 128 random bits in hexadecimal.
	NewID func() string
}

// clock returns the clock of the options.
func (o *Options) clock() func() time.Time {
	if o.Now != nil {
		return o.Now
	}
	return time.Now
}

// randomID returns 128 random bits in hexadecimal.
func randomID() string {
	var b [16]byte
	_, _ = rand.Read(b[:]) // never fails
	return hex.EncodeToString(b[:])
}

// Archive is an open archive. It is safe for concurrent use; one Put at a time
// runs, others wait.
type Archive struct {
	path   string
	now    func() time.Time
	lock   *sql.DB // holds the writers' lock; nil where there is none
	writer *writer // nil where the archive is read-only
	reader *sql.DB
	keep   *sql.DB // keeps an archive in memory alive
}

// Open opens the archive in dir for reading and writing, making folder and
// file where they are missing and bringing an older schema to the newest.
// Where another process writes, it waits for Options.Wait and then returns an
// error that is ErrLocked.
func Open(ctx context.Context, dir string, opts Options) (*Archive, error) {
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return nil, fmt.Errorf("archive in %s: %w", dir, err)
	}
	path := filepath.Join(dir, File)
	a := &Archive{path: path, now: opts.clock()}
	if err := a.open(ctx, dir, opts); err != nil {
		return nil, errors.Join(a.explain(err), a.Close())
	}
	return a, nil
}

func (a *Archive) open(ctx context.Context, dir string, opts Options) (err error) {
	wait := opts.Wait
	if wait == 0 {
		wait = 2 * time.Second
	}
	if a.lock, err = lock(ctx, filepath.Join(dir, lockFile), wait); err != nil {
		return err
	}
	// In WAL mode NORMAL keeps the file whole whatever happens; a power cut
	// may cost the last commits, which the next ingest makes again.
	write := sqlfile.URI(a.path) + "?_txlock=immediate&_pragma=busy_timeout(10000)&_pragma=journal_mode(wal)&_pragma=synchronous(normal)" +
		"&_pragma=foreign_keys(on)&_pragma=secure_delete(fast)&_pragma=journal_size_limit(67108864)&_pragma=cache_size(-32768)"
	return a.start(ctx, write, sqlfile.URI(a.path)+"?mode=ro&_pragma=busy_timeout(10000)&_pragma=query_only(on)", opts)
}

// start opens writer and readers of a writable archive.
func (a *Archive) start(ctx context.Context, write, read string, opts Options) error {
	db, err := sqlfile.Open(write, 1)
	if err != nil {
		return err
	}
	a.writer = &writer{db: db}
	newID := opts.NewID
	if newID == nil {
		newID = randomID
	}
	if err := tables.Bring(ctx, db, a.path, sql.Named("id", newID())); err != nil {
		return err
	}
	if err := a.writer.prepare(ctx); err != nil {
		return err
	}
	if err := a.regroup(ctx); err != nil {
		return err
	}
	a.reader, err = openReaders(read, opts.Readers)
	return err
}

// openReaders opens the archive for reading; no number of connections is 4.
func openReaders(uri string, n int) (*sql.DB, error) {
	if n <= 0 {
		n = 4
	}
	return sqlfile.Open(uri, n)
}

// OpenReadOnly opens the archive in dir for reading, also while another
// process writes to it, and also on a disk that cannot be written. Where there
// is none the error is ErrNoArchive.
func OpenReadOnly(ctx context.Context, dir string, opts Options) (*Archive, error) {
	path := filepath.Join(dir, File)
	if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("%w in %s: run dateline ingest first", ErrNoArchive, dir)
	} else if err != nil {
		return nil, fmt.Errorf("archive in %s: %w", dir, err)
	}
	a := &Archive{path: path, now: opts.clock()}
	if err := a.openReadOnly(ctx, opts); err != nil {
		return nil, errors.Join(a.explain(err), a.Close())
	}
	return a, nil
}

func (a *Archive) openReadOnly(ctx context.Context, opts Options) error {
	try := func(params string) (int, error) {
		db, err := openReaders(sqlfile.URI(a.path)+"?mode=ro&_pragma=busy_timeout(10000)&_pragma=query_only(on)&_pragma=cache_size(-16384)"+params, opts.Readers)
		if err != nil {
			return 0, err
		}
		a.reader = db
		return tables.Schema(ctx, db, a.path)
	}
	schema, err := try("")
	if c := sqlfile.Code(err); c == sqlite3.SQLITE_CANTOPEN || c == sqlite3.SQLITE_READONLY {
		// A reader of a WAL archive makes a file of shared memory beside it. Where
		// it can't, nobody can write either, and the file is read as it stands.
		// Commits that are only in the log would be missed, so there may be none.
		if log, statErr := os.Stat(a.path + "-wal"); statErr == nil && log.Size() > 0 {
			return fmt.Errorf("%w: %s: its log holds commits that can't be read here (%v): run dateline reindex where it can be written", ErrReadOnly, a.path, err)
		}
		_ = a.reader.Close()
		schema, err = try("&immutable=1")
	}
	switch {
	case err != nil:
		return err
	case schema == 0:
		return fmt.Errorf("%w in %s: run dateline ingest first", ErrNoArchive, filepath.Dir(a.path))
	case schema < Schema:
		return fmt.Errorf("%w: %s: schema %d is older than this program's %d: run dateline reindex once", ErrOldSchema, a.path, schema, Schema)
	}
	return nil
}

var memories atomic.Int64

// Memory returns a new archive in memory, which Close gives up.
func Memory(ctx context.Context, opts Options) (*Archive, error) {
	a := &Archive{path: fmt.Sprintf("memory-%d", memories.Add(1)), now: opts.clock()}
	uri := "file:/" + a.path + "?vfs=memdb&_pragma=busy_timeout(10000)"
	var err error
	if a.keep, err = sqlfile.Open(uri, 1); err != nil {
		return nil, err
	}
	if err := a.keep.PingContext(ctx); err != nil {
		return nil, errors.Join(err, a.Close())
	}
	if err := a.start(ctx, uri+"&_txlock=immediate&_pragma=foreign_keys(on)", uri+"&_pragma=query_only(on)", opts); err != nil {
		return nil, errors.Join(err, a.Close())
	}
	return a, nil
}

// Close closes the archive. What was committed is kept.
func (a *Archive) Close() error {
	var errs []error
	if a.reader != nil {
		errs = append(errs, a.reader.Close())
	}
	if a.writer != nil {
		errs = append(errs, a.writer.db.Close())
	}
	for _, db := range []*sql.DB{a.keep, a.lock} {
		if db != nil {
			errs = append(errs, db.Close())
		}
	}
	return errors.Join(errs...)
}

// Now returns the time by the archive's clock, which also says when a record
// was ingested.
func (a *Archive) Now() time.Time { return a.now() }

// Path returns the archive's file.
func (a *Archive) Path() string { return a.path }

// lock takes the writers' lock.
func lock(ctx context.Context, path string, wait time.Duration) (*sql.DB, error) {
	db, err := sqlfile.Lock(ctx, path, wait)
	switch sqlfile.Code(err) {
	case sqlite3.SQLITE_BUSY:
		return nil, fmt.Errorf("%w: another dateline writes to %s: try again when it is done", ErrLocked, filepath.Dir(path))
	case sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM:
		return nil, fmt.Errorf("%w: the folder %s can't be written: %w", ErrReadOnly, filepath.Dir(path), err)
	}
	return db, err
}

// explain adds to SQLite's errors what they mean for the archive.
func (a *Archive) explain(err error) error {
	if errors.Is(err, ErrReadOnly) {
		return err // says it all
	}
	switch sqlfile.Code(err) {
	case sqlite3.SQLITE_FULL:
		return fmt.Errorf("archive %s: %w: this batch was not kept, what was committed before is safe: make room and run it again: %w", a.path, ErrFull, err)
	case sqlite3.SQLITE_READONLY:
		return fmt.Errorf("%w: %s can't be written: %w", ErrReadOnly, a.path, err)
	case sqlite3.SQLITE_CANTOPEN:
		return fmt.Errorf("archive %s: can't be opened, or its folder can't be written: %w", a.path, err)
	case sqlite3.SQLITE_NOTADB:
		return fmt.Errorf("archive %s: is not an archive: %w", a.path, err)
	case sqlite3.SQLITE_CORRUPT:
		return fmt.Errorf("archive %s: is damaged: restore it from a copy, or ingest the sources into a new one: %w", a.path, err)
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
		return fmt.Errorf("%w: %s: %w", ErrLocked, a.path, err)
	case 0:
		return err
	}
	return fmt.Errorf("archive %s: %w", a.path, err)
}
