package discord

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"reflect"
	"slices"

	"github.com/bwmarrin/discordgo"

	"dateline/bot/chat"
)

// The names of commands and of their options.
const (
	commandAsk           = "ask"
	commandBrief         = "brief"
	commandSubscribe     = "subscribe"
	commandSubscriptions = "subscriptions"
	commandHelp          = "dateline-help"
	commandSettings      = "dateline-settings"

	optionQuestion   = "question"
	optionSource     = "source"
	optionFrom       = "from"
	optionTo         = "to"
	optionAsOf       = "as-of"
	optionCollection = "collection"
	optionPrivate    = "private"
	optionKey        = "key"
	optionValue      = "value"
	optionEverywhere = "everywhere"
	optionTopic      = "topic"
	optionSince      = "since"
	optionWhen       = "when"
	optionQuiet      = "quiet"
	optionAction     = "action"
	optionNumber     = chat.OptionNumber
)

// Commands returns the bot's commands: for one server, or for all where guild
// is empty. Those for all say that the bot is installed in servers, and not by
// people for themselves, who could then ask it anywhere and past every rule.
func Commands(guild string) []*discordgo.ApplicationCommand {
	list := commands()
	for _, c := range list {
		if guild != "" {
			c.Contexts = nil // which a server's own commands have not
			continue
		}
		c.IntegrationTypes = &[]discordgo.ApplicationIntegrationType{discordgo.ApplicationIntegrationGuildInstall}
		if c.Contexts == nil {
			c.Contexts = &[]discordgo.InteractionContextType{discordgo.InteractionContextGuild, discordgo.InteractionContextBotDM}
		}
	}
	return list
}

func commands() []*discordgo.ApplicationCommand {
	text := func(name, what string, complete bool) *discordgo.ApplicationCommandOption {
		return &discordgo.ApplicationCommandOption{Type: discordgo.ApplicationCommandOptionString, Name: name, Description: what, Autocomplete: complete}
	}
	flag := func(name, what string) *discordgo.ApplicationCommandOption {
		return &discordgo.ApplicationCommandOption{Type: discordgo.ApplicationCommandOptionBoolean, Name: name, Description: what}
	}
	question := text(optionQuestion, "What you want to know, such as: when did … last visit before 2021?", false)
	question.Required, question.MaxLength = true, 1000
	topic := text(optionTopic, "What it is about, such as: Lavrov, or: Russia and Pakistan", false)
	topic.Required, topic.MaxLength = true, 200
	when := text(optionWhen, "Such as: every weekday 08:30 Europe/Vienna, daily 7:00, every Monday 9:00", false)
	when.Required, when.MaxLength = true, 100
	collection := text(optionCollection, "Only articles of this collection", true)
	action := text(optionAction, "What to do; without it they are listed", false)
	for _, v := range []chat.Verb{chat.VerbList, chat.VerbPause, chat.VerbResume, chat.VerbRemove, chat.VerbRun} {
		action.Choices = append(action.Choices, &discordgo.ApplicationCommandOptionChoice{Name: string(v), Value: string(v)})
	}
	key := text(optionKey, "The setting; without one you see all that hold here", false)
	for _, k := range chat.SettingKeys() {
		key.Choices = append(key.Choices, &discordgo.ApplicationCommandOptionChoice{Name: k, Value: k})
	}
	manage := int64(discordgo.PermissionManageGuild)
	return []*discordgo.ApplicationCommand{
		{Type: discordgo.ChatApplicationCommand, Name: commandAsk, Description: "Ask the archive; every claim comes with a dated quote", Options: []*discordgo.ApplicationCommandOption{
			question,
			text(optionSource, "Only articles of this source", true),
			text(optionFrom, "Only articles published from this date on: 2021, 2021-04 or 2021-04-07", true),
			text(optionTo, "Only articles published until this date", true),
			text(optionAsOf, "Answer as on this date: hides what was published later", true),
			collection,
			flag(optionPrivate, "Only you see the answer"),
		}},
		{Type: discordgo.ChatApplicationCommand, Name: commandBrief, Description: "What happened on a topic, and what is new since the last briefing here", Options: []*discordgo.ApplicationCommandOption{
			topic,
			text(optionSince, "The first day: 2021-04-01, April 2021, last Monday, three days ago", true),
			collection,
			flag(optionPrivate, "Only you see the briefing"),
		}},
		{Type: discordgo.ChatApplicationCommand, Name: commandSubscribe, Description: "A briefing in this channel by a schedule", Options: []*discordgo.ApplicationCommandOption{
			topic, when,
			flag(optionQuiet, "Say nothing where nothing is new"),
			collection,
		}},
		{Type: discordgo.ChatApplicationCommand, Name: commandSubscriptions, Description: "What this channel has subscribed to: list, pause, resume, remove, run now", Options: []*discordgo.ApplicationCommandOption{
			action,
			text(optionNumber, "Which one, by its number in the list", true),
		}},
		{Type: discordgo.ChatApplicationCommand, Name: commandHelp, Description: "What the bot answers here, and how to ask"},
		{Type: discordgo.ChatApplicationCommand, Name: commandSettings, Description: "Show or change what the bot may do in this channel", DefaultMemberPermissions: &manage,
			Contexts: &[]discordgo.InteractionContextType{discordgo.InteractionContextGuild},
			Options: []*discordgo.ApplicationCommandOption{
				key, text(optionValue, "What to set it to; \"reset\" gives up what was set here", false), flag(optionEverywhere, "In the whole server, not in this channel alone"),
			}},
	}
}

