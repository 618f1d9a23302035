package errand

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"sync/atomic"
	"testing"
	"time"
)

func TestRunner(t *testing.T) {
	r := New(slog.New(slog.NewTextHandler(io.Discard, nil)))
	if err := r.Wait(t.Context()); err != nil {
		t.Errorf("Wait() of an idle runner = %v", err)
	}
	var done atomic.Int32
	gone, cancel := context.WithCancel(t.Context())
	for range maxUnderWay {
		r.Go(gone, func(ctx context.Context) {
			<-gone.Done()
			if ctx.Err() == nil { // it outlives who began it
				done.Add(1)
			}
		})
	}
	short, stop := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer stop()
	r.Go(short, func(context.Context) { t.Error("more is under way than may be") })
	if err := r.Wait(short); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("Wait() = %v while errands are under way, want the context's error", err)
	}
	cancel()
	if err := r.Wait(t.Context()); err != nil || done.Load() != maxUnderWay {
		t.Errorf("Wait() = %v with %d done, want %d", err, done.Load(), maxUnderWay)
	}
	r.Go(t.Context(), func(context.Context) { panic("an errand's panic is its own") })
	if err := r.Wait(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestBegin(t *testing.T) {
	r := New(slog.New(slog.NewTextHandler(io.Discard, nil)))
	end, ok := r.Begin(1)
	if _, again := r.Begin(1); !ok || again {
		t.Error("one task is begun twice")
	}
	if _, other := r.Begin(2); !other {
		t.Error("another task is held up")
	}
	end()
	if _, ok := r.Begin(1); !ok {
		t.Error("a task that ended can't be begun again")
	}
}
