package change

import (
	"fmt"
	"strings"
	"testing"

	"dateline/corpus"
	"dateline/retrieval/ingest"
)

// crowded makes reports of one topic that all speak of the same few things, so
// that each figure and denial has the most that it could be held against.
func crowded(tb testing.TB, n int) []Report {
	tb.Helper()
	first, _ := corpus.ParseInterval("2020-01-01")
	var out []Report
	for i := range n {
		var b strings.Builder
		for j := range 12 {
			fmt.Fprintf(&b, "Police said %d people were killed and %d injured when a bus crashed near Quetta on Sunday. ", 10+(i*7+j*3)%50, 20+(i*5+j)%70)
			fmt.Fprintf(&b, "The ministry denied that convoy %d had left Quetta for Karachi with %d trucks. ", (i+j)%9, i+j)
			fmt.Fprintf(&b, "Minister Anwar Karim will visit Quetta on %d March. The minister cancelled his visit to Quetta.\n\n", 1+(i+j)%28)
		}
		d, err := ingest.Derive(corpus.Raw{Key: corpus.Key{Collection: "c", ID: fmt.Sprintf("%04d", i)}, Source: "Daily Courier",
			Published: (first.Start + corpus.Day(i/4)).String(), Text: b.String()})
		if err != nil {
			tb.Fatal(err)
		}
		d.Version = 1
		out = append(out, Report{Document: d})
	}
	return out
}

func BenchmarkFind(b *testing.B) {
	for _, n := range []int{50, 100, 200, 500} {
		reports := crowded(b, n)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Find(reports, nil)
			}
		})
	}
}
