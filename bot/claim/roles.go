package claim

import (
	"fmt"
	"strings"

	"dateline/corpus"
	"dateline/corpus/event"
)

// roles: who did what to whom is as in the quotes. The names of the claim
// stand to each other and to the verbs as there; where their order differs,
// a passive, a statement moved or an adjunct must explain it.
func (k *checker) roles() {
	t := k.claim
	if len(t.mentions) > maxMentions {
		k.fault(Unsupported, fmt.Sprintf("more than %d names are too many for one claim", maxMentions))
		return
	}
	for i := range t.mentions {
		for j := i + 1; j < len(t.mentions); j++ {
			k.pair(i, j)
		}
	}
	k.subjects()
	for _, m := range t.mentions {
		if !t.isSpeaker(m) {
			k.governed(m)
		}
	}
}

// governed: what a preposition makes of a name is what it is in the quotes:
// where from is not where to, and who acts is not where it happens.
func (k *checker) governed(m mention) {
	t := k.claim
	mine := t.part(m)
	seen := false
	for _, s := range k.sources {
		for _, q := range s.around.mentions {
			if q.key != m.key {
				continue
			}
			seen = true
			theirs := s.around.part(q)
			switch {
			case mine == theirs, mine == "", theirs == "", mine == "of", theirs == "of" && !(mine == "to" && m.person):
				return
			case mine == "to" && theirs == "object", mine == "object" && theirs == "to", mine == "object" && theirs == "subject", mine == "subject" && theirs == "object":
				return // the verbs decide
			}
		}
	}
	if seen {
		k.fault(Roles, fmt.Sprintf("%q has another part in the quotes", t.span(m.from, m.to)))
	}
}

// part returns the part of a name: "from", "to" (or at), "of", "subject",
// "object", or "" where its preposition tells nothing certain.
func (t *text) part(m mention) string {
	switch m.prep {
	case "from", "off":
		return "from"
	case "to", "in", "at", "on", "into", "near", "towards", "toward", "onto":
		return "to"
	case "of":
		return "of"
	case "":
	default:
		return ""
	}
	if m.owner {
		return "of"
	}
	for j := m.from - 1; j >= 0 && t.words[j].clause == t.words[m.from].clause; j-- {
		if t.words[j].verb {
			return "object"
		}
		if tables.has("prep", t.words[j].fold) {
			return ""
		}
	}
	if m.to < len(t.words) && t.words[m.to].clause == t.words[m.from].clause {
		return "subject"
	}
	return ""
}

// pair holds two names of the claim against the same two in the quotes.
func (k *checker) pair(i, j int) {
	t := k.claim
	a, b := t.mentions[i], t.mentions[j]
	if a.key == b.key || t.words[a.from].sentence != t.words[b.from].sentence || a.owner || b.owner {
		return
	}
	seen, fits := false, false
	apart := t.words[a.from].clause != t.words[b.from].clause
	for _, s := range k.sources {
		q := s.around
		for _, c := range q.bearing(a.key) {
			for _, d := range q.bearing(b.key) {
				if q.words[c.from].sentence != q.words[d.from].sentence {
					continue
				}
				if apart && k.apart(a, b) {
					return
				}
				if q.words[c.from].clause != q.words[d.from].clause && t.words[a.from].clause != t.words[b.from].clause {
					fits = fits || c.from < d.from
					continue
				}
				seen = true
				fits = fits || k.licensed(a, b, q, c, d)
			}
		}
	}
	if seen && !fits {
		k.fault(Roles, fmt.Sprintf("%q and %q have changed places", t.span(a.from, a.to), t.span(b.from, b.to)))
	}
}

// apart reports whether two names stand in sentences of different quotes, so
// that a claim which combines the quotes may give them in any order.
func (k *checker) apart(a, b mention) bool {
	for i, s := range k.sources {
		for j, q := range k.sources {
			if i != j && s.around.string != q.around.string && s.around.names(a.key) && q.around.names(b.key) {
				return true
			}
		}
	}
	return false
}

// bearing returns the first mentions of a bearer.
func (t *text) bearing(key string) []mention {
	var out []mention
	for _, m := range t.mentions {
		if m.key == key && len(out) < maxOccurrences {
			out = append(out, m)
		}
	}
	return out
}

func (t *text) names(key string) bool {
	for _, m := range t.mentions {
		if m.key == key {
			return true
		}
	}
	return false
}

// licensed reports whether the claim's a before b may tell what c and d do in
// a text.
func (k *checker) licensed(a, b mention, q *text, c, d mention) bool {
	t := k.claim
	if c.owner || d.owner {
		return true
	}
	if t.isSpeaker(a) != t.isSpeaker(b) && (t.isSpeaker(a) && q.isSpeaker(c) || t.isSpeaker(b) && q.isSpeaker(d)) {
		return true
	}
	if same := func(m, n mention) bool { return m.adjunct && n.adjunct && m.prep == n.prep }; same(a, c) || same(b, d) {
		return true
	}
	if t.joined(a, b) && q.joined(c, d) {
		return true
	}
	passive := t.byPassive(a, b)
	switch {
	case c.from < d.from:
		return passive == q.byPassive(c, d) || t.joined(a, b)
	case passive:
		return !q.byPassive(d, c) // passive now, active there
	case q.byPassive(d, c):
		return true // active now, passive there
	}
	return t.mutual(a.to, b.from) && q.mutual(d.to, c.from)
}

