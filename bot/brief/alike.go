package brief

import (
	"strings"

	"dateline/bot/question"
	"dateline/corpus/gazetteer"
)

// The likeness from which two reports of the same days are of one event.
const (
	minLike    = .34 // of all words, by weight, against the shorter
	minSure    = .2  // where an event read from both is the same
	minExact   = .15 // where a number of the same thing is the same
	minContent = .3  // of what is said, names left out
	minNames   = 1   // names that both have besides the topic's
	sameDays   = 2   // between two reports that don't say when
)

// alike reports whether two reports tell of one event. Wrong merges are worse
// than missed ones.
func (s *session) alike(a, b *report) bool {
	if a.plan != b.plan || a.denied != b.denied || a.article.dated() != b.article.dated() {
		return false
	}
	if a.article.cluster() == b.article.cluster() && a.line.text == b.line.text {
		return true
	}
	if !s.timely(a, b) || s.apart(a, b) {
		return false
	}
	m := s.measure(a, b)
	switch {
	case !a.article.dated():
		// Nothing says that they are of one time.
		return m.like >= .6 && m.anchors >= 2 || m.both >= .85 && len(a.like.core) >= 5
	case m.both >= .85 && len(a.like.core) >= 5 && a.when == b.when:
		return true // nearly the same words
	case m.far && m.there && (s.sharesName(a, b) || s.placed(a, b)):
		return true
	case s.facts(a, b, m):
		return true
	case (told(a) || told(b)) && m.content < minContent:
		return false // the same person said two things
	case m.like >= .6 && m.anchors >= 1, m.wide >= .5 && m.anchors >= 2:
		return true
	case m.anchors >= minNames && m.like >= minLike:
		return true
	case m.anchors >= 2 && a.own && b.own && a.when == b.when && m.like >= minSure:
		return true
	case m.there && (m.pair || a.line.off() && b.line.off()) && m.like >= minSure:
		return true
	case m.there && m.exact > 0 && a.own && b.own && a.when == b.when && m.like >= minExact:
		return true
	case m.there && m.kinds && once[a.event.Kind] && a.own && b.own && a.when == b.when && m.like >= minSure:
		return true
	case m.anchors >= 3 && m.like >= (minSure+minLike)/2:
		return true
	case m.kinds && m.like >= minSure && (m.anchors >= 2 || m.anchors == 1 && a.own && b.own):
		return true
	}
	return false
}

// measured is how much two reports have in common.
type measured struct {
	like    float64 // the share, by weight, of the words of the shorter in the other
	anchors int     // names, numbers and scores that both have
	kinds   bool    // events of one kind were read from both
	wide    float64 // as like, of the first lines
	exact   int     // numbers of the same thing that both have
	there   bool    // a name that both have, be it the topic's
	pair    bool    // "pension law" in both
	far     bool    // both tell of something that a place has but once on a day
	content float64 // as like, without names
	both    float64 // the share, by weight, of the words of either that both have
}

// placed reports whether two reports name the same city, be it the topic's.
func (s *session) placed(a, b *report) bool { return meet(a.like.places, b.like.places) }

// once are kinds of event of which a country has but one on a day.
var once = set(`election elect vote resign summit tournament`)

// measure compares two reports.
func (s *session) measure(a, b *report) measured {
	shared, all := 0., [2]float64{}
	for st := range a.like.core {
		w := s.weight[st]
		all[0] += w
		if b.like.stems[st] {
			shared += w
		}
	}
	back := 0.
	for st := range b.like.core {
		w := s.weight[st]
		all[1] += w
		if a.like.stems[st] {
			back += w
		}
	}
	least := min(all[0], all[1])
	if least == 0 {
		return measured{}
	}
	like := min(1, max(shared, back)/least)
	if shared+back < .25*(all[0]+all[1]) {
		like *= .8
	}
	anchors, exact, there := 0, 0, false
	for n := range a.like.names {
		if b.like.names[n] {
			there = true
			if !s.ofTopic(n) {
				anchors++
			}
		}
	}
	for what, v := range a.like.numbers {
		if b.like.numbers[what] == v {
			if exact++; v <= 12 {
				anchors++
			}
		}
	}
	for v := range a.like.values {
		if b.like.values[v] {
			anchors++
		}
	}
	for x := range a.like.scores {
		if b.like.scores[x] {
			anchors++
		}
	}
	far := reaching(a)
	isFar := far != "" && far == reaching(b)
	kinds := false
	if a.event != nil && b.event != nil && !speech(a.event.Kind) {
		kinds = sameKind(a.event.Kind, b.event.Kind)
	}
	return measured{like, anchors, kinds, s.overlap(a.like.wide, b.like.wide), exact, there, sharesPair(a, b), isFar, s.overlap(a.content(), b.content()), (shared + back) / (all[0] + all[1])}
}

