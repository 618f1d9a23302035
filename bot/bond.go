package bot

import (
	"math"
	"strings"

	"dateline/bot/question"
	"dateline/corpus"
	"dateline/corpus/timex"
)

// mark is where a line speaks of a time, with how well it fits the one asked
// about.
type mark struct {
	span corpus.Span
	fit  float64
}

// timeMarks returns where a line speaks of times, each with its fit to the
// question's.
func timeMarks(l *line, at corpus.Interval) []mark {
	if !at.Known() {
		return nil
	}
	var out []mark
	for _, x := range timex.Parse(l.text, l.hit.Article.Published.Interval) {
		if !x.Interval.Known() {
			continue
		}
		p := corpus.Point(x.Interval)
		out = append(out, mark{x.Span, max(.7*startMatch(p, at)+.3*nearness(p, at), during(l.sentence.Periods, x.Interval, at))})
	}
	return out
}

// during returns how well a time fits as an end of one of the periods, from
// before the span until after it: "from 1999 to 2004" fits 2002 though neither
// year does. One whose end is not known fits the less the longer ago it began.
func during(periods []corpus.Period, end, at corpus.Interval) float64 {
	fit := 0.0
	for _, p := range periods {
		if p.From == p.To || p.From != end && p.To != end || !p.From.Known() || !p.Hull().Contains(at) {
			continue
		}
		if p.To.Known() {
			fit = max(fit, .75)
		} else {
			fit = max(fit, .3+.4*nearness(p, at))
		}
	}
	return fit
}

// timeBond returns how near a phrase stands to a fitting time: the fit falls
// by e every 60 characters, and faster where a semicolon or another time
// stands between them.
func timeBond(l *line, span corpus.Span, marks []mark) float64 {
	best := 0.0
	for i, m := range marks {
		gap, between := 0, ""
		switch {
		case m.span.End <= span.Start:
			gap, between = span.Start-m.span.End, l.text[m.span.End:span.Start]
		case span.End <= m.span.Start:
			gap, between = m.span.Start-span.End, l.text[span.End:m.span.Start]
		}
		d := float64(gap)
		d += 40 * float64(strings.Count(between, ";"))
		d += 10 * float64(strings.Count(between, ","))
		for j, other := range marks {
			if j != i && (other.span.Start >= m.span.End && other.span.End <= span.Start || other.span.Start >= span.End && other.span.End <= m.span.Start) {
				d += 40
			}
		}
		best = max(best, m.fit*math.Exp(-d/60))
	}
	return best
}

// termBond returns how near a phrase stands to the question's words: the
// weighted share of them in the line, each falling by e every eight words.
func termBond(l *line, from, to int, t terms) float64 {
	if t.total == 0 {
		return 0
	}
	sum, total := 0.0, 0.0
	for _, s := range t.stems {
		w := t.weight[s]
		total += w
		best := 0.0
		kin := question.Kin(s)
		for j, stem := range l.stems {
			if j >= from && j < to || stem != s && !has(kin, stem) {
				continue
			}
			d := 0
			if j < from {
				d = from - j - 1
			} else {
				d = j - to
			}
			best = max(best, math.Exp(-float64(d)/8))
		}
		sum += w * best
	}
	return sum / total
}
