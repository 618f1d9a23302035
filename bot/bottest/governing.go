package bottest

import (
	"context"
	"strings"
	"sync"
	"unicode/utf8"

	"dateline/bot"
	"dateline/bot/chat"
)

// refused asks and returns what the person is told in place of an answer.
func (r *Rig) refused(channel, user, question, want string) {
	r.Helper()
	n := len(r.answers(user))
	r.has(r.Way.Command(r, channel, user, question, chat.Options{}).Text, want)
	if r.Way.Capabilities().Mentions {
		r.Way.Mention(r, Where{Channel: channel}, user, question)
		r.told(user, want)
	}
	if got := len(r.answers(user)); got != n {
		r.Errorf("%d answers after a refusal, want %d", got, n)
	}
}

var governing = []scenario{
	{"a channel is denied by who manages, and stays so", nil, func(r *Rig) {
		r.Start()
		if s := r.Way.Set(r, General, Other, chat.KeyAllow, "off", false); strings.Contains(s.Text, "is now") {
			r.Fatalf("one who manages nothing changes a setting: %q", s.Text)
		}
		r.has(r.Way.Set(r, General, Admin, chat.KeyAllow, "off", false).Text, "allow", "is now off")
		r.refused(General, Asker, lastVisit, "not allowed to answer in this channel")
		r.Way.Command(r, Random, Asker, lastVisit, chat.Options{})
		r.answer(Asker)
		r.settle()
		r.Stop()
		r.Start()
		r.refused(General, Asker, lastVisit, "not allowed to answer in this channel")
		r.has(r.Way.Set(r, General, Admin, chat.KeyAllow, "reset", false).Text, "no longer set")
		r.Way.Command(r, General, Asker, lastVisit, chat.Options{})
		r.answer(Asker)
	}},
	{"a role is denied", nil, func(r *Rig) {
		r.Start()
		r.Way.Set(r, General, Admin, chat.KeyDenyRoles, r.Way.Role(Editors), false)
		r.refused(General, Other, lastVisit, "Your role is not allowed")
		r.Way.Command(r, General, Asker, lastVisit, chat.Options{})
		r.answer(Asker)
		r.Way.Set(r, General, Admin, chat.KeyDenyRoles, "none", false)
		r.Way.Set(r, General, Admin, chat.KeyAllowRoles, r.Way.Role(Editors), false)
		r.refused(General, Asker, lastVisit, "Only some roles may ask")
		r.Way.Command(r, General, Other, lastVisit, chat.Options{})
		r.next(Other, "an answer to an editor", func(m Message) bool { return isAnswer(m) })
	}},
	{"direct messages are denied", directs, func(r *Rig) {
		r.Start()
		// On Discord they belong to no server, and any server's word holds.
		r.Way.Set(r, General, Admin, chat.KeyDirect, "off", true)
		r.Way.Direct(r, Asker, lastVisit)
		r.told(Asker, "I don't answer in direct messages")
		r.one(Asker, 0)
	}},
	{"who is denied everywhere is denied in direct messages", directs, func(r *Rig) {
		r.Start()
		r.Way.Set(r, General, Admin, chat.KeyDenyRoles, r.Way.Role(Editors), true)
		r.Way.Direct(r, Other, lastVisit)
		r.told(Other, "ask me")
		r.one(Other, 0)
	}},
	{"roles are named as people name them", nil, func(r *Rig) {
		r.Start()
		r.has(r.Way.Set(r, General, Admin, chat.KeyDenyRoles, r.Way.Mentioned(Editors), false).Text, "is now "+r.Way.Role(Editors))
		r.refused(General, Other, lastVisit, "Your role is not allowed")
		r.has(r.Way.Set(r, General, Admin, chat.KeyAllowRoles, "@"+Editors, false).Text, "mentions or IDs")
	}},
	{"channels have their collections", nil, func(r *Rig) {
		r.Setup.Settings.Collections = nil
		r.Start()
		r.Way.Set(r, General, Admin, chat.KeyCollections, Hostile, false)
		r.Way.Set(r, Random, Admin, chat.KeyCollections, Closed, false)
		r.Way.Command(r, General, Asker, closedAsk, chat.Options{})
		if m := r.answer(Asker); strings.Contains(m.Text, "visited Muscat") {
			r.Errorf("what is closed is told: %q", m.Text)
		}
		r.Way.Command(r, Random, Asker, closedAsk, chat.Options{})
		r.has(r.answer(Asker).Text, "3 May 2024")
		if r.Way.Capabilities().Complete {
			if got := r.Way.Complete(r, Random, Asker, "source", "gulf"); len(got) != 1 {
				r.Errorf("sources that may be seen are proposed as %q", got)
			}
			if got := r.Way.Complete(r, General, Asker, "source", "gulf"); len(got) != 0 {
				r.Errorf("sources that may not be seen are proposed: %q", got)
			}
		}
	}},
	{"public excerpts are capped", nil, func(r *Rig) {
		r.Start()
		r.has(r.Way.Set(r, General, Admin, chat.KeyMaxExcerpt, "30", false).Text, "30")
		r.Way.Command(r, General, Asker, recent, chat.Options{})
		quote := func(m Message) string {
			_, rest, _ := strings.Cut(m.Text, "\u201c")
			q, _, _ := strings.Cut(rest, "\u201d")
			return q
		}
		public := r.answer(Asker)
		if q := quote(public); q == "" || utf8.RuneCountInString(q) > 30 {
			r.Errorf("a public quote has %d characters, want at most 30: %q", utf8.RuneCountInString(q), q)
		}
		r.settle()
		r.Way.Command(r, General, Asker, recent, chat.Options{Private: true})
		if q := quote(r.answer(Asker)); utf8.RuneCountInString(q) <= 30 {
			r.Errorf("a private quote is capped: %q", q)
		}
	}},
	{"wrong settings are refused", nil, func(r *Rig) {
		r.Start()
		r.has(r.Way.Set(r, General, Admin, chat.KeyMaxExcerpt, "7", false).Text, "20 to 1000")
		r.has(r.Way.Set(r, General, Admin, chat.KeyFollowUps, "sometimes", false).Text, "asker, anyone or off")
	}},
	{"the queue is bounded", nil, func(r *Rig) {
		r.Setup.MaxPerUser, r.Setup.MaxQueue = 2, 3
		r.Start()
		hold := make(chan struct{})
		release := sync.OnceFunc(func() { close(hold) })
		r.Cleanup(release)
		r.hook(func(ctx context.Context, req bot.Request, next chat.Asker) (bot.Answer, error) {
			<-hold
			return next.Ask(ctx, req)
		})
		for range 2 {
			r.Way.Command(r, General, Asker, lastVisit, chat.Options{})
		}
		r.wait("two to be taken down", func() bool { return r.open() == 2 })
		r.refused(General, Asker, lastVisit, "2 questions of yours")
		r.Way.Command(r, General, Other, lastVisit, chat.Options{})
		r.wait("three to be taken down", func() bool { return r.open() == 3 })
		r.refused(General, Admin, lastVisit, "waiting for an answer already")
		release()
		r.one(Asker, 3)
	}},
}
