package brief

import (
	"slices"
	"strings"
	"unicode"

	"dateline/bot"
	"dateline/bot/question"
	"dateline/corpus"
	"dateline/corpus/timex"
	"dateline/corpus/token"
)

// moment is a time in a line, with the days meant.
type moment struct {
	corpus.Span     // in the line
	from, to    int // its words
	when        corpus.Interval
	absolute    bool // it names its year
	pair        bool // it is two times: "from 10 to 14 June"
	former      bool // it is given up for the next one
}

// times returns the times that each line of an article speaks of, those of its
// dateline left out.
func (a *article) times() [][]moment {
	out := make([][]moment, len(a.lines))
	if len(a.lines) == 0 {
		return out
	}
	last := &a.lines[len(a.lines)-1]
	i := 0
	for _, x := range timex.Parse(a.Text[:last.start+len(last.text)], a.Published.Interval) {
		if x.Type != "DATE" && x.Type != "TIME" {
			continue
		}
		for i < len(a.lines) && a.lines[i].start+len(a.lines[i].text) <= x.Start {
			i++
		}
		if i == len(a.lines) {
			break
		}
		l := &a.lines[i]
		if x.Start < l.start || x.End > l.start+len(l.text) {
			continue
		}
		m := moment{Span: corpus.Span{Start: x.Start - l.start, End: x.End - l.start}, when: x.Interval}
		m.from = l.wordAt(m.Span.Start)
		for m.to = m.from; m.to < len(l.words) && l.words[m.to].Start < m.Span.End; m.to++ {
		}
		if m.from < l.after || m.from >= m.to {
			continue
		}
		if m.when.Precision == corpus.PrecisionMonth && m.to < len(l.words) && l.words[m.to].Number() && l.gap(m.to) == " " {
			// "On January 29: 11,500": the day goes with the month.
			end := l.words[m.to].End
			if again := timex.Parse(l.text[m.Span.Start:end], a.Published.Interval); len(again) == 1 && again[0].Interval.Precision == corpus.PrecisionDay {
				m.when, m.Span.End, m.to = again[0].Interval, end, m.to+1
			}
		}
		if m.absolute = years(m.Span.Of(l.text)); !m.absolute && !a.dated() {
			m.when = corpus.Interval{} // "in April", after a year that stands for something else
		}
		out[i] = append(out[i], m)
	}
	for i := range out {
		a.lines[i].settle(out[i], a.Published.Interval)
	}
	return out
}

// settle gives the days of a month that a line writes without their year the year
// that follows them, "July 15-24 in 2022". A later year elsewhere, "the 2022 Games",
// may be theirs or not: then they are not known.
func (l *line) settle(times []moment, published corpus.Interval) {
	for n := range times {
		year := times[n].Span.Of(l.text)
		if len(year) != 4 || !times[n].absolute || !times[n].when.Known() {
			continue
		}
		follows := true
		for k := n - 1; k >= 0; k-- {
			m := &times[k]
			between := strings.Trim(l.text[m.Span.End:times[k+1].Span.Start], " ")
			follows = follows && (between == "in" || between == "," || between == "" || between == "-" || between == "–" || between == "to" || between == "and")
			if m.absolute || m.when.Precision != corpus.PrecisionDay || !strings.ContainsFunc(m.Span.Of(l.text), unicode.IsDigit) {
				break
			}
			if follows {
				month := l.words[m.from]
				for j := k; month.Number() && j > 0; j-- {
					month = l.words[times[j-1].from]
				}
				day := l.words[m.to-1].Text
				if x := timex.Parse(month.Text+" "+day+", "+year, published); len(x) == 1 {
					m.when, m.absolute = x[0].Interval, true
				}
				continue
			}
		}
		for k := range times {
			m := &times[k]
			if text := m.Span.Of(l.text); !m.absolute && published.Known() && times[n].when.Start > published.End && m.when.Precision == corpus.PrecisionDay &&
				!m.when.Overlaps(times[n].when) && strings.ContainsFunc(text, unicode.IsDigit) && l.words[m.from].Capital() {
				m.when = corpus.Interval{}
			}
		}
	}
}

