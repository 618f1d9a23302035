package chat

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"dateline/bot"
	"dateline/bot/state"
	"dateline/corpus"
	"dateline/corpus/archive"
	"dateline/corpus/example"
	"dateline/corpus/source"
	"dateline/retrieval"
	"dateline/retrieval/index"
	"dateline/retrieval/ingest"
)

var start = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

// secret is a second collection, of one article that the example has not.
const secret = "secret"

const secretText = "2024-05-06\nThe Harbin Gazette\n\nForeign minister Oskar Vell visited Tallinn on 3 May 2024, his first visit in six years, and met President Ilse Tamm.\n"

type books struct {
	archive *archive.Archive
	index   *index.Index
	search  *retrieval.Searcher
}

// library is the example archive with the secret collection, made once.
var library = sync.OnceValues(func() (books, error) {
	ctx := context.Background()
	now := func() time.Time { return start }
	a, err := archive.Memory(ctx, archive.Options{Now: now})
	if err != nil {
		return books{}, err
	}
	var r source.Reader
	if _, err := (&ingest.Pipeline{Archive: a}).Run(ctx, r.FS(ctx, example.FS)); err != nil {
		return books{}, err
	}
	hidden := corpus.Raw{Key: corpus.Key{Collection: secret, ID: "s1"}, Source: "The Harbin Gazette", Path: "s1.txt", Line: 1, Text: secretText}
	if sum, err := (&ingest.Pipeline{Archive: a}).Run(ctx, source.Of(hidden)); err != nil || sum.Added != 1 {
		return books{}, fmt.Errorf("secret: %d added, %v", sum.Added, err)
	}
	x := index.New(index.Options{})
	if err := x.Sync(ctx, a); err != nil {
		return books{}, err
	}
	return books{a, x, &retrieval.Searcher{Engine: x, Library: a}}, nil
})

// clock is a clock that tests move.
type clock struct {
	mu      sync.Mutex
	at      time.Time
	waiting map[chan time.Time]time.Time // until when
}

// after is time.After by this clock.
func (c *clock) after(d time.Duration) <-chan time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	ch := make(chan time.Time, 1)
	if d <= 0 {
		ch <- c.at
		return ch
	}
	if c.waiting == nil {
		c.waiting = map[chan time.Time]time.Time{}
	}
	c.waiting[ch] = c.at.Add(d)
	return ch
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) move(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
	for ch, until := range c.waiting {
		if !c.at.Before(until) {
			ch <- c.at
			delete(c.waiting, ch)
		}
	}
}

// posted is a message of a stage.
type posted struct {
	Task  Task
	Reply Reply
	Times int // how often it was posted: more than once changes it in place
}

// stage is a platform that keeps what is posted in memory, one message a task
// however often it is posted, and misbehaves as told.
type stage struct {
	mu      sync.Mutex
	shown   map[int64]*posted
	shared  map[int64]*posted
	order   []int64
	working []int64
	threads map[string][]Utterance

	onWorking func(context.Context, Task) error
	onPost    func(context.Context, Task, Reply) error // before it is shown
	afterPost func(context.Context, Task, Reply) error // after
}

func (s *stage) Working(ctx context.Context, t Task) error {
	s.mu.Lock()
	s.working = append(s.working, t.ID)
	s.mu.Unlock()
	if s.onWorking != nil {
		return s.onWorking(ctx, t)
	}
	return nil
}

func (s *stage) Post(ctx context.Context, t Task, r Reply) (Ref, error) {
	return s.show(ctx, t, r, s.shown, "answer-")
}

// Share shows the copy for all beside what was posted.
func (s *stage) Share(ctx context.Context, t Task, r Reply) (Ref, error) {
	return s.show(ctx, t, r, s.shared, "shared-")
}

