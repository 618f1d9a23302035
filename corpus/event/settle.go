package event

import (
	"slices"
	"sort"

	"dateline/corpus"
	"dateline/corpus/gazetteer"
)

// settle fills in what the article as a whole tells of its drafts: when, the
// places of visits, the visits that meetings imply, the hosts, and what
// sentences imply of other events.
func (r *reader) settle() {
	bySentence := map[*sentence][]*draft{}
	for _, d := range r.drafts {
		bySentence[d.s] = append(bySentence[d.s], d)
	}
	for _, s := range r.sents {
		if len(s.times) > 0 {
			r.assign(s, bySentence[s])
		}
	}
	for _, d := range r.drafts {
		if d.class == happening && d.timed {
			d.void = false
		}
	}
	for _, d := range r.drafts {
		r.date(d)
		if !d.timed && d.class != speech {
			d.deictic()
		}
	}
	for _, d := range r.drafts {
		if d.kind == "visit" {
			r.placeVisit(d)
		}
	}
	if len(r.drafts) <= maxPaired {
		r.meetingsToVisits()
		r.hosts()
	}
	bySentence = map[*sentence][]*draft{}
	for _, d := range r.drafts {
		bySentence[d.s] = append(bySentence[d.s], d)
	}
	var implied []*draft
	for _, s := range r.sents {
		implied = append(implied, r.implications(s, bySentence[s])...)
	}
	r.drafts = append(r.drafts, implied...)
}

// maxPaired bounds the drafts of an article that are compared with each
// other, which takes time by the square of their number. No article of news
// comes near it.
const maxPaired = 2000

// placeVisit gives a visit that names no place the host country that the
// article implies.
func (r *reader) placeVisit(d *draft) {
	a := d.role(corpus.Agent)
	if a == nil || d.role(corpus.Place) != nil {
		return
	}
	if p := d.role(corpus.Patient); p != nil && p.Entity.Of != "" && p.Entity.Of != a.Entity.Of {
		d.parts = append(d.parts, inferredPlace(p.Entity.Of))
		return
	}
	if a.Entity.Of == "" {
		if a.person < 0 || r.city.Of == "" || d.s.index > 3 {
			return
		}
	}
	if a.Entity.Of == r.city.Of && r.city.Of != "" {
		return
	}
	if h := r.host(a.Entity.Of); h != "" && h != a.Entity.Of && r.soleVisit(d, h) {
		d.parts = append(d.parts, inferredPlace(h))
	}
}

// soleVisit reports whether the article speaks of no visit of the same person
// to another country, which the one without a place might be.
func (r *reader) soleVisit(d *draft, host string) bool {
	a := d.role(corpus.Agent)
	if len(r.drafts) > maxPaired {
		return false
	}
	for _, e := range r.drafts {
		if e == d || e.kind != "visit" || a.person < 0 {
			continue
		}
		b, p := e.role(corpus.Agent), e.role(corpus.Place)
		if b != nil && p != nil && b.person == a.person && p.In != "" && p.In != host {
			return false
		}
	}
	return true
}

func inferredPlace(country string) part {
	return part{corpus.Participant{Role: corpus.Place,
		Entity: corpus.Entity{Type: corpus.Location, Name: gazetteer.Display(country), In: country}}, -1, -1, country}
}

