package event

import (
	"sort"

	"dateline/corpus"
	"dateline/corpus/gazetteer"
)

// This file merges events the slow and obvious way: each report is tried
// against every group, and every name is parsed for every comparison. Merge
// must say the same.

func exhaustive(events []corpus.Event) []Group {
	holders := exhaustiveHoldings(events)
	order := make([]int, len(events))
	for i := range order {
		order[i] = i
	}
	sort.SliceStable(order, func(i, j int) bool { return plainFirmer(events[order[i]], events[order[j]]) })
	var groups []Group
	for _, i := range order {
		e := events[i]
		best, bestGap := -1, 0
		for gi := range groups {
			if groups[gi].Kind != e.Kind || groups[gi].Polarity != e.Polarity {
				continue
			}
			if gap, ok := groups[gi].accepts(e, holders); ok && (best < 0 || gap < bestGap) {
				best, bestGap = gi, gap
			}
		}
		if best < 0 {
			groups = append(groups, Group{Kind: e.Kind, Polarity: e.Polarity, Undated: true})
			best = len(groups) - 1
		}
		groups[best].add(e)
	}
	for _, g := range groups {
		sort.SliceStable(g.Members, func(i, j int) bool { return plainByReport(g.Members[i], g.Members[j]) })
	}
	sort.SliceStable(groups, func(i, j int) bool { return groups[i].precedes(&groups[j]) })
	linkAll(groups, holders)
	return groups
}

func plainFirmer(a, b corpus.Event) bool {
	if x, y := a.When.Known(), b.When.Known(); x != y {
		return x
	}
	if x, y := a.Basis == corpus.BasisDerived, b.Basis == corpus.BasisDerived; x != y {
		return y
	}
	if x, y := a.When.End-a.When.Start, b.When.End-b.When.Start; x != y {
		return x < y
	}
	if x, y := plainNamed(a), plainNamed(b); x != y {
		return x > y
	}
	return plainByReport(a, b)
}

func plainByReport(a, b corpus.Event) bool {
	if x, y := a.When.Known(), b.When.Known(); x != y {
		return x
	}
	if x, y := a.Basis == corpus.BasisDerived, b.Basis == corpus.BasisDerived; x != y {
		return y
	}
	if x, y := a.When.End-a.When.Start, b.When.End-b.When.Start; x != y {
		return x < y
	}
	if a.Article != b.Article {
		return a.Article.String() < b.Article.String()
	}
	if a.Sentence != b.Sentence {
		return a.Sentence < b.Sentence
	}
	if a.Proof != b.Proof {
		return a.Proof.Start < b.Proof.Start || a.Proof.Start == b.Proof.Start && a.Proof.End < b.Proof.End
	}
	return a.ID < b.ID
}

func plainNamed(e corpus.Event) int {
	n := 0
	for _, p := range e.Participants {
		if p.Name != "" {
			n++
		}
	}
	return n
}

func (g *Group) accepts(e corpus.Event, holders Holders) (int, bool) {
	if g.Polarity == corpus.None {
		return 0, false // an absence is no event that others report
	}
	if !plainSameAgent(g.Participants, e.Participants, holders) || plainPlacesConflict(g.Participants, e.Participants) ||
		plainRolesConflict(g.Participants, e.Participants) {
		return 0, false
	}
	if !plainSharesPatient(g.Participants, e.Participants) && e.Kind != "visit" && e.Kind != "meet" {
		return 0, false
	}
	switch {
	case g.Undated && !e.When.Known():
		if g.Range.Known() && e.Range.Known() && !g.Range.Overlaps(e.Range) {
			return 0, false
		}
		return 0, plainSameArticle(g, e) || e.Kind == "visit" && plainPlaced(g.Participants) && plainPlaced(e.Participants) || plainSharesNamed(g.Participants, e.Participants)
	case g.Undated || !e.When.Known():
		if plainSameArticle(g, e) && !g.Derived() && e.Range.Known() == g.Range.Known() && g.Range.Overlaps(e.Range) && g.Members[0].Basis != corpus.BasisStated {
			return 1, plainSharesNamed(g.Participants, e.Participants)
		}
		return 1, !g.Derived() && plainSharesNamed(g.Participants, e.Participants) && (!e.Range.Known() || e.Range.Overlaps(g.Range))
	}
	gap := g.When.Gap(e.When)
	if g.Range.Overlaps(e.Range) {
		return gap, true
	}
	tolerance := 0
	if e.Kind == "visit" && exact(g.When) && exact(e.When) {
		tolerance = visitDays
	}
	return gap, tolerance > 0 && gap <= tolerance || g.When.Overlaps(e.When)
}

