// Month lets a month of scheduled briefings pass on a clock of its own, kills
// the process that gives them at random moments, and checks that each one was
// delivered once and at the right minute.
//
//	go run ./cmd/month [-from 2026-03-05] [-days 34] [-seed 1]
//
// A child process serves an archive, a state on disk and a platform that is a
// file to which each post appends a line; its clock stands still while anything
// is under way and moves on to the next minute otherwise. Twelve places are
// subscribed by schedules of three time zones, among them at local times that a
// change of the clock skips or repeats. Each simulated morning articles arrive.
// The parent kills the child (SIGKILL) in every second run, at a random moment
// between the minute at which it is due and some time after it is posted, and
// starts it again over what it left; after some kills the bot stays away for
// hours. One post in eight is made and its answer lost.
//
// When every run is due is worked out apart from package schedule: the minutes
// of the month are passed one by one, and a local time is due in the first one
// in which the zone's clock shows it or a later one of that day.
//
// Month prints a table, and exits with status 1 where a run came twice, not at
// all, at another minute, late without saying so, or told an article twice or
// not at all; 2 where it could not be done.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"time"
	_ "time/tzdata" // the same zones on every machine

	"dateline/cmd/exam"
)

func main() { exam.Main("month", run) }

// How the child is called, and told where its files are.
const (
	childArg = "serve-the-month"
	dirEnv   = "DATELINE_MONTH_DIR"
)

func run(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	if len(args) == 1 && args[0] == childArg {
		return child(ctx, os.Getenv(dirEnv), stdout)
	}
	flags := flag.NewFlagSet("month", flag.ContinueOnError)
	flags.SetOutput(stderr)
	from := flags.String("from", "2026-03-05", "first `day` (UTC)")
	days := flags.Int("days", 34, "how many `days` pass")
	seed := flags.Uint64("seed", 1, "of all chance")
	if err := flags.Parse(args); err != nil {
		return err
	}
	first, err := time.Parse(time.DateOnly, *from)
	if err != nil || *days < 1 || *days > 400 || flags.NArg() > 0 {
		return fmt.Errorf("give a first day as in 2026-03-05, and 1 to 400 days")
	}
	dir, err := os.MkdirTemp("", "dateline-month")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	self, err := os.Executable()
	if err != nil {
		return err
	}
	m := newMonth(dir, self, first, *days, *seed)
	start := time.Now()
	if err := m.pass(ctx, stderr); err != nil {
		return err
	}
	r, err := m.audit()
	if err != nil {
		return err
	}
	r.took = time.Since(start)
	r.print(stdout)
	if len(r.wrong) > 0 {
		return exam.ErrShort
	}
	return nil
}
