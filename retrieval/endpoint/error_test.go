package endpoint

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"dateline/bot/bottest/fakeopenai"
	"dateline/config/secret"
)

func TestErrorForms(t *testing.T) {
	f := func(status int, body string) fakeopenai.Fault { return fakeopenai.Fault{Status: status, Body: body} }
	for name, row := range map[string]struct {
		fault   fakeopenai.Fault
		kind    Kind
		message string
		calls   int
	}{
		// OpenAI and Azure.
		"context":        {fakeopenai.ContextExceeded(10, 20), ContextLength, "maximum context length is 10", 1},
		"key":            {fakeopenai.Unauthorized("other-key-000000000"), Unauthorized, "Incorrect API key provided", 1},
		"model":          {fakeopenai.NoModel("m"), NotFound, "does not exist", 1},
		"schema":         {fakeopenai.NoSchema(), SchemaUnsupported, "'response_format'", 1},
		"schema, param":  {fakeopenai.Unsupported("response_format"), SchemaUnsupported, "Unsupported parameter", 1},
		"filtered":       {fakeopenai.Filtered(), Refused, "content management policy", 1},
		"credit":         {fakeopenai.Exhausted(), Exhausted, "current quota", 1},
		"payment":        {f(402, `{"error":{"message":"pay","code":402}}`), Exhausted, "pay", 1},
		"deployment":     {f(404, `{"error":{"code":"DeploymentNotFound","message":"The API deployment does not exist."}}`), NotFound, "deployment", 1},
		"rate":           {fakeopenai.RateLimited(""), RateLimited, "Rate limit", 3},
		"500":            {fakeopenai.Overloaded(500), Overloaded, "had an error", 3},
		"503":            {fakeopenai.Overloaded(503), Overloaded, "had an error", 3},
		"529":            {fakeopenai.Overloaded(529), Overloaded, "had an error", 3},
		"408":            {fakeopenai.Overloaded(408), Overloaded, "had an error", 3},
		"501":            {fakeopenai.Overloaded(501), Bad, "had an error", 1},
		"message a list": {f(400, `{"error":{"message":["a","b"],"type":"x"}}`), Bad, "a", 1},
		// Ollama.
		"text":        {fakeopenai.Text(400, "invalid options"), Bad, "invalid options", 1},
		"text, model": {fakeopenai.Text(400, `model "m" not found, try pulling it first`), NotFound, "try pulling it", 1},
		// llama.cpp and vLLM.
		"llama.cpp": {f(400, `{"error":{"code":400,"message":"the request exceeds the available context size","type":"exceed_context_size_error","n_ctx":10}}`), ContextLength, "available context size", 1},
		"too much": {f(500, `{"error":{"code":500,"message":"input (596 tokens) is too large to process. increase the physical batch size (current batch size: 512)","type":"server_error"}}`),
			ContextLength, "too large to process", 1},
		"loading": {f(503, `{"error":{"code":503,"message":"Loading model","type":"unavailable_error"}}`), Overloaded, "Loading model", 3},
		"vLLM":    {f(400, `{"object":"error","message":"This model's maximum context length is 10 tokens.","type":"BadRequestError","param":null,"code":400}`), ContextLength, "maximum context length", 1},
		"FastAPI": {f(422, `{"detail":[{"loc":["body","messages"],"msg":"field required","type":"missing"}]}`), Bad, "field required", 1},
		"grammar": {f(400, `{"error":{"code":400,"message":"Failed to parse grammar","type":"invalid_request_error"}}`), SchemaUnsupported, "parse grammar", 1},
		// Proxies.
		"plain":       {fakeopenai.Plain(400, "bad\x00 request\nline"), Bad, "bad request line", 1},
		"page":        {fakeopenai.Page(502), Overloaded, "an HTML page: 502 Bad Gateway", 3},
		"page of 404": {fakeopenai.Page(404), NotFound, "404 Not Found", 1},
		"nothing":     {f(403, ""), Unauthorized, "Forbidden", 1},
		"a list":      {f(400, `[{"error":{"code":400,"message":"in a list","status":"INVALID_ARGUMENT"}}]`), Bad, "in a list", 1},
		"413":         {fakeopenai.Page(413), ContextLength, "413", 1},
		"very long":   {fakeopenai.Plain(400, strings.Repeat("long ", 1<<16)), Bad, "…", 1},
		// A good status that isn't.
		"200 with an error": {f(200, `{"error":{"message":"busy","code":503}}`), Overloaded, "busy", 3},
		"200 with a page":   {fakeopenai.Page(200), Bad, "base URL", 1},
		"200 with nonsense": {f(200, `{"answer":"x"}`), Bad, "neither a stream", 1},
		"302":               {fakeopenai.Fault{Status: 302, Header: map[string]string{"Location": "https://elsewhere.example/v1?x=1"}}, Bad, "https://elsewhere.example is meant", 1},
	} {
		t.Run(name, func(t *testing.T) {
			srv := serve(t, fakeopenai.Options{Answer: func(fakeopenai.ChatRequest) fakeopenai.Script { return fakeopenai.Script{Fault: &row.fault} }})
			r := prompt("q")
			r.Schema = []byte(`{}`)
			_, err := client(t, srv).Chat(context.Background(), r, nil)
			var e *Error
			if !errors.As(err, &e) || e.Kind != row.kind || !strings.Contains(e.Message, row.message) {
				t.Fatalf("Chat = %v; want kind %v, %q", err, row.kind, row.message)
			}
			if n := srv.Count("chat"); n != row.calls || e.Attempts != row.calls {
				t.Errorf("%d calls, Attempts %d, want %d", n, e.Attempts, row.calls)
			}
			if e.Op != "chat" || e.Model != "m" || e.Endpoint != srv.URL() || len([]rune(e.Message)) > maxMessageRunes || strings.ContainsAny(err.Error(), "\n\x00") {
				t.Errorf("error %+v", e)
			}
		})
	}
}