func (s *stage) show(ctx context.Context, t Task, r Reply, shown map[int64]*posted, name string) (Ref, error) {
	if s.onPost != nil {
		if err := s.onPost(ctx, t, r); err != nil {
			return Ref{}, err
		}
	}
	s.mu.Lock()
	if shown[t.ID] == nil {
		shown[t.ID] = &posted{}
		s.order = append(s.order, t.ID)
	}
	p := shown[t.ID]
	p.Task, p.Reply = t, r
	p.Times++
	s.mu.Unlock()
	if s.afterPost != nil {
		if err := s.afterPost(ctx, t, r); err != nil {
			return Ref{}, err
		}
	}
	return Ref{Channel: t.Request.Place.Channel, Message: fmt.Sprint(name, t.ID), Private: t.Private}, nil
}

func (s *stage) Thread(_ context.Context, p Place, before string, n int) ([]Utterance, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	us, ok := s.threads[p.Channel+"/"+p.Thread]
	if !ok {
		return nil, errors.New("no such thread")
	}
	return us[max(0, len(us)-n):], nil
}

func (s *stage) get(id int64) (posted, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, ok := s.shown[id]
	if !ok {
		return posted{}, false
	}
	return *p, true
}

// house is a desk with what is around it.
type house struct {
	t     *testing.T
	desk  *Desk
	state *state.Store
	clock *clock
	stage *stage
	leave func()       // tells Run to end
	stop  func() error // does, and returns its error
	keys  int
}

// open returns a house over the example archive, a state in memory and one
// platform "p"; change may alter the setup. Serve begins to answer.
func open(t *testing.T, change func(*Setup)) *house {
	t.Helper()
	lib, err := library()
	if err != nil {
		t.Fatal(err)
	}
	h := &house{t: t, clock: &clock{at: start}, stage: &stage{shown: map[int64]*posted{}, shared: map[int64]*posted{}, threads: map[string][]Utterance{}}}
	if h.state, err = state.Memory(t.Context(), state.Options{Now: h.clock.now}); err != nil {
		t.Fatal(err)
	}
	settings := DefaultSettings()
	settings.Collections = []string{"default"}
	setup := Setup{
		Asker:   &bot.Reader{Search: lib.search, Archive: lib.archive, Lexicon: lib.index, Clock: h.clock.now},
		Archive: lib.archive, Search: lib.search, Sources: lib.index, State: h.state, Settings: settings, Now: h.clock.now,
		After: h.clock.after, Retry: time.Millisecond, PostTimeout: 5 * time.Second, Drain: 5 * time.Second,
	}
	if testing.Verbose() {
		setup.Log = slog.New(slog.NewTextHandler(os.Stderr, nil))
	}
	if change != nil {
		change(&setup)
	}
	h.state = setup.State
	if h.desk, err = New(setup); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if h.stop != nil {
			if err := h.stop(); err != nil {
				t.Error(err)
			}
		}
		if err := h.state.Close(); err != nil {
			t.Error(err)
		}
	})
	return h
}

func (h *house) serve() *house {
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- h.desk.Run(ctx, map[string]Platform{"p": h.stage}) }()
	h.leave = cancel
	h.stop = func() error {
		h.stop = nil
		cancel()
		return <-ended
	}
	return h
}

// req returns a mention in channel c by user u, as the changes have it.
func (h *house) req(text string, change ...func(*Request)) Request {
	h.keys++
	r := Request{Keys: []string{fmt.Sprintf("k%d", h.keys)}, Place: Place{Platform: "p", Workspace: "w", Channel: "c"}, Message: fmt.Sprintf("m%d", h.keys),
		User: Person{ID: "u"}, Kind: Mention, Text: text, At: h.clock.now()}
	for _, c := range change {
		c(&r)
	}
	return r
}

func (h *house) accept(r Request) Outcome {
	h.t.Helper()
	out, err := h.desk.Accept(h.t.Context(), r)
	if err != nil {
		h.t.Fatalf("Accept(%q) = %v", r.Text, err)
	}
	return out
}

