package claim

import (
	"fmt"
	"strings"

	"dateline/corpus/token"
)

// speech is a statement that a text gives as somebody's.
type speech struct {
	cue     cue
	speaker [2]int // words, half open; empty where it names none
	scope   [][2]int
	end     int // where a statement after its words ends, with its speaker; 0 for others
}

// markSpeech finds the statements: "X said that …", "…, X said", "…, said X",
// "according to X, …", "… according to X".
func (t *text) markSpeech() {
	for _, c := range t.cues {
		if c.class != say || t.passive(c.from) && !t.verbAt(c.from, "describ") {
			continue
		}
		w := &t.words[c.from]
		begin, end := c.from, c.to
		for begin > 0 && t.words[begin-1].sentence == w.sentence {
			begin--
		}
		for end < len(t.words) && t.words[end].sentence == w.sentence {
			end++
		}
		sp := speech{cue: c}
		left := c.from // the beginning of the stretch before the cue
		for left > begin && !strings.ContainsAny(t.words[left].gap, ",;:“”\"—–") {
			left--
		}
		marked := left > begin || left == begin && strings.ContainsAny(t.words[left].gap, "”\"")
		right := c.to
		for right < end && !strings.ContainsAny(t.words[right].gap, ",;:“”\"—–") {
			right++
		}
		switch {
		case c.to-c.from > 1 && t.words[c.to-1].fold == "to" || t.words[c.to-1].fold == "of" && c.to-c.from > 2:
			sp.speaker = [2]int{c.to, right}
			sp.scope = [][2]int{{begin, c.from}, {right, end}}
		case left == c.from && marked && c.from > begin && !t.that(c.to) && !t.thatAhead(c.to, right) && t.hasVerb(begin, c.from): // …, said X
			sp.speaker = [2]int{c.to, right}
			sp.scope = [][2]int{{t.after(begin), c.from}}
		case marked && c.from > begin && !t.hasVerb(left, c.from) && !t.thatAhead(c.to, right) && t.ends(c.to, right, end): // …, X said
			sp.speaker = [2]int{left, c.from}
			sp.scope = [][2]int{{t.after(begin), left}}
			if !t.joins(right) {
				sp.scope = append(sp.scope, [2]int{right, end})
			}
			sp.end = right
		default:
			from := c.from
			for from > begin && (t.words[from-1].clause == w.clause || left == c.from) {
				from--
			}
			sp.speaker = [2]int{from, c.from}
			sp.scope = [][2]int{{c.to, end}}
			if f := t.words[from].fold; from > begin && c.from-from <= 1 && (f == "and" || f == "but") {
				// "X did this and said that": whoever begins the sentence.
				sp.speaker = [2]int{begin, begin}
				for sp.speaker[1] < from && !t.words[sp.speaker[1]].verb {
					sp.speaker[1]++
				}
			}
		}
		t.speech = append(t.speech, sp)
	}
}

func (t *text) that(i int) bool { return i < len(t.words) && t.words[i].fold == "that" }

// thatAhead reports whether only when and where it was said stands between a verb
// of saying and the "that" which begins the statement: "said on Monday that".
func (t *text) thatAhead(from, to int) bool {
	for i := from; i < to && i < len(t.words); i++ {
		w := &t.words[i]
		switch {
		case w.fold == "that":
			return i > from
		case w.time >= 0 || tables.has("prep", w.fold) || w.mention >= 0 || w.name():
		default:
			return false
		}
	}
	return false
}

// joins reports whether word i joins on something that is no part of the
// statement before it.
func (t *text) joins(i int) bool {
	return i < len(t.words) && !t.words[i].quoted && (t.words[i].fold == "and" || t.words[i].fold == "but" || t.words[i].fold == "while")
}

// after returns where a statement begins that is followed by its speaker:
// after the one before in its sentence, else at the sentence's beginning.
func (t *text) after(begin int) int {
	for _, sp := range t.speech {
		if sp.end > begin && t.joins(sp.end) {
			begin = sp.end
		}
	}
	return begin
}

func (t *text) verbAt(i int, stem string) bool { return strings.HasPrefix(t.words[i].lemma, stem) }

