package bottest

import (
	"slices"
	"sync"
	"time"
)

// Clock is a clock that runs and that a test can put forward.
type Clock struct {
	began time.Time
	base  time.Time

	mu      sync.Mutex
	offset  time.Duration
	waiting []*wait
}

// wait is somebody who waits for a time.
type wait struct {
	at    time.Time
	ch    chan time.Time
	timer *time.Timer // rings where the clock is not put forward before
}

// NewClock returns a clock that stands at a time now.
func NewClock(at time.Time) *Clock { return &Clock{began: time.Now(), base: at} }

// Now tells the time.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now()
}

func (c *Clock) now() time.Time { return c.base.Add(time.Since(c.began) + c.offset).Round(0) }

// Move puts the clock forward.
func (c *Clock) Move(d time.Duration) {
	c.mu.Lock()
	c.offset += d
	c.mu.Unlock()
	c.ring()
}

// After sends the time once so much of it has passed.
func (c *Clock) After(d time.Duration) <-chan time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	w := &wait{at: c.now().Add(d), ch: make(chan time.Time, 1)}
	w.timer = time.AfterFunc(d+time.Millisecond, c.ring) // not a moment before
	c.waiting = append(c.waiting, w)
	return w.ch
}

// ring sends the time to those whose time has come.
func (c *Clock) ring() {
	c.mu.Lock()
	defer c.mu.Unlock()
	now := c.now()
	c.waiting = slices.DeleteFunc(c.waiting, func(w *wait) bool {
		due := !w.at.After(now)
		if due {
			w.timer.Stop()
			w.ch <- now
		}
		return due
	})
}
