package write

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"dateline/bot"
	"dateline/bot/claim"
)

// session is the making of one answer.
type session struct {
	w       *Writer
	m       *bot.Material
	user    string
	show    func(bot.Answer)
	slots   []slot // of the claims, in the order in which they were written
	spent   int    // tokens
	dropped int    // claims that could not be proved
	cut     bool   // the reply ended before its end
	first   time.Time
}

// slot is a claim with what became of it.
type slot struct {
	written bot.Written
	verdict claim.Verdict
}

// run has the model write until the end of writing, checks what it writes, asks
// once for a repair of what did not pass, and composes the answer. What was
// shown is composed also when the time for writing is over.
func (s *session) run(ctx, writing context.Context) (bot.Answer, error) {
	check := checker(s.m)
	each := func(c bot.Written) {
		s.slots = append(s.slots, slot{c, check(c)})
		s.showPassed(ctx)
	}
	p := promptFor(s.m, len(s.m.Sources))
	abstain, err := s.ask(writing, p, each)
	if few := len(s.m.Sources) / 2; errors.Is(err, ErrTooLong) && len(s.slots) == 0 && few > 0 {
		s.w.opts.Log.Debug("asked again with fewer passages", "passages", few, "reason", err)
		p = promptFor(s.m, few)
		abstain, err = s.ask(writing, p, each)
	}
	switch {
	case len(s.slots) == 0 && err != nil:
		return bot.Answer{}, err
	case len(s.slots) == 0 && abstain != "":
		return bot.Answer{}, fmt.Errorf("%w: %s", errAbstained, abstain)
	case len(s.slots) == 0:
		return bot.Answer{}, errReply
	}
	s.cut = err != nil // what came before the end is kept
	if !s.cut && s.failing() > 0 {
		s.repair(writing, p, check)
	}
	return s.compose(ctx)
}

// ask makes one call, as far as the budget goes, and hands out its claims as
// they are complete. It returns the reason where the reply abstains.
func (s *session) ask(ctx context.Context, p Prompt, each func(bot.Written)) (abstain string, err error) {
	done, err := s.w.take(ctx, s.user, p)
	if err != nil {
		return "", err
	}
	var reply Reply
	defer func() { n := spent(p, reply); s.spent += n; done(n) }()
	reply, err = stream(ctx, s.w.opts.Model, p, func(r *replyReader) (err error) {
		abstain, err = r.claims(func(c bot.Written) {
			c.Text = settled(clean(c.Text))
			each(c)
		})
		return err
	})
	return abstain, err
}

// stream makes one call and has its reply read while it comes. The error is the
// model's, else that of reading, which is errReply; the reply is what has come
// also beside an error. A panic of read comes out here.
func stream(ctx context.Context, m Model, p Prompt, read func(*replyReader) error) (reply Reply, err error) {
	reader := newReplyReader()
	done := make(chan error, 1)
	var panicked any
	go func() {
		var err error
		defer func() {
			panicked = recover()
			reader.stop(err)
			done <- err
		}()
		if err = read(reader); err != nil {
			err = fmt.Errorf("%w: %w", errReply, err)
		}
	}()
	func() {
		defer reader.end() // whatever becomes of the call, who reads it comes to an end
		reply, err = m.Chat(ctx, p, reader.write)
	}()
	readErr := <-done
	if panicked != nil {
		panic(panicked) // here, where a caller can recover it
	}
	if err == nil {
		err = readErr
	}
	return reply, err
}

// spent returns what a call used, reckoned where the server doesn't say.
func spent(p Prompt, r Reply) int {
	if r.Tokens > 0 {
		return r.Tokens
	}
	return tokens(p.System) + tokens(p.User) + tokens(r.Text)
}

// showPassed shows the claims that have passed, from the first on, up to one
// that has not.
func (s *session) showPassed(ctx context.Context) {
	var passed []bot.Written
	said := map[string]bool{}
	for _, sl := range s.slots {
		if !sl.verdict.OK {
			return
		}
		if !said[sl.written.Text] {
			said[sl.written.Text] = true
			passed = append(passed, proved(sl))
		}
	}
	if s.first.IsZero() {
		s.first = time.Now()
	}
	if s.show == nil {
		return
	}
	if a, ok, err := s.m.Compose(ctx, within(passed)); err == nil && ok {
		s.show(a)
	}
}

func (s *session) failing() int {
	n := 0
	for _, sl := range s.slots {
		if !sl.verdict.OK {
			n++
		}
	}
	return n
}

// repair asks once for the claims that did not pass to be written anew, and
// takes those that pass then.
func (s *session) repair(ctx context.Context, p Prompt, check func(bot.Written) claim.Verdict) {
	var failed []int
	for i, sl := range s.slots {
		if !sl.verdict.OK {
			failed = append(failed, i)
		}
	}
	at := 0
	_, err := s.ask(ctx, repairPrompt(p, s.slots, failed), func(c bot.Written) {
		if at >= len(failed) {
			return
		}
		// A claim that is left out comes back without a text.
		if v := check(c); v.OK {
			s.slots[failed[at]] = slot{c, v}
		}
		at++
	})
	if err != nil {
		s.w.opts.Log.Debug("no repair", "reason", err)
	}
}

// compose makes the answer of what passed. Where the first claim did not, the
// others hang in the air.
func (s *session) compose(ctx context.Context) (bot.Answer, error) {
	var passed []bot.Written
	said := map[string]bool{}
	for _, sl := range s.slots {
		switch {
		case !sl.verdict.OK:
			s.dropped++
		case !said[sl.written.Text]:
			said[sl.written.Text] = true
			passed = append(passed, proved(sl))
		}
	}
	if !s.slots[0].verdict.OK {
		return bot.Answer{}, errNoClaim
	}
	a, ok, err := s.m.Compose(ctx, within(passed))
	if err != nil {
		return bot.Answer{}, err
	}
	if !ok {
		return bot.Answer{}, errNoClaim
	}
	if s.first.IsZero() {
		s.first = time.Now()
	}
	if n := s.dropped; n > 0 {
		a.Notes = noted(a.Notes, fmt.Sprintf("%s of the model's could not be proved and %s left out.", counted(n, "sentence"), map[bool]string{true: "is", false: "are"}[n == 1]))
	}
	if s.cut {
		a.Notes = noted(a.Notes, "The model stopped before its end.")
	}
	return a, nil
}

// maxWords bounds an answer, its quotes aside.
const maxWords = 100

// within returns the first claims, as many as an answer may have words for.
func within(claims []bot.Written) []bot.Written {
	n := 0
	for i, c := range claims {
		if n += len(strings.Fields(c.Text)); n > maxWords && i > 0 {
			return claims[:i]
		}
	}
	return claims
}

// proved returns a claim with its quotes as they are stored.
func proved(sl slot) bot.Written {
	w := bot.Written{Text: sl.written.Text}
	for _, q := range sl.verdict.Quotes {
		w.Quotes = append(w.Quotes, bot.Quoted{Source: q.Passage, Text: q.Text})
	}
	return w
}

func asClaim(w bot.Written) claim.Claim {
	c := claim.Claim{Text: w.Text}
	for _, q := range w.Quotes {
		c.Quotes = append(c.Quotes, claim.Quote{Passage: q.Source, Text: q.Text})
	}
	return c
}

func counted(n int, noun string) string {
	if n == 1 {
		return "One " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// faults puts what is wrong with a claim into a line.
func faults(v claim.Verdict) string {
	var out []string
	for _, f := range v.Faults {
		out = append(out, string(f.Kind)+": "+f.Detail)
	}
	return strings.Join(out, "; ")
}
