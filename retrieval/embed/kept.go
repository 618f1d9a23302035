package embed

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"dateline/retrieval"
)

// Kept is the embedder of an archive whose vectors come from an endpoint. A
// passage has the vector that the store keeps for its text, and nil where there
// is none: it never calls the endpoint. A question is embedded by the endpoint
// within a bound; where that fails it has the vector nil, so that the search
// goes by words, and the endpoint is left alone for a while. It is safe for
// concurrent use.
type Kept struct {
	Remote *Remote          // nil: questions have no vectors
	Store  *Store           // nil: passages have none
	By     string           // ID of the embedder, where Remote is nil
	Wait   time.Duration    // for a question's vector; 0: 3 s
	Now    func() time.Time // required with Remote
	Log    *slog.Logger     // gets one warning for each failure in a row; nil: none

	mu    sync.Mutex
	until time.Time // the endpoint is left alone
	down  bool      // the last call failed
	memo  map[string][]float32
	order []string // of memo, the oldest first
}

const (
	questionWait = 3 * time.Second
	rest         = 30 * time.Second // after a failure
	maxMemo      = 256              // questions whose vectors are remembered
)

// ID is that of the embedder whose vectors are kept.
func (k *Kept) ID() string {
	if k.Remote == nil {
		return k.By
	}
	return k.Remote.ID()
}

// Embed returns a vector for each text, nil where there is none. The error is
// that of the store or of ctx, never of the endpoint.
func (k *Kept) Embed(ctx context.Context, kind retrieval.EmbedKind, texts []string) ([][]float32, error) {
	if kind == retrieval.EmbedQuery {
		out := make([][]float32, len(texts))
		for i, text := range texts {
			out[i] = k.question(ctx, text)
		}
		return out, ctx.Err()
	}
	if k.Store == nil {
		return make([][]float32, len(texts)), nil
	}
	hashes := make([]Hash, len(texts))
	for i, text := range texts {
		hashes[i] = HashOf(text)
	}
	return k.Store.Vectors(ctx, k.ID(), hashes)
}

func (k *Kept) question(ctx context.Context, text string) []float32 {
	if k.Remote == nil {
		return nil
	}
	k.mu.Lock()
	v, known := k.memo[text]
	resting := k.Now().Before(k.until)
	k.mu.Unlock()
	if known || resting {
		return v
	}
	wait := k.Wait
	if wait <= 0 {
		wait = questionWait
	}
	bound, cancel := context.WithTimeout(ctx, wait)
	defer cancel()
	dims := 0
	if k.Store != nil {
		if _, n, _, err := k.Store.Known(ctx, k.ID()); err == nil {
			dims = n
		}
	}
	vectors, err := k.Remote.call(bound, retrieval.EmbedQuery, []string{text}, maxTextBytes, dims)
	if ctx.Err() != nil {
		return nil // nobody waits any more
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if err != nil {
		var fault *TextError
		if !errors.As(err, &fault) {
			k.until = k.Now().Add(rest)
		}
		if !k.down && k.Log != nil {
			k.Log.Warn("questions are searched by words alone: their vectors can't be made", "wait", wait, "reason", fmt.Sprint(err))
		}
		k.down = true
		return nil
	}
	if k.down && k.Log != nil {
		k.Log.Info("questions are searched with vectors again")
	}
	k.down = false
	if k.memo == nil {
		k.memo = map[string][]float32{}
	}
	if len(k.order) >= maxMemo {
		delete(k.memo, k.order[0])
		k.order = k.order[1:]
	}
	if _, ok := k.memo[text]; !ok {
		k.order = append(k.order, text)
	}
	k.memo[text] = vectors[0]
	return vectors[0]
}
