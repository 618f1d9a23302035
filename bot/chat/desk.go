package chat

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"time"

	"dateline/bot"
	"dateline/bot/brief"
	"dateline/bot/state"
	"dateline/corpus"
	"dateline/retrieval"
)

// Asker answers questions; *bot.Reader does.
type Asker interface {
	Ask(ctx context.Context, req bot.Request) (bot.Answer, error)
}

// Archive is what a Desk needs of the system of record besides what a reader
// does; *archive.Archive does.
type Archive interface {
	bot.Archive
	// Collections returns the names of all collections.
	Collections(ctx context.Context) ([]string, error)
	// Generation returns the number of the last change.
	Generation(ctx context.Context) (int64, error)
	// Extracts returns passages; one that is not there any more is left out.
	Extracts(ctx context.Context, ids []corpus.PassageID) ([]corpus.Extract, error)
}

// Briefer makes briefings; *brief.Composer does. An error means that the archive
// could not be read; a topic on which there is nothing is a Briefing that is
// empty.
type Briefer interface {
	Compose(ctx context.Context, req brief.Request) (brief.Briefing, error)
}

// Sources lists the names of sources that pass a filter; *index.Index does.
type Sources interface {
	Sources(ctx context.Context, filter retrieval.Filter) ([]string, error)
}

// Setup is what a Desk is made of. Asker, Archive, State and Now are
// required.
type Setup struct {
	Asker   Asker
	Archive Archive
	Search  bot.Searcher // finds the articles that evidence lists; nil: only those cited
	Sources Sources      // completes the names of sources; nil: none
	Briefer Briefer      // nil: no briefings
	State   *state.Store
	// Settings are those of the configuration, DefaultSettings where it says
	// nothing; Overrides are its exceptions for platforms, workspaces and
	// channels, those of channels last.
	Settings  Settings
	Overrides []Override
	Now       func() time.Time // in the configured zone
	// After sends the time once so much of Now's time has passed; nil: time.After.
	After func(time.Duration) <-chan time.Time
	Log   *slog.Logger // nil: nothing is logged

	Workers     int           // questions answered at once; 0: 4
	MaxPerUser  int           // questions of a person that wait or are worked on; 0: 3
	MaxQueue    int           // of all; 0: 200
	FollowUpFor time.Duration // after an answer; 0: 30 minutes
	Timeout     time.Duration // of answering; 0: 2 minutes
	PostTimeout time.Duration // of a call of a platform; 0: 30 seconds
	Retry       time.Duration // the first wait before posting again, doubled each time up to a minute; 0: 1 second
	GiveUp      time.Duration // of posting again, where a task has no deadline; 0: 1 hour; runs of subscriptions are tried until the next one
	Drain       time.Duration // for tasks under way once Run's context is done; 0: 20 seconds
	Keep        time.Duration // of finished tasks; 0: 90 days
}

// attempts is how often answering a task may begin before it is given up: one
// that ends the process each time must not do so for ever.
const attempts = 3

// keepKeys is how long the keys of events are kept.
const keepKeys = 24 * time.Hour

// keepTold is how long it is remembered what a place was told of a topic on which
// nobody is briefed any more. Some schedules run once a year.
const keepTold = 400 * 24 * time.Hour

// Desk takes questions down and has them answered. Its methods may be called
// at once.
type Desk struct {
	opts  Setup
	log   *slog.Logger
	queue queue
	// rescheduled holds a token where a subscription was made or changed.
	rescheduled chan struct{}
	share       chan int64 // tasks that are to be shared from now on

	mu         sync.Mutex
	platforms  map[string]Platform  // that Run was given
	sharing    map[int64]chan error // who waits for what is shared
	names      []string             // of all collections, as of the generation; never changed
	generation int64                // -1: not read yet
}

// New returns a desk. The error lists all that is wrong with the setup.
func New(o Setup) (*Desk, error) {
	var errs []error
	if o.Asker == nil || o.Archive == nil || o.State == nil || o.Now == nil {
		errs = append(errs, errors.New("chat: Asker, Archive, State and Now are required"))
	}
	for _, ov := range o.Overrides {
		if _, err := o.Settings.With(ov.Key, ov.Value); err != nil {
			errs = append(errs, fmt.Errorf("chat: setting for %s %s %s: %w", ov.Platform, ov.Workspace, ov.Channel, err))
		}
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Settings.FollowUps == "" {
		o.Settings.FollowUps = OfAsker
	}
	if o.Settings.Subscribe == "" {
		o.Settings.Subscribe = ByAnyone
	}
	if o.After == nil {
		o.After = time.After
	}
	o.Workers = or(o.Workers, 4)
	o.MaxPerUser = or(o.MaxPerUser, 3)
	o.MaxQueue = or(o.MaxQueue, 200)
	o.FollowUpFor = or(o.FollowUpFor, 30*time.Minute)
	o.Timeout = or(o.Timeout, 2*time.Minute)
	o.PostTimeout = or(o.PostTimeout, 30*time.Second)
	o.Retry = or(o.Retry, time.Second)
	o.GiveUp = or(o.GiveUp, time.Hour)
	o.Drain = or(o.Drain, 20*time.Second)
	o.Keep = or(o.Keep, 90*24*time.Hour)
	d := &Desk{opts: o, log: o.Log, rescheduled: make(chan struct{}, 1), share: make(chan int64), sharing: map[int64]chan error{}, generation: -1}
	d.queue.init()
	return d, errors.Join(errs...)
}

func or[T int | time.Duration | corpus.Day](v, fallback T) T {
	if v <= 0 {
		return fallback
	}
	return v
}

// platform returns a platform that is served, nil for none.
func (d *Desk) platform(name string) Platform {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.platforms[name]
}

// today returns the day by the clock, in its zone.
func (d *Desk) today() corpus.Day { return corpus.DayIn(d.opts.Now()) }

// visible returns the collections that may be searched under settings.
func (d *Desk) visible(ctx context.Context, s Settings) ([]string, error) {
	all, err := d.collections(ctx)
	if err != nil {
		return nil, err
	}
	if s.Collections == nil {
		return slices.Clone(all), nil
	}
	return within(all, s.Collections), nil
}

// collections returns the names of all collections. They are asked for at each
// question and read again only where the archive has changed: that is a pass
// over all articles.
func (d *Desk) collections(ctx context.Context) ([]string, error) {
	now, err := d.opts.Archive.Generation(ctx)
	if err != nil {
		return nil, fmt.Errorf("generation: %w", err)
	}
	d.mu.Lock()
	names, at := d.names, d.generation
	d.mu.Unlock()
	if at == now {
		return names, nil
	}
	if names, err = d.opts.Archive.Collections(ctx); err != nil {
		return nil, fmt.Errorf("collections: %w", err)
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.generation < now {
		d.names, d.generation = names, now
	}
	return names, nil
}
