package archive

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"dateline/corpus"
)

// querier is a database or a transaction.
type querier interface {
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// header are the columns of an article's header, as scanHeader reads them.
const header = `a.collection, a.key, v.version, v.url, v.path, v.title, v.source, v.author, v.lang,
	v.first_day, v.last_day, v.prec, v.basis, v.confidence,
	CASE a.cluster WHEN 0 THEN a.key ELSE coalesce((SELECT c.key FROM articles c WHERE c.id = a.cluster), a.key) END`

// outline are the columns of the part of a header that an outline has, as
// scanOutline reads them. Each column costs.
const outline = `a.collection, a.key, v.version, v.title, v.source, v.lang, v.first_day, v.last_day, v.prec,
	CASE a.cluster WHEN 0 THEN NULL ELSE (SELECT c.key FROM articles c WHERE c.id = a.cluster) END`

func scanOutline(scan scanner, id *int64) (*corpus.Article, error) {
	var art corpus.Article
	var first, last sql.NullInt64
	var prec int
	var cluster sql.NullString
	if err := scan(&art.Collection, &art.ID, &art.Version, &art.Title, &art.Source, &art.Lang, &first, &last, &prec, &cluster, id); err != nil {
		return nil, err
	}
	if first.Valid && last.Valid {
		art.Published.Interval = corpus.Interval{Start: corpus.Day(first.Int64), End: corpus.Day(last.Int64), Precision: corpus.Precision(prec)}
	}
	if art.Cluster = art.ID; cluster.Valid {
		art.Cluster = cluster.String
	}
	return &art, nil
}

// headerDest returns where the columns of header go, and a function that
// completes the article when they are scanned.
func headerDest(art *corpus.Article) (dest []any, done func()) {
	var first, last sql.NullInt64
	var prec int
	return []any{&art.Collection, &art.ID, &art.Version, &art.URL, &art.Path, &art.Title, &art.Source, &art.Author, &art.Lang,
			&first, &last, &prec, (*string)(&art.Published.Basis), (*string)(&art.Published.Confidence), &art.Cluster},
		func() {
			if first.Valid && last.Valid {
				art.Published.Interval = corpus.Interval{Start: corpus.Day(first.Int64), End: corpus.Day(last.Int64), Precision: corpus.Precision(prec)}
			}
		}
}

// snapshot runs fn in a transaction that sees one state of the archive.
func (a *Archive) snapshot(ctx context.Context, fn func(tx *sql.Tx) error) error {
	tx, err := a.reader.BeginTx(ctx, nil)
	if err != nil {
		return a.explain(err)
	}
	defer func() { _ = tx.Rollback() }()
	return a.explain(fn(tx))
}

// maxParameters is how many values are bound in one statement.
const maxParameters = 500

func list[T any](ids []T) (marks string, args []any) {
	args = make([]any, len(ids))
	for i, id := range ids {
		args[i] = id
	}
	return strings.TrimSuffix(strings.Repeat("?,", len(ids)), ","), args
}

// Extracts returns passages with their text and the header of their articles,
// in the order of ids. Passages that the archive has not, since they were
// deleted, are left out. Passages of older versions are given out like others:
// Article.Version tells.
func (a *Archive) Extracts(ctx context.Context, ids []corpus.PassageID) ([]corpus.Extract, error) {
	return a.extracts(ctx, ids, true)
}

// Outlines is Extracts with only what passages are ranked by, which takes a
// fraction of the time: without the texts, and of the article's header the key,
// version, title, source, language, days of publication and cluster.
func (a *Archive) Outlines(ctx context.Context, ids []corpus.PassageID) ([]corpus.Extract, error) {
	return a.extracts(ctx, ids, false)
}

func (a *Archive) extracts(ctx context.Context, ids []corpus.PassageID, texts bool) ([]corpus.Extract, error) {
	type version struct {
		article *corpus.Article
		text    string
	}
	columns := outline
	if texts {
		columns = header + `, v.text`
	}
	type row struct {
		corpus.Extract
		version int64
	}
	found := make([]row, 0, len(ids)) // by ID
	err := a.snapshot(ctx, func(tx *sql.Tx) error {
		unique := slices.Compact(slices.Sorted(slices.Values(ids)))
		versions := make(map[int64]version, len(unique))
		for chunk := range slices.Chunk(unique, maxParameters) {
			marks, args := list(chunk)
			err := each(ctx, tx, `SELECT id, version, begin, stop, first, last, sentences FROM passages WHERE id IN (`+marks+`) ORDER BY id`, args, func(scan scanner) error {
				var x row
				var blob sql.RawBytes
				if err := scan(&x.ID, &x.version, &x.Start, &x.End, &x.First, &x.Last, &blob); err != nil {
					return err
				}
				ss, err := decodeSentences(blob, x.Span)
				if err != nil {
					return fmt.Errorf("passage %d: %w", x.ID, err)
				}
				x.Sentences = corpus.Clip(ss, x.Span)
				found = append(found, x)
				versions[x.version] = version{}
				return nil
			})
			if err != nil {
				return err
			}
		}
		for chunk := range slices.Chunk(sortedKeys(versions), maxParameters) {
			marks, args := list(chunk)
			err := each(ctx, tx, `SELECT `+columns+`, v.id FROM versions v JOIN articles a ON a.id = v.article WHERE v.id IN (`+marks+`)`, args, func(scan scanner) error {
				var id int64
				if !texts {
					art, err := scanOutline(scan, &id)
					versions[id] = version{article: art}
					return err
				}
				art := new(corpus.Article)
				var blob sql.RawBytes
				dest, done := headerDest(art)
				if err := scan(append(dest, &blob, &id)...); err != nil {
					return err
				}
				done()
				text, err := decompress(blob)
				if err != nil {
					return fmt.Errorf("%s version %d: %w", art.Key, art.Version, err)
				}
				versions[id] = version{art, string(text)}
				return nil
			})
			if err != nil {
				return err
			}
		}
		for i := range found {
			x := &found[i]
			v := versions[x.version]
			if v.article == nil || texts && !(corpus.Span{End: len(v.text)}).Contains(x.Span) {
				return fmt.Errorf("archive %s: passage %d: %w", a.path, x.ID, errCorrupt)
			}
			if x.Article = v.article; texts {
				x.Text = strings.Clone(x.Of(v.text))
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	out := make([]corpus.Extract, 0, len(ids))
	for _, id := range ids {
		if i, ok := slices.BinarySearchFunc(found, id, func(x row, id corpus.PassageID) int { return cmp.Compare(x.ID, id) }); ok {
			out = append(out, found[i].Extract)
		}
	}
	return out, nil
}

func sortedKeys[V any](m map[int64]V) []int64 {
	keys := make([]int64, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

type scanner func(dest ...any) error

// each runs a query and calls fn for each of its rows.
func each(ctx context.Context, q querier, query string, args []any, fn func(scan scanner) error) error {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := fn(rows.Scan); err != nil {
			return err
		}
	}
	return rows.Err()
}

// Document returns a version of an article with all that was derived from it;
// the newest where version is 0. Where there is none the error is ErrNotFound.
func (a *Archive) Document(ctx context.Context, key corpus.Key, version int) (corpus.Document, error) {
	var doc corpus.Document
	err := a.snapshot(ctx, func(tx *sql.Tx) error {
		id, err := versionID(ctx, tx, key, version)
		if err != nil {
			return err
		}
		return readDocuments(ctx, tx, id, id, true, func(_ int64, d corpus.Document) error {
			doc = d
			return nil
		})
	})
	return doc, err
}

func versionID(ctx context.Context, q querier, key corpus.Key, version int) (id int64, err error) {
	err = q.QueryRowContext(ctx, `SELECT v.id FROM articles a JOIN versions v ON v.article = a.id
		WHERE a.collection = ? AND a.key = ? AND CASE ? WHEN 0 THEN v.id = a.current ELSE v.version = ? END`,
		key.Collection, key.ID, version, version).Scan(&id)
	if err == sql.ErrNoRows {
		if version > 0 {
			return 0, fmt.Errorf("%s version %d: %w", key, version, ErrNotFound)
		}
		return 0, fmt.Errorf("%s: %w", key, ErrNotFound)
	}
	return id, err
}

// Raw returns the record from which a version of an article was made; the
// newest where version is 0.
func (a *Archive) Raw(ctx context.Context, key corpus.Key, version int) (corpus.Raw, error) {
	var raw corpus.Raw
	err := a.snapshot(ctx, func(tx *sql.Tx) error {
		id, err := versionID(ctx, tx, key, version)
		if err != nil {
			return err
		}
		var blob []byte
		if err := tx.QueryRowContext(ctx, `SELECT r.record FROM versions v JOIN raws r ON r.id = v.raw WHERE v.id = ?`, id).Scan(&blob); err != nil {
			return err
		}
		raw, err = decodeRaw(blob)
		return err
	})
	return raw, err
}

func decodeRaw(blob []byte) (raw corpus.Raw, err error) {
	b, err := decompress(blob)
	if err == nil {
		err = json.Unmarshal(b, &raw)
	}
	return raw, err
}

// readDocuments reads the documents of the versions with IDs from lo to hi, in
// that order: only those that are newest where lo < hi.
func readDocuments(ctx context.Context, q querier, lo, hi int64, events bool, fn func(version int64, d corpus.Document) error) error {
	newest := ""
	if lo < hi {
		newest = " AND v.id = a.current"
	}
	type entry struct {
		id  int64
		doc corpus.Document
	}
	var entries []entry
	args := []any{lo, hi}
	err := each(ctx, q, `SELECT `+header+`, v.id, v.text, v.layout FROM versions v JOIN articles a ON a.id = v.article
		WHERE v.id BETWEEN ? AND ?`+newest+` ORDER BY v.id`, args, func(scan scanner) error {
		var e entry
		var text, layout []byte
		dest, done := headerDest(&e.doc.Article)
		if err := scan(append(dest, &e.id, &text, &layout)...); err != nil {
			return err
		}
		done()
		b, err := decompress(text)
		if err != nil {
			return fmt.Errorf("%s version %d: %w", e.doc.Key, e.doc.Version, err)
		}
		e.doc.Text = string(b)
		if b, err = decompress(layout); err == nil {
			err = decodeLayout(b, &e.doc.Article)
		}
		if err != nil {
			return fmt.Errorf("%s version %d: %w", e.doc.Key, e.doc.Version, err)
		}
		entries = append(entries, e)
		return nil
	})
	if err != nil {
		return err
	}
	at := func(i *int, version int64) *corpus.Document {
		for *i < len(entries) && entries[*i].id < version {
			*i++
		}
		if *i < len(entries) && entries[*i].id == version {
			return &entries[*i].doc
		}
		return nil
	}
	i := 0
	err = each(ctx, q, `SELECT id, version, begin, stop, first, last, sentences FROM passages
		WHERE version BETWEEN ? AND ? ORDER BY version, id`, args, func(scan scanner) error {
		var p corpus.Passage
		var version int64
		var blob sql.RawBytes
		if err := scan(&p.ID, &version, &p.Start, &p.End, &p.First, &p.Last, &blob); err != nil {
			return err
		}
		d := at(&i, version)
		if d == nil {
			return nil
		}
		ss, err := decodeSentences(blob, p.Span)
		if err != nil || len(ss) != p.Last-p.First+1 {
			return fmt.Errorf("passage %d: %w", p.ID, errCorrupt)
		}
		if n := len(d.Passages); n == 0 || d.Passages[n-1].Last != p.First {
			d.Sentences = append(d.Sentences, ss...)
		}
		d.Passages = append(d.Passages, p)
		return nil
	})
	if err != nil {
		return err
	}
	if i = 0; events {
		err = each(ctx, q, `SELECT id, version, kind, body FROM events WHERE version BETWEEN ? AND ? ORDER BY version, id`, args, func(scan scanner) error {
			var e corpus.Event
			var version int64
			var blob sql.RawBytes
			if err := scan(&e.ID, &version, &e.Kind, &blob); err != nil {
				return err
			}
			d := at(&i, version)
			if d == nil {
				return nil
			}
			if err := decodeEvent(blob, &e); err != nil {
				return fmt.Errorf("event %d: %w", e.ID, err)
			}
			e.Article, e.Version = d.Key, d.Version
			d.Events = append(d.Events, e)
			return nil
		})
		if err != nil {
			return err
		}
	}
	for _, e := range entries {
		if err := fn(e.id, e.doc); err != nil {
			return err
		}
	}
	return nil
}
