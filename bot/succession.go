package bot

import (
	"context"
	"slices"
	"strings"

	"dateline/bot/question"
	"dateline/corpus"
	"dateline/corpus/event"
	"dateline/corpus/token"
)

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
			if sameHolder(x.text, who) && !goesIn(hs, x) && x.besideOffice(c.q.Head, c.q.Present) && !seen[x.line.hit.Article.Key] && len(ps) < 2 {
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
// no verb between them but such as say that somebody is it. Who only held it once
// doesn't where now is set.
func (x candidate) besideOffice(head string, now bool) bool {
	l, stem := x.line, token.Stem(head)
	for j, s := range l.stems {
		if s != stem || now && slices.ContainsFunc(l.folded[max(0, j-2):j], func(f string) bool { return f == "former" || f == "formerly" || f == "ex" }) {
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
	return slices.DeleteFunc(slices.Clone(cs), func(x candidate) bool { return !x.besideOffice(c.q.Head, c.q.Present) })
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
