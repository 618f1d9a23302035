// Package chat is what every chat platform shares: who may ask what and where,
// the queue of questions, conversations and their follow-ups, what is behind
// an answer's buttons. It knows no platform. An adapter turns what it receives
// into a Request, gives it to a Desk, and acknowledges it once the Desk has
// taken it down; the Desk answers and hands each Reply to the adapter, which is
// a Platform to it.
//
// Each accepted request ends in one reply, also where the process is killed in
// between: what was accepted is in the state file before it is acknowledged,
// and Post may be called again for a task that it has already posted.
package chat

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"dateline/bot"
)

// Kind says how a person turned to the bot.
type Kind string

// The ways of turning to the bot.
const (
	Mention Kind = "mention" // named in a channel or a thread
	Direct  Kind = "direct"  // in a direct message
	Command Kind = "command" // by a slash command
	InReply Kind = "reply"   // in reply to a message of the bot's
	Ambient Kind = "ambient" // said in a thread, the bot not named: a follow-up, or not for it

	Scheduled Kind = "scheduled" // by nobody: a subscription's time has come
)

// Place is where something was said.
type Place struct {
	Platform  string `json:"platform"`            // "slack" or "discord"
	Workspace string `json:"workspace,omitempty"` // team or guild; "" in Discord's direct messages
	Channel   string `json:"channel"`             // the channel, for a thread the one that it hangs from
	Thread    string `json:"thread,omitempty"`    // "" outside threads
	Direct    bool   `json:"direct,omitempty"`    // a direct message with the bot
}

// Person is who turned to the bot.
type Person struct {
	ID    string   `json:"id"`
	Roles []string `json:"roles,omitempty"` // IDs; Discord's roles, Slack's user groups
	// Manages reports whether the person may manage the bot and the messages
	// of this place by the platform's own rules.
	Manages bool `json:"manages,omitempty"`
}

// Options narrow a question. Dates are as they were typed, in ISO 8601.
type Options struct {
	Source     string `json:"source,omitempty"`
	From       string `json:"from,omitempty"` // published on or after
	To         string `json:"to,omitempty"`   // published on or before
	AsOf       string `json:"as_of,omitempty"`
	Collection string `json:"collection,omitempty"`
	Private    bool   `json:"private,omitempty"` // shown to the asker alone
}

// Brief says how a briefing is wanted. The zero value is one that a person asks
// for, over the last week.
type Brief struct {
	Since string `json:"since,omitempty"` // the first day, as it was typed: "2021-04-01", "last Monday"
	// What follows is set for the runs of a subscription alone.
	Subscription int64     `json:"subscription,omitempty"` // its ID
	Owner        string    `json:"owner,omitempty"`        // the ID of who made it
	Before       time.Time `json:"before,omitzero"`        // when the run before was due, or the subscription made
	Due          time.Time `json:"due,omitzero"`           // zero: a person had it run now
	Until        time.Time `json:"until,omitzero"`         // when the run after it is due: till then it is tried again to post it
	Missed       int       `json:"missed,omitempty"`       // earlier runs that it stands for as well
	Quiet        bool      `json:"quiet,omitempty"`        // where nothing is new, nothing is said
}

// Request is a question, or a wish for a briefing, as it came in.
type Request struct {
	// Keys tell duplicates: two requests with a key in common are one. An
	// adapter gives every name that the platform has for the event and for the
	// message, such as the event's ID and the channel with the message's time.
	Keys    []string `json:"keys"`
	Place   Place    `json:"place"`
	Message string   `json:"message,omitempty"` // the message that asks, "" for a command
	Parent  string   `json:"parent,omitempty"`  // the message that it replies to
	User    Person   `json:"user"`
	Kind    Kind     `json:"kind"`
	Text    string   `json:"text"`             // plain: the bot's mention removed, entities decoded
	Others  bool     `json:"others,omitempty"` // somebody other than the bot is mentioned
	Options Options  `json:"options"`
	// Brief has the request be for a briefing on the topic that Text is; nil: it
	// is a question.
	Brief *Brief    `json:"brief,omitempty"`
	At    time.Time `json:"at"` // when it was said
	// Deadline is until when the platform takes the answer; zero: no limit.
	Deadline time.Time `json:"deadline"`
	// Handle is the adapter's own: what it needs to answer, such as an
	// interaction's token. It is kept with the request.
	Handle json.RawMessage `json:"handle,omitempty"`
}

// Verdict is what became of a request.
type Verdict int

// The verdicts on a request.
const (
	Ignored   Verdict = iota // not for the bot: nothing is said
	Accepted                 // taken down: acknowledge it, an answer follows
	Duplicate                // taken down before: acknowledge it and do no more
	Refused                  // acknowledge it and tell the person Outcome.Text
)

// Outcome is a verdict with what goes with it.
type Outcome struct {
	Verdict Verdict
	Task    int64  // of Accepted
	Private bool   // of Accepted: the answer is for the asker alone
	Text    string // of Refused: a plain sentence for the person
}

// Ref is a message that the bot posted. The zero value is none.
type Ref struct {
	Channel string `json:"channel,omitempty"`
	Message string `json:"message,omitempty"`
	Private bool   `json:"private,omitempty"` // shown to the asker alone
}

// Task is an accepted request. Its ID never changes and is never used again;
// adapters put it into the values of buttons and into what they post, by which
// they find it after the process was killed.
type Task struct {
	ID      int64
	Request Request
	Ref     Ref  // what was posted for it, zero where nothing is known to be
	Private bool // the answer is for the asker alone
	Again   bool // it was begun before: something may have been posted that Ref does not know
}

// Reply is what is posted for a task: an answer, or a plain sentence on why
// there is none.
type Reply struct {
	Answer  bot.Answer
	Card    Card   // the answer as a chat shows it
	Problem string // "" where there is an answer
	Growing bool   // more of it follows: no controls yet
}

// Utterance is a message of a thread.
type Utterance struct {
	Message string
	User    string
	Text    string // plain
	Bot     bool   // said by this bot
	At      time.Time
}

// Platform is an adapter as the Desk sees it. Its methods are called at once
// from several goroutines.
type Platform interface {
	// Working shows that a task is being worked on. An error is logged and
	// stops nothing.
	Working(ctx context.Context, t Task) error
	// Post shows the reply to a task and returns where. Called again for the
	// same task it changes what it showed before, so that however often it is
	// called there is one reply; where Task.Again is set and Ref is zero it
	// first looks for what it may have posted. An error that wraps ErrGone says
	// that the task can never be answered there.
	Post(ctx context.Context, t Task, r Reply) (Ref, error)
	// Thread returns the last n messages of a place before a message, oldest
	// first.
	Thread(ctx context.Context, p Place, before string, n int) ([]Utterance, error)
}

// ErrGone says that a task can no longer be answered where it was asked: the
// channel is gone, the bot was removed, the interaction has expired.
var ErrGone = errors.New("can no longer be answered there")
