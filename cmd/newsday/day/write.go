package day

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"dateline/corpus"
)

// order asks for an article.
type order struct {
	s       *Story
	paper   *paper
	at      time.Time  // of its arrival
	pub     corpus.Day // the day that it bears
	undated bool
	turn    Turn
	stage   int
	wrong   map[string]int
	brief   bool   // a few lines only
	also    *Story // a second story that the article tells of as fully
}

// report begins a report.
func (g *gen) report(o order) *report {
	return &report{r: g.r, f: g.f, s: o.s, pub: o.pub, undated: o.undated, stage: o.stage, wrong: o.wrong, known: g.knownStage,
		figures: map[string]int{}, former: map[string]int{}, met: map[*person]bool{}, seen: map[*firm]bool{}, style: g.r.IntN(4)}
}

// knownStage returns how far along its history a figure was told.
func (g *gen) knownStage(s *Story, series string) int {
	best := 0
	for _, a := range g.told[s] {
		if n, ok := a.Figures[series]; ok {
			best = max(best, slices.Index(s.figures[series], n))
		}
	}
	return best
}

// write makes an article: its record, and the truth about it.
func (g *gen) write(o order) (*Article, corpus.Raw) {
	g.articles++
	p := g.report(o)
	p.words, p.least = g.r.IntN(3) > 0, o.turn == None && g.r.IntN(6) == 0
	a := &Article{ID: fmt.Sprintf("%s-%05d", strings.TrimSuffix(strings.TrimPrefix(o.paper.host, "www."), ".example"), g.articles), Version: 1,
		Source: o.paper.name, Origin: o.paper.name, Stories: []*Story{o.s}, Published: o.pub, Undated: o.undated, Turn: o.turn, Figures: p.figures, Former: p.former}
	prefix := map[Turn]string{Revised: "rev", Denied: "deny", CalledOff: "off"}[o.turn]
	a.Title = p.write(o.s, prefix+"title")
	if o.turn == Corrected || a.Title == "" {
		a.Title = p.write(o.s, "title")
	}
	add := func(role Role, s *Story, text string) {
		if text == "" {
			return
		}
		for _, q := range a.Parts {
			if q.Text == text {
				return
			}
		}
		part := Part{Text: text, Role: role, Story: s}
		if s != nil {
			part.Figures, part.Former = p.now, p.then
		}
		a.Parts = append(a.Parts, part)
	}
	if o.turn == Corrected {
		add(Tells, o.s, p.write(o.s, "corr"))
	}
	add(Tells, o.s, g.lead(p, o.s, prefix+"lead"))
	if o.turn == Denied || o.turn == CalledOff {
		add(Tells, o.s, p.write(o.s, prefix+"fact"))
	}
	facts := 1 + g.r.IntN(3)
	if o.brief {
		facts = 1
	}
	if o.turn == Denied || o.turn == CalledOff {
		facts = 0
	}
	for _, i := range g.r.Perm(len(g.f[o.s.Kind]["fact"]))[:min(facts, len(g.f[o.s.Kind]["fact"]))] {
		p.now, p.then = nil, nil
		add(Tells, o.s, p.fill(o.s, g.f[o.s.Kind]["fact"][i]))
	}
	p.now, p.then = nil, nil
	details := 1 + g.r.IntN(4)
	if o.brief {
		details = 1
	}
	for range details {
		add(Padding, nil, g.detail(p, o.s))
	}
	if o.turn == None && g.r.IntN(3) == 0 {
		add(Tells, o.s, p.write(o.s, "quote"))
	}
	if g.r.IntN(10) < 4 && !o.brief {
		add(Older, nil, p.write(o.s, "back"))
	}
	if ref := g.referred(o); ref != nil && g.r.IntN(4) == 0 {
		add(Refers, ref, p.write(ref, "ref"))
	}
	if g.chance(3, 9) {
		add(Padding, nil, p.fill(o.s, p.pick("any", "figurative")))
	}
	for range g.r.IntN(3) {
		add(Padding, nil, p.fill(o.s, p.pick("any", "pad")))
	}
	g.pass(p, o, add)
	if o.also != nil {
		second := *p
		second.s, second.figures, second.former = o.also, map[string]int{}, map[string]int{}
		a.Stories = append(a.Stories, o.also)
		for _, use := range []string{"lead", "fact"} {
			text := second.write(o.also, use)
			p.now, p.then = second.now, second.then
			add(Tells, o.also, text)
		}
	}
	return a, g.raw(a, o, p)
}

