package chat

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"dateline/bot"
	"dateline/bot/state"
)

func TestAccept(t *testing.T) {
	long := strings.Repeat("a very long question ", 100) + "?"
	closed := func(s *Setup) { s.Settings.Allowed = false }
	noDirect := func(s *Setup) { s.Settings.Direct = false }
	someRoles := func(s *Setup) { s.Settings.AllowedRoles, s.Settings.DeniedRoles = []string{"r1"}, []string{"r2"} }
	for _, tt := range []struct {
		name  string
		setup func(*Setup)
		text  string
		how   func(*Request)
		want  Verdict
		says  string
	}{
		{"mention", nil, "who came?", nil, Accepted, ""},
		{"direct", nil, "who came?", directly, Accepted, ""},
		{"command", nil, "who came?", command, Accepted, ""},
		// What can't be a question is told so.
		{"empty", nil, "  ", nil, Refused, "Ask me a question"},
		{"marks", nil, "?!", directly, Refused, "Ask me a question"},
		{"empty in a thread", nil, "", in("t9"), Accepted, ""},
		{"empty, beginning a thread", nil, "", func(r *Request) { r.Place.Thread = r.Message }, Refused, "Ask me a question"},
		{"empty in reply", nil, "", to("m9"), Accepted, ""},
		{"empty command", nil, "", func(r *Request) { command(r); r.Place.Thread = "t9" }, Refused, "Ask me a question"},
		{"long", nil, long, nil, Refused, "at most 2000"},
		// Dates and collections.
		{"as-of", nil, "who came?", with(Options{AsOf: "2021-04"}), Accepted, ""},
		{"bad as-of", nil, "who came?", with(Options{AsOf: "last year"}), Refused, `as-of takes a day, a month or a year`},
		{"bad from", nil, "who came?", with(Options{From: "2021-13-01"}), Refused, `from takes`},
		{"bad to", nil, "who came?", with(Options{To: "tomorrow"}), Refused, `to takes`},
		{"from behind to", nil, "who came?", with(Options{From: "2022", To: "2021"}), Refused, "from must not be later"},
		{"from to one year", nil, "who came?", with(Options{From: "2021", To: "2021"}), Accepted, ""},
		{"from ahead", nil, "who came?", with(Options{From: "2027"}), Refused, "lies ahead"},
		{"from behind as-of", nil, "who came?", with(Options{From: "2022", AsOf: "2021"}), Refused, "as-of must be later"},
		{"collection", nil, "who came?", with(Options{Collection: "default"}), Accepted, ""},
		{"no collection", nil, "who came?", with(Options{Collection: "sports"}), Refused, `There is no collection "sports" here. There is default.`},
		{"a hidden one is none", nil, "who came?", with(Options{Collection: secret}), Refused, `There is no collection "secret" here. There is default.`},
		{"source", nil, "who came?", with(Options{Source: "indus digest"}), Accepted, ""},
		{"no source", nil, "who came?", with(Options{Source: "indus"}), Refused, `There is no source "indus" here. There is Indus Digest and Indus Wire.`},
		{"a hidden one is no source", nil, "who came?", with(Options{Source: "The Harbin Gazette"}), Refused, `There is no source "The Harbin Gazette" here.`},
		// Where and who.
		{"channel denied", closed, "who came?", nil, Refused, "not allowed to answer in this channel"},
		{"direct where channels are denied", closed, "who came?", directly, Accepted, ""},
		{"direct denied", noDirect, "who came?", directly, Refused, "direct messages"},
		{"channel where direct is denied", noDirect, "who came?", nil, Accepted, ""},
		{"role", someRoles, "who came?", roles("r0", "r1"), Accepted, ""},
		{"no role", someRoles, "who came?", nil, Refused, "Only some roles"},
		{"denied role", someRoles, "who came?", roles("r1", "r2"), Refused, "not allowed"},
		{"roles unknown in direct messages", someRoles, "who came?", directly, Refused, "can't see yours"},
		// Unasked and not following anything: silence, whatever is wrong.
		{"ambient", nil, "who came?", func(r *Request) { as(Ambient)(r); in("t9")(r) }, Ignored, ""},
		{"reply to somebody", nil, "who came?", func(r *Request) { as(InReply)(r); to("m9")(r) }, Ignored, ""},
		{"ambient denied", closed, "who came?", func(r *Request) { as(Ambient)(r); in("t9")(r) }, Ignored, ""},
		{"ambient empty", nil, "", func(r *Request) { as(Ambient)(r); in("t9")(r) }, Ignored, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			h := open(t, tt.setup)
			r := h.req(tt.text)
			if tt.how != nil {
				tt.how(&r)
			}
			out := h.accept(r)
			if out.Verdict != tt.want || !strings.Contains(out.Text, tt.says) || (out.Text != "") != (tt.want == Refused) {
				t.Errorf("Accept = %v %q, want %v %q", out.Verdict, out.Text, tt.want, tt.says)
			}
			if strings.Contains(out.Text, secret) && !strings.Contains(r.Options.Collection, secret) || strings.Contains(out.Text, "Gazette") && r.Options.Source == "" {
				t.Errorf("%q tells of what may not be seen", out.Text)
			}
			if again := h.accept(r); tt.want != Ignored && (again.Verdict != Duplicate || again.Task != out.Task) {
				t.Errorf("a second time: %+v, want a duplicate of %d", again, out.Task)
			}
		})
	}
}

