package discord

import (
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/bwmarrin/discordgo"

	"dateline/bot/chat"
	"dateline/bot/errand"
	"dateline/bot/replay"
	"dateline/config/secret"
)

// Name is what a chat.Place calls this platform.
const Name = "discord"

// Options say how the bot comes in. Desk, Token and Log are required.
type Options struct {
	Desk  *chat.Desk
	Token secret.Value
	// PublicKey checks HTTP interactions: an Ed25519 key.
	PublicKey []byte
	// MessageContent asks for the privileged intent of that name: without it a
	// follow-up needs a mention or a reply.
	MessageContent bool
	HTTP           bool              // interactions come by HTTP, and messages not at all
	APIURL         string            // scheme and host; "": Discord's
	Transport      http.RoundTripper // nil: http.DefaultTransport
	// Silence is how long the gateway may leave heartbeats unanswered before
	// the connection is given up; 0: 100 seconds.
	Silence time.Duration
	Log     *slog.Logger
	Now     func() time.Time // nil: time.Now
}

// Bot is the bot in Discord. It is a chat.Platform.
type Bot struct {
	opts Options
	desk *chat.Desk
	log  *slog.Logger
	now  func() time.Time

	rest    *discordgo.Session // for calls only
	gate    *gate
	buckets chan string // names that calls take and give back

	user, application string // IDs

	replay  replay.Guard
	pending pending
	threads threads
	own     ownRoles
	errands *errand.Runner
}

// askingTimeout bounds what is asked of Discord before there is a bot, or
// about it: where Discord can't be reached that is said.
const askingTimeout = 30 * time.Second

// New makes a bot and asks Discord who it is. An error says what to do about
// it.
func New(ctx context.Context, opts Options) (*Bot, error) {
	ctx, cancel := context.WithTimeout(ctx, askingTimeout)
	defer cancel()
	if opts.Now == nil {
		opts.Now = time.Now
	}
	if opts.Transport == nil {
		opts.Transport = http.DefaultTransport
	}
	if opts.Silence <= 0 {
		opts.Silence = 100 * time.Second
	}
	if opts.HTTP && len(opts.PublicKey) != ed25519.PublicKeySize {
		return nil, fmt.Errorf("discord: the public key has %d bytes, want %d: copy discord.public_key from the application's General Information page", len(opts.PublicKey), ed25519.PublicKeySize)
	}
	b := &Bot{opts: opts, desk: opts.Desk, log: opts.Log.With("platform", Name), now: opts.Now, buckets: make(chan string, buckets)}
	b.errands = errand.New(b.log)
	for i := range buckets {
		b.buckets <- strconv.Itoa(i)
	}
	b.gate = &gate{base: opts.Transport, now: opts.Now}
	if opts.APIURL != "" {
		u, err := url.Parse(opts.APIURL)
		if err != nil {
			return nil, fmt.Errorf("discord: address of the API: %w", err)
		}
		b.gate.api = u
	}
	b.rest = b.session()
	var me discordgo.User
	var app discordgo.Application
	err := b.call(ctx, http.MethodGet, discordgo.EndpointUser("@me"), nil, &me)
	if err == nil {
		err = b.call(ctx, http.MethodGet, discordgo.EndpointAPI+"applications/@me", nil, &app)
	}
	if err != nil {
		return nil, fmt.Errorf("discord: %w: %s", err, remedy(err))
	}
	b.user, b.application = me.ID, app.ID
	return b, nil
}

// session makes a session of the library: for calls, or for one life at the
// gateway.
func (b *Bot) session() *discordgo.Session {
	s, _ := discordgo.New("Bot " + b.opts.Token.Reveal()) // never fails
	s.Client = &http.Client{Transport: b.gate}
	s.ShouldRetryOnRateLimit, s.ShouldReconnectOnError, s.ShouldReconnectVoiceOnSessionError = false, false, false
	s.MaxRestRetries, s.SyncEvents = 0, true
	s.StateEnabled = false
	s.LogLevel = -1 // nothing, not even errors: they come back
	s.Identify.Intents = discordgo.IntentsGuilds | discordgo.IntentsGuildMessages | discordgo.IntentsDirectMessages
	if b.opts.MessageContent {
		s.Identify.Intents |= discordgo.IntentMessageContent
	}
	return s
}

// Application returns the ID of the bot's application.
func (b *Bot) Application() string { return b.application }

// Drain waits until what was begun behind acknowledgements has ended, or the
// context is done. Nothing may be received any more. RunGateway has drained
// when it returns; who serves Handler calls it.
func (b *Bot) Drain(ctx context.Context) error { return b.errands.Wait(ctx) }

