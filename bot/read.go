package bot

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"dateline/bot/question"
	"dateline/corpus"
	"dateline/corpus/event"
	"dateline/corpus/token"
	"dateline/retrieval"
)

// read answers from the best sentences of the hits.
func (c *conversation) read(ctx context.Context) (Answer, bool, error) {
	t, err := c.weigh(ctx, c.q, c.hits)
	if err != nil {
		return Answer{}, false, err
	}
	ranked := c.withdrawn(c.numbered(rank(c.q, c.hits, t)))
	lines := ranked
	if reason, why := c.silent(lines, t); reason != "" {
		a, err := c.abstain(ctx, reason, why, lines, t)
		return a, true, err
	}
	if said, err := c.saidBy(ctx, lines, t); err != nil {
		return Answer{}, false, err
	} else if said != nil {
		if len(said) == 0 {
			a, err := c.abstain(ctx, NotSaid, "Nothing that is found is attributed to whom the question names.", lines, t)
			return a, true, err
		}
		lines = said
	} else if c.q.Kind == question.What && c.q.Head == "" || c.q.Kind == question.How || (c.q.Kind == question.What || c.q.Kind == question.Which) && !c.q.Entity() {
		if lines = c.chiefly(lines, t); len(lines) == 0 {
			a, err := c.abstain(ctx, NotSaid, "No sentence is about what the question asks.", ranked, t)
			return a, true, err
		}
	}
	switch c.q.Kind {
	case question.Count, question.Amount, question.Length, question.Why, question.How, question.Often, question.YesNo:
		if !c.q.Percent {
			lines = c.bearing(lines)
		}
		if len(lines) == 0 {
			a, err := c.abstain(ctx, NotSaid, "No sentence is about what the question names.", ranked, t)
			return a, true, err
		}
		if c.q.Kind == question.Often {
			lines = slices.DeleteFunc(slices.Clone(lines), func(l line) bool { return !recurs(&l) })
		}
		if len(lines) == 0 {
			a, err := c.abstain(ctx, NotSaid, "No sentence says how often.", ranked, t)
			return a, true, err
		}
	}
	if lines = done(c.q, lines); len(lines) == 0 {
		a, err := c.abstain(ctx, NotSaid, "No sentence says that it did so, at that time or at all.", ranked, t)
		return a, true, err
	}
	var d draft
	switch c.q.Kind {
	case question.When:
		d = c.clauseDated(ctx, lines, t)
	case question.YesNo:
		d = c.confirmed(ctx, lines, t)
	case question.Count, question.Amount, question.Length:
		d = c.measured(ctx, lines, t)
	case question.Why:
		if d, err = c.reasoned(ctx, lines, t); err != nil {
			return Answer{}, false, err
		}
		if len(d.assertions) == 0 {
			a, err := c.abstain(ctx, NotSaid, "No sentence gives a reason for it.", lines, t)
			return a, true, err
		}
	case question.How, question.Often:
		d = c.stated(ctx, lines, t)
	case question.What:
		if c.q.Head == "" {
			d = c.stated(ctx, lines, t)
			break
		}
		fallthrough
	default:
		if !c.q.Entity() && !c.q.Bound.Known() && asksSubject(c.q) {
			d = c.stated(ctx, lines, t)
			break
		}
		if span, ok := lines[0].ofHead(c.q.Head); ok && c.q.Kind == question.Which && c.q.Class == question.AnyClass && !c.q.Bound.Known() {
			l := &lines[0]
			d = draft{assertions: []assertion{{text: span.Of(l.text), proofs: []proof{l.proof(clause(l, append([]corpus.Span{span}, termSpans(l, t)...), maxQuoteWords))}}}}
			break
		}
		d = c.named(ctx, lines, t)
	}
	if len(d.assertions) == 0 {
		why, err := c.covered(ctx)
		if err != nil {
			return Answer{}, false, err
		}
		a, err := c.abstain(ctx, NotSaid, why, lines, t)
		return a, true, err
	}
	if c.q.Present && c.coverage.Dated > 0 {
		d.prefix = "As of " + LongDate(corpus.OnDay(c.coverage.To)) + ": " + d.prefix
	}
	a, ok, err := c.finish(ctx, d)
	if err != nil || ok {
		return a, ok, err
	}
	a, err = c.abstain(ctx, Weak, "No quote bears an answer.", lines, t)
	return a, true, err
}

