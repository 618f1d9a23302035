package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"dateline/corpus"
	"dateline/corpus/clean"
	"dateline/corpus/dating"
	"dateline/corpus/source"
)

type cleanIn struct {
	ID   string  `json:"id"`
	Text *string `json:"text"`
	HTML string  `json:"html"`
	URL  string  `json:"url"`
}

type cleanOut struct {
	ID        string         `json:"id"`
	Title     string         `json:"title"`
	Text      string         `json:"text"`
	Published *publishedJSON `json:"published"`
	Evidence  []evidenceJSON `json:"evidence,omitempty"`
	Dropped   []droppedJSON  `json:"dropped"`
}

type droppedJSON struct {
	Line int    `json:"line"`
	Text string `json:"text"`
	Why  string `json:"why"`
}

func (sh *shell) cleanCommand() *cobra.Command {
	var asBatch bool
	cmd := &cobra.Command{
		Use:   "clean FILE",
		Short: "Show what is kept of an article, what is dropped and why, and how it was dated",
		Args:  textOrBatch(&asBatch, "a file"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if asBatch {
				return batch(cmd.Context(), sh.stdin, sh.stdout, runtime.GOMAXPROCS(0), func(_ context.Context, in cleanIn) (any, error) {
					raw := corpus.Raw{URL: in.URL, HTML: in.HTML}
					switch {
					case in.Text != nil:
						raw.Text = *in.Text // an empty one has an empty article
					case isBlank(in.HTML):
						return nil, errors.New("there is neither text nor html")
					}
					c, p, err := cleanRecord(raw, sh.now())
					if err != nil {
						return nil, err
					}
					return cleanJSON(in.ID, c, p), nil
				})
			}
			return sh.cleanFile(cmd.Context(), args[0])
		},
	}
	batchFlag(cmd, &asBatch, `{"id","text" or "html","url"?}`)
	return cmd
}

// cleanRecord cleans and dates a record, which has no date after now, wherever
// it is from.
func cleanRecord(raw corpus.Raw, now time.Time) (corpus.Cleaned, corpus.Publication, error) {
	var c corpus.Cleaned
	if raw.HTML != "" {
		var err error
		if c, err = clean.HTML(raw.HTML, raw.URL); err != nil {
			return c, corpus.Publication{}, err
		}
	} else {
		c = clean.Text(raw.Text)
	}
	return c, dating.DateBy(raw, c, corpus.DayIn(now.UTC())+1), nil
}

func cleanJSON(id string, c corpus.Cleaned, p corpus.Publication) cleanOut {
	out := cleanOut{ID: id, Title: c.Title, Text: c.Text, Published: published(p), Evidence: evidence(p), Dropped: make([]droppedJSON, len(c.Dropped))}
	for i, d := range c.Dropped {
		out.Dropped[i] = droppedJSON(d)
	}
	return out
}

func (sh *shell) cleanFile(ctx context.Context, name string) error {
	n, rejected := 0, 0
	reader := &source.Reader{Stdin: sh.stdin}
	for raw, err := range reader.Records(ctx, name) {
		if err == nil {
			var c corpus.Cleaned
			var p corpus.Publication
			if c, p, err = cleanRecord(raw, sh.now()); err == nil {
				if n++; n > 1 {
					fmt.Fprintln(sh.stdout)
				}
				printCleaned(printable{sh.stdout}, raw, c, p)
				continue
			}
		}
		rejected++
		fmt.Fprintln(sh.stderr, "dateline:", err)
	}
	switch {
	case n == 0:
		return fmt.Errorf("clean %s: no article in it", name)
	case rejected > 0:
		return errPartial
	}
	return nil
}

// printCleaned shows a record as it was cleaned and dated.
func printCleaned(w io.Writer, raw corpus.Raw, c corpus.Cleaned, p corpus.Publication) {
	place := raw.Path
	if raw.Line > 1 {
		place = fmt.Sprintf("%s:%d", place, raw.Line)
	}
	if raw.ID != "" {
		place += "  " + raw.ID
	}
	fmt.Fprintf(w, "%s\n%s\n", place, cmp.Or(raw.Title, c.Title, "(no title)"))
	if by := strings.Join(slices.DeleteFunc([]string{cmp.Or(raw.Source, c.Meta.Source), cmp.Or(raw.Author, c.Meta.Author)}, isBlank), ", "); by != "" {
		fmt.Fprintln(w, by)
	}
	fmt.Fprintln(w)
	printPublished(w, p)
	fmt.Fprintf(w, "\nKept, %s:\n", count(len(c.Blocks), "block"))
	for _, b := range c.Blocks {
		kind := ""
		if b.Kind != corpus.Paragraph {
			kind = " [" + b.Kind.String() + "]"
		}
		fmt.Fprintf(w, "  %5s%s  %s\n", lineNumber(b.Line), kind, strings.ReplaceAll(b.Of(c.Text), "\n", "\n         "))
	}
	if len(c.Dropped) == 0 {
		fmt.Fprintln(w, "\nNothing dropped.")
		return
	}
	fmt.Fprintf(w, "\nDropped, %s:\n", count(len(c.Dropped), "span"))
	for _, d := range c.Dropped {
		fmt.Fprintf(w, "  %5s  %s  (%s)\n", lineNumber(d.Line), excerpt(d.Text, 90), d.Why)
	}
}

func lineNumber(n int) string {
	if n == 0 {
		return "-"
	}
	return fmt.Sprint(n)
}

func lineNote(n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprintf(", line %d", n)
}
