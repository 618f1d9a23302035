package bot

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"dateline/corpus"
	"dateline/corpus/timex"
)

// evidence is a line with how it stands to what a question of yes or no asks.
type evidence struct {
	l  *line
	at int
	stance
	strong bool // the sentence alone says nearly all that is asked
}

func (e evidence) published() corpus.Interval { return e.l.hit.Article.Published.Interval }

// later reports whether e is known to have been published after x.
func (e evidence) later(x evidence) bool {
	a, b := e.published(), x.published()
	return a.Known() && b.Known() && a.Start > b.End
}

// verdictLines is how many of the best lines are weighed for yes and no.
const verdictLines = 40

// minAgainst is the share of the question's words that a sentence needs to be told
// beside one of its article that denies it.
const minAgainst = .5

// confirmed answers yes where a sentence says that what is asked came about, no where
// one rules it out: it denies it, has the opposite of it, or says that the plan was
// given up. Where somebody denies it, the answer says that; where reports differ, it has
// both with their dates. A plan confirms only what is asked of the future, and only
// where no later report takes it back; then that is said. Else the sentence that says
// most of it is given without either word.
func (c *conversation) confirmed(ctx context.Context, lines []line, t terms) draft {
	w := askedWhether(c.q)
	t = t.without(anyWords)
	if w.bare {
		return c.besides(ctx, lines, w, t)
	}
	es := c.evidence(lines, w, t)
	if w.future {
		return c.foreseen(ctx, es, t)
	}
	var yes, weak, no, other []evidence
	for _, e := range es {
		switch e.stance {
		case happened:
			if !e.strong {
				weak = append(weak, e)
			} else if grants(e.l, c.q) {
				yes = append(yes, e)
			} else if len(yes)+len(no) == 0 && e.strong {
				return c.stated(ctx, []line{*e.l}, t) // what is said is less, or of less
			}
		case off:
			if w.exists && !w.ordinal && !c.oneDay() {
				other = append(other, e) // of several, one was called off
				continue
			}
			no = append(no, e)
		case denied, notYet, notToBe, disbelief:
			no = append(no, e)
		case toBe:
			if c.q.Present && e.strong {
				yes = append(yes, e)
				continue
			}
			other = append(other, e)
		case moved:
			other = append(other, e)
		}
	}
	no = c.standing(no, yes)
	if len(yes)+len(no) == 0 && (!w.exists || w.ordinal || c.oneDay()) {
		if e, plan, ok := givenUpLater(other, lines, w); ok {
			d := c.answered(t, e, plan)
			d.notes = append(d.notes, note{text: "That {0} is of what {1} plans is our reading, by the time that both give.", needs: []proof{d.assertions[0].proofs[0], d.assertions[1].proofs[0]}})
			return d
		}
	}
	yes, no = firstOf(yes), firstOf(no)
	if len(yes) == 0 && len(no) > 0 {
		yes = firstOf(slices.DeleteFunc(weak, func(e evidence) bool { return e.l.hit.Article.Key != no[0].l.hit.Article.Key }))
	}
	switch {
	case len(yes) > 0 && len(no) > 0 && (no[0].strong || !yes[0].strong):
		first, second := yes[0], no[0]
		if first.later(second) || !second.later(first) && second.l.order < first.l.order {
			first, second = second, first
		}
		d := c.answered(t, first, second)
		d.notes = append(d.notes, note{text: "The reports differ; both sides are given."})
		return d
	case len(yes) > 0:
		return c.answered(t, yes[0])
	case len(no) > 0:
		return c.answered(t, no[0])
	}
	for _, e := range other {
		if e.stance == toBe && w.exists && !w.ordinal {
			return draft{} // of several, one is planned
		}
		if e.stance == toBe && e.strong {
			d := c.answered(t, e)
			text := "Planned only"
			if day := eventDate(e.published()); day != "" {
				text += ", as of " + day
			}
			d.assertions[0].text, d.assertions[0].declared = text, []string{text}
			d.notes = append(d.notes, note{text: "What was found tells of it as a plan only."})
			return d
		}
	}
	return c.besides(ctx, lines, w, t)
}

