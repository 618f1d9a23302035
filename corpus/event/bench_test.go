package event

import (
	"strconv"
	"strings"
	"testing"

	"dateline/corpus"
)

// story is an article of our own sentences, in the manner of a wire report.
const story = `LISBON – Norwegian Foreign Minister Astrid Solberg on Tuesday ended a three-day trip to Portugal, the first by a Norwegian foreign minister in eleven years, after talks with her Portuguese counterpart Duarte Falcão and a meeting with Prime Minister Helena Prates.

“We have agreed to build a new cable across the ocean floor,” Solberg said at a news conference with Falcão. She added that trade between the two countries grew by 12 percent last year, mostly because of fish and machines.

Falcão said that Portugal attached great importance to its ties with Norway and recalled his visit to Oslo in March 2016, when both governments signed an agreement on research at sea. The minister is scheduled to travel to Bergen next month, the ministry said in a statement.

Earlier in the day the prime minister received the guest at her office and told her that the harbour works at Sines would be completed by 2024. Company officials expect the first ships in autumn. Nothing was said about the fishing dispute that has troubled the two countries since 2009.
`

func storyArticle(n int) corpus.Article {
	text := strings.Repeat(story+"\n", n)
	var blocks []corpus.Block
	start := 0
	for p := range strings.SplitSeq(text, "\n\n") {
		if strings.TrimSpace(p) != "" {
			blocks = append(blocks, corpus.Block{Span: corpus.Span{Start: start, End: start + len(p)}})
		}
		start += len(p) + 2
	}
	a := corpus.Article{Key: corpus.Key{Collection: "c", ID: "story"}, Text: text, Blocks: blocks}
	a.Published.Interval = corpus.OnDay(corpus.DayOf(2019, 5, 14))
	return a
}

func BenchmarkRead(b *testing.B) {
	for _, n := range []int{1, 4, 64} {
		a := storyArticle(n)
		ss := sentences(a)
		b.Run(strconv.Itoa(len(a.Text)), func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(len(a.Text)))
			for b.Loop() {
				Read(a, ss)
			}
		})
	}
}

func BenchmarkMerge(b *testing.B) {
	for _, n := range []int{1000, 10000, 100000} {
		events := newsWorld(n)
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Merge(events)
			}
		})
	}
}

func BenchmarkSelect(b *testing.B) {
	for _, n := range []int{1000, 10000, 100000} {
		events := newsWorld(n)
		groups, holders := Merge(events), Holdings(events)
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Select(groups, Pattern{Kinds: []string{"visit"}, Order: Last, Participants: []Constraint{{Name: "Surname1"}, {Place: "japan"}}}, holders)
			}
		})
	}
}

func BenchmarkHoldings(b *testing.B) {
	for _, n := range []int{1000, 10000, 100000} {
		events := newsWorld(n)
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Holdings(events)
			}
		})
	}
}
