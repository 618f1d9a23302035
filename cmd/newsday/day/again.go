package day

import (
	"fmt"
	"regexp"
	"strings"

	"dateline/corpus"
)

// plainer are words that a desk changes in a wire's text without changing what
// it says.
var plainer = [][2]string{{" said", " stated"}, {" near ", " close to "}, {" after ", " following "}, {" killed ", " claimed the lives of "}, {" big ", " large "},
	{" were moved ", " were brought "}, {" announced", " made known"}, {" about ", " around "}, {" is to ", " will "}, {" nobody ", " no one "}}

// copy makes a near-copy of a wire's article: another headline, another order
// of furniture, the tail cut off, a few words changed, the agency named or not.
func (g *gen) copy(w *want) (*Article, corpus.Raw) {
	from := w.copyOf.article
	o := w.order
	g.articles++
	p := g.report(o)
	a := &Article{ID: fmt.Sprintf("%s-%05d", strings.TrimSuffix(strings.TrimPrefix(o.paper.host, "www."), ".example"), g.articles), Version: 1,
		Source: o.paper.name, Title: from.Title, Origin: from.Origin, Copy: true, Stories: from.Stories, Published: o.pub, Undated: o.undated,
		Turn: from.Turn, Like: from.Like, Figures: from.Figures, Former: from.Former}
	if g.r.IntN(3) > 0 {
		a.Title = p.write(o.s, map[Turn]string{Revised: "rev", Denied: "deny", CalledOff: "off"}[from.Turn]+"title")
		if a.Title == "" {
			a.Title = from.Title
		}
	}
	a.Parts = append(a.Parts, from.Parts...)
	if n := len(a.Parts); n > 3 && g.r.IntN(2) == 0 {
		a.Parts = a.Parts[:n-1-g.r.IntN(n/3)]
	}
	words := 0
	for _, part := range a.Parts {
		words += len(strings.Fields(part.Text))
	}
	changes := g.r.IntN(1 + words/40)
	if g.o.Hard {
		changes = words / 25
	}
	for range 3 * changes {
		if changes == 0 {
			break
		}
		part := &a.Parts[g.r.IntN(len(a.Parts))]
		c := plainer[g.r.IntN(len(plainer))]
		if c[0] == " killed " && strings.Contains(part.Text, "were killed") {
			continue
		}
		if strings.Contains(part.Text, c[0]) {
			part.Text = strings.Replace(part.Text, c[0], c[1], 1)
			changes--
		}
	}
	if g.r.IntN(5) == 0 {
		g.update(a, o.s)
	}
	if g.r.IntN(2) == 0 {
		a.Parts = append(a.Parts, Part{Text: one(g.r, []string{"(" + from.Source + ")", "– " + from.Source, "With material from " + from.Source + "."}), Role: Furniture})
	}
	return a, g.raw(a, o, p)
}

// update brings a copy's figure up to date, which makes it a revision.
func (g *gen) update(a *Article, s *Story) {
	for series, n := range a.Figures {
		h := s.figures[series]
		for i := range h[:max(0, len(h)-1)] {
			if h[i] != n {
				continue
			}
			if a.replace(s, series, n, h[i+1]) {
				a.Figures = map[string]int{series: h[i+1]}
			}
			return
		}
	}
}

// replace writes another figure where one stands in an article, and reports
// whether it did.
func (a *Article) replace(s *Story, series string, n, next int) bool {
	old := regexp.MustCompile(`\b(` + regexp.QuoteMeta(number(n, false)) + `|(?i:` + number(n, true) + `))\b`)
	changed := false
	for j := range a.Parts {
		if part := &a.Parts[j]; part.Role == Tells && part.Story == s && part.Figures[series] == n {
			if t := old.ReplaceAllString(part.Text, number(next, false)); t != part.Text {
				changed = true
				part.Text, part.Figures = t, map[string]int{series: next}
			}
		}
	}
	if changed {
		a.Title = old.ReplaceAllString(a.Title, number(next, false))
	}
	return changed
}

// again makes an article that was sent before: the same record, or its text as
// it was changed meanwhile.
func (g *gen) again(w *want) (*Article, corpus.Raw) {
	if !w.changed {
		return w.resend.article, w.resend.raw
	}
	from := w.resend.article
	b := *from
	b.Parts = append([]Part(nil), from.Parts...)
	a, p := &b, g.report(w.order)
	if w.turn == Corrected {
		// The text stays, but for the figure, and the correction stands above it.
		line := p.write(w.s, "corr")
		for series, n := range from.Figures {
			if right := p.now[series]; right > 0 && right != n {
				a.replace(w.s, series, n, right)
			}
		}
		a.Parts = append([]Part{{Text: line, Role: Tells, Story: w.s, Figures: p.now, Former: p.then}}, a.Parts...)
		a.Turn, a.Figures, a.Former = Corrected, p.figures, p.former
	} else {
		for person := range w.s.people {
			p.met[w.s.people[person]] = true
		}
		if w.stage > w.resend.stage {
			g.update(a, w.s)
		}
		// A later version says more, and no other figure than the first.
		if t := p.fill(w.s, p.pick("any", "pad")); t != "" {
			a.Parts = append(a.Parts, Part{Text: t, Role: Padding})
		}
	}
	raw := g.raw(a, w.order, p)
	a.ID, a.Version = from.ID, from.Version+1
	raw.ID, raw.URL, raw.Path = w.resend.raw.ID, w.resend.raw.URL, w.resend.raw.Path
	w.resend.article, w.resend.raw = a, raw
	return a, raw
}

// Two texts of the same story by two writers that have so much in common are
// neither copies for certain nor not: the share of the runs of five words of the
// shorter that the longer has too.
const alike = .4

// likeness finds the earlier reports of an article's story that it is like.
func (g *gen) likeness(a *Article) {
	mine := g.shingles(a)
	for _, b := range g.told[a.Stories[0]] {
		if b.Origin == a.Origin || a.Copy {
			continue
		}
		theirs, both := g.shingles(b), 0
		for s := range mine {
			if theirs[s] {
				both++
			}
		}
		if float64(both) >= alike*float64(min(len(mine), len(theirs))) {
			a.Like = append(a.Like, b)
		}
	}
}

func (g *gen) shingles(a *Article) map[string]bool {
	if out := g.runs[a]; out != nil {
		return out
	}
	var words []string
	for _, p := range a.Parts {
		words = append(words, strings.Fields(strings.ToLower(p.Text))...)
	}
	out := map[string]bool{}
	for i := 0; i+5 <= len(words); i++ {
		out[strings.Join(words[i:i+5], " ")] = true
	}
	g.runs[a] = out
	return out
}
