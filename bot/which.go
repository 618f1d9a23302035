package bot

import (
	"context"
	"fmt"
	"slices"

	"dateline/corpus"
	"dateline/corpus/event"
	"dateline/corpus/gazetteer"
	"dateline/corpus/token"
)

// whichEvent answers who took part in an event, or where it was.
func (c *conversation) whichEvent(ctx context.Context, f frame, role corpus.Role) (Answer, bool, error) {
	s, err := c.find(ctx, f)
	if err != nil {
		return Answer{}, false, err
	}
	var ms []event.Match
	switch {
	case s.Chosen != nil && role == corpus.Place:
		ms = []event.Match{*s.Chosen}
	case s.Chosen != nil && f.order != event.Any:
		ms = slices.Clone(s.Matches)
		if f.order != event.First && f.order != event.Next {
			slices.Reverse(ms)
		}
	case f.order == event.Any && len(s.Matches) > 0:
		ms = s.Matches
	case f.order == event.Any:
		ms = s.Undated
	}
	if f.order == event.Any && f.bound.Interval.Known() && len(s.Matches) == 0 {
		ms = nil // what has no date answers for no time
	}
	nation := ""
	if role == corpus.Agent {
		nation = nationOf(c.q.Focus)
	}
	d := draft{}
	seen := map[string]bool{}
	var names []string
	for _, m := range ms {
		if len(d.assertions) == 3 || len(d.assertions) == 1 && f.order != event.Any {
			break
		}
		if m.Derived() && role == corpus.Agent {
			continue // it names nobody
		}
		text := ""
		for _, p := range m.Participants {
			if p.Role != role {
				continue
			}
			if role == corpus.Place {
				text = p.Name
			} else if p.Name != "" && p.Type == corpus.Person && (nation == "" || p.Entity.Of == nation) && (f.agent == nil || event.SameOffice(p.Office, f.agent.Office) && (f.agent.Of == "" || p.Entity.Of == f.agent.Of)) {
				text = p.Name
			}
			if text != "" {
				break
			}
		}
		if text == "" || len(surname(text)) < 2 || role == corpus.Agent && slices.ContainsFunc(names, func(n string) bool { return event.SameName(n, text) }) || seen[text] {
			continue
		}
		for _, e := range m.Members {
			p, _, err := c.proofOf(ctx, e)
			if err != nil {
				return Answer{}, false, err
			}
			if !holdsName(p.quote, surname(text)) {
				continue
			}
			seen[text] = true
			names = append(names, text)
			if len(d.assertions) > 0 {
				d.assertions[len(d.assertions)-1].tail = ", "
			}
			as := assertion{text: text, proofs: []proof{p}, declared: []string{text}}
			d.assertions = append(d.assertions, as)
			if d.when == nil && m.When.Known() && !m.Undated {
				d.when = &When{m.When, m.Basis}
			}
			break
		}
	}
	if len(d.assertions) == 0 {
		if f.kind == "visit" && f.bound.Interval.Known() && role == corpus.Agent {
			return c.nobody(ctx, s)
		}
		return Answer{}, false, nil
	}
	if n := len(articlesOf(s.Undated)); f.order == event.Any && f.bound.Interval.Known() && len(s.Matches) > 0 && n > 0 {
		d.notes = append(d.notes, note{text: fmt.Sprintf("Left out: what %s without a date.", reporting(n))})
	}
	return c.finish(ctx, d)
}

// nobody abstains where the archive has such events, but no dated report names
// who came in the time asked about; it reports false where it has none.
func (c *conversation) nobody(ctx context.Context, s selected) (Answer, bool, error) {
	m := last(s.Matches, s.Near, s.Undated, s.Outside)
	if m == nil {
		return Answer{}, false, nil
	}
	why := "No dated article names who made such a " + noun(s.frame) + " in that time."
	if n := len(articlesOf(s.Undated)); n > 0 {
		why += " Left out: what " + reporting(n) + " without a date."
	}
	a := c.refuse(NotSaid, why)
	err := c.nearest(ctx, &a, m.Members[0])
	return a, true, err
}

// nationOf returns the country whose people a phrase begins with: "russia" for
// "Russian minister"; "" for none.
func nationOf(focus string) string {
	ws := token.Words(focus)
	if len(ws) < 2 {
		return ""
	}
	if es, n := gazetteer.Longest(focus, ws, foldedWords(focus), 0, true); n > 0 && es[0].Kind == gazetteer.Demonym {
		return es[0].Name
	}
	return ""
}

// reporting counts articles with their verb.
func reporting(n int) string {
	if n == 1 {
		return "one article reports"
	}
	return counted(n, "article") + " report"
}
