package bottest

import (
	"context"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"dateline/bot"
	"dateline/bot/bottest/fakemodel"
	"dateline/bot/bottest/fakeopenai"
	"dateline/bot/brief"
	"dateline/bot/chat"
	"dateline/bot/write"
	"dateline/config/secret"
	"dateline/corpus"
	"dateline/retrieval/endpoint"
)

// These run the whole suite, by all four ways in, with a model
// that writes: it says what the reader finds, in the reader's words, with the
// passages that it was sent, as far as their quotes prove it.
func TestSlackWithModel(t *testing.T)         { withModel(t, openSlack(false)) }
func TestSlackByHTTPWithModel(t *testing.T)   { withModel(t, openSlack(true)) }
func TestDiscordWithModel(t *testing.T)       { withModel(t, openDiscord(false)) }
func TestDiscordByHTTPWithModel(t *testing.T) { withModel(t, openDiscord(true)) }

// counted is a writer that counts what became of its answers.
type counted struct {
	*write.Writer
	written, not *atomic.Int64
}

func (c counted) Ask(ctx context.Context, req bot.Request) (bot.Answer, error) {
	return c.AskShowing(ctx, req, nil)
}

func (c counted) AskShowing(ctx context.Context, req bot.Request, show func(bot.Answer)) (bot.Answer, error) {
	a, err := c.Writer.AskShowing(ctx, req, show)
	switch {
	case err != nil:
	case strings.Contains(strings.Join(a.Notes, " "), "made without it"):
		c.not.Add(1)
	default:
		c.written.Add(1)
	}
	return a, err
}

// countedBriefs is a writer of briefings that counts whose words they are in.
type countedBriefs struct {
	*write.BriefWriter
	worded, quoted *atomic.Int64
}

func (c countedBriefs) Compose(ctx context.Context, req brief.Request) (brief.Briefing, error) {
	b, err := c.BriefWriter.Compose(ctx, req)
	for _, part := range [][]brief.Point{b.Points, b.Ahead, b.Undated} {
		for _, p := range part {
			if p.Written {
				c.worded.Add(1)
			} else {
				c.quoted.Add(1)
			}
		}
	}
	return b, err
}

func withModel(t *testing.T, open func(testing.TB, World) Way) {
	books, err := Library()
	if err != nil {
		t.Fatal(err)
	}
	known := &bot.Reader{Search: books.Search, Archive: books.Archive, Lexicon: books.Index, Clock: NewClock(Start).Now}
	var wrote, abstained atomic.Int64
	model := func(d fakemodel.Data, task fakemodel.Task) string {
		if task != fakemodel.Write {
			return fakemodel.Faithful(d, task)
		}
		said := repeats(known, d)
		if said == fakemodel.Abstention {
			abstained.Add(1)
		} else {
			wrote.Add(1)
		}
		return said
	}
	s := fakeopenai.New(fakeopenai.Options{Key: "model-key-0123456789", OpenAPI: spec(t, "openai-openapi.json"), Answer: fakemodel.Answer(model)})
	client, err := endpoint.New(endpoint.Options{BaseURL: s.URL(), Key: secret.New("model-key-0123456789"), MaxInFlight: 16})
	if err != nil {
		t.Fatal(err)
	}
	var written, not, worded, quoted atomic.Int64
	// The scenarios run after this function has returned.
	t.Cleanup(func() {
		client.Close()
		s.Close()
		for _, v := range s.Violations() {
			t.Errorf("against the model's rules: %s", v)
		}
		t.Logf("the model wrote %d times and abstained %d times; %d answers are its own or were not to be written, %d the reader's in its stead",
			wrote.Load(), abstained.Load(), written.Load(), not.Load())
		if written.Load() < not.Load() {
			t.Errorf("most answers are the reader's: the suite shows nothing of the writer's")
		}
		t.Logf("of the points of briefings %d are in its words, %d are quotes", worded.Load(), quoted.Load())
		if worded.Load() < quoted.Load() {
			t.Errorf("most points are quotes: the suite shows nothing of the writer's")
		}
	})
	endpoint := write.NewEndpoint(client, "small", "auto")
	RunWriting(t, open, Writing{
		Asker: func(r *bot.Reader) chat.Asker {
			return counted{write.New(write.Options{Reader: r, Model: endpoint, Name: "small"}), &written, &not}
		},
		Briefer: func(b Books, c chat.Briefer) chat.Briefer {
			return countedBriefs{write.NewBriefWriter(write.BriefOptions{Briefer: c, Archive: b.Archive, Model: endpoint, Name: "small"}), &worded, &quoted}
		},
	})
}

// repeats says what a reader finds about the question of a prompt, with those
// claims whose quotes stand in the prompt's passages.
func repeats(known *bot.Reader, d fakemodel.Data) string {
	asOf, err := time.Parse(time.DateOnly, d.AsOf)
	if err != nil {
		return fakemodel.Abstention
	}
	// What the person may see is not in a prompt: it shows in the passages.
	for _, of := range []string{Public, Closed, Hostile} {
		a, err := known.Ask(context.Background(), bot.Request{Question: d.Question, AsOf: corpus.DayIn(asOf), Collections: []string{of}})
		if err == nil && !a.Abstained {
			if claims := proved(a, d); len(claims) > 0 {
				return fakemodel.Object(claims...)
			}
		}
	}
	return fakemodel.Abstention
}

// proved returns an answer's claims up to the first of which no quote stands in
// the passages.
func proved(a bot.Answer, d fakemodel.Data) (claims []fakemodel.Claim) {
	for _, c := range a.Claims {
		out := fakemodel.Claim{Text: c.Text}
		for _, n := range c.Citations {
			for _, ci := range a.Citations {
				if ci.N != n {
					continue
				}
				for _, p := range d.Passages {
					if at := strings.Index(p.Text, ci.Quote); at >= 0 {
						out.Quotes = append(out.Quotes, fakemodel.Quote{Passage: p.N, Quote: around(p.Text, at, ci.Quote)})
						break
					}
				}
			}
		}
		if len(out.Quotes) == 0 {
			break
		}
		claims = append(claims, out)
	}
	return claims
}

// around returns the sentence in which a quote stands, where that is one.
func around(text string, at int, quote string) string {
	for _, s := range corpus.SplitSentences(text) {
		if s.Start <= at && at+len(quote) <= s.End {
			return strings.TrimSpace(s.Of(text))
		}
	}
	return quote
}
