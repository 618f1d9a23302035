package embed

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	sqlite3 "modernc.org/sqlite/lib"

	"dateline/sqlfile"
)

// StoreFile is the name of the store within an archive's folder, and lockFile
// that of what whoever makes vectors holds locked.
const (
	StoreFile = "vectors.db"
	lockFile  = "vectors.lock"
)

// ErrBusy says that another process makes vectors.
var ErrBusy = errors.New("another process makes vectors")

// Hash is the key of a text.
type Hash [sha256.Size]byte

// HashOf returns the key of a text.
func HashOf(text string) Hash { return sha256.Sum256([]byte(text)) }

// storeSchema is the version of the tables.
const storeSchema = 1

// Store keeps the vectors of texts, by the ID of the embedder and the hash of
// the text, so that none is made twice. It is one SQLite file; what Put has
// returned from outlives a kill. All in it can be made again. Several processes
// may have it open; it is safe for concurrent use.
//
// A vector is kept as 4 bytes of scale (IEEE 754, little-endian) and a signed
// byte for each dimension, by which the scale is multiplied.
type Store struct {
	path string
	db   *sql.DB
}

// OpenStore opens the store in a folder for reading and writing, and makes it
// where there is none.
func OpenStore(ctx context.Context, dir string) (*Store, error) {
	// FULL, since without a log a power cut could otherwise cost the file.
	s, err := openStore(ctx, dir, "?_txlock=immediate&_pragma=busy_timeout(20000)&_pragma=journal_mode(truncate)&_pragma=synchronous(full)")
	if err != nil {
		return nil, err
	}
	if _, err := s.db.ExecContext(ctx, fmt.Sprintf(`
		CREATE TABLE IF NOT EXISTS embedders (number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, settings TEXT NOT NULL, dims INTEGER NOT NULL);
		CREATE TABLE IF NOT EXISTS vectors (embedder INTEGER NOT NULL REFERENCES embedders, hash BLOB NOT NULL, vector BLOB NOT NULL,
			PRIMARY KEY (embedder, hash)) WITHOUT ROWID;
		CREATE TABLE IF NOT EXISTS notes (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
		PRAGMA user_version = %d`, storeSchema)); err != nil {
		return nil, errors.Join(s.explain(err), s.db.Close())
	}
	return s, nil
}

// OpenStoreReadOnly opens the store in a folder for reading. The error is one
// of fs where there is none.
func OpenStoreReadOnly(ctx context.Context, dir string) (*Store, error) {
	if _, err := os.Stat(filepath.Join(dir, StoreFile)); err != nil {
		return nil, err
	}
	return openStore(ctx, dir, "?mode=ro&_pragma=busy_timeout(20000)&_pragma=query_only(on)")
}

func openStore(ctx context.Context, dir, options string) (*Store, error) {
	s := &Store{path: filepath.Join(dir, StoreFile)}
	var err error
	if s.db, err = sqlfile.Open(sqlfile.URI(s.path)+options, 4); err != nil {
		return nil, s.explain(err)
	}
	schema := 0
	err = s.db.QueryRowContext(ctx, "PRAGMA user_version").Scan(&schema)
	if err == nil && schema > storeSchema {
		err = fmt.Errorf("schema %d is newer than this program's %d: upgrade dateline, or delete the file, and the vectors are made again", schema, storeSchema)
	}
	if err != nil {
		return nil, errors.Join(s.explain(err), s.db.Close())
	}
	return s, nil
}

// Close closes the store.
func (s *Store) Close() error { return s.explain(s.db.Close()) }

func (s *Store) explain(err error) error {
	if err == nil || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	if c := sqlfile.Code(err); c == sqlite3.SQLITE_CORRUPT || c == sqlite3.SQLITE_NOTADB {
		return fmt.Errorf("vectors %s: %w: delete the file, and they are made again", s.path, err)
	}
	return fmt.Errorf("vectors %s: %w", s.path, err)
}

