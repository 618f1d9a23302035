package event

import (
	"slices"

	"dateline/corpus"
)

// link ties each undated group to the only derived one that it fits; where it
// fits none, to the only dated one that it fits, if a report states its time.
func (m *merger) link() {
	first := slices.IndexFunc(m.groups, func(g *merging) bool { return g.Undated })
	if first < 0 {
		return
	}
	clear(m.shelves)
	derived, dated := map[uint64]*shelf{}, map[uint64]*shelf{}
	for gi, g := range m.groups[:first] {
		if g.Polarity != corpus.Happened {
			continue
		}
		g.known, g.tags = nil, m.placeTags(g)
		if m.shelves = dated; g.Derived() {
			m.shelves = derived
		}
		m.shelve(gi)
	}
	for i := range m.tried {
		m.tried[i] = -1
	}
	stamp := int32(0)
	for _, g := range m.groups[first:] {
		if g.Polarity == corpus.None || g.Polarity == corpus.Denied {
			continue
		}
		// The group as one report, with all that its members say.
		r := &account{Event: &corpus.Event{Kind: g.Kind, Participants: g.Participants, Range: g.Range}, beings: g.beings}
		tags := m.placeTags(g)
		if len(tags) > 1 || tags[0] != noPlace {
			tags = append(tags, noPlace)
		} else {
			tags = []uint64{anyPlace}
		}
		stamp++
		m.shelves = derived
		fit := m.fitting(r, g.reports[0], tags, stamp)
		if len(fit) == 0 {
			m.shelves = dated
			if fit = m.fitting(r, g.reports[0], tags, stamp); len(fit) == 1 && m.groups[fit[0]].Basis != corpus.BasisStated {
				fit = nil
			}
		}
		if len(fit) == 1 {
			g.Links = fit
		}
	}
}

// Tags of the groups to link to: whether they have a place, and which.
const (
	anyPlace = iota
	noPlace
)

func (m *merger) placeTags(g *merging) []uint64 {
	var tags []uint64
	for i, b := range g.beings {
		if g.Participants[i].Role == corpus.Place {
			for _, k := range b.placeKeys() {
				tags = append(tags, m.id(k)<<2|3)
			}
		}
	}
	if len(tags) == 0 {
		return []uint64{noPlace}
	}
	return tags
}

// fitting returns the first two dated groups that an undated report fits.
func (m *merger) fitting(r, first *account, tags []uint64, stamp int32) []int {
	var out []int
	for s := range m.around(r, m.kind(r.Kind, corpus.Happened)) {
		groups := s.tagged(tags)
		if tags[0] == anyPlace {
			groups = slices.Values(s.groups)
		}
		for gi := range groups {
			if m.tried[gi] == stamp {
				continue
			}
			m.tried[gi] = stamp
			o := m.groups[gi]
			if r.Range.Known() && !r.Range.Overlaps(o.Range) || !m.sameAgent(o, r) || !placesAgree(o, r) || rolesConflict(o, r) ||
				slices.ContainsFunc(o.reports, func(x *account) bool { return x.article == first.article }) {
				continue
			}
			if out = append(out, int(gi)); len(out) == 2 {
				return out
			}
		}
	}
	return out
}
