package bot

import (
	"cmp"
	"strings"

	"dateline/bot/question"
	"dateline/corpus/event"
	"dateline/corpus/timex"
	"dateline/corpus/token"
	"dateline/retrieval"
)

// The shares of the question's words that a sentence needs for an answer to a
// question of yes or no: alone to say yes, with the sentences beside it to say
// no, and alone to be quoted without either.
const (
	minYes    = .85
	minNo     = .7
	minBeside = .7
)

// nounIn reports whether word v of a line is a noun made of a verb: "the opening of
// the bridge".
func nounIn(l *line, v int) bool {
	return strings.HasSuffix(l.folded[v], "ing") && (v == 0 || determiners[l.folded[v-1]] || v+1 < len(l.folded) && l.folded[v+1] == "of")
}

// stemsWith returns the stems of a line that says in some form what a verb does,
// with the verb's own.
func stemsWith(l *line, verb string) map[string]bool {
	set := stemSet(l.text)
	set[verb] = true
	return set
}

// particular reports whether a question of yes or no is about one occasion: it
// names a time, or more than who, where and what they did.
func (c *conversation) particular() bool {
	if c.q.Bound.Known() {
		return true
	}
	verb, of := mainVerb(c.q), map[string]bool{}
	for _, n := range c.q.Names {
		for s := range stemSet(n.Text) {
			of[s] = true
		}
	}
	for _, s := range c.q.Terms {
		if s != verb && !of[s] {
			return true
		}
	}
	return false
}

var visitStem = token.Stem("visit")

// ofAskedTime reports whether a line tells of the time that bounds the question:
// one of its times fits, or it has none and its article appeared then.
func (c *conversation) ofAskedTime(l *line) bool {
	b := c.q.Bound
	if !b.Interval.Known() {
		return true
	}
	known := false
	for _, p := range l.sentence.Periods {
		h := p.Hull()
		if !h.Known() {
			continue
		}
		known = true
		if fitsBound(h, b) {
			return true
		}
	}
	if p := l.hit.Article.Published; !known && p.Known() {
		return b.Relation == retrieval.In && c.publishedIn(l) || b.Relation != retrieval.In && fitsBound(p.Interval, b)
	}
	return false
}

// verbsTime reports whether the times that belong to the verb at word v of a
// line, if any do, have one that fits the question's.
func (c *conversation) verbsTime(l *line, v int) bool {
	if !c.q.Bound.Interval.Known() {
		return true
	}
	own := false
	for _, x := range timex.Parse(l.text, l.hit.Article.Published.Interval) {
		if x.Type != "DATE" && x.Type != "TIME" || !x.Interval.Known() {
			continue
		}
		from, to := wordRange(l, x.Span)
		if !l.governs(asked{}, []int{v}, from, to) {
			continue
		}
		if fitsBound(x.Interval, c.q.Bound) {
			return true
		}
		own = true
	}
	return !own
}

// singular returns the word by which a question asks whether something stands
// alone in its class: "first" in "was X the first minister to …"; "" for none.
func singular(q question.Question) string {
	folded := foldedWords(q.Main)
	for i, f := range folded {
		if i > 0 && folded[i-1] == "the" && (f == "first" || f == "last" || f == "only" || len(f) > 5 && strings.HasSuffix(f, "est")) {
			return f
		}
	}
	return ""
}

// grants reports whether a line grants what a question asks of somebody who
// stands alone in a class: the line has the same word, of a class that is no
// narrower ("the first defence minister" is not the first minister), and not
// of a span of time only ("the first in 45 years"). What is asked of all of a class it
// grants only where it says so of all.
func grants(l *line, q question.Question) bool {
	if ofAll(foldedWords(q.Main)) && !ofAll(l.folded) {
		return false
	}
	word := singular(q)
	if word == "" {
		return true
	}
	asked := stemSet(q.Main)
	for i, f := range l.folded {
		if f != word {
			continue
		}
		for j := i + 1; j < min(len(l.folded), i+8); j++ {
			if strings.ContainsAny(l.text[l.words[j-1].End:l.words[j].Start], ",;:.") {
				break
			}
			w := l.folded[j]
			if lengthWords[w] && !asked[l.stems[j]] {
				return false
			}
			noun := question.ClassOf(w) == question.Person || question.ClassOf(w) == question.Organization
			if k := j - 1; noun && asked[l.stems[j]] && k > i && !token.Stop(l.folded[k]) && !asked[l.stems[k]] && !has(question.Kin(l.stems[k]), l.stems[k]) {
				return false
			}
			if noun && !asked[l.stems[j]] {
				return false
			}
		}
		return true
	}
	return false
}

// ofAll reports whether words speak of all of a class: "all farmers", but not "at all".
func ofAll(folded []string) bool {
	for i, f := range folded {
		switch {
		case f == "all" && i > 0 && (folded[i-1] == "at" || folded[i-1] == "after" || folded[i-1] == "above"), f == "each" && i+1 < len(folded) && folded[i+1] == "other":
		case f == "all" || f == "every" || f == "each":
			return true
		}
	}
	return false
}

// reach is the share that words beside a sentence can bring it to: they count
// for less than its own.
func reach(own, near map[string]bool, t terms) float64 {
	both := map[string]bool{}
	for s := range own {
		both[s] = true
	}
	for s := range near {
		both[s] = true
	}
	if t.share(both, nil) < minNo {
		return 2 // never
	}
	return t.share(own, near) // what is beside it suffices
}

