package chat

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"dateline/bot"
	"dateline/bot/state"
	"dateline/corpus"
)

// maxReason bounds what a person writes with feedback, in characters.
const maxReason = 2000

// Judged is what feedback is about, as it is stored: enough to ask the
// question again when the task itself is gone.
type Judged struct {
	Kind       Kind
	Question   string // as it was typed
	Request    bot.Request
	After      *bot.Exchange `json:",omitempty"` // what it followed
	Answer     bot.Answer
	Problem    string `json:",omitempty"`
	Briefing   bool   `json:",omitempty"` // Question is the topic of a briefing
	Passages   []Excerpt
	Generation int64 // of the archive that answered
}

// Excerpt is a cited passage as it read when feedback was given.
type Excerpt struct {
	ID      corpus.PassageID
	Article corpus.Key
	Text    string
}

// Feedback notes whether an answer was helpful to a person who can see it at
// a place. Said again it stands in the place of what they said before; a
// reason may follow by itself, and is kept where the same is said without one.
// An error that is a Sentence is for the person.
func (d *Desk) Feedback(ctx context.Context, task int64, who Person, p Place, helpful bool, reason string) error {
	t, rec, _, err := d.seen(ctx, task, who, p)
	if err != nil {
		return err
	}
	blob, err := d.judged(ctx, t, rec)
	if err != nil {
		return fmt.Errorf("feedback on task %d: %w", task, err)
	}
	f := state.Feedback{Task: task, Platform: t.Platform, User: who.ID, Helpful: helpful, Reason: note(reason), Record: blob}
	return d.opts.State.Update(ctx, func(tx *state.Tx) error {
		before, err := tx.FeedbackOf(task, t.Platform, who.ID)
		switch {
		case errors.Is(err, state.ErrNotFound):
		case err != nil:
			return err
		case before.Helpful == helpful && f.Reason == "":
			f.Reason = before.Reason
		}
		return tx.PutFeedback(f)
	})
}

// note returns what a person wrote, within its bound.
func note(s string) string {
	r := []rune(strings.TrimSpace(strings.ToValidUTF8(s, "\uFFFD")))
	return string(r[:min(len(r), maxReason)])
}

// judged gathers what feedback on a task is about.
func (d *Desk) judged(ctx context.Context, t state.Task, rec record) ([]byte, error) {
	var r Request
	if err := json.Unmarshal(t.Request, &r); err != nil {
		return nil, err
	}
	v := Judged{Kind: r.Kind, Question: r.Text, Request: rec.Request, After: rec.After, Answer: rec.Answer, Problem: rec.Problem, Briefing: r.Brief != nil, Generation: t.Generation}
	var ids []corpus.PassageID
	of := map[corpus.PassageID]corpus.Key{}
	for _, c := range rec.Answer.Citations {
		if _, ok := of[c.Passage]; !ok && c.Passage != 0 {
			of[c.Passage] = c.Article
			ids = append(ids, c.Passage)
		}
	}
	if len(ids) > 0 {
		extracts, err := d.opts.Archive.Extracts(ctx, ids)
		if err != nil {
			return nil, fmt.Errorf("passages: %w", err)
		}
		for _, x := range extracts {
			v.Passages = append(v.Passages, Excerpt{ID: x.ID, Article: of[x.ID], Text: x.Text})
		}
	}
	return json.Marshal(v)
}

// ReportDate notes that the date of the article of an answer's nth citation
// is wrong. The date is what it should be, as a person types it: a day, a
// month or a year, "none" where it should have none, "" where they can't say. An error that is a Sentence is for
// the person.
func (d *Desk) ReportDate(ctx context.Context, task int64, n int, who Person, p Place, date, reason string) error {
	t, rec, s, err := d.seen(ctx, task, who, p)
	if err != nil {
		return err
	}
	said := corpus.Undated
	if !strings.EqualFold(strings.TrimSpace(date), said) {
		iv, err := day("The date", date)
		if err != nil {
			return err
		}
		said = iv.String()
	}
	visible, err := d.visible(ctx, s)
	if err != nil {
		return err
	}
	for _, c := range rec.Answer.Citations {
		if c.N != n || len(within([]string{c.Article.Collection}, visible)) == 0 {
			continue
		}
		return d.opts.State.Update(ctx, func(tx *state.Tx) error {
			return tx.PutReport(state.Report{Task: task, Platform: t.Platform, User: who.ID, Collection: c.Article.Collection, Article: c.Article.ID,
				Version: c.Version, Shown: c.Published.Interval.String(), Said: said, Reason: note(reason)})
		})
	}
	return &Sentence{fmt.Sprintf("The answer has no source [%d].", n), ErrBadValue}
}
