package brief

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"dateline/bot"
	"dateline/corpus"
	"dateline/retrieval"
)

// Archive is what a composer needs of the system of record. All of it is within
// the collections that are given.
type Archive interface {
	bot.Archive
	// Generation returns the number of the last commit that changed something.
	Generation(ctx context.Context) (int64, error)
	// Arrivals returns the newest versions that were written after a
	// generation, the oldest first, at most n of them; all where n is 0.
	Arrivals(ctx context.Context, collections []string, generation int64, asOf corpus.Day, n int) ([]corpus.Arrival, error)
	// Newest returns the article that came in last; the zero Arrival where
	// there is none.
	Newest(ctx context.Context, collections []string, asOf corpus.Day) (corpus.Arrival, error)
	// Copies returns for each article the near-copies of it, it itself left out.
	Copies(ctx context.Context, keys []corpus.Key) (map[corpus.Key][]corpus.Key, error)
	// Outlines returns passages without their texts, with of their articles'
	// headers the key, version, title, source, days and cluster.
	Outlines(ctx context.Context, ids []corpus.PassageID) ([]corpus.Extract, error)
}

// Engine is what a composer needs of an engine: the embedded one does.
type Engine interface {
	Candidates(ctx context.Context, terms []retrieval.Term, vector []float32, filter retrieval.Filter, n int) ([]retrieval.Candidate, error)
	Frequencies(ctx context.Context, stems []string, filter retrieval.Filter) (df []int, passages int, err error)
	// Generation returns the archive's generation that the engine covers.
	Generation() int64
}

// Composer makes briefings. Its methods may be called at once where its parts
// allow it.
type Composer struct {
	Archive Archive
	Engine  Engine
	Clock   func() time.Time // today, in the configured zone, where a request has no day; required
	// Compared, where it is set, is shown the pairs of reports that may be of one
	// event: for learning, see logit.Fit.
	Compared func(Pair)
}

// ErrTopic says that a topic has no words to look for, or too many. Its text is
// a sentence for people.
var ErrTopic = errors.New("that is no topic: name a person, a place or a thing, in at most a dozen words")

// weekDays is the length of a window that nobody asked for.
const weekDays = 7

// session is the making of one briefing.
type session struct {
	*Composer
	req      Request
	topic    topic
	window   corpus.Interval
	asOf     corpus.Day
	notes    []string
	articles []*article // on the topic, in a fixed order
	aside    []*article // that name the topic in their openings, and are not on it
	byKey    map[corpus.Key]*article
	own      map[string]bool    // stems of the topic's words
	weight   map[string]float64 // of stems, the rarer the more
	arrivals map[corpus.Key]bool
	docs     map[Version]*corpus.Document
	b        *Briefing
}

// Compose makes a briefing. What can't be read as a topic is ErrTopic.
func (c *Composer) Compose(ctx context.Context, req Request) (Briefing, error) {
	b := Briefing{Topic: tidy(req.Topic), AsOf: req.AsOf}
	if b.AsOf == 0 {
		b.AsOf = corpus.DayIn(c.Clock())
	}
	if req.OnlyNew && req.Told == nil {
		return b, errors.New("only what is new was asked for, without an earlier briefing")
	}
	s := &session{Composer: c, req: req, asOf: b.AsOf, byKey: map[corpus.Key]*article{}, b: &b}
	var err error
	if b.Generation, err = c.Archive.Generation(ctx); err != nil {
		return b, fmt.Errorf("briefing: %w", err)
	}
	if b.Newest, err = c.Archive.Newest(ctx, req.Collections, s.asOf); err != nil {
		return b, fmt.Errorf("briefing: %w", err)
	}
	b.Coverage, err = c.Archive.CoverageOf(ctx, corpus.EventFilter{Collections: req.Collections, AsOf: s.asOf, Sources: req.Sources})
	if err != nil {
		return b, fmt.Errorf("briefing: %w", err)
	}
	s.cutWindow()
	b.Window = s.window
	if req.Told != nil {
		b.Since = req.Told.At
	}
	var ok bool
	if s.topic, ok = readTopic(req.Topic); !ok {
		return b, ErrTopic
	}
	if err := s.gather(ctx); err != nil {
		return b, fmt.Errorf("briefing: %w", err)
	}
	if err := s.compose(ctx); err != nil {
		return b, fmt.Errorf("briefing: %w", err)
	}
	if err := s.explain(ctx); err != nil {
		return b, fmt.Errorf("briefing: %w", err)
	}
	b.Notes = s.notes
	return b, nil
}

// cutWindow settles which days the briefing covers.
func (s *session) cutWindow() {
	w, cover := s.req.Window, s.b.Coverage
	switch {
	case w.Known():
		if w.Start <= corpus.MinDay && cover.Dated > 0 {
			w = corpus.Between(min(cover.From, s.asOf), w.End)
		}
		if w.End > s.asOf && w.Start <= s.asOf {
			w = corpus.Between(w.Start, s.asOf)
		}
	default:
		w = corpus.Between(s.asOf-weekDays+1, s.asOf)
		if cover.Dated > 0 && cover.To < w.Start {
			w = corpus.Between(cover.To-weekDays+1, cover.To)
			s.note("The newest dated article is of %s; this is the week that ends with it.", bot.LongDate(corpus.OnDay(cover.To)))
		}
	}
	if w.Start == w.End {
		w = corpus.OnDay(w.Start)
	}
	s.window = w
}

func (s *session) note(format string, args ...any) {
	s.notes = append(s.notes, fmt.Sprintf(format, args...))
}

// compose makes the parts of the briefing from the articles on the topic.
func (s *session) compose(ctx context.Context) error {
	var reports []*report
	for _, a := range s.articles {
		reports = append(reports, s.reportsOf(a)...)
	}
	witnesses := s.witnesses(reports)
	if err := s.weigh(ctx, slices.Concat(reports, witnesses)); err != nil {
		return err
	}
	var dated, undated []*report
	for _, r := range reports {
		if r.plan || r.article.dated() {
			dated = append(dated, r)
		} else {
			undated = append(undated, r)
		}
	}
	if s.Compared != nil {
		s.offer(slices.Concat(reports, witnesses))
	}
	s.recognize(reports)
	stories := s.group(dated)
	s.call(witnesses, stories)
	changes, err := s.findChanges(ctx, stories)
	if err != nil {
		return err
	}
	changes = s.ofOneEvent(changes, reports, stories)
	stories = s.revised(stories, changes)
	ahead, stories := s.ahead(stories, changes)
	s.b.Points = s.points(stories, changes)
	s.b.Changes = s.changes(changes)
	s.b.Ahead = s.make(ahead, changes)
	s.b.Undated = s.undated(undated)
	s.count()
	return nil
}

// key orders what is otherwise equal.
func byKey(a, b corpus.Key) int {
	return cmp.Or(cmp.Compare(a.Collection, b.Collection), cmp.Compare(a.ID, b.ID))
}

// sortedKeys returns the keys of a map in order.
func sortedKeys[V any](m map[corpus.Key]V) []corpus.Key {
	out := make([]corpus.Key, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	slices.SortFunc(out, byKey)
	return out
}
