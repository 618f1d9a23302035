package bot

import (
	"context"
	"fmt"
	"math"
	"strings"

	"dateline/bot/question"
	"dateline/corpus"
	"dateline/corpus/token"
	"dateline/retrieval"
)

// The bounds below which the archive is silent. Each is a share of the
// weight of the question's words. They were set on questions about a time so
// that about 15 of 100 answerable ones are refused.
const (
	minCovered     = .45 // in the best passage with its title: else no article is on it
	minCoveredTime = .30 // the same, where the question asks about a time
	minLineSaid    = .20 // in the best sentence with its title: else it is not said
)

// weighSaid is what the question's verb, or its time, in a sentence counts for
// it as what comes nearest, beside the share of the question's words.
const weighSaid = .25

// The least confidence with which a question about a span of time and one
// about a point of time is answered: about 15 of 100 questions that have an
// answer fall below.
const (
	minConfidentSpan  = 4.9
	minConfidentPoint = 4.09
)

// silent returns the reason for which the archive does not answer, "" where
// it may, with a sentence that says why.
func (c *conversation) silent(lines []line, t terms) (Reason, string) {
	if len(t.stems) == 0 {
		return Unclear, "The question names nothing to search for."
	}
	if len(lines) == 0 || len(t.found) == 0 {
		if c.q.Foreign {
			return Unclear, "Only questions in English are read; none of the words stand in the archive."
		}
		return Nothing, ""
	}
	if c.q.Foreign && len(t.found)*2 < len(t.stems) {
		return Unclear, "Only questions in English are read; few of the words stand in the archive."
	}
	covered, missing := 0.0, c.missing(t)
	for i := range c.hits {
		h := &c.hits[i]
		covered = max(covered, t.share(stemSet(h.Text()), stemSet(h.Article.Title)))
	}
	names := c.namesMissing(t)
	least := minCovered
	if c.q.Bound.Known() && !c.q.Present {
		least = minCoveredTime // the confidence below weighs it against the time
	}
	if covered < least {
		if len(missing) > 0 {
			return Nothing, "No article has " + quoted(missing) + "."
		}
		return Nothing, ""
	}
	if len(names) > 0 && len(names) == len(c.q.Names) {
		return Nothing, "No article names " + strings.Join(names, " or ") + "."
	}
	best := 0.0
	for i := range lines[:min(isolateLines, len(lines))] {
		best = max(best, lines[i].coverage)
	}
	if best < minLineSaid {
		return NotSaid, "Articles have the words, but no sentence says what is asked."
	}
	if reason, why := c.outside(lines); reason != "" {
		return reason, why
	}
	if c.q.Bound.Known() && !c.q.Present {
		least = minConfidentPoint
		if p := c.q.Bound.Period; p.From.Known() && p.To.Known() && p.From != p.To && !c.betweenTimes() {
			least = minConfidentSpan
		}
		if c.confidence(covered, lines, t) < least {
			return NotSaid, "Nothing on it is said to be of that time."
		}
	}
	return "", ""
}

// betweenTimes reports whether the question asks for what lies between two
// times, which need not be the ends of anything, as those of "from 1990 to
// 1994" are.
func (c *conversation) betweenTimes() bool {
	return strings.HasPrefix(strings.ToLower(c.q.Bound.Span.Of(c.q.Text)), "between")
}

// confidence says how far what was found bears on a question about a time:
// half of the best passage's score, in which its times count already, twice
// the share of the question's words in the best passage, half of how well a
// start and an end on the same subject match the question's, the logarithm
// of how far the best passage's score leads the last one's, and how near the
// phrase that would be the answer stands to the time. The weights were
// found by trying steps of a half on questions about a time; the sum separates
// those with and without an answer better than any part of it does.
//
// What sentences tell of the relation asked for counts in the passages' scores
// and gained nothing sure on top: how well the best of them fits the time, how
// many are dated, whether one of their periods, or the first and last of their
// starts, has the question's time between. Nor did weights learnt on one half
// of the questions, held against the other.
func (c *conversation) confidence(covered float64, lines []line, t terms) float64 {
	asked := c.q.Bound.Period
	if !asked.Known() {
		asked = corpus.Point(c.q.Bound.Interval)
	}
	top := &c.hits[0]
	subject := .8 * t.share(stemSet(top.Article.Title), nil)
	on := map[corpus.Key]bool{}
	for i := range c.hits {
		h := &c.hits[i]
		on[h.Article.Key] = h.Article.Key == top.Article.Key || t.share(stemSet(h.Article.Title), nil) >= subject
	}
	start, end := 0.0, 0.0
	for i := range lines {
		if !on[lines[i].hit.Article.Key] {
			continue
		}
		for _, p := range lines[i].sentence.Periods {
			if asked.From.Known() {
				start = max(start, startMatch(p, asked.From))
			}
			if asked.To.Known() && p.To.Known() {
				end = max(end, startMatch(corpus.Period{From: p.To}, asked.To))
			}
		}
		if p := lines[i].hit.Article.Published; p.Known() && asked.From.Known() {
			m := startMatch(corpus.Point(p.Interval), asked.From)
			start, end = max(start, m), max(end, m)
		}
	}
	last := c.hits[min(len(c.hits), askPassages)-1].Score
	return .5*top.Score + 2*covered + .5*(start+end) + math.Log(max(1, top.Score/max(last, 1e-3))) + weighTimed*c.timed(lines, t)
}

// weighTimed is what the time beside the answer counts for the confidence, and
// usuallyTimed how near it mostly stands.
const (
	weighTimed   = .75
	usuallyTimed = .5
)

