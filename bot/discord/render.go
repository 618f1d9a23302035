package discord

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/bwmarrin/discordgo"

	"dateline/bot/chat"
)

// Limits of a message, from Discord's reference. Where it counts characters
// this package counts UTF-16 code units, which are never fewer.
const (
	maxContent     = 2_000
	maxEmbeds      = 10
	maxEmbedsUnits = 6_000 // title, description and footer of all embeds of a message
	maxEmbedTitle  = 256
	maxDescription = 4_096
	maxFooter      = 2_048
	maxLink        = 1_500 // so that one link leaves room for the rest
	maxLabel       = 80
	maxModalTitle  = 45
	maxOption      = 100
)

// Budgets of an answer's parts, in units, escapes counted: of all but the
// quotes together 1,940, so that a quote has its place beside them.
const (
	maxReadAs   = 220
	maxLead     = 560
	maxBody     = 260
	maxCaveat   = 420
	maxCoverage = 220
	maxFrom     = 100
	maxDate     = 40
	maxQuotes   = 3
)

// The names of an answer's controls. A custom ID is such a name and the
// task's ID, apart by a colon.
const (
	controlEvidence  = "evidence"
	controlArticles  = "articles"
	controlHelpful   = "helpful"
	controlUnhelpful = "unhelpful"
	controlShare     = "share"
	controlMore      = "more"
	controlMissing   = "missing"
	controlDate      = "date"
	controlDelete    = "delete"
)

// answer renders a reply as a message, below who asked what where that is not
// empty. All that comes from articles is escaped; links have no previews.
func answer(t chat.Task, r chat.Reply, asked string) message {
	if r.Problem != "" {
		return notice(r.Problem)
	}
	c := r.Card
	var head, tail []string
	if asked != "" {
		head = append(head, "-# "+safe(asked, maxReadAs))
	}
	if c.ReadAs != "" {
		head = append(head, "-# Read as: "+safe(c.ReadAs, maxReadAs))
	}
	head = append(head, "**"+safe(c.Lead, maxLead)+"**")
	if len(c.Sections) > 0 {
		c.Body, c.Quotes = nil, nil // which a briefing has not
	}
	if body := safe(strings.Join(c.Body, " "), maxBody); body != "" {
		head = append(head, body)
	}
	if c.Nearest && len(c.Quotes) > 0 {
		head = append(head, "Nearest, not an answer:")
	}
	for i, note := range []string{c.Caveat, c.Coverage} {
		if note != "" {
			tail = append(tail, "-# "+safe(note, []int{maxCaveat, maxCoverage}[i]))
		}
	}
	if r.Growing {
		tail = []string{"-# …"}
	}
	text := ""
	if len(c.Sections) > 0 {
		text = fitSections(head, c.Sections, tail)
	} else {
		text = fit(head, c.Quotes[:min(len(c.Quotes), maxQuotes)], tail)
	}
	m := plainMessage(text)
	if !r.Growing {
		m.Components = controls(t, c)
	}
	return m
}

// fit puts an answer together so that it keeps to maxContent: quotes are cut
// shorter first, then links go, then the last quotes.
func fit(head []string, quotes []chat.Quote, tail []string) string {
	for n := len(quotes); ; n-- {
		for _, linked := range []bool{true, false} {
			for _, room := range []int{600, 320, 200, 120} {
				lines := append([]string(nil), head...)
				for _, q := range quotes[:n] {
					lines = append(lines, quoteLine(q, room, linked))
				}
				if text := strings.Join(append(lines, tail...), "\n"); chat.Units(text) <= maxContent || n == 0 {
					return text
				}
			}
		}
	}
}

// quoteLine renders a quote: its number, linked where the article has an
// address, the date, the quote itself, and where it is from.
func quoteLine(q chat.Quote, room int, linked bool) string {
	number := "[" + strconv.Itoa(q.N) + "]"
	if linked && linkable(q.Link) {
		number = "[" + number + "](<" + address(q.Link) + ">)"
	} else {
		number = escape(number)
	}
	line := "> " + number + " " + safe(q.Date, maxDate) + "  \u201c" + safe(q.Text, room) + "\u201d"
	if from := safe(q.From, maxFrom); from != "" {
		line += "  *" + from + "*"
	}
	return line
}

