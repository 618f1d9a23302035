package chat

import (
	"fmt"
	"slices"
	"strings"

	"dateline/corpus"
)

// narrowing is what a question's options say.
type narrowing struct {
	asOf        corpus.Day // 0: today
	published   corpus.Interval
	source      string
	collections []string
}

// open reports whether the options narrow nothing.
func (o Options) open() bool {
	return strings.TrimSpace(o.Source+o.From+o.To+o.AsOf+o.Collection) == ""
}

// String says what the options narrow a question to, as they were typed.
func (o Options) String() string {
	var out []string
	for _, v := range []struct{ name, value string }{{"source ", o.Source}, {"from ", o.From}, {"to ", o.To}, {"as of ", o.AsOf}, {"collection ", o.Collection}} {
		if s := clip(v.value, 60); s != "" {
			out = append(out, v.name+s)
		}
	}
	return strings.Join(out, ", ")
}

// narrow reads a question's options within the collections that may be
// searched. What can't be read is a Sentence.
func narrow(o Options, collections []string, today corpus.Day) (narrowing, error) {
	n := narrowing{collections: collections, source: strings.TrimSpace(o.Source)}
	if name := strings.TrimSpace(o.Collection); name != "" {
		if !slices.Contains(collections, name) {
			return n, &Sentence{noCollection(name, collections), ErrBadValue}
		}
		n.collections = []string{name}
	}
	asOf, err := day("as-of", o.AsOf)
	if err != nil {
		return n, err
	}
	if asOf.Known() {
		n.asOf = asOf.End
	}
	from, err := day("from", o.From)
	if err != nil {
		return n, err
	}
	to, err := day("to", o.To)
	if err != nil {
		return n, err
	}
	if !from.Known() && !to.Known() {
		return n, nil
	}
	n.published = corpus.Interval{Start: corpus.MinDay, End: corpus.MaxDay, Precision: corpus.PrecisionInterval}
	if from.Known() {
		n.published.Start = from.Start
	}
	if to.Known() {
		n.published.End = to.End
	}
	if n.published.Start > n.published.End {
		return n, &Sentence{fmt.Sprintf("Nothing lies between from %s and to %s: from must not be later.", from, to), ErrBadValue}
	}
	if limit := n.asOf; limit != 0 && n.published.Start > limit {
		return n, &Sentence{fmt.Sprintf("Nothing published from %s on can be seen as of %s: as-of must be later.", from, limit), ErrBadValue}
	} else if limit == 0 && n.published.Start > today {
		return n, &Sentence{fmt.Sprintf("from %s lies ahead: today is %s.", from, today), ErrBadValue}
	}
	return n, nil
}

func day(name, s string) (corpus.Interval, error) {
	s = strings.TrimSpace(s)
	if s == "" {
		return corpus.Interval{}, nil
	}
	iv, err := corpus.ParseInterval(s)
	if err != nil {
		return iv, &Sentence{fmt.Sprintf("%s takes a day, a month or a year, such as 2021-04-07, 2021-04 or 2021; %q is none of them.", name, clip(s, 40)), ErrBadValue}
	}
	return iv, nil
}

// noCollection never says more than what may be seen.
func noCollection(name string, collections []string) string {
	if len(collections) == 0 {
		return "No collection may be searched here."
	}
	return fmt.Sprintf("There is no collection %q here. There is %s.", clip(name, 40), enumerate(collections, 8))
}

// enumerate writes names in a row, at most n of them.
func enumerate(names []string, n int) string {
	if len(names) > n {
		return strings.Join(names[:n], ", ") + fmt.Sprintf(" and %d more", len(names)-n)
	}
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1]
}

// clip returns a text in one line, cut to n characters.
func clip(s string, n int) string {
	r := []rune(strings.Join(strings.Fields(s), " "))
	if len(r) > n {
		return string(r[:n-1]) + "…"
	}
	return string(r)
}
