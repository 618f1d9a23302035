package event

import (
	"sort"
	"strings"

	"dateline/corpus/gazetteer"
	"dateline/corpus/token"
)

// person is somebody whom an article names, in whatever forms.
type person struct {
	name   string // the fullest form
	names  []string
	office string
	of     string
	class  string
	one    bool
	gender byte
	sure   bool // a person, and not some other thing with a name
	first  int  // the first sentence that names it
}

func isStop(folded string) bool { return token.Stop(folded) || sentenceOpeners[folded] }

// sentenceOpeners are capitalised where they begin a sentence or a headline,
// and never a name.
var sentenceOpeners = wordSet(`meanwhile however earlier later separately similarly according likewise recently speaking
	addressing welcoming asked commenting referring regarding expressing discussing also yet still today yesterday tomorrow
	moreover furthermore besides despite last next first among since within without many most several some although though
	another every each one two three four five six seven eight nine ten mr mrs ms following including sources sides both
	even only that's it's ahead back finally instead nevertheless nonetheless thus hence indeed perhaps let please see
	breaking update updated watch read live photo file reuters afp ap tass`)

// gather ties the names of the article's sentences to people: a longer form
// takes in the shorter ones that fit it, "Sergey Viktorovich Lavrov" those of
// "Sergey Lavrov", "Lavrov" and "Sergey".
func (r *reader) gather() {
	type ref struct{ s, m int }
	var refs []ref
	for si, s := range r.sents {
		for mi, m := range s.mentions {
			if (m.kind == personMention || m.kind == nameMention) && m.named() {
				refs = append(refs, ref{si, mi})
			}
		}
	}
	order := make([]int, len(refs))
	for i := range order {
		order[i] = i
	}
	size := func(i int) int { m := r.sents[refs[i].s].mentions[refs[i].m]; return m.nameTo - m.nameFrom }
	sort.SliceStable(order, func(i, j int) bool { return size(order[i]) > size(order[j]) })
	byLast, byFirst := map[string][]int{}, map[string][]int{}
	for _, i := range order {
		s := r.sents[refs[i].s]
		m := &s.mentions[refs[i].m]
		last, first := m.names[len(m.names)-1], m.names[0]
		m.person = -1
		for _, p := range byLast[last] {
			if fits(m.names, r.people[p].names) && !r.officesClash(p, *m) {
				m.person = p
				break
			}
		}
		if m.person < 0 && len(m.names) == 1 {
			for _, p := range byFirst[first] {
				if len(r.people[p].names) > 1 && r.people[p].sure {
					m.person = p
					break
				}
			}
		}
		if m.person < 0 {
			if len(m.names) == 1 && m.kind == nameMention && s.words[m.nameFrom].Start == 0 && r.capital[first] == 0 {
				m.kind = deadMention
				continue // a capital that begins a sentence
			}
			if len(r.people) >= maxPeople {
				continue
			}
			m.person = len(r.people)
			r.people = append(r.people, person{names: m.names, first: refs[i].s,
				name: bareName(s.text[s.words[m.nameFrom].Start:s.words[m.nameTo-1].End])})
			byLast[last] = append(byLast[last], m.person)
			byFirst[first] = append(byFirst[first], m.person)
		}
		p := &r.people[m.person]
		p.first = min(p.first, refs[i].s)
		p.sure = p.sure || m.kind == personMention
		if p.gender == 0 {
			p.gender = m.gender
		}
		if p.gender == 0 {
			for _, n := range m.names {
				if g := gazetteer.GivenGender(n); g != 0 {
					p.gender = g
					break
				}
			}
		}
	}
	// Offices in the order of the text, so that the first full one stands.
	for _, f := range refs {
		m := r.sents[f.s].mentions[f.m]
		if m.person < 0 || m.office == "" {
			continue
		}
		p := &r.people[m.person]
		switch {
		case p.office == "", strings.HasPrefix(p.office, "former ") && !m.former && m.one, p.of == "" && m.of != "" && (p.office == m.office || !p.one):
			p.office, p.class, p.one = m.office, m.class, m.one
			if m.of != "" {
				p.of = m.of
			}
		case p.of == "" && p.office == m.office:
			p.of = m.of
		}
	}
	// Who speaks, travels or meets is a person, if the name has the shape.
	for _, f := range refs {
		s := r.sents[f.s]
		if m := s.mentions[f.m]; m.kind == nameMention && m.person >= 0 && s.humanVerb(m) {
			r.people[m.person].sure = true
		}
	}
	// What carries a sure person's name is that person.
	for _, f := range refs {
		m := &r.sents[f.s].mentions[f.m]
		if m.person >= 0 && r.people[m.person].sure {
			m.kind = personMention
		}
	}
}

// humanVerb reports whether the name has two to four words and a verb of
// people follows it.
func (s *sentence) humanVerb(m mention) bool {
	if n := m.nameTo - m.nameFrom; n < 2 || n > 4 || m.possessive || bodyHeads[s.fold[m.nameTo-1]] {
		return false
	}
	i := m.to
	for i < len(s.words) && i < m.to+4 && s.space(i) && (auxiliaries[s.fold[i]] || adverbs[s.fold[i]] || weekdays[s.fold[i]]) {
		i++
	}
	if i >= len(s.words) || !s.space(i) {
		return false
	}
	if w := s.fold[i]; w == "who" || calledOff[w] {
		return true
	}
	t, ok := lexicon()[s.fold[i]]
	return ok && !t.places && (t.class == speech || t.class == travel || t.class == meeting) && t.forms&(past|thirdPerson|participle) != 0
}

// maxPeople bounds the people of one article; a list of names is no news.
const maxPeople = 400

// officesClash reports whether the mention's office is another country's than
// the person's, so that they are two people of one name.
func (r *reader) officesClash(p int, m mention) bool {
	return m.of != "" && r.people[p].of != "" && m.of != r.people[p].of && m.office != "" && r.people[p].office != ""
}

// fits reports whether the shorter name can be the longer one's: its last
// word is the same, and the words before stand in it in order, or as initials.
func fits(short, long []string) bool {
	if short[len(short)-1] != long[len(long)-1] {
		return false
	}
	j := 0
	for _, w := range short[:len(short)-1] {
		for j < len(long)-1 && long[j] != w && !initial(w, long[j]) && !initial(long[j], w) {
			j++
		}
		if j >= len(long)-1 {
			return false
		}
		j++
	}
	return true
}

func initial(a, b string) bool { return len(a) == 1 && len(b) > 0 && a[0] == b[0] }
