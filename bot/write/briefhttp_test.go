package write

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"dateline/bot"
	"dateline/bot/bottest/fakemodel"
	"dateline/bot/bottest/fakeopenai"
	"dateline/bot/brief"
	"dateline/bot/state"
	"dateline/corpus"
	"dateline/retrieval/endpoint"
)

// briefed returns what a writer makes of a topic with a server's answers, and
// what its briefer makes without.
func briefed(t *testing.T, topic string, o BriefOptions, client endpoint.Options, answer func(n int, d fakemodel.Data) fakeopenai.Script) (b brief.Briefing, server *fakeopenai.Server) {
	t.Helper()
	var mu sync.Mutex
	n := 0
	server, model := serve(t, fakeopenai.Options{Answer: func(r fakeopenai.ChatRequest) fakeopenai.Script {
		mu.Lock()
		n++
		at := n
		mu.Unlock()
		d, task := fakemodel.Read(r.Last("user"))
		if task != fakemodel.Brief {
			t.Errorf("the prompt is for task %d, want that of a briefing", task)
		}
		return answer(at, d)
	}}, client, "auto")
	_, a := composer(t)
	plain := composed(t, topic)
	o.Briefer, o.Archive, o.Model = handed{plain}, a, model
	if o.Name == "" {
		o.Name = "small"
	}
	b, err := NewBriefWriter(o).Compose(t.Context(), everything(topic))
	if err != nil {
		t.Fatal(err)
	}
	checkBriefing(t, a, plain, b)
	return b, server
}

func countWritten(b brief.Briefing) int {
	n := 0
	for _, p := range parts(b) {
		if p.Written {
			n++
		}
	}
	return n
}

func worded(d fakemodel.Data) fakeopenai.Script { return text(fakemodel.Worded(d)) }

// firstOf returns the reply for a number of points, cut behind the last of them.
func firstOf(n int, d fakemodel.Data) string {
	cut := d
	cut.Points = d.Points[:n]
	return strings.TrimSuffix(fakemodel.Worded(cut), "]}")
}

