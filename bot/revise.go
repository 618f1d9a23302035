package bot

import (
	"slices"
	"strings"

	"dateline/bot/question"
	"dateline/corpus"
	"dateline/retrieval"
)

// figure is a number of a line with its unit.
type figure struct {
	line     *line
	from, to int         // words of the number and its unit, half-open
	span     corpus.Span // of them, in the line's text
	value    string      // in digits
	unit     string      // "%", "pound", "" for none
}

// figures returns the numbers of a line that may be of something: no days of
// months, years, ages, and none of its dateline.
func figures(l *line) []figure {
	var out []figure
	head := dateline(l)
	for i := 0; i < len(l.words); {
		end := numberEnd(l, i)
		if end == i || l.words[i].Start < head || inName(l, i) {
			i++
			continue
		}
		u := unitAt(l, i, end)
		if !u.year && !monthDay(l, i, end) && !age(l, i, end) && l.folded[i] != "one" {
			out = append(out, figure{l, i, u.end, u.span, numeral(l.text[l.words[i].Start:l.words[end-1].End]), unitOf(u.span.Of(l.text))})
		}
		i = u.end
	}
	return out
}

// like reports whether two figures may be of one thing: their units agree, or
// one leaves it out.
func (f figure) like(o figure) bool { return f.unit == o.unit || f.unit == "" || o.unit == "" }

// revision is a figure that a text puts in the place of another.
type revision struct {
	now, was figure
	corrects bool // the other was wrong, and did not only change
}

// revisions returns those that a line tells, with the sentence after it where
// that has the figure that now holds.
func revisions(l *line) []revision {
	fs := figures(l)
	var out []revision
	for i := 0; i+1 < len(fs); i++ {
		a, b := fs[i], fs[i+1]
		if !a.like(b) {
			continue
		}
		gap := l.folded[a.to:b.from]
		switch {
		case changesTo(l, a, gap):
			out = append(out, revision{now: a, was: b})
		case changesFrom(l, a, gap):
			out = append(out, revision{now: b, was: a})
		case insteadOf(gap) && (b.unit == "" || b.unit == a.unit):
			out = append(out, revision{now: a, was: b, corrects: true})
		case len(gap) > 1 && len(gap) < 5 && slices.Contains(gap, "than") && overPlan(l, b):
			out = append(out, revision{now: a, was: b})
		}
	}
	if !corrects(l) || len(fs) == 0 || len(out) > 0 {
		return out
	}
	s, ok := l.neighbour(1)
	if !ok {
		return out
	}
	next := lineIn(l.hit, s)
	for _, f := range figures(next) {
		if was := fs[len(fs)-1]; f.value != was.value && (f.unit == was.unit && f.unit != "" || f.unit == "" && refers(next, f)) {
			return append(out, revision{now: f, was: was, corrects: true})
		}
	}
	return out
}

// lineIn reads a sentence of a hit.
func lineIn(h *retrieval.Hit, s corpus.Sentence) *line {
	l := &line{hit: h, sentence: s, text: h.SentenceText(s)}
	l.read()
	return l
}

// besideNumber are words between a preposition and its number.
var besideNumber = words(`about around some the a an nearly almost just only over under more less fewer than at least by up to`)

// lead returns the last word before a number that is none of those.
func (f figure) lead() string {
	for j := f.from - 1; j >= 0; j-- {
		if w := f.line.folded[j]; !besideNumber[w] || w == "to" || w == "by" {
			return w
		}
	}
	return ""
}

// changesTo reports whether "to X from Y" or "X, up from Y" tells of a change:
// a is X, and gap are the words between.
func changesTo(l *line, a figure, gap []string) bool {
	n := len(gap)
	for n > 0 && besideNumber[gap[n-1]] {
		n--
	}
	if n == 0 || n > 4 || gap[n-1] != "from" {
		return false
	}
	if n > 1 && (gap[n-2] == "up" || gap[n-2] == "down") {
		return true
	}
	return a.lead() == "to" && moves(l, a.from)
}

// changesFrom reports whether "from Y to X" tells of a change: a is Y.
func changesFrom(l *line, a figure, gap []string) bool {
	n := slices.Index(gap, "to")
	return n >= 0 && n < 4 && len(gap) < n+4 && a.lead() == "from" && moves(l, a.from)
}

// moves reports whether one of the words before word i says that a figure
// changed.
func moves(l *line, i int) bool {
	for j := max(0, i-10); j < i; j++ {
		if s := l.stems[j]; riseStems[s] || fallStems[s] || moving[l.folded[j]] {
			return true
		}
	}
	return false
}

var moving = words(`raised raise raises reduced reduce reduces cut cuts lowered lower revised revise corrected changed went gone climbed climb climbs
	doubled halved tripled increased updated moved lifted trimmed put`)

