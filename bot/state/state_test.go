package state

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dateline/sqlfile"
)

func TestReopen(t *testing.T) {
	ctx, dir := context.Background(), t.TempDir()
	s, err := Open(ctx, dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	var id int64
	err = s.Update(ctx, func(tx *Tx) (err error) {
		id, err = tx.Add(Task{Platform: "p", Channel: "c", Message: "m", User: "u", Conversation: "x", Request: []byte("{}"), Status: "accepted"})
		return errors.Join(err, tx.AddKey("k", id))
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Open(ctx, dir, Options{Wait: time.Millisecond}); !errors.Is(err, ErrLocked) {
		t.Errorf("second Open = %v, want %v", err, ErrLocked)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{File, lockFile} {
		if st, err := os.Stat(filepath.Join(dir, name)); err != nil || st.Mode().Perm() != 0o600 {
			t.Errorf("mode of %s = %v, %v, want 0600", name, st.Mode().Perm(), err)
		}
	}
	s, err = Open(ctx, dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	err = s.View(ctx, func(tx *Tx) error {
		open, err := tx.Open()
		if err != nil || len(open) != 1 || open[0].ID != id {
			t.Errorf("Open() = %v, %v, want task %d", open, err, id)
		}
		if task, ok, err := tx.Key("k"); task != id || !ok || err != nil {
			t.Errorf("Key(k) = %d, %v, %v, want %d", task, ok, err, id)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestReadOnly(t *testing.T) {
	ctx, dir := context.Background(), t.TempDir()
	if _, err := OpenReadOnly(ctx, dir, Options{}); !errors.Is(err, ErrNoState) {
		t.Errorf("OpenReadOnly of nothing = %v, want %v", err, ErrNoState)
	}
	s, err := Open(ctx, dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	put := func() error {
		return s.Update(ctx, func(tx *Tx) error {
			return tx.PutFeedback(Feedback{Task: 1, Platform: "p", User: "u", Helpful: true, Record: []byte("{}")})
		})
	}
	if err := put(); err != nil {
		t.Fatal(err)
	}
	for _, when := range []string{"while it is served", "when it is not"} {
		r, err := OpenReadOnly(ctx, dir, Options{})
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		if err := r.View(ctx, func(tx *Tx) error { return tx.EachFeedback(func(Feedback) error { n++; return nil }) }); err != nil || n != 1 {
			t.Errorf("%s: %d feedbacks, %v, want 1", when, n, err)
		}
		if err := r.Update(ctx, func(*Tx) error { return nil }); err == nil {
			t.Errorf("%s: Update of a state for reading", when)
		}
		if err := errors.Join(r.Close(), s.Close()); err != nil {
			t.Error(err)
		}
	}
	if err := put(); err == nil {
		t.Error("Update of a closed state")
	}
}

// A transaction that fails, or panics, leaves nothing, and the next one runs.
func TestUpdateWhole(t *testing.T) {
	ctx := context.Background()
	s, err := Memory(ctx, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	cause := errors.New("cause")
	err = s.Update(ctx, func(tx *Tx) error { return errors.Join(tx.AddKey("a", 1), cause) })
	if !errors.Is(err, cause) {
		t.Errorf("Update = %v, want %v", err, cause)
	}
	func() {
		defer func() { _ = recover() }()
		_ = s.Update(ctx, func(tx *Tx) error { _ = tx.AddKey("a", 1); panic("deliberate") })
	}()
	canceled, cancel := context.WithCancel(ctx)
	err = s.Update(canceled, func(tx *Tx) error { cancel(); return tx.AddKey("b", 2) })
	if err != nil {
		t.Errorf("Update whose context ended in it = %v, want it done", err)
	}
	err = s.View(ctx, func(tx *Tx) error {
		_, a, err := tx.Key("a")
		_, b, err2 := tx.Key("b")
		if a || !b {
			t.Errorf("keys a %v, b %v, want b alone", a, b)
		}
		return errors.Join(err, err2)
	})
	if err != nil {
		t.Error(err)
	}
}

func TestPurge(t *testing.T) {
	ctx := context.Background()
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	s, err := Memory(ctx, Options{Now: func() time.Time { return now }})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	err = s.Update(ctx, func(tx *Tx) error {
		for i, finished := range []time.Time{now.Add(-time.Hour), now.Add(-3 * time.Hour), {}} {
			id, err := tx.Add(Task{Platform: "p", Request: []byte("{}")})
			if err != nil {
				return err
			}
			if err := errors.Join(tx.Put(Task{ID: id, Finished: finished}), tx.AddKey(string(rune('a'+i)), id)); err != nil {
				return err
			}
		}
		n, err := tx.Purge(now.Add(time.Second), now.Add(-2*time.Hour), 2)
		if err != nil || n != 3 { // two keys of three, one task
			t.Errorf("Purge = %d, %v, want 3", n, err)
		}
		for id, kept := range map[int64]bool{1: true, 2: false, 3: true} {
			if _, err := tx.Task(id); (err == nil) != kept {
				t.Errorf("task %d: %v, want it kept: %v", id, err, kept)
			}
		}
		// An ID is never used again, also that of the last row.
		if _, err := tx.tx.ExecContext(ctx, `DELETE FROM tasks`); err != nil {
			return err
		}
		if id, err := tx.Add(Task{Request: []byte("{}")}); err != nil || id != 4 {
			t.Errorf("the next ID is %d, %v, want 4", id, err)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestOtherFiles(t *testing.T) {
	ctx := context.Background()
	for name, tt := range map[string]struct{ pragma, want string }{
		"newer":           {"PRAGMA user_version = 99; PRAGMA application_id = 1146375251", "newer than this program's"},
		"another program": {"PRAGMA application_id = 7", "another program"},
	} {
		dir := t.TempDir()
		db, err := sqlfile.Open(sqlfile.URI(filepath.Join(dir, File)), 1)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := db.ExecContext(ctx, tt.pragma); err != nil {
			t.Fatal(err)
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
		if _, err := Open(ctx, dir, Options{}); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: Open = %v, want %q", name, err, tt.want)
		}
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, File), []byte("this is no database, and long enough to be looked at as one"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(ctx, dir, Options{}); err == nil || !strings.Contains(err.Error(), "no state of dateline") {
		t.Errorf("Open of a text = %v", err)
	}
}
