package main

import (
	"bytes"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"dateline/bot"
	"dateline/bot/brief"
	"dateline/bot/change"
	"dateline/bot/chat"
	"dateline/cmd/newsday/day"
	"dateline/corpus"
)

// TestReplay has a small day come in, from the first record to the table: each
// run comes at its time, once, and its card shows what its briefing says.
func TestReplay(t *testing.T) {
	for _, o := range []day.Options{{Seed: 5, Articles: 200, Frames: "a"}} {
		d, err := day.Generate(o)
		if err != nil {
			t.Fatal(err)
		}
		out, err := replay(t.Context(), d, t.TempDir(), nil, t.Output())
		if err != nil {
			t.Fatal(err)
		}
		v := assess(d, &out, 5, "")
		if len(v.wrong) > 0 || v.all.failed > 0 || v.all.cardWrong > 0 {
			t.Errorf("%+v: wrong %q, %d runs failed, %d cards wrong", o, v.wrong, v.all.failed, v.all.cardWrong)
		}
		n := 0
		for _, s := range d.Subscriptions {
			n += len(s.Runs)
		}
		if v.all.runs != n || v.all.due < 10 || v.all.said == 0 || out.summary.Added+out.summary.Updated+out.summary.Unchanged != len(d.Arrivals) {
			t.Errorf("%+v: %d runs of %d, %d stories due, %d said; %+v of %d arrivals", o, v.all.runs, n, v.all.due, v.all.said, out.summary, len(d.Arrivals))
		}
		for _, r := range out.runs {
			if r.posted != 1 || r.composed != 1 {
				t.Errorf("%+v: the run at %s was made %d times and posted %d times", o, r.at, r.composed, r.posted)
			}
		}
		var b bytes.Buffer
		v.print(&b, false)
		if table := b.String(); strings.Count(table, "\n") < n || !strings.Contains(table, "of the stories that were new were said to be") {
			t.Errorf("%+v: the table lacks something:\n%s", o, table)
		}
		if testing.Verbose() {
			t.Log(b.String())
		}
	}
}

// oracle makes the briefings of somebody who knows the truth.
type oracle struct {
	j *judge
	b brief.Briefing
}

func (o *oracle) cite(a *day.Article, part int) int {
	o.b.Citations = append(o.b.Citations, bot.Citation{N: len(o.b.Citations) + 1, Article: corpus.Key{Collection: "default", ID: a.ID}, Version: a.Version, Quote: strings.TrimSuffix(a.Parts[part].Text, ".")})
	return len(o.b.Citations)
}

// brief tells all that is due in the run that the judge has surveyed.
func (o *oracle) brief() {
	o.b = brief.Briefing{}
	stories := slices.SortedFunc(maps.Keys(o.j.present), func(a, b *day.Story) int { return a.ID - b.ID })
	for _, s := range stories {
		if !o.j.due[s] {
			continue
		}
		p := brief.Point{When: s.When, Basis: corpus.BasisStated, New: true}
		sources := map[string]bool{}
		for _, a := range o.j.present[s] {
			if a.Stories[0] != s {
				continue
			}
			p.Citations = append(p.Citations, o.cite(a, 0))
			sources[a.Origin] = true
		}
		p.Sources = len(sources)
		if s.Plan {
			o.b.Ahead = append(o.b.Ahead, p)
		} else {
			o.b.Points = append(o.b.Points, p)
		}
	}
	for _, s := range stories {
		for _, a := range o.j.present[s] {
			for turn := range o.j.turns() {
				if turn.story != s || !o.j.fresh[a] || turn.kind != change.Revised && turnOf[a.Turn] != turn.kind {
					continue
				}
				for _, b := range o.j.present[s] {
					c := brief.Change{Kind: turn.kind, New: true}
					x, y := 0, 0
					if turn.kind == change.Revised {
						x, y = figuresDiffer(o.j, s, b, a)
					}
					if b == a || o.j.fresh[b] || x < 0 {
						continue
					}
					c.Before.Citation, c.After.Citation = o.cite(b, x), o.cite(a, y)
					o.b.Changes = append(o.b.Changes, c)
					break
				}
			}
		}
	}
	o.j.run.briefing = o.b
	seen := map[string]bool{}
	o.b.Changes = slices.DeleteFunc(o.b.Changes, func(c brief.Change) bool {
		turn, ok := o.j.change(&c)
		key := string(turn.kind)
		if ok {
			key += turn.story.Kind + string(rune(turn.story.ID))
		}
		again := seen[key]
		seen[key] = true
		return again || !ok
	})
}

// figuresDiffer returns the parts of two articles that give a figure of which the
// second has the newest; -1 where there are none.
func figuresDiffer(j *judge, s *day.Story, before, after *day.Article) (x, y int) {
	for x, b := range before.Parts {
		for y, a := range after.Parts {
			if b.Story != s || a.Story != s {
				continue
			}
			for series, n := range a.Figures {
				was, ok := b.Figures[series]
				if h := s.Figures(series); ok && slices.Index(h, was) >= 0 && slices.Index(h, was) < slices.Index(h, n) && slices.Index(h, n) == j.highest(s, series, false) {
					return x, y
				}
			}
		}
	}
	return -1, -1
}

