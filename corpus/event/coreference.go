package event

import (
	"strings"
)

// resolve ties pronouns and offices without a name to the people of the
// article. Within a sentence a pronoun stands for its subject, else for the
// subject of the sentence before, else for whoever was named last, where the
// gender lets it; a possessive in a participle right behind a name ("the
// invitation of Ms Khan, extended during her visit") stands for that name.
func (r *reader) resolve() {
	focus := -1
	var recent []int // people, the latest last
	lastOffice := map[string]int{}
	touch := func(p int) {
		if len(recent) > 0 && recent[len(recent)-1] == p {
			return
		}
		recent = append(recent, p)
		if len(recent) > 64 {
			recent = append(recent[:0], recent[32:]...)
		}
	}
	for _, s := range r.sents {
		r.national(s, recent)
		for mi := range s.mentions {
			m := &s.mentions[mi]
			switch {
			case m.kind == pronounMention:
				m.person = r.pronoun(s, mi, focus, recent)
			case m.kind == personMention && m.counterpart:
				r.resolveCounterpart(s, mi, focus)
			case m.kind == personMention && !m.named() && m.office != "" && !m.indefinite:
				if m.class == "generic" && focus >= 0 && r.holds(focus, *m) {
					m.person = focus
					break
				}
				if !s.institutions(mi) {
					m.person = r.holder(*m, lastOffice, recent)
				}
			}
			if m.kind == personMention && m.person >= 0 {
				touch(m.person)
				if o := r.people[m.person].office; o != "" {
					lastOffice[o] = m.person
				}
				if m.office != "" {
					lastOffice[m.office] = m.person
				}
			}
		}
		if p := r.subjectPerson(s); p >= 0 {
			focus = p
		}
	}
}

// institutions reports whether the mention is one of "the President and the
// Prime Minister", who are a country's offices and nobody named before.
func (s *sentence) institutions(mi int) bool {
	bare := func(i int) bool {
		return i >= 0 && i < len(s.mentions) && s.mentions[i].kind == personMention && !s.mentions[i].named() && s.mentions[i].office != "" && s.mentions[i].of == ""
	}
	joined := func(a, b int) bool {
		if !bare(a) || !bare(b) || s.mentions[a].office == s.mentions[b].office {
			return false
		}
		w := s.mentions[a].to
		return s.word(w) == "and" && s.mentions[b].from <= w+2
	}
	return joined(mi-1, mi) || joined(mi, mi+1)
}

// subjectPerson returns the person that is the sentence's subject, or -1.
func (r *reader) subjectPerson(s *sentence) int {
	for _, m := range s.mentions {
		if m.person >= 0 && s.subjectable(m) && (m.kind == pronounMention || r.people[m.person].sure) && !s.governed(m.from) {
			return m.person
		}
	}
	return -1
}

func (r *reader) genderFits(p int, gender byte) bool {
	g := r.people[p].gender
	return g == 0 || gender == 0 || g == gender
}

func (r *reader) pronoun(s *sentence, mi, focus int, recent []int) int {
	m := s.mentions[mi]
	usable := func(p int) bool { return p >= 0 && r.people[p].sure && r.genderFits(p, m.gender) }
	possessive := s.fold[m.from] == "his" || s.fold[m.from] == "her"
	if possessive && mi > 0 {
		// a participle right behind a person
		prev := s.mentions[mi-1]
		if prev.kind == personMention && usable(prev.person) {
			w := s.word(prev.to)
			t := lexicon()[w]
			if s.space(prev.to) || s.comma(prev.to) {
				if (strings.HasSuffix(w, "ed") || t.forms&participle != 0 || w == "made" || w == "given") && m.from-prev.to <= 6 && s.governed(prev.from) {
					return prev.person
				}
			}
		}
	}
	best, bestExact := -1, false
	for k := mi - 1; k >= 0; k-- {
		c := s.mentions[k]
		if c.person < 0 || !usable(c.person) || c.kind != personMention && c.kind != pronounMention {
			continue
		}
		exact := r.people[c.person].gender == m.gender
		if !s.governed(c.from) && !c.possessive {
			return c.person
		}
		if best < 0 || exact && !bestExact {
			best, bestExact = c.person, exact
		}
	}
	if usable(focus) {
		if best < 0 && r.people[focus].gender == 0 {
			for k := len(recent) - 1; k >= 0 && k >= len(recent)-3; k-- {
				if p := recent[k]; usable(p) && r.people[p].gender == m.gender {
					return p
				}
			}
		}
		if best >= 0 && (possessive || bestExact && r.people[focus].gender != m.gender) {
			return best
		}
		return focus
	}
	if best >= 0 {
		return best
	}
	for k := len(recent) - 1; k >= 0; k-- {
		if usable(recent[k]) {
			return recent[k]
		}
	}
	// "During his visit, Lavrov said"
	for k := mi + 1; k < len(s.mentions); k++ {
		c := s.mentions[k]
		if c.kind == personMention && usable(c.person) && !s.governed(c.from) {
			return c.person
		}
	}
	return -1
}

