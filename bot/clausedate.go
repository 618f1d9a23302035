package bot

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"dateline/bot/question"
	"dateline/corpus"
	"dateline/corpus/event"
	"dateline/corpus/gazetteer"
	"dateline/corpus/timex"
	"dateline/corpus/token"
)

// asked is what a sentence must have to tell when the event of a question
// happened: everything that the question names, and a word for what happened.
type asked struct {
	verb   string    // folded, "" where the question asks after a noun: "When was the festival?"
	names  []mention // in the order of the question
	head   string    // stem of the noun that it happened to, "" where that is a name
	rest   []string  // stems of the other content words
	future bool      // asks after what is still to come
	past   bool      // asks after what was: "did"
}

// askedEvent reads it from a question.
func askedEvent(q question.Question) asked {
	ws := token.Words(q.Main)
	folded := make([]string, len(ws))
	for i, w := range ws {
		folded[i] = token.Fold(w.Text)
	}
	var a asked
	names := mentionsIn(q.Main, ws, folded)
	inName := make([]bool, len(ws))
	for _, m := range names {
		for i := m.from; i < m.to; i++ {
			inName[i] = true
		}
		m.goal = m.from > 0 && folded[m.from-1] == "to"
		a.names = append(a.names, m)
	}
	for i := 1; i < len(ws); i++ { // "Zia-ul-Haq"
		inName[i] = inName[i] || inName[i-1] && q.Main[ws[i-1].End:ws[i].Start] == "-"
	}
	did, verb := false, -1
	bound := foldedWords(q.Bound.Span.Of(q.Text))
	content := func(i int) bool {
		f := folded[i]
		return !inName[i] && !ws[i].Number() && !token.Stop(f) && !asking[f] && !question.Time(f) && !slices.Contains(ordinals, f) && !slices.Contains(bound, f)
	}
	for i, f := range folded {
		switch f {
		case "did", "does", "do", "will":
			did = true
			a.future = a.future || f == "will"
			a.past = a.past || f == "did"
		}
		if !content(i) {
			continue
		}
		if !did && question.PastVerb(f) {
			verb = i // "was the stone laid": the last
		}
	}
	if did {
		// The verb follows the subject: the first word after a name that is
		// not within another phrase, else a word that news uses as a verb.
		for i := range folded {
			if !content(i) {
				continue
			}
			_, known := event.KindOf(folded[i])
			after := i > 0 && inName[i-1] || i > 1 && ws[i-1].Number() && inName[i-2] || i > 1 && orderWord1[folded[i-1]] && folded[i-2] != "the" && folded[i-2] != "a"
			if verb < 0 && (known || after && !question.Noun(folded[i])) {
				verb = i
			}
		}
	}
	if verb >= 0 {
		a.verb = folded[verb]
	}
	for i := 1; i < len(folded) && a.head == ""; i++ {
		// The head of "the pipeline agreement between …" stands before the
		// first preposition or the verb.
		if (i == verb || prepositional[folded[i]]) && i > 1 {
			if content(i-1) && i-1 != verb {
				a.head = token.Stem(folded[i-1])
			}
			break
		}
	}
	a.future = a.future || q.Order == question.Next && q.Present && !q.Bound.Known()
	for i, f := range folded {
		if content(i) && i != verb && !(mutual[f] && len(a.names) > 1) {
			if s := token.Stem(f); !slices.Contains(a.rest, s) {
				a.rest = append(a.rest, s)
			}
		}
	}
	return a
}

// noun returns the stem of the noun that a question without a verb is about.
func (a asked) noun() string {
	if a.head == "" && len(a.rest) > 0 {
		return a.rest[0]
	}
	return a.head
}

var prepositional = words(`between of on in for from to with by at near about under over`)

// mutual say only what two names beside each other say: "the joint exercise of
// A and B".
var mutual = words(`joint bilateral mutual common shared together`)

var orderWord1 = words(`first last next finally recently most`)

// says reports whether a folded word says what the question's verb does: a
// form of it, or a word that news uses for it.
func (a asked) says(f string) bool {
	s, v := token.Stem(token.Base(f)), token.Stem(token.Base(a.verb))
	if s == v || has(question.Kin(v), s) {
		return true
	}
	kind, ok := event.KindOf(f)
	asked, known := event.KindOf(a.verb)
	if kind == "host" {
		kind = "meet"
	}
	if asked == "host" {
		asked = "meet"
	}
	return ok && known && kind == asked && kind != "say" && kind != "announce"
}

