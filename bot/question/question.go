// Package question reads what a question asks for: the kind of answer, its
// subject, the names and words that an answer must bear on, the order in time
// and the event that a subordinate clause points to.
package question

import (
	"strings"
	"unicode"

	"dateline/corpus"
	"dateline/corpus/token"
	"dateline/retrieval"
)

// Kind is the kind of answer that is asked for.
type Kind uint8

// The kinds of question.
const (
	What   Kind = iota // a thing or a statement: the zero value
	When               // a date
	Who                // a person, an office, sometimes a body
	Where              // a place
	Which              // one of a class that the question names: "which company"
	Count              // how many
	Amount             // how much, by how much, what share
	Length             // how long
	Often              // how often
	How                // in what manner
	Why
	YesNo
)

var kindNames = [...]string{"what", "when", "who", "where", "which", "count", "amount", "length", "often", "how", "why", "yes or no"}

// String returns the kind's name.
func (k Kind) String() string { return kindNames[k] }

// Order is the place in time, among like events, that is asked for.
type Order uint8

// The orders. Previous and Next are counted from the bound or the anchor.
const (
	Unordered Order = iota
	First
	Last
	Previous
	Next
)

// Name is a run of capitalised words in the question.
type Name struct {
	corpus.Span
	Text string
}

// Question is a question as it was read.
type Question struct {
	Text  string
	Kind  Kind
	Class Class  // what the answer must be, as far as the question says
	Focus string // the phrase that names the answer's class: "Russian company", "prime minister of Pakistan"
	Head  string // the folded head noun of Focus: "company", "minister"
	Names []Name // in order
	// Terms are the stems of the content words of the main clause, without
	// those of time, in order and once each; the words of the wh-phrase that
	// only name a class are left out.
	Terms   []string
	Order   Order
	Bound   retrieval.Bound
	Present bool    // asks for how things stand now
	Percent bool    // asks for a share
	Anchor  *Anchor // the event that a clause of time points to; nil where there is none
	Main    string  // the question without the anchor's clause
	Foreign bool    // written in a script or language that is not read
}

// Anchor is a clause that fixes a time by another event: "when Lavrov came in
// 2012", "after the visit of Kerry".
type Anchor struct {
	corpus.Span
	Relation retrieval.Relation
	Text     string // the clause without the word that joins it
}

// Parse reads a question as asked on a day, 0 where none is known.
func Parse(text string, asOf corpus.Day) Question {
	text = Plain(strings.TrimSpace(text))
	q := Question{Text: text, Main: text}
	words := token.Words(text)
	if len(words) == 0 {
		q.Foreign = text != ""
		return q
	}
	q.Bound = week(text, retrieval.ParseBound(text, asOf))
	folded := make([]string, len(words))
	for i, w := range words {
		folded[i] = token.Fold(w.Text)
	}
	q.Foreign = foreign(text, folded)
	p := parser{q: &q, text: text, words: words, folded: folded}
	p.anchor()
	p.kind()
	p.order()
	p.names()
	p.terms()
	return q
}

// parser holds a question's words while it is read.
type parser struct {
	q          *Question
	text       string
	words      []token.Token
	folded     []string
	wh, whEnd  int // the wh-phrase, in words; wh is -1 where there is none
	aFrom, aTo int // the anchor's clause, in words
}

// foreign reports whether the question is in a script other than Latin, or has
// none of the function words that an English question of its length has.
func foreign(text string, folded []string) bool {
	latin, letters := 0, 0
	for _, r := range text {
		if unicode.IsLetter(r) {
			letters++
			if unicode.Is(unicode.Latin, r) {
				latin++
			}
		}
	}
	if letters > 0 && latin*2 < letters {
		return true
	}
	known := 0
	for _, w := range folded {
		if token.Stop(w) || helping[w] {
			known++
		}
	}
	return known == 0 && len(folded) >= 5
}

// anchor finds a clause of time that has a verb or an event noun of its own.
func (p *parser) anchor() {
	for i := 1; i+1 < len(p.words); i++ {
		rel, ok := joining[p.folded[i]]
		if !ok || p.folded[i-1] == "since" {
			continue
		}
		rest := p.folded[i+1:]
		switch p.folded[i] {
		case "when", "while", "as", "during":
			// "as" joins a clause only with a subject that acts in it.
			if p.folded[i] == "as" && !clause(rest) {
				continue
			}
		}
		// "before Kerry", "after Kerry in 2014": the same as the question says of
		// its subject.
		verb := ""
		if rel == retrieval.Before || rel == retrieval.After {
			verb = p.sameVerb(i)
		}
		if !clause(rest) && !nominal(rest) && verb == "" || timeOnly(rest) {
			continue
		}
		if p.folded[i] == "when" && (prepositions[p.folded[i-1]] || helping[p.folded[i-1]] || helping[p.folded[i+1]]) {
			continue // "since when", "was when", "when did"
		}
		end := len(p.words)
		for j := i + 2; j < len(p.words); j++ {
			if between := p.text[p.words[j-1].End:p.words[j].Start]; strings.Contains(between, ",") && whWords[p.folded[j]] {
				end = j
			}
		}
		span := corpus.Span{Start: p.words[i].Start, End: p.words[end-1].End}
		p.q.Anchor = &Anchor{Span: span, Relation: rel, Text: p.text[p.words[i+1].Start:span.End]}
		if verb != "" && !clause(rest) && !nominal(rest) {
			name := p.nameEnd(i + 1)
			p.q.Anchor.Text = p.text[p.words[i+1].Start:p.words[name-1].End] + " " + verb + p.text[p.words[name-1].End:span.End]
		}
		p.q.Main = strings.TrimSpace(strings.TrimRight(p.text[:span.Start], " ,") + p.text[span.End:])
		p.aFrom, p.aTo = i, end
		return
	}
}

