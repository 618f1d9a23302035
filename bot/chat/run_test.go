package chat

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"dateline/bot"
	"dateline/bot/state"
)

func TestProblems(t *testing.T) {
	for _, tt := range []struct {
		name  string
		asker parrot
		says  string
	}{
		{"error", func(context.Context, bot.Request) (bot.Answer, error) {
			return bot.Answer{}, errors.New("disk on fire")
		}, "Something went wrong on my side. Please ask again; if it happens again, tell who runs me the reference 1."},
		{"panic", func(context.Context, bot.Request) (bot.Answer, error) { panic("deliberate") }, "the reference 1."},
		{"too slow", func(ctx context.Context, _ bot.Request) (bot.Answer, error) {
			<-ctx.Done()
			return bot.Answer{}, ctx.Err()
		}, "This took too long."},
	} {
		t.Run(tt.name, func(t *testing.T) {
			h := open(t, func(s *Setup) {
				s.Asker = tt.asker
				if tt.name == "too slow" {
					s.Timeout = 30 * time.Millisecond
				}
			}).serve()
			p := h.ask(h.req("who came?"))
			if p.Times != 1 || !strings.Contains(p.Reply.Problem, tt.says) || strings.Contains(p.Reply.Problem, "fire") {
				t.Errorf("posted %d times: %+v, want %q", p.Times, p.Reply, tt.says)
			}
			row := h.row(p.Task.ID)
			if row.Status != statusFailed || row.Error == "" {
				t.Errorf("row: %s %q, want it failed with its error", row.Status, row.Error)
			}
		})
	}
}

// A platform that fails is asked again, that the task is gone ends it, and so
// does the deadline.
func TestPosting(t *testing.T) {
	fails := func(n int64, err error) func(context.Context, Task, Reply) error {
		var calls atomic.Int64
		return func(_ context.Context, task Task, _ Reply) error {
			i := calls.Add(1)
			if (i > 1) != task.Again {
				return fmt.Errorf("call %d has Again %v", i, task.Again)
			}
			if i <= n {
				return err
			}
			return nil
		}
	}
	gone := fmt.Errorf("channel archived: %w", ErrGone)
	for _, tt := range []struct {
		name   string
		before func(context.Context, Task, Reply) error // the post is shown
		after  func(context.Context, Task, Reply) error
		how    func(*Request)
		status string
		shown  bool
	}{
		{"at first", nil, nil, nil, "answered", true},
		{"refused three times", fails(3, errors.New("503")), nil, nil, "answered", true},
		{"shown, and its reply lost", nil, fails(2, errors.New("reset")), nil, "answered", true},
		{"panics twice", func() func(context.Context, Task, Reply) error {
			var n atomic.Int64
			return func(context.Context, Task, Reply) error {
				if n.Add(1) <= 2 {
					panic("deliberate")
				}
				return nil
			}
		}(), nil, nil, "answered", true},
		{"gone", fails(99, gone), nil, nil, "gone", false},
		{"gone after a failure", func() func(context.Context, Task, Reply) error {
			var n atomic.Int64
			return func(context.Context, Task, Reply) error {
				if n.Add(1) == 1 {
					return errors.New("503")
				}
				return gone
			}
		}(), nil, nil, "gone", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			h := open(t, func(s *Setup) { s.Asker = echo })
			h.stage.onPost, h.stage.afterPost = tt.before, tt.after
			h.serve()
			r := h.req("who came?")
			if tt.how != nil {
				tt.how(&r)
			}
			p := h.ask(r)
			row := h.row(p.Task.ID)
			if string(row.Status) != tt.status || (p.Times > 0) != tt.shown {
				t.Errorf("%s %q, shown %d times, want %s, shown %v", row.Status, row.Error, p.Times, tt.status, tt.shown)
			}
			if tt.status == "answered" && row.Ref.Message == "" {
				t.Error("where it was posted is not kept")
			}
			if row.Attempts != 1 {
				t.Errorf("asked %d times, want once", row.Attempts)
			}
		})
	}
}

func TestDeadline(t *testing.T) {
	// It had passed before work began.
	h := open(t, func(s *Setup) { s.Asker = echo })
	out := h.accept(h.req("who came?", until(time.Minute)))
	h.clock.move(2 * time.Minute)
	h.serve()
	if row := h.wait(out.Task); row.Status != statusGone || row.Error == "" {
		t.Errorf("late: %s %q, want gone with a reason", row.Status, row.Error)
	}
	if _, ok := h.stage.get(out.Task); ok {
		t.Error("late: something was posted")
	}
	// It passes while the platform fails.
	h.stage.onPost = func(context.Context, Task, Reply) error {
		h.clock.move(40 * time.Second)
		return errors.New("503")
	}
	out = h.accept(h.req("who came?", until(time.Minute)))
	if row := h.wait(out.Task); row.Status != statusGone || !strings.Contains(row.Error, "503") {
		t.Errorf("failing: %s %q, want gone with the cause", row.Status, row.Error)
	}
	// Without one it is given up some time.
	out = h.accept(h.req("who came?"))
	h.stage.onPost = func(context.Context, Task, Reply) error {
		h.clock.move(40 * time.Minute)
		return errors.New("503")
	}
	if row := h.wait(out.Task); row.Status != statusFailed || !strings.Contains(row.Error, "503") {
		t.Errorf("failing for ever: %s %q, want failed with the cause", row.Status, row.Error)
	}
}

