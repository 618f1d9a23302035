package claim

import (
	"dateline/corpus"
	"dateline/corpus/timex"
	"dateline/corpus/token"
)

// Reading is a sentence as the rules of this package read it, for packages that
// hold what two reports say against each other.
type Reading struct{ t *text }

// Read reads a sentence whose time expressions are known; their spans are in s.
func Read(s string, times []timex.Timex) Reading { return Reading{analyse(s, times)} }

// Word is a word of a reading.
type Word struct {
	token.Token
	Fold, Lemma string
	Gap         string // what stands between the word before and this
	Clause      int    // counted through the sentence
	Time        int    // the index of the date it is part of, else -1
	Mention     int    // the index in Mentions of the name it is part of, else -1
	Quoted      bool   // it stands within quotation marks
	Verb        bool   // it may be a verb that is said of somebody
	Content     bool   // it says what the sentence is about
}

// Words returns the words of the reading.
func (r Reading) Words() []Word {
	out := make([]Word, len(r.t.words))
	for i := range r.t.words {
		w := &r.t.words[i]
		out[i] = Word{w.Token, w.fold, w.lemma, w.gap, w.clause, w.time, w.mention, w.quoted, w.verb, w.content()}
	}
	return out
}

// Mention is a name of a reading.
type Mention struct {
	From, To int    // words, half open
	Key      string // what two mentions of one bearer share: the surname, "c:" and the country
	Person   bool   // it is not known as a place or body
}

// Mentions returns the names of the reading, demonyms before a noun left out.
func (r Reading) Mentions() []Mention {
	var out []Mention
	for _, m := range r.t.mentions {
		out = append(out, Mention{m.from, m.to, m.key, m.person})
	}
	return out
}

// Quantity is a number of a reading that is no date.
type Quantity struct {
	From, To int // words, half open
	Value    float64
	Ordinal  bool
	Unit     string   // "percent", "dollar", "kilometer"; "" where it counts things
	Nouns    []string // the lemmas of the words of content that follow it
	Bound    string   // "more", "less", "about" or ""
}

// Quantities returns the numbers of the reading.
func (r Reading) Quantities() []Quantity {
	var out []Quantity
	for _, n := range r.t.numbers() {
		out = append(out, Quantity{n.from, n.to, n.value, n.ordinal, n.unit, n.nouns, n.bound})
	}
	return out
}

// Cue is a word or phrase that changes what a sentence commits to.
type Cue struct {
	Class    string // "not", "turn" (deny, cancel), "may", "will" or "say"
	From, To int    // words, half open
	Lemma    string // of its first word
	Scope    []int  // the words that it bears on, nearest first
}

// Cues returns the cues of the reading.
func (r Reading) Cues() []Cue {
	var out []Cue
	for _, c := range r.t.cues {
		out = append(out, Cue{string(c.class), c.from, c.to, c.lemma, c.scope})
	}
	return out
}

// Speech is a statement that the reading gives as somebody's.
type Speech struct {
	Cue     int      // the verb of saying, a word
	Speaker [2]int   // words, half open; empty where it names none
	Scope   [][2]int // the words of what is said
}

// Speeches returns the statements of the reading.
func (r Reading) Speeches() []Speech {
	var out []Speech
	for _, s := range r.t.speech {
		out = append(out, Speech{s.cue.from, s.speaker, s.scope})
	}
	return out
}

// Lemma returns what the forms of a folded word share.
func Lemma(folded string) string { return tables.lemma(folded) }

// Synonyms reports whether two lemmas are one, or words that a report may use
// for each other.
func Synonyms(a, b string) bool {
	if a == b {
		return true
	}
	for _, g := range tables.groups[a] {
		for _, h := range tables.groups[b] {
			if g == h {
				return true
			}
		}
	}
	return false
}

// Contraries reports whether two lemmas are of the two sides of a pair of
// contraries, "rise" and "fall".
func Contraries(a, b string) bool {
	for _, x := range tables.sides[a] {
		for _, y := range tables.sides[b] {
			if x.line == y.line && x.right != y.right {
				return true
			}
		}
	}
	return false
}

// Numeral reports whether a folded word is a number written as a word, or the
// name of a power of ten.
func Numeral(folded string) bool {
	_, ok := cardinals[folded]
	return ok || scales[folded] > 0 && len(folded) > 2
}

// Within moves the time expressions of a text that lie in a span into it.
func Within(times []timex.Timex, s corpus.Span) []timex.Timex {
	var out []timex.Timex
	for _, x := range times {
		if s.Contains(x.Span) {
			x.Start, x.End = x.Start-s.Start, x.End-s.Start
			out = append(out, x)
		}
	}
	return out
}
