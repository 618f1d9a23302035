package dating

import (
	"encoding/json"
	"math"
	"strings"
	"time"

	"github.com/markusmobius/go-dateparser"
	"github.com/markusmobius/go-htmldate"
	"golang.org/x/net/html"

	"dateline/corpus"
)

// Names under which pages give the date of publication, and that of a later
// change, in meta elements.
var (
	publishedNames = words(`article:published_time article:published og:published_time published_time date.published
		datepublished published-date publish-date publish_date pubdate publication_date publication-date
		dc.date.issued dcterms.issued dc.date.created dcterms.created date.created parsely-pub-date sailthru.date
		citation_publication_date citation_date rnews:datepublished bt:pubdate cxenseparse:recs:publishtime
		displaydate originalpublicationdate article.published article:post_date article_date_original`)
	changedNames = words(`article:modified_time og:updated_time dc.date.modified dcterms.modified last-modified
		datemodified lastmod modified_time date.modified`)
)

// page weighs what a page's metadata say, and what htmldate makes of it, and
// reads the page's text as lines.
func (d *dating) page(page, link string, c corpus.Cleaned) {
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil {
		d.sheet = read(c.Text, c, false)
		return
	}
	d.sheet = read(lay(doc), c, false)
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		switch n.Data {
		case "meta":
			name := strings.ToLower(first(n, "property", "name", "itemprop", "http-equiv"))
			d.metadata(name, attribute(n, "content"))
		case "script":
			if strings.EqualFold(attribute(n, "type"), "application/ld+json") && n.FirstChild != nil {
				d.structured(n.FirstChild.Data)
			}
		case "time", "span", "div", "p", "abbr":
			if prop := strings.ToLower(attribute(n, "itemprop")); prop == "datepublished" || n.Data == "time" && attribute(n, "pubdate") != "" {
				d.metadata("datepublished", first(n, "datetime", "content", "title"))
			}
		}
	}
	if day, text := find(doc, link, d.latest); day.Known() {
		d.add(witness{Evidence: corpus.Evidence{Basis: corpus.BasisMetadata, Text: clip(text), Interval: day, Why: "found by htmldate"},
			weight: weightFound, near: math.MinInt + 3, guess: true})
	}
}

// find returns what htmldate takes for the page's original date. Its clock is
// set before the first day that is believed, so that whatever it reckons from
// today ("3 hours ago", a day without a year) is refused, and the result
// depends on the page alone.
func find(doc *html.Node, link string, latest corpus.Day) (day corpus.Interval, text string) {
	defer func() {
		if recover() != nil { // a page that it cannot take says nothing
			day, text = corpus.Interval{}, ""
		}
	}()
	latest = min(latest, corpus.DayOf(lastYear, 12, 31))
	found, err := htmldate.FromDocument(doc, htmldate.Options{
		UseOriginalDate:   true,
		URL:               link,
		DeferUrlExtractor: true,
		MinDate:           time.Date(1990, 1, 1, 0, 0, 0, 0, time.UTC),
		MaxDate:           latest.Time().Add(24*time.Hour - time.Second),
		DateParserConfig:  &dateparser.Configuration{CurrentTime: time.Date(1970, 6, 15, 12, 0, 0, 0, time.UTC)},
	})
	if err != nil || found.IsZero() {
		return corpus.Interval{}, ""
	}
	return corpus.OnDay(corpus.DayIn(found.DateTime)), found.SrcString
}

// unseen are the elements whose text no reader sees; inline those that begin
// no line of their own.
var (
	unseen = words(`script style noscript template svg head iframe object select option`)
	inline = words(`a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark q s samp small
		span strike strong sub sup time tt u var wbr`)
)

// lay lays a page's text out in lines, as a reader sees it.
func lay(doc *html.Node) string {
	var b strings.Builder
	fresh := true // nothing yet on this line
	var walk func(n *html.Node)
	walk = func(n *html.Node) {
		switch {
		case n.Type == html.TextNode:
			text := strings.Join(strings.Fields(n.Data), " ")
			if text == "" {
				if !fresh && n.Data != "" {
					b.WriteByte(' ')
				}
				return
			}
			if !fresh && strings.ContainsRune(" \t\r\n", rune(n.Data[0])) {
				b.WriteByte(' ')
			}
			b.WriteString(text)
			if strings.ContainsRune(" \t\r\n", rune(n.Data[len(n.Data)-1])) {
				b.WriteByte(' ')
			}
			fresh = false
			return
		case n.Type == html.ElementNode && unseen[n.Data]:
			return
		}
		block := n.Type == html.ElementNode && !inline[n.Data]
		if block && !fresh {
			b.WriteByte('\n')
			fresh = true
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
		if block && !fresh {
			b.WriteByte('\n')
			fresh = true
		}
	}
	walk(doc)
	return b.String()
}

func clip(s string) string {
	if len(s) <= 120 {
		return s
	}
	n := 120
	for n > 0 && s[n]&0xC0 == 0x80 {
		n--
	}
	return s[:n] + "…"
}

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return strings.TrimSpace(a.Val)
		}
	}
	return ""
}