// Questions of one conversation are answered in the order in which they came,
// whatever each takes.
func TestOrder(t *testing.T) {
	var n atomic.Int64
	h := open(t, func(s *Setup) {
		s.Workers, s.MaxPerUser = 8, 100
		s.Asker = parrot(func(_ context.Context, req bot.Request) (bot.Answer, error) {
			time.Sleep(time.Duration((7-n.Add(1)%7)*2) * time.Millisecond)
			return bot.Answer{Lead: req.Question}, nil
		})
	}).serve()
	var last Outcome
	for i := range 30 {
		last = h.accept(h.req(fmt.Sprintf("question %d ?", i), in(fmt.Sprintf("t%d", i%3))))
	}
	for id := int64(1); id <= last.Task; id++ {
		h.wait(id)
	}
	seen := map[string]int64{}
	for _, id := range h.stage.order {
		p, _ := h.stage.get(id)
		thread := p.Task.Request.Place.Thread
		if id < seen[thread] {
			t.Errorf("in %s the answer to %d stands before that to %d", thread, seen[thread], id)
		}
		seen[thread] = id
	}
}

// Workers are bounded, and Run leaves what it may not begin.
func TestDrain(t *testing.T) {
	var under, most atomic.Int64
	begun, let := make(chan struct{}, 10), make(chan struct{})
	h := open(t, func(s *Setup) {
		s.Workers, s.MaxPerUser = 2, 10
		s.Asker = parrot(func(ctx context.Context, req bot.Request) (bot.Answer, error) {
			most.Store(max(most.Load(), under.Add(1)))
			defer under.Add(-1)
			begun <- struct{}{}
			select {
			case <-let:
			case <-ctx.Done():
			}
			return bot.Answer{Lead: req.Question}, ctx.Err()
		})
	}).serve()
	for range 5 {
		h.accept(h.req("who came?"))
	}
	<-begun
	<-begun
	h.leave()
	time.Sleep(20 * time.Millisecond) // Run sees that it is to end, with two under way
	out := h.accept(h.req("who came later?"))
	close(let)
	if err := h.stop(); err != nil {
		t.Errorf("Run = %v", err)
	}
	if n := len(h.stage.order); n != 2 || most.Load() != 2 {
		t.Errorf("%d are answered, %d at once, want the 2 that were under way", n, most.Load())
	}
	// The next start answers the rest.
	h.serve()
	for id := int64(1); id <= out.Task; id++ {
		if row := h.wait(id); row.Status != statusAnswered {
			t.Errorf("task %d is %s", id, row.Status)
		}
	}
	if n := len(h.stage.order); n != 6 {
		t.Errorf("%d are answered, want 6", n)
	}
}

// What does not end within the bound is cut off and left for the next start.
func TestDrainBound(t *testing.T) {
	begun := make(chan struct{}, 1)
	h := open(t, func(s *Setup) {
		s.Drain = 20 * time.Millisecond
		s.Asker = parrot(func(ctx context.Context, req bot.Request) (bot.Answer, error) {
			begun <- struct{}{}
			<-ctx.Done()
			return bot.Answer{}, ctx.Err()
		})
	}).serve()
	out := h.accept(h.req("who came?"))
	<-begun
	if err := h.stop(); err == nil || !strings.Contains(err.Error(), "left for the next start") {
		t.Errorf("Run = %v, want it to say what is left", err)
	}
	if row := h.row(out.Task); !row.Finished.IsZero() {
		t.Errorf("the task is %s, want it open", row.Status)
	}
	h.desk.opts.Asker = echo
	h.serve()
	h.wait(out.Task)
	if p, _ := h.stage.get(out.Task); p.Times != 1 || p.Reply.Problem != "" {
		t.Errorf("posted %+v", p)
	}
}

// A question that ends the process each time it is worked on is given up.
func TestPoison(t *testing.T) {
	h := open(t, func(s *Setup) {
		s.Drain = time.Millisecond
		s.Asker = parrot(func(ctx context.Context, _ bot.Request) (bot.Answer, error) {
			<-ctx.Done()
			return bot.Answer{}, ctx.Err()
		})
	})
	out := h.accept(h.req("who came?"))
	for i := range attempts {
		h.serve()
		for h.row(out.Task).Attempts != i+1 {
			time.Sleep(time.Millisecond)
		}
		_ = h.stop()
	}
	h.serve()
	if row := h.wait(out.Task); row.Status != statusFailed || !strings.Contains(row.Error, "given up") {
		t.Errorf("%s %q, want it failed", row.Status, row.Error)
	}
	if p, _ := h.stage.get(out.Task); !strings.Contains(p.Reply.Problem, "reference 1") {
		t.Errorf("posted %+v", p.Reply)
	}
}