// ends reports whether what follows a verb of saying is no statement: nothing,
// or only where, when and to whom it was said.
func (t *text) ends(from, right, end int) bool {
	if from >= right || from >= end {
		return true
	}
	w := &t.words[from]
	return w.time >= 0 || tables.has("prep", w.fold) || strings.HasSuffix(w.fold, "ly") || w.name() || w.fold == "reporters" || w.fold == "the" && t.hasNameBefore(from, right) || w.fold == "who"
}

func (t *text) hasNameBefore(from, to int) bool {
	for _, w := range t.words[from:to] {
		if w.verb {
			return false
		}
	}
	return true
}

// stated returns the indexes of the words that are within a statement.
func (t *text) stated(open bool) map[int]bool {
	in := map[int]bool{}
	for _, sp := range t.speech {
		for _, s := range sp.scope {
			for i := s[0]; i < s[1]; i++ {
				in[i] = true
			}
		}
	}
	for i := range t.words {
		if t.words[i].quoted {
			in[i] = true
		}
	}
	if open && !strings.Contains(t.string, "“") {
		end := len(t.words)
		if at := strings.Index(t.string, "”"); at >= 0 {
			for end > 0 && t.words[end-1].Start > at {
				end--
			}
		}
		for i := range end {
			in[i] = true
		}
	}
	return in
}

// attribution: what is somebody's statement in the quotes is one in the claim,
// of the same speaker.
func (k *checker) attribution() {
	said, free := map[string]bool{}, map[string]bool{}
	for _, s := range k.sources {
		in := s.around.stated(s.open)
		for i := range s.around.words {
			if in[i] {
				said[s.around.words[i].lemma] = true
			} else {
				free[s.around.words[i].lemma] = true
			}
		}
	}
	t := k.claim
	in := t.stated(false)
	content, exposed := make([]int, t.clauses()), make([]int, t.clauses())
	first := ""
	for i := range t.words {
		w := &t.words[i]
		if in[i] || !w.content() || t.speaking(i) {
			continue
		}
		content[w.clause]++
		if said[w.lemma] && !free[w.lemma] {
			exposed[w.clause]++
			if first == "" {
				first = w.Text
			}
		}
	}
	for c, n := range exposed {
		if n >= 2 && n*3 >= content[c] || n == 1 && content[c] <= 2 {
			k.fault(Attribution, fmt.Sprintf("what it says of %q is somebody's statement in the quotes", first))
			break
		}
	}
	k.named()
	for _, sp := range t.speech {
		k.speaker(sp)
	}
}

// named: of whose statement the claim tells, it names.
func (k *checker) named() {
	t := k.claim
	for _, s := range k.sources {
		q := s.around
		for i, sp := range q.speech {
			if !q.spoken(sp.speaker) {
				continue
			}
			told := map[string]bool{}
			for _, r := range sp.scope {
				for j := r[0]; j < r[1]; j++ {
					w := &q.words[j]
					if w.content() && t.lemmas[w.lemma] && !k.elsewhere(q, i, w.lemma) {
						told[w.lemma] = true
					}
				}
			}
			known := false
			for j := sp.speaker[0]; j < sp.speaker[1]; j++ {
				w := &q.words[j]
				known = known || w.time < 0 && !token.Stop(w.fold) && t.lemmas[w.lemma]
			}
			if len(told) >= 3 && !known && !t.pronounSpeaks() {
				k.fault(Attribution, fmt.Sprintf("it does not name who says so: %q", q.span(sp.speaker[0], sp.speaker[1])))
			}
		}
	}
}

// elsewhere reports whether the sources have a lemma outside one statement.
func (k *checker) elsewhere(q *text, statement int, lemma string) bool {
	for _, s := range k.sources {
		for i := range s.around.words {
			if s.around.words[i].lemma != lemma {
				continue
			}
			inside := false
			if s.around.string == q.string {
				for _, r := range s.around.speech[statement].scope {
					inside = inside || r[0] <= i && i < r[1]
				}
			}
			if !inside {
				return true
			}
		}
	}
	return false
}

