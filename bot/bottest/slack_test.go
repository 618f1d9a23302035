package bottest

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"

	"dateline/bot/bottest/fakeslack"
	"dateline/bot/chat"
	"dateline/bot/slack"
	"dateline/config/secret"
)

// slackRig is a rig whose way is Slack's.
func slackRig(t *testing.T, byHTTP bool) (*Rig, *slackWay) {
	t.Parallel()
	r := newRig(t, openSlack(byHTTP))
	return r, r.Way.(*slackWay)
}

func bounded(t testing.TB) context.Context {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	t.Cleanup(cancel)
	return ctx
}

func TestSlackSignatures(t *testing.T) {
	r, w := slackRig(t, true)
	r.Start()
	ctx := bounded(t)
	if err := w.VerifyURL(ctx); err != nil {
		t.Error(err)
	}
	w.Mention(t, general, Asker, lastVisit)
	r.answer(Asker)
	r.settle()
	event := w.SendEvent(map[string]any{"type": "app_home_opened"})
	if _, err := event.Wait(ctx); err != nil {
		t.Fatal(err)
	}
	body := event.Request().Body
	stamp := r.Clock.Now().Add(2 * time.Second) // the event itself came before
	sign := fakeslack.Sign(fakeslack.DefaultSigningSecret, secondsOf(stamp), body)
	for _, row := range []struct {
		name string
		post fakeslack.Post
		want int
	}{
		{"right", fakeslack.Post{Body: body, Timestamp: stamp}, 200},
		{"replayed", fakeslack.Post{Body: body, Timestamp: stamp}, 401},
		{"replayed in other letters", fakeslack.Post{Body: body, Timestamp: stamp, Signature: "v0=" + strings.ToUpper(sign[3:])}, 401},
		{"wrong", fakeslack.Post{Body: body, Signature: "v0=" + strings.Repeat("0", 64)}, 401},
		{"not hexadecimal", fakeslack.Post{Body: body, Signature: "v0=zz"}, 401},
		{"none", fakeslack.Post{Body: body, NoSignature: true}, 401},
		{"of another secret", fakeslack.Post{Body: body, Timestamp: stamp, Signature: fakeslack.Sign("other", secondsOf(stamp), body)}, 401},
		{"stale", fakeslack.Post{Body: body, Timestamp: stamp.Add(-6 * time.Minute)}, 401},
		{"ahead", fakeslack.Post{Body: body, Timestamp: stamp.Add(6 * time.Minute)}, 401},
		{"too large", fakeslack.Post{Body: bytes.Repeat([]byte("x"), 2<<20)}, 413},
		{"right, of a look whether it is here", fakeslack.Post{Body: []byte("ssl_check=1&token=x"), ContentType: "application/x-www-form-urlencoded"}, 200},
		{"nothing that can be read", fakeslack.Post{Body: []byte("{")}, 200},
	} {
		row.post.URL = w.hook.URL
		got, err := w.SignedPost(ctx, row.post)
		if err != nil || got.Status != row.want {
			t.Errorf("a request whose signature is %s gets %d, %v, want %d", row.name, got.Status, err, row.want)
		}
	}
	resp, err := http.Get(w.hook.URL)
	if err != nil || resp.StatusCode != http.StatusMethodNotAllowed {
		t.Errorf("GET = %v, %v", resp, err)
	} else {
		_ = resp.Body.Close()
	}
	r.one(Other, 1)
}

func secondsOf(t time.Time) string { b, _ := json.Marshal(t.Unix()); return string(b) }

