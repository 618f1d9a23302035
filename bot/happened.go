package bot

import (
	"cmp"
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"dateline/bot/question"
	"dateline/corpus"
	"dateline/corpus/event"
	"dateline/corpus/gazetteer"
	"dateline/corpus/timex"
	"dateline/corpus/token"
	"dateline/retrieval"
)

// The bounds of an answer to what happened at a time.
const (
	maxHappened    = 3   // that are named in the lead; the rest is counted
	happenedWithin = 60  // days after which reports of a time have mostly appeared
	maxLookedAt    = 400 // events whose sentence is looked at for a place
)

var asksHappened = regexp.MustCompile(`(?i)^(?:and )?what (?:else |all )?(?:happened|occurred|took place|went on|events? (?:happened|occurred|took place))\b`)

// happenings answers what happened at a time, and perhaps in a place, from the
// events of the archive in the order in which they happened. It reports false
// where the question asks for what happened to somebody or something.
func (c *conversation) happenings(ctx context.Context) (Answer, bool, error) {
	q := c.q
	if !asksHappened.MatchString(q.Text) || !q.Bound.Interval.Known() || q.Bound.Relation != retrieval.In && q.Bound.Relation != retrieval.AnyTime {
		return Answer{}, false, nil
	}
	ws, folded := token.Words(q.Main), foldedWords(q.Main)
	place := ""
	rest := map[string]bool{}
	for _, s := range q.Terms {
		rest[s] = true
	}
	for _, m := range mentionsIn(q.Main, ws, folded) {
		if m.Place == "" || place != "" {
			return Answer{}, false, nil
		}
		place = m.Place
		for i := m.from; i < m.to; i++ {
			delete(rest, token.Stem(folded[i]))
		}
	}
	for _, s := range []string{"took", "went", "event"} {
		delete(rest, s)
	}
	if len(rest) > 0 && !(len(rest) == 1 && rest["place"]) {
		return Answer{}, false, nil
	}
	found, cut, err := c.at(ctx, q.Bound.Interval, place)
	if err != nil {
		return Answer{}, false, err
	}
	if len(found) == 0 {
		if a, ok, err := c.saidOf(ctx, q.Bound.Interval); err != nil || ok {
			return a, ok, err
		}
		reason := NotSaid
		if c.coverage.Dated > 0 && c.coverage.Undated == 0 && (q.Bound.Interval.Start > c.coverage.To || q.Bound.Interval.End < c.coverage.From) {
			reason = Period
		}
		return c.refuse(reason, "The archive dates no event to "+LongDate(q.Bound.Interval)+"."), true, nil
	}
	return c.tell(ctx, found, cut)
}

// brief says an event in a few words: who, what and where; "" where that can't
// be said of its kind or nobody is named.
func brief(m *event.Match) string {
	what := noun(frame{kind: m.Members[0].Kind})
	if strings.HasPrefix(what, "such ") {
		return ""
	}
	who := ""
	for _, p := range m.Participants {
		if p.Role == corpus.Agent && who == "" && p.Type != corpus.Thing && p.Type != corpus.Location {
			who = called(p.Entity)
		}
	}
	if who == "" {
		return ""
	}
	if host := hostOf(m.Participants); host != "" {
		to := " in "
		if what == "visit" {
			to = " to "
		}
		what += to + capitalized(host)
	}
	return who + ", " + what
}

// vague returns 0 for what is named in a few words and dated to a week or less,
// 1 for what is only one of them, else 2.
func vague(m *event.Match) int {
	n := 0
	if brief(m) == "" {
		n++
	}
	if m.When.End-m.When.Start > 7 {
		n++
	}
	return n
}

// saidOf quotes the best sentence that speaks of a time as past, where no event
// was read from any.
func (c *conversation) saidOf(ctx context.Context, at corpus.Interval) (Answer, bool, error) {
	hits, err := c.searchFor(ctx, strings.TrimRight(c.q.Text, "?! ."), c.q.Bound, broadPassages)
	if err != nil {
		return Answer{}, false, err
	}
	for i := range hits {
		h := &hits[i]
		for _, s := range h.Sentences {
			l := &line{hit: h, sentence: s, text: h.SentenceText(s)}
			l.read()
			for _, x := range timex.Parse(l.text, h.Article.Published.Interval) {
				from, _ := wordRange(l, x.Span)
				if x.Type != "DATE" || !x.Interval.Known() || !at.Contains(x.Interval) || modifies(l, x.Span) || l.inDateline(x) || l.toCome(from) || !l.pastClause(from) {
					continue
				}
				text, span := leadQuote(l, []corpus.Span{x.Span}, 1, maxLeadWords-1)
				return c.finish(ctx, draft{when: &When{x.Interval, corpus.BasisStated}, assertions: []assertion{{text: `"` + text + `"`, proofs: []proof{l.proof(span)}}}})
			}
		}
	}
	return Answer{}, false, nil
}

// pastClause reports whether the verb nearest to word i is one in the past, not
// denied nor put off.
func (l *line) pastClause(i int) bool {
	best, at := len(l.words), -1
	for j, f := range l.folded {
		if d := max(i-j, j-i); d < best && question.PastVerb(f) && !l.words[j].Capital() {
			best, at = d, j
		}
	}
	return at >= 0 && best <= 12 && !l.unreal(at)
}

