package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"dateline/bot"
	"dateline/corpus"
	"dateline/corpus/source"
	"dateline/retrieval"
)

// maxHits bounds -k.
const maxHits = 1000

type searchIn struct {
	ID          string   `json:"id"`
	Question    string   `json:"question"`
	AsOf        string   `json:"as_of"`
	Collections []string `json:"collections"`
}

type searchOut struct {
	ID   string    `json:"id"`
	Hits []hitJSON `json:"hits"`
}

type hitJSON struct {
	Rank      int     `json:"rank"`
	Article   string  `json:"article"`
	Passage   string  `json:"passage"`
	Score     float64 `json:"score"`
	Title     string  `json:"title"`
	Source    string  `json:"source"`
	URL       string  `json:"url"`
	Path      string  `json:"path"`
	Published *string `json:"published"`
	Basis     string  `json:"published_basis"`
	Text      string  `json:"text"`
	// Copies are the near-copies that the article stands for, and that would have
	// been found too.
	Copies []string `json:"copies,omitempty"`

	corrected string // who corrected the date and why
}

func (sh *shell) searchCommand() *cobra.Command {
	var asOf string
	var k int
	var asBatch, asJSON bool
	cmd := &cobra.Command{
		Use:   "search [flags] QUESTION",
		Short: "Find the passages that bear on a question",
		Args:  textOrBatch(&asBatch, "a question"),
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx := cmd.Context()
			if k < 1 || k > maxHits {
				return fmt.Errorf("-k is %d: give a number from 1 to %d", k, maxHits)
			}
			lib, err := sh.open(ctx)
			if err != nil {
				return err
			}
			defer lib.Close()
			search := func(ctx context.Context, in searchIn) (searchOut, error) {
				if in.AsOf == "" {
					in.AsOf = asOf
				}
				hits, err := lib.search(ctx, in, k)
				return searchOut{in.ID, hits}, err
			}
			if asBatch {
				return batch(ctx, sh.stdin, sh.stdout, runtime.GOMAXPROCS(0), func(ctx context.Context, in searchIn) (any, error) {
					return search(ctx, in)
				})
			}
			out, err := search(ctx, searchIn{Question: args[0]})
			if err != nil {
				return err
			}
			if asJSON {
				return writeJSON(sh.stdout, out)
			}
			printHits(printable{sh.stdout}, out.Hits)
			return nil
		},
	}
	sh.archiveFlags(cmd)
	sh.exampleFlag(cmd)
	asOfFlag(cmd, &asOf)
	cmd.Flags().IntVarP(&k, "passages", "k", 10, "how `many` passages")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	batchFlag(cmd, &asBatch, `{"id","question","as_of"?,"collections"?}`)
	return cmd
}

func asOfFlag(cmd *cobra.Command, asOf *string) {
	cmd.Flags().StringVar(asOf, "as-of", "", "answer as on this `date`: hides what was published later (default today)")
}

// search returns the hits of a question in the contract's form.
func (lib *library) search(ctx context.Context, in searchIn, k int) ([]hitJSON, error) {
	if err := checkQuestion(in.Question); err != nil {
		return nil, err
	}
	asOf, err := lib.asOf(in.AsOf)
	if err != nil {
		return nil, err
	}
	found, err := lib.searcher.Search(ctx, retrieval.Query{
		Text:   in.Question,
		Filter: retrieval.Filter{Collections: lib.allowed(in.Collections), AsOf: asOf},
		K:      k,
	})
	if err != nil && !errors.Is(err, retrieval.ErrNoQuestion) {
		return nil, err
	}
	hits := make([]hitJSON, len(found))
	for i, h := range found {
		hits[i] = hitJSON{
			Rank: h.Rank, Article: h.Article.ID, Passage: passageID(h.Passage.ID), Score: h.Score, Title: h.Article.Title,
			Source: h.Article.Source, URL: h.Article.URL, Path: h.Article.Path, Published: plainDate(h.Article.Published.Interval),
			Basis: string(h.Article.Published.Basis), Text: h.Text(),
		}
		for _, key := range h.Copies {
			hits[i].Copies = append(hits[i].Copies, key.ID)
		}
	}
	return hits, lib.corrections(ctx, found, hits)
}

// corrections notes with the hits whose dates were corrected.
func (lib *library) corrections(ctx context.Context, found []retrieval.Hit, hits []hitJSON) error {
	var at []int
	var keys []corpus.Key
	for i, h := range found {
		if h.Article.Published.Basis == corpus.BasisPerson {
			at, keys = append(at, i), append(keys, h.Article.Key)
		}
	}
	if keys == nil {
		return nil
	}
	cs, err := lib.archive.Corrected(ctx, keys)
	for i, c := range cs {
		if c != nil {
			hits[at[i]].corrected = c.String()
		}
	}
	return err
}

func passageID(id corpus.PassageID) string { return strconv.FormatInt(int64(id), 10) }

// plainDate returns a day, a month or a year as a string, and nil for all
// else.
func plainDate(iv corpus.Interval) *string {
	switch iv.Precision {
	case corpus.PrecisionDay, corpus.PrecisionMonth, corpus.PrecisionYear:
		s := iv.String()
		return &s
	}
	return nil
}

func printHits(w io.Writer, hits []hitJSON) {
	if len(hits) == 0 {
		fmt.Fprintln(w, "Nothing found.")
		return
	}
	for i, h := range hits {
		if i > 0 {
			fmt.Fprintln(w)
		}
		published := "undated"
		if h.Published != nil {
			published = *h.Published
		}
		title := h.Title
		if title == "" {
			title = h.Article
		}
		fmt.Fprintf(w, "%2d. %-10s  %s", h.Rank, published, title)
		if from := bot.Publisher(h.Source, h.URL); from != "" {
			fmt.Fprintf(w, "  (%s)", from)
		}
		fmt.Fprintf(w, "\n    %s\n", strings.TrimSpace(excerpt(h.Text, 300)))
		switch {
		case h.Path == "-":
			fmt.Fprintf(w, "    %s\n", h.Article)
		case source.Lists(h.Path): // it has others too
			fmt.Fprintf(w, "    %s, %s\n", h.Article, h.Path)
		case h.Path != "":
			fmt.Fprintf(w, "    %s\n", h.Path)
		}
		if len(h.Copies) > 0 {
			fmt.Fprintf(w, "    near-copies: %s\n", excerpt(strings.Join(h.Copies, ", "), 200))
		}
		if h.corrected != "" {
			fmt.Fprintf(w, "    date: %s\n", excerpt(h.corrected, 100))
		}
	}
}