// TestSlackUnreadable sends what no library can read: it is acknowledged, and
// the bot goes on.
func TestSlackUnreadable(t *testing.T) {
	for _, byHTTP := range []bool{false, true} {
		t.Run(map[bool]string{false: "socket", true: "http"}[byHTTP], func(t *testing.T) {
			r, w := slackRig(t, byHTTP)
			r.Start()
			for _, inner := range []any{
				map[string]any{"type": "app_mention", "user": 7, "text": []string{"x"}},
				map[string]any{"type": "unheard_of", "deep": map[string]any{"x": 1}},
				map[string]any{"type": "message", "ts": map[string]any{}},
				json.RawMessage(`[]`), json.RawMessage(`"x"`), json.RawMessage(`null`),
			} {
				if _, err := w.SendEvent(inner).Wait(bounded(t)); err != nil {
					t.Errorf("%v is not acknowledged: %v", inner, err)
				}
			}
			if !byHTTP {
				for _, frame := range []string{"{", "[]", `{"type":"unheard_of"}`, `{"type":"hello"}`} {
					w.SendFrame(frame)
				}
			}
			r.ask(Asker)
			r.answer(Asker)
			r.one(Other, 1)
		})
	}
}

// TestSlackOthers: what is no question for the bot.
func TestSlackOthers(t *testing.T) {
	r, w := slackRig(t, false)
	r.Start()
	said, err := w.Server.Say("C0GENERAL", "", slackUsers[Asker], "Nobody is named here.")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Edit("C0GENERAL", said.TS, slackUsers[Asker], w.mention()+" "+lastVisit); err != nil {
		t.Fatal(err)
	}
	for _, more := range []map[string]any{
		{"bot_id": "B0ANOTHER"}, {"subtype": "bot_message"}, {"subtype": "message_changed"}, {"user": w.Bot()},
	} {
		event := map[string]any{"type": "message", "channel": "C0GENERAL", "channel_type": "channel", "user": slackUsers[Asker], "ts": "1772442000.000900", "text": w.mention() + " " + lastVisit}
		for k, v := range more {
			event[k] = v
		}
		if _, err := w.SendEvent(event).Wait(bounded(t)); err != nil {
			t.Error(err)
		}
	}
	r.fence()
	r.one(Other, 1) // the fence
}

func (w *slackWay) mention() string { return "<@" + w.Bot() + ">" }

// TestSlackAssistant: a thread of the assistant shows a status.
func TestSlackAssistant(t *testing.T) {
	r, w := slackRig(t, false)
	r.Start()
	root, err := w.StartAssistant(slackUsers[Asker], slackChannels[General])
	if err != nil {
		t.Fatal(err)
	}
	r.wait("questions to be offered", func() bool { return len(w.SuggestedPrompts()) > 0 })
	hold := make(chan struct{})
	r.hook(holding(hold))
	m := w.Say(t, Where{root.Channel, root.TS}, Asker, lastVisit)
	r.wait("a status", func() bool { return w.Standing(root.Channel, root.TS) != "" })
	if at, ok := w.Working(m); !ok || at.Sub(m.Raw.(fakeslack.Message).Posted) > time.Second {
		t.Errorf("the status stands at %v, %v", at, ok)
	}
	close(hold)
	a := r.answer(Asker)
	if a.At.Thread != root.TS {
		t.Errorf("answered at %v, want in the thread %s", a.At, root.TS)
	}
	r.wait("the status to go", func() bool { return w.Standing(root.Channel, root.TS) == "" })
}

// TestSlackNoMember: a command works in a channel that the bot is not in; the
// answer comes to its asker alone, once, also after a kill.
func TestSlackNoMember(t *testing.T) {
	r, w := slackRig(t, false)
	w.Remove("C0GENERAL", w.Bot())
	killedAround2(r, func() { w.Command(t, General, Asker, lastVisit, chat.Options{}) })
	m := r.answer(Asker)
	if !m.Direct {
		t.Errorf("answered at %v, want in direct messages", m.At)
	}
	r.has(m.Text, "Invite me")
	r.one(Asker, 1)
	r.one(Other, 0)
	w.Press(t, m, Asker, Delete)
	r.wait("the answer to be deleted", func() bool { return !r.task(1).Deleted.IsZero() })
}

