package event

import (
	"strings"

	"dateline/corpus"
)

// occurs are verbs that with a happening say that it took place.
var occurs = wordSet(`held hold holds holding took take takes taking began begin begins started start starts opened open opens ended end ends
	concluded concludes hosted host hosts hosting attend attended attends closed conducted conduct conducting organised organized staged
	launched kicked wrapped finished completed convened inaugurated`)

// happening reads what is held at the noun at word w: a summit, an exercise, an
// election. Its agent is the happening itself, by its name or by the noun with
// what belongs to it; those who hold it are its partners. Where neither a verb
// says that it took place nor a time stands with it, it is void.
func (r *reader) happening(s *sentence, w int, t trigger) *draft {
	d := &draft{s: s, kind: t.kind, class: t.class, word: w, support: -1, lo: w, hi: w + 1, nominal: true}
	from, named := w, -1
	for i := w - 1; i >= 0 && i > w-8 && (s.space(i+1) || s.gap(i+1) == "-"); i-- {
		if mi := s.at[i]; mi >= 0 {
			m := s.mentions[mi]
			if m.possessive || m.kind == pronounMention || m.kind == personMention && m.office != "" {
				break
			}
			switch {
			case m.place():
				r.add(d, corpus.Place, mi)
			case m.kind != demonymMention && named < 0:
				named = mi
			}
			i, from = m.from, m.from
			continue
		}
		x := s.fold[i]
		if upcoming[x] {
			d.polarity = corpus.Planned
		}
		if calledOff[x] {
			d.polarity = corpus.Denied
		}
		if !s.nounWord(i) && !s.words[i].Number() && numberWords[x] == 0 && !ranks[x] {
			break
		}
		from = i
	}
	end := w
	if named >= 0 {
		r.name(d, named)
	}
	if named < 0 && s.comma(w+1) && s.at[w+1] >= 0 {
		if m := s.mentions[s.at[w+1]]; m.kind == nameMention && !m.possessive && (m.to >= len(s.words) || s.comma(m.to) || s.stop(m.to)) {
			r.name(d, s.at[w+1])
			end = m.to - 1
		}
	}
	for _, o := range s.following(end, true) {
		m := s.mentions[o.mention]
		switch {
		case o.after || m.kind == demonymMention || m.kind == pronounMention:
			continue
		case m.place() && (o.prep == "in" || o.prep == "at" || o.prep == "near" || o.prep == "on"):
			r.add(d, corpus.Place, o.mention)
		case o.prep == "of" && m.kind == bodyMention && d.role(corpus.Agent) == nil:
			r.name(d, o.mention)
		case (o.prep == "of" || o.prep == "between" || o.prep == "with") && m.actor():
			r.add(d, corpus.Partner, o.mention)
		default:
			continue
		}
		end = max(end, m.to-1)
	}
	if d.role(corpus.Agent) == nil && end == w {
		r.known(d, from)
	}
	if d.role(corpus.Agent) == nil {
		lo := w
		for lo > from && s.at[lo-1] < 0 && s.nounWord(lo-1) && units[s.fold[lo-1]] == noUnit && !ranks[s.fold[lo-1]] && numberWords[s.fold[lo-1]] == 0 && s.space(lo) {
			lo--
		}
		hi := w + 1
		if s.word(hi) == "of" {
			if _, to, ok := s.thing(w, len(s.words)); ok && to > hi {
				hi = to
			}
		}
		d.addThing(corpus.Agent, lo, hi)
		end = max(end, hi-1)
	}
	d.widen(from, w+1)
	d.void = true
	r.held(d, from, end)
	if s.calledOffAfter(end) {
		d.polarity, d.void = corpus.Denied, false
	}
	d.prove()
	return d
}

// known makes "the exercise", "these exercises" the one that the article named
// last.
func (r *reader) known(d *draft, from int) {
	s := d.s
	if w := s.word(from - 1); from != d.word || w != "the" && w != "this" && w != "these" && w != "its" {
		return
	}
	for i := len(r.drafts) - 1; i >= 0 && i > len(r.drafts)-200; i-- {
		e := r.drafts[i]
		if a := e.role(corpus.Agent); e.kind == d.kind && e.class == happening && a != nil && a.Name != "" && a.Name[0] >= 'A' && a.Name[0] <= 'Z' {
			p := *a
			p.mention, p.Span = -1, s.span(d.word, d.word+1)
			d.parts = append(d.parts, p)
			return
		}
	}
}

// another reads "The first was held in Dakar", after a sentence on the third,
// as one of what that was.
func (r *reader) another(s *sentence, w int) *draft {
	x := s.fold[w]
	if !ranks[x] || s.at[w] >= 0 || s.word(w-1) != "the" || !(ordinals[x] || x == "first" || x == "last" || x == "next" || x == "previous") ||
		!copulas[s.word(w+1)] && s.word(w+1) != "took" && s.word(w+1) != "will" || w+1 < len(s.words) && !s.space(w+1) {
		return nil
	}
	for i := len(r.drafts) - 1; i >= 0 && r.drafts[i].s.index >= s.index-2; i-- {
		e := r.drafts[i]
		a := e.role(corpus.Agent)
		if e.class != happening || a == nil {
			continue
		}
		d := &draft{s: s, kind: e.kind, class: happening, word: w, support: -1, lo: w, hi: w + 1, nominal: true, void: true}
		p := *a
		p.mention, p.Span = -1, s.span(w, w+1)
		d.parts = append(d.parts, p)
		if r.held(d, w, w); d.void {
			return nil
		}
		d.prove()
		return d
	}
	return nil
}

