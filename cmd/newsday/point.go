package main

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"dateline/bot/brief"
	"dateline/cmd/newsday/day"
	"dateline/corpus"
)

// point judges a point that is marked as new.
func (j *judge) point(where string, p *brief.Point) {
	if !p.New || len(p.Citations) == 0 {
		return
	}
	j.t.points++
	s, ok := j.storyOf(p.Citations[0])
	if s == nil {
		j.t.noise++
		j.tell("no news", "%s: %s", where, j.quote(p.Citations[0]))
		return
	}
	if !ok || !j.topical[s] {
		j.t.off++
		j.tell("off topic", "%s: %s", where, j.quote(p.Citations[0]))
		return
	}
	if j.detail(where, p, s) {
		j.t.optional++
		return
	}
	for _, n := range p.Citations[1:] {
		if t, _ := j.storyOf(n); t != nil && !related(s, t) {
			j.t.merged++
			j.tell("merged", "%s: %s WITH %s", where, j.quote(p.Citations[0]), j.quote(n))
			break
		} else if t != nil && t != s {
			j.told[t]++
		}
	}
	j.told[s]++
	lead, _ := j.cited(p.Citations[0])
	key := sideOf(s, lead)
	if j.points[key]++; j.points[key] == 1 {
		j.firsts[key] = p.Citations[0]
	}
	switch {
	case j.points[key] > 1 && where == "undated":
		j.t.optional++
	case j.points[key] > 1 && !(s.Plan && where == "ahead"):
		j.t.split++
		j.tell("twice", "%s: %s AFTER %s", where, j.quote(p.Citations[0]), j.quote(j.firsts[key]))
	case key.turn != day.None && j.turned[key]:
		j.t.again++
		j.tell("again", "%s: %s", where, j.quote(p.Citations[0]))
	case key.turn != day.None:
		j.t.optional++
	case j.due[s]:
	case j.said[s] && j.updates(s, p):
		j.t.optional++
	case j.said[s]:
		j.t.again++
		j.tell("again", "%s: %s", where, j.quote(p.Citations[0]))
	case j.old[s]:
		if j.present[s] != nil && slices.ContainsFunc(j.present[s], func(a *day.Article) bool { return j.sub.Interest(a) == day.On }) {
			j.t.late++
		} else {
			j.t.optional++
		}
	default:
		j.t.optional++
	}
	j.sources(where, p, s)
	j.date(where, p, s)
}

// updates reports whether a point cites a report that changes what was told.
func (j *judge) updates(s *day.Story, p *brief.Point) bool {
	for _, n := range p.Citations {
		a, _ := j.cited(n)
		if a == nil {
			continue
		}
		for series, v := range a.Figures {
			if h := s.Figures(series); len(h) > 1 && !j.oldFigs[s][series][v] {
				return true
			}
		}
	}
	return false
}

func (j *judge) quote(n int) string {
	c := j.run.briefing.Citations[n-1]
	return fmt.Sprintf("[%s] %q", c.Article.ID, c.Quote)
}

// sources judges the number of independent sources.
func (j *judge) sources(where string, p *brief.Point, s *day.Story) {
	writers, group := map[string]bool{}, map[string]string{}
	var find func(string) string
	find = func(x string) string {
		if group[x] == "" || group[x] == x {
			return x
		}
		return find(group[x])
	}
	for _, a := range j.present[s] {
		writers[a.Origin] = true
		group[find(a.Source)] = find(a.Origin)
		for _, b := range a.Like {
			group[find(a.Origin)] = find(b.Origin)
		}
	}
	lead, _ := j.cited(p.Citations[0])
	key, roots := sideOf(s, lead), map[string]bool{}
	for _, a := range j.present[s] {
		if !a.Undated && where != "undated" && j.sub.Interest(a) == day.On && sideOf(s, a) == key && (j.fresh[a] || !j.old[s]) {
			roots[find(a.Source)] = true
		}
	}
	switch low, high := len(roots), len(writers); {
	case p.Sources > high:
		j.t.tooMany++
		j.tell("sources", "%s: %d sources, at most %d: %s", where, p.Sources, high, j.quote(p.Citations[0]))
	case p.Sources < low:
		j.t.tooFew++
		j.tell("sources", "%s: %d sources, at least %d: %s", where, p.Sources, low, j.quote(p.Citations[0]))
	default:
		j.t.sourcesRight++
	}
}

// date judges a point's time.
func (j *judge) date(where string, p *brief.Point, s *day.Story) {
	covers := func(d corpus.Day) bool {
		return p.When.Known() && p.When.Start <= d && d <= p.When.End && p.When.End-p.When.Start <= 7
	}
	appeared := slices.ContainsFunc(p.Citations, func(n int) bool {
		a, _ := j.cited(n)
		return a != nil && covers(a.Published)
	})
	first, _ := j.cited(p.Citations[0])
	turned := first != nil && first.Turn != day.None && covers(first.Published)
	wrong := func() {
		j.tell("date", "%s: %v (%s), happened %v: %s", where, p.When, p.Basis, s.When, j.quote(p.Citations[0]))
	}
	switch {
	case !p.When.Known():
		j.t.undated++
	case p.Basis == "" && (appeared || covers(s.When.Start)):
		j.t.reportedRight++
	case p.Basis == "":
		j.t.reportedWrong++
		wrong()
	case covers(s.When.Start) || s.Plan && where != "ahead" && appeared || turned:
		j.t.dateRight++
	default:
		j.t.dateWrong++
		wrong()
	}
}

// value reads a figure as a quote writes it; -1 where it is none that is known.
func value(s string) int {
	s = strings.ReplaceAll(strings.ToLower(strings.TrimSpace(s)), ",", "")
	if n, err := strconv.Atoi(s); err == nil {
		return n
	}
	return slices.Index(numbers, s)
}

var numbers = strings.Fields("no one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty")
