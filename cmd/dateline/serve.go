package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math"
	"net"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"dateline/bot/chat"
	"dateline/bot/discord"
	"dateline/bot/slack"
	"dateline/bot/state"
	"dateline/config"
)

// followEvery is how often serve looks whether the archive has moved on.
const followEvery = 500 * time.Millisecond

func (sh *shell) serveCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Answer in Slack and Discord",
		Long: `Serve runs the bot in Slack, in Discord, or in both, whichever the settings
have tokens for. What was accepted before is answered first. The first signal
to stop lets answers that are under way be finished; a second one quits.

What is ingested meanwhile is found at once; who serves need not be stopped. It
also takes in itself what arrives in the folders of ingest.watch in the settings.`,
		Example: `  dateline --config dateline.toml serve
  DATELINE_SLACK_BOT_TOKEN=xoxb-… DATELINE_SLACK_APP_TOKEN=xapp-… dateline serve --example`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return sh.serve(cmd.Context()) },
	}
	cmd.Flags().StringVar(&sh.store, "store", "", "`folder` of the archive and of the bot's state (default $DATELINE_STORE, else ./dateline-data)")
	sh.exampleFlag(cmd)
	return cmd
}

// errNoPlatform says that there is nowhere to serve.
var errNoPlatform = errors.New("no platform is configured: set slack.bot_token or discord.token, as README shows step by step")

func (sh *shell) serve(ctx context.Context) (err error) {
	c, err := sh.settings()
	if err != nil {
		return err
	}
	if !c.Slack.On() && !c.Discord.On() {
		return errNoPlatform
	}
	log := sh.log()
	sh.makesVectors = true
	if len(c.Ingest.Folders) > 0 && !sh.example {
		if err := sh.makeArchive(ctx, c.Store); err != nil {
			return err
		}
	}
	lib, err := sh.open(ctx)
	if err != nil {
		return err
	}
	defer lib.Close()
	if lib.watching, err = sh.watching(c, lib, log); err != nil {
		return err
	}
	st, err := state.Open(ctx, c.Store, state.Options{Now: sh.now})
	if errors.Is(err, state.ErrLocked) {
		return fmt.Errorf("%w: another process serves from %s: stop it, or give this one a folder of its own", err, c.Store)
	}
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	if err := lib.withModel(c, st, log); err != nil {
		return err
	}
	desk, err := newDesk(lib, st, c, log)
	if err != nil {
		return err
	}
	ways, err := sh.connect(ctx, c, desk, log)
	if err != nil {
		return err
	}
	return serveAll(ctx, lib, desk, ways, log)
}

// newDesk makes the desk of the settings.
func newDesk(lib *library, st *state.Store, c config.Config, log *slog.Logger) (*chat.Desk, error) {
	settings, overrides := rules(c.Chat)
	keep := c.Serve.Keep
	if keep == 0 {
		keep = math.MaxInt64 // for ever
	}
	return chat.New(chat.Setup{
		Asker: lib.asker, Archive: lib.archive, Search: lib.searcher, Sources: lib.index, Briefer: lib.briefer, State: st,
		Settings: settings, Overrides: overrides, Now: lib.clock, Log: log,
		Workers: c.Serve.Workers, MaxPerUser: c.Serve.PerUser, MaxQueue: c.Serve.Queue,
		Timeout: c.Serve.Timeout, Drain: c.Serve.Drain, Keep: keep,
	})
}

// rules turns the configuration of chats into the desk's.
func rules(c config.Chat) (chat.Settings, []chat.Override) {
	s := chat.Settings{Allowed: *c.Allowed, Direct: c.Direct, AllowedRoles: c.AllowedRoles, DeniedRoles: c.DeniedRoles, Collections: c.Collections,
		FollowUps: chat.FollowUps(c.FollowUps), Private: *c.Private, MaxExcerpt: c.MaxExcerpt, Subscribe: chat.Subscribers(c.Subscribe)}
	var overrides []chat.Override
	for _, ch := range c.Channels {
		set := func(key, value string) {
			overrides = append(overrides, chat.Override{Platform: ch.Platform, Channel: ch.ID, Key: key, Value: value})
		}
		onOff := func(key string, on *bool) {
			if on != nil {
				set(key, map[bool]string{true: "on", false: "off"}[*on])
			}
		}
		names := func(key string, list []string) {
			if len(list) > 0 {
				set(key, strings.Join(list, ","))
			}
		}
		onOff(chat.KeyAllow, ch.Allowed)
		onOff(chat.KeyPrivate, ch.Private)
		names(chat.KeyCollections, ch.Collections)
		names(chat.KeyAllowRoles, ch.AllowedRoles)
		names(chat.KeyDenyRoles, ch.DeniedRoles)
		if ch.FollowUps != "" {
			set(chat.KeyFollowUps, ch.FollowUps)
		}
		if ch.Subscribe != "" {
			set(chat.KeySubscribe, ch.Subscribe)
		}
		if ch.MaxExcerpt > 0 {
			set(chat.KeyMaxExcerpt, strconv.Itoa(ch.MaxExcerpt))
		}
	}
	return s, overrides
}

// way is a way in: a platform with what receives for it.
type way struct {
	name     string
	platform chat.Platform
	receive  func(context.Context) error // until the context ends; nil: by HTTP
	drain    func(context.Context) error // waits for what was begun behind acknowledgements
	listen   string
	path     string
	handler  http.Handler
}

