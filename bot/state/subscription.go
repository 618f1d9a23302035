package state

import (
	"database/sql"
	"errors"
	"time"
)

// Subscription is a topic that a place is briefed on by a schedule.
type Subscription struct {
	ID         int64
	Platform   string
	Workspace  string
	Channel    string
	Thread     string
	Direct     bool
	Topic      string
	Collection string // "": all that the place may see
	Spec       string // of the schedule
	Quiet      bool
	User       string // who made it
	Created    time.Time

	// What changes.
	Next   time.Time // when it runs; zero: never again
	Last   time.Time // no run that was due by then is wanted any more
	Paused time.Time // zero: it is not
	Reason string    // why it is paused, where nobody paused it
}

const subscriptionColumns = `id, platform, workspace, channel, thread, direct, topic, collection, spec, quiet, user, created, next, last, paused, reason`

func scanSubscription(row interface{ Scan(...any) error }) (Subscription, error) {
	var s Subscription
	var created, next, last, paused int64
	err := row.Scan(&s.ID, &s.Platform, &s.Workspace, &s.Channel, &s.Thread, &s.Direct, &s.Topic, &s.Collection, &s.Spec, &s.Quiet, &s.User,
		&created, &next, &last, &paused, &s.Reason)
	s.Created, s.Next, s.Last, s.Paused = fromMillis(created), fromMillis(next), fromMillis(last), fromMillis(paused)
	return s, err
}

// AddSubscription stores a new subscription and returns its ID, which is never
// used again. Created is set where it is zero.
func (x *Tx) AddSubscription(s Subscription) (int64, error) {
	if s.Created.IsZero() {
		s.Created = x.now()
	}
	r, err := x.tx.ExecContext(x.ctx, `INSERT INTO subscriptions (platform, workspace, channel, thread, direct, topic, collection, spec, quiet, user, created,
		next, last, paused, reason) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		s.Platform, s.Workspace, s.Channel, s.Thread, s.Direct, s.Topic, s.Collection, s.Spec, s.Quiet, s.User, millis(s.Created),
		millis(s.Next), millis(s.Last), millis(s.Paused), s.Reason)
	if err != nil {
		return 0, err
	}
	return r.LastInsertId()
}

// PutSubscription stores what has changed of a subscription.
func (x *Tx) PutSubscription(s Subscription) error {
	_, err := x.tx.ExecContext(x.ctx, `UPDATE subscriptions SET next = ?, last = ?, paused = ?, reason = ? WHERE id = ?`,
		millis(s.Next), millis(s.Last), millis(s.Paused), s.Reason, s.ID)
	return err
}

// DropSubscription deletes a subscription, if it is there.
func (x *Tx) DropSubscription(id int64) error {
	_, err := x.tx.ExecContext(x.ctx, `DELETE FROM subscriptions WHERE id = ?`, id)
	return err
}

// Subscription returns a subscription, ErrNotFound where there is none.
func (x *Tx) Subscription(id int64) (Subscription, error) {
	s, err := scanSubscription(x.tx.QueryRowContext(x.ctx, `SELECT `+subscriptionColumns+` FROM subscriptions WHERE id = ?`, id))
	if errors.Is(err, sql.ErrNoRows) {
		return s, ErrNotFound
	}
	return s, err
}

// Subscriptions returns the subscriptions of a channel and its threads, by ID.
func (x *Tx) Subscriptions(platform, workspace, channel string) ([]Subscription, error) {
	return x.subscriptions(`WHERE platform = ? AND workspace = ? AND channel = ? ORDER BY id`, platform, workspace, channel)
}

// Due returns the subscriptions of a platform that run by a time, the longest
// due first.
func (x *Tx) Due(platform string, by time.Time) ([]Subscription, error) {
	return x.subscriptions(`WHERE platform = ? AND paused = 0 AND next > 0 AND next <= ? ORDER BY next, id`, platform, millis(by))
}

// Ahead returns the subscriptions of a platform whose last run was due after a
// time, by ID, but those that are paused.
func (x *Tx) Ahead(platform string, after time.Time) ([]Subscription, error) {
	return x.subscriptions(`WHERE platform = ? AND paused = 0 AND last > ? ORDER BY id`, platform, millis(after))
}

// NextDue returns when the next subscription of a platform runs, zero where
// none does.
func (x *Tx) NextDue(platform string) (time.Time, error) {
	var next sql.NullInt64
	err := x.tx.QueryRowContext(x.ctx, `SELECT MIN(next) FROM subscriptions WHERE platform = ? AND paused = 0 AND next > 0`, platform).Scan(&next)
	return fromMillis(next.Int64), err
}

func (x *Tx) subscriptions(where string, args ...any) ([]Subscription, error) {
	rows, err := x.tx.QueryContext(x.ctx, `SELECT `+subscriptionColumns+` FROM subscriptions `+where, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []Subscription
	for rows.Next() {
		s, err := scanSubscription(rows)
		if err != nil {
			return nil, err
		}
		out = append(out, s)
	}
	return out, rows.Err()
}