// briefed has an oracle brief a whole day, with each briefing changed before it
// is judged.
func briefed(t *testing.T, d *day.Day, change func(o *oracle)) tally {
	t.Helper()
	var all tally
	for i := range d.Subscriptions {
		j := newJudge(d, &d.Subscriptions[i], func(kind, format string, args ...any) {
			if testing.Verbose() {
				t.Logf(kind+": "+format, args...)
			}
		})
		o := &oracle{j: j}
		for n, at := range append([]time.Time{d.Start}, d.Subscriptions[i].Runs...) {
			r := &run{sub: i, at: at, first: n == 0, posted: 1, composed: 1}
			j.run, j.now = r, at
			j.survey()
			o.brief()
			if change != nil && n > 0 {
				change(o)
			}
			o.b.Newest.Ingested = j.newest
			r.briefing, r.reply = o.b, chat.Reply{Answer: o.b.Answer()}
			if tl := j.judge(r); n > 0 {
				all.add(tl)
			}
		}
	}
	return all
}

// TestJudge has the judge find nothing wrong with who knows the truth, and each
// kind of error where somebody makes it.
func TestJudge(t *testing.T) {
	d, err := day.Generate(day.Options{Seed: 8, Articles: 600, Frames: "b"})
	if err != nil {
		t.Fatal(err)
	}
	right := briefed(t, d, nil)
	if right.due < 20 || right.said != right.due || right.missed+right.late+right.again+right.split+right.off+right.noise+right.merged > 0 {
		t.Errorf("the truth itself: %+v", right)
	}
	if right.tooMany+right.tooFew+right.dateWrong+right.reportedWrong+right.nothingWrong+right.failed+right.cardWrong > 0 || right.aheadFound != right.ahead || right.aheadFalse > 0 {
		t.Errorf("the truth itself: %+v", right)
	}
	for i, c := range right.changes {
		if c.invented > 0 || c.found+c.asNews < c.due {
			t.Errorf("the truth itself: %s %+v", changeKinds[i], c)
		}
	}
	for _, row := range []struct {
		name   string
		change func(o *oracle)
		count  func(t tally) int
	}{
		{"nothing is said", func(o *oracle) { o.b = brief.Briefing{} }, func(t tally) int { return min(t.missed, t.nothingWrong) }},
		{"a story is said twice", func(o *oracle) { o.b.Points = append(o.b.Points, o.b.Points...) }, func(t tally) int { return t.split }},
		{"what was told is told again", func(o *oracle) {
			for s := range o.j.said {
				if !s.Plan && len(s.Figures("killed")) == 0 {
					if a := o.j.present[s][0]; a.Stories[0] == s && a.Turn == day.None {
						o.b.Points = append(o.b.Points, brief.Point{When: s.When, Basis: corpus.BasisStated, New: true, Citations: []int{o.cite(a, 0)}, Sources: 1})
						return
					}
				}
			}
		}, func(t tally) int { return t.again }},
		{"two events are merged", func(o *oracle) {
			for i := 1; i < len(o.b.Points); i++ {
				o.b.Points[0].Citations = append(o.b.Points[0].Citations, o.b.Points[i].Citations...)
			}
		}, func(t tally) int { return t.merged }},
		{"something else is told", func(o *oracle) {
			for _, v := range o.j.d.Arrivals {
				if o.j.sub.Interest(v.Article) == day.Off && !v.At.After(o.j.now) {
					o.b.Points = append(o.b.Points, brief.Point{New: true, Citations: []int{o.cite(v.Article, 0)}, Sources: 1})
					return
				}
			}
		}, func(t tally) int { return t.off }},
		{"what is older is news", func(o *oracle) {
			for _, as := range o.j.present {
				for _, a := range as {
					for i, p := range a.Parts {
						if p.Role == day.Older {
							o.b.Points = append(o.b.Points, brief.Point{New: true, Citations: []int{o.cite(a, i)}, Sources: 1})
							return
						}
					}
				}
			}
		}, func(t tally) int { return t.noise }},
		{"copies are counted as sources", func(o *oracle) {
			for i := range o.b.Points {
				o.b.Points[i].Sources += 3
			}
		}, func(t tally) int { return t.tooMany }},
		{"days are wrong", func(o *oracle) {
			for i := range o.b.Points {
				o.b.Points[i].When = corpus.OnDay(o.b.Points[i].When.Start - 30)
			}
		}, func(t tally) int { return t.dateWrong }},
		{"what happened is ahead", func(o *oracle) { o.b.Ahead, o.b.Points = append(o.b.Ahead, o.b.Points...), nil }, func(t tally) int { return t.aheadFalse }},
		{"a change is invented", func(o *oracle) {
			if len(o.b.Points) > 1 {
				o.b.Changes = append(o.b.Changes, brief.Change{Kind: change.Revised, New: true, Before: brief.Said{Citation: o.b.Points[0].Citations[0]}, After: brief.Said{Citation: o.b.Points[1].Citations[0]}})
			}
		}, func(t tally) int { return t.changes[0].invented }},
		{"changes are kept back", func(o *oracle) { o.b.Changes = nil }, func(t tally) int {
			return t.changes[0].missed + t.changes[3].missed
		}},
	} {
		if got := briefed(t, d, row.change); row.count(got) == 0 {
			t.Errorf("%s, and nobody noticed: %+v", row.name, got)
		}
	}
}

func TestValue(t *testing.T) {
	for text, want := range map[string]int{"12": 12, "1,400": 1400, "Twelve": 12, "no": 0, "several": -1, "": -1} {
		if got := value(text); got != want {
			t.Errorf("value(%q) = %d, want %d", text, got, want)
		}
	}
}
