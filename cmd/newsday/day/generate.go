package day

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"dateline/corpus"
)

// daysBefore is how many days before the day are in the archive already, with
// a share of the day's articles together.
const (
	daysBefore  = 6
	shareBefore = .2
)

// subject is what the subscriptions are about.
type subject struct {
	a          *person
	namesake   *person // another one of the same surname
	land, x, y *land
	firm       *firm
}

// gen writes a day.
type gen struct {
	r        *rand.Rand
	o        Options
	f        frames
	w        *world
	day      *Day
	subject  subject
	plans    []*want // what is to be written
	first    map[*Story]time.Time
	told     map[*Story][]*Article
	leads    map[lead]int
	runs     map[*Article]map[string]bool // of five words, of each article
	titles   []string
	articles int
}

// want is an article that is to be written.
type want struct {
	order
	copyOf  *want // the wire's article that it is a copy of
	resend  *want // the article that it is, once more
	changed bool  // its text has changed meanwhile
	spare   bool  // it can be left out
	article *Article
	raw     corpus.Raw
}

// Generate writes the day. The error is that of unknown frames.
func Generate(o Options) (*Day, error) {
	text, ok := families[o.Frames]
	if !ok {
		return nil, fmt.Errorf("frames %q: there are a, b, c and d", o.Frames)
	}
	f, err := parseFrames(text)
	if err != nil {
		return nil, err
	}
	r := rand.New(rand.NewPCG(o.Seed, 0x4e455753))
	start := time.Date(2026, 1, 12, 0, 0, 0, 0, time.UTC).AddDate(0, 0, int(o.Seed*17%180))
	g := &gen{r: r, o: o, f: f, w: newWorld(r), first: map[*Story]time.Time{}, told: map[*Story][]*Article{}, leads: map[lead]int{}, runs: map[*Article]map[string]bool{}, day: &Day{Start: start, Today: corpus.DayIn(start)}}
	w := g.w
	g.subject = subject{land: w.lands[0], x: w.lands[1], y: w.lands[2], a: w.lands[3].people[0], firm: w.firms[0]}
	g.subject.namesake = &person{first: "Lars", last: g.subject.a.last, land: w.lands[5]}
	w.spare = append(w.spare, g.subject.namesake, g.subject.namesake)

	before := int(shareBefore * float64(o.Articles) / daysBefore)
	for d := daysBefore; d > 0; d-- {
		g.fill(g.day.Today-corpus.Day(d), max(12, before))
	}
	g.carryOver()
	g.fill(g.day.Today, o.Articles*24/25)
	g.resend()
	g.cut()
	g.set()
	g.subscribe()
	return g.day, nil
}

// fill plans the articles of a day, n or more.
func (g *gen) fill(d corpus.Day, n int) {
	stories := float64(n) / 3.4
	times := func(share float64, least int) int { return max(least, int(share*stories+.5)) }
	least := 4
	if d != g.day.Today {
		least = 1
	}
	sub := g.subject
	// begin tries one kind after the other, until there is room for one.
	begin := func(kinds []string, c cast) {
		for range 8 {
			if g.begin(d, one(g.r, kinds), c, false) != nil {
				return
			}
		}
	}
	for range times(.025, least) {
		begin(ofPerson, cast{a: sub.a, x: sub.a.land})
	}
	for range times(.035, least) {
		begin(ofLand, cast{x: sub.land})
	}
	for range times(.025, least) {
		x, y := sub.x, sub.y
		if g.r.IntN(2) == 0 {
			x, y = y, x
		}
		if kind := one(g.r, ofPair); kind != "aid" {
			begin([]string{kind, one(g.r, ofPair[:5])}, cast{x: x, y: y})
		} else if s := g.begin(d, disasters[g.r.IntN(2)], cast{x: x}, false); s != nil {
			g.follow(s, "aid", cast{y: y, parent: s})
		}
	}
	for range times(.025, least) {
		begin(ofFirm, cast{c: sub.firm})
	}
	for range times(.03, least) {
		begin([]string{"flood"}, cast{})
	}
	for c := g.count(d); c < n; {
		g.begin(d, one(g.r, everything), cast{}, true)
		c = g.count(d)
	}
}

// hours are how many articles of a day come within each hour, UTC.
var hours = [24]int{1, 1, 1, 2, 3, 5, 8, 9, 9, 10, 9, 8, 8, 9, 9, 8, 8, 7, 6, 5, 4, 3, 2, 1}