// Lock gives its holder alone the right to make vectors, until it calls unlock.
// It waits so long for another process; the error is then ErrBusy.
func (s *Store) Lock(ctx context.Context, wait time.Duration) (unlock func(), err error) {
	db, err := sqlfile.Lock(ctx, filepath.Join(filepath.Dir(s.path), lockFile), wait)
	if sqlfile.Code(err) == sqlite3.SQLITE_BUSY {
		return nil, ErrBusy
	}
	if err != nil {
		return nil, s.explain(err)
	}
	return func() { _ = db.Close() }, nil
}

// Know takes an embedder in. Its vectors may be Put from then on.
func (s *Store) Know(ctx context.Context, settings Settings) error {
	data, err := json.Marshal(settings)
	if err == nil {
		_, err = s.db.ExecContext(ctx, `INSERT INTO embedders (id, settings, dims) VALUES (?, ?, 0)
			ON CONFLICT (id) DO UPDATE SET settings = excluded.settings WHERE settings <> excluded.settings`, settings.ID(), string(data))
	}
	return s.explain(err)
}

// Known returns the settings of an embedder and how many dimensions its vectors
// have, 0 where there is none yet; ok is false for an unknown one.
func (s *Store) Known(ctx context.Context, id string) (settings Settings, dims int, ok bool, err error) {
	var data string
	err = s.db.QueryRowContext(ctx, `SELECT settings, dims FROM embedders WHERE id = ?`, id).Scan(&data, &dims)
	if errors.Is(err, sql.ErrNoRows) {
		return settings, 0, false, nil
	}
	if err == nil {
		err = json.Unmarshal([]byte(data), &settings)
	}
	return settings, dims, err == nil, s.explain(err)
}

// Put keeps vectors of unit length, each of dims dimensions, of the texts of
// these hashes, all or none.
func (s *Store) Put(ctx context.Context, id string, dims int, hashes []Hash, vectors [][]float32) (err error) {
	defer func() { err = s.explain(err) }()
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }()
	var number, had int
	if err := tx.QueryRowContext(ctx, `SELECT number, dims FROM embedders WHERE id = ?`, id).Scan(&number, &had); err != nil {
		return fmt.Errorf("embedder %s: %w", id, err)
	}
	if had != 0 && had != dims {
		return fmt.Errorf("embedder %s: vectors of %d dimensions: want %d", id, dims, had)
	}
	if had == 0 {
		if _, err := tx.ExecContext(ctx, `UPDATE embedders SET dims = ? WHERE number = ?`, dims, number); err != nil {
			return err
		}
	}
	insert, err := tx.PrepareContext(ctx, `INSERT INTO vectors (embedder, hash, vector) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET vector = excluded.vector`)
	if err != nil {
		return err
	}
	defer insert.Close()
	for i, h := range hashes {
		if len(vectors[i]) != dims {
			return fmt.Errorf("a vector of %d dimensions: want %d", len(vectors[i]), dims)
		}
		if _, err := insert.ExecContext(ctx, number, h[:], pack(vectors[i])); err != nil {
			return err
		}
	}
	if _, err := tx.ExecContext(ctx, `INSERT INTO notes (name, value) VALUES ('puts', '1')
		ON CONFLICT DO UPDATE SET value = CAST(value AS INTEGER) + 1`); err != nil {
		return err
	}
	return tx.Commit()
}

// maxParameters is how many hashes one statement has.
const maxParameters = 500

// Vectors returns the vectors of the texts of these hashes, in their order, nil
// for each that is not kept.
func (s *Store) Vectors(ctx context.Context, id string, hashes []Hash) ([][]float32, error) {
	found := make(map[Hash][]float32, len(hashes))
	for chunk := range slices.Chunk(hashes, maxParameters) {
		args := make([]any, 0, len(chunk)+1)
		args = append(args, id)
		for i := range chunk {
			args = append(args, chunk[i][:])
		}
		rows, err := s.db.QueryContext(ctx, `SELECT hash, vector FROM vectors WHERE embedder = (SELECT number FROM embedders WHERE id = ?)
			AND hash IN (`+strings.TrimSuffix(strings.Repeat("?,", len(chunk)), ",")+`)`, args...)
		if err != nil {
			return nil, s.explain(err)
		}
		for rows.Next() {
			var hash, data []byte
			if err = rows.Scan(&hash, &data); err != nil {
				break
			}
			var h Hash
			copy(h[:], hash)
			found[h] = unpack(data)
		}
		if err := errors.Join(err, rows.Err(), rows.Close()); err != nil {
			return nil, s.explain(err)
		}
	}
	out := make([][]float32, len(hashes))
	for i, h := range hashes {
		out[i] = found[h]
	}
	return out, nil
}

