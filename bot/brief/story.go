package brief

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"dateline/bot"
	"dateline/bot/change"
	"dateline/corpus"
)

// story is an event with its reports.
type story struct {
	reports   []*report // the one that is quoted first
	plans     []*report // that are of what the reports announce; see ahead
	witnesses []*report // that stand behind the others alone
	since     *report   // of a story whose figure was revised, the report that dates the event
}

// link is how alike two of the reports that are grouped are.
type link struct {
	a, b  int
	score float64
}

// minShared is the weight of what two reports share at least that are compared,
// and few is how many reports are compared without that.
const (
	minShared = 4.
	few       = 60
)

// clues returns what a report is found by that may be of the same event: its
// words and their kin, its names, places and numbers, each with its weight.
func (s *session) clues(r *report) map[string]float64 {
	out := map[string]float64{}
	for st := range r.like.stems {
		out[st] = s.weight[st]
	}
	for g := range r.like.wide.kin {
		out["kin "+strconv.Itoa(g)] = 1
	}
	for n := range r.like.people {
		out["name "+n] = 3
	}
	for n := range r.like.openCities {
		out["place "+n] = 2
	}
	for v := range r.like.values {
		out["number "+strconv.FormatFloat(v, 'g', -1, 64)] = 3
	}
	return out
}

// near calls look with the pairs of reports that share enough to be compared, the
// first of each pair before the second.
func (s *session) near(reports []*report, look func(i, j int)) {
	if len(reports) <= few {
		for j, r := range reports {
			for i := range j {
				if reports[i].article != r.article {
					look(i, j)
				}
			}
		}
		return
	}
	posts := map[string][]int{}
	shared := make([]float64, len(reports))
	for i, r := range reports {
		var met []int
		for clue, w := range s.clues(r) {
			for _, j := range posts[clue] {
				if shared[j] == 0 {
					met = append(met, j)
				}
				shared[j] += w
			}
			posts[clue] = append(posts[clue], i)
		}
		slices.Sort(met)
		for _, j := range met {
			if shared[j] >= minShared && reports[j].article != r.article {
				look(j, i)
			}
			shared[j] = 0
		}
	}
}

// maxPart is how many reports of a part are compared at most to join it with
// another one: those that came to it first, which are the likest.
const maxPart = 30

// group puts the reports of one event together: the two likest first, then
// whatever is likest next, where all pairs of the two parts allow it and their
// average is high enough (clustering by average link). An article has one report
// in a story.
func (s *session) group(reports []*report) []*story {
	ordered := slices.Clone(reports)
	slices.SortStableFunc(ordered, earlier)
	var links []link
	score := map[[2]int]float64{}
	const barred = -1e9
	s.near(ordered, func(i, j int) {
		v, ok := s.same(ordered[i], ordered[j])
		if !ok {
			v = barred
		}
		score[[2]int{i, j}] = v
		if v >= minLink {
			links = append(links, link{i, j, v})
		}
	})
	slices.SortFunc(links, func(x, y link) int {
		return cmp.Or(cmp.Compare(y.score, x.score), cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b))
	})
	of := make([]int, len(ordered)) // the part that a report is in
	parts := make([][]int, len(ordered))
	for i := range ordered {
		of[i], parts[i] = i, []int{i}
	}
	joins := func(x, y []int) bool {
		articles := map[*article]bool{}
		for _, i := range x {
			articles[ordered[i].article] = true
		}
		if slices.ContainsFunc(y, func(j int) bool { return articles[ordered[j].article] }) {
			return false
		}
		x, y = x[:min(len(x), maxPart)], y[:min(len(y), maxPart)]
		sum := 0.
		for _, i := range x {
			for _, j := range y {
				key := [2]int{min(i, j), max(i, j)}
				v, ok := score[key]
				if !ok {
					if v, ok = s.same(ordered[key[0]], ordered[key[1]]); !ok {
						v = barred
					}
					score[key] = v
				}
				if v == barred {
					return false
				}
				sum += v
			}
		}
		return sum >= minAverage*float64(len(x)*len(y))
	}
	for _, l := range links {
		x, y := min(of[l.a], of[l.b]), max(of[l.a], of[l.b])
		if x == y || !joins(parts[x], parts[y]) {
			continue
		}
		for _, i := range parts[y] {
			of[i] = x
		}
		parts[x], parts[y] = append(parts[x], parts[y]...), nil
	}
	var out []*story
	for _, part := range parts {
		if len(part) == 0 {
			continue
		}
		slices.Sort(part)
		st := &story{}
		for _, i := range part {
			if r := ordered[i]; r.plan {
				st.plans = append(st.plans, r)
			} else {
				st.reports = append(st.reports, r)
			}
		}
		out = append(out, st)
	}
	return out
}

