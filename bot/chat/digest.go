package chat

import (
	"cmp"
	"slices"
	"strings"

	"dateline/bot"
	"dateline/bot/brief"
)

// Bounds of a briefing's card, which is about a screen.
const (
	digestItems   = 8 // changes count twice: they have two quotes
	digestWords   = 190
	itemWords     = 28 // of a quote; the whole is behind Evidence
	beforeWords   = 16
	mostChanges   = 2
	mostAhead     = 2
	mostUndated   = 1
	headingWords  = 60
	digestCaveats = 40
)

// Digest returns a briefing as a chat shows it: its heading, then at most about
// a screen of what happened, what changed, what is ahead and what is undated.
// Where there is more, what is new goes first, then what more sources report,
// then what is later; the order on the card is that of events. A quote that is
// shown publicly is cut to the length that the settings allow. The answer is
// the briefing's, with the heading as its lead.
func Digest(b brief.Briefing, a bot.Answer, s Settings, private bool) Card {
	c := Card{Lead: cutWords(plainText(a.Lead), headingWords), Coverage: cutWords(plainText(bot.Searched(a)), 2*fromWords+8), Abstains: b.Empty()}
	if len(a.Notes) > 0 {
		c.Caveat = sentencesWithin(plainText(a.Notes[0]), digestCaveats)
	}
	d := digest{links: map[int]string{}, dates: map[int]string{}, quotes: map[int]string{}, public: !private, settings: s, left: digestWords}
	for _, ci := range a.Citations {
		d.links[ci.N], d.dates[ci.N], d.quotes[ci.N] = Link(ci.URL, ci.Quote, "", ""), dateOr(ci.Published.Interval, "undated"), ci.Quote
	}
	changes, ahead, undated := min(len(b.Changes), mostChanges), min(len(b.Ahead), mostAhead), min(len(b.Undated), mostUndated)
	points := min(len(b.Points), digestItems-2*changes-ahead-undated)
	// What one part does not need another may have.
	room := digestItems - points - 2*changes - ahead - undated
	for _, part := range []struct {
		n    *int
		all  int
		cost int
	}{{&changes, len(b.Changes), 2}, {&ahead, len(b.Ahead), 1}, {&undated, len(b.Undated), 1}} {
		for *part.n < part.all && room >= part.cost {
			*part.n++
			room -= part.cost
		}
	}
	happened := d.section("", b.Points, points)
	changed := Section{Title: "Changed"}
	for _, x := range b.Changes[:changes] {
		if item, ok := d.change(x); ok {
			changed.Items = append(changed.Items, item)
		}
	}
	changed.More = len(b.Changes) - len(changed.Items)
	c.Sections = []Section{happened, changed, d.section("Ahead", b.Ahead, ahead), d.section("Undated reports", b.Undated, undated)}
	c.Sections = slices.DeleteFunc(c.Sections, func(s Section) bool { return len(s.Items)+s.More == 0 })
	shown := 0
	for _, sec := range c.Sections {
		for _, item := range sec.Items {
			shown += len(item.Marks)
			if item.Before != nil {
				shown += len(item.Before.Marks)
			}
		}
	}
	c.More = max(0, len(a.Citations)-shown) + max(0, len(a.Notes)-1)
	return c
}

// digest is what is needed to write the items of a card.
type digest struct {
	links, dates, quotes map[int]string // of citations
	public               bool
	settings             Settings
	left                 int // words
}

// section takes n points, those that matter most, in their order.
func (d *digest) section(title string, all []brief.Point, n int) Section {
	order := make([]int, len(all))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int {
		a, b := all[i], all[j]
		if a.New != b.New {
			return map[bool]int{true: -1, false: 1}[a.New]
		}
		return cmp.Or(cmp.Compare(b.Sources, a.Sources), cmp.Compare(j, i))
	})
	order = order[:min(len(order), max(n, 0))]
	s := Section{Title: title}
	items := map[int]Item{}
	for _, i := range order {
		if item, ok := d.item(all[i], title == "Undated reports"); ok {
			items[i] = item
		}
	}
	for i := range all {
		if item, ok := items[i]; ok {
			s.Items = append(s.Items, item)
		}
	}
	s.More = len(all) - len(s.Items)
	return s
}

// item writes a point; it reports false where there is no room for it.
func (d *digest) item(p brief.Point, undated bool) (Item, bool) {
	text, ok := d.text(p.Text, itemWords, !p.Written)
	if !ok {
		return Item{}, false
	}
	item := Item{Date: p.Date(), New: p.New, Text: text, Quoted: !p.Written, Sources: p.Origins()}
	if undated {
		item.Date = "undated"
	}
	for _, n := range p.Citations {
		item.Marks = append(item.Marks, Mark{n, d.links[n]})
	}
	return item, true
}

// change writes both sides of a change.
func (d *digest) change(x brief.Change) (Item, bool) {
	side := func(s brief.Said, most int) (Item, bool) {
		text, ok := d.text(d.quotes[s.Citation], most, true)
		return Item{Date: d.dates[s.Citation], Text: text, Quoted: true, Marks: []Mark{{s.Citation, d.links[s.Citation]}}}, ok
	}
	left := d.left
	before, ok := side(x.Before, beforeWords)
	if !ok {
		return Item{}, false
	}
	item, ok := side(x.After, itemWords)
	if !ok {
		d.left = left
		return Item{}, false
	}
	item.Label, item.New, item.Before = cutWords(plainText(x.Label()), beforeWords), x.New, &before
	return item, true
}

// text cuts a quote or a sentence to its bound and to what room is left; a
// quote that would be cut too short has none.
func (d *digest) text(s string, most int, quote bool) (string, bool) {
	s = strings.Join(strings.Fields(plainText(s)), " ")
	if quote && d.public && d.settings.MaxExcerpt > 0 {
		s = cutRunes(s, d.settings.MaxExcerpt)
	}
	n := min(countWords(s), most)
	if n > d.left || s == "" {
		return "", false
	}
	d.left -= n
	return cutWords(s, most), true
}
