package bot

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"dateline/bot/question"
	"dateline/corpus"
	"dateline/corpus/event"
	"dateline/corpus/gazetteer"
	"dateline/corpus/timex"
	"dateline/corpus/token"
)

// handover is what a sentence tells of an office that changes hands: who comes,
// who goes, or both.
type handover struct {
	new, old string
	line     *line
	names    *line           // another sentence, which names who comes or goes; nil where the line does
	at       int             // word of the line that tells it
	from     corpus.Interval // when it takes effect, as far as is known
	planned  bool            // it lay ahead when it was reported, or no more is known
}

// The stems of the verbs by which somebody follows somebody, is given an office,
// leaves one, or is made to leave it.
var (
	follows  = stemsOf(`succeed succeeds succeeded succeeding replace replaces replaced replacing`)
	appoints = stemsOf(`appoint appoints appointed name names named elect elects elected choose chooses chose chosen hire hires hired pick picks picked install installed`)
	goes     = stemsOf(`resign resigns resigned retire retires retired quit quits die dies died`)
	ousts    = stemsOf(`sack sacks sacked dismiss dismisses dismissed fire fired oust ousted remove removed`)
)

func stemsOf(list string) map[string]bool {
	m := map[string]bool{}
	for w := range words(list) {
		m[token.Stem(w)] = true
	}
	return m
}

// maxHandoverSentences is how many sentences of an article are read for who
// follows whom.
const maxHandoverSentences = 400

// handoversIn reads an article's sentences for offices that change hands.
func handoversIn(doc corpus.Document) []handover {
	var out []handover
	came, went := handover{}, handover{} // of the sentence before
	for _, s := range doc.Sentences[:min(len(doc.Sentences), maxHandoverSentences)] {
		l := lineOf(doc, s)
		var here []handover
		for v := range l.words {
			if l.words[v].Capital() {
				continue
			}
			h, ok := l.handoverAt(v, came, went)
			if !ok {
				continue
			}
			h.line, h.at = l, v
			h.takesEffect(doc.Published.Interval)
			here = append(here, h)
		}
		came, went = handover{}, handover{}
		for _, h := range here {
			if h.new != "" {
				came = h
			}
			if h.old != "" {
				went = h
			}
		}
		out = append(out, here...)
	}
	// "Ann Clarke has been appointed from 1 May. Clarke succeeds Joan Birch."
	for i := range out {
		for _, other := range out {
			if h := &out[i]; h.new != "" && other.new != "" && h.line != other.line && strings.EqualFold(surname(h.new), surname(other.new)) {
				if len(other.new) > len(h.new) {
					h.new, h.names = other.new, other.line
				}
				if !h.dated() && other.dated() {
					h.from, h.planned = other.from, other.planned
				}
			}
		}
	}
	return out
}

func (h handover) dated() bool {
	return h.from.Known() && h.from != h.line.hit.Article.Published.Interval
}

