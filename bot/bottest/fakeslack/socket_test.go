package fakeslack

import (
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	"github.com/slack-go/slack/slackevents"
	"github.com/slack-go/slack/socketmode"
)

func TestMentionArrivesAsTwoEvents(t *testing.T) {
	orders := map[string]bool{}
	for seed := range uint64(6) {
		s := start(t, Options{Seed: seed})
		a := connect(t, s, &app{})
		said, err := s.Mention("C0GENERAL", "", "U0ASKER00", "when &lt;was&gt; it?")
		if err != nil || len(said.Events) != 2 {
			t.Fatalf("Mention = %d events, %v, want 2", len(said.Events), err)
		}
		var kinds []string
		for _, d := range said.Events {
			settled(t, d, nil)
		}
		for _, e := range a.inner() {
			kinds = append(kinds, e.InnerEvent.Type)
			switch in := e.InnerEvent.Data.(type) {
			case *slackevents.AppMentionEvent:
				if in.TimeStamp != said.TS || in.Channel != "C0GENERAL" || in.User != "U0ASKER00" || in.Text != "<@U0BOT0000> when &lt;was&gt; it?" {
					t.Errorf("app_mention = %+v", in)
				}
			case *slackevents.MessageEvent:
				if in.TimeStamp != said.TS || in.ChannelType != "channel" || in.ClientMsgID == "" {
					t.Errorf("message = %+v", in)
				}
			}
			if cb, ok := e.Data.(*slackevents.EventsAPICallbackEvent); !ok || cb.EventID == "" || cb.TeamID != "T0DATELINE" {
				t.Errorf("outer event = %+v", e.Data)
			}
		}
		orders[strings.Join(kinds, ",")] = true
		clean(t, s)
	}
	if len(orders) != 2 {
		t.Errorf("orders seen = %v, want both", orders)
	}
}

func TestHello(t *testing.T) {
	s := start(t, Options{})
	out := post(t, s, DefaultAppToken, "apps.connections.open", nil)
	to, _ := out["url"].(string)
	ws, res, err := websocket.DefaultDialer.Dial(to, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = ws.Close() }()
	_ = res.Body.Close()
	var hello struct {
		Type           string
		NumConnections int `json:"num_connections"`
		ConnectionInfo struct {
			AppID string `json:"app_id"`
		} `json:"connection_info"`
		DebugInfo map[string]any `json:"debug_info"`
	}
	if err := ws.ReadJSON(&hello); err != nil {
		t.Fatal(err)
	}
	if hello.Type != "hello" || hello.NumConnections != 1 || hello.ConnectionInfo.AppID != "A0DATELINE0" || hello.DebugInfo["host"] == "" {
		t.Errorf("hello = %+v", hello)
	}
	// The ticket is good for one connection.
	_, res, err = websocket.DefaultDialer.Dial(to, nil)
	if err == nil || res.StatusCode != http.StatusForbidden {
		t.Errorf("second use of a ticket: %v, want a refusal", err)
	}
	_ = res.Body.Close()
	// And for a time.
	now := time.Now()
	s2 := start(t, Options{Now: func() time.Time { return now }})
	to, _ = post(t, s2, DefaultAppToken, "apps.connections.open", nil)["url"].(string)
	s2.mu.Lock()
	now = now.Add(time.Minute)
	s2.mu.Unlock()
	_, res, err = websocket.DefaultDialer.Dial(to, nil)
	if err == nil {
		t.Error("an old ticket was taken")
	}
	_ = res.Body.Close()
}

func TestPingsKeepAConnection(t *testing.T) {
	s := start(t, Options{})
	a := connect(t, s, &app{}, socketmode.OptionPingInterval(time.Second))
	time.Sleep(1500 * time.Millisecond)
	if n := s.Connected(); n != 1 {
		t.Errorf("with pings there were %d connections, want 1", n)
	}
	s.Silence(true)
	eventually(t, s, "reconnect after silence", func() bool { return s.Connected() > 1 })
	s.Silence(false)
	if !slices.Contains(a.types(), socketmode.EventTypeConnected) {
		t.Errorf("events = %v", a.types())
	}
}

func TestNotAcknowledged(t *testing.T) {
	s := start(t, Options{Times: hasty})
	a := connect(t, s, &app{silent: true})
	s.Subscribe("message.channels")
	said, err := s.Say("C0GENERAL", "", "U0ASKER00", "hello")
	if err != nil {
		t.Fatal(err)
	}
	d := said.Events[0]
	if _, err := d.Wait(within(t)); !errors.Is(err, ErrNotAcknowledged) {
		t.Errorf("Wait = %v, want ErrNotAcknowledged", err)
	}
	if d.Attempts() != 4 {
		t.Errorf("attempts = %d, want 4", d.Attempts())
	}
	ids := map[string]bool{}
	for i, e := range a.seen() {
		ids[e.Request.EnvelopeID] = true
		if e.Request.RetryAttempt != i || i > 0 && e.Request.RetryReason != "timeout" {
			t.Errorf("attempt %d: retry_attempt %d, reason %q", i, e.Request.RetryAttempt, e.Request.RetryReason)
		}
	}
	if len(ids) != 4 {
		t.Errorf("%d envelopes, want 4", len(ids))
	}
	var event map[string]bool = map[string]bool{}
	for _, e := range a.inner() {
		event[e.Data.(*slackevents.EventsAPICallbackEvent).EventID] = true
	}
	if len(event) != 1 {
		t.Errorf("event IDs = %v, want one", event)
	}
	if len(s.Violations("ack")) != 4 {
		t.Errorf("violations = %v, want 4", s.Violations("ack"))
	}
	// A command is never sent again.
	cmd, err := s.SlashCommand("C0GENERAL", "U0ASKER00", "x")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := cmd.Wait(within(t)); !errors.Is(err, ErrNotAcknowledged) || cmd.Attempts() != 1 {
		t.Errorf("command: %v after %d attempts, want ErrNotAcknowledged after 1", err, cmd.Attempts())
	}
}

