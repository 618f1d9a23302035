package fakediscord

import "time"

// Faults are misbehaviours by chance: each number is a probability from 0 to 1. What happens is drawn from
// Options.Seed.
type Faults struct {
	// Duplicate sends an event twice, Delay holds one back for up to MaxDelay, Reorder lets the next ones pass it.
	Duplicate, Delay, Reorder float64
	// Drop loses an event and all after it: the connection falls silent and is cut, so that they come on resume.
	Drop float64
	// MaxDelay bounds Delay and Reorder; 50 ms where zero.
	MaxDelay time.Duration
	// RateLimited answers 429 without having acted; RetryAfter says for how long (0.25 s where zero).
	RateLimited float64
	RetryAfter  time.Duration
	// ServerError answers 500 or 502 without having acted.
	ServerError float64
	// Lost acts on a request that is not GET and then cuts the connection in place of an answer.
	Lost float64
	// Slow holds an answer back for SlowFor (1 s where zero).
	Slow    float64
	SlowFor time.Duration
}

// FailureKind is what a scripted Failure does.
type FailureKind int

// The kinds of failure of a REST request.
const (
	// TooMany answers 429 for the route's bucket, GlobalTooMany for all routes, SharedTooMany with scope shared.
	TooMany FailureKind = iota + 1
	GlobalTooMany
	SharedTooMany
	// Cloudflare answers 429 with a page of HTML and no header of Discord's.
	Cloudflare
	// Internal answers 500, BadGateway 502 with a page, Unavailable 503.
	Internal
	BadGateway
	Unavailable
	// LostAnswer acts and cuts the connection in place of the answer; Unreached cuts it without acting.
	LostAnswer
	Unreached
	// SlowAnswer acts and holds the answer back for Wait.
	SlowAnswer
	// APIError answers with Status, Code and Message without acting.
	APIError
)

// Failure is a scripted misbehaviour of the REST API.
type Failure struct {
	Kind FailureKind
	// Method and Route choose requests; empty means any. Route is a template such as "/channels/{channel_id}/messages".
	Method, Route string
	// Skip is how many such requests go well first, Times how many then fail; 1 where zero, all where negative.
	Skip, Times int
	// Wait is the retry_after of a 429 or the time that an answer is held back; 0.25 s where zero.
	Wait time.Duration
	// Status, Code and Message are an APIError's.
	Status, Code int
	Message      string
}

// SetFaults replaces the misbehaviours by chance.
func (s *Server) SetFaults(f Faults) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = f
}

// Fail adds a scripted failure; of several that fit a request the first takes it.
func (s *Server) Fail(f Failure) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if f.Times == 0 {
		f.Times = 1
	}
	if f.Wait == 0 {
		f.Wait = 250 * time.Millisecond
	}
	s.failures = append(s.failures, &f)
}

// failure draws what is to befall a request. The caller holds mu.
func (s *Server) failure(rt *route) *Failure {
	for _, f := range s.failures {
		if f.Times == 0 || f.Method != "" && f.Method != rt.method || f.Route != "" && f.Route != rt.template {
			continue
		}
		if f.Skip > 0 {
			f.Skip--
			continue
		}
		if f.Times > 0 {
			f.Times--
		}
		return f
	}
	fs := s.faults
	wait := func(d, def time.Duration) time.Duration {
		if d > 0 {
			return d
		}
		return def
	}
	switch {
	case s.chance(fs.RateLimited):
		return &Failure{Kind: TooMany, Wait: wait(fs.RetryAfter, 250*time.Millisecond)}
	case s.chance(fs.ServerError):
		if s.chance(0.5) {
			return &Failure{Kind: Internal}
		}
		return &Failure{Kind: BadGateway}
	case rt.method != "GET" && s.chance(fs.Lost):
		return &Failure{Kind: LostAnswer}
	case s.chance(fs.Slow):
		return &Failure{Kind: SlowAnswer, Wait: wait(fs.SlowFor, time.Second)}
	}
	return nil
}
