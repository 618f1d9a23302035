package brief

import (
	"slices"

	"dateline/corpus"
)

// ahead returns the stories of what is planned: for days after the one that the
// briefing is made for, or without a day and reported within the window. What was
// reported since as having happened, or called off, is left out. The others are
// the stories of what happened.
func (s *session) ahead(stories []*story, changes []paired) (ahead, others []*story) {
	for _, st := range stories {
		var open []*report
		for _, r := range st.plans {
			switch {
			case r.own && r.when.End <= s.asOf, r.own && r.when.Start <= s.asOf && r.when.Precision == corpus.PrecisionDay:
				continue
			case !r.own && !(r.article.dated() && s.published(r.article) && s.asOf-r.article.Published.End <= beforeDays):
				continue
			case s.over(r, stories) || s.calledOff(r) || superseded(r, changes):
				continue
			}
			open = append(open, r)
		}
		switch {
		case len(open) > 0:
			// The newest report knows best; what announces the plan comes after.
			slices.SortStableFunc(open, func(a, b *report) int { return int(b.article.Published.End - a.article.Published.End) })
			ahead = append(ahead, &story{reports: slices.Concat(open, st.reports), plans: st.plans, witnesses: st.witnesses})
		case len(st.reports) > 0:
			others = append(others, st)
		}
	}
	ahead, cut := s.shown(ahead, maxAhead)
	if cut > 0 {
		s.note("%d more plans are left out.", cut)
	}
	slices.SortStableFunc(ahead, byEnd)
	return ahead, others
}

// kin are kinds of event that news uses for one another.
func sameKind(a, b string) bool {
	if a == b {
		return true
	}
	for _, g := range []map[string]bool{set("visit meet host summit conference"), set("launch begin"), set("election vote elect"), set("vote adopt reject"), set("tournament begin"), set("exercise begin")} {
		if g[a] && g[b] {
			return true
		}
	}
	return false
}

// over reports whether a later report tells that a plan came about.
func (s *session) over(p *report, happened []*story) bool {
	for _, st := range happened {
		for _, h := range st.reports {
			if h.event == nil || p.event == nil || h.article == p.article && h.line == p.line || !sameKind(h.event.Kind, p.event.Kind) || !h.when.Known() ||
				p.article.dated() && (h.article.Published.Start < p.article.Published.Start || h.when.End < p.article.Published.Start) {
				continue
			}
			if p.own && !h.denied && !p.when.Overlaps(h.when) {
				continue // another one; this one is still to come
			}
			if shareAgent(h.event, p.event) && !s.elsewhere(h, p) && s.sharesOwn(h, p) {
				return true
			}
		}
	}
	return false
}

// elsewhere reports whether two reports name places of which none is the same.
func (s *session) elsewhere(a, b *report) bool {
	return len(a.like.places) > 0 && len(b.like.places) > 0 && !meet(a.like.places, b.like.places) ||
		len(a.like.lands) > 0 && len(b.like.lands) > 0 && !meet(a.like.lands, b.like.lands)
}

// sharesOwn reports whether a report has one of the names of a plan that are not
// the topic's, if the plan has any.
func (s *session) sharesOwn(r, p *report) bool {
	any := false
	for n := range p.like.names {
		if s.ofTopic(n) {
			continue
		}
		if any = true; r.like.names[n] || r.article.has(n) {
			return true
		}
	}
	return !any
}

// shareAgent reports whether somebody acts in both events.
func shareAgent(a, b *corpus.Event) bool {
	keys := map[string]bool{}
	for _, e := range a.Participants {
		if e.Role == corpus.Agent || e.Role == corpus.Partner {
			for _, k := range namesOf(e.Entity) {
				keys[k] = true
			}
		}
	}
	for _, e := range b.Participants {
		if e.Role == corpus.Agent || e.Role == corpus.Partner {
			for _, k := range namesOf(e.Entity) {
				if keys[k] {
					return true
				}
			}
		}
	}
	return false
}

// namesOf returns by what somebody may be known in two reports: the last word of
// the name, the office with its country.
func namesOf(e corpus.Entity) []string {
	var out []string
	if e.Name != "" {
		l := newLine(e.Name)
		if len(l.folded) > 0 {
			out = append(out, "n:"+l.folded[len(l.folded)-1])
		}
	}
	if e.Office != "" && e.Of != "" {
		out = append(out, "o:"+e.Office+"@"+e.Of)
	}
	return out
}

// off are words that say that a plan was given up.
var off = set(`postponed postpones postpone cancelled canceled cancels cancel scrapped scraps shelved shelves
	abandoned abandons axed adjourned rescheduled ditched deferred suspended`)

// off reports whether the line tells that something was put off or given up.
func (l *line) off() bool {
	for i, f := range l.folded {
		if off[f] || (f == "put" || f == "puts" || f == "called" || f == "calls") && l.fold(i+1) == "off" {
			return true
		}
	}
	return false
}

// calledOff reports whether a later article says that a plan was put off.
func (s *session) calledOff(p *report) bool {
	for _, a := range s.articles {
		if !a.dated() || p.article.dated() && a.Published.Start < p.article.Published.Start || a == p.article {
			continue
		}
		for i := range a.lines {
			l := &a.lines[i]
			if !l.off() && !l.undone() {
				continue
			}
			shared, all := 0., 0.
			stems := l.stems()
			for st := range p.like.core {
				w := s.weight[st]
				all += w
				if slices.Contains(stems, st) {
					shared += w
				}
			}
			// Who or where it is besides the topic must be the same.
			named, own, others := 0, 0, 0
			names := l.names()
			for n := range names {
				if p.like.names[n] {
					if named++; !s.ofTopic(n) {
						own++
					}
				}
			}
			for n := range p.like.names {
				if !s.ofTopic(n) {
					others++
				}
			}
			if named > 0 && (own > 0 || others == 0) && !(p.line.elsewhere(&report{article: a}) && l.elsewhere(p)) && (all == 0 || shared >= .3*all) {
				return true
			}
		}
	}
	return false
}
