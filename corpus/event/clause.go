package event

import "strings"

// clauseVerb is a trigger read as a verb, with its group ("is scheduled to
// call"), its subjects and what follows it.
type clauseVerb struct {
	trig     trigger
	word     int // the trigger
	from     int // the first word of the group
	subjects []int
	objects  []object
	group
}

// group is what the words around a verb say of it.
type group struct {
	planned, denied    bool
	perfect, past      bool // "has visited"; a past form
	pluperfect         bool // "had visited"
	passive            bool
	gerund, infinitive bool
	progressive        bool
	recently, lastly   bool // "recently visited", "last visited"
}

// object is a mention after a trigger with the preposition before it.
type object struct {
	mention int
	prep    string
	after   bool // behind a comma
}

// verbal reports whether the trigger at word w is a verb there.
func (s *sentence) verbal(w int, t trigger) bool {
	if t.forms&^noun == 0 {
		return false
	}
	prev := s.word(w - 1)
	if w > 0 && !s.space(w) {
		if s.gap(w) == "-" { // "army-to-army talks", "pre-election"
			return false
		}
		prev = ","
	}
	if t.forms&gerund != 0 && t.forms&noun == 0 {
		// "the visiting dignitary", "his visiting counterpart"
		return !determiners[prev] && prev != "of" || s.at[max(w-1, 0)] >= 0 && prev == "of"
	}
	if t.forms&gerund != 0 && s.word(w+1) == "with" && (prev == "and" || prev == "," || prev == "after" || prev == "before" || prev == "while") {
		return true // "after holding talks with X and meeting with Y"
	}
	if t.forms&noun == 0 {
		switch {
		case prev == "to":
			return t.forms&base != 0
		case t.forms&(past|participle) != 0:
			// "an agreed plan", "second from left"
			return !determiners[prev] && !(prepositions[prev] && s.at[max(w-1, 0)] < 0 && prev != "after" && prev != "before" && prev != "since")
		case determiners[prev], prepositions[prev] && s.at[max(w-1, 0)] < 0:
			return false
		case t.forms&base != 0:
			if w > 0 && s.at[w-1] >= 0 {
				m := s.mentions[s.at[w-1]]
				return !m.possessive && m.kind != demonymMention && s.coordinated(w-1)
			}
			return modals[prev] || strings.HasPrefix(prev, "did") || prev == "do" || prev == "does" || prev == "not" || prev == "they" || prev == "we" || prev == "who" ||
				prev == "and" || prev == "also" || strings.HasSuffix(prev, "ly") || strings.HasSuffix(prev, "s") && len(prev) > 3
		case prev == "and" || prev == ",":
			return t.class != deed && t.class != change && s.hasSubjectBefore(w)
		}
		return true
	}
	// A word that is verb and noun.
	switch {
	case prev == "to" || modals[prev] || prev == "not" || strings.HasSuffix(prev, "n't"):
		return prev != "to" || t.forms&base != 0 && s.toVerb(w)
	case prev == "do" || prev == "does" || prev == "did":
		return true
	case determiners[prev] || prepositions[prev] || supports[prev] && s.at[max(w-1, 0)] < 0 && !copulas[prev] || w == 0:
		return t.forms&(past|participle) != 0 && copulas[prev]
	}
	if w > 0 && s.at[w-1] >= 0 {
		m := s.mentions[s.at[w-1]]
		switch {
		case m.possessive, m.kind == demonymMention:
			return false
		case m.kind == pronounMention:
			return prev != "his" && prev != "her"
		case m.kind == countryMention || m.kind == cityMention:
			return t.forms&(thirdPerson|past) != 0 && t.class != meeting
		}
		return t.forms&(thirdPerson|past) != 0 || s.coordinated(w-1)
	}
	if prev == "," || prev == "who" || prev == "that" || prev == "which" || prev == "and" {
		return t.forms&(thirdPerson|past) != 0 && s.hasSubjectBefore(w)
	}
	if auxiliaries[prev] || adverbs[prev] && prev != "first" && prev != "last" || strings.HasSuffix(prev, "ly") && prev != "early" {
		return t.forms&participle != 0 || !copulas[prev] && prev != "has" && prev != "have" && prev != "had"
	}
	return false
}

// toVerb reports whether "to" before word w marks an infinitive and not a
// goal ("in reply to attacks").
func (s *sentence) toVerb(w int) bool {
	t := lexicon()[s.fold[w]]
	if t.class == travel || t.class == meeting {
		return t.forms&base != 0
	}
	next := s.word(w + 1)
	return next != "of" && next != "" && !prepositions[next] || next == "in"
}

