// Package trial puts claims whose truth is known through a whole writer, and
// counts which it shows: the question is asked, its passages are found, a model
// streams the claim and, asked for a repair, says it again. It also measures how
// long a reader waits for the first claim.
package trial

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"runtime"
	"slices"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"dateline/bot"
	"dateline/bot/claim"
	"dateline/bot/claim/lies"
	"dateline/bot/write"
	"dateline/corpus"
)

// Options of a trial. Reader, Documents and Collections are required.
type Options struct {
	Reader      write.Reader
	Documents   []corpus.Document // as the archive holds them; claims are made of these
	Collections []string
	Lies        int    // how many at least, as far as there is matter for them
	Seed        uint64 // of the grammar of lies
	// Rate is how many tokens a second the model streams where time is
	// measured; 0: 50.
	Rate float64
	// Timed is how many true claims are streamed at that rate; 0: none.
	Timed int
	// Model makes a model that answers each prompt with a reply; nil: one in
	// this process.
	Model func(reply string, rate float64) (m write.Model, done func(), err error)
}

// Report is what became of the claims.
type Report struct {
	All         lies.Table
	First, Held lies.Table // of the two halves of the articles
	// Waits are the times from the model's first token to the first claim that
	// was shown, shortest first.
	Waits []time.Duration
	Rate  float64
}

// trial is a trial under way.
type trial struct {
	o    Options
	docs map[corpus.PassageID]bot.Source
}

// Run makes claims of the documents and puts each through a writer.
func Run(ctx context.Context, o Options) (Report, error) {
	if o.Rate <= 0 {
		o.Rate = 50
	}
	if o.Model == nil {
		o.Model = func(reply string, rate float64) (write.Model, func(), error) {
			return streamer{reply, rate}, func() {}, nil
		}
	}
	t := trial{o: o, docs: map[corpus.PassageID]bot.Source{}}
	for _, d := range o.Documents {
		for _, p := range d.Passages {
			t.docs[p.ID] = bot.Source{Passage: p, Document: d}
		}
	}
	trues, untrue := lies.Make(o.Documents, o.Seed, o.Lies)
	if len(trues) == 0 {
		return Report{}, errors.New("trial: the articles have no sentence that stands alone: nothing can be made of them")
	}
	cases := append(slices.Clone(trues), untrue...)
	shown := make([]bool, len(cases))
	g, gctx := errgroup.WithContext(ctx)
	g.SetLimit(runtime.GOMAXPROCS(0))
	for i := range cases {
		g.Go(func() (err error) {
			shown[i], _, err = t.put(gctx, cases[i], 0)
			return err
		})
	}
	if err := g.Wait(); err != nil {
		return Report{}, err
	}
	r := Report{Rate: o.Rate}
	r.All = tally(cases, shown, func(lies.Case) bool { return true })
	r.First = tally(cases, shown, func(c lies.Case) bool { return !c.Held })
	r.Held = tally(cases, shown, func(c lies.Case) bool { return c.Held })
	var err error
	r.Waits, err = t.waits(ctx, trues)
	return r, err
}

// waiting is how many claims are streamed at once.
const waiting = 16

// waits streams true claims at the rate, evenly taken, many at once: they
// mostly wait.
func (t trial) waits(ctx context.Context, trues []lies.Case) ([]time.Duration, error) {
	n := min(t.o.Timed, len(trues))
	out := make([]time.Duration, n)
	g, gctx := errgroup.WithContext(ctx)
	g.SetLimit(waiting)
	for i := range n {
		g.Go(func() error {
			ok, wait, err := t.put(gctx, trues[i*len(trues)/n], t.o.Rate)
			if ok {
				out[i] = wait
			}
			return err
		})
	}
	err := g.Wait()
	out = slices.DeleteFunc(out, func(d time.Duration) bool { return d == 0 })
	slices.Sort(out)
	return out, err
}

// tally makes the table of those of the cases which of reports.
func tally(cases []lies.Case, shown []bool, of func(lies.Case) bool) lies.Table {
	var some []lies.Case
	var ok []bool
	for i, c := range cases {
		if of(c) {
			some, ok = append(some, c), append(ok, shown[i])
		}
	}
	return lies.Tally(some, func(i int) claim.Verdict { return claim.Verdict{OK: ok[i]} })
}

// put has a writer write a claim and reports whether it was ever shown, and how
// long after the model's first token.
func (t trial) put(ctx context.Context, c lies.Case, rate float64) (shown bool, wait time.Duration, err error) {
	question := "Is it reported that " + strings.TrimRight(c.Claim.Quotes[0].Text, ". ") + "?"
	if len(question) > bot.MaxQuestion {
		question = question[:bot.MaxQuestion-1]
	}
	s := &shelf{reader: t.o.Reader, c: c, docs: t.docs}
	m := &firstToken{open: func() (write.Model, func(), error) { return t.o.Model(s.reply(), rate) }}
	defer func() {
		if m.done != nil {
			m.done()
		}
	}()
	var at time.Time
	a, err := write.New(write.Options{Reader: s, Model: m, Name: "trial"}).AskShowing(ctx, bot.Request{Question: strings.ToValidUTF8(question, ""), Collections: t.o.Collections},
		func(bot.Answer) {
			if at.IsZero() {
				at = time.Now()
			}
		})
	switch {
	case err != nil:
		return false, 0, fmt.Errorf("trial of %q: %w", c.Claim.Text, err)
	case m.err != nil:
		return false, 0, fmt.Errorf("trial of %q: %w", c.Claim.Text, m.err)
	case m.first.IsZero():
		return false, 0, fmt.Errorf("trial of %q: the model was not asked; the answer is %q", c.Claim.Text, a.Lead)
	}
	written := len(a.Claims) > 0 && strings.TrimRight(a.Claims[0].Text, ". ") == strings.TrimRight(c.Claim.Text, ". ")
	return !at.IsZero() || written, at.Sub(m.first), nil
}

