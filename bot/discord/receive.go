package discord

import (
	"context"
	"encoding/json"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/bwmarrin/discordgo"

	"dateline/bot/chat"
)

// handle is what the adapter keeps with a request, to answer it by.
type handle struct {
	Interaction string `json:"interaction,omitempty"` // ID
	Token       string `json:"token,omitempty"`       // of the interaction: 15 minutes
	Asker       string `json:"asker,omitempty"`       // name that stands above the answer where the interaction can't be used
}

// tokenFor is how long an interaction's token lives.
const tokenFor = 15 * time.Minute

// said takes down what somebody wrote, where it is for the bot.
func (b *Bot) said(ctx context.Context, m *discordgo.Message) error {
	if m.Author == nil || m.Author.Bot || m.WebhookID != "" || m.Author.ID == b.user {
		return nil
	}
	if m.Type != discordgo.MessageTypeDefault && m.Type != discordgo.MessageTypeReply {
		return nil
	}
	// Discord adds to the mentions whom a message replies to.
	named := strings.Contains(m.Content, "<@"+b.user+">") || strings.Contains(m.Content, "<@!"+b.user+">") ||
		slices.ContainsFunc(roleMention.FindAllStringSubmatch(m.Content, -1), func(role []string) bool { return b.own.has(role[1]) })
	mentioned := named || slices.ContainsFunc(m.Mentions, func(u *discordgo.User) bool { return u.ID == b.user })
	replied := m.ReferencedMessage != nil && m.ReferencedMessage.Author != nil && m.ReferencedMessage.Author.ID == b.user
	if !mentioned && !replied && m.GuildID != "" && m.Content == "" {
		return nil // without the intent nothing of it is shown
	}
	p, err := b.place(ctx, m.GuildID, m.ChannelID)
	if err != nil {
		return err
	}
	r := chat.Request{
		Keys:  []string{Name + "/message/" + m.ID},
		Place: p, Message: m.ID, Text: plainText(m, b.user), At: m.Timestamp, User: chat.Person{ID: m.Author.ID},
		Others: slices.ContainsFunc(m.MentionRoles, func(id string) bool { return !b.own.has(id) }) || m.MentionEveryone || slices.ContainsFunc(m.Mentions, func(u *discordgo.User) bool { return u.ID != b.user }),
	}
	if m.Member != nil {
		r.User.Roles = m.Member.Roles
	}
	if m.MessageReference != nil {
		r.Parent = m.MessageReference.MessageID
	}
	switch {
	case p.Direct:
		r.Kind = chat.Direct
	case replied && !named:
		r.Kind = chat.InReply
	case mentioned:
		r.Kind = chat.Mention
	case p.Thread != "":
		r.Kind = chat.Ambient
	default:
		return nil
	}
	if topic, ok := chat.AsksBriefing(r.Text); ok && (r.Kind == chat.Direct || r.Kind == chat.Mention) {
		r.Text, r.Brief = topic, &chat.Brief{}
	}
	out, err := b.desk.Accept(ctx, r)
	if err != nil {
		return err
	}
	if out.Verdict == chat.Refused {
		m := notice(out.Text)
		m.Reference, m.Nonce, m.EnforceNonce = &reference{MessageID: r.Message}, "dr"+r.Message, true
		b.errands.Go(ctx, func(ctx context.Context) {
			if err := b.call(ctx, http.MethodPost, discordgo.EndpointChannelMessages(channelOf(p)), m, nil); err != nil {
				b.log.Warn("a person could not be told", "reason", err)
			}
		})
	}
	return nil
}

// channelOf returns the channel that messages of a place are posted to.
func channelOf(p chat.Place) string {
	if p.Thread != "" {
		return p.Thread
	}
	return p.Channel
}

// markup is a mention, a custom emoji or a timestamp in a message.
var markup = regexp.MustCompile(`<(?:@[!&]?|#)(\d+)>|<a?:(\w+):\d+>|<t:-?\d+(?::\w)?>|</([^:>]+):\d+>`)

// plainText returns what a person wrote without Discord's markup: mentions of
// self are taken out, others show the name.
func plainText(m *discordgo.Message, self string) string {
	names := map[string]string{}
	for _, u := range m.Mentions {
		names[u.ID] = u.Username
	}
	text := markup.ReplaceAllStringFunc(m.Content, func(s string) string {
		parts := markup.FindStringSubmatch(s)
		switch {
		case parts[1] == self:
			return " "
		case parts[1] != "":
			return names[parts[1]]
		}
		return parts[2] + parts[3]
	})
	return strings.Join(strings.Fields(text), " ")
}

// person returns who caused an interaction: a member of a server, or a user in
// a direct message.
func person(i *discordgo.Interaction) (who chat.Person, name string) {
	switch {
	case i.Member != nil && i.Member.User != nil:
		const manages = discordgo.PermissionManageMessages | discordgo.PermissionManageGuild | discordgo.PermissionAdministrator
		name = i.Member.Nick
		if name == "" {
			name = display(i.Member.User)
		}
		return chat.Person{ID: i.Member.User.ID, Roles: i.Member.Roles, Manages: i.Member.Permissions&manages != 0}, name
	case i.User != nil:
		return chat.Person{ID: i.User.ID}, display(i.User)
	}
	return chat.Person{}, ""
}

func display(u *discordgo.User) string {
	if u.GlobalName != "" {
		return u.GlobalName
	}
	return u.Username
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
