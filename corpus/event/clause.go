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

// object is a mention after a trigger with the preposition before it.
type object struct {
	mention int
	prep    string
	after   bool // behind a comma
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
