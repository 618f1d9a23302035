package archive

import (
	"context"
	"database/sql"
	"errors"

	"dateline/corpus"
)

// Standing returns for each article the near-copy that stands for its cluster:
// of those that were published first, where days of publication are known and
// certain, else of all, the one that came first of the fullest. An article
// without near-copies stands for itself; one that the archive has not is not in
// the map. Article.Cluster is the ID of the same article.
func (a *Archive) Standing(ctx context.Context, keys []corpus.Key) (map[corpus.Key]corpus.Key, error) {
	out := map[corpus.Key]corpus.Key{}
	err := a.snapshot(ctx, func(tx *sql.Tx) error {
		stmt, err := tx.PrepareContext(ctx, `SELECT coalesce(c.key, a.key) FROM articles a LEFT JOIN articles c ON c.id = a.cluster
			WHERE a.collection = ? AND a.key = ?`)
		if err != nil {
			return err
		}
		defer stmt.Close()
		for _, key := range keys {
			stands := corpus.Key{Collection: key.Collection}
			err := stmt.QueryRowContext(ctx, key.Collection, key.ID).Scan(&stands.ID)
			switch {
			case errors.Is(err, sql.ErrNoRows):
			case err != nil:
				return err
			default:
				out[key] = stands
			}
		}
		return nil
	})
	return out, err
}

// Copies returns for each article the near-copies of it, in the order in which
// they came in, it itself left out. An article that has none, or is not in the
// archive, is not in the map.
func (a *Archive) Copies(ctx context.Context, keys []corpus.Key) (map[corpus.Key][]corpus.Key, error) {
	out := map[corpus.Key][]corpus.Key{}
	err := a.snapshot(ctx, func(tx *sql.Tx) error {
		stmt, err := tx.PrepareContext(ctx, `SELECT c.key FROM articles a, articles c
			WHERE a.collection = ? AND a.key = ? AND c.id <> a.id AND c.id IN (
				SELECT a.cluster UNION ALL SELECT d.id FROM articles d WHERE d.cluster > 0 AND d.cluster = CASE a.cluster WHEN 0 THEN a.id ELSE a.cluster END)
			ORDER BY c.came, c.id`)
		if err != nil {
			return err
		}
		defer stmt.Close()
		for _, key := range keys {
			if out[key] != nil {
				continue
			}
			rows, err := stmt.QueryContext(ctx, key.Collection, key.ID)
			if err != nil {
				return err
			}
			for rows.Next() {
				other := corpus.Key{Collection: key.Collection}
				if err := rows.Scan(&other.ID); err != nil {
					return errors.Join(err, rows.Close())
				}
				out[key] = append(out[key], other)
			}
			if err := errors.Join(rows.Err(), rows.Close()); err != nil {
				return err
			}
		}
		return nil
	})
	return out, err
}