func TestBriefOverHTTP(t *testing.T) {
	lie := func(edit func(s *fakemodel.Sentence, d fakemodel.Data)) func(int, fakemodel.Data) fakeopenai.Script {
		return func(_ int, d fakemodel.Data) fakeopenai.Script {
			var r struct{ Points []fakemodel.Sentence }
			if err := json.Unmarshal([]byte(fakemodel.Worded(d)), &r); err != nil {
				panic(err)
			}
			for i := range r.Points {
				if r.Points[i].Text != "" {
					edit(&r.Points[i], d)
				}
			}
			return text(fakemodel.Points(r.Points...))
		}
	}
	faulty := func(f fakeopenai.Fault) func(int, fakemodel.Data) fakeopenai.Script {
		return func(int, fakemodel.Data) fakeopenai.Script { return fault(f) }
	}
	const all = 1 << 10
	for _, row := range []struct {
		name   string
		answer func(n int, d fakemodel.Data) fakeopenai.Script
		atMost int    // points in the model's words; all: at least half of them
		note   string // "": none on the model
		calls  int    // 0: any
		slow   bool
	}{
		{"faithful", func(_ int, d fakemodel.Data) fakeopenai.Script { return worded(d) }, all, "", 1, false},
		{"faithful, by bytes with comments and no [DONE]", func(_ int, d fakemodel.Data) fakeopenai.Script {
			s := worded(d)
			s.Split, s.Piece, s.Comments, s.NoDone = fakeopenai.ByBytes, 3, 1, true
			return s
		}, all, "", 1, false},
		{"in a fence, with thoughts before it", func(_ int, d fakemodel.Data) fakeopenai.Script {
			return text("<think>{\"points\":[]}?</think>Sure {here}:\n```json\n" + fakemodel.Worded(d) + "\n```\nAnything else?")
		}, all, "", 1, false},
		{"not streamed", func(_ int, d fakemodel.Data) fakeopenai.Script {
			s := worded(d)
			s.Whole = true
			return s
		}, all, "", 1, false},
		{"no schema", func(n int, d fakemodel.Data) fakeopenai.Script {
			if n == 1 {
				return fault(fakeopenai.NoSchema())
			}
			return worded(d)
		}, all, "", 2, false},
		{"429, then a reply", func(n int, d fakemodel.Data) fakeopenai.Script {
			if n == 1 {
				return fault(fakeopenai.RateLimited(""))
			}
			return worded(d)
		}, all, "", 2, false},
		{"too long for one call", func(_ int, d fakemodel.Data) fakeopenai.Script {
			if len(d.Points) > 4 {
				return fault(fakeopenai.ContextExceeded(4096, 9000))
			}
			return worded(d)
		}, all, "", 0, false},
		{"too long for any call", faulty(fakeopenai.ContextExceeded(512, 3000)), 0, "too long for the model; this briefing is made without it", 0, false},

		// Half of a reply.
		{"every other point", func(_ int, d fakemodel.Data) fakeopenai.Script {
			for i := 0; i < len(d.Points); i++ {
				d.Points = append(d.Points[:i], d.Points[i+1:]...)
			}
			return worded(d)
		}, 3, "", 1, false},
		{"cut off after two points", func(_ int, d fakemodel.Data) fakeopenai.Script {
			whole := fakemodel.Worded(d)
			return fakeopenai.Script{Text: whole, Break: &fakeopenai.Break{After: strings.Count(firstOf(2, d), " ") + 2, How: fakeopenai.Cut}}
		}, 2, "stopped before its end", 0, false},
		{"runs into the bound of tokens", func(_ int, d fakemodel.Data) fakeopenai.Script {
			return fakeopenai.Script{Text: firstOf(1, d), Finish: "length"}
		}, 1, "stopped before its end", 0, false},
		{"stalls after a point", func(_ int, d fakemodel.Data) fakeopenai.Script {
			s := worded(d)
			s.Break = &fakeopenai.Break{After: strings.Count(firstOf(1, d), " ") + 3, How: fakeopenai.Stall}
			return s
		}, 1, "stopped before its end", 0, true},
		{"cut off before a point", func(_ int, d fakemodel.Data) fakeopenai.Script {
			s := worded(d)
			s.Break = &fakeopenai.Break{After: 2, How: fakeopenai.Cut}
			return s
		}, 0, "stopped before its end; this briefing", 0, false},

		// Servers out of order.
		{"slow past the deadline", func(_ int, d fakemodel.Data) fakeopenai.Script {
			s := worded(d)
			s.First = time.Minute
			return s
		}, 0, "did not answer in time; this briefing", 1, true},
		{"a refusal", func(int, fakemodel.Data) fakeopenai.Script { return fakeopenai.Script{Refusal: "I'm sorry."} }, 0, "declined", 1, false},
		{"a filter of the prompt", faulty(fakeopenai.Filtered()), 0, "declined", 1, false},
		{"an error frame in the stream", func(_ int, d fakemodel.Data) fakeopenai.Script {
			return fakeopenai.Script{Text: fakemodel.Worded(d), Break: &fakeopenai.Break{After: 1, How: fakeopenai.Frame, Frame: "data: {\"error\":{\"message\":\"out of memory\"}}\n\n"}}
		}, 0, "this briefing is made without it", 0, false},
		{"429 again and again", faulty(fakeopenai.RateLimited("")), 0, "busy", 3, false},
		{"no credit", faulty(fakeopenai.Exhausted()), 0, "not set up rightly", 1, false},
		{"401", faulty(fakeopenai.Unauthorized(testKey)), 0, "not set up rightly", 1, false},
		{"no such model", faulty(fakeopenai.NoModel("small")), 0, "not set up rightly", 1, false},
		{"a page of a proxy", faulty(fakeopenai.Page(502)), 0, "busy", 3, false},
		{"nonsense", func(int, fakemodel.Data) fakeopenai.Script { return text(`{"points": {{{ `) }, 0, "could not be read", 1, false},
		{"the form of an answer", func(int, fakemodel.Data) fakeopenai.Script { return text(fakemodel.Abstention) }, 0, "worded none of the points", 1, false},
		{"no point", func(int, fakemodel.Data) fakeopenai.Script { return text(fakemodel.Points()) }, 0, "worded none of the points", 1, false},
		{"a point that is none", lie(func(s *fakemodel.Sentence, _ fakemodel.Data) { s.Point += 1000 }), 0, "worded none of the points", 1, false},

		// Lies by kind; bot/write/trial has them by the hundred.
		{"altered quotes", lie(func(s *fakemodel.Sentence, _ fakemodel.Data) { s.Quotes[0].Quote += " twice" }), 0, "could not be proved; this briefing", 1, false},
		{"no quotes", lie(func(s *fakemodel.Sentence, _ fakemodel.Data) { s.Quotes = []fakemodel.Quote{} }), 0, "could not be proved", 1, false},
		{"wrong passages", lie(func(s *fakemodel.Sentence, d fakemodel.Data) {
			s.Quotes[0].Passage = s.Quotes[0].Passage%len(d.Passages) + 1
		}), 0, "could not be proved", 1, false},
		{"a number put in", lie(func(s *fakemodel.Sentence, _ fakemodel.Data) { s.Text += ", at a cost of 731 million dollars" }), 0, "could not be proved", 1, false},
		{"a date put in", lie(func(s *fakemodel.Sentence, _ fakemodel.Data) { s.Text += " on 3 March 2016" }), 0, "could not be proved", 1, false},
		{"all about the first point", lie(func(s *fakemodel.Sentence, d fakemodel.Data) {
			s.Text, s.Quotes = d.Points[0].Reports[0].Quote, d.Points[0].Reports
		}), 1, "could not be proved", 1, false},
		{"the points exchanged", lie(func(s *fakemodel.Sentence, d fakemodel.Data) { s.Point = s.Point%len(d.Points) + 1 }), 0, "could not be proved", 1, false},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			timeout := 30 * time.Second
			if row.slow {
				timeout = 3 * time.Second
			}
			b, server := briefed(t, "Lavrov", BriefOptions{Timeout: timeout}, endpoint.Options{}, row.answer)
			n := countWritten(b)
			if row.atMost == all && 2*n < len(parts(b)) || row.atMost < all && n > row.atMost || row.atMost > 0 && n == 0 {
				t.Errorf("%d of %d points are in the model's words, want %d", n, len(parts(b)), row.atMost)
			}
			var why []string
			for _, note := range b.Notes {
				if strings.Contains(note, "odel") && !strings.Contains(note, "quotes stand there instead") && !strings.Contains(note, "a quote stands there instead") || row.note != "" && strings.Contains(note, row.note) {
					why = append(why, note)
				}
			}
			if row.note == "" && len(why) > 0 || row.note != "" && (len(why) != 1 || !strings.Contains(why[0], row.note)) {
				t.Errorf("the notes are %q, want one with %q", b.Notes, row.note)
			}
			if got := server.Count("chat"); row.calls > 0 && got != row.calls {
				t.Errorf("%d calls, want %d", got, row.calls)
			}
			if all := brief.Text(b, bot.Width); strings.Contains(all, testKey) || strings.Contains(all, "this answer") {
				t.Errorf("the briefing says\n%s", all)
			}
		})
	}
}

