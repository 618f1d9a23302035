package brief

import (
	"slices"
	"strings"

	"dateline/bot/question"
	"dateline/corpus/gazetteer"
	"dateline/corpus/token"
)

// What a mention of a topic counts for, by where it stands. An article is about
// the topic from enough on. The weights were set by hand and tried on the table
// of the tests.
const (
	inTitle   = 3.
	inLead    = 2.5
	inLeadSub = 1.5 // in a clause that is not what the lead chiefly tells
	inSecond  = 1.2
	inLine    = .7 // in each other line
	maxInLine = 2.8
	inPassing = .4 // "born in X", "like X", a dateline
	enough    = 3.
	enoughToo = 1.5 // of a further part of the topic
	shortText = 4   // lines up to which the lead alone is enough

	shortestLead = 6 // words
)

// about is how far an article is about a topic.
type about struct {
	on    bool
	lines []int // indexes of the lines that mention all units, or one of them where no line has all
	all   bool  // lines mention all units
	title bool
}

// mention is how a line mentions a unit.
type mention uint8

const (
	unmentioned mention = iota
	passing
	partly // one of several words
	fully
)

// about decides whether an article is about the topic.
func (t topic) about(a *article) about {
	title := newLine(a.Title)
	title.after = 0
	full := make([]bool, len(t.units)) // by unit, whether a name of several words stands somewhere in full
	for i := range t.units {
		full[i] = t.units[i].whole(&title)
		for j := range a.lines {
			full[i] = full[i] || t.units[i].whole(&a.lines[j])
		}
	}
	best, least := 0., 100.
	together := false
	counts := make([]int, len(a.lines))
	// What stands before the first sentence belongs to the title.
	lead := max(0, slices.IndexFunc(a.lines, func(l line) bool { return l.ended() && len(l.words) >= shortestLead }))
	var ab about
	titled := 0
	for i := range t.units {
		u := &t.units[i]
		if !full[i] {
			return about{}
		}
		score, rest := 0., 0.
		if len(title.words) > 0 && u.in(&title, a) > passing {
			if score += inTitle; u.kind == country && !u.named(&title) {
				score -= inTitle / 2
			}
			titled++
		}
		n := 0
		for j := range a.lines {
			l := &a.lines[j]
			m := u.in(l, a)
			if m == unmentioned {
				continue
			}
			w := inLine
			switch {
			case m == passing:
				w = inPassing
			case j == lead && (u.subject(l) || u.chief(l)):
				w = enough
			case j == lead && u.main(l):
				w = inLead
			case j == lead:
				w = inLeadSub
			case j <= lead+1:
				w = inSecond
			}
			if m == partly {
				w *= .6
			}
			if m != passing {
				n++
				counts[j]++
			}
			if j <= lead+1 {
				score += w
			} else {
				rest += w
			}
		}
		score += min(rest, maxInLine)
		if n >= 5 && n*5 >= len(a.lines)*2 {
			score = max(score, enough)
		}
		if len(a.lines)-lead <= shortText && score >= inLead {
			score = max(score, enough)
		}
		best, least = max(best, score), min(least, score)
	}
	if best < enough || least < enoughToo {
		return about{}
	}
	for j, n := range counts {
		if n == len(t.units) {
			ab.lines = append(ab.lines, j)
			together = true
		}
	}
	ab.all = together
	ab.title = titled == len(t.units)
	if !together {
		zone := ab.title
		if !zone {
			// All within the title and the first two lines.
			zone = true
			for i := range t.units {
				u := &t.units[i]
				if u.in(&title, a) > passing {
					continue
				}
				if !slices.ContainsFunc([]int{0, 1, lead, lead + 1}, func(j int) bool { return j < len(a.lines) && u.in(&a.lines[j], a) > passing }) {
					zone = false
				}
			}
		}
		if !zone {
			return about{}
		}
		for j, n := range counts {
			if n > 0 {
				ab.lines = append(ab.lines, j)
			}
		}
	}
	ab.on = true
	return ab
}

// mentions reports whether a line mentions a unit of the topic other than in
// passing.
func (t topic) mentions(l *line, a *article) bool {
	for i := range t.units {
		if t.units[i].in(l, a) > passing {
			return true
		}
	}
	return false
}

// heads reports whether a lead that does not name the topic tells of it all the
// same: of common words it may have others, and of a name the title says that the
// article is about it, not as what somebody does something to, and shares a word
// with the lead.
func (t topic) heads(a *article, l *line) bool {
	title := newLine(a.Title)
	title.after = 0
	named := false
	for i := range t.units {
		u := &t.units[i]
		if u.kind == words && !u.capital && !u.likelyName() {
			continue
		}
		named = true
		if u.in(&title, a) <= passing {
			return false
		}
		if u.kind != name && u.kind != words {
			continue
		}
		for j := range u.at(&title)[0] {
			if title.verbal(j) || title.regular(j) || title.thirdPerson(j) {
				return false
			}
		}
	}
	if !named {
		return true
	}
	stems := l.stems()
	for i, s := range title.stems() {
		if !token.Stop(title.folded[i]) && slices.Contains(stems, s) {
			return true
		}
	}
	return false
}

