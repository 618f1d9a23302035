package chat

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"dateline/bot"
	"dateline/bot/brief"
	"dateline/bot/schedule"
	"dateline/bot/state"
	"dateline/corpus"
	"dateline/corpus/token"
)

// lookBehind is how many days before its last run a subscription still looks
// for what is new: reports come late. What is older is counted only.
const lookBehind = 6

// briefed names the talk that briefings on a topic make in a place: they are
// made in turn, since each begins where the last one ended.
func briefed(r Request) string {
	t := topicOf(r)
	return t.Platform + "/" + t.Channel + "/brief/" + t.Name
}

// topicName is what tells topics apart in a place's memory: the words, folded,
// and the collection where there is one.
func topicName(r Request) string {
	var words []string
	for _, w := range token.Words(r.Text) {
		words = append(words, token.Fold(w.Text))
	}
	name := strings.Join(words, " ")
	if c := strings.TrimSpace(r.Options.Collection); c != "" {
		name += " @" + c
	}
	return name
}

// topicOf names what a place is told of. A thread under way has a memory of its
// own: what is told there is not told to all who read the channel.
func topicOf(r Request) state.Topic {
	channel := r.Place.Channel
	if r.threaded() && !r.Place.Direct {
		channel += "/" + r.Place.Thread
	}
	return state.Topic{Platform: r.Place.Platform, Workspace: r.Place.Workspace, Channel: channel, Name: topicName(r)}
}

// readBrief separates a topic from the day since when it is wanted, where both
// were typed in one line.
func (d *Desk) readBrief(r Request) Request {
	if r.Brief == nil || r.Brief.Since != "" {
		return r
	}
	b := *r.Brief
	r.Text, b.Since = brief.CutSince(r.Text)
	r.Brief = &b
	return r
}

// briefing makes a briefing.
func (d *Desk) briefing(ctx context.Context, t *state.Task, r Request) (record, error) {
	if d.opts.Briefer == nil {
		return record{}, &Sentence{"I give no briefings here.", ErrForbidden}
	}
	s, err := d.Settings(ctx, r.Place)
	if err != nil {
		return record{}, err
	}
	switch text := s.refusal(r.Place, r.User); {
	case r.Kind != Scheduled && text != "":
		return record{}, forbidden(text)
	case r.Kind == Scheduled && s.unscheduled(r.Place) != "":
		return record{Quiet: true}, nil
	}
	if unwanted, err := d.unwanted(ctx, r); err != nil || unwanted {
		return record{Quiet: true}, err
	}
	collections, err := d.visible(ctx, s)
	if err != nil {
		return record{}, err
	}
	n, err := narrow(r.Options, collections, d.today())
	if err != nil {
		return record{}, err
	}
	sources, err := d.source(ctx, n)
	if err != nil {
		return record{}, err
	}
	req := brief.Request{Topic: r.Text, Collections: n.collections, Sources: sources, AsOf: or(n.asOf, d.today()), User: t.Platform + "/" + t.User}
	if r.Brief.Since != "" {
		from, err := brief.Since(r.Brief.Since, req.AsOf)
		if err != nil {
			return record{}, &Sentence{upperFirst(err.Error()) + ".", ErrBadValue}
		}
		req.Window = corpus.Between(from, req.AsOf)
	}
	if !t.Private { // what one person alone saw is not what the place was told
		if req.Told, err = d.told(ctx, topicOf(r), t.ID); err != nil {
			return record{}, err
		}
	}
	if r.Brief.Subscription != 0 && req.Told != nil {
		req.OnlyNew = true
		// A briefing that a person asked for meanwhile need not have looked back
		// as far as the run before.
		at := req.Told.At
		if b := r.Brief.Before; !b.IsZero() && b.Before(at) {
			at = b
		}
		last := min(corpus.DayIn(at.In(d.opts.Now().Location())), req.AsOf)
		req.Window = corpus.Between(last-lookBehind, req.AsOf)
	}
	b, err := d.opts.Briefer.Compose(ctx, req)
	if errors.Is(err, brief.ErrTopic) {
		return record{}, noTopic()
	}
	if err != nil {
		return record{}, fmt.Errorf("briefing: %w", err)
	}
	t.Generation = b.Generation
	a := b.Answer()
	a.Lead = d.heading(ctx, b, r)
	rec := record{Answer: a, Options: r.Options, Brief: &b, Quiet: r.Brief.Quiet && req.OnlyNew && b.Empty(), Line: req.OnlyNew && b.Empty(),
		Request: bot.Request{Question: r.Text, User: req.User, Collections: n.collections, AsOf: req.AsOf, Sources: sources}}
	return rec, nil
}

// noTopic says that a topic can't be looked for.
func noTopic() error {
	return &Sentence{upperFirst(brief.ErrTopic.Error()) + ".", ErrBadValue}
}

// unwanted reports whether a run was taken down by the clock for a subscription
// that somebody has paused or removed since.
func (d *Desk) unwanted(ctx context.Context, r Request) (bool, error) {
	if r.Brief.Due.IsZero() {
		return false, nil
	}
	unwanted := false
	err := d.opts.State.View(ctx, func(tx *state.Tx) error {
		s, err := tx.Subscription(r.Brief.Subscription)
		if errors.Is(err, state.ErrNotFound) {
			unwanted = true
			return nil
		}
		unwanted = err == nil && !s.Paused.IsZero()
		return err
	})
	return unwanted, err
}

