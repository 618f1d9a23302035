package chat

import (
	"context"
	"fmt"
	"strings"

	"dateline/corpus/token"
	"dateline/retrieval"
)

// The options that Complete completes.
const (
	OptionSource     = "source"
	OptionCollection = "collection"
)

// Complete returns at most n values of an option that begin with a prefix,
// then those with a word that does, in the order of the alphabet, within what
// the person may see at the place. Another option has none.
func (d *Desk) Complete(ctx context.Context, p Place, who Person, option, prefix string, n int) ([]string, error) {
	s, err := d.Settings(ctx, p)
	if err != nil || s.refusal(p, who) != "" {
		return nil, err
	}
	visible, err := d.visible(ctx, s)
	if err != nil {
		return nil, err
	}
	var values []string
	switch option {
	case OptionCollection:
		values = visible
	case OptionSource:
		if d.opts.Sources != nil && len(visible) > 0 {
			values, err = d.opts.Sources.Sources(ctx, retrieval.Filter{Collections: visible, AsOf: d.today()})
			if err != nil {
				return nil, fmt.Errorf("complete sources: %w", err)
			}
		}
	}
	return beginning(values, prefix, n), nil
}

// beginning returns at most n of the values that begin with a prefix, then of
// those with a word that does, in their order.
func beginning(values []string, prefix string, n int) []string {
	prefix = token.Fold(strings.TrimSpace(prefix))
	var first, rest []string
	for _, v := range values {
		f := token.Fold(v)
		switch {
		case strings.HasPrefix(f, prefix):
			first = append(first, v)
		case strings.Contains(" "+strings.ReplaceAll(f, "-", " "), " "+prefix):
			rest = append(rest, v)
		}
	}
	first = append(first, rest...)
	return first[:min(len(first), max(n, 0))]
}
