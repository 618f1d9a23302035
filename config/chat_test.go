package config

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// load reads a file's text, with @ in it for the folder that it stands in.
func load(t *testing.T, text string, env map[string]string) (Config, error) {
	t.Helper()
	dir := t.TempDir()
	path := filepath.Join(dir, "dateline.toml")
	for name, content := range map[string]string{"dateline.toml": strings.ReplaceAll(text, "@", dir), "token": "xoxb-from-a-file\n", "empty": " \n"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return Load(path, func(key string) string { return env[key] })
}

func TestChatSettings(t *testing.T) {
	c, err := load(t, `
[chat]
collections = ["wire"]
follow_ups = "anyone"
[[chat.channel]]
platform = "slack"
id = "C1"
private = true
max_excerpt = 120
subscribe = "managers"
[slack]
bot_token_file = "@/token"
[discord]
public_key = "`+strings.Repeat("ab", 32)+`"
[serve]
drain = "5s"
`, map[string]string{"DATELINE_SLACK_APP_TOKEN": "xapp-1", "DATELINE_CHAT_DENIED_ROLES": "R1,R2", "DATELINE_SERVE_WORKERS": "7", "DATELINE_DISCORD_TOKEN": "t"})
	if err != nil {
		t.Fatal(err)
	}
	if got := c.Slack.BotToken.Reveal() + " " + c.Slack.AppToken.Reveal(); got != "xoxb-from-a-file xapp-1" || !c.Slack.On() {
		t.Errorf("tokens are %q, on is %v", got, c.Slack.On())
	}
	if !c.Discord.On() || c.Discord.Mode != "gateway" || c.Discord.APIURL != "https://discord.com" || len(c.Discord.PublicKey) != 32 {
		t.Errorf("Discord is %+v", c.Discord)
	}
	if c.Serve.Drain != 5*time.Second || c.Serve.Workers != 7 || c.Serve.Queue != 200 {
		t.Errorf("Serve is %+v", c.Serve)
	}
	if !*c.Chat.Allowed || c.Chat.FollowUps != "anyone" || strings.Join(c.Chat.DeniedRoles, " ") != "R1 R2" || !c.Chat.Direct {
		t.Errorf("Chat is %+v", c.Chat)
	}
	if ch := c.Chat.Channels[0]; ch.ID != "C1" || !*ch.Private || ch.Allowed != nil || ch.MaxExcerpt != 120 || ch.Subscribe != "managers" || c.Chat.Subscribe != "anyone" {
		t.Errorf("the channel is %+v", ch)
	}
}

func TestChatProblems(t *testing.T) {
	for _, row := range []struct {
		file     string
		env      map[string]string
		problems string // words of the error, all of them, apart by |
	}{
		{"[slack]\nbot_tokn = 'x'", nil, "unknown key slack.bot_tokn: known are api_url, app_token"},
		{"[[chat.channel]]\nplatform = 'slack'\nid = 'C'\ncollection = 'x'", nil, "unknown key chat.channel.collection: known are allowed"},
		{"[[chat.channel]]\nplatform = 'irc'", nil, `platform: "irc" is not known|id: is empty`},
		{"[[chat.channel]]\nplatform = 'slack'\nid = 'C'\n[[chat.channel]]\nplatform = 'slack'\nid = 'C'", nil, "C stands twice"},
		{"[chat]\nfollow_ups = 'x'\nmax_excerpt = -1\ncollections = ['a b']", nil, "follow_ups|max_excerpt|a b"},
		{"[slack]\nbot_token = 'xapp-1'", nil, "does not begin with xoxb-|slack.app_token: is missing"},
		{"[slack]\nbot_token = 'xoxb-1'\nmode = 'http'", nil, "slack.signing_secret: is missing"},
		{"[slack]\napp_token = 'xapp-1'", nil, "slack.bot_token: is missing"},
		{"[slack]\nbot_token_file = '@/empty'\napp_token_file = '@/none'", nil, "is empty: put the secret|no such file"},
		{"[slack]\nbot_token = 'xoxb-1'\nbot_token_file = '@/token'", nil, "keep one"},
		{"[slack]\nmode = 'x'\napi_url = 'ftp://x'", nil, `mode: "x"|begins with https`},
		{"[serve]\ntimeout = '0s'", nil, "both are longer than nothing"},
		{"[discord]\ntoken = 't'\nmode = 'http'\nguild = 'me'", nil, "public_key: is missing|is no ID"},
		{"[discord]\npublic_key = 'zz'", nil, "64 hexadecimal digits"},
		{"[serve]\ndrain = 'soon'\nworkers = -1\nqueue = 0", nil, "drain: \"soon\"|workers: is -1|at least 1"},
		{"[model]\nname = 'm'\n[embedding]\nname = 'e'", nil, "model.base_url: is missing|embedding.base_url: is missing"},
		{"[model]\nbase_url = 'localhost'\nin_flight = 0\nschema = 'x'", nil, "begins with https|model.name: is missing|model.in_flight: is too small|schema: \"x\""},
		{"[embedding]\nbase_url = 'http://h/v1'\nname = 'e'\nbatch = 0\nshare = 2.0", nil, "embedding.batch: is too small|share: is 2"},
		{"", map[string]string{"DATELINE_SERVE_QUEUE": "many", "DATELINE_CHAT_PRIVATE": "perhaps"}, "serve.queue: DATELINE_SERVE_QUEUE|chat.private: DATELINE_CHAT_PRIVATE"},
	} {
		_, err := load(t, row.file, row.env)
		if err == nil {
			t.Errorf("Load(%q) has no problem, want %q", row.file, row.problems)
			continue
		}
		for _, want := range strings.Split(row.problems, "|") {
			if !strings.Contains(err.Error(), want) {
				t.Errorf("Load(%q): %v, want %q in it", row.file, err, want)
			}
		}
		if strings.Contains(err.Error(), "xapp-1") || strings.Contains(err.Error(), "from-a-file") {
			t.Errorf("Load(%q): %v tells a secret", row.file, err)
		}
	}
}
