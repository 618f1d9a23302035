// Package config reads the program's settings from one TOML file and the
// environment and checks them all at once.
//
// The file is named by --config or $DATELINE_CONFIG; without either there is
// none and the defaults stand. Each key that holds one value has an environment
// variable of the same name in capitals, DATELINE_STORE for store and
// DATELINE_SLACK_MODE for mode in [slack], which outranks the file. A secret
// may also stand in a file of its own: bot_token_file names it.
package config

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"time"

	"github.com/BurntSushi/toml"
)

// Config is a complete and valid set of settings.
type Config struct {
	Store      string // the folder of the archive
	Collection string // what ingest puts articles into where a record names none
	Zone       *time.Location
	Chat       Chat
	Slack      Slack
	Discord    Discord
	Serve      Serve
	Ingest     Ingest
	Model      Model
	Embedding  Embedding
}

// file is the form of the settings on disk. Defaults stand in Load.
type file struct {
	Store      string        `toml:"store"`
	Collection string        `toml:"collection"`
	Zone       string        `toml:"zone"`
	Chat       chatFile      `toml:"chat"`
	Slack      slackFile     `toml:"slack"`
	Discord    discordFile   `toml:"discord"`
	Serve      serveFile     `toml:"serve"`
	Ingest     ingestFile    `toml:"ingest"`
	Model      modelFile     `toml:"model"`
	Embedding  embeddingFile `toml:"embedding"`
}

// Load reads the file at path, or none where path is empty, and the
// environment. It reports every problem that it finds, each with its key and
// the remedy, joined into one error.
func Load(path string, getenv func(string) string) (Config, error) {
	f := file{Store: "dateline-data", Collection: "default", Zone: "UTC", Chat: defaultChat, Slack: defaultSlack, Discord: defaultDiscord, Serve: defaultServe,
		Model: defaultModel, Embedding: defaultEmbedding}
	p := &problems{getenv: getenv}
	if path == "" {
		path = getenv("DATELINE_CONFIG")
	}
	if path != "" {
		meta, err := toml.DecodeFile(path, &f)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return Config{}, fmt.Errorf("config %s: there is no such file: name another with --config or unset DATELINE_CONFIG", path)
		case err != nil:
			return Config{}, fmt.Errorf("config %s: %w", path, err)
		}
		for _, key := range meta.Undecoded() {
			p.add("config %s: unknown key %s: known are %s", path, key, strings.Join(known(key), ", "))
		}
	}
	p.override(&f)

	c := Config{Store: f.Store, Collection: f.Collection}
	var err error
	if c.Zone, err = time.LoadLocation(f.Zone); err != nil {
		p.add("zone: %q is not a time zone: give a name such as UTC or Asia/Karachi", f.Zone)
	}
	if f.Store == "" {
		p.add("store: is empty: give the folder of the archive")
	}
	if err := CheckCollection(f.Collection); err != nil {
		p.add("%w", err)
	}
	c.Chat = f.Chat.check(p)
	c.Slack = f.Slack.check(p)
	c.Discord = f.Discord.check(p)
	c.Serve = f.Serve.check(p)
	c.Ingest = f.Ingest.check(p)
	c.Model = f.Model.check(p)
	c.Embedding = f.Embedding.check(p)
	if err := errors.Join(p.all...); err != nil {
		return Config{}, err
	}
	return c, nil
}

// CheckCollection reports what is wrong with the name of a collection.
func CheckCollection(name string) error {
	if name == "" || len(name) > 100 || strings.ContainsFunc(name, func(r rune) bool { return r <= ' ' || r == '/' || r == 0x7f }) {
		return fmt.Errorf("collection: %q is no name: use 1 to 100 bytes without spaces and slashes", name)
	}
	return nil
}

// problems gathers what is wrong, all of it.
type problems struct {
	getenv func(string) string
	all    []error
}

func (p *problems) add(format string, args ...any) {
	p.all = append(p.all, fmt.Errorf(format, args...))
}

// duration reads a length of time that is not negative.
func (p *problems) duration(key, value string) time.Duration {
	d, err := time.ParseDuration(value)
	if err != nil || d < 0 {
		p.add("%s: %q is no length of time: write one such as 30s, 20m or 1h", key, value)
	}
	return d
}

// oneOf checks that a value is one of several.
func (p *problems) oneOf(key, value string, allowed ...string) string {
	for _, a := range allowed {
		if value == a {
			return value
		}
	}
	p.add("%s: %q is not known: give one of %s", key, value, strings.Join(allowed, ", "))
	return value
}

// read returns the text of a file without the white space around it, "" where
// path is empty.
func (p *problems) read(key, path string) string {
	if path == "" {
		return ""
	}
	text, err := os.ReadFile(path)
	if err != nil {
		p.add("%s: %w", key, err)
		return ""
	}
	value := strings.TrimSpace(string(text))
	if value == "" {
		p.add("%s: %s is empty: put the secret into it", key, path)
	}
	return value
}
