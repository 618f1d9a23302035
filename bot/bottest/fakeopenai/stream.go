package fakeopenai

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
)

// writer streams a script.
type writer struct {
	x      *exchange
	r      ChatRequest
	s      Script
	prompt int
}

func (w *writer) write() {
	h := w.x.w.Header()
	h.Set("Content-Type", "text/event-stream; charset=utf-8")
	h.Set("Cache-Control", "no-cache")
	if w.s.Raw != "" {
		w.send(w.s.Raw)
		return
	}
	w.chunk(`{"role":"assistant","content":"","refusal":null}`, "null", "")
	if w.s.Reasoning != "" {
		w.chunk(`{"reasoning_content":`+quote(w.s.Reasoning)+`}`, "null", "")
	}
	n := 0
	broken := func() bool {
		b := w.s.Break
		if b == nil || n != b.After {
			return false
		}
		switch b.How {
		case Cut:
			w.flush()
			panic(http.ErrAbortHandler)
		case Stall:
			w.flush()
			w.x.hang()
		case Frame:
			w.send(b.Frame)
		}
		return true
	}
	field, text := "content", w.s.Text
	if w.s.Refusal != "" {
		field, text = "refusal", w.s.Refusal
	}
	for _, p := range pieces(text, w.s.Split, w.s.Piece) {
		if broken() {
			return
		}
		w.x.pause(w.s.Between)
		w.chunk(`{"`+field+`":`+p+`}`, "null", "")
		n++
	}
	if broken() {
		return
	}
	counted, _ := json.Marshal(usage(w.prompt, w.s))
	if !w.s.NoFinish {
		reason, _ := json.Marshal(w.s.finish())
		beside := ""
		if w.s.Usage == UsageFinish {
			beside = string(counted)
		}
		w.chunk(`{}`, string(reason), beside)
	}
	if w.s.Usage == UsageAsked && w.r.IncludeUsage {
		w.event(fmt.Sprintf(`%s,"choices":[],"usage":%s}`, w.head(), counted))
	}
	if !w.s.NoDone {
		w.event("[DONE]")
	}
}

func (w *writer) head() string {
	return fmt.Sprintf(`{"id":"chatcmpl-%d","object":"chat.completion.chunk","created":%d,"model":%s`, w.x.n, created, quote(w.r.Model))
}

// chunk sends a delta; usage is JSON, or "" for null or none, as the client asked.
func (w *writer) chunk(delta, reason, usage string) {
	s := fmt.Sprintf(`%s,"choices":[{"index":0,"delta":%s,"logprobs":null,"finish_reason":%s}]`, w.head(), delta, reason)
	switch {
	case usage != "":
		s += `,"usage":` + usage
	case w.r.IncludeUsage:
		s += `,"usage":null`
	}
	w.event(s + "}")
}

// event sends an event with its comments.
func (w *writer) event(data string) {
	s := strings.Repeat(": keep-alive\n\n", w.s.Comments) + "data: " + data + "\n\n"
	if w.s.Tight {
		s = strings.ReplaceAll(s, "\n\n", "\n")
	}
	if w.s.CRLF {
		s = strings.ReplaceAll(s, "\n", "\r\n")
	}
	w.send(s)
}

// send writes and flushes, in small parts where the script wants that.
func (w *writer) send(s string) {
	n := w.s.Wire
	if n <= 0 {
		n = len(s)
	}
	for len(s) > 0 {
		part := s[:min(n, len(s))]
		s = s[len(part):]
		_, _ = w.x.w.Write([]byte(part))
		w.flush()
	}
}

func (w *writer) flush() { _ = http.NewResponseController(w.x.w).Flush() }
