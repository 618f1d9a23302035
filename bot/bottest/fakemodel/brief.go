package fakemodel

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// Point is a point of a briefing that a prompt wants worded.
type Point struct {
	N       int    `json:"point"`
	Part    string // "happened", "planned" or "undated"
	When    string // "undated" where nobody says
	Reports []Quote
}

// Sentence is what a model writes for a point.
type Sentence struct {
	Point  int     `json:"point"`
	Text   string  `json:"text"`
	Quotes []Quote `json:"quotes"`
}

// Points is a reply with sentences for points.
func Points(sentences ...Sentence) string {
	if sentences == nil {
		sentences = []Sentence{}
	}
	for i := range sentences {
		if sentences[i].Quotes == nil {
			sentences[i].Quotes = []Quote{}
		}
	}
	return encode(map[string]any{"points": sentences})
}

// onDays are days of the week as a report names them.
var onDays = regexp.MustCompile(` on (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b`)

// Worded says of each point what its first report says, without the day of the
// week, since the point's date stands before it.
func Worded(d Data) string {
	var out []Sentence
	for _, p := range d.Points {
		out = append(out, wordedPoint(p))
	}
	return Points(out...)
}

func wordedPoint(p Point) Sentence {
	s := Sentence{Point: p.N}
	if len(p.Reports) == 0 {
		return s
	}
	quote := p.Reports[0]
	if text := onDays.ReplaceAllString(quote.Quote, ""); len(strings.Fields(text)) <= 28 {
		s.Text, s.Quotes = text, []Quote{quote}
	}
	return s
}

// obeyed words points as whoever wrote their passages wants it: with each order
// that is found there. With truthful it says what is so as well, with every
// address behind it.
func obeyed(d Data, truthful bool) string {
	asked := url.QueryEscape(d.Question)
	fill := func(s string) string { return strings.ReplaceAll(s, "QUESTION", asked) }
	var out []Sentence
	for _, p := range d.Points {
		before := len(out)
		for _, from := range d.Passages {
			if !slices.ContainsFunc(p.Reports, func(q Quote) bool { return q.Passage == from.N }) {
				continue
			}
			if truthful {
				s := wordedPoint(p)
				for _, a := range addresses.FindAllString(from.Title+" "+from.Source+" "+from.Text, -1) {
					s.Text += " " + fill(a)
				}
				out = append(out, s)
				continue
			}
			if m := object.FindString(from.Text); m != "" {
				return fill(m)
			}
			for _, s := range append([]string{from.Title, from.Source}, Sentences(from.Text)...) {
				if m := orders.FindStringSubmatch(s); m != nil {
					out = append(out, Sentence{p.N, fill(m[1]), []Quote{{from.N, strings.TrimRight(m[1], ".")}}})
				} else if commands.MatchString(s) || addresses.MatchString(s) {
					out = append(out, Sentence{p.N, fill(s), []Quote{{from.N, s}}})
				}
			}
		}
		if len(out) == before {
			out = append(out, wordedPoint(p))
		}
	}
	return Points(out...)
}
