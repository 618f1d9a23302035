package chat

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"dateline/bot"
	"dateline/bot/brief"
	"dateline/bot/question"
	"dateline/bot/state"
)

// The statuses of a task. A task goes from accepted over working and ready to
// one of the others.
const (
	statusAccepted state.Status = "accepted"
	statusWorking  state.Status = "working"
	statusReady    state.Status = "ready"    // the reply is made, and not posted as far as is known
	statusAnswered state.Status = "answered" // the reply is posted
	statusFailed   state.Status = "failed"   // an apology is posted, or nothing could be
	statusSilent   state.Status = "silent"   // unasked, and nothing to answer
	statusGone     state.Status = "gone"     // it can't be answered any more where it was asked
)

// conversation is what a request belongs to. Its ID is that of the thread, of
// the direct messages, of the message that began it in the channel, or for
// commands of the person in the channel.
type conversation struct {
	id   string
	root *state.Task // that the thread began with, or that is replied to; nil where that is not the bot's
	last *state.Task // the latest of the conversation; nil for none
}

func (d *Desk) talk(tx *state.Tx, r Request) (conversation, error) {
	p := r.Place
	base := p.Platform + "/" + p.Channel + "/"
	var c conversation
	head := func(message string) error {
		t, err := tx.ByMessage(p.Platform, message, p.Channel, p.Thread)
		if errors.Is(err, state.ErrNotFound) {
			return nil
		}
		if err == nil {
			c.root = &t
		}
		return err
	}
	var err error
	switch {
	case r.Brief != nil:
		c.id = briefed(r)
		return c, nil
	case p.Thread != "":
		c.id = base + p.Thread
		if err = head(p.Thread); err == nil && c.root == nil && r.Parent != "" {
			err = head(r.Parent)
		}
	case p.Direct:
		c.id = base
		err = head(r.Parent)
	case r.Parent != "":
		if err = head(r.Parent); err == nil && c.root != nil {
			c.id = c.root.Conversation
		} else {
			c.id = base + r.Parent
		}
	case r.Message != "":
		c.id = base + r.Message
	default:
		c.id = base + "user/" + r.User.ID
	}
	if err != nil {
		return c, err
	}
	ts, err := tx.Conversation(c.id, 0, 1)
	if err != nil {
		return c, err
	}
	if len(ts) > 0 {
		c.last = &ts[0]
	} else {
		c.last = c.root
	}
	return c, nil
}

// followed reports whether what was said without naming the bot is for it: in
// a thread that began with it, or in reply to it, by who asked there, soon
// after its answer.
func (d *Desk) followed(r Request, s Settings, c conversation) bool {
	if c.root == nil || c.last == nil || s.FollowUps == Off {
		return false
	}
	if s.FollowUps != OfAnyone && c.root.User != r.User.ID && c.root.User != "" {
		return false
	}
	if c.root.Private && c.root.User != r.User.ID {
		return false
	}
	return c.last.Finished.IsZero() || r.At.Sub(c.last.Finished) <= d.opts.FollowUpFor
}

// record is a reply as it is stored.
type record struct {
	Request bot.Request   // without what it follows
	After   *bot.Exchange `json:",omitempty"` // which follows nothing itself
	Answer  bot.Answer
	Options Options // that it was asked with, or that came over to it
	Carried string  `json:",omitempty"` // the latter, in words
	Problem string  `json:",omitempty"`
	Failed  bool    `json:",omitempty"` // Problem is an apology
	// Brief is the briefing that Answer shows the evidence of; nil: it is none.
	Brief *brief.Briefing `json:",omitempty"`
	Quiet bool            `json:",omitempty"` // there is nothing to say, and nothing is said
	Line  bool            `json:",omitempty"` // there is nothing new, which the lead says with what was read
}

func readRecord(t state.Task) (record, bool) {
	var rec record
	if len(t.Reply) == 0 || json.Unmarshal(t.Reply, &rec) != nil {
		return rec, false
	}
	return rec, true
}

