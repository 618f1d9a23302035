package embed

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strings"
	"unicode/utf8"

	"golang.org/x/sync/errgroup"

	"dateline/retrieval"
	"dateline/retrieval/endpoint"
)

// Endpoint makes vectors of texts.
type Endpoint interface {
	// Embed makes one call: a vector for each input, in their order. Where one
	// input is at fault, errors.As finds an *endpoint.InputError.
	Embed(ctx context.Context, r endpoint.EmbedRequest) (endpoint.Embeddings, error)
}

// Settings are what the vectors of an endpoint depend on, and where it is.
type Settings struct {
	Address        string // of the endpoint; the vectors don't depend on it
	Model          string
	Dimensions     int    // asked for; 0: the model's own
	QueryPrefix    string // put before questions
	DocumentPrefix string // put before passages
}

// remoteVersion is that of how a text is cut and sent. It is part of the ID.
const remoteVersion = 1

// ID is the fingerprint of all but the address. Vectors of different IDs are
// never compared.
func (s Settings) ID() string {
	s.Address = ""
	data, err := json.Marshal(s)
	if err != nil {
		panic(err) // strings and numbers can be written
	}
	sum := sha256.Sum256(fmt.Appendf(nil, "%d %d %s", remoteVersion, maxTextBytes, data))
	return fmt.Sprintf("endpoint/%d %s dims=%d %s", remoteVersion, s.Model, s.Dimensions, hex.EncodeToString(sum[:8]))
}

// Bounds of calls. What is zero has the default that stands beside it.
type Bounds struct {
	Batch       int // texts a call; 128
	BatchTokens int // tokens a call, reckoned; 60,000
	InFlight    int // calls at once; 4
}

// A token is reckoned as three bytes, which is too many for English by a third
// and about right for other scripts. A text longer than maxTextTokens is
// embedded by its beginning alone: models that read news well take 2,048 tokens
// and more, and only a passage without sentences is longer. One that the
// endpoint still finds too long is halved until it doesn't, down to
// minTextBytes.
const (
	bytesPerToken = 3
	maxTextTokens = 2000
	maxTextBytes  = maxTextTokens * bytesPerToken
	minTextBytes  = 256
)

func tokens(s string) int { return (len(s) + bytesPerToken - 1) / bytesPerToken }

// Remote makes vectors by an endpoint. It is safe for concurrent use.
type Remote struct {
	endpoint Endpoint
	settings Settings
	bounds   Bounds
	id       string
}

// NewRemote returns the embedder of an endpoint. It calls nobody yet.
func NewRemote(e Endpoint, s Settings, b Bounds) *Remote {
	if b.Batch <= 0 {
		b.Batch = 128
	}
	if b.BatchTokens <= 0 {
		b.BatchTokens = 60_000
	}
	if b.InFlight <= 0 {
		b.InFlight = 4
	}
	return &Remote{endpoint: e, settings: s, bounds: b, id: s.ID()}
}

// ID is that of the settings.
func (r *Remote) ID() string { return r.id }

// Settings returns what the vectors depend on.
func (r *Remote) Settings() Settings { return r.settings }

// TextError is a fault of one text, or of the vector that came back for it.
type TextError struct {
	Text   int // index into the texts given
	Reason string
}

// Error names the text by its place.
func (e *TextError) Error() string { return fmt.Sprintf("text %d: %s", e.Text, e.Reason) }

// Embed returns a vector of unit length for each text, in order, or an error,
// which is a *TextError where a single text is at fault. It makes several calls
// at once where the bounds of one are too narrow.
func (r *Remote) Embed(ctx context.Context, kind retrieval.EmbedKind, texts []string) ([][]float32, error) {
	out := make([][]float32, len(texts))
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(r.bounds.InFlight)
	for from := 0; from < len(texts); {
		to := from + r.batch(texts[from:])
		at := from
		g.Go(func() error {
			vectors, err := r.call(ctx, kind, texts[at:to], maxTextBytes, 0)
			var fault *TextError
			if errors.As(err, &fault) {
				return &TextError{at + fault.Text, fault.Reason}
			}
			copy(out[at:to], vectors)
			return err
		})
		from = to
	}
	if err := g.Wait(); err != nil {
		return nil, err
	}
	return out, nil
}

// batch returns how many of the texts one call may have, at least one.
func (r *Remote) batch(texts []string) int {
	n, sum := 0, 0
	for _, s := range texts {
		sum += min(tokens(s), maxTextTokens)
		if n > 0 && (n == r.bounds.Batch || sum > r.bounds.BatchTokens) {
			break
		}
		n++
	}
	return n
}

// call makes one call, of texts cut at limit bytes. Dims is the length that
// each vector must have, 0 for any that is the same for all.
func (r *Remote) call(ctx context.Context, kind retrieval.EmbedKind, texts []string, limit, dims int) ([][]float32, error) {
	prefix := r.settings.DocumentPrefix
	if kind == retrieval.EmbedQuery {
		prefix = r.settings.QueryPrefix
	}
	inputs := make([]string, len(texts))
	for i, s := range texts {
		if strings.TrimSpace(s) == "" {
			return nil, &TextError{i, "the text is empty"}
		}
		inputs[i] = prefix + cut(s, limit)
	}
	reply, err := r.endpoint.Embed(ctx, endpoint.EmbedRequest{Model: r.settings.Model, Inputs: inputs, Dimensions: r.settings.Dimensions})
	var fault *endpoint.InputError
	if errors.As(err, &fault) {
		return nil, &TextError{fault.Input, fault.Reason}
	}
	if err != nil {
		return nil, err
	}
	vectors := reply.Vectors
	if len(vectors) > len(texts) {
		return nil, fmt.Errorf("%d vectors came for %d texts", len(vectors), len(texts))
	}
	if r.settings.Dimensions > 0 {
		dims = r.settings.Dimensions
	}
	out := make([][]float32, len(texts))
	for i := range texts {
		if i >= len(vectors) || vectors[i] == nil {
			return nil, &TextError{i, "no vector"}
		}
		if dims == 0 {
			dims = len(vectors[i])
		}
		if len(vectors[i]) != dims || dims == 0 {
			return nil, &TextError{i, fmt.Sprintf("a vector of %d dimensions: want %d", len(vectors[i]), dims)}
		}
		if out[i], err = normalised(vectors[i]); err != nil {
			return nil, &TextError{i, err.Error()}
		}
	}
	return out, nil
}

// normalised returns v at unit length.
func normalised(v []float32) ([]float32, error) {
	sum := 0.0
	for d, x := range v {
		if x := float64(x); math.IsNaN(x) || math.IsInf(x, 0) {
			return nil, fmt.Errorf("component %d of the vector is %v", d, x)
		}
		sum += float64(x) * float64(x)
	}
	if sum == 0 {
		return nil, errors.New("a vector of zeros")
	}
	norm := math.Sqrt(sum)
	out := make([]float32, len(v))
	for d, x := range v {
		out[d] = float32(float64(x) / norm)
	}
	return out, nil
}

// cut returns the beginning of s of at most n bytes: whole words where it has
// any, whole characters in any case.
func cut(s string, n int) string {
	if len(s) <= n {
		return s
	}
	s = s[:n]
	for len(s) > 0 {
		if r, size := utf8.DecodeLastRuneInString(s); r != utf8.RuneError || size != 1 {
			break
		}
		s = s[:len(s)-1]
	}
	if i := strings.LastIndexAny(s, " \n\t"); i > len(s)/2 {
		s = s[:i]
	}
	return s
}