// told reports whether a report is what somebody says.
func told(r *report) bool { return r.event != nil && speech(r.event.Kind) }

// content returns the words of a report that are no names.
func (r *report) content() map[string]bool {
	out := map[string]bool{}
	stems := r.line.stems()
	for i, w := range r.line.words {
		if !w.Capital() && r.like.core[stems[i]] {
			out[stems[i]] = true
		}
	}
	return out
}

// sharesPair reports whether both reports name one thing that is agreed or passed.
func sharesPair(a, b *report) bool {
	for p := range a.like.pairs {
		if b.like.pairs[p] {
			return true
		}
	}
	return false
}

// overlap returns the share of the weight of the lighter set that both have.
func (s *session) overlap(a, b map[string]bool) float64 {
	x, y, both := 0., 0., 0.
	for st := range a {
		x += s.weight[st]
		if b[st] {
			both += s.weight[st]
		}
	}
	for st := range b {
		y += s.weight[st]
	}
	if x == 0 || y == 0 {
		return 0
	}
	return both / min(x, y)
}

// ofTopic reports whether a name is one of the topic's own.
func (s *session) ofTopic(n string) bool {
	n = strings.TrimPrefix(n, "c:")
	for _, u := range s.topic.units {
		if u.entry == n {
			return true
		}
		for _, w := range u.words {
			if w == stem(n) || w == n {
				return true
			}
		}
	}
	return false
}

// timely reports whether two reports may tell of one time.
func (s *session) timely(a, b *report) bool {
	if a.plan {
		return !a.own || !b.own || a.when.Overlaps(b.when)
	}
	if !a.when.Known() || !b.when.Known() {
		return a.when.Known() == b.when.Known()
	}
	switch gap := a.when.Gap(b.when); {
	case a.when.Overlaps(b.when):
		return true
	case a.own && b.own:
		return a.event != nil && b.event != nil && a.event.Kind == "visit" && b.event.Kind == "visit" && gap < 3
	case a.own:
		return a.when.End <= b.when.End && gap <= sameDays
	case b.own:
		return b.when.End <= a.when.End && gap <= sameDays
	default:
		return gap < sameDays
	}
}

// apart reports whether something speaks against two reports telling of one
// event: other places, other names on both sides, other scores.
func (s *session) apart(a, b *report) bool {
	x, y := a.like, b.like
	if len(x.places) > 0 && len(y.places) > 0 && !meet(x.places, y.places) {
		return true
	}
	if len(x.lands) > 0 && len(y.lands) > 0 && !meet(x.lands, y.lands) {
		return true
	}
	if len(x.scores) > 0 && len(y.scores) > 0 && !meet(x.scores, y.scores) {
		return true
	}
	if v, ok := x.numbers["percent"]; ok {
		if w, ok := y.numbers["percent"]; ok && v != w {
			return true
		}
	}
	if a.event != nil && b.event != nil && opposite(a.event.Kind, b.event.Kind) {
		return true
	}
	if otherThing(a, b) || moves(a) && moves(b) && without(x.lands, y.lands) && without(y.lands, x.lands) {
		return true
	}
	if x, y := a.line.stage(), b.line.stage(); x != y && (a.lead && b.lead) && (x == "inquiry" || y == "inquiry" || x == "aid" || y == "aid" || x == "denied" || y == "denied") {
		return true // what followed upon it
	}
	if x, y := a.line.causes(), b.line.causes(); len(x) > 0 && len(y) > 0 && !meet(x, y) {
		return true // a fire is no flood
	}
	if a.lead && b.lead && a.line.elsewhere(b) && b.line.elsewhere(a) {
		return true
	}
	// Each names somebody or something that the other's article never does.
	if far := reaching(a); far != "" && far == reaching(b) && (s.placed(a, b) || s.sharesName(a, b)) {
		return false // one flood, whatever its reports name besides the place
	}
	return s.foreignNames(a, b) > 0 && s.foreignNames(b, a) > 0
}

