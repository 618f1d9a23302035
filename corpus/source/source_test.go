package source

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"iter"
	"reflect"
	"runtime"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/unicode"

	"dateline/corpus"
)

// read returns what decode makes of a file, a line a record: "line id|title|text",
// or the error.
func read(t testing.TB, name string, data []byte, maxBytes int) []string {
	t.Helper()
	var out []string
	for raw, err := range decodeAll(bytes.NewReader(data), name, maxBytes) {
		if err != nil {
			if _, ok := err.(*RecordError); !ok {
				t.Errorf("%s: %T is no *RecordError", name, err)
			}
			out = append(out, err.Error())
			continue
		}
		out = append(out, fmt.Sprintf("%d %s|%s|%s%s", raw.Line, raw.ID, raw.Title, raw.Text, raw.HTML))
	}
	return out
}

// decodeAll is decode as a sequence.
func decodeAll(in io.Reader, name string, maxBytes int) iter.Seq2[corpus.Raw, error] {
	return func(yield func(corpus.Raw, error) bool) {
		decode(in, name, maxBytes, func(raw corpus.Raw, _ bool, err error) bool { return yield(raw, err) })
	}
}

func zip(t testing.TB, data string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := io.WriteString(z, data); err != nil {
		t.Fatal(err)
	}
	z.Close()
	return b.Bytes()
}

