package watch

import (
	"bytes"
	"encoding/json"
	"errors"
	"hash/maphash"
	"io"
	"os"
)

// What was given of a file is compared with what stands there now in pieces of
// pieceBytes. Of a file that has changed the first firstPieces and the last
// lastPieces are compared before it is gone on with, and comparePieces of the
// others in turn; what is left of them is compared when there is time. A file of
// up to comparePieces is compared whole.
const (
	pieceBytes    = 256 << 10
	firstPieces   = 4
	lastPieces    = 2
	comparePieces = 64

	// maxTail bounds a last line that is looked at for whether it is whole.
	maxTail = 16 << 20
)

var seed = maphash.MakeSeed()

// lines is how far a file with a record a line was given.
type lines struct {
	info    os.FileInfo
	offset  int64 // of the first line that is not known to have an end
	line    int   // lines before it
	scanned int64 // there is no end of a line from offset up to here

	sums []uint64 // hashes of the pieces before scanned; the last may be of a part
	last uint64   // that of the piece in which offset is, up to there

	turn int // the piece that is compared next
	owed int // pieces that are yet to be compared since the file has changed
}

// part is a part of a file.
type part struct {
	offset, end int64
	line        int  // lines before it
	open        bool // after it stands a line without an end
}

// next returns what a file has after l, and how far it is given then; l is used up.
// Where it is seen not to be the file that l is of with something more, it is all of
// the file. A last line without an end counts if it is whole as it stands, or if
// tail says so. The lines are nil where the file can't be read in parts, since it is
// UTF-16.
func (l *lines) next(name string, tail bool) (*lines, part, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, part{}, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, part{}, err
	}
	var mark [2]byte
	if _, err := f.ReadAt(mark[:], 0); err == nil && (mark == [2]byte{0xff, 0xfe} || mark == [2]byte{0xfe, 0xff}) {
		return nil, part{}, nil
	}
	n, before := lines{}, 0
	if l != nil && os.SameFile(l.info, info) && info.Size() >= l.offset && l.goesOn(f, info) {
		n, before = *l, l.pieces()
		n.scanned = min(n.scanned, info.Size())
	}
	n.info = info
	p := part{offset: n.offset, line: n.line}
	if err := n.scan(f, info.Size()); err != nil {
		return nil, part{}, err
	}
	if n.owed > 0 {
		n.owed += n.pieces() - before
	}
	p.end = n.offset
	if rest := info.Size() - n.offset; rest > 0 {
		if tail || whole(f, n.offset, rest) {
			p.end = info.Size()
		} else {
			p.open = true
		}
	}
	return &n, p, nil
}

// scan moves on to the end of the last line that ends before size.
func (l *lines) scan(f io.ReaderAt, size int64) error {
	buf := make([]byte, pieceBytes)
	from := max(l.scanned, l.offset)
	for at := from - from%pieceBytes; at < size; at += pieceBytes {
		n, err := f.ReadAt(buf[:min(pieceBytes, size-at)], at)
		piece := buf[:n]
		l.sums = append(l.sums[:at/pieceBytes], maphash.Bytes(seed, piece))
		if skip := max(from-at, 0); skip < int64(n) {
			if last := bytes.LastIndexByte(piece[skip:], '\n'); last >= 0 {
				end := int(skip) + last + 1
				l.line += bytes.Count(piece[skip:end], []byte{'\n'})
				l.offset, l.last = at+int64(end), maphash.Bytes(seed, piece[:end])
			}
		}
		l.scanned = max(l.scanned, at+int64(n))
		if errors.Is(err, io.EOF) {
			break // it has become shorter: that is another change
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// pieces returns how many pieces there are before the offset, a part of one too.
func (l *lines) pieces() int { return int((l.offset + pieceBytes - 1) / pieceBytes) }

// goesOn reports whether what was given stands in the file as it is now, as far as
// that is compared at once.
func (l *lines) goesOn(f io.ReaderAt, info os.FileInfo) bool {
	n := l.pieces()
	if info.Size() != l.info.Size() || !info.ModTime().Equal(l.info.ModTime()) {
		l.owed = n
	}
	if n > comparePieces {
		buf := make([]byte, pieceBytes)
		for i := range firstPieces + lastPieces {
			if i >= firstPieces {
				i += n - firstPieces - lastPieces
			}
			if !l.stands(f, i, buf) {
				return false
			}
		}
	}
	return l.compare(f)
}

// more compares some more of a file that has not changed since it was given, and
// reports whether it is as it was, as far as that is known.
func (l *lines) more(name string) bool {
	f, err := os.Open(name)
	if err != nil {
		return false
	}
	defer f.Close()
	return l.compare(f)
}

// compare compares some of the pieces that are owed, in turn, and reports whether
// they are as they were.
func (l *lines) compare(f io.ReaderAt) bool {
	buf := make([]byte, pieceBytes)
	for range min(l.owed, comparePieces) {
		if l.turn >= l.pieces() {
			l.turn = 0
		}
		if !l.stands(f, l.turn, buf) {
			return false
		}
		l.turn++
		l.owed--
	}
	return true
}

// stands reports whether a piece is as it was given. It is read into buf.
func (l *lines) stands(f io.ReaderAt, i int, buf []byte) bool {
	at := int64(i) * pieceBytes
	buf = buf[:min(pieceBytes, l.offset-at)]
	if _, err := f.ReadAt(buf, at); err != nil {
		return false
	}
	sum := l.last
	if len(buf) == pieceBytes {
		sum = l.sums[i]
	}
	return maphash.Bytes(seed, buf) == sum
}

// whole reports whether a last line is a JSON value, or blank.
func whole(f io.ReaderAt, at, size int64) bool {
	if size > maxTail {
		return false
	}
	var last [64]byte
	n := min(int64(len(last)), size)
	if _, err := f.ReadAt(last[:n], at+size-n); err != nil {
		return false
	}
	if end := bytes.TrimSpace(last[:n]); len(end) > 0 && end[len(end)-1] != '}' {
		return false // as a rule, without reading it
	}
	line := make([]byte, size)
	if _, err := f.ReadAt(line, at); err != nil {
		return false
	}
	line = bytes.TrimPrefix(bytes.TrimSpace(line), []byte("\ufeff"))
	return len(line) == 0 || json.Valid(line)
}
