package sqlfile

import (
	"database/sql"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	sqlite3 "modernc.org/sqlite/lib"
)

func TestSteps(t *testing.T) {
	for _, row := range []struct {
		names string
		panic bool
	}{
		{"s/0001_a.sql s/0002_b.sql", false},
		{"s/0001_a.sql s/readme.txt", false},
		{"", false},
		// A gap, no beginning, one twice, no number.
		{"s/0001_a.sql s/0003_b.sql", true},
		{"s/0002_b.sql", true},
		{"s/0001_a.sql s/0001_b.sql", true},
		{"s/a.sql", true},
	} {
		files := fstest.MapFS{}
		want := []string{}
		for _, name := range strings.Fields(row.names) {
			files[name] = &fstest.MapFile{Data: []byte(name)}
			if strings.HasSuffix(name, ".sql") {
				want = append(want, name)
			}
		}
		func() {
			defer func() {
				if v := recover(); (v != nil) != row.panic {
					t.Errorf("Steps(%q) panics with %v, want a panic: %v", row.names, v, row.panic)
				}
			}()
			if got := Steps(files, "s"); strings.Join(got, " ") != strings.Join(want, " ") {
				t.Errorf("Steps(%q) = %q, want %q", row.names, got, want)
			}
		}()
	}
}

// A step that fails leaves the schema before it, and the next attempt goes on
// from there.
func TestBring(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a?b#c %20.db")
	db, err := Open(URI(path), 2)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	tables := Tables{Kind: "thing", ID: 7, Steps: []string{
		`CREATE TABLE t (a)`,
		`INSERT INTO t VALUES (:name); INSERT INTO nowhere VALUES (1)`,
	}}
	state := func() (schema, rows int) {
		t.Helper()
		schema, err := tables.Schema(t.Context(), db, path)
		if err != nil {
			t.Fatal(err)
		}
		if err := db.QueryRow(`SELECT count(*) FROM t`).Scan(&rows); err != nil {
			t.Fatal(err)
		}
		return schema, rows
	}
	name := sql.Named("name", "n")
	if err := tables.Bring(t.Context(), db, path, name); err == nil || !strings.HasPrefix(err.Error(), "thing "+path+": to schema 2: ") {
		t.Errorf("Bring = %v, want the step and the file that it fails on", err)
	}
	if schema, rows := state(); schema != 1 || rows != 0 {
		t.Errorf("schema %d with %d rows is left, want 1 with none", schema, rows)
	}
	tables.Steps[1] = `INSERT INTO t VALUES (:name)`
	for range 2 {
		if err := tables.Bring(t.Context(), db, path, name); err != nil {
			t.Fatal(err)
		}
		if schema, rows := state(); schema != 2 || rows != 1 {
			t.Errorf("schema %d with %d rows, want 2 with 1", schema, rows)
		}
	}
	for want, other := range map[string]Tables{
		"is a database of another program":                          {Kind: "thing", ID: 8, Steps: tables.Steps},
		"schema 2 is newer than this program's 1: upgrade dateline": {Kind: "thing", ID: 7, Steps: tables.Steps[:1]},
	} {
		if _, err := other.Schema(t.Context(), db, path); err == nil || err.Error() != "thing "+path+": "+want {
			t.Errorf("Schema = %v, want %s", err, want)
		}
	}
}

func TestLock(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.lock")
	first, err := Lock(t.Context(), path, 0)
	if err != nil {
		t.Fatal(err)
	}
	if db, err := Lock(t.Context(), path, time.Millisecond); Code(err) != sqlite3.SQLITE_BUSY {
		t.Errorf("a second lock: %v, %v, want that it is busy", db, err)
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	second, err := Lock(t.Context(), path, 0)
	if err != nil {
		t.Fatalf("after it was given up: %v", err)
	}
	if err := second.Close(); err != nil {
		t.Error(err)
	}
	if _, err := Lock(t.Context(), filepath.Join(path, "b.lock"), 0); Code(err) != sqlite3.SQLITE_CANTOPEN {
		t.Errorf("in a folder that is none: %v", err)
	}
}
