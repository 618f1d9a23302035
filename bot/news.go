package bot

import (
	"cmp"
	"context"
	"slices"

	"dateline/bot/question"
	"dateline/corpus"
	"dateline/corpus/token"
	"dateline/retrieval"
)

// The shares of the topic's words, and of the best passage's score, that an
// article needs to be one on the topic.
const (
	minOnTopic    = .8
	minTopicScore = .35
)

// news answers with the newest article on a topic: its date, and its first
// sentence on it. It reports false where no article is on the topic.
func (c *conversation) news(ctx context.Context, topic string) (Answer, bool, error) {
	q := question.Parse(topic, c.asOf)
	hits, err := c.searchFor(ctx, topic, q.Bound, broadPassages)
	if err != nil || len(hits) == 0 || len(q.Terms) == 0 {
		return Answer{}, false, err
	}
	t, err := c.weigh(ctx, q, hits)
	if err != nil {
		return Answer{}, false, err
	}
	best, top := 0.0, 0.0
	share := make([]float64, len(hits))
	for i := range hits {
		set := stemSet(hits[i].Text())
		for s := range stemSet(hits[i].Article.Title) {
			set[s] = true
		}
		share[i] = t.share(set, nil)
		best, top = max(best, share[i]), max(top, hits[i].Score)
	}
	if best < minOnTopic {
		return Answer{}, false, nil
	}
	var on []*retrieval.Hit
	for i := range hits {
		if share[i] >= minOnTopic*best && hits[i].Score >= minTopicScore*top {
			on = append(on, &hits[i])
		}
	}
	day := func(h *retrieval.Hit) corpus.Day {
		if p := h.Article.Published; p.Known() {
			return p.Interval.End
		}
		return 0
	}
	slices.SortStableFunc(on, func(a, b *retrieval.Hit) int { return cmp.Compare(day(b), day(a)) })
	if len(on) == 0 {
		return Answer{}, false, nil
	}
	// One that is about the topic goes before one that only mentions it.
	slices.SortStableFunc(on, func(a, b *retrieval.Hit) int { return cmp.Compare(onTopic(a, q), onTopic(b, q)) })
	h := on[0]
	l, err := c.mainLine(ctx, h, q)
	if err != nil || l == nil {
		return Answer{}, false, err
	}
	d := draft{}
	if len(token.Words(c.q.Text)) <= len(token.Words(topic))+1 {
		d.readAs = "what is the newest report on " + topic + "?"
	}
	if p := h.Article.Published; p.Known() {
		d.prefix = LongDate(p.Interval) + ": "
		if c.coverage.Dated > 0 && c.coverage.To != day(h) {
			d.notes = append(d.notes, note{text: "The newest dated article is of " + LongDate(corpus.OnDay(c.coverage.To)) + "."})
		}
	} else {
		d.prefix = "In an article without a date: "
	}
	var must []corpus.Span
	for j, stem := range l.stems {
		if slices.Contains(q.Terms, stem) {
			must = append(must, l.words[j].Span)
		}
	}
	text, span := leadQuote(l, must, 0, maxLeadWords-7)
	d.assertions = []assertion{{text: `"` + text + `"`, proofs: []proof{l.proof(clause(l, append([]corpus.Span{span}, must...), maxQuoteWords))}}}
	// One more, so that the reader sees whether it goes on.
	for _, o := range on[1:] {
		if o.Article.Key == h.Article.Key || sameWords(o, h) {
			continue
		}
		ol, err := c.mainLine(ctx, o, q)
		if err != nil {
			return Answer{}, false, err
		}
		if ol != nil {
			text, span := leadQuote(ol, nil, 0, maxLeadWords)
			d.assertions = append(d.assertions, assertion{silent: true, text: `"` + text + `"`, proofs: []proof{ol.proof(span)}})
			break
		}
	}
	return c.finish(ctx, d)
}

// onTopic returns 0 for a passage whose article's title or first sentence in it,
// or whose second sentence on the topic, says that it is about the topic, else
// 1.
func onTopic(h *retrieval.Hit, q question.Question) int {
	has := func(text string) bool {
		set := stemSet(text)
		for _, s := range q.Terms {
			if hasTerm(set, s) {
				return true
			}
		}
		return false
	}
	if has(h.Article.Title) {
		return 0
	}
	n := 0
	for i, s := range h.Sentences {
		if has(h.SentenceText(s)) {
			if n++; i == 0 || n == 2 {
				return 0
			}
		}
	}
	return 1
}

// sameWords reports whether two passages begin alike, as copies do.
func sameWords(a, b *retrieval.Hit) bool {
	x, y := stemSet(a.Text()), stemSet(b.Text())
	n := 0
	for s := range x {
		if y[s] {
			n++
		}
	}
	return n*10 >= 8*min(len(x), len(y))
}

// mainLine returns the first sentence of an article that has a word of the
// topic and is long enough to tell something, else the first long enough; nil
// where there is none.
func (c *conversation) mainLine(ctx context.Context, h *retrieval.Hit, q question.Question) (*line, error) {
	doc, err := c.document(ctx, h.Article.Key, h.Article.Version)
	if err != nil {
		return nil, err
	}
	var first *line
	for _, s := range doc.Sentences {
		l := &line{hit: h, sentence: s, text: s.Of(doc.Text)}
		l.read()
		if len(l.words) < 6 || !hasVerb(l, 0, len(l.text)) {
			continue
		}
		if first == nil {
			first = l
		}
		for _, stem := range l.stems {
			if slices.Contains(q.Terms, stem) {
				return l, nil
			}
		}
	}
	return first, nil
}

// read cuts a line into words.
func (l *line) read() {
	l.words = token.Words(l.text)
	for _, w := range l.words {
		f := token.Fold(w.Text)
		l.folded = append(l.folded, f)
		l.stems = append(l.stems, token.Stem(f))
	}
}
