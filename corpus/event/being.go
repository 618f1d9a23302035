package event

import (
	"slices"
	"strings"

	"dateline/corpus"
	"dateline/corpus/gazetteer"
)

// being is an entity with what comparing it to others needs, worked out once.
type being struct {
	corpus.Entity
	words   []string // of the name, folded
	normal  string   // the words joined
	office  *post    // nil without one
	country string   // that a place lies in
}

// post is an office with what the gazetteer knows of it.
type post struct {
	name     string
	id       uint64
	one      bool    // a country has one holder at a time
	generals []*post // the general offices that take it in: "leader" of "president"
}

// cast holds the beings and posts of a set of events, each once, so that two
// that are equal are one pointer.
type cast struct {
	beings map[corpus.Entity]*being
	posts  map[string]*post
	ids    map[string]uint64 // of words and names of countries, for keys
}

func newCast() *cast {
	return &cast{beings: map[corpus.Entity]*being{}, posts: map[string]*post{}, ids: map[string]uint64{}}
}

func (c *cast) being(e corpus.Entity) *being {
	if b := c.beings[e]; b != nil {
		return b
	}
	b := &being{Entity: e, words: nameWords(e.Name), office: c.post(e.Office)}
	b.normal = strings.Join(b.words, " ")
	b.country = country(corpus.Participant{Entity: e})
	c.beings[e] = b
	return b
}

// generalOffices are those that takesIn knows to be general.
var generalOffices = []string{"leader", "minister", "official", "dignitary", "diplomat", "foreign minister"}

func (c *cast) post(name string) *post {
	if name == "" {
		return nil
	}
	if p := c.posts[name]; p != nil {
		return p
	}
	p := &post{name: name, id: uint64(len(c.posts) + 1), one: oneHolder(name)}
	c.posts[name] = p
	for _, g := range generalOffices {
		if g != name && takesIn(g, name) {
			p.generals = append(p.generals, c.post(g))
		}
	}
	return p
}

// id numbers a word or a name, from 1 on; "" is 0.
func (c *cast) id(s string) uint64 {
	if s == "" {
		return 0
	}
	n, ok := c.ids[s]
	if !ok {
		n = uint64(len(c.ids) + 1)
		c.ids[s] = n
	}
	return n
}

// like reports whether two posts may be one, as SameOffice does.
func (p *post) like(q *post) bool {
	return p != nil && q != nil && (p == q || slices.Contains(p.generals, q) || slices.Contains(q.generals, p))
}

// sameName is SameName of the two beings' names.
func (b *being) sameName(o *being) bool {
	if b.Name == o.Name {
		return b.Name != ""
	}
	return sameWords(b.words, o.words)
}

// clash says how two participants in one role stand to each other.
type clash uint8

const (
	unrelated clash = iota // two parts that say nothing of each other
	same                   // one participant
	conflict               // they can't both have the role
)

// compare relates two people in the same role: they are the same where the
// names agree, or where one is known by an office alone and the other has it;
// they conflict where different names hold one office.
func (b *being) compare(o *being) clash {
	if b.Type == corpus.Location || o.Type == corpus.Location {
		return unrelated
	}
	abroad := b.Of != "" && o.Of != "" && b.Of != o.Of
	switch {
	case b.Name != "" && o.Name != "":
		if b.sameName(o) {
			if abroad && b.office.like(o.office) {
				return unrelated
			}
			return same
		}
		if !abroad && b.office != nil && b.office == o.office && b.office.one {
			return conflict
		}
	case b.office != nil && o.office != nil && !abroad:
		if b.Of != "" && b.Of == o.Of && b.office.like(o.office) || b.office == o.office && (b.Of == "" || o.Of == "") {
			return same
		}
	}
	return unrelated
}

// namesake reports whether two beings have one name.
func (b *being) namesake(o *being) bool { return b.Name != "" && o.Name != "" && b.normal == o.normal }

