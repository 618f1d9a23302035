package event

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"dateline/corpus"
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
//
// Merge takes time near linear in the events: a report is compared with those
// groups alone that share a key of its agent and its time, or, undated, its
// article, place or another person.
func Merge(events []corpus.Event) []Group {
	m := newMerger(events)
	order := make([]*account, len(m.reports))
	for i := range m.reports {
		order[i] = &m.reports[i]
	}
	slices.SortStableFunc(order, firmer)
	dated := len(order)
	for i, r := range order {
		if !r.When.Known() {
			dated = i
			break
		}
	}
	for _, r := range order[:dated] {
		m.enter(r, m.datedGroup(r))
	}
	if dated < len(order) {
		m.turn()
	}
	for _, r := range order[dated:] {
		m.enter(r, m.undatedGroup(r))
	}
	return m.finish()
}

// account is an event with what merging compares of it.
type account struct {
	*corpus.Event
	index   int32
	article uint64 // articles numbered in the order of their names
	derived bool
	width   corpus.Day // of When
	named   int        // participants with a name
	beings  []*being   // of each participant
}

// merging is a group that reports are still being added to.
type merging struct {
	Group
	reports []*account
	beings  []*being // of each participant
	known   []*being // agents that the group is filed under
	lo, hi  corpus.Day
	tags    []uint64
}

// merger merges events.
type merger struct {
	*tenures
	reports []account
	groups  []*merging
	shelves map[uint64]*shelf
	kinds   map[[2]string]uint64 // of kind and polarity
	told    map[[2]uint64]bool   // a group and a tag of it
	tried   []int32              // by group, the last report it was tried for
}

func newMerger(events []corpus.Event) *merger {
	m := &merger{tenures: newCast().tenures(Holdings(events)), reports: make([]account, len(events)), shelves: map[uint64]*shelf{},
		kinds: map[[2]string]uint64{}, told: map[[2]uint64]bool{}}
	articles := map[corpus.Key]uint64{}
	for i := range events {
		articles[events[i].Article] = 0
	}
	type name struct {
		string
		corpus.Key
	}
	names := make([]name, 0, len(articles))
	for k := range articles {
		names = append(names, name{k.String(), k})
	}
	slices.SortFunc(names, func(a, b name) int {
		return cmp.Or(strings.Compare(a.string, b.string), strings.Compare(a.Collection, b.Collection))
	})
	for i, n := range names {
		articles[n.Key] = uint64(i)
	}
	for i := range events {
		e := &events[i]
		r := account{Event: e, index: int32(i), article: articles[e.Article], derived: e.Basis == corpus.BasisDerived, width: e.When.End - e.When.Start}
		r.beings = make([]*being, len(e.Participants))
		for j, p := range e.Participants {
			r.beings[j] = m.being(p.Entity)
			if p.Name != "" {
				r.named++
			}
		}
		m.reports[i] = r
	}
	return m
}

// yes orders true before false.
func yes(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return -1
	}
	return 1
}

// firmer orders reports by how firmly they are dated: known before unknown,
// stated and dated before derived, narrow before wide, then those that name
// most, then by article.
func firmer(a, b *account) int {
	return cmp.Or(yes(a.When.Known(), b.When.Known()), yes(!a.derived, !b.derived), cmp.Compare(a.width, b.width), cmp.Compare(b.named, a.named), byReport(a, b))
}

// byReport orders the reports of one event: by how exactly they are dated,
// then by article and place in it.
func byReport(a, b *account) int {
	return cmp.Or(yes(a.When.Known(), b.When.Known()), yes(!a.derived, !b.derived), cmp.Compare(a.width, b.width), cmp.Compare(a.article, b.article),
		cmp.Compare(a.Sentence, b.Sentence), cmp.Compare(a.Proof.Start, b.Proof.Start), cmp.Compare(a.Proof.End, b.Proof.End), cmp.Compare(a.ID, b.ID))
}

// enter adds a report to a group, to a new one where gi is negative.
func (m *merger) enter(r *account, gi int) {
	if gi < 0 {
		gi = len(m.groups)
		m.groups = append(m.groups, &merging{Group: Group{Kind: r.Kind, Polarity: r.Polarity, Undated: true}, lo: math.MaxInt32, hi: math.MinInt32})
		m.tried = append(m.tried, -1)
	}
	g := m.groups[gi]
	m.add(g, r)
	switch {
	case g.Polarity == corpus.None: // an absence is no event that others report
	case r.When.Known():
		m.file(gi)
	default:
		m.tag(gi, r)
	}
}

