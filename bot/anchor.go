package bot

import (
	"cmp"
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

// scene is an event that fixes the time of another question, with the
// articles that report it.
type scene struct {
	selected
	articles []corpus.Key
	dated    *proof // what the time rests on, where the articles don't state it
}

// scene finds the event that a frame points to, and its articles: the reports
// of the event chosen and those undated ones that are linked to it.
func (c *conversation) scene(ctx context.Context, f frame) (scene, bool, error) {
	s, err := c.find(ctx, f)
	if err != nil {
		return scene{}, false, err
	}
	sc := scene{selected: s}
	var ms []event.Match
	switch {
	case s.Chosen != nil:
		ms = append(ms, *s.Chosen)
		if len(s.Linked) > 0 {
			ms = append(ms, s.Linked...)
		} else if s.Chosen.Derived() {
			ms = append(ms, s.Undated...)
		}
		if s.Chosen.Derived() {
			p, _, err := c.proofOf(ctx, s.Chosen.Members[0])
			if err != nil {
				return sc, false, err
			}
			sc.dated = &p
		}
	case len(s.Near) > 0:
		ms = append(s.Near, s.Undated...)
	default:
		ms = s.Undated
	}
	sc.articles = articlesOf(ms)
	return sc, len(sc.articles) > 0, nil
}

// anchored answers a question whose time another event fixes: "who was prime
// minister when X came in 2012?"
func (c *conversation) anchored(ctx context.Context) (Answer, bool, error) {
	clause := question.Parse(c.withName(c.q.Anchor.Text), c.asOf)
	f, err := c.frameOf(ctx, clause, clause.Text)
	if err != nil || f.kind == "" || f.agent == nil && len(f.others) == 0 {
		return Answer{}, false, err
	}
	sc, ok, err := c.scene(ctx, f)
	if err == nil && ok && sc.Chosen == nil && f.bound.Known() {
		// Reports without a date don't show that it happened at that time.
		if a, ok, err := c.premise(ctx, f); err != nil || ok {
			return a, ok, err
		}
		return c.refuse(NotSaid, "No article tells of such "+strings.TrimPrefix(noun(f), "such ")+" at that time."), true, nil
	}
	if err != nil || !ok {
		return Answer{}, false, err
	}
	if c.q.Anchor.Relation == retrieval.In && c.q.Kind == question.Who {
		if office, of := officeIn(c.q.Main); office != "" {
			return c.holder(ctx, sc, office, of)
		}
	}
	if c.q.Anchor.Relation == retrieval.In {
		if ok, err := c.ofThen(ctx, &sc); err != nil || !ok {
			return Answer{}, false, err
		}
		return c.within(ctx, sc)
	}
	return Answer{}, false, nil
}

// ofThen leaves of a scene's articles those that were published within ten
// days after the event: others only look back on it. It reports false where
// there are none.
func (c *conversation) ofThen(ctx context.Context, sc *scene) (bool, error) {
	if sc.Chosen == nil || sc.Chosen.Derived() {
		return true, nil
	}
	var then []corpus.Key
	for _, key := range sc.articles {
		doc, err := c.cited(ctx, key)
		if err != nil {
			return false, err
		}
		at, when := doc.Published.Interval, sc.Chosen.When
		if at.Known() && at.End >= when.Start && at.Start <= when.End+10 {
			then = append(then, key)
		}
	}
	sc.articles = then
	return len(then) > 0, nil
}

// officeIn returns the office that a text names, with its country.
func officeIn(text string) (office, of string) {
	words := token.Words(text)
	folded := make([]string, len(words))
	for i, w := range words {
		folded[i] = token.Fold(w.Text)
	}
	for _, m := range mentionsIn(text, words, folded) {
		switch {
		case m.Office != "" && office == "":
			office, of = m.Office, cmp.Or(m.Of, of)
		case m.Place != "" && of == "":
			if country, ok := gazetteer.Country(m.Place); ok {
				of = country
			}
		}
	}
	return office, of
}

// holder answers who held an office in the articles of a scene.
func (c *conversation) holder(ctx context.Context, sc scene, office, of string) (Answer, bool, error) {
	type found struct {
		entity corpus.Entity
		event  corpus.Event
		votes  int
	}
	var all []found
	for _, key := range sc.articles {
		doc, err := c.cited(ctx, key)
		if err != nil {
			return Answer{}, false, err
		}
		if sc.dated != nil && key == sc.dated.key && len(sc.articles) > 1 {
			continue // it reports the later event, and its offices are of then
		}
		for _, e := range doc.Events {
			for _, p := range e.Participants {
				visitor := sc.subject != "" && strings.EqualFold(surname(p.Name), surname(sc.subject))
				if p.Name == "" || !event.SameOffice(p.Office, office) || of != "" && p.Entity.Of != of && (p.Entity.Of != "" || visitor) {
					continue
				}
				i := slices.IndexFunc(all, func(x found) bool { return event.SameName(x.entity.Name, p.Name) })
				if i < 0 {
					all = append(all, found{p.Entity, e, 0})
					i = len(all) - 1
				}
				all[i].votes++
				if p.Entity.Of == of && of != "" {
					all[i].votes += 2
				}
			}
		}
	}
	if len(all) == 0 {
		o, p, ok, err := c.held(ctx, sc.articles, office, of)
		if err != nil || !ok {
			return Answer{}, false, err
		}
		d := draft{assertions: []assertion{{text: o.name, proofs: []proof{p}, declared: []string{o.name}}}}
		c.rests(&d, sc, p)
		return c.finish(ctx, d)
	}
	slices.SortStableFunc(all, func(a, b found) int { return cmp.Compare(b.votes, a.votes) })
	best := all[0]
	p, ok, err := c.naming(ctx, best.event.Article, best.entity.Name, office)
	if err != nil || !ok {
		return Answer{}, false, err
	}
	d := draft{assertions: []assertion{{text: best.entity.Name, proofs: []proof{p}, declared: []string{best.entity.Name}}}}
	c.rests(&d, sc, p)
	return c.finish(ctx, d)
}

// rests says what ties a scene to its time.
func (c *conversation) rests(d *draft, sc scene, p proof) {
	if sc.dated == nil || sc.dated.key == p.key {
		return
	}
	when := eventDate(sc.Chosen.When)
	reckoning := sc.Chosen.Members[0].Reckoning
	d.assertions = append(d.assertions, assertion{text: "The " + noun(sc.frame) + " of " + when, proofs: []proof{*sc.dated}, silent: true, declared: []string{when}})
	d.notes = append(d.notes, note{text: fmt.Sprintf(`{0} carries no %s; %s is worked out from "%s" {1}, and that both mean the same %s is our reading.`,
		precisionNoun(sc.Chosen.When), when, reckoning, noun(sc.frame)), needs: []proof{p, *sc.dated}})
}

// naming returns the shortest clause of an article that names somebody with
// the office, outside captions where there is one.
func (c *conversation) naming(ctx context.Context, key corpus.Key, name, office string) (proof, bool, error) {
	doc, err := c.cited(ctx, key)
	if err != nil {
		return proof{}, false, err
	}
	var best proof
	score := -1000
	for _, s := range doc.Sentences {
		l := lineOf(doc, s)
		if !holdsName(l.text, surname(name)) {
			continue
		}
		var must []corpus.Span
		n := 0
		for j, f := range l.folded {
			for _, w := range token.Words(name) {
				if f == token.Fold(w.Text) {
					must = append(must, l.words[j].Span)
					n++
				}
			}
			if f == lastWord(office) {
				must = append(must, l.words[j].Span)
				n += 2
			}
		}
		for j, f := range l.folded {
			// "Foreign Minister Ann Clarke", "Clarke, the foreign minister"
			if f == lastWord(office) && (j+1 < len(l.words) && holdsName(name, l.words[j+1].Text) || j > 2 && holdsName(name, l.words[j-3].Text)) {
				n += 2
			}
		}
		span := clause(l, must, maxQuoteWords)
		v := 10*min(n, 7) - wordsIn(l, span.Start, span.End)/4
		if s.Block < len(doc.Blocks) && doc.Blocks[s.Block].Kind == corpus.Caption {
			v -= 8
		}
		if v > score {
			at := corpus.Span{Start: s.Start + span.Start, End: s.Start + span.End}
			best, score = proof{key, doc.Version, at, at.Of(doc.Text)}, v
		}
	}
	return best, score > -1000, nil
}

// within reads the answer from the articles of a scene alone.
func (c *conversation) within(ctx context.Context, sc scene) (Answer, bool, error) {
	hits, err := c.search(ctx, c.q.Main, c.q.Bound)
	if err != nil {
		return Answer{}, false, err
	}
	kept := hits[:0:0]
	for _, h := range hits {
		if slices.Contains(sc.articles, h.Article.Key) {
			kept = append(kept, h)
		}
	}
	if len(kept) == 0 {
		return Answer{}, false, nil
	}
	c.hits = kept
	c.q.Bound = retrieval.Bound{}
	return c.read(ctx)
}

// continued answers a follow-up on the event of the question before.
func (c *conversation) continued(ctx context.Context, f frame) (Answer, bool, error) {
	before, err := c.frameOf(ctx, *c.prev, c.prev.Main)
	if err != nil || before.kind == "" || before.agent == nil {
		return Answer{}, false, err
	}
	sc, ok, err := c.scene(ctx, before)
	if err != nil || !ok {
		return Answer{}, false, err
	}
	if c.q.Kind != question.Who || f.kind != "meet" {
		return c.within(ctx, sc)
	}
	for _, kinds := range [][]string{{"meet"}, {"host", "visit"}} {
		if a, ok, err := c.met(ctx, sc, kinds); err != nil || ok {
			return a, ok, err
		}
	}
	return c.refuse(NotSaid, fmt.Sprintf("The reports of that %s name nobody who was met.", noun(before))), true, nil
}

// met answers whom the subject of a scene met: the other people in the events
// of the kinds that its articles report; plans are notes.
func (c *conversation) met(ctx context.Context, sc scene, kinds []string) (Answer, bool, error) {
	subject := sc.subject
	d := draft{readAs: c.readAs}
	var names []string
	var plans []proof
	for _, key := range sc.articles {
		if sc.dated != nil && key == sc.dated.key && len(sc.articles) > 1 {
			continue
		}
		doc, err := c.cited(ctx, key)
		if err != nil {
			return Answer{}, false, err
		}
		for _, e := range doc.Events {
			if !slices.Contains(kinds, e.Kind) || !takesPart(e, subject) {
				continue
			}
			p, _, err := c.proofOf(ctx, e)
			if err != nil {
				return Answer{}, false, err
			}
			if e.Polarity == corpus.Planned {
				if len(plans) == 0 {
					plans = append(plans, p)
				}
				continue
			}
			if e.Polarity != corpus.Happened {
				continue
			}
			for _, part := range e.Participants {
				if part.Type != corpus.Person || part.Name == "" || event.SameName(part.Name, subject) || part.Role == corpus.Topic ||
					slices.ContainsFunc(names, func(n string) bool { return event.SameName(n, part.Name) }) || len(names) == 3 {
					continue
				}
				quote, ok, err := c.naming(ctx, key, part.Name, part.Office)
				if err != nil {
					return Answer{}, false, err
				}
				if holdsName(p.quote, surname(part.Name)) {
					quote, ok = p, true
				}
				if !ok {
					continue
				}
				if len(d.assertions) > 0 {
					d.assertions[len(d.assertions)-1].tail = ", "
				}
				names = append(names, part.Name)
				d.assertions = append(d.assertions, assertion{text: titled(part.Entity), proofs: []proof{quote}, declared: []string{titled(part.Entity)}})
			}
		}
	}
	if len(d.assertions) == 0 {
		return Answer{}, false, nil
	}
	first := d.assertions[0].proofs[0]
	attended, err := c.attending(ctx, sc, names)
	if err != nil {
		return Answer{}, false, err
	}
	for _, as := range attended {
		d.assertions[len(d.assertions)-1].tail = "; "
		d.assertions = append(d.assertions, as)
	}
	if len(plans) > 0 {
		d.assertions = append(d.assertions, assertion{text: "Planned", proofs: plans, silent: true})
		text := fmt.Sprintf(`{0} "%s" is a plan`, Printable(shorten(plans[0].quote)))
		unmet, err := c.unmet(ctx, sc)
		if err != nil {
			return Answer{}, false, err
		}
		if len(unmet) > 0 {
			text += "; no article reports a meeting with the " + strings.Join(unmet, " or the ")
		}
		d.notes = append(d.notes, note{text: text + ".", needs: plans})
	}
	c.rests(&d, sc, first)
	return c.finish(ctx, d)
}

func takesPart(e corpus.Event, name string) bool {
	for _, p := range e.Participants {
		if p.Name != "" && p.Type == corpus.Person && (event.SameName(p.Name, name) || strings.EqualFold(surname(p.Name), name)) {
			return true
		}
	}
	return false
}

// shorten cuts a quote in a note to its last dozen words.
func shorten(s string) string {
	f := strings.Fields(s)
	if len(f) <= 14 {
		return s
	}
	return "…" + strings.Join(f[len(f)-14:], " ")
}