// handoverAt reads what word v of a line tells of an office that changes hands,
// with what the sentence before told for the pronouns.
func (l *line) handoverAt(v int, came, went handover) (handover, bool) {
	s := l.stems[v]
	if negated(l, v) || disowned(l, v) {
		return handover{}, false
	}
	passive := v > 0 && beWord[l.folded[v-1]] || v > 1 && beWord[l.folded[v-2]] && strings.HasSuffix(l.folded[v-1], "ly")
	name := func(from, to int, known bool) string {
		if !known || to <= from {
			return ""
		}
		from = afterTitle(l, from, to)
		if kind, ok := kindOf(l, from, to); ok && kind != gazetteer.Body || from > 0 && to == from+1 && article[l.folded[from-1]] {
			return "" // "the Spaniard"
		}
		return cutPossessive(l.text[l.words[from].Start:l.words[to-1].End])
	}
	referring := func(v int) bool { // to the sentence before
		for j := v - 1; j >= 0 && j >= v-4; j-- {
			if f := l.folded[j]; f == "who" || isPronoun(f) && j <= 1 {
				return true
			}
		}
		return false
	}
	switch {
	case follows[s] && passive:
		by := slices.Index(l.folded[v:], "by")
		if by < 0 || by > 6 {
			return handover{}, false
		}
		h := handover{old: name(l.doer(v)), new: l.nameAfter(v+by+1, 3)}
		if h.old == "" && referring(v) {
			h.old, h.names = went.old, went.line
		}
		return h, h.old != "" && h.new != ""
	case follows[s], l.takesOver(v):
		at := v + 1
		if !follows[s] {
			from := slices.Index(l.folded[v:], "from")
			if from < 0 || from > 8 {
				return handover{}, false
			}
			at = v + from + 1
		}
		h := handover{new: name(l.doer(v)), old: l.nameAfter(at, 3)}
		if h.new == "" && referring(v) && came.new != "" {
			h.new, h.names = came.new, came.line
		}
		return h, h.old != "" && h.new != ""
	case appoints[s] && passive:
		h := handover{new: name(l.doer(v))}
		return h, h.new != "" && (question.PastVerb(l.folded[v]))
	case appoints[s] && (question.PastVerb(l.folded[v]) || strings.HasSuffix(l.folded[v], "s")) && !article[l.folded[max(0, v-1)]]:
		h := handover{new: l.nameAfter(v+1, 1)}
		return h, h.new != ""
	case goes[s] && !article[l.folded[max(0, v-1)]], l.folded[v] == "down" && v > 0 && token.Base(strings.TrimSuffix(l.folded[v-1], "s")) == "step", l.folded[v] == "down" && v > 0 && strings.HasPrefix(l.folded[v-1], "stepp"),
		l.folded[v] == "left" && v > 0 && (helpingWord[l.folded[v-1]] || l.words[v-1].Capital()) && !passive:
		w := v
		if l.folded[v] == "down" {
			w = v - 1
		}
		h := handover{old: name(l.doer(w))}
		if h.old == "" && w > 0 && l.folded[w-1] == "who" {
			h.old = name(l.antecedent(w - 1))
		}
		return h, h.old != ""
	case ousts[s] && passive:
		h := handover{old: name(l.doer(v))}
		return h, h.old != ""
	case ousts[s] && question.PastVerb(l.folded[v]):
		h := handover{old: l.nameAfter(v+1, 5)}
		return h, h.old != ""
	}
	return handover{}, false
}

// takesOver reports whether "take over" stands at word v.
func (l *line) takesOver(v int) bool {
	return token.Base(l.folded[v]) == "take" && v+1 < len(l.words) && l.folded[v+1] == "over" || l.folded[v] == "takes" && v+1 < len(l.words) && l.folded[v+1] == "over"
}

// nameAfter returns the name that begins at word i or at most skip words after it,
// without an office before it; "" where none does. What stands between ends with
// no sentence or clause.
func (l *line) nameAfter(i, skip int) string {
	for j := i; j < len(l.words) && j <= i+skip; j++ {
		if j > i && strings.ContainsAny(l.gapAfter(j-1), ";:.(") || j > i && placePrep[l.folded[j-1]] {
			return ""
		}
		if !nameStart(l, j) {
			continue
		}
		to := j + 1
		for to < len(l.words) && !possessive(l.words[to-1].Text) && l.words[to].Capital() && gapInName(l.text[l.words[to-1].End:l.words[to].Start], l.words[to-1].Text) && !question.Time(l.folded[to]) {
			to++
		}
		if from := afterTitle(l, j, to); !possessive(l.words[to-1].Text) && !bodyName(l.text[l.words[from].Start:l.words[to-1].End]) {
			return l.text[l.words[from].Start:l.words[to-1].End]
		}
		j = to - 1
	}
	return ""
}

