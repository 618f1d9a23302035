package bot

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"dateline/bot/question"
	"dateline/corpus"
	"dateline/retrieval"
)

// askPassages is the number of passages that are read for an answer: on
// questions about a time .93 of the answers stand in the first ten, and little
// is gained after them.
const askPassages = 12

// conversation is what one question needs while it is answered.
type conversation struct {
	*Reader
	req      Request
	q        question.Question
	asOf     corpus.Day
	coverage corpus.Coverage
	hits     []retrieval.Hit
	docs     map[docID]corpus.Document
	readAs   string
	prev     *question.Question
	early    bool                      // asked as of a day before the oldest dated article
	oldest   corpus.Day                // that article's, where early
	bounded  string                    // how the event that bounds the question was read
	listed   map[string][]corpus.Event // events by what they were looked up by
	versions map[corpus.Key]int        // of the articles that events and hits are from
}

type docID struct {
	key     corpus.Key
	version int
}

// Ask answers a question. An error means that the archive or the search could
// not be read; a question that cannot be answered is an Answer that abstains.
func (r *Reader) Ask(ctx context.Context, req Request) (Answer, error) {
	_, a, err := r.ask(ctx, req)
	return a, err
}

// ask is Ask, which also returns what was needed on the way; that is nil where
// there was nothing to read.
func (r *Reader) ask(ctx context.Context, req Request) (*conversation, Answer, error) {
	c := &conversation{Reader: r, req: req, asOf: req.AsOf, docs: map[docID]corpus.Document{}, versions: map[corpus.Key]int{}}
	if c.asOf == 0 {
		if r.Clock == nil {
			return nil, Answer{}, errors.New("ask: neither a day nor a clock is given")
		}
		c.asOf = corpus.DayIn(r.Clock())
	}
	if prev := req.After; prev != nil && !seenWithin(*prev, req.Collections, c.asOf) {
		// What was answered from more than may be seen now shapes nothing.
		c.req.After = &Exchange{Request: prev.Request}
	}
	text := strings.Join(strings.Fields(req.Question), " ")
	switch n := utf8.RuneCountInString(req.Question); {
	case text == "" || strings.IndexFunc(text, isWord) < 0:
		return nil, c.refuse(Invalid, "The question is empty."), nil
	case n > maxQuestion:
		return nil, c.refuse(Invalid, fmt.Sprintf("The question has %d characters; at most %d are read.", n, maxQuestion)), nil
	}
	var err error
	if c.coverage, err = r.Archive.CoverageOf(ctx, c.events(c.asOf)); err != nil {
		return nil, Answer{}, fmt.Errorf("ask: coverage: %w", err)
	}
	if c.coverage.Dated == 0 && req.AsOf != 0 {
		all, err := r.Archive.CoverageOf(ctx, c.events(corpus.MaxDay))
		if err != nil {
			return nil, Answer{}, fmt.Errorf("ask: coverage: %w", err)
		}
		c.early = all.Dated > 0 && all.From > c.asOf
		c.oldest = all.From
	}
	if c.early && c.coverage.Undated == 0 {
		return nil, c.refuse(Nothing), nil
	}
	if c.coverage.Dated+c.coverage.Undated == 0 {
		return nil, c.refuse(Nothing, "The archive holds no article that may be searched."), nil
	}
	text = c.follow(text)
	if text, err = c.spellOut(ctx, text); err != nil {
		return nil, Answer{}, fmt.Errorf("ask: %w", err)
	}
	c.q = question.Parse(text, c.asOf)
	a, ok, err := c.answer(ctx)
	if err != nil {
		return nil, Answer{}, fmt.Errorf("ask: %w", err)
	}
	if !ok {
		a = c.refuse(Weak, "What the archive has does not bear an answer.")
	}
	if a.ReadAs == "" {
		a.ReadAs = c.readAs
	}
	if a.Abstained {
		a.When = nil
	}
	return c, a, nil
}