func TestServersOwnRefusals(t *testing.T) {
	srv := serve(t, fakeopenai.Options{Models: []string{"m", "a"}, ContextTokens: 100})
	for name, row := range map[string]struct {
		change func(*Options)
		model  string
		kind   Kind
	}{
		"wrong key":          {func(o *Options) { o.Key = secret.New("sk-wrong-000000000000000") }, "m", Unauthorized},
		"no key":             {func(o *Options) { o.Key = secret.Value{} }, "m", Unauthorized},
		"wrong model":        {func(*Options) {}, "n", NotFound},
		"wrong path":         {func(o *Options) { o.BaseURL = srv.AzureURL() }, "m", NotFound},
		"too long":           {func(*Options) {}, "m", ContextLength},
		"nobody there":       {func(o *Options) { o.BaseURL = "http://127.0.0.1:1/v1" }, "m", Unreachable},
		"no such host":       {func(o *Options) { o.BaseURL = "http://nowhere.invalid/v1" }, "m", Unreachable},
		"azure, no key":      {func(o *Options) { o.BaseURL, o.API, o.APIVersion, o.Key = srv.AzureURL(), "azure", "1", secret.Value{} }, "m", Unauthorized},
		"azure, wrong model": {func(o *Options) { o.BaseURL, o.API, o.APIVersion = srv.AzureURL(), "azure", "1" }, "n", NotFound},
	} {
		r := prompt("q") // 1,000 tokens may be written
		r.Model = row.model
		_, err := client(t, srv, row.change).Chat(context.Background(), r, nil)
		if kind, ok := KindOf(err); !ok || kind != row.kind {
			t.Errorf("%s: %v, want kind %v", name, err, row.kind)
		}
	}
}