// shelf gathers as its reader does, and puts the passages that a case speaks of
// beside what was found, so that no lie fails for want of them. The reader's own
// answer plays no part.
type shelf struct {
	reader write.Reader
	c      lies.Case
	docs   map[corpus.PassageID]bot.Source
	number map[int]int // of the case's passages among the sources
}

// Gather gathers.
func (s *shelf) Gather(ctx context.Context, req bot.Request) (*bot.Material, error) {
	m, err := s.reader.Gather(ctx, req)
	if err != nil {
		return nil, err
	}
	m.Answer.Reason, m.Answer.Abstained = "", false
	s.number = map[int]int{}
	for _, q := range s.c.Claim.Quotes {
		for _, p := range s.c.Passages {
			if p.N != q.Passage {
				continue
			}
			at := slices.IndexFunc(m.Sources, func(have bot.Source) bool { return have.Passage.ID == p.ID })
			if at < 0 {
				at = len(m.Sources)
				from := s.docs[p.ID]
				from.N = at + 1
				m.Sources = append(m.Sources, from)
			}
			s.number[q.Passage] = m.Sources[at].N
		}
	}
	return m, nil
}

// reply is what the model says: the claim, with the numbers that its passages
// have among the sources.
func (s *shelf) reply() string {
	type quote struct {
		Passage int    `json:"passage"`
		Quote   string `json:"quote"`
	}
	type written struct {
		Text   string  `json:"text"`
		Quotes []quote `json:"quotes"`
	}
	w := written{Text: s.c.Claim.Text}
	for _, q := range s.c.Claim.Quotes {
		w.Quotes = append(w.Quotes, quote{s.number[q.Passage], q.Text})
	}
	text, err := json.Marshal(map[string]any{"abstain": nil, "claims": []written{w}})
	if err != nil {
		panic(err) // strings and numbers always encode
	}
	return string(text)
}

// firstToken notes when a model's first token came. The model is made when it
// is asked, since only then it is known what it says.
type firstToken struct {
	open  func() (write.Model, func(), error)
	m     write.Model
	done  func()
	first time.Time
	err   error
}

// Chat asks the model.
func (f *firstToken) Chat(ctx context.Context, p write.Prompt, each func(string) error) (write.Reply, error) {
	if f.m == nil {
		if f.m, f.done, f.err = f.open(); f.err != nil {
			return write.Reply{}, f.err
		}
	}
	return f.m.Chat(ctx, p, func(piece string) error {
		if f.first.IsZero() {
			f.first = time.Now()
		}
		return each(piece)
	})
}

// streamer is a model that says one thing, by tokens of four bytes.
type streamer struct {
	reply string
	rate  float64 // tokens a second; 0: at once
}

const tokenBytes = 4

// Chat says it.
func (s streamer) Chat(ctx context.Context, _ write.Prompt, each func(string) error) (write.Reply, error) {
	begun := time.Now()
	for i := 0; i < len(s.reply); i += tokenBytes {
		if s.rate > 0 {
			due := begun.Add(time.Duration(float64(i/tokenBytes) / s.rate * float64(time.Second)))
			select {
			case <-ctx.Done():
				return write.Reply{Text: s.reply[:i]}, ctx.Err()
			case <-time.After(time.Until(due)):
			}
		}
		if err := each(s.reply[i:min(i+tokenBytes, len(s.reply))]); err != nil {
			return write.Reply{Text: s.reply[:i]}, err
		}
	}
	return write.Reply{Text: s.reply, Tokens: len(s.reply) / tokenBytes}, nil
}

// WriteText writes the tables.
func (r Report) WriteText(w io.Writer) error {
	for _, h := range []struct {
		name  string
		table lies.Table
	}{{"all articles", r.All}, {"the first half of the articles", r.First}, {"the half that is kept for last", r.Held}} {
		if _, err := fmt.Fprintf(w, "%s\n", h.name); err != nil {
			return err
		}
		if err := h.table.WriteText(w); err != nil {
			return err
		}
		if _, err := fmt.Fprintln(w); err != nil {
			return err
		}
	}
	if len(r.Waits) == 0 {
		return nil
	}
	_, err := fmt.Fprintf(w, "From the first token to the first claim shown, at %g tokens a second, %d claims: median %.2f s, p99 %.2f s.\n",
		r.Rate, len(r.Waits), r.Waits[len(r.Waits)/2].Seconds(), r.Waits[min(len(r.Waits)-1, len(r.Waits)*99/100)].Seconds())
	return err
}
