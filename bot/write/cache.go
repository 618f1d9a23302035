package write

import (
	"context"
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
	return w.keeper().key(Version, w.opts.Name, generation, m.Question, m.Answer.ReadAs, m.AsOf,
		slices.Sorted(slices.Values(r.Collections)), slices.Sorted(slices.Values(r.Sources)), r.Published, before)
}

func (w *Writer) keeper() keeper { return keeper{w.opts.Cache, w.opts.Log} }