// coordinated reports whether the mention at word i is one of several.
func (s *sentence) coordinated(i int) bool {
	m := s.mentions[s.at[i]]
	return m.from >= 2 && (s.fold[m.from-1] == "and" || s.fold[m.from-2] == "and")
}

func (s *sentence) hasSubjectBefore(w int) bool {
	for i := w - 1; i >= 0 && i > w-25; i-- {
		if s.at[i] >= 0 && s.mentions[s.at[i]].actor() {
			return true
		}
	}
	return false
}

// readGroup reads the verb group that ends with the verb at word w.
func (s *sentence) readGroup(w int, forms form) (g group, from int) {
	from = w
	g.past = forms&past != 0
	g.gerund = forms&gerund != 0
	haveAux := false
	for i := w - 1; i >= 0 && i > w-14; i-- {
		if !s.space(i + 1) {
			if s.gap(i+1) != "-" {
				break
			}
		}
		x := s.fold[i]
		if s.at[i] >= 0 {
			break
		}
		switch {
		case x == "not" || x == "never" || strings.HasSuffix(x, "n't") || x == "cannot":
			g.denied = true
			haveAux = true
		case x == "to" && (i == w-1 || adverbs[s.fold[i+1]] || strings.HasSuffix(s.fold[i+1], "ly") || s.fold[i+1] == "be" || s.fold[i+1] == "have"):
			g.infinitive = true
		case g.infinitive && expecting[x]:
			g.planned = true
		case g.infinitive && refusing[x]:
			g.denied = true
		case x == "will" || x == "shall" || x == "won't":
			g.planned = true
			haveAux = true
		case x == "would" || modals[x]:
			g.planned = true
			haveAux = true
		case x == "has" || x == "have":
			g.perfect, haveAux = true, true
		case x == "had":
			g.pluperfect, haveAux = true, true
		case copulas[x]:
			haveAux = true
			if !g.infinitive || x == "be" {
				g.passive = g.passive || forms&participle != 0
				if g.gerund {
					g.progressive = true
				}
			} else {
				// "is to visit"
				g.planned = g.planned || i == w-2
			}
		case x == "recently" || x == "just":
			g.recently = true
		case x == "last":
			g.lastly = true
		case adverbs[x] || strings.HasSuffix(x, "ly") || x == "do" || x == "does" || x == "did":
		default:
			return s.finish(g, i+1, w, forms, haveAux), i + 1
		}
		from = i
	}
	return s.finish(g, from, w, forms, haveAux), from
}

func (s *sentence) finish(g group, from, w int, forms form, haveAux bool) group {
	if g.gerund && g.progressive {
		g.gerund = false
	}
	if forms&(past|participle) != 0 && !haveAux {
		g.past = true
	}
	if g.infinitive && !g.planned {
		// "the invitation to President Putin to visit"
		for i := from - 1; i >= 0 && i > from-9; i-- {
			if s.stop(i + 1) {
				break
			}
			if expecting[s.fold[i]] {
				g.planned = true
				break
			}
			if refusing[s.fold[i]] {
				g.denied = true
				break
			}
		}
	}
	return g
}

// subject returns the mentions that are subject of the verb group that begins
// at from.
func (s *sentence) subject(from int, g group) []int {
	comma := false
	if s.commonSubject(from) {
		return nil
	}
	for i := from - 1; i >= 0; i-- {
		if s.stop(i+1) && !strings.ContainsAny(s.gap(i+1), "()") && i+1 != from {
			break
		}
		if s.stop(i+1) && i+1 == from && strings.ContainsAny(s.gap(from), ";:.!?") {
			break
		}
		if s.comma(i + 1) {
			comma = true
		}
		x := s.fold[i]
		if mi := s.at[i]; mi >= 0 {
			first := i
			for first > 0 && s.at[first-1] == mi {
				first--
			}
			m := s.mentions[mi]
			if g.infinitive && i == from-1 && m.actor() && !m.possessive && s.inviting(first) {
				return []int{mi}
			}
			if !m.actor() || m.possessive || s.governed(first) || m.kind == pronounMention && (x == "his" || x == "her" || x == "him") {
				i = first
				continue
			}
			return s.withCoordinated(mi, first)
		}
		switch {
		case x == "who" || x == "which" || x == "whom":
			if m := s.antecedent(i); m >= 0 {
				return []int{m}
			}
		case (x == "and" || x == "but" || x == "or") && !comma && i == from-1,
			(x == "and" || x == "but") && i == from-1:
			if !g.gerund || len(s.verbs) > 0 {
				if n := len(s.verbs); n > 0 && len(s.verbs[n-1].subjects) > 0 {
					return s.verbs[n-1].subjects
				}
			}
			return s.main(from)
		case boundaries[x] && x != "and" && x != "or" && x != "as" && x != "so" && x != "than":
			if g.gerund || g.infinitive {
				return s.main(from)
			}
			return nil
		}
	}
	if g.gerund || g.infinitive || g.past && from > 0 {
		return s.main(from)
	}
	return nil
}