// takesEffect sets from when a handover holds: from the time that its sentence
// gives, else from its report on where it is told as done.
func (h *handover) takesEffect(published corpus.Interval) {
	l := h.line
	h.planned = planned(l, h.at) || slices.Contains(l.folded[max(0, h.at-6):h.at], "to")
	for _, x := range timex.Parse(l.text, published) {
		from, _ := wordRange(l, x.Span)
		if x.Type != "DATE" || !x.Interval.Known() || from <= h.at || l.inDateline(x) {
			continue
		}
		if b := l.folded[max(0, from-1)]; b == "from" || b == "on" || b == "in" || b == "of" || b == "since" || b == "the" {
			h.from = x.Interval
			// A day without its year from which somebody is appointed lies ahead.
			if y, m, d := h.from.Start.Date(); b == "from" && published.Known() && h.from.End < published.Start-90 && !strings.Contains(x.Of(l.text), strconv.Itoa(y)) {
				h.from = corpus.OnDay(corpus.DayOf(y+1, m, d))
			}
			h.planned = h.planned || published.Known() && h.from.End > published.End
			return
		}
	}
	if !h.planned {
		h.from = published
	}
}

// handovers returns those that the articles found tell of.
func (c *conversation) handovers(ctx context.Context, hits []corpus.Key) ([]handover, error) {
	var out []handover
	for _, key := range hits {
		doc, err := c.cited(ctx, key)
		if err != nil {
			return nil, err
		}
		out = append(out, handoversIn(doc)...)
	}
	return out, nil
}

// keysOf returns the articles of the passages found, and of those found for more
// text, each once.
func (c *conversation) keysOf(ctx context.Context, more string) ([]corpus.Key, error) {
	var keys []corpus.Key
	for _, h := range c.hits {
		if !slices.Contains(keys, h.Article.Key) {
			keys = append(keys, h.Article.Key)
		}
	}
	if more != "" {
		hits, err := c.search(ctx, more, c.q.Bound)
		if err != nil {
			return nil, err
		}
		for _, h := range hits {
			if !slices.Contains(keys, h.Article.Key) {
				keys = append(keys, h.Article.Key)
			}
		}
	}
	return keys, nil
}

// asksHolder reports whether a question asks who holds an office now.
func asksHolder(q question.Question) bool {
	return q.Kind == question.Who && q.Present && q.Class == question.Person && q.Order == question.Unordered && !q.Bound.Known() && q.Anchor == nil &&
		q.Head != "" && question.ClassOf(q.Head) == question.Person && !q.Negated() && !loneClass[q.Head]
}