// at returns the events that happened within a time, in their order, without
// those that only say something where others did; it reports whether the
// archive has more events than were read.
func (c *conversation) at(ctx context.Context, at corpus.Interval, place string) ([]event.Match, bool, error) {
	filter := c.events(c.asOf)
	filter.Latest = maxEvents + 1
	if !filter.Published.Known() {
		filter.Published = corpus.Between(at.Start, at.End+happenedWithin)
	}
	near, err := c.Archive.Events(ctx, filter)
	if err != nil {
		return nil, false, fmt.Errorf("events: %w", err)
	}
	filter.Published = c.req.Published
	far, err := c.Archive.Events(ctx, filter)
	if err != nil {
		return nil, false, fmt.Errorf("events: %w", err)
	}
	seen := map[int64]bool{}
	var es, said []corpus.Event
	looked := 0
	for _, e := range slices.Concat(near, far) {
		if seen[e.ID] || e.Polarity != corpus.Happened || e.Basis == corpus.BasisDerived || !e.When.Known() || !at.Contains(e.When) {
			continue
		}
		seen[e.ID] = true
		c.versions[e.Article] = e.Version
		if place != "" {
			if looked++; looked > maxLookedAt {
				break
			}
			if ok, err := c.happenedIn(ctx, e, place); err != nil {
				return nil, false, err
			} else if !ok {
				continue
			}
		}
		if e.Kind == "say" || e.Kind == "announce" {
			said = append(said, e)
			continue
		}
		es = append(es, e)
	}
	if len(es) == 0 {
		es = said
	}
	slices.SortFunc(es, func(a, b corpus.Event) int { return cmp.Compare(a.ID, b.ID) })
	s := event.Select(event.Merge(es), event.Pattern{}, nil)
	return s.Matches, len(far) > maxEvents, nil
}

// happenedIn reports whether an event was in a place: it says so, or its
// sentence names it, or its report was sent from there and names no other.
func (c *conversation) happenedIn(ctx context.Context, e corpus.Event, place string) (bool, error) {
	for _, p := range e.Participants {
		if p.Role == corpus.Place && (placeIn(p.Name, place) || p.In == place) {
			return true, nil
		}
		if city, ok := gazetteer.City(place); p.Role == corpus.Place && !(ok && gazetteer.Normal(p.Name) == city.Of) {
			return false, nil
		}
	}
	doc, err := c.cited(ctx, e.Article)
	if err != nil {
		return false, err
	}
	if e.Sentence >= 0 && e.Sentence < len(doc.Sentences) && placeIn(doc.Sentences[e.Sentence].Of(doc.Text), place) {
		return true, nil
	}
	return placeIn(opening(doc.Text), place), nil
}

// tell lists events, each once a sentence: the most reported ones, in the order
// in which they happened, and how many more there are.
func (c *conversation) tell(ctx context.Context, all []event.Match, cut bool) (Answer, bool, error) {
	type told struct {
		m *event.Match
		p proof
		l *line
	}
	var list []told
	at := map[string]bool{}
	for i := range all {
		m := &all[i]
		e := m.Members[0]
		doc, err := c.cited(ctx, e.Article)
		if err != nil {
			return Answer{}, false, err
		}
		if e.Sentence < 0 || e.Sentence >= len(doc.Sentences) {
			continue
		}
		id := fmt.Sprint(e.Article, e.Sentence)
		if at[id] {
			continue
		}
		at[id] = true
		p, _, err := c.proofOf(ctx, e)
		if err != nil {
			return Answer{}, false, err
		}
		list = append(list, told{m, p, lineOf(doc, doc.Sentences[e.Sentence])})
	}
	more := len(list)
	best := slices.Clone(list)
	slices.SortStableFunc(best, func(a, b told) int {
		return cmp.Or(cmp.Compare(vague(a.m), vague(b.m)), cmp.Compare(len(articlesOf([]event.Match{*b.m})), len(articlesOf([]event.Match{*a.m}))), cmp.Compare(a.m.Members[0].Sentence, b.m.Members[0].Sentence))
	})
	best = best[:min(len(best), maxHappened)]
	slices.SortStableFunc(best, func(a, b told) int { return cmp.Compare(a.m.When.Mid(), b.m.When.Mid()) })
	if len(best) == 0 {
		return Answer{}, false, nil
	}
	if len(best) > 1 && slices.ContainsFunc(best, func(x told) bool { return brief(x.m) != "" }) {
		best = slices.DeleteFunc(best, func(x told) bool { return brief(x.m) == "" })
	} else {
		best = best[:1]
	}
	more -= len(best)
	d := draft{when: &When{best[0].m.When, best[0].m.Basis}}
	room := (maxLeadWords - 2) / len(best)
	for i, x := range best {
		when := ""
		if x.m.When != c.q.Bound.Interval {
			when = shortDate(x.m.When) + ": "
		}
		if text := brief(x.m); text != "" && len(best) > 1 {
			as := assertion{text: when + text, proofs: []proof{x.p}, declared: []string{when, text}}
			if i+1 < len(best) {
				as.tail = "; "
			}
			d.assertions = append(d.assertions, as)
			continue
		}
		from := corpus.Span{Start: x.p.span.Start - x.l.sentence.Start, End: x.p.span.Start - x.l.sentence.Start + 1}
		text, span := leadQuote(x.l, []corpus.Span{from}, 0, max(5, room-len(strings.Fields(when))))
		as := assertion{text: when + `"` + text + `"`, proofs: []proof{x.l.proof(span)}, declared: []string{when}}
		if i+1 < len(best) {
			as.tail = "; "
		}
		d.assertions = append(d.assertions, as)
	}
	if len(best) > 1 {
		d.when = nil
	}
	if more > 0 {
		d.notes = append(d.notes, note{text: fmt.Sprintf("%s more of that time in the archive.", counted(more, "event"))})
	}
	if cut {
		d.notes = append(d.notes, note{text: "The archive is too large to read all its events; some of that time may be missing."})
	}
	return c.finish(ctx, d)
}
