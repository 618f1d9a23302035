package write

import (
	"context"
	"errors"
	"os"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"dateline/bot"
	"dateline/bot/bottest/fakemodel"
	"dateline/bot/bottest/fakeopenai"
	"dateline/config/secret"
	"dateline/retrieval/endpoint"
)

// specification is OpenAI's, against which bodies are checked where it is there.
const specification = "../../../shared/specs/openai-openapi.json"

const testKey = "key-0123456789abcdef"

// serve starts a server and returns it with a model that speaks to it.
func serve(t testing.TB, o fakeopenai.Options, client endpoint.Options, schema string) (*fakeopenai.Server, *Endpoint) {
	t.Helper()
	if _, err := os.Stat(specification); err == nil {
		o.OpenAPI = specification
	} else {
		t.Log("bodies are not checked: OpenAI's specification is not there")
	}
	o.Key = testKey
	s := fakeopenai.New(o)
	t.Cleanup(func() {
		s.Close()
		for _, v := range s.Violations() {
			t.Errorf("against the specification: %s", v)
		}
	})
	client.BaseURL = s.URL()
	if client.Key.IsZero() {
		client.Key = secret.New(testKey)
	}
	if client.Backoff == 0 {
		client.Backoff = time.Millisecond
	}
	c, err := endpoint.New(client)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return s, NewEndpoint(c, "small", schema)
}

// passage returns the number of the passage that has a text, 0 where there is
// none.
func passage(d fakemodel.Data, text string) int {
	for _, p := range d.Passages {
		if strings.Contains(p.Text, text) {
			return p.N
		}
	}
	return 0
}

func said(text string, d fakemodel.Data, quote string) fakemodel.Claim {
	return fakemodel.Claim{Text: text, Quotes: []fakemodel.Quote{{Passage: passage(d, quote), Quote: quote}}}
}

func text(reply string) fakeopenai.Script { return fakeopenai.Script{Text: reply} }

func fault(f fakeopenai.Fault) fakeopenai.Script { return fakeopenai.Script{Fault: &f} }

var desks = []string{"default", "desk"}

const (
	byHowMuch = "By how much did trade grow?"
	received  = "Who received Zardari in the Kremlin?"
	zardari   = "President Asif Ali Zardari was received in the Kremlin on Thursday by President Dmitry Medvedev"
	recalled  = "The prime minister recalled how he had met President Vladimir Putin on the margins of the Shanghai Cooperation Organization summit in Bishkek in June 2019"
	unproved  = "could not be proved; this answer is made without it"
)

