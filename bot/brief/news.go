package brief

import (
	"slices"
	"strings"

	"dateline/bot"
	"dateline/bot/verify"
	"dateline/corpus"
	"dateline/corpus/event"
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
	witness bool // it makes no point; see witnesses
	like    features
	times   []moment // that the line speaks of
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
	maxLonger     = 4  // clauses that are added to what can't stand by itself
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
	first := max(0, slices.IndexFunc(a.lines, func(l line) bool { return l.ended() && len(l.words) >= shortestLead }))
	old := false // what the article opens with lies outside of the window
	seen := 0
	for i := range a.lines {
		l := &a.lines[i]
		if main != nil || seen >= leadLines {
			break
		}
		if !l.readable(max(0, i-first)) {
			continue
		}
		seen++
		r := s.reading(a, l, times[i])
		switch {
		case r == nil:
			continue
		case !s.topic.mentions(l, a) && (i > first || !s.topic.heads(a, l)):
			continue // beside the topic
		case r.plan:
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
		r.times = times[slices.IndexFunc(a.lines, func(l line) bool { return l.n == r.line.n })]
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
		if whole || !l.ended() {
			continue // "By our correspondent"
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
		if at < len(sub) && sub[at] || l.credited(at) {
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
	_, form := l.chiefVerb(sub, in)
	cue := -1
	if !supposed {
		cue = l.planCue(sub, in)
	}
	if e := r.event; cue >= 0 && l.folded[cue] == "would" && e != nil && l.trigger(e) < cue {
		// What was settled is the plan, not the settling.
		i := slices.IndexFunc(l.events, func(e *corpus.Event) bool { return l.trigger(e) > cue && !speech(e.Kind) })
		if r.event = nil; i >= 0 {
			r.event = l.events[i]
		}
	}
	undone := l.undone() || l.off()
	var coming moment
	foreseen := false
	if a.dated() && !supposed && !undone && !l.possible(in) {
		if m, ok := l.ahead(l.spans(times), in, a.Published.Interval, says); ok && (cue < 0 || !l.placesPlan(times, sub, in, a, cue, says)) {
			if at := l.outlook(sub, in, says); at >= 0 || cue >= 0 || r.event != nil && r.event.Polarity == corpus.Planned && !l.past(sub) {
				coming, foreseen, cue = m, true, max(at, cue)
			}
		}
	}
	if !foreseen && cue < 0 && (l.newsless(sub, in, says) || l.pictures(times, sub, in)) {
		return nil
	}
	switch e := r.event; {
	case undone && (e == nil || e.Polarity != corpus.Happened):
		r.denied = e != nil && e.Polarity == corpus.Denied
		if r.event = said; e != nil && e.Polarity == corpus.Denied {
			r.event = e
		}
		if cue = -1; said == nil && len(says) == 0 && !l.past(sub) && !undone {
			return nil
		}
	case foreseen && (e == nil || e.Polarity != corpus.Happened || assumed(e, a.Published.Interval)):
		if r.plan = true; e != nil && e.Polarity == corpus.Denied {
			return nil
		}
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
	case e == nil && said == nil && len(says) == 0 && (!l.past(sub) || form == comes || form == mayCome):
		if form != goesOn && form != stays && !l.present(sub) {
			return nil
		}
	}
	foreseen = foreseen && r.plan
	times = l.spans(times)
	if foreseen {
		r.when, r.basis, r.own = coming.when, corpus.BasisDated, true
		if coming.absolute {
			r.basis = corpus.BasisStated
		}
		must = append(must, coming.Span)
	} else if m, ok := l.moment(times, sub, in, a.Published.Interval, true, cue, says); ok && r.plan && a.dated() && m.when.Start > a.Published.End {
		r.when, r.basis, r.own = m.when, corpus.BasisDated, true
		if m.absolute {
			r.basis = corpus.BasisStated
		}
		must = append(must, m.Span)
	} else if e := r.event; e != nil && !assumed(e, a.Published.Interval) && l.times(e, times, sub, in) {
		r.when, r.basis, r.own = e.When, e.Basis, true
		for _, m := range times {
			if m.when.Contains(e.When) && m.pair {
				r.when = m.when
				must = append(must, m.Span)
			}
		}
		if m, ok := l.moment(times, sub, in, a.Published.Interval, r.plan, cue, says); ok && e.When.Contains(m.when) {
			r.when = m.when // more exactly
			must = append(must, m.Span)
		}
	} else if m, ok := l.moment(times, sub, in, a.Published.Interval, r.plan, cue, says); ok {
		r.when, r.basis, r.own = m.when, corpus.BasisDated, true
		if m.absolute {
			r.basis = corpus.BasisStated
		}
		must = append(must, m.Span)
	} else if e := said; e != nil && !r.plan && !assumed(e, a.Published.Interval) && l.times(e, times, sub, in) {
		r.when, r.basis, r.own = e.When, e.Basis, true
	}
	if r.own && !r.plan && a.dated() && r.when.End < s.window.Start {
		// What was before is told now: "delivered 24 jets in April, the company
		// reported on Tuesday".
		if m, ok := l.saidAt(times, in, says); ok && s.window.Contains(m.when) && m.when.End <= a.Published.End {
			r.when, r.basis, r.event = m.when, corpus.BasisDated, said
			if m.absolute {
				r.basis = corpus.BasisStated
			}
			must = append(must, m.Span)
		}
	}
	if r.event == nil && said != nil && !r.plan {
		r.event = said
	}
	if r.plan {
		if r.own && a.dated() {
			r.when = l.coming(r.when, times, a.Published.Interval)
		}
		if r.own && a.dated() && r.when.End <= a.Published.End {
			return nil // it is told as a plan of a time that was over
		}
		if !r.own && (r.event == nil || !concrete[r.event.Kind]) {
			if said == nil && len(says) == 0 && (!l.past(sub) || form == comes || form == mayCome) {
				return nil
			}
			r.plan, r.event = false, said // what somebody announces
			r.when = a.Published.Interval
			if said != nil && !assumed(said, a.Published.Interval) && l.times(said, times, sub, in) {
				r.when, r.basis, r.own = said.When, said.Basis, true
			} else if m, ok := l.moment(times, sub, in, a.Published.Interval, false, -1, nil); ok && m.when.End <= a.Published.End {
				r.when, r.basis, r.own = m.when, corpus.BasisDated, true
				must = append(must, m.Span)
			}
		} else if !r.own {
			r.when, r.basis = corpus.Interval{}, ""
		}
	} else {
		if (form == happenedYet || form == unread && l.pluperfect(sub)) && !r.own && said == nil {
			return nil
		}
		if !r.own && a.dated() {
			r.when, r.basis = a.Published.Interval, ""
		}
		if r.own && a.dated() && r.when.Start > a.Published.End {
			switch {
			case undone:
				r.when, r.basis, r.own = a.Published.Interval, "", false
				if m, ok := l.saidAt(times, in, says); ok && m.when.End <= a.Published.End {
					r.when, r.basis, r.own = m.when, corpus.BasisDated, true
				}
			case l.possible(in):
				return nil
			default:
				r.plan = true
			}
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

// credited reports whether word i stands behind "according to".
func (l *line) credited(i int) bool {
	for j := min(i, len(l.folded)-1); j > l.after; j-- {
		if l.folded[j] == "according" {
			return true
		}
		if strings.Contains(l.gap(j), ",") {
			return false
		}
	}
	return false
}

// placesPlan reports whether the time of a plan is found by its word alone.
func (l *line) placesPlan(times []moment, sub, in []bool, a *article, cue int, says []int) bool {
	m, ok := l.moment(l.spans(times), sub, in, a.Published.Interval, true, cue, says)
	return ok && (m.when.Start > a.Published.End || l.coming(m.when, times, a.Published.Interval).Start > a.Published.End)
}

// concrete are kinds of event that a plan may be of though nobody says when.
var concrete = set(`visit host meet sign elect launch summit conference exercise election tournament festival vote test open
	build join withdraw`)

// whole reports whether the part of a line that ends with a span can stand by
// itself: it has the chief verb of the line, breaks off before no clause that says
// which one is meant ("someone who …"), and within none ("the man, who, he said").
func (l *line) whole(span corpus.Span) bool {
	end := len(l.words)
	for end > 0 && l.words[end-1].Start >= span.End {
		end--
	}
	if end >= len(l.words) {
		return true
	}
	if relatives[l.folded[end]] && l.gap(end) == " " {
		return false
	}
	in, _ := l.quoted()
	chief, _ := l.chiefVerb(l.depth(), in)
	if chief >= end || chief < 0 && openers[l.fold(l.after)] || chief < 0 && l.fold(l.after) == "according" {
		return false
	}
	for i := end - 1; i > l.after; i-- {
		f := l.folded[i]
		if relatives[f] {
			return false // no verb follows it
		}
		if _, helps := helpers[f]; helps || (l.verbal(i) || l.regular(i) || l.thirdPerson(i)) && !(strings.Contains(l.gap(i-1), ",") && bot.Speaks(f)) {
			return true
		}
	}
	return true
}

// relatives begin a clause that belongs to a noun.
var relatives = set(`who which whose whom whether`)

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
	for n := 0; ok && !l.whole(span) && n < maxLonger; n++ {
		// Up to where the next clause ends.
		must = append(must, l.words[l.wordAt(span.End+1)].Span)
		span, ok = bot.Clause(l.text, must, plentyWords, maxQuoteWords)
	}
	ok = ok && l.whole(span)
	if !ok && l.ended() && len(l.words)-l.after <= plentyWords {
		// A sentence that is short enough stands as it is.
		span, ok = corpus.Span{End: len(strings.TrimRight(l.text, " \t\n."))}, true
	}
	if !ok {
		return corpus.Span{}, false
	}
	if l.after > 0 && l.after < len(l.words) && span.End > l.words[l.after].End {
		span.Start = max(span.Start, l.words[l.after].Start)
	}
	if n := len(strings.Fields(span.Of(l.text))); n < leastWords || n > maxQuoteWords {
		return corpus.Span{}, false
	}
	return corpus.Span{Start: l.start + span.Start, End: l.start + span.End}, true
}
