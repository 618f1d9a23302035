package chat

import (
	"context"
	"fmt"
	"strings"
)

// Help returns what a person can do at a place, a line each, and says what
// the way in that the adapter is run with lacks.
func (d *Desk) Help(ctx context.Context, p Place, who Person, c Capabilities) (string, error) {
	s, err := d.Settings(ctx, p)
	if err != nil {
		return "", err
	}
	if text := s.refusal(p, who); text != "" && !who.Manages {
		return text, nil
	}
	var b strings.Builder
	say := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	say("I answer questions from an archive of news articles. Each claim has a quote with its date; what the archive doesn't say I don't either.")
	var ways []string
	if c.Commands {
		ways = append(ways, "type "+c.Command+" and your question")
	}
	if c.Mentions {
		ways = append(ways, "name me in a message")
	}
	if c.Direct && s.Direct {
		ways = append(ways, "write to me directly")
	}
	say("Ask: %s.", strings.Join(ways, ", or "))
	if c.Commands {
		how := "Options: source, from, to, as-of, collection, private"
		if c.Form {
			how = c.Command + " alone opens a form with source, from, to, as-of, collection, private"
		}
		say("%s. Dates are such as 2021-04-07, 2021-04 or 2021.", how)
	}
	if c.Brief != "" && d.opts.Briefer != nil {
		say("Briefing: %s TOPIC, and since when: what happened, what is new, what is ahead. Such as: %s Lavrov since last Monday.", c.Brief, c.Brief)
		if c.Form {
			say("%s alone opens a form with since, collection, private.", c.Brief)
		}
		if s.Subscribe != ByNobody && (s.Subscribe == ByAnyone || who.Manages) {
			say("By a schedule: %s TOPIC every weekday 08:30 Europe/Vienna; %s lists, pauses, resumes, removes and runs what this channel has.", c.Subscribe, c.Subscriptions)
		}
	}
	switch {
	case !c.Messages && !c.Replies:
		say("Follow up: %s; I don't see messages that don't. A question that leans on your last one (\"and who did he meet?\") is read so for %s.",
			strings.Join(ways[:min(len(ways), 1)], "")+" again", minutes(d.opts.FollowUpFor))
	case s.FollowUps == Off:
		say("Follow up: name me again, follow-ups without it are switched off here.")
	default:
		who := "who began the thread"
		if s.FollowUps == OfAnyone {
			who = "everybody in the thread"
		}
		where := "in the thread or by a reply to my answer"
		if !c.Messages {
			where = "by a reply to my answer"
		} else if !c.Replies {
			where = "in the thread"
		}
		say("Follow up %s, without naming me, for %s after my answer; open to %s.", where, minutes(d.opts.FollowUpFor), who)
	}
	if c.Threads {
		say("Name me in a thread under way, with or without a question, and I read it.")
	} else if c.Mentions {
		say("I can't read threads here: put the whole question to me.")
	}
	var lacks []string
	for _, l := range []struct {
		has  bool
		what string
	}{
		{c.Mentions, "I don't see messages that name me"},
		{c.Direct && s.Direct, "I take no direct messages"},
		{c.Commands, "there are no commands"},
		{!c.Commands || c.InThreads, c.Command + " doesn't work within threads"},
		{c.Private, "I can't answer for your eyes alone"},
	} {
		if !l.has {
			lacks = append(lacks, l.what)
		}
	}
	if len(lacks) > 0 {
		say("Not here: %s.", strings.Join(lacks, "; "))
	}
	if who.Manages && c.Manage != "" {
		say("You manage me here: %s SETTING VALUE. Now: %s.", c.Manage, s.String())
	}
	return strings.TrimSuffix(b.String(), "\n"), nil
}

// String lists the settings as a command would set them.
func (s Settings) String() string {
	var out []string
	for _, k := range SettingKeys() {
		out = append(out, k+" "+s.value(k))
	}
	return strings.Join(out, "; ")
}

func minutes(d interface{ Minutes() float64 }) string {
	if m := int(d.Minutes()); m != 1 {
		return fmt.Sprintf("%d minutes", m)
	}
	return "a minute"
}
