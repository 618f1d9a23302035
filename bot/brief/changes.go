package brief

import (
	"context"
	"slices"

	"dateline/bot/change"
	"dateline/corpus"
)

// paired is a change with what it was found in.
type paired = change.Change

// The bounds of what is compared for changes.
const (
	maxEarlier = 3  // older versions of an article
	maxChanges = 10 // that are shown
)

// findChanges compares the reports on the topic, those of one story in whatever
// words they stand.
func (s *session) findChanges(ctx context.Context, stories []*story) ([]paired, error) {
	var reports []change.Report
	for _, a := range s.articles {
		r := change.Report{Document: present(a.Document), Told: s.knows(a)}
		for v := a.Version - 1; v > 0 && v >= a.Version-maxEarlier; v-- {
			doc, err := s.Archive.Document(ctx, a.Key, v)
			if err != nil {
				return nil, err
			}
			r.Earlier = append(r.Earlier, present(doc))
		}
		s.versions(r)
		reports = append(reports, r)
	}
	return change.Find(reports, accounts(stories)), nil
}

// knows reports whether what an article says was told: it was itself, or a
// near-copy that has its news in the same words, with the same figures.
func (s *session) knows(a *article) bool {
	if !a.told || a.was > 0 || len(a.lines) == 0 {
		return a.told
	}
	copied := false
	for _, o := range s.articles {
		if o == a || o.was == 0 || o.cluster() != a.cluster() {
			continue
		}
		if copied = true; stands(o.Text, a.lines[0].text) || o.older != nil && stands(o.older.Text, a.lines[0].text) {
			return true
		}
	}
	return !copied
}

// accountLines is how many sentences after that of a report still tell of its
// story.
const accountLines = 3

// accounts returns what the reports of each story tell of it: their sentences,
// and of the news of an article those after it that name nothing else.
func accounts(stories []*story) [][]change.Account {
	reported := map[*line]bool{}
	for _, st := range stories {
		for _, r := range st.reports {
			reported[r.line] = true
		}
	}
	out := make([][]change.Account, len(stories))
	for i, st := range stories {
		for _, r := range st.reports {
			x := change.Account{Article: r.article.Key, Sentences: []int{r.line.n}}
			names := r.line.names()
			for j := range r.article.lines {
				l := &r.article.lines[j]
				if after := l.n - r.line.n; r.lead && after > 0 && after <= accountLines && !reported[l] && !without(l.names(), names) {
					x.Sentences = append(x.Sentences, l.n)
				}
			}
			out[i] = append(out[i], x)
		}
	}
	return out
}

// ofOneEvent leaves out the figures and claims of two articles whose news is not
// the same: what they count alike besides is of two events.
func (s *session) ofOneEvent(changes []paired, reports []*report, stories []*story) []paired {
	lead := map[corpus.Key]*report{}
	of := map[*report]*story{}
	for _, r := range reports {
		if r.lead {
			lead[r.article.Key] = r
		}
	}
	for _, st := range stories {
		for _, r := range st.reports {
			of[r] = st
		}
	}
	var out []paired
	for _, c := range changes {
		a, b := lead[c.Before.Article], lead[c.After.Article]
		one := a != nil && b != nil && of[a] != nil && of[a] == of[b]
		if x, y := s.byKey[c.Before.Article], s.byKey[c.After.Article]; c.Kind == change.Revised && !c.Open && c.Before.Article != c.After.Article && !one &&
			!(x != nil && y != nil && x.cluster() == y.cluster()) {
			continue // nobody says that anything changed, and their news is not the same
		}
		if c.Before.Article != c.After.Article && c.Kind == change.Revised && a != nil && b != nil && !(c.Open && meet(a.line.names(), b.line.names())) &&
			!one && s.apart(a, b) {
			continue
		}
		out = append(out, c)
	}
	return out
}

// agoDays is how far before an article, in days, what it recalls lies at least.
const agoDays = 45

// present returns a document in which the sentences are empty that tell of a
// time long before it: the figures of what it recalls are those of other events.
// Spans and the order of sentences stay.
func present(doc corpus.Document) corpus.Document {
	p := doc.Published.Interval
	if !p.Known() {
		return doc
	}
	a := &article{Document: doc}
	a.lines = linesOf(doc)
	if slices.ContainsFunc(a.lines, func(l line) bool { return change.Notice(l.text) }) {
		return doc // the date that it puts right may be of long ago
	}
	times := a.times()
	var ss []corpus.Sentence
	for i := range a.lines {
		for _, m := range times[i] {
			if m.when.Known() && m.when.End < p.Start-agoDays {
				if ss == nil {
					ss = append(ss, doc.Sentences...)
				}
				s := &ss[a.lines[i].n]
				s.End, s.Periods = s.Start, nil
			}
		}
	}
	if ss != nil {
		doc.Sentences = ss
	}
	return doc
}

// versions keeps the documents that a change may quote.
func (s *session) versions(r change.Report) {
	if s.docs == nil {
		s.docs = map[Version]*corpus.Document{}
	}
	s.docs[Version{r.Key, r.Version}] = &r.Document
	for i := range r.Earlier {
		s.docs[Version{r.Key, r.Earlier[i].Version}] = &r.Earlier[i]
	}
}

// sentence returns what is quoted of the sentence that a clause is of, as a point
// quotes it: without the dateline, and whole where it is not too long. A clause
// that stands otherwise is quoted as it is.
func sentence(doc *corpus.Document, clause corpus.Span) corpus.Span {
	for _, l := range linesOf(*doc) {
		if clause.Start < l.start || clause.End > l.start+len(l.text) {
			continue
		}
		must := corpus.Span{Start: clause.Start - l.start, End: clause.End - l.start}
		if l.after < len(l.words) && must.Start < l.words[l.after].Start && l.words[l.after].Start < must.End {
			must.Start = l.words[l.after].Start
		}
		if span, ok := l.quote([]corpus.Span{must}); ok && span.Start <= l.start+must.Start && l.start+must.End <= span.End {
			return span
		}
		return clause
	}
	return clause
}

// changes makes the changes that the window's reports bring.
func (s *session) changes(list []paired) []Change {
	var out []Change
	for _, c := range list {
		after, before := s.docs[Version{c.After.Article, c.After.Version}], s.docs[Version{c.Before.Article, c.Before.Version}]
		a := s.byKey[c.After.Article]
		if after == nil || before == nil || a == nil || !s.published(a) {
			continue
		}
		fresh := s.req.Told != nil && !s.knows(a) && !(a.older != nil && c.After.Span.End <= len(after.Text) && stands(a.older.Text, c.After.Span.Of(after.Text)))
		if s.req.OnlyNew && !fresh {
			continue
		}
		if len(out) == maxChanges {
			s.note("More changes were found; the latest are shown.")
			break
		}
		// What is new is read first, and numbered first.
		y, ok := s.cite(*after, sentence(after, c.After.Span))
		if !ok {
			continue
		}
		x, ok := s.cite(*before, sentence(before, c.Before.Span))
		if !ok {
			continue
		}
		a.used = true
		out = append(out, Change{Kind: c.Kind, What: c.What, Before: Said{c.Before.Value, x}, After: Said{c.After.Value, y}, New: fresh})
	}
	return out
}
