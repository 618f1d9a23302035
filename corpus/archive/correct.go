package archive

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"dateline/corpus"
)

// Correct keeps a correction of an article's date and puts the document that
// was derived with it in the place of the newest version's, as Redo does, in
// one transaction. The record is that of the newest version; where the archive
// has another one by now nothing is kept and the error is ErrStale. A
// withdrawal where no correction counts is ErrNoCorrection. Where the same
// person has said the same with the same reason, and it counts, the change is
// Unchanged.
func (a *Archive) Correct(ctx context.Context, c corpus.Correction, r Record) (Change, error) {
	ps, err := prepare(ctx, []Record{r})
	if err != nil {
		return Change{}, err
	}
	p := &ps[0]
	if p.err == nil && p.Document == nil {
		p.err = ErrNotDerived
	}
	if p.err != nil {
		return Change{}, fmt.Errorf("%s: %w", p.Raw.Key, p.err)
	}
	var change Change
	err = a.write(ctx, func(b *batch) error {
		change, err = b.correct(p, c)
		return err
	})
	return change, err
}

func (b *batch) correct(p *prepared, c corpus.Correction) (Change, error) {
	key := p.Raw.Key
	var h held
	found, err := b.article([]any{key.Collection, key.ID}, &h)
	if err != nil {
		return Change{}, err
	}
	if !found {
		return Change{}, missing(b.ctx, b.tx, key)
	}
	if !bytes.Equal(h.hash, p.hash[:]) {
		return Change{}, fmt.Errorf("%s: %w", key, ErrStale)
	}
	last, err := inForce(b.ctx, b.tx, key)
	if err != nil {
		return Change{}, err
	}
	if c.Withdrawn && last == nil {
		return Change{}, fmt.Errorf("%s: %w", key, ErrNoCorrection)
	}
	if last != nil && last.Published == c.Published && last.By == c.By && last.Because == c.Because && !c.Withdrawn {
		change := Change{Key: key, Kind: Unchanged, Version: h.version}
		change.CopyOf, err = b.clusterKey(h.cluster)
		return change, err
	}
	if err := b.advance(); err != nil {
		return Change{}, err
	}
	first, end := days(c.Published)
	made, err := b.tx.ExecContext(b.ctx, `INSERT INTO corrections (collection, key, first_day, last_day, prec, withdrawn, author, reason, made)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`, key.Collection, key.ID, first, end, int(c.Published.Precision), bit(c.Withdrawn), c.By, c.Because, b.now)
	if err != nil {
		return Change{}, err
	}
	if c.ID, err = made.LastInsertId(); err != nil {
		return Change{}, err
	}
	if p.Correction = &c; c.Withdrawn {
		p.Correction = nil
	}
	change, err := b.redo(p)
	if err == nil && change.Kind == Unchanged {
		change.Kind = Updated // what is known of it, if not what was derived
	}
	return change, err
}

// correctionColumns are those that scanCorrection reads.
const correctionColumns = `c.id, c.first_day, c.last_day, c.prec, c.withdrawn, c.author, c.reason, c.made`

// correctionRow is a correction as it is read, with all columns NULL where
// there is none.
type correctionRow struct {
	id, first, last, prec, withdrawn, made sql.NullInt64
	author, reason                         sql.NullString
}

func (r *correctionRow) dest() []any {
	return []any{&r.id, &r.first, &r.last, &r.prec, &r.withdrawn, &r.author, &r.reason, &r.made}
}

func (r *correctionRow) correction() corpus.Correction {
	c := corpus.Correction{ID: r.id.Int64, Withdrawn: r.withdrawn.Int64 != 0, By: r.author.String, Because: r.reason.String, At: time.UnixMilli(r.made.Int64)}
	if r.first.Valid && r.last.Valid {
		c.Published = corpus.Interval{Start: corpus.Day(r.first.Int64), End: corpus.Day(r.last.Int64), Precision: corpus.Precision(r.prec.Int64)}
	}
	return c
}

// counts returns the correction, nil where there is none or it takes others
// back.
func (r *correctionRow) counts() *corpus.Correction {
	if !r.id.Valid || r.withdrawn.Int64 != 0 {
		return nil
	}
	c := r.correction()
	return &c
}

// inForce returns the correction of an article that counts, nil where none
// does.
func inForce(ctx context.Context, q querier, key corpus.Key) (*corpus.Correction, error) {
	var r correctionRow
	err := q.QueryRowContext(ctx, `SELECT `+correctionColumns+` FROM corrections c WHERE c.collection = ? AND c.key = ? ORDER BY c.id DESC LIMIT 1`,
		key.Collection, key.ID).Scan(r.dest()...)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	return r.counts(), err
}

// stale reports whether a record was derived with another correction than that
// which counts now.
func (b *batch) stale(p *prepared) (bool, error) {
	var id int64
	var withdrawn bool
	found, err := b.row(stmtCorrection, []any{p.Raw.Collection, p.Raw.ID}, &id, &withdrawn)
	if err != nil || !found || withdrawn {
		return p.Correction != nil, err
	}
	return p.Correction == nil || p.Correction.ID != id, nil
}

