package chat

import (
	"slices"
	"strings"

	"dateline/bot"
	"dateline/corpus"
)

// Bounds of a card, in words but for quotes.
const (
	cardWords   = 100
	bodyLeaves  = 45 // of them for quotes and what is said of the archive
	cardQuotes  = 3
	leadWords   = 40 // a lead has at most 25 and some figures in brackets
	readWords   = 25
	caveatWords = 30
	fromWords   = 6
	quoteWords  = 40
	leastQuote  = 8 // a quote cut shorter proves nothing
)

// Condense returns an answer as a chat shows it: at most 100 words in all, the
// lead first, then how it was read and what was searched, then the quotes that
// the lead rests on in its order, then one caveat if there is room for it. Numbers are
// those of the answer's citations. A quote that is shown publicly is cut to
// the length that the settings allow. What is left out is counted in More.
func Condense(a bot.Answer, s Settings, private bool) Card {
	c := Card{Nearest: a.Nearest && len(a.Citations) > 0, Abstains: a.Abstained}
	left := cardWords
	take := func(text string, bound int) string {
		text = cutWords(plainText(text), min(bound, left))
		left -= countWords(text)
		return text
	}
	c.Lead = take(a.Lead, leadWords)
	c.Coverage = take(bot.Searched(a), 2*fromWords+8)
	c.ReadAs = take(a.ReadAs, readWords)
	for _, line := range a.Body {
		if n := countWords(plainText(line)); n > left-bodyLeaves {
			break // it is behind Evidence
		}
		c.Body = append(c.Body, take(line, left))
	}

	// The first quote has its place before the caveat, the others after it.
	order := quoteOrder(a)
	named := citedIn(strings.Join(append([]string{a.Lead}, a.Body...), " "))
	add := func(i int) bool {
		// What the lead rests on may be cut for room, the others stand whole.
		cut := i == order[0] || slices.Contains(named, a.Citations[i].N)
		q, n, ok := quoteFor(a.Citations[i], s, private, left, cut)
		if ok {
			c.Quotes = append(c.Quotes, q)
			left -= n
		}
		return ok
	}
	shown := map[int]bool{}
	if len(order) > 0 {
		shown[order[0]] = add(order[0])
	}
	notes := 0
	if len(a.Notes) > 0 {
		if c.Caveat = sentencesWithin(plainText(a.Notes[0]), min(caveatWords, left)); c.Caveat != "" {
			left -= countWords(c.Caveat)
			if c.Caveat == strings.Join(strings.Fields(plainText(a.Notes[0])), " ") {
				notes = 1
			}
		}
	}
	for _, i := range order {
		if !shown[i] && len(c.Quotes) < cardQuotes {
			shown[i] = add(i)
		}
	}
	slices.SortFunc(c.Quotes, func(x, y Quote) int { return x.N - y.N })
	c.More = len(a.Citations) - len(c.Quotes) + len(a.Notes) - notes + len(a.Body) - len(c.Body)
	return c
}

// quoteOrder returns the indexes of an answer's citations: those that the lead
// names in its order, then the others.
func quoteOrder(a bot.Answer) []int {
	var order []int
	add := func(n int) {
		for i, c := range a.Citations {
			if c.N == n && !slices.Contains(order, i) {
				order = append(order, i)
			}
		}
	}
	for _, n := range citedIn(a.Lead) {
		add(n)
	}
	for _, c := range a.Citations {
		add(c.N)
	}
	return order
}

// citedIn returns the numbers in brackets of a text, in order.
func citedIn(text string) []int {
	var out []int
	for rest := text; ; {
		at := strings.IndexByte(rest, '[')
		if at < 0 {
			return out
		}
		rest = rest[at+1:]
		n, digits := 0, 0
		for digits < len(rest) && digits < 6 && rest[digits] >= '0' && rest[digits] <= '9' {
			n = n*10 + int(rest[digits]-'0')
			digits++
		}
		if digits > 0 && digits < len(rest) && rest[digits] == ']' {
			out = append(out, n)
		}
	}
}