// tenures is a table of holders made ready for looking up.
type tenures struct {
	*cast
	holders Holders
	names   []*being           // of each holding
	byWord  map[string][]int32 // holdings by what a like name may share: first or last word, consonants of the last
	near    map[string][]int32 // by name asked: holdings of that name
	in      map[[2]string][]int32
	byOf    map[string][]int32
}

func (c *cast) tenures(holders Holders) *tenures {
	t := &tenures{cast: c, holders: holders, byWord: map[string][]int32{}, near: map[string][]int32{}, in: map[[2]string][]int32{}, byOf: map[string][]int32{}}
	for i, h := range holders {
		b := c.being(corpus.Entity{Type: corpus.Person, Name: h.Name})
		t.names = append(t.names, b)
		for _, k := range nearKeys(b.words) {
			t.byWord[k] = append(t.byWord[k], int32(i))
		}
		t.byOf[h.Of] = append(t.byOf[h.Of], int32(i))
	}
	return t
}

// nearKeys returns strings of which two names that nearName joins share one.
func nearKeys(words []string) []string {
	if len(words) == 0 {
		return nil
	}
	first, last := words[0], words[len(words)-1]
	keys := []string{last}
	if first != last {
		keys = append(keys, first)
	}
	if len(last) >= 5 {
		keys = append(keys, "~"+last[:1]+skeleton(last))
	}
	return keys
}

// of returns the holdings of somebody of that name, in order.
func (t *tenures) of(name string) []int32 {
	if out, ok := t.near[name]; ok {
		return out
	}
	var out []int32
	for _, k := range nearKeys(nameWords(name)) {
		for _, i := range t.byWord[k] {
			if !slices.Contains(out, i) && nearName(name, t.holders[i].Name) {
				out = append(out, i)
			}
		}
	}
	slices.Sort(out)
	t.near[name] = out
	return out
}

// held is Holders.Held.
func (t *tenures) held(name, office, of string, at corpus.Interval) bool {
	holds := false
	mine := t.of(name)
	p := t.post(office)
	for _, i := range mine {
		x := t.holders[i]
		if x.Of != of || !t.post(x.Office).like(p) {
			continue
		}
		if at.Known() && x.Times.Overlaps(at) {
			return true
		}
		holds = true
	}
	if !holds || !at.Known() || p == nil || !p.one {
		return holds
	}
	key := [2]string{office, of}
	others, ok := t.in[key]
	if !ok {
		for _, i := range t.byOf[of] {
			if t.holders[i].Office == office {
				others = append(others, i)
			}
		}
		t.in[key] = others
	}
	for _, i := range others {
		if t.holders[i].Times.Overlaps(at) {
			if _, found := slices.BinarySearch(mine, i); !found {
				return false
			}
		}
	}
	return true
}

// same reports whether a name without an office and an office without a name
// are one person's.
func (t *tenures) same(a, b *being) bool {
	if a.Name == "" {
		a, b = b, a
	}
	return a.Type == corpus.Person && a.Name != "" && a.office == nil && b.Name == "" && b.office != nil && b.Of != "" && t.held(a.Name, b.Office, b.Of, corpus.Interval{})
}

// placeKeys returns strings of which two places that may be one share one.
func (b *being) placeKeys() []string {
	if b.country != "" {
		return []string{"c:" + b.country, "n:" + b.normal}
	}
	return []string{"n:" + b.normal}
}

// samePlace reports whether two places may be one: they lie in one country,
// or, where that is not known of one, have one name.
func (b *being) samePlace(o *being) bool {
	if b.country != "" && o.country != "" {
		return b.country == o.country
	}
	return b.normal == o.normal
}

// country returns the country a place lies in.
func country(p corpus.Participant) string {
	if p.In != "" {
		return p.In
	}
	if c, ok := gazetteer.Country(p.Name); ok {
		return c
	}
	return ""
}
