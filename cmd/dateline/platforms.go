package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"dateline/bot/discord"
	"dateline/bot/slack"
)

func (sh *shell) slackCommand() *cobra.Command {
	cmd := &cobra.Command{Use: "slack", Short: "What Slack needs to know", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() }}
	var name, url string
	manifest := &cobra.Command{
		Use:   "manifest",
		Short: "Print the manifest from which a workspace makes the bot's app",
		Long: `Manifest prints the app manifest in JSON. At api.slack.com/apps choose Create
New App, From a manifest, and paste it. Without --url it is for Socket Mode,
which needs no address that Slack can reach.`,
		Example: `  dateline slack manifest
  dateline slack manifest --url https://dateline.example.org`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			text, err := slack.Manifest(name, url)
			if err != nil {
				return err
			}
			_, err = fmt.Fprintf(sh.stdout, "%s\n", text)
			return err
		},
	}
	manifest.Flags().StringVar(&name, "name", "Dateline", "`name` of the app")
	manifest.Flags().StringVar(&url, "url", "", "`address` that Slack reaches the bot at, for mode http")
	cmd.AddCommand(manifest)
	return cmd
}

func (sh *shell) discordCommand() *cobra.Command {
	cmd := &cobra.Command{Use: "discord", Short: "What Discord needs to know", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() }}
	register := &cobra.Command{
		Use:   "register",
		Short: "Make the bot's commands known to Discord",
		Long: `Register makes the bot's commands known to Discord, in the server that
discord.guild names or else everywhere. Doing it again changes nothing.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			ctx := cmd.Context()
			c, err := sh.settings()
			if err != nil {
				return err
			}
			if !c.Discord.On() {
				return errors.New("discord.token is missing: copy it from the application's Bot page")
			}
			b, err := discord.New(ctx, discordOptions(c.Discord, nil, sh.log(), sh.now))
			if err != nil {
				return err
			}
			changed, err := b.Register(ctx, c.Discord.Guild)
			if err != nil {
				return fmt.Errorf("register commands: %w", err)
			}
			where := "everywhere"
			if c.Discord.Guild != "" {
				where = "in server " + c.Discord.Guild
			}
			said := "were registered as they are"
			if changed {
				said = "are registered now"
			}
			_, err = fmt.Fprintf(sh.stdout, "The commands %s, %s. To invite the bot, open:\n  %s\n", said, where, b.Invitation())
			return err
		},
	}
	cmd.AddCommand(register)
	return cmd
}
