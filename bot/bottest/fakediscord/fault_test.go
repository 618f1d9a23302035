package fakediscord

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"
)

func TestFailures(t *testing.T) {
	s := start(t, unlimited())
	path := "/channels/" + s.ChannelID("general") + "/messages"
	body := `{"content":"x",` + silent + `}`
	for _, row := range []struct {
		f      Failure
		status int
		body   string
		header string
		want   string
		acted  bool
	}{
		{Failure{Kind: TooMany, Wait: 500 * time.Millisecond}, 429, `"retry_after":0.5`, "X-RateLimit-Scope", "user", false},
		{Failure{Kind: GlobalTooMany}, 429, `"global":true`, "X-RateLimit-Global", "true", false},
		{Failure{Kind: SharedTooMany}, 429, `"global":false`, "X-RateLimit-Scope", "shared", false},
		{Failure{Kind: Cloudflare, Wait: 2 * time.Second}, 429, "<!doctype html>", "Retry-After", "2", false},
		{Failure{Kind: Internal}, 500, `"code":0`, "Content-Type", "application/json", false},
		{Failure{Kind: BadGateway}, 502, "<html>", "Content-Type", "text/html", false},
		{Failure{Kind: Unavailable}, 503, "upstream", "Content-Type", "text/html", false},
		{Failure{Kind: APIError, Status: 403, Code: 50013, Message: "Missing Permissions"}, 403, `"code":50013`, "", "", false},
		{Failure{Kind: SlowAnswer, Wait: 50 * time.Millisecond}, 200, `"content":"x"`, "", "", true},
	} {
		before := len(s.Messages("general"))
		row.f.Method, row.f.Route = "POST", "/channels/{channel_id}/messages"
		s.Fail(row.f)
		ok(t, s, "GET", path, "") // another method is not befallen
		began := time.Now()
		req, _ := http.NewRequest("POST", s.URL()+"/api/v10"+path, strings.NewReader(body))
		req.Header.Set("Authorization", "Bot "+s.Token())
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		raw := make([]byte, 4096)
		n, _ := resp.Body.Read(raw)
		resp.Body.Close()
		if resp.StatusCode != row.status || !strings.Contains(string(raw[:n]), row.body) || row.header != "" && resp.Header.Get(row.header) != row.want {
			t.Errorf("failure %d = %d %s %v", row.f.Kind, resp.StatusCode, raw[:n], resp.Header)
		}
		if acted := len(s.Messages("general")) > before; acted != row.acted {
			t.Errorf("failure %d: acted %v, want %v", row.f.Kind, acted, row.acted)
		}
		if row.f.Kind == SlowAnswer && time.Since(began) < row.f.Wait {
			t.Errorf("a slow answer came after %v", time.Since(began))
		}
		if row.f.Kind == Cloudflare && resp.Header.Get("X-RateLimit-Limit") != "" {
			t.Errorf("Cloudflare's answer has Discord's headers: %v", resp.Header)
		}
		calls := s.Calls()
		if last := calls[len(calls)-1]; last.Fault != row.f.Kind || last.Status != row.status {
			t.Errorf("failure %d is told as %+v", row.f.Kind, last)
		}
	}
}

func TestLostAnswers(t *testing.T) {
	s := start(t, unlimited())
	post := func() error {
		req, _ := http.NewRequest("POST", s.URL()+"/api/v10/channels/"+s.ChannelID("general")+"/messages", strings.NewReader(`{"content":"x",`+silent+`}`))
		req.Header.Set("Authorization", "Bot "+s.Token())
		resp, err := http.DefaultClient.Do(req)
		if err == nil {
			resp.Body.Close()
		}
		return err
	}
	for _, row := range []struct {
		f    Failure
		want int
	}{{Failure{Kind: LostAnswer, Skip: 1, Times: 2}, 4}, {Failure{Kind: Unreached, Skip: 1, Times: 2}, 2}} {
		before := len(s.Messages("general"))
		s.Fail(row.f)
		var lost []bool
		for range 4 {
			lost = append(lost, post() != nil)
		}
		if lost[0] || !lost[1] || !lost[2] || lost[3] {
			t.Errorf("failure %d: lost %v, want the second and third", row.f.Kind, lost)
		}
		if n := len(s.Messages("general")) - before; n != row.want {
			t.Errorf("failure %d: %d messages, want %d", row.f.Kind, n, row.want)
		}
	}
}

// By chance: the same seed, the same faults.
func TestChance(t *testing.T) {
	run := func() (statuses []int) {
		o := unlimited()
		o.Seed = 7
		o.Faults = Faults{RateLimited: 0.2, ServerError: 0.2, Slow: 0.1, SlowFor: time.Millisecond}
		s := start(t, o)
		for range 60 {
			statuses = append(statuses, do(t, s, "GET", "/users/@me", "").status)
		}
		return statuses
	}
	a, b := run(), run()
	counts := map[int]int{}
	for i := range a {
		counts[a[i]]++
		if a[i] != b[i] {
			t.Fatalf("request %d: %d, then %d with the same seed", i, a[i], b[i])
		}
	}
	if counts[200] < 20 || counts[429] < 4 || counts[500]+counts[502] < 4 {
		t.Errorf("statuses %v, want about 36 of 200, 12 of 429, 10 of 500 or 502", counts)
	}
}

func TestEventFaults(t *testing.T) {
	s := start(t, unlimited())
	w, id := join(t, s, usual|IntentMessageContent)
	say := func(text string) {
		t.Helper()
		if _, err := s.Say("general", "reader", text); err != nil {
			t.Fatal(err)
		}
	}
	want := func(texts ...string) (last int64) {
		t.Helper()
		for _, text := range texts {
			p := w.next("MESSAGE_CREATE")
			if p.at("content") != text {
				t.Errorf("got %v, want %s", p.at("content"), text)
			}
			last = *p.S
		}
		return last
	}
	s.FailEvent(EventFault{Kind: DuplicateEvent, Name: "MESSAGE_CREATE"})
	say("twice")
	want("twice", "twice")
	s.FailEvent(EventFault{Kind: ReorderEvent})
	say("late")
	say("soon")
	want("soon", "late")
	s.FailEvent(EventFault{Kind: DelayEvent, Wait: 100 * time.Millisecond})
	began := time.Now()
	say("slow")
	say("after")
	seq := want("slow", "after")
	if took := time.Since(began); took < 100*time.Millisecond {
		t.Errorf("a delayed event came after %v", took)
	}
	s.FailEvent(EventFault{Kind: DropEvent})
	say("lost")
	say("with it")
	if got := w.closed(); got != websocket.CloseAbnormalClosure && got != -1 {
		t.Errorf("after a dropped event: closed with %d, want a cut", got)
	}
	w = dial(t, s, "?v=10")
	w.next("op 10")
	w.send(fmt.Sprintf(`{"op":6,"d":{"token":%q,"session_id":%q,"seq":%d}}`, s.Token(), id, seq))
	want("lost", "with it")
	w.next("RESUMED")
	// By chance, and always.
	s.SetFaults(Faults{Duplicate: 1})
	say("again")
	want("again", "again")
}