// revised puts the stories together of which a later one brings another figure
// for what the earlier one tells: they are of one event.
func (s *session) revised(stories []*story, changes []paired) []*story {
	of := func(key corpus.Key, span corpus.Span) int {
		return slices.IndexFunc(stories, func(st *story) bool {
			return st != nil && slices.ContainsFunc(st.reports, func(r *report) bool {
				return r.article.Key == key && r.line.start <= span.Start && span.End <= r.line.start+len(r.line.text)
			})
		})
	}
	for _, c := range changes {
		if c.Kind != change.Revised {
			continue
		}
		i, j := of(c.Before.Article, c.Before.Span), of(c.After.Article, c.After.Span)
		if i < 0 || j < 0 || i == j || !oneArticleEach(stories[i], stories[j]) || s.apart(stories[i].reports[0], stories[j].reports[0]) {
			continue
		}
		first, last := stories[i], stories[j]
		if first.since == nil {
			first.since = first.reports[0]
		}
		first.reports, first.plans = append(first.reports, last.reports...), append(first.plans, last.plans...)
		first.witnesses = append(first.witnesses, last.witnesses...)
		stories[j] = nil
	}
	return slices.DeleteFunc(stories, func(st *story) bool { return st == nil })
}

// oneArticleEach reports whether no article has a report in both stories.
func oneArticleEach(a, b *story) bool {
	for _, r := range a.reports {
		if slices.ContainsFunc(b.reports, func(o *report) bool { return o.article == r.article }) {
			return false
		}
	}
	return true
}

// earlier orders reports by when what they tell happened, those that say so
// themselves first, then by article and place in it.
func earlier(a, b *report) int {
	return cmp.Or(cmp.Compare(a.when.Start, b.when.Start), yes(a.own, b.own), cmp.Compare(a.when.End, b.when.End), yes(a.lead, b.lead), byKey(a.article.Key, b.article.Key), cmp.Compare(a.line.n, b.line.n))
}

// yes orders true before false.
func yes(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return -1
	}
	return 1
}

// recognize takes what an article without a date reports for told where a dated
// report that is likely of the same event was, and the other way round: it is not
// put to it, but it is nothing new either.
func (s *session) recognize(reports []*report) {
	if s.req.Told == nil {
		return
	}
	var known []*report
	s.near(reports, func(i, j int) {
		a, b := reports[i], reports[j]
		if a.told == b.told || a.article.dated() == b.article.dated() {
			return
		}
		if score, ok := s.same(a, b); ok && score >= minTold {
			known = append(known, a, b)
		}
	})
	for _, r := range known {
		r.told = true
	}
}

// publisher names who published an article, "" where it does not say.
func publisher(a *article) string { return strings.ToLower(bot.Publisher(a.Source, a.URL)) }

// sources counts the independent origins of a story: near-copies are one, and
// so are the reports of one publisher.
func (st *story) sources() int {
	of := map[string]int{} // what articles share, and the origin that it is of
	var roots []int
	find := func(i int) int {
		for roots[i] != i {
			i = roots[i]
		}
		return i
	}
	for _, r := range slices.Concat(st.reports, st.witnesses) {
		ids := []string{"k" + r.article.cluster().String()}
		if p := publisher(r.article); p != "" {
			ids = append(ids, "p"+p)
		}
		mine := len(roots)
		roots = append(roots, mine)
		for _, id := range ids {
			if o, ok := of[id]; ok {
				roots[find(o)] = find(mine)
			} else {
				of[id] = mine
			}
		}
	}
	n := 0
	for i := range roots {
		if roots[i] == i {
			n++
		}
	}
	return n
}

// copies counts the near-copies among the articles of a story.
func (st *story) copies() int {
	seen := map[corpus.Key]bool{}
	articles := map[corpus.Key]bool{}
	for _, r := range slices.Concat(st.reports, st.witnesses) {
		seen[r.article.cluster()] = true
		articles[r.article.Key] = true
	}
	return len(articles) - len(seen)
}

// fresh reports whether no report of a story was told.
func (st *story) fresh() bool {
	told := func(r *report) bool { return r.told }
	return !slices.ContainsFunc(st.reports, told) && !slices.ContainsFunc(st.plans, told)
}
