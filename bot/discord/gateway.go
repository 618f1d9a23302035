package discord

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/bwmarrin/discordgo"
	"github.com/gorilla/websocket"
)

// Events wait here to be handled; past maxWaiting the connection is not read
// until some are.
const (
	maxWaiting  = 256
	maxHandling = 16
)

// Close codes of the gateway.
const (
	closeAuthentication = 4004
	closeInvalidSeq     = 4007
	closeSessionTimeout = 4009
	closeInvalidShard   = 4010
	closeShardingNeeded = 4011
	closeInvalidVersion = 4012
	closeInvalidIntents = 4013
	closeBadIntents     = 4014
)

// fatal says what to do about the close codes after which connecting again
// does not help.
var fatal = map[int]string{
	closeAuthentication: "the token is wrong: reset it on the application's Bot page and set discord.token to it",
	closeInvalidShard:   "see `dateline doctor`",
	closeShardingNeeded: "the bot is in too many servers for one connection: use mode http",
	closeInvalidVersion: "this program is too old for the gateway: upgrade dateline",
	closeInvalidIntents: "this program asks for intents that there are not: upgrade dateline",
	closeBadIntents:     "switch on Message Content Intent on the application's Bot page, or set discord.message_content to false",
}

// RunGateway receives by the gateway until the context ends, connecting again
// whenever the connection is lost. An error that is returned is one that
// connecting again would not help. The library's own way of connecting again
// goes on for ever after fatal close codes and heeds no context, so that this
// is ours.
func (b *Bot) RunGateway(ctx context.Context) error {
	events := make(chan any, maxWaiting)
	var handling sync.WaitGroup
	for range maxHandling {
		handling.Go(func() {
			for e := range events {
				b.handle(context.WithoutCancel(ctx), e)
			}
		})
	}
	defer handling.Wait()
	// Handlers of the library's may still be about to send when the last
	// connection is closed: they stop by the context.
	var sending sync.WaitGroup
	defer func() { sending.Wait(); close(events) }()

	lost := make(chan struct{}, 1)
	enqueue := func(e any) {
		sending.Add(1)
		defer sending.Done()
		select {
		case events <- e:
		case <-ctx.Done():
		}
	}
	fresh := func() *discordgo.Session {
		s := b.session()
		s.AddHandler(func(_ *discordgo.Session, e *discordgo.MessageCreate) { enqueue(e) })
		s.AddHandler(func(_ *discordgo.Session, e *discordgo.InteractionCreate) { enqueue(e) })
		s.AddHandler(func(_ *discordgo.Session, e *discordgo.ThreadCreate) { b.learn(e.Channel) })
		s.AddHandler(func(_ *discordgo.Session, _ *discordgo.Disconnect) {
			select {
			case lost <- struct{}{}:
			default:
			}
		})
		return s
	}
	s := fresh()
	for failures := 0; ; {
		err := s.Open()
		switch {
		case err == nil:
			b.log.Info("connected")
			failures = 0
			select {
			case <-lost:
				b.log.Warn("connection lost, connecting again")
				continue
			case <-ctx.Done():
				if err := s.Close(); err != nil {
					b.log.Debug("closing", "reason", err)
				}
				return nil
			}
		case ctx.Err() != nil:
			return nil
		}
		var closed *websocket.CloseError
		if errors.As(err, &closed) {
			if what, ok := fatal[closed.Code]; ok {
				return fmt.Errorf("discord: gateway: %w: %s", err, what)
			}
			if closed.Code == closeInvalidSeq || closed.Code == closeSessionTimeout {
				s = fresh() // the old session can't be resumed
			}
		}
		if failures++; failures%3 == 0 {
			s = fresh()
		}
		wait := min(time.Duration(1<<min(failures, 6))*time.Second/2, 30*time.Second)
		b.log.Warn("no connection, trying again", "wait", wait, "reason", err)
		if sleep(ctx, wait) != nil {
			return nil
		}
	}
}

// handle handles one event of the gateway.
func (b *Bot) handle(ctx context.Context, event any) {
	defer func() {
		if p := recover(); p != nil {
			b.log.Error("internal error", "reason", p)
		}
	}()
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	switch e := event.(type) {
	case *discordgo.MessageCreate:
		if err := b.said(ctx, e.Message); err != nil {
			b.log.Error("a message is not taken down", "reason", err)
		}
	case *discordgo.InteractionCreate:
		b.called(ctx, e.Interaction)
	}
}
