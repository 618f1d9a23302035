package event

import (
	"strings"

	"dateline/corpus"
)

// nominal reads the event that the noun at word w names, or nil.
func (r *reader) nominal(s *sentence, w int, t trigger) *draft {
	d := &draft{s: s, kind: t.kind, class: t.class, word: w, support: -1, lo: w, hi: w + 1, nominal: true}
	i := w - 1
	agents := 0
	var demonym int = -1
left:
	for ; i >= 0 && i > w-9; i-- {
		if !s.space(i+1) && s.gap(i+1) != "-" && s.gap(i+1) != "’ " && s.gap(i+1) != "' " {
			if !(s.comma(i+1) && i < w-1) {
				break
			}
			break
		}
		x := s.fold[i]
		if mi := s.at[i]; mi >= 0 {
			m := s.mentions[mi]
			switch {
			case m.possessive && (m.actor() || m.kind == nameMention):
				if m.kind == countryMention && t.class == travel {
					break left
				}
				r.add(d, r.ownerRole(t), mi)
				agents++
			case m.kind == pronounMention && (x == "his" || x == "her"):
				r.add(d, r.ownerRole(t), mi)
				agents++
			case m.kind == demonymMention:
				demonym = mi
				i = m.from
				continue
			case m.place() && i == w-1 && t.class == travel:
				r.add(d, corpus.Place, mi)
				i = m.from
				continue
			case t.class == meeting && i == w-1:
				// "the Lavrov-Qureshi talks"
				r.add(d, corpus.Partner, mi)
				i = m.from
				continue
			}
			d.lo = min(d.lo, m.from)
			i = m.from - 1
			break left
		}
		switch {
		case x == "last" || x == "previous" || x == "earlier" || x == "past" || x == "prior":
			d.earlier = true
		case upcoming[x] && x != "future":
			d.polarity = corpus.Planned
		case calledOff[x]:
			d.polarity = corpus.Denied
		case x == "no" || x == "any":
			if x == "no" {
				d.polarity = corpus.Denied
			}
			break left
		case determiners[x]:
			if articles[x] {
				d.lo = i
			}
			break left
		case prepositions[x] || boundaries[x] || auxiliaries[x] || supports[x] && x != "extended":
			break left
		}
		if lexicon()[x].forms&^noun != 0 && lexicon()[x].forms&noun == 0 && lexicon()[x].forms&(gerund|participle) == 0 {
			break
		}
	}
	if i < 0 {
		i = 0
	}
	np := min(d.lo, i+1)
	// What follows the noun.
	end := w
	for _, o := range s.following(w, true) {
		m := s.mentions[o.mention]
		if o.after && o.prep == "" {
			break
		}
		if m.kind == demonymMention {
			continue
		}
		switch {
		case o.prep == "of" || o.prep == "by":
			if m.possessive && o.prep == "of" && m.kind != personMention {
				continue
			}
			switch {
			case o.prep == "of" && (t.class == life || t.class == deed && t.kind != "win" || t.class == change):
				r.add(d, corpus.Patient, o.mention)
			case m.kind == countryMention && t.class == travel && o.prep == "of":
				r.add(d, corpus.Place, o.mention) // "a tour of Japan"
			case m.kind == cityMention && t.class == travel:
				r.add(d, corpus.Place, o.mention)
			default:
				if t.class == travel && agents > 0 {
					continue
				}
				r.add(d, corpus.Agent, o.mention)
				agents++
			}
		case o.prep == "with" || o.prep == "between":
			if t.class == travel {
				continue
			}
			r.add(d, corpus.Partner, o.mention)
		case m.place() && (o.prep == "to" || o.prep == "in" || o.prep == "at" || o.prep == "on" && t.kind == "attack"):
			if d.role(corpus.Place) == nil {
				r.add(d, corpus.Place, o.mention)
			}
		case o.prep == "on" && t.kind == "attack":
			r.add(d, corpus.Patient, o.mention)
		case o.prep == "on" || o.prep == "about" || o.prep == "over":
			r.add(d, corpus.Topic, o.mention)
		case o.prep == "to" && t.kind == "visit" && m.kind == bodyMention:
			r.add(d, corpus.Place, o.mention)
		default:
			continue
		}
		end = m.to - 1
	}
	r.support(d, np, agents, t)
	if s.calledOffAfter(end) {
		d.polarity = corpus.Denied
	}
	if agents == 0 && d.role(corpus.Agent) == nil && demonym >= 0 && t.class == travel {
		return nil
	}
	r.alongWith(d, np)
	r.sidelines(d, np)
	if r.futureClause(d, np, end) && d.polarity == corpus.Happened {
		d.polarity = corpus.Planned
	}
	if t.class == travel && d.role(corpus.Agent) == nil {
		return nil
	}
	if t.class != travel && t.class != meeting && d.role(corpus.Agent) == nil && d.role(corpus.Patient) == nil {
		return nil
	}
	if t.class == meeting && !d.worth() {
		return nil
	}
	if t.class == deed && !strings.HasSuffix(s.fold[w], "s") && len(d.parts) < 2 && t.kind != "attack" && t.kind != "launch" && t.kind != "test" {
		return nil
	}
	d.prove()
	return d
}

// ownerRole is the role of X in "X's visit", "X's death".
func (r *reader) ownerRole(t trigger) corpus.Role {
	if t.class == life && t.kind != "resign" && t.kind != "die" {
		return corpus.Patient
	}
	return corpus.Agent
}

