package timex

import (
	"bufio"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dateline/corpus"
)

// readStories reads stories that begin with "== dct" and have a marked
// paragraph a line.
func readStories(t *testing.T, name string) []marked {
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
		if dct, ok := strings.CutPrefix(s.Text(), "== "); ok {
			m := marked{line: line}
			if m.dct, err = corpus.ParseInterval(dct); err != nil {
				t.Fatalf("%s:%d: %v", name, line, err)
			}
			out = append(out, m)
			continue
		}
		if len(out) == 0 {
			t.Fatalf("%s:%d: a paragraph before the first story", name, line)
		}
		m := &out[len(out)-1]
		if m.text != "" {
			m.text += "\n\n"
		}
		text, gold := readMarks(t, name, line, s.Text())
		for _, x := range gold {
			x.Start += len(m.text)
			x.End += len(m.text)
			m.gold = append(m.gold, x)
		}
		m.text += text
	}
	if err := s.Err(); err != nil {
		t.Fatal(err)
	}
	return out
}

// TestWire scores the grammar on whole stories, as they are read in earnest.
// Those of wire.txt were marked before the grammar was read, and serve for
// work since; those of wire.kept.txt are not to be worked on.
func TestWire(t *testing.T) {
	for _, half := range []struct {
		name                   string
		strict, relaxed, value float64 // floors
		show                   bool
	}{
		{"wire.txt", 97, 98, 93, true},
		{"wire.kept.txt", 95, 97, 84, false},
	} {
		t.Run(half.name, func(t *testing.T) {
			var n tally
			for _, m := range readStories(t, half.name) {
				missed, extra, wrong := n.add(m.text, m.gold, Parse(m.text, m.dct))
				if half.show && testing.Verbose() {
					logMisses(t, m, missed, extra, wrong)
				}
			}
			n.check(t, half.strict, half.relaxed, half.value)
		})
	}
}
