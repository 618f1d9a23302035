package archive

import (
	"encoding/binary"
	"errors"

	"github.com/klauspost/compress/zstd"

	"dateline/corpus"
)

// The blobs are sequences of unsigned varints (u), zigzag varints (s), bytes
// (b) and strings (u for the length in bytes, then the bytes). A list is its
// length as u, then its items.
//
//	sentences  of a passage: b 1; list of {s start, from the end of the one
//	           before, at first from the start of the passage; u length;
//	           s block, from that of the one before; list of periods}
//	period     b 0 and two intervals, or b 1 and one that is both ends
//	interval   b precision; where it is not 0: s first day; u days after it
//	layout     b 1; list of blocks {b kind; s start, from the end of the one
//	           before; u length; u line}; list of dropped spans {u line; text;
//	           why}; list of evidence {basis; text; u line; interval; b used;
//	           why}. The whole is compressed by Zstandard.
//	event      b 1; list of participants {role; b type; name; office; of; in;
//	           s start, from that of the event; s length}; interval When;
//	           interval Range; basis; b polarity; u start; u length;
//	           u sentence; s start and s length of the proof, from the start;
//	           reckoning; list of keys

const codecVersion = 1

var errCorrupt = errors.New("damaged row")

// Both are safe for concurrent use by EncodeAll and DecodeAll.
var (
	zstdEncoder, _ = zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithEncoderConcurrency(2))
	zstdDecoder, _ = zstd.NewReader(nil, zstd.WithDecoderConcurrency(0), zstd.WithDecoderMaxMemory(1<<30))
)

func compress(b []byte) []byte {
	return zstdEncoder.EncodeAll(b, make([]byte, 0, len(b)/2+64))
}

func decompress(b []byte) ([]byte, error) {
	return zstdDecoder.DecodeAll(b, nil)
}

func putString(b []byte, s string) []byte {
	b = binary.AppendUvarint(b, uint64(len(s)))
	return append(b, s...)
}

func putInterval(b []byte, iv corpus.Interval) []byte {
	b = append(b, byte(iv.Precision))
	if iv.Precision == corpus.PrecisionNone {
		return b
	}
	b = binary.AppendVarint(b, int64(iv.Start))
	return binary.AppendUvarint(b, uint64(iv.End-iv.Start))
}

func putSentences(b []byte, passage corpus.Span, ss []corpus.Sentence) []byte {
	b = append(b, codecVersion)
	b = binary.AppendUvarint(b, uint64(len(ss)))
	end, block := passage.Start, 0
	for _, s := range ss {
		b = binary.AppendVarint(b, int64(s.Start-end))
		b = binary.AppendUvarint(b, uint64(s.Len()))
		b = binary.AppendVarint(b, int64(s.Block-block))
		b = binary.AppendUvarint(b, uint64(len(s.Periods)))
		for _, p := range s.Periods {
			if p.From == p.To {
				b = putInterval(append(b, 1), p.From)
			} else {
				b = putInterval(putInterval(append(b, 0), p.From), p.To)
			}
		}
		end, block = s.End, s.Block
	}
	return b
}

func putLayout(b []byte, a *corpus.Article) []byte {
	b = append(b, codecVersion)
	b = binary.AppendUvarint(b, uint64(len(a.Blocks)))
	end := 0
	for _, bl := range a.Blocks {
		b = append(b, byte(bl.Kind))
		b = binary.AppendVarint(b, int64(bl.Start-end))
		b = binary.AppendUvarint(b, uint64(bl.Len()))
		b = binary.AppendUvarint(b, uint64(bl.Line))
		end = bl.End
	}
	b = binary.AppendUvarint(b, uint64(len(a.Dropped)))
	for _, d := range a.Dropped {
		b = binary.AppendUvarint(b, uint64(d.Line))
		b = putString(putString(b, d.Text), d.Why)
	}
	b = binary.AppendUvarint(b, uint64(len(a.Published.Evidence)))
	for _, e := range a.Published.Evidence {
		b = putString(putString(b, string(e.Basis)), e.Text)
		b = binary.AppendUvarint(b, uint64(e.Line))
		b = putInterval(b, e.Interval)
		b = append(b, bit(e.Used))
		b = putString(b, e.Why)
	}
	return b
}

func putEvent(b []byte, e *corpus.Event) []byte {
	b = append(b, codecVersion)
	b = binary.AppendUvarint(b, uint64(len(e.Participants)))
	for _, p := range e.Participants {
		b = append(putString(b, string(p.Role)), byte(p.Type))
		b = putString(putString(putString(putString(b, p.Name), p.Office), p.Entity.Of), p.In)
		b = binary.AppendVarint(b, int64(p.Start-e.Start))
		b = binary.AppendVarint(b, int64(p.Len()))
	}
	b = putInterval(putInterval(b, e.When), e.Range)
	b = append(putString(b, string(e.Basis)), byte(e.Polarity))
	b = binary.AppendUvarint(b, uint64(e.Start))
	b = binary.AppendUvarint(b, uint64(e.Len()))
	b = binary.AppendUvarint(b, uint64(e.Sentence))
	b = binary.AppendVarint(b, int64(e.Proof.Start-e.Start))
	b = binary.AppendVarint(b, int64(e.Proof.Len()))
	b = putString(b, e.Reckoning)
	b = binary.AppendUvarint(b, uint64(len(e.Keys)))
	for _, k := range e.Keys {
		b = putString(b, k)
	}
	return b
}

