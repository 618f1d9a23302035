package bot

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"

	"dateline/bot/question"
	"dateline/corpus"
	"dateline/corpus/event"
	"dateline/corpus/token"
	"dateline/retrieval"
)

// The weights of what speaks for a sentence. The passage's score counts most:
// its search weighs times already. They and those of a phrase were found on
// questions about a time, in round steps.
const (
	weighPassage  = 6
	weighCovered  = 1.2
	weighStart    = 1.5
	weighPersists = 1
	weighNear     = 1
	weighFresh    = .4
	weighTells    = 1.5 // of the relation asked for, where the question has a time
)

// line is a sentence of a hit with what speaks for it as an answer.
type line struct {
	hit      *retrieval.Hit
	sentence corpus.Sentence
	text     string
	words    []token.Token
	folded   []string
	stems    []string
	order    int // among all lines, in order of hits and sentences
	embedded *event.Clauses

	base     float64 // the passage's score against the best, 0 to 1
	coverage float64 // share of the question's words here or in the title, by weight
	own      float64 // share of them in the sentence itself
	start    float64 // how well a period begins where the question's begins
	near     float64 // how near a period is to the question's
	tells    float64 // whether it tells of a relation that the question asks for
	persist  float64 // whether no later state began before the question's time
	fresh    float64 // whether it brings a name that the question lacks
	score    float64
}

// terms holds the question's words with their weights among the hits.
type terms struct {
	stems  []string
	weight map[string]float64
	total  float64
	found  map[string]bool // stems that any hit has, text or title
	held   map[string]bool // stems that any article has, as far as is known
}

// weigh gives each term of the question a weight: the fewer passages have it,
// the more it tells. The passages are those of the archive where the reader
// has a lexicon, else the hits.
func (c *conversation) weigh(ctx context.Context, q question.Question, hits []retrieval.Hit) (terms, error) {
	t := terms{stems: q.Terms, weight: map[string]float64{}, found: map[string]bool{}}
	df, n := make([]int, len(q.Terms)), len(hits)
	vocabulary := map[string]bool{}
	for i := range hits {
		seen := stemSet(hits[i].Text())
		for s := range stemSet(hits[i].Article.Title) {
			seen[s] = true
		}
		for s := range seen {
			vocabulary[s] = true
		}
		for j, s := range q.Terms {
			if hasTerm(seen, s) {
				df[j]++
				t.found[s] = true
			}
		}
	}
	if c.Lexicon != nil && len(q.Terms) > 0 {
		var err error
		df, n, err = c.Lexicon.Frequencies(ctx, q.Terms, c.filter())
		if err != nil {
			return t, fmt.Errorf("words of the question: %w", err)
		}
	}
	ofNames := map[string]bool{}
	for _, n := range q.Names {
		for s := range stemSet(n.Text) {
			ofNames[s] = true
		}
	}
	t.held = map[string]bool{}
	for j, s := range q.Terms {
		t.held[s] = df[j] > 0 || t.found[s]
		w := math.Log(1 + (float64(n)-float64(df[j])+.5)/(float64(df[j])+.5))
		if c.Lexicon == nil {
			w = math.Log(1 + float64(n+1)/float64(df[j]+1))
		}
		if df[j] == 0 && !t.found[s] && ofNames[s] && nearWord(vocabulary, s) {
			w = 0 // it is spelt otherwise in what was found
		}
		t.weight[s] = w
		t.total += w
	}
	return t, nil
}

// share returns the share of the terms' weight that the stems hold; those
// only in the second set count for half.
func (t terms) share(stems, context map[string]bool) float64 {
	if t.total == 0 {
		return 0
	}
	sum := 0.0
	for _, s := range t.stems {
		switch {
		case hasTerm(stems, s):
			sum += t.weight[s]
		case context != nil && hasTerm(context, s):
			sum += t.weight[s] * .6
		}
	}
	return sum / t.total
}

func stemSet(text string) map[string]bool {
	set := map[string]bool{}
	for _, w := range token.Words(text) {
		set[token.Stem(token.Fold(w.Text))] = true
	}
	return set
}

// hasTerm reports whether a set of stems has the stem or one of its kin.
func hasTerm(set map[string]bool, stem string) bool {
	if set[stem] {
		return true
	}
	for _, k := range question.Kin(stem) {
		if set[k] {
			return true
		}
	}
	return false
}

