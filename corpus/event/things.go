package event

import (
	"strings"

	"dateline/corpus"
)

// This file reads what has no name: the things that are signed, built or
// closed ("the steel mill near the port", "a contract for ten trains") and
// what is held ("the third summit of the two presidents").

// measures are nouns that count what "of" names behind them.
var measures = wordSet(`tonnes tons tonne ton kilos batch batches number dozens hundreds thousands millions pair series group lot dozen
	couple piece pieces consignment total majority range set round`)

// ranks stand before a noun without saying what it is.
var ranks = wordSet(`first second third fourth fifth sixth seventh eighth ninth tenth last latest next new several many more than about both
	all few most other former same main key final previous over around some nearly almost own final`)

// nounWord reports whether the word at i may stand in a noun phrase.
func (s *sentence) nounWord(i int) bool {
	w := s.fold[i]
	switch {
	case prepositions[w], boundaries[w], auxiliaries[w], determiners[w], weekdays[w], months[w], s.words[i].Number(),
		adverbs[w] && !ranks[w], strings.HasSuffix(w, "ly"), len(w) < 2, w == "it" || w == "they" || w == "them" || w == "themselves" || w == "itself" || w == "not":
		return false
	}
	t, ok := lexicon()[w]
	return !ok || !s.verbal(i, t)
}

// modifies reports whether the mention stands before a noun that it tells
// apart: "the Paris treaty", "French beef".
func (s *sentence) modifies(m mention) bool {
	switch m.kind {
	case personMention, pronounMention:
		return false
	}
	return !m.possessive && m.to < len(s.words) && s.space(m.to) && s.at[m.to] < 0 && !s.words[m.to].Capital() && s.nounWord(m.to)
}

// thing returns the words of the noun phrase that begins at i and ends before
// limit, without its determiners and counts; ok is false where none does.
func (s *sentence) thing(i, limit int) (from, to int, ok bool) {
	limit = min(limit, len(s.words))
	for i < limit && (i == 0 || s.space(i) || s.gap(i) == "-") && s.at[i] < 0 && (determiners[s.fold[i]] || ranks[s.fold[i]] || s.words[i].Number() || numberWords[s.fold[i]] > 0 ||
		units[s.fold[i]] != noUnit && i > 0 && s.gap(i) == "-") {
		i++
	}
	from = i
	for i < limit && i < from+7 {
		if i > from && !s.space(i) && s.gap(i) != "-" {
			break
		}
		if mi := s.at[i]; mi >= 0 {
			m := s.mentions[mi]
			if m.possessive && i == from {
				i = m.to
				from = i
				continue
			}
			if !s.modifies(m) || m.to >= limit {
				break
			}
			i = m.to
			continue
		}
		if !s.nounWord(i) {
			break
		}
		i++
	}
	if to = i; to <= from {
		return from, to, false
	}
	head := s.fold[to-1]
	if s.at[to-1] >= 0 || len(head) < 3 || strings.HasSuffix(head, "self") {
		return from, to, false
	}
	if to < limit && s.fold[to] == "of" && s.space(to) {
		if measures[head] {
			return s.thing(to+1, limit)
		}
		k := to + 1
		for k < limit && s.at[k] < 0 && determiners[s.fold[k]] {
			k++
		}
		if k < limit && s.at[k] >= 0 {
			if m := s.mentions[s.at[k]]; m.kind != pronounMention && m.from == k && m.to <= limit {
				return from, m.to, true
			}
		} else if _, end, ok := s.thing(k, min(limit, k+4)); ok {
			return from, end, true
		}
	}
	return from, to, true
}

// clauseFrom returns the first word of the clause that a verb group at word
// from ends, behind an opening "In June 2012"; what stands between two commas
// before the verb is left out, and end is where the clause's subject ends.
func (s *sentence) clauseFrom(from int) (start, end int) {
	end = from
	if s.comma(from) && from > 0 {
		for end = from - 1; end > 0 && !s.comma(end) && !s.stop(end); end-- {
		}
	}
	start = max(end-1, 0)
	for start > 0 && start > end-25 && !s.stop(start) && !s.comma(start) {
		w := s.fold[start-1]
		joins := w == "and" && start > 1 && s.at[start-2] >= 0 && s.at[start] >= 0
		if s.at[start-1] < 0 && boundaries[w] && !joins && w != "as" && w != "so" && w != "than" && w != "or" {
			break
		}
		start--
	}
	for start < end && s.at[start] < 0 && prepositions[s.fold[start]] {
		start++
		for start < end && (s.at[start] >= 0 && s.mentions[s.at[start]].place() || months[s.fold[start]] || weekdays[s.fold[start]] || s.words[start].Number()) {
			start++
		}
	}
	return start, end
}