// controls are the one row of buttons, and the menu of what is rarer.
func controls(t chat.Task, c chat.Card) []discordgo.MessageComponent {
	button := func(name, label string, style discordgo.ButtonStyle) discordgo.MessageComponent {
		return discordgo.Button{Label: label, Style: style, CustomID: customID(name, t.ID)}
	}
	row := []discordgo.MessageComponent{button(controlEvidence, "Evidence", discordgo.PrimaryButton)}
	if !c.Abstains {
		row = append(row, button(controlHelpful, "Helpful", discordgo.SecondaryButton), button(controlUnhelpful, "Not helpful", discordgo.SecondaryButton))
	}
	if t.Private {
		row = append(row, button(controlShare, "Share", discordgo.SecondaryButton))
	}
	row = append(row, button(controlMore, "More", discordgo.SecondaryButton))
	return []discordgo.MessageComponent{discordgo.ActionsRow{Components: row}}
}

// deletable is the control of a sentence that has no other.
func deletable(t chat.Task) []discordgo.MessageComponent {
	return []discordgo.MessageComponent{discordgo.ActionsRow{Components: []discordgo.MessageComponent{
		discordgo.Button{Label: "Delete this answer", Style: discordgo.SecondaryButton, CustomID: customID(controlDelete, t.ID)}}}}
}

// moreMenu is what the button "More" shows to who presses it.
func moreMenu(task int64, abstains bool) message {
	options := []discordgo.SelectMenuOption{{Label: "Articles found", Value: controlArticles}}
	if abstains {
		options = append(options, discordgo.SelectMenuOption{Label: "Should have been found", Value: controlMissing})
	}
	options = append(options, discordgo.SelectMenuOption{Label: "Report a wrong date", Value: controlDate},
		discordgo.SelectMenuOption{Label: "Delete this answer", Value: controlDelete})
	m := notice("What would you like to do?")
	m.Components = []discordgo.MessageComponent{discordgo.ActionsRow{Components: []discordgo.MessageComponent{
		discordgo.SelectMenu{MenuType: discordgo.StringSelectMenu, CustomID: customID(controlMore, task), Placeholder: "Choose", Options: options}}}}
	return m
}

// evidence renders what is behind an answer, from a passage on, and returns
// the index of the first passage that does not fit, 0 where all do.
func evidence(task int64, e chat.Evidence, from int) (m message, next int) {
	m = message{Embeds: []*discordgo.MessageEmbed{}, Components: []discordgo.MessageComponent{}, AllowedMentions: nobody()}
	left := maxEmbedsUnits - maxCaveat
	from = max(0, min(from, len(e.Passages)))
	for i := from; i < len(e.Passages); i++ {
		embed, units := passage(e.Passages[i])
		if len(m.Embeds) == maxEmbeds-1 || units > left && len(m.Embeds) > 0 {
			next = i
			break
		}
		m.Embeds, left = append(m.Embeds, embed), left-units
	}
	switch {
	case len(e.Passages) == 0:
		m.Content = "This answer cites nothing."
	case next > 0:
		m.Components = []discordgo.MessageComponent{discordgo.ActionsRow{Components: []discordgo.MessageComponent{
			discordgo.Button{Label: "More evidence", Style: discordgo.SecondaryButton, CustomID: customID(controlEvidence, task) + ":" + strconv.Itoa(next)}}}}
	default:
		var notes []string
		if e.Hidden > 0 {
			notes = append(notes, fmt.Sprintf("-# Passages that may not be shown here: %d.", e.Hidden))
		}
		for _, n := range append(e.Notes[:len(e.Notes):len(e.Notes)], e.Coverage) {
			if strings.TrimSpace(n) == "" {
				continue
			}
			notes = append(notes, "-# "+safe(n, maxCaveat))
		}
		for len(notes) > 0 && chat.Units(strings.Join(notes, "\n")) > maxContent {
			notes = notes[:len(notes)-1]
		}
		m.Content = strings.Join(notes, "\n")
	}
	return m, next
}

// passage renders one passage in its context as an embed, and returns its
// size.
func passage(p chat.Passage) (*discordgo.MessageEmbed, int) {
	const room = 1_100
	if p.Removed {
		e := &discordgo.MessageEmbed{Title: safe("["+strconv.Itoa(p.N)+"] "+p.Date, maxEmbedTitle), Description: "The article is not in the archive any more."}
		return e, chat.Units(e.Title) + chat.Units(e.Description)
	}
	text := "**" + safe(p.Quote, room) + "**"
	if p.Before != "" {
		text = safe(chat.CutFront(p.Before, room/2, chat.Units), room) + " " + text
	}
	if p.After != "" {
		text += " " + safe(p.After, room)
	}
	e := &discordgo.MessageEmbed{Title: safe("["+strconv.Itoa(p.N)+"] "+p.Date+"  "+p.From, maxEmbedTitle), Description: text}
	if linkable(p.Link) {
		e.URL = p.Link
	}
	dated := chat.Cut(strings.Join(strings.Fields(p.Dated), " "), maxCaveat-40, chat.Units)
	if p.Changed {
		dated = strings.TrimLeft(dated+"; the article has changed since", "; ")
	}
	if dated != "" {
		e.Footer = &discordgo.MessageEmbedFooter{Text: dated}
	}
	return e, chat.Units(e.Title) + chat.Units(text) + chat.Units(dated)
}

