package index

import (
	"encoding/binary"
	"errors"
	"math"
	"sort"
	"strconv"
	"strings"

	"dateline/corpus"
	"dateline/retrieval"
)

// builder makes a segment of articles.
type builder struct {
	retrieval.Analyzer
	names map[string]uint32
	terms map[string]*list
	seg   *segment
	page  map[string]frequency // of the passage at hand
	head  map[string]frequency // of its article's title, source and date
}

// list is a posting list under construction.
type list struct {
	last  int
	count int
	bytes []byte
}

func (l *list) add(passage int, f frequency) {
	l.bytes = binary.AppendUvarint(l.bytes, uint64(passage-l.last-1))
	l.bytes = append(l.bytes, byte(f))
	l.last, l.count = passage, l.count+1
}

func newBuilder(dims int) *builder {
	return &builder{names: map[string]uint32{}, terms: map[string]*list{}, seg: &segment{dims: dims},
		page: map[string]frequency{}, head: map[string]frequency{}}
}

func (b *builder) name(s string) uint32 {
	i, ok := b.names[s]
	if !ok {
		i = uint32(len(b.seg.names))
		s = strings.Clone(s)
		b.names[s] = i
		b.seg.names = append(b.seg.names, s)
	}
	return i
}

// add takes an article in. Vectors are those of its passages, or nil.
func (b *builder) add(d corpus.Document, vectors [][]float32) {
	clear(b.head)
	title := b.Stems(d.Title, d.Lang, func(s string) {
		if f := b.head[s]; f.title() < maxTitle {
			b.head[s] = f + 1<<titleShift
		}
	})
	by := b.Stems(d.Source, d.Lang, func(s string) { b.head[s] |= sourceBit })
	date := b.Stems(dateWords(d.Published.Interval), "", func(s string) { b.head[s] |= dateBit })
	entry := doc{collection: b.name(d.Collection), source: b.name(d.Source), id: strings.Clone(d.ID), published: d.Published.Interval,
		title: short(title), by: short(by), date: short(date), first: uint32(len(b.seg.passages)), n: uint32(len(d.Passages))}
	for i, p := range d.Passages {
		clear(b.page)
		text := ""
		if p.Start >= 0 && p.Start <= p.End && p.End <= len(d.Text) {
			text = p.Of(d.Text)
		}
		n := b.Stems(text, d.Lang, func(s string) {
			if f := b.page[s]; f.text() < maxText {
				b.page[s] = f + 1
			}
		})
		number := len(b.seg.passages)
		b.seg.passages = append(b.seg.passages, passage{p.ID, uint32(len(b.seg.docs)), uint32(min(n, math.MaxInt32))})
		for s, f := range b.page {
			b.list(s).add(number, f|b.head[s])
		}
		for s, f := range b.head {
			if _, ok := b.page[s]; !ok {
				b.list(s).add(number, f)
			}
		}
		if b.seg.dims > 0 {
			var v []float32
			if i < len(vectors) {
				v = vectors[i]
			}
			b.seg.appendVector(v)
		}
	}
	b.seg.docs = append(b.seg.docs, entry)
}

func short(n int) uint16 { return uint16(min(n, math.MaxUint16)) }

func (b *builder) list(term string) *list {
	l := b.terms[term]
	if l == nil {
		l = &list{last: -1}
		b.terms[strings.Clone(term)] = l
	}
	return l
}

// dateWords returns the words by which a publication date may be asked for.
func dateWords(iv corpus.Interval) string {
	if !iv.Known() || iv.OpenStart() {
		return ""
	}
	y, m, d := iv.Start.Date()
	switch iv.Precision {
	case corpus.PrecisionDay:
		return strconv.Itoa(d) + " " + m.String() + " " + strconv.Itoa(y)
	case corpus.PrecisionMonth, corpus.PrecisionWeek:
		return m.String() + " " + strconv.Itoa(y)
	}
	return strconv.Itoa(y)
}

// segment returns what was built. The builder is used up.
func (b *builder) segment() (*segment, error) {
	terms := make([]string, 0, len(b.terms))
	for t := range b.terms {
		terms = append(terms, t)
	}
	sort.Strings(terms)
	var w dictionaryWriter
	for _, t := range terms {
		l := b.terms[t]
		w.add(t, l.count, l.bytes)
	}
	return b.seg, w.finish(b.seg)
}

