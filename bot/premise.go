package bot

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"dateline/bot/question"
	"dateline/corpus"
	"dateline/corpus/event"
	"dateline/corpus/gazetteer"
	"dateline/corpus/token"
	"dateline/retrieval"
)

// premise looks for a statement that rules out what the question presumes: a
// question that sets somebody in a place at a time presumes a visit then, and
// a sentence such as "the first in nine years" may say that there was none.
func (c *conversation) premise(ctx context.Context, f frame) (Answer, bool, error) {
	if a, ok, err := c.calledOff(ctx, f); err != nil || ok {
		return a, ok, err
	}
	if a, ok, err := c.elsewhere(ctx, f); err != nil || ok {
		return a, ok, err
	}
	if f.bound.Relation != retrieval.In || !f.bound.Interval.Known() || f.agent == nil {
		return Answer{}, false, nil
	}
	agent := *f.agent
	f.agent = &agent
	if f.kind != "visit" {
		if f.place == "" {
			return Answer{}, false, nil
		}
		f.kind, f.also = "visit", nil
		f.agent.Roles = []corpus.Role{corpus.Agent}
		var places []event.Constraint
		for _, con := range f.others {
			if con.Place != "" {
				places = append(places, con)
			}
		}
		f.others = places
	}
	s, err := c.find(ctx, f)
	if err != nil {
		return Answer{}, false, err
	}
	if len(s.Matches)+len(s.Near) > 0 {
		return Answer{}, false, nil
	}
	for _, m := range s.Plans {
		if m.When.Known() {
			return Answer{}, false, nil
		}
	}
	for _, m := range s.Absent {
		if !m.Range.Contains(f.bound.Interval) {
			continue
		}
		return c.ruledOut(ctx, f, s, m)
	}
	return Answer{}, false, nil
}

// elsewhere abstains where a question sets somebody in a place that no
// article has them in, and the archive has them in another.
func (c *conversation) elsewhere(ctx context.Context, f frame) (Answer, bool, error) {
	if f.agent == nil || f.agent.Name == "" || f.place == "" || c.q.Kind == question.When || c.q.Kind == question.YesNo {
		return Answer{}, false, nil
	}
	agent := *f.agent
	agent.Roles = []corpus.Role{corpus.Agent}
	journeys, err := c.find(ctx, frame{kind: "visit", agent: &agent, subject: f.subject})
	if err != nil || len(journeys.Matches) == 0 {
		return Answer{}, false, err
	}
	place := ""
	for _, con := range f.others {
		if con.Place != "" {
			place = con.Place
		}
	}
	hits, err := c.search(ctx, c.q.Text, retrieval.Bound{})
	if err != nil {
		return Answer{}, false, err
	}
	for _, m := range slices.Concat(journeys.Matches, journeys.Undated, journeys.Plans) {
		for _, e := range m.Members {
			doc, err := c.document(ctx, e.Article, e.Version)
			if err != nil {
				return Answer{}, false, err
			}
			if placeIn(doc.Text, place) {
				return Answer{}, false, nil
			}
		}
	}
	for _, h := range hits {
		if holdsName(h.Text(), surname(f.subject)) && placeIn(h.Text(), place) {
			return Answer{}, false, nil
		}
	}
	m := &journeys.Matches[len(journeys.Matches)-1]
	at := ""
	if host := hostOf(m.Participants); host != "" {
		at = " to " + host
	}
	a := c.refuse(Premise, fmt.Sprintf("The archive does not have %s in %s; it has a visit%s of %s.", surnameIn(f.subject), display(f.place), at, eventDate(m.When)))
	err = c.nearest(ctx, &a, m.Members[0])
	return a, true, err
}

// nearest cites an event in an abstention as what comes nearest.
func (c *conversation) nearest(ctx context.Context, a *Answer, e corpus.Event) error {
	p, _, err := c.proofOf(ctx, e)
	if err != nil {
		return err
	}
	ci, ok, err := c.citation(ctx, p)
	if err != nil || !ok {
		return err
	}
	ci.N = 1
	a.Citations, a.Nearest = []Citation{ci}, true
	return nil
}

