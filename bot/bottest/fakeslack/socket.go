package fakeslack

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

// maxConnections is how many websockets one app may hold, per
// docs.slack.dev/apis/events-api/using-socket-mode.
const maxConnections = 10

// maxAck is the size in bytes from which an acknowledgement is silently dropped, as
// slack-go's Client.Ack reports of Slack.
const maxAck = 20 << 10

// resend is why a delivery goes out again when its connection ended unanswered.
const resend = "resend"

// socket is the state of Socket Mode, by the server's lock.
type socket struct {
	conns   map[*conn]bool
	order   []*conn
	tickets map[string]time.Time // one-time, and when they run out
	opened  chan struct{}        // closed and made anew when a connection opens
	next    int
	count   int // connections so far
	silent  bool
}

// conn is one websocket of the app.
type conn struct {
	id     int
	ws     *websocket.Conn
	write  sync.Mutex
	closed chan struct{}
	once   sync.Once
	leave  bool // refreshed: gets nothing new; by the server's lock
}

func (c *conn) send(v any) error {
	c.write.Lock()
	defer c.write.Unlock()
	_ = c.ws.SetWriteDeadline(time.Now().Add(5 * time.Second))
	return c.ws.WriteJSON(v)
}

func (c *conn) control(kind int, data []byte) error {
	return c.ws.WriteControl(kind, data, time.Now().Add(time.Second))
}

func (c *conn) end() {
	c.once.Do(func() {
		close(c.closed)
		_ = c.ws.Close()
	})
}

func (c *conn) ended() bool {
	select {
	case <-c.closed:
		return true
	default:
		return false
	}
}

// link makes a one-time websocket URL. The lock is held.
func (s *Server) link() string {
	ticket := s.uuid()
	now := s.now()
	for t, until := range s.socket.tickets {
		if now.After(until) {
			delete(s.socket.tickets, t)
		}
	}
	s.socket.tickets[ticket] = now.Add(s.times.Ticket)
	q := url.Values{"ticket": {ticket}, "app_id": {s.opts.AppID}}
	return "ws://" + s.listener.Addr().String() + "/link/?" + q.Encode()
}

// serveLink takes a websocket and reads acknowledgements until it ends.
func (s *Server) serveLink(w http.ResponseWriter, r *http.Request) {
	ticket := r.URL.Query().Get("ticket")
	s.mu.Lock()
	until, ok := s.socket.tickets[ticket]
	delete(s.socket.tickets, ticket)
	ok = ok && !s.now().After(until)
	s.mu.Unlock()
	if !ok {
		http.Error(w, "invalid or used ticket", http.StatusForbidden)
		return
	}
	up := websocket.Upgrader{CheckOrigin: func(*http.Request) bool { return true }}
	ws, err := up.Upgrade(w, r, nil)
	if err != nil {
		return // Upgrade has answered
	}
	c := &conn{ws: ws, closed: make(chan struct{})}
	defer c.end()
	s.mu.Lock()
	if s.ctx.Err() != nil {
		s.mu.Unlock()
		return
	}
	full := len(s.socket.conns) >= maxConnections
	s.socket.count++
	c.id = s.socket.count
	open := len(s.socket.conns) + 1
	host := fmt.Sprintf("applink-%d", c.id)
	hello := map[string]any{
		"type": "hello", "num_connections": open,
		"debug_info": map[string]any{"host": host, "build_number": 10, "approximate_connection_time": 18060,
			"started": s.now().UTC().Format("2006-01-02 15:04:05.000")},
		"connection_info": map[string]any{"app_id": s.opts.AppID},
	}
	s.wg.Add(1)
	s.mu.Unlock()
	defer s.wg.Done()
	if full {
		_ = c.send(disconnectMessage("too_many_websockets", host))
		return
	}
	if c.send(hello) != nil {
		return
	}
	s.mu.Lock()
	s.socket.conns[c] = true
	s.socket.order = append(s.socket.order, c)
	close(s.socket.opened)
	s.socket.opened = make(chan struct{})
	s.touch()
	s.mu.Unlock()
	defer func() {
		c.end()
		s.mu.Lock()
		delete(s.socket.conns, c)
		s.socket.order = slices.DeleteFunc(s.socket.order, func(o *conn) bool { return o == c })
		s.touch()
		s.mu.Unlock()
	}()
	s.wg.Go(func() { s.ping(c, host) })
	s.read(c)
}