// oneDay reports whether the question's time is so short that what was called off then
// was all there was to be.
func (c *conversation) oneDay() bool {
	b := c.q.Bound.Interval
	return b.Known() && b.End-b.Start <= 7
}

// besides quotes a sentence that says most of what is asked, without yes or no.
func (c *conversation) besides(ctx context.Context, lines []line, w whether, t terms) draft {
	for i := range lines[:min(isolateLines, len(lines))] {
		l := &lines[i]
		if t.share(stemSet(l.text), nil) < minBeside || !c.ofAskedTime(l) {
			continue
		}
		at, ok := verbIn(l, w.verb.stem)
		if ok && !c.particular() && negated(l, at) && putOff(l.folded) {
			continue
		}
		return c.stated(ctx, []line{*l}, t)
	}
	return draft{}
}

// evidence returns the lines that bear on what is asked, in their order.
func (c *conversation) evidence(lines []line, w whether, t terms) []evidence {
	var out []evidence
	for i := range lines[:min(verdictLines, len(lines))] {
		l := &lines[i]
		if !c.ofAskedTime(l) {
			continue
		}
		for _, x := range w.tellings(l) {
			if !w.fits(l, x.at) || !x.kin && !w.hits(l, x.at) {
				continue
			}
			s := stanceAt(l, x.at, w.exists)
			if x.contrary {
				switch s {
				case happened:
					s = denied
				case toBe:
					s = notToBe
				default:
					continue
				}
			}
			if !c.particular() && (s == notToBe || s == off) && !w.exists && !w.future && !x.contrary {
				continue // that it is not to be this time is not that it never was
			}
			if s == unsaid || s == happened && w.exists && w.future || !c.verbsTime(l, x.at) && !((s == denied || s == notToBe || s == notYet) && c.notUntil(l)) {
				continue
			}
			e := evidence{l: l, at: x.at, stance: s}
			set := stemsWith(l, w.verb.stem)
			e.strong = t.share(set, nil) >= minYes
			near := nearStems(l)
			if !e.strong && s == happened && (x.kin || t.share(set, nil) < minAgainst) || !e.strong && (s == toBe || t.share(set, near) < minNo*reach(set, near, t) ||
				t.share(stemSet(l.text+" "+l.hit.Text()+" "+l.hit.Article.Title+" "+w.verb.stem), nil) < minNo) {
				continue
			}
			if s == happened && putOff(l.folded) && !putOff(foldedWords(c.q.Main)) && (nounIn(l, x.at) || w.verb.stem == visitStem) {
				continue // of several journeys one was put off
			}
			out = append(out, e)
			break
		}
	}
	return out
}

// notUntil reports whether a line sets what it denies after the time asked about: "will
// not be ready before March".
func (c *conversation) notUntil(l *line) bool {
	for _, x := range timex.Parse(l.text, l.hit.Article.Published.Interval) {
		from, _ := wordRange(l, x.Span)
		if from > 0 && (l.folded[from-1] == "before" || l.folded[from-1] == "until") && x.Interval.Known() && x.Interval.Start > c.q.Bound.Interval.Start {
			return true
		}
	}
	return false
}

// standing leaves the denials that no later report of what came about overtakes: that
// something has not happened yet, or is not to, is no word on what came later. What was
// called off once may have come about on another occasion.
func (c *conversation) standing(no, yes []evidence) []evidence {
	return slices.DeleteFunc(no, func(n evidence) bool {
		return slices.ContainsFunc(yes, func(y evidence) bool {
			switch n.stance {
			case notYet, notToBe:
				return y.later(n)
			case off:
				return y.later(n) || !c.q.Bound.Interval.Known()
			}
			return !n.strong
		})
	})
}

