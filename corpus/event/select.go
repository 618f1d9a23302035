package event

import (
	"sort"

	"dateline/corpus"
)

// Order says which of the matching events is asked for.
type Order uint8

// The orders.
const (
	Any      Order = iota
	Last           // the latest within the bound; "previous", "most recent"
	First          // the earliest within the bound
	Next           // the earliest after the bound, plans included
	Previous       // the latest before the bound
)

// Relation is how a bound restricts when events happened. The values are
// those of a question's bound.
type Relation string

// The relations.
const (
	AnyTime Relation = ""
	In      Relation = "in"
	Before  Relation = "before"
	After   Relation = "after"
	Since   Relation = "since"
	Until   Relation = "until"
	Around  Relation = "around"
)

// Bound restricts when events happened.
type Bound struct {
	Relation Relation
	Interval corpus.Interval
}

// region returns the days that the bound allows; the zero Interval where it
// allows all.
func (b Bound) region() corpus.Interval {
	iv := b.Interval
	if !iv.Known() {
		return corpus.Interval{}
	}
	out := corpus.Interval{Start: corpus.MinDay, End: corpus.MaxDay, Precision: corpus.PrecisionInterval}
	switch b.Relation {
	case Before:
		out.End = iv.Start - 1
	case Until:
		out.End = iv.End
	case After:
		out.Start = iv.End + 1
	case Since:
		out.Start = iv.Start
	case In:
		return iv
	case Around:
		switch iv.Precision {
		case corpus.PrecisionYear:
			return corpus.Between(iv.Start.AddMonths(-12), corpus.InYear(iv.End.Year()+1).End)
		case corpus.PrecisionMonth:
			y, m, _ := iv.Start.AddMonths(1).Date()
			return corpus.Between(iv.Start.AddMonths(-1), corpus.InMonth(y, m).End)
		}
		n := iv.End - iv.Start + 1
		return corpus.Between(iv.Start-n, iv.End+n)
	default:
		return corpus.Interval{}
	}
	return out
}

// Constraint asks for a participant. Fields that are empty ask nothing.
type Constraint struct {
	Roles  []corpus.Role // any of them; empty: any but topic
	Name   string        // of a person or body, as somebody writes it: "Lavrov"
	Office string        // normalised: "foreign minister"
	Of     string        // the office's country or body, normalised: "russia"
	Place  string        // a city or country, normalised: "islamabad"
}

// Pattern asks for events of a kind with certain participants, in an order
// and within a bound.
type Pattern struct {
	Kinds        []string // empty: any
	Participants []Constraint
	Order        Order
	Bound        Bound
}

// Match is a group that fits a pattern.
type Match struct {
	Index int // in the groups
	*Group
	// ByOffice is set where a name was asked for and the group names only an
	// office, which the archive says elsewhere that the person holds.
	ByOffice bool
}

// Selection is what a pattern finds among groups, each list ordered by time.
type Selection struct {
	Matches []Match // that happened within the bound
	Undated []Match // that happened, nobody says when: they survive the bound
	// Near holds those whose best reading lies outside the bound, but not all
	// of their range, and those that name only an office which reports linked
	// to them give to somebody else.
	Near    []Match
	Outside []Match // that happened outside the bound
	Plans   []Match // planned only, in or after the bound, or undated
	Denied  []Match // said not to have happened
	Absent  []Match // statements that no such event happened within some time
	Chosen  *Match  // the one asked for, nil where there is none
	Next    *Match  // the first that happened after Chosen, within the bound or not
	Prior   *Match  // the last that happened before Chosen, within the bound or not
	Linked  []Match // the undated ones that by our reading report Chosen
	Why     string  // how Chosen was chosen, or why none was
}