// saidBy returns the lines that are attributed to whom a question asks what
// they said, nil where it doesn't ask that.
func (c *conversation) saidBy(ctx context.Context, lines []line, t terms) ([]line, error) {
	if c.q.Kind != question.What && c.q.Kind != question.Why && c.q.Kind != question.How || len(c.q.Names) == 0 || !asksSpeech(c.q) {
		return nil, nil
	}
	name := c.q.Names[0].Text
	out := []line{}
	for i := range lines {
		l := &lines[i]
		doc, err := c.document(ctx, l.hit.Article.Key, l.hit.Article.Version)
		if err != nil {
			return nil, err
		}
		for _, e := range doc.Events {
			if (e.Kind == "say" || e.Kind == "announce") && e.Span.Overlaps(l.sentence.Span) && spokenBy(e, name) {
				out = append(out, *l)
				break
			}
		}
	}
	// What is said is what counts: the words asked about, in their sentence.
	topic := terms{weight: t.weight}
	for _, s := range t.stems {
		if kind, ok := event.KindOf(s); !holdsName(c.q.Names[0].Text, s) && !(ok && kind == "say") {
			topic.stems = append(topic.stems, s)
			topic.total += t.weight[s]
		}
	}
	about := map[int]float64{}
	for i := range out {
		set := map[string]bool{}
		for _, s := range out[i].stems {
			set[s] = true
		}
		about[out[i].order] = topic.share(set, nil)
	}
	slices.SortStableFunc(out, func(a, b line) int { return cmp.Compare(about[b.order], about[a.order]) })
	if len(out) > 0 && topic.total > 0 && about[out[0].order] == 0 {
		out = out[:0]
	}
	return out, nil
}

func asksSpeech(q question.Question) bool {
	for i, w := range token.Words(q.Main) {
		if i > 0 && w.Capital() {
			continue // "State University" states nothing
		}
		if kind, ok := event.KindOf(w.Text); ok && (kind == "say" || kind == "announce") {
			return true
		}
	}
	return false
}

func spokenBy(e corpus.Event, name string) bool {
	for _, p := range e.Participants {
		if p.Role == corpus.Agent && p.Name != "" && (event.SameName(name, p.Name) || strings.EqualFold(surname(name), surname(p.Name))) {
			return true
		}
	}
	return false
}

// minMargin is by how much the best phrase must lead the next that says
// something else, else the clause that holds both is the answer.
const minMargin = .6

// covered says what the archive has of the event that a question is about,
// though not what is asked of it.
func (c *conversation) covered(ctx context.Context) (string, error) {
	const nothing = "What is asked is not said in what comes nearest."
	f, err := c.frameOf(ctx, c.q, c.q.Main)
	if err != nil || f.agent == nil || !f.bound.Known() {
		return nothing, err
	}
	f.kind, f.also, f.others = "visit", nil, nil
	s, err := c.find(ctx, f)
	if err != nil {
		return nothing, err
	}
	switch n := len(articlesOf(s.Matches)); n {
	case 0:
		return nothing, nil
	case 1:
		return "One article covers a visit of " + surnameIn(f.subject) + " then; it doesn't say what is asked.", nil
	case 2:
		return "Two articles cover that visit; neither says what is asked.", nil
	default:
		return fmt.Sprintf("%d articles cover that visit; none says what is asked.", n), nil
	}
}

