// Package errand does what is left to do behind an acknowledgement: show
// evidence, tell a person that they may not ask, have an answer shared.
package errand

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"time"
)

// At most maxUnderWay errands are under way at once, each for at most bound.
const (
	maxUnderWay = 64
	bound       = 30 * time.Second
)

// Runner runs errands. Its methods may be called at once.
type Runner struct {
	log   *slog.Logger
	slots chan struct{}

	mu   sync.Mutex
	n    int           // under way
	idle chan struct{} // closed where none is
	busy map[int64]bool
}

// New returns a runner that logs what panics.
func New(log *slog.Logger) *Runner {
	r := &Runner{log: log, slots: make(chan struct{}, maxUnderWay), busy: map[int64]bool{}, idle: make(chan struct{})}
	close(r.idle)
	return r
}

// Go does something soon, with a context of its own that ends in half a
// minute. Where too much is under way it waits for its turn while the context
// that it is given lasts, and then the errand is dropped.
func (r *Runner) Go(ctx context.Context, do func(context.Context)) {
	select {
	case r.slots <- struct{}{}:
	case <-ctx.Done():
		r.log.Warn("too much is under way, an errand is dropped", "reason", ctx.Err())
		return
	}
	r.mu.Lock()
	if r.n++; r.n == 1 {
		r.idle = make(chan struct{})
	}
	r.mu.Unlock()
	go func() {
		defer r.end()
		defer func() {
			if p := recover(); p != nil {
				r.log.Error("internal error", "reason", fmt.Sprint(p))
			}
		}()
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), bound)
		defer cancel()
		do(ctx)
	}()
}

func (r *Runner) end() {
	<-r.slots
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.n--; r.n == 0 {
		close(r.idle)
	}
}

// Wait returns when no errand is under way, or with the error of the context.
func (r *Runner) Wait(ctx context.Context) error {
	r.mu.Lock()
	idle := r.idle
	r.mu.Unlock()
	select {
	case <-idle:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Begin reports whether nothing is being done with a task that must be done
// once; then something is, until end is called.
func (r *Runner) Begin(task int64) (end func(), ok bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.busy[task] {
		return nil, false
	}
	r.busy[task] = true
	return func() {
		r.mu.Lock()
		defer r.mu.Unlock()
		delete(r.busy, task)
	}, true
}
