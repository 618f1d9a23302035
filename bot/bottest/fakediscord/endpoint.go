package fakediscord

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"encoding/hex"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// Posted is an interaction that was posted to an endpoint, and what came back.
type Posted struct {
	At     time.Time
	URL    string
	Body   []byte
	Status int
	Answer []byte
	// Err is why there was no answer.
	Err  error
	Took time.Duration
}

// Post is a request to an endpoint that a test shapes: as Discord would sign it, or not quite.
type Post struct {
	Body []byte
	// Timestamp is the signature's; now where empty.
	Timestamp string
	// Signature in hexadecimal; the right one where empty.
	Signature string
	// Unsigned leaves both headers out.
	Unsigned bool
}

// Sign returns the signature of a body at a timestamp, in hexadecimal.
func (s *Server) Sign(timestamp string, body []byte) string {
	return hex.EncodeToString(ed25519.Sign(s.key, append([]byte(timestamp), body...)))
}

// PingBody is a PING as Discord sends it to an endpoint.
func (s *Server) PingBody() []byte {
	s.mu.Lock()
	defer s.mu.Unlock()
	return mustMarshal(object{
		"id": s.world.ids.next(s.now()), "application_id": s.world.bot.ID, "type": kindPing, "version": 1, "token": s.random(64),
		"user": (&User{ID: "643945264868098049", Name: "discord"}).wire(false), "entitlements": []any{},
	})
}

// Send posts to an endpoint and returns what came back; whatever is wrong with the request is the test's will.
func (s *Server) Send(ctx context.Context, url string, p Post) Posted {
	if p.Timestamp == "" {
		p.Timestamp = strconv.FormatInt(s.now().Unix(), 10)
	}
	if p.Signature == "" {
		p.Signature = s.Sign(p.Timestamp, p.Body)
	}
	out := Posted{At: s.now(), URL: url, Body: p.Body}
	start := time.Now()
	defer func() {
		out.Took = time.Since(start)
		s.mu.Lock()
		defer s.mu.Unlock()
		if len(s.posts) >= s.opts.KeepCalls {
			s.posts = append(s.posts[:0:0], s.posts[len(s.posts)/2:]...)
		}
		s.posts = append(s.posts, out)
		s.touch()
	}()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, url, bytes.NewReader(p.Body))
	if err != nil {
		out.Err = err
		return out
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("User-Agent", "Discord-Interactions/1.0 (+https://discord.com)")
	if !p.Unsigned {
		req.Header.Set("X-Signature-Ed25519", p.Signature)
		req.Header.Set("X-Signature-Timestamp", p.Timestamp)
	}
	resp, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		out.Err = err
		return out
	}
	defer resp.Body.Close()
	out.Status = resp.StatusCode
	out.Answer, out.Err = io.ReadAll(io.LimitReader(resp.Body, maxBody))
	return out
}

// SetEndpoint makes interactions go to a URL rather than through the gateway, once it has answered a PING with a PONG
// and a forged request with 401, as Discord tries it. An empty URL ends that.
func (s *Server) SetEndpoint(ctx context.Context, url string) error {
	if url != "" {
		ctx, cancel := context.WithTimeout(ctx, 3*time.Second)
		defer cancel()
		ping := s.PingBody()
		if p := s.Send(ctx, url, Post{Body: ping}); p.Err != nil || p.Status != 200 || !isPong(p.Answer) {
			return fmt.Errorf("ping %s: status %d, answer %.200q, %v: want a PONG", url, p.Status, p.Answer, p.Err)
		}
		if p := s.Send(ctx, url, Post{Body: ping, Signature: s.Sign("0", ping)}); p.Err != nil || p.Status != 401 {
			return fmt.Errorf("forged ping %s: status %d, %v: want 401", url, p.Status, p.Err)
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.endpoint = url
	return nil
}

func isPong(body []byte) bool {
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(body))
	return err == nil && number(fields(v)["type"]) == RespondPong
}

// SendForged posts a body whose signature is another's.
func (s *Server) SendForged(ctx context.Context, url string, body []byte) Posted {
	return s.Send(ctx, url, Post{Body: body, Signature: s.Sign("1", body)})
}

// SendStale posts a body that was rightly signed some time ago.
func (s *Server) SendStale(ctx context.Context, url string, body []byte, age time.Duration) Posted {
	return s.Send(ctx, url, Post{Body: body, Timestamp: strconv.FormatInt(s.now().Add(-age).Unix(), 10)})
}

// SendTwice posts one request, and posts it again as it was.
func (s *Server) SendTwice(ctx context.Context, url string, body []byte) (first, second Posted) {
	p := Post{Body: body, Timestamp: strconv.FormatInt(s.now().Unix(), 10)}
	return s.Send(ctx, url, p), s.Send(ctx, url, p)
}

// SendLarge posts a rightly signed PING that is padded to a size.
func (s *Server) SendLarge(ctx context.Context, url string, size int) Posted {
	ping := s.PingBody()
	body := append(ping[:len(ping)-1:len(ping)-1], `,"padding":"`...)
	if n := size - len(body) - 2; n > 0 {
		body = append(body, bytes.Repeat([]byte("x"), n)...)
	}
	return s.Send(ctx, url, Post{Body: append(body, `"}`...)})
}

// Posts are the interactions posted to endpoints, oldest first; Options.KeepCalls bounds them.
func (s *Server) Posts() []Posted {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Posted(nil), s.posts...)
}

// post sends an interaction to an endpoint and takes its answer as the response. The caller holds mu.
func (s *Server) post(in *interaction, url string) {
	body := mustMarshal(in.payload)
	send := func(again bool) {
		ctx, cancel := context.WithDeadline(s.ctx, in.deadline)
		defer cancel()
		p := s.Send(ctx, url, Post{Body: body})
		s.mu.Lock()
		defer s.mu.Unlock()
		defer s.touch()
		if len(p.Answer) == 0 && p.Err == nil && (p.Status == 202 || p.Status == 204) {
			return // the response is to come by REST
		}
		q := &request{route: &route{template: "response to a posted interaction"}, raw: p.Answer, now: s.now(),
			Request: &http.Request{Header: http.Header{}}}
		err := p.Err
		if err == nil && p.Status != 200 {
			err = fmt.Errorf("status %d", p.Status)
		}
		if err == nil {
			err = q.readBody()
		}
		if err == nil && in.acked.IsZero() {
			err = s.respond(q, in)
		}
		if err != nil && in.acked.IsZero() && !again {
			in.failed = err.Error()
		}
	}
	switch kind, wait := s.eventFault("INTERACTION_CREATE"); kind {
	case DelayEvent, ReorderEvent:
		s.after(wait, func() { send(false) })
	case DuplicateEvent: // what becomes of the second is the endpoint's affair
		s.after(0, func() { send(false) })
		s.after(0, func() { send(true) })
	default:
		s.after(0, func() { send(false) })
	}
}
