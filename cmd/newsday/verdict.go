package main

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"dateline/cmd/newsday/day"
)

// verdict is what became of a replay.
type verdict struct {
	d      *day.Day
	out    *outcome
	lines  []line
	totals []tally // by subscription
	all    tally
	errors []string // examples of what is wrong
	wrong  []string // of the replay itself: runs that did not come, and such
	took   time.Duration

	copies, copiesFound, copiesWrong int // near-copies in truth; those that ingest found; articles that it took for copies and are none
	arrivals                         int
}

// line is a run with its tally.
type line struct {
	run *run
	tally
}

// assess judges the runs of a replay. Of each kind of error so many examples are
// kept, of one kind alone where it is named.
func assess(d *day.Day, out *outcome, show int, only string) *verdict {
	v := &verdict{d: d, out: out, totals: make([]tally, len(d.Subscriptions)), arrivals: len(d.Arrivals)}
	shown := map[string]int{}
	for i := range d.Subscriptions {
		sub := &d.Subscriptions[i]
		var runs []*run
		for _, r := range out.runs {
			if r.sub == i {
				runs = append(runs, r)
			}
		}
		slices.SortFunc(runs, func(a, b *run) int { return a.at.Compare(b.at) })
		var at time.Time
		j := newJudge(d, sub, func(kind, format string, args ...any) {
			if shown[kind]++; shown[kind] <= show && (only == "" || only == kind) {
				v.errors = append(v.errors, fmt.Sprintf("%s, %s, %s: %s", kind, sub.Topic, at.Format("15:04"), fmt.Sprintf(format, args...)))
			}
		})
		var times []time.Time
		for _, r := range runs {
			at = r.at
			t := j.judge(r)
			if !r.first {
				times = append(times, r.at)
				v.lines = append(v.lines, line{r, t})
				v.totals[i].add(t)
			} else if t.failed > 0 {
				v.wrong = append(v.wrong, fmt.Sprintf("%s: the first run failed: %s", sub.Topic, r.reply.Problem))
			}
		}
		if !slices.EqualFunc(times, sub.Runs, time.Time.Equal) {
			v.wrong = append(v.wrong, fmt.Sprintf("%s, %s: ran at %s, was to run at %s", sub.Topic, sub.When, clocks(times), clocks(sub.Runs)))
		}
		v.all.add(v.totals[i])
	}
	for _, s := range out.stray {
		v.wrong = append(v.wrong, "posted, and nobody asked: "+s)
	}
	for _, r := range out.rejected {
		v.wrong = append(v.wrong, "rejected: "+r.Error())
	}
	v.clusters(func(format string, args ...any) {
		if shown["copy"]++; shown["copy"] <= show && (only == "" || only == "copy") {
			v.errors = append(v.errors, "copy, "+fmt.Sprintf(format, args...))
		}
	})
	slices.SortStableFunc(v.errors, func(a, b string) int {
		x, _, _ := strings.Cut(a, ",")
		y, _, _ := strings.Cut(b, ",")
		return cmp.Compare(x, y)
	})
	return v
}

// clusters counts the near-copies that ingest found. Two texts on one event that
// are alike by chance are neither right nor wrong as copies.
func (v *verdict) clusters(tell func(format string, args ...any)) {
	of := map[string]string{}
	for _, c := range v.out.summary.NearCopies {
		of[c.Key.ID] = c.Of
	}
	first := map[string]*day.Article{}
	for _, a := range v.d.Arrivals {
		if first[a.Raw.ID] == nil {
			first[a.Raw.ID] = a.Article
		}
	}
	for id, a := range first {
		if a.Copy {
			v.copies++
			if of[id] != "" {
				v.copiesFound++
			} else {
				tell("not found: %s", id)
			}
		}
		if b := first[of[id]]; b != nil && !slices.Contains(b.Stories, a.Stories[0]) {
			v.copiesWrong++
			tell("is none: %s of %s: %q, %q", id, of[id], a.Parts[0].Text, b.Parts[0].Text)
		}
	}
}

func clocks(ts []time.Time) string {
	var out []string
	for _, t := range ts {
		out = append(out, t.Format("15:04"))
	}
	return strings.Join(out, " ")
}

// bar is what a share must reach, or may not exceed.
type bar struct {
	name string
	n    int // of
	of   int
	bar  float64
	most bool // the share may be at most the bar
}

