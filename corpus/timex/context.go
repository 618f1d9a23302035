package timex

import "unicode/utf8"

// What stands around a reading decides whether a number is a year, "May" a
// month and "the quarter" a time. These questions look at a few tokens only.

// at returns the i-th token, or an empty one beyond the ends.
func (p *parser) at(i int) *tok {
	if i < 0 || i >= len(p.toks) {
		return &noTok
	}
	return &p.toks[i]
}

var noTok = tok{sign: '.', space: true, para: true}

func (t *tok) is(words ...string) bool {
	if t.word == nil {
		return false
	}
	for _, w := range words {
		if t.word.text == w {
			return true
		}
	}
	return false
}

// after reports whether one of the words stands before the reading.
func (m *match) after(words ...string) bool {
	return !m.at(m.start).para && m.at(m.start-1).is(words...)
}

// ahead reports whether one of the words stands behind it.
func (m *match) ahead(words ...string) bool {
	return !m.at(m.end).para && m.at(m.end).is(words...)
}

// glued reports whether a hyphen or slash ties what follows token end-1 to it.
func (m *match) glued(end int) bool {
	t := m.at(end)
	return (t.sign == '-' || t.sign == '/') && !t.space && !m.at(end+1).space
}

// gluedBefore reports whether a hyphen ties token i to a word before it.
func (m *match) gluedBefore(i int) bool {
	t := m.at(i - 1)
	return i > 0 && !m.at(i).space && (t.sign == '-' || t.sign == '/' || t.sign == '.' && !t.space || t.sign == '_') && !t.space
}

// apostrophe reports whether the token begins with one: '60s.
func (t *tok) apostrophe(text string) bool { return !isDigit(text[t.start]) }

func (t *tok) spaceBefore(_ []tok, _ int) bool { return t.space }

// phraseEnds reports whether what follows is no noun that the reading would
// belong to: a mark, the end, or a word that begins another phrase.
func (m *match) phraseEnds() bool {
	t := m.at(m.end)
	if t.para || t.number() {
		return true
	}
	if t.sign != 0 {
		return t.sign != '-' || t.space
	}
	return t.word != nil && (t.bits.has(m.c.STOPWORD) || t.bits.has(m.c.PREP) || t.bits.has(m.c.TOCOME) || t.bits.has(m.c.BACKWARD) || t.bits.has(m.c.TIMEPREP) || t.is("ended", "ending"))
}

// clauseGoesOn reports whether "before" or "after", which ends the reading, is
// an adverb: what follows is no noun phrase that it would govern.
func (m *match) clauseGoesOn() bool {
	t := m.at(m.end)
	if t.para || t.sign != 0 {
		return t.sign != '"' && t.sign != '$' && t.sign != '\'' && t.sign != '(' || t.para
	}
	return t.is("and", "but", "or", "as", "in", "on", "at", "for", "to", "was", "is", "had", "were", "with", "from", "by", "when", "has", "have", "because", "will", "would", "of")
}

// clearAhead reports whether what ends the reading, a day of the month or a
// year, is not the beginning of something else: "March 10 percent".
func (m *match) clearAhead() bool {
	t := m.at(m.end)
	last := m.at(m.end - 1)
	if last.line && last.bits.has(cInt) && !last.bits.has(cYear) && t.cap && m.at(m.end-2).bits.has(m.c.MONTH) { // a numbered list
		return false
	}
	if last.bits.has(cYear) && last.n%100 == 0 && m.plural(t) { // by March 2000 doses
		return false
	}
	if last.bits.has(cInt) && !last.bits.has(cYear) {
		if t.sign == '%' || t.sign == ':' && !t.space || t.bits.has(m.c.COUNTED) && t.is("percent", "pct", "million", "billion", "people", "points", "per", "minutes", "hours", "years") || t.bits.has(m.c.AMPM) || t.is("o'clock") {
			return false
		}
	}
	return true
}

