package state

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// Status is how far a task has come. The words are the store's callers'; the
// store itself knows open tasks, whose Finished is zero, and the others.
type Status string

// Task is a row of an accepted request.
type Task struct {
	ID           int64
	Platform     string
	Workspace    string
	Channel      string
	Message      string // that asks, "" for a command
	User         string
	Conversation string // tasks of one are answered in order
	Private      bool
	Request      []byte // JSON
	Accepted     time.Time

	// What changes as it is worked on.
	Status     Status
	Attempts   int
	Reply      []byte // JSON; nil before it is made and once it was deleted
	Ref        Ref
	Shared     Ref
	Sharing    time.Time // since when Shared is to be posted; zero: it is not
	Generation int64     // of the archive that answered
	Error      string
	Started    time.Time // zero: not yet
	Finished   time.Time // zero: open
	Deleted    time.Time // zero: not
}

// Ref is a message.
type Ref struct {
	Channel, Message string
	Private          bool
}

// Tx is a transaction, good until the function that was given it returns.
type Tx struct {
	ctx context.Context
	tx  *sql.Tx
	now func() time.Time
}

const taskColumns = `id, platform, workspace, channel, message, user, conversation, private, request, accepted,
	status, attempts, reply, ref_channel, ref_message, ref_private, shared_channel, shared_message, generation, error,
	started, finished, deleted, sharing`

func scanTask(row interface{ Scan(...any) error }) (Task, error) {
	var t Task
	var accepted, started, finished, deleted, sharing int64
	err := row.Scan(&t.ID, &t.Platform, &t.Workspace, &t.Channel, &t.Message, &t.User, &t.Conversation, &t.Private, &t.Request, &accepted,
		&t.Status, &t.Attempts, &t.Reply, &t.Ref.Channel, &t.Ref.Message, &t.Ref.Private, &t.Shared.Channel, &t.Shared.Message, &t.Generation, &t.Error,
		&started, &finished, &deleted, &sharing)
	t.Accepted, t.Started, t.Finished, t.Deleted = fromMillis(accepted), fromMillis(started), fromMillis(finished), fromMillis(deleted)
	t.Sharing = fromMillis(sharing)
	return t, err
}

