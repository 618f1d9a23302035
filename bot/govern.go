package bot

import (
	"slices"
	"strings"

	"dateline/bot/question"
	"dateline/corpus"
	"dateline/corpus/event"
	"dateline/corpus/token"
)

// verbs returns the words of a line that say what the question's verb does.
func (l *line) verbs(a asked) []int {
	var out []int
	for j, f := range l.folded {
		if a.verb != "" && a.says(f) && (a.future || !l.unreal(j)) && l.beside(j, a.head) {
			out = append(out, j)
		}
		// Who becomes a member of something joins it.
		if (a.verb == "join" || a.verb == "joined") && (f == "became" || f == "become" || f == "becomes") && (a.future || !l.unreal(j)) && l.memberAfter(j) {
			out = append(out, j)
		}
	}
	return out
}

// memberAfter reports whether "member" follows word j at once or after an
// article and an adjective.
func (l *line) memberAfter(j int) bool {
	for k := j + 1; k < min(len(l.folded), j+5); k++ {
		if l.folded[k] == "member" || l.folded[k] == "members" {
			return true
		}
	}
	return false
}

// beside reports whether a word of the stem stands with the verb at v, no
// relative clause between them; one that stands nowhere in the line is taken
// to stand over it.
func (l *line) beside(v int, stem string) bool {
	if stem == "" {
		return true
	}
	anywhere := false
	for j, s := range l.stems {
		if s != stem && !has(question.Kin(stem), s) || j == v {
			continue
		}
		anywhere = true
		clear := true
		for k := min(j, v) + 1; k < max(j, v); k++ {
			switch l.folded[k] {
			case "that", "which", "who", "whose", "where", "when", "under":
				clear = false
			}
		}
		if clear {
			return true
		}
	}
	return !anywhere
}

// modifies reports whether a year only belongs to the name or noun after it,
// as a model's does: "the 2020 Sentra", "its 2012 budget".
func modifies(l *line, span corpus.Span) bool {
	from, to := wordRange(l, span)
	if to-from != 1 || !l.words[from].Number() || to >= len(l.words) {
		return false
	}
	if gap := l.text[l.words[from].End:l.words[to].Start]; strings.TrimSpace(gap) != "" {
		return false
	}
	before := ""
	if from > 0 && strings.TrimSpace(l.text[l.words[from-1].End:l.words[from].Start]) == "" {
		before = l.folded[from-1]
	}
	next := l.folded[to]
	noun := l.words[to].Capital() && !question.Time(next)
	if timePrep[before] || question.Time(before) {
		// "in 2012 Ashraf said" is a time; "of the 2020 Sentra" begins with
		// its article and comes below.
		return false
	}
	return noun || !token.Stop(next) && !question.PastVerb(next) && (before == "the" || before == "a" || before == "its" || before == "their" || before == "his" || before == "her" || possessive(before))
}

var timePrep = words(`in since until till by during from before after to through around about late early mid of and or between`)

// governs reports whether a time at words from to to belongs to one of the
// verbs: no other verb stands nearer to it, and no clause ends between.
func (l *line) governs(a asked, verbs []int, from, to int) bool {
	bounds := clauseBounds(l)
	for _, v := range verbs {
		if l.clauses().Divided(v, from) {
			continue
		}
		lo, hi := min(l.words[v].End, l.words[to-1].End), max(l.words[v].Start, l.words[from].Start)
		crossed := false
		for _, b := range bounds[1 : len(bounds)-1] {
			crossed = crossed || lo <= b && b <= hi
		}
		gap := l.text[lo:max(lo, hi)]
		if strings.ContainsAny(gap, ";") {
			continue
		}
		between := 0
		for j := min(v, to); j < max(v, from); j++ {
			if j != v && (j < from || j >= to) && !slices.Contains(verbs, j) && l.finite(j) {
				between++
			}
		}
		// Another verb that stands next to the time has it for its own.
		stolen := false
		for j := max(0, from-3); j < min(len(l.words), to+1); j++ {
			if j < from && l.finite(j) && !slices.Contains(verbs, j) && j > v {
				stolen = true
			}
		}
		if between == 0 && !stolen && !(crossed && strings.Count(gap, ",") > 1) {
			return true
		}
	}
	return false
}

// finite reports whether word j looks like a verb that has a subject: a past
// form that no article or adjective's place makes a participle, or a helping
// verb.
func (l *line) finite(j int) bool {
	f := l.folded[j]
	if l.words[j].Capital() && j > 0 {
		return false
	}
	prev := ""
	if j > 0 {
		prev = l.folded[j-1]
	}
	switch prev {
	case "the", "a", "an", "its", "his", "her", "their", "of", "in", "by", "and":
		return false
	}
	switch f {
	case "is", "was", "were", "are", "will", "would", "has", "had", "have":
		return false // their verb counts
	}
	return question.PastVerb(f)
}

// clauses returns which words of a line stand in embedded clauses.
func (l *line) clauses() event.Clauses {
	if l.embedded == nil {
		c := event.ReadClauses(l.text, l.words, l.folded)
		l.embedded = &c
	}
	return *l.embedded
}

