package source

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"

	"dateline/corpus"
)

// item is one record as it stands in its file.
type item struct {
	line int  // its first, 1-based
	many bool // its file is of a form that holds several, or holds several
	data []byte
}

// utf8Reader turns UTF-16 that begins with a byte order mark into UTF-8 and
// takes a mark of UTF-8 away.
func utf8Reader(r *bufio.Reader) (*bufio.Reader, error) {
	mark, err := r.Peek(3)
	switch {
	case bytes.HasPrefix(mark, []byte{0xef, 0xbb, 0xbf}):
		_, err = r.Discard(3)
	case bytes.HasPrefix(mark, []byte{0xff, 0xfe}), bytes.HasPrefix(mark, []byte{0xfe, 0xff}):
		decoder := unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM).NewDecoder()
		return bufio.NewReaderSize(transform.NewReader(r, decoder), 1<<16), nil
	}
	if err == io.EOF {
		err = nil
	}
	return r, err
}

// lines yields the lines of r that are not blank, each of at most maxBytes; a
// longer one is passed over without being held. An error of reading ends it.
// The data is valid until the next step.
func lines(r *bufio.Reader, maxBytes int) iter.Seq2[item, error] {
	return func(yield func(item, error) bool) {
		var buf []byte
		for line := 1; ; line++ {
			buf = buf[:0]
			long := false
			var err error
			for {
				var part []byte
				part, err = r.ReadSlice('\n')
				if long = long || len(buf)+len(part) > maxBytes+2; !long {
					buf = append(buf, part...)
				}
				if err != bufio.ErrBufferFull {
					break
				}
			}
			if err != nil && err != io.EOF {
				yield(item{line: line}, readError(err))
				return
			}
			data := bytes.TrimSpace(buf)
			switch {
			case long || len(data) > maxBytes:
				if !yield(item{line: line}, tooLarge(maxBytes)) {
					return
				}
			case len(data) > 0:
				if !yield(item{line, true, data}, nil) {
					return
				}
			}
			if err == io.EOF {
				return
			}
		}
	}
}

// values yields the objects of a JSON text: one, several after each other, or
// the elements of a list. What is damaged within an element costs only that
// one, as long as its quotes and brackets pair; one that is longer than
// maxBytes is passed over. The data is valid until the next step.
func values(r *bufio.Reader, maxBytes int) iter.Seq2[item, error] {
	return func(yield func(item, error) bool) {
		s := scanner{r: r, line: 1, max: maxBytes}
		list, many := false, false
		for {
			c, err := s.next(list)
			if err == io.EOF {
				if list {
					yield(item{line: s.line}, errors.New("the list has no end: the file is cut off"))
				}
				return
			}
			if err != nil {
				yield(item{line: s.line}, readError(err))
				return
			}
			switch {
			case c == '[' && !list:
				list, many = true, true
				continue
			case c == ']' && list:
				list = false
				continue
			case c != '{' && !list:
				yield(item{line: s.line}, fmt.Errorf("is not JSON, or neither a record nor a list of them: it begins with %q", c))
				return
			}
			line := s.line
			err = s.value(c)
			if err == io.EOF || err == io.ErrUnexpectedEOF {
				yield(item{line: line}, fmt.Errorf("the file ends within this record: %w", io.ErrUnexpectedEOF))
				return
			}
			if err == nil && s.long {
				err = tooLarge(maxBytes)
			}
			if err != nil && !s.long {
				yield(item{line: s.line}, readError(err))
				return
			}
			many = many || s.more()
			if !yield(item{line, many, s.buf}, err) {
				return
			}
		}
	}
}

// scanner finds where JSON values end.
type scanner struct {
	r    *bufio.Reader
	line int
	max  int
	buf  []byte
	long bool // the value is longer than max, and buf not whole
}

// next returns the first byte of what comes next, after white space and, in a
// list, commas.
func (s *scanner) next(list bool) (byte, error) {
	for {
		c, err := s.r.ReadByte()
		if err != nil {
			return 0, err
		}
		switch c {
		case '\n':
			s.line++
		case ' ', '\t', '\r':
		case ',':
			if !list {
				return c, nil
			}
		default:
			return c, nil
		}
	}
}

// more reports whether anything but white space follows.
func (s *scanner) more() bool {
	if _, err := s.next(false); err != nil {
		return false // what it is shows with the next
	}
	return s.r.UnreadByte() == nil
}

// value reads the value that begins with c into buf.
func (s *scanner) value(c byte) error {
	s.buf, s.long = s.buf[:0], false
	depth, quoted, escaped := 0, false, false
	for {
		if s.long = s.long || len(s.buf) >= s.max; !s.long {
			s.buf = append(s.buf, c)
		}
		switch {
		case c == '\n':
			s.line++
			escaped = false
		case escaped:
			escaped = false
		case quoted && c == '\\':
			escaped = true
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '{' || c == '[':
			depth++
		case c == '}' || c == ']':
			depth--
		}
		if depth <= 0 && !quoted {
			if c == '}' || c == ']' || c == '"' {
				return nil
			}
			// A number or a word ends before what cannot be part of one.
			b, err := s.r.Peek(1)
			if err != nil {
				return err
			}
			if strings.IndexByte(",]} \t\r\n", b[0]) >= 0 {
				return nil
			}
		}
		var err error
		if c, err = s.r.ReadByte(); err != nil {
			return err
		}
	}
}

