package chat

import (
	"strings"
	"testing"

	"dateline/bot"
	"dateline/corpus"
)

// The options of a question narrow the search, the events, the coverage and
// the evidence.
func TestOptions(t *testing.T) {
	h := open(t, nil).serve()
	question := "when did Lavrov last visit before 2021?"
	cited := func(p posted, ok func(bot.Citation) bool) {
		t.Helper()
		for _, c := range p.Reply.Answer.Citations {
			if !ok(c) {
				t.Errorf("cites %s of %q, %v", c.Article, c.Source, c.Published.Interval)
			}
		}
		e, err := h.desk.Evidence(t.Context(), p.Task.ID, Person{ID: "u"}, here)
		if err != nil {
			t.Fatal(err)
		}
		if len(e.Articles) > 0 && len(p.Reply.Answer.Citations) == 0 && !p.Reply.Answer.Abstained {
			t.Errorf("articles %+v without a citation", e.Articles)
		}
	}
	all := h.ask(h.req(question))
	total := all.Reply.Answer.Coverage.Dated + all.Reply.Answer.Coverage.Undated
	for _, tt := range []struct {
		name string
		o    Options
		ok   func(bot.Citation) bool
	}{
		{"source", Options{Source: "indus DIGEST"}, func(c bot.Citation) bool { return c.Source == "Indus Digest" }},
		{"to", Options{To: "2020"}, func(c bot.Citation) bool {
			return c.Published.Known() && c.Published.Start <= corpus.DayOf(2020, 12, 31)
		}},
		{"from", Options{From: "2021-04-01"}, func(c bot.Citation) bool { return c.Published.Known() && c.Published.End >= corpus.DayOf(2021, 4, 1) }},
		{"from and to", Options{From: "2021", To: "2021"}, func(c bot.Citation) bool { return c.Published.Start.Year() == 2021 }},
		{"as-of", Options{AsOf: "2020"}, func(c bot.Citation) bool { return !c.Published.Known() || c.Published.Start.Year() <= 2020 }},
	} {
		p := h.ask(h.req(question, with(tt.o)))
		a := p.Reply.Answer
		if n := a.Coverage.Dated + a.Coverage.Undated; n == 0 || n >= total {
			t.Errorf("%s: %d articles are searched of %d", tt.name, n, total)
		}
		if (tt.o.From+tt.o.To != "") && a.Coverage.Undated > 0 {
			t.Errorf("%s: %d undated articles are searched", tt.name, a.Coverage.Undated)
		}
		cited(p, tt.ok)
	}
	// They come over to a question that leans on this one, which says so, and to
	// no other; what a question says itself stands.
	h.ask(h.req(question, in("t5"), with(Options{AsOf: "2021-12"})))
	for _, tt := range []struct {
		text     string
		o        Options
		asOf     string
		readable bool
	}{
		{"and who did he meet?", Options{}, "2021-12-31", true},
		{"and who did he meet then?", Options{}, "2021-12-31", true}, // from one to the next
		{"and who did he meet?", Options{AsOf: "2022"}, "2022-12-31", false},
		{"When was the first Druzhba exercise held?", Options{}, "2026-03-02", false},
	} {
		p := h.ask(h.req(tt.text, in("t5"), with(tt.o)))
		rec, _ := readRecord(h.row(p.Task.ID))
		if got := rec.Request.AsOf.String(); got != tt.asOf || strings.Contains(p.Reply.Answer.ReadAs, "(as of 2021-12)") != tt.readable {
			t.Errorf("%s %+v: as of %s, read as %q, want %s", tt.text, tt.o, got, p.Reply.Answer.ReadAs, tt.asOf)
		}
	}
	// The later visit alone is left: its report says what it says.
	p := h.ask(h.req(question, with(Options{From: "2021-04-01", To: "2021-04-30"})))
	if !strings.HasPrefix(p.Reply.Card.Lead, "2012") || len(p.Reply.Answer.Citations) == 0 {
		t.Errorf("within April 2021: %+v", p.Reply.Card)
	}
}
