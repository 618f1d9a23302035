package slack

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/slack-go/slack/slackevents"

	"dateline/bot/chat"
)

// handle is what the adapter keeps with a request, to answer it by.
type handle struct {
	Asker     string `json:"asker,omitempty"`     // name that stands above the answer to a command
	Assistant bool   `json:"assistant,omitempty"` // in a thread that shows a status
}

// event takes an event in. An error means that it is not safely down, so that
// it must not be acknowledged: Slack sends it again.
func (b *Bot) event(ctx context.Context, e slackevents.EventsAPIEvent) error {
	id := ""
	if outer, ok := e.Data.(*slackevents.EventsAPICallbackEvent); ok {
		id = outer.EventID
	}
	switch in := e.InnerEvent.Data.(type) {
	case *slackevents.AppMentionEvent:
		if in.Edited != nil || in.BotID != "" || in.User == "" || in.User == b.user {
			return nil
		}
		return b.said(ctx, id, message{channel: in.Channel, user: in.User, text: in.Text, at: in.TimeStamp, thread: in.ThreadTimeStamp, mention: true})
	case *slackevents.MessageEvent:
		switch in.SubType {
		case "", "thread_broadcast", "file_share":
		default:
			return nil
		}
		if in.BotID != "" || in.User == "" || in.User == b.user {
			return nil
		}
		return b.said(ctx, id, message{channel: in.Channel, user: in.User, text: in.Text, at: in.TimeStamp, thread: in.ThreadTimeStamp,
			direct: in.ChannelType == "im", assistant: in.AssistantThread != nil || in.ChannelType == "im" && in.ThreadTimeStamp != ""})
	case *slackevents.AssistantThreadStartedEvent:
		b.errands.Go(ctx, func(ctx context.Context) {
			b.greet(ctx, in.AssistantThread.ChannelID, in.AssistantThread.ThreadTimeStamp)
		})
	}
	return nil
}

// message is what somebody wrote.
type message struct {
	channel, user, text, at, thread string
	mention, direct, assistant      bool
}

// said takes down what somebody wrote, where it is for the bot.
func (b *Bot) said(ctx context.Context, event string, m message) error {
	text, mentioned, others := plainText(m.text, b.user)
	r := chat.Request{
		Place:   chat.Place{Platform: Name, Workspace: b.team, Channel: m.channel, Thread: m.thread, Direct: m.direct},
		Message: m.at, Text: text, Others: others, At: instant(m.at, b.now()),
	}
	// One message is two events; either is enough, and both have its time.
	r.Keys = []string{Name + "/" + b.team + "/" + m.channel + "/" + m.at}
	if event != "" {
		r.Keys = append(r.Keys, Name+"/event/"+event)
	}
	switch {
	case m.direct:
		r.Kind = chat.Direct
	case m.mention || mentioned:
		r.Kind = chat.Mention
		if r.Place.Thread == "" {
			r.Place.Thread = m.at // the answer begins a thread there
		}
	case m.thread != "":
		r.Kind = chat.Ambient
	default:
		return nil
	}
	if topic, ok := chat.AsksBriefing(text); ok && (r.Kind == chat.Direct || r.Kind == chat.Mention) {
		r.Text, r.Brief = topic, &chat.Brief{}
	}
	r.Handle = encode(handle{Assistant: m.assistant})
	out, err := b.accept(ctx, r, m.user)
	if err != nil {
		return err
	}
	if out.Verdict == chat.Refused {
		if r.Place.Thread == m.at {
			r.Place.Thread = "" // what one person alone sees shows only in threads that there are
		}
		b.errands.Go(ctx, func(ctx context.Context) { b.tell(ctx, r.Place, m.user, out.Text) })
	}
	return nil
}

// accept gives a request to the desk.
func (b *Bot) accept(ctx context.Context, r chat.Request, user string) (chat.Outcome, error) {
	who, err := b.asker(ctx, r.Place, user, false)
	if err != nil {
		return chat.Outcome{Verdict: chat.Refused, Text: "I can't see at the moment who may ask here. Please try again later."}, nil
	}
	r.User = who
	return b.desk.Accept(ctx, r)
}

// asker returns who turned to the bot, with groups where the place's rules
// are about them, and with whether they may manage where that is wanted.
func (b *Bot) asker(ctx context.Context, p chat.Place, user string, manages bool) (chat.Person, error) {
	rules, err := b.desk.Settings(ctx, p)
	if err != nil {
		return chat.Person{}, err
	}
	groups := len(rules.AllowedRoles)+len(rules.DeniedRoles) > 0
	who := chat.Person{ID: user}
	if manages {
		who.Manages = b.manages(ctx, user)
	}
	if groups {
		members, err := b.members(ctx)
		if err != nil {
			return chat.Person{}, err
		}
		who.Roles = members[user]
	}
	return who, nil
}

// instant reads the time of a message, "1700000000.000100".
func instant(ts string, otherwise time.Time) time.Time {
	seconds, fraction, _ := strings.Cut(ts, ".")
	s, err := strconv.ParseInt(seconds, 10, 64)
	if err != nil {
		return otherwise
	}
	micro, err := strconv.ParseInt(fmt.Sprintf("%.6s", fraction+"000000"), 10, 64)
	if err != nil {
		micro = 0
	}
	return time.Unix(s, micro*1000).UTC()
}

// encode returns v as JSON; the adapter's own types always have one.
func encode(v any) json.RawMessage {
	text, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return text
}

// decode reads what encode wrote; what can't be read is the zero value.
func decode[T any](text []byte) (v T) {
	_ = json.Unmarshal(text, &v)
	return v
}
