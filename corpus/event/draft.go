package event

import (
	"strings"

	"dateline/corpus"
)

// draft is an event while the article is still being read.
type draft struct {
	s         *sentence
	kind      string
	class     class
	word      int // the trigger
	lo, hi    int // the words that prove it, [lo, hi)
	parts     []part
	polarity  corpus.Polarity
	group     group
	nominal   bool
	earlier   bool // "her last visit", "had visited": before what is reported
	when      corpus.Interval
	span      corpus.Interval // the widest reading
	basis     corpus.Basis
	timed     bool // the sentence gives its time
	reckoning string
	side      bool     // on the sidelines of something else
	void      bool     // no event after all
	aliases   []int    // further triggers that tell it
	things    [][2]int // words that name a thing without a name
	soft      bool     // its time stands in its name: "the 2014 exercise"
	support   int      // the verb that an event noun hangs on, "ended a visit"; -1
}

// part is a participant with the mention it was read from.
type part struct {
	corpus.Participant
	person  int // index into people, -1
	mention int // index into the sentence's mentions, -1 for an inferred one
	country string
}

func (d *draft) role(role corpus.Role) *part {
	for i := range d.parts {
		if d.parts[i].Role == role {
			return &d.parts[i]
		}
	}
	return nil
}

// add gives a draft a participant, once.
func (r *reader) add(d *draft, role corpus.Role, mi int) {
	m := d.s.mentions[mi]
	if m.kind == pronounMention && m.person < 0 {
		return
	}
	e := r.entity(d.s, m)
	if e.Name == "" && e.Office == "" {
		return
	}
	if e.Type == corpus.Thing && role != corpus.Place && (d.class == speech || d.class == travel || d.class == meeting) && m.nameTo-m.nameFrom <= 4 &&
		!lexicon()[d.s.fold[d.word]].places {
		e.Type = corpus.Person
	}
	if role == corpus.Place {
		e.Type = corpus.Location
	}
	for i := range d.parts {
		p := &d.parts[i]
		if p.Entity == e && p.Role == role || p.person >= 0 && p.person == m.person && m.person >= 0 {
			return
		}
	}
	country := m.country
	if country == "" {
		country = e.Of
	}
	d.parts = append(d.parts, part{corpus.Participant{Role: role, Entity: e, Span: d.s.span(m.from, m.to)}, m.person, mi, country})
}

// clauses reads the drafts of a sentence.
func (r *reader) clauses(s *sentence) {
	words := lexicon()
	first := len(r.drafts)
	for w := range s.words {
		if d := r.presence(s, w); d != nil {
			r.drafts = append(r.drafts, d)
			continue
		}
		if d := r.another(s, w); d != nil {
			r.drafts = append(r.drafts, d)
			continue
		}
		t, ok := words[s.fold[w]]
		if !ok || s.at[w] >= 0 && s.mentions[s.at[w]].kind != pronounMention {
			continue
		}
		if s.words[w].Capital() && w > 0 && !s.headline && s.space(w) && !s.words[w-1].Capital() && t.forms&noun != 0 {
			continue // part of a name
		}
		if t.class == happening {
			if d := r.happening(s, w, t); d != nil {
				r.drafts = append(r.drafts, d)
			}
		} else if s.verbal(w, t) {
			if d := r.verb(s, w, t); d != nil {
				r.drafts = append(r.drafts, d)
			}
		} else if t.forms&noun != 0 {
			if d := r.nominal(s, w, t); d != nil {
				r.drafts = append(r.drafts, d)
			}
		}
	}
	r.unsupport(first)
	r.joinDrafts(s, first)
}

// unsupport takes out what is no event of its own but the verb of another:
// "ended" of "ended a visit".
func (r *reader) unsupport(first int) {
	support := map[int]bool{}
	for _, d := range r.drafts[first:] {
		if d.support >= 0 && (d.class == travel || d.class == meeting || d.class == happening) {
			support[d.support] = true
		}
	}
	if len(support) == 0 {
		return
	}
	out := r.drafts[:first]
	for _, d := range r.drafts[first:] {
		if support[d.word] && d.class == deed && !d.nominal {
			continue
		}
		out = append(out, d)
	}
	r.drafts = out
}

