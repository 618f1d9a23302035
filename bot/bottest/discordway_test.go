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

// response waits for the answer to an interaction.
func (w *discordWay) response(t testing.TB, in *fakediscord.Interaction, err error) fakediscord.Response {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	r, err := in.Await(ctx)
	if err != nil {
		t.Fatalf("no response: %v", err)
	}
	return r
}

// reaction is what a person is shown in answer to an interaction.
func (w *discordWay) reaction(t testing.TB, user string, in *fakediscord.Interaction, err error) (Shown, fakediscord.Response) {
	t.Helper()
	r := w.response(t, in, err)
	switch r.Type {
	case fakediscord.RespondModal:
		modals := w.Modals(user)
		m := modals[len(modals)-1]
		text := m.Title + "\n" + DrawDiscord("", nil, m.Components, false)
		return Shown{Text: text, Dialog: &Dialog{Text: text, Raw: m}}, r
	case fakediscord.RespondDeferred:
		ctx, cancel := context.WithTimeout(context.Background(), patience)
		defer cancel()
		m, err := in.Answer(ctx)
		if err != nil {
			t.Fatalf("no answer after the promise of one: %v", err)
		}
		r.Message = &m
	}
	if r.Message == nil {
		return Shown{}, r
	}
	m := w.message(*r.Message)
	return Shown{Text: m.Text, Links: m.Links}, r
}

func (w *discordWay) Command(t testing.TB, channel, user, text string, o chat.Options) Shown {
	t.Helper()
	options := map[string]any{"question": text}
	for name, value := range map[string]string{"source": o.Source, "collection": o.Collection, "from": o.From, "to": o.To, "as-of": o.AsOf} {
		if value != "" {
			options[name] = value
		}
	}
	if o.Private {
		options["private"] = true
	}
	in, err := w.Server.Command(channel, user, "ask", options)
	w.mu.Lock()
	w.command = in
	w.mu.Unlock()
	r := w.response(t, in, err)
	if r.Type != fakediscord.RespondMessage || r.Message == nil {
		return Shown{}
	}
	return Shown{Text: w.message(*r.Message).Text}
}

func (w *discordWay) Complete(t testing.TB, channel, user, option, typed string) []string {
	t.Helper()
	in, err := w.Autocomplete(channel, user, "ask", option, typed, nil)
	r := w.response(t, in, err)
	var out []string
	for _, c := range r.Choices {
		out = append(out, str(c, "value"))
	}
	return out
}

func (w *discordWay) Press(t testing.TB, m Message, user string, c Control) Shown {
	t.Helper()
	raw := m.Raw.(fakediscord.Message)
	press := func(label string) (*fakediscord.Interaction, error) {
		for _, b := range discordButtons(raw) {
			if b.label == label {
				return w.Server.Press(raw.ID, b.id, user)
			}
		}
		return nil, fmt.Errorf("no button %q below %q", label, raw.Content)
	}
	switch c {
	case Evidence, Helpful, Unhelpful, Share:
		in, err := press(string(c))
		s, _ := w.reaction(t, user, in, err)
		return s
	}
	in, err := press("More")
	_, r := w.reaction(t, user, in, err)
	if r.Message == nil {
		t.Fatal("the menu does not open")
	}
	var menu, value string
	walk(r.Message.Components, func(o map[string]any) {
		if options := list(o["options"]); options != nil {
			menu, _ = o["custom_id"].(string)
			for _, x := range options {
				if str(x, "label") == string(c) {
					value = str(x, "value")
				}
			}
		}
	})
	if value == "" {
		return Shown{Text: DrawDiscord(r.Message.Content, nil, nil, false)}
	}
	in, err = w.Select(r.Message.ID, menu, user, value)
	s, _ := w.reaction(t, user, in, err)
	return s
}

func (w *discordWay) Submit(t testing.TB, d Dialog, user string, fields map[string]string) Shown {
	t.Helper()
	values := map[string]any{}
	for k, v := range fields {
		values[k] = v
	}
	in, err := w.SubmitModal(d.Raw.(fakediscord.Modal), values)
	s, _ := w.reaction(t, user, in, err)
	return s
}

func (w *discordWay) Set(t testing.TB, channel, user, key, value string, everywhere bool) Shown {
	t.Helper()
	in, err := w.Server.Command(channel, user, "dateline-settings", map[string]any{"key": key, "value": value, "everywhere": everywhere})
	if err != nil { // Discord itself keeps the command from them
		return Shown{Text: err.Error()}
	}
	s, _ := w.reaction(t, user, in, err)
	return s
}

func (w *discordWay) Help(t testing.TB, channel, user string) Shown {
	t.Helper()
	in, err := w.Server.Command(channel, user, "dateline-help", nil)
	s, _ := w.reaction(t, user, in, err)
	return s
}

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
