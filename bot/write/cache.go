package write

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"

	"dateline/bot"
)

// generation returns the archive's state, "" where nothing is to be cached.
func (w *Writer) generation(ctx context.Context) string {
	if w.opts.Cache == nil || w.opts.Generation == nil {
		return ""
	}
	g, err := w.opts.Generation(ctx)
	if err != nil {
		w.opts.Log.Warn("nothing is cached", "reason", err)
		return ""
	}
	return g
}

// key names the answer to a question: everything that shapes it. It is empty
// where nothing is to be cached.
func (w *Writer) key(m *bot.Material, generation string) string {
	if generation == "" {
		return ""
	}
	r := m.Request
	var before []string // of the conversation, what answers follow from
	if r.After != nil {
		before = []string{r.After.Request.Question, r.After.Answer.ReadAs, r.After.Answer.Lead}
	}
	text, err := json.Marshal([]any{Version, w.opts.Name, generation, m.Question, m.Answer.ReadAs, m.AsOf,
		slices.Sorted(slices.Values(r.Collections)), slices.Sorted(slices.Values(r.Sources)), r.Published, before})
	if err != nil {
		w.opts.Log.Warn("nothing is cached", "reason", err)
		return ""
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

// cached returns an answer that was kept.
func (w *Writer) cached(ctx context.Context, key string) (bot.Answer, bool) {
	if key == "" {
		return bot.Answer{}, false
	}
	a, ok, err := w.opts.Cache.Answer(ctx, key)
	if err != nil {
		w.opts.Log.Warn("the cache can't be read", "reason", err)
		return bot.Answer{}, false
	}
	return a, ok
}

// keep keeps an answer that a model wrote.
func (w *Writer) keep(ctx context.Context, key string, a bot.Answer) {
	if key == "" {
		return
	}
	if err := w.opts.Cache.Keep(ctx, key, a); err != nil {
		w.opts.Log.Warn("an answer is not cached", "reason", err)
	}
}
