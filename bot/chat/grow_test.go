package chat

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"dateline/bot"
	"dateline/bot/state"
)

// growing is an asker whose answer comes in two steps.
type growing struct{ first <-chan struct{} } // closed when a post is made

func (g growing) Ask(ctx context.Context, req bot.Request) (bot.Answer, error) {
	return g.AskShowing(ctx, req, func(bot.Answer) {})
}

func (g growing) AskShowing(ctx context.Context, _ bot.Request, show func(bot.Answer)) (bot.Answer, error) {
	show(bot.Answer{Lead: "One [1]."})
	select {
	case <-g.first:
	case <-ctx.Done():
	}
	a := bot.Answer{Lead: "One [1].", Body: []string{"Two [2]."}}
	show(a)
	return a, nil
}

// screen notes what is posted.
type screen struct {
	mu    sync.Mutex
	posts []string
	first chan struct{}
}

func (w *screen) Working(context.Context, Task) error { return nil }

func (w *screen) Post(_ context.Context, t Task, r Reply) (Ref, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	where := "new"
	if t.Ref.Message != "" {
		where = "edit"
	}
	text := where + " " + r.Card.Lead + strings.Join(r.Card.Body, "")
	if r.Growing {
		text += " …"
	}
	if w.posts = append(w.posts, text); len(w.posts) == 1 {
		close(w.first)
	}
	return Ref{Channel: "c", Message: "m"}, nil
}

func (w *screen) Thread(context.Context, Place, string, int) ([]Utterance, error) { return nil, nil }

func TestAnswersGrow(t *testing.T) {
	st, err := state.Open(t.Context(), t.TempDir(), state.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	w := &screen{first: make(chan struct{})}
	d, err := New(Setup{Asker: growing{w.first}, Archive: noArchive{}, State: st, Now: time.Now, Settings: DefaultSettings()})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	ran := make(chan error, 1)
	go func() { ran <- d.Run(ctx, map[string]Platform{"slack": w}) }()
	r := Request{Keys: []string{"k"}, Place: Place{Platform: "slack", Channel: "c"}, Message: "1", User: Person{ID: "u"}, Kind: Mention, Text: "when was it in 2012?"}
	if out, err := d.Accept(ctx, r); err != nil || out.Verdict != Accepted {
		t.Fatalf("Accept = %+v, %v", out, err)
	}
	want := []string{"new One [1]. …", "edit One [1].Two [2]."}
	for wait := time.Now().Add(30 * time.Second); ; {
		w.mu.Lock()
		posts := append([]string(nil), w.posts...)
		w.mu.Unlock()
		if len(posts) == len(want) {
			for i := range want {
				if posts[i] != want[i] {
					t.Errorf("post %d is %q, want %q", i, posts[i], want[i])
				}
			}
			break
		}
		if time.Now().After(wait) {
			t.Fatalf("posted %q, want %q", posts, want)
		}
		time.Sleep(5 * time.Millisecond)
	}
	cancel()
	if err := <-ran; err != nil {
		t.Error(err)
	}
}
