package endpoint

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"strings"
	"testing"
	"testing/iotest"
	"unicode/utf8"
)

// read reads a stream as the doer does, and returns what go-openai would be given and the error.
func read(r io.Reader) (string, error) {
	limit := &io.LimitedReader{R: r, N: maxStreamBytes}
	s := &stream{body: io.NopCloser(r), limit: limit, lines: bufio.NewReader(limit), call: &call{}, release: func() {},
		fault: func(err error) *Error {
			if e, ok := err.(*Error); ok {
				return e
			}
			return &Error{Kind: CutOff, Err: err}
		},
		parse: func(data []byte) *Error {
			if !isError(data) {
				return nil
			}
			return failure(0, nil, data, false, nil)
		},
	}
	out, err := io.ReadAll(s)
	return string(out), err
}

// However the bytes come, the same is read; and what is given on is events of valid JSON, one a line.
func FuzzStream(f *testing.F) {
	for _, s := range []string{
		"data: {\"a\":1}\n\ndata: [DONE]\n\n", ": c\r\ndata: {\"a\":\r\ndata: 1}\r\n\r\n", "event: error\ndata: x\n\n", "data: {\"error\":{\"message\":\"m\"}}",
		"error: {\"code\":500}\n", "{\"error\":\"x\"}\n", "\xef\xbb\xbfdata:{\"a\":\"\xe2\x82\"}\n", "data: {\"a\":\"\\ud83d\"}\n\n", "data\ndata: 1\n\n", "data: {\"error\":null}\n\n",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		out, err := read(bytes.NewReader(data))
		slow, err2 := read(iotest.OneByteReader(bytes.NewReader(data)))
		if out != slow || (err == nil) != (err2 == nil) || err != nil && err.Error() != err2.Error() {
			t.Errorf("by bytes %q, %v; at once %q, %v", slow, err2, out, err)
		}
		for line := range strings.SplitSeq(out, "\n") {
			if line == "" || line == "data: [DONE]" {
				continue
			}
			data, ok := strings.CutPrefix(line, "data: ")
			if !ok || !json.Valid([]byte(data)) || !utf8.ValidString(data) || strings.HasPrefix(data, `{"error":`) {
				t.Errorf("given on: %q", line)
			}
		}
	})
}

// A text that is cut anywhere, as bytes or as units, comes out whole.
func FuzzHalves(f *testing.F) {
	f.Add("a €🎉 z", 1)
	f.Add("\ud7ff\ue000\U0010FFFF", 2)
	f.Add("\ufdd0\ufdef\\u\"", 3)
	f.Fuzz(func(t *testing.T, text string, n int) {
		if n < 1 || n > 16 {
			return
		}
		text = strings.Map(func(r rune) rune { // carriers are no text; encoding/json escapes nothing it can't read
			if carrier(r) {
				return -1
			}
			return r
		}, strings.ToValidUTF8(text, ""))
		var j joiner
		var got strings.Builder
		for i := 0; i < len(text); i += n {
			part := text[i:min(i+n, len(text))]
			quoted := []byte{'"'}
			for k := range len(part) {
				if c := part[k]; c == '"' || c == '\\' || c < ' ' {
					quoted = append(quoted, '\\', 'u', '0', '0', "0123456789abcdef"[c>>4], "0123456789abcdef"[c&15])
				} else {
					quoted = append(quoted, c)
				}
			}
			var s string
			if err := json.Unmarshal(carry(append(quoted, '"')), &s); err != nil {
				t.Fatal(err)
			}
			piece := j.add(s)
			if !utf8.ValidString(piece) {
				t.Errorf("piece %q is not whole", piece)
			}
			got.WriteString(piece)
		}
		got.WriteString(j.end())
		if got.String() != text {
			t.Errorf("%q, want %q", got.String(), text)
		}
	})
}

// Whatever a server says makes an error of one bounded line.
func FuzzFailure(f *testing.F) {
	for _, s := range []string{`{"error":{"message":"m","code":1}}`, `{"error":"x"}`, "<html><title>a</title>", `[[[[["x"]]]]]`, `{"detail":[{"msg":"x"}]}`, "a\x00b"} {
		f.Add(400, []byte(s))
	}
	f.Fuzz(func(t *testing.T, status int, body []byte) {
		e := failure(status, nil, body, true, nil)
		if strings.ContainsAny(e.Error(), "\n\r\x00") || utf8.RuneCountInString(e.Message) > maxMessageRunes || int(e.Kind) >= len(kinds) {
			t.Errorf("%q", e.Error())
		}
	})
}
