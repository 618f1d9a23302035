package config

import (
	"encoding/hex"
	"fmt"
	"net/url"
	"strings"
	"time"

	"dateline/config/secret"
)

// Chat says what people may do in chats, unless an admin says otherwise there.
type Chat struct {
	Rules
	Direct   bool      // direct messages are answered
	Channels []Channel // what holds in single channels
}

// Rules are what holds in a place. A zero field takes the value of the wider
// place.
type Rules struct {
	Allowed      *bool    // questions are answered here
	Collections  []string // that may be seen; nil: as in the wider place, in the end all
	AllowedRoles []string // IDs of roles or user groups; empty: everybody
	DeniedRoles  []string
	FollowUps    string // who may go on in a thread without a mention: asker, anyone, off
	Private      *bool  // answers are shown to the asker alone unless shared
	MaxExcerpt   int    // characters of a quote that all may see
	Subscribe    string // who may have briefings come by a schedule: anyone, managers, off
}

// Channel is a channel of a platform with the rules that hold in it.
type Channel struct {
	Platform string // "slack" or "discord"
	ID       string
	Rules
}

type chatFile struct {
	Direct       bool          `toml:"direct"`
	Allowed      bool          `toml:"allowed"`
	Collections  []string      `toml:"collections"`
	AllowedRoles []string      `toml:"allowed_roles"`
	DeniedRoles  []string      `toml:"denied_roles"`
	FollowUps    string        `toml:"follow_ups"`
	Private      bool          `toml:"private"`
	MaxExcerpt   int           `toml:"max_excerpt"`
	Subscribe    string        `toml:"subscribe"`
	Channels     []channelFile `toml:"channel"`
}

type channelFile struct {
	Platform     string   `toml:"platform"`
	ID           string   `toml:"id"`
	Allowed      *bool    `toml:"allowed"`
	Collections  []string `toml:"collections"`
	AllowedRoles []string `toml:"allowed_roles"`
	DeniedRoles  []string `toml:"denied_roles"`
	FollowUps    string   `toml:"follow_ups"`
	Private      *bool    `toml:"private"`
	MaxExcerpt   int      `toml:"max_excerpt"`
	Subscribe    string   `toml:"subscribe"`
}

// maxExcerpt bounds max_excerpt; a quote has at most 40 words.
const maxExcerpt = 1000

var defaultChat = chatFile{Direct: true, Allowed: true, FollowUps: "asker", Subscribe: "anyone"}

func (f chatFile) check(p *problems) Chat {
	c := Chat{Direct: f.Direct, Rules: Rules{Allowed: &f.Allowed, Collections: f.Collections, AllowedRoles: f.AllowedRoles,
		DeniedRoles: f.DeniedRoles, FollowUps: f.FollowUps, Private: &f.Private, MaxExcerpt: f.MaxExcerpt, Subscribe: f.Subscribe}}
	c.Rules.check(p, "chat")
	seen := map[string]bool{}
	for i, ch := range f.Channels {
		at := fmt.Sprintf("chat.channel %d", i+1)
		p.oneOf(at+": platform", ch.Platform, "slack", "discord")
		if ch.ID == "" {
			p.add("%s: id: is empty: give the channel's ID, not its name", at)
		}
		if seen[ch.Platform+"/"+ch.ID] {
			p.add("%s: id: %s stands twice: put its rules into one table", at, ch.ID)
		}
		seen[ch.Platform+"/"+ch.ID] = true
		out := Channel{Platform: ch.Platform, ID: ch.ID, Rules: Rules{Allowed: ch.Allowed, Collections: ch.Collections,
			AllowedRoles: ch.AllowedRoles, DeniedRoles: ch.DeniedRoles, FollowUps: ch.FollowUps, Private: ch.Private, MaxExcerpt: ch.MaxExcerpt, Subscribe: ch.Subscribe}}
		out.Rules.check(p, at)
		c.Channels = append(c.Channels, out)
	}
	return c
}

