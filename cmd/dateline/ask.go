package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"dateline/bot"
	"dateline/corpus"
)

type askIn struct {
	ID          string   `json:"id"`
	Question    string   `json:"question"`
	AsOf        string   `json:"as_of"`
	Collections []string `json:"collections"`
	After       string   `json:"after"`
}

type askOut struct {
	ID        string         `json:"id"`
	Answer    string         `json:"answer"`
	Abstained bool           `json:"abstained"`
	Reason    string         `json:"reason,omitempty"`
	When      *whenJSON      `json:"when,omitempty"`
	Claims    []claimJSON    `json:"claims"`
	Citations []citationJSON `json:"citations"`
	Notes     []string       `json:"notes"`
	Coverage  coverageJSON   `json:"coverage"`
	MS        float64        `json:"ms"`
}

type whenJSON struct {
	Start     string `json:"start"`
	End       string `json:"end"`
	Precision string `json:"precision"`
	Basis     string `json:"basis"`
}

type claimJSON struct {
	Text      string `json:"text"`
	Citations []int  `json:"citations"`
}

type citationJSON struct {
	N              int     `json:"n"`
	Article        string  `json:"article"`
	Passage        string  `json:"passage"`
	Path           string  `json:"path"`
	URL            string  `json:"url"`
	Title          string  `json:"title"`
	Source         string  `json:"source"`
	Published      *string `json:"published"`
	PublishedBasis string  `json:"published_basis"`
	Quote          string  `json:"quote"`
	Start          int     `json:"start"`
	End            int     `json:"end"`

	// How the article is dated, as in clean and date.
	PublishedInterval   *intervalJSON  `json:"published_interval"`
	PublishedConfidence string         `json:"published_confidence"`
	PublishedEvidence   []evidenceJSON `json:"published_evidence"`
}

type coverageJSON struct {
	From    *string `json:"from"`
	To      *string `json:"to"`
	Dated   int     `json:"dated"`
	Undated int     `json:"undated"`
	Newest  *string `json:"newest"`
}

func (sh *shell) askCommand() *cobra.Command {
	var asOf string
	var asBatch, asJSON, noModel bool
	cmd := &cobra.Command{
		Use:   "ask [flags] QUESTION",
		Short: "Answer a question from the archive, with verified quotes",
		Example: `  dateline ask --example "when did Lavrov last visit before 2021?"
  dateline ask --as-of 2021-04-07 "who visited Islamabad last?"`,
		Args: textOrBatch(&asBatch, "a question"),
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx := cmd.Context()
			lib, err := sh.openAsking(ctx, noModel)
			if err != nil {
				return err
			}
			defer lib.Close()
			if asBatch {
				earlier := map[string]*bot.Exchange{}
				// One worker: a question may follow up the one before it.
				return batch(ctx, sh.stdin, sh.stdout, 1, func(ctx context.Context, in askIn) (any, error) {
					if in.AsOf == "" {
						in.AsOf = asOf
					}
					var after *bot.Exchange
					if in.After != "" {
						if after = earlier[in.After]; after == nil {
							return nil, fmt.Errorf("after: no earlier question has the id %q", in.After)
						}
					}
					x, took, err := lib.ask(ctx, in, after)
					if err != nil {
						return nil, err
					}
					if in.ID != "" {
						earlier[in.ID] = x
					}
					return answerJSON(in.ID, x.Answer, took), nil
				})
			}
			x, took, err := lib.ask(ctx, askIn{Question: args[0], AsOf: asOf}, nil)
			if err != nil {
				return err
			}
			if asJSON {
				return writeJSON(sh.stdout, answerJSON("", x.Answer, took))
			}
			_, err = fmt.Fprint(printable{sh.stdout}, bot.Text(x.Answer, sh.columns))
			return err
		},
	}
	sh.archiveFlags(cmd)
	sh.exampleFlag(cmd)
	asOfFlag(cmd, &asOf)
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	cmd.Flags().BoolVar(&noModel, "no-model", false, "answer without the model, where one is configured")
	batchFlag(cmd, &asBatch, `{"id","question","as_of"?,"collections"?,"after"?}`)
	return cmd
}

// ask answers a question and says how long that took.
func (lib *library) ask(ctx context.Context, in askIn, after *bot.Exchange) (*bot.Exchange, time.Duration, error) {
	asOf, err := lib.asOf(in.AsOf)
	if err != nil {
		return nil, 0, err
	}
	start := time.Now()
	req := bot.Request{ID: in.ID, Question: in.Question, Collections: lib.allowed(in.Collections), AsOf: asOf, After: after}
	answer, err := lib.asker.Ask(ctx, req)
	if err != nil {
		return nil, 0, err
	}
	return &bot.Exchange{Request: req, Answer: answer}, time.Since(start), nil
}

// checkQuestion refuses what can't be searched for.
func checkQuestion(q string) error {
	switch {
	case isBlank(q):
		return errors.New("the question is empty")
	case len(q) > maxQuestionBytes:
		return fmt.Errorf("the question has %d bytes: at most %d can be searched for", len(q), maxQuestionBytes)
	}
	return nil
}

func answerJSON(id string, a bot.Answer, took time.Duration) askOut {
	out := askOut{
		ID: id, Answer: a.Lead, Abstained: a.Abstained, Reason: string(a.Reason),
		Claims: make([]claimJSON, len(a.Claims)), Citations: make([]citationJSON, len(a.Citations)),
		Notes: a.Notes, Coverage: coverage(a.Coverage), MS: float64(took.Microseconds()) / 1000,
	}
	if out.Notes == nil {
		out.Notes = []string{}
	}
	if a.ReadAs != "" {
		out.Notes = slices.Insert(slices.Clone(out.Notes), 0, "Read as: "+a.ReadAs)
	}
	if a.When != nil {
		out.When = &whenJSON{a.When.Start.String(), a.When.End.String(), a.When.Precision.String(), string(a.When.Basis)}
	}
	for i, c := range a.Claims {
		out.Claims[i] = claimJSON(c)
	}
	for i, c := range a.Citations {
		out.Citations[i] = citationJSON{
			N: c.N, Article: c.Article.ID, Passage: passageID(c.Passage), Path: c.Path, URL: c.URL, Title: c.Title, Source: c.Source,
			Published: plainDate(c.Published.Interval), PublishedBasis: string(c.Published.Basis),
			Quote: c.Quote, Start: c.Span.Start, End: c.Span.End,
			PublishedInterval: interval(c.Published.Interval), PublishedConfidence: string(c.Published.Confidence), PublishedEvidence: evidence(c.Published),
		}
	}
	return out
}

func coverage(c corpus.Coverage) coverageJSON {
	out := coverageJSON{Dated: c.Dated, Undated: c.Undated}
	if c.Dated > 0 {
		from, to := c.From.String(), c.To.String()
		out.From, out.To, out.Newest = &from, &to, &to
	}
	return out
}
