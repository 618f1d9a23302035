package main

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"time"

	"dateline/bot/chat"
	"dateline/bot/state"
)

// look reads in the state what has become of the open questions, and reports
// whether it could.
func (s *soak) look(ctx context.Context) bool {
	var finished []state.Task
	err := s.state.View(ctx, func(tx *state.Tx) error {
		if err := s.newRows(tx); err != nil {
			return err
		}
		rows, err := tx.Open()
		if err != nil {
			return err
		}
		waiting := map[int64]bool{}
		for _, t := range rows {
			waiting[t.ID] = true
		}
		for _, q := range s.open {
			switch {
			case q.task == 0:
				task, ok, err := tx.Key(s.way.platform() + " " + q.key)
				if err != nil {
					return err
				}
				q.refused = ok && task == 0
				q.gaveUp = !ok && time.Since(q.at) > s.way.patience(q)
				q.settled = q.refused || q.gaveUp
			case !waiting[q.task]:
				t, err := tx.Task(q.task)
				if err != nil {
					return err
				}
				finished = append(finished, t)
				q.settled = true
			}
		}
		return nil
	})
	if err != nil {
		return false // the child may just have been killed
	}
	for _, t := range finished {
		q := s.byTask[t.ID]
		q.ref, q.events = t.Ref.Message, nil
		if r, ok := readReply(t); ok && r.Problem == "" && t.Ref.Message != "" {
			s.world.answered(q)
		}
	}
	s.open = slices.DeleteFunc(s.open, func(q *question) bool {
		if q.settled {
			q.who.open--
		}
		return q.settled
	})
	return true
}

// newRows reads the rows that have been added.
func (s *soak) newRows(tx *state.Tx) error {
	for {
		t, err := tx.Task(s.row)
		if errors.Is(err, state.ErrNotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		s.row++
		var r chat.Request
		if err := json.Unmarshal(t.Request, &r); err != nil {
			return err
		}
		var q *question
		for _, k := range r.Keys {
			if q = s.byKey[k]; q != nil {
				break
			}
		}
		switch {
		case q == nil:
			s.unknown = append(s.unknown, string(r.Kind)+" "+r.Text)
		case q.task != 0:
			s.unknown = append(s.unknown, "a second time: "+string(r.Kind)+" "+r.Text)
		default:
			q.task = t.ID
			s.byTask[t.ID] = q
		}
	}
}

// reply is what a stored reply says of itself.
type reply struct {
	Problem string
	Failed  bool
	Answer  struct{ Abstained bool }
}

func readReply(t state.Task) (reply, bool) {
	var r reply
	return r, len(t.Reply) > 0 && json.Unmarshal(t.Reply, &r) == nil
}