func (r Rules) check(p *problems, at string) {
	if r.FollowUps != "" {
		p.oneOf(at+": follow_ups", r.FollowUps, "asker", "anyone", "off")
	}
	if r.Subscribe != "" {
		p.oneOf(at+": subscribe", r.Subscribe, "anyone", "managers", "off")
	}
	for _, name := range r.Collections {
		if err := CheckCollection(name); err != nil {
			p.add("%s: %w", at, err)
		}
	}
	if r.MaxExcerpt < 0 || r.MaxExcerpt > maxExcerpt {
		p.add("%s: max_excerpt: is %d: give a number of characters from 0 (no cap of its own) to %d", at, r.MaxExcerpt, maxExcerpt)
	}
}

// Slack is how the bot comes into a Slack workspace.
type Slack struct {
	BotToken      secret.Value // xoxb-…; none: Slack is off
	AppToken      secret.Value // xapp-…, for Socket Mode
	SigningSecret secret.Value // for HTTP
	Mode          string       // "socket" or "http"
	Listen        string       // address of the HTTP server
	APIURL        string       // ends in a slash
}

// On reports whether Slack is configured.
func (s Slack) On() bool { return !s.BotToken.IsZero() }

type slackFile struct {
	BotToken          secret.Value `toml:"bot_token"`
	BotTokenFile      string       `toml:"bot_token_file"`
	AppToken          secret.Value `toml:"app_token"`
	AppTokenFile      string       `toml:"app_token_file"`
	SigningSecret     secret.Value `toml:"signing_secret"`
	SigningSecretFile string       `toml:"signing_secret_file"`
	Mode              string       `toml:"mode"`
	Listen            string       `toml:"listen"`
	APIURL            string       `toml:"api_url"`
}

var defaultSlack = slackFile{Mode: "socket", Listen: "127.0.0.1:8080", APIURL: "https://slack.com/api/"}

func (f slackFile) check(p *problems) Slack {
	s := Slack{
		BotToken:      p.secret("slack.bot_token", f.BotToken, f.BotTokenFile),
		AppToken:      p.secret("slack.app_token", f.AppToken, f.AppTokenFile),
		SigningSecret: p.secret("slack.signing_secret", f.SigningSecret, f.SigningSecretFile),
		Mode:          p.oneOf("slack.mode", f.Mode, "socket", "http"),
		Listen:        f.Listen,
		APIURL:        p.address("slack.api_url", f.APIURL),
	}
	if !strings.HasSuffix(s.APIURL, "/") {
		s.APIURL += "/"
	}
	told := s.On() || !s.AppToken.IsZero() || !s.SigningSecret.IsZero()
	p.prefixed("slack.bot_token", s.BotToken, "xoxb-", "the Bot User OAuth Token")
	p.prefixed("slack.app_token", s.AppToken, "xapp-", "an app-level token with connections:write")
	switch {
	case !told:
	case !s.On():
		p.add("slack.bot_token: is missing beside the other secrets of [slack]: install the app and copy the Bot User OAuth Token (xoxb-)")
	case s.Mode == "socket" && s.AppToken.IsZero():
		p.add("slack.app_token: is missing: mode socket needs an app-level token (xapp-) with connections:write, or set mode to http")
	case s.Mode == "http" && s.SigningSecret.IsZero():
		p.add("slack.signing_secret: is missing: mode http needs the Signing Secret of the app's Basic Information")
	}
	return s
}

// Discord is how the bot comes into Discord.
type Discord struct {
	Token     secret.Value // the bot's; none: Discord is off
	PublicKey []byte       // Ed25519, 32 bytes; for HTTP
	Mode      string       // "gateway" or "http"
	Listen    string       // address of the HTTP server
	Guild     string       // commands are registered there alone; "" everywhere
	// MessageContent says that the privileged intent of that name is granted:
	// with it a follow-up in a thread needs neither mention nor reply.
	MessageContent bool
	APIURL         string // scheme and host
}

// On reports whether Discord is configured.
func (d Discord) On() bool { return !d.Token.IsZero() }

