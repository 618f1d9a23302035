package bottest

import (
	"context"
	"sync"
	"time"

	"dateline/bot"
	"dateline/bot/chat"
)

// ask asks by the way that carries most: by mention, or by command.
func (r *Rig) ask(user string) Message {
	r.Helper()
	if r.Way.Capabilities().Mentions {
		return r.Way.Mention(r, general, user, lastVisit)
	}
	r.Way.Command(r, General, user, lastVisit, chat.Options{})
	return Message{}
}

var repeating = []scenario{
	{"events that come twice", nil, func(r *Rig) {
		r.Start()
		r.Way.Repeat(20)
		r.ask(Asker)
		r.answer(Asker)
		r.one(Other, 1)
		r.Way.Command(r, General, Asker, recent, chat.Options{})
		r.answer(Asker)
		r.one(Other, 2)
	}},
	{"an event whose acknowledgement is lost", mentions, func(r *Rig) {
		r.Start()
		for n := range 3 {
			if !r.Way.LoseAcknowledgement() {
				r.Skipf("%s does not send again", r.Way.Name())
			}
			r.ask(Asker)
			r.answer(Asker)
			r.one(Other, n+1)
		}
	}},
	{"connections that break", mentions, func(r *Rig) {
		if len(r.Way.Breaks()) == 0 {
			r.Skipf("%s has no connection", r.Way.Name())
		}
		r.Start()
		for n, how := range r.Way.Breaks() {
			r.Way.Break(r, how)
			r.Logf("broken: %s", how)
			r.ask(Asker)
			r.answer(Asker)
			r.one(Other, n+1)
		}
	}},
	{"killed before it is worked on", nil, func(r *Rig) {
		r.StartDeaf()
		r.ask(Asker)
		r.wait("the question to be taken down", func() bool { return r.open() == 1 })
		r.Kill()
		r.Start()
		r.answer(Asker)
		r.one(Other, 1)
	}},
	{"killed while it reads", nil, func(r *Rig) {
		reading := make(chan struct{})
		r.hook(func(ctx context.Context, _ bot.Request, _ chat.Asker) (bot.Answer, error) {
			close(reading)
			<-ctx.Done()
			return bot.Answer{}, ctx.Err()
		})
		r.Setup.Drain = time.Millisecond
		r.Start()
		r.ask(Asker)
		r.await(reading)
		r.Kill()
		r.Setup.Drain = patience
		r.hook(nil)
		r.Start()
		r.answer(Asker)
		r.one(Other, 1)
	}},
	{"killed before the answer is posted", nil, func(r *Rig) { killedAround(r, false, false) }},
	{"killed after the answer is posted", nil, func(r *Rig) { killedAround(r, true, false) }},
	{"killed after a private answer is posted", nil, func(r *Rig) { killedAround(r, true, true) }},
	{"killed and away until the platform takes no answer", nil, func(r *Rig) {
		r.away = true
		r.StartDeaf()
		r.ask(Asker)
		r.wait("the question to be taken down", func() bool { return r.open() == 1 })
		r.Kill()
		r.Clock.Move(20 * time.Minute)
		r.Start()
		r.answer(Asker) // where it can still post
		r.one(Other, 1)
	}},
}

// await waits for a channel.
func (r *Rig) await(ch <-chan struct{}) {
	r.Helper()
	select {
	case <-ch:
	case <-time.After(patience):
		r.Fatal("it did not come so far")
	}
}

// killedAround kills the bot before or after a post, and starts it again.
func killedAround(r *Rig, after, private bool) {
	there := make(chan struct{})
	var once sync.Once
	r.gate(func(ctx context.Context, _ chat.Task, post func() (chat.Ref, error)) (chat.Ref, error) {
		if after {
			if _, err := post(); err != nil {
				r.Errorf("post: %v", err)
			}
		}
		once.Do(func() { close(there) })
		<-ctx.Done()
		return chat.Ref{}, ctx.Err()
	})
	r.Setup.Drain = time.Millisecond
	r.Start()
	if private {
		r.Way.Command(r, General, Asker, lastVisit, chat.Options{Private: true})
	} else {
		r.ask(Asker)
	}
	r.await(there)
	r.Kill()
	r.Setup.Drain = patience
	r.gate(nil)
	r.Start()
	r.answer(Asker)
	r.one(Asker, 1)
	if private {
		r.one(Other, 0)
	} else {
		r.one(Other, 1)
	}
}

// killedAround2 asks, kills the bot after it posted, and starts it again.
func killedAround2(r *Rig, ask func()) {
	r.Helper()
	there := make(chan struct{})
	var once sync.Once
	r.gate(func(ctx context.Context, _ chat.Task, post func() (chat.Ref, error)) (chat.Ref, error) {
		if _, err := post(); err != nil {
			r.Errorf("post: %v", err)
		}
		once.Do(func() { close(there) })
		<-ctx.Done()
		return chat.Ref{}, ctx.Err()
	})
	r.Setup.Drain = time.Millisecond
	r.Start()
	ask()
	r.await(there)
	r.Kill()
	r.Setup.Drain = patience
	r.gate(nil)
	r.Start()
}

// holding answers once a channel is closed.
func holding(hold <-chan struct{}) Hook {
	return func(ctx context.Context, req bot.Request, next chat.Asker) (bot.Answer, error) {
		select {
		case <-hold:
		case <-ctx.Done():
			return bot.Answer{}, ctx.Err()
		}
		return next.Ask(ctx, req)
	}
}
