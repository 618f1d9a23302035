package bottest

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"dateline/bot/bottest/fakeslack"
	"dateline/bot/chat"
	"dateline/bot/slack"
	"dateline/config/secret"
)

// spec returns the path of a published specification, "" where this checkout
// has none.
func spec(t testing.TB, name string) string {
	t.Helper()
	path := filepath.Join("..", "..", "..", "shared", "specs", name)
	if _, err := os.Stat(path); err != nil {
		t.Logf("payloads are NOT checked against %s: %v", name, err)
		return ""
	}
	t.Logf("payloads are checked against %s", name)
	return path
}

var slackUsers = map[string]string{Asker: "U0ASKER00", Other: "U0OTHER00", Admin: "U0ADMIN00"}

var slackChannels = map[string]string{General: "C0GENERAL", Random: "C0RANDOM0"}

const slackEditors = "S0EDITORS"

// slackWay is Slack in miniature, reached by Socket Mode or by HTTP.
type slackWay struct {
	*fakeslack.Server
	http    bool
	world   World
	hook    *httptest.Server
	handler atomic.Pointer[http.Handler]
	opts    slack.Options // more of them

	mu      sync.Mutex
	secrets []string
	command *fakeslack.Delivery // the last one
}

func openSlack(byHTTP bool) func(testing.TB, World) Way {
	return func(t testing.TB, w World) Way { return newSlackWay(t, w, byHTTP, fakeslack.Times{}) }
}

func newSlackWay(t testing.TB, w World, byHTTP bool, times fakeslack.Times) *slackWay {
	t.Helper()
	if times == (fakeslack.Times{}) {
		times.Retry = [3]time.Duration{20 * time.Millisecond, 100 * time.Millisecond, time.Second}
		times.Warning = 50 * time.Millisecond
	}
	commands, scopes := installed(t)
	s, err := fakeslack.New(fakeslack.Options{Now: w.Clock.Now, Seed: 1, LimitsPath: spec(t, "slack-limits.json"), Times: times,
		Commands: commands, Scopes: scopes,
		UserGroups: []fakeslack.UserGroup{{ID: slackEditors, Handle: Editors, Name: Editors, Users: []string{slackUsers[Other]}}}})
	if err != nil {
		t.Fatal(err)
	}
	way := &slackWay{Server: s, http: byHTTP, world: w}
	if byHTTP {
		way.hook = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if h := way.handler.Load(); h != nil {
				(*h).ServeHTTP(w, r)
				return
			}
			http.Error(w, "down", http.StatusServiceUnavailable)
		}))
		s.UseHTTP(fakeslack.Endpoints{Events: way.hook.URL})
	}
	return way
}

// slackApp is what of an app's manifest Slack itself goes by.
type slackApp struct {
	Features struct {
		Commands []struct{ Command string } `json:"slash_commands"`
	}
	OAuth struct {
		Scopes struct{ Bot []string }
	} `json:"oauth_config"`
}

// installed reads the manifest from which a workspace makes the app.
func installed(t testing.TB) (commands, scopes []string) {
	t.Helper()
	text, err := slack.Manifest("Dateline", "")
	var app slackApp
	if err == nil {
		err = json.Unmarshal(text, &app)
	}
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range app.Features.Commands {
		commands = append(commands, c.Command)
	}
	return commands, app.OAuth.Scopes.Bot
}

func (w *slackWay) Name() string {
	if w.http {
		return "slack by HTTP"
	}
	return "slack by socket"
}

func (w *slackWay) Platform() string                { return slack.Name }
func (w *slackWay) Capabilities() chat.Capabilities { return slack.Capabilities }

func (w *slackWay) options(desk *chat.Desk, log *slog.Logger) slack.Options {
	o := w.opts
	o.Desk, o.Log, o.Now, o.APIURL = desk, log, w.world.Clock.Now, w.URL()
	o.BotToken, o.AppToken, o.SigningSecret = secret.New(fakeslack.DefaultBotToken), secret.New(fakeslack.DefaultAppToken), secret.New(fakeslack.DefaultSigningSecret)
	return o
}

type slackAdapter struct {
	*slack.Bot
	way *slackWay
}

func (w *slackWay) Connect(ctx context.Context, _ testing.TB, desk *chat.Desk) (Adapter, error) {
	b, err := slack.New(ctx, w.options(desk, w.world.Log))
	if err != nil {
		return nil, err
	}
	return slackAdapter{b, w}, nil
}

