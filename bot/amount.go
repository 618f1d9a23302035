package bot

import (
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"dateline/bot/question"
	"dateline/corpus"
	"dateline/corpus/event"
	"dateline/corpus/token"
)

// amounts returns the numbers of a line with their units, as candidates for
// a count, an amount, a share or a length of time. The words are kept as they
// are written: "46 percent", "forty-six per cent", "two-day".
func amounts(q question.Question, l *line, t terms) []candidate {
	var out []candidate
	head := dateline(l)
	for i := 0; i < len(l.words); {
		if l.words[i].Start < head {
			i++
			continue
		}
		end := numberEnd(l, i)
		if end == i || inName(l, i) || converted(l, i, end) {
			i++
			continue
		}
		c, next := amountAt(q, l, t, i, end)
		if c.fit > 0 {
			out = append(out, c)
		}
		i = max(next, end)
	}
	return append(ofVerb(q, l, gapped(q, l, out)), shares(q, l)...)
}

// inName reports whether the number at word i ends a name: "Nimbus-4".
func inName(l *line, i int) bool {
	at := l.words[i].Start
	return i > 0 && at > 0 && l.text[at-1] == '-' && l.words[i-1].End == at-1 && l.words[i-1].Capital()
}

// numberEnd returns the word after the number that begins at i, or i where
// none does.
func numberEnd(l *line, i int) int {
	end := i
	for end < len(l.words) {
		f := l.folded[end]
		switch {
		case end > i && !numberGap(l.text[l.words[end-1].End:l.words[end].Start]):
			return trimAnd(l, i, end)
		case l.words[end].Number() && (end == i || !l.words[end-1].Number()):
		case numberWords[f], end > i && (f == "and" || scale[f]):
		default:
			return trimAnd(l, i, end)
		}
		end++
	}
	return trimAnd(l, i, end)
}

func trimAnd(l *line, i, end int) int {
	for end > i && l.folded[end-1] == "and" {
		end--
	}
	if end == i+1 && (l.folded[i] == "a" || l.folded[i] == "an" || l.folded[i] == "one" && i > 0 && l.folded[i-1] == "no") {
		return i
	}
	return end
}

func numberGap(gap string) bool { return gap == " " || gap == "-" || gap == "‑" || gap == "\u00a0" }

var (
	numberWords = words(`zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
		eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million billion trillion dozen half
		dozens hundreds thousands millions billions`)
	scale      = words(`hundred thousand million billion trillion dozen bn mn m`)
	moneyWords = words(`dollar dollars euro euros pound pounds rupee rupees rouble roubles ruble rubles yen yuan peso pesos lira franc francs
		crown crowns riyal dirham cents usd eur gbp`)
	currencyBefore = words(`rs rs. inr usd eur gbp pkr rub us`)
	lengthWords    = words(`second seconds minute minutes hour hours day days week weeks month months year years decade decades century centuries`)
	measures       = words(`km kilometre kilometres kilometer kilometers mile miles metre metres meter meters feet foot tonne tonnes ton tons kg
		kilogram kilograms kilo kilos gram grams lb lbs ounce ounces hectare hectares acre acres litre litres barrel barrels megawatt megawatts mw gigawatt gw degrees points`)
	distances            = words(`km kilometre kilometres kilometer kilometers mile miles metre metres meter meters feet foot`)
	playing              = words(`second seconds minute minutes hour hours`) // a film's length
	riseStems, fallStems = kinOf("grow"), kinOf("fall")
)

// kinOf returns the stem of a word with those of its kin.
func kinOf(word string) map[string]bool {
	s := token.Stem(word)
	m := map[string]bool{s: true}
	for _, k := range question.Kin(s) {
		m[k] = true
	}
	return m
}

// turned reports whether a line tells of the opposite of the change that is
// asked about: a fall where a rise is.
func turned(q question.Question, l *line) bool {
	has := func(set map[string]bool, stems []string) bool {
		return slices.ContainsFunc(stems, func(s string) bool { return set[s] })
	}
	up, down := has(riseStems, l.stems), has(fallStems, l.stems)
	return has(riseStems, q.Terms) && down && !up || has(fallStems, q.Terms) && up && !down
}