// seenWithin reports whether an exchange saw nothing besides some collections as
// of a day.
func seenWithin(x Exchange, collections []string, asOf corpus.Day) bool {
	for _, name := range x.Request.Collections {
		if !slices.Contains(collections, name) {
			return false
		}
	}
	return x.Request.AsOf <= asOf
}

func isWord(r rune) bool {
	return r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r > 127
}

// answer tries the ways to an answer in turn: the newest report where news is
// asked for, what a name names, the events of the archive, then the best
// sentences.
func (c *conversation) answer(ctx context.Context) (Answer, bool, error) {
	if topic, ok := c.q.News(); ok {
		if a, ok, err := c.news(ctx, topic); err != nil || ok {
			return a, ok, err
		}
		if !strings.HasSuffix(c.q.Text, topic) || len(c.q.Text) > len(topic)+4 {
			return c.refuse(Nothing, "No article is on "+quoted([]string{topic})+"."), true, nil
		}
	} else if subject, ok := c.q.Defined(); ok {
		if a, ok, err := c.define(ctx, subject); err != nil || ok {
			return a, ok, err
		}
	}
	a, ok, err := c.fromEvents(ctx)
	if err != nil || ok {
		return a, ok, err
	}
	if c.hits, err = c.search(ctx, c.q.Text, c.q.Bound); err != nil {
		return Answer{}, false, err
	}
	return c.read(ctx)
}

func (c *conversation) search(ctx context.Context, text string, bound retrieval.Bound) ([]retrieval.Hit, error) {
	return c.searchFor(ctx, text, bound, askPassages)
}

// searchFor returns the best n passages, none where the text has no word to
// search for.
func (c *conversation) searchFor(ctx context.Context, text string, bound retrieval.Bound, n int) ([]retrieval.Hit, error) {
	hits, err := c.Search.Search(ctx, retrieval.Query{Text: text, Bound: bound, K: n,
		Filter: c.filter()})
	if errors.Is(err, retrieval.ErrNoQuestion) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	for i := range hits {
		c.versions[hits[i].Article.Key] = hits[i].Article.Version
	}
	return hits, nil
}

// cited returns the version of an article that its events and hits are from,
// which need not be the newest any more.
func (c *conversation) cited(ctx context.Context, key corpus.Key) (corpus.Document, error) {
	return c.document(ctx, key, c.versions[key])
}

// filter is what may be found.
func (c *conversation) filter() retrieval.Filter {
	return retrieval.Filter{Collections: c.req.Collections, Sources: c.req.Sources, Published: c.req.Published, AsOf: c.asOf}
}

// events is the same for events, as of a day.
func (c *conversation) events(asOf corpus.Day) corpus.EventFilter {
	return corpus.EventFilter{Collections: c.req.Collections, Sources: c.req.Sources, Published: c.req.Published, AsOf: asOf}
}

// document returns a version of an article, read once.
func (c *conversation) document(ctx context.Context, key corpus.Key, version int) (corpus.Document, error) {
	id := docID{key, version}
	if d, ok := c.docs[id]; ok {
		return d, nil
	}
	d, err := c.Archive.Document(ctx, key, version)
	if err != nil {
		return corpus.Document{}, fmt.Errorf("article %s: %w", key, err)
	}
	c.docs[id] = d
	return d, nil
}

// refuse returns an abstention without evidence.
func (c *conversation) refuse(reason Reason, notes ...string) Answer {
	lead := "Not in this archive."
	if c.early && (reason == Nothing || reason == NotSaid) {
		if reason == Nothing {
			reason = Period
		}
		notes = append(notes, "As of "+LongDate(corpus.OnDay(c.asOf))+" no dated article had appeared; the oldest is of "+LongDate(corpus.OnDay(c.oldest))+".")
	}
	switch reason {
	case Invalid:
		return Answer{ID: c.req.ID, Lead: notes[0], Abstained: true, Reason: reason}
	case Unclear:
		lead = "The question can't be read."
	}
	return Answer{ID: c.req.ID, Lead: lead, Abstained: true, Reason: reason, Coverage: c.coverage, Notes: notes, ReadAs: c.readAs}
}