type discordFile struct {
	Token          secret.Value `toml:"token"`
	TokenFile      string       `toml:"token_file"`
	PublicKey      string       `toml:"public_key"`
	Mode           string       `toml:"mode"`
	Listen         string       `toml:"listen"`
	Guild          string       `toml:"guild"`
	MessageContent bool         `toml:"message_content"`
	APIURL         string       `toml:"api_url"`
}

var defaultDiscord = discordFile{Mode: "gateway", Listen: "127.0.0.1:8081", MessageContent: true, APIURL: "https://discord.com"}

func (f discordFile) check(p *problems) Discord {
	d := Discord{
		Token:  p.secret("discord.token", f.Token, f.TokenFile),
		Mode:   p.oneOf("discord.mode", f.Mode, "gateway", "http"),
		Listen: f.Listen, Guild: f.Guild, MessageContent: f.MessageContent,
		APIURL: strings.TrimSuffix(p.address("discord.api_url", f.APIURL), "/"),
	}
	if strings.Trim(f.Guild, "0123456789") != "" {
		p.add("discord.guild: %q is no ID: it is a number, copied with Developer Mode switched on", f.Guild)
	}
	if f.PublicKey != "" {
		key, err := hex.DecodeString(f.PublicKey)
		if err != nil || len(key) != 32 {
			p.add("discord.public_key: is not 64 hexadecimal digits: copy the Public Key of the application's General Information")
		}
		d.PublicKey = key
	}
	if d.On() && d.Mode == "http" && f.PublicKey == "" {
		p.add("discord.public_key: is missing: mode http needs the Public Key of the application's General Information")
	}
	return d
}

// Serve is how the process that serves chats runs.
type Serve struct {
	Drain   time.Duration // how long a first signal waits for what is under way
	Timeout time.Duration // for one answer
	Workers int           // questions answered at once; 0: 4
	PerUser int           // questions of one person that may wait
	Queue   int           // questions that may wait in all
	Keep    time.Duration // how long questions and answers are kept; 0: for ever
}

type serveFile struct {
	Drain   string `toml:"drain"`
	Timeout string `toml:"timeout"`
	Workers int    `toml:"workers"`
	PerUser int    `toml:"per_user"`
	Queue   int    `toml:"queue"`
	Keep    string `toml:"keep"`
}

var defaultServe = serveFile{Drain: "20s", Timeout: "60s", PerUser: 3, Queue: 200, Keep: "2160h"}

func (f serveFile) check(p *problems) Serve {
	s := Serve{Drain: p.duration("serve.drain", f.Drain), Timeout: p.duration("serve.timeout", f.Timeout), Keep: p.duration("serve.keep", f.Keep),
		Workers: f.Workers, PerUser: f.PerUser, Queue: f.Queue}
	if f.Drain == "0s" || f.Timeout == "0s" || f.Drain == "0" || f.Timeout == "0" {
		p.add("serve.drain and serve.timeout: are %s and %s: both are longer than nothing", f.Drain, f.Timeout)
	}
	if s.Workers < 0 {
		p.add("serve.workers: is %d: give a number from 1, or 0 for the default, 4", s.Workers)
	}
	if s.PerUser < 1 || s.Queue < 1 {
		p.add("serve.per_user and serve.queue: are %d and %d: both are at least 1", s.PerUser, s.Queue)
	}
	return s
}

// secret returns a secret from its value or from its file; both are a problem.
func (p *problems) secret(key string, value secret.Value, path string) secret.Value {
	if path == "" {
		return value
	}
	if !value.IsZero() {
		p.add("%s: stands both here and in %s_file: keep one", key, key)
		return value
	}
	return secret.New(p.read(key+"_file", path))
}

// prefixed checks how a token begins, without telling it.
func (p *problems) prefixed(key string, value secret.Value, prefix, what string) {
	if !value.IsZero() && !strings.HasPrefix(value.Reveal(), prefix) {
		p.add("%s: does not begin with %s: it should be %s", key, prefix, what)
	}
}

// address checks a URL of a server.
func (p *problems) address(key, value string) string {
	u, err := url.Parse(value)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		p.add("%s: %q is no address: it begins with https://", key, value)
	}
	return value
}
