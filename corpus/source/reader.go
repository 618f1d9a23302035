package source

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"hash/maphash"
	"io"
	"io/fs"
	"iter"
	"math"
	"os"
	"path"
	"path/filepath"
	"strings"
	"sync/atomic"

	"github.com/klauspost/compress/gzip"

	"dateline/corpus"
)

// MaxRecordBytes is the size above which a record is rejected, where Reader
// says nothing else: 16 MiB, a hundred times the longest of news.
const MaxRecordBytes = 16 << 20

// maxErrorsInARow is how many damaged records in a row a file may have before
// the rest of it is left unread: it is not of the format that its name says.
const maxErrorsInARow = 10000

// Reader reads records from files, folders and standard input. The zero value
// will do for files and folders. It remembers the IDs that it has given out,
// so that one Reader is one run.
type Reader struct {
	Collection     string    // of records that name none; DefaultCollection where empty
	Stdin          io.Reader // what the source "-" reads
	MaxRecordBytes int       // 0: the constant of that name

	done, total, skipped atomic.Int64
	seen                 map[[2]uint64]sighting
	paths                []string
}

// sighting is a record that was given out.
type sighting struct {
	content    uint64
	path, line int32 // index of paths
}

var seeds = [2]maphash.Seed{maphash.MakeSeed(), maphash.MakeSeed()}

// Bytes returns how many bytes of the files have been read, and how many there
// are. It may be called while Records runs.
func (r *Reader) Bytes() (done, total int64) { return r.done.Load(), r.total.Load() }

// Skipped returns how many files of folders were left alone since their names
// say that they are of no format that is read.
func (r *Reader) Skipped() int { return int(r.skipped.Load()) }

// Records returns the records of the sources in a fixed order: of a folder its
// files by name, with those of the folders in it. Each error is a *RecordError
// and costs only what it names. A source is a file, a folder, or "-" for JSON
// Lines on standard input. The sequence ends early when ctx does.
func (r *Reader) Records(ctx context.Context, sources ...string) iter.Seq2[corpus.Raw, error] {
	return func(yield func(corpus.Raw, error) bool) {
		var files []file
		for _, s := range sources {
			files = append(files, r.find(ctx, s)...)
		}
		r.files(ctx, files, yield)
	}
}

func (r *Reader) files(ctx context.Context, files []file, yield func(corpus.Raw, error) bool) {
	for _, f := range files {
		r.total.Add(f.size)
	}
	for _, f := range files {
		if ctx.Err() != nil || !r.file(ctx, f, yield) {
			return
		}
	}
}

// file is one file to read, or what is wrong with it.
type file struct {
	name string // to open; "-" for standard input
	path string // relative to the source
	size int64
	err  error
	fsys fs.FS // that name is in; nil: the machine's own

	offset, end int64 // the part of it to read; end 0: all that follows
	line        int   // lines before the offset
}

func (f file) open() (io.ReadCloser, error) {
	if f.fsys != nil {
		return f.fsys.Open(f.name)
	}
	opened, err := os.Open(f.name)
	if err != nil || f.offset == 0 && f.end == 0 {
		return opened, err
	}
	size := int64(math.MaxInt64) - f.offset
	if f.end > 0 {
		size = f.end - f.offset
	}
	return part{io.NewSectionReader(opened, f.offset, size), opened}, nil
}

// part is a part of a file.
type part struct {
	io.Reader
	io.Closer
}

// find lists the files of a source.
func (r *Reader) find(ctx context.Context, source string) []file {
	lower := strings.ToLower(source)
	switch {
	case source == "-":
		return []file{{name: "-", path: "-"}}
	case strings.HasPrefix(lower, "http://"), strings.HasPrefix(lower, "https://"):
		return []file{{path: source, err: errors.New("is an address of the web, and dateline fetches nothing: save the page and give the file")}}
	}
	info, err := os.Stat(source)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return []file{{path: source, err: errors.New("no such file or folder")}}
	case err != nil:
		return []file{{path: source, err: cause(err)}}
	case info.IsDir():
		return r.walk(ctx, source)
	case !info.Mode().IsRegular():
		return []file{{path: source, err: errors.New("is neither a file nor a folder: give - to read JSON Lines from standard input")}}
	case formatOf(source) == 0:
		return []file{{path: source, err: errFormat}}
	}
	return []file{{name: source, path: clean(filepath.Base(source)), size: info.Size()}}
}

// walk lists the files of a folder.
func (r *Reader) walk(ctx context.Context, dir string) []file {
	var out []file
	Walk(ctx, dir, func(e Entry) {
		switch {
		case e.Err != nil:
			out = append(out, file{path: e.Path, err: e.Err})
		case e.Info.IsDir():
		case !e.Info.Mode().IsRegular() || formatOf(e.Name) == 0:
			r.skipped.Add(1)
		default:
			out = append(out, file{name: e.Name, path: e.Path, size: e.Info.Size()})
		}
	})
	return out
}

func loops(info os.FileInfo, within []os.FileInfo) bool {
	for _, w := range within {
		if os.SameFile(info, w) {
			return true
		}
	}
	return false
}

