package fakeslack

import (
	"regexp"
	"strings"
)

func splitCommas(s string) []string { return strings.Split(s, ",") }

// Mention is a part of a text that notifies or names somebody.
type Mention struct {
	Kind string // user, channel, here, everyone, subteam, link (a channel's name)
	ID   string // of a user, a user group or a linked channel
	// Auto reports whether Slack makes the mention of plain text, which it does
	// in a mrkdwn object that isn't verbatim: "certain mentions will be
	// automatically parsed" (docs.slack.dev/reference/block-kit/composition-objects/text-object).
	Auto bool
}

// Link is a part of a text that leads to a URL.
type Link struct {
	URL, Label string
	Auto       bool // made by Slack of a bare URL
}

var (
	control = regexp.MustCompile(`<([@#!][^<>\n]+|[a-zA-Z][a-zA-Z0-9+.-]*:[^<>\n]*)>`)
	bareURL = regexp.MustCompile(`(?i)\b(?:https?://|www\.)[^\s<>|]*[^\s<>|.,;:!?()'"\]}]`)
	bareAt  = regexp.MustCompile(`(?:^|[^\w@])@(here|channel|everyone)\b`)
)

// ParseMrkdwn is what a mrkdwn text mentions and links to, as Slack reads it:
// <@U…>, <!here>, <!channel>, <!everyone>, <!subteam^S…>, <#C…>, <URL|label>.
// The escapes &lt; &gt; &amp; are text. Where the text isn't verbatim, bare URLs
// and bare @here are taken as well.
func ParseMrkdwn(text string, verbatim bool) ([]Mention, []Link) {
	var mentions []Mention
	var links []Link
	rest := control.ReplaceAllStringFunc(text, func(tok string) string {
		body, label, _ := strings.Cut(tok[1:len(tok)-1], "|")
		switch body[0] {
		case '@':
			mentions = append(mentions, Mention{Kind: "user", ID: body[1:]})
		case '#':
			mentions = append(mentions, Mention{Kind: "link", ID: body[1:]})
		case '!':
			name, id, _ := strings.Cut(body[1:], "^")
			switch name {
			case "here", "channel", "everyone":
				mentions = append(mentions, Mention{Kind: name})
			case "group": // an old word for @channel
				mentions = append(mentions, Mention{Kind: "channel"})
			case "subteam":
				mentions = append(mentions, Mention{Kind: "subteam", ID: id})
			}
		default:
			links = append(links, Link{URL: unescape(body), Label: unescape(label)})
		}
		return "\x00"
	})
	if verbatim {
		return mentions, links
	}
	for _, u := range bareURL.FindAllString(unescape(rest), -1) {
		links = append(links, Link{URL: u, Label: u, Auto: true})
	}
	for _, m := range bareAt.FindAllStringSubmatch(rest, -1) {
		mentions = append(mentions, Mention{Kind: m[1], Auto: true})
	}
	return mentions, links
}

var unescaper = strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&")

func unescape(s string) string { return unescaper.Replace(s) }

// Escape is text as Slack sends what a person typed: & < > as entities.
func Escape(text string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(text)
}

var entity = regexp.MustCompile(`&(?:amp;|lt;|gt;)?`)

// normalise is a posted text as Slack keeps it: entities for & < > that mean
// nothing, bare URLs in angle brackets.
func normalise(text string) string {
	var b strings.Builder
	plain := func(s string) {
		s = entity.ReplaceAllStringFunc(s, func(e string) string {
			if e == "&" {
				return "&amp;"
			}
			return e
		})
		s = strings.NewReplacer("<", "&lt;", ">", "&gt;").Replace(s)
		b.WriteString(bareURL.ReplaceAllStringFunc(s, func(u string) string {
			if strings.HasPrefix(strings.ToLower(u), "www.") {
				return "<http://" + u + "|" + u + ">"
			}
			return "<" + u + ">"
		}))
	}
	at := 0
	for _, loc := range control.FindAllStringIndex(text, -1) {
		plain(text[at:loc[0]])
		b.WriteString(text[loc[0]:loc[1]])
		at = loc[1]
	}
	plain(text[at:])
	return b.String()
}
