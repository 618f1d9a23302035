// Package state keeps what the bots must not forget: the requests that were
// accepted and what became of them, the keys by which repeated events are
// known, feedback, reports and settings, what places have subscribed to and what
// they were told. It is one SQLite file, state.db, beside the archive. It holds
// rows and knows no rule of a chat.
//
// What Update has returned from is on the disk: neither a kill nor a power cut
// loses it. One process at a time has the file open for writing; any number
// read meanwhile.
package state

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	sqlite3 "modernc.org/sqlite/lib"

	"dateline/sqlfile"
)

// File is the name of the state within its folder.
const File = "state.db"

// lockFile stands beside the state. Who writes holds it locked.
const lockFile = "state.lock"

// Errors that a caller may want to tell apart.
var (
	ErrLocked   = errors.New("state is in use") // another process serves
	ErrNotFound = errors.New("not in the state")
	ErrNoState  = errors.New("no state") // nothing was served yet
)

// Options say how the state is opened. The zero value will do.
type Options struct {
	Now  func() time.Time // the clock of the rows' times; nil: time.Now
	Wait time.Duration    // for another process to end; 0: 2 seconds
}

// Store is the open state. It is safe for concurrent use; one Update at a time
// runs, others wait.
type Store struct {
	path   string
	now    func() time.Time
	lock   *sql.DB // holds the writers' lock; nil where there is none
	writer *sql.DB // nil where the state is read-only
	reader *sql.DB
	turn   chan struct{} // holds one token: the turn to write
	closed chan struct{} // closed by Close
	once   sync.Once
}

// Open opens the state in dir for reading and writing, making folder and file
// where they are missing, for the eyes of their owner alone, and bringing an
// older schema to the newest. Where another process has it open it waits for
// Options.Wait and then returns an error that is ErrLocked.
func Open(ctx context.Context, dir string, opts Options) (*Store, error) {
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return nil, fmt.Errorf("state in %s: %w", dir, err)
	}
	s := newStore(filepath.Join(dir, File), opts)
	if err := s.open(ctx, dir, opts); err != nil {
		return nil, errors.Join(s.explain(err), s.Close())
	}
	return s, nil
}

func newStore(path string, opts Options) *Store {
	s := &Store{path: path, now: opts.Now, turn: make(chan struct{}, 1), closed: make(chan struct{})}
	s.turn <- struct{}{}
	if s.now == nil {
		s.now = time.Now
	}
	return s
}

func (s *Store) open(ctx context.Context, dir string, opts Options) (err error) {
	wait := opts.Wait
	if wait == 0 {
		wait = 2 * time.Second
	}
	// SQLite gives its log and shared memory the mode of the file.
	for _, path := range []string{filepath.Join(dir, lockFile), s.path} {
		if err := private(path); err != nil {
			return err
		}
	}
	if s.lock, err = lock(ctx, filepath.Join(dir, lockFile), wait); err != nil {
		return err
	}
	// FULL: a commit is on the disk when it returns, since what was accepted is
	// acknowledged at once and never delivered again.
	if s.writer, err = sqlfile.Open(sqlfile.URI(s.path)+"?_txlock=immediate&_pragma=busy_timeout(10000)&_pragma=journal_mode(wal)&_pragma=synchronous(full)"+
		"&_pragma=foreign_keys(on)&_pragma=secure_delete(on)&_pragma=journal_size_limit(16777216)", 1); err != nil {
		return err
	}
	if err := tables.Bring(ctx, s.writer, s.path); err != nil {
		return err
	}
	s.reader, err = sqlfile.Open(sqlfile.URI(s.path)+"?mode=ro&_pragma=busy_timeout(10000)&_pragma=query_only(on)", 4)
	return err
}

// private makes a file that its owner alone may read, or makes it so.
func private(path string) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return err
	}
	return errors.Join(f.Chmod(0o600), f.Close())
}

// OpenReadOnly opens the state in dir for reading, also while another process
// serves. Where there is none the error is ErrNoState.
func OpenReadOnly(ctx context.Context, dir string, opts Options) (*Store, error) {
	s := newStore(filepath.Join(dir, File), opts)
	if _, err := os.Stat(s.path); errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("%w in %s: run dateline serve first", ErrNoState, dir)
	} else if err != nil {
		return nil, fmt.Errorf("state in %s: %w", dir, err)
	}
	err := func() (err error) {
		if s.reader, err = sqlfile.Open(sqlfile.URI(s.path)+"?mode=ro&_pragma=busy_timeout(10000)&_pragma=query_only(on)", 4); err != nil {
			return err
		}
		schema, err := tables.Schema(ctx, s.reader, s.path)
		if err == nil && schema < Schema {
			err = fmt.Errorf("state %s: schema %d is older than this program's %d: run dateline serve once", s.path, schema, Schema)
		}
		return err
	}()
	if err != nil {
		return nil, errors.Join(s.explain(err), s.Close())
	}
	return s, nil
}

