package fakeopenai

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

const (
	openAPI = "../../../../shared/specs/openai-openapi.json"
	key     = "sk-fake-0123456789abcdef"
)

// spec is the path of OpenAI's OpenAPI file; without it the test is skipped.
func spec(t *testing.T) string {
	t.Helper()
	if _, err := os.Stat(openAPI); err != nil {
		t.Skipf("skipped: OpenAI's OpenAPI file is not there: %v", err)
	}
	return openAPI
}

func start(t *testing.T, o Options) *Server {
	t.Helper()
	o.Key = key
	s := New(o)
	t.Cleanup(s.Close)
	return s
}

// reply is what came; err is of reading it.
type reply struct {
	status int
	header http.Header
	body   string
	err    error
}

func send(t *testing.T, method, url, token, body string) reply {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return reply{err: err}
	}
	defer resp.Body.Close()
	data, err := io.ReadAll(resp.Body)
	return reply{resp.StatusCode, resp.Header, string(data), err}
}

func chat(t *testing.T, s *Server, more string) reply {
	t.Helper()
	return send(t, "POST", s.URL()+"/chat/completions", key, `{"model":"m","messages":[{"role":"user","content":"the prompt"}]`+more+`}`)
}

// events are the data of a stream.
func events(body string) []string {
	var out []string
	for line := range strings.SplitSeq(strings.ReplaceAll(body, "\r", ""), "\n") {
		if data, ok := strings.CutPrefix(line, "data: "); ok {
			out = append(out, data)
		}
	}
	return out
}

// text joins the deltas of a stream and tells the last finish reason.
func text(t *testing.T, body string) (content, finish string) {
	t.Helper()
	for _, e := range events(body) {
		var c struct {
			Choices []struct {
				Delta  struct{ Content, Refusal string }
				Finish *string `json:"finish_reason"`
			}
		}
		if e == "[DONE]" {
			continue
		}
		if err := json.Unmarshal([]byte(e), &c); err != nil {
			t.Fatalf("event %q: %v", e, err)
		}
		for _, ch := range c.Choices {
			content += ch.Delta.Content + ch.Delta.Refusal
			if ch.Finish != nil {
				finish = *ch.Finish
			}
		}
	}
	return content, finish
}

const streaming = `,"stream":true,"stream_options":{"include_usage":true}`

// What the fake answers has the form that OpenAI's own file gives to answers.
func TestAnswersAreOpenAIs(t *testing.T) {
	path := spec(t)
	s := start(t, Options{OpenAPI: path, Models: []string{"m"}})
	sch, err := loadSchemas(path)
	if err != nil {
		t.Fatal(err)
	}
	check := func(name, body string) {
		t.Helper()
		v, err := jsonschema.UnmarshalJSON(strings.NewReader(body))
		if err != nil {
			t.Fatalf("%s: %v", body, err)
		}
		if err := sch.validate(name, v); err != nil {
			t.Errorf("%s: %v\n%s", name, err, body)
		}
	}
	for _, script := range []Script{{Text: "one two"}, {Refusal: "I can't."}, {Text: "x", Finish: "length", Usage: UsageFinish}} {
		s.opts.Answer = func(ChatRequest) Script { return script }
		check("CreateChatCompletionResponse", chat(t, s, "").body)
		all := events(chat(t, s, streaming).body)
		if len(all) < 4 || all[len(all)-1] != "[DONE]" {
			t.Fatalf("events %q", all)
		}
		for _, e := range all[:len(all)-1] {
			check("CreateChatCompletionStreamResponse", e)
		}
	}
	check("CreateEmbeddingResponse", send(t, "POST", s.URL()+"/embeddings", key, `{"model":"m","input":["a","b"]}`).body)
	check("ListModelsResponse", send(t, "GET", s.URL()+"/models", key, "").body)
	for _, f := range []Fault{Unauthorized(key), NoModel("x"), ContextExceeded(1, 2), Unsupported("x"), NoSchema(), RateLimited(""), Overloaded(500), Exhausted()} {
		s.Fail(f)
		check("ErrorResponse", chat(t, s, "").body)
	}
	if v := s.Violations(); len(v) > 0 {
		t.Errorf("violations %q", v)
	}
}

