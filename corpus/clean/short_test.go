package clean

import (
	"strings"
	"testing"

	"golang.org/x/net/html"

	"dateline/corpus"
)

// TestShortPages cleans pages of one or two sentences, in which the extraction
// recognises no article and returns the page's text in a lump, with or without
// its paragraphs.
func TestShortPages(t *testing.T) {
	const ferry = "The ferry to Borkum sails again from Tuesday, the port said."
	const yard = "It had been in the yard since March."
	const bridge = "Die Brücke über die Lippe ist seit Montag gesperrt."
	const strike = "The bus drivers of Marl went back to work on Monday after nine days."
	const tickets = "Tickets cost as much as before, and the last boat comes back at ten in the evening."
	for _, row := range []struct{ name, page, title, kept, dropped string }{
		// the title stands in the head, above the text, or in both
		{"head and h1", `<html><head><title>Strike ends</title></head><body><h1>Strike ends</h1><p>` + strike + `</p></body></html>`, "Strike ends", strike, ""},
		{"head only", `<html><head><title>Strike ends</title></head><body><p>` + strike + `</p></body></html>`, "Strike ends", strike, ""},
		{"text begins as the title", `<article><h1>Strike ends</h1><p>Strike ends after nine days in Marl.</p></article>`, "Strike ends", "Strike ends after nine days in Marl.", ""},
		{"another title in the head", `<title>Marl – Strike ends</title><h1>Strike ends</h1><p>` + strike + `</p>`, "Strike ends", strike, ""},
		{"text without an element", `<body><h1>Ferry back</h1>` + ferry + `</body>`, "Ferry back", ferry, ""},
		{"no title", `<p>` + ferry + `</p>`, "", ferry, ""},
		// a date line
		{"date in a paragraph", `<html lang=de><head><title>Brücke gesperrt</title></head><body><article><h1>Brücke gesperrt</h1><p>veröffentlicht am 4. Mai 2021</p><p>` + bridge + `</p></article></body></html>`,
			"Brücke gesperrt", bridge, "veröffentlicht am 4. Mai 2021"},
		{"header and time", "<!doctype html>\n<html>\n<head><title>Brücke gesperrt</title></head>\n<body>\n<header><h1>Brücke gesperrt</h1><time datetime=\"2021-05-04\">veröffentlicht am 4. Mai 2021</time></header>\n<p>" + bridge + "</p>\n</body></html>",
			"Brücke gesperrt", bridge, "veröffentlicht am 4. Mai 2021"},
		{"time in article", `<article><header><h1>Ferry back</h1></header><time>4 May 2021</time><p>` + ferry + `</p><p>` + yard + `</p></article>`, "Ferry back", ferry + "|" + yard, "4 May 2021"},
		{"date below", `<article><p>The ferry to Borkum sails again from Tuesday.</p><p>4 May 2021</p></article>`, "", "The ferry to Borkum sails again from Tuesday.", "4 May 2021"},
		{"date in a span", `<main><section><h1>Ferry back</h1></section><section><span>4 May 2021</span><p>` + ferry + `</p></section></main>`, "Ferry back", ferry, "4 May 2021"},
		{"h2 in a section", `<main><section><h2>Ferry back</h2><p>Published 4 May 2021</p><p>` + ferry + `</p></section></main>`, "Ferry back", ferry, "Published 4 May 2021"},
		// pages in which the extraction finds nothing
		{"divs", `<div><div>Strike ends</div><div>4 May 2021</div><div>` + strike + `</div></div>`, "Strike ends", strike, "4 May 2021"},
		{"a table", `<table><tr><td>Ferry back</td></tr><tr><td>4 May 2021</td></tr><tr><td>` + ferry + `</td></tr></table>`, "Ferry back", ferry, "4 May 2021"},
		{"breaks", `<article><h1>Ferry back</h1><div>Tuesday, 4 May 2021</div><div>` + ferry + `<br><br>` + yard + `</div></article>`, "Ferry back", ferry + "|" + yard, "Tuesday, 4 May 2021"},
		// furniture around it
		{"nav and footer", `<nav><a href=/>Home</a> <a href=/n>News</a></nav><article><h1>Ferry back</h1><p>` + ferry + `</p></article><footer>Contact</footer>`, "Ferry back", ferry, "Home News|Contact"},
		{"imprint", `<div id=content><h1>Ferry back</h1><p class=meta>4 May 2021</p><p>` + ferry + `</p></div><footer><p>Imprint</p></footer>`, "Ferry back", ferry, "4 May 2021|Imprint"},
		// an article of its own with sections
		{"sections", `<article><h1>Ferry back</h1><section><p>4 May 2021</p><p>` + ferry + `</p></section><section><h2>What changes</h2><p>` + tickets + `</p></section></article>`,
			"Ferry back", ferry + "|What changes|" + tickets, "4 May 2021"},
		{"a quotation", `<article><h1>Ferry back</h1><p>The ferry sails again from <b>Tuesday</b>, the port <a href=x>said</a>.</p><blockquote>We are glad.</blockquote></article>`,
			"Ferry back", "The ferry sails again from Tuesday, the port said.|We are glad.", ""},
		{"said once in structured data", `<html><head><script type="application/ld+json">{"@type":"NewsArticle","articleBody":"` + ferry + ` ` + yard + `"}</script></head><body><h1>Ferry back</h1><p>` + ferry + `</p><p>` + yard + `</p></body></html>`,
			"Ferry back", ferry + "|" + yard, ""},
	} {
		c, err := HTML(row.page, "")
		if err != nil {
			t.Fatal(err)
		}
		title := c.Title
		if title == "" {
			title = c.Meta.Title
		}
		var kept, dropped []string
		for _, b := range c.Blocks {
			kept = append(kept, b.Of(c.Text))
			if b.Line == 0 {
				t.Errorf("%s: %q has no line", row.name, b.Of(c.Text))
			}
		}
		for _, d := range c.Dropped {
			dropped = append(dropped, d.Text)
		}
		if k, d := strings.Join(kept, "|"), strings.Join(dropped, "|"); title != row.title || k != row.kept || d != row.dropped {
			t.Errorf("%s: title %q, kept %q, dropped %q\nwant %q, %q, %q", row.name, title, k, d, row.title, row.kept, row.dropped)
		}
	}
}

