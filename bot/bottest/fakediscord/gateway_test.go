package fakediscord

import (
	"bytes"
	"compress/zlib"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	"github.com/klauspost/compress/zstd"
)

// packet is a message of the gateway.
type packet struct {
	Op int             `json:"op"`
	S  *int64          `json:"s"`
	T  *string         `json:"t"`
	D  json.RawMessage `json:"d"`
}

// name is the event's, or op N.
func (p packet) name() string {
	if p.T != nil {
		return *p.T
	}
	return fmt.Sprint("op ", p.Op)
}

// at follows keys into the data.
func (p packet) at(path string) any {
	var v any
	_ = json.Unmarshal(p.D, &v)
	return answer{body: v}.at(path)
}

// wire is a client of the gateway, of nobody's making.
type wire struct {
	t      *testing.T
	ws     *websocket.Conn
	decode func(kind int, data []byte) ([]byte, error)
}

func plain(_ int, data []byte) ([]byte, error) { return data, nil }

// dial connects and reads the hello.
func dial(t *testing.T, s *Server, query string) *wire {
	t.Helper()
	ws, _, err := websocket.DefaultDialer.Dial(s.GatewayURL()+"/"+query, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { ws.Close() })
	return &wire{t, ws, plain}
}

func (w *wire) send(s string) {
	w.t.Helper()
	if err := w.ws.WriteMessage(websocket.TextMessage, []byte(s)); err != nil {
		w.t.Fatal(err)
	}
}

func (w *wire) read() (packet, error) {
	_ = w.ws.SetReadDeadline(time.Now().Add(30 * time.Second))
	kind, data, err := w.ws.ReadMessage()
	if err != nil {
		return packet{}, err
	}
	var p packet
	if data, err = w.decode(kind, data); err == nil {
		err = json.Unmarshal(data, &p)
	}
	return p, err
}

// next reads a message that must come.
func (w *wire) next(want string) packet {
	w.t.Helper()
	p, err := w.read()
	if err != nil {
		w.t.Fatalf("want %s: %v", want, err)
	}
	if p.name() != want {
		w.t.Fatalf("got %s %s, want %s", p.name(), p.D, want)
	}
	return p
}

// closed reads until the connection ends and returns the code.
func (w *wire) closed() int {
	for {
		_, err := w.read()
		var ce *websocket.CloseError
		if errors.As(err, &ce) {
			return ce.Code
		}
		if err != nil {
			return -1
		}
	}
}

func identify(s *Server, intents Intents, more string) string {
	return fmt.Sprintf(`{"op":2,"d":{"token":%q,"intents":%d,"properties":{"os":"linux","browser":"x","device":"x"}%s}}`, s.Token(), intents, more)
}

const usual = IntentGuilds | IntentGuildMessages | IntentDirectMessages | IntentGuildReactions

// join identifies and reads all that comes before the first event.
func join(t *testing.T, s *Server, intents Intents) (*wire, string) {
	t.Helper()
	w := dial(t, s, "?v=10&encoding=json")
	w.next("op 10")
	w.send(identify(s, intents, ""))
	id := w.next("READY").at("session_id").(string)
	if intents&IntentGuilds != 0 {
		w.next("GUILD_CREATE")
	}
	return w, id
}

func TestReady(t *testing.T) {
	s := start(t, Options{HeartbeatInterval: 7 * time.Second, Privileged: IntentMessageContent})
	w := dial(t, s, "?v=9&encoding=json")
	if got := w.next("op 10").at("heartbeat_interval"); got != 7000.0 {
		t.Errorf("heartbeat_interval = %v, want 7000", got)
	}
	w.send(identify(s, usual|IntentMessageContent, ""))
	r := w.next("READY")
	for path, want := range map[string]any{
		"v": 9.0, "user.id": s.ApplicationID(), "application.id": s.ApplicationID(), "guilds.0.unavailable": true,
		"guilds.0.id": s.GuildID("guild"), "resume_gateway_url": s.GatewayURL(), "application.flags": float64(1 << 19),
	} {
		if got := r.at(path); got != want {
			t.Errorf("READY: %s = %v, want %v", path, got, want)
		}
	}
	g := w.next("GUILD_CREATE")
	if *g.S != *r.S+1 || g.at("name") != "guild" || g.at("members.0.user.id") != s.ApplicationID() || g.at("channels.1.name") != "random" || g.at("member_count") != 4.0 {
		t.Errorf("GUILD_CREATE %d = %s", *g.S, g.D)
	}
	w.send(`{"op":1,"d":2}`)
	w.next("op 11")
	s.RequestHeartbeat()
	w.next("op 1")
	w.send(`{"op":1,"d":2}`)
	w.next("op 11")
	if got := s.Sessions(); len(got) != 1 || got[0].Heartbeats != 2 || got[0].Waiting != 0 {
		t.Errorf("Sessions = %+v", got)
	}
	clean(t, s)
}

