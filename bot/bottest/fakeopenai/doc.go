// Package fakeopenai is a working miniature of an OpenAI-compatible server for tests: chat completions, streamed as
// server-sent events or whole, embeddings and the list of models, over real HTTP on the loopback. It imports no client
// library. What the model says is a function of the test's:
//
//	s := fakeopenai.New(fakeopenai.Options{Key: "k", OpenAPI: path, Answer: func(r fakeopenai.ChatRequest) fakeopenai.Script {
//		return fakeopenai.Script{Text: "answer to " + r.Last("user")}
//	}})
//	defer s.Close()
//	client: base URL s.URL(), or, as Azure's, s.AzureURL()
//
// A Script that has but a Text is a well-behaved answer: a first chunk with the role, the text by words, a finish reason,
// the usage in a last chunk without choices where it was asked for, [DONE]. Its other fields make it misbehave: pieces
// that end within a character, as bytes or as half a surrogate pair; comments; late, stalled, cut off or ended streams;
// error frames; no finish reason, "length", refusals, "content_filter"; usage elsewhere or nowhere; any error as status and
// body (Fault). Vectors does the same for embeddings, whose honest form is Vector: a function of the text alone, near for
// texts that share words.
//
// By itself the server refuses a wrong key (401), an unknown model (404), a prompt beyond Options.ContextTokens, parameters in
// Options.Unsupported, and cuts a text at max_tokens. With Options.OpenAPI every request's body is held against OpenAI's
// OpenAPI file; a body that fails is answered with 400 and stands in Violations, where a test ends by finding none. Calls
// are recorded, never their key.
//
// Tokens are counted as a quarter of the bytes, rounded up. Not modelled: tools, pictures, several choices, logprobs.
package fakeopenai
