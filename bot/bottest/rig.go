package bottest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"dateline/bot"
	"dateline/bot/brief"
	"dateline/bot/chat"
	"dateline/bot/state"
	"dateline/corpus"
)

// patience bounds every wait of the suite.
const patience = 60 * time.Second

// Rig is a bot that serves one way in.
type Rig struct {
	testing.TB
	Way   Way
	Clock *Clock
	Setup chat.Setup // what the next start serves with
	// Hook is asked in the place of the reader where it is set.
	Hook atomic.Pointer[Hook]
	// BriefHook is asked in the place of the composer where it is set.
	BriefHook atomic.Pointer[BriefHook]
	// Gate is what a post passes where it is set.
	Gate atomic.Pointer[Gate]

	books  Books
	owned  io.Closer // the archive of the rig's own, nil for none
	before Writing

	dir  string
	logs *logs
	desk *chat.Desk
	up   *serving
	was  map[string]bool // IDs of messages seen before
	away bool            // for longer than a platform waits
}

// Hook answers in the reader's place; next is the reader.
type Hook func(ctx context.Context, req bot.Request, next chat.Asker) (bot.Answer, error)

// BriefHook makes briefings in the composer's place; next is the composer.
type BriefHook func(ctx context.Context, req brief.Request, next chat.Briefer) (brief.Briefing, error)

// Gate stands around a post; post makes it.
type Gate func(ctx context.Context, t chat.Task, post func() (chat.Ref, error)) (chat.Ref, error)

// serving is a bot between its start and its end.
type serving struct {
	state   *state.Store
	stop    [2]context.CancelFunc // of the adapter, of the desk
	adapter chan error
	desk    chan error
}

// logs keeps what is logged.
type logs struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *logs) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *logs) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// newRig makes a bot that does not serve yet. When the test ends it is stopped
// and all that must hold at the end of every scenario is checked.
func newRig(t testing.TB, open func(testing.TB, World) Way) *Rig {
	t.Helper()
	return newRigWriting(t, open, Writing{})
}

// newRigWriting is newRig with what writes before the reader and the composer.
func newRigWriting(t testing.TB, open func(testing.TB, World) Way, before Writing) *Rig {
	t.Helper()
	books, err := Library()
	if err != nil {
		t.Fatal(err)
	}
	r := &Rig{TB: t, Clock: NewClock(Start), dir: t.TempDir(), logs: &logs{}, was: map[string]bool{}, before: before}
	log := slog.New(slog.NewTextHandler(r.logs, &slog.HandlerOptions{Level: slog.LevelDebug}))
	r.Way = open(t, World{Clock: r.Clock, Log: log})
	settings := chat.DefaultSettings()
	settings.Collections = []string{Public}
	r.Setup = chat.Setup{
		Settings: settings, Now: r.Clock.Now, After: r.Clock.After, Log: log,
		Retry: 20 * time.Millisecond, PostTimeout: 10 * time.Second, Drain: 5 * time.Second,
	}
	r.lend(books)
	t.Cleanup(func() {
		if r.up != nil {
			r.Stop()
		}
		r.Way.Close()
		if r.owned != nil {
			_ = r.owned.Close()
		}
		r.check()
		if t.Failed() {
			t.Logf("log:\n%s", last(r.logs.String(), 6000))
		}
	})
	return r
}

// lend has the next start answer from books.
func (r *Rig) lend(books Books) {
	reader := books.reader(r.Clock.Now)
	var answering chat.Asker = asker{r, reader}
	if r.before.Asker != nil {
		answering = asker{r, r.before.Asker(reader)}
		if w, ok := answering.(asker).next.(chat.Shower); ok {
			answering = shower{answering.(asker), w}
		}
	}
	r.books = books
	r.Setup.Asker, r.Setup.Archive, r.Setup.Search, r.Setup.Sources = answering, books.Archive, books.Search, books.Index
	var composer chat.Briefer = books.composer(r.Clock.Now)
	if r.before.Briefer != nil {
		composer = r.before.Briefer(books, composer)
	}
	r.Setup.Briefer = briefer{r, composer}
}

// ownBooks has the next start answer from an archive of the rig's own, which is
// empty and may grow.
func (r *Rig) ownBooks() {
	r.Helper()
	books, err := newBooks(r.Clock.Now)
	if err != nil {
		r.Fatal(err)
	}
	r.owned = books.Archive
	r.lend(books)
}

// ingest takes an article in, by the rig's clock.
func (r *Rig) ingest(id, text string) {
	r.Helper()
	if err := r.books.add(corpus.Raw{Key: corpus.Key{Collection: Public, ID: id}, Path: id + ".txt", Line: 1, Text: text}); err != nil {
		r.Fatal(err)
	}
}

func last(s string, n int) string { return s[max(0, len(s)-n):] }

