package clean

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/markusmobius/go-trafilatura"
	"golang.org/x/net/html"

	"dateline/corpus"
)

// The bounds of a page, which is parsed and copied a few times. Pages of news
// have a few thousand tags.
const (
	MaxPageBytes = 4 << 20
	MaxPageTags  = 150_000
)

// ErrPageSize says that a page is larger than is parsed.
var ErrPageSize = errors.New("the page is too large")

// CheckPage returns an error, which is ErrPageSize, for a page that has more
// than MaxPageBytes or MaxPageTags, without parsing it.
func CheckPage(page string) error {
	if len(page) > MaxPageBytes {
		return fmt.Errorf("%w: it has %d bytes, and at most %d MiB are read", ErrPageSize, len(page), MaxPageBytes>>20)
	}
	if strings.Count(page, "<") <= MaxPageTags {
		return nil
	}
	tags := 0
	for z := html.NewTokenizer(strings.NewReader(page)); ; {
		switch z.Next() {
		case html.ErrorToken:
			return nil
		case html.StartTagToken, html.EndTagToken, html.SelfClosingTagToken:
			if tags++; tags > MaxPageTags {
				return fmt.Errorf("%w: it has more than %d tags", ErrPageSize, MaxPageTags)
			}
		}
	}
}

// HTML cleans a page that stood at the address, which may be empty. The
// article's elements are chosen by go-trafilatura; captions of the figures
// among them are added, repeats are dropped. A page in which it finds nothing,
// or that can't be parsed, is cleaned as the lines of its text; the error says
// that it couldn't be parsed and has no text either, or that CheckPage refuses
// it.
func HTML(page, address string) (corpus.Cleaned, error) {
	if err := CheckPage(page); err != nil {
		return corpus.Cleaned{}, err
	}
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil { // nested too deeply
		f := newFinder(page)
		if len(f.texts) == 0 {
			return corpus.Cleaned{}, fmt.Errorf("parse page: %w", err)
		}
		var blocks []element
		for i, s := range f.texts {
			blocks = append(blocks, element{text: strings.Join(strings.Fields(s), " "), line: f.lines[i]})
		}
		return crude(&html.Node{Type: html.DocumentNode}, blocks), nil
	}
	blocks := readPage(doc, page)
	found := extract(doc, address)
	if found == nil {
		return crude(doc, blocks), nil
	}
	c := corpus.Cleaned{Meta: readMeta(doc)}
	kept, recognised := unlump(blocks, contents(found.ContentNode), c.Meta.Title)
	if !recognised {
		return crude(doc, blocks), nil
	}
	m := found.Metadata
	c.Meta.URL, c.Meta.Title, c.Meta.Source = m.URL, strings.TrimSpace(m.Title), strings.TrimSpace(m.Sitename)
	c.Meta.Author, c.Meta.Language = strings.TrimSpace(m.Author), m.Language
	c.Title = headline(blocks)
	if c.Title == "" {
		c.Title = c.Meta.Title
	}
	assemble(&c, dropRepeats(dropDate(prune(align(blocks, kept, c.Title))), false))
	if c.Text == "" {
		return crude(doc, blocks), nil
	}
	return c, nil
}

// extract runs go-trafilatura without its fallbacks; nil where it finds no
// article. A panic of it counts as finding none.
func extract(doc *html.Node, address string) (found *trafilatura.ExtractResult) {
	defer func() {
		if recover() != nil {
			found = nil
		}
	}()
	opts := trafilatura.Options{ExcludeComments: true, HtmlDateMode: trafilatura.Disabled}
	if u, err := url.ParseRequestURI(address); err == nil && u.Host != "" {
		opts.OriginalURL = u
	}
	found, err := trafilatura.ExtractDocument(doc, opts)
	if err != nil || found.ContentNode == nil || strings.TrimSpace(found.ContentText) == "" {
		return nil
	}
	return found
}

// crude cleans a page by the lines of its text.
func crude(doc *html.Node, blocks []element) corpus.Cleaned {
	var b strings.Builder
	for _, e := range blocks {
		b.WriteString(e.text)
		b.WriteByte('\n')
	}
	c := Text(b.String())
	at := func(n int) int { return blocks[n-1].line }
	for i := range c.Blocks {
		k := &c.Blocks[i]
		if e := &blocks[k.Line-1]; k.Kind == corpus.Paragraph && k.Of(c.Text) == e.text {
			k.Kind = e.kind
		}
		k.Line = at(k.Line)
	}
	for i := range c.Dropped {
		c.Dropped[i].Line = at(c.Dropped[i].Line)
	}
	meta := readMeta(doc)
	meta.Source, meta.Author = c.Meta.Source, c.Meta.Author
	c.Meta = meta
	if c.Title == "" {
		c.Title = headline(blocks)
	}
	return c
}

