package source

import (
	"context"
	"io/fs"
	"iter"

	"dateline/corpus"
)

// FS returns the records of the files of fsys as Records does of a folder.
// Links are not followed.
func (r *Reader) FS(ctx context.Context, fsys fs.FS) iter.Seq2[corpus.Raw, error] {
	return func(yield func(corpus.Raw, error) bool) {
		var files []file
		err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
			switch {
			case err != nil:
				files = append(files, file{path: clean(name), err: cause(err)})
			case !d.Type().IsRegular():
			case formatOf(name) == 0:
				r.skipped.Add(1)
			default:
				f := file{name: name, path: clean(name), fsys: fsys}
				if info, err := d.Info(); err == nil {
					f.size = info.Size()
				}
				files = append(files, f)
			}
			return ctx.Err()
		})
		if err != nil {
			return
		}
		r.files(ctx, files, yield)
	}
}
