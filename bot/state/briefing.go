package state

import (
	"database/sql"
	"errors"
	"time"
)

// Topic names what a place is briefed on, and so what it was told of it.
type Topic struct {
	Platform, Workspace, Channel string
	Name                         string // as its callers fold it
}

// Briefing is a briefing that was made for a place.
type Briefing struct {
	Task       int64
	At         time.Time
	Generation int64 // of the archive that it was made from
}

// Version is a version of an article.
type Version struct {
	Collection, Article string
	Version             int
}

// LastBriefing returns the briefing on a topic that was made last before a
// task, and of each article that it and those before it told the version that
// was told last: an archive that was made anew counts from 1 again. It reports
// false where there is none.
func (x *Tx) LastBriefing(m Topic, before int64) (b Briefing, told []Version, ok bool, err error) {
	var memory, at int64
	err = x.tx.QueryRowContext(x.ctx, `SELECT b.memory, b.task, b.at, b.generation FROM briefings b JOIN memories m ON m.id = b.memory
		WHERE m.platform = ? AND m.workspace = ? AND m.channel = ? AND m.topic = ? AND b.task < ? ORDER BY b.task DESC LIMIT 1`,
		m.Platform, m.Workspace, m.Channel, m.Name, before).Scan(&memory, &b.Task, &at, &b.Generation)
	if errors.Is(err, sql.ErrNoRows) {
		return b, nil, false, nil
	}
	if err != nil {
		return b, nil, false, err
	}
	b.At = fromMillis(at)
	rows, err := x.tx.QueryContext(x.ctx, `SELECT collection, article, version, MAX(task) FROM told WHERE memory = ? AND task < ? GROUP BY collection, article ORDER BY 1, 2`,
		memory, before)
	if err != nil {
		return b, nil, false, err
	}
	defer rows.Close()
	for rows.Next() {
		var v Version
		var task int64 // of the row that SQLite takes version from
		if err := rows.Scan(&v.Collection, &v.Article, &v.Version, &task); err != nil {
			return b, nil, false, err
		}
		told = append(told, v)
	}
	return b, told, true, rows.Err()
}

// AddBriefing notes a briefing on a topic, with the versions that it told.
func (x *Tx) AddBriefing(m Topic, b Briefing, told []Version) error {
	if _, err := x.tx.ExecContext(x.ctx, `INSERT OR IGNORE INTO memories (platform, workspace, channel, topic) VALUES (?, ?, ?, ?)`,
		m.Platform, m.Workspace, m.Channel, m.Name); err != nil {
		return err
	}
	var memory int64
	if err := x.tx.QueryRowContext(x.ctx, `SELECT id FROM memories WHERE platform = ? AND workspace = ? AND channel = ? AND topic = ?`,
		m.Platform, m.Workspace, m.Channel, m.Name).Scan(&memory); err != nil {
		return err
	}
	if b.At.IsZero() {
		b.At = x.now()
	}
	if _, err := x.tx.ExecContext(x.ctx, `INSERT OR REPLACE INTO briefings (task, memory, at, generation) VALUES (?, ?, ?, ?)`,
		b.Task, memory, millis(b.At), b.Generation); err != nil {
		return err
	}
	add, err := x.tx.PrepareContext(x.ctx, `INSERT OR IGNORE INTO told (memory, collection, article, version, task) VALUES (?, ?, ?, ?, ?)`)
	if err != nil {
		return err
	}
	defer add.Close()
	for _, v := range told {
		if _, err := add.ExecContext(x.ctx, memory, v.Collection, v.Article, v.Version, b.Task); err != nil {
			return err
		}
	}
	return nil
}

// DropBriefing takes back that a task told anything: it could not be posted.
func (x *Tx) DropBriefing(task int64) error {
	if _, err := x.tx.ExecContext(x.ctx, `DELETE FROM told WHERE task = ?`, task); err != nil {
		return err
	}
	_, err := x.tx.ExecContext(x.ctx, `DELETE FROM briefings WHERE task = ?`, task)
	return err
}

// Forget deletes the memories of at most n topics on which the last briefing was
// made before a time, and returns how many.
func (x *Tx) Forget(before time.Time, n int) (int64, error) {
	rows, err := x.tx.QueryContext(x.ctx, `SELECT m.id FROM memories m WHERE NOT EXISTS (SELECT 1 FROM briefings b WHERE b.memory = m.id AND b.at >= ?) LIMIT ?`,
		millis(before), n)
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	var ids []int64
	for rows.Next() {
		var id int64
		if err := rows.Scan(&id); err != nil {
			return 0, err
		}
		ids = append(ids, id)
	}
	if err := rows.Err(); err != nil {
		return 0, err
	}
	for _, id := range ids {
		for _, query := range []string{`DELETE FROM told WHERE memory = ?`, `DELETE FROM briefings WHERE memory = ?`, `DELETE FROM memories WHERE id = ?`} {
			if _, err := x.tx.ExecContext(x.ctx, query, id); err != nil {
				return 0, err
			}
		}
	}
	return int64(len(ids)), nil
}
