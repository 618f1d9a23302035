package fakeopenai

import (
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// EmbedRequest is what a client asked.
type EmbedRequest struct {
	N          int // the call's number, from 1
	Model      string
	Inputs     []string
	Dimensions int // 0: not sent
	Encoding   string
}

// Vectors is an answer to it; the zero value is honest. Indexes are of inputs; those beyond are ignored.
type Vectors struct {
	Drop       int  // so many of the last are left out
	Reverse    bool // in another order, with the right indexes
	NoIndex    bool
	Twice      []int // these come twice
	Short      []int // these have a dimension less
	Zero       []int // these are of zeros
	Null       []int // these have a null in them, as JSON must say NaN
	NaN        []int // these have a bare NaN in them, as Python says it
	Base64     bool  // as text, whatever was asked
	Dimensions int   // in place of what was asked
	Usage      Usage
	Fault      *Fault
}

func (x *exchange) embed(body []byte, deployment string) {
	var in struct {
		Model      string
		Input      json.RawMessage
		Dimensions int
		Encoding   string `json:"encoding_format"`
	}
	if err := json.Unmarshal(body, &in); err != nil {
		x.s.violate(fmt.Sprintf("call %d: %v", x.n, err))
		x.fail(Fault{Status: 400, Body: errorBody("We could not parse the JSON body of your request.", "invalid_request_error", "", "")})
		return
	}
	r := EmbedRequest{N: x.n, Model: in.Model, Dimensions: in.Dimensions, Encoding: in.Encoding}
	if deployment != "" {
		r.Model = deployment
	}
	if !x.accept("CreateEmbeddingRequest", body, r.Model, deployment != "") {
		return
	}
	var one string
	if json.Unmarshal(in.Input, &one) == nil {
		r.Inputs = []string{one}
	} else if json.Unmarshal(in.Input, &r.Inputs) != nil {
		x.fail(Fault{Status: 400, Body: errorBody("Tokens as input are not supported here.", "invalid_request_error", "", "input")})
		return
	}
	total := 0
	for i, s := range r.Inputs {
		n := tokens(len(s))
		total += n
		if s == "" {
			x.fail(Fault{Status: 400, Body: errorBody(fmt.Sprintf("'$.input[%d]' must not be empty", i), "invalid_request_error", "", "input")})
			return
		}
		if w := x.s.opts.ContextTokens; w > 0 && n > w {
			x.fail(ContextExceeded(w, n))
			return
		}
	}
	var v Vectors
	if x.s.opts.Embed != nil {
		v = x.s.opts.Embed(r)
	}
	if v.Fault != nil {
		x.fail(*v.Fault)
		return
	}
	x.w.Header().Set("Content-Type", "application/json")
	_, _ = x.w.Write(v.render(r, x.s.opts.Dims, total))
}

// render writes the body by hand, since a NaN can't be written otherwise.
func (v Vectors) render(r EmbedRequest, dims, total int) []byte {
	if r.Dimensions > 0 {
		dims = r.Dimensions
	}
	if v.Dimensions > 0 {
		dims = v.Dimensions
	}
	var items []string
	for i := range max(0, len(r.Inputs)-v.Drop) {
		vec := Vector(r.Inputs[i], dims)
		if slices.Contains(v.Short, i) {
			vec = vec[:dims-1]
		}
		if slices.Contains(v.Zero, i) {
			clear(vec)
		}
		parts := make([]string, len(vec))
		for j, f := range vec {
			parts[j] = strconv.FormatFloat(float64(f), 'g', -1, 32)
		}
		if slices.Contains(v.Null, i) {
			parts[len(parts)/2] = "null"
		}
		if slices.Contains(v.NaN, i) {
			parts[len(parts)/2] = "NaN"
		}
		array := "[" + strings.Join(parts, ",") + "]"
		if v.Base64 || r.Encoding == "base64" {
			data := make([]byte, 4*len(vec))
			for j, f := range vec {
				binary.LittleEndian.PutUint32(data[4*j:], math.Float32bits(f))
			}
			array = `"` + base64.StdEncoding.EncodeToString(data) + `"`
		}
		item := fmt.Sprintf(`{"object":"embedding","index":%d,"embedding":%s}`, i, array)
		if v.NoIndex {
			item = fmt.Sprintf(`{"object":"embedding","embedding":%s}`, array)
		}
		items = append(items, item)
		if slices.Contains(v.Twice, i) {
			items = append(items, item)
		}
	}
	if v.Reverse {
		slices.Reverse(items)
	}
	out := fmt.Sprintf(`{"object":"list","data":[%s],"model":%s`, strings.Join(items, ","), quote(r.Model))
	if v.Usage != UsageNone {
		out += fmt.Sprintf(`,"usage":{"prompt_tokens":%d,"total_tokens":%d}`, total, total)
	}
	return []byte(out + "}")
}

// Vector is the honest vector of a text, of unit length: the sum of a direction for each word, drawn by the word's hash,
// and a little of one for the whole text, so that different texts have different vectors and like ones near ones.
func Vector(text string, dims int) []float32 {
	sum := make([]float64, dims)
	add := func(s string, weight float64) {
		h := fnv.New64a()
		_, _ = h.Write([]byte(s))
		rng := rand.New(rand.NewPCG(h.Sum64(), 1))
		for i := range sum {
			sum[i] += weight * rng.NormFloat64()
		}
	}
	for _, w := range strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		add(w, 1)
	}
	add("\x00"+text, 0.1)
	norm := 0.0
	for _, f := range sum {
		norm += f * f
	}
	norm = math.Sqrt(norm)
	out := make([]float32, dims)
	for i, f := range sum {
		out[i] = float32(f / norm)
	}
	return out
}