var invitingWords = wordSet(`invite invited invites inviting invitation ask asked asks asking urge urged urges urging tell told
	want wanted wants expect expected expects allow allowed allows request requested requests persuade persuaded enable enabled`)

// inviting reports whether the mention that begins at word first is whom
// somebody is asked to act: "his invitation to President Putin to visit".
func (s *sentence) inviting(first int) bool {
	for i := first - 1; i >= 0 && i > first-5; i-- {
		if s.at[i] >= 0 && s.mentions[s.at[i]].kind != pronounMention {
			return false
		}
		if invitingWords[s.fold[i]] {
			return true
		}
	}
	return false
}

// commonSubject reports whether a noun or pronoun that names nobody stands
// right before the verb group at word from: "both sides have agreed".
func (s *sentence) commonSubject(from int) bool {
	i := from - 1
	if i < 0 || !s.space(from) {
		return false
	}
	if s.at[i] >= 0 {
		return s.mentions[s.at[i]].kind == deadMention
	}
	w := s.fold[i]
	switch {
	case w == "it" || w == "they" || w == "we" || w == "i" || w == "you" || w == "this" || w == "these" || w == "those" || w == "there":
		return true
	case boundaries[w] || prepositions[w] || adverbs[w] || auxiliaries[w] || determiners[w] || weekdays[w] || months[w] || s.words[i].Number(),
		expecting[w] || refusing[w] || supports[w], units[w] != noUnit || longUnits[w] > 0, strings.HasSuffix(w, "ly") || strings.HasSuffix(w, "ing") || strings.HasSuffix(w, "ed"):
		return false
	}
	if t, ok := lexicon()[w]; ok && s.verbal(i, t) {
		return false
	}
	return true
}

// governed reports whether the mention that begins at word first is governed
// by a preposition, or is the object of a verb.
func (s *sentence) governed(first int) bool {
	i := first - 1
	for i >= 0 && i > first-5 && s.space(i+1) && s.at[i] < 0 && (determiners[s.fold[i]] || strings.HasSuffix(s.fold[i], "ing") && determiners[s.word(i-1)]) {
		i--
	}
	if i < 0 || !s.space(i+1) {
		return false
	}
	x := s.fold[i]
	if x == "and" || x == "or" {
		if i > 0 && s.at[i-1] >= 0 {
			j := i - 1
			for j > 0 && s.at[j-1] == s.at[i-1] {
				j--
			}
			return s.governed(j)
		}
		return false
	}
	if prepositions[x] && x != "despite" && !(x == "after" || x == "before" || x == "since" || x == "until") {
		return true
	}
	t, ok := lexicon()[x]
	return ok && s.at[i] < 0 && t.forms&^noun != 0 && s.verbal(i, t) || s.at[i] < 0 && supports[x] && !copulas[x]
}

// withCoordinated returns the mention with those that "and" and commas join
// to it on its left.
func (s *sentence) withCoordinated(mi, first int) []int {
	out := []int{mi}
	for first > 1 {
		i := first - 1
		for i > 0 && s.at[i] < 0 && determiners[s.fold[i]] {
			i--
		}
		and := s.fold[i] == "and" && s.at[i] < 0
		if and {
			i--
		} else if len(out) < 2 || !s.comma(first) {
			break
		}
		if i < 0 || s.at[i] < 0 {
			break
		}
		mi = s.at[i]
		if k := s.mentions[mi].kind; k == demonymMention || s.mentions[mi].possessive {
			break
		}
		first = i
		for first > 0 && s.at[first-1] == mi {
			first--
		}
		if s.governed(first) {
			break
		}
		out = append(out, mi)
	}
	return out
}

// antecedent returns the mention that the relative pronoun at word i stands
// for, the person before it, or -1.
func (s *sentence) antecedent(i int) int {
	for j := i - 1; j >= 0 && j > i-5; j-- {
		if mi := s.at[j]; mi >= 0 {
			m := s.mentions[mi]
			if m.kind == personMention || m.kind == nameMention || s.fold[i] == "which" && m.actor() {
				return mi
			}
			return -1
		}
	}
	return -1
}