func TestDuplicates(t *testing.T) {
	h := open(t, nil)
	a := h.accept(h.req("who came?", keyed("event-1", "message-1")))
	for _, tt := range []struct {
		keys []string
		want Verdict
	}{
		{[]string{"event-1"}, Duplicate},
		{[]string{"event-2", "message-1"}, Duplicate},
		{[]string{"event-2"}, Duplicate}, // known by way of message-1
		{[]string{"event-3", "message-3"}, Accepted},
	} {
		if out := h.accept(h.req("who came?", keyed(tt.keys...))); out.Verdict != tt.want {
			t.Errorf("Accept(%v) = %v, want %v", tt.keys, out.Verdict, tt.want)
		}
	}
	// Another platform's keys are its own.
	if out := h.accept(h.req("who came?", keyed("event-1"), func(r *Request) { r.Place.Platform = "q" })); out.Verdict != Accepted {
		t.Errorf("a key of another platform: %v, want accepted", out.Verdict)
	}
	// Keys are kept a day, and not much longer.
	h.clock.move(23 * time.Hour)
	h.desk.purge(context.Background())
	if out := h.accept(h.req("who came?", keyed("event-1"))); out.Verdict != Duplicate || out.Task != a.Task {
		t.Errorf("after 23 hours: %+v, want a duplicate of %d", out, a.Task)
	}
	h.clock.move(2 * time.Hour)
	h.desk.purge(context.Background())
	if out := h.accept(h.req("who came?", keyed("message-1"))); out.Verdict != Accepted && out.Verdict != Refused {
		t.Errorf("after 25 hours: %v, want it taken as new", out.Verdict)
	}
	if _, err := h.desk.Accept(t.Context(), h.req("who came?", keyed())); err == nil {
		t.Error("a request without keys is taken")
	}
}

func TestBounds(t *testing.T) {
	h := open(t, func(s *Setup) { s.Asker, s.MaxPerUser, s.MaxQueue = echo, 2, 5 })
	for i, tt := range []struct {
		user string
		want Verdict
		says string
	}{
		{"a", Accepted, ""}, {"a", Accepted, ""}, {"a", Refused, "2 questions of yours"},
		{"b", Accepted, ""}, {"c", Accepted, ""}, {"d", Accepted, ""}, {"e", Refused, "5 questions are waiting"},
	} {
		out := h.accept(h.req("who came?", by(tt.user), keyed(fmt.Sprint("b", i))))
		if out.Verdict != tt.want || !strings.Contains(out.Text, tt.says) {
			t.Errorf("%d, %s: %v %q, want %v %q", i, tt.user, out.Verdict, out.Text, tt.want, tt.says)
		}
	}
	h.serve()
	for id := int64(1); id <= 5; id++ {
		h.wait(id)
	}
	if out := h.accept(h.req("who came?", by("a"))); out.Verdict != Accepted {
		t.Errorf("once answered: %v %q, want it accepted", out.Verdict, out.Text)
	}
}