// rank scores the sentences of the hits, best first. The scores are those of
// best-sentence selection on questions about a time: the passage's score, the
// words covered, times that match, a relation that is asked for, a new name.
func rank(q question.Question, hits []retrieval.Hit, t terms) []line {
	if len(hits) == 0 {
		return nil
	}
	best := 0.0
	for _, h := range hits {
		best = max(best, h.Score)
	}
	asked := stemSet(q.Text)
	at := askedSpan(q.Bound)
	starts := laterStarts(hits, at)
	var lines []line
	for i := range hits {
		h := &hits[i]
		title := stemSet(h.Article.Title)
		var told map[string]bool
		if at.Known() {
			told = retrieval.Told(q.Text, q.Bound.Span, h.Article.Title)
		}
		for _, s := range h.Sentences {
			l := line{hit: h, sentence: s, text: h.SentenceText(s), order: len(lines)}
			l.words = token.Words(l.text)
			if len(l.words) == 0 {
				continue
			}
			own := map[string]bool{}
			capital := false
			for j, w := range l.words {
				f := token.Fold(w.Text)
				stem := token.Stem(f)
				l.folded = append(l.folded, f)
				l.stems = append(l.stems, stem)
				own[stem] = true
				if told[stem] {
					l.tells = 1
				}
				if w.Capital() && !asked[stem] && !title[stem] && !token.Stop(f) && !question.Time(f) && (j > 0 || len(l.words) > 1 && l.words[1].Capital()) {
					capital = true
				}
			}
			if best > 0 {
				l.base = max(0, h.Score/best)
			}
			l.coverage = t.share(own, title)
			l.own = t.share(own, nil)
			if capital {
				l.fresh = 1
			}
			if at.Known() {
				for _, p := range s.Periods {
					a, n := startMatch(p, at), nearness(p, at)
					l.start, l.near = max(l.start, a), max(l.near, n)
					if p.From.Known() && p.From.Start <= at.End {
						l.persist = max(l.persist, 1/(1+float64(between(starts, p.From.End, at.Start))))
					}
				}
			}
			lines = append(lines, l)
		}
	}
	top := 0.0
	for i := range lines {
		top = max(top, lines[i].coverage)
	}
	for i := range lines {
		l := &lines[i]
		// A time that fits counts as far as the sentence is about the subject.
		about := 0.0
		if top > 0 {
			about = l.coverage / top
		}
		l.score = weighPassage*l.base + weighCovered*l.coverage + weighFresh*l.fresh +
			about*(weighStart*l.start+weighPersists*l.persist+weighNear*l.near)
		if at.Known() {
			l.score += weighTells * l.tells
		}
	}
	slices.SortStableFunc(lines, func(a, b line) int { return cmp.Compare(b.score, a.score) })
	return lines
}

// askedSpan is the span in which the question's time begins: of the month or
// the year where the bound begins with one.
func askedSpan(b retrieval.Bound) corpus.Interval {
	if b.Period.From.Known() && b.Relation != retrieval.After && b.Relation != retrieval.Until {
		return b.Period.From
	}
	iv := b.Interval
	if !iv.Known() {
		return iv
	}
	at := iv.Start
	if b.Relation == retrieval.After && !iv.OpenEnd() {
		at = iv.End
	}
	if b.Relation == retrieval.Until && !iv.OpenEnd() {
		at = iv.End
	}
	if iv.OpenStart() {
		at = iv.End
	}
	if iv.Precision == corpus.PrecisionDay || at <= corpus.MinDay || at >= corpus.MaxDay {
		return corpus.OnDay(at)
	}
	y, m, d := at.Date()
	switch {
	case iv.Precision == corpus.PrecisionMonth:
		return corpus.InMonth(y, m)
	case m == 1 && d == 1 || m == 12 && d == 31:
		return corpus.InYear(y)
	case d == 1:
		return corpus.InMonth(y, m)
	}
	return corpus.OnDay(at)
}

const monthDays = 30.44

// startMatch returns how well a period's start fits the span, 1 where they
// touch, falling by e every nine months between them.
func startMatch(p corpus.Period, at corpus.Interval) float64 {
	if !p.From.Known() {
		return 0
	}
	return math.Exp(-float64(p.From.Gap(at)) / monthDays / 9)
}

// nearness is the same for the whole period, falling by e every two years; an
// open one that covers the span falls with the distance to its known end, by
// e every ten years.
func nearness(p corpus.Period, at corpus.Interval) float64 {
	h := p.Hull()
	if !h.Known() {
		return 0
	}
	gap := float64(h.Gap(at))
	if gap == 0 {
		switch {
		case h.OpenEnd():
			gap = float64(p.From.Gap(at)) / 5
		case h.OpenStart():
			gap = float64(p.To.Gap(at)) / 5
		}
	}
	return math.Exp(-gap / monthDays / 24)
}

// laterStarts returns the distinct days, in order, on which periods of the
// hits begin up to the span.
func laterStarts(hits []retrieval.Hit, at corpus.Interval) []corpus.Day {
	if !at.Known() {
		return nil
	}
	var days []corpus.Day
	for _, h := range hits {
		for _, s := range h.Sentences {
			for _, p := range s.Periods {
				if p.From.Known() && !p.From.OpenStart() && p.From.Start <= at.Start {
					days = append(days, p.From.Start)
				}
			}
		}
	}
	slices.Sort(days)
	return slices.Compact(days)
}

// between counts the days after one and up to another.
func between(days []corpus.Day, after, until corpus.Day) int {
	lo, _ := slices.BinarySearch(days, after+1)
	hi, _ := slices.BinarySearch(days, until+1)
	return max(0, hi-lo)
}
