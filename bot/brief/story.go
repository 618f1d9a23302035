package brief

import (
	"cmp"
	"net/url"
	"slices"
	"strings"

	"dateline/bot/change"
	"dateline/corpus"
)

// story is an event with its reports.
type story struct {
	reports []*report // the one that is quoted first
	since   *report   // of a story whose figure was revised, the report that dates the event
}

// group puts the reports of one event together. A report joins the first story
// to whose reports nothing speaks against it and to at least half of which it is
// alike.
func (s *session) group(reports []*report) []*story {
	ordered := slices.Clone(reports)
	slices.SortStableFunc(ordered, earlier)
	var out []*story
	index := map[string][]int{} // stories by the words of their reports
	for _, r := range ordered {
		tried := map[int]bool{}
		var near []int
		for st := range r.like.core {
			for _, i := range index[st] {
				if !tried[i] {
					tried[i] = true
					near = append(near, i)
				}
			}
		}
		slices.Sort(near)
		joined := -1
		for _, i := range near {
			if s.joins(r, out[i]) {
				joined = i
				break
			}
		}
		if joined < 0 {
			joined = len(out)
			out = append(out, &story{})
		}
		out[joined].reports = append(out[joined].reports, r)
		for st := range r.like.core {
			if l := index[st]; len(l) == 0 || l[len(l)-1] != joined && !slices.Contains(l, joined) {
				index[st] = append(l, joined)
			}
		}
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
		first.reports = append(first.reports, last.reports...)
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

// joins reports whether a report belongs to a story.
func (s *session) joins(r *report, st *story) bool {
	n := 0
	for _, o := range st.reports {
		if o.article == r.article {
			return false
		}
		switch {
		case s.alike(r, o):
			n++
		case !s.timely(r, o) || s.apart(r, o):
			return false
		}
	}
	return n*2 >= len(st.reports) && n > 0
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

// recognize takes a report of an article without a date for told where it may be
// of an event whose dated reports were told: it is not put to them, but it is
// nothing new either.
func (s *session) recognize(undated, dated []*report) {
	if s.req.Told == nil {
		return
	}
	for _, r := range undated {
		r.told = r.told || slices.ContainsFunc(dated, func(o *report) bool {
			if !o.told || s.apart(r, o) {
				return false
			}
			m := s.measure(r, o)
			if r.plan != o.plan {
				return m.there && (m.like >= minLike && m.anchors > 0 || s.sharesTerm(r, o) && s.sameNames(r, o))
			}
			return m.there && s.sharesTerm(r, o) && (s.placed(r, o) || s.sameNames(r, o)) || m.like >= minLike && m.anchors > 0 || m.there && (m.pair && m.like >= minSure || m.far && s.placed(r, o)) || m.like >= .6
		})
	}
}

// publisher names who published an article, "" where it does not say: its
// source, else the host of its address.
func publisher(a *article) string {
	if a.Source != "" {
		return strings.ToLower(tidy(a.Source))
	}
	if u, err := url.Parse(a.URL); err == nil && u.Host != "" {
		return strings.TrimPrefix(strings.ToLower(u.Host), "www.")
	}
	return ""
}

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
	for _, r := range st.reports {
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
	for _, r := range st.reports {
		seen[r.article.cluster()] = true
		articles[r.article.Key] = true
	}
	return len(articles) - len(seen)
}

// fresh reports whether no report of a story was told.
func (st *story) fresh() bool {
	return !slices.ContainsFunc(st.reports, func(r *report) bool { return r.told })
}
