package endpoint

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"dateline/bot/bottest/fakeopenai"
	"dateline/config/secret"
)

const (
	openAPI = "../../../shared/specs/openai-openapi.json"
	testKey = "sk-test-4f9QzL0rT7uXbW2e"
)

// spec is the path of OpenAI's OpenAPI file, or "" where it isn't there: then bodies go unchecked, and the test says so.
func spec(t *testing.T) string {
	t.Helper()
	if _, err := os.Stat(openAPI); err != nil {
		t.Logf("bodies are not checked: %v", err)
		return ""
	}
	return openAPI
}

// serve starts a fake that is found without violations in the end.
func serve(t *testing.T, o fakeopenai.Options) *fakeopenai.Server {
	t.Helper()
	o.Key, o.OpenAPI = testKey, spec(t)
	s := fakeopenai.New(o)
	t.Cleanup(func() {
		s.Close()
		for _, v := range s.Violations() {
			t.Errorf("violation: %s", v)
		}
	})
	return s
}

// client makes an impatient client of a fake.
func client(t *testing.T, s *fakeopenai.Server, change ...func(*Options)) *Client {
	t.Helper()
	o := Options{BaseURL: s.URL(), Key: secret.New(testKey), Timeout: 10 * time.Second, Stall: 5 * time.Second, Backoff: time.Millisecond}
	for _, f := range change {
		f(&o)
	}
	c, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c
}

func prompt(text string) ChatRequest {
	return ChatRequest{Model: "m", Messages: []Message{{"system", "Answer."}, {"user", text}}, MaxTokens: 1000}
}

const mixed = `Zoë said: “Straße 12 – 日本語, 🎉 and 👩‍👩‍👧 at 5 €.” \ "end" {"a":[1]}` + "\n\tтекст"

