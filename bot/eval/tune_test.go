package eval

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"dateline/corpus"
	"dateline/retrieval"
)

// ranked finds the article of a question at a rank that the question and the
// share give.
type ranked struct {
	share float64
	rank  func(question string, share float64) int // 0: not found
}

func (r ranked) Search(_ context.Context, q retrieval.Query) ([]retrieval.Hit, error) {
	at := r.rank(q.Text, r.share)
	var hits []retrieval.Hit
	for i := 1; i <= 10; i++ {
		id := fmt.Sprint("other", i)
		if i == at {
			id = q.Text
		}
		var h retrieval.Hit
		h.Article = &corpus.Article{Key: corpus.Key{ID: id}}
		hits = append(hits, h)
	}
	return hits, nil
}

func tunable(n int) []Question {
	set := []Question{{ID: "silent", Text: "?", Abstain: true}, {ID: "follows", Text: "?", After: "q1", CiteAnyOf: []string{"x"}}}
	for i := range n {
		id := fmt.Sprint("q", i)
		set = append(set, Question{ID: id, Text: id, CiteAnyOf: []string{id}})
	}
	return set
}

func TestTune(t *testing.T) {
	noise := func(q string, share float64) int {
		rnd := rand.New(rand.NewPCG(uint64(len(q))*31+uint64(q[len(q)-1]), uint64(share*1000)))
		return rnd.IntN(11)
	}
	for _, row := range []struct {
		name     string
		n        int
		rank     func(q string, share float64) int
		best     float64
		sure     bool
		gain     float64
		contains string
	}{
		{"a share helps all", 60, func(_ string, s float64) int {
			if s == .3 {
				return 1
			}
			return 2
		}, .3, true, .5, "share = 0.3"},
		{"equal ones: the smallest", 60, func(_ string, s float64) int {
			if s >= .2 && s <= .5 {
				return 1
			}
			return 4
		}, .2, true, .75, "share = 0.2"},
		{"none helps", 60, func(_ string, s float64) int {
			if s == 0 {
				return 1
			}
			return 2
		}, 0, false, 0, "add nothing"},
		{"all the same", 60, func(string, float64) int { return 3 }, 0, false, 0, "add nothing"},
		{"one question of sixty", 60, func(q string, s float64) int {
			if q == "q7" && s == .4 {
				return 1
			}
			return 2
		}, .4, false, .5 / 60, "may be chance"},
	} {
		tuning, err := Tune(t.Context(), tunable(row.n), func(s float64) Searcher { return ranked{s, row.rank} }, Options{})
		if err != nil {
			t.Fatal(err)
		}
		if tuning.Best.Share != row.best || tuning.Sure() != row.sure || tuning.Questions != row.n || tuning.Gain < row.gain-1e-9 || tuning.Gain > row.gain+1e-9 {
			t.Errorf("%s: %+v", row.name, tuning)
		}
		if tuning.Low > tuning.Gain || tuning.High < tuning.Gain {
			t.Errorf("%s: the gain %f is not within %f to %f", row.name, tuning.Gain, tuning.Low, tuning.High)
		}
		var b bytes.Buffer
		if err := tuning.WriteText(&b, .1); err != nil || !strings.Contains(b.String(), row.contains) {
			t.Errorf("%s: %v\n%s", row.name, err, &b)
		}
	}
	// Of pure chance the held-out gain is about nothing, though the best is not.
	tuning, err := Tune(t.Context(), tunable(40), func(s float64) Searcher { return ranked{s, noise} }, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if tuning.HeldOut >= tuning.Gain || tuning.Gain <= 0 {
		t.Errorf("by chance: gain %f, held out %f", tuning.Gain, tuning.HeldOut)
	}
	if _, err := Tune(t.Context(), tunable(9), func(s float64) Searcher { return ranked{s, noise} }, Options{}); err == nil || !strings.Contains(err.Error(), "at least 10") {
		t.Errorf("nine questions: %v", err)
	}
}