func TestOverHTTP(t *testing.T) {
	reader := library(t)
	honest := func(d fakemodel.Data) string { return fakemodel.Object(said(tradeClaim, d, trade)) }
	lie := func(c func(d fakemodel.Data) fakemodel.Claim) func(int, fakemodel.Data) fakeopenai.Script {
		return func(_ int, d fakemodel.Data) fakeopenai.Script { return text(fakemodel.Object(c(d))) }
	}
	for _, row := range []struct {
		name     string
		question string // "": byHowMuch
		answer   func(n int, d fakemodel.Data) fakeopenai.Script
		lead     string // in the lead; "": the reader's
		not      string // nowhere, of what was shown or returned
		note     string // in a note
		calls    int    // 0: any
	}{
		{"faithful", "", func(_ int, d fakemodel.Data) fakeopenai.Script { return text(honest(d)) }, tradeClaim, "", "", 1},
		{"faithful, by bytes with comments and no [DONE]", "", func(_ int, d fakemodel.Data) fakeopenai.Script {
			return fakeopenai.Script{Text: honest(d), Split: fakeopenai.ByBytes, Piece: 3, Comments: 1, NoDone: true}
		}, tradeClaim, "", "", 1},
		{"within a surrogate pair", "", func(_ int, d fakemodel.Data) fakeopenai.Script {
			return fakeopenai.Script{Text: honest(d) + " 🧾", Split: fakeopenai.ByUnits, Piece: 1}
		}, tradeClaim, "\ufffd", "", 1},
		{"in a fence", "", func(_ int, d fakemodel.Data) fakeopenai.Script {
			return text("Sure {here} it is:\n```json\n" + honest(d) + "\n```\nAnything else?")
		}, tradeClaim, "Sure", "", 1},
		{"with thoughts before it", "", func(_ int, d fakemodel.Data) fakeopenai.Script {
			return text("<think>I could say {\"claims\":[]} or lie.</think>" + honest(d))
		}, tradeClaim, "", "", 1},
		{"not streamed", "", func(_ int, d fakemodel.Data) fakeopenai.Script {
			return fakeopenai.Script{Text: honest(d), Whole: true}
		}, tradeClaim, "", "", 1},

		// Lies, by kind.
		{"a quote altered by a word", "", lie(func(d fakemodel.Data) fakemodel.Claim {
			c := said(tradeClaim, d, trade)
			c.Quotes[0].Quote = strings.Replace(trade, "grew", "shot up", 1)
			return c
		}), "", "shot up", unproved, 2},
		{"a right quote under a wrong passage", "", lie(func(d fakemodel.Data) fakemodel.Claim {
			c := said(tradeClaim, d, trade)
			c.Quotes[0].Passage = c.Quotes[0].Passage%len(d.Passages) + 1
			return c
		}), "", tradeClaim, unproved, 2},
		{"a passage that is none", "", lie(func(d fakemodel.Data) fakemodel.Claim {
			c := said(tradeClaim, d, trade)
			c.Quotes[0].Passage = 99
			return c
		}), "", tradeClaim, unproved, 2},
		{"a number invented", "", lie(func(d fakemodel.Data) fakemodel.Claim {
			return said(strings.Replace(tradeClaim, "46", "64", 1), d, trade)
		}), "", "64", unproved, 2},
		{"a name invented", "", lie(func(d fakemodel.Data) fakemodel.Claim {
			return said(strings.Replace(tradeClaim, "the Russian minister", "Pyotr Halvorsen", 1), d, trade)
		}), "", "Halvorsen", unproved, 2},
		{"a date invented", "", lie(func(d fakemodel.Data) fakemodel.Claim { return said(tradeClaim+" on 3 March 2016", d, trade) }), "", "2016", unproved, 2},
		{"a negation", "", lie(func(d fakemodel.Data) fakemodel.Claim {
			return said(strings.Replace(tradeClaim, "grew by", "did not grow by", 1), d, trade)
		}), "", "did not grow", unproved, 2},
		{"roles swapped", received, lie(func(d fakemodel.Data) fakemodel.Claim {
			return said("President Dmitry Medvedev was received in the Kremlin by President Asif Ali Zardari", d, zardari)
		}), "", "by President Asif", unproved, 2},
		{"an attribution lost", "", lie(func(d fakemodel.Data) fakemodel.Claim {
			return said("Trade between the two countries grew by 46 percent", d, trade)
		}), "", "Trade between the two countries grew by 46 percent [", unproved, 2},
		{"another event's date", "Did Khan meet Putin in Bishkek?", lie(func(d fakemodel.Data) fakemodel.Claim {
			c := said("Khan renewed an invitation to the Russian president in June 2019", d, "Khan renewed his invitation to the Russian president")
			c.Quotes = append(c.Quotes, fakemodel.Quote{Passage: c.Quotes[0].Passage, Quote: recalled})
			return c
		}), "", "invitation to the Russian president in June", unproved, 2},

		// Servers out of order.
		{"cut off before a claim", "", func(_ int, d fakemodel.Data) fakeopenai.Script {
			return fakeopenai.Script{Text: honest(d), Break: &fakeopenai.Break{After: 2, How: fakeopenai.Cut}}
		}, "", "", "stopped before its end", 0},
		{"cut off after a claim", "", func(_ int, d fakemodel.Data) fakeopenai.Script {
			s := fakeopenai.Script{Text: fakemodel.Object(said(tradeClaim, d, trade), said("More of it follows here", d, trade))}
			s.Break = &fakeopenai.Break{After: strings.Count(s.Text[:strings.Index(s.Text, "follows")], " "), How: fakeopenai.Cut}
			return s
		}, tradeClaim, "More of it", "stopped before its end", 0},
		{"ends with half a character and no reason", "", func(_ int, d fakemodel.Data) fakeopenai.Script {
			return fakeopenai.Script{Text: `{"abstain":null,"claims":[{"text":"Trade grew é`, Split: fakeopenai.ByBytes, Piece: 1, Break: &fakeopenai.Break{After: 45, How: fakeopenai.End}}
		}, "", "Trade grew", "stopped before its end", 0},
		{"runs into the bound of tokens", "", func(_ int, d fakemodel.Data) fakeopenai.Script {
			return fakeopenai.Script{Text: honest(d)[:60], Finish: "length"}
		}, "", "", "stopped before its end", 0},
		{"stalls", "", func(_ int, d fakemodel.Data) fakeopenai.Script {
			return fakeopenai.Script{Text: honest(d), Break: &fakeopenai.Break{After: 3, How: fakeopenai.Stall}}
		}, "", "", "did not answer in time", 0},
		{"slow past the deadline after a claim was shown", "", func(_ int, d fakemodel.Data) fakeopenai.Script {
			s := fakeopenai.Script{Text: fakemodel.Object(said(tradeClaim, d, trade), said("More of it follows here", d, trade))}
			s.Break = &fakeopenai.Break{After: strings.Count(s.Text[:strings.Index(s.Text, "follows")], " "), How: fakeopenai.Stall}
			return s
		}, tradeClaim, "More of it", "stopped before its end", 0},
		{"slow past the deadline", "", func(_ int, d fakemodel.Data) fakeopenai.Script {
			return fakeopenai.Script{Text: honest(d), First: time.Minute}
		}, "", "", "did not answer in time", 1},
		{"a refusal", "", func(int, fakemodel.Data) fakeopenai.Script {
			return fakeopenai.Script{Refusal: "I'm sorry, I can't help with that."}
		}, "", "sorry", "declined", 1},
		{"a content filter", "", func(_ int, d fakemodel.Data) fakeopenai.Script {
			return fakeopenai.Script{Text: honest(d)[:20], Finish: "content_filter"}
		}, "", "", "declined", 1},
		{"a filter of the prompt", "", func(int, fakemodel.Data) fakeopenai.Script { return fault(fakeopenai.Filtered()) }, "", "", "declined", 1},
		{"an error frame in the stream", "", func(_ int, d fakemodel.Data) fakeopenai.Script {
			return fakeopenai.Script{Text: honest(d), Break: &fakeopenai.Break{After: 1, How: fakeopenai.Frame, Frame: "data: {\"error\":{\"message\":\"out of memory\"}}\n\n"}}
		}, "", "out of memory", "made without it", 0},
		{"context exceeded by all passages", "", func(n int, d fakemodel.Data) fakeopenai.Script {
			if n == 1 || len(d.Passages) > 6 {
				return fault(fakeopenai.ContextExceeded(4096, 9000))
			}
			return text(honest(d))
		}, tradeClaim, "", "", 2},
		{"context exceeded by few passages too", "", func(int, fakemodel.Data) fakeopenai.Script { return fault(fakeopenai.ContextExceeded(512, 3000)) },
			"", "", "too long for the model", 2},
		{"429, then an answer", "", func(n int, d fakemodel.Data) fakeopenai.Script {
			if n == 1 {
				return fault(fakeopenai.RateLimited(""))
			}
			return text(honest(d))
		}, tradeClaim, "", "", 2},
		{"429 with Retry-After, then an answer", "", func(n int, d fakemodel.Data) fakeopenai.Script {
			if n == 1 {
				return fault(fakeopenai.RateLimited("1"))
			}
			return text(honest(d))
		}, tradeClaim, "", "", 2},
		{"429 with a Retry-After past the deadline", "", func(int, fakemodel.Data) fakeopenai.Script { return fault(fakeopenai.RateLimited("3600")) }, "", "", "busy", 1},
		{"429 again and again", "", func(int, fakemodel.Data) fakeopenai.Script { return fault(fakeopenai.RateLimited("")) }, "", "", "busy", 3},
		{"no credit", "", func(int, fakemodel.Data) fakeopenai.Script { return fault(fakeopenai.Exhausted()) }, "", "credit", "not set up rightly", 1},
		{"out of order", "", func(int, fakemodel.Data) fakeopenai.Script { return fault(fakeopenai.Overloaded(503)) }, "", "", "busy", 3},
		{"401", "", func(int, fakemodel.Data) fakeopenai.Script { return fault(fakeopenai.Unauthorized(testKey)) }, "", testKey, "not set up rightly", 1},
		{"no such model", "", func(int, fakemodel.Data) fakeopenai.Script { return fault(fakeopenai.NoModel("small")) }, "", "", "not set up rightly", 1},
		{"no schema", "", func(n int, d fakemodel.Data) fakeopenai.Script {
			if n == 1 {
				return fault(fakeopenai.NoSchema())
			}
			return text(honest(d))
		}, tradeClaim, "", "", 2},
		{"a page of a proxy", "", func(int, fakemodel.Data) fakeopenai.Script { return fault(fakeopenai.Page(502)) }, "", "html", "busy", 3},
		{"nonsense", "", func(int, fakemodel.Data) fakeopenai.Script { return text(`{"claims": {{{ `) }, "", "{", "could not be read", 1},
		{"nothing at all", "", func(int, fakemodel.Data) fakeopenai.Script { return text("") }, "", "", "made without it", 0},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			var mu sync.Mutex
			n := 0
			server, model := serve(t, fakeopenai.Options{Answer: func(r fakeopenai.ChatRequest) fakeopenai.Script {
				mu.Lock()
				n++
				at := n
				mu.Unlock()
				d, _ := fakemodel.Read(r.Last("user"))
				return row.answer(at, d)
			}}, endpoint.Options{}, "auto")
			q := row.question
			if q == "" {
				q = byHowMuch
			}
			req := bot.Request{Question: q, Collections: desks}
			plain, err := reader.Ask(t.Context(), req)
			if err != nil {
				t.Fatal(err)
			}
			var shown []bot.Answer
			a, err := New(Options{Reader: reader, Model: model, Name: "small", Timeout: 2 * time.Second}).
				AskShowing(t.Context(), req, func(a bot.Answer) { shown = append(shown, a) })
			if err != nil {
				t.Fatal(err)
			}
			lead := row.lead
			if lead == "" {
				lead = plain.Lead
				if len(shown) > 0 {
					t.Errorf("%q was shown, and is taken back", shown[0].Lead)
				}
			}
			if !strings.Contains(a.Lead, lead) {
				t.Errorf("the lead is %q, want %q in it", a.Lead, lead)
			}
			for _, s := range append(shown, a) {
				if row.not != "" && strings.Contains(bot.Text(s, bot.Width), row.not) {
					t.Errorf("%q was shown in\n%s", row.not, bot.Text(s, bot.Width))
				}
				if !strings.HasPrefix(whole(a), whole(s)) {
					t.Errorf("%q was shown, and the answer is %q", whole(s), whole(a))
				}
			}
			why := 0
			for _, note := range a.Notes {
				if strings.Contains(note, "odel") {
					why++
				}
			}
			switch {
			case row.note == "" && why > 0:
				t.Errorf("notes on the model beside a good answer: %q", a.Notes)
			case row.note != "" && (why != 1 || !strings.Contains(strings.Join(a.Notes, "\n"), row.note)):
				t.Errorf("notes are %q, want one line with %q", a.Notes, row.note)
			}
			if got := server.Count("chat"); row.calls > 0 && got != row.calls {
				t.Errorf("%d calls, want %d", got, row.calls)
			}
		})
	}
}