// bareYear reports whether token i is a year by what stands around it.
func (m *match) bareYear(i int) bool {
	c := &m.c
	t, prev, next := m.at(i), m.at(i-1), m.at(i+1)
	if t.digits == 2 { // '98
		return true
	}
	if t.para {
		prev = &noTok
	}
	if next.para {
		next = &noTok
	}
	y := t.n
	sure := prev.bits.has(c.SUREPREP) || prev.bits.has(c.SEASON) || prev.bits.has(c.MONTH) || prev.bits.has(c.FISCAL)
	switch {
	case prev.sign == '$' || prev.sign == '#' || prev.sign == '@' || prev.sign == '+':
		return false
	case prev.bits.has(c.NOTYEAR) && !prev.is("at", "no", "only", "all", "almost", "nearly", "roughly", "approximately", "these", "those", "another", "article", "line") || prev.is("only", "nearly", "approximately", "roughly", "these", "those", "another", "almost"):
		return false
	case prev.is("no") && prev.end < t.start && m.text[prev.end:t.start] == ". ":
		return false
	case prev.sign == '.' && m.at(i-2).is("no", "nos", "p", "pp"):
		return false
	case !t.space && i > 0 && (prev.sign == ':' || prev.sign == '.' && !prev.space || prev.sign == '*' || prev.sign == '_' || prev.sign == '='):
		return false
	case !next.space && (next.sign == ':' && m.at(i+2).number() && !m.at(i+2).space || next.sign == '*' || next.sign == '_' || next.sign == '@' || next.sign == '='):
		return false
	}
	if !t.space && (prev.sign == '-' || prev.sign == '/') && !prev.space && i > 0 { // pre-1990, 1916-1920, B-2000
		b := m.at(i - 2)
		if b.number() && !b.bits.has(cYear) || !b.number() && !b.is("mid", "pre", "post", "early", "late", "since", "to") && !b.bits.has(c.MONTH) && !b.bits.has(c.SEASON) {
			return false
		}
	}
	if (next.sign == '-' || next.sign == '/') && !next.space && !m.at(i+2).space { // 1990-95, 2012-born, 2000-seat, 555-1212
		n := m.at(i + 2)
		if n.number() && !n.bits.has(cYear) && n.digits != 2 && n.digits != 1 {
			return false
		}
		if !n.number() && (n.bits.has(c.COUNTED) || n.bits.has(c.UNIT) || y%100 == 0 && y != 2000 && !sure) {
			return false
		}
	}
	if (prev.sign == '-' || prev.sign == '~') && m.at(i-2).number() && !m.at(i-2).bits.has(cYear) && !m.at(i-2).bits.has(cDate) &&
		!m.at(i-3).bits.has(c.MONTH) && prev.space == t.space && !t.space { // 555-1998
		return false
	}
	if next.bits.has(c.COUNTED) && !next.is("of", "or", "times", "more", "strong") {
		return sure && next.is("people", "members", "others", "students", "workers", "employees") && y%10 != 0
	}
	if next.is("times") || next.is("or") && m.at(i+2).is("more", "so") || next.bits.has(c.UNITS) || next.sign == '%' || next.bits.has(c.ZONE) || next.bits.has(c.SCALE) || next.is("strong") {
		return false
	}
	if prev.is("than") && !next.para && next.sign == 0 && !m.after2(i, "earlier", "later", "rather", "other") {
		return false
	}
	if sure {
		if prev.bits.has(c.MONTH) && y%100 == 0 && m.plural(next) {
			return false
		}
		return y >= 1000
	}
	inBrackets := prev.sign == '(' || prev.sign == '-' || prev.sign == '~' || prev.sign == '['
	if prev.bits.has(c.TIMEPREP) || inBrackets {
		if y%10 != 0 || y >= 1900 && y <= 2030 && y%100 != 0 || next.sign != 0 || next.bits.has(c.STOPWORD) {
			return !m.plural(next) || y%100 != 0
		}
		return !m.plural(next)
	}
	if m.plural(next) && y%50 == 0 && !prev.is("the") {
		return false
	}
	if prev.is("the", "his", "her", "its", "their", "a", "this", "that") || prev.sign == '\'' || prev.is("s") {
		return y >= 1700 && y <= 2100 && !(y%100 == 0 && y != 2000 && y != 1900)
	}
	return y >= 1900 && y <= 2049 || y >= 1600 && y < 1900 && (next.sign == ',' || next.sign == ')' || next.sign == '-' || next.sign == '~' || next.sign == '.') && (prev.sign == ',' || prev.sign == '(' || prev.sign == '-' || prev.sign == '~')
}

func (m *match) after2(i int, words ...string) bool { return m.at(i - 2).is(words...) }

