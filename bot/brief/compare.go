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
	tWords      = iota // share of the words of the shorter in the other, by weight
	tOpening           // share of the words of title and first lines
	tMeant             // share of the words of both openings that the other means too
	tMeantLeast        // of the one of which the lesser share is
	tTitle             // share of the words of both titles that the other's opening means too
	tTitleLeast
	tFirst     // share of the words of both sentences likewise
	tScene     // words of the same scenes
	tDeed      // words for events of the same kinds
	tPeople    // share of the names of persons and bodies in the openings
	tPeople2   // two of them
	tNear      // a number of the openings, about the same
	tCounts    // two numbers of the openings
	tCounted   // numbers of the same thing in the openings
	tPhrase    // quoted words
	tShared    // weight of the words of both openings, half that of kin
	tRarest    // weight of the rarest word of both
	tOpenTerm  // rare words that stand together in both openings
	tTermIn    // rare words of the one sentence that stand together anywhere in the other's article
	tName      // names that are no places and not the topic's
	tPlace     // a city or town
	tOpenPlace // one of the openings
	tLand      // a country besides the topic's
	tNumber    // a number of the same thing
	tBigNumber // one above a dozen
	tHeads     // a number of people
	tOpenCount // a number of the openings
	tFigure    // a rare number of the openings
	tFar       // something that a place has but once on a day
	tFarPlace  // and the place
	tPlaceTerm // a place, and rare words that stand together
	tBothOff   // both tell that it was given up, with a name or place
	tPaper     // what is agreed or passed: "pension law"
	tSameDay   // both say that it was on the same day
	tKinds2    // two kinds of agreement
	tKinds3    // three
	// Of these the most speaks against it.
	tForeign      // each has names that the other's article has not
	tForeign2     // two of them
	tStranger     // one of them has
	tOtherPlace   // each has places, and none is the same
	tOtherLand    // each has a country that the other's article has not
	tOtherCount   // other numbers of the same thing
	tOtherAgent   // others act
	tOtherCause   // another sort of mishap
	tOtherStage   // an inquiry, help, a denial of the one alone
	tOneOff       // one tells that it was given up
	tOtherDeed    // words for events of other kinds
	tOtherScene   // words of other scenes
	tOtherCounted // other numbers of the same thing in the openings
	tOtherTerm    // each has rare words together, and none are in the other's article
	tNoPlace      // each names places, and they are others
	tElsewhere    // each has towns that the other's article has not
	tOpposite     // kinds of event that are opposite
	tOtherThing   // another thing of one kind
	tSince        // one alone tells what was days before
	tSaidLater    // what the one dates is said a day or more after what the other dates
	tApart        // days between their articles
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
var Traits = [numTraits]string{
	"words", "opening", "meant", "meant-least", "title", "title-least", "first", "scene", "deed", "people", "people-2", "near", "counts", "counted", "phrase", "shared", "rarest",
	"open-term", "term-in", "name", "place", "open-place", "land", "number", "big-number", "heads", "open-count", "figure",
	"far", "far-place", "place-term", "both-off", "paper", "same-day", "kinds-2", "kinds-3", "foreign", "foreign-2",
	"stranger", "other-place", "other-land", "other-count", "other-agent", "other-cause", "other-stage", "one-off",
	"other-deed", "other-scene", "other-counted", "other-term", "no-place", "elsewhere", "opposite", "other-thing", "since", "said-later", "apart", "leads", "one-day", "speech", "one-speech", "plans", "one-plan", "undated", "one-dated",
}

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
	t[tWords] = s.contained(x, y)
	t[tOpening] = t[tWords]
	if a.lead && b.lead {
		t[tOpening] = s.overlap(x.wide.words, y.wide.words)
	}
	s.meanings(x, y, &t)
	t[tOpenTerm] = is(s.rareTerm(x.openTerms, y.openTerms))
	there, rareA := s.termIn(a, b)
	back, rareB := s.termIn(b, a)
	t[tTermIn], t[tOtherTerm] = is(there || back), is(rareA && rareB && !there && !back)
	t[tName] = is(meet(x.people, y.people))
	t[tPlace], t[tOpenPlace] = is(meet(x.cities, y.cities)), is(meet(x.openCities, y.openCities))
	t[tLand] = is(meet(x.countries, y.countries))
	for what, v := range x.numbers {
		if w, ok := y.numbers[what]; ok && v == w {
			t[tNumber], t[tBigNumber] = 1, max(t[tBigNumber], is(v > 12))
		} else if ok {
			t[tOtherCount] = 1
		}
	}
	t[tBigNumber] = max(t[tBigNumber], is(meet(x.values, y.values)))
	t[tOtherCount] *= 1 - t[tNumber]
	t[tHeads], t[tOpenCount] = is(meet(x.heads, y.heads)), is(meet(x.openCounts, y.openCounts))
	t[tFigure] = is(meet(x.figures, y.figures))
	t[tPaper] = is(meet(x.pairs, y.pairs))
	far := reaching(a)
	t[tFar] = is(far != "" && far == reaching(b))
	place := max(t[tPlace], t[tOpenPlace])
	t[tFarPlace] = t[tFar] * place
	t[tPlaceTerm] = place * max(is(s.rareTerm(x.terms, y.terms)), t[tTermIn], t[tPaper])
	switch {
	case a.own && b.own:
		t[tSameDay] = is(a.when.Overlaps(b.when))
	case a.own || b.own:
		t[tOneDay] = 1
	}
	s.doings(a, b, &t)
	s.differ(a, b, &t)
	t[tLeads] = is(a.lead && b.lead)
	t[tSpeech], t[tOneSpeech] = is(told(a) && told(b)), is(told(a) != told(b))
	t[tPlans], t[tOnePlan] = is(a.plan && b.plan), is(a.plan != b.plan)
	t[tUndated], t[tOneDated] = is(!a.article.dated() && !b.article.dated()), is(a.article.dated() != b.article.dated())
	return t
}