func TestViolations(t *testing.T) {
	s := start(t, Options{OpenAPI: spec(t)})
	bad := []struct{ path, body string }{
		{"/chat/completions", `{"model":"m"}`},
		{"/chat/completions", `{"model":"m","messages":[]}`},
		{"/chat/completions", `{"model":"m","messages":[{"role":"nobody","content":"a"}]}`},
		{"/chat/completions", `{"model":"m","messages":[{"role":"user","content":"a"}],"temperature":3}`},
		{"/chat/completions", `{"model":"m","messages":[{"role":"user","content":"a"}],"response_format":{"type":"json_schema"}}`},
		{"/chat/completions", `{"model":"m","mess`},
		{"/embeddings", `{"model":"m"}`},
		{"/embeddings", `{"model":"m","input":[]}`},
		{"/embeddings", `{"model":"m","input":"a","dimensions":0}`},
		{"/embeddings", `{"model":"m","input":"a","more":1}`},
	}
	for i, row := range bad {
		if r := send(t, "POST", s.URL()+row.path, key, row.body); r.status != 400 || len(s.Violations()) != i+1 {
			t.Errorf("%s %s: %d, violations %q", row.path, row.body, r.status, s.Violations())
		}
	}
	if r := chat(t, s, `,"temperature":0,"max_tokens":5,"response_format":{"type":"json_schema","json_schema":{"name":"n","strict":true,"schema":{"type":"object"}}}`); r.status != 200 || len(s.Violations()) != len(bad) {
		t.Errorf("a good body: %d, %q", r.status, s.Violations())
	}
}

func TestRequestIsRead(t *testing.T) {
	var got ChatRequest
	s := start(t, Options{Answer: func(r ChatRequest) Script { got = r; return Script{Text: r.Last("user")} }})
	r := send(t, "POST", s.URL()+"/chat/completions", key, `{"model":"m","messages":[{"role":"system","content":"s"},{"role":"user","content":"a"},{"role":"user","content":"b"}],`+
		`"temperature":0,"max_completion_tokens":7,"response_format":{"type":"json_schema","json_schema":{"name":"n","strict":true,"schema":{"x":1}}}`+streaming+`}`)
	if content, finish := text(t, r.body); content != "b" || finish != "stop" {
		t.Errorf("answer %q, %q", content, finish)
	}
	if got.N != 1 || got.Temperature == nil || *got.Temperature != 0 || got.MaxTokens != 7 || got.Format != "json_schema" || !got.Strict || string(got.Schema) != `{"x":1}` ||
		!got.Stream || !got.IncludeUsage || len(got.Messages) != 3 || got.Last("nobody") != "" {
		t.Errorf("request %+v", got)
	}
	if !strings.Contains(r.header.Get("Content-Type"), "text/event-stream") {
		t.Errorf("content type %q", r.header.Get("Content-Type"))
	}
}

