// Package brief tells what happened on a topic within a window of time: dated
// points in the order of events, each with verified quotes and the number of
// its independent sources; what is new since an earlier briefing, what later
// reports change, what is ahead, and what undated articles report.
//
// It computes, as package bot does: the same request over the same archive gives
// the same briefing. No language model is needed; package bot/write may word the
// points of a briefing anew under the same verification.
package brief

import (
	"time"

	"dateline/bot"
	"dateline/bot/change"
	"dateline/corpus"
)

// Request asks for a briefing.
type Request struct {
	Topic       string          // as it was typed: "Lavrov", "Russia and Pakistan", "pipeline talks"
	Window      corpus.Interval // days; zero: the week that ends with AsOf, or with the newest article where that is older
	Collections []string        // what may be seen; none means nothing
	Sources     []string        // of the articles; empty: all
	User        string          // for whom, for budgets; "" where nobody is named
	AsOf        corpus.Day      // articles published later are hidden, and what is after it is ahead; 0: today by the clock
	// Told is what an earlier briefing told; nil: there was none, and nothing is
	// marked as new.
	Told *Told
	// OnlyNew leaves out what Told has told already. It needs Told.
	OnlyNew bool
}

// Told is what an earlier briefing on a topic was made from.
type Told struct {
	At         time.Time          // when it was made
	Generation int64              // of the archive that it read
	Articles   map[corpus.Key]int // the versions on the topic that it and those before it read
}

// Briefing is what is shown. Everything quoted in it was found in the stored
// text of the version that it cites.
type Briefing struct {
	Topic  string
	Window corpus.Interval // that it covers
	AsOf   corpus.Day
	Since  time.Time // the earlier briefing that "new" is measured from; zero: none

	Points  []Point  // what happened, in the order of events
	Changes []Change // what later reports change, latest first
	Ahead   []Point  // what is planned, in the order of its dates, those without one last
	Undated []Point  // what articles without a date report, which may lie outside the window

	Citations  []bot.Citation // numbered from 1 in the order of their first use
	Notes      []string       // what the program itself says: caveats, what was left out
	Coverage   corpus.Coverage
	Newest     corpus.Arrival // the article that came in last, of all that may be seen; zero: there is none
	Articles   int            // on the topic and within the window, near-copies included, undated ones too
	Read       []Version      // the versions on the topic that were told, or read of the window: what the next Told has besides this one's
	New        int            // points, changes, plans and undated reports that are new; 0 where Since is zero
	Older      int            // articles on the topic that are new and tell only of what was before the window
	Generation int64          // of the archive, asked for before anything was read
}

// Version is a version of an article.
type Version struct {
	corpus.Key
	Version int
}

// Point is one event, or one piece of news, as its reports tell it together.
type Point struct {
	When corpus.Interval // when it happened or is to happen; zero: nobody says
	// Basis is how When is known: stated by the quote, dated from the day of its
	// article, derived. It is "" where When is no more than the day on which the
	// article appeared: what is reported may be older.
	Basis     corpus.Basis
	Text      string // the quote without quotation marks, or a sentence where Written
	Written   bool   // Text was written by a model and checked against the quotes
	Citations []int  // of Briefing.Citations, the one that Text is from first
	// Sources counts the independent origins that report it: near-copies are
	// one, and so are several reports of one publisher.
	Sources int
	Copies  int  // near-copies of its reports that are merged
	New     bool // no report of it was told before
}

// Change is a report that changes what an earlier one said.
type Change struct {
	Kind          change.Kind
	What          string // of a revised figure what is counted: "killed"; else ""
	Before, After Said
	New           bool // After was not told before
}

// Said is one side of a change: what was said, with its quote.
type Said struct {
	Value    string // of a figure, as the quote writes it: "12"; else ""
	Citation int    // of Briefing.Citations
}

// Empty reports whether a briefing tells nothing.
func (b *Briefing) Empty() bool {
	return len(b.Points)+len(b.Changes)+len(b.Ahead)+len(b.Undated) == 0
}