// resolveCounterpart gives "his Russian counterpart" the office of whoever
// "his" stands for, and the person of that office where the article names it.
func (r *reader) resolveCounterpart(s *sentence, mi, focus int) {
	m := &s.mentions[mi]
	owner := -1
	for k := mi - 1; k >= 0 && owner < 0; k-- {
		c := s.mentions[k]
		if c.kind == personMention && c.person >= 0 {
			owner = c.person
		}
		if c.kind == personMention && c.person < 0 && c.office != "" {
			m.office = c.office
			break
		}
	}
	if owner < 0 && m.office == "" {
		owner = focus
	}
	if owner >= 0 {
		m.office = r.people[owner].office
		m.class, m.one = r.people[owner].class, r.people[owner].one
	}
	if m.named() || m.office == "" {
		if m.named() && m.person >= 0 {
			p := &r.people[m.person]
			if p.office == "" {
				p.office, p.class, p.one = m.office, m.class, m.one
			}
			if p.of == "" {
				p.of = m.of
			}
		}
		return
	}
	for p := range r.people {
		if p != owner && r.people[p].office == m.office && m.of != "" && r.people[p].of == m.of {
			m.person = p
			return
		}
	}
}

// holder returns the person whom an office without a name stands for, or -1.
func (r *reader) holder(m mention, lastOffice map[string]int, recent []int) int {
	if p, ok := lastOffice[m.office]; ok && r.holds(p, m) {
		return p
	}
	for k := len(recent) - 1; k >= 0; k-- {
		if r.holds(recent[k], m) {
			return recent[k]
		}
	}
	for p := range r.people { // named later: "the minister said … Mr X added"
		if m.of != "" && r.people[p].of == m.of && r.people[p].office == m.office {
			return p
		}
	}
	return -1
}

func (r *reader) holds(p int, m mention) bool {
	q := r.people[p]
	if m.of != "" && q.of != "" && q.of != m.of {
		return false
	}
	if q.office == m.office {
		return m.of == "" || q.of == m.of || q.of == "" && q.one && r.onlyHolder(p)
	}
	if m.class == "generic" && q.office != "" && !strings.HasPrefix(q.office, "former ") {
		switch m.office {
		case "minister":
			return strings.HasSuffix(q.office, "minister") && (m.of == "" || q.of == m.of)
		case "leader":
			return q.class == "head" && (m.of == "" || q.of == m.of)
		}
	}
	return false
}

// onlyHolder reports whether nobody else in the article has the office.
func (r *reader) onlyHolder(p int) bool {
	for q := range r.people {
		if q != p && r.people[q].office == r.people[p].office {
			return false
		}
	}
	return true
}

// notHuman are words after "the Russian" that are no person.
var notHuman = wordSet(`government side army ministry economy capital embassy company market parliament border language team
	press media soil military navy police state people nation republic province city president's foreign federation bank
	leadership public cabinet air constitution currency regime authorities population delegation mission firm group proposal
	plan invasion war election market minister ambassador central national northern southern eastern western federal
	stock opposition ruling official consulate trade market gas oil oblast empire revolution capital's territory`)

// national turns "the Russian veteran said" into a mention of the only person
// of that country whom the article has named, where no office stands.
func (r *reader) national(s *sentence, recent []int) {
	for mi := range s.mentions {
		m := &s.mentions[mi]
		if m.kind != demonymMention || m.from == 0 || s.fold[m.from-1] != "the" {
			continue
		}
		j := m.to
		if j+1 >= len(s.words) || s.at[j] >= 0 || s.words[j].Capital() || !s.space(j) || !s.space(j+1) {
			continue
		}
		w, next := s.fold[j], s.fold[j+1]
		if notHuman[w] || strings.HasSuffix(w, "s") || lexicon()[w].kind != "" || isStop(w) {
			continue
		}
		t := lexicon()[next]
		if !strings.HasSuffix(next, "ed") && t.forms&(past|thirdPerson) == 0 {
			continue
		}
		found := -1
		for k := len(recent) - 1; k >= 0; k-- {
			p := recent[k]
			if !r.people[p].sure || r.people[p].of != m.country {
				continue
			}
			if found >= 0 && found != p {
				found = -2
				break
			}
			found = p
		}
		if found >= 0 {
			m.kind, m.person, m.of = personMention, found, m.country
			m.to = j + 1
			s.at[j] = mi
		}
	}
}
