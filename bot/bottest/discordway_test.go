package bottest

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"dateline/bot/bottest/fakediscord"
	"dateline/bot/chat"
	"dateline/bot/discord"
	"dateline/config/secret"
)

// discordWay is Discord in miniature, reached by the gateway or by HTTP
// interactions.
type discordWay struct {
	*fakediscord.Server
	http    bool
	world   World
	hook    *httptest.Server
	handler atomic.Pointer[http.Handler]
	opts    discord.Options // more of them

	mu      sync.Mutex
	command *fakediscord.Interaction // the last one
}

func openDiscord(byHTTP bool) func(testing.TB, World) Way {
	return func(t testing.TB, w World) Way {
		return newDiscordWay(t, w, byHTTP, discord.Options{MessageContent: true})
	}
}

func newDiscordWay(t testing.TB, w World, byHTTP bool, opts discord.Options) *discordWay {
	t.Helper()
	o := fakediscord.Options{
		Seed: 1, OpenAPI: spec(t, "discord-openapi.json"), Clock: w.Clock.Now,
		Users: []fakediscord.User{{Name: Asker}, {Name: Other}, {Name: Admin}},
		Guilds: []fakediscord.Guild{{Name: "guild", Owner: Admin, Roles: []fakediscord.Role{{Name: Editors}},
			Members:  []fakediscord.Member{{User: Admin}, {User: Asker}, {User: Other, Roles: []string{Editors}}},
			Channels: []fakediscord.Channel{{Name: General}, {Name: Random}}}},
		Limits:         fakediscord.Limits{Scale: 20},
		BotPermissions: fakediscord.DefaultBotPermissions,
		SessionLife:    time.Hour, // clocks jump
		TokenLife:      15 * time.Minute,
	}
	if opts.MessageContent {
		o.Privileged = fakediscord.IntentMessageContent
	}
	s, err := fakediscord.Start(o)
	if err != nil {
		t.Fatal(err)
	}
	way := &discordWay{Server: s, http: byHTTP, world: w, opts: opts}
	way.opts.HTTP = byHTTP
	if byHTTP {
		way.hook = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if h := way.handler.Load(); h != nil {
				(*h).ServeHTTP(w, r)
				return
			}
			http.Error(w, "down", http.StatusServiceUnavailable)
		}))
	}
	return way
}

func (w *discordWay) Name() string {
	if w.http {
		return "discord by HTTP"
	}
	return "discord by gateway"
}

func (w *discordWay) Platform() string { return discord.Name }

func (w *discordWay) Capabilities() chat.Capabilities {
	return discord.Capabilities(w.opts)
}

func (w *discordWay) options(desk *chat.Desk, log *slog.Logger) discord.Options {
	o := w.opts
	o.Desk, o.Log, o.Now, o.APIURL, o.Token, o.PublicKey = desk, log, w.world.Clock.Now, w.URL(), secret.New(w.Token()), w.PublicKey()
	return o
}

type discordAdapter struct {
	*discord.Bot
	way *discordWay
}

func (w *discordWay) Connect(ctx context.Context, t testing.TB, desk *chat.Desk) (Adapter, error) {
	b, err := discord.New(ctx, w.options(desk, w.world.Log))
	if err != nil {
		return nil, err
	}
	if len(w.Commands("")) == 0 {
		if _, err := b.Register(ctx, ""); err != nil {
			return nil, err
		}
	}
	return discordAdapter{b, w}, nil
}

func (a discordAdapter) Run(ctx context.Context) error {
	if !a.way.http {
		return a.RunGateway(ctx)
	}
	h := a.Handler()
	a.way.handler.Store(&h)
	<-ctx.Done()
	a.way.handler.Store(nil)
	return a.Drain(context.Background())
}

func (w *discordWay) Ready(ctx context.Context) error {
	if !w.http {
		return w.Wait(ctx, func() bool { return w.Connected() && w.beats() > 0 })
	}
	if err := w.Wait(ctx, func() bool { return w.handler.Load() != nil }); err != nil {
		return err
	}
	return w.SetEndpoint(ctx, w.hook.URL)
}

// beats counts the heartbeats of sessions that are connected.
func (w *discordWay) beats() (n int) {
	for _, s := range w.Sessions() {
		if s.Connected {
			n = max(n, s.Heartbeats)
		}
	}
	return n
}

