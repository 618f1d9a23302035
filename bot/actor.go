package bot

import (
	"slices"
	"strings"

	"dateline/bot/question"
	"dateline/corpus/gazetteer"
	"dateline/corpus/token"
)

// doer returns the words that name who does the verb at word v of a line, none
// where it is somebody whom the line doesn't name. It reports false where that
// can't be told.
func (l *line) doer(v int) (from, to int, known bool) {
	j := v - 1
	for j >= 0 && l.gapAfter(j) == "" && (helpingWord[l.folded[j]] || beWord[l.folded[j]] || beforeVerb[l.folded[j]] || strings.HasSuffix(l.folded[j], "ly") && !l.words[j].Capital()) {
		j--
	}
	if j < 0 {
		return 0, 0, false
	}
	if f := l.folded[j]; f == "who" || f == "which" || f == "that" && !(j > 0 && speaksAt(l, j-1)) {
		return l.antecedent(j)
	}
	if l.gapAfter(j) == "," {
		return l.insertedSubject(j)
	}
	if isPronoun(l.folded[j]) && !l.words[j].Number() {
		return 0, 0, true
	}
	// The words before the verb, up to another verb or a break.
	start := j
	for start > 0 && l.gapAfter(start-1) == "" && !verbAt(l, start-1) && !opensClause[l.folded[start-1]] {
		start--
	}
	return l.nameIn(start, j+1)
}

// gapAfter returns what stands between word j and the next, without space.
func (l *line) gapAfter(j int) string {
	if j+1 >= len(l.words) {
		return ""
	}
	return strings.TrimSpace(l.text[l.words[j].End:l.words[j+1].Start])
}

// beforeVerb are words that may stand between a subject and its verb.
var beforeVerb = words(`not never also now still then later since to already again just soon first finally`)

var opensClause = words(`that and but while when after before because since if as who which where`)

// nameIn returns the name of a noun phrase, before what a preposition adds to it.
func (l *line) nameIn(from, end int) (int, int, bool) {
	for j := from; j < end; j++ {
		if j > from && (placePrep[l.folded[j]] || l.folded[j] == "of" || l.folded[j] == "for" || l.folded[j] == "and") {
			return 0, 0, false
		}
		if !nameStart(l, j) {
			continue
		}
		to := j + 1
		for to < end && (l.words[to].Capital() || l.words[to].Number()) && !possessive(l.words[to-1].Text) && gapInName(l.text[l.words[to-1].End:l.words[to].Start], l.words[to-1].Text) {
			to++
		}
		if to < end {
			continue // "Larvo striker Ann Clarke", "Velmet's workers"
		}
		return j, to, true
	}
	return 0, 0, false
}

// antecedent returns the name that the relative pronoun at word j refers to.
func (l *line) antecedent(j int) (int, int, bool) {
	if j == 0 {
		return 0, 0, false
	}
	end := j
	for {
		start := end - 1
		for start > 0 && l.gapAfter(start-1) == "" && !verbAt(l, start-1) && !opensClause[l.folded[start-1]] && !token.Stop(l.folded[start-1]) {
			start--
		}
		if from, to, ok := l.nameIn(start, end); ok {
			return from, to, true
		}
		// "Ann Clarke, the engineer who built it"
		for start > 0 && l.gapAfter(start-1) == "" && token.Stop(l.folded[start-1]) && !verbAt(l, start-1) {
			start--
		}
		if start == 0 || l.gapAfter(start-1) != "," || end != j {
			return 0, 0, end == j && l.gapAfter(end-1) == ","
		}
		end = start
	}
}

// insertedSubject returns the subject of a verb before which, behind word j, an
// insertion ends: "Clarke, 48, now head of Velmet, …", "Its lawyer, Ann Clarke, …".
func (l *line) insertedSubject(j int) (int, int, bool) {
	start := 0
	for start < len(l.words) && l.words[start].Start < afterDateline(l) {
		start++
	}
	for k := j - 1; k > start; k-- {
		if strings.ContainsAny(l.gapAfter(k-1), ";:") || l.folded[k-1] == "that" && k > 1 && speaksAt(l, k-2) {
			start = k
			break
		}
	}
	if start > j {
		return 0, 0, false
	}
	end := start + 1
	for end <= j && l.gapAfter(end-1) == "" {
		end++
	}
	if placePrep[l.folded[start]] || opensClause[l.folded[start]] || slices.ContainsFunc(l.indices(start, end), func(k int) bool { return verbAt(l, k) }) || end > j {
		return 0, 0, false // a time or a clause stands before the subject
	}
	if article[l.folded[start]] || l.folded[start] == "its" || l.folded[start] == "his" || l.folded[start] == "her" || l.folded[start] == "their" {
		stop := end + 1
		for stop <= j && l.gapAfter(stop-1) == "" {
			stop++
		}
		return l.nameIn(end, stop)
	}
	return l.nameIn(start, end)
}