// meanings compares what the openings of two reports say, in the same words or others.
func (s *session) meanings(x, y *features, t *[numTraits]float64) {
	both := func(a, b map[string]bool) (mean, least float64) {
		there, all := s.meant(a, &y.wide)
		back, other := s.meant(b, &x.wide)
		if all == 0 || other == 0 {
			return 0, 0
		}
		return (there*all + back*other) / (all + other), min(there, back)
	}
	t[tMeant], t[tMeantLeast] = both(x.wide.words, y.wide.words)
	t[tTitle], t[tTitleLeast] = both(x.title, y.title)
	t[tFirst], _ = both(x.core, y.core)
	t[tSince] = is(x.since != y.since)
	sum, rarest := 0., 0.
	for st := range x.wide.words {
		switch {
		case y.wide.words[st]:
			sum += s.weight[st]
			rarest = max(rarest, s.weight[st])
		case y.wide.says(st):
			sum += s.weight[st] / 2
		}
	}
	for st := range y.wide.words {
		if !x.wide.words[st] && x.wide.says(st) {
			sum += s.weight[st] / 2
		}
	}
	t[tShared], t[tRarest] = min(1, sum/muchShared), min(1, rarest/muchRare)
	t[tScene] = alikeScenes(x.scene, y.scene)
	t[tOtherScene] = is(len(x.scene) > 0 && len(y.scene) > 0) * (1 - t[tScene])
	t[tDeed] = share(x.deeds, y.deeds)
	t[tOtherDeed] = is(len(x.deeds) > 0 && len(y.deeds) > 0 && t[tDeed] == 0)
	n := 0
	for p := range x.openPeople {
		if y.openPeople[p] {
			n++
		}
	}
	if n > 0 {
		t[tPeople], t[tPeople2] = float64(n)/float64(min(len(x.openPeople), len(y.openPeople))), is(n > 1)
	}
	t[tNear], t[tCounts] = is(nearly(x.openCounts, y.openCounts)), is(twoShared(x.openCounts, y.openCounts))
	for what, of := range x.counts {
		if other := y.counts[what]; meet(of, other) || nearly(of, other) {
			t[tCounted] = 1
		} else if len(other) > 0 {
			t[tOtherCounted] = 1
		}
	}
	t[tOtherCounted] *= 1 - t[tCounted]
	t[tPhrase] = is(meet(x.phrases, y.phrases))
}

// What weighs as much as two reports share at all, and as a word does, about.
const (
	muchShared = 70.
	muchRare   = 8.
)

// twoShared reports whether two sets have two numbers in common.
func twoShared(a, b map[float64]bool) bool {
	n := 0
	for v := range a {
		if b[v] {
			n++
		}
	}
	return n > 1
}

// doings compares what happens in two reports and who acts, and counts the kinds
// of agreement.
func (s *session) doings(a, b *report, t *[numTraits]float64) {
	x, y := &a.like, &b.like
	same, agent, cause := 0., 0., 0.
	if a.event != nil && b.event != nil && !speech(a.event.Kind) && !speech(b.event.Kind) {
		same = is(sameKind(a.event.Kind, b.event.Kind))
		one, other := s.agents(a.event), s.agents(b.event)
		agent = is(meet(one, other))
		t[tOtherAgent] = is(agent == 0 && len(one) > 0 && len(other) > 0 && !shareAgent(a.event, b.event))
	}
	if p, q := a.line.causes(), b.line.causes(); len(p) > 0 && len(q) > 0 {
		cause = is(meet(p, q))
		t[tOtherCause] = 1 - cause
	}
	if a.line.ends() && b.line.ends() {
		t[tBothOff] = max(t[tPlace], t[tOpenPlace], t[tName], agent)
	}
	kinds := max(t[tName], agent) + t[tPlace] + t[tLand] + max(t[tNumber], t[tBigNumber], t[tFigure], is(meet(x.scores, y.scores))) +
		max(is(s.rareTerm(x.terms, y.terms)), t[tPaper]) + max(same, share(x.deeds, y.deeds)) + max(t[tFar], cause) + t[tSameDay]
	t[tKinds2], t[tKinds3] = min(1, max(0, kinds-1)), min(1, max(0, kinds-2))
}