// Select returns the groups that fit a pattern, and the one asked for.
// Holders ties names to offices and may be nil. Times are compared as
// intervals, with their uncertainty.
func Select(groups []Group, p Pattern, holders Holders) Selection {
	var sel Selection
	region := p.Bound.region()
	if p.Order == Next && p.Bound.Interval.Known() && p.Bound.Relation == AnyTime {
		region = Bound{After, p.Bound.Interval}.region()
	}
	if p.Order == Previous && p.Bound.Interval.Known() && p.Bound.Relation == AnyTime {
		region = Bound{Before, p.Bound.Interval}.region()
	}
	q := newSeeker(p, groups, holders)
	var all []Match // that happened and are dated
	for i := range groups {
		g := &groups[i]
		byOffice, ok := q.fits(g)
		if !ok {
			continue
		}
		m := Match{i, g, byOffice}
		if byOffice && q.reportedOf(i) {
			sel.Near = append(sel.Near, m)
			continue
		}
		switch {
		case g.Polarity == corpus.None:
			sel.Absent = append(sel.Absent, m)
		case g.Polarity == corpus.Denied:
			sel.Denied = append(sel.Denied, m)
		case g.Polarity == corpus.Planned:
			if !region.Known() || g.Undated && (!g.Range.Known() || g.Range.Overlaps(region)) || g.When.Overlaps(region) {
				sel.Plans = append(sel.Plans, m)
			}
		case g.Undated:
			if !region.Known() || !g.Range.Known() || g.Range.Overlaps(region) {
				sel.Undated = append(sel.Undated, m)
			} else {
				sel.Outside = append(sel.Outside, m)
			}
		default:
			all = append(all, m)
			switch {
			case !region.Known() || within(g.When, region):
				sel.Matches = append(sel.Matches, m)
			case g.Range.Overlaps(region):
				sel.Near = append(sel.Near, m)
			default:
				sel.Outside = append(sel.Outside, m)
			}
		}
	}
	byTime(sel.Matches)
	byTime(sel.Near)
	byTime(sel.Outside)
	byTime(all)
	sel.choose(p.Order, all)
	return sel
}

// within reports whether the larger part of an event's best reading lies in
// the region.
func within(when, region corpus.Interval) bool {
	return when.Overlaps(region) && (region.Contains(when) || region.Start <= when.Mid() && when.Mid() <= region.End ||
		when.Start <= region.Start && region.End <= when.End)
}

func byTime(ms []Match) {
	sort.SliceStable(ms, func(i, j int) bool {
		a, b := ms[i].When, ms[j].When
		if a.Mid() != b.Mid() {
			return a.Mid() < b.Mid()
		}
		return ms[i].Index < ms[j].Index
	})
}

func (sel *Selection) choose(order Order, all []Match) {
	if len(sel.Matches) == 0 {
		switch {
		case order == Next && len(sel.Plans) > 0:
			sel.Chosen = &sel.Plans[0]
			sel.Why = "planned, and nothing that happened is dated in the bound"
		case len(sel.Undated) > 0:
			sel.Why = "only undated reports survive the bound"
		case len(sel.Outside)+len(sel.Near) > 0:
			sel.Why = "all that match are dated outside the bound"
		default:
			sel.Why = "nothing matches"
		}
		return
	}
	switch order {
	case First, Next:
		sel.Chosen = &sel.Matches[0]
		sel.Why = "the earliest within the bound"
	default:
		sel.Chosen = &sel.Matches[len(sel.Matches)-1]
		sel.Why = "the latest within the bound"
	}
	for i := range all {
		m := all[i]
		switch {
		case m.Index == sel.Chosen.Index:
		case m.When.Mid() >= sel.Chosen.When.Mid() && sel.Next == nil && !m.When.Overlaps(sel.Chosen.When):
			sel.Next = &all[i]
		case m.When.Mid() < sel.Chosen.When.Mid() && !m.When.Overlaps(sel.Chosen.When):
			sel.Prior = &all[i]
		}
	}
	for _, m := range sel.Undated {
		for _, l := range m.Links {
			if l == sel.Chosen.Index {
				sel.Linked = append(sel.Linked, m)
			}
		}
	}
}
