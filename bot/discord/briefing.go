package discord

import (
	"strconv"
	"strings"

	"dateline/bot/chat"
)

// Budgets of a briefing's parts, in units, escapes counted.
const (
	maxHeading = 80
	maxMarks   = 6
	maxSources = 40
	maxWhat    = 80
)

// width is how much of an item is shown.
type width struct {
	room  int  // for its text
	links int  // how many of its citations are linked
	bare  bool // links lead to the page, and not to the passage on it
}

// widths are tried in turn: first the texts are cut shorter, then the links are,
// then there are none. Only then items go.
var widths = []width{{400, maxMarks, false}, {240, maxMarks, false}, {240, maxMarks, true}, {160, maxMarks, true}, {160, 1, true}, {160, 0, true}}

// maxBriefItems bounds what is looked at of a part: no more has ever room.
const maxBriefItems = 40

// fitSections puts a briefing together so that it keeps to maxContent.
func fitSections(head []string, sections []chat.Section, tail []string) string {
	sections = sections[:min(len(sections), maxBriefItems)]
	text, fits := "", false
	for n, w := range widths {
		rendered := make([][]string, len(sections))
		for i, s := range sections {
			for _, x := range s.Items[:min(len(s.Items), maxBriefItems)] {
				rendered[i] = append(rendered[i], itemLines(x, w))
			}
		}
		try := func(list []chat.Section) bool {
			text, fits = briefing(head, list, rendered, tail)
			return fits
		}
		if try(sections) {
			break
		}
		if n == len(widths)-1 && len(chat.Trim(sections, try)) == 0 {
			text, _ = briefing(head, nil, nil, tail)
		}
	}
	return text
}

// briefing puts together what is shown of the items that are rendered, and
// reports whether it has all of the sections' and keeps to maxContent.
func briefing(head []string, sections []chat.Section, rendered [][]string, tail []string) (string, bool) {
	lines := append([]string(nil), head...)
	for i, s := range sections {
		if len(s.Items) > len(rendered[i]) {
			return "", false
		}
		if title := safe(s.Title, maxHeading); title != "" {
			lines = append(lines, "**"+title+"**")
		}
		lines = append(lines, rendered[i][:len(s.Items)]...)
		if s.More > 0 {
			lines = append(lines, "-# "+s.Rest())
		}
	}
	text := strings.Join(append(lines, tail...), "\n")
	return text, chat.Units(text) <= maxContent
}

// itemLines renders an item: a line, and one below for what was said before.
func itemLines(i chat.Item, w width) string {
	text := "- " + itemLine(i, w)
	if before, ok := i.Below(); ok {
		text += "\n-# " + itemLine(before, w)
	}
	return text
}

// itemLine renders a line of a briefing: its date, whether it is new, what it is,
// its text, the numbers of its citations, linked where the article has an
// address, and how many sources there are.
func itemLine(i chat.Item, w width) string {
	var parts []string
	if head := i.Head(safe(i.Date, maxDate)); head != "" {
		parts = append(parts, "**"+head+"**")
	}
	if label := safe(i.Label, maxWhat); label != "" {
		parts = append(parts, "*"+label+"*")
	}
	switch text := safe(i.Text, w.room); {
	case text == "":
	case i.Quoted:
		parts = append(parts, "\u201c"+text+"\u201d")
	default:
		parts = append(parts, text)
	}
	for n, m := range i.Marks[:min(len(i.Marks), maxMarks)] {
		number := "[" + strconv.Itoa(m.N) + "]"
		link := m.Link
		if w.bare {
			link, _, _ = strings.Cut(link, "#:~:")
		}
		if n < w.links && linkable(link) {
			number = "[" + number + "](<" + address(link) + ">)"
		} else {
			number = escape(number)
		}
		parts = append(parts, number)
	}
	if sources := safe(i.Sources, maxSources); sources != "" {
		parts = append(parts, "*"+sources+"*")
	}
	return strings.Join(parts, " ")
}
