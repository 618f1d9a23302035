package fakeopenai

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"
)

// Options describe a server. The zero value takes any key and any model, and answers each prompt with "ok".
type Options struct {
	Key           string   // "": none is needed
	Models        []string // empty: any
	OpenAPI       string   // path of OpenAI's OpenAPI file; "": bodies are not checked
	ContextTokens int      // the window, for prompt and max_tokens; 0: no bound
	Dims          int      // of the vectors; 0: 64
	Unsupported   []string // parameters refused with 400, as in "stream_options"
	// Answer says how a chat is answered, and Embed how embeddings are; nil: honestly. They are called from several
	// goroutines at once.
	Answer func(ChatRequest) Script
	Embed  func(EmbedRequest) Vectors
}

// maxBody bounds a request's body.
const maxBody = 32 << 20

// Server is a running fake. Its methods may be called at once.
type Server struct {
	opts     Options
	http     *http.Server
	listener net.Listener
	schemas  *schemas
	ctx      context.Context // ends at Close
	cancel   context.CancelFunc
	wg       sync.WaitGroup

	mu         sync.Mutex
	closed     bool
	n          int
	counts     map[string]int
	inFlight   int
	most       int
	calls      []*Call
	violations []string
	faults     []Fault
	every      int
	everyFault Fault
}

// New starts a server on a free port of the loopback. It panics where that can't be: it is for tests.
func New(o Options) *Server {
	s, err := Start(o)
	if err != nil {
		panic("fakeopenai: " + err.Error())
	}
	return s
}

// Start is New with an error in place of a panic.
func Start(o Options) (*Server, error) {
	if o.Dims == 0 {
		o.Dims = 64
	}
	s := &Server{opts: o, counts: map[string]int{}}
	var err error
	if o.OpenAPI != "" {
		if s.schemas, err = loadSchemas(o.OpenAPI); err != nil {
			return nil, err
		}
	}
	if s.listener, err = net.Listen("tcp", "127.0.0.1:0"); err != nil {
		return nil, fmt.Errorf("open a port: %w", err)
	}
	s.ctx, s.cancel = context.WithCancel(context.Background())
	s.http = &http.Server{Handler: http.HandlerFunc(s.serve), ReadHeaderTimeout: 10 * time.Second}
	s.wg.Go(func() { _ = s.http.Serve(s.listener) })
	return s, nil
}

// Close ends all connections and waits for what is being answered.
func (s *Server) Close() {
	s.mu.Lock()
	s.closed = true
	s.mu.Unlock()
	s.cancel()
	_ = s.http.Close()
	s.wg.Wait()
}

// URL is the base URL, as in http://127.0.0.1:4321/v1.
func (s *Server) URL() string { return "http://" + s.listener.Addr().String() + "/v1" }

// AzureURL is the base URL of the same server in Azure's form; each model is a deployment.
func (s *Server) AzureURL() string { return "http://" + s.listener.Addr().String() }

// serve answers one request.
func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	if s.closed {
		s.mu.Unlock()
		panic(http.ErrAbortHandler)
	}
	s.wg.Add(1)
	s.mu.Unlock()
	defer s.wg.Done()
	path, azure, model := route(r.URL.Path)
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if err != nil {
		http.Error(w, "body too long", http.StatusRequestEntityTooLarge)
		return
	}
	given := strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")
	if azure {
		given = r.Header.Get("Api-Key")
	}
	c, fault := s.enter(&Call{Method: r.Method, Path: r.URL.Path, Authorized: s.opts.Key == "" || given == s.opts.Key,
		KeySent: given != "", Body: body}, path)
	defer s.leave()
	out := &recorder{ResponseWriter: w, s: s, call: c}
	x := &exchange{s: s, w: out, r: r, n: c.N}
	switch {
	case path == "":
		x.fail(Fault{Status: 404, Body: errorBody("Invalid URL ("+r.Method+" "+r.URL.Path+")", "invalid_request_error", "", "")})
	case !c.Authorized:
		x.fail(Unauthorized(given))
	case azure && r.URL.Query().Get("api-version") == "":
		x.fail(Fault{Status: 404, Body: errorBody("Resource not found", "", "404", "")})
	case fault != nil && !fault.slow():
		x.fail(*fault)
	default:
		if fault != nil {
			x.pause(fault.Delay)
		}
		switch {
		case path == "models" && r.Method == http.MethodGet:
			x.models()
		case path == "chat" && r.Method == http.MethodPost:
			x.chat(body, model)
		case path == "embeddings" && r.Method == http.MethodPost:
			x.embed(body, model)
		default:
			x.fail(Fault{Status: 405, Body: errorBody("Not allowed to "+r.Method+" here", "invalid_request_error", "method_not_supported", "")})
		}
	}
}

