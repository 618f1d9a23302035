package brief

import (
	_ "embed"
	"slices"
	"strings"

	"dateline/bot/brief/logit"
)

//go:embed weights.txt
var weightsText string

// weights are what the traits of two reports weigh: the logarithm of the odds
// that they tell of one event. The table is what
//
//	for f in a b c; do go run ./cmd/newsday -totals -seed 11 -days 2 -frames $f -pairs $f.tsv; done
//	go run ./cmd/pairs -learn a.tsv b.tsv c.tsv bot/brief/testdata/pairs/*.txt >bot/brief/weights.txt
//
// print, comments apart: simulated days, and those of testdata/pairs that are not
// kept from learning, which count for more.
var weights = func() logit.Model {
	m, err := logit.Read(strings.NewReader(weightsText), Traits[:])
	if err != nil {
		panic("bot/brief/weights.txt: " + err.Error())
	}
	return m
}()

// Weights returns what the traits of two reports weigh, a copy.
func Weights() logit.Model {
	return logit.Model{Bias: weights.Bias, Weights: slices.Clone(weights.Weights)}
}

// The scores from which reports are of one event, as the logarithm of the odds,
// chosen on the pairs that are kept from learning and on days of other seeds.
const (
	minLink    = .3  // of two reports that begin a story, or by which two parts of one are joined
	minAverage = -.2 // of all pairs of the two parts
	minTold    = .6  // of a report with one that was told, for it to be nothing new
)

// sameDays is how far two reports of one event lie apart at most, in days, where
// they don't both say when it was.
const sameDays = 2

// same returns how much speaks for two reports telling of one event, as the
// logarithm of the odds. It reports false where they can't.
func (s *session) same(a, b *report) (score float64, ok bool) {
	if s.barred(a, b) {
		return 0, false
	}
	if a.article.cluster() == b.article.cluster() && a.line.text == b.line.text {
		return sure, true
	}
	t := s.traits(a, b)
	return weights.Score(t[:]), true
}

// sure is the score of two copies of one sentence.
const sure = 9.

// barred reports whether two reports can't be of one event: they are of other
// times, or of other matches.
func (s *session) barred(a, b *report) bool {
	x, y := &a.like, &b.like
	return !timely(a, b) || len(x.scores) > 0 && len(y.scores) > 0 && !meet(x.scores, y.scores)
}

// announces reports whether a report of what happened may be of the announcement of
// a plan: it appeared before, and names the plan's day.
func (r *report) announces(p *report) bool {
	a := r.article
	return p.own && a.dated() && p.article.dated() && a.Published.End < p.when.Start && a.Published.Gap(p.article.Published.Interval) <= sameDays && r.line.ends() == p.line.ends() &&
		slices.ContainsFunc(r.times, func(m moment) bool {
			return p.when.Overlaps(m.when) || p.when.Overlaps(r.line.coming(m.when, []moment{m}, a.Published.Interval))
		})
}

// saidThen reports whether the time of a report is that at which something was said:
// what it tells may have been before.
func (r *report) saidThen() bool {
	if r.like.saidOn == 0 {
		r.like.saidOn = -1
		says := r.line.says()
		for _, m := range r.line.spans(r.times) {
			if m.when == r.when && r.line.tellsWhen(m, says) {
				r.like.saidOn = 1
			}
		}
	}
	return r.like.saidOn > 0
}

// timely reports whether two reports may tell of one time.
func timely(a, b *report) bool {
	if b.plan && !a.plan {
		a, b = b, a
	}
	switch {
	case a.plan && b.plan:
		return !a.own || !b.own || a.when.Overlaps(b.when)
	case a.plan:
		return b.announces(a)
	case !a.when.Known() || !b.when.Known():
		return true
	}
	switch gap := a.when.Gap(b.when); {
	case a.when.Overlaps(b.when):
		return true
	case a.own && b.own && (a.when.End < b.when.Start && b.saidThen() || b.when.End < a.when.Start && a.saidThen()):
		return gap <= sameDays
	case a.own && b.own:
		return a.event != nil && b.event != nil && a.event.Kind == "visit" && b.event.Kind == "visit" && gap < 3
	case a.own:
		return a.when.End <= b.when.End && gap <= sameDays
	case b.own:
		return b.when.End <= a.when.End && gap <= sameDays
	default:
		return gap < sameDays
	}
}

// apart reports whether two reports are likely of two events.
func (s *session) apart(a, b *report) bool {
	score, ok := s.same(a, b)
	return !ok || score < -2
}