// sameVerb returns the main clause's verb in the past where nothing but a name,
// and perhaps a time, stands after word i, else "".
func (p *parser) sameVerb(i int) string {
	end := p.nameEnd(i + 1)
	if end == i+1 || !timeOnly(p.folded[end:]) {
		return ""
	}
	for j := i - 1; j > 0; j-- {
		if pastVerb(p.folded[j]) && !helping[p.folded[j]] {
			return p.folded[j]
		}
	}
	return ""
}

// nameEnd returns the end of the capitalised words that begin at word i, which
// are no time.
func (p *parser) nameEnd(i int) int {
	for i < len(p.words) && p.words[i].Capital() && !timeWord(p.folded[i]) {
		i++
	}
	return i
}

// clause reports whether the words hold a subject and a verb.
func clause(words []string) bool {
	for i, w := range words {
		if i > 0 && (helping[w] && w != "do" || pastVerb(w)) {
			return true
		}
	}
	return false
}

// nominal reports whether the words begin with an event as a noun phrase:
// "the visit of X", "his talks with X", "X's visit".
func nominal(words []string) bool {
	for i, w := range words {
		if i > 6 {
			return false
		}
		if eventNouns[w] {
			return true
		}
	}
	return false
}

// timeOnly reports whether the words begin with a time and nothing else.
func timeOnly(words []string) bool {
	for _, w := range words {
		if !timeWord(w) && w != "the" && w != "of" && w != "in" && w != "and" && w != "to" {
			return false
		}
	}
	return true
}

// order finds "last", "first" and their like, where they stand for the place
// of an event in time and not in a name or a span ("last year").
func (p *parser) order() {
	q := p.q
	for i, w := range p.folded {
		if p.inAnchor(i) {
			continue
		}
		next := ""
		if i+1 < len(p.folded) {
			next = p.folded[i+1]
		}
		if spanUnits[next] || q.Bound.Span.Len() > 0 && q.Bound.Span.Contains(p.words[i].Span) {
			if w != "last" && w != "first" && w != "recently" {
				continue
			}
			if spanUnits[next] {
				continue
			}
		}
		switch w {
		case "last", "latest", "lastly", "newest":
			q.Order = Last
		case "first", "earliest", "initially":
			if next == "name" || next == "minister" || next == "lady" || next == "secretary" {
				continue
			}
			q.Order = First
		case "recent", "recently":
			if i > 0 && p.folded[i-1] == "most" || q.Kind == When {
				q.Order = Last
			}
		case "previous", "previously":
			q.Order = Previous
		case "next":
			q.Order = Next
		}
		if w == "latest" || w == "newest" || w == "currently" || w == "now" || w == "current" {
			q.Present = q.Bound.Relation == retrieval.AnyTime
		}
	}
}

func (p *parser) inAnchor(i int) bool { return p.q.Anchor != nil && i >= p.aFrom && i < p.aTo }

// names collects the capitalised runs, joined by the small words that names
// hold; in a question typed all in lower or upper case there are none.
func (p *parser) names() {
	capitals := 0
	for i, w := range p.words {
		if w.Capital() && i > 0 {
			capitals++
		}
	}
	if capitals > len(p.words)*4/5 && len(p.words) > 4 {
		return
	}
	for i := 0; i < len(p.words); i++ {
		w := p.words[i]
		if !w.Capital() || i == 0 && (whWords[p.folded[0]] || helping[p.folded[0]] || token.Stop(p.folded[0]) || opening[p.folded[0]]) ||
			timeWord(p.folded[i]) && !(i+1 < len(p.words) && p.words[i+1].Capital()) {
			continue
		}
		end := i + 1
		for end < len(p.words) {
			switch gap := p.text[p.words[end-1].End:p.words[end].Start]; {
			case strings.ContainsAny(gap, ",;:?!()\""):
			case p.words[end].Capital() && !(timeWord(p.folded[end])):
				end++
				continue
			case (nameJoins[p.folded[end]] || p.words[end].Number() && len(p.words[end].Text) < 4) && end+1 < len(p.words) && p.words[end+1].Capital():
				end += 2
				continue
			}
			break
		}
		span := corpus.Span{Start: w.Start, End: p.words[end-1].End}
		p.q.Names = append(p.q.Names, Name{span, span.Of(p.text)})
		i = end - 1
	}
}

// terms collects the stems of content words.
func (p *parser) terms() {
	seen := map[string]bool{}
	for i, f := range p.folded {
		switch {
		case p.inAnchor(i), token.Stop(f), whWords[f], helping[f], empty[f], timeWord(f) && !p.words[i].Capital(),
			p.q.Bound.Span.Len() > 0 && p.q.Bound.Span.Overlaps(p.words[i].Span):
			continue
		}
		if f == "" || orderWords[f] {
			continue
		}
		if p.q.Kind == Amount && p.wh >= 0 && i == p.wh+1 && p.folded[p.wh] == "how" {
			continue // "how old": a report gives the number alone
		}
		stem := token.Stem(f)
		if !seen[stem] {
			seen[stem] = true
			p.q.Terms = append(p.q.Terms, stem)
		}
	}
}
