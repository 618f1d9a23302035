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
	"dateline/corpus/timex"
	"dateline/retrieval"
)

// maxEvents bounds the events that are merged for one question; a question
// that names nobody in a large archive is read from its sentences instead.
const maxEvents = 20000

// maxNamed bounds the events that tell who holds which office: the newest of
// the maxNamedRead that were read into the archive last. An archive is mostly
// read in the order of publication; to read all events of a frequent name is slow.
const (
	maxNamed     = 3000
	maxNamedRead = 2 * maxNamed
)

// selected is what the archive's events say of a frame.
type selected struct {
	frame
	event.Selection
	holders event.Holders
	events  []corpus.Event // of the kind, that share a participant
}

// find enumerates the events of a frame exhaustively and selects.
func (c *conversation) find(ctx context.Context, f frame) (selected, error) {
	s := selected{frame: f}
	parts := participantsOf(f.leading())
	keys := event.Keys(parts)
	kinds := append([]string{f.kind}, f.also...)
	var offices []string // that the one asked about held, with their countries
	if len(keys) > 0 {
		named, err := c.list(ctx, nil, keys)
		if err != nil {
			return s, err
		}
		s.holders = event.Holdings(named)
		if con := f.leading(); con.Name != "" {
			for _, h := range s.holders.Of(con.Name) {
				offices = append(offices, "o:"+h.Office+"@"+h.Of)
			}
		}
	}
	all := slices.Concat(keys, offices)
	slices.Sort(all)
	all = slices.Compact(all)
	events, err := c.list(ctx, kinds, all)
	if err != nil {
		return s, err
	}
	switch {
	case len(offices) == 0:
	case slices.ContainsFunc(events, func(e corpus.Event) bool { return byOffice(e, offices) }):
		// Who else held the office then tells whose report it is.
		wide, err := c.list(ctx, nil, all)
		if err != nil {
			return s, err
		}
		s.holders = event.Holdings(wide)
	default:
		events = slices.DeleteFunc(slices.Clone(events), func(e corpus.Event) bool {
			return !slices.ContainsFunc(e.Keys, func(k string) bool { return slices.Contains(keys, k) })
		})
	}
	if len(events) > maxEvents {
		return s, nil
	}
	if events, err = c.ofNumber(ctx, events, f); err != nil {
		return s, err
	}
	if len(offices) > 0 {
		held := s.holders.Of(f.leading().Name)
		events = slices.DeleteFunc(slices.Clone(events), func(e corpus.Event) bool {
			return e.Basis == corpus.BasisDerived && e.When.Known() && byOffice(e, offices) && !servedNear(held, e.When)
		})
	}
	s.events = events
	s.Selection = event.Select(event.Merge(events), event.Pattern{Kinds: kinds, Participants: f.constraints(), Order: f.order,
		Bound: event.Bound{Relation: event.Relation(f.bound.Relation), Interval: f.bound.Interval}}, s.holders)
	return s, nil
}

// maxTenure is how many days before the first or after the last report that
// names somebody with an office the office alone may still mean them.
const maxTenure = 15 * 365

// servedNear reports whether one of what somebody held was theirs not too far
// from a time, or at a time that nobody tells.
func servedNear(held []event.Holding, at corpus.Interval) bool {
	for _, h := range held {
		if !h.Times.Known() || h.Times.Gap(at) <= maxTenure {
			return true
		}
	}
	return len(held) == 0
}

// byOffice reports whether an event names somebody by one of the offices
// alone, each written as a key.
func byOffice(e corpus.Event, offices []string) bool {
	return slices.ContainsFunc(e.Participants, func(p corpus.Participant) bool {
		return p.Name == "" && p.Office != "" && slices.Contains(offices, "o:"+p.Office+"@"+p.Entity.Of)
	})
}

// list returns the events of the kinds that have one of the keys, read once a
// question; the caller must not change them. Without kinds they tell who holds
// what, for which the newest maxNamed are enough.
func (c *conversation) list(ctx context.Context, kinds, keys []string) ([]corpus.Event, error) {
	id := strings.Join(kinds, "\x00") + "\x01" + strings.Join(keys, "\x00")
	if es, ok := c.listed[id]; ok {
		return es, nil
	}
	filter := c.events(c.asOf)
	filter.Kinds, filter.Keys, filter.Latest = kinds, keys, maxEvents+1
	if len(kinds) == 0 {
		filter.Latest = maxNamedRead
	}
	es, err := c.Archive.Events(ctx, filter)
	if err != nil {
		return nil, fmt.Errorf("events: %w", err)
	}
	if len(kinds) == 0 && len(es) > maxNamed {
		es = newest(es, maxNamed)
	}
	for i := range es {
		c.versions[es[i].Article] = es[i].Version
	}
	if c.listed == nil {
		c.listed = map[string][]corpus.Event{}
	}
	c.listed[id] = es
	return es, nil
}