func TestCloseCodes(t *testing.T) {
	s := start(t, Options{HeartbeatInterval: 200 * time.Millisecond})
	good := identify(s, usual, "")
	for _, row := range []struct {
		what, query string
		send        []string
		want        int
	}{
		{"no JSON", "?v=10", []string{"{"}, 4002},
		{"no object", "?v=10", []string{"[]"}, 4002},
		{"no op", "?v=10", []string{"{}"}, 4002},
		{"too large", "?v=10", []string{`{"op":1,"d":null,"x":"` + strings.Repeat("x", 4096) + `"}`}, 4002},
		{"unknown op", "?v=10", []string{`{"op":99,"d":null}`}, 4001},
		{"presence first", "?v=10", []string{`{"op":3,"d":{}}`}, 4003},
		{"wrong token", "?v=10", []string{`{"op":2,"d":{"token":"x","intents":1,"properties":{}}}`}, 4004},
		{"identify twice", "?v=10", []string{good, good}, 4005},
		{"no intents", "?v=10", []string{strings.Replace(good, `"intents"`, `"x"`, 1)}, 4013},
		{"unknown intents", "?v=10", []string{identify(s, 1<<30, "")}, 4013},
		{"privileged intents", "?v=10", []string{identify(s, IntentMessageContent, "")}, 4014},
		{"bad shard", "?v=10", []string{identify(s, usual, `,"shard":[2,2]`)}, 4010},
		{"old version", "?v=6", nil, 4012},
		{"no heartbeat", "?v=10", []string{good}, 4009},
		{"resume with wrong token", "?v=10", []string{`{"op":6,"d":{"token":"x","session_id":"x","seq":1}}`}, 4004},
	} {
		w := dial(t, s, row.query)
		for _, m := range row.send {
			w.send(m)
		}
		if got := w.closed(); got != row.want {
			t.Errorf("%s: closed with %d, want %d", row.what, got, row.want)
		}
	}
	w := dial(t, s, "?v=10")
	for range 121 {
		_ = w.ws.WriteMessage(websocket.TextMessage, []byte(`{"op":1,"d":null}`))
	}
	if got := w.closed(); got != 4008 {
		t.Errorf("too many messages: closed with %d, want 4008", got)
	}
}

func TestResume(t *testing.T) {
	s := start(t, unlimited())
	w, id := join(t, s, usual|IntentMessageContent)
	if _, err := s.Say("general", "reader", "one"); err != nil {
		t.Fatal(err)
	}
	seen := w.next("MESSAGE_CREATE")
	s.CutGateway()
	if got := w.closed(); got != websocket.CloseAbnormalClosure && got != -1 {
		t.Errorf("cut: closed with %d", got)
	}
	for _, text := range []string{"two", "three"} {
		if _, err := s.Say("general", "reader", text); err != nil {
			t.Fatal(err)
		}
	}
	resume := func(id string, seq int64) *wire {
		w := dial(t, s, "?v=10")
		w.next("op 10")
		w.send(fmt.Sprintf(`{"op":6,"d":{"token":%q,"session_id":%q,"seq":%d}}`, s.Token(), id, seq))
		return w
	}
	w = resume(id, *seen.S)
	for _, want := range []string{"two", "three"} {
		if got := w.next("MESSAGE_CREATE").at("content"); got != want {
			t.Errorf("replayed %v, want %v", got, want)
		}
	}
	w.next("RESUMED")
	// A client that takes its session up again loses its old connection.
	w2 := resume(id, *seen.S+3)
	w2.next("RESUMED")
	if got := w.closed(); got != 4000 {
		t.Errorf("the old connection was closed with %d, want 4000", got)
	}
	if p := resume("unknown", 1).next("op 9"); string(p.D) != "false" {
		t.Errorf("unknown session: op 9 %s, want false", p.D)
	}
	if got := resume(id, 1000).closed(); got != 4007 {
		t.Errorf("a seq that never was: closed with %d, want 4007", got)
	}
	// A client that says goodbye has no session any more.
	w, id = join(t, s, usual)
	_ = w.ws.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(1000, ""), time.Now().Add(30*time.Second))
	_ = w.closed()
	if err := s.WaitFor(bounded(t), func() bool { return !s.Connected() }); err != nil {
		t.Fatal(err)
	}
	if p := resume(id, 1).next("op 9"); string(p.D) != "false" {
		t.Errorf("after goodbye: op 9 %s, want false", p.D)
	}
}