// named leads with the name or phrase that answers, or with the shortest
// clause that holds it where several may.
func (c *conversation) named(ctx context.Context, lines []line, t terms) draft {
	if c.q.Negated() && c.q.Entity() {
		if lines = c.denying(lines); len(lines) == 0 {
			return draft{}
		}
	}
	cs := c.holders(c.ofBodies(c.onThings(c.borne(isolate(c.q, lines, t)), t)))
	if office, of := officeIn(c.q.Focus); office != "" && of != "" && lastWord(office) == c.q.Head {
		var err error
		if cs, err = c.ofCountry(ctx, cs, office, of); err != nil {
			return draft{}
		}
	}
	if d, ok, err := c.successor(ctx); err != nil || ok {
		return d // an error has left it empty
	}
	if d, ok, err := c.holderNow(ctx, cs, t); err != nil || ok {
		return d
	}
	if len(cs) == 0 {
		if c.q.Entity() {
			return draft{} // no sentence is quoted for the name that it lacks
		}
		return c.stated(ctx, lines, t)
	}
	best := cs[0]
	if best.stale && c.q.Entity() {
		return draft{} // who did it at another time is no answer
	}
	var rivals []candidate
	for _, other := range cs[1:] {
		if other.score > best.score-minMargin && other.line == best.line && !other.span.Overlaps(best.span) {
			rivals = append(rivals, other)
		}
	}
	if len(rivals) > 0 {
		return c.undecided(best, rivals)
	}
	as := assertion{text: best.text, proofs: []proof{c.proving(best, t)}}
	seen := map[corpus.Key]bool{best.line.hit.Article.Key: true}
	for _, other := range cs[1:] {
		if !seen[other.line.hit.Article.Key] && token.Fold(other.text) == token.Fold(best.text) && len(as.proofs) < 2 {
			seen[other.line.hit.Article.Key] = true
			as.proofs = append(as.proofs, c.proving(other, t))
		}
	}
	return draft{assertions: []assertion{as}}
}

// undecided leads with the clause that holds the best phrase and its rivals.
func (c *conversation) undecided(best candidate, rivals []candidate) draft {
	l := best.line
	must := []corpus.Span{best.span}
	for _, r := range rivals {
		must = append(must, r.span)
	}
	must = append(must, c.bestMark(l)...)
	text, lead := leadQuote(l, must, 1+len(rivals), c.leadRoom())
	quote := clause(l, append([]corpus.Span{lead}, must...), maxQuoteWords)
	if wordsIn(l, lead.Start, lead.End) > maxQuoteWords {
		lead = clause(l, must, maxLeadWords-1)
		text, quote = lead.Of(l.text), lead
	}
	text = `"` + text + `"`
	return draft{assertions: []assertion{{text: text, proofs: []proof{l.proof(quote)}}}}
}

// leadRoom returns how many words a lead has for what it quotes.
func (c *conversation) leadRoom() int {
	if c.q.Present && c.coverage.Dated > 0 {
		return maxLeadWords - 6 // "As of 25 February 2022:"
	}
	return maxLeadWords - 1
}

// bestMark returns where a line speaks of the time asked about, none or one.
func (c *conversation) bestMark(l *line) []corpus.Span {
	best, fit := corpus.Span{}, .3
	for _, m := range timeMarks(l, askedSpan(c.q.Bound)) {
		if m.fit > fit {
			best, fit = m.span, m.fit
		}
	}
	if best.Len() == 0 {
		return nil
	}
	return []corpus.Span{best}
}

// proving returns the clause that proves a candidate, with the time and the
// words that tie it to the question where they fit.
func (c *conversation) proving(x candidate, t terms) proof {
	l := x.line
	must := []corpus.Span{x.span}
	must = append(must, c.bestMark(l)...)
	must = append(must, termSpans(l, t)...)
	return l.proof(clause(l, must, maxQuoteWords))
}

// termSpans returns where a line has the question's words, the first of each.
func termSpans(l *line, t terms) []corpus.Span {
	var out []corpus.Span
	for _, s := range t.stems {
		kin := question.Kin(s)
		for j, stem := range l.stems {
			if stem == s || has(kin, stem) {
				out = append(out, l.words[j].Span)
				break
			}
		}
	}
	return out
}

