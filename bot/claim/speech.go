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
		case left == c.from && marked && c.from > begin: // …, said X
			sp.speaker = [2]int{c.to, right}
			sp.scope = [][2]int{{begin, c.from}}
		case marked && c.from > begin && !t.hasVerb(left, c.from) && t.ends(c.to, right, end): // …, X said
			sp.speaker = [2]int{left, c.from}
			sp.scope = [][2]int{{begin, left}, {right, end}}
		default:
			from := c.from
			for from > begin && t.words[from-1].clause == w.clause {
				from--
			}
			sp.speaker = [2]int{from, c.from}
			sp.scope = [][2]int{{c.to, end}}
		}
		t.speech = append(t.speech, sp)
	}
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
	content, exposed := 0, 0
	first := ""
	for i := range t.words {
		w := &t.words[i]
		if in[i] || !w.content() {
			continue
		}
		if t.speaking(i) {
			continue
		}
		content++
		if said[w.lemma] && !free[w.lemma] {
			exposed++
			if first == "" {
				first = w.Text
			}
		}
	}
	if exposed >= 2 && exposed*3 >= content || exposed == 1 && content <= 2 {
		k.fault(Attribution, fmt.Sprintf("what it says of %q is somebody's statement in the quotes", first))
	}
	for _, sp := range t.speech {
		k.speaker(sp)
	}
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
			if n > best {
				best, theirs, from = n, q, s.around
			}
		}
	}
	if !quoted {
		k.fault(Attribution, fmt.Sprintf("%q: the quotes have no statement", t.span(sp.cue.from, sp.cue.to)))
		return
	}
	if from == nil || len(mine) == 0 {
		return
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
