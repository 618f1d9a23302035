// Package write has a language model write answers from the passages that were
// found, and shows of what it wrote only what stands beside a quote that the
// archive holds. Package claim checks each claim as it streams in. Whatever
// goes wrong with the model, the reader of package bot answers, and a note says
// why.
package write

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"dateline/bot"
	"dateline/bot/claim"
)

// Version is that of the prompts and of how replies are read: what is cached
// under another one is not used.
const Version = 2

// Model is a language model behind an endpoint.
type Model interface {
	// Chat asks for a completion and calls each with every piece of the text
	// as it comes; an error of each ends the call and is returned. The reply is
	// what has come also beside an error.
	Chat(ctx context.Context, p Prompt, each func(piece string) error) (Reply, error)
}

// Prompt is what a model is asked.
type Prompt struct {
	System    string
	User      string
	Schema    json.RawMessage // of the reply; a server that takes none may leave it out
	MaxTokens int
}

// Reply is what a model answered.
type Reply struct {
	Text   string
	Tokens int // of prompt and reply together; 0 where the server didn't say
}

// Reader gathers what an answer may be written from, and answers without a
// model; *bot.Reader does.
type Reader interface {
	Gather(ctx context.Context, req bot.Request) (*bot.Material, error)
}

// Options of a writer. Reader, Model and Name are required.
type Options struct {
	Reader  Reader
	Model   Model
	Name    string        // the model's, for people and for the cache
	Timeout time.Duration // for the model in one answer; 0: 45 seconds
	Budget  Budget        // nil: none
	Cache   Texts         // of answers; nil: none
	// Generation returns the archive's state, which keys of the cache hold.
	// Without it nothing is cached.
	Generation func(context.Context) (string, error)
	Log        *slog.Logger // nil: none
}

// Writer answers with a model. It is safe for concurrent use where its parts
// are.
type Writer struct {
	opts Options
}

// What options that say nothing mean.
const modelTimeout = 45 * time.Second

var unlogged = slog.New(slog.DiscardHandler)

// New returns a writer.
func New(o Options) *Writer {
	if o.Timeout <= 0 {
		o.Timeout = modelTimeout
	}
	o.Log = cmp.Or(o.Log, unlogged)
	return &Writer{o}
}

// Ask answers a question. Its error is the reader's, or that of a context that is
// done: whatever goes wrong with the model, the reader answers, and a note says
// why.
func (w *Writer) Ask(ctx context.Context, req bot.Request) (bot.Answer, error) {
	return w.AskShowing(ctx, req, nil)
}

// AskShowing is Ask, and shows the answer as it grows: each time with all
// claims that have passed so far, from the first on. show may be nil. What it
// is given last need not be what is returned: notes are added at the end.
func (w *Writer) AskShowing(ctx context.Context, req bot.Request, show func(bot.Answer)) (bot.Answer, error) {
	began := time.Now()
	writing, cancel := context.WithTimeout(ctx, w.opts.Timeout)
	defer cancel()
	req, readAs := w.standAlone(writing, req)
	// What is found later than this is kept under it, never the reverse.
	generation := w.generation(ctx)
	m, err := w.opts.Reader.Gather(ctx, req)
	if err != nil {
		return bot.Answer{}, err
	}
	if m.Answer.ReadAs == "" {
		m.Answer.ReadAs = readAs
	}
	if !worthwhile(m) {
		return m.Answer, nil
	}
	key := w.key(m, generation)
	var kept bot.Answer
	if w.keeper().recall(ctx, key, &kept) {
		kept.ID = req.ID
		return kept, nil
	}
	s := session{w: w, m: m, user: req.User, show: show}
	a, err := s.run(ctx, writing)
	if ctx.Err() != nil {
		return bot.Answer{}, ctx.Err()
	}
	if err != nil {
		w.opts.Log.Warn("the reader answers instead of the model", "reason", err, "dropped", s.dropped)
		return without(m, err), nil
	}
	w.opts.Log.Info("a model wrote", "claims", len(a.Claims), "dropped", s.dropped, "took", time.Since(began), "first", s.first.Sub(began), "tokens", s.spent)
	if !s.cut {
		w.keeper().keep(ctx, key, a)
	}
	return a, nil
}

// worthwhile reports whether a model could make a better answer. Where the
// question can't be read, nothing is there, its time lies outside the
// archive's or its premise is not so, the reader's word is the last.
func worthwhile(m *bot.Material) bool {
	if len(m.Sources) == 0 {
		return false
	}
	switch m.Answer.Reason {
	case bot.Invalid, bot.Unclear, bot.Nothing, bot.Period, bot.Premise:
		return false
	}
	return true
}

// Errors that a Model wraps its own in where people can be told more than that
// it could not be asked. A deadline is context.DeadlineExceeded.
var (
	ErrTooLong  = errors.New("the prompt is longer than the model takes")
	ErrBusy     = errors.New("the model is busy")
	ErrDeclined = errors.New("the model declines")
	ErrSetUp    = errors.New("the model is not set up rightly")
	ErrCutOff   = errors.New("the reply was cut off")
)