// addThing gives a draft the thing that words [from, to) name.
func (d *draft) addThing(role corpus.Role, from, to int) {
	s := d.s
	name := bareName(s.text[s.words[from].Start:s.words[to-1].End])
	d.parts = append(d.parts, part{corpus.Participant{Role: role, Entity: corpus.Entity{Type: corpus.Thing, Name: name}, Span: s.span(from, to)}, -1, -1, ""})
	d.things = append(d.things, [2]int{from, to})
	d.widen(from, to)
}

// endings are kinds of deed whose subject may be what it happens to: "the mill
// closed", "the mill was closed".
var endings = wordSet(`close begin end launch stop move`)

// things gives a deed the thing that it is done to, where no name stands for
// it.
func (r *reader) things(d *draft, v clauseVerb, start int) {
	s := d.s
	if d.class != deed || d.role(corpus.Patient) != nil {
		return
	}
	if v.passive {
		if len(v.subjects) > 0 {
			return
		}
		lo, end := s.clauseFrom(v.from)
		from, to, ok := s.thing(lo, end)
		if !ok {
			return
		}
		d.addThing(corpus.Patient, from, to)
		r.parties(d, to, end)
		return
	}
	i := start + 1
	for i < len(s.words) && i < start+3 && s.space(i) && (adverbs[s.fold[i]] || strings.HasSuffix(s.fold[i], "ly")) {
		i++
	}
	if i < len(s.words) && s.space(i) {
		if from, to, ok := s.thing(i, len(s.words)); ok {
			d.addThing(corpus.Patient, from, to)
		}
	}
	role := corpus.Agent // "the mill stopped production"
	if d.role(corpus.Patient) == nil {
		role = corpus.Patient
	}
	if len(v.subjects) == 0 && d.role(corpus.Agent) == nil && (role == corpus.Agent || endings[d.kind]) && !v.infinitive && !v.gerund {
		lo, end := s.clauseFrom(v.from)
		if from, to, ok := s.thing(lo, end); ok && (to == end || prepositions[s.fold[to]]) {
			d.addThing(role, from, to)
		}
	}
}

// parties adds those between whom the subject of a passive is: "the agreement
// between Kenya and France was signed".
func (r *reader) parties(d *draft, from, to int) {
	s := d.s
	prep := ""
	for i := from; i < to; i++ {
		if mi := s.at[i]; mi >= 0 {
			m := s.mentions[mi]
			if prep == "between" && m.actor() && !s.modifies(m) {
				r.add(d, corpus.Agent, mi)
				d.widen(from, m.to)
			}
			i = m.to - 1
			continue
		}
		if prepositions[s.fold[i]] {
			prep = s.fold[i]
		}
	}
}

// severalOf adds those whom "the two presidents" or "both foreign ministers"
// at the subject's place stands for: the people of the article with the
// office, if they are as many.
func (r *reader) severalOf(d *draft, role corpus.Role, from int) {
	s := d.s
	i := from - 1
	if i < 1 || !strings.HasSuffix(s.fold[i], "s") || !s.space(from) {
		return
	}
	lo := i
	for lo > 0 && lo > i-3 && s.at[lo-1] < 0 && s.space(lo) && s.nounWord(lo-1) && !ranks[s.fold[lo-1]] && numberWords[s.fold[lo-1]] == 0 {
		lo--
	}
	office := strings.TrimSuffix(strings.Join(s.fold[lo:i+1], " "), "s")
	count := 0
	switch before := s.word(lo - 1); {
	case before == "both":
		count = 2
	case numberWords[before] > 1:
		count = numberWords[before]
	default:
		return
	}
	var found []int
	for p := range r.people {
		if q := &r.people[p]; q.sure && q.office != "" && SameOffice(office, q.office) {
			found = append(found, p)
		}
	}
	if len(found) != count {
		return
	}
	for _, p := range found {
		q := &r.people[p]
		d.parts = append(d.parts, part{corpus.Participant{Role: role, Entity: corpus.Entity{Type: corpus.Person, Name: q.name, Office: q.office, Of: q.of},
			Span: s.span(lo-1, i+1)}, p, -1, q.of})
	}
	d.widen(lo-1, i+1)
}

// calledOffAfter reports whether what ends at word end is said to be called
// off: "was cancelled", "has been put off".
func (s *sentence) calledOffAfter(end int) bool {
	for i := end + 1; i < len(s.words) && i < end+9; i++ {
		if s.stop(i) || s.comma(i) {
			return false
		}
		x := s.fold[i]
		if s.at[i] >= 0 {
			continue
		}
		if (calledOff[x] || s.puttingOff(i)) && (copulas[s.word(i-1)] || copulas[s.word(i-2)] || copulas[s.word(i-3)]) {
			return true
		}
		if t, ok := lexicon()[x]; ok && s.verbal(i, t) || boundaries[x] {
			return false
		}
	}
	return false
}

// puttingOff reports whether "called off" or "put off" begins at word i.
func (s *sentence) puttingOff(i int) bool {
	switch s.word(i) {
	case "called", "call", "calls", "calling", "put", "puts", "putting":
		return s.word(i+1) == "off"
	}
	return false
}

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
