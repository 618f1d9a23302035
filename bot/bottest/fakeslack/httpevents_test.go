package fakeslack

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/slack-go/slack"
)

// endpoint is an app's request URL, which verifies as slack-go does.
type endpoint struct {
	*httptest.Server
	mu      sync.Mutex
	kinds   []string
	retries []string
	fail    int // the next so many get 500
	slow    time.Duration
	noRetry bool
	answer  string
}

func listen(t *testing.T, s *Server) *endpoint {
	t.Helper()
	e := &endpoint{}
	e.Server = httptest.NewServer(http.HandlerFunc(e.serve))
	t.Cleanup(e.Close)
	s.UseHTTP(Endpoints{Events: e.URL + "/events", Commands: e.URL + "/commands", Interactivity: e.URL + "/actions"})
	return e
}

func (e *endpoint) serve(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(io.LimitReader(r.Body, 1<<16+1))
	v, err := slack.NewSecretsVerifier(r.Header, DefaultSigningSecret)
	if err != nil {
		http.Error(w, err.Error(), http.StatusUnauthorized)
		return
	}
	_, _ = v.Write(body)
	if err := v.Ensure(); err != nil {
		http.Error(w, err.Error(), http.StatusUnauthorized)
		return
	}
	if len(body) > 1<<16 {
		http.Error(w, "too large", http.StatusRequestEntityTooLarge)
		return
	}
	e.mu.Lock()
	kind := r.URL.Path
	r.Body = io.NopCloser(bytes.NewReader(body))
	switch r.URL.Path {
	case "/events":
		var outer struct{ Type, Challenge string }
		_ = json.Unmarshal(body, &outer)
		if outer.Type == "url_verification" {
			e.mu.Unlock()
			_, _ = io.WriteString(w, outer.Challenge)
			return
		}
		kind += " " + outer.Type
	case "/commands":
		if cmd, err := slack.SlashCommandParse(r); err == nil {
			kind += " " + cmd.Command + " " + cmd.Text
		}
	case "/actions":
		var cb slack.InteractionCallback
		if json.Unmarshal([]byte(r.FormValue("payload")), &cb) == nil {
			kind += " " + string(cb.Type)
		}
	}
	e.kinds = append(e.kinds, kind)
	e.retries = append(e.retries, r.Header.Get("X-Slack-Retry-Num")+r.Header.Get("X-Slack-Retry-Reason"))
	fail, slow, noRetry, answer := e.fail > 0, e.slow, e.noRetry, e.answer
	if fail {
		e.fail--
	}
	e.mu.Unlock()
	time.Sleep(slow)
	if noRetry {
		w.Header().Set("X-Slack-No-Retry", "1")
	}
	if fail {
		w.WriteHeader(http.StatusInternalServerError)
		return
	}
	_, _ = io.WriteString(w, answer)
}

func (e *endpoint) set(f func()) {
	e.mu.Lock()
	defer e.mu.Unlock()
	f()
}

func (e *endpoint) seen() (kinds, retries string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	return strings.Join(e.kinds, ";"), strings.Join(e.retries, ";")
}

func TestHTTPEvents(t *testing.T) {
	s := start(t, Options{Times: steady})
	e := listen(t, s)
	if err := s.VerifyURL(within(t)); err != nil {
		t.Fatal(err)
	}
	s.Subscribe("message.channels")
	say := func() *Delivery {
		said, err := s.Say("C0GENERAL", "", "U0ASKER00", "hello")
		if err != nil {
			t.Fatal(err)
		}
		return said.Events[0]
	}
	settled(t, say(), nil)
	e.set(func() { e.fail = 2 })
	d := say()
	settled(t, d, nil)
	if _, retries := e.seen(); retries != ";;1http_error;2http_error" {
		t.Errorf("retries = %q", retries)
	}
	clean(t, s, "ack")
	e.set(func() { e.slow = 1300 * time.Millisecond })
	d = say()
	eventually(t, s, "a second attempt", func() bool { return d.Attempts() > 1 })
	e.set(func() { e.slow = 0 })
	settled(t, d, nil)
	if _, retries := e.seen(); !strings.HasSuffix(retries, "1http_timeout") && !strings.HasSuffix(retries, "2http_timeout") {
		t.Errorf("retries = %q, want http_timeout at the end", retries)
	}
	if len(s.Violations("ack")) == 0 {
		t.Error("an answer after the time is no violation")
	}
	e.set(func() { e.fail, e.noRetry = 1, true })
	d = say()
	if _, err := d.Wait(within(t)); !errors.Is(err, ErrNotAcknowledged) || d.Attempts() != 1 {
		t.Errorf("X-Slack-No-Retry: %v after %d attempts", err, d.Attempts())
	}
	e.set(func() { e.noRetry = false })
	s.FailEvents(EventFault{Type: "message", Duplicate: 1})
	kinds, _ := e.seen()
	before := strings.Count(kinds, "event_callback")
	settled(t, say(), nil)
	eventually(t, s, "both copies", func() bool { k, _ := e.seen(); return strings.Count(k, "event_callback") == before+2 })
	e.Close()
	d = say()
	if _, err := d.Wait(within(t)); !errors.Is(err, ErrNotAcknowledged) || d.Attempts() != 4 {
		t.Errorf("nobody listens: %v after %d attempts, want 4", err, d.Attempts())
	}
}

