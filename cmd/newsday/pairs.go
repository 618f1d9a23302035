package main

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"sync"

	"dateline/bot/brief"
	"dateline/cmd/newsday/day"
)

// pairs writes the pairs of reports that briefings compare, with whether they are
// of one story.
type pairs struct {
	mu   sync.Mutex
	f    *os.File
	w    *bufio.Writer
	o    day.Options
	all  map[string]map[int]*day.Article
	seen map[string]bool
}

// newPairs opens a file for the pairs of a day; what it has stays.
func newPairs(path string, o day.Options, d *day.Day) (*pairs, error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644)
	if err != nil {
		return nil, err
	}
	p := &pairs{f: f, w: bufio.NewWriter(f), o: o, all: versions(d), seen: map[string]bool{}}
	return p, nil
}

func versions(d *day.Day) map[string]map[int]*day.Article {
	all := map[string]map[int]*day.Article{}
	for _, v := range d.Arrivals {
		if all[v.Raw.ID] == nil {
			all[v.Raw.ID] = map[int]*day.Article{}
		}
		all[v.Raw.ID][v.Article.Version] = v.Article
	}
	return all
}

// side returns what a quote of an article tells; ok is false where it tells of no
// story.
func (p *pairs) side(v brief.Version, quote string) (side, bool) {
	a := p.all[v.ID][v.Version]
	if a == nil {
		for _, b := range p.all[v.ID] {
			if a == nil || b.Version > a.Version {
				a = b
			}
		}
	}
	if a == nil {
		return side{}, false
	}
	part := partOf(a, quote)
	switch {
	case part == nil:
		return sideOf(a.Stories[0], a), true
	case part.Role == day.Tells:
		return sideOf(part.Story, a), true
	case part.Role == day.Refers:
		return side{part.Story, day.None}, true
	}
	return side{}, false
}

// add writes a pair, once: the family, 1 where it is of one story, r where one goes
// on from the other, 0 else, the parts of the briefing, the traits, the quotes.
func (p *pairs) add(c brief.Pair) {
	p.mu.Lock()
	defer p.mu.Unlock()
	key := fmt.Sprint(c.A, c.B, c.Quotes)
	if p.seen[key] {
		return
	}
	p.seen[key] = true
	x, ok := p.side(c.A, c.Quotes[0])
	y, ok2 := p.side(c.B, c.Quotes[1])
	if !ok || !ok2 || x.story == nil || y.story == nil {
		return
	}
	truth := "0"
	switch {
	case x == y:
		truth = "1"
	case x.story == y.story || related(x.story, y.story):
		truth = "r"
	}
	fmt.Fprintf(p.w, "%s\t%s\t%s+%s", p.o.Frames, truth, c.Part[0], c.Part[1])
	for _, v := range c.Traits {
		fmt.Fprintf(p.w, "\t%.3g", v)
	}
	fmt.Fprintf(p.w, "\t%s | %s | %s %s\n", c.Quotes[0], c.Quotes[1], x.story.Kind, y.story.Kind)
}

func (p *pairs) close() error { return errors.Join(p.w.Flush(), p.f.Close()) }