// route reads a path: which of "chat", "embeddings", "models" it is, or "", and the deployment in Azure's.
func route(path string) (kind string, azure bool, model string) {
	if rest, ok := strings.CutPrefix(path, "/openai/"); ok {
		azure, path = true, "/v1/"+rest
		if rest, ok := strings.CutPrefix(rest, "deployments/"); ok {
			var tail string
			model, tail, _ = strings.Cut(rest, "/")
			path = "/v1/" + tail
		}
	}
	switch path {
	case "/v1/chat/completions":
		return "chat", azure, model
	case "/v1/embeddings":
		return "embeddings", azure, model
	case "/v1/models":
		return "models", azure, ""
	}
	return "", azure, ""
}

// exchange is one request being answered.
type exchange struct {
	s *Server
	w http.ResponseWriter
	r *http.Request
	n int
}

// pause waits, less long where the client or the server goes.
func (x *exchange) pause(d time.Duration) {
	if d <= 0 {
		return
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
	case <-x.r.Context().Done():
		panic(http.ErrAbortHandler)
	case <-x.s.ctx.Done():
		panic(http.ErrAbortHandler)
	}
}

// hang waits until the client or the server goes.
func (x *exchange) hang() {
	select {
	case <-x.r.Context().Done():
	case <-x.s.ctx.Done():
	}
	panic(http.ErrAbortHandler)
}

// object answers with JSON.
func (x *exchange) object(v any) {
	data, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	x.w.Header().Set("Content-Type", "application/json")
	_, _ = x.w.Write(data)
}

type listed struct {
	ID      string `json:"id"`
	Object  string `json:"object"`
	Created int    `json:"created"`
	OwnedBy string `json:"owned_by"`
}

func (x *exchange) models() {
	list := []listed{}
	for _, m := range x.s.opts.Models {
		list = append(list, listed{m, "model", created, "library"})
	}
	x.object(map[string]any{"object": "list", "data": list})
}

// created is when everything was created, in Unix seconds.
const created = 1_700_000_000

// accept checks what a chat and embeddings have in common: the form of the body, the model, the parameters. It reports
// whether to go on.
func (x *exchange) accept(schema string, body []byte, model string, azure bool) bool {
	if err := x.s.check(schema, body); err != nil {
		x.s.violate(fmt.Sprintf("call %d: %s: %v", x.n, schema, err))
		x.fail(Fault{Status: 400, Body: errorBody("We could not parse the JSON body of your request: "+err.Error(), "invalid_request_error", "", "")})
		return false
	}
	if len(x.s.opts.Models) > 0 && !slices.Contains(x.s.opts.Models, model) {
		if azure {
			x.fail(Fault{Status: 404, Body: errorBody("The API deployment for this resource does not exist.", "", "DeploymentNotFound", "")})
		} else {
			x.fail(NoModel(model))
		}
		return false
	}
	var fields map[string]json.RawMessage
	_ = json.Unmarshal(body, &fields)
	for _, p := range x.s.opts.Unsupported {
		if _, ok := fields[p]; ok {
			x.fail(Unsupported(p))
			return false
		}
	}
	return true
}
