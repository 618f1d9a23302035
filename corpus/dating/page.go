package dating

import (
	"encoding/json"
	"math"
	"regexp"
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
		displaydate originalpublicationdate article.published article:post_date article_date_original
		govuk:first-published-at dc:created dc:date:issued article:published_date published_at first_published`)
	changedNames = words(`article:modified_time og:updated_time dc.date.modified dcterms.modified last-modified
		datemodified lastmod modified_time date.modified govuk:public-updated-at updated_at article:modified
		article:modified_date last-updated revised dcterms.dateupdated`)
)

// page weighs what a page's metadata say, and what htmldate makes of it, and
// reads the page's text as lines.
func (d *dating) page(page, link string, c corpus.Cleaned) {
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil {
		d.sheet = read(c.Text, c, false)
		return
	}
	text, traces := lay(doc)
	d.sheet, d.traces, d.traced = read(text, c, false), traces, true
	d.sheet.custom = customary(doc, link)
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		switch {
		case n.Data == "meta":
			name := strings.ToLower(first(n, "property", "name", "itemprop", "http-equiv"))
			if attribute(n, "itemprop") != "" && n.Parent != nil && n.Parent.Data != "head" {
				continue // marked has met it, with what stands about it
			}
			d.metadata(name, attribute(n, "content"))
		case n.Data == "script" && n.FirstChild != nil && strings.EqualFold(attribute(n, "type"), "application/ld+json"):
			d.structured(n.FirstChild.Data)
		}
	}
	d.marked()
	if day, text := find(doc, link, d.latest); day.Known() {
		d.add(witness{Evidence: corpus.Evidence{Basis: corpus.BasisMetadata, Text: clip(text), Interval: day, Why: "found by htmldate"},
			weight: weightFound, near: math.MaxInt, guess: true})
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
		UseOriginalDate:     true,
		URL:                 link,
		DeferUrlExtractor:   true,
		SkipExtensiveSearch: guessable(doc, maxGuessable+1) > maxGuessable,
		MinDate:             time.Date(1990, 1, 1, 0, 0, 0, 0, time.UTC),
		MaxDate:             latest.Time().Add(24*time.Hour - time.Second),
		DateParserConfig: &dateparser.Configuration{CurrentTime: time.Date(1970, 6, 15, 12, 0, 0, 0, time.UTC),
			PreferredDateSource: dateparser.Past, StrictParsing: true},
	})
	if err != nil || found.IsZero() {
		return corpus.Interval{}, ""
	}
	return corpus.OnDay(corpus.DayIn(found.DateTime)), found.SrcString
}

// maxGuessable is how many texts that may be dates a page may have for
// htmldate to try each in some 200 languages, which takes about 5 ms a text.
// Of a page with more it reads only the usual forms.
const maxGuessable = 100

// What htmldate tries: at most the first guessRunes characters, of which some
// digits.
const (
	guessRunes  = 52
	guessDigits = 4
)

// guessable counts, up to a limit, the texts, values and elements of a page
// that htmldate may take for a date.
func guessable(doc *html.Node, limit int) int {
	count := 0
	for n := range doc.Descendants() {
		switch {
		case count >= limit:
			return count
		case n.Type == html.TextNode:
			if digitsIn(n, guessRunes) >= guessDigits {
				count++
			}
		case n.Type == html.ElementNode && len(n.Attr) > 0 && n.Data != "meta":
			if first(n, "id", "class", "itemprop") != "" && digitsIn(n, guessRunes) >= guessDigits {
				count++
			} else if n.Data == "time" || n.Data == "abbr" {
				count++
			}
		}
	}
	return count
}

// digitsIn returns how many digits the first characters of a node's text have.
func digitsIn(n *html.Node, runes int) int {
	digits := 0
	take := func(s string) {
		for _, r := range strings.TrimSpace(s) {
			if runes--; runes < 0 {
				return
			}
			if r >= '0' && r <= '9' {
				digits++
			}
		}
	}
	if n.Type == html.TextNode {
		take(n.Data)
		return digits
	}
	for c := range n.Descendants() {
		if runes <= 0 {
			break
		}
		if c.Type == html.TextNode {
			take(c.Data)
		}
	}
	return digits
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
	w := witness{Evidence: corpus.Evidence{Basis: basis, Text: name + " " + clip(content), Interval: iv, Why: why}, weight: weight, near: math.MinInt + 2,
		change: weight == weightUpdated, universal: universal(content)}
	for _, other := range d.witnesses {
		if other.Evidence == w.Evidence {
			return
		}
	}
	d.add(w)
}

// maxDepth bounds how deep structured data are searched.
const maxDepth = 8

// stated finds the date of publication in structured data that are no JSON.
var stated = regexp.MustCompile(`"datePublished"\s*:\s*"([^"]{8,40})"`)

