package bot

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"dateline/corpus"
	"dateline/corpus/event"
	"dateline/corpus/gazetteer"
	"dateline/corpus/token"
)

// officer is somebody whom a sentence names with an office.
type officer struct {
	name, office, of string // of is "" where the sentence doesn't say
	line             *line
	span             corpus.Span // office and name, in the line's text
}

// officersIn finds those whom a line names with an office: "Foreign Minister
// Ann Clarke of Aland", "Ann Clarke, the Alandian foreign minister".
func officersIn(l *line) []officer {
	var out []officer
	demonym := ""
	for i := 0; i < len(l.words); {
		entries, n := gazetteer.Longest(l.text, l.words, l.folded, i, true)
		kind, name := gazetteer.Kind(0), ""
		for k, e := range entries {
			if k == 0 || e.Kind == gazetteer.OfficeName {
				kind, name = e.Kind, e.Name
			}
		}
		switch {
		case n > 0 && kind == gazetteer.OfficeName:
			o := officer{office: name, of: demonym, line: l}
			to := i + n
			switch k := to; {
			case k+1 < len(l.words) && l.folded[k] == "of":
				if of, m := gazetteer.Longest(l.text, l.words, l.folded, k+1, true); m > 0 && of[0].Kind == gazetteer.CountryName {
					o.of, to = of[0].Name, k+1+m
				}
			}
			if end := capitalRun(l.text, l.words, l.folded, to); end > to && end-to <= 4 && adjoining(l, to) && !begun(l, to, end) {
				o.span = corpus.Span{Start: l.words[i].Start, End: l.words[end-1].End}
				o.name = cutPossessive(l.text[l.words[to].Start:l.words[end-1].End])
				if end+1 < len(l.words) && l.folded[end] == "of" {
					if of, m := gazetteer.Longest(l.text, l.words, l.folded, end+1, true); m > 0 && of[0].Kind == gazetteer.CountryName {
						o.of = of[0].Name
					}
				}
				to = end
			} else if from := nameBefore(l, i); from >= 0 {
				last := from
				for last+1 < i && l.words[last+1].Capital() {
					last++
				}
				o.span = corpus.Span{Start: l.words[from].Start, End: l.words[i+n-1].End}
				o.name = cutPossessive(l.text[l.words[from].Start:l.words[last].End])
			}
			if o.name != "" {
				out = append(out, o)
			}
			i, demonym = max(to, i+n), ""
		case n > 0 && (kind == gazetteer.Demonym || kind == gazetteer.CountryName && possessive(l.words[i+n-1].Text)):
			i, demonym = i+n, name
		default:
			demonym = ""
			i += max(1, n)
		}
	}
	return out
}

// adjoining reports whether nothing but space or a comma that opens an
// apposition stands before word i.
func adjoining(l *line, i int) bool {
	gap := strings.TrimSpace(l.text[l.words[i-1].End:l.words[i].Start])
	return gap == "" || gap == ","
}

// begun reports whether the words to to end, which follow a comma, are no apposition
// but begin another clause: "as their coach, Daily Goal has learned".
func begun(l *line, to, end int) bool {
	return strings.TrimSpace(l.text[l.words[to-1].End:l.words[to].Start]) == "," && end < len(l.words) &&
		strings.TrimSpace(l.text[l.words[end-1].End:l.words[end].Start]) == "" && verbAt(l, end)
}

// nameBefore returns the first word of a name that an office at word i stands
// in apposition to: "Ann Clarke, the Alandian foreign minister"; -1 for none.
func nameBefore(l *line, i int) int {
	j := i - 1
	for j >= 0 && (l.folded[j] == "the" || l.folded[j] == "then" || isDemonym(l, j)) {
		j--
	}
	if j < 0 || strings.TrimSpace(l.text[l.words[j].End:l.words[j+1].Start]) != "," || !l.words[j].Capital() {
		return -1
	}
	for j > 0 && l.words[j-1].Capital() && strings.TrimSpace(l.text[l.words[j-1].End:l.words[j].Start]) == "" && !token.Stop(l.folded[j-1]) {
		j--
	}
	return j
}

