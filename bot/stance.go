package bot

import (
	"strings"

	"dateline/bot/question"
	"dateline/corpus/token"
)

// stance is how a line stands to what it says at a word.
type stance uint8

const (
	unsaid    stance = iota // it only speaks of it
	happened                // it came about
	denied                  // it did not
	notYet                  // it has not so far
	toBe                    // it is planned
	notToBe                 // it is not to be
	off                     // a plan for it is given up
	moved                   // it is put off to another time
	disbelief               // somebody denies it
)

// stanceAt returns how a line stands to the verb or noun at word v.
func stanceAt(l *line, v int, exists bool) stance {
	if s := l.calledOff(v); s != unsaid {
		return s
	}
	if exists {
		return l.existsAt(v, true)
	}
	switch {
	case disowned(l, v):
		return disbelief
	case l.shortOf(v), strings.HasSuffix(strings.TrimSpace(l.text), "?"), l.folded[0] == "had":
		return unsaid // "almost resigned"; "had she resigned"
	case v > 1 && l.folded[v-1] == "to" && !(nounAt(l, v) || exists):
		return l.infinitive(v)
	case negated(l, v) || failedTo(l, v) || l.doneByNone(v):
		return l.kindOfNo(v)
	case planned(l, v):
		for j := max(0, v-5); j < v; j++ {
			if noPlan[l.folded[j]] && (l.folded[j] != "may" || !l.words[j].Capital()) {
				return unsaid
			}
		}
		return toBe
	case strings.HasSuffix(l.folded[v], "ing") && v > 0 && !nounAt(l, v) && !withDeed[l.folded[v-1]] && !beWord[l.folded[v-1]] &&
		!strings.Contains(l.text[l.words[v-1].End:l.words[v].Start], ","):
		return unsaid // "considered resigning"
	}
	if nounAt(l, v) {
		s := l.existsAt(v, false)
		if s == happened && !l.owned(v) {
			return unsaid
		}
		return s
	}
	return happened
}

// noPlan are words before a verb that make it neither done nor planned.
var noPlan = words(`if whether could might may should asked invited wants hopes hoped threatened threatens`)

// withDeed are words before a form in "ing" of what is done.
var withDeed = words(`after by since while when and but having then`)

// shortOf reports whether words before the verb at word v say that it did not quite come
// to it, or leave somebody out of those who did not.
func (l *line) shortOf(v int) bool {
	for j := max(0, v-2); j < v; j++ {
		if f := l.folded[j]; f == "almost" || f == "nearly" {
			return true
		}
	}
	from, _ := l.clauseAt(v)
	for j := max(0, from-3); j < v; j++ {
		if f := l.folded[j]; (f == "but" || f == "except") && j > 0 && (noSubject[l.folded[j-1]] || l.folded[j-1] == "one") {
			return true
		}
	}
	return false
}

// infinitive returns how a line stands to the infinitive at word v: it is done only by
// words that say so.
func (l *line) infinitive(v int) stance {
	before := l.folded[v-2]
	switch {
	case strings.HasPrefix(before, "fail"), before == "refused", before == "refuses", before == "declined", before == "declines", before == "unable":
		return denied
	case before == "not", before == "never":
		return notToBe
	case before == "managed", before == "manages", before == "proceeded", before == "on" && v > 2 && token.Base(l.folded[v-3]) == "go",
		before == "began", before == "begun", before == "continued", before == "helped", before == "forced", before == "had":
		if negated(l, v-2) {
			return denied
		}
		return happened
	}
	for j := max(0, v-6); j < v-1; j++ {
		if f := l.folded[j]; (f == "first" || f == "last" || f == "only" || f == "second") && !negated(l, v) {
			return happened // "the first minister to visit the island"
		}
	}
	if planned(l, v) && !noPlan[before] && !attempts[before] {
		for j := max(0, v-5); j < v; j++ {
			if l.folded[j] == "not" {
				return notToBe
			}
		}
		return toBe
	}
	return unsaid
}

// attempts are words before an infinitive of what is only tried.
var attempts = words(`try tried tries trying attempt attempts attempted ordered asked urged told called sought`)

// kindOfNo tells a denial of what was from one of what is to come, and from one that
// holds for its day only.
func (l *line) kindOfNo(v int) stance {
	for j := max(0, v-5); j < v; j++ {
		switch f := l.folded[j]; {
		case f == "will" || f == "would" || f == "won't" || f == "won’t" || f == "wouldn't" || f == "cannot" || f == "can't":
			return notToBe
		case f == "to" && j > 0 && l.folded[j-1] == "not":
			return notToBe
		}
	}
	for j := max(0, v-5); j < min(len(l.words), v+4); j++ {
		if f := l.folded[j]; f == "yet" || j < v && (f == "has" || f == "have" || f == "hasn't" || f == "haven't" || f == "hasn’t" || f == "haven’t") {
			return notYet
		}
	}
	return denied
}

