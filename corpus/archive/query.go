package archive

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"

	"dateline/corpus"
)

// jsonList returns values as SQL takes a list of any length.
func jsonList(values []string) (string, error) {
	b, err := json.Marshal(values)
	return string(b), err
}

// visible is the condition under which an article a may be seen, with its two
// arguments: collections as a list, and as-of (0 for any) twice.
const visible = `a.collection IN (SELECT value FROM json_each(?)) AND (? = 0 OR a.first_day IS NULL OR a.first_day <= ?)`

// passing returns the condition under which an article a, whose newest version
// is v, passes a filter, and its arguments.
func passing(f corpus.EventFilter) (string, []any, error) {
	collections, err := jsonList(f.Collections)
	if err != nil {
		return "", nil, err
	}
	where, args := visible, []any{collections, int64(f.AsOf), int64(f.AsOf)}
	if len(f.Sources) > 0 {
		sources, err := jsonList(f.Sources)
		if err != nil {
			return "", nil, err
		}
		where += ` AND v.source COLLATE NOCASE IN (SELECT value FROM json_each(?))`
		args = append(args, sources)
	}
	if f.Published.Known() {
		where += ` AND a.first_day <= ? AND a.last_day >= ?`
		args = append(args, int64(f.Published.End), int64(f.Published.Start))
	}
	return where, args, nil
}

// Events returns all events of the newest versions of articles that the filter
// selects, by ID. Articles published later than AsOf are hidden; those without
// a date are not. With Latest only those with the highest IDs are read.
func (a *Archive) Events(ctx context.Context, f corpus.EventFilter) ([]corpus.Event, error) {
	if len(f.Collections) == 0 {
		return nil, nil
	}
	where, limits, err := passing(f)
	if err != nil {
		return nil, err
	}
	args := []any{}
	from, kinds := `events e`, ``
	if len(f.Kinds) > 0 {
		list, err := jsonList(f.Kinds)
		if err != nil {
			return nil, err
		}
		kinds = `kind IN (SELECT value FROM json_each(?))`
		args = append(args, list)
	}
	switch {
	case len(f.Keys) > 0:
		list, err := jsonList(f.Keys)
		if err != nil {
			return nil, err
		}
		if kinds != "" {
			kinds = " AND " + kinds
		}
		from = `(SELECT DISTINCT event FROM event_keys WHERE key IN (SELECT value FROM json_each(?))` + kinds + `) k JOIN events e ON e.id = k.event`
		args = append([]any{list}, args...)
	case kinds != "":
		from = `(SELECT * FROM events WHERE ` + kinds + `) e`
	}
	// Reading backwards lets SQLite stop at the limit.
	order := ` ORDER BY e.id`
	args = append(args, limits...)
	if f.Latest > 0 {
		order += ` DESC LIMIT ?`
		args = append(args, f.Latest)
	}
	var out []corpus.Event
	err = a.snapshot(ctx, func(tx *sql.Tx) error {
		return each(ctx, tx, `SELECT e.id, a.collection, a.key, v.version, e.kind, e.body FROM `+from+`
			JOIN versions v ON v.id = e.version JOIN articles a ON a.id = v.article AND a.current = v.id
			WHERE `+where+order, args, func(scan scanner) error {
			var e corpus.Event
			var blob sql.RawBytes
			if err := scan(&e.ID, &e.Article.Collection, &e.Article.ID, &e.Version, &e.Kind, &blob); err != nil {
				return err
			}
			if err := decodeEvent(blob, &e); err != nil {
				return fmt.Errorf("event %d: %w", e.ID, err)
			}
			out = append(out, e)
			return nil
		})
	})
	if f.Latest > 0 {
		slices.Reverse(out)
	}
	return out, err
}

// Coverage says what the archive holds of the collections, leaving out what
// was published after asOf, where that is not 0. To is no later than asOf.
func (a *Archive) Coverage(ctx context.Context, collections []string, asOf corpus.Day) (corpus.Coverage, error) {
	return a.CoverageOf(ctx, corpus.EventFilter{Collections: collections, AsOf: asOf})
}

// CoverageOf is Coverage for the articles whose events a filter selects,
// whatever their kinds and keys.
func (a *Archive) CoverageOf(ctx context.Context, f corpus.EventFilter) (corpus.Coverage, error) {
	var c corpus.Coverage
	where, args, err := passing(f)
	if err != nil || len(f.Collections) == 0 {
		return c, err
	}
	articles := `articles a`
	if len(f.Sources) > 0 {
		articles = `articles a JOIN versions v ON v.id = a.current`
	}
	err = a.snapshot(ctx, func(tx *sql.Tx) error {
		var from, to sql.NullInt64
		err := tx.QueryRowContext(ctx, `SELECT min(first_day), max(last_day), count(first_day), count(*) - count(first_day)
			FROM (SELECT a.first_day, a.last_day FROM `+articles+` WHERE `+where+`)`, args...).Scan(&from, &to, &c.Dated, &c.Undated)
		if err != nil || c.Dated == 0 {
			return err
		}
		c.From, c.To = corpus.Day(from.Int64), corpus.Day(to.Int64)
		if f.AsOf != 0 {
			c.To = min(c.To, f.AsOf)
		}
		return tx.QueryRowContext(ctx, `SELECT a.collection, a.key FROM `+articles+` WHERE a.first_day IS NOT NULL AND `+where+`
			ORDER BY a.first_day DESC, a.last_day, a.collection, a.key LIMIT 1`, args...).Scan(&c.Newest.Collection, &c.Newest.ID)
	})
	return c, err
}