// articles renders the list of articles found.
func articles(e chat.Evidence) message {
	var lines []string
	units := 0
	for i, a := range e.Articles {
		title := safe(a.Title, 200)
		if linkable(a.Link) {
			title = "[" + title + "](<" + address(a.Link) + ">)"
		}
		line := "- **" + safe(a.Date, maxDate) + "**  " + title
		if from := safe(a.Source, maxFrom); from != "" {
			line += "  *" + from + "*"
		}
		for _, n := range a.Cited[:min(len(a.Cited), 10)] {
			line += escape(" [" + strconv.Itoa(n) + "]")
		}
		if a.Copies > 0 {
			line += fmt.Sprintf("  (merged copies: %d)", a.Copies)
		}
		if units += chat.Units(line) + 1; units > maxContent-40 {
			lines = append(lines, fmt.Sprintf("-# and %d more", len(e.Articles)-i))
			break
		}
		lines = append(lines, line)
	}
	if len(lines) == 0 {
		lines = append(lines, "No article was found.")
	}
	return plainMessage(strings.Join(lines, "\n"))
}

// message is the body of what is sent, in Discord's form. Embeds, components
// and allowed mentions are never left out: an edit would keep the old ones.
type message struct {
	Content         string                            `json:"content"`
	Embeds          []*discordgo.MessageEmbed         `json:"embeds"`
	Components      []discordgo.MessageComponent      `json:"components"`
	AllowedMentions *discordgo.MessageAllowedMentions `json:"allowed_mentions"`
	Flags           discordgo.MessageFlags            `json:"flags,omitempty"`
	Nonce           string                            `json:"nonce,omitempty"`
	EnforceNonce    bool                              `json:"enforce_nonce,omitempty"`
	Reference       *reference                        `json:"message_reference,omitempty"`
}

// reference names the message that another replies to.
type reference struct {
	MessageID       string `json:"message_id"`
	FailIfNotExists bool   `json:"fail_if_not_exists"`
}

// plainMessage is a message without previews of links.
func plainMessage(text string) message {
	return message{Content: text, Embeds: []*discordgo.MessageEmbed{}, Components: []discordgo.MessageComponent{}, AllowedMentions: nobody(),
		Flags: discordgo.MessageFlagsSuppressEmbeds}
}

// notice renders a plain sentence, or lines of which the last go where there are
// too many.
func notice(sentence string) message {
	var lines []string
	for line := range strings.SplitSeq(sentence, "\n") {
		lines = append(lines, escape(line))
	}
	text := strings.Join(lines, "\n")
	for n := len(lines) - 1; n > 0 && chat.Units(text) > maxContent; n-- {
		text = strings.Join(lines[:n], "\n") + fmt.Sprintf("\n-# and %d more", len(lines)-n)
	}
	if chat.Units(text) > maxContent {
		text = safe(strings.Join(strings.Fields(sentence), " "), maxContent)
	}
	return plainMessage(text)
}

// nobody allows no mention. Its list is empty and not missing: missing would
// allow all.
func nobody() *discordgo.MessageAllowedMentions {
	return &discordgo.MessageAllowedMentions{Parse: []discordgo.AllowedMentionType{}}
}

// safe returns text that is escaped and has at most limit units then.
func safe(s string, limit int) string {
	return escape(chat.Cut(strings.Join(strings.Fields(s), " "), limit, escapedUnits))
}

// escapedUnits counts the most units that a text has when it is escaped.
func escapedUnits(s string) int {
	n := chat.Units(s)
	for _, r := range s {
		if r < 0x80 && strings.ContainsRune(marks, r) {
			n++
		}
	}
	return n
}

// linkable reports whether an address may be linked: it leads to a page and is
// not too long.
func linkable(link string) bool {
	page := strings.HasPrefix(link, "https://") || strings.HasPrefix(link, "http://")
	return page && chat.Units(address(link)) <= maxLink && !strings.ContainsFunc(link, func(r rune) bool { return r <= ' ' || r == 0x7f || r == utf8.RuneError })
}

// address makes a URL fit for the angle brackets of a link.
var addresses = strings.NewReplacer("<", "%3C", ">", "%3E", " ", "%20", "(", "%28", ")", "%29", "\\", "%5C", "\n", "%0A")

func address(link string) string { return addresses.Replace(link) }

func customID(name string, task int64) string { return name + ":" + strconv.FormatInt(task, 10) }
