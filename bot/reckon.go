package bot

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"dateline/bot/question"
	"dateline/corpus"
	"dateline/corpus/event"
	"dateline/corpus/timex"
	"dateline/corpus/token"
	"dateline/retrieval"
)

// reckoned answers what is counted or reckoned over several events of the
// archive: how often one happened, how long ago, how long it took, how long
// lies between two.
func (c *conversation) reckoned(ctx context.Context) (Answer, bool, error) {
	q := c.q
	folded := foldedWords(q.Text)
	switch {
	case (q.Kind == question.Length || q.Kind == question.Count) && fromTo.MatchString(q.Text):
		m := fromTo.FindStringSubmatch(q.Text)
		return c.apartFrom(ctx, m[2], strings.ToLower(m[3]), strings.TrimRight(m[4], "?! ."))
	case slices.Contains(folded, "between") && (q.Kind == question.Count || q.Kind == question.Length) && spanOfTime(folded):
		return c.apart(ctx)
	case q.Kind == question.Length && slices.Contains(folded, "ago"):
		return c.longAgo(ctx)
	case q.Kind == question.Often && q.Present && !(len(folded) > 2 && (folded[2] == "has" || folded[2] == "have")):
		return Answer{}, false, nil // a custom, which no count tells
	case q.Kind == question.Often || q.Kind == question.Count && slices.Contains(folded, "times"):
		return c.counted(ctx)
	case q.Kind == question.Count && len(folded) > 2 && strings.HasSuffix(folded[2], "s"):
		if kind, ok := event.KindOf(folded[2]); ok && kind == "visit" {
			return c.counted(ctx)
		}
	case q.Kind == question.Length && slices.Contains(folded, "long"):
		return c.stay(ctx)
	}
	return Answer{}, false, nil
}

func foldedWords(text string) []string {
	var out []string
	for _, w := range token.Words(text) {
		out = append(out, token.Fold(w.Text))
	}
	return out
}

func spanOfTime(folded []string) bool {
	for _, w := range folded {
		switch w {
		case "years", "months", "weeks", "days", "long", "time":
			return true
		}
	}
	return false
}

// told returns the quote that proves when a match happened.
func (c *conversation) told(ctx context.Context, m *event.Match) (proof, error) {
	p, _, err := c.proofOf(ctx, m.Members[0])
	return p, err
}

// dayOrArticle returns the note on a time that the article's date gives or
// that is worked out, "" where it is stated.
func (c *conversation) reckoning(m *event.Match, p proof) (note, bool) {
	when := eventDate(m.When)
	switch {
	case m.Derived() && m.Members[0].Reckoning != "":
		return note{text: fmt.Sprintf(`%s is worked out from "%s" {0}; no article states the %s.`, when, m.Members[0].Reckoning, precisionNoun(m.When)), needs: []proof{p}}, true
	case m.Derived():
		return note{text: when + " is worked out from {0}.", needs: []proof{p}}, true
	}
	return note{}, false
}

// counted answers how often something happened: the events of the archive,
// each once, with their times.
func (c *conversation) counted(ctx context.Context) (Answer, bool, error) {
	f, err := c.frameOf(ctx, c.q, c.q.Main)
	if err != nil || f.kind == "" || f.agent == nil {
		return Answer{}, false, err
	}
	s, err := c.find(ctx, f)
	if err != nil || len(s.Matches) == 0 {
		return Answer{}, false, err
	}
	s.Matches = onceEach(s.Matches)
	n := len(s.Matches)
	d := draft{prefix: fmt.Sprintf("%s in the archive: ", capitalized(times(n)))}
	shown := s.Matches
	if n > 4 {
		shown = []event.Match{s.Matches[0], s.Matches[n-1]}
	}
	for i := range shown {
		p, err := c.told(ctx, &shown[i])
		if err != nil {
			return Answer{}, false, err
		}
		when := eventDate(shown[i].When)
		as := assertion{text: when, proofs: []proof{p}, declared: []string{when}}
		if i+1 < len(shown) {
			as.tail = ", "
			if n > 4 {
				as.tail = " to "
			}
		}
		d.assertions = append(d.assertions, as)
		if nt, ok := c.reckoning(&shown[i], p); ok {
			d.notes = append(d.notes, nt)
		}
	}
	if k := len(articlesOf(s.Undated)); k > 0 {
		may := "may be of these or of others"
		if k == 1 {
			d.notes = append(d.notes, note{text: "1 more article reports one without a date; it " + may + "."})
		} else {
			d.notes = append(d.notes, note{text: fmt.Sprintf("%d more articles report one without a date; they %s.", k, may)})
		}
	}
	return c.finish(ctx, d)
}

