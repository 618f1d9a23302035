package bottest

import (
	"testing"
	"time"
)

// TestClock: who waits is rung when the clock is put past their time, in its
// own time where it is not, and never before.
func TestClock(t *testing.T) {
	c := NewClock(Start)
	hour, day := c.After(time.Hour), c.After(24*time.Hour)
	silent := func(ch <-chan time.Time, when string) {
		t.Helper()
		select {
		case at := <-ch:
			t.Errorf("%s it rings at %v", when, at)
		default:
		}
	}
	c.Move(59 * time.Minute)
	silent(hour, "a minute early")
	c.Move(time.Minute)
	if at := <-hour; at.Before(Start.Add(time.Hour)) {
		t.Errorf("rung at %v", at)
	}
	silent(day, "23 hours early")
	c.Move(48 * time.Hour)
	<-day
	before := c.Now()
	if at := <-c.After(time.Millisecond); at.Sub(before) < time.Millisecond {
		t.Errorf("rung after %v, want a millisecond at least", at.Sub(before))
	}
	if at := <-c.After(-time.Hour); at.Before(before) {
		t.Errorf("rung at %v for a time that was over at %v", at, before)
	}
	c.mu.Lock() // the timer of one that has rung already may be at it
	defer c.mu.Unlock()
	if len(c.waiting) > 0 {
		t.Errorf("%d still wait", len(c.waiting))
	}
}
