package endpoint

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	openai "github.com/sashabaranov/go-openai"
)

// Message is one turn. Roles are "system", "user" and "assistant".
type Message struct {
	Role    string `json:"role"`
	Content string `json:"content"`
}

// ChatRequest is a prompt and what the answer must be like.
type ChatRequest struct {
	Model    string
	Messages []Message
	// Schema, a JSON schema as it is to be sent, makes the server hold the answer to it (strict); SchemaName is of letters,
	// digits, _ and - (default "answer"). Without a schema JSON asks for any JSON object.
	Schema     json.RawMessage
	SchemaName string
	JSON       bool

	MaxTokens   int     // 0: the server's own bound
	Temperature float64 // sent even where it is 0
	Seed        *int
	Effort      string // of reasoning models: "minimal", "low"; empty: not sent
	Whole       bool   // not as a stream: each gets the text at once
}

// Usage is what a call cost. Servers may not say: then Reported is false and both counts are 0.
type Usage struct {
	Prompt, Completion int
	Reported           bool
}

// Result is what came, also beside an error.
type Result struct {
	Text   string
	Finish string // the server's finish reason
	Usage  Usage
	Model  string // as the server calls it
}

// adaption is what a model's server has refused, and is sent no more.
type adaption struct {
	noUsage, noTemperature, noSeed, noEffort, completionTokens bool
}

// chatBody is the body of POST /chat/completions, CreateChatCompletionRequest in OpenAI's file.
type chatBody struct {
	Model               string         `json:"model"`
	Messages            []Message      `json:"messages"`
	Stream              bool           `json:"stream"`
	StreamOptions       *streamOptions `json:"stream_options,omitempty"`
	ResponseFormat      *format        `json:"response_format,omitempty"`
	MaxTokens           int            `json:"max_tokens,omitempty"`
	MaxCompletionTokens int            `json:"max_completion_tokens,omitempty"`
	Temperature         *float64       `json:"temperature,omitempty"`
	Seed                *int           `json:"seed,omitempty"`
	ReasoningEffort     string         `json:"reasoning_effort,omitempty"`
}

type streamOptions struct {
	IncludeUsage bool `json:"include_usage"`
}

type format struct {
	Type       string  `json:"type"`
	JSONSchema *schema `json:"json_schema,omitempty"`
}

type schema struct {
	Name   string          `json:"name"`
	Strict bool            `json:"strict"`
	Schema json.RawMessage `json:"schema"`
}

// body is the request as it is sent to a server that has refused so much.
func (r ChatRequest) body(a adaption) ([]byte, error) {
	b := chatBody{Model: r.Model, Messages: r.Messages, Stream: !r.Whole, Temperature: &r.Temperature, Seed: r.Seed, ReasoningEffort: r.Effort}
	if b.Stream && !a.noUsage {
		b.StreamOptions = &streamOptions{true}
	}
	if a.noTemperature {
		b.Temperature = nil
	}
	if a.noSeed {
		b.Seed = nil
	}
	if a.noEffort {
		b.ReasoningEffort = ""
	}
	// max_tokens is the older name, which llama.cpp and Ollama know; OpenAI's reasoning models refuse it.
	if b.MaxTokens = r.MaxTokens; a.completionTokens {
		b.MaxTokens, b.MaxCompletionTokens = 0, r.MaxTokens
	}
	switch {
	case r.Schema != nil:
		name := r.SchemaName
		if name == "" {
			name = "answer"
		}
		b.ResponseFormat = &format{"json_schema", &schema{name, true, r.Schema}}
	case r.JSON:
		b.ResponseFormat = &format{Type: "json_object"}
	}
	return json.Marshal(b)
}

// adapt says what to leave out after a refusal, and whether that changes anything.
func (a adaption) adapt(r ChatRequest, e *Error) (adaption, bool) {
	if e.Kind != Bad || e.Status != 400 && e.Status != 422 {
		return a, false
	}
	// The parameter's own name in param or in the text. max_completion_tokens stands as advice in refusals of max_tokens.
	names := func(p string) bool {
		return e.Param == p || strings.HasPrefix(e.Param, p+".") || e.Param == "" && strings.Contains(e.Message, p)
	}
	was := a
	switch {
	case !r.Whole && names("stream_options"):
		a.noUsage = true
	case names("max_tokens") && r.MaxTokens > 0:
		a.completionTokens = true
	case names("temperature"):
		a.noTemperature = true
	case r.Seed != nil && names("seed"):
		a.noSeed = true
	case r.Effort != "" && (names("reasoning_effort") || names("reasoning")):
		a.noEffort = true
	}
	return a, a != was
}