func TestHTTPCommandsAndActions(t *testing.T) {
	s := start(t, Options{Events: []string{}})
	e := listen(t, s)
	e.set(func() { e.answer = `{"response_type":"in_channel","text":"now"}` })
	d, err := s.SlashCommand("C0GENERAL", "U0ASKER00", "when?")
	if got := settled(t, d, err); !strings.Contains(string(got), "in_channel") {
		t.Errorf("answer = %s", got)
	}
	e.set(func() { e.answer = "plain" })
	d, err = s.SlashCommand("C0GENERAL", "U0ASKER00", "again?")
	settled(t, d, err)
	if m := s.Messages("C0GENERAL"); len(m) != 1 || m[0].Text != "now" {
		t.Errorf("messages = %+v", m)
	}
	if m := s.Ephemerals("C0GENERAL", "U0ASKER00"); len(m) != 1 || m[0].Text != "plain" {
		t.Errorf("ephemerals = %+v", m)
	}
	e.set(func() { e.answer = "" })
	m := postControls(t, s)
	d, err = s.Press(m, "U0ASKER00", "evidence", "")
	settled(t, d, err)
	// A form that is answered with anything but an empty body or an object fails.
	d, err = s.SlashCommand("C0GENERAL", "U0ASKER00", "form")
	settled(t, d, err)
	if _, err := web(s).OpenView(d.ID, modal("why", reason())); err != nil {
		t.Fatal(err)
	}
	v, _ := s.Modal("U0ASKER00")
	e.set(func() { e.answer = "OK" })
	if d, err = s.SubmitView(v, "U0ASKER00", Values{"reason": {"x"}}); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Wait(within(t)); err == nil || len(s.Violations("view")) != 1 {
		t.Errorf("a form answered with OK: %v, %v", err, s.Violations())
	}
	if kinds, _ := e.seen(); !strings.Contains(kinds, "/commands /dateline when?") || !strings.Contains(kinds, "/actions block_actions") {
		t.Errorf("requests = %q", kinds)
	}
	clean(t, s, "view")
}

func TestPostsThatMustBeRefused(t *testing.T) {
	s := start(t, Options{})
	e := listen(t, s)
	body := []byte(`{"type":"event_callback","event_id":"Ev1"}`)
	for _, row := range []struct {
		what string
		post Post
		want int
	}{
		{"as it should be", Post{Body: body}, 200},
		{"wrong signature", Post{Body: body, Signature: "v0=" + strings.Repeat("0", 64)}, 401},
		{"signature of another body", Post{Body: body, Signature: Sign(DefaultSigningSecret, "1", []byte("x"))}, 401},
		{"no signature", Post{Body: body, NoSignature: true}, 401},
		{"stale", Post{Body: body, Timestamp: time.Now().Add(-10 * time.Minute)}, 401},
		{"from the future", Post{Body: body, Timestamp: time.Now().Add(10 * time.Minute)}, 401},
		{"oversize", Post{Body: bytes.Repeat([]byte("x"), 1<<16)}, 200},
		{"a retry", Post{Body: body, RetryNum: 1, RetryReason: "http_timeout"}, 200},
	} {
		row.post.URL = e.URL + "/events"
		got, err := s.SignedPost(within(t), row.post)
		if err != nil || got.Status != row.want {
			t.Errorf("%s: %d %q, %v, want %d", row.what, got.Status, got.Body, err, row.want)
		}
	}
	// A delivery can be sent again as it was.
	said, _ := s.Mention("C0GENERAL", "", "U0ASKER00", "hello")
	settled(t, said.Events[0], nil)
	if got, err := s.SignedPost(within(t), said.Events[0].Request()); err != nil || got.Status != 200 {
		t.Errorf("replay: %+v, %v", got, err)
	}
	// An app that doesn't give the challenge back is found out.
	s.UseHTTP(Endpoints{Events: e.URL + "/nowhere"})
	if err := s.VerifyURL(within(t)); err == nil {
		t.Error("VerifyURL of an address that answers nothing went well")
	}
}

// The example of docs.slack.dev/authentication/verifying-requests-from-slack.
func TestSign(t *testing.T) {
	body := "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA" +
		"&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN" +
		"&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c"
	got := Sign("8f742231b10e8888abcd99yyyzzz85a5", "1531420618", []byte(body))
	if want := "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"; got != want {
		t.Errorf("Sign = %s, want %s", got, want)
	}
}
