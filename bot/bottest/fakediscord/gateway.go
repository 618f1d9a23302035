package fakediscord

import (
	"bytes"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/gorilla/websocket"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

// The operations of the gateway.
const (
	opDispatch  = 0
	opHeartbeat = 1
	opIdentify  = 2
	opPresence  = 3
	opVoice     = 4
	opResume    = 6
	opReconnect = 7
	opMembers   = 8
	opInvalid   = 9
	opHello     = 10
	opAck       = 11
)

// maxSent is how many bytes one message of a client may have, and sentPerMinute how many messages it may send.
const (
	maxSent       = 4096
	sentPerMinute = 120
)

// closing is an error that ends a connection with a code.
type closing struct {
	code   int
	reason string
}

// Error makes a closing an error.
func (c *closing) Error() string { return fmt.Sprintf("%d %s", c.code, c.reason) }

// The close codes of the gateway that are modelled.
var (
	closeUnknownOp   = &closing{4001, "Unknown opcode."}
	closeDecode      = &closing{4002, "Error while decoding payload."}
	closeNoAuth      = &closing{4003, "Not authenticated."}
	closeToken       = &closing{4004, "Authentication failed."}
	closeAlready     = &closing{4005, "Already authenticated."}
	closeSeq         = &closing{4007, "Invalid seq."}
	closeRateLimited = &closing{4008, "Rate limited."}
	closeShard       = &closing{4010, "Invalid shard."}
	closeVersion     = &closing{4012, "Invalid API version."}
	closeIntents     = &closing{4013, "Invalid intent(s)."}
	closeDisallowed  = &closing{4014, "Disallowed intent(s)."}
)

// serveGateway runs one connection of the gateway until it ends.
func (s *Server) serveGateway(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	refuse := s.refuse
	s.mu.Unlock()
	if refuse {
		http.Error(w, "upstream connect error", http.StatusServiceUnavailable)
		return
	}
	ws, err := s.upgrader.Upgrade(w, r, nil)
	if err != nil {
		return
	}
	s.mu.Lock()
	if s.ctx.Err() != nil {
		s.mu.Unlock()
		_ = ws.Close()
		return
	}
	s.wg.Add(2)
	s.mu.Unlock()
	defer s.wg.Done()
	c := newGatewayConn(s, ws)
	c.version, _ = strconv.Atoi(r.URL.Query().Get("v"))
	c.stream = newStream(r.URL.Query().Get("compress"))
	c.lastBeat = time.Now()
	s.mu.Lock()
	switch enc := r.URL.Query().Get("encoding"); {
	case c.version != 9 && c.version != 10:
		c.close(closeVersion.code, closeVersion.reason)
	case enc != "" && enc != "json":
		c.close(closeDecode.code, "Only encoding=json is modelled.")
	default:
		c.send(opHello, object{"heartbeat_interval": s.opts.HeartbeatInterval.Milliseconds(), "_trace": []any{"fake"}})
	}
	s.conns[c] = true
	s.mu.Unlock()
	go func() {
		defer s.wg.Done()
		c.write()
	}()
	err = c.read()
	close(c.done)
	s.mu.Lock()
	delete(s.conns, c)
	s.left(c, err)
	s.touch()
	s.mu.Unlock()
	c.abort()
}

// left parts a session from a connection that ended. The caller holds mu.
func (s *Server) left(c *gatewayConn, err error) {
	ses := c.ses
	if ses == nil || ses.conn != c {
		return
	}
	ses.conn, ses.lost = nil, s.now()
	var ce *websocket.CloseError
	if !c.closing && errors.As(err, &ce) && (ce.Code == websocket.CloseNormalClosure || ce.Code == websocket.CloseGoingAway) {
		delete(s.sessions, ses.id) // the client said that it is done
	}
}

// read is the reader: it runs until the connection ends.
func (c *gatewayConn) read() error {
	c.ws.SetReadLimit(1 << 20)
	for {
		_, data, err := c.ws.ReadMessage()
		if err != nil {
			return err
		}
		c.s.mu.Lock()
		if e := c.receive(data); e != nil {
			c.s.violate("gateway", "gateway", "", "closed with %d %s after %.200q", e.code, e.reason, data)
			if e.code == 4004 || e.code >= 4009 && e.code <= 4014 || e.code == 4007 {
				if c.ses != nil {
					delete(c.s.sessions, c.ses.id)
				}
			}
			c.close(e.code, e.reason)
		}
		c.s.touch()
		c.s.mu.Unlock()
	}
}

// receive acts on one message of the client. The caller holds mu.
func (c *gatewayConn) receive(data []byte) *closing {
	if c.closing {
		return nil
	}
	if now := time.Now(); now.Sub(c.window) > time.Duration(float64(time.Minute)/c.s.opts.Speed) {
		c.window, c.received = now, 0
	}
	if c.received++; c.received > sentPerMinute {
		return closeRateLimited
	}
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	msg := fields(v)
	if err != nil || len(data) > maxSent || msg == nil {
		return closeDecode
	}
	if _, ok := msg["op"]; !ok {
		return closeDecode
	}
	op, d := number(msg["op"]), msg["d"]
	switch op {
	case opHeartbeat:
		c.lastBeat = time.Now()
		if c.ses != nil {
			c.ses.beats++
			// A client may still tell the number of a session before this one.
			c.ses.forget(min(int64(number(d)), c.sent))
		}
		if !c.s.noAcks {
			c.send(opAck, nil)
		}
		return nil
	case opIdentify:
		if c.ses != nil {
			return closeAlready
		}
		return c.identify(fields(d))
	case opResume:
		if c.ses != nil {
			return closeAlready
		}
		return c.resume(fields(d))
	case opPresence, opVoice, 31:
		if c.ses == nil {
			return closeNoAuth
		}
		return nil
	case opMembers:
		if c.ses == nil {
			return closeNoAuth
		}
		return c.members(fields(d))
	}
	return closeUnknownOp
}

// identify begins a session.
func (c *gatewayConn) identify(d object) *closing {
	s := c.s
	if d == nil {
		return closeDecode
	}
	if strings.TrimPrefix(text(d["token"]), "Bot ") != s.opts.Token {
		return closeToken
	}
	given, has := d["intents"]
	intents := Intents(number(given))
	if !has || intents < 0 || intents&^knownIntents != 0 {
		return closeIntents
	}
	if intents&privilegedIntents&^s.opts.Privileged != 0 {
		return closeDisallowed
	}
	if fields(d["properties"]) == nil {
		return closeDecode
	}
	now := s.now()
	if gap := s.opts.IdentifyEvery; gap > 0 && now.Sub(s.lastIdentify) < gap {
		c.send(opInvalid, false)
		return nil
	}
	s.lastIdentify = now
	ses := &session{id: s.hex(16), intents: intents, version: c.version, compress: truth(d["compress"], false), conn: c}
	if sh := list(d["shard"]); sh != nil {
		if len(sh) != 2 || number(sh[0]) < 0 || number(sh[1]) <= number(sh[0]) {
			return closeShard
		}
		ses.shard = [2]int{number(sh[0]), number(sh[1])}
	}
	s.identifies++
	s.sessions[ses.id] = ses
	c.ses, c.sent = ses, 0
	guilds := []any{}
	for _, id := range sortedKeys(s.world.guilds) {
		if ses.inShard(id) {
			guilds = append(guilds, object{"id": id, "unavailable": true})
		}
	}
	ready := object{
		"v": c.version, "user": s.world.bot.wire(true), "guilds": guilds, "session_id": ses.id, "session_type": "normal",
		"resume_gateway_url": s.GatewayURL(), "application": object{"id": s.world.bot.ID, "flags": s.appFlags()},
		"user_settings": object{}, "relationships": []any{}, "private_channels": []any{}, "presences": []any{},
		"guild_join_requests": []any{}, "geo_ordered_rtc_regions": []any{}, "game_relationships": []any{}, "auth": object{},
		"_trace": []any{"fake"},
	}
	if ses.shard[1] > 0 {
		ready["shard"] = ses.shard
	}
	ses.push("READY", mustMarshal(ready), time.Time{})
	if intents&IntentGuilds != 0 {
		for _, id := range sortedKeys(s.world.guilds) {
			if ses.inShard(id) {
				g := s.world.guildCreate(s.world.guilds[id], intents&IntentGuildMembers != 0)
				ses.push("GUILD_CREATE", mustMarshal(g), time.Time{})
			}
		}
	}
	return nil
}

// resume takes a lost session up again and replays what was missed.
func (c *gatewayConn) resume(d object) *closing {
	s := c.s
	if d == nil {
		return closeDecode
	}
	if strings.TrimPrefix(text(d["token"]), "Bot ") != s.opts.Token {
		return closeToken
	}
	ses, seq := s.sessions[text(d["session_id"])], int64(number(d["seq"]))
	if ses == nil || s.expired(ses) {
		c.send(opInvalid, false)
		return nil
	}
	if seq > ses.seq || seq < 0 {
		delete(s.sessions, ses.id)
		return closeSeq
	}
	if _, _, missing := ses.after(seq); missing {
		delete(s.sessions, ses.id)
		c.send(opInvalid, false)
		return nil
	}
	if old := ses.conn; old != nil {
		old.ses = nil
		old.close(4000, "Unknown error.")
	}
	ses.conn, c.ses, c.sent = c, ses, seq
	ses.resumes++
	s.resumes++
	ses.forget(seq)
	ses.push("RESUMED", mustMarshal(object{"_trace": []any{"fake"}}), time.Time{})
	c.poke()
	return nil
}

// members answers a request for guild members in one chunk.
func (c *gatewayConn) members(d object) *closing {
	w := c.s.world
	gid := text(d["guild_id"])
	if l := list(d["guild_id"]); len(l) > 0 {
		gid = text(l[0])
	}
	g := w.guilds[gid]
	if g == nil {
		return nil
	}
	wanted := map[string]bool{}
	for _, v := range list(d["user_ids"]) {
		wanted[id(v)] = true
	}
	if who := id(d["user_ids"]); who != "" {
		wanted[who] = true
	}
	found := []any{}
	for _, uid := range sortedKeys(g.members) {
		m := g.members[uid]
		if len(wanted) > 0 && wanted[uid] || len(wanted) == 0 && strings.HasPrefix(m.User.Name, text(d["query"])) {
			found = append(found, m.wire(true))
		}
	}
	chunk := object{"guild_id": gid, "members": found, "chunk_index": 0, "chunk_count": 1, "not_found": []any{}}
	if n, ok := d["nonce"]; ok {
		chunk["nonce"] = n
	}
	c.ses.push("GUILD_MEMBERS_CHUNK", mustMarshal(chunk), time.Time{})
	return nil
}

func mustMarshal(v any) []byte {
	data, err := marshal(v)
	if err != nil {
		panic("fakediscord: " + err.Error()) // our own maps
	}
	return data
}
