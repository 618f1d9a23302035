package write

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"time"

	"dateline/bot/brief"
	"dateline/corpus"
)

// Briefer makes briefings without a model; *brief.Composer does.
type Briefer interface {
	Compose(ctx context.Context, req brief.Request) (brief.Briefing, error)
}

// Documents gives versions of articles with all that was derived from them;
// version 0 is the newest. *archive.Archive does.
type Documents interface {
	Document(ctx context.Context, key corpus.Key, version int) (corpus.Document, error)
}

// BriefOptions are those of a BriefWriter. Briefer, Archive, Model and Name are
// required.
type BriefOptions struct {
	Briefer Briefer
	Archive Documents
	Model   Model
	Name    string        // the model's, for the cache
	Timeout time.Duration // for the model in one briefing; 0: 45 seconds
	Budget  Budget        // nil: none
	Cache   Texts         // of what a model wrote; nil: none
	Log     *slog.Logger  // nil: none
}

// BriefWriter has a language model word the points of briefings: one sentence
// each, with the quotes that prove it. Which points there are, their order and
// dates, what is new, what changed and how many sources report it are never the
// model's. A sentence that its quotes don't prove is not shown: its point keeps
// the quote that the briefer took. It is safe for concurrent use where its parts
// are.
type BriefWriter struct {
	opts BriefOptions
}

// NewBriefWriter returns a writer of briefings.
func NewBriefWriter(o BriefOptions) *BriefWriter {
	if o.Timeout <= 0 {
		o.Timeout = modelTimeout
	}
	o.Log = cmp.Or(o.Log, unlogged)
	return &BriefWriter{o}
}

// Compose makes a briefing. Its error is the briefer's, or that of a context that
// is done: whatever goes wrong with the model, the briefing comes with its
// quotes, and a note says why.
func (w *BriefWriter) Compose(ctx context.Context, req brief.Request) (brief.Briefing, error) {
	b, err := w.opts.Briefer.Compose(ctx, req)
	if err != nil || len(b.Points)+len(b.Ahead)+len(b.Undated) == 0 {
		return b, err
	}
	began := time.Now()
	s := &wording{w: w, b: b, user: payer(req.User)}
	err = s.gather(ctx)
	switch {
	case ctx.Err() != nil:
		return brief.Briefing{}, ctx.Err()
	case err != nil:
		w.opts.Log.Warn("the model is not asked", "reason", err)
		b.Notes = noted(b.Notes, s.note(err))
		return b, nil
	case len(s.points) == 0:
		return b, nil
	}
	err = s.run(ctx)
	if ctx.Err() != nil {
		return brief.Briefing{}, ctx.Err()
	}
	out, fresh := s.finish(ctx)
	if ctx.Err() != nil {
		return brief.Briefing{}, ctx.Err()
	}
	if !fresh {
		// What was cited is there no more: the archive changed meanwhile.
		w.opts.Log.Warn("a briefing is made anew without the model", "reason", "the archive changed while it wrote")
		if out, err = w.opts.Briefer.Compose(ctx, req); err == nil {
			out.Notes = noted(out.Notes, "The archive changed while the model wrote; this briefing is made without it.")
		}
		return out, err
	}
	if err != nil {
		w.opts.Log.Warn("quotes stand where the model was to write", "reason", err, "written", s.shown, "of", len(s.points), "dropped", s.dropped())
	} else {
		w.opts.Log.Info("a model worded a briefing", "written", s.shown, "of", len(s.points), "dropped", s.dropped(), "cached", s.hit, "took", time.Since(began), "tokens", s.spent)
	}
	if note := s.note(err); note != "" {
		out.Notes = noted(out.Notes, note)
	}
	return out, nil
}

// payer returns for whom tokens are counted. Nobody is behind a run on a
// schedule, whose user is a platform alone: those have a name of their own.
func payer(user string) string {
	if strings.HasSuffix(user, "/") {
		return user + scheduled
	}
	return user
}

// scheduled is the name under which a platform's runs on a schedule are
// counted. No platform gives it to a person.
const scheduled = "on a schedule"

// wording is the making of the sentences of one briefing.
type wording struct {
	w        *BriefWriter
	b        brief.Briefing
	user     string
	points   []*point // those that a model may word, in the order of the briefing
	passages []passageOf
	spent    int  // tokens
	shown    int  // points that are worded
	left     int  // points that the model was not asked about, for there are too many
	hit      bool // what was written was cached
}

// The bounds of what is asked for in one briefing.
const (
	maxBriefTokens = 8192 // of a prompt with its reply, as tokens reckons them
	maxBriefPoints = 16   // of one call
	maxBriefCalls  = 5    // at once; a model that takes less is asked more often
	replyTokens    = 160  // for a point: 25 words and a quote of 40
)

