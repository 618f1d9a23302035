package bot

import (
	"context"
	"slices"
	"strings"

	"dateline/corpus"
	"dateline/corpus/event"
)

// attending returns those whom the articles of a scene name with an office as
// present at what it tells of: "Minister X attended the meeting", "Minister X
// was also present". At most two, each with the clause that says so.
func (c *conversation) attending(ctx context.Context, sc scene, known []string) ([]assertion, error) {
	var out []assertion
	for _, key := range sc.articles {
		if sc.dated != nil && key == sc.dated.key && len(sc.articles) > 1 {
			continue
		}
		doc, err := c.cited(ctx, key)
		if err != nil {
			return nil, err
		}
		for _, s := range doc.Sentences {
			l := lineOf(doc, s)
			verb := l.attends()
			if verb < 0 {
				continue
			}
			for _, o := range officersIn(l) {
				same := func(n string) bool { return event.SameName(n, o.name) }
				if len(out) == 2 || o.span.End > l.words[verb].Start || slices.ContainsFunc(known, same) || event.SameName(sc.subject, o.name) ||
					strings.EqualFold(surname(sc.subject), surname(o.name)) {
					continue
				}
				known = append(known, o.name)
				text := Printable(o.span.Of(l.text)) + " was present"
				span := clause(l, []corpus.Span{l.words[verb].Span, o.span}, maxQuoteWords)
				out = append(out, assertion{text: text, proofs: []proof{l.proof(span)}, declared: []string{text}})
			}
		}
	}
	return out, nil
}

// attends returns the word of a line that says that those named before it were
// there, -1 for none.
func (l *line) attends() int {
	for i, f := range l.folded {
		switch {
		case f == "attended" && !l.unreal(i) && i+1 < len(l.folded) && !beWord[l.folded[max(0, i-1)]]:
			return i
		case f == "present" && i > 0 && (beWord[l.folded[i-1]] || i > 1 && l.folded[i-1] == "also" && beWord[l.folded[i-2]]) && !l.unreal(i):
			return i
		}
	}
	return -1
}

// unmet returns the offices of those whom a plan lets the subject of a scene
// meet and whom no event of its articles has them meet.
func (c *conversation) unmet(ctx context.Context, sc scene) ([]string, error) {
	var planned, met []string
	for _, key := range sc.articles {
		doc, err := c.cited(ctx, key)
		if err != nil {
			return nil, err
		}
		for _, e := range doc.Events {
			if e.Kind != "meet" && e.Kind != "host" && e.Kind != "visit" || !takesPart(e, sc.subject) {
				continue
			}
			for _, p := range e.Participants {
				switch {
				case p.Office == "" || p.Role == corpus.Topic || p.Name != "" && (event.SameName(p.Name, sc.subject) || strings.EqualFold(surname(p.Name), surname(sc.subject))):
				case e.Polarity == corpus.Happened:
					met = append(met, p.Office)
				case e.Polarity == corpus.Planned && e.Kind == "meet" && !slices.Contains(planned, p.Office):
					planned = append(planned, p.Office)
				}
			}
		}
	}
	return slices.DeleteFunc(planned, func(office string) bool {
		return slices.ContainsFunc(met, func(o string) bool { return event.SameOffice(o, office) })
	}), nil
}
