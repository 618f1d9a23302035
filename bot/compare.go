package bot

import (
	"context"
	"regexp"
	"slices"
	"strings"

	"dateline/bot/question"
	"dateline/corpus"
	"dateline/corpus/event"
)

// fixed is when something happened, with what says so.
type fixed struct {
	when   corpus.Interval
	basis  corpus.Basis
	proofs []proof
	notes  []note
}

// fix finds when what a question asks about happened: the event of the archive,
// the first where first is true, else the time that a sentence gives. It
// reports false where the archive dates none.
func (c *conversation) fix(ctx context.Context, text string, first bool) (fixed, bool, error) {
	q := question.Parse(text, c.asOf)
	f, err := c.frameOf(ctx, q, text)
	if err != nil {
		return fixed{}, false, err
	}
	if f.kind != "" && f.agent != nil {
		if first && f.order == event.Any {
			f.order = event.First
		}
		s, err := c.find(ctx, f)
		if err != nil {
			return fixed{}, false, err
		}
		if m := s.Chosen; m != nil && m.Polarity == corpus.Happened && m.When.Known() {
			return c.fixedBy(ctx, m)
		}
	}
	if len(q.Terms) == 0 || len(q.Terms) < 2 && len(q.Names) == 0 {
		return fixed{}, false, nil
	}
	other := *c
	other.q = q
	hits, err := other.search(ctx, q.Text, q.Bound)
	if err != nil {
		return fixed{}, false, err
	}
	t, err := other.weigh(ctx, q, hits)
	if err != nil {
		return fixed{}, false, err
	}
	d := other.clauseDated(ctx, rank(q, hits, t), t)
	if d.when == nil || !d.when.Known() || len(d.assertions) == 0 {
		return fixed{}, false, nil
	}
	return fixed{d.when.Interval, d.when.Basis, d.assertions[0].proofs, d.notes}, true, nil
}

// withNoun gives a phrase that is only a place in a row the noun of another:
// "the first exercise" of "the first" beside "the sixth exercise".
func withNoun(left, right string) string {
	f, r := strings.Fields(left), strings.Fields(right)
	if n := len(f); n == 0 || n > 2 || !slices.Contains(ordinals, strings.ToLower(f[n-1])) {
		return left
	}
	for i, w := range r {
		if slices.Contains(ordinals, strings.ToLower(w)) && i+1 < len(r) {
			return left + " " + strings.Join(r[i+1:], " ")
		}
	}
	return left
}

// fixedBy is the same of an event of the archive.
func (c *conversation) fixedBy(ctx context.Context, m *event.Match) (fixed, bool, error) {
	p, err := c.told(ctx, m)
	if err != nil {
		return fixed{}, false, err
	}
	x := fixed{when: m.When, basis: m.Basis, proofs: []proof{p}}
	if nt, ok := c.reckoning(m, p); ok {
		x.notes = append(x.notes, nt)
	}
	return x, true, nil
}

var (
	whichFirst = regexp.MustCompile(`(?i)^(?:which|what) (?:of (?:these|the two) )?(?:event |summit |visit |meeting |agreement |exercise )?(?:happened|came|was|took place|occurred|started|began|was held|was signed) (first|earlier|last|later)\s?[,:–-]?\s(.+?),? or (.+)$`)
	whoFirst   = regexp.MustCompile(`(?i)^who (.+?) (first|earlier|last|later)\s?[,:–-]\s(.+?),? or (.+)$`)
)

// compared answers which of two was the earlier or the later by the times that
// the archive gives for both; where it does not, nothing else answers that.
func (c *conversation) compared(ctx context.Context) (Answer, bool, error) {
	var order, a, b, askA, askB string
	text := strings.TrimRight(c.q.Text, "?! .")
	if m := whichFirst.FindStringSubmatch(text); m != nil {
		order, a, b = m[1], m[2], m[3]
		askA, askB = "When was "+a+"?", "When was "+b+"?"
	} else if m := whoFirst.FindStringSubmatch(text); m != nil {
		order, a, b = m[2], m[3], m[4]
		askA, askB = "When was it that "+a+" "+m[1]+"?", "When was it that "+b+" "+m[1]+"?"
	} else {
		return Answer{}, false, nil
	}
	if whichFirst.MatchString(text) {
		askA = "When was " + withNoun(a, b) + "?"
	}
	first := strings.EqualFold(order, "first") || strings.EqualFold(order, "earlier")
	x, ok, err := c.fix(ctx, askA, first)
	if err != nil {
		return Answer{}, false, err
	}
	y, ok2, err := c.fix(ctx, askB, first)
	if err != nil {
		return Answer{}, false, err
	}
	switch {
	case !ok || !ok2:
		return c.refuse(NotSaid, "The archive does not date both, so that they can't be compared."), true, nil
	case x.when.Overlaps(y.when):
		return c.refuse(NotSaid, "The archive dates both to "+eventDate(x.when)+"."), true, nil
	}
	if first != (x.when.Start < y.when.Start) {
		x, y, a, b = y, x, b, a
	}
	one, other := eventDate(x.when), eventDate(y.when)
	d := draft{when: &When{x.when, x.basis}, assertions: []assertion{
		{text: capitalized(a) + ": " + one, proofs: x.proofs[:1], declared: []string{capitalized(a), one}, tail: "; "},
		{text: b + ": " + other, proofs: y.proofs[:1], declared: []string{b, other}}}}
	d.notes = append(append(d.notes, x.notes...), y.notes...)
	return c.finish(ctx, d)
}
