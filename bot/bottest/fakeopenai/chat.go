package fakeopenai

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"time"
	"unicode/utf16"
)

// Message is one turn.
type Message struct {
	Role, Content string
}

// ChatRequest is what a client asked.
type ChatRequest struct {
	N            int // the call's number, from 1
	Model        string
	Messages     []Message
	Stream       bool
	IncludeUsage bool
	Temperature  *float64 // nil: not sent
	MaxTokens    int      // of max_tokens or max_completion_tokens
	Format       string   // response_format's type
	Schema       json.RawMessage
	Strict       bool
}

// Last returns the content of the last message of a role, or "".
func (r ChatRequest) Last(role string) string {
	for i := len(r.Messages) - 1; i >= 0; i-- {
		if r.Messages[i].Role == role {
			return r.Messages[i].Content
		}
	}
	return ""
}

// Split says where a text is cut into pieces.
type Split int

// The ways of cutting.
const (
	ByWords Split = iota
	ByBytes       // so many bytes each, also within a character: the JSON then holds half of it
	ByUnits       // so many UTF-16 units each, also within a surrogate pair; escaped
)

// Usage says where the usage stands.
type Usage int

// The places of the usage.
const (
	UsageAsked  Usage = iota // in a last chunk without choices, where the client asked
	UsageFinish              // beside the finish reason
	UsageNone
)

// How is how a stream breaks.
type How int

// The ways of breaking.
const (
	Cut   How = iota // the connection is cut
	End              // the stream ends cleanly, with nothing more
	Stall            // nothing more comes
	Frame            // Break.Frame is written, and the stream ends
)

// Break ends a stream early.
type Break struct {
	After int // pieces
	How   How
	Frame string // as it is, as in ": comment\n\ndata: {...}\n\n"
}

// Script is an answer. One with but a Text behaves well.
type Script struct {
	Text      string
	Split     Split
	Piece     int    // bytes or units a piece; 0: 1
	Reasoning string // sent before the text as reasoning_content
	Refusal   string
	Finish    string // "": stop
	NoFinish  bool
	NoDone    bool
	Usage     Usage
	Break     *Break
	Comments  int // comment lines before each event
	CRLF      bool
	Tight     bool          // no empty line between events
	Wire      int           // bytes a write; 0: an event a write
	First     time.Duration // before the first byte
	Early     bool          // the header goes before First
	Between   time.Duration // before each piece
	Whole     bool          // not streamed, whatever was asked
	Raw       string        // the whole stream as it is
	Fault     *Fault        // in place of all else
}

func tokens(bytes int) int { return (bytes + 3) / 4 }

