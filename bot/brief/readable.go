package brief

import (
	"slices"
	"strings"

	"dateline/bot"
	"dateline/bot/question"
	"dateline/corpus/event"
	"dateline/corpus/gazetteer"
	"dateline/corpus/token"
)

// pronouns are words with which a sentence speaks of what only the one before
// it names.
var pronouns = set(`he she it they this that these those his her its their him them such we i you our my your both neither
	there here`)

// ofPaper are words for what a reader holds in hand.
var ofPaper = set(`newspaper report article story agency website page paper`)

// leaning are those of them that mean nothing by themselves wherever they stand.
var leaning = set(`he she it they his her its their him them`)

// connecting are words that lean on the sentence before.
var connecting = set(`but and however also instead moreover furthermore nevertheless nonetheless besides otherwise so yet
	then thus therefore still meanwhile later earlier afterwards likewise`)

// readable reports whether a line may be quoted by itself. I is its place among
// the lines; the first leans on none.
func (l *line) readable(i int) bool {
	n := len(l.words) - l.after
	if n < leastWords || n > longestLine || !l.ended() || l.asks() || !l.hasVerb() || shouting(l.words[l.after:]) {
		return false
	}
	first := l.fold(l.after)
	if pronouns[first] && !(i == 0 && (first == "it" && l.expletive(l.after) || first == "there") && l.named(n)) && !(first == "those" && l.fold(l.after+1) == "who") || connecting[first] || l.connects() {
		return false
	}
	in, whole := l.quoted()
	if whole {
		return false
	}
	said := len(l.says()) > 0
	unquoted := 0
	for j, f := range l.folded {
		if in[j] {
			continue
		}
		if f == "this" && ofPaper[l.fold(j+1)] || i > 0 && f == "it" && pastForm(l.fold(j-1)) && !bot.Speaks(l.fold(j-1)) && !reporting[l.fold(j-1)] {
			return false // "our correspondent contributed to this report"; "called it a step"
		}
		unquoted++
		switch f {
		case "i", "we", "our", "my", "us", "you", "your":
			if !(f == "us" && l.words[j].Capital()) {
				return false
			}
		case "should", "must", "ought":
			if !said {
				return false // an opinion without whose it is
			}
		}
	}
	if unquoted < 3 {
		return false // a quotation whose speaker stands elsewhere
	}
	if i > 0 && (first == "the" || first == "both") {
		of := 8 // the words of the subject
		if chief, _ := l.chiefVerb(l.depth(), in); chief > l.after && chief-l.after < of {
			of = chief - l.after
		}
		if !l.named(of) {
			return false // "The minister said"
		}
	}
	return !l.leans(i, in)
}

// expletive reports whether "it" at i stands for nothing: "it was learned that",
// "it has been a year of droughts"; or for what is told behind a colon.
func (l *line) expletive(i int) bool {
	for i++; helpers[l.fold(i)] == happened && l.fold(i) != "was" || between[l.fold(i)] || l.fold(i) == "had" || l.fold(i) == "will"; i++ {
	}
	switch l.fold(i) {
	case "was":
		return !strings.HasSuffix(l.fold(i+1), "ed") && !participles[l.fold(i+1)] || slices.Contains(l.folded[i:], "that")
	case "is", "been", "be", "emerged", "took", "seems", "appears":
		return true
	}
	return strings.Contains(l.text, ": ") // "It began with a spark: a home in …"
}

// connects reports whether a line begins with a word or phrase that ties it to
// the sentence before: an adverb or a preposition with a bare noun, before a
// comma ("Eventually, …", "In fact, …"), and not a time or a place.
func (l *line) connects() bool {
	comma := func(i int) bool { return strings.HasPrefix(l.gap(i), ",") }
	first, second := l.fold(l.after), l.fold(l.after+1)
	switch {
	case first == "elsewhere", first == "indeed":
		return true
	case comma(l.after + 1):
		return strings.HasSuffix(first, "ly") && !question.Time(first) || first == "now" || first == "again"
	case comma(l.after+2) && !l.words[l.after+1].Capital() && !l.words[l.after+1].Number() && !question.Time(second):
		return openers[first] && !strings.HasSuffix(second, "ing") && second != "dawn" && second != "noon" && second != "midnight"
	}
	return false
}

