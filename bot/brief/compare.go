package brief

import (
	"maps"
	"strings"

	"dateline/bot/brief/logit"
	"dateline/corpus"
)

// The traits of two reports by which it is judged whether they tell of one event.
// Each lies between 0 and 1.
const (
	tWords       = iota // share of the words of the shorter in the other, by weight
	tAllWords           // share of the words of both
	tContent            // share of the words that are no names
	tOpening            // share of the words of title and first lines
	tTerm               // rare words that stand together in both
	tOpenTerm           // rare words that stand together in both openings
	tCovered            // share of the words of the one, by weight, that the other's article has; the lesser of both
	tTermIn             // rare words of the one sentence that stand together anywhere in the other's article
	tName               // names that are no places and not the topic's
	tName2              // two of them
	tOpenName           // the same of the openings
	tPlace              // a city or town
	tOpenPlace          // one of the openings
	tLand               // a country besides the topic's
	tNumber             // a number of the same thing
	tBigNumber          // one above a dozen
	tFigure             // a rare number of the openings
	tFigure2            // two of them
	tScore              // the score of a match
	tKind               // the kind of event that is read from both
	tDeeds              // words for events of the same kinds
	tAgent              // somebody who acts in both
	tFar                // something that a place has but once on a day
	tFarPlace           // and the place
	tPlaceCause         // a place, and the sort of mishap
	tPlaceTerm          // a place, and rare words that stand together
	tNameTerm           // a name, and rare words that stand together
	tPlaceNumber        // a place, and a number above a dozen or a rare one
	tPlaceName          // a place and a name
	tBothOff            // both tell that it was given up, with a name or place
	tCause              // the sort of mishap
	tPaper              // what is agreed or passed: "pension law"
	tSameDay            // both say that it was on the same day
	tKinds2             // two kinds of agreement
	tKinds3             // three
	tKinds4             // four
	tKinds5             // five
	// Of these the most speaks against it.
	tForeign    // each has names that the other's article has not
	tForeign2   // two of them
	tStranger   // one of them has
	tOtherPlace // each has places, and none is the same
	tOtherLand  // each has a country that the other's article has not
	tOtherCount // other numbers of the same thing
	tOtherKind  // other kinds of event
	tOtherAgent // others act
	tOtherCause // another sort of mishap
	tOtherStage // an inquiry, help, a denial of the one alone
	tOneOff     // one tells that it was given up
	tOtherTerm  // each has rare words together, and none are in the other's article
	tApart      // days between their articles
	// Of these neither is known.
	tLeads     // both are the news of their articles
	tOneDay    // one alone says when
	tSpeech    // both are what somebody says
	tOneSpeech // one is
	tPlans     // both are plans
	tOnePlan   // one is
	tUndated   // neither article has a date
	tOneDated  // one has
	numTraits
)

// Traits names the traits of two reports, in their order.
var Traits = [numTraits]string{"words", "all-words", "content", "opening", "term", "open-term", "covered", "term-in", "name", "name-2", "open-name", "place", "open-place", "land", "number", "big-number",
	"figure", "figure-2", "score", "kind", "deeds", "agent", "far", "far-place", "place-cause", "place-term", "name-term", "place-number", "place-name", "both-off", "cause", "paper", "same-day", "kinds-2", "kinds-3", "kinds-4", "kinds-5",
	"foreign", "foreign-2", "stranger", "other-place", "other-land", "other-count", "other-kind", "other-agent", "other-cause", "other-stage", "one-off", "other-term", "apart",
	"leads", "one-day", "speech", "one-speech", "plans", "one-plan", "undated", "one-dated"}

// Signs says of each trait what it can speak for.
var Signs = func() []logit.Sign {
	out := make([]logit.Sign, numTraits)
	for i := range out {
		switch {
		case i < tForeign:
			out[i] = logit.For
		case i < tLeads:
			out[i] = logit.Against
		}
	}
	return out
}()

