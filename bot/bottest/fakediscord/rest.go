package fakediscord

import (
	"bytes"
	"encoding/json"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// maxBody bounds a request's body: Discord takes 10 MiB of files and some.
const maxBody = 12 << 20

// route is one method of the API at one path.
type route struct {
	method   string
	template string
	handle   func(*Server, *request) (int, any, error)
	// open routes need no bot token: their path holds one.
	open bool
	// noGlobal routes don't count against the global limit.
	noGlobal bool
	// bucket is the name of a bucket shared by several routes.
	bucket string
	// schema names the branch of the OpenAPI file that a body is meant to be; "?" where the handler picks it.
	schema string
	parts  []string
}

// request is a REST request on its way through a handler, which runs with Server.mu held.
type request struct {
	*http.Request
	route   *route
	version int
	params  map[string]string
	query   url.Values
	raw     []byte
	body    any // decoded with json.Number
	files   []attachment
	now     time.Time
	// unlocked runs f with Server.mu let go of.
	unlocked func(f func())
}

// attachment is a file that came with a multipart body.
type attachment struct {
	field, name, contentType string
	size                     int
}

// object returns the body as an object; empty where it is none.
func (q *request) object() object {
	o, _ := q.body.(object)
	return o
}

// Call is a REST request that was made, and its answer.
type Call struct {
	At      time.Time
	Method  string
	Path    string // as sent, with the query
	Route   string // as in "/channels/{channel_id}/messages"
	Version int
	Header  http.Header
	Body    string
	Status  int
	// Fault is the failure that befell it, if any.
	Fault FailureKind
	// Took is the time until the answer.
	Took time.Duration
}

// match finds the route of a path, and reports whether there is one of another method.
func match(method, path string) (*route, map[string]string, bool) {
	segs := strings.Split(strings.Trim(path, "/"), "/")
	for i, seg := range segs {
		if un, err := url.PathUnescape(seg); err == nil {
			segs[i] = un
		}
	}
	other := false
	for _, rt := range routes {
		params, ok := rt.fits(segs)
		if !ok {
			continue
		}
		if rt.method == method {
			return rt, params, true
		}
		other = true
	}
	return nil, nil, other
}

// fits reports whether the segments of a path are the route's, and its parameters.
func (rt *route) fits(segs []string) (map[string]string, bool) {
	if len(segs) != len(rt.parts) {
		return nil, false
	}
	params := map[string]string{}
	for i, part := range rt.parts {
		if strings.HasPrefix(part, "{") {
			params[strings.Trim(part, "{}")] = segs[i]
		} else if part != segs[i] {
			return nil, false
		}
	}
	return params, true
}

// version splits /api/vN off a path.
func version(path string) (int, string, bool) {
	path = strings.TrimPrefix(path, "/api")
	if rest, ok := strings.CutPrefix(path, "/v"); ok {
		n, tail, _ := strings.Cut(rest, "/")
		v, err := strconv.Atoi(n)
		return v, "/" + tail, err == nil && (v == 9 || v == 10)
	}
	return 6, path, false // the version of a path without one is long gone
}

// serveREST answers one request of the API.
func (s *Server) serveREST(w http.ResponseWriter, r *http.Request) {
	start := time.Now()
	raw, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	call := Call{At: s.now(), Method: r.Method, Path: r.URL.RequestURI(), Header: r.Header.Clone(), Body: string(raw)}
	if len(call.Body) > 64<<10 {
		call.Body = call.Body[:64<<10]
	}
	q := &request{Request: r, query: r.URL.Query(), raw: raw, now: call.At}
	var fail *Failure
	status, body, header := 0, any(nil), http.Header{}
	func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		q.unlocked = func(f func()) {
			s.mu.Unlock()
			defer s.mu.Lock()
			f()
		}
		if err != nil {
			status, body = errTooLarge.status, errTooLarge.body()
			return
		}
		status, body, fail = s.answer(q, &call, header)
		if status == 401 || status == 403 || status == 429 {
			s.limiter.refused(q.now)
		}
		call.Status = status
	}()
	if fail != nil {
		call.Fault = fail.Kind
		if fail.Kind == SlowAnswer {
			s.pause(r, fail.Wait)
		}
	}
	call.Took = time.Since(start)
	s.mu.Lock()
	if len(s.calls) >= s.opts.KeepCalls {
		s.calls = append(s.calls[:0:0], s.calls[len(s.calls)-s.opts.KeepCalls/2:]...)
	}
	s.calls = append(s.calls, call)
	s.touch()
	s.mu.Unlock()
	if fail != nil && (fail.Kind == LostAnswer || fail.Kind == Unreached) {
		panic(http.ErrAbortHandler)
	}
	writeAnswer(w, header, status, body)
}

// pause waits, unless the caller or the server goes away.
func (s *Server) pause(r *http.Request, d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
	case <-r.Context().Done():
	case <-s.ctx.Done():
	}
}

// page is an answer that is not JSON.
type page string