// support reads the verb that an event noun hangs on: "paid a visit",
// "arrived in Islamabad on a two-day visit", "during talks with": its subject
// takes part, and its group says whether it happened.
func (r *reader) support(d *draft, np, agents int, t trigger) {
	s := d.s
	prep := ""
	for i := np - 1; i >= 0 && i > np-12; i-- {
		if s.stop(i+1) || boundaries[s.fold[i]] && s.at[i] < 0 && s.fold[i] != "after" && s.fold[i] != "before" {
			break
		}
		x := s.fold[i]
		if mi := s.at[i]; mi >= 0 {
			m := s.mentions[mi]
			if s.comma(i+1) && i < np-1 {
				break
			}
			if i == np-1 && prep == "" {
				break
			}
			if m.place() && d.role(corpus.Place) == nil && t.class == travel && i > 0 && (s.word(m.from-1) == "in" || s.word(m.from-1) == "at") {
				r.add(d, corpus.Place, mi)
			}
			i = m.from
			continue
		}
		if x == "off" && s.puttingOff(i-1) {
			i--
			x = "cancelled"
		}
		if calledOff[x] {
			d.polarity = corpus.Denied
		}
		if supports[x] || expecting[x] && x != "scheduled" || calledOff[x] {
			forms := past
			if strings.HasSuffix(x, "ing") {
				forms = gerund
			} else if lt, ok := lexicon()[x]; ok {
				forms = lt.forms &^ noun
			}
			if copulas[x] && prep != "on" && prep != "in" {
				break
			}
			g, from := s.readGroup(i, forms)
			d.group, d.support = g, i
			switch {
			case g.denied:
				d.polarity = corpus.Denied
			case g.planned && d.polarity == corpus.Happened:
				d.polarity = corpus.Planned
			}
			d.earlier = d.earlier || g.pluperfect
			if agents == 0 && !g.passive && (t.class == travel || t.class == meeting || t.kind == "win" || t.kind == "agree") {
				for _, mi := range s.subject(from, g) {
					m := s.mentions[mi]
					if m.place() && t.class == travel {
						continue
					}
					r.add(d, corpus.Agent, mi)
				}
				if d.role(corpus.Agent) != nil {
					d.widen(from, i+1)
					return
				}
			}
			if agents > 0 {
				d.widen(from, i+1)
				if a := d.role(corpus.Agent); a != nil && a.person >= 0 {
					for _, mi := range s.subject(from, g) {
						if s.mentions[mi].person == a.person {
							d.widen(s.mentions[mi].from, s.mentions[mi].to)
						}
					}
				}
			}
			return
		}
		if prepositions[x] || x == "after" || x == "before" {
			if prep == "" {
				prep = x
			}
			if (x == "during" || x == "after" || x == "before" || x == "in" || x == "at" || x == "following") && i == np-1 {
				break
			}
			continue
		}
		if lt, ok := lexicon()[x]; ok && s.at[i] < 0 && s.verbal(i, lt) {
			break
		}
	}
	// "during the talks with": whoever the sentence is about.
	if agents == 0 && d.role(corpus.Agent) == nil && (prep == "during" || prep == "in" || prep == "at" || prep == "after" || prep == "before" || prep == "on" || prep == "following") &&
		(t.class == travel || t.class == meeting) {
		for _, mi := range s.main(np) {
			m := s.mentions[mi]
			if m.kind == personMention || m.kind == pronounMention || m.kind == nameMention && m.person >= 0 {
				if t.class == travel && prep != "on" && (m.person < 0 || r.people[m.person].of == "" || r.people[m.person].of == r.city.Of) {
					break // "during the visit" may be another's
				}
				same := false
				for _, p := range d.parts {
					same = same || p.person >= 0 && p.person == m.person
				}
				if !same {
					r.add(d, corpus.Agent, mi)
				}
				break
			}
		}
	}
}

// alongWith gives a meeting that "and" joins to another the agent of that:
// "after talks with X and a meeting with Y".
func (r *reader) alongWith(d *draft, np int) {
	s := d.s
	if d.class != meeting || d.role(corpus.Agent) != nil || len(r.drafts) == 0 {
		return
	}
	if w := s.word(np - 1); w != "and" && !s.comma(np) {
		return
	}
	e := r.drafts[len(r.drafts)-1]
	if e.s != s || e.class != meeting || !e.nominal {
		return
	}
	if a := e.role(corpus.Agent); a != nil && a.mention >= 0 {
		r.add(d, corpus.Agent, a.mention)
		d.polarity, d.group, d.support = e.polarity, e.group, e.support
	}
}

// sidelines marks what happened beside a summit and so tells of no visit to
// a host.
func (r *reader) sidelines(d *draft, np int) {
	for i := max(0, np-12); i < len(d.s.words) && i < d.word+25; i++ {
		if w := d.s.fold[i]; w == "sidelines" || w == "margins" || w == "summit" || w == "phone" || w == "telephone" || w == "telephonic" || w == "virtual" || w == "video" {
			d.side = true
			return
		}
	}
}

// futureClause reports whether the noun hangs on a verb in the future: "the
// terms will be settled during a visit", "a visit is expected".
func (r *reader) futureClause(d *draft, np, end int) bool {
	s := d.s
	for i := np - 1; i >= 0 && i > np-10; i-- {
		if s.stop(i+1) || s.at[i] < 0 && boundaries[s.fold[i]] {
			break
		}
		if s.fold[i] == "will" || s.fold[i] == "shall" {
			return true
		}
	}
	for i := max(end, np) + 1; i < len(s.words) && i < end+7; i++ {
		x := s.fold[i]
		if s.stop(i) || s.comma(i) {
			return false
		}
		if (x == "expected" || x == "scheduled" || x == "planned" || x == "due" || x == "slated" || x == "likely") && copulas[s.word(i-1)] && s.word(i-1) != "was" && s.word(i-1) != "were" {
			return true
		}
		if x == "next" || x == "tomorrow" {
			return true
		}
		if x == "early" || x == "later" {
			continue
		}
	}
	return false
}
