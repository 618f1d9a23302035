// Package secret holds values that must not be printed: tokens, keys. A Value
// shows as <secret> in every form of printing, logging and encoding; only
// Reveal gives it out.
package secret

import (
	"fmt"
	"io"
	"log/slog"
)

// shown is what a value looks like from outside.
const shown = "<secret>"

// Value is a secret. The zero value is none.
type Value struct {
	// A pointer, so that printing a struct that holds a Value in a field that
	// is not exported shows an address: fmt calls no methods there.
	s *string
}

// New makes a secret of a string.
func New(s string) Value {
	if s == "" {
		return Value{}
	}
	return Value{&s}
}

// Reveal returns the secret itself, for the one call that needs it.
func (v Value) Reveal() string {
	if v.s == nil {
		return ""
	}
	return *v.s
}

// IsZero reports whether there is no secret.
func (v Value) IsZero() bool { return v.s == nil }

// String returns "<secret>", or "" where there is none.
func (v Value) String() string {
	if v.IsZero() {
		return ""
	}
	return shown
}

// Format is String under every verb.
func (v Value) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, v.String()) }

// LogValue is String, for slog.
func (v Value) LogValue() slog.Value { return slog.StringValue(v.String()) }

// MarshalText encodes a secret as String; there is no way back.
func (v Value) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// UnmarshalText takes the text as the secret, so that a settings file may hold
// one.
func (v *Value) UnmarshalText(text []byte) error {
	*v = New(string(text))
	return nil
}