func first(n *html.Node, names ...string) string {
	for _, name := range names {
		if v := attribute(n, name); v != "" {
			return v
		}
	}
	return ""
}

// metadata weighs a meta element.
func (d *dating) metadata(name, content string) {
	switch {
	case content == "":
	case publishedNames[name]:
		d.fromPage(corpus.BasisMetadata, name, content, weightPage, "the page says when it was published")
	case changedNames[name]:
		d.fromPage(corpus.BasisMetadata, name, content, weightUpdated, "when the page was changed")
	}
}

func (d *dating) fromPage(basis corpus.Basis, name, content string, weight int, why string) {
	iv, s, ok := field(content)
	if ok && s.order == unresolved {
		iv = d.habits().read(s, content).interval()
	}
	if !iv.Known() {
		weight, why = 0, "no date that can be read"
	}
	w := witness{Evidence: corpus.Evidence{Basis: basis, Text: name + " " + clip(content), Interval: iv, Why: why}, weight: weight, near: math.MinInt + 2}
	for _, other := range d.witnesses {
		if other.Evidence == w.Evidence {
			return
		}
	}
	d.add(w)
}

// maxDepth bounds how deep structured data are searched.
const maxDepth = 8

// structured weighs what JSON-LD says of articles.
func (d *dating) structured(data string) {
	var v any
	if json.Unmarshal([]byte(data), &v) != nil {
		return
	}
	d.walk(v, 0)
}

// walk looks for the dates of creative works, the outermost first. What an
// article lists or mentions (comments, parts, related ones) has dates of its
// own, and is left alone.
func (d *dating) walk(v any, depth int) {
	if depth > maxDepth {
		return
	}
	switch v := v.(type) {
	case []any:
		for _, e := range v {
			d.walk(e, depth+1)
		}
	case map[string]any:
		found := false
		for _, f := range []struct {
			name   string
			weight int
			why    string
		}{
			{"datePublished", weightPage, "the page says when it was published"},
			{"dateCreated", weightPage - 1, "when the page was written"},
			{"dateModified", weightUpdated, "when the page was changed"},
			{"uploadDate", weightUpdated, "when something on the page was uploaded"},
		} {
			if text, ok := v[f.name].(string); ok && creative(v["@type"]) {
				d.fromPage(corpus.BasisJSONLD, f.name, text, f.weight, f.why)
				found = true
			}
		}
		if found {
			return
		}
		for _, name := range []string{"@graph", "mainEntity", "mainEntityOfPage"} {
			d.walk(v[name], depth+1)
		}
	}
}

// creative reports whether a type of schema.org is one whose dates are those
// of the page: not a comment, a product, an event or a person.
func creative(t any) bool {
	switch t := t.(type) {
	case string:
		t = strings.ToLower(t)
		return strings.Contains(t, "article") || strings.Contains(t, "posting") || strings.Contains(t, "page") ||
			t == "report" || t == "creativework" || t == "recipe" || t == "review" || t == "videoobject"
	case []any:
		for _, e := range t {
			if creative(e) {
				return true
			}
		}
	case nil:
		return true
	}
	return false
}

// meta weighs the dates that cleaning has met.
func (d *dating) meta(dates []corpus.Evidence) {
	for _, e := range dates {
		known := false
		for _, w := range d.witnesses {
			known = known || w.Basis == e.Basis && w.Interval == e.Interval && w.Interval.Known()
		}
		if known {
			continue
		}
		w := witness{Evidence: e, weight: weightFound, near: math.MinInt + 4, guess: strings.Contains(e.Text, "time element")}
		w.Used = false
		text := strings.ToLower(e.Text + " " + e.Why)
		switch {
		case strings.Contains(text, "modif") || strings.Contains(text, "updat") || strings.Contains(text, "chang"):
			w.weight = weightUpdated
		case !e.Interval.Known():
			w.weight = 0
		}
		d.add(w)
	}
}
