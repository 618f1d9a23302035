package fakeslack

import (
	"context"
	"encoding/json"
	"io"
	"log"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	"github.com/slack-go/slack"
	"github.com/slack-go/slack/slackevents"
	"github.com/slack-go/slack/socketmode"
)

// limitsPath is the file of limits, or "" where this checkout has none.
func limitsPath(t *testing.T) string {
	t.Helper()
	path := filepath.Join("..", "..", "..", "..", "shared", "specs", "slack-limits.json")
	if _, err := os.Stat(path); err != nil {
		t.Skipf("no limits of Block Kit here: %v", err)
	}
	return path
}

// quick are times for tests in which nothing gets lost, hasty those that let a test
// wait out a lost event, and steady those with which what is not lost is in time
// on a busy machine too.
var quick = Times{
	Ack: 5 * time.Second, Retry: [3]time.Duration{10 * time.Millisecond, 20 * time.Millisecond, 30 * time.Millisecond},
	Ping: 50 * time.Millisecond, Pong: 5 * time.Second, Warning: 20 * time.Millisecond,
}

var hasty = func() Times {
	t := quick
	t.Ack = 250 * time.Millisecond
	return t
}()

var steady = func() Times {
	t := quick
	t.Ack = time.Second
	return t
}()

func start(t *testing.T, opts Options) *Server {
	t.Helper()
	if opts.Times == (Times{}) {
		opts.Times = quick
	}
	s, err := New(opts)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s
}

func within(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 60*time.Second)
	t.Cleanup(cancel)
	return ctx
}

// eventually waits for a condition.
func eventually(t *testing.T, s *Server, what string, cond func() bool) {
	t.Helper()
	if err := s.WaitFor(within(t), cond); err != nil {
		t.Fatalf("%s: %v", what, err)
	}
}

// clean asserts that there are no violations, but for rules named.
func clean(t *testing.T, s *Server, except ...string) {
	t.Helper()
next:
	for _, v := range s.Violations() {
		for _, e := range except {
			if v.Rule == e {
				continue next
			}
		}
		t.Errorf("violation: %v", v)
	}
}

// post calls a method with a form and returns the answer.
func post(t *testing.T, s *Server, token, method string, args url.Values) map[string]any {
	t.Helper()
	return call1(t, s, token, method, formType, args.Encode())
}

func call1(t *testing.T, s *Server, token, method, kind, body string) map[string]any {
	t.Helper()
	_, out := callFull(t, s.URL()+method, token, kind, body)
	return out
}

func callFull(t *testing.T, to, token, kind, body string) (*http.Response, map[string]any) {
	t.Helper()
	req, err := http.NewRequestWithContext(within(t), http.MethodPost, to, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if kind != "" {
		req.Header.Set("Content-Type", kind)
	}
	if token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatalf("%s: %v", to, err)
	}
	defer func() { _ = res.Body.Close() }()
	data, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	var out map[string]any
	_ = json.Unmarshal(data, &out)
	return res, out
}

func web(s *Server) *slack.Client {
	return slack.New(DefaultBotToken, slack.OptionAPIURL(s.URL()), slack.OptionAppLevelToken(DefaultAppToken))
}

// app is a bot of slack-go on Socket Mode that notes what arrives and acknowledges
// it, with what answer returns.
type app struct {
	*slack.Client
	mu     sync.Mutex
	events []slackevents.EventsAPIEvent
	got    []socketmode.Event
	kinds  []socketmode.EventType
	silent bool // acknowledges nothing
	slow   time.Duration
	answer func(socketmode.Event) any
}

// connect runs a bot until the test ends, and waits until it is connected.
func connect(t *testing.T, s *Server, a *app, opts ...socketmode.Option) *app {
	t.Helper()
	a.Client = web(s)
	before := s.Connected()
	opts = append([]socketmode.Option{socketmode.OptionLog(log.New(io.Discard, "", 0)), socketmode.OptionPingInterval(time.Second)}, opts...)
	smc := socketmode.New(a.Client, opts...)
	ctx, cancel := context.WithCancel(context.Background())
	var wg sync.WaitGroup
	wg.Go(func() { _ = smc.RunContext(ctx) })
	wg.Go(func() {
		for {
			select {
			case <-ctx.Done():
				return
			case e := <-smc.Events:
				a.take(ctx, smc, e)
			}
		}
	})
	t.Cleanup(func() {
		cancel()
		s.CutConnections()
		wg.Wait()
	})
	eventually(t, s, "connect", func() bool { return s.Connected() > before && s.Connections() > 0 })
	return a
}

func (a *app) take(ctx context.Context, smc *socketmode.Client, e socketmode.Event) {
	a.mu.Lock()
	a.kinds = append(a.kinds, e.Type)
	silent, slow, answer := a.silent, a.slow, a.answer
	if ev, ok := e.Data.(slackevents.EventsAPIEvent); ok {
		a.events = append(a.events, ev)
	}
	if e.Request != nil && e.Request.EnvelopeID != "" {
		a.got = append(a.got, e)
	}
	a.mu.Unlock()
	if e.Request == nil || e.Request.EnvelopeID == "" || silent {
		return
	}
	var payload any
	if answer != nil {
		payload = answer(e)
	}
	time.Sleep(slow)
	_ = smc.AckCtx(ctx, e.Request.EnvelopeID, payload)
}

// seen is how many requests arrived.
func (a *app) seen() []socketmode.Event {
	a.mu.Lock()
	defer a.mu.Unlock()
	return append([]socketmode.Event(nil), a.got...)
}

func (a *app) inner() []slackevents.EventsAPIEvent {
	a.mu.Lock()
	defer a.mu.Unlock()
	return append([]slackevents.EventsAPIEvent(nil), a.events...)
}

func (a *app) types() []socketmode.EventType {
	a.mu.Lock()
	defer a.mu.Unlock()
	return append([]socketmode.EventType(nil), a.kinds...)
}

func (a *app) set(f func()) {
	a.mu.Lock()
	defer a.mu.Unlock()
	f()
}

func settled(t *testing.T, d *Delivery, err error) json.RawMessage {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	reply, err := d.Wait(within(t))
	if err != nil {
		t.Fatalf("%s %s: %v", d.Kind, d.Type, err)
	}
	return reply
}

func dial(to string) (*websocket.Conn, error) {
	ws, res, err := websocket.DefaultDialer.Dial(to, nil)
	if res != nil {
		_ = res.Body.Close()
	}
	return ws, err
}
