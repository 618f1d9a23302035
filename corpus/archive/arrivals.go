package archive

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"dateline/corpus"
)

// arrival are the columns of an Arrival, as scanArrival reads them. All are in
// the rows of articles and in indexes.
const arrival = `a.collection, a.key, v.version, a.first_day, a.last_day, v.prec,
	(SELECT min(w.ingested) FROM versions w WHERE w.article = a.id AND w.raw = a.came),
	CASE a.cluster WHEN 0 THEN a.key ELSE coalesce((SELECT c.key FROM articles c WHERE c.id = a.cluster), a.key) END`

func scanArrival(scan scanner, more ...any) (corpus.Arrival, error) {
	var out corpus.Arrival
	var first, last, ingested sql.NullInt64
	var prec int
	err := scan(append([]any{&out.Collection, &out.ID, &out.Version, &first, &last, &prec, &ingested, &out.Cluster}, more...)...)
	if first.Valid && last.Valid {
		out.Published = corpus.Interval{Start: corpus.Day(first.Int64), End: corpus.Day(last.Int64), Precision: corpus.Precision(prec)}
	}
	out.Ingested = time.UnixMilli(ingested.Int64)
	return out, err
}

// Arrivals returns the newest versions of the articles of the collections that
// were written after a generation, in the order in which their records came, the
// oldest first, and at most n of them; all where n is 0. Articles that were
// published after asOf are left out, none where it is 0; those without a date
// stay. No text is read for it.
//
// What was derived anew from a record that the archive had before is written
// anew too: it is among them, with the time at which the record came.
func (a *Archive) Arrivals(ctx context.Context, collections []string, generation int64, asOf corpus.Day, n int) ([]corpus.Arrival, error) {
	if len(collections) == 0 {
		return nil, nil
	}
	names, err := jsonList(collections)
	if err != nil {
		return nil, err
	}
	limit := -1
	if n > 0 {
		limit = n
	}
	var out []corpus.Arrival
	err = a.snapshot(ctx, func(tx *sql.Tx) error {
		return each(ctx, tx, `SELECT `+arrival+` FROM versions v INDEXED BY versions_generation CROSS JOIN articles a ON a.id = v.article AND a.current = v.id
			WHERE v.generation > ? AND `+visible+` ORDER BY a.came, a.id LIMIT ?`,
			[]any{generation, names, int64(asOf), int64(asOf), limit}, func(scan scanner) error {
				one, err := scanArrival(scan)
				out = append(out, one)
				return err
			})
	})
	return out, err
}

// Newest returns the article of the collections whose record came last, as
// Arrivals gives it; the zero Arrival where there is none. An article that was
// published after asOf is passed over, none where it is 0.
func (a *Archive) Newest(ctx context.Context, collections []string, asOf corpus.Day) (corpus.Arrival, error) {
	var newest corpus.Arrival
	err := a.snapshot(ctx, func(tx *sql.Tx) error {
		last := int64(-1)
		for _, name := range collections { // each by its index, from its end
			var came int64
			one, err := scanArrival(tx.QueryRowContext(ctx, `SELECT `+arrival+`, a.came FROM articles a INDEXED BY articles_came
				CROSS JOIN versions v ON v.id = a.current
				WHERE a.collection = ? AND (? = 0 OR a.first_day IS NULL OR a.first_day <= ?) ORDER BY a.came DESC LIMIT 1`,
				name, int64(asOf), int64(asOf)).Scan, &came)
			switch {
			case errors.Is(err, sql.ErrNoRows):
			case err != nil:
				return err
			case came > last:
				newest, last = one, came
			}
		}
		return nil
	})
	return newest, err
}
