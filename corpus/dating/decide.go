package dating

import (
	"cmp"
	"slices"
	"strings"

	"dateline/corpus"
)

// decide groups the witnesses by the day they name and lets the heaviest
// group be the date.
func (d *dating) decide() corpus.Publication {
	type group struct {
		iv           corpus.Interval
		weight, near int
		best         int // the heaviest witness
		guessed      bool
		bases        map[corpus.Basis]bool
	}
	groups := map[corpus.Interval]*group{}
	var order []*group
	for i, w := range d.witnesses {
		if !w.Interval.Known() || w.weight <= 0 {
			continue
		}
		g := groups[w.Interval]
		if g == nil {
			g = &group{iv: w.Interval, best: i, near: w.near, bases: map[corpus.Basis]bool{}}
			groups[w.Interval] = g
			order = append(order, g)
		}
		if b := d.witnesses[g.best]; w.weight > b.weight || w.weight == b.weight && w.near < b.near {
			g.best = i
		}
		g.near = min(g.near, w.near)
		if w.weight < enough {
			continue
		}
		if w.guess { // it sees what the others see, and settles only a tie
			g.guessed = true
			continue
		}
		if w.Basis == corpus.BasisJSONLD {
			g.bases[corpus.BasisMetadata] = true // written by the same program
		} else {
			g.bases[w.Basis] = true
		}
	}
	for _, g := range order {
		g.weight = d.witnesses[g.best].weight
		if len(g.bases) > 1 {
			g.weight += agreeing
		}
	}
	// A day outweighs a month or a year that holds it, however weighty: it is
	// the same date, known better.
	for _, g := range order {
		for _, h := range order {
			if g.iv.Precision == corpus.PrecisionDay && g.weight >= enough && h.iv.Precision != corpus.PrecisionDay && h.iv.Contains(g.iv) {
				g.weight = max(g.weight, h.weight+1)
			}
		}
	}
	slices.SortStableFunc(order, func(a, b *group) int {
		return cmp.Or(cmp.Compare(b.weight, a.weight), cmp.Compare(rank(b.guessed), rank(a.guessed)), cmp.Compare(a.near, b.near), cmp.Compare(a.iv.Start, b.iv.Start))
	})
	var p corpus.Publication
	if len(order) > 0 && order[0].weight >= enough {
		g := order[0]
		p.Interval, p.Basis = g.iv, d.witnesses[g.best].Basis
		p.Confidence = corpus.Medium
		if g.weight >= sure {
			p.Confidence = corpus.High
		}
		for _, h := range order[1:] {
			// Time zones make a day's difference.
			if h.weight < max(enough+1, min(enough+2, g.weight-1)) || h.iv.Gap(g.iv) == 0 || d.witnesses[h.best].change {
				continue
			}
			p.Confidence = corpus.Medium
			if h.weight == g.weight {
				p.Confidence = corpus.Low
			}
		}
		if g.weight == enough {
			p.Confidence = corpus.Low
		}
	}
	p.Evidence = d.evidence(p.Interval)
	return p
}

// outweighed ends what is said of a witness that names another day than the
// date.
const outweighed = "; another date weighs more"

// evidence returns the witnesses, those that the date rests on first.
func (d *dating) evidence(iv corpus.Interval) []corpus.Evidence {
	out := make([]corpus.Evidence, 0, len(d.witnesses))
	for _, w := range d.witnesses {
		e := w.Evidence
		switch {
		case !iv.Known() || !e.Interval.Known():
		case w.weight > 0 && e.Interval.Contains(iv):
			e.Used = true
		case w.weight > 0:
			e.Why = strings.TrimPrefix(e.Why+outweighed, "; ")
		}
		out = append(out, e)
	}
	slices.SortStableFunc(out, func(a, b corpus.Evidence) int {
		switch {
		case a.Used == b.Used:
			return 0
		case a.Used:
			return -1
		}
		return 1
	})
	return out
}

func rank(b bool) int {
	if b {
		return 1
	}
	return 0
}
