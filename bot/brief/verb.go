package brief

import (
	"slices"
	"strings"

	"dateline/bot"
	"dateline/bot/question"
	"dateline/corpus"
	"dateline/corpus/token"
)

// tense says how the chief verb of a line stands.
type tense uint8

const (
	unread      tense = iota // none was found
	happens                  // "uses", "argues": in the present, and no helping verb
	equates                  // "is a bank", "has an office"
	stays                    // "is in hospital", "are free"
	goesOn                   // "is moving", "is expected"
	equated                  // "was a bank", "had an office"
	happened                 // "moved", "was moved", "has moved", "was in hospital"
	happenedYet              // "had moved"
	comes                    // "will move"
	mayCome                  // "could move"
)

// helpers are the helping verbs, with how what follows stands.
var helpers = map[string]tense{
	"is": goesOn, "are": goesOn, "has": happened, "have": happened, "was": happened, "were": happened, "did": happened, "had": happenedYet, "does": happens, "do": happens,
	"will": comes, "shall": comes, "would": mayCome, "could": mayCome, "may": mayCome, "might": mayCome, "can": mayCome, "must": mayCome, "should": mayCome,
	"isn't": stays, "aren't": stays, "wasn't": happened, "weren't": happened, "hasn't": happened, "haven't": happened, "hadn't": happenedYet, "didn't": happened,
}

// between are words that stand between a helping verb and its verb.
var between = set(`also not now already still never just only again even yet once currently reportedly recently both all`)

// determiners begin a phrase of a noun.
var determiners = set(`a an the his her its their one no some many several what this that these those every each`)

// chiefVerb returns the verb of what a line chiefly tells and how it stands. It
// is found by its form: a helping verb, a verb in the past that no other verb
// follows in its clause ("a man held on Monday was freed"), a verb in the present
// between a name or noun and what begins its object. It returns -1 where none is.
func (l *line) chiefVerb(sub, in []bool) (int, tense) {
	past, present := -1, -1
	for i := l.after; i < len(l.words); i++ {
		f := l.folded[i]
		if i > l.after && strings.ContainsAny(l.gap(i), ",;:–—(") && past >= 0 && !(l.partOfNoun(past) && l.resumes(i)) {
			break // what follows is another clause
		}
		if in[i] || sub[i] || l.words[i].Capital() && i > l.after || l.apposed(i) || l.bracketed(i) || l.dashed(i) {
			continue
		}
		if t, ok := helpers[strings.ReplaceAll(f, "’", "'")]; ok && !(t == comes && nounLike(l, i)) && !(f == "may" && l.words[i].Capital()) {
			if past >= 0 && (f == "do" || f == "have") {
				continue
			}
			if past >= 0 && (l.joined(past, i) || bot.Speaks(l.folded[past]) || speaking[l.folded[past]]) {
				break // "said they had"
			}
			return i, l.standing(i, t)
		}
		switch {
		case i > l.after && (l.regular(i) || pastForm(f) && !l.words[i].Capital() && !strings.HasSuffix(f, "s")) && !nounLike(l, i) && l.fold(i-1) != "to" && l.fold(i-1) != "of" && l.fold(i-1) != "by" && !question.Time(f) && !l.attributive(i):
			if past < 0 || !l.joined(past, i) && l.partOfNoun(past) {
				past = i
			}
		case past < 0 && present < 0 && l.thirdPerson(i):
			present = i
		}
	}
	switch {
	case present >= 0 && (past < 0 || present < past && l.partOfNoun(past)):
		return present, happens
	case past >= 0:
		return past, happened
	}
	return -1, unread
}

// resumes reports whether a helping verb follows the comma before word i, or a name
// there that commas enclose: "a man wanted in Lima, Peru, was held".
func (l *line) resumes(i int) bool {
	if l.words[i].Capital() && l.gap(i) == ", " && l.gap(i+1) == ", " {
		i++
	}
	return l.gap(i) == ", " && helpers[l.fold(i)] != unread
}

// joined reports whether a word that joins verbs stands between two words.
func (l *line) joined(from, to int) bool {
	for j := from + 1; j < to; j++ {
		switch l.folded[j] {
		case "and", "but", "that", "to", "or", "then":
			return true
		}
	}
	return false
}

