package brief

import (
	"slices"
	"strings"

	"dateline/bot"
	"dateline/bot/question"
	"dateline/bot/verify"
	"dateline/corpus"
	"dateline/corpus/event"
	"dateline/corpus/timex"
)

// report is what one sentence of an article tells: something that happened, or
// that is planned.
type report struct {
	article *article
	line    *line
	span    corpus.Span // of the quote, in the article's text
	when    corpus.Interval
	basis   corpus.Basis
	own     bool // when is the sentence's own time and not its article's day
	plan    bool
	denied  bool
	lead    bool          // it is what the article chiefly reports
	event   *corpus.Event // that it chiefly tells; nil where none was read
	told    bool
	like    features
}

// The bounds of what is taken from one article.
const (
	leadLines = 5 // among which the news of an article stands
	maxExtra  = 2 // further events of an article
	maxPlans  = 2
)

// The bounds of a quote, in words.
const (
	maxQuoteWords = 40
	plentyWords   = 30 // a sentence up to this length is quoted whole
	leastWords    = 5
	longestLine   = 90 // what has more is no sentence
)

// reportsOf returns what an article reports: its news, further events that it
// dates within the window, and what it says is planned.
func (s *session) reportsOf(a *article) []*report {
	if a.opinion() || a.foreign() {
		return nil
	}
	times := a.times()
	within := s.published(a)
	var out []*report
	var main *report
	old := false // what the article opens with lies outside of the window
	seen := 0
	for i := range a.lines {
		l := &a.lines[i]
		if main != nil || seen >= leadLines {
			break
		}
		if !l.readable(i) {
			continue
		}
		seen++
		r := s.reading(a, l, times[i])
		switch {
		case r == nil:
			continue
		case r.plan:
			if i > 0 && !s.topic.mentions(l, a) {
				continue
			}
			main = r // the news is the plan
		case r.own && !s.inside(a, r):
			old = true
			continue
		case !r.own && (old || !within && a.dated()):
			continue
		default:
			main = r
		}
	}
	if main != nil {
		main.lead = true
		out = append(out, main)
	}
	a.old = old && main == nil
	extra, plans := 0, 0
	for i := range a.lines {
		l := &a.lines[i]
		if main != nil && l == main.line || !l.readable(max(i, 1)) || !s.topic.mentions(l, a) {
			continue
		}
		r := s.reading(a, l, times[i])
		switch {
		case r == nil:
		case r.plan && plans < maxPlans && (r.own || i < leadLines):
			plans++
			out = append(out, r)
		case !r.plan && extra < maxExtra && r.event != nil && !speech(r.event.Kind) && a.dated() &&
			(r.own && s.inside(a, r) && tells(main, r) || !r.own && i < 3 && within && !old && main != nil && main.event != nil && speech(main.event.Kind)):
			extra++
			out = append(out, r)
		}
	}
	for _, r := range out {
		r.told = a.told || a.was > 0 && a.older != nil && stands(a.older.Text, r.line.text)
		r.like = s.featuresOf(r)
	}
	return out
}

// stands reports whether a sentence stands in a text.
func stands(text, sentence string) bool {
	_, ok := verify.Quote(text, strings.TrimSpace(sentence), 0)
	return ok
}

// tells reports whether a report tells another event than the news of its
// article.
func tells(main, r *report) bool {
	if main == nil || main.event == nil || main.plan {
		return true
	}
	return main.event.Kind != r.event.Kind && !main.when.Overlaps(r.when) || main.own && !main.when.Overlaps(r.when)
}

func speech(kind string) bool { return kind == "say" || kind == "announce" }

// published reports whether an article appeared within the window.
func (s *session) published(a *article) bool {
	p := a.Published.Interval
	return s.window.Contains(p) || p.Overlaps(s.window) && s.window.Start <= p.Mid() && p.Mid() <= s.window.End
}

// inside reports whether what a report dates itself lies within the window. A
// week or a month that lies there in part does where the article appeared then.
func (s *session) inside(a *article, r *report) bool {
	if s.window.Contains(r.when) {
		return true
	}
	return r.when.Overlaps(s.window) && r.when.End-r.when.Start <= 31 && a.dated() && s.published(a)
}

