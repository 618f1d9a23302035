package endpoint

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// failure makes an Error of a refusal: a status with whatever body, or an error frame in a stream, whose status is 0.
func failure(status int, header http.Header, body []byte, schema bool, now func() time.Time) *Error {
	e := &Error{Status: status}
	e.describe(body)
	if e.Status == 0 {
		if n, err := strconv.Atoi(e.Code); err == nil && n >= 400 && n < 600 {
			e.Status = n
		}
	}
	if e.Message == "" {
		e.Message = http.StatusText(e.Status)
	}
	e.RetryAfter = retryAfter(header, now)
	e.classify(schema)
	return e
}

// describe reads the forms that servers give to errors: OpenAI's {"error":{"message","type","param","code"}}, Ollama's
// older {"error":"text"}, vLLM's {"object":"error","message"}, FastAPI's {"detail"}, a list of any of them, a page of HTML
// as proxies send it, plain text.
func (e *Error) describe(body []byte) {
	body = bytes.TrimSpace(body)
	var v any
	if json.Unmarshal(body, &v) == nil {
		e.read(v, 0)
		if e.Message == "" {
			e.Message = oneLine(string(body))
		}
		return
	}
	text := string(body)
	if strings.HasPrefix(text, "<") {
		text = "an HTML page"
		if m := heading.FindSubmatch(body); m != nil {
			text += ": " + string(m[1])
		}
	}
	e.Message = oneLine(text)
}

var heading = regexp.MustCompile(`(?is)<(?:title|h1)[^>]*>([^<]*)<`)

func (e *Error) read(v any, depth int) {
	switch v := v.(type) {
	case string:
		if e.Message == "" {
			e.Message = oneLine(v)
		}
	case []any:
		if len(v) > 0 && depth < 4 {
			e.read(v[0], depth+1)
		}
	case map[string]any:
		if depth >= 4 {
			return
		}
		for _, key := range []string{"code", "type"} {
			switch c := v[key].(type) {
			case string:
				if e.Code == "" {
					e.Code = oneLine(c)
				}
			case float64:
				if e.Code == "" {
					e.Code = strconv.Itoa(int(c))
				}
			}
		}
		if p, ok := v["param"].(string); ok {
			e.Param = oneLine(p)
		}
		if inner, ok := v["innererror"].(map[string]any); ok { // Azure's filter
			if c, ok := inner["code"].(string); ok && c == "ResponsibleAIPolicyViolation" {
				e.Code = "content_filter"
			}
		}
		for _, key := range []string{"error", "message", "detail", "errors", "msg"} {
			if inner := v[key]; inner != nil {
				e.read(inner, depth+1)
			}
		}
	}
}

// isError reports whether a frame or a body with a good status is an error all the same.
func isError(data []byte) bool {
	var v struct {
		Error  json.RawMessage
		Object string
	}
	if json.Unmarshal(data, &v) != nil {
		return false
	}
	return v.Object == "error" || len(v.Error) > 0 && string(v.Error) != "null"
}

var (
	longPrompt = regexp.MustCompile(`(?i)context[ _](length|window|size)|context_size|maximum (context|input|prompt) length|(input|prompt) is too long|too many tokens|num_ctx|too large to process`)
	noFormat   = regexp.MustCompile(`(?i)response[ _]?format|json[ _]?schema|json_object|structured[ _]output|grammar`)
	noModel    = regexp.MustCompile(`(?i)\bmodel\b.{0,120}(not found|does not exist|is not loaded)|(unknown|no such) model`)
)

// classify finds the kind. Codes come before statuses, since servers agree more on them.
func (e *Error) classify(schema bool) {
	code := strings.ToLower(e.Code)
	switch {
	case code == "insufficient_quota" || code == "billing_hard_limit_reached" || code == "billing_not_active" || e.Status == 402:
		e.Kind = Exhausted
	case code == "context_length_exceeded" || code == "exceed_context_size_error" || e.Status == 413:
		e.Kind = ContextLength
	case code == "content_filter" || code == "content_policy_violation":
		e.Kind = Refused
	case code == "model_not_found" || code == "deploymentnotfound":
		e.Kind = NotFound
	case code == "rate_limit_exceeded" || e.Status == 429:
		e.Kind = RateLimited
	case code == "invalid_api_key" || e.Status == 401 || e.Status == 403:
		e.Kind = Unauthorized
	case e.Status == 404:
		e.Kind = NotFound
	case e.Status >= 400 && e.Status != 408 && longPrompt.MatchString(e.Message):
		e.Kind = ContextLength
	case e.Status == 408 || e.Status >= 500 && e.Status != 501 && e.Status != 505:
		e.Kind = Overloaded
	case schema && (strings.HasPrefix(e.Param, "response_format") || noFormat.MatchString(e.Message)):
		e.Kind = SchemaUnsupported
	case noModel.MatchString(e.Message):
		e.Kind = NotFound
	case e.Status == 0 && (code == "server_error" || code == "overloaded_error" || code == "service_unavailable"):
		e.Kind = Overloaded
	case e.Status == 0 && longPrompt.MatchString(e.Message):
		e.Kind = ContextLength
	default:
		e.Kind = Bad
	}
}

// retryAfter reads retry-after-ms, as OpenAI and Azure send it, else Retry-After as seconds or as a date, which is held
// against the server's own clock where it tells it. 0 is none.
func retryAfter(h http.Header, now func() time.Time) time.Duration {
	if ms, err := strconv.ParseFloat(h.Get("Retry-After-Ms"), 64); err == nil && ms > 0 && ms < 1e9 {
		return time.Duration(ms * float64(time.Millisecond))
	}
	value := strings.TrimSpace(h.Get("Retry-After"))
	if value == "" {
		return 0
	}
	if s, err := strconv.ParseFloat(value, 64); err == nil {
		if s > 0 && s < 1e6 {
			return time.Duration(s * float64(time.Second))
		}
		return 0
	}
	at, err := http.ParseTime(value)
	if err != nil {
		return 0
	}
	from, err := http.ParseTime(h.Get("Date"))
	if err != nil {
		from = now()
	}
	return max(0, at.Sub(from))
}

const maxMessageRunes = 300

// oneLine makes a server's text fit for an error: one line, no control signs, bounded.
func oneLine(s string) string {
	s = strings.Join(strings.FieldsFunc(s, func(r rune) bool { return unicode.IsSpace(r) || !unicode.IsPrint(r) }), " ")
	if r := []rune(s); len(r) > maxMessageRunes {
		s = string(r[:maxMessageRunes-1]) + "…"
	}
	return s
}

// minShown is the length from which a run of the key's signs gives part of it away.
const minShown = 6

// scrub takes the key, and each word that holds as much as minShown signs of it, out of a text: servers repeat the key,
// whole or half, to say that it is wrong.
func scrub(text, key string) string {
	if key == "" || text == "" {
		return text
	}
	const mask = "<secret>"
	if len(key) >= 4 {
		text = strings.ReplaceAll(text, key, mask)
	}
	return word.ReplaceAllStringFunc(text, func(w string) string {
		if w == key || strings.Contains(w, "***") {
			return mask
		}
		for i := 0; i+minShown <= len(key); i++ {
			if strings.Contains(w, key[i:i+minShown]) {
				return mask
			}
		}
		return w
	})
}

var word = regexp.MustCompile(`[^\s"'<>,;]+`)

// tooLong is the error of a reply beyond its bound.
func tooLong(bound int) *Error {
	return &Error{Kind: Bad, Message: fmt.Sprintf("the reply is longer than %d MiB", bound>>20), permanent: true}
}