func TestSessionLife(t *testing.T) {
	now := time.Now()
	o := unlimited()
	o.Clock = func() time.Time { return now }
	s := start(t, o)
	w, id := join(t, s, usual)
	s.CutGateway()
	_ = w.closed()
	if err := s.WaitFor(bounded(t), func() bool { return !s.Connected() }); err != nil {
		t.Fatal(err)
	}
	s.mu.Lock()
	now = now.Add(3 * time.Minute)
	s.mu.Unlock()
	w = dial(t, s, "?v=10")
	w.next("op 10")
	w.send(fmt.Sprintf(`{"op":6,"d":{"token":%q,"session_id":%q,"seq":1}}`, s.Token(), id))
	if p := w.next("op 9"); string(p.D) != "false" {
		t.Errorf("an old session: op 9 %s, want false", p.D)
	}
}

func TestOps(t *testing.T) {
	s := start(t, unlimited())
	w, _ := join(t, s, usual)
	s.Reconnect()
	w.next("op 7")
	s.InvalidateSessions(true)
	if p := w.next("op 9"); string(p.D) != "true" {
		t.Errorf("op 9 %s, want true", p.D)
	}
	w, _ = join(t, s, usual)
	s.InvalidateSessions(false)
	if p := w.next("op 9"); string(p.D) != "false" {
		t.Errorf("op 9 %s, want false", p.D)
	}
	w.send(identify(s, usual, "")) // on the same connection
	w.next("READY")
	w.next("GUILD_CREATE")
	s.CloseGateway(4000)
	if got := w.closed(); got != 4000 {
		t.Errorf("closed with %d, want 4000", got)
	}
	w, _ = join(t, s, usual)
	s.SilenceAcks(true)
	w.send(`{"op":1,"d":2}`)
	if _, err := s.Say("general", "reader", "x"); err != nil {
		t.Fatal(err)
	}
	w.next("MESSAGE_CREATE") // and no op 11 before it
	s.RefuseGateway(true)
	if _, resp, err := websocket.DefaultDialer.Dial(s.GatewayURL(), nil); err == nil || resp.StatusCode != 503 {
		t.Errorf("a refused connection: %v", err)
	}
}

func TestIdentifyEvery(t *testing.T) {
	o := unlimited()
	o.IdentifyEvery = time.Minute
	s := start(t, o)
	join(t, s, usual)
	w := dial(t, s, "?v=10")
	w.next("op 10")
	w.send(identify(s, usual, ""))
	if p := w.next("op 9"); string(p.D) != "false" {
		t.Errorf("too soon an identify: op 9 %s, want false", p.D)
	}
}

