package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os/user"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"dateline/config"
	"dateline/corpus"
	"dateline/corpus/archive"
	"dateline/retrieval/ingest"
)

// publishedJSON is a date of publication in the contract's form.
type publishedJSON struct {
	Value      string `json:"value"`
	Precision  string `json:"precision"`
	Basis      string `json:"basis"`
	Confidence string `json:"confidence"`
}

// evidenceJSON is one witness to a date. Value is null where it names no
// certain day, and an interval with ".." for an open end where it is a bound.
type evidenceJSON struct {
	Basis string  `json:"basis"`
	Value *string `json:"value"`
	Text  string  `json:"text"`
	Line  int     `json:"line,omitempty"`
	Used  bool    `json:"used"`
	Why   string  `json:"why"`
}

// intervalJSON is a run of days, both included.
type intervalJSON struct {
	Start     string `json:"start"`
	End       string `json:"end"`
	Precision string `json:"precision"`
}

type correctionJSON struct {
	Published *string `json:"published"` // null: undated, or withdrawn
	Withdrawn bool    `json:"withdrawn"`
	By        string  `json:"by"`
	Because   string  `json:"because"`
	At        string  `json:"at"`
}

type dateOut struct {
	Article     string           `json:"article"`
	Collection  string           `json:"collection"`
	Version     int              `json:"version"`
	Title       string           `json:"title"`
	Path        string           `json:"path"`
	Published   *publishedJSON   `json:"published"`
	Interval    *intervalJSON    `json:"published_interval"`
	Evidence    []evidenceJSON   `json:"evidence"`
	Corrections []correctionJSON `json:"corrections"`
}

// dateFlags are the flags of date.
type dateFlags struct {
	because, by  string
	undo, asJSON bool
	reports      bool
}