func writeAnswer(w http.ResponseWriter, header http.Header, status int, body any) {
	for k, v := range header {
		w.Header()[k] = v
	}
	if p, ok := body.(page); ok {
		w.Header().Set("Content-Type", "text/html")
		w.WriteHeader(status)
		_, _ = io.WriteString(w, string(p))
		return
	}
	if w.Header().Get("Via") == "" {
		w.Header().Set("Via", "1.1 google")
	}
	if status == http.StatusNoContent || body == nil {
		w.WriteHeader(status)
		return
	}
	data, err := marshal(body)
	if err != nil {
		data, status = []byte(`{"message": "500: Internal Server Error", "code": 0}`), 500
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = w.Write(data)
}

// marshal is json.Marshal that leaves <, > and & as they are.
func marshal(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	err := enc.Encode(v)
	return bytes.TrimRight(b.Bytes(), "\n"), err
}

// answer finds the route, applies faults, limits and authority, reads the body and calls the handler. The caller holds mu.
func (s *Server) answer(q *request, call *Call, header http.Header) (int, any, *Failure) {
	refuse := func(e *apiError) (int, any, *Failure) { return e.status, e.body(), nil }
	v, path, ok := version(q.URL.EscapedPath())
	call.Version, q.version = v, v
	if !ok {
		return refuse(errVersion)
	}
	if s.limiter.banned(q.now) {
		header.Set("Retry-After", strconv.Itoa(int(s.limiter.invalid.reset.Sub(q.now).Seconds())+1))
		return 429, cloudflarePage, nil
	}
	rt, params, known := match(q.Method, path)
	if rt == nil {
		if known {
			return refuse(errMethod)
		}
		return refuse(errNotFound)
	}
	q.route, q.params, call.Route = rt, params, rt.template
	fail := s.failure(rt)
	if fail != nil {
		if status, body, done := fail.preempt(header); done {
			return status, body, fail
		}
	}
	resource := params["channel_id"] + params["guild_id"] + params["webhook_id"] + params["webhook_token"] + params["token"]
	limit := s.limiter.take(rt, resource, q.now)
	limit.write(header)
	if limit.limited {
		return 429, limit.body(), nil
	}
	if auth := q.Header.Get("Authorization"); !rt.open && auth != "Bot "+s.opts.Token {
		return refuse(errUnauthorized)
	}
	for _, name := range []string{"channel_id", "message_id", "guild_id", "application_id", "command_id", "interaction_id", "webhook_id", "user_id"} {
		id, has := params[name]
		if _, good := snowflakeNumber(id); has && !good && id != "@me" && id != "@original" {
			return refuse(invalidForm(fieldError{name, "NUMBER_TYPE_COERCE", "Value \"" + id + "\" is not snowflake."}))
		}
	}
	if err := q.readBody(); err != nil {
		s.violate(call.Route, "body", "", "%v", err)
		return refuse(errBadJSON)
	}
	if rt.schema != "" && rt.schema != "?" && q.body != nil {
		if e := s.check(q, rt.schema, q.body); e != nil {
			return refuse(e)
		}
	}
	status, body, err := rt.handle(s, q)
	if err != nil {
		e, isAPI := err.(*apiError)
		if !isAPI {
			e = &apiError{500, 0, err.Error(), nil}
		}
		return e.status, e.body(), fail
	}
	return status, body, fail
}

// preempt is the answer of a failure that keeps the request from being acted on.
func (f *Failure) preempt(header http.Header) (int, any, bool) {
	wait := f.Wait
	limited := func(v verdict, scope string) (int, any, bool) {
		v.limited, v.after, v.reset = true, wait, time.Now().Add(wait)
		v.write(header)
		if scope != "" {
			header.Set("X-RateLimit-Scope", scope)
		}
		return 429, v.body(), true
	}
	switch f.Kind {
	case TooMany:
		return limited(verdict{rate: Rate{5, wait}, hash: "80c17d2f203122d936070c88c8d10f33"}, "")
	case SharedTooMany:
		return limited(verdict{rate: Rate{5, wait}, hash: "80c17d2f203122d936070c88c8d10f33"}, "shared")
	case GlobalTooMany:
		return limited(verdict{global: true}, "")
	case Cloudflare:
		header.Set("Retry-After", strconv.Itoa(int(wait.Seconds()+0.999)))
		return 429, cloudflarePage, true
	case Internal:
		return 500, object{"message": "500: Internal Server Error", "code": 0}, true
	case BadGateway:
		return 502, page("<html><head><title>502 Bad Gateway</title></head><body><center><h1>502 Bad Gateway</h1></center></body></html>"), true
	case Unavailable:
		return 503, page("upstream connect error or disconnect/reset before headers"), true
	case Unreached:
		return 0, nil, true
	case APIError:
		e := apiError{f.Status, f.Code, f.Message, nil}
		return e.status, e.body(), true
	}
	return 0, nil, false
}

const cloudflarePage = page("<!doctype html><html><head><title>Access denied | discord.com used Cloudflare to restrict access</title></head>" +
	"<body><h1>Error 1015</h1><p>You are being rate limited</p></body></html>")

// readBody decodes the body: JSON, a form with payload_json, or nothing.
func (q *request) readBody() error {
	if len(q.raw) == 0 {
		return nil
	}
	kind, params, _ := mime.ParseMediaType(q.Header.Get("Content-Type"))
	data := q.raw
	switch kind {
	case "multipart/form-data":
		form := multipart.NewReader(bytes.NewReader(q.raw), params["boundary"])
		data = nil
		for {
			part, err := form.NextPart()
			if err == io.EOF {
				break
			}
			if err != nil {
				return err
			}
			content, err := io.ReadAll(part)
			if err != nil {
				return err
			}
			if part.FormName() == "payload_json" {
				data = content
			} else if part.FileName() != "" {
				q.files = append(q.files, attachment{part.FormName(), part.FileName(), part.Header.Get("Content-Type"), len(content)})
			}
		}
		if data == nil {
			data = []byte("{}")
		}
	case "application/x-www-form-urlencoded":
		values, err := url.ParseQuery(string(q.raw))
		if err != nil {
			return err
		}
		if payload := values.Get("payload_json"); payload != "" {
			data = []byte(payload)
			break
		}
		o := object{}
		for k := range values {
			o[k] = values.Get(k)
		}
		q.body = o
		return nil
	}
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	q.body = v
	return err
}