// ping sends a ping now and then, and ends a connection that doesn't answer.
func (s *Server) ping(c *conn, host string) {
	tick := time.NewTicker(s.times.Ping)
	defer tick.Stop()
	for {
		s.mu.Lock()
		silent := s.socket.silent
		s.mu.Unlock()
		if silent { // it is for the app to notice
			_ = c.ws.SetReadDeadline(time.Time{})
		}
		if !silent && c.control(websocket.PingMessage, []byte("Ping from "+host)) != nil {
			c.end()
			return
		}
		select {
		case <-tick.C:
		case <-c.closed:
			return
		case <-s.ctx.Done():
			c.end()
			return
		}
	}
}

// read takes acknowledgements off a connection until it ends.
func (s *Server) read(c *conn) {
	alive := func() { _ = c.ws.SetReadDeadline(time.Now().Add(s.times.Pong)) }
	alive()
	c.ws.SetReadLimit(1 << 20)
	c.ws.SetPongHandler(func(string) error { alive(); return nil })
	c.ws.SetPingHandler(func(data string) error {
		alive()
		_ = c.control(websocket.PongMessage, []byte(data))
		return nil
	})
	for {
		_, data, err := c.ws.ReadMessage()
		if err != nil {
			return
		}
		alive()
		s.acknowledged(data)
	}
}

// acknowledged takes one message of the app: {"envelope_id", "payload"?}.
func (s *Server) acknowledged(data []byte) {
	if len(data) >= maxAck {
		s.violate("socket", "acknowledgement", fmt.Sprintf("of %d bytes: from %d bytes on they are silently dropped", len(data), maxAck))
		return
	}
	var ack struct {
		EnvelopeID string          `json:"envelope_id"`
		Payload    json.RawMessage `json:"payload"`
	}
	if err := json.Unmarshal(data, &ack); err != nil || ack.EnvelopeID == "" {
		s.violate("socket", "acknowledgement", fmt.Sprintf("not an object with an envelope_id: %.200s", data))
		return
	}
	if string(ack.Payload) == "null" || string(ack.Payload) == "{}" {
		ack.Payload = nil
	}
	s.mu.Lock()
	d := s.envelopes[ack.EnvelopeID]
	if d == nil {
		s.violateLocked("socket", "acknowledgement", "unknown envelope_id "+ack.EnvelopeID)
		s.mu.Unlock()
		return
	}
	sent := d.sent[ack.EnvelopeID]
	a := Ack{EnvelopeID: ack.EnvelopeID, ID: d.ID, Kind: d.Kind, Type: d.Type, Attempt: d.attempts,
		At: s.now(), Took: time.Since(sent), Payload: ack.Payload}
	s.acks = keep(s.acks, a, s.opts.Keep)
	if a.Took > s.times.Ack {
		s.violateLocked("ack", d.Kind+" "+d.Type+" "+d.ID,
			fmt.Sprintf("acknowledged after %v, later than %v", a.Took.Round(time.Millisecond), s.times.Ack))
	}
	if ack.Payload != nil && !d.accepts {
		s.violateLocked("ack", d.Kind+" "+d.Type+" "+d.ID, "a response payload where accepts_response_payload is false")
	}
	s.touch()
	s.mu.Unlock()
	s.settle(d, ack.Payload, nil)
}

// pick is the next connection in turn, waiting for one to open; nil when the
// delivery was settled meanwhile, its time ran out, or the server ended.
func (s *Server) pick(d *Delivery) *conn {
	var timeout <-chan time.Time
	if d.Kind != EventsAPI { // a person waits
		t := time.NewTimer(s.times.Ack)
		defer t.Stop()
		timeout = t.C
	}
	for {
		s.mu.Lock()
		var live []*conn
		for _, c := range s.socket.order {
			if !c.leave && !c.ended() {
				live = append(live, c)
			}
		}
		opened := s.socket.opened
		if len(live) > 0 {
			s.socket.next++
			c := live[s.socket.next%len(live)]
			s.mu.Unlock()
			return c
		}
		s.mu.Unlock()
		select {
		case <-opened:
		case <-timeout:
			return nil
		case <-d.done:
			return nil
		case <-s.ctx.Done():
			return nil
		}
	}
}

