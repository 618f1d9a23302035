package fakediscord

import (
	"encoding/hex"
	"time"
)

// hex returns n random bytes in hexadecimal. The caller holds mu.
func (s *Server) hex(n int) string {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(s.rng.IntN(256))
	}
	return hex.EncodeToString(b)
}

// each runs f on every connection of the gateway.
func (s *Server) each(f func(c *gatewayConn)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for c := range s.conns {
		f(c)
	}
}

// Reconnect asks every client to reconnect and resume (op 7); those that have not within 5 s are closed with 4000.
func (s *Server) Reconnect() {
	s.each(func(c *gatewayConn) {
		c.send(opReconnect, nil)
		s.after(time.Duration(5*float64(time.Second)/s.opts.Speed), func() {
			s.mu.Lock()
			defer s.mu.Unlock()
			c.close(4000, "Unknown error.")
		})
	})
}

// InvalidateSessions tells every client that its session is invalid (op 9), and whether it may be resumed.
func (s *Server) InvalidateSessions(resumable bool) {
	s.each(func(c *gatewayConn) {
		if ses := c.ses; ses != nil {
			ses.conn, ses.lost, c.ses = nil, s.now(), nil
			if !resumable {
				delete(s.sessions, ses.id)
			}
		}
		c.send(opInvalid, resumable)
	})
}

// CloseGateway closes every connection with a code. Sessions can be resumed unless Discord's table says otherwise.
func (s *Server) CloseGateway(code int) {
	s.each(func(c *gatewayConn) {
		if ses := c.ses; ses != nil && (code == 4004 || code == 4007 || code >= 4009 && code <= 4014) {
			delete(s.sessions, ses.id)
		}
		c.close(code, closeReasons[code])
	})
}

var closeReasons = map[int]string{
	4000: "Unknown error.", 4001: "Unknown opcode.", 4002: "Error while decoding payload.", 4003: "Not authenticated.",
	4004: "Authentication failed.", 4005: "Already authenticated.", 4007: "Invalid seq.", 4008: "Rate limited.",
	4009: "Session timed out.", 4010: "Invalid shard.", 4011: "Sharding required.", 4012: "Invalid API version.",
	4013: "Invalid intent(s).", 4014: "Disallowed intent(s).",
}

// CutGateway ends every connection without a word, as a fault of the network does.
func (s *Server) CutGateway() {
	s.each(func(c *gatewayConn) { go c.abort() })
}

// RequestHeartbeat asks every client for a heartbeat at once (op 1).
func (s *Server) RequestHeartbeat() {
	s.each(func(c *gatewayConn) { c.send(opHeartbeat, nil) })
}

// SilenceAcks leaves heartbeats unacknowledged, so that connections turn into zombies, or ends that.
func (s *Server) SilenceAcks(on bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.noAcks = on
}

// RefuseGateway answers 503 to whoever would connect to the gateway, or ends that.
func (s *Server) RefuseGateway(on bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.refuse = on
}
