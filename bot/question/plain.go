package question

import (
	"regexp"
	"strings"

	"dateline/corpus"
	"dateline/corpus/token"
	"dateline/retrieval"
)

// plainer rewrites turns of phrase into the plainest that says the same, which
// is what the rest of the reading knows.
var plainer = []struct {
	from *regexp.Regexp
	to   string
}{
	// "before the one in April 2021"
	{regexp.MustCompile(`(?i),? \b(before|after) the (?:one|time) (?:in|of|on|from) ((?:early |late |mid-?)?(?:january|february|march|april|may|june|july|august|september|october|november|december|\d))`), " $1 $2"},
	{regexp.MustCompile(`(?i)\b(?:no|not) (?:earlier|sooner) than\b`), "since"},
	{regexp.MustCompile(`(?i)^(when|why) (was|were) (.+?) called off\b`), "$1 $2 $3 cancelled"},
	{regexp.MustCompile(`(?i)^(when|why) (was|were) (.+?) put off\b`), "$1 $2 $3 postponed"},
	{regexp.MustCompile(`(?i)^(when|where) did (.+?) take place\b`), "$1 was $2 held"},
	{regexp.MustCompile(`(?i)^(when|where) (will|does) (.+?) take place\b`), "$1 will $3 be held"},
	{regexp.MustCompile(`(?i)^(?:has|have|had) (.+?) ever been to `), "Did $1 ever visit "},
	{regexp.MustCompile(`(?i)^(?:has|have|had) (.+?) been to `), "Did $1 visit "},
}

// Plain returns a question in the plainest words that it can be asked in.
func Plain(text string) string {
	text = asked(text)
	for _, p := range plainer {
		text = p.from.ReplaceAllString(text, p.to)
	}
	return inRow(text)
}

// request is what people put before a question or before what they want named:
// "Can you tell me", "Please identify".
var request = regexp.MustCompile(`(?i)^(?:please,? )?(?:(?:can|could|would|will) you (?:please )?(?:tell (?:me|us)|tell|name|identify|find out|find|state|say|give me|give us)` +
	`|tell (?:me|us)|tell the name of|identify|give (?:me|us)|do you know|i(?: want| would like|['’]d like) to know|please(?: name)?),? `)

// asked returns a question without the request before it: "who hosted it?" for
// "can you tell me who hosted it?", and "Name the host" for "tell me the host".
// "Tell me about X" asks for all that there is and stays.
func asked(text string) string {
	at := request.FindStringIndex(text)
	if at == nil {
		return text
	}
	rest := text[at[1]:]
	words := token.Words(rest)
	if len(words) == 0 {
		return text
	}
	first := token.Fold(words[0].Text)
	switch {
	case whWords[first], commands[first], len(words) > 1 && prepositions[first] && whWords[token.Fold(words[1].Text)]:
		return rest
	case first == "the", first == "a", first == "an", first == "all", strings.HasSuffix(strings.ToLower(words[0].Text), "'s"),
		len(words) > 1 && words[0].Capital():
		return "Name " + rest
	}
	return text
}

var besideNth = regexp.MustCompile(`(?i)\bthe ([\w' -]{3,60}?) (?:that came |right |just |immediately )?(before|after) the (second|third|fourth|fifth|sixth|seventh|eighth|ninth)(?: one)?(\W*)$`)

var places = strings.Fields("first second third fourth fifth sixth seventh eighth ninth tenth")

// inRow names the place in a row that a question reckons from another: "the
// fifth exercise" for "the exercise before the sixth".
func inRow(text string) string {
	m := besideNth.FindStringSubmatchIndex(text)
	if m == nil {
		return text
	}
	i := -1
	for k, p := range places {
		if strings.EqualFold(p, text[m[6]:m[7]]) {
			i = k
		}
	}
	if strings.EqualFold(text[m[4]:m[5]], "before") {
		i--
	} else {
		i++
	}
	return text[:m[0]] + "the " + places[i] + " " + text[m[2]:m[3]] + text[m[8]:m[9]]
}

var weekOf = regexp.MustCompile(`(?i)\bweek (?:of|beginning|starting)(?: on)?(?: the)? $`)

// week widens the day of "the week of 17 November" to the week that it is in,
// Monday to Sunday.
func week(text string, b retrieval.Bound) retrieval.Bound {
	iv := b.Interval
	if !iv.Known() || iv.Start != iv.End {
		return b
	}
	span := b.Span.Of(text)
	at := b.Span.Start + strings.IndexFunc(span, func(r rune) bool { return r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' })
	if at < b.Span.Start || !weekOf.MatchString(text[:at]) {
		return b
	}
	monday := iv.Start - corpus.Day((int(iv.Start.Weekday())+6)%7)
	b.Interval = corpus.Between(monday, monday+6)
	b.Period = corpus.Point(b.Interval)
	if b.Relation == retrieval.AnyTime {
		b.Relation = retrieval.In
	}
	return b
}

// Negated reports whether a question asks for what was not so: "which minister
// did not attend?"
func (q Question) Negated() bool {
	for _, w := range strings.Fields(strings.ToLower(q.Main)) {
		if w == "not" || w == "never" || strings.HasSuffix(w, "n't") || strings.HasSuffix(w, "n’t") {
			return true
		}
	}
	return false
}

// AsksFuture reports whether a question asks for what is still to come: "when
// will X open?"
func (q Question) AsksFuture() bool {
	f := strings.Fields(strings.ToLower(q.Main))
	return len(f) > 1 && (f[1] == "will" || f[0] == "will")
}
