package archive

import (
	"context"
	"fmt"

	"dateline/corpus"
)

// Delete takes an article out, with all its versions, passages and events and
// with what it was made from, and leaves a tombstone: Put withholds the article
// until Restore. Deleting an article that the archive has not, or no longer, is
// ErrNotFound.
func (a *Archive) Delete(ctx context.Context, key corpus.Key) error {
	return a.write(ctx, func(b *batch) error {
		var h held
		found, err := b.row(stmtArticle, []any{key.Collection, key.ID}, &h.article, &h.cluster, &h.current, &h.version, &h.hash, &h.raw)
		if err != nil {
			return err
		}
		if !found {
			return fmt.Errorf("%s: %w", key, ErrNotFound)
		}
		if err := b.advance(); err != nil {
			return err
		}
		if h.cluster == 0 {
			if err := b.passOn(key.Collection, h.article); err != nil {
				return err
			}
		}
		of := `(SELECT id FROM versions WHERE article = ?)`
		for _, q := range []string{
			`CREATE TEMP TABLE gone AS SELECT raw FROM versions WHERE article = ?`,
			`DELETE FROM event_keys WHERE event IN (SELECT id FROM events WHERE version IN ` + of + `)`,
			`DELETE FROM events WHERE version IN ` + of,
			`DELETE FROM passages WHERE version IN ` + of,
			`DELETE FROM bands WHERE article = ?`,
			`DELETE FROM versions WHERE article = ?`,
			`DELETE FROM articles WHERE id = ?`,
		} {
			if _, err := b.tx.ExecContext(b.ctx, q, h.article); err != nil {
				return err
			}
		}
		if _, err := b.tx.ExecContext(b.ctx, `DELETE FROM raws WHERE id IN (SELECT raw FROM gone); DROP TABLE gone`); err != nil {
			return err
		}
		_, err = b.tx.ExecContext(b.ctx, `INSERT OR REPLACE INTO tombstones (collection, key, generation, deleted) VALUES (?, ?, ?, ?)`,
			key.Collection, key.ID, b.generation, b.now)
		return err
	})
}

// passOn makes the oldest copy of an article the first of the cluster.
func (b *batch) passOn(collection string, article int64) error {
	var heir *int64
	if err := b.tx.QueryRowContext(b.ctx, `SELECT min(id) FROM articles WHERE cluster = ?`, article).Scan(&heir); err != nil || heir == nil {
		return err
	}
	var text []byte
	if err := b.tx.QueryRowContext(b.ctx, `SELECT v.text FROM articles a JOIN versions v ON v.id = a.current WHERE a.id = ?`, *heir).Scan(&text); err != nil {
		return err
	}
	plain, err := decompress(text)
	if err != nil {
		return err
	}
	if _, err := b.tx.ExecContext(b.ctx, `UPDATE articles SET cluster = CASE id WHEN ? THEN 0 ELSE ? END WHERE cluster = ?`, *heir, *heir, article); err != nil {
		return err
	}
	s := sketchOf(collection, string(plain))
	buckets, err := b.buckets(&s)
	if err != nil || len(s.shingles) == 0 {
		return err
	}
	return b.addBands(&s, buckets, *heir)
}

// Restore lifts the tombstone of an article, so that the next ingest brings it
// back. Without one the error is ErrNotFound.
func (a *Archive) Restore(ctx context.Context, key corpus.Key) error {
	return a.write(ctx, func(b *batch) error {
		r, err := b.tx.ExecContext(b.ctx, `UPDATE tombstones SET lifted = 1 WHERE collection = ? AND key = ? AND lifted = 0`, key.Collection, key.ID)
		if err != nil {
			return err
		}
		if n, err := r.RowsAffected(); err != nil || n == 0 {
			return fmt.Errorf("%s: no tombstone: %w", key, ErrNotFound)
		}
		return nil
	})
}
