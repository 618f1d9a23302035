package write

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"dateline/bot"
	"dateline/bot/bottest/fakemodel"
	"dateline/bot/bottest/fakeopenai"
	"dateline/bot/state"
	"dateline/corpus"
	"dateline/retrieval/endpoint"
)

// kept are texts in memory.
type kept struct {
	mu   sync.Mutex
	m    map[string][]byte
	fail error
}

func (k *kept) Written(_ context.Context, key string) ([]byte, bool, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	text, ok := k.m[key]
	return text, ok, k.fail
}

func (k *kept) KeepWritten(_ context.Context, key string, text []byte) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.m == nil {
		k.m = map[string][]byte{}
	}
	k.m[key] = text
	return k.fail
}

func honest(d fakemodel.Data, task fakemodel.Task) string {
	switch {
	case task == fakemodel.Rewrite:
		return `{"question":"By how much did trade grow?"}`
	case passage(d, trade) > 0:
		return fakemodel.Object(said(tradeClaim, d, trade))
	}
	return fakemodel.Abstention
}

// Each part of the key makes another answer of it; what shapes nothing does
// not.
func TestCache(t *testing.T) {
	server, model := serve(t, fakeopenai.Options{Answer: fakemodel.Answer(honest)}, endpoint.Options{}, "strict")
	cache := &kept{}
	generation, name, failing := "g1", "small", false
	base := bot.Request{ID: "1", User: "u", Question: byHowMuch, Collections: []string{"default", "desk"}, AsOf: corpus.DayOf(2025, 1, 1)}
	first := bot.Exchange{Request: bot.Request{Question: "What did Lavrov say of trade in April 2021?"}, Answer: bot.Answer{Lead: "Trade grew."}}
	ask := func(edit func(*bot.Request)) (bot.Answer, bool) {
		t.Helper()
		req := base
		edit(&req)
		before := server.Count("chat")
		a, err := New(Options{Reader: library(t), Model: model, Name: name, Cache: cache,
			Generation: func(context.Context) (string, error) {
				if failing {
					return "", errors.New("the archive is busy")
				}
				return generation, nil
			}}).Ask(t.Context(), req)
		if err != nil {
			t.Fatal(err)
		}
		return a, server.Count("chat") == before
	}
	if a, hit := ask(func(*bot.Request) {}); hit || !strings.HasPrefix(a.Lead, tradeClaim) {
		t.Fatalf("the first time it is a hit: %v, %q", hit, a.Lead)
	}
	for _, row := range []struct {
		name string
		edit func(*bot.Request)
		hit  bool
	}{
		{"the same", func(*bot.Request) {}, true},
		{"another person and ID", func(r *bot.Request) { r.User, r.ID = "v", "2" }, true},
		{"collections in another order", func(r *bot.Request) { r.Collections = []string{"desk", "default"} }, true},
		{"white space", func(r *bot.Request) { r.Question = "  By how much  did trade grow?" }, true},
		{"another question", func(r *bot.Request) { r.Question = "By how much has trade grown?" }, false},
		{"another as-of", func(r *bot.Request) { r.AsOf = corpus.DayOf(2024, 1, 1) }, false},
		{"other collections", func(r *bot.Request) { r.Collections = []string{"default"} }, false},
		{"published in a time", func(r *bot.Request) { r.Published = corpus.InYear(2021) }, false},
		{"in a conversation", func(r *bot.Request) { r.After = &first }, false},
		{"another generation", func(*bot.Request) { generation = "g2" }, false},
		{"another model", func(*bot.Request) { name = "large" }, false},
		{"back again", func(*bot.Request) { generation, name = "g1", "small" }, true},
		{"no generation", func(*bot.Request) { failing = true }, false},
	} {
		var id string
		a, hit := ask(func(r *bot.Request) { row.edit(r); id = r.ID })
		if hit != row.hit {
			t.Errorf("%s: hit %v, want %v", row.name, hit, row.hit)
		}
		if hit && (a.ID != id || !strings.HasPrefix(a.Lead, tradeClaim)) {
			t.Errorf("%s: %q with the ID %q, want %q", row.name, a.Lead, a.ID, id)
		}
	}
	failing = false
	cache.fail = errors.New("the disk is full")
	if a, hit := ask(func(r *bot.Request) { r.AsOf = corpus.DayOf(2023, 1, 1) }); hit || !strings.HasPrefix(a.Lead, tradeClaim) {
		t.Errorf("without its cache: %q", a.Lead)
	}
}