// times writes how often: "once", "twice", "3 times".
func times(n int) string {
	switch n {
	case 1:
		return "once"
	case 2:
		return "twice"
	}
	return fmt.Sprintf("%d times", n)
}

// apart answers how long lies between two events, by subtracting the times
// that the archive gives for them.
func (c *conversation) apart(ctx context.Context) (Answer, bool, error) {
	text := c.q.Text
	i := strings.Index(strings.ToLower(text), "between ")
	rest := strings.TrimRight(text[i+len("between "):], "?! .")
	if left, right, ok := strings.Cut(rest, " and "); ok {
		if strings.IndexFunc(left, func(r rune) bool { return r >= '0' && r <= '9' }) == 0 {
			return Answer{}, false, nil // between two years
		}
		return c.apartFrom(ctx, left, "was", right)
	}
	q := question.Parse(rest, c.asOf)
	f, err := c.frameOf(ctx, q, rest)
	if err != nil || f.kind == "" || f.agent == nil {
		return Answer{}, false, err
	}
	f.order = event.Any
	s, err := c.find(ctx, f)
	if err != nil || len(s.Matches) != 2 {
		return Answer{}, false, err
	}
	one, _, err := c.fixedBy(ctx, &s.Matches[0])
	if err != nil {
		return Answer{}, false, err
	}
	other, _, err := c.fixedBy(ctx, &s.Matches[1])
	if err != nil {
		return Answer{}, false, err
	}
	return c.subtract(ctx, one, other)
}

// fromTo reads "how long after A did B happen".
var fromTo = regexp.MustCompile(`(?i)^how (?:long|many (?:years|months|weeks|days)) (after|before) (.+?) (did|was|were) (.+)$`)

// apartFrom answers how long lies between what two phrases name, asked of the
// second with a helping verb; where the archive does not date both, nothing else
// answers it.
func (c *conversation) apartFrom(ctx context.Context, left, helper, right string) (Answer, bool, error) {
	right = replacePronoun(right, question.Parse(left, c.asOf).Subject())
	left = withNoun(left, right)
	var both [2]fixed
	for i, phrase := range []string{left, right} {
		m, err := c.single(ctx, phrase)
		if err != nil {
			return Answer{}, false, err
		}
		ok := m != nil
		if ok {
			both[i], ok, err = c.fixedBy(ctx, m)
		} else {
			verb := "was"
			if i == 1 {
				verb = helper
			}
			both[i], ok, err = c.fix(ctx, "When "+verb+" "+phrase+"?", false)
		}
		if err != nil {
			return Answer{}, false, err
		}
		if !ok {
			return c.refuse(NotSaid, "The archive does not date both, so that nothing can be subtracted."), true, nil
		}
	}
	return c.subtract(ctx, both[0], both[1])
}

// subtract answers how long lies between two events.
func (c *conversation) subtract(ctx context.Context, first, second fixed) (Answer, bool, error) {
	if second.when.Mid() < first.when.Mid() {
		first, second = second, first
	}
	if first.when.Overlaps(second.when) && first.when != second.when {
		return c.refuse(NotSaid, "The archive dates them to "+eventDate(first.when)+" and to "+eventDate(second.when)+", too close to subtract."), true, nil
	}
	span, sum := difference(first.when, second.when)
	a, b := eventDate(first.when), eventDate(second.when)
	d := draft{prefix: "", assertions: []assertion{
		{text: span + ", from " + a, proofs: first.proofs[:1], declared: []string{span, a, "from"}, tail: " "},
		{text: "to " + b, proofs: second.proofs[:1], declared: []string{b, "to"}}}}
	d.notes = append(d.notes, note{text: "Reckoned from the two dates: " + sum + "."})
	d.notes = append(append(d.notes, first.notes...), second.notes...)
	return c.finish(ctx, d)
}