// plural reports whether the token looks like a noun in the plural.
func (m *match) plural(t *tok) bool {
	if t.sign != 0 || t.cap || t.end-t.start < 4 || t.para || t.number() {
		return false
	}
	if t.word != nil && (t.bits.has(m.c.STOPWORD) || t.bits.has(m.c.TIMEPREP)) {
		return false
	}
	w := m.text[t.start:t.end]
	return w[len(w)-1] == 's' && w[len(w)-2] != 's' && w != "elections" && w != "games" && w != "this" && w != "does" && w != "always"
}

// bareMonth reports whether a month without day and year is one. The names
// that are also a person's or a verb need a sign of it.
func (m *match) bareMonth() bool {
	c := &m.c
	i := m.end - 1
	for i > m.start && !m.at(i).bits.has(c.MONTH) {
		i--
	}
	t, prev, next := m.at(i), m.at(i-1), m.at(i+1)
	if next.bits.has(c.EVENTNAME) && next.cap || prev.bits.has(c.TITLE) && prev.cap {
		return false
	}
	if !t.bits.has(c.DOUBTFUL) {
		return true
	}
	if t.para {
		prev = &noTok
	}
	if (next.sign == '-' || next.sign == '~' || next.is("to", "through", "and")) && m.at(i+2).bits.has(c.MONTH) && !next.para && !prev.cap {
		return true
	}
	if next.is("be") || t.is("may") && next.is("not", "have", "i", "he", "she", "it", "we", "you", "they") {
		return false
	}
	if t.end-t.start > 3 && t.allCaps(m.text) && t.is("may", "march") && !prev.bits.has(c.TIMEPREP) {
		return false
	}
	switch {
	case prev.bits.has(c.EARLY) || prev.bits.has(c.PART) || prev.bits.has(c.MONTH) || prev.is("mid", "since", "until", "last", "next", "this"):
		return true
	case prev.sign == '-' && m.at(i-2).is("mid", "early", "late"):
		return true
	case (prev.sign == '-' || prev.sign == '~' || prev.sign == '/') && m.at(i-2).bits.has(c.MONTH):
		return true
	case prev.is("in", "during", "by", "of", "from", "to", "through", "till", "before", "after", "for", "between", "and", "or"):
		// "by April Jones": a name goes on
		return !next.cap || next.bits.has(c.MONTH) || next.bits.has(c.WDAY) || next.para
	case m.at(i-1).sign != 0 || prev.cap || i == 0:
		return t.is("april", "june", "august") && !next.cap && !prev.cap && (next.bits.has(c.STOPWORD) || next.sign != 0) && prev.sign != '\''
	}
	// "the March election", "a May summit"
	return prev.is("the", "a", "its", "his", "her", "their", "our", "last") && !next.cap && next.sign == 0 || t.is("april", "june", "august") && !next.cap
}

func (t *tok) allCaps(text string) bool {
	for i := t.start; i < t.end; i++ {
		if c := text[i]; c >= 'a' && c <= 'z' {
			return false
		}
	}
	return true
}

// bareSeason reports whether a season without a year is one.
func (m *match) bareSeason() bool {
	c := &m.c
	t, prev, next := m.at(m.end-1), m.at(m.start-1), m.at(m.end)
	if next.bits.has(c.EVENTNAME) && next.cap || m.glued(m.end) && !m.has(c.EARLY) && t.is("fall", "spring") || m.gluedBefore(m.end-1) && !m.at(m.end-3).is("mid") {
		return false
	}
	if prev.cap && t.cap && !prev.bits.has(c.STOPWORD) && !prev.bits.has(c.TIMEPREP) { // Prague Spring
		return false
	}
	the := m.end-m.start == 2
	switch {
	case t.is("fall"):
		return prev.is("by", "until", "since") && m.phraseEnds() || (the || t.cap) && prev.is("in", "this", "by", "during", "last", "next", "until", "since", "for") && !next.is("of", "from", "in") && m.phraseEnds() || prev.bits.has(c.EARLY)
	case t.is("spring"):
		return (the || prev.is("in", "by", "this", "last", "next", "until", "since", "for", "from", "before", "after", "during", "through")) && m.phraseEnds() && !next.is("from", "up") || prev.bits.has(c.EARLY)
	}
	return the || prev.bits.has(c.TIMEPREP) || prev.bits.has(c.EARLY) || !t.cap || m.phraseEnds()
}

