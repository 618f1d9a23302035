package brief

import (
	"cmp"
	"slices"

	"dateline/bot"
	"dateline/corpus"
)

// The bounds of what a briefing holds.
const (
	maxPoints    = 40
	maxAhead     = 12
	maxUndatedIn = 12
	maxCited     = 4 // quotes of one point
)

// superseded reports whether a later report changes what a report's quote says.
func superseded(r *report, changes []paired) bool {
	for _, c := range changes {
		if c.Before.Article == r.article.Key && c.Before.Version == r.article.Version && c.Before.Span.Overlaps(r.span) {
			return true
		}
	}
	return false
}

// best orders the reports of a story by how well they stand for it: what is not
// superseded, says when, is the news of its article. Of what is planned it is a
// report of the plan, and the newest, which knows best.
func (st *story) best(changes []paired) {
	plans := slices.ContainsFunc(st.reports, func(r *report) bool { return r.plan })
	rank := func(r *report) int {
		n := 0
		if plans && !r.plan {
			n += 32
		}
		if superseded(r, changes) {
			n += 16
		}
		switch {
		case !r.own:
			n += 4
		case r.basis != corpus.BasisStated:
			n++
		}
		if !r.lead {
			n += 2
		}
		if r.event == nil {
			n++
		}
		return n
	}
	slices.SortStableFunc(st.reports, func(a, b *report) int {
		days := cmp.Compare(a.article.Published.Start, b.article.Published.Start)
		if plans {
			days = -days
		}
		return cmp.Or(cmp.Compare(rank(a), rank(b)), days, earlier(a, b))
	})
}

// when returns when a story happened: as the report says that is quoted, else as
// exactly as another one does, else the day of its earliest report. The day on
// which an event was spoken of is not its own, "has died, officials said on
// Saturday": another report may have that, else it is the day of a report.
func (st *story) when() (corpus.Interval, corpus.Basis) {
	best := st.reports[0]
	if st.since != nil {
		best = st.since
	}
	later := best.own && best.spokenOf()
	if best.own && !later {
		return best.when, best.basis
	}
	if later && (best.line.off() || best.line.undone()) {
		return best.when, "" // other days are of what was planned
	}
	own := best.own && !later
	for _, r := range st.reports {
		if r.plan != best.plan || r.spokenOf() {
			continue // it says when that was announced
		}
		switch {
		case later && (r.when.End > best.when.End || r.when.Precision != corpus.PrecisionDay || r.line.off() || r.line.undone()):
		case r.own && (!own || r.when.End-r.when.Start < best.when.End-best.when.Start):
			best, own = r, true
		case !own && !later && !r.own && r.when.Known() && r.when.Start < best.when.Start:
			best = r
		}
	}
	if later && !own {
		return best.when, ""
	}
	return best.when, best.basis
}

// spokenOf reports whether the time of a report is that at which somebody spoke of
// its event, and that is not what the report chiefly tells.
func (r *report) spokenOf() bool {
	if !r.own || r.plan || !r.saidThen() {
		return false
	}
	if r.event != nil {
		return !speech(r.event.Kind)
	}
	in, _ := r.line.quoted()
	chief, _ := r.line.chiefVerb(r.line.depth(), in)
	return !slices.Contains(r.line.says(), chief)
}

// point makes a point of a story. It reports false where no quote of it stands
// in the stored text.
func (s *session) point(st *story, changes []paired) (Point, bool) {
	st.best(changes)
	p := Point{Sources: st.sources(), Copies: st.copies(), New: s.req.Told != nil && st.fresh()}
	p.When, p.Basis = st.when()
	origins := map[string]bool{}
	for _, r := range slices.Concat(st.reports, st.witnesses) {
		r.article.used = true
		k, pub := r.article.cluster().String(), publisher(r.article)
		if len(p.Citations) == maxCited || len(p.Citations) > 0 && (origins["k"+k] || pub != "" && origins["p"+pub]) {
			continue
		}
		n, ok := s.cite(r.article.Document, r.span)
		if !ok {
			continue
		}
		origins["k"+k], origins["p"+pub] = true, true
		if len(p.Citations) == 0 {
			p.Text = s.b.Citations[n-1].Quote
		}
		if !slices.Contains(p.Citations, n) {
			p.Citations = append(p.Citations, n)
		}
	}
	return p, len(p.Citations) > 0
}

