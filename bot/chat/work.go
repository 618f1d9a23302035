package chat

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"runtime/debug"
	"strings"
	"time"

	"dateline/bot"
	"dateline/bot/state"
)

// work takes a task as far as it goes: to its end, or to a wait before it is
// posted again, or to the next start.
func (d *Desk) work(ctx, hard context.Context, p Platform, j *job) {
	log := d.log.With("task", j.id, "platform", j.platform)
	t, r, err := d.begin(hard, j)
	if errors.Is(err, state.ErrNotFound) || err == nil && !t.Finished.IsZero() {
		d.queue.done(j)
		return
	}
	if err != nil {
		log.Error("the question could not be read", "error", err)
		d.wait(ctx, j)
		return
	}
	if r.expired(d.opts.Now()) {
		d.finish(ctx, hard, j, t, statusGone, errors.New("its deadline had passed"))
		return
	}
	rec, ok := readRecord(t)
	if !ok {
		rec, err = d.compose(hard, p, &t, r, j)
		if hard.Err() != nil {
			d.queue.done(j) // it stays for the next start
			return
		}
		if err != nil {
			log.Error("the question failed", "error", err)
			t.Error = err.Error()
		}
		if r.unasked() && (rec.Problem != "" || rec.Answer.Abstained) {
			d.finish(ctx, hard, j, t, statusSilent, err)
			return
		}
		if t.Reply, err = json.Marshal(rec); err == nil {
			t.Status = statusReady
			err = d.opts.State.Update(hard, func(tx *state.Tx) error { return errors.Join(remember(tx, t, r, rec), tx.Put(t)) })
		}
		if err != nil {
			log.Error("the answer could not be stored", "error", err)
			d.wait(ctx, j)
			return
		}
	}
	if rec.Quiet {
		d.finish(ctx, hard, j, t, statusSilent, nil)
		return
	}
	ref, err := d.post(hard, p, t, r, rec, j)
	if ref != (Ref{}) {
		t.Ref = state.Ref(ref)
	}
	now := d.opts.Now()
	switch {
	case err == nil && rec.Failed:
		d.finish(ctx, hard, j, t, statusFailed, nil)
	case err == nil:
		d.finish(ctx, hard, j, t, statusAnswered, nil)
	case errors.Is(err, ErrGone):
		d.finish(ctx, hard, j, t, statusGone, err)
	case hard.Err() != nil:
		d.queue.done(j)
	case r.expired(now.Add(d.backoff(j))):
		d.finish(ctx, hard, j, t, statusGone, fmt.Errorf("not posted before its deadline: %w", err))
	case r.Deadline.IsZero() && now.Sub(t.Started) > d.opts.GiveUp && !now.Before(r.untilNext()):
		d.finish(ctx, hard, j, t, statusFailed, fmt.Errorf("not posted in %v: %w", d.opts.GiveUp, err))
	default:
		log.Warn("the answer could not be posted, trying again", "wait", d.backoff(j), "error", err)
		d.wait(ctx, j)
	}
}

// begin notes that work on a task begins, and returns it.
func (d *Desk) begin(ctx context.Context, j *job) (t state.Task, r Request, err error) {
	err = d.opts.State.Update(ctx, func(tx *state.Tx) (err error) {
		if t, err = tx.Task(j.id); err != nil || !t.Finished.IsZero() {
			return err
		}
		if err := json.Unmarshal(t.Request, &r); err != nil {
			return fmt.Errorf("task %d: its request: %w", j.id, err)
		}
		if j.tries == 0 {
			t.Started = d.opts.Now()
		}
		if t.Reply == nil {
			t.Attempts++
			t.Status = statusWorking
		} else if j.tries > 0 {
			return nil
		}
		return tx.Put(t)
	})
	return t, r, err
}

// wait has a task tried again later, or leaves it for the next start.
func (d *Desk) wait(ctx context.Context, j *job) {
	if ctx.Err() != nil {
		d.queue.done(j)
		return
	}
	d.queue.park(j, d.backoff(j))
}

// backoff returns the wait before a task is tried again, which doubles up to a
// minute.
func (d *Desk) backoff(j *job) time.Duration {
	return min(d.opts.Retry<<min(j.tries, 10), max(time.Minute, d.opts.Retry))
}

// put stores what has changed of a task.
func (d *Desk) put(ctx context.Context, t state.Task) error {
	return d.opts.State.Update(ctx, func(tx *state.Tx) error { return tx.Put(t) })
}

