package slack

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/slack-go/slack"

	"dateline/bot/chat"
	"dateline/bot/errand"
	"dateline/bot/replay"
	"dateline/config/secret"
)

// Name is what a chat.Place calls this platform.
const Name = "slack"

// callTimeout bounds one call of the Web API.
const callTimeout = 10 * time.Second

// Options say how the bot comes in. Desk, BotToken and Log are required.
type Options struct {
	Desk          *chat.Desk
	BotToken      secret.Value
	AppToken      secret.Value // for Socket Mode
	SigningSecret secret.Value // for HTTP
	APIURL        string       // "": Slack's
	HTTP          *http.Client // nil: http.DefaultClient
	// Silence is how long Slack may leave a connection without a ping before it
	// is given up; 0: 30 seconds.
	Silence time.Duration
	Log     *slog.Logger
	Now     func() time.Time // nil: time.Now
}

// Bot is the bot in one Slack workspace. It is a chat.Platform.
type Bot struct {
	opts Options
	desk *chat.Desk
	api  *slack.Client
	log  *slog.Logger
	now  func() time.Time

	// IDs of the bot's user, of the bot, and of the workspace that it is
	// installed in. All that is said to it belongs there, also what people of
	// another workspace say in a channel that both share: events and presses
	// name theirs.
	user, bot, team string

	people  people
	replay  replay.Guard
	errands *errand.Runner
}

// askingTimeout bounds what is asked of Slack before there is a bot, or about
// it: where Slack can't be reached that is said.
const askingTimeout = 30 * time.Second