// asker is the reader behind the hook.
type asker struct {
	r    *Rig
	next chat.Asker
}

func (a asker) Ask(ctx context.Context, req bot.Request) (bot.Answer, error) {
	if h := a.r.Hook.Load(); h != nil {
		return (*h)(ctx, req, a.next)
	}
	return a.next.Ask(ctx, req)
}

// briefer is the composer behind the hook.
type briefer struct {
	r    *Rig
	next chat.Briefer
}

func (b briefer) Compose(ctx context.Context, req brief.Request) (brief.Briefing, error) {
	if h := b.r.BriefHook.Load(); h != nil {
		return (*h)(ctx, req, b.next)
	}
	return b.next.Compose(ctx, req)
}

// shower is a writer behind the hook.
type shower struct {
	asker
	writer chat.Shower
}

func (s shower) AskShowing(ctx context.Context, req bot.Request, show func(bot.Answer)) (bot.Answer, error) {
	if s.r.Hook.Load() != nil {
		return s.Ask(ctx, req)
	}
	return s.writer.AskShowing(ctx, req, show)
}

// gated is an adapter behind the gate.
type gated struct {
	Adapter
	r *Rig
}

func (g gated) Post(ctx context.Context, t chat.Task, reply chat.Reply) (chat.Ref, error) {
	if gate := g.r.Gate.Load(); gate != nil {
		return (*gate)(ctx, t, func() (chat.Ref, error) { return g.Adapter.Post(ctx, t, reply) })
	}
	return g.Adapter.Post(ctx, t, reply)
}

// Share passes the gate too.
func (g gated) Share(ctx context.Context, t chat.Task, reply chat.Reply) (chat.Ref, error) {
	share := g.Adapter.(chat.Sharer).Share
	if gate := g.r.Gate.Load(); gate != nil {
		return (*gate)(ctx, t, func() (chat.Ref, error) { return share(ctx, t, reply) })
	}
	return share(ctx, t, reply)
}

// Reach asks the adapter itself.
func (g gated) Reach(ctx context.Context, p chat.Place) error {
	return g.Adapter.(chat.Reacher).Reach(ctx, p)
}

// Start serves, with the state that an earlier start left.
func (r *Rig) Start() *Rig { return r.start(true) }

// StartDeaf serves and answers nothing: questions are only taken down.
func (r *Rig) StartDeaf() *Rig { return r.start(false) }

