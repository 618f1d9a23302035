package dating

import (
	"cmp"
	"math"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"

	"dateline/corpus"
)

// role is what the markup about a date says it is.
type role uint8

const (
	unnamed     role = iota
	publishing       // class="published", itemprop="datePublished"
	changing         // class="updated", itemprop="dateModified"
	elsewhere        // of another story, a comment, an event, the day of the visit
	contributed      // unnamed, but within an element of other stories or comments
)

// trace is an element of a page that its markup makes a date, and where its
// text stands in the lines.
type trace struct {
	line, start, end int
	role             role
	interval         corpus.Interval // of an attribute for machines; may be zero
	universal        int             // as universal returns it of that attribute
	micro            bool            // microdata, which say more than a class
	text             string
}

// Words of the names of classes, identifiers and properties.
var (
	publishingNames = words(`published publish publication datepublished datecreated pubdate pub published_at posted created
		issued entry-date entry-time post-date post_date posted-on article-date article__date publish-date published-date publication-date
		postdate postmeta-date pub-date date-published date-header dateline created-date news-date news-list-date`)
	changingNames = words(`updated update modified datemodified modifydate lastmod lastmodified changed edited revised last-updated
		last-modified date-modified modified-date updated-date update-date mod-date date-updated`)
	elsewhereNames = words(`today current now clock todays-date current-date event event-date expires expiry startdate enddate
		start-date end-date birthday birthdate copyright join-date joined registered`)
	othersNames = words(`comment comments commentlist comment-list comment-meta comment-metadata respond related related-posts sidebar trending latest
		recent recents recent-posts popular most-read recommended recommendations more-stories also-read read-more newsticker ticker news-list latest-news archive archives teaser-list`)
)

// isNamed reports whether one of an element's names, or a word of it, is of the set.
func isNamed(names []string, set map[string]bool, parts bool) bool {
	for _, name := range names {
		if set[name] {
			return true
		}
		if !parts {
			continue
		}
		for _, w := range strings.FieldsFunc(name, func(r rune) bool { return !unicode.IsLetter(r) }) {
			if set[w] {
				return true
			}
		}
	}
	return false
}

// maxNames bounds the names of an element that are read.
const maxNames = 32

// namesOf returns the classes, identifier and properties of an element.
func namesOf(n *html.Node) []string {
	var out []string
	for _, a := range n.Attr {
		switch a.Key {
		case "class", "id", "itemprop", "property":
			if len(a.Val) <= 400 {
				out = append(out, strings.Fields(strings.ToLower(a.Val))...)
			}
		}
	}
	return out[:min(len(out), maxNames)]
}

// roleOf returns the role of an element by its own names. What was never
// changed is often named both ways, and counts as published.
func roleOf(n *html.Node) role {
	names := namesOf(n)
	switch {
	case len(names) == 0:
		return unnamed
	case isNamed(names, elsewhereNames, true):
		return elsewhere
	case isNamed(names, publishingNames, true):
		return publishing
	case isNamed(names, changingNames, true):
		return changing
	}
	return unnamed
}

// machine are the attributes in which elements give a date for machines.
var machine = []string{"datetime", "data-timestamp", "data-utime", "data-time", "data-datetime", "data-date", "data-published", "content", "title"}

// unseen are the elements whose text no reader sees; inline those that begin
// no line of their own.
var (
	unseen = words(`script style noscript template svg head iframe object select option`)
	inline = words(`a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark q s samp small
		span strike strong sub sup time tt u var wbr`)
)

// maxTraces bounds the dates that a page's markup may name, maxTraceText how
// long the text of one may be.
const (
	maxTraces    = 1 << 12
	maxTraceText = 100
)

// lay lays a page's text out in lines, as a reader sees it, and notes where
// its markup names a date.
func lay(doc *html.Node) (string, []trace) {
	l := layout{fresh: true, heads: map[*html.Node]bool{}}
	for n := range doc.Descendants() {
		if n.Type == html.ElementNode && n.Data == "h1" {
			for a := n.Parent; a != nil && !l.heads[a]; a = a.Parent {
				l.heads[a] = true
			}
		}
	}
	l.walk(doc, false)
	return l.b.String(), l.traces
}

type layout struct {
	b           strings.Builder
	fresh       bool // nothing yet on this line
	last        rune // written of a text
	line, begin int  // the line, and where it begins
	heads       map[*html.Node]bool
	traces      []trace
}

func (l *layout) end() {
	if !l.fresh {
		l.b.WriteByte('\n')
		l.line, l.begin, l.fresh = l.line+1, l.b.Len(), true
	}
}

