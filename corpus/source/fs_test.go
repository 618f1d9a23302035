package source

import (
	"context"
	"strings"
	"testing"
	"testing/fstest"
)

func TestFS(t *testing.T) {
	fsys := fstest.MapFS{
		"b.txt":        {Data: []byte("The second article is here.")},
		"a.txt":        {Data: []byte("The first article is here.")},
		"desk/c.jsonl": {Data: []byte("{\"id\":\"x\",\"text\":\"The third.\"}\n{\"id\":7}\n")},
		"d.png":        {Data: []byte("no text")},
	}
	var r Reader
	var got []string
	for raw, err := range r.FS(context.Background(), fsys) {
		if err != nil {
			got = append(got, "error at "+raw.Path)
			continue
		}
		got = append(got, raw.ID)
	}
	if want := "a b x error at desk/c.jsonl"; strings.Join(got, " ") != want {
		t.Errorf("FS gave %q, want %q", strings.Join(got, " "), want)
	}
	if r.Skipped() != 1 {
		t.Errorf("%d files skipped, want 1", r.Skipped())
	}
}
