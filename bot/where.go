package bot

import (
	"context"
	"slices"

	"dateline/bot/question"
	"dateline/corpus"
	"dateline/corpus/event"
	"dateline/corpus/gazetteer"
	"dateline/corpus/token"
	"dateline/retrieval"
)

// whereabouts answers where somebody was before or after a time, with the place
// of their journey next to it: "where was X before he came to Rome?"
func (c *conversation) whereabouts(ctx context.Context) (Answer, bool, error) {
	q := c.q
	folded := foldedWords(q.Main)
	if q.Kind != question.Where || len(folded) < 3 || !slices.ContainsFunc(folded[1:2], func(w string) bool { return beWord[w] }) {
		return Answer{}, false, nil
	}
	f := frame{kind: "visit", bound: q.Bound}
	switch q.Bound.Relation {
	case retrieval.Before, retrieval.Until:
		f.order = event.Last
	case retrieval.After, retrieval.Since:
		f.order = event.First
	default:
		return Answer{}, false, nil
	}
	who := mentionsIn(q.Main, token.Words(q.Main), folded)
	if len(who) != 1 || who[0].Name == "" {
		return Answer{}, false, nil
	}
	con := who[0].Constraint
	con.Roles = []corpus.Role{corpus.Agent}
	f.agent, f.subject = &con, who[0].text
	if f.order == event.Last && f.bound.Interval.Start != f.bound.Interval.End {
		// Of a month that is all that is known of the other event, what was
		// elsewhere counts.
		f.bound.Relation = retrieval.Until
	}
	s, err := c.find(ctx, f)
	if err != nil {
		return Answer{}, false, err
	}
	ms := slices.Clone(s.Matches)
	if f.order == event.Last {
		slices.Reverse(ms)
	}
	for i := range ms {
		place := placeOf(&ms[i])
		if place.Name == "" || c.namesPlace(place) {
			continue
		}
		p, _, err := c.proofOf(ctx, ms[i].Members[0])
		if err != nil {
			return Answer{}, false, err
		}
		as := assertion{text: place.Name, proofs: []proof{p}, declared: []string{place.Name}}
		return c.finish(ctx, draft{when: &When{ms[i].When, ms[i].Basis}, assertions: []assertion{as}})
	}
	return c.refuse(NotSaid, "No article has a journey of "+surnameIn(f.subject)+" next to that time."), true, nil
}

// placeOf returns where an event took place, the zero Entity where no report
// says.
func placeOf(m *event.Match) corpus.Entity {
	for _, p := range m.Participants {
		if p.Role == corpus.Place {
			return p.Entity
		}
	}
	return corpus.Entity{}
}

// namesPlace reports whether the question names a place, its country or a city
// in it.
func (c *conversation) namesPlace(at corpus.Entity) bool {
	text := c.q.Text
	for _, m := range mentionsIn(text, token.Words(text), foldedWords(text)) {
		if m.Place == "" {
			continue
		}
		in := ""
		if city, ok := gazetteer.City(m.Place); ok {
			in = city.Of
		}
		if name := gazetteer.Normal(at.Name); m.Place == name || m.Place == at.In || in != "" && (in == at.In || in == name) {
			return true
		}
	}
	return false
}

// asksMostOften reports whether a question asks who did something more often
// than all others, which no count over some of the archive tells.
func asksMostOften(q question.Question) bool {
	folded := foldedWords(q.Main)
	for i := 1; i < len(folded); i++ {
		if (folded[i] == "often" || folded[i] == "frequently") && (folded[i-1] == "most" || folded[i-1] == "more" || folded[i-1] == "least") {
			return q.Kind == question.Who || q.Kind == question.Which
		}
	}
	return false
}