// meets reports whether the report may tell the group's event, their times
// apart.
func (m *merger) meets(g *merging, r *account) bool {
	if !m.sameAgent(g, r) || !placesAgree(g, r) || rolesConflict(g, r) {
		return false
	}
	return r.Kind == "visit" || r.Kind == "meet" || patientsAgree(g, r)
}

func (m *merger) sameAgent(g *merging, r *account) bool {
	for i, b := range g.beings {
		if g.Participants[i].Role != corpus.Agent {
			continue
		}
		for j, o := range r.beings {
			if q := &r.Participants[j]; q.Role != corpus.Agent && !(q.Role == corpus.Partner && q.Type == corpus.Person) {
				continue
			}
			if b == o || b.compare(o) == same || b.Type == o.Type && b.namesake(o) || m.same(b, o) {
				return true
			}
		}
	}
	return false
}

// placesAgree reports whether no place of the group and the report differs,
// or one is the same.
func placesAgree(g *merging, r *account) bool {
	any := false
	for i, b := range g.beings {
		if g.Participants[i].Role != corpus.Place {
			continue
		}
		for j, o := range r.beings {
			if r.Participants[j].Role != corpus.Place {
				continue
			}
			if any = true; b.samePlace(o) {
				return true
			}
		}
	}
	return !any
}

// rolesConflict reports whether two people hold, in the two reports, one
// office of one country as hosts, guests or parties.
func rolesConflict(g *merging, r *account) bool {
	for i, b := range g.beings {
		if b.Type != corpus.Person || b.office == nil || !b.office.one || g.Participants[i].Role == corpus.Topic {
			continue
		}
		for j, o := range r.beings {
			if o.office == b.office && o.Type == corpus.Person && r.Participants[j].Role != corpus.Topic && b.compare(o) == conflict {
				return true
			}
		}
	}
	return false
}

// patientsAgree reports whether the group and the report tell of one patient,
// or either of none.
func patientsAgree(g *merging, r *account) bool {
	any := false
	for i, b := range g.beings {
		if g.Participants[i].Role != corpus.Patient {
			continue
		}
		for j, o := range r.beings {
			if r.Participants[j].Role != corpus.Patient {
				continue
			}
			if any = true; b == o || b.compare(o) == same || b.namesake(o) {
				return true
			}
		}
	}
	return !any
}

// sharesNamed reports whether somebody with a name takes part in both who is
// no agent.
func sharesNamed(g *merging, r *account) bool {
	for i, b := range g.beings {
		if b.Type != corpus.Person || b.Name == "" || g.Participants[i].Role == corpus.Agent {
			continue
		}
		for j, o := range r.beings {
			if o.Type == corpus.Person && o.Name != "" && r.Participants[j].Role != corpus.Agent && b.sameName(o) {
				return true
			}
		}
	}
	return false
}

// visitDays is how far apart two days of one visit may lie.
const visitDays = 3

// gap returns how many days the times of a dated group and a dated report lie
// apart, and whether they may be those of one event.
func (g *merging) gap(r *account) (int, bool) {
	gap := g.When.Gap(r.When)
	return gap, g.Range.Overlaps(r.Range) || g.When.Overlaps(r.When) || g.Kind == "visit" && gap <= visitDays && exact(g.When) && exact(r.When)
}

func exact(iv corpus.Interval) bool {
	return iv.Precision == corpus.PrecisionDay || iv.Precision == corpus.PrecisionWeek || iv.End-iv.Start <= 7
}

// datedGroup returns the group that a dated report is nearest to in time of
// those that it fits, the first of those equally near; -1 where it fits none.
func (m *merger) datedGroup(r *account) int {
	best, nearest := -1, 0
	lo, hi := r.hull()
	for s := range m.around(r, m.kind(r.Kind, r.Polarity)) {
		for gi := range s.during(lo, hi) {
			if m.tried[gi] == r.index {
				continue
			}
			m.tried[gi] = r.index
			gap, ok := m.groups[gi].gap(r)
			if !ok || best >= 0 && (gap > nearest || gap == nearest && int(gi) > best) {
				continue
			}
			if m.meets(m.groups[gi], r) {
				best, nearest = int(gi), gap
			}
		}
	}
	return best
}