// Collections returns the names of the collections that have articles, sorted.
func (a *Archive) Collections(ctx context.Context) ([]string, error) {
	var out []string
	err := a.snapshot(ctx, func(tx *sql.Tx) error {
		return each(ctx, tx, `SELECT DISTINCT collection FROM articles ORDER BY collection`, nil, func(scan scanner) error {
			var name string
			err := scan(&name)
			out = append(out, name)
			return err
		})
	})
	return out, err
}

// Generation returns the number of the last commit that changed something; 0
// for an empty archive.
func (a *Archive) Generation(ctx context.Context) (int64, error) {
	var g int64
	err := a.reader.QueryRowContext(ctx, statementText[stmtGeneration]).Scan(&g)
	return g, a.explain(err)
}

// ID returns the archive's identity: a string made when the archive was made,
// or brought to the schema that has one, and kept for ever. Copies of the file
// share it.
func (a *Archive) ID(ctx context.Context) (string, error) {
	var id string
	err := a.reader.QueryRowContext(ctx, `SELECT CAST(value AS TEXT) FROM meta WHERE name = 'id'`).Scan(&id)
	return id, a.explain(err)
}

// Stats counts what the archive holds of some collections.
type Stats struct {
	Articles, Versions, Passages, Events int
	Dated, Undated                       int // articles
	Copies                               int // articles that are near-copies of another
	Deleted                              int // tombstones
}

// Articles returns how many articles the archive has, of all collections.
func (a *Archive) Articles(ctx context.Context) (n int, err error) {
	err = a.snapshot(ctx, func(tx *sql.Tx) error {
		return tx.QueryRowContext(ctx, `SELECT count(*) FROM articles`).Scan(&n)
	})
	return n, err
}

// Stats counts what the archive holds of the collections.
func (a *Archive) Stats(ctx context.Context, collections []string) (Stats, error) {
	var s Stats
	names, err := jsonList(collections)
	if err != nil {
		return s, err
	}
	err = a.snapshot(ctx, func(tx *sql.Tx) error {
		const in = ` collection IN (SELECT value FROM json_each(?))`
		for _, q := range []struct {
			query string
			dest  []any
		}{
			{`SELECT count(*), count(first_day), count(*) - count(first_day), coalesce(sum(cluster > 0), 0) FROM articles WHERE` + in,
				[]any{&s.Articles, &s.Dated, &s.Undated, &s.Copies}},
			{`SELECT count(*) FROM articles a JOIN versions v ON v.article = a.id WHERE` + in, []any{&s.Versions}},
			{`SELECT count(*) FROM articles a JOIN passages p ON p.version = a.current WHERE` + in, []any{&s.Passages}},
			{`SELECT count(*) FROM articles a JOIN events e ON e.version = a.current WHERE` + in, []any{&s.Events}},
			{`SELECT count(*) FROM tombstones WHERE lifted = 0 AND` + in, []any{&s.Deleted}},
		} {
			if err := tx.QueryRowContext(ctx, q.query, names).Scan(q.dest...); err != nil {
				return err
			}
		}
		return nil
	})
	return s, err
}

// Same reports for each record whether Put would leave the archive as it is,
// so that nothing need be derived from it: the newest version was made from
// the same words, or the article was deleted.
func (a *Archive) Same(ctx context.Context, raws []corpus.Raw) ([]bool, error) {
	out := make([]bool, len(raws))
	err := a.snapshot(ctx, func(tx *sql.Tx) error {
		stmt, err := tx.PrepareContext(ctx, `SELECT v.hash FROM articles a JOIN versions v ON v.id = a.current
			WHERE a.collection = ?1 AND a.key = ?2
			UNION ALL SELECT NULL FROM tombstones WHERE collection = ?1 AND key = ?2 AND lifted = 0`)
		if err != nil {
			return err
		}
		defer stmt.Close()
		for i := range raws {
			var hash []byte
			err := stmt.QueryRowContext(ctx, raws[i].Collection, raws[i].ID).Scan(&hash)
			switch {
			case err == sql.ErrNoRows:
			case err != nil:
				return err
			default:
				want := Hash(&raws[i])
				out[i] = hash == nil || string(hash) == string(want[:])
			}
		}
		return nil
	})
	return out, err
}
