// Package sqlfile opens SQLite files that one process at a time may write, and
// brings their tables to the newest schema.
//
// A schema is a number, which PRAGMA user_version says; PRAGMA application_id
// says which of our files it is. Both are 0 in a new file.
package sqlfile

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"path/filepath"
	"strings"
	"time"

	"modernc.org/sqlite"
)

// URI returns a path as SQLite's URI, to which parameters may be added behind a
// question mark.
func URI(path string) string {
	if abs, err := filepath.Abs(path); err == nil {
		path = abs
	}
	path = filepath.ToSlash(path)
	if !strings.HasPrefix(path, "/") {
		path = "/" + path // C:/...
	}
	return (&url.URL{Scheme: "file", OmitHost: true, Path: path}).String()
}

// Open returns the database at a URI, with n connections at most, which are all
// kept open. Nothing is read yet.
func Open(uri string, n int) (*sql.DB, error) {
	db, err := sql.Open("sqlite", uri)
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(n)
	db.SetMaxIdleConns(n)
	return db, nil
}

// Lock locks the database without tables at path, which is made where there is
// none, until what it returns is closed or the process ends. It is SQLite's own
// way of locking, which works wherever SQLite does. Lock waits so long for
// another process; Code of the error is SQLITE_BUSY then.
func Lock(ctx context.Context, path string, wait time.Duration) (*sql.DB, error) {
	db, err := Open(fmt.Sprintf("%s?_pragma=busy_timeout(%d)", URI(path), wait.Milliseconds()), 1)
	if err != nil {
		return nil, err
	}
	// The transaction ends when the database is closed.
	if _, err := db.ExecContext(ctx, "BEGIN EXCLUSIVE"); err != nil {
		_ = db.Close()
		return nil, err
	}
	return db, nil
}

// Code returns SQLite's primary result code of an error, 0 where it has none.
func Code(err error) int {
	var e *sqlite.Error
	if errors.As(err, &e) {
		return e.Code() & 0xff
	}
	return 0
}

// Tables are the tables of one kind of file.
type Tables struct {
	Kind string // of file, for errors
	ID   int    // its application_id
	// Steps are statements; those at n lead from schema n to n+1.
	Steps []string
}

// Steps returns the texts of the files NNNN_*.sql of a folder, which lead to the
// schema NNNN each. It panics where they are not numbered from 1 without a gap:
// they are a part of the program.
func Steps(fsys fs.FS, folder string) []string {
	names, err := fs.Glob(fsys, folder+"/*.sql")
	if err != nil {
		panic(err)
	}
	var out []string
	for i, name := range names {
		var n int
		if _, err := fmt.Sscanf(name, folder+"/%04d_", &n); err != nil || n != i+1 {
			panic("sqlfile: steps are not numbered from 1 without a gap: " + name)
		}
		b, err := fs.ReadFile(fsys, name)
		if err != nil {
			panic(err)
		}
		out = append(out, string(b))
	}
	return out
}

// Schema returns the schema of the file at path; 0 for a new one. A schema newer
// than the steps lead to is an error, and so is a database of another kind.
func (t Tables) Schema(ctx context.Context, db *sql.DB, path string) (int, error) {
	var version, app int
	if err := db.QueryRowContext(ctx, `SELECT user_version, application_id FROM pragma_user_version, pragma_application_id`).Scan(&version, &app); err != nil {
		return 0, err
	}
	switch {
	case app != t.ID && (app != 0 || version != 0):
		return 0, fmt.Errorf("%s %s: is a database of another program", t.Kind, path)
	case version > len(t.Steps):
		return 0, fmt.Errorf("%s %s: schema %d is newer than this program's %d: upgrade dateline", t.Kind, path, version, len(t.Steps))
	}
	return version, nil
}

// Bring brings the file at path to the newest schema, each step in a transaction
// of its own, so that a step that fails leaves the schema before it. The steps
// may refer to args by their names.
func (t Tables) Bring(ctx context.Context, db *sql.DB, path string, args ...any) error {
	have, err := t.Schema(ctx, db, path)
	if err != nil {
		return err
	}
	for n := have; n < len(t.Steps); n++ {
		tx, err := db.BeginTx(ctx, nil)
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, fmt.Sprintf("%s;\nPRAGMA application_id = %d; PRAGMA user_version = %d;", t.Steps[n], t.ID, n+1), args...)
		if err == nil {
			err = tx.Commit()
		}
		if err != nil {
			_ = tx.Rollback()
			return fmt.Errorf("%s %s: to schema %d: %w", t.Kind, path, n+1, err)
		}
	}
	return nil
}
