package state

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"
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