// The bars are what would make a channel trust its briefings: nearly all of what
// is new is told, and what is said wrongly is so rare that it is remarkable.
// They were set before anything was measured.
func (v *verdict) bars() []bar {
	t := &v.all
	due, found, news, invented, said := 0, 0, 0, 0, 0
	for _, c := range t.changes {
		due, found, news, invented = due+c.due, found+c.found, news+c.asNews, invented+c.invented
		said += c.found + c.invented
	}
	return []bar{
		{"of the stories that were new were said to be", t.said, t.due, .95, false},
		{"of the points said to be new had been told", t.again, t.points, .01, true},
		{"of the points tell a story of the same run once more", t.split, t.points, .02, true},
		{"of the points are off the topic", t.off, t.points, .02, true},
		{"of the points are no news", t.noise, t.points, .02, true},
		{"of the points merge two events", t.merged, t.points, .01, true},
		{"of the points count their sources right", t.sourcesRight, t.sourcesRight + t.tooMany + t.tooFew, .95, false},
		{"of the points count a copy as a source", t.tooMany, t.sourcesRight + t.tooMany + t.tooFew, .02, true},
		{"of the dates of events are right", t.dateRight, t.dateRight + t.dateWrong, .98, false},
		{"of the changes that were due are shown as changes", found, due, .7, false},
		{"of the changes that were due are shown, as changes or as news", found + news, due, .9, false},
		{"of the changes shown are invented", invented, said, .02, true},
		{"of the plans are said to be ahead, with their date", t.aheadFound, t.ahead, .85, false},
		{"of what is said to be ahead is not", t.aheadFalse, t.aheadFound + t.aheadFalse, .03, true},
		{"of the times that nothing was said to be new it was so", t.nothingRight, t.nothingRight + t.nothingWrong, 1, false},
		{"of the near-copies were found", v.copiesFound, v.copies, .95, false},
		{"of the articles were taken for copies and are none", v.copiesWrong, v.arrivals, .005, true},
		{"of the runs name another article as the newest", v.all.newestWrong, v.all.runs, 0, true},
		{"of the runs failed", t.failed, t.runs, 0, true},
		{"of the runs were posted more than once", t.twice, t.runs, 0, true},
		{"of the cards cite what their briefing has not", t.cardWrong, t.runs, 0, true},
	}
}

// share returns n of what, 1 or 0 where there is none, so that the bar is met.
func (b bar) share() float64 {
	switch {
	case b.of > 0:
		return float64(b.n) / float64(b.of)
	case b.most:
		return 0
	}
	return 1
}

func (b bar) missed() bool { return b.most && b.share() > b.bar || !b.most && b.share() < b.bar }

// misses returns what is wrong.
func (v *verdict) misses() []string {
	out := slices.Clone(v.wrong)
	for _, b := range v.bars() {
		if b.missed() {
			out = append(out, b.name)
		}
	}
	return out
}

// add adds another day's verdict.
func (v *verdict) add(o *verdict) {
	v.all.add(o.all)
	v.wrong = append(v.wrong, o.wrong...)
	v.copies, v.copiesFound, v.copiesWrong, v.arrivals = v.copies+o.copies, v.copiesFound+o.copiesFound, v.copiesWrong+o.copiesWrong, v.arrivals+o.arrivals
	v.took += o.took
}

// head says what came in.
func (v *verdict) head(w io.Writer) {
	stories := map[*day.Story]bool{}
	n := 0
	for _, a := range v.d.Arrivals {
		if !a.At.Before(v.d.Start) {
			n++
			for _, s := range a.Article.Stories {
				stories[s] = true
			}
		}
	}
	sum := &v.out.summary
	fmt.Fprintf(w, "%s: %d articles of %d stories, %d of the days before; %d added, %d updated, %d unchanged, %d near-copies\n", v.d.Start.Format("Monday 2 January 2006"), n, len(stories),
		len(v.d.Arrivals)-n, sum.Added, sum.Updated, sum.Unchanged, len(sum.NearCopies))
}

const columns = "run         new  said  miss  late | again twice  off  none merge | src ok/many/few | dates ok/wrong rep. none | chg due/found/news/inv | ahead due/found/false | nothing | card/behind    ms"

