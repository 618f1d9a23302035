package clean

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"dateline/corpus"
)

// TestSeeds cleans the five articles that stand beside the repository. What it
// expects is said by lines and single words, since their text is others'.
func TestSeeds(t *testing.T) {
	for _, seed := range []struct {
		file    string
		title   int   // its line, 0 for none
		dropped []int // whole lines that must be dropped, each range as two
		kept    []int // whole lines that must be kept, each range as two
		check   func(t *testing.T, c corpus.Cleaned)
	}{
		{"000", 3, []int{1, 1}, []int{5, 23}, func(t *testing.T, c corpus.Cleaned) {
			if c.Blocks[0].Kind != corpus.Standfirst {
				t.Errorf("the line below the title is a %v, want a standfirst", c.Blocks[0].Kind)
			}
		}},
		{"001", 1, []int{2, 2, 16, 27}, []int{3, 15}, func(t *testing.T, c corpus.Cleaned) {
			for _, b := range c.Blocks {
				if want := b.Line == 6; (b.Kind == corpus.Embed) != want {
					t.Errorf("line %d is a %v", b.Line, b.Kind)
				}
			}
		}},
		{"002", 0, nil, []int{1, 39}, func(t *testing.T, c corpus.Cleaned) {
			if want := (corpus.Dropped{Line: 1, Text: "date 2021-04-08", Why: "date"}); !slices.Equal(c.Dropped, []corpus.Dropped{want}) {
				t.Errorf("dropped %v, want only %v", c.Dropped, want)
			}
		}},
		{"003", 0, []int{1, 2, 10, 17}, []int{3, 9}, func(t *testing.T, c corpus.Cleaned) {
			for _, d := range c.Dropped {
				if d.Line >= 10 && d.Line <= 15 && d.Why != repeating(d.Line-6) {
					t.Errorf("line %d is dropped as %q, want %q", d.Line, d.Why, repeating(d.Line-6))
				}
			}
			if c.Meta.Source != "The Nation" {
				t.Errorf("source = %q", c.Meta.Source)
			}
		}},
		{"004", 0, []int{37, 76}, []int{1, 35}, func(t *testing.T, c corpus.Cleaned) {
			if c.Blocks[0].Kind != corpus.Caption {
				t.Errorf("the first line is a %v, want a caption", c.Blocks[0].Kind)
			}
			if strings.Contains(c.Text, "lioness") {
				t.Error("a teaser was kept")
			}
		}},
	} {
		t.Run(seed.file, func(t *testing.T) {
			files, _ := filepath.Glob(shared + "/seeds/" + seed.file + "_*.txt")
			if len(files) != 1 {
				t.Skip("no seeds beside the repository")
			}
			data, err := os.ReadFile(files[0])
			if err != nil {
				t.Fatal(err)
			}
			text := string(data)
			c := Text(text)
			account(t, text, c)
			lines := strings.Split(text, "\n")
			if seed.title > 0 && c.Title != strings.TrimSpace(lines[seed.title-1]) || seed.title == 0 && c.Title != "" {
				t.Errorf("title = %q, want line %d", c.Title, seed.title)
			}
			kept := map[int]bool{}
			for _, b := range c.Blocks {
				kept[b.Line] = true
			}
			each := func(ranges []int, want bool) {
				for i := 0; i < len(ranges); i += 2 {
					for n := ranges[i]; n <= ranges[i+1]; n++ {
						if strings.TrimSpace(lines[n-1]) != "" && kept[n] != want {
							t.Errorf("line %d kept: %v, want %v", n, kept[n], want)
						}
					}
				}
			}
			each(seed.kept, true)
			each(seed.dropped, false)
			seed.check(t, c)
		})
	}
}
