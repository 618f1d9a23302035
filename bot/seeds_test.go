package bot

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"dateline/corpus"
)

const seedsDir = "../../shared/seeds"

func openSeeds(t *testing.T) *Reader {
	files, err := filepath.Glob(filepath.Join(seedsDir, "*.txt"))
	if err != nil || len(files) == 0 {
		t.Skipf("%s is absent", seedsDir)
	}
	var raws []corpus.Raw
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		name := filepath.Base(f)
		raws = append(raws, corpus.Raw{Key: corpus.Key{ID: strings.TrimSuffix(name, ".txt")}, Path: name, Line: 1, Text: string(b)})
	}
	return open(t, raws...)
}

// TestSeeds asks the questions that come with the seed articles.
func TestSeeds(t *testing.T) {
	r := openSeeds(t)
	b, err := os.ReadFile(filepath.Join(seedsDir, "questions.jsonl"))
	if err != nil {
		t.Skip(err)
	}
	for line := range strings.Lines(string(b)) {
		var q struct {
			Question string
			Any      []string `json:"answer_any"`
			None     []string `json:"answer_none"`
			CiteAll  []string `json:"cite_all_of"`
			CiteAny  []string `json:"cite_any_of"`
			Abstain  bool
		}
		if err := json.Unmarshal([]byte(line), &q); err != nil {
			t.Fatal(err)
		}
		a := ask(t, r, q.Question)
		in := func(s string) bool { return strings.Contains(a.Lead, s) }
		cites := func(id string) bool {
			return slices.ContainsFunc(a.Citations, func(c Citation) bool { return strings.HasPrefix(c.Article.ID, id) })
		}
		ok := a.Abstained == q.Abstain && !slices.ContainsFunc(q.None, in) && (q.Abstain || slices.ContainsFunc(q.Any, in))
		for _, id := range q.CiteAll {
			ok = ok && cites(id)
		}
		if len(q.CiteAny) > 0 && !slices.ContainsFunc(q.CiteAny, cites) {
			ok = false
		}
		if !ok {
			t.Errorf("Ask(%q) =\n%s", q.Question, Text(a, Width))
		}
		t.Logf("%s\n%s", q.Question, Text(a, Width))
	}
}
