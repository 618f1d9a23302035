package logit

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"
)

// examples draws examples of a known model, with a feature of noise at the end.
func examples(n int, m Model) []Example {
	r := rand.New(rand.NewPCG(7, 7))
	out := make([]Example, n)
	for i := range out {
		x := make([]float64, len(m.Weights)+1)
		for k := range x {
			x[k] = float64(r.IntN(2))
		}
		out[i] = Example{X: x, Yes: r.Float64() < Chance(m.Score(x[:len(m.Weights)])), Weight: 1}
	}
	return out
}

func TestFit(t *testing.T) {
	truth := Model{Bias: -1, Weights: []float64{2, -1.5, .5}}
	ex := examples(20000, truth)
	free := []Sign{Either, Either, Either, Either}
	m := Fit(ex, free, 1e-6)
	for i, want := range append(truth.Weights, 0) {
		if math.Abs(m.Weights[i]-want) > .12 {
			t.Errorf("weight %d is %.3f, want %.3f", i, m.Weights[i], want)
		}
	}
	if math.Abs(m.Bias-truth.Bias) > .12 {
		t.Errorf("bias is %.3f, want %.3f", m.Bias, truth.Bias)
	}
	// What speaks against it by the examples, but can't by its sign, weighs nothing.
	m = Fit(ex, []Sign{Either, For, Against, Either}, 1e-6)
	if m.Weights[1] != 0 || m.Weights[2] != 0 || m.Weights[0] < 1.5 {
		t.Errorf("weights %.3f under signs, want about 2, 0, 0, 0", m.Weights)
	}
	// A penalty draws weights to nothing.
	if strong := Fit(ex, free, 1); math.Abs(strong.Weights[0]) > math.Abs(m.Weights[0])/2 {
		t.Errorf("weight 0 is %.3f under a great penalty, %.3f without", strong.Weights[0], m.Weights[0])
	}
	if again := Fit(ex, free, 1); again.Weights[0] != Fit(ex, free, 1).Weights[0] {
		t.Error("the same examples give two models")
	}
}

func TestFitNothing(t *testing.T) {
	if m := Fit(nil, []Sign{For}, 1); m.Score([]float64{1}) != 0 {
		t.Errorf("fitted to nothing, a model says %v", m)
	}
}

func TestTable(t *testing.T) {
	names := []string{"words", "place"}
	m := Model{Bias: -1.25, Weights: []float64{2.5, -.125}}
	var b strings.Builder
	if err := m.Write(&b, names); err != nil {
		t.Fatal(err)
	}
	got, err := Read(strings.NewReader("# a comment\n"+b.String()), names)
	if err != nil || got.Bias != m.Bias || got.Weights[0] != m.Weights[0] || got.Weights[1] != m.Weights[1] {
		t.Errorf("Read(%q) = %v, %v, want %v", b.String(), got, err, m)
	}
	for _, text := range []string{"words", "words 1 2", "words x", "other 1"} {
		if _, err := Read(strings.NewReader(text), names); err == nil {
			t.Errorf("Read(%q): no error", text)
		}
	}
}
