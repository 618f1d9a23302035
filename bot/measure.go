package bot

import (
	"context"
	"slices"
	"strings"

	"dateline/bot/question"
	"dateline/corpus"
	"dateline/corpus/gazetteer"
	"dateline/corpus/token"
)

// measured leads with a number and its unit, with whoever gave it, and says
// what the number lacks.
func (c *conversation) measured(ctx context.Context, lines []line, t terms) draft {
	cs := c.lengthOf(isolate(c.q, lines, t))
	cs = ofNumbered(c.q, c.ofNation(c.ofHarm(cs)))
	if c.q.Kind == question.Amount && c.changes() && strings.HasPrefix(strings.ToLower(c.q.Text), "by how much") {
		cs = slices.DeleteFunc(slices.Clone(cs), func(x candidate) bool { return !x.isChange() })
	}
	if c.q.Kind == question.Amount {
		cs = slices.DeleteFunc(slices.Clone(cs), func(x candidate) bool { return isLength(x.text) && !question.Time(c.q.Head) && c.q.Head != "age" })
	}
	if c.q.Kind == question.Count {
		cs = fitting(cs)
	}
	if len(cs) == 0 || cs[0].fit < minFit || cs[0].stale {
		return draft{}
	}
	best := cs[0]
	if r := c.revised(best, t); r != nil {
		return draft{assertions: c.revision(r, best, cs, t)}
	}
	if x, ok := c.updated(best, cs, t); ok {
		r := revision{now: figure{x.line, x.from, x.to, x.span, x.value(), ""}}
		return draft{assertions: c.revision(&r, best, cs, t)}
	}
	value := numeral(best.text)
	as := assertion{text: best.worded(), proofs: []proof{c.proving(best, t)}}
	on := t.share(stemSet(best.line.hit.Text()+" "+best.line.hit.Article.Title), nil)
	articles := map[corpus.Key]bool{best.line.hit.Article.Key: true}
	var same, other []candidate
	for _, x := range cs[1:] {
		if articles[x.line.hit.Article.Key] || x.fit < best.fit-.3 {
			continue
		}
		if numeral(x.text) == value && x.score > best.score*.6 {
			articles[x.line.hit.Article.Key] = true
			same = append(same, x)
		} else if len(other) == 0 && x.fit >= best.fit-.1 && x.score > best.score*.6 && unitOf(x.text) == unitOf(best.text) && sameTime(best.line, x.line) && !elsewhere(c.q, x.line) &&
			t.share(stemSet(x.line.hit.Text()+" "+x.line.hit.Article.Title), nil) >= .9*on {
			articles[x.line.hit.Article.Key] = true
			other = append(other, x)
		}
	}
	for _, x := range same[:min(2, len(same))] {
		// What is written in digits is read faster.
		if !strings.ContainsAny(as.text, "0123456789") && strings.ContainsAny(x.text, "0123456789") {
			as.text = x.text
		}
	}
	for _, x := range same[:min(2, len(same))] {
		if as.text == best.worded() && !strings.EqualFold(x.worded(), as.text) && numeral(x.worded()) != numeral(as.text) {
			as.text = best.text // one says "about", the other "more than"
		}
		as.proofs = append(as.proofs, c.proving(x, t))
	}
	d := draft{}
	if c.q.Kind == question.Length {
		if text := spoken(as.text); text != as.text {
			as.text, as.declared = text, append(as.declared, text)
		}
	}
	if s := c.speaker(ctx, best.line); s != "" && !age(best.line, best.from, numberEnd(best.line, best.from)) {
		as.text += ", according to " + s
		as.declared = append(as.declared, s)
	}
	d.assertions = []assertion{as}
	if len(other) > 0 && best.updates() && c.follows(best.line, other[0].line) && !c.follows(other[0].line, best.line) {
		other = nil // what it was before
	}
	if len(other) > 0 {
		x := other[0]
		second := assertion{text: x.worded(), proofs: []proof{c.proving(x, t)}}
		r := c.revised(x, t)
		earlier := r != nil && r.now.value == best.value()
		if r != nil && !earlier && c.follows(r.now.line, best.line) {
			return draft{assertions: c.revision(r, x, cs, t)} // the other one is no longer held
		}
		if earlier && r.corrects {
			second.text = "corrected from " + midway(second.text)
		} else if earlier {
			second.text = "earlier " + midway(second.text)
		}
		first := &d.assertions[0]
		first.tail = "; "
		if one, two := dated(best.line), dated(x.line); one != two {
			first.text, second.text = first.text+one, second.text+two
			first.declared, second.declared = append(first.declared, one), []string{two}
		}
		d.assertions = append(d.assertions, second)
		if !earlier && x.line.hit.Article.Published.Known() && c.follows(x.line, best.line) && !c.follows(best.line, x.line) {
			d.assertions[0], d.assertions[1] = d.assertions[1], d.assertions[0]
			d.assertions[0].tail, d.assertions[1].tail = "; ", ""
		}
		if !earlier {
			d.notes = append(d.notes, note{text: "The reports differ; both values are given."})
		}
	} else if f, who, ok := best.rival(); ok && c.q.Kind != question.Length {
		who = lowerFirst(who)
		d.assertions[0].tail = "; "
		d.assertions = append(d.assertions, assertion{text: f.worded() + " (" + who + ")", proofs: []proof{f.line.proof(clause(f.line, []corpus.Span{f.span, {Start: 0, End: 1}}, maxQuoteWords))}, declared: []string{who}})
		d.notes = append(d.notes, note{text: "The sources differ; both values are given."})
	}
	if c.changes() && strings.ContainsAny(value, "%") && !spans(best.line) {
		who := "The report doesn't say"
		switch len(as.proofs) {
		case 1:
		case 2:
			who = "Neither report says"
		default:
			who = "No report says"
		}
		d.suffix = ". " + who + " over which period."
	}
	if len(same) > 0 && c.oneOrigin(best, same) {
		d.notes = append(d.notes, note{text: "Two reports of the same talks or day, one origin."})
	}
	return d
}

