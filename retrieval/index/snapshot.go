package index

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io/fs"
	"math"
	"os"
	"path/filepath"

	"dateline/corpus"
	"dateline/retrieval"
)

// The first bytes of a snapshot, with the version of its format.
const magic = "DLINDEX\x02"

// ErrDamaged says that a snapshot cannot be used: it is cut off, its checksum
// is wrong, or it was written by another version. It is rebuilt, not repaired.
var ErrDamaged = errors.New("index snapshot is damaged or from another version")

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// Write writes the snapshot to path: to a temporary file beside it, which is
// synced and then renamed, so that a reader finds the old one or the new.
//
// The format: the magic "DLINDEX\x02"; the archive's ID as a string;
// its generation as 8 bytes; the versions of the analysis and of the embedder
// as strings; the number of segments; the segments; and the CRC-32C of all
// before, 4 bytes. Numbers of fixed size
// are little-endian, others uvarints ("signed": zigzag varints), a string or a
// run of bytes is its length and its bytes. A segment is
//
//	names      their number, then each as a string
//	articles   their number, then of each: collection and source (indexes into
//	           the names), ID (string), the first day of publication (signed)
//	           and the days until the last, the precision (1 byte, 0: undated),
//	           the terms of title, source and date, the number of passages
//	dead       the bytes of a bit for each article, the first the lowest, or none
//	passages   of each: the ID less the ID before (signed), the terms in its text
//	terms      bytes: blocks of 16, as in segment
//	blocks     their number, then of each: the bytes of terms and of postings
//	           since the block before
//	postings   bytes: as in segment.each
//	vectors    the dimensions, then if not 0, of each passage: the scale (4
//	           bytes, IEEE 754) and the components (signed bytes)
func (x *Index) Write(path string) (err error) {
	data := x.view.Load().append(nil)
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*.tmp")
	if err != nil {
		return fmt.Errorf("write index snapshot: %w", err)
	}
	defer func() {
		if err != nil {
			os.Remove(f.Name())
			err = fmt.Errorf("write index snapshot %s: %w", path, err)
		}
	}()
	_, err = f.Write(data)
	if err == nil {
		err = f.Chmod(0o644)
	}
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return err
	}
	if err = os.Rename(f.Name(), path); err != nil {
		return err
	}
	if dir, err := os.Open(filepath.Dir(path)); err == nil { // the rename lasts once its folder is synced
		dir.Sync()
		dir.Close()
	}
	return nil
}

// Load reads the snapshot at path. The error is one of fs where there is none,
// and wraps ErrDamaged where it cannot be used.
func Load(path string, opts Options) (*Index, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
		return nil, fmt.Errorf("read index snapshot: %w", err)
	}
	x := New(opts)
	wanted := x.empty().embedder
	if opts.Resume != nil {
		wanted = ""
	}
	v, err := parse(data, wanted)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	if opts.Resume != nil {
		x.resume(v)
	}
	x.view.Store(v)
	return x, nil
}

func (v *view) append(b []byte) []byte {
	b = append(b, magic...)
	b = appendString(b, v.archive)
	b = binary.LittleEndian.AppendUint64(b, uint64(v.generation))
	b = appendString(b, retrieval.AnalysisVersion)
	b = appendString(b, v.embedder)
	b = binary.AppendUvarint(b, uint64(len(v.segs)))
	for i, s := range v.segs {
		b = s.append(b, v.dead[i])
	}
	return binary.LittleEndian.AppendUint32(b, crc32.Checksum(b, castagnoli))
}

func appendString[T string | []byte](b []byte, s T) []byte {
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}

func (s *segment) append(b []byte, dead bitset) []byte {
	b = binary.AppendUvarint(b, uint64(len(s.names)))
	for _, name := range s.names {
		b = appendString(b, name)
	}
	b = binary.AppendUvarint(b, uint64(len(s.docs)))
	for _, d := range s.docs {
		b = binary.AppendUvarint(b, uint64(d.collection))
		b = binary.AppendUvarint(b, uint64(d.source))
		b = appendString(b, d.id)
		b = binary.AppendVarint(b, int64(d.published.Start))
		b = binary.AppendUvarint(b, uint64(int64(d.published.End)-int64(d.published.Start)))
		b = append(b, byte(d.published.Precision))
		for _, n := range []uint32{uint32(d.title), uint32(d.by), uint32(d.date), d.n} {
			b = binary.AppendUvarint(b, uint64(n))
		}
	}
	flags := make([]byte, 0, len(dead)*8)
	for _, word := range dead {
		flags = binary.LittleEndian.AppendUint64(flags, word)
	}
	b = appendString(b, flags)
	last := corpus.PassageID(0)
	for _, p := range s.passages {
		b = binary.AppendVarint(b, int64(p.id-last))
		b = binary.AppendUvarint(b, uint64(p.len))
		last = p.id
	}
	b = appendString(b, s.terms)
	b = binary.AppendUvarint(b, uint64(len(s.blocks)))
	var before block
	for _, at := range s.blocks {
		b = binary.AppendUvarint(b, uint64(at.term-before.term))
		b = binary.AppendUvarint(b, uint64(at.posting-before.posting))
		before = at
	}
	b = appendString(b, s.postings)
	b = binary.AppendUvarint(b, uint64(s.dims))
	if s.dims > 0 {
		for i := range s.passages {
			b = binary.LittleEndian.AppendUint32(b, math.Float32bits(s.scales[i]))
			b = append(b, s.vectors[i*s.dims:(i+1)*s.dims]...)
		}
	}
	return b
}

