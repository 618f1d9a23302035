package main

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"dateline/bot/bottest/fakediscord"
	"dateline/bot/bottest/fakeslack"
)

// said runs a command to its end and returns its exit status and all that it
// printed.
func said(t *testing.T, env map[string]string, args ...string) (int, string) {
	t.Helper()
	var out bytes.Buffer
	status := run(t.Context(), args, nil, &out, &out, func(key string) string { return env[key] }, time.Now)
	return status, out.String()
}

func TestManifest(t *testing.T) {
	for _, row := range []struct {
		args   []string
		socket bool
		url    string
	}{
		{[]string{"slack", "manifest"}, true, ""},
		{[]string{"slack", "manifest", "--url", "https://example.org/"}, false, "https://example.org/slack/events"},
	} {
		status, text := said(t, nil, row.args...)
		var m struct {
			Features struct {
				AppHome struct {
					ReadOnly *bool `json:"messages_tab_read_only_enabled"`
					Messages bool  `json:"messages_tab_enabled"`
				} `json:"app_home"`
				Commands []struct{ Command, URL string } `json:"slash_commands"`
			}
			OAuth struct {
				Scopes struct{ Bot []string }
			} `json:"oauth_config"`
			Settings struct {
				Events struct {
					URL string   `json:"request_url"`
					Bot []string `json:"bot_events"`
				} `json:"event_subscriptions"`
				Socket bool `json:"socket_mode_enabled"`
			}
		}
		if err := json.Unmarshal([]byte(text), &m); status != exitOK || err != nil {
			t.Fatalf("%v: exit status %d, %v in %s", row.args, status, err, text)
		}
		if m.Settings.Socket != row.socket || m.Settings.Events.URL != row.url || len(m.Features.Commands) != 4 || m.Features.Commands[0].Command != "/dateline" {
			t.Errorf("%v: %s", row.args, text)
		}
		for _, c := range m.Features.Commands {
			if want := strings.Replace(row.url, "/events", "/commands", 1); c.URL != want {
				t.Errorf("%v: %s is sent to %q, want %q", row.args, c.Command, c.URL, want)
			}
		}
		// Without this people can't write to the bot directly.
		if m.Features.AppHome.ReadOnly == nil || *m.Features.AppHome.ReadOnly || !m.Features.AppHome.Messages {
			t.Errorf("%v: the messages tab is closed: %s", row.args, text)
		}
		for _, scope := range []string{"app_mentions:read", "chat:write", "commands", "im:history", "reactions:write"} {
			if !strings.Contains(text, `"`+scope+`"`) {
				t.Errorf("%v: no scope %s", row.args, scope)
			}
		}
	}
}

func TestDoctor(t *testing.T) {
	s, err := fakeslack.New(fakeslack.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	d, err := fakediscord.Start(fakediscord.Options{Guilds: []fakediscord.Guild{{Name: "newsroom", Members: []fakediscord.Member{{User: "asker"}}}},
		Users: []fakediscord.User{{Name: "asker"}}})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	slackEnv := map[string]string{"DATELINE_SLACK_API_URL": s.URL(), "DATELINE_SLACK_BOT_TOKEN": fakeslack.DefaultBotToken, "DATELINE_SLACK_APP_TOKEN": fakeslack.DefaultAppToken}
	discordEnv := map[string]string{"DATELINE_DISCORD_API_URL": d.URL(), "DATELINE_DISCORD_TOKEN": d.Token()}
	with := func(env map[string]string, key, value string) map[string]string {
		out := map[string]string{key: value}
		for k, v := range env {
			if k != key {
				out[k] = v
			}
		}
		return out
	}
	s.SetScopes("chat:write", "app_mentions:read")
	for _, row := range []struct {
		name   string
		env    map[string]string
		status int
		want   string // all of them, apart by |
	}{
		{"nothing configured", nil, exitOK, "note  archive: 42 articles, 9 of them undated|ok    state: none yet|note  platforms: none|ok    model: none"},
		{"scopes are missing", slackEnv, exitNothing, "ok    slack: bot token|FAIL  slack: scopes: missing: assistant:write|reactions:write (to show that it works on a question)|-> update the app|ok    slack: app token|ok    slack: clock"},
		{"a wrong token", with(slackEnv, "DATELINE_SLACK_BOT_TOKEN", "xoxb-wrong"), exitNothing, "FAIL  slack: bot token|-> install the app again"},
		{"an intent is off, commands are not registered", discordEnv, exitNothing,
			"ok    discord: token|FAIL  discord: intents: Message Content Intent is off|FAIL  discord: commands|-> run `dateline discord register`|ok    discord: clock|note  discord: invitations: anybody may|-> set Install Link|ok    discord: servers: in 1"},
		{"without the intent", with(discordEnv, "DATELINE_DISCORD_MESSAGE_CONTENT", "false"), exitNothing, "note  discord: intents: without Message Content Intent"},
		{"a wrong token", with(discordEnv, "DATELINE_DISCORD_TOKEN", "wrong"), exitNothing, "FAIL  discord: token|-> reset the token"},
	} {
		env := with(row.env, "DATELINE_STORE", t.TempDir())
		status, text := said(t, env, "doctor", "--example")
		if status != row.status {
			t.Errorf("%s: exit status %d, want %d\n%s", row.name, status, row.status, text)
		}
		for _, want := range strings.Split(row.want, "|") {
			if !strings.Contains(text, want) {
				t.Errorf("%s: no %q in\n%s", row.name, want, text)
			}
		}
		for _, secret := range []string{fakeslack.DefaultBotToken, fakeslack.DefaultAppToken, d.Token()} {
			if strings.Contains(text, secret) {
				t.Errorf("%s: it tells a token:\n%s", row.name, text)
			}
		}
	}
}

func TestRegister(t *testing.T) {
	d, err := fakediscord.Start(fakediscord.Options{Guilds: []fakediscord.Guild{{Name: "newsroom", Members: []fakediscord.Member{{User: "asker"}}}},
		Users: []fakediscord.User{{Name: "asker"}}})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	for _, guild := range []string{"", d.GuildID("newsroom")} {
		env := map[string]string{"DATELINE_DISCORD_API_URL": d.URL(), "DATELINE_DISCORD_TOKEN": d.Token(), "DATELINE_DISCORD_GUILD": guild}
		status, text := said(t, env, "discord", "register")
		if status != exitOK || !strings.Contains(text, "are registered now") || !strings.Contains(text, "client_id="+d.ApplicationID()) {
			t.Errorf("guild %q: exit status %d\n%s", guild, status, text)
		}
		if n := len(d.Commands(guild)); n != 6 {
			t.Errorf("guild %q: %d commands, want 6", guild, n)
		}
		// A second time nothing is to be done.
		if status, text = said(t, env, "discord", "register"); status != exitOK || !strings.Contains(text, "were registered as they are") {
			t.Errorf("guild %q, again: exit status %d\n%s", guild, status, text)
		}
	}
	if status, text := said(t, nil, "discord", "register"); status != exitNothing || !strings.Contains(text, "discord.token is missing") {
		t.Errorf("without a token: exit status %d\n%s", status, text)
	}
	if v := d.Violations(); len(v) > 0 {
		t.Errorf("violations: %v", v)
	}
}
