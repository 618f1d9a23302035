package clean

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// story returns an article of about n bytes in paragraphs, with a page's
// furniture above and below it.
func story(n int) string {
	var b strings.Builder
	b.WriteString("Home\nNews\nSport\nWeather\nLog in\nThe harbour reopens after the storm\nBy Jane Doe\n4 May 2020\nShare\nTweet\n")
	for i := 0; b.Len() < n; i++ {
		fmt.Fprintf(&b, "On day %d the harbour master of pier %d told reporters that boat number %d had come back with %d crates of fish, ", i, i*7%31, i*13, i*17%97)
		fmt.Fprintf(&b, "which was %d more than a year ago. “We have waited for week %d,” she said, and the council agreed to pay for crane %d.\n", i*3, i*5, i*11)
	}
	b.WriteString("Most read\nCat up a tree for nine days\nMan bites dog\nCopyright 2020\n")
	return b.String()
}

func BenchmarkText(b *testing.B) {
	for _, n := range []int{5_000, 100_000, 10_000_000} {
		text := story(n)
		b.Run(fmt.Sprintf("%dkB", n/1000), func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			b.ReportAllocs()
			for b.Loop() {
				Text(text)
			}
		})
	}
	line := strings.ReplaceAll(story(10_000_000), "\n", " ")
	b.Run("one line of 10MB", func(b *testing.B) {
		b.SetBytes(int64(len(line)))
		b.ReportAllocs()
		for b.Loop() {
			Text(line)
		}
	})
}

// TestLinear cleans hostile texts of two sizes, a hundredfold apart, and
// compares the times. The bound allows for a busy machine: what is quadratic
// takes ten thousand times as long.
func TestLinear(t *testing.T) {
	const small, large = 3_000, 300_000
	for name, make := range map[string]func(n int) string{
		"one line":        func(n int) string { return strings.ReplaceAll(story(n), "\n", " ") },
		"one line twice":  func(n int) string { s := strings.ReplaceAll(story(n/2), "\n", " "); return s + s },
		"one word":        func(n int) string { return strings.Repeat("a", n) },
		"one word often":  func(n int) string { return strings.Repeat("word ", n/5) },
		"full stops":      func(n int) string { return strings.Repeat("a. ", n/3) },
		"same sentence":   func(n int) string { return strings.Repeat("The cat sat on the mat and the dog looked on. ", n/46) },
		"same line":       func(n int) string { return strings.Repeat("The cat sat on the mat and the dog looked on.\n", n/46) },
		"short lines":     func(n int) string { return strings.Repeat("Home\nNews\n", n/10) },
		"headlines":       func(n int) string { return strings.Repeat("Harbour master welcomes boats\n4 May 2020\n", n/42) },
		"wrapped":         func(n int) string { return strings.Repeat(strings.Repeat("word ", 14)+"\n", n/71) },
		"blank lines":     func(n int) string { return strings.Repeat("\n", n) },
		"no-break spaces": func(n int) string { return strings.Repeat("\u00a0.", n/3) },
		"invalid":         func(n int) string { return strings.Repeat("\xff\xfe ", n/3) },
	} {
		t.Run(name, func(t *testing.T) {
			took := func(s string) time.Duration {
				best := time.Hour
				for range 2 {
					start := time.Now()
					Text(s)
					best = min(best, time.Since(start))
				}
				return best
			}
			a, b := took(make(small)), took(make(large))
			if b > 1000*a+time.Second {
				t.Errorf("%d bytes took %v, %d bytes %v: more than linear", small, a, large, b)
			}
		})
	}
}

func BenchmarkHTML(b *testing.B) {
	paragraphs := strings.Split(story(20_000), "\n")
	page := "<html><head><title>Harbour</title></head><body><article><h1>Harbour</h1><p>" + strings.Join(paragraphs, "</p>\n<p>") + "</p></article></body></html>"
	b.SetBytes(int64(len(page)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := HTML(page, ""); err != nil {
			b.Fatal(err)
		}
	}
}