// quoteFor returns a citation as a quote of a card with the words that it
// takes, and whether there is room for it, cut to it if need be where it may
// be.
func quoteFor(c bot.Citation, s Settings, private bool, left int, cut bool) (Quote, int, bool) {
	q := Quote{N: c.N, Date: bot.ShortDate(c.Published.Interval), From: cutWords(from(c), fromWords), Link: Link(c.URL, c.Quote, "", "")}
	left -= countWords(q.Date) + countWords(q.From)
	text := strings.Join(strings.Fields(plainText(c.Quote)), " ")
	if !private && s.MaxExcerpt > 0 {
		text = cutRunes(text, s.MaxExcerpt)
	}
	n := countWords(text)
	if n > min(left, quoteWords) {
		if left < leastQuote || left < n && !cut {
			return q, 0, false
		}
		text = cutWords(text, min(left, quoteWords))
		n = countWords(text)
	}
	q.Text = text
	return q, n + countWords(q.Date) + countWords(q.From), text != ""
}

// from names where a citation is from, for people in a chat: who published it
// with its title, its ID where it has neither. Paths are a terminal's.
func from(c bot.Citation) string {
	var parts []string
	for _, s := range []string{bot.Publisher(c.Source, c.URL), c.Title} {
		if s = strings.Join(strings.Fields(plainText(s)), " "); s != "" {
			parts = append(parts, clip(s, 80))
		}
	}
	if len(parts) == 0 {
		return clip(strings.Join(strings.Fields(plainText(c.Article.ID)), " "), 80)
	}
	return strings.Join(parts, ", ")
}

// countWords counts what stands between white space.
func countWords(s string) int { return len(strings.Fields(s)) }

// cutWords returns a text in one line, cut behind its nth word.
func cutWords(s string, n int) string {
	words := strings.Fields(s)
	if len(words) <= n {
		return strings.Join(words, " ")
	}
	if n <= 0 {
		return ""
	}
	return strings.TrimRight(strings.Join(words[:n], " "), ",;:–—- ") + "…"
}

// cutRunes returns a text cut between words so that it has at most n
// characters, the ellipsis included.
func cutRunes(s string, n int) string {
	r := []rune(s)
	if len(r) <= n {
		return s
	}
	cut := n - 1
	for cut > 0 && r[cut] != ' ' {
		cut--
	}
	if cut == 0 {
		cut = n - 1 // a word that is longer than all
	}
	return strings.TrimRight(string(r[:cut]), ",;:–—- ") + "…"
}

// sentencesWithin returns as many of a text's sentences as have at most n
// words together, "" where the first has more.
func sentencesWithin(text string, n int) string {
	text = strings.Join(strings.Fields(text), " ")
	if countWords(text) <= n {
		return text
	}
	end := 0
	for _, s := range corpus.SplitSentences(text) {
		if countWords(text[:s.End]) > n {
			break
		}
		end = s.End
	}
	return text[:end]
}

// plainText makes stored text safe to show: white space becomes a blank, and
// control characters, those that turn the direction of text, and those that
// nobody sees go.
func plainText(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t' || r == '\r' || r == '\v' || r == '\f' || r == 0x85 || r == 0x2028 || r == 0x2029:
			return ' '
		case invisible(r):
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
}

// invisible reports whether a character is a control, turns the direction of
// text, or is not seen. The joiners within words of some scripts stay.
func invisible(r rune) bool {
	return r < ' ' || r >= 0x7f && r < 0xa0 || r == 0xad || r == 0x061c || r == 0x180e || r == 0x200b || r == 0x200e || r == 0x200f ||
		r >= 0x202a && r <= 0x202e || r >= 0x2060 && r <= 0x206f || r == 0xfeff || r >= 0xfff9 && r <= 0xfffb || r >= 0xe0000 && r <= 0xe007f
}
