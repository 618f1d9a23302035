package discord

import (
	"context"
	"net/http"
	"strings"

	"github.com/bwmarrin/discordgo"

	"dateline/bot/chat"
)

// order takes in what a person wants of a channel's schedules, and tells what
// became of it to them alone.
func (b *Bot) order(ctx context.Context, i *discordgo.Interaction, p chat.Place, who chat.Person, command string, option map[string]string) (response, error) {
	o := chat.Order{Keys: keys(i), Place: p, User: who}
	if command == commandSubscribe {
		o.Verb, o.When, o.Quiet, o.Collection = chat.VerbAdd, option[optionWhen], option[optionQuiet] == "true", option[optionCollection]
		o.Topic = strings.Join(strings.Fields(option[optionTopic]), " ")
		if !mayPost(i, p) {
			return shown(notice(mayNotPost)), nil
		}
	} else {
		o.Verb, o.ID = chat.Verb(option[optionAction]), chat.Number(option[optionNumber])
		if o.Verb == "" {
			o.Verb = chat.VerbList
		}
		if o.Verb != chat.VerbList && o.ID == 0 {
			return shown(notice("Say which one, by its number: /subscriptions alone lists them.")), nil
		}
	}
	text, err := b.desk.Schedule(ctx, o)
	if err != nil {
		text = b.tell(err)
	}
	return shown(notice(text)), nil
}

const mayNotPost = "I may not write here, so that I could not post a briefing: who manages this channel can let my role view it and send messages."

// mayPost reports whether what an interaction says of the bot's permissions
// where it came from lets it post there; where nothing is said it does.
func mayPost(i *discordgo.Interaction, p chat.Place) bool {
	need := int64(discordgo.PermissionViewChannel | discordgo.PermissionSendMessages)
	if p.Thread != "" {
		need = discordgo.PermissionViewChannel | discordgo.PermissionSendMessagesInThreads
	}
	has := i.AppPermissions
	return p.Direct || has == 0 || has&discordgo.PermissionAdministrator != 0 || has&need == need
}

// Reach reports whether the bot sees a place: nil where it does, a Sentence
// where it doesn't, another error where that is not known. Whether it may write
// there only interactions say. It is a chat.Reacher.
func (b *Bot) Reach(ctx context.Context, p chat.Place) error {
	err := b.call(ctx, http.MethodGet, discordgo.EndpointChannel(channelOf(p)), nil, nil)
	switch code(err) {
	case codeMissingAccess, codeUnknownChannel, codeNotPermitted:
		return &chat.Sentence{Text: mayNotPost, Kind: chat.ErrForbidden}
	}
	return err
}
