package main

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"dateline/bot/brief"
	"dateline/bot/change"
	"dateline/cmd/newsday/day"
	"dateline/corpus"
)

// What a run said is judged as an editor would who knows the truth. Where one
// editor would take it and another leave it, both are right:
//
//   - A story is due in a run where an article that is about the topic tells of
//     it for the first time since the last run, and none that came before did,
//     not even one that is arguably on the topic. It is told wherever it stands:
//     among the points, ahead, undated, or as one side of a change.
//   - What a point tells is known by the paragraph that its quote stands in, which
//     is the truth's, and never by its words. The first citation counts for what
//     it is; the others must be of the same story or of one that goes on from it
//     (help for the victims, an inquiry, the plan that a visit carries out).
//   - A story that goes on from one told in the same run may be merged with it.
//   - A story that was missed when it was due and is told later is late, not new
//     and not again.
//   - A story that was told is told again only where a point of it is marked as
//     new; but a report with a figure that was not there before may be shown.
//   - Two points of one story in one run are one too many, but that an undated report
//     may stand apart, in the part for such, beside a dated one of the same run; and
//     a denial, a plan called off, a correction is news of its own beside what it is
//     about, with sources of its own, once.
//   - Sources are right between two counts: that of the writers, and that of
//     what is left when those who printed each other's texts are one and undated
//     reports stand apart.
//   - A date is right where its interval covers the day and is no longer than a
//     week. A day that is only "reported" is right where it is that of a cited
//     article. A plan that stands among the points may bear either the day of
//     the announcement or its own, and so may a new toll, a denial, a correction.
//   - A figure that changed is due as a change where the old one was told in an
//     earlier run; the step from any older value to the newest will do. Where no
//     change is shown, but a new point cites a report with the new figure, it is
//     "as news": the reader knows the figure, if not that it changed.
//   - A plan called off, a report denied or corrected are due likewise.
//   - Who gives two figures of two counters, of two things or of two events as a
//     change has invented it; so has who takes a late report with the old
//     figure for a change.

// tally is how one run, or all of them, stood against the truth.
type tally struct {
	runs, failed, twice           int // runs; those that ended in a problem; posted more than once
	due, said, missed, late       int // stories
	again, split                  int // told before; two points of one story
	optional                      int // points that an editor may take or leave
	off, noise, merged            int // points off the topic; of no news at all; of two stories
	points                        int // marked as new
	sourcesRight, tooMany, tooFew int
	dateRight, dateWrong          int
	reportedRight, reportedWrong  int
	undated                       int // points without a time
	changes                       [4]changeTally
	ahead, aheadFound, aheadFalse int
	nothingRight, nothingWrong    int
	newestWrong                   int // runs that name another article as the newest
	shown, behind                 int // points of the briefings on the cards, and behind Evidence
	cardWrong                     int // cards that show what their briefing has not
	slowest, took                 time.Duration
}

// changeTally counts changes of a kind.
type changeTally struct{ due, found, asNews, missed, invented int }

var changeKinds = [4]change.Kind{change.Revised, change.Contradicted, change.Corrected, change.CalledOff}

var turnOf = map[day.Turn]change.Kind{day.Revised: change.Revised, day.Denied: change.Contradicted, day.Corrected: change.Corrected, day.CalledOff: change.CalledOff}

func (t *tally) add(o tally) {
	t.runs, t.failed, t.twice = t.runs+o.runs, t.failed+o.failed, t.twice+o.twice
	t.due, t.said, t.missed, t.late = t.due+o.due, t.said+o.said, t.missed+o.missed, t.late+o.late
	t.again, t.split, t.optional = t.again+o.again, t.split+o.split, t.optional+o.optional
	t.off, t.noise, t.merged, t.points = t.off+o.off, t.noise+o.noise, t.merged+o.merged, t.points+o.points
	t.sourcesRight, t.tooMany, t.tooFew = t.sourcesRight+o.sourcesRight, t.tooMany+o.tooMany, t.tooFew+o.tooFew
	t.dateRight, t.dateWrong, t.undated = t.dateRight+o.dateRight, t.dateWrong+o.dateWrong, t.undated+o.undated
	t.reportedRight, t.reportedWrong = t.reportedRight+o.reportedRight, t.reportedWrong+o.reportedWrong
	for i := range t.changes {
		c, d := &t.changes[i], o.changes[i]
		c.due, c.found, c.asNews, c.missed, c.invented = c.due+d.due, c.found+d.found, c.asNews+d.asNews, c.missed+d.missed, c.invented+d.invented
	}
	t.ahead, t.aheadFound, t.aheadFalse = t.ahead+o.ahead, t.aheadFound+o.aheadFound, t.aheadFalse+o.aheadFalse
	t.nothingRight, t.nothingWrong = t.nothingRight+o.nothingRight, t.nothingWrong+o.nothingWrong
	t.newestWrong += o.newestWrong
	t.shown, t.behind, t.cardWrong = t.shown+o.shown, t.behind+o.behind, t.cardWrong+o.cardWrong
	t.took += o.took
	t.slowest = max(t.slowest, o.slowest)
}

