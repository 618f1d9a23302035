package bottest

import (
	"context"
	"log/slog"
	"testing"
	"time"

	"dateline/bot/chat"
)

// The people of every way.
const (
	Asker = "asker"
	Other = "other"
	Admin = "admin" // manages the bot and the messages
)

// The channels of every way, in which all people and the bot are.
const (
	General = "general"
	Random  = "random"
)

// Editors is a role that Other alone has.
const Editors = "editors"

// World is what a way is made with.
type World struct {
	Clock *Clock
	Log   *slog.Logger
}

// Adapter is an adapter that is connected.
type Adapter interface {
	chat.Platform
	// Run receives until the context is done.
	Run(ctx context.Context) error
}

// Where is a place where people write: a channel, or a thread of it.
type Where struct{ Channel, Thread string }

// Message is a message as a person sees it.
type Message struct {
	ID       string
	At       Where
	By       string // a person's name, "" of the bot
	Text     string // as it reads, without markup
	OnlyFor  string // the person who alone sees it; "" for all who are there
	Direct   bool   // in direct messages
	Controls []Control
	Links    []string
	Edits    int
	Active   []string // mentions that notify or show as such, custom emoji and whatever else is more than text
	Previews []string // links of which the platform shows a preview
	Raw      any      // the platform's own
}

// Control is what a person can press on an answer.
type Control string

// The controls of an answer.
const (
	Evidence  Control = "Evidence"
	Articles  Control = "Articles found"
	Helpful   Control = "Helpful"
	Unhelpful Control = "Not helpful"
	Missing   Control = "Should have been found"
	WrongDate Control = "Report a wrong date"
	Share     Control = "Share"
	Delete    Control = "Delete this answer"
)

// Shown is what a person alone is shown for something they did.
type Shown struct {
	Text   string
	Links  []string
	Dialog *Dialog
}

// Dialog is a form that a person has before them.
type Dialog struct {
	Text   string
	Fields []string
	Raw    any
}

// The fields of dialogs.
const (
	FieldReason   = "reason"
	FieldCitation = "citation"
	FieldDate     = "date"
)

// On says which calls of an adapter a fault befalls.
type On string

// The calls that faults befall.
const (
	OnPost    On = "post"    // what shows an answer, or changes it
	OnWorking On = "working" // what shows that it works
)

// What says what befalls a call.
type What string

// The faults of a call.
const (
	TooMany     What = "too many" // nothing is done, with the time to wait
	ServerError What = "server error"
	Lost        What = "lost" // it is done, and its answer is lost
)

// Way is one way into a platform. It outlives the adapters that are connected
// to it, as a platform outlives its bots. Methods that can't do what is asked
// of them fail the test.
type Way interface {
	Name() string // "slack by socket"
	Platform() string
	Capabilities() chat.Capabilities
	// Connect makes an adapter for a desk.
	Connect(ctx context.Context, t testing.TB, desk *chat.Desk) (Adapter, error)
	// Ready waits until the platform has an adapter to send to.
	Ready(ctx context.Context) error
	Close()

	// Say writes in a place, Mention with the bot's name before the text.
	Say(t testing.TB, at Where, user, text string) Message
	Mention(t testing.TB, at Where, user, text string) Message
	Direct(t testing.TB, user, text string) Message
	// Reply writes in reply to a message, without naming the bot; where the
	// platform has no replies, in the thread.
	Reply(t testing.TB, to Message, user, text string) Message
	// Thread begins a thread at a message, or returns the one there.
	Thread(t testing.TB, root Message, user string) Where
	// Inbox returns the channel of a person's direct messages with the bot.
	Inbox(user string) string
	// Person returns how to name a person in a text.
	Person(user string) string
	// Command asks by command, and returns what was shown at once.
	Command(t testing.TB, channel, user, text string, o chat.Options) Shown
	// Brief asks for a briefing by command, "" for no day since when. Of the
	// options it has the collection and whether it is private.
	Brief(t testing.TB, channel, user, topic, since string, o chat.Options) Shown
	// Subscribe has briefings come by a schedule, and Subscriptions lists and
	// changes those of a channel, by the number as a person types it.
	Subscribe(t testing.TB, channel, user, topic, when string, quiet bool) Shown
	Subscriptions(t testing.TB, channel, user string, v chat.Verb, number string) Shown
	// Complete types into an option and returns what is proposed.
	Complete(t testing.TB, channel, user, option, typed string) []string
	Press(t testing.TB, m Message, user string, c Control) Shown
	Submit(t testing.TB, d Dialog, user string, fields map[string]string) Shown
	// Set changes a setting by command, in a channel or everywhere.
	Set(t testing.TB, channel, user, key, value string, everywhere bool) Shown
	Help(t testing.TB, channel, user string) Shown
	// Role returns what the platform calls a role.
	Role(name string) string
	// Mentioned is how a message names a role.
	Mentioned(role string) string

	// Seen returns the bot's messages that a person sees, anywhere, oldest
	// first.
	Seen(user string) []Message
	// Working reports whether it was shown, for a message or for the command
	// last given, that the bot works, and when.
	Working(m Message) (time.Time, bool)
	Wait(ctx context.Context, cond func() bool) error

	// Fail has the next calls of a kind fail.
	Fail(on On, what What, wait time.Duration, times int)
	// Repeat has the next events come twice.
	Repeat(n int)
	// Breaks names the ways in which the connection can break, none where
	// there is no connection; Break breaks it.
	Breaks() []string
	Break(t testing.TB, name string)
	// LoseAcknowledgement has the platform not hear that the next event was
	// taken, so that it sends it again; false where it does not do that.
	LoseAcknowledgement() bool

	// Violations are what the adapter did against the platform's rules; what
	// begins with Unanswered is a person who waits in vain.
	Violations() []string
	// Secrets are all that must stand nowhere.
	Secrets() []string
	// Posts are the bodies of all that the adapter sent.
	Posts() []string
}

// Unanswered is how violations begin that a platform could not help.
const Unanswered = "unanswered: "
