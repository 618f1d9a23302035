package event

import (
	"strings"

	"dateline/corpus"
	"dateline/corpus/gazetteer"
)

// entity returns what a mention names, as the article as a whole knows it.
func (r *reader) entity(s *sentence, m mention) corpus.Entity {
	switch m.kind {
	case countryMention, demonymMention:
		return corpus.Entity{Type: corpus.Location, Name: gazetteer.Display(m.country), In: m.country}
	case cityMention:
		return corpus.Entity{Type: corpus.Location, Name: bareName(s.text[s.words[m.from].Start:s.words[m.to-1].End]), In: m.country}
	case bodyMention:
		return corpus.Entity{Type: corpus.Organization, Name: bareName(s.text[s.words[m.from].Start:s.words[m.to-1].End])}
	}
	if m.person >= 0 {
		p := r.people[m.person]
		e := corpus.Entity{Type: corpus.Person, Name: p.name, Office: p.office, Of: p.of}
		if m.kind == nameMention && p.office == "" && acronym(p.name) {
			e.Type = corpus.Organization
		}
		if m.office != "" && (m.class != "generic" || e.Office == "") {
			e.Office = m.office
			if m.of != "" {
				e.Of = m.of
			}
		}
		return e
	}
	e := corpus.Entity{Type: corpus.Person, Office: m.office, Of: m.of}
	if m.named() {
		e.Name = bareName(s.text[s.words[m.nameFrom].Start:s.words[m.nameTo-1].End])
	}
	if m.kind == nameMention && m.office == "" {
		e.Type = corpus.Thing
		if acronym(e.Name) {
			e.Type = corpus.Organization
		}
	}
	return e
}

// acronym reports whether a name is one word of two to six capitals, as those
// of companies and bodies are.
func acronym(name string) bool {
	for _, c := range name {
		if c < 'A' || c > 'Z' {
			return false
		}
	}
	return len(name) >= 2 && len(name) <= 6
}

// bareName cuts a possessive ending and makes white space single.
func bareName(name string) string {
	for _, suffix := range []string{"'s", "’s", "'", "’"} {
		name = strings.TrimSuffix(name, suffix)
	}
	return strings.Join(strings.Fields(name), " ")
}