// met reports whether a line has all that the question names, the subject in
// the sentence and the others there or in what stands over it: its title and
// the city it was sent from. The words besides must be there but for a third.
func (a asked) met(l *line) bool {
	title := l.hit.Article.Title
	// What a sentence that refers back leaves out stands before it.
	before, beside := "", ""
	if l.points() || a.resumed(l) {
		before = l.before()
	}
	if l.inNotice() {
		before = l.hit.Text() // it corrects what is told elsewhere
	}
	if before != "" || slices.ContainsFunc(l.folded, func(f string) bool { return f == "it" || f == "its" || f == "them" || f == "there" }) {
		beside = l.before()
	}
	beside += " " + l.after()
	all := len(a.rest) > 0 && !slices.ContainsFunc(a.rest, func(s string) bool { return !slices.Contains(l.stems, s) })
	for i, m := range a.names {
		switch {
		case before != "" && (m.Name != "" && holdsName(before, m.Name) || m.Place != "" && placeIn(before, m.Place)):
		case m.Place != "" && m.goal && !placeIn(l.text, m.Place) && l.elsewhere():
			return false
		case m.Place != "":
			if !placeIn(l.text, m.Place) && !placeIn(title, m.Place) && !placeIn(opening(l.hit.Article.Text), m.Place) {
				return false
			}
		case m.Name != "" && i == 0:
			// "the first of these exercises", under a title that names them
			meant := holdsName(title, m.Name) && (slices.Contains(l.folded, "these") || slices.Contains(l.folded, "this"))
			if !meant && !holdsName(l.text, surname(m.Name)) && !holdsName(l.text, token.Words(m.Name)[0].Text) {
				return false
			}
			// A name of several words is named in full somewhere near.
			for _, w := range token.Words(m.Name) {
				if !holdsName(l.text, w.Text) && !holdsName(title, w.Text) && !holdsName(l.hit.Text(), w.Text) {
					return false
				}
			}
		case m.Name != "":
			if !holdsName(l.text, surname(m.Name)) && !holdsName(title, surname(m.Name)) && !(all && holdsName(l.hit.Text(), m.Name)) {
				return false
			}
		case m.Office != "":
			named := func(o officer) bool { return event.SameOffice(o.office, m.Office) }
			if !holdsName(l.text, m.Office) && !slices.ContainsFunc(officersIn(l), named) {
				return false
			}
		}
	}
	missing, own := 0, 0
	over := stemSet(title + " " + beside)
	var passage map[string]bool
	for _, s := range a.rest {
		switch {
		case slices.ContainsFunc(l.stems, func(x string) bool { return x == s || has(question.Kin(s), x) }):
			own++
		case hasTerm(over, s):
		default:
			missing++
			if passage == nil {
				passage = stemSet(l.hit.Text())
			}
			if a.verb == "" && !hasTerm(passage, s) {
				return false
			}
		}
	}
	if a.verb == "" && own == 0 && len(a.rest) > 0 && slices.Contains(owners, l.folded[0]) {
		return false // "Its owner said …" is of the owner
	}
	if a.verb == "" && own == 0 && len(a.rest) > 0 && before == "" {
		near := stemSet(beside)
		if !slices.ContainsFunc(a.rest, func(s string) bool { return hasTerm(near, s) }) {
			return false // what only the title names is told in other sentences
		}
	}
	if 3*missing > len(a.rest) || a.verb == "" && missing > 0 && 3*own < 2*len(a.rest) {
		return false
	}
	return a.verb == "" || slices.ContainsFunc(l.folded, a.says) || len(l.verbs(a)) > 0
}

// resumed reports whether a line begins with what the question's verb names, which
// goes before it: "The launch is put off".
func (a asked) resumed(l *line) bool {
	if len(l.folded) < 4 || l.folded[0] != "the" || a.verb == "" && token.Stem(l.folded[1]) != a.noun() || a.verb != "" && !a.says(l.folded[1]) {
		return false
	}
	f := l.folded[2]
	return modals[f] || beWord[f] || f == "has" || f == "had"
}

