package endpoint

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"dateline/bot/bottest/fakeopenai"
	"dateline/config/secret"
)

func TestRetries(t *testing.T) {
	type faults = []fakeopenai.Fault
	for name, row := range map[string]struct {
		faults faults
		least  time.Duration // that the call takes
		calls  int
	}{
		"429":            {faults{fakeopenai.RateLimited("")}, 0, 2},
		"429, 1 s":       {faults{fakeopenai.RateLimited("1")}, time.Second, 2},
		"429, date":      {faults{{Status: 429, Header: map[string]string{"Retry-After": "in 2 s"}}}, 500 * time.Millisecond, 2},
		"429, 200 ms":    {faults{{Status: 429, Header: map[string]string{"Retry-After-Ms": "200"}}}, 200 * time.Millisecond, 2},
		"503, then 500":  {faults{fakeopenai.Overloaded(503), fakeopenai.Overloaded(500)}, 0, 3},
		"502 as a page":  {faults{fakeopenai.Page(502)}, 0, 2},
		"hung up":        {faults{{Hangup: true}, {Hangup: true}}, 0, 3},
		"cut in a reply": {faults{{Hangup: true, Body: `{"object":"list","data":[]}` + strings.Repeat(" ", 5000)}}, 0, 2},
		"slow":           {faults{{Delay: 300 * time.Millisecond}}, 300 * time.Millisecond, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			srv := serve(t, fakeopenai.Options{})
			c := client(t, srv)
			for _, op := range []string{"chat", "embeddings"} {
				start := time.Now()
				for _, f := range row.faults {
					if f.Header["Retry-After"] == "in 2 s" {
						f.Header = map[string]string{"Retry-After": start.Add(2 * time.Second).UTC().Format(http.TimeFormat)}
					}
					srv.Fail(f)
				}
				var err error
				if op == "chat" {
					_, err = c.Chat(context.Background(), prompt("q"), nil)
				} else {
					_, err = c.Embed(context.Background(), EmbedRequest{Model: "m", Inputs: []string{"a"}})
				}
				if took := time.Since(start); err != nil || took < row.least || srv.Count(op) != row.calls {
					t.Errorf("%s: %v after %v and %d calls, want at least %v and %d", op, err, took, srv.Count(op), row.least, row.calls)
				}
			}
		})
	}
}