// elsewhere reports whether a line is about a country or its people and names
// nothing that a question names: the dead of one side are none of another's.
func elsewhere(q question.Question, l *line) bool {
	if len(q.Names) == 0 || namedIn(q, l.text) {
		return false
	}
	for i := range l.words {
		if es, n := gazetteer.Longest(l.text, l.words, l.folded, i, true); n > 0 && (es[0].Kind == gazetteer.Demonym || es[0].Kind == gazetteer.CountryName) {
			return true
		}
	}
	return false
}

// minFit is the least that a number must fit what is asked, to be told; nearFit is
// how near in score to one that does not fit the best one that does must come.
const (
	minFit  = .3
	nearFit = .8
)

// fitting leaves out what stands before the first candidate that fits, where that
// one comes near enough: a bare number stands nearer to the question's words than
// one whose noun is one of them.
func fitting(cs []candidate) []candidate {
	i := slices.IndexFunc(cs, func(x candidate) bool { return x.fit >= minFit })
	if i > 0 && cs[i].score >= nearFit*cs[0].score {
		return cs[i:]
	}
	return cs
}

// isLength reports whether an amount is a span of time: "14 months".
func isLength(text string) bool {
	f := foldedWords(text)
	return len(f) > 1 && lengthWords[f[len(f)-1]]
}

// sameTime reports whether the articles of two lines may speak of one time:
// they appeared within a month of each other, or neither has a date.
func sameTime(a, b *line) bool {
	p, o := a.hit.Article.Published, b.hit.Article.Published
	if !p.Known() || !o.Known() {
		return p.Known() == o.Known()
	}
	return p.Gap(o.Interval) <= 31
}

