package index

import (
	"encoding/binary"
	"sort"
	"sync"

	"dateline/corpus"
)

// A segment is an immutable part of the index: articles, their passages, a
// dictionary and its postings. Passages are numbered from 0 within a segment,
// in the order of their articles.
type segment struct {
	names    []string // of collections and sources
	docs     []doc
	passages []passage

	// The dictionary: terms in byte order, in blocks of blockTerms. A term is
	// uvarint(bytes shared with the term before, 0 for a block's first),
	// uvarint(rest), the rest, uvarint(passages), uvarint(bytes of postings).
	blocks   []block
	terms    string
	postings []byte

	dims    int       // of the vectors; 0 where there are none
	vectors []byte    // dims signed bytes a passage
	scales  []float32 // of each passage's vector; 0 for none

	outlined sync.Once
	outlines []outline // of the terms, in order; made when first needed
}

type doc struct {
	collection, source uint32 // indexes into names
	id                 string
	published          corpus.Interval
	title, by, date    uint16 // terms in the title, the source and the date
	first, n           uint32 // its passages
}

type passage struct {
	id  corpus.PassageID
	doc uint32
	len uint32 // terms in the text
}

// block is where a block of the dictionary begins.
type block struct{ term, posting uint32 }

const blockTerms = 16

// Frequencies of a term within one passage, by field, as far as they are kept:
// the text's up to 15, the title's up to 3, whether the source or the date has
// it. What is above counts as that much, for terms saturate.
type frequency uint8

const (
	maxText, maxTitle = 15, 3
	titleShift        = 4
	sourceBit         = 1 << 6
	dateBit           = 1 << 7
)

func (f frequency) text() int    { return int(f & maxText) }
func (f frequency) title() int   { return int(f>>titleShift) & maxTitle }
func (f frequency) source() bool { return f&sourceBit != 0 }
func (f frequency) date() bool   { return f&dateBit != 0 }

// entry is one term of the dictionary as it was found.
type entry struct {
	passages int
	postings []byte
}

// dictionary walks the terms of a segment in order. It stops where the bytes
// make no sense, which a checksum has ruled out but a reader must survive.
type dictionary struct {
	s       *segment
	at, end int // in s.terms
	posting int
	term    []byte
	entry   entry
}

func (s *segment) dictionary(block int) dictionary {
	if block >= len(s.blocks) {
		return dictionary{s: s}
	}
	b := s.blocks[block]
	return dictionary{s: s, at: int(b.term), end: len(s.terms), posting: int(b.posting)}
}

func (d *dictionary) next() bool {
	if d.at >= d.end {
		return false
	}
	shared, ok1 := d.uvarint()
	rest, ok2 := d.uvarint()
	if !ok1 || !ok2 || shared > len(d.term) || rest > d.end-d.at {
		d.at = d.end
		return false
	}
	d.term = append(d.term[:shared], d.s.terms[d.at:d.at+rest]...)
	d.at += rest
	passages, ok1 := d.uvarint()
	size, ok2 := d.uvarint()
	if !ok1 || !ok2 || d.posting > len(d.s.postings) || size > len(d.s.postings)-d.posting {
		d.at = d.end
		return false
	}
	d.entry = entry{passages, d.s.postings[d.posting : d.posting+size]}
	d.posting += size
	return true
}

func (d *dictionary) uvarint() (int, bool) {
	var v uint64
	for shift := uint(0); shift < 35 && d.at < d.end; shift += 7 {
		c := d.s.terms[d.at]
		d.at++
		v |= uint64(c&0x7F) << shift
		if c < 0x80 {
			return int(v), true
		}
	}
	return 0, false
}

// lookup finds a term.
func (s *segment) lookup(term string) (entry, bool) {
	i := sort.Search(len(s.blocks), func(i int) bool {
		d := s.dictionary(i)
		return !d.next() || string(d.term) > term
	})
	if i == 0 {
		return entry{}, false
	}
	d := s.dictionary(i - 1)
	for range blockTerms {
		if !d.next() || string(d.term) > term {
			break
		}
		if string(d.term) == term {
			return d.entry, true
		}
	}
	return entry{}, false
}

// each calls fn with the postings of an entry in order: a passage's number and
// the term's frequencies there. A posting is uvarint(passages since the one
// before, less one) and one byte of frequencies.
func (s *segment) each(e entry, fn func(passage int, f frequency)) {
	b := e.postings
	at := -1
	for len(b) > 1 {
		var delta int
		if c := b[0]; c < 0x80 {
			delta, b = int(c), b[1:]
		} else {
			v, n := binary.Uvarint(b)
			if n <= 0 || v > uint64(len(s.passages)) {
				return
			}
			delta, b = int(v), b[n:]
		}
		at += delta + 1
		if at >= len(s.passages) || len(b) == 0 {
			return
		}
		fn(at, frequency(b[0]))
		b = b[1:]
	}
}

// bytes returns about how much memory the segment takes.
func (s *segment) bytes() int {
	n := len(s.terms) + len(s.postings) + len(s.vectors) + 4*len(s.scales) + 8*len(s.blocks)
	n += 64*len(s.docs) + 16*len(s.passages)
	for i := range s.docs {
		n += len(s.docs[i].id)
	}
	return n
}