// doneByNone reports whether the clause of the verb at word v has nobody or nothing for
// its subject, however long: "no one from the ministry attended".
func (l *line) doneByNone(v int) bool {
	from, _ := l.clauseAt(v)
	if from+1 >= v || !noSubject[l.folded[from]] {
		return false
	}
	switch l.folded[from+1] {
	case "fewer", "less", "more", "later", "sooner", "doubt", "matter", "longer":
		return false
	}
	return l.carries(from, v)
}

var noSubject = words(`no none nobody nothing neither`)

// failedTo reports whether the verb at word v is what somebody failed to do.
func failedTo(l *line, v int) bool {
	return v > 1 && l.folded[v-1] == "to" && strings.HasPrefix(l.folded[v-2], "fail")
}

// owned reports whether a noun for what is done stands with who did it: "his
// resignation", "the visit of the queen", "Mora's defeat".
func (l *line) owned(v int) bool {
	if v > 0 {
		switch f := l.folded[v-1]; {
		case f == "his", f == "her", f == "its", f == "their", possessive(l.words[v-1].Text):
			return true
		}
	}
	for j := max(0, v-3); j < v; j++ {
		if f := l.folded[j]; f == "his" || f == "her" || f == "its" || f == "their" || possessive(l.words[j].Text) {
			return true
		}
	}
	for j := v + 1; j < min(len(l.words), v+4); j++ {
		if f := l.folded[j]; f == "of" || f == "by" || f == "between" || j == v+1 && (f == "with" || f == "in" || f == "to") {
			return true
		}
	}
	return !(v > 0 && (l.folded[v-1] == "the" || l.folded[v-1] == "a" || l.folded[v-1] == "an"))
}

// givenUp and putAside are verbs for what becomes of a plan.
var (
	givenUp  = words(`cancel cancels cancelled canceled cancelling scrap scraps scrapped abandon abandons abandoned avert averted averts shelve shelved`)
	putAside = words(`postpone postpones postponed postponing delay delays delayed defer deferred reschedule rescheduled`)
)

// calledOff returns off or moved where a line says that what is at word v was given up
// or put off: "a strike that was to begin on Monday has been called off", "put off its
// start".
func (l *line) calledOff(v int) stance {
	for j := range l.words {
		s := unsaid
		f := l.folded[j]
		next := ""
		if j+1 < len(l.folded) {
			next = l.folded[j+1]
		}
		switch {
		case givenUp[f], (f == "call" || f == "calls" || f == "called" || f == "calling") && next == "off":
			s = off
		case putAside[f], (f == "put" || f == "puts" || f == "putting") && (next == "off" || next == "back"), f == "pushed" && next == "back":
			s = moved
		}
		if s == unsaid || j == v || negated(l, j) || disowned(l, j) || l.onlyMeant(j) {
			continue
		}
		passive := j > 0 && (beWord[l.folded[j-1]] || l.folded[j-1] == "be") || j > 1 && beWord[l.folded[j-2]]
		switch {
		case passive && v < j && l.subjectOf(v, j), !passive && v > j && v-j <= 7 && l.objectOf(j, v):
			return s
		}
	}
	return unsaid
}

// onlyMeant reports whether the verb at word j is one that may or is to come: "could be
// called off".
func (l *line) onlyMeant(j int) bool {
	for k := max(0, j-3); k < j; k++ {
		switch f := l.folded[k]; {
		case l.words[k].Capital(): // a name, or the month of May
		case f == "will", f == "would", f == "could", f == "should", f == "may", f == "might", f == "can", f == "must", f == "if", f == "unless", f == "to":
			return true
		}
	}
	return false
}

// subjectOf reports whether the noun at word v is what the passive verb at word j is
// said of, clauses that hang on the noun left out.
func (l *line) subjectOf(v, j int) bool {
	depth := 0
	for k := v + 1; k < j; k++ {
		switch f := l.folded[k]; {
		case f == "that" || f == "which" || f == "who":
			if depth++; depth > 1 {
				return false
			}
		case f == "and" || f == "but" || f == "after" || f == "because" || f == "while" || strings.ContainsAny(l.text[l.words[k-1].End:l.words[k].Start], ";:"):
			return false
		}
	}
	// It heads its phrase: no other noun of it stands before, joined by "of" or "on".
	for k := v - 1; k >= max(0, v-5); k-- {
		if f := l.folded[k]; f == "of" || f == "on" || f == "for" || f == "against" || f == "after" || f == "over" || f == "that" || l.finite(k) {
			return false
		}
	}
	return true
}

