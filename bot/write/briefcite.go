package write

import (
	"context"
	"slices"

	"dateline/bot"
	"dateline/bot/brief"
	"dateline/bot/claim"
	"dateline/corpus"
)

// finish returns the briefing with the sentences that passed in their points,
// and the citations of what it shows, numbered anew in the order of their first
// use. Every quote is looked up once more in the stored text: a sentence of
// which one is not found leaves its point to the quote, and where one of the
// briefer's is not found finish reports false.
func (s *wording) finish(ctx context.Context) (brief.Briefing, bool) {
	b := s.b
	b.Points, b.Ahead, b.Undated = slices.Clone(b.Points), slices.Clone(b.Ahead), slices.Clone(b.Undated)
	b.Changes, b.Notes = slices.Clone(b.Changes), slices.Clone(b.Notes)
	old := b.Citations
	c := citer{archive: s.w.opts.Archive, docs: map[brief.Version]*corpus.Document{}, old: old}
	words := map[*brief.Point]*point{}
	for _, p := range s.points {
		words[p.Point] = p
	}
	part := func(from, to []brief.Point) {
		for i := range to {
			p := words[&from[i]]
			if p == nil || p.text == "" || !c.sentence(ctx, s, p, &to[i]) {
				to[i].Citations = c.keep(ctx, from[i].Citations)
				continue
			}
			s.shown++
		}
	}
	part(s.b.Points, b.Points)
	for i := range b.Changes {
		x := &b.Changes[i]
		// In the order in which the briefer numbered them.
		first, second := &x.Before.Citation, &x.After.Citation
		if *first > *second {
			first, second = second, first
		}
		n := c.keep(ctx, []int{*first, *second})
		if len(n) == 0 {
			break // not fresh
		}
		*first, *second = n[0], n[len(n)-1]
	}
	part(s.b.Ahead, b.Ahead)
	part(s.b.Undated, b.Undated)
	b.Citations = c.list
	return b, !c.stale
}

// citer numbers the citations of a briefing.
type citer struct {
	archive Documents
	docs    map[brief.Version]*corpus.Document // as they are stored now
	old     []bot.Citation
	list    []bot.Citation
	stale   bool // one of the briefer's is not found any more
}

// document reads a version once.
func (c *citer) document(ctx context.Context, key corpus.Key, version int) (*corpus.Document, bool) {
	v := brief.Version{Key: key, Version: version}
	if c.docs[v] == nil {
		doc, err := c.archive.Document(ctx, key, version)
		if err != nil {
			return nil, false
		}
		c.docs[v] = &doc
	}
	return c.docs[v], true
}

// look returns the citation of a quote where the stored text has it at a place.
func (c *citer) look(ctx context.Context, key corpus.Key, version int, quote string, at corpus.Span) (bot.Citation, bool) {
	doc, ok := c.document(ctx, key, version)
	if !ok {
		return bot.Citation{}, false
	}
	ci, ok := bot.Cite(*doc, quote, at.Start)
	return ci, ok && ci.Span == at.Runes(doc.Text)
}

// add gives a citation its number.
func (c *citer) add(ci bot.Citation) int {
	for _, have := range c.list {
		if have.Article == ci.Article && have.Version == ci.Version && have.Span == ci.Span {
			return have.N
		}
	}
	ci.N = len(c.list) + 1
	c.list = append(c.list, ci)
	return ci.N
}

// keep gives citations of the briefer's their new numbers.
func (c *citer) keep(ctx context.Context, numbers []int) []int {
	var out []int
	for _, n := range numbers {
		if n < 1 || n > len(c.old) {
			c.stale = true
			continue
		}
		ci := c.old[n-1]
		doc, ok := c.document(ctx, ci.Article, ci.Version)
		if !ok {
			c.stale = true
			continue
		}
		at, ok := bytesOf(doc.Text, ci.Span)
		if !ok || at.Of(doc.Text) != ci.Quote {
			c.stale = true
			continue
		}
		if now, ok := c.look(ctx, ci.Article, ci.Version, ci.Quote, at); ok {
			ci = now
		} else {
			c.stale = true
			continue
		}
		if n := c.add(ci); !slices.Contains(out, n) {
			out = append(out, n)
		}
	}
	return out
}

// sentence puts what a model wrote into a point: its quotes first, then those of
// the point's reports in other articles, which count as its sources. It reports
// false where a quote is not found.
func (c *citer) sentence(ctx context.Context, s *wording, p *point, to *brief.Point) bool {
	var cited []bot.Citation
	from := map[corpus.Key]bool{}
	for _, q := range p.placed {
		doc := s.passages[q.Passage-1].doc
		ci, ok := c.look(ctx, doc.Key, doc.Version, q.Text, q.Span)
		if !ok {
			return false
		}
		cited = append(cited, ci)
		from[doc.Key] = true
	}
	var numbers []int
	for _, ci := range cited {
		if n := c.add(ci); !slices.Contains(numbers, n) {
			numbers = append(numbers, n)
		}
	}
	var others []int
	for _, n := range p.Citations {
		if n >= 1 && n <= len(c.old) && !from[c.old[n-1].Article] {
			others = append(others, n)
		}
	}
	for _, n := range c.keep(ctx, others) {
		if !slices.Contains(numbers, n) {
			numbers = append(numbers, n)
		}
	}
	to.Text, to.Written, to.Citations = p.text, true, numbers
	return true
}

// asQuotes turns the quotes of a sentence that passed into those of a reply.
func asQuotes(placed []claim.Placed) []quoteData {
	var out []quoteData
	for _, q := range placed {
		out = append(out, quoteData{q.Passage, q.Text})
	}
	return out
}
