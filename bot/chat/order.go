package chat

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"dateline/bot/brief"
	"dateline/bot/schedule"
	"dateline/bot/state"
)

// Verb says what is to be done with the schedules of a place.
type Verb string

// The verbs of an order.
const (
	VerbAdd    Verb = "add"
	VerbList   Verb = "list"
	VerbPause  Verb = "pause"
	VerbResume Verb = "resume"
	VerbRemove Verb = "remove"
	VerbRun    Verb = "run" // now; when it runs next stays as it is
)

// Order is what a person wants of the schedules of a place.
type Order struct {
	Keys  []string // as a Request's
	Place Place
	User  Person
	Verb  Verb
	ID    int64  // of the subscription; not for VerbAdd and VerbList
	Topic string // for VerbAdd
	// When is the schedule, for VerbAdd: "every weekday 08:30 Europe/Vienna". Where
	// it is empty the topic ends in it.
	When string
	// Quiet has nothing said where nothing is new, for VerbAdd. The word "quiet" at
	// the end of what was typed does the same.
	Quiet      bool
	Collection string // for VerbAdd: of this collection alone; "": all that the place may see
}

// maxSubscriptions bounds those of a channel.
const maxSubscriptions = 20

// maxListed is how much of a topic a list of subscriptions shows, in characters.
const maxListed = 50

// Reacher is what a Platform may also be: one that can tell before the time
// comes whether it can post in a place.
type Reacher interface {
	// Reach returns nil where the bot can post, a Sentence where it can't, and
	// another error where that could not be found out.
	Reach(ctx context.Context, p Place) error
}

// ParseOrder reads what a person typed behind the command for subscriptions:
// "list", "pause 3", or nothing, which is "list". It reports false where it is
// none of these.
func ParseOrder(text string) (v Verb, id int64, ok bool) {
	word, rest, _ := strings.Cut(strings.TrimSpace(text), " ")
	v = Verb(strings.ToLower(word))
	if v == "" {
		v = VerbList
	}
	rest = strings.TrimSpace(rest)
	if v == VerbRun {
		rest = strings.TrimSpace(strings.TrimSuffix(rest, "now"))
	}
	switch v {
	case VerbList:
		return v, 0, rest == ""
	case VerbPause, VerbResume, VerbRemove, VerbRun:
		id = Number(rest)
		return v, id, id > 0
	}
	return v, 0, false
}

// Number reads the number of a subscription that a text begins with, as it is
// typed or as Complete proposes it; 0 where there is none.
func Number(text string) int64 {
	text = strings.TrimLeft(strings.TrimSpace(text), "#")
	end := strings.IndexFunc(text, func(r rune) bool { return r < '0' || r > '9' })
	if end < 0 {
		end = len(text)
	}
	id, err := strconv.ParseInt(text[:end], 10, 64)
	if err != nil {
		return 0
	}
	return id
}

// Schedule carries out an order and returns what to tell the person. An order
// whose keys were seen before changes nothing. An error that is a Sentence is
// for the person.
func (d *Desk) Schedule(ctx context.Context, o Order) (string, error) {
	if d.opts.Briefer == nil {
		return "", forbidden("I give no briefings here.")
	}
	s, err := d.Settings(ctx, o.Place)
	if err != nil {
		return "", err
	}
	if text := s.refusal(o.Place, o.User); text != "" && !o.User.Manages {
		return "", forbidden(text)
	}
	switch o.Verb {
	case VerbList:
		return d.subscribed(ctx, o)
	case VerbAdd:
		return d.subscribe(ctx, o, s)
	}
	return d.manage(ctx, o, s)
}

// subscribe makes a subscription.
func (d *Desk) subscribe(ctx context.Context, o Order, s Settings) (string, error) {
	if text := s.unscheduled(o.Place); text != "" {
		return "", forbidden(text)
	}
	if s.Subscribe == ByManagers && !o.User.Manages {
		return "", forbidden("Only who manages me here may have briefings come by a schedule.")
	}
	topic, when, quiet, err := d.wanted(o)
	if err != nil {
		return "", err
	}
	collections, err := d.visible(ctx, s)
	if err != nil {
		return "", err
	}
	if _, err := narrow(Options{Collection: o.Collection}, collections, d.today()); err != nil {
		return "", err
	}
	if err := d.checkTopic(ctx, topic); err != nil {
		return "", err
	}
	if r, ok := d.platform(o.Place.Platform).(Reacher); ok {
		var told *Sentence
		if err := r.Reach(ctx, o.Place); errors.As(err, &told) {
			return "", told
		} else if err != nil {
			d.log.Warn("whether a place can be reached is not known", "reason", err)
		}
	}
	p, now := o.Place, d.opts.Now()
	row := state.Subscription{Platform: p.Platform, Workspace: p.Workspace, Channel: p.Channel, Thread: p.Thread, Direct: p.Direct, Topic: topic,
		Collection: strings.TrimSpace(o.Collection), Spec: when.Spec(), Quiet: quiet, User: o.User.ID, Next: when.Next(now), Last: now}
	again := false
	err = d.opts.State.Update(ctx, func(tx *state.Tx) error {
		if again, err = seenBefore(tx, o); err != nil || again {
			return err
		}
		have, err := tx.Subscriptions(p.Platform, p.Workspace, p.Channel)
		if err != nil {
			return err
		}
		if len(have) >= maxSubscriptions {
			return forbidden(fmt.Sprintf("There are %d subscriptions in this channel, which is as many as can be. Remove one first.", len(have)))
		}
		for _, h := range have {
			if h.Spec == row.Spec && h.Collection == row.Collection && h.Thread == row.Thread && strings.EqualFold(h.Topic, row.Topic) {
				return &Sentence{fmt.Sprintf("This channel has that subscription already: it is number %d.", h.ID), ErrDone}
			}
		}
		row.ID, err = tx.AddSubscription(row)
		return err
	})
	if err != nil || again {
		return "Done already.", err
	}
	d.log.Info("subscription made", "subscription", row.ID, "platform", row.Platform)
	d.reschedule()
	return fmt.Sprintf("Subscribed to %s, %s. The first briefing comes on %s. It is number %d here.", quotedTopic(row), described(row, when), d.moment(row.Next.In(when.Zone())), row.ID), nil
}

