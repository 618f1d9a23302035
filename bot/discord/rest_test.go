package discord

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"reflect"
	"strconv"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"

	"dateline/bot/errand"
)

// caller is a bot that only makes calls, of a server.
func caller(t *testing.T, h http.HandlerFunc) *Bot {
	t.Helper()
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	u, err := url.Parse(s.URL)
	if err != nil {
		t.Fatal(err)
	}
	log := slog.New(slog.NewTextHandler(io.Discard, nil))
	b := &Bot{log: log, now: time.Now, buckets: make(chan string, buckets), errands: errand.New(log)}
	for i := range buckets {
		b.buckets <- strconv.Itoa(i)
	}
	b.gate = &gate{base: s.Client().Transport, api: u, now: time.Now}
	b.rest = b.session()
	return b
}

// TestBuckets: the library keeps no more buckets than there are names, however
// many interactions there were.
func TestBuckets(t *testing.T) {
	b := caller(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) })
	for i := range 4 * buckets {
		endpoint := discordgo.EndpointInteractionResponse(strconv.Itoa(1_000_000+i), fmt.Sprintf("token%d", i))
		if err := b.call(t.Context(), http.MethodPost, endpoint, nil, nil); err != nil {
			t.Fatal(err)
		}
	}
	if n := reflect.ValueOf(b.rest.Ratelimiter).Elem().FieldByName("buckets").Len(); n > buckets {
		t.Errorf("the library keeps %d buckets after %d interactions, want at most %d", n, 4*buckets, buckets)
	}
	if len(b.buckets) != buckets {
		t.Errorf("%d names are given back, want %d", len(b.buckets), buckets)
	}
}

// TestContext: nothing waits longer than its context, neither for a limit nor
// for a server.
func TestContext(t *testing.T) {
	for _, row := range []struct {
		name   string
		answer http.HandlerFunc
	}{
		{"limited", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Retry-After", "60")
			w.Header().Set("X-RateLimit-Reset-After", "60")
			w.WriteHeader(http.StatusTooManyRequests)
		}},
		{"exhausted", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("X-RateLimit-Remaining", "0")
			w.Header().Set("X-RateLimit-Reset-After", "60")
			w.WriteHeader(http.StatusServiceUnavailable)
		}},
		{"slow", func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }},
	} {
		t.Run(row.name, func(t *testing.T) {
			b := caller(t, row.answer)
			ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
			defer cancel()
			began := time.Now()
			if err := b.call(ctx, http.MethodPost, discordgo.EndpointChannelMessages("12345678"), nil, nil); err == nil {
				t.Error("the call succeeds")
			}
			if took := time.Since(began); took > 30*time.Second {
				t.Errorf("the call takes %v", took)
			}
		})
	}
}

// TestRoute: a limit holds for a route and what is major in it.
func TestRoute(t *testing.T) {
	for _, row := range []struct{ method, path, want string }{
		{"POST", "/api/v9/channels/111111/messages", "POST /api/v9/channels/111111/messages"},
		{"PATCH", "/api/v9/channels/111111/messages/222222", "PATCH /api/v9/channels/111111/messages/*"},
		{"PATCH", "/api/v9/webhooks/111111/secret/messages/@original", "PATCH /api/v9/webhooks/111111/secret/messages/@original"},
		{"POST", "/api/v9/interactions/333333/secret/callback", "POST /api/v9/interactions/*/secret/callback"},
	} {
		r := httptest.NewRequest(row.method, row.path, nil)
		if got := route(r); got != row.want {
			t.Errorf("route(%s %s) = %q, want %q", row.method, row.path, got, row.want)
		}
	}
}

// TestQuiet: tokens of interactions are in no error.
func TestQuiet(t *testing.T) {
	b := caller(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusForbidden) })
	err := b.call(t.Context(), http.MethodPatch, discordgo.EndpointWebhookMessage("111111", "secret", "@original"), nil, nil)
	var rest *discordgo.RESTError
	if !errors.As(err, &rest) || containsSecret(err.Error()) {
		t.Errorf("the error is %v", err)
	}
}

func containsSecret(s string) bool {
	for i := 0; i+6 <= len(s); i++ {
		if s[i:i+6] == "secret" {
			return true
		}
	}
	return false
}

// TestPerson: an interaction has a member in a server, a user in direct
// messages, and may have neither.
func TestPerson(t *testing.T) {
	member := &discordgo.Member{User: &discordgo.User{ID: "1", Username: "u", GlobalName: "U"}, Nick: "N", Roles: []string{"r"}, Permissions: discordgo.PermissionManageMessages}
	for _, row := range []struct {
		in      discordgo.Interaction
		id      string
		name    string
		manages bool
	}{
		{discordgo.Interaction{Member: member}, "1", "N", true},
		{discordgo.Interaction{User: &discordgo.User{ID: "2", Username: "v"}}, "2", "v", false},
		{discordgo.Interaction{Member: &discordgo.Member{}}, "", "", false},
		{discordgo.Interaction{}, "", "", false},
	} {
		who, name := person(&row.in)
		if who.ID != row.id || name != row.name || who.Manages != row.manages {
			t.Errorf("person(%+v) = %+v, %q", row.in, who, name)
		}
	}
}
