package main

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// mayImport says which of our packages those below a folder may import, by
// prefix. It is the table of ARCHITECTURE.md.
var mayImport = []struct {
	folder  string
	allowed []string
}{
	{"config/secret", nil},
	{"sqlfile", nil},
	{"config", []string{"config/secret"}},
	{"corpus", []string{"corpus", "config/secret", "sqlfile"}},
	{"retrieval", []string{"retrieval", "corpus", "config/secret", "sqlfile"}},
	{"bot/slack", []string{"bot", "retrieval", "corpus", "config/secret"}},
	{"bot/discord", []string{"bot", "retrieval", "corpus", "config/secret"}},
	{"bot", []string{"bot", "retrieval", "corpus", "config/secret", "sqlfile"}},
	{"cmd/newsday", []string{"cmd/newsday", "cmd/exam", "bot", "retrieval", "corpus", "config"}},
	{"cmd", []string{"cmd/exam", "bot", "retrieval", "corpus", "config"}},
}

// adapters are never imported but by cmd and by themselves.
var adapters = []string{"bot/slack", "bot/discord"}

func TestLayout(t *testing.T) {
	root := filepath.Join("..", "..")
	files := 0
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (d.Name() == "testdata" || strings.HasPrefix(d.Name(), ".") && d.Name() != "..") {
			return fs.SkipDir
		}
		// A test may bring in what its package may not, to try it end to end.
		if d.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		files++
		rel, err := filepath.Rel(root, name)
		if err != nil {
			return err
		}
		folder := path.Dir(filepath.ToSlash(rel))
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		for _, spec := range f.Imports {
			imported, _ := strconv.Unquote(spec.Path.Value)
			ours, ok := strings.CutPrefix(imported, "dateline/")
			if ok && !allowed(folder, ours) {
				t.Errorf("%s imports %s, which %s may not", rel, imported, folder)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if files < 20 {
		t.Errorf("saw %d files: the walk misses the tree", files)
	}
}

func TestAllowed(t *testing.T) {
	for _, row := range []struct {
		from, to string
		want     bool
	}{
		{"corpus/event", "corpus/timex", true},
		{"corpus", "retrieval", false},
		{"corpus/event", "bot", false},
		{"retrieval/ingest", "corpus/archive", true},
		{"retrieval", "bot", false},
		{"bot", "retrieval/index", true},
		{"bot", "config", false},
		{"bot", "config/secret", true},
		{"bot/state", "sqlfile", true},
		{"sqlfile", "corpus", false},
		{"bot/slack", "bot/discord", false},
		{"bot/slack", "bot/slack/blockkit", true},
		{"bot", "bot/slack", false},
		{"cmd/dateline", "bot/slack", true},
		{"cmd/dateline", "config", true},
		{"cmd/soak", "cmd/exam", true},
		{"cmd/soak", "cmd/month", false},
		{"elsewhere", "corpus", false},
	} {
		if got := allowed(row.from, row.to); got != row.want {
			t.Errorf("allowed(%q, %q) = %v, want %v", row.from, row.to, got, row.want)
		}
	}
}

func allowed(from, to string) bool {
	for _, adapter := range adapters {
		if below(to, adapter) && !below(from, adapter) && !below(from, "cmd") {
			return false
		}
	}
	for _, row := range mayImport {
		if !below(from, row.folder) {
			continue
		}
		for _, a := range row.allowed {
			if a == "config" && to == "config" || a != "config" && below(to, a) {
				return true
			}
		}
		return false
	}
	return false
}

func below(name, folder string) bool { return name == folder || strings.HasPrefix(name, folder+"/") }
