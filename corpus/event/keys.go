package event

import (
	"slices"

	"dateline/corpus"
	"dateline/corpus/gazetteer"
)

// LookupKeys returns keys of which every event has at least one that fits all
// the constraints, as far as keys can tell: those of the one constraint that
// fewest events meet. A name goes before an office, an office before a place,
// and among equals one on an agent first. For a name they are its own, those of
// the offices that holders give it, and those of other spellings that holders
// know; for an office those of the general offices that take it in, and the
// names of its holders. Nil means that the constraints ask for nothing that
// events are looked up by.
func LookupKeys(constraints []Constraint, holders Holders) []string {
	best, rank := -1, 0
	for i, c := range constraints {
		r := 0
		switch {
		case c.Name != "":
			r = 6
		case c.Office != "" && c.Of != "":
			r = 4
		case c.Place != "":
			r = 2
		}
		if r > 0 && slices.Contains(c.Roles, corpus.Agent) {
			r++
		}
		if r > rank {
			best, rank = i, r
		}
	}
	if best < 0 {
		return nil
	}
	c := constraints[best]
	var parts []corpus.Participant
	name := func(n string) {
		parts = append(parts, corpus.Participant{Entity: corpus.Entity{Type: corpus.Person, Name: n}},
			corpus.Participant{Entity: corpus.Entity{Type: corpus.Organization, Name: n}})
	}
	office := func(o, of string) {
		parts = append(parts, corpus.Participant{Entity: corpus.Entity{Type: corpus.Person, Office: o, Of: of}})
	}
	switch {
	case c.Name != "":
		name(c.Name)
		for _, h := range holders.Of(c.Name) {
			name(h.Name)
			for _, o := range likeOffices(h.Office) {
				office(o, h.Of)
			}
		}
	case c.Office != "":
		for _, o := range likeOffices(c.Office) {
			office(o, c.Of)
			office(o, "")
		}
		for _, h := range holders.In(c.Office, c.Of) {
			name(h.Name)
			office(h.Office, h.Of)
		}
	default:
		e := corpus.Entity{Type: corpus.Location, Name: c.Place}
		parts = append(parts, corpus.Participant{Role: corpus.Place, Entity: e})
		if city, ok := gazetteer.City(c.Place); ok && city.Capital {
			// an event in the country alone may have been in its capital
			parts = append(parts, corpus.Participant{Role: corpus.Place, Entity: corpus.Entity{Type: corpus.Location, In: city.Of}})
		}
	}
	return Keys(parts)
}

// likeOffices returns an office with the general ones that take it in.
func likeOffices(office string) []string {
	out := []string{office}
	for _, g := range generalOffices {
		if g != office && takesIn(g, office) {
			out = append(out, g)
		}
	}
	return out
}
