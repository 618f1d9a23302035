package slack

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/slack-go/slack"

	"dateline/bot/chat"
)

// Limits of a message, from Slack's reference of Block Kit; the number of
// characters over all blocks is not in it and was found by its refusals.
const (
	maxBlocks       = 50
	maxViewBlocks   = 100
	maxBlocksRunes  = 12_000 // over all blocks of a message; about 13,000 are refused
	maxSectionRunes = 3_000
	maxButtonRunes  = 75
	maxTitleRunes   = 24
	maxLinkRunes    = 3_000
	maxTextRunes    = 4_000 // of the text that notifications show
)

// Budgets of an answer's parts, in characters. Their sum, with what the
// buttons say, keeps to maxBlocksRunes.
const (
	maxReadAs = 500
	maxLead   = 1_000
	maxBody   = 1_600
	maxQuote  = 1_200
	maxQuotes = 3

	maxBodyLines = 4
	maxFrom      = 150
	maxDate      = 40
	maxArticles  = 50
	maxCaveat    = 800
	maxCoverage  = 300
)

// The action IDs of an answer's controls. The value of each is the task's ID.
const (
	actionEvidence  = "evidence"
	actionHelpful   = "helpful"
	actionUnhelpful = "unhelpful"
	actionShare     = "share"
	actionMore      = "more"
)

// What stands under "more": the value of each option is its name and the
// task's ID, apart by a colon.
const (
	moreArticles = "articles"
	moreDate     = "date"
	moreMissing  = "missing"
	moreDelete   = "delete"
)

// answer renders a reply as the blocks of a message and the text that
// notifications show. Everything that comes from articles stands in elements
// of rich text or in plain text, which Slack shows as they are: no markup, no
// mention and no link comes of it.
func answer(t chat.Task, r chat.Reply) (blocks []slack.Block, text string) {
	if r.Problem != "" {
		return problem(r.Problem)
	}
	c := r.Card
	var lines []slack.RichTextElement
	if c.ReadAs != "" {
		lines = append(lines, slack.NewRichTextSection(styled("Read as: "+cut(c.ReadAs, maxReadAs), italic)))
	}
	lead := cut(c.Lead, maxLead)
	if lead != "" {
		lines = append(lines, slack.NewRichTextSection(styled(lead, bold)))
	}
	if len(c.Sections) > 0 {
		lines = append(lines, sections(c.Sections)...)
		c.Body, c.Quotes = nil, nil // which a briefing has not
	}
	for _, line := range c.Body[:min(len(c.Body), maxBodyLines)] {
		if line = cut(line, maxBody/maxBodyLines); line != "" {
			lines = append(lines, slack.NewRichTextSection(plain(line)))
		}
	}
	if c.Nearest && len(c.Quotes) > 0 {
		lines = append(lines, slack.NewRichTextSection(plain("Nearest, not an answer:")))
	}
	for _, q := range c.Quotes[:min(len(c.Quotes), maxQuotes)] {
		lines = append(lines, quote(q))
	}
	if len(lines) > 0 {
		blocks = append(blocks, slack.NewRichTextBlock("answer", lines...))
	}
	for i, note := range []string{cut(c.Caveat, maxCaveat), cut(c.Coverage, maxCoverage)} {
		if note != "" {
			blocks = append(blocks, slack.NewContextBlock([]string{"caveat", "coverage"}[i], object(note)))
		}
	}
	if r.Growing {
		return append(blocks, slack.NewContextBlock("growing", object("…"))), escape(cut(lead, maxTextRunes))
	}
	return append(blocks, controls(t, c)), escape(cut(lead, maxTextRunes))
}

// problem renders the sentence on why there is no answer.
func problem(sentence string) ([]slack.Block, string) {
	sentence = cut(sentence, maxSectionRunes)
	return []slack.Block{slack.NewSectionBlock(object(sentence), nil, nil, slack.SectionBlockOptionBlockID("problem"))}, escape(cut(sentence, maxTextRunes))
}

