package index

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"dateline/corpus"
	"dateline/retrieval/enginetest"
)

// archive is an Archive in memory.
type archive struct {
	id         string
	generation int64
	docs       map[corpus.Key]corpus.Document
	changed    map[corpus.Key]int64
	deleted    map[corpus.Key]int64
	fail       error
	asked      int
}

func newArchive() *archive {
	return &archive{id: "one", docs: map[corpus.Key]corpus.Document{}, changed: map[corpus.Key]int64{}, deleted: map[corpus.Key]int64{}}
}

func (a *archive) put(docs ...corpus.Document) {
	a.generation++
	for _, d := range docs {
		a.docs[d.Key], a.changed[d.Key] = d, a.generation
		delete(a.deleted, d.Key)
	}
}

func (a *archive) remove(k corpus.Key) {
	a.generation++
	delete(a.docs, k)
	a.deleted[k] = a.generation
}

func (a *archive) ID(context.Context) (string, error) { return a.id, nil }

func (a *archive) Generation(context.Context) (int64, error) { return a.generation, nil }

func (a *archive) DocumentsSince(_ context.Context, g int64, fn func(corpus.Document) error) error {
	for _, k := range slices.SortedFunc(maps.Keys(a.docs), func(x, y corpus.Key) int { return strings.Compare(x.String(), y.String()) }) {
		if a.changed[k] > g {
			a.asked++
			if err := fn(a.docs[k]); err != nil {
				return err
			}
		}
	}
	return a.fail
}

func (a *archive) DeletedSince(_ context.Context, g int64) ([]corpus.Key, error) {
	var keys []corpus.Key
	for k, at := range a.deleted {
		if at > g {
			keys = append(keys, k)
		}
	}
	return keys, nil
}

func find(t *testing.T, x *Index, word string) []corpus.PassageID {
	t.Helper()
	found, err := x.Candidates(t.Context(), enginetest.Terms(word), nil, inC, 10)
	if err != nil {
		t.Fatal(err)
	}
	var ids []corpus.PassageID
	for _, c := range found {
		ids = append(ids, c.Passage)
	}
	return ids
}

func TestOpenAddsWhatIsNewer(t *testing.T) {
	path := filepath.Join(t.TempDir(), "index")
	a := newArchive()
	a.put(enginetest.Document("a", 1, "", "a harbour"), enginetest.Document("b", 2, "", "a harbour"))
	x := New(Options{})
	if err := x.Sync(t.Context(), a); err != nil {
		t.Fatal(err)
	}
	if err := x.Write(path); err != nil {
		t.Fatal(err)
	}
	a.put(enginetest.Document("c", 3, "", "a harbour"))
	a.put(enginetest.Document("a", 4, "", "a storm"))
	a.remove(corpus.Key{Collection: "c", ID: "b"})
	a.asked = 0
	var log strings.Builder
	x, err := Open(t.Context(), path, a, Options{}, slog.New(slog.NewTextHandler(&log, nil)))
	if err != nil {
		t.Fatal(err)
	}
	if have := find(t, x, "harbour"); !slices.Equal(have, []corpus.PassageID{3}) || x.Generation() != a.generation {
		t.Errorf("found %v at generation %d, want [3] at %d", have, x.Generation(), a.generation)
	}
	if a.asked != 2 || log.Len() > 0 {
		t.Errorf("read %d articles, logged %q; want the 2 new ones and nothing", a.asked, log.String())
	}
}

func writeIndex(t *testing.T, a *archive, path string) {
	t.Helper()
	x := New(Options{})
	if err := errors.Join(x.Sync(t.Context(), a), x.Write(path)); err != nil {
		t.Fatal(err)
	}
}

func TestCovers(t *testing.T) {
	a := newArchive()
	a.put(enginetest.Document("a", 1, "", "a harbour"))
	path := filepath.Join(t.TempDir(), "index")
	writeIndex(t, a, path)
	x, err := Load(path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	other := newArchive()
	other.id = "other"
	other.put(enginetest.Document("z", 9, "", "a harbour"))
	for _, test := range []struct {
		archive *archive
		want    bool
	}{{a, true}, {other, false}} {
		if have, err := x.Covers(t.Context(), test.archive); err != nil || have != test.want {
			t.Errorf("Covers(%s) = %v, %v, want %v", test.archive.id, have, err, test.want)
		}
	}
	a.put()
	if have, err := x.Covers(t.Context(), a); err != nil || have {
		t.Errorf("Covers(a newer generation) = %v, %v, want false", have, err)
	}
	if err := x.Sync(t.Context(), other); err != nil {
		t.Fatal(err)
	}
	if have := find(t, x, "harbour"); !slices.Equal(have, []corpus.PassageID{9}) {
		t.Errorf("after Sync with another archive of the same age: %v, want [9]", have)
	}
}

func TestOpenRebuilds(t *testing.T) {
	for _, test := range []struct {
		name    string
		prepare func(t *testing.T, path string)
		warn    string
	}{
		{"missing", func(*testing.T, string) {}, "no snapshot"},
		{"damaged", func(t *testing.T, path string) {
			data, err := os.ReadFile(path + ".good")
			if err != nil {
				t.Fatal(err)
			}
			data[len(data)/2] ^= 1
			if err := os.WriteFile(path, data, 0o644); err != nil {
				t.Fatal(err)
			}
		}, "wrong checksum"},
		{"empty", func(t *testing.T, path string) {
			if err := os.WriteFile(path, nil, 0o644); err != nil {
				t.Fatal(err)
			}
		}, "not one of format"},
		{"of another archive", func(t *testing.T, path string) {
			other := newArchive() // of the same age
			other.id = "other"
			other.put(enginetest.Document("z", 9, "", "a harbour"))
			writeIndex(t, other, path)
		}, "of another archive"},
		{"of a later state", func(t *testing.T, path string) {
			later := newArchive()
			later.put(enginetest.Document("z", 9, "", "a harbour"))
			later.put(enginetest.Document("y", 8, "", "a harbour"))
			writeIndex(t, later, path)
		}, "of a later state"},
	} {
		t.Run(test.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "index")
			a := newArchive()
			a.put(enginetest.Document("a", 1, "", "a harbour"))
			writeIndex(t, a, path+".good")
			test.prepare(t, path)
			var log strings.Builder
			x, err := Open(t.Context(), path, a, Options{}, slog.New(slog.NewTextHandler(&log, nil)))
			if err != nil {
				t.Fatal(err)
			}
			if have := find(t, x, "harbour"); !slices.Equal(have, []corpus.PassageID{1}) {
				t.Errorf("found %v, want [1]", have)
			}
			if strings.Count(log.String(), "\n") != 1 || !strings.Contains(log.String(), test.warn) {
				t.Errorf("logged %q, want one line with %q", log.String(), test.warn)
			}
		})
	}
}