func TestStreams(t *testing.T) {
	const said = "Zoë: 日本 🎉 “x” \"y\"\n"
	for name, row := range map[string]struct {
		s       Script
		text    string
		finish  string
		done    bool
		usage   int  // events with one that isn't null
		reading bool // the body ends in an error
	}{
		"well":         {Script{}, said, "stop", true, 1, false},
		"wire":         {Script{Wire: 1}, said, "stop", true, 1, false},
		"units":        {Script{Split: ByUnits, Piece: 100}, said, "stop", true, 1, false},
		"comments":     {Script{Comments: 3, CRLF: true}, said, "stop", true, 1, false},
		"tight":        {Script{Tight: true}, said, "stop", true, 1, false},
		"no finish":    {Script{NoFinish: true}, said, "", true, 1, false},
		"no done":      {Script{NoDone: true}, said, "stop", false, 1, false},
		"length":       {Script{Finish: "length"}, said, "length", true, 1, false},
		"filter":       {Script{Finish: "content_filter"}, said, "content_filter", true, 1, false},
		"refusal":      {Script{Refusal: "no"}, "no", "stop", true, 1, false},
		"usage beside": {Script{Usage: UsageFinish}, said, "stop", true, 1, false},
		"usage none":   {Script{Usage: UsageNone}, said, "stop", true, 0, false},
		"cut":          {Script{Break: &Break{1, Cut, ""}}, "Zoë: ", "", false, 0, true},
		"end":          {Script{Break: &Break{1, End, ""}}, "Zoë: ", "", false, 0, false},
		"stall":        {Script{Break: &Break{2, Stall, ""}}, "Zoë: 日本 ", "", false, 0, true},
		"frame":        {Script{Break: &Break{1, Frame, "data: {\"error\":{\"message\":\"m\"}}\n\n"}}, "Zoë: ", "", false, 0, false},
		"raw":          {Script{Raw: "data: [DONE]\n\n"}, "", "", true, 0, false},
		"slow, early":  {Script{First: 50 * time.Millisecond, Early: true}, said, "stop", true, 1, false},
		"slow":         {Script{First: 50 * time.Millisecond, Between: time.Millisecond}, said, "stop", true, 1, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			row.s.Text = said
			s := start(t, Options{Answer: func(ChatRequest) Script { return row.s }})
			if row.s.Break != nil && row.s.Break.How == Stall {
				time.AfterFunc(2*time.Second, s.Close) // Close ends what stalls, when the pieces before it have come
			}
			begun := time.Now()
			r := chat(t, s, streaming)
			content, finish := text(t, r.body)
			if content != row.text || finish != row.finish || strings.HasSuffix(strings.TrimSpace(r.body), "data: [DONE]") != row.done || (r.err != nil) != row.reading {
				t.Errorf("%q, %q, done %v, %v", content, finish, !row.done, r.err)
			}
			if n := strings.Count(r.body, `"usage":{`); n != row.usage {
				t.Errorf("%d usages, want %d", n, row.usage)
			}
			if row.s.Comments > 0 && strings.Count(r.body, ": keep-alive\r\n\r\n") < 3*4 {
				t.Errorf("comments missing in %q", r.body)
			}
			if took := time.Since(begun); took < row.s.First || took > 30*time.Second {
				t.Errorf("took %v", took)
			}
		})
	}
}

// Half a character is in the bytes, and half a pair in the escapes.
func TestHalves(t *testing.T) {
	s := start(t, Options{Answer: func(r ChatRequest) Script {
		if r.N == 1 {
			return Script{Text: "€", Split: ByBytes, Piece: 2}
		}
		return Script{Text: "🎉", Split: ByUnits}
	}})
	if r := chat(t, s, streaming); !strings.Contains(r.body, "\"\xe2\x82\"") || !strings.Contains(r.body, "\"\xac\"") {
		t.Errorf("bytes: %q", r.body)
	}
	if r := chat(t, s, streaming); !strings.Contains(r.body, `"\ud83c"`) || !strings.Contains(r.body, `"\udf89"`) {
		t.Errorf("units: %q", r.body)
	}
}

