package archive_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"dateline/corpus"
	"dateline/corpus/archive"
)

// sentences writes n sentences of numbered words, which two seeds never share.
func sentences(seed, n int) string {
	var out []string
	for i := range n {
		out = append(out, fmt.Sprintf("Envoy%d saw bridge%d and mill%d on day%d.", seed*1000+i, seed*1000+i, seed*1000+i, seed*1000+i))
	}
	return strings.Join(out, " ")
}

// TestMoved reads an article again from a file of another name: what is cited
// is the new one, and nothing else changes.
func TestMoved(t *testing.T) {
	a := memory(t)
	key := corpus.Key{Collection: "news", ID: "a"}
	put := func(path string) {
		t.Helper()
		r := record("news", "a", sentences(1, 3), corpus.InYear(2020))
		r.Raw.Path, r.Document.Path = path, path
		if path != "old/a.txt" {
			r.Document = nil // as ingest leaves what the archive has
		}
		c, err := a.Put(t.Context(), []archive.Record{r})
		if err != nil || c[0].Err != nil || (c[0].Kind == archive.Unchanged) != (path != "old/a.txt") {
			t.Fatal(c, err)
		}
	}
	put("old/a.txt")
	g, _ := a.Generation(t.Context())
	for _, row := range []struct{ path, want string }{{"new/a.txt", "new/a.txt"}, {"-", "new/a.txt"}, {"", "new/a.txt"}, {"z.txt", "z.txt"}} {
		put(row.path)
		d, err := a.Document(t.Context(), key, 0)
		if err != nil || d.Path != row.want || d.Version != 1 {
			t.Errorf("%q: %q, version %d, %v", row.path, d.Path, d.Version, err)
		}
		xs, err := a.Extracts(t.Context(), []corpus.PassageID{d.Passages[0].ID})
		if err != nil || len(xs) != 1 || xs[0].Article.Path != row.want {
			t.Errorf("%q: cited %+v, %v", row.path, xs, err)
		}
		if rs, err := a.Records(t.Context(), 0, 9); err != nil || len(rs) != 1 || rs[0].Path != row.want || rs[0].Text != sentences(1, 3) {
			t.Errorf("%q: record %+v, %v", row.path, rs, err)
		}
	}
	if now, _ := a.Generation(t.Context()); now != g {
		t.Errorf("generation %d, was %d", now, g)
	}
}

// TestAnotherUnderTheName puts other articles under an ID that is only the name
// of a file.
func TestAnotherUnderTheName(t *testing.T) {
	long := sentences(1, 20)
	grown := strings.Join(strings.Fields(long)[:60], " ") + " " + sentences(3, 400)
	for _, row := range []struct {
		name        string
		first, then string
		byPath      bool
		want        archive.ChangeKind
	}{
		{"another article", long, sentences(2, 20), true, archive.Rejected},
		{"another article under its own id", long, sentences(2, 20), false, archive.Updated},
		{"a corrected sentence", long, strings.Replace(long, "Envoy1003", "Minister1003", 1), true, archive.Updated},
		{"half of it written anew", long, sentences(1, 10) + " " + sentences(2, 10), true, archive.Updated},
		{"a notice that became a report", strings.Join(strings.Fields(long)[:60], " "), grown, true, archive.Updated},
		{"too short to tell", sentences(1, 5), sentences(2, 5), true, archive.Updated},
		{"the same", long, long, true, archive.Unchanged},
	} {
		a := memory(t)
		one, two := record("news", "a", row.first, corpus.InYear(2020)), record("news", "a", row.then, corpus.InYear(2020))
		one.Raw.ByPath, two.Raw.ByPath = true, row.byPath
		one.Raw.Path, one.Document.Path = "one/a.txt", "one/a.txt"
		if c, err := a.Put(t.Context(), []archive.Record{one}); err != nil || c[0].Kind != archive.Added {
			t.Fatal(c, err)
		}
		c, err := a.Put(t.Context(), []archive.Record{two})
		if err != nil || c[0].Kind != row.want {
			t.Errorf("%s: %v, %v", row.name, c, err)
			continue
		}
		const message = `the id "a" is already that of another article, one/a.txt: give the records ids, or use --collection`
		if row.want == archive.Rejected && c[0].Err.Error() != message {
			t.Errorf("%s: %v", row.name, c[0].Err)
		}
		d, err := a.Document(t.Context(), one.Raw.Key, 0)
		if want := map[bool]string{true: row.first, false: row.then}[row.want == archive.Rejected]; err != nil || d.Text != want {
			t.Errorf("%s: the text is %.40q, %v", row.name, d.Text, err)
		}
	}
}

// TestIngested asks when a record came: a version that is derived anew from it
// is no younger.
func TestIngested(t *testing.T) {
	now := time.Date(2024, 5, 6, 7, 8, 9, 0, time.UTC)
	a, err := archive.Memory(t.Context(), archive.Options{Now: func() time.Time { return now }})
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	ingested := func() time.Time {
		t.Helper()
		rs, err := a.Records(t.Context(), 0, 9)
		if err != nil || len(rs) != 1 {
			t.Fatal(rs, err)
		}
		return rs[0].Ingested
	}
	r := record("news", "a", sentences(1, 6), corpus.InYear(2020))
	if _, err := a.Put(t.Context(), []archive.Record{r}); err != nil {
		t.Fatal(err)
	}
	first := now
	now = now.AddDate(1, 0, 0)
	if !a.Now().Equal(now) {
		t.Errorf("Now is %v", a.Now())
	}
	shorter := record("news", "a", sentences(1, 4), corpus.InYear(2020))
	shorter.Raw = r.Raw
	if c, err := a.Redo(t.Context(), []archive.Record{shorter}); err != nil || c[0].Version != 2 {
		t.Fatal(c, err)
	}
	if got := ingested(); !got.Equal(first) {
		t.Errorf("ingested %v, want %v", got, first)
	}
	r = record("news", "a", sentences(1, 7), corpus.InYear(2020))
	if _, err := a.Put(t.Context(), []archive.Record{r}); err != nil {
		t.Fatal(err)
	}
	if n, err := a.Articles(t.Context()); n != 1 || err != nil {
		t.Errorf("%d articles, %v", n, err)
	}
	if got := ingested(); !got.Equal(now) {
		t.Errorf("ingested %v, want %v", got, now)
	}
}
