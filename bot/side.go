package bot

import (
	"cmp"
	"slices"
	"strings"

	"dateline/bot/question"
	"dateline/corpus/event"
	"dateline/corpus/gazetteer"
	"dateline/corpus/timex"
	"dateline/corpus/token"
	"dateline/retrieval"
)

// agrees returns 1 where a number is the one wanted, -1 where it is another,
// and 0 where it is none.
func agrees(n, want int) float64 {
	switch n {
	case 0:
		return 0
	case want:
		return 1
	}
	return -1
}

// askedSide returns the country for which somebody acts in a question: "who
// signed for Russia"; "" where it says none.
func askedSide(q question.Question) string {
	ws, folded := token.Words(q.Main), foldedWords(q.Main)
	for i := 1; i+1 < len(ws); i++ {
		if folded[i] != "for" && !(folded[i] == "of" && folded[i-1] == "behalf") {
			continue
		}
		if es, n := gazetteer.Longest(q.Main, ws, folded, i+1, true); n > 0 && es[0].Kind == gazetteer.CountryName {
			return es[0].Name
		}
	}
	return ""
}

// ofSide returns 1 where the words before a candidate's name give it the
// country, -1 where they give it another, and 0 where they give none:
// "Russian Energy Minister X", "Pakistan's ambassador in Moscow, X".
func (x candidate) ofSide(country string) float64 {
	if country == "" {
		return 0
	}
	l := x.line
	for i := x.from - 1; i >= max(0, x.from-8); i-- {
		if f := l.folded[i]; f == "and" || f == "with" || f == "by" || verbAt(l, i) {
			break
		}
		es, n := gazetteer.Longest(l.text, l.words, l.folded, i, true)
		if n == 0 || es[0].Kind != gazetteer.Demonym && !(es[0].Kind == gazetteer.CountryName && possessive(l.words[i+n-1].Text)) {
			continue
		}
		if es[0].Name == country {
			return 1
		}
		return -1
	}
	return 0
}

// inOffice returns 1 where a line names the candidate with the office that is
// asked for, else 0.
func (x candidate) inOffice(office string) float64 {
	if office == "" {
		return 0
	}
	for _, o := range officersIn(x.line) {
		if o.span.Overlaps(x.span) && event.SameOffice(o.office, office) {
			return 1
		}
	}
	return 0
}

// ofOtherTime reports whether a line is of a dated article that appeared more
// than a month from the time asked about, and tells of nothing then: "the
// agreement of 2015" in an article of 2021 does not make its news that of 2015.
func (l *line) ofOtherTime(b retrieval.Bound) bool {
	p := l.hit.Article.Published
	if b.Relation != retrieval.In || !b.Interval.Known() || !p.Known() || p.Gap(b.Interval) <= 31 {
		return false
	}
	for _, when := range l.sentence.Periods {
		if when.From.Known() && when.To.Known() && when.From != when.To && when.Hull().Overlaps(b.Interval) {
			return false // "from 2001 to 2005"
		}
	}
	for _, x := range timex.Parse(l.text, p.Interval) {
		from, _ := wordRange(l, x.Span)
		attached := from > 1 && l.folded[from-1] == "of" && !question.Time(l.folded[from-2])
		if x.Interval.Known() && x.Interval.Gap(b.Interval) <= 31 && !attached {
			return false
		}
	}
	return true
}

// borne returns the candidates of whose lines one may say that they answer. A
// question without a time has no measure of how far what was found bears on
// it, so that a name answers it only where its line says what the question's
// verb does, as more than a plan, or where the verb or the class that is asked
// for stands beside it.
func (c *conversation) borne(cs []candidate) []candidate {
	if !c.q.Entity() || c.q.Bound.Known() {
		return cs
	}
	verb, plays := askedPart(c.q)
	own := plays != noPart
	if !own {
		verb = mainVerb(c.q)
	}
	if verb == "" {
		return cs
	}
	head := token.Stem(c.q.Head)
	if f := foldedWords(c.q.Focus); own && len(f) > 0 && token.Stem(f[0]) == verb && !question.Noun(f[0]) {
		head = "" // "who sold helicopters": of what was sold, not of who did
	}
	var out []candidate
	negated := c.q.Negated()
	for _, x := range cs {
		at, ok := verbIn(x.line, verb)
		switch {
		case !c.holdsNames(x.line), negated && own && strings.Contains(c.q.Main, " by ") && playsPart(x.line, x.from, x.to, verb, plays) != 1:
		case ok && own && !asksAim(c.q) && planned(x.line, at):
		case ok && plays == doer && (!x.actsIn(verb) || !c.bearsOn(x.line, verb)):
		case ok:
			x.score += weighVerb
			out = append(out, x)
		default:
			near := nearStems(x.line)
			if !own && hasTerm(near, verb) || head != "" && hasTerm(near, head) {
				out = append(out, x)
			}
		}
	}
	slices.SortStableFunc(out, func(a, b candidate) int { return cmp.Compare(b.score, a.score) })
	return out
}

// holdsNames reports whether the passage of a line, or its title, has a word of
// each name in the question but those of places, which go without saying.
func (c *conversation) holdsNames(l *line) bool {
	set := stemSet(l.hit.Text() + " " + l.hit.Article.Title)
	for _, n := range c.q.Names {
		_, country := gazetteer.Country(n.Text)
		if _, city := gazetteer.City(n.Text); !country && !city && !anyWord(set, n.Text) {
			return false
		}
	}
	return true
}

// denying returns the lines that deny what a question's verb does: those that
// say who did not.
func (c *conversation) denying(lines []line) []line {
	verb, _ := askedPart(c.q)
	if verb == "" {
		verb = mainVerb(c.q)
	}
	var out []line
	for _, l := range lines {
		if at, ok := verbIn(&l, verb); ok && negated(&l, at) {
			out = append(out, l)
		}
	}
	return out
}

// minAsMuch is the share of what the best line and those beside it have of a
// question that a line with its verb needs to go before it.
const minAsMuch = .6

// doing returns the best line, or where it lacks the question's verb, the next
// that has it and is as much about the rest, with what stands over it.
func (c *conversation) doing(lines []line, verb string, t terms) *line {
	first := &lines[0]
	if _, ok := verbIn(first, verb); ok {
		return first
	}
	about := terms{weight: t.weight}
	for _, s := range t.stems {
		if s != verb {
			about.stems, about.total = append(about.stems, s), about.total+t.weight[s]
		}
	}
	for i := range lines[1:min(2*isolateLines, len(lines))] {
		l := &lines[i+1]
		if at, ok := verbIn(l, verb); ok && !negated(l, at) && about.share(nearStems(l), nil) >= minAsMuch*about.share(nearStems(first), nil) && about.share(stemSet(l.text), nil) > 0 {
			return l
		}
	}
	return first
}
