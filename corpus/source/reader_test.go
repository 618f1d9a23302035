package source

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

func write(t *testing.T, dir string, files map[string]string) {
	t.Helper()
	for name, data := range files {
		p := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(p), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(p, []byte(data), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

// records runs a Reader and returns "collection/id path:line" or the error of
// each record.
func records(t *testing.T, r *Reader, sources ...string) []string {
	t.Helper()
	var out []string
	for raw, err := range r.Records(t.Context(), sources...) {
		if err != nil {
			out = append(out, err.Error())
		} else {
			out = append(out, fmt.Sprintf("%s %s:%d", raw.Key, raw.Path, raw.Line))
		}
	}
	return out
}

func TestReaderFolder(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, map[string]string{
		"b.txt": "B.", "a/z.txt": "Z.", "a/y.md": "Y.", "a.b/v1.2.txt.gz": string(zip(t, "G.")), "c.pdf": "C", ".hidden.txt": "H", "empty.txt": "",
		"d.jsonl": `{"text":"1"}` + "\n" + `{"text":"2","id":"own"}` + "\n" + `{"text":"3"}` + "\n" + `{"text":"4","url":"HTTPS://Example.org/x/?utm_source=y","collection":"other"}`,
		"e.json":  `[{"text":"1"},{"text":"2"}]`,
	})
	for link, to := range map[string]string{"a/loop": dir, "dangling.txt": filepath.Join(dir, "nowhere"), "link.txt": filepath.Join(dir, "b.txt")} {
		if err := os.Symlink(to, filepath.Join(dir, link)); err != nil {
			t.Skip("no symbolic links here:", err)
		}
	}
	want := []string{
		"a/loop: is a link back to a folder that it is in",
		"news/a/y a/y.md:1", "news/a/z a/z.txt:1", "news/a.b/v1.2 a.b/v1.2.txt.gz:1", "news/b b.txt:1",
		"news/d#d659a94db2e79a96 d.jsonl:1", "news/own d.jsonl:2", "news/d#e4f7fb4dba6ba9ec d.jsonl:3", "other/https://example.org/x d.jsonl:4",
		"dangling.txt: no such file or directory",
		"news/e#d659a94db2e79a96 e.json:1", "news/e#efad244dc110da97 e.json:1",
		"empty.txt: is empty",
		"news/link link.txt:1",
	}
	r := &Reader{Collection: "news"}
	if got := records(t, r, dir); !reflect.DeepEqual(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if done, total := r.Bytes(); done != total || done == 0 || r.Skipped() != 1 {
		t.Errorf("read %d of %d bytes, skipped %d", done, total, r.Skipped())
	}
}

func TestReaderSources(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, map[string]string{"a.txt": "A.", "b.pdf": "B"})
	r := &Reader{Stdin: strings.NewReader(`{"text":"One."}` + "\n" + `{"id":"x","text":"Two."}`)}
	got := records(t, r, "https://example.org/a.html", filepath.Join(dir, "none.txt"), filepath.Join(dir, "b.pdf"), filepath.Join(dir, "a.txt"), "-")
	want := []string{
		"https://example.org/a.html: is an address of the web, and dateline fetches nothing: save the page and give the file",
		filepath.Join(dir, "none.txt") + ": no such file or folder",
		filepath.Join(dir, "b.pdf") + ": " + errFormat.Error(),
		"default/a a.txt:1", "default/stdin#75eb9ff40c54723d -:1", "default/x -:2",
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestCollision(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, map[string]string{
		"a.txt": "A.", "a.html": "<p>Another", "same.txt": "S.", "same.txt.gz": string(zip(t, "S.")),
		"z.jsonl": `{"id":"a","text":"x","collection":"c"}` + "\n" + `{"id":"a","text":"y","collection":"c"}` + "\n" + `{"id":"b","text":"y","collection":"c"}`,
	})
	want := []string{
		"default/a a.html:1", `a.txt:1: the id "a" is already that of another record, a.html:1`,
		"default/same same.txt:1", "default/same same.txt.gz:1", // the same again is none
		"c/a z.jsonl:1", `z.jsonl:2: the id "a" is already that of another record, z.jsonl:1`, "c/b z.jsonl:3",
	}
	if got := records(t, &Reader{}, dir); !reflect.DeepEqual(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestReaderGivesUp(t *testing.T) {
	r := &Reader{Stdin: strings.NewReader(strings.Repeat("no\n", 3*maxErrorsInARow))}
	if got := records(t, r, "-"); len(got) != maxErrorsInARow || !strings.Contains(got[len(got)-1], "the rest of the file is not read") {
		t.Errorf("%d errors, the last %q", len(got), got[len(got)-1])
	}
}

func TestReaderCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	n := 0
	for range (&Reader{Stdin: strings.NewReader(strings.Repeat(`{"text":"x"}`+"\n", 100))}).Records(ctx, "-") {
		if n++; n == 3 {
			cancel()
		}
	}
	if n != 3 {
		t.Errorf("%d records after the end", n-3)
	}
}