func TestBriefCancelled(t *testing.T) {
	c, a := composer(t)
	_, model := serve(t, fakeopenai.Options{Answer: func(fakeopenai.ChatRequest) fakeopenai.Script {
		return fakeopenai.Script{First: time.Minute}
	}}, endpoint.Options{}, "auto")
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(200*time.Millisecond, cancel)
	if _, err := NewBriefWriter(BriefOptions{Briefer: c, Archive: a, Model: model, Name: "m"}).Compose(ctx, everything("Lavrov")); !errors.Is(err, context.Canceled) {
		t.Errorf("%v, want a cancellation", err)
	}
	noneLeft(t)
}

// Where nothing is to be worded the model is not asked, and an error of the
// briefer's comes out as it is.
func TestBriefNotAsked(t *testing.T) {
	c, a := composer(t)
	m := teller(func(fakemodel.Data) string { t.Error("the model was asked"); return "" })
	w := NewBriefWriter(BriefOptions{Briefer: c, Archive: a, Model: m, Name: "m"})
	req := everything("zeppelins")
	if b, err := w.Compose(t.Context(), req); err != nil || !b.Empty() || strings.Contains(strings.Join(b.Notes, " "), "odel") {
		t.Errorf("%q: %q, %v", req.Topic, b.Notes, err)
	}
	req.Topic = "  "
	if _, err := w.Compose(t.Context(), req); !errors.Is(err, brief.ErrTopic) {
		t.Errorf("%q: %v, want %v", req.Topic, err, brief.ErrTopic)
	}
}

