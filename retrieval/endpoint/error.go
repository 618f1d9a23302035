package endpoint

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

// Kind says what a caller can do about an Error.
type Kind int

// The kinds of errors.
const (
	// Bad is a request that the server refuses or a reply that makes no sense; asking again gives the same.
	Bad Kind = iota
	// Unauthorized is a key that is missing, wrong or not allowed this.
	Unauthorized
	// Exhausted is an account without credit: waiting doesn't help.
	Exhausted
	// NotFound is a model, a deployment or a path that the server doesn't know.
	NotFound
	// ContextLength is a prompt that, with what may be written, is longer than the model's window.
	ContextLength
	// SchemaUnsupported is a server or model that takes no such response format.
	SchemaUnsupported
	// RateLimited is too many calls; RetryAfter says when the next may be.
	RateLimited
	// Overloaded is a server that can't serve now: 408, 500, 502, 503, 504, 529.
	Overloaded
	// Refused is a model that declines, or a filter that stopped it; Message is its refusal.
	Refused
	// Truncated is a text that ran into the bound of tokens; errors.Is ErrTruncated.
	Truncated
	// CutOff is a reply that ended before its end; errors.Is ErrCutOff.
	CutOff
	// Unreachable is a server to which there is no connection.
	Unreachable
	// Timeout is a call that took longer than Options.Timeout, the context's deadline or, between lines, Options.Stall.
	Timeout
	// Canceled is a context that was cancelled; errors.Is context.Canceled.
	Canceled
)

var kinds = [...]string{"bad", "unauthorized", "exhausted", "not found", "context length", "schema unsupported", "rate limited",
	"overloaded", "refused", "truncated", "cut off", "unreachable", "timeout", "canceled"}

// String is the kind in words.
func (k Kind) String() string {
	if k < 0 || int(k) >= len(kinds) {
		return fmt.Sprintf("Kind(%d)", int(k))
	}
	return kinds[k]
}

// remedies say what an operator can do.
var remedies = [len(kinds)]string{
	Unauthorized:      "check the key",
	Exhausted:         "check the account's credit and limits",
	NotFound:          "check the model's name and the base URL",
	ContextLength:     "use a model with a longer context, or give it more (for Ollama num_ctx, for llama.cpp --ctx-size)",
	SchemaUnsupported: "ask for plain JSON",
	Truncated:         "allow more tokens",
	Unreachable:       "check the base URL and that the server runs",
}

var (
	// ErrCutOff is a stream or reply that ended before its end: without a finish reason.
	ErrCutOff = errors.New("the reply was cut off")
	// ErrTruncated is a text that ran into the bound of tokens: finish reason "length".
	ErrTruncated = errors.New("the reply ran into the bound of tokens")
)

// Error is any failure of a call. It never holds the key.
type Error struct {
	Op         string // "chat", "embed", "list models"
	Endpoint   string // the base URL
	Model      string
	Kind       Kind
	Status     int           // of HTTP, or as an error frame in a stream gives it; 0: none
	Code       string        // the server's code, else its type
	Param      string        // the parameter that the server complains of
	Message    string        // the server's, in one line of at most 300 characters; never for people in a chat
	RetryAfter time.Duration // as the server asks; 0: it doesn't
	Attempts   int           // requests made
	Err        error         // the cause; nil where the server answered

	permanent bool // asking again is useless, whatever the kind
}

// Error says what was attempted, where, why it failed and what helps.
func (e *Error) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "endpoint %s: %s", e.Endpoint, e.Op)
	if e.Model != "" {
		fmt.Fprintf(&b, " with %q", e.Model)
	}
	fmt.Fprintf(&b, ": %s", e.Kind)
	if e.Status != 0 {
		fmt.Fprintf(&b, ": %d", e.Status)
	}
	if e.Code != "" {
		fmt.Fprintf(&b, " (%s)", e.Code)
	}
	if e.Message != "" {
		fmt.Fprintf(&b, ": %s", e.Message)
	} else if e.Err != nil {
		fmt.Fprintf(&b, ": %v", e.Err)
	}
	if e.Attempts > 1 {
		fmt.Fprintf(&b, " (%d attempts)", e.Attempts)
	}
	switch {
	case e.RetryAfter > 0:
		fmt.Fprintf(&b, ": again in %v", e.RetryAfter)
	case int(e.Kind) < len(remedies) && remedies[e.Kind] != "":
		fmt.Fprintf(&b, ": %s", remedies[e.Kind])
	}
	return b.String()
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// Is reports whether the error is ErrCutOff or ErrTruncated.
func (e *Error) Is(target error) bool {
	return target == ErrCutOff && e.Kind == CutOff || target == ErrTruncated && e.Kind == Truncated
}

// retryable reports whether the same request may succeed a little later.
func (e *Error) retryable() bool {
	switch e.Kind {
	case RateLimited, Overloaded, Unreachable, CutOff:
		return !e.permanent
	}
	return false
}

// KindOf returns the kind of an error of this package, and whether it is one.
func KindOf(err error) (Kind, bool) {
	var e *Error
	if errors.As(err, &e) {
		return e.Kind, true
	}
	return 0, false
}

// An InputError is a fault of one input of Embed: in itself, or in the vector that came back for it.
type InputError struct {
	Input  int // index into EmbedRequest.Inputs
	Reason string
}

// Error names the input.
func (e *InputError) Error() string { return fmt.Sprintf("input %d: %s", e.Input, e.Reason) }
