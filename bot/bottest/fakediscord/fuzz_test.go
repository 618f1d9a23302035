package fakediscord

import (
	"encoding/json"
	"net/http/httptest"
	"strings"
	"testing"
)

// Whatever the body, a request is answered: with JSON, and by no status of the server's own failure. A message that was
// taken keeps to the limits.
func FuzzBody(f *testing.F) {
	for _, body := range []string{
		`{"content":"x"}`, `{"embeds":[null,5,{"fields":[{}]}]}`, `{"components":[{"type":1,"components":[{"type":2}]},[],"x"]}`,
		`{"type":9,"data":{"components":[{"type":18,"component":{"type":3}}]}}`, `[{"name":"a","description":"d","options":[null]}]`,
		`{"flags":32768,"components":[{"type":17,"components":[{"type":9,"accessory":[]}]}]}`, `{"allowed_mentions":{"parse":["users",5]}}`,
		`{"content":5,"nonce":{},"message_reference":7}`, `null`, `"x"`, `{"recipient_id":{}}`,
	} {
		for i := range 8 {
			f.Add(i, body)
		}
	}
	f.Fuzz(func(t *testing.T, which int, body string) {
		s := New(unlimited())
		defer s.Close()
		s.seedCommand()
		in, err := s.Command("general", "reader", "ask", nil)
		if err != nil {
			t.Fatal(err)
		}
		m, err := s.Say("general", "reader", "hello")
		if err != nil {
			t.Fatal(err)
		}
		c, app := s.ChannelID("general"), s.ApplicationID()
		calls := []struct{ method, path string }{
			{"POST", "/channels/" + c + "/messages"}, {"PATCH", "/channels/" + c + "/messages/" + m.ID},
			{"POST", "/channels/" + c + "/messages/" + m.ID + "/threads"}, {"POST", "/users/@me/channels"},
			{"POST", "/applications/" + app + "/commands"}, {"PUT", "/applications/" + app + "/commands"},
			{"POST", "/interactions/" + in.ID + "/" + in.Token + "/callback"}, {"POST", "/webhooks/" + app + "/" + in.Token},
		}
		call := calls[int(uint(which)%uint(len(calls)))]
		r := httptest.NewRequest(call.method, "/api/v10"+call.path, strings.NewReader(body))
		r.Header.Set("Authorization", "Bot "+s.Token())
		w := httptest.NewRecorder()
		s.serveREST(w, r)
		if w.Code < 200 || w.Code >= 500 || w.Body.Len() > 0 && !json.Valid(w.Body.Bytes()) {
			t.Errorf("%s %s %q = %d %s", call.method, call.path, body, w.Code, w.Body)
		}
		for _, m := range s.BotMessages() {
			if length(m.Content) > 2000 || len(m.Embeds) > 10 {
				t.Errorf("%s %s %q made %+v", call.method, call.path, body, m)
			}
		}
		_ = s.Modals("reader")
		_ = in.Response()
	})
}

// seedCommand registers a command that needs no option.
func (s *Server) seedCommand() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.world.commands[""] = append(s.world.commands[""], s.commandWire(object{"name": "ask", "description": "Ask."}, ""))
}

// Whatever a client sends, the gateway answers or closes with a code, and a session that began hears of events.
func FuzzGateway(f *testing.F) {
	for _, msg := range []string{`{"op":1}`, `{"op":2,"d":{}}`, `{"op":6,"d":{"session_id":[],"seq":"x"}}`, `{"op":8,"d":{"guild_id":[]}}`, `[]`, `{`, `{"op":"2"}`} {
		f.Add(msg)
	}
	s := New(unlimited())
	f.Cleanup(s.Close)
	f.Fuzz(func(t *testing.T, msg string) {
		s.mu.Lock()
		defer s.mu.Unlock()
		c := &gatewayConn{s: s, wake: make(chan struct{}, 1), version: 10, ses: &session{id: "x"}}
		for range 2 { // with a session, and without one
			if e := c.receive([]byte(msg)); e != nil && (e.code < 4001 || e.code > 4014) {
				t.Errorf("%q: closed with %d", msg, e.code)
			}
			c = &gatewayConn{s: s, wake: make(chan struct{}, 1), version: 10}
		}
	})
}
