package question

import (
	"strings"

	"dateline/corpus/token"
)

var (
	newsNouns   = set(`news update updates latest newest headlines development developments report reports coverage`)
	newsOpeners = set(`what what's is are the any there me give show tell recent latest newest new some of please 's whats s were was has happened happening going more got do you have`)
	newsLinks   = set(`on about of regarding concerning with from for around in to`)
	articles    = set(`a an the`)
)

// News returns the topic of a question that asks for news: "latest news on
// the pipeline", "what is new about elections", "any updates on X?". A topic
// alone, of at most three words without a verb, asks for news as well.
func (q Question) News() (topic string, ok bool) {
	words := token.Words(q.Text)
	folded := fold(words)
	if len(words) == 0 || q.Bound.Interval.Known() {
		return "", false
	}
	asked := false
	for i, f := range folded {
		switch {
		case newsNouns[f] || f == "new" || f == "news" || f == "happening" && i <= 4 || f == "going" && i+1 < len(folded) && folded[i+1] == "on":
			asked = true
			if f == "going" {
				i++
			}
			if i+1 < len(folded) && newsLinks[folded[i+1]] {
				return rest(q.Text, words, folded, i+2)
			}
			continue
		case newsOpeners[f]:
			continue
		case asked && i > 0 && i+1 <= len(folded):
			// "latest pipeline news"
			return "", false
		}
		break
	}
	// "pipeline news", "pipeline update"
	if last := len(folded) - 1; last > 0 && last < 6 && (folded[last] == "news" || folded[last] == "updates" || folded[last] == "update" || folded[last] == "headlines") {
		from := 0
		for from < last && (newsOpeners[folded[from]] || articles[folded[from]]) {
			from++
		}
		if from < last {
			return q.Text[words[from].Start:words[last-1].End], true
		}
	}
	if len(words) > 3 || strings.ContainsAny(q.Text, "?!") {
		return "", false
	}
	for i, f := range folded {
		if whWords[f] || helping[f] || commands[f] || pastVerb(f) || orderWords[f] || token.Stop(f) && i == 0 && !articles[f] {
			return "", false
		}
	}
	return rest(q.Text, words, folded, 0)
}

// rest returns the text from word i on without an article before it.
func rest(text string, words []token.Token, folded []string, i int) (string, bool) {
	for i < len(words) && articles[folded[i]] {
		i++
	}
	if i >= len(words) {
		return "", false
	}
	return text[words[i].Start:words[len(words)-1].End], true
}

// Defined returns what a question asks to be told of: X in "who is X", "what
// was the X", "what is X's office", "tell me about X". It is false where the
// question describes what it seeks ("who is the head of X").
func (q Question) Defined() (subject string, ok bool) {
	words := token.Words(q.Text)
	folded := fold(words)
	i := 0
	for i < len(folded) && (folded[i] == "please" || folded[i] == "and" || folded[i] == "so") {
		i++
	}
	if i >= len(folded) {
		return "", false
	}
	person := false
	switch f := folded[i]; {
	case (f == "who" || f == "what") && i+1 < len(folded) && defining[folded[i+1]]:
		person = f == "who"
		i += 2
	case f == "who's" || f == "whos" || f == "what's" || f == "whats":
		person = strings.HasPrefix(f, "who")
		i++
	case f == "define" || f == "explain":
		i++
	case f == "tell" && i+2 < len(folded) && folded[i+1] == "me" && folded[i+2] == "about":
		i += 3
	default:
		return "", false
	}
	from := i
	for from < len(folded) && articles[folded[from]] {
		from++
	}
	end := len(folded)
	for end > from && (folded[end-1] == "again" || folded[end-1] == "exactly" || folded[end-1] == "please") {
		end--
	}
	// "what is X's office": the name goes up to the possessive.
	if n := end - 1; n > from && officeNouns[folded[n]] && possessive(words[n-1].Text) {
		subject := q.Text[words[from].Start:words[n-1].End]
		return strings.TrimSuffix(strings.TrimSuffix(subject, "'s"), "’s"), true
	}
	if from >= end || end-from > 6 {
		return "", false
	}
	capital := false
	for j := from; j < end; j++ {
		f := folded[j]
		if j > from && strings.ContainsAny(q.Text[words[j-1].End:words[j].Start], ",;:()") || possessive(words[j].Text) {
			return "", false
		}
		if words[j].Capital() {
			capital = true
			continue
		}
		switch {
		case capital && nameJoins[f]:
		case token.Stop(f), prepositions[f], helping[f], whWords[f], pastVerb(f), timeWord(f):
			return "", false
		case (person || capital || from > i) && classed(f) && ClassOf(f) != AnyClass:
			return "", false // "who is the army chief", "what is the Russian company"
		case classed(f) && (ClassOf(f) == AnyClass || end-from == 1 && from > i):
			return "", false // "what is the price"
		}
	}
	if !capital && from > i && end-from < 2 {
		return "", false // "what is the plan"
	}
	return q.Text[words[from].Start:words[end-1].End], true
}

var (
	defining    = set(`is was are were`)
	officeNouns = set(`office job position post role title rank occupation profession`)
)

func possessive(w string) bool { return strings.HasSuffix(w, "'s") || strings.HasSuffix(w, "’s") }

func fold(words []token.Token) []string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = token.Fold(w.Text)
	}
	return out
}