// clean makes a path fit to print and to store.
func clean(p string) string { return strings.ToValidUTF8(filepath.ToSlash(p), "\uFFFD") }

// cause is the error without the path, which stands beside it anyway.
func cause(err error) error {
	var pe *fs.PathError
	if errors.As(err, &pe) {
		return pe.Err
	}
	return err
}

// file yields the records of one file, with their IDs settled, and reports
// whether to go on.
func (r *Reader) file(ctx context.Context, f file, yield func(corpus.Raw, error) bool) bool {
	if f.err != nil {
		return yield(corpus.Raw{Path: f.path}, &RecordError{Path: f.path, Err: f.err})
	}
	in := r.Stdin
	if f.name != "-" {
		opened, err := f.open()
		if err != nil {
			return yield(corpus.Raw{Path: f.path}, &RecordError{Path: f.path, Err: cause(err)})
		}
		defer opened.Close()
		in = opened
	}
	if in == nil {
		return yield(corpus.Raw{Path: f.path}, &RecordError{Path: f.path, Err: errors.New("there is no standard input")})
	}
	r.paths = append(r.paths, f.path)
	bad, more := 0, true
	decode(&counted{in, &r.done}, f.path, r.MaxRecordBytes, func(raw corpus.Raw, many bool, err error) bool {
		if ctx.Err() != nil {
			more = false
			return false
		}
		if f.offset > 0 {
			if errors.Is(err, errEmpty) {
				return true // only the part is
			}
			raw.Line += f.line
			var re *RecordError
			if errors.As(err, &re) {
				re.Line += f.line
			}
		}
		if err == nil {
			err = r.settle(&raw, many)
		}
		if err == nil {
			bad = 0
		} else if bad++; bad == maxErrorsInARow {
			more = yield(raw, &RecordError{Path: f.path, Line: raw.Line, Err: fmt.Errorf("%d damaged records in a row: the rest of the file is not read", bad)})
			return false
		}
		more = yield(raw, err)
		return more
	})
	return more
}

// counted counts the bytes that are read through it.
type counted struct {
	r io.Reader
	n *atomic.Int64
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n.Add(int64(n))
	return n, err
}

// settle gives a record its key: its own ID, else its URL made canonical, else
// the path without extensions. Where the file holds many, and on standard
// input, "#" and a hash of what the record says stand after it: its place would
// become another record's with the next one that is put in before. Two records
// that say different things under one key are an error, and so is a collection
// that can't be one.
func (r *Reader) settle(raw *corpus.Raw, many bool) error {
	if raw.Collection != "" {
		if err := corpus.CheckCollection(raw.Collection); err != nil {
			return &RecordError{Path: raw.Path, Line: raw.Line, Err: err}
		}
	} else {
		if raw.Collection = r.Collection; raw.Collection == "" {
			raw.Collection = DefaultCollection
		}
	}
	var h maphash.Hash
	h.SetSeed(seeds[0])
	for _, s := range []string{raw.URL, raw.Title, raw.Source, raw.Author, raw.Published, raw.Text, raw.HTML} {
		h.WriteString(s)
		h.WriteByte(0)
	}
	content := h.Sum64()
	if raw.ID == "" {
		raw.ID = CanonicalURL(raw.URL)
	}
	if raw.ID == "" {
		raw.ID = withoutExtensions(raw.Path)
		if raw.Path == "-" {
			raw.ID = "stdin"
		}
		if many {
			raw.ID = fmt.Sprintf("%s#%016x", raw.ID, stable(raw))
		}
		raw.ByPath = !many
	}
	key := raw.Collection + "\x00" + raw.ID
	sum := [2]uint64{maphash.String(seeds[0], key), maphash.String(seeds[1], key)}
	if r.seen == nil {
		r.seen = map[[2]uint64]sighting{}
	}
	before, ok := r.seen[sum]
	if !ok {
		r.seen[sum] = sighting{content, int32(len(r.paths) - 1), int32(raw.Line)}
		return nil
	}
	if before.content == content {
		return nil
	}
	return &RecordError{Path: raw.Path, Line: raw.Line,
		Err: fmt.Errorf("the id %q is already that of another record, %s:%d", raw.ID, r.paths[before.path], before.line)}
}

// stable is a hash of what a record says that is the same in every run: FNV-1a.
func stable(raw *corpus.Raw) uint64 {
	h := uint64(14695981039346656037)
	for _, s := range []string{raw.Title, raw.Source, raw.Author, raw.Published, raw.Text, raw.HTML} {
		for i := 0; i < len(s); i++ {
			h = (h ^ uint64(s[i])) * 1099511628211
		}
		h = (h ^ 0xff) * 1099511628211
	}
	return h
}