// firstOf returns the first evidence, one that the sentence itself bears if any is,
// and what is told as so before what somebody only says is not.
func firstOf(es []evidence) []evidence {
	if len(es) > 1 && es[0].stance == disbelief {
		if i := slices.IndexFunc(es, func(e evidence) bool { return e.stance == denied }); i > 0 {
			return es[i : i+1]
		}
	}
	for _, e := range es {
		if e.strong {
			return []evidence{e}
		}
	}
	return es[:min(1, len(es))]
}

// givenUpLater returns the report that takes back what another plans, and that: one published
// later that says so of the same thing, at the same time where both tell one.
func givenUpLater(plans []evidence, lines []line, w whether) (no, plan evidence, ok bool) {
	for _, p := range plans {
		if p.stance != toBe || !p.strong {
			continue
		}
		for i := range lines {
			l := &lines[i]
			for _, x := range w.tellings(l) {
				e := evidence{l: l, at: x.at, stance: stanceAt(l, x.at, w.exists), strong: true}
				if !x.contrary && (e.stance == off || e.stance == notToBe) && e.later(p) && ofOneTime(p.l, l) {
					return e, p, true
				}
			}
		}
	}
	return evidence{}, evidence{}, false
}

// ofOneTime reports whether two lines tell of one day or span, as one tells the time of a
// plan and the other of what became of it.
func ofOneTime(a, b *line) bool {
	for _, x := range timesOf(a) {
		for _, y := range timesOf(b) {
			if x == y || x.Overlaps(y) && min(x.End-x.Start, y.End-y.Start) <= 31 {
				return true
			}
		}
	}
	return false
}

func timesOf(l *line) []corpus.Interval {
	var out []corpus.Interval
	for _, x := range timex.Parse(l.text, l.hit.Article.Published.Interval) {
		if (x.Type == "DATE" || x.Type == "TIME") && x.Interval.Known() && !l.inDateline(x) {
			out = append(out, x.Interval)
		}
	}
	return out
}

// foreseen answers what is asked of the future by the report that was published last;
// one that is undated counts only where no other is.
func (c *conversation) foreseen(ctx context.Context, es []evidence, t terms) draft {
	strong := slices.DeleteFunc(slices.Clone(es), func(e evidence) bool { return !e.strong && e.stance == moved })
	slices.SortStableFunc(strong, func(a, b evidence) int {
		return cmp.Compare(b.published().Start, a.published().Start)
	})
	if len(strong) == 0 {
		return draft{}
	}
	e := strong[0]
	for _, x := range strong[1:] {
		if x.published() == e.published() && x.strong && !e.strong {
			e = x
		}
	}
	if e.stance == moved {
		return c.stated(ctx, []line{*e.l}, t)
	}
	return c.answered(t, e)
}

// answered leads with yes or no by a report, and by a second that differs, each with its
// date where it has one.
func (c *conversation) answered(t terms, es ...evidence) draft {
	var d draft
	for i, e := range es {
		text := "Yes"
		switch e.stance {
		case toBe:
			text = "Yes, planned"
			if i > 0 {
				text = "planned"
			}
		case disbelief:
			text = "Denied"
		case happened:
		default:
			text = "No"
		}
		if i > 0 {
			text = strings.ToLower(text[:1]) + text[1:]
		}
		var declared []string
		if day := eventDate(e.published()); day != "" && (len(es) > 1 && es[0].published() != es[1].published() || e.stance == notYet) {
			text += " as of " + day
			declared = append(declared, text)
		}
		must := append([]corpus.Span{e.l.words[e.at].Span}, termSpans(e.l, t)...)
		as := assertion{text: text, proofs: []proof{e.l.proof(clause(e.l, must, maxQuoteWords))}, declared: declared}
		if i+1 < len(es) {
			as.tail = "; "
		}
		d.assertions = append(d.assertions, as)
	}
	return d
}
