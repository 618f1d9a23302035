package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"dateline/bot/eval"
	"dateline/bot/state"
	"dateline/corpus"
	"dateline/corpus/example"
)

func (sh *shell) evalCommand() *cobra.Command {
	var asOf string
	var feedback, tune, lie bool
	cmd := &cobra.Command{
		Use:   "eval [flags] SET",
		Short: "Measure the answers to a set of questions",
		Long: `Eval asks every question of a set and prints how often the answer was right,
the expected articles were found and cited, silence was right and wrong, and
whether every quote stands in its article.

A SET is a file with one JSON object a line: id and question, and of kind,
answer_any, answer_none, cite_any_of, cite_all_of, abstain, reason, as_of and
after what matters. With --example and no SET it is the example's own.

With --feedback it asks the questions on which people in the chats said whether
the answer was helpful again, of the archive as it is now, and lists the dates
that they reported as wrong.

With --tune it answers nothing, but searches for every question that names an
article with several weights of the vectors, and prints which found the articles
best, by how much, how sure that is, and what to write into the settings.

With --lies it makes true and false claims out of the archive's own articles, has
a model in miniature write each as an answer and as a point of a briefing, and
prints how many of each kind of lie were shown and how many true claims were
dropped. No model is needed.`,
		Args: func(_ *cobra.Command, args []string) error {
			if feedback && tune || lie && (feedback || tune) {
				return errors.New("eval takes one of --feedback, --tune and --lies")
			}
			if lie && len(args) > 0 {
				return errors.New("eval --lies takes no question set: it makes its own claims")
			} else if lie {
				return nil
			}
			if feedback && len(args) > 0 {
				return errors.New("eval --feedback takes no question set: it asks what people gave feedback on")
			} else if feedback {
				return nil
			}
			if len(args) > 1 || len(args) == 0 && !sh.example {
				return errors.New("eval needs one question set: dateline eval SET")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx := cmd.Context()
			if feedback {
				return sh.evalFeedback(ctx)
			}
			if lie {
				return sh.evalLies(ctx)
			}
			var in io.Reader = bytes.NewReader(example.Questions)
			if len(args) == 1 {
				f, err := os.Open(args[0])
				if err != nil {
					return err
				}
				defer f.Close()
				in = f
			}
			set, loadErr := eval.Load(in)
			if len(set) == 0 {
				return errors.Join(loadErr, errors.New("the set has no question"))
			}
			lib, err := sh.open(ctx)
			if err != nil {
				return err
			}
			defer lib.Close()
			var day corpus.Day
			if day, err = lib.asOf(asOf); err != nil {
				return err
			}
			if tune {
				if err := sh.tune(ctx, lib, set, day); err != nil || loadErr == nil {
					return err
				}
				fmt.Fprintln(sh.stderr, "dateline:", loadErr)
				return errPartial
			}
			report, err := eval.Run(ctx, set, lib.reader, lib.searcher, eval.Options{
				Collections: lib.collections, AsOf: day, Texts: lib.archive, Clock: sh.now,
			})
			if err != nil {
				return err
			}
			if err := errors.Join(report.WriteText(printable{sh.stdout}), report.WriteTimes(printable{sh.stdout})); err != nil {
				return err
			}
			if loadErr != nil {
				fmt.Fprintln(sh.stderr, "dateline:", loadErr)
				return errPartial
			}
			return nil
		},
	}
	sh.archiveFlags(cmd)
	sh.exampleFlag(cmd)
	asOfFlag(cmd, &asOf)
	cmd.Flags().BoolVar(&tune, "tune", false, "find the best weight of the vectors for the questions of the set")
	cmd.Flags().BoolVar(&lie, "lies", false, "measure what the checks of written claims let through")
	cmd.Flags().BoolVar(&feedback, "feedback", false, "ask again what people gave feedback on in the chats")
	return cmd
}

// evalFeedback asks the questions that feedback was given on again.
func (sh *shell) evalFeedback(ctx context.Context) error {
	if sh.example {
		return errors.New("eval --feedback: the example archive is served to nobody: leave out --example")
	}
	c, err := sh.settings()
	if err != nil {
		return err
	}
	store, err := state.OpenReadOnly(ctx, c.Store, state.Options{Now: sh.now})
	if err != nil {
		return err
	}
	defer store.Close()
	lib, err := sh.open(ctx)
	if err != nil {
		return err
	}
	defer lib.Close()
	results, err := eval.Replay(ctx, store, lib.reader, eval.Options{Collections: lib.collections})
	if err != nil {
		return err
	}
	out := printable{sh.stdout}
	if err := eval.WriteFeedback(out, results); err != nil {
		return err
	}
	_, err = writeReports(ctx, out, store, lib.archive)
	return err
}