// judge knows the truth and what a subscription was told so far.
type judge struct {
	d    *day.Day
	sub  *day.Subscription
	all  map[string]map[int]*day.Article // by ID and version
	said map[*day.Story]bool             // in the runs before
	prev time.Time
	tell func(kind, format string, args ...any) // of what is wrong

	// Of the present run:
	run     *run
	now     time.Time
	t       tally
	old     map[*day.Story]bool // arrived before the last run, on the topic or arguably
	due     map[*day.Story]bool
	present map[*day.Story][]*day.Article // all that arrived on or arguably on the topic
	told    map[*day.Story]int            // points of the run
	oldFigs map[*day.Story]map[string]map[int]bool
	fresh   map[*day.Article]bool // came since the last run

	topical   map[*day.Story]bool // on the topic, whenever it comes
	toldTurns map[string]bool     // changes that were told
	turned    map[side]bool       // denials and such that were told in the runs before
	newest    time.Time           // when the last text came
	points    map[side]int        // of the run
	firsts    map[side]int        // the citation of the first of them
}

// side is a story, or what became of it: None, Denied, Corrected, CalledOff.
type side struct {
	story *day.Story
	turn  day.Turn
}

// sideOf returns what an article tells of a story.
func sideOf(s *day.Story, a *day.Article) side {
	if a == nil || a.Stories[0] != s || a.Turn == day.Revised {
		return side{s, day.None}
	}
	return side{s, a.Turn}
}

func newJudge(d *day.Day, sub *day.Subscription, tell func(kind, format string, args ...any)) *judge {
	j := &judge{d: d, sub: sub, all: map[string]map[int]*day.Article{}, said: map[*day.Story]bool{}, tell: tell, prev: d.Start.Add(-30 * 24 * time.Hour),
		topical: map[*day.Story]bool{}, toldTurns: map[string]bool{}, turned: map[side]bool{}}
	for _, v := range d.Arrivals {
		if j.all[v.Raw.ID] == nil {
			j.all[v.Raw.ID] = map[int]*day.Article{}
		}
		j.all[v.Raw.ID][v.Article.Version] = v.Article
		for _, s := range v.Article.Stories {
			if sub.InterestIn(v.Article, s) != day.Off {
				j.topical[s] = true
			}
		}
	}
	return j
}

// judge compares a run with the truth.
func (j *judge) judge(r *run) tally {
	j.run, j.now, j.t = r, r.at, tally{runs: 1, took: r.took, slowest: r.took}
	j.survey()
	defer func() { j.prev = j.now }()
	if r.posted == 0 || r.reply.Problem != "" || r.composed == 0 {
		j.t.failed++
		j.tell("failed", "posted %d times: %s", r.posted, r.reply.Problem)
		return j.t
	}
	if r.posted > 1 {
		j.t.twice++
		j.tell("posted", "%d times", r.posted)
	}
	b := &r.briefing
	if r.first {
		// Nothing is new in the first run: what it read is what was told.
		for s := range j.present {
			j.said[s] = true
		}
		return j.t
	}
	j.card()
	if !b.Newest.Ingested.Equal(j.newest) {
		j.t.newestWrong++
		j.tell("newest", "%s of %s, not of %s", b.Newest.Key, b.Newest.Ingested.Format("15:04"), j.newest.Format("15:04"))
	}
	for _, part := range []struct {
		name   string
		points []brief.Point
	}{{"point", b.Points}, {"ahead", b.Ahead}, {"undated", b.Undated}} {
		for i := range part.points {
			j.point(part.name, &part.points[i])
		}
	}
	mentioned := j.changes()
	j.aheads()
	for s := range j.due {
		j.t.due++
		switch {
		case j.told[s] > 0 || mentioned[s]:
			j.t.said++
		case s.Of != nil && j.told[s.Of] > 0:
			j.t.said++ // merged with what it goes on from
		default:
			j.t.missed++
			a := j.present[s][0]
			j.tell("missed", "%s (%s, %s): %q", a.ID, s.Kind, j.reading(s), a.Parts[0].Text)
		}
	}
	if b.Empty() {
		if len(j.due) == 0 && len(j.turns()) == 0 {
			j.t.nothingRight++
		} else {
			j.t.nothingWrong++
			j.tell("nothing new", "said wrongly: %d stories and %d changes due", len(j.due), len(j.turns()))
		}
	}
	for s := range j.told {
		j.said[s] = true
	}
	for s := range mentioned {
		j.said[s] = true
	}
	for key := range j.points {
		j.turned[key] = true
	}
	return j.t
}