func TestRefusals(t *testing.T) {
	s := start(t, Options{Models: []string{"m"}, ContextTokens: 50, Unsupported: []string{"seed"}})
	long := strings.Repeat("x", 400)
	for name, row := range map[string]struct {
		method, path, key, body string
		status                  int
		want                    string
	}{
		"wrong key":     {"POST", "/v1/chat/completions", "wrong", `{}`, 401, "invalid_api_key"},
		"no key":        {"GET", "/v1/models", "", ``, 401, "invalid_api_key"},
		"model":         {"POST", "/v1/chat/completions", key, `{"model":"n","messages":[]}`, 404, "model_not_found"},
		"window":        {"POST", "/v1/chat/completions", key, `{"model":"m","messages":[{"role":"user","content":"` + long + `"}]}`, 400, "context_length_exceeded"},
		"window, asked": {"POST", "/v1/chat/completions", key, `{"model":"m","messages":[],"max_tokens":51}`, 400, "context_length_exceeded"},
		"window, embed": {"POST", "/v1/embeddings", key, `{"model":"m","input":["a","` + long + `"]}`, 400, "context_length_exceeded"},
		"empty input":   {"POST", "/v1/embeddings", key, `{"model":"m","input":["a",""]}`, 400, "input[1]"},
		"parameter":     {"POST", "/v1/chat/completions", key, `{"model":"m","messages":[],"seed":1}`, 400, "unsupported_parameter"},
		"path":          {"POST", "/chat/completions", key, `{}`, 404, "Invalid URL"},
		"method":        {"GET", "/v1/chat/completions", key, ``, 405, "method_not_supported"},
		"no version":    {"POST", "/openai/deployments/m/chat/completions", key, ``, 401, "invalid_api_key"}, // the key is in the wrong header too
	} {
		r := send(t, row.method, s.AzureURL()+row.path, row.key, row.body)
		if r.status != row.status || !strings.Contains(r.body, row.want) {
			t.Errorf("%s: %d %s, want %d with %q", name, r.status, r.body, row.status, row.want)
		}
	}
	if r := chat(t, s, `,"max_tokens":2`+streaming); r.status != 200 {
		t.Errorf("within the window: %d", r.status)
	}
}

func TestMaxTokens(t *testing.T) {
	s := start(t, Options{Answer: func(ChatRequest) Script { return Script{Text: "1234567€9"} }})
	if content, finish := text(t, chat(t, s, `,"max_tokens":2`+streaming).body); content != "1234567" || finish != "length" {
		t.Errorf("%q, %q", content, finish)
	}
}

func TestFaults(t *testing.T) {
	for name, row := range map[string]struct {
		f      Fault
		status int
		want   string
		err    bool
	}{
		"rate":      {RateLimited("7"), 429, "rate_limit_exceeded", false},
		"text":      {Text(500, "oops"), 500, `{"error":"oops"}`, false},
		"plain":     {Plain(503, "oops"), 503, "oops", false},
		"page":      {Page(502), 502, "<h1>502 Bad Gateway</h1>", false},
		"filtered":  {Filtered(), 400, "ResponsibleAIPolicyViolation", false},
		"hung up":   {Fault{Hangup: true}, 0, "", true},
		"cut reply": {Fault{Hangup: true, Body: "12345678"}, 200, "1234", true},
		"late":      {Fault{Delay: 50 * time.Millisecond, Status: 500, Body: "x"}, 500, "x", false},
		"only late": {Fault{Delay: 50 * time.Millisecond}, 200, `"ok"`, false},
	} {
		s := start(t, Options{})
		s.Fail(row.f)
		r := chat(t, s, "")
		if r.status != row.status || !strings.Contains(r.body, row.want) || (r.err != nil) != row.err {
			t.Errorf("%s: %d %q %v", name, r.status, r.body, r.err)
		}
		if name == "rate" && r.header.Get("Retry-After") != "7" {
			t.Errorf("Retry-After %q", r.header.Get("Retry-After"))
		}
		if r := chat(t, s, ""); r.status != 200 {
			t.Errorf("%s: the call after: %d", name, r.status)
		}
	}
	s := start(t, Options{})
	s.FailEvery(3, Overloaded(500))
	got := ""
	for range 7 {
		got += fmt.Sprint(chat(t, s, "").status, " ")
	}
	if got != "200 200 500 200 200 500 200 " {
		t.Errorf("each third: %s", got)
	}
}

