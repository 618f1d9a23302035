package event

import (
	"iter"
	"slices"

	"dateline/corpus"
)

// shelf holds the groups of one kind that one key of an agent leads to. A
// short one is looked through; a long one is looked up by time while dated
// reports are merged, and by tag while undated ones are.
type shelf struct {
	groups []int32
	times  *timeline
	tags   map[uint64][]int32
}

// longShelf is from how many groups on a shelf is looked up.
const longShelf = 64

// Keys of an agent. A key is a kind of event (16 bits), a kind of key (4), and
// two numbers of 22 bits; greater ones wrap, which costs only time, since
// whatever a key leads to is compared.
const (
	nameKey    = iota // a word of the name
	officeKey         // an office and its country
	generalKey        // a general office that takes the agent's in, and the country
	anyKey            // an office, in whatever country
	bareOffice        // the same three, of agents without a name
	bareGeneral
	bareAny
)

func key(kind uint64, sort int, a, b uint64) uint64 {
	const mask = 1<<22 - 1
	return kind<<48 | uint64(sort)<<44 | a&mask<<22 | b&mask
}

// kind numbers a kind of event with a polarity.
func (m *merger) kind(kind string, p corpus.Polarity) uint64 {
	k := [2]string{kind, p.String()}
	n, ok := m.kinds[k]
	if !ok {
		n = uint64(len(m.kinds))
		m.kinds[k] = n
	}
	return n & 0xffff
}

// seats returns the offices that the archive gives an agent, with countries.
func (m *merger) seats(b *being) []seat {
	switch {
	case b.office != nil:
		return []seat{{b.office, b.Of}}
	case b.Name != "" && b.Type == corpus.Person:
		var out []seat
		for _, i := range m.of(b.Name) {
			h := m.holders[i]
			if s := (seat{m.post(h.Office), h.Of}); !slices.Contains(out, s) {
				out = append(out, s)
			}
		}
		return out
	}
	return nil
}

type seat struct {
	*post
	of string
}

// filings returns the keys that a group with such an agent is filed under.
func (m *merger) filings(kind uint64, b *being) []uint64 {
	keys := m.nameKeys(kind, b)
	for _, s := range m.seats(b) {
		of := m.id(s.of)
		sorts := []int{officeKey}
		if b.Name == "" {
			sorts = append(sorts, bareOffice)
		}
		for _, sort := range sorts {
			keys = append(keys, key(kind, sort, s.id, of), key(kind, sort+2, s.id, 0))
			if s.of != "" {
				for _, g := range s.generals {
					keys = append(keys, key(kind, sort+1, g.id, of))
				}
			}
		}
	}
	return keys
}

// lookups returns the keys under which a group that has the agent may be
// filed: a name may be any that shares its first or last word, an office
// without a name is looked for with and without one, a name's office without.
func (m *merger) lookups(kind uint64, b *being) []uint64 {
	keys := m.nameKeys(kind, b)
	for _, s := range m.seats(b) {
		sort := officeKey
		if b.Name != "" {
			sort = bareOffice
		}
		if s.of == "" {
			keys = append(keys, key(kind, sort+2, s.id, 0))
			continue
		}
		of := m.id(s.of)
		keys = append(keys, key(kind, sort, s.id, of), key(kind, sort, s.id, 0), key(kind, sort+1, s.id, of))
		for _, g := range s.generals {
			keys = append(keys, key(kind, sort, g.id, of))
		}
	}
	return keys
}

func (m *merger) nameKeys(kind uint64, b *being) []uint64 {
	if len(b.words) == 0 {
		return nil
	}
	keys := []uint64{key(kind, nameKey, m.id(b.words[len(b.words)-1]), 0)}
	if len(b.words) > 1 {
		keys = append(keys, key(kind, nameKey, m.id(b.words[0]), 0))
	}
	return keys
}

// around yields the shelves on which groups with an agent of the report are.
func (m *merger) around(r *account, kind uint64) iter.Seq[*shelf] {
	return func(yield func(*shelf) bool) {
		for i, b := range r.beings {
			if p := &r.Participants[i]; p.Role != corpus.Agent && !(p.Role == corpus.Partner && p.Type == corpus.Person) {
				continue
			}
			for _, k := range m.lookups(kind, b) {
				if s := m.shelves[k]; s != nil && !yield(s) {
					return
				}
			}
		}
	}
}

