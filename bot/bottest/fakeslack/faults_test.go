package fakeslack

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/slack-go/slack"
)

func TestCallFaults(t *testing.T) {
	s := start(t, Options{})
	api := web(s)
	send := func() error {
		_, _, err := api.PostMessage("C0GENERAL", slack.MsgOptionText("x", false))
		return err
	}
	s.FailCalls(CallFault{Method: "chat.postMessage", Status: 429, RetryAfter: 7, Skip: 1})
	if err := send(); err != nil {
		t.Errorf("the skipped call: %v", err)
	}
	var limited *slack.RateLimitedError
	if err := send(); !errors.As(err, &limited) || limited.RetryAfter != 7*time.Second {
		t.Errorf("429: %v, want a RateLimitedError of 7 s", err)
	}
	s.FailCalls(CallFault{Status: 500})
	var code slack.StatusCodeError
	if err := send(); !errors.As(err, &code) || code.Code != 500 {
		t.Errorf("500: %v", err)
	}
	s.FailCalls(CallFault{Method: "chat.postMessage", Error: "fatal_error"})
	if err := send(); err == nil || err.Error() != "fatal_error" {
		t.Errorf("fatal_error: %v", err)
	}
	s.FailCalls(CallFault{Method: "chat.postMessage", Delay: 100 * time.Millisecond})
	start := time.Now()
	if err := send(); err != nil || time.Since(start) < 100*time.Millisecond {
		t.Errorf("slow: %v after %v", err, time.Since(start))
	}
	before := len(s.Messages("C0GENERAL"))
	s.FailCalls(CallFault{Method: "chat.postMessage", Lose: true, Times: 2})
	for range 2 {
		if err := send(); err == nil {
			t.Error("an answer that was lost arrived")
		}
	}
	if n := len(s.Messages("C0GENERAL")); n != before+2 {
		t.Errorf("messages = %d, want %d: what was lost is the answer alone", n, before+2)
	}
	calls := s.Calls("chat.postMessage")
	last := calls[len(calls)-1]
	if last.Status != 0 || !last.Done || last.Error != "" {
		t.Errorf("the call whose answer was lost = %+v", last)
	}
	if c := calls[1]; c.Status != 429 || c.Error != "ratelimited" || c.Done {
		t.Errorf("the call that was limited = %+v", c)
	}
	if err := send(); err != nil {
		t.Errorf("after the faults: %v", err)
	}
	s.SetFaults(Faults{RateLimit: 1})
	if err := send(); !errors.As(err, &limited) || limited.RetryAfter != time.Second {
		t.Errorf("429 by chance: %v", err)
	}
	if _, err := api.AuthTest(); err != nil {
		t.Errorf("auth.test is not struck by chance: %v", err)
	}
	s.SetFaults(Faults{LostResponse: 1})
	if err := send(); err == nil {
		t.Error("a lost answer arrived")
	}
	s.SetFaults(Faults{ServerError: 1})
	if err := send(); !errors.As(err, &code) {
		t.Errorf("500 by chance: %v", err)
	}
	s.SetFaults(Faults{Slow: 1, MaxDelay: 20 * time.Millisecond})
	if err := send(); err != nil {
		t.Errorf("slow by chance: %v", err)
	}
	s.ClearFaults()
	// Of a response_url.
	a := connect(t, s, &app{})
	d, err := s.SlashCommand("C0GENERAL", "U0ASKER00", "")
	settled(t, d, err)
	url := ""
	for _, e := range a.seen() {
		if cmd, ok := e.Data.(slack.SlashCommand); ok {
			url = cmd.ResponseURL
		}
	}
	for _, f := range []CallFault{{Status: 429}, {Status: 500}, {Lose: true}, {Error: "fatal_error"}} {
		f.Method = "response_url"
		s.FailCalls(f)
		if err := slack.PostWebhook(url, &slack.WebhookMessage{Text: "x"}); err == nil {
			t.Errorf("response_url under %+v went well", f)
		}
	}
	if n := len(s.Ephemerals("C0GENERAL", "U0ASKER00")); n != 1 {
		t.Errorf("ephemerals = %d, want the one whose answer was lost", n)
	}
}

