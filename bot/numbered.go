package bot

import (
	"context"
	"slices"
	"strings"

	"dateline/corpus"
)

// ofNumber returns of events those whose sentence has the names of a frame that
// end in a number, as "Soyuz-4" is none of the others.
func (c *conversation) ofNumber(ctx context.Context, events []corpus.Event, f frame) ([]corpus.Event, error) {
	var names []string
	for _, con := range f.constraints() {
		if i := strings.LastIndexByte(con.Name, '-'); i > 0 && i+1 < len(con.Name) && strings.Trim(con.Name[i+1:], "0123456789") == "" {
			names = append(names, strings.ToLower(con.Name))
		}
	}
	if len(names) == 0 {
		return events, nil
	}
	var out []corpus.Event
	for _, e := range events {
		doc, err := c.cited(ctx, e.Article)
		if err != nil {
			return nil, err
		}
		if e.Sentence < 0 || e.Sentence >= len(doc.Sentences) {
			continue
		}
		text := strings.ToLower(doc.Sentences[e.Sentence].Of(doc.Text))
		if !slices.ContainsFunc(names, func(n string) bool { return !endsIn(text, n) }) {
			out = append(out, e)
		}
	}
	return out, nil
}

// endsIn reports whether a text has a name that ends in a number, with no digit
// behind it.
func endsIn(text, name string) bool {
	for at := 0; ; {
		i := strings.Index(text[at:], name)
		if i < 0 {
			return false
		}
		at += i + len(name)
		if at == len(text) || text[at] < '0' || text[at] > '9' {
			return true
		}
	}
}