// Corrected returns for each article the correction that counts, nil where
// none does. Corrections of deleted articles are kept, and count when they are
// back.
func (a *Archive) Corrected(ctx context.Context, keys []corpus.Key) ([]*corpus.Correction, error) {
	out := make([]*corpus.Correction, len(keys))
	err := a.snapshot(ctx, func(tx *sql.Tx) error {
		var some bool
		if err := tx.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM corrections)`).Scan(&some); err != nil || !some {
			return err
		}
		for i, key := range keys {
			c, err := inForce(ctx, tx, key)
			if err != nil {
				return err
			}
			out[i] = c
		}
		return nil
	})
	return out, err
}

// Corrections returns all that persons said of an article's date, oldest
// first, also where the article was deleted.
func (a *Archive) Corrections(ctx context.Context, key corpus.Key) ([]corpus.Correction, error) {
	var out []corpus.Correction
	err := a.snapshot(ctx, func(tx *sql.Tx) error {
		return each(ctx, tx, `SELECT `+correctionColumns+` FROM corrections c WHERE c.collection = ? AND c.key = ? ORDER BY c.id`,
			[]any{key.Collection, key.ID}, func(scan scanner) error {
				var r correctionRow
				err := scan(r.dest()...)
				out = append(out, r.correction())
				return err
			})
	})
	return out, err
}

// Stored returns the record of an article's newest version. Where there is
// none the error is ErrDeleted or ErrNotFound.
func (a *Archive) Stored(ctx context.Context, key corpus.Key) (Stored, error) {
	var out Stored
	err := a.snapshot(ctx, func(tx *sql.Tx) error {
		var id int64
		err := tx.QueryRowContext(ctx, `SELECT id FROM articles WHERE collection = ? AND key = ?`, key.Collection, key.ID).Scan(&id)
		if errors.Is(err, sql.ErrNoRows) {
			return missing(ctx, tx, key)
		}
		if err != nil {
			return err
		}
		stored, err := records(ctx, tx, id-1, 1)
		if err == nil && len(stored) == 0 {
			err = missing(ctx, tx, key)
		}
		if err == nil {
			out = stored[0]
		}
		return err
	})
	return out, err
}

// missing returns the error for an article that the archive has not.
func missing(ctx context.Context, q querier, key corpus.Key) error {
	var deleted bool
	err := q.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM tombstones WHERE collection = ? AND key = ? AND lifted = 0)`, key.Collection, key.ID).Scan(&deleted)
	switch {
	case err != nil:
		return err
	case deleted:
		return fmt.Errorf("%s: %w", key, ErrDeleted)
	}
	return fmt.Errorf("%s: %w", key, ErrNotFound)
}

// maxLooked bounds the articles that Similar compares.
const maxLooked = 100_000

// Similar returns at most n articles of the collections that a person may have
// meant by a name that no article has: first those whose newest version was
// read from a file of that path, then those whose ID has the name in it, then
// those that differ by at most two characters, each by collection and ID.
func (a *Archive) Similar(ctx context.Context, collections []string, name string, n int) ([]corpus.Key, error) {
	names, err := jsonList(collections)
	if err != nil || name == "" || len(collections) == 0 {
		return nil, err
	}
	var by [3][]corpus.Key
	folded := strings.ToLower(name)
	err = a.snapshot(ctx, func(tx *sql.Tx) error {
		return each(ctx, tx, `SELECT a.collection, a.key, v.path FROM articles a JOIN versions v ON v.id = a.current
			WHERE a.collection IN (SELECT value FROM json_each(?)) ORDER BY a.collection, a.key LIMIT ?`, []any{names, maxLooked}, func(scan scanner) error {
			var k corpus.Key
			var path string
			if err := scan(&k.Collection, &k.ID, &path); err != nil {
				return err
			}
			id, class := strings.ToLower(k.ID), -1
			switch {
			case path == name:
				class = 0
			case strings.Contains(id, folded):
				class = 1
			case within(id, folded, 2):
				class = 2
			}
			if class >= 0 && len(by[class]) < n {
				by[class] = append(by[class], k)
			}
			return nil
		})
	})
	all := append(append(by[0], by[1]...), by[2]...)
	return all[:min(n, len(all))], err
}

// within reports whether at most limit bytes need be put in, taken out or
// replaced to make one of a and b the other.
func within(a, b string, limit int) bool {
	if len(a) > 256 || len(b) > 256 || max(len(a)-len(b), len(b)-len(a)) > limit {
		return false
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal, least := row[0], i+1
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost = 1 + min(diagonal, row[j], row[j+1])
			}
			diagonal, row[j+1] = row[j+1], cost
			least = min(least, cost)
		}
		if least > limit {
			return false
		}
	}
	return row[len(b)] <= limit
}