// openers are prepositions with which a sentence begins.
var openers = set(`in by for of on as at after before without to under with`)

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
		case pronouns[f] && leaning[f] && (named < 0 || j < named):
			if f == "it" && (l.expletive(j) || j > l.after+2) && i == 0 {
				continue // "When it rained", "A ship lost its way"
			}
			// "In her first speech, Holt said"
			if comma > j && opens(l.fold(l.after)) && (comma == named || l.words[comma].Number() || l.fold(comma) == "a" || l.fold(comma) == "an") {
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
	if !known || pronouns[l.fold(l.after)] || opens(l.fold(l.after)) || chief <= l.after || chief >= j {
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
		for k+1 < j && l.words[k+1].Capital() && (l.gap(k+1) == " " || l.gap(k+1) == "-") {
			k++
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

// planCue returns the word of a line with which it tells that something is
// planned, -1 where it has none: "will", "is to", "is due to".
func (l *line) planCue(sub, in []bool) int {
	for i := l.after; i < len(l.words); i++ {
		if in[i] || sub[i] {
			continue
		}
		switch f := l.folded[i]; f {
		case "will":
			if l.words[i].Capital() || l.fold(i+1) == "not" || nounLike(l, i) {
				continue
			}
			return i
		case "would":
			if l.foretold(i) {
				return i
			}
		case "scheduled", "expected", "due", "set", "slated", "planned", "poised", "going":
			if next := l.fold(i + 1); (next == "to" || next == "for" && f != "going" && f != "set") && before(l, i, "is", "are", "was", "were", "been", "be", "remains") {
				return i
			}
		case "to":
			if before(l, i, "is", "are") && l.fold(i-1) != "going" && (l.fold(i-1) == "is" || l.fold(i-1) == "are") {
				return i
			}
		case "plans", "plan":
			if l.fold(i+1) == "to" && !nounLike(l, i) {
				return i
			}
		}
	}
	return -1
}

// outlook are words that speak of what is to come, be they in a clause of their
// own or not.
var outlook = set(`expected scheduled planned slated fixed earmarked pencilled due intend intends plans aims prepares preparing awaits calendar agenda
	timetable schedule itinerary diary programme invited invitation invites invite upcoming forthcoming next will shall ready date set convenes opens
	begins starts resumes travels visits hosts meets votes decides elects chooses arrives leaves returns receives`)

// outlook returns the word with which a line speaks of what is to come, where it
// tells of nothing that happened but that it was said: "a trip to Lima is on the
// calendar". It is -1 where there is none, or where it is given up.
func (l *line) outlook(sub, in []bool, says []int) int {
	cue := -1
	for i := l.after; i < len(l.words); i++ {
		if in[i] || l.words[i].Capital() && i > l.after {
			continue
		}
		f := l.folded[i]
		if cue < 0 && outlook[f] && !slices.Contains(says, i) && !before(l, i, "was", "were", "had", "not", "never", "no") {
			cue = i
		}
		if !sub[i] && pastForm(f) && !outlook[f] && (!strings.HasSuffix(f, "s") || f == "was") && f != "have" && f != "are" && f != "been" && !nounLike(l, i) && !slices.Contains(says, i) && !l.said(i, says) && !before(l, i, "is", "are", "been", "be", "to", "will") {
			return -1
		}
	}
	if l.off() || l.undone() {
		return -1
	}
	return cue
}

// said reports whether word i stands with a verb of saying at the end of a
// line, "it was made known", so that it tells of nothing else.
func (l *line) said(i int, says []int) bool {
	j := i
	for j > l.after && !strings.Contains(l.gap(j), ",") && !strings.Contains(l.gap(j), ";") {
		j--
	}
	for _, w := range l.folded[j:] {
		if madeKnown[w] {
			return true
		}
	}
	for _, n := range says {
		if n >= j && n <= i+4 && j > l.after {
			return true
		}
	}
	return false
}

// madeKnown are words for what is told.
var madeKnown = set(`known announced confirmed public published agenda invitation according statement`)

// foretold reports whether "would" at i stands for "will" in what somebody said or
// settled: "confirmed that Holt would go to Lima".
func (l *line) foretold(i int) bool {
	if event.ReadClauses(l.text, l.words, l.folded).Background(i) {
		return false // "was received by Holt, who announced that it would open"
	}
	switch l.fold(i + 1) {
	case "not", "never", "no", "have", "like", "rather", "be":
		return l.fold(i+1) == "be" && pastForm(l.fold(i+2))
	}
	if slices.Contains(l.folded, "if") || slices.Contains(l.folded, "unless") {
		return false
	}
	for j := i - 1; j > l.after; j-- {
		f := l.folded[j]
		if strings.Contains(l.gap(j+1), ";") {
			return false
		}
		if (bot.Speaks(f) || speaking[f] || reporting[f]) && (pastForm(f) || strings.HasSuffix(f, "ed")) && !l.words[j].Capital() && !nounLike(l, j) {
			return true
		}
	}
	return false
}

// undone reports whether the line tells that something will not come about.
func (l *line) undone() bool {
	in, _ := l.quoted()
	for i, f := range l.folded {
		switch {
		case in[i]:
		case (f == "will" || f == "would" || f == "shall") && (l.fold(i+1) == "not" || l.fold(i+1) == "never" || l.fold(i+1) == "no"), f == "won't", f == "won’t", f == "wouldn't", f == "wouldn’t":
			return true
		case f == "not" && before(l, i, "is", "are") && (l.fold(i+1) == "to" || l.fold(i+1) == "going" || l.fold(i+1) == "coming"):
			return true
		case f == "through" && (l.fold(i-1) == "fell" || l.fold(i-1) == "fallen" || l.fold(i-1) == "falls"):
			return true
		}
	}
	return false
}

// possible reports whether the line tells of what may or might be.
func (l *line) possible(in []bool) bool {
	for i, f := range l.folded {
		if (f == "could" || f == "may" || f == "might" || f == "would" && !l.foretold(i)) && !in[i] && !l.words[i].Capital() {
			return true
		}
	}
	return false
}

// before reports whether one of the words stands within two words before i.
func before(l *line, i int, list ...string) bool {
	return slices.Contains(list, l.fold(i-1)) || slices.Contains(list, l.fold(i-2))
}

// past reports whether a verb in the past or perfect stands in what the line
// chiefly tells.
func (l *line) past(sub []bool) bool {
	for i := l.after; i < len(l.words); i++ {
		if sub[i] || l.words[i].Capital() {
			continue
		}
		if pastForm(l.folded[i]) && !nounLike(l, i) || l.regular(i) || (l.folded[i] == "has" || l.folded[i] == "have") && i+1 < len(l.words) {
			return true
		}
	}
	return false
}

// present reports whether the line tells of something as it goes on, with a name
// for its subject.
func (l *line) present(sub []bool) bool {
	named := false
	for i := l.after; i < min(len(l.words), l.after+14); i++ {
		if sub[i] {
			continue
		}
		named = named || l.words[i].Capital() && i > l.after
		switch l.folded[i] {
		case "could", "may", "might", "would", "can":
			return false
		}
		if named && (l.folded[i] == "is" || l.folded[i] == "are" || strings.HasSuffix(l.folded[i], "s") && !l.words[i].Capital() && len(l.folded[i]) > 3) {
			return true
		}
	}
	return false
}

// pluperfect reports whether the line chiefly tells of a time before another:
// "had visited".
func (l *line) pluperfect(sub []bool) bool {
	for i := l.after; i+1 < len(l.words); i++ {
		if sub[i] || l.folded[i] != "had" {
			continue
		}
		next := l.folded[i+1]
		if next == "been" || next == "already" || next == "also" || pastForm(next) {
			return true
		}
	}
	return false
}