func (l *layout) walk(n *html.Node, others bool) {
	switch {
	case n.Type == html.TextNode:
		l.text(n.Data)
		return
	case n.Type == html.ElementNode && unseen[n.Data]:
		return
	}
	element := n.Type == html.ElementNode
	block := element && !inline[n.Data]
	if block {
		l.end()
	}
	at := -1
	if element && n.Data != "body" && n.Data != "html" {
		others = others || !l.heads[n] && (n.Data == "aside" || n.Data == "nav" || isNamed(namesOf(n), othersNames, false))
		at = l.trace(n, others)
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		l.walk(c, others)
	}
	if at >= 0 {
		t := &l.traces[at]
		if t.end = l.b.Len() - l.begin; t.line != l.line {
			t.end = math.MaxInt
		}
	}
	if block {
		l.end()
	}
}

func (l *layout) text(data string) {
	text := strings.Join(strings.Fields(data), " ")
	if text == "" {
		if !l.fresh && data != "" {
			l.b.WriteByte(' ')
		}
		return
	}
	if !l.fresh && (strings.ContainsRune(" \t\r\n", rune(data[0])) || l.clings(text)) {
		l.b.WriteByte(' ')
	}
	l.b.WriteString(text)
	if strings.ContainsRune(" \t\r\n", rune(data[len(data)-1])) {
		l.b.WriteByte(' ')
	}
	l.fresh = false
	l.last, _ = utf8.DecodeLastRuneInString(text)
	if strings.ContainsRune(" \t\r\n", rune(data[len(data)-1])) {
		l.last = ' '
	}
}

// clings reports whether a text would make another number or word of what
// stands before it on the line, which style keeps apart: a date and a count.
func (l *layout) clings(text string) bool {
	before := l.last
	after, _ := utf8.DecodeRuneInString(text)
	digit := before >= '0' && before <= '9' || after >= '0' && after <= '9'
	return digit && (unicode.IsLetter(before) || unicode.IsDigit(before)) && (unicode.IsLetter(after) || unicode.IsDigit(after)) &&
		!ordinals[strings.ToLower(text)]
}

// trace notes an element whose names or whose attributes say that it is a
// date, and returns its index, -1 for none.
func (l *layout) trace(n *html.Node, others bool) int {
	r := roleOf(n)
	t := trace{line: l.line, start: l.b.Len() - l.begin, role: r}
	if r != unnamed || n.Data == "time" {
		for _, name := range machine {
			if value := attribute(n, name); value != "" {
				if iv, s, ok := field(value); ok && s.order != unresolved && iv.Precision == corpus.PrecisionDay {
					t.interval, t.universal, t.text = iv, universal(value), clip(n.Data+" "+value)
					break
				}
			}
		}
	} else if value := first(n, "data-timestamp", "data-utime"); value != "" {
		if iv, _, ok := field(value); ok && iv.Precision == corpus.PrecisionDay {
			t.interval, t.universal, t.text = iv, universal(value), clip(n.Data+" "+value)
		}
	}
	if t.role == unnamed && !t.interval.Known() && !others || len(l.traces) >= maxTraces || long(n) {
		return -1
	}
	prop := strings.ToLower(attribute(n, "itemprop"))
	t.micro = prop == "datepublished" || prop == "datemodified" || prop == "datecreated" || hasAttribute(n, "pubdate") && t.interval.Known()
	if t.micro && t.role == unnamed {
		t.role = publishing
	}
	if others && t.role != elsewhere {
		t.role = contributed
	}
	l.traces = append(l.traces, t)
	return len(l.traces) - 1
}

// long reports whether an element has more text than a date has beside it.
func long(n *html.Node) bool {
	length := 0
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			if length += len(strings.TrimSpace(d.Data)); length > maxTraceText {
				return true
			}
		}
	}
	return false
}

func hasAttribute(n *html.Node, name string) bool {
	for _, a := range n.Attr {
		if a.Key == name {
			return true
		}
	}
	return false
}

// roleAt returns what the markup says of mention m.
func (d *dating) roleAt(m mention) role {
	r := unnamed
	from, _ := slices.BinarySearchFunc(d.traces, m.line, func(t trace, line int) int { return cmp.Compare(t.line, line) })
	for _, t := range d.traces[from:] {
		if t.line > m.line {
			break
		}
		if t.start <= m.Start && m.End <= t.end && t.role != unnamed {
			r = t.role // the innermost comes last
		}
	}
	return r
}

