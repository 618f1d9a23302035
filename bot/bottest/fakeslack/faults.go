package fakeslack

import (
	"math/rand/v2"
	"net/http"
	"time"
)

// Faults are probabilities, between 0 and 1, of what goes wrong by chance. They
// are drawn from the generator that Options.Seed starts.
type Faults struct {
	// Of each event (never of commands and interactions, for Slack doesn't repeat
	// those):
	Duplicate float64 // sent twice
	Delay     float64 // held for up to MaxDelay, so that others overtake it
	Drop      float64 // lost the first time, then sent again as one not acknowledged
	Cut       float64 // the connection is cut right after the event was sent
	MaxDelay  time.Duration

	// Of each call of a posting method (chat.*, reactions.*, views.*, assistant.*,
	// and posts to a response_url):
	RateLimit    float64       // 429 with Retry-After, nothing done
	RetryAfter   time.Duration // of these 429s; rounded up to seconds, at least 1 s
	ServerError  float64       // 500, nothing done
	Slow         float64       // answered after up to MaxDelay
	LostResponse float64       // done, and the connection closed without an answer
}

// CallFault is what happens to the next calls of a method.
type CallFault struct {
	Method     string // "" is any; "response_url" is posts to one
	Times      int    // how many calls; 0 is 1
	Skip       int    // how many calls go well before
	Status     int    // 429, 500, 503, …: nothing is done. 0 is none.
	RetryAfter int    // seconds, of a 429; 0 is 1
	Error      string // {"ok":false,"error":…}: nothing is done
	Delay      time.Duration
	Lose       bool // the call is done and its answer is lost
}

// EventFault is what happens to the next deliveries of a type.
type EventFault struct {
	Type      string // of the inner event, interaction or command; "" is any
	Times     int    // how many deliveries; 0 is 1
	Duplicate int    // further copies: the 1st in the same envelope, the 2nd in one of its own, …
	Delay     time.Duration
	Hold      bool // held until another delivery has gone out, for 5 s at most
	Drop      bool // lost the first time
	Cut       bool // the connection is cut right after
}

// SetFaults replaces what goes wrong by chance.
func (s *Server) SetFaults(f Faults) {
	s.mu.Lock()
	s.faults = f
	s.mu.Unlock()
}

// FailCalls adds a fault of calls. Faults are used in the order they were added,
// before those by chance.
func (s *Server) FailCalls(f CallFault) {
	f.Times = max(f.Times, 1)
	s.mu.Lock()
	s.callFault = append(s.callFault, &f)
	s.mu.Unlock()
}

// FailEvents adds a fault of deliveries.
func (s *Server) FailEvents(f EventFault) {
	f.Times = max(f.Times, 1)
	s.mu.Lock()
	s.sendFault = append(s.sendFault, &f)
	s.mu.Unlock()
}

// ClearFaults takes every fault away, by script and by chance.
func (s *Server) ClearFaults() {
	s.mu.Lock()
	s.callFault, s.sendFault, s.faults = nil, nil, Faults{}
	s.mu.Unlock()
}

// pickEventFault is the fault of a delivery, or nil. The lock is held.
func (s *Server) pickEventFault(d *Delivery) *EventFault {
	for i, f := range s.sendFault {
		if f.Type != "" && f.Type != d.Type {
			continue
		}
		got := *f
		if f.Times--; f.Times == 0 {
			s.sendFault = append(s.sendFault[:i:i], s.sendFault[i+1:]...)
		}
		return &got
	}
	if d.Kind != EventsAPI || s.faults == (Faults{}) {
		return nil
	}
	p := s.faults
	var f EventFault
	if s.rand.Float64() < p.Duplicate {
		f.Duplicate = 1 + s.rand.IntN(2)
	}
	if s.rand.Float64() < p.Delay {
		f.Delay = upTo(s.rand, p.MaxDelay)
	}
	f.Drop = s.rand.Float64() < p.Drop
	f.Cut = s.rand.Float64() < p.Cut
	return &f
}

// pickCallFault is the fault of a call, or nil. The lock is held.
func (s *Server) pickCallFault(name string) *CallFault {
	for i, f := range s.callFault {
		if f.Method != "" && f.Method != name {
			continue
		}
		if f.Skip > 0 {
			f.Skip--
			return nil
		}
		got := *f
		if f.Times--; f.Times == 0 {
			s.callFault = append(s.callFault[:i:i], s.callFault[i+1:]...)
		}
		return &got
	}
	p := s.faults
	if p == (Faults{}) || !posts(name) {
		return nil
	}
	switch x := s.rand.Float64(); {
	case x < p.RateLimit:
		return &CallFault{Status: http.StatusTooManyRequests, RetryAfter: int((p.RetryAfter + time.Second - 1) / time.Second)}
	case x < p.RateLimit+p.ServerError:
		return &CallFault{Status: http.StatusInternalServerError}
	case x < p.RateLimit+p.ServerError+p.LostResponse:
		return &CallFault{Lose: true}
	case x < p.RateLimit+p.ServerError+p.LostResponse+p.Slow:
		return &CallFault{Delay: upTo(s.rand, p.MaxDelay)}
	}
	return nil
}

func upTo(r *rand.Rand, d time.Duration) time.Duration {
	if d <= 0 {
		d = 100 * time.Millisecond
	}
	return time.Duration(r.Int64N(int64(d))) + 1
}

// hold waits until a delivery behind d has gone out, for 5 s at most.
func (s *Server) hold(d *Delivery) {
	timer := time.NewTimer(5 * time.Second)
	defer timer.Stop()
	for {
		s.mu.Lock()
		held, last := s.held, s.lastSent
		s.mu.Unlock()
		if last > d.n {
			return
		}
		select {
		case <-held:
		case <-timer.C:
			return
		case <-s.ctx.Done():
			return
		}
	}
}

// sentOne lets go the deliveries that are held until one like d has gone out.
func (s *Server) sentOne(d *Delivery) {
	s.mu.Lock()
	s.lastSent = max(s.lastSent, d.n)
	close(s.held)
	s.held = make(chan struct{})
	s.touch()
	s.mu.Unlock()
}