// insteadOf reports whether the words between two numbers put the first in the
// place of the second: "94 and not 212".
func insteadOf(gap []string) bool {
	n := len(gap)
	for n > 0 && besideNumber[gap[n-1]] {
		n--
	}
	switch {
	case n > 1 && n < 12 && gap[n-2] == "and" && gap[n-1] == "not":
		return true
	case n == 0 || n > 4:
		return false
	case gap[n-1] == "not":
		return true
	}
	return n > 1 && (gap[n-2] == "instead" && gap[n-1] == "of" || gap[n-2] == "rather")
}

// overPlan reports whether a number that something is compared with was only
// planned or told of before: "the 240,000 that had been planned".
func overPlan(l *line, f figure) bool {
	if f.from == 0 || l.folded[f.from-1] != "the" {
		return false
	}
	for j := f.to; j < min(len(l.words), f.to+8); j++ {
		switch l.folded[j] {
		case "planned", "announced", "expected", "estimated", "reported", "budgeted", "forecast", "predicted", "originally", "initially", "earlier", "before":
			return true
		}
	}
	return false
}

// corrects reports whether a line says of an earlier report what stood there.
func corrects(l *line) bool {
	for j, f := range l.folded {
		after := ""
		if j+1 < len(l.folded) {
			after = l.folded[j+1]
		}
		switch f {
		case "correction", "corrected", "clarification":
			if j < 2 {
				return true
			}
		case "earlier", "previous", "original":
			if after == "version" || accounts[after] {
				return true
			}
		case "our":
			if accounts[after] {
				return true
			}
		case "we":
			if Speaks(after) || after == "reported" || after == "wrote" || after == "gave" || after == "misstated" {
				return true
			}
		case "misstated", "wrongly", "incorrectly", "mistakenly", "erroneously":
			return true
		}
	}
	return false
}

var accounts = words(`report article story edition piece item text version`)

// refers reports whether a figure stands for what the sentence before counted:
// "the number is 1,080", "it was fourteen", "there were 104".
func refers(l *line, f figure) bool {
	for _, w := range l.folded[max(0, f.from-9):f.from] {
		switch w {
		case "number", "figure", "total", "count", "toll", "it", "there", "correct", "actual", "actually", "fact", "sum", "amount", "they":
			return true
		}
	}
	return false
}

// rival returns the figure that another source gives of what a candidate counts,
// in its line or as the first figure of the next, with who gives it: "The operator
// put the number at 900."
func (x candidate) rival() (f figure, who string, ok bool) {
	for _, f := range figures(x.line) {
		if f.from < x.to {
			continue
		}
		start := 0
		for _, b := range clauseBounds(x.line) {
			if b <= f.span.Start && b >= x.span.End {
				start = b
			}
		}
		if start == 0 {
			continue // in the same clause
		}
		who, ok := x.rivalAt(f, start)
		return f, who, ok
	}
	s, ok := x.line.neighbour(1)
	if !ok {
		return figure{}, "", false
	}
	fs := figures(lineIn(x.line.hit, s))
	if len(fs) == 0 {
		return figure{}, "", false
	}
	who, ok = x.rivalAt(fs[0], 0)
	return fs[0], who, ok
}

// rivalAt returns who gives a figure, which must be of what the candidate counts,
// in the clause that begins at byte start.
func (x candidate) rivalAt(f figure, start int) (string, bool) {
	l := f.line
	verb := f.from - 1
	for verb > 0 && (counting[l.folded[verb]] || besideNumber[l.folded[verb]]) {
		verb--
	}
	if verb < 1 || l.words[verb].Start <= start || !putting[l.folded[verb]] || f.value == x.value() || !(f.unit == "" || f.unit == unitOf(x.text)) {
		return "", false
	}
	if f.to < len(l.words) && strings.TrimSpace(l.text[l.words[f.to-1].End:l.words[f.to].Start]) == "" && !has(x.line.stems[x.from:x.to], l.stems[f.to]) {
		return "", false // it counts something else
	}
	who := l.text[start:l.words[verb-1].End]
	return who, len(strings.Fields(who)) <= 6
}

var (
	putting  = words(`put puts estimated estimates gave gives spoke speak speaks said says counted counts reported reports claimed claims`)
	counting = words(`number figure figures total crowd toll it them of as was were is are there size count turnout sum cost`)
)

// value returns a candidate's number in digits.
func (x candidate) value() string {
	end := numberEnd(x.line, x.from)
	if end <= x.from {
		return numeral(x.text)
	}
	return numeral(x.line.text[x.line.words[x.from].Start:x.line.words[end-1].End])
}

// worded returns a figure's words with those that make it a bound or an estimate.
func (f figure) worded() string {
	return candidate{line: f.line, from: f.from, to: f.to, span: f.span, text: f.span.Of(f.line.text)}.worded()
}

