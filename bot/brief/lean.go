package brief

import (
	"slices"
	"strings"

	"dateline/bot"
	"dateline/bot/question"
	"dateline/corpus/gazetteer"
	"dateline/corpus/token"
)

// connects reports whether a line begins with a word or phrase that ties it to
// the sentence before: an adverb or a preposition with a bare noun, before a
// comma ("Eventually, …", "In fact, …"), and not a time or a place. Below an
// article's beginning, I above 0, one with "the" does too: "At the time, …".
func (l *line) connects(i int) bool {
	comma := func(i int) bool { return strings.HasPrefix(l.gap(i), ",") }
	first, second := l.fold(l.after), l.fold(l.after+1)
	switch {
	case first == "elsewhere", first == "indeed":
		return true
	case comma(l.after + 1):
		return strings.HasSuffix(first, "ly") && !question.Time(first) || first == "now" || first == "again"
	case comma(l.after+2) && !l.words[l.after+1].Capital() && !l.words[l.after+1].Number() && !question.Time(second):
		return openers[first] && !strings.HasSuffix(second, "ing") && second != "dawn" && second != "noon" && second != "midnight"
	case openers[first] && (second == "the" || second == "that" || second == "those"):
		// "At the time, …", "In the process, …", "At the same time, …"
		for j := l.after + 2; j < min(len(l.words), l.after+longestTie); j++ {
			if comma(j) {
				return i > 0 || second != "the" || l.fold(j-1) == "time" || l.fold(j-1) == "meantime"
			}
			if f := l.folded[j]; l.words[j].Capital() || l.words[j].Number() || f != "time" && (stretches[f] || question.Time(f)) {
				return false
			}
		}
	}
	return false
}

// longestTie is how many words a phrase has at most that ties a sentence to the one
// before it.
const longestTie = 6

// foreruns reports whether a line begins with a possessive whose noun is the subject
// that follows: "Their savings spent, nearly 150 migrants returned".
func (l *line) foreruns() bool {
	if !possessives[l.fold(l.after)] {
		return false
	}
	for j := l.after + 1; j+1 < min(len(l.words), l.after+maxForerun); j++ {
		if strings.Contains(l.gap(j), ",") {
			switch f := l.folded[j]; f {
			case "a", "an", "nearly", "almost", "about", "more", "some":
				return true
			default:
				_, number := bot.Number(l.words[j])
				return number || l.words[j].Capital() && !token.Stop(f)
			}
		}
	}
	return false
}

// maxForerun bounds in words what stands before the subject.
const maxForerun = 12

var possessives = set(`his her its their`)

// gendered are pronouns that stand for one person.
var gendered = set(`he she his her him`)

// subjectMany reports whether the subject that goes before word j is several, so
// that no "he" stands for it: "Republicans in Lima grumble about his".
func (l *line) subjectMany(j int, in []bool) bool {
	chief, _ := l.chiefVerb(l.depth(), in)
	if chief <= l.after || j <= chief {
		return false
	}
	head := ""
	for _, f := range l.folded[l.after:chief] {
		if head != "" && (openers[f] || clauseOpeners[f] || f == "that") {
			break
		}
		head = f
	}
	return strings.HasSuffix(head, "s") && !strings.HasSuffix(head, "ss") && !possessive(head) || many[head]
}

// many are nouns for several that don't end in -s.
var many = set(`police people men women children`)