// newest returns the n events that happened last, those without a date after
// all others, in order of their IDs.
func newest(es []corpus.Event, n int) []corpus.Event {
	when := func(e corpus.Event) corpus.Day {
		if !e.When.Known() {
			return corpus.MinDay
		}
		return e.When.Start
	}
	es = slices.Clone(es)
	slices.SortStableFunc(es, func(a, b corpus.Event) int { return cmp.Or(cmp.Compare(when(b), when(a)), cmp.Compare(b.ID, a.ID)) })
	es = es[:n]
	slices.SortFunc(es, func(a, b corpus.Event) int { return cmp.Compare(a.ID, b.ID) })
	return es
}

// participantsOf returns participants that have the keys of a constraint.
func participantsOf(con event.Constraint) []corpus.Participant {
	var out []corpus.Participant
	if con.Name != "" {
		out = append(out, corpus.Participant{Entity: corpus.Entity{Type: corpus.Person, Name: con.Name}},
			corpus.Participant{Entity: corpus.Entity{Type: corpus.Organization, Name: con.Name}})
	}
	if con.Office != "" && con.Of != "" {
		out = append(out, corpus.Participant{Entity: corpus.Entity{Type: corpus.Person, Office: con.Office, Of: con.Of}})
	}
	if con.Place != "" {
		p := corpus.Entity{Type: corpus.Location, Name: con.Place}
		if e, ok := gazetteer.City(con.Place); ok {
			p.In = e.Of
		}
		out = append(out, corpus.Participant{Role: corpus.Place, Entity: p})
	}
	return out
}

// fromEvents answers from the events of the archive; it reports false where
// the question is not about events that the archive has.
func (c *conversation) fromEvents(ctx context.Context) (Answer, bool, error) {
	a, ok, err := c.byEvents(ctx)
	if ok && c.bounded != "" {
		a.Notes = append(a.Notes, c.bounded)
	}
	return a, ok, err
}

func (c *conversation) byEvents(ctx context.Context) (Answer, bool, error) {
	q := c.q
	if a, ok, err := c.happenings(ctx); err != nil || ok {
		return a, ok, err
	}
	if a, ok, err := c.compared(ctx); err != nil || ok {
		return a, ok, err
	}
	if a, ok, err := c.reckoned(ctx); err != nil || ok {
		return a, ok, err
	}
	if q.Anchor != nil {
		if a, ok, err := c.anchored(ctx); err != nil || ok {
			return a, ok, err
		}
		var err error
		if c.bounded, err = c.boundByAnchor(ctx); err != nil {
			return Answer{}, false, err
		}
		q = c.q
		if q.Anchor != nil && q.Anchor.Relation != retrieval.In && q.Kind == question.When {
			return c.refuse(NotSaid, fmt.Sprintf("The archive does not say when %s was; the question is bound by it.", strings.TrimRight(q.Anchor.Text, "?! ."))), true, nil
		}
	}
	if side := askedEdge(q); q.Kind == question.When && q.Anchor == nil && side != noEdge {
		if a, ok, err := c.edgeDated(ctx, side); err != nil || ok {
			return a, ok, err
		}
	}
	if q.Kind == question.Who && q.Anchor == nil && c.prev == nil {
		if a, ok, err := c.incumbent(ctx); err != nil || ok {
			return a, ok, err
		}
	}
	if asksMostOften(q) {
		return c.refuse(NotSaid, "No article says so, and the archive does not count over everybody."), true, nil
	}
	if a, ok, err := c.whereabouts(ctx); err != nil || ok {
		return a, ok, err
	}
	if (q.Kind == question.Who || q.Kind == question.Which) && q.Negated() {
		return Answer{}, false, nil // events are of what took place
	}
	f, err := c.frameOf(ctx, q, q.Main)
	if err != nil || f.kind == "" {
		return Answer{}, false, err
	}
	if f.agent == nil && len(f.others) == 0 {
		return Answer{}, false, nil
	}
	if q.Order == question.Next && q.Present && q.Anchor == nil && !f.bound.Known() && c.coverage.Dated > 0 {
		f.bound = retrieval.Bound{Relation: retrieval.After, Interval: corpus.OnDay(c.coverage.To)} // what is next comes after all that is known
	}
	if c.prev != nil {
		if a, ok, err := c.continued(ctx, f); err != nil || ok {
			return a, ok, err
		}
	}
	if a, ok, err := c.premise(ctx, f); err != nil || ok {
		return a, ok, err
	}
	if q.Kind == question.When && slices.ContainsFunc(foldedWords(q.Main), func(w string) bool { return cancelling[w] }) {
		return Answer{}, false, nil // that it was is not when it was to be
	}
	switch {
	case q.Kind == question.When, f.agent != nil && (q.EventNoun() != "" || q.Order == question.Unordered) && asksOccasion(q):
		return c.whenEvent(ctx, f)
	case q.Kind == question.Where && f.agent != nil && f.kind == "visit" && f.place == "":
		return c.whichEvent(ctx, f, corpus.Place)
	case (q.Kind == question.Who || q.Kind == question.Which && q.Class == question.Person) && f.asksAgent(q) && (f.order != event.Any || f.kind == "visit"):
		return c.whichEvent(ctx, f, corpus.Agent)
	case q.Kind == question.YesNo && f.agent != nil && len(f.others) > 0 && singular(q) == "":
		return c.whetherEvent(ctx, f)
	}
	return Answer{}, false, nil
}

