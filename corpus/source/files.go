package source

import (
	"context"
	"errors"
	"iter"
	"os"
	"path"
	"path/filepath"
	"strings"

	"dateline/corpus"
)

// File is a file for Files, or what is wrong with it.
type File struct {
	Name string // to open
	Path string // relative to its source, with slashes: its records are known by it
	Err  error  // if not nil, is given in place of records

	// A part of a file that ByLine reports true of: from the byte at Offset, where a
	// line begins, up to that at End; 0: to its end. Line counts the lines before.
	Offset, End int64
	Line        int
}

// Files returns the records of files, in their order, as Records returns those
// of a folder that they are in.
func (r *Reader) Files(ctx context.Context, files ...File) iter.Seq2[corpus.Raw, error] {
	return func(yield func(corpus.Raw, error) bool) {
		list := make([]file, len(files))
		for i, f := range files {
			list[i] = file{name: f.Name, path: f.Path, err: f.Err, offset: f.Offset, end: f.End, line: f.Line}
			if list[i].size = f.End - f.Offset; f.End == 0 && f.Err == nil {
				if info, err := os.Stat(f.Name); err == nil {
					list[i].size = max(info.Size()-f.Offset, 0)
				}
			}
		}
		r.files(ctx, list, yield)
	}
}

// Reads reports whether a file of a folder is read, by its name: it is of one
// of the formats and is not Hidden.
func Reads(name string) bool {
	return formatOf(name) != 0 && !Hidden(filepath.Base(name))
}

// ByLine reports whether a file holds a record a line, by its name, so that a
// part of it can be read.
func ByLine(name string) bool {
	return formatOf(name) == jsonLines && !strings.HasSuffix(strings.ToLower(name), ".gz")
}

// PathIn returns the path of a file within a source, as a File has it.
func PathIn(source, name string) string {
	rel, err := filepath.Rel(source, name)
	if err != nil {
		rel = filepath.Base(name)
	}
	return clean(rel)
}

// Hidden reports whether a file or folder is left alone by its name, without the
// folders before it: it begins with a point, or with ~$, as the files do by which
// word processors say that a document is open.
func Hidden(base string) bool {
	return strings.HasPrefix(base, ".") || strings.HasPrefix(base, "~$")
}

// Entry is what Walk meets.
type Entry struct {
	Name string      // to open
	Path string      // relative to the folder that is walked, with slashes
	Info os.FileInfo // links are followed; nil with Err
	Err  error
}

// Walk calls fn for a folder, for each folder in it before what is in that, and
// for each file, in the order in which Records reads them. Hidden ones are left
// alone; links are followed, but not back to a folder that they
// are in. Files of other formats are met too. It ends early when ctx does.
func Walk(ctx context.Context, folder string, fn func(Entry)) {
	info, err := os.Stat(folder)
	if err != nil {
		fn(Entry{Name: folder, Path: ".", Err: cause(err)})
		return
	}
	walk(ctx, folder, "", []os.FileInfo{info}, fn)
}

// WalkIn does what Walk of a folder does for a folder in it alone.
func WalkIn(ctx context.Context, folder, name string, fn func(Entry)) {
	rel, err := filepath.Rel(folder, name)
	if err != nil {
		fn(Entry{Name: name, Path: PathIn(folder, name), Err: err})
		return
	}
	at, within := folder, []os.FileInfo(nil)
	for _, part := range append([]string{""}, strings.Split(rel, string(filepath.Separator))...) {
		at = filepath.Join(at, part)
		info, err := os.Stat(at)
		switch {
		case err != nil:
			fn(Entry{Name: name, Path: PathIn(folder, name), Err: cause(err)})
			return
		case part != "" && part != "." && loops(info, within):
			fn(Entry{Name: at, Path: PathIn(folder, at), Err: errLoop})
			return
		}
		if part != "." {
			within = append(within, info)
		}
	}
	walk(ctx, at, rel, within, fn)
}

var errLoop = errors.New("is a link back to a folder that it is in")

// walk walks a folder; within are those that it is in, itself last.
func walk(ctx context.Context, dir, rel string, within []os.FileInfo, fn func(Entry)) {
	if ctx.Err() != nil {
		return
	}
	at := clean(path.Join(rel, "."))
	fn(Entry{Name: dir, Path: at, Info: within[len(within)-1]})
	entries, err := os.ReadDir(dir)
	if err != nil {
		fn(Entry{Name: dir, Path: at, Err: cause(err)})
	}
	for _, e := range entries {
		if Hidden(e.Name()) {
			continue
		}
		name, p := filepath.Join(dir, e.Name()), clean(path.Join(rel, e.Name()))
		info, err := os.Stat(name)
		switch {
		case err != nil && e.Type().IsRegular() && formatOf(name) == 0:
			if info, err = e.Info(); err == nil {
				fn(Entry{Name: name, Path: p, Info: info})
			}
		case err != nil:
			fn(Entry{Name: name, Path: p, Err: cause(err)})
		case !info.IsDir():
			fn(Entry{Name: name, Path: p, Info: info})
		case loops(info, within):
			fn(Entry{Name: name, Path: p, Err: errLoop})
		default:
			walk(ctx, name, path.Join(rel, e.Name()), append(within[:len(within):len(within)], info), fn)
		}
	}
}