// moment draws a time of a day.
func (g *gen) moment(d corpus.Day) time.Time {
	x := g.r.IntN(136)
	h := 0
	for x >= hours[h] {
		x -= hours[h]
		h++
		h %= 24
	}
	return d.Time().Add(time.Duration(h)*time.Hour + time.Duration(g.r.IntN(60))*time.Minute)
}

// begin makes a story that breaks on a day, with its articles, and at times
// one that is like it.
func (g *gen) begin(d corpus.Day, kind string, c cast, spare bool) *Story {
	at := g.moment(d)
	when := d
	if plan := len(kind) > 4 && kind[:4] == "plan"; plan {
		when = d + corpus.Day(1+g.r.IntN(6))
		if g.r.IntN(4) == 0 {
			when += corpus.Day(2 + g.r.IntN(8))
		}
	} else if at.Hour() < 5 || g.r.IntN(5) == 0 {
		when--
	}
	s := g.unlike(kind, when, c)
	if s == nil {
		return nil
	}
	g.tell(s, at, spare)
	if g.chance(12, 25) {
		later := at.Add(time.Duration(g.r.IntN(240)) * time.Minute)
		if t := g.alike(s); t != nil && corpus.DayIn(later) == d {
			g.tell(t, later, spare)
		}
	}
	return s
}

// unlike makes a story that a reader can tell from all of the days around it.
func (g *gen) unlike(kind string, when corpus.Day, c cast) *Story {
	for range 20 {
		s := g.story(kind, when, c)
		ok := !g.tooMany(s)
		for _, t := range g.day.Stories[:s.ID] {
			if max(s.When.Start, t.When.Start)-min(s.When.Start, t.When.Start) < 20 && g.tooAlike(s, t) {
				ok = false
				break
			}
		}
		if ok {
			return s
		}
		g.day.Stories = g.day.Stories[:s.ID]
	}
	return nil
}

// add plans an article within the day on which its story breaks.
func (g *gen) add(o order, spare bool) *want {
	if corpus.DayIn(o.at) != o.pub {
		return nil // it would come on the next day
	}
	o.at = o.at.Truncate(time.Minute)
	w := &want{order: o, spare: spare}
	g.plans = append(g.plans, w)
	return w
}

// paper draws a source for a story that has none of it yet.
func (g *gen) paper(used map[*paper]bool) *paper {
	for range 40 {
		p := g.w.papers[g.r.IntN(len(g.w.papers))]
		if g.r.IntN(4) == 0 {
			p = wires[g.r.IntN(len(wires))]
		}
		if !used[p] {
			used[p] = true
			return p
		}
	}
	return g.w.papers[g.r.IntN(len(g.w.papers))]
}

func (g *gen) after(at time.Time, from, to float64) time.Time {
	return at.Add(time.Duration((from + (to-from)*g.r.Float64()) * float64(time.Hour)))
}

// tell plans the reports of a story, and what becomes of it.
func (g *gen) tell(s *Story, at time.Time, spare bool) {
	d := corpus.DayIn(at)
	g.first[s] = at
	used := map[*paper]bool{}
	rises := len(s.figures) > 0 && g.f[s.Kind]["revlead"] != nil && g.r.IntN(10) < 6
	series := ""
	for _, n := range []string{"killed", "cases", "jobs", "units"} {
		if len(s.figures[n]) > 1 {
			series = n
		}
	}
	stages := []time.Time{at, g.after(at, 2, 5), g.after(at, 5.5, 9)}
	reports := []int{1, 1, 1, 2, 2, 2, 3, 3, 4, 4, 5, 6}[g.r.IntN(12)]
	for i := range reports {
		t := at
		if i > 0 {
			t = at.Add(time.Duration(min(g.r.ExpFloat64()*80, 600)) * time.Minute)
		}
		o := order{s: s, paper: g.paper(used), at: t, pub: d, undated: g.chance(6, 14), brief: g.r.IntN(4) == 0}
		if i == 0 {
			o.undated = false
		}
		if rises && g.r.IntN(10) < 7 {
			for n := 1; n < len(s.figures[series]) && t.After(stages[n]); n++ {
				o.stage = n
			}
		}
		w := g.add(o, spare && i > 0)
		if w != nil && o.paper.wire {
			g.copies(w, spare)
		}
	}
	for n := 1; rises && n < len(s.figures[series]) && n < len(stages); n++ {
		for range 1 + g.r.IntN(3) {
			w := g.add(order{s: s, paper: g.paper(used), at: g.after(stages[n], 0, 1.5), pub: d, turn: Revised, stage: n}, false)
			if w != nil && w.paper.wire {
				g.copies(w, spare)
			}
		}
	}
	uses := g.f[s.Kind]
	if uses["denylead"] != nil && g.r.IntN(10) < 8 {
		for range 1 + g.r.IntN(2) {
			g.add(order{s: s, paper: g.paper(used), at: g.after(at, 2, 6), pub: d, turn: Denied}, false)
		}
	}
	if uses["offlead"] != nil && g.r.IntN(10) < 2 {
		g.callOff(s, at, d, used)
	}
	if uses["corr"] != nil && !rises && series != "" && g.chance(35, 35) {
		g.correct(s, series, at, d, used)
	}
	if s.Of == nil && slices.Contains(disasters, s.Kind) && g.r.IntN(10) < 5 {
		kind := map[string]string{"flood": one(g.r, []string{"aid", "inspect"}), "quake": one(g.r, []string{"aid", "inspect"}), "crash": "probe", "fire": "probe"}[s.Kind]
		g.follow(s, kind, cast{parent: s})
	}
}

