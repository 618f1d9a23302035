package fakediscord

import (
	"context"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

// Server is a running fake. Its methods may be called at once from any goroutine.
type Server struct {
	opts     Options
	http     *http.Server
	listener net.Listener
	key      ed25519.PrivateKey
	schemas  *schemas
	upgrader websocket.Upgrader

	ctx    context.Context // ends at Close
	cancel context.CancelFunc
	wg     sync.WaitGroup // timers and connections

	mu           sync.Mutex
	rng          *rand.Rand
	world        *world
	changed      chan struct{} // closed and replaced at each change
	sessions     map[string]*session
	lastIdentify time.Time
	identifies   int
	resumes      int
	limiter      *limiter
	faults       Faults
	failures     []*Failure
	calls        []Call
	violations   []Violation
	typing       []Typing
	interactions map[string]*interaction // by ID
	tokens       map[string]*interaction // by token
	nonces       map[string]nonceUse
	conns        map[*gatewayConn]bool
	eventFaults  []*EventFault
	endpoint     string
	posts        []Posted
	noAcks       bool
	refuse       bool
}

// nonceUse remembers a nonce that is to be enforced.
type nonceUse struct {
	message *Message
	at      time.Time
}

// New starts a server on a free port of the loopback. It panics where the options contradict themselves, the OpenAPI
// file can't be read, or no port can be opened: it is for tests.
func New(o Options) *Server {
	s, err := Start(o)
	if err != nil {
		panic("fakediscord: " + err.Error())
	}
	return s
}

// Start is New with an error in place of a panic.
func Start(o Options) (*Server, error) {
	o = o.withDefaults()
	var seed [32]byte
	binary.LittleEndian.PutUint64(seed[:], o.Seed)
	s := &Server{
		opts:         o,
		rng:          rand.New(rand.NewChaCha8(seed)),
		changed:      make(chan struct{}),
		sessions:     map[string]*session{},
		limiter:      newLimiter(o.Limits),
		faults:       o.Faults,
		interactions: map[string]*interaction{},
		tokens:       map[string]*interaction{},
		nonces:       map[string]nonceUse{},
		conns:        map[*gatewayConn]bool{},
	}
	s.key = o.Key
	if s.key == nil {
		s.key = ed25519.NewKeyFromSeed(seed[:])
	}
	var err error
	if o.OpenAPI != "" {
		if s.schemas, err = loadSchemas(o.OpenAPI); err != nil {
			return nil, err
		}
	}
	if s.world, err = newWorld(o); err != nil {
		return nil, err
	}
	if s.opts.Token == "" {
		s.opts.Token = base64.RawURLEncoding.EncodeToString([]byte(s.world.bot.ID)) + "." + s.random(6) + "." + s.random(38)
	}
	if s.listener, err = net.Listen("tcp", "127.0.0.1:0"); err != nil {
		return nil, fmt.Errorf("open a port: %w", err)
	}
	s.ctx, s.cancel = context.WithCancel(context.Background())
	s.upgrader = websocket.Upgrader{CheckOrigin: func(*http.Request) bool { return true }}
	s.http = &http.Server{Handler: http.HandlerFunc(s.serve), ReadHeaderTimeout: 10 * time.Second}
	s.wg.Add(1)
	go func() {
		defer s.wg.Done()
		_ = s.http.Serve(s.listener)
	}()
	return s, nil
}

// Close ends all connections and waits for what the server started.
func (s *Server) Close() {
	s.mu.Lock()
	s.cancel() // under mu: whoever starts a goroutine looks there
	s.mu.Unlock()
	_ = s.http.Close()
	s.mu.Lock()
	for c := range s.conns {
		c.abort()
	}
	s.mu.Unlock()
	s.wg.Wait()
}

// URL is the address of the server, as in http://127.0.0.1:4321; the API is at URL()+"/api/v10".
func (s *Server) URL() string { return "http://" + s.listener.Addr().String() }

// GatewayURL is the address of the gateway, as GET /gateway gives it.
func (s *Server) GatewayURL() string { return "ws://" + s.listener.Addr().String() }

// Token is the bot's token, without the word Bot.
func (s *Server) Token() string { return s.opts.Token }

// ApplicationID is the ID of the application, and of the bot's user.
func (s *Server) ApplicationID() string { return s.world.bot.ID }

// PublicKey is the key by which posted interactions are verified.
func (s *Server) PublicKey() ed25519.PublicKey { return s.key.Public().(ed25519.PublicKey) }

// Options are those in force, with the defaults filled in.
func (s *Server) Options() Options { return s.opts }

// now is the server's time.
func (s *Server) now() time.Time { return s.opts.Clock() }

// random returns n random characters of the alphabet of tokens. The caller holds mu, or is New.
func (s *Server) random(n int) string {
	const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
	b := make([]byte, n)
	for i := range b {
		b[i] = alphabet[s.rng.IntN(len(alphabet))]
	}
	return string(b)
}

// chance reports true with a probability. The caller holds mu.
func (s *Server) chance(p float64) bool { return p > 0 && s.rng.Float64() < p }

// touch wakes whoever waits for a change. The caller holds mu.
func (s *Server) touch() {
	close(s.changed)
	s.changed = make(chan struct{})
}

// after runs f once d has passed, unless the server is closed before. The caller holds mu.
func (s *Server) after(d time.Duration, f func()) {
	if s.ctx.Err() != nil {
		return
	}
	s.wg.Add(1)
	go func() {
		defer s.wg.Done()
		t := time.NewTimer(d)
		defer t.Stop()
		select {
		case <-t.C:
			f()
		case <-s.ctx.Done():
		}
	}()
}

// serve parts the gateway from the REST API.
func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	switch {
	case websocket.IsWebSocketUpgrade(r):
		s.serveGateway(w, r)
	case strings.HasPrefix(r.URL.Path, "/api/"):
		s.serveREST(w, r)
	default:
		http.NotFound(w, r)
	}
}

// Transport is an http.RoundTripper that sends requests for discord.com and its like to the fake, and all others
// where they belong. Base is http.DefaultTransport where nil.
func (s *Server) Transport(base http.RoundTripper) http.RoundTripper {
	if base == nil {
		base = http.DefaultTransport
	}
	return redirect{host: s.listener.Addr().String(), base: base}
}

type redirect struct {
	host string
	base http.RoundTripper
}

// RoundTrip implements http.RoundTripper.
func (t redirect) RoundTrip(r *http.Request) (*http.Response, error) {
	h := r.URL.Hostname()
	for _, known := range []string{"discord.com", "discordapp.com"} {
		if h == known || strings.HasSuffix(h, "."+known) {
			r = r.Clone(r.Context())
			r.URL.Scheme, r.URL.Host, r.Host = "http", t.host, ""
			break
		}
	}
	return t.base.RoundTrip(r)
}