var owners = []string{"its", "his", "her", "their"}

// elsewhere reports whether a line tells of a way to a place: "went to America".
func (l *line) elsewhere() bool {
	for i := 1; i < len(l.words); i++ {
		if l.folded[i-1] != "to" {
			continue
		}
		if es, n := gazetteer.Longest(l.text, l.words, l.folded, i, true); n > 0 && (es[0].Kind == gazetteer.CountryName || es[0].Kind == gazetteer.CityName) {
			return true
		}
	}
	return false
}

// opening returns the first words of a text, where a dateline stands.
func opening(text string) string {
	if len(text) > 80 {
		return strings.ToValidUTF8(text[:80], "")
	}
	return text
}

// placeIn reports whether a text names a place: itself, its people, a city in
// it.
func placeIn(text, place string) bool {
	ws := token.Words(text)
	folded := make([]string, len(ws))
	for i, w := range ws {
		folded[i] = token.Fold(w.Text)
	}
	for i := range ws {
		entries, n := gazetteer.Longest(text, ws, folded, i, true)
		if n == 0 {
			continue
		}
		for _, e := range entries {
			if e.Name == place || e.Of == place && e.Kind == gazetteer.CityName || gazetteer.Normal(e.Name) == gazetteer.Normal(place) {
				return true
			}
		}
	}
	return false
}

// datedLines is the number of best lines in which a time is looked for: each
// must name what the question names, so that more do no harm.
const datedLines = 24

// clauseDated leads with the time that a sentence gives for the event asked
// after: that of the verb's own clause, and no year that only belongs to a
// name. Where a report has no time of its own, the event is of the day that a
// dated article tells it on.
func (c *conversation) clauseDated(_ context.Context, lines []line, t terms) draft {
	a := askedEvent(c.q)
	want := askedPlace(c.q)
	soon, planned := asksAhead(c.q), asksPlanned(c.q)
	any := a // its verb may be only planned
	any.future = true
	var best, right dating // right is of a notice of correction
	var bare *line
	var plans, off []dating
	for i := range lines[:min(datedLines, len(lines))] {
		l := &lines[i]
		if !a.met(l) && !any.met(l) || c.q.Order == question.First && nth(l.folded) > 1 && !slices.Contains(l.folded, "first") {
			continue
		}
		others := func(v int) bool { return a.past && l.othersClause(a.names, v) }
		verbs, meant := slices.DeleteFunc(l.verbs(a), others), slices.DeleteFunc(l.verbs(any), others)
		if a.verb != "" && len(meant) == 0 {
			continue
		}
		noun := a.noun()
		none := a.verb == "" && noun != "" && l.calledOffNoun(noun)
		timed, own := false, false // own: the line has a time of its own, though of something else
		for _, x := range timex.Parse(l.text, l.hit.Article.Published.Interval) {
			if x.Type != "DATE" && x.Type != "TIME" || modifies(l, x.Span) || noDay(x) {
				continue
			}
			from, to := wordRange(l, x.Span)
			if l.inDateline(x) {
				continue
			}
			own = true
			if want > 0 && l.placeAt(from) != want || a.future && l.overBy(x.Interval) {
				continue
			}
			if a.verb == "" && l.apartFrom(noun, from) || !Speaks(a.verb) && l.ofSpeech(from) {
				continue
			}
			if a.verb != "" && from > 1 && l.folded[from-1] == "of" && !question.Time(l.folded[from-2]) {
				continue // "the agreement of 2015"
			}
			stand := l.standing(from, to, x.Interval)
			if none && (stand != ahead || !l.putTo(from)) || l.wrong() {
				stand = void
			}
			if other, ok := l.gapped(a.names, from); ok && other {
				continue
			} else if !ok && a.verb != "" && !l.governs(a, verbs, from, to) && !(stand == ahead && l.putsOn(meant, from)) && !(stand != past && stand != plain && l.governs(a, meant, from, to)) {
				continue
			}
			timed = true
			if x.Interval.Known() && c.q.Bound.Interval.Known() && !fitsBound(x.Interval, c.q.Bound) {
				continue
			}
			s := l.score + 2*termBond(l, from, to, t)
			if !x.Interval.Known() {
				s -= 1
			}
			d := dating{l: l, x: x, score: s, stand: stand}
			switch {
			case planned && (stand == lapsed || stand == ahead || stand == void):
			case stand == void || stand == lapsed:
				off = append(off, d)
				continue
			case stand == ahead:
				plans = append(plans, d)
				continue
			case soon && stand == past:
				continue
			case l.inNotice() && c.q.Order == question.Unordered:
				if right.l == nil || right.l == l && right.x.Interval.Contains(x.Interval) {
					right = d
				}
				continue
			}
			switch {
			case best.l == l && c.q.Order == question.Last && x.Interval.Start > best.x.Interval.End,
				best.l == l && c.q.Order == question.First && x.Interval.Known() && x.Interval.End < best.x.Interval.Start:
				best.x = x
			case best.l == l && (c.q.Order == question.Last || c.q.Order == question.First):
			case best.l != nil && c.q.Order == question.Last && x.Interval.Known() && best.x.Interval.Known() && s >= minAsMuch*best.score:
				if x.Interval.Start > best.x.Interval.End {
					d.score = max(s, best.score)
					best = d
				}
			case s > best.score:
				best = d
			}
		}
		if none && !timed {
			off = append(off, dating{l: l})
		}
		at := l.hit.Article.Published.Interval
		if !timed && !own && bare == nil && want == 0 && !a.future && a.verb != "" && at.Known() && at.Precision <= corpus.PrecisionMonth && l.recent(a, verbs) &&
			(!c.q.Bound.Interval.Known() || fitsBound(at, c.q.Bound)) {
			bare = l
		}
	}
	did := a.past || a.verb != "" && wasDone(c.q)
	if ofPast(c.q) {
		plans = datedOnly(plans)
	}
	if p, ok := latestPlan(plans, off); ok && (soon || best.l == nil && right.l == nil && bare == nil && !did) {
		best = p
	}
	if best.l == nil && bare != nil && right.l == nil {
		l := bare
		at := l.hit.Article.Published.Interval
		p := l.proof(clause(l, termSpans(l, t), maxQuoteWords))
		text := LongDate(at)
		return draft{when: &When{at, corpus.BasisDated}, assertions: []assertion{{text: text, proofs: []proof{p}, declared: []string{text}}},
			notes: []note{{text: "{0} gives no time of its own; that is when it was published.", needs: []proof{p}}}}
	}
	if best.l == nil && right.l == nil {
		return draft{}
	}
	if right.l != nil && (best.l == nil || best.older(right)) {
		return corrected(right.answer(clause(right.l, []corpus.Span{right.x.Span}, maxQuoteWords)), right, best)
	}
	return best.answer(clause(best.l, append([]corpus.Span{best.x.Span}, termSpans(best.l, t)...), maxQuoteWords))
}

