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
func batch[In any](ctx context.Context, r io.Reader, w io.Writer, workers int, handle func(context.Context, In) (any, error)) error {
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

	bw := bufio.NewWriterSize(w, 1<<16)
	var writeErr error
	for {
		var j job
		var more bool
		select {
		case j, more = <-order:
		case <-stopped:
			// The reader may wait for input that never comes, and no one can
			// call it back: the process is about to end.
			return errors.Join(context.Cause(ctx), bw.Flush())
		}
		if !more {
			break
		}
		out := <-j.out
		if writeErr != nil {
			continue
		}
		if _, writeErr = bw.Write(out); writeErr == nil && len(order) == 0 {
			writeErr = bw.Flush()
		}
		if writeErr != nil {
			cancel()
		}
	}
	working.Wait()
	if err := errors.Join(writeErr, bw.Flush()); err != nil {
		return fmt.Errorf("write answers: %w", err)
	}
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
	err := json.Unmarshal(line, &head)
	if err == nil {
		err = json.Unmarshal(line, &in)
	}
	var out any
	if err != nil {
		err = fmt.Errorf("not a line of this batch: %w", err)
	} else {
		out, err = handle(ctx, in)
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

// writeJSON writes v as one line, with <, > and & as they are.
func writeJSON(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}

// eachLine calls f with each line that is not blank until f returns false.
func eachLine(r io.Reader, f func([]byte) bool) error {
	br := bufio.NewReaderSize(r, 1<<16)
	for n := 1; ; n++ {
		var line []byte
		for {
			part, err := br.ReadSlice('\n')
			line = append(line, part...)
			if len(line) > maxBatchLine {
				return fmt.Errorf("line %d is longer than %d MiB", n, maxBatchLine>>20)
			}
			if err == bufio.ErrBufferFull {
				continue
			}
			if line = bytes.TrimSpace(line); len(line) > 0 && !f(line) {
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