// revised returns what came in the place of a candidate's number by reports no
// earlier than its own, the last of a chain of such, nil where nothing did. The
// reports are about what is asked.
func (c *conversation) revised(x candidate, t terms) *revision {
	if c.q.Bound.Known() || c.q.Kind == question.Length {
		return nil
	}
	var all []revision
	for i := range c.hits {
		h := &c.hits[i]
		for _, s := range h.Sentences {
			all = append(all, revisions(lineIn(h, s))...)
		}
	}
	at := figure{line: x.line, value: x.value(), unit: moneyless(unitOf(x.text))}
	if c.q.Kind == question.Count {
		at.unit = "" // its noun
	}
	var last *revision
	used := make([]bool, len(all))
	for range all {
		found := false
		for i := range all {
			r := &all[i]
			if used[i] || r.was.value != at.value || !r.was.like(at) || r.now.value == at.value || !c.follows(r.now.line, at.line) || !c.about(r, t) {
				continue
			}
			was := at
			if last != nil {
				was = last.was
			}
			last, found, used[i] = &revision{now: r.now, was: was, corrects: r.corrects}, true, true
			at = r.now
			break
		}
		if !found {
			break
		}
	}
	if last != nil && last.now.value == x.value() {
		return nil // it was changed and changed back
	}
	return last
}

// moneyless returns a unit as it stands after a number: a sign before it is none.
func moneyless(unit string) string { return strings.TrimLeft(unit, "$€£¥₹ ") }

// follows reports whether a line's report is no earlier than another's: of one
// without a date nothing is known.
func (c *conversation) follows(l, other *line) bool {
	p, o := l.hit.Article.Published, other.hit.Article.Published
	if l.hit.Article.Key == other.hit.Article.Key || !o.Known() {
		return true
	}
	return p.Known() && p.Start >= o.Start
}

// minRevised is the share, by weight, of a question's words that must stand about
// a revision, for it to be of what is asked.
const minRevised = .4

// about reports whether a revision is of what is asked; a figure of three digits or
// more that stands in both is hardly of something else.
func (c *conversation) about(r *revision, t terms) bool {
	near := stemSet(r.was.line.text + " " + r.now.line.text)
	share := t.share(near, stemSet(r.now.line.hit.Article.Title))
	return share >= minRevised || share > 0 && len(strings.TrimRight(r.was.value, "0")) > 2
}

// dated returns the date of a line's report as it stands after a figure.
func dated(l *line) string {
	if p := l.hit.Article.Published; p.Known() {
		return " (" + LongDate(p.Interval) + ")"
	}
	return " (undated)"
}

// proof returns the clause that proves a figure.
func (f figure) proof() proof {
	return f.line.proof(clause(f.line, []corpus.Span{f.span}, maxQuoteWords))
}

// revision writes an answer whose figure was revised: the later one first, then
// the earlier, each with its date where two reports give them. A figure that only
// changed has no earlier one in its own report: "risen to 9 percent from 7".
func (c *conversation) revision(r *revision, best candidate, cs []candidate, t terms) []assertion {
	now := assertion{text: r.now.worded(), proofs: []proof{r.now.proof()}}
	key := r.now.line.hit.Article.Key
	if best.line.hit.Article.Key == key {
		value := best.value()
		for _, x := range cs {
			if x.line.hit.Article.Key != key && x.value() == value && x.fit >= best.fit-.1 && c.follows(r.now.line, x.line) {
				best = x
				break
			}
		}
	}
	apart := best.line.hit.Article.Key != key
	if !apart && !r.corrects {
		return []assertion{now}
	}
	was := assertion{text: midway(best.worded()), proofs: []proof{c.proving(best, t)}}
	if apart {
		now.text, was.text = now.text+dated(r.now.line), was.text+dated(best.line)
	}
	said := "earlier "
	if r.corrects {
		said = "corrected from "
	}
	was.text = said + was.text
	now.declared, was.declared = []string{now.text}, []string{was.text}
	now.tail = "; "
	return []assertion{now, was}
}

// updates reports whether a candidate's number is told as what an earlier one has
// come to: "has risen to 61", "is now put at 102 million".
func (x candidate) updates() bool {
	f := figure{line: x.line, from: x.from}
	if f.lead() == "to" && moves(x.line, x.from) {
		return true
	}
	return slices.Contains(x.line.folded[max(0, x.from-8):x.from], "now")
}

// minUpdated is how much of the question's words, by weight, the report of such a
// number must have, against that of the earlier one.
const minUpdated = .7

// updated returns the candidate of a later report that tells what the number of
// another has come to since; false where none does.
func (c *conversation) updated(best candidate, cs []candidate, t terms) (candidate, bool) {
	if c.q.Bound.Known() || c.q.Kind == question.Length {
		return candidate{}, false
	}
	on := t.share(stemSet(best.line.hit.Text()+" "+best.line.hit.Article.Title), nil)
	for _, x := range cs {
		if x.line.hit.Article.Key == best.line.hit.Article.Key || x.fit < best.fit-.1 || x.value() == best.value() || moneyless(unitOf(x.text)) != moneyless(unitOf(best.text)) && c.q.Kind != question.Count {
			continue
		}
		if x.updates() && c.follows(x.line, best.line) && !c.follows(best.line, x.line) &&
			t.share(stemSet(x.line.hit.Text()+" "+x.line.hit.Article.Title), nil) >= minUpdated*on {
			return x, true
		}
	}
	return candidate{}, false
}