// Chat asks for a completion. It calls each, unless nil, with every piece of the text as it comes, of whole characters;
// an error of each ends the call and is returned as it is. What was received stands in the Result also where there is an
// error; the joined pieces are always Result.Text. Only finish reason "length" (ErrTruncated), a filter or refusal
// (Refused), a call of tools (Bad), and no reason at all (ErrCutOff) are errors.
//
// A parameter that a server refuses by name (stream_options, max_tokens, temperature, seed, reasoning_effort) is left out,
// or given its other name, and the call made again; this is remembered for the model.
func (c *Client) Chat(ctx context.Context, r ChatRequest, each func(piece string) error) (Result, error) {
	k := &call{op: "chat", model: r.Model, stream: true, schema: r.Schema != nil || r.JSON}
	ctx, end := c.begin(ctx, k)
	defer end()
	if r.Schema != nil && !json.Valid(r.Schema) {
		return Result{}, c.doer.finish(k, &Error{Kind: Bad, Message: "the schema is not JSON"})
	}
	c.mu.Lock()
	a := c.refused[r.Model]
	c.mu.Unlock()
	for {
		var err error
		if k.body, err = r.body(a); err != nil {
			return Result{}, c.doer.finish(k, &Error{Kind: Bad, Err: fmt.Errorf("encode the request: %w", err)})
		}
		s, err := c.api(r.Model).CreateChatCompletionStream(ctx, openai.ChatCompletionRequest{Model: unnamed})
		if err == nil {
			c.mu.Lock()
			c.refused[r.Model] = a
			c.mu.Unlock()
			return c.receive(ctx, k, s, each)
		}
		e := c.doer.fault(ctx, k, err)
		// Each turn leaves out one thing more, so that this ends.
		less, ok := a.adapt(r, e)
		if !ok {
			return Result{}, e
		}
		a = less
	}
}

// receive reads a stream to its end.
func (c *Client) receive(ctx context.Context, k *call, s *openai.ChatCompletionStream, each func(string) error) (Result, error) {
	defer s.Close()
	var (
		out           Result
		text, refusal strings.Builder
		whole, no     joiner
	)
	give := func(piece string) error {
		if text.WriteString(piece); piece == "" || each == nil {
			return nil
		}
		return each(piece)
	}
	fault := func(err error) (Result, error) {
		out.Text = text.String()
		return out, c.doer.fault(ctx, k, err)
	}
	for {
		chunk, err := s.Recv()
		if err != nil && !errors.Is(err, io.EOF) && out.Finish == "" {
			// What was held back is half a character, and would be U+FFFD.
			return fault(err)
		}
		if err != nil { // an error after the finish reason costs the usage at most
			break
		}
		if chunk.Model != "" {
			out.Model = chunk.Model
		}
		if u := chunk.Usage; u != nil && (u.PromptTokens > 0 || u.CompletionTokens > 0) {
			out.Usage = Usage{u.PromptTokens, u.CompletionTokens, true}
		}
		for _, choice := range chunk.Choices {
			if choice.Index != 0 {
				continue
			}
			refusal.WriteString(no.add(choice.Delta.Refusal))
			if err := give(whole.add(choice.Delta.Content)); err != nil {
				out.Text = text.String()
				return out, err
			}
			if f := choice.FinishReason; f != "" && f != openai.FinishReasonNull {
				out.Finish = string(f)
			}
		}
	}
	if err := give(whole.end()); err != nil {
		out.Text = text.String()
		return out, err
	}
	refusal.WriteString(no.end())
	switch {
	case refusal.Len() > 0:
		return fault(&Error{Kind: Refused, Code: "refusal", Message: oneLine(refusal.String())})
	case out.Finish == "":
		return fault(&Error{Kind: CutOff, Message: "the stream ended without a finish reason"})
	case out.Finish == string(openai.FinishReasonLength):
		return fault(&Error{Kind: Truncated})
	case out.Finish == string(openai.FinishReasonContentFilter):
		return fault(&Error{Kind: Refused, Code: out.Finish, Message: "the server's filter stopped the text"})
	case out.Finish == string(openai.FinishReasonToolCalls), out.Finish == string(openai.FinishReasonFunctionCall):
		return fault(&Error{Kind: Bad, Code: out.Finish, Message: "the model called a tool, and was given none"})
	case out.Finish == "error": // OpenRouter's
		return fault(&Error{Kind: CutOff, Code: out.Finish, Message: "the server ended the text with an error"})
	}
	out.Text = text.String()
	return out, nil
}
