package brief

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"dateline/bot"
	"dateline/corpus"
	"dateline/corpus/token"
	"dateline/retrieval"
)

// maxLooked is how many articles outside of the window are read to name the
// newest on a topic.
const maxLooked = 60

// explain says what was left out, and of an empty briefing why it is so.
func (s *session) explain(ctx context.Context) error {
	opinions, foreign := 0, 0
	for _, a := range s.articles {
		if a.dated() && !s.published(a) {
			continue
		}
		switch {
		case a.foreign():
			foreign++
		case a.opinion():
			opinions++
		}
	}
	if opinions > 0 {
		s.note("%s left out.", articles(opinions, "of opinion or advice", "is", "are"))
	}
	if foreign > 0 {
		s.note("%s found by words alone and not read for events.", articles(foreign, "not in English", "was", "were"))
	}
	if !s.b.Empty() || s.req.OnlyNew && len(s.articles) > 0 {
		return nil
	}
	before := s.notes
	s.notes = nil
	err := s.reason(ctx)
	s.notes = append(s.notes, before...) // a card shows the first alone
	return err
}

// reason says why a briefing is empty.
func (s *session) reason(ctx context.Context) error {
	days := bot.LongDate(s.window)
	switch {
	case len(s.req.Collections) == 0 || s.b.Coverage.Dated+s.b.Coverage.Undated == 0:
		s.note("There is no article to read.")
	case s.b.Articles > 0:
		s.note("%s on the topic, but none tells of an event of %s that can be quoted by itself.", articles(s.b.Articles, "", "is", "are"), days)
	default:
		a, err := s.newestOn(ctx)
		if err != nil {
			return err
		}
		if a == nil {
			return s.unfound(ctx)
		}
		s.note("No article on the topic is of %s; the newest on it is of %s: %q.", days, bot.LongDate(a.Published.Interval), titleOf(a))
	}
	return nil
}

// maxMissing is how many words are named that no article has.
const maxMissing = 4

// unfound says that nothing is on the topic: which of its words no article has,
// as one that is misspelt.
func (s *session) unfound(ctx context.Context) error {
	var typed, stems []string
	for _, u := range s.topic.units {
		for _, w := range token.Words(u.text) {
			if f := token.Fold(w.Text); !asking[f] {
				typed, stems = append(typed, w.Text), append(stems, token.Stem(f))
			}
		}
	}
	df, _, err := s.Engine.Frequencies(ctx, stems, retrieval.Filter{Collections: s.req.Collections, AsOf: s.asOf})
	if err != nil {
		return err
	}
	var missing []string
	for i, w := range typed {
		if df[i] == 0 && len(missing) < maxMissing {
			missing = append(missing, "\""+clipped(w)+"\"")
		}
	}
	if len(missing) == 0 {
		s.note("No article in this archive was found to be on the topic.")
		return nil
	}
	s.note("No article has %s.", strings.Join(missing, " or "))
	return nil
}

func articles(n int, of, is, are string) string {
	if of != "" {
		of = " " + of
	}
	if n == 1 {
		return fmt.Sprintf("1 article%s %s", of, is)
	}
	return fmt.Sprintf("%d articles%s %s", n, of, are)
}

func titleOf(a *article) string {
	if a.Title != "" {
		return a.Title
	}
	return a.ID
}

// newestOn returns the newest dated article on the topic, nil where none is
// found.
func (s *session) newestOn(ctx context.Context) (*article, error) {
	var newest *article
	for _, a := range s.articles {
		if a.dated() && (newest == nil || a.Published.End > newest.Published.End) {
			newest = a
		}
	}
	if newest != nil {
		return newest, nil
	}
	list, _, err := s.candidates(ctx, corpus.Interval{}, maxPassages)
	if err != nil {
		return nil, err
	}
	list = slices.DeleteFunc(list, func(f found) bool { return !f.published.Known() })
	slices.SortStableFunc(list, func(a, b found) int { return cmp.Or(cmp.Compare(b.score, a.score), byKey(a.key, b.key)) })
	list = list[:min(len(list), maxLooked)]
	slices.SortStableFunc(list, func(a, b found) int {
		return cmp.Or(cmp.Compare(b.published.End, a.published.End), byKey(a.key, b.key))
	})
	before := s.byKey
	s.byKey = map[corpus.Key]*article{}
	defer func() { s.byKey = before }()
	for _, f := range list {
		if err := s.read(ctx, f); err != nil {
			return nil, err
		}
		if a := s.byKey[f.key]; a != nil && s.topic.about(a).on {
			return a, nil
		}
	}
	return nil, nil
}
