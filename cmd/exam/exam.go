// Package exam begins and ends the commands that examine the program.
package exam

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
)

// ErrShort says that what was examined falls short. The command has printed where.
var ErrShort = errors.New("what was examined falls short")

// Main runs a command with the arguments of the process, and ends it. The context
// is done at the first SIGINT or SIGTERM; the second one quits. The exit status is
// 0 where all is well or help was asked for, 1 after ErrShort, and 2 where the
// examination could not be done, which the standard error then says.
func Main(name string, run func(ctx context.Context, args []string, stdout, stderr io.Writer) error) {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop)
	err := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(status(name, err, os.Stderr))
}

// status returns the exit status that tells of an error.
func status(name string, err error, stderr io.Writer) int {
	switch {
	case err == nil, errors.Is(err, flag.ErrHelp):
		return 0
	case errors.Is(err, ErrShort):
		return 1
	}
	fmt.Fprintf(stderr, "%s: %v\n", name, err)
	return 2
}
