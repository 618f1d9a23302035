// Package change finds what later reports change of earlier ones: a figure that
// is revised, a claim that is contradicted, corrected, or called off. It is given
// the reports of one topic and compares what they say of the same thing.
//
// Silence is likelier than a wrong finding: "12 killed" and "15 injured" are two
// things, "at least 12" and "more than 10" do not exclude each other, and the
// figures of two days, two places or two events are no revision of one another.
package change

import "dateline/corpus"

// Kind says in which way a report changes what was said.
type Kind string

// The kinds of change.
const (
	Revised      Kind = "revised"      // another figure for the same thing
	Contradicted Kind = "contradicted" // somebody says that it was not so
	Corrected    Kind = "corrected"    // the publisher itself says that it was wrong
	CalledOff    Kind = "called off"   // a plan that was put off, moved or given up
)

// Report is a document that may say something of the topic.
type Report struct {
	corpus.Document
	// Earlier are older versions of the same article, newest first: what its
	// publisher has changed without saying so.
	Earlier []corpus.Document
	// Told says that readers knew it before those that are not told: of two
	// reports of one day it is the earlier.
	Told bool
}

// Account is what one report tells of an event: some of its sentences.
type Account struct {
	Article   corpus.Key
	Sentences []int // indexes in the newest version, ascending
}

// Change is a pair of quotes, of which the later changes the earlier.
type Change struct {
	Kind          Kind
	What          string // of a figure what is counted, in the reports' own words: "killed"; else ""
	Before, After Quote
	Open          bool // of a figure: the later report tells itself that it was another, or has moved
}

// Quote is a clause of a report.
type Quote struct {
	Article     corpus.Key
	Version     int
	corpus.Span        // in that version's cleaned text, at most 40 words
	Value       string // of a figure, or a name or date that was wrong, as it is written there: "12", "46 percent"; else ""
}
