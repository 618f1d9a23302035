package bot

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"dateline/bot/question"
	"dateline/corpus"
	"dateline/corpus/timex"
	"dateline/corpus/token"
)

// edge is an end of what a question asks about.
type edge uint8

const (
	noEdge edge = iota
	beginning
	ending
)

var (
	beginWords = words(`begin begins began begun beginning start starts started starting open opens opened opening commence commences commenced`)
	endWords   = words(`end ends ended ending finish finishes finished conclude concludes concluded close closes closed`)
	lastWords  = words(`last lasts lasted go goes went continue continues continued run runs ran stay stays stayed remain remains remained scheduled due planned extended prolonged`)
	prolonged  = words(`extended prolonged`)
	goals      = words(`until till through to`)
)

// askedEdge returns the end of something that a question asks the time of:
// "when did X begin?", "what was the last day of X?", "until when does X go
// on?".
func askedEdge(q question.Question) edge {
	folded := foldedWords(q.Main)
	for i, f := range folded {
		next := ""
		if i+1 < len(folded) {
			next = folded[i+1]
		}
		switch {
		case next == "day" && f == "first", next == "day" && f == "opening":
			return beginning
		case next == "day" && (f == "last" || f == "final" || f == "closing"), (f == "until" || f == "till") && next == "when":
			return ending
		}
	}
	// The verb ends the question, or the time that bounds it follows.
	for i := len(folded) - 1; i > 1; i-- {
		switch f := folded[i]; {
		case beginWords[f] && f != "opening" && f != "beginning":
			return beginning
		case endWords[f] && f != "ending":
			return ending
		case question.Time(f) || token.Stop(f) || strings.Trim(f, "0123456789") == "":
		default:
			return noEdge
		}
	}
	return noEdge
}

// edgeDated answers when something began or ended, from a sentence that gives
// that end of it: the time by a verb of beginning or ending, or after
// "until". It reports false where no sentence does.
func (c *conversation) edgeDated(ctx context.Context, side edge) (Answer, bool, error) {
	hits, err := c.search(ctx, c.q.Text, c.q.Bound)
	if err != nil {
		return Answer{}, false, err
	}
	t, err := c.weigh(ctx, c.q, hits)
	if err != nil {
		return Answer{}, false, err
	}
	about := t.without(beginWords, endWords, lastWords)
	want, asked := askedPlace(c.q), stemSet(c.q.Main)
	lines := rank(c.q, hits, t)
	soon, planned := asksAhead(c.q), asksPlanned(c.q)
	var best dating
	var plans, off []dating
	for i := range lines[:min(measureLines, len(lines))] {
		l := &lines[i]
		if !c.ofSubject(l, about) {
			continue
		}
		for _, d := range l.edgeTimes(side, asked) {
			x := d.x
			if soon && l.overBy(x.Interval) || want > 0 && l.placeAt(d.verb) != want ||
				x.Interval.Known() && c.q.Bound.Interval.Known() && !fitsBound(x.Interval, c.q.Bound) {
				continue
			}
			d.score = l.score
			switch {
			case planned && d.stand != past:
			case d.stand == void || d.stand == lapsed:
				off = append(off, d)
				continue
			case d.stand == ahead:
				plans = append(plans, d)
				continue
			case soon && d.stand == past:
				continue
			}
			if best.l == nil {
				best = d
			}
		}
	}
	if ofPast(c.q) {
		plans = datedOnly(plans)
	}
	if p, ok := latestPlan(plans, off); ok && (soon || best.l == nil && !wasDone(c.q) || best.stand == plain && best.l != nil && best.older(p)) {
		best = p
	}
	if best.l == nil {
		return Answer{}, false, nil
	}
	return c.finish(ctx, best.answer(clause(best.l, []corpus.Span{best.x.Span, best.l.words[best.verb].Span}, maxQuoteWords)))
}

// without returns the terms but those that are among the words.
func (t terms) without(lists ...map[string]bool) terms {
	drop := map[string]bool{}
	for _, list := range lists {
		for w := range list {
			drop[token.Stem(w)] = true
		}
	}
	out := terms{weight: t.weight, found: t.found, held: t.held}
	for _, s := range t.stems {
		if !drop[s] {
			out.stems = append(out.stems, s)
			out.total += t.weight[s]
		}
	}
	return out
}

// minOfSubject is the share of a question's words that a sentence needs, with
// those before it and its title, to be about its subject.
const minOfSubject = .7

// ofSubject reports whether a line is about what a question names: it has the
// names, or it refers back and what goes before has them.
func (c *conversation) ofSubject(l *line, about terms) bool {
	over := stemSet(l.hit.Article.Title + " " + l.before())
	own := stemSet(l.text)
	if about.total == 0 || about.share(union(own, over), nil) < minOfSubject {
		return false
	}
	back := l.points() || len(l.folded) > 0 && l.folded[0] == "the" || l.resumes()
	for _, n := range c.q.Names {
		if !anyWord(own, n.Text) && !(back && anyWord(over, n.Text)) {
			return false
		}
	}
	return back || about.share(own, nil) >= minOfSubject/2
}

