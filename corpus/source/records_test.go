package source

import (
	"reflect"
	"strings"
	"testing"
)

// TestIDsOfRecords puts a record before others that have no ID: theirs stay.
func TestIDsOfRecords(t *testing.T) {
	const one, two, three = `{"text":"One."}`, `{"text":"Two."}`, `{"text":"Three."}`
	ids := func(name, data string) map[string]string {
		dir := t.TempDir()
		write(t, dir, map[string]string{name: data})
		out := map[string]string{}
		for raw, err := range (&Reader{}).Records(t.Context(), dir) {
			if err != nil {
				t.Fatal(err)
			}
			if raw.ByPath != (raw.ID == "a") {
				t.Errorf("%s: ID %q, by its path: %v", name, raw.ID, raw.ByPath)
			}
			out[raw.Text] = raw.ID
		}
		return out
	}
	for _, row := range []struct{ name, before, after string }{
		{"a.jsonl", one + "\n" + two, three + "\n" + one + "\n" + two},
		{"a.jsonl", one, three + "\n" + one},
		{"a.json", "[" + one + "," + two + "]", "[" + three + "," + one + "," + two + "]"},
		{"a.json", "[" + one + "]", "[" + three + "," + one + "]"},
		{"a.json", one + two, three + "\n\n" + one + two},
	} {
		before, after := ids(row.name, row.before), ids(row.name, row.after)
		if len(after) != len(before)+1 {
			t.Errorf("%s: %v, then %v", row.name, before, after)
		}
		for text, id := range before {
			if after[text] != id || !strings.HasPrefix(id, "a#") {
				t.Errorf("%s: %q is %q, then %q", row.name, text, id, after[text])
			}
		}
	}
	// One article's own file names it.
	for name, data := range map[string]string{"a.json": one + " \n", "a.txt": "One.", "a.html": "<p>One."} {
		for _, id := range ids(name, data) {
			if id != "a" {
				t.Errorf("%s: %q", name, id)
			}
		}
	}
}

func TestCollectionOfRecord(t *testing.T) {
	for _, name := range []string{"a b", "a/b", strings.Repeat("x", 101), "a\\u0007"} {
		r := &Reader{Stdin: strings.NewReader(`{"id":"1","text":"x","collection":"` + name + `"}` + "\n" + `{"id":"2","text":"x","collection":"good"}`)}
		got := records(t, r, "-")
		if len(got) != 2 || !strings.HasPrefix(got[0], "-:1: collection: ") || got[1] != "good/2 -:2" {
			t.Errorf("%q: %q", name, got)
		}
	}
}

func TestBinaryRecords(t *testing.T) {
	picture := "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + strings.Repeat("\x00\x01x\n", 100)
	many := "{" + strings.Repeat("\x00\x01x\n", 100)
	for name, data := range map[string]string{"bin.jsonl": picture, "bin.json": picture, "open.jsonl": many} {
		if got := read(t, name, []byte(data), 0); !reflect.DeepEqual(got, []string{name + ": " + errBinary.Error()}) {
			t.Errorf("%s: %.300q", name, got)
		}
	}
	// A damaged record costs itself.
	got := read(t, "a.jsonl", []byte("{\"text\":\"a\x00b\"}\n{\"text\":\"Two.\"}"), 0)
	if len(got) != 2 || got[1] != "2 ||Two." {
		t.Errorf("a zero byte in a record: %q", got)
	}
}

// TestOtherNames reads records as other programs write them.
func TestOtherNames(t *testing.T) {
	for _, row := range []struct{ data, published, title, url, source, author, text, html string }{
		{`{"date":"2025-09-18","headline":"H","link":"https://a.example/1","publisher":"P","byline":"B","body":"T"}`, "2025-09-18", "H", "https://a.example/1", "P", "B", "T", ""},
		{`{"date_published":"2025","content_html":"<p>T","content":"of no use"}`, "2025", "", "", "", "", "", "<p>T"},
		{`{"PublishedAt":"2025-01-02","date":"2025-01-03","content":"T"}`, "2025-01-02", "", "", "", "", "T", ""},
		{`{"content":"<p>T &amp; U</p>"}`, "", "", "", "", "", "", "<p>T &amp; U</p>"},
		{`{"body":"< 5 percent"}`, "", "", "", "", "", "< 5 percent", ""},
		// The field itself counts first, as long as it says something.
		{`{"published":"2024","date":"2025","text":" ","body":"T","title":"","headline":"H"}`, "2024", "H", "", "", "", "T", ""},
		// What is no string says nothing.
		{`{"date":1758153600,"pubDate":null,"publisher":{"name":"P"},"text":"T"}`, "", "", "", "", "", "T", ""},
	} {
		raw, err := decodeRecord([]byte(row.data))
		if err != nil {
			t.Errorf("%s: %v", row.data, err)
			continue
		}
		got := []string{raw.Published, raw.Title, raw.URL, raw.Source, raw.Author, raw.Text, raw.HTML}
		if want := []string{row.published, row.title, row.url, row.source, row.author, row.text, row.html}; !reflect.DeepEqual(got, want) {
			t.Errorf("%s:\n\t%q, want\n\t%q", row.data, got, want)
		}
	}
}
