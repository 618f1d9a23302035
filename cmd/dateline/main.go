// Dateline answers questions from a team's own archive of news articles, every
// claim beside a quoted, dated passage.
package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"
	_ "time/tzdata" // zones on machines that have none

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"dateline/bot"
	"dateline/config"
)

func main() {
	// The first signal cancels the context, so that what is under way ends
	// cleanly; the handler is then gone and a second one quits at once.
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop)
	os.Exit(run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr, os.Getenv, time.Now))
}

// The exit statuses of the command-line contract.
const (
	exitOK      = 0
	exitPartial = 1 // some records were rejected
	exitNothing = 2 // nothing could be done
)

// errPartial says that some records were rejected. Each has been reported.
var errPartial = errors.New("some records were rejected")

// shell is what a command has of the world outside.
type shell struct {
	stdin  io.Reader
	stdout *output
	stderr io.Writer // printable
	// terminal is standard error as it is, for the progress bar.
	terminal io.Writer
	columns  int // of what standard output is shown on, at most bot.Width
	getenv   func(string) string
	now      func() time.Time

	configPath string
	store      string // --store, "" where it is not given
	collection string
	example    bool
	// makesVectors says that the command makes the vectors that are lacking.
	makesVectors bool
}

// run executes one command and returns its exit status.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer, getenv func(string) string, now func() time.Time) int {
	out := &output{w: bufio.NewWriterSize(stdout, 1<<16)}
	sh := &shell{stdin: stdin, stdout: out, stderr: printable{stderr}, terminal: stderr, columns: columns(stdout), getenv: getenv, now: now}
	root := sh.root()
	root.SetArgs(args)
	err := root.ExecuteContext(ctx)
	if lost := out.Flush(); lost != nil && (err == nil || errors.Is(err, errPartial)) {
		err = fmt.Errorf("write the answer: %w", lost)
	}
	switch {
	case err == nil:
		return exitOK
	case errors.Is(err, errPartial):
		return exitPartial
	case ctx.Err() != nil && errors.Is(err, context.Canceled):
		fmt.Fprintln(sh.stderr, "dateline: stopped")
		return exitNothing
	}
	fmt.Fprintln(sh.stderr, "dateline:", err)
	return exitNothing
}

// minColumns is the narrowest terminal that lines are broken for.
const minColumns = 40

// columns returns how wide a terminal is, within what reads well; what is no
// terminal is as wide as that.
func columns(w io.Writer) int {
	if f, ok := w.(*os.File); ok {
		if n, _, err := term.GetSize(int(f.Fd())); err == nil && n > 0 {
			return min(max(n, minColumns), bot.Width)
		}
	}
	return bot.Width
}

// output is standard output with a buffer. It remembers the first error, so
// that nobody is told of success whose answer was lost.
type output struct {
	w   *bufio.Writer
	err error
}

func (o *output) Write(p []byte) (int, error) {
	n, err := o.w.Write(p)
	if o.err == nil {
		o.err = err
	}
	return n, err
}

// Flush writes what is waiting and returns the first error of all.
func (o *output) Flush() error {
	if err := o.w.Flush(); o.err == nil {
		o.err = err
	}
	return o.err
}

func (sh *shell) root() *cobra.Command {
	root := &cobra.Command{
		Use:   "dateline",
		Short: "Answers questions from your own archive of news articles, with quoted and dated passages",
		Long: `Dateline answers questions from your own archive of news articles, every
claim beside a quoted, dated passage. Try it without an archive of your own:

  dateline ask --example "when did Lavrov last visit before 2021?"

Then give it one:

  dateline ingest articles/
  dateline ask "who met whom in Islamabad in April 2021?"`,
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          cobra.NoArgs,
		RunE:          func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.SetIn(sh.stdin)
	root.SetOut(sh.stdout)
	root.SetErr(sh.stderr)
	root.CompletionOptions.HiddenDefaultCmd = true
	flags := root.PersistentFlags()
	flags.StringVar(&sh.configPath, "config", "", "settings `file` (default $DATELINE_CONFIG, else none)")
	root.AddCommand(sh.ingestCommand(), sh.askCommand(), sh.briefCommand(), sh.searchCommand(), sh.cleanCommand(), sh.dateCommand(),
		sh.timeCommand(), sh.evalCommand(), sh.reindexCommand(), sh.serveCommand(), sh.doctorCommand(), sh.slackCommand(), sh.discordCommand())
	return root
}

// archiveFlags adds the flags that say which archive a command is about.
func (sh *shell) archiveFlags(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringVar(&sh.store, "store", "", "`folder` of the archive (default $DATELINE_STORE, else ./dateline-data)")
	flags.StringVar(&sh.collection, "collection", "", "`name` of the one collection to look at (default all)")
}

func (sh *shell) exampleFlag(cmd *cobra.Command) {
	cmd.Flags().BoolVar(&sh.example, "example", false, "use the example archive, in memory")
}

// settings returns the configuration with the flags on top of it.
func (sh *shell) settings() (config.Config, error) {
	c, err := config.Load(sh.configPath, sh.getenv)
	if err != nil {
		return config.Config{}, err
	}
	if sh.store != "" {
		c.Store = sh.store
	}
	if sh.collection != "" {
		if err := config.CheckCollection(sh.collection); err != nil {
			return config.Config{}, err
		}
		c.Collection = sh.collection
	}
	return c, nil
}
