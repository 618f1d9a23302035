package question

import (
	"strings"

	"dateline/corpus/token"
)

// Class is what the answer must be.
type Class uint8

// The classes of answer.
const (
	AnyClass Class = iota
	Person
	Organization
	Place
	Position // an office, rank, title or occupation
	Event    // a competition, prize or the like that has a name
)

// Entity reports whether the answer must be the name of somebody, of a body or
// of a place.
func (q Question) Entity() bool {
	return q.Class == Person || q.Class == Organization || q.Class == Place
}

// kind finds the wh-phrase and with it the kind, class and focus.
func (p *parser) kind() {
	q := p.q
	p.wh = p.whWord()
	if p.wh < 0 {
		p.bare()
		return
	}
	i := p.wh
	p.whEnd = i + 1
	switch p.folded[i] {
	case "when":
		q.Kind = When
	case "where":
		q.Kind, q.Class = Where, Place
	case "why":
		q.Kind = Why
	case "who", "whom", "whose":
		q.Kind, q.Class = Who, Person
		p.focusAfter(i + 1)
	case "how":
		p.how(i)
	case "what", "which":
		p.what(i)
	}
	p.present()
}

// whWord returns the index of the word that asks, and not of a relative
// pronoun or of an anchor's "when"; -1 where there is none.
func (p *parser) whWord() int {
	best, score := -1, 0
	for i, w := range p.folded {
		if !whWords[w] || p.inAnchor(i) {
			continue
		}
		s := 1
		switch w {
		case "what", "how", "why":
			s = 4
		case "which", "whom", "whose":
			s = 2
		}
		switch {
		case i == 0:
			s += 6
		case strings.Contains(p.text[p.words[i-1].End:p.words[i].Start], ","):
			s += 2
			if i+1 < len(p.folded) && (w == "who" || w == "which") && helping[p.folded[i+1]] && i+3 < len(p.folded) && i < 3 {
				s--
			}
		case prepositions[p.folded[i-1]]:
			s += 3
			if i == 1 {
				s += 3
			}
		case helping[p.folded[i-1]] || pastVerb(p.folded[i-1]) || p.folded[i-1] == "and":
			s += 3
		case w == "who" || w == "which" || w == "where" || w == "when":
			s-- // after a noun: relative
		}
		if s > score {
			best, score = i, s
		}
	}
	return best
}

// bare reads a question without a wh-word: yes or no, a command ("name the
// coach of X"), or a sentence to be completed ("the capital of X was?").
func (p *parser) bare() {
	q := p.q
	first := p.folded[0]
	switch {
	case helping[first] && first != "have" && first != "do" || first == "do" && len(p.folded) > 3:
		q.Kind = YesNo
	case commands[first]:
		p.focusAfter(1)
	default:
		from := 0
		for from < len(p.folded) && (prepositions[p.folded[from]] || timeWord(p.folded[from])) {
			from++
		}
		p.focusAfter(from)
	}
	if q.Kind != YesNo {
		q.Class = ClassOf(q.Head)
		if q.Class == Person {
			q.Kind = Who
		}
	}
	p.present()
}

var dimensions = set(`long high wide deep tall away old far thick`)

// how reads "how many X", "by how much", "how long", "how often", "how".
func (p *parser) how(i int) {
	q := p.q
	next := ""
	if i+1 < len(p.folded) {
		next = p.folded[i+1]
	}
	p.whEnd = i + 2
	switch next {
	case "many", "few":
		q.Kind = Count
		p.focusAfter(i + 2)
		if dimensions[q.Head] && i+2 < len(p.folded) { // "how many kilometres long"
			q.Head = p.folded[i+2]
			q.Focus = p.text[p.words[i+2].Start:p.words[i+2].End]
		}
	case "much", "large", "big", "high", "far", "tall", "old", "deep", "heavy", "fast", "wide", "expensive", "great", "little", "strong":
		q.Kind = Amount
	case "long":
		q.Kind = Length
	case "often", "frequently":
		q.Kind = Often
	default:
		q.Kind = How
		p.whEnd = i + 1
	}
}

// what reads "what" or "which" with the noun phrase that follows it.
func (p *parser) what(i int) {
	q := p.q
	if i+1 < len(p.folded) && helping[p.folded[i+1]] { // "what was the position that X held"
		q.Kind = What
		j := i + 1
		for j < len(p.folded) && (helping[p.folded[j]] || p.folded[j] == "the" || p.folded[j] == "a" || p.folded[j] == "an") {
			j++
		}
		switch p.folded[i+1] {
		case "did", "does", "do", "has", "have", "had", "can", "will", "would":
			return // "what did X say": a statement or a thing, without a class
		}
		if p.toDo(i + 2) {
			return // "what is X to open": a thing, without a class
		}
		for j+2 < len(p.folded) && (p.folded[j] == "name" || p.folded[j] == "names" || p.folded[j] == "title" && p.folded[j+1] == "of" && p.folded[j+2] != "the") && p.folded[j+1] == "of" {
			j += 2
			for j < len(p.folded)-1 && (p.folded[j] == "the" || p.folded[j] == "a" || p.folded[j] == "an") {
				j++
			}
		}
		p.focusAfter(j)
	} else {
		q.Kind = Which
		p.focusAfter(i + 1)
	}
	switch {
	case dateNouns[q.Head]:
		q.Kind = When
	case shareNouns[q.Head]:
		q.Kind, q.Percent = Amount, true
	case amountNouns[q.Head]:
		q.Kind = Amount
	default:
		q.Class = ClassOf(q.Head)
		if q.Class == Person && q.Kind == What {
			q.Kind = Who
		}
		if q.Class == Place && q.Kind == Which && i > 0 && prepositions[p.folded[i-1]] {
			q.Kind = Where
		}
	}
}

