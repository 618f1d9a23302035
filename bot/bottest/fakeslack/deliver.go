package fakeslack

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"
)

// Envelope types: what a delivery carries.
const (
	EventsAPI     = "events_api"
	SlashCommands = "slash_commands"
	Interactive   = "interactive"
)

// ErrNotAcknowledged is what Wait returns for a delivery that the app never
// acknowledged: a person sees "operation_timeout", an event is lost.
var ErrNotAcknowledged = errors.New("fakeslack: not acknowledged in time")

// maxResends bounds how often one delivery goes out again because its connection
// ended; maxPosts how many HTTP posts are under way at once.
const (
	maxResends   = 20
	maxPosts     = 64
	maxEnvelopes = 20_000
)

// Delivery is one event, command or interaction on its way to the app.
type Delivery struct {
	ID   string // event_id, or the trigger_id of a command or interaction
	Kind string // EventsAPI, SlashCommands or Interactive
	Type string // of the inner event or interaction; the command's name
	TS   string // of the message that it tells of, if any

	s       *Server
	n       int // counted from 1 in the order of the queue
	payload json.RawMessage
	accepts bool
	fault   *EventFault
	done    chan struct{} // closed when acknowledged or given up

	// Below by the server's lock.
	over     bool
	err      error
	reply    json.RawMessage
	attempts int
	why      string                      // the last HTTP attempt came to nothing
	sent     map[string]time.Time        // by envelope
	onReply  func(json.RawMessage) error // reads the answer, once
}

// Wait returns what the app acknowledged with (nil for a bare acknowledgement),
// ErrNotAcknowledged, or the context's error.
func (d *Delivery) Wait(ctx context.Context) (json.RawMessage, error) {
	select {
	case <-d.done:
		d.s.mu.Lock()
		defer d.s.mu.Unlock()
		return d.reply, d.err
	case <-ctx.Done():
		return nil, fmt.Errorf("fakeslack: %s %s %s: %w", d.Kind, d.Type, d.ID, ctx.Err())
	case <-d.s.ctx.Done():
		return nil, errClosed
	}
}

var errClosed = errors.New("fakeslack: the server is closed")

// Attempts is how often the delivery was sent so far.
func (d *Delivery) Attempts() int {
	d.s.mu.Lock()
	defer d.s.mu.Unlock()
	return d.attempts
}

// enqueue puts a delivery at the end of the queue. The lock is held.
func (s *Server) enqueue(d *Delivery) *Delivery {
	d.s, d.done = s, make(chan struct{})
	s.unsettled++
	s.enqueued++
	d.n = s.enqueued
	d.fault = s.pickEventFault(d)
	s.queue = append(s.queue, d)
	select {
	case s.queued <- struct{}{}:
	default:
	}
	s.touch()
	return d
}

// dispatch sends each delivery for the first time, in order, but for those that a
// fault holds back; the rest of a delivery's life is a goroutine's.
func (s *Server) dispatch() {
	for {
		s.mu.Lock()
		var d *Delivery
		if len(s.queue) > 0 {
			d, s.queue = s.queue[0], s.queue[1:]
		}
		s.mu.Unlock()
		if d == nil {
			select {
			case <-s.queued:
				continue
			case <-s.ctx.Done():
				return
			}
		}
		sent := make(chan struct{})
		s.wg.Go(func() { s.live(d, sent) })
		// In order: the next one waits until this one is written or held back.
		select {
		case <-sent:
		case <-s.ctx.Done():
			return
		}
	}
}

// live sends a delivery, again and again if need be, until it is acknowledged or
// given up. It closes sent when the next delivery may go out.
func (s *Server) live(d *Delivery, sent chan struct{}) {
	release := func() {
		select {
		case <-sent:
		default:
			close(sent)
		}
	}
	defer release()
	retries, resends := 0, 0
	f := d.fault
	if f != nil && (f.Delay > 0 || f.Hold) {
		release()
		if f.Hold {
			s.hold(d)
		}
		if !s.pause(f.Delay) {
			return
		}
	}
	for {
		select {
		case <-d.done: // an earlier sending was acknowledged after all
			return
		default:
		}
		var again string
		if f != nil && f.Drop && retries == 0 {
			release()
			if !s.waitAck(d, s.times.Ack) {
				again = "timeout"
			}
		} else if s.posting() {
			again = s.post(d, retries, release)
		} else {
			again = s.send(d, retries+resends, release)
		}
		switch {
		case again == "":
			return
		case again == resend && resends < maxResends:
			resends++
			continue
		case d.Kind != EventsAPI || retries == 3:
			s.settle(d, nil, fmt.Errorf("%w: %s %s %s after %d attempts", ErrNotAcknowledged, d.Kind, d.Type, d.ID, d.Attempts()))
			return
		}
		if s.waitAck(d, s.times.Retry[retries]) {
			return
		}
		retries++
	}
}

// waitAck reports whether a delivery was settled within a time; it also ends with
// the server.
func (s *Server) waitAck(d *Delivery, within time.Duration) bool {
	timer := time.NewTimer(within)
	defer timer.Stop()
	select {
	case <-d.done:
		return true
	case <-s.ctx.Done():
		return true
	case <-timer.C:
		return false
	}
}

// settle ends a delivery: acknowledged where err is nil. Only the first counts.
func (s *Server) settle(d *Delivery, reply json.RawMessage, err error) {
	s.mu.Lock()
	if d.over {
		s.mu.Unlock()
		return
	}
	d.over = true
	d.reply, d.err = reply, err
	onReply := d.onReply
	s.mu.Unlock()
	if err == nil && onReply != nil {
		err = onReply(reply)
	}
	s.mu.Lock()
	d.err = err
	s.unsettled--
	close(d.done)
	s.touch()
	s.mu.Unlock()
}

// Ack is one acknowledgement.
type Ack struct {
	EnvelopeID string // of Socket Mode
	ID         string // of the delivery
	Kind, Type string
	Attempt    int // counted from 1
	At         time.Time
	Took       time.Duration // since it was sent
	Payload    json.RawMessage
}

// Acks are all acknowledgements, oldest first.
func (s *Server) Acks() []Ack {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Ack(nil), s.acks...)
}

// Unsettled is how many deliveries are neither acknowledged nor given up.
func (s *Server) Unsettled() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.unsettled
}

// Pending is how many deliveries are queued and not yet sent for the first time.
func (s *Server) Pending() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.queue)
}

// keep appends to a list and lets the older half go beyond a bound.
func keep[T any](list []T, v T, bound int) []T {
	if len(list) >= bound {
		list = append(list[:0:0], list[len(list)/2:]...)
	}
	return append(list, v)
}
