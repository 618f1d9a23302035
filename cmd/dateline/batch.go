package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"sync"
)

// maxBatchLine bounds one line of a batch, in bytes.
const maxBatchLine = 128 << 20

// lineError is what a batch writes for a line that fails.
type lineError struct {
	ID    json.RawMessage `json:"id"`
	Error string          `json:"error"`
}

// batch reads one JSON object a line from r and writes one a line to w, in
// order; handle makes the one from the other. With more than one worker handle
// is called at once for several lines. A line that fails gives a lineError and
// the rest goes on; then the error is errPartial. Output is flushed whenever
// no line is waiting, so that a program on the other end may take turns.
func batch[In any](ctx context.Context, r io.Reader, w *output, workers int, handle func(context.Context, In) (any, error)) error {
	type job struct {
		line []byte
		out  chan []byte
	}
	stopped := ctx.Done()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	jobs := make(chan job)
	order := make(chan job, 4*workers)
	var failed sync.Once
	partial := false

	var working sync.WaitGroup
	for range workers {
		working.Go(func() {
			for j := range jobs {
				out, err := answerLine(ctx, j.line, handle)
				if err != nil {
					failed.Do(func() { partial = true })
				}
				j.out <- out
			}
		})
	}
	var readErr error
	working.Go(func() {
		defer close(order)
		defer close(jobs)
		readErr = eachLine(r, func(line []byte) bool {
			j := job{line, make(chan []byte, 1)}
			select {
			case order <- j:
			case <-ctx.Done():
				return false
			}
			jobs <- j
			return ctx.Err() == nil
		})
	})

	for {
		var j job
		var more bool
		select {
		case j, more = <-order:
		case <-stopped:
			// The reader may wait for input that never comes, and no one can
			// call it back: the process is about to end.
			return errors.Join(context.Cause(ctx), w.Flush())
		}
		if !more {
			break
		}
		_, err := w.Write(<-j.out)
		if err == nil && len(order) == 0 {
			err = w.Flush()
		}
		if err != nil {
			// As above: the reader may wait for ever.
			return fmt.Errorf("write answers: %w", err)
		}
	}
	working.Wait()
	if readErr != nil {
		return fmt.Errorf("read questions: %w", readErr)
	}
	if partial {
		return errPartial
	}
	return nil
}

// answerLine returns the line that answers line, and the error that it tells.
func answerLine[In any](ctx context.Context, line []byte, handle func(context.Context, In) (any, error)) ([]byte, error) {
	var in In
	var head struct {
		ID json.RawMessage `json:"id"`
	}
	var out any
	var err error
	switch {
	case line == nil:
		err = fmt.Errorf("the line is longer than %d MiB", maxBatchLine>>20)
	default:
		// What is wrong with the whole is told below, where the type is known.
		_ = json.Unmarshal(line, &head)
		if err = json.Unmarshal(line, &in); err == nil {
			out, err = protect(ctx, in, handle)
		} else {
			err = plainJSONError(err)
		}
	}
	if err != nil {
		if head.ID == nil {
			head.ID = json.RawMessage("null")
		}
		out = lineError{head.ID, err.Error()}
	}
	var buf bytes.Buffer
	if encodeErr := writeJSON(&buf, out); encodeErr != nil {
		return nil, encodeErr
	}
	return buf.Bytes(), err
}

// protect calls handle and makes an error of a panic, so that one line costs
// only itself.
func protect[In any](ctx context.Context, in In, handle func(context.Context, In) (any, error)) (out any, err error) {
	defer func() {
		if p := recover(); p != nil {
			out, err = nil, fmt.Errorf("internal error, please report it: %v", p)
		}
	}()
	return handle(ctx, in)
}

// plainJSONError says what is wrong with a line without the words of the
// program's types.
func plainJSONError(err error) error {
	var wrong *json.UnmarshalTypeError
	switch {
	case errors.As(err, &wrong) && wrong.Field != "":
		return fmt.Errorf("%q is a %s: see the fields in --help", wrong.Field, wrong.Value)
	case errors.As(err, &wrong):
		return fmt.Errorf("the line is a %s and not a JSON object", wrong.Value)
	}
	return fmt.Errorf("the line is not JSON: %w", err)
}

// writeJSON writes v as one line, with <, > and & as they are.
func writeJSON(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}

// eachLine calls f with each line that is not blank until f returns false, and
// with nil for a line that is too long, which is passed over without being
// held. A byte order mark before the first line is not part of it.
func eachLine(r io.Reader, f func([]byte) bool) error {
	br := bufio.NewReaderSize(r, 1<<16)
	if mark, err := br.Peek(3); err == nil && string(mark) == "\ufeff" {
		_, _ = br.Discard(3) // it was peeked
	}
	for {
		var line []byte
		long := false
		for {
			part, err := br.ReadSlice('\n')
			if long = long || len(line)+len(part) > maxBatchLine; long {
				line = nil
			} else {
				line = append(line, part...)
			}
			if err == bufio.ErrBufferFull {
				continue
			}
			if line = bytes.TrimSpace(line); long {
				line = nil
			}
			if (long || len(line) > 0) && !f(line) {
				return nil
			}
			if err == io.EOF {
				return nil
			}
			if err != nil {
				return err
			}
			break
		}
	}
}
