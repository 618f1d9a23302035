package bot

import (
	"context"

	"dateline/bot/question"
	"dateline/corpus"
	"dateline/corpus/gazetteer"
	"dateline/corpus/token"
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
			return c.heldThen(ctx, office, of)
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
		d.prefix = "As of " + longDate(corpus.OnDay(c.coverage.To)) + ": "
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
