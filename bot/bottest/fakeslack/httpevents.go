package fakeslack

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// Endpoints are the app's request URLs when it doesn't use Socket Mode. An empty
// one is Events.
type Endpoints struct {
	Events, Commands, Interactivity string
}

// UseHTTP sends everything from now on to request URLs; the zero Endpoints turns
// Socket Mode on again.
func (s *Server) UseHTTP(e Endpoints) {
	if e.Commands == "" {
		e.Commands = e.Events
	}
	if e.Interactivity == "" {
		e.Interactivity = e.Events
	}
	s.mu.Lock()
	s.endpoints = e
	s.mu.Unlock()
}

func (s *Server) posting() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.endpoints != Endpoints{}
}

// Sign is the value of X-Slack-Signature for a body sent at a timestamp, per
// docs.slack.dev/authentication/verifying-requests-from-slack.
func Sign(secret, timestamp string, body []byte) string {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte("v0:" + timestamp + ":"))
	mac.Write(body)
	return "v0=" + hex.EncodeToString(mac.Sum(nil))
}

// Post is one signed request to the app.
type Post struct {
	URL         string
	ContentType string // "" is application/json
	Body        []byte
	Timestamp   time.Time // the zero time is now
	Signature   string    // "" is the right one
	NoSignature bool      // without the two headers
	RetryNum    int
	RetryReason string
}

// Posted is what the app answered.
type Posted struct {
	Status int
	Header http.Header
	Body   []byte
}

// SignedPost sends one request as it stands, without retrying. A test uses it for
// what Slack would never send: a wrong signature, a stale timestamp, a body too
// large; or the same request twice.
func (s *Server) SignedPost(ctx context.Context, p Post) (Posted, error) {
	at := p.Timestamp
	if at.IsZero() {
		at = s.now()
	}
	stamp := strconv.FormatInt(at.Unix(), 10)
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, p.URL, bytes.NewReader(p.Body))
	if err != nil {
		return Posted{}, fmt.Errorf("fakeslack: post to %s: %w", p.URL, err)
	}
	if p.ContentType == "" {
		p.ContentType = "application/json"
	}
	req.Header.Set("Content-Type", p.ContentType)
	req.Header.Set("User-Agent", "Slackbot 1.0 (+https://api.slack.com/robots)")
	if !p.NoSignature {
		sig := p.Signature
		if sig == "" {
			sig = Sign(s.opts.SigningSecret, stamp, p.Body)
		}
		req.Header.Set("X-Slack-Request-Timestamp", stamp)
		req.Header.Set("X-Slack-Signature", sig)
	}
	if p.RetryNum > 0 {
		req.Header.Set("X-Slack-Retry-Num", strconv.Itoa(p.RetryNum))
		req.Header.Set("X-Slack-Retry-Reason", p.RetryReason)
	}
	res, err := s.client.Do(req)
	if err != nil {
		return Posted{}, fmt.Errorf("fakeslack: post to %s: %w", p.URL, err)
	}
	defer func() { _ = res.Body.Close() }()
	body, err := io.ReadAll(io.LimitReader(res.Body, 1<<20))
	if err != nil {
		return Posted{}, fmt.Errorf("fakeslack: answer of %s: %w", p.URL, err)
	}
	return Posted{Status: res.StatusCode, Header: res.Header, Body: body}, nil
}

// VerifyURL asks the events URL for a challenge, as Slack does before it takes a
// request URL, and returns an error unless the app gives it back.
func (s *Server) VerifyURL(ctx context.Context) error {
	s.mu.Lock()
	challenge, to := s.token(52), s.endpoints.Events
	s.mu.Unlock()
	body, err := json.Marshal(map[string]any{"token": verificationToken, "challenge": challenge, "type": "url_verification"})
	if err != nil {
		return err
	}
	got, err := s.SignedPost(ctx, Post{URL: to, Body: body})
	if err != nil {
		return err
	}
	var answer struct {
		Challenge string `json:"challenge"`
	}
	text := strings.TrimSpace(string(got.Body))
	if json.Unmarshal(got.Body, &answer) == nil && answer.Challenge != "" {
		text = answer.Challenge
	}
	if got.Status != http.StatusOK || text != challenge {
		return fmt.Errorf("fakeslack: %s did not return the challenge: status %d, body %.100q", to, got.Status, got.Body)
	}
	return nil
}