func plainSameArticle(g *Group, e corpus.Event) bool {
	for _, m := range g.Members {
		if m.Article == e.Article {
			return true
		}
	}
	return false
}

func plainSameAgent(a, b []corpus.Participant, holders Holders) bool {
	for _, p := range a {
		if p.Role != corpus.Agent {
			continue
		}
		for _, q := range b {
			if q.Role != corpus.Agent && !(q.Role == corpus.Partner && q.Type == corpus.Person) {
				continue
			}
			if p.Entity == q.Entity || plainCompare(p.Entity, q.Entity) == same || holders.same(p.Entity, q.Entity) ||
				p.Type == q.Type && p.Name != "" && gazetteer.Normal(p.Name) == gazetteer.Normal(q.Name) {
				return true
			}
		}
	}
	return false
}

func plainPlaced(ps []corpus.Participant) bool {
	for _, p := range ps {
		if p.Role == corpus.Place {
			return true
		}
	}
	return false
}

func plainPlacesConflict(a, b []corpus.Participant) bool {
	shared, any := false, false
	for _, p := range a {
		if p.Role != corpus.Place {
			continue
		}
		for _, q := range b {
			if q.Role != corpus.Place {
				continue
			}
			any = true
			x, y := country(p), country(q)
			if x != "" && y != "" {
				shared = shared || x == y
			} else {
				shared = shared || gazetteer.Normal(p.Name) == gazetteer.Normal(q.Name)
			}
		}
	}
	return any && !shared
}

func plainRolesConflict(a, b []corpus.Participant) bool {
	for _, p := range a {
		for _, q := range b {
			if p.Type == corpus.Person && q.Type == corpus.Person && p.Role != corpus.Topic && q.Role != corpus.Topic && plainCompare(p.Entity, q.Entity) == conflict {
				return true
			}
		}
	}
	return false
}

func plainSharesNamed(a, b []corpus.Participant) bool {
	for _, p := range a {
		for _, q := range b {
			if p.Role != corpus.Agent && q.Role != corpus.Agent && p.Type == corpus.Person && q.Type == corpus.Person && p.Name != "" && q.Name != "" && SameName(p.Name, q.Name) {
				return true
			}
		}
	}
	return false
}

func plainSharesPatient(a, b []corpus.Participant) bool {
	any := false
	for _, p := range a {
		if p.Role != corpus.Patient {
			continue
		}
		for _, q := range b {
			if q.Role != corpus.Patient {
				continue
			}
			any = true
			if p.Entity == q.Entity || plainCompare(p.Entity, q.Entity) == same || gazetteer.Normal(p.Name) == gazetteer.Normal(q.Name) && p.Name != "" {
				return true
			}
		}
	}
	return !any
}

func (g *Group) add(e corpus.Event) {
	g.Members = append(g.Members, e)
	switch {
	case !e.When.Known():
		if g.Undated && e.Range.Known() {
			if iv := g.Range.Intersect(e.Range); iv.Known() {
				g.Range = iv
			} else if !g.Range.Known() {
				g.Range = e.Range
			}
		}
	case g.Undated:
		g.Undated, g.When, g.Range, g.Basis = false, e.When, e.Range, e.Basis
	default:
		if iv := g.Range.Intersect(e.Range); iv.Known() {
			g.Range = iv
		} else if g.Kind == "visit" && exact(g.When) && exact(e.When) {
			g.When = corpus.Between(min(g.When.Start, e.When.Start), max(g.When.End, e.When.End))
			g.Range = g.When
		}
	}
	if g.When.Known() && !g.Range.Contains(g.When) {
		g.Range = corpus.Between(min(g.Range.Start, g.When.Start), max(g.Range.End, g.When.End))
		if g.Range.Start == g.When.Start && g.Range.End == g.When.End {
			g.Range = g.When
		}
	}
	for _, p := range e.Participants {
		g.unite(p)
	}
}

func (g *Group) unite(p corpus.Participant) {
	for i := range g.Participants {
		q := &g.Participants[i]
		if q.Role != p.Role && !(q.Type == corpus.Person && p.Type == corpus.Person && p.Role != corpus.Topic && q.Role != corpus.Topic) {
			continue
		}
		switch {
		case q.Entity == p.Entity:
			return
		case p.Type == corpus.Location || q.Type == corpus.Location:
			if p.Type == q.Type && gazetteer.Normal(p.Name) == gazetteer.Normal(q.Name) {
				return
			}
			continue
		case plainCompare(p.Entity, q.Entity) == same:
			if len(p.Name) > len(q.Name) {
				q.Name, q.Span = p.Name, p.Span
			}
			if q.Office == "" {
				q.Office = p.Office
			}
			if q.Entity.Of == "" {
				q.Entity.Of = p.Entity.Of
			}
			return
		}
	}
	g.Participants = append(g.Participants, p)
}

