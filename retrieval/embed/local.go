// Package embed maps texts to vectors. Local learns latent semantic vectors
// from the archive itself and needs no server. Remote asks an endpoint; a
// Filler has it embed what an archive holds, into a Store, and Kept searches by
// what is kept there.
package embed

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"sort"
	"sync"

	"dateline/retrieval"
)

// Local maps texts into the latent semantic space of an archive (Deerwester
// and others, 1990): a text's terms, weighed by (1 + ln frequency) · idf, are
// projected onto the leading directions in which the passages of the archive
// differ. What came after learning is folded in the same way. Words that were
// unknown then count nothing, and a text of such words only has the zero
// vector. It is safe for concurrent use.
type Local struct {
	terms    []string  // sorted
	idf      []float32 // of each term
	scales   []float32 // of each term's components
	parts    []byte    // dims signed bytes a term
	dims     int
	passages int // of the archive when it was learnt
	id       string

	analyzers sync.Pool
}

// Dims returns the number of dimensions.
func (m *Local) Dims() int { return m.dims }

// ID is a fingerprint of what was learnt.
func (m *Local) ID() string { return m.id }

// Stale reports whether an archive of so many passages has grown to double of
// what the model was learnt from, so that it should be learnt anew.
func (m *Local) Stale(passages int) bool { return passages >= 2*max(m.passages, 1) }

// Embed returns a vector of unit length for each text, or of zeros where none
// of its words is known. Queries and documents are treated alike.
func (m *Local) Embed(ctx context.Context, _ retrieval.EmbedKind, texts []string) ([][]float32, error) {
	a, _ := m.analyzers.Get().(*retrieval.Analyzer)
	if a == nil {
		a = new(retrieval.Analyzer)
	}
	defer m.analyzers.Put(a)
	out := make([][]float32, len(texts))
	sum := make([]float64, m.dims)
	for i, text := range texts {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		clear(sum)
		counts := count(a, text)
		for _, stem := range sortedKeys(counts) {
			t := sort.SearchStrings(m.terms, stem)
			if t == len(m.terms) || m.terms[t] != stem {
				continue
			}
			w := weight(counts[stem]) * float64(m.idf[t]) * float64(m.scales[t])
			for d, c := range m.parts[t*m.dims : (t+1)*m.dims] {
				sum[d] += w * float64(int8(c))
			}
		}
		out[i] = unit(sum)
	}
	return out, nil
}

func count(a *retrieval.Analyzer, text string) map[string]int {
	counts := map[string]int{}
	a.Stems(text, "", func(s string) { counts[s]++ })
	return counts
}

func sortedKeys(m map[string]int) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}

func weight(frequency int) float64 { return 1 + math.Log(float64(frequency)) }

func unit(v []float64) []float32 {
	out := make([]float32, len(v))
	sum := 0.0
	for _, x := range v {
		sum += x * x
	}
	if norm := math.Sqrt(sum); norm > 0 {
		for i, x := range v {
			out[i] = float32(x / norm)
		}
	}
	return out
}

const magic = "DLLATENT\x01"

// ErrDamaged says that a model's file cannot be used. It is learnt anew, not
// repaired.
var ErrDamaged = errors.New("latent model is damaged or from another version")

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// Save writes the model to path, by way of a temporary file that is synced and
// renamed.
//
// The format: the magic "DLLATENT\x01", the version of the analysis (a string:
// its length as uvarint and its bytes), uvarints of the passages that it was
// learnt from, the dimensions and the terms; of each term, in order: its
// string, its idf and its scale (4 bytes each, IEEE 754, little-endian) and
// its components (signed bytes, to be multiplied by the scale); and the CRC-32C
// of all before.
func (m *Local) Save(path string) (err error) {
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*.tmp")
	if err != nil {
		return fmt.Errorf("save latent model: %w", err)
	}
	defer func() {
		if err != nil {
			os.Remove(f.Name())
			err = fmt.Errorf("save latent model %s: %w", path, err)
		}
	}()
	_, err = f.Write(m.append(nil))
	if err == nil {
		err = f.Chmod(0o644)
	}
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}

func (m *Local) append(b []byte) []byte {
	b = append(b, magic...)
	b = appendString(b, retrieval.AnalysisVersion)
	for _, n := range []int{m.passages, m.dims, len(m.terms)} {
		b = binary.AppendUvarint(b, uint64(n))
	}
	for t, term := range m.terms {
		b = appendString(b, term)
		b = binary.LittleEndian.AppendUint32(b, math.Float32bits(m.idf[t]))
		b = binary.LittleEndian.AppendUint32(b, math.Float32bits(m.scales[t]))
		b = append(b, m.parts[t*m.dims:(t+1)*m.dims]...)
	}
	return binary.LittleEndian.AppendUint32(b, crc32.Checksum(b, castagnoli))
}

func appendString(b []byte, s string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}

// Load reads a model. The error is one of fs where there is none, and wraps
// ErrDamaged where it cannot be used.
func Load(path string) (*Local, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
		return nil, fmt.Errorf("load latent model: %w", err)
	}
	m, err := parse(data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return m, nil
}

// maxDims bounds what a file may claim.
const maxDims = 1 << 12

func parse(data []byte) (*Local, error) {
	if len(data) < len(magic)+4 || string(data[:len(magic)]) != magic {
		return nil, fmt.Errorf("%w: not one of format %d", ErrDamaged, magic[len(magic)-1])
	}
	body := data[:len(data)-4]
	sum := crc32.Checksum(body, castagnoli)
	if sum != binary.LittleEndian.Uint32(data[len(body):]) {
		return nil, fmt.Errorf("%w: wrong checksum", ErrDamaged)
	}
	b, ok := body[len(magic):], true
	number := func() int {
		v, n := binary.Uvarint(b)
		if n <= 0 || v > math.MaxInt32 {
			b, ok = nil, false
			return 0
		}
		b = b[n:]
		return int(v)
	}
	take := func(n int) []byte {
		if n > len(b) {
			b, ok = nil, false
			return make([]byte, min(n, 4))
		}
		t := b[:n]
		b = b[n:]
		return t
	}
	if s := string(take(number())); s != retrieval.AnalysisVersion {
		return nil, fmt.Errorf("%w: words analysed as %.40q", ErrDamaged, s)
	}
	m := &Local{passages: number(), dims: number()}
	n := number()
	if !ok || m.dims == 0 || m.dims > maxDims || n > len(b)/(9+m.dims) {
		return nil, fmt.Errorf("%w: its parts do not fit", ErrDamaged)
	}
	for t := 0; t < n && ok; t++ {
		term := string(take(number()))
		ok = ok && (t == 0 || term > m.terms[t-1])
		m.terms = append(m.terms, term)
		m.idf = append(m.idf, math.Float32frombits(binary.LittleEndian.Uint32(take(4))))
		m.scales = append(m.scales, math.Float32frombits(binary.LittleEndian.Uint32(take(4))))
		m.parts = append(m.parts, take(m.dims)...)
	}
	if !ok || len(b) > 0 {
		return nil, fmt.Errorf("%w: its parts do not fit", ErrDamaged)
	}
	m.id = fingerprint(m.dims, sum)
	return m, nil
}

func fingerprint(dims int, sum uint32) string {
	return fmt.Sprintf("local-latent/1 dims=%d %08x", dims, sum)
}
