package endpoint

import (
	"bufio"
	"bytes"
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"math/rand/v2"
	"mime"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// call is what the doer must know of a call and go-openai doesn't carry; it goes with the context.
type call struct {
	op, model string
	body      []byte // takes the place of go-openai's; nil: stays
	stream    bool
	schema    bool // the body asks for a response format
	reply     []byte
	attempts  int
	cancel    context.CancelCauseFunc
}

type callKey struct{}

// doer is go-openai's HTTPDoer.
type doer struct {
	opts  Options
	slots chan struct{}
}

func newDoer(o Options) *doer { return &doer{o, make(chan struct{}, o.MaxInFlight)} }

// Do makes the request, again where that may help. Its error is always an *Error, and its response always good: a stream,
// or the body of a reply that was read to its end. Of a reply to embed the body stays in the call.
func (d *doer) Do(req *http.Request) (*http.Response, error) {
	ctx := req.Context()
	k, ok := ctx.Value(callKey{}).(*call)
	if !ok {
		return nil, errors.New("endpoint: a request without its call")
	}
	body := k.body
	if body == nil && req.Body != nil {
		var err error
		if body, err = io.ReadAll(req.Body); err != nil {
			return nil, err
		}
	}
	for attempt := 0; ; attempt++ {
		k.attempts++
		resp, e := d.try(ctx, k, req, body)
		if e == nil {
			return resp, nil
		}
		e = d.finish(k, e)
		if attempt >= d.opts.Retries || !e.retryable() || ctx.Err() != nil {
			return nil, e
		}
		wait := d.wait(attempt, e)
		if deadline, ok := ctx.Deadline(); wait > maxWait || ok && wait >= deadline.Sub(d.opts.Now()) {
			return nil, e
		}
		d.opts.Log.LogAttrs(ctx, slog.LevelWarn, "endpoint call failed, trying again", slog.String("op", k.op), slog.String("model", k.model),
			slog.String("kind", e.Kind.String()), slog.Int("status", e.Status), slog.Int("attempt", k.attempts), slog.Duration("wait", wait))
		timer := time.NewTimer(wait)
		select {
		case <-timer.C:
		case <-ctx.Done():
			timer.Stop()
			return nil, e
		}
	}
}

// wait says how long to wait before the next attempt: what the server asks, else a time drawn from the upper half of one
// that doubles.
func (d *doer) wait(attempt int, e *Error) time.Duration {
	if e.RetryAfter > 0 {
		return e.RetryAfter
	}
	w := min(maxBackoff, d.opts.Backoff<<min(attempt, 16))
	return w/2 + rand.N(w/2+1)
}

// try makes one request.
func (d *doer) try(ctx context.Context, k *call, req *http.Request, body []byte) (*http.Response, *Error) {
	select {
	case d.slots <- struct{}{}:
	case <-ctx.Done():
		return nil, d.fault(ctx, k, ctx.Err())
	}
	release := func() { <-d.slots }
	r := req.Clone(ctx)
	if req.Body != nil {
		r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
		r.GetBody = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(body)), nil }
	}
	if k.stream {
		r.Header.Set("Accept", "text/event-stream, application/json")
	}
	resp, err := d.opts.HTTP.Do(r)
	if err != nil {
		release()
		return nil, d.fault(ctx, k, err)
	}
	if resp.StatusCode < 200 || resp.StatusCode > 299 {
		defer release()
		defer resp.Body.Close()
		return nil, d.refusal(k, resp)
	}
	kind, _, _ := mime.ParseMediaType(resp.Header.Get("Content-Type"))
	if k.stream && isStream(kind, resp) {
		return d.streamed(ctx, k, resp, release)
	}
	defer release()
	defer resp.Body.Close()
	data, err := io.ReadAll(io.LimitReader(resp.Body, maxReplyBytes+1))
	switch {
	case err != nil && ctx.Err() == nil:
		return nil, &Error{Kind: CutOff, Status: resp.StatusCode, Err: err}
	case err != nil:
		return nil, d.fault(ctx, k, err)
	case len(data) > maxReplyBytes:
		return nil, tooLong(maxReplyBytes)
	case kind == "text/html":
		e := &Error{Kind: Bad, Status: resp.StatusCode}
		e.describe(data[:min(len(data), maxFaultBytes)])
		e.Message += ": check the base URL, which mostly ends in /v1"
		return nil, e
	case isError(data):
		return nil, failure(0, resp.Header, data, k.schema, d.opts.Now)
	}
	if k.stream {
		if data, err = oneChunk(data); err != nil {
			return nil, &Error{Kind: Bad, Status: resp.StatusCode, Message: "the reply is neither a stream nor a completion: " + oneLine(string(data)), Err: err}
		}
	} else if k.op == opEmbed {
		k.reply, data = data, []byte("{}")
	}
	resp.Body, resp.ContentLength = io.NopCloser(bytes.NewReader(data)), int64(len(data))
	return resp, nil
}

