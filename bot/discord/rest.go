package discord

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"sync"
	"time"

	"github.com/bwmarrin/discordgo"
)

// callTimeout bounds one call of the REST API, waiting for its turn included.
const callTimeout = 15 * time.Second

// buckets is how many calls are made at once. The library keeps a bucket for
// ever under each name that a call gives, and calls of one bucket wait for
// each other: so each call takes one of these names and gives it back.
const buckets = 32

// limited is the error of a call that Discord refused with 429.
type limited struct {
	after  time.Duration
	global bool
}

func (e *limited) Error() string {
	return fmt.Sprintf("too many requests, again after %s", e.after)
}

// gate is the transport of all calls. It keeps to Discord's rate limits, for
// the library's own limiter sleeps without regard to contexts: it waits where
// a route has no calls left, makes a *limited of a 429, and takes away the
// headers that the library would go by. It sends the calls to another server
// where it is told to.
type gate struct {
	base http.RoundTripper
	api  *url.URL // scheme and host; nil: as they are
	now  func() time.Time

	mu     sync.Mutex
	until  map[string]time.Time // when a route has calls again
	global time.Time
}

// majors are the parts of a path that have limits of their own beside the
// route's; all other IDs share one.
var majors = regexp.MustCompile(`^/api/v\d+/(channels/\d+|guilds/\d+|webhooks/\d+/[^/]+)`)

var ids = regexp.MustCompile(`\d{5,}`)

// route names what a limit holds for.
func route(r *http.Request) string {
	major := majors.FindString(r.URL.Path)
	return r.Method + " " + major + ids.ReplaceAllString(r.URL.Path[len(major):], "*")
}

// maxRoutes bounds the routes that are remembered.
const maxRoutes = 4096

// RoundTrip makes one call.
func (g *gate) RoundTrip(r *http.Request) (*http.Response, error) {
	key := route(r)
	if err := g.wait(r.Context(), key); err != nil {
		return nil, err
	}
	if g.api != nil {
		r = r.Clone(r.Context())
		r.URL.Scheme, r.URL.Host, r.Host = g.api.Scheme, g.api.Host, ""
	}
	resp, err := g.base.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	after := seconds(resp.Header.Get("X-RateLimit-Reset-After"))
	if resp.StatusCode == http.StatusTooManyRequests {
		_, _ = io.Copy(io.Discard, io.LimitReader(resp.Body, 1<<16)) // so that the connection can be used again
		_ = resp.Body.Close()
		wait := max(seconds(resp.Header.Get("Retry-After")), after)
		everywhere := resp.Header.Get("X-RateLimit-Global") != "" || resp.Header.Get("X-RateLimit-Scope") == "global"
		g.close(key, wait, everywhere)
		return nil, &limited{wait, everywhere}
	}
	if resp.Header.Get("X-RateLimit-Remaining") == "0" {
		g.close(key, after, false)
	}
	for _, name := range []string{"X-Ratelimit-Remaining", "X-Ratelimit-Reset", "X-Ratelimit-Reset-After", "X-Ratelimit-Global"} {
		resp.Header.Del(name)
	}
	return resp, nil
}

// wait returns when a route has calls again.
func (g *gate) wait(ctx context.Context, key string) error {
	for {
		g.mu.Lock()
		until := g.until[key]
		if g.global.After(until) {
			until = g.global
		}
		g.mu.Unlock()
		pause := until.Sub(g.now())
		if pause <= 0 {
			return nil
		}
		if deadline, ok := ctx.Deadline(); ok && time.Until(deadline) < pause {
			return &limited{after: pause}
		}
		if err := sleep(ctx, pause); err != nil {
			return err
		}
	}
}

// close lets no call of a route through for a while.
func (g *gate) close(key string, d time.Duration, everywhere bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	until := g.now().Add(d)
	if everywhere {
		g.global = until
		return
	}
	if g.until == nil {
		g.until = map[string]time.Time{}
	}
	if len(g.until) >= maxRoutes {
		for k, t := range g.until {
			if t.Before(g.now()) {
				delete(g.until, k)
			}
		}
	}
	g.until[key] = until
}

func seconds(s string) time.Duration {
	f, err := strconv.ParseFloat(s, 64)
	if err != nil || f < 0 || f > 24*3600 {
		return 0
	}
	return time.Duration(f * float64(time.Second))
}

func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// call makes a call, again where Discord says when or answers with an error of
// its server's, until the context ends. The answer is read into out, where it
// is not nil. Every call that changes something is one that may be made twice.
func (b *Bot) call(ctx context.Context, method, endpoint string, body, out any) error {
	for wait := time.Second; ; wait = min(2*wait, 30*time.Second) {
		text, err := b.once(ctx, method, endpoint, body)
		if err == nil {
			if out == nil || len(text) == 0 {
				return nil
			}
			return discordgo.Unmarshal(text, out)
		}
		var rest *discordgo.RESTError
		var limit *limited
		pause := wait
		switch {
		case errors.As(err, &limit):
			if pause = limit.after; pause <= 0 { // not of Discord's own making: it says nothing
				pause = wait
			}
		case errors.As(err, &rest) && rest.Response.StatusCode < 500:
			return fmt.Errorf("%s %s: %w", method, quiet(endpoint), err)
		}
		if deadline, ok := ctx.Deadline(); ctx.Err() != nil || ok && time.Until(deadline) < pause {
			return fmt.Errorf("%s %s: %w", method, quiet(endpoint), err)
		}
		b.log.Debug("calling again", "method", method, "wait", pause, "reason", err)
		if err := sleep(ctx, pause); err != nil {
			return err
		}
	}
}

// once makes one call.
func (b *Bot) once(ctx context.Context, method, endpoint string, body any) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	var bucket string
	select {
	case bucket = <-b.buckets:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	defer func() { b.buckets <- bucket }()
	text, err := b.rest.RequestWithBucketID(method, endpoint, body, bucket, discordgo.WithContext(ctx), discordgo.WithRetryOnRatelimit(false), discordgo.WithRestRetries(0))
	var told *url.Error
	if errors.As(err, &told) {
		err = told.Err // without the address, which may have a token in it
	}
	return text, err
}

// tokens are the interaction tokens in paths.
var tokens = regexp.MustCompile(`(webhooks/\d+/|interactions/\d+/)[^/]+`)

// quiet returns an endpoint without the secrets in it.
func quiet(endpoint string) string { return tokens.ReplaceAllString(endpoint, "${1}…") }

// code returns Discord's own code of an error, 0 where it has none.
func code(err error) int {
	var rest *discordgo.RESTError
	if errors.As(err, &rest) && rest.Message != nil {
		return rest.Message.Code
	}
	return 0
}

// status returns the HTTP status of an error, 0 where it has none.
func status(err error) int {
	var rest *discordgo.RESTError
	if errors.As(err, &rest) {
		return rest.Response.StatusCode
	}
	return 0
}
