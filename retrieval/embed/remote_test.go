package embed

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"math"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode/utf8"

	"dateline/corpus"
	"dateline/retrieval"
	"dateline/retrieval/endpoint"
)

// fake is an endpoint in the process. A text's vector has its length in it.
type fake struct {
	mu     sync.Mutex
	calls  []endpoint.EmbedRequest
	answer func(r endpoint.EmbedRequest, vectors [][]float32) ([][]float32, error) // nil: honestly
	flight int
	most   int
	delay  time.Duration
}

func honest(s string, dims int) []float32 {
	v := make([]float32, dims)
	for i := range v {
		v[i] = float32(1 + (len(s)*(i+3)+int(s[len(s)-1]))%17)
	}
	return v
}

func (f *fake) Embed(ctx context.Context, r endpoint.EmbedRequest) (endpoint.Embeddings, error) {
	f.mu.Lock()
	f.calls = append(f.calls, r)
	f.flight++
	f.most = max(f.most, f.flight)
	answer := f.answer
	f.mu.Unlock()
	time.Sleep(f.delay)
	defer func() { f.mu.Lock(); f.flight--; f.mu.Unlock() }()
	dims := r.Dimensions
	if dims == 0 {
		dims = 8
	}
	var out [][]float32
	for _, s := range r.Inputs {
		out = append(out, honest(s, dims))
	}
	if answer == nil {
		return endpoint.Embeddings{Vectors: out}, ctx.Err()
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	out, err := answer(r, out)
	return endpoint.Embeddings{Vectors: out}, err
}

func numbered(n int) []string {
	out := make([]string, n)
	for i := range out {
		out[i] = fmt.Sprintf("text %d%s", i, strings.Repeat("x", i%13))
	}
	return out
}

func TestRemote(t *testing.T) {
	f := &fake{delay: time.Millisecond}
	r := NewRemote(f, Settings{Model: "m", Dimensions: 16, QueryPrefix: "q: ", DocumentPrefix: "d: "}, Bounds{Batch: 7, BatchTokens: 30, InFlight: 3})
	texts := numbered(50)
	texts[20] = strings.Repeat("long é ", 2000)
	vectors, err := r.Embed(t.Context(), retrieval.EmbedDocument, texts)
	if err != nil {
		t.Fatal(err)
	}
	for i, v := range vectors {
		want, _ := normalised(honest("d: "+cut(texts[i], maxTextBytes), 16))
		if !slices.Equal(v, want) {
			t.Errorf("vector %d is not that of its text", i)
		}
	}
	if f.most != 3 {
		t.Errorf("%d calls at once, want 3", f.most)
	}
	for _, c := range f.calls {
		sum := 0
		for _, s := range c.Inputs {
			sum += tokens(strings.TrimPrefix(s, "d: "))
		}
		if len(c.Inputs) > 7 || sum > 30 && len(c.Inputs) > 1 || c.Dimensions != 16 || c.Model != "m" {
			t.Errorf("a call of %d texts, %d tokens, %d dimensions", len(c.Inputs), sum, c.Dimensions)
		}
	}
	f.calls = nil
	if _, err := r.Embed(t.Context(), retrieval.EmbedQuery, []string{"who?"}); err != nil || f.calls[0].Inputs[0] != "q: who?" {
		t.Errorf("%v, %q", err, f.calls[0].Inputs)
	}
	for _, row := range []struct {
		name   string
		answer func(v [][]float32) [][]float32
		want   string
	}{
		{"too few", func(v [][]float32) [][]float32 { return v[:len(v)-1] }, "text 49: no vector"},
		{"missing", func(v [][]float32) [][]float32 { v[len(v)-1] = nil; return v }, "text 49: no vector"},
		{"short", func(v [][]float32) [][]float32 { v[len(v)-1] = v[0][:15]; return v }, "text 49: a vector of 15 dimensions: want 16"},
		{"zero", func(v [][]float32) [][]float32 { clear(v[len(v)-1]); return v }, "text 49: a vector of zeros"},
		{"NaN", func(v [][]float32) [][]float32 { v[len(v)-1][3] = float32(math.NaN()); return v }, "text 49: component 3 of the vector is NaN"},
		{"infinite", func(v [][]float32) [][]float32 { v[len(v)-1][0] = float32(math.Inf(-1)); return v }, "text 49: component 0"},
		{"too many", func(v [][]float32) [][]float32 { return append(v, v...) }, "vectors came for"},
	} {
		f.answer = func(r endpoint.EmbedRequest, v [][]float32) ([][]float32, error) {
			if !strings.HasPrefix(r.Inputs[len(r.Inputs)-1], "d: text 49") {
				return v, nil
			}
			return row.answer(v), nil
		}
		if _, err := r.Embed(t.Context(), retrieval.EmbedDocument, texts); err == nil || !strings.Contains(err.Error(), row.want) {
			t.Errorf("%s: %v, want %q", row.name, err, row.want)
		}
	}
}

func TestSettingsID(t *testing.T) {
	base := Settings{Address: "http://a/v1", Model: "m", Dimensions: 8, QueryPrefix: "q", DocumentPrefix: "d"}
	elsewhere := base
	elsewhere.Address = "http://b/v1"
	if base.ID() != elsewhere.ID() {
		t.Error("the ID depends on the address")
	}
	seen := map[string]bool{base.ID(): true}
	for _, change := range []func(*Settings){
		func(s *Settings) { s.Model = "n" }, func(s *Settings) { s.Dimensions = 9 }, func(s *Settings) { s.QueryPrefix = "" },
		func(s *Settings) { s.DocumentPrefix = "" }, func(s *Settings) { s.QueryPrefix, s.DocumentPrefix = "d", "q" },
	} {
		s := base
		change(&s)
		if seen[s.ID()] {
			t.Errorf("%+v has the ID of others", s)
		}
		seen[s.ID()] = true
	}
}

func FuzzCut(f *testing.F) {
	f.Add("a few words, and nöch einige", 12)
	f.Add("日本語のテキスト", 7)
	f.Add("a few words", math.MinInt)
	f.Fuzz(func(t *testing.T, s string, n int) {
		n = 1 + int(uint(n)%100)
		got := cut(s, n)
		if len(got) > n || !strings.HasPrefix(s, got) {
			t.Fatalf("cut(%q, %d) = %q", s, n, got)
		}
		if utf8.ValidString(s) && (!utf8.ValidString(got) || got == "" && s != "" && n >= utf8.UTFMax) {
			t.Fatalf("cut(%q, %d) = %q", s, n, got)
		}
	})
}

func FuzzPack(f *testing.F) {
	f.Add(float32(.5), float32(-.25), float32(0))
	f.Fuzz(func(t *testing.T, a, b, c float32) {
		v, err := normalised([]float32{a, b, c})
		if err != nil {
			return
		}
		got := unpack(pack(v))
		for i := range v {
			if math.Abs(float64(got[i]-v[i])) > 1./250 {
				t.Fatalf("unpack(pack(%v)) = %v", v, got)
			}
		}
		if again := unpack(pack(got)); !slices.Equal(again, got) {
			t.Fatalf("packed twice %v is %v", got, again)
		}
	})
}

func piecesOf(texts []string) iter.Seq2[Piece, error] {
	return func(yield func(Piece, error) bool) {
		for i, s := range texts {
			if !yield(Piece{corpus.Key{Collection: "news", ID: fmt.Sprint("a", i)}, corpus.PassageID(i + 1), s}, nil) {
				return
			}
		}
	}
}

func store(t *testing.T, dir string) *Store {
	t.Helper()
	s, err := OpenStore(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func TestFill(t *testing.T) {
	bad := func(status int, kind endpoint.Kind) error { return &endpoint.Error{Kind: kind, Status: status} }
	isProbe := func(r endpoint.EmbedRequest) bool { return slices.Equal(r.Inputs, probeTexts) }
	at := func(r endpoint.EmbedRequest, want string) int {
		return slices.IndexFunc(r.Inputs, func(s string) bool { return strings.HasPrefix(s, want) })
	}
	n := 0
	for _, row := range []struct {
		name   string
		answer func(r endpoint.EmbedRequest, v [][]float32) ([][]float32, error)
		made   int
		faults string // in their order, by article
		err    string
	}{
		{"honest", nil, 100, "", ""},
		{"too few now and then", func(r endpoint.EmbedRequest, v [][]float32) ([][]float32, error) {
			if n++; n%3 == 0 {
				return v[1:], nil
			}
			return v, nil
		}, 100, "", ""},
		{"each call for many too few", func(r endpoint.EmbedRequest, v [][]float32) ([][]float32, error) {
			if len(v) > 1 && !isProbe(r) {
				return v[:len(v)-1], nil
			}
			return v, nil
		}, 100, "", ""},
		{"two that are always wrong", func(r endpoint.EmbedRequest, v [][]float32) ([][]float32, error) {
			for _, s := range []string{"text 33", "text 77"} {
				if i := at(r, s); i >= 0 {
					clear(v[i])
				}
			}
			return v, nil
		}, 98, "a33 a77", ""},
		{"the first is short", func(r endpoint.EmbedRequest, v [][]float32) ([][]float32, error) {
			if i := at(r, "text 0"); i >= 0 {
				v[i] = v[i][1:]
			}
			return v, nil
		}, 99, "a0", ""},
		{"too long", func(r endpoint.EmbedRequest, v [][]float32) ([][]float32, error) {
			if slices.ContainsFunc(r.Inputs, func(s string) bool { return len(s) > 15 && !isProbe(r) }) {
				return nil, bad(400, endpoint.ContextLength)
			}
			return v, nil
		}, 0, "", "no usable vector for any of 32 texts"},
		{"half fails, and passes", func(r endpoint.EmbedRequest, v [][]float32) ([][]float32, error) {
			if n++; n%2 == 0 {
				return nil, bad(503, endpoint.Overloaded)
			}
			return v, nil
		}, 100, "", ""},
		{"a text at which the server fails", func(r endpoint.EmbedRequest, v [][]float32) ([][]float32, error) {
			if at(r, "text 30") >= 0 {
				return nil, bad(500, endpoint.Overloaded)
			}
			return v, nil
		}, 99, "a30", ""},
		{"a wrong key", func(endpoint.EmbedRequest, [][]float32) ([][]float32, error) {
			return nil, bad(401, endpoint.Unauthorized)
		}, 0, "", "unauthorized"},
		{"down", func(r endpoint.EmbedRequest, v [][]float32) ([][]float32, error) {
			if isProbe(r) {
				return v, nil
			}
			return nil, bad(0, endpoint.Unreachable)
		}, 0, "", "unreachable"},
		{"slow for many", func(r endpoint.EmbedRequest, v [][]float32) ([][]float32, error) {
			if n++; len(v) > 4 {
				return nil, bad(0, endpoint.Timeout)
			}
			return v, nil
		}, 100, "", ""},
	} {
		n = 0
		f := &fake{answer: row.answer}
		s := store(t, t.TempDir())
		var faults []string
		texts := numbered(100)
		if row.name == "too long" {
			for i := range texts {
				texts[i] += strings.Repeat(" long", 100)
			}
		}
		if row.name == "slow for many" {
			texts = texts[:100]
		}
		fill := Filler{Remote: NewRemote(f, Settings{Model: "m"}, Bounds{Batch: 10, InFlight: 1}), Store: s,
			Fault: func(f Fault) { faults = append(faults, f.Key.ID) }}
		got, err := fill.Fill(t.Context(), piecesOf(texts))
		if row.err == "" && err != nil || row.err != "" && (err == nil || !strings.Contains(err.Error(), row.err)) {
			t.Errorf("%s: error %v, want %q", row.name, err, row.err)
			continue
		}
		slices.Sort(faults)
		if row.err == "" && (got.Made != row.made || strings.Join(faults, " ") != row.faults || got.Left != 0 || got.Faulty != len(faults)) {
			t.Errorf("%s: %+v, faults %q; want %d made, faults %q", row.name, got, faults, row.made, row.faults)
		}
		if kept, err := s.Count(t.Context(), fill.Remote.ID()); err != nil || kept != got.Made {
			t.Errorf("%s: %d kept of %d made, %v", row.name, kept, got.Made, err)
		}
		hashes := make([]Hash, len(texts))
		for i, x := range texts {
			hashes[i] = HashOf(x)
		}
		vectors, err := s.Vectors(t.Context(), fill.Remote.ID(), hashes)
		if err != nil {
			t.Fatal(err)
		}
		for i, v := range vectors {
			if v == nil {
				continue
			}
			want, _ := normalised(honest(texts[i], 8))
			if !slices.Equal(v, unpack(pack(want))) {
				t.Errorf("%s: vector %d is not that of its text", row.name, i)
			}
		}
		// The next run makes what is missing, and nothing else.
		f.answer = nil
		f.calls = nil
		again, err := fill.Fill(t.Context(), piecesOf(append(texts, texts[:10]...)))
		if err != nil || again.Made != 100-got.Made || again.Had != 10+got.Made || again.Missing() != 0 {
			t.Errorf("%s: again %+v, %v", row.name, again, err)
		}
	}
}

// TestFillTooLong: a text that is too long for the model is embedded by what
// the model takes of it.
func TestFillTooLong(t *testing.T) {
	f := &fake{answer: func(r endpoint.EmbedRequest, v [][]float32) ([][]float32, error) {
		for _, s := range r.Inputs {
			if len(s) > 1200 {
				return nil, &endpoint.Error{Kind: endpoint.ContextLength}
			}
		}
		return v, nil
	}}
	texts := numbered(30)
	texts[4], texts[11] = strings.Repeat("word ", 800), strings.Repeat("other ", 3000)
	s := store(t, t.TempDir())
	got, err := (&Filler{Remote: NewRemote(f, Settings{Model: "m"}, Bounds{Batch: 8}), Store: s}).Fill(t.Context(), piecesOf(texts))
	if err != nil || got.Made != 30 {
		t.Fatalf("%+v, %v", got, err)
	}
}

func TestStore(t *testing.T) {
	dir := t.TempDir()
	if _, err := OpenStoreReadOnly(t.Context(), dir); !Missing(err) {
		t.Fatalf("%v, want that there is none", err)
	}
	s := store(t, dir)
	a, b := Settings{Address: "x", Model: "a"}, Settings{Address: "x", Model: "b"}
	v := [][]float32{{1, 0}, {.6, .8}}
	h := []Hash{HashOf("one"), HashOf("two")}
	if err := s.Put(t.Context(), a.ID(), 2, h, v); err == nil {
		t.Error("an unknown embedder's vectors are kept")
	}
	for _, x := range []Settings{a, b, a} {
		if err := s.Know(t.Context(), x); err != nil {
			t.Fatal(err)
		}
	}
	for _, id := range []string{a.ID(), b.ID()} {
		if err := s.Put(t.Context(), id, 2, h, v); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Put(t.Context(), a.ID(), 3, h[:1], [][]float32{{1, 0, 0}}); err == nil || !strings.Contains(err.Error(), "want 2") {
		t.Errorf("another length: %v", err)
	}
	ro, err := OpenStoreReadOnly(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	defer ro.Close()
	if got, dims, ok, err := ro.Known(t.Context(), a.ID()); err != nil || !ok || dims != 2 || got != a {
		t.Errorf("Known = %+v, %d, %v, %v", got, dims, ok, err)
	}
	got, err := ro.Vectors(t.Context(), a.ID(), []Hash{h[1], HashOf("three"), h[0]})
	if err != nil || got[1] != nil || got[0] == nil || got[2] == nil || math.Abs(float64(got[0][1])-.8) > .01 {
		t.Errorf("Vectors = %v, %v", got, err)
	}
	if n, err := s.Purge(t.Context(), a.ID(), map[Hash]struct{}{h[0]: {}}); err != nil || n != 3 {
		t.Errorf("Purge = %d, %v, want 3", n, err)
	}
	if _, _, ok, _ := ro.Known(t.Context(), b.ID()); ok {
		t.Error("an embedder without vectors is still known")
	}
	unlock, err := s.Lock(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := ro.Lock(t.Context(), 50*time.Millisecond); !errors.Is(err, ErrBusy) {
		t.Errorf("a second lock: %v, want ErrBusy", err)
	}
	unlock()
	if unlock, err = ro.Lock(t.Context(), 0); err != nil {
		t.Fatal(err)
	}
	unlock()
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := OpenStoreReadOnly(t.Context(), filepath.Join(dir, "none")); !Missing(err) {
		t.Errorf("%v", err)
	}
}
