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
		found, err := b.article([]any{key.Collection, key.ID}, &h)
		if err != nil {
			return err
		}
		if !found {
			return fmt.Errorf("%s: %w", key, ErrNotFound)
		}
		if err := b.advance(); err != nil {
			return err
		}
		if err := b.leave(key.Collection, h.article, h.cluster); err != nil {
			return err
		}
		var versions, raws []int64
		err = each(b.ctx, b.tx, `SELECT id, raw FROM versions WHERE article = ?`, []any{h.article}, func(scan scanner) error {
			var version, raw int64
			err := scan(&version, &raw)
			versions, raws = append(versions, version), append(raws, raw)
			return err
		})
		if err != nil {
			return err
		}
		for i, version := range versions {
			if err := b.dropEvents(version); err != nil {
				return err
			}
			for _, q := range []struct {
				query string
				id    int64
			}{{`DELETE FROM passages WHERE version = ?`, version}, {`DELETE FROM versions WHERE id = ?`, version}, {`DELETE FROM raws WHERE id = ?`, raws[i]}} {
				if _, err := b.tx.ExecContext(b.ctx, q.query, q.id); err != nil {
					return err
				}
			}
		}
		if _, err := b.tx.ExecContext(b.ctx, `DELETE FROM articles WHERE id = ?`, h.article); err != nil {
			return err
		}
		_, err = b.tx.ExecContext(b.ctx, `INSERT OR REPLACE INTO tombstones (collection, key, generation, deleted) VALUES (?, ?, ?, ?)`,
			key.Collection, key.ID, b.generation, b.now)
		return err
	})
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