// recent reports whether a line tells the event as news: in the past or the
// perfect, near the head of its article.
func (l *line) recent(a asked, verbs []int) bool {
	if l.sentence.Start > 1200 {
		return false
	}
	for _, v := range verbs {
		if !question.PastVerb(l.folded[v]) || l.clauses().Background(v) {
			continue
		}
		if v > 0 && l.folded[v-1] == "had" || v > 1 && l.folded[v-2] == "had" {
			continue
		}
		if v > 0 && (l.folded[v-1] == "has" || l.folded[v-1] == "have") && slices.ContainsFunc(l.folded[v:], func(f string) bool { return Speaks(f) }) {
			continue // "has lifted it, he said": it is so by now, whenever it came about
		}
		return true
	}
	return false
}

// unreal reports whether the words before a verb deny it or put it off.
func (l *line) unreal(v int) bool {
	for j := max(0, v-3); j < v; j++ {
		switch f := l.folded[j]; f {
		case "to":
			if j == v-1 && l.intends(j) {
				return true
			}
		case "not", "never", "will", "would", "could", "should", "may", "might", "cannot", "can", "if", "unless":
			return true
		default:
			if strings.HasSuffix(f, "n't") || strings.HasSuffix(f, "n’t") {
				return true
			}
		}
	}
	return false
}

// othersClause reports whether the first name of a question stands in a line only
// as the subject of a later clause than the verb at word v: "A travelled to X in
// May, and B brought …".
func (l *line) othersClause(names []mention, v int) bool {
	if len(names) == 0 || names[0].Name == "" {
		return false
	}
	first := token.Fold(token.Words(names[0].Name)[0].Text)
	last := token.Fold(surname(names[0].Name))
	for j, f := range l.folded {
		if f != first && f != last {
			continue
		}
		and := max(j-1, 0)
		for and > 0 && l.words[and].Capital() {
			and--
		}
		return j > v && l.folded[and] == "and" && and > 0 && strings.Contains(l.text[l.words[and-1].End:l.words[and].Start], ",")
	}
	return false
}

// gapped reports whether the first name of a question stands in a line only where a
// verb is left out, "A opened in May, B in June", and whether a time is another's
// than that of the name.
func (l *line) gapped(names []mention, from int) (other, ok bool) {
	if len(names) == 0 || names[0].Name == "" {
		return false, false
	}
	first, last := token.Fold(token.Words(names[0].Name)[0].Text), token.Fold(surname(names[0].Name))
	for j, f := range l.folded {
		if f != first && (f != last || j > 0 && l.words[j-1].Capital()) {
			continue
		}
		end := j + 1
		for end < len(l.words) && (l.words[end].Capital() || l.folded[end] == last) && strings.TrimSpace(l.text[l.words[end-1].End:l.words[end].Start]) == "" {
			end++
		}
		if j < 4 || !strings.Contains(l.text[l.words[j-1].End:l.words[j].Start], ",") && l.folded[j-1] != "and" || end+1 >= len(l.words) || l.folded[end] != "in" && l.folded[end] != "on" {
			return false, false
		}
		if !l.words[end+1].Number() && !question.Time(l.folded[end+1]) {
			return false, false
		}
		return from != end+1, true
	}
	return false, false
}

// intends reports whether the infinitive that "to" at word j opens is only what
// somebody means to do: "agreed on Monday to merge".
func (l *line) intends(j int) bool {
	for k := j - 1; k >= max(0, j-4); k-- {
		f := l.folded[k]
		if aims[f] || intents[f] {
			return true
		}
		if !question.Time(f) && !timePrep[f] && f != "on" && !l.words[k].Number() {
			return false
		}
	}
	return false
}

var intents = words(`agree agrees agreed decide decides decided offer offers offered promise promised vow vowed want wanted refuse refused decline declined fail failed try tried ask asked threaten threatened propose proposed intend intended seek sought set due`)

// apartFrom reports whether a line only reckons from what the stem names, so
// that a time before it is another's: "reopened on Tuesday, 14 months after a
// fire" doesn't date the fire, nor does "Reed, born in Faro, won on Sunday" tell
// when he was born.
func (l *line) apartFrom(stem string, from int) bool {
	reckoned := false
	for j, s := range l.stems {
		if s != stem {
			continue
		}
		if l.clauses().Divided(j, from) {
			reckoned = true
			continue
		}
		after := false
		for k := j - 1; k >= max(0, j-4); k-- {
			if l.folded[k] == "after" || l.folded[k] == "before" || l.folded[k] == "since" {
				after = true
			}
		}
		if !after || from > j {
			return false
		}
		reckoned = true
	}
	return reckoned
}

// toCome reports whether the words before a time at word from put it off to
// what is only expected: "is due on Friday".
func (l *line) toCome(from int) bool {
	for j := from - 1; j >= max(0, from-4); j-- {
		switch l.folded[j] {
		case "expected", "due", "scheduled", "planned":
			return j > 0 && (beWord[l.folded[j-1]] || l.folded[j-1] == "also")
		}
	}
	return false
}
