// Package claim checks one claim that somebody wrote against the quotes that
// are given for it, by rules alone.
//
// A claim passes when each of its quotes stands in the passage it is given
// for, and when the claim says nothing that its quotes do not: no name, number
// or date of its own, no polarity turned, no roles swapped, no statement or
// plan made a fact, no date or number of another event, no pronoun that points
// outside. The rules read the quotes together with the sentences that they
// stand in, since a quote can be cut so that it no longer denies or only says
// a thing. They are written so that a doubt drops the claim: what is dropped
// can be said in other words, what is shown is believed.
//
// The words that the rules know stand in the folder's text files; each begins
// with the description of its format.
package claim

import (
	"dateline/corpus"
)

// Kind says what is wrong with a claim.
type Kind string

// The kinds of fault.
const (
	Altered     Kind = "quote altered"       // the quote stands in no passage
	Misplaced   Kind = "quote misplaced"     // it stands in another passage than it is given for
	Unquoted    Kind = "no quote"            // the claim has no quote, or says nothing
	Name        Kind = "name"                // a name, title or office that the quotes do not have
	Number      Kind = "number"              // a number or its unit
	Date        Kind = "date"                // a date that is not there and does not follow
	Polarity    Kind = "polarity"            // denied where it is affirmed, or the other way about
	Roles       Kind = "roles"               // who did what to whom is turned round
	Attribution Kind = "attribution"         // a statement, plan or possibility is told as a fact, or the reverse
	WrongEvent  Kind = "another event"       // a date or number is there, but of something else
	Pronoun     Kind = "pronoun"             // a word that points outside the claim
	Overstated  Kind = "overstated"          // "first", "all", "only", or a bound lost
	Unsupported Kind = "words not in quotes" // it tells of things of which the quotes do not
)

// Quote is words given as standing in a passage.
type Quote struct {
	Passage int // its number, as in Passage.N
	Text    string
}

// Claim is a statement with the quotes that are to prove it.
type Claim struct {
	Text   string
	Quotes []Quote
}

// Passage is a passage that a claim may quote.
type Passage struct {
	N int // the number by which claims name it
	corpus.Extract
	// Events are those read from the article that lie within the passage,
	// their spans in the article's text. They may be left out.
	Events []corpus.Event
}

// Context is what else a claim may rest on.
type Context struct {
	AsOf corpus.Day // the day of the question, 0 for none: a claim may say "as of" it
	// Shown are the intervals that the archive has worked out for the events
	// in question.
	Shown []corpus.Interval
}

// Fault is one thing that is wrong with a claim.
type Fault struct {
	Kind   Kind
	Detail string // the words it is about and what is wrong with them, for a request to repair it
	// Quote is the index of the quote that it is about, -1 for the claim's text.
	Quote int
	// Passage is where a misplaced quote stands, 0 otherwise.
	Passage int
}

// Placed is a quote where it stands.
type Placed struct {
	Passage     int    // its number
	corpus.Span        // in the article's cleaned text
	Text        string // the stored text there, which is what may be shown
}

// Verdict is what became of a claim.
type Verdict struct {
	OK     bool // it may be shown
	Faults []Fault
	Quotes []Placed // those that stand where they are given, in order
}

// The bounds of what is checked: a longer claim or more quotes are a fault
// rather than work.
const (
	maxClaimBytes  = 800 // twice the hundred words of a whole answer
	maxQuotes      = 12
	maxQuoteBytes  = 2000
	maxAround      = 1000 // bytes of a long sentence read on either side of a quote
	maxMentions    = 40   // names of a claim
	maxOccurrences = 16   // of one name in a quote's sentences
)

// Check holds a claim against its quotes. It never panics, changes none of its
// arguments, takes time linear in the passages and bounded for the rest, and gives the same verdict for the same input. A verdict that is OK
// has all quotes of the claim, each standing in its passage.
func Check(c Claim, passages []Passage, ctx Context) Verdict {
	k := &checker{ctx: ctx}
	c.Text = unworked(c.Text)
	k.place(c, passages)
	if len(k.faults) > 0 {
		return Verdict{Faults: k.faults, Quotes: k.placed}
	}
	k.read(c)
	for _, rule := range []func(){k.inner, k.names, k.numbers, k.multiplied, k.dates, k.cues, k.antonyms, k.attribution, k.orders, k.roles, k.events, k.pronouns, k.scope, k.support} {
		rule()
	}
	return Verdict{OK: len(k.faults) == 0, Faults: k.faults, Quotes: k.placed}
}

// checker is one claim under way.
type checker struct {
	ctx      Context
	placed   []Placed
	sources  []source // of the quotes, in their order
	claim    *text
	passages []Passage
	faults   []Fault
}

// source is a quote with what stands around it.
type source struct {
	passage *Passage
	quote   *text // the quote alone
	around  *text // the sentences it stands in
	open    bool  // it begins within quotation marks that were opened before its sentence
}

func (k *checker) fault(kind Kind, detail string) {
	for _, f := range k.faults {
		if f.Kind == kind && f.Detail == detail {
			return
		}
	}
	k.faults = append(k.faults, Fault{Kind: kind, Detail: detail, Quote: -1})
}