func words(s string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(s) {
		m[w] = true
	}
	return m
}

// unit is what stands with a number.
type unit struct {
	span                   corpus.Span // of the number and its unit, in the line
	end                    int         // the word after both
	percent, money, length bool
	year                   bool // four digits without a unit, which may be a year
}

// unitAt reads the unit of the number of words from to end.
func unitAt(l *line, from, to int) unit {
	u := unit{span: corpus.Span{Start: l.words[from].Start, End: l.words[to-1].End}, end: to}
	if r, size := utf8.DecodeLastRuneInString(l.text[:u.span.Start]); strings.ContainsRune("$€£¥₹", r) {
		u.span.Start -= size
		u.money = true
	}
	if from > 0 && currencyBefore[l.folded[from-1]] { // "Rs 300"
		u.span.Start = l.words[from-1].Start
		u.money = true
	}
	rest := l.text[u.span.End:]
	switch {
	case strings.HasPrefix(rest, "%") || strings.HasPrefix(rest, " %"):
		u.percent = true
		u.span.End += strings.Index(rest, "%") + 1
	case to < len(l.words) && (l.folded[to] == "percent" || l.folded[to] == "pct"):
		u.percent, u.end = true, to+1
	case to+1 < len(l.words) && l.folded[to] == "per" && l.folded[to+1] == "cent":
		u.percent, u.end = true, to+2
	case to < len(l.words) && moneyWords[l.folded[to]]:
		u.money, u.end = true, to+1
	case to < len(l.words) && lengthWords[l.folded[to]]:
		u.length, u.end = true, to+1
	case to < len(l.words) && measures[l.folded[to]]:
		u.end = to + 1
	}
	if u.end > to {
		u.span.End = l.words[u.end-1].End
	}
	bare := l.text[l.words[from].Start:l.words[to-1].End]
	u.year = len(bare) == 4 && question.Time(bare) && u.end == to && !u.percent && !u.money
	return u
}