func isDemonym(l *line, j int) bool {
	e, n := gazetteer.Longest(l.text, l.words, l.folded, j, true)
	return n == 1 && e[0].Kind == gazetteer.Demonym
}

// officersOf finds who held an office of a country according to an article: by
// the events that it reports, else by how its sentences name people. Somebody
// of whose office no country is told counts where the article speaks of the
// country and gives them none other.
func (c *conversation) officersOf(ctx context.Context, key corpus.Key, office, of string) ([]officer, error) {
	doc, err := c.cited(ctx, key)
	if err != nil {
		return nil, err
	}
	var all []officer
	other := map[string]string{} // surname to the country that it is given
	for _, e := range doc.Events {
		for _, p := range e.Participants {
			if p.Name != "" && p.Entity.Of != "" {
				other[token.Fold(surname(p.Name))] = p.Entity.Of
			}
		}
	}
	for _, s := range doc.Sentences {
		l := lineOf(doc, s)
		for _, o := range officersIn(l) {
			if o.of != "" {
				other[token.Fold(surname(o.name))] = o.of
			}
			all = append(all, o)
		}
	}
	speaks := of == "" || placeIn(doc.Text, of)
	var out []officer
	for _, o := range all {
		if !event.SameOffice(o.office, office) || !speaks {
			continue
		}
		if is := cmp.Or(o.of, other[token.Fold(surname(o.name))]); of != "" && is != "" && is != of {
			continue
		} else if of != "" && is == "" {
			here, other, err := c.holds(ctx, o.name, office, of)
			if err != nil {
				return nil, err
			}
			if other && !here {
				continue
			}
		}
		out = append(out, o)
	}
	// Those of whom the country is told come first.
	slices.SortStableFunc(out, func(a, b officer) int {
		known := func(o officer) int {
			if of != "" && cmp.Or(o.of, other[token.Fold(surname(o.name))]) == of {
				return 0
			}
			return 1
		}
		return cmp.Compare(known(a), known(b))
	})
	return out, nil
}

// held leads with who held an office in articles, the first that says so.
func (c *conversation) held(ctx context.Context, keys []corpus.Key, office, of string) (officer, proof, bool, error) {
	for _, key := range keys {
		os, err := c.officersOf(ctx, key, office, of)
		if err != nil {
			return officer{}, proof{}, false, err
		}
		if len(os) > 0 {
			o := os[0]
			for _, x := range os[1:] {
				if event.SameName(o.name, x.name) && len(x.name) > len(o.name) {
					o = x
				}
			}
			return o, o.line.proof(clause(o.line, []corpus.Span{o.span}, maxQuoteWords)), true, nil
		}
	}
	return officer{}, proof{}, false, nil
}

// heldThen answers who held an office at the time that a question is bound
// to, from the articles that were published then.
func (c *conversation) heldThen(ctx context.Context, office, of string) (Answer, bool, error) {
	hits, err := c.search(ctx, c.q.Text, c.q.Bound)
	if err != nil {
		return Answer{}, false, err
	}
	var keys []corpus.Key
	at := c.q.Bound.Interval
	for _, h := range hits {
		p := h.Article.Published.Interval
		// What is published within a week after still tells of then.
		if p.Known() && (fitsBound(p, c.q.Bound) || at.Contains(corpus.OnDay(max(at.Start, p.Start-7))) && p.Start-7 <= at.End && p.Start >= at.Start) &&
			!slices.Contains(keys, h.Article.Key) {
			keys = append(keys, h.Article.Key)
		}
	}
	o, p, ok, err := c.held(ctx, keys, office, of)
	if err != nil || !ok {
		return Answer{}, false, err
	}
	return c.finish(ctx, draft{assertions: []assertion{{text: o.name, proofs: []proof{p}, declared: []string{o.name}}}})
}
