// Package day writes a day of news from a seeded grammar, together with the
// truth about it: which event each article tells of, when that happened, what
// figures it gives, which articles are copies of which, and what is on the topics
// of five subscriptions. It knows nothing of how briefings are made, and what
// makes them is judged by it.
//
// The world is made up: the persons, companies, clubs and newspapers are invented,
// and so is all that happens in countries and cities that there are.
package day

import (
	"time"

	"dateline/corpus"
)

// Options say which day is written. Same options, same day.
type Options struct {
	Seed     uint64
	Articles int    // that arrive on the day; those of the days before come on top
	Frames   string // family of sentences: "a", "b", "c" or "d"
	Hard     bool   // more of what misleads
}

// Day is a simulated day.
type Day struct {
	Start         time.Time // its midnight, UTC
	Today         corpus.Day
	Arrivals      []Arrival // in order; those before Start are what the archive has already
	Stories       []*Story
	Subscriptions []Subscription
}

// Arrival is a record that comes in. The same article may come twice.
type Arrival struct {
	At      time.Time
	Raw     corpus.Raw
	Article *Article
}

// Story is one event, or one plan.
type Story struct {
	ID   int
	Kind string          // of the frames: "flood", "planvisit"
	When corpus.Interval // on which it happened, or is to happen: one day
	Plan bool
	// Of is the event that it goes on from: the floods of which the victims
	// get help, the plan that it carries out. An editor may tell the two
	// together; see check.go of the command.
	Of *Story

	facts   map[string]string
	people  map[string]*person
	lands   map[string]*land
	firms   map[string]*firm
	figures map[string][]int // history of each: 12, 15, 17
	flood   bool             // it is about floods
}

// Figures returns the history of a figure, "killed" for instance, oldest first.
func (s *Story) Figures(series string) []int { return s.figures[series] }

// Shares reports whether somebody acts in both stories.
func (s *Story) Shares(t *Story) bool {
	for _, p := range s.people {
		for _, q := range t.people {
			if p == q && p.office != "" {
				return true
			}
		}
	}
	return false
}

// Turn is the way in which an article changes what was said before.
type Turn string

// The turns.
const (
	None      Turn = ""
	Revised   Turn = "revised"    // a figure has grown
	Denied    Turn = "denied"     // somebody says that it is not so
	Corrected Turn = "corrected"  // the publisher takes back what it said
	CalledOff Turn = "called off" // a plan is given up
)

// Role is what a part of an article is.
type Role uint8

// The roles.
const (
	Tells     Role = iota // of the story that the article is about
	Refers                // to another story, in passing
	Older                 // to something of months or years ago
	Padding               // nothing in particular
	Passing               // names a topic and says nothing of it
	Furniture             // the page's own: navigation, links to other articles
)

// Part is a paragraph of an article.
type Part struct {
	Text  string
	Role  Role
	Story *Story // that it tells of; nil: none
	// Figures are those that it gives of its story, and Former those of which it
	// says that they were given before.
	Figures, Former map[string]int
}

// Article is a version of an article with the truth about it.
type Article struct {
	ID      string
	Version int // 1, or 2 for a text that came under the same ID later
	Source  string
	Title   string
	// Origin is who wrote the text: copies have that of what they were copied
	// from.
	Origin string
	// Like are earlier reports of the same story by others that have so many words
	// in common with it, as chance has it, that a reader may take them for copies.
	Like      []*Article
	Copy      bool // it is a near-copy of an article with that origin
	Stories   []*Story
	Parts     []Part
	Published corpus.Day // the truth, also where Undated
	Undated   bool       // nothing in it says when it was published
	Turn      Turn
	// Figures are those that it gives as they stand, and Former those of which
	// it says that they were given before.
	Figures, Former map[string]int
}

// Interest is what an article is to a topic.
type Interest uint8

// The interests.
const (
	Off      Interest = iota // not about it; at most it is named in passing
	Arguable                 // an editor may take it or leave it
	On                       // about it
)

// Subscription is a topic with when it is told of.
type Subscription struct {
	Topic string
	Kind  string // "person", "country", "pair", "company", "theme"
	When  string // a schedule as people write it
	Runs  []time.Time
	on    func(a *Article) Interest
}

// Interest returns what an article is to the subscription's topic.
func (s *Subscription) Interest(a *Article) Interest { return s.on(a) }

// InterestIn returns what one of the stories that an article tells is to the
// subscription's topic.
func (s *Subscription) InterestIn(a *Article, t *Story) Interest {
	if len(a.Stories) == 1 {
		return s.on(a)
	}
	b := *a
	b.Stories, b.Parts = []*Story{t}, nil
	if a.Stories[0] != t {
		b.Title = ""
	}
	for _, p := range a.Parts {
		if p.Story == t {
			b.Parts = append(b.Parts, p)
		}
	}
	return s.on(&b)
}