// file puts a dated group on the shelves of its agents, and again where its
// agents are known better or it has become longer.
func (m *merger) file(gi int) {
	g := m.groups[gi]
	lo, hi := g.hull()
	wider := lo < g.lo || hi > g.hi
	g.lo, g.hi = min(lo, g.lo), max(hi, g.hi)
	kind := m.kind(g.Kind, g.Polarity)
	for i, b := range g.beings {
		if g.Participants[i].Role != corpus.Agent {
			continue
		}
		known := slices.Contains(g.known, b)
		if known && !wider {
			continue
		}
		if !known {
			g.known = append(g.known, b)
		}
		for _, k := range m.filings(kind, b) {
			m.put(k, int32(gi))
		}
	}
}

func (m *merger) put(k uint64, gi int32) {
	s := m.shelves[k]
	if s == nil {
		s = &shelf{}
		m.shelves[k] = s
	}
	if n := len(s.groups); n == 0 || s.groups[n-1] != gi {
		s.groups = append(s.groups, gi)
	}
	switch {
	case s.times != nil:
		s.times.add(gi, m.groups[gi].lo, m.groups[gi].hi)
	case len(s.groups) > longShelf:
		s.times = &timeline{buckets: map[uint64][]int32{}}
		for _, gi := range s.groups {
			s.times.add(gi, m.groups[gi].lo, m.groups[gi].hi)
		}
	}
}

// hull returns the days within which a report that fits the group may lie.
func (g *merging) hull() (lo, hi corpus.Day) {
	lo, hi = hullOf(g.When, g.Range)
	if g.Kind == "visit" {
		lo, hi = lo-visitDays-1, hi+visitDays+1
	}
	return lo, hi
}

func (r *account) hull() (lo, hi corpus.Day) { return hullOf(r.When, r.Range) }

func hullOf(when, widest corpus.Interval) (lo, hi corpus.Day) {
	lo, hi = when.Start, when.End
	if widest.Known() {
		lo, hi = min(lo, widest.Start), max(hi, widest.End)
	}
	return lo, hi
}

// during yields the groups of the shelf that may lie between two days, some
// more than once.
func (s *shelf) during(lo, hi corpus.Day) iter.Seq[int32] {
	if s.times == nil {
		return slices.Values(s.groups)
	}
	return func(yield func(int32) bool) { s.times.between(lo, hi, yield) }
}

// timeline finds groups by time. A group lies in one or two buckets of the
// finest level whose buckets are longer than it.
type timeline struct {
	levels [5]struct {
		used     bool
		min, max int32
	}
	buckets map[uint64][]int32
}

// Buckets of the levels are 8, 64, 512 and 4096 days long; the last level is
// one bucket for all time.
func bucketOf(d corpus.Day, level int) int32 { return int32(d) >> (3 * (level + 1)) }

func bucketKey(level int, bucket int32) uint64 { return uint64(level)<<32 | uint64(uint32(bucket)) }

func (t *timeline) add(gi int32, lo, hi corpus.Day) {
	level, last := 0, len(t.levels)-1
	for level < last && (int64(hi)-int64(lo))>>(3*(level+1)) > 0 {
		level++
	}
	from, to := bucketOf(lo, level), bucketOf(hi, level)
	if level == last {
		from, to = 0, 0
	}
	l := &t.levels[level]
	if !l.used {
		l.used, l.min, l.max = true, from, to
	}
	l.min, l.max = min(l.min, from), max(l.max, to)
	for b := from; b <= to; b++ {
		k := bucketKey(level, b)
		if list := t.buckets[k]; len(list) == 0 || list[len(list)-1] != gi {
			t.buckets[k] = append(list, gi)
		}
	}
}

// between yields the groups in the buckets from one day to another.
func (t *timeline) between(lo, hi corpus.Day, yield func(int32) bool) {
	for level, l := range t.levels {
		if !l.used {
			continue
		}
		from, to := int32(0), int32(0)
		if level < len(t.levels)-1 {
			from, to = max(bucketOf(lo, level), l.min), min(bucketOf(hi, level), l.max)
		}
		if int64(to)-int64(from) > int64(len(t.buckets)) {
			for k, list := range t.buckets {
				if b := int32(uint32(k)); int(k>>32) == level && from <= b && b <= to && !each(list, yield) {
					return
				}
			}
			continue
		}
		for b := from; b <= to; b++ {
			if !each(t.buckets[bucketKey(level, b)], yield) {
				return
			}
		}
	}
}

