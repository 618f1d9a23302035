package chat

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"dateline/bot"
	"dateline/bot/brief"
	"dateline/bot/state"
	"dateline/retrieval"
)

// Accept decides on a request and takes it down. Once it returns Accepted the
// request is on the disk and will be answered, whatever happens to the
// process: the adapter may acknowledge it. An error means that nothing was
// taken down; it is for the log, and Plain has what the person may read.
func (d *Desk) Accept(ctx context.Context, r Request) (Outcome, error) {
	if len(r.Keys) == 0 {
		return Outcome{}, errors.New("accept: a request without keys")
	}
	now := d.opts.Now()
	if r.At.IsZero() {
		r.At = now
	}
	r.Text = strings.TrimSpace(r.Text)
	r = d.readBrief(r)
	if r.unasked() && (r.Others || !Asks(r.Text) || now.Sub(r.At) > d.opts.FollowUpFor || utf8.RuneCountInString(r.Text) > bot.MaxQuestion) {
		return Outcome{Verdict: Ignored}, nil
	}
	all, err := d.collections(ctx)
	if err != nil {
		return Outcome{}, fmt.Errorf("accept: %w", err)
	}
	problem, err := d.sourceProblem(ctx, r)
	if err != nil {
		return Outcome{}, fmt.Errorf("accept: %w", err)
	}
	if problem == "" {
		problem = d.topicProblem(ctx, r)
	}
	var out Outcome
	var row state.Task
	err = d.opts.State.Update(ctx, func(tx *state.Tx) (err error) {
		out, row, err = d.accept(tx, r, all, problem)
		return err
	})
	if err != nil {
		return Outcome{}, fmt.Errorf("accept: %w", err)
	}
	if out.Verdict == Accepted {
		d.enqueue(row, r.Kind)
	}
	return out, nil
}

func (d *Desk) accept(tx *state.Tx, r Request, all []string, problem string) (Outcome, state.Task, error) {
	none := state.Task{}
	duplicate := false
	var of int64
	for _, k := range r.Keys {
		task, ok, err := tx.Key(r.Place.Platform + " " + k)
		if err != nil {
			return Outcome{}, none, err
		}
		if ok {
			duplicate, of = true, max(of, task)
		}
	}
	keep := func(task int64) error {
		for _, k := range r.Keys {
			if err := tx.AddKey(r.Place.Platform+" "+k, task); err != nil {
				return err
			}
		}
		return nil
	}
	if duplicate {
		return Outcome{Verdict: Duplicate, Task: of}, none, keep(of)
	}
	s, err := d.settings(tx, r.Place)
	if err != nil {
		return Outcome{}, none, err
	}
	talk, err := d.talk(tx, r)
	if err != nil {
		return Outcome{}, none, err
	}
	refuse := func(text string) (Outcome, state.Task, error) {
		if r.unasked() {
			return Outcome{Verdict: Ignored}, none, nil
		}
		return Outcome{Verdict: Refused, Text: text}, none, keep(0)
	}
	if r.unasked() && !d.followed(r, s, talk) {
		return Outcome{Verdict: Ignored}, none, nil
	}
	if text := s.refusal(r.Place, r.User); text != "" {
		return refuse(text)
	}
	if text := d.unreadable(r, s, all); text != "" {
		return refuse(text)
	}
	if problem != "" {
		return refuse(problem)
	}
	theirs, open, err := tx.OpenCount(r.Place.Platform, r.User.ID)
	switch {
	case err != nil:
		return Outcome{}, none, err
	case theirs >= d.opts.MaxPerUser:
		return refuse(fmt.Sprintf("%s being answered. Ask again when you have the answer.", questions(theirs, "of yours is", "of yours are")))
	case open >= d.opts.MaxQueue:
		return refuse(fmt.Sprintf("%s waiting for an answer already. Please ask again in a minute.", questions(open, "is", "are")))
	}
	private := !r.Place.Direct && (r.Options.Private || s.Private)
	blob, err := json.Marshal(r)
	if err != nil {
		return Outcome{}, none, err
	}
	row := state.Task{Platform: r.Place.Platform, Workspace: r.Place.Workspace, Channel: r.Place.Channel, Message: r.Message,
		User: r.User.ID, Conversation: talk.id, Private: private, Request: blob, Accepted: d.opts.Now(), Status: statusAccepted}
	if row.ID, err = tx.Add(row); err != nil {
		return Outcome{}, none, err
	}
	return Outcome{Verdict: Accepted, Task: row.ID, Private: private}, row, keep(row.ID)
}