// otherNames are what other programs call the fields of a record, in small
// letters and without what joins words: the first that says something counts,
// where the field itself says nothing.
var otherNames = struct{ published, text, html, url, title, source, author []string }{
	published: []string{"publishedat", "datepublished", "publicationdate", "publishdate", "pubdate", "date"},
	text:      []string{"body", "content", "articlebody", "maintext"},
	html:      []string{"contenthtml", "bodyhtml"},
	url:       []string{"link", "canonicalurl"},
	title:     []string{"headline"},
	source:    []string{"publisher", "sitename", "outlet"},
	author:    []string{"byline"},
}

// joining takes away what joins the words of a field's name.
var joining = strings.NewReplacer("_", "", "-", "", " ", "")

// markup matches the beginning of a page or of a piece of one, which the fields of
// others hold as often as plain text.
var markup = regexp.MustCompile(`^\s*<(?:!|[A-Za-z])`)

// fillOthers fills the empty fields of a record from what stands under other
// names. What is no string there is passed over.
func fillOthers(raw *corpus.Raw, data []byte) {
	var all map[string]json.RawMessage
	if json.Unmarshal(data, &all) != nil {
		return
	}
	under := map[string]string{}
	for _, key := range slices.Sorted(maps.Keys(all)) {
		var value string
		name := strings.ToLower(joining.Replace(key))
		if json.Unmarshal(all[key], &value) == nil && strings.TrimSpace(under[name]) == "" {
			under[name] = value
		}
	}
	fill := func(field *string, names []string) {
		for _, name := range names {
			if strings.TrimSpace(*field) != "" {
				return
			}
			*field = under[name]
		}
	}
	fill(&raw.Published, otherNames.published)
	fill(&raw.URL, otherNames.url)
	fill(&raw.Title, otherNames.title)
	fill(&raw.Source, otherNames.source)
	fill(&raw.Author, otherNames.author)
	if strings.TrimSpace(raw.Text) == "" {
		fill(&raw.HTML, otherNames.html)
	}
	if strings.TrimSpace(raw.HTML) == "" && strings.TrimSpace(raw.Text) == "" {
		var body string
		fill(&body, otherNames.text)
		if markup.MatchString(body) {
			raw.HTML = body
		} else {
			raw.Text = body
		}
	}
}

// decodeRecord reads a record. Other names of its fields count where it has not
// the fields themselves; all else is ignored, null is as absent.
func decodeRecord(data []byte) (corpus.Raw, error) {
	var raw corpus.Raw
	if !utf8.Valid(data) {
		at := 0
		for at < len(data) {
			if r, size := utf8.DecodeRune(data[at:]); r == utf8.RuneError && size == 1 {
				break
			} else {
				at += size
			}
		}
		return raw, fmt.Errorf("is not UTF-8, as JSON must be: byte %#02x after %d others", data[at], at)
	}
	if len(data) > 0 && data[0] != '{' && json.Valid(data) {
		return raw, fmt.Errorf("is %s, not a record {…}", kindOf(data))
	}
	var fields struct {
		ID, URL, Title, Source, Author, Published, Text, HTML, Collection string
	}
	if err := json.Unmarshal(data, &fields); err != nil {
		var wrong *json.UnmarshalTypeError
		var syntax *json.SyntaxError
		switch {
		case errors.As(err, &wrong) && wrong.Field != "":
			return raw, fmt.Errorf("%q is %s, not a string", strings.ToLower(wrong.Field), article(wrong.Value))
		case errors.As(err, &syntax):
			return raw, fmt.Errorf("is not JSON: %w, at byte %d", err, syntax.Offset)
		}
		return raw, fmt.Errorf("is not a record: %w", err)
	}
	raw = corpus.Raw{
		Key: corpus.Key{Collection: fields.Collection, ID: fields.ID},
		URL: fields.URL, Title: fields.Title, Source: fields.Source, Author: fields.Author, Published: fields.Published,
		Text: fields.Text, HTML: fields.HTML,
	}
	fillOthers(&raw, data)
	for _, f := range []*string{&raw.ID, &raw.URL, &raw.Title, &raw.Source, &raw.Author, &raw.Published, &raw.Collection} {
		*f = strings.TrimSpace(strings.ReplaceAll(*f, "\x00", ""))
	}
	raw.Text, raw.HTML = newlines(strings.ReplaceAll(raw.Text, "\x00", "")), newlines(strings.ReplaceAll(raw.HTML, "\x00", ""))
	switch {
	case strings.TrimSpace(raw.Text) == "" && strings.TrimSpace(raw.HTML) == "":
		return raw, errors.New(`has no text: neither "text" nor "html" says anything`)
	case len(raw.ID) > maxIDBytes:
		return raw, fmt.Errorf("its id is longer than %d bytes", maxIDBytes)
	}
	return raw, nil
}

// maxIDBytes bounds what names an article.
const maxIDBytes = 2048

// kindOf says what a valid JSON value is.
func kindOf(data []byte) string {
	switch data[0] {
	case '[':
		return "a list"
	case '"':
		return "a string"
	case 't', 'f':
		return "true or false"
	case 'n':
		return "null"
	}
	return "a number"
}

// article puts the article before the name of a kind of JSON value.
func article(kind string) string {
	kind, _, _ = strings.Cut(kind, " ") // "number 12"
	switch kind {
	case "bool":
		return "true or false"
	case "array":
		return "a list"
	case "object":
		return "an object"
	}
	return "a " + kind
}
