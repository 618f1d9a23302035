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
// where they touch. A passage's sentence speaks of periods; for each there is
//
//	start        exp(-gap of the starts / 9 months)
//	end          exp(-gap of the ends / 9 months)
//	near         exp(-gap of the whole / 24 months); a period that is open to
//	             the side of the question and so covers it: exp(-gap of its
//	             known end and the question's / 120 months)
//	persistence  1/(1+n), where n counts the distinct later starts, up to the
//	             question's start, that passages on the same subject speak of:
//	             a state lasts until the next begins. 0 after the question.
//
// and a passage has of each the best that one of its periods gives.
const (
	startMonths  = 9
	nearMonths   = 24
	openMonths   = 120
	daysPerMonth = 365.2425 / 12
)

// timing is how well a passage's times match a question's, each 0 to 1.
type timing struct {
	start, end, near, persistence float64
}

func (t timing) max(u timing) timing {
	return timing{max(t.start, u.start), max(t.end, u.end), max(t.near, u.near), max(t.persistence, u.persistence)}
}

// sum weighs the matches: each half, the end, which few questions turn on, a
// fifth.
func (t timing) sum() float64 {
	return .5*t.start + .5*t.persistence + .5*t.near + .2*t.end
}

func closeness(a, b corpus.Interval, months float64) float64 {
	if !a.Known() || !b.Known() {
		return 0
	}
	return math.Exp(-float64(a.Gap(b)) / daysPerMonth / months)
}

// match scores one period against the question's. The starts are those of the
// subject, in order.
func match(p, q corpus.Period, starts []corpus.Day) timing {
	if !p.Known() || !q.Known() {
		return timing{}
	}
	t := timing{start: closeness(p.From, q.From, startMonths), end: closeness(p.To, q.To, startMonths)}
	hull, asked := p.Hull(), q.Hull()
	switch {
	case hull.OpenEnd() && p.From.Known() && q.From.Known() && p.From.End < q.From.Start:
		t.near = closeness(p.From, q.From, openMonths)
	case hull.OpenStart() && p.To.Known() && q.To.Known() && p.To.Start > q.To.End:
		t.near = closeness(p.To, q.To, openMonths)
	default:
		t.near = closeness(hull, asked, nearMonths)
	}
	if anchor := cmpOr(q.From, q.To); p.From.Known() && !p.From.OpenStart() && p.From.Start <= anchor.End {
		after, _ := slices.BinarySearch(starts, p.From.Start+1)
		upTo, _ := slices.BinarySearch(starts, anchor.End+1)
		t.persistence = 1 / float64(1+max(upTo-after, 0))
	}
	return t
}

func cmpOr(a, b corpus.Interval) corpus.Interval {
	if a.Known() {
		return a
	}
	return b
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