// marked weighs the elements that give a date for machines.
func (d *dating) marked() {
	strong, weak := 0, 0
	for k, t := range d.traces {
		if !t.interval.Known() || t.role == elsewhere {
			continue
		}
		w := witness{Evidence: corpus.Evidence{Basis: corpus.BasisMetadata, Text: t.text, Interval: t.interval}, near: math.MaxInt, universal: t.universal}
		where := nowhere
		if d.first >= 0 && t.line < len(d.lines) {
			where = d.region(t.line)
			w.near = max(d.above(t.line), -2*d.above(t.line))
		}
		switch {
		case t.role == contributed:
			w.doubt, w.Why = true, "an element among other stories or comments"
		case t.role == changing:
			w.weight, w.change, w.Why = weightUpdated, true, "an element that says when the page was changed"
		case t.micro:
			w.weight, w.Why = weightPage, "an element that says when the page was published"
		case t.role == publishing:
			w.weight, w.Why = weightPage-1, "an element named for the date of publication"
		default:
			w.weight, w.Why = weightFound, "an element with a date"
		}
		if t.role == publishing || t.role == unnamed {
			switch {
			case where == nearTitle && d.title >= 0 && t.line >= d.title:
				w.weight++
				w.Why += ", below the title"
			case where == below || where == within || where == header:
				w.weight += remote
			}
			if d.listedTrace(k) {
				w.weight += remote
				w.doubt = t.role == unnamed
				w.Why += ", among other days' dates"
			}
		}
		if w.weight >= enough {
			strong++
		} else {
			weak++
		}
		if strong > 4*maxShown || weak > maxShown && w.weight < enough {
			continue
		}
		d.add(w)
	}
}

// listedTrace reports whether two others that give different days stand close
// to trace k, which does not follow the title first of them.
func (d *dating) listedTrace(k int) bool {
	t := d.traces[k]
	if t.line >= len(d.rank) {
		return false
	}
	others := 0
	leads := d.title >= 0 && t.line >= d.title && d.rank[t.line]-d.rank[d.title] <= belowTitle
	for _, step := range []int{-1, 1} {
		for j := k + step; j >= 0 && j < len(d.traces) && max(j-k, k-j) <= listLines*4; j += step {
			o := d.traces[j]
			if o.line >= len(d.rank) || max(d.rank[o.line]-d.rank[t.line], d.rank[t.line]-d.rank[o.line]) > listLines {
				break
			}
			if !o.interval.Known() || o.role == changing || o.role == elsewhere || o.interval == t.interval {
				continue
			}
			others++
			if step < 0 && o.line >= d.title {
				leads = false
			}
		}
	}
	return others >= 2 && !leads
}

// takesPlace notes a day on which a page says that something else happens
// than its publication.
func (d *dating) takesPlace(day corpus.Interval) {
	if len(d.occasions) < maxShown {
		d.occasions = append(d.occasions, day)
	}
}

// universal returns the hour of a value that gives a time of day in universal
// time, counted from 1, and 0 for any other: the publisher's day may be another.
func universal(value string) int {
	if n, err := strconv.ParseInt(value, 10, 64); err == nil && (len(value) == 10 || len(value) == 13) {
		if len(value) == 13 {
			n /= 1000
		}
		return int(n%86400/3600) + 1
	}
	colon := strings.IndexByte(value, ':')
	if colon < 2 || !strings.HasSuffix(value, "Z") && !strings.HasSuffix(value, "+00:00") && !strings.HasSuffix(value, "+0000") {
		return 0
	}
	hour, err := strconv.Atoi(value[colon-2 : colon])
	if err != nil || hour < 0 || hour > 23 {
		return 0
	}
	return hour + 1
}

// customary returns the order in which the pages of a language or a country
// write day and month, plain where neither is known to have one.
func customary(doc *html.Node, link string) order {
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode || n.Data != "html" {
			continue
		}
		lang := strings.ToLower(strings.ReplaceAll(attribute(n, "lang"), "_", "-"))
		switch base, region, _ := strings.Cut(lang, "-"); {
		case base == "":
		case base != "en":
			return dayFirst
		case region == "us":
			return monthFirst
		case region != "" && region != "ca" && region != "ph":
			return dayFirst
		}
		break
	}
	u, err := url.Parse(link)
	if err != nil {
		return plain
	}
	host := u.Hostname()
	switch host[strings.LastIndexByte(host, '.')+1:] {
	case "us", "gov", "mil", "edu":
		return monthFirst
	case "uk", "au", "nz", "ie", "in", "za", "ng", "ke", "de", "at", "ch", "fr", "be", "nl", "es", "it", "pt", "br", "mx", "ar", "cl", "pl", "cz", "ro", "gr", "tr", "ru", "dk", "no", "fi", "eu":
		return dayFirst
	}
	return plain
}
