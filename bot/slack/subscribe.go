package slack

import (
	"context"
	"strings"

	"github.com/slack-go/slack"

	"dateline/bot/chat"
)

// The commands beside /dateline, which has the same words.
const (
	commandBrief         = "/brief"
	commandSubscribe     = "/subscribe"
	commandSubscriptions = "/subscriptions"
)

// subscribe has a briefing come by a schedule, in the channel.
func (b *Bot) subscribe(ctx context.Context, c slack.SlashCommand, p chat.Place, text string) (any, error) {
	if strings.TrimSpace(text) == "" {
		return privately("Say on what and when, such as: Lavrov every weekday 08:30 Europe/Vienna"), nil
	}
	return b.order(ctx, c, chat.Order{Place: p, Verb: chat.VerbAdd, Topic: text})
}

// subscriptions lists and changes what a channel has subscribed to.
func (b *Bot) subscriptions(ctx context.Context, c slack.SlashCommand, p chat.Place, text string) (any, error) {
	verb, id, ok := chat.ParseOrder(text)
	if !ok {
		return privately("Say nothing, which lists them, or pause, resume, remove or run with a number of the list, such as: pause 3"), nil
	}
	return b.order(ctx, c, chat.Order{Place: p, Verb: verb, ID: id})
}

// order gives an order to the desk, and tells what became of it to who gave it.
func (b *Bot) order(ctx context.Context, c slack.SlashCommand, o chat.Order) (any, error) {
	who, err := b.asker(ctx, o.Place, c.UserID, true)
	if err != nil {
		return nil, err
	}
	o.Keys, o.User = keys(c), who
	text, err := b.desk.Schedule(ctx, o)
	if err != nil {
		return nil, err
	}
	return privately(text), nil
}

// Reach reports whether the bot can post in a place: nil where it can, a
// Sentence where it can't, another error where that is not known. It is a
// chat.Reacher.
func (b *Bot) Reach(ctx context.Context, p chat.Place) error {
	if !p.Direct {
		var ch *slack.Channel
		err := b.call(ctx, "conversations.info", func(ctx context.Context) (err error) {
			ch, err = b.api.GetConversationInfoContext(ctx, &slack.GetConversationInfoInput{ChannelID: p.Channel})
			return err
		})
		switch {
		case err == nil && ch.IsArchived:
			return &chat.Sentence{Text: "This channel is archived: nobody can write in it.", Kind: chat.ErrForbidden}
		case err == nil && !ch.IsMember:
			return notMember()
		case err == nil:
			return nil
		case !failed(err, "missing_scope"): // a group message, which the scope is not asked for
			return away(err)
		}
	}
	// Who is in a conversation may read it. Of a direct message between others,
	// where commands work too, Slack says that it is not found.
	return away(b.call(ctx, "conversations.history", func(ctx context.Context) error {
		_, err := b.api.GetConversationHistoryContext(ctx, &slack.GetConversationHistoryParameters{ChannelID: p.Channel, Limit: 1})
		return err
	}))
}

// away makes a sentence of the errors of a place that the bot is not in.
func away(err error) error {
	if failed(err, "channel_not_found", "not_in_channel") {
		return notMember()
	}
	return err
}

func notMember() error {
	return &chat.Sentence{Text: "I am not a member here, so that I could not post a briefing. Invite me (/invite), then subscribe again.", Kind: chat.ErrForbidden}
}