// meetingsToVisits adds the visit that a meeting implies: an official of one
// country who talks with an official of another in a city of that other
// country, or where the article's dateline says so, is visiting it.
func (r *reader) meetingsToVisits() {
	var visits []*draft
	for _, d := range r.drafts {
		if d.class != meeting || d.side || d.polarity == corpus.Denied {
			continue
		}
		country, place := "", d.role(corpus.Place)
		switch {
		case place != nil:
			country = place.In
		case r.city.Of != "":
			country = r.city.Of
		}
		if country == "" {
			continue
		}
		var guests, hosts []part
		for _, p := range d.parts {
			switch {
			case p.Role != corpus.Agent && p.Role != corpus.Partner:
			case p.Type == corpus.Person && p.Entity.Of != "" && p.Entity.Of != country && gazetteerCountry(p.Entity.Of):
				guests = append(guests, p)
			case p.Entity.Of == country || p.In == country, p.Type == corpus.Person && p.Entity.Of == "" && p.Office != "" && place == nil,
				p.Type == corpus.Person && p.Entity.Of == "" && p.Office != "" && r.host("") == country, p.Type == corpus.Person && p.Entity.Of == "" && p.Office != "" && r.homely(p, country):
				hosts = append(hosts, p)
			}
		}
		if len(guests) != 1 || len(hosts) == 0 || r.toldAs(d, guests[0], country) {
			continue
		}
		v := *d
		v.kind, v.class = "visit", travel
		v.parts = nil
		g := guests[0]
		g.Role = corpus.Agent
		v.parts = append(v.parts, g)
		if place != nil {
			v.parts = append(v.parts, *place)
		} else {
			p := inferredPlace(country)
			if r.city.Name != "" {
				p.Entity = corpus.Entity{Type: corpus.Location, Name: gazetteer.Display(r.city.Name), In: country}
			}
			v.parts = append(v.parts, p)
		}
		for _, h := range hosts {
			h.Role = corpus.Patient
			if h.Entity.Of == "" && r.visits(h.person, country) {
				continue
			}
			if h.Entity.Of == "" && h.Type == corpus.Person {
				h.Entity.Of = country
			}
			v.parts = append(v.parts, h)
		}
		visits = append(visits, &v)
	}
	r.drafts = append(r.drafts, visits...)
	sort.SliceStable(r.drafts, func(i, j int) bool {
		if r.drafts[i].s != r.drafts[j].s {
			return r.drafts[i].s.index < r.drafts[j].s.index
		}
		return r.drafts[i].word < r.drafts[j].word
	})
}

// toldAs reports whether the sentence of a meeting tells the guest's visit in
// as many words, so that nothing needs to be implied.
func (r *reader) toldAs(d *draft, guest part, country string) bool {
	for _, e := range r.drafts {
		if e.s != d.s || e.kind != "visit" || e.polarity != d.polarity {
			continue
		}
		a, p := e.role(corpus.Agent), e.role(corpus.Place)
		if a != nil && a.person == guest.person && (p == nil || p.In == country) {
			return true
		}
	}
	return false
}

func gazetteerCountry(name string) bool {
	_, ok := gazetteer.Country(name)
	return ok
}

// homely reports whether an official whose country the article does not name
// is at home in the country: nobody else in the article is known to hold the
// office there, and the article names that country most.
func (r *reader) homely(p part, country string) bool {
	for i, q := range r.people {
		if i != p.person && q.office == p.Office && q.of == country {
			return false
		}
	}
	best := nation{}
	for _, n := range r.nations {
		if n.n > best.n {
			best = n
		}
	}
	return best.name == country || r.city.Of == country
}

// hosts gives each visit the people of the host country whom the same visitor
// met according to the article, and takes an official without a country whom
// a visitor meets at the host's to be the host's.
func (r *reader) hosts() {
	for _, v := range r.drafts {
		a, place := v.role(corpus.Agent), v.role(corpus.Place)
		if v.kind != "visit" || v.earlier || v.polarity == corpus.Denied || a == nil || a.person < 0 || place == nil || place.In == "" {
			continue
		}
		r.inviters(v)
		for _, m := range r.drafts {
			if m.class != meeting || m.polarity != v.polarity || m.side || m.earlier || !involves(m, a.person) {
				continue
			}
			if p := m.role(corpus.Place); p != nil && p.In != place.In || p == nil && r.nearer(v, m) {
				continue
			}
			if m.when.Known() && v.when.Known() && m.when.Gap(v.when) > visitDays || m.s != v.s && m.when.Known() != v.when.Known() {
				continue
			}
			for _, p := range m.parts {
				if p.Role != corpus.Agent && p.Role != corpus.Partner || p.Type != corpus.Person || p.person == a.person && p.person >= 0 {
					continue
				}
				if p.Entity.Of != "" && p.Entity.Of != place.In || p.Entity.Of == "" && p.Office == "" || p.Entity.Of == a.Entity.Of && p.Entity.Of != "" {
					continue
				}
				if p.Entity.Of == "" && r.visits(p.person, place.In) {
					continue // a guest as well
				}
				if p.Entity.Of == "" {
					p.Entity.Of = place.In
				}
				p.Role = corpus.Patient
				v.parts = addPart(v.parts, p)
			}
		}
	}
}