// years reports whether a time is written with its year.
func years(text string) bool {
	n := 0
	for i := 0; i < len(text); i++ {
		if text[i] < '0' || text[i] > '9' {
			n = 0
			continue
		}
		if n++; n == 4 {
			return true
		}
	}
	return false
}

// bounding are words before a time that does not say when something happened.
var bounding = set(`since until till by before after from between for of than through to between`)

// spans makes one time of two that are the ends of one: "from 10 to 14 June".
func (l *line) spans(times []moment) []moment {
	var out []moment
	for _, m := range times {
		n := len(out) - 1
		if n >= 0 && out[n].when.Known() && m.when.Known() && !out[n].pair && out[n].when.End < m.when.Start && (m.when.Start-out[n].when.End < 62 || out[n].when.Precision == corpus.PrecisionYear && m.when.Precision == corpus.PrecisionYear) {
			opens, joins := l.fold(out[n].from-1), strings.Trim(l.text[out[n].Span.End:m.Span.Start], " ,")
			if opens == "from" && moving[l.fold(out[n].from-2)] && joins == "to" {
				out[n].former = true // "moved from Tuesday to Friday"
			} else if (opens == "from" || opens == "between" || opens == "on" || opens == "" || joins == "-" || joins == "–") && (joins == "to" || joins == "until" || joins == "and" && opens == "between" || joins == "-" || joins == "–") {
				out[n].when = corpus.Between(out[n].when.Start, m.when.End)
				out[n].Span.End, out[n].to, out[n].pair = m.Span.End, m.to, true
				out[n].absolute = out[n].absolute || m.absolute
				continue
			}
		}
		out = append(out, m)
	}
	return out
}

// nearby is how far from the day of an article, in days, a day lies of which one
// among several times of a sentence is likely when its news happened.
const nearby = 10

// moment returns the time at which the line says that what it chiefly tells
// happened, or is to. It reports false where it has none, or several that
// differ of which not just one is a day near that of the article. Of a plan it
// is no time that belongs to a verb of saying.
func (l *line) moment(times []moment, sub, in []bool, published corpus.Interval, plan bool, cue int, says []int) (moment, bool) {
	var all, days []moment
	for _, m := range times {
		if !m.when.Known() || m.when.OpenStart() || m.when.OpenEnd() || m.former || sub[m.from] || in[m.from] || bounding[l.fold(m.from-1)] && !m.pair || l.modifies(m) {
			continue
		}
		if !plan && l.ofElse(m, sub, in) {
			continue
		}
		if plan && (m.from < cue && (m.from > l.after+1 || l.folded[cue] == "would") || l.ofSaying(m, cue, says)) {
			continue // "said on Tuesday that … will"
		}
		if slices.ContainsFunc(all, func(o moment) bool { return o.when == m.when }) {
			continue
		}
		all = append(all, m)
		if m.when.Precision == corpus.PrecisionDay && published.Known() && m.when.Gap(published) <= nearby {
			days = append(days, m)
		}
	}
	if len(all) == 1 {
		return all[0], true
	}
	if len(days) == 1 {
		return days[0], true
	}
	return moment{}, false
}

// times reports whether the line gives an event its time, and not the dateline
// before it, a clause that it does not stand in, or a time that belongs to something
// else in the line.
func (l *line) times(e *corpus.Event, times []moment, sub, in []bool) bool {
	any := l.after > 0
	at := l.trigger(e)
	chief := at >= 0 && at < len(sub) && !sub[at]
	for _, m := range times {
		if !m.when.Overlaps(e.When) {
			continue
		}
		if any = true; !(chief && sub[m.from]) && !m.former && !l.modifies(m) && !l.compares(m) && !l.ofElse(m, sub, in) {
			return true
		}
	}
	return !any
}

