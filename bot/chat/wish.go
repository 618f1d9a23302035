package chat

import (
	"slices"
	"strings"

	"dateline/corpus/token"
)

// AsksBriefing reads a message as the wish for a briefing: "brief Lavrov since
// Monday", "briefing on Russia and Pakistan", "Brief: Lavrov". What follows is
// the topic, with since when if that is typed. It reports false for a question
// that begins with one of these words: it has a question mark, or what follows
// is itself a question.
func AsksBriefing(text string) (topic string, ok bool) {
	words := token.Words(text)
	if len(words) == 0 || !slices.Contains([]string{"brief", "briefing"}, token.Fold(words[0].Text)) {
		return "", false
	}
	rest := strings.TrimSpace(strings.TrimLeft(text[words[0].End:], ":, "))
	for _, before := range [][]string{{"me", "us"}, {"on", "about"}} {
		word, after, _ := strings.Cut(rest, " ")
		if slices.Contains(before, token.Fold(word)) {
			rest = strings.TrimSpace(after)
		}
	}
	return rest, !strings.ContainsAny(text, "?？؟") && !Asks(rest)
}

// Said says who asked what, for the place where the question itself is not seen.
func (r Request) Said(who string) string {
	if r.Brief == nil {
		return who + " asked: " + r.Text
	}
	said := who + " asked for a briefing: " + r.Text
	if r.Brief.Since != "" {
		said += " since " + r.Brief.Since
	}
	return said
}