// Capabilities says what the bot can do by the way in that it is run with.
func (b *Bot) Capabilities() chat.Capabilities { return Capabilities(b.opts) }

// Capabilities says what a bot with these options can do.
func Capabilities(opts Options) chat.Capabilities {
	c := chat.Capabilities{Commands: true, InThreads: true, Complete: true, Private: true, Command: "/ask", Brief: "/brief", Subscribe: "/subscribe", Subscriptions: "/subscriptions",
		Manage: "/dateline-settings"}
	if !opts.HTTP {
		c.Mentions, c.Replies, c.Direct, c.Threads, c.Messages = true, true, true, opts.MessageContent, opts.MessageContent
	}
	return c
}

// remedy says what to do about an error of Discord's.
func remedy(err error) string {
	if status(err) == http.StatusUnauthorized || errors.Is(err, discordgo.ErrUnauthorized) {
		return "reset the token on the application's Bot page and set discord.token to it"
	}
	if status(err) == 0 {
		return "check that discord.com can be reached from here"
	}
	return "see `dateline doctor`"
}

// threads remembers which channels are threads, and of which channel.
type threads struct {
	mu      sync.Mutex
	parents map[string]string // ID of a channel -> of its parent, "" where it is no thread
}

// maxThreads bounds what is remembered.
const maxThreads = 50_000

// place returns where a channel is: a thread with the channel that it hangs
// from.
func (b *Bot) place(ctx context.Context, guild, channel string) (chat.Place, error) {
	p := chat.Place{Platform: Name, Workspace: guild, Channel: channel, Direct: guild == ""}
	if p.Direct {
		return p, nil
	}
	b.threads.mu.Lock()
	parent, known := b.threads.parents[channel]
	b.threads.mu.Unlock()
	if !known {
		var c discordgo.Channel
		err := b.call(ctx, http.MethodGet, discordgo.EndpointChannel(channel), nil, &c)
		switch {
		case err == nil:
			parent = b.learn(&c)
		case code(err) == codeMissingAccess || code(err) == codeUnknownChannel:
			// Commands work where the bot sees nothing.
		default:
			return p, err
		}
	}
	if parent != "" {
		p.Channel, p.Thread = parent, channel
	}
	return p, nil
}

// learn remembers whether a channel is a thread, and returns its parent.
func (b *Bot) learn(c *discordgo.Channel) string {
	parent := ""
	if c.IsThread() {
		parent = c.ParentID
	}
	b.threads.mu.Lock()
	defer b.threads.mu.Unlock()
	if b.threads.parents == nil || len(b.threads.parents) >= maxThreads {
		b.threads.parents = map[string]string{}
	}
	b.threads.parents[c.ID] = parent
	return parent
}

// ownRoles remembers the role that the bot has in each server by being invited.
// It has the bot's name, and people who mean the bot mention it.
type ownRoles struct {
	mu  sync.Mutex
	ids map[string]bool
}

// learn looks for the role in a server: managed, and one of user's.
func (o *ownRoles) learn(g *discordgo.Guild, user string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, m := range g.Members {
		if m.User == nil || m.User.ID != user {
			continue
		}
		for _, role := range g.Roles {
			if role.Managed && slices.Contains(m.Roles, role.ID) && (len(o.ids) < maxThreads || o.ids[role.ID]) {
				if o.ids == nil {
					o.ids = map[string]bool{}
				}
				o.ids[role.ID] = true
			}
		}
	}
}

// has reports whether a role is the bot's own.
func (o *ownRoles) has(id string) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.ids[id]
}

// pending are the interactions that were taken down and not yet acknowledged:
// what is posted for them must wait.
type pending struct {
	mu   sync.Mutex
	open map[string]chan struct{}
}

// begin says that an interaction is about to be acknowledged; the function
// that it returns says that it has been, or will not be.
func (p *pending) begin(id string) (end func()) {
	done := make(chan struct{})
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.open == nil {
		p.open = map[string]chan struct{}{}
	}
	p.open[id] = done
	return sync.OnceFunc(func() {
		p.mu.Lock()
		defer p.mu.Unlock()
		delete(p.open, id)
		close(done)
	})
}

// wait returns when an interaction is acknowledged, or the context ends.
func (p *pending) wait(ctx context.Context, id string) {
	p.mu.Lock()
	done, ok := p.open[id]
	p.mu.Unlock()
	if !ok {
		return
	}
	select {
	case <-done:
	case <-ctx.Done():
	}
}
