package archive_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"dateline/corpus"
	"dateline/corpus/archive"
)

// stock fills an archive with n articles of 3 KB, each of about three passages
// and 30 events, of which one key is shared by all.
func stock(b *testing.B, n int) (dir string) {
	b.Helper()
	dir = b.TempDir()
	a, err := archive.Open(b.Context(), dir, archive.Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer a.Close()
	for i := 0; i < n; i += 100 {
		var records []archive.Record
		for j := i; j < i+100; j++ {
			records = append(records, record("news", fmt.Sprint(j), story(uint64(j), 50), corpus.OnDay(corpus.Day(j))))
		}
		put(b, a, records...)
	}
	return dir
}

func BenchmarkRead(b *testing.B) {
	const n = 2000
	dir := stock(b, n)
	a, err := archive.OpenReadOnly(b.Context(), dir, archive.Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer a.Close()
	var ids []corpus.PassageID
	for i := range 200 {
		ids = append(ids, corpus.PassageID(1+i*29%(3*n)))
	}
	for _, bench := range []struct {
		name string
		run  func() (int, error)
	}{
		{"open", func() (int, error) {
			a, err := archive.OpenReadOnly(b.Context(), dir, archive.Options{})
			if err == nil {
				err = a.Close()
			}
			return 1, err
		}},
		{"extracts=20", func() (int, error) { xs, err := a.Extracts(b.Context(), ids[:20]); return len(xs), err }},
		{"outlines=200", func() (int, error) { xs, err := a.Outlines(b.Context(), ids); return len(xs), err }},
		{"extracts=200", func() (int, error) { xs, err := a.Extracts(b.Context(), ids); return len(xs), err }},
		{"events/key", func() (int, error) {
			es, err := a.Events(b.Context(), corpus.EventFilter{Collections: []string{"news"}, Keys: []string{"p:77"}})
			return len(es), err
		}},
		{"events/all", func() (int, error) {
			es, err := a.Events(b.Context(), corpus.EventFilter{Collections: []string{"news"}, Keys: []string{"n:quill"}, Kinds: []string{"visit"}})
			return len(es), err
		}},
		{"documents", func() (int, error) {
			n := 0
			err := a.DocumentsSince(b.Context(), 0, func(corpus.Document) error { n++; return nil })
			return n, err
		}},
		{"coverage", func() (int, error) {
			c, err := a.Coverage(b.Context(), []string{"news"}, n/2)
			return c.Dated, err
		}},
	} {
		b.Run(bench.name, func(b *testing.B) {
			b.ReportAllocs()
			rows := 0
			for b.Loop() {
				n, err := bench.run()
				if err != nil || n == 0 {
					b.Fatal(n, err)
				}
				rows = n
			}
			b.ReportMetric(float64(rows), "rows")
		})
	}
}

// BenchmarkPut stores 1000 articles of 3 KB in an archive on disk: of which none
// is like another, of which every fourth is a near-copy, and which are all made
// from one form of 500 words with 50 places to fill.
func BenchmarkPut(b *testing.B) {
	const n = 1000
	form := strings.Fields(story(7, 38))
	for _, bench := range []struct {
		name string
		text func(i int) string
	}{
		{"unlike", func(i int) string { return story(uint64(i), 38) }},
		{"copies", func(i int) string {
			if i%4 == 3 {
				return "Copied from elsewhere. " + story(uint64(i-3), 30)
			}
			return story(uint64(i), 38)
		}},
		{"form", func(i int) string {
			words := slices.Clone(form)
			for k := 4; k < len(words); k += 10 {
				words[k] = fmt.Sprintf("%d", 100*i+k)
			}
			return strings.Join(words, " ")
		}},
	} {
		var records []archive.Record
		for i := range n {
			records = append(records, record("news", fmt.Sprint(i), bench.text(i), corpus.OnDay(corpus.Day(i))))
		}
		b.Run(bench.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				a, err := archive.Open(b.Context(), b.TempDir(), archive.Options{})
				if err != nil {
					b.Fatal(err)
				}
				for chunk := range slices.Chunk(records, 100) {
					put(b, a, chunk...)
				}
				a.Close()
			}
			b.ReportMetric(float64(b.N*n)/b.Elapsed().Seconds(), "articles/s")
		})
	}
}