// leans reports whether a line speaks of somebody or something that only the
// sentence before it names: by a pronoun that nothing in the line stands for, by
// "that remark" and "such reports", by a subject that is told more of ("The tour,
// which …") rather than named. I is its place among the lines.
func (l *line) leans(i int, in []bool) bool {
	comma := -1 // the end of the phrase that the line opens with
	for j := l.after + 1; j < len(l.words); j++ {
		if strings.Contains(l.gap(j), ",") {
			comma = j
			break
		}
	}
	named := -1 // the first name
	for j := l.after; j < len(l.words); j++ {
		if first, _, ok := contracted(l.folded[j]); in[j] || ok && (first == "i" || first == "we" || first == "you") {
			continue
		}
		if l.words[j].Capital() && !question.Time(l.words[j].Text) && (j > l.after || !token.Stop(l.folded[j]) && (possessive(l.words[j].Text) || acronym(l.words[j].Text) || !common(l, j)) && !openers[l.folded[j]]) {
			named = j
			break
		}
	}
	for j := l.after; j < len(l.words); j++ {
		if in[j] {
			continue
		}
		f, next := l.folded[j], l.fold(j+1)
		switch {
		case pronouns[f] && leaning[f] && (named < 0 || j < named || gendered[f] && l.subjectMany(j, in) && !l.person(j)):
			if j == l.after && i == 0 && l.foreruns() {
				continue
			}
			if f == "it" && (l.expletive(j) || j > l.after+2) && i == 0 {
				continue // "When it rained", "A ship lost its way"
			}
			// "In her first speech, Holt said"
			if comma > j && opens(l.fold(l.after)) && named >= j && (comma == named || l.words[comma].Number() || l.fold(comma) == "a" || l.fold(comma) == "an" || i == 0 && possessives[f] && l.fold(comma) == "the") {
				continue
			}
			if i == 0 && l.speakerBehind(j) {
				continue // "Reports that it would close are false, Varnaline said"
			}
			if j > l.after+1 && l.nounBefore(j, i == 0, in) {
				continue // "A man was charged with the murder of his wife"
			}
			return true
		case f == "this" || f == "these":
			if !question.Time(next) && !stretches[next] {
				return true
			}
		case (f == "same" || f == "next" || f == "following" || f == "previous") && i > 0 && l.fold(j-1) == "the" && stretches[next] && l.gap(j+1) == " " && l.fold(j+2) != "of",
			(f == "earlier" || f == "later") && next == "in" && l.fold(j+2) == "the" && l.fold(j+3) == "day":
			return true // "the next day"
		case f == "that" && j > l.after && openers[l.fold(j-1)] && j+1 < len(l.words) && !question.Time(next):
			if !l.verbal(j+1) && !pronouns[next] && !determiners[next] && !l.words[j+1].Capital() && l.gap(j+1) == " " {
				return true // "after that remark"
			}
		case f == "those":
			switch next {
			case "who", "of", "with", "in", "at", "from", "on", "without", "under", "near", "whose", "living", "on-board", "aboard", "for", "to", "that":
			default:
				if !strings.HasSuffix(next, "ed") && !participles[next] && !harm[next] {
					return true
				}
			}
		case f == "such":
			if next != "as" && next != "" && l.fold(j-1) != "as" {
				return true
			}
		case f == "another" && j == l.after:
			if j+1 < len(l.words) {
				if _, ok := bot.Number(l.words[j+1]); !ok {
					return true
				}
			}
		case (f == "he" || f == "she" || f == "they") && strings.Contains(l.gap(j), ",") && (bot.Speaks(next) || speaking[next]) && !l.person(j):
			return true // "It was Holt's decision, she said"
		}
	}
	if l.fold(l.after) == "the" {
		// Told more of, or told of only by when it came.
		for j := l.after + 1; j < min(len(l.words), l.after+5); j++ {
			if l.words[j].Capital() {
				break
			}
			if f := l.folded[j]; (f == "which" || f == "who" || f == "whose") && strings.Contains(l.gap(j), ",") {
				return true
			} else if (f == "came" || f == "comes" || f == "follows" || f == "followed") && !(l.fold(j+1) == "to" || l.fold(j+1) == "into") || f == "also" {
				return true
			}
		}
	}
	return false
}

func possessive(w string) bool {
	return strings.HasSuffix(w, "'s") || strings.HasSuffix(w, "’s") || strings.HasSuffix(w, "s'") || strings.HasSuffix(w, "s’")
}

// stretches are words for stretches of time that no other table has.
var stretches = set(`week weeks month months year years day days morning evening afternoon season autumn spring summer winter weekend time century decade term quarter`)

// opens reports whether a word opens a phrase or clause before what a sentence
// chiefly tells.
func opens(f string) bool {
	return openers[f] || clauseOpeners[f] || strings.HasSuffix(f, "ing") || bounding[f] || f == "during"
}

// speakerBehind reports whether a name behind word j and a comma is who says what
// the line tells.
func (l *line) speakerBehind(j int) bool {
	for _, s := range l.says() {
		for k := s - 1; k > j && k > s-4; k-- {
			if l.words[k].Capital() && !question.Time(l.words[k].Text) {
				for ; k > j; k-- {
					if strings.Contains(l.gap(k), ",") {
						return true
					}
				}
			}
		}
	}
	return false
}

// nounBefore reports whether a noun that a pronoun at j may stand for goes before
// it: with its article or number, the subject. Known says whether one with "the"
// counts.
func (l *line) nounBefore(j int, known bool, in []bool) bool {
	for k := l.after; k < j-1; k++ {
		f := l.folded[k]
		if f == "a" || f == "an" || f == "the" && known || l.words[k].Number() {
			return true
		}
		if _, ok := bot.Number(l.words[k]); ok {
			return true
		}
	}
	// "Tired firefighters said they".
	chief, _ := l.chiefVerb(l.depth(), in)
	if !known && (l.fold(l.after) == "the" || !possessives[l.folded[j]]) || pronouns[l.fold(l.after)] || opens(l.fold(l.after)) || chief <= l.after || chief >= j {
		return false
	}
	if gendered[l.folded[j]] && l.subjectMany(j, in) {
		return false
	}
	return slices.ContainsFunc(l.folded[l.after:chief], func(f string) bool { return !token.Stop(f) })
}

// person reports whether a name that may be somebody's is the subject of what
// goes before word j.
func (l *line) person(j int) bool {
	for k := l.after; k < j; k++ {
		w := l.words[k]
		if !w.Capital() || question.Time(w.Text) || acronym(w.Text) || possessive(w.Text) || k == l.after && (token.Stop(l.folded[k]) || clauseOpeners[l.folded[k]] || common(l, k)) {
			continue
		}
		if entries, _ := gazetteer.Longest(l.text, l.words, l.folded, k, false); len(entries) > 0 {
			continue
		}
		placed := l.fold(k-1) == "in" || l.fold(k-1) == "near" || l.fold(k-1) == "at"
		for k+1 < j && l.words[k+1].Capital() && (l.gap(k+1) == " " || l.gap(k+1) == "-") {
			k++
		}
		if placed {
			continue
		}
		if possessive(l.words[k].Text) {
			continue
		}
		return true
	}
	return false
}

// named reports whether a name stands among the first n words.
func (l *line) named(n int) bool {
	for j := l.after + 1; j < min(len(l.words), l.after+n); j++ {
		if l.words[j].Capital() && !question.Time(l.words[j].Text) {
			return true
		}
	}
	return false
}
