package slack

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/slack-go/slack"
)

// scopes are what the bot asks for, each with what it is for.
var scopes = []struct{ name, use string }{
	{"app_mentions:read", "to be asked by mention"},
	{"assistant:write", "to show a status in assistant threads"},
	{"channels:history", "to read threads and follow-ups in public channels"},
	{"channels:read", "to check its access to public channels"},
	{"chat:write", "to answer"},
	{"commands", "for /dateline, /brief, /subscribe and /subscriptions"},
	{"groups:history", "to read threads and follow-ups in private channels"},
	{"groups:read", "to check its access to private channels"},
	{"im:history", "to be asked in direct messages"},
	{"im:write", "to answer privately"},
	{"mpim:history", "to read threads and follow-ups in group messages"},
	{"reactions:write", "to show that it works on a question"},
	{"usergroups:read", "to allow and deny user groups"},
	{"users:read", "to know who may manage it"},
}

// Manifest returns the app manifest, in JSON, from which a workspace makes the
// bot's app. For Socket Mode base is empty; for HTTP it is the address that Slack
// reaches the bot at, to which /slack/events and its like are added.
func Manifest(name, base string) ([]byte, error) {
	var names []string
	for _, s := range scopes {
		names = append(names, s.name)
	}
	m := slack.Manifest{
		Metadata: slack.ManifestMetadata{MajorVersion: 1, MinorVersion: 1},
		Display:  slack.Display{Name: name, Description: "Answers from your own archive of news, every claim with a dated quote"},
		Features: slack.Features{
			AssistantView: &slack.AssistantView{AssistantDescription: "Answers from your own archive of news, every claim with a dated quote"},
			BotUser:       slack.BotUser{DisplayName: strings.ToLower(name), AlwaysOnline: true},
			SlashCommands: []slack.ManifestSlashCommand{
				{Command: "/dateline", Description: "Ask the archive", UsageHint: "when did … last visit before 2021?", ShouldEscape: true},
				{Command: commandBrief, Description: "What happened on a topic, and what is new", UsageHint: "TOPIC [since DATE]", ShouldEscape: true},
				{Command: commandSubscribe, Description: "A briefing in this channel by a schedule", UsageHint: "TOPIC every weekday 08:30 Europe/Vienna [quiet]", ShouldEscape: true},
				{Command: commandSubscriptions, Description: "What this channel has subscribed to", UsageHint: "[pause|resume|remove|run NUMBER]", ShouldEscape: true},
			},
		},
		OAuthConfig: slack.OAuthConfig{Scopes: slack.OAuthScopes{Bot: names}},
		Settings: slack.Settings{
			EventSubscriptions: &slack.EventSubscriptions{BotEvents: []string{"app_mention", "assistant_thread_started", "message.channels", "message.groups", "message.im", "message.mpim"}},
			Interactivity:      &slack.Interactivity{IsEnabled: true},
			SocketModeEnabled:  base == "",
		},
	}
	if base != "" {
		base = strings.TrimSuffix(base, "/") + "/slack"
		for i := range m.Features.SlashCommands {
			m.Features.SlashCommands[i].Url = base + "/commands"
		}
		m.Settings.EventSubscriptions.RequestUrl = base + "/events"
		m.Settings.Interactivity.RequestUrl = base + "/interactions"
		m.Settings.Interactivity.MessageMenuOptionsUrl = base + "/interactions"
	}
	return writable(m)
}

// writable encodes a manifest so that people may write to the bot directly.
// That takes a false, which Slack does not take for granted and which the
// library leaves out.
func writable(m slack.Manifest) ([]byte, error) {
	text, err := json.Marshal(m)
	if err != nil {
		return nil, err
	}
	var whole map[string]any
	if err := json.Unmarshal(text, &whole); err != nil {
		return nil, err
	}
	whole["features"].(map[string]any)["app_home"] = map[string]bool{
		"home_tab_enabled": false, "messages_tab_enabled": true, "messages_tab_read_only_enabled": false}
	return json.MarshalIndent(whole, "", "  ")
}

// lacking returns the scopes that the bot asks for and that are not granted,
// each with what it is for.
func lacking(granted string) []string {
	have := strings.FieldsFunc(granted, func(r rune) bool { return r == ',' || r == ' ' })
	var out []string
	for _, s := range scopes {
		if !slices.Contains(have, s.name) {
			out = append(out, s.name+" ("+s.use+")")
		}
	}
	return out
}