// headline returns the text of the page's only h1.
func headline(blocks []element) string {
	title := ""
	for _, e := range blocks {
		if e.tag != "h1" || e.text == title {
			continue
		}
		if title != "" {
			return ""
		}
		title = e.text
	}
	return title
}

// element is a block of text of a page.
type element struct {
	text string // white space folded to single spaces
	tag  string // of the element that makes it a block
	kind corpus.BlockKind
	line int
}

// align makes pieces of the page's blocks: kept are those that the extraction
// has, in its order, and the captions that stand among them.
func align(blocks, kept []element, title string) []piece {
	at := map[string][]int{}
	for i, e := range blocks {
		key := fold(e.text)
		at[key] = append(at[key], i)
	}
	var pieces []piece
	used := make([]bool, len(blocks))
	next := 0
	skip := func(to int) { // the page's blocks up to there are not the article's
		for ; next < to; next++ {
			if used[next] {
				continue
			}
			e := &blocks[next]
			p := piece{line: &line{text: e.text, number: e.line}, text: e.text, kind: e.kind}
			p.line.features, _ = read(e.text, nil)
			switch {
			case e.text == title:
				p.head = true
			case e.kind == corpus.Caption && len(pieces) > 0 && to < len(blocks):
			default:
				p.why = reason(p.line)
			}
			pieces = append(pieces, p)
		}
	}
	begun := false
	for _, k := range kept {
		key := fold(k.text)
		p := piece{line: &line{text: k.text}, text: k.text, kind: k.kind, head: k.text == title}
		p.line.features, _ = read(k.text, nil)
		begun = begun || p.line.prose()
		p.line.signed = !begun && title != "" && signs(p.line)
		if !begun && (byline(p.line) != "" || p.line.dated() || p.line.furniture()) {
			p.why = reason(p.line)
		}
		same := at[key]
		for len(same) > 0 && (used[same[0]] || same[0] < next && len(same) > 1) {
			same = same[1:]
		}
		if at[key] = same; len(same) > 0 {
			i := same[0]
			skip(i)
			used[i] = true
			p.line.number = blocks[i].line
			if p.kind == corpus.Paragraph || blocks[i].kind == corpus.Embed {
				p.kind = blocks[i].kind
			}
		}
		pieces = append(pieces, p)
	}
	skip(len(blocks))
	return pieces
}

// prune drops from what an extraction kept of a page the same lines that are
// dropped from within the article of a text, and requests at its end.
func prune(pieces []piece) []piece {
	var at []int
	var kept []piece
	for i, p := range pieces {
		if p.why == "" && !p.head {
			p.line.bullet = p.line.bullet || p.kind == corpus.ListItem
			at, kept = append(at, i), append(kept, p)
		}
	}
	inside(kept, 0, len(kept), false)
	for i := len(kept) - 1; i > 0; i-- {
		if p := &kept[i]; p.why == "" && p.kind != corpus.Embed {
			if !p.line.asks() && !contribution(p.line) {
				break
			}
			p.why = reason(p.line)
		}
	}
	for i, p := range kept {
		if kind := pieces[at[i]].kind; kind != corpus.Paragraph {
			p.kind = kind
		}
		if p.kind == corpus.Caption || p.kind == corpus.Embed || p.kind == corpus.Quotation {
			p.why = ""
		}
		pieces[at[i]] = p
	}
	return pieces
}

// fold returns what is compared of a text: its letters and digits.
func fold(s string) string {
	return strings.Map(func(r rune) rune {
		if wordRune(r) {
			return r
		}
		return -1
	}, s)
}

var blockTags = map[string]corpus.BlockKind{
	"p": corpus.Paragraph, "div": corpus.Paragraph, "section": corpus.Paragraph, "article": corpus.Paragraph, "main": corpus.Paragraph,
	"body": corpus.Paragraph, "header": corpus.Paragraph, "footer": corpus.Paragraph, "aside": corpus.Paragraph, "nav": corpus.Paragraph,
	"td": corpus.Paragraph, "th": corpus.Paragraph, "tr": corpus.Paragraph, "table": corpus.Paragraph, "pre": corpus.Paragraph,
	"ul": corpus.Paragraph, "ol": corpus.Paragraph, "dl": corpus.Paragraph, "dt": corpus.Paragraph, "dd": corpus.Paragraph,
	"form": corpus.Paragraph, "fieldset": corpus.Paragraph, "address": corpus.Paragraph, "figure": corpus.Paragraph, "title": corpus.Paragraph,
	"option": corpus.Paragraph, "button": corpus.Paragraph, "center": corpus.Paragraph, "hr": corpus.Paragraph,
	"h1": corpus.Heading, "h2": corpus.Heading, "h3": corpus.Heading, "h4": corpus.Heading, "h5": corpus.Heading, "h6": corpus.Heading,
	"li": corpus.ListItem, "blockquote": corpus.Quotation, "figcaption": corpus.Caption,
}