// amountAt weighs the number of words from to end, and returns the word after
// its unit.
func amountAt(q question.Question, l *line, t terms, from, to int) (candidate, int) {
	c := candidate{line: l, from: from}
	u := unitAt(l, from, to)
	start, end, unit := u.span.Start, u.span.End, u.end
	percent, length, money := u.percent, u.length, u.money
	year := u.year
	fit := .3
	switch q.Kind {
	case question.Length:
		extent := asksExtent(q)
		switch {
		case extent && unit > to && distances[l.folded[unit-1]]:
			fit = .9
		case !length:
			return candidate{}, unit
		case extent && !playing[l.folded[unit-1]]:
			fit = .2 // how long a thing is, is no time
		case !lasts(l.text, corpus.Span{Start: start, End: l.words[unit-1].End}):
			fit = .2 // since when, and not how long
		default:
			fit = .7
		}
	case question.Count:
		if percent || money || year || monthDay(l, from, to) || from > 0 && (l.folded[from-1] == "aged" || l.folded[from-1] == "age") {
			return candidate{}, unit
		}
		// The noun that is counted follows within three words, or the number
		// stands for it.
		head := token.Stem(q.Head)
		if length && !lengthWords[q.Head] {
			return candidate{}, unit
		}
		matched := false
		for j := to; j < min(len(l.words), to+4); j++ {
			if j > to && l.folded[j-1] != "of" && l.folded[j-2] != "of" && (strings.Trim(l.words[j].Text, "0123456789,.") == "" && l.text[l.words[j].Start-1] == ' ' || numberWords[l.folded[j]]) {
				break // that is counted by the next number
			}
			if l.stems[j] == head || has(question.Kin(head), l.stems[j]) {
				matched = true
				end = l.words[j].End
				unit = j + 1
				break
			}
		}
		switch {
		case matched:
			fit = .8
		case unit == to && (tallied(l, from, head) || voted(l, from, to, head)):
			fit = .8
		case question.ClassOf(q.Head) == question.Person && from > 1 && l.folded[from-1] == "of" && bodies[l.folded[from-2]]:
			fit = .5 // "a delegation of 41"
		default:
			fit = .15
		}
		if aimed(l, from) && !asksAim(q) {
			fit -= .2
		}
		if (supposedly(l, from, unit) || aimed(l, from)) && asksPast(q) {
			return candidate{}, unit // what might have been is no count of what was
		}
		if from > 1 && l.folded[from-1] == "of" && settled[l.folded[from-2]] && !asksLiving(q) {
			return candidate{}, unit // "a town of 19,000 people" are none of the dead
		}
		if q.Head == "people" && harmed(l, from, unit) && !asksHarm(q) {
			return candidate{}, unit // the dead are none of those who live there
		}
		// "Dozens are feared dead" is no count yet.
		if roughly[l.folded[to-1]] && to-from == 1 {
			fit -= .4
		}
		if feared(l, to) && !slices.ContainsFunc(foldedWords(q.Main), supposed) {
			fit -= .4
		}
	default:
		old := strings.HasPrefix(strings.ToLower(q.Main), "how old")
		if year || monthDay(l, from, to) || old && !ageOf(q, l, from, to) || !old && age(l, from, to) {
			return candidate{}, unit
		}
		if units := askedUnits(q); units != nil && !(unit > to && units[l.folded[unit-1]]) {
			return candidate{}, unit
		}
		switch {
		case old:
			fit = .8
		case q.Percent && percent:
			fit = .9
		case q.Percent:
			fit = .15
		case percent || money:
			fit = .6
		case unit > to && !length:
			fit = .5
		case unit == to:
			fit = .2 // a bare number
		}
		if !l.words[from].Number() && unit == to && !percent && !money {
			fit = .05 // "the two countries"
		}
		if asksMoney(q) {
			switch {
			case money:
				fit += .3
			case unit == to && scale[l.folded[to-1]]:
				fit = .55 // "the 430 million", of what was named before
			default:
				fit -= .2
			}
		}
		if (money || asksMoney(q)) && (otherSum(q, l, from, unit) || ofAnother(q, l, from)) {
			return candidate{}, unit
		}
		if aimed(l, from) && !asksAim(q) {
			fit -= .3 // a target is no fact
			c.aimed = true
		}
		for _, s := range q.Terms {
			if (riseStems[s] || fallStems[s]) && percent {
				fit += .25
			}
		}
		if turned(q, l) {
			fit = 0
		}
	}
	c.to, c.span = max(unit, to), corpus.Span{Start: start, End: end}
	c.text, c.fit = c.span.Of(l.text), math.Min(1, fit)
	return c, c.to
}

// tallied reports whether the number at word i is said of "the number of" what is
// counted, or of people of a toll: "the number of people who drowned has risen to
// 19", "the final toll is 23".
func tallied(l *line, i int, head string) bool {
	at := i - 1
	for at > 0 && (l.folded[at] == "at" || l.folded[at] == "least" || l.folded[at] == "about" || l.folded[at] == "now" || l.folded[at] == "more" || l.folded[at] == "than") && l.folded[at-1] != "stood" && l.folded[at-1] != "stands" {
		at--
	}
	if at < 2 || !reaches[l.folded[at]] {
		return false
	}
	for j := 0; j < at; j++ {
		switch {
		case l.folded[j] == "toll":
			return question.ClassOf(head) == question.Person && !slices.Contains(l.stems, head) || head == token.Stem("people")
		case j+2 <= at && l.folded[j] == "number" && l.folded[j+1] == "of":
			for k := j + 2; k < min(at, j+5); k++ {
				if l.stems[k] == head || has(question.Kin(head), l.stems[k]) {
					return true
				}
			}
		}
	}
	return false
}

// reaches are words between what is tallied and its number.
var reaches = words(`to at is was reached reaches stands stood hit of`)

// settled are nouns whose number is that of who lives there.
var settled = words(`town city village district province region county country island nation suburb community population settlement`)

// roughly are numbers that are no count by themselves.
var roughly = words(`dozens hundreds thousands millions billions`)

// feared reports whether what is counted at word i is only supposed.
func feared(l *line, i int) bool {
	for j := i; j < min(len(l.words), i+6); j++ {
		if supposed(l.folded[j]) {
			return true
		}
	}
	return false
}

// supposed reports whether a folded word says that something is not known for sure.
func supposed(f string) bool {
	return f == "feared" || f == "presumed" || f == "believed" || f == "thought"
}

