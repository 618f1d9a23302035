package event

import (
	"slices"

	"dateline/corpus"
	"dateline/corpus/gazetteer"
)

// seeker matches groups with a pattern. Names are parsed once each, and what
// the archive says of holders of offices is looked up.
type seeker struct {
	*tenures
	Pattern
	wanted []wanted
	groups []Group
	linked map[int][]int // by group, those that are linked to it
}

// wanted is a constraint made ready.
type wanted struct {
	Constraint
	normal  string // of the name
	office  *post
	capital bool            // the place is a capital
	near    map[string]bool // names that may be the one asked for
}

func newSeeker(p Pattern, groups []Group, holders Holders) *seeker {
	s := &seeker{tenures: newCast().tenures(holders), Pattern: p, groups: groups}
	for _, c := range p.Participants {
		w := wanted{Constraint: c, normal: gazetteer.Normal(c.Name), office: s.post(c.Office), near: map[string]bool{}}
		if e, ok := gazetteer.City(c.Place); ok {
			w.capital = e.Capital
		}
		s.wanted = append(s.wanted, w)
	}
	return s
}

// named reports whether a name may be the one asked for.
func (w *wanted) named(name string) bool {
	near, ok := w.near[name]
	if !ok {
		near = nearName(w.Name, name)
		w.near[name] = near
	}
	return near
}

// fits reports whether a group has the pattern's kind and participants.
func (s *seeker) fits(g *Group) (byOffice, ok bool) {
	if len(s.Kinds) > 0 && !slices.Contains(s.Kinds, g.Kind) {
		return false, false
	}
	for i := range s.wanted {
		found, exact := false, false
		for j := range g.Participants {
			if by, ok := s.has(&s.wanted[i], &g.Participants[j], g); ok {
				found = true
				exact = exact || !by
			}
		}
		if !found {
			return false, false
		}
		byOffice = byOffice || !exact
	}
	return byOffice, true
}

// has reports whether a participant is the one wanted, and whether only by
// the office that the archive gives somebody elsewhere.
func (s *seeker) has(w *wanted, q *corpus.Participant, g *Group) (byOffice, ok bool) {
	if len(w.Roles) == 0 && q.Role == corpus.Topic || len(w.Roles) > 0 && !slices.Contains(w.Roles, q.Role) {
		return false, false
	}
	if w.Place != "" {
		if q.Type != corpus.Location {
			return false, false
		}
		if b := s.being(q.Entity); b.country != w.Place && b.normal != w.Place {
			return false, w.seat(b)
		}
	}
	if w.Name != "" {
		switch {
		case q.Name != "" && q.Type != corpus.Location:
			if !w.named(q.Name) && w.normal != s.being(q.Entity).normal {
				return false, false
			}
		case q.Type == corpus.Person && q.Office != "" && q.Entity.Of != "":
			if !s.held(w.Name, q.Office, q.Entity.Of, g.Range) {
				return false, false
			}
			byOffice = true
		default:
			return false, false
		}
	}
	if w.Office != "" {
		held := w.office.like(s.post(q.Office)) && (w.Of == "" || q.Entity.Of == "" || w.Of == q.Entity.Of)
		if !held && (q.Office != "" || q.Name == "" || w.Of == "" || !s.held(q.Name, w.Office, w.Of, g.Range)) {
			return false, false
		}
	} else if w.Of != "" && q.Entity.Of != w.Of {
		return false, false
	}
	return byOffice, true
}

// seat reports whether the place asked for is the seat of government of the
// country that the participant names: a visit to a country, with no city
// told, is taken to have led there.
func (w *wanted) seat(b *being) bool {
	return w.capital && b.In != "" && b.normal == b.In && gazetteer.CapitalOf(b.In) == w.Place
}

// reportedOf reports whether the undated reports that are linked to a group
// name somebody else than who is asked for, so that the office without a name
// in the group is by our reading that other person's.
func (s *seeker) reportedOf(i int) bool {
	if s.linked == nil {
		s.linked = map[int][]int{}
		for j := range s.groups {
			for _, l := range s.groups[j].Links {
				s.linked[l] = append(s.linked[l], j)
			}
		}
	}
	other := false
	for _, j := range s.linked[i] {
		for k := range s.wanted {
			w := &s.wanted[k]
			if w.Name == "" {
				continue
			}
			for _, q := range s.groups[j].Participants {
				if q.Role != corpus.Agent || q.Type != corpus.Person || q.Name == "" {
					continue
				}
				if w.named(q.Name) {
					return false
				}
				other = true
			}
		}
	}
	return other
}