func TestChatText(t *testing.T) {
	type script = fakeopenai.Script
	for name, s := range map[string]script{
		"plain":               {},
		"wire of one byte":    {Wire: 1},
		"wire of seven bytes": {Wire: 7, CRLF: true, Comments: 1},
		// Half characters.
		"bytes":         {Split: fakeopenai.ByBytes},
		"bytes by 2":    {Split: fakeopenai.ByBytes, Piece: 2, Comments: 2},
		"bytes by 3":    {Split: fakeopenai.ByBytes, Piece: 3, Wire: 5},
		"units":         {Split: fakeopenai.ByUnits},
		"units by 3":    {Split: fakeopenai.ByUnits, Piece: 3, CRLF: true},
		"units, in one": {Split: fakeopenai.ByUnits, Piece: 1000},
		// Framing.
		"CR LF":             {CRLF: true},
		"no empty lines":    {Tight: true},
		"1,000 comments":    {Comments: 1000},
		"no [DONE]":         {NoDone: true},
		"no [DONE] or last": {NoDone: true, Tight: true, Usage: fakeopenai.UsageNone},
		"whole":             {Whole: true},
		"reasoning first":   {Reasoning: "let me see"},
		"other finish":      {Finish: "eos"},
		// Usage.
		"usage at finish": {Usage: fakeopenai.UsageFinish},
		"no usage":        {Usage: fakeopenai.UsageNone},
	} {
		t.Run(name, func(t *testing.T) {
			s.Text = mixed
			srv := serve(t, fakeopenai.Options{Answer: func(fakeopenai.ChatRequest) script { return s }})
			var b strings.Builder
			got, err := client(t, srv).Chat(context.Background(), prompt("q"), func(p string) error {
				if strings.ContainsRune(p, '\uFFFD') {
					t.Errorf("piece %q holds half a character", p)
				}
				b.WriteString(p)
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
			if got.Text != mixed || b.String() != mixed {
				t.Errorf("Text = %q, pieces %q, want %q", got.Text, b.String(), mixed)
			}
			if want := s.Usage != fakeopenai.UsageNone; got.Usage.Reported != want || want && (got.Usage.Prompt == 0 || got.Usage.Completion == 0) {
				t.Errorf("Usage = %+v, want reported %v", got.Usage, want)
			}
			if got.Finish == "" || got.Model != "m" || srv.Count("chat") != 1 {
				t.Errorf("Finish %q, Model %q, %d calls", got.Finish, got.Model, srv.Count("chat"))
			}
		})
	}
}

// A server may give a wrong type, or none, to what it sends.
func TestChatTypes(t *testing.T) {
	const chunk = `{"choices":[{"index":0,"delta":{"content":"ok"},"finish_reason":"stop"}]}`
	const whole = `{"choices":[{"index":0,"message":{"role":"assistant","content":"ok"},"finish_reason":"stop"}]}`
	for _, row := range []struct{ kind, body string }{
		{"text/event-stream", "data: " + chunk + "\n\n"},
		{"text/event-stream; charset=utf-8", "\n\ndata: " + chunk + "\n\n"},
		{"application/json", "data: " + chunk + "\n\n"},
		{"text/plain", ": c\n\ndata: " + chunk + "\n\n"},
		{"application/octet-stream", "\n\nid: 1\ndata: " + chunk + "\n\n"},
		{"application/json", whole},
		{"application/json; charset=utf-8", " \n \n" + whole + "\n"},
		{"text/plain", whole},
		{"nonsense", whole},
	} {
		f := fakeopenai.Fault{Status: 200, ContentType: row.kind, Body: row.body}
		srv := serve(t, fakeopenai.Options{Answer: func(fakeopenai.ChatRequest) fakeopenai.Script { return fakeopenai.Script{Fault: &f} }})
		got, err := client(t, srv).Chat(context.Background(), prompt("q"), nil)
		if err != nil || got.Text != "ok" {
			t.Errorf("%s, %q: %q, %v", row.kind, row.body, got.Text, err)
		}
	}
}

// What breaks after the finish reason costs the usage, not the text.
func TestChatCutAfterFinish(t *testing.T) {
	const chunk = `data: {"choices":[{"index":0,"delta":{"content":"ok"},"finish_reason":"stop"}]}` + "\n\n"
	f := fakeopenai.Fault{Hangup: true, ContentType: "text/event-stream", Body: chunk + strings.Repeat(" ", len(chunk))}
	srv := serve(t, fakeopenai.Options{Answer: func(fakeopenai.ChatRequest) fakeopenai.Script { return fakeopenai.Script{Fault: &f} }})
	got, err := client(t, srv).Chat(context.Background(), prompt("q"), nil)
	if err != nil || got.Text != "ok" || got.Finish != "stop" || got.Usage.Reported {
		t.Errorf("Chat = %+v, %v", got, err)
	}
}

// Streams as servers are seen to write them.
func TestChatRaw(t *testing.T) {
	const ok = `{"choices":[{"index":0,"delta":{"content":"ok"},"finish_reason":"stop"}]}`
	for name, row := range map[string]struct {
		raw, text string
		kind      Kind
		message   string
	}{
		"byte order mark":             {"\ufeffdata: " + ok + "\n\n", "ok", -1, ""},
		"no blank after the colon":    {"data:" + ok + "\n\ndata:[DONE]\n\n", "ok", -1, ""},
		"no end of the last line":     {"data: " + ok, "ok", -1, ""},
		"data over two lines":         {"data: " + ok[:12] + "\ndata: " + ok[12:] + "\n\n", "ok", -1, ""},
		"a null error first":          {`data: {"error":null,` + ok[1:] + "\n\n", "ok", -1, ""},
		"names and ids":               {"id: 1\nevent: message\nretry: 5\ndata: " + ok + "\n\n", "ok", -1, ""},
		"a filter's chunk first":      {`data: {"choices":[],"prompt_filter_results":[{"prompt_index":0}]}` + "\n\ndata: " + ok + "\n\n", "ok", -1, ""},
		"another choice too":          {`data: {"choices":[{"index":1,"delta":{"content":"no"},"finish_reason":"stop"}]}` + "\n\ndata: " + ok + "\n\n", "ok", -1, ""},
		"noncharacters in the text":   {"data: " + strings.Replace(ok, "ok", "o\ufdd6\ufde1\\ufdd6\\ufde1k", 1) + "\n\n", "o\ufffd\ufffd\ufffd\ufffdk", -1, ""},
		"half a character at the end": {"data: " + strings.Replace(ok, "ok", "ok\xe2\x82", 1) + "\n\n", "ok\ufffd", -1, ""},
		"half a pair at the end":      {"data: " + strings.Replace(ok, "ok", `ok\ud83d`, 1) + "\n\n", "ok\ufffd", -1, ""},
		"stray half of a pair":        {"data: " + strings.Replace(ok, "ok", `o\ude00k`, 1) + "\n\n", "o\ufffdk", -1, ""},

		// Errors in frames of every form.
		"error":                       {`data: {"error":{"message":"no","type":"x","code":"context_length_exceeded"}}` + "\n\n", "", ContextLength, "no"},
		"error with blanks":           {`data: { "error" : {"message":"no"}}` + "\n\n", "", Bad, "no"},
		"error after a comment":       {": processing\n\ndata: {\"error\":{\"message\":\"no\",\"code\":401}}\n\n", "", Unauthorized, "no"},
		"error with chunk's fields":   {`data: {"id":"1","error":{"code":400,"message":"no"},"choices":[{"index":0,"delta":{"content":""},"finish_reason":"error"}]}` + "\n\n", "", Bad, "no"},
		"error event":                 {"event: error\ndata: {\"message\":\"no\"}\n\n", "", Bad, "no"},
		"error event in plain text":   {"event: error\ndata: no\n\n", "", Bad, "no"},
		"error field":                 {`error: {"code":400,"message":"no"}` + "\n\n", "", Bad, "no"},
		"error as text":               {`data: {"error":"no"}` + "\n\n", "", Bad, "no"},
		"error object":                {`data: {"object":"error","message":"no","code":404}` + "\n\n", "", NotFound, "no"},
		"error without data":          {`{"error":{"message":"no"}}` + "\n", "", Bad, "no"},
		"error, and no end of a line": {`data: {"error":{"message":"no"}}`, "", Bad, "no"},
		"no JSON":                     {"data: {oops\n\n", "", Bad, "not JSON"},
		"a line too long":             {"data: " + strings.Repeat("x", 2<<20) + "\n\n", "", Bad, "longer than 1 MiB"},
		"wrong types":                 {`data: {"choices":[{"index":"a"}]}` + "\n\n", "", Bad, ""},
		// Ends without a finish reason.
		"empty":       {"\n", "", CutOff, "before its first event"},
		"comments":    {": a\n\n: b\n\n", "", CutOff, "before its first event"},
		"only DONE":   {"data: [DONE]\n\n", "", CutOff, "without a finish reason"},
		"half a line": {`data: {"choices":[{"index":0,"delta":{"content":"o"}}]}` + "\n\ndata: {\"choi", "o", CutOff, "without a finish reason"},
	} {
		t.Run(name, func(t *testing.T) {
			srv := serve(t, fakeopenai.Options{Answer: func(fakeopenai.ChatRequest) fakeopenai.Script { return fakeopenai.Script{Raw: row.raw} }})
			got, err := client(t, srv).Chat(context.Background(), prompt("q"), nil)
			kind, isErr := KindOf(err)
			if got.Text != row.text || isErr != (row.kind >= 0) || isErr && kind != row.kind {
				t.Fatalf("Chat = %q, %v; want %q, kind %v", got.Text, err, row.text, row.kind)
			}
			if isErr && !strings.Contains(err.Error(), row.message) {
				t.Errorf("error %q, want %q in it", err, row.message)
			}
		})
	}
}

func TestChatBreaks(t *testing.T) {
	type (
		script = fakeopenai.Script
		brk    = fakeopenai.Break
	)
	const text = "one two three four"
	for name, row := range map[string]struct {
		s     script
		text  string
		kind  Kind
		is    error
		calls int
	}{
		"cut off":            {script{Break: &brk{After: 2, How: fakeopenai.Cut}}, "one two ", CutOff, ErrCutOff, 1},
		"ended":              {script{Break: &brk{After: 2, How: fakeopenai.End}}, "one two ", CutOff, ErrCutOff, 1},
		"ended, within text": {script{Split: fakeopenai.ByBytes, Piece: 3, Break: &brk{After: 1, How: fakeopenai.End}}, "one", CutOff, ErrCutOff, 1},
		"no finish reason":   {script{NoFinish: true}, text, CutOff, ErrCutOff, 1},
		"neither, nor DONE":  {script{NoFinish: true, NoDone: true}, text, CutOff, ErrCutOff, 1},
		"finish error":       {script{Finish: "error"}, text, CutOff, ErrCutOff, 1},
		"length":             {script{Finish: "length"}, text, Truncated, ErrTruncated, 1},
		"filter":             {script{Finish: "content_filter"}, text, Refused, nil, 1},
		"refusal":            {script{Refusal: "I can't help with that."}, "", Refused, nil, 1},
		"refusal, whole":     {script{Refusal: "I can't help with that.", Whole: true}, "", Refused, nil, 1},
		"tools":              {script{Finish: "tool_calls"}, text, Bad, nil, 1},
		"stalled":            {script{Break: &brk{After: 3, How: fakeopenai.Stall}}, "one two three ", Timeout, context.DeadlineExceeded, 1},
		"error in a frame": {script{Break: &brk{After: 1, How: fakeopenai.Frame, Frame: `data: {"error":{"message":"overloaded","code":503}}` + "\n\n"}},
			"one ", Overloaded, nil, 1},
		"error after comment": {script{Comments: 3, Break: &brk{After: 1, How: fakeopenai.Frame, Frame: ": c\n\ndata: {\"error\":{\"message\":\"slow\",\"code\":\"rate_limit_exceeded\"}}\n\n"}},
			"one ", RateLimited, nil, 1},
		// Nothing was delivered: again, until the attempts are used up.
		"cut before a byte": {script{Fault: &fakeopenai.Fault{Hangup: true}}, "", Unreachable, nil, 3},
		"error frame first": {script{Raw: `data: {"error":{"message":"busy","code":503}}` + "\n\n"}, "", Overloaded, nil, 3},
	} {
		t.Run(name, func(t *testing.T) {
			row.s.Text = text
			srv := serve(t, fakeopenai.Options{Answer: func(fakeopenai.ChatRequest) script { return row.s }})
			c := client(t, srv, func(o *Options) { o.Stall = 300 * time.Millisecond })
			got, err := c.Chat(context.Background(), prompt("q"), nil)
			if kind, ok := KindOf(err); !ok || kind != row.kind || got.Text != row.text {
				t.Fatalf("Chat = %q, %v; want %q, kind %v", got.Text, err, row.text, row.kind)
			}
			if row.kind == Timeout && !strings.Contains(err.Error(), "nothing more of the stream for 300ms") {
				t.Errorf("%v: want it to be of the stall", err)
			}
			if row.is != nil && !errors.Is(err, row.is) {
				t.Errorf("%v is not %v", err, row.is)
			}
			if errors.Is(err, ErrCutOff) != (row.kind == CutOff) || errors.Is(err, ErrTruncated) != (row.kind == Truncated) {
				t.Errorf("%v is the wrong sentinel", err)
			}
			if row.kind == Truncated && !got.Usage.Reported {
				t.Error("the usage of a text that ran into its bound is lost")
			}
			if row.s.Refusal != "" && !strings.Contains(err.Error(), row.s.Refusal) {
				t.Errorf("error %q, want the refusal %q in it", err, row.s.Refusal)
			}
			if n := srv.Count("chat"); n != row.calls {
				t.Errorf("%d calls, want %d", n, row.calls)
			}
		})
	}
}

// What is sent, under any model's name.
func TestChatBody(t *testing.T) {
	schema := `{"type":"object","properties":{"a":{"anyOf":[{"type":"string"},{"type":"null"}]}},"required":["a"],"additionalProperties":false}`
	for _, model := range []string{"qwen3:8b", "o1-mini", "o3", "gpt-5", "gpt-6-sol", "davinci", "ada", "text-davinci-003", "org/Model-3.5-x.gguf"} {
		var got fakeopenai.ChatRequest
		srv := serve(t, fakeopenai.Options{Models: []string{model}, Answer: func(r fakeopenai.ChatRequest) fakeopenai.Script {
			got = r
			return fakeopenai.Script{Text: `{"a":null}`}
		}})
		seed := 7
		r := ChatRequest{Model: model, Messages: []Message{{"user", ""}}, Schema: json.RawMessage(schema), MaxTokens: 50, Seed: &seed}
		if _, err := client(t, srv).Chat(context.Background(), r, nil); err != nil {
			t.Errorf("%s: %v", model, err)
			continue
		}
		if got.Temperature == nil || *got.Temperature != 0 || got.MaxTokens != 50 || !got.IncludeUsage || !got.Stream {
			t.Errorf("%s: sent %+v", model, got)
		}
		if got.Format != "json_schema" || string(got.Schema) != schema || !got.Strict {
			t.Errorf("%s: schema %s %s strict %v", model, got.Format, got.Schema, got.Strict)
		}
		for _, c := range srv.Calls() {
			if !c.Authorized || !c.KeySent {
				t.Errorf("%s: call %d without the key", model, c.N)
			}
		}
		r.Schema, r.JSON, r.Whole, r.Temperature = nil, true, true, 0.5
		if res, err := client(t, srv).Chat(context.Background(), r, nil); err != nil || res.Text != `{"a":null}` {
			t.Errorf("%s: whole: %q, %v", model, res.Text, err)
		}
		if got.Format != "json_object" || got.Stream || got.IncludeUsage || *got.Temperature != 0.5 {
			t.Errorf("%s: sent %+v", model, got)
		}
	}
}

// What a server refuses by name is left out, once and for good.
func TestChatAdapts(t *testing.T) {
	srv := serve(t, fakeopenai.Options{Unsupported: []string{"stream_options", "max_tokens", "temperature", "seed", "reasoning_effort"}})
	c := client(t, srv)
	seed := 1
	r := prompt("q")
	r.Seed, r.Effort, r.MaxTokens = &seed, "low", 9
	for i, want := range []int{6, 7} {
		if _, err := c.Chat(context.Background(), r, nil); err != nil || srv.Count("chat") != want {
			t.Fatalf("call %d: %v after %d requests, want %d", i, err, srv.Count("chat"), want)
		}
	}
	calls := srv.Calls()
	if body := string(calls[len(calls)-1].Body); !strings.Contains(body, `"max_completion_tokens":9`) || strings.Contains(body, "temperature") {
		t.Errorf("last body %s", body)
	}
	// What can't be left out is an error.
	none := serve(t, fakeopenai.Options{Unsupported: []string{"messages"}})
	if _, err := client(t, none).Chat(context.Background(), r, nil); none.Count("chat") != 1 {
		t.Errorf("%v after %d requests, want 1", err, none.Count("chat"))
	}
}

func TestChatCallback(t *testing.T) {
	srv := serve(t, fakeopenai.Options{Answer: func(fakeopenai.ChatRequest) fakeopenai.Script { return fakeopenai.Script{Text: "one two three"} }})
	c := client(t, srv, func(o *Options) { o.MaxInFlight = 1 })
	enough := errors.New("enough")
	for range 3 { // each gives its place back
		got, err := c.Chat(context.Background(), prompt("q"), func(p string) error {
			if p == "two " {
				return enough
			}
			return nil
		})
		if err != enough || got.Text != "one two " {
			t.Fatalf("Chat = %q, %v", got.Text, err)
		}
	}
}
