package dating_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"testing"

	"dateline/corpus"
	"dateline/corpus/clean"
	"dateline/corpus/dating"
)

// TestTextDates measures the dates of articles from their text alone.
func TestTextDates(t *testing.T) {
	f, err := os.Open("../../../shared/bench/textdates/pages.jsonl")
	if err != nil {
		t.Skip("no ../shared/bench beside the repository: ", err)
	}
	defer f.Close()
	in := bufio.NewScanner(f)
	in.Buffer(nil, 1<<24)
	right, wrong, silent := [3]int{}, [3]int{}, [3]int{}
	for n := 0; in.Scan(); n++ {
		var page struct{ File, URL, Date, Text string }
		if err := json.Unmarshal(in.Bytes(), &page); err != nil {
			t.Fatal(err)
		}
		raw := corpus.Raw{Text: page.Text}
		c := clean.Text(page.Text)
		got := dating.Date(raw, c)
		half := 1 + n%2
		switch value := got.String(); {
		case value == page.Date:
			right[0]++
			right[half]++
		case got.Precision != corpus.PrecisionDay:
			silent[0]++
			silent[half]++
		default:
			wrong[0]++
			wrong[half]++
		}
		if got.String() != page.Date && os.Getenv("DATING_SHOW") != "" {
			first, last := 0, 0
			if len(c.Blocks) > 0 {
				first, last = c.Blocks[0].Line, c.Blocks[len(c.Blocks)-1].Line
			}
			fmt.Printf("== %d gold %s got %s %s %s  title %.60q body %d-%d %s\n", n, page.Date, got, got.Basis, got.Confidence, c.Title, first, last, page.URL)
			for i, e := range got.Evidence {
				if i < 5 {
					fmt.Printf("      %d %s %s %q %s\n", e.Line, e.Basis, e.Interval, e.Text, e.Why)
				}
			}
		}
	}
	for i, what := range []string{"all", "even", "odd"} {
		t.Logf("%s: right %d, wrong %d, silent %d", what, right[i], wrong[i], silent[i])
	}
	if right[0] < 115 || wrong[0] > 5 {
		t.Errorf("right %d, wrong %d, want at least 115 and at most 5", right[0], wrong[0])
	}
}
