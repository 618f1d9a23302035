package archive

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"

	"dateline/corpus"
)

// The statements of the writer.
const (
	stmtGeneration = iota
	stmtSetGeneration
	stmtTombstone
	stmtArticle
	stmtAddArticle
	stmtSetArticle
	stmtAddRaw
	stmtAddVersion
	stmtAddPassage
	stmtAddEvent
	stmtAddEventKeys
	stmtDropEventKey
	stmtBands
	stmtBandArticle
	stmtBandText
	stmtClearBands
	stmtAddBands
	stmtBanded
	stmtIsBanded
	stmtSeveral
	stmtSetBanded
	stmtStanding
	stmtMembers
	stmtCluster
	stmtSetCluster
	stmtMoveCluster
	stmtAddPair
	stmtArticleKey
	stmtTitle
	stmtMove
	stmtMoveRaw
	stmtCorrection
	statements
)

var statementText = [statements]string{
	stmtGeneration:    `SELECT value FROM meta WHERE name = 'generation'`,
	stmtSetGeneration: `UPDATE meta SET value = ? WHERE name = 'generation'`,
	stmtTombstone:     `SELECT 1 FROM tombstones WHERE collection = ? AND key = ? AND lifted = 0`,
	stmtArticle: `SELECT a.id, a.cluster, v.id, v.version, v.hash, v.raw, v.path
		FROM articles a JOIN versions v ON v.id = a.current WHERE a.collection = ? AND a.key = ?`,
	stmtAddArticle: `INSERT INTO articles (collection, key) VALUES (?, ?)`,
	stmtSetArticle: `UPDATE articles SET current = ?, first_day = ?, last_day = ?, words = ?, came = ? WHERE id = ?`,
	stmtAddRaw:     `INSERT INTO raws (record) VALUES (?)`,
	stmtAddVersion: `INSERT INTO versions (article, version, generation, pipeline, ingested, raw, hash, derived, url, path, title,
		source, author, lang, first_day, last_day, prec, basis, confidence, text, layout)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
	stmtAddPassage: `INSERT INTO passages (version, begin, stop, first, last, sentences) VALUES (?, ?, ?, ?, ?, ?)`,
	stmtAddEvent:   `INSERT INTO events (version, kind, body) VALUES (?, ?, ?)`,
	stmtAddEventKeys: `INSERT OR IGNORE INTO event_keys (key, kind, event)
		SELECT value ->> 0, value ->> 1, value ->> 2 FROM json_each(?)`,
	stmtDropEventKey: `DELETE FROM event_keys WHERE key = ? AND kind = ? AND event = ?`,
	stmtBands:        `SELECT band, article FROM bands WHERE band IN (?` + strings.Repeat(`, ?`, bandsPerText-1) + `)`,
	stmtBandArticle:  `SELECT collection, cluster, banded, current FROM articles WHERE id = ?`,
	stmtBandText:     `SELECT v.text FROM articles a JOIN versions v ON v.id = a.current WHERE a.id = ?`,
	stmtClearBands:   `DELETE FROM bands WHERE article = ? AND band IN (?` + strings.Repeat(`, ?`, bandsPerText-1) + `)`,
	stmtAddBands:     `INSERT OR IGNORE INTO bands (band, article) VALUES (?, ?)` + strings.Repeat(`, (?, ?)`, bandsPerText-1),
	stmtBanded:       `SELECT (SELECT count(*) FROM articles WHERE id = ? AND banded) + (SELECT count(*) FROM articles WHERE cluster > 0 AND cluster = ? AND banded)`,
	stmtIsBanded:     `SELECT banded FROM articles WHERE id = ?`,
	stmtSeveral:      `SELECT count(*) > 1 FROM (SELECT 1 FROM articles WHERE cluster > 0 AND cluster = ? LIMIT 2)`,
	stmtSetBanded:    `UPDATE articles SET banded = ? WHERE id = ?`,
	stmtStanding:     `SELECT a.first_day, a.last_day, a.words, a.came, v.confidence FROM articles a JOIN versions v ON v.id = a.current WHERE a.id = ?`,
	stmtMembers:      `SELECT id FROM articles WHERE cluster > 0 AND cluster = ? ORDER BY id`,
	stmtCluster:      `SELECT cluster FROM articles WHERE id = ?`,
	stmtSetCluster:   `UPDATE articles SET cluster = ? WHERE id = ?`,
	stmtMoveCluster:  `UPDATE articles SET cluster = ? WHERE cluster > 0 AND cluster = ?`,
	stmtAddPair:      `INSERT OR IGNORE INTO copies (article, other) VALUES (?, ?)`,
	stmtArticleKey:   `SELECT key FROM articles WHERE id = ?`,
	stmtTitle:        `SELECT a.key, v.title FROM articles a JOIN versions v ON v.id = a.current WHERE a.id = ?`,
	stmtMove:         `UPDATE versions SET path = ? WHERE id = ?`,
	stmtMoveRaw:      `UPDATE raws SET record = ? WHERE id = ?`,
	stmtCorrection:   `SELECT id, withdrawn FROM corrections WHERE collection = ? AND key = ? ORDER BY id DESC LIMIT 1`,
}

// writer is the one connection that writes.
type writer struct {
	mu    sync.Mutex
	db    *sql.DB
	stmts [statements]*sql.Stmt

	readings     map[int64]*reading // by version, of committed ones and of those under way
	readingWords int                // of them all
}

func (w *writer) prepare(ctx context.Context) error {
	for i, text := range statementText {
		stmt, err := w.db.PrepareContext(ctx, text)
		if err != nil {
			return err
		}
		w.stmts[i] = stmt
	}
	return nil
}

// batch is a transaction under way.
type batch struct {
	ctx        context.Context
	tx         *sql.Tx
	stmts      [statements]*sql.Stmt // of tx
	w          *writer
	now        int64 // Unix time, milliseconds
	generation int64 // that is being written; 0 until something changes
}

func (b *batch) stmt(i int) *sql.Stmt {
	if b.stmts[i] == nil {
		b.stmts[i] = b.tx.StmtContext(b.ctx, b.w.stmts[i])
	}
	return b.stmts[i]
}

func (b *batch) exec(i int, args ...any) (sql.Result, error) {
	return b.stmt(i).ExecContext(b.ctx, args...)
}

func (b *batch) insert(i int, args ...any) (int64, error) {
	r, err := b.exec(i, args...)
	if err != nil {
		return 0, err
	}
	return r.LastInsertId()
}

func (b *batch) query(i int, args ...any) (*sql.Rows, error) {
	return b.stmt(i).QueryContext(b.ctx, args...)
}

// row scans the first row into dest and reports whether there was one.
func (b *batch) row(i int, args []any, dest ...any) (bool, error) {
	err := b.stmt(i).QueryRowContext(b.ctx, args...).Scan(dest...)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil, err
}

// advance begins a new generation with the first change of a transaction.
func (b *batch) advance() error {
	if b.generation > 0 {
		return nil
	}
	var g int64
	if _, err := b.row(stmtGeneration, nil, &g); err != nil {
		return err
	}
	b.generation = g + 1
	_, err := b.exec(stmtSetGeneration, b.generation)
	return err
}

// write runs fn in a transaction, which it commits unless fn fails. Once begun
// it runs to its end: ctx is looked at before.
func (a *Archive) write(ctx context.Context, fn func(*batch) error) error {
	if a.writer == nil {
		return fmt.Errorf("%w: %s was opened for reading", ErrReadOnly, a.path)
	}
	a.writer.mu.Lock()
	defer a.writer.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return err
	}
	ctx = context.WithoutCancel(ctx)
	tx, err := a.writer.db.BeginTx(ctx, nil)
	if err != nil {
		return a.explain(err)
	}
	b := &batch{ctx: ctx, tx: tx, w: a.writer, now: a.now().UnixMilli()}
	if err = fn(b); err == nil {
		err = tx.Commit()
	}
	if err != nil {
		_ = tx.Rollback()       // SQLite may have rolled back itself
		a.writer.readings = nil // the IDs of its versions are given again
		return a.explain(err)
	}
	return nil
}

// Put stores records in one transaction and returns what became of each, in
// order. A record that the archive has already, in the same words, changes
// nothing; one with other words becomes a new version of its article. A record
// that can't be stored is Rejected and costs only itself; any other error means
// that nothing of the batch was stored. Cancelling ctx has no effect on a
// transaction that has begun.
func (a *Archive) Put(ctx context.Context, records []Record) ([]Change, error) {
	return a.change(ctx, records, (*batch).put)
}

// change applies one kind of change to each record, all in one transaction.
func (a *Archive) change(ctx context.Context, records []Record, apply func(*batch, *prepared) (Change, error)) ([]Change, error) {
	ps, err := prepare(ctx, records)
	if err != nil {
		return nil, err
	}
	changes := make([]Change, len(ps))
	err = a.write(ctx, func(b *batch) error {
		for i := range ps {
			if changes[i], err = apply(b, &ps[i]); err != nil {
				return fmt.Errorf("%s: %w", ps[i].Raw.Key, err)
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return changes, nil
}

// held is an article as the archive has it.
type held struct {
	article, cluster int64
	current, raw     int64
	version          int
	hash             []byte
	path             string
}

// article reads the article of a key and reports whether there is one.
func (b *batch) article(key []any, h *held) (bool, error) {
	return b.row(stmtArticle, key, &h.article, &h.cluster, &h.current, &h.version, &h.hash, &h.raw, &h.path)
}

// move notes that the record of h was read from another file this time. No
// index holds paths, so that the generation stays. Standard input is no file.
func (b *batch) move(p *prepared, h *held) error {
	if p.Raw.Path == h.path || p.Raw.Path == "" || p.Raw.Path == "-" {
		return nil
	}
	record, err := json.Marshal(&p.Raw)
	if err != nil {
		return err
	}
	if _, err := b.exec(stmtMove, p.Raw.Path, h.current); err != nil {
		return err
	}
	_, err = b.exec(stmtMoveRaw, compress(record), h.raw)
	return err
}

func (b *batch) put(p *prepared) (Change, error) {
	c := Change{Key: p.Raw.Key}
	if p.err != nil {
		c.Kind, c.Err = Rejected, p.err
		return c, nil
	}
	key := []any{p.Raw.Collection, p.Raw.ID}
	var one int
	if deleted, err := b.row(stmtTombstone, key, &one); err != nil || deleted {
		c.Kind = Withheld
		return c, err
	}
	var h held
	found, err := b.article(key, &h)
	if err != nil {
		return c, err
	}
	if found && string(h.hash) == string(p.hash[:]) {
		c.Kind, c.Version = Unchanged, h.version
		if err := b.move(p, &h); err != nil {
			return c, err
		}
		c.CopyOf, err = b.clusterKey(h.cluster)
		return c, err
	}
	if p.Document == nil {
		c.Kind, c.Err = Rejected, ErrNotDerived
		return c, nil
	}
	if stale, err := b.stale(p); err != nil || stale {
		c.Kind, c.Err = Rejected, ErrStale
		return c, err
	}
	if found && p.Raw.ByPath {
		text, err := b.storedText(h.article)
		if err != nil {
			return c, err
		}
		if stored := sketchOf(p.Raw.Collection, text); unrelated(&p.sketch, &stored) {
			c.Kind, c.Err = Rejected, fmt.Errorf("the id %q is already that of another article, %s: give the records ids, or use --collection", p.Raw.ID, h.path)
			return c, nil
		}
	}
	if err := b.advance(); err != nil {
		return c, err
	}
	c.Kind = Updated
	if !found {
		c.Kind = Added
		if h.article, err = b.insert(stmtAddArticle, key...); err != nil {
			return c, err
		}
	}
	if h.raw, err = b.insert(stmtAddRaw, p.record); err != nil {
		return c, err
	}
	c.Version = h.version + 1
	err = b.addVersion(p, &h, &c)
	return c, err
}

// addVersion writes a version after that in h and says in c of which article it
// is a near-copy.
func (b *batch) addVersion(p *prepared, h *held, c *Change) error {
	d := p.Document
	first, last := days(d.Published.Interval)
	version, err := b.insert(stmtAddVersion, h.article, h.version+1, b.generation, p.Pipeline, b.now, h.raw, p.hash[:], p.derived[:],
		d.URL, d.Path, d.Title, d.Source, d.Author, d.Lang, first, last, int(d.Published.Precision),
		string(d.Published.Basis), string(d.Published.Confidence), p.text, p.layout)
	if err != nil {
		return err
	}
	for i, ps := range d.Passages {
		if _, err := b.exec(stmtAddPassage, version, ps.Start, ps.End, ps.First, ps.Last, p.sentences[i]); err != nil {
			return err
		}
	}
	if err := b.addEvents(version, p); err != nil {
		return err
	}
	if h.current != 0 {
		if err := b.leave(p.Raw.Collection, h.article, h.cluster); err != nil {
			return err
		}
	}
	if _, err := b.exec(stmtSetArticle, version, first, last, p.sketch.words, h.raw, h.article); err != nil {
		return err
	}
	m, err := b.join(p.Raw.Collection, h.article, d.Text, &p.sketch)
	if err != nil || m.article == 0 {
		return err
	}
	return b.copied(c, p, h.article, m)
}

// copied says in a change of which article the new text is a near-copy.
func (b *batch) copied(c *Change, p *prepared, article int64, m match) error {
	var cluster int64
	if _, err := b.row(stmtCluster, []any{article}, &cluster); err != nil {
		return err
	}
	var title string
	if _, err := b.row(stmtTitle, []any{m.article}, &c.Like, &title); err != nil {
		return err
	}
	c.Likeness = m.likeness
	c.Likeness.Headline = c.Likeness.Headline || title != p.Document.Title
	var err error
	c.CopyOf, err = b.clusterKey(cluster)
	return err
}

// days returns the columns of an interval, NULL where it is unknown.
func days(iv corpus.Interval) (first, last any) {
	if !iv.Known() {
		return nil, nil
	}
	return int64(iv.Start), int64(iv.End)
}

func (b *batch) addEvents(version int64, p *prepared) error {
	var keys [][3]any
	for i := range p.Document.Events {
		e := &p.Document.Events[i]
		id, err := b.insert(stmtAddEvent, version, e.Kind, p.events[i])
		if err != nil {
			return err
		}
		for _, k := range e.Keys {
			keys = append(keys, [3]any{k, e.Kind, id})
		}
	}
	if keys == nil {
		return nil
	}
	list, err := json.Marshal(keys)
	if err != nil {
		return err
	}
	_, err = b.exec(stmtAddEventKeys, string(list))
	return err
}

// dropEvents deletes the events of a version.
func (b *batch) dropEvents(version int64) error {
	var events []corpus.Event
	err := each(b.ctx, b.tx, `SELECT id, kind, body FROM events WHERE version = ?`, []any{version}, func(scan scanner) error {
		var e corpus.Event
		var blob []byte
		if err := scan(&e.ID, &e.Kind, &blob); err != nil {
			return err
		}
		err := decodeEvent(blob, &e)
		events = append(events, e)
		return err
	})
	if err != nil {
		return err
	}
	for _, e := range events {
		for _, key := range e.Keys {
			if _, err := b.exec(stmtDropEventKey, key, e.Kind, e.ID); err != nil {
				return err
			}
		}
	}
	_, err = b.tx.ExecContext(b.ctx, `DELETE FROM events WHERE version = ?`, version)
	return err
}

// clusterKey returns the ID of an article that stands for a cluster.
func (b *batch) clusterKey(cluster int64) (id string, err error) {
	if cluster != 0 {
		_, err = b.row(stmtArticleKey, []any{cluster}, &id)
	}
	return id, err
}
