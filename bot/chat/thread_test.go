package chat

import (
	"context"
	"strings"
	"testing"
	"time"

	"dateline/bot"
)

// Called into a thread under way, the bot reads it.
func TestThread(t *testing.T) {
	said := func(text string) Utterance { return Utterance{Message: text, User: "v", Text: text} }
	bots := func(text string) Utterance { return Utterance{Message: text, Text: text, Bot: true} }
	for _, tt := range []struct {
		name   string
		thread []Utterance // nil: it can't be read
		text   string
		parent string
		asked  string // the question, after a slash what it follows
		says   string // a problem
	}{
		{"the last question", []Utterance{said("When did Lavrov visit?"), said("no idea")}, "", "", "When did Lavrov visit?", ""},
		{"the last of two", []Utterance{said("Who came?"), said("When did he come?")}, "?", "", "When did he come?", ""},
		{"the one replied to", []Utterance{said("Who came in 2012?"), said("When did he come?")}, "", "Who came in 2012?", "Who came in 2012?", ""},
		{"not the bot's", []Utterance{said("Who came in 2012?"), bots("Did you mean 2013?")}, "", "", "Who came in 2012?", ""},
		{"none", []Utterance{said("hello"), bots("Who came?")}, "", "", "", "I find no question in this thread"},
		{"unreadable", nil, "", "", "", "Something went wrong"},
		{"leaning", []Utterance{said("When did Lavrov visit?"), said("no idea")}, "and who did he meet?", "", "and who did he meet?/When did Lavrov visit?", ""},
		{"leaning on what was said", []Utterance{said("Lavrov was in Islamabad"), said("oh")}, "who did he meet?", "", "who did he meet?/Lavrov was in Islamabad", ""},
		{"leaning on nothing", []Utterance{said("hello")}, "who did he meet?", "", "who did he meet?", ""},
		{"leaning, unreadable", nil, "who did he meet?", "", "who did he meet?", ""},
		{"standing alone", []Utterance{said("When did Lavrov visit?")}, "When did Kerry visit Moscow?", "", "When did Kerry visit Moscow?", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var asked []string
			h := open(t, func(s *Setup) {
				s.Asker = parrot(func(_ context.Context, req bot.Request) (bot.Answer, error) {
					q := req.Question
					if req.After != nil {
						q += "/" + req.After.Request.Question
					}
					asked = append(asked, q)
					return bot.Answer{Lead: "x"}, nil
				})
			})
			if tt.thread != nil {
				h.stage.threads["c/t1"] = tt.thread
			}
			h.serve()
			p := h.ask(h.req(tt.text, in("t1"), to(tt.parent)))
			if tt.says != "" {
				if !strings.Contains(p.Reply.Problem, tt.says) {
					t.Errorf("problem %q, want %q", p.Reply.Problem, tt.says)
				}
				return
			}
			if len(asked) == 0 || asked[len(asked)-1] != tt.asked {
				t.Errorf("asked %q, want %q at last", asked, tt.asked)
			}
			if blank(tt.text) && p.Reply.Card.ReadAs != tt.asked {
				t.Errorf("read as %q, want %q", p.Reply.Card.ReadAs, tt.asked)
			}
		})
	}
}

// What a question follows, by the way that it came.
func TestBefore(t *testing.T) {
	for _, tt := range []struct {
		name   string
		first  []func(*Request)
		second []func(*Request)
		later  time.Duration
		text   string
		want   bool
	}{
		{"in the thread", nil, []func(*Request){in("m1")}, 0, "and who did he meet?", true},
		{"in the thread days later", nil, []func(*Request){in("m1")}, 50 * time.Hour, "and who did he meet?", true},
		{"in the thread of the answer", nil, []func(*Request){in("answer-1")}, 0, "and who did he meet?", true},
		{"in reply", nil, []func(*Request){to("answer-1")}, 0, "and who did he meet?", true},
		{"somebody else in the thread", nil, []func(*Request){in("m1"), by("v")}, 0, "and who did he meet?", true},
		{"direct", []func(*Request){directly}, []func(*Request){directly}, 50 * time.Hour, "and who did he meet?", true},
		{"by command", []func(*Request){command}, []func(*Request){command}, 0, "and who did he meet?", true},
		{"by command in time", []func(*Request){command}, []func(*Request){command}, 29 * time.Minute, "and who did he meet?", true},
		{"by command late", []func(*Request){command}, []func(*Request){command}, 31 * time.Minute, "and who did he meet?", false},
		{"by somebody else's command", []func(*Request){command}, []func(*Request){command, by("v")}, 0, "and who did he meet?", false},
		{"by command in another channel", []func(*Request){command}, []func(*Request){command, channel("c2")}, 0, "and who did he meet?", false},
		{"a new mention that leans", nil, nil, 0, "and who did he meet?", true},
		{"a new mention that leans, late", nil, nil, 31 * time.Minute, "and who did he meet?", false},
		{"a new mention that stands alone", nil, nil, 0, "When did Kerry visit Moscow?", false},
		{"a new mention that begins a thread", nil, []func(*Request){func(r *Request) { r.Place.Thread = r.Message }}, 0, "and who did he meet?", true},
		{"somebody else's mention", nil, []func(*Request){by("v")}, 0, "and who did he meet?", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var last bot.Request
			h := open(t, func(s *Setup) {
				s.Asker = parrot(func(_ context.Context, req bot.Request) (bot.Answer, error) {
					last = req
					return bot.Answer{Lead: "x"}, nil
				})
			}).serve()
			h.ask(h.req("When did Lavrov visit?", tt.first...))
			h.clock.move(tt.later)
			h.ask(h.req(tt.text, tt.second...))
			if got := last.After != nil; got != tt.want {
				t.Errorf("follows = %v, want %v", got, tt.want)
			}
			if last.After != nil && last.After.Request.After != nil {
				t.Error("the exchange holds another")
			}
		})
	}
}

// The archive's generation and what was asked are kept with the answer.
func TestGeneration(t *testing.T) {
	h := open(t, nil).serve()
	p := h.ask(h.req("when did Lavrov last visit before 2021?", with(Options{AsOf: "2021-12"})))
	want, err := h.desk.opts.Archive.Generation(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	row := h.row(p.Task.ID)
	if row.Generation != want || want == 0 {
		t.Errorf("generation = %d, want %d", row.Generation, want)
	}
	if rec, ok := readRecord(row); !ok || rec.Request.AsOf.String() != "2021-12-31" {
		t.Errorf("record = %+v", rec.Request)
	}
}
