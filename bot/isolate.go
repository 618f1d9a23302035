package bot

import (
	"cmp"
	"slices"
	"strings"

	"dateline/bot/question"
	"dateline/corpus"
	"dateline/corpus/token"
)

// isolateLines is the number of best lines in which an answer is looked for,
// and measureLines where it is a number, which says by its unit what it is.
const (
	isolateLines = 8
	measureLines = 40
)

// The weights of a phrase's fit to the class asked for and of its nearness to
// the time.
const (
	weighFit  = 1.2
	weighTime = .8
	weighPart = .9
	// These were set on questions of our own, in round steps.
	weighPlace = 1.2 // of the place in a row: "the second exercise"
	weighOther = 1.2 // of an article of another time that speaks of none that is asked about
	weighAimed = 1.5 // of a target where a fact is asked for
	weighVerb  = .8  // of the question's verb in the line
	weighSide  = .6  // of the country that somebody acts for, and of an office
)

// minOfClass is the fit at which a phrase is none of the class that is asked
// for: a country where a person is, a person where a company is.
const minOfClass = .09

// isolate returns the phrases of the best lines that may be the answer, best
// first: those of the class that the question asks for, by the line's score,
// their fit to the class and how near they stand to the time and the words
// asked about.
func isolate(q question.Question, lines []line, t terms) []candidate {
	if len(lines) == 0 {
		return nil
	}
	top := lines[0].score
	at := askedSpan(q.Bound)
	asked := stemSet(q.Text)
	verb, asks := askedPart(q)
	want, side := askedPlace(q), askedSide(q)
	office, _ := officeIn(q.Focus)
	var out []candidate
	n, byLine, byBond := isolateLines, 4.0, 1.0
	switch q.Kind {
	case question.Count, question.Amount, question.Length:
		n, byLine, byBond = measureLines, 2, 2.5
	}
	for i := range lines[:min(n, len(lines))] {
		l := &lines[i]
		stale := l.ofOtherTime(q.Bound)
		marks := timeMarks(l, at)
		for _, c := range phrases(q, l, t, asked) {
			c.time = timeBond(l, c.span, marks)
			c.bond = termBond(l, c.from, c.to, t)
			c.score = byLine*l.score/max(top, 1e-9) + weighFit*c.fit + byBond*c.bond
			if at.Known() {
				c.score += weighTime * c.time
			}
			part := weighPart * playsPart(l, c.from, c.to, verb, asks) * min(1, 1.5*c.fit)
			if at.Known() {
				part *= .4 // of several that did it the time decides
			}
			c.score += part
			if c.aimed {
				c.score -= weighAimed
			}
			if c.stale = stale; stale {
				c.score -= weighOther
			}
			if at := l.placeAt(c.from); want > 0 && at > 0 && at != want && q.Kind == question.Length {
				continue // how long another one of the row took
			}
			if want > 0 {
				c.score += weighPlace * agrees(l.placeAt(c.from), want)
			}
			if q.Class == question.Person {
				c.score += weighSide * (c.ofSide(side) + c.inOffice(office))
			}
			out = append(out, c)
		}
	}
	slices.SortStableFunc(out, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.line.order, b.line.order), cmp.Compare(a.from, b.from))
	})
	return out
}

// wanted reports whether the name at word i is of somebody whom others only want:
// "hope to appoint Ann Clarke as".
func wanted(l *line, i int) bool {
	for j := max(1, i-4); j < i; j++ {
		if l.folded[j] == "to" && aims[l.folded[j-1]] {
			return true
		}
	}
	return false
}

// phrases returns the candidates of a line.
func phrases(q question.Question, l *line, t terms, asked map[string]bool) []candidate {
	switch q.Kind {
	case question.Count, question.Amount, question.Length:
		return amounts(q, l, t)
	case question.When, question.Why, question.How, question.YesNo, question.Often:
		return nil
	}
	var out []candidate
	dateline := afterDateline(l)
	for _, r := range runs(l) {
		from, to := r[0], r[1]
		if q.Class == question.Person && (l.words[from].Start < dateline || l.hit != nil && strings.EqualFold(l.text[l.words[from].Start:l.words[to-1].End], l.hit.Article.Source)) {
			continue // the paper itself is nobody asked for
		}
		if q.Class == question.Person && q.Present && wanted(l, from) {
			continue
		}
		if q.Class == question.Person {
			from = afterTitle(l, from, to)
		}
		share := askedShare(l, from, to, asked)
		if share >= .99 {
			continue
		}
		fit := fitPhrase(q, l, from, to)
		if fit < minOfClass && q.Entity() {
			continue
		}
		c := candidate{line: l, from: from, to: to, fit: fit * (1 - .6*share)}
		if q.Class == question.Place {
			to = withRegion(l, from, to)
			c.to = to
		}
		c.span = corpus.Span{Start: l.words[from].Start, End: l.words[to-1].End}
		c.text = cutPossessive(c.span.Of(l.text))
		c.span.End = c.span.Start + len(c.text)
		out = append(out, c)
	}
	if q.Class == question.Position {
		out = append(out, positions(q, l, asked)...)
	}
	return out
}

// afterTitle skips the words of an office or a courtesy before a person's
// name: "Foreign Minister Hina Rabbani Khar".
func afterTitle(l *line, from, to int) int {
	for j := to - 2; j >= from; j-- {
		if !l.words[j+1].Capital() {
			continue // "Members of the Red Cross"
		}
		if question.ClassOf(l.folded[j]) == question.Person || courtesy[l.folded[j]] {
			return j + 1
		}
	}
	return from
}

var courtesy = words(`mr mrs ms miss dr sir dame lady lord prof gen col maj capt lt president premier minister king queen`)

func cutPossessive(s string) string {
	s = strings.TrimSuffix(s, "’s")
	return strings.TrimSuffix(s, "'s")
}

// positions returns the phrases that name an office, rank or occupation in
// small letters: "as an assistant coach", "became chief engineer".
func positions(q question.Question, l *line, asked map[string]bool) []candidate {
	var out []candidate
	for i := 1; i < len(l.words); i++ {
		if !roleIntro[l.folded[i-1]] && !((l.folded[i-1] == "a" || l.folded[i-1] == "an" || l.folded[i-1] == "the") && i > 1 && roleIntro[l.folded[i-2]]) {
			continue
		}
		end, head := i, -1
		for end < len(l.words) && end-i < 7 {
			if end > i && strings.TrimSpace(l.text[l.words[end-1].End:l.words[end].Start]) != "" && l.text[l.words[end-1].End:l.words[end].Start] != "-" {
				break
			}
			f := l.folded[end]
			if token.Stop(f) && f != "of" && !(f == "the" && end > i && l.folded[end-1] == "of") {
				break
			}
			if c := question.ClassOf(f); c == question.Person || c == question.Position {
				head = end
			}
			end++
		}
		for end > i && (token.Stop(l.folded[end-1]) || question.Time(l.folded[end-1])) {
			end--
		}
		if head < 0 || head >= end {
			continue
		}
		c := candidate{line: l, from: i, to: end, span: corpus.Span{Start: l.words[i].Start, End: l.words[end-1].End}}
		c.text = c.span.Of(l.text)
		c.fit = .85 * (1 - .6*askedShare(l, i, end, asked))
		out = append(out, c)
	}
	return out
}
