package event

import (
	"slices"
	"sort"
	"strings"

	"dateline/corpus"
	"dateline/corpus/gazetteer"
)

// Group is one event as its reports tell it together.
type Group struct {
	Kind     string
	Polarity corpus.Polarity
	Members  []corpus.Event // those that say most exactly when first, then by article and place in it
	When     corpus.Interval
	Range    corpus.Interval // what all dated members allow; contains When
	Basis    corpus.Basis    // of When
	// Participants are the members', each once, in the fullest form. Of two
	// values that differ without being a conflict both stand.
	Participants []corpus.Participant
	// Undated is set where no member says when; Range may still bound it.
	Undated bool
	// Links are the indexes, in what Merge returned, of the one dated group
	// that an undated one may be a report of. Nothing states it: it is our
	// reading, and the group is not dated by it.
	Links []int
}

// Derived reports whether the group's time is only worked out.
func (g *Group) Derived() bool { return !g.Undated && g.Basis == corpus.BasisDerived }

// Merge puts the reports of one event together. Two reports are of one event
// when kind and polarity agree, the same agent takes part, and neither
// places, dates nor participants in the same role conflict: two holders of
// one office of one country do. A report without a date joins a dated one
// only where besides the agent another named participant is the same;
// otherwise it stays undated, and is linked to the only derived group that it
// fits, if there is just one. The order of the groups is by time, undated
// last, then by first member.
func Merge(events []corpus.Event) []Group {
	holders := Holdings(events)
	order := make([]int, len(events))
	for i := range order {
		order[i] = i
	}
	sort.SliceStable(order, func(i, j int) bool { return firmer(events[order[i]], events[order[j]]) })
	var groups []Group
	index := map[string][]int{} // groups by kind, polarity and what an agent may be met by
	seen := map[int]int{}       // the last event that each group was tried for
	for n, i := range order {
		e := events[i]
		handles := agentHandles(e, holders)
		best, bestGap := -1, 0
		for _, h := range handles {
			for _, gi := range index[h] {
				if seen[gi] == n+1 {
					continue
				}
				seen[gi] = n + 1
				gap, ok := groups[gi].accepts(e, holders)
				if ok && (best < 0 || gap < bestGap || gap == bestGap && gi < best) {
					best, bestGap = gi, gap
				}
			}
		}
		if best < 0 {
			groups = append(groups, Group{Kind: e.Kind, Polarity: e.Polarity, Undated: true})
			best = len(groups) - 1
		}
		groups[best].add(e)
		for _, h := range handles {
			if list := index[h]; len(list) == 0 || list[len(list)-1] != best {
				if !slices.Contains(list, best) {
					index[h] = append(list, best)
				}
			}
		}
	}
	for _, g := range groups {
		sort.SliceStable(g.Members, func(i, j int) bool { return byReport(g.Members[i], g.Members[j]) })
	}
	sort.SliceStable(groups, func(i, j int) bool { return groups[i].before(&groups[j]) })
	link(groups, holders)
	return groups
}

// agentHandles returns what may lead from an event to another report of it:
// with its kind and polarity the words of its agents' names, and the
// countries of their offices.
func agentHandles(e corpus.Event, holders Holders) []string {
	prefix := e.Kind + "/" + e.Polarity.String() + "/"
	var out []string
	add := func(h string) {
		if h = prefix + h; !slices.Contains(out, h) {
			out = append(out, h)
		}
	}
	for _, p := range e.Participants {
		if p.Role != corpus.Agent && !(p.Role == corpus.Partner && p.Type == corpus.Person) {
			continue
		}
		words := strings.Fields(gazetteer.Normal(p.Name))
		if len(words) > 0 {
			add(words[0])
			add(words[len(words)-1])
		}
		switch {
		case p.Office != "":
			add("@" + p.Entity.Of)
			if p.Entity.Of != "" {
				add("@")
			}
		case p.Name != "" && p.Type == corpus.Person:
			for _, h := range holders.Of(p.Name) {
				add("@" + h.Of)
			}
		}
	}
	return out
}

// firmer orders events by how firmly they are dated: known before unknown,
// stated and dated before derived, narrow before wide, then by article.
func firmer(a, b corpus.Event) bool {
	if x, y := a.When.Known(), b.When.Known(); x != y {
		return x
	}
	if x, y := a.Basis == corpus.BasisDerived, b.Basis == corpus.BasisDerived; x != y {
		return y
	}
	if x, y := a.When.End-a.When.Start, b.When.End-b.When.Start; x != y {
		return x < y
	}
	if x, y := named(a), named(b); x != y {
		return x > y
	}
	return byReport(a, b)
}