// opinion reports whether an article argues rather than reports: it says so in
// its address, or speaks of itself.
func (a *article) opinion() bool {
	for _, part := range []string{"/opinion", "/editorial", "/op-ed", "/comment/", "/columns/", "/letters/"} {
		if strings.Contains(strings.ToLower(a.URL), part) {
			return true
		}
	}
	for _, w := range []string{"opinion", "editorial", "op-ed", "comment", "viewpoint", "column"} {
		if t := strings.ToLower(a.Title); strings.HasPrefix(t, w+":") || strings.HasPrefix(t, w+" |") {
			return true
		}
	}
	first := 0
	for i := range a.lines {
		l := &a.lines[i]
		in, whole := l.quoted()
		if whole {
			continue
		}
		for j, f := range l.folded {
			if !in[j] && (f == "i" && l.words[j].Text == "I" || f == "my" || f == "we" || f == "our") {
				first++
				break
			}
		}
	}
	return first >= 2 && first*5 >= len(a.lines)
}

// foreign reports whether an article is in a language whose times and events
// are not read.
func (a *article) foreign() bool { return a.Lang != "" && a.Lang != "en" }

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

// pronouns are words with which a sentence speaks of what only the one before
// it names.
var pronouns = set(`he she it they this that these those his her its their him them such we i you our my your both neither
	there here`)

// leaning are those of them that mean nothing by themselves wherever they stand.
var leaning = set(`he she it they his her its their him them`)

// connecting are words that lean on the sentence before.
var connecting = set(`but and however also instead moreover furthermore nevertheless nonetheless besides otherwise so yet
	then thus therefore still meanwhile later earlier afterwards likewise`)

// readable reports whether a line may be quoted by itself. I is its place among
// the lines; the first leans on none.
func (l *line) readable(i int) bool {
	n := len(l.words) - l.after
	if n < leastWords+1 || n > longestLine || !l.ended() || l.asks() || !l.hasVerb() || shouting(l.words[l.after:]) {
		return false
	}
	first := l.fold(l.after)
	if pronouns[first] || connecting[first] {
		return false
	}
	in, whole := l.quoted()
	if whole {
		return false
	}
	said := len(l.says()) > 0
	unquoted := 0
	for j, f := range l.folded {
		if in[j] {
			continue
		}
		unquoted++
		switch f {
		case "i", "we", "our", "my", "us", "you", "your":
			if !(f == "us" && l.words[j].Capital()) {
				return false
			}
		case "should", "must", "ought":
			if !said {
				return false // an opinion without whose it is
			}
		}
	}
	if unquoted < 3 {
		return false // a quotation whose speaker stands elsewhere
	}
	if i > 0 && (first == "the" || first == "both") && !l.named(8) {
		return false // "The minister said"
	}
	for j := l.after; i > 0 && j < len(l.words); j++ {
		if j > l.after && l.words[j].Capital() && !question.Time(l.words[j].Text) {
			break
		}
		if !in[j] && pronouns[l.folded[j]] && leaning[l.folded[j]] {
			return false // "No steel has flowed in it since"
		}
	}
	return true
}

// named reports whether a name stands among the first n words.
func (l *line) named(n int) bool {
	for j := l.after + 1; j < min(len(l.words), l.after+n); j++ {
		if l.words[j].Capital() && !question.Time(l.words[j].Text) {
			return true
		}
	}
	return false
}

// trigger returns the word of a line that tells of an event.
func (l *line) trigger(e *corpus.Event) int {
	for i := range l.words {
		at := l.start + l.words[i].Start
		if at < e.Proof.Start || at >= e.Proof.End {
			continue
		}
		if kind, ok := event.KindOf(l.folded[i]); ok && kind == e.Kind {
			return i
		}
	}
	return l.wordAt(max(0, e.Proof.Start-l.start))
}

// assumed reports whether an event's time is only that of its article.
func assumed(e *corpus.Event, published corpus.Interval) bool {
	if !e.When.Known() || e.Basis == corpus.BasisDerived {
		return true
	}
	if e.Basis != corpus.BasisDated {
		return false
	}
	return e.When == published && published.Precision != corpus.PrecisionDay || e.When.Precision == corpus.PrecisionWeek && e.When.End == published.End
}