func (w *discordWay) Close() {
	if w.hook != nil {
		w.hook.Close()
	}
	w.Server.Close()
	http.DefaultTransport.(*http.Transport).CloseIdleConnections()
}

// where returns a place by names.
func (w *discordWay) where(channel string) Where {
	for _, name := range []string{General, Random} {
		if w.ChannelID(name) == channel {
			return Where{Channel: name}
		}
	}
	return Where{Channel: channel}
}

func (w *discordWay) message(m fakediscord.Message) Message {
	out := Message{ID: m.ID, At: w.where(m.ChannelID), Text: DrawDiscord(m.Content, m.Embeds, nil, false), Direct: m.GuildID == "", Edits: m.Edits, Raw: m}
	for _, user := range []string{Asker, Other, Admin} {
		switch w.UserID(user) {
		case m.Author.ID:
			out.By = user
		case m.OnlyFor:
			out.OnlyFor = user
		}
	}
	if out.By != "" {
		return out
	}
	for _, b := range discordButtons(m) {
		switch b.label {
		case "More":
			out.Controls = append(out.Controls, Articles, WrongDate, Delete)
			if !slices.Contains(out.Controls, Helpful) {
				out.Controls = append(out.Controls, Missing)
			}
		default:
			out.Controls = append(out.Controls, Control(b.label))
		}
	}
	for _, l := range m.Links() {
		out.Links = append(out.Links, l.URL)
	}
	for _, l := range m.PreviewedLinks() {
		out.Previews = append(out.Previews, l.URL)
	}
	for _, x := range slices.Concat(m.ActiveMentions(), m.RenderedMentions()) {
		out.Active = append(out.Active, x.Raw)
	}
	for line := range strings.SplitSeq(m.Content, "\n") {
		_, active := drawMarkdown(line, false)
		out.Active = append(out.Active, active...)
	}
	return out
}

type discordButton struct{ label, id string }

func discordButtons(m fakediscord.Message) []discordButton {
	var out []discordButton
	walk(m.Components, func(o map[string]any) {
		label, _ := o["label"].(string)
		id, _ := o["custom_id"].(string)
		if label != "" && id != "" {
			out = append(out, discordButton{label, id})
		}
	})
	return out
}

func (w *discordWay) at(at Where) string {
	if at.Thread != "" {
		return at.Thread
	}
	return at.Channel
}

func (w *discordWay) said(t testing.TB, m fakediscord.Message, err error) Message {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	return w.message(m)
}

func (w *discordWay) Say(t testing.TB, at Where, user, text string) Message {
	t.Helper()
	m, err := w.Server.Say(w.at(at), user, text)
	return w.said(t, m, err)
}

func (w *discordWay) Mention(t testing.TB, at Where, user, text string) Message {
	t.Helper()
	m, err := w.Server.Mention(w.at(at), user, text)
	return w.said(t, m, err)
}

func (w *discordWay) Direct(t testing.TB, user, text string) Message {
	t.Helper()
	m, err := w.DirectMessage(user, text)
	return w.said(t, m, err)
}

func (w *discordWay) Inbox(user string) string { return w.DM(user) }

func (w *discordWay) Reply(t testing.TB, to Message, user, text string) Message {
	t.Helper()
	raw := to.Raw.(fakediscord.Message)
	m, err := w.Server.Say(raw.ChannelID, user, text, fakediscord.ReplyTo(raw.ID))
	return w.said(t, m, err)
}

func (w *discordWay) Thread(t testing.TB, root Message, user string) Where {
	t.Helper()
	raw := root.Raw.(fakediscord.Message)
	if m, ok := w.Message(raw.ID); ok && m.ThreadID != "" {
		return Where{root.At.Channel, m.ThreadID}
	}
	id, err := w.StartThread(raw.ID, user, "thread")
	if err != nil {
		t.Fatal(err)
	}
	return Where{root.At.Channel, id}
}

func (w *discordWay) Person(user string) string { return "<@" + w.UserID(user) + ">" }
func (w *discordWay) Role(name string) string   { return w.RoleID(name) }

func (w *discordWay) Mentioned(role string) string { return "<@&" + w.RoleID(role) + ">" }

func (w *discordWay) Seen(user string) []Message {
	var out []Message
	for _, m := range w.BotMessages() {
		switch {
		case m.Flags&fakediscord.FlagLoading != 0:
		case m.OnlyFor != "" && m.OnlyFor != w.UserID(user):
		case m.GuildID == "" && m.OnlyFor == "" && m.ChannelID != w.DM(user):
		default:
			out = append(out, w.message(m))
		}
	}
	return out
}