// inBusiness reports whether the sentence speaks of results and quarters, so
// that "the period" and "first-half" are times.
func (m *match) inBusiness() bool {
	for i := m.start - 1; i >= 0 && i > m.start-40; i-- {
		t := m.at(i)
		if t.para {
			break
		}
		if t.is("quarter", "fiscal", "months", "half", "earnings", "profit", "profits", "revenue", "revenues", "sales", "period", "quarters", "year", "net", "income", "results") {
			return true
		}
	}
	for i := m.end; i < len(m.toks) && i < m.end+20; i++ {
		t := m.at(i)
		if t.para || t.sign == '.' && t.space {
			break
		}
		if t.is("earnings", "profit", "profits", "revenue", "revenues", "sales", "net", "income", "results", "quarter") {
			return true
		}
	}
	return false
}

// inSport reports whether the sentence speaks of a match, which has quarters
// and halves of its own.
func (m *match) inSport() bool {
	for _, step := range []int{-1, 1} {
		i := m.start - 1
		if step == 1 {
			i = m.end
		}
		for n := 0; n < 20; n, i = n+1, i+step {
			t := m.at(i)
			if t.sign == '.' && m.at(i+1).space || t.para && (step > 0 || n > 0) {
				break
			}
			if t.bits.has(m.c.SPORT) {
				return true
			}
		}
	}
	return false
}

// afterPart reports whether early, mid or late stands before the reading.
func (m *match) afterPart() bool {
	i := m.start - 1
	if m.at(i).sign == '-' {
		i--
	}
	return m.at(i).bits.has(m.c.EARLY)
}

// properName reports whether the reading's last word is a part of a name: it
// has a capital though no sentence begins, or a name goes on behind it.
func (m *match) properName() bool {
	t, prev, next := m.at(m.end-1), m.at(m.start-1), m.at(m.end)
	if !t.cap {
		return false
	}
	if m.start == 0 || prev.para || t.para || prev.sign != 0 && prev.sign != ',' && prev.sign != '-' {
		return next.cap && !next.para && next.bits.has(m.c.NAMEAFTER)
	}
	return true
}

// dayName reports whether a day of the week belongs to a name: the Sunday
// Times, Black Friday.
func (m *match) dayName() bool {
	prev, next := m.at(m.start-1), m.at(m.end)
	return next.cap && !next.para && next.bits.has(m.c.NAMEAFTER) || next.bits.has(m.c.NAMEAFTER) && next.is("school", "league", "mass") ||
		prev.bits.has(m.c.NAMEBEFORE) && prev.cap && !prev.is("usa") || m.gluedBefore(m.start) && m.at(m.start-2).cap && !m.at(m.start-2).bits.has(m.c.WDAY)
}

// backUnit reports whether "the year", "the quarter" are a time: behind a
// preposition of time, with nothing that would make them something else.
func (m *match) backUnit() bool {
	next := m.at(m.end)
	if m.after("in") && m.at(m.start-2).bits.has(m.c.EARLY) { // earlier in the day
		return m.phraseEnds()
	}
	if m.at(m.end - 1).is("day") { // the end of the day
		return m.after("of") && m.at(m.start-2).bits.has(m.c.PART) && m.phraseEnds()
	}
	if next.is("ended", "ending", "before", "earlier", "ahead") && !m.ahead("before", "ahead") {
		return true
	}
	if m.glued(m.end) || next.is("of", "when", "that", "after", "before", "since") {
		return false
	}
	if m.at(m.end-1).is("decade") && !m.after("of", "in", "during") {
		return false
	}
	if m.after("for", "in", "during", "of", "through", "within", "throughout", "this", "over") {
		if m.at(m.end-1).is("week", "month") && m.after("over", "in", "within") {
			return m.phraseEnds()
		}
		return m.phraseEnds() && !(m.after("of") && m.at(m.start-2).is("time"))
	}
	return false
}

