package bot

import (
	"context"
	"slices"

	"dateline/bot/question"
	"dateline/corpus"
	"dateline/corpus/event"
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
	ms := mentionsIn(q.Main, token.Words(q.Main), folded)
	if len(ms) != 1 || ms[0].Name == "" {
		return Answer{}, false, nil
	}
	con := ms[0].Constraint
	con.Roles = []corpus.Role{corpus.Agent}
	f.agent, f.subject = &con, ms[0].text
	return c.whichEvent(ctx, f, corpus.Place)
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
