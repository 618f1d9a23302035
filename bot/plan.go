package bot

import (
	"fmt"
	"slices"
	"strings"

	"dateline/bot/question"
	"dateline/corpus"
	"dateline/corpus/timex"
)

// standing is how a line speaks of what a time of it belongs to.
type standing uint8

const (
	plain  standing = iota // nothing says: "the contract runs until May"
	past                   // it was so then: "ended on Monday"
	ahead                  // it is to be so: "will end on Monday", "planned for Monday", "put off until Monday"
	lapsed                 // it was to be so, and needn't be any more: "was to end on Monday"
	void                   // it is not so, or no more: "planned for Monday, has been called off", "not on Monday"
)

var (
	planning  = words(`plan plans planned schedule schedules scheduled due expected expects slated intended intends intend meant supposed hoped hopes`)
	goal      = words(`set announced fixed want wants wanted agree agrees agreed decide decides decided promised proposed`) // only with "to" or "for"
	modals    = words(`will shall would should wo 'll`)
	supposing = words(`could may might if unless whether can cannot`)
	putsOff   = words(`postponed delayed moved rescheduled deferred adjourned shifted extended pushed brought put`)
	setAside  = words(`off back forward`)
	untilThen = words(`until till to for`)
)

// planReach is how many words before a time its verb is looked for in.
const planReach = 16

// standing reports how a line speaks of what the time at words from to to belongs
// to, by the words before it in its clause: the nearest that plans, denies or
// tells counts.
func (l *line) standing(from, to int, iv corpus.Interval) standing {
	s := l.said(from, to)
	off := l.offAt()
	switch {
	case s == ahead && l.putTo(from):
		return ahead
	case off >= 0 && from < off && (s == ahead || s == lapsed), off >= 0 && from > off && s == ahead && l.apposed(off, from):
		return void
	case s == lapsed && off >= 0:
		return void
	}
	if p := l.hit.Article.Published; (s == plain || s == past && !l.pluperfect(from)) && p.Known() && iv.Known() && iv.Start > p.End {
		return ahead
	}
	return s
}

// pluperfect reports whether "had" stands shortly before a time.
func (l *line) pluperfect(from int) bool {
	return slices.Contains(l.folded[max(0, from-6):from], "had")
}

// said is standing as far as the clause of the time itself says it.
func (l *line) said(from, to int) standing {
	if l.putTo(from) {
		return ahead
	}
	for j := from - 1; j >= max(0, from-planReach); j-- {
		if j+1 < from && strings.ContainsAny(l.text[l.words[j].End:l.words[j+1].Start], ";:") {
			return plain
		}
		if s := l.saidBy(j, from); s != plain {
			return s
		}
	}
	if from > 2 {
		return plain
	}
	// "On Monday the strike will begin"
	for j := to; j < min(len(l.words), to+planReach); j++ {
		if j > to && strings.ContainsAny(l.text[l.words[j-1].End:l.words[j].Start], ";:") {
			return plain
		}
		if f := l.folded[j]; f == "to" && j > 0 && (l.folded[j-1] == "is" || l.folded[j-1] == "are") {
			return ahead
		}
		if s := l.saidBy(j, len(l.words)); s != plain {
			return s
		}
	}
	return plain
}

