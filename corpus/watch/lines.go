package watch

import (
	"bytes"
	"encoding/json"
	"errors"
	"hash/maphash"
	"io"
	"os"
)

// How much of what was given of a file is compared with what stands there now:
// the first bytes, and the last. A file of up to that size is compared whole.
const (
	headBytes = 1 << 20
	lastBytes = 64 << 10

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
	prefix  [2]uint64
}

// part is a part of a file.
type part struct {
	offset, end int64
	line        int  // lines before it
	open        bool // after it stands a line without an end
}

// next returns what a file has after l, and how far it is given then. Where it is
// not the file that l is of with something more, it is all of the file. A last
// line without an end counts if it is whole as it stands, or if tail says so. The
// lines are nil where the file can't be read in parts, since it is UTF-16.
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
	n := lines{info: info}
	// Of a large file prefix sees both ends. A change between them that leaves the
	// size as it was leaves another time.
	within := l != nil && l.offset > headBytes+lastBytes && info.Size() == l.info.Size() && !info.ModTime().Equal(l.info.ModTime())
	if l != nil && !within && os.SameFile(l.info, info) && info.Size() >= l.offset && l.prefix == prefix(f, l.offset) {
		n.offset, n.line, n.scanned = l.offset, l.line, l.scanned
	}
	p := part{offset: n.offset, line: n.line}
	if err := n.scan(f, info.Size()); err != nil {
		return nil, part{}, err
	}
	p.end = n.offset
	if rest := info.Size() - n.offset; rest > 0 {
		if tail || whole(f, n.offset, rest) {
			p.end = info.Size()
		} else {
			p.open = true
		}
	}
	n.prefix = prefix(f, n.offset)
	return &n, p, nil
}

// scan moves on to the end of the last line that ends before size.
func (l *lines) scan(f io.ReaderAt, size int64) error {
	buf := make([]byte, 64<<10)
	at := max(l.scanned, l.offset)
	for at < size {
		n, err := f.ReadAt(buf[:min(int64(len(buf)), size-at)], at)
		if last := bytes.LastIndexByte(buf[:n], '\n'); last >= 0 {
			l.line += bytes.Count(buf[:last+1], []byte{'\n'})
			l.offset = at + int64(last) + 1
		}
		at += int64(n)
		if errors.Is(err, io.EOF) {
			break // it has become shorter: that is another change
		}
		if err != nil {
			return err
		}
	}
	l.scanned = at
	return nil
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

// prefix returns a hash of the first and one of the last bytes before an offset.
func prefix(f io.ReaderAt, offset int64) (sums [2]uint64) {
	for i, from := range []int64{0, max(0, offset-lastBytes)} {
		var h maphash.Hash
		h.SetSeed(seed)
		to := offset
		if i == 0 {
			to = min(offset, headBytes)
		}
		if _, err := io.Copy(&h, io.NewSectionReader(f, from, to-from)); err != nil {
			return [2]uint64{}
		}
		sums[i] = h.Sum64()
	}
	return sums
}