// finish ends a task.
func (d *Desk) finish(ctx, hard context.Context, j *job, t state.Task, status state.Status, cause error) {
	t.Finished = d.opts.Now()
	if cause != nil {
		t.Error = cause.Error()
	}
	err := d.opts.State.Update(hard, func(tx *state.Tx) error {
		now, err := tx.Task(t.ID) // what was posted may have been deleted or shared meanwhile
		if err != nil {
			return err
		}
		now.Status, now.Error, now.Ref, now.Generation, now.Finished = status, t.Error, t.Ref, t.Generation, t.Finished
		return errors.Join(tx.Put(now), unsaid(tx, now))
	})
	if err != nil {
		d.log.Error("the end of a question could not be stored", "task", j.id, "error", err)
		d.wait(ctx, j)
		return
	}
	d.log.Info("question ended", "task", j.id, "platform", j.platform, "status", status, "took", t.Finished.Sub(t.Accepted), "error", t.Error)
	d.queue.done(j)
}

// compose makes the reply to a task. The error is for the log: what the person
// reads of it is in the record.
func (d *Desk) compose(ctx context.Context, p Platform, t *state.Task, r Request, j *job) (rec record, err error) {
	apology := func(what string) record {
		if r.Brief != nil {
			if !strings.HasPrefix(what, "I ") {
				what = strings.ToLower(what[:1]) + what[1:]
			}
			what = fmt.Sprintf("The briefing on \u201c%s\u201d failed: %s", clip(plainText(r.Text), 80), what)
		}
		if r.Kind == Scheduled {
			return record{Problem: fmt.Sprintf("%s The next one tells what this one should have told. If it happens again, tell who runs me the reference %d.", what, t.ID), Failed: true}
		}
		return record{Problem: fmt.Sprintf("%s Please ask again; if it happens again, tell who runs me the reference %d.", what, t.ID), Failed: true}
	}
	if t.Attempts > attempts {
		return apology("I could not answer this."), fmt.Errorf("given up after %d attempts", attempts)
	}
	timeout := d.opts.Timeout
	if !r.Deadline.IsZero() { // leave time to post
		left := r.Deadline.Sub(d.opts.Now())
		timeout = min(timeout, left-min(left/4, d.opts.PostTimeout))
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	if !r.unasked() { // else whether there is anything to say will be seen
		shown, task := make(chan bool, 1), d.task(*t, r, j)
		go func() { shown <- d.working(ctx, p, task) }()
		// Where it can't be told what is shown, posting has to look.
		defer func() { j.again = !<-shown || j.again }()
	}
	defer func() {
		if v := recover(); v != nil {
			rec, err = apology("Something went wrong on my side."), fmt.Errorf("panic: %v\n%s", v, debug.Stack())
		}
	}()
	rec, err = d.answer(ctx, p, t, r, j)
	var s *Sentence
	switch {
	case err == nil:
	case errors.As(err, &s) && r.Kind == Scheduled: // nobody asked just now
		return record{Problem: fmt.Sprintf("There is no briefing on \u201c%s\u201d. %s", clip(plainText(r.Text), 80), s.Text)}, nil
	case errors.As(err, &s):
		return record{Problem: s.Text}, nil
	case errors.Is(ctx.Err(), context.DeadlineExceeded):
		rec = apology("This took too long.")
	default:
		rec = apology("Something went wrong on my side.")
	}
	return rec, err
}

// workingFor bounds the call of Working, for which an answer that is ready
// waits.
const workingFor = 5 * time.Second

// working shows that a task is being worked on, and reports whether that went
// well.
func (d *Desk) working(ctx context.Context, p Platform, t Task) (ok bool) {
	defer func() {
		if v := recover(); v != nil {
			d.log.Error("showing that a question is worked on", "task", t.ID, "panic", v, "stack", string(debug.Stack()))
		}
	}()
	ctx, cancel := context.WithTimeout(ctx, min(d.opts.PostTimeout, workingFor))
	defer cancel()
	err := p.Working(ctx, t)
	if err != nil {
		d.log.Warn("could not show that a question is worked on", "task", t.ID, "error", err)
	}
	return err == nil
}

// answer reads the question and asks it.
func (d *Desk) answer(ctx context.Context, p Platform, t *state.Task, r Request, j *job) (record, error) {
	if r.Brief != nil {
		return d.briefing(ctx, t, r)
	}
	s, err := d.Settings(ctx, r.Place)
	if err != nil {
		return record{}, err
	}
	if text := s.refusal(r.Place, r.User); text != "" { // it may have changed since
		return record{}, forbidden(text)
	}
	collections, err := d.visible(ctx, s)
	if err != nil {
		return record{}, err
	}
	after, came, err := d.before(ctx, *t, r)
	if err != nil {
		return record{}, err
	}
	options, carried := r.Options, ""
	if after != nil && options.open() && !came.open() && leans(r.Text, d.today()) {
		came.Private = options.Private
		if _, err := narrow(came, collections, d.today()); err == nil { // it may be seen no more
			options, carried = came, came.String()
		}
	}
	n, err := narrow(options, collections, d.today())
	if err != nil {
		return record{}, err
	}
	sources, err := d.source(ctx, n)
	if err != nil {
		return record{}, err
	}
	req := bot.Request{Question: r.Text, User: t.Platform + "/" + t.User, Collections: n.collections, AsOf: n.asOf, Sources: sources, Published: n.published}
	if req.AsOf == 0 {
		req.AsOf = d.today()
	}
	if t.Generation, err = d.opts.Archive.Generation(ctx); err != nil {
		return record{}, fmt.Errorf("generation: %w", err)
	}
	req.After = after
	said := ""
	if blank(r.Text) || req.After == nil && r.Kind == Mention && r.underWay() && leans(r.Text, d.today()) {
		if said, err = d.fromThread(ctx, p, r, &req); err != nil {
			return record{}, err
		}
	}
	a, err := d.ask(ctx, growth{p, t, r, s, j}, req)
	if err != nil {
		return record{}, err
	}
	if a.ReadAs == "" {
		a.ReadAs = said
	}
	rec := record{Request: req, After: req.After, Options: options, Carried: carried, Answer: a}
	rec.Request.After = nil // each exchange stands by itself
	return rec, nil
}

// fromThread completes a request from the thread that the bot was called into:
// one without a word asks the thread's last question, which is returned; one
// that leans follows that question, answered for the purpose, or else the last
// message that names somebody.
func (d *Desk) fromThread(ctx context.Context, p Platform, r Request, req *bot.Request) (string, error) {
	us, err := d.thread(ctx, p, r)
	if err != nil {
		if blank(r.Text) {
			return "", err
		}
		d.log.Warn("the thread could not be read", "platform", r.Place.Platform, "error", err)
		return "", nil
	}
	u := threadQuestion(us, r.Parent)
	if blank(r.Text) {
		if u == nil {
			return "", &Sentence{"I find no question in this thread. Name me together with your question.", ErrBadValue}
		}
		req.Question = strings.Join(strings.Fields(u.Text), " ")
		return req.Question, nil
	}
	if u == nil {
		u = threadSubject(us)
	}
	if u == nil {
		return "", nil
	}
	first := *req
	first.Question, first.After = strings.Join(strings.Fields(u.Text), " "), nil
	x := bot.Exchange{Request: first}
	if Asks(u.Text) {
		if x.Answer, err = d.opts.Asker.Ask(ctx, first); err != nil {
			return "", err
		}
	}
	req.After = &x
	return "", nil
}

// task returns a task as an adapter sees it.
func (d *Desk) task(t state.Task, r Request, j *job) Task {
	return Task{ID: t.ID, Request: r, Ref: Ref(t.Ref), Private: t.Private, Again: j != nil && j.again}
}

// reply returns a stored reply as an adapter sees it.
func (d *Desk) reply(rec record, s Settings, private bool) Reply {
	if rec.Problem != "" {
		return Reply{Problem: rec.Problem}
	}
	if rec.Brief != nil {
		c := Digest(*rec.Brief, rec.Answer, s, private)
		if rec.Line {
			c.Caveat, c.Coverage = "", "" // they are behind Evidence
		}
		return Reply{Answer: rec.Answer, Card: c}
	}
	a := rec.Answer
	if rec.Carried != "" {
		if a.ReadAs == "" {
			a.ReadAs = rec.Request.Question
		}
		a.ReadAs += " (" + rec.Carried + ")"
	}
	return Reply{Answer: a, Card: Condense(a, s, private)}
}

// post shows the reply to a task.
func (d *Desk) post(ctx context.Context, p Platform, t state.Task, r Request, rec record, j *job) (ref Ref, err error) {
	s, err := d.Settings(ctx, r.Place)
	if err != nil {
		return Ref{}, err
	}
	ctx, cancel := context.WithTimeout(ctx, d.opts.PostTimeout)
	defer cancel()
	if !r.Deadline.IsZero() {
		var stop context.CancelFunc
		ctx, stop = context.WithTimeout(ctx, r.Deadline.Sub(d.opts.Now()))
		defer stop()
	}
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("post: panic: %v\n%s", v, debug.Stack())
		}
	}()
	shown := d.reply(rec, s, t.Private || r.Place.Direct)
	if late := d.lateness(ctx, r.Brief); late != "" && rec.Problem == "" {
		shown.Answer.Notes = append([]string{late}, shown.Answer.Notes...)
		shown.Card.Caveat = late
	}
	return p.Post(ctx, d.task(t, r, j), shown)
}
