package fakediscord

import (
	"bytes"
	"crypto/ed25519"
	"encoding/hex"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"
)

// app is an endpoint as an application has it: it verifies, refuses what is stale, large or seen, and answers.
type app struct {
	key    ed25519.PublicKey
	mu     sync.Mutex
	answer func(i map[string]any, w http.ResponseWriter)
	seen   map[string]bool
}

func (a *app) set(answer func(i map[string]any, w http.ResponseWriter)) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.answer = answer
}

func (a *app) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, 1<<20))
	if err != nil {
		http.Error(w, "too large", http.StatusRequestEntityTooLarge)
		return
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	if !discordgo.VerifyInteraction(r, a.key) {
		http.Error(w, "bad signature", http.StatusUnauthorized)
		return
	}
	var i map[string]any
	if json.Unmarshal(body, &i) != nil {
		http.Error(w, "bad body", http.StatusBadRequest)
		return
	}
	if i["type"] == 1.0 {
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, `{"type":1}`)
		return
	}
	sig := r.Header.Get("X-Signature-Ed25519")
	a.mu.Lock()
	again, answer := a.seen[sig], a.answer
	a.seen[sig] = true
	a.mu.Unlock()
	if again {
		http.Error(w, "replayed", http.StatusUnauthorized)
		return
	}
	answer(i, w)
}

func TestEndpoint(t *testing.T) {
	o := unlimited()
	o.AckWithin = time.Second
	s := start(t, o)
	ok(t, s, "PUT", "/applications/"+s.ApplicationID()+"/commands",
		`[{"name":"ask","description":"Ask.","options":[{"type":3,"name":"question","description":"What.","required":true}]}]`)
	a := &app{key: s.PublicKey(), seen: map[string]bool{}}
	srv := httptest.NewServer(a)
	defer srv.Close()
	ctx := bounded(t)
	careless := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, `{"type":1}`) }))
	defer careless.Close()
	if err := s.SetEndpoint(ctx, careless.URL); err == nil {
		t.Error("an endpoint that takes forged requests was accepted")
	}
	if a := do(t, s, "PATCH", "/applications/@me", `{"interactions_endpoint_url":"`+careless.URL+`"}`); a.at("code") != 50035.0 {
		t.Errorf("PATCH with a careless endpoint = %s", a.raw)
	}
	if a := ok(t, s, "PATCH", "/applications/@me", `{"interactions_endpoint_url":"`+srv.URL+`"}`); a.at("interactions_endpoint_url") != srv.URL || a.at("verify_key") != hex.EncodeToString(s.PublicKey()) {
		t.Errorf("PATCH = %s", a.raw)
	}

	// The answer in the response.
	a.set(func(i map[string]any, w http.ResponseWriter) {
		_ = json.NewEncoder(w).Encode(map[string]any{"type": 4, "data": map[string]any{"content": "here", "allowed_mentions": map[string]any{"parse": []any{}}}})
	})
	in, _, hook := command(t, s)
	if m, err := in.Answer(ctx); err != nil || m.Content != "here" {
		t.Errorf("Answer = %+v, %v", m, err)
	}
	ok(t, s, "PATCH", hook+"/messages/@original", `{"content":"there",`+silent+`}`)

	// 202 now, the answer by REST.
	a.set(func(_ map[string]any, w http.ResponseWriter) { w.WriteHeader(http.StatusAccepted) })
	in, callback, _ := command(t, s)
	ok(t, s, "POST", callback, `{"type":5}`)
	if r, err := in.Await(ctx); err != nil || r.Type != RespondDeferred {
		t.Errorf("Await = %+v, %v", r, err)
	}

	// Too late, or nonsense.
	for what, answer := range map[string]func(map[string]any, http.ResponseWriter){
		"late":     func(_ map[string]any, w http.ResponseWriter) { time.Sleep(1300 * time.Millisecond); w.WriteHeader(200) },
		"nonsense": func(_ map[string]any, w http.ResponseWriter) { _, _ = io.WriteString(w, "hello") },
		"500":      func(_ map[string]any, w http.ResponseWriter) { w.WriteHeader(500) },
	} {
		a.set(answer)
		in, _, _ = command(t, s)
		if r, err := in.Await(ctx); err == nil {
			t.Errorf("%s: Await = %+v, want an error", what, r)
		}
	}

	// What an endpoint must refuse.
	a.set(func(_ map[string]any, w http.ResponseWriter) { _, _ = io.WriteString(w, `{"type":5}`) })
	body := append(in.Payload(), ' ') // within one second the same body has the same signature
	if p := s.SendForged(ctx, srv.URL, body); p.Status != 401 {
		t.Errorf("forged = %d", p.Status)
	}
	if p := s.Send(ctx, srv.URL, Post{Body: body, Unsigned: true}); p.Status != 401 {
		t.Errorf("unsigned = %d", p.Status)
	}
	if one, two := s.SendTwice(ctx, srv.URL, body); one.Status != 200 || two.Status != 401 {
		t.Errorf("twice = %d, %d", one.Status, two.Status)
	}
	if p := s.SendStale(ctx, srv.URL, body, time.Hour); p.Status != 200 { // discordgo looks at no time
		t.Errorf("stale = %d, %v", p.Status, p.Err)
	}
	if p := s.SendLarge(ctx, srv.URL, 2<<20); p.Status != 413 {
		t.Errorf("large = %d, %v", p.Status, p.Err)
	}
	if p := s.SendLarge(ctx, srv.URL, 2000); p.Status != 200 || len(p.Body) != 2000 {
		t.Errorf("2,000 bytes = %d with %d", p.Status, len(p.Body))
	}
	if posts := s.Posts(); len(posts) < 10 || posts[0].URL != careless.URL {
		t.Errorf("%d posts", len(posts))
	}
	if err := s.SetEndpoint(ctx, ""); err != nil {
		t.Error(err)
	}
}
