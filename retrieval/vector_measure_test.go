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
	if !full {
		t.Skip("takes minutes: set DATELINE_MEASURE")
	}
	plain := plainTimeSet(t)
	start := time.Now()
	model, err := embed.Learn(t.Context(), plain.searcher.Library.(library).texts(), embed.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("learnt %s in %v", model.ID(), time.Since(start).Round(time.Millisecond))
	set := loadTimeSet(t, index.Options{Embedder: model}, " - ")
	set.searcher.Embedder = model
	base := 0.0
	for _, share := range []float64{0, embed.Share, .2, .3} {
		set.searcher.VectorShare = share
		natural, hard := set.measure(t, 1)
		base = max(base, both(natural).shares()[1])
		if p5 := both(natural).shares()[1]; share == embed.Share && p5 < base-.005 {
			t.Errorf("share %.1f has P@5 %.3f, below %.3f without", share, p5, base)
		}
		t.Logf("share %.1f: natural P@1/5/10 %.3f  hard ansP@1/5/10 %.3f", share, both(natural).shares(), both(hard).shares())
	}
}

// TestVectorShareNews measures the same on news.
func TestVectorShareNews(t *testing.T) {
	plain := loadNewsSet(t, index.Options{})
	model, err := embed.Learn(t.Context(), plain.searcher.Library.(library).texts(), embed.Options{})
	if err != nil {
		t.Fatal(err)
	}
	set := loadNewsSet(t, index.Options{Embedder: model})
	set.searcher.Embedder = model
	base := 0.0
	for _, share := range []float64{0, embed.Share, .2} {
		set.searcher.VectorShare = share
		recall, all := set.measure(t, 0)
		base = max(base, recall[0]+recall[1])
		if share == embed.Share && recall[0]+recall[1] < base-.02 {
			t.Errorf("share %.1f has recall@10 %.3f, below %.3f without", share, (recall[0]+recall[1])/2, base/2)
		}
		t.Logf("share %.1f: recall@10 %.3f   all@10 %.3f", share, (recall[0]+recall[1])/2, (all[0]+all[1])/2)
	}
}