// TestUnlump separates what an extraction kept into the page's blocks.
func TestUnlump(t *testing.T) {
	for _, row := range []struct {
		name, page, kept, title string
		want                    string
		ok                      bool
	}{
		{"blocks", "One came.|Two left.", "One came.|Two left.", "", "One came.|Two left.", true},
		{"a lump alone", "One came.|Two left.", "One came.Two left.", "", "", false},
		{"a lump beside its blocks", "One came.|Two left.", "One came.|Two left.|One came.Two left.", "", "", false},
		{"a lump below its title", "One came.", "One came.|CameOne came.", "Came", "", false},
		{"a lump that leaves blocks out", "One came.|Menu|Two left.|Three stayed.", "Two left.|One came.Two left.Three stayed.", "", "", false},
		{"a lump within an article", "One came to the town on Monday at nine.|Two left.|Three.|Four stayed there until the end of the week.",
			"One came to the town on Monday at nine.|Two left. Three.|Four stayed there until the end of the week.", "",
			"One came to the town on Monday at nine.|Two left.|Three.|Four stayed there until the end of the week.", true},
		{"kept twice", "One came.|Two left.", "One came.|Two left.|One came.", "", "One came.|Two left.", true},
		{"said twice", "One came.|Two left.|One came.", "One came.|Two left.|One came.", "", "One came.|Two left.|One came.", true},
		{"another text", "One came.|Two left.|Three stayed.", "Nobody was there.", "", "", false},
		{"part of a block", "One came (photo).|Two left.", "One came.|Two left.", "", "One came.|Two left.", true},
		{"nothing", "One came.", "", "", "", false},
	} {
		of := func(s string) (out []element) {
			for text := range strings.SplitSeq(s, "|") {
				if text != "" {
					out = append(out, element{text: text})
				}
			}
			return out
		}
		got, ok := unlump(of(row.page), of(row.kept), row.title)
		var texts []string
		for _, e := range got {
			texts = append(texts, e.text)
		}
		if s := strings.Join(texts, "|"); s != row.want || ok != row.ok {
			t.Errorf("%s: %q, %v, want %q, %v", row.name, s, ok, row.want, row.ok)
		}
	}
}