// isSpeaker reports whether a name is that of a speaker.
func (t *text) isSpeaker(m mention) bool {
	for _, sp := range t.speech {
		if sp.speaker[0] <= m.from && m.to <= sp.speaker[1] {
			return true
		}
	}
	return false
}

// joined reports whether two names are told of together: only names, commas,
// "and" and offices stand between them.
func (t *text) joined(a, b mention) bool {
	from, to := min(a.to, b.to), max(a.from, b.from)
	and := false
	for i := from; i < to; i++ {
		w := &t.words[i]
		switch {
		case w.fold == "and" || w.fold == "or" || w.fold == "with":
			and = true
		case w.verb || tables.has("prep", w.fold) && w.fold != "of" && w.fold != "for":
			return false
		case w.fold == "but" || connectives[w.fold]:
			return false
		}
	}
	return and || to < len(t.words) && strings.Contains(t.words[to].gap, ",") && from == to
}

// byPassive reports whether between two names a verb is passive and the second
// is the one by whom it is done.
func (t *text) byPassive(a, b mention) bool {
	if a.from > b.from || b.prep != "by" && !t.byBefore(b) {
		return false
	}
	for i := a.to; i < b.from; i++ {
		if t.passive(i) || t.words[i].fold == "by" && i > a.to && (strings.HasSuffix(t.words[i-1].fold, "ed") || tables.past[t.words[i-1].fold]) {
			return true
		}
	}
	return false
}

// byBefore reports whether "by" with places, dates and offices between leads
// to a name.
func (t *text) byBefore(m mention) bool {
	for i := m.from - 1; i >= 0 && i >= m.from-5; i-- {
		if t.words[i].fold == "by" {
			return true
		}
		if t.words[i].verb || strings.ContainsAny(t.words[i+1].gap, ";:") {
			return false
		}
	}
	return false
}

// mutual reports whether what stands between two names is what two do
// together.
func (t *text) mutual(from, to int) bool {
	for i := from; i < to; i++ {
		w := &t.words[i]
		if tables.has("mutual", w.lemma) || tables.has("mutual", w.fold) || tables.has("mutual", tables.base[w.fold]) {
			return !(w.verb && t.passive(i))
		}
		if w.verb && !auxiliaries[w.fold] {
			return false
		}
	}
	return false
}

// events holds the events read from the claim against those read from the
// quoted sentences.
func (k *checker) events() {
	mine := readEvents(k.claim.string)
	var theirs []corpus.Event
	for i, s := range k.sources {
		if len(s.passage.Events) > 0 {
			for _, e := range s.passage.Events {
				if k.placed[i].Overlaps(e.Span) {
					theirs = append(theirs, e)
				}
			}
		} else {
			theirs = append(theirs, readEvents(s.around.string)...)
		}
	}
	for _, e := range mine {
		same, turned, settled, happened := false, false, false, false
		for _, f := range theirs {
			if f.Kind != e.Kind || f.Polarity == corpus.None {
				continue
			}
			same = true
			happened = happened || f.Polarity == corpus.Happened
			switch agree, swap := sameRoles(e, f); {
			case agree:
				settled = true
			case swap:
				turned = true
			}
		}
		if turned && !settled && !tables.has("mutual", e.Kind) && !tables.has("either", e.Kind) {
			k.fault(Roles, fmt.Sprintf("who does the %s is turned round", e.Kind))
		}
		if same && !happened && e.Polarity == corpus.Happened && e.Kind != "say" && len(k.claim.speech) == 0 && !k.hedged() {
			k.fault(Attribution, fmt.Sprintf("the %s is planned or denied in the quotes", e.Kind))
		}
	}
}

// hedged reports whether the claim has a cue of denying or planning at all.
func (k *checker) hedged() bool {
	for _, c := range k.claim.cues {
		if c.class != say {
			return true
		}
	}
	return false
}

// sameRoles reports whether two events have an agent in common, or whether the
// agent of one is the patient of the other.
func sameRoles(e, f corpus.Event) (agree, swap bool) {
	agents := 0
	for _, p := range e.Participants {
		if p.Role != corpus.Agent || p.Name == "" || p.Len() == 0 {
			continue
		}
		for _, q := range f.Participants {
			if q.Name == "" || q.Len() == 0 {
				continue
			}
			same := p.Name == q.Name || event.SameName(p.Name, q.Name)
			switch {
			case q.Role == corpus.Agent:
				agents++
				agree = agree || same
			case q.Role == corpus.Patient:
				swap = swap || same
			}
		}
	}
	return agree, swap && agents > 0
}

func readEvents(s string) []corpus.Event {
	a := corpus.Article{Text: s, Blocks: []corpus.Block{{Span: corpus.Span{Start: 0, End: len(s)}}}}
	return event.Read(a, corpus.Sentences(s, a.Blocks))
}
