package embed

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"math"
	"math/rand/v2"
	"sort"

	"gonum.org/v1/gonum/mat"

	"dateline/retrieval"
)

// Options of learning. The zero value is ready to use.
type Options struct {
	Dims   int    // of the vectors; 0: 256
	Sample int    // passages that are learnt from at most; 0: 20,000
	Terms  int    // of the vocabulary at most, those in most passages; 0: 30,000
	Seed   uint64 // of the sample and of the random projection
}

const (
	defaultDims   = 256
	defaultSample = 20_000
	defaultTerms  = 30_000
	// minPassages is in how many passages a term must be to say anything
	// about others.
	minPassages = 2
	// oversampling and powerRounds are as Halko, Martinsson and Tropp advise.
	oversampling = 16
	powerRounds  = 2
)

// ErrTooLittle says that there is not enough text to learn from.
var ErrTooLittle = errors.New("too little text to learn vectors from")

// Learn learns a model from the passages of an archive, of which it keeps a
// sample drawn evenly. The same passages in the same order with the same seed
// give the same model. It takes memory and time in proportion to the sample:
// about 200 MB and ten seconds at 20,000 passages.
//
// The directions are the leading right singular vectors of the matrix of
// weighted terms, rows of unit length, found by the randomised range finder
// with power iteration (Halko, Martinsson and Tropp, SIAM Review 53, 2011,
// algorithms 4.4 and 5.1).
func Learn(ctx context.Context, passages iter.Seq2[string, error], opts Options) (*Local, error) {
	if opts.Dims <= 0 {
		opts.Dims = defaultDims
	}
	opts.Dims = min(opts.Dims, maxDims)
	if opts.Sample <= 0 {
		opts.Sample = defaultSample
	}
	if opts.Terms <= 0 {
		opts.Terms = defaultTerms
	}
	rnd := rand.New(rand.NewPCG(opts.Seed, 0x6c6174656e74))
	sample, total, err := draw(ctx, passages, opts.Sample, rnd)
	if err != nil {
		return nil, fmt.Errorf("learn vectors: %w", err)
	}
	a, m := weigh(sample, opts.Terms)
	k := min(opts.Dims, len(m.terms), a.rows())
	if k < 2 {
		return nil, ErrTooLittle
	}
	directions, err := rightSingular(ctx, a, len(m.terms), k, rnd)
	if err != nil {
		return nil, fmt.Errorf("learn vectors: %w", err)
	}
	m.dims, m.passages = k, total
	m.parts, m.scales = make([]byte, len(m.terms)*k), make([]float32, len(m.terms))
	for t := range m.terms {
		row := directions.RawRowView(t)
		top := 0.0
		for _, x := range row {
			top = max(top, math.Abs(x))
		}
		if top == 0 {
			continue
		}
		m.scales[t] = float32(top / 127)
		for d, x := range row {
			m.parts[t*k+d] = byte(int8(math.Round(x / top * 127)))
		}
	}
	data := m.append(nil)
	m.id = fingerprint(k, binary.LittleEndian.Uint32(data[len(data)-4:]))
	return m, nil
}

// Share is the weight in the ranking (retrieval.Searcher.VectorShare) at which
// what Local finds helped most where it was measured: a little among the first
// five and ten, nothing at the first place. Twice of it and more hurt.
const Share = .1

// Refresh returns the model at path, learnt anew from the passages and saved
// where it is missing or damaged or Stale for so many passages; learnt reports
// whether it was. All vectors have to be made again then. Of two processes that
// learn at once the model that is saved last is the one that stays.
func Refresh(ctx context.Context, path string, passages int, texts iter.Seq2[string, error], opts Options) (m *Local, learnt bool, err error) {
	m, err = Load(path)
	switch {
	case err == nil && !m.Stale(passages):
		return m, false, nil
	case err != nil && !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, ErrDamaged):
		return nil, false, err
	}
	if m, err = Learn(ctx, texts, opts); err != nil {
		return nil, false, err
	}
	return m, true, m.Save(path)
}

// draw keeps an even sample of the passages' terms (Vitter's algorithm R).
func draw(ctx context.Context, passages iter.Seq2[string, error], size int, rnd *rand.Rand) (sample []map[string]int, total int, err error) {
	var a retrieval.Analyzer
	for text, err := range passages {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return nil, 0, err
		}
		total++
		if len(sample) < size {
			sample = append(sample, count(&a, text))
		} else if i := rnd.IntN(total); i < size {
			sample[i] = count(&a, text)
		}
	}
	return sample, total, nil
}

// sparse is a matrix by rows: row i has vals[starts[i]:starts[i+1]] in cols.
type sparse struct {
	starts []int
	cols   []int32
	vals   []float64
}

func (a *sparse) rows() int { return len(a.starts) - 1 }