// parse reads a snapshot. Its vectors must be those of the embedder, unless
// that is "", for who has none needs none. The segments keep parts of data.
func parse(data []byte, embedder string) (*view, error) {
	if len(data) < len(magic)+12 || string(data[:len(magic)]) != magic {
		return nil, fmt.Errorf("%w: not one of format %d", ErrDamaged, magic[len(magic)-1])
	}
	body := data[:len(data)-4]
	if crc32.Checksum(body, castagnoli) != binary.LittleEndian.Uint32(data[len(body):]) {
		return nil, fmt.Errorf("%w: wrong checksum", ErrDamaged)
	}
	c := cursor{b: body[len(magic):]}
	v := &view{archive: string(c.bytes()), generation: int64(binary.LittleEndian.Uint64(c.take(8)))}
	if s := string(c.bytes()); s != retrieval.AnalysisVersion {
		return nil, fmt.Errorf("%w: words analysed as %.40q", ErrDamaged, s)
	}
	if v.embedder = string(c.bytes()); embedder != "" && v.embedder != embedder {
		return nil, fmt.Errorf("%w: vectors by %.40q, not %.40q", ErrDamaged, v.embedder, embedder)
	}
	for n := c.count(1); n > 0 && !c.bad; n-- {
		s, dead := c.segment()
		v.segs, v.dead = append(v.segs, s), append(v.dead, dead)
	}
	if c.bad || len(c.b) > 0 {
		return nil, fmt.Errorf("%w: its parts do not fit", ErrDamaged)
	}
	return v, nil
}

// cursor reads from the front of b. Once something does not fit it is bad, and
// gives zeros.
type cursor struct {
	b   []byte
	bad bool
}

func (c *cursor) take(n int) []byte {
	if n < 0 || n > len(c.b) {
		c.bad, c.b = true, nil
		return make([]byte, min(max(n, 0), 8))
	}
	t := c.b[:n:n]
	c.b = c.b[n:]
	return t
}

func (c *cursor) uvarint() uint64 {
	if len(c.b) > 0 && c.b[0] < 0x80 {
		v := uint64(c.b[0])
		c.b = c.b[1:]
		return v
	}
	v, n := binary.Uvarint(c.b)
	if n <= 0 {
		c.bad, c.b = true, nil
		return 0
	}
	c.b = c.b[n:]
	return v
}

func (c *cursor) varint() int64 {
	u := c.uvarint()
	return int64(u>>1) ^ -int64(u&1)
}

// below reads a number that must be at most limit.
func (c *cursor) below(limit uint64) uint64 {
	v := c.uvarint()
	if v > limit {
		c.bad, c.b = true, nil
		return 0
	}
	return v
}

// count reads the number of things that follow, each of at least size bytes.
func (c *cursor) count(size int) int { return int(c.below(uint64(len(c.b) / size))) }

func (c *cursor) bytes() []byte { return c.take(c.count(1)) }

func (c *cursor) segment() (*segment, bitset) {
	s := &segment{}
	for n := c.count(1); n > 0; n-- {
		s.names = append(s.names, string(c.bytes()))
	}
	s.docs = make([]doc, c.count(9))
	passages := uint64(0)
	for i := range s.docs {
		d := &s.docs[i]
		d.collection = uint32(c.below(uint64(len(s.names))))
		d.source = uint32(c.below(uint64(len(s.names))))
		if int(max(d.collection, d.source)) >= len(s.names) {
			c.bad = true
		}
		d.id = string(c.bytes())
		start := c.varint()
		end := start + int64(c.below(math.MaxUint32))
		if start < int64(corpus.MinDay) || end > int64(corpus.MaxDay) {
			c.bad = true
		}
		d.published = corpus.Interval{Start: corpus.Day(start), End: corpus.Day(end), Precision: corpus.Precision(c.take(1)[0])}
		if d.published.Precision > corpus.PrecisionInterval {
			c.bad = true
		}
		d.title, d.by, d.date = uint16(c.below(math.MaxUint16)), uint16(c.below(math.MaxUint16)), uint16(c.below(math.MaxUint16))
		d.first, d.n = uint32(passages), uint32(c.below(math.MaxUint32))
		if passages += uint64(d.n); c.bad || passages > math.MaxUint32 {
			c.bad = true
			return s, nil
		}
	}
	var dead bitset
	for flags := c.bytes(); len(flags) >= 8; flags = flags[8:] {
		dead = append(dead, binary.LittleEndian.Uint64(flags))
	}
	if passages > uint64(len(c.b)/2) {
		c.bad = true
		return s, nil
	}
	s.passages = make([]passage, passages)
	id := int64(0)
	for i := range s.docs {
		d := &s.docs[i]
		for j := d.first; j < d.first+d.n; j++ {
			id += c.varint()
			s.passages[j] = passage{corpus.PassageID(id), uint32(i), uint32(c.below(math.MaxInt32))}
		}
	}
	s.terms = string(c.bytes())
	s.blocks = make([]block, c.count(2))
	var at block
	for i := range s.blocks {
		at.term += uint32(c.below(math.MaxUint32))
		at.posting += uint32(c.below(math.MaxUint32))
		s.blocks[i] = at
	}
	s.postings = c.bytes()
	for _, b := range s.blocks {
		if int(b.term) > len(s.terms) || int(b.posting) > len(s.postings) {
			c.bad = true
		}
	}
	s.dims = int(c.below(1 << 16))
	if s.dims > 0 {
		if uint64(len(c.b)) < passages*uint64(4+s.dims) {
			c.bad = true
			return s, nil
		}
		s.scales = make([]float32, passages)
		s.vectors = make([]byte, 0, int(passages)*s.dims)
		for i := range s.scales {
			s.scales[i] = math.Float32frombits(binary.LittleEndian.Uint32(c.take(4)))
			s.vectors = append(s.vectors, c.take(s.dims)...)
		}
	}
	return s, dead
}