// print writes the table, without the lines of the runs where only totals are wanted.
func (v *verdict) print(w io.Writer, totals bool) {
	v.head(w)
	for i := range v.d.Subscriptions {
		s := &v.d.Subscriptions[i]
		fmt.Fprintf(w, "\n%s (%s), %s\n%s\n", s.Topic, s.Kind, s.When, columns)
		for _, l := range v.lines {
			if l.run.sub == i && !totals {
				row(w, l.run.at.Format("15:04"), &l.tally)
			}
		}
		row(w, fmt.Sprintf("%d runs", v.totals[i].runs), &v.totals[i])
	}
	v.printTotals(w)
	fmt.Fprintf(w, "writing the day %s; ingest and index %s in %d minutes with arrivals, the longest %s; %d runs %s, the longest %s\n", v.out.generate.Round(time.Second/100),
		v.out.ingesting.Round(time.Second/10), v.out.minutes, v.out.slowest.Round(time.Millisecond), v.all.runs, v.all.took.Round(time.Second/10), v.all.slowest.Round(time.Millisecond))
	if len(v.errors) > 0 {
		fmt.Fprintln(w)
	}
	for _, e := range v.errors {
		fmt.Fprintln(w, e)
	}
}

// printTotals writes what all runs come to, and how that stands to the bars.
func (v *verdict) printTotals(w io.Writer) {
	fmt.Fprintf(w, "\nall\n%s\n", columns)
	row(w, fmt.Sprintf("%d runs", v.all.runs), &v.all)
	for i, c := range v.all.changes {
		fmt.Fprintf(w, "%s: %d due, %d found, %d as news, %d missed, %d invented\n", changeKinds[i], c.due, c.found, c.asNews, c.missed, c.invented)
	}
	fmt.Fprintln(w)
	for _, b := range v.bars() {
		sign, mark := "at least", "  "
		if b.most {
			sign = "at most"
		}
		if b.missed() {
			mark = "! "
		}
		fmt.Fprintf(w, "%s%5.1f%%  %s (%d of %d; %s %g%%)\n", mark, 100*b.share(), b.name, b.n, b.of, sign, 100*b.bar)
	}
	for _, s := range v.wrong {
		fmt.Fprintln(w, "! ", s)
	}
	fmt.Fprintf(w, "\ntook %s\n", v.took.Round(time.Second/10))
}

// printCards writes what was posted, as plain text.
func (v *verdict) printCards(w io.Writer) {
	for _, r := range v.out.runs {
		c := &r.reply.Card
		fmt.Fprintf(w, "\n--- %s, %s\n%s%s\n", v.d.Subscriptions[r.sub].Topic, r.at.Format("15:04"), c.Lead, r.reply.Problem)
		for _, s := range c.Sections {
			if s.Title != "" {
				fmt.Fprintln(w, s.Title)
			}
			for _, i := range s.Items {
				mark := " "
				if i.New {
					mark = "*"
				}
				fmt.Fprintf(w, "%s %s: %s %s\n", mark, i.Date, i.Text, i.Sources)
			}
			if s.More > 0 {
				fmt.Fprintf(w, "  and %d more\n", s.More)
			}
		}
		if c.Caveat != "" {
			fmt.Fprintln(w, c.Caveat)
		}
	}
}

func row(w io.Writer, name string, t *tally) {
	due, found, news, invented := 0, 0, 0, 0
	for _, c := range t.changes {
		due, found, news, invented = due+c.due, found+c.found, news+c.asNews, invented+c.invented
	}
	nothing := ""
	switch {
	case t.runs > 1:
		nothing = fmt.Sprintf("%d/%d", t.nothingRight, t.nothingWrong)
	case t.nothingRight > 0:
		nothing = "right"
	case t.nothingWrong > 0:
		nothing = "WRONG"
	}
	if t.failed > 0 {
		nothing = "FAILED"
	}
	fmt.Fprintf(w, "%-9s %5d %5d %5d %5d | %5d %5d %4d %5d %5d | %6d %4d %3d | %8d %5d %4d %4d | %7d %5d %4d %3d | %9d %5d %5d | %7s | %4d %6d %5d\n", name, t.due, t.said, t.missed, t.late,
		t.again, t.split, t.off, t.noise, t.merged, t.sourcesRight, t.tooMany, t.tooFew, t.dateRight, t.dateWrong+t.reportedWrong, t.reportedRight, t.undated,
		due, found, news, invented, t.ahead, t.aheadFound, t.aheadFalse, nothing, t.shown, t.behind, t.took.Milliseconds())
}