func (w *discordWay) Working(m Message) (time.Time, bool) {
	raw, ok := m.Raw.(fakediscord.Message)
	if !ok {
		w.mu.Lock()
		defer w.mu.Unlock()
		r := w.command.Response()
		return w.world.Clock.Now().Add(-r.After), r.Type == fakediscord.RespondDeferred
	}
	for _, x := range w.Typings() {
		if x.ChannelID == raw.ChannelID && !x.At.Before(raw.Created) {
			return x.At, true
		}
	}
	return time.Time{}, false
}

func (w *discordWay) Wait(ctx context.Context, cond func() bool) error { return w.WaitFor(ctx, cond) }

var discordPosting = [][2]string{
	{http.MethodPost, "/channels/{channel_id}/messages"},
	{http.MethodPatch, "/webhooks/{webhook_id}/{webhook_token}/messages/{message_id}"},
}

func (w *discordWay) Fail(on On, what What, wait time.Duration, times int) {
	routes := discordPosting
	if on == OnWorking {
		routes = [][2]string{{http.MethodPost, "/channels/{channel_id}/typing"}}
	}
	kind := map[What]fakediscord.FailureKind{TooMany: fakediscord.TooMany, ServerError: fakediscord.Internal, Lost: fakediscord.LostAnswer}[what]
	for _, r := range routes {
		w.Server.Fail(fakediscord.Failure{Kind: kind, Method: r[0], Route: r[1], Times: times, Wait: wait})
	}
}

func (w *discordWay) Repeat(n int) {
	w.FailEvent(fakediscord.EventFault{Kind: fakediscord.DuplicateEvent, Name: "MESSAGE_CREATE", Times: n})
	if !w.http { // posted twice they would be refused as replays, and shown as failed
		w.FailEvent(fakediscord.EventFault{Kind: fakediscord.DuplicateEvent, Name: "INTERACTION_CREATE", Times: n})
	}
}

func (w *discordWay) Breaks() []string {
	if w.http {
		return nil
	}
	return []string{"cut", "reconnect", "invalid, resumable", "invalid", "close 4000", "close 4007", "close 4009"}
}

func (w *discordWay) Break(t testing.TB, name string) {
	var code int
	identifies := w.Identifies()
	defer func() {
		if name == "cut" || name == "reconnect" || name == "close 4000" {
			return // what is said meanwhile comes when it resumes
		}
		ctx, cancel := context.WithTimeout(context.Background(), patience)
		defer cancel()
		// The session is lost: what is said before there is another is not for
		// the bot. Heartbeats tell nothing, the old session may still have some.
		if err := w.Wait(ctx, func() bool { return w.Connected() && w.Identifies() > identifies }); err != nil {
			t.Fatalf("%s: not connected again: %v", name, err)
		}
	}()
	switch {
	case name == "cut":
		w.CutGateway()
	case name == "reconnect":
		w.Reconnect()
	case name == "invalid":
		w.InvalidateSessions(false)
	case name == "invalid, resumable":
		w.InvalidateSessions(true)
	default:
		if _, err := fmt.Sscanf(name, "close %d", &code); err != nil {
			t.Fatal(err)
		}
		w.CloseGateway(code)
	}
}

func (w *discordWay) LoseAcknowledgement() bool {
	if w.http {
		return false
	}
	w.FailEvent(fakediscord.EventFault{Kind: fakediscord.DropEvent, Name: "MESSAGE_CREATE"})
	return true
}

func (w *discordWay) Violations() []string {
	var out []string
	for _, v := range w.Server.Violations() {
		out = append(out, v.String())
	}
	for _, in := range w.Unanswered() {
		out = append(out, Unanswered+in.Response().Failed)
	}
	return out
}

func (w *discordWay) Secrets() []string {
	out := []string{w.Token()}
	for _, in := range w.Interactions() {
		out = append(out, in.Token)
	}
	return out
}

func (w *discordWay) Posts() []string {
	var out []string
	for _, c := range w.Calls() {
		out = append(out, c.Body)
	}
	for _, p := range w.Server.Posts() {
		out = append(out, string(p.Answer))
	}
	return out
}

func TestDiscordByGateway(t *testing.T) { Run(t, openDiscord(false)) }
func TestDiscordByHTTP(t *testing.T)    { Run(t, openDiscord(true)) }