// calledOff abstains where a question presumes that a visit was called off
// and the archive has it only as having taken place.
func (c *conversation) calledOff(ctx context.Context, f frame) (Answer, bool, error) {
	folded := foldedWords(c.q.Main)
	off := false
	for i, w := range folded {
		next := ""
		if i+1 < len(folded) {
			next = folded[i+1]
		}
		off = off || cancelling[w] || (w == "call" || w == "called" || w == "put") && next == "off"
	}
	journey := slices.ContainsFunc(folded, func(w string) bool { kind, ok := event.KindOf(w); return ok && kind == "visit" })
	if !off || c.q.Kind == question.YesNo || !journey || f.agent == nil {
		return Answer{}, false, nil
	}
	agent := *f.agent
	agent.Roles = []corpus.Role{corpus.Agent}
	f.kind, f.also, f.agent = "visit", nil, &agent
	s, err := c.find(ctx, f)
	if err != nil || len(s.Denied)+len(s.Plans) > 0 || len(s.Matches) == 0 {
		return Answer{}, false, err
	}
	place := ""
	if s.place != "" {
		place = " to " + display(s.place)
	}
	m := &s.Matches[len(s.Matches)-1]
	a := c.refuse(Premise, fmt.Sprintf("The archive has no visit of %s%s that was called off; it has one of %s.", surnameIn(s.subject), place, eventDate(m.When)))
	err = c.nearest(ctx, &a, m.Members[0])
	return a, true, err
}

var cancelling = words(`cancel cancelled canceled cancels postpone postponed scrap scrapped abandon abandoned`)

// ruledOut answers that what the question presumes did not happen.
func (c *conversation) ruledOut(ctx context.Context, f frame, s selected, none event.Match) (Answer, bool, error) {
	e := none.Members[0]
	p, _, err := c.proofOf(ctx, e)
	if err != nil {
		return Answer{}, false, err
	}
	when := LongDate(f.bound.Interval)
	text := fmt.Sprintf("No %s in %s", noun(f), when)
	declared := []string{when, "No"}
	all := event.Select(event.Merge(s.events), event.Pattern{Kinds: []string{f.kind}, Participants: f.constraints(), Order: event.First,
		Bound: event.Bound{Relation: event.After, Interval: f.bound.Interval}}, s.holders)
	if all.Chosen != nil && reports(all.Chosen, e.Article) {
		after := eventDate(toldBy(all.Chosen, e.Article))
		article := "the "
		if strings.HasPrefix(strings.ToLower(p.quote), "the ") {
			article = ""
		}
		text += fmt.Sprintf(`: the one of %s was %s"%s"`, after, article, p.quote)
		declared = append(declared, after)
	} else {
		text += fmt.Sprintf(`: "%s"`, p.quote)
	}
	d := draft{assertions: []assertion{{text: text, proofs: []proof{p}, declared: append(declared, p.quote)}}}
	if all.Chosen != nil {
		have := "that " + noun(f)
		if all.Prior != nil {
			have += " and an earlier one, " + about(all.Prior) + eventDate(all.Prior.When)
		}
		d.notes = append(d.notes, note{text: "The archive has " + have + "."})
	}
	a, ok, err := c.finish(ctx, d)
	a.Abstained, a.Reason = true, Premise
	return a, ok, err
}

func about(m *event.Match) string {
	if m.Derived() {
		return "about "
	}
	return ""
}

// toldBy returns when a match happened as one article tells it, which may be
// less precise than the match; its own time where the article doesn't.
func toldBy(m *event.Match, key corpus.Key) corpus.Interval {
	for _, e := range m.Members {
		if e.Article == key && e.When.Known() {
			return e.When
		}
	}
	return m.When
}

// reports reports whether one of a match's members is of the article.
func reports(m *event.Match, key corpus.Key) bool {
	for _, e := range m.Members {
		if e.Article == key {
			return true
		}
	}
	return false
}

// noEvent abstains where the archive has no such event as is asked for: it
// says what it has instead.
func (c *conversation) noEvent(ctx context.Context, s selected) (Answer, error) {
	subject := surnameIn(s.subject)
	place := ""
	if s.place != "" {
		place = " to " + display(s.place)
		if s.kind != "visit" {
			place = " in " + display(s.place)
		}
	}
	var notes []string
	reason := NotSaid
	var nearest *corpus.Event
	pick := func(ms []event.Match) {
		if nearest == nil && len(ms) > 0 {
			nearest = &ms[len(ms)-1].Members[0]
		}
	}
	future := slices.ContainsFunc(token.Words(c.q.Main), func(w token.Token) bool { return w.Text == "will" || w.Text == "next" })
	switch {
	case future && len(s.Plans) > 0:
		notes = append(notes, "It is planned; no article says for when.")
		pick(s.Plans)
	case len(s.Undated) > 0:
		notes = append(notes, fmt.Sprintf("It is reported, but in %s without a date.", counted(len(articlesOf(s.Undated)), "article")))
		pick(s.Undated)
	case len(s.Plans) > 0:
		notes = append(notes, "It is reported as planned only.")
		pick(s.Plans)
	case len(s.Near)+len(s.Outside) > 0:
		notes = append(notes, fmt.Sprintf("The archive has no %s of %s%s in that time; it has one of %s.", noun(s.frame), subject, place, eventDate(last(s.Near, s.Outside).When)))
		pick(s.Outside)
		pick(s.Near)
		reason = Period
	case len(s.Denied) > 0:
		notes = append(notes, fmt.Sprintf("The archive has no %s of %s%s that took place; it has one that is said not to have.", noun(s.frame), subject, place))
		pick(s.Denied)
		reason = Premise
	default:
		wider := s.frame
		wider.others, wider.bound, wider.order = nil, retrieval.Bound{}, event.Any
		w, err := c.find(ctx, wider)
		if err != nil {
			return Answer{}, err
		}
		if n := len(w.Matches) + len(w.Undated); n > 0 && len(s.others) > 0 {
			notes = append(notes, fmt.Sprintf("The archive has no %s of %s%s.", noun(s.frame), subject, place))
			pick(w.Undated)
			pick(w.Matches)
		} else {
			reason = Nothing
			notes = append(notes, fmt.Sprintf("The archive has no %s of %s.", noun(s.frame), subject))
		}
	}
	a := c.refuse(reason, notes...)
	if nearest == nil {
		return a, nil
	}
	err := c.nearest(ctx, &a, *nearest)
	return a, err
}

