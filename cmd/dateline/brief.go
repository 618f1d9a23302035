package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"dateline/bot"
	"dateline/bot/brief"
	"dateline/corpus"
)

type briefOut struct {
	Topic     string         `json:"topic"`
	Window    *intervalJSON  `json:"window"`
	Heading   string         `json:"heading"`
	Points    []pointJSON    `json:"points"`
	Changes   []changeJSON   `json:"changes"`
	Ahead     []pointJSON    `json:"ahead"`
	Undated   []pointJSON    `json:"undated"`
	Citations []citationJSON `json:"citations"`
	Notes     []string       `json:"notes"`
	Coverage  coverageJSON   `json:"coverage"`
	Articles  int            `json:"articles"`
}

type pointJSON struct {
	When      *whenJSON `json:"when"`     // null: nobody says
	Reported  bool      `json:"reported"` // when is no more than the day of the report
	Text      string    `json:"text"`
	Written   bool      `json:"written"` // by a model, and checked; else text is a quote
	Citations []int     `json:"citations"`
	Sources   int       `json:"sources"`
	Copies    int       `json:"copies"`
}

type changeJSON struct {
	Kind   string   `json:"kind"`
	What   string   `json:"what"`
	Before saidJSON `json:"before"`
	After  saidJSON `json:"after"`
}

type saidJSON struct {
	Value    string `json:"value"`
	Citation int    `json:"citation"`
}

func (sh *shell) briefCommand() *cobra.Command {
	var since, asOf string
	var asJSON, noModel bool
	cmd := &cobra.Command{
		Use:   "brief [flags] TOPIC",
		Short: "Tell what happened on a topic, with verified quotes",
		Long: `Brief tells what happened on a topic since a day, by default within the last
week, or within the week up to the newest article where that is older: dated
points in the order of events with the number of independent sources, what later
reports change, what is ahead, and what articles without a date report.

A topic is a person, a place or a thing, or two of them: Lavrov, "Russia and
Pakistan", "gas pipeline". The day may stand behind it, in words too.`,
		Example: `  dateline brief --example --as-of 2021-04-30 --since 2021-04-01 "Russia and Pakistan"
  dateline brief --since "last Monday" floods
  dateline brief "floods since 1 April"`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return errors.New("brief needs a topic: " + cmd.UseLine())
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx := cmd.Context()
			lib, err := sh.openAsking(ctx, noModel)
			if err != nil {
				return err
			}
			defer lib.Close()
			b, err := lib.brief(ctx, strings.Join(args, " "), since, asOf)
			if err != nil {
				return err
			}
			if asJSON {
				return writeJSON(sh.stdout, briefJSON(b))
			}
			_, err = fmt.Fprint(printable{sh.stdout}, brief.Text(b, sh.columns))
			return err
		},
	}
	sh.archiveFlags(cmd)
	sh.exampleFlag(cmd)
	asOfFlag(cmd, &asOf)
	cmd.Flags().StringVar(&since, "since", "", "first `day`: 2021-04-01, 2021-04, \"last Monday\" (default: the last week)")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	cmd.Flags().BoolVar(&noModel, "no-model", false, "word it without the model, where one is configured")
	return cmd
}

// brief makes a briefing. Where since is empty the topic may end in it, as in
// chats.
func (lib *library) brief(ctx context.Context, topic, since, asOf string) (brief.Briefing, error) {
	today, err := lib.asOf(asOf)
	if err != nil {
		return brief.Briefing{}, err
	}
	if since == "" {
		topic, since = brief.CutSince(topic)
	}
	if isBlank(topic) {
		return brief.Briefing{}, errors.New("the topic is empty")
	}
	req := brief.Request{Topic: topic, Collections: lib.allowed(nil), AsOf: today}
	if since != "" {
		from, err := brief.Since(since, today)
		if err != nil {
			return brief.Briefing{}, fmt.Errorf("since: %w", err)
		}
		req.Window = corpus.Between(from, today)
	}
	return lib.briefer.Compose(ctx, req)
}

func briefJSON(b brief.Briefing) briefOut {
	out := briefOut{Topic: b.Topic, Window: interval(b.Window), Heading: b.Heading(), Points: pointsJSON(b.Points), Changes: []changeJSON{},
		Ahead: pointsJSON(b.Ahead), Undated: pointsJSON(b.Undated), Citations: answerJSON("", bot.Answer{Citations: b.Citations}, 0).Citations,
		Notes: append([]string{}, b.Notes...), Coverage: coverage(b.Coverage), Articles: b.Articles}
	for _, c := range b.Changes {
		out.Changes = append(out.Changes, changeJSON{string(c.Kind), c.What, saidJSON(c.Before), saidJSON(c.After)})
	}
	return out
}

func pointsJSON(list []brief.Point) []pointJSON {
	out := []pointJSON{}
	for _, p := range list {
		x := pointJSON{Reported: p.When.Known() && p.Basis == "", Text: p.Text, Written: p.Written, Citations: p.Citations, Sources: p.Sources, Copies: p.Copies}
		if p.When.Known() {
			x.When = &whenJSON{p.When.Start.String(), p.When.End.String(), p.When.Precision.String(), string(p.Basis)}
		}
		out = append(out, x)
	}
	return out
}