// send writes a delivery to a connection and waits for its acknowledgement. It
// returns "" when it is settled, else why it should be sent again.
func (s *Server) send(d *Delivery, attempt int, release func()) string {
	c := s.pick(d)
	if c == nil {
		select {
		case <-d.done:
			return ""
		default:
		}
		if s.ctx.Err() != nil {
			return ""
		}
		return "timeout"
	}
	s.mu.Lock()
	env := map[string]any{"envelope_id": s.envelope(d), "type": d.Kind, "payload": d.payload, "accepts_response_payload": d.accepts}
	if d.Kind == EventsAPI {
		env["retry_attempt"], env["retry_reason"] = attempt, ""
		if attempt > 0 {
			env["retry_reason"] = "timeout"
		}
	}
	copies := 1
	if d.fault != nil && attempt == 0 {
		copies += d.fault.Duplicate
	}
	cut := d.fault != nil && d.fault.Cut && attempt == 0
	s.mu.Unlock()
	for i := range copies {
		if i > 0 && i%2 == 0 { // every other copy in an envelope of its own
			s.mu.Lock()
			env["envelope_id"] = s.envelope(d)
			s.mu.Unlock()
		}
		if err := c.send(env); err != nil {
			c.end()
			if i == 0 {
				return resend
			}
		}
	}
	s.sentOne(d)
	release()
	if cut {
		c.end()
	}
	timer := time.NewTimer(s.times.Ack)
	defer timer.Stop()
	select {
	case <-d.done:
		return ""
	case <-c.closed:
		return resend
	case <-s.ctx.Done():
		return ""
	case <-timer.C:
		s.mu.Lock()
		if !d.over {
			s.violateLocked("ack", d.Kind+" "+d.Type+" "+d.ID, fmt.Sprintf("not acknowledged within %v", s.times.Ack))
		}
		s.mu.Unlock()
		return "timeout"
	}
}

// envelope makes an envelope ID for one sending of a delivery. The lock is held.
func (s *Server) envelope(d *Delivery) string {
	id := s.uuid()
	if d.sent == nil {
		d.sent = map[string]time.Time{}
	}
	d.sent[id] = time.Now()
	d.attempts++
	s.envelopes[id] = d
	s.oldest = append(s.oldest, id)
	if len(s.oldest) > maxEnvelopes {
		delete(s.envelopes, s.oldest[0])
		s.oldest = s.oldest[1:]
	}
	return id
}

func disconnectMessage(reason, host string) map[string]any {
	return map[string]any{"type": "disconnect", "reason": reason, "debug_info": map[string]any{"host": host}}
}

// Connections is how many websockets of the app are open.
func (s *Server) Connections() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.socket.conns)
}

// Connected is how many websockets were opened in all.
func (s *Server) Connected() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.socket.count
}

// CutConnections ends every websocket without notice.
func (s *Server) CutConnections() {
	for _, c := range s.open() {
		c.end()
	}
}

// Refresh replaces the connections as Slack does every few hours: a warning,
// after Times.Warning "refresh_requested", then the end. What arrives meanwhile
// waits for a new connection.
func (s *Server) Refresh() { s.disconnect("refresh_requested", true) }

// Disconnect sends a disconnect message with a reason (warning,
// refresh_requested, link_disabled, or one unheard of) and ends the connections,
// but for a warning.
func (s *Server) Disconnect(reason string) { s.disconnect(reason, false) }

func (s *Server) disconnect(reason string, warn bool) {
	for _, c := range s.open() {
		s.wg.Go(func() {
			host := fmt.Sprintf("applink-%d", c.id)
			if warn {
				_ = c.send(disconnectMessage("warning", host))
				if !s.pause(s.times.Warning) {
					return
				}
			}
			if reason != "warning" {
				s.mu.Lock()
				c.leave = true
				s.mu.Unlock()
			}
			_ = c.send(disconnectMessage(reason, host))
			if reason == "warning" {
				return
			}
			_ = c.control(websocket.CloseMessage, websocket.FormatCloseMessage(websocket.CloseNormalClosure, ""))
			// The app closes as well; what it wrote before is still read.
			select {
			case <-c.closed:
			case <-time.After(time.Second):
			case <-s.ctx.Done():
			}
			c.end()
		})
	}
}

// Silence stops the pings of all connections, or starts them again.
func (s *Server) Silence(on bool) {
	s.mu.Lock()
	s.socket.silent = on
	s.mu.Unlock()
}

func (s *Server) open() []*conn {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.socket.order)
}
