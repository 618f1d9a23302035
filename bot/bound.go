package bot

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"dateline/bot/question"
	"dateline/corpus"
	"dateline/corpus/event"
	"dateline/corpus/token"
	"dateline/retrieval"
)

// boundByAnchor puts a time in the place of the event that bounds a question,
// as the archive dates it: "after his second visit", "during the summit",
// "when X was prime minister". It returns what the reader is told of it, ""
// where the archive does not say.
func (c *conversation) boundByAnchor(ctx context.Context) (string, error) {
	anchor := c.q.Anchor
	at, what, err := c.anchorTime(ctx, c.withName(anchor.Text))
	if err != nil {
		return "", err
	}
	if !at.Known() {
		return "", nil
	}
	c.q.Bound = retrieval.Bound{Relation: anchor.Relation, Interval: at, Period: corpus.Point(at)}
	c.q.Anchor = nil
	return what, nil
}

// withName puts the question's first name in the place of a pronoun of its
// clause of time.
func (c *conversation) withName(text string) string {
	main := question.Parse(c.q.Main, c.asOf)
	if len(main.Names) == 0 {
		return text
	}
	return replacePronoun(text, main.Names[0].Text)
}

// anchorTime returns when something happened or was so, with words for it.
func (c *conversation) anchorTime(ctx context.Context, text string) (corpus.Interval, string, error) {
	q := question.Parse(text, c.asOf)
	if name, office, of := tenure(text); name != "" {
		at, err := c.inOffice(ctx, name, office, of)
		if err != nil || !at.Known() {
			return corpus.Interval{}, "", err
		}
		return at, fmt.Sprintf("The archive names %s as %s from %s to %s.", name, office, LongDate(corpus.OnDay(at.Start)), LongDate(corpus.OnDay(at.End))), nil
	}
	f, err := c.frameOf(ctx, q, text)
	if err != nil {
		return corpus.Interval{}, "", err
	}
	if f.kind != "" && (f.agent != nil || len(f.others) > 0) {
		f.order = event.Any
		s, err := c.find(ctx, f)
		if err != nil {
			return corpus.Interval{}, "", err
		}
		m := s.Chosen
		if n := ordinal(text); n > 0 {
			if m = nil; n <= len(s.Matches) {
				m = &s.Matches[n-1]
			}
		} else if q.Order == question.First && len(s.Matches) > 0 {
			m = &s.Matches[0]
		}
		if m != nil {
			about := ""
			if m.Derived() {
				about = ", by our reckoning,"
			}
			return m.When, fmt.Sprintf("The %s meant is%s of %s.", strings.TrimPrefix(noun(f), "such "), about, eventDate(m.When)), nil
		}
		if len(s.Matches)+len(s.Undated)+len(s.Plans) > 0 {
			return c.linkedTime(ctx, f, articlesOf(s.Undated))
		}
	}
	// Something that has a name and no kind: "the Bishkek summit".
	other := *c
	other.q = question.Parse("When was "+strings.TrimRight(text, "?! .")+"?", c.asOf)
	hits, err := other.search(ctx, other.q.Text, other.q.Bound)
	if err != nil {
		return corpus.Interval{}, "", err
	}
	t, err := other.weigh(ctx, other.q, hits)
	if err != nil {
		return corpus.Interval{}, "", err
	}
	if d := other.clauseDated(ctx, rank(other.q, hits, t), t); d.when != nil && d.when.Known() {
		return d.when.Interval, fmt.Sprintf("The archive dates %s to %s.", strings.TrimRight(text, "?! ."), eventDate(d.when.Interval)), nil
	}
	return corpus.Interval{}, "", nil
}

// linkedTime returns the time of the visit that undated reports are, by our
// reading, of: what they tell besides happened on it.
func (c *conversation) linkedTime(ctx context.Context, f frame, keys []corpus.Key) (corpus.Interval, string, error) {
	for _, con := range f.constraints() {
		if con.Name == "" {
			continue
		}
		con.Roles = []corpus.Role{corpus.Agent}
		s, err := c.find(ctx, frame{kind: "visit", agent: &con, subject: con.Name})
		if err != nil {
			return corpus.Interval{}, "", err
		}
		for _, u := range s.Undated {
			if !slices.ContainsFunc(u.Members, func(e corpus.Event) bool { return slices.Contains(keys, e.Article) }) {
				continue
			}
			for _, m := range s.Matches {
				if slices.Contains(u.Links, m.Index) {
					return m.When, fmt.Sprintf("That was, by our reading, on the visit of %s.", eventDate(m.When)), nil
				}
			}
		}
	}
	return corpus.Interval{}, "", nil
}

// tenure reads "X was prime minister of Y": who, the office and its country.
func tenure(text string) (name, office, of string) {
	ws, folded := token.Words(text), foldedWords(text)
	be := slices.IndexFunc(folded, func(w string) bool { return w == "was" || w == "is" || w == "became" })
	if be <= 0 || be+1 >= len(ws) {
		return "", "", ""
	}
	for _, m := range mentionsIn(text[:ws[be].Start], ws[:be], folded[:be]) {
		if m.Name != "" {
			name = m.Name
		}
	}
	office, of = officeIn(text[ws[be].End:])
	if name == "" || office == "" {
		return "", "", ""
	}
	return name, office, of
}

// inOffice returns the days between the first and the last dated report that
// names somebody with an office.
func (c *conversation) inOffice(ctx context.Context, name, office, of string) (corpus.Interval, error) {
	keys := event.Keys([]corpus.Participant{{Entity: corpus.Entity{Type: corpus.Person, Name: name}}})
	events, err := c.list(ctx, nil, keys)
	if err != nil {
		return corpus.Interval{}, err
	}
	var at corpus.Interval
	for _, e := range events {
		for _, p := range e.Participants {
			if p.Name == "" || !event.SameName(name, p.Name) || !event.SameOffice(p.Office, office) || of != "" && p.Entity.Of != "" && p.Entity.Of != of {
				continue
			}
			when := e.When
			if !when.Known() || e.Basis == corpus.BasisDerived {
				doc, err := c.document(ctx, e.Article, e.Version)
				if err != nil {
					return corpus.Interval{}, err
				}
				when = doc.Published.Interval
			}
			switch {
			case !when.Known() || when.OpenStart() || when.OpenEnd():
			case !at.Known():
				at = corpus.Between(when.Start, when.End)
			default:
				at = corpus.Between(min(at.Start, when.Start), max(at.End, when.End))
			}
		}
	}
	return at, nil
}

// ordinal returns the place in a row that a phrase names, 0 for none: 2 for
// "his second visit".
func ordinal(text string) int { return nth(foldedWords(text)) }

var ordinals = strings.Fields("first second third fourth fifth sixth seventh eighth ninth tenth")