// coming returns the day of a plan. A weekday alone, which by itself may be the
// last one, is the next one there; that of the article's own day is neither.
func (l *line) coming(when corpus.Interval, times []moment, published corpus.Interval) corpus.Interval {
	if when.Precision != corpus.PrecisionDay || published.Precision != corpus.PrecisionDay || when.Start >= published.Start || published.Start-when.Start >= 7 {
		return when
	}
	for _, m := range times {
		if m.when == when && m.to == m.from+1 && strings.HasSuffix(l.folded[m.from], "day") && l.folded[m.from] != "yesterday" && l.folded[m.from] != "today" && !l.happenedOn(m) {
			return corpus.OnDay(when.Start + 7)
		}
	}
	return when
}

// happenedOn reports whether the verb that a day belongs to is one in the past:
// "the court ruled on Wednesday", "on Sunday the firm disclosed plans". The verb
// stands before the day in its clause, or after a day with which the line begins.
func (l *line) happenedOn(m moment) bool {
	past := func(j int) (verb, past bool) {
		f := l.folded[j]
		switch {
		case l.words[j].Capital():
			return false, false
		case aheadOf[f] || outlook[f]:
			return true, false
		}
		past = (question.PastVerb(f) || strings.HasSuffix(f, "ed") || pasts[f]) && !nounLike(l, j)
		return past, past
	}
	for j := m.from - 1; j >= l.after; j-- {
		if verb, past := past(j); verb {
			return past
		}
		if strings.ContainsAny(l.gap(j), ",;:") && j > l.after {
			return false // it may belong to what stands on either side
		}
	}
	if m.from > l.after+1 {
		return false
	}
	for j := m.to; j < min(len(l.words), m.to+12); j++ {
		if verb, past := past(j); verb {
			return past
		}
	}
	return false
}

// aheadOf are words behind which a day is one to come.
var aheadOf = set(`to be is are would could can may might should must until till by for from since`)

// saidAt returns the day on which the line says that something was said: the
// only one that stands right behind or before a verb of saying.
func (l *line) saidAt(times []moment, in []bool, says []int) (moment, bool) {
	var out moment
	n := 0
	for _, m := range times {
		if m.when.Precision != corpus.PrecisionDay || in[m.from] {
			continue
		}
		for _, i := range says {
			if d := m.from - i; d == 1 || d == 2 && l.fold(m.from-1) == "on" || m.to == i || l.folded[i] == "according" && m.from > i && givenOut[l.fold(m.from-1-prepositions(l, m.from))] {
				out = m
				n++
				break
			}
		}
	}
	return out, n == 1
}

// givenOut are words for how figures and papers are made known.
var givenOut = set(`released published presented issued posted disclosed unveiled`)

// prepositions returns 1 where "on" stands before word i, else 0.
func prepositions(l *line, i int) int {
	if l.fold(i-1) == "on" {
		return 1
	}
	return 0
}

// ofSaying reports whether a time belongs to a verb of saying rather than to
// the plan whose word is at cue: the verb stands between the two.
func (l *line) ofSaying(m moment, cue int, says []int) bool {
	for _, i := range says {
		if cue < i && i < m.from && l.fold(i-1) != "to" {
			return true
		}
	}
	return false
}

// tellsWhen reports whether a time is that of a verb of saying beside it: "said
// early on Thursday", "told reporters at the town hall on Tuesday".
func (l *line) tellsWhen(m moment, says []int) bool {
	for _, i := range says {
		if m.to == i && !strings.Contains(l.gap(i), ",") {
			return true
		}
		j := i + 1
		for j < m.from && m.from-i < 12 && !strings.ContainsAny(l.gap(j), ",;:") && (saidBefore[l.folded[j]] || l.words[j].Capital() || plainSaying[l.folded[i]] && !opensSaid[l.folded[j]]) {
			j++
		}
		if j == m.from && j > i {
			return true
		}
	}
	return false
}