var unread = map[string]bool{"script": true, "style": true, "noscript": true, "template": true, "head": true, "iframe": true, "svg": true,
	"math": true, "select": true, "textarea": true, "object": true, "noframes": true}

// contents reads the blocks of an extraction.
func contents(n *html.Node) []element { return readBlocks(n, nil) }

// readPage reads the blocks of a page, with the lines where they begin.
func readPage(doc *html.Node, page string) []element { return readBlocks(doc, newFinder(page)) }

// readBlocks walks a tree and cuts its text at the elements that make blocks.
func readBlocks(root *html.Node, f *finder) []element {
	var out []element
	var b strings.Builder
	cur := element{tag: "body"}
	parted := false // after a line break
	flush := func() {
		cur.text = strings.Join(strings.Fields(b.String()), " ")
		b.Reset()
		if cur.text != "" {
			out = append(out, cur)
		}
		cur.line = 0
	}
	var walk func(n *html.Node)
	walk = func(n *html.Node) {
		switch n.Type {
		case html.TextNode:
			if f != nil {
				if line := f.line(n.Data); line > 0 && cur.line == 0 {
					cur.line = line
				}
			}
			b.WriteString(n.Data)
			if strings.TrimSpace(n.Data) != "" {
				parted = false
			}
			return
		case html.ElementNode:
			if unread[n.Data] {
				return
			}
			if n.Data == "br" { // two in a row part paragraphs
				if parted {
					line := cur.line
					flush()
					cur.line = line
				}
				parted = true
				b.WriteByte(' ')
				return
			}
		}
		kind, block := blockTags[n.Data]
		block = block && n.Type == html.ElementNode
		was := cur
		if block {
			flush()
			cur.tag = n.Data
			switch {
			case kind == corpus.Quotation && tweet(n):
				cur.kind = corpus.Embed
			case kind != corpus.Paragraph:
				cur.kind = kind
			case cur.kind == corpus.Heading:
				cur.kind = corpus.Paragraph
			}
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
		if block {
			flush()
			cur.tag, cur.kind = was.tag, was.kind
		}
	}
	walk(root)
	flush()
	return slices.Clip(out)
}

// tweet reports whether a quotation embeds a post.
func tweet(n *html.Node) bool {
	for _, name := range []string{"twitter-tweet", "twitter-video", "instagram-media", "bluesky-embed", "mastodon-embed", "tiktok-embed", "telegram-post"} {
		if strings.Contains(attr(n, "class"), name) {
			return true
		}
	}
	return false
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// finder tells the lines of a page's texts, which come in the page's order.
type finder struct {
	texts []string
	lines []int
	next  int
}

// ahead is how many texts a finder looks past those that it can't place.
const ahead = 32

func newFinder(page string) *finder {
	f := &finder{}
	z := html.NewTokenizer(strings.NewReader(page))
	for at := 1; ; {
		t := z.Next()
		raw := z.Raw()
		if t == html.TextToken {
			lead := 0
			for _, c := range raw {
				if c == '\n' {
					lead++
				} else if c > ' ' {
					break
				}
			}
			n := strings.Count(string(raw), "\n")
			if s := strings.TrimSpace(string(z.Text())); s != "" {
				f.texts = append(f.texts, s)
				f.lines = append(f.lines, at+lead)
			}
			at += n
		} else {
			at += strings.Count(string(raw), "\n")
		}
		if t == html.ErrorToken {
			return f
		}
	}
}

// line returns the line on which a text of the parsed page begins, 0 where it
// is not known.
func (f *finder) line(s string) int {
	s = strings.TrimSpace(s)
	if s == "" {
		return 0
	}
	for i := f.next; i < len(f.texts) && i < f.next+ahead; i++ {
		if strings.HasPrefix(s, f.texts[i]) || f.texts[i] == s {
			f.next = i + 1
			return f.lines[i]
		}
	}
	return 0
}
