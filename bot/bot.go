// Package bot answers questions from an archive of news articles: it reads
// the question, takes events and passages, leads with the answer itself where
// it can isolate it, and shows for each claim a dated quote that was verified
// against the stored text. Where the archive does not say, it abstains and
// gives the reason.
//
// The package computes: it is given an archive, a search and a clock, and
// returns values. The same question over the same archive as of the same day
// has the same answer.
package bot

import (
	"context"
	"time"

	"dateline/corpus"
	"dateline/retrieval"
)

// Request is a question as a person asked it.
type Request struct {
	ID          string     // the asker's own, "" where there is none
	Question    string     // as it was typed
	User        string     // who asks, for budgets; "" where nobody is named
	Collections []string   // what may be seen; none means nothing
	AsOf        corpus.Day // articles published later are hidden; 0: today by the clock
	// Sources and Published narrow what is searched: to articles of these
	// sources, where there are any, and published in this time, where it is
	// known; undated articles then stay out.
	Sources   []string
	Published corpus.Interval
	After     *Exchange // the exchange that this one follows up; nil where it stands alone
}

// Exchange is a question with the answer that it got, which a follow-up takes
// its subject and time from.
type Exchange struct {
	Request Request
	Answer  Answer
}

// Reason says why an answer is withheld. The zero value is that of an answer
// that is given.
type Reason string

// The reasons for abstaining.
const (
	Nothing Reason = "nothing"  // the archive has no article on it
	NotSaid Reason = "not_said" // it is covered, but what is asked is not said
	Weak    Reason = "weak"     // what there is does not bear an answer
	Period  Reason = "period"   // the time asked about lies outside the archive's
	Premise Reason = "premise"  // what the question presumes is not so
	Unclear Reason = "unclear"  // the question can't be read
	Invalid Reason = "invalid"  // it is empty or too long
)

// Answer is what is shown. Everything quoted in it was found in the stored
// text of the version that it cites.
type Answer struct {
	ID        string
	Lead      string // the answer itself, at most 200 characters; claims end in [n]
	Abstained bool
	Reason    Reason
	When      *When      // the time that the answer names; nil where it names none
	Body      []string   // what follows the lead, a written claim each, ending in [n]; only a writer has one
	Claims    []Claim    // in the order of the lead
	Citations []Citation // numbered from 1 in the order of their first use
	Notes     []string   // what the program itself says: caveats, arithmetic, absence
	Coverage  corpus.Coverage
	Used      int    // distinct articles cited
	ReadAs    string // how a vague question or a follow-up was read; "" as it stands
	// Nearest says that the citations are what comes nearest and answer
	// nothing; only an abstention has it.
	Nearest bool
}

// When is a time that an answer names.
type When struct {
	corpus.Interval
	Basis corpus.Basis // stated, dated or derived
}

// Claim is a statement that rests on quotes.
type Claim struct {
	Text      string
	Citations []int // numbers of citations, at least one
}

// Citation is a verbatim quote with where it stands.
type Citation struct {
	N                        int // from 1
	Article                  corpus.Key
	Version                  int
	Passage                  corpus.PassageID
	Path, URL, Title, Source string
	Published                corpus.Publication // with its evidence; zero interval: undated
	Quote                    string             // as stored, at most 40 words
	Span                     corpus.Span        // of the quote in the version's cleaned text, in code points
}

// Archive is what a reader needs of the system of record. All of it is within
// the collections that are given.
type Archive interface {
	// Document returns a version of an article with all that was derived
	// from it; version 0 is the newest.
	Document(ctx context.Context, key corpus.Key, version int) (corpus.Document, error)
	// Events returns every event of the newest versions that the filter
	// selects, ordered by ID.
	Events(ctx context.Context, filter corpus.EventFilter) ([]corpus.Event, error)
	// CoverageOf says what the articles are that a filter selects, whatever its
	// kinds and keys.
	CoverageOf(ctx context.Context, filter corpus.EventFilter) (corpus.Coverage, error)
}

// Searcher finds passages, best first.
type Searcher interface {
	Search(ctx context.Context, q retrieval.Query) ([]retrieval.Hit, error)
}

// Lexicon counts words; the embedded engine does.
type Lexicon interface {
	// Frequencies returns in how many passages that pass the filter each
	// stem stands, and the number of all such passages.
	Frequencies(ctx context.Context, stems []string, filter retrieval.Filter) (df []int, passages int, err error)
}

// Reader answers questions from an archive without a model. Its methods may
// be called at once where its parts allow it.
type Reader struct {
	Search  Searcher
	Archive Archive
	// Lexicon tells how rare the question's words are in the archive; nil: as
	// rare as in what the search found.
	Lexicon Lexicon
	Clock   func() time.Time // today, in the configured zone, where a request has no day; required
}