// byReport orders the reports of one event: by how exactly they are dated,
// then by article and place in it.
func byReport(a, b corpus.Event) bool {
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

func named(e corpus.Event) int {
	n := 0
	for _, p := range e.Participants {
		if p.Name != "" {
			n++
		}
	}
	return n
}

// accepts reports whether e may be another report of the group's event, and
// how many days their times lie apart.
func (g *Group) accepts(e corpus.Event, holders Holders) (int, bool) {
	if g.Polarity == corpus.None {
		return 0, false // an absence is no event that others report
	}
	if !sameAgent(g.Participants, e.Participants, holders) || placesConflict(g.Participants, e.Participants) ||
		rolesConflict(g.Participants, e.Participants) {
		return 0, false
	}
	if !sharesPatient(g.Participants, e.Participants) && e.Kind != "visit" && e.Kind != "meet" {
		return 0, false
	}
	switch {
	case g.Undated && !e.When.Known():
		if g.Range.Known() && e.Range.Known() && !g.Range.Overlaps(e.Range) {
			return 0, false
		}
		return 0, sameArticle(g, e) || e.Kind == "visit" && placed(g.Participants) && placed(e.Participants) || sharesNamed(g.Participants, e.Participants)
	case g.Undated || !e.When.Known():
		if sameArticle(g, e) && !g.Derived() && e.Range.Known() == g.Range.Known() && g.Range.Overlaps(e.Range) && g.Members[0].Basis != corpus.BasisStated {
			return 1, sharesNamed(g.Participants, e.Participants)
		}
		return 1, !g.Derived() && sharesNamed(g.Participants, e.Participants) && (!e.Range.Known() || e.Range.Overlaps(g.Range))
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

func exact(iv corpus.Interval) bool {
	return iv.Precision == corpus.PrecisionDay || iv.Precision == corpus.PrecisionWeek || iv.End-iv.Start <= 7
}

func sameArticle(g *Group, e corpus.Event) bool {
	for _, m := range g.Members {
		if m.Article == e.Article {
			return true
		}
	}
	return false
}

func sameAgent(a, b []corpus.Participant, holders Holders) bool {
	for _, p := range a {
		if p.Role != corpus.Agent {
			continue
		}
		for _, q := range b {
			if q.Role != corpus.Agent && !(q.Role == corpus.Partner && q.Type == corpus.Person) {
				continue
			}
			if p.Entity == q.Entity || compare(p.Entity, q.Entity) == same || holders.same(p.Entity, q.Entity) ||
				p.Type == q.Type && p.Name != "" && gazetteer.Normal(p.Name) == gazetteer.Normal(q.Name) {
				return true
			}
		}
	}
	return false
}

func placed(ps []corpus.Participant) bool {
	for _, p := range ps {
		if p.Role == corpus.Place {
			return true
		}
	}
	return false
}

func placesConflict(a, b []corpus.Participant) bool {
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

// rolesConflict reports whether two people hold, in the two reports, one
// office of one country as hosts, guests or parties.
func rolesConflict(a, b []corpus.Participant) bool {
	for _, p := range a {
		for _, q := range b {
			if p.Type == corpus.Person && q.Type == corpus.Person && p.Role != corpus.Topic && q.Role != corpus.Topic && compare(p.Entity, q.Entity) == conflict {
				return true
			}
		}
	}
	return false
}

func sharesNamed(a, b []corpus.Participant) bool {
	for _, p := range a {
		for _, q := range b {
			if p.Role != corpus.Agent && q.Role != corpus.Agent && p.Type == corpus.Person && q.Type == corpus.Person && p.Name != "" && q.Name != "" && SameName(p.Name, q.Name) {
				return true
			}
		}
	}
	return false
}

func sharesPatient(a, b []corpus.Participant) bool {
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
			if p.Entity == q.Entity || compare(p.Entity, q.Entity) == same || gazetteer.Normal(p.Name) == gazetteer.Normal(q.Name) && p.Name != "" {
				return true
			}
		}
	}
	return !any
}

// add takes a report into the group.
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

// unite adds a participant, or fills in one that the group has.
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
		case compare(p.Entity, q.Entity) == same:
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

// before orders groups by time, undated ones last.
func (g *Group) before(o *Group) bool {
	if g.Undated != o.Undated {
		return o.Undated
	}
	if g.When.Start != o.When.Start {
		return g.When.Start < o.When.Start
	}
	if g.When.End != o.When.End {
		return g.When.End < o.When.End
	}
	return firmer(g.Members[0], o.Members[0])
}

// link ties each undated group to the only derived one that it fits; where it
// fits none, to the only dated one that it fits, if a report states its time.
func link(groups []Group, holders Holders) {
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
			if !sameAgent(o.Participants, g.Participants, holders) || placesConflict(o.Participants, g.Participants) || rolesConflict(o.Participants, g.Participants) {
				continue
			}
			if g.Range.Known() && !g.Range.Overlaps(o.Range) || sameArticle(o, g.Members[0]) {
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