// A wait beyond the deadline is not begun; one within it ends with it.
func TestDeadlines(t *testing.T) {
	srv := serve(t, fakeopenai.Options{})
	c := client(t, srv)
	try := func(d time.Duration, f fakeopenai.Fault) (time.Duration, error) {
		srv.Fail(f)
		ctx, cancel := context.WithTimeout(context.Background(), d)
		defer cancel()
		start := time.Now()
		_, err := c.Chat(ctx, prompt("q"), nil)
		return time.Since(start), err
	}
	took, err := try(25*time.Second, fakeopenai.RateLimited("30"))
	var e *Error
	if !errors.As(err, &e) || e.Kind != RateLimited || e.RetryAfter != 30*time.Second || took > 20*time.Second {
		t.Errorf("Retry-After beyond the deadline: %v after %v", err, took)
	}
	took, err = try(300*time.Millisecond, fakeopenai.Fault{Stall: true})
	if kind, _ := KindOf(err); kind != Timeout || !errors.Is(err, context.DeadlineExceeded) || took > 20*time.Second {
		t.Errorf("stalled: %v after %v", err, took)
	}
	short := client(t, srv, func(o *Options) { o.Timeout = 200 * time.Millisecond })
	srv.Fail(fakeopenai.Fault{Stall: true})
	if _, err := short.Embed(context.Background(), EmbedRequest{Model: "m", Inputs: []string{"a"}}); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("Timeout: %v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	srv.Fail(fakeopenai.Fault{Stall: true})
	time.AfterFunc(100*time.Millisecond, cancel)
	_, err = c.Chat(ctx, prompt("q"), nil)
	if kind, _ := KindOf(err); kind != Canceled || !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	// Slower than Stall before the first byte is not stalling, nor is a slow reader.
	for _, early := range []bool{false, true} {
		srv := serve(t, fakeopenai.Options{Answer: func(fakeopenai.ChatRequest) fakeopenai.Script {
			return fakeopenai.Script{Text: "one two", First: 600 * time.Millisecond, Early: early}
		}})
		patient := client(t, srv, func(o *Options) { o.Stall = 400 * time.Millisecond })
		if _, err := patient.Chat(context.Background(), prompt("q"), func(string) error { time.Sleep(500 * time.Millisecond); return nil }); err != nil {
			t.Errorf("a slow start and a slow reader: %v", err)
		}
	}
}

// A dialler that gives up has not used up the call's time.
func TestDialTimeout(t *testing.T) {
	srv := serve(t, fakeopenai.Options{})
	c := client(t, srv, func(o *Options) {
		o.HTTP = &http.Client{Transport: &http.Transport{DialContext: (&net.Dialer{Timeout: time.Nanosecond}).DialContext}}
	})
	_, err := c.Chat(context.Background(), prompt("q"), nil)
	var e *Error
	if !errors.As(err, &e) || e.Kind != Unreachable || e.Attempts != 3 {
		t.Errorf("Chat = %v", err)
	}
}

// The bound holds over streams that are being read, and every place comes back whatever becomes of a call.
func TestInFlight(t *testing.T) {
	var n atomic.Int64
	srv := serve(t, fakeopenai.Options{Answer: func(r fakeopenai.ChatRequest) fakeopenai.Script {
		s := fakeopenai.Script{Text: "one two three", Between: 2 * time.Millisecond}
		switch n.Add(1) % 7 {
		case 1:
			s.Break = &fakeopenai.Break{After: 1, How: fakeopenai.Cut}
		case 2:
			s.Fault = &fakeopenai.Fault{Hangup: true}
		case 3:
			f := fakeopenai.RateLimited("")
			s.Fault = &f
		case 4:
			s.Break = &fakeopenai.Break{After: 1, How: fakeopenai.Stall}
		}
		return s
	}})
	c := client(t, srv, func(o *Options) { o.MaxInFlight, o.Stall = 3, 50*time.Millisecond })
	var wg sync.WaitGroup
	var good atomic.Int64
	for range 40 {
		wg.Go(func() {
			if _, err := c.Chat(context.Background(), prompt("q"), nil); err == nil {
				good.Add(1)
			}
			_, _ = c.Embed(context.Background(), EmbedRequest{Model: "m", Inputs: []string{"a"}})
		})
	}
	wg.Wait()
	// A stream that the client gave up may still be seen by the server for a moment.
	if most := srv.MostInFlight(); most > 6 || good.Load() == 0 {
		t.Errorf("%d at once, want 3; %d calls went well", most, good.Load())
	}
	if len(c.doer.slots) != 0 {
		t.Errorf("%d places were not given back", len(c.doer.slots))
	}
}

// While one call holds the only place, a second waits for it, no longer than its context.
func TestInFlightWaits(t *testing.T) {
	srv := serve(t, fakeopenai.Options{Answer: func(fakeopenai.ChatRequest) fakeopenai.Script { return fakeopenai.Script{Text: "one two"} }})
	c := client(t, srv, func(o *Options) { o.MaxInFlight = 1 })
	_, err := c.Chat(context.Background(), prompt("q"), func(p string) error {
		if p != "one " {
			return nil
		}
		ctx, cancel := context.WithTimeout(context.Background(), 100*time.Millisecond)
		defer cancel()
		_, err := c.Chat(ctx, prompt("q"), nil)
		if kind, _ := KindOf(err); kind != Timeout || srv.Count("chat") != 1 {
			t.Errorf("second call: %v after %d requests", err, srv.Count("chat"))
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}

// A redirect is not followed: the other host would get the key, and the articles.
func TestNoRedirect(t *testing.T) {
	var came atomic.Int64
	other := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { came.Add(1) }))
	defer other.Close()
	for _, status := range []int{301, 302, 303, 307, 308} {
		for _, api := range []string{"openai", "azure"} {
			srv := serve(t, fakeopenai.Options{})
			c := client(t, srv, func(o *Options) {
				o.API, o.APIVersion, o.HTTP = api, "1", &http.Client{}
				if api == "azure" {
					o.BaseURL = srv.AzureURL()
				}
			})
			srv.Fail(fakeopenai.Fault{Status: status, Header: map[string]string{"Location": other.URL}})
			_, err := c.Embed(context.Background(), EmbedRequest{Model: "m", Inputs: []string{"secret article"}})
			if kind, ok := KindOf(err); !ok || kind != Bad || came.Load() != 0 {
				t.Errorf("%d, %s: %v, %d requests elsewhere", status, api, err, came.Load())
			}
		}
	}
}

func TestLeaksNoSecret(t *testing.T) {
	var log bytes.Buffer
	echo := fakeopenai.Fault{Status: 401, Body: `{"error":{"message":"key ` + testKey + ` is wrong: Bearer ` + testKey + `","type":"` + testKey + `","code":"` + testKey + `","param":"` + testKey + `"}}`}
	faults := []fakeopenai.Fault{
		echo, fakeopenai.Unauthorized(testKey), fakeopenai.Plain(500, "Authorization: Bearer "+testKey), fakeopenai.Text(429, testKey[:12]+"..."),
		{Status: 302, Header: map[string]string{"Location": "http://" + testKey + ".example/"}}, {Hangup: true}, {Status: 200, Body: "{" + testKey},
		{Status: 200, Body: `data: {"error":{"message":"` + testKey + `"}}` + "\n\n", ContentType: "text/event-stream"},
		{Status: 200, Body: "data: {" + testKey + "\n\n", ContentType: "text/event-stream"},
		{Status: 200, Body: `{"data":"` + testKey + `"}`},
	}
	for i, f := range faults {
		srv := serve(t, fakeopenai.Options{})
		c := client(t, srv, func(o *Options) {
			o.Log = slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
		})
		for range 3 {
			srv.Fail(f)
		}
		_, err := c.Chat(context.Background(), prompt("the question"), nil)
		srv.Fail(f, f, f)
		_, err2 := c.Embed(context.Background(), EmbedRequest{Model: "m", Inputs: []string{"the article"}})
		if err == nil && err2 == nil {
			t.Fatalf("fault %d: no error", i)
		}
		shown := fmt.Sprintf("%v %+v %#v %s %v %+v %v %+v %#v", err, err, err, err2, err2, errors.Unwrap(errors.Join(err, err2)), c, c, c)
		for e := err; e != nil; e = errors.Unwrap(e) {
			shown += fmt.Sprintf(" %#v %+v", e, e)
		}
		shown += log.String()
		for _, part := range []string{testKey, testKey[:8], testKey[len(testKey)-8:], "the question", "the article"} {
			if strings.Contains(shown, part) {
				t.Errorf("fault %d: %q is shown in %s", i, part, shown)
			}
		}
	}
	// A transport's error may hold anything.
	srv := serve(t, fakeopenai.Options{})
	c := client(t, srv, func(o *Options) { o.HTTP = &http.Client{Transport: telling{}} })
	_, err := c.Chat(context.Background(), prompt("q"), nil)
	for e := err; e != nil; e = errors.Unwrap(e) {
		if shown := fmt.Sprintf("%v %+v %#v", e, e, e); strings.Contains(shown, testKey) {
			t.Errorf("the key is shown in %s", shown)
		}
	}
	if !strings.Contains(log.String(), "trying again") {
		t.Error("no attempt was logged")
	}
}

// telling fails with what it was given.
type telling struct{}

func (telling) RoundTrip(r *http.Request) (*http.Response, error) {
	return nil, fmt.Errorf("can't send %v", r.Header)
}

// A certificate that doesn't hold is not tried again.
func TestCertificate(t *testing.T) {
	s := httptest.NewUnstartedServer(http.NotFoundHandler())
	s.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)
	s.StartTLS()
	defer s.Close()
	c, err := New(Options{BaseURL: s.URL, Key: secret.New(testKey), Timeout: 5 * time.Second})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	_, err = c.Models(context.Background())
	var e *Error
	if !errors.As(err, &e) || e.Kind != Unreachable || e.Attempts != 1 {
		t.Errorf("Models = %v", err)
	}
}