// inDateline reports whether a time of a line is that of the dateline before it,
// which dates the report and not what it tells.
func (l *line) inDateline(x timex.Timex) bool {
	from, to := wordRange(l, x.Span)
	if x.Interval != l.hit.Article.Published.Interval || to == 0 || len(l.words) == 0 || !allUpper(l.words[0].Text) || utf8.RuneCountInString(l.words[0].Text) < 3 {
		return false
	}
	for j := 0; j < from; j++ {
		if !l.words[j].Capital() && !l.words[j].Number() {
			return false
		}
	}
	return to < len(l.words) && strings.TrimSpace(l.text[l.words[to-1].End:l.words[to].Start]) != ""
}

// dateRead answers from the sentences of what a search finds.
func (c *conversation) dateRead(ctx context.Context) (Answer, bool, error) {
	hits, err := c.search(ctx, c.q.Text, c.q.Bound)
	if err != nil {
		return Answer{}, false, err
	}
	t, err := c.weigh(ctx, c.q, hits)
	if err != nil {
		return Answer{}, false, err
	}
	d := c.clauseDated(ctx, rank(c.q, hits, t), t)
	if len(d.assertions) == 0 {
		return Answer{}, false, nil
	}
	return c.finish(ctx, d)
}

// nth returns the place in a row that the first ordinal of some words gives,
// 0 for none.
func nth(folded []string) int {
	for _, w := range folded {
		if i := slices.Index(ordinals, w); i >= 0 {
			return i + 1
		}
	}
	return 0
}