// whole is what of an answer only grows.
func whole(a bot.Answer) string { return strings.Join(append([]string{a.Lead}, a.Body...), " ") }

func TestKeyRefused(t *testing.T) {
	server, model := serve(t, fakeopenai.Options{}, endpoint.Options{Key: secret.New("another-key-000000")}, "auto")
	a, err := New(Options{Reader: library(t), Model: model, Name: "small"}).Ask(t.Context(), bot.Request{Question: byHowMuch, Collections: desks})
	if err != nil || !strings.Contains(strings.Join(a.Notes, "\n"), "not set up rightly") || server.Count("chat") != 1 {
		t.Errorf("notes %q, %v", a.Notes, err)
	}
}

func TestNoServer(t *testing.T) {
	server, model := serve(t, fakeopenai.Options{}, endpoint.Options{Retries: -1}, "auto")
	server.Close()
	a, err := New(Options{Reader: library(t), Model: model, Name: "small"}).Ask(t.Context(), bot.Request{Question: byHowMuch, Collections: desks})
	if err != nil || !strings.Contains(strings.Join(a.Notes, "\n"), "could not be asked") || !strings.Contains(a.Lead, "46 percent") {
		t.Errorf("%q, notes %q, %v", a.Lead, a.Notes, err)
	}
}

