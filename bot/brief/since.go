package brief

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"dateline/bot"
	"dateline/corpus"
	"dateline/corpus/token"
	"dateline/retrieval"
)

// maxSince is the length in bytes up to which the beginning of a window is
// read.
const maxSince = 100

// Since reads the day with which a window begins, as written on a day: a date
// ("2021-04-01", "April 2021"), or words that are counted from today ("last
// Monday", "three days ago", "yesterday"). The text of the error is for people.
func Since(text string, today corpus.Day) (corpus.Day, error) {
	text = tidy(text)
	unread := errors.New("that is no date that can be read: write it as in 2021-04-01, April 2021, last Monday or three days ago")
	if text == "" || len(text) > maxSince || !utf8.ValidString(text) {
		return 0, unread
	}
	if w := strings.Fields(text); len(w) > 1 && (strings.EqualFold(w[0], "since") || strings.EqualFold(w[0], "from")) {
		text = strings.Join(w[1:], " ")
	}
	iv, err := corpus.ParseInterval(text)
	if err != nil {
		b := retrieval.ParseBound("since "+text, today)
		if !b.Interval.Known() || !whole("since "+text, b) {
			return 0, unread
		}
		iv = b.Interval
	}
	if iv.OpenStart() {
		return 0, unread
	}
	if today != 0 && iv.Start > today {
		return 0, fmt.Errorf("%s is still to come: name a day up to today, %s", bot.LongDate(iv), bot.LongDate(corpus.OnDay(today)))
	}
	return iv.Start, nil
}

// whole reports whether a bound takes in all words of a text but articles.
func whole(text string, b retrieval.Bound) bool {
	if b.Relation != retrieval.Since {
		return false
	}
	for _, w := range token.Words(text) {
		f := token.Fold(w.Text)
		if !b.Span.Contains(w.Span) && f != "the" && f != "on" && f != "in" {
			return false
		}
	}
	return true
}

// CutSince parts a topic from the time since which it is asked for: "Lavrov
// since last Monday" is "Lavrov" and "last Monday". Where what stands behind the
// last "since" is no time, since is "" and the topic is the whole text. Topic
// and since are parts of the text, white space around them left out.
func CutSince(text string, today corpus.Day) (topic, since string) {
	text = strings.TrimSpace(text)
	ws := token.Words(text)
	for i := len(ws) - 2; i >= 0; i-- {
		if token.Fold(ws[i].Text) != "since" {
			continue
		}
		rest := strings.TrimSpace(text[ws[i].End:])
		if _, err := corpus.ParseInterval(rest); err != nil {
			b := retrieval.ParseBound("since "+rest, today)
			if len(rest) > maxSince || !b.Interval.Known() || !whole("since "+rest, b) {
				break
			}
		}
		return strings.TrimSpace(strings.TrimRight(text[:ws[i].Start], " ,;")), rest
	}
	return text, ""
}
