package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"dateline/bot/chat"
	"dateline/bot/discord"
	"dateline/bot/slack"
	"dateline/bot/state"
	"dateline/config"
)

// staleDays is how old the newest article may be before doctor remarks on it.
const staleDays = 7

func (sh *shell) doctorCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "doctor",
		Short: "Check what silently breaks a bot, each with the remedy",
		Long: `Doctor looks at the archive, at the bot's state, and at each configured
platform: its tokens, the scopes or intents that are granted, the clock, and
the access to channels. It changes nothing. The exit status is 2 where
something does not work.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return sh.doctor(cmd.Context()) },
	}
	cmd.Flags().StringVar(&sh.store, "store", "", "`folder` of the archive and of the bot's state (default $DATELINE_STORE, else ./dateline-data)")
	sh.exampleFlag(cmd)
	return cmd
}

// errBroken says that doctor found something that does not work. It has been
// told.
var errBroken = errors.New("something does not work: see FAIL above")

func (sh *shell) doctor(ctx context.Context) error {
	c, err := sh.settings()
	if err != nil {
		return err
	}
	found := sh.examineArchive(ctx)
	found = append(found, sh.examineState(ctx, c))
	found = append(found, examineFolders(c.Ingest.Folders)...)
	var slackChannels, discordChannels []string
	for _, ch := range c.Chat.Channels {
		if ch.Platform == slack.Name {
			slackChannels = append(slackChannels, ch.ID)
		} else {
			discordChannels = append(discordChannels, ch.ID)
		}
	}
	if c.Slack.On() {
		found = append(found, slack.Examine(ctx, slackOptions(c.Slack, nil, sh.log(), sh.now), c.Slack.Mode == "socket", slackChannels)...)
	}
	if c.Discord.On() {
		found = append(found, discord.Examine(ctx, discordOptions(c.Discord, nil, sh.log(), sh.now), c.Discord.Guild, discordChannels)...)
	}
	if !c.Slack.On() && !c.Discord.On() {
		found = append(found, chat.Finding{Subject: "platforms", State: chat.Notice, Detail: "none is configured", Remedy: "set slack.bot_token or discord.token, as README shows"})
	}
	found = append(found, sh.examineModel(ctx, c.Model))
	found = append(found, sh.examineEmbedding(ctx, c)...)
	out := printable{sh.stdout}
	broken := false
	for _, f := range found {
		fmt.Fprintf(out, "%-4s  %s: %s\n", f.State, f.Subject, f.Detail)
		if f.Remedy != "" && f.State != chat.Well {
			fmt.Fprintf(out, "      -> %s\n", f.Remedy)
		}
		broken = broken || f.State == chat.Broken
	}
	if broken {
		return errBroken
	}
	return nil
}

// examineArchive checks that there is an archive, and how old it is.
func (sh *shell) examineArchive(ctx context.Context) []chat.Finding {
	broken := func(err error, remedy string) []chat.Finding {
		return []chat.Finding{{Subject: "archive", State: chat.Broken, Detail: err.Error(), Remedy: remedy}}
	}
	lib, err := sh.open(ctx)
	if err != nil {
		return broken(err, "ingest articles into it, or name another folder with --store")
	}
	defer lib.Close()
	cov, err := lib.archive.Coverage(ctx, lib.collections, 0)
	if err != nil {
		return broken(err, "run `dateline reindex`")
	}
	f := chat.Finding{Subject: "archive", Detail: fmt.Sprintf("%d articles, %d of them undated", cov.Dated+cov.Undated, cov.Undated)}
	if cov.Dated+cov.Undated == 0 {
		f.State, f.Remedy = chat.Broken, "ingest articles: `dateline ingest FOLDER`"
		return []chat.Finding{f}
	}
	if cov.Dated > 0 {
		today, err := lib.asOf("")
		if err != nil {
			return broken(err, "")
		}
		age := int(today - cov.To)
		f.Detail += fmt.Sprintf(", the newest of %s", cov.To)
		if age > staleDays {
			f.State, f.Remedy = chat.Notice, fmt.Sprintf("it is %d days old: ingest what has appeared since, if the archive is to be current", age)
		}
	}
	return []chat.Finding{f}
}

// examineState checks that the bot's state can be written, or is served from.
// It makes none.
func (sh *shell) examineState(ctx context.Context, c config.Config) chat.Finding {
	if _, err := os.Stat(filepath.Join(c.Store, state.File)); errors.Is(err, fs.ErrNotExist) {
		return chat.Finding{Subject: "state", Detail: "none yet: serve makes it in " + c.Store}
	}
	st, err := state.Open(ctx, c.Store, state.Options{Now: sh.now})
	switch {
	case errors.Is(err, state.ErrLocked):
		return chat.Finding{Subject: "state", Detail: "a process serves from it"}
	case err != nil:
		return chat.Finding{Subject: "state", State: chat.Broken, Detail: err.Error(), Remedy: "let this user write to the folder"}
	}
	if err := st.Close(); err != nil {
		return chat.Finding{Subject: "state", State: chat.Broken, Detail: err.Error(), Remedy: "let this user write to the folder"}
	}
	return chat.Finding{Subject: "state", Detail: "can be written; no process serves from it"}
}

// modelTimeout bounds how long doctor waits for a model.
const modelTimeout = 10 * time.Second

// examineModel checks that the model's endpoint answers and has the model.
func (sh *shell) examineModel(ctx context.Context, m config.Model) chat.Finding {
	f := chat.Finding{Subject: "model"}
	if !m.On() {
		f.Detail = "none is configured: answers are made without one"
		return f
	}
	ctx, cancel := context.WithTimeout(ctx, modelTimeout)
	defer cancel()
	client, err := newEndpoint(m, sh.log())
	var names []string
	if err == nil {
		names, err = client.Models(ctx)
	}
	switch {
	case err != nil:
		f.State, f.Detail, f.Remedy = chat.Broken, err.Error(), "check model.base_url and model.key; until then answers are made without it"
	case len(names) > 0 && !slices.Contains(names, m.Name) && !slices.Contains(names, m.Name+":latest"):
		f.State, f.Detail, f.Remedy = chat.Notice, fmt.Sprintf("%s does not list %q", m.BaseURL, m.Name), "set model.name to one of: "+strings.Join(names[:min(len(names), 10)], ", ")
	default:
		f.Detail = m.Name + " at " + m.BaseURL
	}
	return f
}