// countable reports whether a number goes with a unit: two weeks and not two
// second, 10-day and not 1998 years.
func (m *match) countable(n *expr, unit string) bool {
	last := m.at(m.end - 1)
	if last.is("old", "olds") {
		last = &noTok
	}
	if m.gluedBefore(m.start) && !m.at(m.start-2).bits.has(m.c.NUM) && !m.at(m.start-2).bits.has(cInt) {
		return false
	}
	hyphen := false
	for _, s := range m.steps {
		hyphen = hyphen || s.sign == '-'
	}
	one := n.number == 1 || n.number == .5
	switch unit {
	case "S":
		if n.single || last.bits.has(m.c.UNIT) && !hyphen {
			return false
		}
	case "TM":
		if n.single && m.toks[m.start].cap {
			return true
		}
	case "Q":
		if last.bits.has(m.c.UNIT) && !hyphen || m.ahead("of") {
			return false
		}
	case "WE":
		if n.single && !m.phraseEnds() {
			return false
		}
	}
	if last.bits.has(m.c.UNIT) && !hyphen && !one && m.intBefore(m.end-1) { // a 30 minute ride
		return unit != "S" && unit != "Q" && n.number < 1000 && !m.phraseEnds() && !m.at(m.end).cap
	}
	if last.bits.has(m.c.UNIT) && !one && !hyphen || n.single && last.bits.has(m.c.UNITS) {
		return false
	}
	if n.single && m.glued(m.end) { // a year-end, a day-long
		return false
	}
	if last.bits.has(m.c.UNITS) && n.vague && unit == "TM" {
		return true
	}
	return !(hyphen && m.at(m.end).sign == '-' && !m.at(m.end).space && !m.at(m.end+1).space && m.at(m.end+1).bits.has(m.c.UNIT))
}

// clockContext reports whether 9:30 alone is a time of day and no score.
func (m *match) clockContext() bool {
	prev, next := m.at(m.start-1), m.at(m.end)
	if prev.bits.has(m.c.CLOCKPREP) && !m.at(m.start).para {
		return !m.glued(m.end) && !next.is("in", "win", "lead")
	}
	return next.bits.has(m.c.WDAY) || next.is("on") && m.at(m.end+1).bits.has(m.c.WDAY) || next.is("tomorrow", "today", "tonight") || prev.bits.has(m.c.WDAY) || prev.is("today", "tomorrow", "tonight") || prev.sign == ',' && m.at(m.start-2).bits.has(cYear)
}

// intBefore reports whether a number in figures stands before token i.
func (m *match) intBefore(i int) bool {
	t := m.at(i - 1)
	return t.bits.has(cInt) && i-1 >= m.start
}

// sentenceStart reports whether the reading begins a sentence.
func (m *match) sentenceStart() bool {
	prev := m.at(m.start - 1)
	return m.toks[m.start].cap && (m.start == 0 || m.toks[m.start].para || prev.sign == '.' || prev.sign == '"' || prev.sign == 0x7f)
}

// quantityBefore reports whether "a day" follows what is counted: $10 a day,
// two million barrels a day.
func (m *match) quantityBefore() bool {
	prev := m.at(m.start - 1)
	if m.at(m.start).para || prev.sign != 0 && prev.sign != '%' {
		return false
	}
	if prev.number() || prev.bits.has(m.c.NUM) || prev.bits.has(m.c.SCALE) || prev.bits.has(m.c.COUNTED) && !prev.is("of", "or", "per", "more") || prev.is("percent", "times", "once", "twice") {
		return true
	}
	if prev.sign == '%' {
		return true
	}
	if prev.word != nil || prev.cap {
		return false
	}
	w := m.text[prev.start:prev.end]
	if r, _ := utf8.DecodeLastRuneInString(w); r != 's' || len(w) < 4 {
		return false
	}
	for i := m.start - 2; i >= 0 && i > m.start-5; i-- { // a number before the noun
		if t := m.at(i); t.number() || t.bits.has(m.c.SCALE) || t.bits.has(m.c.NUM) {
			return true
		}
	}
	return false
}

// ofWeather reports whether "50s" is a temperature: highs in the 50s.
func (m *match) ofWeather() bool {
	for i := m.start - 1; i >= 0 && i > m.start-9; i-- {
		if t := m.at(i); t.is("temperature", "temperatures", "highs", "lows", "degrees") {
			return true
		} else if t.sign == '.' {
			return false
		}
	}
	return false
}

// ofPerson reports whether "20s" is an age: his early 20s.
func (m *match) ofPerson() bool {
	for i := m.start - 1; i >= 0 && i > m.start-4; i-- {
		t := m.at(i)
		if t.is("his", "her", "their", "my", "our", "your") {
			return true
		}
		if !t.bits.has(m.c.EARLY) && t.sign != '-' {
			return false
		}
	}
	return false
}