// objectOf reports whether the noun at word v is what the verb at word j is done to: no
// preposition, verb or comma stands between.
func (l *line) objectOf(j, v int) bool {
	for k := j + 1; k < v; k++ {
		switch f := l.folded[k]; {
		case f == "off" || f == "back":
		case f == "of" || f == "on" || f == "for" || f == "from" || f == "because" || f == "after" || f == "in" || f == "to" || f == "by" || l.finite(k),
			strings.ContainsAny(l.text[l.words[k-1].End:l.words[k].Start], ",;:"):
			return false
		}
	}
	return true
}

// leftOpen are words beside a noun that leave open whether there is such a thing.
var leftOpen = words(`plan plans planned planning announce announces announced propose proposes proposed proposal demand demands demanded discuss
	discusses discussed want wants wanted threaten threatens threatened threat promise promises promised consider considers considered considering
	reject rejects rejected rule ruled avoid avoided prevent prevented prevents expect expects expected seek seeks sought request requested
	call calls called urge urges urged possible potential possibility risk fear fears feared alleged rumoured rumored whether if unless could may might
	would will should hope hopes hoped oppose opposes opposed against scheduled due ordered ask asks asked voted vote ballot await awaits awaited ahead
	protest protested protesting
	suggest suggested suggests before avert`)

// towards are words before a noun that need not be there: "a permit for a bridge".
var towards = words(`for against about over on towards toward without instead`)

// comesAbout are verbs for what events and works do; their denial denies the event.
var comesAbout = words(`be been take took taken held hold begin began begun start started happen happened occur occurred go went come came built
	build open opened place`)

// existsAt returns how a line stands to there being what the noun at word n names.
func (l *line) existsAt(n int, exists bool) stance {
	for j := n - 1; j >= max(0, n-4); j-- {
		if strings.ContainsAny(l.text[l.words[j].End:l.words[j+1].Start], ",;:") || clauseWords[l.folded[j]] {
			break
		}
		if f := l.folded[j]; f == "no" || f == "neither" || f == "without" || (f == "not" || f == "never") && j+1 < n && determiners[l.folded[j+1]] {
			return l.kindOfNo(n)
		}
	}
	if disowned(l, n) {
		return disbelief
	}
	from, to := l.clauseAt(n)
	rest := to
	if to < len(l.words) && (l.folded[to] == "that" || l.folded[to] == "which") && to-n <= 2 {
		rest = len(l.words) // what is said of it goes on behind
	}
	for j := n + 1; j < min(rest, n+14); j++ {
		if f := l.folded[j]; comesAbout[f] && f != "be" && (negated(l, j)) {
			return l.kindOfNo(j)
		} else if f == "not" && j+1 < rest && l.folded[j+1] == "be" {
			return l.kindOfNo(j + 1)
		}
	}
	sure, plan := true, false
	for j := max(from, n-6); j < min(rest, n+9); j++ {
		f := l.folded[j]
		if j == n || !exists && j < n && strings.HasPrefix(f, "announc") {
			continue // "announced his resignation": so it is done
		}
		if f == "will" || f == "planned" || f == "scheduled" || f == "announced" || f == "to" && j > 0 && beWord[l.folded[j-1]] {
			plan = true
		}
		if leftOpen[f] || f == "to" && j > 0 && beWord[l.folded[j-1]] {
			sure = false
		}
	}
	start := n
	for start > from && n-start < 5 && (determiners[l.folded[start-1]] || orderWords[l.folded[start-1]] || !token.Stop(l.folded[start-1]) && !l.finite(start-1)) {
		start--
	}
	if start > 0 && (towards[l.folded[start-1]] || !exists && l.folded[start-1] == "at") {
		return unsaid // "a permit for a bridge", "anger at its closure"
	}
	verb := false
	for j := from; j < rest; j++ {
		verb = verb || j != n && (question.PastVerb(l.folded[j]) || beWord[l.folded[j]] || helpingWord[l.folded[j]] || token.Base(l.folded[j]) != l.folded[j])
	}
	switch {
	case plan:
		return toBe
	case sure && verb:
		return happened
	}
	return unsaid
}
