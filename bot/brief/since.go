package brief

import (
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
	unread := fmt.Errorf("\u201c%s\u201d is no date that can be read: write it as in 2021-04-01, April 2021, last Monday or three days ago", clipped(text))
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

// clipped is the beginning of a text that could not be read.
func clipped(text string) string {
	const most = 60
	r := []rune(bot.Printable(strings.ToValidUTF8(text, "\uFFFD")))
	if len(r) > most {
		r = append(r[:most:most], '…')
	}
	return string(r)
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

// CutSince parts a topic from what stands behind its last "since": "Lavrov since
// last Monday" is "Lavrov" and "last Monday". Whether that is a day, Since says.
// A "since" within quotation marks, or with nothing behind it, belongs to the
// topic: then since is "" and the topic is the whole text. Topic and since are
// parts of the text, white space around them left out.
func CutSince(text string) (topic, since string) {
	text = strings.TrimSpace(text)
	ws := token.Words(text)
	for i := len(ws) - 2; i >= 0; i-- {
		if token.Fold(ws[i].Text) != "since" {
			continue
		}
		if quotedAt(text, ws[i].Start) {
			break
		}
		return strings.TrimSpace(strings.TrimRight(text[:ws[i].Start], " ,;")), strings.TrimSpace(text[ws[i].End:])
	}
	return text, ""
}

// quotedAt reports whether a byte of a text is within quotation marks.
func quotedAt(text string, at int) bool {
	before := text[:at]
	return strings.Count(before, `"`)%2 == 1 || strings.Count(before, "“") > strings.Count(before, "”") || strings.Count(before, "«") > strings.Count(before, "»")
}