// run has the model word the points, in one call where all of them fit, else in
// a few at once. The error is that of the first call that went wrong; what came
// of it and of the others stays.
func (s *wording) run(ctx context.Context) error {
	writing, cancel := context.WithTimeout(ctx, s.w.opts.Timeout)
	defer cancel()
	batches := s.batches(s.points)
	if len(batches) > maxBriefCalls {
		for _, b := range batches[maxBriefCalls:] {
			s.left += len(b)
		}
		batches = batches[:maxBriefCalls]
	}
	key := s.key(batches)
	if s.recall(ctx, key) {
		return nil
	}
	results := make([]came, len(batches))
	var wg sync.WaitGroup
	for i, b := range batches[1:] {
		wg.Go(func() {
			defer func() { results[i+1].panicked = recover() }()
			s.ask(writing, b, &results[i+1])
		})
	}
	func() {
		defer func() { results[0].panicked = recover() }()
		s.ask(writing, batches[0], &results[0])
	}()
	wg.Wait()
	var err error
	for _, c := range results {
		if c.panicked != nil {
			panic(c.panicked) // here, where a caller can recover it
		}
		s.spent += c.tokens
		for _, x := range c.sentences {
			s.offer(x.point, x.text, x.quotes)
		}
		if err == nil {
			err = c.err
		}
	}
	if err == nil {
		s.keep(ctx, key)
	}
	return err
}

// came is what came of asking for a batch of points.
type came struct {
	sentences []sentence
	tokens    int
	err       error
	panicked  any
}

type sentence struct {
	point  *point
	text   string
	quotes []quoteData
}

// batches cuts points into those that fit into one call.
func (s *wording) batches(points []*point) [][]*point {
	var out [][]*point
	for len(points) > 0 {
		n := 1
		for n < len(points) && n < maxBriefPoints {
			if p := s.prompt(points[:n+1]); tokens(p.System)+tokens(p.User)+p.MaxTokens > maxBriefTokens {
				break
			}
			n++
		}
		out = append(out, points[:n])
		points = points[n:]
	}
	return out
}

// ask makes one call, as far as the budget goes, and notes what came of it. What
// is too long for the model is asked for in halves.
func (s *wording) ask(ctx context.Context, batch []*point, c *came) {
	p := s.prompt(batch)
	done, err := take(ctx, s.w.opts.Budget, s.user, p)
	if err != nil {
		c.err = err
		return
	}
	of := map[int]*point{}
	for _, p := range batch {
		of[p.n] = p
	}
	func() {
		var reply Reply
		defer func() { n := spent(p, reply); c.tokens += n; done(n) }()
		reply, err = stream(ctx, s.w.opts.Model, p, func(r *replyReader) error {
			return r.sentences(func(n int, text string, quotes []quoteData) {
				if p := of[n]; p != nil {
					c.sentences = append(c.sentences, sentence{p, settled(clean(text)), quotes})
				}
			})
		})
	}()
	if half := len(batch) / 2; errors.Is(err, ErrTooLong) && half > 0 {
		if s.ask(ctx, batch[:half], c); c.err == nil {
			s.ask(ctx, batch[half:], c)
		}
		return
	}
	c.err = err
}

// offer takes a sentence for a point where it is proved and the first that is.
func (s *wording) offer(p *point, text string, quotes []quoteData) {
	if text = withoutStop(text); text == "" || p.text != "" {
		return
	}
	v, fault := s.check(p, text, quotes)
	if fault != "" {
		p.failed = true
		s.w.opts.Log.Debug("a sentence is not shown", "point", p.n, "fault", fault)
		return
	}
	p.text, p.placed = text, v.Quotes
}

// dropped counts the points for which a sentence was written and none is shown.
func (s *wording) dropped() int {
	n := 0
	for _, p := range s.points {
		if p.failed && p.text == "" {
			n++
		}
	}
	return n
}

// note says in a line what of the briefing a model did not write and why, ""
// where nothing is to be said.
func (s *wording) note(err error) string {
	unproved := ""
	if n := s.dropped(); n > 0 {
		unproved = fmt.Sprintf("%s of the model's could not be proved; %s instead.", counted(n, "sentence"), map[bool]string{true: "a quote stands there", false: "quotes stand there"}[n == 1])
	}
	if err == nil && s.shown == 0 && s.dropped() > 0 {
		err = errNoClaim
	}
	switch {
	case err != nil && s.shown == 0:
		return strings.Replace(why(err), "this answer", "this briefing", 1)
	case err != nil:
		return fmt.Sprintf("The model stopped before its end; %d of %d points are in its words, the others are quoted.", s.shown, len(s.points))
	case s.left > 0:
		return fmt.Sprintf("There are more points than a model words at once; %d of %d are in its words, the others are quoted.", s.shown, len(s.points))
	case s.shown == 0 && len(s.points) > 0:
		return "The model worded none of the points; they are quoted."
	}
	return unproved
}