func millis(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

func fromMillis(n int64) time.Time {
	if n == 0 {
		return time.Time{}
	}
	return time.UnixMilli(n).UTC()
}

// Add stores a new task and returns its ID. Accepted is set where it is zero.
func (x *Tx) Add(t Task) (int64, error) {
	if t.Accepted.IsZero() {
		t.Accepted = x.now()
	}
	res, err := x.tx.ExecContext(x.ctx, `INSERT INTO tasks (platform, workspace, channel, message, user, conversation, private, request, accepted, status)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		t.Platform, t.Workspace, t.Channel, t.Message, t.User, t.Conversation, t.Private, t.Request, millis(t.Accepted), t.Status)
	if err != nil {
		return 0, fmt.Errorf("add task: %w", err)
	}
	return res.LastInsertId()
}

// Task returns a task, ErrNotFound where there is none.
func (x *Tx) Task(id int64) (Task, error) {
	t, err := scanTask(x.tx.QueryRowContext(x.ctx, `SELECT `+taskColumns+` FROM tasks WHERE id = ?`, id))
	if errors.Is(err, sql.ErrNoRows) {
		return Task{}, fmt.Errorf("task %d: %w", id, ErrNotFound)
	}
	if err != nil {
		return Task{}, fmt.Errorf("task %d: %w", id, err)
	}
	return t, nil
}

// Put stores what has changed of a task as it was worked on.
func (x *Tx) Put(t Task) error {
	_, err := x.tx.ExecContext(x.ctx, `UPDATE tasks SET status = ?, attempts = ?, reply = ?, ref_channel = ?, ref_message = ?, ref_private = ?,
		shared_channel = ?, shared_message = ?, generation = ?, error = ?, started = ?, finished = ?, deleted = ?, sharing = ? WHERE id = ?`,
		t.Status, t.Attempts, t.Reply, t.Ref.Channel, t.Ref.Message, t.Ref.Private,
		t.Shared.Channel, t.Shared.Message, t.Generation, t.Error, millis(t.Started), millis(t.Finished), millis(t.Deleted), millis(t.Sharing), t.ID)
	if err != nil {
		return fmt.Errorf("task %d: %w", t.ID, err)
	}
	return nil
}

// Open returns all tasks that are not finished, by ID.
func (x *Tx) Open() ([]Task, error) {
	return x.tasks(`WHERE finished = 0 ORDER BY id`)
}

// Sharing returns the tasks whose answers are to be shared, by ID.
func (x *Tx) Sharing() ([]Task, error) {
	return x.tasks(`WHERE sharing <> 0 ORDER BY id`)
}

// OpenCount counts the tasks that are not finished: those of a person, and all.
func (x *Tx) OpenCount(platform, user string) (theirs, all int, err error) {
	err = x.tx.QueryRowContext(x.ctx, `SELECT count(*) FILTER (WHERE platform = ? AND user = ?), count(*) FROM tasks WHERE finished = 0`,
		platform, user).Scan(&theirs, &all)
	if err != nil {
		err = fmt.Errorf("open tasks: %w", err)
	}
	return theirs, all, err
}

// Conversation returns the last n tasks of a conversation with IDs below
// before, latest first; before 0 sets no bound.
func (x *Tx) Conversation(conversation string, before int64, n int) ([]Task, error) {
	return x.tasks(`WHERE conversation = ?1 AND (?2 = 0 OR id < ?2) ORDER BY id DESC LIMIT ?3`, conversation, before, n)
}

// OfUser returns the last n tasks of a person in a channel with IDs below
// before, latest first; before 0 sets no bound.
func (x *Tx) OfUser(platform, channel, user string, before int64, n int) ([]Task, error) {
	return x.tasks(`WHERE platform = ?1 AND channel = ?2 AND user = ?3 AND (?4 = 0 OR id < ?4) ORDER BY id DESC LIMIT ?5`, platform, channel, user, before, n)
}

// ByMessage returns the first task that a message asked or for which it was
// posted, in a channel or in a thread of it that a platform counts as a channel
// of its own; ErrNotFound where there is none.
func (x *Tx) ByMessage(platform, message, channel, thread string) (Task, error) {
	if message == "" {
		return Task{}, fmt.Errorf("message: %w", ErrNotFound)
	}
	for _, where := range []string{
		`WHERE platform = ? AND message = ? AND message <> '' AND channel IN (?, ?) ORDER BY id LIMIT 1`,
		`WHERE platform = ? AND ref_message = ? AND ref_message <> '' AND ref_channel IN (?, ?) ORDER BY id LIMIT 1`,
		`WHERE platform = ? AND shared_message = ? AND shared_message <> '' AND shared_channel IN (?, ?) ORDER BY id LIMIT 1`,
	} {
		ts, err := x.tasks(where, platform, message, channel, thread)
		if err != nil {
			return Task{}, err
		}
		if len(ts) > 0 {
			return ts[0], nil
		}
	}
	return Task{}, fmt.Errorf("message %s: %w", message, ErrNotFound)
}

func (x *Tx) tasks(where string, args ...any) ([]Task, error) {
	rows, err := x.tx.QueryContext(x.ctx, `SELECT `+taskColumns+` FROM tasks `+where, args...)
	if err != nil {
		return nil, fmt.Errorf("tasks: %w", err)
	}
	defer rows.Close()
	var out []Task
	for rows.Next() {
		t, err := scanTask(rows)
		if err != nil {
			return nil, fmt.Errorf("tasks: %w", err)
		}
		out = append(out, t)
	}
	return out, rows.Err()
}

// Key returns the task that a key was kept for, 0 for one that was refused,
// and whether the key is there at all.
func (x *Tx) Key(key string) (task int64, ok bool, err error) {
	err = x.tx.QueryRowContext(x.ctx, `SELECT task FROM keys WHERE key = ?`, key).Scan(&task)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, false, nil
	}
	if err != nil {
		return 0, false, fmt.Errorf("key: %w", err)
	}
	return task, true, nil
}

// AddKey keeps a key for a task, 0 for a request that was refused. A key that
// is there already stays as it is.
func (x *Tx) AddKey(key string, task int64) error {
	if _, err := x.tx.ExecContext(x.ctx, `INSERT OR IGNORE INTO keys (key, task, at) VALUES (?, ?, ?)`, key, task, millis(x.now())); err != nil {
		return fmt.Errorf("key: %w", err)
	}
	return nil
}

// Purge deletes the keys kept before one time and the tasks finished before
// another, at most n of each, and returns how many rows it deleted.
func (x *Tx) Purge(keys, tasks time.Time, n int) (int64, error) {
	var sum int64
	for _, p := range []struct {
		query string
		at    time.Time
	}{
		{`DELETE FROM keys WHERE key IN (SELECT key FROM keys WHERE at < ? ORDER BY at LIMIT ?)`, keys},
		{`DELETE FROM tasks WHERE id IN (SELECT id FROM tasks WHERE finished <> 0 AND finished < ? ORDER BY finished LIMIT ?)`, tasks},
	} {
		res, err := x.tx.ExecContext(x.ctx, p.query, millis(p.at), n)
		if err != nil {
			return sum, fmt.Errorf("purge: %w", err)
		}
		m, err := res.RowsAffected()
		if err != nil {
			return sum, fmt.Errorf("purge: %w", err)
		}
		sum += m
	}
	return sum, nil
}