// presence reads "was in Nairobi", said of somebody who is not from there, as
// a visit.
func (r *reader) presence(s *sentence, w int) *draft {
	if x := s.fold[w]; x != "was" && x != "were" && x != "been" {
		return nil
	}
	i := w + 1
	lastly := false
	for i < len(s.words) && s.at[i] < 0 && (adverbs[s.fold[i]] || s.fold[i] == "back") {
		lastly = lastly || s.fold[i] == "last"
		i++
	}
	if s.word(i) != "in" || i+1 >= len(s.words) || s.at[i+1] < 0 || !s.space(i+1) || !s.mentions[s.at[i+1]].place() || s.mentions[s.at[i+1]].possessive || s.modifies(s.mentions[s.at[i+1]]) {
		return nil
	}
	g, from := s.readGroup(w, past)
	d := &draft{s: s, kind: "visit", class: travel, word: w, support: -1, lo: from, hi: i + 1, group: g, earlier: g.pluperfect || lastly || g.lastly}
	switch {
	case g.denied:
		d.polarity = corpus.Denied
	case g.planned:
		d.polarity = corpus.Planned
	}
	place := s.mentions[s.at[i+1]]
	for _, mi := range s.subject(from, g) {
		m := s.mentions[mi]
		if m.person < 0 && m.office == "" {
			continue
		}
		if e := r.entity(s, m); e.Type == corpus.Person && e.Of != "" && e.Of != place.country {
			r.add(d, corpus.Agent, mi)
		}
	}
	if d.role(corpus.Agent) == nil {
		return nil
	}
	r.add(d, corpus.Place, s.at[i+1])
	d.prove()
	return d
}

// name makes the mention the agent of a happening, as its name.
func (r *reader) name(d *draft, mi int) {
	n := len(d.parts)
	if r.add(d, corpus.Agent, mi); len(d.parts) > n {
		if p := &d.parts[n]; p.Type == corpus.Person {
			p.Type, p.person = corpus.Thing, -1
		}
	}
}

// held reads the verb that says that a happening, words [from, end], took
// place: before it with those who held it, or behind it.
func (r *reader) held(d *draft, from, end int) {
	s := d.s
	for i := from - 1; i >= 0 && i > from-4 && s.space(i+1); i-- {
		if s.at[i] >= 0 || prepositions[s.fold[i]] && !determiners[s.fold[i]] {
			break
		}
		if s.puttingOff(i) || s.fold[i] == "off" && s.puttingOff(i-1) || calledOff[s.fold[i]] {
			d.polarity, d.void = corpus.Denied, false
			return
		}
		if !occurs[s.fold[i]] {
			continue
		}
		forms := past
		if strings.HasSuffix(s.fold[i], "ing") {
			forms = gerund
		} else if t, ok := lexicon()[s.fold[i]]; ok {
			forms = t.forms &^ noun
		} else if !strings.HasSuffix(s.fold[i], "ed") && s.fold[i] != "held" {
			forms = base
		}
		g, first := s.readGroup(i, forms)
		r.take(d, g, i)
		for _, mi := range s.subject(first, g) {
			if m := s.mentions[mi]; m.kind != pronounMention || m.person >= 0 {
				r.add(d, corpus.Partner, mi)
			}
		}
		d.widen(first, i+1)
		return
	}
	for i := end + 1; i < len(s.words) && i < end+9 && !s.stop(i); i++ {
		x := s.fold[i]
		if s.at[i] >= 0 || !occurs[x] {
			if s.at[i] < 0 && boundaries[x] && x != "and" {
				return
			}
			continue
		}
		if (x == "took" || x == "take" || x == "takes" || x == "taking") && s.word(i+1) != "place" {
			return
		}
		forms := past
		if copulas[s.word(i-1)] {
			forms = participle
		}
		g, first := s.readGroup(i, forms)
		r.take(d, g, i)
		d.widen(first, i+1)
		for _, o := range s.following(i, false) {
			switch m := s.mentions[o.mention]; {
			case m.place() && d.role(corpus.Place) == nil && (o.prep == "in" || o.prep == "at" || o.prep == "near"):
				r.add(d, corpus.Place, o.mention)
			case (o.prep == "by" || o.prep == "between" || o.prep == "with") && m.actor() && !m.possessive && !o.after:
				r.add(d, corpus.Partner, o.mention)
			}
		}
		return
	}
}

func (r *reader) take(d *draft, g group, support int) {
	d.void, d.group, d.support = false, g, support
	switch {
	case g.denied:
		d.polarity = corpus.Denied
	case g.planned && d.polarity == corpus.Happened:
		d.polarity = corpus.Planned
	}
	d.earlier = d.earlier || g.pluperfect
}