// differ finds what speaks against one event.
func (s *session) differ(a, b *report, t *[numTraits]float64) {
	x, y := &a.like, &b.like
	fa, fb := s.foreignNames(a, b), s.foreignNames(b, a)
	if t[tFarPlace] == 0 {
		// One flood is that, whatever its reports name besides the place.
		t[tForeign], t[tForeign2] = is(min(fa, fb) > 0), is(min(fa, fb) > 1)
	}
	t[tStranger] = is(max(fa, fb) > 0)
	t[tOtherPlace] = is(len(x.cities) > 0 && len(y.cities) > 0 && t[tPlace] == 0 && !meet(x.places, y.places))
	t[tOtherLand] = is(foreignLand(a, b) && foreignLand(b, a))
	t[tNoPlace] = is(len(x.places) > 0 && len(y.places) > 0 && !meet(x.places, y.places))
	t[tElsewhere] = is(a.lead && b.lead && a.line.elsewhere(b) && b.line.elsewhere(a))
	t[tOpposite] = is(a.event != nil && b.event != nil && opposite(a.event.Kind, b.event.Kind))
	t[tOtherThing] = is(otherThing(a, b))
	t[tSaidLater] = is(a.own && b.own && a.when.Known() && b.when.Known() && !a.when.Overlaps(b.when))
	if p, q := a.line.stage(), b.line.stage(); p != q {
		t[tOtherStage] = is(p != "" && !y.openStages[p] || q != "" && !x.openStages[q])
	}
	t[tOneOff] = is((a.denied || a.line.ends()) != (b.denied || b.line.ends()))
	if a.article.dated() && b.article.dated() {
		t[tApart] = min(1, float64(a.article.Published.Gap(b.article.Published.Interval))/4)
	}
}

// ends reports whether a line tells that something was given up or won't be.
func (l *line) ends() bool { return l.off() || l.undone() }

// contained returns the share of the words of the shorter of two sentences, by
// weight, that the other or its title has.
func (s *session) contained(x, y *features) float64 {
	sum := func(core, stems map[string]bool) (all, there float64) {
		for st := range core {
			w := s.weight[st]
			all += w
			if stems[st] {
				there += w
			}
		}
		return all, there
	}
	all, there := sum(x.core, y.stems)
	other, back := sum(y.core, x.stems)
	if all == 0 || other == 0 {
		return 0
	}
	return min(1, max(there, back)/min(all, other))
}

func is(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

// share returns how much of two sets is common to them (Jaccard).
func share(a, b map[string]bool) float64 {
	n := 0
	for k := range a {
		if b[k] {
			n++
		}
	}
	if n == 0 {
		return 0
	}
	return float64(n) / float64(len(a)+len(b)-n)
}

// rareTerm reports whether two sets have two rare words together.
func (s *session) rareTerm(a, b map[[2]string]bool) bool {
	for t := range a {
		if b[t] && s.weight[t[0]] >= minRare && s.weight[t[1]] >= minRare && !s.ownStems()[t[1]] {
			return true
		}
	}
	return false
}

// termIn reports whether two rare words that stand together in a report do so in
// another's article, and whether it has any.
func (s *session) termIn(a, b *report) (there, any bool) {
	terms := b.article.allTerms()
	for t := range a.like.terms {
		if s.weight[t[0]] >= minRare && s.weight[t[1]] >= minRare && !s.ownStems()[t[1]] {
			if any = true; terms[t] {
				return true, true
			}
		}
	}
	return false, any
}

// allTerms returns the words that stand together anywhere in an article.
func (a *article) allTerms() map[[2]string]bool {
	if a.terms == nil {
		title := newLine(a.Title)
		a.terms = title.terms(nil)
		for i := range a.lines {
			maps.Copy(a.terms, a.lines[i].terms(nil))
		}
	}
	return a.terms
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
	Leads  bool      // both are the chief news of their articles
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
		if a.witness && b.witness || s.barred(a, b) || a.article.cluster() == b.article.cluster() && a.line.text == b.line.text {
			return
		}
		t := s.traits(a, b)
		s.Compared(Pair{Version{a.article.Key, a.article.Version}, Version{b.article.Key, b.article.Version},
			[2]string{a.span.Of(a.article.Text), b.span.Of(b.article.Text)}, [2]string{part(a), part(b)}, a.lead && b.lead, t[:]})
	})
}
