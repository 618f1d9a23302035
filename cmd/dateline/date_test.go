package main

import (
	"errors"
	"os/user"
	"strings"
	"testing"
)

func TestAuthor(t *testing.T) {
	known := func() (*user.User, error) { return &user.User{Username: "root"}, nil }
	unknown := func() (*user.User, error) { return nil, errors.New("no such user") }
	nameless := func() (*user.User, error) { return &user.User{}, nil }
	for _, row := range []struct {
		by      string
		given   bool
		env     string
		current func() (*user.User, error)
		want    string // "error: " and what it says
	}{
		{"Li Mo", true, "mo", known, "Li Mo"},
		{"", false, "mo", known, "mo"},
		{"", false, "", known, "root"},
		{"", false, " ", known, "root"},
		// Nobody.
		{"", true, "mo", known, "error: --by is empty"},
		{" ", true, "mo", known, "error: --by is empty"},
		{"", false, "", unknown, "error: give --by NAME"},
		{"", false, "", nameless, "error: give --by NAME"},
	} {
		got, err := author(row.by, row.given, func(string) string { return row.env }, row.current)
		if says, failing := strings.CutPrefix(row.want, "error: "); failing {
			if err == nil || !strings.Contains(err.Error(), says) {
				t.Errorf("author(%q, %v, %q) = %q, %v, want %q", row.by, row.given, row.env, got, err, row.want)
			}
		} else if err != nil || got != row.want {
			t.Errorf("author(%q, %v, %q) = %q, %v, want %q", row.by, row.given, row.env, got, err, row.want)
		}
	}
}