// actsIn reports whether a candidate may be who does the verb of the stem in its
// line: false where the line says of each verb that somebody else does it.
func (x candidate) actsIn(stem string) bool {
	l, denied := x.line, false
	for v := range l.words {
		if !l.saysAt(v, stem) || v >= x.from && v < x.to {
			continue
		}
		if possessive(l.words[v].Text) {
			denied = true // "a mediator's proposal": nobody is said to be one
			continue
		}
		if !question.PastVerb(l.folded[v]) && !strings.HasSuffix(l.folded[v], "s") || v > 0 && (article[l.folded[v-1]] || possessive(l.words[v-1].Text)) || speaksAt(l, v) {
			return true // a noun, or what may stand before who does it
		}
		if v+1 < len(l.words) && (l.folded[v+1] == "by" || slices.Contains(l.folded[v+1:min(len(l.folded), v+9)], "by")) {
			return true
		}
		from, to, known := l.doer(v)
		switch {
		case known && from < x.to && x.from < to:
			return true
		case !known && x.to <= v:
			return true
		}
		denied = true
	}
	return !denied
}

// bearsOn reports whether what stands with the verb of the stem in a line is what
// the question has with it, by a word of it; what a pronoun stands for there is
// not judged.
func (c *conversation) bearsOn(l *line, stem string) bool {
	want := c.q.Terms
	if len(want) == 0 {
		return true
	}
	others := 0
	for _, s := range want {
		if s != stem && !has(question.Kin(stem), s) {
			others++
		}
	}
	if others == 0 {
		return true
	}
	for j, s := range l.stems {
		if isPronoun(l.folded[j]) && (j > 0 && l.saysAt(j-1, stem) || j+2 < len(l.words) && beWord[l.folded[j+1]] && l.saysAt(j+2, stem)) {
			return true // "welcomed him", "he was welcomed by"
		}
		if s == stem || has(question.Kin(stem), s) || l.otherName(j, c.q) {
			continue
		}
		for _, w := range want {
			if w != stem && !(has(question.Kin(stem), w)) && (s == w || has(question.Kin(w), s) || nearWord(map[string]bool{s: true}, w)) {
				return true
			}
		}
	}
	return false
}

// otherName reports whether word j of a line stands in a name that has a word of
// one in the question and others besides: "Save Northside" where the question
// has "Northside Clinic", "Ariel-2" where it has "Ariel-1".
func (l *line) otherName(j int, q question.Question) bool {
	if !l.words[j].Capital() {
		return false
	}
	from, to := j, j+1
	for from > 0 && l.words[from-1].Capital() && l.gapAfter(from-1) == "" && !possessive(l.words[from-1].Text) && !(from == 1 && token.Stop(l.folded[0])) {
		from--
	}
	if from > 2 && l.folded[from-1] == "of" && l.words[from-2].Capital() && !possessive(l.words[from-2].Text) {
		from -= 2 // "Friends of Velmet"
	}
	for to < len(l.words) && l.words[to].Capital() && l.gapAfter(to-1) == "" && !possessive(l.words[to-1].Text) {
		to++
	}
	if _, ok := gazetteer.Country(l.text[l.words[from].Start:l.words[to-1].End]); ok {
		return false
	}
	for _, n := range q.Names {
		set := map[string]bool{}
		for s := range stemSet(n.Text) {
			set[s] = true
		}
		if !set[l.stems[j]] {
			continue
		}
		more, fewer := 0, len(set)
		for k := from; k < to; k++ {
			if set[l.stems[k]] {
				fewer--
			} else if question.ClassOf(l.folded[k]) != question.Person && !courtesy[l.folded[k]] {
				more++
			}
		}
		return more > 0 && fewer > 0
	}
	return false
}
