package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"sync"
	"time"

	"dateline/bot"
	"dateline/bot/brief"
	"dateline/bot/chat"
	"dateline/bot/state"
	"dateline/cmd/newsday/day"
	"dateline/corpus"
	"dateline/corpus/archive"
	"dateline/corpus/source"
	"dateline/retrieval"
	"dateline/retrieval/index"
	"dateline/retrieval/ingest"
)

// clock is a clock that the replay moves.
type clock struct {
	mu      sync.Mutex
	at      time.Time
	waiting []chan time.Time
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) set(t time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = t
}

// after gives a channel that is sent to whenever the clock rings, however long
// was asked for: who looks at the clock too early looks again.
func (c *clock) after(time.Duration) <-chan time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	ch := make(chan time.Time, 1)
	c.waiting = append(c.waiting, ch)
	return ch
}

func (c *clock) ring() {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, ch := range c.waiting {
		ch <- c.at
	}
	c.waiting = nil
}

// run is one run of a subscription: what was composed and what was posted.
type run struct {
	sub      int // number of the subscription, from 0
	at       time.Time
	first    bool // nothing was told before
	briefing brief.Briefing
	composed int // how often
	took     time.Duration
	reply    chat.Reply
	posted   int // how often
}

// ledger is what the composer made and what the platform was given. It is the
// composer to the desk, and the platform.
type ledger struct {
	composer *brief.Composer
	clock    *clock
	topics   []string

	mu    sync.Mutex
	runs  []*run
	tasks map[int64]*run
	stray []string // what nobody expected
}

// of returns the run of a subscription at the present time.
func (l *ledger) of(topic string) *run {
	sub := slices.Index(l.topics, topic)
	now := l.clock.now()
	for _, r := range l.runs {
		if r.sub == sub && r.at.Equal(now) {
			return r
		}
	}
	r := &run{sub: sub, at: now}
	l.runs = append(l.runs, r)
	return r
}

