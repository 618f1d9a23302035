package endpoint

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"sync"
	"time"
)

// stream reads server-sent events and gives them on in the plainest form that go-openai reads without fault: a line
// "data: JSON" and an empty one for each. Comments and unknown fields are dropped, data over several lines is joined, and
// an error, in whatever frame, is the error of Read. An event is given on as soon as its data is whole JSON, since some
// servers leave out the empty line between two. It is an http.Response's body.
type stream struct {
	body  io.ReadCloser
	lines *bufio.Reader
	limit *io.LimitedReader
	stall time.Duration
	call  *call
	fault func(err error) *Error // makes an Error of the body's
	parse func(data []byte) *Error

	out     []byte // made ready for Read
	err     error  // after out
	data    []byte
	event   string
	started bool // the first line was read

	once    sync.Once
	release func()
}

var (
	errStalled = errors.New("stalled")
	doneFrame  = []byte("[DONE]")
)

// Read gives on events, as io.Reader.
func (s *stream) Read(p []byte) (int, error) {
	for len(s.out) == 0 {
		if s.err != nil {
			return 0, s.err
		}
		s.next()
	}
	n := copy(p, s.out)
	s.out = s.out[n:]
	return n, nil
}

// Close closes the connection and gives back the place in flight.
func (s *stream) Close() error {
	err := s.body.Close()
	s.once.Do(s.release)
	return err
}

// first waits for the first event. Its error is one after which nothing was delivered.
func (s *stream) first() *Error {
	for len(s.out) == 0 && s.err == nil {
		s.next()
	}
	if len(s.out) > 0 {
		return nil
	}
	if s.err == io.EOF {
		return &Error{Kind: CutOff, Message: "the stream ended before its first event"}
	}
	var e *Error
	errors.As(s.err, &e)
	return e
}

// next reads a line.
func (s *stream) next() {
	line, err := s.line()
	if err != nil && err != io.EOF {
		s.err = s.fault(err)
		return
	}
	whole := err == nil // else the end came within the line
	if !s.started {
		line = bytes.TrimPrefix(line, []byte("\xEF\xBB\xBF"))
		s.started = true
	}
	line = bytes.TrimRight(line, "\r\n")
	if len(line) == 0 {
		s.dispatch(whole)
	} else {
		s.field(line)
		s.dispatch(false)
	}
	if !whole && s.err == nil {
		s.err = io.EOF
		if s.limit.N <= 0 {
			s.err = &Error{Kind: Bad, Message: "the stream is longer than 16 MiB", permanent: true}
		}
	}
}

// line reads to the end of a line; io.EOF says that there was none. Only the time spent waiting counts as stalling, and
// only once the stream has begun.
func (s *stream) line() ([]byte, error) {
	if s.started && s.stall > 0 && s.call.cancel != nil {
		defer time.AfterFunc(s.stall, func() { s.call.cancel(errStalled) }).Stop()
	}
	var line []byte
	for {
		part, err := s.lines.ReadSlice('\n')
		if err != bufio.ErrBufferFull && line == nil {
			return part, err
		}
		line = append(line, part...)
		if len(line) > maxLineBytes {
			return nil, &Error{Kind: Bad, Message: "a line of the stream is longer than 1 MiB", permanent: true}
		}
		if err != bufio.ErrBufferFull {
			return line, err
		}
	}
}

// field takes a line that isn't empty.
func (s *stream) field(line []byte) {
	if line[0] == '{' { // an error that was written past the framing
		if e := s.parse(line); e != nil {
			s.err = e
		}
		return
	}
	name, value, _ := bytes.Cut(line, []byte(":"))
	value = bytes.TrimPrefix(value, []byte(" "))
	switch string(name) {
	case "event":
		s.event = string(value)
	case "error": // llama.cpp's server before 2025
		s.event = "error"
		s.data = append(s.data, value...)
	case "data":
		if len(s.data) > 0 {
			s.data = append(s.data, ' ') // U+000A by the rules; within JSON they are the same
		}
		s.data = append(s.data, value...)
	}
	if len(s.data) > maxLineBytes {
		s.err = &Error{Kind: Bad, Message: "an event of the stream is longer than 1 MiB", permanent: true}
	}
}

// dispatch gives on the event whose data is whole; at its end (the empty line) it must be.
func (s *stream) dispatch(end bool) {
	data := bytes.TrimSpace(s.data)
	switch {
	case len(data) == 0:
		if end {
			s.event = ""
		}
		return
	case s.err != nil:
		return
	case bytes.Equal(data, doneFrame):
		s.out = append(s.out, "data: [DONE]\n\n"...)
	case s.event == "error" && (end || json.Valid(data)):
		if e := s.parse(data); e != nil {
			s.err = e
		} else {
			s.err = &Error{Kind: Bad, Message: oneLine(string(data))}
		}
	case !json.Valid(data):
		// What encoding/json takes for invalid is not half a character: it replaces those.
		if end {
			s.err = &Error{Kind: Bad, Message: "an event of the stream is not JSON: " + oneLine(string(data)), permanent: true}
		}
		return
	default:
		if bytes.Contains(data, []byte(`"error"`)) {
			if e := s.parse(data); e != nil {
				s.err = e
				return
			}
		}
		s.give(data)
	}
	s.data, s.event = s.data[:0], ""
}

// give makes an event ready.
func (s *stream) give(data []byte) {
	s.out = append(s.out, "data: "...)
	if bytes.HasPrefix(data, []byte(`{"error":`)) { // null; go-openai takes any such event for an error
		s.out = append(s.out, `{"object":"",`...)
		data = data[1:]
	}
	s.out = append(s.out, carry(data)...)
	s.out = append(s.out, "\n\n"...)
}
