package event

import (
	"sort"

	"dateline/corpus"
)

// Holding says that an archive names somebody as the holder of an office.
type Holding struct {
	Name, Office, Of string
	// Times is the hull of the days of the reports that say so, zero where
	// none is dated.
	Times   corpus.Interval
	Reports int
}

// Holders is a table of who held which office, as far as an archive tells.
type Holders []Holding

// Holdings collects the table from the participants that events name with
// both a name and an office of a country or body. Its order is by office,
// country and name.
func Holdings(events []corpus.Event) Holders {
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

func hull(a, b corpus.Interval) corpus.Interval {
	switch {
	case !a.Known():
		return b
	case !b.Known() || a.Contains(b):
		return a
	case b.Contains(a):
		return b
	}
	return corpus.Between(min(a.Start, b.Start), max(a.End, b.End))
}

// Of returns the offices that somebody of that name held.
func (h Holders) Of(name string) []Holding {
	var out []Holding
	for _, x := range h {
		if nearName(name, x.Name) {
			out = append(out, x)
		}
	}
	return out
}

// In returns those who held an office of a country or body.
func (h Holders) In(office, of string) []Holding {
	var out []Holding
	for _, x := range h {
		if x.Of == of && SameOffice(x.Office, office) {
			out = append(out, x)
		}
	}
	return out
}

// Held reports whether somebody of that name may be meant by an office at a
// time: the archive names them as its holder, and nobody else as its holder
// at that time.
func (h Holders) Held(name, office, of string, at corpus.Interval) bool {
	holds, other := false, false
	for _, x := range h {
		if x.Of != of || !SameOffice(x.Office, office) {
			continue
		}
		if nearName(name, x.Name) {
			holds = true
			if at.Known() && x.Times.Overlaps(at) {
				return true
			}
			continue
		}
		if at.Known() && x.Times.Overlaps(at) && x.Office == office && oneHolder(office) {
			other = true
		}
	}
	return holds && !other
}

// same reports whether a name without an office and an office without a name
// are one person's.
func (h Holders) same(a, b corpus.Entity) bool {
	if a.Name == "" {
		a, b = b, a
	}
	return a.Name != "" && a.Office == "" && b.Name == "" && b.Office != "" && b.Of != "" && h.Held(a.Name, b.Office, b.Of, corpus.Interval{})
}