// Claims are shown one by one, in order, the first before the second has come.
func TestShownAsTheyPass(t *testing.T) {
	const second = "The Russian minister spoke of trade between the two countries"
	_, model := serve(t, fakeopenai.Options{Answer: func(r fakeopenai.ChatRequest) fakeopenai.Script {
		d, _ := fakemodel.Read(r.Last("user"))
		return fakeopenai.Script{Text: fakemodel.Object(said(tradeClaim, d, trade), said(second, d, trade)), Between: 15 * time.Millisecond}
	}}, endpoint.Options{}, "auto")
	type state struct {
		text string
		at   time.Time
	}
	var shown []state
	a, err := New(Options{Reader: library(t), Model: model, Name: "small"}).AskShowing(t.Context(), bot.Request{Question: byHowMuch, Collections: desks},
		func(a bot.Answer) { shown = append(shown, state{whole(a), time.Now()}) })
	ended := time.Now()
	if err != nil {
		t.Fatal(err)
	}
	if len(shown) != 2 || !strings.HasPrefix(shown[0].text, tradeClaim) || strings.Contains(shown[0].text, second) || !strings.Contains(shown[1].text, second) {
		t.Fatalf("shown %v, want the first claim and then both", shown)
	}
	// The second claim has some 20 words more to come, 15 ms each.
	if wait := shown[1].at.Sub(shown[0].at); wait < 40*time.Millisecond || ended.Before(shown[1].at) {
		t.Errorf("the second claim came %v after the first: they were not shown as they came", wait)
	}
	if !strings.HasPrefix(whole(a), shown[1].text) {
		t.Errorf("%q was shown, and the answer is %q", shown[1].text, whole(a))
	}
}

