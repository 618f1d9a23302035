package archive

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"time"

	"dateline/corpus"
)

// Stored is the record of the newest version of an article.
type Stored struct {
	corpus.Raw
	Sequence int64 // where it stands among those of all articles
	Version  int
	Pipeline int       // version of the pipeline that derived it
	Ingested time.Time // when the archive got the record

	Correction *corpus.Correction // of its date, that counts; nil: none
}

// Records returns the records of at most n articles, of their newest versions,
// that stand after a sequence, in order: 0 for the first ones.
func (a *Archive) Records(ctx context.Context, after int64, n int) ([]Stored, error) {
	var out []Stored
	err := a.snapshot(ctx, func(tx *sql.Tx) (err error) {
		out, err = records(ctx, tx, after, n)
		return err
	})
	return out, err
}

func records(ctx context.Context, q querier, after int64, n int) ([]Stored, error) {
	var out []Stored
	err := each(ctx, q, `SELECT a.id, a.collection, a.key, v.version, v.pipeline, r.record,
		(SELECT min(w.ingested) FROM versions w WHERE w.article = a.id AND w.raw = v.raw), `+correctionColumns+` FROM articles a
		JOIN versions v ON v.id = a.current JOIN raws r ON r.id = v.raw
		LEFT JOIN corrections c ON c.id = (SELECT max(d.id) FROM corrections d WHERE d.collection = a.collection AND d.key = a.key)
		WHERE a.id > ? ORDER BY a.id LIMIT ?`, []any{after, n}, func(scan scanner) error {
		var s Stored
		var key corpus.Key
		var blob []byte
		var ingested int64
		var c correctionRow
		if err := scan(append([]any{&s.Sequence, &key.Collection, &key.ID, &s.Version, &s.Pipeline, &blob, &ingested}, c.dest()...)...); err != nil {
			return err
		}
		raw, err := decodeRaw(blob)
		if err != nil {
			return fmt.Errorf("%s version %d: %w", key, s.Version, err)
		}
		s.Raw = raw
		s.Key, s.Ingested, s.Correction = key, time.UnixMilli(ingested), c.counts()
		out = append(out, s)
		return nil
	})
	return out, err
}

// Redo puts newly derived documents in the place of those that the archive
// has, in one transaction. Where the text and its passages stay as they are the
// version is kept and passage IDs with it; where they change it becomes a new
// version, and the old one stays readable. What is derived alike changes
// nothing but the version of the pipeline.
func (a *Archive) Redo(ctx context.Context, records []Record) ([]Change, error) {
	return a.change(ctx, records, (*batch).redo)
}

func (b *batch) redo(p *prepared) (Change, error) {
	c := Change{Key: p.Raw.Key}
	if p.err == nil && p.Document == nil {
		p.err = ErrNotDerived
	}
	if p.err != nil {
		c.Kind, c.Err = Rejected, p.err
		return c, nil
	}
	var h held
	found, err := b.article([]any{p.Raw.Collection, p.Raw.ID}, &h)
	if err != nil {
		return c, err
	}
	if !found || !bytes.Equal(h.hash, p.hash[:]) {
		c.Kind = Withheld // deleted, or replaced, since the record was read
		return c, nil
	}
	if stale, err := b.stale(p); err != nil || stale {
		c.Kind = Withheld // corrected since, and derived anew with that
		return c, err
	}
	var derived, text []byte
	if err := b.tx.QueryRowContext(b.ctx, `SELECT derived, text FROM versions WHERE id = ?`, h.current).Scan(&derived, &text); err != nil {
		return c, err
	}
	c.Version = h.version
	if bytes.Equal(derived, p.derived[:]) {
		c.Kind = Unchanged
		if c.CopyOf, err = b.clusterKey(h.cluster); err != nil {
			return c, err
		}
		_, err = b.tx.ExecContext(b.ctx, `UPDATE versions SET pipeline = ? WHERE id = ? AND pipeline <> ?`, p.Pipeline, h.current, p.Pipeline)
		return c, err
	}
	c.Kind = Updated
	if err := b.advance(); err != nil {
		return c, err
	}
	plain, err := decompress(text)
	if err != nil {
		return c, err
	}
	ids, same, err := b.samePassages(p, h.current)
	if err != nil {
		return c, err
	}
	if !same || string(plain) != p.Document.Text {
		c.Version++
		err = b.addVersion(p, &h, &c)
		return c, err
	}
	if err := b.revise(p, &h, ids); err != nil {
		return c, err
	}
	if err := b.restand(h.article, h.cluster); err != nil {
		return c, err
	}
	if _, err := b.row(stmtCluster, []any{h.article}, &h.cluster); err != nil {
		return c, err
	}
	c.CopyOf, err = b.clusterKey(h.cluster)
	return c, err
}

// samePassages reports whether a version has the passages of the document, and
// their IDs.
func (b *batch) samePassages(p *prepared, version int64) (ids []corpus.PassageID, same bool, err error) {
	same = true
	err = each(b.ctx, b.tx, `SELECT id, begin, stop, first, last FROM passages WHERE version = ? ORDER BY id`, []any{version}, func(scan scanner) error {
		var ps corpus.Passage
		if err := scan(&ps.ID, &ps.Start, &ps.End, &ps.First, &ps.Last); err != nil {
			return err
		}
		i := len(ids)
		ids = append(ids, ps.ID)
		ps.ID = 0
		if i >= len(p.Document.Passages) {
			same = false
			return nil
		}
		want := p.Document.Passages[i]
		want.ID = 0
		same = same && ps == want
		return nil
	})
	return ids, same && len(ids) == len(p.Document.Passages), err
}

// revise writes what was derived anew into the rows of a version.
func (b *batch) revise(p *prepared, h *held, ids []corpus.PassageID) error {
	d := p.Document
	first, last := days(d.Published.Interval)
	for _, q := range []struct {
		query string
		args  []any
	}{
		{`UPDATE versions SET generation = ?, pipeline = ?, derived = ?, url = ?, path = ?, title = ?, source = ?, author = ?, lang = ?,
			first_day = ?, last_day = ?, prec = ?, basis = ?, confidence = ?, layout = ? WHERE id = ?`,
			[]any{b.generation, p.Pipeline, p.derived[:], d.URL, d.Path, d.Title, d.Source, d.Author, d.Lang,
				first, last, int(d.Published.Precision), string(d.Published.Basis), string(d.Published.Confidence), p.layout, h.current}},
		{`UPDATE articles SET first_day = ?, last_day = ? WHERE id = ?`, []any{first, last, h.article}},
	} {
		if _, err := b.tx.ExecContext(b.ctx, q.query, q.args...); err != nil {
			return err
		}
	}
	if err := b.dropEvents(h.current); err != nil {
		return err
	}
	for i, id := range ids {
		if _, err := b.tx.ExecContext(b.ctx, `UPDATE passages SET sentences = ? WHERE id = ?`, p.sentences[i], int64(id)); err != nil {
			return err
		}
	}
	return b.addEvents(h.current, p)
}
