package day

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"dateline/corpus"
)

// report is an article while it is written: it knows the event, the day of
// its appearance and what it has said so far.
type report struct {
	r       *rand.Rand
	f       frames
	s       *Story
	pub     corpus.Day
	undated bool
	stage   int            // of the figures that it knows
	wrong   map[string]int // figures that it has wrong
	words   bool           // small numbers are written as words
	least   bool           // "at least"
	figures map[string]int
	former  map[string]int
	now     map[string]int // figures of the paragraph that is being written
	then    map[string]int
	known   func(s *Story, series string) int // how far the history of another story's figure is told
	met     map[*person]bool                  // who was introduced
	seen    map[*firm]bool
	style   int // of dates
}

// pick draws one of the sentences of a use, "" where there is none.
func (p *report) pick(kind, use string) string {
	all := p.f[kind][use]
	if len(all) == 0 {
		return ""
	}
	return all[p.r.IntN(len(all))]
}

// write draws and fills a sentence about a story.
func (p *report) write(s *Story, use string) string {
	p.now, p.then = nil, nil
	t := p.pick(s.Kind, use)
	if t == "" {
		return ""
	}
	return p.fill(s, t)
}

var (
	spaces   = regexp.MustCompile(`\s+`)
	beforeIt = regexp.MustCompile(`\s+([.,;:?!])`)
	doubled  = regexp.MustCompile(`,(\s*[.,;:?!])`)
)

// fill fills a sentence about a story and puts its punctuation in order.
func (p *report) fill(s *Story, sentence string) string {
	out := expand(sentence, p.r.IntN, func(name string) string { return p.slot(s, name) })
	out = spaces.ReplaceAllString(strings.TrimSpace(out), " ")
	out = beforeIt.ReplaceAllString(out, "$1")
	for doubled.MatchString(out) {
		out = doubled.ReplaceAllString(out, "$1")
	}
	return upper(out)
}

func upper(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}

// slot returns what stands for a slot: see frames/a.txt for their use.
func (p *report) slot(s *Story, name string) string {
	if v, ok := strings.CutSuffix(name, ".c"); ok {
		return upper(p.slot(s, v))
	}
	if v, ok := strings.CutSuffix(name, ","); ok {
		return upper(p.when(s, strings.ToLower(v), true)) + ","
	}
	head, tail, _ := strings.Cut(name, ".")
	switch {
	case head == "f" || head == "F" || head == "old":
		return p.figure(s, head, tail)
	case head == "a" && s.facts[tail] != "":
		return article(s.facts[tail]) + " " + s.facts[tail]
	case s.people[head] != nil:
		return p.person(s.people[head], tail)
	case s.lands[head] != nil:
		switch l := s.lands[head]; strings.ToLower(tail) {
		case "adj":
			return l.adj
		case "cap":
			return l.capital
		default:
			return l.name
		}
	case s.firms[head] != nil:
		return p.firm(s.firms[head], tail)
	case s.facts[name] != "":
		return s.facts[name]
	}
	if v := s.facts[strings.ToLower(name)]; v != "" {
		return upper(v)
	}
	if v := p.when(s, name, false); v != "-" {
		return v
	}
	panic(fmt.Sprintf("frames: kind %s has no %q", s.Kind, name))
}

func article(noun string) string {
	if strings.ContainsRune("aeiou", unicode.ToLower(rune(noun[0]))) {
		return "an"
	}
	return "a"
}

// when returns a time's words. Front has them stand at the beginning of a
// sentence, where they are never left out.
func (p *report) when(s *Story, name string, front bool) string {
	switch name {
	case "day":
		if !front && s.When.Start == p.pub && p.r.IntN(10) == 0 {
			return ""
		}
		return p.onDay(s.When.Start, true)
	case "refday":
		return p.onDay(s.When.Start, false)
	case "ofday":
		return p.onDay(s.Of.When.Start, false)
	case "today":
		if p.r.IntN(5) == 0 {
			return "today"
		}
		return p.onDay(p.pub, true)
	case "pday":
		return p.ahead(s.When.Start, "on ")
	case "pdate":
		return p.ahead(s.When.Start, "")
	case "backmonth":
		m := s.When.Start - corpus.Day(70+p.r.IntN(900))
		return in(front, fmt.Sprintf("%s %d", month(m), m.Year()))
	case "backyear":
		return in(front, strconv.Itoa(s.When.Start.Year()-1-p.r.IntN(14)))
	case "oldyear":
		return strconv.Itoa(1950 + p.r.IntN(50))
	case "backn":
		return strconv.Itoa(3 + p.r.IntN(90))
	}
	return "-"
}

func in(front bool, s string) string {
	if front {
		return "In " + s
	}
	return s
}

func month(d corpus.Day) time.Month { _, m, _ := d.Date(); return m }

// date writes a day of the year in the article's style.
func (p *report) date(d corpus.Day, year bool) string {
	y, m, n := d.Date()
	out := fmt.Sprintf("%d %s", n, m)
	if p.style%2 == 1 {
		out = fmt.Sprintf("%s %d", m, n)
	}
	if !year {
		return out
	}
	if p.style%2 == 1 {
		out += ","
	}
	return fmt.Sprintf("%s %d", out, y)
}