// A question narrowed to sources has a key of its own.
func TestKeyOfSources(t *testing.T) {
	w := New(Options{})
	all := w.key(&bot.Material{}, "g")
	some := w.key(&bot.Material{Request: bot.Request{Sources: []string{"a", "b"}}}, "g")
	same := w.key(&bot.Material{Request: bot.Request{Sources: []string{"b", "a"}}}, "g")
	if all == some || some != same || w.key(&bot.Material{}, "") != "" {
		t.Errorf("keys %q, %q, %q", all, some, same)
	}
}

// Only whole answers that the model wrote are kept.
func TestNotKept(t *testing.T) {
	for name, answer := range map[string]func(fakeopenai.ChatRequest) fakeopenai.Script{
		"an abstention": func(fakeopenai.ChatRequest) fakeopenai.Script { return text(fakemodel.Abstention) },
		"an error":      func(fakeopenai.ChatRequest) fakeopenai.Script { return fault(fakeopenai.NoModel("m")) },
		"half of one": func(r fakeopenai.ChatRequest) fakeopenai.Script {
			d, _ := fakemodel.Read(r.Last("user"))
			return fakeopenai.Script{Text: fakemodel.Object(said(tradeClaim, d, trade)), NoFinish: true}
		},
	} {
		_, model := serve(t, fakeopenai.Options{Answer: answer}, endpoint.Options{Retries: -1}, "strict")
		cache := &kept{}
		if _, err := New(Options{Reader: library(t), Model: model, Name: "m", Cache: cache, Generation: func(context.Context) (string, error) { return "g", nil }}).
			Ask(t.Context(), bot.Request{Question: byHowMuch, Collections: desks}); err != nil {
			t.Fatal(err)
		}
		if len(cache.m) > 0 {
			t.Errorf("%s is kept: %s", name, cache.m)
		}
	}
}