// plainSaying are verbs that say who speaks to whom, and where and when; what is
// said stands elsewhere, or begins with a word of opensSaid.
var plainSaying = set(`said says told tells added adds`)

// opensSaid are words with which what is said begins, or by which a day is its
// own.
var opensSaid = set(`that will would shall should may might could can is are was were be been has have had there he she it they we i his her their its a an
	this next coming to planned due expected scheduled`)

// saidBefore are words between a verb of saying and its time.
var saidBefore = set(`on early late in the at earlier later of it known public to by published a an from after before during
	morning afternoon evening night news conference press briefing interview reporters journalists television radio parliament statement letter`)

// opening are the bounding words behind which a plan's day may stand: "set for
// Monday", "from 3 March on", "moved to 4 May".
var opening = set(`for from to`)

// ahead returns the one day after an article's own that a line names outside of
// quotations, and which is not that of a verb of saying. A weekday alone is the
// next one. It reports false where there is none, or more than one.
func (l *line) ahead(times []moment, in []bool, published corpus.Interval, says []int) (moment, bool) {
	var out moment
	n := 0
	for _, m := range times {
		if !m.when.Known() || m.when.OpenStart() || m.when.OpenEnd() || m.former || in[m.from] || bounding[l.fold(m.from-1)] && !opening[l.fold(m.from-1)] && !m.pair || l.modifies(m) || l.tellsWhen(m, says) {
			continue
		}
		m.when = l.coming(m.when, []moment{m}, published)
		if m.when.Start <= published.End || m.when.End-m.when.Start > 31 || n > 0 && m.when == out.when {
			continue
		}
		out = m
		n++
	}
	return out, n == 1
}

// modifies reports whether a time belongs to the noun after it: "the 2020
// budget", "Tuesday's vote".
func (l *line) modifies(m moment) bool {
	if strings.HasSuffix(m.Span.Of(l.text), "'s") || strings.HasSuffix(m.Span.Of(l.text), "’s") {
		return true
	}
	after := l.text[m.Span.End:]
	if strings.HasPrefix(after, "'s") || strings.HasPrefix(after, "’s") || strings.HasPrefix(after, "-") {
		return true
	}
	prev := l.fold(m.from - 1)
	if m.to == m.from+1 && l.words[m.from].Number() && m.from > l.after && l.words[m.from-1].Capital() && !question.Time(prev) && l.gap(m.from) == " " && !openers[prev] && !bounding[prev] {
		return true // "Expo 2020"
	}
	if f := l.folded[m.from]; (f == "the" || f == "a") && !openers[prev] && !bounding[prev] && !placing[prev] {
		prev = f // "the early winter temperatures"
	}
	next := l.fold(m.to)
	verb := helpers[next] != unread || m.to < len(l.words) && (l.verbal(m.to) || l.regular(m.to)) && !strings.HasSuffix(next, "s") // "temperatures" is none
	if coarse := m.when.Precision != corpus.PrecisionDay || !question.Time(l.folded[m.from]); coarse && m.from > l.after && m.to < len(l.words) && l.gap(m.to) == " " && l.gap(m.from) == " " && !l.words[m.to].Capital() &&
		!openers[prev] && !bounding[prev] && !placing[prev] && !placing[l.folded[m.from]] && !token.Stop(next) && !verb && !l.thirdPerson(m.to) {
		return true // "its new Christmas ad", "autumn and winter 2020 collections"
	}
	return (prev == "the" || prev == "a" || prev == "its" || prev == "their" || prev == "his" || prev == "her") && strings.HasPrefix(after, " ") && m.to < len(l.words) && !bounding[next] && next != "in" && next != "at" &&
		!verb
}

// placing are words before a time, or its first, that say when something is.
var placing = set(`in on at by over during around about late early mid last next this that earlier later ago within past coming every each the a
	said says announced told yesterday today tomorrow tonight overnight when as than like`)