// quote renders a quote: its number, linked where the article has an address,
// the date, the quote itself, and where it is from.
func quote(q chat.Quote) *slack.RichTextQuote {
	number := "[" + strconv.Itoa(q.N) + "]"
	head := slack.RichTextSectionElement(plain(number))
	if linkable(q.Link) {
		head = slack.NewRichTextSectionLinkElement(q.Link, number, nil)
	}
	parts := []slack.RichTextSectionElement{head, plain(" " + cut(q.Date, maxDate) + "  \u201c" + cut(q.Text, maxQuote) + "\u201d")}
	if q.From != "" {
		parts = append(parts, styled("  "+cut(q.From, maxFrom), italic))
	}
	return &slack.RichTextQuote{Type: slack.RTEQuote, Elements: parts}
}

// controls is the one row of buttons.
func controls(t chat.Task, c chat.Card) slack.Block {
	id := strconv.FormatInt(t.ID, 10)
	row := []slack.BlockElement{slack.NewButtonBlockElement(actionEvidence, id, label("Evidence"))}
	if !c.Abstains {
		row = append(row, slack.NewButtonBlockElement(actionHelpful, id, label("Helpful")),
			slack.NewButtonBlockElement(actionUnhelpful, id, label("Not helpful")))
	}
	if t.Private {
		row = append(row, slack.NewButtonBlockElement(actionShare, id, label("Share")))
	}
	options := []*slack.OptionBlockObject{option(moreArticles, id, "Articles found")}
	if c.Abstains {
		options = append(options, option(moreMissing, id, "Should have been found"))
	}
	options = append(options, option(moreDate, id, "Report a wrong date"), option(moreDelete, id, "Delete this answer"))
	return slack.NewActionBlock("controls", append(row, slack.NewOverflowBlockElement(actionMore, options...))...)
}

func option(name, id, text string) *slack.OptionBlockObject {
	return slack.NewOptionBlockObject(name+":"+id, label(text), nil)
}

// evidence renders what is behind an answer as the blocks of a view: each
// passage in its context, then the articles. What exceeds the view is counted.
func evidence(e chat.Evidence) []slack.Block {
	var blocks []slack.Block
	runes := 0
	add := func(b slack.Block, n int) bool {
		if len(blocks) >= maxViewBlocks-2 || runes+n > maxBlocksRunes-500 {
			return false
		}
		blocks, runes = append(blocks, b), runes+n
		return true
	}
	shown := 0
	for _, p := range e.Passages {
		block, n := passage(p)
		if !add(block, n) {
			break
		}
		shown++
	}
	if left := len(e.Passages) - shown; left > 0 {
		blocks = append(blocks, slack.NewContextBlock("", object(fmt.Sprintf("%d more %s not fit here.", left, plural(left, "passage does", "passages do")))))
	} else if len(e.Passages) == 0 {
		blocks = append(blocks, slack.NewSectionBlock(object("This answer cites nothing."), nil, nil))
	}
	if e.Hidden > 0 {
		blocks = append(blocks, slack.NewContextBlock("", object(fmt.Sprintf("%d %s not be shown here.", e.Hidden, plural(e.Hidden, "passage may", "passages may")))))
	}
	for _, note := range append(e.Notes[:len(e.Notes):len(e.Notes)], e.Coverage) {
		if note = cut(note, maxCaveat); note == "" {
			continue
		}
		if !add(slack.NewContextBlock("", object(note)), chat.Runes(note)) {
			break
		}
	}
	return blocks
}

// passage renders one passage in its context.
func passage(p chat.Passage) (slack.Block, int) {
	number := "[" + strconv.Itoa(p.N) + "] "
	p.Date = cut(p.Date, maxDate)
	head := []slack.RichTextSectionElement{styled(number+p.Date, bold)}
	if p.Removed {
		said := "  The article is not in the archive any more."
		return slack.NewRichTextBlock("", slack.NewRichTextSection(append(head, plain(said))...)), chat.Runes(number + p.Date + said)
	}
	if from := cut(p.From, maxFrom); from != "" {
		head = append(head, plain("  "))
		if linkable(p.Link) {
			head = append(head, slack.NewRichTextSectionLinkElement(p.Link, from, nil))
		} else {
			head = append(head, plain(from))
		}
	}
	before, quoted, after := chat.CutFront(p.Before, maxQuote, chat.Runes), cut(p.Quote, maxQuote), cut(p.After, maxQuote)
	var body []slack.RichTextSectionElement
	if before != "" {
		body = append(body, plain(before+" "))
	}
	if quoted != "" {
		body = append(body, styled(quoted, bold))
	}
	if after != "" {
		body = append(body, plain(" "+after))
	}
	parts := []slack.RichTextElement{slack.NewRichTextSection(head...)}
	if len(body) > 0 {
		parts = append(parts, &slack.RichTextQuote{Type: slack.RTEQuote, Elements: body})
	}
	dated := cut(p.Dated, maxFrom*2)
	if p.Changed {
		dated = strings.TrimLeft(dated+"; the article has changed since", "; ")
	}
	if dated != "" {
		parts = append(parts, slack.NewRichTextSection(styled(dated, italic)))
	}
	return slack.NewRichTextBlock("", parts...), chat.Runes(number+p.Date+cut(p.From, maxFrom)+before+quoted+after+dated) + len("  ") + len(" ")*2
}

