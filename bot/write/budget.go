package write

import (
	"context"
	"strings"
	"sync"
	"time"

	"dateline/corpus"
)

// Budget bounds what is used of a model. Its methods may be called at once.
type Budget interface {
	// Take sets tokens aside for a person today. Where they may not use so
	// many it returns the sentence to show. Else the caller must call done
	// once, with what was used in truth.
	Take(ctx context.Context, user string, tokens int) (done func(used int), refusal string, err error)
}

// Ledger counts what was used, by day and person; *state.Store does.
type Ledger interface {
	Tokens(ctx context.Context, day int64, user string) (theirs, all int, err error)
	AddTokens(ctx context.Context, day int64, user string, n int) error
}

// Allowance is a Budget by day: so many tokens for each person, so many in
// all.
type Allowance struct {
	ledger          Ledger
	perUser, perDay int
	now             func() time.Time
	failed          func(error)

	mu       sync.Mutex
	aside    map[string]int // set aside for calls that are under way
	together int
}

// NewAllowance returns an allowance; a bound of 0 is none. now is in the
// configured zone; failed is called where what was used can't be noted.
func NewAllowance(l Ledger, perUser, perDay int, now func() time.Time, failed func(error)) *Allowance {
	return &Allowance{ledger: l, perUser: perUser, perDay: perDay, now: now, failed: failed, aside: map[string]int{}}
}

// Take sets tokens aside.
func (b *Allowance) Take(ctx context.Context, user string, n int) (func(int), string, error) {
	day := int64(corpus.DayIn(b.now()))
	b.mu.Lock()
	defer b.mu.Unlock()
	theirs, all, err := b.ledger.Tokens(ctx, day, user)
	if err != nil {
		return nil, "", err
	}
	switch {
	case b.perUser > 0 && theirs+b.aside[user]+n > b.perUser && strings.HasSuffix(user, "/"+scheduled):
		return nil, "The share of the model for what runs on a schedule is used up for today; this answer is made without it.", nil
	case b.perUser > 0 && theirs+b.aside[user]+n > b.perUser:
		return nil, "Your share of the model for today is used up; this answer is made without it.", nil
	case b.perDay > 0 && all+b.together+n > b.perDay:
		return nil, "The model's budget for today is used up; this answer is made without it.", nil
	}
	b.aside[user] += n
	b.together += n
	return func(used int) {
		b.mu.Lock()
		defer b.mu.Unlock()
		b.together -= n
		if b.aside[user] -= n; b.aside[user] <= 0 {
			delete(b.aside, user)
		}
		if used == 0 {
			return
		}
		if err := b.ledger.AddTokens(context.WithoutCancel(ctx), day, user, used); err != nil {
			b.failed(err)
		}
	}, "", nil
}