func (x *exchange) chat(body []byte, deployment string) {
	var in struct {
		Model    string
		Messages []struct {
			Role    string
			Content json.RawMessage
		}
		Stream        bool
		StreamOptions *struct {
			IncludeUsage bool `json:"include_usage"`
		} `json:"stream_options"`
		Temperature         *float64
		MaxTokens           int `json:"max_tokens"`
		MaxCompletionTokens int `json:"max_completion_tokens"`
		ResponseFormat      *struct {
			Type       string
			JSONSchema struct {
				Schema json.RawMessage
				Strict bool
			} `json:"json_schema"`
		} `json:"response_format"`
	}
	if err := json.Unmarshal(body, &in); err != nil {
		x.s.violate(fmt.Sprintf("call %d: %v", x.n, err))
		x.fail(Fault{Status: 400, Body: errorBody("We could not parse the JSON body of your request.", "invalid_request_error", "", "")})
		return
	}
	r := ChatRequest{N: x.n, Model: in.Model, Stream: in.Stream, IncludeUsage: in.StreamOptions != nil && in.StreamOptions.IncludeUsage,
		Temperature: in.Temperature, MaxTokens: max(in.MaxTokens, in.MaxCompletionTokens)}
	if deployment != "" {
		r.Model = deployment
	}
	if f := in.ResponseFormat; f != nil {
		r.Format, r.Schema, r.Strict = f.Type, f.JSONSchema.Schema, f.JSONSchema.Strict
	}
	prompt := 0
	for _, m := range in.Messages {
		var text string
		if json.Unmarshal(m.Content, &text) != nil {
			text = string(m.Content)
		}
		r.Messages = append(r.Messages, Message{m.Role, text})
		prompt += tokens(len(text))
	}
	if !x.accept("CreateChatCompletionRequest", body, r.Model, deployment != "") {
		return
	}
	if w := x.s.opts.ContextTokens; w > 0 && prompt+r.MaxTokens > w {
		x.fail(ContextExceeded(w, prompt+r.MaxTokens))
		return
	}
	script := Script{Text: "ok"}
	if x.s.opts.Answer != nil {
		script = x.s.opts.Answer(r)
	}
	if script.Fault != nil {
		x.fail(*script.Fault)
		return
	}
	if r.MaxTokens > 0 && len(script.Text) > 4*r.MaxTokens {
		cut := 4 * r.MaxTokens
		for cut > 0 && script.Text[cut]&0xC0 == 0x80 {
			cut--
		}
		script.Text, script.Finish = script.Text[:cut], "length"
	}
	if script.Early && r.Stream {
		x.w.Header().Set("Content-Type", "text/event-stream")
		x.w.WriteHeader(200)
		_ = http.NewResponseController(x.w).Flush()
	}
	x.pause(script.First)
	if r.Stream && !script.Whole {
		(&writer{x: x, r: r, s: script, prompt: prompt}).write()
		return
	}
	message := map[string]any{"role": "assistant", "content": script.Text, "refusal": nil}
	if script.Refusal != "" {
		message["content"], message["refusal"] = nil, script.Refusal
	}
	out := map[string]any{"id": fmt.Sprintf("chatcmpl-%d", x.n), "object": "chat.completion", "created": created, "model": r.Model,
		"choices": []any{map[string]any{"index": 0, "message": message, "logprobs": nil, "finish_reason": script.finish()}}}
	if script.Usage != UsageNone {
		out["usage"] = usage(prompt, script)
	}
	x.object(out)
}

// finish is the finish reason, or nil.
func (s Script) finish() any {
	switch {
	case s.NoFinish:
		return nil
	case s.Finish == "":
		return "stop"
	}
	return s.Finish
}

func usage(prompt int, s Script) map[string]int {
	n := tokens(len(s.Text) + len(s.Refusal) + len(s.Reasoning))
	return map[string]int{"prompt_tokens": prompt, "completion_tokens": n, "total_tokens": prompt + n}
}

// pieces cuts a text; each piece is the JSON string that holds it.
func pieces(text string, how Split, n int) []string {
	n = max(n, 1)
	var out []string
	switch how {
	case ByBytes:
		for ; len(text) > n; text = text[n:] {
			out = append(out, quote(text[:n]))
		}
		if text != "" {
			out = append(out, quote(text))
		}
	case ByUnits:
		units := utf16.Encode([]rune(text))
		for i := 0; i < len(units); i += n {
			var b strings.Builder
			for _, u := range units[i:min(i+n, len(units))] {
				fmt.Fprintf(&b, `\u%04x`, u)
			}
			out = append(out, `"`+b.String()+`"`)
		}
	default:
		for _, w := range strings.SplitAfter(text, " ") {
			if w != "" {
				out = append(out, quote(w))
			}
		}
	}
	return out
}

// quote makes a JSON string of bytes, those that are no UTF-8 as they are.
func quote(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '"' || c == '\\':
			b.WriteByte('\\')
			b.WriteByte(c)
		case c < ' ':
			fmt.Fprintf(&b, `\u%04x`, c)
		default:
			b.WriteByte(c)
		}
	}
	b.WriteByte('"')
	return b.String()
}
