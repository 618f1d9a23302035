package chat

import (
	"strings"

	"dateline/bot/question"
	"dateline/corpus"
	"dateline/corpus/token"
)

// openers are the words with which a question begins that has no question
// mark: an interrogative, an auxiliary before its subject, a request.
var openers = map[string]bool{}

func init() {
	for w := range strings.FieldsSeq(`who whom whose what when where which why how
		did does do is are was were has have had will would can could should may might
		didn't doesn't don't isn't aren't wasn't weren't hasn't haven't hadn't won't
		tell show list name find summarise summarize compare`) {
		openers[w] = true
	}
}

// joiners may stand before what makes a question one.
var joiners = map[string]bool{"and": true, "but": true, "or": true, "so": true, "then": true, "also": true, "ok": true, "okay": true, "well": true}

// Asks reports whether a text reads as a question that an archive might
// answer: it has a question mark behind at least two words, or begins as a
// question does. It is what stands between a follow-up and small talk.
func Asks(text string) bool {
	words := token.Words(text)
	if len(words) == 0 {
		return false
	}
	if at := strings.IndexAny(text, "?？؟"); at >= 0 {
		n := 0
		for _, w := range words {
			if w.Start < at {
				n++
			}
		}
		first := token.Fold(words[0].Text)
		return n >= 2 || n == 1 && openers[first]
	}
	i := 0
	for i < len(words)-1 && joiners[token.Fold(words[i].Text)] {
		i++
	}
	rest := words[i:]
	first := token.Fold(rest[0].Text)
	switch {
	case len(rest) < 2:
		return i > 0 && openers[first] // "and when"
	case openers[first]:
		// "What a day", "how nice", "do it", "is what I said".
		second := token.Fold(rest[1].Text)
		return second != "a" && second != "an" && !(first == "how" && len(rest) == 2) && len(rest) > 2
	case first == "what's" || first == "who's" || first == "where's" || first == "when's":
		return true
	}
	return false
}

// leans reports whether a question needs another before it.
func leans(text string, today corpus.Day) bool {
	return question.Parse(strings.Join(strings.Fields(text), " "), today).Leans()
}

// blank reports whether a text has no word.
func blank(text string) bool { return len(token.Words(text)) == 0 }
