package write

import (
	"strings"
	"testing"
	"time"

	"dateline/bot"
	"dateline/bot/claim"
	"dateline/corpus"
)

// The example of the rules keeps to the rules.
func TestExampleOfRules(t *testing.T) {
	_, example, _ := strings.Cut(rules, "\nExample. Passage 3, published ")
	day, rest, _ := strings.Cut(example, `: "`)
	text, rest, _ := strings.Cut(rest, `"`)
	_, reply, _ := strings.Cut(rest, "\n")
	reply, _, _ = strings.Cut(reply, "\n")
	at, err := time.Parse(time.DateOnly, day)
	if err != nil {
		t.Fatal(err)
	}
	a := corpus.Article{Text: text, Blocks: []corpus.Block{{Span: corpus.Span{End: len(text)}}}, Published: corpus.Publication{Interval: corpus.OnDay(corpus.DayIn(at)), Basis: corpus.BasisRecord}}
	ss := corpus.Sentences(text, a.Blocks)
	p := claim.Passage{N: 3, Extract: corpus.Extract{Passage: corpus.Passage{Span: corpus.Span{End: len(text)}, Last: len(ss) - 1}, Article: &a, Text: text, Sentences: ss}}
	r := newReplyReader()
	go func() { _ = r.write(reply); r.end() }()
	n := 0
	if _, err := r.claims(func(w bot.Written) {
		n++
		if v := claim.Check(asClaim(w), []claim.Passage{p}, claim.Context{}); !v.OK {
			t.Errorf("%q does not pass: %s", w.Text, faults(v))
		}
	}); err != nil || n != 1 {
		t.Errorf("%d claims, %v, in %s", n, err, reply)
	}
}

// A prompt is short enough for a window of 8,192 tokens with what is written,
// and does not hold the reader's answer.
func TestPrompt(t *testing.T) {
	for _, q := range []string{"when did Lavrov last visit before 2021?", byHowMuch, "What is in the protocol on the pipeline?"} {
		m, err := library(t).Gather(t.Context(), bot.Request{Question: q, Collections: desks})
		if err != nil {
			t.Fatal(err)
		}
		p := promptFor(m, len(m.Sources))
		if n := tokens(p.System) + tokens(p.User) + p.MaxTokens; n > 8192 {
			t.Errorf("%q: the prompt and its reply have some %d tokens", q, n)
		}
		if lead, _, _ := strings.Cut(m.Answer.Lead, " ["); len(lead) > 12 && strings.Contains(p.User, lead) {
			t.Errorf("%q: the reader's lead %q is in the prompt", q, lead)
		}
		if len(m.Sources) > 1 && len(promptFor(m, len(m.Sources)/2).User) >= len(p.User) {
			t.Errorf("%q: half of the passages make no shorter prompt", q)
		}
	}
}
