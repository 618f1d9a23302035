package fakediscord

import "fmt"

// Violation is a fault in what a client sent: against the OpenAPI file (Kind "schema"), a rule that spans fields
// ("rule"), the form of the body ("body") or the gateway's rules ("gateway").
type Violation struct {
	// Where is the route or the gateway's operation.
	Where, Kind, Schema, Detail string
}

// String is the violation in a line.
func (v Violation) String() string {
	s := v.Where + ": " + v.Kind
	if v.Schema != "" {
		s += " " + v.Schema
	}
	return s + ": " + v.Detail
}

// violate records a violation; the caller holds mu.
func (s *Server) violate(where, kind, schema, format string, args ...any) {
	if len(s.violations) < 1000 {
		s.violations = append(s.violations, Violation{where, kind, schema, fmt.Sprintf(format, args...)})
	}
}

// Violations are what clients have done wrong, oldest first; the first 1,000 are kept.
func (s *Server) Violations() []Violation {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Violation(nil), s.violations...)
}
