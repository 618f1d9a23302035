package event

import (
	"strings"

	"dateline/corpus"
)

// This file reads what has no name: the things that are signed, built or
// closed ("the steel mill near the port", "a contract for ten trains").

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
	limit := end + 9
	for i := end + 1; i < len(s.words) && i < limit; i++ {
		if to := s.relativeEnd(i); to > i { // "the vote, which was set for Monday, has been put off"
			limit += to - i
			i = to
		} else if s.stop(i) || s.comma(i) {
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

// relativeEnd returns where the embedded clause between commas ends that begins at
// word i, 0 where none does.
func (s *sentence) relativeEnd(i int) int {
	if !s.comma(i) {
		return 0
	}
	for _, c := range s.embedded() {
		if c.from == i && c.closed && c.to < len(s.words) {
			return c.to
		}
	}
	return 0
}

// puttingOff reports whether "called off" or "put off" begins at word i.
func (s *sentence) puttingOff(i int) bool {
	switch s.word(i) {
	case "called", "call", "calls", "calling", "put", "puts", "putting":
		return s.word(i+1) == "off"
	}
	return false
}
