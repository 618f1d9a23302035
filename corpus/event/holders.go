package event

import (
	"slices"
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
	type tenants struct {
		list   []Holding
		byWord map[string][]int // in the list, by first and last words of names
	}
	byOffice := map[key]*tenants{}
	words := map[string][]string{}
	for _, e := range events {
		for _, p := range e.Participants {
			if p.Type != corpus.Person || p.Name == "" || p.Office == "" || p.Entity.Of == "" {
				continue
			}
			k := key{p.Office, p.Entity.Of}
			t := byOffice[k]
			if t == nil {
				t = &tenants{byWord: map[string][]int{}}
				byOffice[k] = t
			}
			ws, ok := words[p.Name]
			if !ok {
				ws = nameWords(p.Name)
				words[p.Name] = ws
			}
			var ends []string
			if n := len(ws); n > 0 {
				ends = []string{ws[n-1], ws[0]}
			}
			found := -1
			for _, w := range ends {
				for _, i := range t.byWord[w] {
					if x := t.list[i].Name; (found < 0 || i < found) && (x == p.Name || sameWords(words[x], ws)) {
						found = i
					}
				}
			}
			longer := true
			switch {
			case found < 0:
				found = len(t.list)
				t.list = append(t.list, Holding{p.Name, p.Office, p.Entity.Of, e.When, 1})
			default:
				h := &t.list[found]
				if longer = len(p.Name) > len(h.Name); longer {
					h.Name = p.Name
				}
				h.Reports++
				h.Times = hull(h.Times, e.When)
			}
			for _, w := range ends {
				if longer && !slices.Contains(t.byWord[w], found) {
					t.byWord[w] = append(t.byWord[w], found)
				}
			}
		}
	}
	var out Holders
	for _, t := range byOffice {
		out = append(out, t.list...)
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
