package discord

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
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

// drainFor bounds the wait for errands once receiving has ended.
const drainFor = 5 * time.Second

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
	// Handlers of the library's may still be about to send when the last
	// connection is closed: they stop by the context.
	var sending sync.WaitGroup
	defer func() {
		sending.Wait()
		close(events)
		handling.Wait()
		bound, cancel := context.WithTimeout(context.WithoutCancel(ctx), drainFor)
		defer cancel()
		_ = b.Drain(bound)
	}()
	lost := make(chan struct{}, 1)
	enqueue := func(e any) {
		sending.Add(1)
		defer sending.Done()
		select {
		case events <- e:
		case <-ctx.Done():
		}
	}
	s := b.listener(ctx, enqueue, lost)
	for failures := 0; ; {
		err := s.Open()
		if err == nil || errors.Is(err, discordgo.ErrWSAlreadyOpen) {
			b.log.Info("connected")
			failures = 0
			select {
			case <-lost:
				b.log.Warn("connection lost, connecting again")
				continue
			case <-ctx.Done():
			}
			if err := s.Close(); err != nil {
				b.log.Debug("closing", "reason", err)
			}
			return nil
		}
		if ctx.Err() != nil {
			return nil
		}
		var closed *websocket.CloseError
		if errors.As(err, &closed) {
			if what, ok := fatal[closed.Code]; ok {
				return fmt.Errorf("discord: gateway: %w: %s", err, what)
			}
			if closed.Code == closeInvalidSeq || closed.Code == closeSessionTimeout {
				s = b.listener(ctx, enqueue, lost) // the old session can't be resumed
			}
		}
		if failures++; failures%3 == 0 {
			s = b.listener(ctx, enqueue, lost)
		}
		wait := min(time.Duration(1<<min(failures, 6))*time.Second/2, 30*time.Second)
		b.log.Warn("no connection, trying again", "wait", wait, "reason", err)
		if sleep(ctx, wait) != nil {
			return nil
		}
	}
}

// listener returns a session that hands on what it receives, and says when its
// connection is lost.
func (b *Bot) listener(ctx context.Context, enqueue func(any), lost chan<- struct{}) *discordgo.Session {
	s := b.session()
	s.AddHandler(func(_ *discordgo.Session, e *discordgo.MessageCreate) { enqueue(e) })
	s.AddHandler(func(_ *discordgo.Session, e *discordgo.InteractionCreate) { enqueue(e) })
	s.AddHandler(func(_ *discordgo.Session, e *discordgo.ThreadCreate) { b.learn(e.Channel) })
	s.AddHandler(func(_ *discordgo.Session, e *discordgo.GuildCreate) {
		for _, c := range append(e.Channels, e.Threads...) {
			b.learn(c)
		}
		b.own.learn(e.Guild, b.user)
	})
	s.AddHandler(func(_ *discordgo.Session, _ *discordgo.Disconnect) {
		select {
		case lost <- struct{}{}:
		default:
		}
	})
	// Connecting waits for what the server says first without regard to time:
	// the connection ends with the context, and where nothing comes.
	var dialer net.Dialer
	s.Dialer = &websocket.Dialer{Proxy: http.ProxyFromEnvironment, HandshakeTimeout: callTimeout, NetDialContext: func(_ context.Context, network, address string) (net.Conn, error) {
		c, err := dialer.DialContext(ctx, network, address)
		if err != nil {
			return nil, err
		}
		return bound(ctx, c, b.opts.Silence), nil
	}}
	return s
}

// patient is a connection on which something must come from time to time.
type patient struct {
	net.Conn
	ctx     context.Context // of all that goes on over it
	silence time.Duration
	stop    func() bool
}

// bound ends a connection with a context, and where nothing comes for a while:
// the gateway answers heartbeats, so that a silent one is dead. The library
// gives it five intervals of heartbeats, more than three minutes.
func bound(ctx context.Context, c net.Conn, silence time.Duration) net.Conn {
	// Reading ends; a goodbye can still be said.
	stop := context.AfterFunc(ctx, func() { _ = c.SetReadDeadline(time.Unix(1, 0)) })
	return &patient{c, ctx, silence, stop}
}

func (p *patient) Read(b []byte) (int, error) {
	if err := p.SetReadDeadline(time.Now().Add(p.silence)); err != nil {
		return 0, err
	}
	if p.ctx.Err() != nil {
		return 0, p.ctx.Err()
	}
	n, err := p.Conn.Read(b)
	if errors.Is(err, os.ErrDeadlineExceeded) && p.ctx.Err() == nil {
		// Without a goodbye: after one the session could not be resumed.
		_ = p.Conn.Close()
	}
	return n, err
}

func (p *patient) Close() error {
	p.stop()
	return p.Conn.Close()
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