// timed returns how near the best phrase stands to the time asked about, 0 to 1;
// where a question asks for no phrase, as near as it mostly does.
func (c *conversation) timed(lines []line, t terms) float64 {
	switch c.q.Kind {
	case question.When, question.Why, question.How, question.YesNo, question.Often:
		return usuallyTimed
	}
	phrases := isolate(c.q, lines, t)
	if len(phrases) == 0 {
		return 0
	}
	return phrases[0].time
}

// outside reports a time that the archive doesn't reach: nothing found speaks
// of it, and no dated article is from it or later.
func (c *conversation) outside(lines []line) (Reason, string) {
	iv := c.q.Bound.Interval
	future := iv.Known() && iv.Start > c.asOf && iv.Start > c.coverage.To
	if !iv.Known() || c.coverage.Dated == 0 || c.coverage.Undated > 0 && !future {
		return "", ""
	}
	for i := range lines {
		if lines[i].near > .5 {
			return "", ""
		}
	}
	if c.q.Bound.Relation == retrieval.In && (iv.Start > c.coverage.To || iv.End < c.coverage.From) {
		return Period, fmt.Sprintf("The dated articles are of %s.", daysBetween(c.coverage.From, c.coverage.To))
	}
	return "", ""
}

// missing returns the question's words that no article has, as they were typed.
func (c *conversation) missing(t terms) []string {
	var out []string
	for _, w := range token.Words(c.q.Main) {
		stem := token.Stem(token.Fold(w.Text))
		if t.weight[stem] > 0 && !t.held[stem] && !has(out, w.Text) {
			out = append(out, w.Text)
		}
	}
	return out
}

// namesMissing returns the names of the question of which no hit has a word.
func (c *conversation) namesMissing(t terms) []string {
	var out []string
	vocabulary := map[string]bool{}
	for i := range c.hits {
		for s := range stemSet(c.hits[i].Text() + " " + c.hits[i].Article.Title) {
			vocabulary[s] = true
		}
	}
	for _, n := range c.q.Names {
		found := false
		for _, w := range token.Words(n.Text) {
			stem := token.Stem(token.Fold(w.Text))
			if token.Stop(token.Fold(w.Text)) {
				continue
			}
			if vocabulary[stem] || t.found[stem] || t.weight[stem] == 0 || nearWord(vocabulary, stem) {
				found = true
				break
			}
		}
		if !found {
			out = append(out, n.Text)
		}
	}
	return out
}

// nearWord reports whether the set has a word that may be a variant spelling:
// one letter off in five, two in nine.
func nearWord(set map[string]bool, word string) bool {
	limit := 0
	switch {
	case len(word) >= 9:
		limit = 2
	case len(word) >= 5:
		limit = 1
	default:
		return false
	}
	if len(word) > 40 {
		return false
	}
	for w := range set {
		if len(w)-len(word) <= limit && len(word)-len(w) <= limit && w[0] == word[0] && within(w, word, limit) {
			return true
		}
	}
	return false
}

// within reports whether the edit distance of two words is at most limit.
func within(a, b string, limit int) bool {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		prev := row[0]
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			prev, row[j] = row[j], min(prev+cost, row[j]+1, row[j-1]+1)
		}
	}
	return row[len(b)] <= limit
}

func quoted(list []string) string {
	list = list[:min(len(list), 4)]
	for i, s := range list {
		r := []rune(s)
		if len(r) > 30 {
			s = string(r[:30]) + "…"
		}
		list[i] = `"` + s + `"`
	}
	return strings.Join(list, " or ")
}

// abstain withholds an answer, with the nearest passage where there is one.
func (c *conversation) abstain(ctx context.Context, reason Reason, why string, lines []line, t terms) (Answer, error) {
	a := c.refuse(reason)
	if why != "" {
		a.Notes = append(a.Notes, why)
	}
	if reason == Nothing || reason == Unclear || len(lines) == 0 {
		return a, nil
	}
	l := &lines[0]
	// The nearest is what has the rarest of the names asked about.
	names := map[string]bool{}
	for _, n := range c.q.Names {
		for s := range stemSet(n.Text) {
			names[s] = true
		}
	}
	rare := func(l *line) float64 {
		best := 0.0
		for _, stem := range l.stems {
			if names[stem] {
				best = max(best, t.weight[stem])
			}
		}
		return best
	}
	// Of those, what says most of the question, its verb above all, of the time
	// and the place in a row that it asks about.
	verb, want := mainVerb(c.q), askedPlace(c.q)
	fits := func(l *line) float64 {
		fit := l.own
		if _, ok := verbIn(l, verb); ok {
			fit += weighSaid
		}
		if c.q.Bound.Interval.Known() && c.ofAskedTime(l) {
			fit += weighSaid
		}
		if want > 0 {
			fit += weighSaid * agrees(l.placeAt(0), want)
		}
		return fit
	}
	for i := range lines[:min(measureLines, len(lines))] {
		if r, top := rare(&lines[i]), rare(l); r > top || r == top && fits(&lines[i]) > fits(l)+.05 {
			l = &lines[i]
		}
	}
	must := []corpus.Span{}
	for j, stem := range l.stems {
		if has(c.q.Terms, stem) {
			must = append(must, l.words[j].Span)
		}
	}
	if len(must) == 0 {
		return a, nil
	}
	ci, ok, err := c.citation(ctx, l.proof(clause(l, must, maxQuoteWords)))
	if err != nil || !ok {
		return a, err
	}
	ci.N = 1
	a.Citations, a.Nearest = []Citation{ci}, true
	return a, nil
}
