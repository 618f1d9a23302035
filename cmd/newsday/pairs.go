package main

import (
	"bufio"
	"cmp"
	"errors"
	"fmt"
	"os"
	"sync"

	"dateline/bot/brief"
	"dateline/bot/brief/pairs"
	"dateline/cmd/newsday/day"
)

// compared writes the pairs of reports that briefings compare, with whether they are
// of one story.
type compared struct {
	mu   sync.Mutex
	f    *os.File
	w    *bufio.Writer
	o    day.Options
	all  map[string]map[int]*day.Article
	seen map[string]bool
	err  error // of the first that could not be written
}

// newCompared opens a file for the pairs of a day; what it has stays.
func newCompared(path string, o day.Options, d *day.Day) (*compared, error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644)
	if err != nil {
		return nil, err
	}
	p := &compared{f: f, w: bufio.NewWriter(f), o: o, all: versions(d), seen: map[string]bool{}}
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
func (p *compared) side(v brief.Version, quote string) (side, bool) {
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

// add writes a pair, once.
func (p *compared) add(c brief.Pair) {
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
	e := pairs.Example{Family: p.o.Frames, Truth: pairs.Other, Part: c.Part, Traits: c.Traits, Quotes: c.Quotes}
	switch {
	case x == y:
		e.Truth = pairs.Same
	case x.story == y.story || related(x.story, y.story):
		e.Truth = pairs.Related
	}
	p.err = cmp.Or(p.err, e.Write(p.w))
}

// close ends the file; what could not be written is an error.
func (p *compared) close() error { return errors.Join(p.err, p.w.Flush(), p.f.Close()) }