// decode calls fn for each record and error of a file until fn returns false.
// The path says of what format it is, with ".gz" after it where it is
// compressed; "-" is JSON Lines. Records have path and line, and an ID where
// they say one; many says that the file holds others, or may come to. Records of
// more than maxBytes (0: MaxRecordBytes) are rejected without being held in
// memory. Each error is a *RecordError.
func decode(in io.Reader, name string, maxBytes int, fn func(raw corpus.Raw, many bool, err error) bool) {
	if maxBytes <= 0 {
		maxBytes = MaxRecordBytes
	}
	fail := func(line int, err error) bool {
		return fn(corpus.Raw{Path: name, Line: line}, false, &RecordError{Path: name, Line: line, Err: err})
	}
	if strings.HasSuffix(strings.ToLower(name), ".gz") {
		z, err := gzip.NewReader(in)
		switch {
		case err == io.EOF:
			fail(0, errEmpty)
			return
		case err != nil:
			fail(0, fmt.Errorf("is not compressed by gzip: %w", err))
			return
		}
		defer z.Close()
		in = z
	}
	switch format := formatOf(name); format {
	case jsonLines:
		decodeJSON(in, name, maxBytes, lines, fn, fail)
	case jsonList:
		decodeJSON(in, name, maxBytes, values, fn, fail)
	case plain, markdown, page:
		raw, err := decodeText(in, name, format, maxBytes)
		if err != nil {
			fail(0, err)
			return
		}
		fn(raw, false, nil)
	default:
		fail(0, errFormat)
	}
}

func decodeJSON(in io.Reader, name string, maxBytes int, split func(*bufio.Reader, int) iter.Seq2[item, error],
	fn func(corpus.Raw, bool, error) bool, fail func(int, error) bool) {
	text, err := utf8Reader(bufio.NewReaderSize(in, 1<<16))
	if err != nil {
		fail(0, readError(err))
		return
	}
	if binaryHead(text) {
		fail(0, errBinary)
		return
	}
	empty := true
	for it, err := range split(text, maxBytes) {
		empty = false
		var raw corpus.Raw
		if err == nil {
			raw, err = decodeRecord(it.data)
		}
		if err != nil {
			if !fail(it.line, err) {
				return
			}
			continue
		}
		raw.Path, raw.Line = name, it.line
		if !fn(raw, it.many, nil) {
			return
		}
	}
	if empty {
		fail(0, errEmpty)
	}
}

func decodeText(in io.Reader, name string, format format, maxBytes int) (corpus.Raw, error) {
	raw := corpus.Raw{Path: name, Line: 1}
	b, err := io.ReadAll(io.LimitReader(in, int64(maxBytes)+1))
	if err != nil {
		return raw, readError(err)
	}
	if len(b) > maxBytes {
		return raw, tooLarge(maxBytes)
	}
	text, err := Text(b, format == page)
	if err != nil {
		return raw, err
	}
	if strings.TrimSpace(text) == "" {
		return raw, errEmpty
	}
	switch format {
	case page:
		raw.HTML = text
	case markdown:
		fillMarkdown(&raw, text)
		if strings.TrimSpace(raw.Text) == "" {
			return raw, errEmpty
		}
	default:
		raw.Text = text
	}
	return raw, nil
}

var errFormat = errors.New("is of no format that is read: these are .txt .md .html .json .jsonl and .gz of those")

var errEmpty = errors.New("is empty")

func tooLarge(maxBytes int) error {
	if maxBytes >= 1<<20 {
		return fmt.Errorf("is larger than a record may be, %d MiB", maxBytes>>20)
	}
	return fmt.Errorf("is larger than a record may be, %d bytes", maxBytes)
}

// readError says what an error of reading means.
func readError(err error) error {
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF):
		return fmt.Errorf("the compressed file is cut off here: what follows is lost: %w", err)
	case errors.Is(err, gzip.ErrChecksum), errors.Is(err, gzip.ErrHeader):
		return fmt.Errorf("the compressed file is damaged: what follows is lost: %w", err)
	}
	return cause(err)
}

// format is that of a file.
type format uint8

const (
	plain format = iota + 1
	markdown
	page
	jsonList
	jsonLines
)

var formats = map[string]format{".txt": plain, ".text": plain, ".md": markdown, ".markdown": markdown, ".html": page, ".htm": page, ".xhtml": page,
	".json": jsonList, ".jsonl": jsonLines, ".ndjson": jsonLines}

// formatOf tells the format of a file by its name, 0 where it is none.
func formatOf(name string) format {
	if name == "-" {
		return jsonLines
	}
	name = strings.TrimSuffix(strings.ToLower(name), ".gz")
	return formats[path.Ext(filepath.ToSlash(name))]
}

// Lists reports whether a file of that name holds records, one or many, so that
// it does not tell articles apart; standard input, "-", does.
func Lists(name string) bool { f := formatOf(name); return f == jsonLines || f == jsonList }

// withoutExtensions cuts the extensions of the format off a path.
func withoutExtensions(p string) string {
	cut := p
	if strings.HasSuffix(strings.ToLower(cut), ".gz") {
		cut = cut[:len(cut)-len(".gz")]
	}
	if ext := path.Ext(cut); formats[strings.ToLower(ext)] != 0 && len(path.Base(cut)) > len(ext) {
		cut = cut[:len(cut)-len(ext)]
	}
	return cut
}