func last(lists ...[]event.Match) *event.Match {
	for _, l := range lists {
		if len(l) > 0 {
			return &l[len(l)-1]
		}
	}
	return nil
}

// display writes a place as its name is written.
func display(place string) string { return gazetteer.Display(gazetteer.Normal(place)) }

// whetherEvent answers whether an event happened.
func (c *conversation) whetherEvent(ctx context.Context, f frame) (Answer, bool, error) {
	s, err := c.find(ctx, f)
	if err != nil {
		return Answer{}, false, err
	}
	found := s.Matches
	if len(found) == 0 && f.bound.Relation == retrieval.AnyTime {
		found = s.Undated
	}
	word := "Yes"
	if denied, err := c.denials(ctx, s); err != nil {
		return Answer{}, false, err
	} else if len(found) == 0 && len(denied) > 0 {
		found, word = denied, "No"
	}
	if len(found) == 0 {
		if f.bound.Known() && len(s.Near)+len(s.Outside) > 0 {
			a, err := c.noEvent(ctx, s)
			return a, true, err
		}
		// Whatever place is asked about, the sentences may still say more.
		return Answer{}, false, nil
	}
	m := found[len(found)-1]
	p, _, err := c.proofOf(ctx, m.Members[0])
	if err != nil {
		return Answer{}, false, err
	}
	as := assertion{text: word, proofs: []proof{p}}
	d := draft{}
	if m.When.Known() && !m.Undated {
		as.text += ", " + inDate(m.When)
		as.declared = append(as.declared, as.text)
		d.when = &When{m.When, m.Basis}
		if m.Derived() {
			as.tail = "; no article states the " + precisionNoun(m.When) + "."
		}
	} else {
		as.tail = "; the report is undated."
	}
	if m.ByOffice {
		d.notes = append(d.notes, note{text: "{0} gives the office and no name; that it was " + surnameIn(f.subject) + " is our reading.", needs: []proof{p}})
	}
	d.assertions = []assertion{as}
	return c.finish(ctx, d)
}

// denials returns the events that are said not to have happened, without those
// of one time where the question asks about any: that somebody can't come next
// week does not say that they never did.
func (c *conversation) denials(ctx context.Context, s selected) ([]event.Match, error) {
	if c.particular() {
		return s.Denied, nil
	}
	var out []event.Match
	for _, m := range s.Denied {
		p, _, err := c.proofOf(ctx, m.Members[0])
		if err != nil {
			return nil, err
		}
		if !putOff(foldedWords(p.quote)) {
			out = append(out, m)
		}
	}
	return out, nil
}

// putOff reports whether words deny what is to come, and not what was.
func putOff(folded []string) bool {
	for i, f := range folded {
		switch f {
		case "can't", "can’t", "cannot", "won't", "won’t", "postponed", "cancelled", "canceled":
			return true
		case "not":
			if i > 0 && (folded[i-1] == "will" || folded[i-1] == "would" || folded[i-1] == "can" || folded[i-1] == "could") {
				return true
			}
		case "off":
			if i > 0 && (folded[i-1] == "put" || folded[i-1] == "called" || folded[i-1] == "call") {
				return true
			}
		}
	}
	return false
}

func inDate(iv corpus.Interval) string {
	if iv.Precision == corpus.PrecisionDay {
		return "on " + eventDate(iv)
	}
	return "in " + eventDate(iv)
}