// main returns the subject of the sentence's main clause for a participle or
// infinitive at word w: the first mention that no preposition governs before
// it, else the first one behind a comma after it.
func (s *sentence) main(w int) []int {
	for mi, m := range s.mentions {
		if m.from >= w {
			break
		}
		if s.subjectable(m) && !s.governed(m.from) {
			return s.upTo(mi)
		}
	}
	for mi, m := range s.mentions {
		if m.from <= w || !s.subjectable(m) || s.governed(m.from) {
			continue
		}
		i := m.from
		for i > 0 && determiners[s.fold[i-1]] && s.space(i) {
			i--
		}
		if s.comma(i) {
			return []int{mi}
		}
	}
	return nil
}

func (s *sentence) subjectable(m mention) bool {
	if m.kind == pronounMention {
		x := s.fold[m.from]
		return x == "he" || x == "she"
	}
	return m.actor() && !m.possessive
}

// upTo adds to a mention those joined to it by "and" on its right.
func (s *sentence) upTo(mi int) []int {
	out := []int{mi}
	for mi+1 < len(s.mentions) {
		end := s.mentions[mi].to
		next := s.mentions[mi+1]
		if s.word(end) != "and" || next.from > end+2 || next.possessive || !next.actor() {
			break
		}
		mi++
		out = append(out, mi)
	}
	return out
}

// following returns the mentions after word w within its clause, each with
// the preposition before it.
func (s *sentence) following(w int, nominal bool) []object {
	var out []object
	prep, after := "", false
	listed := false // the word before was a mention or joins one
	for i := w + 1; i < len(s.words) && i < w+45; i++ {
		if s.stop(i) {
			break
		}
		if s.comma(i) {
			if !(listed && s.at[i] >= 0 && s.listed(i)) {
				prep, after = "", true
			}
		} else if !s.space(i) && s.gap(i) != "-" {
			if s.gap(i) != "’ " && s.gap(i) != "' " {
				break
			}
		}
		if mi := s.at[i]; mi >= 0 {
			m := s.mentions[mi]
			out = append(out, object{mi, prep, after})
			for i+1 < len(s.words) && s.at[i+1] == mi {
				i++
			}
			listed = true
			if m.possessive || m.kind == demonymMention {
				listed = false
			}
			continue
		}
		x := s.fold[i]
		switch {
		case x == "as" && s.word(i+1) == "well" && s.word(i+2) == "as":
			i += 2
			continue
		case x == "well" || determiners[x]:
			continue
		case x == "as" && (i+1 < len(s.words) && s.at[i+1] >= 0 || determiners[s.word(i+1)] && i+2 < len(s.words) && s.at[i+2] >= 0):
			prep = "as"
		case x == "and" || x == "or":
			if !s.listGoesOn(i) {
				return out
			}
			continue
		case x == "after" || x == "before" || x == "since" || x == "until":
			return out
		case prepositions[x]:
			prep = x
			if after && nominal && x != "in" && x != "at" {
				return out
			}
		case boundaries[x]:
			return out
		case auxiliaries[x]:
			return out
		default:
			if t, ok := lexicon()[x]; ok && t.forms&(past|thirdPerson) != 0 && s.verbal(i, t) {
				return out
			}
			if nominal && prep == "" && !after && !strings.HasSuffix(x, "ly") && !weekdays[x] && x != "last" && x != "next" && x != "this" {
				if len(out) == 0 && i == w+1 || listed {
					// a verb or a noun that ends the phrase
					return out
				}
			}
		}
		listed = false
	}
	return out
}

// listed reports whether the mention at word i, behind a comma, is one of a
// list: another comma or "and" follows it.
func (s *sentence) listed(i int) bool {
	k := s.mentions[s.at[i]].to
	return k < len(s.words) && (s.comma(k) && s.at[k] >= 0 || s.fold[k] == "and" || s.fold[k] == "or" || s.comma(k) && s.fold[k] == "and")
}

// listGoesOn reports whether after the "and" at word i another mention or
// prepositional phrase of the same list follows.
func (s *sentence) listGoesOn(i int) bool {
	for j := i + 1; j < len(s.words) && j < i+7; j++ {
		if s.at[j] >= 0 {
			k := j
			for k < len(s.words) && s.at[k] == s.at[j] {
				k++
			}
			// "and Lavrov said" is a new clause
			if t, ok := lexicon()[s.word(k)]; ok && k < len(s.words) && s.verbal(k, t) || auxiliaries[s.word(k)] {
				return false
			}
			return true
		}
		if x := s.fold[j]; !determiners[x] && !prepositions[x] && !modifiers[x] {
			return false
		}
	}
	return false
}