// asksLiving reports whether a question counts those who live somewhere.
func asksLiving(q question.Question) bool {
	return slices.ContainsFunc(foldedWords(q.Main), func(f string) bool { return living[f] })
}

var living = words(`live lives lived living inhabitants inhabitant residents population have has had home`)

// monthDay reports whether a number is the day of a month.
func monthDay(l *line, from, to int) bool {
	if to-from != 1 {
		return false
	}
	return from > 0 && monthNames[l.folded[from-1]] || to < len(l.words) && monthNames[l.folded[to]]
}

var monthNames = words(`january february march april may june july august september october november december
	jan feb mar apr jun jul aug sep sept oct nov dec`)

// asksMoney reports whether a question asks for a price.
func asksMoney(q question.Question) bool {
	if strings.Contains(q.Head, "price") {
		return true
	}
	for _, w := range token.Words(q.Main) {
		if moneyVerbs[token.Fold(w.Text)] {
			return true
		}
	}
	return false
}

var moneyVerbs = words(`price prices cost costs worth charge charges charged pay pays paid fee fees salary fine budget earn earned spend spent
	expensive ceiling`)

// asksExtent reports whether "how long" asks for the length of a thing: it "is"
// long, and is nothing that takes place.
func asksExtent(q question.Question) bool {
	ws := token.Words(q.Main)
	if len(ws) < 4 || !beWord[token.Fold(ws[2].Text)] && token.Fold(ws[len(ws)-1].Text) != "be" || ws[3].Capital() {
		return false
	}
	for _, w := range ws[3:] {
		f := token.Fold(w.Text)
		if _, ok := event.KindOf(f); ok || question.PastVerb(f) || lasting[f] {
			return false
		}
	}
	return true
}

var lasting = words(`last take stay remain go run visit talks trip term reign war wait`)

// age reports whether a number is that of somebody's years: "45 years old",
// "45-year-old", "aged 45", or between commas after a name.
func age(l *line, from, to int) bool {
	switch {
	case to+1 < len(l.words) && lengthWords[l.folded[to]] && l.folded[to+1] == "old":
		return true
	case to < len(l.words) && strings.HasSuffix(l.folded[to], "-old"), from > 0 && (l.folded[from-1] == "aged" || l.folded[from-1] == "age"):
		return true
	case from > 1 && l.folded[from-1] == "of" && (l.folded[from-2] == "man" || l.folded[from-2] == "woman" || l.folded[from-2] == "boy" || l.folded[from-2] == "girl"):
		return true
	case from > 0 && to < len(l.words) && l.words[from-1].Capital() && !monthNames[l.folded[from-1]] && digits(l.words[from].Text) < 120:
		before, after := l.text[l.words[from-1].End:l.words[from].Start], l.text[l.words[to-1].End:l.words[to].Start]
		return strings.TrimSpace(before) == "," && strings.HasPrefix(after, ",")
	}
	return false
}

// bodies are nouns that count people with a number after "of".
var bodies = words(`delegation group team party crowd crew entourage staff force contingent audience total`)

// aimed reports whether the number at word i is one that is aimed at: "to
// raise trade to one billion dollars", "a target of", "plans to send".
func aimed(l *line, i int) bool {
	for j := max(0, i-8); j < i; j++ {
		f := l.folded[j]
		if aims[f] || f == "to" && j+1 < i && raises[l.folded[j+1]] {
			return true
		}
	}
	return false
}

var (
	aims = words(`target targets aim aims aimed goal plan plans planned hope hopes hoped want wants wanted intends expected expects could should
		propose proposes proposed offer offers offered demand demands demanded seek seeks sought promised`)
	raises = words(`raise increase reach take bring double boost lift send buy build invest spend expand cut reduce`)
)

// asksAim reports whether a question asks for a number that is aimed at or yet
// to come.
func asksAim(q question.Question) bool {
	for _, w := range token.Words(q.Main) {
		f := token.Fold(w.Text)
		if aims[f] || f == "will" || f == "would" || f == "be" || f == "is" && q.Kind != question.Amount || f == "want" || f == "ceiling" || f == "limit" {
			return true
		}
	}
	return false
}
