package discord

import (
	"context"
	"encoding/hex"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/bwmarrin/discordgo"

	"dateline/bot/chat"
)

// Flags of an application that say which privileged intents it has.
const (
	flagMessageContent        = 1 << 18
	flagMessageContentLimited = 1 << 19 // in fewer than 100 servers
)

// Examine checks what silently breaks a bot in Discord: its token, its
// privileged intent, where interactions are sent, whether its commands are
// registered, its clock and its access to channels.
func Examine(ctx context.Context, opts Options, guild string, channels []string) []chat.Finding {
	ctx, cancel := context.WithTimeout(ctx, 2*askingTimeout)
	defer cancel()
	var found []chat.Finding
	add := func(subject string, state chat.State, detail, remedy string) {
		found = append(found, chat.Finding{Subject: "discord: " + subject, State: state, Detail: detail, Remedy: remedy})
	}
	seen := &dated{}
	if opts.Transport == nil {
		opts.Transport = http.DefaultTransport
	}
	seen.base, opts.Transport = opts.Transport, seen
	b, err := New(ctx, opts)
	if err != nil {
		add("token", chat.Broken, err.Error(), remedy(err))
		return found
	}
	add("token", chat.Well, "application "+b.application, "")
	var app struct {
		Flags    int    `json:"flags"`
		Key      string `json:"verify_key"`
		Endpoint string `json:"interactions_endpoint_url"`
		Public   bool   `json:"bot_public"`
	}
	if err := b.call(ctx, http.MethodGet, discordgo.EndpointAPI+"applications/@me", nil, &app); err != nil {
		add("application", chat.Broken, err.Error(), remedy(err))
		return found
	}
	granted := app.Flags&(flagMessageContent|flagMessageContentLimited) != 0
	switch {
	case opts.HTTP:
	case opts.MessageContent && !granted:
		add("intents", chat.Broken, "Message Content Intent is off: the gateway will refuse the bot", "switch it on on the application's Bot page, or set discord.message_content to false")
	case !granted:
		add("intents", chat.Notice, "without Message Content Intent a follow-up needs a mention or a reply", "switch it on on the application's Bot page, and set discord.message_content to true")
	default:
		add("intents", chat.Well, "Message Content Intent is on", "")
	}
	switch {
	case !opts.HTTP && app.Endpoint != "":
		add("interactions", chat.Broken, "are sent to "+app.Endpoint+" and never come by the gateway", "clear Interactions Endpoint URL in the application's General Information, or set discord.mode to http")
	case opts.HTTP && app.Endpoint == "":
		add("interactions", chat.Broken, "are sent nowhere by HTTP", "set Interactions Endpoint URL in the application's General Information")
	case opts.HTTP && !strings.EqualFold(app.Key, hex.EncodeToString(opts.PublicKey)):
		add("interactions", chat.Broken, "discord.public_key is not this application's", "copy the Public Key of the application's General Information")
	default:
		add("interactions", chat.Well, "come as they are configured", "")
	}
	if app.Public {
		add("invitations", chat.Notice, "anybody may invite the bot into a server of theirs and ask it there",
			"set Install Link on the application's Installation page to None, then switch off Public Bot on its Bot page")
	}
	found = append(found, b.registered(ctx, guild), seen.clock(opts.Now))
	return append(found, b.access(ctx, channels)...)
}

// registered checks that Discord knows the bot's commands.
func (b *Bot) registered(ctx context.Context, guild string) chat.Finding {
	f := chat.Finding{Subject: "discord: commands"}
	var there []*discordgo.ApplicationCommand
	err := b.call(ctx, http.MethodGet, commandsAt(b.application, guild), nil, &there)
	switch {
	case err != nil:
		f.State, f.Detail, f.Remedy = chat.Broken, err.Error(), "invite the application with the scopes bot and applications.commands"
	case !same(there, Commands(guild), guild):
		f.State, f.Detail, f.Remedy = chat.Broken, fmt.Sprintf("%d are registered, and not as they are now", len(there)), "run `dateline discord register`"
	default:
		f.Detail = "registered"
	}
	return f
}

// access checks the channels that the configuration names, and whether the bot
// is in any server.
func (b *Bot) access(ctx context.Context, channels []string) []chat.Finding {
	var found []chat.Finding
	f := chat.Finding{Subject: "discord: servers"}
	var guilds []struct{ ID, Name string }
	switch err := b.call(ctx, http.MethodGet, discordgo.EndpointUserGuilds("@me"), nil, &guilds); {
	case err != nil:
		f.State, f.Detail, f.Remedy = chat.Broken, err.Error(), remedy(err)
	case len(guilds) == 0:
		f.State, f.Detail, f.Remedy = chat.Broken, "the bot is in no server", "open its invitation link: see README"
	default:
		f.Detail = fmt.Sprintf("in %d", len(guilds))
	}
	found = append(found, f)
	for _, id := range channels {
		f := chat.Finding{Subject: "discord: channel " + id}
		var c discordgo.Channel
		if err := b.call(ctx, http.MethodGet, discordgo.EndpointChannel(id), nil, &c); err != nil {
			f.State, f.Detail, f.Remedy = chat.Broken, err.Error(), "check the channel's ID, and let the bot's role see the channel"
		} else {
			f.Detail = "#" + c.Name
		}
		found = append(found, f)
	}
	return found
}

// dated notes the time that the server's answers bear.
type dated struct {
	base http.RoundTripper
	date string
	at   time.Time
}

func (d *dated) RoundTrip(r *http.Request) (*http.Response, error) {
	resp, err := d.base.RoundTrip(r)
	if err == nil {
		d.date, d.at = resp.Header.Get("Date"), time.Now()
	}
	return resp, err
}

// clock compares the server's time with ours.
func (d *dated) clock(now func() time.Time) chat.Finding {
	at := d.at
	if now != nil {
		at = now()
	}
	return chat.ClockFinding(Name, d.date, at)
}
