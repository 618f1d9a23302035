package dating

import (
	"strings"

	"dateline/corpus"
)

// Correct returns what becomes of a date of publication when a person corrects
// it. The person's word outranks every witness, also where it is that the
// article is undated, and comes first in the evidence; the witnesses stay, each
// with whether it agrees. A correction that is withdrawn changes nothing.
func Correct(p corpus.Publication, c corpus.Correction) corpus.Publication {
	if c.Withdrawn {
		return p
	}
	out := corpus.Publication{Interval: c.Published, Basis: corpus.BasisPerson, Confidence: corpus.High}
	said := corpus.Evidence{Basis: corpus.BasisPerson, Text: c.Because, Interval: c.Published, Used: true, Why: "corrected by " + c.By}
	out.Evidence = append(make([]corpus.Evidence, 0, len(p.Evidence)+1), said)
	for _, e := range p.Evidence {
		why, lost := strings.CutSuffix("; "+e.Why, outweighed)
		if counts := e.Used || lost; counts {
			e.Why = strings.TrimPrefix(why, "; ")
			switch {
			case !e.Interval.Overlaps(c.Published):
				e.Why += "; the correction says otherwise"
			case e.Interval == c.Published:
				e.Why += "; the correction agrees"
			}
			e.Why = strings.TrimPrefix(e.Why, "; ")
		}
		e.Used = false
		out.Evidence = append(out.Evidence, e)
	}
	return out
}