// stated leads with the shortest clause that bears on the question.
func (c *conversation) stated(ctx context.Context, lines []line, t terms) draft {
	l := &lines[0]
	verb := ""
	if c.q.Kind == question.What {
		if verb = mainVerb(c.q); verb != "" && !Speaks(verb) {
			l = c.doing(lines, verb, t)
		}
	}
	must := termSpans(l, t)
	if at, ok := verbIn(l, verb); ok {
		must = append([]corpus.Span{l.words[at].Span}, must...)
	}
	if len(must) == 0 {
		must = []corpus.Span{{Start: 0, End: min(len(l.text), 1)}}
	}
	text, span := leadQuote(l, must, 0, c.leadRoom())
	if wordsIn(l, span.Start, span.End) > maxQuoteWords {
		span = clause(l, must, maxLeadWords-4)
		text = span.Of(l.text)
	}
	prefix := ""
	if s := c.speaker(ctx, l); s != "" && !holdsName(l.text, s) {
		prefix = s + ": "
	}
	text = prefix + `"` + text + `"`
	return draft{assertions: []assertion{{text: text, proofs: []proof{l.proof(span)}, declared: []string{prefix}}}}
}

// fitsBound reports whether a time may answer a question that is bound so.
func fitsBound(iv corpus.Interval, b retrieval.Bound) bool {
	switch b.Relation {
	case retrieval.Before:
		return iv.Start < b.Interval.Start
	case retrieval.Until:
		return iv.Start <= b.Interval.End
	case retrieval.After:
		return iv.End > b.Interval.End
	case retrieval.Since:
		return iv.End >= b.Interval.Start
	}
	return iv.Overlaps(b.Interval)
}

func wordRange(l *line, span corpus.Span) (int, int) {
	from, to := len(l.words), 0
	for j, w := range l.words {
		if w.Overlaps(span) {
			from, to = min(from, j), j+1
		}
	}
	if to == 0 {
		return 0, 0
	}
	return from, to
}

func (c *conversation) publishedIn(l *line) bool {
	p := l.hit.Article.Published
	return p.Known() && p.Interval.Overlaps(corpus.Interval{Start: c.q.Bound.Interval.Start - 31, End: c.q.Bound.Interval.End + 31, Precision: corpus.PrecisionInterval})
}

// speaker returns whom a line is attributed to, "" where nobody.
func (c *conversation) speaker(ctx context.Context, l *line) string {
	doc, err := c.document(ctx, l.hit.Article.Key, l.hit.Article.Version)
	if err != nil {
		return ""
	}
	for _, e := range doc.Events {
		if e.Kind != "say" && e.Kind != "announce" {
			continue
		}
		if !e.Span.Overlaps(l.sentence.Span) {
			continue
		}
		for _, p := range e.Participants {
			if p.Role == corpus.Agent {
				return called(p.Entity)
			}
		}
	}
	return ""
}

// called is how a person is named in passing: by surname, else by office.
func called(e corpus.Entity) string {
	switch {
	case e.Name != "" && e.Type == corpus.Person && !bodyName(e.Name):
		return surname(e.Name)
	case e.Name != "":
		return e.Name
	case e.Office != "":
		return office(e)
	}
	return ""
}

// bodyName reports whether a name is that of a company or another body by its
// last word: "Limited", "Bank".
func bodyName(name string) bool {
	w := token.Words(name)
	if len(w) == 0 {
		return false
	}
	last := token.Fold(w[len(w)-1].Text)
	return companySuffix[last] || question.ClassOf(last) == question.Organization
}

var companySuffix = words(`limited ltd inc incorporated corp llc llp plc gmbh ag sa spa nv bv pte pty pvt co holdings group industries
	international foundation trust society press news airlines airways motors pharma energy petroleum systems`)