// undatedGroup returns the first undated group that an undated report fits,
// else the first dated one, else -1.
func (m *merger) undatedGroup(r *account) int {
	best, bestDated := -1, false
	tags := m.tagsOf(r)
	for s := range m.around(r, m.kind(r.Kind, r.Polarity)) {
		for gi := range s.tagged(tags) {
			if m.tried[gi] == r.index {
				continue
			}
			m.tried[gi] = r.index
			g := m.groups[gi]
			if best >= 0 && (!g.Undated && !bestDated || g.Undated != bestDated && int(gi) > best) {
				continue
			}
			if m.tells(g, uint64(gi), r) && m.meets(g, r) {
				best, bestDated = int(gi), !g.Undated
			}
		}
	}
	return best
}

// tells reports whether what an undated report has in common with a group is
// enough for it to tell of the same event.
func (m *merger) tells(g *merging, gi uint64, r *account) bool {
	if g.Range.Known() && r.Range.Known() && !g.Range.Overlaps(r.Range) {
		return false
	}
	if !g.Undated {
		return !g.Derived() && sharesNamed(g, r)
	}
	return m.told[[2]uint64{gi, articleTag(r)}] || g.Kind == "visit" && placed(g.Participants) && placed(r.Participants) || sharesNamed(g, r)
}

func placed(ps []corpus.Participant) bool {
	return slices.ContainsFunc(ps, func(p corpus.Participant) bool { return p.Role == corpus.Place })
}

// add takes a report into the group.
func (m *merger) add(g *merging, r *account) {
	g.reports = append(g.reports, r)
	switch {
	case !r.When.Known():
		if g.Undated && r.Range.Known() {
			if iv := g.Range.Intersect(r.Range); iv.Known() {
				g.Range = iv
			} else if !g.Range.Known() {
				g.Range = r.Range
			}
		}
	case g.Undated:
		g.Undated, g.When, g.Range, g.Basis = false, r.When, r.Range, r.Basis
	default:
		if iv := g.Range.Intersect(r.Range); iv.Known() {
			g.Range = iv
		} else if g.Kind == "visit" && exact(g.When) && exact(r.When) {
			g.When = corpus.Between(min(g.When.Start, r.When.Start), max(g.When.End, r.When.End))
			g.Range = g.When
		}
	}
	if g.When.Known() && !g.Range.Contains(g.When) {
		g.Range = corpus.Between(min(g.Range.Start, g.When.Start), max(g.Range.End, g.When.End))
		if g.Range.Start == g.When.Start && g.Range.End == g.When.End {
			g.Range = g.When
		}
	}
	for i, p := range r.Participants {
		m.unite(g, p, r.beings[i])
	}
}

// unite adds a participant, or fills in one that the group has.
func (m *merger) unite(g *merging, p corpus.Participant, b *being) {
	for i, o := range g.beings {
		q := &g.Participants[i]
		if q.Role != p.Role && !(q.Type == corpus.Person && p.Type == corpus.Person && p.Role != corpus.Topic && q.Role != corpus.Topic) {
			continue
		}
		switch {
		case o == b:
			return
		case p.Type == corpus.Location || q.Type == corpus.Location:
			if p.Type == q.Type && b.normal == o.normal {
				return
			}
			continue
		case b.compare(o) == same:
			if len(p.Name) > len(q.Name) {
				q.Name, q.Span = p.Name, p.Span
			}
			if q.Office == "" {
				q.Office = p.Office
			}
			if q.Entity.Of == "" {
				q.Entity.Of = p.Entity.Of
			}
			g.beings[i] = m.being(q.Entity)
			return
		}
	}
	g.Participants, g.beings = append(g.Participants, p), append(g.beings, b)
}

// finish returns the groups in order, linked.
func (m *merger) finish() []Group {
	for _, g := range m.groups {
		slices.SortStableFunc(g.reports, byReport)
		g.Members = make([]corpus.Event, len(g.reports))
		for i, r := range g.reports {
			g.Members[i] = *r.Event
		}
	}
	slices.SortStableFunc(m.groups, func(a, b *merging) int {
		return cmp.Or(yes(!a.Undated, !b.Undated), cmp.Compare(a.When.Start, b.When.Start), cmp.Compare(a.When.End, b.When.End), firmer(a.reports[0], b.reports[0]))
	})
	m.link()
	out := make([]Group, len(m.groups))
	for i, g := range m.groups {
		out[i] = g.Group
	}
	return out
}
