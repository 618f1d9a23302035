package main

import (
	"context"
	"fmt"
	"runtime"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"dateline/corpus"
	"dateline/corpus/timex"
)

type timeIn struct {
	ID   string `json:"id"`
	DCT  string `json:"dct"`
	Text string `json:"text"`
}

type timeOut struct {
	ID      string      `json:"id"`
	Timexes []timexJSON `json:"timexes"`
}

type timexJSON struct {
	Start int    `json:"start"`
	End   int    `json:"end"`
	Text  string `json:"text"`
	Type  string `json:"type"`
	Value string `json:"value"`
}

func (sh *shell) timeCommand() *cobra.Command {
	var dct string
	var asBatch bool
	cmd := &cobra.Command{
		Use:   "time [--dct DATE] TEXT",
		Short: "Find the time expressions in a text and say what they mean",
		Long: `Time finds the time expressions in an English text and normalises them to
TIMEX3 values. Without --dct, the date of the document, relative expressions
such as "last year" resolve to nothing.`,
		Example: `  dateline time --dct 2021-04-08 "the first visit in nine years, on Wednesday"`,
		Args:    textOrBatch(&asBatch, "a text"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if asBatch {
				return batch(cmd.Context(), sh.stdin, sh.stdout, runtime.GOMAXPROCS(0), func(_ context.Context, in timeIn) (any, error) {
					if in.DCT == "" {
						in.DCT = dct
					}
					xs, err := timexes(in.Text, in.DCT)
					return timeOut{in.ID, xs}, err
				})
			}
			xs, err := timexes(args[0], dct)
			if err != nil {
				return err
			}
			if len(xs) == 0 {
				fmt.Fprintln(sh.stdout, "No time expression.")
				return nil
			}
			tw := tabwriter.NewWriter(printable{sh.stdout}, 0, 0, 2, ' ', 0)
			for _, x := range xs {
				fmt.Fprintf(tw, "%d-%d\t%s\t%s\t%s\n", x.Start, x.End, x.Type, x.Value, x.Text)
			}
			return tw.Flush()
		},
	}
	cmd.Flags().StringVar(&dct, "dct", "", "the document's `date`: 2021-04-07, 2021-04 or 2021")
	batchFlag(cmd, &asBatch, `{"id","dct"?,"text"}`)
	return cmd
}

// timexes returns the time expressions of text with offsets in code points.
func timexes(text, dct string) ([]timexJSON, error) {
	var doc corpus.Interval
	if dct != "" {
		var err error
		if doc, err = corpus.ParseInterval(dct); err != nil {
			return nil, err
		}
	}
	out := []timexJSON{}
	counter := runeCounter{text: text}
	for _, x := range timex.Parse(text, doc) {
		out = append(out, timexJSON{counter.at(x.Start), counter.at(x.End), x.Of(text), x.Type, x.Value})
	}
	return out, nil
}
