package clean

import (
	"bufio"
	"encoding/json"
	"flag"
	"os"
	"regexp"
	"strings"
	"testing"
)

var pages = flag.Bool("pages", false, "log each page's score")

// shared is where measuring data lie, beside the repository.
const shared = "../../../shared"

type benchPage struct {
	ID      string `json:"id"`
	URL     string `json:"url"`
	Dump    string `json:"dump"`
	DumpDup string `json:"dump_dup"`
	Body    string `json:"article_body"`
}

func readPages(t *testing.T) []benchPage {
	t.Helper()
	f, err := os.Open(shared + "/bench/cleaning/pages.jsonl")
	if err != nil {
		t.Skipf("no measuring data beside the repository: %v", err)
	}
	defer f.Close()
	var out []benchPage
	in := bufio.NewReader(f)
	for dec := json.NewDecoder(in); dec.More(); {
		var p benchPage
		if err := dec.Decode(&p); err != nil {
			t.Fatal(err)
		}
		out = append(out, p)
	}
	return out
}

var wordPattern = regexp.MustCompile(`[\p{L}\p{M}\p{N}_]+`)

// shingles returns the multiset of runs of four words.
func shingles(text string) map[string]int {
	words := wordPattern.FindAllString(text, -1)
	out := map[string]int{}
	if len(words) < 4 && len(words) > 0 {
		out[strings.Join(words, " ")]++
	}
	for i := 0; i+4 <= len(words); i++ {
		out[strings.Join(words[i:i+4], " ")]++
	}
	return out
}

// tally counts the shingles found, false and missed, normalised by their sum.
func tally(got, want string) (tp, fp, fn float64) {
	g, w := shingles(got), shingles(want)
	for s, n := range g {
		tp += float64(min(n, w[s]))
		fp += float64(max(n-w[s], 0))
	}
	for s, n := range w {
		fn += float64(max(n-g[s], 0))
	}
	if sum := tp + fp + fn; sum > 0 {
		return tp / sum, fp / sum, fn / sum
	}
	return 0, 0, 0
}

// score is F1 with precision and recall over pages.
func score(pages []benchPage, clean func(benchPage) string, each func(p benchPage, tp, fp, fn float64)) (f1, precision, recall float64) {
	var tp, fp, fn float64
	for _, p := range pages {
		a, b, c := tally(clean(p), p.Body)
		if each != nil {
			each(p, a, b, c)
		}
		tp, fp, fn = tp+a, fp+b, fn+c
	}
	precision, recall = tp/(tp+fp), tp/(tp+fn)
	return 2 * precision * recall / (precision + recall), precision, recall
}

func TestBench(t *testing.T) {
	all := readPages(t)
	for _, set := range []struct {
		name string
		dump func(benchPage) string
	}{
		{"dump", func(p benchPage) string { return p.Dump }},
		{"dump_dup", func(p benchPage) string { return p.DumpDup }},
		{"article_body", func(p benchPage) string { return p.Body }},
	} {
		t.Run(set.name, func(t *testing.T) {
			clean := func(p benchPage) string { return Text(set.dump(p)).Text }
			i := 0
			each := func(p benchPage, tp, fp, fn float64) {
				if *pages {
					t.Logf("%2d tp %.2f fp %.2f fn %.2f %s", i, tp, fp, fn, p.URL)
				}
				i++
			}
			f1, p, r := score(all, clean, each)
			var half [2][]benchPage
			for i, p := range all {
				half[i%2] = append(half[i%2], p)
			}
			even, _, _ := score(half[0], clean, nil)
			odd, _, _ := score(half[1], clean, nil)
			t.Logf("F1 %.3f P %.3f R %.3f, even pages %.3f, odd pages %.3f", f1, p, r, even, odd)
			if want := .925; f1 < want {
				t.Errorf("F1 = %.3f, want at least %.3f", f1, want)
			}
		})
	}
}

// TestRecordsKept cleans records that are clean already, passages of some
// sentences, and finds them whole.
func TestRecordsKept(t *testing.T) {
	for _, file := range []string{"timeqa/passages.jsonl", "multihop/corpus.jsonl"} {
		f, err := os.Open(shared + "/bench/" + file)
		if err != nil {
			t.Skipf("no measuring data beside the repository: %v", err)
		}
		defer f.Close()
		n := 0
		for dec := json.NewDecoder(bufio.NewReader(f)); dec.More(); n++ {
			var record struct{ ID, Text string }
			if err := dec.Decode(&record); err != nil {
				t.Fatal(err)
			}
			if c := Text(record.Text); squeeze(c.Text) != squeeze(record.Text) {
				t.Errorf("%s: title %q, dropped %v", record.ID, c.Title, c.Dropped)
			}
		}
		t.Logf("%s: %d records", file, n)
	}
}
