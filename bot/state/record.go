package state

import (
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// Feedback is what a person thinks of an answer.
type Feedback struct {
	Task     int64
	Platform string
	User     string
	Helpful  bool
	Reason   string
	Record   []byte // JSON: all that it is about, since the task will be purged
	At       time.Time
}

// PutFeedback stores feedback in the place of what the person said of the
// task before. At is set where it is zero.
func (x *Tx) PutFeedback(f Feedback) error {
	if f.At.IsZero() {
		f.At = x.now()
	}
	_, err := x.tx.ExecContext(x.ctx, `INSERT OR REPLACE INTO feedback (task, platform, user, helpful, reason, record, at) VALUES (?, ?, ?, ?, ?, ?, ?)`,
		f.Task, f.Platform, f.User, f.Helpful, f.Reason, f.Record, millis(f.At))
	if err != nil {
		return fmt.Errorf("feedback: %w", err)
	}
	return nil
}

// FeedbackOf returns what a person said of a task, ErrNotFound for nothing.
func (x *Tx) FeedbackOf(task int64, platform, user string) (Feedback, error) {
	f, err := scanFeedback(x.tx.QueryRowContext(x.ctx, `SELECT `+feedbackColumns+` FROM feedback WHERE task = ? AND platform = ? AND user = ?`, task, platform, user))
	if errors.Is(err, sql.ErrNoRows) {
		return Feedback{}, ErrNotFound
	}
	return f, err
}

const feedbackColumns = `task, platform, user, helpful, reason, record, at`

func scanFeedback(row interface{ Scan(...any) error }) (Feedback, error) {
	var f Feedback
	var at int64
	err := row.Scan(&f.Task, &f.Platform, &f.User, &f.Helpful, &f.Reason, &f.Record, &at)
	f.At = fromMillis(at)
	return f, err
}

// EachFeedback calls fn with all feedback, by task, platform and person. An
// error of fn ends it and is returned.
func (x *Tx) EachFeedback(fn func(Feedback) error) error {
	rows, err := x.tx.QueryContext(x.ctx, `SELECT `+feedbackColumns+` FROM feedback ORDER BY task, platform, user`)
	if err != nil {
		return fmt.Errorf("feedback: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		f, err := scanFeedback(rows)
		if err != nil {
			return fmt.Errorf("feedback: %w", err)
		}
		if err := fn(f); err != nil {
			return err
		}
	}
	return rows.Err()
}

// Report says that the date of an article is wrong.
type Report struct {
	ID         int64
	Task       int64
	Platform   string
	User       string
	Collection string
	Article    string
	Version    int
	Shown      string // the date that was shown, ISO 8601; "" undated
	Said       string // the date that it should be; "" where the person can't say
	Reason     string
	At         time.Time
}

// PutReport stores a report in the place of the person's earlier one of the
// same article at the same answer. At is set where it is zero.
func (x *Tx) PutReport(r Report) error {
	if r.At.IsZero() {
		r.At = x.now()
	}
	_, err := x.tx.ExecContext(x.ctx, `INSERT OR REPLACE INTO reports (task, platform, user, collection, article, version, shown, said, reason, at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, r.Task, r.Platform, r.User, r.Collection, r.Article, r.Version, r.Shown, r.Said, r.Reason, millis(r.At))
	if err != nil {
		return fmt.Errorf("report: %w", err)
	}
	return nil
}

// EachReport calls fn with all reports, by ID. An error of fn ends it and is
// returned.
func (x *Tx) EachReport(fn func(Report) error) error {
	rows, err := x.tx.QueryContext(x.ctx, `SELECT id, task, platform, user, collection, article, version, shown, said, reason, at FROM reports ORDER BY id`)
	if err != nil {
		return fmt.Errorf("reports: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var r Report
		var at int64
		if err := rows.Scan(&r.ID, &r.Task, &r.Platform, &r.User, &r.Collection, &r.Article, &r.Version, &r.Shown, &r.Said, &r.Reason, &at); err != nil {
			return fmt.Errorf("reports: %w", err)
		}
		r.At = fromMillis(at)
		if err := fn(r); err != nil {
			return err
		}
	}
	return rows.Err()
}

// Setting is a setting made by command, with who made it and when. One with
// Channel "" is its workspace's.
type Setting struct {
	Platform, Workspace, Channel string
	Key, Value                   string
	User                         string
	At                           time.Time
}

// PutSetting stores a setting in the place of the one before. At is set where
// it is zero.
func (x *Tx) PutSetting(s Setting) error {
	if s.At.IsZero() {
		s.At = x.now()
	}
	_, err := x.tx.ExecContext(x.ctx, `INSERT OR REPLACE INTO settings (platform, workspace, channel, key, value, user, at) VALUES (?, ?, ?, ?, ?, ?, ?)`,
		s.Platform, s.Workspace, s.Channel, s.Key, s.Value, s.User, millis(s.At))
	if err != nil {
		return fmt.Errorf("setting %s: %w", s.Key, err)
	}
	return nil
}

// DropSetting deletes a setting, if it is there.
func (x *Tx) DropSetting(platform, workspace, channel, key string) error {
	if _, err := x.tx.ExecContext(x.ctx, `DELETE FROM settings WHERE platform = ? AND workspace = ? AND channel = ? AND key = ?`, platform, workspace, channel, key); err != nil {
		return fmt.Errorf("setting %s: %w", key, err)
	}
	return nil
}

// Settings returns the settings of a workspace and of one of its channels,
// the workspace's first, then by key.
func (x *Tx) Settings(platform, workspace, channel string) ([]Setting, error) {
	return x.settings(`WHERE platform = ? AND workspace = ? AND channel IN ('', ?) ORDER BY channel, key`, platform, workspace, channel)
}

// WideSettings returns the settings of all workspaces of a platform, by
// workspace and key, without those of their channels.
func (x *Tx) WideSettings(platform string) ([]Setting, error) {
	return x.settings(`WHERE platform = ? AND channel = '' ORDER BY workspace, key`, platform)
}

func (x *Tx) settings(where string, args ...any) ([]Setting, error) {
	rows, err := x.tx.QueryContext(x.ctx, `SELECT platform, workspace, channel, key, value, user, at FROM settings `+where, args...)
	if err != nil {
		return nil, fmt.Errorf("settings: %w", err)
	}
	defer rows.Close()
	var out []Setting
	for rows.Next() {
		var s Setting
		var at int64
		if err := rows.Scan(&s.Platform, &s.Workspace, &s.Channel, &s.Key, &s.Value, &s.User, &at); err != nil {
			return nil, fmt.Errorf("settings: %w", err)
		}
		s.At = fromMillis(at)
		out = append(out, s)
	}
	return out, rows.Err()
}
