package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"syscall"
	"time"

	"dateline/bot/state"
)

// How often it is looked at what becomes of questions, and at the memory.
const (
	lookEvery    = 200 * time.Millisecond
	measureEvery = 500 * time.Millisecond
)

// startWithin bounds a start of the child, and drainWithin its end and that of
// the questions that are open in the end.
const (
	startWithin = 60 * time.Second
	drainWithin = 150 * time.Second
)

// span is a time in which what is said may never reach the bot.
type span struct{ from, to time.Time }

// soak asks questions.
type soak struct {
	o        options
	way      way
	child    *child
	progress io.Writer
	world    *world
	rng      *rand.Rand // of disturbances
	state    *state.Store

	questions []*question
	byKey     map[string]*question
	byTask    map[int64]*question
	open      []*question
	row       int64 // the first that was not there yet
	lossy     []span
	connected time.Time // when the child was last known to be connected
	sessions  int
	killed    []time.Time
	exit      error // of the last life
	unknown   []string
}

func newSoak(o options, w way, c *child, progress io.Writer) *soak {
	return &soak{o: o, way: w, child: c, progress: progress, rng: rand.New(rand.NewPCG(o.seed, 0xd157)),
		byKey: map[string]*question{}, byTask: map[int64]*question{}, row: 1}
}

// close ends what still runs.
func (s *soak) close() {
	_ = s.child.end(syscall.SIGKILL, 5*time.Second) // it has ended unless something failed
	if s.state != nil {
		_ = s.state.Close()
	}
}

// soak asks all questions and waits until all that were accepted have ended.
func (s *soak) soak(ctx context.Context) (err error) {
	if s.world, err = newWorld(s.o.seed); err != nil {
		return err
	}
	for _, args := range s.way.prepare() {
		if err := s.child.once(args...); err != nil {
			return err
		}
	}
	if err := s.child.start(); err != nil {
		return err
	}
	if err := await(ctx, startWithin, "dateline serve connects", s.up); err != nil {
		return err
	}
	if err := s.way.connect(); err != nil {
		return err
	}
	if s.state, err = state.OpenReadOnly(ctx, s.child.store(), state.Options{}); err != nil {
		return err
	}
	s.sessions = s.way.began()
	s.way.faults(s.o.faults)
	if err := s.load(ctx); err != nil {
		return err
	}
	s.way.faults(false)
	err = await(ctx, drainWithin, "all questions end", func() bool {
		s.watch()
		return s.look(ctx) && len(s.open) == 0
	})
	if err != nil && ctx.Err() != nil {
		return err
	}
	if err != nil {
		fmt.Fprintln(s.progress, "soak:", err) // the table says of what
	}
	s.child.measure(len(s.questions))
	s.exit = s.child.end(syscall.SIGTERM, drainWithin)
	s.look(ctx)
	return nil
}

// up reports whether the child is connected; it need not be running.
func (s *soak) up() bool { return s.child.running() && s.way.ready() }

