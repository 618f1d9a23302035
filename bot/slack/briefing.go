package slack

import (
	"strconv"

	"github.com/slack-go/slack"

	"dateline/bot/chat"
)

// Budgets of a briefing, which keep it to about a screen. Its characters, with
// those of the lead, the notes and the buttons, keep to maxBlocksRunes.
const (
	maxBriefLines = 30
	maxBriefRunes = 5_000
	maxHeading    = 80
	maxItem       = 400
	maxMarks      = 6
	maxLabel      = 80
	maxSources    = 40
)

// part is a part of a briefing as it is rendered.
type part struct {
	title string
	items []line
}

// line is an item with what it takes.
type line struct {
	parts        []slack.RichTextSectionElement
	lines, runes int
}

// sections renders the parts of a briefing: of each its title, then a list with
// an item a line. What does not fit is counted.
func sections(list []chat.Section) (out []slack.RichTextElement) {
	list = list[:min(len(list), maxBriefLines)]
	parts := make([]part, len(list))
	for n, s := range list {
		parts[n].title = cut(s.Title, maxHeading)
		for _, i := range s.Items[:min(len(s.Items), maxBriefLines)] {
			parts[n].items = append(parts[n].items, item(i))
		}
	}
	list = chat.Trim(list, func(list []chat.Section) bool {
		lines, runes := 0, 0
		for n, s := range list {
			if len(s.Items) > len(parts[n].items) {
				return false
			}
			lines, runes = lines+2, runes+chat.Runes(parts[n].title)+len(s.Rest())
			for _, l := range parts[n].items[:len(s.Items)] {
				lines, runes = lines+l.lines, runes+l.runes
			}
		}
		return lines <= maxBriefLines && runes <= maxBriefRunes
	})
	for n, s := range list {
		if parts[n].title != "" {
			out = append(out, slack.NewRichTextSection(styled(parts[n].title, bold)))
		}
		var items []slack.RichTextElement
		for _, l := range parts[n].items[:len(s.Items)] {
			items = append(items, slack.NewRichTextSection(l.parts...))
		}
		if s.More > 0 {
			items = append(items, slack.NewRichTextSection(styled(s.Rest(), italic)))
		}
		if len(items) > 0 {
			out = append(out, slack.NewRichTextList(slack.RTEListBullet, 0, items...))
		}
	}
	return out
}

// item renders a line of a briefing: its date, whether it is new, what it is, its
// text, the numbers of its citations, linked where the article has an address,
// and how many sources there are; what was said before stands below.
func item(i chat.Item) line {
	var parts []slack.RichTextSectionElement
	lines, runes := 1, 0
	add := func(text string, style *slack.RichTextSectionTextStyle) {
		if text != "" {
			parts, runes = append(parts, styled(text, style)), runes+chat.Runes(text)
		}
	}
	add(i.Head(cut(i.Date, maxDate)), bold)
	if label := cut(i.Label, maxLabel); label != "" {
		add("  "+label, italic)
	}
	text := cut(i.Text, maxItem)
	if i.Quoted && text != "" {
		text = "\u201c" + text + "\u201d"
	}
	add("  "+text, nil)
	for _, m := range i.Marks[:min(len(i.Marks), maxMarks)] {
		number := "[" + strconv.Itoa(m.N) + "]"
		if !linkable(m.Link) {
			add(" "+number, nil)
			continue
		}
		add(" ", nil)
		parts, runes = append(parts, slack.NewRichTextSectionLinkElement(m.Link, number, nil)), runes+chat.Runes(number)
	}
	if sources := cut(i.Sources, maxSources); sources != "" {
		add("  "+sources, italic)
	}
	if before, ok := i.Below(); ok {
		below := item(before)
		add("\n", nil)
		parts, lines, runes = append(parts, below.parts...), 2, runes+below.runes
	}
	return line{parts, lines, runes}
}
