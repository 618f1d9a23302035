package state

import (
	"strconv"
	"testing"
	"time"
)

func TestModel(t *testing.T) {
	now := time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC)
	s, err := Open(t.Context(), t.TempDir(), Options{Now: func() time.Time { return now }})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	ctx := t.Context()
	for _, add := range []struct {
		day  int64
		user string
		n    int
	}{{1, "a", 10}, {1, "b", 5}, {1, "a", 7}, {2, "a", 1}} {
		if err := s.AddTokens(ctx, add.day, add.user, add.n); err != nil {
			t.Fatal(err)
		}
	}
	for _, row := range []struct {
		day         int64
		user        string
		theirs, all int
	}{{1, "a", 17, 22}, {1, "b", 5, 22}, {2, "a", 1, 1}, {2, "c", 0, 1}, {3, "a", 0, 0}} {
		theirs, all, err := s.Tokens(ctx, row.day, row.user)
		if err != nil || theirs != row.theirs || all != row.all {
			t.Errorf("Tokens(%d, %s) = %d, %d, %v, want %d, %d", row.day, row.user, theirs, all, err, row.theirs, row.all)
		}
	}
	if _, ok, err := s.Written(ctx, "k"); ok || err != nil {
		t.Errorf("Written of nothing = %v, %v", ok, err)
	}
	for i := range 3 {
		if err := s.KeepWritten(ctx, "k", []byte(strconv.Itoa(i))); err != nil {
			t.Fatal(err)
		}
	}
	if answer, ok, err := s.Written(ctx, "k"); !ok || err != nil || string(answer) != "2" {
		t.Errorf("Written = %q, %v, %v, want the last", answer, ok, err)
	}
	now = now.Add(answersKept + time.Minute)
	if _, ok, err := s.Written(ctx, "k"); ok || err != nil {
		t.Errorf("Written after a week = %v, %v, want nothing", ok, err)
	}
}
