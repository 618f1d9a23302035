package fakeopenai

import (
	"encoding/json"
	"net/http"
)

// Call is a request that came.
type Call struct {
	N            int // from 1
	Method, Path string
	Status       int             // of the answer; 0: the connection was cut before it
	Authorized   bool            // the key was right, or none is needed
	KeySent      bool            // some key came
	Body         json.RawMessage // as sent
}

// maxCalls is how many calls are kept, the latest ones.
const maxCalls = 1000

// recorder notes the status of an answer.
type recorder struct {
	http.ResponseWriter
	s    *Server
	call *Call
}

// WriteHeader notes the status.
func (r *recorder) WriteHeader(status int) {
	r.s.mu.Lock()
	r.call.Status = status
	r.s.mu.Unlock()
	r.ResponseWriter.WriteHeader(status)
}

// Write notes the status that net/http would send.
func (r *recorder) Write(p []byte) (int, error) {
	r.s.mu.Lock()
	first := r.call.Status == 0
	r.s.mu.Unlock()
	if first {
		r.WriteHeader(http.StatusOK)
	}
	return r.ResponseWriter.Write(p)
}

// Unwrap is for http.ResponseController.
func (r *recorder) Unwrap() http.ResponseWriter { return r.ResponseWriter }

// enter records a call and says which fault is to be its answer, if any.
func (s *Server) enter(c *Call, kind string) (*Call, *Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.n++
	c.N = s.n
	s.counts[kind]++
	s.inFlight++
	s.most = max(s.most, s.inFlight)
	if s.calls = append(s.calls, c); len(s.calls) > maxCalls {
		s.calls = append([]*Call(nil), s.calls[len(s.calls)-maxCalls/2:]...)
	}
	if kind == "" || !c.Authorized {
		return c, nil
	}
	if len(s.faults) > 0 {
		f := s.faults[0]
		s.faults = s.faults[1:]
		return c, &f
	}
	if s.every > 0 && s.n%s.every == 0 {
		f := s.everyFault
		return c, &f
	}
	return c, nil
}

func (s *Server) leave() {
	s.mu.Lock()
	s.inFlight--
	s.mu.Unlock()
}

// Fail makes these the answers to the next calls, before Answer and Embed are asked.
func (s *Server) Fail(faults ...Fault) {
	s.mu.Lock()
	s.faults = append(s.faults, faults...)
	s.mu.Unlock()
}

// FailEvery makes a fault the answer to each k-th call; k 0 ends it.
func (s *Server) FailEvery(k int, f Fault) {
	s.mu.Lock()
	s.every, s.everyFault = k, f
	s.mu.Unlock()
}

// Calls are the requests that came, oldest first; of very many the latest are kept.
func (s *Server) Calls() []Call {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := make([]Call, len(s.calls))
	for i, c := range s.calls {
		out[i] = *c
	}
	return out
}

// Count is how many requests came of a kind: "chat", "embeddings", "models".
func (s *Server) Count(kind string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.counts[kind]
}

// MostInFlight is how many requests were being answered at once, at most.
func (s *Server) MostInFlight() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.most
}

// Violations are the bodies that OpenAI's OpenAPI file doesn't allow; the first 1,000 are kept.
func (s *Server) Violations() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]string(nil), s.violations...)
}

func (s *Server) violate(v string) {
	s.mu.Lock()
	if len(s.violations) < maxCalls {
		s.violations = append(s.violations, v)
	}
	s.mu.Unlock()
}
