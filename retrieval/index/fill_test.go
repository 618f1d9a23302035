package index

import (
	"context"
	"errors"
	"fmt"
	"math"
	"path/filepath"
	"slices"
	"sync"
	"testing"

	"dateline/corpus"
	"dateline/retrieval"
	"dateline/retrieval/enginetest"
)

// byLength is an embedder whose vectors tell the text's length, and that has
// none of some.
type byLength struct {
	id   string
	dims int
	mu   sync.Mutex
	lack map[string]bool // texts without a vector
	fail error
}

func (e *byLength) ID() string { return e.id }

func (e *byLength) Embed(_ context.Context, _ retrieval.EmbedKind, texts []string) ([][]float32, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	out := make([][]float32, len(texts))
	for i, s := range texts {
		if !e.lack[s] {
			out[i] = make([]float32, e.dims)
			out[i][0], out[i][1] = 1, float32(len(s))/100
		}
	}
	return out, e.fail
}

func (e *byLength) has(text string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	delete(e.lack, text)
}

// Extracts makes the archive a library.
func (a *archive) Extracts(_ context.Context, ids []corpus.PassageID) ([]corpus.Extract, error) {
	var out []corpus.Extract
	for _, id := range ids {
		if err := a.DocumentsSince(context.Background(), 0, func(d corpus.Document) error {
			for _, p := range d.Passages {
				if p.ID == id {
					out = append(out, corpus.Extract{Passage: p, Article: &d.Article, Text: p.Of(d.Text)})
				}
			}
			return nil
		}); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func never(int, int) bool  { return false }
func always(int, int) bool { return true }

// checkVectors demands that exactly these passages have a vector, each that of
// its text.
func checkVectors(t *testing.T, x *Index, a *archive, e *byLength, want ...corpus.PassageID) {
	t.Helper()
	var have []corpus.PassageID
	for id, v := range x.Vectors() {
		have = append(have, id)
		found, err := a.Extracts(t.Context(), []corpus.PassageID{id})
		if err != nil || len(found) != 1 {
			t.Fatalf("passage %d: %v", id, err)
		}
		if got, want := float64(v[1]/v[0]), float64(len(Text(found[0].Article.Title, found[0].Text)))/100; len(v) != e.dims || math.Abs(got-want) > .02 {
			t.Errorf("passage %d has the vector %v, of another text: %.3f, want %.3f", id, v, got, want)
		}
	}
	slices.Sort(have)
	if !slices.Equal(have, want) {
		t.Errorf("vectors of %v, want of %v", have, want)
	}
}

func TestFill(t *testing.T) {
	a := newArchive()
	text := func(i int) string { return fmt.Sprintf("a harbour %0*d", 5*i, i) }
	for i := range 8 {
		a.put(enginetest.Document(fmt.Sprint("d", i), corpus.PassageID(i+1), "T", text(i)))
	}
	a.remove(corpus.Key{Collection: "c", ID: "d3"})
	e := &byLength{id: "one", dims: 4, lack: map[string]bool{}}
	for i := range 8 {
		e.lack["T\n"+text(i)] = true
	}
	path := filepath.Join(t.TempDir(), "index")
	resume := func(of ...retrieval.Embedder) Options {
		return Options{Resume: func(id string) retrieval.Embedder {
			for _, e := range of {
				if id == "" || id == e.ID() {
					return e
				}
			}
			return nil
		}}
	}
	x := New(resume(e))
	if err := x.Sync(t.Context(), a); err != nil {
		t.Fatal(err)
	}
	all := []corpus.PassageID{1, 2, 3, 5, 6, 7, 8}
	if got := x.Lacking("one"); !slices.Equal(got, all) || x.Vectored() || x.Embedder() != "one" {
		t.Fatalf("lacking %v, vectored %v, by %q", got, x.Vectored(), x.Embedder())
	}
	// Vectors come one by one; an index without any takes what there is.
	e.has("T\n" + text(1))
	e.has("T\n" + text(5))
	if done, missing, err := x.Fill(t.Context(), a, e, never); err != nil || !done || missing != 5 {
		t.Errorf("Fill = %v, %d, %v", done, missing, err)
	}
	checkVectors(t, x, a, e, 2, 6)
	// What has one keeps it, whatever comes of the rest.
	e.lack["T\n"+text(1)] = true
	e.has("T\n" + text(0))
	if done, missing, err := x.Fill(t.Context(), a, e, never); err != nil || !done || missing != 4 {
		t.Errorf("Fill = %v, %d, %v", done, missing, err)
	}
	checkVectors(t, x, a, e, 1, 2, 6)
	if err := x.Write(path); err != nil {
		t.Fatal(err)
	}

	// Another embedder's take their place when there are enough, and not before.
	other := &byLength{id: "other", dims: 6, lack: map[string]bool{"T\n" + text(7): true}}
	y, err := Load(path, resume(other, e))
	if err != nil {
		t.Fatal(err)
	}
	if got := y.Lacking("other"); !slices.Equal(got, all) {
		t.Errorf("lacking %v", got)
	}
	if done, missing, err := y.Fill(t.Context(), a, other, func(missing, total int) bool { return missing == 0 && total == 7 }); err != nil || done || missing != 1 {
		t.Errorf("Fill = %v, %d, %v, want nothing done", done, missing, err)
	}
	checkVectors(t, y, a, e, 1, 2, 6)
	other.has("T\n" + text(7))
	other.fail = errors.New("disk is gone")
	if done, _, err := y.Fill(t.Context(), a, other, always); !errors.Is(err, other.fail) || done {
		t.Errorf("Fill = %v, %v", done, err)
	}
	checkVectors(t, y, a, e, 1, 2, 6)
	other.fail = nil
	before := y.For("one")
	if done, missing, err := y.Fill(t.Context(), a, other, func(missing, total int) bool { return missing == 0 && total == 7 }); err != nil || !done || missing != 0 {
		t.Errorf("Fill = %v, %d, %v", done, missing, err)
	}
	checkVectors(t, y, a, other, all...)
	// A question that is embedded by the old one is answered by words.
	for _, row := range []struct {
		engine retrieval.Engine
		near   bool
	}{{before, false}, {y.For("one"), false}, {y.For("other"), true}} {
		found, err := row.engine.Candidates(t.Context(), enginetest.Terms("harbour"), []float32{1, .2, 0, 0, 0, 0}, inC, 10)
		if err != nil || len(found) != 7 {
			t.Fatalf("%d found, %v", len(found), err)
		}
		for _, c := range found {
			if (c.Vector != 0) != row.near {
				t.Errorf("passage %d at %v, want near: %v", c.Passage, c.Vector, row.near)
			}
		}
	}
	// What is new goes on with the new one, and so does its snapshot.
	a.put(enginetest.Document("d9", 9, "T", text(9)))
	if err := errors.Join(y.Sync(t.Context(), a), y.Write(path)); err != nil {
		t.Fatal(err)
	}
	checkVectors(t, y, a, other, append(all, 9)...)
	z, err := Load(path, resume(other, e))
	if err != nil {
		t.Fatal(err)
	}
	checkVectors(t, z, a, other, append(all, 9)...)
	// An unknown embedder's vectors stay as they are, and new ones get none.
	z, err = Load(path, resume(e))
	if err != nil {
		t.Fatal(err)
	}
	a.put(enginetest.Document("d10", 10, "T", text(10)))
	if err := z.Sync(t.Context(), a); err != nil {
		t.Fatal(err)
	}
	checkVectors(t, z, a, other, append(all, 9)...)
}

// TestFillWhileAsked fills in another embedder's vectors while questions come:
// each sees vectors of its own embedder or none.
func TestFillWhileAsked(t *testing.T) {
	a := newArchive()
	for i := range 60 {
		a.put(enginetest.Document(fmt.Sprint("d", i), corpus.PassageID(i+1), "T", fmt.Sprintf("a harbour %d", i)))
	}
	one, two := &byLength{id: "one", dims: 8}, &byLength{id: "two", dims: 8}
	x := New(Options{Embedder: one})
	if err := x.Sync(t.Context(), a); err != nil {
		t.Fatal(err)
	}
	stop := make(chan struct{})
	var asking sync.WaitGroup
	for range 4 {
		asking.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
				}
				found, err := x.For(x.Embedder()).Candidates(context.Background(), enginetest.Terms("harbour"), []float32{1, .1, 0, 0, 0, 0, 0, 0}, inC, 20)
				if err != nil || len(found) != 20 {
					t.Errorf("%d found, %v", len(found), err)
					return
				}
			}
		})
	}
	for i := range 20 {
		if done, missing, err := x.Fill(t.Context(), a, []*byLength{two, one}[i%2], always); err != nil || !done || missing != 0 {
			t.Errorf("Fill = %v, %d, %v", done, missing, err)
		}
	}
	close(stop)
	asking.Wait()
}
