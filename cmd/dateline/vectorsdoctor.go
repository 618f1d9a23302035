package main

import (
	"context"
	"fmt"
	"time"

	"dateline/bot/chat"
	"dateline/config"
	"dateline/retrieval"
)

// embeddingTimeout bounds the one text that doctor embeds.
const embeddingTimeout = 15 * time.Second

// examineEmbedding checks that the endpoint for vectors makes one, and how many
// passages have theirs. Without an endpoint there is nothing to say.
func (sh *shell) examineEmbedding(ctx context.Context, c config.Config) []chat.Finding {
	if !c.Embedding.On() {
		return nil
	}
	f := chat.Finding{Subject: "embedding"}
	r, err := sh.openRemote(ctx, c, false)
	if err == nil {
		defer r.Close()
		bound, cancel := context.WithTimeout(ctx, embeddingTimeout)
		defer cancel()
		var vectors [][]float32
		if vectors, err = r.embedder.Embed(bound, retrieval.EmbedQuery, []string{"one question"}); err == nil {
			f.Detail = fmt.Sprintf("%s at %s makes vectors of %d dimensions", c.Embedding.Name, c.Embedding.BaseURL, len(vectors[0]))
		}
	}
	if err != nil {
		f.State, f.Detail, f.Remedy = chat.Broken, err.Error(), "check embedding.base_url, name and key; until then questions are searched by words"
		return []chat.Finding{f}
	}
	found := []chat.Finding{f}
	if sh.example {
		return found
	}
	lib, err := sh.open(ctx)
	if err != nil {
		return found // said of the archive already
	}
	defer lib.Close()
	v := chat.Finding{Subject: "vectors", Detail: "every passage has one"}
	_, passages := lib.index.Len()
	if n := len(lib.index.Lacking(r.kept.ID())); n > 0 {
		v.State, v.Remedy = chat.Notice, "ingest or reindex makes them, and so does serve"
		v.Detail = fmt.Sprintf("%d of %d passages have none by these settings", n, passages)
	}
	return append(found, v)
}
