package chat

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"dateline/corpus"
	"dateline/corpus/token"
	"dateline/retrieval"
)

// The options that Complete completes.
const (
	OptionSource     = "source"
	OptionCollection = "collection"
	OptionFrom       = "from"
	OptionTo         = "to"
	OptionAsOf       = "as-of"
	OptionNumber     = "number" // of a subscription: Number reads it
)

// Complete returns at most n values of an option that begin with a prefix,
// then those with a word that does, in the order of the alphabet, within what
// the person may see at the place; of a date today, this month, the years
// before, and the months and days of what is typed. Another option has none.
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
	case OptionNumber:
		return d.completeNumbers(ctx, p, who, prefix, n)
	case OptionCollection:
		values = visible
	case OptionFrom, OptionTo, OptionAsOf:
		return dates(prefix, d.today(), n), nil
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

// yearsBack is how many years are proposed before one is typed.
const yearsBack = 30

// dates returns at most n dates up to today that begin with a prefix.
func dates(prefix string, today corpus.Day, n int) []string {
	prefix = strings.TrimSpace(prefix)
	now := today.String()
	values := []string{now, now[:len("2006-01")]}
	year, _, _ := today.Date()
	for y := year; y > year-yearsBack; y-- {
		values = append(values, fmt.Sprintf("%04d", y))
	}
	for _, typed := range []int{len("2006"), len("2006-01")} {
		if len(prefix) < typed {
			break
		}
		iv, err := corpus.ParseInterval(prefix[:typed])
		if err != nil {
			break
		}
		values = append(values, iv.String())
		for day := iv.Start; day <= iv.End; day++ {
			s := day.String()
			if typed == len("2006") {
				s = s[:len("2006-01")]
			}
			values = append(values, s)
		}
	}
	var out []string
	for _, v := range values {
		if strings.HasPrefix(v, prefix) && v <= now[:len(v)] && !slices.Contains(out, v) && len(out) < n {
			out = append(out, v)
		}
	}
	return out
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