// saidBy returns what word j of a line says of a time at word from: plain where
// that is nothing.
func (l *line) saidBy(j, from int) standing {
	f := l.folded[j]
	if l.words[j].Capital() && j > 0 {
		return plain
	}
	prev, prev2 := "", ""
	if j > 0 {
		prev = l.folded[j-1]
	}
	if j > 1 {
		prev2 = l.folded[j-2]
	}
	switch {
	case f == "not" || f == "never" || f == "cannot" || strings.HasSuffix(f, "n't") || strings.HasSuffix(f, "n’t"):
		if from < len(l.words) && from > 0 && (l.folded[from-1] == "before" || l.folded[from-1] == "until") && f != "never" {
			return ahead // "will not begin before May"
		}
		return void
	case modals[f]:
		for k := max(0, j-5); k < j; k++ {
			if supposing[l.folded[k]] {
				return void
			}
		}
		if j+1 < len(l.words) && l.folded[j+1] == "have" {
			return void // "would have begun"
		}
		for k := j + 1; k < min(len(l.words), j+3); k++ {
			if l.folded[k] == "not" {
				return plain // the next word says so
			}
		}
		return ahead
	case supposing[f] && f != "can" && f != "may":
		return void
	case f == "to" && (prev == "is" || prev == "are") || f == "to" && j+1 < from && (prev == "now" || prev == "also") && (prev2 == "is" || prev2 == "are"):
		return ahead
	case f == "to" && (prev == "was" || prev == "were" || prev == "originally" || prev == "first" && prev2 == "was"):
		if l.reported(j) {
			return ahead
		}
		return lapsed
	case f == "to" && (planning[prev] || goal[prev]) && j+1 < from:
		return plain // the word before says it
	case planning[f], goal[f] && j+1 < from && (l.folded[j+1] == "to" || l.folded[j+1] == "for"):
		switch {
		case prev == "had", prev == "originally", prev == "initially", prev == "previously", prev == "first", prev == "as", prev2 == "had" && prev == "been":
			return lapsed
		case prev == "was" || prev == "were":
			if l.reported(j) {
				return ahead
			}
			return lapsed
		case beWord[prev] || prev == "been" || strings.HasSuffix(prev, "ly") && beWord[prev2]:
			return ahead
		case l.toAt(j, from):
			return ahead // "planned for Monday", "plans to begin on Monday"
		}
	case l.finite(j) && !(prev == "had" && putsOff[f]), f == "agreed":
		return past
	}
	return plain
}

// toAt reports whether what word j plans leads to a time at word from: "for",
// "to" or "on" follows at once.
func (l *line) toAt(j, from int) bool {
	if j+1 >= from || j+1 >= len(l.words) {
		return j+1 == from
	}
	switch l.folded[j+1] {
	case "for", "to", "on", "in", "at":
		return !(l.folded[j+1] == "on" && l.folded[j] != "planned" && l.folded[j] != "scheduled" && l.folded[j] != "due" && l.folded[j] != "expected")
	}
	return false
}

// reported reports whether somebody is said to say what word j stands in: "she
// said that work was to begin" is a plan of that day.
func (l *line) reported(j int) bool {
	for k := max(0, j-12); k < j; k++ {
		if speaksAt(l, k) {
			return !slices.Contains(l.folded[k:j], "which") && !slices.Contains(l.folded[k:j], "who")
		}
	}
	return false
}

// putTo reports whether a time at word from is that to which something is put off
// or moved: "has been put off until May", "was brought forward to Monday".
func (l *line) putTo(from int) bool {
	j := from - 1
	if j < 1 || !untilThen[l.folded[j]] {
		return false
	}
	if j--; j > 0 && setAside[l.folded[j]] {
		j--
	}
	for k := j; k >= max(0, j-5); k-- { // "moved from 3 March to 4 April"
		if l.folded[k] == "from" && k > 0 {
			j = k - 1
			break
		}
	}
	if j > 0 && setAside[l.folded[j]] {
		j--
	}
	if !putsOff[l.folded[j]] || l.words[j].Capital() && j > 0 {
		return false
	}
	for k := max(0, j-3); k < j; k++ {
		if supposing[l.folded[k]] || l.folded[k] == "not" {
			return false
		}
	}
	return true
}

// putsOn reports whether a time at word from is that to which what one of the words
// names is put off, with no other verb between.
func (l *line) putsOn(verbs []int, from int) bool {
	return l.putTo(from) && slices.ContainsFunc(verbs, func(v int) bool {
		for j := v + 1; j < from; j++ {
			if l.finite(j) && !putsOff[l.folded[j]] {
				return false
			}
		}
		return v < from
	})
}