func (a slackAdapter) Run(ctx context.Context) error {
	if !a.way.http {
		return a.RunSocket(ctx)
	}
	h := a.Handler()
	a.way.handler.Store(&h)
	<-ctx.Done()
	a.way.handler.Store(nil)
	return a.Drain(context.Background())
}

func (w *slackWay) Ready(ctx context.Context) error {
	return w.poll(ctx, func() bool { return w.http && w.handler.Load() != nil || w.Connections() > 0 })
}

func (w *slackWay) Close() {
	if w.hook != nil {
		w.hook.Close()
	}
	w.Server.Close()
}

func (w *slackWay) message(m fakeslack.Message) Message {
	out := Message{ID: m.Channel + "/" + m.TS, At: Where{m.Channel, m.ThreadTS}, Text: DrawSlack(m.Blocks, false), Direct: strings.HasPrefix(m.Channel, "D"), Edits: m.Edits, Raw: m}
	for name, id := range slackChannels {
		if id == m.Channel {
			out.At.Channel = name
		}
	}
	if len(m.Blocks) == 0 {
		out.Text = m.Text
	}
	for name, id := range slackUsers {
		if id == m.User {
			out.By = name
		}
		if id == m.EphemeralTo {
			out.OnlyFor = name
		}
	}
	for _, id := range m.ActionIDs() {
		switch id {
		case "evidence":
			out.Controls = append(out.Controls, Evidence)
		case "helpful":
			out.Controls = append(out.Controls, Helpful)
		case "unhelpful":
			out.Controls = append(out.Controls, Unhelpful)
		case "share":
			out.Controls = append(out.Controls, Share)
		case "more":
			for _, o := range slackOptions(m) {
				out.Controls = append(out.Controls, Control(o.text))
			}
		}
	}
	if m.BotID == "" {
		return out
	}
	for _, l := range m.Links() {
		out.Links = append(out.Links, l.URL)
		if m.UnfurlLinks != "false" && m.EphemeralTo == "" {
			out.Previews = append(out.Previews, l.URL)
		}
		if l.Auto {
			out.Active = append(out.Active, "link made of "+l.URL)
		}
	}
	for _, x := range m.Mentions() {
		out.Active = append(out.Active, fmt.Sprintf("%s %s", x.Kind, x.ID))
	}
	return out
}

type slackOption struct{ text, value string }

// slackOptions are those of the menu below an answer.
func slackOptions(m fakeslack.Message) []slackOption {
	var out []slackOption
	walk(anyOf(m.Blocks), func(o map[string]any) {
		text, _ := o["text"].(map[string]any)
		value, ok := o["value"].(string)
		if _, typed := o["type"]; ok && !typed && text != nil {
			label, _ := text["text"].(string)
			out = append(out, slackOption{label, value})
		}
	})
	return out
}

func anyOf(v any) any {
	b, _ := json.Marshal(v)
	var out any
	_ = json.Unmarshal(b, &out)
	return out
}

func walk(v any, f func(map[string]any)) {
	switch x := v.(type) {
	case []any:
		for _, e := range x {
			walk(e, f)
		}
	case map[string]any:
		f(x)
		for _, k := range slices.Sorted(mapKeys(x)) {
			walk(x[k], f)
		}
	}
}

func mapKeys(m map[string]any) func(func(string) bool) {
	return func(yield func(string) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
	}
}

func slackChannel(at Where) string {
	if id, ok := slackChannels[at.Channel]; ok {
		return id
	}
	return at.Channel
}

func (w *slackWay) said(t testing.TB, s fakeslack.Said, err error) Message {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	return w.message(s.Message)
}

func (w *slackWay) Say(t testing.TB, at Where, user, text string) Message {
	t.Helper()
	s, err := w.Server.Say(slackChannel(at), at.Thread, slackUsers[user], text)
	return w.said(t, s, err)
}

func (w *slackWay) Mention(t testing.TB, at Where, user, text string) Message {
	t.Helper()
	s, err := w.Server.Mention(slackChannel(at), at.Thread, slackUsers[user], text)
	return w.said(t, s, err)
}

func (w *slackWay) Direct(t testing.TB, user, text string) Message {
	t.Helper()
	return w.Say(t, Where{Channel: w.dm(user)}, user, text)
}

func (w *slackWay) dm(user string) string {
	id, err := w.OpenDM(slackUsers[user])
	if err != nil {
		panic(err)
	}
	return id
}

func (w *slackWay) Inbox(user string) string { return w.dm(user) }

func (w *slackWay) Reply(t testing.TB, to Message, user, text string) Message {
	t.Helper()
	return w.Say(t, w.Thread(t, to, user), user, text)
}

