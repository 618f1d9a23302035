package source

import (
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dateline/corpus"
)

// What Walk and Files make of a folder is what Records makes of it.
func TestFilesAsRecords(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"b.txt": "The ferry sails at noon.", "a/c.md": "A bridge was closed.", "a/d.jsonl": "{\"text\":\"one\"}\n{\"text\":7}\n{\"text\":\"two\"}\n",
		"a.txt": "The tide is low.", ".hidden.txt": "not this", "notes.pdf": "%PDF-", "half.txt.part": "not this", "e.json": "[{\"text\":\"x\"},{\"text\":\"y\"}]",
	} {
		name = filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	_ = os.Symlink(filepath.Join(dir, "a"), filepath.Join(dir, "a", "loop"))
	var files []File
	Walk(t.Context(), dir, func(e Entry) {
		switch {
		case e.Err != nil:
			files = append(files, File{Path: e.Path, Err: e.Err})
		case e.Info.Mode().IsRegular() && Reads(e.Name):
			if got := PathIn(dir, e.Name); got != e.Path {
				t.Errorf("PathIn(%q) = %q, want %q", e.Name, got, e.Path)
			}
			files = append(files, File{Name: e.Name, Path: e.Path})
		}
	})
	var inner []File
	WalkIn(t.Context(), dir, filepath.Join(dir, "a"), func(e Entry) {
		if e.Err != nil || e.Info.Mode().IsRegular() {
			inner = append(inner, File{Path: e.Path, Err: e.Err})
		}
	})
	if len(inner) != 3 || inner[0].Path != "a/c.md" || inner[1].Path != "a/d.jsonl" || inner[2].Err == nil {
		t.Errorf("WalkIn met %+v", inner)
	}
	WalkIn(t.Context(), dir, filepath.Join(dir, "a", "loop"), func(e Entry) {
		if e.Err == nil {
			t.Errorf("WalkIn went into a loop: %+v", e)
		}
	})
	var whole, listed Reader
	want := list(whole.Records(t.Context(), dir))
	if got := list(listed.Files(t.Context(), files...)); got != want || strings.Count(want, "\n") < 8 {
		t.Errorf("Files gave\n%s\nwant\n%s", got, want)
	}
}

// A part has the records, IDs and lines that the whole has there.
func TestFilesPart(t *testing.T) {
	text := "{\"text\":\"one\"}\n\n{\"text\":7}\n{\"text\":\"two\"}\n \n{\"text\":\"three\"}\n\n"
	name := filepath.Join(t.TempDir(), "x.jsonl")
	if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
	var r Reader
	whole := list(r.Files(t.Context(), File{Name: name, Path: "x.jsonl"}))
	for cut := range len(text) + 1 {
		if cut > 0 && text[cut-1] != '\n' {
			continue
		}
		at, lines := int64(cut), strings.Count(text[:cut], "\n")
		parts := []File{{Name: name, Path: "x.jsonl", End: at}, {Name: name, Path: "x.jsonl", Offset: at, Line: lines}, // to the end
			{Name: name, Path: "x.jsonl", Offset: at, Line: lines, End: int64(len(text))}}
		if cut == 0 {
			parts = parts[:1] // End 0 is the whole
		}
		for _, rest := range parts[min(1, len(parts)-1):] {
			var r Reader
			got := list(r.Files(t.Context(), rest))
			if cut > 0 {
				got = list(r.Files(t.Context(), parts[0])) + got
			}
			if got != whole {
				t.Errorf("cut at %d: the parts gave\n%s\nwant\n%s", cut, got, whole)
			}
		}
	}
}

func list(records iter.Seq2[corpus.Raw, error]) string {
	var b strings.Builder
	for raw, err := range records {
		fmt.Fprintf(&b, "%s %s:%d %q %v\n", raw.ID, raw.Path, raw.Line, raw.Text, err)
	}
	return b.String()
}