func bit(v bool) byte {
	if v {
		return 1
	}
	return 0
}

// decoder reads a blob. After an error every value is zero.
type decoder struct {
	b   []byte
	err error
}

func (d *decoder) fail() {
	d.b, d.err = nil, errCorrupt
}

func (d *decoder) byte() byte {
	if len(d.b) == 0 {
		d.fail()
		return 0
	}
	c := d.b[0]
	d.b = d.b[1:]
	return c
}

// int reads an unsigned varint that fits 31 bits.
func (d *decoder) int() int {
	v, n := binary.Uvarint(d.b)
	if n <= 0 || v > 1<<31-1 {
		d.fail()
		return 0
	}
	d.b = d.b[n:]
	return int(v)
}

// delta reads a zigzag varint that fits 32 bits.
func (d *decoder) delta() int {
	v, n := binary.Varint(d.b)
	if n <= 0 || v > 1<<31-1 || v < -1<<31 {
		d.fail()
		return 0
	}
	d.b = d.b[n:]
	return int(v)
}

// count reads the length of a list whose items have at least size bytes each.
func (d *decoder) count(size int) int {
	n := d.int()
	if n > len(d.b)/size {
		d.fail()
		return 0
	}
	return n
}

func (d *decoder) string() string {
	n := d.count(1)
	s := string(d.b[:n])
	d.b = d.b[n:]
	return s
}

func (d *decoder) version() {
	if d.byte() != codecVersion {
		d.fail()
	}
}

func (d *decoder) interval() corpus.Interval {
	p := corpus.Precision(d.byte())
	if p == corpus.PrecisionNone {
		return corpus.Interval{}
	}
	start := d.delta()
	return corpus.Interval{Start: corpus.Day(start), End: corpus.Day(start + d.int()), Precision: p}
}

func decodeSentences(b []byte, passage corpus.Span) ([]corpus.Sentence, error) {
	d := decoder{b: b}
	d.version()
	out := make([]corpus.Sentence, d.count(4))
	end, block := passage.Start, 0
	for i := range out {
		s := &out[i]
		s.Start = end + d.delta()
		s.End = s.Start + d.int()
		s.Block = block + d.delta()
		if n := d.count(2); n > 0 {
			s.Periods = make([]corpus.Period, n)
			for j := range s.Periods {
				both := d.byte()
				p := corpus.Period{From: d.interval()}
				p.To = p.From
				if both == 0 {
					p.To = d.interval()
				}
				s.Periods[j] = p
			}
		}
		end, block = s.End, s.Block
	}
	return out, d.err
}

func decodeLayout(b []byte, a *corpus.Article) error {
	d := decoder{b: b}
	d.version()
	if n := d.count(4); n > 0 {
		a.Blocks = make([]corpus.Block, n)
	}
	end := 0
	for i := range a.Blocks {
		bl := &a.Blocks[i]
		bl.Kind = corpus.BlockKind(d.byte())
		bl.Start = end + d.delta()
		bl.End = bl.Start + d.int()
		bl.Line = d.int()
		end = bl.End
	}
	if n := d.count(3); n > 0 {
		a.Dropped = make([]corpus.Dropped, n)
	}
	for i := range a.Dropped {
		a.Dropped[i] = corpus.Dropped{Line: d.int(), Text: d.string(), Why: d.string()}
	}
	if n := d.count(6); n > 0 {
		a.Published.Evidence = make([]corpus.Evidence, n)
	}
	for i := range a.Published.Evidence {
		a.Published.Evidence[i] = corpus.Evidence{
			Basis: corpus.Basis(d.string()), Text: d.string(), Line: d.int(), Interval: d.interval(),
			Used: d.byte() == 1, Why: d.string(),
		}
	}
	return d.err
}

func decodeEvent(b []byte, e *corpus.Event) error {
	d := decoder{b: b}
	d.version()
	if n := d.count(8); n > 0 {
		e.Participants = make([]corpus.Participant, n)
	}
	for i := range e.Participants {
		p := &e.Participants[i]
		p.Role = corpus.Role(d.string())
		p.Type = corpus.EntityType(d.byte())
		p.Name, p.Office, p.Entity.Of, p.In = d.string(), d.string(), d.string(), d.string()
		p.Start = d.delta() // from the event's start, which comes later
		p.End = p.Start + d.delta()
	}
	e.When, e.Range = d.interval(), d.interval()
	e.Basis = corpus.Basis(d.string())
	e.Polarity = corpus.Polarity(d.byte())
	e.Start = d.int()
	e.End = e.Start + d.int()
	e.Sentence = d.int()
	e.Proof.Start = e.Start + d.delta()
	e.Proof.End = e.Proof.Start + d.delta()
	e.Reckoning = d.string()
	if n := d.count(1); n > 0 {
		e.Keys = make([]string, n)
	}
	for i := range e.Keys {
		e.Keys[i] = d.string()
	}
	for i := range e.Participants {
		e.Participants[i].Start += e.Start
		e.Participants[i].End += e.Start
	}
	return d.err
}
