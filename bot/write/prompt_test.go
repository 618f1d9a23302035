package write

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"dateline/bot"
	"dateline/bot/claim"
	"dateline/corpus"
	"dateline/corpus/example"
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

// What the reader answers to the example's questions, in its few words beside
// the sentence it is from, mostly passes as a claim. What does not is mostly a
// figure without the one who gave it, which a model must not leave out.
func TestReadersLeads(t *testing.T) {
	all, passed := 0, 0
	for l := range strings.Lines(string(example.Questions)) {
		var q struct{ Question string }
		if err := json.Unmarshal([]byte(l), &q); err != nil {
			t.Fatal(err)
		}
		m, err := library(t).Gather(t.Context(), bot.Request{Question: q.Question, Collections: desks})
		if err != nil {
			t.Fatal(err)
		}
		if m.Answer.Abstained || len(m.Answer.Claims) == 0 || len(m.Sources) == 0 {
			continue
		}
		first := m.Answer.Claims[0]
		w := bot.Written{Text: settled(clean(first.Text))}
		for _, c := range m.Answer.Citations {
			for _, s := range m.Sources {
				if s.Passage.ID != c.Passage || !slices.Contains(first.Citations, c.N) {
					continue
				}
				quote := c.Quote
				for _, span := range corpus.SplitSentences(s.Text()) {
					if whole := strings.TrimSpace(span.Of(s.Text())); strings.Contains(whole, quote) {
						quote = whole
						break
					}
				}
				w.Quotes = append(w.Quotes, bot.Quoted{Source: s.N, Text: quote})
			}
		}
		all++
		if v := checker(m)(w); v.OK {
			passed++
		} else {
			t.Logf("%q: %s", w.Text, faults(v))
		}
	}
	t.Logf("%d of %d leads pass", passed, all)
	if 4*passed < 3*all {
		t.Errorf("%d of %d leads pass, want three in four", passed, all)
	}
}