// lead writes a story's lead, in a sentence that fewer reports of it have than
// the others.
func (g *gen) lead(p *report, s *Story, use string) string {
	if g.f[s.Kind][use] == nil {
		use = "lead"
	}
	all := g.f[s.Kind][use]
	best := g.r.IntN(len(all))
	for i := range all {
		if g.leads[lead{s, use, i}] < g.leads[lead{s, use, best}] {
			best = i
		}
	}
	g.leads[lead{s, use, best}]++
	p.now, p.then = nil, nil
	return p.fill(s, all[best])
}

// lead is one of the sentences that a story can begin with.
type lead struct {
	s   *Story
	use string
	n   int
}

// groups are the details that reports of a kind have. Those of two reports
// differ: each reporter spoke with others.
var groups = map[string]string{"flood": "disaster", "quake": "disaster", "crash": "disaster", "fire": "disaster", "outbreak": "disaster", "inspect": "disaster", "aid": "disaster",
	"deal": "firm", "results": "firm", "jobs": "firm", "appoint": "firm", "rumour": "firm", "recall": "firm", "planopen": "firm", "verdict": "court", "probe": "court", "lawsuit": "court",
	"match": "sport"}

var (
	surnames = list("Abel|Bakke|Calder|Dorn|Eskola|Farrow|Gellner|Holub|Imre|Jansky|Kessel|Lorca|Medina|Nadir|Okafor|Palma|Quist|Rusu|Sabry|Tegen|Ubeda|Varga|Weiss|Yilmaz|Zeman|" +
		"Amsel|Boro|Cerny|Dahl|Ekberg|Faria|Gomes|Haddad|Ilves|Jokinen|Kaplan|Lindt|Moreau|Nemec|Orban|Pires|Rosen|Salo|Tanaka|Urban|Vidal|Wolan|Ximenes|York|Zuber")
	jobs    = list("baker|nurse|taxi driver|teacher|plumber|student|fisherman|hairdresser|postman|waiter|farmer|carpenter|librarian|electrician")
	streets = list("Mill Street|Station Road|Harbour Lane|the Old Market|Bridge Street|Garden Row|Tower Street|Lime Alley|Customs Square|North Gate|Potters' Row|Chapel Hill")
	saints  = list("Saint Anne|Saint Roch|Central|Saint Martin|Grand|Saint Clare|Imperial|Saint Luke|Royal|Saint Vitus")
	doings  = list("asleep|at breakfast|on the way to work|feeding the hens|on the telephone|hanging up the washing|in the cellar|playing cards")
)

func (g *gen) detail(p *report, s *Story) string {
	group := groups[s.Kind]
	if group == "" {
		group = "state"
	}
	women, men, _ := strings.Cut(firstNames, ";")
	woman := g.r.IntN(2) == 0
	name, he, his, him := one(g.r, list(men)), "he", "his", "him"
	if woman {
		name, he, his, him = one(g.r, list(women)), "she", "her", "her"
	}
	slots := map[string]string{"N": name + " " + one(g.r, surnames), "he": he, "his": his, "him": him, "job": one(g.r, jobs), "street": one(g.r, streets), "saint": one(g.r, saints),
		"doing": one(g.r, doings), "age": fmt.Sprint(21 + g.r.IntN(60)), "n2": small[4+g.r.IntN(6)], "n3": fmt.Sprint(21 + g.r.IntN(70)), "paper": g.w.papers[g.r.IntN(len(g.w.papers))].name,
		"hour": fmt.Sprintf("%d.%d0", 7+g.r.IntN(15), g.r.IntN(6)), "city": s.facts["city"]}
	slots["paper"] = strings.TrimPrefix(slots["paper"], "The ")
	return upper(expand(p.pick("detail", group), g.r.IntN, func(slot string) string { return slots[slot] }))
}

