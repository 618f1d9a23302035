package index

import (
	"cmp"
	"context"
	"math/bits"
	"slices"
	"unicode/utf8"

	"dateline/retrieval"
)

// maxVariants bounds the spellings that Near returns for a word.
const maxVariants = 8

// Near returns for each stem the words of the vocabulary that differ from it
// by few letters, nearest first, then the most frequent, then in order; the
// stem itself is left out. A word of four to seven letters may differ by one
// change, a longer one by two; a shorter one, and one with a digit, has no
// variants. A change is a letter put in, left out, replaced, or swapped with
// its neighbour (Damerau 1964). Likeness is 1 - changes / letters of the longer.
func (x *Index) Near(ctx context.Context, stems []string, filter retrieval.Filter) ([][]retrieval.Variant, error) {
	out := make([][]retrieval.Variant, len(stems))
	words := make([]word, len(stems))
	any := false
	for i, s := range stems {
		words[i] = newWord(s)
		any = any || words[i].changes > 0
	}
	if !any || len(filter.Collections) == 0 {
		return out, ctx.Err()
	}
	v := x.view.Load()
	w := look(v, filter)
	defer w.release()
	df := make([]map[string]int, len(stems))
	for i, s := range v.segs {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		for j, word := range words {
			if word.changes == 0 {
				continue
			}
			s.near(word, func(term string, e entry) {
				if n := w.parts[i].count(s, e); n > 0 {
					if df[j] == nil {
						df[j] = map[string]int{}
					}
					df[j][term] += n
				}
			})
		}
	}
	for j, word := range words {
		for term, n := range df[j] {
			r := []rune(term)
			likeness := 1 - float64(distance(word.runes, r, word.changes))/float64(max(len(r), len(word.runes)))
			out[j] = append(out[j], retrieval.Variant{Stem: term, Passages: n, Likeness: likeness})
		}
		slices.SortFunc(out[j], func(a, b retrieval.Variant) int {
			return cmp.Or(cmp.Compare(b.Likeness, a.Likeness), cmp.Compare(b.Passages, a.Passages), cmp.Compare(a.Stem, b.Stem))
		})
		out[j] = out[j][:min(len(out[j]), maxVariants)]
	}
	return out, nil
}

// word is a word whose neighbours are looked for.
type word struct {
	runes   []rune
	grams   uint64
	changes int // allowed
}

func newWord(s string) word {
	w := word{runes: []rune(s), grams: grams(s)}
	switch n := len(w.runes); {
	case n < 4:
	case n < 8:
		w.changes = 1
	default:
		w.changes = 2
	}
	for i := 0; i < len(s); i++ {
		if s[i] >= '0' && s[i] <= '9' {
			w.changes = 0
		}
	}
	return w
}

// grams returns a set of the pairs of bytes in s, its ends marked, each put at
// one of 64 places.
func grams(s string) uint64 {
	var set uint64
	prev := uint32(1)
	for i := 0; i <= len(s); i++ {
		c := uint32(1)
		if i < len(s) {
			c = uint32(s[i])
		}
		set |= 1 << ((prev<<8 | c) * 0x9E3779B1 >> 26)
		prev = c
	}
	return set
}

// outline is what is kept of a term to rule it out quickly.
type outline struct {
	grams uint64
	bytes uint8
}

// near calls fn with the terms that are few enough changes away. A change
// takes at most three pairs of bytes from a word (swapped neighbours take
// three; in other scripts a letter is several bytes), so that a term which
// lacks more of the word's pairs is ruled out unread.
func (s *segment) near(w word, fn func(term string, e entry)) {
	s.outlined.Do(func() {
		for d := s.dictionary(0); d.next(); {
			s.outlines = append(s.outlines, outline{grams(string(d.term)), uint8(min(len(d.term), 255))})
		}
	})
	size, lost := len(string(w.runes)), 3*w.changes
	slack := w.changes
	if size != len(w.runes) {
		slack, lost = w.changes*utf8.UTFMax, lost*utf8.UTFMax
	}
	for block := range s.blocks {
		var d dictionary
		read := 0
		from := block * blockTerms
		for i := from; i < min(from+blockTerms, len(s.outlines)); i++ {
			o := &s.outlines[i]
			if int(o.bytes) > size+slack || int(o.bytes)+slack < size || bits.OnesCount64(w.grams&^o.grams) > lost {
				continue
			}
			if read == 0 {
				d = s.dictionary(block)
			}
			for ; read <= i-from; read++ {
				if !d.next() {
					return
				}
			}
			term := string(d.term)
			if term == string(w.runes) || newWord(term).changes == 0 {
				continue
			}
			if distance(w.runes, []rune(term), w.changes) <= w.changes {
				fn(term, d.entry)
			}
		}
	}
}

// distance returns the changes between a and b, or limit+1 where they are
// more: the optimal string alignment distance, in which no letter is changed
// twice.
func distance(a, b []rune, limit int) int {
	if len(a)-len(b) > limit || len(b)-len(a) > limit || len(b) > retrieval.MaxWordBytes {
		return limit + 1
	}
	var rows [3][retrieval.MaxWordBytes + 1]int
	before, last, row := rows[0][:len(b)+1], rows[1][:len(b)+1], rows[2][:len(b)+1]
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		least := i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			d := min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				d = min(d, before[j-2]+1)
			}
			row[j] = d
			least = min(least, d)
		}
		if least > limit {
			return limit + 1
		}
		before, last, row = last, row, before
	}
	return min(last[len(b)], limit+1)
}
