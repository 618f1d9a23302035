package brief

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"dateline/corpus"
	"dateline/retrieval"
)

// The bounds of what is read for a briefing.
const (
	maxPassages = 5000 // candidates that are looked at for each part of it
	maxWithin   = 400  // articles that are read of the window
	maxBefore   = 120  // of the time before it, for plans and for what was told
	maxUndated  = 100  // of those without a date
	maxArrivals = 800  // of those that came in and are not indexed yet, or are of before the window

	lateDays   = 5  // after the window, in which its events may still be reported
	beforeDays = 60 // before the window, from which plans are taken
)

// article is an article on the topic, as a briefing reads it.
type article struct {
	corpus.Document
	score float64 // of its best passage
	lines []line
	about about

	told   bool // this version was told, or a near-copy of it
	fresh  bool // neither it nor an older version nor a near-copy of it was told
	was    int  // the version of it that was told; 0: none
	older  *corpus.Document
	old    bool               // it opens with what was before the window, and tells nothing of the window
	used   bool               // a report of it stands in the briefing
	all    map[string]bool    // names and words with a capital anywhere in it
	terms  map[[2]string]bool // words that stand together anywhere in it, once they were asked for
	places map[string]bool    // names behind "in", likewise
}

func (a *article) dated() bool { return a.Published.Known() }

// cluster names the near-copies of one story.
func (a *article) cluster() corpus.Key {
	if a.Cluster == "" {
		return a.Key
	}
	return corpus.Key{Collection: a.Collection, ID: a.Cluster}
}

// found is an article that may be on the topic.
type found struct {
	key       corpus.Key
	published corpus.Interval
	score     float64
}

// gather finds and reads the articles on the topic.
func (s *session) gather(ctx context.Context) error {
	if len(s.req.Collections) == 0 {
		return nil
	}
	late := min(s.window.End+lateDays, max(s.asOf, s.window.Start))
	within, cut, err := s.candidates(ctx, corpus.Between(s.window.Start, late), maxPassages)
	if err != nil {
		return err
	}
	if cut {
		s.note("More than %d passages of the time have the topic's words; those that have them most were read.", maxPassages)
	}
	before, _, err := s.candidates(ctx, corpus.Between(s.window.Start-beforeDays, s.window.Start-1), maxPassages/4)
	if err != nil {
		return err
	}
	var undated, anyTime []found
	if s.b.Coverage.Undated > 0 || s.req.Told != nil {
		all, _, err := s.candidates(ctx, corpus.Interval{}, maxPassages)
		if err != nil {
			return err
		}
		for _, f := range all {
			if f.published.Known() {
				anyTime = append(anyTime, f)
			} else {
				undated = append(undated, f)
			}
		}
	}
	arrived, err := s.arrived(ctx, anyTime, within, before, undated)
	if err != nil {
		return err
	}
	for _, part := range []struct {
		list []found
		n    int
		what string
	}{{within, maxWithin, "articles of the time"}, {before, maxBefore, ""}, {undated, maxUndated, "articles without a date"}, {arrived, maxArrivals, "articles that came in since"}} {
		s.prefer(part.list)
		if len(part.list) > part.n {
			if part.what != "" {
				s.note("%d %s have the topic's words; %d were read.", len(part.list), part.what, part.n)
			}
			part.list = part.list[:part.n]
		}
		for _, f := range part.list {
			if err := s.read(ctx, f); err != nil {
				return err
			}
		}
	}
	return s.settle(ctx)
}

// prefer orders articles by how much speaks for reading them: first those that
// were not told, then those that have the topic's words most.
func (s *session) prefer(list []found) {
	told := func(f found) int {
		if s.req.Told != nil {
			if _, ok := s.req.Told.Articles[f.key]; ok {
				return 1
			}
		}
		return 0
	}
	slices.SortStableFunc(list, func(a, b found) int {
		return cmp.Or(cmp.Compare(told(a), told(b)), cmp.Compare(b.score, a.score), cmp.Compare(b.published.End, a.published.End), byKey(a.key, b.key))
	})
}

