package write

import (
	"context"
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
	show    func(bot.Answer)
	slots   []slot // of the claims, in the order in which they were written
	spent   int    // tokens
	dropped int    // claims that could not be proved
	first   time.Time
}

// slot is a claim with what became of it.
type slot struct {
	written bot.Written
	verdict claim.Verdict
}

// run has the model write, checks what it writes, asks once for a repair of
// what did not pass, and composes the answer.
func (s *session) run(ctx context.Context, p Prompt) (bot.Answer, error) {
	sources, shown := passages(s.m)
	check := func(c bot.Written) claim.Verdict { return claim.Check(asClaim(c), sources, shown) }
	var abstain string
	err := s.ask(ctx, p, func(c bot.Written) {
		s.slots = append(s.slots, slot{c, check(c)})
		s.showPassed(ctx)
	}, &abstain)
	switch {
	case len(s.slots) == 0 && err != nil:
		return bot.Answer{}, err
	case len(s.slots) == 0 && abstain != "":
		return bot.Answer{}, fmt.Errorf("%w: %s", errAbstained, abstain)
	case len(s.slots) == 0:
		return bot.Answer{}, errReply
	}
	cut := err != nil // what came before the end is kept
	if !cut && s.failing() > 0 {
		s.repair(ctx, p, check)
	}
	return s.compose(ctx, cut)
}

// ask makes one call and hands out its claims as they are complete.
func (s *session) ask(ctx context.Context, p Prompt, each func(bot.Written), abstain *string) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	reader := newReplyReader()
	read := make(chan error, 1)
	go func() {
		reason, err := reader.claims(func(c bot.Written) {
			c.Text = clean(c.Text)
			each(c)
		})
		*abstain = reason
		reader.drain()
		read <- err
	}()
	reply, err := s.w.opts.Model.Chat(ctx, p, reader.write)
	reader.end()
	readErr := <-read
	s.spent += spent(p, reply)
	if err != nil {
		return err
	}
	if readErr != nil {
		return fmt.Errorf("%w: %w", errReply, readErr)
	}
	return nil
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
	if a, ok, err := s.m.Compose(ctx, passed); err == nil && ok {
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
	var abstain string
	err := s.ask(ctx, repairPrompt(p, s.slots, failed), func(c bot.Written) {
		if at >= len(failed) {
			return
		}
		// A claim that is left out comes back without a text.
		if v := check(c); v.OK {
			s.slots[failed[at]] = slot{c, v}
		}
		at++
	}, &abstain)
	if err != nil {
		s.w.log.Debug("no repair", "reason", err)
	}
}

// compose makes the answer of what passed. Where the first claim did not, the
// others hang in the air.
func (s *session) compose(ctx context.Context, cut bool) (bot.Answer, error) {
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
	a, ok, err := s.m.Compose(ctx, passed)
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
		a.Notes = append(a.Notes, fmt.Sprintf("%s of the model's could not be proved and %s left out.", counted(n, "sentence"), map[bool]string{true: "is", false: "are"}[n == 1]))
	}
	if cut {
		a.Notes = append(a.Notes, "The model stopped before its end.")
	}
	return a, nil
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