func TestCalls(t *testing.T) {
	s := start(t, Options{})
	chat(t, s, "")
	send(t, "POST", s.URL()+"/embeddings", "sk-other-0000000000000", `{"model":"m","input":"a"}`)
	send(t, "GET", s.URL()+"/models", "", "")
	calls := s.Calls()
	if len(calls) != 3 || !calls[0].Authorized || calls[0].Status != 200 || calls[1].Authorized || !calls[1].KeySent || calls[1].Status != 401 || calls[2].KeySent {
		t.Errorf("calls %+v", calls)
	}
	if shown := fmt.Sprintf("%+v", calls); strings.Contains(shown, key) || strings.Contains(shown, "sk-other") {
		t.Errorf("a key is recorded in %s", shown)
	}
	if s.Count("chat") != 1 || s.Count("embeddings") != 1 || s.Count("models") != 1 || s.MostInFlight() != 1 {
		t.Errorf("counts %d %d %d, most %d", s.Count("chat"), s.Count("embeddings"), s.Count("models"), s.MostInFlight())
	}
}

func TestAzurePaths(t *testing.T) {
	var model string
	s := start(t, Options{Answer: func(r ChatRequest) Script { model = r.Model; return Script{Text: "ok"} }})
	for query, want := range map[string]int{"?api-version=1": 200, "": 404} {
		req, _ := http.NewRequest("POST", s.AzureURL()+"/openai/deployments/d-1/chat/completions"+query, strings.NewReader(`{"messages":[]}`))
		req.Header.Set("api-key", key)
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		if resp.StatusCode != want || model != "d-1" && want == 200 {
			t.Errorf("%q: %d, model %q", query, resp.StatusCode, model)
		}
	}
}

func TestVectors(t *testing.T) {
	a, b, c := Vector("the minister resigned", 64), Vector("The minister resigned.", 64), Vector("rain in spring", 64)
	dot := func(x, y []float32) (sum float64) {
		for i := range x {
			sum += float64(x[i]) * float64(y[i])
		}
		return sum
	}
	if n := dot(a, a); math.Abs(n-1) > 1e-5 || !slices.Equal(a, Vector("the minister resigned", 64)) || slices.Equal(a, b) {
		t.Errorf("length %v, or not a function of the text alone", n)
	}
	if dot(a, b) < 0.9 || dot(a, c) > 0.5 {
		t.Errorf("like %v, unlike %v", dot(a, b), dot(a, c))
	}
	var v Vectors
	s := start(t, Options{Embed: func(EmbedRequest) Vectors { return v }, Dims: 4})
	for _, row := range []struct {
		v    Vectors
		want string // the indexes
		has  string
	}{
		{Vectors{}, "[0 1 2]", `"total_tokens"`},
		{Vectors{Drop: 1}, "[0 1]", ""},
		{Vectors{Reverse: true, Twice: []int{1}}, "[2 1 1 0]", ""},
		{Vectors{Zero: []int{0}}, "[0 1 2]", "[0,0,0,0]"},
		{Vectors{Null: []int{0}}, "[0 1 2]", ",null,"},
		{Vectors{NoIndex: true}, "[]", ""},
		{Vectors{Dimensions: 1, Zero: []int{0}}, "[0 1 2]", "[0]"},
		{Vectors{Short: []int{0}, Zero: []int{0}}, "[0 1 2]", "[0,0,0]"},
		{Vectors{Base64: true, Zero: []int{0}}, "[0 1 2]", `"AAAAAAAAAAAAAAAAAAAAAA=="`},
		{Vectors{NaN: []int{0}}, "", ",NaN,"},
	} {
		v = row.v
		r := send(t, "POST", s.URL()+"/embeddings", key, `{"model":"m","input":["a","b","c"]}`)
		var got struct{ Data []struct{ Index *int } }
		err := json.NewDecoder(bytes.NewReader([]byte(r.body))).Decode(&got)
		indexes := []int{}
		for _, d := range got.Data {
			if d.Index != nil {
				indexes = append(indexes, *d.Index)
			}
		}
		if (err != nil) != (row.want == "") || err == nil && fmt.Sprint(indexes) != row.want || !strings.Contains(r.body, row.has) {
			t.Errorf("%+v: %v, %s", row.v, err, r.body)
		}
	}
}