// reading says what of a missed story's articles the composer has read as being
// on the topic.
func (j *judge) reading(s *day.Story) string {
	read := 0
	for _, a := range j.present[s] {
		if slices.ContainsFunc(j.run.briefing.Read, func(v brief.Version) bool { return v.ID == a.ID && v.Version == a.Version }) {
			read++
		}
	}
	return fmt.Sprintf("%d of %d articles read", read, len(j.present[s]))
}

// survey looks through what has arrived.
func (j *judge) survey() {
	j.old, j.due, j.present, j.told = map[*day.Story]bool{}, map[*day.Story]bool{}, map[*day.Story][]*day.Article{}, map[*day.Story]int{}
	j.oldFigs = map[*day.Story]map[string]map[int]bool{}
	j.fresh, j.points, j.firsts = map[*day.Article]bool{}, map[side]int{}, map[side]int{}
	fresh, off := map[*day.Story]bool{}, map[*day.Story]bool{}
	seen := map[*day.Article]bool{}
	for _, v := range j.d.Arrivals {
		a := v.Article
		if v.At.After(j.now) || seen[a] {
			continue
		}
		seen[a] = true
		j.newest = v.At
		j.fresh[a] = v.At.After(j.prev)
		for _, s := range a.Stories {
			is := j.sub.InterestIn(a, s)
			if is == day.Off {
				continue
			}
			j.present[s] = append(j.present[s], a)
			if !v.At.After(j.prev) {
				j.old[s] = true
				if j.oldFigs[s] == nil {
					j.oldFigs[s] = map[string]map[int]bool{}
				}
				for series, n := range a.Figures {
					if j.oldFigs[s][series] == nil {
						j.oldFigs[s][series] = map[int]bool{}
					}
					j.oldFigs[s][series][n] = true
				}
			} else if is == day.On {
				fresh[s] = true
			}
			if a.Turn == day.CalledOff || a.Turn == day.Denied {
				off[s] = true
			}
		}
	}
	for s := range fresh {
		// A plan that was carried out or given up, or a visit after its plan, an
		// editor may fold into the change or into what was told before.
		optional := off[s] || s.Of != nil && s.Of.Plan && j.old[s.Of] || s.Plan && s.When.Start < corpus.DayIn(j.now)
		if !j.old[s] && !optional {
			j.due[s] = true
		}
	}
}

// cited returns what a citation is of: the article, and the part of it that the
// quote stands in.
func (j *judge) cited(n int) (a *day.Article, part *day.Part) {
	b := &j.run.briefing
	if n < 1 || n > len(b.Citations) {
		return nil, nil
	}
	c := &b.Citations[n-1]
	versions := j.all[c.Article.ID]
	if a = versions[c.Version]; a == nil {
		for v := range versions {
			if a == nil || v > a.Version {
				a = versions[v]
			}
		}
	}
	if a == nil {
		return nil, nil
	}
	return a, partOf(a, c.Quote)
}

// partOf returns the part of an article that a quote stands in, nil where that
// is its title.
func partOf(a *day.Article, quote string) *day.Part {
	quote = plain(quote)
	for i := range a.Parts {
		text := plain(a.Parts[i].Text)
		if strings.Contains(text, quote) || strings.Contains(quote, text) {
			return &a.Parts[i]
		}
	}
	// The quote begins before the paragraph, in its dateline, or it goes on to the
	// next: the paragraph that has its last words, or its first.
	words := strings.Fields(quote)
	for _, w := range [][]string{words[max(0, len(words)-6):], words[:min(6, len(words))]} {
		for i := range a.Parts {
			if strings.Contains(plain(a.Parts[i].Text), strings.Join(w, " ")) {
				return &a.Parts[i]
			}
		}
	}
	return nil
}

func plain(s string) string { return strings.Join(strings.Fields(strings.ToLower(s)), " ") }

// storyOf returns the story that a citation tells of, nil where it is none; ok
// reports whether its article is on the topic at all.
func (j *judge) storyOf(n int) (s *day.Story, ok bool) {
	a, part := j.cited(n)
	if a == nil {
		return nil, false
	}
	ok = j.sub.Interest(a) != day.Off
	switch {
	case part == nil: // a title: the article's own story
		return a.Stories[0], ok
	case part.Role == day.Tells || part.Role == day.Refers:
		return part.Story, ok
	}
	return nil, ok
}

func related(s, t *day.Story) bool {
	root := func(s *day.Story) *day.Story {
		for s.Of != nil {
			s = s.Of
		}
		return s
	}
	return root(s) == root(t)
}
