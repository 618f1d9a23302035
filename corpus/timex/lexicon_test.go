package timex

import (
	"go/ast"
	goparser "go/parser"
	"go/token"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// TestWordsKnown sees to it that every word that the rules ask for by name is
// in the lexicon or a pattern: a token of any other word has no name.
func TestWordsKnown(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	asks := map[string]bool{"is": true, "after": true, "ahead": true, "word": true, "after2": true}
	n := 0
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") || name == "lexicon.go" || name == "pattern.go" {
			continue
		}
		f, err := goparser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(f, func(node ast.Node) bool {
			call, ok := node.(*ast.CallExpr)
			if !ok {
				return true
			}
			sel, ok := call.Fun.(*ast.SelectorExpr)
			if !ok || !asks[sel.Sel.Name] {
				return true
			}
			for _, a := range call.Args {
				lit, ok := a.(*ast.BasicLit)
				if !ok || lit.Kind != token.STRING {
					continue
				}
				n++
				if w, _ := strconv.Unquote(lit.Value); english.lex.words[w] == nil {
					t.Errorf("%s asks for %q, which lexicon.txt does not have", name, w)
				}
			}
			return true
		})
	}
	if n < 100 {
		t.Errorf("found %d words asked for, want hundreds", n)
	}
}

func TestReadLexicon(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"MONTH 1: january", ""},
		{"# only a comment\n\nMONTH 1: january | jan.", ""},
		{"MONTH january", "lexicon.txt:1: want CLASS VALUE: words"},
		{"\nMONTH: january", "lexicon.txt:2: want CLASS VALUE: words"},
		{"MONTH 1: january |", "lexicon.txt:1: an empty word"},
	} {
		_, err := readLexicon(tt.text)
		got := ""
		if err != nil {
			got = err.Error()
		}
		if got != tt.want {
			t.Errorf("readLexicon(%q): %q, want %q", tt.text, got, tt.want)
		}
	}
	// a word in two classes, one of them with a capital only
	lex, err := readLexicon("MONTH 3: ^march\nVERB 1: march")
	if err != nil {
		t.Fatal(err)
	}
	month, _ := lex.class("MONTH")
	w := lex.words["march"]
	if w.any.has(month) || !w.capital.has(month) {
		t.Errorf("march is a month with a capital only: any %v, capital %v", w.any.has(month), w.capital.has(month))
	}
}