// Errors after which the reader answers.
var (
	errAbstained = errors.New("the model found no answer in the passages")
	errNoClaim   = errors.New("no claim that the model wrote could be proved")
	errReply     = errors.New("the model's reply could not be read")
)

// refused is a budget's refusal.
type refused string

func (r refused) Error() string { return "over budget: " + string(r) }

// reasons are what people are told of errors.
var reasons = []struct {
	err error
	why string
}{
	{errNoClaim, "What the model wrote could not be proved; this answer is made without it."},
	{errReply, "The model's reply could not be read; this answer is made without it."},
	{context.DeadlineExceeded, "The model did not answer in time; this answer is made without it."},
	{ErrTooLong, "The passages are too long for the model; this answer is made without it."},
	{ErrBusy, "The model is busy; this answer is made without it."},
	{ErrDeclined, "The model declined to answer; this answer is made without it."},
	{ErrSetUp, "The model is not set up rightly, which its operator can see in the log; this answer is made without it."},
	{ErrCutOff, "The model stopped before its end; this answer is made without it."},
}

// without returns the reader's answer with a line on why no model wrote it.
func without(m *bot.Material, err error) bot.Answer {
	a := m.Answer
	line := why(err)
	switch {
	case errors.Is(err, errAbstained) && a.Abstained:
		line = "The model was asked as well, and found no answer either."
	case errors.Is(err, errAbstained):
		line = "The model found no answer in the passages; this one is made without it, by rule: read its quotes."
	}
	a.Notes = noted(a.Notes, line)
	return a
}

// why is what people are told of an error after which no model wrote.
func why(err error) string {
	var over refused
	if errors.As(err, &over) {
		return string(over)
	}
	for _, r := range reasons {
		if errors.Is(err, r.err) {
			return r.why
		}
	}
	return "The model could not be asked; this answer is made without it."
}

// caveatWords is the length of the one line of caveat that a chat shows; see
// package chat.
const caveatWords = 30

// noted adds a line to notes: beside the first, which alone is shown in a chat,
// where there is room for both.
func noted(notes []string, line string) []string {
	if len(notes) > 0 && len(strings.Fields(notes[0]))+len(strings.Fields(line)) <= caveatWords {
		return append([]string{notes[0] + " " + line}, notes[1:]...)
	}
	return append(append([]string(nil), notes...), line)
}

// passages does to sources what asPassage does to one.
func passages(m *bot.Material) []claim.Passage {
	out := make([]claim.Passage, len(m.Sources))
	for i, s := range m.Sources {
		out[i] = asPassage(s)
	}
	return out
}

// asPassage turns a source into what claims are held against.
func asPassage(s bot.Source) claim.Passage {
	header := s.Document.Article
	header.Text, header.Blocks, header.Dropped = "", nil, nil
	p := claim.Passage{N: s.N, Events: s.Events()}
	p.Passage, p.Article, p.Text, p.Sentences = s.Passage, &header, s.Text(), s.Sentences()
	return p
}

// checker returns the check of claims against what was gathered. The time of
// an event in a quote comes with its passage. The time that the reader worked
// out for its answer counts too, but only for a claim that rests on a passage
// that the reader's answer rests on: a date that is right somewhere is no
// proof of anything.
func checker(m *bot.Material) func(bot.Written) claim.Verdict {
	sources := passages(m)
	cited := map[int]bool{}
	for _, s := range m.Sources {
		for _, c := range m.Answer.Citations {
			if c.Passage == s.Passage.ID {
				cited[s.N] = true
			}
		}
	}
	return func(w bot.Written) claim.Verdict {
		c := claim.Context{AsOf: m.AsOf}
		if m.Answer.When != nil {
			for _, q := range w.Quotes {
				if cited[q.Source] && len(c.Shown) == 0 {
					c.Shown = append(c.Shown, m.Answer.When.Interval)
				}
			}
		}
		return claim.Check(asClaim(w), sources, c)
	}
}

// take sets tokens aside for a prompt and its reply. A budget's refusal is a
// refused error.
func (w *Writer) take(ctx context.Context, user string, p Prompt) (done func(int), err error) {
	return take(ctx, w.opts.Budget, user, p)
}

func take(ctx context.Context, b Budget, user string, p Prompt) (done func(int), err error) {
	if b == nil {
		return func(int) {}, nil
	}
	done, refusal, err := b.Take(ctx, user, tokens(p.System)+tokens(p.User)+p.MaxTokens)
	if err != nil {
		return nil, fmt.Errorf("budget: %w", err)
	}
	if refusal != "" {
		return nil, refused(refusal)
	}
	return done, nil
}

// tokens reckons the tokens of a text, on the safe side: most tokenisers make
// one of four letters of English and one or more of each letter of other
// scripts.
func tokens(s string) int {
	n := 0
	for _, r := range s {
		if r < 0x250 {
			n++
		} else {
			n += 4
		}
	}
	return n/3 + 1
}