func TestDecodeJSON(t *testing.T) {
	for _, row := range []struct {
		name, data string
		want       []string
	}{
		// Records, one a line or in a list.
		{"a.jsonl", `{"id":"1","title":"T","text":"One."}` + "\n\n" + `{"text":"Two.","more":[1,{}],"id":null}`, []string{"1 1|T|One.", "3 ||Two."}},
		{"a.ndjson", `{"html":"<p>One"}`, []string{"1 ||<p>One"}},
		{"a.json", `{"id":"1",` + "\n" + `"text":"One."}`, []string{"1 1||One."}},
		{"a.json", "[\n" + `{"id":"1","text":"[\"}"},` + "\n" + `{"id":"2","text":"Two\\"}]`, []string{`2 1||["}`, `3 2||Two\`}},
		{"a.json", `{"text":"One."} {"text":"Two."}`, []string{"1 ||One.", "1 ||Two."}},
		{"a.jsonl", "\ufeff" + `{"text":"One."}`, []string{"1 ||One."}},
		{"a.jsonl", `{"text":"a\r\nb\rc\u0000d"}`, []string{"1 ||a\nb\ncd"}},
		{"-", `{"text":"One."}`, []string{"1 ||One."}},
		// What is damaged costs only itself.
		{"a.jsonl", `{"text":"One."}` + "\nnonsense\n" + `{"text":"Two."}`,
			[]string{"1 ||One.", "a.jsonl:2: is not JSON: invalid character 'o' in literal null (expecting 'u'), at byte 2", "3 ||Two."}},
		{"a.json", `[{"text":"One."}, {"text" 5}, 7, "x", null, {"text":"Two."}]`,
			[]string{"1 ||One.", "a.json:1: is not JSON: invalid character '5' after object key, at byte 9", "a.json:1: is a number, not a record {…}",
				"a.json:1: is a string, not a record {…}", "a.json:1: is null, not a record {…}", "1 ||Two."}},
		// The wrong shape.
		{"a.jsonl", `{"id":5,"text":"One."}`, []string{`a.jsonl:1: "id" is a number, not a string`}},
		{"a.jsonl", `{"text":["One."]}`, []string{`a.jsonl:1: "text" is a list, not a string`}},
		{"a.jsonl", `{"text":{"a":1},"title":true}`, []string{`a.jsonl:1: "text" is an object, not a string`}},
		{"a.jsonl", `{"title":true,"text":"x"}`, []string{`a.jsonl:1: "title" is true or false, not a string`}},
		{"a.jsonl", `[{"text":"One."}]`, []string{"a.jsonl:1: is a list, not a record {…}"}},
		{"a.jsonl", `{"id":"1"}`, []string{`a.jsonl:1: has no text: neither "text" nor "html" says anything`}},
		{"a.jsonl", `{"text":" \n"}`, []string{`a.jsonl:1: has no text: neither "text" nor "html" says anything`}},
		{"a.jsonl", "{\"text\":\"caf\xe9\"}", []string{"a.jsonl:1: is not UTF-8, as JSON must be: byte 0xe9 after 12 others"}},
		{"a.json", `"text"`, []string{`a.json:1: is not JSON, or neither a record nor a list of them: it begins with '"'`}},
		{"a.json", "\x89PNG\r\n", []string{`a.json:1: is not JSON, or neither a record nor a list of them: it begins with '\u0089'`}},
		// Nothing, or not all of it.
		{"a.json", "", []string{"a.json: is empty"}},
		{"a.jsonl", " \n\n", []string{"a.jsonl: is empty"}},
		{"a.json", `[{"text":"One."},`, []string{"1 ||One.", "a.json:1: the list has no end: the file is cut off"}},
		{"a.json", `[{"text":"One."},` + "\n" + `{"text":"Tw`, []string{"1 ||One.", "a.json:2: the file ends within this record: unexpected EOF"}},
		{"a.pdf", "x", []string{"a.pdf: " + errFormat.Error()}},
	} {
		if got := read(t, row.name, []byte(row.data), 0); !reflect.DeepEqual(got, row.want) {
			t.Errorf("%s %q:\n got %q\nwant %q", row.name, row.data, got, row.want)
		}
	}
}

func TestDecodeGzip(t *testing.T) {
	two := `{"id":"1","text":"One."}` + "\n" + `{"id":"2","text":"Two."}` + "\n"
	if got := read(t, "a.jsonl.gz", zip(t, two), 0); !reflect.DeepEqual(got, []string{"1 1||One.", "2 2||Two."}) {
		t.Errorf("whole: %q", got)
	}
	if got := read(t, "a.txt.gz", zip(t, "One."), 0); !reflect.DeepEqual(got, []string{"1 ||One."}) {
		t.Errorf("text: %q", got)
	}

	// Of a file that is cut off, what stands before the cut is kept.
	var long strings.Builder
	for i := range 20000 {
		fmt.Fprintf(&long, `{"id":"%d","text":"Record %d says %x."}`+"\n", i, i, i*i*7919)
	}
	whole := zip(t, long.String())
	got := read(t, "a.jsonl.gz", whole[:len(whole)/2], 0)
	n := len(got) - 1
	if n < 1000 || got[n-1] != fmt.Sprintf("%d %d||Record %d says %x.", n, n-1, n-1, (n-1)*(n-1)*7919) {
		t.Errorf("%d records before the cut", n)
	}
	if want := fmt.Sprintf("a.jsonl.gz:%d: the compressed file is cut off here: what follows is lost: unexpected EOF", n+1); got[n] != want {
		t.Errorf("%q, want %q", got[n], want)
	}
	list := zip(t, "["+strings.ReplaceAll(strings.TrimSpace(long.String()), "\n", ",\n")+"]")
	if got := read(t, "a.json.gz", list[:len(list)/2], 0); len(got) < 1000 || !strings.Contains(got[len(got)-1], "within this record") && !strings.Contains(got[len(got)-1], "cut off") {
		t.Errorf("list: %d, last %q", len(got), got[len(got)-1])
	}

	for name, data := range map[string][]byte{"cut": whole[:100], "head": whole[:5], "plain": []byte("One."), "empty": nil} {
		got := read(t, "a.txt.gz", data, 0)
		if len(got) != 1 || !strings.HasPrefix(got[0], "a.txt.gz: ") {
			t.Errorf("%s: %q", name, got)
		}
	}
}

func encode(t *testing.T, e interface{ Bytes([]byte) ([]byte, error) }, s string) []byte {
	t.Helper()
	b, err := e.Bytes([]byte(s))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestText(t *testing.T) {
	const french = "Le ministre a été reçu à l’Élysée où il s’est dit préoccupé par la situation économique, « très dégradée » selon lui."
	const russian = "Министр иностранных дел прибыл в столицу с официальным визитом и провёл переговоры с президентом страны."
	const english = "The minister said “growth is slow” and left for the café."
	page := func(charset, body string) string {
		return `<html><head><meta charset="` + charset + `"></head><body><p>` + body + `</p></body></html>`
	}
	for _, row := range []struct {
		name string
		data []byte
		page bool
		want string
	}{
		{"ASCII", []byte("Hello"), false, "Hello"},
		{"UTF-8", []byte(french), false, french},
		{"line ends", []byte("a\r\nb\rc\n"), false, "a\nb\nc\n"},
		{"a mark of UTF-8", []byte("\ufeffHello"), false, "Hello"},
		{"UTF-16, little end first", encode(t, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder(), russian), false, russian},
		{"UTF-16, big end first", encode(t, unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewEncoder(), russian), false, russian},
		{"UTF-16 without a mark", encode(t, unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM).NewEncoder(), english), false, english},
		{"UTF-16 without a mark, big", encode(t, unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM).NewEncoder(), english), false, english},
		{"Windows-1252, French", encode(t, charmap.Windows1252.NewEncoder(), french), false, french},
		{"Windows-1252, a few quotation marks", encode(t, charmap.Windows1252.NewEncoder(), english), false, english},
		{"Windows-1251", encode(t, charmap.Windows1251.NewEncoder(), russian), false, russian},
		{"KOI8-R", encode(t, charmap.KOI8R.NewEncoder(), russian), false, russian},
		{"a page in Windows-1251 that says so", encode(t, charmap.Windows1251.NewEncoder(), page("windows-1251", "Визит")), true, page("windows-1251", "Визит")},
		{"a page in Shift JIS that says so", encode(t, japanese.ShiftJIS.NewEncoder(), page("shift_jis", "外相が来た")), true, page("shift_jis", "外相が来た")},
		{"a page in ISO-2022-JP that says so", encode(t, japanese.ISO2022JP.NewEncoder(), page("iso-2022-jp", "外相が来た")), true, page("iso-2022-jp", "外相が来た")},
		{"a page in UTF-8 that says otherwise", []byte(page("iso-8859-2", french)), true, page("iso-8859-2", french)},
		// Damaged UTF-8 stays UTF-8.
		{"a broken character", []byte("été, déjà, \xc3 né"), false, "été, déjà, \uFFFD né"},
		{"cut off within a character", []byte("été\xc3"), false, "été\uFFFD"},
	} {
		got, err := Text(row.data, row.page)
		if err != nil || got != row.want {
			t.Errorf("%s: %q, %v, want %q", row.name, got, err, row.want)
		}
	}
	for name, data := range map[string]string{
		"zero bytes":         "abc\x00def",
		"a picture":          "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
		"a PDF":              "%PDF-1.4 text",
		"control characters": strings.Repeat("ab\x01\x02\x03", 50),
	} {
		if got, err := Text([]byte(data), false); err == nil {
			t.Errorf("%s is read as %q", name, got)
		}
	}
}

func TestDecodeTextFiles(t *testing.T) {
	for name, data := range map[string]string{"a.txt": "", "b.md": " \n", "c.html": "", "d.md": "---\ntitle: T\n---\n", "e.txt": "\x00\x01"} {
		got := read(t, name, []byte(data), 0)
		if len(got) != 1 || !strings.HasPrefix(got[0], name+": is ") {
			t.Errorf("%s %q: %q", name, data, got)
		}
	}
	if got := read(t, "a.txt", bytes.Repeat([]byte("a "), 100), 150); !reflect.DeepEqual(got, []string{"a.txt: is larger than a record may be, 150 bytes"}) {
		t.Errorf("too large: %q", got)
	}
}

// endless yields n bytes of one line without holding them.
type endless struct{ n int }

func (e *endless) Read(p []byte) (int, error) {
	if e.n == 0 {
		return 0, io.EOF
	}
	n := min(len(p), e.n)
	for i := range p[:n] {
		p[i] = 'x'
	}
	e.n -= n
	return n, nil
}

func TestHugeLine(t *testing.T) {
	for _, row := range []struct {
		name          string
		size          int // MiB
		before, after string
		want          []string
	}{
		{"a.jsonl", 100, `{"text":"One."}` + "\n" + `{"text":"`, `"}` + "\n" + `{"text":"Two."}`,
			[]string{"1 ||One.", "a.jsonl:2: is larger than a record may be, 16 MiB", "3 ||Two."}},
		{"a.json", 30, `[{"text":"One."},` + "\n" + `{"text":"`, `"},` + "\n" + `{"text":"Two."}]`,
			[]string{"1 ||One.", "a.json:2: is larger than a record may be, 16 MiB", "3 ||Two."}},
		{"a.txt", 100, "", "", []string{"a.txt: is larger than a record may be, 16 MiB"}},
	} {
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		start := time.Now()
		in := io.MultiReader(strings.NewReader(row.before), &endless{row.size << 20}, strings.NewReader(row.after))
		var got []string
		for raw, err := range decodeAll(in, row.name, 0) {
			if err != nil {
				got = append(got, err.Error())
			} else {
				got = append(got, fmt.Sprintf("%d %s|%s|%s", raw.Line, raw.ID, raw.Title, raw.Text))
			}
		}
		runtime.ReadMemStats(&after)
		if !reflect.DeepEqual(got, row.want) {
			t.Errorf("%s: %.200q, want %q", row.name, got, row.want)
		}
		// All that was ever allocated, with the buffers thrown away in growing.
		if used := after.TotalAlloc - before.TotalAlloc; used > 7*MaxRecordBytes {
			t.Errorf("%s: %d MiB for a line of %d", row.name, used>>20, row.size)
		}
		t.Logf("%s: %v", row.name, time.Since(start))
	}
}

func TestMarkdown(t *testing.T) {
	const file = `---
title: "The \"Long\" Talks"
date: 2021-04-07 # local
author: 'Ada O''Neil'
url: https://example.org/talks
tags:
  - title: no
list: [a, b]
---

## Background ##

Ministers *met* in **the [old town](https://example.org/a_(b) "Old")**, at the so_called site.

> They __agreed__.

* one
![A hall](hall.jpg)
***
See <https://example.org>. Costs 5\* more.
` + "```\n*code*\n```\n"
	raw := corpus.Raw{}
	fillMarkdown(&raw, file)
	want := corpus.Raw{Title: `The "Long" Talks`, Published: "2021-04-07", Author: "Ada O'Neil", URL: "https://example.org/talks",
		Text: strings.Repeat("\n", 10) + "Background\n\nMinisters met in the old town, at the so_called site.\n\nThey agreed.\n\n- one\nA hall\n\nSee https://example.org. Costs 5* more.\n\n*code*\n\n"}
	if raw != want {
		t.Errorf("got  %+v\nwant %+v", raw, want)
	}

	for _, row := range []struct{ in, title, text string }{
		{"# The Talks\n\nThey met.", "The Talks", "The Talks\n\nThey met."},
		{"They met.\n# Later", "", "They met.\nLater"},
		{"---\nThey met.", "", "\nThey met."},
		{"---\ntitle: |\n  long\nauthor:\n---\nx", "", "\n\n\n\n\nx"},
		{"#hashtag and 2 * 3 * 4", "", "#hashtag and 2 * 3 * 4"},
	} {
		raw := corpus.Raw{}
		fillMarkdown(&raw, row.in)
		if raw.Title != row.title || raw.Text != row.text {
			t.Errorf("%q: title %q, text %q, want %q, %q", row.in, raw.Title, raw.Text, row.title, row.text)
		}
	}
}

func TestCanonicalURL(t *testing.T) {
	for _, row := range []struct{ in, want string }{
		{"https://Example.ORG/News/A/", "https://example.org/News/A"},
		{"HTTP://example.org:80/a#top", "http://example.org/a"},
		{"https://user:pw@example.org:443/a?utm_source=x&id=5&fbclid=y", "https://example.org/a?id=5"},
		{"https://example.org/a?UTM_Medium=x#utm_source=RSS", "https://example.org/a"},
		{"https://example.org:8080/?q=a%20b", "https://example.org:8080?q=a%20b"},
		{"  https://example.org/ ", "https://example.org"},
		{"ftp://example.org/a", ""}, {"example.org/a", ""}, {"https://", ""}, {"https://exa mple/%zz", ""}, {"", ""},
	} {
		got := CanonicalURL(row.in)
		if got != row.want {
			t.Errorf("CanonicalURL(%q) = %q, want %q", row.in, got, row.want)
		}
		if again := CanonicalURL(got); again != got {
			t.Errorf("CanonicalURL(%q) = %q", got, again)
		}
	}
}

func FuzzDecode(f *testing.F) {
	for _, s := range []string{`{"text":"One."}`, "[{\"text\":\"a\\\"]\"},\n{\"id\":1}]", "---\ntitle: x\n---\n# A *b*", "a\xff\xfe", "\xff\xfea\x00", `[[{}],"`, "{]\n}"} {
		for i := range 5 {
			f.Add([]byte(s), uint8(i))
		}
	}
	names := []string{"a.jsonl", "a.json", "a.md", "a.txt", "a.html"}
	f.Fuzz(func(t *testing.T, data []byte, kind uint8) {
		name := names[int(kind)%len(names)]
		const most = 1 << 10
		lines, n := bytes.Count(data, []byte("\n"))+bytes.Count(data, []byte("\r"))+bytes.Count(data, []byte("\n\x00"))+bytes.Count(data, []byte("\x00\n"))+1, 0
		for raw, err := range decodeAll(bytes.NewReader(data), name, most) {
			n++
			if err != nil {
				if re, ok := err.(*RecordError); !ok || re.Path != name || re.Err == nil {
					t.Fatalf("error %#v", err)
				}
				continue
			}
			if raw.Line < 1 || raw.Line > lines && !bytes.HasPrefix(data, []byte{0xff, 0xfe}) && !bytes.HasPrefix(data, []byte{0xfe, 0xff}) {
				t.Fatalf("line %d of %d", raw.Line, lines)
			}
			if strings.TrimSpace(raw.Text+raw.HTML) == "" {
				t.Fatalf("a record without text: %+v", raw)
			}
			for _, s := range []string{raw.ID, raw.Title, raw.Text, raw.HTML} {
				if strings.ToValidUTF8(s, "") != s || strings.ContainsAny(s, "\x00\r") && (s == raw.Text || s == raw.HTML) {
					t.Fatalf("%q is not clean", s)
				}
			}
		}
		if n == 0 || n > len(data)+1 {
			t.Fatalf("%d records of %d bytes", n, len(data))
		}
	})
}

func FuzzMarkdown(f *testing.F) {
	f.Add("---\ntitle: \"x\ndate: 'a''b\n---\n# A\n[a](b) **c** _d_ `e` \\*")
	f.Fuzz(func(t *testing.T, text string) {
		raw := corpus.Raw{}
		fillMarkdown(&raw, text)
		if got, want := strings.Count(raw.Text, "\n"), strings.Count(text, "\n"); got != want {
			t.Fatalf("%d lines of %d", got, want)
		}
		if len(raw.Text) > len(text)+strings.Count(text, "\n") {
			t.Fatalf("the text grew: %q", raw.Text)
		}
	})
}

func BenchmarkLines(b *testing.B) {
	line := `{"id":"a","title":"On growth","published":"2021-04-07","text":"` + strings.Repeat("The growth of trade was slow in spring. ", 75) + `"}` + "\n"
	data := []byte(strings.Repeat(line, 100))
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		for _, err := range decodeAll(bytes.NewReader(data), "a.jsonl", 0) {
			if err != nil {
				b.Fatal(err)
			}
		}
	}
}