// asksOccasion reports whether a question asks for an event itself, which its
// time answers: "what was the next visit of X?"
func asksOccasion(q question.Question) bool {
	if q.Kind != question.What && q.Kind != question.Which {
		return false
	}
	kind, ok := event.KindOf(q.Head)
	if b := q.Bound.Relation; q.Order == question.Unordered {
		// "which exercise was held after 2018?"
		return ok && kind == "exercise" && (b == retrieval.After || b == retrieval.Before || b == retrieval.Since || b == retrieval.In)
	}
	return ok && (kind == "visit" || kind == "meet")
}

// whenEvent answers when an event happened.
func (c *conversation) whenEvent(ctx context.Context, f frame) (Answer, bool, error) {
	s, err := c.find(ctx, f)
	if err != nil {
		return Answer{}, false, err
	}
	if s.Chosen == nil {
		if f.agent == nil {
			return Answer{}, false, nil
		}
		if a, ok, err := c.undatedEvent(ctx, s); err != nil || ok {
			return a, ok, err
		}
		if asksAhead(c.q) || len(s.Plans)+len(s.Outside)+len(s.Near) == 0 || f.order == event.Any && len(s.Matches) == 0 && len(s.Plans) == 0 {
			if a, ok, err := c.dateRead(ctx); err != nil || ok {
				return a, ok, err
			}
		}
		a, err := c.noEvent(ctx, s)
		return a, a.Nearest || err != nil, err
	}
	if c.q.AsksFuture() && s.Chosen.Polarity != corpus.Planned && s.Chosen.When.Precision == corpus.PrecisionWeek && s.Chosen.Basis == corpus.BasisDated {
		return c.dateRead(ctx) // a report without a time of its own tells what was, or is said to be
	}
	if want := askedPlace(c.q); want > 0 || f.order == event.First {
		// The report may say itself that it was not the first, or which it was.
		p, _, err := c.proofOf(ctx, s.Chosen.Members[0])
		if err != nil {
			return Answer{}, false, err
		}
		if want > 1 && (f.kind == "visit" || f.kind == "meet") && c.q.EventNoun() != "" && nth(foldedWords(p.quote)) != want {
			if a, ok, err := c.dateRead(ctx); err != nil || ok {
				return a, ok, err
			}
			return c.inRow(ctx, s, want)
		}
		if n := nth(foldedWords(p.quote)); n > 1 && n != want || want > 1 && n != want {
			return c.dateRead(ctx)
		}
	}
	d := draft{}
	if f.order == event.Previous && f.bound.Relation == retrieval.AnyTime && s.Prior != nil {
		// The previous one is that before the latest.
		s.Next, s.Chosen, s.Linked = s.Chosen, s.Prior, linkedTo(s.Undated, s.Prior.Index)
		d.readAs = "when was the " + noun(f) + " before the latest?"
	}
	d.when = &When{s.Chosen.When, s.Chosen.Basis}
	if planned := s.Chosen.Polarity == corpus.Planned; planned {
		d.prefix = "Planned: "
	}
	first := s.Chosen.Members[0]
	p, _, err := c.proofOf(ctx, first)
	if err != nil {
		return Answer{}, false, err
	}
	text := eventDate(s.Chosen.When)
	as := assertion{text: text, proofs: []proof{p}}
	as.declared = append(as.declared, text)
	if f.place == "" && f.kind == "visit" {
		if place := hostOf(s.Chosen.Participants); place != "" {
			as.text += ", to " + gazetteer.InText(place)
			as.declared = append(as.declared, place)
		}
	}
	cited := map[corpus.Key]proof{first.Article: p}
	if s.Chosen.Derived() {
		words := first.Reckoning
		if words == "" {
			words = "what it says of a later one"
		} else {
			words = `"` + words + `"`
		}
		as.text += ". Worked out from " + words
		as.tail = "; no article states the " + precisionNoun(s.Chosen.When) + "."
	} else {
		for _, m := range s.Chosen.Members[1:] {
			if _, ok := cited[m.Article]; ok || len(cited) == 2 {
				continue
			}
			p, _, err := c.proofOf(ctx, m)
			if err != nil {
				return Answer{}, false, err
			}
			cited[m.Article] = p
			as.proofs = append(as.proofs, p)
		}
		if s.Chosen.Basis == corpus.BasisDated {
			d.notes = append(d.notes, note{text: "The " + precisionNoun(s.Chosen.When) + " is reckoned from the date of the article {0}.", needs: []proof{p}})
		}
	}
	d.assertions = append(d.assertions, as)
	if other := rival(s); other != nil {
		p, _, err := c.proofOf(ctx, other.Members[0])
		if err != nil {
			return Answer{}, false, err
		}
		when := eventDate(other.When)
		d.when = nil
		d.assertions[0].tail = "; "
		d.assertions = append(d.assertions, assertion{text: when, proofs: []proof{p}, declared: []string{when}})
		d.notes = append(d.notes, note{text: "The reports differ; both dates are given."})
		return c.finish(ctx, d)
	}
	if err := c.support(ctx, &d, s, p, cited); err != nil {
		return Answer{}, false, err
	}
	if s.Next != nil && f.order != event.First && f.order != event.Next {
		if err := c.mention(ctx, &d, "Next "+noun(f)+" in the archive", s.Next, cited); err != nil {
			return Answer{}, false, err
		}
	}
	if f.order == event.Any && len(s.Matches) > 1 {
		d.readAs = "when was the latest " + noun(f) + "?"
	}
	if (f.order == event.Last || c.q.Present) && f.bound.Relation == retrieval.AnyTime && c.coverage.Dated > 0 {
		d.prefix = "As of " + LongDate(corpus.OnDay(c.coverage.To)) + ": " + d.prefix
	}
	return c.finish(ctx, d)
}