// A caller who goes gets their own error at once, and nothing stays behind.
func TestCancelled(t *testing.T) {
	reader := library(t)
	for _, s := range []fakeopenai.Script{
		{First: time.Minute},
		{Text: "no object in sight", Break: &fakeopenai.Break{After: 2, How: fakeopenai.Stall}},
		{Text: `{"abstain":null,"claims":[{"text":"Tra de`, Break: &fakeopenai.Break{After: 1, How: fakeopenai.Stall}},
	} {
		_, model := serve(t, fakeopenai.Options{Answer: func(fakeopenai.ChatRequest) fakeopenai.Script { return s }}, endpoint.Options{}, "auto")
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(200*time.Millisecond, cancel)
		began := time.Now()
		_, err := New(Options{Reader: reader, Model: model, Name: "small"}).Ask(ctx, bot.Request{Question: byHowMuch, Collections: desks})
		if !errors.Is(err, context.Canceled) || time.Since(began) > 20*time.Second {
			t.Errorf("%v after %v, want a cancellation at once", err, time.Since(began))
		}
		cancel()
	}
	noneLeft(t)
}

// noneLeft fails where a goroutine of the writer's stays.
func noneLeft(t *testing.T) {
	t.Helper()
	var stacks string
	for end := time.Now().Add(30 * time.Second); time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		buf := make([]byte, 1<<20)
		stacks = string(buf[:runtime.Stack(buf, true)])
		if !strings.Contains(stacks, "write.stream.func") && !strings.Contains(stacks, "write.(*replyReader)") {
			return
		}
	}
	t.Errorf("a goroutine of the writer is left:\n%s", stacks)
}

// A panic of what shows comes out where a caller can recover it, and so does
// one of the model; neither leaves anything behind.
func TestPanics(t *testing.T) {
	reader := library(t)
	for name, w := range map[string]func(){
		"show": func() {
			m := given(func(_ int, d fakemodel.Data) (string, error) {
				return fakemodel.Object(said(tradeClaim, d, trade)), nil
			})
			_, _ = New(Options{Reader: reader, Model: m, Name: "m"}).AskShowing(t.Context(), bot.Request{Question: byHowMuch, Collections: desks}, func(bot.Answer) { panic("as told") })
		},
		"model": func() {
			m := &calls{script: func(int, Prompt) (string, error) { panic("as told") }}
			_, _ = New(Options{Reader: reader, Model: m, Name: "m"}).Ask(t.Context(), bot.Request{Question: byHowMuch, Collections: desks})
		},
	} {
		func() {
			defer func() {
				if v := recover(); v != "as told" {
					t.Errorf("%s: recovered %v", name, v)
				}
			}()
			w()
		}()
	}
	noneLeft(t)
}
