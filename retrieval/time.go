package retrieval

import (
	"math"
	"slices"

	"dateline/corpus"
)

// How the times of a passage are scored against the time of a question.
//
// Both are periods whose ends are uncertain: an end is the interval within
// which it lies. The gap of two ends is the months between the intervals, 0
// where they touch. A passage's sentences speak of periods, and its article
// was published in one; for each there is
//
//	start        exp(-gap of the starts / 12 months)
//	end          exp(-gap of the ends / 12 months)
//	near         exp(-gap of the wholes / 36 months); for a period that is open
//	             on the side of the question: exp(-gap of its known end and
//	             the question's / 120 months)
//	persistence  1/(1+n), where n counts the distinct later starts, up to the
//	             question's start, of which passages on the same subject speak:
//	             a state lasts until the next begins. 0 after the question;
//	             times near, where the state is known to have ended before.
//
// and a passage has of each the best that one of its periods gives. The time
// score is half their sum, in which persistence counts 1.5 where the question
// asks for what was so at its time, and 1 where it gives both ends of what it
// asks for, "from 1990 to 1994", which the same ends answer best. That the start counts as much as the whole, and
// that the state in force is the one begun last, brought more on questions
// about time than any finer reading of dates; the constants are round, and
// half or twice of each changes little.
const (
	endMonths    = 12
	nearMonths   = 36
	openMonths   = 120
	timeWeight   = .5
	stateWeight  = 1.5
	daysPerMonth = 365.2425 / 12
)

// timing is how well a passage's times match a question's, each 0 to 1.
type timing struct {
	start, end, near, persistence float64
}

func (t timing) max(u timing) timing {
	return timing{max(t.start, u.start), max(t.end, u.end), max(t.near, u.near), max(t.persistence, u.persistence)}
}

// score adds up, with the weight of persistence.
func (t timing) score(persistence float64) float64 {
	return timeWeight * (t.start + t.end + t.near + persistence*t.persistence)
}

func closeness(a, b corpus.Interval, months float64) float64 {
	if !a.Known() || !b.Known() {
		return 0
	}
	return math.Exp(-float64(a.Gap(b)) / daysPerMonth / months)
}

// match scores one period against the question's. The starts are those that
// the subject's passages speak of, in order.
func match(p, q corpus.Period, starts []corpus.Day) timing {
	if !p.Known() || !q.Known() {
		return timing{}
	}
	if !p.From.Known() { // where one state ends, the next begins
		p.From = p.To
	}
	t := timing{start: closeness(p.From, q.From, endMonths), end: closeness(p.To, q.To, endMonths)}
	hull, asked := p.Hull(), q.Hull()
	if hull.OpenEnd() && q.From.Known() && p.From.End < q.From.Start {
		t.near = closeness(p.From, q.From, openMonths)
	} else {
		t.near = closeness(hull, asked, nearMonths)
	}
	at := q.From
	if !at.Known() {
		at = q.To
	}
	if !p.From.OpenStart() && p.From.Start <= at.End {
		after, _ := slices.BinarySearch(starts, p.From.Start+1)
		upTo, _ := slices.BinarySearch(starts, at.End+1)
		t.persistence = 1 / float64(1+max(upTo-after, 0))
		if p.To != p.From && p.To.Known() && p.To.End < at.Start {
			t.persistence *= t.near
		}
	}
	return t
}

// starts returns the distinct days on which the periods of sentences begin, in
// order.
func starts(groups ...[]corpus.Sentence) []corpus.Day {
	var days []corpus.Day
	for _, sentences := range groups {
		for _, s := range sentences {
			for _, p := range s.Periods {
				if p.From.Known() && !p.From.OpenStart() {
					days = append(days, p.From.Start)
				}
			}
		}
	}
	slices.Sort(days)
	return slices.Compact(days)
}

// asked returns the period that passages are scored against. Who asks what was
// so before or after a time mostly means the state at that point.
func (b Bound) asked() corpus.Period {
	switch b.Relation {
	case Before, After, Until, Since:
		return corpus.Point(b.Interval)
	}
	if !b.Period.Known() {
		return corpus.Point(b.Interval)
	}
	return b.Period
}

// persistence returns what persistence counts for the question.
func (b Bound) persistence() float64 {
	if b.Relation == In && b.Period.From != b.Period.To && !b.Within {
		return 1
	}
	return stateWeight
}

// A question without a time of its own, asked as of a day, is more often about
// what is new then: each score is multiplied by
//
//	1 + exp(-age / 14 days)
//
// An undated article may be as new as any; it gets a part of what the newest
// candidate gets, so that in an old archive nothing is gained by having no date.
const (
	freshDays    = 14
	undatedFresh = .3
)

// freshness returns the bonus of a publication as of a day, 0 where undated.
func freshness(published corpus.Interval, asOf corpus.Day) float64 {
	if !published.Known() || asOf == 0 {
		return 0
	}
	return math.Exp(-max(float64(asOf-published.End), 0) / freshDays)
}