func (sh *shell) dateCommand() *cobra.Command {
	var flags dateFlags
	cmd := &cobra.Command{
		Use:   "date [flags] ARTICLE [DATE]",
		Short: "Show how an article is dated, or correct its date of publication",
		Long: `Date shows when an article was published as far as the archive knows, every
witness to that, and what persons have said of it. With a DATE it corrects the
date: 2021-04-07, 2021-04, 2021, an interval as in 2021-04/2021-06, or "none"
for an article that has no date.

A correction outranks every witness. It is kept with its author and its reason,
and outlives new versions, reindex, and deletion. --undo takes it back: the
witnesses count again, and the history keeps both.

--reports lists the dates that people in the chats say are wrong, each with
the command that corrects it; what was corrected since is left out.`,
		Example: `  dateline date wire-0417
  dateline date wire-0417 2012-10-04 --because "the printed issue, page 3"
  dateline date wire-0417 --undo --because "it was another edition"
  dateline date --reports`,
		Args: func(cmd *cobra.Command, args []string) error {
			given := cmd.Flags().Changed
			switch {
			case flags.reports && len(args) > 0:
				return errors.New("--reports lists what was reported of all articles: give none with it")
			case flags.reports:
				return nil
			case len(args) == 0 || len(args) > 2:
				return fmt.Errorf("date needs an article, and a date where it is to be corrected: %s", cmd.UseLine())
			case flags.undo && len(args) == 2:
				return errors.New("--undo takes a correction back: give no date with it")
			case flags.undo:
				return nil
			case len(args) == 1 && (given("because") || given("by")):
				return errors.New(`there is no date: give 2021-04-07, 2021-04, 2021, or "none" for undated, or --undo`)
			case len(args) == 2 && isBlank(flags.because):
				return errors.New("a correction needs its reason: give --because TEXT, such as where the date stands")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if flags.reports {
				return sh.showReports(cmd.Context())
			}
			if len(args) == 1 && !flags.undo {
				return sh.showDate(cmd.Context(), args[0], flags.asJSON)
			}
			c := corpus.Correction{Withdrawn: flags.undo, Because: flags.because}
			var err error
			if len(args) == 2 {
				if c.Published, err = corpus.ParseCorrected(args[1]); err != nil {
					return err
				}
			}
			if c.By, err = author(flags.by, cmd.Flags().Changed("by"), sh.getenv, user.Current); err != nil {
				return err
			}
			return sh.correctDate(cmd.Context(), args[0], c, flags.asJSON)
		},
	}
	sh.archiveFlags(cmd)
	sh.exampleFlag(cmd)
	cmd.Flags().StringVar(&flags.because, "because", "", "the `reason` of the correction")
	cmd.Flags().StringVar(&flags.by, "by", "", "`name` of who corrects it (default $USER, else the user of the system)")
	cmd.Flags().BoolVar(&flags.undo, "undo", false, "take the correction back")
	cmd.Flags().BoolVar(&flags.reports, "reports", false, "list the dates that people in the chats say are wrong")
	cmd.Flags().BoolVar(&flags.asJSON, "json", false, "print JSON")
	return cmd
}

// author returns who makes a correction: the name that is given, else $USER,
// else the system's.
func author(by string, given bool, getenv func(string) string, current func() (*user.User, error)) (string, error) {
	if given && isBlank(by) {
		return "", errors.New("--by is empty: give the name of who corrects the date")
	}
	if given {
		return by, nil
	}
	if name := getenv("USER"); !isBlank(name) {
		return name, nil
	}
	if u, err := current(); err == nil && !isBlank(u.Username) {
		return u.Username, nil
	}
	return "", errors.New("a correction is kept with its author, and nothing says who that is: give --by NAME")
}

// showDate prints how an article is dated.
func (sh *shell) showDate(ctx context.Context, id string, asJSON bool) error {
	c, err := sh.settings()
	if err != nil {
		return err
	}
	var a *archive.Archive
	if sh.example {
		a, _, err = openExample(ctx, sh.now)
	} else {
		a, err = archive.OpenReadOnly(ctx, c.Store, archive.Options{})
	}
	if err != nil {
		return err
	}
	defer func() { _ = a.Close() }() // only read
	key, err := sh.article(ctx, a, c, id)
	if err != nil {
		return err
	}
	return sh.printDate(ctx, a, c, key, asJSON)
}

// correctDate keeps a correction and prints how the article is dated then.
func (sh *shell) correctDate(ctx context.Context, id string, correction corpus.Correction, asJSON bool) (err error) {
	if sh.example {
		return errors.New("the example archive is made anew each time: a correction needs an archive of your own")
	}
	c, err := sh.settings()
	if err != nil {
		return err
	}
	// Open would make an archive where there is none.
	ro, err := archive.OpenReadOnly(ctx, c.Store, archive.Options{})
	switch {
	case err == nil:
		err = ro.Close()
	case errors.Is(err, archive.ErrOldSchema):
		err = nil
	}
	if err != nil {
		return err
	}
	a, err := archive.Open(ctx, c.Store, archive.Options{Now: sh.now})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	key, err := sh.article(ctx, a, c, id)
	if err != nil {
		return err
	}
	ix, err := sh.indexer(ctx, c, a, nil)
	if err != nil {
		return err
	}
	defer ix.close()
	change, err := (&ingest.Pipeline{Archive: a, Indexer: ix}).Correct(ctx, key, correction)
	partial := err != nil && change.ID != "" // kept, and not in the index
	switch {
	case errors.Is(err, archive.ErrNoCorrection):
		return fmt.Errorf("article %s has no correction to take back: dateline date %s shows how it is dated", id, id)
	case err != nil && !partial:
		return err
	}
	if shown := sh.printDate(ctx, a, c, key, asJSON); shown != nil {
		return errors.Join(err, shown)
	}
	if partial {
		fmt.Fprintln(sh.stderr, "dateline:", err)
		return errPartial
	}
	return nil
}

// maxSimilar bounds the articles that are proposed for a name that none has.
const maxSimilar = 5

// article returns the key of the article with an ID, in the collection that
// the flags name or in the only one that has it.
func (sh *shell) article(ctx context.Context, a *archive.Archive, c config.Config, id string) (corpus.Key, error) {
	collections := []string{sh.collection}
	if sh.collection == "" {
		var err error
		if collections, err = a.Collections(ctx); err != nil {
			return corpus.Key{}, err
		}
		if !slices.Contains(collections, c.Collection) {
			collections = append(collections, c.Collection) // all of it may be deleted
		}
	}
	var found, deleted []corpus.Key
	for _, name := range collections {
		key := corpus.Key{Collection: name, ID: id}
		switch _, err := a.Stored(ctx, key); {
		case err == nil:
			found = append(found, key)
		case errors.Is(err, archive.ErrDeleted):
			deleted = append(deleted, key)
		case !errors.Is(err, archive.ErrNotFound):
			return corpus.Key{}, err
		}
	}
	switch {
	case len(found) == 1:
		return found[0], nil
	case len(found) > 1:
		var names []string
		for _, key := range found {
			names = append(names, key.Collection)
		}
		return corpus.Key{}, fmt.Errorf("article %q is in the collections %s: say which with --collection", id, strings.Join(names, ", "))
	case len(deleted) > 0:
		return corpus.Key{}, fmt.Errorf("article %q was deleted from the collection %s: it has a date again when it is restored and ingested", id, deleted[0].Collection)
	}
	similar, err := a.Similar(ctx, collections, id, maxSimilar)
	if err != nil {
		return corpus.Key{}, err
	}
	var names []string
	for _, key := range similar {
		names = append(names, key.ID)
	}
	remedy := `the "article" of search --json is what to give`
	if names != nil {
		remedy = "is it " + strings.Join(names, " or ") + "?"
	}
	return corpus.Key{}, fmt.Errorf("the archive has no article %q: %s", id, remedy)
}

func (sh *shell) printDate(ctx context.Context, a *archive.Archive, c config.Config, key corpus.Key, asJSON bool) error {
	d, err := a.Document(ctx, key, 0)
	if err != nil {
		return err
	}
	history, err := a.Corrections(ctx, key)
	if err != nil {
		return err
	}
	if !asJSON {
		printDated(printable{sh.stdout}, &d.Article, history, c.Zone)
		return nil
	}
	out := dateOut{Article: key.ID, Collection: key.Collection, Version: d.Version, Title: d.Title, Path: d.Path,
		Published: published(d.Published), Interval: interval(d.Published.Interval), Evidence: evidence(d.Published),
		Corrections: make([]correctionJSON, len(history))}
	for i, h := range history {
		out.Corrections[i] = correctionJSON{known(h.Published), h.Withdrawn, h.By, h.Because, h.At.UTC().Format(time.RFC3339)}
	}
	return writeJSON(sh.stdout, out)
}

// printDated shows how an article is dated, and what was said of it, oldest
// first.
func printDated(w io.Writer, a *corpus.Article, history []corpus.Correction, zone *time.Location) {
	fmt.Fprintf(w, "%s, version %d\n%s\n", a.Key, a.Version, cmp.Or(a.Title, "(no title)"))
	if a.Path != "" {
		fmt.Fprintln(w, a.Path)
	}
	fmt.Fprintln(w)
	printPublished(w, a.Published)
	if len(history) == 0 {
		return
	}
	fmt.Fprintln(w, "\nCorrections:")
	for _, c := range history {
		what := cmp.Or(c.Published.String(), "undated")
		if c.Withdrawn {
			what = "taken back"
		}
		fmt.Fprintf(w, "  %s  %s, by %s", c.At.In(zone).Format("2006-01-02 15:04"), what, c.By)
		if c.Because != "" {
			fmt.Fprintf(w, ": %s", c.Because)
		}
		fmt.Fprintln(w)
	}
}

// printPublished shows a date of publication with its evidence, what it rests
// on marked.
func printPublished(w io.Writer, p corpus.Publication) {
	if p.Known() {
		fmt.Fprintf(w, "Published %s (%s; %s confidence)\n", p.Interval, p.Basis, p.Confidence)
	} else {
		fmt.Fprintln(w, "Undated")
	}
	for _, e := range p.Evidence {
		mark := " "
		if e.Used {
			mark = "*"
		}
		fmt.Fprintf(w, "  %s %s%s: %s", mark, e.Basis, lineNote(e.Line), excerpt(e.Text, 60))
		if e.Interval.Known() {
			fmt.Fprintf(w, " = %s", e.Interval)
		}
		if e.Why != "" {
			fmt.Fprintf(w, " (%s)", e.Why)
		}
		fmt.Fprintln(w)
	}
}

func published(p corpus.Publication) *publishedJSON {
	if !p.Known() {
		return nil
	}
	return &publishedJSON{p.Interval.String(), p.Precision.String(), string(p.Basis), string(p.Confidence)}
}

func interval(iv corpus.Interval) *intervalJSON {
	if !iv.Known() {
		return nil
	}
	return &intervalJSON{iv.Start.String(), iv.End.String(), iv.Precision.String()}
}

// known returns an interval as a string, nil where it is no time.
func known(iv corpus.Interval) *string {
	if !iv.Known() {
		return nil
	}
	s := iv.String()
	return &s
}

func evidence(p corpus.Publication) []evidenceJSON {
	out := make([]evidenceJSON, len(p.Evidence))
	for i, e := range p.Evidence {
		out[i] = evidenceJSON{string(e.Basis), known(e.Interval), e.Text, e.Line, e.Used, e.Why}
	}
	return out
}
