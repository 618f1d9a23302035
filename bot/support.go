package bot

import (
	"context"
	"slices"

	"dateline/corpus"
	"dateline/corpus/event"
	"dateline/corpus/token"
)

// support cites the undated reports that may be of the event chosen, and says
// what each lacks.
func (c *conversation) support(ctx context.Context, d *draft, s selected, p proof, cited map[corpus.Key]proof) error {
	if !s.Chosen.ByOffice && !s.Chosen.Derived() {
		return nil
	}
	name := s.subject
	var proofs []proof
	pool := s.Linked
	if len(pool) == 0 {
		pool = s.Undated
	}
	for _, key := range articlesOf(pool) {
		if _, ok := cited[key]; ok || len(proofs) == 2 {
			continue
		}
		best, ok, err := c.best(ctx, pool, key, name)
		if err != nil {
			return err
		}
		if ok {
			cited[key] = best
			proofs = append(proofs, best)
		}
	}
	named := name != "" && !s.Chosen.ByOffice
	office := "name"
	for _, con := range s.constraints() {
		if con.Name != "" {
			for _, h := range s.holders.Of(con.Name) {
				office = lastWord(h.Office)
				break
			}
		}
	}
	subject := surnameIn(name)
	switch {
	case len(proofs) > 0 && !named:
		d.assertions = append(d.assertions, assertion{text: subject + ", in undated reports", proofs: proofs, silent: true, declared: []string{subject}})
		needs := append([]proof{p}, proofs...)
		refs, verb := "{1}", " names "
		carry := " but carries no year."
		if len(proofs) > 1 {
			refs, verb, carry = "{1} and {2}", " name ", " but carry no year."
		}
		d.notes = append(d.notes, note{text: "{0} names no " + office + "; " + refs + verb + subject + carry, needs: needs})
	case len(proofs) > 0:
		d.assertions = append(d.assertions, assertion{text: "Reported without a date", proofs: proofs, silent: true})
	case !named:
		d.notes = append(d.notes, note{text: "{0} names no " + office + "; that it was " + subject + " is our reading.", needs: []proof{p}})
	}
	return nil
}

// mention adds a note on another event, cited by an article that is cited
// already, else by a quote of its own.
func (c *conversation) mention(ctx context.Context, d *draft, what string, m *event.Match, cited map[corpus.Key]proof) error {
	for _, e := range m.Members {
		if p, ok := cited[e.Article]; ok {
			when := m.When // as precisely as that article tells it
			if e.When.Known() {
				when = e.When
			}
			d.notes = append(d.notes, note{text: what + ": " + eventDate(when) + " {0}.", needs: []proof{p}})
			return nil
		}
	}
	p, _, err := c.proofOf(ctx, m.Members[0])
	if err != nil {
		return err
	}
	d.assertions = append(d.assertions, assertion{text: what + ": " + eventDate(m.When), proofs: []proof{p}, silent: true, declared: []string{eventDate(m.When), what}})
	d.notes = append(d.notes, note{text: what + ": " + eventDate(m.When) + " {0}.", needs: []proof{p}})
	return nil
}

// articlesOf returns the articles of matches, in order, each once.
func articlesOf(ms []event.Match) []corpus.Key {
	var out []corpus.Key
	for _, m := range ms {
		for _, e := range m.Members {
			if !slices.Contains(out, e.Article) {
				out = append(out, e.Article)
			}
		}
	}
	slices.SortFunc(out, func(a, b corpus.Key) int {
		if a.String() < b.String() {
			return -1
		}
		return 1
	})
	return slices.Compact(out)
}

// best returns the proof in one article that names somebody most fully: of
// the text before captions, a fuller name before a shorter, then the first.
func (c *conversation) best(ctx context.Context, ms []event.Match, key corpus.Key, name string) (proof, bool, error) {
	var best proof
	score := -1
	for _, m := range ms {
		for _, e := range m.Members {
			if e.Article != key {
				continue
			}
			p, block, err := c.proofOf(ctx, e)
			if err != nil {
				return proof{}, false, err
			}
			s := 0
			for _, part := range e.Participants {
				if part.Name != "" && event.SameName(name, part.Name) && holdsName(p.quote, surname(part.Name)) {
					s = 10 + len(token.Words(part.Name))
					if !holdsName(p.quote, part.Name) {
						s = 10
					}
				}
			}
			if block == corpus.Caption {
				s -= 3
			}
			if s > score || s == score && p.span.Start < best.span.Start {
				best, score = p, s
			}
		}
	}
	return best, score > 0, nil
}