// verb reads the event that the verb at word w reports, or nil.
func (r *reader) verb(s *sentence, w int, t trigger) *draft {
	if t.particle != "" && s.word(w+1) != t.particle {
		return nil
	}
	g, from := s.readGroup(w, t.forms)
	v := clauseVerb{trig: t, word: w, from: from, group: g}
	v.subjects = s.subject(from, g)
	start := w
	if t.particle != "" {
		start = w + 1
	}
	v.objects = s.following(start, false)
	if len(v.subjects) == 0 && t.class == speech {
		// "…," said Lavrov
		if len(v.objects) > 0 && v.objects[0].prep == "" && s.mentions[v.objects[0].mention].from == w+1 {
			v.subjects, v.objects = []int{v.objects[0].mention}, v.objects[1:]
		}
	}
	s.verbs = append(s.verbs, v)
	d := &draft{s: s, kind: t.kind, class: t.class, word: w, support: -1, lo: from, hi: start + 1, group: g, earlier: g.pluperfect || g.lastly}
	switch {
	case g.denied:
		d.polarity = corpus.Denied
	case g.planned:
		d.polarity = corpus.Planned
	}
	for _, mi := range v.subjects {
		if s.negated(s.mentions[mi].from) && d.polarity == corpus.Happened {
			d.polarity = corpus.Denied // "no minister visited"
		}
	}
	subject, object := corpus.Agent, corpus.Patient
	if g.passive && t.kind != "become" && !(t.kind == "join" && t.particle != "") {
		subject, object = corpus.Patient, corpus.Agent
	}
	if t.kind == "become" && s.membership(w) {
		d.kind = "join"
	}
	if t.kind == "host" {
		return r.hosting(d, v)
	}
	for _, mi := range v.subjects {
		m := s.mentions[mi]
		if m.place() && t.class == travel {
			if g.passive {
				r.add(d, corpus.Place, mi)
			}
			continue
		}
		r.add(d, subject, mi)
	}
	if t.class == travel || t.class == meeting {
		r.firstOf(d, v.subjects)
		r.sidelines(d, from)
	}
	place := false
	for _, o := range v.objects {
		m := s.mentions[o.mention]
		if m.kind == personMention && !m.named() && m.office != "" && (t.class == life || t.kind == "serve") &&
			(o.prep == "" || o.prep == "as" || o.prep == "to") && !o.after {
			r.giveOffice(d, m)
			continue
		}
		if m.possessive || m.kind == demonymMention || m.kind == pronounMention && s.fold[m.from] != "him" && s.fold[m.from] != "her" {
			continue
		}
		switch {
		case o.prep == "by" && g.passive:
			r.add(d, corpus.Agent, o.mention)
		case t.class == deed && s.modifies(m):
			// "French beef" is the thing
		case d.kind == "join" && (o.prep == "of" || o.prep == "to" || o.prep == "" && t.particle == "to"):
			r.add(d, corpus.Patient, o.mention)
		case (t.kind == "supply" || t.kind == "sell" || t.kind == "award") && o.prep == "to" && !o.after:
			if m.place() {
				r.add(d, corpus.Place, o.mention)
			} else {
				r.add(d, corpus.Partner, o.mention)
			}
		case t.kind == "buy" && o.prep == "from" && !o.after:
			r.add(d, corpus.Partner, o.mention)
		case o.after && o.prep != "in" && o.prep != "at" && o.prep != "to":
		case m.place() && (o.prep == "" && t.class == travel && !t.places || o.prep == "in" || o.prep == "at" || t.class == travel && (o.prep == "to" || o.prep == "into" || o.prep == "" && s.word(w) == "reached")):
			if o.prep == "" && s.mentions[o.mention].from > w+4 {
				continue
			}
			if !place || o.prep == "in" {
				r.add(d, corpus.Place, o.mention)
			}
			place = true
		case o.after:
		case o.prep == "with" || o.prep == "alongside":
			r.add(d, corpus.Partner, o.mention)
		case t.class == meeting && (o.prep == "" || o.prep == "to"):
			if !m.place() {
				r.add(d, corpus.Partner, o.mention)
			}
		case o.prep == "" && (t.class == deed || t.class == life || t.class == speech || t.class == travel && !t.places):
			// an object stands close, and is not the subject of the next clause
			if next := s.word(m.to); !g.passive && m.from <= start+6 && !auxiliaries[next] && lexicon()[next].forms&past == 0 {
				r.add(d, object, o.mention)
			}
		case t.class == speech && o.prep == "to":
			r.add(d, corpus.Patient, o.mention)
		case o.prep == "on" || o.prep == "about" || o.prep == "over":
			r.add(d, corpus.Topic, o.mention)
		}
	}
	if len(v.subjects) == 0 && (t.class == deed || t.class == meeting || t.class == travel) {
		r.severalOf(d, subject, from)
	}
	r.things(d, v, start)
	if t.places && !place && g.denied && r.failed(d) {
		d.prove()
		return d
	}
	if t.places && !place && r.city.Name == "" {
		return nil
	}
	if t.places && !place && s.fold[w] != "arrived" && s.fold[w] != "arrives" && s.fold[w] != "arrive" && s.fold[w] != "arriving" {
		return nil
	}
	if a, p := d.role(corpus.Agent), d.role(corpus.Place); strings.HasPrefix(s.fold[w], "return") && a != nil && p != nil && a.Entity.Of == p.In {
		d.kind = "return" // home
	}
	if !d.worth() {
		return nil
	}
	d.prove()
	return d
}

