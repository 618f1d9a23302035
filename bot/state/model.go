package state

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// Bounds of the answers that are kept.
const (
	maxAnswers  = 20_000
	answersKept = 7 * 24 * time.Hour
)

// Tokens returns what a person used of a model on a day, and all together did.
func (s *Store) Tokens(ctx context.Context, day int64, user string) (theirs, all int, err error) {
	err = s.View(ctx, func(tx *Tx) error {
		return tx.tx.QueryRowContext(ctx, `SELECT COALESCE(SUM(tokens) FILTER (WHERE user = ?), 0), COALESCE(SUM(tokens), 0) FROM usage WHERE day = ?`, user, day).Scan(&theirs, &all)
	})
	if err != nil {
		return 0, 0, fmt.Errorf("tokens used: %w", err)
	}
	return theirs, all, nil
}

// AddTokens notes what a person used on a day, and forgets days long past.
func (s *Store) AddTokens(ctx context.Context, day int64, user string, n int) error {
	err := s.Update(ctx, func(tx *Tx) error {
		_, err := tx.tx.ExecContext(ctx, `INSERT INTO usage (day, user, tokens) VALUES (?, ?, ?) ON CONFLICT (day, user) DO UPDATE SET tokens = tokens + excluded.tokens`, day, user, n)
		if err == nil {
			_, err = tx.tx.ExecContext(ctx, `DELETE FROM usage WHERE day < ?`, day-400)
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("tokens used: %w", err)
	}
	return nil
}

// Written returns the answer that was kept under a key; it reports false where
// there is none.
func (s *Store) Written(ctx context.Context, key string) (answer []byte, ok bool, err error) {
	err = s.View(ctx, func(tx *Tx) error {
		return tx.tx.QueryRowContext(ctx, `SELECT answer FROM answers WHERE key = ? AND at > ?`, key, millis(s.now().Add(-answersKept))).Scan(&answer)
	})
	if errors.Is(err, sql.ErrNoRows) {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, fmt.Errorf("answer kept: %w", err)
	}
	return answer, true, nil
}

// KeepWritten keeps an answer, and gives up the oldest where there are too
// many.
func (s *Store) KeepWritten(ctx context.Context, key string, answer []byte) error {
	err := s.Update(ctx, func(tx *Tx) error {
		_, err := tx.tx.ExecContext(ctx, `INSERT OR REPLACE INTO answers (key, answer, at) VALUES (?, ?, ?)`, key, answer, millis(s.now()))
		if err == nil {
			_, err = tx.tx.ExecContext(ctx, `DELETE FROM answers WHERE at <= ? OR key IN (SELECT key FROM answers ORDER BY at DESC, key LIMIT -1 OFFSET ?)`, millis(s.now().Add(-answersKept)), maxAnswers)
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("keep an answer: %w", err)
	}
	return nil
}