// Count returns how many vectors of an embedder are kept.
func (s *Store) Count(ctx context.Context, id string) (n int, err error) {
	err = s.db.QueryRowContext(ctx, `SELECT count(*) FROM vectors WHERE embedder = (SELECT number FROM embedders WHERE id = ?)`, id).Scan(&n)
	return n, s.explain(err)
}

// Notes that processes leave each other.
const (
	NoteWanted   = "wanted"   // ID of the embedder that the settings name
	NoteComplete = "complete" // ID of the embedder that had a vector for every text
	NotePurged   = "purged"   // what the last purge was after
	NotePuts     = "puts"     // grows with each Put
)

// Note returns a note, "" where there is none.
func (s *Store) Note(ctx context.Context, name string) (value string, err error) {
	err = s.db.QueryRowContext(ctx, `SELECT value FROM notes WHERE name = ?`, name).Scan(&value)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return value, s.explain(err)
}

// SetNote leaves a note.
func (s *Store) SetNote(ctx context.Context, name, value string) error {
	_, err := s.db.ExecContext(ctx, `INSERT INTO notes (name, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value`, name, value)
	return s.explain(err)
}

// Purge removes all but the vectors that an embedder made of the wanted texts,
// and returns how many.
func (s *Store) Purge(ctx context.Context, id string, wanted map[Hash]struct{}) (removed int, err error) {
	defer func() { err = s.explain(err) }()
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return 0, err
	}
	defer func() { _ = tx.Rollback() }()
	others, err := tx.ExecContext(ctx, `DELETE FROM vectors WHERE embedder NOT IN (SELECT number FROM embedders WHERE id = ?)`, id)
	if err != nil {
		return 0, err
	}
	if n, err := others.RowsAffected(); err == nil {
		removed = int(n)
	}
	if _, err := tx.ExecContext(ctx, `DELETE FROM embedders WHERE id <> ?`, id); err != nil {
		return 0, err
	}
	rows, err := tx.QueryContext(ctx, `SELECT hash FROM vectors`)
	if err != nil {
		return 0, err
	}
	var unwanted [][]byte
	for rows.Next() {
		var hash []byte
		if err = rows.Scan(&hash); err != nil {
			break
		}
		var h Hash
		copy(h[:], hash)
		if _, ok := wanted[h]; !ok {
			unwanted = append(unwanted, hash)
		}
	}
	if err := errors.Join(err, rows.Err(), rows.Close()); err != nil {
		return 0, err
	}
	for _, hash := range unwanted {
		if _, err := tx.ExecContext(ctx, `DELETE FROM vectors WHERE hash = ?`, hash); err != nil {
			return 0, err
		}
	}
	return removed + len(unwanted), tx.Commit()
}

func pack(v []float32) []byte {
	out := make([]byte, 4+len(v))
	top := 0.0
	for _, x := range v {
		top = max(top, math.Abs(float64(x)))
	}
	if top == 0 {
		return out
	}
	binary.LittleEndian.PutUint32(out, math.Float32bits(float32(top/127)))
	for d, x := range v {
		out[4+d] = byte(int8(math.Round(float64(x) / top * 127)))
	}
	return out
}

func unpack(data []byte) []float32 {
	if len(data) < 5 {
		return nil
	}
	scale := math.Float32frombits(binary.LittleEndian.Uint32(data))
	out := make([]float32, len(data)-4)
	for d, c := range data[4:] {
		out[d] = float32(int8(c)) * scale
	}
	return out
}

// Missing reports whether an error of OpenStoreReadOnly says that there is no
// store.
func Missing(err error) bool { return errors.Is(err, fs.ErrNotExist) }