// Hundreds of questions of many people over a platform that fails one call in
// three: each has one answer.
func TestManyUnderFailure(t *testing.T) {
	const n = 300
	h := open(t, func(s *Setup) { s.Asker, s.MaxQueue, s.MaxPerUser, s.Workers = echo, n, n, 8 })
	var calls atomic.Int64
	flaky := func(context.Context, Task, Reply) error {
		if calls.Add(1)%3 == 0 {
			return errors.New("503")
		}
		return nil
	}
	h.stage.onPost, h.stage.afterPost = flaky, flaky
	h.serve()
	var wg sync.WaitGroup
	for w := range 4 {
		wg.Go(func() {
			for i := range n / 4 {
				r := Request{Keys: []string{fmt.Sprintf("%d/%d", w, i)}, Place: Place{Platform: "p", Channel: "c"}, Message: fmt.Sprintf("%d/%d", w, i),
					User: Person{ID: fmt.Sprint(i % 10)}, Kind: Mention, Text: "who came?", At: start}
				for range 2 { // each event comes twice
					if _, err := h.desk.Accept(context.Background(), r); err != nil {
						t.Error(err)
					}
				}
			}
		})
	}
	wg.Wait()
	for id := int64(1); id <= n; id++ {
		if row := h.wait(id); row.Status != statusAnswered {
			t.Fatalf("task %d is %s", id, row.Status)
		}
	}
	if len(h.stage.shown) != n {
		t.Errorf("%d answers, want %d", len(h.stage.shown), n)
	}
}

// A question of a platform that is not served waits a day for a process that
// does, and is recorded then.
func TestUnserved(t *testing.T) {
	h := open(t, func(s *Setup) { s.Asker = echo })
	out := h.accept(h.req("who came?", func(r *Request) { r.Place.Platform = "q" }))
	run := func() state.Task {
		t.Helper()
		h.serve()
		h.ask(h.req("who came?"))
		if err := h.stop(); err != nil {
			t.Error(err)
		}
		return h.row(out.Task)
	}
	if row := run(); row.Status != statusAccepted {
		t.Errorf("at first: %s, want it accepted", row.Status)
	}
	h.clock.move(25 * time.Hour)
	if row := run(); row.Status != statusGone || row.Error == "" {
		t.Errorf("a day later: %s %q, want it gone", row.Status, row.Error)
	}
}

// An answer waits for Working, which may have posted what Post then edits; where
// that failed, Post is told to look.
func TestWorking(t *testing.T) {
	for _, tt := range []struct {
		name  string
		fn    func(context.Context, Task) error
		again bool
	}{
		{"slow", func(context.Context, Task) error { time.Sleep(30 * time.Millisecond); return nil }, false},
		{"fails", func(context.Context, Task) error { return errors.New("503") }, true},
		{"panics", func(context.Context, Task) error { panic("deliberate") }, true},
		{"hangs", func(ctx context.Context, _ Task) error { <-ctx.Done(); return ctx.Err() }, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			h := open(t, func(s *Setup) {
				if s.Asker, s.PostTimeout = echo, 30*time.Second; tt.name == "hangs" {
					s.PostTimeout = time.Second
				}
			})
			var ended atomic.Bool
			h.stage.onWorking = func(ctx context.Context, task Task) error {
				defer ended.Store(true)
				return tt.fn(ctx, task)
			}
			h.stage.onPost = func(context.Context, Task, Reply) error {
				if !ended.Load() {
					t.Error("posted while Working runs")
				}
				return nil
			}
			h.serve()
			if p := h.ask(h.req("who came?")); p.Task.Again != tt.again || p.Reply.Problem != "" {
				t.Errorf("posted %+v, want Again %v", p, tt.again)
			}
		})
	}
}

// A person may delete an answer before its end is stored.
func TestDeletedAtOnce(t *testing.T) {
	h := open(t, func(s *Setup) { s.Asker = echo })
	h.stage.afterPost = func(ctx context.Context, task Task, _ Reply) error { return h.desk.Deleted(ctx, task.ID) }
	h.serve()
	out := h.accept(h.req("who came?"))
	if err := h.stop(); err != nil {
		t.Error(err)
	}
	h.serve()
	if row := h.wait(out.Task); row.Deleted.IsZero() || row.Reply != nil {
		t.Errorf("row = %+v, want it deleted", row)
	}
}

// Purging keeps what is open, and what was finished lately.
func TestKeep(t *testing.T) {
	h := open(t, func(s *Setup) { s.Asker, s.Keep = echo, 48*time.Hour }).serve()
	old := h.ask(h.req("who came?")).Task.ID
	if err := h.stop(); err != nil {
		t.Fatal(err)
	}
	waiting := h.accept(h.req("who came?")).Task
	h.clock.move(72 * time.Hour)
	h.desk.purge(t.Context())
	if _, _, err := h.desk.Task(t.Context(), old); !errors.Is(err, ErrNoTask) {
		t.Errorf("a finished task of three days ago: %v", err)
	}
	if _, _, err := h.desk.Task(t.Context(), waiting); err != nil {
		t.Errorf("an open one: %v", err)
	}
}