func TestSyncAfterError(t *testing.T) {
	a := newArchive()
	a.put(enginetest.Document("a", 1, "", "a harbour"))
	x := New(Options{})
	if err := x.Sync(t.Context(), a); err != nil {
		t.Fatal(err)
	}
	a.put(enginetest.Document("b", 2, "", "a harbour"))
	a.fail = errors.New("disk is gone")
	if err := x.Sync(t.Context(), a); !errors.Is(err, a.fail) {
		t.Errorf("Sync: %v, want %v", err, a.fail)
	}
	if have := find(t, x, "harbour"); !slices.Equal(have, []corpus.PassageID{1}) || x.Generation() != 1 {
		t.Errorf("after a failed Sync: %v at generation %d, want [1] at 1", have, x.Generation())
	}
	a.fail = nil
	if err := x.Sync(t.Context(), a); err != nil {
		t.Fatal(err)
	}
	if have := find(t, x, "harbour"); !slices.Equal(have, []corpus.PassageID{1, 2}) {
		t.Errorf("found %v, want [1 2]", have)
	}
	restored := newArchive() // from a backup: its generation is older
	restored.generation = 0
	restored.put(enginetest.Document("z", 9, "", "a harbour"))
	if err := x.Sync(t.Context(), restored); err != nil {
		t.Fatal(err)
	}
	if have := find(t, x, "harbour"); !slices.Equal(have, []corpus.PassageID{9}) {
		t.Errorf("found %v, want [9]", have)
	}
}

func TestWriteToNowhere(t *testing.T) {
	dir := t.TempDir()
	if err := New(Options{}).Write(filepath.Join(dir, "none", "index")); err == nil {
		t.Error("Write into a folder that is not there: no error")
	}
	if err := os.Mkdir(filepath.Join(dir, "taken"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := New(Options{}).Write(filepath.Join(dir, "taken")); err == nil {
		t.Error("Write onto a folder: no error")
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "*.tmp")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

// FuzzSnapshot: bytes that are no snapshot give an error, and those that pass
// for one, even with their checksum made right, can be searched.
func FuzzSnapshot(f *testing.F) {
	x := New(Options{})
	d := enginetest.Document("a", 1, "Harbour news", "a harbour in a storm, and another harbour")
	d.Source = "Gazette"
	docs := []corpus.Document{d, enginetest.Document("other/b", 2, "", "boats")}
	if err := x.Upsert(context.Background(), docs, [][]float32{{1, 0}, {0, 1}}); err != nil {
		f.Fatal(err)
	}
	for range 20 {
		docs = append(docs, enginetest.Document(fmt.Sprint(len(docs)), corpus.PassageID(len(docs)+1), "", fmt.Sprintf("words w%d x%d y%d", len(docs), len(docs), len(docs))))
	}
	good := x.view.Load().append(nil)
	f.Add(good)
	if err := x.Upsert(context.Background(), docs, nil); err != nil {
		f.Fatal(err)
	}
	f.Add(x.view.Load().append(nil))
	f.Add([]byte(magic))
	f.Add(good[:len(good)/2])
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, data := range [][]byte{data, resummed(data)} {
			v, err := parse(data, "")
			if err != nil {
				if !errors.Is(err, ErrDamaged) {
					t.Fatalf("parse: %v, want ErrDamaged", err)
				}
				continue
			}
			x := New(Options{})
			x.view.Store(v)
			for _, word := range []string{"harbour", "boat", "w3"} {
				if _, err := x.Candidates(t.Context(), enginetest.Terms(word), []float32{1, 0}, inC, 10); err != nil {
					t.Fatal(err)
				}
			}
			if _, err := x.Near(t.Context(), []string{"harbor"}, inC); err != nil {
				t.Fatal(err)
			}
			if err := x.Upsert(t.Context(), docs[:1], nil); err != nil {
				t.Fatal(err)
			}
			if err := x.Delete(t.Context(), []corpus.Key{docs[0].Key}); err != nil {
				t.Fatal(err)
			}
		}
	})
}