var memories atomic.Int64

// Memory returns a new state in memory, which Close gives up.
func Memory(ctx context.Context, opts Options) (*Store, error) {
	s := newStore(fmt.Sprintf("state-memory-%d", memories.Add(1)), opts)
	uri := "file:/" + s.path + "?vfs=memdb&_pragma=busy_timeout(10000)"
	err := func() (err error) {
		if s.lock, err = sqlfile.Open(uri, 1); err != nil { // keeps it alive
			return err
		}
		if err := s.lock.PingContext(ctx); err != nil {
			return err
		}
		if s.writer, err = sqlfile.Open(uri+"&_txlock=immediate&_pragma=foreign_keys(on)", 1); err != nil {
			return err
		}
		if err := tables.Bring(ctx, s.writer, s.path); err != nil {
			return err
		}
		s.reader, err = sqlfile.Open(uri+"&_pragma=query_only(on)", 4)
		return err
	}()
	if err != nil {
		return nil, errors.Join(s.explain(err), s.Close())
	}
	return s, nil
}

// Close closes the state, after the Update that is under way. What was
// committed is kept. Again it does nothing.
func (s *Store) Close() error {
	var errs []error
	s.once.Do(func() {
		<-s.turn // never given back: no Update begins
		close(s.closed)
		for _, db := range []*sql.DB{s.reader, s.writer, s.lock} {
			if db != nil {
				errs = append(errs, db.Close())
			}
		}
	})
	return errors.Join(errs...)
}

// Path returns the state's file.
func (s *Store) Path() string { return s.path }

// Now returns the time by the state's clock.
func (s *Store) Now() time.Time { return s.now() }

// Update calls fn with a transaction that may write, and commits what it did
// unless it returns an error, which is then returned. Once Update returns nil
// all of it is on the disk. Cancelling ctx ends the waiting for a turn, and
// has no effect on a transaction that has begun.
func (s *Store) Update(ctx context.Context, fn func(tx *Tx) error) error {
	if s.writer == nil {
		return fmt.Errorf("state %s: is open for reading only", s.path)
	}
	select {
	case <-s.turn:
	case <-ctx.Done():
		return context.Cause(ctx)
	case <-s.closed:
		return fmt.Errorf("state %s: is closed", s.path)
	}
	defer func() { s.turn <- struct{}{} }()
	return s.explain(s.transact(context.WithoutCancel(ctx), s.writer, fn))
}

// View calls fn with a transaction that reads one state of all rows.
func (s *Store) View(ctx context.Context, fn func(tx *Tx) error) error {
	return s.explain(s.transact(ctx, s.reader, fn))
}

func (s *Store) transact(ctx context.Context, db *sql.DB, fn func(tx *Tx) error) error {
	t, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = t.Rollback() }() // also where fn panics; of no effect once committed
	if err := fn(&Tx{ctx: ctx, tx: t, now: s.now}); err != nil {
		return err
	}
	return t.Commit()
}

// lock takes the writers' lock.
func lock(ctx context.Context, path string, wait time.Duration) (*sql.DB, error) {
	db, err := sqlfile.Lock(ctx, path, wait)
	if sqlfile.Code(err) == sqlite3.SQLITE_BUSY {
		return nil, fmt.Errorf("%w: another dateline serves from %s: stop it first, or give this one another --store", ErrLocked, filepath.Dir(path))
	}
	return db, err
}

// explain adds to SQLite's errors what they mean for the state.
func (s *Store) explain(err error) error {
	switch sqlfile.Code(err) {
	case 0:
		return err
	case sqlite3.SQLITE_FULL:
		return fmt.Errorf("state %s: the disk is full: make room: %w", s.path, err)
	case sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM:
		return fmt.Errorf("state %s: can't be opened or written: give the folder to the user that serves: %w", s.path, err)
	case sqlite3.SQLITE_NOTADB:
		return fmt.Errorf("state %s: is no state of dateline: move it away: %w", s.path, err)
	case sqlite3.SQLITE_CORRUPT:
		return fmt.Errorf("state %s: is damaged: move it away, settings and open questions in it are lost: %w", s.path, err)
	}
	return fmt.Errorf("state %s: %w", s.path, err)
}
