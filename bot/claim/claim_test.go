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

func readHand(t *testing.T, name string) []hand {
	t.Helper()
	b, err := os.ReadFile("testdata/" + name)
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
	for _, name := range []string{"hand.txt", "fresh.txt", "third.txt"} {
		lies, shown, trues, dropped := 0, 0, 0, 0
		for _, h := range readHand(t, name) {
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
		t.Logf("%s: %d of %d lies shown, %d of %d true claims dropped", name, shown, lies, dropped, trues)
		if lies < 15 || trues < 15 || shown*10 > lies || dropped*10 > trues {
			t.Errorf("%s: %d of %d lies shown, %d of %d true claims dropped", name, shown, lies, dropped, trues)
		}
	}
}

// FuzzCheck holds that no input makes Check panic, that a claim which passes
// has all its quotes, each standing in its passage, and that a second check
// agrees.
func FuzzCheck(f *testing.F) {
	f.Add("Trade rose by 46 percent, Lavrov said.", "Trade had risen by 46 percent, Lavrov said", 1, "Trade had risen by 46 percent, Lavrov said. He left.", "2021-04-08")
	f.Add("It was not denied on Wednesday that \"two\" came.", "denied", 2, "“Nobody denied it,” she said on Wednesday. The 3rd didn’t.", "2019-01-31")
	f.Add("“", "”", 1, "“”", "")
	f.Add("per cent 5 up to 1,000.5% of $3bn and", "per", 1, "per cent per", "x")
	f.Fuzz(func(t *testing.T, said, quote string, n int, passage, day string) {
		if len(said)+len(quote)+len(passage) > 4000 {
			t.Skip()
		}
		ps := []Passage{passageOf(1, day, passage), passageOf(2, "2020-02-29", "It did not rain in Oslo on Friday, the office said.")}
		c := Claim{said, []Quote{{n, quote}, {2, "in Oslo on Friday"}}}
		v := Check(c, ps, Context{})
		if v.OK != (len(v.Faults) == 0) || v.OK && len(v.Quotes) != len(c.Quotes) {
			t.Fatalf("Check(%q) = %+v", said, v)
		}
		for i, q := range v.Quotes {
			if q.Passage < 1 || q.Passage > 2 {
				t.Fatalf("quote %d in passage %d", i, q.Passage)
			}
			p := ps[q.Passage-1]
			if q.Start < 0 || q.End > len(p.Text) || q.Of(p.Text) != q.Text || q.Text == "" {
				t.Fatalf("quote %d %+v does not stand in its passage", i, q)
			}
		}
		if again := Check(c, ps, Context{}); again.OK != v.OK || len(again.Faults) != len(v.Faults) {
			t.Fatal("a second check differs")
		}
	})
}
