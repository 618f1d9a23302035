package chat

import (
	"fmt"
	"net/http"
	"time"
)

// Finding is one thing that a check of the surroundings looked at.
type Finding struct {
	Subject string // what was looked at, a few words
	State   State
	Detail  string // what was found
	Remedy  string // what to do about it; "" where it is well
}

// State says how a finding stands.
type State int

// The states of a finding.
const (
	Well   State = iota
	Notice       // it works, though not as it might
	Broken       // it does not work so
)

// String returns the word that stands before a finding.
func (s State) String() string {
	switch s {
	case Well:
		return "ok"
	case Notice:
		return "note"
	}
	return "FAIL"
}

// Differences between clocks: past the second, signatures are refused.
const (
	noticeableSkew = 30 * time.Second
	brokenSkew     = 4 * time.Minute
)

// ClockFinding compares the time that a platform's answer bears in its Date
// header with ours.
func ClockFinding(platform, date string, now time.Time) Finding {
	f := Finding{Subject: platform + ": clock"}
	theirs, err := http.ParseTime(date)
	if err != nil {
		f.State, f.Detail, f.Remedy = Notice, "the server's time is not known", "check that this machine's clock is set by NTP"
		return f
	}
	skew := now.Sub(theirs).Abs()
	f.Detail = fmt.Sprintf("differs from the server's by %s", skew.Round(time.Second))
	switch {
	case skew > brokenSkew:
		f.State, f.Remedy = Broken, "set this machine's clock, by NTP for instance: signatures are refused"
	case skew > noticeableSkew:
		f.State, f.Remedy = Notice, "set this machine's clock, by NTP for instance"
	}
	return f
}