// told returns what a place was told of a topic before a task; nil where that
// is nothing.
func (d *Desk) told(ctx context.Context, topic state.Topic, before int64) (*brief.Told, error) {
	var out *brief.Told
	err := d.opts.State.View(ctx, func(tx *state.Tx) error {
		last, versions, ok, err := tx.LastBriefing(topic, before)
		if err != nil || !ok {
			return err
		}
		out = &brief.Told{At: last.At, Generation: last.Generation, Articles: map[corpus.Key]int{}}
		for _, v := range versions {
			out.Articles[corpus.Key{Collection: v.Collection, ID: v.Article}] = v.Version
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("what was told before: %w", err)
	}
	return out, nil
}

// remember notes what a briefing tells its place, in the transaction that
// stores it. One that a person alone sees tells the place nothing until it is
// shared.
func remember(tx *state.Tx, t state.Task, r Request, rec record) error {
	if t.Private {
		return nil
	}
	return tell(tx, t, r, rec, time.Time{})
}

// tell notes what a briefing that was made at a time told its place; the zero
// time is now. An answer tells nothing.
func tell(tx *state.Tx, t state.Task, r Request, rec record, at time.Time) error {
	if rec.Brief == nil {
		return nil
	}
	_, have, _, err := tx.LastBriefing(topicOf(r), t.ID)
	if err != nil {
		return err
	}
	known := map[state.Version]bool{}
	for _, v := range have {
		known[v] = true
	}
	var told []state.Version
	for _, v := range rec.Brief.Read {
		if s := (state.Version{Collection: v.Collection, Article: v.ID, Version: v.Version}); !known[s] {
			told = append(told, s)
		}
	}
	return tx.AddBriefing(topicOf(r), state.Briefing{Task: t.ID, At: at, Generation: rec.Brief.Generation}, told)
}

// zone returns the time zone of a run's subscription, else the configured one.
func (d *Desk) zone(ctx context.Context, b *Brief) *time.Location {
	zone := d.opts.Now().Location()
	if b.Subscription == 0 {
		return zone
	}
	// A subscription that was removed meanwhile needs none of its own.
	_ = d.opts.State.View(ctx, func(tx *state.Tx) error {
		s, err := tx.Subscription(b.Subscription)
		if err != nil {
			return err
		}
		when, err := schedule.Parse(s.Spec, zone)
		if err == nil {
			zone = when.Zone()
		}
		return err
	})
	return zone
}

// heading is the line that a briefing begins with in a chat.
func (d *Desk) heading(ctx context.Context, b brief.Briefing, r Request) string {
	if b.Since.IsZero() || r.Brief.Subscription == 0 || !b.Empty() {
		return b.Heading()
	}
	zone := d.zone(ctx, r.Brief)
	text := fmt.Sprintf("Nothing new on %s since %s.", b.Topic, d.moment(b.Since.In(zone)))
	if b.Older > 0 {
		text += fmt.Sprintf(" %s of earlier days came in.", counted(b.Older, "article"))
	}
	if b.Newest.Ingested.IsZero() {
		return text + " The archive is empty."
	}
	return text + fmt.Sprintf(" Newest article in the archive: %s, came in %s.", dateOr(b.Newest.Published, "undated"), d.moment(b.Newest.Ingested.In(zone)))
}

// moment writes a time as people in its zone read it, with the year where that
// does not go without saying.
func (d *Desk) moment(t time.Time) string {
	const halfYear = 183 * 24 * time.Hour
	if d.opts.Now().Sub(t).Abs() > halfYear {
		return t.Format("Mon 2 Jan 2006 15:04")
	}
	return t.Format("Mon 2 Jan 15:04")
}

func dateOr(iv corpus.Interval, otherwise string) string {
	if !iv.Known() {
		return otherwise
	}
	return bot.ShortDate(iv)
}

// lateness says that a run is posted late, "" where it is not.
func (d *Desk) lateness(ctx context.Context, b *Brief) string {
	if b == nil || b.Due.IsZero() || d.opts.Now().Sub(b.Due) <= lateAfter {
		return ""
	}
	text := "This was due on " + d.moment(b.Due.In(d.zone(ctx, b))) + " and comes late"
	switch {
	case b.Missed == 1:
		text += "; it stands for the one before it as well"
	case b.Missed > 1:
		text += fmt.Sprintf("; it stands for the %d before it as well", b.Missed)
	}
	return text + "."
}

func counted(n int, noun string) string {
	if n == 1 {
		return "One " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// unsaid takes back that a briefing was told where it was not posted, or where
// the asker alone could be shown it, and pauses the subscription of a place that
// can't be posted to any more.
func unsaid(tx *state.Tx, t state.Task) error {
	if t.Status != statusFailed && t.Status != statusGone && !(t.Ref.Private && !t.Private) {
		return nil
	}
	var r Request
	if err := json.Unmarshal(t.Request, &r); err != nil || r.Brief == nil {
		return err
	}
	if err := tx.DropBriefing(t.ID); err != nil || t.Status != statusGone || r.Brief.Subscription == 0 {
		return err
	}
	s, err := tx.Subscription(r.Brief.Subscription)
	if errors.Is(err, state.ErrNotFound) || err == nil && !s.Paused.IsZero() {
		return nil
	}
	if err != nil {
		return err
	}
	s.Paused, s.Reason = t.Finished, "I could not post here"
	return tx.PutSubscription(s)
}