// resumes reports whether a line speaks of the beginning or the end of what goes
// before without naming it: "she said that the start was put off", "that it would
// end in May".
func (l *line) resumes() bool {
	for j := 1; j+2 < len(l.folded); j++ {
		next, then := l.folded[j+1], l.folded[j+2]
		switch f := l.folded[j]; {
		case f == "it" && (modals[next] || beWord[next] || next == "has" || next == "had"),
			(f == "the" || f == "its") && (beginWords[next] || endWords[next]) && (modals[then] || beWord[then] || then == "has" || then == "had"):
			return true
		}
	}
	return false
}

func union(a, b map[string]bool) map[string]bool {
	out := map[string]bool{}
	for s := range a {
		out[s] = true
	}
	for s := range b {
		out[s] = true
	}
	return out
}

// edgeTimes returns the times that a line gives for the beginning or ending of
// what it tells of, each with the word that says so: one of the stems asked with,
// where it has any.
func (l *line) edgeTimes(side edge, asked map[string]bool) []dating {
	var out []dating
	own, other := beginWords, endWords
	if side == ending {
		own, other = endWords, beginWords
	}
	// What was begun in one year and opened in another has both words.
	if same := ofStem(own, asked); slices.ContainsFunc(l.folded, func(f string) bool { return same[f] }) {
		own = same
	}
	times := timex.Parse(l.text, l.hit.Article.Published.Interval)
	for i, x := range times {
		if x.Type != "DATE" && x.Type != "TIME" || modifies(l, x.Span) || noDay(x) {
			continue
		}
		from, to := wordRange(l, x.Span)
		put := l.putTo(from)
		until := from > 0 && goals[l.folded[from-1]] && !(put && side == beginning) && (l.folded[from-1] != "to" || i > 0 && l.ranges(times[i-1], x))
		ranges := side == ending && i+1 < len(times) && l.ranges(x, times[i+1])
		verb := -1
		for j := from - 1; j >= max(0, from-12); j-- {
			f := l.folded[j]
			switch {
			case own[f] && !(l.words[j].Capital() && j > 0) && !negated(l, j) && !l.clauses().Divided(j, from):
				verb = j
			case side == ending && until && (lastWords[f] || beWord[f]) && !(put && !prolonged[f]):
				verb = j
			case other[f] && j > 0 && lastWords[l.folded[j-1]]: // "stays open until"
				continue
			case other[f], until && side == beginning && !own[f]:
			default:
				if !strings.ContainsAny(l.text[l.words[j].End:x.Start], ";:") {
					continue
				}
			}
			break
		}
		if verb < 0 || ranges && !own[l.folded[verb]] {
			continue // "ran from 2001 to 2005": it ended with the other
		}
		// A time between them is the verb's own.
		if slices.ContainsFunc(timex.Parse(l.text, l.hit.Article.Published.Interval), func(y timex.Timex) bool {
			return (y.Type == "DATE" || y.Type == "TIME") && !noDay(y) && y.Start > l.words[verb].Start && y.End <= x.Start && !(side == ending && until)
		}) {
			continue
		}
		if at := l.hit.Article.Published; side == ending && at.Known() && x.Interval.Known() && x.Interval.End < at.Start && !l.pastAt(verb) &&
			!strings.Contains(x.Of(l.text), fmt.Sprint(x.Interval.Start.Year())) {
			// "It ends on 16 February" is still to come.
			x.Interval.Start, x.Interval.End = x.Interval.Start.AddMonths(12), x.Interval.End.AddMonths(12)
		}
		out = append(out, dating{l: l, x: x, stand: l.standing(from, to, x.Interval), verb: verb})
	}
	return out
}

// ofStem returns the words whose stem is among some.
func ofStem(list, stems map[string]bool) map[string]bool {
	out := map[string]bool{}
	for w := range list {
		if stems[token.Stem(token.Base(w))] || stems[token.Stem(w)] {
			out[w] = true
		}
	}
	return out
}

// ranges reports whether two times of a line are the ends of one: "from 2001 to
// 2005".
func (l *line) ranges(a, b timex.Timex) bool {
	from, to := wordRange(l, a.Span)
	next, _ := wordRange(l, b.Span)
	return from > 0 && l.folded[from-1] == "from" && next == to+1 && goals[l.folded[to]]
}

// overBy reports whether a time was over when the line's article appeared.
func (l *line) overBy(iv corpus.Interval) bool {
	p := l.hit.Article.Published
	return iv.Known() && p.Known() && iv.End < p.Start
}

// pastAt reports whether word j of a line is a verb in the past.
func (l *line) pastAt(j int) bool {
	return question.PastVerb(l.folded[j]) || l.folded[j] == "began" || l.folded[j] == "ran" || l.folded[j] == "went"
}