// structured weighs what JSON-LD says of articles.
func (d *dating) structured(data string) {
	var v any
	if json.Unmarshal([]byte(data), &v) == nil {
		d.walk(v, 0)
	} else if m := stated.FindStringSubmatch(data); m != nil {
		d.fromPage(corpus.BasisJSONLD, "datePublished", m[1], weightPage-1, "the page says when it was published, in broken structured data")
	}
}

// walk looks for the dates of creative works, the outermost first. What an
// article lists or mentions (comments, parts, related ones) has dates of its
// own, and is left alone; when an event takes place is noted.
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
		for _, name := range []string{"startDate", "endDate", "doorTime", "validThrough", "expires"} {
			if text, ok := v[name].(string); ok {
				if iv, _, ok := field(text); ok && iv.Precision == corpus.PrecisionDay {
					d.takesPlace(iv)
				}
			}
		}
		kind := creative(v["@type"])
		found := false
		for _, f := range []struct {
			name   string
			weight int
			why    string
		}{
			{"datePublished", weightPage, "the page says when it was published"},
			{"datePosted", weightPage, "the page says when it was posted"},
			{"dateCreated", weightPage - 1, "when the page was written"},
			{"dateModified", weightUpdated, "when the page was changed"},
			{"uploadDate", weightUpdated, "when something on the page was uploaded"},
		} {
			if text, ok := v[f.name].(string); ok && kind != foreign {
				if kind == framing && f.weight > weightUpdated {
					f.weight--
				}
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

// work says whose dates an object of structured data has.
type work uint8

const (
	foreign work = iota // a comment's, a product's, an event's, a person's
	framing             // of the page about the article, or of some work
	proper              // the article's
)

// creative returns what a type of schema.org is to the page.
func creative(t any) work {
	switch t := t.(type) {
	case string:
		t = strings.ToLower(t)
		switch {
		case strings.Contains(t, "article") || strings.Contains(t, "posting") || t == "report" || t == "recipe" || t == "question":
			return proper
		case strings.Contains(t, "page") || strings.HasSuffix(t, "episode") || t == "creativework" || strings.HasSuffix(t, "review") || t == "videoobject" || t == "dataset":
			return framing
		}
	case []any:
		kind := foreign
		for _, e := range t {
			kind = max(kind, creative(e))
		}
		return kind
	case nil:
		return framing
	}
	return foreign
}

// meta weighs the dates that cleaning has met. Time elements are read with
// what stands about them, by marked.
func (d *dating) meta(dates []corpus.Evidence) {
	for _, e := range dates {
		known := d.traced && strings.HasPrefix(e.Text, "time element")
		for _, w := range d.witnesses {
			known = known || w.Basis == e.Basis && w.Interval == e.Interval && w.Interval.Known() && !w.guess
		}
		if known {
			continue
		}
		w := witness{Evidence: e, weight: weightNamed, near: math.MinInt + 4}
		w.Used = false
		text := strings.ToLower(e.Text + " " + e.Why)
		switch {
		case strings.Contains(text, "modif") || strings.Contains(text, "updat") || strings.Contains(text, "chang"):
			w.weight, w.change = weightUpdated, true
		case !e.Interval.Known():
			w.weight = 0
		case d.fetching(e.Interval):
			w.weight, w.Why = weightUpdated, "the day on which the page was read"
		}
		d.add(w)
	}
}