// partOfNoun reports whether a form in the past at i may stand behind a noun and
// belong to it: "a man held on Monday", "the case filed by".
func (l *line) partOfNoun(i int) bool {
	if i <= l.after {
		return false
	}
	switch l.fold(i + 1) {
	case "by", "in", "at", "on", "with", "as", "from", "for", "to", "near", "during", "over", "against", "under":
		return true
	}
	return false
}

// attributive reports whether a participle at i stands between a number and the noun
// that it belongs to: "214 scheduled flights", "three injured men".
func (l *line) attributive(i int) bool {
	if i <= l.after || i+1 >= len(l.words) || !strings.HasSuffix(l.folded[i], "ed") || l.gap(i) != " " || l.gap(i+1) != " " {
		return false
	}
	next := l.folded[i+1]
	_, count := bot.Number(l.words[i-1])
	return count && (strings.HasSuffix(next, "s") || next == "men" || next == "women" || next == "people" || next == "children") && !token.Stop(next) && !question.Time(next) && !determiners[next]
}

// apposed reports whether word i stands in a phrase that commas enclose and that
// begins with a participle: "the case, filed by a publisher, says".
func (l *line) apposed(i int) bool {
	for j := i; j > l.after+1; j-- {
		if !strings.Contains(l.gap(j), ",") {
			continue
		}
		f := l.folded[j]
		if l.words[j].Capital() || !(strings.HasSuffix(f, "ed") && l.partOfNoun(j) || participles[f] && l.partOfNoun(j) || strings.HasSuffix(f, "ing") && len(f) > 4 && !question.Noun(f)) {
			return false
		}
		// The comma may end a clause about the noun, or a name: "Holt, who was ill,
		// returned", "the mayor, Anna Holt, denied".
		for k := j - 1; k > l.after; k-- {
			if clauseOpeners[l.folded[k]] {
				return false
			}
			if strings.Contains(l.gap(k), ",") {
				if l.words[k].Capital() || l.words[k].Number() || determiners[l.folded[k]] {
					return false
				}
				break
			}
		}
		return true
	}
	return false
}

// bracketed reports whether word i stands in brackets.
func (l *line) bracketed(i int) bool {
	text := l.text[:l.words[i].Start]
	return strings.LastIndex(text, "(") > strings.LastIndex(text, ")")
}

// dashed reports whether word i stands between two dashes: "the plan — made public on
// Monday — failed".
func (l *line) dashed(i int) bool {
	dash := func(j int) bool { g := l.gap(j); return strings.Contains(g, " — ") || strings.Contains(g, " – ") }
	n, at := 0, false
	for j := l.after + 1; j < len(l.words); j++ {
		if dash(j) {
			n++
		}
		at = at || j == i && n == 1
	}
	return at && n == 2
}

// participles are those that end otherwise than in -ed and can be nothing in the
// past by themselves, or stand behind nouns often.
var participles = set(`known seen taken given written shown held found made built led sold sent left kept driven born drawn hidden struck caught bought brought shot paid`)

// thirdPerson reports whether word i is a verb in the present by its ending and
// its neighbours: behind a name or a noun, before what begins an object.
func (l *line) thirdPerson(i int) bool {
	f := l.folded[i]
	if i == l.after || i+1 >= len(l.words) || len(f) < 3 || !strings.HasSuffix(f, "s") || strings.HasSuffix(f, "ss") || strings.HasSuffix(f, "us") || strings.HasSuffix(f, "is") || l.words[i].Capital() || l.gap(i) != " " && !strings.HasPrefix(l.gap(i), ",") || token.Stop(f) {
		return false
	}
	prev := l.fold(i - 1)
	if token.Stop(prev) || l.words[i-1].Number() || strings.HasSuffix(prev, "s") && !l.words[i-1].Capital() || determiners[prev] || between[prev] {
		return between[prev] && i-1 > l.after
	}
	switch next := l.fold(i + 1); {
	case l.words[i-1].Capital() && (next == "as" || next == "during" || next == "while" || next == "at"):
		return l.gap(i+1) == " " // what a picture shows
	case determiners[next], next == "to" && !question.Noun(f), next == "out", next == "up", next == "him", next == "them", next == "it", next == "us", next == "whether", next == "how", next == "why":
		return l.gap(i+1) == " "
	}
	return false
}