// linkedTo returns the undated reports that by our reading are of an event.
func linkedTo(undated []event.Match, index int) []event.Match {
	var out []event.Match
	for _, m := range undated {
		if slices.Contains(m.Links, index) {
			out = append(out, m)
		}
	}
	return out
}

// onceOnly are the kinds of event of which two reports a few weeks apart are
// of one that they date differently.
var onceOnly = words(`born die found marry sign appoint elect resign launch`)

// rival returns the report that dates the event chosen otherwise than its own
// reports do, nil where none does.
func rival(s selected) *event.Match {
	if s.order != event.Any || !onceOnly[s.kind] || s.Chosen.Derived() {
		return nil
	}
	for i := range s.Matches {
		m := &s.Matches[i]
		if m.Index == s.Chosen.Index || m.Derived() || m.When.Overlaps(s.Chosen.When) || reports(s.Chosen, m.Members[0].Article) {
			continue
		}
		if s.kind == "born" || s.kind == "die" || m.When.Gap(s.Chosen.When) <= 31 {
			return m
		}
	}
	return nil
}

// undatedEvent answers with the words for the time of an event whose report
// has no date, which are not resolved: "on January 13".
func (c *conversation) undatedEvent(ctx context.Context, s selected) (Answer, bool, error) {
	if s.order != event.Any || s.bound.Interval.Known() {
		return Answer{}, false, nil
	}
	for _, m := range s.Undated {
		for _, e := range m.Members {
			doc, err := c.document(ctx, e.Article, e.Version)
			if err != nil {
				return Answer{}, false, err
			}
			if doc.Published.Interval.Known() || e.Sentence < 0 || e.Sentence >= len(doc.Sentences) || !doc.Sentences[e.Sentence].Contains(e.Proof) {
				continue
			}
			l := lineOf(doc, doc.Sentences[e.Sentence])
			at := corpus.Span{Start: e.Proof.Start - l.sentence.Start, End: e.Proof.End - l.sentence.Start}
			v, _ := wordRange(l, at)
			for v < len(l.words) && l.words[v].End <= at.End {
				if kind, ok := event.KindOf(l.folded[v]); ok && kind == e.Kind {
					break
				}
				v++
			}
			for _, x := range timex.Parse(l.text, corpus.Interval{}) {
				if x.Start < at.Start || x.Start > at.End+40 || x.Type != "DATE" && x.Type != "TIME" || strings.ContainsAny(l.text[min(at.End, x.Start):x.Start], ";.") {
					continue
				}
				if from, _ := wordRange(l, x.Span); l.clauses().Divided(v, from) {
					continue // another verb's
				}
				span := clause(l, []corpus.Span{x.Span, at}, maxQuoteWords)
				as := assertion{text: `"` + Printable(x.Of(l.text)) + `"`, proofs: []proof{l.proof(span)}, tail: ", in an undated article"}
				return c.finish(ctx, draft{assertions: []assertion{as}})
			}
		}
	}
	return Answer{}, false, nil
}
