package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"sync"
	"time"

	"github.com/schollz/progressbar/v3"
	"github.com/spf13/cobra"
	"golang.org/x/term"

	"dateline/config"
	"dateline/corpus/archive"
	"dateline/corpus/source"
	"dateline/retrieval/embed"
	"dateline/retrieval/ingest"
)

func (sh *shell) ingestCommand() *cobra.Command {
	watching := false
	cmd := &cobra.Command{
		Use:   "ingest [flags] SOURCE...",
		Short: "Read articles into the archive",
		Long: `Ingest reads articles, cleans and dates them, and puts them into the archive.
A SOURCE is a file (.txt, .md, .html, .json, .jsonl, each also gzipped), a
folder of such files, or - for JSON Lines on standard input.

The same article again changes nothing, a changed one becomes a new version,
and an interrupted run can simply be run again.

With --watch it goes on with what arrives in the folders until it is stopped,
and says what becomes of each article. A file is read when it has not changed for
a moment, one of JSON Lines as it grows. Temporary names that end otherwise
(.part, .tmp) and those that begin with a point are left alone; what is deleted
from a folder stays in the archive. Others can ingest meanwhile.`,
		Example: `  dateline ingest articles/
  zcat wire.jsonl.gz | dateline ingest --collection wire -
  dateline ingest --watch articles/`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 && !watching {
				return errors.New("ingest needs a file, a folder, or - for standard input: " + cmd.UseLine())
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if watching {
				return sh.watch(cmd.Context(), args)
			}
			return sh.ingest(cmd.Context(), args)
		},
	}
	sh.archiveFlags(cmd)
	cmd.Flags().Lookup("collection").Usage = "`name` of the collection for records that name none (default $DATELINE_COLLECTION, else default)"
	cmd.Flags().BoolVar(&watching, "watch", false, "go on with what arrives in the folders (without any: those of ingest.watch in the settings)")
	return cmd
}

func (sh *shell) reindexCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "reindex",
		Short: "Clean, date and index anew all that the archive holds, without the sources",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			ctx := cmd.Context()
			c, err := sh.settings()
			if err != nil {
				return err
			}
			// Reindex makes no archive where there is none, and brings one of
			// an older version up to this one.
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
			return sh.withPipeline(ctx, c, func(p *ingest.Pipeline) (ingest.Summary, error) { return p.Reindex(ctx) })
		},
	}
	cmd.Flags().StringVar(&sh.store, "store", "", "`folder` of the archive (default $DATELINE_STORE, else ./dateline-data)")
	return cmd
}

// ingest reads the sources into the archive and says what became of them.
func (sh *shell) ingest(ctx context.Context, sources []string) error {
	c, err := sh.settings()
	if err != nil {
		return err
	}
	reader := &source.Reader{Collection: c.Collection, Stdin: until(ctx, sh.stdin)}
	return sh.withPipeline(ctx, c, func(p *ingest.Pipeline) (ingest.Summary, error) {
		p.Collection = c.Collection
		p.Bytes = reader.Bytes
		sum, err := p.Run(ctx, reader.Records(ctx, sources...))
		if err == nil && sum.Records() == 0 {
			err = errNoRecords
		}
		if n := reader.Skipped(); err == nil && n > 0 {
			fmt.Fprintln(sh.stderr, "dateline:", leftAlone(n))
		}
		return sum, err
	})
}

// until returns a reader that reads r and ends with ctx's error when ctx ends,
// also while r waits for input that never comes. The goroutine that waits on r
// then ends with the process: nothing can call it back.
func until(ctx context.Context, r io.Reader) io.Reader {
	if r == nil {
		return nil
	}
	pr, pw := io.Pipe()
	var once sync.Once
	return readerFunc(func(p []byte) (int, error) {
		once.Do(func() {
			context.AfterFunc(ctx, func() { pw.CloseWithError(context.Cause(ctx)) })
			go func() {
				_, err := io.Copy(pw, r)
				pw.CloseWithError(err)
			}()
		})
		return pr.Read(p)
	})
}

type readerFunc func([]byte) (int, error)

func (f readerFunc) Read(p []byte) (int, error) { return f(p) }