// TestCrudeKinds keeps the kinds of a page's blocks where it is cleaned by its lines.
func TestCrudeKinds(t *testing.T) {
	const page = "<p>The ferry to Borkum sails again from Tuesday, the port said.</p><blockquote>“We are glad that she sails,” said the captain.</blockquote><ul><li>The last boat leaves the island at ten in the evening.</li></ul>"
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	c := crude(doc, readPage(doc, page))
	want := []corpus.BlockKind{corpus.Paragraph, corpus.Quotation, corpus.ListItem}
	for i, b := range c.Blocks {
		if i >= len(want) || b.Kind != want[i] {
			t.Errorf("block %d of %q is of kind %v", i, b.Of(c.Text), b.Kind)
		}
	}
	if len(c.Blocks) != len(want) {
		t.Errorf("%d blocks, want %d", len(c.Blocks), len(want))
	}
}

// TestShortPagesCombined cleans every combination of containers, titles, dates
// and bodies: whatever is kept is a block of the page, and once.
func TestShortPagesCombined(t *testing.T) {
	const first = "The ferry to Borkum sails again from Tuesday, the port said."
	const second = "It had been in the yard since March, when a storm tore off its ramp."
	long := strings.Repeat("Nobody aboard was hurt in that night, said the captain, who had seen worse. ", 4)
	containers := []string{"%", "<div>%</div>", "<article>%</article>", "<main><article>%</article></main>", "<div><section><div>%</div></section></div>",
		"<nav><a href=/>Home</a></nav><div id=content>%</div><footer><p>Imprint</p></footer>", "<table><tr><td>%</td></tr></table>"}
	titles := []string{"", "<h1>Ferry back</h1>", "<header><h2>Ferry back</h2></header>", "<div class=title>Ferry back</div>"}
	dates := []string{"", "<p>4 May 2021</p>", "<time datetime=2021-05-04>4 May 2021</time>", "<div>Published 4 May 2021</div>"}
	bodies := []string{"<p>" + first + "</p>", first, "<p>" + first + "</p><p>" + second + "</p>", "<div>" + first + "<br><br>" + second + "</div>",
		"<p>" + first + "</p><p>" + second + "</p><p>" + strings.TrimSpace(long[:75]) + "</p>", "<div>" + first + "</div><ul><li>" + second + "</li></ul>",
		"<section><p>" + first + "</p></section><section><h2>The storm</h2><p>" + second + "</p></section>"}
	pages := 0
	for _, container := range containers {
		for _, title := range titles {
			for _, date := range dates {
				for _, body := range bodies {
					for _, join := range []string{"", "\n"} {
						for _, head := range []string{"", "<head><title>Ferry back</title></head>"} {
							parts := strings.Join([]string{title, date, body}, join)
							page := "<html>" + head + "<body>" + strings.Replace(container, "%", parts, 1) + "</body></html>"
							pages++
							keptOnce(t, page, first)
						}
					}
				}
			}
		}
	}
	t.Logf("%d pages", pages)
}

// keptOnce checks that what is kept of the page holds the sentence, and that
// each kept text is one that the page has, as often as it has it.
func keptOnce(t *testing.T, page, sentence string) {
	t.Helper()
	c, err := HTML(page, "")
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(c.Text, sentence); n != 1 {
		t.Errorf("HTML(%q) has the sentence %d times: %q", page, n, c.Text)
		return
	}
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	has := map[string]int{}
	for _, e := range readPage(doc, page) {
		has[e.text]++
	}
	for _, b := range c.Blocks {
		s := b.Of(c.Text)
		if has[s]--; has[s] < 0 || b.Line == 0 || s == "4 May 2021" || s == "Ferry back" {
			t.Errorf("HTML(%q) kept %q on line %d", page, s, b.Line)
		}
	}
	for _, d := range c.Dropped {
		if has[d.Text]--; has[d.Text] < 0 || strings.Contains(d.Text, sentence) {
			t.Errorf("HTML(%q) dropped %q", page, d.Text)
		}
	}
}