func TestEventFaults(t *testing.T) {
	s := start(t, Options{Times: steady})
	s.Subscribe("message.channels")
	a := connect(t, s, &app{})
	say := func(text string) *Delivery {
		said, err := s.Say("C0GENERAL", "", "U0ASKER00", text)
		if err != nil {
			t.Fatal(err)
		}
		return said.Events[0]
	}
	s.FailEvents(EventFault{Type: "message", Duplicate: 2})
	d := say("twice")
	settled(t, d, nil)
	eventually(t, s, "three copies", func() bool { return len(s.Acks()) == 3 })
	envelopes := map[string]int{}
	for _, e := range a.seen() {
		envelopes[e.Request.EnvelopeID]++
	}
	if len(envelopes) != 2 {
		t.Errorf("envelopes = %v, want 2: one of them twice", envelopes)
	}
	s.FailEvents(EventFault{Drop: true})
	d = say("dropped")
	settled(t, d, nil)
	if last := a.seen()[len(a.seen())-1]; last.Request.RetryAttempt != 1 || last.Request.RetryReason != "timeout" || d.Attempts() != 1 {
		t.Errorf("after a drop: %+v after %d sendings", last.Request, d.Attempts())
	}
	s.FailEvents(EventFault{Hold: true})
	first, second := say("held"), say("overtakes")
	settled(t, first, nil)
	settled(t, second, nil)
	came := a.seen()
	if last := string(came[len(came)-1].Request.Payload); !strings.Contains(last, `"held"`) {
		t.Errorf("the held event did not come last: %s", last)
	}
	s.FailEvents(EventFault{Delay: 50 * time.Millisecond})
	began := time.Now()
	settled(t, say("late"), nil)
	if took := time.Since(began); took < 50*time.Millisecond {
		t.Errorf("delayed by %v, want 50 ms", took)
	}
	before := s.Connected()
	s.FailEvents(EventFault{Cut: true})
	settled(t, say("cut"), nil)
	if s.Connected() == before && s.Connections() > 0 {
		eventually(t, s, "a new connection", func() bool { return s.Connected() > before })
	}
	clean(t, s, "ack") // the machine may be slower than steady allows
}

// Under all faults at once each question is told at least once, and each answer
// that the bot believes to be sent is there.
func TestSoak(t *testing.T) {
	const questions = 200
	s := start(t, Options{Seed: 7, Times: Times{Ack: 2 * time.Second, Retry: [3]time.Duration{10 * time.Millisecond, 10 * time.Millisecond, 10 * time.Millisecond}, Ping: 100 * time.Millisecond, Pong: 5 * time.Second}})
	a := connect(t, s, &app{})
	s.SetFaults(Faults{Duplicate: 0.1, Delay: 0.2, Drop: 0.02, MaxDelay: 20 * time.Millisecond, Slow: 0.1, RateLimit: 0.1, ServerError: 0.1, LostResponse: 0.05})
	var wg sync.WaitGroup
	for w := range 4 {
		wg.Go(func() {
			for i := range questions / 4 {
				said, err := s.Mention("C0GENERAL", "", "U0ASKER00", fmt.Sprint("question ", w, " ", i))
				if err != nil {
					t.Error(err)
					return
				}
				if i == 25 && w == 0 {
					s.CutConnections()
				}
				if _, _, err := a.PostMessage("C0GENERAL", slack.MsgOptionTS(said.TS), slack.MsgOptionText("answer", false)); err == nil && len(s.Thread("C0GENERAL", said.TS)) != 2 {
					t.Errorf("%s: an answer that was sent is not there", said.TS)
				}
			}
		})
	}
	wg.Wait()
	eventually(t, s, "every question told", func() bool {
		told := map[string]bool{}
		for _, k := range s.Acks() {
			told[k.ID] = true
		}
		return len(told) >= 2*questions
	})
	// Not those of time: this machine may be busy with other tests.
	if v := s.Violations("socket", "blocks", "thread"); len(v) > 0 {
		t.Errorf("violations: %v", v)
	}
}

func TestTiers(t *testing.T) {
	now := time.Unix(1_700_000_000, 0)
	s := start(t, Options{Tiers: true, Events: []string{}, Now: func() time.Time { return now }})
	m, _ := s.Say("C0GENERAL", "", "U0ASKER00", "x")
	codes := map[any]int{}
	for range 22 {
		out := post(t, s, DefaultBotToken, "reactions.remove", args("channel", "C0GENERAL", "timestamp", m.TS, "name", "eyes"))
		codes[out["error"]]++
	}
	if codes["no_reaction"] != 20 || codes["ratelimited"] != 2 {
		t.Errorf("22 calls of a method of 20 a minute = %v", codes)
	}
	s.mu.Lock()
	now = now.Add(20 * time.Second)
	s.mu.Unlock()
	res, _ := callFull(t, s.URL()+"reactions.remove", DefaultBotToken, formType, "")
	if res.StatusCode != 429 || res.Header.Get("Retry-After") != "40" {
		t.Errorf("after 20 s: %d, Retry-After %q, want 429 and 40", res.StatusCode, res.Header.Get("Retry-After"))
	}
	s.mu.Lock()
	now = now.Add(40 * time.Second)
	s.mu.Unlock()
	if res, _ := callFull(t, s.URL()+"reactions.remove", DefaultBotToken, formType, ""); res.StatusCode != 200 {
		t.Errorf("after a minute: %d", res.StatusCode)
	}
}
