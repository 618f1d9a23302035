package archive

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"dateline/corpus"
	"dateline/sqlfile"
)

// plain makes a record whose text is one block.
func plain(id, text string) Record {
	raw := corpus.Raw{Key: corpus.Key{Collection: "news", ID: id}, Text: text}
	d := corpus.Document{Article: corpus.Article{Key: raw.Key, Text: text, Blocks: []corpus.Block{{Span: corpus.Span{End: len(text)}}}}}
	d.Sentences = corpus.Sentences(text, d.Blocks)
	d.Passages = corpus.Passages(text, d.Sentences)
	return Record{Raw: raw, Document: &d, Pipeline: 1}
}

func fill(t *testing.T, dir string, ids ...string) {
	t.Helper()
	a, err := Open(t.Context(), dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	for _, id := range ids {
		if _, err := a.Put(t.Context(), []Record{plain(id, "The text of "+id+" is here.")}); err != nil {
			t.Fatal(err)
		}
	}
}

func texts(ctx context.Context, a *Archive) ([]string, error) {
	var out []string
	err := a.DocumentsSince(ctx, 0, func(d corpus.Document) error { out = append(out, d.Text); return nil })
	return out, err
}

func TestMigrateFromEveryOlderSchema(t *testing.T) {
	for from := 0; from <= Schema; from++ {
		t.Run(fmt.Sprint(from), func(t *testing.T) {
			dir := t.TempDir()
			path := filepath.Join(dir, File)
			db, err := sqlfile.Open(sqlfile.URI(path), 1)
			if err != nil {
				t.Fatal(err)
			}
			older := tables
			older.Steps = tables.Steps[:from]
			if err := older.Bring(t.Context(), db, path, sql.Named("id", "007")); err != nil {
				t.Fatal(err)
			}
			if from > 0 { // an article as that schema has it
				for query, args := range map[string][]any{
					`INSERT INTO raws VALUES (5, ?)`: {compress([]byte(`{"ID":"old","Collection":"news","Text":"Old text."}`))},
					`INSERT INTO articles (id, collection, key, current) VALUES (3, 'news', 'old', 7)`: nil,
					`INSERT INTO versions (id, article, version, generation, pipeline, ingested, raw, hash, derived, url, path, title, source, author, lang,
						prec, basis, confidence, text, layout) VALUES (7, 3, 1, 1, 1, 0, 5, x'00', x'00', '', '', 'Old', '', '', 'en', 0, '', '', ?, ?)`: {
						compress([]byte("Old text.")), compress(putLayout(nil, &corpus.Article{}))},
					`INSERT INTO passages VALUES (11, 7, 0, 9, 0, 0, ?)`: {
						putSentences(nil, corpus.Span{End: 9}, []corpus.Sentence{{Span: corpus.Span{End: 9}}})},
					`UPDATE meta SET value = 1 WHERE name = 'generation'`: nil,
				} {
					if _, err := db.Exec(query, args...); err != nil {
						t.Fatal(err)
					}
				}
			}
			db.Close()

			if _, err := OpenReadOnly(t.Context(), dir, Options{}); (err == nil) != (from == Schema) {
				t.Errorf("read-only: %v", err)
			} else if from > 0 && from < Schema && !errors.Is(err, ErrOldSchema) || from == 0 && !errors.Is(err, ErrNoArchive) {
				t.Errorf("read-only: %v", err)
			}
			fill(t, dir, "new")
			a, err := OpenReadOnly(t.Context(), dir, Options{})
			if err != nil {
				t.Fatal(err)
			}
			defer a.Close()
			id, err := a.ID(t.Context())
			if from < 4 && len(id) != 32 || from >= 4 && id != "007" || err != nil {
				t.Errorf("ID: %q, %v", id, err)
			}
			want := []string{"Old text.", "The text of new is here."}
			if from == 0 {
				want = want[1:]
			}
			if got, err := texts(t.Context(), a); err != nil || !reflect.DeepEqual(got, want) {
				t.Errorf("%q, %v, want %q", got, err, want)
			}
			if from > 0 {
				if xs, err := a.Extracts(t.Context(), []corpus.PassageID{11}); err != nil || len(xs) != 1 || xs[0].Text != "Old text." || xs[0].Article.Cluster != "old" {
					t.Errorf("%+v, %v", xs, err)
				}
				if as, err := a.Arrivals(t.Context(), []string{"news"}, 0, 0, 0); err != nil || len(as) != 2 || as[0].ID != "old" || as[1].ID != "new" {
					t.Errorf("Arrivals = %+v, %v", as, err)
				}
			}
		})
	}
}

func TestID(t *testing.T) {
	dir := t.TempDir()
	made := 0
	opts := Options{NewID: func() string { made++; return fmt.Sprintf("0%d", made) }}
	for range 2 { // the second time it is there already
		a, err := Open(t.Context(), dir, opts)
		if err != nil {
			t.Fatal(err)
		}
		if id, err := a.ID(t.Context()); err != nil || id != "01" {
			t.Errorf("ID = %q, %v, want 01", id, err)
		}
		a.Close()
	}
	ids := map[string]bool{}
	for range 3 {
		a, err := Memory(t.Context(), Options{})
		if err != nil {
			t.Fatal(err)
		}
		defer a.Close()
		id, err := a.ID(t.Context())
		if err != nil || len(id) != 32 || ids[id] {
			t.Errorf("ID = %q, %v, want one of its own", id, err)
		}
		ids[id] = true
	}
}

func TestNewerSchema(t *testing.T) {
	dir := t.TempDir()
	fill(t, dir, "a")
	db, _ := sqlfile.Open(sqlfile.URI(filepath.Join(dir, File)), 1)
	if _, err := db.Exec(`PRAGMA user_version = 99`); err != nil {
		t.Fatal(err)
	}
	db.Close()
	want := fmt.Sprintf("archive %s: schema 99 is newer than this program's %d: upgrade dateline", filepath.Join(dir, File), Schema)
	if _, err := Open(t.Context(), dir, Options{}); err == nil || err.Error() != want {
		t.Errorf("Open: %v, want %s", err, want)
	}
	if _, err := OpenReadOnly(t.Context(), dir, Options{}); err == nil || err.Error() != want {
		t.Errorf("OpenReadOnly: %v, want %s", err, want)
	}
}

func TestOpenWhatIsNoArchive(t *testing.T) {
	dir := t.TempDir()
	_, err := OpenReadOnly(t.Context(), dir, Options{})
	if want := "no archive in " + dir + ": run dateline ingest first"; !errors.Is(err, ErrNoArchive) || err.Error() != want {
		t.Errorf("nothing: %v, want %s", err, want)
	}
	if entries, _ := os.ReadDir(dir); len(entries) != 0 {
		t.Errorf("opening for reading left %v", entries)
	}

	if err := os.WriteFile(filepath.Join(dir, File), []byte(strings.Repeat("This is no database. ", 100)), 0o666); err != nil {
		t.Fatal(err)
	}
	for name, open := range map[string]func(context.Context, string, Options) (*Archive, error){"Open": Open, "OpenReadOnly": OpenReadOnly} {
		if _, err := open(t.Context(), dir, Options{}); err == nil || !strings.Contains(err.Error(), "is not an archive") {
			t.Errorf("%s of a text: %v", name, err)
		}
	}

	other := t.TempDir()
	db, _ := sqlfile.Open(sqlfile.URI(filepath.Join(other, File)), 1)
	if _, err := db.Exec(`CREATE TABLE t (a); PRAGMA application_id = 12; PRAGMA user_version = 1`); err != nil {
		t.Fatal(err)
	}
	db.Close()
	if _, err := Open(t.Context(), other, Options{}); err == nil || !strings.Contains(err.Error(), "another program") {
		t.Errorf("another program's: %v", err)
	}

	file := filepath.Join(dir, File)
	if _, err := Open(t.Context(), file, Options{}); err == nil {
		t.Error("a file is no folder")
	}
}

func TestOneWriter(t *testing.T) {
	dir := t.TempDir()
	a, err := Open(t.Context(), dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	took := time.Hour
	for range 5 { // a busy machine may stop one of them for a second
		start := time.Now()
		if _, err := Open(t.Context(), dir, Options{Wait: 30 * time.Millisecond}); !errors.Is(err, ErrLocked) {
			t.Errorf("a second writer: %v", err)
		}
		if took = min(took, time.Since(start)); took < time.Second {
			break
		}
	}
	if took > time.Second {
		t.Errorf("it waited %v", took)
	}
	// One that waits comes in when the first is done.
	done := make(chan error, 1)
	go func() {
		b, err := Open(context.Background(), dir, Options{Wait: 10 * time.Second})
		if err == nil {
			err = b.Close()
		}
		done <- err
	}()
	time.Sleep(20 * time.Millisecond)
	a.Close()
	if err := <-done; err != nil {
		t.Errorf("a writer that waits: %v", err)
	}
}

func TestReadWhileAnotherWrites(t *testing.T) {
	dir := t.TempDir()
	fill(t, dir, "a")
	w, err := Open(t.Context(), dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	r, err := OpenReadOnly(t.Context(), dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if _, err := r.Put(t.Context(), nil); !errors.Is(err, ErrReadOnly) {
		t.Errorf("Put of a reader: %v", err)
	}
	// Readers see whole commits, in the middle of one too.
	err = w.write(t.Context(), func(b *batch) error {
		p := prepared{Record: plain("b", "More text.")}
		p.fill()
		if _, err := b.put(&p); err != nil {
			return err
		}
		if got, err := texts(t.Context(), r); err != nil || len(got) != 1 {
			t.Errorf("during a commit: %q, %v", got, err)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if got, err := texts(t.Context(), r); err != nil || len(got) != 2 {
		t.Errorf("after it: %q, %v", got, err)
	}
	// And the same state from the first row to the last.
	n := 0
	err = r.DocumentsSince(t.Context(), 0, func(corpus.Document) error {
		n++
		_, err := w.Put(t.Context(), []Record{plain(fmt.Sprint("late", n), "Late text.")})
		return err
	})
	if err != nil || n != 2 {
		t.Errorf("%d documents, %v", n, err)
	}
}

func TestManyReadersAndAWriter(t *testing.T) {
	a, err := Open(t.Context(), t.TempDir(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	m, err := Memory(t.Context(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer m.Close()
	for name, a := range map[string]*Archive{"file": a, "memory": m} {
		errs := make(chan error)
		for range 6 {
			go func() {
				var err error
				for i := 0; i < 20 && err == nil; i++ {
					_, err = texts(context.Background(), a)
				}
				errs <- err
			}()
		}
		go func() {
			var err error
			for i := 0; i < 20 && err == nil; i++ {
				_, err = a.Put(context.Background(), []Record{plain(fmt.Sprint(i), fmt.Sprintf("Text %d.", i))})
			}
			errs <- err
		}()
		for range 7 {
			if err := <-errs; err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
}

func TestFullDisk(t *testing.T) {
	dir := t.TempDir()
	a, err := Open(t.Context(), dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	if _, err := a.Put(t.Context(), []Record{plain("a", "The first text.")}); err != nil {
		t.Fatal(err)
	}
	var pages int
	if err := a.writer.db.QueryRow(`PRAGMA page_count`).Scan(&pages); err != nil {
		t.Fatal(err)
	}
	if _, err := a.writer.db.Exec(fmt.Sprintf(`PRAGMA max_page_count = %d`, pages+3)); err != nil {
		t.Fatal(err)
	}
	var big []Record
	for i := range 50 {
		var b strings.Builder
		for j := range 500 {
			fmt.Fprintf(&b, "Word%x ends. ", i*7919+j*104729)
		}
		big = append(big, plain(fmt.Sprint("big", i), b.String()))
	}
	if _, err := a.Put(t.Context(), big); !errors.Is(err, ErrFull) || !strings.Contains(err.Error(), "make room") {
		t.Fatalf("a full disk: %v", err)
	}
	if got, err := texts(t.Context(), a); err != nil || !reflect.DeepEqual(got, []string{"The first text."}) {
		t.Errorf("afterwards: %q, %v", got, err)
	}
	if g, _ := a.Generation(t.Context()); g != 1 {
		t.Errorf("generation %d", g)
	}
	if _, err := a.writer.db.Exec(`PRAGMA max_page_count = 100000`); err != nil {
		t.Fatal(err)
	}
	if c, err := a.Put(t.Context(), big); err != nil || c[49].Kind != Added {
		t.Errorf("with room again: %v", err)
	}
}

// TestReadOnlyDisk opens archives in a folder that can't be written. As root,
// to whom permissions say nothing, it runs itself again as nobody.
func TestReadOnlyDisk(t *testing.T) {
	if dir := os.Getenv("ARCHIVE_READ_ONLY_DIR"); dir != "" {
		readOnlyDisk(t, dir)
		return
	}
	dir, err := os.MkdirTemp("", "archive-read-only")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		for _, sub := range []string{"clean", "log"} {
			_ = os.Chmod(filepath.Join(dir, sub), 0o755)
		}
		_ = os.RemoveAll(dir)
	})
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	fill(t, filepath.Join(dir, "clean"), "a", "b")
	// A log that no writer has taken into the file: copied while one is at it.
	fill(t, filepath.Join(dir, "open"), "a")
	w, err := Open(t.Context(), filepath.Join(dir, "open"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	if _, err := w.Put(t.Context(), []Record{plain("b", "In the log.")}); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(dir, "log"), 0o755); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{File, File + "-wal"} {
		copyFile(t, filepath.Join(dir, "open", name), filepath.Join(dir, "log", name))
	}
	if err := os.Mkdir(filepath.Join(dir, "empty"), 0o755); err != nil {
		t.Fatal(err)
	}
	for _, sub := range []string{"clean", "log", "empty"} {
		entries, err := os.ReadDir(filepath.Join(dir, sub))
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			if err := os.Chmod(filepath.Join(dir, sub, e.Name()), 0o444); err != nil {
				t.Fatal(err)
			}
		}
		if err := os.Chmod(filepath.Join(dir, sub), 0o555); err != nil {
			t.Fatal(err)
		}
	}
	if os.Geteuid() != 0 {
		readOnlyDisk(t, dir)
		return
	}
	self := filepath.Join(dir, "self")
	copyFile(t, os.Args[0], self)
	if err := os.Chmod(self, 0o755); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self, "-test.run=^TestReadOnlyDisk$", "-test.v")
	cmd.Env = append(os.Environ(), "ARCHIVE_READ_ONLY_DIR="+dir)
	cmd.Dir = dir
	if !asNobody(cmd) {
		t.Skip("runs as root, and can't run as another user here")
	}
	out, err := cmd.CombinedOutput()
	if errors.Is(err, os.ErrPermission) {
		t.Skip("runs as root, and may not run as another user:", err)
	}
	if err != nil {
		t.Errorf("as nobody: %v\n%s", err, out)
	}
}

func readOnlyDisk(t *testing.T, dir string) {
	a, err := OpenReadOnly(t.Context(), filepath.Join(dir, "clean"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	if got, err := texts(t.Context(), a); err != nil || len(got) != 2 {
		t.Errorf("%q, %v", got, err)
	}
	if _, err := Open(t.Context(), filepath.Join(dir, "clean"), Options{}); err == nil {
		t.Error("it can be opened for writing")
	} else if !errors.Is(err, ErrReadOnly) || !strings.Contains(err.Error(), "can't be written") {
		t.Errorf("for writing: %v", err)
	}
	// There is nothing in it yet.
	if _, err := Open(t.Context(), filepath.Join(dir, "empty"), Options{}); !errors.Is(err, ErrReadOnly) || !strings.Contains(err.Error(), "empty can't be written") || strings.Contains(err.Error(), File) {
		t.Errorf("an empty folder: %v", err)
	}
	b, err := OpenReadOnly(t.Context(), filepath.Join(dir, "log"), Options{})
	if err == nil {
		defer b.Close()
		if got, err := texts(t.Context(), b); err != nil || len(got) != 2 {
			t.Errorf("with a log: %q, %v", got, err)
		}
	} else if !strings.Contains(err.Error(), "its log holds commits") {
		t.Errorf("with a log: %v", err)
	}
}

func copyFile(t *testing.T, from, to string) {
	t.Helper()
	in, err := os.Open(from)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	out, err := os.Create(to)
	if err != nil {
		t.Fatal(err)
	}
	_, err = io.Copy(out, in)
	if err := errors.Join(err, out.Close()); err != nil {
		t.Fatal(err)
	}
}
