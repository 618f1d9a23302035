package chat

import "errors"

// Kinds of error that an adapter may branch on.
var (
	ErrForbidden = errors.New("not allowed")
	ErrNoTask    = errors.New("no such answer")       // purged, deleted, or never there
	ErrDone      = errors.New("done already")         // there is nothing left to do
	ErrBadValue  = errors.New("value can't be taken") // a date, a setting
)

// Sentence is an error that may be shown to a person as it is.
type Sentence struct {
	Text string // a plain sentence, or a few
	Kind error  // one of the kinds above
}

// Error returns the sentence.
func (s *Sentence) Error() string { return s.Text }

// Unwrap returns the kind.
func (s *Sentence) Unwrap() error { return s.Kind }

// Plain returns what a person may read of an error: its sentence where it has
// one, else that something went wrong. The error itself is for the log.
func Plain(err error) string {
	var s *Sentence
	if errors.As(err, &s) {
		return s.Text
	}
	return "Something went wrong on my side. Please try again in a moment."
}

func forbidden(text string) error { return &Sentence{text, ErrForbidden} }

var errNoTask = &Sentence{"This answer is not kept any more. Ask again, and I'll look it up anew.", ErrNoTask}
