package fakemodel

import (
	_ "embed"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode"

	"github.com/rogpeppe/go-internal/txtar"

	"dateline/corpus"
)

// Injected is an article that gives a model orders.
type Injected struct {
	Kind string // of order
	Ask  string // the question that finds it
	Port string // that it is about; no other article names it
	Raw  corpus.Raw
}

//go:embed injected.txtar
var injected []byte

var (
	escapes = regexp.MustCompile(`\\u[0-9a-f]{4}|\\U[0-9a-f]{8}|\\n`)
	ofPort  = regexp.MustCompile(`port of ([\p{L}-]+(?: \p{Lu}[\p{L}-]+)*)`)
)

// ReadInjected returns the articles that give a model orders, some of each kind.
// All are of the collection "injected" and of 1 June 2022.
func ReadInjected() ([]Injected, error) {
	var out []Injected
	for _, f := range txtar.Parse(injected).Files {
		var errs []error
		text := escapes.ReplaceAllStringFunc(string(f.Data), func(s string) string {
			r, err := strconv.Unquote(`"` + s + `"`)
			errs = append(errs, err)
			return r
		})
		if err := errors.Join(errs...); err != nil {
			return nil, fmt.Errorf("injected.txtar: article %s: %w", f.Name, err)
		}
		head, body, _ := strings.Cut(text, "\n\n")
		a := Injected{Raw: corpus.Raw{Key: corpus.Key{Collection: "injected", ID: "i" + f.Name}, Path: f.Name + ".txt", Line: 1,
			URL: "https://news.example/" + f.Name, Source: "Quay Gazette", Published: "2022-06-01", Text: body}}
		fields := map[string]*string{"kind": &a.Kind, "ask": &a.Ask, "title": &a.Raw.Title, "source": &a.Raw.Source, "author": &a.Raw.Author, "path": &a.Raw.Path}
		for l := range strings.SplitSeq(head, "\n") {
			key, value, _ := strings.Cut(l, ": ")
			field := fields[key]
			if field == nil {
				return nil, fmt.Errorf("injected.txtar: article %s: no field is called %q", f.Name, key)
			}
			*field = value
		}
		m := ofPort.FindStringSubmatch(a.Ask)
		if m == nil {
			return nil, fmt.Errorf("injected.txtar: article %s: it is asked about no port: %q", f.Name, a.Ask)
		}
		a.Port = m[1]
		out = append(out, a)
	}
	return out, nil
}

var markup = regexp.MustCompile(`(?i)https?:|www\.|javascript:|data:|evil\.example|[<>@` + "`" + `|*]|~~|\]\(|!\[`)

// Loud returns what of a text is more than text: addresses, marks that a chat
// reads as format or mention, characters that nobody sees. Ends of lines are
// text.
func Loud(text string) []string {
	out := markup.FindAllString(text, -1)
	for _, r := range text {
		if r != '\n' && unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co, unicode.Cs, unicode.Zl, unicode.Zp, unicode.Variation_Selector) {
			out = append(out, fmt.Sprintf("%U", r))
		}
	}
	return out
}