// Request is the delivery as Slack would post it: its address, type of content
// and body, for SignedPost.
func (d *Delivery) Request() Post {
	d.s.mu.Lock()
	e := d.s.endpoints
	d.s.mu.Unlock()
	switch d.Kind {
	case SlashCommands:
		return Post{URL: e.Commands, ContentType: formType, Body: []byte(form(d.payload))}
	case Interactive:
		return Post{URL: e.Interactivity, ContentType: formType, Body: []byte(interactiveForm(d.payload))}
	}
	return Post{URL: e.Events, Body: d.payload}
}

const formType = "application/x-www-form-urlencoded"

// post sends a delivery over HTTP. It returns "" when it is settled, else why it
// should be sent again.
func (s *Server) post(d *Delivery, attempt int, release func()) string {
	select {
	case s.slots <- struct{}{}:
		defer func() { <-s.slots }()
	case <-s.ctx.Done():
		return ""
	}
	p := d.Request()
	p.RetryNum = attempt
	if attempt > 0 {
		d.s.mu.Lock()
		p.RetryReason = d.why
		d.s.mu.Unlock()
	}
	copies := 1
	if d.fault != nil && attempt == 0 {
		copies += d.fault.Duplicate
	}
	var why string
	for range copies {
		s.mu.Lock()
		d.attempts++
		s.mu.Unlock()
		ctx, cancel := context.WithTimeout(s.ctx, s.times.Ack)
		start := time.Now()
		s.sentOne(d)
		release()
		got, err := s.SignedPost(ctx, p)
		cancel()
		why = s.posted(d, got, err, time.Since(start))
	}
	return why
}

// posted judges the answer to a delivery: a 2xx within the time acknowledges it.
func (s *Server) posted(d *Delivery, got Posted, err error, took time.Duration) string {
	if s.ctx.Err() != nil {
		return ""
	}
	why := ""
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		why = "http_timeout"
		s.violate("ack", d.Kind+" "+d.Type+" "+d.ID, fmt.Sprintf("not acknowledged within %v", s.times.Ack))
	case err != nil:
		why = "connection_failed"
		if op := (*net.OpError)(nil); !errors.As(err, &op) {
			why = "unknown_error"
		}
	case got.Status < 200 || got.Status > 299:
		why = "http_error"
	}
	s.mu.Lock()
	d.why = why
	if why != "" {
		over := d.over
		noRetry := got.Header.Get("X-Slack-No-Retry") == "1"
		s.mu.Unlock()
		if noRetry {
			s.settle(d, nil, fmt.Errorf("%w: the app asked for no retry", ErrNotAcknowledged))
			return ""
		}
		if over {
			return ""
		}
		return why
	}
	reply := json.RawMessage(bytes.TrimSpace(got.Body))
	switch {
	case d.Kind == EventsAPI || len(reply) == 0:
		reply = nil
	case json.Valid(reply):
	case d.Kind == SlashCommands: // which may be answered with plain text
		reply, _ = json.Marshal(map[string]string{"text": string(reply)})
	default: // a form and a suggestion may not
		reply, _ = json.Marshal(string(reply))
	}
	s.acks = keep(s.acks, Ack{ID: d.ID, Kind: d.Kind, Type: d.Type, Attempt: d.attempts, At: s.now(), Took: took, Payload: reply}, s.opts.Keep)
	s.touch()
	s.mu.Unlock()
	s.settle(d, reply, nil)
	return ""
}
