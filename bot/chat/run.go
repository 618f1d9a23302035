package chat

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"dateline/bot/state"
)

// grace is how long Run waits for a worker whose context has ended: a platform
// or an asker that ignores it costs no more.
const grace = 2 * time.Second

// purgeEvery is how often old rows are deleted.
const purgeEvery = time.Hour

// Run answers what is accepted, first what an earlier process left, until ctx
// is done. Then it begins nothing more, gives what is under way Setup.Drain
// to end, and leaves the rest accepted for the next start. It returns nil where
// all that was under way ended in time. Platforms are by name; a task of
// another platform waits for a process that serves it.
func (d *Desk) Run(ctx context.Context, platforms map[string]Platform) error {
	d.mu.Lock()
	d.platforms = platforms
	d.mu.Unlock()
	if err := d.recover(ctx, platforms); ctx.Err() != nil {
		return nil // nothing has begun
	} else if err != nil {
		return fmt.Errorf("take up open questions: %w", err)
	}
	// What is under way when ctx ends goes on under this one.
	hard, cancel := context.WithCancel(context.WithoutCancel(ctx))
	defer cancel()
	var wg sync.WaitGroup
	defer d.queue.rest()
	slots := make(chan struct{}, d.opts.Workers)
	tick := time.NewTicker(purgeEvery)
	defer tick.Stop()
	d.purge(ctx)
	var beside sync.WaitGroup
	defer beside.Wait()
	beside.Go(func() { d.keepTime(ctx, platforms) })
	beside.Go(func() { d.keepSharing(ctx, platforms) })
serving:
	for {
		select {
		case <-ctx.Done():
			break serving
		case slots <- struct{}{}:
		}
		j := d.next(ctx, platforms, tick.C)
		if j == nil {
			break
		}
		wg.Go(func() {
			defer func() { <-slots }()
			d.work(ctx, hard, platforms[j.platform], j)
		})
	}
	return d.drain(&wg, cancel)
}

// next waits for a task to work on, and returns nil once ctx is done.
func (d *Desk) next(ctx context.Context, platforms map[string]Platform, purge <-chan time.Time) *job {
	for ctx.Err() == nil {
		if j := d.queue.take(platforms); j != nil {
			return j
		}
		select {
		case <-ctx.Done():
		case <-d.queue.wake:
		case <-purge:
			d.purge(ctx)
		}
	}
	return nil
}

// drain waits for the workers, for a bounded time.
func (d *Desk) drain(wg *sync.WaitGroup, cancel context.CancelFunc) error {
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		wg.Wait()
	}()
	bound := time.NewTimer(d.opts.Drain)
	defer bound.Stop()
	select {
	case <-ended:
		return nil
	case <-bound.C:
	}
	cancel()
	bound.Reset(grace)
	select {
	case <-ended:
		return fmt.Errorf("drain: questions were under way after %v and are left for the next start", d.opts.Drain)
	case <-bound.C:
		return fmt.Errorf("drain: questions were under way after %v and did not end when told to", d.opts.Drain+grace)
	}
}

// recover queues what is accepted and not finished. A task of a platform that
// is not served is left for a process that does, for as long as its keys are
// kept; then it is recorded as gone.
func (d *Desk) recover(ctx context.Context, platforms map[string]Platform) error {
	var open []state.Task
	err := d.opts.State.Update(ctx, func(tx *state.Tx) (err error) {
		all, err := tx.Open()
		if err != nil {
			return err
		}
		now := d.opts.Now()
		for _, t := range all {
			if platforms[t.Platform] != nil || now.Sub(t.Accepted) < keepKeys {
				open = append(open, t)
				continue
			}
			t.Status, t.Finished, t.Error = statusGone, now, "its platform is not served"
			if err := errors.Join(tx.Put(t), tx.DropBriefing(t.ID)); err != nil { // nobody was told
				return err
			}
		}
		return nil
	})
	for _, t := range open {
		// One that this process accepted is queued already, and not again.
		d.queue.add(job{id: t.ID, platform: t.Platform, user: t.User, conversation: t.Conversation, again: true})
	}
	if err == nil && len(open) > 0 {
		d.log.Info("questions are open from before", "questions", len(open))
	}
	return err
}

// purge deletes old rows.
func (d *Desk) purge(ctx context.Context) {
	const batch = 1000
	for ctx.Err() == nil {
		var n int64
		err := d.opts.State.Update(ctx, func(tx *state.Tx) (err error) {
			now := d.opts.Now()
			if n, err = tx.Purge(now.Add(-keepKeys), now.Add(-d.opts.Keep), batch); err != nil {
				return err
			}
			_, err = tx.Forget(now.Add(-keepTold), batch/10)
			return err
		})
		if err != nil && !errors.Is(err, context.Canceled) {
			d.log.Error("old rows could not be deleted", "error", err)
		}
		if err != nil || n < batch {
			return
		}
	}
}