func (g *gen) callOff(s *Story, at time.Time, d corpus.Day, used map[*paper]bool) {
	off := g.after(at, 2, 7)
	for range 1 + g.r.IntN(3) {
		g.add(order{s: s, paper: g.paper(used), at: g.after(off, 0, 1), pub: d, turn: CalledOff}, false)
	}
}

// correct has a paper give a figure wrong, and take it back later.
func (g *gen) correct(s *Story, series string, at time.Time, d corpus.Day, used map[*paper]bool) {
	n := s.figures[series][0]
	bad := n*10 + 7*g.r.IntN(2)
	if g.r.IntN(2) == 0 {
		bad = n + 5 + g.r.IntN(20)
	}
	p := g.paper(used)
	for p.wire {
		p = g.paper(used)
	}
	w := g.add(order{s: s, paper: p, at: g.after(at, 0, 1.5), pub: d, wrong: map[string]int{series: bad}}, false)
	if w == nil {
		return
	}
	c := g.add(order{s: s, paper: p, at: g.after(w.at, 1, 4), pub: d, turn: Corrected, wrong: map[string]int{"old." + series: bad}}, false)
	if c != nil && g.r.IntN(2) == 0 {
		c.resend, c.changed = w, true
	}
}

// follow makes an event that goes on from another.
func (g *gen) follow(s *Story, kind string, c cast) {
	at := g.after(g.first[s], 2, 8)
	if slices.ContainsFunc(g.day.Stories, func(t *Story) bool { return t.Of == s }) {
		return
	}
	if corpus.DayIn(at) != corpus.DayIn(g.first[s]) {
		return
	}
	c.parent = s
	g.tell(g.story(kind, corpus.DayIn(at), c), at, false)
}

// copies plans near-copies of a wire's article, a quarter of them with a
// figure brought up to date.
func (g *gen) copies(w *want, spare bool) {
	used := map[*paper]bool{}
	for range g.r.IntN(4) - g.r.IntN(2) {
		p := g.w.papers[g.r.IntN(len(g.w.papers))]
		if used[p] {
			continue
		}
		used[p] = true
		o := w.order
		o.paper, o.at = p, g.after(w.at, 0.05, 2)
		if c := g.add(o, spare); c != nil {
			c.copyOf = w
		}
	}
}

