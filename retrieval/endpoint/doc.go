// Package endpoint is the client of one OpenAI-compatible endpoint: chat completions, which stream, and embeddings. It
// speaks to OpenAI, Azure, Ollama, llama.cpp's server and vLLM alike.
//
// github.com/sashabaranov/go-openai (v1.43.0) forms the URLs, the headers and the types of the chunks. What it leaves
// undone is done here, by the HTTPDoer under it:
//
//   - The body is this package's own. go-openai leaves out a temperature of 0 (omitempty), refuses some parameters and
//     some models by the model's name (reasoning_validator.go, completion.go), and strips signs from Azure's deployments.
//   - Calls in flight are bounded; a place is held until the body is closed.
//   - Calls that were refused with 408, 429 or a passing 5xx, or whose connection failed before the first frame, are made again,
//     as Retry-After asks; go-openai keeps no header of a failure. Once a frame was delivered nothing is repeated.
//   - Every failure is an *Error with a Kind, whatever the body looks like. go-openai loses the text of {"error":"text"}
//     and misreads an error that follows a comment line of the stream (stream_reader.go).
//   - The stream is read by the rules for server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html):
//     comments, event names, CR LF; each line and the whole are bounded. A stream that ends without a finish reason is
//     ErrCutOff, with or without [DONE].
//   - Half a character at the end of a piece waits for its other half, both as bytes and as an escaped half of a surrogate pair.
//   - A null, NaN or zero in a vector is an error that names the input; encoding/json would read null as 0.
//   - The key is in no error and in no log, and no redirect is followed: it would carry the key and the articles elsewhere.
//
// Sources: the API reference https://platform.openai.com/docs/api-reference/chat and .../embeddings, its OpenAPI file
// https://github.com/openai/openai-openapi, error codes https://platform.openai.com/docs/guides/error-codes, Retry-After in
// RFC 9110 section 10.2.3.
package endpoint
