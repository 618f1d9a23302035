package retrieval_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"dateline/corpus"
	"dateline/retrieval"
	"dateline/retrieval/index"
)

// synthetic returns n articles of one passage, of words that follow Zipf's
// law, each with a year.
func synthetic(n int) []corpus.Article {
	rnd := rand.New(rand.NewPCG(1, 0))
	zipf := rand.NewZipf(rnd, 1.07, 8, 300_000)
	out := make([]corpus.Article, n)
	for i := range out {
		var b strings.Builder
		for j := range 150 {
			if j%15 == 0 {
				b.WriteString(". The ")
			}
			b.WriteString(syllables(zipf.Uint64()))
			b.WriteByte(' ')
		}
		fmt.Fprintf(&b, "came in %d.", 1950+rnd.IntN(70))
		title := syllables(zipf.Uint64()) + " " + syllables(zipf.Uint64())
		out[i] = corpus.Article{Key: corpus.Key{Collection: "c", ID: fmt.Sprint(i)}, Version: 1, Title: title, Source: syllables(uint64(i % 50)), Lang: "en", Text: b.String()[2:]}
	}
	return out
}

func syllables(rank uint64) string {
	const consonants, vowels = "bdfgklmnprstvz", "aeiou"
	var b strings.Builder
	for n := rank + 40; n > 0; n /= 70 {
		b.WriteByte(consonants[n%70/5])
		b.WriteByte(vowels[n%5])
	}
	return b.String()
}

// BenchmarkSearch measures a whole search, of passages that are in memory.
func BenchmarkSearch(b *testing.B) {
	for _, n := range []int{1_000, 10_000, 100_000} {
		b.Run(fmt.Sprintf("passages=%d", n), func(b *testing.B) {
			x, l := build(b, synthetic(n), index.Options{})
			s := &retrieval.Searcher{Engine: x, Library: l}
			rnd := rand.New(rand.NewPCG(2, 0))
			b.ReportAllocs()
			for b.Loop() {
				var words []string
				for _, rank := range []uint64{20, 100, 300, 1000, 3000, 10000} {
					words = append(words, syllables(rank+rnd.Uint64N(rank)))
				}
				q := fmt.Sprintf("Who was %s in %d?", strings.Join(words, " "), 1950+rnd.IntN(70))
				if _, err := s.Search(b.Context(), retrieval.Query{Text: q, Filter: retrieval.Filter{Collections: []string{"c"}}}); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(x.Bytes())/1e6, "index-MB")
		})
	}
}