func (r *Rig) start(answers bool) *Rig {
	r.Helper()
	up := &serving{adapter: make(chan error, 1), desk: make(chan error, 1)}
	var err error
	if up.state, err = state.Open(context.Background(), r.dir, state.Options{Now: r.Clock.Now}); err != nil {
		r.Fatal(err)
	}
	r.up = up
	setup := r.Setup
	setup.State = up.state
	if r.desk, err = chat.New(setup); err != nil {
		r.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	a, err := r.Way.Connect(ctx, r.TB, r.desk)
	if err != nil {
		r.Fatal(err)
	}
	var run [2]context.Context
	for i := range run {
		run[i], up.stop[i] = context.WithCancel(context.Background())
	}
	go func() { up.adapter <- a.Run(run[0]) }()
	if answers {
		go func() { up.desk <- r.desk.Run(run[1], map[string]chat.Platform{r.Way.Platform(): gated{a, r}}) }()
	} else {
		up.desk <- nil
	}
	if err := r.Way.Ready(ctx); err != nil {
		r.Fatalf("not ready: %v\n%s", err, last(r.logs.String(), 3000))
	}
	return r
}

// Stop ends serving as a first signal does.
func (r *Rig) Stop() {
	r.Helper()
	if err := r.end(); err != nil {
		r.Error(err)
	}
}

// Kill ends serving as abruptly as can be within one process: what is under
// way is cut off, and nothing more is stored.
func (r *Rig) Kill() {
	r.Helper()
	_ = r.end() // what was under way is said to be
}

func (r *Rig) end() error {
	up := r.up
	r.up = nil
	up.stop[0]()
	if err := r.ended(up.adapter, "the adapter"); err != nil {
		return err
	}
	up.stop[1]()
	return errors.Join(r.ended(up.desk, "the desk"), up.state.Close())
}

func (r *Rig) ended(ch <-chan error, what string) error {
	select {
	case err := <-ch:
		return err
	case <-time.After(patience):
		return fmt.Errorf("%s did not end", what)
	}
}

// Desk returns the desk that serves.
func (r *Rig) Desk() *chat.Desk { return r.desk }

// check is what must hold at the end of every scenario.
func (r *Rig) check() {
	r.Helper()
	for _, v := range r.Way.Violations() {
		if r.away && strings.HasPrefix(v, Unanswered) {
			continue
		}
		r.Errorf("against the platform's rules: %s", v)
	}
	log := r.logs.String()
	for _, secret := range r.Way.Secrets() {
		if len(secret) < 8 {
			continue
		}
		if i := strings.Index(log, secret); i >= 0 {
			r.Errorf("a secret stands in the log: …%s…", log[max(0, i-200):min(len(log), i+len(secret)+50)])
		}
		for _, p := range r.Way.Posts() {
			if strings.Contains(p, secret) {
				r.Errorf("a secret stands in what was sent: %s", p)
			}
		}
		for _, user := range []string{Asker, Other, Admin} {
			for _, m := range r.Way.Seen(user) {
				if strings.Contains(m.Text, secret) {
					r.Errorf("a secret is shown to %s: %s", user, m.Text)
				}
			}
		}
	}
	for _, user := range []string{Asker, Other, Admin} {
		for _, m := range r.Way.Seen(user) {
			if len(m.Active) > 0 {
				r.Errorf("a message mentions or formats what is only text: %q in %q", m.Active, m.Text)
			}
			if len(m.Previews) > 0 {
				r.Errorf("a message previews links: %q in %q", m.Previews, m.Text)
			}
		}
	}
	if strings.Contains(log, "level=ERROR") && strings.Contains(log, "internal error") {
		r.Errorf("the adapter panicked")
	}
}

// wait waits until cond holds.
func (r *Rig) wait(what string, cond func() bool) {
	r.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	if err := r.Way.Wait(ctx, cond); err != nil {
		var seen []string
		for _, m := range r.Way.Seen(Asker) {
			seen = append(seen, fmt.Sprintf("%s%s: %.120q %v", m.At, m.OnlyFor, m.Text, m.Controls))
		}
		r.Fatalf("%s: %v; the asker sees\n%s", what, err, strings.Join(seen, "\n"))
	}
}

// next waits for a message of the bot's that a person sees, that was not there
// at the last call, and that pleases.
func (r *Rig) next(user, what string, ok func(Message) bool) Message {
	r.Helper()
	var found Message
	r.wait(what, func() bool {
		for _, m := range r.Way.Seen(user) {
			if !r.was[m.ID] && ok(m) {
				found = m
				return true
			}
		}
		return false
	})
	r.was[found.ID] = true
	return found
}

// answer waits for the next answer that a person sees.
func (r *Rig) answer(user string) Message {
	r.Helper()
	return r.next(user, "an answer", isAnswer)
}

// isAnswer reports whether a message is an answer, by its controls.
func isAnswer(m Message) bool { return slices.Contains(m.Controls, Evidence) }

// told waits for a message that has a text in it.
func (r *Rig) told(user, text string) Message {
	r.Helper()
	return r.next(user, fmt.Sprintf("a message with %q", text), func(m Message) bool { return strings.Contains(m.Text, text) })
}

// answers returns the answers that a person sees.
func (r *Rig) answers(user string) []Message {
	var out []Message
	for _, m := range r.Way.Seen(user) {
		if isAnswer(m) {
			out = append(out, m)
		}
	}
	return out
}

// one checks that a person sees so many answers and no more; what is still
// under way is waited for.
func (r *Rig) one(user string, want int) {
	r.Helper()
	r.settle()
	if got := r.answers(user); len(got) != want {
		r.Errorf("%s sees %d answers, want %d: %v", user, len(got), want, got)
	}
}

// settle waits until nothing that was accepted is open any more.
func (r *Rig) settle() {
	r.Helper()
	r.wait("all questions end", func() bool { return r.open() == 0 })
}

func (r *Rig) open() (n int) {
	err := r.up.state.View(context.Background(), func(tx *state.Tx) error {
		tasks, err := tx.Open()
		n = len(tasks)
		return err
	})
	if err != nil {
		r.Fatal(err)
	}
	return n
}

// tasks returns the rows of all tasks.
func (r *Rig) task(id int64) (row state.Task) {
	r.Helper()
	err := r.up.state.View(context.Background(), func(tx *state.Tx) (err error) {
		row, err = tx.Task(id)
		return err
	})
	if err != nil {
		r.Fatal(err)
	}
	return row
}

// has fails unless a text holds all of the parts.
func (r *Rig) has(text string, parts ...string) {
	r.Helper()
	for _, p := range parts {
		if !strings.Contains(text, p) {
			r.Errorf("%q lacks %q", text, p)
		}
	}
}

// hook sets what answers in the reader's place, nil to end that.
func (r *Rig) hook(h Hook) {
	if h == nil {
		r.Hook.Store(nil)
		return
	}
	r.Hook.Store(&h)
}

// briefHook sets what makes briefings in the composer's place, nil to end that.
func (r *Rig) briefHook(h BriefHook) {
	if h == nil {
		r.BriefHook.Store(nil)
		return
	}
	r.BriefHook.Store(&h)
}

func (r *Rig) gate(g Gate) {
	if g == nil {
		r.Gate.Store(nil)
		return
	}
	r.Gate.Store(&g)
}
