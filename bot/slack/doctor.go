package slack

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"dateline/bot/chat"
)

// Examine checks what silently breaks a bot in Slack: its tokens, the scopes
// that are granted, its clock, its access to channels. Desk may be nil.
func Examine(ctx context.Context, opts Options, socket bool, channels []string) []chat.Finding {
	if opts.Now == nil {
		opts.Now = time.Now
	}
	if opts.HTTP == nil {
		opts.HTTP = http.DefaultClient
	}
	ctx, cancel := context.WithTimeout(ctx, 2*askingTimeout)
	defer cancel()
	b := &Bot{opts: opts, log: opts.Log, now: opts.Now, api: client(opts)}
	var found []chat.Finding
	add := func(subject string, state chat.State, detail, remedy string) {
		found = append(found, chat.Finding{Subject: "slack: " + subject, State: state, Detail: detail, Remedy: remedy})
	}
	var who *slack.AuthTestResponse
	err := b.call(ctx, "auth.test", func(ctx context.Context) (err error) {
		who, err = b.api.AuthTestContext(ctx)
		return err
	})
	if err != nil {
		add("bot token", chat.Broken, err.Error(), remedy(err))
		return found
	}
	add("bot token", chat.Well, fmt.Sprintf("%s in %s", who.User, who.Team), "")
	switch granted := who.Header.Get("X-OAuth-Scopes"); {
	case granted == "":
		add("scopes", chat.Notice, "Slack does not say which are granted", "compare them with `dateline slack manifest` under OAuth & Permissions")
	case len(lacking(granted)) > 0:
		add("scopes", chat.Broken, "missing: "+strings.Join(lacking(granted), ", "), "update the app from `dateline slack manifest` and install it again")
	default:
		add("scopes", chat.Well, "all that are needed", "")
	}
	found = append(found, chat.ClockFinding(Name, who.Header.Get("Date"), opts.Now()))
	if socket {
		err := b.call(ctx, "apps.connections.open", func(ctx context.Context) error {
			_, _, err := b.api.StartSocketModeContext(ctx)
			return err
		})
		if err != nil {
			add("app token", chat.Broken, err.Error(), socketRemedy(err))
		} else {
			add("app token", chat.Well, "Socket Mode opens a connection", "")
		}
	}
	return append(found, b.access(ctx, channels)...)
}

// access checks the channels that the configuration names, and whether the bot
// is in any at all.
func (b *Bot) access(ctx context.Context, channels []string) []chat.Finding {
	var found []chat.Finding
	in := 0
	err := b.call(ctx, "users.conversations", func(ctx context.Context) error {
		list, _, err := b.api.GetConversationsForUserContext(ctx, &slack.GetConversationsForUserParameters{Types: []string{"public_channel", "private_channel"}, Limit: 200, ExcludeArchived: true})
		in = len(list)
		return err
	})
	switch {
	case err != nil:
		found = append(found, chat.Finding{Subject: "slack: channels", State: chat.Broken, Detail: err.Error(), Remedy: remedy(err)})
	case in == 0:
		found = append(found, chat.Finding{Subject: "slack: channels", State: chat.Notice, Detail: "the bot is in no channel", Remedy: "invite it where it is to be asked: /invite @dateline"})
	default:
		found = append(found, chat.Finding{Subject: "slack: channels", Detail: fmt.Sprintf("in %d", in)})
	}
	for _, id := range channels {
		f := chat.Finding{Subject: "slack: channel " + id}
		err := b.call(ctx, "conversations.info", func(ctx context.Context) error {
			c, err := b.api.GetConversationInfoContext(ctx, &slack.GetConversationInfoInput{ChannelID: id})
			switch {
			case err != nil:
			case c.IsArchived:
				f.State, f.Detail, f.Remedy = chat.Broken, "is archived", "take it out of the configuration"
			case !c.IsMember:
				f.State, f.Detail, f.Remedy = chat.Broken, "the bot is not a member", "invite it there: /invite @dateline"
			default:
				f.Detail = "#" + c.Name
			}
			return err
		})
		if err != nil {
			f.State, f.Detail, f.Remedy = chat.Broken, err.Error(), "check the channel's ID, and invite the bot where the channel is private"
		}
		found = append(found, f)
	}
	return found
}