func (l *ledger) Compose(ctx context.Context, req brief.Request) (brief.Briefing, error) {
	start := time.Now()
	b, err := l.composer.Compose(ctx, req)
	took := time.Since(start)
	if len(req.Collections) == 0 {
		return b, err // a subscription is made, and its topic tried: nothing may be seen
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	r := l.of(req.Topic)
	r.briefing, r.first = b, req.Told == nil
	r.composed++
	r.took += took
	return b, err
}

func (l *ledger) Working(context.Context, chat.Task) error { return nil }

func (l *ledger) Post(_ context.Context, t chat.Task, reply chat.Reply) (chat.Ref, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if t.Request.Brief == nil || t.Request.Kind != chat.Scheduled {
		l.stray = append(l.stray, fmt.Sprintf("task %d: %s", t.ID, reply.Card.Lead))
	}
	r := l.tasks[t.ID]
	if r == nil {
		r = l.of(t.Request.Text)
		l.tasks[t.ID] = r
	}
	r.reply = reply
	r.posted++
	return chat.Ref{Channel: t.Request.Place.Channel, Message: fmt.Sprint(t.ID)}, nil
}

func (l *ledger) Thread(context.Context, chat.Place, string, int) ([]chat.Utterance, error) {
	return nil, errors.New("nobody talks here")
}

// nobody answers no questions: none are asked.
type nobody struct{}

func (nobody) Ask(context.Context, bot.Request) (bot.Answer, error) {
	return bot.Answer{}, errors.New("no questions are asked here")
}

// follower brings an index up to an archive.
type follower struct {
	x *index.Index
	a *archive.Archive
}

func (f follower) Sync(ctx context.Context, _ bool) error { return f.x.Sync(ctx, f.a) }

// outcome is what a replay brought.
type outcome struct {
	runs      []*run
	stray     []string
	rejected  []source.RecordError
	summary   ingest.Summary
	generate  time.Duration // the writing of the day
	ingesting time.Duration // of all arrivals, with bringing the index up to date
	slowest   time.Duration // the longest of a minute's arrivals
	minutes   int           // with arrivals
}

// replay lets a day's articles come in minute by minute into an archive in a
// folder, with five subscriptions at work.
func replay(ctx context.Context, d *day.Day, dir string, compared func(brief.Pair), log io.Writer) (out outcome, err error) {
	arrived, told := &clock{at: d.Start}, &clock{at: d.Start}
	a, err := archive.Open(ctx, dir, archive.Options{Now: arrived.now})
	if err != nil {
		return out, err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	x := index.New(index.Options{})
	pipe := &ingest.Pipeline{Archive: a, Indexer: follower{x, a}}
	st, err := state.Open(ctx, dir, state.Options{Now: told.now})
	if err != nil {
		return out, err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	l := &ledger{composer: &brief.Composer{Archive: a, Engine: x, Clock: told.now, Compared: compared}, clock: told, tasks: map[int64]*run{}}
	for _, s := range d.Subscriptions {
		l.topics = append(l.topics, s.Topic)
	}
	settings := chat.DefaultSettings()
	desk, err := chat.New(chat.Setup{Asker: nobody{}, Archive: a, Search: &retrieval.Searcher{Engine: x, Library: a}, Briefer: l, State: st, Settings: settings,
		Now: told.now, After: told.after, Workers: 2, Log: slog.New(slog.NewTextHandler(log, &slog.HandlerOptions{Level: slog.LevelWarn}))})
	if err != nil {
		return out, err
	}
	running, stop := context.WithCancel(ctx)
	done := make(chan error, 1)
	go func() { done <- desk.Run(running, map[string]chat.Platform{"replay": l}) }()
	defer func() {
		stop()
		err = errors.Join(err, <-done)
	}()

	in := func(batch []day.Arrival) error {
		start := time.Now()
		raws := make([]corpus.Raw, len(batch))
		for i, v := range batch {
			raws[i] = v.Raw
		}
		sum, err := pipe.Run(ctx, source.Of(raws...))
		took := time.Since(start)
		out.ingesting += took
		out.slowest = max(out.slowest, took)
		out.minutes++
		out.summary.Added += sum.Added
		out.summary.Updated += sum.Updated
		out.summary.Unchanged += sum.Unchanged
		out.summary.NearCopies = append(out.summary.NearCopies, sum.NearCopies...)
		out.rejected = append(out.rejected, sum.Rejected...)
		return err
	}
	next := 0
	// until lets everything come in that came up to a time.
	until := func(t time.Time) error {
		for next < len(d.Arrivals) && !d.Arrivals[next].At.After(t) {
			at, from := d.Arrivals[next].At, next
			for next < len(d.Arrivals) && d.Arrivals[next].At.Equal(at) {
				next++
			}
			arrived.set(at)
			if err := in(d.Arrivals[from:next]); err != nil {
				return err
			}
		}
		arrived.set(t)
		return nil
	}
	settle := func() error { return settled(ctx, st, told) }
	if err := until(d.Start.Add(-time.Minute)); err != nil {
		return out, err
	}
	for i, s := range d.Subscriptions {
		place, who := chat.Place{Platform: "replay", Workspace: "w", Channel: fmt.Sprintf("c%d", i)}, chat.Person{ID: "u"}
		if _, err := desk.Schedule(ctx, chat.Order{Keys: []string{fmt.Sprint("add", i)}, Place: place, User: who, Verb: chat.VerbAdd, Topic: s.Topic, When: s.When}); err != nil {
			return out, fmt.Errorf("subscribe to %s: %w", s.Topic, err)
		}
		if _, err := desk.Schedule(ctx, chat.Order{Keys: []string{fmt.Sprint("run", i)}, Place: place, User: who, Verb: chat.VerbRun, ID: int64(i + 1)}); err != nil {
			return out, fmt.Errorf("run %s: %w", s.Topic, err)
		}
	}
	if err := settle(); err != nil {
		return out, err
	}
	for t := d.Start.Add(time.Minute); t.Before(d.Start.AddDate(0, 0, 1)); t = t.Add(time.Minute) {
		if err := until(t); err != nil {
			return out, err
		}
		told.set(t)
		told.ring()
		if due(d, t) {
			if err := settle(); err != nil {
				return out, err
			}
		}
	}
	if err := settle(); err != nil {
		return out, err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	out.runs, out.stray = l.runs, l.stray
	return out, nil
}

// due reports whether a subscription runs at a minute.
func due(d *day.Day, t time.Time) bool {
	for _, s := range d.Subscriptions {
		if slices.ContainsFunc(s.Runs, t.Equal) {
			return true
		}
	}
	return false
}

// patience is how long the runs of a minute may take.
const patience = 5 * time.Minute

// settled waits until nothing is due and nothing is open.
func settled(ctx context.Context, st *state.Store, c *clock) error {
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(2 * time.Millisecond) {
		c.ring()
		left := 0
		err := st.View(ctx, func(tx *state.Tx) error {
			open, err := tx.Open()
			due, err2 := tx.Due("replay", c.now())
			left = len(open) + len(due)
			return errors.Join(err, err2)
		})
		switch {
		case err != nil:
			return err
		case left == 0:
			return nil
		}
	}
	return fmt.Errorf("at %s: runs were not done within %s", c.now().Format("15:04"), patience)
}
