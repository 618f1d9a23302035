package schedule

import (
	"strings"
	"time"
	"unicode/utf8"
)

// Split splits a text into a topic and the time at which it runs, which is the
// longest end of the text that Parse reads: of "the weekly review every Monday
// 9:00" that is "every Monday 9:00". A topic in quotation marks ends where they
// do. The error says, for the person who wrote the text, what can't be read, or
// that nothing is left for the topic.
func Split(text string, zone *time.Location) (topic string, s Schedule, err error) {
	f := strings.Fields(text)
	if topic, rest, ok := quoted(strings.Join(f, " ")); ok {
		if s, err := Parse(rest, zone); err == nil {
			return topic, s, nil
		}
	}
	if len(f) > 1 && len(text) > maxText+maxTopic || len(text) > 8*maxText {
		return "", Schedule{}, say("That is too long. Say the topic and when, for example %q.", "TOPIC "+example)
	}
	err = say("Say when it shall run, behind the topic: for example %q.", "TOPIC "+example)
	last := -gap // where the latest end that begins as a schedule did
	for i := range f {
		end := strings.Join(f[i:], " ")
		s, why := Parse(end, zone)
		switch topic := strings.TrimRight(strings.Join(f[:i], " "), ",;:- "); {
		case why == nil && strings.Trim(topic, marks) == "":
			return "", Schedule{}, say("Say the topic too: for example %q.", "TOPIC "+end)
		case why == nil:
			return topic, s, nil
		case begins(end):
			if i-last > gap { // else it is the tail of that one, as "Monday" of "every other Monday"
				err = why
			}
			last = i
		}
	}
	return "", Schedule{}, err
}

// gap is how many words after the beginning of a schedule its tail may look like
// another.
const gap = 2

// marks are what a topic doesn't consist of.
const marks = "\"'“”„«»‘’,;:- "

// maxTopic bounds the topic, in bytes.
const maxTopic = 1000

// begins reports whether a text begins as a schedule does, so that what Parse
// says of it is worth saying.
func begins(text string) bool {
	if looksCron(text) && len(strings.Fields(text)) >= 5 || strings.HasPrefix(text, "@") {
		return true
	}
	r := newReader(text)
	_, ok, err := r.days()
	return ok || err != nil
}

var quotes = map[rune]string{'"': `"`, '\'': `'`, '“': "”“", '„': "“”", '«': "»", '‘': "’", '”': "”"}

// quoted returns what stands in the quotation marks with which a text begins,
// and what stands behind them.
func quoted(text string) (inside, rest string, ok bool) {
	open, size := utf8.DecodeRuneInString(text)
	closing := quotes[open]
	if closing == "" {
		return "", "", false
	}
	body := text[size:]
	for i := 0; i < len(body); i += size {
		var c rune
		c, size = utf8.DecodeRuneInString(body[i:])
		behind := body[i+size:]
		if strings.ContainsRune(closing, c) && strings.TrimSpace(body[:i]) != "" && (behind == "" || strings.ContainsAny(behind[:1], " ,:;")) {
			return strings.TrimSpace(body[:i]), strings.TrimLeft(behind, " ,:;"), true
		}
	}
	return "", "", false
}
