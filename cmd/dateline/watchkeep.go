package main

import (
	"context"
	"sync"
	"time"
)

// What is made from the archive and kept beside it is made again when the archive
// has changed by keepShare, and at least keepLeast articles, as within a long
// ingest; after keepAfter whatever has changed; and at the end, within
// keepClosing. Nothing that is searched waits for it: who opens the archive reads
// what is newer than the snapshot.
const (
	keepLeast   = 2000
	keepShare   = .5
	keepAfter   = 10 * time.Minute
	keepClosing = 10 * time.Second
)

// keeper has what is kept beside the archive made again while it is watched.
type keeper struct {
	// sync makes it; underway says that what takes long can wait.
	sync     func(ctx context.Context, underway bool) error
	articles func(context.Context) (int, error) // of the archive
	failed   func(error)

	wake chan struct{} // has an element when something has changed

	mu    sync.Mutex
	n     int       // changes
	first time.Time // when the first of them came
	now   bool      // they don't wait
}

func newKeeper(sync func(context.Context, bool) error, articles func(context.Context) (int, error), failed func(error)) *keeper {
	return &keeper{sync: sync, articles: articles, failed: failed, wake: make(chan struct{}, 1)}
}

// changed says that n articles have changed.
func (k *keeper) changed(n int) { k.note(n, false) }

// soon has it made now, if only to see that it is there.
func (k *keeper) soon() { k.note(0, true) }

func (k *keeper) note(n int, now bool) {
	k.mu.Lock()
	if k.n == 0 && !k.now {
		k.first = time.Now()
	}
	k.n += n
	k.now = k.now || now
	k.mu.Unlock()
	select {
	case k.wake <- struct{}{}:
	default:
	}
}

// run works until ctx ends.
func (k *keeper) run(ctx context.Context) {
	held := 0 // articles when it was made last
	timer := time.NewTimer(keepAfter)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			k.close(ctx)
			return
		case <-k.wake:
		case <-timer.C:
		}
		k.mu.Lock()
		wait := keepAfter
		if k.n > 0 {
			wait = time.Until(k.first.Add(keepAfter))
		}
		due := k.now || k.n > 0 && wait <= 0 || k.n >= keepLeast && float64(k.n) >= keepShare*float64(held)
		n := k.n
		if due {
			k.n, k.now = 0, false
		}
		k.mu.Unlock()
		timer.Reset(max(wait, time.Second))
		if !due {
			continue
		}
		err := k.sync(ctx, false)
		if err == nil {
			held, err = k.articles(ctx)
		}
		if err != nil {
			k.mu.Lock()
			if k.n == 0 {
				k.first = time.Now() // it is tried again after a while, and at the end
			}
			k.n += max(n, 1)
			k.mu.Unlock()
			if ctx.Err() == nil {
				k.failed(err)
			}
		}
	}
}

// close makes it for the last time, where something has changed.
func (k *keeper) close(ctx context.Context) {
	if k.n == 0 && !k.now {
		return
	}
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), keepClosing)
	defer cancel()
	if err := k.sync(last, true); err != nil {
		k.failed(err)
	}
}