// worded returns a number's words with those before it that make it a bound or
// an estimate: "up to $2 billion".
func (x candidate) worded() string {
	l, i := x.line, x.from
	if i > 0 && currencyBefore[l.folded[i-1]] {
		i--
	}
	from := i
	switch {
	case i > 0 && estimates[l.folded[i-1]]:
		from = i - 1
	case i > 1 && (l.folded[i-2] == "up" && l.folded[i-1] == "to" && !(i > 2 && goesUp[l.folded[i-3]]) || l.folded[i-2] == "at" && (l.folded[i-1] == "least" || l.folded[i-1] == "most") ||
		(l.folded[i-2] == "more" || l.folded[i-2] == "less" || l.folded[i-2] == "fewer") && l.folded[i-1] == "than"):
		from = i - 2
	}
	if from == i {
		return x.text
	}
	return l.text[l.words[from].Start:x.span.End]
}

// goesUp are verbs that "up" goes with: what has gone up to a price is not bound by it.
var goesUp = words(`go goes gone going went climbed edged`)

var estimates = words(`about around nearly almost over roughly approximately some under below above`)

// changes reports whether the question asks how much something changed.
func (c *conversation) changes() bool {
	for _, s := range c.q.Terms {
		if riseStems[s] || fallStems[s] {
			return true
		}
	}
	return false
}

// spans reports whether a line says over which time something changed.
func spans(l *line) bool {
	if len(l.sentence.Periods) > 0 {
		return true
	}
	for _, f := range l.folded {
		if lengthWords[f] || f == "annually" || f == "yearly" || f == "quarter" {
			return true
		}
	}
	return false
}

// oneOrigin reports whether the lines report the same words of the same
// person, or were published within two days of each other.
func (c *conversation) oneOrigin(best candidate, same []candidate) bool {
	p := best.line.hit.Article.Published
	for _, x := range same {
		o := x.line.hit.Article.Published
		if p.Known() && o.Known() && p.Gap(o.Interval) <= 2 {
			return true
		}
	}
	return false
}

// numeral brings a number and its unit to one form: "forty-six per cent" and
// "46 percent" are "46%".
func numeral(text string) string {
	var b strings.Builder
	total, part, any := 0.0, 0.0, false
	flush := func() {
		if any {
			b.WriteString(trimFloat(total + part))
		}
		total, part, any = 0, 0, false
	}
	for _, w := range token.Words(text) {
		f := token.Fold(w.Text)
		switch v, ok := wordValue(f); {
		case ok && (f == "hundred"):
			part, any = max(part, 1)*100, true
		case ok && v >= 1000:
			total, part, any = total+max(part, 1)*v, 0, true
		case ok:
			part, any = part+v, true
		case w.Number():
			part, any = part+digits(w.Text), true
		case f == "and" && any:
		case f == "percent" || f == "pct" || f == "cent":
			flush()
			b.WriteByte('%')
		case f == "per":
		default:
			flush()
			b.WriteByte(' ')
			b.WriteString(token.Stem(f))
		}
	}
	flush()
	if strings.Contains(text, "%") {
		b.WriteByte('%')
	}
	return b.String()
}

// unitOf returns what is left of a number's words without the number.
func unitOf(text string) string {
	return strings.TrimSpace(strings.TrimLeft(numeral(text), "0123456789."))
}

// office writes an office as a sentence names it: "Russia's foreign minister".
func office(e corpus.Entity) string {
	if e.Of == "" {
		return "the " + e.Office
	}
	return gazetteer.Display(e.Of) + "'s " + e.Office
}

// lowerFirst returns words as they stand within a sentence: "The operator", which
// began one, is "the operator".
func lowerFirst(text string) string {
	first, _, _ := strings.Cut(text, " ")
	if f := strings.ToLower(first); token.Stop(f) || estimates[f] {
		return f + text[len(first):]
	}
	return text
}

// midway returns a number's words as they stand within a sentence.
func midway(text string) string { return Figure(lowerFirst(text)) }
