package event

import "strings"

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
	case prev == "ever" && (s.word(w-2) == "first" || s.word(w-2) == "only"):
		return false
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
