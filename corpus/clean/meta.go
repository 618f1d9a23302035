package clean

import (
	"encoding/json"
	"strings"
	"time"

	"golang.org/x/net/html"

	"dateline/corpus"
)

// published are the names and properties of meta elements that say when a
// page was published, in lower case. Dates of change are not among them.
var published = map[string]bool{
	"article:published_time": true, "og:article:published_time": true, "article:published": true, "article.published": true,
	"og:published_time": true, "datepublished": true, "date": true, "pubdate": true, "publishdate": true, "publish-date": true,
	"publish_date": true, "publication_date": true, "published-date": true, "publicationdate": true, "dc.date": true, "dc.date.issued": true,
	"dc.date.created": true, "dcterms.date": true, "dcterms.issued": true, "dcterms.created": true, "citation_publication_date": true,
	"citation_date": true, "parsely-pub-date": true, "sailthru.date": true, "article_date_original": true, "originalpublicationdate": true,
	"cxenseparse:recs:publishtime": true, "ptime": true, "rnews:datepublished": true, "timestamp": true, "displaydate": true,
}

// readMeta reads what the page's head and markup say of it. Dates come in the
// page's order: meta elements, structured data and time elements.
func readMeta(doc *html.Node) corpus.Meta {
	var m corpus.Meta
	timed := false
	var walk func(n *html.Node, aside bool)
	walk = func(n *html.Node, aside bool) {
		if n.Type == html.ElementNode {
			switch n.Data {
			case "html":
				m.Language, _, _ = strings.Cut(attr(n, "lang"), "-")
			case "title":
				if m.Title == "" && n.FirstChild != nil {
					m.Title = strings.TrimSpace(n.FirstChild.Data)
				}
			case "meta":
				readElement(&m, n)
			case "link":
				if strings.EqualFold(attr(n, "rel"), "canonical") {
					m.URL = attr(n, "href")
				}
			case "script":
				if strings.Contains(strings.ToLower(attr(n, "type")), "ld+json") && n.FirstChild != nil {
					m.Dates = append(m.Dates, linked(n.FirstChild.Data)...)
				}
			case "time":
				marked := attr(n, "itemprop") == "datePublished" || hasAttr(n, "pubdate")
				if v := attr(n, "datetime"); v != "" && !aside && (marked || !timed) {
					timed = true
					m.Dates = append(m.Dates, dateEvidence(corpus.BasisMetadata, "time element", v))
				}
			case "aside", "nav", "footer", "li", "a":
				aside = true
			default:
				if attr(n, "itemprop") == "datePublished" {
					v := attr(n, "content")
					if v == "" {
						v = attr(n, "datetime")
					}
					if v != "" {
						m.Dates = append(m.Dates, dateEvidence(corpus.BasisMetadata, "datePublished", v))
					}
				}
			}
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c, aside)
		}
	}
	walk(doc, false)
	return m
}

// readElement reads one meta element.
func readElement(m *corpus.Meta, n *html.Node) {
	name := attr(n, "property")
	if name == "" {
		name = attr(n, "name")
	}
	if name == "" {
		name = attr(n, "itemprop")
	}
	value := strings.TrimSpace(attr(n, "content"))
	if value == "" {
		return
	}
	switch name = strings.ToLower(name); {
	case name == "og:site_name":
		m.Source = value
	case name == "og:title":
		m.Title = value
	case name == "author" && m.Author == "":
		m.Author = value
	case name == "og:url" && m.URL == "":
		m.URL = value
	case published[name]:
		m.Dates = append(m.Dates, dateEvidence(corpus.BasisMetadata, name, value))
	}
}

func hasAttr(n *html.Node, name string) bool {
	for _, a := range n.Attr {
		if a.Key == name {
			return true
		}
	}
	return false
}

// linked returns the dates of publication that a page's JSON-LD states for
// articles or for the page. Objects within others (the stories of a list,
// comments, videos) are not the page's own; those of @graph are.
func linked(data string) []corpus.Evidence {
	var root any
	if json.Unmarshal([]byte(data), &root) != nil {
		return nil
	}
	var out []corpus.Evidence
	var read func(v any, depth int)
	read = func(v any, depth int) {
		switch v := v.(type) {
		case []any:
			for _, x := range v {
				read(x, depth+1)
			}
		case map[string]any:
			if date, ok := v["datePublished"].(string); ok && ownKind(v["@type"]) {
				out = append(out, dateEvidence(corpus.BasisJSONLD, "datePublished", date))
			}
			if depth < 4 {
				read(v["@graph"], depth+1)
				read(v["mainEntity"], depth+1)
			}
		}
	}
	read(root, 0)
	return out
}

// ownKind reports whether a schema.org type is that of an article or a page.
func ownKind(t any) bool {
	switch t := t.(type) {
	case string:
		return strings.HasSuffix(t, "Article") || strings.HasSuffix(t, "Posting") || strings.HasSuffix(t, "Page") ||
			t == "Report" || t == "Review" || t == "CreativeWork" || t == "ClaimReview"
	case []any:
		for _, x := range t {
			if ownKind(x) {
				return true
			}
		}
	}
	return false
}

// layouts are the forms in which pages give dates beside ISO 8601.
var layouts = []string{
	"20060102", "20060102150405", "2006/01/02", "2006/01/02 15:04:05", "2006/01/02 15:04", "2006-1-2",
	time.RFC1123, time.RFC1123Z, time.RFC850, time.ANSIC, time.UnixDate, "Mon, 2 Jan 2006 15:04:05 MST", "Mon, 2 Jan 2006 15:04:05 -0700",
	"Mon Jan 02 15:04:05 MST 2006", "Mon Jan 2 2006 15:04:05", "January 2, 2006", "Jan 2, 2006", "2 January 2006", "2 Jan 2006",
	"January 2, 2006 15:04", "January 2, 2006 3:04 PM", "January 2, 2006, 3:04 pm", "Jan 2, 2006 3:04 PM", "Monday, January 2, 2006",
	"Monday, 2 January 2006", "02.01.2006", "02.01.2006 15:04",
}

// dateEvidence makes a date of a page evidence. A value that can't be read
// names no day.
func dateEvidence(basis corpus.Basis, name, value string) corpus.Evidence {
	value = strings.TrimSpace(value)
	e := corpus.Evidence{Basis: basis, Text: name + " " + value}
	if iv, err := corpus.ParseInterval(value); err == nil {
		e.Interval = iv
		return e
	}
	for _, layout := range layouts {
		if t, err := time.Parse(layout, value); err == nil {
			e.Interval = corpus.OnDay(corpus.DayIn(t))
			return e
		}
	}
	e.Why = "not a date that can be read"
	return e
}