// offAt returns the word of a line that says for certain that something is called
// off or put off, -1 for none.
func (l *line) offAt() int {
	for i, f := range l.folded {
		next := ""
		if i+1 < len(l.folded) {
			next = l.folded[i+1]
		}
		if !(cancelling[f] || f == "shelved" || f == "delayed" || (f == "called" || f == "put" || f == "calls") && next == "off" || f == "dropped" || f == "moved" || f == "rescheduled") ||
			l.words[i].Capital() && i > 0 {
			continue
		}
		real := true
		for k := max(0, i-4); k < i; k++ {
			if x := l.folded[k]; supposing[x] || modals[x] || x == "not" || x == "never" || strings.HasSuffix(x, "n't") {
				real = false
			}
		}
		if real {
			return i
		}
	}
	return -1
}

// apposed reports whether a time behind what is called off is of that: "called off
// the march planned for Saturday".
func (l *line) apposed(off, from int) bool {
	for j := off + 1; j < from; j++ {
		if f := l.folded[j]; f == "after" || f == "because" || f == "as" || f == "and" || f == "but" || beWord[f] || modals[f] {
			return false
		}
	}
	return true
}

// calledOffNoun reports whether a line says that what a stem names is called off
// or put off: the noun is the verb's subject or object.
func (l *line) calledOffNoun(stem string) bool {
	off := l.offAt()
	if off < 0 {
		return false
	}
	for j, s := range l.stems {
		if s != stem && !has(question.Kin(stem), s) {
			continue
		}
		clear := true
		for k := min(j, off) + 1; k < max(j, off); k++ {
			switch l.folded[k] {
			case "after", "because", "before", "while", "although", "but", "since", "as":
				clear = false
			}
		}
		if clear {
			return true
		}
	}
	return false
}

// ofSpeech reports whether a time at word from is that at which somebody spoke:
// "the club said on Monday".
func (l *line) ofSpeech(from int) bool {
	for j := from - 1; j >= max(0, from-3); j-- {
		if speaksAt(l, j) {
			return true
		}
		if !timePrep[l.folded[j]] && l.folded[j] != "on" && l.folded[j] != "late" {
			return false
		}
	}
	return false
}

// noDay reports whether a time is only the present, the past or the future.
func noDay(x timex.Timex) bool {
	return x.Value == "PRESENT_REF" || x.Value == "PAST_REF" || x.Value == "FUTURE_REF"
}

// dating is a time that a line gives for what is asked about.
type dating struct {
	l     *line
	x     timex.Timex
	score float64
	stand standing
	verb  int // the word that says so, -1 for none
}

// older reports whether the report of one dating appeared before another's, or
// stands before it in the same article; nobody knows it of an undated one.
func (d dating) older(o dating) bool {
	a, b := d.l.hit.Article, o.l.hit.Article
	if a.Key == b.Key {
		return d.l.sentence.Start <= o.l.sentence.Start
	}
	return a.Published.Known() && b.Published.Known() && a.Published.Start <= b.Published.Start
}

// latestPlan returns of what is to come the report that appeared last, as that
// supersedes those before it, without what was called off or put off by a later
// one. Of reports of one day the best counts.
func latestPlan(plans, off []dating) (dating, bool) {
	var best dating
	for _, p := range plans {
		if slices.ContainsFunc(off, func(o dating) bool {
			return p.older(o) && p.l != o.l && (!o.x.Interval.Known() || !p.x.Interval.Known() || o.x.Interval.Overlaps(p.x.Interval))
		}) {
			continue
		}
		switch a, b := p.l, best.l; {
		case b == nil:
			best = p
		case a.hit.Article.Published.Known() != b.hit.Article.Published.Known():
			if a.hit.Article.Published.Known() {
				best = p
			}
		case a.hit.Article.Published.Known() && a.hit.Article.Published.Start != b.hit.Article.Published.Start:
			if a.hit.Article.Published.Start > b.hit.Article.Published.Start {
				best = p
			}
		case p.score > best.score:
			best = p
		}
	}
	return best, best.l != nil
}

// asksAhead reports whether a question asks for what is still to come, or is so
// now: "when is the hearing?"
func asksAhead(q question.Question) bool {
	f := foldedWords(q.Main)
	return q.AsksFuture() || slices.Contains(f, "should") || q.Present && len(f) > 1 && (f[1] == "is" || f[1] == "are" || f[1] == "does" || f[1] == "do")
}

