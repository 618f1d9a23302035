package write

import (
	"fmt"
	"slices"
	"strings"

	"dateline/bot/claim"
	"dateline/corpus"
	"dateline/corpus/event"
	"dateline/corpus/timex"
)

// check holds a sentence for a point against the quotes that are given for it:
// by the rules of package claim, as an answer's claims are, and by those of a
// briefing, in which a date stands before the sentence and a heading over it. The
// fault is "" where the sentence may be shown.
func (s *wording) check(p *point, text string, quotes []quoteData) (v claim.Verdict, fault string) {
	if n := len(strings.Fields(text)); n > MaxPointWords {
		return v, fmt.Sprintf("%d words are too many", n)
	}
	if len(corpus.SplitSentences(text)) > 1 {
		return v, "it is more than one sentence"
	}
	c := claim.Claim{Text: text}
	for _, q := range quotes {
		c.Quotes = append(c.Quotes, claim.Quote{Passage: q.Passage, Text: q.Quote})
	}
	ctx := claim.Context{AsOf: s.b.AsOf}
	if p.Basis == corpus.BasisStated || p.Basis == corpus.BasisDated {
		ctx.Shown = []corpus.Interval{p.When}
	}
	if v = claim.Check(c, p.passages, ctx); !v.OK {
		return v, faults(v)
	}
	for _, rule := range []func(*point, string, []claim.Placed) string{s.own, s.timed, s.otherTime, s.stillPlanned, s.once} {
		if fault := rule(p, text, v.Quotes); fault != "" {
			return v, fault
		}
	}
	return v, ""
}

// own: every quote stands in the sentences that the point's own reports stand
// in, and one of them is of such a report. A passage tells of other things too,
// which happened at other times.
func (s *wording) own(p *point, _ string, placed []claim.Placed) string {
	touches := false
	for _, q := range placed {
		within := false
		for _, r := range p.reports {
			if r.passage != q.Passage {
				continue
			}
			if r.hull().Contains(q.Span) {
				within = true
				touches = touches || r.span.Overlaps(q.Span)
			}
		}
		if !within {
			return fmt.Sprintf("%q stands in no report of the point", q.Text)
		}
	}
	if !touches {
		return "no quote is of a report of the point"
	}
	return ""
}

// hull is the span of the sentences that a report stands in.
func (r report) hull() corpus.Span {
	return corpus.Span{Start: r.sentences[0].Start, End: r.sentences[len(r.sentences)-1].End}
}

// timed: a sentence without a date stays undated, and one that names times names
// its point's among them.
func (s *wording) timed(p *point, text string, placed []claim.Placed) string {
	other, named := "", false
	for _, x := range timex.Parse(text, s.published(p, placed)) {
		if x.Type == "DURATION" || x.Len() == 0 {
			continue
		}
		said := x.Of(text)
		switch {
		case !p.When.Known():
			return fmt.Sprintf("%q dates what nobody dates", said)
		case x.Type == "SET":
		case !x.Interval.Known():
			return fmt.Sprintf("%q can't be read beside the point's date", said)
		case !x.Interval.Overlaps(p.When):
			other = said
		case p.Basis == corpus.BasisDerived && !s.quotedTime(p, placed, x.Interval):
			return fmt.Sprintf("%q is worked out and stands in no quote", said)
		default:
			named = true
		}
	}
	if other != "" && !named && p.Basis != "" {
		return fmt.Sprintf("%q is another time than the point's", other)
	}
	return ""
}

// published returns when the articles of some quotes appeared; the zero interval
// where that is not one day for all.
func (s *wording) published(p *point, placed []claim.Placed) corpus.Interval {
	var all []corpus.Interval
	for _, q := range placed {
		all = append(all, s.passages[q.Passage-1].doc.Published.Interval)
	}
	if all = slices.Compact(all); len(all) != 1 {
		return corpus.Interval{}
	}
	return all[0]
}

// quotedTime reports whether a quote has a time that lies within an interval.
func (s *wording) quotedTime(p *point, placed []claim.Placed, iv corpus.Interval) bool {
	for _, q := range placed {
		for _, x := range timex.Parse(q.Text, s.passages[q.Passage-1].doc.Published.Interval) {
			if x.Type != "DURATION" && x.Interval.Known() && iv.Contains(x.Interval) {
				return true
			}
		}
	}
	return false
}

// otherTime: what happened at another time than the point's stands there with
// that time. The events are those that were read from the quotes; a sentence
// tells of them where it has a word of their kind. What is said is told when it
// is said, whenever it happened.
func (s *wording) otherTime(p *point, text string, placed []claim.Placed) string {
	if !p.When.Known() || p.Basis == "" {
		return ""
	}
	mine, others := map[string]bool{}, map[string]corpus.Interval{}
	for _, q := range placed {
		for _, e := range s.passages[q.Passage-1].doc.Events {
			switch {
			case !e.Span.Overlaps(q.Span) || e.Kind == "say" || e.Polarity != corpus.Happened:
			case !e.When.Known() || e.When.Overlaps(p.When):
				mine[e.Kind] = true
			default:
				others[e.Kind] = e.When
			}
		}
	}
	dated := s.datedOtherwise(p, placed)
	times := timex.Parse(text, s.published(p, placed))
	for _, w := range claim.Read(text, nil).Words() {
		when, other := dated[w.Lemma]
		if kind, ok := event.KindOf(w.Fold); ok && !mine[kind] && others[kind].Known() {
			when, other = others[kind], true
		} else if !w.Verb {
			other = false
		}
		if other && !slices.ContainsFunc(times, func(x timex.Timex) bool { return x.Interval.Known() && x.Interval.Overlaps(when) }) {
			return fmt.Sprintf("%q was at another time than the point", w.Text)
		}
	}
	return ""
}

