package event

import (
	"sort"
	"strings"

	"dateline/corpus"
	"dateline/corpus/timex"
)

// timeMention is a time that a sentence speaks of, at words [from, to).
type timeMention struct {
	from, to int
	interval corpus.Interval
	absolute bool // it names its year
	taken    bool
}

// readTimes finds the article's times and gives each to its sentence.
func (r *reader) readTimes() {
	any := false
	for _, d := range r.drafts {
		any = any || len(r.sentences[d.s.index].Periods) > 0
	}
	if !any {
		return
	}
	si := 0
	last := r.sents[len(r.sents)-1]
	for _, x := range timex.Parse(r.article.Text[:last.start+len(last.text)], r.article.Published.Interval) {
		if !x.Interval.Known() || x.Type != "DATE" && x.Type != "TIME" || x.Interval.OpenStart() || x.Interval.OpenEnd() {
			continue
		}
		for si < len(r.sents) && r.sents[si].start+len(r.sents[si].text) <= x.Start {
			si++
		}
		if si == len(r.sents) {
			return
		}
		s := r.sents[si]
		if x.Start < s.start || x.End > s.start+len(s.text) {
			continue
		}
		from := sort.Search(len(s.words), func(i int) bool { return s.start+s.words[i].End > x.Start })
		to := sort.Search(len(s.words), func(i int) bool { return s.start+s.words[i].Start >= x.End })
		if from < to {
			s.times = append(s.times, timeMention{from: from, to: to, interval: x.Interval, absolute: namesYear(r.article.Text, x)})
		}
	}
}

// blockers are nouns that a time behind them belongs to, though they are no
// event of ours.
var blockers = wordSet(`summit conference session round war election referendum championship tournament crisis ceremony
	attack exercise exercises drills term deal treaty report statement interview census quarter olympics cup budget
	interaction call`)

// assign ties each time of the sentence to the draft that it dates: the
// trigger that stands nearest before it in its clause, or, where the time
// opens the clause, the first one behind it.
func (r *reader) assign(s *sentence, drafts []*draft) {
	for ti := range s.times {
		t := &s.times[ti]
		if !t.interval.Known() || t.taken {
			continue
		}
		if w := s.word(t.from - 1); w == "since" || w == "until" || w == "till" {
			continue // a bound of something, and not when it happened
		}
		if d := r.dated(s, drafts, *t); d != nil && (!d.timed || d.soft) {
			d.soft = d.class == happening && t.to <= d.word
			d.timed, d.when, d.span = true, t.interval, t.interval
			d.basis = corpus.BasisDated
			if t.absolute {
				d.basis = corpus.BasisStated
			}
			d.widen(t.from, t.to)
			t.taken = true
			for _, e := range drafts { // "signed an agreement in 2014", "won the election in 2013"
				if !e.timed && (e.word == d.support || d.class == happening && e.word < d.word && e.class != speech && s.oneClause(e.word, d.word)) {
					e.timed, e.when, e.span, e.basis = true, d.when, d.span, d.basis
				}
			}
			if pub := r.article.Published.Interval; pub.Known() && t.interval.Start > pub.End && d.polarity == corpus.Happened {
				d.polarity = corpus.Planned
			}
		}
	}
}

// oneClause reports whether no comma and no word that begins a clause stands
// between two words.
func (s *sentence) oneClause(from, to int) bool {
	for i := from + 1; i <= to; i++ {
		if !s.space(i) && s.gap(i) != "-" || s.at[i] < 0 && boundaries[s.fold[i]] {
			return false
		}
	}
	return true
}

func (r *reader) dated(s *sentence, drafts []*draft, t timeMention) *draft {
	at := map[int]*draft{}
	starts := map[int]*draft{}
	for _, d := range drafts {
		at[d.word] = d
	}
	for _, d := range drafts {
		for _, w := range d.aliases {
			at[w] = d
		}
		if d.support >= 0 && at[d.support] == nil {
			at[d.support], starts[d.support] = d, d
		}
	}
	for i := range s.verbs {
		v := s.verbs[i]
		if d := at[v.word]; d != nil {
			starts[v.from] = d
		}
	}
	// "Lavrov Wednesday reaffirmed"
	if d := starts[t.to]; d != nil && t.from > 0 && s.space(t.to) && (s.at[t.from-1] >= 0 || s.fold[t.from-1] == "on" && t.from > 1 && s.at[t.from-2] >= 0) {
		return d
	}
	for i := t.from - 1; i >= 0; i-- {
		if s.stop(i+1) && i+1 < t.from {
			break
		}
		if s.divided(i, t.from) {
			continue
		}
		if d := at[i]; d != nil {
			return d
		}
		x := s.fold[i]
		if s.at[i] >= 0 {
			continue
		}
		if calledOff[x] || s.puttingOff(i) {
			return nil // when it was called off, and not when it was to be
		}
		if lt, ok := lexicon()[x]; ok && (lt.particle == "" || s.word(i+1) == lt.particle) {
			// A trigger that gave no event still owns its time, unless it
			// supports one: "held talks", "paid a visit".
			if d := behind(s, at, i, t.from); d != nil {
				return d
			}
			if s.verbal(i, lt) || lt.forms&noun != 0 {
				return holding(drafts, i) // "lifted the ban … in 2014"
			}
		}
		if supports[x] && !copulas[x] {
			if d := behind(s, at, i, t.from); d != nil {
				return d
			}
		}
		if blockers[x] {
			return holding(drafts, i)
		}
		if boundaries[x] && x != "and" && x != "as" && x != "or" && x != "so" && x != "after" && x != "before" {
			break
		}
	}
	// The time opens the clause.
	for i := t.to; i < len(s.words) && i < t.to+30; i++ {
		if s.stop(i) {
			break
		}
		if s.divided(i, t.from) {
			continue
		}
		if d := at[i]; d != nil {
			return d
		}
		if s.at[i] < 0 && boundaries[s.fold[i]] {
			break
		}
	}
	return nil
}

