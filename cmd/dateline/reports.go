package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"dateline/bot/state"
	"dateline/corpus"
	"dateline/corpus/archive"
)

// showReports prints the dates that people in the chats say are wrong.
func (sh *shell) showReports(ctx context.Context) (err error) {
	c, err := sh.settings()
	if err != nil {
		return err
	}
	store, err := state.OpenReadOnly(ctx, c.Store, state.Options{Now: sh.now})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	a, err := archive.OpenReadOnly(ctx, c.Store, archive.Options{})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	n, err := writeReports(ctx, printable{sh.stdout}, store, a)
	if err == nil && n == 0 {
		_, err = fmt.Fprintln(sh.stdout, "No date is reported as wrong that was not corrected since.")
	}
	return err
}

// writeReports writes each report of a wrong date with the command that
// accepts it, and returns how many. What was corrected after it is left out.
func writeReports(ctx context.Context, w io.Writer, store *state.Store, a *archive.Archive) (int, error) {
	var all []state.Report
	err := store.View(ctx, func(tx *state.Tx) error {
		return tx.EachReport(func(r state.Report) error {
			all = append(all, r)
			return nil
		})
	})
	if err != nil {
		return 0, fmt.Errorf("reports: %w", err)
	}
	n := 0
	for _, r := range all {
		history, err := a.Corrections(ctx, corpus.Key{Collection: r.Collection, ID: r.Article})
		if err != nil {
			return n, fmt.Errorf("reports: corrections of %s/%s: %w", r.Collection, r.Article, err)
		}
		if len(history) > 0 && history[len(history)-1].At.After(r.At) {
			continue
		}
		n++
		if _, err := fmt.Fprintf(w, "%s  date of %s/%s: shown %s, said to be %s\n", r.At.Format("2006-01-02"), r.Collection, r.Article,
			cmp.Or(r.Shown, "undated"), cmp.Or(r.Said, "something else")); err != nil {
			return n, err
		}
		reason := strings.Join(strings.Fields(r.Reason), " ")
		if reason != "" {
			if _, err := fmt.Fprintf(w, "    reason: %s\n", reason); err != nil {
				return n, err
			}
		}
		if _, err := fmt.Fprintf(w, "    dateline date --collection %s --because %s -- %s %s\n", quoted(r.Collection), quoted(cmp.Or(reason, "reported in "+r.Platform)),
			quoted(r.Article), cmp.Or(r.Said, "DATE")); err != nil {
			return n, err
		}
	}
	return n, nil
}

// quoted writes a word as a POSIX shell reads it.
func quoted(s string) string {
	if s != "" && strings.Trim(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./") == "" {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}
