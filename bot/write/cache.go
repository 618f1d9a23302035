package write

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"

	"dateline/bot"
)

// key names the answer to a question: everything that shapes it. It is empty
// where nothing is to be cached.
func (w *Writer) key(ctx context.Context, m *bot.Material) string {
	if w.opts.Cache == nil || w.opts.Generation == nil {
		return ""
	}
	generation, err := w.opts.Generation(ctx)
	if err != nil {
		w.log.Warn("nothing is cached", "reason", err)
		return ""
	}
	collections := slices.Sorted(slices.Values(m.Request.Collections))
	text, err := json.Marshal([]any{Version, w.opts.Name, generation, m.Question, m.Answer.ReadAs, m.AsOf, collections, m.Request.Sources, m.Request.Published, m.Request.After})
	if err != nil {
		w.log.Warn("nothing is cached", "reason", err)
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
		w.log.Warn("the cache can't be read", "reason", err)
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
		w.log.Warn("an answer is not cached", "reason", err)
	}
}