// holding returns the draft of a deed whose thing the word at i is the head of,
// or nil.
func holding(drafts []*draft, i int) *draft {
	for _, d := range drafts {
		for _, t := range d.things {
			if t[1] == i+1 && d.word < t[0] && !d.nominal {
				return d
			}
		}
	}
	return nil
}

// behind returns the draft of an event noun between words i and end.
func behind(s *sentence, at map[int]*draft, i, end int) *draft {
	for j := i + 1; j < end; j++ {
		if d := at[j]; d != nil && d.nominal {
			return d
		}
	}
	return nil
}

// namesYear reports whether a time of the text says its year, by four digits
// or otherwise ("'98", "44 BC", "the nineties"): read alone it has the same
// place. The word behind it counts, as in "the September 11 attacks".
func namesYear(text string, x timex.Timex) bool {
	said := x.Of(text)
	if strings.Contains(said, x.Interval.Start.String()[:4]) || strings.Contains(said, x.Interval.End.String()[:4]) {
		return true
	}
	end := x.End
	for end < len(text) && text[end] == ' ' {
		end++
	}
	for end < len(text) && (text[end]|0x20 >= 'a' && text[end]|0x20 <= 'z') {
		end++
	}
	for _, y := range timex.Parse(text[x.Start:end], corpus.Interval{}) {
		if y.Start < x.Len() && y.Interval.Contains(x.Interval) {
			return true
		}
	}
	return false
}

// deictic widens the proof over a time that only the day of writing places,
// "beginning from today", where the article has none: a reader may know it.
func (d *draft) deictic() {
	s := d.s
	for i := d.hi; i < len(s.words) && i < d.hi+5; i++ {
		if s.stop(i) || s.at[i] >= 0 || i > d.hi && s.comma(i) {
			return
		}
		w := s.fold[i]
		switch {
		case weekdays[w], w == "today", w == "yesterday", w == "tomorrow":
			d.widen(d.lo, i+1)
			return
		case (w == "last" || w == "this" || w == "next") && (units[s.word(i+1)] >= weekUnit):
			d.widen(d.lo, i+2)
			return
		}
		if lt, ok := lexicon()[w]; ok && lt.kind != "begin" || auxiliaries[w] && w != "is" || boundaries[w] && w != "which" {
			return
		}
	}
}

// recentDays is how far back what is reported as news, in the past tense and
// without a time, may lie: the week up to the day of publication.
const recentDays = 6

// lookbackDays is how far back "recently" may reach.
const lookbackDays = 120

// place dates a draft by its article where its sentence gives no time.
func (r *reader) date(d *draft) {
	pub := r.article.Published.Interval
	if d.timed || !pub.Known() {
		return
	}
	switch {
	case d.polarity == corpus.Planned:
		d.span = corpus.Interval{Start: pub.Start, End: corpus.MaxDay, Precision: corpus.PrecisionInterval}
	case d.group.recently:
		d.span = corpus.Between(pub.Start-lookbackDays, pub.End)
	case d.earlier || d.group.perfect || d.group.pluperfect || d.polarity == corpus.Denied || !r.news(d):
		d.span = corpus.Interval{Start: corpus.MinDay, End: pub.End, Precision: corpus.PrecisionInterval}
	case pub.Precision == corpus.PrecisionDay:
		d.when = corpus.Interval{Start: pub.Start - recentDays, End: pub.End, Precision: corpus.PrecisionWeek}
		d.span, d.basis = d.when, corpus.BasisDated
	default:
		d.when, d.span, d.basis = pub, pub, corpus.BasisDated
	}
}

// news reports whether the draft is what the article reports and not its
// background: a verb in the past or present whose agent, or an event noun
// whose agent, is among those whom the article opens with.
func (r *reader) news(d *draft) bool {
	if d.side && d.nominal || !d.nominal && d.s.background(d.word) {
		return false
	}
	a := d.role(corpus.Agent)
	if a == nil {
		return d.s.index <= 2
	}
	if a.person >= 0 {
		return r.people[a.person].first <= 2 || d.s.index <= 2
	}
	return !d.nominal || d.s.index <= 3 || a.Office != ""
}
