package pairs

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"dateline/bot"
	"dateline/bot/brief"
	"dateline/corpus"
	"dateline/corpus/archive"
	"dateline/corpus/source"
	"dateline/retrieval/index"
	"dateline/retrieval/ingest"
)

const collection = "pairs"

// Outcome is what a briefing on a pair's topic made of it.
type Outcome struct {
	Pair
	One      bool      // the two reports are told as one event
	Told     bool      // both are cited
	Examples []Example // of what the briefing compared of the two, their chief news
}

// Try makes a briefing on the topic of each pair, over an archive of the reports of
// all of them. Pairs on one topic, which may share a report, stand in different
// archives.
func Try(ctx context.Context, pairs []Pair) ([]Outcome, error) {
	rounds, nth := map[int][]Pair{}, map[string]int{}
	round := make([]int, len(pairs))
	for i, p := range pairs {
		round[i] = nth[p.Topic]
		nth[p.Topic]++
		rounds[round[i]] = append(rounds[round[i]], p)
	}
	composers := map[int]*brief.Composer{}
	for k, ps := range rounds {
		c, done, err := composer(ctx, ps)
		if err != nil {
			return nil, err
		}
		defer done()
		composers[k] = c
	}
	var out []Outcome
	for i, p := range pairs {
		o, err := p.try(ctx, composers[round[i]])
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", p.Line, err)
		}
		out = append(out, o)
	}
	return out, nil
}

// composer returns what makes briefings over an archive of all reports of some
// pairs, and what closes it.
func composer(ctx context.Context, pairs []Pair) (*brief.Composer, func() error, error) {
	clock := func() time.Time { return time.Date(2026, 1, 1, 20, 0, 0, 0, time.UTC) }
	a, err := archive.Memory(ctx, archive.Options{Now: clock})
	if err != nil {
		return nil, nil, err
	}
	var raws []corpus.Raw
	for _, p := range pairs {
		raws = append(raws, p.Reports[:]...)
	}
	x := index.New(index.Options{})
	if _, err = (&ingest.Pipeline{Archive: a}).Run(ctx, source.Of(raws...)); err == nil {
		err = x.Sync(ctx, a)
	}
	if err != nil {
		a.Close()
		return nil, nil, err
	}
	return &brief.Composer{Archive: a, Engine: x, Clock: clock}, a.Close, nil
}

func (p *Pair) try(ctx context.Context, c *brief.Composer) (Outcome, error) {
	o := Outcome{Pair: *p}
	c.Compared = func(x brief.Pair) {
		if x.Leads && (x.A.Key == p.Reports[0].Key && x.B.Key == p.Reports[1].Key || x.A.Key == p.Reports[1].Key && x.B.Key == p.Reports[0].Key) {
			e := Example{Family: Written, Truth: Other, Part: x.Part, Traits: x.Traits, Quotes: x.Quotes}
			if p.Same {
				e.Truth = Same
			}
			o.Examples = append(o.Examples, e)
		}
	}
	window, err := p.window()
	if err != nil {
		return o, err
	}
	b, err := c.Compose(ctx, brief.Request{Topic: p.Topic, Window: window, AsOf: window.End, Collections: []string{collection}})
	if err != nil {
		return o, fmt.Errorf("%q: %w", p.Topic, err)
	}
	o.One = p.one(&b)
	o.Told = !slices.ContainsFunc(p.Reports[:], func(r corpus.Raw) bool {
		return !slices.ContainsFunc(b.Citations, func(c bot.Citation) bool { return c.Article == r.Key })
	})
	return o, nil
}

// one reports whether a briefing tells the two reports as one event: a point
// cites both, and the first sentence of neither stands in a point of its own, as
// it does where the one only recalls the other's event.
func (p *Pair) one(b *brief.Briefing) bool {
	both := false
	for _, q := range slices.Concat(b.Points, b.Ahead, b.Undated) {
		cited := [2]bool{}
		for _, n := range q.Citations {
			for k := range p.Reports {
				cited[k] = cited[k] || b.Citations[n-1].Article == p.Reports[k].Key
			}
		}
		switch {
		case cited[0] && cited[1]:
			both = true
		case slices.ContainsFunc(q.Citations, func(n int) bool { return p.leads(b.Citations[n-1].Quote) }):
			return false
		}
	}
	return both
}

func (p *Pair) leads(quote string) bool {
	return slices.ContainsFunc(p.Reports[:], func(r corpus.Raw) bool { return strings.HasPrefix(r.Text, quote) })
}

// Count is how pairs came out.
type Count struct {
	Same, Other int // pairs of one event, and of two
	Found       int // of one event, told as one
	Wrong       int // of two, told as one
	Untold      int // of which a report is not told
}

// Add counts an outcome.
func (c *Count) Add(o *Outcome) {
	switch {
	case o.Same:
		c.Same++
		if o.One {
			c.Found++
		}
	default:
		c.Other++
		if o.One {
			c.Wrong++
		}
	}
	if !o.Told {
		c.Untold++
	}
}

// Recall is the share of the pairs of one event that were told as one, 1 where
// there is none.
func (c *Count) Recall() float64 { return part(c.Found, c.Same) }

// Precision is the share of those told as one that are; it is 1 where none was.
func (c *Count) Precision() float64 { return part(c.Found, c.Found+c.Wrong) }

// Accuracy is the share of all pairs that came out right.
func (c *Count) Accuracy() float64 { return part(c.Found+c.Other-c.Wrong, c.Same+c.Other) }

func part(n, of int) float64 {
	if of == 0 {
		return 1
	}
	return float64(n) / float64(of)
}

func (c *Count) String() string {
	return fmt.Sprintf("%d pairs, %d of them one event: recall %.3f, precision %.3f, accuracy %.3f; of %d pairs a report is not told", c.Same+c.Other, c.Same,
		c.Recall(), c.Precision(), c.Accuracy(), c.Untold)
}
