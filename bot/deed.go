package bot

import (
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

// deed is what a question says that its subject did: "what did X buy before
// 2017?"
type deed struct {
	verb    string // stem
	subject mention
	bound   retrieval.Bound
	denied  bool
}

// momentary are the stems of verbs for what is done at once, so that a time
// beside them is the only time of it.
var momentary = func() map[string]bool {
	m := map[string]bool{}
	for w := range words(`buy bought sell sold acquire acquired purchase purchased sign signed order ordered win won build built donate
		donated gave give launch launched export exported deliver delivered`) {
		m[token.Stem(w)] = true
	}
	return m
}()

// askedDeed reads it from a question; it reports false for one without "did"
// and a name as the subject, and for one of a verb for what lasts.
func askedDeed(q question.Question) (deed, bool) {
	if q.Kind != question.What && q.Kind != question.Which && q.Kind != question.Who {
		return deed{}, false
	}
	ws, folded := token.Words(q.Main), foldedWords(q.Main)
	did := slices.Index(folded, "did")
	if did < 0 {
		return deed{}, false
	}
	d := deed{bound: q.Bound, denied: q.Negated()}
	for _, m := range mentionsIn(q.Main, ws, folded) {
		if m.from <= did || m.from > did+2 || m.to >= len(ws) || m.Name == "" && m.Place == "" {
			continue
		}
		d.subject, d.verb = m, token.Stem(folded[m.to])
		return d, momentary[d.verb] && !d.denied
	}
	return deed{}, false
}

// tells reports whether a line tells that the subject did it, within the bound:
// at a time that its clause gives, else on about the day of its report.
func (d deed) tells(l *line) bool {
	kin := question.Kin(d.verb)
	for v, s := range l.stems {
		lemma := token.Stem(token.Base(l.folded[v]))
		if s != d.verb && lemma != d.verb && !has(kin, s) || l.words[v].Capital() && v > 0 || l.unreal(v) || planned(l, v) || negated(l, v) || v+1 < len(l.folded) && (l.folded[v+1] == "neither" || l.folded[v+1] == "no" || l.folded[v+1] == "nothing") {
			continue
		}
		if d.actsAt(l, v) && d.timely(l, v) {
			return true
		}
	}
	return false
}

// actsAt reports whether the subject stands where who did the verb at word v
// does: before it and in no other's clause, after "by", or before a sentence
// that refers back.
func (d deed) actsAt(l *line, v int) bool {
	name := d.subject.Name
	is := func(from, to int) bool {
		text := l.text[l.words[from].Start:l.words[to-1].End]
		if d.subject.Place != "" {
			return placeIn(text, d.subject.Place)
		}
		return holdsName(text, surname(name)) || holdsName(text, token.Words(name)[0].Text)
	}
	passive := v > 0 && beWord[l.folded[v-1]] || v > 1 && beWord[l.folded[v-2]]
	for j := v + 1; j+1 < len(l.words) && j < v+12; j++ {
		if l.folded[j] == "by" {
			return is(j+1, min(len(l.words), j+6))
		}
	}
	if passive {
		return false
	}
	from := 0
	for j := v - 1; j > 0; j-- {
		if (l.folded[j] == "and" || l.folded[j] == "but" || l.folded[j] == "while" || l.folded[j] == "which" || l.folded[j] == "that") && l.othersAt(j+1, v) {
			from = j + 1
			break
		}
	}
	if from < v && is(from, v) && !(d.subject.Place != "" && l.folded[max(0, v-1)] == "the") {
		return true
	}
	return v > 0 && l.points() && holdsName(l.before(), d.subject.text)
}

// othersAt reports whether a clause with a subject of its own, a name, begins at
// word from, before the verb at word v.
func (l *line) othersAt(from, v int) bool {
	return from < v && l.words[from].Capital() && !token.Stop(l.folded[from])
}

// timely reports whether the verb at word v is of the time asked about.
func (d deed) timely(l *line, v int) bool {
	if !d.bound.Interval.Known() {
		return true
	}
	at := l.hit.Article.Published.Interval
	var told []corpus.Interval
	for _, x := range timex.Parse(l.text, at) {
		from, to := wordRange(l, x.Span)
		if x.Type != "DATE" && x.Type != "TIME" || !x.Interval.Known() || modifies(l, x.Span) || l.inDateline(x) || !l.governs(asked{}, []int{v}, from, to) {
			continue
		}
		told = append(told, x.Interval)
	}
	if len(told) == 0 && at.Known() {
		told = append(told, at)
	}
	return slices.ContainsFunc(told, func(iv corpus.Interval) bool { return fitsBound(iv, d.bound) })
}

// done leaves the lines that tell what a question says that its subject did,
// all of them where it says nothing of the kind.
func done(q question.Question, lines []line) []line {
	d, ok := askedDeed(q)
	if !ok {
		return lines
	}
	return slices.DeleteFunc(slices.Clone(lines), func(l line) bool { return !d.tells(&l) })
}

// harms are the words for what befell those that a question counts.
var harms = words(`die died dead death deaths kill killed injure injured wound wounded arrest arrested drown drowned detain detained hurt missing`)

// ofHarm leaves, where a question counts those whom something befell, the
// numbers that stand with that.
func (c *conversation) ofHarm(cs []candidate) []candidate {
	if c.q.Kind != question.Count {
		return cs
	}
	for _, f := range foldedWords(c.q.Main) {
		if !harms[f] {
			continue
		}
		return slices.DeleteFunc(slices.Clone(cs), func(x candidate) bool {
			if _, ok := verbIn(x.line, token.Stem(f)); ok {
				return false
			}
			return !deaths[f] || !slices.ContainsFunc(x.line.folded, func(w string) bool { return deaths[w] })
		})
	}
	return cs
}

// deaths are words by which reports count the dead, one for another.
var deaths = words(`die died dies dead deaths death drown drowned drowning perish perished kill killed kills killing toll fatalities victims`)

// ofNation leaves, where a question counts people or things of a country, the
// numbers that stand with no other's.
func (c *conversation) ofNation(cs []candidate) []candidate {
	nation := nationOf(c.q.Focus)
	if nation == "" || c.q.Kind != question.Count {
		return cs
	}
	return slices.DeleteFunc(slices.Clone(cs), func(x candidate) bool {
		for j := x.from; j < min(len(x.line.words), x.to+1); j++ {
			if es, n := gazetteer.Longest(x.line.text, x.line.words, x.line.folded, j, true); n > 0 && es[0].Kind == gazetteer.Demonym {
				return es[0].Name != nation
			}
		}
		return false
	})
}

// isChange reports whether a number says by how much something changed: a share,
// or one after "by" or "of".
func (x candidate) isChange() bool {
	if strings.ContainsAny(numeral(x.text), "%") {
		return true
	}
	for j := x.from - 1; j >= max(0, x.from-3); j-- {
		if x.line.folded[j] == "by" {
			return true
		}
	}
	return false
}

// lengthOf leaves the lengths of what a question names by its verb: how long
// something was closed is not how long it was built.
func (c *conversation) lengthOf(cs []candidate) []candidate {
	verb := ""
	for _, w := range token.Words(c.q.Main) {
		f := token.Fold(w.Text)
		if (question.PastVerb(f) || token.Base(f) != f) && !beWord[f] && !helpingWord[f] && !w.Capital() {
			verb = f
		}
	}
	kind, known := event.KindOf(verb)
	if verb == "" || c.q.Kind != question.Length || known && kind == "visit" {
		return cs
	}
	return slices.DeleteFunc(slices.Clone(cs), func(x candidate) bool {
		_, ok := verbIn(x.line, token.Stem(verb))
		return !ok
	})
}
