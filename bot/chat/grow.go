package chat

import (
	"context"
	"time"

	"dateline/bot"
	"dateline/bot/state"
)

// Shower is what an Asker may also be: one whose answers grow while they are
// made. show is called with each state, and returns at once.
type Shower interface {
	AskShowing(ctx context.Context, req bot.Request, show func(bot.Answer)) (bot.Answer, error)
}

// Bounds of how an answer grows before people's eyes: platforms limit edits,
// and take few of some messages.
const (
	maxGrowing  = 3
	growingWait = 1500 * time.Millisecond
)

// growth is what is needed to show a task's answer while it grows.
type growth struct {
	platform Platform
	task     *state.Task // its Ref is set to where the answer is shown
	request  Request
	settings Settings
	job      *job
}

// ask has a question answered, and shows the answer as it grows where the asker
// can and the bot was called on.
func (d *Desk) ask(ctx context.Context, g growth, req bot.Request) (bot.Answer, error) {
	w, ok := d.opts.Asker.(Shower)
	if !ok || g.request.unasked() {
		return d.opts.Asker.Ask(ctx, req)
	}
	// The newest state waits here; an older one that was not posted is gone.
	latest := make(chan bot.Answer, 1)
	show := func(a bot.Answer) {
		select {
		case <-latest:
		default:
		}
		latest <- a
	}
	stop := make(chan struct{})
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		d.grow(ctx, g, latest, stop)
	}()
	defer func() { // also where the asker panics
		close(stop)
		<-ended
	}()
	return w.AskShowing(ctx, req, show)
}

// grow posts the states of an answer until stop is closed.
func (d *Desk) grow(ctx context.Context, g growth, latest <-chan bot.Answer, stop <-chan struct{}) {
	for range maxGrowing {
		select {
		case <-stop:
			return
		case a := <-latest:
			if !d.postGrowing(ctx, g, a) {
				return
			}
		}
		select {
		case <-stop:
			return
		case <-time.After(growingWait):
		}
	}
}

// postGrowing posts one state. Where it can't, the whole answer will be posted
// in its time.
func (d *Desk) postGrowing(ctx context.Context, g growth, a bot.Answer) (ok bool) {
	t := g.task
	defer func() {
		if v := recover(); v != nil {
			d.log.Error("showing a part of an answer", "task", t.ID, "panic", v)
			ok = false
		}
	}()
	ctx, cancel := context.WithTimeout(ctx, d.opts.PostTimeout)
	defer cancel()
	task := d.task(*t, g.request, g.job)
	if g.job != nil {
		g.job.again = true // it may be posted and nobody hear of it
	}
	ref, err := g.platform.Post(ctx, task,
		Reply{Answer: a, Card: Condense(a, g.settings, t.Private || g.request.Place.Direct), Growing: true})
	if err == nil && Ref(t.Ref) != ref {
		t.Ref = state.Ref(ref)
		err = d.put(ctx, *t)
	}
	if err != nil {
		d.log.Warn("a part of an answer could not be shown", "task", t.ID, "error", err)
	}
	return err == nil
}