// compares reports whether a time is only compared with: "just like today", "than
// in May".
func (l *line) compares(m moment) bool {
	for _, f := range []string{l.fold(m.from - 1), l.fold(m.from - 2)} {
		switch f {
		case "like", "unlike", "than":
			return true
		}
	}
	return l.fold(m.from-1) == "as" && l.fold(m.to) != "the"
}

// planning are verbs whose object is to come: a time behind them is its own.
var planning = set(`scheduled planned booked arranged slated fixed promised pledged vowed rescheduled proposed`)

// ofElse reports whether a time belongs to something else than the chief verb of
// the line: to what is compared with, to a phrase with a participle ("blaming the
// weak vote on Tuesday", "a body found on Monday"), to the object of a verb that
// plans, to the noun that is the subject.
func (l *line) ofElse(m moment, sub, in []bool) bool {
	if l.compares(m) {
		return true
	}
	chief, _ := l.chiefVerb(sub, in)
	if chief < 0 {
		return false
	}
	if m.from < chief {
		coarse := m.when.Precision != corpus.PrecisionDay && m.when.Precision != corpus.PrecisionWeek
		return coarse && m.from > l.after+2 && m.to < chief && !strings.Contains(l.text[l.words[l.after].Start:l.words[chief].Start], ",")
	}
	verb := chief
	if helpers[l.folded[chief]] != unread {
		for verb++; verb < m.from && (between[l.folded[verb]] || l.folded[verb] == "been"); verb++ {
		}
	}
	if planning[l.fold(verb)] && verb == chief {
		return true
	}
	plain := plainSaying[l.fold(verb)]
	for i := m.from - 1; i > verb; i-- {
		f := l.folded[i]
		if f == "that" || f == "and" && l.verbal(i+1) {
			return false
		}
		comma := strings.Contains(l.gap(i), ",")
		if strings.HasSuffix(f, "ing") && len(f) > 4 && !l.words[i].Capital() && !question.Noun(f) && !question.Time(f) && (comma || gerund[l.fold(i-1)]) && !l.tolls(i) {
			return true
		}
		if comma {
			return false
		}
		if !plain && (strings.HasSuffix(f, "ed") || participles[f]) && !l.words[i].Capital() && (l.partOfNoun(i) || i+1 == m.from) && i > verb+1 {
			switch p := l.fold(i - 1); {
			case l.words[i-1].Capital(), helpers[p] != unread, between[p], p == "be", p == "been", p == "being", p == "who", p == "that", p == "which", p == "to", p == "and", p == "or", strings.HasSuffix(p, "ly"), determiners[p] && p != "one", pronouns[p]:
			default:
				if !l.subjectBefore(i) {
					return true
				}
			}
		}
	}
	return false
}

// subjectBefore reports whether the words before a form in the past are its
// subject, so that it is a verb: ", staff learned", "figures that the ministry
// published".
func (l *line) subjectBefore(i int) bool {
	for j := i - 1; j > l.after; j-- {
		switch l.folded[j] {
		case "that", "which", "who", "when", "where", "after", "as":
			return true
		}
		if strings.ContainsAny(l.gap(j), ",:;") {
			return i-j <= 3
		}
	}
	return false
}

// gerund are words before the form of a verb that is the object of a phrase.
var gerund = set(`for of with from without in`)

// tolls reports whether a participle tells whom or how many something came to,
// as what an event led to: "killing 12 people".
func (l *line) tolls(i int) bool {
	for j := i + 1; j < min(len(l.words), i+4); j++ {
		if _, ok := bot.Number(l.words[j]); ok {
			return true
		}
	}
	return false
}

// remote reports whether a line without a time of its own speaks of years ago
// where it begins: "In 2012".
func (l *line) remote(times []moment, window corpus.Interval) bool {
	for _, m := range times {
		if m.when.Known() && m.from <= l.after+3 && !m.when.Overlaps(window) && m.when.End < window.Start {
			return true
		}
	}
	return false
}