// TestSlackShared: in a channel that is shared with another workspace people
// of it may ask and look, and an admin of it manages nothing; what they do
// names their workspace, and the rules of ours hold.
func TestSlackShared(t *testing.T) {
	r, w := slackRig(t, false)
	r.Start()
	w.SetTeam(slackUsers[Admin], "T0ABROAD0")
	defer w.SetTeam(slackUsers[Admin], "T0DATELINE")
	if s := w.Set(t, General, Admin, chat.KeyAllow, "off", true); strings.Contains(s.Text, "is now") {
		t.Fatalf("an admin of another workspace changes a setting: %q", s.Text)
	}
	said := w.Say(t, general, Other, "Nobody is named here.")
	event := map[string]any{"type": "app_mention", "channel": "C0GENERAL", "user": slackUsers[Other], "team": "T0ABROAD0", "ts": said.ID, "text": w.mention() + " " + lastVisit}
	if _, err := w.SendEventOf("T0ABROAD0", event).Wait(bounded(t)); err != nil {
		t.Fatal(err)
	}
	if row := r.task(1); row.Workspace != "T0DATELINE" {
		t.Errorf("asked in workspace %q", row.Workspace)
	}
}

// TestSlackGone: what can never be answered is recorded and not tried for ever.
func TestSlackGone(t *testing.T) {
	r, w := slackRig(t, false)
	r.Start()
	hold := make(chan struct{})
	r.hook(holding(hold))
	w.Mention(t, general, Asker, lastVisit)
	r.wait("the question to be taken down", func() bool { return r.open() == 1 })
	w.Archive("C0GENERAL")
	close(hold)
	r.settle()
	if row := r.task(1); row.Status != "gone" || !strings.Contains(row.Error, "is_archived") {
		t.Errorf("ended as %s: %s", row.Status, row.Error)
	}
}

// TestSlackSilence: a connection without pings is given up.
func TestSlackSilence(t *testing.T) {
	t.Parallel()
	r := newRig(t, func(t testing.TB, w World) Way {
		way := newSlackWay(t, w, false, fakeslack.Times{Ping: 50 * time.Millisecond})
		way.opts.Silence = 500 * time.Millisecond
		return way
	})
	w := r.Way.(*slackWay)
	r.Start()
	before := w.Connected()
	w.Silence(true)
	r.wait("the silent connection to be given up", func() bool { return w.Connected() > before })
	w.Silence(false)
	r.ask(Asker)
	r.answer(Asker)
	r.one(Other, 1)
}

// TestSlackHopeless: errors that connecting again does not help end with what
// to do, and hold no secret.
func TestSlackHopeless(t *testing.T) {
	r, w := slackRig(t, false)
	r.StartDeaf()
	log := slog.New(slog.NewTextHandler(io.Discard, nil))
	o := w.options(r.desk, log)
	const wrong = "not-the-token-at-all"
	o.BotToken = secret.New(wrong)
	if _, err := slack.New(bounded(t), o); err == nil || !strings.Contains(err.Error(), "slack.bot_token") || strings.Contains(err.Error(), wrong) {
		t.Errorf("with a wrong bot token New says %v", err)
	}
	for _, row := range []struct {
		token, fault string
	}{{wrong, ""}, {fakeslack.DefaultAppToken, "missing_scope"}, {fakeslack.DefaultAppToken, "not_allowed_token_type"}} {
		if row.fault != "" {
			w.FailCalls(fakeslack.CallFault{Method: "apps.connections.open", Error: row.fault})
		}
		o := w.options(r.desk, log)
		o.AppToken = secret.New(row.token)
		b, err := slack.New(bounded(t), o)
		if err != nil {
			t.Fatal(err)
		}
		if err := b.RunSocket(bounded(t)); err == nil || !strings.Contains(err.Error(), "slack.app_token") || strings.Contains(err.Error(), row.token) {
			t.Errorf("with app token %s and error %q RunSocket says %v", row.token[:4], row.fault, err)
		}
	}
}
