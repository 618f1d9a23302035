package example

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// texts returns every file of FS, unpacked, by path.
func texts(t *testing.T) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := fs.WalkDir(FS, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := fs.ReadFile(FS, path)
		if err != nil {
			return err
		}
		if strings.HasSuffix(path, ".gz") {
			zr, err := gzip.NewReader(bytes.NewReader(b))
			if err != nil {
				return err
			}
			if b, err = io.ReadAll(zr); err != nil {
				return err
			}
		}
		out[path] = string(b)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestEveryFileIsDescribed(t *testing.T) {
	src, err := os.ReadFile("example.go")
	if err != nil {
		t.Fatal(err)
	}
	described := map[string]bool{}
	for _, m := range regexp.MustCompile(`(?m)^//\t(\S+\.(?:txt|md|html|json|jsonl|gz))\s`).FindAllSubmatch(src, -1) {
		described[string(m[1])] = true
	}
	for path := range texts(t) {
		if !described[path] {
			t.Errorf("the package comment does not say what %s shows", path)
		}
		delete(described, path)
	}
	for path := range described {
		t.Errorf("the package comment describes %s, which is not there", path)
	}
}

// The year of the earlier visit must have to be worked out: no article says
// it, in any form.
func TestYearOfEarlierVisitIsNowhere(t *testing.T) {
	for path, text := range texts(t) {
		for _, year := range []string{"2012", "twenty-twelve", "two thousand and twelve", "two thousand twelve"} {
			if strings.Contains(strings.ToLower(text), year) {
				t.Errorf("%s says %q", path, year)
			}
		}
	}
}

func TestRecordsAreJSON(t *testing.T) {
	all := texts(t)
	lines := strings.Split(strings.TrimSpace(all["records.jsonl"]), "\n")
	if len(lines) != 10 {
		t.Errorf("records.jsonl has %d records, want 10", len(lines))
	}
	for i, line := range append(lines, all["e37-aman.json"]) {
		var rec struct{ ID, URL, Text, HTML string }
		if err := json.Unmarshal([]byte(line), &rec); err != nil {
			t.Errorf("record %d: %v", i+1, err)
		}
		if rec.ID+rec.URL == "" || rec.Text+rec.HTML == "" {
			t.Errorf("record %d lacks an id or a text", i+1)
		}
	}
}

// No sentence is borrowed: no run of twelve words is shared with the seeds.
func TestSharesNoRunOfWordsWithTheSeeds(t *testing.T) {
	seeds, err := filepath.Glob("../../../shared/seeds/*.txt")
	if err != nil || len(seeds) == 0 {
		t.Skip("../shared/seeds is not here")
	}
	const run = 12
	word := regexp.MustCompile(`[\p{L}\p{N}]+`)
	runs := func(text string) []string {
		words := word.FindAllString(strings.ToLower(text), -1)
		var out []string
		for i := 0; i+run <= len(words); i++ {
			out = append(out, strings.Join(words[i:i+run], " "))
		}
		return out
	}
	theirs := map[string]bool{}
	for _, name := range seeds {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range runs(string(b)) {
			theirs[r] = true
		}
	}
	for path, text := range texts(t) {
		for _, r := range runs(text) {
			if theirs[r] {
				t.Errorf("%s shares %q with a seed", path, r)
			}
		}
	}
}
