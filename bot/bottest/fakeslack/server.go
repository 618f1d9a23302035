package fakeslack

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"sync"
	"time"
)

// Options says what world the server starts with. The zero value is a working
// workspace: see Default for what it holds.
type Options struct {
	// Now stamps messages, triggers and calls; nil is time.Now. Waiting (for an
	// acknowledgement, for a retry, between pings) is always on the real clock,
	// by the durations of Times.
	Now func() time.Time
	// Seed starts the generator that faults and identifiers are drawn from.
	Seed uint64

	Teams    []Team    // workspaces the app is installed in; nil is Default's
	Users    []User    // people; nil is Default's. The bot's own user is added.
	Channels []Channel // nil is Default's
	// UserGroups are groups of people; nil is none.
	UserGroups []UserGroup

	AppID         string // nil string is A0DATELINE0
	AppToken      string // xapp-…
	SigningSecret string
	Scopes        []string // granted to the bot token; nil is DefaultScopes
	AppScopes     []string // granted to the app token; nil is connections:write
	Events        []string // subscriptions of the bot; nil is DefaultEvents
	Command       string   // the app's slash command; "" is /dateline
	Commands      []string // others of it, each with its slash

	// LimitsPath names a JSON file of Block Kit limits that every payload is held
	// against; without one only the rules written here apply. A file that can't
	// be read is a Violation.
	LimitsPath string
	Times      Times
	Faults     Faults
	// Tiers makes calls above their method's documented rate fail with 429 and a
	// Retry-After, by the clock Now.
	Tiers bool
	// Keep bounds each of the lists behind Calls, Acks and Violations: the
	// oldest go first. 0 is 50,000.
	Keep int
}

// Times are the durations a test may shorten. A zero one is Slack's own.
type Times struct {
	Ack         time.Duration    // to acknowledge within: 3 s
	Retry       [3]time.Duration // waits before the three retries of an event: at once, 1 min, 5 min
	Ping        time.Duration    // between websocket pings: 10 s
	Pong        time.Duration    // a connection without a pong for so long is closed: 30 s
	Warning     time.Duration    // between the warning and the end of a refreshed connection: 10 s
	Ticket      time.Duration    // a websocket URL can be used for so long: 30 s
	Trigger     time.Duration    // a trigger_id can be exchanged for so long: 3 s
	ResponseURL time.Duration    // a response_url can be used for so long: 30 min
	Status      time.Duration    // an assistant status stands for so long: 2 min
}

func (t Times) filled() Times {
	set := func(d *time.Duration, def time.Duration) {
		if *d == 0 {
			*d = def
		}
	}
	set(&t.Ack, 3*time.Second)
	if t.Retry == [3]time.Duration{} {
		t.Retry = [3]time.Duration{0, time.Minute, 5 * time.Minute}
	}
	set(&t.Ping, 10*time.Second)
	set(&t.Pong, 3*t.Ping)
	set(&t.Warning, 10*time.Second)
	set(&t.Ticket, 30*time.Second)
	set(&t.Trigger, 3*time.Second)
	set(&t.ResponseURL, 30*time.Minute)
	set(&t.Status, 2*time.Minute)
	return t
}

// Server is a Slack in miniature. All its methods may be called at once.
type Server struct {
	opts     Options
	times    Times
	limits   limits
	listener net.Listener
	http     *http.Server
	client   *http.Client
	ctx      context.Context
	cancel   context.CancelFunc
	wg       sync.WaitGroup

	mu      sync.Mutex
	changed chan struct{} // closed and made anew at each change
	rand    *rand.Rand
	serial  int64
	lastTS  int64 // microseconds of the last ts given out

	teams    map[string]*Team
	users    map[string]*User
	channels map[string]*Channel
	logs     map[string]*chanLog
	hidden   []*Message // ephemeral messages
	statuses []Status
	standing map[string][]int // statuses not cleared, by channel and ts
	prompts  []Prompts
	titles   map[string]string // of assistant threads, by channel and ts
	views    map[string]*View
	stacks   map[string][]string // open modals by user, root first
	triggers map[string]*trigger
	hooks    map[string]*hook

	scopes    []string
	events    map[string]bool
	calls     []Call
	called    map[string]int
	acks      []Ack
	violated  []Violation
	methods   map[string]method
	faults    Faults
	recent    map[string][]time.Time // calls of the last minute
	callFault []*CallFault
	sendFault []*EventFault

	socket    socket
	endpoints Endpoints
	queue     []*Delivery
	unsettled int
	queued    chan struct{} // has room for one: the dispatcher is woken by it
	held      chan struct{} // closed and made anew at each envelope sent
	enqueued  int           // deliveries so far
	lastSent  int           // the highest number of one that has gone out
	envelopes map[string]*Delivery
	oldest    []string // envelope IDs in the order they were made
	slots     chan struct{}
}

