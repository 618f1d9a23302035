package bot

import (
	"strings"

	"dateline/bot/question"
	"dateline/corpus"
	"dateline/corpus/event"
	"dateline/corpus/token"
)

// follow returns a follow-up question with what it takes over from the
// exchange before it: the subject in place of its pronouns, and the time
// where it has none of its own. A question that stands alone comes back as it
// is.
func (c *conversation) follow(text string) string {
	if c.req.After == nil {
		return text
	}
	before := c.req.After.Answer.ReadAs
	if before == "" {
		before = c.req.After.Request.Question
	}
	asOf := c.req.After.Request.AsOf
	if asOf == 0 {
		asOf = c.asOf
	}
	prev := question.Parse(strings.Join(strings.Fields(before), " "), asOf)
	q := question.Parse(text, c.asOf)
	if out := c.neighbour(text, prev); out != "" {
		c.readAs = out
		return out
	}
	if !q.Leans() {
		return text
	}
	out := q.Bare()
	if subject := prev.Subject(); subject != "" {
		out = replacePronoun(out, subject)
	}
	if !q.Bound.Interval.Known() && prev.Bound.Interval.Known() && q.Anchor == nil {
		c.prev = &prev
		if noun := prev.EventNoun(); noun != "" {
			out = strings.TrimRight(out, "?! .") + " on the " + orderWord(prev.Order) + noun + " " + strings.TrimSpace(prev.Bound.Span.Of(prev.Text)) + "?"
		} else {
			out = strings.TrimRight(out, "?! .") + " " + strings.TrimSpace(prev.Bound.Span.Of(prev.Text)) + "?"
		}
	} else if q.Anchor == nil && prev.EventNoun() != "" && prev.Order != question.Unordered {
		c.prev = &prev
		out = strings.TrimRight(out, "?! .") + " on the " + orderWord(prev.Order) + prev.EventNoun() + "?"
	}
	c.readAs = out
	return out
}

// neighbour returns the question for the event before or after the one that
// was answered, "" where the follow-up asks for neither: "and the one before
// that?"
func (c *conversation) neighbour(text string, prev question.Question) string {
	when := c.req.After.Answer.When
	if when == nil || !when.Known() || len(foldedWords(text)) > 8 || prev.Kind != question.When {
		return ""
	}
	said := " " + strings.Join(foldedWords(text), " ") + " "
	relation, order := "", ""
	for _, p := range []string{" one before ", " time before ", " before that ", " previous one ", " previous time ", " one earlier "} {
		if strings.Contains(said, p) {
			relation, order = "before", "last "
		}
	}
	for _, p := range []string{" one after ", " next one ", " after that ", " next time "} {
		if strings.Contains(said, p) {
			relation, order = "after", "first "
		}
	}
	if relation == "" {
		return ""
	}
	main := prev.Main
	if span := prev.Bound.Span; span.Len() > 0 && span.End <= len(prev.Text) {
		main = strings.Replace(main, span.Of(prev.Text), "", 1)
	}
	var kept []string
	for _, w := range strings.Fields(strings.TrimRight(main, "?! .")) {
		switch strings.ToLower(w) {
		case "last", "first", "next", "most", "recently", "latest", "previously":
			continue
		}
		kept = append(kept, w)
	}
	if len(kept) < 3 {
		return ""
	}
	// The order stands before the verb: "when did X last visit".
	verb := len(kept)
	for i, w := range kept {
		if _, ok := event.KindOf(w); ok {
			verb = i
		}
	}
	if verb < len(kept) {
		kept[verb] = order + kept[verb]
	}
	at := eventDate(when.Interval)
	if strings.Contains(at, "-") {
		at = LongDate(corpus.OnDay(when.Start))
		if relation == "after" {
			at = LongDate(corpus.OnDay(when.End))
		}
	}
	return strings.Join(kept, " ") + " " + relation + " " + at + "?"
}

func orderWord(o question.Order) string {
	switch o {
	case question.First:
		return "first "
	case question.Last:
		return "last "
	}
	return ""
}

// replacePronoun puts a name in the place of the first personal pronoun.
func replacePronoun(text, name string) string {
	for _, w := range token.Words(text) {
		if possessive, ok := pronouns[token.Fold(w.Text)]; ok {
			if possessive {
				name += "'s"
			}
			return text[:w.Start] + name + text[w.End:]
		}
	}
	return text
}

// pronouns maps a pronoun to whether it is a possessive.
var pronouns = map[string]bool{"he": false, "she": false, "him": false, "they": false, "them": false, "it": false,
	"his": true, "her": true, "their": true, "its": true}