// articles renders the list of articles found.
func articles(e chat.Evidence) []slack.Block {
	var parts []slack.RichTextElement
	runes := 0
	for i, a := range e.Articles {
		title := cut(a.Title, maxQuote/4)
		a.Date = cut(a.Date, maxDate)
		line := []slack.RichTextSectionElement{styled(a.Date+"  ", bold)}
		switch {
		case linkable(a.Link) && title != "":
			line = append(line, slack.NewRichTextSectionLinkElement(a.Link, title, nil))
		case title != "":
			line = append(line, plain(title))
		}
		behind := strings.TrimSpace(cut(a.Source, maxFrom) + " " + cited(a.Cited))
		if a.Copies > 0 {
			behind = strings.TrimLeft(fmt.Sprintf("%s, %d %s merged", behind, a.Copies, plural(a.Copies, "copy", "copies")), ", ")
		}
		if behind != "" {
			line = append(line, styled("  "+cut(behind, maxFrom*2), italic))
		}
		if runes += chat.Runes(a.Date+title+cut(behind, maxFrom*2)) + len("  ")*2; runes > maxBlocksRunes-500 || i >= maxArticles {
			parts = append(parts, slack.NewRichTextSection(plain(fmt.Sprintf("and %d more", len(e.Articles)-i))))
			break
		}
		parts = append(parts, slack.NewRichTextSection(line...))
	}
	if len(parts) == 0 {
		parts = append(parts, slack.NewRichTextSection(plain("No article was found.")))
	}
	return []slack.Block{slack.NewRichTextBlock("", slack.NewRichTextList(slack.RTEListBullet, 0, parts...))}
}

var (
	bold   = &slack.RichTextSectionTextStyle{Bold: true}
	italic = &slack.RichTextSectionTextStyle{Italic: true}
)

func plain(s string) *slack.RichTextSectionTextElement { return styled(s, nil) }

func styled(s string, style *slack.RichTextSectionTextStyle) *slack.RichTextSectionTextElement {
	return slack.NewRichTextSectionTextElement(s, style)
}

// object is plain text in which nothing becomes an emoji. Slack refuses one
// without a character, and so all that it is part of: what had nothing that
// fits, as a link that is too long, is an ellipsis.
func object(s string) *slack.TextBlockObject {
	if s == "" {
		s = "…"
	}
	return slack.NewTextBlockObject(slack.PlainTextType, s, false, false)
}

// label is what stands on a control.
func label(s string) *slack.TextBlockObject { return object(cut(s, maxButtonRunes)) }

func cut(s string, limit int) string { return chat.Cut(s, limit, chat.Runes) }

// linkable reports whether an address may be linked: it leads to a page, and
// Slack takes one as long.
func linkable(link string) bool {
	page := strings.HasPrefix(link, "https://") || strings.HasPrefix(link, "http://")
	return page && chat.Runes(link) <= maxLinkRunes && !strings.ContainsFunc(link, func(r rune) bool { return r <= ' ' || r == 0x7f || r == utf8.RuneError })
}

// cited lists the numbers of citations: "[1] [2]".
func cited(numbers []int) string {
	var out []string
	for _, n := range numbers[:min(len(numbers), 10)] {
		out = append(out, "["+strconv.Itoa(n)+"]")
	}
	return strings.Join(out, " ")
}

func plural(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

// escape makes text safe for the places where Slack reads its own markup, and
// makes mentions and links of plain text: a word joiner, which nobody sees,
// takes them apart.
func escape(s string) string { return escaper.Replace(s) }

var escaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", "@", "@\u2060", "://", ":\u2060//", "www.", "www\u2060.")