// ask accepts a request and waits for its end.
func (h *house) ask(r Request) posted {
	h.t.Helper()
	out := h.accept(r)
	if out.Verdict != Accepted {
		h.t.Fatalf("Accept(%q) = %+v, want it accepted", r.Text, out)
	}
	h.wait(out.Task)
	p, _ := h.stage.get(out.Task)
	p.Task.ID = out.Task
	return p
}

func (h *house) row(id int64) state.Task {
	h.t.Helper()
	var row state.Task
	err := h.state.View(h.t.Context(), func(tx *state.Tx) (err error) {
		row, err = tx.Task(id)
		return err
	})
	if err != nil {
		h.t.Fatal(err)
	}
	return row
}

// wait waits until a task has ended and returns its row.
func (h *house) wait(id int64) state.Task {
	h.t.Helper()
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(2 * time.Millisecond) {
		if row := h.row(id); !row.Finished.IsZero() {
			return row
		}
	}
	h.t.Fatalf("task %d has not ended: %+v", id, h.row(id).Status)
	return state.Task{}
}

// parrot answers with the question, or as told.
type parrot func(ctx context.Context, req bot.Request) (bot.Answer, error)

func (p parrot) Ask(ctx context.Context, req bot.Request) (bot.Answer, error) { return p(ctx, req) }

var echo = parrot(func(_ context.Context, req bot.Request) (bot.Answer, error) {
	return bot.Answer{Lead: req.Question, Coverage: corpus.Coverage{Undated: 1}}, nil
})

// in, by, as and so on change a request.
func in(thread string) func(*Request)      { return func(r *Request) { r.Place.Thread = thread } }
func channel(c string) func(*Request)      { return func(r *Request) { r.Place.Channel = c } }
func by(u string) func(*Request)           { return func(r *Request) { r.User.ID = u } }
func as(k Kind) func(*Request)             { return func(r *Request) { r.Kind = k } }
func to(parent string) func(*Request)      { return func(r *Request) { r.Parent = parent } }
func keyed(keys ...string) func(*Request)  { return func(r *Request) { r.Keys = keys } }
func roles(ids ...string) func(*Request)   { return func(r *Request) { r.User.Roles = ids } }
func with(o Options) func(*Request)        { return func(r *Request) { r.Options = o } }
func others(r *Request)                    { r.Others = true }
func directly(r *Request)                  { r.Kind, r.Place.Direct, r.Place.Channel = Direct, true, "d-"+r.User.ID }
func command(r *Request)                   { r.Kind, r.Message = Command, "" }
func until(d time.Duration) func(*Request) { return func(r *Request) { r.Deadline = r.At.Add(d) } }
func ago(d time.Duration) func(*Request)   { return func(r *Request) { r.At = r.At.Add(-d) } }
func (v Verdict) String() string {
	return [...]string{"ignored", "accepted", "duplicate", "refused"}[v]
}
func mustJSON(t *testing.T, v any) []byte {
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestMain fails where goroutines are left.
func TestMain(m *testing.M) {
	code := m.Run()
	if lib, err := library(); err == nil {
		_ = lib.archive.Close()
	}
	if code == 0 {
		for range 1500 {
			if left := ours(); left == "" {
				os.Exit(0)
			}
			time.Sleep(20 * time.Millisecond)
		}
		fmt.Fprintln(os.Stderr, "goroutines are left:\n"+ours())
		code = 1
	}
	os.Exit(code)
}

// ours returns the stacks of goroutines that this package started.
func ours() string {
	buf := make([]byte, 1<<20)
	buf = buf[:runtime.Stack(buf, true)]
	var left []string
	for g := range strings.SplitSeq(string(buf), "\n\n") {
		if strings.Contains(g, "dateline/bot/chat.") && !strings.Contains(g, "chat.TestMain") {
			left = append(left, g)
		}
	}
	return strings.Join(left, "\n\n")
}