// A follow-up without a mention is for the bot only if all conditions hold.
func TestFollowed(t *testing.T) {
	thread := func(r *Request) { r.Kind, r.Place.Thread = Ambient, "m1" }
	reply := func(r *Request) { r.Kind, r.Parent = InReply, "answer-1" }
	set := func(key, value string) func(*house) {
		return func(h *house) {
			if _, err := h.desk.Set(context.Background(), Place{Platform: "p", Workspace: "w", Channel: "c"}, Person{ID: "admin", Manages: true}, key, value); err != nil {
				h.t.Fatal(err)
			}
		}
	}
	later := func(d time.Duration) func(*house) { return func(h *house) { h.clock.move(d) } }
	for _, tt := range []struct {
		name   string
		text   string
		how    []func(*Request)
		before func(*house)
		want   Verdict
	}{
		{"in the thread", "and who did he meet?", []func(*Request){thread}, nil, Accepted},
		{"in reply to the answer", "and who did he meet?", []func(*Request){reply}, nil, Accepted},
		{"in reply to the question", "and who did he meet?", []func(*Request){as(InReply), to("m1")}, nil, Accepted},
		{"in a thread below the answer", "and who did he meet?", []func(*Request){as(Ambient), in("answer-1")}, nil, Accepted},
		{"no question mark", "and who did he meet", []func(*Request){thread}, nil, Accepted},
		// Each condition by itself.
		{"another thread", "and who did he meet?", []func(*Request){as(Ambient), in("m7")}, nil, Ignored},
		{"another channel's thread", "and who did he meet?", []func(*Request){thread, channel("c2")}, nil, Ignored},
		{"in no thread", "and who did he meet?", []func(*Request){as(Ambient)}, nil, Ignored},
		{"somebody else", "and who did he meet?", []func(*Request){thread, by("v")}, nil, Ignored},
		{"somebody else's reply", "and who did he meet?", []func(*Request){reply, by("v")}, nil, Ignored},
		{"another is mentioned", "and who did he meet?", []func(*Request){thread, others}, nil, Ignored},
		{"no question", "thanks, that helps", []func(*Request){thread}, nil, Ignored},
		{"no question in reply", "thanks, that helps", []func(*Request){reply}, nil, Ignored},
		{"too late", "and who did he meet?", []func(*Request){thread}, later(31 * time.Minute), Ignored},
		{"in time", "and who did he meet?", []func(*Request){thread}, later(29 * time.Minute), Accepted},
		{"said in time and delivered late", "and who did he meet?", []func(*Request){thread, ago(25 * time.Minute)}, later(40 * time.Minute), Accepted},
		{"delivered much too late", "and who did he meet?", []func(*Request){thread, ago(35 * time.Minute)}, later(40 * time.Minute), Ignored},
		// By the channel's settings.
		{"widened", "and who did he meet?", []func(*Request){thread, by("v")}, set(KeyFollowUps, "anyone"), Accepted},
		{"widened, another is mentioned", "and who did he meet?", []func(*Request){thread, by("v"), others}, set(KeyFollowUps, "anyone"), Ignored},
		{"switched off", "and who did he meet?", []func(*Request){thread}, set(KeyFollowUps, "off"), Ignored},
		{"switched off, named", "and who did he meet?", []func(*Request){in("m1")}, set(KeyFollowUps, "off"), Accepted},
		{"channel denied since", "and who did he meet?", []func(*Request){thread}, set(KeyAllow, "off"), Ignored},
	} {
		t.Run(tt.name, func(t *testing.T) {
			h := open(t, func(s *Setup) { s.Asker = echo }).serve()
			h.ask(h.req("when did Lavrov last visit?"))
			if tt.before != nil {
				tt.before(h)
			}
			if out := h.accept(h.req(tt.text, tt.how...)); out.Verdict != tt.want {
				t.Errorf("Accept = %v, want %v", out.Verdict, tt.want)
			}
		})
	}
}

