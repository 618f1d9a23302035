package fakediscord

import "net/http"

// session is a gateway session.
type session struct{}

func (*session) cut() {}

func (s *Server) serveGateway(w http.ResponseWriter, r *http.Request) {
	c, err := s.upgrader.Upgrade(w, r, nil)
	if err == nil {
		_ = c.Close()
	}
}