func (w *slackWay) Thread(_ testing.TB, root Message, _ string) Where {
	m := root.Raw.(fakeslack.Message)
	if m.ThreadTS != "" {
		return root.At
	}
	return Where{root.At.Channel, m.TS}
}

func (w *slackWay) Person(user string) string { return "<@" + slackUsers[user] + ">" }
func (w *slackWay) Role(name string) string   { return slackEditors }

func (w *slackWay) Mentioned(role string) string {
	return "<!subteam^" + slackEditors + "|@" + role + ">"
}

func (w *slackWay) Seen(user string) []Message {
	var raw []fakeslack.Message
	for _, c := range []string{slackChannels[General], slackChannels[Random], w.dm(user)} {
		for _, m := range w.Messages(c) {
			if m.BotID != "" && m.Subtype != "assistant_app_thread" {
				raw = append(raw, m)
			}
		}
	}
	raw = append(raw, w.ephemerals(user)...)
	slices.SortStableFunc(raw, func(a, b fakeslack.Message) int { return strings.Compare(a.TS, b.TS) })
	var out []Message
	for _, m := range raw {
		out = append(out, w.message(m))
	}
	return out
}

func (w *slackWay) Working(m Message) (time.Time, bool) {
	raw, ok := m.Raw.(fakeslack.Message)
	if !ok { // of a command: what it was acknowledged with
		w.mu.Lock()
		defer w.mu.Unlock()
		for _, a := range w.Acks() {
			if w.command != nil && a.ID == w.command.ID {
				return a.At, true
			}
		}
		return time.Time{}, false
	}
	for _, c := range w.Calls("reactions.add", "assistant.threads.setStatus") {
		if c.Done && (c.Args["timestamp"] == raw.TS || c.Args["thread_ts"] == raw.ThreadTS && raw.ThreadTS != "") {
			return c.At, true
		}
	}
	return time.Time{}, false
}

func (w *slackWay) Wait(ctx context.Context, cond func() bool) error { return w.poll(ctx, cond) }

// poll also sees what changes elsewhere than in the server.
func (w *slackWay) poll(ctx context.Context, cond func() bool) error {
	for {
		short, cancel := context.WithTimeout(ctx, 20*time.Millisecond)
		err := w.WaitFor(short, cond)
		cancel()
		if err == nil || ctx.Err() != nil {
			return err
		}
	}
}

func (w *slackWay) Fail(on On, what What, wait time.Duration, times int) {
	methods := []string{"chat.postMessage"}
	if on == OnWorking {
		methods = []string{"reactions.add", "assistant.threads.setStatus"}
	}
	for _, m := range methods {
		f := fakeslack.CallFault{Method: m, Times: times}
		switch what {
		case TooMany:
			f.Status, f.RetryAfter = http.StatusTooManyRequests, int((wait+time.Second-1)/time.Second)
		case ServerError:
			f.Status = http.StatusInternalServerError
		case Lost:
			f.Lose = true
		}
		w.FailCalls(f)
	}
}

func (w *slackWay) Repeat(n int) { w.FailEvents(fakeslack.EventFault{Times: n, Duplicate: 2}) }

func (w *slackWay) Breaks() []string {
	if w.http {
		return nil
	}
	return []string{"cut", "refresh", "warning", "link_disabled"}
}

func (w *slackWay) Break(_ testing.TB, name string) {
	switch name {
	case "cut":
		w.CutConnections()
	case "refresh":
		w.Refresh()
	default:
		w.Disconnect(name)
	}
}

func (w *slackWay) LoseAcknowledgement() bool {
	if w.http {
		w.FailEvents(fakeslack.EventFault{Drop: true})
	} else {
		w.FailEvents(fakeslack.EventFault{Cut: true})
	}
	return true
}

func (w *slackWay) Violations() []string {
	var out []string
	for _, v := range w.Server.Violations() {
		out = append(out, v.String())
	}
	return out
}

func (w *slackWay) Secrets() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return append([]string{fakeslack.DefaultBotToken, fakeslack.DefaultAppToken, fakeslack.DefaultSigningSecret}, w.secrets...)
}

func (w *slackWay) Posts() []string {
	var out []string
	for _, c := range w.Calls() {
		b, _ := json.Marshal(c.Args)
		out = append(out, string(b))
	}
	return out
}

func TestSlackBySocket(t *testing.T) { Run(t, openSlack(false)) }
func TestSlackByHTTP(t *testing.T)   { Run(t, openSlack(true)) }
