package clean

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
	"golang.org/x/net/html"

	"dateline/corpus"
)

var update = flag.Bool("update", false, "write what is cleaned into the golden files")

// render shows a cleaned text: its title and source, then what was kept and
// what was dropped, each with its line.
func render(c corpus.Cleaned) string {
	var b strings.Builder
	if c.Title != "" {
		fmt.Fprintf(&b, "title: %s\n", c.Title)
	}
	if c.Meta.Source != "" {
		fmt.Fprintf(&b, "source: %s\n", c.Meta.Source)
	}
	if c.Meta.Author != "" {
		fmt.Fprintf(&b, "author: %s\n", c.Meta.Author)
	}
	for _, e := range c.Meta.Dates {
		fmt.Fprintf(&b, "date: %s, %s: %s\n", e.Basis, e.Text, e.Interval)
	}
	for _, k := range c.Blocks {
		fmt.Fprintf(&b, "%d %s: %s\n", k.Line, k.Kind, k.Of(c.Text))
	}
	for _, d := range c.Dropped {
		fmt.Fprintf(&b, "%d dropped, %s: %s\n", d.Line, d.Why, d.Text)
	}
	return b.String()
}

// TestGolden cleans the texts of testdata and compares with what stands below
// each of them.
func TestGolden(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no golden files: %v", err)
	}
	for _, file := range files {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var out txtar.Archive
		out.Comment = archive.Comment
		want := map[string]string{}
		for _, f := range archive.Files {
			if name, ok := strings.CutSuffix(f.Name, "/cleaned"); ok {
				want[name] = string(f.Data)
			}
		}
		for _, f := range archive.Files {
			if strings.HasSuffix(f.Name, "/cleaned") {
				continue
			}
			t.Run(filepath.Base(file)+"/"+f.Name, func(t *testing.T) {
				var c corpus.Cleaned
				if strings.HasPrefix(filepath.Base(file), "html") {
					if c, err = HTML(string(f.Data), ""); err != nil {
						t.Fatal(err)
					}
				} else {
					c = Text(string(f.Data))
					account(t, string(f.Data), c)
				}
				got := render(c)
				if got != want[f.Name] && !*update {
					t.Errorf("Text(%s) =\n%s\nwant\n%s", f.Name, got, want[f.Name])
				}
				out.Files = append(out.Files, f, txtar.File{Name: f.Name + "/cleaned", Data: []byte(got)})
			})
		}
		if *update {
			if err := os.WriteFile(file, txtar.Format(&out), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// words returns what is left of s without white space.
func squeeze(s string) string {
	return strings.Map(func(r rune) rune {
		if space(r) {
			return -1
		}
		return r
	}, s)
}

// account checks what holds for every cleaned text: the blocks lie in the text
// in order with blank lines between them, each stands in the input from its
// line on, and every line of the input is kept, dropped or the title.
func account(t *testing.T, input string, c corpus.Cleaned) {
	t.Helper()
	lines := strings.Split(input, "\n")
	end, line := 0, 0
	for i, b := range c.Blocks {
		if i > 0 {
			if c.Text[end:b.Start] != "\n\n" {
				t.Fatalf("between blocks %d and %d: %q, want a blank line", i-1, i, c.Text[end:b.Start])
			}
		} else if b.Start != 0 {
			t.Fatalf("the first block begins at %d", b.Start)
		}
		if b.End <= b.Start || b.Line < 1 || b.Line > len(lines) || b.Line < line {
			t.Fatalf("block %d: span %v on line %d of %d after line %d", i, b.Span, b.Line, len(lines), line)
		}
		end, line = b.End, b.Line
		if len(lines) < 400 && !strings.Contains(squeeze(strings.Join(lines[b.Line-1:], " ")), squeeze(b.Of(c.Text))) {
			t.Fatalf("block %d is not in the input from line %d on: %q", i, b.Line, b.Of(c.Text))
		}
	}
	if end != len(c.Text) {
		t.Fatalf("the blocks end at %d, the text at %d", end, len(c.Text))
	}
	// What is kept, dropped and the title together are the input, no more and
	// no less. The title may stand there several times.
	rest := len(squeeze(input))
	for _, b := range c.Blocks {
		rest -= len(squeeze(b.Of(c.Text)))
	}
	for _, d := range c.Dropped {
		if d.Why == "" || d.Text == "" || d.Line < 1 || d.Line > len(lines) {
			t.Fatalf("dropped without a reason, text or line: %+v", d)
		}
		rest -= len(squeeze(d.Text))
	}
	if title := len(squeeze(c.Title)); rest < 0 || title == 0 && rest != 0 || title > 0 && rest%title != 0 {
		t.Fatalf("%d bytes of the input are neither kept nor dropped nor the title %q", rest, c.Title)
	}
}

func TestEmpty(t *testing.T) {
	for _, text := range []string{"", "\n", " \t\r\n\u200b\n"} {
		if c := Text(text); c.Text != "" || len(c.Blocks) != 0 || len(c.Dropped) != 0 {
			t.Errorf("Text(%q) = %+v, want nothing", text, c)
		}
	}
}

func FuzzText(f *testing.F) {
	files, _ := filepath.Glob("testdata/*.txtar")
	for _, file := range files {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			f.Fatal(err)
		}
		for _, s := range archive.Files {
			f.Add(string(s.Data))
		}
	}
	f.Add("Home\r\n\r\nNews\xff\n\u200bThe ferry came. The ferry came. The ferry came.\n")
	prose := "\nThe harbour bridge closes for good on Monday, the port authority said. It was built in 1901.\n"
	f.Add(strings.Repeat("12 March 2019 | 10:15Harbour bridge to close for a week\n", 2) + prose)
	f.Add("Subject: Harbour bridge to close for a week\n" + prose)
	f.Add("Harbour bridge to close for a week" + strings.Repeat("\x80", 70) + "\n" + prose)
	f.Fuzz(func(t *testing.T, text string) {
		account(t, text, Text(text))
	})
}

// TestHTMLMeta reads what pages say of themselves.
func TestHTMLMeta(t *testing.T) {
	body := "<p>" + strings.Repeat("The ferry came at nine on Monday morning, and nobody was on it. ", 6) + "</p>"
	for _, test := range []struct {
		head string
		want []string // basis and interval
	}{
		// forms of dates
		{`<meta name="date" content="2020-05-04">`, []string{"metadata 2020-05-04"}},
		{`<meta property="article:published_time" content="2020-05-04T23:30:00-07:00">`, []string{"metadata 2020-05-04"}},
		{`<meta name="pubdate" content="Mon, 04 May 2020 10:00:00 GMT">`, []string{"metadata 2020-05-04"}},
		{`<meta name="DC.date.issued" content="May 4, 2020">`, []string{"metadata 2020-05-04"}},
		{`<meta itemprop="datePublished" content="20200504">`, []string{"metadata 2020-05-04"}},
		{`<meta name="date" content="yesterday">`, []string{"metadata "}},
		// dates of change say nothing of publication
		{`<meta property="article:modified_time" content="2020-05-04">`, nil},
		// structured data
		{`<script type="application/ld+json">{"@type":["NewsArticle","Thing"],"datePublished":"2020-05"}</script>`, []string{"json-ld 2020-05"}},
		{`<script type="application/ld+json">[{"@type":"WebPage","mainEntity":{"@type":"BlogPosting","datePublished":"2020-05-04"}}]</script>`, []string{"json-ld 2020-05-04"}},
		{`<script type="application/ld+json">{"@type":"ItemList","itemListElement":[{"@type":"NewsArticle","datePublished":"2020-05-04"}]}</script>`, nil},
		{`<script type="application/ld+json">{"@type":"VideoObject","datePublished":"2020-05-04"}</script>`, nil},
		{`<script type="application/ld+json">{"@type":"NewsArticle","datePublished":`, nil},
	} {
		c, err := HTML("<html><head>"+test.head+"</head><body><article>"+body+"</article></body></html>", "https://example.org/a")
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, e := range c.Meta.Dates {
			got = append(got, fmt.Sprintf("%s %s", e.Basis, e.Interval))
		}
		if fmt.Sprint(got) != fmt.Sprint(test.want) {
			t.Errorf("HTML(%s) dates = %q, want %q", test.head, got, test.want)
		}
	}
}

// TestHTMLDeep cleans a page that is nested too deeply to be parsed.
func TestHTMLDeep(t *testing.T) {
	page := strings.Repeat("<div>", 100_000) + "<p>The ferry came at nine on Monday morning, and nobody was on it.</p>"
	c, err := HTML(page, "")
	if err != nil || !strings.Contains(c.Text, "nobody was on it") {
		t.Errorf("HTML(deep) = %q, %v", c.Text, err)
	}
}

// FuzzPage reads pages of every kind. What go-trafilatura would choose is
// replaced by the whole page, since its regular expressions are too slow to be
// fuzzed with.
func FuzzPage(f *testing.F) {
	archive, err := txtar.ParseFile("testdata/html.txtar")
	if err != nil {
		f.Fatal(err)
	}
	for _, s := range archive.Files {
		f.Add(string(s.Data))
	}
	f.Add("<title>Strike ends</title><p>[ ]")
	f.Fuzz(func(t *testing.T, page string) {
		doc, err := html.Parse(strings.NewReader(page))
		if err != nil {
			return
		}
		blocks := readPage(doc, page)
		var whole corpus.Cleaned
		assemble(&whole, dropRepeats(dropDate(prune(align(blocks, contents(doc), headline(blocks)))), false))
		title := readMeta(doc).Title
		glued := element{text: title}
		for _, e := range blocks {
			glued.text += e.text
		}
		size := func(es []element) (n int) { // of letters and digits, by which texts are compared
			for _, e := range es {
				n += len(fold(e.text))
			}
			return n
		}
		if parted, ok := unlump(blocks, append(contents(doc), glued), title); ok && size(parted) > size(blocks)+len(fold(title)) {
			t.Fatalf("%d bytes of text kept of a page that has %d", size(parted), size(blocks))
		}
		lines := strings.Count(page, "\n") + 1
		for _, c := range []corpus.Cleaned{whole, crude(doc, blocks)} {
			end := 0
			for i, b := range c.Blocks {
				if i > 0 && (b.Start != end+2 || c.Text[end:b.Start] != "\n\n") || b.End <= b.Start || b.End > len(c.Text) || b.Line < 0 || b.Line > lines {
					t.Fatalf("block %d of %q: %+v after %d", i, c.Text, b, end)
				}
				end = b.End
			}
			if end != len(c.Text) {
				t.Fatalf("the blocks end at %d, the text at %d", end, len(c.Text))
			}
			for _, d := range c.Dropped {
				if d.Text == "" || d.Why == "" || d.Line < 0 || d.Line > lines {
					t.Fatalf("dropped %+v of %d lines", d, lines)
				}
			}
		}
	})
}

// TestTitlesOfText finds titles by what stands beside them.
func TestTitlesOfText(t *testing.T) {
	const body = "Engineers closed the harbour crossing on Thursday after they found a crack in a pillar. It will stay closed for two weeks, the city said.\n\nDrivers were asked to take the tunnel, which is to stay open at night.\n"
	for _, row := range []struct{ text, title, author string }{
		// saved mails and exports label them
		{"Title: Harbour bridge closed\nDate: 2021-04-01\nAuthor: Jo Smith\n\n" + body, "Harbour bridge closed", "Jo Smith"},
		{"From: Coast Wire\nSubject: Crack found in harbour bridge\nDate: Thu, 1 Apr 2021 09:00:00 +0200\n\n" + body, "Crack found in harbour bridge", ""},
		// a dateline begins the report, so that the line above heads it
		{"Home | World\nShare\n\nBridge empties city centre\nPORTWICK, April 1, 2021 (CW) - " + body, "Bridge empties city centre", ""},
		{"Home | World\nShare\n\nRead more\nPORTWICK, April 1, 2021 (CW) - " + body, "", ""},
	} {
		c := Text(row.text)
		if c.Title != row.title || c.Meta.Author != row.author {
			t.Errorf("%.60q: title %q, author %q, want %q, %q", row.text, c.Title, c.Meta.Author, row.title, row.author)
		}
	}
}