// moves reports whether a report tells of a journey or a meeting, or of what is
// planned: there of several places any is its own.
func moves(r *report) bool {
	return r.plan || r.event != nil && (r.event.Kind == "visit" || r.event.Kind == "meet" || r.event.Kind == "leave")
}

// without reports whether a has what b has not.
func without(a, b map[string]bool) bool {
	for k := range a {
		if !b[k] {
			return true
		}
	}
	return false
}

// sites returns the names of a line that stand behind a word of place.
func (l *line) sites() map[string]bool {
	out := map[string]bool{}
	for i := l.after + 1; i < len(l.words); i++ {
		if l.words[i].Capital() && siteWords[l.folded[i-1]] && !question.Time(l.words[i].Text) {
			out[l.folded[i]] = true
		}
	}
	return out
}

// towns returns the names of a line behind "in", other than of countries.
func (l *line) towns() map[string]bool { return l.signs().towns }

func (l *line) readTowns() map[string]bool {
	out := map[string]bool{}
	for i := l.after + 1; i < len(l.words); i++ {
		if !l.words[i].Capital() || l.folded[i-1] != "in" || question.Time(l.words[i].Text) {
			continue
		}
		if _, ok := gazetteer.Country(l.folded[i]); !ok {
			out[l.folded[i]] = true
		}
	}
	return out
}

// elsewhere reports whether a line names towns, none of which another report's
// article has.
func (l *line) elsewhere(r *report) bool {
	towns := l.towns()
	for n := range towns {
		if r.article.has(n) {
			return false
		}
	}
	return len(towns) > 0
}

var siteWords = set(`in of through hit near at off struck around across over`)

// sharesName reports whether two reports have a name besides the topic's and
// besides a country's, and name no two places: a town of the same province is
// another.
func (s *session) sharesName(a, b *report) bool {
	if x, y := a.line.sites(), b.line.sites(); without(x, y) && without(y, x) {
		return false
	}
	for n := range a.like.names {
		if b.like.names[n] && !strings.HasPrefix(n, "c:") && !s.ofTopic(n) {
			return true
		}
	}
	return false
}

// papers are what is agreed, passed and argued about, of which there are many of
// one kind: the word before says which.
var papers = func() map[string]bool {
	m := map[string]bool{}
	for w := range set(`agreement law bill act treaty accord pact reform tax protocol contract deal rules talks exports imports visit
		exercise summit tournament cup championship minister ministry strike recall`) {
		m[stem(w)] = true
	}
	return m
}()

// otherThing reports whether two reports tell of two things of one kind: a
// customs agreement and an aviation agreement.
func otherThing(a, b *report) bool {
	for p := range a.like.pairs {
		other, same := false, false
		for q := range b.like.pairs {
			if q[1] == p[1] {
				other, same = other || q[0] != p[0], same || q[0] == p[0]
			}
		}
		if other && !same {
			return true
		}
	}
	return false
}

// opposite are kinds of which the one is no other word for the other.
func opposite(a, b string) bool {
	for _, pair := range [][2]string{{"increase", "decrease"}, {"begin", "end"}, {"launch", "close"}, {"adopt", "reject"}, {"join", "withdraw"},
		{"born", "die"}, {"appoint", "resign"}, {"appoint", "dismiss"}, {"lift", "ban"}, {"arrest", "sentence"}, {"attack", "arrest"}, {"sign", "visit"}, {"visit", "leave"}} {
		if pair[0] == a && pair[1] == b || pair[0] == b && pair[1] == a {
			return true
		}
	}
	return false
}

// foreignNames counts the names of a report that the other's article has
// nowhere.
func (s *session) foreignNames(a, b *report) int {
	n := 0
	for name := range a.like.names {
		if !b.article.has(name) {
			n++
		}
	}
	return n
}

// has reports whether an article has a name anywhere.
func (a *article) has(name string) bool {
	if a.all == nil {
		a.all = map[string]bool{}
		title := newLine(a.Title)
		title.after = 0
		for n := range title.names() {
			a.all[n] = true
		}
		for _, w := range title.folded {
			a.all[w] = true
		}
		for i := range a.lines {
			for n := range a.lines[i].names() {
				a.all[n] = true
			}
			for j, f := range a.lines[i].folded {
				if a.lines[i].words[j].Capital() {
					a.all[f] = true
				}
			}
		}
	}
	return a.all[name]
}

func meet(a, b map[string]bool) bool {
	for k := range a {
		if b[k] {
			return true
		}
	}
	return false
}
