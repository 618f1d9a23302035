package brief

import (
	"cmp"
	"slices"

	"dateline/corpus"
)

// maxWitnesses is how many articles besides those on the topic are read for what
// they tell of its events: those that have its words most.
const maxWitnesses = 100

// witnesses returns a report of each article of the window that has no news which
// can be quoted by itself, or is not on the topic but names it in its opening: its
// first sentence. It makes no point, but where it is of an event that others tell it
// stands behind them, and counts.
func (s *session) witnesses(reports []*report) []*report {
	leads := map[*article]bool{}
	for _, r := range reports {
		leads[r.article] = leads[r.article] || r.lead
	}
	var out []*report
	aside := slices.Clone(s.aside)
	slices.SortStableFunc(aside, func(a, b *article) int { return cmp.Compare(b.score, a.score) })
	for _, a := range slices.Concat(s.articles, aside[:min(len(aside), maxWitnesses)]) {
		if leads[a] || !a.dated() || !s.published(a) || a.old || a.opinion() || a.foreign() {
			continue
		}
		if r := s.witness(a); r != nil {
			out = append(out, r)
		}
	}
	return out
}

// touches reports whether the title or the first lines of an article name all units
// of the topic.
func (t topic) touches(a *article) bool {
	title := newLine(a.Title)
	title.after = 0
	for i := range t.units {
		u := &t.units[i]
		named := u.in(&title, a) == fully
		for j := range a.lines[:min(openingLines, len(a.lines))] {
			named = named || u.in(&a.lines[j], a) == fully
		}
		if !named {
			return false
		}
	}
	return len(t.units) > 0
}

// witness returns the first sentence of an article that is neither a question nor
// too short, as a report of its day; nil where the article has none.
func (s *session) witness(a *article) *report {
	for i := range a.lines[:min(leadLines, len(a.lines))] {
		l := &a.lines[i]
		span, ok := l.attest()
		if !ok {
			continue
		}
		r := &report{article: a, line: l, span: span, when: a.Published.Interval, lead: true, witness: true}
		for _, e := range l.events {
			if e.Polarity == corpus.Happened && !speech(e.Kind) {
				r.event = e
				break
			}
		}
		r.like = s.featuresOf(r)
		return r
	}
	return nil
}

// attest returns what is quoted of a line that only stands behind others: all of it,
// where it is no question and neither too short nor too long.
func (l *line) attest() (corpus.Span, bool) {
	if n := len(l.words) - l.after; n < leastWords || n > longestLine || !l.ended() || l.asks() || shouting(l.words[l.after:]) {
		return corpus.Span{}, false
	} else if n > maxQuoteWords {
		return l.quote(nil)
	}
	return corpus.Span{Start: l.start, End: l.start + len(l.text)}, true
}

// call puts witnesses behind the story that they are likeliest of, if they are of
// any.
func (s *session) call(witnesses []*report, stories []*story) {
	var all []*report
	of := map[*report]*story{}
	for _, st := range stories {
		for _, r := range slices.Concat(st.reports, st.plans) {
			all = append(all, r)
			of[r] = st
		}
	}
	slices.SortStableFunc(all, earlier)
	all = append(all, witnesses...)
	likely := map[*report][]*story{}
	s.near(all, func(i, j int) {
		st, w := of[all[i]], all[j]
		if st == nil || !w.witness || slices.Contains(likely[w], st) {
			return
		}
		if score, ok := s.same(all[i], w); ok && score >= minLink {
			likely[w] = append(likely[w], st)
		}
	})
	for _, w := range witnesses {
		var best *story
		most := minAverage
		for _, st := range likely[w] {
			if mean, ok := s.average(w, st); ok && mean > most {
				best, most = st, mean
			}
		}
		if best != nil && s.bear(w, best) {
			best.witnesses = append(best.witnesses, w)
		}
	}
}

// bear lets a witness be quoted with that sentence of its opening which says most of
// what the story's reports say. It reports false where none says anything of it.
func (s *session) bear(w *report, st *story) bool {
	most := 0.
	for i := range w.article.lines[:min(openingLines, len(w.article.lines))] {
		l := &w.article.lines[i]
		span, ok := l.attest()
		if !ok {
			continue
		}
		sum := 0.
		for i, stem := range l.stems() {
			if i >= l.after && slices.ContainsFunc(slices.Concat(st.reports, st.plans), func(r *report) bool { return r.like.wide.says(stem) }) {
				sum += s.weight[stem]
			}
		}
		if sum > most {
			most, w.line, w.span = sum, l, span
		}
	}
	return most > 0
}

// average returns the mean of the scores of a report with those of a story. It
// reports false where it can't be of it.
func (s *session) average(w *report, st *story) (mean float64, ok bool) {
	list := slices.Concat(st.reports, st.plans)
	list = list[:min(len(list), maxPart)]
	for _, r := range list {
		score, ok := s.same(r, w)
		if !ok || r.article == w.article {
			return 0, false
		}
		mean += score / float64(len(list))
	}
	return mean, true
}
