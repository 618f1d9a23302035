package chat

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"dateline/bot/state"
)

// Task returns a task with its reply, which is the zero Reply before it is
// made.
func (d *Desk) Task(ctx context.Context, id int64) (Task, Reply, error) {
	t, r, err := d.load(ctx, id)
	if err != nil {
		return Task{}, Reply{}, err
	}
	out := d.task(t, r, nil)
	rec, ok := readRecord(t)
	if !ok {
		return out, Reply{}, nil
	}
	s, err := d.Settings(ctx, r.Place)
	if err != nil {
		return Task{}, Reply{}, err
	}
	return out, d.reply(rec, s, t.Private || r.Place.Direct), nil
}

func (d *Desk) load(ctx context.Context, id int64) (t state.Task, r Request, err error) {
	err = d.opts.State.View(ctx, func(tx *state.Tx) (err error) {
		t, err = tx.Task(id)
		return err
	})
	if errors.Is(err, state.ErrNotFound) {
		return t, r, errNoTask
	}
	if err == nil {
		if err = json.Unmarshal(t.Request, &r); err != nil {
			err = fmt.Errorf("task %d: its request: %w", id, err)
		}
	}
	return t, r, err
}

// change stores what fn makes of a task.
func (d *Desk) change(ctx context.Context, id int64, fn func(tx *state.Tx, t *state.Task) error) error {
	err := d.opts.State.Update(ctx, func(tx *state.Tx) error {
		t, err := tx.Task(id)
		if err != nil {
			return err
		}
		if err := fn(tx, &t); err != nil {
			return err
		}
		return tx.Put(t)
	})
	if errors.Is(err, state.ErrNotFound) {
		return errNoTask
	}
	return err
}

// Delete returns the message to delete for a task: the bot's answer, or the
// public copy of a private one. Its asker may, who made the subscription that it
// came by, and who manages the place, from where it was asked or where it was
// posted. The adapter then deletes the message and calls Deleted. An error that
// is a Sentence is for the person.
func (d *Desk) Delete(ctx context.Context, task int64, who Person, p Place) (Ref, error) {
	t, r, err := d.load(ctx, task)
	asker, asked := t.User, "asked"
	if r.Kind == Scheduled {
		asker, asked = r.Brief.Owner, "made the subscription"
	}
	switch {
	case err != nil:
		return Ref{}, err
	case t.Platform != p.Platform || t.Workspace != p.Workspace || t.Channel != p.Channel && t.Ref.Channel != p.Channel:
		return Ref{}, errNoTask
	case asker != who.ID && (!who.Manages || t.Private && t.Shared == (state.Ref{})):
		return Ref{}, forbidden("Only who " + asked + ", and who manages messages here, may delete this answer.")
	case !t.Deleted.IsZero():
		return Ref{}, &Sentence{"This answer is deleted already.", ErrDone}
	}
	if t.Shared != (state.Ref{}) {
		return Ref(t.Shared), nil
	}
	return Ref(t.Ref), nil
}

// Deleted notes that a task's message is deleted. The answer is deleted from
// the state too; feedback on it stays.
func (d *Desk) Deleted(ctx context.Context, task int64) error {
	return d.change(ctx, task, func(tx *state.Tx, t *state.Task) error {
		if !t.Sharing.IsZero() {
			if err := unshare(tx, t); err != nil {
				return err
			}
		}
		t.Deleted, t.Reply = d.opts.Now(), nil
		if t.Finished.IsZero() {
			t.Finished = t.Deleted
		}
		return nil
	})
}