// A thread of a private answer is nobody else's, also where all may follow up.
func TestFollowedPrivate(t *testing.T) {
	h := open(t, func(s *Setup) { s.Asker, s.Settings.FollowUps = echo, OfAnyone }).serve()
	h.ask(h.req("when did Lavrov last visit?", with(Options{Private: true})))
	if out := h.accept(h.req("and who did he meet?", as(Ambient), in("m1"), by("v"))); out.Verdict != Ignored {
		t.Errorf("Accept = %v, want it ignored", out.Verdict)
	}
	var got bot.Request
	h.desk.opts.Asker = parrot(func(_ context.Context, req bot.Request) (bot.Answer, error) {
		got = req
		return bot.Answer{Lead: "x"}, nil
	})
	h.ask(h.req("and who did he meet?", in("m1"), by("v")))
	if got.After != nil {
		t.Errorf("somebody else's question follows a private answer: %+v", got.After)
	}
	h.ask(h.req("and who did he meet?", in("m1")))
	if got.After == nil {
		t.Error("the asker's own does not")
	}
}

// Unasked, the bot answers or says nothing: no abstention, no apology, and no
// sign that it works.
func TestSilence(t *testing.T) {
	for name, asker := range map[string]parrot{
		"abstention": func(_ context.Context, req bot.Request) (bot.Answer, error) {
			return bot.Answer{Lead: "Not in this archive.", Abstained: true}, nil
		},
		"error": func(context.Context, bot.Request) (bot.Answer, error) { return bot.Answer{}, context.Canceled },
		"panic": func(context.Context, bot.Request) (bot.Answer, error) { panic("deliberate") },
	} {
		for _, kind := range []Kind{Ambient, InReply} {
			t.Run(name+"/"+string(kind), func(t *testing.T) {
				h := open(t, func(s *Setup) { s.Asker = echo }).serve()
				h.ask(h.req("when did Lavrov last visit?"))
				h.desk.opts.Asker = asker
				r := h.req("and who did he meet?", as(kind), in("m1"), to("answer-1"))
				p := h.ask(r)
				if p.Times != 0 {
					t.Errorf("posted %+v", p.Reply)
				}
				if row := h.row(p.Task.ID); row.Status != statusSilent {
					t.Errorf("status = %s, want %s", row.Status, statusSilent)
				}
				if len(h.stage.working) != 1 { // that of the first question
					t.Errorf("Working was called for %v", h.stage.working)
				}
				// Named, it does answer.
				p = h.ask(h.req("and who did he meet?", in("m1")))
				if p.Times != 1 {
					t.Error("named, it says nothing")
				}
			})
		}
	}
}

func TestAsks(t *testing.T) {
	for text, want := range map[string]bool{
		"and who did he meet?":            true,
		"and who did he meet":             true,
		"who came":                        false, // a clause of two words may be anything
		"who came?":                       true,
		"when?":                           true,
		"and when":                        true,
		"what about Kerry?":               true,
		"did they sign the treaty":        true,
		"Tell me about the treaty":        true,
		"how much did it cost in 2012":    true,
		"Кто приехал?":                    true,
		"他来了吗？ 是的":                        true,
		"and before that?":                true,
		"":                                false,
		"?":                               false,
		"!!!":                             false,
		"wow?":                            false,
		"thanks":                          false,
		"Thanks, that was what I wanted.": false,
		"what a day":                      false,
		"how nice":                        false,
		"see you there":                   false,
		"I wonder":                        false,
		"ok":                              false,
		"and":                             false,
	} {
		if got := Asks(text); got != want {
			t.Errorf("Asks(%q) = %v, want %v", text, got, want)
		}
	}
}

// What was accepted is on the disk: a state opened anew has it.
func TestAcceptDurable(t *testing.T) {
	dir := t.TempDir()
	s, err := state.Open(t.Context(), dir, state.Options{})
	if err != nil {
		t.Fatal(err)
	}
	h := open(t, func(o *Setup) { o.State = s })
	out := h.accept(h.req("who came?", func(r *Request) { r.Handle = mustJSON(t, map[string]string{"token": "x"}) }))
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if s, err = state.Open(t.Context(), dir, state.Options{}); err != nil {
		t.Fatal(err)
	}
	h2 := open(t, func(o *Setup) { o.State, o.Asker = s, echo }).serve()
	h2.wait(out.Task)
	p, ok := h2.stage.get(out.Task)
	if !ok || !p.Task.Again || p.Reply.Card.Lead != "who came?" || string(p.Task.Request.Handle) != `{"token":"x"}` {
		t.Errorf("posted %+v, %v", p, ok)
	}
}