// standing says how a verb with its helping verb stands, by what follows.
func (l *line) standing(i int, t tense) tense {
	j := i + 1
	for between[l.fold(j)] || strings.HasSuffix(l.fold(j), "ly") {
		j++
	}
	next := l.fold(j)
	participle := strings.HasSuffix(next, "ed") || strings.HasSuffix(next, "en") && len(next) > 4 || pastForm(next) || participles[next]
	switch l.folded[i] {
	case "is", "are":
		switch {
		case strings.HasSuffix(next, "ing") && !question.Noun(next), participle, next == "to", next == "due", next == "set":
			return goesOn
		case determiners[next]:
			return equates
		}
		return stays
	case "has", "have":
		if participle || next == "been" || next == "become" || next == "come" || next == "run" || next == "put" || next == "set" || next == "cut" || next == "hit" || next == "quit" || next == "let" {
			return happened
		}
		if next == "to" {
			return mayCome
		}
		return equates
	case "was", "were":
		if determiners[next] {
			return equated
		}
	case "had":
		if determiners[next] {
			return equated
		}
		if participle || next == "been" || next == "become" || next == "come" {
			return happenedYet
		}
		return happened
	}
	return t
}

// newsless reports whether a line tells of nothing that happened: its chief verb
// says what something is or has, or does as a rule. What somebody says, or what
// is tied to an event ("is in hospital after a crash"), is news, and how something
// is or was at a time.
func (l *line) newsless(times []moment, sub, in []bool, says []int) bool {
	i, t := l.chiefVerb(sub, in)
	if f := l.fold(l.after); (f == "before" || f == "until") && leaning[l.fold(l.after+1)] {
		return true // "Before his fall": what somebody was once
	}
	switch t {
	case equates, stays, happens, equated:
	default:
		return false
	}
	shown := t == happens && (l.fold(i+1) == "as" || l.fold(i+1) == "during" || l.fold(i+1) == "while" || l.fold(i+1) == "at")
	for _, s := range says {
		if (s == i || !sub[s] && !in[s]) && !shown {
			return false
		}
	}
	if f := strings.TrimSuffix(l.folded[i], "s"); t == happens && !shown && (speaking[f+"d"] || speaking[f+"ed"] || reporting[f+"d"] || reporting[f+"ed"]) {
		return false // "argues"
	}
	other, comma := false, false // another clause follows
	for j := i + 1; j < len(l.words); j++ {
		g := l.gap(j)
		other = other || strings.ContainsAny(g, ";:–—") || strings.Contains(g, ",") && (l.folded[j] == "and" || l.folded[j] == "but")
		if other && !in[j] && !sub[j] && !l.words[j].Capital() && (pastForm(l.folded[j]) || helpers[l.folded[j]] == happened) && (!nounLike(l, j) || helpers[l.folded[j]] != unread) {
			return false
		}
		switch l.folded[j] {
		case "after", "amid", "following":
			if t != equates && t != equated && !shown {
				return false
			}
		}
		if comma = comma || strings.Contains(g, ","); comma && madeKnown[l.folded[j]] && !sub[j] && !in[j] {
			return false // "…, the port let it be known"
		}
	}
	if shown {
		return true
	}
	if (t == stays || t == equated) && slices.ContainsFunc(times, func(m moment) bool { return !sub[m.from] && !in[m.from] && !l.modifies(m) }) {
		return false
	}
	return !slices.ContainsFunc(l.folded[i:min(len(l.folded), i+4)], func(f string) bool { return f == "dead" || f == "missing" || f == "feared" })
}

// pictures reports whether a line says what a picture shows: in the present, of
// a day that is over and written with its year, or where in it somebody stands.
func (l *line) pictures(times []moment, sub, in []bool) bool {
	if next := l.fold(l.after + 1); l.fold(l.after) == "from" && (next == "left" || next == "right" || next == "top") {
		return true
	}
	for i := l.after + 1; i+1 < len(l.words); i++ {
		switch l.folded[i] {
		case "left", "right", "center", "centre":
			if strings.HasPrefix(l.gap(i), ",") && strings.HasPrefix(l.gap(i+1), ",") && l.words[i-1].Capital() {
				return true
			}
		}
	}
	_, t := l.chiefVerb(sub, in)
	return (t == equates || t == stays || t == happens) && slices.ContainsFunc(times, func(m moment) bool {
		return m.absolute && m.when.Precision == corpus.PrecisionDay
	})
}