// datedOtherwise returns the verbs that stand in the quotes in clauses with
// another time than the point's and in no others, with that time. A plan's time
// is no matter, nor one after the article's day, when nothing had happened yet,
// and "of 2015" is that of a thing.
func (s *wording) datedOtherwise(p *point, placed []claim.Placed) map[string]corpus.Interval {
	out, free := map[string]corpus.Interval{}, map[string]bool{}
	for _, q := range placed {
		pub := s.passages[q.Passage-1].doc.Published.Interval
		times := timex.Parse(q.Text, pub)
		r := claim.Read(q.Text, times)
		words := r.Words()
		other, own := map[int]corpus.Interval{}, map[int]bool{}
		for i, w := range words {
			if w.Time < 0 || !times[w.Time].Interval.Known() || i > 0 && words[i-1].Fold == "of" {
				continue
			}
			if iv := times[w.Time].Interval; iv.Overlaps(p.When) {
				own[w.Clause] = true
			} else if !pub.Known() || iv.Start <= pub.End {
				other[w.Clause] = iv
			}
		}
		for _, c := range r.Cues() {
			if c.Class == "will" || c.Class == "may" {
				own[words[c.From].Clause] = true
			}
		}
		for _, w := range words {
			if !w.Verb || !w.Content {
				continue
			}
			if iv, ok := other[w.Clause]; ok && !own[w.Clause] {
				out[w.Lemma] = iv
			} else {
				free[w.Lemma] = true
			}
		}
	}
	for lemma := range free {
		delete(out, lemma)
	}
	return out
}

// stillPlanned: what is ahead is told as a plan, and so is whatever a quote only
// says will be.
func (s *wording) stillPlanned(p *point, text string, placed []claim.Placed) string {
	said := claim.Read(text, nil)
	mine, plan := map[string]bool{}, false
	words := said.Words()
	for _, c := range said.Cues() {
		plan = plan || c.Class == "will" || c.Class == "may" || c.Class == "turn"
		for _, i := range c.Scope {
			if c.Class == "will" {
				mine[words[i].Lemma] = true
			}
		}
	}
	if p.part == planned && !plan {
		return "a plan is told as a fact"
	}
	if number := plannedNumber(said, placed); number != "" && !plan {
		return fmt.Sprintf("%q is only planned in the quotes", number)
	}
	for _, q := range placed {
		quote := claim.Read(q.Text, nil)
		from := quote.Words()
		free := map[string]bool{} // said outside of plans as well
		bound := map[int]bool{}
		for _, c := range quote.Cues() {
			if c.Class == "will" && len(c.Scope) > 0 {
				bound[c.Scope[0]] = true
			}
		}
		for i, w := range from {
			if !bound[i] {
				free[w.Lemma] = true
			}
		}
		for i := range bound {
			lemma := from[i].Lemma
			for j, w := range words {
				if w.Lemma != lemma || !w.Verb || w.Quoted || free[lemma] {
					continue
				}
				if !mine[lemma] || finite(words, j) && w.Fold != from[i].Fold {
					return fmt.Sprintf("%q is only planned in the quotes", w.Text)
				}
			}
		}
	}
	return ""
}

// plannedNumber returns a number of a sentence that its quotes have in what is
// planned alone, "" where there is none.
func plannedNumber(said claim.Reading, placed []claim.Placed) string {
	planned, free := map[float64]bool{}, map[float64]bool{}
	for _, q := range placed {
		r := claim.Read(q.Text, nil)
		words := r.Words()
		will := map[int]bool{}
		for _, c := range r.Cues() {
			if c.Class == "will" {
				will[words[c.From].Clause] = true
			}
		}
		for _, n := range r.Quantities() {
			if will[words[n.From].Clause] {
				planned[n.Value] = true
			} else {
				free[n.Value] = true
			}
		}
	}
	words := said.Words()
	for _, n := range said.Quantities() {
		if planned[n.Value] && !free[n.Value] {
			return words[n.From].Text
		}
	}
	return ""
}

// finite reports whether a verb stands without one that helps it, in a form that
// tells of what is or was: "backed", not "to back", "be backed", "backing".
func finite(words []claim.Word, i int) bool {
	for j := i - 1; j >= 0 && j >= i-2 && words[j+1].Gap == " "; j-- {
		if helping[words[j].Fold] {
			return false
		}
	}
	return !strings.HasSuffix(words[i].Fold, "ing")
}

var helping = func() map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields("to be been being will would shall should may might can could must by") {
		m[w] = true
	}
	return m
}()

// once: no two points have one sentence.
func (s *wording) once(p *point, text string, _ []claim.Placed) string {
	for _, other := range s.points {
		if other != p && other.text != "" && strings.EqualFold(other.text, text) {
			return fmt.Sprintf("it is that of point %d", other.n)
		}
	}
	return ""
}