// Register makes the bot's commands known to Discord, in one server or, where
// guild is empty, everywhere. It reports whether anything had to change; doing
// it again changes nothing.
func (b *Bot) Register(ctx context.Context, guild string) (changed bool, err error) {
	ctx, cancel := context.WithTimeout(ctx, askingTimeout)
	defer cancel()
	endpoint := commandsAt(b.application, guild)
	var there []*discordgo.ApplicationCommand
	if err := b.call(ctx, http.MethodGet, endpoint, nil, &there); err != nil {
		return false, err
	}
	want := Commands(guild)
	if same(there, want, guild) {
		return false, nil
	}
	return true, b.call(ctx, http.MethodPut, endpoint, want, nil)
}

// same reports whether two lists of commands mean the same to who uses them.
func same(there, want []*discordgo.ApplicationCommand, guild string) bool {
	return reflect.DeepEqual(essence(there, guild), essence(want, guild))
}

// essence is what of commands matters, by name: the server adds IDs and fills
// in defaults, among them where a server's own commands can be used.
func essence(commands []*discordgo.ApplicationCommand, guild string) map[string]any {
	out := map[string]any{}
	for _, c := range commands {
		about := []any{c.Type, c.Description, c.DefaultMemberPermissions, optionsOf(c.Options)}
		if guild == "" {
			about = append(about, sorted(c.Contexts), sorted(c.IntegrationTypes))
		}
		out[c.Name] = about
	}
	return out
}

func sorted[T cmp.Ordered](list *[]T) []T {
	if list == nil {
		return nil
	}
	return slices.Sorted(slices.Values(*list))
}

func optionsOf(list []*discordgo.ApplicationCommandOption) any {
	out := []any{}
	for _, o := range list {
		choices := []any{}
		for _, c := range o.Choices {
			value, _ := json.Marshal(c.Value)
			choices = append(choices, c.Name, string(value))
		}
		out = append(out, []any{o.Type, o.Name, o.Description, o.Required, o.Autocomplete, o.MaxLength, choices})
	}
	return out
}

// commandsAt returns where commands are registered: for one server, or for
// all.
func commandsAt(application, guild string) string {
	if guild == "" {
		return discordgo.EndpointApplicationGlobalCommands(application)
	}
	return discordgo.EndpointApplicationGuildCommands(application, guild)
}

// Invitation returns the address at which who manages a server invites the
// bot: to see channels, to write in them and in threads, and to read what was
// said before.
func (b *Bot) Invitation() string {
	const permissions = discordgo.PermissionViewChannel | discordgo.PermissionSendMessages | discordgo.PermissionSendMessagesInThreads | discordgo.PermissionReadMessageHistory
	return fmt.Sprintf("https://discord.com/oauth2/authorize?client_id=%s&scope=bot+applications.commands&permissions=%d", b.application, permissions)
}