// whole reports whether a line has the unit in full: all words of a name, enough
// of several common words.
func (u *unit) whole(l *line) bool {
	switch u.kind {
	case words:
		return u.held(l) >= u.needed()
	case name:
		return len(u.at(l)) > 0 && (len(u.words) == 1 || u.phrase(l) >= 0)
	}
	return len(u.at(l)) > 0
}

// held counts the words of the unit that a line has.
func (u *unit) held(l *line) int {
	n := 0
	for _, w := range u.words {
		if slices.ContainsFunc(l.stems(), func(s string) bool { return u.means(w, s) }) {
			n++
		}
	}
	return n
}

// means reports whether a stem stands for a word of the unit.
func (u *unit) means(w, s string) bool {
	return s == w || slices.Contains(synonyms[w], s) || u.beside && slices.Contains(related[w], s)
}

// needed is how many of the unit's words a line must have: all of two, of more
// a third may lack.
func (u *unit) needed() int { return len(u.words) - len(u.words)/3 }

// in says how a line mentions the unit.
func (u *unit) in(l *line, _ *article) mention {
	if u.kind == words {
		n := u.held(l)
		if u.capital && len(u.at(l)) == 0 {
			return unmentioned
		}
		switch {
		case n >= u.needed():
			return fully
		case len(u.words) > 1 && slices.Contains(l.stems(), u.words[len(u.words)-1]):
			return partly
		}
		return unmentioned
	}
	at := u.at(l)
	if len(at) == 0 {
		return unmentioned
	}
	for _, i := range at {
		if !l.passes(i) {
			return fully
		}
	}
	return passing
}

// main reports whether the unit stands in what the line chiefly tells.
func (u *unit) main(l *line) bool {
	if u.kind == words {
		return true
	}
	sub := l.depth()
	for _, i := range u.at(l) {
		// "Rain fell as Rovers won": both are told.
		for j := i; j > l.after; j-- {
			if f := l.folded[j]; sub[i] && clauseOpeners[f] {
				if f == "as" || f == "while" {
					return true
				}
				break
			}
		}
		if !sub[i] && !l.passes(i) {
			return true
		}
	}
	return false
}

// subject reports whether a name stands before the verb of the line.
func (u *unit) subject(l *line) bool {
	if u.kind == words && !u.capital {
		return false
	}
	for _, i := range u.at(l) {
		if l.passes(i) {
			continue
		}
		clear := true
		for j := l.after; j < i; j++ {
			clear = clear && !l.verbal(j) && !clauseOpeners[l.folded[j]] && !bounding[l.folded[j]] && l.folded[j] != "in" && l.folded[j] != "at"
		}
		if clear {
			return true
		}
	}
	return false
}

// chief reports whether what the line chiefly tells has the unit: the common
// words, or the country that is not one of a list.
func (u *unit) chief(l *line) bool {
	sub := l.depth()
	switch u.kind {
	case words:
		n := 0
		for i, s := range l.stems() {
			if i < len(sub) && !sub[i] && slices.ContainsFunc(u.words, func(w string) bool { return w == s || slices.Contains(synonyms[w], s) }) {
				n++
			}
		}
		return n >= u.needed()
	case country:
		for _, i := range u.at(l) {
			entries, n := gazetteer.Longest(l.text, l.words, l.folded, i, false)
			own := slices.ContainsFunc(entries, func(e gazetteer.Entry) bool { return e.Kind != gazetteer.CityName && u.is(e) })
			if sub[i] || l.passes(i) || !own && l.abroad(u.entry) {
				continue // one of its cities counts where no other country is named
			}
			if !l.listed(i, n) {
				return true
			}
		}
	}
	return false
}

// abroad reports whether a line names a country, or a city of one, besides this
// one.
func (l *line) abroad(country string) bool {
	for n := range l.names() {
		if c, ok := strings.CutPrefix(n, "c:"); ok && c != country {
			return true
		}
	}
	return false
}

// listed reports whether the n words at i are one of a list of names: "India,
// Pakistan and Thailand".
func (l *line) listed(i, n int) bool {
	capital := func(j int) bool {
		return j >= 0 && j < len(l.words) && l.words[j].Capital() && !question.Time(l.words[j].Text)
	}
	comma := strings.Contains(l.gap(i), ",") && capital(i-1) || strings.Contains(l.gap(i+n), ",") && capital(i+n)
	and := l.fold(i-1) == "and" && capital(i-2) || l.fold(i+n) == "and" && capital(i+n+1)
	return comma && and
}