// mainVerb returns the stem of the verb of a question of yes or no: the first
// after its subject; "" where none is found.
func mainVerb(q question.Question) string {
	ws := token.Words(q.Main)
	last, noun := "", ""
	asksObject := q.Kind == question.What && q.Head == ""
	for i := 1; i < len(ws); i++ {
		f := token.Fold(ws[i].Text)
		if ws[i].Capital() || token.Stop(f) || helpingWord[f] || beWord[f] {
			continue
		}
		before := token.Fold(ws[i-1].Text)
		if i > 1 && i+1 < len(ws) && doWord[token.Fold(ws[0].Text)] && question.Noun(f) && question.ClassOf(f) != question.Person && question.ClassOf(f) != question.Organization && !determiners[before] && before != "of" && leadsNoun[token.Fold(ws[i+1].Text)] {
			return token.Stem(f) // "did the trustees raise the fee"
		}
		if before == "the" || before == "a" || before == "an" || before == "of" || before == "to" && i > 3 {
			continue
		}
		if _, ok := event.KindOf(f); ok || question.Verb(f) {
			return token.Stem(f)
		}
		if q.Kind == question.YesNo && question.Noun(f) && i+1 < len(ws) {
			noun = cmp.Or(noun, token.Stem(f)) // "did the police chief take"
			continue
		}
		if last == "" || asksObject && !determiners[before] && !token.Stop(before) {
			last = token.Stem(f) // "what does the pact on trade cover": it ends the question
		}
	}
	return cmp.Or(last, noun)
}

// doWord are the words that open a question whose verb stands behind its subject.
var doWord = words(`did does do will would`)

// leadsNoun are the determiners that begin what is done to, and no time.
var leadsNoun = words(`the a an his her its their`)

var determiners = words(`the a an his her its their this that these those some any`)

// verbIn returns where a line has the verb or a word that says the same.
func verbIn(l *line, stem string) (int, bool) {
	kin := question.Kin(stem)
	for i, s := range l.stems {
		if s == stem && stem != "" {
			return i, true
		}
	}
	for i := 0; i+1 < len(l.words); i++ {
		// "has been to Rome"
		if l.folded[i] == "been" && l.folded[i+1] == "to" && (stem == visitStem || has(kin, visitStem)) {
			return i, true
		}
	}
	for i, s := range l.stems {
		if has(kin, s) && !(l.words[i].Capital() && i > 0) {
			return i, true
		}
	}
	return 0, false
}

// negated reports whether the verb at word v of a line is denied: by a word
// of denial shortly before it, or by a subject that is nobody or nothing.
func negated(l *line, v int) bool {
	for j := v - 1; j >= max(0, v-4); j-- {
		if strings.ContainsAny(l.text[l.words[j].End:l.words[j+1].Start], ",;:") {
			return false
		}
		if denies[l.folded[j]] && l.folded[j+1] != "only" || strings.HasSuffix(l.folded[j], "n't") || strings.HasSuffix(l.folded[j], "n’t") {
			return true
		}
	}
	return false
}

// disowned reports whether somebody denies what the verb at word v of a line
// says: "denied reports that she was arrested", "rejected the claim that", "denied
// stealing". What is denied begins right behind, and nothing else is said before v.
func disowned(l *line, v int) bool {
	for i := v - 1; i >= 0; i-- {
		if strings.ContainsAny(l.text[l.words[i].End:l.words[i+1].Start], ";:") {
			return false
		}
		if !disowns[l.folded[i]] {
			continue
		}
		for j := max(0, i-4); j < i; j++ {
			if denies[l.folded[j]] || strings.HasSuffix(l.folded[j], "n't") || strings.HasSuffix(l.folded[j], "n’t") {
				return false // "nobody disputes that"
			}
		}
		if strings.HasSuffix(l.folded[v], "ing") && v-i <= 3 {
			return true
		}
		begins := -1
		for j := i + 1; j <= min(i+4, v-1); j++ {
			if l.folded[j] == "that" || l.folded[j] == "having" || hearsay[l.folded[j]] {
				begins = j
			}
		}
		if begins < 0 {
			return false
		}
		for j := i + 1; j < v; j++ {
			switch f := l.folded[j]; {
			case f == "after" || f == "before" || f == "but" || f == "while" || j > begins && Speaks(f):
				return false // that is said by somebody else, or of another time
			}
		}
		return true
	}
	return false
}

// disowns are verbs of saying that something is not so, where what it is follows
// as a clause or as hearsay.
var disowns = words(`deny denies denied denying reject rejects rejected rejecting dismiss dismisses dismissed dismissing refute refutes refuted
	dispute disputes disputed disputing disprove disproved contradict contradicts contradicted rebut rebutted`)

// hearsay are nouns for what is said of somebody.
var hearsay = words(`report reports rumour rumours rumor rumors claim claims allegation allegations accusation accusations suggestion suggestions
	speculation assertion assertions story stories`)

var denies = words(`not no never nothing nobody none neither nor refused declined cannot without failed`)

// planned reports whether the verb at word v of a line is only planned, wished
// or supposed.
func planned(l *line, v int) bool {
	for j := max(0, v-4); j < v; j++ {
		// "put off his own journey"
		if cancelling[l.folded[j]] || l.folded[j] == "off" && j > 0 && (l.folded[j-1] == "put" || l.folded[j-1] == "called" || l.folded[j-1] == "call") {
			return true
		}
	}
	for j := v - 1; j >= max(0, v-5); j-- {
		switch f := l.folded[j]; f {
		case "will", "would", "could", "might", "may", "should", "if", "whether", "plans", "planned", "wants", "hopes", "hoped", "scheduled",
			"expected", "invited", "proposed", "asked", "due":
			return true
		case "to":
			if j > 0 && beWord[l.folded[j-1]] || j == v-1 && l.intends(j) {
				return true
			}
		}
	}
	return false
}
