package question

import (
	"strings"

	"dateline/corpus/token"
)

// Leans reports whether a question needs another before it: it begins with
// "and" or "but", or has a pronoun and no name.
func (q Question) Leans() bool {
	words := token.Words(q.Text)
	if len(words) == 0 {
		return false
	}
	switch token.Fold(words[0].Text) {
	case "and", "but", "also", "then", "so":
		return true
	}
	if len(q.Names) > 0 {
		return false
	}
	for _, w := range words {
		if personal[token.Fold(w.Text)] {
			return true
		}
	}
	return len(words) <= 3 && q.Bound.Interval.Precision != 0
}

var personal = set(`he she him her his hers they them their it its there`)

// Bare returns the question without the word that joins it to another.
func (q Question) Bare() string {
	words := token.Words(q.Text)
	if len(words) > 1 {
		switch token.Fold(words[0].Text) {
		case "and", "but", "also", "then", "so":
			return q.Text[words[1].Start:]
		}
	}
	return q.Text
}

// Subject returns the name that the question is about: its first, else its
// first content word that is no event and no verb, as it was typed.
func (q Question) Subject() string {
	if len(q.Names) > 0 {
		return q.Names[0].Text
	}
	for _, w := range token.Words(q.Main) {
		f := token.Fold(w.Text)
		if token.Stop(f) || whWords[f] || helping[f] || empty[f] || timeWord(f) || orderWords[f] || eventNouns[f] || pastVerb(f) || !contains(q.Terms, token.Stem(f)) {
			continue
		}
		return w.Text
	}
	return ""
}

// EventNoun returns the noun for the event that the question is about:
// "visit" for "when did X last visit", "" where it names none.
func (q Question) EventNoun() string {
	for _, w := range token.Words(q.Main) {
		f := token.Fold(w.Text)
		if eventNouns[f] {
			return strings.TrimSuffix(f, "s")
		}
	}
	return ""
}

// PastVerb reports whether a folded word looks like a verb in the past.
func PastVerb(word string) bool { return pastVerb(word) && !presentForms[word] }

// presentForms stand in the table of verbs for questions with "did".
var presentForms = set(`play work serve own hold host manage operate belong live attend teach study use`)

// Noun reports whether a folded word is known to name a class of things or an
// event, and so is no verb after a subject.
func Noun(word string) bool { return classed(word) && !irregular[word] || eventNouns[word] }
