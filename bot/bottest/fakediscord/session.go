package fakediscord

import (
	"sort"
	"time"
)

// maxBuffered bounds the events that a session keeps for a resume.
const maxBuffered = 20000

// session is a gateway session: it outlives its connections. Server.mu guards it.
type session struct {
	id       string
	intents  Intents
	version  int
	shard    [2]int
	compress bool // payload by payload, as identify asked
	seq      int64
	frames   []frame // those not known to have come
	conn     *gatewayConn
	lost     time.Time // when the last connection went
	resumes  int
	beats    int
}

// push adds an event to what is to be sent.
func (ses *session) push(name string, data []byte, notBefore time.Time) {
	ses.seq++
	ses.frames = append(ses.frames, frame{ses.seq, name, data, notBefore})
	if len(ses.frames) > maxBuffered {
		ses.frames = append([]frame(nil), ses.frames[len(ses.frames)-maxBuffered/2:]...)
	}
	if ses.conn != nil {
		ses.conn.poke()
	}
}

// forget drops the events up to seq.
func (ses *session) forget(seq int64) {
	i := sort.Search(len(ses.frames), func(i int) bool { return ses.frames[i].seq > seq })
	if i > 0 {
		ses.frames = append([]frame(nil), ses.frames[i:]...)
	}
}

// after returns the first event behind seq; missing reports that it is no longer kept.
func (ses *session) after(seq int64) (f frame, ok, missing bool) {
	i := sort.Search(len(ses.frames), func(i int) bool { return ses.frames[i].seq > seq })
	if i == len(ses.frames) {
		return frame{}, false, seq < ses.seq
	}
	return ses.frames[i], true, ses.frames[i].seq != seq+1
}

// inShard reports whether a guild's events, or those of direct messages, go to the session's shard.
func (ses *session) inShard(guildID string) bool {
	if ses.shard[1] < 2 {
		return true
	}
	n, _ := snowflakeNumber(guildID)
	return int((n>>22)%uint64(ses.shard[1])) == ses.shard[0]
}

// expired reports whether a session has been without a connection for too long.
func (s *Server) expired(ses *session) bool {
	return ses.conn == nil && s.now().Sub(ses.lost) > s.opts.SessionLife
}

// Session is a gateway session as it stands.
type Session struct {
	ID        string
	Intents   Intents
	Version   int
	Connected bool
	Seq       int64
	// Resumes and Heartbeats count what the client did.
	Resumes, Heartbeats int
	// Waiting is how many events are not known to have come.
	Waiting int
}

// Sessions are the gateway sessions that live or can be resumed.
func (s *Server) Sessions() []Session {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []Session
	for _, id := range sortedNames(s.sessions) {
		ses := s.sessions[id]
		if s.expired(ses) {
			continue
		}
		out = append(out, Session{ses.id, ses.intents, ses.version, ses.conn != nil, ses.seq, ses.resumes, ses.beats, len(ses.frames)})
	}
	return out
}

// Identifies is how many sessions were begun.
func (s *Server) Identifies() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.identifies
}

// Resumes is how often a session was taken up again.
func (s *Server) Resumes() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.resumes
}

// Connected reports whether a bot is there to receive events.
func (s *Server) Connected() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, ses := range s.sessions {
		if ses.conn != nil {
			return true
		}
	}
	return false
}

func sortedNames[V any](m map[string]V) []string {
	names := make([]string, 0, len(m))
	for k := range m {
		names = append(names, k)
	}
	sort.Strings(names)
	return names
}
