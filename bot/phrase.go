package bot

import "dateline/corpus"

// Searched says in a line what was searched for an answer, and of an answer
// that is given how much of it was used; "" for a question that was none.
func Searched(a Answer) string { return coverageLine(a) }

// ShortDate writes an interval as a quote has it: "8 Apr 2021", "Apr 2021",
// "2021"; "undated" where it is not known.
func ShortDate(iv corpus.Interval) string {
	if !iv.Known() {
		return "undated"
	}
	return shortDate(iv)
}

// MaxQuestion is the length in characters up to which a question is read.
const MaxQuestion = maxQuestion