// reading reads what a line chiefly tells and when. It returns nil where that is
// nothing that happened or is planned: a supposition, a state of long ago.
func (s *session) reading(a *article, l *line, times []moment) *report {
	r := &report{article: a, line: l}
	sub := l.depth()
	in, _ := l.quoted()
	supposed := false
	for i, f := range l.folded {
		if !in[i] && (f == "if" || f == "unless") {
			supposed = true
		}
	}
	// The event that it chiefly tells: the first outside of a subordinate
	// clause that is no speech.
	var said *corpus.Event
	var must []corpus.Span
	for _, e := range l.events {
		if e.Polarity == corpus.None || e.Basis == corpus.BasisDerived {
			continue
		}
		at := l.trigger(e)
		if at < len(sub) && sub[at] {
			continue
		}
		if speech(e.Kind) {
			if said == nil && e.Polarity == corpus.Happened {
				said = e
			}
			continue
		}
		if r.event == nil || r.event.Polarity == corpus.Planned && e.Polarity == corpus.Happened && assumed(r.event, a.Published.Interval) {
			r.event = e
		}
	}
	says := l.says()
	cue := -1
	if !supposed {
		cue = l.planCue(sub, in)
	}
	switch e := r.event; {
	case e != nil && e.Polarity == corpus.Planned:
		if cue < 0 && said == nil && len(says) == 0 {
			return nil // wished for, offered, possible
		}
		if r.plan = cue >= 0; cue < 0 {
			r.event = said // what somebody says of it
		}
	case e != nil && e.Polarity == corpus.Denied:
		r.denied = true
	case e == nil && cue >= 0:
		r.plan = true
	case e == nil && said == nil && len(says) == 0 && !l.past(sub):
		if !l.present(sub) {
			return nil
		}
	}
	times = l.spans(times)
	if e := r.event; e != nil && !assumed(e, a.Published.Interval) {
		r.when, r.basis, r.own = e.When, e.Basis, true
		for _, m := range times {
			if m.when.Contains(e.When) && m.pair {
				r.when = m.when
				must = append(must, m.Span)
			}
		}
	} else if m, ok := l.moment(times, sub, in, a.Published.Interval, r.plan, cue, says); ok {
		r.when, r.basis, r.own = m.when, corpus.BasisDated, true
		if m.absolute {
			r.basis = corpus.BasisStated
		}
		must = append(must, m.Span)
	} else if e := said; e != nil && !r.plan && !assumed(e, a.Published.Interval) {
		r.when, r.basis, r.own = e.When, e.Basis, true
	}
	if r.event == nil && said != nil && !r.plan {
		r.event = said
	}
	if r.plan {
		if r.own && a.dated() && r.when.End <= a.Published.End {
			return nil // it is told as a plan of a time that was over
		}
		if !r.own && (r.event == nil || !concrete[r.event.Kind]) {
			if said == nil && len(says) == 0 {
				return nil
			}
			r.plan, r.event = false, said // what somebody announces
			r.when = a.Published.Interval
			if said != nil && !assumed(said, a.Published.Interval) {
				r.when, r.basis, r.own = said.When, said.Basis, true
			} else if m, ok := l.moment(times, sub, in, a.Published.Interval, false, -1, nil); ok && m.when.End <= a.Published.End {
				r.when, r.basis, r.own = m.when, corpus.BasisDated, true
				must = append(must, m.Span)
			}
		} else if !r.own {
			r.when, r.basis = corpus.Interval{}, ""
		}
	} else {
		if l.pluperfect(sub) && !r.own && said == nil {
			return nil
		}
		if !r.own && a.dated() {
			r.when, r.basis = a.Published.Interval, ""
		}
		if r.own && a.dated() && r.when.Start > a.Published.End {
			r.plan = true
		}
		if !r.own && l.remote(times, s.window) {
			return nil
		}
	}
	if r.event != nil {
		p := corpus.Span{Start: r.event.Proof.Start - l.start, End: r.event.Proof.End - l.start}
		if p.Start >= 0 && p.End <= len(l.text) && p.Start < p.End {
			must = append(must, p)
		}
	}
	if cue >= 0 && r.plan {
		must = append(must, l.words[cue].Span)
	}
	span, ok := l.quote(must)
	if !ok {
		return nil
	}
	r.span = span
	return r
}