// Budgets hold by person and by day, are written down by what was used, and
// begin anew each day.
func TestBudget(t *testing.T) {
	server, model := serve(t, fakeopenai.Options{Answer: fakemodel.Answer(honest)}, endpoint.Options{}, "strict")
	st, err := state.Open(t.Context(), t.TempDir(), state.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	day := time.Date(2026, 1, 1, 23, 0, 0, 0, time.UTC)
	ask := func(perUser, perDay int, user string) bot.Answer {
		t.Helper()
		a, err := New(Options{Reader: library(t), Model: model, Name: "m", Budget: NewAllowance(st, perUser, perDay, func() time.Time { return day }, func(err error) { t.Error(err) })}).
			Ask(t.Context(), bot.Request{Question: byHowMuch, Collections: desks, User: user})
		if err != nil {
			t.Fatal(err)
		}
		return a
	}
	written := func(a bot.Answer) bool { return strings.HasPrefix(a.Lead, tradeClaim) }
	if !written(ask(0, 0, "u")) {
		t.Fatal("no bounds, and no answer")
	}
	used, all, err := st.Tokens(t.Context(), int64(corpus.DayIn(day)), "u")
	if err != nil || used < 500 || used != all {
		t.Fatalf("%d of %d tokens noted, %v", used, all, err)
	}
	calls := server.Count("chat")
	for _, row := range []struct {
		perUser, perDay int
		user            string
		written         bool
		note            string
	}{
		{used + 100, 0, "u", false, "Your share of the model for today is used up"},
		{0, used + 100, "v", false, "The model's budget for today is used up"},
		{used * 4, 0, "u", true, ""},
		{1, 0, "v", false, "Your share"},
	} {
		a := ask(row.perUser, row.perDay, row.user)
		if written(a) != row.written || !strings.Contains(strings.Join(a.Notes, "\n"), row.note) {
			t.Errorf("with %d and %d for %s: %q, notes %q", row.perUser, row.perDay, row.user, a.Lead, a.Notes)
		}
		if !row.written && !strings.HasPrefix(a.Lead, "46 percent, according to Lavrov") {
			t.Errorf("over budget the lead is %q", a.Lead)
		}
	}
	if got := server.Count("chat") - calls; got != 1 {
		t.Errorf("%d calls, want 1: none is made over budget", got)
	}
	day = day.Add(2 * time.Hour)
	if !written(ask(used*4, 0, "u")) {
		t.Error("the next day the budget is still used up")
	}
}

// What is set aside for calls under way counts: together they do not go over.
func TestBudgetAtOnce(t *testing.T) {
	st, err := state.Open(t.Context(), t.TempDir(), state.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	b := NewAllowance(st, 1000, 2500, time.Now, func(err error) { t.Error(err) })
	var wg sync.WaitGroup
	var mu sync.Mutex
	taken := map[string]int{}
	for i := range 60 {
		wg.Go(func() {
			user := fmt.Sprint("u", i%4)
			done, refusal, err := b.Take(context.Background(), user, 100)
			if err != nil {
				t.Error(err)
			}
			if refusal != "" {
				return
			}
			mu.Lock()
			taken[user] += 100
			mu.Unlock()
			done(100)
		})
	}
	wg.Wait()
	all := 0
	for user, n := range taken {
		if all += n; n > 1000 {
			t.Errorf("%s took %d of 1000", user, n)
		}
	}
	if all != 2500 {
		t.Errorf("together they took %d of 2500", all)
	}
}

func TestClean(t *testing.T) {
	for _, row := range []struct{ in, want string }{
		{"Trade grew by 46 percent [1][2].", "Trade grew by 46 percent."},
		{"**Trade** _grew_ `by` ~~46~~ percent", "Trade grew by 46 percent"},
		{"1. Trade grew", "Trade grew"},
		{"Trade [grew](https://evil.example/?d=secret) by 46", "Trade grew by 46"},
		{"Trade ![x](https://evil.example/x.png) grew", "Trade x grew"},
		{"Trade <img src=https://evil.example/x> grew", "Trade grew"},
		{"Trade grew, see https://evil.example/?q=46 now", "Trade grew, see now"},
		{"Trade grew, see hTTps:/evil.example and ftp://e.example", "Trade grew, see and"},
		{"<!channel> <@U123> <#C1> @everyone (@here) a@b.example", "everyone (here) ab.example"},
		{"Trade gr\u202eew\u200b by \u206646\U000e0041 percent\ufeff", "Trade grew by 46 percent"},
		{"Trade\u2028grew\nby\t46", "Trade grew by 46"},
		{"<img src=x>.", ""},
		{"[[a](b)](c) grew", "a grew"},
		{"<<a>script> grew", "script grew"},
	} {
		if got := clean(row.in); got != row.want {
			t.Errorf("clean(%q) = %q, want %q", row.in, got, row.want)
		}
	}
}

func TestSettled(t *testing.T) {
	for _, row := range []struct{ in, want string }{
		{"Yes, Russia has lifted its embargo", "Russia has lifted its embargo"},
		{"No. the talks were put off", "The talks were put off"},
		{"No – the talks were put off", "The talks were put off"},
		{"yes: it did", "It did"},
		{"No article says so", "No article says so"},
		{"No. 4 reactor was shut down", "No. 4 reactor was shut down"},
		{"Yesterday, trade grew", "Yesterday, trade grew"},
		{"Yes", "Yes"}, // proves nothing, and is dropped
		{"", ""},
	} {
		if got := settled(row.in); got != row.want {
			t.Errorf("settled(%q) = %q, want %q", row.in, got, row.want)
		}
	}
}
