package brief

import (
	"slices"
	"strings"

	"dateline/bot/question"
	"dateline/corpus"
	"dateline/corpus/timex"
)

// moment is a time in a line, with the days meant.
type moment struct {
	corpus.Span     // in the line
	from, to    int // its words
	when        corpus.Interval
	absolute    bool // it names its year
	pair        bool // it is two times: "from 10 to 14 June"
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
		m.absolute = years(m.Span.Of(l.text))
		out[i] = append(out[i], m)
	}
	return out
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
		if n >= 0 && out[n].when.Known() && m.when.Known() && !out[n].pair && out[n].when.End < m.when.Start && m.when.Start-out[n].when.End < 62 {
			opens, joins := l.fold(out[n].from-1), strings.Trim(l.text[out[n].Span.End:m.Span.Start], " ,")
			if (opens == "from" || opens == "between" || opens == "on" || opens == "") && (joins == "to" || joins == "until" || joins == "and" && opens == "between" || joins == "-" || joins == "–") {
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
		if !m.when.Known() || m.when.OpenStart() || m.when.OpenEnd() || sub[m.from] || in[m.from] || bounding[l.fold(m.from-1)] && !m.pair || l.modifies(m) {
			continue
		}
		if plan && (m.from < cue && m.from > l.after+1 || l.ofSaying(m, cue, says)) {
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
// before it.
func (l *line) times(e *corpus.Event, times []moment) bool {
	return l.after == 0 || slices.ContainsFunc(times, func(m moment) bool { return m.when.Overlaps(e.When) })
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
			if d := m.from - i; d == 1 || d == 2 && l.fold(m.from-1) == "on" || m.to == i {
				out = m
				n++
				break
			}
		}
	}
	return out, n == 1
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
		if !m.when.Known() || m.when.OpenStart() || m.when.OpenEnd() || in[m.from] || bounding[l.fold(m.from-1)] && !opening[l.fold(m.from-1)] && !m.pair || l.modifies(m) || l.tellsWhen(m, says) {
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
	return (prev == "the" || prev == "a" || prev == "its" || prev == "their" || prev == "his" || prev == "her") && strings.HasPrefix(after, " ") && m.to < len(l.words) && !bounding[l.fold(m.to)] && l.fold(m.to) != "in" && l.fold(m.to) != "at" && !l.verbal(m.to)
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