// single finds the one event that a phrase names, nil where the archive has
// none that is dated.
func (c *conversation) single(ctx context.Context, phrase string) (*event.Match, error) {
	q := question.Parse(phrase, c.asOf)
	f, err := c.frameOf(ctx, q, phrase)
	if err != nil || f.kind == "" || f.agent == nil {
		return nil, err
	}
	s, err := c.find(ctx, f)
	if err != nil {
		return nil, err
	}
	return s.Chosen, nil
}

// difference writes how long lies between two times, as exactly as both are
// known, and the sum that it comes from.
func difference(a, b corpus.Interval) (span, sum string) {
	fine := func(iv corpus.Interval) bool { return iv.Precision != corpus.PrecisionYear && iv.End-iv.Start <= 31 }
	if !fine(a) || !fine(b) {
		y1, y2 := a.Mid().Year(), b.Mid().Year()
		return counted(y2-y1, "year"), fmt.Sprintf("%d − %d = %d", y2, y1, y2-y1)
	}
	if n := int(b.Mid() - a.Mid()); n < 60 {
		return counted(n, "day"), fmt.Sprintf("%s to %s", eventDate(a), eventDate(b))
	}
	y1, m1, d1 := a.Start.Date()
	y2, m2, d2 := b.Start.Date()
	months := 12*(y2-y1) + int(m2) - int(m1)
	if d2 < d1 && a.Precision == corpus.PrecisionDay && b.Precision == corpus.PrecisionDay {
		months--
	}
	var parts []string
	if months >= 12 {
		parts = append(parts, counted(months/12, "year"))
	}
	if months%12 > 0 {
		parts = append(parts, counted(months%12, "month"))
	}
	return strings.Join(parts, " and "), fmt.Sprintf("%s to %s", eventDate(a), eventDate(b))
}

// longAgo answers how long before the day of asking an event was.
func (c *conversation) longAgo(ctx context.Context) (Answer, bool, error) {
	m, err := c.single(ctx, c.q.Main)
	if err != nil {
		return Answer{}, false, err
	}
	if m == nil {
		return c.longAgoRead(ctx)
	}
	p, err := c.told(ctx, m)
	if err != nil {
		return Answer{}, false, err
	}
	today := corpus.OnDay(c.asOf)
	span, sum := difference(m.When, today)
	when := eventDate(m.When)
	d := draft{when: &When{m.When, m.Basis}, assertions: []assertion{{text: span + " ago: " + when, proofs: []proof{p}, declared: []string{span, "ago", when}}}}
	d.notes = append(d.notes, note{text: "Reckoned to " + LongDate(today) + ": " + sum + "."})
	if nt, ok := c.reckoning(m, p); ok {
		d.notes = append(d.notes, nt)
	}
	return c.finish(ctx, d)
}

// longAgoRead answers how long ago something was from a sentence that dates it.
// It abstains where none does: no other length in the archive is the answer.
func (c *conversation) longAgoRead(ctx context.Context) (Answer, bool, error) {
	rest, ok := strings.CutPrefix(strings.ToLower(c.q.Text), "how long ago ")
	if !ok {
		return Answer{}, false, nil
	}
	q := c.q
	defer func() { c.q = q }()
	c.q = question.Parse("When "+c.q.Text[len(c.q.Text)-len(rest):], c.asOf)
	a, ok, err := Answer{}, false, error(nil)
	if side := askedEdge(c.q); side != noEdge {
		a, ok, err = c.edgeDated(ctx, side)
	}
	if err == nil && !ok {
		a, ok, err = c.dateRead(ctx)
	}
	switch {
	case err != nil:
		return Answer{}, false, err
	case !ok || a.When == nil:
		return c.refuse(NotSaid, "No article dates it, so that nothing can be reckoned."), true, nil
	}
	today := corpus.OnDay(c.asOf)
	span, _ := difference(a.When.Interval, today)
	a.Notes = append(a.Notes, "That is "+span+" before "+LongDate(today)+".")
	return a, true, nil
}