// isStream reports whether a body is a stream: by its type, else, since some servers give another, by how it begins.
func isStream(kind string, resp *http.Response) bool {
	if kind == "text/event-stream" || kind == "text/html" {
		return kind == "text/event-stream"
	}
	r := bufio.NewReader(resp.Body)
	resp.Body = struct {
		io.Reader
		io.Closer
	}{r, resp.Body}
	for {
		b, err := r.ReadByte()
		if err != nil {
			return false // reading on gives the same
		}
		if b > ' ' {
			_ = r.UnreadByte()
			return b != '{' && b != '['
		}
	}
}

// refusal reads the body of a bad status.
func (d *doer) refusal(k *call, resp *http.Response) *Error {
	if resp.StatusCode < 400 {
		e := &Error{Kind: Bad, Status: resp.StatusCode, Message: "the endpoint sends elsewhere, and is not followed there"}
		if u, err := url.Parse(resp.Header.Get("Location")); err == nil && u.Host != "" {
			e.Message += ": if " + oneLine(u.Scheme+"://"+u.Host) + " is meant, make it the base URL"
		}
		return e
	}
	body, _ := io.ReadAll(io.LimitReader(resp.Body, maxFaultBytes)) // what came of it will do
	return failure(resp.StatusCode, resp.Header, body, k.schema, d.opts.Now)
}

// streamed wraps the body of a stream and waits for its first event.
func (d *doer) streamed(ctx context.Context, k *call, resp *http.Response, release func()) (*http.Response, *Error) {
	limit := &io.LimitedReader{R: resp.Body, N: maxStreamBytes}
	s := &stream{
		body: resp.Body, limit: limit, lines: bufio.NewReader(limit), stall: d.opts.Stall, call: k, release: release,
		fault: func(err error) *Error {
			var e *Error
			if !errors.As(err, &e) {
				e = d.fault(ctx, k, err)
				if e.Kind == Unreachable {
					e.Kind = CutOff
				}
			}
			return e
		},
		parse: func(data []byte) *Error {
			if !isError(data) {
				return nil
			}
			return failure(0, resp.Header, data, k.schema, d.opts.Now)
		},
	}
	if e := s.first(); e != nil {
		_ = s.Close()
		return nil, e
	}
	resp.Body, resp.ContentLength = s, -1
	return resp, nil
}

// fault makes an Error of whatever went wrong outside what a server said.
func (d *doer) fault(ctx context.Context, k *call, err error) *Error {
	var e *Error
	if errors.As(err, &e) {
		return d.finish(k, e)
	}
	e = &Error{Kind: Unreachable, Err: err}
	var cert *tls.CertificateVerificationError
	var syntax *json.SyntaxError
	var wrong *json.UnmarshalTypeError
	switch {
	case errors.Is(context.Cause(ctx), errStalled):
		e.Kind, e.Message, e.Err = Timeout, "nothing more of the stream for "+d.opts.Stall.String(), context.DeadlineExceeded
	case errors.Is(ctx.Err(), context.DeadlineExceeded), d.late(ctx):
		e.Kind, e.Message, e.Err = Timeout, "not done in time", context.DeadlineExceeded
	case ctx.Err() != nil:
		e.Kind, e.Message, e.Err = Canceled, "given up by the caller", context.Canceled
	case errors.As(err, &cert):
		e.permanent = true
	case errors.As(err, &syntax), errors.As(err, &wrong):
		e.Kind = Bad
	}
	if e.Message == "" {
		text := err.Error()
		if u := (*url.Error)(nil); errors.As(err, &u) {
			text = u.Err.Error() // the address stands before it already
		}
		e.Message = oneLine(text)
	}
	return d.finish(k, e)
}

// late reports whether the deadline has passed, though the context's timer may not have fired. A dialler's own timeout is
// not meant: it says that the server can't be reached.
func (d *doer) late(ctx context.Context) bool {
	deadline, ok := ctx.Deadline()
	return ok && !d.opts.Now().Before(deadline)
}

// finish says in an error which call it is of, and takes the key out.
func (d *doer) finish(k *call, e *Error) *Error {
	e.Op, e.Model, e.Endpoint, e.Attempts = k.op, k.model, d.opts.BaseURL, k.attempts
	key := d.opts.Key.Reveal()
	e.Message, e.Code, e.Param = scrub(e.Message, key), scrub(e.Code, key), scrub(e.Param, key)
	if e.Err != nil && key != "" && scrub(e.Err.Error(), key) != e.Err.Error() {
		e.Err = errors.New(scrub(e.Err.Error(), key))
	}
	return e
}

// oneChunk makes the stream of a completion that was sent whole: by a server that doesn't stream, or since nobody asked.
func oneChunk(data []byte) ([]byte, error) {
	var whole map[string]json.RawMessage
	if err := json.Unmarshal(carry(data), &whole); err != nil {
		return data, err
	}
	var choices []map[string]json.RawMessage
	if err := json.Unmarshal(whole["choices"], &choices); err != nil {
		return data, err
	}
	for _, c := range choices {
		if m, ok := c["message"]; ok {
			c["delta"] = m
		}
		delete(c, "message")
	}
	var err error
	if whole["choices"], err = json.Marshal(choices); err != nil {
		return data, err
	}
	out, err := json.Marshal(whole)
	if err != nil {
		return data, err
	}
	return []byte("data: " + strings.TrimSpace(string(out)) + "\n\ndata: [DONE]\n\n"), nil
}
