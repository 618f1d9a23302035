package change

import (
	"strings"

	"dateline/corpus/token"
)

// sameEvent reports whether two articles tell of one event, as far as their
// beginnings show: they share a name that is no country's, neither has a place
// or somebody there that the other lacks while the other has one that it lacks
// itself, and their news is of one kind or in the same words. Reports of two
// events have many a sentence alike, with other figures.
func (d *doc) sameEvent(e *doc) bool {
	if d.Key == e.Key {
		return true
	}
	a, b := d.lead2(), e.lead2()
	if d.lacks(e) && e.lacks(d) {
		return false
	}
	if !meet(a, b) && !(overlap(a, b) && d.copies(e)) {
		return false
	}
	x, y := d.opening(), e.opening()
	n := shared(x, y)
	return n >= 3 && n*2 >= min(len(x), len(y)) || n >= 1 && n == len(x) && n == len(y) || n >= 1 && shared(d.kinds, e.kinds) > 0
}

// lacks reports whether the beginning of another document has a name, other than
// a country's, that stands nowhere in this one.
func (d *doc) lacks(e *doc) bool {
	all := d.vocabulary()
	own := d.lead2()
	for n, given := range e.lead2() {
		if country(n) || named(own, n, given) {
			continue
		}
		bare := n
		if i := strings.IndexByte(n, ':'); i >= 0 {
			bare = n[i+1:]
		}
		here := true
		for _, w := range token.Words(bare) {
			here = here && all[token.Fold(w.Text)]
		}
		if !here {
			return true
		}
	}
	return false
}

// vocabulary returns the folded words of the document.
func (d *doc) vocabulary() map[string]bool {
	if d.vocab == nil {
		d.vocab = map[string]bool{}
		for _, s := range d.sents {
			for _, w := range s.plain {
				d.vocab[strings.TrimSuffix(strings.TrimSuffix(w, "'s"), "’s")] = true
			}
		}
	}
	return d.vocab
}

// opening returns what the first sentence of some length is about.
func (d *doc) opening() map[string]bool {
	for _, s := range d.sents[:min(3, len(d.sents))] {
		if len(s.plain) >= 6 {
			return s.read().content
		}
	}
	return nil
}

// clock reports whether a number with two decimals behind a word of time is an
// hour: "by 21.50".
func (r *reading) clock(i int) bool {
	t := r.words[i].Text
	h, m, ok := strings.Cut(t, ".")
	if !ok || len(m) != 2 || m > "59" || len(h) == 0 || len(h) > 2 || len(h) == 2 && h > "24" {
		return false
	}
	switch word(r, i-1) {
	case "at", "by", "until", "till", "from", "around", "about", "before", "after", "since", "shortly":
		return !units[word(r, i+1)]
	}
	return false
}