// dictionaryWriter writes terms, in order, into blocks.
type dictionaryWriter struct {
	blocks   []block
	terms    []byte
	postings []byte
	last     string
	n        int
	over     bool
}

var errTooLarge = errors.New("index segment is larger than 4 GiB")

func (w *dictionaryWriter) add(term string, count int, postings []byte) {
	shared := 0
	if w.n%blockTerms == 0 {
		if len(w.terms) > math.MaxUint32 || len(w.postings) > math.MaxUint32 {
			w.over = true
		}
		w.blocks = append(w.blocks, block{uint32(len(w.terms)), uint32(len(w.postings))})
	} else {
		for shared < min(len(term), len(w.last)) && term[shared] == w.last[shared] {
			shared++
		}
	}
	w.terms = binary.AppendUvarint(w.terms, uint64(shared))
	w.terms = binary.AppendUvarint(w.terms, uint64(len(term)-shared))
	w.terms = append(w.terms, term[shared:]...)
	w.terms = binary.AppendUvarint(w.terms, uint64(count))
	w.terms = binary.AppendUvarint(w.terms, uint64(len(postings)))
	w.postings = append(w.postings, postings...)
	w.last, w.n = term, w.n+1
}

func (w *dictionaryWriter) finish(s *segment) error {
	if w.over || len(w.terms) > math.MaxUint32 || len(w.postings) > math.MaxUint32 {
		return errTooLarge
	}
	s.blocks, s.terms, s.postings = w.blocks, string(w.terms), w.postings
	return nil
}

// merge makes one segment of several, in their order, without the articles
// that are dead: dead[i] has a bit for each article of segs[i], or is nil.
func merge(segs []*segment, dead []bitset) (*segment, error) {
	b := newBuilder(0)
	renumber := make([][]int32, len(segs)) // passage in its segment -> in the merged one, -1 for dead
	for i, s := range segs {
		b.seg.dims = max(b.seg.dims, s.dims)
		renumber[i] = make([]int32, len(s.passages))
	}
	for i, s := range segs {
		for j := range s.docs {
			d := s.docs[j]
			lo, hi := int(d.first), int(d.first+d.n)
			if dead[i].has(j) {
				for p := lo; p < hi; p++ {
					renumber[i][p] = -1
				}
				continue
			}
			d.collection, d.source = b.name(s.names[d.collection]), b.name(s.names[d.source])
			d.first = uint32(len(b.seg.passages))
			for p := lo; p < hi; p++ {
				renumber[i][p] = int32(len(b.seg.passages))
				b.seg.passages = append(b.seg.passages, passage{s.passages[p].id, uint32(len(b.seg.docs)), s.passages[p].len})
				if b.seg.dims > 0 {
					b.seg.copyVector(s, p)
				}
			}
			b.seg.docs = append(b.seg.docs, d)
		}
	}
	walks := make([]dictionary, len(segs))
	alive := make([]bool, len(segs))
	for i, s := range segs {
		walks[i] = s.dictionary(0)
		alive[i] = walks[i].next()
	}
	var w dictionaryWriter
	var l list
	for {
		least := -1
		for i := range walks {
			if alive[i] && (least < 0 || string(walks[i].term) < string(walks[least].term)) {
				least = i
			}
		}
		if least < 0 {
			break
		}
		term := string(walks[least].term)
		l.last, l.count, l.bytes = -1, 0, l.bytes[:0]
		for i := range walks {
			if !alive[i] || string(walks[i].term) != term {
				continue
			}
			segs[i].each(walks[i].entry, func(p int, f frequency) {
				if to := renumber[i][p]; to >= 0 {
					l.add(int(to), f)
				}
			})
			alive[i] = walks[i].next()
		}
		if l.count > 0 {
			w.add(term, l.count, l.bytes)
		}
	}
	return b.seg, w.finish(b.seg)
}

// bitset is a set of small numbers. The nil bitset is empty.
type bitset []uint64

func (b bitset) has(i int) bool { return i>>6 < len(b) && b[i>>6]&(1<<(i&63)) != 0 }

// with returns a copy of b, long enough for n numbers, with i in it.
func (b bitset) with(i, n int) bitset {
	c := make(bitset, (n+63)/64)
	copy(c, b)
	c[i>>6] |= 1 << (i & 63)
	return c
}
