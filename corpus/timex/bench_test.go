package timex

import (
	"fmt"
	"strings"
	"testing"

	"dateline/corpus"
)

// benchText is news of the usual density: an expression every 150 bytes or so.
var benchText = strings.Repeat(`The ministry said on Thursday that output had fallen by 12 percent in the third quarter, the
steepest drop since 2009, and that it would take at least two years to recover. "We will not go back," the minister told reporters
after a meeting with the heads of five companies, which employ about 41,000 people in the region. Prices, unchanged last month, have
risen by a third since the plant was closed on April 7, 2019. The union, which had called for a strike, said that its members would
vote on the offer and that no date had been set. Earlier this year the parties had agreed on a truce.

`, 20)

func BenchmarkParse(b *testing.B) {
	for _, size := range []int{1 << 10, 1 << 14, 1 << 20} {
		text := strings.Repeat(benchText, size/len(benchText)+1)[:size]
		b.Run(fmt.Sprintf("%dKB", size>>10), func(b *testing.B) {
			b.SetBytes(int64(size))
			b.ReportAllocs()
			for b.Loop() {
				Parse(text, corpus.OnDay(18724))
			}
		})
	}
	for name, piece := range map[string]string{"plain": "a line of words without any expression of when it was and who did it, nor where\n",
		"dense": "the end of the first week of May 1998, ", "the": "the "} {
		text := strings.Repeat(piece, (1<<20)/len(piece))
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				Parse(text, corpus.OnDay(18724))
			}
		})
	}
}