// cite returns the number of the citation of a span of a document, which is
// looked up in its text. Where a near-copy is cited with the same words, that
// stands for it.
func (s *session) cite(doc corpus.Document, span corpus.Span) (int, bool) {
	if span.Start < 0 || span.End > len(doc.Text) || span.Len() <= 0 {
		return 0, false
	}
	ci, ok := bot.Cite(doc, span.Of(doc.Text), span.Start)
	if !ok {
		return 0, false
	}
	for _, have := range s.b.Citations {
		if have.Article == ci.Article && have.Version == ci.Version && have.Span == ci.Span || have.Quote == ci.Quote && s.copied(have.Article, ci.Article) {
			return have.N, true
		}
	}
	ci.N = len(s.b.Citations) + 1
	s.b.Citations = append(s.b.Citations, ci)
	return ci.N, true
}

// copied reports whether two articles are near-copies of one another.
func (s *session) copied(a, b corpus.Key) bool {
	x, y := s.byKey[a], s.byKey[b]
	return x != nil && y != nil && x != y && x.cluster() == y.cluster()
}

// shown leaves out the stories that were told where only new ones are asked for,
// and keeps of more than n those that most origins report, the newest of them.
// It returns how many it left out for their number.
func (s *session) shown(stories []*story, n int) ([]*story, int) {
	if s.req.OnlyNew {
		stories = slices.DeleteFunc(slices.Clone(stories), func(st *story) bool { return !st.fresh() })
	}
	if len(stories) <= n {
		return stories, 0
	}
	ranked := slices.Clone(stories)
	slices.SortStableFunc(ranked, func(a, b *story) int {
		x, _ := a.when()
		y, _ := b.when()
		return cmp.Or(cmp.Compare(b.sources(), a.sources()), yes(leads(a), leads(b)), cmp.Compare(y.Start, x.Start))
	})
	keep := map[*story]bool{}
	for _, st := range ranked[:n] {
		keep[st] = true
	}
	return slices.DeleteFunc(slices.Clone(stories), func(st *story) bool { return !keep[st] }), len(stories) - n
}

func leads(st *story) bool {
	return slices.ContainsFunc(st.reports, func(r *report) bool { return r.lead })
}

// byTime orders stories by when they happened.
func byTime(a, b *story) int {
	x, _ := a.when()
	y, _ := b.when()
	return cmp.Or(yes(x.Known(), y.Known()), cmp.Compare(x.Start, y.Start), cmp.Compare(x.End, y.End), byKey(a.reports[0].article.Key, b.reports[0].article.Key), cmp.Compare(a.reports[0].line.n, b.reports[0].line.n))
}

// byEnd orders what is planned by its days; what is for some day of a season or a
// year stands with its end.
func byEnd(a, b *story) int {
	day := func(st *story) corpus.Day {
		iv, _ := st.when()
		if iv.Known() && iv.End-iv.Start > 31 {
			return iv.End
		}
		return iv.Start
	}
	x, _ := a.when()
	y, _ := b.when()
	return cmp.Or(yes(x.Known(), y.Known()), cmp.Compare(day(a), day(b)), byTime(a, b))
}

// points makes the points of what happened.
func (s *session) points(stories []*story, changes []paired) []Point {
	stories, cut := s.shown(stories, maxPoints)
	if cut > 0 {
		s.note("%d more events of the time are left out: those that fewest report.", cut)
	}
	for _, st := range stories {
		st.best(changes)
	}
	slices.SortStableFunc(stories, byTime)
	return s.make(stories, changes)
}

func (s *session) make(stories []*story, changes []paired) []Point {
	var out []Point
	for _, st := range stories {
		if p, ok := s.point(st, changes); ok {
			out = append(out, p)
		}
	}
	return out
}

// undated makes the points of what articles without a date report.
func (s *session) undated(reports []*report) []Point {
	stories, cut := s.shown(s.group(reports), maxUndatedIn)
	if cut > 0 {
		s.note("%d more reports of articles without a date are left out.", cut)
	}
	for _, st := range stories {
		st.best(nil)
	}
	slices.SortStableFunc(stories, byTime)
	return s.make(stories, nil)
}

// count counts what is new, and the articles of the window.
func (s *session) count() {
	for _, a := range s.articles {
		// What was read of the time before the window alone, for plans and for what
		// was told, is told by nobody who did not ask for all that is new.
		if s.req.OnlyNew || !a.dated() || s.published(a) || a.used {
			s.b.Read = append(s.b.Read, Version{a.Key, a.Version})
		}
		if !a.dated() || s.published(a) || a.used {
			s.b.Articles++
		}
		if s.req.Told != nil && a.dated() && a.fresh && s.arrivals[a.Key] && !a.used && (a.Published.Start < s.window.Start || a.old) {
			s.b.Older++
		}
	}
	if s.req.Told == nil {
		return
	}
	for _, part := range [][]Point{s.b.Points, s.b.Ahead, s.b.Undated} {
		for _, p := range part {
			if p.New {
				s.b.New++
			}
		}
	}
	for _, c := range s.b.Changes {
		if c.New {
			s.b.New++
		}
	}
}
