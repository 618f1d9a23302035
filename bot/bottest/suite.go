package bottest

import (
	"testing"

	"dateline/bot"
	"dateline/bot/chat"
)

// scenario is one thing that a bot must do.
type scenario struct {
	name  string
	needs func(chat.Capabilities) bool // nil: nothing
	run   func(r *Rig)
}

// Run runs the suite over a way in.
func Run(t *testing.T, open func(testing.TB, World) Way) { RunWriting(t, open, Writing{}) }

// Writing is what writes the words of what is read. The zero value writes
// nothing.
type Writing struct {
	Asker   func(*bot.Reader) chat.Asker           // nil: the reader itself
	Briefer func(Books, chat.Briefer) chat.Briefer // nil: the composer itself
}

// RunWriting is Run with what writes before each rig's reader and composer.
func RunWriting(t *testing.T, open func(testing.TB, World) Way, before Writing) {
	for _, s := range scenarios() {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			r := newRigWriting(t, open, before)
			if s.needs != nil && !s.needs(r.Way.Capabilities()) {
				t.Skipf("%s has not what this needs; its help says so", r.Way.Name())
			}
			s.run(r)
		})
	}
}

func scenarios() []scenario {
	var all []scenario
	for _, list := range [][]scenario{asking, following, pressing, governing, repeating, failing, briefing, scheduling} {
		all = append(all, list...)
	}
	return all
}

// What scenarios need.
func mentions(c chat.Capabilities) bool { return c.Mentions }
func messages(c chat.Capabilities) bool { return c.Messages }
func directs(c chat.Capabilities) bool  { return c.Mentions && c.Direct }
func replies(c chat.Capabilities) bool  { return c.Replies }