func TestAzure(t *testing.T) {
	srv := serve(t, fakeopenai.Options{Models: []string{"my-gpt-3.5", "e"}})
	c := client(t, srv, func(o *Options) { o.BaseURL, o.API, o.APIVersion = srv.AzureURL()+"/", "azure", "2024-10-21" })
	r := prompt("q")
	r.Model = "my-gpt-3.5"
	if got, err := c.Chat(context.Background(), r, nil); err != nil || got.Text != "ok" {
		t.Errorf("Chat = %q, %v", got.Text, err)
	}
	if got, err := c.Embed(context.Background(), EmbedRequest{Model: "e", Inputs: []string{"a"}}); err != nil || len(got.Vectors) != 1 {
		t.Errorf("Embed = %v, %v", got.Vectors, err)
	}
	if got, err := c.Models(context.Background()); err != nil || fmt.Sprint(got) != "[e my-gpt-3.5]" {
		t.Errorf("Models = %v, %v", got, err)
	}
}

func TestRetryAfter(t *testing.T) {
	now := time.Date(2024, 5, 6, 7, 8, 9, 0, time.UTC)
	date := func(d time.Duration) string { return now.Add(d).Format(http.TimeFormat) }
	for _, row := range []struct {
		header map[string]string
		want   time.Duration
	}{
		{map[string]string{"Retry-After": "3"}, 3 * time.Second},
		{map[string]string{"Retry-After": " 1.5 "}, 1500 * time.Millisecond},
		{map[string]string{"Retry-After": date(time.Minute)}, time.Minute},
		{map[string]string{"Retry-After": date(-time.Minute)}, 0},
		// The server's clock goes an hour ahead.
		{map[string]string{"Retry-After": date(time.Hour + 7*time.Second), "Date": date(time.Hour)}, 7 * time.Second},
		{map[string]string{"Retry-After": "9", "Retry-After-Ms": "250"}, 250 * time.Millisecond},
		{map[string]string{"Retry-After": "9", "Retry-After-Ms": "-1"}, 9 * time.Second},
		// None.
		{nil, 0},
		{map[string]string{"Retry-After": "soon"}, 0},
		{map[string]string{"Retry-After": "-5"}, 0},
		{map[string]string{"Retry-After": "1e300"}, 0},
		{map[string]string{"Retry-After": "NaN"}, 0},
	} {
		h := http.Header{}
		for k, v := range row.header {
			h.Set(k, v)
		}
		if got := retryAfter(h, func() time.Time { return now }); got != row.want {
			t.Errorf("retryAfter(%v) = %v, want %v", row.header, got, row.want)
		}
	}
}

func TestScrub(t *testing.T) {
	for _, row := range []struct{ text, key, want string }{
		{"the key abcdefgh123 is wrong", "abcdefgh123", "the key <secret> is wrong"},
		{"provided: abcdefg****h123.", "abcdefgh123", "provided: <secret>"},
		{"provided: abcdef…", "abcdefgh123", "provided: <secret>"},
		{"x=abcdefgh123&y", "abcdefgh123", "x=<secret>&y"},
		{"key pw is wrong, swap it", "pw", "key <secret> is wrong, swap it"},
		{"nothing here", "abcdefgh123", "nothing here"},
		{"nothing here", "", "nothing here"},
	} {
		if got := scrub(row.text, row.key); got != row.want {
			t.Errorf("scrub(%q, %q) = %q, want %q", row.text, row.key, got, row.want)
		}
	}
}

func TestNew(t *testing.T) {
	for name, row := range map[string]struct {
		o    Options
		want string
	}{
		"empty":       {Options{}, "base URL: empty"},
		"no scheme":   {Options{BaseURL: "localhost:1/v1"}, "not an http"},
		"a file":      {Options{BaseURL: "file:///x"}, "not an http"},
		"a user":      {Options{BaseURL: "http://u:pass@h/v1"}, "give the key as the key"},
		"a query":     {Options{BaseURL: "http://h/v1?key=pass"}, "give the key as the key"},
		"other api":   {Options{BaseURL: "http://h", API: "x"}, "want openai or azure"},
		"no version":  {Options{BaseURL: "http://h", API: "azure"}, "api version: empty"},
		"key's lines": {Options{BaseURL: "http://h", Key: secret.New("pass\n")}, "white space"},
	} {
		if _, err := New(row.o); err == nil || !strings.Contains(err.Error(), row.want) || strings.Contains(err.Error(), "pass") {
			t.Errorf("%s: New = %v, want %q in it", name, err, row.want)
		}
	}
}
