package main

import (
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dateline/bot/brief"
	"dateline/bot/brief/logit"
	"dateline/bot/brief/pairs"
)

const reports = `# two pairs, of which the second is kept
keep | 2
same | Lisbon | The Ledger | 2024-05-08 | Bakers win prize | A prize for bread was given to two bakers in Lisbon on Tuesday. | Coast Radio | 2024-05-08 | Gold loaf | Judges in Lisbon honoured a couple from the harbour for their loaves on Tuesday.
other | Porto | The Ledger | 2024-05-08 | Teachers strike | Teachers in Porto began a strike on Tuesday. | Coast Radio | 2024-05-08 | Bridge opens | A bridge was opened in Porto on Tuesday.
`

func TestCommand(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	file := write("some.txt", reports)
	run := func(args ...string) (string, error) {
		var b strings.Builder
		err := command(t.Context(), args, &b, io.Discard)
		return b.String(), err
	}
	got, err := run(file)
	if err != nil || !strings.Contains(got, "some.txt, to learn from: 1 pairs, 1 of them one event") || !strings.Contains(got, "some.txt, kept: 1 pairs, 0 of them one event") {
		t.Errorf("counts: %q, %v", got, err)
	}
	// What was learnt is a table as the program reads it.
	got, err = run("-learn", file)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := logit.Read(strings.NewReader(got), brief.Traits[:]); err != nil {
		t.Errorf("Read(%q): %v", got, err)
	}
	for _, row := range []struct {
		args []string
		want string
	}{
		{nil, "no files"},
		{[]string{filepath.Join(dir, "none.txt")}, "none.txt"},
		{[]string{write("bad.txt", "same | Lisbon")}, "bad.txt:1: 2 fields"},
		{[]string{"-learn", write("bad.tsv", "a\t1\n")}, "bad.tsv:1: 2 columns"},
		{[]string{"-learn", write("empty.tsv", "")}, "no examples"},
	} {
		if _, err := run(row.args...); err == nil || !strings.Contains(err.Error(), row.want) {
			t.Errorf("pairs %q: error %v, want %q", row.args, err, row.want)
		}
	}
}

// Pairs that are kept are never shown.
func TestShow(t *testing.T) {
	list, err := pairs.Read("x", strings.NewReader(reports))
	if err != nil {
		t.Fatal(err)
	}
	outcomes, err := pairs.Try(t.Context(), list)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	explain(&b, &outcomes[0])
	if got := b.String(); !strings.Contains(got, "line 3, Lisbon") || !strings.Contains(got, "Gold loaf") {
		t.Errorf("explain: %q", got)
	}
	path := filepath.Join(t.TempDir(), "some.txt")
	if err := os.WriteFile(path, []byte(strings.Replace(reports, "keep | 2\nsame", "other | Rome | A | 2024-05-08 | No news | Rome is old. | B | 2024-05-08 | None | Rome is big.\nkeep | 2\nother", 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	b.Reset()
	if err := command(t.Context(), []string{"-show", path}, &b, io.Discard); err != nil || !strings.Contains(b.String(), "Rome") || strings.Contains(b.String(), "Porto:") {
		t.Errorf("-show: %q, %v", b.String(), err)
	}
}

// Of examples drawn by a known rule, the rule is learnt.
func TestLearn(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 5))
	var list []pairs.Example
	forIt := -1
	for i, s := range brief.Signs {
		if s == logit.For {
			forIt = i
			break
		}
	}
	for range 4000 {
		e := pairs.Example{Family: "a", Truth: pairs.Other, Traits: make([]float64, len(brief.Traits))}
		e.Traits[forIt] = float64(r.IntN(2))
		if r.Float64() < logit.Chance(-1+2.5*e.Traits[forIt]) {
			e.Truth = pairs.Same
		}
		list = append(list, e)
	}
	var b strings.Builder
	if err := learn(&b, list); err != nil {
		t.Fatal(err)
	}
	m, err := logit.Read(strings.NewReader(b.String()), brief.Traits[:])
	if err != nil {
		t.Fatal(err)
	}
	if w := m.Weights[forIt]; w < 2.2 || w > 2.8 || m.Bias < -1.2 || m.Bias > -.8 {
		t.Errorf("learnt weight %.2f and bias %.2f, want 2.5 and -1", w, m.Bias)
	}
	for i, w := range m.Weights {
		if i != forIt && w != 0 {
			t.Errorf("%s, which no example has, weighs %.2f", brief.Traits[i], w)
		}
	}
	if err := learn(&b, nil); err == nil {
		t.Error("learn of nothing: no error")
	}
}