// wanted reads the topic and the schedule of an order.
func (d *Desk) wanted(o Order) (topic string, when schedule.Schedule, quiet bool, err error) {
	zone := d.opts.Now().Location()
	topic, quiet = strings.Join(strings.Fields(o.Topic), " "), o.Quiet
	text := strings.Join(strings.Fields(o.When), " ")
	last := &text
	if text == "" {
		last = &topic
	}
	for _, word := range []string{" quietly", " quiet"} {
		if cut := len(*last) - len(word); cut > 0 && strings.EqualFold((*last)[cut:], word) {
			*last, quiet = strings.TrimRight((*last)[:cut], ", "), true
		}
	}
	if text == "" {
		if topic, when, err = schedule.Split(topic, zone); err != nil {
			return "", when, false, &Sentence{upperFirst(plainText(err.Error())), ErrBadValue}
		}
	} else if when, err = schedule.Parse(text, zone); err != nil {
		return "", when, false, &Sentence{upperFirst(plainText(err.Error())), ErrBadValue}
	}
	if about, since := brief.CutSince(topic); since != "" {
		return "", when, false, &Sentence{fmt.Sprintf("What comes by a schedule tells what is new since the briefing before. Subscribe to \u201c%s\u201d alone, without a since.", clip(plainText(about), 80)), ErrBadValue}
	}
	if n := utf8.RuneCountInString(topic); blank(topic) || n > maxTopic {
		return "", when, false, &Sentence{fmt.Sprintf("A briefing is on a topic of at most %d characters, such as: Lavrov every weekday 08:30 Europe/Vienna", maxTopic), ErrBadValue}
	}
	return topic, when, quiet, nil
}

// seenBefore reports whether an order's keys are known, and keeps them.
func seenBefore(tx *state.Tx, o Order) (bool, error) {
	again := false
	for _, k := range o.Keys {
		_, ok, err := tx.Key(o.Place.Platform + " " + k)
		if err != nil {
			return false, err
		}
		again = again || ok
		if err := tx.AddKey(o.Place.Platform+" "+k, 0); err != nil {
			return false, err
		}
	}
	return again, nil
}

