package endpoint

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strconv"

	openai "github.com/sashabaranov/go-openai"
)

const opEmbed = "embed"

// maxInputs is how many inputs a call may have (CreateEmbeddingRequest in OpenAI's file).
const maxInputs = 2048

// EmbedRequest is one call; batching is the caller's.
type EmbedRequest struct {
	Model      string
	Inputs     []string // 1 to 2,048, none empty
	Dimensions int      // 0: the model's own, and not sent
}

// Embeddings are the vectors, one for each input and in their order, all of one length.
type Embeddings struct {
	Vectors [][]float32
	Usage   Usage // Completion is 0
	Model   string
}

// Embed makes one call. Every input has exactly one vector, all of one length (Dimensions, where given), of finite numbers
// that are not all 0; else errors.As finds an *InputError that names the first input of which this isn't so.
func (c *Client) Embed(ctx context.Context, r EmbedRequest) (Embeddings, error) {
	k := &call{op: opEmbed, model: r.Model}
	ctx, end := c.begin(ctx, k)
	defer end()
	bad := func(err error) (Embeddings, error) {
		return Embeddings{}, c.doer.finish(k, &Error{Kind: Bad, Err: err})
	}
	if len(r.Inputs) == 0 || len(r.Inputs) > maxInputs {
		return bad(fmt.Errorf("%d inputs: want 1 to %d", len(r.Inputs), maxInputs))
	}
	for i, s := range r.Inputs {
		if s == "" {
			return bad(&InputError{i, "empty: the API takes no empty text"})
		}
	}
	var err error
	k.body, err = json.Marshal(struct {
		Model      string   `json:"model"`
		Input      []string `json:"input"`
		Encoding   string   `json:"encoding_format"`
		Dimensions int      `json:"dimensions,omitempty"`
	}{r.Model, r.Inputs, "float", r.Dimensions})
	if err != nil {
		return bad(fmt.Errorf("encode the request: %w", err))
	}
	if _, err = c.api(r.Model).CreateEmbeddings(ctx, openai.EmbeddingRequest{Model: unnamed}); err != nil {
		return Embeddings{}, c.doer.fault(ctx, k, err)
	}
	out, err := readEmbeddings(k.reply, len(r.Inputs), r.Dimensions)
	if err != nil {
		return bad(err)
	}
	return out, nil
}

// readEmbeddings reads CreateEmbeddingResponse for n inputs; dims 0 takes the first vector's length for all.
func readEmbeddings(reply []byte, n, dims int) (Embeddings, error) {
	var got struct {
		Model string
		Data  []struct {
			Index     *int
			Embedding json.RawMessage
		}
		Usage struct {
			PromptTokens int `json:"prompt_tokens"`
			TotalTokens  int `json:"total_tokens"`
		}
	}
	if err := json.Unmarshal(finite(reply), &got); err != nil {
		return Embeddings{}, fmt.Errorf("read the embeddings: %w", err)
	}
	out := Embeddings{Vectors: make([][]float32, n), Model: got.Model}
	out.Usage.Prompt = max(got.Usage.PromptTokens, got.Usage.TotalTokens)
	out.Usage.Reported = out.Usage.Prompt > 0
	for place, d := range got.Data {
		switch {
		case d.Index == nil:
			return Embeddings{}, fmt.Errorf("the vector at place %d has no index", place)
		case *d.Index < 0 || *d.Index >= n:
			return Embeddings{}, fmt.Errorf("the vector at place %d has index %d: %d inputs were sent", place, *d.Index, n)
		case out.Vectors[*d.Index] != nil:
			return Embeddings{}, &InputError{*d.Index, "more than one vector"}
		}
		v, err := vector(d.Embedding)
		if err != nil {
			return Embeddings{}, &InputError{*d.Index, err.Error()}
		}
		out.Vectors[*d.Index] = v
	}
	for i, v := range out.Vectors {
		if v == nil {
			return Embeddings{}, &InputError{i, fmt.Sprintf("no vector: %d came for %d inputs", len(got.Data), n)}
		}
		if dims == 0 {
			dims = len(v)
		}
		if len(v) != dims {
			return Embeddings{}, &InputError{i, fmt.Sprintf("a vector of %d dimensions: want %d", len(v), dims)}
		}
	}
	return out, nil
}

// vector reads an array of numbers, or their bytes in base64 (little-endian IEEE 754, 4 bytes each), as some servers send
// whatever was asked. It is an error where a number is none, not finite as a float32, or all are 0.
func vector(raw json.RawMessage) ([]float32, error) {
	raw = bytes.TrimSpace(raw)
	var out []float32
	switch {
	case len(raw) == 0 || string(raw) == "null":
		return nil, errors.New("no vector")
	case raw[0] == '"':
		var s string
		if err := json.Unmarshal(raw, &s); err != nil {
			return nil, err
		}
		data, err := base64.StdEncoding.DecodeString(s)
		if err != nil || len(data)%4 != 0 {
			return nil, errors.New("the vector is a text that is not base64 of numbers")
		}
		for ; len(data) > 0; data = data[4:] {
			out = append(out, math.Float32frombits(binary.LittleEndian.Uint32(data)))
		}
	case raw[0] == '[':
		inner := raw[1 : len(raw)-1]
		if len(bytes.TrimSpace(inner)) == 0 {
			return nil, errors.New("a vector of 0 dimensions")
		}
		out = make([]float32, 0, bytes.Count(inner, []byte(","))+1)
		for number := range bytes.SplitSeq(inner, []byte(",")) {
			f, err := strconv.ParseFloat(string(bytes.TrimSpace(number)), 32)
			if err != nil {
				return nil, fmt.Errorf("component %d is no finite number: %s", len(out), oneLine(string(number[:min(len(number), 20)])))
			}
			out = append(out, float32(f))
		}
	default:
		return nil, errors.New("the vector is neither an array nor base64")
	}
	zero := true
	for i, f := range out {
		if math.IsNaN(float64(f)) || math.IsInf(float64(f), 0) {
			return nil, fmt.Errorf("component %d is no finite number: %v", i, f)
		}
		zero = zero && f == 0
	}
	if zero {
		return nil, errors.New("a vector of zeros")
	}
	return out, nil
}

// finite returns the reply with the bare words NaN and Infinity, which some servers write and JSON has not, as null.
func finite(data []byte) []byte {
	if !bytes.Contains(data, []byte("NaN")) && !bytes.Contains(data, []byte("Infinity")) {
		return data
	}
	out := make([]byte, 0, len(data))
	quoted := false
	for i := 0; i < len(data); i++ {
		switch b := data[i]; {
		case quoted && b == '\\' && i+1 < len(data):
			out = append(out, b, data[i+1])
			i++
			continue
		case b == '"':
			quoted = !quoted
		case !quoted && (b == 'N' || b == 'I' || b == '-'):
			for _, w := range []string{"NaN", "-NaN", "Infinity", "-Infinity"} {
				if bytes.HasPrefix(data[i:], []byte(w)) {
					out = append(out, "null"...)
					i += len(w)
					break
				}
			}
			if i >= len(data) {
				return out
			}
			out = append(out, data[i])
			continue
		}
		out = append(out, data[i])
	}
	return out
}