// membership reports whether "became" at word w makes somebody a member.
func (s *sentence) membership(w int) bool {
	for i := w + 1; i < len(s.words) && i < w+7 && s.space(i); i++ {
		if s.fold[i] == "member" || s.fold[i] == "members" || s.fold[i] == "signatory" {
			return s.word(i+1) == "of" || s.word(i+1) == "to"
		}
	}
	return false
}

// failed makes "but did not come" the denial of the visit that the sentence
// says was planned.
func (r *reader) failed(d *draft) bool {
	a := d.role(corpus.Agent)
	for i := len(r.drafts) - 1; i >= 0 && r.drafts[i].s == d.s && a != nil; i-- {
		e := r.drafts[i]
		if b, p := e.role(corpus.Agent), e.role(corpus.Place); e.kind == d.kind && e.polarity == corpus.Planned && b != nil && p != nil && b.Entity == a.Entity {
			d.parts = append(d.parts, *p)
			d.widen(e.lo, e.hi)
			return true
		}
	}
	return false
}

// negated reports whether "no" stands before the mention at word first.
func (s *sentence) negated(first int) bool {
	w := s.word(first - 1)
	return w == "no" || w == "neither" || (w == "other" || w == "single") && (s.word(first-2) == "no" || s.word(first-2) == "not")
}

// giveOffice gives whom a draft appoints, elects or makes something the
// office that it names.
func (r *reader) giveOffice(d *draft, m mention) {
	roles := []corpus.Role{corpus.Patient, corpus.Agent}
	if d.kind == "succeed" {
		roles = roles[1:]
	}
	for _, role := range roles {
		if p := d.role(role); p != nil && p.Type != corpus.Organization && p.Type != corpus.Location {
			p.Type, p.Office, p.Entity.Of = corpus.Person, m.office, m.of
			d.widen(m.from, m.to)
			return
		}
	}
}

// hosting reads "received the minister in Islamabad" as the guest's visit.
func (r *reader) hosting(d *draft, v clauseVerb) *draft {
	s := d.s
	d.kind = "visit"
	guests, hosts := v.subjects, []int(nil)
	if !d.group.passive {
		hosts, guests = v.subjects, nil
		for _, o := range v.objects {
			m := s.mentions[o.mention]
			if o.prep == "" && !o.after && m.kind == personMention && !m.possessive && (m.office != "" || m.person >= 0) {
				guests = append(guests, o.mention)
			}
		}
	}
	for _, mi := range guests {
		if s.mentions[mi].kind == personMention || s.mentions[mi].kind == pronounMention {
			r.add(d, corpus.Agent, mi)
		}
	}
	if d.role(corpus.Agent) == nil {
		return nil
	}
	for _, mi := range hosts {
		if m := s.mentions[mi]; m.kind == countryMention {
			r.add(d, corpus.Place, mi)
		} else {
			r.add(d, corpus.Patient, mi)
		}
	}
	for _, o := range v.objects {
		m := s.mentions[o.mention]
		switch {
		case o.prep == "by" && d.group.passive:
			r.add(d, corpus.Patient, o.mention)
		case m.place() && (o.prep == "in" || o.prep == "at" || o.prep == "to"):
			if d.role(corpus.Place) == nil {
				r.add(d, corpus.Place, o.mention)
			}
		}
	}
	if d.role(corpus.Place) == nil {
		guest := d.role(corpus.Agent)
		if p := d.role(corpus.Patient); r.city.Of == "" || guest.Entity.Of == "" || guest.Entity.Of == r.city.Of || p == nil || p.Entity.Of != "" && p.Entity.Of != r.city.Of {
			return nil // welcomed, but nothing says where
		}
		d.parts = append(d.parts, inferredPlace(r.city.Of))
	}
	place, guest := d.role(corpus.Place), d.role(corpus.Agent)
	for i := range d.parts { // who receives is at home there
		if p := &d.parts[i]; p.Role == corpus.Patient && p.Office != "" && p.Entity.Of == "" && place.In != "" && guest.Entity.Of != place.In {
			p.Entity.Of = place.In
		}
	}
	d.prove()
	return d
}