// subscribed lists a channel's subscriptions.
func (d *Desk) subscribed(ctx context.Context, o Order) (string, error) {
	list, err := d.subscriptions(ctx, o.Place, o.User)
	if err != nil {
		return "", err
	}
	if len(list) == 0 {
		return "Nothing is subscribed to here. Subscribe to a topic, such as: Lavrov every weekday 08:30 Europe/Vienna", nil
	}
	var lines []string
	for _, s := range list {
		when, err := schedule.Parse(s.Spec, d.opts.Now().Location())
		if err != nil {
			lines = append(lines, fmt.Sprintf("%d. %s: its schedule can't be read any more", s.ID, quotedTopic(s)))
			continue
		}
		shown := s
		shown.Topic = clip(s.Topic, maxListed) // twenty are to fit a message
		line := fmt.Sprintf("%d. %s, %s", s.ID, quotedTopic(shown), clip(described(s, when), 2*maxListed))
		switch {
		case !s.Paused.IsZero() && s.Reason != "":
			line += fmt.Sprintf("; paused since %s: %s", d.moment(s.Paused.In(when.Zone())), s.Reason)
		case !s.Paused.IsZero():
			line += "; paused since " + d.moment(s.Paused.In(when.Zone()))
		case s.Next.IsZero():
			line += "; never again"
		default:
			line += "; next on " + d.moment(s.Next.In(when.Zone()))
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n"), nil
}

// subscriptions returns those of a place that a person may see there.
func (d *Desk) subscriptions(ctx context.Context, p Place, who Person) (list []state.Subscription, err error) {
	err = d.opts.State.View(ctx, func(tx *state.Tx) error {
		list, err = tx.Subscriptions(p.Platform, p.Workspace, p.Channel)
		return err
	})
	return slices.DeleteFunc(list, func(s state.Subscription) bool { return !shownAt(s, p, who) }), err
}

// shownAt reports whether a person sees a subscription at a place. Not all who
// are in a channel are in each of its threads, nor the other way round.
func shownAt(s state.Subscription, p Place, who Person) bool {
	return s.Platform == p.Platform && s.Workspace == p.Workspace && s.Channel == p.Channel && (s.Thread == p.Thread || s.User == who.ID || who.Manages)
}

// manage pauses, resumes, removes or runs a subscription of the place.
func (d *Desk) manage(ctx context.Context, o Order, at Settings) (text string, err error) {
	var run *state.Task
	err = d.opts.State.Update(ctx, func(tx *state.Tx) error {
		run = nil
		s, err := tx.Subscription(o.ID)
		if errors.Is(err, state.ErrNotFound) || err == nil && !shownAt(s, o.Place, o.User) {
			return &Sentence{fmt.Sprintf("There is no subscription number %d here.", o.ID), ErrNoTask}
		}
		if err != nil {
			return err
		}
		if s.User != o.User.ID && !o.User.Manages {
			return forbidden("Only who made a subscription, and who manages me here, may change it.")
		}
		again, err := seenBefore(tx, o)
		if err != nil || again {
			text = "Done already."
			return err
		}
		text, run, err = d.carryOut(tx, o, s, at)
		return err
	})
	if err != nil {
		return "", err
	}
	if run != nil {
		d.enqueue(*run, Scheduled)
	}
	d.reschedule()
	return text, nil
}

// carryOut does to a subscription what an order says, and returns what to tell
// and the task of a run, if it is one.
func (d *Desk) carryOut(tx *state.Tx, o Order, s state.Subscription, at Settings) (string, *state.Task, error) {
	now, name := d.opts.Now(), fmt.Sprintf("Number %d, %s,", s.ID, quotedTopic(s))
	switch o.Verb {
	case VerbPause:
		if s.Paused.IsZero() {
			s.Paused = now
		}
		s.Reason = ""
		return name + " is paused. Resume it when you want it again.", nil, tx.PutSubscription(s)
	case VerbResume:
		if s.Paused.IsZero() {
			return "", nil, &Sentence{name + " is not paused.", ErrDone}
		}
		when, err := schedule.Parse(s.Spec, now.Location())
		if err != nil {
			return "", nil, &Sentence{"Its schedule can't be read any more: remove it, and subscribe anew.", ErrBadValue}
		}
		s.Paused, s.Reason, s.Next, s.Last = time.Time{}, "", when.Next(now), now
		return fmt.Sprintf("%s goes on. It comes next on %s.", name, d.moment(s.Next.In(when.Zone()))), nil, tx.PutSubscription(s)
	case VerbRemove:
		return name + " is removed.", nil, tx.DropSubscription(s.ID)
	case VerbRun:
		if text := at.unscheduled(placeOf(s)); text != "" {
			return "", nil, forbidden(text)
		}
		if last, err := tx.Conversation(briefed(requestOf(s)), 0, 1); err != nil || len(last) > 0 && last[0].Finished.IsZero() {
			return "", nil, errors.Join(err, &Sentence{name + " is on its way already.", ErrDone})
		}
		if _, open, err := tx.OpenCount(s.Platform, ""); err != nil || open >= d.opts.MaxQueue {
			return "", nil, errors.Join(err, &Sentence{"Too much waits for an answer already. Please try again in a minute.", ErrForbidden})
		}
		key := fmt.Sprintf("schedule/%d/now/%d", s.ID, now.UnixNano())
		t, err := addRun(tx, s, now, key, Brief{Subscription: s.ID, Before: s.Last})
		return name + " runs now.", &t, err
	}
	return "", nil, &Sentence{fmt.Sprintf("I can list, pause, resume, remove and run subscriptions; I don't know %q.", clip(string(o.Verb), 40)), ErrBadValue}
}

// described says when a subscription runs, and what is special about it.
func described(s state.Subscription, when schedule.Schedule) string {
	text := when.String()
	if s.Collection != "" {
		text += ", of the collection " + s.Collection
	}
	if s.Quiet {
		text += ", silent where nothing is new"
	}
	return text
}

func quotedTopic(s state.Subscription) string { return "\u201c" + plainText(s.Topic) + "\u201d" }

// completeNumbers proposes a channel's subscriptions, each as its number with
// its topic.
func (d *Desk) completeNumbers(ctx context.Context, p Place, who Person, prefix string, n int) ([]string, error) {
	list, err := d.subscriptions(ctx, p, who)
	if err != nil {
		return nil, err
	}
	var out []string
	for _, s := range list {
		out = append(out, clip(fmt.Sprintf("%d %s", s.ID, plainText(s.Topic)), 90))
	}
	return slices.Clip(beginning(out, prefix, n)), nil
}