// candidates returns the articles whose passages have the topic's words, and
// whether there are more passages than were looked at.
func (s *session) candidates(ctx context.Context, published corpus.Interval, n int) ([]found, bool, error) {
	filter := retrieval.Filter{Collections: s.req.Collections, Sources: s.req.Sources, AsOf: s.asOf, Published: published}
	cs, err := s.Engine.Candidates(ctx, s.topic.terms(), nil, filter, n)
	if err != nil {
		return nil, false, err
	}
	ids, scores := make([]corpus.PassageID, 0, len(cs)), make(map[corpus.PassageID]float64, len(cs))
	for _, c := range cs {
		if c.Lexical > 0 {
			ids = append(ids, c.Passage)
			scores[c.Passage] = c.Lexical
		}
	}
	outlines, err := s.Archive.Outlines(ctx, ids)
	if err != nil {
		return nil, false, err
	}
	at := map[corpus.Key]int{}
	var out []found
	for _, o := range outlines {
		if o.Article == nil {
			continue
		}
		i, ok := at[o.Article.Key]
		if !ok {
			i = len(out)
			at[o.Article.Key] = i
			out = append(out, found{key: o.Article.Key, published: o.Article.Published.Interval})
		}
		out[i].score = max(out[i].score, scores[o.ID])
	}
	return out, len(cs) == n, nil
}

// arrived returns the articles that came in after what the engine covers, and
// those of its candidates of any time that came in since the earlier briefing;
// none of those that are in the lists or were told.
func (s *session) arrived(ctx context.Context, candidates []found, lists ...[]found) ([]found, error) {
	indexed := s.Engine.Generation()
	since := indexed
	if s.req.Told != nil {
		since = min(since, s.req.Told.Generation)
	}
	all, err := s.Archive.Arrivals(ctx, s.req.Collections, since, s.asOf, 0)
	if err != nil {
		return nil, err
	}
	unread := all
	if since < indexed {
		if unread, err = s.Archive.Arrivals(ctx, s.req.Collections, indexed, s.asOf, 0); err != nil {
			return nil, err
		}
	}
	s.arrivals = map[corpus.Key]bool{}
	version := map[corpus.Key]int{}
	for _, a := range all {
		s.arrivals[a.Key], version[a.Key] = true, a.Version
	}
	have := map[corpus.Key]bool{}
	for _, l := range lists {
		for _, f := range l {
			have[f.key] = true
		}
	}
	var out []found
	add := func(f found) {
		if s.arrivals[f.key] && !have[f.key] && !(s.req.Told != nil && s.req.Told.Articles[f.key] == version[f.key]) {
			have[f.key] = true
			out = append(out, f)
		}
	}
	for i, a := range unread {
		add(found{a.Key, a.Published, float64(len(candidates) + i)}) // the latest first
	}
	for _, f := range candidates {
		add(f)
	}
	return out, nil
}

// read loads an article and keeps it where it may be seen.
func (s *session) read(ctx context.Context, f found) error {
	if s.byKey[f.key] != nil {
		return nil
	}
	doc, err := s.Archive.Document(ctx, f.key, 0)
	if err != nil {
		return err
	}
	if !slices.Contains(s.req.Collections, doc.Collection) || doc.Published.Known() && doc.Published.Start > s.asOf ||
		len(s.req.Sources) > 0 && !slices.ContainsFunc(s.req.Sources, func(name string) bool { return strings.EqualFold(name, doc.Source) }) {
		return nil
	}
	a := &article{Document: doc, score: f.score}
	a.lines = linesOf(doc)
	s.byKey[f.key] = a
	return nil
}

// settle keeps the articles that are on the topic and finds out what of them was
// told.
func (s *session) settle(ctx context.Context) error {
	keys := sortedKeys(s.byKey)
	s.topic.spell(s.byKey, keys)
	for _, k := range keys {
		a := s.byKey[k]
		if a.about = s.topic.about(a); !a.about.on {
			if s.topic.touches(a) {
				s.aside = append(s.aside, a)
			}
			delete(s.byKey, k)
			continue
		}
		s.articles = append(s.articles, a)
	}
	slices.SortStableFunc(s.articles, func(a, b *article) int {
		return cmp.Or(cmp.Compare(known(b), known(a)), cmp.Compare(a.Published.Start, b.Published.Start), cmp.Compare(a.Published.End, b.Published.End), byKey(a.Key, b.Key))
	})
	if s.req.Told == nil || len(s.articles) == 0 {
		return nil
	}
	on := make([]corpus.Key, len(s.articles))
	for i, a := range s.articles {
		on[i] = a.Key
	}
	copies, err := s.Archive.Copies(ctx, on)
	if err != nil {
		return err
	}
	for _, a := range s.articles {
		a.was = s.req.Told.Articles[a.Key]
		copied := slices.ContainsFunc(copies[a.Key], func(k corpus.Key) bool { return s.req.Told.Articles[k] > 0 })
		a.told = a.was == a.Version || a.was == 0 && copied
		a.fresh = a.was == 0 && !copied
		if a.was > 0 && a.was < a.Version {
			old, err := s.Archive.Document(ctx, a.Key, a.was)
			if err != nil {
				return err
			}
			a.older = &old
		}
	}
	return nil
}

func known(a *article) int {
	if a.dated() {
		return 1
	}
	return 0
}
