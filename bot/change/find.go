package change

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"dateline/corpus"
)

// The bounds of what is read, so that the time taken stays near linear in the
// reports, whatever they hold.
const (
	maxSentences     = 400  // of a report
	maxSentenceBytes = 1200 // a longer one is a list or a table
	maxVersions      = 8    // of an article
	maxQuoteWords    = 40
)

// Find returns what later reports change of earlier ones, the latest change
// first. It is a function of the reports alone, whatever their order.
//
// The reports stand in the order of their days of publication, versions of one
// article in the order of their numbers. Of two articles of one day the one that
// was told is the earlier; else only what the later one itself tells as a change
// has an order, such as a denial.
// Undated reports are neither earlier nor later than other articles, and only
// the versions of each are held against one another.
//
// Events may say which accounts are of one event, in whatever words: what such
// reports count alike is held against each other though their sentences are not
// alike. An account of an article that is not among the reports is left out.
//
// Of figures that change more than once the last change alone is returned. Both
// quotes of a change are clauses of one sentence, at most 40 words long, and lie
// within the cleaned text of the version that they name. Time is near linear in
// the words of the reports: what may tell of one thing is found by its words,
// and each figure or denial is held against a bounded number of others.
func Find(reports []Report, events [][]Account) []Change {
	f := newFinder(reports)
	f.join(events)
	f.versions()
	f.notices()
	f.figures()
	f.denials()
	f.answers()
	f.cancellations()
	return f.finish()
}

// finder is one search under way.
type finder struct {
	docs    []*doc   // the newest version of each article, in order of time, undated ones last
	older   [][]*doc // by article of docs: its earlier versions, newest first
	index   *index   // of the sentences of docs
	changes []found
}

// found is a change with what orders it.
type found struct {
	Change
	before, after *sent
	silent        bool // nobody says that anything was changed
}

func newFinder(reports []Report) *finder {
	f := &finder{}
	byKey, told := map[corpus.Key][]*corpus.Document{}, map[corpus.Key]bool{}
	var keys []corpus.Key
	for i := range reports {
		r := &reports[i]
		if byKey[r.Key] == nil {
			keys = append(keys, r.Key)
		}
		byKey[r.Key] = append(byKey[r.Key], &r.Document)
		told[r.Key] = told[r.Key] || r.Told
		for j := range r.Earlier {
			if r.Earlier[j].Key == r.Key {
				byKey[r.Key] = append(byKey[r.Key], &r.Earlier[j])
			}
		}
	}
	type article struct {
		newest *doc
		older  []*doc
	}
	var articles []article
	l := &letters{map[string]bool{}, map[string]bool{}, map[string]string{}}
	for _, k := range keys {
		ds := byKey[k]
		slices.SortStableFunc(ds, func(a, b *corpus.Document) int {
			return cmp.Or(cmp.Compare(b.Version, a.Version), strings.Compare(a.Text, b.Text))
		})
		ds = slices.CompactFunc(ds, func(a, b *corpus.Document) bool { return a.Version == b.Version })
		var a article
		for i, d := range ds[:min(len(ds), maxVersions)] {
			if d.Lang != "en" && d.Lang != "" {
				continue
			}
			if i == 0 {
				a.newest = newDoc(d, l)
				a.newest.told = told[k]
			} else if a.newest != nil {
				a.older = append(a.older, newDoc(d, l))
			}
		}
		if a.newest != nil {
			articles = append(articles, a)
		}
	}
	slices.SortStableFunc(articles, func(x, y article) int { return x.newest.compare(y.newest) })
	for i, a := range articles {
		a.newest.order = i
		f.docs, f.older = append(f.docs, a.newest), append(f.older, a.older)
	}
	return f
}

// compare orders documents by time: those that have a date first.
func (d *doc) compare(e *doc) int {
	a, b := d.Published.Interval, e.Published.Interval
	if a.Known() != b.Known() {
		if a.Known() {
			return -1
		}
		return 1
	}
	return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End), cmp.Compare(yes(e.told), yes(d.told)), strings.Compare(d.Collection, e.Collection), strings.Compare(d.ID, e.ID), cmp.Compare(d.Version, e.Version))
}

