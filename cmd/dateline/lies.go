package main

import (
	"context"
	"errors"
	"fmt"

	"dateline/bot/write/trial"
	"dateline/corpus"
)

// Bounds of eval --lies.
const (
	liesTold        = 420
	liesInBriefings = 1260 // a third of them are short enough for one
	liesSeed        = 5
	liesTimed       = 100
	liesMaxDocs     = 500 // articles that claims are made of
)

var errEnough = errors.New("enough articles")

// evalLies puts claims whose truth is known through the writer.
func (sh *shell) evalLies(ctx context.Context) error {
	lib, err := sh.open(ctx)
	if err != nil {
		return err
	}
	defer lib.Close()
	o := trial.Options{Reader: lib.reader, Collections: lib.collections, Lies: liesTold, Seed: liesSeed, Timed: liesTimed}
	err = lib.archive.DocumentsSince(ctx, 0, func(d corpus.Document) error {
		if len(o.Documents) == liesMaxDocs {
			return errEnough
		}
		o.Documents = append(o.Documents, d)
		return nil
	})
	if err != nil && !errors.Is(err, errEnough) {
		return err
	}
	if len(o.Documents) < 2 {
		return fmt.Errorf("eval --lies: the archive has %d articles: give --example, or ingest some", len(o.Documents))
	}
	report, err := trial.Run(ctx, o)
	if err != nil {
		return err
	}
	if err := report.WriteText(printable{sh.stdout}); err != nil {
		return err
	}
	briefed, err := trial.Briefings(ctx, trial.BriefOptions{Archive: lib.archive, Documents: o.Documents, Briefer: lib.briefer, Collections: lib.collections,
		AsOf: corpus.DayIn(lib.clock()), Lies: liesInBriefings, Seed: liesSeed})
	if err != nil {
		return err
	}
	fmt.Fprintln(printable{sh.stdout})
	return briefed.WriteText(printable{sh.stdout})
}
