package brief

import (
	"fmt"
	"strings"

	"dateline/bot"
)

// Heading says in a line what a briefing covers and how much it tells.
func (b *Briefing) Heading() string {
	over := bot.Printable(b.Topic)
	if b.Window.Known() {
		over += ", " + bot.ShortDate(b.Window)
	}
	if b.Empty() {
		if !b.Since.IsZero() {
			return over + ": nothing new."
		}
		return over + ": nothing in the archive."
	}
	var parts []string
	say := func(n int, one, many string) {
		switch {
		case n == 1:
			parts = append(parts, "1 "+one)
		case n > 1:
			parts = append(parts, fmt.Sprintf("%d %s", n, many))
		}
	}
	say(len(b.Points), "point", "points")
	say(len(b.Changes), "change", "changes")
	say(len(b.Ahead), "ahead", "ahead")
	say(len(b.Undated), "undated report", "undated reports")
	text := over + ": " + strings.Join(parts, ", ")
	switch all := len(b.Points) + len(b.Changes) + len(b.Ahead) + len(b.Undated); {
	case b.Since.IsZero():
	case b.New == all:
		text += ", all new"
	case b.New == 0:
		text += ", none new"
	default:
		text += fmt.Sprintf(", %d new", b.New)
	}
	return text + "."
}
