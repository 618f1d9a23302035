package brief

import (
	"slices"
	"strings"

	"dateline/bot"
	"dateline/corpus/event"
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
	in, whole := l.quoted()
	if i == 0 && in[l.after] {
		first = "" // what is quoted leans on nothing: "“We were robbed” read the banners"
	}
	if pronouns[first] && !(i == 0 && (first == "it" && l.expletive(l.after) || first == "there") && l.named(n)) && !(i == 0 && (first == "neither" || first == "both") && l.fold(l.after+1) != "of") && !(first == "those" && l.fold(l.after+1) == "who") && !(i == 0 && l.foreruns()) || connecting[first] && !(i == 0 && first == "still") || l.connects(i) {
		return false
	}
	if whole || l.within {
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
		if short, _, ok := contracted(f); ok && (short == "i" || short == "we" || short == "you") {
			return false
		}
		switch f {
		case "i", "we", "our", "my", "us", "you", "your":
			if !(f == "us" && l.words[j].Capital()) {
				return false
			}
		case "should", "must", "ought":
			if !said && i > 0 {
				return false // an opinion without whose it is
			}
		}
	}
	if unquoted < 3 {
		return false // a quotation whose speaker stands elsewhere
	}
	if last := l.folded[len(l.folded)-1]; first == "the" && l.fold(l.after+1) == "following" || last == "here" || last == "below" ||
		counted[first] && helpers[l.fold(l.after+1)] != unread {
		return false // "The headlines are here", "One is to remain"
	}
	if i > 0 && (first == "the" || first == "both" || l.fold(l.after+1) == "of" && l.fold(l.after+2) == "the") {
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

// contracted parts a folded word at the apostrophe of a verb: "you'll", "we’ve".
func contracted(f string) (word, verb string, ok bool) {
	if word, verb, ok = strings.Cut(f, "'"); !ok {
		word, verb, ok = strings.Cut(f, "’")
	}
	return word, verb, ok
}

// counted are words that stand for one or some of what was named before, where a
// verb follows.
var counted = set(`one two three some others another most many several few each none all`)

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

// openers are prepositions with which a sentence begins.
var openers = set(`in by for of on as at after before without to under with`)

// planCue returns the word of a line with which it tells that something is
// planned, -1 where it has none: "will", "is to", "is due to".
func (l *line) planCue(sub, in []bool) int {
	for i := l.after; i < len(l.words); i++ {
		if in[i] || sub[i] || l.wished(i) || l.asked(i) {
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
			if (l.fold(i-1) == "originally" || l.fold(i-1) == "initially" || l.fold(i-1) == "previously") || l.gaveWay(i) {
				continue
			}
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

// wished reports whether what word i tells of is only hoped for or feared by
// somebody: "Holt is hoping the road will open".
func (l *line) wished(i int) bool {
	for j := i - 1; j > l.after && !strings.ContainsAny(l.gap(j+1), ",;:"); j-- {
		if wishing[l.folded[j]] && !nounLike(l, j) && l.fold(j+1) != "to" {
			return true
		}
	}
	return false
}

// asked reports whether word i stands in a question that is told: "how long the
// strike will last is open".
func (l *line) asked(i int) bool {
	for j := i - 1; j >= l.after; j-- {
		switch l.folded[j] {
		case "how", "whether", "why":
			return true
		}
		if strings.ContainsAny(l.gap(j), ",;:") {
			return false
		}
	}
	return false
}

var wishing = set(`hope hopes hoped hoping wish wishes wished fear fears feared fearing doubt doubts doubted wonder wonders`)

// gaveWay reports whether a plan told of in the past at word i was overtaken: "was
// scheduled for May but".
func (l *line) gaveWay(i int) bool {
	return before(l, i, "was", "were", "been") && slices.Contains(l.folded[i:], "but")
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
		if cue < 0 && outlook[f] && !slices.Contains(says, i) && !l.wished(i) && !l.asked(i) && !before(l, i, "was", "were", "had", "not", "never", "no") {
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
		if sub[i] || l.words[i].Capital() || l.bracketed(i) {
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
