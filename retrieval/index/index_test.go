package index

import (
	"context"
	"errors"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"testing"

	"dateline/corpus"
	"dateline/retrieval"
	"dateline/retrieval/enginetest"
)

func TestEngine(t *testing.T) {
	enginetest.Run(t, func(*testing.T) retrieval.Engine { return New(Options{}) })
}

// TestEngineFromSnapshot runs the suite on engines that are written and read
// again after every change.
func TestEngineFromSnapshot(t *testing.T) {
	enginetest.Run(t, func(t *testing.T) retrieval.Engine {
		return &reread{Index: New(Options{}), path: filepath.Join(t.TempDir(), "index")}
	})
}

type reread struct {
	*Index
	path string
}

func (r *reread) again(err error) error {
	if err == nil {
		err = r.Write(r.path)
	}
	if err != nil {
		return err
	}
	x, err := Load(r.path, Options{})
	if err == nil {
		r.mu.Lock()
		r.view.Store(x.view.Load())
		r.mu.Unlock()
	}
	return err
}

func (r *reread) Upsert(ctx context.Context, docs []corpus.Document, vectors [][]float32) error {
	return r.again(r.Index.Upsert(ctx, docs, vectors))
}

func (r *reread) Delete(ctx context.Context, keys []corpus.Key) error {
	return r.again(r.Index.Delete(ctx, keys))
}

var inC = retrieval.Filter{Collections: []string{"c"}}

func TestSources(t *testing.T) {
	x := New(Options{})
	a, b, c := enginetest.Document("a", 1, "", "x"), enginetest.Document("b", 2, "", "y"), enginetest.Document("closed/c", 3, "", "z")
	a.Source, b.Source, c.Source = "Gazette", "Courier", "Secret"
	if err := x.Upsert(t.Context(), []corpus.Document{a, b, c}, nil); err != nil {
		t.Fatal(err)
	}
	have, err := x.Sources(t.Context(), inC)
	if err != nil || !slices.Equal(have, []string{"Courier", "Gazette"}) {
		t.Errorf("Sources = %q, %v, want Courier and Gazette", have, err)
	}
}

// fixed is an embedder that gives every text the same direction.
type fixed string

func (f fixed) ID() string { return string(f) }

func (f fixed) Embed(_ context.Context, _ retrieval.EmbedKind, texts []string) ([][]float32, error) {
	out := make([][]float32, len(texts))
	for i := range out {
		out[i] = []float32{1, 0}
	}
	if f == "short" && len(out) > 0 {
		out = out[1:]
	}
	return out, nil
}

func TestEmbedder(t *testing.T) {
	path := filepath.Join(t.TempDir(), "index")
	a := newArchive()
	a.put(enginetest.Document("a", 1, "", "a harbour"))
	x := New(Options{Embedder: fixed("one")})
	if err := errors.Join(x.Sync(t.Context(), a), x.Write(path)); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		embedder retrieval.Embedder
		ok       bool
	}{{fixed("one"), true}, {fixed("other"), false}, {nil, true}} {
		x, err := Load(path, Options{Embedder: test.embedder})
		if test.ok != (err == nil) || err != nil && !errors.Is(err, ErrDamaged) {
			t.Errorf("Load with embedder %v: %v", test.embedder, err)
		}
		if err != nil {
			continue
		}
		found, err := x.Candidates(t.Context(), nil, []float32{1, 0}, inC, 5)
		if err != nil || len(found) != 1 || found[0].Vector < .99 {
			t.Errorf("with embedder %v: found %v, %v, want passage 1 at 1", test.embedder, found, err)
		}
	}
	if err := New(Options{Embedder: fixed("short")}).Sync(t.Context(), a); err == nil {
		t.Error("an embedder that gives too few vectors: no error")
	}
}

// TestSimilarity compares with the plain sum of products, also where all
// components are as large as they can be.
func TestSimilarity(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 5))
	for _, dims := range []int{1, 7, 8, 9, 64, 255, 1 << 15} {
		for extreme := range 3 {
			vector := func() []float32 {
				v := make([]float32, dims)
				for i := range v {
					switch v[i] = float32(r.NormFloat64()); extreme {
					case 1:
						v[i] = -1
					case 2:
						v[i] = float32(2*r.IntN(2) - 1)
					}
				}
				return v
			}
			s := &segment{dims: dims}
			s.appendVector(vector())
			a, ok := aimAt(vector())
			if !ok {
				t.Fatalf("aimAt a vector of %d dimensions: no direction", dims)
			}
			dot := 0
			for i, q := range a.query {
				dot += int(int8(q)) * int(int8(s.vectors[i]))
			}
			want := min(max(float64(dot)*float64(a.scale)*float64(s.scales[0]), -1), 1)
			if have := s.similarity(0, &a); have != want {
				t.Errorf("%d dimensions: similarity %v, want %v", dims, have, want)
			}
		}
	}
}

func TestTexts(t *testing.T) {
	a := newArchive()
	a.put(enginetest.Document("a", 1, "Port", "a harbour"), enginetest.Document("b", 2, "Sky", "a storm"))
	var have []string
	for text, err := range Texts(t.Context(), a) {
		if err != nil {
			t.Fatal(err)
		}
		have = append(have, text)
	}
	if want := []string{"Port\na harbour", "Sky\na storm"}; !slices.Equal(have, want) {
		t.Errorf("Texts = %q, want %q", have, want)
	}
	for range Texts(t.Context(), a) {
		break // early, without an error to yield
	}
	a.fail = errors.New("disk is gone")
	n, last := 0, error(nil)
	for _, err := range Texts(t.Context(), a) {
		n, last = n+1, err
	}
	if n != 3 || !errors.Is(last, a.fail) {
		t.Errorf("from a broken archive: %d texts, the last with %v", n, last)
	}
}
