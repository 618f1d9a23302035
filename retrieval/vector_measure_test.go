package retrieval_test

import (
	"iter"
	"testing"
	"time"

	"dateline/retrieval/embed"
	"dateline/retrieval/index"
)

// texts yields the passages of a set with their titles.
func (l library) texts() iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		for id := range len(l.extracts) {
			e := l.extracts[l.order[id]]
			if !yield(e.Article.Title+"\n"+e.Text, nil) {
				return
			}
		}
	}
}

// TestVectorShare measures what vectors that are learnt from the archive add.
func TestVectorShare(t *testing.T) {
	if testing.Short() {
		t.Skip("learns vectors")
	}
	plain := loadTimeSet(t, index.Options{}, " - ")
	start := time.Now()
	model, err := embed.Learn(t.Context(), plain.searcher.Library.(library).texts(), embed.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("learnt %s in %v", model.ID(), time.Since(start).Round(time.Millisecond))
	set := loadTimeSet(t, index.Options{Embedder: model}, " - ")
	set.searcher.Embedder = model
	for _, share := range []float64{0, .1, .2, .3} {
		set.searcher.VectorShare = share
		natural, hard := set.measure(t, 1)
		t.Logf("share %.1f: natural P@1/5/10 %.3f  hard ansP@1/5/10 %.3f", share, both(natural).shares(), both(hard).shares())
	}
}