// wasDone reports whether a question asks when something was done: "when was X
// closed?" A plan does not tell it.
func wasDone(q question.Question) bool {
	f := foldedWords(q.Main)
	return len(f) > 1 && f[0] == "when" && (f[1] == "was" || f[1] == "were")
}

// ofPast reports whether a question asks for what was: "did", "was". What an undated
// article plans says nothing of it.
func ofPast(q question.Question) bool {
	return slices.ContainsFunc(foldedWords(q.Main), func(f string) bool { return f == "did" || f == "was" || f == "were" })
}

// datedOnly returns the datings of articles that have a date.
func datedOnly(ds []dating) []dating {
	return slices.DeleteFunc(slices.Clone(ds), func(d dating) bool { return !d.l.hit.Article.Published.Known() })
}

// asksPlanned reports whether a question asks when something was to be, however it
// came: "when was X originally planned?"
func asksPlanned(q question.Question) bool {
	f := foldedWords(q.Main)
	for i, w := range f {
		if i > 0 && (planning[w] || w == "originally" || w == "to" && (f[i-1] == "was" || f[i-1] == "were")) {
			return true
		}
	}
	return false
}

// answer drafts the answer that a time gives, in the words of the calendar.
func (d dating) answer(quote corpus.Span) draft {
	l, x := d.l, d.x
	p := l.proof(quote)
	words := x.Of(l.text)
	prefix := ""
	if d.stand == ahead && l.said(wordRange(l, x.Span)) == ahead {
		prefix = "Planned: "
	}
	if !x.Interval.Known() {
		return draft{prefix: prefix, assertions: []assertion{{text: `"` + Printable(words) + `"`, proofs: []proof{p}, tail: ", in an undated article"}}}
	}
	text := l.limited(x, timeText(x))
	out := draft{prefix: prefix, when: &When{x.Interval, corpus.BasisStated}, assertions: []assertion{{text: text, proofs: []proof{p}, declared: []string{text}}}}
	if !strings.Contains(words, fmt.Sprint(x.Interval.Start.Year())) && l.hit.Article.Published.Known() {
		out.when.Basis = corpus.BasisDated
		out.notes = append(out.notes, note{text: fmt.Sprintf(`"%s" is reckoned from the article's date, %s.`, Printable(words), shortDate(l.hit.Article.Published.Interval))})
	}
	return out
}

// limited adds to a time to come that it is only the first or the last that is
// possible: "at the earliest", "by".
func (l *line) limited(x timex.Timex, text string) string {
	from, to := wordRange(l, x.Span)
	if from > 0 && l.folded[from-1] == "before" && l.said(from, to) == ahead {
		return "not before " + text
	}
	rest := strings.TrimLeft(l.text[x.End:], " ,")
	for _, s := range []string{"at the earliest", "at the latest"} {
		if strings.HasPrefix(rest, s) {
			return text + " " + s
		}
	}
	if from > 0 && l.folded[from-1] == "by" {
		return "by " + text
	}
	return text
}

// timeText writes a time as a lead has it; a part of a year or month, and a
// season, by its name: "the end of 2025", "spring 2026".
func timeText(x timex.Timex) string {
	year, rest, _ := strings.Cut(x.Value, "-")
	season := map[string]string{"SP": "spring", "SU": "summer", "FA": "autumn", "WI": "winter"}[rest]
	switch {
	case season != "" && len(year) == 4:
		if x.Interval.Start.Year() != x.Interval.End.Year() {
			return "the " + season + " from " + LongDate(corpus.InMonth(x.Interval.Start.Year(), 12))
		}
		return season + " " + year
	case x.Mod == "START" || x.Mod == "MID" || x.Mod == "END":
		whole := corpus.Interval{}
		y, m, _ := x.Interval.Start.Date()
		switch {
		case rest == "" && len(year) == 4:
			whole = corpus.InYear(y)
		case len(rest) == 2 && strings.Trim(rest, "0123456789") == "":
			whole = corpus.InMonth(y, m)
		}
		if whole.Known() && whole.Contains(x.Interval) {
			return map[string]string{"START": "the beginning of ", "MID": "the middle of ", "END": "the end of "}[x.Mod] + LongDate(whole)
		}
	}
	return eventDate(x.Interval)
}
