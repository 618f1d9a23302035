package timex

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dateline/corpus"
)

// marked is a sentence with its expressions marked by hand.
type marked struct {
	line int
	dct  corpus.Interval
	text string
	gold []Timex
}

// readMarked reads lines "dct | sentence with [[extent|TYPE|value]]".
func readMarked(t *testing.T, name string) []marked {
	t.Helper()
	f, err := os.Open(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var out []marked
	s := bufio.NewScanner(f)
	for line := 1; s.Scan(); line++ {
		if strings.HasPrefix(s.Text(), "#") || s.Text() == "" {
			continue
		}
		dct, rest, ok := strings.Cut(s.Text(), " | ")
		m := marked{line: line}
		if dct != "-" {
			if m.dct, err = corpus.ParseInterval(dct); err != nil || !ok {
				t.Fatalf("%s:%d: %v", name, line, err)
			}
		}
		m.text, m.gold = readMarks(t, name, line, rest)
		out = append(out, m)
	}
	if err := s.Err(); err != nil {
		t.Fatal(err)
	}
	return out
}

// readMarks returns a line without its marks, and what they mark.
func readMarks(t *testing.T, name string, line int, rest string) (string, []Timex) {
	t.Helper()
	var gold []Timex
	var b strings.Builder
	for {
		before, after, found := strings.Cut(rest, "[[")
		b.WriteString(before)
		if !found {
			return b.String(), gold
		}
		mark, after, found := strings.Cut(after, "]]")
		part := strings.Split(mark, "|")
		if !found || len(part) != 3 {
			t.Fatalf("%s:%d: want [[extent|TYPE|value]], have %q", name, line, mark)
		}
		start := b.Len()
		b.WriteString(part[0])
		gold = append(gold, Timex{Span: corpus.Span{Start: start, End: b.Len()}, Type: part[1], Value: part[2]})
		rest = after
	}
}

// tally counts matches as TempEval-3 does: strict where the extents are the
// same, relaxed where they overlap, and values among the relaxed.
type tally struct{ gold, found, strict, relaxed, value, types int }

func (n *tally) add(text string, gold, found []Timex) (missed, extra, wrong []string) {
	n.gold += len(gold)
	n.found += len(found)
	used := make([]bool, len(found))
	for _, g := range gold {
		at := -1
		for i, x := range found {
			if !used[i] && g.Overlaps(x.Span) && (at < 0 || x.Span == g.Span) {
				at = i
			}
		}
		if at < 0 {
			missed = append(missed, fmt.Sprintf("%q %s %s", g.Of(text), g.Type, g.Value))
			continue
		}
		x := found[at]
		used[at] = true
		n.relaxed++
		if x.Span == g.Span {
			n.strict++
		}
		if x.Value == g.Value {
			n.value++
		}
		if x.Type == g.Type {
			n.types++
		}
		if x.Span != g.Span || x.Value != g.Value || x.Type != g.Type {
			wrong = append(wrong, fmt.Sprintf("%q %s %s, want %q %s %s", x.Of(text), x.Type, x.Value, g.Of(text), g.Type, g.Value))
		}
	}
	for i, x := range found {
		if !used[i] {
			extra = append(extra, fmt.Sprintf("%q %s %s", x.Of(text), x.Type, x.Value))
		}
	}
	return missed, extra, wrong
}

// f1 returns the harmonic mean of precision and recall of hits, in percent.
func (n *tally) f1(hits int) float64 { return 200 * float64(hits) / float64(n.gold+n.found) }

// TestGold scores the grammar on the sentences marked by hand. The kept half
// was marked before the grammar was worked on and is not to be worked on.
func TestGold(t *testing.T) {
	for _, half := range []struct {
		name                   string
		strict, relaxed, value float64 // floors
		show                   bool
	}{
		{"gold.dev.txt", 96, 97, 93, true},
		{"gold.held.txt", 93, 96, 92, false},
	} {
		t.Run(half.name, func(t *testing.T) {
			var n tally
			for _, m := range readMarked(t, half.name) {
				missed, extra, wrong := n.add(m.text, m.gold, Parse(m.text, m.dct))
				if half.show && testing.Verbose() {
					logMisses(t, m, missed, extra, wrong)
				}
			}
			n.check(t, half.strict, half.relaxed, half.value)
		})
	}
}

// logMisses prints what was missed, found without need and read wrongly.
func logMisses(t *testing.T, m marked, missed, extra, wrong []string) {
	for _, list := range []struct {
		kind  string
		lines []string
	}{{"missed", missed}, {"extra", extra}, {"wrong", wrong}} {
		for _, s := range list.lines {
			t.Logf("line %d: %s %s", m.line, list.kind, s)
		}
	}
}

// check prints the figures and fails where one is below its floor.
func (n *tally) check(t *testing.T, strict, relaxed, value float64) {
	t.Helper()
	s, r, v := n.f1(n.strict), n.f1(n.relaxed), n.f1(n.value)
	t.Logf("%d expressions, %d found: strict F1 %.1f, relaxed F1 %.1f, value F1 %.1f, type F1 %.1f", n.gold, n.found, s, r, v, n.f1(n.types))
	if s < strict || r < relaxed || v < value {
		t.Errorf("strict %.1f, relaxed %.1f, value %.1f, want at least %.0f, %.0f, %.0f", s, r, v, strict, relaxed, value)
	}
}
