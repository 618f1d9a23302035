package brief

import (
	"slices"
	"strings"

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
	openLines = 5 // sentences from its beginning; further down news has a time of its own
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
	var main, opens *report
	first := max(0, slices.IndexFunc(a.lines, func(l line) bool { return l.ended() && len(l.words) >= shortestLead }))
	old := false // what the article opens with lies outside of the window
	seen, down := 0, 0
	for i := range a.lines {
		l := &a.lines[i]
		if main != nil || seen >= leadLines {
			break
		}
		if l.ended() {
			down++
		}
		place := max(0, i-first)
		if l.after > 0 {
			place = 0
		}
		if !l.readable(place) {
			continue
		}
		seen++
		r := s.reading(a, l, times[i])
		if r == nil && i <= first {
			if r = s.settling(a, i, times); r != nil && !l.modal() {
				if opens == nil && s.topic.mentions(l, a) {
					opens = r
				}
				r = nil // for want of another
			}
		}
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
		case !r.own && (old || !within && a.dated() || down > openLines):
			continue
		default:
			main = r
		}
	}
	if main == nil && !old && within {
		main = opens
	}
	if main != nil {
		if r := s.stamped(a, main, times); r != nil {
			main = r
		}
		main.lead = true
		out = append(out, main)
	}
	a.old = old && main == nil
	extra, plans := 0, 0
	for i := range a.lines {
		l := &a.lines[i]
		beside := !s.topic.mentions(l, a)
		if main != nil && l == main.line || !l.readable(max(i, 1)) || beside && !a.about.title {
			continue
		}
		r := s.reading(a, l, times[i])
		switch {
		case r == nil, beside && !(r.plan && r.own): // what is to come may be told without the topic's words
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

// settled are verbs by which what somebody is to do was settled: that is the news.
var settled = set(`agreed decided voted ordered pledged promised vowed refused resolved committed undertook pushed forced`)

// settling returns the report of an opening sentence that says how things are from now
// on, "Women may in future …", "The alliance is no more", where the same or one of
// the next two tells on which day of late that came about. It returns nil for all
// else: a wish, an opinion, what might be.
func (s *session) settling(a *article, i int, times [][]moment) *report {
	l := &a.lines[i]
	in, _ := l.quoted()
	if _, t := l.chiefVerb(l.depth(), in); t == mayCome && !l.modal() || !a.dated() || l.undone() || l.pictures(times[i], l.depth(), in) ||
		slices.Contains(l.folded, "if") || slices.Contains(l.folded, "unless") {
		return nil
	}
	backed := false
	for j := i; j < min(len(a.lines), i+3) && !backed; j++ {
		k := &a.lines[j]
		said, _ := k.quoted()
		chief, t := k.chiefVerb(k.depth(), said)
		backed = slices.ContainsFunc(times[j], func(m moment) bool {
			return m.when.Precision == corpus.PrecisionDay && m.when.Gap(a.Published.Interval) <= nearby && m.when.Start <= a.Published.End && (j == i || chief >= 0 && (t == happened || t == goesOn))
		})
	}
	span, ok := l.quote(nil)
	if !backed || !ok {
		return nil
	}
	return &report{article: a, line: l, span: span, when: a.Published.Interval}
}

// modal reports whether the chief verb of a line is told of as a rule or as to
// come.
func (l *line) modal() bool {
	in, _ := l.quoted()
	chief, t := l.chiefVerb(l.depth(), in)
	return t == comes || chief >= 0 && rules[l.folded[chief]]
}

// rules are helping verbs with which a rule is told.
var rules = set(`may can must should`)

// stamped returns the report of the sentence behind an article's dateline, where
// what goes before it, a caption or a standfirst, has no time of its own as it has.
// It returns nil where there is none.
func (s *session) stamped(a *article, main *report, times [][]moment) *report {
	for i := range a.lines[:min(len(a.lines), 2*leadLines)] {
		l := &a.lines[i]
		if l.after == 0 {
			continue
		}
		if l.start <= main.line.start || main.own || !l.readable(0) || !s.topic.mentions(l, a) {
			return nil
		}
		if r := s.reading(a, l, times[i]); r != nil && !r.plan && r.own && s.inside(a, r) {
			return r
		}
		return nil
	}
	return nil
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
	if !published.Known() {
		return true // counted from another day that the text names
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
	chief, form := l.chiefVerb(sub, in)
	// "14 of the ships could leave on Thursday"
	could := form == mayCome && l.folded[chief] == "could" && slices.ContainsFunc(times, func(m moment) bool {
		return m.when.Precision == corpus.PrecisionDay && m.when.Start <= a.Published.End && !sub[m.from] && !in[m.from]
	})
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
	if m, at, ok := l.movedTo(l.spans(times), in, a.Published.Interval); ok && !supposed && !l.possible(in) {
		// It is a plan still, for another day.
		coming, foreseen, cue, undone, r.event = m, true, at, false, nil
	} else if a.dated() && !supposed && !undone && !l.possible(in) {
		if m, ok := l.ahead(l.spans(times), in, a.Published.Interval, says); ok && (cue < 0 || !l.placesPlan(times, sub, in, a, cue, says)) {
			if at := l.outlook(sub, in, says); at >= 0 || cue >= 0 || r.event != nil && r.event.Polarity == corpus.Planned && !l.past(sub) {
				coming, foreseen, cue = m, true, max(at, cue)
			}
		}
	}
	if !foreseen && cue < 0 && (l.newsless(times, sub, in, says) || l.pictures(times, sub, in)) {
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
		if cue < 0 && said == nil && len(says) == 0 && !(form == happened && settled[l.folded[chief]]) {
			return nil // wished for, offered, possible
		}
		if r.plan = cue >= 0; cue < 0 {
			r.event = said // what somebody says of it
		}
	case e != nil && e.Polarity == corpus.Denied:
		r.denied = true
	case e == nil && cue >= 0:
		r.plan = true
	case e == nil && said == nil && len(says) == 0 && (!l.past(sub) || form == comes || form == mayCome) && !could:
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
