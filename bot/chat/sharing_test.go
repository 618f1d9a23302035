package chat

import (
	"context"
	"errors"
	"testing"
	"time"
)

// How sharing a private briefing ends: what is told, to whom, and whether it can
// be asked for again.
func TestShareEnds(t *testing.T) {
	broken, gone := errors.New("broken"), errors.Join(errors.New("left"), ErrGone)
	for _, row := range []struct {
		name   string
		faults []error // of posting, in turn
		moved  time.Duration
		want   error // of Share
		told   int   // articles to the channel, in the end
		again  error // of a second Share
	}{
		{"at once", nil, 0, nil, 1, ErrDone},
		// It goes on by itself, and who shared it is told so.
		{"at the third try", []error{broken, broken}, 0, ErrDone, 1, ErrDone},
		// What can't be posted is not told, and may be shared another time.
		{"not there", []error{gone}, 0, ErrGone, 0, nil},
		{"given up", []error{broken, broken}, 2 * time.Hour, ErrDone, 0, nil},
	} {
		t.Run(row.name, func(t *testing.T) {
			h := openBriefing(t, nil)
			h.serve()
			h.teller.arrive("a")
			p := h.ask(h.req("Lavrov", asksBrief, with(Options{Private: true})))
			if n := h.told("c"); n != 0 {
				t.Fatalf("a private briefing told %d articles", n)
			}
			tries := make(chan int, 1)
			tries <- 0
			h.stage.onPost = func(context.Context, Task, Reply) error {
				n := <-tries
				tries <- n + 1
				if n >= len(row.faults) {
					return nil
				}
				if n == 1 {
					h.clock.move(row.moved)
				}
				return row.faults[n]
			}
			if err := h.desk.Share(t.Context(), p.Task.ID, Person{ID: "u"}); !errors.Is(err, row.want) {
				t.Errorf("Share = %v, want %v", err, row.want)
			}
			for end := time.Now().Add(20 * time.Second); !h.row(p.Task.ID).Sharing.IsZero(); time.Sleep(time.Millisecond) {
				if time.Now().After(end) {
					t.Fatal("it is still to be shared")
				}
			}
			if n := h.told("c"); n != row.told {
				t.Errorf("the channel was told %d articles, want %d", n, row.told)
			}
			if ref := h.row(p.Task.ID).Shared; (ref.Message != "") != (row.told > 0) {
				t.Errorf("noted as shared at %+v", ref)
			}
			if err := h.desk.Share(t.Context(), p.Task.ID, Person{ID: "u"}); !errors.Is(err, row.again) {
				t.Errorf("a second Share = %v, want %v", err, row.again)
			}
			if n := h.told("c"); n != 1 {
				t.Errorf("in the end the channel was told %d articles, want one", n)
			}
		})
	}
}

// A desk that is stopped while it shares goes on where it is started again, once,
// and not with what was deleted meanwhile.
func TestShareStopped(t *testing.T) {
	for _, row := range []struct {
		name    string
		posted  bool // before it is stopped
		deleted bool // then
		told    int
	}{
		{"before the post", false, false, 1},
		{"after the post", true, false, 1},
		{"deleted", false, true, 0},
	} {
		t.Run(row.name, func(t *testing.T) {
			h := openBriefing(t, nil)
			h.serve()
			h.teller.arrive("a")
			p := h.ask(h.req("Lavrov", asksBrief, with(Options{Private: true})))
			there := make(chan struct{})
			hold := func(ctx context.Context, _ Task, _ Reply) error {
				close(there)
				<-ctx.Done()
				return ctx.Err()
			}
			if row.posted {
				h.stage.afterPost = hold
			} else {
				h.stage.onPost = hold
			}
			ended := make(chan error, 1)
			go func() { ended <- h.desk.Share(t.Context(), p.Task.ID, Person{ID: "u"}) }()
			<-there
			if err := h.stop(); err != nil {
				t.Fatal(err)
			}
			if err := <-ended; err == nil {
				t.Error("Share of a desk that is stopped says that it is shared")
			}
			if row := h.row(p.Task.ID); row.Sharing.IsZero() || row.Shared.Message != "" {
				t.Fatalf("stopped: sharing since %v, at %+v", row.Sharing, row.Shared)
			}
			if row.deleted {
				if err := h.desk.Deleted(t.Context(), p.Task.ID); err != nil {
					t.Fatal(err)
				}
			}
			h.stage.onPost, h.stage.afterPost = nil, nil
			h.serve()
			for end := time.Now().Add(20 * time.Second); !h.row(p.Task.ID).Sharing.IsZero(); time.Sleep(time.Millisecond) {
				if time.Now().After(end) {
					t.Fatal("it is still to be shared")
				}
			}
			if n := h.told("c"); n != row.told {
				t.Errorf("the channel was told %d articles, want %d", n, row.told)
			}
			if shared := h.stage.shared[p.Task.ID]; (shared != nil) != (row.told > 0) || (h.row(p.Task.ID).Shared.Message != "") != (row.told > 0) {
				t.Errorf("shared %+v, noted %+v", shared, h.row(p.Task.ID).Shared)
			}
		})
	}
}
