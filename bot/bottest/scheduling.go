package bottest

import (
	"context"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"dateline/bot/chat"
)

// What the suite subscribes to: a topic of articles that come in as it goes.
const (
	harbour = "Port Onega"
	daily   = "every day 10:00 UTC"
)

// dueAt returns when a daily subscription is due, so many days after the start.
func dueAt(days int) time.Time {
	return time.Date(Start.Year(), Start.Month(), Start.Day()+days, 10, 0, 0, 0, time.UTC)
}

// until puts the clock forward to a time.
func (r *Rig) until(at time.Time) { r.Clock.Move(at.Sub(r.Clock.Now())) }

var numbered = regexp.MustCompile(`number (\d+)`)

// subscribe subscribes a channel, and returns the subscription's number.
func (r *Rig) subscribe(channel, user string, quiet bool) string {
	r.Helper()
	s := r.Way.Subscribe(r, channel, user, harbour, daily, quiet)
	r.has(s.Text, "Subscribed", harbour, "10:00")
	m := numbered.FindStringSubmatch(s.Text)
	if m == nil {
		r.Fatalf("no number in %q", s.Text)
	}
	return m[1]
}

// serving starts a bot whose archive has one article on the harbour.
func (r *Rig) serving() {
	r.Helper()
	r.ownBooks()
	r.ingest("g1", strike)
	r.Start()
}

// messages returns what the bot says to all in a channel.
func (r *Rig) messages(channel string) (out []Message) {
	for _, m := range r.Way.Seen(Other) {
		if m.At.Channel == channel && m.OnlyFor == "" && !m.Direct {
			out = append(out, m)
		}
	}
	return out
}

// said checks how many messages the bot said in a channel.
func (r *Rig) said(channel string, want int) {
	r.Helper()
	r.settle()
	if got := r.messages(channel); len(got) != want {
		r.Errorf("%d messages in %s, want %d: %v", len(got), channel, want, got)
	}
}