// traits compares two reports.
func (s *session) traits(a, b *report) [numTraits]float64 {
	var t [numTraits]float64
	x, y := &a.like, &b.like
	shared, both := 0., 0.
	wx, wy := 0., 0.
	for st := range x.core {
		w := s.weight[st]
		wx += w
		if y.core[st] {
			both += w
		}
		if y.stems[st] {
			shared += w
		}
	}
	back := 0.
	for st := range y.core {
		w := s.weight[st]
		wy += w
		if x.stems[st] {
			back += w
		}
	}
	if wx > 0 && wy > 0 {
		t[tWords] = min(1, max(shared, back)/min(wx, wy))
		t[tAllWords] = 2 * both / (wx + wy)
	}
	t[tContent] = s.overlap(x.content, y.content)
	if a.lead && b.lead {
		t[tOpening] = s.overlap(x.wide, y.wide)
	} else {
		t[tOpening] = t[tWords]
	}
	t[tTerm] = is(s.rareTerm(x.terms, y.terms))
	t[tOpenTerm] = is(s.rareTerm(x.openTerms, y.openTerms))
	t[tCovered] = min(s.covered(a, b), s.covered(b, a))
	there, rareA := s.termIn(a, b)
	back2, rareB := s.termIn(b, a)
	t[tTermIn] = is(there || back2)
	t[tOtherTerm] = is(rareA && rareB && !there && !back2)
	n := common2(x.people, y.people)
	t[tName], t[tName2] = is(n > 0), is(n > 1)
	t[tOpenName] = min(1, float64(common2(x.openPeople, y.openPeople))/3)
	t[tPlace] = is(meet(x.cities, y.cities))
	t[tOpenPlace] = is(meet(x.openCities, y.openCities))
	t[tLand] = is(meet(x.countries, y.countries))
	for what, v := range x.numbers {
		if w, ok := y.numbers[what]; ok {
			if v == w {
				t[tNumber], t[tBigNumber] = 1, max(t[tBigNumber], is(v > 12))
			} else {
				t[tOtherCount] = 1
			}
		}
	}
	if meetNumbers(x.values, y.values) {
		t[tBigNumber] = 1
	}
	if t[tNumber] > 0 {
		t[tOtherCount] = 0
	}
	n = 0
	for v := range x.figures {
		if y.figures[v] {
			n++
		}
	}
	t[tFigure], t[tFigure2] = is(n > 0), is(n > 1)
	t[tScore] = is(meet(x.scores, y.scores))
	if a.event != nil && b.event != nil && !speech(a.event.Kind) && !speech(b.event.Kind) {
		same := sameKind(a.event.Kind, b.event.Kind)
		t[tKind], t[tOtherKind] = is(same), is(!same)
		agents, others := s.agents(a.event), s.agents(b.event)
		if meet(agents, others) {
			t[tAgent] = 1
		} else if len(agents) > 0 && len(others) > 0 && !shareAgent(a.event, b.event) {
			t[tOtherAgent] = 1
		}
	}
	t[tDeeds] = share(x.deeds, y.deeds)
	far := reaching(a)
	t[tFar] = is(far != "" && far == reaching(b))
	if p, q := a.line.causes(), b.line.causes(); len(p) > 0 && len(q) > 0 {
		t[tCause] = is(meet(p, q))
		t[tOtherCause] = 1 - t[tCause]
	}
	t[tPaper] = is(sharesPair(a, b))
	place, term := max(t[tPlace], t[tOpenPlace]), max(t[tTerm], t[tTermIn], t[tPaper])
	t[tFarPlace], t[tPlaceCause] = t[tFar]*place, t[tCause]*place
	t[tPlaceTerm], t[tNameTerm] = place*term, max(t[tName], t[tAgent], t[tLand])*term
	t[tPlaceNumber], t[tPlaceName] = place*max(t[tBigNumber], t[tFigure]), place*max(t[tName], t[tAgent])
	if (a.line.off() || a.line.undone()) && (b.line.off() || b.line.undone()) {
		t[tBothOff] = max(place, t[tName], t[tAgent])
	}
	switch {
	case a.own && b.own:
		t[tSameDay] = is(a.when == b.when || a.when.Overlaps(b.when))
	case a.own || b.own:
		t[tOneDay] = 1
	}
	kinds := 0.
	for _, of := range [][]int{{tName, tAgent}, {tPlace}, {tLand}, {tNumber, tBigNumber, tFigure, tScore}, {tTerm, tPaper}, {tKind, tDeeds}, {tFar, tCause}, {tSameDay}} {
		most := 0.
		for _, i := range of {
			most = max(most, t[i])
		}
		kinds += most
	}
	for i := range 4 {
		t[tKinds2+i] = min(1, max(0, kinds-float64(i+1)))
	}
	fa, fb := s.foreignNames(a, b), s.foreignNames(b, a)
	if t[tFarPlace] == 0 {
		// One flood is that, whatever its reports name besides the place.
		t[tForeign], t[tForeign2] = is(min(fa, fb) > 0), is(min(fa, fb) > 1)
	}
	t[tStranger] = is(max(fa, fb) > 0)
	t[tOtherPlace] = is(len(x.cities) > 0 && len(y.cities) > 0 && t[tPlace] == 0 && !meet(x.places, y.places))
	t[tOtherLand] = is(foreignLand(a, b) && foreignLand(b, a))
	if p, q := a.line.stage(), b.line.stage(); p != q {
		t[tOtherStage] = is(p != "" && !y.openStages[p] || q != "" && !x.openStages[q])
	}
	t[tOneOff] = is((a.denied || a.line.off() || a.line.undone()) != (b.denied || b.line.off() || b.line.undone()))
	if a.article.dated() && b.article.dated() {
		t[tApart] = min(1, float64(a.article.Published.Gap(b.article.Published.Interval))/4)
	}
	t[tLeads] = is(a.lead && b.lead)
	t[tSpeech], t[tOneSpeech] = is(told(a) && told(b)), is(told(a) != told(b))
	t[tPlans], t[tOnePlan] = is(a.plan && b.plan), is(a.plan != b.plan)
	t[tUndated], t[tOneDated] = is(!a.article.dated() && !b.article.dated()), is(a.article.dated() != b.article.dated())
	return t
}