func each(list []int32, yield func(int32) bool) bool {
	for _, gi := range list {
		if !yield(gi) {
			return false
		}
	}
	return true
}

// turn clears the shelves for the undated reports, which join dated groups by
// a person alone.
func (m *merger) turn() {
	clear(m.shelves)
	for gi, g := range m.groups {
		g.known = nil
		if g.Polarity == corpus.None || g.Derived() {
			continue
		}
		for i, b := range g.beings {
			if b.Type == corpus.Person && g.Participants[i].Role != corpus.Agent {
				m.learn(uint64(gi), g, m.wordTags(b))
			}
		}
		if len(g.tags) > 0 {
			m.shelve(gi)
		}
	}
}

// A tag is what an undated report may have in common with a group.
func articleTag(r *account) uint64 { return r.article<<2 | 1 }

func (m *merger) wordTags(b *being) []uint64 {
	if len(b.words) == 0 {
		return nil
	}
	return []uint64{m.id(b.words[len(b.words)-1])<<2 | 2, m.id(b.words[0])<<2 | 2}
}

// tagsOf returns what a report may have in common with a group: its article,
// the places of a visit, and those who take part besides the agent.
func (m *merger) tagsOf(r *account) []uint64 {
	tags := []uint64{articleTag(r)}
	for i, b := range r.beings {
		switch role := r.Participants[i].Role; {
		case role == corpus.Place && r.Kind == "visit":
			for _, k := range b.placeKeys() {
				tags = append(tags, m.id(k)<<2|3)
			}
		case role != corpus.Agent && b.Type == corpus.Person:
			tags = append(tags, m.wordTags(b)...)
		}
	}
	return tags
}

// tag files an undated report's group.
func (m *merger) tag(gi int, r *account) {
	g := m.groups[gi]
	before := len(g.tags)
	m.learn(uint64(gi), g, m.tagsOf(r))
	fresh := g.tags[before:]
	kind := m.kind(g.Kind, g.Polarity)
	for _, b := range g.known {
		for _, k := range m.filings(kind, b) {
			m.shelves[k].tag(int32(gi), fresh)
		}
	}
	m.shelve(gi)
}

// learn adds tags to a group, each once.
func (m *merger) learn(gi uint64, g *merging, tags []uint64) {
	for _, t := range tags {
		if k := [2]uint64{gi, t}; !m.told[k] {
			m.told[k] = true
			g.tags = append(g.tags, t)
		}
	}
}

// shelve puts a group with its tags on the shelves of those agents that it is
// not yet filed under.
func (m *merger) shelve(gi int) {
	g := m.groups[gi]
	kind := m.kind(g.Kind, g.Polarity)
	for i, b := range g.beings {
		if g.Participants[i].Role != corpus.Agent || slices.Contains(g.known, b) {
			continue
		}
		g.known = append(g.known, b)
		for _, k := range m.filings(kind, b) {
			s := m.shelves[k]
			if s == nil {
				s = &shelf{}
				m.shelves[k] = s
			}
			if n := len(s.groups); n == 0 || s.groups[n-1] != int32(gi) {
				s.groups = append(s.groups, int32(gi))
			}
			switch {
			case s.tags != nil:
				s.tag(int32(gi), g.tags)
			case len(s.groups) > longShelf:
				s.tags = map[uint64][]int32{}
				for _, gi := range s.groups {
					s.tag(gi, m.groups[gi].tags)
				}
			}
		}
	}
}

func (s *shelf) tag(gi int32, tags []uint64) {
	if s.tags == nil {
		return
	}
	for _, t := range tags {
		if list := s.tags[t]; len(list) == 0 || list[len(list)-1] != gi {
			s.tags[t] = append(list, gi)
		}
	}
}

// tagged yields the groups of the shelf that may have one of the tags, some
// more than once.
func (s *shelf) tagged(tags []uint64) iter.Seq[int32] {
	if s.tags == nil {
		return slices.Values(s.groups)
	}
	return func(yield func(int32) bool) {
		for _, t := range tags {
			if !each(s.tags[t], yield) {
				return
			}
		}
	}
}
