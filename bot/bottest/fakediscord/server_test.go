package fakediscord

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"
)

const openAPI = "../../../../shared/specs/discord-openapi.json"

// start starts a server that asks no patience of its clients, and ends the test where violations are left over.
func start(t *testing.T, o Options) *Server {
	t.Helper()
	s := New(o)
	t.Cleanup(s.Close)
	return s
}

// unlimited is a world without limits of rate.
func unlimited() Options { return Options{Limits: Limits{Off: true}, Privileged: IntentMessageContent} }

// bounded is a context that ends a test that hangs.
func bounded(t *testing.T) context.Context {
	ctx, cancel := context.WithTimeout(context.Background(), 60*time.Second)
	t.Cleanup(cancel)
	return ctx
}

// spec is the path of the OpenAPI file; the test is skipped without it.
func spec(t *testing.T) string {
	t.Helper()
	if _, err := os.Stat(openAPI); err != nil {
		t.Skipf("skipped: Discord's OpenAPI file is not there: %v", err)
	}
	return openAPI
}

// reply is an answer of the REST API.
type answer struct {
	status int
	header http.Header
	raw    string
	body   any
}

// at follows keys and indexes into the body, as in "errors.content._errors.0.code".
func (a answer) at(path string) any {
	v := a.body
	for _, k := range strings.Split(path, ".") {
		switch x := v.(type) {
		case map[string]any:
			v = x[k]
		case []any:
			var i int
			if _, err := fmt.Sscan(k, &i); err != nil || i >= len(x) {
				return nil
			}
			v = x[i]
		default:
			return nil
		}
	}
	return v
}

// do makes a request of API version 10 as the bot; a path may name another version or none.
func do(t *testing.T, s *Server, method, path, body string, header ...string) answer {
	t.Helper()
	if !strings.HasPrefix(path, "/api") {
		path = "/api/v10" + path
	}
	req, err := http.NewRequest(method, s.URL()+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bot "+s.Token())
	if body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i+1 < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatalf("%s %s: %v", method, path, err)
	}
	defer resp.Body.Close()
	raw, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	a := answer{resp.StatusCode, resp.Header, string(raw), nil}
	if len(raw) > 0 && raw[0] != '<' {
		dec := json.NewDecoder(bytes.NewReader(raw))
		if err := dec.Decode(&a.body); err != nil {
			t.Fatalf("%s %s: answer %q: %v", method, path, raw, err)
		}
	}
	return a
}

// ok makes a request that must succeed.
func ok(t *testing.T, s *Server, method, path, body string) answer {
	t.Helper()
	a := do(t, s, method, path, body)
	if a.status >= 300 {
		t.Fatalf("%s %s %s = %d %s", method, path, body, a.status, a.raw)
	}
	return a
}

// clean fails a test that left violations.
func clean(t *testing.T, s *Server) {
	t.Helper()
	for _, v := range s.Violations() {
		t.Errorf("violation: %v", v)
	}
}

const silent = `"allowed_mentions":{"parse":[]}`
