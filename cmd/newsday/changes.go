package main

import (
	"fmt"
	"slices"

	"dateline/bot/brief"
	"dateline/bot/change"
	"dateline/cmd/newsday/day"
	"dateline/corpus"
)

// turn is a change that an editor would tell of.
type turn struct {
	story *day.Story
	kind  change.Kind
}

// turns returns the changes that are due in the run: what an article that is
// about the topic changes, the first to do so, of what was told in an earlier
// run. Those of which both sides came since the last run are none that anybody
// must tell.
func (j *judge) turns() map[turn]bool {
	out := map[turn]bool{}
	for s, as := range j.present {
		if !j.old[s] {
			continue
		}
		for _, a := range as {
			if !j.fresh[a] || j.sub.Interest(a) != day.On || a.Stories[0] != s {
				continue
			}
			for series := range a.Figures {
				if old, now := j.highest(s, series, true), j.highest(s, series, false); old >= 0 && now > old && slices.Index(s.Figures(series), a.Figures[series]) == now {
					out[turn{s, change.Revised}] = true
				}
			}
			if k := turnOf[a.Turn]; k != "" && k != change.Revised && !slices.ContainsFunc(as, func(b *day.Article) bool { return !j.fresh[b] && b.Turn == a.Turn }) {
				out[turn{s, k}] = true
			}
		}
	}
	return out
}

// highest returns how far along its history a figure was known, before the
// last run or now; -1 where it was not.
func (j *judge) highest(s *day.Story, series string, before bool) int {
	best := -1
	for _, a := range j.present[s] {
		if n, ok := a.Figures[series]; ok && a.Stories[0] == s && (!before || !j.fresh[a]) {
			best = max(best, slices.Index(s.Figures(series), n))
		}
	}
	return best
}

// changes judges the changes, and returns the stories that they mention.
func (j *judge) changes() map[*day.Story]bool {
	due, found, mentioned := j.turns(), map[turn]bool{}, map[*day.Story]bool{}
	b := &j.run.briefing
	for i := range b.Changes {
		c := &b.Changes[i]
		s, ok := j.storyOf(c.After.Citation)
		if s != nil && ok {
			mentioned[s] = true
		}
		if !c.New {
			continue
		}
		at := slices.Index(changeKinds[:], c.Kind)
		t, right := j.change(c)
		if !right {
			j.t.changes[at].invented++
			j.tell("invented", "%s %s: %s -> %s", c.Kind, c.What, j.saying(c.Before), j.saying(c.After))
			continue
		}
		key := fmt.Sprintf("%d %s %s", t.story.ID, t.kind, c.After.Value)
		if j.toldTurns[key] {
			j.t.again++
			j.tell("again", "%s %s: %s -> %s", c.Kind, c.What, j.saying(c.Before), j.saying(c.After))
		}
		j.toldTurns[key] = true
		if after, _ := j.cited(c.After.Citation); t.kind != change.Revised && after != nil {
			j.turned[sideOf(t.story, after)] = true
		}
		found[t] = true
	}
	for t := range due {
		n := &j.t.changes[slices.Index(changeKinds[:], t.kind)]
		n.due++
		switch {
		case found[t]:
			n.found++
		case j.shownAsNews(t):
			n.asNews++
		default:
			n.missed++
			for _, a := range j.present[t.story] {
				if j.fresh[a] && (turnOf[a.Turn] == t.kind || t.kind == change.Revised && len(a.Figures) > 0) {
					j.tell("missed change", "%s: %s: %q", t.kind, a.ID, a.Parts[0].Text)
					break
				}
			}
		}
	}
	return mentioned
}

func (j *judge) saying(s brief.Said) string {
	if s.Citation < 1 || s.Citation > len(j.run.briefing.Citations) {
		return fmt.Sprintf("no citation %d", s.Citation)
	}
	return s.Value + " " + j.quote(s.Citation)
}