// weigh chooses the vocabulary and makes the matrix of weighted terms.
func weigh(sample []map[string]int, limit int) (*sparse, *Local) {
	df := map[string]int{}
	for _, counts := range sample {
		for term := range counts {
			df[term]++
		}
	}
	var terms []string
	for term, n := range df {
		if n >= minPassages {
			terms = append(terms, term)
		}
	}
	sort.Slice(terms, func(i, j int) bool {
		if df[terms[i]] != df[terms[j]] {
			return df[terms[i]] > df[terms[j]]
		}
		return terms[i] < terms[j]
	})
	terms = terms[:min(len(terms), limit)]
	sort.Strings(terms)
	m := &Local{terms: terms, idf: make([]float32, len(terms))}
	number := make(map[string]int32, len(terms))
	for t, term := range terms {
		number[term] = int32(t)
		m.idf[t] = float32(math.Log(float64(1+len(sample)) / float64(df[term])))
	}
	a := &sparse{starts: []int{0}}
	for _, counts := range sample {
		from, sum := len(a.vals), 0.0
		for _, term := range sortedKeys(counts) {
			if t, ok := number[term]; ok {
				w := weight(counts[term]) * float64(m.idf[t])
				a.cols, a.vals = append(a.cols, t), append(a.vals, w)
				sum += w * w
			}
		}
		for i := from; i < len(a.vals); i++ {
			a.vals[i] /= math.Sqrt(sum)
		}
		if len(a.vals) > from {
			a.starts = append(a.starts, len(a.vals))
		}
	}
	return a, m
}

// times returns a · x.
func (a *sparse) times(x *mat.Dense) *mat.Dense {
	_, c := x.Dims()
	y := mat.NewDense(a.rows(), c, nil)
	for i := range a.rows() {
		row := y.RawRowView(i)
		for j := a.starts[i]; j < a.starts[i+1]; j++ {
			axpy(row, a.vals[j], x.RawRowView(int(a.cols[j])))
		}
	}
	return y
}

// transposedTimes returns aᵀ · y, with n rows.
func (a *sparse) transposedTimes(y *mat.Dense, n int) *mat.Dense {
	_, c := y.Dims()
	x := mat.NewDense(n, c, nil)
	for i := range a.rows() {
		row := y.RawRowView(i)
		for j := a.starts[i]; j < a.starts[i+1]; j++ {
			axpy(x.RawRowView(int(a.cols[j])), a.vals[j], row)
		}
	}
	return x
}

func axpy(y []float64, alpha float64, x []float64) {
	x = x[:len(y)]
	for i := range y {
		y[i] += alpha * x[i]
	}
}

// rightSingular returns the k leading right singular vectors of a, which has n
// columns, as the columns of a matrix.
func rightSingular(ctx context.Context, a *sparse, n, k int, rnd *rand.Rand) (*mat.Dense, error) {
	l := min(k+oversampling, n, a.rows())
	x := mat.NewDense(n, l, nil)
	for i := range n {
		for j := range l {
			x.Set(i, j, rnd.NormFloat64())
		}
	}
	// X spans the leading right singular vectors the better, the oftener aᵀa
	// has been applied to it.
	for range powerRounds + 1 {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		x = a.transposedTimes(a.times(x), n)
		if !orthonormalise(x) {
			return nil, ErrTooLittle
		}
	}
	y := a.times(x)
	var gram mat.Dense
	gram.Mul(y.T(), y)
	sym := mat.NewSymDense(l, nil)
	for i := range l {
		for j := i; j < l; j++ {
			sym.SetSym(i, j, (gram.At(i, j)+gram.At(j, i))/2)
		}
	}
	var eigen mat.EigenSym
	if !eigen.Factorize(sym, true) {
		return nil, errors.New("eigenvalues did not converge")
	}
	var w mat.Dense
	eigen.VectorsTo(&w) // by rising eigenvalue
	lead := mat.NewDense(l, k, nil)
	for j := range k {
		for i := range l {
			lead.Set(i, j, w.At(i, l-1-j))
		}
	}
	var out mat.Dense
	out.Mul(x, lead)
	return &out, nil
}

// orthonormalise makes the columns of x orthonormal, in place, by Gram-Schmidt
// done twice; a column that depends on those before becomes zero. It reports
// whether any is left.
func orthonormalise(x *mat.Dense) bool {
	n, l := x.Dims()
	cols := mat.DenseCopyOf(x.T()) // columns as rows, for speed
	left := false
	for j := range l {
		v := cols.RawRowView(j)
		before := math.Sqrt(dot(v, v))
		for range 2 {
			for i := range j {
				u := cols.RawRowView(i)
				axpy(v, -dot(u, v), u)
			}
		}
		norm := math.Sqrt(dot(v, v))
		if norm <= 1e-10*before || norm == 0 {
			clear(v)
			continue
		}
		left = true
		for i := range v {
			v[i] /= norm
		}
	}
	for i := range n {
		for j := range l {
			x.Set(i, j, cols.At(j, i))
		}
	}
	return left
}

func dot(a, b []float64) float64 {
	b = b[:len(a)]
	var s0, s1, s2, s3 float64
	i := 0
	for ; i+3 < len(a); i += 4 {
		s0 += a[i] * b[i]
		s1 += a[i+1] * b[i+1]
		s2 += a[i+2] * b[i+2]
		s3 += a[i+3] * b[i+3]
	}
	for ; i < len(a); i++ {
		s0 += a[i] * b[i]
	}
	return s0 + s1 + s2 + s3
}