// referred returns an earlier story of the same actors, which an article may
// mention as background.
func (g *gen) referred(o order) *Story {
	var found []*Story
	for _, s := range g.day.Stories {
		if s == o.s || s.Plan || s.When.Start > o.pub || s.When.Start == o.pub && o.s.Of != s || g.first[s].IsZero() || g.first[s].After(o.at) {
			continue
		}
		if s == o.s.Of || s.people["A"] != nil && s.people["A"] == o.s.people["A"] || s.firms["C"] != nil && s.firms["C"] == o.s.firms["C"] ||
			s.Kind == o.s.Kind && s.lands["X"] == o.s.lands["X"] {
			found = append(found, s)
		}
	}
	if len(found) == 0 {
		return nil
	}
	return found[g.r.IntN(len(found))]
}

// pass names a topic in passing.
func (g *gen) pass(p *report, o order, add func(Role, *Story, string)) {
	if !g.chance(8, 16) {
		return
	}
	use, name := "", ""
	switch g.r.IntN(4) {
	case 0:
		x := g.subject.a
		if o.s.people["A"] == x || o.s.people["H"] == x {
			return
		}
		use, name = "pass.person", p.person(x, "")
		if strings.HasSuffix(name, ",") {
			name = x.land.adj + " " + titled(x.office) + " " + x.name()
		}
	case 1:
		l := []*land{g.subject.land, g.subject.x, g.subject.y}[g.r.IntN(3)]
		if o.s.lands["X"] == l || o.s.lands["Y"] == l {
			return
		}
		use, name = "pass.land", l.name
	case 2:
		if o.s.firms["C"] == g.subject.firm || o.s.firms["D"] == g.subject.firm {
			return
		}
		use, name = "pass.firm", g.subject.firm.name
	default:
		if o.s.flood {
			return
		}
		use = "pass.flood"
	}
	t := expand(p.pick("any", use), g.r.IntN, func(slot string) string {
		if slot == "P" || slot == "N" || slot == "F" {
			return name
		}
		return p.slot(o.s, slot)
	})
	add(Passing, nil, upper(t))
}

// chance draws with percent, or with the second one on a hard day.
func (g *gen) chance(percent, hard int) bool {
	if g.o.Hard {
		percent = hard
	}
	return g.r.IntN(100) < percent
}

// raw sets an article as its paper does.
func (g *gen) raw(a *Article, o order, p *report) corpus.Raw {
	raw := corpus.Raw{Key: corpus.Key{ID: a.ID}, Source: a.Source, Title: a.Title, Path: a.ID + ".json", Line: 1}
	slug := slugOf(a.Title)
	raw.URL = fmt.Sprintf("https://%s/news/%s-%d", o.paper.host, slug, g.articles)
	if !o.undated && g.r.IntN(2) == 0 {
		raw.URL = fmt.Sprintf("https://%s/%s/%s-%d", o.paper.host, o.pub.Time().Format("2006/01/02"), slug, g.articles)
	}
	if o.paper.html {
		raw.HTML = g.page(a, o, p)
		raw.Title, raw.Source = "", ""
		return raw
	}
	city := o.s.facts["city"]
	var body []string
	for _, part := range a.Parts {
		body = append(body, part.Text)
	}
	var head []string
	author := g.author(a)
	switch way := o.paper.dated; {
	case o.undated:
		if g.r.IntN(2) == 0 {
			body[0] = strings.ToUpper(city) + " – " + body[0]
		}
	case way == "record":
		raw.Published = o.pub.String()
		if g.r.IntN(2) == 0 {
			raw.Published = o.at.Format(time.RFC3339)
			if corpus.DayIn(o.at) != o.pub {
				raw.Published = o.pub.Time().Add(18 * time.Hour).Format(time.RFC3339)
			}
		}
		if g.r.IntN(2) == 0 {
			raw.Author = author
		}
	case way == "dateline":
		if y, m, d := o.pub.Date(); o.paper.wire {
			body[0] = fmt.Sprintf("%s, %s %d, %d (%s) – %s", strings.ToUpper(city), m, d, y, o.paper.name, body[0])
		} else {
			body[0] = fmt.Sprintf("%s, %s %d, %d – %s", strings.ToUpper(city), m, d, y, body[0])
		}
	case way == "byline":
		head = append(head, "By "+author, "Published "+p.date(o.pub, true))
	case way == "leading":
		body[0] = o.pub.String() + " " + body[0]
	}
	if g.r.IntN(3) == 0 {
		head = append([]string{one(g.r, []string{"Home > World > " + o.s.lands["X"].name, "Share", "Advertisement", "Follow us on social media"})}, head...)
	}
	if g.r.IntN(3) == 0 {
		head = append([]string{a.Title}, head...)
	}
	raw.Text = strings.Join(append(head, body...), "\n\n")
	if side := g.sidebar(o); len(side) > 0 && g.r.IntN(3) == 0 {
		raw.Text += "\n\n" + one(g.r, []string{"Related articles", "Read also", "Most read", "More from this section"}) + "\n"
		for _, line := range side {
			raw.Text += "\n- " + line
		}
	}
	raw.Text += "\n"
	return raw
}