func TestIntents(t *testing.T) {
	s := start(t, Options{Privileged: IntentMessageContent})
	act := func() {
		t.Helper()
		m, err := s.Say("general", "reader", "plain", WithEmbeds(map[string]any{"title": "x"}))
		if err != nil {
			t.Fatal(err)
		}
		for _, err := range []error{s.React(m.ID, "editor", "👍"), s.Rewrite(m.ID, "again"), s.Erase(m.ID)} {
			if err != nil {
				t.Fatal(err)
			}
		}
		if _, err := s.DirectMessage("reader", "direct"); err != nil {
			t.Fatal(err)
		}
		if _, err := s.AddChannel("guild", Channel{Name: "new"}); err != nil {
			t.Fatal(err)
		}
		if m, err = s.Mention("general", "reader", "named"); err != nil {
			t.Fatal(err)
		}
		if _, err := s.StartThread(m.ID, "reader", "thread"); err != nil {
			t.Fatal(err)
		}
	}
	w, _ := join(t, s, usual|IntentMessageContent)
	no, _ := join(t, s, usual)
	few, _ := join(t, s, IntentGuilds|IntentDirectMessages)
	act()
	for _, row := range []struct {
		w     *wire
		plain string
	}{{w, "plain"}, {no, ""}} {
		p := row.w.next("MESSAGE_CREATE")
		if p.at("content") != row.plain || (p.at("embeds.0") == nil) != (row.plain == "") {
			t.Errorf("MESSAGE_CREATE = %s, want content %q", p.D, row.plain)
		}
		if p.at("member.joined_at") == nil || p.at("guild_id") != s.GuildID("guild") {
			t.Errorf("MESSAGE_CREATE = %s, want a member and the guild", p.D)
		}
		row.w.next("MESSAGE_REACTION_ADD")
		row.w.next("MESSAGE_UPDATE")
		row.w.next("MESSAGE_DELETE")
		if p := row.w.next("MESSAGE_CREATE"); p.at("content") != "direct" || p.at("guild_id") != nil {
			t.Errorf("a direct message = %s", p.D)
		}
		row.w.next("CHANNEL_CREATE")
		if p := row.w.next("MESSAGE_CREATE"); !strings.HasSuffix(p.at("content").(string), "named") || p.at("mentions.0.id") != s.ApplicationID() {
			t.Errorf("a mention = %s", p.D)
		}
		if p := row.w.next("THREAD_CREATE"); p.at("newly_created") != true {
			t.Errorf("a thread = %s", p.D)
		}
		row.w.next("MESSAGE_UPDATE")
	}
	few.next("MESSAGE_CREATE")
	few.next("CHANNEL_CREATE")
	few.next("THREAD_CREATE")
}

func TestCompression(t *testing.T) {
	s := start(t, unlimited())
	for _, name := range []string{"zlib-stream", "zstd-stream", "payload"} {
		w := dial(t, s, "?v=10&encoding=json&compress="+name)
		pr, pw := io.Pipe()
		defer pw.Close()
		var dec io.Reader
		switch name {
		case "payload":
			w.decode = func(kind int, data []byte) ([]byte, error) {
				if kind != websocket.BinaryMessage {
					return data, nil
				}
				z, err := zlib.NewReader(bytes.NewReader(data))
				if err != nil {
					return nil, err
				}
				return io.ReadAll(z)
			}
		default: // one stream over all messages
			w.decode = func(kind int, data []byte) ([]byte, error) {
				if kind != websocket.BinaryMessage {
					return nil, fmt.Errorf("a text message on a compressed transport")
				}
				if name == "zlib-stream" && !bytes.HasSuffix(data, []byte{0, 0, 0xff, 0xff}) {
					return nil, fmt.Errorf("no flush at the end")
				}
				go func() { _, _ = pw.Write(data) }()
				if dec == nil {
					var err error
					if name == "zlib-stream" {
						dec, err = zlib.NewReader(pr)
					} else {
						dec, err = zstd.NewReader(pr, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true))
					}
					if err != nil {
						return nil, err
					}
				}
				var v json.RawMessage
				buf := make([]byte, 64<<10)
				for n := 0; ; {
					m, err := dec.Read(buf[n:])
					if n += m; err != nil {
						return nil, err
					}
					if json.Unmarshal(buf[:n], &v) == nil {
						return buf[:n], nil
					}
				}
			}
		}
		w.next("op 10")
		w.send(identify(s, usual, `,"compress":true`))
		w.next("READY")
		w.next("GUILD_CREATE")
		w.send(`{"op":1,"d":1}`)
		w.next("op 11")
	}
}

func TestMembersChunk(t *testing.T) {
	s := start(t, unlimited())
	w, _ := join(t, s, usual)
	w.send(`{"op":8,"d":{"guild_id":"` + s.GuildID("guild") + `","query":"","limit":0,"nonce":"n"}}`)
	if p := w.next("GUILD_MEMBERS_CHUNK"); p.at("nonce") != "n" || p.at("members.3.user.username") == nil {
		t.Errorf("GUILD_MEMBERS_CHUNK = %s", p.D)
	}
}
