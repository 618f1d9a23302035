package chat

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"sync"
	"time"

	"dateline/bot/state"
)

// Sharer is what a Platform may also be: one that can show a private answer to
// all.
type Sharer interface {
	// Share shows the reply to a task where it was asked, to all, and returns where.
	// As with Platform.Post there is one such copy however often it is called: it
	// looks for what it may have posted.
	Share(ctx context.Context, t Task, r Reply) (Ref, error)
}

// Share shows a private answer to all where it was asked, for its asker, once.
// That it is to be shared, and what a briefing so tells the place, as of when it
// was made, is noted before it is posted and taken back where it can't be: what a
// process that ends leaves undone the next one does. An error that is a Sentence
// is for the person; one that is ErrGone says that nothing can be posted there.
func (d *Desk) Share(ctx context.Context, task int64, who Person) error {
	_, r, err := d.load(ctx, task)
	if err != nil {
		return err
	}
	s, err := d.Settings(ctx, r.Place)
	if err != nil {
		return err
	}
	ended := make(chan error, 1)
	err = d.change(ctx, task, func(tx *state.Tx, t *state.Task) error {
		rec, ok := readRecord(*t)
		switch {
		case !ok || !t.Deleted.IsZero():
			return errNoTask
		case t.User != who.ID:
			return forbidden("Only who asked may share this answer.")
		case !t.Private:
			return &Sentence{"This answer is public already.", ErrDone}
		case t.Shared != (state.Ref{}):
			return &Sentence{"You have shared this answer already.", ErrDone}
		case !t.Sharing.IsZero():
			return &Sentence{"It is being shared.", ErrDone}
		}
		if text := s.refusal(r.Place, who); text != "" {
			return forbidden(text)
		}
		t.Sharing = d.opts.Now()
		d.mu.Lock()
		d.sharing[task] = ended
		d.mu.Unlock()
		return tell(tx, *t, r, rec, t.Finished)
	})
	if err == nil {
		select {
		case d.share <- task:
		case <-ctx.Done():
			err = ctx.Err() // the next start does it
		}
	}
	if err != nil {
		d.mu.Lock()
		if d.sharing[task] == ended {
			delete(d.sharing, task)
		}
		d.mu.Unlock()
		return err
	}
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

// unshare notes that an answer is not to be shared any more. What was not posted
// told nobody.
func unshare(tx *state.Tx, t *state.Task) error {
	t.Sharing = time.Time{}
	if t.Shared != (state.Ref{}) {
		return nil
	}
	return tx.DropBriefing(t.ID)
}

// keepSharing posts the answers that are to be shared, first those that an
// earlier process left, until ctx is done.
func (d *Desk) keepSharing(ctx context.Context, platforms map[string]Platform) {
	var left []state.Task
	err := d.opts.State.View(ctx, func(tx *state.Tx) (err error) {
		left, err = tx.Sharing()
		return err
	})
	if err != nil && ctx.Err() == nil {
		d.log.Error("what is to be shared could not be read", "error", err)
	}
	var under sync.WaitGroup
	defer func() {
		under.Wait()
		d.mu.Lock()
		defer d.mu.Unlock()
		for id, ended := range d.sharing {
			ended <- &Sentence{"I am being stopped, and share it when I am back.", ErrDone}
			delete(d.sharing, id)
		}
	}()
	for _, t := range left {
		d.mu.Lock()
		ours := d.sharing[t.ID] != nil // and comes by d.share
		d.mu.Unlock()
		if !ours {
			under.Go(func() { d.shareTask(ctx, platforms, t.ID) })
		}
	}
	for {
		select {
		case <-ctx.Done():
			return
		case id := <-d.share:
			under.Go(func() { d.shareTask(ctx, platforms, id) })
		}
	}
}

// shareTask posts an answer that is to be shared, again and again if need be.
// Who waits for it is told how the first try ended.
func (d *Desk) shareTask(ctx context.Context, platforms map[string]Platform, id int64) {
	j := &job{id: id}
	for {
		over, err := d.shareOnce(ctx, platforms, id)
		if ctx.Err() != nil {
			return // it stays for the next start
		}
		if err != nil {
			d.log.Warn("an answer could not be shared", "task", id, "again", !over, "error", err)
		}
		if !over {
			err = &Sentence{"I could not share it yet, and go on trying.", ErrDone}
		}
		d.mu.Lock()
		if ended := d.sharing[id]; ended != nil {
			ended <- err // which has a place for it
			delete(d.sharing, id)
		}
		d.mu.Unlock()
		if over {
			return
		}
		wait := time.NewTimer(d.backoff(j))
		j.tries++
		select {
		case <-ctx.Done():
			wait.Stop()
			return
		case <-wait.C:
		}
	}
}

// shareOnce tries to share an answer, and reports whether that is over.
func (d *Desk) shareOnce(ctx context.Context, platforms map[string]Platform, id int64) (over bool, err error) {
	t, r, err := d.load(ctx, id)
	if err != nil {
		return errors.Is(err, ErrNoTask), err
	}
	rec, ok := readRecord(t)
	if t.Sharing.IsZero() || !ok {
		return true, nil // it was deleted meanwhile
	}
	p, ok := platforms[t.Platform].(Sharer)
	if !ok {
		return true, fmt.Errorf("platform %s shares nothing", t.Platform) // a process that serves it does so
	}
	ref, err := d.showAll(ctx, p, t, r, rec)
	switch {
	case err == nil:
		return true, d.change(ctx, id, func(_ *state.Tx, t *state.Task) error {
			t.Shared, t.Sharing = state.Ref(ref), time.Time{}
			return nil
		})
	case ctx.Err() != nil, !errors.Is(err, ErrGone) && d.opts.Now().Sub(t.Sharing) <= d.opts.GiveUp:
		return false, err
	}
	return true, errors.Join(err, d.change(ctx, id, unshare))
}

// showAll posts the public copy of a private answer.
func (d *Desk) showAll(ctx context.Context, p Sharer, t state.Task, r Request, rec record) (ref Ref, err error) {
	s, err := d.Settings(ctx, r.Place)
	if err != nil {
		return Ref{}, err
	}
	ctx, cancel := context.WithTimeout(ctx, d.opts.PostTimeout)
	defer cancel()
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("share: panic: %v\n%s", v, debug.Stack())
		}
	}()
	out := d.task(t, r, nil)
	out.Private, out.Ref, out.Again = false, Ref{}, true
	return p.Share(ctx, out, d.reply(rec, s, false))
}
