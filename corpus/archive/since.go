package archive

import (
	"context"
	"database/sql"

	"dateline/corpus"
)

// documentsAtOnce bounds the documents held while they are read.
const documentsAtOnce = 256

// DocumentsSince calls fn for the newest version of each article that was
// written after the generation, in the order in which versions were first
// written, without their events. Generation 0 gives all. All calls see one
// state of the archive, which is that of Generation or later: ask for that
// before. An error of fn ends it and is returned.
func (a *Archive) DocumentsSince(ctx context.Context, generation int64, fn func(corpus.Document) error) error {
	return a.snapshot(ctx, func(tx *sql.Tx) error {
		var ids []int64
		err := each(ctx, tx, `SELECT v.id FROM versions v JOIN articles a ON a.id = v.article AND a.current = v.id
			WHERE v.generation > ? ORDER BY v.id`, []any{generation}, func(scan scanner) error {
			var id int64
			err := scan(&id)
			ids = append(ids, id)
			return err
		})
		if err != nil {
			return err
		}
		for len(ids) > 0 {
			// A run of IDs nearly without gaps is read at once.
			n := 1
			for n < len(ids) && n < documentsAtOnce && ids[n]-ids[0] < 2*documentsAtOnce {
				n++
			}
			next := 0
			err := readDocuments(ctx, tx, ids[0], ids[n-1], false, func(version int64, d corpus.Document) error {
				for next < n && ids[next] < version {
					next++
				}
				if next == n || ids[next] != version {
					return nil // newest, but older than the generation
				}
				return fn(d)
			})
			if err != nil {
				return err
			}
			ids = ids[n:]
		}
		return nil
	})
}

// DeletedSince returns the articles that were deleted after the generation,
// sorted. One that was deleted may be back: take these out before putting in
// those of DocumentsSince.
func (a *Archive) DeletedSince(ctx context.Context, generation int64) ([]corpus.Key, error) {
	var keys []corpus.Key
	err := a.snapshot(ctx, func(tx *sql.Tx) error {
		return each(ctx, tx, `SELECT collection, key FROM tombstones WHERE generation > ? ORDER BY collection, key`, []any{generation}, func(scan scanner) error {
			var k corpus.Key
			err := scan(&k.Collection, &k.ID)
			keys = append(keys, k)
			return err
		})
	})
	return keys, err
}