// pronounSpeaks reports whether a statement of the text is given as that of
// somebody named only by a pronoun.
func (t *text) pronounSpeaks() bool {
	for _, sp := range t.speech {
		for i := sp.speaker[0]; i < sp.speaker[1]; i++ {
			if f := t.words[i].fold; ofPersons[f] || ofMany[f] {
				return true
			}
		}
	}
	return false
}

// speaking reports whether word i belongs to the speaker or the verb of a
// statement.
func (t *text) speaking(i int) bool {
	for _, sp := range t.speech {
		if sp.speaker[0] <= i && i < sp.speaker[1] || sp.cue.from <= i && i < sp.cue.to {
			return true
		}
	}
	return false
}

var reports = set("report reports article articles archive newspaper passage account accounts story")

// speaker holds the speaker of a statement of the claim against that of the
// statement in the quotes which is most like it.
func (k *checker) speaker(sp speech) {
	t := k.claim
	mine := t.keys(sp.speaker)
	for key := range mine {
		if k.lower(key) {
			delete(mine, key) // a common noun that begins the claim
		}
	}
	scope := map[string]bool{}
	for _, s := range sp.scope {
		for i := s[0]; i < s[1]; i++ {
			if t.words[i].content() {
				scope[t.words[i].lemma] = true
			}
		}
	}
	for i := sp.speaker[0]; i < sp.speaker[1]; i++ {
		if reports[t.words[i].fold] {
			return
		}
	}
	best, quoted := 0, false
	var theirs speech
	var from *text
	for _, s := range k.sources {
		if s.open || strings.ContainsAny(s.around.string, "“”\"") {
			quoted = true
		}
		for _, q := range s.around.speech {
			quoted = true
			n := 0
			seen := map[string]bool{}
			for _, r := range q.scope {
				for i := r[0]; i < r[1]; i++ {
					if l := s.around.words[i].lemma; scope[l] && !seen[l] {
						seen[l] = true
						n++
					}
				}
			}
			if n >= 2 {
				for key := range s.around.keys(q.speaker) {
					if mine[key] {
						return
					}
				}
			}
			if n > best {
				best, theirs, from = n, q, s.around
			}
		}
	}
	if !quoted {
		k.fault(Attribution, fmt.Sprintf("%q: the quotes have no statement", t.span(sp.cue.from, sp.cue.to)))
		return
	}
	if from == nil || len(mine) == 0 && (best < 2 || !t.spoken(sp.speaker) || !from.spoken(theirs.speaker)) {
		return
	}
	for i := sp.speaker[0]; len(mine) == 0 && i < sp.speaker[1]; i++ {
		if w := &t.words[i]; !token.Stop(w.fold) && from.speaks(theirs.speaker, w.lemma) {
			return
		}
	}
	names := from.keys(theirs.speaker)
	for key := range mine {
		if names[key] {
			return
		}
	}
	if len(names) > 0 || from.spoken(theirs.speaker) {
		k.fault(Roles, "the statement is another's in the quotes")
	}
}

// speaks reports whether a speaker is called by a lemma, or one of its meaning.
func (t *text) speaks(r [2]int, lemma string) bool {
	for i := r[0]; i < r[1]; i++ {
		if t.words[i].lemma == lemma {
			return true
		}
		for _, g := range tables.groups[lemma] {
			for _, h := range tables.groups[t.words[i].lemma] {
				if g == h {
					return true
				}
			}
		}
	}
	return false
}

// keys returns the bearers of the names among some words.
func (t *text) keys(r [2]int) map[string]bool {
	m := map[string]bool{}
	for i := r[0]; i < r[1]; i++ {
		if j := t.words[i].mention; j >= 0 && t.mentions[j].from == i {
			mm := t.mentions[j]
			if mm.adjunct && mm.prep != "from" && mm.prep != "of" {
				continue
			}
			m[mm.key] = true
		}
	}
	return m
}

// spoken reports whether a speaker is named by a common noun and not by a
// pronoun alone.
func (t *text) spoken(r [2]int) bool {
	for i := r[0]; i < r[1]; i++ {
		if w := &t.words[i]; !token.Stop(w.fold) && w.time < 0 && !w.verb && w.fold != "also" {
			return true
		}
	}
	return false
}