// New makes a bot and asks Slack who it is. An error says what to do about it.
func New(ctx context.Context, opts Options) (*Bot, error) {
	ctx, cancel := context.WithTimeout(ctx, askingTimeout)
	defer cancel()
	if opts.Now == nil {
		opts.Now = time.Now
	}
	if opts.HTTP == nil {
		opts.HTTP = http.DefaultClient
	}
	b := &Bot{opts: opts, desk: opts.Desk, log: opts.Log.With("platform", Name), now: opts.Now}
	b.errands = errand.New(b.log)
	b.api = client(opts)
	var who *slack.AuthTestResponse
	err := b.call(ctx, "auth.test", func(ctx context.Context) (err error) {
		who, err = b.api.AuthTestContext(ctx)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("slack: %w: %s", err, remedy(err))
	}
	b.user, b.bot, b.team = who.UserID, who.BotID, who.TeamID
	return b, nil
}

// Drain waits until what was begun behind acknowledgements has ended, or the
// context is done. Nothing may be received any more. RunSocket has drained when
// it returns; who serves Handler calls it.
func (b *Bot) Drain(ctx context.Context) error { return b.errands.Wait(ctx) }

// client makes the library's client. It says nothing in its own log.
func client(opts Options) *slack.Client {
	settings := []slack.Option{slack.OptionHTTPClient(opts.HTTP), slack.OptionAppLevelToken(opts.AppToken.Reveal())}
	if opts.APIURL != "" {
		settings = append(settings, slack.OptionAPIURL(strings.TrimSuffix(opts.APIURL, "/")+"/"))
	}
	return slack.New(opts.BotToken.Reveal(), settings...)
}

// remedy says what to do about an error of Slack's.
func remedy(err error) string {
	var answer slack.SlackErrorResponse
	if !errors.As(err, &answer) {
		return "check that slack.com can be reached from here"
	}
	switch answer.Err {
	case "invalid_auth", "not_authed", "token_revoked", "token_expired", "account_inactive":
		return "install the app again and set slack.bot_token to its Bot User OAuth Token"
	case "missing_scope":
		return "update the app from `dateline slack manifest` and install it again"
	}
	return "see `dateline doctor`"
}

// call makes one call of the Web API, again where Slack says when or answers
// with an error of its server's, until the context ends. It does not repeat a
// call whose outcome is not known: the caller may be about to say something
// twice.
func (b *Bot) call(ctx context.Context, method string, do func(context.Context) error) error {
	for wait := time.Second; ; wait = min(2*wait, 30*time.Second) {
		err := func() error {
			ctx, cancel := context.WithTimeout(ctx, callTimeout)
			defer cancel()
			return do(ctx)
		}()
		var told *url.Error
		if errors.As(err, &told) {
			err = told.Err // without the address, which may be a secret
		}
		var limited *slack.RateLimitedError
		var status slack.StatusCodeError
		pause := wait
		switch {
		case err == nil:
			return nil
		case errors.As(err, &limited):
			pause = max(limited.RetryAfter, 0)
		case errors.As(err, &status) && status.Code >= 500:
		default:
			return fmt.Errorf("%s: %w", method, err)
		}
		b.log.Debug("calling again", "method", method, "wait", pause, "reason", err)
		if deadline, ok := ctx.Deadline(); ok && time.Until(deadline) < pause {
			return fmt.Errorf("%s: %w (no time to wait %s)", method, err, pause)
		}
		select {
		case <-time.After(pause):
		case <-ctx.Done():
			return fmt.Errorf("%s: %w", method, errors.Join(err, ctx.Err()))
		}
	}
}

// failed reports whether an error is Slack's with one of these codes.
func failed(err error, codes ...string) bool {
	var answer slack.SlackErrorResponse
	if !errors.As(err, &answer) {
		return false
	}
	for _, code := range codes {
		if answer.Err == code {
			return true
		}
	}
	return false
}

// doubtful reports whether a call that failed may have been carried out.
func doubtful(err error) bool {
	var answer slack.SlackErrorResponse
	var limited *slack.RateLimitedError
	return !errors.As(err, &answer) && !errors.As(err, &limited)
}

// peopleFor is how long it is remembered who may manage and who is in which
// group.
const peopleFor = 5 * time.Minute

// maxPeople bounds what is remembered.
const maxPeople = 10_000

// people remembers what Slack said of people.
type people struct {
	mu     sync.Mutex
	manage map[string]known[bool]
	groups known[map[string][]string]
}

type known[T any] struct {
	value T
	until time.Time
}

// manages reports whether a person is an admin or an owner of the workspace;
// one who can't be asked about is not, nor is one of another workspace, who is
// an admin at home.
func (b *Bot) manages(ctx context.Context, id string) bool {
	b.people.mu.Lock()
	k, ok := b.people.manage[id]
	b.people.mu.Unlock()
	if ok && b.now().Before(k.until) {
		return k.value
	}
	var user *slack.User
	err := b.call(ctx, "users.info", func(ctx context.Context) (err error) {
		user, err = b.api.GetUserInfoContext(ctx, id)
		return err
	})
	if err != nil {
		b.log.Warn("who may manage is not known", "reason", err)
		return false
	}
	b.people.mu.Lock()
	defer b.people.mu.Unlock()
	if b.people.manage == nil || len(b.people.manage) >= maxPeople {
		b.people.manage = map[string]known[bool]{}
	}
	can := (user.IsAdmin || user.IsOwner || user.IsPrimaryOwner) && !user.IsStranger &&
		(user.TeamID == b.team || slices.Contains(user.Enterprise.Teams, b.team))
	b.people.manage[id] = known[bool]{can, b.now().Add(peopleFor)}
	return can
}

// members returns the groups that each user is in.
func (b *Bot) members(ctx context.Context) (map[string][]string, error) {
	b.people.mu.Lock()
	k := b.people.groups
	b.people.mu.Unlock()
	if k.value != nil && b.now().Before(k.until) {
		return k.value, nil
	}
	var list []slack.UserGroup
	err := b.call(ctx, "usergroups.list", func(ctx context.Context) (err error) {
		list, err = b.api.GetUserGroupsContext(ctx, slack.GetUserGroupsOptionIncludeUsers(true))
		return err
	})
	if err != nil {
		return nil, err
	}
	of := map[string][]string{}
	for _, g := range list {
		for _, u := range g.Users {
			of[u] = append(of[u], g.ID)
		}
	}
	b.people.mu.Lock()
	defer b.people.mu.Unlock()
	b.people.groups = known[map[string][]string]{of, b.now().Add(peopleFor)}
	return of, nil
}

// Capabilities says what the bot can do in Slack. Both ways in carry the same
// events.
var Capabilities = chat.Capabilities{Mentions: true, Messages: true, Threads: true, Direct: true, Commands: true, Form: true, Complete: true,
	Private: true, Command: "/dateline", Brief: commandBrief, Subscribe: commandSubscribe, Subscriptions: commandSubscriptions, Manage: "/dateline set"}