// author returns who wrote an article, the same for each of its versions.
func (g *gen) author(a *Article) string {
	n := 0
	for _, c := range a.ID {
		n += int(c)
	}
	return g.w.spare[n%len(g.w.spare)].name()
}

// sidebar returns titles of other articles, with days that are not this
// article's.
func (g *gen) sidebar(o order) []string {
	var out []string
	for range 3 {
		if len(g.titles) == 0 {
			break
		}
		d := o.pub - corpus.Day(g.r.IntN(40))
		out = append(out, fmt.Sprintf("%s %s", g.titles[g.r.IntN(len(g.titles))], d.Time().Format("2 January 2006")))
	}
	return out
}

func slugOf(title string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(title) {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			b.WriteRune(r)
		case r == ' ' || r == '-':
			b.WriteByte('-')
		}
	}
	return strings.Trim(b.String(), "-")
}

var escapes = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

// page sets an article as a page of a site.
func (g *gen) page(a *Article, o order, p *report) string {
	var b strings.Builder
	title := escapes.Replace(a.Title)
	fmt.Fprintf(&b, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>%s | %s</title>\n<meta property=\"og:title\" content=\"%s\">\n<meta property=\"og:site_name\" content=\"%s\">\n",
		title, a.Source, strings.ReplaceAll(title, `"`, "&quot;"), a.Source)
	if !o.undated {
		fmt.Fprintf(&b, "<meta property=\"article:published_time\" content=\"%sT%02d:%02d:00Z\">\n", o.pub, g.r.IntN(24), g.r.IntN(60))
	}
	b.WriteString("</head>\n<body>\n<header><nav><ul><li><a href=\"/\">Home</a></li><li><a href=\"/world\">World</a></li><li><a href=\"/sport\">Sport</a></li></ul></nav></header>\n<main>\n<article>\n")
	fmt.Fprintf(&b, "<h1>%s</h1>\n", title)
	if !o.undated {
		fmt.Fprintf(&b, "<p class=\"byline\">By %s, <time datetime=\"%s\">%s</time></p>\n", g.author(a), o.pub, p.date(o.pub, true))
	}
	b.WriteString("<div class=\"share\"><a href=\"#\">Share</a> <a href=\"#\">Tweet</a></div>\n")
	for _, part := range a.Parts {
		fmt.Fprintf(&b, "<p>%s</p>\n", escapes.Replace(part.Text))
	}
	b.WriteString("</article>\n")
	if side := g.sidebar(o); len(side) > 0 {
		b.WriteString("<aside class=\"related\"><h2>Related</h2><ul>\n")
		for _, line := range side {
			fmt.Fprintf(&b, "<li><a href=\"/news/x\">%s</a></li>\n", escapes.Replace(line))
		}
		b.WriteString("</ul></aside>\n")
	}
	fmt.Fprintf(&b, "</main>\n<footer><p>© %s. All rights reserved.</p></footer>\n</body>\n</html>\n", a.Source)
	return b.String()
}
