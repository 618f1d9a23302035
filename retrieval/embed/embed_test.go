package embed

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"gonum.org/v1/gonum/mat"

	"dateline/retrieval"
)

func seq(texts []string) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		for _, s := range texts {
			if !yield(s, nil) {
				return
			}
		}
	}
}

// topics returns texts that each draw their words from one of several fields,
// never all of them.
func topics(n int) []string {
	fields := [][]string{
		strings.Fields("harbour ship vessel dock cargo port crane sailor pier tide"),
		strings.Fields("orchard apple pear harvest farmer soil barn tractor field seed"),
		strings.Fields("court judge lawyer verdict trial appeal jury witness clerk oath"),
	}
	rnd := rand.New(rand.NewPCG(1, 1))
	var out []string
	for i := range n {
		var words []string
		for range 6 {
			words = append(words, fields[i%3][rnd.IntN(10)])
		}
		out = append(out, strings.Join(words, " "))
	}
	return out
}

func learn(t testing.TB, texts []string, opts Options) *Local {
	t.Helper()
	m, err := Learn(context.Background(), seq(texts), opts)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func cosine(a, b []float32) float64 {
	s := 0.0
	for i := range a {
		s += float64(a[i]) * float64(b[i])
	}
	return s
}

func embed(t testing.TB, m *Local, texts ...string) [][]float32 {
	t.Helper()
	v, err := m.Embed(context.Background(), retrieval.EmbedQuery, texts)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// TestRelated: words that never stand in one text but in the same company are
// near each other.
func TestRelated(t *testing.T) {
	m := learn(t, topics(600), Options{Dims: 3})
	v := embed(t, m, "vessel", "crane", "judge", "an unheard word")
	if near, far := cosine(v[0], v[1]), cosine(v[0], v[2]); near < .9 || far > .3 {
		t.Errorf("cosine of vessel and crane %.2f, of vessel and judge %.2f; want above .9 and below .3", near, far)
	}
	for i, want := range []float64{1, 1, 1, 0} {
		if norm := cosine(v[i], v[i]); math.Abs(norm-want) > 1e-5 {
			t.Errorf("text %d: squared length %.6f, want %.0f", i, norm, want)
		}
	}
}

func TestSameTwice(t *testing.T) {
	a, b := learn(t, topics(300), Options{Sample: 100}), learn(t, topics(300), Options{Sample: 100})
	if a.ID() != b.ID() || !slices.Equal(a.parts, b.parts) {
		t.Error("the same passages gave two models")
	}
	if c := learn(t, topics(300), Options{Sample: 100, Seed: 1}); c.ID() == a.ID() {
		t.Error("another seed gave the same model")
	}
	if !a.Stale(600) || a.Stale(599) {
		t.Errorf("learnt from 300: Stale(599), Stale(600) = %v, %v, want false, true", a.Stale(599), a.Stale(600))
	}
}

func TestTooLittle(t *testing.T) {
	for _, texts := range [][]string{nil, {""}, {"one text"}, {"the the", "of of"}} {
		if _, err := Learn(t.Context(), seq(texts), Options{}); !errors.Is(err, ErrTooLittle) {
			t.Errorf("Learn(%q): %v, want ErrTooLittle", texts, err)
		}
	}
	broken := errors.New("broken")
	_, err := Learn(t.Context(), func(yield func(string, error) bool) { yield("", broken) }, Options{})
	if !errors.Is(err, broken) {
		t.Errorf("Learn from a broken archive: %v, want %v", err, broken)
	}
}

func TestSaveAndLoad(t *testing.T) {
	path := filepath.Join(t.TempDir(), "model")
	if _, err := Load(path); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("Load without a file: %v", err)
	}
	m := learn(t, topics(300), Options{Dims: 8})
	if err := m.Save(path); err != nil {
		t.Fatal(err)
	}
	n, err := Load(path)
	if err != nil {
		t.Fatal(err)
	}
	if n.ID() != m.ID() || n.Dims() != 8 || n.Stale(600) != m.Stale(600) {
		t.Errorf("loaded %s, saved %s", n.ID(), m.ID())
	}
	if a, b := embed(t, m, "crane at the pier"), embed(t, n, "crane at the pier"); !slices.Equal(a[0], b[0]) {
		t.Errorf("embedded %v, after loading %v", a, b)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	data[len(data)/2] ^= 1
	if err := os.WriteFile(path, data, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := Load(path); !errors.Is(err, ErrDamaged) {
		t.Errorf("Load of a damaged file: %v, want ErrDamaged", err)
	}
}

func TestRefresh(t *testing.T) {
	path := filepath.Join(t.TempDir(), "model")
	first, learnt, err := Refresh(t.Context(), path, 300, seq(topics(300)), Options{Dims: 8})
	if err != nil || !learnt {
		t.Fatalf("first Refresh: learnt %v, %v", learnt, err)
	}
	for _, test := range []struct {
		passages int
		damage   bool
		learnt   bool
	}{{599, false, false}, {600, false, true}, {700, false, false}, {700, true, true}} {
		if test.damage {
			if err := os.WriteFile(path, []byte(magic), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		m, learnt, err := Refresh(t.Context(), path, test.passages, seq(topics(600)), Options{Dims: 8})
		if err != nil || learnt != test.learnt || !learnt && test.passages < 600 && m.ID() != first.ID() {
			t.Errorf("Refresh at %d passages: learnt %v, %v, want %v", test.passages, learnt, err, test.learnt)
		}
	}
}

// TestRightSingular compares with a full decomposition.
func TestRightSingular(t *testing.T) {
	rnd := rand.New(rand.NewPCG(3, 3))
	const rows, cols, k = 60, 40, 5
	dense := mat.NewDense(rows, cols, nil)
	a := &sparse{starts: []int{0}}
	for i := range rows {
		for j := range cols {
			// A few strong directions and some noise.
			v := 10*math.Sin(float64(i*(j%4+1))) + 4*math.Cos(float64(i%3*j)) + .1*rnd.NormFloat64()
			dense.Set(i, j, v)
			a.cols, a.vals = append(a.cols, int32(j)), append(a.vals, v)
		}
		a.starts = append(a.starts, len(a.vals))
	}
	var svd mat.SVD
	if !svd.Factorize(dense, mat.SVDThin) {
		t.Fatal("SVD did not converge")
	}
	have, err := rightSingular(t.Context(), a, cols, k, rnd)
	if err != nil {
		t.Fatal(err)
	}
	var kept mat.Dense
	kept.Mul(dense, have)
	energy, best := 0.0, 0.0
	for j := range k {
		col := mat.Col(nil, j, &kept)
		energy += dot(col, col)
		s := svd.Values(nil)[j]
		best += s * s
	}
	if energy < .9999*best || energy > 1.0001*best {
		t.Errorf("the directions keep %.4f of the square norm, the best keep %.4f", energy, best)
	}
}

func FuzzParse(f *testing.F) {
	m := learn(f, topics(60), Options{Dims: 4})
	f.Add(m.append(nil))
	f.Add([]byte(magic))
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := parse(data)
		if err != nil {
			if !errors.Is(err, ErrDamaged) {
				t.Fatalf("parse: %v, want ErrDamaged", err)
			}
			return
		}
		if v := embed(t, m, "harbour court apple"); len(v[0]) != m.Dims() {
			t.Fatalf("vector of %d dimensions, want %d", len(v[0]), m.Dims())
		}
	})
}

func BenchmarkLearn(b *testing.B) {
	for _, n := range []int{1_000, 10_000} {
		b.Run(fmt.Sprintf("passages=%d", n), func(b *testing.B) {
			rnd := rand.New(rand.NewPCG(1, 0))
			zipf := rand.NewZipf(rnd, 1.07, 8, 100_000)
			texts := make([]string, n)
			for i := range texts {
				var words []string
				for range 150 {
					words = append(words, fmt.Sprintf("w%d", zipf.Uint64()))
				}
				texts[i] = strings.Join(words, " ")
			}
			b.ReportAllocs()
			for b.Loop() {
				learn(b, texts, Options{})
			}
		})
	}
}

func BenchmarkEmbed(b *testing.B) {
	m := learn(b, topics(600), Options{})
	text := strings.Join(topics(30), " ")
	b.ReportAllocs()
	for b.Loop() {
		embed(b, m, text)
	}
}
