package bot

import (
	"context"

	"dateline/bot/question"
	"dateline/corpus"
	"dateline/corpus/event"
	"dateline/corpus/gazetteer"
	"dateline/corpus/token"
	"dateline/retrieval"
)

// incumbent answers who holds or held an office, from those whom the archive
// names with it: at the time asked about, else as of the newest article.
func (c *conversation) incumbent(ctx context.Context) (Answer, bool, error) {
	office, of := officeIn(c.q.Focus)
	if next := nextToName(c.q.Main); office != "" && next != "" && !c.q.Bound.Known() {
		return c.refuse(NotSaid, "Who held an office next to "+next+" no article says; reports of others then may leave somebody out."), true, nil
	}
	if office == "" || of == "" || c.q.Order != question.Unordered || lastWord(office) != c.q.Head {
		return Answer{}, false, nil
	}
	events, err := c.list(ctx, nil, []string{"o:" + office + "@" + of})
	if err != nil {
		return Answer{}, false, err
	}
	var best *corpus.Event
	var who corpus.Participant
	for i := range events {
		e := &events[i]
		for _, p := range e.Participants {
			if p.Name == "" || p.Office != office || p.Entity.Of != of {
				continue
			}
			at := e.When
			if !at.Known() {
				doc, err := c.document(ctx, e.Article, e.Version)
				if err != nil {
					return Answer{}, false, err
				}
				at = doc.Published.Interval
			}
			switch {
			case c.q.Bound.Known() && (!at.Known() || !fitsBound(at, c.q.Bound)):
				continue
			case best != nil && best.When.Known() && (!at.Known() || at.End <= best.When.End):
				continue
			case best != nil && !best.When.Known() && !at.Known():
				continue
			}
			e2 := *e
			e2.When = at
			best, who = &e2, p
		}
	}
	if best == nil {
		if c.q.Bound.Interval.Known() {
			if a, ok, err := c.heldThen(ctx, office, of); err != nil || ok {
				return a, ok, err
			}
			return c.heldAround(ctx, events, office, of)
		}
		if e, ok := gazetteer.Office(office); ok && e.One {
			return c.refuse(NotSaid, "No article names the "+office+" of "+gazetteer.Display(of)+"."), true, nil
		}
		return Answer{}, false, nil
	}
	p, ok, err := c.naming(ctx, best.Article, who.Name, office)
	if err != nil || !ok {
		return Answer{}, false, err
	}
	d := draft{assertions: []assertion{{text: who.Name, proofs: []proof{p}, declared: []string{who.Name}}}}
	if c.q.Present && c.coverage.Dated > 0 {
		d.prefix = "As of " + LongDate(corpus.OnDay(c.coverage.To)) + ": "
	}
	if !best.When.Known() {
		d.notes = append(d.notes, note{text: "{0} carries no date.", needs: []proof{p}})
	}
	return c.finish(ctx, d)
}

// nextToName returns the name that a question ends with after "before" or
// "after", "" for none: "who was king before Alan?"
func nextToName(text string) string {
	ws, folded := token.Words(text), foldedWords(text)
	for i := 1; i+1 < len(ws); i++ {
		if folded[i] == "before" || folded[i] == "after" {
			if end := capitalRun(text, ws, folded, i+1); end == len(ws) && end > i+1 {
				return text[ws[i+1].Start:ws[end-1].End]
			}
		}
	}
	return ""
}

// maxBeside is how many years a report that names who holds an office may lie
// from the time asked about, so that one on either side of it tells.
const maxBeside = 6

// heldAround answers who held an office that one holds at a time from the last
// report before the time asked about and the first after it, where both name
// the same; that is a reading, and said to be one.
func (c *conversation) heldAround(ctx context.Context, events []corpus.Event, office, of string) (Answer, bool, error) {
	entry, ok := gazetteer.Office(office)
	at := c.q.Bound.Interval
	if !ok || !entry.One || c.q.Bound.Relation != retrieval.In {
		return Answer{}, false, nil
	}
	type holder struct {
		name string
		key  corpus.Key
		when corpus.Interval
	}
	var before, after holder
	consider := func(x holder) {
		switch {
		case !x.when.Known() || x.when.OpenStart() || x.when.OpenEnd() || x.when.Gap(at) > maxBeside*366:
		case x.when.End < at.Start && (before.name == "" || x.when.End > before.when.End):
			before = x
		case x.when.Start > at.End && (after.name == "" || x.when.Start < after.when.Start):
			after = x
		}
	}
	hits, err := c.search(ctx, office+" of "+gazetteer.Display(of), retrieval.Bound{})
	if err != nil {
		return Answer{}, false, err
	}
	for _, h := range hits {
		os, err := c.officersOf(ctx, h.Article.Key, office, of)
		if err != nil {
			return Answer{}, false, err
		}
		if len(os) > 0 && os[0].of == of {
			consider(holder{os[0].name, h.Article.Key, h.Article.Published.Interval})
		}
	}
	for _, e := range events {
		if e.Polarity != corpus.Happened {
			continue
		}
		for _, p := range e.Participants {
			if p.Name == "" || p.Office != office || p.Entity.Of != of {
				continue
			}
			when := e.When
			if !when.Known() || e.Basis == corpus.BasisDerived {
				doc, err := c.document(ctx, e.Article, e.Version)
				if err != nil {
					return Answer{}, false, err
				}
				when = doc.Published.Interval
			}
			consider(holder{p.Name, e.Article, when})
		}
	}
	if before.name == "" || after.name == "" || !event.SameName(before.name, after.name) {
		return Answer{}, false, nil
	}
	p1, ok, err := c.naming(ctx, before.key, before.name, office)
	if err != nil || !ok {
		return Answer{}, false, err
	}
	p2, ok, err := c.naming(ctx, after.key, after.name, office)
	if err != nil || !ok {
		return Answer{}, false, err
	}
	d := draft{assertions: []assertion{{text: before.name, proofs: []proof{p1, p2}, declared: []string{before.name}, tail: ", by our reading"}}}
	d.notes = append(d.notes, note{text: "{0} and {1} name " + before.name + " as " + office + " before that time and after it; no article of that time does.", needs: []proof{p1, p2}})
	return c.finish(ctx, d)
}