// onDay writes a day that is past, or today. An article without a date says
// the weekday, or gives the whole date.
func (p *report) onDay(d corpus.Day, loose bool) string {
	ago := int(p.pub - d)
	weekday := d.Weekday().String()
	if p.undated {
		switch {
		case p.r.IntN(3) == 0:
			return "on " + p.date(d, true)
		case ago > 6:
			return "on " + p.date(d, false)
		case ago == 0 && p.r.IntN(2) == 0:
			return "today"
		}
		return "on " + weekday
	}
	switch x := p.r.IntN(10); {
	case ago > 6:
		return "on " + p.date(d, ago > 60)
	case x < 2:
		return "on " + p.date(d, false)
	case x == 2 && ago == 0:
		return "today"
	case x < 5 && ago == 1:
		return "yesterday"
	case x == 5 && loose:
		return "early on " + weekday
	case x == 6 && loose:
		return "on " + weekday + " " + []string{"morning", "evening", "afternoon"}[p.r.IntN(3)]
	case x == 7 && ago > 1:
		return "last " + weekday
	case x == 8 && p.style%2 == 1:
		return weekday // as American papers have it
	}
	return "on " + weekday
}

// ahead writes a day to come. Its weekday alone serves for the next six days.
func (p *report) ahead(d corpus.Day, on string) string {
	off := int(d - p.pub)
	switch {
	case p.undated && p.r.IntN(2) == 0:
		return on + p.date(d, true)
	case off == 1 && on != "" && p.r.IntN(2) == 0:
		return "tomorrow"
	case off > 0 && off <= 6 && p.r.IntN(3) > 0:
		return on + d.Weekday().String()
	case p.style == 3:
		return on + d.Weekday().String() + ", " + p.date(d, false)
	}
	return on + p.date(d, false)
}

var small = [...]string{"no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
	"thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"}

func number(n int, words bool) string {
	switch {
	case words && n < len(small):
		return small[n]
	case n >= 1000:
		return fmt.Sprintf("%d,%03d", n/1000, n%1000)
	}
	return strconv.Itoa(n)
}

// figure writes a figure as it stands by the report's stage, or as it was
// before, and keeps that it was written.
func (p *report) figure(s *Story, form, tail string) string {
	series, plain, _ := strings.Cut(tail, ".")
	history := s.figures[series]
	if len(history) == 0 {
		panic(fmt.Sprintf("frames: kind %s has no figure %q", s.Kind, series))
	}
	at := min(p.stage, len(history)-1)
	if s != p.s {
		at = p.known(s, series)
	}
	n := history[at]
	if w, ok := p.wrong[series]; ok && s == p.s {
		n = w
	}
	if form == "old" {
		if at > 0 {
			n = history[at-1]
		}
		if w, ok := p.wrong["old."+series]; ok {
			n = w
		}
		p.former[series] = n
		p.then = put(p.then, series, n)
		return number(n, p.words)
	}
	if s == p.s {
		p.figures[series] = n
	}
	p.now = put(p.now, series, n)
	out := number(n, p.words)
	if form == "F" {
		out = number(n, true)
	}
	if p.least && plain == "" && series == "killed" && s == p.s {
		out = "at least " + out
	}
	if form == "F" {
		return upper(out)
	}
	return out
}

func put(m map[string]int, series string, n int) map[string]int {
	if m == nil {
		m = map[string]int{}
	}
	m[series] = n
	return m
}

// person names somebody: in full with the office the first time.
func (p *report) person(x *person, form string) string {
	he, his, him := "he", "his", "him"
	if x.woman {
		he, his, him = "she", "her", "her"
	}
	switch form {
	case "s":
		return x.last
	case "n":
		return x.name()
	case "o":
		return x.office
	case "he":
		return he
	case "He":
		return upper(he)
	case "his":
		return his
	case "him":
		return him
	}
	if p.met[x] {
		return x.last
	}
	p.met[x] = true
	if x.office == "" {
		return x.name()
	}
	title := titled(x.office)
	return []string{
		x.land.adj + " " + title + " " + x.name(),
		x.name() + ", the " + x.land.adj + " " + x.office + ",",
		x.land.name + "'s " + x.office + ", " + x.name() + ",",
		x.land.adj + " " + title + " " + x.name(),
	}[p.r.IntN(4)]
}

func titled(office string) string {
	words := strings.Fields(office)
	for i, w := range words {
		words[i] = upper(w)
	}
	return strings.Join(words, " ")
}

func (p *report) firm(x *firm, form string) string {
	if form == "s" || p.seen[x] {
		return x.name
	}
	p.seen[x] = true
	return []string{
		x.land.adj + " " + x.trade + " " + x.name,
		x.name + ", " + article(x.land.adj) + " " + x.land.adj + " " + x.trade + ",",
		"the " + x.trade + " " + x.name,
		x.name,
	}[p.r.IntN(4)]
}