func (g *Group) precedes(o *Group) bool {
	if g.Undated != o.Undated {
		return o.Undated
	}
	if g.When.Start != o.When.Start {
		return g.When.Start < o.When.Start
	}
	if g.When.End != o.When.End {
		return g.When.End < o.When.End
	}
	return plainFirmer(g.Members[0], o.Members[0])
}

func linkAll(groups []Group, holders Holders) {
	for i := range groups {
		g := &groups[i]
		if !g.Undated || g.Polarity == corpus.None {
			continue
		}
		var fit, stated []int
		for j := range groups {
			o := &groups[j]
			if o.Undated || o.Kind != g.Kind || o.Polarity != corpus.Happened || g.Polarity == corpus.Denied {
				continue
			}
			if !plainSameAgent(o.Participants, g.Participants, holders) || plainPlacesConflict(o.Participants, g.Participants) || plainRolesConflict(o.Participants, g.Participants) {
				continue
			}
			if g.Range.Known() && !g.Range.Overlaps(o.Range) || plainSameArticle(o, g.Members[0]) {
				continue
			}
			if o.Derived() {
				fit = append(fit, j)
			} else {
				stated = append(stated, j)
			}
		}
		if len(fit) == 0 && len(stated) == 1 && groups[stated[0]].Basis == corpus.BasisStated {
			fit = stated
		}
		if len(fit) == 1 {
			g.Links = fit
		}
	}
}

func plainCompare(a, b corpus.Entity) clash {
	if a.Type == corpus.Location || b.Type == corpus.Location {
		return unrelated
	}
	offices := a.Office != "" && b.Office != "" && SameOffice(a.Office, b.Office)
	countries := a.Of != "" && b.Of != "" && a.Of != b.Of
	switch {
	case a.Name != "" && b.Name != "":
		if SameName(a.Name, b.Name) {
			if countries && offices {
				return unrelated
			}
			return same
		}
		if offices && !countries && a.Office == b.Office && oneHolder(a.Office) {
			return conflict
		}
		return unrelated
	case a.Office != "" && b.Office != "":
		if countries {
			return unrelated
		}
		if offices && a.Of != "" && a.Of == b.Of || offices && a.Office == b.Office && (a.Of == "" || b.Of == "") {
			return same
		}
		if a.Of != "" && a.Of == b.Of && a.Name == "" && b.Name == "" {
			return unrelated
		}
	}
	return unrelated
}

func exhaustiveHoldings(events []corpus.Event) Holders {
	type key struct{ office, of string }
	byOffice := map[key][]Holding{}
	for _, e := range events {
		for _, p := range e.Participants {
			if p.Type != corpus.Person || p.Name == "" || p.Office == "" || p.Entity.Of == "" {
				continue
			}
			k := key{p.Office, p.Entity.Of}
			list := byOffice[k]
			found := false
			for i := range list {
				if !SameName(list[i].Name, p.Name) {
					continue
				}
				found = true
				if len(p.Name) > len(list[i].Name) {
					list[i].Name = p.Name
				}
				list[i].Reports++
				list[i].Times = hull(list[i].Times, e.When)
				break
			}
			if !found {
				list = append(list, Holding{p.Name, p.Office, p.Entity.Of, e.When, 1})
			}
			byOffice[k] = list
		}
	}
	var out Holders
	for _, list := range byOffice {
		out = append(out, list...)
	}
	sort.Slice(out, func(i, j int) bool {
		a, b := out[i], out[j]
		switch {
		case a.Office != b.Office:
			return a.Office < b.Office
		case a.Of != b.Of:
			return a.Of < b.Of
		}
		return a.Name < b.Name
	})
	return out
}

// same reports whether a name without an office and an office without a name
// are one person's.
func (h Holders) same(a, b corpus.Entity) bool {
	if a.Name == "" {
		a, b = b, a
	}
	return a.Type == corpus.Person && a.Name != "" && a.Office == "" && b.Name == "" && b.Office != "" && b.Of != "" && h.Held(a.Name, b.Office, b.Of, corpus.Interval{})
}