func TestLateAcknowledgement(t *testing.T) {
	s := start(t, Options{Times: hasty})
	connect(t, s, &app{slow: 300 * time.Millisecond})
	s.Subscribe("message.channels")
	said, _ := s.Say("C0GENERAL", "", "U0ASKER00", "hello")
	settled(t, said.Events[0], nil)
	if v := s.Violations("ack"); len(v) == 0 {
		t.Error("a late acknowledgement is no violation")
	}
}

func TestSentAgainOnTheNextConnection(t *testing.T) {
	s := start(t, Options{Times: Times{Ack: 5 * time.Second, Ping: 50 * time.Millisecond, Pong: 5 * time.Second}})
	a := connect(t, s, &app{silent: true})
	s.Subscribe("message.channels")
	said, _ := s.Say("C0GENERAL", "", "U0ASKER00", "hello")
	eventually(t, s, "first sending", func() bool { return said.Events[0].Attempts() == 1 })
	a.set(func() { a.silent = false })
	s.CutConnections()
	settled(t, said.Events[0], nil)
	if n := s.Connected(); n != 2 {
		t.Errorf("connections = %d, want 2", n)
	}
	clean(t, s)
}

func TestRefresh(t *testing.T) {
	s := start(t, Options{})
	a := connect(t, s, &app{})
	s.Refresh()
	eventually(t, s, "new connection", func() bool { return s.Connected() == 2 })
	s.Subscribe("message.channels")
	said, _ := s.Say("C0GENERAL", "", "U0ASKER00", "hello")
	settled(t, said.Events[0], nil)
	if !slices.Contains(a.types(), socketmode.EventTypeHello) {
		t.Errorf("events = %v, want a hello", a.types())
	}
	s.Disconnect("link_disabled")
	eventually(t, s, "another connection", func() bool { return s.Connected() == 3 })
	clean(t, s)
}

func TestSeveralConnections(t *testing.T) {
	s := start(t, Options{})
	s.Subscribe("message.channels")
	a, b := connect(t, s, &app{}), connect(t, s, &app{})
	for range 10 {
		said, _ := s.Say("C0GENERAL", "", "U0ASKER00", "hello")
		settled(t, said.Events[0], nil)
	}
	if na, nb := len(a.seen()), len(b.seen()); na+nb != 10 || na == 0 || nb == 0 {
		t.Errorf("events = %d and %d, want 10 in all, some on each", na, nb)
	}
	// An eleventh connection is turned away.
	for range 8 {
		connect(t, s, &app{})
	}
	to, _ := post(t, s, DefaultAppToken, "apps.connections.open", nil)["url"].(string)
	ws, res, err := websocket.DefaultDialer.Dial(to, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = ws.Close() }()
	_ = res.Body.Close()
	var first map[string]any
	if err := ws.ReadJSON(&first); err != nil || first["reason"] != "too_many_websockets" {
		t.Errorf("first message of the eleventh = %v, %v", first, err)
	}
}

func TestWhatNoLibraryReads(t *testing.T) {
	s := start(t, Options{Times: hasty})
	a := connect(t, s, &app{})
	d := s.SendEvent(map[string]any{"type": "app_mention", "channel": 7, "user": []any{1}})
	eventually(t, s, "error_bad_message", func() bool { return d.Attempts() > 0 })
	eventually(t, s, "given up", func() bool { return d.Attempts() == 4 })
	if !slices.Contains(a.types(), socketmode.EventTypeErrorBadMessage) {
		t.Errorf("events = %v, want error_bad_message", a.types())
	}
	unheard := s.SendEvent(map[string]any{"type": "an_event_of_next_year", "x": 1})
	eventually(t, s, "sent", func() bool { return unheard.Attempts() > 0 })
	s.SendFrame(`{"type":"a_frame_of_next_year"}`)
	s.SendFrame(`"a string"`)
	// The connection lives on.
	s.Subscribe("message.channels")
	said, _ := s.Say("C0GENERAL", "", "U0ASKER00", "hello")
	settled(t, said.Events[0], nil)
}

func TestAcknowledgementsThatAreWrong(t *testing.T) {
	s := start(t, Options{})
	to, _ := post(t, s, DefaultAppToken, "apps.connections.open", nil)["url"].(string)
	ws, res, err := websocket.DefaultDialer.Dial(to, nil)
	if err != nil {
		t.Fatal(err)
	}
	_ = res.Body.Close()
	defer func() { _ = ws.Close() }()
	for _, text := range []string{`{}`, `nonsense`, `{"envelope_id":"no-such"}`, `{"envelope_id":"` + strings.Repeat("x", maxAck) + `"}`} {
		if err := ws.WriteMessage(websocket.TextMessage, []byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	eventually(t, s, "violations", func() bool { return len(s.Violations("socket")) == 4 })
}

func TestCloseEndsEverything(t *testing.T) {
	s, err := New(Options{Times: quick})
	if err != nil {
		t.Fatal(err)
	}
	said, err := s.Mention("C0GENERAL", "", "U0ASKER00", "hello") // nobody is connected
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	go func() { s.Close(); close(done) }()
	select {
	case <-done:
	case <-time.After(30 * time.Second):
		t.Fatal("Close hangs")
	}
	if _, err := said.Events[0].Wait(within(t)); err == nil {
		t.Error("a delivery of a closed server was acknowledged")
	}
}
