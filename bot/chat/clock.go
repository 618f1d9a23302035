package chat

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"dateline/bot/schedule"
	"dateline/bot/state"
)

// Bounds of the clock that runs subscriptions.
const (
	lateAfter = 5 * time.Minute // what is posted later says so
	lookAgain = time.Minute     // the clock is looked at as often at least: it may have been changed
	keepOn    = 24 * time.Hour  // for so long at most it is tried to post a run, and the next one takes its place
	wentWrong = 25 * time.Hour  // what ran so far ahead of the clock ran by a clock that was wrong
)

// keepTime takes down the runs of subscriptions as their times come, until ctx
// is done. A run is a task like any other: it is taken down in the transaction
// that says when the subscription runs next, so that each time has one run
// whatever happens to the process.
func (d *Desk) keepTime(ctx context.Context, platforms map[string]Platform) {
	for ctx.Err() == nil {
		wait := lookAgain
		next, err := d.runDue(ctx, platforms)
		if err != nil && ctx.Err() == nil {
			d.log.Error("what is due could not be taken down", "error", err)
		} else if !next.IsZero() {
			wait = min(wait, max(next.Sub(d.opts.Now()), 0))
		}
		select {
		case <-ctx.Done():
		case <-d.rescheduled:
		case <-d.opts.After(wait):
		}
	}
}

// reschedule has the clock look again.
func (d *Desk) reschedule() {
	select {
	case d.rescheduled <- struct{}{}:
	default:
	}
}

// runDue takes down the runs that are due, and returns when the next one is;
// zero where none is.
func (d *Desk) runDue(ctx context.Context, platforms map[string]Platform) (next time.Time, err error) {
	for name := range platforms {
		var at time.Time
		var ahead []state.Subscription
		err := d.opts.State.View(ctx, func(tx *state.Tx) (err error) {
			if ahead, err = tx.Ahead(name, d.opts.Now().Add(wentWrong)); err != nil {
				return err
			}
			at, err = tx.NextDue(name)
			return err
		})
		if err == nil && len(ahead) > 0 {
			err = d.opts.State.Update(ctx, func(tx *state.Tx) (err error) {
				at, err = d.putBack(tx, name)
				return err
			})
		}
		if err != nil {
			return time.Time{}, err
		}
		if at.IsZero() || at.After(d.opts.Now()) {
			next = earlier(next, at)
			continue
		}
		var added []state.Task
		err = d.opts.State.Update(ctx, func(tx *state.Tx) error {
			added = nil
			due, err := tx.Due(name, d.opts.Now())
			if err != nil {
				return err
			}
			for _, s := range due {
				t, ok, err := d.due(tx, s)
				if err != nil {
					return fmt.Errorf("subscription %d: %w", s.ID, err)
				}
				if ok {
					added = append(added, t)
				}
			}
			at, err = tx.NextDue(name)
			return err
		})
		if err != nil {
			return time.Time{}, err
		}
		next = earlier(next, at)
		for _, t := range added {
			d.enqueue(t, Scheduled)
		}
	}
	return next, nil
}

// putBack has the subscriptions of a platform go on that ran by a clock that was
// far ahead, and returns when the next of all is due. A clock that is put back by
// a day changes nothing: what ran already does not run again.
func (d *Desk) putBack(tx *state.Tx, platform string) (next time.Time, err error) {
	now := d.opts.Now()
	ahead, err := tx.Ahead(platform, now.Add(wentWrong))
	if err != nil {
		return next, err
	}
	for _, s := range ahead {
		when, err := schedule.Parse(s.Spec, now.Location())
		if err != nil {
			continue // what is due says so
		}
		d.log.Warn("the clock was put back", "subscription", s.ID, "last", s.Last)
		s.Last, s.Next = now, when.Next(now)
		if err := tx.PutSubscription(s); err != nil {
			return next, err
		}
	}
	return tx.NextDue(platform)
}

// earlier returns the earlier of two times, of which the zero Time is never.
func earlier(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}

// due takes down the run of a subscription whose time has come, one for all
// times that have passed, and notes when it runs next. It reports false where
// there is nothing to run.
func (d *Desk) due(tx *state.Tx, s state.Subscription) (state.Task, bool, error) {
	now := d.opts.Now()
	when, err := schedule.Parse(s.Spec, now.Location())
	if err != nil { // this machine's table of time zones may lack one
		s.Paused, s.Reason = now, "its schedule can't be read any more"
		d.log.Error("a subscription is paused", "subscription", s.ID, "reason", err)
		return state.Task{}, false, tx.PutSubscription(s)
	}
	at, missed := when.Last(now, s.Last)
	if at.IsZero() { // a new table of time zones has it run later
		s.Next = when.Next(now)
		return state.Task{}, false, tx.PutSubscription(s)
	}
	before := s.Last
	s.Last, s.Next = at, when.Next(now)
	if err := tx.PutSubscription(s); err != nil {
		return state.Task{}, false, err
	}
	key := fmt.Sprintf("schedule/%d/%d", s.ID, at.Unix())
	if _, ok, err := tx.Key(s.Platform + " " + key); err != nil || ok {
		return state.Task{}, false, err // the clock was put back
	}
	p := placeOf(s)
	if at, err := d.settings(tx, p); err != nil || at.unscheduled(p) != "" {
		return state.Task{}, false, err
	}
	t, err := addRun(tx, s, now, key, Brief{Subscription: s.ID, Before: before, Due: at, Until: s.Next, Missed: missed, Quiet: s.Quiet})
	return t, err == nil, err
}

// addRun takes down a run of a subscription.
func addRun(tx *state.Tx, s state.Subscription, now time.Time, key string, b Brief) (state.Task, error) {
	r := requestOf(s)
	b.Owner = s.User
	r.Keys, r.Brief, r.At = []string{key}, &b, now
	blob, err := json.Marshal(r)
	if err != nil {
		return state.Task{}, err
	}
	row := state.Task{Platform: s.Platform, Workspace: s.Workspace, Channel: s.Channel, Conversation: briefed(r), Request: blob, Accepted: now, Status: statusAccepted}
	if row.ID, err = tx.Add(row); err != nil {
		return state.Task{}, err
	}
	return row, tx.AddKey(s.Platform+" "+key, row.ID)
}

// enqueue has a task that is taken down worked on.
func (d *Desk) enqueue(t state.Task, kind Kind) {
	d.queue.add(job{id: t.ID, platform: t.Platform, user: t.User, conversation: t.Conversation})
	d.log.Info("question accepted", "task", t.ID, "platform", t.Platform, "kind", kind)
}

// requestOf returns what a subscription asks for.
func requestOf(s state.Subscription) Request {
	return Request{Place: placeOf(s), Kind: Scheduled, Text: s.Topic, Options: Options{Collection: s.Collection}}
}

func placeOf(s state.Subscription) Place {
	return Place{Platform: s.Platform, Workspace: s.Workspace, Channel: s.Channel, Thread: s.Thread, Direct: s.Direct}
}