// Budgets hold for briefings too; runs on a schedule, with nobody behind them,
// have one of their own, beside those of persons and of the other platform.
func TestBriefBudget(t *testing.T) {
	st, err := state.Open(t.Context(), t.TempDir(), state.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	c, a := composer(t)
	day := time.Date(2026, 1, 1, 23, 0, 0, 0, time.UTC)
	compose := func(perUser, perDay int, user string) brief.Briefing {
		t.Helper()
		req := everything("Lavrov")
		req.User = user
		b, err := NewBriefWriter(BriefOptions{Briefer: c, Archive: a, Model: teller(fakemodel.Worded), Name: "m",
			Budget: NewAllowance(st, perUser, perDay, func() time.Time { return day }, func(err error) { t.Error(err) })}).Compose(t.Context(), req)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	if countWritten(compose(0, 0, "slack/")) == 0 {
		t.Fatal("no bounds, and nothing is written")
	}
	used, all, err := st.Tokens(t.Context(), int64(corpus.DayIn(day)), "slack/"+scheduled)
	if err != nil || used < 1000 || used != all {
		t.Fatalf("%d of %d tokens noted, %v", used, all, err)
	}
	for _, row := range []struct {
		perUser, perDay int
		user, note      string
	}{
		{used + 100, 0, "slack/", "The share of the model for what runs on a schedule is used up for today; this briefing is made without it."},
		{0, used + 100, "slack/U1", "The model's budget for today is used up; this briefing"},
		{100, 0, "slack/U1", "Your share of the model for today is used up; this briefing"},
		{used * 3, 0, "slack/U1", ""},
		{used * 3, 0, "discord/", ""},
	} {
		b := compose(row.perUser, row.perDay, row.user)
		if notes := strings.Join(b.Notes, "\n"); (countWritten(b) > 0) != (row.note == "") || !strings.Contains(notes, row.note) {
			t.Errorf("with %d and %d for %q: %d points are written, notes %q", row.perUser, row.perDay, row.user, countWritten(b), notes)
		}
	}
}

// What a model wrote is asked for once: each part of what shaped it makes a key
// of its own. What is kept is checked again when it is taken out.
func TestBriefCache(t *testing.T) {
	st, err := state.Open(t.Context(), t.TempDir(), state.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	c, a := composer(t)
	asked := 0
	m := teller(func(d fakemodel.Data) string { asked++; return fakemodel.Worded(d) })
	compose := func(o BriefOptions, edit func(*brief.Request)) (brief.Briefing, bool) {
		t.Helper()
		req := everything("Lavrov")
		edit(&req)
		before := asked
		o.Briefer, o.Archive, o.Model = c, a, m
		if o.Name == "" {
			o.Name = "small"
		}
		if o.Cache == nil {
			o.Cache = st
		}
		b, err := NewBriefWriter(o).Compose(t.Context(), req)
		if err != nil {
			t.Fatal(err)
		}
		return b, asked == before
	}
	first, hit := compose(BriefOptions{}, func(*brief.Request) {})
	if hit || countWritten(first) == 0 {
		t.Fatalf("the first time it is a hit: %v, with %d points written", hit, countWritten(first))
	}
	for _, row := range []struct {
		name string
		o    BriefOptions
		edit func(*brief.Request)
		hit  bool
	}{
		{"the same", BriefOptions{}, func(*brief.Request) {}, true},
		{"another person", BriefOptions{}, func(r *brief.Request) { r.User = "slack/" }, true},
		{"another topic", BriefOptions{}, func(r *brief.Request) { r.Topic = "Putin" }, false},
		{"another window with other points", BriefOptions{}, func(r *brief.Request) { r.Window = corpus.Between(corpus.DayOf(2021, 4, 1), corpus.DayOf(2021, 4, 30)) }, false},
		{"another day", BriefOptions{}, func(r *brief.Request) { r.AsOf = corpus.DayOf(2025, 1, 1) }, false},
		{"fewer collections", BriefOptions{}, func(r *brief.Request) { r.Collections = []string{"default"} }, true}, // all of it is in that one
		{"another model", BriefOptions{Name: "large"}, func(*brief.Request) {}, false},
		{"a cache that fails", BriefOptions{Cache: &kept{fail: errors.New("the disk is gone")}}, func(*brief.Request) {}, false},
		{"back again", BriefOptions{}, func(*brief.Request) {}, true},
	} {
		b, hit := compose(row.o, row.edit)
		if hit != row.hit {
			t.Errorf("%s: hit %v, want %v", row.name, hit, row.hit)
		}
		if row.hit && brief.Text(b, bot.Width) != brief.Text(first, bot.Width) {
			t.Errorf("%s:\n%s\nwas\n%s", row.name, brief.Text(b, bot.Width), brief.Text(first, bot.Width))
		}
	}
	b, hit := compose(BriefOptions{Cache: tampered{st}}, func(*brief.Request) {})
	if !hit || strings.Contains(brief.Text(b, bot.Width), "Bamako") {
		t.Errorf("of a cache that lies: hit %v\n%s", hit, brief.Text(b, bot.Width))
	}
}

// tampered is a cache with other places in what it kept.
type tampered struct{ Texts }

func (c tampered) Written(ctx context.Context, key string) ([]byte, bool, error) {
	text, ok, err := c.Texts.Written(ctx, key)
	return []byte(strings.ReplaceAll(strings.ReplaceAll(string(text), "Moscow", "Bamako"), "Islamabad", "Bamako")), ok, err
}

// Only what came to its end is kept.
func TestBriefNotKept(t *testing.T) {
	st, err := state.Open(t.Context(), t.TempDir(), state.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	for range 2 {
		b, server := briefed(t, "Lavrov", BriefOptions{Cache: st}, endpoint.Options{Retries: -1}, func(_ int, d fakemodel.Data) fakeopenai.Script {
			return fakeopenai.Script{Text: firstOf(1, d), Finish: "length"}
		})
		if server.Count("chat") == 0 || countWritten(b) != 1 {
			t.Errorf("half a reply is kept: %d calls, %d points written", server.Count("chat"), countWritten(b))
		}
	}
}

// A briefing with many points takes a few calls, and one with more than that
// says so.
func TestBriefManyPoints(t *testing.T) {
	_, a := composer(t)
	all := composed(t, "Pakistan")
	var mu sync.Mutex
	calls, largest := 0, 0
	m := teller(func(d fakemodel.Data) string {
		mu.Lock()
		defer mu.Unlock()
		calls++
		largest = max(largest, len(d.Points))
		return fakemodel.Worded(d)
	})
	many := all
	for range 4 {
		many.Points = append(many.Points, all.Points...)
	}
	b := reworded(t, many, a, m)
	if calls != maxBriefCalls || largest > maxBriefPoints || !strings.Contains(strings.Join(b.Notes, " "), "more points than a model words at once") {
		t.Errorf("%d calls, at most %d points in one, notes %q", calls, largest, b.Notes)
	}
}

// A panic of the model comes out where a caller can recover it, of one call or of
// several at once.
func TestBriefPanics(t *testing.T) {
	_, a := composer(t)
	for _, topic := range []string{"Lavrov", "Pakistan"} {
		func() {
			defer func() {
				if v := recover(); v != "as told" {
					t.Errorf("%s: recovered %v", topic, v)
				}
			}()
			reworded(t, composed(t, topic), a, teller(func(fakemodel.Data) string { panic("as told") }))
		}()
	}
	noneLeft(t)
}

// Where what is cited changes under the model's hands, the briefing is made anew
// without it.
func TestBriefStale(t *testing.T) {
	c, a := composer(t)
	gone := &vanishing{Documents: a}
	m := teller(func(d fakemodel.Data) string { gone.now = true; return fakemodel.Worded(d) })
	plain := composed(t, "Lavrov")
	b, err := NewBriefWriter(BriefOptions{Briefer: c, Archive: gone, Model: m, Name: "m"}).Compose(t.Context(), everything("Lavrov"))
	if err != nil || countWritten(b) > 0 || !strings.Contains(strings.Join(b.Notes, " "), "The archive changed") || fmt.Sprint(b.Citations) != fmt.Sprint(plain.Citations) {
		t.Errorf("%d points are written, notes %q, %v", countWritten(b), b.Notes, err)
	}
}

// Where the passages can't be read, the briefing comes as it was made.
func TestBriefUnread(t *testing.T) {
	plain := composed(t, "Lavrov")
	m := teller(func(fakemodel.Data) string { t.Error("the model was asked"); return "" })
	b := reworded(t, plain, &vanishing{now: true}, m)
	if countWritten(b) > 0 || !strings.Contains(strings.Join(b.Notes, " "), "could not be asked; this briefing") || fmt.Sprint(b.Points) != fmt.Sprint(plain.Points) {
		t.Errorf("%d points are written, notes %q", countWritten(b), b.Notes)
	}
}

type vanishing struct {
	Documents
	now bool
}

func (v *vanishing) Document(ctx context.Context, key corpus.Key, version int) (corpus.Document, error) {
	if v.now {
		return corpus.Document{}, errors.New("no such article")
	}
	return v.Documents.Document(ctx, key, version)
}