func is(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

// common2 counts what two sets have in common.
func common2(a, b map[string]bool) int {
	n := 0
	for k := range a {
		if b[k] {
			n++
		}
	}
	return n
}

func meetNumbers(a, b map[float64]bool) bool {
	for v := range a {
		if b[v] {
			return true
		}
	}
	return false
}

// share returns how much of two sets is common to them (Jaccard).
func share(a, b map[string]bool) float64 {
	n := common2(a, b)
	if n == 0 {
		return 0
	}
	return float64(n) / float64(len(a)+len(b)-n)
}

// rareTerm reports whether two sets have two rare words together.
func (s *session) rareTerm(a, b map[[2]string]bool) bool {
	if s.own == nil {
		s.own = s.topic.stems()
	}
	for t := range a {
		if b[t] && s.weight[t[0]] >= minRare && s.weight[t[1]] >= minRare && !s.own[t[1]] {
			return true
		}
	}
	return false
}

// covered returns the share of the words of a report that another's article has,
// by weight.
func (s *session) covered(a, b *report) float64 {
	words := b.article.vocabulary().stems
	all, there := 0., 0.
	for st := range a.like.core {
		w := s.weight[st]
		all += w
		if words[st] {
			there += w
		}
	}
	if all == 0 {
		return 0
	}
	return there / all
}

// termIn reports whether two rare words that stand together in a report do so in
// another's article, and whether it has any.
func (s *session) termIn(a, b *report) (there, any bool) {
	if s.own == nil {
		s.own = s.topic.stems()
	}
	terms := b.article.vocabulary().terms
	for t := range a.like.terms {
		if s.weight[t[0]] >= minRare && s.weight[t[1]] >= minRare && !s.own[t[1]] {
			if any = true; terms[t] {
				return true, true
			}
		}
	}
	return false, any
}

// vocabulary is what an article has of words.
type vocabulary struct {
	stems map[string]bool
	terms map[[2]string]bool
}

func (a *article) vocabulary() *vocabulary {
	if a.words == nil {
		v := &vocabulary{map[string]bool{}, map[[2]string]bool{}}
		title := newLine(a.Title)
		for _, st := range title.stems() {
			v.stems[st] = true
		}
		maps.Copy(v.terms, title.terms())
		for i := range a.lines {
			for _, st := range a.lines[i].stems() {
				v.stems[st] = true
			}
			maps.Copy(v.terms, a.lines[i].terms())
		}
		a.words = v
	}
	return a.words
}

// agents returns who acts in an event, those of the topic left out.
func (s *session) agents(e *corpus.Event) map[string]bool {
	out := map[string]bool{}
	for _, p := range e.Participants {
		if p.Role != corpus.Agent && p.Role != corpus.Partner {
			continue
		}
		for _, k := range namesOf(p.Entity) {
			if !s.ofTopic(strings.TrimPrefix(k, "n:")) {
				out[k] = true
			}
		}
	}
	return out
}

// foreignLand reports whether a report has a country that the other's article
// has nowhere.
func foreignLand(a, b *report) bool {
	for n := range a.like.countries {
		if !b.article.has(n) {
			return true
		}
	}
	return false
}

// Pair is two reports that were compared, for whoever knows the truth of them.
type Pair struct {
	A, B   Version
	Quotes [2]string
	Part   [2]string // of the briefing they would stand in: "point", "ahead" or "undated"
	Traits []float64 // one for each of Traits
}

// offer shows the pairs of reports that may be of one event.
func (s *session) offer(reports []*report) {
	part := func(r *report) string {
		switch {
		case r.plan:
			return "ahead"
		case !r.article.dated():
			return "undated"
		}
		return "point"
	}
	s.near(reports, func(i, j int) {
		a, b := reports[i], reports[j]
		if s.barred(a, b) || a.article.cluster() == b.article.cluster() && a.line.text == b.line.text {
			return
		}
		t := s.traits(a, b)
		s.Compared(Pair{Version{a.article.Key, a.article.Version}, Version{b.article.Key, b.article.Version},
			[2]string{a.span.Of(a.article.Text), b.span.Of(b.article.Text)}, [2]string{part(a), part(b)}, t[:]})
	})
}