// stay answers how long a visit took, in the words of its reports.
func (c *conversation) stay(ctx context.Context) (Answer, bool, error) {
	f, err := c.frameOf(ctx, c.q, c.q.Main)
	if err != nil {
		return Answer{}, false, err
	}
	if f.kind == "" && slices.ContainsFunc(foldedWords(c.q.Main), func(w string) bool { return w == "stay" || w == "remain" || w == "spend" }) {
		ws := token.Words(c.q.Main)
		for _, m := range mentionsIn(c.q.Main, ws, foldedWords(c.q.Main)) {
			con := m.Constraint
			switch {
			case con.Place != "":
				con.Roles = []corpus.Role{corpus.Place}
				f.others = append(f.others, con)
			case f.agent == nil:
				con.Roles = []corpus.Role{corpus.Agent}
				f.agent, f.subject = &con, m.text
			}
		}
		f.kind, f.bound = "visit", c.q.Bound
	}
	if f.kind != "visit" || f.agent == nil {
		return Answer{}, false, nil
	}
	s, err := c.find(ctx, f)
	if err != nil {
		return Answer{}, false, err
	}
	found := slices.Concat(s.Matches, s.Undated)
	if f.bound.Interval.Known() && f.bound.Relation != retrieval.AnyTime && len(s.Matches) > 0 {
		found = s.Matches
	}
	for i := len(found) - 1; i >= 0; i-- {
		for _, e := range found[i].Members {
			doc, err := c.document(ctx, e.Article, e.Version)
			if err != nil {
				return Answer{}, false, err
			}
			if e.Sentence < 0 || e.Sentence >= len(doc.Sentences) || e.Basis == corpus.BasisDerived {
				continue
			}
			l := lineOf(doc, doc.Sentences[e.Sentence])
			at := corpus.Span{Start: e.Proof.Start - l.sentence.Start, End: e.Proof.End - l.sentence.Start}
			for _, x := range timex.Parse(l.text, corpus.Interval{}) {
				if x.Type != "DURATION" || x.Start < at.Start-1 || x.Start > at.End+20 || !lasts(l.text, x.Span) {
					continue
				}
				text := spoken(x.Of(l.text))
				as := assertion{text: text, proofs: []proof{l.proof(clause(l, []corpus.Span{x.Span, at}, maxQuoteWords))}, declared: []string{text}}
				d := draft{assertions: []assertion{as}}
				if found[i].Undated {
					d.assertions[0].tail = "; the report is undated"
				} else {
					d.when = &When{found[i].When, found[i].Basis}
				}
				return c.finish(ctx, d)
			}
		}
	}
	return Answer{}, false, nil
}

// lasts reports whether a duration says how long something takes, and not
// since when: "a two-day visit", "for two days", and not "in nine years".
func lasts(text string, span corpus.Span) bool {
	words := foldedWords(text[:span.Start])
	before := ""
	if len(words) > 0 {
		before = words[len(words)-1]
	}
	after := foldedWords(text[span.End:])
	switch {
	case before == "for" || before == "of" || strings.Contains(span.Of(text), "-"):
		return len(after) == 0 || after[0] != "old"
	case len(after) > 0 && (after[0] == "ago" || after[0] == "after" || after[0] == "before" || after[0] == "earlier" || after[0] == "later"):
		return false
	}
	return before != "in" && before != "after" && before != "within"
}

// spoken writes a duration that stands before a noun as one says it alone:
// "two days" of "two-day".
func spoken(words string) string {
	number, unit, ok := strings.Cut(words, "-")
	if !ok || strings.ContainsAny(unit, " -") || strings.HasSuffix(unit, "s") {
		return words
	}
	if f := strings.Fields(number); len(f) > 1 && (f[0] == "a" || f[0] == "the") {
		number = strings.Join(f[1:], " ")
	}
	if number == "one" || number == "1" {
		return number + " " + unit
	}
	return number + " " + unit + "s"
}
