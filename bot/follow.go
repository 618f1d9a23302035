package bot

import (
	"strings"

	"dateline/bot/question"
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
