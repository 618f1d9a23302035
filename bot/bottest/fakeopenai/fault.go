package fakeopenai

import (
	"encoding/json"
	"net/http"
	"strconv"
	"time"
)

// Fault is an answer that is none.
type Fault struct {
	Delay       time.Duration // before anything; a Fault of a Delay alone is a slow answer
	Status      int           // 0 with a Body: 200
	Body        string
	ContentType string            // "": application/json
	Header      map[string]string // more headers
	Hangup      bool              // the connection is cut; with a Body in the midst of it
	Stall       bool              // nothing comes, until the client goes
}

// slow reports whether a fault is but a delay.
func (f Fault) slow() bool { return f.Status == 0 && f.Body == "" && !f.Hangup && !f.Stall }

// fail answers with a fault.
func (x *exchange) fail(f Fault) {
	x.pause(f.Delay)
	if f.Stall {
		x.hang()
	}
	if f.Hangup && f.Body == "" {
		panic(http.ErrAbortHandler)
	}
	h := x.w.Header()
	h.Set("Content-Type", "application/json")
	if f.ContentType != "" {
		h.Set("Content-Type", f.ContentType)
	}
	for k, v := range f.Header {
		h.Set(k, v)
	}
	if f.Status != 0 {
		x.w.WriteHeader(f.Status)
	}
	if f.Hangup {
		_, _ = x.w.Write([]byte(f.Body[:len(f.Body)/2]))
		_ = http.NewResponseController(x.w).Flush()
		panic(http.ErrAbortHandler)
	}
	_, _ = x.w.Write([]byte(f.Body))
}

// errorBody is OpenAI's form; an empty code or param is null.
func errorBody(message, kind, code, param string) string {
	null := func(s string) any {
		if s == "" {
			return nil
		}
		return s
	}
	data, _ := json.Marshal(map[string]any{"error": map[string]any{"message": message, "type": kind, "code": null(code), "param": null(param)}})
	return string(data)
}

// Unauthorized is the answer to a wrong key, which repeats part of it, as OpenAI's does.
func Unauthorized(key string) Fault {
	shown := key
	if len(key) > 16 {
		shown = key[:8] + "********" + key[len(key)-4:]
	}
	return Fault{Status: 401, Body: errorBody("Incorrect API key provided: "+shown+". You can find your API key in your account.", "invalid_request_error", "invalid_api_key", "")}
}

// NoModel is the answer to an unknown model.
func NoModel(model string) Fault {
	return Fault{Status: 404, Body: errorBody("The model `"+model+"` does not exist or you do not have access to it.", "invalid_request_error", "model_not_found", "model")}
}

// ContextExceeded is the answer to a prompt that is too long.
func ContextExceeded(window, tokens int) Fault {
	return Fault{Status: 400, Body: errorBody("This model's maximum context length is "+strconv.Itoa(window)+" tokens. However, your messages resulted in "+
		strconv.Itoa(tokens)+" tokens. Please reduce the length of the messages.", "invalid_request_error", "context_length_exceeded", "messages")}
}

// Unsupported is the answer to a parameter that the model doesn't take.
func Unsupported(param string) Fault {
	return Fault{Status: 400, Body: errorBody("Unsupported parameter: '"+param+"' is not supported with this model.", "invalid_request_error", "unsupported_parameter", param)}
}

// NoSchema is the answer to a response format that the model doesn't take.
func NoSchema() Fault {
	return Fault{Status: 400, Body: errorBody("Invalid parameter: 'response_format' of type 'json_schema' is not supported with this model.", "invalid_request_error", "", "")}
}

// Filtered is Azure's answer to a prompt that its filter stops.
func Filtered() Fault {
	return Fault{Status: 400, Body: `{"error":{"message":"The response was filtered due to the prompt triggering the content management policy.","type":null,` +
		`"param":"prompt","code":"content_filter","status":400,"innererror":{"code":"ResponsibleAIPolicyViolation","content_filter_result":{}}}}`}
}

// RateLimited is a 429; after is the value of Retry-After, in seconds or a date, or "" for none.
func RateLimited(after string) Fault {
	f := Fault{Status: 429, Body: errorBody("Rate limit reached for requests", "requests", "rate_limit_exceeded", "")}
	if after != "" {
		f.Header = map[string]string{"Retry-After": after}
	}
	return f
}

// Exhausted is the 429 of an account without credit.
func Exhausted() Fault {
	return Fault{Status: 429, Body: errorBody("You exceeded your current quota, please check your plan and billing details.", "insufficient_quota", "insufficient_quota", "")}
}

// Overloaded is a 500, 503 and the like.
func Overloaded(status int) Fault {
	return Fault{Status: status, Body: errorBody("The server had an error while processing your request.", "server_error", "", "")}
}

// Text is Ollama's older form of an error: {"error":"text"}.
func Text(status int, text string) Fault {
	data, _ := json.Marshal(map[string]string{"error": text})
	return Fault{Status: status, Body: string(data)}
}

// Plain is an error in plain text.
func Plain(status int, text string) Fault {
	return Fault{Status: status, Body: text, ContentType: "text/plain; charset=utf-8"}
}

// Page is an error as a proxy sends it.
func Page(status int) Fault {
	text := strconv.Itoa(status) + " " + http.StatusText(status)
	return Fault{Status: status, Body: "<html>\r\n<head><title>" + text + "</title></head>\r\n<body><center><h1>" + text + "</h1></center></body>\r\n</html>", ContentType: "text/html"}
}