// concrete are kinds of event that a plan may be of though nobody says when.
var concrete = set(`visit host meet sign elect launch summit conference exercise election tournament festival vote test open
	build join withdraw`)

// planCue returns the word of a line with which it tells that something is
// planned, -1 where it has none: "will", "is to", "is due to".
func (l *line) planCue(sub, in []bool) int {
	for i := l.after; i < len(l.words); i++ {
		if in[i] || sub[i] {
			continue
		}
		switch f := l.folded[i]; f {
		case "will":
			if l.words[i].Capital() || l.fold(i+1) == "not" || nounLike(l, i) {
				continue
			}
			return i
		case "scheduled", "expected", "due", "set", "slated", "planned", "poised", "going":
			if next := l.fold(i + 1); (next == "to" || next == "for" && f != "going" && f != "set") && before(l, i, "is", "are", "was", "were", "been", "be", "remains") {
				return i
			}
		case "to":
			if before(l, i, "is", "are") && l.fold(i-1) != "going" && (l.fold(i-1) == "is" || l.fold(i-1) == "are") {
				return i
			}
		case "plans", "plan":
			if l.fold(i+1) == "to" && !nounLike(l, i) {
				return i
			}
		}
	}
	return -1
}

// before reports whether one of the words stands within two words before i.
func before(l *line, i int, list ...string) bool {
	return slices.Contains(list, l.fold(i-1)) || slices.Contains(list, l.fold(i-2))
}

// past reports whether a verb in the past or perfect stands in what the line
// chiefly tells.
func (l *line) past(sub []bool) bool {
	for i := l.after; i < len(l.words); i++ {
		if sub[i] || l.words[i].Capital() {
			continue
		}
		if pastForm(l.folded[i]) && !nounLike(l, i) || (l.folded[i] == "has" || l.folded[i] == "have") && i+1 < len(l.words) {
			return true
		}
	}
	return false
}

// present reports whether the line tells of something as it goes on, with a name
// for its subject.
func (l *line) present(sub []bool) bool {
	named := false
	for i := l.after; i < min(len(l.words), l.after+14); i++ {
		if sub[i] {
			continue
		}
		named = named || l.words[i].Capital() && i > l.after
		switch l.folded[i] {
		case "could", "may", "might", "would", "can":
			return false
		}
		if named && (l.folded[i] == "is" || l.folded[i] == "are" || strings.HasSuffix(l.folded[i], "s") && !l.words[i].Capital() && len(l.folded[i]) > 3) {
			return true
		}
	}
	return false
}

// pluperfect reports whether the line chiefly tells of a time before another:
// "had visited".
func (l *line) pluperfect(sub []bool) bool {
	for i := l.after; i+1 < len(l.words); i++ {
		if sub[i] || l.folded[i] != "had" {
			continue
		}
		next := l.folded[i+1]
		if next == "been" || next == "already" || next == "also" || pastForm(next) {
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

// ofSaying reports whether a time belongs to a verb of saying rather than to
// the plan whose word is at cue: the verb stands between the two.
func (l *line) ofSaying(m moment, cue int, says []int) bool {
	for _, i := range says {
		if cue < i && i < m.from {
			return true
		}
	}
	return false
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

// quote returns what is quoted of a line, with all of must in it, in the
// article's text.
func (l *line) quote(must []corpus.Span) (corpus.Span, bool) {
	for _, i := range l.says() {
		end := l.words[i].End
		if len(l.words)-i <= 12 {
			end = l.words[len(l.words)-1].End // who said it may follow
		}
		must = append(must, corpus.Span{Start: l.words[i].Start, End: end})
	}
	span, ok := bot.Clause(l.text, must, plentyWords, maxQuoteWords)
	if !ok {
		return corpus.Span{}, false
	}
	if n := len(strings.Fields(span.Of(l.text))); n < leastWords || n > maxQuoteWords {
		return corpus.Span{}, false
	}
	return corpus.Span{Start: l.start + span.Start, End: l.start + span.End}, true
}