// unreadable returns why a request can't be a question, "" where it can.
func (d *Desk) unreadable(r Request, s Settings, all []string) string {
	n := utf8.RuneCountInString(r.Text)
	switch {
	case r.Brief != nil && d.opts.Briefer == nil:
		return "I give no briefings here."
	case r.Brief != nil && (blank(r.Text) || n > maxTopic):
		return fmt.Sprintf("A briefing is on a topic of at most %d characters, such as: Lavrov, or: Russia and Pakistan.", maxTopic)
	case n > bot.MaxQuestion:
		return fmt.Sprintf("Your question has %d characters. I read at most %d: please shorten it.", n, bot.MaxQuestion)
	case blank(r.Text) && !(r.Kind == Mention && r.underWay()):
		return "Ask me a question about the news in the archive, such as: when did the president last visit Ankara?"
	}
	collections := all
	if s.Collections != nil {
		collections = within(all, s.Collections)
	}
	if _, err := narrow(r.Options, collections, d.today()); err != nil {
		return Plain(err)
	}
	if r.Brief != nil && r.Brief.Since != "" {
		if _, err := brief.Since(r.Brief.Since, d.today()); err != nil {
			return upperFirst(err.Error()) + "."
		}
	}
	return ""
}

// maxTopic is the length of a topic, in characters.
const maxTopic = 200

// topicProblem returns what is wrong with the topic of a briefing, "" where
// nothing is.
func (d *Desk) topicProblem(ctx context.Context, r Request) string {
	if r.Brief == nil || d.opts.Briefer == nil || blank(r.Text) {
		return "" // unreadable says it
	}
	if err := d.checkTopic(ctx, r.Text); err != nil {
		return Plain(err)
	}
	return ""
}

// checkTopic returns a Sentence where a topic can't be looked for.
func (d *Desk) checkTopic(ctx context.Context, topic string) error {
	// Nothing is read where nothing may be seen, but the topic is.
	if _, err := d.opts.Briefer.Compose(ctx, brief.Request{Topic: topic, AsOf: d.today()}); errors.Is(err, brief.ErrTopic) {
		return noTopic()
	}
	return nil
}

// sourceProblem returns what is wrong with the source that a request names,
// "" where nothing is.
func (d *Desk) sourceProblem(ctx context.Context, r Request) (string, error) {
	if strings.TrimSpace(r.Options.Source) == "" {
		return "", nil
	}
	s, err := d.Settings(ctx, r.Place)
	if err != nil {
		return "", err
	}
	visible, err := d.visible(ctx, s)
	if err != nil {
		return "", err
	}
	n, err := narrow(r.Options, visible, d.today())
	if err != nil {
		return "", nil // unreadable says it
	}
	_, err = d.source(ctx, n)
	var plain *Sentence
	if errors.As(err, &plain) {
		return plain.Text, nil
	}
	return "", err
}

// source returns the sources that a question is narrowed to, as they are
// spelt in the archive. One that can't be seen is a Sentence.
func (d *Desk) source(ctx context.Context, n narrowing) ([]string, error) {
	if n.source == "" {
		return nil, nil
	}
	if d.opts.Sources == nil {
		return []string{n.source}, nil
	}
	all, err := d.opts.Sources.Sources(ctx, retrieval.Filter{Collections: n.collections, AsOf: or(n.asOf, d.today())})
	if err != nil {
		return nil, fmt.Errorf("sources: %w", err)
	}
	var names []string
	for _, s := range all {
		if strings.EqualFold(s, n.source) {
			names = append(names, s)
		}
	}
	if len(names) > 0 {
		return names, nil
	}
	text := fmt.Sprintf("There is no source %q here.", clip(n.source, 60))
	if near := beginning(all, n.source, 5); len(near) > 0 {
		text += fmt.Sprintf(" There is %s.", enumerate(near, 5))
	}
	return nil, &Sentence{text, ErrBadValue}
}

func questions(n int, one, many string) string {
	if n == 1 {
		return "One question " + one
	}
	return fmt.Sprintf("%d questions %s", n, many)
}

// unasked reports whether the bot was not called on: what it then says must be
// an answer, or nothing.
func (r Request) unasked() bool { return r.Kind == Ambient || r.Kind == InReply }

// threaded reports whether it was said within a thread, and did not begin one.
func (r Request) threaded() bool { return r.Place.Thread != "" && r.Place.Thread != r.Message }

// underWay reports whether there was talk before it: it is in a thread that it
// does not begin itself, or replies to a message.
func (r Request) underWay() bool { return r.threaded() || r.Parent != "" }

// untilNext returns until when it is tried to post the run of a subscription: the
// next one tells what it should have told. It is zero for all else.
func (r Request) untilNext() time.Time {
	if r.Brief == nil || r.Brief.Due.IsZero() {
		return time.Time{}
	}
	most := r.At.Add(keepOn)
	if next := r.Brief.Until; !next.IsZero() && next.Before(most) {
		return next
	}
	return most
}

// expired reports whether the platform takes no answer any more.
func (r Request) expired(now time.Time) bool { return !r.Deadline.IsZero() && !now.Before(r.Deadline) }