// connect asks each configured platform who the bot is there.
func (sh *shell) connect(ctx context.Context, c config.Config, desk *chat.Desk, log *slog.Logger) ([]way, error) {
	var ways []way
	if c.Slack.On() {
		b, err := slack.New(ctx, slackOptions(c.Slack, desk, log, sh.now))
		if err != nil {
			return nil, err
		}
		w := way{name: slack.Name, platform: b, receive: b.RunSocket, drain: b.Drain}
		if c.Slack.Mode == "http" {
			w.receive, w.listen, w.path, w.handler = nil, c.Slack.Listen, "/slack/", b.Handler()
		}
		ways = append(ways, w)
	}
	if c.Discord.On() {
		b, err := discord.New(ctx, discordOptions(c.Discord, desk, log, sh.now))
		if err != nil {
			return nil, err
		}
		w := way{name: discord.Name, platform: b, receive: b.RunGateway, drain: b.Drain}
		if c.Discord.Mode == "http" {
			w.receive, w.listen, w.path, w.handler = nil, c.Discord.Listen, "/discord/", b.Handler()
		}
		ways = append(ways, w)
	}
	return ways, nil
}

func slackOptions(c config.Slack, desk *chat.Desk, log *slog.Logger, now func() time.Time) slack.Options {
	return slack.Options{Desk: desk, BotToken: c.BotToken, AppToken: c.AppToken, SigningSecret: c.SigningSecret, APIURL: c.APIURL, Log: log, Now: now}
}

func discordOptions(c config.Discord, desk *chat.Desk, log *slog.Logger, now func() time.Time) discord.Options {
	return discord.Options{Desk: desk, Token: c.Token, PublicKey: c.PublicKey, MessageContent: c.MessageContent, HTTP: c.Mode == "http", APIURL: c.APIURL, Log: log, Now: now}
}

// serveAll receives by all ways and answers, until the context ends or no way
// is left. A way that fails for good is logged and the others go on; its error
// is returned in the end.
func serveAll(ctx context.Context, lib *library, desk *chat.Desk, ways []way, log *slog.Logger) error {
	servers, err := listen(ways)
	if err != nil {
		return err
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	platforms := map[string]chat.Platform{}
	receivers := map[string]func(context.Context) error{}
	for _, w := range ways {
		platforms[w.name] = w.platform
		if w.receive != nil {
			receivers[w.name] = w.receive
		}
	}
	for _, s := range servers {
		log.Info("listening", "address", s.address)
		receivers[s.address] = s.run
	}
	var receiving sync.WaitGroup
	ended := make(chan error, len(receivers))
	for name, run := range receivers {
		receiving.Go(func() {
			err := run(ctx)
			if ctx.Err() != nil {
				err = nil // it was told to end
			}
			if err != nil {
				log.Error("a way in is closed", "way", name, "reason", err)
			}
			ended <- err
		})
	}
	receiving.Go(func() { lib.follow(ctx, log) })
	if lib.remote != nil {
		receiving.Go(func() { lib.remote.follow(ctx, lib.index, lib.archive) })
	}
	if lib.watching != nil {
		receiving.Go(func() { lib.watching.run(ctx) })
	}
	var errs []error
	var watching sync.WaitGroup
	watching.Go(func() {
		for range len(receivers) {
			errs = append(errs, <-ended)
		}
		stop() // nobody can ask any more
	})
	drained := desk.Run(ctx, platforms)
	stop()
	receiving.Wait()
	watching.Wait()
	bound, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	for _, w := range ways {
		errs = append(errs, w.drain(bound))
	}
	return errors.Join(append(errs, drained)...)
}

// server serves the ways in by HTTP that share an address.
type server struct {
	address  string
	listener net.Listener
	mux      *http.ServeMux
}

// listen binds the addresses of the ways in by HTTP.
func listen(ways []way) ([]*server, error) {
	at := map[string]*server{}
	var servers []*server
	for _, w := range ways {
		if w.handler == nil {
			continue
		}
		s := at[w.listen]
		if s == nil {
			l, err := net.Listen("tcp", w.listen)
			if err != nil {
				for _, s := range servers {
					err = errors.Join(err, s.listener.Close())
				}
				return nil, fmt.Errorf("%s.listen: %w", w.name, err)
			}
			s = &server{address: l.Addr().String(), listener: l, mux: http.NewServeMux()}
			s.mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) })
			at[w.listen], servers = s, append(servers, s)
		}
		s.mux.Handle(w.path, w.handler)
	}
	return servers, nil
}

// run serves until the context ends, and then what is under way.
func (s *server) run(ctx context.Context) error {
	srv := &http.Server{Handler: s.mux, ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 15 * time.Second, WriteTimeout: 30 * time.Second,
		IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 64 << 10}
	ended := make(chan error, 1)
	go func() { ended <- srv.Serve(s.listener) }()
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
	}
	bound, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	err := srv.Shutdown(bound)
	<-ended
	return err
}

// follow keeps the index at the archive's generation.
func (lib *library) follow(ctx context.Context, log *slog.Logger) {
	tick := time.NewTicker(followEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		case <-lib.moved:
		}
		if err := lib.index.Sync(ctx, lib.archive); err != nil && ctx.Err() == nil {
			log.Warn("what is new in the archive is not found yet", "reason", err)
		}
	}
}