var scheduling = []scenario{
	{"a subscription from its beginning to its end", nil, subscribed},
	{"who may subscribe, and change what is subscribed to", nil, maySubscribe},
	{"an order that comes twice", nil, func(r *Rig) {
		r.serving()
		r.Way.Repeat(20)
		r.Way.Subscribe(r, General, Asker, harbour, daily, false)
		list := r.Way.Subscriptions(r, General, Asker, chat.VerbList, "").Text
		if n := strings.Count(list, harbour); n != 1 {
			r.Errorf("%d subscriptions, want one: %q", n, list)
		}
		r.Way.Subscriptions(r, General, Asker, chat.VerbRun, "1")
		r.answer(Other)
		r.said(General, 1)
	}},
	{"a scheduled briefing comes when it is due, once", nil, func(r *Rig) {
		r.serving()
		r.subscribe(General, Asker, false)
		r.until(dueAt(0))
		m := r.answer(Other)
		r.briefed(m)
		r.has(m.Text, harbour, "walked out")
		if m.At != (Where{Channel: General}) || strings.Contains(m.Text, "asked") {
			r.Errorf("the briefing is at %v: %q", m.At, m.Text)
		}
		r.said(General, 1)
		r.ingest("g2", strikeEnds)
		r.until(dueAt(1))
		m = r.answer(Other)
		r.has(m.Text, "accepted")
		if strings.Contains(m.Text, "walked out") {
			r.Errorf("it is told again: %q", m.Text)
		}
		r.said(General, 2)
		r.one(Admin, 2)
	}},
	{"nothing new is one line, or nothing where that is wished", nil, func(r *Rig) {
		r.serving()
		r.subscribe(General, Asker, false)
		r.subscribe(Random, Asker, true)
		r.until(dueAt(0))
		r.answer(Other)
		r.answer(Other)
		r.said(General, 1)
		r.said(Random, 1)
		r.until(dueAt(1))
		m := r.answer(Other)
		r.has(m.Text, "Nothing new on "+harbour, "came in")
		if line, rest, _ := strings.Cut(m.Text, "\n"); !strings.HasPrefix(line, "Nothing new") || strings.Trim(rest, "\n ") != "" && !strings.HasPrefix(rest, "[ Evidence ]") || m.At.Channel != General {
			r.Errorf("nothing new is told in %s as %q, want one line", m.At.Channel, m.Text)
		}
		r.said(General, 2)
		r.said(Random, 1)
		r.ingest("g2", strikeEnds)
		r.until(dueAt(2))
		r.has(r.answer(Other).Text, "accepted")
		r.has(r.answer(Other).Text, "accepted")
		r.said(Random, 2)
	}},
	{"a scheduled briefing whose post fails", nil, func(r *Rig) {
		r.serving()
		r.subscribe(General, Asker, false)
		for day, what := range []What{TooMany, ServerError, Lost, Lost} {
			r.Way.Fail(OnPost, what, time.Second, 1)
			r.until(dueAt(day))
			r.answer(Other)
			r.said(General, day+1)
		}
	}},
	{"killed after a scheduled briefing is posted", nil, func(r *Rig) {
		r.Setup.Drain = time.Millisecond
		r.serving()
		r.subscribe(General, Asker, false)
		r.killedOnPost(func() { r.until(dueAt(0)) })
		r.answer(Other)
		r.said(General, 1)
		// So is one line found again, and what failed.
		r.killedOnPost(func() { r.until(dueAt(1)) })
		r.has(r.answer(Other).Text, "Nothing new")
		r.said(General, 2)
		r.briefHook(unreadable)
		r.killedOnPost(func() { r.until(dueAt(2)) })
		r.told(Other, "failed")
		r.said(General, 3)
		r.Kill()
	}},
	{"killed before a scheduled briefing is posted", nil, func(r *Rig) {
		r.Setup.Drain = time.Millisecond
		r.serving()
		r.subscribe(General, Asker, false)
		r.killedOnTheWay(func() { r.until(dueAt(0)) }, false)
		r.has(r.answer(Other).Text, "walked out")
		r.said(General, 1)
		r.until(dueAt(1))
		r.has(r.answer(Other).Text, "Nothing new")
		r.Kill()
	}},
	{"away when a briefing was due", nil, func(r *Rig) {
		r.serving()
		r.subscribe(General, Asker, false)
		r.Stop()
		r.until(dueAt(2).Add(90 * time.Minute))
		r.Start()
		m := r.answer(Other)
		r.has(m.Text, "walked out", "late", "for the 2 before it")
		r.said(General, 1)
		r.until(dueAt(3))
		r.has(r.answer(Other).Text, "Nothing new")
		r.said(General, 2)
		r.Stop()
		r.until(dueAt(4).Add(time.Hour))
		r.Start()
		r.has(r.answer(Other).Text, "Nothing new", "late")
		r.said(General, 3)
	}},
	{"a scheduled briefing that fails says so", nil, func(r *Rig) {
		r.serving()
		r.subscribe(General, Asker, false)
		r.briefHook(unreadable)
		r.until(dueAt(0))
		m := r.told(Other, harbour)
		r.has(m.Text, "failed")
		if strings.Contains(m.Text, "can't be read") {
			r.Errorf("the error itself is shown: %q", m.Text)
		}
		r.said(General, 1)
		r.briefHook(nil)
		r.until(dueAt(1))
		r.has(r.answer(Other).Text, "walked out") // as if that one had not been
		r.said(General, 2)
	}},
	{"behind a scheduled briefing", nil, func(r *Rig) {
		r.serving()
		n := r.subscribe(General, Asker, false)
		r.until(dueAt(0))
		m := r.answer(Asker)
		r.has(r.Way.Press(r, m, Other, Evidence).Text, "[1]", "walked out", "1 Mar 2026")
		r.has(r.Way.Press(r, m, Other, Helpful).Text, "Noted")
		r.has(r.Way.Press(r, m, Other, Delete).Text, "Only who made the subscription")
		r.said(General, 1)
		if slices.Contains(m.Controls, Share) {
			r.Errorf("what all see can be shared: %v", m.Controls)
		}
		r.Way.Press(r, m, Admin, Delete)
		r.wait("the briefing to go", func() bool { return len(r.answers(Asker)) == 0 })
		// Who made the subscription may too, also when it is gone.
		r.until(dueAt(1))
		m = r.answer(Asker)
		r.settle()
		r.has(r.Way.Subscriptions(r, General, Asker, chat.VerbRemove, n).Text, "removed")
		r.Way.Press(r, m, Asker, Delete)
		r.wait("the second briefing to go", func() bool { return len(r.answers(Asker)) == 0 })
	}},
	{"a question in the thread of a scheduled briefing", messages, func(r *Rig) {
		r.serving()
		r.subscribe(General, Asker, false)
		r.until(dueAt(0))
		m := r.answer(Other)
		r.settle()
		r.Way.Say(r, r.Way.Thread(r, m, Other), Other, "when did the dockers walk out?")
		r.has(r.answer(Other).Text, "1 Mar")
	}},
	{"a subscription in direct messages", nil, func(r *Rig) {
		r.serving()
		r.subscribe(r.Way.Inbox(Asker), Asker, false)
		r.has(r.Way.Subscriptions(r, General, Asker, chat.VerbList, "").Text, "Nothing is subscribed")
		r.until(dueAt(0))
		m := r.answer(Asker)
		r.has(m.Text, "walked out")
		if !m.Direct {
			r.Errorf("the briefing is at %v, want it in direct messages", m.At)
		}
		r.one(Other, 0)
	}},
}

