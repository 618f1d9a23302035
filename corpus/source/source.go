// Package source reads the formats in which articles come: plain text,
// Markdown and HTML, one article a file; JSON, one record or a list of them;
// JSON Lines, a record a line; each of these compressed by gzip; and folders.
package source

import (
	"fmt"
)

// DefaultCollection is that of records that name none.
const DefaultCollection = "default"

// RecordError says why a record was rejected. The rest goes on.
type RecordError struct {
	Path string // of the file, relative to the source; "-" for standard input
	Line int    // where the record begins, 1-based; 0 where it is the whole file
	Err  error
}

// Error returns "path:line: what is wrong".
func (e *RecordError) Error() string {
	if e.Line > 0 {
		return fmt.Sprintf("%s:%d: %v", e.Path, e.Line, e.Err)
	}
	return fmt.Sprintf("%s: %v", e.Path, e.Err)
}

// Unwrap returns the cause.
func (e *RecordError) Unwrap() error { return e.Err }
