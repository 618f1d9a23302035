// Package logit is logistic regression with an L2 penalty, in which the sign of a
// weight can be given beforehand: a feature that speaks for something never
// speaks against it, whatever the examples are (Hosmer and Lemeshow, Applied
// Logistic Regression; the solver takes Newton steps by coordinate descent, as in
// Friedman, Hastie and Tibshirani, Regularization Paths, 2010).
package logit

import (
	"bufio"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
)

// Sign is what is known of a weight beforehand.
type Sign int8

// The signs.
const (
	Against Sign = -1 // not above zero
	Either  Sign = 0
	For     Sign = 1 // not below zero
)

// Model is a fitted model. The zero value says a half to everything.
type Model struct {
	Bias    float64
	Weights []float64
}

// Score returns the logarithm of the odds that the model gives for features,
// one for each weight.
func (m *Model) Score(x []float64) float64 {
	z := m.Bias
	for i, w := range m.Weights {
		z += w * x[i]
	}
	return z
}

// Chance returns the probability with those odds.
func Chance(score float64) float64 { return 1 / (1 + math.Exp(-score)) }

// Example is what a model is fitted to.
type Example struct {
	X      []float64
	Yes    bool
	Weight float64 // how often it counts
}

// The bounds of the solver.
const (
	rounds = 60   // steps of Newton's method
	sweeps = 400  // over the weights within a step
	still  = 1e-7 // a change of a weight that is none
)

// Fit returns the model with the greatest likelihood for the examples less l2
// times half the sum of the squares of the weights, the bias left out, with the
// sum of the examples' own weights taken as 1. There is one sign for each
// feature. The same examples in the same order give the same model.
func Fit(examples []Example, signs []Sign, l2 float64) Model {
	n := len(signs)
	w := make([]float64, n+1) // the bias last
	total := 0.
	rows := make([][]int, len(examples)) // which features are not nought
	for k, e := range examples {
		total += e.Weight
		for i, v := range e.X {
			if v != 0 {
				rows[k] = append(rows[k], i)
			}
		}
		rows[k] = append(rows[k], n)
	}
	if total == 0 {
		return Model{Weights: w[:n]}
	}
	at := func(e *Example, i int) float64 {
		if i == n {
			return 1
		}
		return e.X[i]
	}
	loss := func(w []float64) float64 {
		sum := 0.
		for k := range examples {
			z := 0.
			for _, i := range rows[k] {
				z += w[i] * at(&examples[k], i)
			}
			if examples[k].Yes {
				z = -z
			}
			sum += examples[k].Weight / total * (max(z, 0) + math.Log1p(math.Exp(-math.Abs(z))))
		}
		for _, v := range w[:n] {
			sum += l2 / 2 * v * v
		}
		return sum
	}
	now := loss(w)
	for range rounds {
		grad, hess := make([]float64, n+1), make([][]float64, n+1)
		for i := range hess {
			hess[i] = make([]float64, n+1)
		}
		for k := range examples {
			e, z := &examples[k], 0.
			for _, i := range rows[k] {
				z += w[i] * at(e, i)
			}
			p := Chance(z)
			d, c := p, e.Weight/total*max(p*(1-p), 1e-6)
			if e.Yes {
				d--
			}
			d *= e.Weight / total
			for _, i := range rows[k] {
				x := at(e, i)
				grad[i] += d * x
				for _, j := range rows[k] {
					hess[i][j] += c * x * at(e, j)
				}
			}
		}
		for i := range n {
			grad[i] += l2 * w[i]
			hess[i][i] += l2
		}
		to := append([]float64(nil), w...)
		for range sweeps {
			most := 0.
			for i := range to {
				if hess[i][i] == 0 {
					continue
				}
				g := grad[i]
				for j := range to {
					g += hess[i][j] * (to[j] - w[j])
				}
				v := to[i] - g/hess[i][i]
				if i < n && (signs[i] == For && v < 0 || signs[i] == Against && v > 0) {
					v = 0
				}
				most = max(most, math.Abs(v-to[i]))
				to[i] = v
			}
			if most < still {
				break
			}
		}
		// Half of the way, and half of that, until it is better.
		moved := false
		for part := 1.; part > 1e-4; part /= 2 {
			next := make([]float64, n+1)
			most := 0.
			for i := range next {
				next[i] = w[i] + part*(to[i]-w[i])
				most = max(most, math.Abs(next[i]-w[i]))
			}
			if l := loss(next); l < now {
				moved = most > 1e-5
				w, now = next, l
				break
			}
		}
		if !moved {
			break
		}
	}
	return Model{Bias: w[n], Weights: w[:n]}
}

// Write writes a model as a table: a line "name weight" for each feature, the
// bias first under the name "bias". A "#" begins a comment.
func (m *Model) Write(w io.Writer, names []string) error {
	b := bufio.NewWriter(w)
	fmt.Fprintf(b, "%-16s %8.3f\n", "bias", m.Bias)
	for i, name := range names {
		fmt.Fprintf(b, "%-16s %8.3f\n", name, m.Weights[i])
	}
	return b.Flush()
}

// Read reads a table as Write writes it. A feature that has no line weighs
// nothing; a line of a feature that has no name is an error.
func Read(r io.Reader, names []string) (Model, error) {
	m := Model{Weights: make([]float64, len(names))}
	at := map[string]int{}
	for i, name := range names {
		at[name] = i
	}
	s := bufio.NewScanner(r)
	for n := 1; s.Scan(); n++ {
		line, _, _ := strings.Cut(s.Text(), "#")
		f := strings.Fields(line)
		if len(f) == 0 {
			continue
		}
		if len(f) != 2 {
			return m, fmt.Errorf("line %d: a name and a weight expected: %q", n, line)
		}
		v, err := strconv.ParseFloat(f[1], 64)
		if err != nil {
			return m, fmt.Errorf("line %d: %w", n, err)
		}
		i, ok := at[f[0]]
		switch {
		case ok:
			m.Weights[i] = v
		case f[0] == "bias":
			m.Bias = v
		default:
			return m, fmt.Errorf("line %d: no feature is called %q", n, f[0])
		}
	}
	return m, s.Err()
}