// nearer reports whether a meeting that names no place stands behind another
// visit of the same visitor than v, to another country, in its sentence:
// "visited Lima, met the president and flew on to Quito".
func (r *reader) nearer(v, m *draft) bool {
	a, place := v.role(corpus.Agent), v.role(corpus.Place)
	for _, o := range r.drafts {
		oa, op := o.role(corpus.Agent), o.role(corpus.Place)
		if o == v || o.kind != "visit" || oa == nil || op == nil || oa.person != a.person || op.In == "" || op.In == place.In {
			continue
		}
		if o.s == m.s && o.word <= m.word && (v.s != m.s || v.word > m.word || v.word < o.word) {
			return true
		}
	}
	return false
}

// visits reports whether the article has the person visit the country.
func (r *reader) visits(person int, country string) bool {
	for _, d := range r.drafts {
		if a := d.role(corpus.Agent); person >= 0 && d.kind == "visit" && a != nil && a.person == person {
			if p := d.role(corpus.Place); p == nil || p.In == country {
				return true
			}
		}
	}
	return false
}

func involves(d *draft, person int) bool {
	for _, p := range d.parts {
		if p.person == person && (p.Role == corpus.Agent || p.Role == corpus.Partner) {
			return true
		}
	}
	return false
}

func addPart(parts []part, p part) []part {
	for _, q := range parts {
		if q.person >= 0 && q.person == p.person || q.Entity == p.Entity || q.Office == p.Office && q.Entity.Of == p.Entity.Of && p.Name == "" {
			return parts
		}
	}
	return append(parts, p)
}

// inviters adds the host that an invitation names: "at the invitation of the
// foreign minister".
func (r *reader) inviters(v *draft) {
	s := v.s
	for i, w := range s.fold {
		if w != "invitation" || i < v.word-30 || i > v.word+30 {
			continue
		}
		for _, m := range s.mentions {
			if m.from > i && m.from <= i+3 && s.word(i+1) == "of" && m.kind == personMention || m.to == i && m.possessive && m.kind == personMention {
				e := r.entity(s, m)
				place := v.role(corpus.Place)
				if e.Of == "" {
					e.Of = place.In
				}
				if e.Of != place.In {
					continue
				}
				v.parts = addPart(v.parts, part{corpus.Participant{Role: corpus.Patient, Entity: e, Span: s.span(m.from, m.to)}, m.person, -1, e.Of})
			}
		}
	}
}

// events turns the drafts into events with their keys.
func (r *reader) events() []corpus.Event {
	out := make([]corpus.Event, 0, len(r.drafts))
	for _, d := range r.drafts {
		if d.void {
			continue
		}
		e := corpus.Event{Article: r.article.Key, Version: r.article.Version, Kind: d.kind, When: d.when, Range: d.span, Basis: d.basis,
			Polarity: d.polarity, Sentence: d.s.index, Proof: d.proof(), Reckoning: d.reckoning,
			Span: corpus.Span{Start: d.s.start, End: d.s.start + len(d.s.text)}}
		for _, p := range d.parts {
			e.Participants = append(e.Participants, p.Participant)
		}
		e.Keys = Keys(e.Participants)
		out = append(out, e)
	}
	return out
}

// Keys returns what an event with these participants is looked up by: each
// word of a person's name that may be the surname ("n:lavrov"), offices
// ("o:foreign minister@russia") and places with their countries
// ("p:islamabad", "p:pakistan"), sorted, each once.
func Keys(participants []corpus.Participant) []string {
	keys := make([]string, 0, 2*len(participants)+2)
	add := func(prefix, name string) {
		if k := prefix + name; name != "" && !slices.Contains(keys, k) {
			keys = append(keys, k)
		}
	}
	for _, p := range participants {
		switch p.Type {
		case corpus.Location:
			add("p:", gazetteer.Normal(p.Name))
			add("p:", p.In)
		case corpus.Organization:
			add("n:", gazetteer.Normal(p.Name))
		default:
			if p.Name != "" {
				words := nameWords(p.Name)
				for i, w := range words {
					if (i == 0 || i == len(words)-1) && len(w) > 1 && !nameParticles[w] {
						add("n:", w)
					}
				}
			}
			if p.Office != "" {
				add("o:", p.Office+"@"+p.Entity.Of)
			}
		}
	}
	slices.Sort(keys)
	return keys
}