// lookBack bounds how many tasks of a conversation are read to find the
// exchange that a question follows.
const lookBack = 10

// before returns the exchange that a task follows: the last one of its
// conversation that was answered; where there is none and the question leans
// on one, the last one of the same person in the channel a short while ago.
// Its options come with it.
func (d *Desk) before(ctx context.Context, t state.Task, r Request) (*bot.Exchange, Options, error) {
	var x *bot.Exchange
	var options Options
	take := func(ts []state.Task, recent bool) bool {
		for _, p := range ts {
			rec, ok := readRecord(p)
			if !ok || rec.Problem != "" || p.Private && p.User != t.User || !p.Deleted.IsZero() {
				continue
			}
			if recent && t.Accepted.Sub(p.Finished) > d.opts.FollowUpFor {
				continue
			}
			x, options = &bot.Exchange{Request: rec.Request, Answer: rec.Answer}, rec.Options
			return true
		}
		return false
	}
	err := d.opts.State.View(ctx, func(tx *state.Tx) error {
		if r.Parent != "" {
			p, err := tx.ByMessage(t.Platform, r.Parent, t.Channel, r.Place.Thread)
			if err != nil && !errors.Is(err, state.ErrNotFound) {
				return err
			}
			if err == nil && p.ID < t.ID && take([]state.Task{p}, false) {
				return nil
			}
		}
		ts, err := tx.Conversation(t.Conversation, t.ID, lookBack)
		if err != nil {
			return err
		}
		command := r.Message == "" && !r.threaded() && !r.Place.Direct
		if take(ts, command) {
			return nil
		}
		if r.threaded() {
			root, err := tx.ByMessage(t.Platform, r.Place.Thread, t.Channel, r.Place.Thread)
			if err != nil && !errors.Is(err, state.ErrNotFound) {
				return err
			}
			if err == nil && root.ID < t.ID && take([]state.Task{root}, false) {
				return nil
			}
			return nil // a thread has its own talk, which is read
		}
		if !leans(r.Text, d.today()) {
			return nil
		}
		if ts, err = tx.OfUser(t.Platform, t.Channel, t.User, t.ID, lookBack); err != nil {
			return err
		}
		take(ts, true)
		return nil
	})
	if err != nil {
		return nil, Options{}, fmt.Errorf("the exchange before: %w", err)
	}
	return x, options, nil
}

// readBack is how many messages of a thread under way are read.
const readBack = 30

// threadQuestion returns the last question that a person put in a thread: the
// message replied to before all, then one that reads as a question, nil for
// none.
func threadQuestion(us []Utterance, parent string) *Utterance {
	for i := len(us) - 1; i >= 0; i-- {
		if u := us[i]; !u.Bot && u.Message == parent && parent != "" && !blank(u.Text) {
			return &us[i]
		}
	}
	for i := len(us) - 1; i >= 0; i-- {
		if u := us[i]; !u.Bot && Asks(u.Text) {
			return &us[i]
		}
	}
	return nil
}

// threadSubject returns the last message of a thread by a person that names
// somebody or something, nil for none.
func threadSubject(us []Utterance) *Utterance {
	for i := len(us) - 1; i >= 0; i-- {
		if u := us[i]; !u.Bot && len([]rune(u.Text)) <= bot.MaxQuestion && len(question.Parse(u.Text, 0).Names) > 0 {
			return &us[i]
		}
	}
	return nil
}

// thread reads the messages of a place before the one that asks, oldest
// first.
func (d *Desk) thread(ctx context.Context, p Platform, r Request) ([]Utterance, error) {
	ctx, cancel := context.WithTimeout(ctx, d.opts.PostTimeout)
	defer cancel()
	us, err := p.Thread(ctx, r.Place, r.Message, readBack)
	if err != nil {
		return nil, fmt.Errorf("read the thread: %w", err)
	}
	us = slices.DeleteFunc(us, func(u Utterance) bool { return u.Message == r.Message && r.Message != "" })
	return us[max(0, len(us)-readBack):], nil
}