// load asks at the rate, kills and disturbs.
func (s *soak) load(ctx context.Context) error {
	kills := s.killAt()
	var (
		allowed           float64 // questions that may be asked
		last              = time.Now()
		looked, measured  time.Time
		disturb           = s.after(last, 5*time.Second, 25*time.Second)
		kill, start, idle time.Time // when to; zero: not set
		told              = last
	)
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for len(s.questions) < s.o.n {
		select {
		case <-tick.C:
		case <-ctx.Done():
			return ctx.Err()
		}
		now := time.Now()
		if now.Sub(looked) > lookEvery {
			looked = now
			s.look(ctx)
			s.watch()
		}
		if now.Sub(measured) > measureEvery {
			measured = now
			s.child.measure(len(s.questions))
			s.way.weather()
		}
		if now.Sub(told) > 30*time.Second {
			told = now
			fmt.Fprintf(s.progress, "soak: %d asked, %d open, %d kills\n", len(s.questions), len(s.open), len(s.killed))
		}
		switch {
		case !start.IsZero():
			if now.After(start) {
				start = time.Time{}
				if err := s.child.start(); err != nil {
					return err
				}
			}
		case !kill.IsZero():
			if now.After(kill) {
				kill = time.Time{}
				s.kill(now)
				start, idle = s.after(now, 0, 300*time.Millisecond), s.after(now, 0, 500*time.Millisecond)
			}
		case len(kills) > 0 && len(s.questions) >= kills[0]:
			kills, kill = kills[1:], s.after(now, 0, 500*time.Millisecond)
		case !s.child.running():
			return errors.New("dateline serve ended by itself")
		case s.o.faults && now.After(disturb):
			s.way.disturb(s.rng)
			disturb = s.after(now, 5*time.Second, 40*time.Second)
		}
		// While the bot is away people ask for a moment more, and then wait.
		if now.Sub(s.connected) < lookEvery*3/2 || now.Before(idle) {
			allowed = min(allowed+s.o.rate*now.Sub(last).Seconds(), max(1, s.o.rate/2))
		} else {
			allowed = 0
		}
		last = now
		for allowed >= 1 && len(s.open) < window && len(s.questions) < s.o.n {
			n, err := s.ask()
			if err != nil {
				return err
			}
			allowed -= float64(max(n, 1))
		}
	}
	return nil
}

// killAt returns after how many questions the child is killed.
func (s *soak) killAt() []int {
	var out []int
	for range s.o.kills {
		out = append(out, s.o.n/50+s.rng.IntN(s.o.n*6/10))
	}
	slices.Sort(out)
	return out
}

// after returns a time between two from now.
func (s *soak) after(now time.Time, least, most time.Duration) time.Time {
	return now.Add(least + time.Duration(s.rng.Int64N(int64(most-least))))
}

// kill ends the child without a word.
func (s *soak) kill(now time.Time) {
	s.killed = append(s.killed, now)
	s.lossy = append(s.lossy, span{now.Add(-settling), now.Add(startWithin)})
	_ = s.child.end(syscall.SIGKILL, 5*time.Second) // an error says that it was killed
	s.connected = time.Time{}
}

// settling is how long after an event it may still be unread.
const settling = 3 * time.Second

// watch notes whether the child is connected, and when what was said before
// may have been lost with a session or a process.
func (s *soak) watch() {
	now := time.Now()
	if n := s.way.began(); n != s.sessions {
		s.sessions = n
		from := s.connected
		if from.IsZero() {
			from = now
		}
		s.lossy = append(s.lossy, span{from.Add(-settling), now.Add(lookEvery)})
	}
	if !s.up() {
		return
	}
	if s.connected.IsZero() {
		for i := range s.lossy { // those that a kill has begun end now
			if end := now.Add(settling); s.lossy[i].to.After(end) {
				s.lossy[i].to = end
			}
		}
	}
	s.connected = now
}

// lost reports whether something said at a time may never have reached the
// bot.
func (s *soak) lost(at time.Time) bool {
	return slices.ContainsFunc(s.lossy, func(x span) bool { return at.After(x.from) && at.Before(x.to) })
}

// ask has people ask, and returns how many questions these are.
func (s *soak) ask() (int, error) {
	if s.world.rng.IntN(20) == 0 {
		who := s.world.people[s.world.rng.IntN(people)]
		if err := s.way.talk(s.world.rng.IntN(channels), who, pick(s.world.rng, talk)); err != nil {
			return 0, err
		}
	}
	burst := s.world.next(s.way.shares())
	for _, q := range burst {
		q.at = time.Now()
		if err := s.way.ask(q); err != nil {
			return 0, fmt.Errorf("%s by %s: %w", q.kind, q.who.name, err)
		}
		s.questions = append(s.questions, q)
		s.byKey[q.key] = q
		s.open = append(s.open, q)
		q.who.open++
	}
	return len(burst), nil
}