// precedes reports whether d certainly appeared before e.
func (d *doc) precedes(e *doc) bool {
	if d.Key == e.Key {
		return d.Version < e.Version
	}
	a, b := d.Published.Interval, e.Published.Interval
	return a.Known() && b.Known() && (a.End < b.Start || d.told && !e.told && a.Start <= b.Start && a.End <= b.End)
}

func yes(b bool) int {
	if b {
		return 1
	}
	return 0
}

// mayPrecede reports whether d appeared before e or on the same day.
func (d *doc) mayPrecede(e *doc) bool {
	if d.Key == e.Key {
		return d.Version < e.Version
	}
	a, b := d.Published.Interval, e.Published.Interval
	return a.Known() && b.Known() && a.Start <= b.Start && a.End <= b.End
}

// gap returns the days between the publication of d and that of e after it.
func (d *doc) gap(e *doc) int { return int(e.Published.Start - d.Published.End) }

// add takes up a change, if its quotes hold.
func (f *finder) add(kind Kind, what string, before, after side, silent bool) {
	b, ok := before.quote()
	if !ok {
		return
	}
	a, ok := after.quote()
	if !ok {
		return
	}
	if before.s.doc == after.s.doc && b.Span == a.Span {
		return
	}
	f.changes = append(f.changes, found{Change{Kind: kind, What: what, Before: b, After: a}, before.s, after.s, silent})
}

// finish orders the changes and keeps one of those that tell the same.
func (f *finder) finish() []Change {
	rank := func(c *found) int {
		switch {
		case c.Kind == Corrected && !c.silent:
			return 0
		case c.silent:
			return 2
		}
		return 1
	}
	slices.SortStableFunc(f.changes, func(x, y found) int {
		return cmp.Or(y.after.doc.compareTime(x.after.doc), x.after.doc.compare(y.after.doc), cmp.Compare(x.After.Start, y.After.Start), cmp.Compare(rank(&x), rank(&y)),
			y.before.doc.compareTime(x.before.doc), x.before.doc.compare(y.before.doc), cmp.Compare(x.Before.Start, y.Before.Start), strings.Compare(string(x.Kind), string(y.Kind)))
	})
	var out []Change
	type place struct {
		key     corpus.Key
		version int
		start   int
	}
	sentences, texts := map[place]map[int]int{}, map[string]bool{}
	for i := range f.changes {
		c := &f.changes[i]
		// One sentence is told once, but for several figures of it.
		p := place{c.After.Article, c.After.Version, c.after.Start}
		if ranks := sentences[p]; ranks != nil {
			if ranks[c.After.Start] > 0 || c.Kind != Revised && !c.silent {
				continue
			}
		} else {
			sentences[p] = map[int]int{}
		}
		if t := string(c.Kind) + "\x00" + c.Before.Value + "\x00" + c.After.Value + "\x00" + fold(c.Before.Of(c.before.doc.Text)) + "\x00" + fold(c.After.Of(c.after.doc.Text)); texts[t] {
			continue
		} else {
			texts[t] = true
		}
		// A note at the end and the sentence that it is about are told once.
		if t := fmt.Sprint("n\x00", c.Before.Article, c.Before.Version, c.Before.Value, "\x00", c.After.Article, c.After.Version); c.Kind == Corrected && c.Before.Value != "" {
			if texts[t] {
				continue
			}
			texts[t] = true
		}
		sentences[p][c.After.Start] = 1
		out = append(out, c.Change)
	}
	return out
}

// compareTime orders documents by their day alone.
func (d *doc) compareTime(e *doc) int {
	a, b := d.Published.Interval, e.Published.Interval
	return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End))
}

func fold(s string) string { return strings.ToLower(strings.Join(strings.Fields(s), " ")) }