// holderNow leads with who holds an office now, from those whom sentences name
// with it: who has gone since is passed over for who came, and who is only to
// come is noted. It reports false where nobody followed anybody.
func (c *conversation) holderNow(ctx context.Context, cs []candidate, t terms) (draft, bool, error) {
	if len(cs) == 0 || !asksHolder(c.q) {
		return draft{}, false, nil
	}
	keys, err := c.keysOf(ctx, cs[0].text+" "+c.q.Head+" successor")
	if err != nil {
		return draft{}, false, err
	}
	hs, err := c.handovers(ctx, keys)
	if err != nil {
		return draft{}, false, err
	}
	now := c.coverage.To
	cs = slices.DeleteFunc(slices.Clone(cs), func(x candidate) bool {
		return slices.ContainsFunc(hs, func(h handover) bool {
			return h.new != "" && sameHolder(h.new, x.text) && h.line.hit.Article.Key == x.line.hit.Article.Key && h.line.sentence.Span == x.line.sentence.Span && h.planned && (!h.from.Known() || h.from.Start > now)
		})
	})
	if len(cs) == 0 {
		return draft{}, true, nil // who is only to come doesn't hold it
	}
	who := cs[0].text
	told := published(cs[0].line) // the latest report that names them with it
	for _, x := range cs {
		if sameHolder(x.text, who) && !goesIn(hs, x) {
			told = max(told, published(x.line))
		}
	}
	var by *handover // how the one named came to it
	for range 5 {
		var next *handover
		for i := range hs {
			h := &hs[i]
			if by == h || !h.from.Known() || h.from.Start > now || h.from.Start < told || h.planned && h.from.Start > now {
				continue
			}
			if h.old != "" && sameHolder(h.old, who) && (next == nil || next.new == "" && h.new != "") {
				next = h
			}
			// Who is given the office later holds it, though nobody says who went.
			if next == nil && h.old == "" && h.new != "" && !sameHolder(h.new, who) && h.from.Start > told && c.ofOffice(h) {
				next = h
			}
		}
		if next == nil {
			break
		}
		if next.new == "" {
			// Who was given it then, else whom a later report names with it.
			for i := range hs {
				h := &hs[i]
				if h.new != "" && h.old == "" && !sameHolder(h.new, who) && h.from.Known() && h.from.Start <= now && h.from.Start >= next.from.Start && c.ofOffice(h) {
					next = h
				}
			}
		}
		if next.new == "" {
			for _, x := range cs {
				if !sameHolder(x.text, who) && published(x.line) > next.from.Start {
					return draft{assertions: []assertion{{text: x.text, proofs: []proof{c.proving(x, t)}}}}, true, nil
				}
			}
			return draft{}, true, nil // who held it has gone, and nobody is named after
		}
		by, who, told = next, next.new, next.from.Start
	}
	var d draft
	if by != nil {
		d = by.draft(who)
	} else {
		var ps []proof
		seen := map[corpus.Key]bool{}
		for _, x := range cs {
			if sameHolder(x.text, who) && !goesIn(hs, x) && x.besideOffice(c.q.Head) && !seen[x.line.hit.Article.Key] && len(ps) < 2 {
				seen[x.line.hit.Article.Key] = true
				ps = append(ps, c.proving(x, t))
			}
		}
		if len(ps) == 0 {
			ps = []proof{c.proving(cs[0], t)}
		}
		d.assertions = []assertion{{text: who, proofs: ps}}
	}
	noted := false
	for i := range hs {
		h := &hs[i]
		if h.old == "" || !sameHolder(h.old, who) || h.from.Known() && h.from.Start <= now && !(h.from.Start < told) || noted {
			continue
		}
		p := h.proof()
		switch {
		case !h.line.hit.Article.Published.Known() && !h.dated():
			d.notes = append(d.notes, note{text: "An undated article has " + surname(h.old) + " gone {0}.", needs: []proof{p}})
		case h.planned && h.new != "":
			d.notes = append(d.notes, note{text: "Planned: " + h.new + " is to follow {0}.", needs: []proof{p}})
		case h.planned:
			d.notes = append(d.notes, note{text: "Planned: " + surname(h.old) + " is to go {0}.", needs: []proof{p}})
		default:
			continue
		}
		noted = true
		d.assertions = append(d.assertions, assertion{text: "Who is to follow", proofs: []proof{p}, silent: true})
	}
	return d, by != nil || noted, nil
}

// besideOffice reports whether a candidate stands beside an office in its line, with
// no verb between them but such as say that somebody is it.
func (x candidate) besideOffice(head string) bool {
	l, stem := x.line, token.Stem(head)
	for j, s := range l.stems {
		if s != stem {
			continue
		}
		from, to := j+1, x.from
		if j >= x.to {
			from, to = x.to, j
		} else if j >= x.from {
			return true
		}
		if to-from <= 9 && !strings.ContainsAny(l.text[l.words[max(0, from-1)].End:l.words[to].Start], ";") && !slices.ContainsFunc(l.indices(from, to), func(k int) bool {
			return verbAt(l, k) && !beWord[l.folded[k]] && !helpingWord[l.folded[k]] && !named[l.folded[k]] && !appoints[l.stems[k]]
		}) {
			return true
		}
	}
	return false
}

// holders leaves the candidates who stand beside the office that a question asks
// for the holder of.
func (c *conversation) holders(cs []candidate) []candidate {
	if !asksHolder(c.q) {
		return cs
	}
	return slices.DeleteFunc(slices.Clone(cs), func(x candidate) bool { return !x.besideOffice(c.q.Head) })
}

// sameHolder reports whether two names are of one person, as articles name them
// one after the other.
func sameHolder(a, b string) bool {
	return event.SameName(a, b) || strings.EqualFold(surname(a), surname(b)) && (len(strings.Fields(a)) == 1 || len(strings.Fields(b)) == 1)
}

// goesIn reports whether a candidate's line tells that they go or went.
func goesIn(hs []handover, x candidate) bool {
	return slices.ContainsFunc(hs, func(h handover) bool {
		return h.old != "" && sameHolder(h.old, x.text) && h.line.hit.Article.Key == x.line.hit.Article.Key && h.line.sentence.Span == x.line.sentence.Span
	})
}