// change reports whether a change is one, and which.
func (j *judge) change(c *brief.Change) (turn, bool) {
	before, _ := j.storyOf(c.Before.Citation)
	after, ok := j.storyOf(c.After.Citation)
	if before == nil || after == nil || !ok {
		return turn{}, false
	}
	_, _, aFigures, aFormer := j.figures(c.Before.Citation)
	b, _, bFigures, _ := j.figures(c.After.Citation)
	// A visit that is called off may have been heard of first where the invitation
	// was accepted.
	if b.Turn == day.CalledOff && c.Kind == change.CalledOff && before.Shares(after) {
		return turn{after, change.CalledOff}, true
	}
	if before != after {
		return turn{}, false
	}
	if k := turnOf[b.Turn]; k != "" && k != change.Revised && (c.Kind == k || k == change.Corrected || c.Kind == change.Contradicted && k != change.CalledOff) {
		return turn{after, k}, true
	}
	if c.Kind != change.Revised && c.Kind != change.Corrected {
		return turn{}, false
	}
	v1, v2 := value(c.Before.Value), value(c.After.Value)
	for series, now := range bFigures {
		h := after.Figures(series)
		for _, was := range []map[string]int{aFigures, aFormer} {
			x, ok := was[series]
			if !ok || x == now || v1 >= 0 && v1 != x || v2 >= 0 && v2 != now {
				continue
			}
			// Back to an older value is no revision, unless the newer was a mistake.
			if from, to := slices.Index(h, x), slices.Index(h, now); from < 0 || to < 0 || from < to {
				return turn{after, change.Revised}, true
			}
		}
	}
	return turn{}, false
}

// figures returns the figures that a cited paragraph gives, those of its article
// where a title is cited.
func (j *judge) figures(n int) (a *day.Article, part *day.Part, now, former map[string]int) {
	a, part = j.cited(n)
	if part != nil {
		return a, part, part.Figures, part.Former
	}
	return a, nil, a.Figures, a.Former
}

// shownAsNews reports whether a new point cites a report that makes a change.
func (j *judge) shownAsNews(t turn) bool {
	b := &j.run.briefing
	for _, part := range [][]brief.Point{b.Points, b.Ahead, b.Undated} {
		for _, p := range part {
			for _, n := range p.Citations {
				a, _ := j.cited(n)
				s, _ := j.storyOf(n)
				if !p.New || a == nil || s != t.story {
					continue
				}
				if turnOf[a.Turn] == t.kind {
					return true
				}
				for series, v := range a.Figures {
					if h := s.Figures(series); t.kind == change.Revised && len(h) > 1 && slices.Index(h, v) == j.highest(s, series, false) {
						return true
					}
				}
			}
		}
	}
	return false
}

// aheads judges what is said to be ahead.
func (j *judge) aheads() {
	found := map[*day.Story]bool{}
	b := &j.run.briefing
	for i := range b.Ahead {
		p := &b.Ahead[i]
		if len(p.Citations) == 0 {
			continue
		}
		s, ok := j.storyOf(p.Citations[0])
		if s == nil || !ok || j.detail("ahead", p, s) {
			continue
		}
		if !s.Plan || j.givenUp(s) || s.When.Start < corpus.DayIn(j.now) {
			j.t.aheadFalse++
			j.tell("not ahead", "%s", j.quote(p.Citations[0]))
			continue
		}
		found[s] = true
	}
	for s := range j.due {
		if s.Plan {
			j.t.ahead++
			if found[s] {
				j.t.aheadFound++
			} else {
				j.tell("not told as ahead", "%q", j.present[s][0].Parts[0].Text)
			}
		}
	}
}

// givenUp reports whether a plan was called off by what has arrived.
func (j *judge) givenUp(s *day.Story) bool {
	return slices.ContainsFunc(j.present[s], func(a *day.Article) bool { return a.Turn == day.CalledOff })
}

// detail reports whether a point that is said to be ahead is from the further
// text of a report on something that happened: "it has to be ratified by both
// parliaments". An editor may take such a thing or leave it.
func (j *judge) detail(where string, p *brief.Point, s *day.Story) bool {
	if where != "ahead" || s.Plan {
		return false
	}
	a, part := j.cited(p.Citations[0])
	return part != nil && part != &a.Parts[0] && part.Role == day.Tells
}

// card compares what was posted with the briefing that it is of.
func (j *judge) card() {
	b, c := &j.run.briefing, &j.run.reply.Card
	known := map[int]bool{}
	total := len(b.Changes)
	for _, ps := range [][]brief.Point{b.Points, b.Ahead, b.Undated} {
		total += len(ps)
		for _, p := range ps {
			for _, n := range p.Citations {
				known[n] = true
			}
		}
	}
	for _, ch := range b.Changes {
		known[ch.Before.Citation], known[ch.After.Citation] = true, true
	}
	shown := 0
	for _, s := range c.Sections {
		for _, item := range s.Items {
			shown++
			for _, m := range item.Marks {
				if !known[m.N] || m.N > len(j.run.reply.Answer.Citations) {
					j.t.cardWrong++
					j.tell("card", "cites %d: %s", m.N, item.Text)
				}
			}
		}
	}
	j.t.shown += shown
	j.t.behind += max(0, total-shown)
}
