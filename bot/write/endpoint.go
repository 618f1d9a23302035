package write

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"

	"dateline/retrieval/endpoint"
)

// Endpoint is a Model that is spoken to by OpenAI's protocol.
type Endpoint struct {
	client *endpoint.Client
	name   string
	schema string
	// plain says that the server takes no schema, where that is found out.
	plain atomic.Bool
}

// NewEndpoint returns a model of an endpoint by its name. schema is "strict",
// "json" for servers that hold replies to no schema, or "auto": strict until
// the server refuses it.
func NewEndpoint(c *endpoint.Client, name, schema string) *Endpoint {
	return &Endpoint{client: c, name: name, schema: schema}
}

// Chat asks for a completion: held to the schema where the server takes one,
// else for any JSON object.
func (m *Endpoint) Chat(ctx context.Context, p Prompt, each func(string) error) (Reply, error) {
	r := endpoint.ChatRequest{Model: m.name, MaxTokens: p.MaxTokens, Whole: each == nil,
		Messages: []endpoint.Message{{Role: "system", Content: p.System}, {Role: "user", Content: p.User}}}
	if m.schema != "json" && !m.plain.Load() {
		r.Schema = p.Schema
	} else {
		r.JSON = true
	}
	got, err := m.client.Chat(ctx, r, each)
	if kind, ok := endpoint.KindOf(err); ok && kind == endpoint.SchemaUnsupported && r.Schema != nil && m.schema == "auto" && got.Text == "" {
		m.plain.Store(true)
		r.Schema, r.JSON = nil, true
		got, err = m.client.Chat(ctx, r, each)
	}
	return Reply{Text: got.Text, Tokens: got.Usage.Prompt + got.Usage.Completion}, told(err)
}

// told joins to an endpoint's error the one that says what people are told.
func told(err error) error {
	kind, ok := endpoint.KindOf(err)
	if !ok {
		return err
	}
	plain := map[endpoint.Kind]error{
		endpoint.Timeout:       context.DeadlineExceeded,
		endpoint.ContextLength: ErrTooLong,
		endpoint.RateLimited:   ErrBusy,
		endpoint.Overloaded:    ErrBusy,
		endpoint.Refused:       ErrDeclined,
		endpoint.Unauthorized:  ErrSetUp,
		endpoint.Exhausted:     ErrSetUp,
		endpoint.NotFound:      ErrSetUp,
		endpoint.CutOff:        ErrCutOff,
		endpoint.Truncated:     ErrCutOff,
	}[kind]
	if plain == nil || errors.Is(err, plain) {
		return err
	}
	return fmt.Errorf("%w: %w", plain, err)
}