// firstOf gives "X is the first foreign minister to visit" its X: the subject
// of the copula, or the name that the phrase stands beside.
func (r *reader) firstOf(d *draft, subjects []int) {
	if len(subjects) != 1 {
		return
	}
	s, m := d.s, d.s.mentions[subjects[0]]
	i := m.from - 1
	if i < 0 || s.fold[i] != "first" && s.fold[i] != "only" {
		return
	}
	i--
	for i >= 0 && (s.fold[i] == "the" || s.fold[i] == "also" || s.fold[i] == "thus") {
		i--
	}
	if i < 0 {
		return
	}
	found := -1
	switch {
	case s.at[i] >= 0 && (s.comma(i+1) || s.mentions[s.at[i]].kind == pronounMention):
		found = s.at[i]
	case copulas[s.fold[i]] || s.fold[i] == "became" || s.fold[i] == "becomes" || s.fold[i] == "become" || s.fold[i] == "as":
		if sub := s.subject(i, group{past: true}); len(sub) > 0 {
			found = sub[0]
		}
	}
	if found >= 0 && (s.mentions[found].kind == personMention || s.mentions[found].kind == nameMention || s.mentions[found].kind == pronounMention) {
		d.parts = d.parts[:0]
		r.add(d, corpus.Agent, found)
	}
}

// worth reports whether the draft says enough to be kept.
func (d *draft) worth() bool {
	agent, patient := d.role(corpus.Agent), d.role(corpus.Patient)
	switch d.class {
	case change:
		return agent != nil && agent.Type != corpus.Person || patient != nil && patient.Type != corpus.Person
	case travel:
		return agent != nil
	case meeting:
		return agent != nil && (d.role(corpus.Partner) != nil || d.role(corpus.Place) != nil) || countRole(d, corpus.Partner) > 1 || countRole(d, corpus.Agent) > 1
	case speech:
		return agent != nil
	}
	return agent != nil || patient != nil
}

func countRole(d *draft, role corpus.Role) int {
	n := 0
	for _, p := range d.parts {
		if p.Role == role {
			n++
		}
	}
	return n
}

// joinDrafts makes one of drafts of a sentence that tell one event twice:
// "arrived in Islamabad on a two-day visit".
func (r *reader) joinDrafts(s *sentence, first int) {
	out := r.drafts[:first]
	for _, d := range r.drafts[first:] {
		joined := false
		for _, e := range out[first:] {
			if e.kind == d.kind && e.polarity == d.polarity && e.earlier == d.earlier && e.kind == "visit" && sameVisit(e, d) && !s.apart(e.word, d.word) {
				for _, p := range d.parts {
					if p.Role == corpus.Place && e.role(corpus.Place) != nil || p.Role == corpus.Agent && e.role(corpus.Agent) != nil {
						continue
					}
					e.parts = append(e.parts, p)
				}
				e.widen(d.lo, d.hi)
				e.aliases = append(e.aliases, d.word)
				if !e.timed && d.timed {
					e.timed = true
				}
				joined = true
				break
			}
		}
		if !joined {
			out = append(out, d)
		}
	}
	r.drafts = out
}

// apart reports whether "after" or "before" stands between two words, so that
// they tell of two things.
func (s *sentence) apart(from, to int) bool {
	for i := from + 1; i < to; i++ {
		if x := s.fold[i]; s.at[i] < 0 && (x == "after" || x == "before" || x == "since") {
			return true
		}
	}
	return false
}

// sameVisit reports whether two drafts of one sentence may be one visit.
func sameVisit(a, b *draft) bool {
	x, y := a.role(corpus.Agent), b.role(corpus.Agent)
	if x == nil || y == nil || x.person < 0 || x.person != y.person {
		return false
	}
	p, q := a.role(corpus.Place), b.role(corpus.Place)
	return p == nil || q == nil || p.In == q.In
}