// toDo reports whether a name begins at word i and "to" with a verb follows it.
func (p *parser) toDo(i int) bool {
	end := i
	for end < len(p.words) && p.words[end].Capital() {
		end++
	}
	return end > i && end+1 < len(p.words) && p.folded[end] == "to" && !p.words[end+1].Capital() && p.folded[end+1] != "the"
}

// focusAfter takes the noun phrase that begins at word i: its head is the
// last word before a preposition, a helping verb, a verb or a break, and the
// focus goes on through "of" phrases.
func (p *parser) focusAfter(i int) {
	q := p.q
	for i < len(p.folded) && (p.folded[i] == "the" || p.folded[i] == "a" || p.folded[i] == "an" || helping[p.folded[i]] || p.folded[i] == "of") {
		i++
	}
	if i >= len(p.folded) {
		return
	}
	start, head := i, -1
	end := i
	for j := i; j < len(p.folded); j++ {
		w := p.folded[j]
		if j > i {
			if gap := p.text[p.words[j-1].End:p.words[j].Start]; strings.ContainsAny(gap, ",;:?!()") {
				break
			}
		}
		if p.inAnchor(j) || helping[w] || prepositions[w] || w == "that" || whWords[w] {
			break
		}
		if j > i && !p.words[j].Capital() && pastVerb(w) && !classed(w) {
			break
		}
		head, end = j, j+1
		if classed(w) && !(j+1 < len(p.folded) && classed(p.folded[j+1])) {
			// "Russian company helped": the class noun ends the phrase unless
			// another noun of a class follows ("football club", "record label").
			break
		}
	}
	if head < 0 {
		return
	}
	for end < len(p.folded) && p.folded[end] == "of" && !p.inAnchor(end) {
		k := end + 1
		for k < len(p.folded) && !helping[p.folded[k]] && !prepositions[p.folded[k]] && !p.inAnchor(k) && !pastVerb(p.folded[k]) && !timeWord(p.folded[k]) && !whWords[p.folded[k]] &&
			(k == end+1 || !strings.ContainsAny(p.text[p.words[k-1].End:p.words[k].Start], ",;:?!()")) {
			k++
		}
		if k == end+1 {
			break
		}
		end = k
	}
	q.Head = p.folded[head]
	q.Focus = p.text[p.words[start].Start:p.words[end-1].End]
	if p.whEnd < end && p.wh >= 0 {
		p.whEnd = end
	}
}

// present notes whether the question asks how things stand now.
func (p *parser) present() {
	q := p.q
	i := p.wh + 1
	if p.wh < 0 {
		i = 0
	}
	for ; i < len(p.folded); i++ {
		switch p.folded[i] {
		case "is", "are", "does", "has", "have":
			if !p.inAnchor(i) && q.Bound.Interval.Precision == 0 {
				q.Present = true
			}
			return
		case "was", "were", "did", "had", "will", "would":
			return
		}
	}
}

func classed(w string) bool {
	return ClassOf(w) != AnyClass || dateNouns[w] || shareNouns[w] || amountNouns[w]
}

// ClassOf returns the class that a folded noun names.
func ClassOf(noun string) Class {
	if noun == "" {
		return AnyClass
	}
	if c, ok := classes[noun]; ok {
		return c
	}
	if strings.HasSuffix(noun, "ies") {
		if c, ok := classes[noun[:len(noun)-3]+"y"]; ok {
			return c
		}
	}
	if c, ok := classes[strings.TrimSuffix(noun, "s")]; ok {
		return c
	}
	if c, ok := classes[strings.TrimSuffix(noun, "es")]; ok {
		return c
	}
	for _, suffix := range []string{"man", "woman", "ologist", "grapher", "ician", "person"} {
		if strings.HasSuffix(noun, suffix) && len(noun) > len(suffix)+2 {
			return Person
		}
	}
	return AnyClass
}

// pastVerb reports whether a folded word looks like a verb in the past.
func pastVerb(w string) bool {
	return irregular[w] || len(w) > 4 && strings.HasSuffix(w, "ed") && !strings.HasSuffix(w, "eed") && w != "united" && w != "hundred" && w != "limited" && w != "armed"
}

// timeWord reports whether a folded word only tells the time.
func timeWord(w string) bool {
	if timeWords[w] {
		return true
	}
	if len(w) == 4 && (w[0] == '1' || w[0] == '2') && strings.IndexFunc(w, func(r rune) bool { return r < '0' || r > '9' }) < 0 {
		return true
	}
	if len(w) == 5 && w[4] == 's' {
		return timeWord(w[:4])
	}
	return false
}

// Time reports whether a word only tells the time: a year, a month, "late".
func Time(word string) bool { return timeWord(token.Fold(word)) }

// Verb reports whether a folded word is a helping verb or looks like a verb in
// the past.
func Verb(w string) bool { return helping[w] || pastVerb(w) }
