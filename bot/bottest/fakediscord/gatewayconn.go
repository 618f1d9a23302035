package fakediscord

import (
	"bytes"
	"compress/zlib"
	"encoding/json"
	"io"
	"sync"
	"time"

	"github.com/gorilla/websocket"
	"github.com/klauspost/compress/zstd"
)

// gatewayConn is one connection of the gateway. One goroutine reads it and one writes; Server.mu guards its fields.
type gatewayConn struct {
	s       *Server
	ws      *websocket.Conn
	version int
	stream  *stream // of the whole transport; nil for none

	ses       *session
	sent      int64    // the last event written
	control   [][]byte // what is not an event, to be written first
	closeCode int
	closeText string
	closing   bool // the server closed it, whatever the client says thereafter
	stalled   bool // nothing more is written

	lastBeat time.Time
	window   time.Time // of the limit of what a client may send
	received int

	wake  chan struct{} // of the writer
	done  chan struct{} // closed when the reader ends
	abort func()
}

// stream compresses a whole connection: the dictionary lives as long as it does.
type stream struct {
	buf bytes.Buffer
	w   interface {
		io.Writer
		Flush() error
	}
}

// newStream returns the stream of a name, nil for one that is not known.
func newStream(name string) *stream {
	s := &stream{}
	switch name {
	case "zlib-stream":
		s.w = zlib.NewWriter(&s.buf)
	case "zstd-stream":
		w, err := zstd.NewWriter(&s.buf, zstd.WithEncoderConcurrency(1))
		if err != nil {
			return nil
		}
		s.w = w
	default:
		return nil
	}
	return s
}

// pack compresses one message and flushes it, so that the other side can read it at once.
func (s *stream) pack(data []byte) ([]byte, error) {
	s.buf.Reset()
	if _, err := s.w.Write(data); err != nil {
		return nil, err
	}
	if err := s.w.Flush(); err != nil {
		return nil, err
	}
	return s.buf.Bytes(), nil
}

func newGatewayConn(s *Server, ws *websocket.Conn) *gatewayConn {
	c := &gatewayConn{s: s, ws: ws, wake: make(chan struct{}, 1), done: make(chan struct{})}
	c.abort = sync.OnceFunc(func() { _ = ws.UnderlyingConn().Close() })
	return c
}

// poke wakes the writer.
func (c *gatewayConn) poke() {
	select {
	case c.wake <- struct{}{}:
	default:
	}
}

// send queues what is not an event. The caller holds mu.
func (c *gatewayConn) send(op int, d any) {
	data, err := marshal(object{"t": nil, "s": nil, "op": op, "d": d})
	if err != nil {
		panic("fakediscord: " + err.Error()) // our own maps
	}
	c.control = append(c.control, data)
	c.poke()
}

// close ends the connection with a code. The caller holds mu.
func (c *gatewayConn) close(code int, reason string) {
	if !c.closing {
		c.closing, c.closeCode, c.closeText = true, code, reason
		c.poke()
	}
}

// take returns what is to be written next: nothing with a time at which to look again, or a closing code.
func (c *gatewayConn) take() (data []byte, large bool, again time.Duration, code int, reason string) {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	again = time.Hour
	if c.stalled {
		return nil, false, again, 0, ""
	}
	if len(c.control) > 0 {
		data = c.control[0]
		c.control = c.control[1:]
		return data, false, 0, 0, ""
	}
	if c.closing {
		return nil, false, 0, c.closeCode, c.closeText
	}
	limit := 2 * c.s.opts.HeartbeatInterval
	if idle := time.Since(c.lastBeat); idle > limit {
		if c.ses != nil {
			delete(c.s.sessions, c.ses.id)
		}
		c.closing, c.closeCode, c.closeText = true, 4009, "Session timed out."
		return nil, false, 0, c.closeCode, c.closeText
	} else {
		again = limit - idle + time.Millisecond
	}
	if c.ses == nil {
		return nil, false, again, 0, ""
	}
	f, ok, _ := c.ses.after(c.sent)
	if !ok {
		return nil, false, again, 0, ""
	}
	if wait := time.Until(f.notBefore); wait > 0 {
		return nil, false, min(wait, again), 0, ""
	}
	c.sent = f.seq
	data, _ = marshal(struct {
		T  string          `json:"t"`
		S  int64           `json:"s"`
		Op int             `json:"op"`
		D  json.RawMessage `json:"d"`
	}{f.name, f.seq, 0, f.data})
	return data, c.ses.compress && len(data) > 1024, 0, 0, ""
}

// write is the writer: it runs until the reader ends, the server closes, or a write fails.
func (c *gatewayConn) write() {
	defer c.abort()
	for {
		data, large, again, code, reason := c.take()
		switch {
		case data != nil:
			if !c.put(data, large) {
				return
			}
		case code != 0:
			deadline := time.Now().Add(time.Second)
			_ = c.ws.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(code, reason), deadline)
			t := time.NewTimer(time.Second)
			defer t.Stop()
			select { // the client is given time to read the code
			case <-c.done:
			case <-c.s.ctx.Done():
			case <-t.C:
			}
			return
		default:
			t := time.NewTimer(again)
			select {
			case <-c.wake:
			case <-t.C:
			case <-c.done:
				t.Stop()
				return
			case <-c.s.ctx.Done():
				t.Stop()
				return
			}
			t.Stop()
		}
	}
}

// put writes one message in the form that the client asked for, and reports whether it went.
func (c *gatewayConn) put(data []byte, large bool) bool {
	kind := websocket.TextMessage
	switch {
	case c.stream != nil:
		packed, err := c.stream.pack(data)
		if err != nil {
			return false
		}
		kind, data = websocket.BinaryMessage, packed
	case large:
		var b bytes.Buffer
		z := zlib.NewWriter(&b)
		_, _ = z.Write(data)
		_ = z.Close()
		kind, data = websocket.BinaryMessage, b.Bytes()
	}
	_ = c.ws.SetWriteDeadline(time.Now().Add(10 * time.Second))
	return c.ws.WriteMessage(kind, data) == nil
}
