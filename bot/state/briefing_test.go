package state

import (
	"context"
	"errors"
	"reflect"
	"testing"
	"time"
)

func TestSubscriptions(t *testing.T) {
	ctx := context.Background()
	s, err := Memory(ctx, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	at := func(min int) time.Time {
		return time.UnixMilli(1_700_000_000_000).UTC().Add(time.Duration(min) * time.Minute)
	}
	want := Subscription{Platform: "slack", Workspace: "w", Channel: "c", Thread: "t", Direct: true, Topic: "Lavrov", Collection: "wire", Spec: "0 8 * * * UTC",
		Quiet: true, User: "u", Created: at(0), Next: at(10)}
	err = s.Update(ctx, func(tx *Tx) error {
		if want.ID, err = tx.AddSubscription(want); err != nil {
			return err
		}
		later := want
		later.Next, later.Platform = at(20), "slack"
		if _, err := tx.AddSubscription(later); err != nil {
			return err
		}
		other := want
		other.Platform, other.Next = "discord", at(1)
		_, err := tx.AddSubscription(other)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	err = s.Update(ctx, func(tx *Tx) error {
		if got, err := tx.Subscription(want.ID); err != nil || got != want {
			t.Errorf("Subscription(%d) = %+v, %v, want %+v", want.ID, got, err, want)
		}
		for _, row := range []struct {
			min, want int
		}{{9, 0}, {10, 1}, {20, 2}} {
			if got, err := tx.Due("slack", at(row.min)); err != nil || len(got) != row.want {
				t.Errorf("Due(slack, minute %d) = %v, %v, want %d", row.min, got, err, row.want)
			}
		}
		if got, err := tx.NextDue("slack"); err != nil || !got.Equal(at(10)) {
			t.Errorf("NextDue(slack) = %v, %v, want %v", got, err, at(10))
		}
		if got, err := tx.NextDue("irc"); err != nil || !got.IsZero() {
			t.Errorf("NextDue(irc) = %v, %v, want none", got, err)
		}
		want.Paused, want.Reason, want.Last = at(11), "the channel is gone", at(10)
		if err := tx.PutSubscription(want); err != nil {
			return err
		}
		if got, err := tx.Due("slack", at(30)); err != nil || len(got) != 1 {
			t.Errorf("Due with one paused = %v, %v, want one", got, err)
		}
		if got, err := tx.Subscriptions("slack", "w", "c"); err != nil || len(got) != 2 || got[0] != want {
			t.Errorf("Subscriptions = %+v, %v, want two, first %+v", got, err, want)
		}
		if err := tx.DropSubscription(want.ID); err != nil {
			return err
		}
		if _, err := tx.Subscription(want.ID); !errors.Is(err, ErrNotFound) {
			t.Errorf("Subscription after DropSubscription = %v, want %v", err, ErrNotFound)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestBriefings(t *testing.T) {
	ctx := context.Background()
	s, err := Memory(ctx, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	topic := Topic{"slack", "w", "c", "lavrov"}
	a1, a2, b1 := Version{"wire", "a", 1}, Version{"wire", "a", 2}, Version{"desk", "b", 1}
	last := func(tx *Tx, before int64, wantTask int64, want ...Version) {
		t.Helper()
		b, told, ok, err := tx.LastBriefing(topic, before)
		if err != nil || ok != (wantTask != 0) || b.Task != wantTask || !reflect.DeepEqual(told, want) {
			t.Errorf("LastBriefing before %d = %+v, %v, %v, %v, want task %d with %v", before, b, told, ok, err, wantTask, want)
		}
	}
	err = s.Update(ctx, func(tx *Tx) error {
		last(tx, 99, 0)
		for _, b := range []struct {
			task int64
			told []Version
		}{{3, []Version{a1, b1}}, {7, []Version{a2, b1}}} {
			if err := tx.AddBriefing(topic, Briefing{Task: b.task, Generation: b.task * 10}, b.told); err != nil {
				return err
			}
		}
		if err := tx.AddBriefing(Topic{"slack", "w", "other", "lavrov"}, Briefing{Task: 8}, []Version{{"wire", "c", 1}}); err != nil {
			return err
		}
		last(tx, 99, 7, b1, a2)
		last(tx, 7, 3, b1, a1) // a briefing made again builds on those before it
		// What could not be posted was told to nobody; what another briefing told stays.
		if err := tx.DropBriefing(7); err != nil {
			return err
		}
		last(tx, 99, 3, b1, a1)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// An archive that was made anew counts versions from 1 again: the version that
// was told last is the one that is known.
func TestToldAnew(t *testing.T) {
	st, err := Memory(t.Context(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	topic := Topic{"slack", "w", "c", "lavrov"}
	err = st.Update(t.Context(), func(tx *Tx) error {
		for task, version := range map[int64]int{2: 1, 5: 3, 9: 1} {
			if err := tx.AddBriefing(topic, Briefing{Task: task}, []Version{{"wire", "a", version}}); err != nil {
				return err
			}
		}
		for before, want := range map[int64]int{3: 1, 9: 3, 10: 1} {
			_, told, _, err := tx.LastBriefing(topic, before)
			if err != nil || len(told) != 1 || told[0].Version != want {
				t.Errorf("LastBriefing before %d tells %v, %v, want version %d", before, told, err, want)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// Of a topic on which nobody was briefed for long nothing is kept; of others all
// is, however old its first part.
func TestForget(t *testing.T) {
	st, err := Memory(t.Context(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	day := func(n int) time.Time { return time.Date(2026, 3, n, 0, 0, 0, 0, time.UTC) }
	old, kept := Topic{"slack", "w", "c", "old"}, Topic{"slack", "w", "c", "kept"}
	err = st.Update(t.Context(), func(tx *Tx) error {
		for i, b := range []struct {
			topic Topic
			day   int
		}{{old, 1}, {kept, 1}, {old, 3}, {kept, 9}} {
			if err := tx.AddBriefing(b.topic, Briefing{Task: int64(i + 1), At: day(b.day)}, []Version{{"wire", "a", i + 1}, {"wire", string(rune('b' + i)), 1}}); err != nil {
				return err
			}
		}
		for i, before := range []int{3, 9, 9} { // the third finds nothing more
			if n, err := tx.Forget(day(before), 10); err != nil || n != []int64{0, 1, 0}[i] {
				t.Errorf("Forget before the %dth of March = %d, %v", before, n, err)
			}
		}
		if _, _, ok, err := tx.LastBriefing(old, 99); err != nil || ok {
			t.Errorf("the old topic is kept: %v, %v", ok, err)
		}
		if _, told, ok, err := tx.LastBriefing(kept, 99); err != nil || !ok || len(told) != 3 {
			t.Errorf("the other is told %v, %v, %v", told, ok, err)
		}
		var rows int
		if err := tx.tx.QueryRowContext(t.Context(), `SELECT (SELECT count(*) FROM told) + (SELECT count(*) FROM briefings) + (SELECT count(*) FROM memories)`).Scan(&rows); err != nil || rows != 4+2+1 {
			t.Errorf("%d rows are left, %v", rows, err)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
