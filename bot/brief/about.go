package brief

import (
	"slices"
	"strings"

	"dateline/bot/question"
	"dateline/corpus"
	"dateline/corpus/gazetteer"
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

// at returns the words of a line at which the unit is named; of common words
// those that are among them.
func (u *unit) at(l *line) []int {
	var out []int
	switch u.kind {
	case words:
		for i, s := range l.stems() {
			if slices.Contains(u.words, s) && (!u.capital || l.words[i].Capital()) {
				out = append(out, i)
			}
		}
	case name:
		last := u.words[len(u.words)-1]
		for i, f := range l.folded {
			if f != last || !l.words[i].Capital() {
				continue
			}
			if len(u.words) > 1 && i > 0 && l.words[i-1].Capital() && l.gap(i) == " " && !slices.Contains(u.words, l.folded[i-1]) && !titleWord(l, i-1) && i-1 > l.after {
				continue // somebody else of that surname
			}
			out = append(out, i)
		}
		if len(out) == 0 {
			if i := u.phrase(l); i >= 0 {
				out = append(out, i)
			}
		}
	default:
		for i := 0; i < len(l.words); {
			entries, n := gazetteer.Longest(l.text, l.words, l.folded, i, false)
			if n == 0 {
				i++
				continue
			}
			for _, e := range entries {
				if u.is(e) && !givenName(l, i, n) {
					out = append(out, i)
					break
				}
			}
			i += n
		}
		if u.kind == body && len(out) == 0 {
			for _, s := range initials(u.entry) {
				for i, w := range l.words {
					if l.folded[i] == s && acronym(w.Text) {
						out = append(out, i)
					}
				}
			}
		}
	}
	return out
}

// named reports whether a line names a country otherwise than by its cities.
func (u *unit) named(l *line) bool {
	for i := range l.words {
		entries, _ := gazetteer.Longest(l.text, l.words, l.folded, i, false)
		if slices.ContainsFunc(entries, func(e gazetteer.Entry) bool { return e.Kind != gazetteer.CityName && u.is(e) }) {
			return true
		}
	}
	return false
}

// given are names of places that are given names too.
var given = set(`jordan chad georgia israel kenya india sydney paris florence victoria austin dallas charlotte adelaide vienna london brooklyn savannah
	lincoln madison santiago valencia verona lorraine alexandria`)

// givenName reports whether the n words at i, which also name a place, are
// somebody's given name: "Jordan Henderson".
func givenName(l *line, i, n int) bool {
	return n == 1 && (given[l.folded[i]] || gazetteer.GivenGender(l.folded[i]) != 0) && i+1 < len(l.words) && l.words[i+1].Capital() && l.gap(i+1) == " "
}

// titleWord reports whether the word at i is an office or a form of address.
func titleWord(l *line, i int) bool {
	for j := i; j >= 0 && j > i-3; j-- {
		entries, n := gazetteer.Longest(l.text, l.words, l.folded, j, true)
		if j+n == i+1 {
			for _, e := range entries {
				if e.Kind == gazetteer.OfficeName || e.Kind == gazetteer.Honorific {
					return true
				}
			}
		}
	}
	return false
}

// is reports whether an entry of the tables stands for the unit. A country is
// meant by its cities too.
func (u *unit) is(e gazetteer.Entry) bool {
	switch u.kind {
	case country:
		return (e.Kind == gazetteer.CountryName || e.Kind == gazetteer.Demonym) && e.Name == u.entry || e.Kind == gazetteer.CityName && e.Of == u.entry
	case city:
		return e.Kind == gazetteer.CityName && e.Name == u.entry
	case body:
		return e.Kind == gazetteer.Body && e.Name == u.entry
	}
	return false
}

// phrase returns where the words of a name stand one after another, -1 where
// they don't.
func (u *unit) phrase(l *line) int {
	for i := 0; i+len(u.words) <= len(l.words); i++ {
		j, k := i, 0
		for ; k < len(u.words) && j < len(l.words); j++ {
			if l.folded[j] == u.words[k] || k+1 < len(u.words) && l.words[j].Capital() && spelt(l.folded[j], u.words[k]) {
				k++
				continue
			}
			if k == 0 || !joins[l.folded[j]] && !(l.words[j].Capital() && j < i+3) {
				break // "Sergey Viktorovich Lavrov" is Sergey Lavrov
			}
		}
		if k == len(u.words) {
			return i
		}
	}
	return -1
}

// spelt reports whether two given names are one in two spellings: "Sergey" and
// "Sergei".
func spelt(a, b string) bool {
	if len(a) < 4 || len(b) < 4 || a[0] != b[0] {
		return false
	}
	bare := func(w string) string {
		return strings.Map(func(r rune) rune {
			if strings.ContainsRune("aeiouy'", r) {
				return -1
			}
			return r
		}, w)
	}
	return bare(a) == bare(b)
}

// passes reports whether what the word at i names is mentioned in passing: of
// where somebody comes from, for comparison, before the report itself.
func (l *line) passes(i int) bool {
	if i < l.after {
		return true
	}
	before, two := l.fold(i-1), l.fold(i-2)
	switch before {
	case "like", "unlike", "than", "including", "formerly":
		return true
	case "in", "from":
		if two == "born" || two == "fans" || two == "raised" || two == "educated" {
			return true
		}
	case "as":
		if two == "such" {
			return true
		}
	}
	if strings.HasPrefix(l.gap(i+1), "-") {
		switch l.fold(i + 1) {
		case "born", "based", "trained", "made", "style", "educated", "raised", "origin":
			return true
		}
	}
	// In brackets.
	text := l.text[:l.words[i].Start]
	return strings.LastIndex(text, "(") > strings.LastIndex(text, ")")
}

// spell finds out for single words whether they are names, by how the articles
// write them within a sentence: "Apple" and "apple", "lavrov" and "floods".
func (t topic) spell(byKey map[corpus.Key]*article, keys []corpus.Key) {
	for i := range t.units {
		u := &t.units[i]
		if u.kind != words || len(u.words) != 1 {
			continue
		}
		upper, lower := 0, 0
		for _, k := range keys {
			a := byKey[k]
			for j := range a.lines {
				l := &a.lines[j]
				for n, s := range l.stems() {
					if s != u.words[0] || n <= l.after {
						continue
					}
					if l.words[n].Capital() {
						upper++
					} else {
						lower++
					}
				}
			}
		}
		u.capital = upper > lower
	}
}