// withPipeline opens the archive for writing, runs, and prints the summary.
func (sh *shell) withPipeline(ctx context.Context, c config.Config, run func(*ingest.Pipeline) (ingest.Summary, error)) (err error) {
	a, err := archive.Open(ctx, c.Store, archive.Options{Now: sh.now})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	bar := newProgress(sh.terminal)
	ix, err := sh.indexer(ctx, c, a, &making{progress: bar.vectors, fault: func(f embed.Fault) {
		bar.clear()
		fmt.Fprintln(sh.stderr, "dateline:", f.Error())
	}})
	if err != nil {
		return err
	}
	defer ix.close()
	p := &ingest.Pipeline{
		Archive:  a,
		Indexer:  ix,
		Progress: bar.show,
		Rejected: func(e source.RecordError) {
			bar.clear()
			fmt.Fprintln(sh.stderr, "dateline:", e.Error())
		},
	}
	start := time.Now()
	sum, err := run(p)
	bar.clear()
	if err != nil {
		if n := sum.Stored(); n > 0 {
			fmt.Fprintf(sh.stderr, "dateline: %d records are stored, and the same command goes on from there\n", n)
		}
		return err
	}
	printSummary(printable{sh.stdout}, sum, time.Since(start))
	missing := ix.vectorsReport(printable{sh.stdout}, sh.stderr)
	switch {
	case len(sum.Rejected) == 0:
		return missing
	case len(sum.Rejected) == sum.Records():
		return errors.New("no record could be read")
	}
	return errPartial
}

// errNoRecords says that there was nothing to read.
var errNoRecords = errors.New("there is no article in what was given: ingest reads .txt, .md, .html, .json and .jsonl, also with .gz")

// maxListed bounds the near-copies that a summary lists.
const maxListed = 20

func printSummary(w io.Writer, sum ingest.Summary, took time.Duration) {
	fmt.Fprintf(w, "%d added, %d updated, %d unchanged", sum.Added, sum.Updated, sum.Unchanged)
	if sum.Withheld > 0 {
		fmt.Fprintf(w, ", %d deleted before and left out", sum.Withheld)
	}
	fmt.Fprintf(w, ", %d rejected; %s\n", len(sum.Rejected), seconds(took))
	if len(sum.NearCopies) > 0 {
		fmt.Fprintf(w, "Near-copies, of which the earliest or else the fullest stands for all:\n")
	}
	for i, c := range sum.NearCopies {
		if i == maxListed {
			fmt.Fprintf(w, "  and %d more\n", len(sum.NearCopies)-maxListed)
			break
		}
		fmt.Fprintf(w, "  %s of %s: %s", c.Key.ID, c.Of, c.How)
		switch c.Stands {
		case c.Of:
		case c.Key.ID:
			fmt.Fprint(w, "; it stands for them")
		default:
			fmt.Fprintf(w, "; %s stands for them", c.Stands)
		}
		fmt.Fprintln(w)
	}
}

// leftAlone says how many files are of formats that are not read.
func leftAlone(n int) string {
	if n == 1 {
		return "1 file of another kind left alone"
	}
	return fmt.Sprintf("%d files of other kinds left alone", n)
}

// seconds writes how long something took.
func seconds(d time.Duration) string {
	if d >= time.Minute {
		return d.Round(time.Second).String()
	}
	return fmt.Sprintf("%.1f s", d.Seconds())
}

// progress shows how far a run is, on a terminal, and nothing elsewhere.
type progress struct {
	w     io.Writer // nil where it is no terminal
	bar   *progressbar.ProgressBar
	total int64

	embedding bool // the bar is that of vectors
}

func newProgress(w io.Writer) *progress {
	if f, ok := w.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		return &progress{w: w}
	}
	return &progress{}
}

func (p *progress) show(now ingest.Progress) {
	if p.w == nil {
		return
	}
	total := now.Total
	if total <= 0 {
		total = -1 // standard input has no known end
	}
	if p.bar == nil || total != p.total {
		p.clear()
		p.total = total
		p.bar = progressbar.NewOptions64(total,
			progressbar.OptionSetWriter(p.w), progressbar.OptionShowBytes(true), progressbar.OptionSetWidth(24),
			progressbar.OptionThrottle(100*time.Millisecond), progressbar.OptionClearOnFinish(), progressbar.OptionSetPredictTime(true))
	}
	p.bar.Describe(fmt.Sprintf("%d articles", now.Done))
	// The bar writes to a terminal; what it can't draw is no loss.
	_ = p.bar.Set64(now.Bytes)
}

// vectors shows how many passages have their vectors.
func (p *progress) vectors(done, total int) {
	if p.w == nil {
		return
	}
	if !p.embedding {
		p.clear()
		p.embedding = true
		p.bar = progressbar.NewOptions(total, progressbar.OptionSetWriter(p.w), progressbar.OptionShowCount(), progressbar.OptionSetWidth(24),
			progressbar.OptionThrottle(100*time.Millisecond), progressbar.OptionClearOnFinish(), progressbar.OptionSetPredictTime(true),
			progressbar.OptionSetDescription("vectors"))
	}
	_ = p.bar.Set(done)
}

func (p *progress) clear() {
	if p.bar != nil {
		_ = p.bar.Clear()
	}
}