// ofOffice reports whether a handover's sentence has the office that a question
// asks for, and speaks of the same body.
func (c *conversation) ofOffice(h *handover) bool {
	if !slices.Contains(h.line.stems, token.Stem(c.q.Head)) {
		return false
	}
	set := stemSet(h.line.text + " " + h.line.hit.Article.Title)
	for _, n := range c.q.Names {
		if !anyWord(set, n.Text) {
			return false
		}
	}
	return true
}

// proof returns the clause that tells a handover.
func (h *handover) proof() proof {
	must := []corpus.Span{h.line.words[h.at].Span}
	for _, name := range []string{h.new, h.old} {
		if i := strings.Index(h.line.text, surname(name)); name != "" && i >= 0 {
			must = append(must, corpus.Span{Start: i, End: i + len(surname(name))})
		}
	}
	return h.line.proof(clause(h.line, must, maxQuoteWords))
}

// draft leads with who comes by a handover.
func (h *handover) draft(who string) draft {
	as := assertion{text: who, proofs: []proof{h.proof()}}
	if h.names != nil && h.names != h.line {
		p := h.names.proof(corpus.Span{Start: 0, End: len(strings.TrimRight(h.names.text, " ."))})
		if wordsIn(h.names, 0, len(h.names.text)) > maxQuoteWords {
			at := max(0, strings.Index(h.names.text, who), strings.Index(h.names.text, surname(h.old)))
			p = h.names.proof(clause(h.names, []corpus.Span{{Start: at, End: min(at+len(who), len(h.names.text))}}, maxQuoteWords))
		}
		as.proofs = []proof{p, as.proofs[0]}
	}
	return draft{assertions: []assertion{as}}
}

// successor leads with who follows somebody whom a question names, "who succeeds
// Ann Clarke?", or is to hold an office next.
func (c *conversation) successor(ctx context.Context) (draft, bool, error) {
	if c.q.Kind != question.Who || c.q.Bound.Known() || c.q.Anchor != nil || c.q.Negated() {
		return draft{}, false, nil
	}
	old := ""
	for _, f := range foldedWords(c.q.Main) {
		if (follows[token.Stem(f)] || f == "successor" || f == "over") && len(c.q.Names) > 0 {
			old = cutPossessive(c.q.Names[len(c.q.Names)-1].Text)
		}
	}
	if verb, p := askedPart(c.q); old != "" && follows[verb] && p == undergoer {
		return draft{}, false, nil // "whom did X succeed"
	}
	next := old == "" && c.q.Order == question.Next && question.ClassOf(c.q.Head) == question.Person
	if old == "" && !next {
		return draft{}, false, nil
	}
	keys, err := c.keysOf(ctx, "")
	if err != nil {
		return draft{}, false, err
	}
	hs, err := c.handovers(ctx, keys)
	if err != nil {
		return draft{}, false, err
	}
	var best *handover
	for i := range hs {
		h := &hs[i]
		switch {
		case h.new == "" || old != "" && (h.old == "" || !sameHolder(h.old, old)):
			continue
		case next && !(h.planned && c.ofOfficeNear(h)):
			continue
		}
		if best == nil || published(h.line) > published(best.line) {
			best = h
		}
	}
	if best == nil {
		return draft{}, false, nil
	}
	d := best.draft(best.new)
	if best.planned && (!best.from.Known() || best.from.Start > c.coverage.To) {
		d.prefix = "Planned: "
	}
	return d, true, nil
}

// ofOfficeNear reports whether a handover's sentence, that beside it or its title
// has the office and the body that a question asks for.
func (c *conversation) ofOfficeNear(h *handover) bool {
	doc := h.line.hit.Text()
	at := h.line.sentence.Start
	lo, hi := max(0, at-300), min(len(doc), h.line.sentence.End+200)
	set := stemSet(strings.ToValidUTF8(doc[lo:hi], "") + " " + h.line.hit.Article.Title)
	if !set[token.Stem(c.q.Head)] {
		return false
	}
	for _, n := range c.q.Names {
		if !anyWord(set, n.Text) {
			return false
		}
	}
	return true
}