// subscribed takes a subscription through all that can be done with it.
func subscribed(r *Rig) {
	r.serving()
	list := func(channel string) string { return r.Way.Subscriptions(r, channel, Other, chat.VerbList, "").Text }
	r.has(list(General), "Nothing is subscribed")
	n := r.subscribe(General, Asker, false)
	r.has(list(General), harbour, "10:00", "next on", n)
	r.has(list(Random), "Nothing is subscribed")
	r.has(r.Way.Subscribe(r, General, Asker, harbour, "whenever it rains", false).Text, "every weekday")
	r.has(r.Way.Subscriptions(r, General, Asker, chat.VerbPause, "99").Text, "no subscription number 99")

	// While it is paused nothing comes, but to the other channel.
	r.has(r.Way.Subscriptions(r, General, Asker, chat.VerbPause, n).Text, "paused")
	r.has(list(General), "paused")
	other := r.subscribe(Random, Admin, false)
	r.until(dueAt(0))
	r.answer(Other)
	r.said(Random, 1)
	r.said(General, 0)
	r.has(r.Way.Subscriptions(r, Random, Admin, chat.VerbRemove, other).Text, "removed")

	r.has(r.Way.Subscriptions(r, General, Asker, chat.VerbResume, n).Text, "next on")
	r.until(dueAt(1))
	r.has(r.answer(Other).Text, "walked out")
	r.said(General, 1)
	r.said(Random, 1)

	r.ingest("g2", strikeEnds)
	r.has(r.Way.Subscriptions(r, General, Asker, chat.VerbRun, n).Text, "runs now")
	m := r.answer(Other)
	r.has(m.Text, "accepted")
	if strings.Contains(m.Text, "walked out") {
		r.Errorf("run now, it tells again: %q", m.Text)
	}
	r.said(General, 2)
	r.until(dueAt(2)) // which stays as it was
	r.has(r.answer(Other).Text, "Nothing new")
	r.said(General, 3)

	r.has(r.Way.Subscriptions(r, General, Asker, chat.VerbRemove, n).Text, "removed")
	r.has(list(General), "Nothing is subscribed")
	r.has(r.Way.Subscriptions(r, General, Asker, chat.VerbRun, n).Text, "no subscription number "+n)
}

// maySubscribe has people order what they may and what they may not.
func maySubscribe(r *Rig) {
	r.serving()
	refused := func(s Shown, want string) {
		r.Helper()
		r.has(s.Text, want)
		if strings.Contains(s.Text, "Subscribed") {
			r.Errorf("it is done all the same: %q", s.Text)
		}
	}
	n := r.subscribe(General, Asker, false)
	refused(r.Way.Subscriptions(r, General, Other, chat.VerbRemove, n), "Only who made")
	refused(r.Way.Subscriptions(r, Random, Asker, chat.VerbRemove, n), "no subscription number "+n)
	r.has(r.Way.Subscriptions(r, General, Admin, chat.VerbPause, n).Text, "paused")

	r.has(r.Way.Set(r, General, Admin, chat.KeySubscribe, string(chat.ByManagers), false).Text, "is now managers")
	refused(r.Way.Subscribe(r, General, Asker, "the grain terminal", daily, false), "Only who manages me")
	r.has(r.Way.Subscribe(r, General, Admin, "the grain terminal", daily, false).Text, "Subscribed")
	r.Way.Set(r, General, Admin, chat.KeySubscribe, string(chat.ByNobody), false)
	refused(r.Way.Subscribe(r, General, Admin, "the icebreaker", daily, false), "switched off")

	r.Way.Set(r, Random, Admin, chat.KeyDenyRoles, r.Way.Role(Editors), false)
	refused(r.Way.Subscribe(r, Random, Other, harbour, daily, false), "Your role is not allowed")
	r.Way.Set(r, Random, Admin, chat.KeyAllow, "off", false)
	refused(r.Way.Subscribe(r, Random, Asker, harbour, daily, false), "not allowed to answer in this channel")
	// What is switched off does not come.
	r.until(dueAt(0).Add(time.Minute))
	r.said(General, 0)
}

// killedOnPost kills the bot once it has posted what a trigger makes it post,
// and starts it again later than a platform remembers a post.
func (r *Rig) killedOnPost(trigger func()) {
	r.Helper()
	r.killedOnTheWay(trigger, true)
}

func (r *Rig) killedOnTheWay(trigger func(), posted bool) {
	r.Helper()
	there := make(chan struct{})
	var once sync.Once
	r.gate(func(ctx context.Context, _ chat.Task, post func() (chat.Ref, error)) (chat.Ref, error) {
		if posted {
			if _, err := post(); err != nil {
				r.Errorf("post: %v", err)
			}
		}
		once.Do(func() { close(there) })
		<-ctx.Done()
		return chat.Ref{}, ctx.Err()
	})
	trigger()
	r.await(there)
	r.Kill()
	r.gate(nil)
	r.Clock.Move(10 * time.Minute)
	r.Start()
}