// carryOver plans what goes on today from the days before: plans that are
// carried out or called off, reports that come in late.
func (g *gen) carryOver() {
	today := g.day.Today
	for _, s := range slices.Clone(g.day.Stories) {
		if s.Plan && s.When.Start >= today && g.r.IntN(4) == 0 {
			g.callOff(s, today.Time().Add(time.Duration(4+g.r.IntN(8))*time.Hour), today, map[*paper]bool{})
			continue
		}
		if s.Kind == "planvisit" && s.When.Start == today {
			t := g.story("visit", today, cast{x: s.lands["X"], y: s.lands["Y"], a: s.people["A"]})
			t.Of, t.people["H"], t.lands["Y"] = s, s.people["H"], s.lands["Y"]
			t.facts["city"], t.facts["subject"] = s.facts["city"], s.facts["subject"]
			g.tell(t, today.Time().Add(time.Duration(8+g.r.IntN(8))*time.Hour), false)
		}
	}
	// Late: yesterday's reports, of what was told yesterday or of what was not.
	yesterday := today - 1
	late := func(s *Story, spare bool) {
		o := order{s: s, paper: g.paper(map[*paper]bool{}), at: today.Time().Add(time.Duration(60+g.r.IntN(900)) * time.Minute), pub: yesterday}
		g.plans = append(g.plans, &want{order: o, spare: spare})
	}
	for _, s := range slices.Clone(g.day.Stories) {
		if !s.Plan && s.When.Start >= yesterday-1 && corpus.DayIn(g.first[s]) == yesterday && g.chance(25, 40) {
			late(s, false)
		}
	}
	for range max(2, g.o.Articles/150) {
		kind, c := one(g.r, everything), cast{}
		switch g.r.IntN(4) {
		case 0:
			kind, c.x = one(g.r, ofLand), g.subject.land
		case 1:
			kind = "flood"
		}
		if kind[:4] == "plan" {
			continue
		}
		if s := g.unlike(kind, yesterday, c); s != nil {
			g.first[s] = today.Time()
			late(s, false)
		}
	}
}

// resend plans articles that come again: as they were, or with a changed text.
func (g *gen) resend() {
	var todays []*want
	for _, w := range g.plans {
		if corpus.DayIn(w.at) == g.day.Today && w.pub == g.day.Today && w.copyOf == nil && w.turn == None && w.resend == nil && w.wrong == nil {
			todays = append(todays, w)
		}
	}
	n := g.count(g.day.Today)
	for range g.o.Articles {
		if n >= g.o.Articles {
			break
		}
		w := todays[g.r.IntN(len(todays))]
		again := &want{order: w.order, resend: w}
		again.at = g.after(w.at, .5, 5).Truncate(time.Minute)
		if corpus.DayIn(again.at) != g.day.Today {
			continue
		}
		again.changed = g.r.IntN(3) == 0
		for _, h := range w.s.figures {
			if again.changed && len(h) > w.stage+1 {
				again.stage = w.stage + 1
			}
		}
		g.plans = append(g.plans, again)
		n++
	}
}

// count returns how many articles are planned for a day.
func (g *gen) count(d corpus.Day) (n int) {
	for _, w := range g.plans {
		if corpus.DayIn(w.at) == d {
			n++
		}
	}
	return n
}

// cut leaves out articles of today, of those that nothing rests on, until
// there are as many as are wanted.
func (g *gen) cut() {
	n := g.count(g.day.Today)
	for pass := range 8 {
		needed := map[*want]bool{}
		for _, w := range g.plans {
			needed[w.copyOf], needed[w.resend] = true, true
		}
		for i := len(g.plans) - 1; i >= 0 && n > g.o.Articles; i-- {
			w := g.plans[i]
			if corpus.DayIn(w.at) == g.day.Today && !needed[w] && (w.spare || pass > 0 && w.turn == None && w.resend == nil && w.pub == g.day.Today || pass > 2) {
				g.plans = slices.Delete(g.plans, i, i+1)
				n--
			}
		}
	}
}

// set writes all that is planned, in the order of its coming.
func (g *gen) set() {
	slices.SortStableFunc(g.plans, func(a, b *want) int { return cmp.Compare(a.at.Unix(), b.at.Unix()) })
	for _, w := range g.plans {
		switch {
		case w.copyOf != nil && w.copyOf.article != nil:
			w.article, w.raw = g.copy(w)
		case w.resend != nil && w.resend.article != nil:
			w.article, w.raw = g.again(w)
		default:
			if w.also == nil && g.o.Hard && w.turn == None && !w.brief && g.r.IntN(20) == 0 {
				w.also = g.beside(w)
			}
			w.article, w.raw = g.write(w.order)
		}
		g.likeness(w.article)
		for _, s := range w.article.Stories {
			g.told[s] = append(g.told[s], w.article)
		}
		g.titles = append(g.titles, w.article.Title)
		g.day.Arrivals = append(g.day.Arrivals, Arrival{At: w.at, Raw: w.raw, Article: w.article})
	}
}

// beside returns another story of the time, for an article that tells of two.
func (g *gen) beside(w *want) *Story {
	for range 20 {
		s := g.day.Stories[g.r.IntN(len(g.day.Stories))]
		if at := g.first[s]; s != w.s && !s.Plan && s.Of == nil && !at.IsZero() && at.Before(w.at) && w.at.Sub(at) < 6*time.Hour {
			return s
		}
	}
	return nil
}
