package bottest

import (
	"context"
	"strings"
	"time"

	"dateline/bot"
	"dateline/bot/chat"
	"dateline/corpus"
)

// fence waits until all that was said before has been taken down or passed
// over: a question that Admin asks elsewhere has its answer by then.
func (r *Rig) fence() {
	r.Helper()
	const word = "when is the fence?"
	before := r.Hook.Load()
	r.hook(func(ctx context.Context, req bot.Request, next chat.Asker) (bot.Answer, error) {
		if req.Question == word {
			return bot.Answer{Lead: "The fence.", Coverage: corpus.Coverage{Undated: 1}}, nil
		}
		if before != nil {
			return (*before)(ctx, req, next)
		}
		return next.Ask(ctx, req)
	})
	r.Way.Mention(r, Where{Channel: Random}, Admin, word)
	r.next(Admin, "the fence", func(m Message) bool { return strings.Contains(m.Text, "The fence.") && isAnswer(m) })
	r.Hook.Store(before)
	r.settle()
}

// in returns the answers in a thread or channel that a person sees.
func (r *Rig) in(user string, at Where) (out []Message) {
	for _, m := range r.answers(user) {
		if m.At == at || at.Thread != "" && m.At.Channel == at.Thread {
			out = append(out, m)
		}
	}
	return out
}

// begun has Asker begin a thread with a question, and returns it.
func (r *Rig) begun() Where {
	r.Helper()
	root := r.Way.Mention(r, general, Asker, lastVisit)
	r.answer(Asker)
	r.settle()
	return r.Way.Thread(r, root, Asker)
}

var following = []scenario{
	{"a follow-up in a thread", messages, func(r *Rig) {
		r.Start()
		th := r.begun()
		r.Way.Say(r, th, Asker, whoMet)
		m := r.answer(Asker)
		r.has(m.Text, "Read as:", "Lavrov")
		if m.At.Thread != th.Thread && m.At.Channel != th.Thread {
			r.Errorf("the follow-up is answered at %v, want it in the thread %v", m.At, th)
		}
	}},
	{"what is not for the bot", messages, notForIt},
	{"follow-ups are of anyone, or off", messages, func(r *Rig) {
		r.Start()
		r.Way.Set(r, General, Admin, chat.KeyFollowUps, "anyone", false)
		th := r.begun()
		r.Way.Say(r, th, Other, recent)
		r.has(r.answer(Other).Text, "Nov 2014")
		r.Way.Set(r, General, Admin, chat.KeyFollowUps, "off", false)
		n := len(r.answers(Asker))
		r.Way.Say(r, th, Asker, recent)
		r.fence()
		if got := len(r.answers(Asker)) - 1; got != n { // but for the fence
			r.Errorf("%d answers where follow-ups are off, want %d", got, n)
		}
		r.Way.Mention(r, th, Asker, recent)
		r.answer(Asker)
	}},
	{"a follow-up by a reply", replies, func(r *Rig) {
		r.Start()
		r.Way.Mention(r, general, Asker, lastVisit)
		first := r.answer(Asker)
		r.settle()
		r.Way.Reply(r, first, Asker, whoMet)
		second := r.answer(Asker)
		r.has(second.Text, "Read as:", "Lavrov")
		r.settle()
		n := len(r.answers(Asker))
		r.Way.Reply(r, second, Other, recent)
		r.Way.Reply(r, second, Asker, "thank you very much")
		r.fence()
		if got := len(r.answers(Asker)) - 1; got != n {
			r.Errorf("%d answers, want %d: a reply by another, or thanks, is no question for it", got, n)
		}
	}},
	{"a command follows the last one", nil, func(r *Rig) {
		r.Start()
		r.Way.Command(r, General, Asker, lastVisit, chat.Options{})
		r.answer(Asker)
		r.settle()
		r.Way.Command(r, General, Asker, whoMet, chat.Options{})
		r.has(r.answer(Asker).Text, "Read as:", "Lavrov")
	}},
	{"called into a thread under way", func(c chat.Capabilities) bool { return c.Threads }, func(r *Rig) {
		r.Start()
		root := r.Way.Say(r, general, Other, "I wonder about Lavrov and his visits to Pakistan.")
		th := r.Way.Thread(r, root, Other)
		r.Way.Say(r, th, Asker, lastVisit)
		r.fence()
		if got := r.in(Asker, th); len(got) > 0 {
			r.Fatalf("it answers in a thread that is not its own: %v", got)
		}
		r.Way.Mention(r, th, Other, "")
		r.has(r.answer(Other).Text, "2012", "Read as: "+lastVisit)
		r.settle()

		root = r.Way.Say(r, general, Other, "Something else.")
		th = r.Way.Thread(r, root, Other)
		r.Way.Say(r, th, Asker, lastVisit)
		r.Way.Mention(r, th, Other, whoMet)
		r.has(r.answer(Other).Text, "Read as:", "Lavrov")
		r.settle()

		root = r.Way.Say(r, general, Other, "Good morning.")
		th = r.Way.Thread(r, root, Other)
		r.Way.Mention(r, th, Other, "")
		r.told(Other, "no question in this thread")
	}},
	{"a question is not read from its own beginning", mentions, func(r *Rig) {
		r.Start()
		r.Way.Mention(r, general, Asker, "")
		r.told(Asker, "Ask me a question")
	}},
}

// notForIt says in a thread of the bot's what must not be answered.
func notForIt(r *Rig) {
	r.Start()
	th := r.begun()
	n := len(r.in(Asker, th))
	r.Way.Say(r, th, Other, recent)
	r.Way.Say(r, th, Asker, r.Way.Person(Other)+" "+recent)
	r.Way.Say(r, th, Asker, "That helps a lot, thanks.")
	r.Way.Say(r, th, Asker, "Where did the trade delegation of Peru go skiing?") // it would abstain
	r.hookPanicOn("does it panic now?")
	r.Way.Say(r, th, Asker, "does it panic now?") // it would apologise
	r.fence()
	if got := r.in(Asker, th); len(got) != n {
		r.Errorf("%d answers in the thread, want %d: %v", len(got), n, got)
	}
	for _, m := range r.Way.Seen(Asker) {
		if strings.Contains(m.Text, "went wrong") || strings.Contains(m.Text, "Not in this archive") {
			r.Errorf("it says unasked: %q", m.Text)
		}
	}
	r.Clock.Move(31 * time.Minute)
	r.Way.Say(r, th, Asker, recent)
	r.fence()
	if got := r.in(Asker, th); len(got) != n {
		r.Errorf("it answers after 31 minutes: %v", got)
	}
	// By name it is always for it.
	r.Way.Mention(r, th, Asker, recent)
	r.answer(Asker)
}

func (r *Rig) hookPanicOn(question string) {
	r.hook(func(ctx context.Context, req bot.Request, next chat.Asker) (bot.Answer, error) {
		if req.Question == question {
			panic("as told")
		}
		return next.Ask(ctx, req)
	})
}