// New starts a server on a loopback port. The caller closes it.
func New(opts Options) (*Server, error) {
	opts = opts.filled()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("fakeslack: listen on loopback: %w", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	s := &Server{
		opts: opts, times: opts.Times.filled(), listener: listener,
		client: &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: maxPosts}},
		ctx:    ctx, cancel: cancel,
		changed: make(chan struct{}), rand: rand.New(rand.NewPCG(opts.Seed, 0x51ac)),
		teams: map[string]*Team{}, users: map[string]*User{}, channels: map[string]*Channel{},
		logs: map[string]*chanLog{}, called: map[string]int{}, recent: map[string][]time.Time{}, titles: map[string]string{}, standing: map[string][]int{},
		views: map[string]*View{}, stacks: map[string][]string{}, triggers: map[string]*trigger{}, hooks: map[string]*hook{},
		scopes: opts.Scopes, events: map[string]bool{}, faults: opts.Faults,
		queued: make(chan struct{}, 1), held: make(chan struct{}),
		envelopes: map[string]*Delivery{}, slots: make(chan struct{}, maxPosts),
	}
	for _, e := range opts.Events {
		s.events[e] = true
	}
	s.socket.conns = map[*conn]bool{}
	s.socket.tickets = map[string]time.Time{}
	s.socket.opened = make(chan struct{})
	s.methods = s.table()
	s.populate()
	if opts.LimitsPath != "" {
		if s.limits, err = readLimits(opts.LimitsPath); err != nil {
			s.violate("limits", opts.LimitsPath, err.Error())
		}
	}
	mux := http.NewServeMux()
	mux.HandleFunc("/api/", s.serveAPI)
	mux.HandleFunc("/link/", s.serveLink)
	mux.HandleFunc("/actions/", s.serveHook)
	mux.HandleFunc("/commands/", s.serveHook)
	s.http = &http.Server{Handler: mux, ReadHeaderTimeout: 10 * time.Second}
	s.wg.Go(func() { _ = s.http.Serve(listener) })
	s.wg.Go(s.dispatch)
	return s, nil
}

// URL is the base of the Web API; it ends in /api/.
func (s *Server) URL() string { return s.origin() + "/api/" }

func (s *Server) origin() string { return "http://" + s.listener.Addr().String() }

// Close ends the server, its connections and everything it has started, and
// returns when they have ended. What was not delivered never will be.
func (s *Server) Close() {
	s.mu.Lock() // no connection is half taken
	s.cancel()
	s.mu.Unlock()
	s.CutConnections()
	_ = s.http.Close()
	s.client.CloseIdleConnections()
	s.wg.Wait()
}

// WaitFor returns once cond reports true, asking again after every change in the
// server, or with the context's error. cond may call the server's methods.
func (s *Server) WaitFor(ctx context.Context, cond func() bool) error {
	for {
		s.mu.Lock()
		changed := s.changed
		s.mu.Unlock()
		if cond() {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return fmt.Errorf("fakeslack: the condition did not come about: %w", ctx.Err())
		case <-s.ctx.Done():
			return fmt.Errorf("fakeslack: the server was closed before the condition came about")
		}
	}
}

// touch tells those who wait that something changed. The lock is held.
func (s *Server) touch() {
	close(s.changed)
	s.changed = make(chan struct{})
}

func (s *Server) now() time.Time { return s.opts.Now() }

// pause waits, or reports false if the server ended first.
func (s *Server) pause(d time.Duration) bool {
	if d <= 0 {
		return s.ctx.Err() == nil
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-s.ctx.Done():
		return false
	}
}

// token draws n characters of a Slack-like identifier. The lock is held.
func (s *Server) token(n int) string {
	const letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	b := make([]byte, n)
	for i := range b {
		b[i] = letters[s.rand.IntN(len(letters))]
	}
	return string(b)
}

// hexes draws n lower-case hexadecimal digits. The lock is held.
func (s *Server) hexes(n int) string {
	const digits = "0123456789abcdef"
	b := make([]byte, n)
	for i := range b {
		b[i] = digits[s.rand.IntN(16)]
	}
	return string(b)
}

// uuid draws an identifier of the form that envelopes and client messages have.
// The lock is held.
func (s *Server) uuid() string {
	h := s.hexes(32)
	return h[:8] + "-" + h[8:12] + "-4" + h[13:16] + "-a" + h[17:20] + "-" + h[20:]
}

// stamp is the next ts: microseconds of the clock, unique and rising over the
// whole server. The lock is held.
func (s *Server) stamp() string {
	at := s.now().UnixMicro()
	if at <= s.lastTS {
		at = s.lastTS + 1
	}
	s.lastTS = at
	return fmt.Sprintf("%d.%06d", at/1e6, at%1e6)
}
