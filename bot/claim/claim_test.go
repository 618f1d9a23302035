package claim

import (
	"os"
	"strings"
	"testing"
	"time"

	"dateline/corpus"
	"dateline/corpus/event"
)

// passageOf makes a passage of a text.
func passageOf(n int, published, text string) Passage {
	a := corpus.Article{Key: corpus.Key{Collection: "c", ID: published}, Text: text, Blocks: []corpus.Block{{Span: corpus.Span{End: len(text)}}}}
	if day, err := time.Parse(time.DateOnly, published); err == nil {
		a.Published = corpus.Publication{Interval: corpus.OnDay(corpus.DayIn(day)), Basis: corpus.BasisRecord}
	}
	ss := corpus.Sentences(text, a.Blocks)
	return Passage{N: n, Extract: corpus.Extract{Passage: corpus.Passage{Span: corpus.Span{End: len(text)}, Last: len(ss) - 1}, Article: &a, Text: text, Sentences: ss},
		Events: event.Read(a, ss)}
}

// hand is a claim written by hand.
type hand struct {
	kind  string // of the lie, "" where it is true
	claim Claim
	in    Passage
}

func readHand(t *testing.T) []hand {
	t.Helper()
	b, err := os.ReadFile("testdata/hand.txt")
	if err != nil {
		t.Fatal(err)
	}
	var out []hand
	for _, part := range strings.Split(string(b), "\n== ")[1:] {
		date, rest, _ := strings.Cut(part, "\n")
		var text []string
		var claims []string
		for _, l := range strings.Split(strings.TrimSpace(rest), "\n") {
			if strings.HasPrefix(l, "+ ") || strings.HasPrefix(l, "- ") {
				claims = append(claims, l)
			} else {
				text = append(text, l)
			}
		}
		p := passageOf(1, date, strings.Join(text, " "))
		for _, l := range claims {
			said, quotes, _ := strings.Cut(l[2:], " < ")
			h := hand{in: p}
			if l[0] == '-' {
				h.kind, said, _ = strings.Cut(said, ": ")
			}
			h.claim.Text = said
			for _, q := range strings.Split(quotes, " | ") {
				h.claim.Quotes = append(h.claim.Quotes, Quote{1, q})
			}
			out = append(out, h)
		}
	}
	return out
}

// TestHand holds the rates over the claims by hand: at most one lie in ten is
// shown, at most one true claim in ten dropped.
func TestHand(t *testing.T) {
	lies, shown, trues, dropped := 0, 0, 0, 0
	for _, h := range readHand(t) {
		v := Check(h.claim, []Passage{h.in}, Context{})
		if len(v.Quotes) != len(h.claim.Quotes) {
			t.Errorf("%q: a quote does not stand in the text: %+v", h.claim.Text, v.Faults)
		}
		switch {
		case h.kind == "":
			trues++
			if !v.OK {
				dropped++
				t.Logf("dropped: %s: %+v", h.claim.Text, v.Faults)
			}
		default:
			lies++
			if v.OK {
				shown++
				t.Logf("shown: %s: %s < %v", h.kind, h.claim.Text, h.claim.Quotes)
			}
		}
	}
	t.Logf("by hand: %d of %d lies shown, %d of %d true claims dropped", shown, lies, dropped, trues)
	if lies < 40 || trues < 40 || shown*10 > lies || dropped*10 > trues {
		t.Errorf("%d of %d lies shown, %d of %d true claims dropped", shown, lies, dropped, trues)
	}
}
