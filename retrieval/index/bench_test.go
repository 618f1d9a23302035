package index

import (
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"

	"dateline/corpus"
	"dateline/retrieval"
	"dateline/retrieval/enginetest"
)

// vocabulary makes words whose frequencies follow Zipf's law.
type vocabulary struct {
	rnd  *rand.Rand
	zipf *rand.Zipf
}

func newVocabulary(seed uint64) *vocabulary {
	rnd := rand.New(rand.NewPCG(seed, 0))
	return &vocabulary{rnd, rand.NewZipf(rnd, 1.07, 8, 300_000)}
}

// spell spells a rank of the vocabulary.
func spell(rank uint64) string {
	const consonants, vowels = "bdfgklmnprstvz", "aeiou"
	var b strings.Builder
	for n := rank + 40; n > 0; n /= 70 {
		b.WriteByte(consonants[n%70/5])
		b.WriteByte(vowels[n%5])
	}
	return b.String()
}

func (v *vocabulary) text(words int) string {
	var b strings.Builder
	for range words {
		b.WriteString(spell(v.zipf.Uint64()))
		b.WriteByte(' ')
	}
	return b.String()
}

// synthetic returns an index of n passages of 150 words, with vectors of dims
// dimensions, made once for all benchmarks.
func synthetic(tb testing.TB, n, dims int) *Index {
	key := [2]int{n, dims}
	made.Lock()
	defer made.Unlock()
	if x := made.indexes[key]; x != nil {
		return x
	}
	v := newVocabulary(1)
	x := New(Options{})
	for from := 0; from < n; from += 1000 {
		var docs []corpus.Document
		var vectors [][]float32
		for i := from; i < min(from+1000, n); i++ {
			d := enginetest.Document(fmt.Sprintf("article-%08d", i), corpus.PassageID(i+1), v.text(8), v.text(150))
			d.Source = spell(uint64(i % 50))
			d.Published.Interval = corpus.OnDay(corpus.DayOf(2020, 1, 1+i%2000))
			docs = append(docs, d)
			if dims > 0 {
				vectors = append(vectors, direction(v.rnd, dims))
			}
		}
		if err := x.Upsert(tb.Context(), docs, vectors); err != nil {
			tb.Fatal(err)
		}
	}
	made.indexes[key] = x
	return x
}

var made = struct {
	sync.Mutex
	indexes map[[2]int]*Index
}{indexes: map[[2]int]*Index{}}

func direction(rnd *rand.Rand, dims int) []float32 {
	v := make([]float32, dims)
	for i := range v {
		v[i] = float32(rnd.NormFloat64() / math.Sqrt(float64(dims)))
	}
	return v
}

var sizes = []int{1_000, 10_000, 100_000}

// questionTerms returns eight terms as a question has them: some common, some
// rare.
func questionTerms(v *vocabulary) []retrieval.Term {
	var words []string
	var a retrieval.Analyzer
	for _, rank := range []uint64{20, 100, 300, 1000, 3000, 10000} {
		words = append(words, a.Stem(spell(rank+v.rnd.Uint64N(rank)), "en"))
	}
	return enginetest.Terms(append(words, a.Stem(spell(v.zipf.Uint64()), "en"), a.Stem(spell(v.zipf.Uint64()), "en"))...)
}

func BenchmarkCandidates(b *testing.B) {
	for _, dims := range []int{0, 256} {
		for _, n := range sizes {
			b.Run(fmt.Sprintf("dims=%d/passages=%d", dims, n), func(b *testing.B) {
				x := synthetic(b, n, dims)
				v := newVocabulary(2)
				var vector []float32
				if dims > 0 {
					vector = direction(v.rnd, dims)
				}
				b.ReportAllocs()
				for b.Loop() {
					if _, err := x.Candidates(b.Context(), questionTerms(v), vector, inC, 300); err != nil {
						b.Fatal(err)
					}
				}
				b.ReportMetric(float64(x.Bytes())/float64(n), "index-B/passage")
			})
		}
	}
}

func BenchmarkNear(b *testing.B) {
	for _, n := range sizes {
		b.Run(fmt.Sprintf("passages=%d", n), func(b *testing.B) {
			x := synthetic(b, n, 0)
			v := newVocabulary(3)
			b.ReportAllocs()
			for b.Loop() {
				w := []byte(spell(v.zipf.Uint64()))
				w[v.rnd.IntN(len(w))] = 'x'
				if _, err := x.Near(b.Context(), []string{string(w)}, inC); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkCold loads a snapshot and answers one question, with the file in
// the system's cache.
func BenchmarkCold(b *testing.B) {
	for _, dims := range []int{0, 256} {
		for _, n := range sizes {
			b.Run(fmt.Sprintf("dims=%d/passages=%d", dims, n), func(b *testing.B) {
				path := filepath.Join(b.TempDir(), "index")
				if err := synthetic(b, n, dims).Write(path); err != nil {
					b.Fatal(err)
				}
				info, err := os.Stat(path)
				if err != nil {
					b.Fatal(err)
				}
				v := newVocabulary(4)
				b.ReportAllocs()
				for b.Loop() {
					x, err := Load(path, Options{})
					if err != nil {
						b.Fatal(err)
					}
					if _, err := x.Candidates(b.Context(), questionTerms(v), nil, inC, 300); err != nil {
						b.Fatal(err)
					}
				}
				b.ReportMetric(float64(info.Size())/float64(n), "file-B/passage")
			})
		}
	}
}

func BenchmarkUpsert(b *testing.B) {
	for _, batch := range []int{1, 100, 4096} {
		b.Run(fmt.Sprintf("batch=%d", batch), func(b *testing.B) {
			v := newVocabulary(5)
			x := New(Options{})
			docs := make([]corpus.Document, batch)
			id := 0
			b.ReportAllocs()
			for b.Loop() {
				b.StopTimer()
				for i := range docs {
					id++
					docs[i] = enginetest.Document(fmt.Sprint(id), corpus.PassageID(id), v.text(8), v.text(150))
				}
				b.StartTimer()
				if err := x.Upsert(b.Context(), docs, nil); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(id)/b.Elapsed().Seconds(), "passages/s")
			runtime.KeepAlive(x)
		})
	}
}

// BenchmarkSimilarity gives the time of one comparison by vectors.
func BenchmarkSimilarity(b *testing.B) {
	s := &segment{dims: 256}
	v := make([]float32, 256)
	for i := range v {
		v[i] = float32(i%17) - 8
	}
	for range 1000 {
		s.appendVector(v)
	}
	a, _ := aimAt(v)
	i := 0
	for b.Loop() {
		s.similarity(i%1000, &a)
		i++
	}
}
